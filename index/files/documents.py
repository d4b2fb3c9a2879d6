"""A file becomes its documents, by its kind."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from index.files.content import Unreadable, read_bytes
from index.files.data import Document

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

Reader = Callable[[str, Path, bytes], Iterator[Document | Unreadable]]


def documents(id: str, path: Path) -> Iterator[Document | Unreadable]:
    """The articles of a file, in order; an Unreadable in place of a row that is none.

    Raises Unreadable where the file as a whole cannot be read.
    """
    yield from _READERS[path.suffix.lower()](id, path, read_bytes(path))


def _plain(id: str, path: Path, content: bytes) -> Iterator[Document | Unreadable]:
    yield Document(id, read_text(path, content))


_READERS: Mapping[str, Reader] = {".txt": _plain, ".md": _plain}


def read_text(path: Path, content: bytes | None = None) -> str:
    r"""The file's text: decoded, lines ended by \n, NFC, without a byte order mark.

    Raises Unreadable for a file that is empty, binary, too big, closed to us, or neither UTF-8 nor UTF-16.
    """
    text = _decode(path, read_bytes(path) if content is None else content)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise Unreadable(path, "binary, not text", "keep only text files in the folder")
    if not any(map(str.isalnum, text)):
        raise Unreadable(path, "empty", "delete it or put the article's text in it")
    return unicodedata.normalize("NFC", text)


def _decode(path: Path, content: bytes) -> str:
    """The bytes as text: UTF-16 where a byte order mark says so, else UTF-8."""
    encoding = "utf-16" if content.startswith(_UTF16_MARKS) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\0" in content and encoding != "utf-16":
            raise Unreadable(path, "binary, not text", "keep only text files in the folder") from error
        name = "UTF-16" if encoding == "utf-16" else "UTF-8"
        raise Unreadable(path, f"not {name} (at byte {error.start:,})", "save it as UTF-8") from error
