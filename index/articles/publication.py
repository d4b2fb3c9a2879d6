"""When an article appeared: as its page states it, its file or address has it, or its lead and a year pin it down.

    stated      a line of the page: "20:09 Thứ Năm ngày 26/10/2017"
    metadata    an HTML head, a column of an export, the article's own address
    inferred    the day in the lead, in the year that the text or the file pins down (`leads`)

Where they name different days, that one counts which the lead or the address bears out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index.articles.dates import FullDate, calendar_day, full_dates
from index.articles.leads import DAYS_TO_PRINT, EARLIEST_NEWS, LEAD, LeadDay, inferred, lead_day
from index.articles.lines import lines
from index.articles.notes import Note
from index.articles.phrases import furniture, label_of
from index.articles.shapes import is_dateline
from index.data import Basis, Span
from index.folding import fold

ENGLISH = 3000  # characters of a text without an accent that show that it is not Vietnamese
SLIP = timedelta(1)  # between the same hour in two time zones
DATELINES = 6  # lines of the body that may yet be its dateline, below a lead
BELOW = 3  # lines right below the article that may give its date, behind a label

_CLOCK = re.compile(r"\d{1,2}[:hg]\d{2}")
_DAY_PATH = re.compile(r"(?<=[-/_])((?:19|20)\d\d)([-/]?)(0?[1-9]|1[0-2])\2([0-3]?\d)(?=[/._-]|\Z)")
_HOUR = r"(?:[01]\d|2[0-3])[0-5]\d[0-5]\d"
_STAMPS = (  # to the second and beyond, as many content systems number their articles
    re.compile(rf"(?<=[-/])((?:19|20)\d\d)(\d\d)(\d\d){_HOUR}\d{{0,3}}(?=[./]|\Z)"),  # 20171026200912345
    re.compile(rf"(?<=[-/])\d{{3}}(\d\d)(\d\d)(\d\d){_HOUR}\d{{3}}(?=[./]|\Z)"),  # 185171026200912345
)
_MONTH_PATH = re.compile(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])/")


@dataclass(frozen=True, slots=True)
class _Claim:
    """A day on which the article is said to have appeared; `changed` where the page calls it the day of a change."""

    day: date
    basis: Basis
    changed: bool = False


def publication(
    text: str, body: Sequence[Span], notes: Sequence[Note], dated: date | None, url: str | None, made: date | None
) -> tuple[date | None, Basis]:
    """When the article appeared and how that is known.

    `dated` is the day in its metadata, `url` its own address, `made` the day of its file, which none can come after.
    """
    told = " ".join(text[span.start : span.end] for span in body)
    lead = lead_day(told)
    addressed = address_day(url or "")
    stated = _stated(text, body, notes, lead)
    claims = [_Claim(dated, "metadata")] if dated else []
    claims += [stated] if stated else []
    claims += [_Claim(addressed, "metadata")] if addressed else []
    possible = [claim for claim in claims if claim.day.year >= EARLIEST_NEWS and (not made or claim.day - made <= SLIP)]
    if best := _best(possible, lead, addressed):
        return best.day, best.basis
    day = inferred(told, made, address_month(url or ""))
    return (day, "inferred") if day else (None, "unknown")


def _best(claims: Sequence[_Claim], lead: LeadDay | None, addressed: date | None) -> _Claim | None:
    """The claim that the lead, the address and its own words speak for; of equals the first; None of none.

    A day that the page states is taken for one a time zone apart from it.
    """
    if not claims:
        return None

    def rank(claim: _Claim) -> tuple[int, bool]:
        by_address = addressed is not None and abs(claim.day - addressed) <= SLIP
        return -(follows(claim.day, lead) + by_address), claim.changed

    best = min(claims, key=rank)
    near = (claim for claim in claims if claim.basis == "stated" and abs(claim.day - best.day) <= SLIP)
    return next(near, best)


def follows(day: date, lead: LeadDay | None) -> bool:
    """Whether a day is that of the lead or one shortly after it; not where the lead names none."""
    spoken = [lead.of(year) for year in (day.year, day.year - 1)] if lead else []
    return any(told and 0 <= (day - told).days <= DAYS_TO_PRINT for told in spoken)


# The address


def address_day(url: str) -> date | None:
    """The day that an article's address carries; None where it has none, or a number that only may be one.

    >>> [str(address_day(url)) for url in ("https://a.vn/2017/10/26/b", "https://a.vn/b-20171026.htm", "https://a.vn/b-3661234.html")]
    ['2017-10-26', '2017-10-26', 'None']
    """
    path = url.rpartition("://")[2].partition("?")[0]
    for match in _DAY_PATH.finditer(path):
        if found := _whole_day(match[1], match[3], match[4]):
            return found
    for stamp in _STAMPS:
        for match in stamp.finditer(path):
            if found := _whole_day(match[1], match[2], match[3]):
                return found
    return None


def address_month(url: str) -> date | None:
    """The first of the month that an article's address carries, as in "/2017/10/ten-bai"; None where it has none."""
    match = _MONTH_PATH.search(url.rpartition("://")[2].partition("?")[0])
    return _whole_day(match[1], match[2], "1") if match else None


def _whole_day(year: str, month: str, day: str) -> date | None:
    """The day of these numbers, the year perhaps of two, if news can be of it."""
    found = calendar_day(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    return found if found and found.year >= EARLIEST_NEWS else None


# The page


def _stated(text: str, body: Sequence[Span], notes: Sequence[Note], lead: LeadDay | None) -> _Claim | None:
    """The day in a line around the article, rather of its appearance than of a change, rather near the lead's."""
    english = text[:ENGLISH].isascii()
    found = [
        _Claim(each.day, "stated", _is_change(line, before, each))
        for line in (*_lines_above(notes, lead), *_lines_within(text, body), *_lines_below(notes))
        for before, each in _with_end_before(full_dates(line))
        if each.day.year >= EARLIEST_NEWS and not (english and each.either_way)
    ]
    return min(found, key=lambda claim: (claim.changed, not follows(claim.day, lead)), default=None)


def _with_end_before(dates: Iterable[FullDate]) -> Iterator[tuple[int, FullDate]]:
    """Each date with where the one before it ends."""
    end = 0
    for found in dates:
        yield end, found
        end = found.end


def _is_change(line: str, start: int, found: FullDate) -> bool:
    """Whether the words before a date say that it is that of a later change."""
    before = fold(line[start : found.start])
    return any(fold(word) in before for word in furniture()["dateline"]["updated"])


def _lines_above(notes: Sequence[Note], lead: LeadDay | None) -> Iterator[str]:
    """The lines above the article that may state its day.

    Above the title it may be the day the page was looked at: it counts only where the lead speaks of that day, or right
    above, with the hour, where the lead speaks of none.
    """
    title = next((place for place, note in enumerate(notes) if note.why == "title"), -1)
    dated = [(place, note.text) for place, note in enumerate(notes) if note.why == "dateline" and note.above]
    yield from (line for place, line in dated if place > title)
    for place, line in dated:
        silent = place == title - 1 and lead is None and _CLOCK.search(line) is not None
        if place < title and (silent or any(follows(found.day, lead) for found in full_dates(line))):
            yield line


def _lines_within(text: str, body: Sequence[Span]) -> Iterator[str]:
    """The lines of the body that are a dateline: below its lead, with the hour; at its end, behind a label."""
    if not body:
        return
    start, end = body[0].start, body[-1].end
    for line in lines(text[start : min(end, start + LEAD)])[:DATELINES]:
        if is_dateline(line) and _CLOCK.search(line.text) and not line.final:
            yield line.text
    for line in lines(text[max(start, end - LEAD) : end])[-BELOW:]:
        if is_dateline(line) and _is_labelled(line.text):
            yield line.text


def _is_labelled(line: str) -> bool:
    """Whether a line says that it gives the article's date: "Ngày đăng: …"."""
    return (label_of(line) or ("",))[0] == "dateline"


def _lines_below(notes: Iterable[Note]) -> Iterator[str]:
    """The lines right below the article that are labelled as its date."""
    below = [line.text for note in notes if not note.above for line in lines(note.text)]
    for line in below[:BELOW]:
        if _is_labelled(line):
            yield line
