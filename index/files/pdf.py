"""Articles in PDF: the text of the pages in reading order. The door to pypdf."""

import logging
import re
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.data import Omission, Span
from index.files.claims import day, headline
from index.files.content import Unreadable
from index.files.data import Document, Metadata
from index.files.encodings import mended
from index.files.layout import Row, running_text, without_headers

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader
    from pypdf.generic import ContentStream

MAX_PAGES = 2_000  # a year of a weekly is less; more is an archive, not an article
MAX_CHARACTERS = 20_000_000  # of all pages, as many as a text file may have bytes
MAX_OPERATIONS = 10_000_000  # drawing steps of all pages: a newspaper's page has some 10,000
MAX_UNPACKED = 20_000_000  # bytes of one stream: a page's drawing steps are under 1 MB, its pictures are not unpacked
MAX_FORMS = 1_000  # drawings inside the drawings of a page
HEADER = "page header"

_LETTERS = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\uf0b7": "•", "\xa0": " "}
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff\ud800-\udfff]+")
_SPACES = re.compile(r" {2,}")
_ADDRESS = re.compile(r"https?://[^\s…]{4,2000}")
_SHOWING = frozenset({b"Tj", b"TJ", b"'", b'"'})  # drawing steps that show text

_PACKING = frozenset({"/Filter", "/DecodeParms", "/Length"})

_Matrix = Sequence[float]
_Piece = tuple[str, float, float, float]  # a text, where it begins, and the size of its letters


def read_pdf(id: str, path: Path, content: bytes) -> Iterator[Document | Unreadable]:
    """The one article of a PDF; raises Unreadable for one that is locked, broken, too big, or only pictures."""
    with _guarded(path):
        reader = _open(path, content)
        rows = _rows(path, reader)
        title, made = _claims(reader)
    rows, encoding = _in_unicode(rows)
    body, headers = without_headers(rows)
    text, known = _with_headers(running_text(body), headers)
    if not any(map(str.isalnum, text)):
        raise Unreadable(path, "no text in it: a scan?", "have its text recognised and save it again")
    told = text[: known[0].span.start] if known else text
    metadata = Metadata(title=headline(title, told), url=_address(headers))
    yield Document(id, text, metadata, known, day(made), encoding, is_marked=True)


@contextmanager
def _guarded(path: Path) -> Iterator[None]:
    """The limits that pypdf keeps, and whatever it raises as an Unreadable; what it warns of is not heard."""
    from pypdf import apply_configuration
    from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with apply_configuration(
            zlib_maximum_output_length=MAX_UNPACKED,
            lzw_maximum_output_length=MAX_UNPACKED,
            run_length_maximum_output_length=MAX_UNPACKED,
            array_based_stream_maximum_output_length=MAX_UNPACKED,
            xform_maximum_invocations_per_extraction=MAX_FORMS,
        ):
            yield
    except DependencyError as error:  # AES, for which pypdf needs another library
        raise Unreadable(path, "encrypted", "save it without a password") from error
    except LimitReachedError as error:
        raise Unreadable(path, f"made to be too much ({error})", "print it to a new PDF") from error
    except (PyPdfError, *_BROKEN_BY) as error:
        raise Unreadable(path, f"broken ({type(error).__name__})", "print it to a new PDF") from error
    finally:
        logger.setLevel(level)


# What pypdf lets through on broken files, by its own documentation and by damaging some at random.
_BROKEN_BY = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError),
    *(RecursionError, TypeError, ValueError, OSError, zlib.error),
)


def _open(path: Path, content: bytes) -> "PdfReader":
    """The PDF, unlocked where no password is needed."""
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable(path, "encrypted", "save it without a password")
    if len(reader.pages) > MAX_PAGES:
        raise Unreadable(path, f"too long ({len(reader.pages):,} pages > {MAX_PAGES:,})", "split it into its articles")
    return reader


def _rows(path: Path, reader: "PdfReader") -> list[Row]:
    """The rows of all pages in reading order."""
    rows: list[Row] = []
    characters = operations = 0
    for number, page in enumerate(reader.pages):
        operations += _with_single_moves(page, reader)
        if operations > MAX_OPERATIONS:
            raise Unreadable(path, f"too big (more than {MAX_OPERATIONS:,} drawing steps)", "print it to a new PDF")
        found = _rows_of_page(page, number)
        characters += sum(len(row.text) for row in found)
        if characters > MAX_CHARACTERS:
            raise Unreadable(path, f"too big (more than {MAX_CHARACTERS:,} characters)", "split it into its articles")
        rows += found
    return rows


def _with_single_moves(page: "PageObject", reader: "PdfReader") -> int:
    """How many drawing steps the page has, a placing and a move right after it put into one, also in its forms.

    Where there are two, as Chrome writes them at every change of font, pypdf takes the move for a space between words.
    """
    from pypdf.generic import NameObject

    if (contents := page.get("/Contents")) is None:
        return 0
    stream = _moved(contents.get_object(), reader)
    page[NameObject("/Contents")] = stream
    return len(stream.operations) + _forms_moved(page, reader)


def _moved(drawing: Any, reader: "PdfReader") -> "ContentStream":
    """The drawing steps, each placing of text with the move after it as one."""
    from pypdf.generic import ContentStream, FloatObject

    stream = ContentStream(drawing, reader, "bytes")
    steps: list[tuple[Any, Any]] = []
    for operands, operator in stream.operations:
        if operator == b"Td" and steps and steps[-1][1] == b"Tm" and len(operands) == 2 and len(steps[-1][0]) == 6:
            a, b, c, d, e, f = map(float, steps[-1][0])
            x, y = map(float, operands)
            steps[-1] = ([FloatObject(each) for each in (a, b, c, d, x * a + y * c + e, x * b + y * d + f)], b"Tm")
        else:
            steps.append((operands, operator))
    stream.operations = steps
    return stream


def _forms_moved(page: "PageObject", reader: "PdfReader") -> int:
    """How many drawing steps the forms of a page have, and their forms; each is replaced in its place."""
    from pypdf.generic import ContentStream

    count = 0
    ahead: list[Any] = [page]
    for _ in range(MAX_FORMS):
        if not ahead or count > MAX_OPERATIONS:
            break
        drawings = _drawings(ahead.pop())
        for name, drawing in list(drawings.items()):
            form = drawing.get_object()
            if isinstance(form, ContentStream) or form.get("/Subtype") != "/Form":
                continue
            stream = _moved(form, reader)
            stream.update({key: value for key, value in form.items() if key not in _PACKING})
            drawings[name] = stream
            count += len(stream.operations)
            ahead.append(stream)
    return count


def _drawings(holder: Any) -> Any:
    """The drawings that a page or a form names."""
    resources = holder.get("/Resources", {}).get_object() if "/Resources" in holder else {}
    return resources["/XObject"].get_object() if "/XObject" in resources else {}


class _Page:
    """The rows of a page in the order in which they are drawn, as pypdf tells of them."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.rows: list[Row] = []
        self.pieces: list[_Piece] = []
        self.marks: list[bool] = []
        self.artifact = False
        self.places: list[_Matrix] = [(1, 0, 0, 1, 0, 0)]

    def text(self, text: str, page: Sequence[float], place: Sequence[float], _: object, size: float) -> None:
        """Takes a piece of text; the last of a row ends with a line end."""
        self.pieces.append((text, *_placed(_product(page, self.places[-1]), place, size)))
        if text.endswith("\n"):
            self.close()

    def before(self, operator: bytes, operands: Sequence[Any], page: Sequence[float], _: object) -> None:
        """Takes note of a drawing step: what is shown as an artifact of the page, and where a form is drawn."""
        if operator in (b"BDC", b"BMC"):
            self.marks.append(bool(operands) and operands[0] == "/Artifact")
        elif operator == b"EMC" and self.marks:
            self.marks.pop()
        elif operator in _SHOWING and any(self.marks):
            self.artifact = True
        elif operator == b"Do":
            self.places.append(_product(page, self.places[-1]))

    def after(self, operator: bytes, *_: object) -> None:
        """Takes note that a form is drawn."""
        if operator == b"Do":
            self.places.pop()

    def close(self) -> None:
        """Ends a row, at the place of its first piece that has letters; a blank one is none."""
        if text := _clean("".join(piece[0] for piece in self.pieces)):
            x, y, size = next(piece[1:] for piece in self.pieces if _clean(piece[0]))
            self.rows.append(Row(text, self.number, x, y, round(size, 1) or 1.0, self.artifact))
        self.pieces.clear()
        self.artifact = False


def _rows_of_page(page: "PageObject", number: int) -> list[Row]:
    """The rows of a page in the order in which they are drawn."""
    found = _Page(number)
    page.extract_text(visitor_operand_before=found.before, visitor_operand_after=found.after, visitor_text=found.text)
    found.close()
    return found.rows


def _product(first: _Matrix, second: _Matrix) -> _Matrix:
    """The matrix that does what both do, one after the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _placed(page_matrix: Sequence[float], text_matrix: Sequence[float], size: float) -> tuple[float, float, float]:
    """Where a text begins, in points from the lower left, and the size of its letters."""
    a, b, c, d, e, f = page_matrix
    x, y = text_matrix[4], text_matrix[5]
    up = text_matrix[2] * a + text_matrix[3] * c, text_matrix[2] * b + text_matrix[3] * d
    return x * a + y * c + e, x * b + y * d + f, abs(size) * (up[0] ** 2 + up[1] ** 2) ** 0.5


def _clean(text: str) -> str:
    """A row's text without control characters, in whole letters and single spaces."""
    return _SPACES.sub(" ", _CONTROL.sub(" ", unicodedata.normalize("NFC", text.translate(_LETTERS)))).strip()


def _in_unicode(rows: list[Row]) -> tuple[list[Row], str | None]:
    """The rows, their letters put right where a font of before Unicode wrote them, and that encoding's name."""
    found = mended("\n".join(row.text for row in rows))
    texts = unicodedata.normalize("NFC", found.text).split("\n")
    if len(texts) != len(rows):
        return rows, None
    return [replace(row, text=text) for text, row in zip(texts, rows, strict=True) if text], found.encoding


def _with_headers(text: str, headers: Sequence[Row]) -> tuple[str, tuple[Omission, ...]]:
    """The text with the pages' headers below it, and where these are."""
    known: list[Omission] = []
    for row in headers:
        text += "\n\n" if text else ""
        known.append(Omission(Span(len(text), len(text) + len(row.text)), HEADER))
        text += row.text
    return text, tuple(known)


# What stands beside the text


def _claims(reader: "PdfReader") -> tuple[str | None, datetime | None]:
    """The title and the time of making that the file states."""
    said = reader.metadata
    title = said.title if said else None
    try:
        made = said.creation_date if said else None
    except ValueError:
        made = None
    return _clean(title) if isinstance(title, str) else None, made


def _address(headers: Sequence[Row]) -> str | None:
    """The address that a browser printed on the pages, if it is one and whole."""
    addresses = (match for row in headers for match in _ADDRESS.finditer(row.text))
    found = {match[0] for match in addresses if not match.string.startswith("…", match.end())}
    return found.pop() if len(found) == 1 else None
