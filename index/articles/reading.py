"""Files become text: which files of a folder are articles, and what each one says."""

import os
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from index.errors import TrichDanError, UsageError

SUFFIXES = frozenset({".txt", ".md"})
MAX_BYTES = 20_000_000  # a newspaper's longest article is under 1 MB; more is a dump, not an article

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_NON_BLOCKING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)  # a pipe must not hold up the others


class Unreadable(TrichDanError):
    """A file that cannot be an article; `why` says it in a few words, the message adds what to do."""

    def __init__(self, path: Path, why: str, remedy: str) -> None:
        super().__init__(f"{path}: {why}; {remedy}")
        self.path = path
        self.why = why


def article_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """The id and path of each article below a folder, sorted by id: its .txt and .md files.

    An id is the path below the folder with forward slashes. Hidden files, a README and links are not articles: what a
    link inside the folder points to is read where it stands. Raises UsageError where there is no such folder.
    """
    _require_folder(folder)
    yield from sorted((id, path) for id, path, why in _walk(folder, folder) if why is None)


def passed_over(folder: Path) -> Iterator[tuple[str, str]]:
    """The id of each file named like an article that cannot be one, and why, sorted: links, pipes, closed folders."""
    _require_folder(folder)
    yield from sorted((id, why) for id, _, why in _walk(folder, folder) if why is not None)


def read_text(path: Path) -> str:
    r"""The file's text: decoded, lines ended by \n, NFC, without a byte order mark.

    Raises Unreadable for a file that is empty, binary, too big, closed to us, or neither UTF-8 nor UTF-16.
    """
    text = _decode(path, _bytes(path)).replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise Unreadable(path, "binary, not text", "keep only text files in the folder")
    if not any(map(str.isalnum, text)):
        raise Unreadable(path, "empty", "delete it or put the article's text in it")
    return unicodedata.normalize("NFC", text)


def _require_folder(folder: Path) -> None:
    if not folder.exists():
        raise UsageError(f"{folder}: no such folder; name the folder that holds your articles, such as seeds")
    if not folder.is_dir():
        raise UsageError(f"{folder}: a file, not a folder; name the folder that holds it")


def _walk(folder: Path, root: Path) -> Iterator[tuple[str, Path, str | None]]:
    """Each file below a folder that is named like an article: id, path, and why it cannot be one (None: it can)."""
    try:
        entries = list(os.scandir(folder))
    except PermissionError:
        yield folder.relative_to(root).as_posix(), folder, "permission denied"
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path, root)
        elif path.suffix.lower() in SUFFIXES and not entry.name.lower().startswith("readme"):
            yield path.relative_to(root).as_posix(), path, _why_not(entry)


def _why_not(entry: os.DirEntry[str]) -> str | None:
    """Why a file named like an article is not taken; None where it is."""
    if not entry.name.isprintable() and any("\udc80" <= character <= "\udcff" for character in entry.name):
        return "its name is not UTF-8"
    if entry.is_symlink():
        return "a link"
    return None if entry.is_file(follow_symlinks=False) else "not a regular file"


def _bytes(path: Path) -> bytes:
    """The bytes of a regular file of at most MAX_BYTES."""
    try:
        handle = os.open(path, os.O_RDONLY | _NON_BLOCKING)
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable(path, "not a regular file", "keep only text files in the folder")
            content = file.read(MAX_BYTES + 1)
    except PermissionError as error:
        raise Unreadable(path, "permission denied", "allow reading it") from error
    except OSError as error:
        raise Unreadable(path, error.strerror or "cannot be read", "check the file and the disk") from error
    if len(content) > MAX_BYTES:
        size = max(status.st_size, len(content))
        raise Unreadable(path, f"too big ({size:,} bytes > {MAX_BYTES:,})", "split it into its articles")
    return content


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
