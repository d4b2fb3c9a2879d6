"""An article's record: title, outlet, author, date, only as its page or file says: a wrong one is worse than none.

What stands beside the text (an HTML head, a column of an export) is weighed with what the page says; what the folder's
owner states wins over both, field by field.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import date
from itertools import chain

from index.articles.front import Front, front_matter
from index.articles.furniture import split_body
from index.articles.notes import Note, notes_around
from index.articles.outlets import host_of, outlet_by_address
from index.articles.phrases import is_section, key, label_of
from index.articles.publication import publication
from index.articles.publishers import is_department, is_menu, opens_with
from index.articles.signatures import authors, is_nobody, surnames
from index.articles.sources import NOT_ARTICLES, SEAM, Page, apart_from_outlet, name_alone, source
from index.data import Article, Basis, Omission, Span
from index.files.data import Document, Metadata, Override

LONGEST = 300  # characters of the longest title, name or list of names; more is a text
ADDRESS = 2000  # characters of the longest address
FRONT = "front matter"  # why a scraper's head is left out
OTHERS = frozenset({"related news", "comments", "teaser"})  # where other articles and readers are
AUTHORS = 120  # characters of the longest list of authors beside a text

_NOTHING = Override()
_BOLD = re.compile(r"\s?\*\*([^*\n]{3,60})\*\*")
_AUTHOR_LINK = re.compile(
    r"\[\*{0,2}([^\]\[*\n]{3,60})\*{0,2}\]\([^)\s]{0,200}/(?:tac-gia|author|authors|nha-bao|phong-vien)/[^)\s]{1,200}\)"
)
_OFFICE = re.compile(r"([^()]{3,60}) \(([^()]{2,60})\)\Z")
_BARE_ADDRESS = re.compile(
    r"(?:www\.)?[\w-]{2,40}(?:\.[a-z]{2,12}){1,3}/(?=[^\s]{0,200}?-[^\s]{1,200}?-)[\w./?=&-]{10,400}\Z"
)
_FILE_NAME = re.compile(
    r"Microsoft \w{1,12} - |Untitled|[^ ]{1,80}\Z|.{1,120}\.(?:docx?|pdf|indd|qxd|html?)\Z", re.IGNORECASE
)


def article_from_text(id: str, text: str) -> Article:
    """The article of that id: what of its text is body, and what the page says of its origin."""
    return article_from_document(Document(id, text))


def article_from_document(document: Document, stated: Override = _NOTHING) -> Article:
    """The article of a document: what of its text is body, and its record, as far as the page or the file says it.

    `stated` is what the folder's owner says of it, and wins field by field.
    """
    text, front = document.text, front_matter(document.text)
    said = _with_front(document.metadata, front)
    beside = _tidied(_overridden(said, stated))
    body, left_out = _split(document, front)
    notes = notes_around(text, body, [each for each in left_out if each.why != FRONT])
    url = beside.url or _url(notes)
    published, basis = _published(document, body, notes, beside, url, stated)
    article = Article(
        id=document.id,
        text=text,
        title=_title(notes, beside),
        source=source(Page(text, body, notes, left_out, url), beside),
        author=_author(notes, beside),
        published=published,
        published_basis=basis,
        url=url,
        body=body,
        left_out=left_out,
    )
    owned = {field: getattr(stated.metadata, field) for field in stated.fields if field != "published"}
    return replace(article, **owned)


def _split(document: Document, front: Front | None) -> tuple[tuple[Span, ...], tuple[Omission, ...]]:
    """What of a document is body and what is left out, what a scraper wrote above it by itself."""
    text = document.text
    if front is None:
        return split_body(text, document.known, is_marked=document.is_marked)
    below = " " * front.span.end + text[front.span.end :]
    known = [omission for omission in document.known if omission.span.start >= front.span.end]
    body, left_out = split_body(below, known, is_marked=document.is_marked)
    return body, (Omission(front.span, FRONT), *left_out)


def _with_front(metadata: Metadata, front: Front | None) -> Metadata:
    """What stands beside the text, and where it says nothing what a scraper wrote above the text."""
    if front is None:
        return metadata
    said = {
        field.name: getattr(metadata, field.name) or getattr(front.metadata, field.name) for field in fields(Metadata)
    }
    return Metadata(**said)


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
    printed = apart_from_outlet(line)[0] if line else None
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
    parts = SEAM.split(title)
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
    alone = name_alone(part) or ("." in part and " " not in part and outlet_by_address(f"https://{part}"))
    return bool(alone) or key(part) in known


# Author, address


def _author(notes: Sequence[Note], beside: Metadata) -> str | None:
    """Who wrote the article: as said beside the text, else who signed it by a label, below, above, in the dateline."""
    if beside.author and (given := _given_author(beside.author, beside.source)):
        return given
    signed = [note for note in notes if note.why == "signature"]
    labelled = [note for note in signed if label_of(note.text)]
    below = [note for note in signed if not note.above]
    above = [note for note in signed if note.above]
    for group in (labelled, below, above, _barred(notes)):
        names = dict.fromkeys(name for note in group for name in _names(note))
        if names:
            return ", ".join(names)
    dated = (name for note in notes if note.why == "dateline" for name in _names_in_dateline(note.text))
    linked = (name for note in notes if note.why not in OTHERS for name in _linked(note.text))
    return next(chain(dated, linked, _with_office(notes)), None)


def _given_author(author: str, source: str | None) -> str | None:
    """The persons that the words beside a text name; None where they are an outlet, an address, an account, nobody."""
    names = authors(author)
    if names is not None:
        return ", ".join(dict.fromkeys(names)) or None
    if is_department(author):
        return author
    if len(author) > AUTHORS or is_nobody(author) or (source and key(author) == key(source)):
        return None
    return author


def _names(note: Note) -> tuple[str, ...]:
    """The persons a signature names; behind a label, its words as they are where they have no shape of a name."""
    found = authors(note.value)
    said = is_department(note.value) or not is_nobody(note.value)
    labelled = note.value != note.text and said and found is None
    return (note.value,) if labelled else tuple(name for name in found or () if not is_menu(name))


def _barred(notes: Sequence[Note]) -> list[Note]:
    """The lines below the title with a Vietnamese name and a bar, after which the date was: "Mộc Nhi |"."""
    title = next((note.start for note in notes if note.why == "title"), None)
    below = [note for note in notes if title is not None and note.above and note.start > title]
    return [note for note in below if note.text.endswith("|") and note.text.split()[0] in surnames()]


def _names_in_dateline(line: str) -> list[str]:
    """The persons with a Vietnamese family name in a line such as "Nguyễn An | 26/10/2017"."""
    parts = re.split(r"[|•·,;]| [-–—] ", line)
    named = [name for part in parts for name in authors(part.strip()) or ()]
    bold = _BOLD.match(line)  # **Trúc Giang** Chủ nhật, ngày 19/02/2023
    marked = [name for name in (authors(bold[1]) if bold else None) or () if not is_menu(name)]
    return marked or [name for name in named if name.split()[0] in surnames()]


def _linked(text: str) -> Iterator[str]:
    """The persons whose names are links to a page of theirs: "[Trúc Giang](/tac-gia/truc-giang)"."""
    return (name for match in _AUTHOR_LINK.finditer(text) for name in authors(match[1]) or ())


def _with_office(notes: Sequence[Note]) -> Iterator[str]:
    """The person with a Vietnamese family name and an office in brackets right below the article."""
    first = next((note for note in notes if not note.above), None)
    line = first.text.partition("\n")[0].strip("*_ ") if first and first.why == "below the article" else ""
    if (match := _OFFICE.match(line)) and opens_with(match[2], "roles"):
        yield from (name for name in authors(match[1]) or () if name.split()[0] in surnames())


def _url(notes: Iterable[Note]) -> str | None:
    """The address that the page gives as its own: on a line by itself, above or below the article.

    One without "https://" only where a saved page has it, in its first line.
    """
    for place, note in enumerate(notes):
        first = note.value.partition("\n")[0]
        address = f"https://{first}" if place == 0 and _BARE_ADDRESS.match(first) else note.value.strip("<>")
        path = address.partition("://")[2].partition("/")[2]
        own = note.why == "address" or address != note.value
        if own and host_of(address) and path and not NOT_ARTICLES.search(address.lower()):
            return address
    return None
