"""What is derived from the database: saved beside it to open quickly, made again where it does not fit.

    vectors-<generation>.faiss   one line of JSON (generation, mark, sha256 of all that follows), then FAISS's bytes
    keywords-<generation>/       tantivy's files and, written last, manifest.json (generation, mark, sha256 of each)

A file of another generation, a torn one and a missing one are the same case: it is made from the database, which embeds
nothing. Whoever makes it saves it where the folder can be written and nobody is writing, and else keeps it in memory. A
writer who has changed little of a large index starts from what is saved of the generation before.
"""

import errno
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.database import DATABASE
from index.disk import sync
from index.errors import IndexBusy, IndexUnusable
from index.keywords import Keywords
from index.locking import NotWritable, writing
from index.store import State, Store
from index.vectors import Ids, Vectors

MANIFEST = "manifest.json"
LARGE = 5_000  # passages; an index of fewer is made anew within a second, and then to the last bit the same as any
LITTLE = 0.1  # share of the passages that may be other ones: tantivy goes on counting those that are gone
REMOVALS = 3  # tries; the second has always been enough

_KEYWORD_RULES = ("keywords.py", "folding.py")  # what turns a text into the tokens that tantivy keeps
_TEMPORARY = "temporary-"
_OURS = re.compile(r"vectors-\d+\.faiss|keywords-\d+|temporary-\w+")


def open_vectors(store: Store, folder: Path) -> Vectors:
    """The vectors of the store's generation: as they were saved, or made again."""
    saved = _saved_vectors(store.state, folder)
    if saved is not None:
        return saved
    with _leave_to_save(store, folder) as granted:
        if granted and (saved := _saved_vectors(store.state, folder)) is not None:  # a writer had been about to save it
            return saved
        vectors = Vectors.build(*store.passage_vectors())
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
    return Keywords.build(None, store.passage_texts()) if keywords is None else keywords


def complete(store: Store, folder: Path) -> bool:
    """Whether all is saved, of the store's generation and undamaged, and nothing else lies there.

    Finding out loads neither FAISS nor tantivy.
    """
    whole = _vector_bytes(store.state, folder) is not None and _keywords_fit(store.state, folder)
    return whole and not _others(store, folder)


def refresh(store: Store, folder: Path) -> None:
    """Saves what is missing or does not fit, then removes what is of other generations; the caller holds the lock.

    Raises OSError where it cannot be written; what was there is then still there.
    """
    step = _step(store, folder)
    if _vector_bytes(store.state, folder) is None:
        vectors = step.vectors(store) if step else Vectors.build(*store.passage_vectors())
        _save_vectors(store, folder, vectors)
    if not _keywords_fit(store.state, folder):
        _save_keywords(store, folder, step)
    _remove_others(store, folder)


@dataclass(frozen=True, slots=True)
class _Step:
    """From the vectors of the generation before to those of this one: ids that are gone, and the last that was there.
    It is taken once.

    An id is never given twice, so every other id past the last is new.
    """

    before: Vectors
    gone: Ids
    last: int

    def vectors(self, store: Store) -> Vectors:
        """The vectors of the store's generation."""
        return Vectors.advanced(self.before, self.gone, *store.passage_vectors(after=self.last))


def _step(store: Store, folder: Path) -> _Step | None:
    """The step from the generation before; None where it is not saved here, or is not worth taking."""
    before = _saved_vectors(store.state_before, folder) if store.passage_count() >= LARGE else None
    if before is None or not len(before):
        return None
    had, has = before.ids(), store.passage_ids()
    gone, came = np.setdiff1d(had, has), np.setdiff1d(has, had)
    if len(gone) + len(came) > LITTLE * len(has):
        return None
    return _Step(before, gone, int(had.max()))


def source_digest(names: tuple[str, ...]) -> str:
    """What changes when a file of this package that a name or pattern fits does: the sha256 over all of them."""
    package = Path(__file__).parent
    files = [file for name in names for file in sorted(package.glob(name))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _vectors_path(state: State, folder: Path) -> Path:
    return folder / f"vectors-{state.number}.faiss"


def _keywords_path(state: State, folder: Path) -> Path:
    return folder / f"keywords-{state.number}"


def _vectors_header(state: State, payload: bytes) -> bytes:
    """The first line of the file whose other bytes are `payload`."""
    stated = {
        "generation": state.number,
        "mark": state.mark,
        "sha256": hashlib.sha256(payload).hexdigest(),
    }
    return json.dumps(stated).encode() + b"\n"


def _vector_bytes(state: State, folder: Path) -> bytes | None:
    """FAISS's bytes, if their first line is what it must be."""
    try:
        with _vectors_path(state, folder).open("rb") as file:
            header, payload = file.readline(1000), file.read()
    except OSError:
        return None
    return payload if header == _vectors_header(state, payload) else None


def _saved_vectors(state: State, folder: Path) -> Vectors | None:
    payload = _vector_bytes(state, folder)
    try:
        return None if payload is None else Vectors.from_bytes(payload)
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
    payload = vectors.to_bytes()
    content = _vectors_header(store.state, payload) + payload
    temporary = folder / f"{_TEMPORARY}vectors"
    try:
        _write(temporary, content)
        temporary.replace(_vectors_path(store.state, folder))
    finally:
        temporary.unlink(missing_ok=True)
    sync(folder)


def _manifest(state: State, keywords: Path) -> bytes:
    """What the manifest of this folder must say."""
    stated = {
        "generation": state.number,
        "mark": state.mark,
        "rules": source_digest(_KEYWORD_RULES),
        "files": {file.name: _digest(file) for file in _keyword_files(keywords)},
    }
    return json.dumps(stated).encode()


def _keyword_files(keywords: Path) -> list[Path]:
    """The files of tantivy; its locks come and go and hold nothing."""
    return sorted(file for file in keywords.iterdir() if file.name != MANIFEST and file.suffix != ".lock")


def _keywords_fit(state: State, folder: Path) -> bool:
    keywords = _keywords_path(state, folder)
    try:
        return (keywords / MANIFEST).read_bytes() == _manifest(state, keywords)
    except OSError:
        return False


def _saved_keywords(store: Store, folder: Path) -> Keywords | None:
    if not _keywords_fit(store.state, folder):
        return None
    try:
        return _opened_keywords(_keywords_path(store.state, folder))
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
        return _opened_keywords(_keywords_path(store.state, folder))
    except (OSError, ValueError):
        return None


def _save_keywords(store: Store, folder: Path, step: _Step | None = None) -> None:
    temporary = folder / f"{_TEMPORARY}keywords"
    permissions = (folder / DATABASE).stat().st_mode & 0o777
    try:
        _remove(temporary)
        temporary.mkdir()
        if step and _keywords_fit(store.state_before, folder):
            _link(_keywords_path(store.state_before, folder), temporary)
            _made(lambda: Keywords.update(temporary, step.gone.tolist(), store.passage_texts(after=step.last)))
        else:
            _made(lambda: Keywords.build(temporary, store.passage_texts()))
        for file in _keyword_files(temporary):
            file.chmod(permissions)  # tantivy makes some that only their owner can read
            sync(file)
        _write(temporary / MANIFEST, _manifest(store.state, temporary))
        sync(temporary)
        _remove(_keywords_path(store.state, folder))
        temporary.rename(_keywords_path(store.state, folder))
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
    for path in _others(store, folder):
        _remove(path)


def _others(store: Store, folder: Path) -> list[Path]:
    """What is derived from other generations, and what an interrupted run left half made."""
    kept = {_vectors_path(store.state, folder), _keywords_path(store.state, folder)}
    return [path for path in folder.iterdir() if _OURS.fullmatch(path.name) and path not in kept]


def _remove(path: Path) -> None:
    """Removes a file, a folder with all in it, or nothing."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    """Writes a file that is on the disk when this returns. It is read back: a full disk can cut a write in silence."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if _digest(path) != hashlib.sha256(content).hexdigest():
        raise OSError(errno.EIO, "what is read back is not what was written", str(path))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
