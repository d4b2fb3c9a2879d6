"""Dates, numbers and amounts in a sentence, with the hedges, scales and units that belong to them."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from assistant.asking.matching import words_of
from assistant.reading.spans import Candidate, alternatives, measures, values
from index.names import compounds

SHARE = 0.5  # how well a percentage fits where a number is asked for
OTHER_COUNT = 0.3  # how well a number fits that counts another thing than what was asked for


def dates(sentence: str, asked: str = "") -> Iterator[Candidate]:
    """Days, months, years, centuries and their ranges, and where there are none a clause that says when (sau khi …).

    Where a year is asked for (`asked`, the question), that of a day counts more than the day; where a period is, a
    stretch does.
    """
    period = _PERIOD.search(asked.lower()) is not None
    yearly, found = _YEARLY.search(asked.lower()) is not None, False
    for match in _date_pattern().finditer(sentence):
        found, fit = True, 1.0 if _RANGE.search(match.group()) else 0.85
        if match.group().lower().startswith("thứ"):
            fit = 0.6  # thứ hai is a Monday, and the second of anything
        if match.group().isdecimal() and _NAMED.search(sentence[: match.start()]):
            fit = 0.4  # the year of Asian Cup 2023 is part of its name
        if period and fit < 1.0:
            fit = 0.5
        year = _YEAR.search(match.group()) if yearly else None
        if year is not None and year.start():
            yield Candidate(match.start() + year.start(), match.end(), fit)
            fit -= 0.2
        yield Candidate(match.start(), match.end(), fit)
    for match in _when_pattern().finditer(sentence) if not found else ():
        yield Candidate(match.start(), match.end(), 0.4)


_NAMED = re.compile(r"[^\W\d_a-z]\w+ \Z")
_YEARLY = re.compile(r"\b(?:năm|nam) (?:nào|nao|bao nhiêu|bao nhieu)\b|\b(?:what|which) years?\b")
_PERIOD = re.compile(r"\b(?:giai đoạn|giai doan) (?:nào|nao)\b|\b(?:what|which) (?:period|years)\b|\bwhich dates\b")
_YEAR = re.compile(r"(?:năm )?(?<![\d/])\d{4}\Z")


@cache
def _when_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(values('when'))}) [^,.;:()]{{2,80}}", re.IGNORECASE)


# A stretch of time says more than a day of it.
_RANGE = re.compile(r"\d\s*(?:-|–|đến|tới|và)\s*(?:ngày |tháng |năm |hết )*\d")


@cache
def _date_pattern() -> re.Pattern[str]:
    day, month, year = r"(?<![\d.,/-])(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])(?!\d)", r"\d{4}"
    named = alternatives(values("months"))
    to = r"\s*(?:-|–|đến|tới|và|,)\s*(?:ngày |hết ngày |hết )?"
    full = rf"(?:{day}[/.-]{month}[/.-]{year}|{day}/{month})"
    ago = r"(?:(?:khoảng|hơn|gần) )?\d{1,3}(?:\.\d{3})*(?: (?:vạn|nghìn|triệu|tỷ))?"
    options = [
        rf"(?:ngày )?{full}{to}{full}",
        rf"(?:ngày )?{day}{to}{full}",
        rf"(?:ngày )?{day} tháng {month}(?:(?:,)? (?:năm )?{year}|/{year})?",
        rf"(?:ngày )?{full}(?! ?%)",
        rf"(?:ngày|hôm|sáng|trưa|chiều|tối|đêm) {day}-{month}",  # 26-10 elsewhere may be a score
        rf"(?:ngày (?:mai|kia) )?\({full}\)",
        rf"(?:từ )?tháng {month}(?:/{year}| năm {year})?{to}tháng {month}(?:/{year}| năm {year})?",
        rf"(?:(?:đầu|giữa|cuối|hết) )?tháng (?:{month}|{named})(?:/{year}|(?:,)? năm {year}|, {year})?",
        rf"(?:{month}|sáu|ba|chín) tháng (?:đầu|cuối) năm(?: {year})?",
        rf"(?:quý|quí) (?:I{{1,3}}|IV|[1-4])(?:[/ -]+(?:năm )?{year})?",
        r"(?:đầu |giữa |cuối )?thế k[ỷỉ] (?:thứ )?(?:[IVX]+|\d{1,2})(?: (?:TCN|trước Công nguyên))?",
        r"(?:những năm|thập niên|thập kỷ) (?:đầu |cuối )?\d{2,4}(?: (?:và|đến) (?:thập niên |những năm )?\d{2,4})?",
        rf"từ (?:năm )?{year} (?:đến|tới) (?:năm )?{year}",
        rf"(?:cách đây )?{ago} năm trước(?: đây)?",
        rf"(?:từ )?cách đây {ago} (?:năm|tháng|ngày|tuần)",
        rf"(?:mùa (?:xuân|hè|hạ|thu|đông)|năm học) (?:năm )?{year}",
        rf"(?:(?:đầu|giữa|cuối|mùa \w+) )?năm {year}{to}(?:năm )?{year}",
        r"(?:(?:đầu|giữa|cuối|mùa \w+) )?năm \d{1,4}(?!\d|[.,]\d)(?: (?:TCN|SCN|trước Công nguyên))?",
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


def numbers(sentence: str, head: Sequence[str], asked: str = "") -> Iterator[Candidate]:
    """Numbers in digits or words with their scale and unit, but for dates; ordinals where a rank is asked for (`asked`,
    the question); shares (hai phần ba).

    Those that count something else than what was asked for (`head`: "di tích") fit less.
    """
    if _RANKING.search(asked.lower()):
        yield from (Candidate(match.start(), match.end(), 1.0) for match in _RANK.finditer(sentence))
    yield from (Candidate(match.start(), match.end(), 0.9) for match in _SHARE.finditer(sentence))
    measured = _measured(asked.lower())
    inside_dates = [match.span() for match in _date_pattern().finditer(sentence)]
    for match in _number_pattern().finditer(sentence):
        dated = any(start <= match.start("number") < end for start, end in inside_dates)
        unit = (match["unit"] or "").lower()
        if not dated and (not measured or unit in measured):
            fit = _countable(match) * (1.0 if measured else _counting(sentence[match.end() :], head))
            share = not measured and unit in values("percents")
            yield Candidate(match.start(), match.end(), SHARE * fit if share else fit)


def _measured(asked: str) -> frozenset[str]:
    """The units one of which must follow the number, where the question asks how many of such a unit."""
    counted = re.search(r"\b(?:how many|bao nhi[êe]u|m[ấa]y) (.{1,20})", asked)
    if counted is None:
        return frozenset()
    known = (units for units in measures() if re.match(rf"(?:{alternatives(units)})(?!\w)", counted.group(1)))
    return next(known, frozenset())


_RANKING = re.compile(r"\b(?:thứ|thu|hạng|hang) (?:mấy|may|bao nhiêu|bao nhieu|nào|nao)\b|\brank(?:s|ed|ing)?\b")
_RANK = re.compile(
    r"(?:thứ|hạng|top)(?: thứ)? (?:\d+|nhất|nhì|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười(?: \w+)?)(?!\w)", re.IGNORECASE
)
_SHARE = re.compile(
    r"(?:(?:hơn|gần|khoảng) )?(?:một|hai|ba|bốn|1|2|3|4) phần (?:hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)(?!\w)"
    r"|(?:(?:hơn|gần|khoảng) )?(?:một|quá) nửa(?!\w)",
    re.IGNORECASE,
)


def _counting(after: str, head: Sequence[str]) -> float:
    """How well what follows a number is what was to be counted: 1 for its noun, least for the noun of another thing."""
    if not head:
        return 1.0
    nouns = [words_of(one).spellings for one in head]
    following = words_of(re.split(r"[,;:.()]", after[:60], maxsplit=1)[0]).spellings
    if any(following[start : start + len(noun)] == noun for noun in nouns for start in (0, 1)):
        return 1.0
    return OTHER_COUNT if following[:2] in compounds() else 0.8


def _countable(match: re.Match[str]) -> float:
    """How surely a number counts something: one in words may be part of a phrase, four digits alone may be a year."""
    if match["number"][0].isdigit():
        return 0.3 if not match["unit"] and re.fullmatch(r"(?:1\d|20)\d\d", match["number"]) else 1.0
    return 0.2 if match["number"].lower() == "một" else 0.7  # một is the article a more often than the number one


def durations(sentence: str) -> Iterator[Candidate]:
    """Numbers of years, months, days, hours, and spans without a number (nhiều năm, cho đến khi …), which fit less."""
    for match in _number_pattern().finditer(sentence):
        if match["number"].lower().endswith(" năm"):  # sáu năm is six years: 65 would be sáu lăm or sáu mươi lăm
            yield Candidate(match.start(), match.end(), _standing(sentence, match.start(), match.end()))
            continue
        after = re.match(rf"\s?(?:{alternatives(values('durations'))})\b(?! \d)", sentence[match.end() :])
        if after and not match["unit"]:
            end = match.end() + after.end()
            yield Candidate(match.start(), end, _standing(sentence, match.start(), end))
    for match in _while_pattern().finditer(sentence):
        yield Candidate(match.start(), match.end(), 0.4)


@cache
def _while_pattern() -> re.Pattern[str]:
    many = rf"(?:nhiều|vài|hàng (?:chục|trăm|nghìn|ngàn)) (?:{alternatives(values('durations'))})(?!\w)"
    return re.compile(rf"(?<!\w)(?:{many}|(?:mãi )?cho (?:đến|tới) [^,.;:()]{{2,60}})", re.IGNORECASE)


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
    span = rf"(?:{figure}|{spelled_out})(?:\s?(?:-|–|đến|tới)\s?(?:{figure}|{spelled_out}))?"
    scale = alternatives(values("scales"))
    units = alternatives([*values("percents"), *values("currencies"), *values("units")])
    hedges = alternatives(values("hedges"))
    return re.compile(
        rf"(?:\b(?:{hedges}) )?(?P<number>{span})(?:\s(?:{scale})(?!\w))*(?:\s?(?P<unit>{units})(?!\w))?", re.IGNORECASE
    )
