"""Numbers and amounts as they are written, as values: 8,89 % and 8.89 percent, 252.000 tỷ đồng and 252 trillion dong.

The words are in `words/amounts.toml`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Any, Literal, get_args

from assistant.comparing.moments import When, lowered, number_of
from assistant.comparing.numerals import Figure, Numeral, amount_words, numerals
from index.folding import fold

Hedge = Literal["exact", "about", "over", "nearly", "at_least", "at_most"]
BEFORE = 30  # characters before a number in which its hedge stands
UNNAMED = 10**8  # "3.100 tỷ" without a currency may be dong from here on


@dataclass(frozen=True, slots=True)
class Value:
    """One reading of a quantity, in the unit its family is reckoned in; `low` and `high` differ in ranges.

    `step` is what one more in the last figure is worth: 0.01 of 8,89 %; `factor` how many of that unit the one that is
    written is: 1000 of 5 km.
    """

    family: str
    unit: str
    low: Fraction
    high: Fraction
    step: Fraction = Fraction(1)
    factor: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or amount in a text, characters `start` to `end` with its hedge and unit, and every way to read it.

    `vague` is "hundreds of"; `loose` a number in words that often counts nothing: one, half, first.
    """

    start: int
    end: int
    readings: tuple[Value, ...]
    hedge: Hedge = "exact"
    vague: bool = False
    loose: bool = False


@dataclass(frozen=True, slots=True)
class _Text:
    """A text, the same in lower case, and whether it has Vietnamese marks."""

    text: str
    lower: str
    marked: bool


@dataclass(frozen=True, slots=True)
class _Measure:
    """What a number may be of: a family, its base unit, and how many of that one is."""

    family: str
    unit: str
    factor: Fraction


_PLAIN = _Measure("plain", "", Fraction(1))
_DONG = _Measure("money", "VND", Fraction(1))


@dataclass(frozen=True, slots=True)
class _Found:
    """A number with what belongs to it, before ranges are put together; `hedged` is where its hedge begins."""

    start: int
    end: int
    figures: tuple[Figure, ...]
    scale: Fraction
    measures: tuple[_Measure, ...]
    hedge: Hedge = "exact"
    hedged: int = 0
    loose: bool = False

    @property
    def unit(self) -> bool:
        """Whether it has a unit or a currency."""
        return self.measures[0] != _PLAIN

    @property
    def quantity(self) -> Quantity:
        """The quantity by itself."""
        readings = tuple(_value(measure, one, one) for measure in self.measures for one in self.figures)
        return Quantity(self.hedged, self.end, readings, self.hedge, loose=self.loose)


def _value(measure: _Measure, low: Figure, high: Figure) -> Value:
    factor = measure.factor
    return Value(measure.family, measure.unit, low.value * factor, high.value * factor, high.step * factor, factor)


def quantities_beside(text: str, times: Sequence[When]) -> tuple[Quantity, ...]:
    """The numbers and amounts of a text in order, ranges as one, but for those in what is surely a time."""
    lower = lowered(text)
    read = _Text(text, lower, lower != fold(lower))
    taken = bytearray(len(lower))
    special: list[Quantity] = []
    for time in times:
        _take(taken, time.start, time.end if time.certain else time.start)
    for find in (_clocks, _vague, _parts, _ordinals):
        for quantity in find(read):
            if not any(taken[quantity.start : quantity.end]):
                _take(taken, quantity.start, quantity.end)
                special.append(quantity)
    left = (one for one in numerals(lower, read.marked) if not any(taken[one.start : one.end]))
    found = [one for numeral in left if not _is_name(read, numeral) and (one := _quantity(read, numeral))]
    return tuple(sorted([*_ranged(found, read), *special], key=lambda one: one.start))


def _take(taken: bytearray, start: int, end: int) -> None:
    """Marks these characters as read."""
    taken[start:end] = b"\1" * (end - start)


def _is_name(read: _Text, numeral: Numeral) -> bool:
    """Whether the number is part of a name or code: 5G, 04-NQ/TW, bà Hai, Ba Đình."""
    after = read.text[numeral.end : numeral.end + 4]
    if not numeral.spelled:
        code = re.match(r"[-–/]?[^\W\d_]*[A-ZĐ]|/\d+/", after)
        unit = _unit_at(read, numeral.end)
        return bool(code) and (unit is None or unit[0] == "g")
    written = read.text[numeral.start : numeral.end]
    if not written[0].isupper() or " " in written:
        return False
    follows = re.search(r"[^\W\d_],? \Z", read.text[max(0, numeral.start - 3) : numeral.start])
    return bool(follows) or bool(re.match(r" [^\W\d_]", after) and after[1].isupper())


def _quantity(read: _Text, numeral: Numeral) -> _Found | None:
    """A number with its unit or currency and its hedge; None for a bare "một", which counts nothing."""
    found = _priced(read, numeral) or _measured(read, numeral) or _numbered(read, numeral)
    written = read.lower[numeral.start : numeral.end]
    loose = numeral.spelled and numeral.figures[0].value in (1, Fraction(1, 2)) and numeral.scale == 1
    if written in _wholes(read.marked):
        found = replace(found, measures=(*found.measures, _Measure("percent", "%", Fraction(100))))
    elif loose and found.end == numeral.end:
        return None
    hedge, hedged = _hedge_before(read, found.start)
    after, end = _hedge_after(read, found.end) or (hedge, found.end)
    return replace(found, end=end, hedge=after, hedged=hedged, loose=loose and written not in _wholes(read.marked))


@cache
def _wholes(marked: bool) -> frozenset[str]:
    """The words for half of something that need no unit."""
    return frozenset(_written(one, marked) for one in ("một nửa", "half of", "a half"))


def _priced(read: _Text, numeral: Numeral) -> _Found | None:
    """A number after the sign of a currency: US$5bn, €3k; None where none stands before it."""
    sign = _PREFIX.search(read.lower[max(0, numeral.start - 6) : numeral.start])
    if sign is None:
        return None
    letter = re.compile(r"(k|mn?|bn?|tn?|tr)(?!\w)").match(read.lower, numeral.end)
    scale = Fraction(amount_words()["letters"][letter[1]] if letter else 1)
    end = letter.end() if letter else numeral.end
    figures = tuple(Figure(one.value * scale, one.step * scale) for one in numeral.figures)
    measure = _Measure("money", amount_words()["prefixes"][sign[1]], Fraction(1))
    return _Found(numeral.start - len(sign[0]), end, figures, scale * numeral.scale, (measure,))


def _measured(read: _Text, numeral: Numeral) -> _Found | None:
    """A number before a unit: 12 km, hai năm rưỡi, 1m70; None where none stands behind it."""
    if not (unit := _unit_at(read, numeral.end)):
        return None
    end, extra = unit.end(), Fraction(0)
    if more := re.compile(r"\s(?:rưỡi|ruoi|and a half)(?!\w)").match(read.lower, end):
        extra, end = Fraction(1, 2), more.end()
    elif unit["unit"] == "m" and (centimetres := re.compile(r"\d\d(?!\d)").match(read.lower, end)):
        extra, end = Fraction(int(centimetres[0]), 100), centimetres.end()
    figures = tuple(Figure(one.value + extra, one.step) for one in numeral.figures)
    return _Found(numeral.start, end, figures, numeral.scale, _units(read.marked)[0][unit["unit"]])


_PREFIX = re.compile(r"(?<!\w)(us\$|usd|\$|€|eur|£|¥|₫|vnđ|vnd)\s?\Z")


def _unit_at(read: _Text, position: int) -> re.Match[str] | None:
    """The unit that stands behind a number."""
    return _units(read.marked)[1].match(read.lower, position)


@cache
def _units(marked: bool) -> tuple[Mapping[str, tuple[_Measure, ...]], re.Pattern[str]]:
    """What each unit may be, and the pattern that finds one."""
    table: dict[str, tuple[_Measure, ...]] = {}
    for entry in amount_words()["unit"]:
        for says, factor in entry["says"].items():
            written = _written(says, marked)
            measure = _Measure(entry["family"], entry["unit"], Fraction(factor))
            table[written] = tuple(dict.fromkeys([*table.get(written, ()), measure]))
    # With a hyphen in English (a 35-year-old); năm before four figures is a year.
    return table, re.compile(rf"(?:\s|-(?=[a-z]))?(?P<unit>{_either(table, True)})(?![^\W\d_])(?! \d{{4}}(?!\d))")


def _numbered(read: _Text, numeral: Numeral) -> _Found:
    """A number without a unit: one that is counted, an ordinal, or, of hundreds of millions, an amount of dong."""
    start, end = numeral.start, numeral.end
    before = _before_ordinals(read.marked).search(read.lower[max(0, start - 12) : start])
    suffix = re.compile(r"(?:st|nd|rd|th)(?!\w)").match(read.lower, end)
    if before or suffix:
        start, end = start - len(before[0]) if before else start, suffix.end() if suffix else end
        return _Found(start, end, numeral.figures, numeral.scale, (_Measure("ordinal", "", Fraction(1)),))
    money = numeral.scale > 1 and numeral.figures[0].value >= UNNAMED
    return _Found(start, end, numeral.figures, numeral.scale, (_PLAIN, _DONG) if money else (_PLAIN,))


@cache
def _before_ordinals(marked: bool) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_either(amount_words()['ordinal_after']['words'], marked)}) \Z")


def _ordinals(read: _Text) -> Iterator[Quantity]:
    """Ordinals in Roman numerals and in words of their own: Đại hội XII, lần thứ nhất, the twelfth."""
    for match in _roman_pattern(read.marked).finditer(read.lower):
        written = read.text[match.start("roman") : match.end("roman")]
        if written.isupper() and (match["before"] or len(written) > 1):
            yield _nth(match.start(), match.end(), match["roman"])
    for match in _ordinal_words(read.marked).finditer(read.lower):
        yield _nth(match.start(), match.end(), match["after"] or match["word"])


def _nth(start: int, end: int, written: str) -> Quantity:
    value = Fraction(number_of(written) or 0)
    return Quantity(start, end, (Value("ordinal", "", value, value),))


@cache
def _roman_pattern(marked: bool) -> re.Pattern[str]:
    before = _either(amount_words()["ordinal_after"]["words"], marked)
    return re.compile(rf"(?<![\w/-])(?P<before>(?:{before}) )?(?P<roman>[ivx]{{1,6}})(?![\w/-])")


@cache
def _ordinal_words(marked: bool) -> re.Pattern[str]:
    table = amount_words()
    tens = f"(?:(?:twenty|thirty)-)?(?:{_either(table['ordinals'], marked)})"
    after = f"(?:{_either(['lần thứ', 'thứ'], marked)}) (?P<after>{_either(table['counted_after_thu'], marked)})"
    longer = _either([*table["digits"], *table["following"], "mươi"], marked)  # thứ mười một is no tenth
    return re.compile(rf"(?<!\w)(?:{after}(?! (?:{longer})(?!\w))|(?P<word>{tens}))(?!\w)")


def _clocks(read: _Text) -> Iterator[Quantity]:
    """Times of day, in minutes from midnight: 15h30, 3:30 p.m., 9 giờ sáng; both that 3:30 may be."""
    for match in _clock_pattern(read.marked).finditer(read.lower):
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        part = match["part"] or match["meridiem"]
        if hour > 24 or minute > 59 or not (match["minute"] or part or match["at"]):
            continue
        afternoon = part in _afternoons() if part else None
        hours = [hour + 12 if afternoon and hour < 12 else hour] if part or hour > 12 else [hour, hour + 12]
        values = (Fraction(60 * each + minute) for each in hours)
        yield Quantity(match.start("hour"), match.end(), tuple(Value("clock", "min", one, one) for one in values))


@cache
def _afternoons() -> frozenset[str]:
    words = amount_words()["clock"]["afternoons"]
    return frozenset([*words, *map(fold, words)])


@cache
def _clock_pattern(marked: bool) -> re.Pattern[str]:
    table = amount_words()["clock"]
    parts = _either([*table["mornings"], *table["afternoons"]], marked)
    hours, minutes = _written("giờ", marked), _written("phút", marked)
    # 9 p.m. needs no mark of an hour; 15h and 9 giờ need a part of the day or "at" not to be so many hours
    return re.compile(
        rf"(?P<at>(?<!\w)(?:{_either(table['at'], marked)}) )?(?<![\w.,/:])(?P<hour>\d{{1,2}})"
        rf"(?:(?:h|g|:|\s?{hours}\s?)(?P<minute>\d\d(?!\d))?(?:\s?(?:{minutes}|')(?!\w))?(?:\s(?P<part>{parts}))?"
        rf"|\s?(?P<meridiem>a\.m\.|p\.m\.|am|pm))(?![\w:])"
    )


def _vague(read: _Text) -> Iterator[Quantity]:
    """Numbers of which only the size is said: hàng trăm, vài nghìn, hundreds of, with the unit behind."""
    table = amount_words()
    for match in _vague_pattern(read.marked).finditer(read.lower):
        low = Fraction(table["vague_plural"].get(match["plural"] or "", 1))
        for word in (match["scales"] or "").split():
            low *= _scales()[word]
        least = _vague_words(read.marked).get(match["some"] or "", 1)
        values, end = [Value("plain", "", low * least, low * 10, low)], match.end()
        if unit := _unit_at(read, end):
            known, end = _units(read.marked)[0][unit["unit"]], unit.end()
            values = [_value(one, Figure(low * least, low), Figure(low * 10, low)) for one in known]
        yield Quantity(match.start(), end, tuple(values), "about", vague=True)


@cache
def _scales() -> Mapping[str, Fraction]:
    words: Mapping[str, Any] = amount_words()["scales"] | amount_words()["times"]
    return {spelling: Fraction(value) for word, value in words.items() for spelling in (word, fold(word))}


@cache
def _vague_words(marked: bool) -> Mapping[str, int]:
    return {_written(word, marked): least for word, least in amount_words()["vague"].items()}


@cache
def _vague_pattern(marked: bool) -> re.Pattern[str]:
    scale = _either(_scales(), True)
    some, plural = _either(_vague_words(marked), True), _either(amount_words()["vague_plural"], True)
    return re.compile(
        rf"(?<!\w)(?:(?P<some>{some}) (?P<scales>(?:{scale})(?: (?:{scale}))*)|(?P<plural>{plural}) of)(?!\w)"
    )


def _parts(read: _Text) -> Iterator[Quantity]:
    """Parts of a whole: 2/3, hai phần ba, two-thirds, as numbers and as percentages."""
    for match in _part_pattern(read.marked).finditer(read.lower):
        above = number_of(match["above"] or match["over"])
        below = number_of(match["below"]) if match["below"] else amount_words()["parts"][match["part"]]
        if above and below and above < below:
            part = Fraction(above, below)
            values = (Value("plain", "", part, part, part), Value("percent", "%", part * 100, part * 100, part * 100))
            yield Quantity(match.start(), match.end(), values)


@cache
def _part_pattern(marked: bool) -> re.Pattern[str]:
    table = amount_words()
    digits = _either([*table["digits"], *table["counted_after_thu"]], marked)
    parts = _either(table["parts"], marked)
    return re.compile(
        rf"(?<![\w.,/-])(?:(?P<above>\d{{1,2}}|{digits})(?:/| {_written('phần', marked)} )(?P<below>\d{{1,2}}|{digits})"
        rf"|(?P<over>{_either(table['digits'], marked)}|an?)[ -](?P<part>{parts}))(?![\w/]|[.,]\d)"
    )


def _hedge_before(read: _Text, start: int) -> tuple[Hedge, int]:
    """The hedge that stands before a number, and where it begins; where there is none, the number's own start."""
    at = max(0, start - BEFORE)
    match = _hedges("hedges", read.marked).search(read.lower[at:start])
    return (_named(match), at + match.start()) if match else ("exact", start)


def _hedge_after(read: _Text, end: int) -> tuple[Hedge, int] | None:
    match = _hedges("hedges_after", read.marked).match(read.lower, end)
    return (_named(match), match.end()) if match else None


def _named(match: re.Match[str]) -> Hedge:
    return next(hedge for hedge in get_args(Hedge)[1:] if match.groupdict().get(hedge))


@cache
def _hedges(table: str, marked: bool) -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{hedge}>{_either(says, marked)})" for hedge, says in amount_words()[table].items())
    return re.compile(rf"(?<!\w)(?:{kinds})\s\Z" if table == "hedges" else rf"\s(?:{kinds})(?!\w)")


def _ranged(found: Sequence[_Found], read: _Text) -> Iterator[Quantity]:
    """The quantities, two with "to" between them as one."""
    position = 0
    while position < len(found):
        one = found[position]
        whole = _range(one, found[position + 1], read) if position + 1 < len(found) else None
        position += 2 if whole else 1
        yield whole or one.quantity


def _range(one: _Found, other: _Found, read: _Text) -> Quantity | None:
    """The range from one number to another; the unit and scale that only one of them has are of both."""
    joint = _joints(read.marked).fullmatch(read.lower[one.end : other.start])
    if not joint or (joint["and"] and not _between(read, one.start)):
        return None
    scale = other.scale if one.scale == 1 else Fraction(1)
    lows = [Figure(figure.value * scale, figure.step * scale) for figure in one.figures]
    found = tuple(
        replace(_value(to, high, high), low=low.value * of.factor)
        for of, to in _shared(one, other)
        for low in lows
        for high in other.figures
        if low.value * of.factor < high.value * to.factor
    )
    return Quantity(one.hedged, other.end, found, one.hedge) if found else None


def _shared(one: _Found, other: _Found) -> Iterator[tuple[_Measure, _Measure]]:
    """The measures that two numbers may both be of."""
    lows = one.measures if one.unit else other.measures
    highs = other.measures if other.unit else one.measures
    for of in lows:
        for to in highs:
            if (of.family, of.unit) == (to.family, to.unit):
                yield of, to


def _between(read: _Text, start: int) -> bool:
    before = _either(amount_words()["ranges"]["between"], read.marked)
    return bool(re.search(rf"(?<!\w)(?:{before}) \Z", read.lower[max(0, start - 20) : start]))


@cache
def _joints(marked: bool) -> re.Pattern[str]:
    table = amount_words()["ranges"]
    return re.compile(rf"\s?(?:{_either(table['to'], marked)}|(?P<and>{_either(table['and'], marked)}))\s?")


def _written(says: str, marked: bool) -> str:
    """The words as they stand in a text with marks, or without."""
    return says if marked else fold(says)


def _either(says: Sequence[str] | Mapping[str, Any], marked: bool) -> str:
    """Alternatives of a regular expression, longest first."""
    return "|".join(sorted((re.escape(_written(one, marked)) for one in says), key=len, reverse=True))
