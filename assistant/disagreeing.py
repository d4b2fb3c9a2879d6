"""Where articles give different values for the same thing.

A disagreement that is none is worse than one that is missed: two values are said to disagree only where the sentences
speak of the same thing, as far as rules can tell, and neither article has the other's value too.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property

from assistant.asking.matching import words_of
from assistant.asking.questions import Kind, Question
from assistant.comparing.moments import lowered
from assistant.comparing.numerals import amount_words
from assistant.comparing.values import (
    Moment,
    Quantity,
    Stretch,
    When,
    agrees,
    contradicts,
    dates,
    quantities,
    same,
)
from assistant.reading.reader import Reading
from assistant.replies import day_text
from index.data import Article
from index.folding import fold, spelled, words
from index.language import Language, function_words
from index.names import concepts, synonyms

KINDS: tuple[Kind, ...] = ("number", "percent", "money", "date", "duration", "age", "thing", "unclear")
STATIC = ("length", "area", "volume", "power")  # what does not change from one article to the next
# Tuned on the even lines of tests/disagreements.jsonl.
BEHIND = 8.0  # how far a reading's score may be behind the best
LESS = 0.2  # how much less of the question its sentence may say
SHARED = 0.5  # of the words of the sentence with fewer, how many both must have
IN_CLAUSE = 0.6  # of the words of the clause that tells the value
CLOSELY = 0.6  # the same where nothing says when
APART = timedelta(days=31)  # between two articles on one event
LONG_AGO = 3  # years before both articles, from which on a year is history, not news
LIKELY = 5  # times as much; further apart, two values are hardly of one thing


@dataclass(frozen=True, slots=True)
class Differing:
    """Readings of different articles that give different values for the same thing: the newest article's first, those
    of articles without a date last.
    """

    readings: tuple[Reading, ...]


def disagreements(
    question: Question, readings: Sequence[Reading], copies: Callable[[str], Collection[str]]
) -> tuple[Differing, ...]:
    """Where other articles contradict the best reading; `readings` are best first, and `copies` gives the ids of an
    article's near-copies. Empty where they do not, or where the question does not ask for a value.
    """
    if question.kind not in KINDS or not readings or (best := _told(readings[0], question)) is None:
        return ()
    seen, found = {best.article.id, *copies(best.article.id)}, [best]
    for reading in readings[1:]:
        article = reading.span.article
        if article.id in seen or not _is_as_good(reading, best.reading):
            continue
        other = _told(reading, question)
        if other and all(contradicts(one.value, other.value) for one in found) and _are_of_one_thing(best, other):
            found.append(other)
        if other:
            seen |= {article.id, *copies(article.id)}
    return (Differing(tuple(sorted((one.reading for one in found), key=_age))),) if len(found) > 1 else ()


def differing_text(differing: Differing, language: Language) -> str:
    """The sentence that says so: each value with its outlet and day, and which article is the older."""
    say = amount_words()["differing"][language]
    days = [reading.span.article.published for reading in differing.readings]
    newest = max((day for day in days if day), default=None)
    values = []
    for reading, day in zip(differing.readings, days, strict=True):
        key = "value" if day is None else "older" if newest and day < newest else "dated"
        told = {"value": " ".join(reading.span.text.split()), "outlet": _outlet(reading.span.article)}
        values.append(say[key].format(day=day_text(day, language) if day else "", **told))
    return str(say["disagree"].format(values=say["between"].join(values)))


def _outlet(article: Article) -> str:
    return article.source or article.title or article.id


def _age(reading: Reading) -> tuple[bool, int]:
    """What sorts the newest first, undated ones last."""
    published = reading.span.article.published
    return published is None, -published.toordinal() if published else 0


def _is_as_good(reading: Reading, best: Reading) -> bool:
    """Whether a reading is about as well supported as the best: in score and in what its sentence says."""
    near = reading.score >= best.score - BEHIND
    return (
        near and reading.signals.covered >= best.signals.covered - LESS and reading.signals.fit >= best.signals.fit / 2
    )


@dataclass(frozen=True)
class _Told:
    """A value that a sentence tells, and all by which it is compared with another."""

    reading: Reading
    value: Quantity | When
    start: int
    end: int

    @property
    def article(self) -> Article:
        return self.reading.span.article

    @cached_property
    def text(self) -> str:
        return self.reading.sentence.passage.text

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of meaning of what is told."""
        return frozenset(_meaning(self.text[self.since :]))

    @cached_property
    def since(self) -> int:
        """Where what is told begins: past who tells it and when (Sáng nay, UBND tỉnh cho biết …)."""
        return max((found.end() for found in _reporting().finditer(self.text, 0, self.start)), default=0)

    @cached_property
    def clause(self) -> tuple[int, int]:
        """From where to where, between two marks, the value stands."""
        marks = [found.end() for found in _MARK.finditer(self.text)]
        start = max((mark for mark in marks if mark <= self.start), default=0)
        return max(start, self.since), min((mark for mark in marks if mark > self.end), default=len(self.text))

    @cached_property
    def body(self) -> str:
        spans = (self.article.text[span.start : span.end] for span in self.article.body)
        return "\n".join([self.article.title or "", *spans])

    @cached_property
    def times(self) -> tuple[When, ...]:
        """When what is told is or was, a year that goes without saying being that of the article."""
        found = (one for one in dates(self.text) if one.end <= self.start or self.end <= one.start)
        return tuple(_dated(one, self.article.published) for one in found)


@cache
def _reporting() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_either(amount_words()['differing']['reporting'])})(?!\w)", re.IGNORECASE)


_MARK = re.compile(r"[,;:.()](?=\s|\Z)|[()]")


def _told(reading: Reading, question: Question) -> _Told | None:
    """The value in a reading's span, with what surrounds it; None where there is not just one."""
    text, start = reading.sentence.passage.text, reading.span.start - reading.sentence.passage.start
    end = start + len(reading.span.text)
    said: Sequence[Quantity | When] = dates(text) if question.kind == "date" else quantities(text)
    inside = [one for one in said if one.start < end and start < one.end]
    if len(inside) != 1 or _is_ordinal(inside[0]):
        return None
    value = inside[0]
    if isinstance(value, When):
        value = _dated(value, reading.span.article.published)
    return _Told(reading, value, min(start, value.start), max(end, value.end))


def _is_ordinal(one: Quantity | When) -> bool:
    return isinstance(one, Quantity) and any(value.family in ("ordinal", "clock") for value in one.readings)


def _dated(one: When, published: date | None) -> When:
    """The time in the year of the article, where it says none."""
    if published is None:
        return one
    return replace(one, readings=tuple(_in_year(stretch, published.year) for stretch in one.readings))


def _in_year(stretch: Stretch, year: int) -> Stretch:
    first, last = stretch.first, stretch.last
    return stretch if first.year is not None else Stretch(replace(first, year=year), replace(last, year=year))


def _are_of_one_thing(one: _Told, other: _Told) -> bool:
    """Whether two sentences speak of the same thing at the same time, as far as rules can tell."""
    checks: tuple[Callable[[_Told, _Told], bool], ...] = (
        _are_likely,
        _overlap,
        _are_of_one_time,
        _count_the_same,
        _lead_to_the_same,
        _name_the_same,
        _are_qualified_alike,
        _have_only_their_own,
    )
    return all(check(one, other) for check in checks)


def _are_likely(one: _Told, other: _Told) -> bool:
    """Whether two amounts are of about one size."""
    if not isinstance(one.value, Quantity) or not isinstance(other.value, Quantity):
        return True
    pairs = [(a, b) for a in one.value.readings for b in other.value.readings if a.unit == b.unit]
    return any(a.low <= LIKELY * b.low and b.low <= LIKELY * a.low for a, b in pairs)


def _overlap(one: _Told, other: _Told) -> bool:
    """Whether the sentences share enough of their words; more is asked for where nothing says when."""
    least = SHARED if one.times and other.times else CLOSELY
    shared = len(_in_other_words(one.words) & other.words)
    whole = shared >= max(3, least * min(len(one.words), len(other.words)))
    return whole and _clause_stands_in(one, other) and _clause_stands_in(other, one)


def _clause_stands_in(one: _Told, other: _Told) -> bool:
    """Whether most of the clause that tells a value stands in the other sentence too."""
    words = set(_meaning(_clause(one))) - _linking()
    return sum(word in _in_other_words(other.words) for word in words) >= IN_CLAUSE * len(words)


def _in_other_words(said: Collection[str]) -> frozenset[str]:
    """The words and what may stand for them."""
    return frozenset([*said, *(spelled(other) for word in said for other in synonyms().get(word, ()))])


def _are_of_one_time(one: _Told, other: _Told) -> bool:
    """Whether both sentences are of one time: they say the same, or are of articles of the same days; what does not
    change is of any time.
    """
    if one.times and other.times:
        return any(same(a, b) for a in one.times for b in other.times)
    if not one.times and not other.times and (_is_static(one.value) or _is_history(one, other)):
        return True
    days = one.article.published, other.article.published
    return days[0] is not None and days[1] is not None and abs(days[0] - days[1]) <= APART


def _is_static(value: Quantity | When) -> bool:
    return isinstance(value, Quantity) and any(reading.family in STATIC for reading in value.readings)


def _is_history(one: _Told, other: _Told) -> bool:
    """Whether both values are years long before the articles."""
    years = [_years(told.value) for told in (one, other)]
    published = [told.article.published for told in (one, other)]
    if any(not year or not day for year, day in zip(years, published, strict=True)):
        return False
    earliest = min(day.year for day in published if day)
    return max(year for said in years for year in said) <= earliest - LONG_AGO


def _years(value: Quantity | When) -> list[int]:
    if isinstance(value, Quantity):
        return []
    moments: Iterator[Moment] = (stretch.last for stretch in value.readings)
    return [moment.year for moment in moments if moment.year is not None]


def _count_the_same(one: _Told, other: _Told) -> bool:
    """Whether what follows the two values in their clauses, if anything does in both, is of the same: 12 người chết and
    15 người bị thương are not.
    """
    after = [_meaning(told.text[told.end : told.clause[1]])[:2] for told in (one, other)]
    return not all(after) or not _in_other_words(after[0]).isdisjoint(after[1])


def _lead_to_the_same(one: _Told, other: _Told) -> bool:
    """Whether the word that leads to each value stands in the other sentence too: vốn đầu tư, but giải ngân."""
    pairs = ((one, other), (other, one))
    return all(not (word := _leading(a)) or not _in_other_words([word]).isdisjoint(b.words) for a, b in pairs)


def _leading(told: _Told) -> str | None:
    """The last word of meaning before a value in its clause that is no linking one."""
    before = [word for word in _meaning(told.text[told.clause[0] : told.start]) if word not in _linking()]
    return before[-1] if before else None


@cache
def _linking() -> frozenset[str]:
    return frozenset(spelled(word) for word in amount_words()["differing"]["linking"])


def _meaning(text: str) -> list[str]:
    """The words of meaning of a text as they are spelled, without figures."""
    return [word for word in words_of(text).spellings if word not in _functional() and not word[0].isdecimal()]


@cache
def _functional() -> frozenset[str]:
    return frozenset(map(spelled, function_words("vi")))


def _name_the_same(one: _Told, other: _Told) -> bool:
    """Whether the sentences are of the same people, places and numbered things: each has no name that the other's
    article lacks, or only one of them has.
    """
    pairs = ((one, other), (other, one))
    lacking = [[name for name in _names(a.text[a.since :]) if name not in _folded(b.body)] for a, b in pairs]
    in_clauses = [name for a, b in pairs for name in _names(_clause(a)) if name not in _folded(b.body)]
    return not all(lacking) and not in_clauses and _labelled(one, other)


def _clause(told: _Told) -> str:
    return told.text[slice(*told.clause)]


def _names(text: str) -> list[str]:
    """The folded names in a sentence: those that dictionaries have, and words with a capital within it."""
    known = [concept.text for concept in concepts(text) if concept.kind == "name"]
    capitals = [word.text for word in list(words(text))[1:] if word.text[0].isupper() and not word.text.isdecimal()]
    return [fold(name) for name in [*known, *capitals]]


def _folded(text: str) -> str:
    return " ".join(word.folded for word in words(text))


def _labels(told: _Told) -> Mapping[str, str]:
    """The numbers that only name: bão số 3, vùng 1."""
    return {match["label"]: match["number"] for match in _label_pattern().finditer(lowered(told.text))}


def _labelled(one: _Told, other: _Told) -> bool:
    return all(_labels(other).get(label, number) == number for label, number in _labels(one).items())


@cache
def _label_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?P<label>{_either(amount_words()['differing']['labels'])}) (?P<number>\d+|[ivx]+)(?![\w,.]\d)"
    )


def _either(says: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, says), key=len, reverse=True))


def _are_qualified_alike(one: _Told, other: _Told) -> bool:
    """Whether neither value is planned, a part, an average or the like where the other is not."""
    table = amount_words()["differ"]
    sentences = [lowered(told.text) for told in (one, other)]
    clauses = [lowered(_clause(told)) for told in (one, other)]
    for says in table["strict"].values():
        if _says(says, sentences[0]) != _says(says, sentences[1]):
            return False
    for group in table["opposed"].values():
        said = [{name for name, says in group.items() if _says(says, clause)} for clause in clauses]
        if all(said) and said[0].isdisjoint(said[1]):
            return False
    return True


def _says(says: Sequence[str], text: str) -> bool:
    return re.search(rf"(?<!\w)(?:{_either(says)})(?!\w)", text) is not None


def _have_only_their_own(one: _Told, other: _Told) -> bool:
    """Whether neither article has the other's value too: then it tells two things, or how the one became the other."""
    return not any(_is_told(a, b) for a, b in ((one, other), (other, one)))


def _is_told(one: _Told, other: _Told) -> bool:
    """Whether the other's article has a value that agrees with this one; "hàng chục" agrees with too much to count."""
    if isinstance(one.value, When):
        return any(agrees(one.value, _dated(when, other.article.published)) for when in dates(other.body))
    return any(agrees(one.value, value) for value in quantities(other.body) if not value.vague)
