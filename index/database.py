"""The one door to sqlite3: the tables, how a row is checked, and what its failures mean in a sentence.

    files       what is in the folder: each file, what it was when it was read, and which of its rows are no articles
    documents   the articles of each file, by id; copies have the same article
    articles    each different article once, made from a document's text and what is said of it
    passages    stretches of an article, with their vectors; and `sentences` of each, with theirs
    lines       which lines an article has, by outlet; `common`, those that are the outlet's own furniture
    bands       what near-copies have in common; `near`, the pairs of articles that are the same story

SQLite notices a torn page but not a flipped bit, so every row that is read has a checksum that is held against it.
"""

import json
import shlex
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from index.data import Article, Omission, Span
from index.encoder import Vector
from index.errors import IndexBusy, IndexUnusable, NoIndex, TrichDanError
from index.sealing import SEAL, Seal, seal_of

FORMAT = 3  # of what is kept; raise it when the tables change, or the bundled model's vectors (3: those of 8 bits)
DATABASE = "index.sqlite3"

Connection = sqlite3.Connection
DatabaseError = sqlite3.DatabaseError
Row = tuple[Any, ...]

PASSAGE_NUMBERS = np.dtype("<f4")
SENTENCE_NUMBERS = np.dtype("<f2")  # half the bytes; a cosine of unit vectors moves by less than 0.001

_WAIT = 10.0  # seconds to wait for SQLite's own short locks, as after a crash; a writer's work never blocks a reader

# AUTOINCREMENT: a key is never given twice, since what is derived from the database speaks of passages by theirs.
TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE files (
    id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, rules TEXT NOT NULL, stated TEXT NOT NULL, unread TEXT NOT NULL,
    checksum INTEGER NOT NULL
);
CREATE TABLE articles (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    made_from TEXT NOT NULL UNIQUE, text TEXT NOT NULL,
    title TEXT, source TEXT, author TEXT, published TEXT, published_basis TEXT NOT NULL, url TEXT,
    body TEXT NOT NULL, left_out TEXT NOT NULL, checksum INTEGER NOT NULL, listed INTEGER NOT NULL
);
CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    file TEXT NOT NULL REFERENCES files ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES articles,
    checksum INTEGER NOT NULL
);
CREATE INDEX documents_of_file ON documents (file);
CREATE INDEX documents_of_article ON documents (article, id);
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
CREATE TABLE lines (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    outlet TEXT NOT NULL, line INTEGER NOT NULL, story INTEGER NOT NULL,
    PRIMARY KEY (article, line)
) WITHOUT ROWID;
CREATE INDEX lines_of_outlet ON lines (outlet, line, story);
CREATE TABLE common (outlet TEXT NOT NULL, line INTEGER NOT NULL, PRIMARY KEY (outlet, line)) WITHOUT ROWID;
CREATE TABLE bands (
    band INTEGER NOT NULL, article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE, PRIMARY KEY (band, article)
) WITHOUT ROWID;
CREATE INDEX bands_of_article ON bands (article);
CREATE TABLE near (
    one INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    other INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX near_other ON near (other);
"""
# What filters and lists of articles read, beside rows with long texts; an earlier program of this format made none.
LISTED = "CREATE INDEX IF NOT EXISTS articles_listed ON articles (published, source, title, listed)"

_FULL = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,  # also a file larger than the process may write
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
}
_SHUT = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}
_BESIDE = {sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_IOERR_SHMMAP}  # of a small file that SQLite makes beside it


class DiskFull(TrichDanError):
    """The disk took no more while the database was written; the generation before stands."""


class Damaged(IndexUnusable):
    """The database is not what was written."""


@dataclass(frozen=True, slots=True)
class Generation:
    """One committed state of the index, and the sentence model, by name and dimension, that made all its vectors.

    `number` grows; `mark` no other generation has, of this index or any; `before` is the mark of the one before.
    `index` is the same in all generations of an index and no other; one that an older program made has none.
    """

    number: int
    mark: str
    before: str
    encoder: str
    dimension: int
    format: int = FORMAT
    index: str = ""

    @property
    def is_current(self) -> bool:
        """Whether its tables are those of this program."""
        return self.format == FORMAT


def connected_to_write(folder: Path) -> Connection:
    """A connection that commits so that what is acknowledged is on the disk."""
    connection = sqlite3.connect(folder / DATABASE, timeout=_WAIT, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def connected_beside(path: Path) -> Connection:
    """A connection to a file beside the database, of which nothing is lost that cannot be had again."""
    connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def require_encoder(folder: Path, generation: Generation, name: str) -> None:
    """Raises IndexUnusable unless the generation's vectors are from the encoder of this name."""
    if generation.encoder != name:
        raise IndexUnusable(
            f"The index in {folder} was built with the encoder {generation.encoder}, and this is {name}: their vectors"
            f" cannot be compared. Set ASSISTANT_ENCODER to the first, keep another index with --index DIR, or delete"
            f" {folder} and build it again with {_command(folder)}."
        )


def connected_to_read(folder: Path) -> sqlite3.Connection:
    """A connection with a read transaction begun; NoIndex or IndexUnusable where there can be none."""
    database = folder / DATABASE
    try:
        if folder.exists() and not folder.is_dir():
            raise IndexUnusable(f"{folder} is not a folder, and an index is one: name another with --index DIR.")
        if not database.exists():
            raise NoIndex(missing(folder))
    except OSError as error:
        raise IndexUnusable(f"Cannot read the index in {folder}: {error.strerror}.") from error
    with told(folder):
        try:
            return _begun(f"{database.absolute().as_uri()}?mode=ro")
        except sqlite3.OperationalError as error:
            code = error.sqlite_errorcode
            if (code not in _FULL and code & 0xFF not in _SHUT) or not settled(folder):
                raise
            # In a folder that is read-only to this reader, or on a full disk, SQLite cannot make the two small files it
            # wants beside the database. Its log is empty, so the database alone is the whole truth until its owner
            # writes again.
            return _begun(f"{database.absolute().as_uri()}?immutable=1")


def settled(folder: Path) -> bool:
    """Whether the database's log holds nothing that the database lacks."""
    log = folder / f"{DATABASE}-wal"
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


def read_generation(connection: Connection, folder: Path) -> Generation | None:
    """The generation the database holds; None for an empty one, which a run that never committed leaves.

    Raises IndexUnusable where it is damaged, or of a newer format than this program's.
    """
    with told(folder):
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            return None
        if "meta" not in tables:
            raise damaged(folder, "its database is none of ours")
        meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        page = connection.execute("PRAGMA page_size").fetchone()[0]
    form = meta.get("format", "")
    if form.isdecimal() and int(form) > FORMAT:
        raise IndexUnusable(
            f"The index in {folder} has format {form}, and this program reads up to {FORMAT}: use the newer program"
            f" that wrote it, or delete the folder and build it again with {_command(folder)}."
        )
    if meta.pop("checksum", None) != _meta_checksum(meta):
        raise damaged(folder, "what it says of itself does not have its checksum")
    # A page that is half written is no damage while the log has it: it was being copied when somebody was killed.
    if (size := (folder / DATABASE).stat().st_size) % page and settled(folder):
        raise damaged(folder, f"its database has {size} bytes, not whole pages of {page}")
    return Generation(
        int(meta["generation"]),
        meta["mark"],
        meta.get("before", ""),
        meta["encoder"],
        int(meta["dimension"]),
        int(form),
        meta.get("index", ""),
    )


def write_generation(connection: Connection, generation: Generation) -> None:
    """Puts what the database says of itself in place of what it said before."""
    meta = {
        "format": str(FORMAT),
        "generation": str(generation.number),
        "mark": generation.mark,
        "before": generation.before,
        "encoder": generation.encoder,
        "dimension": str(generation.dimension),
        "index": generation.index,
    }
    meta["checksum"] = _meta_checksum(meta)
    connection.execute("DELETE FROM meta")
    connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())


def require_format(folder: Path, generation: Generation) -> None:
    """Raises IndexUnusable where an older program wrote the index: its tables are others."""
    if not generation.is_current:
        raise IndexUnusable(
            f"The index in {folder} has format {generation.format}, and this program reads {FORMAT}: build it again"
            f" with {_command(folder)}, which takes the place of what is there."
        )


def require_sound(folder: Path, generation: Generation) -> None:
    """Raises Damaged where a page of the database, as last committed, is not in order, or a byte or row is another than
    its seal has.
    """
    with told(folder), closing(connected_to_read(folder)) as connection:
        if (found := connection.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise damaged(folder, found)
        for found in unlike_seal(folder, connection, generation):
            raise damaged(folder, found)


def unlike_seal(folder: Path, connection: Connection, generation: Generation) -> Iterator[str]:
    """Where the database, as the connection sees it, is another than its seal has; nothing where it is the same, or the
    seal is of a generation before or damaged.
    """
    seal = seal_of(folder)
    if seal is None or seal.mark != generation.mark:
        return
    with told(folder):
        yield from filter(None, (_other_size(folder, seal), seal.differing(connection), seal.other_rows(connection)))


def _other_size(folder: Path, seal: Seal) -> str | None:
    """What is wrong where the file has more bytes than SQLite reads of it, or fewer; while its log holds something they
    may be any.
    """
    size = (folder / DATABASE).stat().st_size
    return f"{size} bytes, not {seal.size}" if size != seal.size and settled(folder) else None


def require_sealed(folder: Path, connection: Connection, generation: Generation) -> None:
    """Raises Damaged where the database is not the one that was sealed: another byte, an earlier generation, another
    index. Of a large one the bytes are left to `verify` and to the next run.
    """
    seal = seal_of(folder)
    if seal is None:
        return
    with told(folder):
        same = seal.mark == generation.mark
        wrong = _other_size(folder, seal) or seal.differing(connection) if same else misplaced(folder, generation)
    if wrong:
        raise damaged(folder, wrong)


def misplaced(folder: Path, generation: Generation) -> str | None:
    """What is wrong where the seal beside a database is of another index, or of a generation that the database should
    have and has not; None where it is of this one, of one before, or there is none.
    """
    with closing(connected_to_read(folder)) as connection:  # a later one may have been committed since
        newest = read_generation(connection, folder)
    seal = seal_of(folder)
    if seal is None or newest is None or newest.mark == seal.mark:
        return None
    if seal.index and generation.index and seal.index != generation.index:
        return f"it is another index than {SEAL} is of"
    if seal.generation >= newest.number:
        return f"it has generation {newest.number}, and {SEAL} beside it is of generation {seal.generation}"
    return None


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """SQLite's failures as sentences with their remedy."""
    try:
        yield
    except sqlite3.ProgrammingError:  # ours, not the database's
        raise
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # the latter where a message quotes a damaged schema
        raise _explained(folder, error) from error


def _explained(folder: Path, error: sqlite3.DatabaseError | UnicodeDecodeError) -> TrichDanError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)  # Python's own: text that is not UTF-8
    if code in _FULL:
        return DiskFull(f"The disk took no more of the index in {folder} ({error}).")
    if code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):  # the low byte is the kind, the rest says more
        return IndexBusy(f"The database of the index in {folder} is held by another program ({error}): try again.")
    if code & 0xFF in _SHUT or code in _BESIDE:
        return IndexUnusable(
            f"Cannot open the database of the index in {folder} ({error}): see who may read and write it, and"
            " whether its disk is full."
        )
    return damaged(folder, str(error))


def damaged(folder: Path, what: str) -> Damaged:
    """The error that says what is damaged, and the remedy."""
    return Damaged(
        f"The index in {folder} is damaged ({DATABASE}: {what}): delete the folder and build it again with"
        f" {_command(folder)}, or keep what is whole with `python -m index repair --index {shlex.quote(str(folder))}`."
    )


def missing(folder: Path) -> str:
    """The sentence that there is no index, and how to build one."""
    return f"No index in {folder}: build one with {_command(folder)}, where ARTICLES is the folder of articles."


def _command(folder: Path) -> str:
    """What builds this index."""
    return f"`python -m index ARTICLES --index {shlex.quote(str(folder))}`"


_KINDS = {str: b"str", int: b"int", bytes: b"bytes", type(None): b"NoneType"}


def checksum(*values: str | int | bytes | None) -> int:
    """A CRC-32 over the values and their kinds: one flipped bit never passes."""
    parts: list[bytes] = []
    for value in values:
        data = value if isinstance(value, bytes) else b"" if value is None else str(value).encode()
        parts += (b"%s%d:" % (_KINDS[type(value)], len(data)), data)
    return zlib.crc32(b"".join(parts))


def whole(folder: Path, row: Row) -> Row:
    """The row without its checksum, which must be right."""
    if row[-1] != checksum(*row[:-1]):
        raise damaged(folder, "a row does not have its checksum")
    return row[:-1]


def _meta_checksum(meta: Mapping[str, str]) -> str:
    return str(checksum(*(text for pair in sorted(meta.items()) for text in pair)))


def to_bytes(vector: Vector, numbers: "np.dtype[Any]") -> bytes:
    """The vector as a column holds it."""
    return vector.astype(numbers).tobytes()


def to_vector(data: bytes, numbers: "np.dtype[Any]") -> Vector:
    """The vector that `to_bytes` wrote, in float32."""
    return np.frombuffer(data, numbers).astype(np.float32)


def to_date(text: str | None) -> date | None:
    """The date of a column, which may be empty."""
    return date.fromisoformat(text) if text else None


ARTICLE_COLUMNS = "made_from, text, title, source, author, published, published_basis, url, body, left_out"


def article_row(article: Article, made_from: str) -> Row:
    """The article as a row, in the order of ARTICLE_COLUMNS."""
    return (
        made_from,
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


def listed(article: Article) -> int:
    """The checksum of what a list of articles shows of it: a list should not have to read every text."""
    return checksum(article.title, article.source, article.published.isoformat() if article.published else None)


def article_of_row(article_id: str, row: Row) -> Article:
    """The article of that id and of a row that `article_row` made."""
    _, text, title, source, author, published, basis, url, body, left_out = row
    return Article(
        id=article_id,
        text=text,
        title=title,
        source=source,
        author=author,
        published=to_date(published),
        published_basis=basis,
        url=url,
        body=tuple(Span(start, end) for start, end in json.loads(body)),
        left_out=tuple(Omission(Span(start, end), why) for start, end, why in json.loads(left_out)),
    )
