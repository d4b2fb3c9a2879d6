"""What a text says as values: numbers, amounts and times, so that what is written differently compares equal.

    8,89 % = 8.89 percent;  252.000 tỷ đồng = 252 trillion dong;  28/6/2024 = June 28, 2024;  hai mươi ba = twenty-three

What may be read in several ways (1.234, 3/4, 3/12/2024) has all its readings; two values are the same where some
reading of the one is one of the other.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache

from assistant.comparing.amounts import Hedge as Hedge  # the parts of a value, for those who compare
from assistant.comparing.amounts import Quantity as Quantity
from assistant.comparing.amounts import Value as Value
from assistant.comparing.amounts import quantities_beside
from assistant.comparing.moments import Moment as Moment
from assistant.comparing.moments import Stretch as Stretch
from assistant.comparing.moments import When as When
from assistant.comparing.moments import dates as dates
from assistant.comparing.moments import lowered
from assistant.comparing.numerals import amount_words
from index.folding import fold, words

# The families that a number is meant in where its unit goes without saying: "252 người" is also said as "252".
COUNTS = ("plain", "people", "times", "ordinal")
# How far what is meant may be from the figure given, as shares of it: for two to agree, and, wider, for them not to
# contradict each other. "Hơn 94" is not 130; what editors allow themselves, not tuned.
MEANT: Mapping[Hedge, tuple[Fraction, Fraction]] = {
    "exact": (Fraction(1), Fraction(1)),
    "about": (Fraction("0.9"), Fraction("1.1")),
    "over": (Fraction(1), Fraction("1.25")),
    "nearly": (Fraction("0.85"), Fraction(1)),
    "at_least": (Fraction(1), Fraction(10**9)),
    "at_most": (Fraction(0), Fraction(1)),
}
WIDELY: Mapping[Hedge, tuple[Fraction, Fraction]] = {
    **MEANT,
    "about": (Fraction("0.75"), Fraction("1.25")),
    "over": (Fraction("0.95"), Fraction(2)),
    "nearly": (Fraction("0.7"), Fraction("1.05")),
}
_Bounds = tuple[Fraction, Fraction]
FIGURES = 2  # of a number that ends in zeros, the first so many count: 250 may be 252, but not 260


def quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers and amounts of a text in order, ranges as one, but for those in what is surely a time.

    >>> [quantity.readings[0].low == 252 * 10**12 for quantity in quantities("252.000 tỷ đồng = 252 trillion dong")]
    [True, True]
    """
    return quantities_beside(text, dates(text))


def same(one: Quantity | When, other: Quantity | When) -> bool:
    """Whether both are one value, hedges apart: 8,89 % and 8.89 percent, "252 người" and 252."""
    if isinstance(one, When) and isinstance(other, When):
        return not set(one.readings).isdisjoint(other.readings)
    return any(a.low == b.low and a.high == b.high for a, b in _comparable(one, other))


def agrees(one: Quantity | When, other: Quantity | When) -> bool:
    """Whether one is the other, or a coarser or finer way to say it: 28/6 and 28/6/2024, 12/3 and 11–12/3, "hơn 8 %"
    and 8,89 %, 8,9 % and 8,89 %.
    """
    if isinstance(one, When) and isinstance(other, When):
        return any(a.lies_in(b) or b.lies_in(a) for a in one.readings for b in other.readings)
    pairs = _comparable(one, other)
    return any(_meet(_meant(a, one, MEANT), _meant(b, other, MEANT), a, b) for a, b in pairs)


def contradicts(one: Quantity | When, other: Quantity | When) -> bool:
    """Whether both are of one family and unit, and in no reading can both be true of one thing."""
    if isinstance(one, When) and isinstance(other, When):
        return not any(a.meets(b) for a in one.readings for b in other.readings)
    if _is_vague(one) or _is_vague(other):
        return False
    pairs = list(_comparable(one, other))
    return bool(pairs) and not any(_overlap(_meant(a, one, WIDELY), _meant(b, other, WIDELY)) for a, b in pairs)


def _is_vague(one: Quantity | When) -> bool:
    return isinstance(one, Quantity) and one.vague


def _comparable(one: Quantity | When, other: Quantity | When) -> Iterator[tuple[Value, Value]]:
    """The pairs of readings of two quantities that are of one family and unit."""
    if not isinstance(one, Quantity) or not isinstance(other, Quantity):
        return
    for a in one.readings:
        for b in other.readings:
            alike = (a.family, a.unit) == (b.family, b.unit)
            if alike or ("plain" in (a.family, b.family) and a.family in COUNTS and b.family in COUNTS):
                yield a, b


def _meant(value: Value, quantity: Quantity | When, widths: Mapping[Hedge, tuple[Fraction, Fraction]]) -> _Bounds:
    """From where to where lies what is meant by a value: its hedge, and half of what its last figure is worth."""
    hedge: Hedge = quantity.hedge if isinstance(quantity, Quantity) else "exact"
    (less, more), half = widths[hedge], rounding(value) / 2
    below = 0 if hedge in ("over", "at_least") else half
    above = 0 if hedge in ("nearly", "at_most") else half
    return (value.low - below) * less, (value.high + above) * more


def rounding(value: Value) -> Fraction:
    """To what a value may have been rounded: its last figure that is no zero, but not of its first two; 0 for a number
    that is given to the last one, an age or a length of time.

    >>> [int(rounding(quantities(text)[0].readings[0])) for text in ("252 xã", "250 xã", "1.200 xã", "12 triệu xã")]
    [0, 10, 100, 1000000]
    """
    if value.family in ("age", "clock", "ordinal", "duration", "times") or not value.step:
        return Fraction(0)
    figure = abs(value.high / value.step)
    if figure.denominator != 1:
        return value.step
    written = str(figure.numerator)
    zeros = min(len(written) - len(written.rstrip("0")), max(len(written) - FIGURES, 0))
    whole = value.family in COUNTS and value.step == 1 and not zeros
    return Fraction(0) if whole else value.step * 10**zeros


def _overlap(one: _Bounds, other: _Bounds) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _meet(one: _Bounds, other: _Bounds, a: Value, b: Value) -> bool:
    """Whether what is meant by two values can be one: ranges must hold each other, single values come within reach."""
    if a.low < a.high and b.low < b.high:
        return (one[0] <= b.low and b.high <= one[1]) or (other[0] <= a.low and a.high <= other[1])
    return _overlap(one, other)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a text says: its times, its quantities, and its folded words."""

    times: tuple[When, ...]
    quantities: tuple[Quantity, ...]
    words: frozenset[str]


@lru_cache(maxsize=256)
def _said(text: str) -> _Said:
    """What a text says; kept, since sentence after sentence is compared with the same evidence."""
    return _Said(dates(text), quantities(text), frozenset(word.folded for word in words(text)))


def unsupported(text: str, evidence: Sequence[str]) -> tuple[str, ...]:
    """The words of a text for numbers and times that none of the evidence has in any way of writing, in order, each
    once. What is coarser than the evidence is borne out by it ("June 2024" and "over 8 %" by 28/6/2024 and 8,89 %);
    what was rounded without saying so is not. A day and its year may stand in different places.

    >>> unsupported("It grew 8.89% to 252 trillion dong in 2023 [1].", ["GRDP tăng 8,89%, đạt 252.000 tỷ đồng."])
    ('2023',)
    """
    plain = _CITED.sub(lambda found: " " * len(found.group()), text)
    known = [_said(one) for one in evidence]
    times = [one for said in known for one in said.times]
    amounts_ = [one for said in known for one in said.quantities]
    borne, loose = [], list(_loose(plain))
    said = _said(plain)
    spoken: list[When | Quantity] = [*said.times, *said.quantities]
    for one in spoken:
        held = _is_dated(one, times) if isinstance(one, When) else one.loose or _is_counted(one, amounts_, times)
        borne += [(one.start, one.end)] if held else []
    spans = [*((one.start, one.end) for one in spoken), *_codes(plain, spoken, known)]
    spans = [span for span in spans if not any(start <= span[0] and span[1] <= end for start, end in loose)]
    wrong = sorted({span for span in spans if not any(span[0] < end and start < span[1] for start, end in borne)})
    widest = [one for one in wrong if not any(o != one and o[0] <= one[0] and one[1] <= o[1] for o in wrong)]
    return tuple(dict.fromkeys(text[start:end] for start, end in widest))


_CITED = re.compile(r"\[\d+(?:[,;–-] ?\d+)*\]")
_CODE = re.compile(r"(?<![^\W_])[^\W\d_]{0,12}[-–]?\d[^\W_]*(?:[-–/.][^\W_]+)*")


def _codes(text: str, spoken: Sequence[When | Quantity], known: Sequence[_Said]) -> Iterator[tuple[int, int]]:
    """Where figures stand that are no value and that the evidence does not spell: COP26, 04-NQ/TW."""
    spelled = frozenset().union(*(said.words for said in known))
    for found in _CODE.finditer(text):
        valued = any(one.start < found.end() and found.start() < one.end for one in spoken)
        if not valued and not {word.folded for word in words(found.group())} <= spelled:
            yield found.span()


def _loose(text: str) -> Iterator[tuple[int, int]]:
    """Where words stand that say a number and are no claim: the two, hai bên."""
    yield from (found.span() for found in _loose_pattern().finditer(lowered(text)))


@cache
def _loose_pattern() -> re.Pattern[str]:
    says = {spelling for each in amount_words()["loose"].values() for one in each for spelling in (one, fold(one))}
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, says), key=len, reverse=True))})(?![\w-])")


def _is_counted(one: Quantity, known: Sequence[Quantity], times: Sequence[When]) -> bool:
    """Whether some evidence has the quantity, or what it is a coarser way to say of; ranges also end by end."""
    if any(_is_like(one, other) or (one.hedge != "exact" and agrees(one, other)) for other in known):
        return True
    if any(value.low < value.high for value in one.readings) and not one.vague:
        return all(any(_is_like(end, other) for other in known) for end in _ends(one))
    said = {number for time in times for stretch in time.readings for number in _ordinals_in(stretch)}
    return any(value.family == "ordinal" and value.low in said for value in one.readings)


def _ordinals_in(stretch: Stretch) -> Iterator[int]:
    """Which day of its month a time is, and which century: what "the 28th" and "the nineteenth" may mean."""
    yield from (moment.day for moment in (stretch.first, stretch.last) if moment.day)
    if _is_period(stretch) and (stretch.last.year or 0) % 100 == 0:
        yield (stretch.last.year or 0) // 100


def _ends(one: Quantity) -> tuple[Quantity, Quantity]:
    """A range as its two ends."""
    lows = tuple(replace(value, high=value.low) for value in one.readings)
    return replace(one, readings=lows), replace(one, readings=tuple(replace(v, low=v.high) for v in one.readings))


def _is_like(one: Quantity, other: Quantity) -> bool:
    """Whether evidence has this value: with its unit, with none ("5,2 và 8,89 %"), or as the end of a range."""
    return any(_is_worth(a, b) for a in one.readings for b in other.readings)


def _is_worth(a: Value, b: Value) -> bool:
    """Whether one value is the other, or an end of it; the figures are compared where only one has a unit."""
    if not _is_alike(a, b):
        return False
    plain = a.family != b.family and "plain" in (a.family, b.family)
    of, to = (a.factor, b.factor) if plain else (Fraction(1), Fraction(1))
    low, high, ends = a.low / of, a.high / of, (b.low / to, b.high / to)
    return (low, high) == ends or (low == high and low in ends)


def _is_alike(a: Value, b: Value) -> bool:
    """Whether two values may be of one thing: an age is also a length of time, and a unit may go unsaid."""
    spans = {a.family, b.family} == {"age", "duration"}
    return ((a.family == b.family or spans) and a.unit == b.unit) or "plain" in (a.family, b.family)


def _is_dated(one: When, known: Sequence[When]) -> bool:
    """Whether some evidence has the time, or one in the month or year that it is."""
    said = [stretch for time in known for stretch in time.readings]
    years = {moment.year for stretch in said for moment in (stretch.first, stretch.last)}
    return any(_is_told(stretch, said, years) for stretch in one.readings)


def _is_period(stretch: Stretch) -> bool:
    """Whether a stretch has a name of its own: a month, a quarter, a decade, a century."""
    first, last = stretch.first, stretch.last
    if first.month is not None or first.year is None or last.year is None:
        return first.day is None
    return last.year - first.year in (9, 99)


def _is_told(stretch: Stretch, said: Sequence[Stretch], years: Set[int | None]) -> bool:
    """Whether this stretch is said: whole, as a month or year of what is said, or by its first and last day."""
    ends = [Stretch(moment, moment) for moment in (stretch.first, stretch.last)]
    dated = not {moment.year for moment in (stretch.first, stretch.last)} - years - {None}
    if not _is_period(stretch) and stretch.first != stretch.last:
        whole = any(one.lies_in(stretch) and stretch.lies_in(one) for one in said)
        return dated and (whole or all(_is_told(end, said, years) for end in ends))
    inside = any(one.lies_in(stretch) for one in said if dated or one.first.year is not None)
    at_an_end = (Stretch(end, end) for one in said for end in (one.first, one.last))
    return inside or (dated and any(end.lies_in(stretch) for end in at_an_end))
