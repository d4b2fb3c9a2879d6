"""Articles that readers hand in: each file goes into the folder of articles whole, under a safe name, over no other."""

import fcntl
import os
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.disk import sync
from index.errors import TrichDanError
from index.files.content import MAX_BYTES as MAX_BYTES
from index.files.listing import FORMATS as FORMATS
from index.files.listing import SUFFIXES as SUFFIXES

MOST = 50  # files taken at once
LONGEST = 120  # bytes of a name: file systems take 255, and a copy's number must still fit
_KEPT = frozenset(" ._-,()")
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
_TRIES = 1000
_PART = ".added-{}.part"  # hidden: never taken for an article

Fate = Literal["added", "same", "format", "too_big", "empty", "unreadable", "too_many"]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What became of a file that was handed in under a name: added or there already, as `stored`; or why it was not."""

    name: str
    fate: Fate
    stored: str | None = None


def add(files: Iterable[Path], folder: Path) -> tuple[HandedIn, ...]:
    """What became of each file, in order; those that cannot be taken are passed over. Raises TrichDanError where the
    folder cannot be written; what was added before that stays.
    """
    with _sharing(folder):
        return tuple(
            HandedIn(file.name, "too_many") if number > MOST else _added(file, folder)
            for number, file in enumerate(files, 1)
        )


def safe_name(name: str) -> str:
    r"""A name for a file that every system takes and nobody is misled by: letters, digits, and a few marks.

    >>> safe_name("../../Tin nóng\u202e.txt"), safe_name("README.md"), safe_name("con.txt")
    ('Tin nóng_.txt', 'article README.md', 'article con.txt')
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(one if one in _KEPT or unicodedata.category(one)[0] in "LMN" else "_" for one in last)
    stem, dot, ending = kept.rpartition(".") if "." in kept else (kept, "", "")
    stem = stem.strip(". ") or "article"
    if stem.lower() in _RESERVED or stem.lower().startswith("readme"):  # a README is never read as an article
        stem = f"article {stem}"
    return f"{_cut(stem, LONGEST - len(ending.encode()) - 1)}{dot}{ending.lower() if ending.isascii() else ending}"


def _cut(stem: str, most: int) -> str:
    """The stem in at most so many bytes of UTF-8."""
    return stem.encode()[: max(most, 1)].decode("utf-8", "ignore").strip() or "article"


@contextmanager
def _sharing(folder: Path) -> Iterator[None]:
    """The right to add to the folder, which others may have too. Who has it alone at first removes what those left half
    made that were killed: the kernel has let go of their right.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:  # what is wrong with the folder is said when something is to be written there
        yield
        return
    try:
        with suppress(OSError):  # others are adding, or a file system knows no such rights
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for part in folder.glob(_PART.format("*")):
                part.unlink(missing_ok=True)
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def _added(file: Path, folder: Path) -> HandedIn:
    if file.suffix.lower() not in SUFFIXES:
        return HandedIn(file.name, "format")
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except OSError:
        return HandedIn(file.name, "unreadable")
    if len(content) > MAX_BYTES:
        return HandedIn(file.name, "too_big")
    if not content.strip():
        return HandedIn(file.name, "empty")
    return _stored(file.name, content, folder)


def _stored(name: str, content: bytes, folder: Path) -> HandedIn:
    """Writes the content beside the articles and gives it the first name that is free."""
    part = folder / _PART.format(f"{os.getpid()}-{os.urandom(4).hex()}")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        for target in _names(folder / safe_name(name)):
            if _is_same(target, content):
                return HandedIn(name, "same", target.name)
            with suppress(FileExistsError):
                _give(part, target)
                sync(folder)
                return HandedIn(name, "added", target.name)
    except OSError as error:
        raise TrichDanError(
            f"The folder of articles cannot be written ({error.strerror}). Free some space there, or let this program "
            "write in it, and hand the files in again."
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return HandedIn(name, "too_many")


def _names(target: Path) -> Iterator[Path]:
    """The name, then the same with (2), (3) …"""
    yield target
    for number in range(2, _TRIES):
        yield target.with_name(f"{target.stem} ({number}){target.suffix}")


def _is_same(target: Path, content: bytes) -> bool:
    """Whether that file is there and has this content."""
    try:
        return target.stat().st_size == len(content) and target.read_bytes() == content
    except OSError:
        return False


def _give(part: Path, target: Path) -> None:
    """Gives a file a name that must be free; FileExistsError where it is not."""
    try:
        target.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # a file system without such links
        # An end between the two leaves an empty file, and never a torn one.
        target.touch(exist_ok=False)
        try:
            part.replace(target)
        except OSError:
            target.unlink()
            raise
