"""The spans of a sentence that could answer a question, by the kind of answer it wants."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from assistant.asking.matching import matches
from assistant.asking.people import Table, people
from assistant.asking.questions import Kind, Question
from assistant.reading.bodies import bodies
from assistant.reading.parts import parts
from assistant.reading.persons import persons
from assistant.reading.places import places
from assistant.reading.posts import begins_post, post_of
from assistant.reading.quantities import ages, dates, durations, money, numbers, percents
from assistant.reading.spans import Candidate, alternatives, capital_runs, values
from assistant.reading.things import things

NAMELESS = 0.35  # how well a part fits where a name is asked for and it has none, at most
LIKELY = 0.4  # how likely a part is, of the likeliest, that is taken for people or a body without a name
OWN_POST = 2.0  # how well the post fits that stands beside the person whom the question names: nothing is surer
QUOTED = 1.5  # how well a name fits in quotation marks, or after "mang tên"
NO_CAUSE = 0.5  # how well a part fits where a reason is asked for and its sentence has no word of cause
OTHER_BODY = 0.6  # how well a body fits that is not called by the noun asked for, of what it fits else
UNNAMED = 0.6  # the same where a body is asked for: those are written without a capital more often


def _people(sentence: str, question: Question) -> Iterator[Candidate]:
    """People by name, those surer whose post is in the question; and parts that begin as people without a name do."""
    for person in persons(sentence):
        post = post_of(sentence, person.start, person.end)
        told = _told(sentence[slice(*post)], question) if post else 0.0
        yield replace(person, fit=person.fit * (1 + told))
    for part in parts(sentence, question):
        if part.fit >= LIKELY and _begins(sentence[part.start : part.end], "groups"):
            yield Candidate(part.start, part.end, NAMELESS * part.fit)


def _told(post: str, question: Question) -> float:
    """The share of what a question speaks of that a post says, beside names of people."""
    asked = [item for item in question.items if item.kind != "pair"]
    said = {match.item for match in matches(asked, post, question.marked)}
    return len(said) / len(asked) if asked else 0.0


def _places(sentence: str, question: Question) -> Iterator[Candidate]:
    """Places by name, and parts that follow a word of place or begin as places without a name do."""
    yield from places(sentence, question.head)
    for part in parts(sentence, question):
        if sentence[part.start].isdecimal():
            continue
        if _begins(sentence[part.start : part.end], "grounds") or _follows(
            sentence[max(0, part.start - 20) : part.start], "inside"
        ):
            yield Candidate(part.start, part.end, NAMELESS * part.fit)


def _posts(sentence: str, question: Question) -> Iterator[Candidate]:
    """The posts of people, those of whom the question names first, and the likeliest parts."""
    asked = question.text.lower()
    for person in persons(sentence):
        if (post := post_of(sentence, person.start, person.end)) is not None:
            yield Candidate(*post, OWN_POST if sentence[person.start : person.end].lower() in asked else 0.6)
    for part in parts(sentence, question):
        of_kind = begins_post(sentence[part.start : part.end])
        yield Candidate(part.start, part.end, (0.9 if of_kind else 0.5) * part.fit)


def _organisations(sentence: str, question: Question) -> Iterator[Candidate]:
    """Bodies by name, and the likeliest parts; less fits what is not called by the noun asked for (which hospital)."""
    found = [*bodies(sentence), *(replace(part, fit=UNNAMED * part.fit) for part in parts(sentence, question))]
    for one in found:
        called = not question.head or _has_any(sentence[one.start : one.end], question.head)
        yield one if called else replace(one, fit=OTHER_BODY * one.fit)


def _has_any(text: str, nouns: Sequence[str]) -> bool:
    lower = text.lower()
    return any(noun in lower for noun in nouns)


def _reasons(sentence: str, question: Question) -> Iterator[Candidate]:
    """The likeliest part alone: why something is so stands far from what is said of it, and another may be nearer."""
    fit = 1.0 if _cause().search(sentence) else NO_CAUSE
    yield from (Candidate(part.start, part.end, fit) for part in parts(sentence, question) if part.fit == 1.0)


@cache
def _cause() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(values('causes'))})(?!\w)", re.IGNORECASE)


def _names(sentence: str, question: Question) -> Iterator[Candidate]:
    """What stands in quotation marks, foreign names after a word for being called so, and the likeliest parts."""
    for match in _QUOTED.finditer(sentence):
        yield Candidate(match.start(1), match.end(1), QUOTED)
    for run in capital_runs(sentence):
        called = _called().search(sentence, max(0, run[0].start - 20), run[0].start)
        if called is not None and not sentence[run[0].start : run[-1].end].isupper():
            yield Candidate(run[0].start, run[-1].end, QUOTED)
    yield from parts(sentence, question)


_QUOTED = re.compile(r"[“\"]([^”\"]{2,150})[”\"]")


@cache
def _called() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(values('called'))}) [“\"]?\Z", re.IGNORECASE)


def _whole(sentence: str, question: Question) -> Iterator[Candidate]:
    """The sentence, where the question asks for nothing that a few words of it are."""
    yield Candidate(0, len(sentence), 1.0)


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
    "name": _names,
    "organisation": _organisations,
    "post": _posts,
    "thing": things,
    "reason": _reasons,
    "unclear": things,
}


def candidates(sentence: str, question: Question) -> tuple[Candidate, ...]:
    """The candidates of the question's kind in a sentence, in order."""
    find = _FINDERS.get(question.kind, _whole)
    found = (c for c in find(sentence, question) if c.end - c.start > 1 or sentence[c.start].isdecimal())
    surest = {(c.start, c.end): c for c in sorted(found, key=lambda c: c.fit)}
    return tuple(sorted(surest.values(), key=lambda c: (c.start, c.end)))


def is_answer(kind: Kind) -> bool:
    """Whether this kind of question is answered by a few words, not by sentences."""
    return kind in _FINDERS
