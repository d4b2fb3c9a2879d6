"""Where a sentence says that something happens, against where the question asks about."""

import re
from functools import lru_cache

from assistant.asking.items import Item
from assistant.asking.matching import matches
from assistant.asking.questions import Question
from index.names import Concept, concepts, countries, form

_LOCATIVE = re.compile(r"\b(?:tại|ở|in|at)\s(?:(?:thủ đô|thành phố|tp\.?|tỉnh|nước|the)\s)*\Z", re.IGNORECASE)


def asked_place(question: Question) -> Item | None:
    """The place the question asks about ("in Hanoi", "tại Hà Nội"); None where it names none so."""
    for item in question.names:
        if item.known and _LOCATIVE.search(question.text[: item.start]):
            return item
    return None


def agreement(sentence: str, place: Item | None, marked: bool) -> float:
    """1 where the sentence places what it tells in the asked place, -1 where only elsewhere, 0 where nowhere.

    A delegation of Hanoi that talks in Vientiane talks in Vientiane: only what follows tại, ở, in, at counts, and a
    country neither bears out nor speaks against a city in it.
    """
    if place is None:
        return 0.0
    located = [c for c in _located(sentence) if _is_country(c.text) == _is_country(place.text)]
    if not located:
        return 0.0
    asked = {(match.start, match.end) for match in matches([place], sentence, marked)}
    return 1.0 if any((concept.start, concept.end) in asked for concept in located) else -1.0


@lru_cache(maxsize=4096)
def _located(sentence: str) -> tuple[Concept, ...]:
    """The names that follow a word of place."""
    names = (concept for concept in concepts(sentence) if concept.kind == "name")
    return tuple(concept for concept in names if _LOCATIVE.search(sentence[: concept.start]))


def _is_country(name: str) -> bool:
    return form(name) in countries()
