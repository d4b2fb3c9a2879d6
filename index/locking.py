"""One writer at a time: a lock that dies with its owner."""

import fcntl
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexBusy, IndexUnusable, TrichDanError

LOCK = "lock"

_TRIES, _PAUSE = 25, 0.02  # seconds between tries: a reader that finds nothing to repair holds the lock for less


class NotWritable(TrichDanError):
    """Nothing can be written in the index's folder."""


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """The right to write the index in `folder`, which is made where it is missing.

    The kernel holds the lock and lets go of it when its owner ends, however it ends; the file only says who has it, and
    is never removed, since another process may have it open. Raises IndexBusy at once where somebody else has it,
    NotWritable where the folder cannot be written and IndexUnusable where it is not a folder.
    """
    descriptor = _opened(folder)
    try:
        _take(descriptor, folder)
        os.pwrite(descriptor, f"process {os.getpid()} ({_command()})".encode(), 0)
        try:
            yield
        finally:
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _opened(folder: Path) -> int:
    """The lock file's descriptor."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except (FileExistsError, NotADirectoryError) as error:
        message = f"{folder} is not a folder, and an index is one: name another place with --index DIR."
        raise IndexUnusable(message) from error
    except OSError as error:
        message = f"Cannot write the index in {folder}: {error.strerror}. Name another place with --index DIR."
        raise NotWritable(message) from error


def _take(descriptor: int, folder: Path) -> None:
    for _ in range(_TRIES):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE)
        else:
            os.ftruncate(descriptor, 0)  # what an owner that was killed left behind
            return
    holder = os.pread(descriptor, 1000, 0).decode(errors="replace") or "another process"
    raise IndexBusy(f"The index in {folder} is being written by {holder}: try again when it is done.")


def _command() -> str:
    """What the program was started as, without its arguments: those may hold a question."""
    started = Path(sys.argv[0])
    return f"python -m {started.parent.name}" if started.name == "__main__.py" else started.name
