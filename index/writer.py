"""The one who makes the next generation of an index, in one transaction: all of it, or nothing."""

import json
import re
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from index.data import Article, Passage
from index.database import (
    ARTICLE_COLUMNS,
    LISTED,
    PASSAGE_NUMBERS,
    SENTENCE_NUMBERS,
    TABLES,
    Connection,
    Generation,
    Row,
    article_of_row,
    article_row,
    checksum,
    connected_to_write,
    listed,
    read_generation,
    require_sound,
    to_bytes,
    to_vector,
    told,
    whole,
    write_generation,
)
from index.encoder import Vector
from index.sealing import SEAL

_TABLE = re.compile(r"CREATE TABLE (\w+)")
_PLACES = ", ".join("?" * (ARTICLE_COLUMNS.count(",") + 3))  # of an article's columns and its two checksums


@dataclass(frozen=True, slots=True)
class Origin:
    """What a file's documents were made from: the sha256 of its bytes, of the rules that read and split them, and of
    what the folder's owner states of them (empty: nothing).
    """

    sha256: str
    rules: str
    stated: str = ""


@dataclass(frozen=True, slots=True)
class Indexed:
    """A file as it is in the index: what its documents were made from, and the rows that are no articles, with why."""

    origin: Origin
    unread: tuple[tuple[str, str], ...] = ()


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


class Writer:
    """The one who makes the next generation; whoever opens it holds the folder's lock.

    Nothing is written before the first change, and nothing of it is seen by others before `commit`. Articles are known
    by their key; which of them has a document of which id is told by `put_file`, and an article that no document is
    left of is gone at `commit`.
    """

    def __init__(self, folder: Path, connection: Connection, before: Generation | None) -> None:
        self.folder = folder
        self.written = 0  # bytes of text and vectors put so far
        self._connection = connection
        self._before = before
        self._check: Future[None] | None = None

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The writer of the index in `folder`."""
        with told(folder):
            connection = connected_to_write(folder)
            try:
                before = read_generation(connection, folder)
            except BaseException:
                connection.close()
                raise
        return cls(folder, connection, before)

    @classmethod
    def anew(cls, folder: Path, before: Generation) -> Self:
        """The writer of a new database in `folder`, whose first generation comes after this one of a damaged index."""
        with told(folder):
            connection = connected_to_write(folder)
        return cls(folder, connection, replace(before, format=0))  # of no program: its tables are made

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self._connection.close()  # what was not committed is gone

    @property
    def generation(self) -> Generation | None:
        """The newest generation; None where nothing was committed yet, or by an older program in other tables."""
        return self._before if self._before and self._before.is_current else None

    def changing(self) -> bool:
        """Whether anything was changed since the last commit."""
        return self._connection.in_transaction

    def article_count(self) -> int:
        """How many articles the next generation has so far."""
        return int(self._rows("SELECT count(DISTINCT article) FROM documents")[0][0])

    # Files and their documents

    def files(self) -> dict[str, Indexed]:
        """By file, what its documents were made from, and what of it is no article."""
        if not self._has_tables():
            return {}
        rows = self._rows("SELECT id, sha256, rules, stated, unread, checksum FROM files")
        found = (whole(self.folder, row) for row in rows)
        return {
            id: Indexed(Origin(*made_from), tuple((row, why) for row, why in json.loads(unread)))
            for id, *made_from, unread in found
        }

    def documents(self) -> dict[str, int]:
        """By document, the key of its article."""
        if not self._has_tables():
            return {}
        rows = self._rows("SELECT id, file, article, checksum FROM documents")
        return {row[0]: row[2] for row in (whole(self.folder, row) for row in rows)}

    def file_of(self, document_id: str) -> str | None:
        """The file that the document of this id is in so far; None where there is no such document."""
        if not self._has_tables():
            return None
        rows = self._rows("SELECT file FROM documents WHERE id = ?", document_id)
        return rows[0][0] if rows else None

    def put_file(
        self, file_id: str, origin: Origin, documents: Mapping[str, int], unread: Sequence[tuple[str, str]] = ()
    ) -> None:
        """The file is in the next generation with these documents (id: key of its article) and no others; `unread` are
        rows of it that are no articles, and why.
        """
        self.remove_file(file_id)
        row: Row = (file_id, origin.sha256, origin.rules, origin.stated, json.dumps(list(unread)))
        self._write("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)", *row, checksum(*row))
        for document, article in documents.items():
            row = (document, file_id, article)
            self._write("INSERT INTO documents VALUES (?, ?, ?, ?)", *row, checksum(*row))

    def remove_file(self, file_id: str) -> None:
        """The file is not in the next generation, nor its documents."""
        self._write("DELETE FROM files WHERE id = ?", file_id)

    # Articles

    def key_of(self, made_from: str) -> int | None:
        """The key of the article that was made from this; None where there is none."""
        if not self._has_tables():
            return None
        rows = self._rows("SELECT key FROM articles WHERE made_from = ?", made_from)
        return rows[0][0] if rows else None

    def add(self, article: Article, made_from: str) -> int:
        """The key of an article that is new, still without passages; it is known by what it was made from."""
        row = article_row(article, made_from)
        self.written += len(article.text.encode())
        return self._write(
            f"INSERT INTO articles ({ARTICLE_COLUMNS}, checksum, listed) VALUES ({_PLACES})",
            *row,
            checksum(*row),
            listed(article),
        )

    def amend(self, key: int, article: Article) -> None:
        """The article of this key is as given: only its body and what is left out of it may differ."""
        made_from = self._rows("SELECT made_from FROM articles WHERE key = ?", key)[0][0]
        row = article_row(article, made_from)
        self._write(
            "UPDATE articles SET body = ?, left_out = ?, checksum = ? WHERE key = ?", *row[-2:], checksum(*row), key
        )

    def article(self, key: int) -> Article:
        """The article of this key; its id is the first of its documents'."""
        rows = self._rows(
            f"SELECT (SELECT min(id) FROM documents WHERE article = key), {ARTICLE_COLUMNS}, checksum FROM articles"
            " WHERE key = ?",
            key,
        )
        return article_of_row(rows[0][0] or "", whole(self.folder, rows[0][1:]))

    def known(self, key: int) -> Known:
        """The vectors that the article of this key has, by text."""
        known = Known({}, {})
        for text, kind, *row in self._pieces(key):
            _, start, end, vector = whole(self.folder, tuple(row))
            if kind == "passage":
                known.passages[text[start:end]] = to_vector(vector, PASSAGE_NUMBERS)
            else:
                known.sentences[text[start:end]] = to_vector(vector, SENTENCE_NUMBERS)
        return known

    def put_passages(self, key: int, passages: Iterable[Embedded]) -> None:
        """The article of this key has these passages and no others."""
        self._write("DELETE FROM passages WHERE article = ?", key)
        for embedded in passages:
            self._put_passage(key, embedded)

    def orphans(self) -> frozenset[int]:
        """The keys of the articles that no document is left of."""
        return frozenset(
            key for (key,) in self._rows("SELECT key FROM articles WHERE key NOT IN (SELECT article FROM documents)")
        )

    # What articles have in common

    def forget(self, keys: Iterable[int]) -> None:
        """These articles have nothing in common with others any longer."""
        gone = json.dumps(list(keys))
        for table in ("lines", "bands"):
            statement = f"DELETE FROM {table} WHERE article IN (SELECT value FROM json_each(?))"
            self._write(statement, gone)

    def put_lines(self, key: int, outlet: str, story: int, lines: Collection[int]) -> None:
        """The article of this key, of this outlet, tells this story and has these lines; a number stands for each."""
        self._write("DELETE FROM lines WHERE article = ?", key)
        for line in lines:
            self._write("INSERT INTO lines VALUES (?, ?, ?, ?)", key, outlet, line, story)

    def outlets_of(self, keys: Iterable[int]) -> frozenset[str]:
        """The outlets that these articles' lines are of."""
        return frozenset(
            outlet
            for (outlet,) in self._rows(
                "SELECT DISTINCT outlet FROM lines WHERE article IN (SELECT value FROM json_each(?))",
                json.dumps(list(keys)),
            )
        )

    def lines_in_common(self, outlet: str, least: int) -> frozenset[int]:
        """The lines that at least so many of the outlet's articles have that tell different stories."""
        return frozenset(
            line
            for (line,) in self._rows(
                "SELECT line FROM lines WHERE outlet = ? GROUP BY line HAVING count(DISTINCT story) >= ?",
                outlet,
                least,
            )
        )

    def common(self, outlet: str) -> frozenset[int]:
        """The lines that were the outlet's own when its articles were last cut."""
        return frozenset(line for (line,) in self._rows("SELECT line FROM common WHERE outlet = ?", outlet))

    def put_common(self, outlet: str, lines: Collection[int]) -> None:
        """These lines, and no others, are the outlet's own."""
        self._write("DELETE FROM common WHERE outlet = ?", outlet)
        for line in lines:
            self._write("INSERT INTO common VALUES (?, ?)", outlet, line)

    def articles_with(self, outlet: str, lines: Collection[int]) -> list[int]:
        """The keys of the outlet's articles that have any of these lines."""
        rows = self._rows(
            "SELECT DISTINCT article FROM lines WHERE outlet = ? AND line IN (SELECT value FROM json_each(?))"
            " ORDER BY article",
            outlet,
            json.dumps(list(lines)),
        )
        return [key for (key,) in rows]

    def put_bands(self, key: int, bands: Collection[int]) -> None:
        """The article of this key has these bands, and no near-copies yet."""
        self._write("DELETE FROM bands WHERE article = ?", key)
        self._write("DELETE FROM near WHERE one = ? OR other = ?", key, key)
        for band in bands:
            self._write("INSERT OR IGNORE INTO bands VALUES (?, ?)", band, key)

    def alike(self, key: int, days: int, most: int) -> list[int]:
        """The keys of the articles that have a band in common with this one and, where both are dated, are at most so
        many days apart: those with the most bands in common, at most so many.
        """
        rows = self._rows(
            "SELECT b.article, count(*) AS shared FROM bands a JOIN bands b ON a.band = b.band"
            " JOIN articles one ON one.key = a.article JOIN articles other ON other.key = b.article"
            " WHERE a.article = ?1 AND b.article != ?1"
            " AND coalesce(abs(julianday(one.published) - julianday(other.published)), 0) <= ?2"
            " GROUP BY b.article ORDER BY shared DESC, b.article LIMIT ?3",
            key,
            days,
            most,
        )
        return [article for article, _ in rows]

    def put_near(self, one: int, other: int) -> None:
        """The articles of these keys are the same story."""
        self._write("INSERT OR IGNORE INTO near VALUES (?, ?)", min(one, other), max(one, other))

    # The transaction

    def commit(self, encoder: str, dimension: int) -> Generation:
        """The next generation, safe on disk and there for every reader that opens from now on."""
        self._write("DELETE FROM articles WHERE key NOT IN (SELECT article FROM documents)")
        if self._check is not None:
            self._check.result()
        before = self._before
        number = before.number + 1 if before else 1
        mark = self.generation.mark if self.generation else ""
        index = (before.index if before else "") or secrets.token_hex(16)
        generation = Generation(number, secrets.token_hex(16), mark, encoder, dimension, index=index)
        if before is None:  # a seal that lies here is of an index that is gone
            (self.folder / SEAL).unlink(missing_ok=True)
        with told(self.folder):
            write_generation(self._connection, generation)
            self._connection.execute("COMMIT")
        self._before = generation
        return generation

    def _begin(self) -> None:
        """The transaction, begun if it is not. What was committed before is looked through meanwhile: damage must not
        spread into the next generation.
        """
        if self._connection.in_transaction:
            return
        with told(self.folder):
            self._connection.execute("BEGIN IMMEDIATE")
            if self.generation is None:
                self._make_tables()
            self._connection.execute(LISTED)
            if self.generation is not None:
                pool = ThreadPoolExecutor(1)  # SQLite looks without Python's lock, while files are read and embedded
                self._check = pool.submit(require_sound, self.folder, self.generation)
                pool.shutdown(wait=False)

    def _make_tables(self) -> None:
        """The tables, new and empty, in place of an older program's."""
        for name in reversed(_TABLE.findall(TABLES)):  # a table stands below those it speaks of
            self._connection.execute(f"DROP TABLE IF EXISTS {name}")
        for statement in TABLES.split(";\n"):
            self._connection.execute(statement)

    def _has_tables(self) -> bool:
        return self.generation is not None or self.changing()

    def _write(self, statement: str, *parameters: object) -> int:
        """Runs a statement that changes something; the key of the row put last, if it put one."""
        self._begin()
        if self._check is not None and self._check.done():
            self._check.result()
        with told(self.folder):
            return self._connection.execute(statement, parameters).lastrowid or 0

    def _rows(self, statement: str, *parameters: object) -> list[Row]:
        with told(self.folder):
            return self._connection.execute(statement, parameters).fetchall()

    def _put_passage(self, article: int, embedded: Embedded) -> None:
        passage = embedded.passage
        row: Row = (article, passage.start, passage.end, to_bytes(embedded.vector, PASSAGE_NUMBERS))
        id = self._write(
            'INSERT INTO passages (article, start, "end", vector, checksum) VALUES (?, ?, ?, ?, ?)',
            *row,
            checksum(*row),
        )
        self.written += len(row[3])
        for sentence, vector in embedded.sentences:
            row = (id, sentence.start, sentence.end, to_bytes(vector, SENTENCE_NUMBERS))
            self._write("INSERT INTO sentences VALUES (?, ?, ?, ?, ?)", *row, checksum(*row))
            self.written += len(row[3])

    def _pieces(self, key: int) -> list[Row]:
        """A row for each passage and sentence of the article: its text, which of the two it is, and the columns."""
        return self._rows(
            "SELECT a.text, 'passage', p.article, p.start, p.\"end\", p.vector, p.checksum"
            " FROM articles a JOIN passages p ON p.article = a.key WHERE a.key = ?1 UNION ALL"
            " SELECT a.text, 'sentence', s.passage, s.start, s.\"end\", s.vector, s.checksum"
            " FROM articles a JOIN passages p ON p.article = a.key JOIN sentences s ON s.passage = p.id"
            " WHERE a.key = ?1",
            key,
        )
