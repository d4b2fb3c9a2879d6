"""One committed generation of an index, as its readers see it."""

import difflib
import json
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Self
from weakref import finalize, proxy

import numpy as np

from index.data import Article, Passage, Span
from index.database import (
    ARTICLE_COLUMNS,
    PASSAGE_NUMBERS,
    SENTENCE_NUMBERS,
    Connection,
    Generation,
    Row,
    article_of_row,
    connected_to_read,
    damaged,
    missing,
    read_generation,
    require_encoder,
    require_format,
    require_sealed,
    to_date,
    to_vector,
    told,
    unlike_seal,
    whole,
)
from index.encoder import Vector
from index.errors import NoIndex, TrichDanError
from index.filters import EVERYTHING, Filter
from index.keywords import Entry
from index.rows import faults
from index.sealing import Seal, pieces_of, put_seal, rows_of, seal_of, size_of
from index.vectors import Ids

_GROUP = 100  # articles read at once when all are read
_FILTERS = 4  # whose passages are remembered: one person asks several questions under one


class NoArticle(TrichDanError):
    """The index has no article of that id; exit 3, as for anything that was looked for and not found."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Summary:
    """An article without its text: enough to list it or to choose by."""

    id: str
    title: str | None
    source: str | None
    published: date | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands, without its text: the article's id, and from where to where."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class State:
    """Which generation: its number, which grows, and its mark, which no other of any index has."""

    number: int
    mark: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What an index holds: articles, how many are undated, how many are near-copies of another; and of the files that
    are exact copies, each with the article that it is a copy of.
    """

    articles: int
    undated: int
    near_copies: int
    copies: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Details:
    """What a list says of an article beside its summary: where its day is from, how many passages it has, how many
    other files are exact copies of it, and how many articles near-copies.
    """

    published_basis: str
    passages: int
    copies: int
    near_copies: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What articles there are: how many, how many of them undated, the first and last day of the others (None where
    there is none), and their outlets, sorted.
    """

    articles: int
    undated: int
    oldest: date | None
    newest: date | None
    sources: tuple[str, ...]


class Store:
    """One committed generation of an index, for any number of threads.

    A read transaction is held from `open` to `close`, so everything read belongs together, and stays while newer
    generations are committed. A reader that lives long asks `behind()` before each question, and opens another Store
    when it says so; until the old one is closed, the database's log cannot be emptied.
    """

    def __init__(self, folder: Path, connection: Connection, generation: Generation) -> None:
        self.folder = folder
        self._connection = connection
        self._state = generation
        self._lock = threading.Lock()
        # Closed with its last reader, who may still be answering while others have turned to a newer generation. A
        # connection holds itself by its cache of statements, and so would the store by its own: hence the proxy.
        finalize(self, connection.close)
        self._admitted = lru_cache(_FILTERS)(partial(Store._passages_admitted, proxy(self)))

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The newest generation of the index in `folder`.

        Raises NoIndex where there is none, and IndexUnusable where it is of a newer format or damaged.
        """
        connection, generation = _opened(folder)
        try:
            require_sealed(folder, connection, generation)
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
    def state(self) -> State:
        """The generation that this reads."""
        return State(self._state.number, self._state.mark)

    @property
    def state_before(self) -> State:
        """The generation before the one that this reads; where there was none, its mark is empty."""
        return State(self._state.number - 1, self._state.before)

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
        return self.newest() != self.state

    def newest(self) -> State:
        """The generation that was committed last; where the index is gone, the one that this reads."""
        try:
            connection, newest = _opened(self.folder)
            connection.close()
            return State(newest.number, newest.mark)
        except TrichDanError:
            return self.state

    def is_sealed(self) -> bool:
        """Whether the database has the seal of this generation; raises Damaged where it is another than was sealed."""
        seal = seal_of(self.folder)
        with self._lock:
            for found in unlike_seal(self.folder, self._connection, self._state):
                raise damaged(self.folder, found)
        return seal is not None and seal.mark == self._state.mark

    def put_seal(self) -> None:
        """Seals the database. Unless it was sealed before this generation, and looked through by the run that made it,
        that is done first; raises Damaged where it is not whole.
        """
        before, state = seal_of(self.folder), self._state
        if before is None or before.mark != state.before:
            for found in self.faults()[:1]:
                raise damaged(self.folder, found)
        with self._lock, told(self.folder):
            seen = size_of(self._connection), pieces_of(self._connection), rows_of(self._connection)
        put_seal(self.folder, Seal(state.number, state.mark, state.index, state.encoder, state.dimension, *seen))

    def faults(self) -> list[str]:
        """What is wrong with the database, for a person; everything is read for that."""
        with self._lock:
            return list(faults(self._connection))

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
        """The article of this id, or of which a file of this id is a copy; NoArticle names the nearest ids where there
        is none.
        """
        keys = self._rows("SELECT article FROM documents WHERE id = ?", article_id)
        if not keys:
            if self._rows("SELECT 1 FROM documents WHERE +id = ?", article_id):  # the plus: without the table's index
                raise damaged(self.folder, "its list of documents is not in order")
            raise NoArticle(self._no_article(article_id))
        return self._articles([keys[0][0]])[keys[0][0]]

    def containing(self, text: str, most: int) -> list[Article]:
        """At most so many articles whose text has these characters, as they are, in the order of their keys."""
        # As bytes: half the time of a search through characters, and none found that is not there.
        found = self._rows("SELECT key FROM articles WHERE instr(CAST(text AS BLOB), ?) LIMIT ?", text.encode(), most)
        keys = [key for (key,) in found]
        return list(self._articles(keys).values())

    def articles(self) -> list[Summary]:
        """Every article without its text, by id."""
        return self._summaries("TRUE")

    def also_in(self, article_id: str) -> list[Summary]:
        """The near-copies of an article: the same story elsewhere, by id."""
        return self._summaries(
            "key IN (SELECT other FROM near WHERE one = (SELECT article FROM documents WHERE id = ?1)"
            " UNION SELECT one FROM near WHERE other = (SELECT article FROM documents WHERE id = ?1))",
            article_id,
        )

    def near_copies(self, article_ids: Collection[str]) -> Mapping[str, frozenset[str]]:
        """For each of these articles, which others of them are near-copies of it."""
        pairs = self._rows(
            "WITH asked AS (SELECT id, article FROM documents WHERE id IN (SELECT value FROM json_each(?1)))"
            " SELECT a.id, b.id FROM near JOIN asked a ON a.article = one JOIN asked b ON b.article = other",
            json.dumps(list(article_ids)),
        )
        both = [*pairs, *((other, one) for one, other in pairs)]
        return {id: frozenset(other for one, other in both if one == id) for id in article_ids}

    def facts(self) -> "Facts":
        """How many articles there are, how many of them copies of others, and how many undated."""
        articles, undated = self._rows("SELECT count(*), count(*) - count(published) FROM articles")[0]
        near = self._rows("SELECT count(*) FROM (SELECT one FROM near UNION SELECT other FROM near)")[0][0]
        copies = self._rows(
            "SELECT d.id, first.id FROM documents d JOIN (SELECT article, min(id) AS id FROM documents GROUP BY article"
            " HAVING count(*) > 1) first ON d.article = first.article AND d.id != first.id ORDER BY d.id"
        )
        return Facts(articles, undated, near, tuple((copy, of) for copy, of in copies))

    def coverage(self, only: Filter = EVERYTHING) -> Coverage:
        """What the articles that a filter admits cover; none of them is read."""
        days = ((only.since or date.min).isoformat(), (only.until or date.max).isoformat())
        admitted = "(?1 OR published BETWEEN ?2 AND ?3) AND (?4 OR source IN (SELECT value FROM json_each(?5)))"
        given = (not (only.since or only.until), *days, not only.sources, json.dumps(only.sources))
        total, undated, oldest, newest = self._rows(
            "SELECT count(*), count(*) - count(published), min(published), max(published)"
            f" FROM articles WHERE {admitted}",
            *given,
        )[0]
        sources = self._rows(
            f"SELECT DISTINCT source FROM articles WHERE source IS NOT NULL AND {admitted} ORDER BY source", *given
        )
        return Coverage(total, undated, to_date(oldest), to_date(newest), tuple(source for (source,) in sources))

    def details(self, article_ids: Collection[str]) -> dict[str, Details]:
        """What a list says of these articles beside their summaries; few at once, since each is read."""
        rows = self._rows(
            "SELECT id, article, (SELECT count(*) FROM passages p WHERE p.article = d.article),"
            " (SELECT count(*) - 1 FROM documents c WHERE c.article = d.article),"
            " (SELECT count(*) FROM near WHERE one = d.article) + (SELECT count(*) FROM near WHERE other = d.article)"
            " FROM documents d WHERE id IN (SELECT value FROM json_each(?))",
            json.dumps(list(article_ids)),
        )
        articles = self._articles({key for _, key, *_ in rows})
        return {id: Details(articles[key].published_basis, *counted) for id, key, *counted in rows}

    def published(self, article_ids: Collection[str]) -> dict[str, date | None]:
        """The days on which these articles were published; no article is read for it."""
        rows = self._rows(
            "SELECT d.id, title, source, published, listed FROM documents d JOIN articles ON key = d.article"
            " WHERE d.id IN (SELECT value FROM json_each(?))",
            json.dumps(list(article_ids)),
        )
        return {row[0]: to_date(whole(self.folder, row[1:])[2]) for row in rows}

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The passages of these ids, in their order."""
        found = self._passages(ids)
        articles = self._articles({row[0] for row in found.values()})
        return [Passage(articles[found[id][0]], found[id][1], found[id][2]) for id in ids]

    def places(self, ids: Sequence[int]) -> dict[int, Place]:
        """Where the passages of these ids stand, in their order; no article is read for it."""
        found = self._passages(ids)
        articles = self._ids(json.dumps(sorted({row[0] for row in found.values()})))
        return {id: Place(articles[found[id][0]], found[id][1], found[id][2]) for id in ids}

    def sentence_vectors(self, ids: Sequence[int]) -> dict[int, tuple[tuple[Span, ...], Vector]]:
        """By passage, in the order of `ids`: its sentences as spans of the article's text, as they stand, and a matrix
        with a row for each. No article is read for it.
        """
        rows = self._rows(
            'SELECT passage, start, "end", vector, checksum FROM sentences'
            ' WHERE passage IN (SELECT value FROM json_each(?)) ORDER BY passage, start, "end"',
            json.dumps(list(ids)),
        )
        sentences = [whole(self.folder, row) for row in rows]
        matrix = to_vector(b"".join(row[3] for row in sentences), SENTENCE_NUMBERS).reshape(-1, self.dimension)
        none: tuple[tuple[Span, ...], Vector] = ((), matrix[:0])
        found, first = dict.fromkeys(ids, none), 0
        for passage, group in groupby(sentences, itemgetter(0)):
            spans = tuple(Span(start, end) for _, start, end, _ in group)
            found[passage] = spans, matrix[first : first + len(spans)]
            first += len(spans)
        return found

    def passage_ids(self) -> Ids:
        """The ids of all passages, growing."""
        return self._passage_ids("SELECT id FROM passages")

    def admitted(self, only: Filter) -> Ids:
        """The ids of the passages of all articles that a filter admits, growing; to be read only."""
        return self._admitted(only)

    def sources(self) -> tuple[str, ...]:
        """The different outlets, sorted."""
        rows = self._rows("SELECT DISTINCT source FROM articles WHERE source IS NOT NULL ORDER BY source")
        return tuple(source for (source,) in rows)

    def outlets(self) -> tuple[tuple[str, int], ...]:
        """The different outlets, each with how many articles it has: the most first, those that have as many sorted."""
        rows = self._rows(
            "SELECT source, count(*) FROM articles WHERE source IS NOT NULL"
            " GROUP BY source ORDER BY count(*) DESC, source"
        )
        return tuple((source, articles) for source, articles in rows)

    def vectors_of(self, ids: Ids) -> Vector:
        """The vectors of the passages of these ids, which must grow: one row each, shape (passages, dimension)."""
        rows = self._rows(
            'SELECT id, article, start, "end", vector, checksum FROM passages'
            " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
            json.dumps(ids.tolist()),
        )
        if lost := set(ids.tolist()) - {row[0] for row in rows}:
            raise damaged(self.folder, f"no passage {min(lost)}")
        vectors = b"".join(whole(self.folder, row[1:])[3] for row in rows)
        return to_vector(vectors, PASSAGE_NUMBERS).reshape(-1, self.dimension)

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """Every passage past the id `after` with the day and the outlet of its article, article by article."""
        keys = [key for (key,) in self._rows("SELECT DISTINCT article FROM passages WHERE id > ? ORDER BY 1", after)]
        for first in range(0, len(keys), _GROUP):
            articles = self._articles(keys[first : first + _GROUP])
            for row in self._rows(
                'SELECT id, article, start, "end", vector, checksum FROM passages'
                " WHERE id > ? AND article IN (SELECT value FROM json_each(?)) ORDER BY id",
                after,
                json.dumps(list(articles)),
            ):
                key, start, end, _ = whole(self.folder, row[1:])
                article = articles[key]
                yield Entry(row[0], article.text[start:end], article.published, article.source)

    def _passages_admitted(self, only: Filter) -> Ids:
        """What `admitted` gives; each article is held against the checksum of what a list shows of it."""
        listed = "SELECT key, title, source, published, listed FROM articles"
        if only.since or only.until:
            days = ((only.since or date.min).isoformat(), (only.until or date.max).isoformat())
            rows = self._rows(f"{listed} WHERE published BETWEEN ? AND ?", *days)
        else:
            rows = self._rows(listed)
        found = ((row[0], *whole(self.folder, row[1:])) for row in rows)
        keys = [key for key, _, source, published in found if only.admits(to_date(published), source)]
        return self._passage_ids(
            "SELECT id FROM passages WHERE article IN (SELECT value FROM json_each(?))", json.dumps(keys)
        )

    def _passage_ids(self, statement: str, *parameters: object) -> Ids:
        """The ids that a statement selects, growing."""
        with self._lock, told(self.folder):
            cursor = self._connection.execute(statement, parameters)
            return np.sort(np.fromiter((id for (id,) in cursor), np.int64))

    def _rows(self, statement: str, *parameters: object) -> list[Row]:
        with self._lock, told(self.folder):
            return self._connection.execute(statement, parameters).fetchall()

    def _passages(self, ids: Sequence[int]) -> dict[int, Row]:
        """By id, the rows of these passages, all of which must be there: article's key, start, end, vector."""
        rows = self._rows(
            'SELECT id, article, start, "end", vector, checksum FROM passages'
            " WHERE id IN (SELECT value FROM json_each(?))",
            json.dumps(list(ids)),
        )
        found = {row[0]: whole(self.folder, row[1:]) for row in rows}
        if lost := set(ids) - set(found):
            raise damaged(self.folder, f"no passage {min(lost)}")
        return found

    def _articles(self, keys: Iterable[int]) -> dict[int, Article]:
        """The articles of these keys, in the order of the keys."""
        asked = json.dumps(list(keys))
        rows = self._rows(
            f"SELECT key, {ARTICLE_COLUMNS}, checksum FROM articles WHERE key IN (SELECT value FROM json_each(?))"
            " ORDER BY key",
            asked,
        )
        ids = self._ids(asked)
        return {row[0]: article_of_row(ids[row[0]], whole(self.folder, row[1:])) for row in rows}

    def _ids(self, keys: str) -> dict[int, str]:
        """By key, the id of each of these articles: the first of its documents'."""
        rows = self._rows(
            "SELECT id, file, article, checksum FROM documents WHERE article IN (SELECT value FROM json_each(?))", keys
        )
        ids: dict[int, str] = {}
        for id, _, key in (whole(self.folder, row) for row in rows):
            ids[key] = min(id, ids.get(key, id))
        if lost := set(json.loads(keys)) - ids.keys():
            raise damaged(self.folder, f"no document for the article {min(lost)}")
        return ids

    def _summaries(self, condition: str, *parameters: object) -> list[Summary]:
        """The articles that a condition on their columns holds for, without their text, by id."""
        rows = self._rows(f"SELECT key, title, source, published, listed FROM articles WHERE {condition}", *parameters)
        ids = self._ids(json.dumps([row[0] for row in rows]))
        found = ((ids[row[0]], *whole(self.folder, row[1:])) for row in rows)
        return sorted(
            (Summary(id, title, source, to_date(published)) for id, title, source, published in found),
            key=lambda summary: summary.id,
        )

    def _no_article(self, article_id: str) -> str:
        ids = [summary.id for summary in self.articles()]
        ends = [id for id in ids if article_id.endswith(f"/{id}")]  # a path from elsewhere than the articles' folder
        near = ends or difflib.get_close_matches(article_id, ids, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "an article's id is its path below the folder."
        return f"No article {article_id} among the {len(ids)} in {self.folder}: {hint}"


def _opened(folder: Path) -> tuple[Connection, Generation]:
    """A connection that reads the newest generation, and which that is."""
    connection = connected_to_read(folder)
    try:
        generation = read_generation(connection, folder)
        if generation is None:
            raise NoIndex(missing(folder))
        require_format(folder, generation)
    except TrichDanError:
        connection.close()
        raise
    return connection, generation
