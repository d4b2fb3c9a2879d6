"""Who published an article: what stands beside its text, what its page says, surest first.

An agency or a paper abroad wrote what others publish, and a gatherer shows what others published: each is named only
where nobody else is.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.articles.lines import Line, lines
from index.articles.notes import Note
from index.articles.outlets import (
    Outlet,
    addresses,
    host_of,
    is_code,
    outlet_by_address,
    outlet_by_code,
    outlet_by_label,
    outlet_by_name,
    own_address,
    site_by_code,
)
from index.articles.phrases import is_imprint, key, keys, label_of
from index.articles.publishers import institution_in_capitals, institution_name, is_bare, is_no_source, media_name
from index.articles.signatures import outlet_named, outlet_signed, outlet_standing_alone
from index.data import Omission, Span
from index.files.data import Metadata

LEAD = 300  # characters of the body that a dateline code can open
OPENINGS = 3  # lines of the body, one of which a dateline code can open
CLOSING = 40  # characters of the body's end that an agency can sign in
MASTHEAD = 6  # lines at the top of a page that can be its name
LETTERHEAD = 4  # lines at its top, one of which can be an institution's
NOTES = 100  # of what was left out, how many of the last ones can name the page
NOTE = 8000  # characters at the end of each that can: an imprint with the lists above it
NAME_OF_LINE = 120  # characters of the longest line that can be a page's name, or say where to follow it
OWNER = 6  # words in the longest name of a known outlet after "©"
NOT_ARTICLES = re.compile(r"facebook|youtube|youtu\.be|zalo|twitter|t\.me|tiktok|\.(?:jpe?g|png|gif|webp|mp4|pdf)\b")
SEAM = re.compile(r" (?:[|–—:-]|::|») ")

Named = Outlet | str

_NO_NAME = frozenset({"related news", "caption", "signature", "comments"})  # the lines above that are no page's name
_PAPER = re.compile(r"(?:Báo|Tạp chí) (?:[^\s|,.]{1,15} ?){1,6}")
_RIGHTS = re.compile(
    r"(?:©|®|\([cC]\)|Copyrights?|Toàn bộ|Mọi|Bản quyền|Ghi rõ nguồn|"
    r"thuộc về|thuộc|của|by|\d{4}|[\s.,:\"“'–-])+",
    re.IGNORECASE,
)
_OF_PLACE = re.compile(r"\b(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN) (?!ỦY)[^\W\d].{1,30}\Z")
_FOLLOWED = re.compile(
    r"(?:(?:Theo dõi|Đọc|Xem|Follow) )?([^|.:]{2,50}?) (?:trên|on) "
    r"(?:Google ?News|Google|Zalo|Facebook|YouTube)\W{0,3}\Z",
    re.IGNORECASE,
)
_PRESENTED = re.compile(
    r"\W{0,4}([^|.:\n]{2,60}?) [–—-] (?:a publication of|the newspaper of|"
    r"(?:cơ quan|tiếng nói|ấn phẩm|diễn đàn) (?:ngôn luận |trung ương )?của) ",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+-]@([\w-]{1,40}(?:\.[\w-]{1,20}){1,3})")
_CLOSED = re.compile(r"[.!?”\"’)]\s{0,2}[–—-]?\s{0,2}\(?([A-ZĐ]{3,8})\)?[.\s]{0,3}\Z")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says that may tell its outlet; `apart` is all that is not body, `url` the article's own address."""

    text: str
    body: Sequence[Span]
    notes: Sequence[Note]
    apart: Sequence[Omission]
    url: str | None


def source(page: Page, beside: Metadata) -> str | None:
    """Who published the article: by what stands beside its text, else by its page; None where neither tells."""
    return _site(page, beside) or _source(page)


# Beside the text


def _site(page: Page, beside: Metadata) -> str | None:
    """Who published the article, by its site's name or its address; of an unknown site the name its page gives."""
    address = own_address(beside.url or "")
    called = _outlet_called(beside.source or "")
    known = [outlet for outlet in (called, _outlet_at(address)) if outlet]
    if published := next((outlet for outlet in known if outlet.publishes), None):
        return published.name
    if beside.source and not called:
        return host_of(beside.source) or beside.source
    titled = site_in_title(beside.title or "")
    if host_of(address) and not known and not NOT_ARTICLES.search(host_of(address)):
        own = next(filter(_may_publish, [*_own(page), _institution(page)]), None)
        return titled or _name_of(own) or host_of(address)
    quoted = next((outlet.name for outlet in known if outlet.quoted), None)
    return quoted or titled


def site_in_title(title: str) -> str | None:
    """The outlet that a page's title ends with or only consists of; None where it names none that publishes.

    >>> site_in_title("Lũ ở Lào - Báo Dân trí"), site_in_title("Báo Vùng Cao"), site_in_title("Lũ ở Lào")
    ('Dân trí', 'Báo Vùng Cao', None)
    """
    ends = map(name_alone, reversed(SEAM.split(title)[-2:]))
    return _name_of(next(filter(_may_publish, ends), None))


def _outlet_called(words: str) -> Outlet | None:
    """The outlet of that name, of the site of that address, or of a part of the words: "VnExpress - Tin nhanh"."""
    for part in (words, *SEAM.split(words)):
        if found := outlet_by_name(part) or outlet_by_address(part if "://" in part else f"https://{part.strip()}"):
            return found
    return None


def _outlet_at(address: str) -> Outlet | None:
    """The outlet whose site an address is on, or one that bears its site's name."""
    return outlet_by_address(address) or outlet_by_label(address)


def name_alone(text: str) -> Named | None:
    """The outlet whose name is the whole of a text, known, or by its words a newspaper or a site."""
    known = outlet_standing_alone(text)
    named = None if known else media_name(text)
    return known or (named if named and key(named) == key(text) else None)


def apart_from_outlet(line: str) -> tuple[str, Named | None]:
    """A page's title and the outlet it ends with, if it does: "Lũ ở Lào | Báo Dân trí"."""
    title = line.lstrip("#").strip("*_ ")
    for mark in (" | ", " - ", " – ", " :: "):
        head, found, tail = title.rpartition(mark)
        if found and head and (outlet := name_alone(tail)):
            return head.strip(), outlet
    return title, None


# The page


def _source(page: Page) -> str | None:
    """The outlet that the page names: the first that publishes, else one that others print, else one that gathers."""
    found = list(_named(page))
    for kind in (_publishes, _is_quoted, bool):
        if named := next(filter(kind, found), None):
            return _name_of(named)
    alone = {outlet for note in page.notes[-NOTES:] if note.why != "links" for outlet in _outlets_in_lines(note)}
    return alone.pop().name if len(alone) == 1 else None


def _may_publish(named: Named | None) -> bool:
    return named is not None and _publishes(named)


def _publishes(named: Named) -> bool:
    return isinstance(named, str) or named.publishes


def _is_quoted(named: Named) -> bool:
    return isinstance(named, str) or named.quoted


def _name_of(named: Named | None) -> str | None:
    return named.name if isinstance(named, Outlet) else named


def _named(page: Page) -> Iterator[Named]:
    """The outlets that a page names, surest first: known ones as such, others by the name or the site it gives."""
    for note in page.notes:
        if note.why == "source" and label_of(note.text) and not is_no_source(note.value):
            yield _as_known(outlet_named(f"Nguồn {note.value}") or note.value)
    yield from _coded(page)
    named = [name for note in page.notes if note.why == "source" and (name := outlet_named(note.text))]
    yield from (_as_known(name) for name in named if not is_no_source(name))
    signed = [outlet_signed(note.text) for note in page.notes if note.why == "signature"]
    yield from filter(None, signed)
    if page.url and (outlet := _outlet_at(own_address(page.url))):
        yield outlet
    yield from _own(page)
    linked = _outlet_of_addresses(
        address for each in page.apart for address in addresses(page.text[each.span.start : each.span.end])
    )
    host = host_of(own_address(page.url)) if page.url else ""
    yield from filter(None, [linked if not host else None, _institution(page), host])


def _coded(page: Page) -> Iterator[Named]:
    """The outlets by the code that opens or ends the article or stands by its date, and after the title."""
    start = page.body[0].start if page.body else len(page.text)
    lead = page.text[start : start + LEAD]
    opened = [outlet_by_code(line) for line in lead.split("\n", OPENINGS)[:OPENINGS]]
    titles = [apart_from_outlet(note.text)[1] for note in page.notes if note.why in ("title", "title said again")]
    alone = [is_code(note.text) for note in page.notes if note.why == "source"]
    yield from filter(None, [*opened, *titles, *alone])
    if site := site_by_code(lead):
        yield outlet_by_address(f"https://{site}") or site
    end = page.body[-1].end if page.body else 0
    if closed := _CLOSED.search(page.text[max(start, end - CLOSING) : end]):
        yield from filter(None, [is_code(closed[1])])


def _as_known(name: str) -> Named:
    """The outlet of that name or address, or the name as it is."""
    return outlet_by_name(name) or outlet_by_address(name) or name


def _outlet_of_addresses(found: Iterable[str]) -> Outlet | None:
    """The outlet that more than half of a page's addresses on known outlets' sites belong to."""
    known = [outlet for address in found if (outlet := _outlet_at(address))]
    ranked = Counter(known).most_common(1)
    return ranked[0][0] if ranked and 2 * ranked[0][1] > len(known) else None


# What a page says of itself


def _own(page: Page) -> Iterator[Named]:
    """The names that a page gives itself: in its imprint, where to follow it, at its top, by its letter box."""
    start = page.body[0].start if page.body else len(page.text)
    said = [(note.above, line) for note in page.notes[-NOTES:] for line in _last_lines(note)]
    short = [line.text for _, line in said if len(line.text) <= NAME_OF_LINE]
    opening = page.text[start : start + LEAD].split("\n", OPENINGS)[:OPENINGS]
    imprints = list(_imprint([line for _, line in said]))[::-1]
    yield from filter(None, map(_outlet_in_imprint, imprints))
    yield from filter(None, map(_followed, [*short, *opening]))
    yield from filter(None, map(_presented, short))
    yield from _masthead(page)
    yield from filter(None, map(_owner, imprints))
    yield from filter(None, (_outlet_in_mail(line.text) for above, line in said if not above))


def _imprint(said: Sequence[Line]) -> Iterator[Line]:
    """The lines of a page that are of its imprint; one that is only a name, if another is beside it, and no link."""
    nameless = [is_imprint(line) and not _is_only_name(line.text) for line in said]
    for place, line in enumerate(said):
        if nameless[place] or (is_imprint(line) and any(nameless[max(0, place - 1) : place + 2])):
            yield line


def _is_only_name(line: str) -> bool:
    """Whether a line has a name without saying that it is the page's own."""
    return not _RIGHTS.match(line) and bool(media_name(line) or outlet_standing_alone(line))


def _outlet_in_imprint(line: Line) -> Outlet | None:
    """The known outlet that a line of an imprint names: "Bản quyền thuộc Báo Thanh Niên", "© 2017 VnExpress"."""
    owner = _RIGHTS.match(line.text)
    named = [(match[0].split(), 2) for match in _PAPER.finditer(line.text)]
    named += [(line.text[owner.end() :].split()[:OWNER], 1)] if owner else []
    return next((outlet for names, shortest in named if (outlet := _outlet_that_opens(names, shortest))), None)


def _outlet_that_opens(names: Sequence[str], shortest: int) -> Outlet | None:
    """The outlet of the most words that these begin with, at least so many; a place is none."""
    for length in range(len(names), shortest - 1, -1):
        name = " ".join(names[:length]).strip("\"'“”,.;:- ")
        if key(name) not in keys("signature", "places") and (outlet := outlet_by_name(name)):
            return outlet
    return None


def _owner(line: Line) -> str | None:
    """Any newspaper, site or institution that a line of an imprint names as whose all is: "© 2024 Trường Đại học …"."""
    owner = _RIGHTS.match(line.text)
    said = line.text[owner.end() :] if owner else line.text
    return media_name(said) or (institution_name(said) if owner else None)


def _followed(line: str) -> Named | None:
    """The outlet that a line says where to follow: "Báo Nghệ An trên Google News"."""
    match = _FOLLOWED.match(line.strip()) if len(line) <= NAME_OF_LINE else None
    return (outlet_standing_alone(match[1]) or media_name(match[1])) if match else None


def _presented(line: str) -> Named | None:
    """The outlet that a line presents: "Báo Vùng Cao - Cơ quan ngôn luận của Đảng bộ tỉnh"."""
    match = _PRESENTED.match(line)
    return name_alone(match[1]) if match else None


def _masthead(page: Page) -> Iterator[Named]:
    """The newspaper or site whose name stands at the top of a page, above its title."""
    top = _top(page)
    yield from (outlet_by_name(name) or name for line in top if (name := media_name(line)))
    yield from (name for first, second in pairwise(top) if is_bare(first) and (name := _under(first, second)))
    yield from filter(None, map(outlet_standing_alone, top))


def _under(bare: str, line: str) -> str | None:
    """The name in the line below "CỔNG THÔNG TIN ĐIỆN TỬ": an institution's, or a place's with what is above it."""
    return (institution_name(line) or media_name(f"{bare} {line}")) if line.isupper() else None


def _institution(page: Page) -> str | None:
    """The institution in capitals at the top of a page; the last, where one stands below its superior."""
    top = [line for line in _top(page)[:LETTERHEAD] if institution_in_capitals(line)]
    if not top:
        return None
    superior = _OF_PLACE.search(top[-2]) if len(top) > 1 and not _OF_PLACE.search(top[-1]) else None
    return institution_in_capitals(f"{top[-1]} {superior[0]}" if superior else top[-1])


def _top(page: Page) -> list[str]:
    """The first lines of a page above its title, as far as they are short; none where it has no title."""
    title = next((note.start for note in page.notes if note.why == "title"), 0)
    notes = [note for note in page.notes if note.start < title and note.why not in _NO_NAME]
    top = [line.text for note in notes[:MASTHEAD] for line in lines(note.text[:NOTE])[:MASTHEAD]]
    return [line for line in top[:MASTHEAD] if len(line) <= NAME_OF_LINE]


def _outlet_in_mail(line: str) -> Outlet | None:
    """The outlet whose site's letter box a line gives: "Email: toasoan@nhandan.vn"."""
    found = (outlet_by_address(f"https://{match[1]}") for match in _MAIL.finditer(line))
    return next((outlet for outlet in found if outlet), None)


def _outlets_in_lines(note: Note) -> Iterator[Outlet]:
    """The outlets whose names are whole lines of a page's own."""
    return (outlet for line in _last_lines(note) if (outlet := outlet_standing_alone(line.text)))


def _last_lines(note: Note) -> Sequence[Line]:
    """The lines at the end of what was left out: of what is longer than any imprint, none before it."""
    if len(note.text) <= NOTE:
        return lines(note.text)
    return lines(note.text[note.text.find("\n", len(note.text) - NOTE) + 1 :])
