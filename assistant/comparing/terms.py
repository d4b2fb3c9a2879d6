"""A sentence as what it is made of, to be compared: its values, its names, and its words one by one.

Vietnamese is compared syllable by syllable; an English word has every Vietnamese form the lexicon gives.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from assistant.asking.syllables import is_syllable
from assistant.comparing.moments import Moment, Stretch, lowered
from assistant.comparing.phrases import entries, found, pattern
from assistant.comparing.values import Quantity, Value, When, agrees, dates, quantities, same
from index.folding import Word, fold, spelled, words
from index.language import Language, folded_function_words, function_words, language_of
from index.names import Form, compounds, concepts, folded_compounds, form, is_english, lemmas, lexicon, spelling

HEAVY = 2.0  # what a value or a name weighs; a word of meaning weighs 1, a function word nothing


@dataclass(frozen=True, slots=True)
class Term:
    """A value, a name or a word of a text, characters `start` to `end` of sentence number `which`.

    `spelled` and `folded` are its forms word by word: with marks as a dictionary gives them, and without; `loose` is
    whether marks do not count. `clause` counts from 0 in its sentence.
    """

    text: str
    start: int
    end: int
    weight: float
    spelled: frozenset[Form] = frozenset()
    folded: frozenset[Form] = frozenset()
    value: Quantity | When | None = None
    name: bool = False
    loose: bool = False
    which: int = 0
    clause: int = 0

    @property
    def carries(self) -> bool:
        """Whether it means something by itself."""
        return self.weight > 0


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text is read: its language, whether it has marks, and the day its relative days are reckoned from."""

    language: Language
    marked: bool
    today: date | None = None


def reading_of(text: str, today: date | None = None) -> Reading:
    """How a text asks to be read."""
    marked = text.lower() != fold(text)
    language = language_of(text)
    if language == "en" and not marked and _is_unmarked(text):
        language = "vi"
    return Reading(language, marked, today)


def _is_unmarked(text: str) -> bool:
    """Whether more words of a text without marks are Vietnamese syllables and no English than are English."""
    found = [word.text.lower() for word in words(text) if not word.text[0].isdecimal()]
    english = sum(is_english(word) for word in found)
    return sum(is_syllable(word) and not is_english(word) for word in found) > english


def terms_of(text: str, reading: Reading, which: int = 0) -> tuple[Term, ...]:
    """The terms of a text in order."""
    return _terms_of(text, reading, which)


@lru_cache(maxsize=2048)
def _terms_of(text: str, reading: Reading, which: int) -> tuple[Term, ...]:
    result = [*_values(text, reading, which)]
    taken = [(term.start, term.end) for term in result]
    for term in (*_names(text, which), *(_english(text, which) if reading.language == "en" else ())):
        if not any(start < term.end and term.start < end for start, end in taken):
            result.append(term)
            taken.append((term.start, term.end))
    left = [word for word in words(text) if not any(start <= word.start < end for start, end in taken)]
    result += _words(text, left, reading, which)
    return tuple(_in_clauses(text, sorted(result, key=lambda term: term.start)))


_COMMA = re.compile(r"[,;:.!?()](?!\S)|[;:!?()]")


def _in_clauses(text: str, terms: Sequence[Term]) -> Iterator[Term]:
    """The terms, each with the number of the clause it is in; what is in brackets is one."""
    clause, before = 0, 0
    for term in terms:
        clause += bool(_COMMA.search(text, before, term.start))
        before = term.end
        yield replace(term, clause=clause)


def _values(text: str, reading: Reading, which: int) -> Iterator[Term]:
    """The numbers, amounts and times, none twice."""
    times = [*dates(text), *_relative(text, reading)]
    counted = [one for one in (*quantities(text), *_firsts(text, reading)) if not one.loose]
    bare = [
        one
        for one in counted
        if one.readings[0].family in ("plain", "ordinal") and "/" not in text[one.start : one.end]
    ]
    sure = [one for one in times if one.certain or any(one.start <= n.start and n.end <= one.end for n in bare)]
    spoken: list[When | Quantity] = [*sure, *counted, *(one for one in times if not one.certain)]
    taken: list[tuple[int, int]] = []
    for one in spoken:
        if not any(start < one.end and one.start < end for start, end in taken):
            taken.append((one.start, one.end))
            yield Term(text[one.start : one.end], one.start, one.end, HEAVY, value=one, which=which)


def _relative(text: str, reading: Reading) -> Iterator[When]:
    """The days that are named from the day the article appeared: today, yesterday, tomorrow."""
    if reading.today is None:
        return
    for kind, days in (("today", 0), ("yesterday", -1), ("tomorrow", 1)):
        for match in pattern("relative", kind, reading.marked).finditer(lowered(text)):
            day = reading.today + timedelta(days)
            moment = Moment(day.year, day.month, day.day)
            yield When(match.start(), match.end(), (Stretch(moment, moment),))


def _firsts(text: str, reading: Reading) -> Iterator[Quantity]:
    """What is the first of its kind without a number: đầu tiên, lớn nhất; only with marks, as Nhật is Japan."""
    one, lower = Fraction(1), lowered(text)
    if reading.language == "vi" and reading.marked:
        for start, end in found(lower, "firsts", "first", "none", marked=True):
            yield Quantity(start, end, (Value("ordinal", "", one, one),))


def _names(text: str, which: int) -> Iterator[Term]:
    """The places and bodies that have several names."""
    for one in concepts(text):
        if one.kind == "name":
            forms = frozenset(form(name.removeprefix("nước ")) for name in (one.text, *one.others))
            yield Term(one.text, one.start, one.end, HEAVY, folded=forms, name=True, loose=True, which=which)


def _english(text: str, which: int) -> Iterator[Term]:
    """The English words that the lexicon has."""
    for one in concepts(text):
        if one.kind == "word" and one.text.lower() not in function_words("en"):
            own = {_stem(one.text), form(one.text)}
            forms = frozenset({*map(spelling, one.others), *own})
            weight = 0.0 if one.text.lower() in entries("light", "en") else 1.0
            yield Term(one.text, one.start, one.end, weight, forms, frozenset(own), which=which)


@lru_cache(maxsize=16384)
def _stem(word: str) -> Form:
    """The dictionary form of an English word, where we know one."""
    lower = fold(word)
    return next(((one,) for one in lemmas(lower)[::-1] if (one,) in lexicon()), (lower,))


def _words(text: str, left: Sequence[Word], reading: Reading, which: int) -> Iterator[Term]:
    """All other words, each by itself."""
    foreign, unmarked = reading.language == "en", reading.language == "vi" and not reading.marked
    for position, word in enumerate(left):
        name = _is_capital(text, word)
        weight = _weight(word, left[max(0, position - 1) : position + 2], reading, name=name)
        own = {_stem(word.text)} if foreign else set()
        yield Term(
            word.text,
            word.start,
            word.end,
            weight,
            spelled=frozenset({(spelled(word.text),), *own}),
            folded=frozenset({(word.folded,), *own}),
            name=name,
            loose=unmarked or (name and word.text.lower() == word.folded),
            which=which,
        )


def _weight(word: Word, around: Sequence[Word], reading: Reading, *, name: bool) -> float:
    """What a word weighs."""
    if _is_function(word, around, reading):
        return 0.0
    return HEAVY if name else 1.0


def _is_capital(text: str, word: Word) -> bool:
    """Whether a word has a capital that no sentence gives it."""
    before = text[: word.start].rstrip(" “\"'‘«(")
    return word.text[0].isupper() and bool(before) and before[-1] not in ".!?…:"


def _is_function(word: Word, around: Sequence[Word], reading: Reading) -> bool:
    """Whether a word holds the sentence together and is no syllable of a longer word."""
    lower = word.text.lower()
    if reading.language == "en":
        return lower in function_words("en") or lower in entries("light", "en") or len(lower) == 1
    if reading.marked:
        function = lower in function_words("vi") or lower in entries("light", "vi")
        pairs = [(spelled(a.text), spelled(b.text)) for a, b in pairwise(around) if word in (a, b)]
        return function and not any(pair in compounds() for pair in pairs)
    function = lower in folded_function_words() or lower in {fold(one) for one in entries("light", "vi")}
    folds = [(a.folded, b.folded) for a, b in pairwise(around) if word in (a, b)]
    return function and not any(pair in folded_compounds() for pair in folds)


@dataclass(frozen=True, slots=True)
class Searched:
    """The terms of some evidence in order, and where each spelling and folded form stands."""

    terms: tuple[Term, ...]
    spelled_at: Mapping[str, Sequence[int]]
    folded_at: Mapping[str, Sequence[int]]
    heavy: tuple[int, ...]  # where values and names stand


def searched(evidence: Sequence[str], today: date | None = None) -> Searched:
    """The evidence, ready to be searched."""
    terms = [term for n, text in enumerate(evidence) for term in terms_of(text, reading_of(text, today), n)]
    spelled_at, folded_at = defaultdict(list), defaultdict(list)
    for position, term in enumerate(terms):
        for first, *_ in term.spelled:
            spelled_at[first].append(position)
        for first, *_ in term.folded:
            folded_at[first].append(position)
    heavy = tuple(n for n, term in enumerate(terms) if term.value is not None or term.name)
    return Searched(tuple(terms), spelled_at, folded_at, heavy)


Place = tuple[int, int]  # the first and the last term of the evidence that say what one of the claim does


def places(term: Term, evidence: Searched) -> tuple[Place, ...]:
    """Where the evidence says what a term of the claim does, in order."""
    if term.value is not None:
        valued = [(n, one) for n in evidence.heavy if (one := evidence.terms[n].value) is not None]
        equal = [(n, n) for n, one in valued if same(term.value, one)]
        return tuple(equal) or tuple((n, n) for n, one in valued if agrees(term.value, one))
    where: dict[Place, None] = {}
    if term.name and not term.spelled:
        where.update(((n, n), None) for n in evidence.heavy if evidence.terms[n].folded & term.folded)
    for wanted in term.spelled:
        where.update((place, None) for place in stands(wanted, evidence, exact=True))
    for wanted in term.folded if term.loose else ():
        where.update((place, None) for place in stands(wanted, evidence, exact=False))
    return tuple(sorted(where))


def stands(wanted: Form, evidence: Searched, *, exact: bool) -> Iterator[Place]:
    """Where some words stand in the evidence side by side, with their marks or folded."""
    where = evidence.spelled_at if exact else evidence.folded_at
    for first in where.get(wanted[0], ()):
        if len(wanted) > 1 and wanted in _forms(evidence.terms[first], exact=exact):
            yield first, first
        ahead = evidence.terms[first : first + len(wanted)]
        if len(ahead) == len(wanted) and all(
            (word,) in _forms(term, exact=exact) for word, term in zip(wanted, ahead, strict=True)
        ):
            yield first, first + len(wanted) - 1


def _forms(term: Term, *, exact: bool) -> frozenset[Form]:
    return term.spelled if exact else term.folded


def located(terms: Sequence[Term], start: int, end: int, which: int = 0) -> tuple[int, int] | None:
    """The first and the last term within these characters of a sentence; None where there is none."""
    inside = [n for n, one in enumerate(terms) if one.which == which and one.start < end and start < one.end]
    return (inside[0], inside[-1]) if inside else None
