"""The spans of a sentence that could answer a question, by the kind of answer it wants."""

from collections.abc import Callable, Iterator

from assistant.bodies import bodies
from assistant.parts import parts
from assistant.people import Table, people
from assistant.persons import persons
from assistant.places import places
from assistant.posts import begins_post, post_of
from assistant.quantities import ages, dates, durations, money, numbers, percents
from assistant.questions import Kind, Question
from assistant.spans import Candidate
from assistant.things import things

NAMELESS = 0.35  # how well a part fits where a name is asked for and it has none, at most

UNNAMED = 0.6  # the same where a body is asked for: those are written without a capital more often


def _people(sentence: str, question: Question) -> Iterator[Candidate]:
    """People by name, and parts that begin as people and bodies without a name do."""
    yield from persons(sentence)
    for part in parts(sentence, question):
        if _begins(sentence[part.start : part.end], "groups"):
            yield Candidate(part.start, part.end, NAMELESS * part.fit)


def _places(sentence: str, question: Question) -> Iterator[Candidate]:
    """Places by name, and parts that follow a word of place or begin as places without a name do."""
    yield from places(sentence, question.head)
    for part in parts(sentence, question):
        if _begins(sentence[part.start : part.end], "grounds") or _follows(
            sentence[max(0, part.start - 20) : part.start], "inside"
        ):
            yield Candidate(part.start, part.end, NAMELESS * part.fit)


def _posts(sentence: str, question: Question) -> Iterator[Candidate]:
    """The posts of people, those of whom the question names first, and the likeliest parts."""
    asked = question.text.lower()
    for person in persons(sentence):
        if (post := post_of(sentence, person.start, person.end)) is not None:
            yield Candidate(*post, 1.0 if sentence[person.start : person.end].lower() in asked else 0.6)
    for part in parts(sentence, question):
        of_kind = begins_post(sentence[part.start : part.end])
        yield Candidate(part.start, part.end, (0.9 if of_kind else 0.5) * part.fit)


def _organisations(sentence: str, question: Question) -> Iterator[Candidate]:
    """Bodies by name, and the likeliest parts."""
    yield from bodies(sentence)
    for part in parts(sentence, question):
        yield Candidate(part.start, part.end, UNNAMED * part.fit)


def _reasons(sentence: str, question: Question) -> Iterator[Candidate]:
    """The likeliest part alone: why something is so stands far from what is said of it, and another may be nearer."""
    yield from (part for part in parts(sentence, question) if part.fit == 1.0)


def _begins(part: str, table: Table) -> bool:
    lower = part.lower()
    return any(lower.startswith(f"{one} ") or lower == one for one in people(table))


def _follows(before: str, table: Table) -> bool:
    lower = before.lower()
    return any(lower.endswith(f" {one} ") for one in people(table))


_FINDERS: dict[Kind, Callable[[str, Question], Iterator[Candidate]]] = {
    "person": _people,
    "place": _places,
    "date": lambda sentence, question: dates(sentence, question.text),
    "duration": lambda sentence, question: durations(sentence),
    "age": lambda sentence, question: ages(sentence),
    "percent": lambda sentence, question: percents(sentence),
    "money": lambda sentence, question: money(sentence),
    "number": lambda sentence, question: numbers(sentence, question.head, question.text),
    "name": parts,
    "organisation": _organisations,
    "post": _posts,
    "thing": things,
    "reason": _reasons,
}


def candidates(sentence: str, question: Question) -> tuple[Candidate, ...]:
    """The candidates of the question's kind in a sentence, in order."""
    find = _FINDERS.get(question.kind, things)
    surest = {(c.start, c.end): c for c in sorted(find(sentence, question), key=lambda c: c.fit)}
    return tuple(sorted(surest.values(), key=lambda c: (c.start, c.end)))


def is_answer(kind: Kind) -> bool:
    """Whether this kind of question is answered by a few words, not by sentences."""
    return kind in _FINDERS
