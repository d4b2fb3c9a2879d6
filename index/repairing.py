"""A damaged index, put right: what is derived from its database, and of a damaged database the articles that are whole.

Nothing is embedded for it. What is saved goes into a database of its own, which takes the place of the damaged one in a
single step, once it is on the disk; an article that is lost is read again from its file by the next run.
"""

import json
import shutil
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from index.articles.common import LEAST, fingerprint
from index.articles.passages import passage_sentences, passages
from index.comparing import relate
from index.data import Article, Passage
from index.database import (
    DATABASE,
    PASSAGE_NUMBERS,
    SENTENCE_NUMBERS,
    Connection,
    Damaged,
    DatabaseError,
    DiskFull,
    Generation,
    Row,
    article_of_row,
    connected_to_read,
    connected_to_write,
    damaged,
    read_generation,
    settled,
    to_vector,
)
from index.derived import refresh
from index.disk import sync
from index.encoder import Vector
from index.errors import NoIndex, TrichDanError
from index.last_run import NAME, last_run
from index.locking import writing
from index.rows import salvaged
from index.sealing import SEAL, seal_of
from index.store import Store
from index.verifying import Verified, verify
from index.writer import Embedded, Origin, Writer

_APART = "temporary-repair"  # what a run that is killed leaves of it, the next removes

Spans = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair did: the files that it made again, and, where the database was damaged, how many articles it kept
    and which it could not: the documents that the next run reads again, by id, as far as their names are known.
    """

    made: tuple[str, ...]
    kept: int | None = None
    lost: tuple[str, ...] = ()


def repair(folder: Path) -> Repaired:
    """Puts the index in `folder` right; says what that took.

    Raises NoIndex where there is none, IndexBusy where another process is writing it, NotWritable where it may not be
    written, DiskFull where the disk takes no more, and IndexUnusable where nothing can be saved; what was there is then
    still there.
    """
    verify(folder)  # says where there is none, before a lock is made there
    with writing(folder):
        try:
            return _repaired(folder, verify(folder))
        except (DiskFull, OSError) as error:
            raise DiskFull(
                f"The index in {folder} could not be repaired to its end: {error}. Free some space, if that is what is"
                " wanted, and repair it again; nothing is lost of what was whole."
            ) from error


def _repaired(folder: Path, found: Verified) -> Repaired:
    if found.is_whole:
        return Repaired(())
    kept, lost = _salvage(folder, found) if found.files[0].condition == "damaged" else (None, ())
    _make_again(folder, found)
    return Repaired(tuple(looked.file for looked in found.files if looked.condition != "whole"), kept, lost)


def _make_again(folder: Path, found: Verified) -> None:
    """Puts right what lies beside the database, which is whole."""
    if seal_of(folder) is None or any(looked.file == SEAL and looked.why for looked in found.files):
        (folder / SEAL).unlink(missing_ok=True)
    with Store.open(folder) as store:
        refresh(store, folder)
        run = last_run(folder)
        if run is None or run.generation != store.generation:
            (folder / NAME).unlink(missing_ok=True)  # what a run did cannot be told again


def _salvage(folder: Path, found: Verified) -> tuple[int, tuple[str, ...]]:
    """Puts a database of what is whole in place of the damaged one: how many articles that is, and what is lost."""
    apart = folder / _APART
    shutil.rmtree(apart, ignore_errors=True)
    apart.mkdir()
    try:
        with _damaged(folder, found) as old:
            before = _before(old, folder, found)
            saved = _Saved.read(old)
        if not saved.texts:
            raise damaged(folder, f"{found.files[0].why}; no article of it is whole, so nothing can be kept")
        with Writer.anew(apart, before) as writer:
            kept, lost = _write(writer, saved)
            if not kept:
                raise damaged(folder, f"{found.files[0].why}; no article of it is whole, so nothing can be kept")
            writer.commit(before.encoder, before.dimension)
        _require_whole(apart)
        _replace(folder, apart / DATABASE)
    finally:
        shutil.rmtree(apart, ignore_errors=True)
    return kept, tuple(sorted(lost))


def _damaged(folder: Path, found: Verified) -> "closing[Connection]":
    """A connection that reads what can be read."""
    try:
        return closing(connected_to_read(folder))
    except (Damaged, NoIndex) as error:
        raise _hopeless(folder, found) from error


def _hopeless(folder: Path, found: Verified) -> TrichDanError:
    return damaged(folder, f"{found.files[0].why}; nothing of it can be read, so nothing can be kept")


def _before(old: Connection, folder: Path, found: Verified) -> Generation:
    """The generation that the new database comes after: no earlier than the damaged one says, or the seal beside it.
    The vectors are of the model that is named where they lie.
    """
    seal = seal_of(folder)
    sealed = Generation(seal.generation, "", "", seal.encoder, seal.dimension, index=seal.index) if seal else None
    try:
        generation = read_generation(old, folder)
    except TrichDanError:
        generation = None
    if generation and sealed:
        number, index = max(generation.number, sealed.number), sealed.index or generation.index
        return replace(generation, number=number, index=index)
    if (either := generation or sealed) is None:
        raise _hopeless(folder, found)
    return either


@dataclass(frozen=True, slots=True)
class _Saved:
    """The rows that are whole, by number, and the names of documents wherever they can be read."""

    files: Mapping[str, Row]
    documents: tuple[Row, ...]
    texts: Mapping[int, Row]
    passages: Mapping[int, Mapping[Spans, tuple[int, Vector]]]
    sentences: Mapping[int, Mapping[Spans, Vector]]

    @classmethod
    def read(cls, old: Connection) -> "_Saved":
        """What can be read of a damaged database."""
        passages: dict[int, dict[Spans, tuple[int, Vector]]] = {}
        for id, (article, start, end, vector) in salvaged(old, "passages"):
            passages.setdefault(article, {})[start, end] = id, to_vector(vector, PASSAGE_NUMBERS)
        sentences: dict[int, dict[Spans, Vector]] = {}
        for _, (passage, start, end, vector) in salvaged(old, "sentences"):
            sentences.setdefault(passage, {})[start, end] = to_vector(vector, SENTENCE_NUMBERS)
        return cls(
            {row[0]: row for _, row in salvaged(old, "files")},
            tuple(row for _, row in salvaged(old, "documents")),
            dict(salvaged(old, "articles")),
            passages,
            sentences,
        )

    def article(self, key: int) -> tuple[Article, list[Embedded]] | None:
        """The article of this key with its passages; None where one of its rows is not whole."""
        ids = [id for id, _, article in self.documents if article == key]
        if key not in self.texts or not ids:
            return None
        article = article_of_row(min(ids), self.texts[key])
        try:
            return article, [self._embedded(key, passage) for passage in passages(article)]
        except KeyError:
            return None

    def _embedded(self, key: int, passage: Passage) -> Embedded:
        """The passage with its vectors; KeyError where one is not here."""
        id, vector = self.passages[key][passage.start, passage.end]
        sentences = self.sentences.get(id, {})
        return Embedded(
            passage, vector, tuple((each, sentences[each.start, each.end]) for each in passage_sentences(passage))
        )


def _write(writer: Writer, saved: _Saved) -> tuple[int, set[str]]:
    """Puts what is whole into a new database: how many articles, and the documents and files that are not."""
    keys: dict[int, int] = {}
    for old in sorted(saved.texts):
        if (found := saved.article(old)) is not None:
            keys[old] = _put(writer, saved.texts[old][0], *found)
    lost = {id for id, _, article in saved.documents if article not in keys}
    for id in sorted(saved.files.keys() | {of for _, of, _ in saved.documents}):
        file = saved.files.get(id, (id, "", "", "", "[]"))
        own = {document: keys[key] for document, of, key in saved.documents if of == id and key in keys}
        whole = bool(own) and not any(of == id and key not in keys for _, of, key in saved.documents)
        lost |= set() if own or whole else {id}
        writer.put_file(id, _origin(file, whole=whole), own, json.loads(file[4]))
    _relate(writer, sorted(keys.values()))
    return writer.article_count(), lost


def _origin(file: Row, *, whole: bool) -> Origin:
    """What the file was made from; of one that has lost an article that is nothing, so that the next run reads it."""
    return Origin(file[1], file[2], file[3]) if whole else Origin("", "")


def _put(writer: Writer, made_from: str, article: Article, embedded: list[Embedded]) -> int:
    """The key of the article in the new database."""
    key = writer.add(article, made_from)
    writer.put_passages(key, embedded)
    said = fingerprint(article)
    writer.put_lines(key, article.source or "", said.story, said.lines)
    return key


def _relate(writer: Writer, keys: list[int]) -> None:
    """Finds again what the articles have in common."""
    for outlet in writer.outlets_of(keys):
        writer.put_common(outlet, writer.lines_in_common(outlet, LEAST))
    relate(writer, keys, lambda done: None)


def _require_whole(apart: Path) -> None:
    """Raises an error unless the new database is all in its one file, and every row of it what it must be."""
    if not settled(apart):
        raise DiskFull("the disk took no more of the new database")
    with Store.open(apart) as store:
        for fault in store.faults()[:1]:
            raise damaged(apart, fault)


def _replace(folder: Path, new: Path) -> None:
    """Puts the new database, which is on the disk, in place of the old one. The seal stays: it is of a generation
    before, and until then keeps the old one from being read.
    """
    sync(new)
    with suppress(DatabaseError), closing(connected_to_write(folder)) as old:
        # Its log belongs to it alone; what that holds is not to be lost with it, should this be the last that is done.
        old.execute("PRAGMA busy_timeout = 0")
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for ending in ("-wal", "-shm"):
        (folder / f"{DATABASE}{ending}").unlink(missing_ok=True)
    new.replace(folder / DATABASE)
    sync(folder)


def told_of_repair(repaired: Repaired, folder: Path) -> str:
    """What was done, for a person."""
    if not repaired.made:
        return f"The index in {folder} is whole: there was nothing to repair.\n"
    lines = [f"Repaired in {folder}: {', '.join(repaired.made)}."]
    if repaired.kept is not None:
        lines.append(f"Kept {repaired.kept} articles whose rows are whole.")
        lines += [f"Lost: {name}" for name in repaired.lost]
        lines.append("Run `python -m index` on the folder of articles again: it reads what is missing.")
    return "\n".join(lines) + "\n"
