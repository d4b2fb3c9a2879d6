"""An article's record: title, outlet, author, date, only as its page or file says: a wrong one is worse than none.

What stands beside the text (an HTML head, a column of an export) is weighed with what the page says; what the folder's
owner states wins over both, field by field.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from index.articles.furniture import split_body
from index.articles.lines import lines
from index.articles.notes import Note, notes_around
from index.articles.outlets import (
    Outlet,
    addresses,
    host_of,
    outlet_by_address,
    outlet_by_code,
    outlet_by_name,
    own_address,
    site_by_code,
)
from index.articles.phrases import is_imprint, is_section, key, keys, label_of
from index.articles.publication import publication
from index.articles.signatures import (
    authors,
    is_nobody,
    outlet_named,
    outlet_signed,
    outlet_standing_alone,
    surnames,
)
from index.data import Article, Basis, Span
from index.files.data import Document, Metadata, Override

LEAD = 300  # characters of the body that a dateline code can open
LONGEST = 300  # characters of the longest title, name or list of names; more is a text
OWNER = 6  # words in the longest name after "©"
ADDRESS = 2000  # characters of the longest address
AUTHORS = 120  # characters of the longest list of authors beside a text

_NOTHING = Override()
_PAPER = re.compile(r"(?:Báo|Tạp chí) (?:[^\s|,.]{1,15} ?){1,6}")
_RIGHTS = re.compile(
    r"(?:©|®|\([cC]\)|Copyright|Bản quyền|Ghi rõ nguồn|thuộc về|thuộc|của|by|\d{4}|[\s.,:\"“'–-])+", re.IGNORECASE
)
_NOT_ARTICLES = re.compile(r"facebook|youtube|youtu\.be|zalo|twitter|t\.me|tiktok|\.(?:jpe?g|png|gif|webp|mp4|pdf)\b")
_FILE_NAME = re.compile(
    r"Microsoft \w{1,12} - |Untitled|[^ ]{1,80}\Z|.{1,120}\.(?:docx?|pdf|indd|qxd|html?)\Z", re.IGNORECASE
)
_SEAM = re.compile(r" (?:[|–—:-]|::|») ")


def article_from_text(id: str, text: str) -> Article:
    """The article of that id: what of its text is body, and what the page says of its origin."""
    return article_from_document(Document(id, text))


def article_from_document(document: Document, stated: Override = _NOTHING) -> Article:
    """The article of a document: what of its text is body, and its record, as far as the page or the file says it.

    `stated` is what the folder's owner says of it, and wins field by field.
    """
    text, beside = document.text, _tidied(_overridden(document.metadata, stated))
    body, left_out = split_body(text, document.known)
    notes = notes_around(text, body, left_out)
    url = beside.url or _url(notes)
    published, basis = _published(document, body, notes, beside, url, stated)
    article = Article(
        id=document.id,
        text=text,
        title=_title(notes, beside),
        source=_site(beside.source, url if beside.url else None) or _source(text, body, notes, url),
        author=_author(notes, beside),
        published=published,
        published_basis=basis,
        url=url,
        body=body,
        left_out=left_out,
    )
    said = {field: getattr(stated.metadata, field) for field in stated.fields if field != "published"}
    return replace(article, **said)


def _overridden(metadata: Metadata, stated: Override) -> Metadata:
    """What stands beside the text, with the owner's word for each field that the owner names."""
    return replace(metadata, **{field: getattr(stated.metadata, field) for field in stated.fields})


def _tidied(metadata: Metadata) -> Metadata:
    """The same in NFC, on one line each, without what is empty or longer than any name, title or address."""

    def tidy(words: str | None, longest: int = LONGEST) -> str | None:
        if not words or len(words) > longest:
            return None
        return " ".join(unicodedata.normalize("NFC", words).split()) or None

    return Metadata(
        title=tidy(metadata.title),
        source=tidy(metadata.source),
        author=tidy(metadata.author),
        published=metadata.published,
        url=tidy(metadata.url, ADDRESS),
    )


def _published(
    document: Document,
    body: Sequence[Span],
    notes: Sequence[Note],
    beside: Metadata,
    url: str | None,
    stated: Override,
) -> tuple[date | None, Basis]:
    """When the article appeared and how that is known: as the owner states it, or as its page and file say."""
    if "published" in stated.fields:
        day = stated.metadata.published
        return day, "stated" if day else "unknown"
    return publication(document.text, body, notes, beside.published, url, document.made)


# Title


def _title(notes: Iterable[Note], beside: Metadata) -> str | None:
    """The headline without a heading's mark and the outlet's name after it; None where neither page nor file has one.

    The one beside the text, unless that is a shortened form of the page's own, or says only who published it.
    """
    line = next((note.value for note in notes if note.why == "title"), None)
    printed = _apart_from_outlet(line)[0] if line else None
    given = _apart_from_site(beside.title, beside.source) if beside.title else None
    if given is None or (printed and _shortens(given, printed)):
        return printed
    return given


def _shortens(title: str, printed: str) -> bool:
    """Whether a title is the beginning of the printed one, or the same without its marks."""
    return title.endswith(("…", "...")) or key(printed).startswith(key(title))


def _apart_from_site(title: str, site: str | None) -> str | None:
    """A page's title without the names of outlet, site and section after it; None where nothing else is left.

    >>> _apart_from_site("Lũ ở Lào - Thế giới - Báo Dân trí", None), _apart_from_site("Báo Dân trí", None)
    ('Lũ ở Lào', None)
    """
    if _FILE_NAME.match(title):
        return None
    parts = _SEAM.split(title)
    known = {key(site)} if site else set()
    first, last = parts[0], len(parts)
    while last > 1 and _is_site(parts[last - 1], known):
        last -= 1
    while last > 1 and last < len(parts) and is_section(parts[last - 1]):
        last -= 1
    if not key(title) or (last == 1 and (_is_site(first, known) or is_section(first))):
        return None
    end = title.rindex(parts[last]) if last < len(parts) else len(title)
    return title[:end].rstrip(" |–—:-»") if last < len(parts) else title


def _is_site(part: str, known: set[str]) -> bool:
    """Whether a part of a title is the outlet's name, or one that is known to be its site's."""
    alone = outlet_standing_alone(part) or ("." in part and " " not in part and outlet_by_address(f"https://{part}"))
    return bool(alone) or key(part) in known


def _apart_from_outlet(line: str) -> tuple[str, Outlet | None]:
    """A page's title and the outlet it ends with, if it does: "Lũ ở Lào | Báo Dân trí"."""
    title = line.lstrip("#").strip("*_ ")
    for mark in (" | ", " - ", " – ", " :: "):
        head, found, tail = title.rpartition(mark)
        if found and head and (outlet := outlet_standing_alone(tail)):
            return head.strip(), outlet
    return title, None


# Author, address


def _author(notes: Sequence[Note], beside: Metadata) -> str | None:
    """Who wrote the article: as said beside the text, else who signed it by a label, below, above, in the dateline."""
    if beside.author and (given := _given_author(beside.author, beside.source)):
        return given
    signed = [note for note in notes if note.why == "signature"]
    labelled = [note for note in signed if label_of(note.text)]
    below = [note for note in signed if not note.above]
    above = [note for note in signed if note.above]
    for group in (labelled, below, above):
        names = dict.fromkeys(name for note in group for name in _names(note))
        if names:
            return ", ".join(names)
    return next((name for note in notes if note.why == "dateline" for name in _names_in_dateline(note.text)), None)


def _given_author(author: str, source: str | None) -> str | None:
    """The persons that the words beside a text name; None where they are an outlet, an address, an account, nobody."""
    names = authors(author)
    if names is not None:
        return ", ".join(dict.fromkeys(names)) or None
    if len(author) > AUTHORS or is_nobody(author) or (source and key(author) == key(source)):
        return None
    return author


def _names(note: Note) -> tuple[str, ...]:
    """The persons a signature names; behind a label, its words as they are where they have no shape of a name."""
    found = authors(note.value)
    labelled = note.value != note.text and not is_nobody(note.value)
    return found or ((note.value,) if labelled and found is None else ())


def _names_in_dateline(line: str) -> list[str]:
    """The persons with a Vietnamese family name in a line such as "Nguyễn An | 26/10/2017"."""
    parts = re.split(r"[|•·,;]| [-–—] ", line)
    named = [name for part in parts for name in authors(part.strip()) or ()]
    return [name for name in named if name.split()[0] in surnames()]


def _url(notes: Iterable[Note]) -> str | None:
    """The address that the page gives as its own: on a line by itself, above or below the article."""
    for note in notes:
        address = note.value.strip("<>")
        path = address.partition("://")[2].partition("/")[2]
        if note.why == "address" and host_of(address) and path and not _NOT_ARTICLES.search(address.lower()):
            return address
    return None


# Source


def _site(source: str | None, url: str | None) -> str | None:
    """Who published the article, by its site's name or its address; None where neither is there, or tells.

    An agency or a paper abroad wrote what others publish: it counts only where no other is named.
    """
    address = own_address(url or "")
    known = [outlet for outlet in (_outlet_called(source or ""), outlet_by_address(address)) if outlet]
    if published := next((outlet for outlet in known if outlet.publishes), None):
        return published.name
    if source and not _outlet_called(source):
        return host_of(source) or source
    if host_of(address) and not outlet_by_address(address) and not _NOT_ARTICLES.search(host_of(address)):
        return host_of(address)
    return next((outlet.name for outlet in known if outlet.quoted), None)


def _outlet_called(words: str) -> Outlet | None:
    """The outlet of that name, of the site of that address, or of a part of the words: "VnExpress - Tin nhanh"."""
    for part in (words, *_SEAM.split(words)):
        if found := outlet_by_name(part) or outlet_by_address(part if "://" in part else f"https://{part.strip()}"):
            return found
    return None


def _source(text: str, body: Sequence[Span], notes: Sequence[Note], url: str | None) -> str | None:
    """The outlet that the page names: the first that publishes, else one that others print, else one that gathers."""
    found = list(_named(text, body, notes, url))
    for kind in (_is_publisher, _is_quoted, bool):
        if named := next(filter(kind, found), None):
            return named.name if isinstance(named, Outlet) else named
    outlet = next(filter(None, map(_outlet_in_line, reversed(notes))), None)
    return outlet.name if outlet else None


def _is_publisher(named: Outlet | str) -> bool:
    return isinstance(named, str) or named.publishes


def _is_quoted(named: Outlet | str) -> bool:
    return isinstance(named, str) or named.quoted


def _named(text: str, body: Sequence[Span], notes: Sequence[Note], url: str | None) -> Iterator[Outlet | str]:
    """The outlets that a page names, surest first: known ones as such, others by the name or the site it gives."""
    for note in notes:
        if note.why == "source" and label_of(note.text):
            yield _as_known(outlet_named(f"Nguồn {note.value}") or note.value)
    lead = text[body[0].start : body[0].start + LEAD] if body else ""
    site = site_by_code(lead)
    titles = [_apart_from_outlet(note.text)[1] for note in notes if note.why in ("title", "title said again")]
    yield from filter(None, [outlet_by_code(lead), *titles])
    if site:
        yield outlet_by_address(f"https://{site}") or site
    named = [name for note in notes if note.why == "source" and (name := outlet_named(note.text))]
    yield from map(_as_known, named)
    signed = [outlet_signed(note.text) for note in notes if note.why == "signature"]
    yield from filter(None, signed)
    if url and (host := host_of(own_address(url))):
        yield outlet_by_address(own_address(url)) or host
    linked = _outlet_of_addresses([address for note in notes for address in addresses(note.text)])
    yield from filter(None, [linked, *map(_outlet_in_imprint, reversed(notes))])


def _as_known(name: str) -> Outlet | str:
    """The outlet of that name or address, or the name as it is."""
    return outlet_by_name(name) or outlet_by_address(name) or name


def _outlet_of_addresses(found: Iterable[str]) -> Outlet | None:
    """The outlet that more than half of a page's addresses on known outlets' sites belong to."""
    known = [outlet for address in found if (outlet := outlet_by_address(address))]
    ranked = Counter(known).most_common(1)
    return ranked[0][0] if ranked and 2 * ranked[0][1] > len(known) else None


def _outlet_in_imprint(note: Note) -> Outlet | None:
    """The outlet that a page's own particulars name: "Bản quyền thuộc Báo Thanh Niên", "© 2017 VnExpress"."""
    for line in lines(note.text):
        if not is_imprint(line):
            continue
        owner = _RIGHTS.match(line.text)
        named = [(match[0].split(), 2) for match in _PAPER.finditer(line.text)]
        named += [(line.text[owner.end() :].split()[:OWNER], 1)] if owner else []
        for names, shortest in named:
            if outlet := _outlet_that_opens(names, shortest):
                return outlet
    return None


def _outlet_that_opens(names: Sequence[str], shortest: int) -> Outlet | None:
    """The outlet of the most words that these begin with, at least so many; a place is none."""
    for length in range(len(names), shortest - 1, -1):
        name = " ".join(names[:length]).strip("\"'“”,.;:- ")
        if key(name) not in keys("signature", "places") and (outlet := outlet_by_name(name)):
            return outlet
    return None


def _outlet_in_line(note: Note) -> Outlet | None:
    """The outlet whose name is a whole line of a page's own."""
    return next((found for line in lines(note.text) if (found := outlet_standing_alone(line.text))), None)
