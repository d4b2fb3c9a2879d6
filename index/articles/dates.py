"""Full dates in a text, Vietnamese or English: day, month and year. A day and a month alone are not a date."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from index.articles.phrases import keys
from index.folding import words

EARLIEST, LATEST = 1900, 2100  # years that a newspaper's date can have
LONGEST = 1_000  # characters of the longest line that can be a dateline, ten times what they have

_ENGLISH_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_ENGLISH = {name: number for number, month in enumerate(_ENGLISH_MONTHS, 1) for name in (month, month[:3])} | {
    "sept": 9
}
_VIETNAMESE_MONTHS = ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")
_VIETNAMESE = {name: number for number, name in enumerate(_VIETNAMESE_MONTHS, 1)} | {
    "giêng": 1,
    "bốn": 4,
    "bẩy": 7,
    "chạp": 12,
}
_MONTHS = _ENGLISH | _VIETNAMESE


def _either(names: Mapping[str, int]) -> str:
    """A pattern for any of the names, longest first."""
    return "|".join(sorted(names, key=len, reverse=True))


_DATE = re.compile(
    r"(?<![\d/.-])(?:"
    r"(?P<y1>\d{4})(?P<s1>[-/.])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})(?!\d)"
    r"|(?P<d2>\d{1,2})[ ]?(?P<s2>[-/.])[ ]?(?P<m2>\d{1,2})[ ]?(?P=s2)[ ]?(?P<y2>\d{4})(?![\d/])"
    rf"|(?P<d3>\d{{1,2}}),?[ ]{{1,2}}(?:tháng[ ]{{1,2}}|thg?\.?[ ]?)(?P<m3>\d{{1,2}}|{_either(_VIETNAMESE)})"
    r",?(?:[ ]{1,2}năm|[ ]?/)?[ ]{0,2}(?P<y3>\d{4})(?!\d)"
    rf"|\b(?:tháng[ ]|thg?\.?[ ]?)(?P<m6>\d{{1,2}}|{_either(_VIETNAMESE)})"
    r"[ ](?P<d6>\d{1,2}),?[ ](?P<y6>\d{4})(?!\d)"
    rf"|(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?[ ](?P<m4>{_either(_ENGLISH)})\.?,?[ ](?P<y4>\d{{4}})(?!\d)"
    rf"|\b(?P<m5>{_either(_ENGLISH)})\.?[ ](?P<d5>\d{{1,2}})(?:st|nd|rd|th)?,?[ ](?P<y5>\d{{4}})(?!\d)"
    r")",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FullDate:
    """A date as a text writes it; `either_way` where day and month could change places (03/12/2024)."""

    start: int
    end: int
    day: date
    either_way: bool


def full_dates(text: str) -> Iterator[FullDate]:
    """The dates of a text that name day, month and year, in order; day before month where both are numbers.

    >>> [found.day.isoformat() for found in full_dates("20:09 Thứ Năm ngày 26/10/2017; March 12, 2024; 15/10")]
    ['2017-10-26', '2024-03-12']
    """
    for match in _DATE.finditer(text):
        groups = match.groupdict()
        way = next(number for number in "123456" if groups[f"y{number}"])
        day, month, year = int(groups[f"d{way}"]), month_of(groups[f"m{way}"]), int(groups[f"y{way}"])
        if groups["s2"] == "/" and day <= 12 < month:  # 10/26/2017 can only be American
            day, month = month, day
        if found := calendar_day(year, month, day):
            yield FullDate(match.start(), match.end(), found, way == "2" and max(day, month) <= 12 and day != month)


def month_of(text: str) -> int:
    """The month's number, 0 where it has none: ignoring case lets a few foreign letters through."""
    return int(text) if text.isdecimal() else _MONTHS.get(text.lower(), 0)


def calendar_day(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day, or no newspaper such a year."""
    try:
        return date(year, month, day) if EARLIEST <= year <= LATEST else None
    except ValueError:
        return None


def dateline_rest(text: str) -> list[str] | None:
    """The words that a line with a full date has besides dates, hours and what goes with them; None without a date, and
    for a line that is too long to be looked through.

    >>> dateline_rest("Đối ngoại | 20:09 Thứ Năm ngày 26/10/2017")
    ['Đối', 'ngoại']
    """
    dates = list(full_dates(text)) if len(text) <= LONGEST else []
    if not dates:
        return None
    usual = keys("dateline", "words")
    outside = [word for word in words(text) if not any(found.start <= word.start < found.end for found in dates)]
    return [word.text for word in outside if word.folded not in usual and not word.text[0].isdecimal()]
