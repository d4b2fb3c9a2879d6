"""Saved web pages, .html and .mhtml: the article's text, and what the page states of it. Nothing is ever fetched.

The one door to lxml, trafilatura and htmldate. trafilatura says which paragraphs it takes for the article's; `markup`
says from these and the page's own markup which element is the article, and keeps what trafilatura loses of it.
"""

import email
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from email.message import Message
from email.policy import Compat32
from email.utils import parsedate_to_datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, cast

from index.articles.dates import full_dates
from index.data import Omission, Span
from index.files.attributes import MAX_ATTRIBUTES, has_too_many
from index.files.blocks import Reading, Shown
from index.files.content import Unreadable
from index.files.data import Document, Metadata
from index.files.encodings import NotText, decode, mended
from index.files.head import Head, Stated, day_of, stated
from index.files.legacy import composed
from index.files.markup import PARAGRAPH, Chosen, byline, chosen
from index.files.pictures import CENTRED

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_ELEMENTS = 200_000  # a long article's page has a tenth of that
EXTRACTED = 20_000  # elements of the largest page that trafilatura is given: it takes 1 s for them
EXTRACTED_TEXT = 300_000  # characters of the longest page it is given
LONGEST_NAMES = 300  # characters of an element's class, id, role and type
MOST_METAS = 500
MOST_STAMPS = 500  # elements that state a day
STAMP = 100  # characters of one
MAX_NESTED = 20  # parts of an archive that hold others; Chrome writes one
LONGEST_HEADER = 10_000  # characters of one of an archive's headers; email's splitting takes the square of them
DEEPEST = 200  # elements within elements of the deepest page it is given
LITTLE = 200  # characters of a page that shows hardly anything: its text may stand in its head alone
DECLARED = 8192  # bytes in which a page may say its encoding
TOO_BROKEN = 0.001  # of a page's characters that are none in its encoding: it is another encoding

_OTHER_FORMATS = {
    b"%PDF": ("a PDF, not a web page", "rename it to .pdf"),
    b"\x1f\x8b": ("compressed, not a web page", "unpack it first"),
    b"PK\x03\x04": ("a ZIP archive, not a web page", "unpack it, or rename it to .docx if it is one"),
    b"\x89PNG": ("a picture, not a web page", "keep only articles in the folder"),
    b"\xff\xd8\xff": ("a picture, not a web page", "keep only articles in the folder"),
    b"GIF8": ("a picture, not a web page", "keep only articles in the folder"),
}
_UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "map", "audio", "video"}
    | {"select", "option", "datalist", "button", "input", "textarea", "head", "frameset", "noframes", "dialog", "title"}
)
_HIDDEN = re.compile(r"(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden)", re.IGNORECASE)
_CHARSET = re.compile(rb"""charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})""", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,400}>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,400}+", re.IGNORECASE)
_SUBSET = re.compile(r"\[[^\]]{0,20000}+\]")
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d{1,6}\)(https?://[^\s<>]{4,2000}) -->")
_SPACE = re.compile(r"\s+")
_HOLDER = re.compile(rb"^content-type:\s{0,99}(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)


def read_page(id: str, path: Path, content: bytes) -> Iterator[Document | Unreadable]:
    """The article of a saved web page; raises Unreadable where the file is none, or shows no words."""
    yield _document(id, path, _decoded(path, content, None), None, None)


def read_archive(id: str, path: Path, content: bytes) -> Iterator[Document | Unreadable]:
    """The article of a web page saved with its pictures as one .mhtml; raises Unreadable where it holds no page."""
    if len(list(islice(_HOLDER.finditer(content), MAX_NESTED + 1))) > MAX_NESTED:
        raise Unreadable(path, "parts nested too deep", "save the page again")
    archive = email.message_from_bytes(content, policy=_Bounded())
    part = _main_part(archive)
    page = part.get_payload(decode=True) if part else None
    if part is None or not isinstance(page, bytes):
        raise Unreadable(path, "no web page in it", "save the page again")
    location = part.get("Content-Location") or archive.get("Snapshot-Content-Location")
    charset = part.get_content_charset()
    document = _document(id, path, _decoded(path, page, charset), str(location or "").strip() or None, archive)
    yield document


class _Bounded(Compat32):
    """How an archive is read: as usual, but of each header so much."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """A header's name and what it says."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


def text_of_fragment(source: str) -> str:
    """The text that a piece of HTML shows, a blank line between blocks; empty where it shows none."""
    try:
        page = _shown(Path("fragment"), _parsed(Path("fragment"), source))
    except Unreadable:
        return ""
    return composed("\n\n".join(block.text for block in page.blocks))


def _main_part(archive: Message) -> Message | None:
    """The page among an archive's parts: the one it starts with, or was saved from, or the first."""
    pages = [part for part in archive.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start, saved = archive.get_param("start"), archive.get("Snapshot-Content-Location")
    for part in pages:
        if start and part.get("Content-ID") == start:
            return part
    for part in pages:
        if saved and part.get("Content-Location") == saved:
            return part
    return next(iter(pages), None)


# Bytes to text


def _decoded(path: Path, content: bytes, charset: str | None) -> tuple[str, str | None]:
    """The page as text without NULs, and the encoding where it is not Unicode.

    UTF-8 wins over what a page declares: what is valid in it with letters beyond ASCII is nothing else.
    """
    for mark, (why, remedy) in _OTHER_FORMATS.items():
        if content.startswith(mark):
            raise Unreadable(path, why, remedy)
    text, encoding = _unicode(content) or _declared(content, charset) or _judged(path, content)
    return text.replace("\0", ""), encoding


def _unicode(content: bytes) -> tuple[str, None] | None:
    """The text of UTF-16 or UTF-8 bytes, of the latter also where a few are broken; None for others."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace"), None
    if content[:2] in (b"<\0", b"\0<"):
        return content.decode("utf-16-le" if content[0] else "utf-16-be", "replace"), None
    text = content.decode("utf-8-sig", "replace")
    return (text, None) if text.count("\ufffd") <= max(TOO_BROKEN * len(text), 2) else None


def _declared(content: bytes, charset: str | None) -> tuple[str, str] | None:
    """The text in the encoding that the archive or the page declares, where it is one of East Asia or Vietnam.

    Western encodings fit any bytes, and are what pages in legacy Vietnamese fonts declare: they prove nothing.
    """
    match = _CHARSET.search(content[:DECLARED])
    for name in (charset, match[1].decode("ascii", "replace") if match else None):
        label = (name or "").lower().replace("_", "-")
        if label.startswith(("utf", "iso-8859", "latin", "us-ascii", "ascii", "windows-1252", "cp1252", "x-user")):
            continue
        try:
            return content.decode(label), label
        except (LookupError, ValueError):
            continue
    return None


def _judged(path: Path, content: bytes) -> tuple[str, str | None]:
    """The text of bytes in a legacy encoding of Vietnam, as plain text's is found; else in the Western one declared."""
    try:
        decoded = decode(content)
    except NotText as error:
        if _CHARSET.search(content[:DECLARED]) and not error.why.startswith("binary"):
            return content.decode("cp1252", "replace"), "windows-1252"
        raise Unreadable(path, error.why, error.remedy) from error
    return decoded.text, decoded.encoding


# Text to a document


def _document(
    id: str, path: Path, decoded: tuple[str, str | None], location: str | None, archive: Message | None
) -> Document:
    """The document of a page: its article's lines, what is known of them, and the record."""
    source, encoding = decoded
    root = _parsed(path, source)
    page, misread = _mended(_shown(path, root))
    saved = _SAVED_FROM.search(source[:4000])
    location = location or (saved[1] if saved else None)
    said = stated(_head(root), " ".join(block.text[:1000] for block in page.blocks[:100]), location)
    article = chosen(page, said.titles, said.site, _voter(root, page))
    text, known = _written(page, article)
    if len(text) < LITTLE and said.text and len(said.text) > 2 * LITTLE:
        text, known = composed("\n\n".join([*said.titles[:1], _clean(said.text)])), ()
    if not any(map(str.isalnum, text)):
        raise Unreadable(path, _why_empty(root), "save the page as it is shown, with its text")
    metadata = _metadata(root, page, said, article)
    return Document(id, text, metadata, known, _saved_on(archive), encoding or misread, is_marked=True)


def _mended(page: Shown) -> tuple[Shown, str | None]:
    """The page with its letters put right, where they were once read in a wrong encoding, and which that was."""
    found = mended("\n".join(block.text for block in page.blocks))
    lines = found.text.split("\n")
    if found.encoding is None or len(lines) != len(page.blocks):
        return page, None
    blocks = [replace(block, text=line) for block, line in zip(page.blocks, lines, strict=True)]
    return Shown(page.elements, blocks), found.encoding


def _metadata(root: "HtmlElement", page: Shown, said: Stated, article: Chosen) -> Metadata:
    """The record as the page states it, in its head and by what it calls author and day."""
    headline = page.blocks[article.headline].text if article.headline is not None else None
    first = next((place for place, (_, why) in enumerate(article.rows) if why is None), 0)
    head = [page.blocks[number].text for number, _ in article.rows[first : first + 8]]
    seen = {found.day for text in head if len(text) < 120 for found in full_dates(text)}
    found = said.metadata(headline, seen)
    if found.author is None and (signed := byline(page, article)):
        found = replace(found, author=signed)
    if found.published is None and (day := _day_by_htmldate(root)):
        found = replace(found, published=day)
    return found


def _why_empty(root: "HtmlElement") -> str:
    if root.find(".//frameset") is not None or root.find(".//frame") is not None:
        return "a frameset: its text is in other files"
    return "no words in it"


def _saved_on(archive: Message | None) -> date | None:
    """The day an archive was saved."""
    try:
        return parsedate_to_datetime(str(archive["Date"])).date() if archive and archive["Date"] else None
    except (ValueError, TypeError, IndexError):
        return None


def _clean(text: str) -> str:
    return "\n\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))


def _written(page: Shown, article: Chosen) -> tuple[str, tuple[Omission, ...]]:
    """The article's text, a blank line between blocks, and the spans of it that the markup shows to be furniture."""
    pieces: list[str] = []
    known: list[Omission] = []
    position = 0
    for number, why in article.rows:
        block = page.blocks[number]
        between = ("\n\n" if block.apart else "\n") if pieces else ""
        start = position + len(between)
        position = start + len(block.text)
        pieces.append(between + block.text)
        if why and known and known[-1].why == why and known[-1].span.end == start - len(between):
            known[-1] = Omission(Span(known[-1].span.start, position), why)
        elif why:
            known.append(Omission(Span(start, position), why))
    return "".join(pieces), tuple(known)


# lxml


def _parsed(path: Path, source: str) -> "HtmlElement":
    """The page's tree; no entity is resolved, nothing fetched."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    declaration = _DECLARATION.match(source)
    source = _without_subset(source[declaration.end() :] if declaration else source)
    if has_too_many(source):
        raise Unreadable(path, f"a tag of more than {MAX_ATTRIBUTES:,} attributes", "save the page again")
    try:
        root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(path, "not a web page", "save the page again") from error
    if root is None:
        raise Unreadable(path, "no words in it", "save the page as it is shown, with its text")
    if any("RESOURCE_LIMIT" in each.type_name for each in parser.error_log):
        raise Unreadable(path, "tags nested too deep", "save the page again")
    return cast("HtmlElement", root)


def _without_subset(source: str) -> str:
    """The page without what its first DOCTYPE declares in brackets, entities among it."""
    doctype = _DOCTYPE.search(source)
    subset = _SUBSET.match(source, doctype.end()) if doctype else None
    return source[: subset.start()] + source[subset.end() :] if subset else source


def _head(root: "HtmlElement") -> Head:
    """What the page's head, and its microdata, state."""
    metas: dict[str, list[str]] = {}
    for element in islice(root.iter("meta"), MOST_METAS):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        metas.setdefault(name.lower(), []).append((element.get("content") or "").strip())
    scripts = [
        "".join(element.itertext())[:500_000]
        for element in root.iter("script")
        if "ld+json" in (element.get("type") or "").lower()
    ]
    links = [each.get("href") or "" for each in root.iter("link") if (each.get("rel") or "").lower() == "canonical"]
    title = root.find(".//title")
    dated = (
        each
        for each in root.iter("meta", "time", "span", "abbr", "div", "p")
        if (each.get("itemprop") or "").lower() == "datepublished" or each.get("pubdate") is not None
    )
    stamps = [
        (each.get("content") or each.get("datetime") or _opening(each))[:STAMP] for each in islice(dated, MOST_STAMPS)
    ]
    return Head(
        title="".join(title.itertext()) if title is not None else None,
        language=root.get("lang") or "",
        metas=metas,
        scripts=scripts,
        addresses=[link.strip() for link in links],
        stamps=stamps,
    )


def _opening(element: "HtmlElement") -> str:
    """The first of an element's text."""
    return "".join(piece[:STAMP] for piece in islice(element.itertext(), STAMP))


def _shown(path: Path, root: "HtmlElement") -> Shown:
    """The blocks of text that the page shows, and its elements."""
    from lxml import etree

    reading, is_seen = Reading(), True
    body = root.find("body")
    events = etree.iterwalk(root if body is None else body, events=("start", "end"))
    for event, element in events:
        if event == "end":
            if is_seen:
                reading.leave(is_row=_is_row(element))
            is_seen = True
            reading.add(element.tail)
        elif _is_unseen(element):
            events.skip_subtree()
            is_seen = False  # the next event is its end
        else:
            reading.enter(element.tag, _names(element), element.get("href", ""), is_row=_is_row(element))
            reading.add(element.text)
            if len(reading.elements) > MOST_ELEMENTS:
                raise Unreadable(path, f"too many tags (more than {MOST_ELEMENTS:,})", "split it into its articles")
    return reading.finish()


def _names(element: "HtmlElement") -> str:
    """What an element is called, and whether it is centred."""
    named = [element.get(attribute, "") for attribute in ("class", "id", "role", "type")]
    if "center" in (element.get("align") or element.get("style") or "").lower():
        named.append(CENTRED)
    return " ".join(filter(None, named))[:LONGEST_NAMES]


def _is_unseen(element: "HtmlElement") -> bool:
    """Whether an element is not shown."""
    hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")) is not None
    return hidden or element.tag in _UNSEEN


def _is_row(row: "HtmlElement") -> bool:
    """Whether a table's row is one line: several cells of few words, no table in any."""
    if row.tag != "tr":
        return False
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or row.find(".//table") is not None:
        return False
    return all(sum(map(len, cell.itertext())) <= 160 for cell in cells)


# trafilatura and htmldate


def _voter(root: "HtmlElement", page: Shown) -> Callable[[str], bool]:
    """Whether trafilatura keeps a text; of a page too big or deep for it, any long one."""
    small = len(page.elements) <= EXTRACTED and sum(len(block.text) for block in page.blocks) <= EXTRACTED_TEXT
    kept = _SPACE.sub("", _extracted(root)) if small and _depth(page) <= DEEPEST else ""
    if not kept:
        return lambda text: len(text) >= PARAGRAPH
    return lambda text: _SPACE.sub("", text) in kept


def _depth(page: Shown) -> int:
    depths: list[int] = []
    for element in page.elements:
        depths.append(depths[element.parent] + 1 if element.parent >= 0 else 1)
    return max(depths, default=0)


def _extracted(root: "HtmlElement") -> str:
    """The text that trafilatura takes for the article's; empty where it finds none, or fails."""
    from trafilatura import extract

    with _silenced("trafilatura", "htmldate", "courlan", "justext", "charset_normalizer"):
        try:
            found = extract(root, fast=True, favor_recall=True, include_comments=False, include_tables=True)
        except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError):
            return ""
    return found or ""


def _day_by_htmldate(root: "HtmlElement") -> date | None:
    """The day of publication in the <meta> elements that htmldate knows, never of a change."""
    from htmldate import find_date
    from lxml import etree, html

    lines = [
        etree.tostring(each, encoding="unicode", with_tail=False)
        for each in islice(root.iter("meta"), MOST_METAS)
        if not re.search("modif|update|expire|revis", " ".join(each.values()), re.IGNORECASE)
    ]
    with _silenced("htmldate"):
        try:
            page = html.document_fromstring(f"<html><head>{''.join(lines)}</head><body></body></html>")
            found = find_date(page, extensive_search=False, original_date=True)
        except (ValueError, TypeError, AttributeError, etree.LxmlError):
            return None
    days = day_of(found, vietnamese=False) if found else None
    return days[0] if days else None


@contextmanager
def _silenced(*names: str) -> Iterator[None]:
    """While it lasts, the named libraries log nothing."""
    loggers = [logging.getLogger(name) for name in names]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
