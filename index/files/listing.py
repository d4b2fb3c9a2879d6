"""Which files of a folder are read, and which are passed over, and why."""

import os
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import UsageError

SUFFIXES = frozenset({".txt", ".md", ".html", ".htm", ".mhtml", ".mht", ".pdf", ".docx", ".jsonl", ".csv"})
FORMATS = ".txt, .md, .html, .mhtml, .pdf, .docx, .jsonl or .csv files"


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies below a folder: by id, the files to read, and why others named like them are passed over; and of files
    in formats that are not read, how many there are by their endings.
    """

    files: dict[str, Path]
    passed: dict[str, str]
    ignored: dict[str, int]


def listing(folder: Path, besides: Collection[Path] = ()) -> Listing:
    """What lies below a folder, each part in order.

    An id is the path below the folder with forward slashes. Hidden files, a README, the files `besides`, and links are
    not articles: what a link inside the folder points to is read where it stands. Raises UsageError where there is no
    such folder.
    """
    require_folder(folder)
    files: dict[str, Path] = {}
    passed: dict[str, str] = {}
    ignored: Counter[str] = Counter()
    for path, why in _walk(folder):
        id = path.relative_to(folder).as_posix()
        if path in besides:
            continue
        if why:
            passed[id] = why
        elif path.suffix.lower() in SUFFIXES:
            files[id] = path
        else:
            ignored[path.suffix.lower() or "no ending"] += 1
    return Listing(dict(sorted(files.items())), dict(sorted(passed.items())), dict(sorted(ignored.items())))


def require_folder(folder: Path) -> None:
    """Raises UsageError where there is no such folder."""
    if not folder.exists():
        raise UsageError(f"{folder}: no such folder; name the folder that holds your articles, such as seeds")
    if not folder.is_dir():
        raise UsageError(f"{folder}: a file, not a folder; name the folder that holds it")


def _walk(folder: Path) -> Iterator[tuple[Path, str | None]]:
    """Each file below a folder that could be an article, and why it cannot be read (None: it can)."""
    ahead = [folder]
    while ahead:
        folder = ahead.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            yield folder, "permission denied" if isinstance(error, PermissionError) else error.strerror
            continue
        for entry in entries:
            if _is_beside(entry):
                continue
            if entry.is_dir(follow_symlinks=False) and _is_utf8(entry.name):
                ahead.append(Path(entry.path))
            else:
                yield Path(entry.path), _why_not(entry)


def _is_beside(entry: os.DirEntry[str]) -> bool:
    """Whether it is never an article: hidden, or a file about the others."""
    name = entry.name.lower()
    return name.startswith(".") or (name.startswith("readme") and not entry.is_dir(follow_symlinks=False))


def _is_utf8(name: str) -> bool:
    """Whether a name can be written down; Python shows bytes that are not UTF-8 as halves of characters."""
    return name.isprintable() or not any("\ud800" <= character <= "\udfff" for character in name)


def _why_not(entry: os.DirEntry[str]) -> str | None:
    """Why a folder, or a file named like an article, is not taken; None where it is, or is of a format that is not
    read.
    """
    ending = Path(entry.name).suffix.lower()
    if entry.is_symlink():
        return "a link" if not ending or ending in SUFFIXES else None  # without an ending it leads to a folder
    if entry.is_file(follow_symlinks=False) and ending not in SUFFIXES:
        return None
    if not _is_utf8(entry.name):
        return "its name is not UTF-8"
    return None if entry.is_file(follow_symlinks=False) or ending not in SUFFIXES else "not a regular file"
