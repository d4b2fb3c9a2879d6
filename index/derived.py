"""What is derived from the database: saved beside it to open quickly, made again where it does not fit.

    vectors-<generation>.faiss   one line of JSON (generation, mark, bytes of the head and their sha256), then the head,
                                 then the codes of a large index, of which a row is read when it is wanted
    keywords-<generation>/       tantivy's files and, written last, manifest.json (generation, mark, CRC-32 of each)

A file of another generation, a torn one and a missing one are the same case: it is made from the database, which embeds
nothing. Whoever makes it saves it where the folder can be written and nobody is writing, and else keeps it in memory. A
writer who has changed little of a large index starts from what is saved of the generation before.
"""

import errno
import hashlib
import json
import mmap
import os
import re
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from io import BufferedReader
from pathlib import Path

import numpy as np

from index.database import DATABASE
from index.disk import sync
from index.errors import IndexBusy, IndexUnusable
from index.keywords import Keywords
from index.locking import NotWritable, is_written, writing
from index.store import State, Store
from index.vectors import Codes, Ids, LetGo, Vectors, codes_whole, nothing

MANIFEST = "manifest.json"
LARGE = 5_000  # passages; an index of fewer is made anew within a second, and then to the last bit the same as any
LITTLE = 0.1  # share of the passages that may be other ones: tantivy goes on counting those that are gone
REMOVALS = 3  # tries; the second has always been enough

_KEYWORD_RULES = ("keywords.py", "folding.py")  # what turns a text into the tokens that tantivy keeps
_TEMPORARY = "temporary-"
_PIECE = 1 << 20  # bytes written at once
_MAPPED = 200_000_000  # bytes of vectors that may stay in memory once they have been looked at
_OURS = re.compile(r"vectors-\d+\.faiss|keywords-\d+|temporary-\w+")


def open_vectors(store: Store, folder: Path) -> Vectors:
    """The vectors of the store's generation: as they were saved, or made again."""
    saved = _saved_vectors(store.state, folder)
    if saved is not None:
        return saved
    with _leave_to_save(store, folder) as granted:
        if granted and (saved := _saved_vectors(store.state, folder)) is not None:  # a writer had been about to save it
            return saved
        vectors = Vectors.build(store.passage_ids(), store.vectors_of)
        if granted:
            _try_to_save_vectors(store, folder, vectors)
        return vectors


def open_keywords(store: Store, folder: Path) -> Keywords:
    """The keywords of the store's generation: as they were saved, or made again."""
    keywords = _saved_keywords(store, folder)
    if keywords is not None:
        return keywords
    with _leave_to_save(store, folder) as granted:
        if granted:  # as above
            keywords = _saved_keywords(store, folder) or _try_to_save_keywords(store, folder)
    return Keywords.build(None, store.entries()) if keywords is None else keywords


def complete(store: Store, folder: Path) -> bool:
    """Whether all is saved, of the store's generation and undamaged, and nothing else lies there.

    Finding out loads neither FAISS nor tantivy.
    """
    there = _vectors_whole(store.state, folder) and _keywords_fit(store.state, folder) and store.is_sealed()
    return there and not left_over(store.state, folder)


def is_coming(state: State, folder: Path) -> bool:
    """Whether a writer has committed this generation and is still saving what is derived from it. Nothing is read: a
    file that is there may yet turn out to be torn.
    """
    there = vectors_path(state, folder).exists() and (keywords_path(state, folder) / MANIFEST).exists()
    return not there and is_written(folder)


def refresh(store: Store, folder: Path) -> None:
    """Saves what is missing or does not fit, then removes what is of other generations; the caller holds the lock.

    Raises OSError where it cannot be written; what was there is then still there.
    """
    if not store.is_sealed():
        store.put_seal()
    step = _step(store, folder)
    if not _vectors_whole(store.state, folder):
        _save_vectors(store, folder, _advanced(store, step) or Vectors.build(store.passage_ids(), store.vectors_of))
    if not _keywords_fit(store.state, folder):
        _save_keywords(store, folder, step)
    _remove_others(store, folder)


@dataclass(frozen=True, slots=True)
class _Step:
    """From the vectors of the generation before to those of this one: ids that are gone, ids that came, and the last
    that was there. It is taken once.

    An id is never given twice, so every other id past the last is new.
    """

    before: Vectors
    gone: Ids
    came: Ids
    last: int


def _step(store: Store, folder: Path) -> _Step | None:
    """The step from the generation before; None where it is not saved here, or is not worth taking."""
    before = _saved_vectors(store.state_before, folder) if store.passage_count() >= LARGE else None
    if before is None or not len(before):
        return None
    had, has = before.ids(), store.passage_ids()
    last = int(had[-1])
    gone, came = np.setdiff1d(had, has, assume_unique=True), has[has > last]
    if len(gone) + len(came) > LITTLE * len(has) or not before.fits(len(has)):
        return None
    return _Step(before, gone, came, last)


def _advanced(store: Store, step: _Step | None) -> Vectors | None:
    """The vectors of the store's generation, made from those of the one before; None where that cannot be."""
    try:
        return Vectors.advanced(step.before, step.gone, step.came, store.vectors_of) if step else None
    except IndexUnusable:  # the vectors before are damaged; where it is the database, building anew says so
        return None


def source_digest(names: tuple[str, ...]) -> str:
    """What changes when a file of this package that a name or pattern fits does: the sha256 over all of them."""
    package = Path(__file__).parent
    files = [file for name in names for file in sorted(package.glob(name))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def fault_of_vectors(state: State, folder: Path) -> str:
    """What is wrong with the file of vectors, for a person; empty where it is whole to the last code."""
    path = vectors_path(state, folder)
    if not path.is_file():
        return "missing"
    parts = _vector_parts(state, folder)
    if parts is None:
        return "another generation's or index's, or its head does not have its checksum"
    return "" if codes_whole(parts.head, parts.codes) else "a row of its codes does not have its checksum"


def fault_of_keywords(state: State, folder: Path) -> str:
    """What is wrong with the keywords, for a person, and with which of their files; empty where all are whole."""
    keywords = keywords_path(state, folder)
    if not keywords.is_dir():
        return "missing"
    if _keywords_fit(state, folder):
        return ""
    try:
        stated = json.loads((keywords / MANIFEST).read_bytes())
        there = json.loads(_manifest(state, keywords))
        had, has = stated["files"], there["files"]
        wrong = sorted(name for name in had.keys() | has.keys() if had.get(name) != has.get(name))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return f"{MANIFEST} cannot be read"
    if wrong:
        return f"not as its {MANIFEST} has it: {', '.join(wrong)}"
    return f"another generation's, index's or program's, by its {MANIFEST}"


def vectors_path(state: State, folder: Path) -> Path:
    """Where the vectors of this generation are."""
    return folder / f"vectors-{state.number}.faiss"


def keywords_path(state: State, folder: Path) -> Path:
    """Where the keywords of this generation are."""
    return folder / f"keywords-{state.number}"


def _vectors_header(state: State, head: bytes) -> bytes:
    """The first line of the file in which this head follows."""
    stated = {
        "generation": state.number,
        "mark": state.mark,
        "bytes": len(head),
        "sha256": hashlib.sha256(head).hexdigest(),
    }
    return json.dumps(stated).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class _Parts:
    """A file of vectors: its head, which is whole, and its codes, which are not read yet."""

    head: bytes
    codes: Codes
    let_go: LetGo


def _vector_parts(state: State, folder: Path) -> _Parts | None:
    """The file, if its first line is what it must be."""
    try:
        with vectors_path(state, folder).open("rb") as file:
            line = file.readline(1000)
            head = file.read(int(json.loads(line)["bytes"]))
            codes, let_go = _mapped(file)
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return None
    return _Parts(head, codes, let_go) if line == _vectors_header(state, head) else None


def _mapped(file: BufferedReader) -> tuple[Codes, LetGo]:
    """The codes from here to the end, as a part of memory that is read when it is looked at; and, where they are many,
    what gives that back: a row would go on counting as this process's memory, with the sixteen pages around it.
    """
    start, size = file.tell(), file.seek(0, os.SEEK_END)
    if size <= start:
        return np.empty(0, np.int16), nothing
    mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    let_go = partial(mapped.madvise, mmap.MADV_DONTNEED) if size > _MAPPED else nothing
    return np.frombuffer(mapped, np.int16, offset=start), let_go


def _vectors_whole(state: State, folder: Path) -> bool:
    """Whether the file is whole to the last code."""
    parts = _vector_parts(state, folder)
    return parts is not None and codes_whole(parts.head, parts.codes)


def _saved_vectors(state: State, folder: Path) -> Vectors | None:
    parts = _vector_parts(state, folder)
    try:
        return None if parts is None else Vectors.from_parts(parts.head, parts.codes, parts.let_go)
    except ValueError:  # whole, but written by another FAISS
        return None


def _try_to_save_vectors(store: Store, folder: Path, vectors: Vectors) -> None:
    """Saves them for the next reader; where that fails, this one has them all the same."""
    try:
        _save_vectors(store, folder, vectors)
        _remove_others(store, folder)
    except OSError:
        return


def _save_vectors(store: Store, folder: Path, vectors: Vectors) -> None:
    head, codes = vectors.parts()
    temporary = folder / f"{_TEMPORARY}vectors"
    try:
        _write(temporary, _vectors_header(store.state, head), head, codes.data)
        temporary.replace(vectors_path(store.state, folder))
    finally:
        temporary.unlink(missing_ok=True)
    sync(folder)


def _manifest(state: State, keywords: Path) -> bytes:
    """What the manifest of this folder must say."""
    stated = {
        "generation": state.number,
        "mark": state.mark,
        "rules": source_digest(_KEYWORD_RULES),
        "files": {file.name: _crc(file) for file in _keyword_files(keywords)},
    }
    return json.dumps(stated).encode()


def _keyword_files(keywords: Path) -> list[Path]:
    """The files of tantivy; its locks come and go and hold nothing."""
    return sorted(file for file in keywords.iterdir() if file.name != MANIFEST and file.suffix != ".lock")


def _keywords_fit(state: State, folder: Path) -> bool:
    keywords = keywords_path(state, folder)
    try:
        return (keywords / MANIFEST).read_bytes() == _manifest(state, keywords)
    except OSError:
        return False


def _saved_keywords(store: Store, folder: Path) -> Keywords | None:
    if not _keywords_fit(store.state, folder):
        return None
    try:
        return _opened_keywords(keywords_path(store.state, folder))
    except (OSError, ValueError):  # a writer has just removed it, or another tantivy wrote it
        return None


def _opened_keywords(keywords: Path) -> Keywords:
    """The folder's keywords. tantivy opens nothing without making a lock file beside it: what is read-only is copied,
    and the copy's names are gone again at once, since its files stay mapped.

    A thread of tantivy's may put its lock into the copy while that is being removed: then it is removed once more.
    """
    try:
        return Keywords.open(keywords)
    except ValueError:
        copy = Path(tempfile.mkdtemp(prefix="trich-dan-"))
        try:
            for file in _keyword_files(keywords):
                shutil.copyfile(file, copy / file.name)
            return Keywords.open(copy)
        finally:
            for _ in range(REMOVALS):
                shutil.rmtree(copy, ignore_errors=True)


def _try_to_save_keywords(store: Store, folder: Path) -> Keywords | None:
    """The keywords, saved; None where that fails."""
    try:
        _save_keywords(store, folder)
        _remove_others(store, folder)
        return _opened_keywords(keywords_path(store.state, folder))
    except (OSError, ValueError):
        return None


def _save_keywords(store: Store, folder: Path, step: _Step | None = None) -> None:
    temporary = folder / f"{_TEMPORARY}keywords"
    permissions = (folder / DATABASE).stat().st_mode & 0o777
    try:
        _remove(temporary)
        temporary.mkdir()
        if step and _keywords_fit(store.state_before, folder):
            _link(keywords_path(store.state_before, folder), temporary)
            _made(lambda: Keywords.update(temporary, step.gone.tolist(), store.entries(after=step.last)))
        else:
            _made(lambda: Keywords.build(temporary, store.entries()))
        for file in _keyword_files(temporary):
            file.chmod(permissions)  # tantivy makes some that only their owner can read
            sync(file)
        _write(temporary / MANIFEST, _manifest(store.state, temporary))
        sync(temporary)
        _remove(keywords_path(store.state, folder))
        temporary.rename(keywords_path(store.state, folder))
    finally:
        _remove(temporary)
    sync(folder)


def _made(make: Callable[[], Keywords]) -> None:
    """Makes keywords in a folder."""
    try:
        make()
    except ValueError as error:  # what tantivy makes of a full disk, among others
        raise OSError(errno.EIO, str(error)) from error


def _link(keywords: Path, folder: Path) -> None:
    """The files of these keywords under another folder as well. tantivy never writes into a segment's file again; the
    few small ones about them it replaces, and these are copied all the same.
    """
    for file in _keyword_files(keywords):
        if file.suffix == ".json":
            shutil.copyfile(file, folder / file.name)
        else:
            (folder / file.name).hardlink_to(file)


@contextmanager
def _leave_to_save(store: Store, folder: Path) -> Iterator[bool]:
    """Whether what was made may be saved: not while somebody writes, nor once there is a newer generation."""
    with ExitStack() as stack:
        granted = not store.behind()  # asked before the lock is taken too: a writer should not find it held for nothing
        if granted:
            try:
                stack.enter_context(writing(folder))
                granted = not store.behind()
            except (IndexBusy, IndexUnusable, NotWritable):
                granted = False
        yield granted


def _remove_others(store: Store, folder: Path) -> None:
    for path in left_over(store.state, folder):
        _remove(path)


def left_over(state: State, folder: Path) -> list[Path]:
    """What is derived from other generations, and what an interrupted run left half made."""
    kept = {vectors_path(state, folder), keywords_path(state, folder)}
    return [path for path in folder.iterdir() if _OURS.fullmatch(path.name) and path not in kept]


def _remove(path: Path) -> None:
    """Removes a file, a folder with all in it, or nothing."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _write(path: Path, *parts: bytes | memoryview) -> None:
    """Writes a file that is on the disk when this returns. It is read back: a full disk can cut a write in silence."""
    written = 0
    with path.open("wb") as file:
        for part in parts:
            for first in range(0, len(part), _PIECE):
                piece = part[first : first + _PIECE]
                file.write(piece)
                written = zlib.crc32(piece, written)
        file.flush()
        os.fsync(file.fileno())
    if _crc(path) != written:
        raise OSError(errno.EIO, "what is read back is not what was written", str(path))


def _crc(path: Path) -> int:
    """The CRC-32 of a file's bytes: read in half the time of a sha256, and nobody but chance is to be kept out."""
    crc = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            crc = zlib.crc32(piece, crc)
    return crc
