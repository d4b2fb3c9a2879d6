"""A file's bytes, whatever the file turns out to be."""

import os
import stat
from pathlib import Path

from index.errors import TrichDanError

MAX_BYTES = 20_000_000  # a newspaper's longest article is under 1 MB; more is a dump, not an article

_NON_BLOCKING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)  # a pipe must not hold up the others


class Unreadable(TrichDanError):
    """A file, or a row of one, that cannot be an article; `why` says it in a few words, the message adds what to do."""

    def __init__(self, path: Path, why: str, remedy: str) -> None:
        super().__init__(f"{path}: {why}; {remedy}")
        self.path = path
        self.why = why
        self.remedy = remedy


def read_bytes(path: Path) -> bytes:
    """The bytes of a regular file of at most MAX_BYTES; raises Unreadable for any other."""
    try:
        handle = os.open(path, os.O_RDONLY | _NON_BLOCKING)
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable(path, "not a regular file", "keep only articles in the folder")
            content = file.read(MAX_BYTES + 1) if status.st_size <= MAX_BYTES else b""
    except PermissionError as error:
        raise Unreadable(path, "permission denied", "allow reading it") from error
    except OSError as error:
        raise Unreadable(path, error.strerror or "cannot be read", "check the file and the disk") from error
    size = max(status.st_size, len(content))  # the file may grow while it is read
    if size > MAX_BYTES:
        raise Unreadable(path, f"too big ({size:,} bytes > {MAX_BYTES:,})", "split it into its articles")
    return content
