"""Which files of a folder are read, and which are passed over, and why."""

import os
from collections.abc import Iterator
from pathlib import Path

from index.errors import UsageError

SUFFIXES = frozenset({".txt", ".md"})


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
