"""The day that an article opens with ("Chiều 26/10, …"), and the year of it where the text or its file pins it down.

Each rule is one that an editor would believe, and gives a year or nothing; where two rules disagree, or the body speaks
of a later year as past, there is no date: a wrong one is worse than none.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from index.articles.dates import FullDate, calendar_day, full_dates, month_of
from index.folding import fold

LEAD = 700  # characters of the body that may say on which day the news is: a lead and the paragraph after it
FIRST_SENTENCE = 300  # characters in which a part of a day inside a sentence counts: "…, chiều 11/3, tại Viêng Chăn"
EARLIEST_NEWS = 1997  # the first Vietnamese newspaper on the web; an earlier day in a lead is history
MENTIONS = 3  # how often a body must name the year that its past and coming dates leave open
DAYS_TO_PRINT = 7  # between the day in a lead and the day it appears
DAYS_TO_SAVE = 30  # between the day in a lead and the day its file was made
NEAR = 3  # days between the day in a lead and a full date that is of the same year
FEAST = 30  # days before an anniversary on which it is already kept

_CODE = r"(?:\([^()\n]{2,24}\)[ –-]{0,4}|[A-ZĐ.]{3,8} ?[–-] ?)?"
_PART = r"(?:rạng sáng|sáng sớm|chiều tối|chiều muộn|sáng|trưa|chiều|tối|đêm)"
_WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|t[2-7])"
_TODAY = rf"(?:(?:{_PART}|hôm) (?P<said>nay|qua))"
_WHEN = rf"(?:(?:{_TODAY}|{_PART})(?:,? ?(?P<weekday>{_WEEKDAY}))?|(?:hôm )?(?P<weekday2>{_WEEKDAY}))"
_DAY = r"(?P<day>\d{1,2})(?: ?[/.-] ?| tháng )(?P<month>\d{1,2})(?!\d|[/.-]\d|,\d|%| ?năm \d| ?/ ?\d)"
_OPENING = re.compile(rf"{_CODE}(?:{_WHEN},? ?\(?(?:ngày )?|(?P<only>ngày )){_DAY}", re.IGNORECASE)
_AGENCY = re.compile(r"[^\W\d_][\w., ]{1,40}\((?:ngày )?[A-ZĐ]{2,8},? (?P<day>\d{1,2})[/-](?P<month>\d{1,2})\)")
_ENGLISH = re.compile(
    r"[^\W\d_][\w.’'-]{1,14}(?: [^\W\d_][\w.’'-]{0,14}){0,3}(?:, [A-Z][\w. ]{1,20})?, (?P<name>[A-Z][a-z]{2,8})\.? "
    r"(?P<day>\d{1,2}) (?:\([A-Z]{2,8}\)|[–—-]{1,2} )"
)  # HANOI, Oct. 26 (VNA) –
_INSIDE = re.compile(rf"(?<=, )(?:{_PART})(?: nay)?,? \(?(?:ngày )?{_DAY}(?=\)?,)")
_SENTENCE = re.compile(r"(?:\A|[.!?…][”\"’)]{0,2}\s|\n)\s{0,4}(?=\S)")
_YEARLY = re.compile(r"\)? ?(?:hằng|hàng|mỗi) năm|\)? (?:tới|sắp tới)\b|[^.\n]{0,30}\bdự kiến\b")
_SAID = r"cho biết|cho hay|thông tin|thông báo|công bố|xác nhận|khẳng định|chia sẻ|tuyên bố"
_COMING = re.compile(rf"(?:(?!{_SAID})[^.\n]){{0,60}}\bsẽ\b")
_PERSON = r"bé|cháu|anh|chị|cụ|bệnh nhân|bệnh nhi|nạn nhân|sản phụ|người|gia đình|tôi|khoảng"
_PRIVATE = rf"(?:\)?,? ?(?:một |em |hai )?(?:{_PERSON})\b)"
_CASE = r"nhập viện|cấp cứu|tử vong|qua đời|ngừng tim|ngã|tai nạn"  # what a report is about, days before it appears
_PERSONAL = re.compile(rf"(?:{_PRIVATE}|(?=[^.\n]{{0,80}}\b(?:{_CASE})\b))(?![^.\n]{{0,160}}\b(?:{_SAID})\b)")
_FULL_LEAD = re.compile(rf"{_CODE}(?:{_WHEN},? ?\(?(?:ngày )?)(?=\d)", re.IGNORECASE)
_PLACE_LEAD = re.compile(r"(?:[^\W\d_][\w.]{0,14} ){1,3}?[^\W\d_][\w.]{0,14}, ngày (?=\d)")

_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]?\d)")
_AHEAD = re.compile(r"(?:hiệu lực|áp dụng|thi hành) (?:kể )?từ (?:ngày )?\Z")  # before a date: it lies ahead
_DONE = re.compile(r"[^.;\d]{0,50}? đã ")  # after a date: it is past
_UNTIL = re.compile(r"(?:đến|tới)[^.]{0,30}\Z", re.IGNORECASE)  # before 2030 and the like, a plan
_LATER = re.compile(
    r"(?:tầm nhìn|giai đoạn|nhiệm kỳ|kế hoạch|nhiệm vụ|dự kiến|phấn đấu|mục tiêu|sẽ|cup|olympic|-|–)[^.]{0,30}\Z",
    re.IGNORECASE,
)
_DAY_BEFORE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\Z")
_PAST = re.compile(r",? (?:đã|có|là)\b")  # after a year: it is here
_WEEKDAYS = ("hai", "ba", "tu", "nam", "sau", "bay", "chu nhat")

_Y = r"(?P<year>(?:19|20)\d\d)(?![\d.,]?\d)"
_NUMBERS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một")
_MONTHS_OF = re.compile(
    rf"(?<!kỳ )(?P<count>\d{{1,2}}|{'|'.join(reversed(_NUMBERS))}) tháng(?: đầu)?(?: của)? năm {_Y}", re.IGNORECASE
)
_QUARTER = re.compile(rf"quý (?P<count>IV|I{{1,3}}|[1-4])(?:/| năm ){_Y}", re.IGNORECASE)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_THIS_YEAR = re.compile(r"năm nay,? \(?(?:năm )?((?:19|20)\d\d)\b|năm ((?:19|20)\d\d) này\b", re.IGNORECASE)
_REVIEW = re.compile(
    r"tổng kết[^.]{0,80}?năm (?P<old>(?:19|20)\d\d)\b[^.\d]{0,80}?"
    r"(?:triển khai|phương hướng|nhiệm vụ|kế hoạch|chương trình)[^.\d]{0,60}?năm (?P<new>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_FEAST = re.compile(
    r"\((?P<day>\d{1,2})[/-](?P<month>\d{1,2})[/-]\d{4} ?[-–] ?(?P<day2>\d{1,2})[/-](?P<month2>\d{1,2})[/-]"
    + _Y
    + r"\)"
)
_PERIOD = re.compile(
    r"(?:\b(?:từ|đến|tới|hết)|(?:kết thúc|bế mạc|khai mạc|diễn ra)[^.]{0,20}) (?:(?:ngày|hết ngày) )?\Z", re.IGNORECASE
)
_MEMORY = re.compile(r"kỷ niệm|thành lập|năm ngày|truyền thống|cách đây|năm trước|năm ngoái|ra đời", re.IGNORECASE)
_COURT = re.compile(r"\b(?:bị cáo|bị can|cáo trạng|xét xử)\b", re.IGNORECASE)
_UP_TO = re.compile(r"tính (?:đến|tới) (?:hết )?(?:ngày )?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LeadDay:
    """A day and a month that a lead speaks of; `weekday` (Monday 0) where it is named; `after`: days until it appeared.

    `after` is 1 where the lead says that the day was yesterday.
    """

    day: int
    month: int
    weekday: int | None = None
    after: int = 0

    def of(self, year: int) -> date | None:
        """The day of appearance in that year; None where the calendar, or the weekday named, has no such day."""
        found = calendar_day(year, self.month, self.day)
        if found is None or self.weekday not in (None, found.weekday()):
            return None
        return found + timedelta(self.after)


# The day


def lead_day(told: str) -> LeadDay | None:
    """The day that the body opens its first or another of its first sentences with; None where it names none.

    None are a day of every year, one that lies ahead, one on which something befell a private person (the news of it
    comes later), one with a later day below it, and one with its year.

    >>> lead_day("(HNMO) - Chiều 26-10, đoàn đến thăm."), lead_day("Tối qua (25/10), trời mưa.").after
    (LeadDay(day=26, month=10, weekday=None, after=0), 1)
    """
    found = list(_openings(told))
    if not found and (inside := _INSIDE.search(told[:FIRST_SENTENCE])):
        found = [_lead_day(inside)]
    if not found:
        return None
    first = found[0]
    later = any(0 < _days_between(first, other) <= DAYS_TO_PRINT for other in found[1:])
    return None if later else first


def _openings(told: str) -> Iterator[LeadDay]:
    """The days that sentences of the lead open with, in order, as far as they are past."""
    lead = told[:LEAD]
    for sentence in _SENTENCE.finditer(lead):
        match = (
            _OPENING.match(lead, sentence.end())
            or _AGENCY.match(lead, sentence.end())
            or _english(lead, sentence.end())
        )
        if match and not any(other.match(lead, match.end()) for other in (_YEARLY, _COMING, _PERSONAL)):
            yield _lead_day(match)


def _english(lead: str, start: int) -> re.Match[str] | None:
    """An English dateline at that place, if what it names as a month is one."""
    match = _ENGLISH.match(lead, start)
    return match if match and month_of(match["name"]) else None


def _lead_day(match: re.Match[str]) -> LeadDay:
    groups = match.groupdict()
    if name := groups.get("name"):
        return LeadDay(int(match["day"]), month_of(name))
    weekday = groups.get("weekday") or groups.get("weekday2")
    after = 1 if (groups.get("said") or "").lower() == "qua" else 0
    return LeadDay(int(match["day"]), int(match["month"]), _weekday(weekday) if weekday else None, after)


def _weekday(name: str) -> int:
    """The weekday's number, Monday 0: of "thứ Năm", "T5", "Chủ nhật"."""
    folded = fold(name)
    if folded[-1].isdecimal():
        return int(folded[-1]) - 2
    return _WEEKDAYS.index(folded.removeprefix("thu "))


def _days_between(first: LeadDay, other: LeadDay) -> int:
    """Days from one to the other in a leap year; 0 where one is no day."""
    days = [calendar_day(2000, each.month, each.day) for each in (first, other)]
    return (days[1] - days[0]).days if days[0] and days[1] else 0


# Its year


def inferred(told: str, made: date | None, address_month: date | None) -> date | None:
    """When the article appeared: the full date it opens with, or the day in its lead in the year that is pinned down.

    `made` is the day of its file; `address_month` the first of the month that its address names.
    """
    if dated := _dated_lead(told):
        return dated
    lead = lead_day(told)
    if lead is None:
        return None
    pinned = {day for day in (*_by_file(lead, made, address_month), *_by_text(told, lead)) if day.year >= EARLIEST_NEWS}
    day = pinned.pop() if len(pinned) == 1 else None
    return day if day and _latest_year(told) <= day.year and (made is None or day <= made) else None


def _dated_lead(told: str) -> date | None:
    """The full date that the body opens with ("Sáng 26/10/2017, …"), if nothing in the body is of a later year."""
    opening = _FULL_LEAD.match(told) or _PLACE_LEAD.match(told)
    found = next(full_dates(told[:LEAD]), None)
    if not opening or not found or found.start != opening.end() or found.day.year < EARLIEST_NEWS:
        return None
    if _latest_year(told) > found.day.year:
        return None
    yesterday = (opening.groupdict().get("said") or "").lower() == "qua"
    return found.day + timedelta(1) if yesterday else found.day


def _latest_year(told: str) -> int:
    """The latest year that the body speaks of, plans and what will be in force aside; 0 where it names none."""
    return max((int(match[0]) for match in _YEAR.finditer(told) if not _is_ahead(told, match)), default=0)


def _is_ahead(told: str, year: re.Match[str]) -> bool:
    """Whether the words before a year say that it lies ahead."""
    before = told[max(0, year.start() - 40) : year.start()]
    if _PAST.match(told, year.end()):
        return False
    planned = _LATER.search(before) or (int(year[0]) % 5 == 0 and _UNTIL.search(before))
    return bool(planned or _AHEAD.search(_DAY_BEFORE.sub("", before)))


def _by_file(lead: LeadDay, made: date | None, address_month: date | None) -> Iterator[date]:
    """The day in the year of the file, or of the address, where it lies right before."""
    if made:
        for year in (made.year, made.year - 1):
            if (day := lead.of(year)) and 0 <= (made - day).days <= DAYS_TO_SAVE:
                yield day
    if address_month and (day := lead.of(address_month.year)) and day.month == address_month.month:
        yield day


def _by_text(told: str, lead: LeadDay) -> Iterator[date]:
    """The day in each year that a rule finds in the body."""
    dates = list(full_dates(told))
    for year in (
        *_near(told, lead, dates),
        *_between(told, lead, dates),
        *_this_year(told),
        *_reports(told, lead),
        *_review(told, lead),
        *_feast(told, lead),
        *_of_weekday(told, lead),
    ):
        if day := lead.of(year):
            yield day


def _near(told: str, lead: LeadDay, dates: list[FullDate]) -> Iterator[int]:
    """The year of a period's first or last day next to the lead's, or of "tính đến 15/10/2017" in the month before it.

    Any other full date next to it may be an anniversary's, or, in a court report, the deed's.
    """
    if _COURT.search(told):
        return
    for found in dates:
        day = lead.of(found.day.year)
        words_before = told[max(0, found.start - 40) : found.start]
        if day is None or _MEMORY.search(words_before):
            continue
        before = (day - found.day).days
        counted = _UP_TO.search(words_before)
        if (_PERIOD.search(words_before) and abs(before) <= NEAR) or (counted and 0 <= before <= DAYS_TO_SAVE):
            yield day.year


def _between(told: str, lead: LeadDay, dates: list[FullDate]) -> Iterator[int]:
    """The only year in which the lead's day lies between a past and a coming full date of the body.

    The body must also name that year more often than any other.
    """
    years = Counter(int(match[0]) for match in _YEAR.finditer(told)).most_common(2)
    ahead = [each.day for each in dates if _AHEAD.search(told[max(0, each.start - 30) : each.start])]
    done = [each.day for each in dates if each.day not in ahead and _DONE.match(told[each.end : each.end + 60])]
    if not ahead or not done or years[0][1] < MENTIONS or (len(years) > 1 and years[0][1] == years[1][1]):
        return
    possible = [
        year
        for year in range(max(done).year, min(ahead).year + 1)
        if (day := lead.of(year)) and max(done) <= day < min(ahead)
    ]
    if possible == [years[0][0]]:
        yield possible[0]


def _this_year(told: str) -> Iterator[int]:
    """The year that the body calls this one: "năm nay (2017)", "năm 2017 này"."""
    for match in _THIS_YEAR.finditer(told):
        yield int(match[1] or match[2])


def _reports(told: str, lead: LeadDay) -> Iterator[int]:
    """The latest year whose months or quarter the body counts, if they ended at most three months before the lead's.

    "Chín tháng đầu năm 2017" in October is of this year; in February it may be of any.
    """
    counted = [(int(match["year"]), _number(match["count"])) for match in _MONTHS_OF.finditer(told)]
    counted += [(int(match["year"]), 3 * _quarter(match["count"])) for match in _QUARTER.finditer(told)]
    if counted:
        year, month = max(counted)
        if 0 <= lead.month - month <= 3:
            yield year


def _number(count: str) -> int:
    return int(count) if count.isdecimal() else _NUMBERS.index(count.lower()) + 1


def _quarter(count: str) -> int:
    return int(count) if count.isdecimal() else _QUARTERS[count.lower()]


def _review(told: str, lead: LeadDay) -> Iterator[int]:
    """The year at whose end, or after which, it is reviewed and the next one planned: from November to February."""
    for match in _REVIEW.finditer(told):
        old, new = int(match["old"]), int(match["new"])
        if new == old + 1 and lead.month in (11, 12, 1, 2):
            yield old if lead.month > 10 else new


def _feast(told: str, lead: LeadDay) -> Iterator[int]:
    """The year of an anniversary that is kept on the lead's day or soon after it: (15/3/1953 - 15/3/2023)."""
    for match in _FEAST.finditer(told):
        feast = calendar_day(int(match["year"]), int(match["month2"]), int(match["day2"]))
        if feast is None or (match["day"], match["month"]) != (match["day2"], match["month2"]):
            continue
        for year in (feast.year, feast.year - 1):
            if (day := lead.of(year)) and 0 <= (feast - day).days <= FEAST:
                yield year


def _of_weekday(told: str, lead: LeadDay) -> Iterator[int]:
    """The latest year that the body speaks of, where the weekday named in the lead is that day's in it."""
    if lead.weekday is not None and (latest := _latest_year(told)):
        yield latest
