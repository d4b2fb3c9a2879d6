"""The spans of a sentence that could answer a question, by the kind of answer it wants."""

from collections.abc import Callable, Iterator

from assistant.persons import persons
from assistant.places import places
from assistant.quantities import ages, dates, durations, money, numbers, percents
from assistant.questions import Kind, Question
from assistant.spans import Candidate
from assistant.things import reasons, things, titles

_FINDERS: dict[Kind, Callable[[str, Question], Iterator[Candidate]]] = {
    "person": lambda sentence, question: persons(sentence),
    "place": lambda sentence, question: places(sentence, question.head),
    "date": lambda sentence, question: dates(sentence),
    "duration": lambda sentence, question: durations(sentence),
    "age": lambda sentence, question: ages(sentence),
    "percent": lambda sentence, question: percents(sentence),
    "money": lambda sentence, question: money(sentence),
    "number": lambda sentence, question: numbers(sentence, question.head),
    "name": titles,
    "thing": things,
    "reason": reasons,
}


def candidates(sentence: str, question: Question) -> tuple[Candidate, ...]:
    """The candidates of the question's kind in a sentence, in order."""
    find = _FINDERS.get(question.kind, things)
    surest = {(c.start, c.end): c for c in sorted(find(sentence, question), key=lambda c: c.fit)}
    return tuple(sorted(surest.values(), key=lambda c: (c.start, c.end)))


def is_answer(kind: Kind) -> bool:
    """Whether this kind of question is answered by a few words, not by sentences."""
    return kind in _FINDERS
