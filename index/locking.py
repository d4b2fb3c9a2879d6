"""One writer at a time: a lock that dies with its owner."""

import fcntl
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.disk import sync
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
        try:
            yield
        finally:
            with suppress(OSError):  # the name of an owner who is gone says nothing wrong: nobody reads it any longer
                os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def is_written(folder: Path) -> bool:
    """Whether somebody has the right to write the index in `folder` now; False where that cannot be told."""
    try:
        descriptor = os.open(folder / LOCK, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)  # for a moment; who wants to write tries again
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _opened(folder: Path) -> int:
    """The lock file's descriptor. A folder that is made stays, whatever becomes of the machine."""
    try:
        made = [path for path in (folder, *folder.parents) if not path.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        for path in made:
            with suppress(PermissionError):  # a folder above that may be passed through and not read
                sync(path.parent)
        return os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except (FileExistsError, NotADirectoryError) as error:
        message = f"{folder} is not a folder, and an index is one: name another place with --index DIR."
        raise IndexUnusable(message) from error
    except OSError as error:
        raise _not_writable(folder, error) from error


def _not_writable(folder: Path, error: OSError) -> NotWritable:
    return NotWritable(f"Cannot write the index in {folder}: {error.strerror}. Name another place with --index DIR.")


def _take(descriptor: int, folder: Path) -> None:
    for _ in range(_TRIES):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE)
        else:
            _tell(descriptor, folder)
            return
    holder = os.pread(descriptor, 1000, 0).decode(errors="replace") or "another process"
    raise IndexBusy(f"The index in {folder} is being written by {holder}: try again when it is done.")


def _tell(descriptor: int, folder: Path) -> None:
    """Puts the owner's name into the lock file, in place of one who was killed."""
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()} ({_command()})".encode(), 0)
    except OSError as error:
        raise _not_writable(folder, error) from error


def _command() -> str:
    """What the program was started as, without its arguments: those may hold a question."""
    started = Path(sys.argv[0])
    return f"python -m {started.parent.name}" if started.name == "__main__.py" else started.name
