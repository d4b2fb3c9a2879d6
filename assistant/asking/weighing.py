"""How much each thing that a question speaks of tells, reckoned once for all sentences."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import exp
from typing import Self

from assistant.asking.items import Item
from assistant.asking.locating import asked_place
from assistant.asking.questions import Question
from assistant.asking.timing import AskedTime, asked_times
from index.folding import words

NAME = 1.5  # a name tells more than a word as rare
UNKNOWN = 2.0  # what no article says in any form
UNTRANSLATED = 0.5  # an English word that no dictionary has: nobody knows whether the articles say it
FOCUS = 15.0  # characters of a question over which focus falls to a third


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question with all that is reckoned from it once: how much each item tells, by its rarity and by its nearness to
    the question word; the place and the times it asks about; the folded words of its items.
    """

    question: Question
    rarity: Mapping[Item, float]
    focus: Mapping[Item, float]
    place: Item | None
    times: tuple[AskedTime, ...]
    words: frozenset[str]

    @classmethod
    def of(cls, question: Question, rarity_of: Callable[[str], float]) -> Self:
        """The question weighed; `rarity_of` gives how rare a word or name is among the articles, 0 to 1."""
        rarity = {item: _weight(item, rarity_of, question.language == "en") for item in question.items}
        focus = {item: rarity[item] * exp(-_distance(item, question.focus) / FOCUS) for item in question.items}
        forms = [question.text, *(form for item in question.items for form in item.forms)]
        said = frozenset(word.folded for form in forms for word in words(form))
        times = asked_times(question.text, question.items)
        return cls(question, rarity, focus, asked_place(question), times, said)


def _weight(item: Item, rarity_of: Callable[[str], float], foreign: bool) -> float:
    """How much an item tells: its rarest form that the articles have; a name tells more than a word, and what no
    article says in any form most of all: it is why a question may have no answer. Of a word that no dictionary could
    put into Vietnamese, nobody knows whether they say it.
    """
    rarities = [rarity_of(form) for form in item.forms]
    if min(rarities) >= 1:
        return UNTRANSLATED if foreign and len(item.forms) == 1 and item.kind == "word" else UNKNOWN
    return max(rarities) * NAME if item.kind == "name" else max(rarities)


def _distance(item: Item, position: int) -> int:
    """Characters between an item of the question and a position in it."""
    return max(item.start - position, position - item.start - len(item.text), 0)


def weight_share(items: Iterable[Item] | Mapping[Item, float], weights: Mapping[Item, float]) -> float:
    """The weight of these items, each to the degree given (wholly where none is), of that of all; 0 for none."""
    total = sum(weights.values())
    degrees = items if isinstance(items, Mapping) else dict.fromkeys(items, 1.0)
    return sum(weights[item] * degree for item, degree in degrees.items()) / total if total else 0.0
