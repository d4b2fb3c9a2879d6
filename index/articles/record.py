"""An article's record: title, outlet, author and date, only where the page says so: a wrong one is worse than none."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from index.articles.dates import FullDate, full_dates
from index.articles.furniture import split_body
from index.articles.lines import lines
from index.articles.outlets import (
    Outlet,
    addresses,
    host_of,
    outlet_by_address,
    outlet_by_code,
    outlet_by_name,
    site_by_code,
)
from index.articles.phrases import furniture, is_imprint, label_of
from index.articles.signatures import authors, outlet_named, outlet_signed, outlet_standing_alone, surnames
from index.data import Article, Basis, Omission, Span
from index.folding import fold

LEAD = 300  # characters of the body that may say on which day the news is
EARLIEST_NEWS = 1997  # the first Vietnamese newspaper on the web; an earlier day in a lead is history
MENTIONS = 3  # how often a body must name the year that the day in its lead is given
DAYS_TO_PRINT = 7  # between the day in a lead and the day it appears

_CODE = r"(?:\([^()]{2,24}\)[ –-]{0,4}|[A-ZĐ.]{3,8} ?[–-] ?)?"
_PART_OF_DAY = r"(?:Sáng|Trưa|Chiều|Tối|Đêm|Rạng sáng)(?: nay)? ?[(,]?(?:ngày )?"
_LEAD_DAY = re.compile(rf"{_CODE}(?:{_PART_OF_DAY}|(?:Hôm nay,? )?\(?[Nn]gày )(\d{{1,2}})[/-](\d{{1,2}})(?![\d/-])")
_DATED_LEAD = re.compile(rf"{_CODE}{_PART_OF_DAY}(?=\d)")
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]?\d)")
_AHEAD = re.compile(r"(?:hiệu lực|áp dụng|thi hành) (?:kể )?từ (?:ngày )?\Z")  # before a date: it lies ahead
_DONE = re.compile(r"[^.;\d]{0,50}? đã ")  # after a date: it is past
_LATER = re.compile(r"(?:đến|tới|tầm nhìn|giai đoạn|nhiệm kỳ|kế hoạch|-|–)[^.]{0,30}\Z", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}[:hg]\d{2}")
_PAPER = re.compile(r"(?:Báo|Tạp chí) (?:[^\s|,.]{1,15} ?){1,6}")
_NOT_ARTICLES = re.compile(r"facebook|youtube|youtu\.be|zalo|twitter|t\.me|tiktok|\.(?:jpe?g|png|gif|webp|mp4|pdf)\b")


@dataclass(frozen=True, slots=True)
class _Note:
    """A line around the article that says something of it: what, its words, and whether it stands above the article."""

    why: str
    text: str
    start: int
    above: bool

    @property
    def value(self) -> str:
        """Its words without a label such as "Tác giả:"."""
        labelled = label_of(self.text)
        return labelled[1] if labelled else self.text


def article_from_text(id: str, text: str) -> Article:
    """The article of that id: what of its text is body, and what the page says of its origin."""
    body, left_out = split_body(text)
    notes = _notes(text, body, left_out)
    published, basis = _published(text, body, notes)
    url = _url(notes)
    return Article(
        id=id,
        text=text,
        title=_title(notes),
        source=_source(text, body, notes, url),
        author=_author(notes),
        published=published,
        published_basis=basis,
        url=url,
        body=body,
        left_out=left_out,
    )


def _notes(text: str, body: Sequence[Span], left_out: Iterable[Omission]) -> list[_Note]:
    """What was left out, above and below the article, in order."""
    start, end = (body[0].start, body[-1].end) if body else (len(text), 0)
    return [
        _Note(each.why, text[each.span.start : each.span.end], each.span.start, each.span.start < start)
        for each in left_out
        if each.span.start < start or each.span.start >= end
    ]


# Title, author, address


def _title(notes: Iterable[_Note]) -> str | None:
    """The headline without a heading's mark and the outlet's name after it; None where the page has none."""
    line = next((note.value for note in notes if note.why == "title"), None)
    return _apart_from_outlet(line)[0] if line else None


def _apart_from_outlet(line: str) -> tuple[str, Outlet | None]:
    """A page's title and the outlet it ends with, if it does: "Lũ ở Lào | Báo Dân trí"."""
    title = line.lstrip("#").strip("*_ ")
    for mark in (" | ", " - ", " – ", " :: "):
        head, found, tail = title.rpartition(mark)
        if found and head and (outlet := outlet_standing_alone(tail)):
            return head.strip(), outlet
    return title, None


def _author(notes: Sequence[_Note]) -> str | None:
    """Who signed the article: by a label, else below it, else above it, else in its dateline."""
    signed = [note for note in notes if note.why == "signature"]
    labelled = [note for note in signed if label_of(note.text)]
    below = [note for note in signed if not note.above]
    above = [note for note in signed if note.above]
    for group in (labelled, below, above):
        names = dict.fromkeys(name for note in group for name in _names(note))
        if names:
            return ", ".join(names)
    return next((name for note in notes if note.why == "dateline" for name in _names_in_dateline(note.text)), None)


def _names(note: _Note) -> tuple[str, ...]:
    """The persons a signature names; behind a label, its words as they are where they have no shape of a name."""
    return authors(note.value) or ((note.value,) if note.value != note.text and authors(note.value) is None else ())


def _names_in_dateline(line: str) -> list[str]:
    """The persons with a Vietnamese family name in a line such as "Nguyễn An | 26/10/2017"."""
    parts = re.split(r"[|•·,;]| [-–—] ", line)
    named = [name for part in parts for name in authors(part.strip()) or ()]
    return [name for name in named if name.split()[0] in surnames()]


def _url(notes: Iterable[_Note]) -> str | None:
    """The address that the page gives as its own: on a line by itself, above or below the article."""
    for note in notes:
        address = note.value.strip("<>")
        path = address.partition("://")[2].partition("/")[2]
        if note.why == "address" and host_of(address) and path and not _NOT_ARTICLES.search(address.lower()):
            return address
    return None


# Source


def _source(text: str, body: Sequence[Span], notes: Sequence[_Note], url: str | None) -> str | None:
    """The outlet's name: as labelled, by the dateline code, after the title, as the article's source, by addresses."""
    labelled = next((note.value for note in notes if note.why == "source" and label_of(note.text)), None)
    if labelled:
        known = outlet_by_name(labelled) or outlet_by_address(labelled)
        return known.name if known else outlet_named(f"Nguồn {labelled}") or labelled
    lead = text[body[0].start : body[0].start + LEAD] if body else ""
    titles = [_apart_from_outlet(note.text)[1] for note in notes if note.why in ("title", "title said again")]
    site = site_by_code(lead)
    if outlet := outlet_by_code(lead) or outlet_by_address(f"https://{site}") or next(filter(None, titles), None):
        return outlet.name
    if site:
        return site
    if named := next((name for note in notes if note.why == "source" and (name := outlet_named(note.text))), None):
        return named
    signed = (outlet_signed(note.text) for note in notes if note.why == "signature")
    if outlet := next(filter(None, signed), None) or _outlet_of_addresses([url] if url else []):
        return outlet.name
    if url:
        return host_of(url)
    linked = _outlet_of_addresses([address for note in notes for address in addresses(note.text)])
    outlet = linked or next(filter(None, map(_outlet_in_imprint, reversed(notes))), None)
    return outlet.name if outlet else None


def _outlet_of_addresses(found: Iterable[str]) -> Outlet | None:
    """The outlet that more than half of a page's addresses on known outlets' sites belong to."""
    known = [outlet for address in found if (outlet := outlet_by_address(address))]
    ranked = Counter(known).most_common(1)
    return ranked[0][0] if ranked and 2 * ranked[0][1] > len(known) else None


def _outlet_in_imprint(note: _Note) -> Outlet | None:
    """The newspaper that a page's own particulars name: "Bản quyền thuộc Báo Thanh Niên", or its name on a line."""
    for line in lines(note.text):
        if outlet := outlet_standing_alone(line.text):
            return outlet
        for match in _PAPER.finditer(line.text) if is_imprint(line) else ():
            named = match[0].split()
            for length in range(len(named), 1, -1):
                if outlet := outlet_by_name(" ".join(named[:length])):
                    return outlet
    return None


# Date


def _published(text: str, body: Sequence[Span], notes: Sequence[_Note]) -> tuple[date | None, Basis]:
    """When the article appeared and how that is known."""
    told = " ".join(text[span.start : span.end] for span in body)
    if stated := _stated(text, told, notes):
        return stated, "stated"
    if inferred := _dated_lead(told) or _between_dates(told):
        return inferred, "inferred"
    return None, "unknown"


def _stated(text: str, told: str, notes: Sequence[_Note]) -> date | None:
    """The date in a line above the article, rather of its appearance than of a change.

    Above the title it may be the day the page was looked at: it counts only right above, with the hour, where the lead
    speaks of no other day.
    """
    title = next((place for place, note in enumerate(notes) if note.why == "title"), -1)
    english = text[: 10 * LEAD].isascii()
    below: list[tuple[bool, date]] = []
    for place, note in enumerate(notes):
        if note.why != "dateline" or not note.above:
            continue
        for found in full_dates(note.text):
            if english and found.either_way:
                continue
            near = place == title - 1 and _CLOCK.search(note.text) is not None
            if place > title or _agrees(found.day, told, silence=near):
                below.append((_is_change(note.text, found), found.day))
    return min(below, key=lambda pair: pair[0])[1] if below else None


def _is_change(line: str, found: FullDate) -> bool:
    """Whether the words before a date say that it is that of a later change."""
    before = fold(line[: found.start])
    return any(fold(word) in before for word in furniture()["dateline"]["updated"])


def _agrees(day: date, told: str, silence: bool) -> bool:
    """Whether the lead speaks of that day or of one shortly before; `silence` where it names no day."""
    lead = _lead_day(told, day.year)
    return silence if lead is None else 0 <= (day - lead).days <= DAYS_TO_PRINT


def _lead_day(told: str, year: int) -> date | None:
    """The day in the lead ("Ngày 8/8, …") in that year; None where the lead names none."""
    match = _LEAD_DAY.match(told)
    if match is None:
        return None
    try:
        return date(year, int(match[2]), int(match[1]))
    except ValueError:
        return None


def _dated_lead(told: str) -> date | None:
    """The full date that the body opens with ("Sáng 26/10/2017, …"), if nothing in the body is of a later year."""
    opening = _DATED_LEAD.match(told)
    found = next(full_dates(told[:LEAD]), None)
    if not opening or not found or found.start != opening.end() or found.day.year < EARLIEST_NEWS:
        return None
    years = ((int(match[0]), told[max(0, match.start() - 40) : match.start()]) for match in _YEAR.finditer(told))
    return found.day if all(year <= found.day.year or _LATER.search(before) for year, before in years) else None


def _between_dates(told: str) -> date | None:
    """The day in the lead, in the only year that lies between a past and a coming full date of the body.

    The body must also name that year more often than any other.
    """
    years = Counter(int(match[0]) for match in _YEAR.finditer(told)).most_common(2)
    dates = list(full_dates(told))
    ahead = [each.day for each in dates if _AHEAD.search(told[max(0, each.start - 30) : each.start])]
    done = [each.day for each in dates if each.day not in ahead and _DONE.match(told[each.end : each.end + 60])]
    if not ahead or not done or years[0][1] < MENTIONS or (len(years) > 1 and years[0][1] == years[1][1]):
        return None
    possible = [
        day
        for year in range(max(done).year, min(ahead).year + 1)
        if (day := _lead_day(told, year)) and max(done) <= day < min(ahead)
    ]
    return possible[0] if len(possible) == 1 and possible[0].year == years[0][0] else None
