"""Places in a sentence: known ones, and what follows a word for a kind of place or a word of place."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from assistant.people import Table, people
from assistant.persons import alias_length, persons
from assistant.spans import Candidate, alternatives, capital_runs
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
    for run in capital_runs(sentence):
        start, end = run[0].start, run[-1].end
        if any(person.start < end and start < person.end for person in named):
            continue
        if noun := _ending(sentence[:start], "place_nouns"):
            start -= len(noun) + 1
            yield Candidate(start, end, _of_kind(sentence[start:end], noun, head))
        else:
            fit = 0.6 if _ending(sentence[:start], "prepositions") else 0.3
            yield Candidate(start, end, fit * _of_kind(sentence[start:end], None, head))


def _ending(before: str, table: Table) -> str | None:
    """The word of a table that a text ends with, a space after it."""
    match = _pattern(table).search(before)
    return match.group(1) if match else None


@cache
def _pattern(table: Table) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({alternatives(people(table))}) \Z", re.IGNORECASE)


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
