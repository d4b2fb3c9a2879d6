"""Articles in Word files: paragraphs and tables in their order. The door to python-docx."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.files.claims import author, day, headline
from index.files.content import Unreadable
from index.files.data import Document, Metadata
from index.files.encodings import mended

if TYPE_CHECKING:
    from docx.document import Document as WordFile

MAX_UNPACKED = 50_000_000  # bytes of all parts, as they declare: pictures are packed already, text packs to a tenth
MAX_XML = 20_000_000  # bytes of one part in XML: a book's text is 10 MB
MAX_PARTS = 5_000
MAX_RATIO = 200  # times smaller packed: text packs to a tenth, a bomb to a thousandth
SMALL = 1_000_000  # bytes unpacked that no ratio makes a bomb
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # Word's; LZMA asks for as much memory as its file says

_TEMPLATE = datetime(2013, 12, 23, 23, 15)  # when python-docx's own template was made; its files say so of themselves
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .doc, and of .docx under a password
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_SAVE = "save it as .docx"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BOX = f"{_W}txbxContent"
_UNSEEN = frozenset({f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "txbxContent")} | {f"{_MC}Fallback"})
_MARKS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def read_word(id: str, path: Path, content: bytes) -> Iterator[Document | Unreadable]:
    """The one article of a .docx; raises Unreadable for another format, a locked or broken file, and one too big."""
    _check(path, content)
    with _guarded(path):
        import docx

        word = docx.Document(BytesIO(content))
        paragraphs = list(_blocks(word.element.body))
        title, signed, made = _claims(word)
    found = mended("\n\n".join(paragraphs))
    if not any(map(str.isalnum, found.text)):
        raise Unreadable(path, "no text in it", "delete it or put the article's text in it")
    metadata = Metadata(title=headline(title, found.text), author=author(signed, found.text))
    yield Document(id, found.text, metadata, made=day(made), encoding=found.encoding, is_marked=True)


@contextmanager
def _guarded(path: Path) -> Iterator[None]:
    """Whatever a broken file makes zipfile, lxml or python-docx raise, as an Unreadable."""
    from docx.opc.exceptions import OpcError
    from docx.oxml.exceptions import InvalidXmlError

    try:
        yield
    except (OpcError, InvalidXmlError, *_BROKEN_BY) as error:
        raise Unreadable(path, f"broken ({type(error).__name__})", "open it in Word and save it again") from error


# lxml's errors of syntax are SyntaxErrors; RuntimeError: a part under a password; the others seen by fuzzing.
_BROKEN_BY = (
    *(zipfile.BadZipFile, zlib.error, SyntaxError, LookupError, AttributeError, TypeError, ValueError),
    *(RuntimeError, OSError, EOFError, AssertionError),
)


# Before it is opened


def _check(path: Path, content: bytes) -> None:
    """Raises Unreadable for what is no Word file, and for one that would unpack to too much."""
    if content.startswith(_OLD):
        locked = _LOCKED in content
        why = "encrypted" if locked else "an old Word file (.doc) by another name"
        raise Unreadable(path, why, "save it without a password" if locked else _SAVE)
    if content.startswith(b"{\\rtf"):
        raise Unreadable(path, "an RTF file by another name", _SAVE)
    with _guarded(path), zipfile.ZipFile(BytesIO(content)) as archive:
        _check_parts(path, archive, len(content))


def _check_parts(path: Path, archive: zipfile.ZipFile, packed: int) -> None:
    """Raises Unreadable where the parts are too many, too big, locked, no Word file's, or hold XML entities."""
    parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS:
        raise Unreadable(path, f"too many parts ({len(parts):,} > {MAX_PARTS:,})", _SAVE)
    if total > MAX_UNPACKED:
        raise Unreadable(path, f"too big unpacked ({total:,} bytes > {MAX_UNPACKED:,})", "take the pictures out")
    if total > SMALL and total > MAX_RATIO * packed:
        why = f"packed like no text ({total:,} bytes in {packed:,})"
        raise Unreadable(path, why, "open it in Word and save it again")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(path, "encrypted", "save it without a password")
    if any(part.compress_type not in PACKED for part in parts):
        raise Unreadable(path, "packed as no Word file is", "open it in Word and save it again")
    if "word/document.xml" not in archive.namelist() and "[Content_Types].xml" not in archive.namelist():
        raise Unreadable(path, "no Word file", _SAVE)
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            _check_xml(path, part, archive)


def _check_xml(path: Path, part: zipfile.ZipInfo, archive: zipfile.ZipFile) -> None:
    """Raises Unreadable for XML that is too big or declares a document type, which Word's never does."""
    if part.file_size > MAX_XML:
        raise Unreadable(path, f"too much text ({part.file_size:,} bytes > {MAX_XML:,})", "split it into its articles")
    start = archive.read(part)  # never more than it declares: the rest is not unpacked
    if b"<!DOCTYPE" in start.replace(b"\0", b""):
        raise Unreadable(path, "XML entities in it, as no Word file has", "open it in Word and save it again")


# The text


def _blocks(parent: Any) -> Iterator[str]:
    """The paragraphs of a part of the file in order, none blank; a table is one, a row a line."""
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _paragraph(child)
        elif child.tag == f"{_W}tbl":
            yield from _table(child)
        elif isinstance(child.tag, str) and child.tag not in _UNSEEN:
            yield from _blocks(child)


def _paragraph(paragraph: Any) -> Iterator[str]:
    """A paragraph's words, and those of the text boxes that hang on it."""
    if words := _tidy("".join(_pieces(paragraph))):
        yield words
    for box in _nearest(paragraph, _BOX):
        yield from _blocks(box)


def _pieces(element: Any) -> Iterator[str]:
    """What is seen of an element: no deletion, no text box, no second version for old programs, nothing hidden."""
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _MARKS:
            yield _MARKS[child.tag]
        elif isinstance(child.tag, str) and child.tag not in _UNSEEN and not _is_hidden(child):
            yield from _pieces(child)


def _is_hidden(element: Any) -> bool:
    """Whether a run is set as hidden text."""
    vanish = element.find(f"{_W}rPr/{_W}vanish") if element.tag == f"{_W}r" else None
    return vanish is not None and vanish.get(f"{_W}val") not in ("0", "false")


def _table(table: Any) -> Iterator[str]:
    """A table's rows as lines, their cells apart; one of one column, with which pages are laid out, as paragraphs."""
    rows = [[list(_blocks(cell)) for cell in _nearest(row, f"{_W}tc")] for row in _nearest(table, f"{_W}tr")]
    if all(len(row) <= 1 for row in rows):
        yield from (paragraph for row in rows for cell in row for paragraph in cell)
        return
    lines = (" | ".join(" ".join(" ".join(cell).split()) for cell in row if cell) for row in rows)
    if whole := "\n".join(filter(None, lines)):
        yield whole


def _nearest(element: Any, tag: str) -> Iterator[Any]:
    """The elements with that tag below another, none inside another of them, none in a version for old programs."""
    for child in element:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag != f"{_MC}Fallback":
            yield from _nearest(child, tag)


def _tidy(text: str) -> str:
    """A paragraph without white space around its lines."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


# What stands beside the text


def _claims(word: "WordFile") -> tuple[str | None, str | None, datetime | None]:
    """The title, by its style or else by the file's properties, the author and the time of making that it states."""
    styles = {style.style_id for style in word.styles if style.name == "Title"}
    titled = (paragraph for paragraph in word.element.body.iter(f"{_W}p") if _style(paragraph) in styles)
    title = next(filter(None, (_tidy("".join(_pieces(paragraph))) for paragraph in titled)), None)
    said = word.core_properties
    made = said.created.replace(tzinfo=None) if said.created else None
    return title or said.title, said.author, made if made != _TEMPLATE else None


def _style(paragraph: Any) -> str | None:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return None if style is None else style.get(f"{_W}val")
