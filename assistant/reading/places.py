"""Places in a sentence: known ones, and what follows a word for a kind of place or a word of place."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from assistant.asking.people import Table, people
from assistant.asking.syllables import is_syllable
from assistant.reading.persons import alias_length, persons
from assistant.reading.spans import Candidate, alternatives, capital_runs
from index.folding import Word, words
from index.names import aliases, countries, form, synonyms

COUNTRY = ("nước", "quốc gia", "đất nước")
PART_OF_CITY = ("huyện", "quận", "phường", "xã", "thị trấn", "thị xã", "thôn", "làng")  # or of a province
SHORT = {"TP": "thành phố", "tp": "thành phố"}
OTHER_KIND = 0.3  # how much a village still fits where a city was asked for

ACRONYM = 6  # letters
LONGEST = 30  # characters; the words of these tables are shorter


def places(sentence: str, head: Sequence[str]) -> Iterator[Candidate]:
    """Places; where a kind of place was asked for (`head`: "thành phố"), those of another kind fit less."""
    found = list(words(sentence))
    named = tuple(persons(sentence))
    for position, word in enumerate(found):
        length = alias_length(found[position : position + 5]) if word.text[0].isupper() else 0
        if length:
            end = found[position + length - 1].end
            fit = 0.3 if _ending(sentence[: word.start], "not_there") else 0.8
            yield Candidate(word.start, end, fit * _of_kind(sentence[word.start : end], None, head))
    for run in capital_runs(sentence):
        if not _opens(sentence, run) and (place := _place(sentence, run, named, head)) is not None:
            yield place


def _place(sentence: str, run: Sequence[Word], named: Sequence[Candidate], head: Sequence[str]) -> Candidate | None:
    """The place that words with a capital name, if any; a foreign name after a word of place is one too."""
    start, end = run[0].start, run[-1].end
    person = max((p.fit for p in named if p.start < end and start < p.end), default=0.0)
    noun, preposition = (_ending(sentence[:start], table) for table in ("place_nouns", "prepositions"))
    if noun is None and len(run) > 1 and run[0].text in ("TP", "Tp", "Thủ", "Quận", "Phường", "Huyện", "Xã", "Tỉnh"):
        return Candidate(start, end, _of_kind(sentence[run[1].start : end], run[0].text.lower(), head))
    if noun is None and (run[0].text in people("not_first") or _is_acronym(sentence[start:end])):
        return None  # Bộ Chính trị, UBND
    if person == 1.0 or (person and noun is None and preposition is None):
        return None
    if noun is not None:
        start -= len(noun) + 1
        return Candidate(start, end, _of_kind(sentence[start:end], noun, head))
    fit = 0.6 if preposition is not None else 0.3
    return Candidate(start, end, fit * _of_kind(sentence[start:end], None, head))


def _is_acronym(name: str) -> bool:
    """Whether a name is of capitals alone, as those of bodies are; of countries and cities other tables have them."""
    return name.isupper() and len(name) < ACRONYM


def _opens(sentence: str, run: Sequence[Word]) -> bool:
    """Whether a run is one Vietnamese syllable that has its capital only from standing first (Ông, Hai)."""
    return len(run) == 1 and is_syllable(run[0].text) and not sentence[: run[0].start].strip(" \"“'-–")


def _ending(before: str, table: Table) -> str | None:
    """The word of a table that a text ends with, a space after it."""
    match = _pattern(table).search(before[-LONGEST:])
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
    if noun is None and any(one in PART_OF_CITY for one in head) and aliases().get(form(place)):
        return OTHER_KIND
    if noun is None:
        return OTHER_KIND if form(place) in countries() else 1.0
    kinds = {other for one in head for other in (one, *synonyms().get(one, ()))}
    return 1.0 if SHORT.get(noun, noun).lower() in kinds else OTHER_KIND
