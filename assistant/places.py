"""Places in a sentence: known ones, and what follows a word for a kind of place or a word of place."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from assistant.people import people
from assistant.persons import alias_length, persons
from assistant.spans import Candidate, alternatives
from index.folding import words
from index.names import countries, form, synonyms

COUNTRY = ("nước", "quốc gia", "đất nước")
SHORT = {"TP": "thành phố", "tp": "thành phố"}
OTHER_KIND = 0.3  # how much a village still fits where a city was asked for


def places(sentence: str, head: Sequence[str]) -> Iterator[Candidate]:
    """Places; where a kind of place was asked for (`head`: "thành phố"), those of another kind fit less."""
    found = list(words(sentence))
    named = tuple(persons(sentence))
    for position, word in enumerate(found):
        length = alias_length(found[position : position + 5]) if word.text[0].isupper() else 0
        if length:
            end = found[position + length - 1].end
            yield Candidate(word.start, end, 0.8 * _of_kind(sentence[word.start : end], None, head))
    for match in _place_pattern().finditer(sentence):
        start, end = match.span("place") if match["place"] else match.span("bare")
        if not any(person.start < end and start < person.end for person in named):
            fit = 1.0 if match["noun"] else 0.6
            yield Candidate(start, end, fit * _of_kind(sentence[start:end], match["noun"], head))


def _of_kind(place: str, noun: str | None, head: Sequence[str]) -> float:
    """1 where the place is, or may be, of the kind asked for; less where it is plainly of another."""
    if not head:
        return 1.0
    if any(one in COUNTRY for one in head):
        return 1.0 if form(place) in countries() else OTHER_KIND
    if noun is None:
        return OTHER_KIND if form(place) in countries() else 1.0
    kinds = {other for one in head for other in (one, *synonyms().get(one, ()))}
    return 1.0 if SHORT.get(noun, noun).lower() in kinds else OTHER_KIND


@cache
def _place_pattern() -> re.Pattern[str]:
    nouns = alternatives(people("place_nouns"))
    name = r"[^\W\d_a-zà-ỹ][^\W\d_]*(?:[ -][^\W\d_a-zà-ỹ][^\W\d_]*)*"
    towards = alternatives(people("prepositions"))
    return re.compile(rf"\b(?P<place>(?P<noun>{nouns}) {name})|\b(?:{towards}) (?P<bare>{name})")
