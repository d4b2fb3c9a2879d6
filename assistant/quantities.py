"""Dates, numbers and amounts in a sentence, with the hedges, scales and units that belong to them."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from assistant.matching import words_of
from assistant.spans import Candidate, alternatives, values
from index.names import compounds


def dates(sentence: str) -> Iterator[Candidate]:
    """Days, months, years, centuries and their ranges."""
    for match in _date_pattern().finditer(sentence):
        yield Candidate(match.start(), match.end(), 1.0 if _RANGE.search(match.group()) else 0.85)


_RANGE = re.compile(r"\d\s*(?:-|–|đến|tới|và)\s*(?:ngày |năm |hết )*\d")  # a stretch of time says more than a day of it


@cache
def _date_pattern() -> re.Pattern[str]:
    day, month, year = r"(?<![\d.,/-])(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])(?!\d)", r"\d{4}"
    named = alternatives(values("months"))
    to = r"\s*(?:-|–|đến|tới|và|,)\s*(?:ngày |hết ngày |hết )?"
    full = rf"(?:{day}[/.-]{month}[/.-]{year}|{day}/{month})"
    options = [
        rf"(?:ngày )?{full}{to}{full}",
        rf"(?:ngày )?{day}{to}{full}",
        rf"(?:ngày )?{day} tháng {month}(?:(?:,)? năm {year}|/{year})?",
        rf"(?:ngày )?{full}(?! ?%)",
        rf"(?:ngày|hôm|sáng|trưa|chiều|tối|đêm) {day}-{month}",  # 26-10 elsewhere may be a score
        rf"(?:ngày (?:mai|kia) )?\({full}\)",
        rf"(?:(?:đầu|giữa|cuối|hết) )?tháng (?:{month}|{named})(?:/{year}|(?:,)? năm {year})?",
        rf"(?:{month}|sáu|ba|chín) tháng (?:đầu|cuối) năm(?: {year})?",
        rf"(?:quý|quí) (?:I{{1,3}}|IV|[1-4])(?:[/ -]+(?:năm )?{year})?",
        r"(?:đầu |giữa |cuối )?thế k[ỷỉ] (?:thứ )?(?:[IVX]+|\d{1,2})(?: (?:TCN|trước Công nguyên))?",
        r"(?:những năm|thập niên|thập kỷ) (?:đầu |cuối )?\d{2,4}",
        rf"(?:(?:đầu|giữa|cuối|mùa \w+) )?năm {year}{to}(?:năm )?{year}",
        r"(?:(?:đầu|giữa|cuối|mùa \w+) )?năm \d{1,4}(?: (?:TCN|SCN|trước Công nguyên))?",
        rf"(?<![\d.,/]){year}\s?[-–]\s?{year}(?![\d.,/%])",
        r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)(?: tuần (?:này|sau|trước|tới))?",
        r"\d{1,2}(?:h| giờ)(?: ?\d{1,2}(?: phút|'|’)?)?(?!\w)",
        r"(?<![\d.,/])(?:1\d|20)\d\d(?![\d.,/%]|\w)",
    ]
    return re.compile("|".join(options), re.IGNORECASE)


def percents(sentence: str) -> Iterator[Candidate]:
    """Percentages; "tỷ lệ" also asks for plain numbers, which fit less."""
    for match in _number_pattern().finditer(sentence):
        if match["unit"] and match["unit"].lower() in values("percents"):
            yield Candidate(match.start(), match.end(), _standing(sentence, *match.span()))
        else:
            yield Candidate(match.start(), match.end(), 0.3 * _countable(match))


def money(sentence: str) -> Iterator[Candidate]:
    """Amounts with a currency."""
    for match in _number_pattern().finditer(sentence):
        if match["unit"] and match["unit"].lower() in map(str.lower, values("currencies")):
            yield Candidate(match.start(), match.end(), _standing(sentence, *match.span()))


def numbers(sentence: str, head: Sequence[str]) -> Iterator[Candidate]:
    """Numbers in digits or words with their scale and unit, but for dates.

    Those that count something else than what was asked for (`head`: "di tích") fit less.
    """
    inside_dates = [match.span() for match in _date_pattern().finditer(sentence)]
    for match in _number_pattern().finditer(sentence):
        dated = any(start <= match.start("number") < end for start, end in inside_dates)
        if not dated:
            yield Candidate(match.start(), match.end(), _countable(match) * _counting(sentence[match.end() :], head))


def _counting(after: str, head: Sequence[str]) -> float:
    """How well what follows a number is what was to be counted: 1 for its noun, least for the noun of another thing."""
    if not head:
        return 1.0
    nouns = [words_of(one).spellings for one in head]
    following = words_of(after[:60]).spellings
    if any(following[start : start + len(noun)] == noun for noun in nouns for start in (0, 1)):
        return 1.0
    return 0.6 if following[:2] in compounds() else 0.8


def _countable(match: re.Match[str]) -> float:
    """How surely a number counts something: one in words may be part of a phrase, four digits alone may be a year."""
    if match["number"][0].isdigit():
        return 0.3 if not match["unit"] and re.fullmatch(r"(?:1\d|20)\d\d", match["number"]) else 1.0
    return 0.7


def durations(sentence: str) -> Iterator[Candidate]:
    """Numbers of years, months, days, hours."""
    for match in _number_pattern().finditer(sentence):
        after = re.match(rf"\s?(?:{alternatives(values('durations'))})\b(?! \d)", sentence[match.end() :])
        if after and not match["unit"]:
            end = match.end() + after.end()
            yield Candidate(match.start(), end, _standing(sentence, match.start(), end))


def ages(sentence: str) -> Iterator[Candidate]:
    """Numbers of years of age."""
    for match in _number_pattern().finditer(sentence):
        if match["unit"] and match["unit"].lower() in values("ages"):
            yield Candidate(match.start(), match.end(), 1.0)


_OLD_VALUE = re.compile(r"\btừ (?:mức )?\Z", re.IGNORECASE)
_NEW_VALUE = re.compile(r"\s?(?:\w+ ){0,2}(?:lên|xuống|còn|thành)\b", re.IGNORECASE)


def _standing(sentence: str, start: int, end: int) -> float:
    """1 for a value that holds, less for the one it came from: of "từ 33 tháng lên 39 tháng" the second holds."""
    return 0.5 if _OLD_VALUE.search(sentence[:start]) and _NEW_VALUE.match(sentence[end:]) else 1.0


@cache
def _number_pattern() -> re.Pattern[str]:
    figure = r"(?<![\w.,/])\d+(?:[.,]\d+)*(?:½|¼|¾)?"
    plain, joined = alternatives(values("digits")), alternatives([*values("digits"), *values("joints")])
    spelled_out = rf"\b(?:{plain})(?: (?:{joined}))*\b"
    span = rf"(?:{figure}|{spelled_out})(?:\s?(?:-|–|đến|tới)\s?{figure})?"
    scale = alternatives(values("scales"))
    units = alternatives([*values("percents"), *values("currencies"), *values("units")])
    hedges = alternatives(values("hedges"))
    return re.compile(
        rf"(?:\b(?:{hedges}) )?(?P<number>{span})(?:\s(?:{scale})(?!\w))*(?:\s?(?P<unit>{units})(?!\w))?", re.IGNORECASE
    )
