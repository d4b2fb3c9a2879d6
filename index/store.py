"""The truth: articles, their passages and the vectors of both, in one SQLite database. The only door to sqlite3.

    Store        reads one committed generation, whatever a writer does meanwhile
    Writer       makes the next generation in one transaction: all of it, or nothing
    Unfinished   vectors an interrupted run has already computed, in a file of their own beside the database

A generation has a number, which grows, and a mark, which no other generation of any index has; what is derived from the
database repeats both. SQLite notices a torn page but not a flipped bit, so every row has a checksum that is held
against it when it is read.
"""

import difflib
import json
import secrets
import shlex
import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

import numpy as np

from index.data import Article, Omission, Passage, Span
from index.encoder import Vector
from index.errors import IndexBusy, IndexUnusable, NoIndex, TrichDanError
from index.vectors import Ids

FORMAT = 1  # of the tables below; raise it when they change
DATABASE = "index.sqlite3"
UNFINISHED = "unfinished.sqlite3"

_WAIT = 10.0  # seconds to wait for SQLite's own short locks, as after a crash; a writer's work never blocks a reader
_GROUP = 100  # articles read at once when all are read

# AUTOINCREMENT: an id is never given twice, since what is derived from the database speaks of passages by id.
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE articles (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, rules TEXT NOT NULL, text TEXT NOT NULL,
    title TEXT, source TEXT, author TEXT, published TEXT, published_basis TEXT NOT NULL, url TEXT,
    body TEXT NOT NULL, left_out TEXT NOT NULL, checksum INTEGER NOT NULL
);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, vector BLOB NOT NULL, checksum INTEGER NOT NULL
);
CREATE INDEX passages_of_article ON passages (article);
CREATE TABLE sentences (
    passage INTEGER NOT NULL REFERENCES passages ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, vector BLOB NOT NULL, checksum INTEGER NOT NULL,
    PRIMARY KEY (passage, start, "end")
);
"""
_PASSAGE_NUMBERS = np.dtype("<f4")
_SENTENCE_NUMBERS = np.dtype("<f2")  # half the bytes; a cosine of unit vectors moves by less than 0.001

_FULL = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,  # also a file larger than the process may write
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
}
_SHUT = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}

Row = tuple[Any, ...]


class DiskFull(TrichDanError):
    """The disk took no more while the database was written; the generation before stands."""


class NoArticle(TrichDanError):
    """The index has no article of that id; exit 3, as for anything that was looked for and not found."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Generation:
    """One committed state of the index, and the sentence model, by name and dimension, that made all its vectors."""

    number: int
    mark: str
    encoder: str
    dimension: int


@dataclass(frozen=True, slots=True)
class Summary:
    """An article without its text: enough to list it or to choose by."""

    id: str
    title: str | None
    source: str | None
    published: date | None


@dataclass(frozen=True, slots=True)
class Origin:
    """What an article was made from: the sha256 of its file's bytes, and of the rules it was read and split by."""

    sha256: str
    rules: str


@dataclass(frozen=True, slots=True)
class Embedded:
    """A passage with its vector, and each of its sentences with its own."""

    passage: Passage
    vector: Vector
    sentences: tuple[tuple[Passage, Vector], ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Vectors an article already has, by the text they stand for; those of sentences are rounded to 16 bits."""

    passages: dict[str, Vector]
    sentences: dict[str, Vector]


class Store:
    """One committed generation of an index, for any number of threads.

    A read transaction is held from `open` to `close`, so everything read belongs together, and stays while newer
    generations are committed. A reader that lives long asks `behind()` before each question, and opens another Store
    when it says so; until the old one is closed, the database's log cannot be emptied.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection, generation: Generation) -> None:
        self.folder = folder
        self._connection = connection
        self._state = generation
        self._lock = threading.Lock()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The newest generation of the index in `folder`.

        Raises NoIndex where there is none, and IndexUnusable where it is of a newer format or damaged.
        """
        connection = _connected_to_read(folder)
        try:
            generation = _generation(connection, folder)
            if generation is None:
                raise NoIndex(_missing(folder))
        except TrichDanError:
            connection.close()
            raise
        return cls(folder, connection, generation)

    def close(self) -> None:
        """Let go of the generation."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    @property
    def generation(self) -> int:
        """The number of the generation this reads."""
        return self._state.number

    @property
    def mark(self) -> str:
        """What no other generation has, of this index or any."""
        return self._state.mark

    @property
    def encoder_name(self) -> str:
        """The sentence model that made the vectors."""
        return self._state.encoder

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return self._state.dimension

    def behind(self) -> bool:
        """Whether a newer generation has been committed; False also where the index is gone, so that readers go on."""
        try:
            with Store.open(self.folder) as newest:
                return newest.mark != self.mark
        except TrichDanError:
            return False

    def require_encoder(self, name: str) -> None:
        """Raises IndexUnusable unless the index was built with the encoder of this name."""
        require_encoder(self.folder, self._state, name)

    def article_count(self) -> int:
        """How many articles there are."""
        return int(self._rows("SELECT count(*) FROM articles")[0][0])

    def passage_count(self) -> int:
        """How many passages there are."""
        return int(self._rows("SELECT count(*) FROM passages")[0][0])

    def article(self, article_id: str) -> Article:
        """The article of this id; NoArticle names the nearest ids where there is none."""
        keys = self._rows("SELECT key FROM articles WHERE id = ?", article_id)
        if not keys:
            raise NoArticle(self._no_article(article_id))
        return self._articles([keys[0][0]])[keys[0][0]]

    def articles(self) -> Iterator[Summary]:
        """Every article without its text, by id."""
        for article_id, title, source, published in self._rows(
            "SELECT id, title, source, published FROM articles ORDER BY id"
        ):
            yield Summary(article_id, title, source, _date(published))

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The passages of these ids, in their order."""
        rows = self._rows(
            'SELECT id, article, start, "end", vector, checksum FROM passages'
            " WHERE id IN (SELECT value FROM json_each(?))",
            json.dumps(list(ids)),
        )
        found = {row[0]: _whole(self.folder, row[1:]) for row in rows}
        if lost := set(ids) - set(found):
            raise _damaged(self.folder, f"no passage {min(lost)}")
        articles = self._articles({row[0] for row in found.values()})
        return [Passage(articles[found[id][0]], found[id][1], found[id][2]) for id in ids]

    def sentences_of(self, ids: Sequence[int]) -> list[tuple[Passage, Vector]]:
        """Every sentence of these passages with its vector; in the order of `ids`, then of the text."""
        sentences: dict[int, list[tuple[Passage, Vector]]] = {id: [] for id in ids}
        articles = dict(zip(ids, (passage.article for passage in self.passages(ids)), strict=True))
        for row in self._rows(
            'SELECT passage, start, "end", vector, checksum FROM sentences'
            ' WHERE passage IN (SELECT value FROM json_each(?)) ORDER BY passage, start, "end"',
            json.dumps(list(ids)),
        ):
            passage, start, end, vector = _whole(self.folder, row)
            sentence = Passage(articles[passage], start, end)
            sentences[passage].append((sentence, _vector(vector, _SENTENCE_NUMBERS)))
        return [pair for id in ids for pair in sentences[id]]

    def passage_vectors(self) -> tuple[Ids, Vector]:
        """The ids of all passages, growing, and their vectors: one row each, shape (passages, dimension)."""
        count = self.passage_count()
        ids, matrix = np.empty(count, np.int64), np.empty((count, self.dimension), np.float32)
        with self._lock, _told(self.folder):
            cursor = self._connection.execute(
                'SELECT id, article, start, "end", vector, checksum FROM passages ORDER BY id'
            )
            for position, row in enumerate(cursor):
                ids[position] = row[0]
                matrix[position] = _vector(_whole(self.folder, row[1:])[3], _PASSAGE_NUMBERS)
        return ids, matrix

    def passage_texts(self) -> Iterator[tuple[int, str]]:
        """The id and text of every passage, article by article."""
        keys = [key for (key,) in self._rows("SELECT key FROM articles ORDER BY key")]
        for first in range(0, len(keys), _GROUP):
            articles = self._articles(keys[first : first + _GROUP])
            for row in self._rows(
                'SELECT id, article, start, "end", vector, checksum FROM passages'
                " WHERE article IN (SELECT value FROM json_each(?)) ORDER BY id",
                json.dumps(list(articles)),
            ):
                article, start, end, _ = _whole(self.folder, row[1:])
                yield row[0], articles[article].text[start:end]

    def _rows(self, statement: str, *parameters: object) -> list[Row]:
        with self._lock, _told(self.folder):
            return self._connection.execute(statement, parameters).fetchall()

    def _articles(self, keys: Iterable[int]) -> dict[int, Article]:
        """The articles of these keys, in the order of the keys."""
        rows = self._rows(
            "SELECT key, id, sha256, rules, text, title, source, author, published, published_basis, url, body,"
            " left_out, checksum FROM articles WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key",
            json.dumps(list(keys)),
        )
        return {row[0]: _article(_whole(self.folder, row[1:])) for row in rows}

    def _no_article(self, article_id: str) -> str:
        ids = [summary.id for summary in self.articles()]
        ends = [id for id in ids if article_id.endswith(f"/{id}")]  # a path from elsewhere than the articles' folder
        near = ends or difflib.get_close_matches(article_id, ids, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "an article's id is its path below the folder."
        return f"No article {article_id} among the {len(ids)} in {self.folder}: {hint}"


class Writer:
    """The one who makes the next generation; whoever opens it holds the folder's lock.

    Nothing is written before the first `put` or `remove`, and nothing of it is seen by others before `commit`.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection, generation: Generation | None) -> None:
        self.folder = folder
        self.generation = generation
        self.written = 0  # bytes of text and vectors put so far
        self._connection = connection

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The writer of the index in `folder`, which has `generation` None where nothing was committed yet."""
        with _told(folder):
            connection = sqlite3.connect(folder / DATABASE, timeout=_WAIT, isolation_level=None)
            try:
                generation = _generation(connection, folder)
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
            except BaseException:
                connection.close()
                raise
        return cls(folder, connection, generation)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self._connection.close()  # what was not committed is gone

    def origins(self) -> dict[str, Origin]:
        """By article id, what each article was made from."""
        if self.generation is None:
            return {}
        with _told(self.folder):
            rows = self._connection.execute("SELECT id, sha256, rules FROM articles").fetchall()
        return {article_id: Origin(digest, rules) for article_id, digest, rules in rows}

    def known(self, article_id: str) -> Known:
        """The vectors of the article as it is now, by text; none where it is not here."""
        known = Known({}, {})
        for text, kind, *row in self._pieces(article_id):
            _, start, end, vector = _whole(self.folder, tuple(row))
            if kind == "passage":
                known.passages[text[start:end]] = _vector(vector, _PASSAGE_NUMBERS)
            else:
                known.sentences[text[start:end]] = _vector(vector, _SENTENCE_NUMBERS)
        return known

    def put(self, article: Article, origin: Origin, passages: Sequence[Embedded]) -> None:
        """The article is in the next generation with these passages, in place of what had its id."""
        self.remove(article.id)
        with _told(self.folder):
            row = _article_row(article, origin)
            key = self._connection.execute(
                "INSERT INTO articles (id, sha256, rules, text, title, source, author, published, published_basis, url,"
                " body, left_out, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*row, _checksum(*row)),
            ).lastrowid
            self.written += len(article.text.encode())
            for embedded in passages:
                self._put_passage(key, embedded)

    def remove(self, article_id: str) -> None:
        """The article is not in the next generation, nor its passages."""
        self._begin()
        with _told(self.folder):
            self._connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))

    def changing(self) -> bool:
        """Whether anything was put or removed since the last commit."""
        return self._connection.in_transaction

    def article_count(self) -> int:
        """How many articles the next generation has so far."""
        with _told(self.folder):
            return int(self._connection.execute("SELECT count(*) FROM articles").fetchone()[0])

    def commit(self, encoder: str, dimension: int) -> Generation:
        """The next generation, safe on disk and there for every reader that opens from now on."""
        number = self.generation.number + 1 if self.generation else 1
        generation = Generation(number, secrets.token_hex(16), encoder, dimension)
        meta = {
            "format": str(FORMAT),
            "generation": str(number),
            "mark": generation.mark,
            "encoder": encoder,
            "dimension": str(dimension),
        }
        meta["checksum"] = _meta_checksum(meta)
        with _told(self.folder):
            self._connection.execute("DELETE FROM meta")
            self._connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
            self._connection.execute("COMMIT")
        self.generation = generation
        return generation

    def _begin(self) -> None:
        """The transaction, begun if it is not; never upon a damaged database, whose damage it would spread."""
        if self._connection.in_transaction:
            return
        with _told(self.folder):
            if (found := self._connection.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
                raise _damaged(self.folder, found)
            self._connection.execute("BEGIN IMMEDIATE")
            if self.generation is None:
                for statement in _TABLES.split(";\n"):
                    self._connection.execute(statement)

    def _put_passage(self, article: int | None, embedded: Embedded) -> None:
        passage = embedded.passage
        row: Row = (article, passage.start, passage.end, _bytes(embedded.vector, _PASSAGE_NUMBERS))
        id = self._connection.execute(
            'INSERT INTO passages (article, start, "end", vector, checksum) VALUES (?, ?, ?, ?, ?)',
            (*row, _checksum(*row)),
        ).lastrowid
        self.written += len(row[3])
        for sentence, vector in embedded.sentences:
            row = (id, sentence.start, sentence.end, _bytes(vector, _SENTENCE_NUMBERS))
            self._connection.execute("INSERT INTO sentences VALUES (?, ?, ?, ?, ?)", (*row, _checksum(*row)))
            self.written += len(row[3])

    def _pieces(self, article_id: str) -> list[Row]:
        """A row for each passage and sentence of the article: its text, which of the two it is, and the columns."""
        if self.generation is None:
            return []
        with _told(self.folder):
            return self._connection.execute(
                "SELECT a.text, 'passage', p.article, p.start, p.\"end\", p.vector, p.checksum"
                " FROM articles a JOIN passages p ON p.article = a.key WHERE a.id = ?1 UNION ALL"
                " SELECT a.text, 'sentence', s.passage, s.start, s.\"end\", s.vector, s.checksum"
                " FROM articles a JOIN passages p ON p.article = a.key JOIN sentences s ON s.passage = p.id"
                " WHERE a.id = ?1",
                (article_id,),
            ).fetchall()


class Unfinished:
    """Vectors by text, kept until the run that needs them has committed, so that an interrupted run loses little.

    It is only ever a help: where its file is damaged or cannot be written, nothing is kept.
    """

    def __init__(self, folder: Path, encoder: str) -> None:
        self._path = folder / UNFINISHED
        self._encoder = encoder
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        if self._connection is not None:
            self._connection.close()

    def vectors(self, texts: Iterable[str]) -> dict[str, Vector]:
        """The vectors of those of the texts that were kept."""
        found: dict[str, Vector] = {}
        try:
            connection = self._connected()
            for text in texts:
                key = self._key(text)
                row = connection.execute("SELECT vector, checksum FROM vectors WHERE text = ?", (key,)).fetchone()
                if row is not None and row[1] == _checksum(key, row[0]):
                    found[text] = _vector(row[0], _PASSAGE_NUMBERS)
        except sqlite3.DatabaseError:
            self.discard()
        return found

    def keep(self, vectors: Mapping[str, Vector]) -> None:
        """The next run will find these vectors if this one does not get to its end."""
        rows = [(self._key(text), _bytes(vector, _PASSAGE_NUMBERS)) for text, vector in vectors.items()]
        try:
            connection = self._connected()
            connection.execute("BEGIN")
            connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", [(*row, _checksum(*row)) for row in rows]
            )
            connection.execute("COMMIT")
        except sqlite3.DatabaseError:
            self.discard()

    def discard(self) -> None:
        """Nothing is kept any longer, and nothing is left on the disk."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        for ending in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    def _key(self, text: str) -> bytes:
        """What stands for the text as this encoder reads it."""
        return sha256(f"{self._encoder}\n{text}".encode()).digest()

    def _connected(self) -> sqlite3.Connection:
        """The file, made at first use and, where it was discarded, begun anew at the next."""
        if self._connection is None:
            self._connection = sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute(
                "CREATE TABLE IF NOT EXISTS vectors (text BLOB PRIMARY KEY, vector BLOB, checksum INTEGER)"
            )
        return self._connection


def require_encoder(folder: Path, generation: Generation, name: str) -> None:
    """Raises IndexUnusable unless the generation's vectors are from the encoder of this name."""
    if generation.encoder != name:
        raise IndexUnusable(
            f"The index in {folder} was built with the encoder {generation.encoder}, and this is {name}: their vectors"
            f" cannot be compared. Set ASSISTANT_ENCODER to the first, keep another index with --index DIR, or delete"
            f" {folder} and build it again with {_command(folder)}."
        )


def _connected_to_read(folder: Path) -> sqlite3.Connection:
    """A connection with a read transaction begun; NoIndex or IndexUnusable where there can be none."""
    database = folder / DATABASE
    try:
        if folder.exists() and not folder.is_dir():
            raise IndexUnusable(f"{folder} is not a folder, and an index is one: name another with --index DIR.")
        if not database.exists():
            raise NoIndex(_missing(folder))
    except OSError as error:
        raise IndexUnusable(f"Cannot read the index in {folder}: {error.strerror}.") from error
    with _told(folder):
        try:
            return _begun(f"{database.absolute().as_uri()}?mode=ro")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _SHUT or not _settled(database):
                raise
            # In a folder that is read-only to this reader, SQLite cannot make the two small files it wants beside the
            # database. Its log is empty, so the database alone is the whole truth until its owner writes again.
            return _begun(f"{database.absolute().as_uri()}?immutable=1")


def _settled(database: Path) -> bool:
    """Whether the database's log holds nothing that the database lacks."""
    log = database.with_name(f"{database.name}-wal")
    return not log.exists() or log.stat().st_size == 0


def _begun(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the first read fixes what is seen
    except BaseException:
        connection.close()
        raise
    return connection


def _generation(connection: sqlite3.Connection, folder: Path) -> Generation | None:
    """The generation the database holds; None for an empty one, which a run that never committed leaves."""
    with _told(folder):
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            return None
        if "meta" not in tables:
            raise _damaged(folder, "its database is none of ours")
        meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        page = connection.execute("PRAGMA page_size").fetchone()[0]
    form = meta.get("format", "")
    if form.isdecimal() and int(form) > FORMAT:
        raise IndexUnusable(
            f"The index in {folder} has format {form}, and this program reads up to {FORMAT}: use the newer program"
            f" that wrote it, or delete the folder and build it again with {_command(folder)}."
        )
    if meta.pop("checksum", None) != _meta_checksum(meta):
        raise _damaged(folder, "what it says of itself does not have its checksum")
    if (size := (folder / DATABASE).stat().st_size) % page:
        raise _damaged(folder, f"its database has {size} bytes, not whole pages of {page}")
    return Generation(int(meta["generation"]), meta["mark"], meta["encoder"], int(meta["dimension"]))


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """SQLite's failures as sentences with their remedy."""
    try:
        yield
    except sqlite3.ProgrammingError:  # ours, not the database's
        raise
    except sqlite3.DatabaseError as error:
        raise _explained(folder, error) from error


def _explained(folder: Path, error: sqlite3.DatabaseError) -> TrichDanError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)  # Python's own: text that is not UTF-8
    if code in _FULL:
        return DiskFull(f"The disk took no more of the index in {folder} ({error}).")
    if code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):  # the low byte is the kind, the rest says more
        return IndexBusy(f"The database of the index in {folder} is held by another program ({error}): try again.")
    if code & 0xFF in _SHUT:
        return IndexUnusable(
            f"Cannot open the database of the index in {folder} ({error}): see who may read and write it."
        )
    return _damaged(folder, str(error))


def _damaged(folder: Path, what: str) -> IndexUnusable:
    return IndexUnusable(
        f"The index in {folder} is damaged ({what}): delete the folder and build it again with {_command(folder)}."
    )


def _missing(folder: Path) -> str:
    return f"No index in {folder}: build one with {_command(folder)}, where ARTICLES is the folder of articles."


def _command(folder: Path) -> str:
    """What builds this index."""
    return f"`python -m index ARTICLES --index {shlex.quote(str(folder))}`"


def _checksum(*values: str | int | bytes | None) -> int:
    """A CRC-32 over the values and their kinds: one flipped bit never passes."""
    crc = 0
    for value in values:
        data = value if isinstance(value, bytes) else b"" if value is None else str(value).encode()
        crc = zlib.crc32(data, zlib.crc32(f"{type(value).__name__}{len(data)}:".encode(), crc))
    return crc


def _whole(folder: Path, row: Row) -> Row:
    """The row without its checksum, which must be right."""
    if row[-1] != _checksum(*row[:-1]):
        raise _damaged(folder, "a row does not have its checksum")
    return row[:-1]


def _meta_checksum(meta: Mapping[str, str]) -> str:
    return str(_checksum(*(text for pair in sorted(meta.items()) for text in pair)))


def _bytes(vector: Vector, numbers: "np.dtype[Any]") -> bytes:
    return vector.astype(numbers).tobytes()


def _vector(data: bytes, numbers: "np.dtype[Any]") -> Vector:
    return np.frombuffer(data, numbers).astype(np.float32)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _article_row(article: Article, origin: Origin) -> Row:
    """The article as a row, in the order of the table's columns, without the checksum."""
    return (
        article.id,
        origin.sha256,
        origin.rules,
        article.text,
        article.title,
        article.source,
        article.author,
        article.published.isoformat() if article.published else None,
        article.published_basis,
        article.url,
        json.dumps([(span.start, span.end) for span in article.body]),
        json.dumps([(omission.span.start, omission.span.end, omission.why) for omission in article.left_out]),
    )


def _article(row: Row) -> Article:
    """The article of a row that `_article_row` made."""
    article_id, _, _, text, title, source, author, published, basis, url, body, left_out = row
    return Article(
        id=article_id,
        text=text,
        title=title,
        source=source,
        author=author,
        published=_date(published),
        published_basis=basis,
        url=url,
        body=tuple(Span(start, end) for start, end in json.loads(body)),
        left_out=tuple(Omission(Span(start, end), why) for start, end, why in json.loads(left_out)),
    )
