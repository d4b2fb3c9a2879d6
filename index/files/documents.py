"""A file becomes its documents, by its kind."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from index.files.content import Unreadable, read_bytes
from index.files.data import Document
from index.files.encodings import Decoded, NotText, decode
from index.files.exports import read_export
from index.files.office import read_word
from index.files.pages import read_archive, read_page
from index.files.pdf import read_pdf

MAX_LINES = 200_000  # with anything in them, of one article: a book has a tenth

Reader = Callable[[str, Path, bytes], Iterator[Document | Unreadable]]


def documents(id: str, path: Path, columns: Mapping[str, str] | None = None) -> Iterator[Document | Unreadable]:
    """The articles of a file, in order; an Unreadable in place of a row that is none.

    `columns` say which column of an export holds what. Raises Unreadable where the file as a whole cannot be read.
    """
    kind, content = path.suffix.lower(), read_bytes(path)
    if kind in _EXPORTS:
        yield from (_of_bounded_length(path, found) for found in read_export(id, path, content, columns or {}))
        return
    for found in _READERS[kind](id, path, content):
        bounded = _of_bounded_length(path, found)
        if isinstance(bounded, Unreadable):
            raise bounded
        yield bounded


def _of_bounded_length(path: Path, found: Document | Unreadable) -> Document | Unreadable:
    """The document, or why it is too long to be read: each line is weighed against those around it."""
    if isinstance(found, Unreadable) or found.text.count("\n") < MAX_LINES:
        return found
    count = sum(map(bool, map(str.strip, found.text.split("\n"))))
    if count <= MAX_LINES:
        return found
    row = path.with_name(path.name + found.id[found.id.rindex("#") :]) if "#" in found.id else path
    return Unreadable(row, f"too many lines ({count:,} > {MAX_LINES:,})", "split it into its articles")


def read_text(path: Path) -> str:
    r"""A plain file's text: decoded, lines ended by \n, NFC, without a byte order mark; raises Unreadable."""
    return _decoded(path, read_bytes(path)).text


def _plain(id: str, path: Path, content: bytes) -> Iterator[Document | Unreadable]:
    """The one article of a plain file; of a web page by another name, that page's."""
    if content.startswith(b"%PDF-"):
        raise Unreadable(path, "a PDF, not plain text", "rename it to .pdf")
    decoded = _decoded(path, content)
    if decoded.text[:1000].lstrip().lower().startswith(_PAGES):
        yield from read_page(id, path, content)
    else:
        yield Document(id, decoded.text, encoding=decoded.encoding)


def _decoded(path: Path, content: bytes) -> Decoded:
    """The text of a plain file, and what it was encoded in."""
    try:
        decoded = decode(content)
    except NotText as error:
        raise Unreadable(path, error.why, error.remedy) from error
    if not any(map(str.isalnum, decoded.text)):
        raise Unreadable(path, "empty", "delete it or put the article's text in it")
    return decoded


_PAGES = ("<!doctype html", "<html")  # how web pages begin
_EXPORTS = frozenset({".jsonl", ".csv"})
_READERS: Mapping[str, Reader] = {
    ".txt": _plain,
    ".md": _plain,
    ".html": read_page,
    ".htm": read_page,
    ".mhtml": read_archive,
    ".mht": read_archive,
    ".pdf": read_pdf,
    ".docx": read_word,
}
