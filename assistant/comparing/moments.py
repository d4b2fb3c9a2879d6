"""Times as they are written, as values: 28/6/2024, June 28, 2024 and ngày 28 tháng 6 năm 2024 are one.

The ways of writing are patterns in `words/amounts.toml`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

from assistant.comparing.numerals import amount_words, numerals
from index.folding import fold
from index.language import language_of

DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, month or year; what is not said is None: 28/6 has no year, 2024 no month. Years BC are negative."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one moment to another, both included; a single one is a stretch from and to itself."""

    first: Moment
    last: Moment

    @property
    def yearly(self) -> bool:
        """Whether no year is said."""
        return self.first.year is None

    def lies_in(self, other: "Stretch") -> bool:
        """Whether the other holds all of this, as far as both say: years count only where both have them."""
        if (self.yearly or other.yearly) and not (self._in_one_year() and other._in_one_year()):
            return False
        years = not self.yearly and not other.yearly
        first, last = self._bounds(years)
        since, until = other._bounds(years)
        return since <= first and last <= until

    def meets(self, other: "Stretch") -> bool:
        """Whether some day is in both, as far as both say; True where that cannot be told."""
        if (self.yearly or other.yearly) and not (self._in_one_year() and other._in_one_year()):
            return True
        years = not self.yearly and not other.yearly
        first, last = self._bounds(years)
        since, until = other._bounds(years)
        return since <= last and first <= until

    def _in_one_year(self) -> bool:
        """Whether its months can be compared with those of any year."""
        return self.first.year == self.last.year and self.first.month is not None

    def _bounds(self, years: bool) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
        """Its first and last day; the year only where it is to count."""
        first, last = self.first, self.last
        since = (first.year or 0) if years else 0, first.month or 1, first.day or 1
        return since, ((last.year or 0) if years else 0, last.month or 12, last.day or 31)


@dataclass(frozen=True, slots=True)
class When:
    """A time in a text, characters `start` to `end`, and every way to read it.

    `certain` is whether it is surely a time: 3/4 may be a part of something, a bare 2024 a number.
    """

    start: int
    end: int
    readings: tuple[Stretch, ...]
    certain: bool = True


def dates(text: str) -> tuple[When, ...]:
    """The days, months, quarters, years, decades and centuries of a text and the stretches between two, in order.

    >>> dates("28 June 2024") [0].readings == dates("ngày 28/6/2024")[0].readings
    True
    """
    lower = lowered(text)
    taken, found = bytearray(len(lower)), list[When]()
    for kind, pattern in _patterns(lower != fold(lower)):
        for match in pattern.finditer(lower):
            said = _said(match)
            start, end = match.span()
            if not any(taken[start:end]) and _written_so(text, match, said) and (read := _readings(kind, said, text)):
                taken[start:end] = b"\1" * (end - start)
                found.append(When(start, end, read, _certain(kind, match.group(), said)))
    return tuple(_joined(sorted(found, key=lambda one: one.start), lower))


def lowered(text: str) -> str:
    """The text in lower case, as long as it was."""
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)


def _said(match: re.Match[str]) -> dict[str, str]:
    """What the placeholders stand for; one that a pattern has twice is numbered there."""
    return {
        name.rstrip("_0123456789") if "_" in name else name: text for name, text in match.groupdict().items() if text
    }


def _written_so(text: str, match: re.Match[str], said: Mapping[str, str]) -> bool:
    """Whether an English month that is also a word (May, March) has its capital."""
    name = said.get("name", "")
    if name not in ("may", "mar", "march"):
        return True
    at = match.group().index(name) + match.start()
    return text[at].isupper()


def _certain(kind: str, written: str, said: Mapping[str, str]) -> bool:
    """Whether this can be nothing but a time."""
    if kind == "bare_years" or ("year" not in said and written.endswith("quarter")):  # also of a match
        return False
    fraction = re.fullmatch(r"(\d+)/(\d+)", written)
    return not (fraction and "year" not in said and int(fraction[1]) < int(fraction[2]))


def _readings(kind: str, said: Mapping[str, str], text: str) -> tuple[Stretch, ...]:
    """The stretches that the words of a pattern of this kind may mean; none where no calendar has them."""
    year = int(said["year"]) if "year" in said else None
    if kind == "days":
        return tuple(_days(said, year, text))
    if kind == "months":
        return (_stretch(Moment(year, _month(said))),)
    if kind in ("quarters", "halves", "first_months"):
        return tuple(_parts_of_year(kind, said, year))
    if kind == "centuries":
        return tuple(_centuries(said))
    if kind == "decades":
        return tuple(_decades(said))
    return tuple(_years(said, year))


def _stretch(first: Moment, last: Moment | None = None) -> Stretch:
    return Stretch(first, last or first)


def _month(said: Mapping[str, str]) -> int | None:
    if "month" in said:
        return int(said["month"])
    table: Mapping[str, int] = amount_words()["names_of_months"] | _vietnamese_months()
    return table.get(said.get("name") or said.get("thang") or "")


@cache
def _vietnamese_months() -> Mapping[str, int]:
    """The months in Vietnamese words, with and without marks."""
    table: Mapping[str, int] = amount_words()["thang"]
    return {fold(word): number for word, number in table.items()} | dict(table)


def _days(said: Mapping[str, str], year: int | None, text: str) -> Iterator[Stretch]:
    """A day or some days of a month; in an English text 3/12/2024 is also the 12th of March."""
    month, first = _month(said), int(said["day"])
    last = int(said.get("day2", first))
    if month and first <= last <= DAYS[month - 1]:
        yield _stretch(Moment(year, month, first), Moment(year, month, last))
    figures = "month" in said and "day2" not in said and year
    if figures and month and first != month and first <= 12 and month <= DAYS[first - 1] and language_of(text) == "en":
        yield _stretch(Moment(year, first, month))


def _parts_of_year(kind: str, said: Mapping[str, str], year: int | None) -> Iterator[Stretch]:
    """A quarter, a half of a year, its first so many months."""
    if kind == "halves":
        months = (1, 6) if said["part"] in _early() else (7, 12)
    else:
        number = number_of(said["number"])
        if number is None or not 1 <= number <= (4 if kind == "quarters" else 12):
            return
        months = (3 * number - 2, 3 * number) if kind == "quarters" else (1, number)
    yield _stretch(Moment(year, months[0]), Moment(year, months[1]))


@cache
def _early() -> frozenset[str]:
    words: Sequence[str] = amount_words()["times_of"]["early"]
    return frozenset([*words, *map(fold, words)])


def _centuries(said: Mapping[str, str]) -> Iterator[Stretch]:
    number = number_of(said["number"])
    if number and number <= 30:
        first, last = 100 * number - 99, 100 * number
        yield _stretch(Moment(-last), Moment(-first)) if "bc" in said else _stretch(Moment(first), Moment(last))


def _decades(said: Mapping[str, str]) -> Iterator[Stretch]:
    """Ten years; of "những năm 90" those of the last century first."""
    decade = int(said["decade"])
    century = number_of(said.get("number", ""))
    hundreds = (100 * (century - 1),) if century else (1900, 2000, 1800)
    for first in (decade,) if decade >= 100 else (hundred + decade for hundred in hundreds):
        yield _stretch(Moment(first), Moment(first + 9))


def _years(said: Mapping[str, str], year: int | None) -> Iterator[Stretch]:
    first = year if year is not None else int(said["any"])
    last = int(said.get("year2", first))
    if "bc" in said:
        first = last = -first
    if first <= last and first:
        yield _stretch(Moment(first), Moment(last))


def number_of(written: str) -> int | None:
    """A small number in figures, as a Roman numeral, an ordinal, or in words; None where it is none.

    >>> number_of("xix"), number_of("19th"), number_of("nineteenth"), number_of("mười chín")
    (19, 19, 19, 19)
    """
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)", "", written)
    if plain.isdecimal():
        return int(plain)
    table = _ordinals()
    if plain in table:
        return table[plain]
    if re.fullmatch("[ivxl]+", plain):
        return roman(plain)
    found = list(numerals(plain, plain != fold(plain)))
    return int(found[0].figures[0].value) if len(found) == 1 and found[0].end == len(plain) else None


@cache
def _ordinals() -> Mapping[str, int]:
    words: Mapping[str, int] = amount_words()["ordinals"] | amount_words()["counted_after_thu"]
    tens = (("twenty", 20), ("thirty", 30))
    joined = {
        f"{ten}-{word}": value + n for ten, value in tens for word, n in amount_words()["ordinals"].items() if n < 10
    }
    return {**{fold(word): number for word, number in words.items()}, **words, **joined}


def roman(written: str) -> int:
    """The value of a Roman numeral in lower case, made up of i, v, x and l.

    >>> roman("xiv")
    14
    """
    values = [{"i": 1, "v": 5, "x": 10, "l": 50}[letter] for letter in written]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _joined(found: Sequence[When], lower: str) -> Iterator[When]:
    """The times in order, two with "to" between them as one stretch."""
    position = 0
    while position < len(found):
        one = found[position]
        other = found[position + 1] if position + 1 < len(found) else None
        whole = _whole(one, other, lower) if other else None
        position += 2 if whole else 1
        yield whole or one


def _whole(one: When, other: When, lower: str) -> When | None:
    """The stretch from one to the other where the words between say so; a year that only the second has is of both."""
    if not _TO.fullmatch(lower[one.end : other.start]):
        return None
    pairs = ((a, b) for a in one.readings for b in other.readings)
    found = tuple(stretch for a, b in pairs if (stretch := _from_to(a, b)))
    return When(one.start, other.end, found, one.certain or other.certain) if found else None


_TO = re.compile(r"\s?(?:-|–|—|đến|den|tới|toi|to|until|through)\s?(?:hết |het |ngày |ngay |the )*")


def _from_to(one: Stretch, other: Stretch) -> Stretch | None:
    first = one.first
    if first.year is None and other.last.year is not None:
        first = replace(first, year=other.last.year)
    stretch = Stretch(first, other.last)
    ordered = (first.year is None) == (other.last.year is None) and (first.month is None) == (other.last.month is None)
    since, until = stretch._bounds(years=True)
    return stretch if ordered and since < until else None


@cache
def _patterns(marked: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The kinds of times and the patterns that find them, the narrow before the wide."""
    table = amount_words()["times_of"]
    kinds = ("days", "halves", "first_months", "quarters", "decades", "centuries", "months", "years", "bare_years")
    return tuple((kind, _compiled(pattern, marked)) for kind in kinds for pattern in table[kind])


def _compiled(pattern: str, marked: bool) -> re.Pattern[str]:
    """A pattern with its placeholders filled in, to stand alone among the words of a text."""
    for name, says in _placeholders().items():
        for at in range(pattern.count("{" + name + "}")):
            group = says if name == "to" else f"(?P<{name}{f'_{at}' if at else ''}>{says})"
            pattern = pattern.replace("{" + name + "}", group, 1)
    if not marked:
        pattern = re.sub(r"[^\x00-\x7f–—]+", lambda found: fold(found.group()), pattern)
    return re.compile(rf"(?<![\w/])(?<!\d[.,-])(?:{pattern})(?![\w/]|[.,-]\d| ?%)")


@cache
def _placeholders() -> Mapping[str, str]:
    table = amount_words()
    day, year = r"0?[1-9]|[12]\d|3[01]", r"1\d{3}|20\d\d|2100"
    words = sorted(table["thang"], key=len, reverse=True)
    number = [r"\d{1,2}(?:st|nd|rd|th)?", "[ivx]{1,6}", *sorted(table["ordinals"], key=len, reverse=True)]
    spelled = chain(
        table["digits"], table["counted_after_thu"], table["teens"], (f"mười {one}" for one in table["digits"])
    )
    return {
        "day": day,
        "day2": day,
        "month": "0?[1-9]|1[0-2]",
        "year": year,
        "year2": year,
        "any": r"\d{1,4}",
        "name": "|".join(sorted(table["names_of_months"], key=len, reverse=True)),
        "thang": "|".join(words),
        "number": "|".join([*number, *sorted(set(spelled), key=len, reverse=True)]),
        "to": table["times_of"]["to"],
    }
