"""What is derived from the database: saved beside it to open quickly, made again where it does not fit.

    vectors-<generation>.faiss   one line of JSON (generation, mark, sha256 of all that follows), then FAISS's bytes
    keywords-<generation>/       tantivy's files and, written last, manifest.json (generation, mark, sha256 of each)

A file of another generation, a torn one and a missing one are the same case: it is made from the database, which embeds
nothing. Whoever makes it saves it where the folder can be written and nobody is writing, and else keeps it in memory.
"""

import errno
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from index.disk import sync
from index.errors import IndexBusy, IndexUnusable
from index.keywords import Keywords
from index.locking import NotWritable, writing
from index.store import DATABASE, Store
from index.vectors import Vectors

MANIFEST = "manifest.json"
REMOVALS = 3  # tries; the second has always been enough

_KEYWORD_RULES = ("keywords.py", "folding.py")  # what turns a text into the tokens that tantivy keeps
_TEMPORARY = "temporary-"
_OURS = re.compile(r"vectors-\d+\.faiss|keywords-\d+|temporary-\w+")


def open_vectors(store: Store, folder: Path) -> Vectors:
    """The vectors of the store's generation: as they were saved, or made again."""
    saved = _saved_vectors(store, folder)
    if saved is not None:
        return saved
    with _leave_to_save(store, folder) as granted:
        if granted and (saved := _saved_vectors(store, folder)) is not None:  # a writer had been about to save it
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
    whole = _vector_bytes(store, folder) is not None and _keywords_fit(store, folder)
    return whole and not _others(store, folder)


def refresh(store: Store, folder: Path) -> None:
    """Saves what is missing or does not fit, then removes what is of other generations; the caller holds the lock.

    Raises OSError where it cannot be written; what was there is then still there.
    """
    if _vector_bytes(store, folder) is None:
        _save_vectors(store, folder, Vectors.build(*store.passage_vectors()))
    if not _keywords_fit(store, folder):
        _save_keywords(store, folder)
    _remove_others(store, folder)


def source_digest(names: tuple[str, ...]) -> str:
    """What changes when a file of this package that a name or pattern fits does: the sha256 over all of them."""
    package = Path(__file__).parent
    files = [file for name in names for file in sorted(package.glob(name))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _vectors_path(store: Store, folder: Path) -> Path:
    return folder / f"vectors-{store.generation}.faiss"


def _keywords_path(store: Store, folder: Path) -> Path:
    return folder / f"keywords-{store.generation}"


def _vectors_header(store: Store, payload: bytes) -> bytes:
    """The first line of the file whose other bytes are `payload`."""
    stated = {
        "generation": store.generation,
        "mark": store.mark,
        "sha256": hashlib.sha256(payload).hexdigest(),
    }
    return json.dumps(stated).encode() + b"\n"


def _vector_bytes(store: Store, folder: Path) -> bytes | None:
    """FAISS's bytes, if their first line is what it must be."""
    try:
        with _vectors_path(store, folder).open("rb") as file:
            header, payload = file.readline(1000), file.read()
    except OSError:
        return None
    return payload if header == _vectors_header(store, payload) else None


def _saved_vectors(store: Store, folder: Path) -> Vectors | None:
    payload = _vector_bytes(store, folder)
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
    content = _vectors_header(store, payload) + payload
    temporary = folder / f"{_TEMPORARY}vectors"
    try:
        _write(temporary, content)
        temporary.replace(_vectors_path(store, folder))
    finally:
        temporary.unlink(missing_ok=True)
    sync(folder)


def _manifest(store: Store, keywords: Path) -> bytes:
    """What the manifest of this folder must say."""
    stated = {
        "generation": store.generation,
        "mark": store.mark,
        "rules": source_digest(_KEYWORD_RULES),
        "files": {file.name: _digest(file) for file in _keyword_files(keywords)},
    }
    return json.dumps(stated).encode()


def _keyword_files(keywords: Path) -> list[Path]:
    """The files of tantivy; its locks come and go and hold nothing."""
    return sorted(file for file in keywords.iterdir() if file.name != MANIFEST and file.suffix != ".lock")


def _keywords_fit(store: Store, folder: Path) -> bool:
    keywords = _keywords_path(store, folder)
    try:
        return (keywords / MANIFEST).read_bytes() == _manifest(store, keywords)
    except OSError:
        return False


def _saved_keywords(store: Store, folder: Path) -> Keywords | None:
    if not _keywords_fit(store, folder):
        return None
    try:
        return _opened_keywords(_keywords_path(store, folder))
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
        return _opened_keywords(_keywords_path(store, folder))
    except (OSError, ValueError):
        return None


def _save_keywords(store: Store, folder: Path) -> None:
    temporary = folder / f"{_TEMPORARY}keywords"
    permissions = (folder / DATABASE).stat().st_mode & 0o777
    try:
        _remove(temporary)
        temporary.mkdir()
        _build_keywords(temporary, store)
        for file in _keyword_files(temporary):
            file.chmod(permissions)  # tantivy makes some that only their owner can read
            sync(file)
        _write(temporary / MANIFEST, _manifest(store, temporary))
        sync(temporary)
        _remove(_keywords_path(store, folder))
        temporary.rename(_keywords_path(store, folder))
    finally:
        _remove(temporary)
    sync(folder)


def _build_keywords(folder: Path, store: Store) -> None:
    try:
        Keywords.build(folder, store.passage_texts())
    except ValueError as error:  # what tantivy makes of a full disk, among others
        raise OSError(errno.EIO, str(error), str(folder)) from error


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
    kept = {_vectors_path(store, folder), _keywords_path(store, folder)}
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
