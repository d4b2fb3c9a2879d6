"""An index of a million made-up passages: what it costs to build, to keep, to open, to search and to change.

The texts are chains of the words of the seeds and of made-up stories: a word is followed by one that follows it there,
so that words and pairs of words are as common and as rare as in news, with figures between them that are rarer. The
vectors are the sentence model's of some of those stories, each moved towards others as far as its own are apart. Both
are drawn with a fixed seed and written straight into an index, since a million passages would take the model hours; the
search, in a process of its own, gets its questions' vectors from a file.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import Figure, percentile
from benchmarks.generated import DAYS, FIRST_DAY, told
from benchmarks.golden import SEEDS, golden_questions
from benchmarks.speed import run, seconds
from index.articles.sentences import sentences
from index.data import Article, Passage, Span
from index.derived import open_keywords, open_vectors, refresh
from index.encoder import Encoder, Vector
from index.folding import spelled, words
from index.keywords import Keywords
from index.queries import query_terms
from index.searching import POOL, Index
from index.store import Store
from index.vectors import BATCH, Ids
from index.writer import Embedded, Origin, Writer

SIZES = (10_000, 100_000, 1_000_000)  # passages
IN_ARTICLE = 8  # passages
IN_PASSAGE = 5  # sentences
IN_SENTENCE = 36  # words: a passage has some 800 characters, as in news
STORIES = 300  # that words are taken from, beside the seeds
EMBEDDED = 600  # sentences of them that the sentence model embeds
QUESTIONS = 200  # half of them the golden ones, over and over; half made of words as the texts are
ASKED = 12  # words in a made question
LOOSE = 0.15  # of the words follow no other, but are drawn from all
FIGURES = 0.03  # of the words are figures
HIGHEST = 1e6  # figure
CLOSEST, FARTHEST = 0.3, 0.9  # how far a vector is moved: 0 not at all, 1 to anywhere
MOST_MS = {100_000: 8.0, 1_000_000: 35.0}  # promised of a search at the median
MOST_MB = {1_000_000: 1200.0}  # promised of the memory
LEAST_RECALL = 98.0  # per cent

_OUTLETS = tuple(f"Báo {name}" for name in ("Sáng", "Trưa", "Chiều", "Tối", "Xuân", "Hạ", "Thu", "Đông"))
_VECTORS, _QUESTIONS = "questions.npy", "questions.json"
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Chains:
    """Texts in which each word is followed by one that follows it in the texts they are made of."""

    def __init__(self, texts: Sequence[str], seed: int) -> None:
        self._random = np.random.default_rng(seed)
        said = [[word.text for word in words(text)] for text in texts]
        self._words, codes = np.unique([word for text in said for word in text], return_inverse=True)
        starts, nexts = codes[:-1], codes[1:]
        order = np.argsort(starts, kind="stable")
        self._all = codes
        self._nexts = nexts[order]
        self._first = np.searchsorted(starts[order], np.arange(len(self._words) + 1))

    def texts(self, count: int, length: int) -> list[str]:
        """So many texts of so many words each, with a capital and a full stop."""
        drawn = self._random.random((length, 2, count), np.float32)
        codes = np.empty((length, count), np.int64)
        codes[0] = self._all[(drawn[0, 0] * len(self._all)).astype(np.int64)]
        for place in range(1, length):
            codes[place] = self._after(codes[place - 1], drawn[place, 0], drawn[place, 1])
        table = self._words[codes.T]
        figures = self._random.random(table.shape, np.float32) < FIGURES
        table[figures] = (HIGHEST ** self._random.random(int(figures.sum()))).astype(np.int64).astype(table.dtype)
        return [f"{text[0].upper()}{text[1:]}." for text in map(" ".join, table.tolist())]

    def _after(self, before: NDArray[np.int64], which: Vector, loose: Vector) -> NDArray[np.int64]:
        """A word after each of these."""
        first, end = self._first[before], self._first[before + 1]
        follows = self._nexts[np.minimum(first + (which * (end - first)).astype(np.int64), len(self._nexts) - 1)]
        anywhere = self._all[(which * len(self._all)).astype(np.int64)]
        return np.where((loose < LOOSE) | (first == end), anywhere, follows)


class Directions:
    """Unit vectors that lie about as those do that they are made of."""

    def __init__(self, real: Vector, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._middle = real.mean(axis=0)
        self._apart = real - self._middle
        sizes, axes = np.linalg.eigh(np.cov(self._apart.T))
        self._spread = (axes * np.sqrt(np.maximum(sizes, 0))).T.astype(np.float32)

    def some(self, count: int) -> Vector:
        """So many vectors, a row each: each is one of the real ones, moved."""
        return self._moved(self._apart[self._random.integers(0, len(self._apart), count)])

    def near(self, vectors: Vector) -> Vector:
        """For each of these, one near it."""
        return self._moved(vectors - self._middle)

    def _moved(self, apart: Vector) -> Vector:
        count = len(apart)
        to = self._random.standard_normal((count, len(self._middle)), np.float32) @ self._spread
        far = self._random.uniform(CLOSEST, FARTHEST, (count, 1)).astype(np.float32)
        moved = self._middle + np.sqrt(1 - far * far) * apart + far * to
        unit: Vector = moved / np.linalg.norm(moved, axis=1, keepdims=True)
        return unit


@dataclass(frozen=True, slots=True)
class GivenEncoder:
    """An encoder that knows the vectors of some questions, and costs nothing. A question that is read otherwise than it
    was typed has the vector of one of them.
    """

    name: str
    given: dict[str, Vector]

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return len(next(iter(self.given.values())))

    def encode_passages(self, texts: Sequence[str]) -> Vector:
        """One row a text, in order."""
        return np.array([self.encode_question(text) for text in texts], np.float32)

    def encode_question(self, text: str) -> Vector:
        """The question's vector."""
        known = self.given.get(text)
        return list(self.given.values())[crc32(text.encode()) % len(self.given)] if known is None else known


def passages_figures(encoder: Encoder, sizes: Sequence[int] = SIZES) -> Iterator[Figure]:
    """Everything about an index of each of these sizes: a row a size, a column a cost."""
    texts = [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    stories = [told(FIRST_DAY, "passages", number) for number in range(STORIES)]
    texts += [paragraph for story in stories for paragraph in story.paragraphs]
    said = [text[span.start : span.end] for text in texts for span in sentences(text, 0, len(text))]
    real = encoder.encode_passages(said[:: max(1, len(said) // EMBEDDED)][:EMBEDDED])
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="trich-dan-passages-") as place:
            chains, directions = Chains(texts, seed=size), Directions(real, seed=size)
            yield from _figures(Path(place), size, encoder.name, chains, directions)


def _figures(folder: Path, size: int, name: str, chains: Chains, directions: Directions) -> Iterator[Figure]:
    """A row of the table."""
    row = f"{size:,} passages"
    write_passages(folder, size, name, chains, directions)
    with Store.open(folder) as store:
        yield Figure(row, seconds(lambda: refresh(store, folder)), "s", column="build")
        write_questions(folder, chains, directions, store)
    yield from opened_figures(folder, size)
    yield recall_figure(folder, size)
    yield Figure(row, seconds(lambda: change(folder, chains, directions)), "s", column="one article changed")


def recall_figure(folder: Path, size: int) -> Figure:
    """How many of the ten nearest are found, against a plain dot product with every vector."""
    with Store.open(folder) as store:
        vectors, found = np.load(folder / _VECTORS), open_vectors(store, folder)
        exact = nearest(store, store.passage_ids(), vectors, 10)
    near = [{id for id, _ in found.search(vector, POOL)[:10]} for vector in vectors]
    share = sum(len(one & set(best)) for one, best in zip(near, exact, strict=True)) / sum(map(len, exact))
    return Figure(f"{size:,} passages", 100 * share, "%", least=LEAST_RECALL, of=len(exact), column="recall@10")


def opened_figures(folder: Path, size: int) -> Iterator[Figure]:
    """The cells of what such an index costs that lies in a folder, by a process of its own."""
    row = f"{size:,} passages"
    measured = json.loads(run("benchmarks.passages", str(folder)))  # alone, so that its memory is its own
    files = [path for path in folder.rglob("*") if path.is_file()]
    yield Figure(row, sum(path.stat().st_size for path in files) / 1e6, "MB", column="on disk")
    yield Figure(row, measured["opening"], "s", column="opening")
    yield Figure(row, measured["memory"], "MB", most=MOST_MB.get(size), column="memory")
    yield Figure(row, median(measured["search"]), "ms", most=MOST_MS.get(size), column="search, median")
    yield Figure(row, percentile(measured["search"], 95), "ms", column="search, 95th percentile")
    yield Figure(row, median(measured["words"]), "ms", column="words, median")
    yield Figure(row, percentile(measured["words"], 95), "ms", column="words, 95th percentile")
    yield Figure(row, median(measured["vectors"]), "ms", column="vectors, median")


def write_passages(folder: Path, size: int, encoder: str, chains: Chains, directions: Directions) -> None:
    """Writes an index of so many passages, but for what is derived from its database."""
    with Writer.open(folder) as writer:
        for number in range(-(-size // IN_ARTICLE)):
            passages = min(IN_ARTICLE, size - number * IN_ARTICLE)
            _write_article(writer, f"{number}.txt", number, passages, chains, directions)
        writer.commit(encoder, directions.some(1).shape[1])


def change(folder: Path, chains: Chains, directions: Directions) -> None:
    """One article in the middle says something else, and what is derived follows."""
    with Writer.open(folder) as writer:
        before = writer.generation
        assert before is not None, "there is no index to change"  # noqa: S101 - for mypy
        documents = writer.documents()
        _write_article(writer, f"{len(documents) // 2}.txt", len(documents), IN_ARTICLE, chains, directions)
        writer.commit(before.encoder, before.dimension)
    with Store.open(folder) as store:
        refresh(store, folder)


def _write_article(writer: Writer, id: str, number: int, passages: int, chains: Chains, directions: Directions) -> None:
    """Puts an article of so many passages; the number tells it from the others."""
    said = iter(chains.texts(passages * IN_PASSAGE, IN_SENTENCE))
    paragraphs = [list(islice(said, IN_PASSAGE)) for _ in range(passages)]
    text = "\n".join(" ".join(each) for each in paragraphs)
    article = Article(
        id=id,
        text=text,
        title=" ".join(text.split()[:8]),
        source=_OUTLETS[number % len(_OUTLETS)],
        author=None,
        published=FIRST_DAY + timedelta(days=number % DAYS),
        published_basis="stated",
        url=None,
        body=(Span(0, len(text)),),
        left_out=(),
    )
    key = writer.add(article, made_from=str(number))
    writer.put_file(id, Origin(f"{number:064}", "made up"), {id: key})
    vectors = directions.some(passages)
    of_sentences = directions.near(np.repeat(vectors, IN_PASSAGE, axis=0))
    writer.put_passages(key, _embedded(article, paragraphs, vectors, of_sentences))


def _embedded(article: Article, paragraphs: Sequence[Sequence[str]], vectors: Vector, of: Vector) -> Iterator[Embedded]:
    """The article's passages, a paragraph each, with their sentences; `of` are the sentences' vectors."""
    start = 0
    for number, paragraph in enumerate(paragraphs):
        spans, first = [], start
        for sentence in paragraph:
            spans.append(Passage(article, start, start + len(sentence)))
            start += len(sentence) + 1
        mine = of[number * IN_PASSAGE : number * IN_PASSAGE + len(spans)]
        yield Embedded(Passage(article, first, start - 1), vectors[number], tuple(zip(spans, mine, strict=True)))


def write_questions(folder: Path, chains: Chains, directions: Directions, store: Store) -> None:
    """Writes questions, and vectors near those of some passages for them, beside the index."""
    golden = [question.question for question in golden_questions()]
    made = chains.texts(QUESTIONS - QUESTIONS // 2, ASKED)
    asked = [*made, *(golden[number % len(golden)] + "?" * (number // len(golden)) for number in range(QUESTIONS // 2))]
    ids = store.passage_ids()
    places, which = np.unique(np.linspace(0, len(ids) - 1, len(asked)).astype(np.int64), return_inverse=True)
    (folder / _QUESTIONS).write_text(json.dumps(asked), "utf-8")
    np.save(folder / _VECTORS, directions.near(store.vectors_of(ids[places])[which]))


def nearest(store: Store, ids: Ids, vectors: Vector, k: int) -> list[list[int]]:
    """For each of the vectors, the ids of the k nearest passages by a plain dot product with every one."""
    scores = np.empty((len(vectors), 0), np.float32)
    best = np.empty((len(vectors), 0), np.int64)
    for first in range(0, len(ids), BATCH):
        some = ids[first : first + BATCH]
        scores = np.hstack([scores, vectors @ store.vectors_of(some).T])
        best = np.hstack([best, np.broadcast_to(some, (len(vectors), len(some)))])
        order = np.argsort(-scores, axis=1, kind="stable")[:, :k]
        scores, best = np.take_along_axis(scores, order, 1), np.take_along_axis(best, order, 1)
    found: list[list[int]] = best.tolist()
    return found


def measure(folder: Path) -> dict[str, object]:
    """Seconds to open the index, milliseconds of each search and of the words' share of it, MB of memory at the end."""
    asked: list[str] = json.loads((folder / _QUESTIONS).read_text("utf-8"))
    with Store.open(folder) as store:
        encoder = GivenEncoder(store.encoder_name, dict(zip(asked, np.load(folder / _VECTORS), strict=True)))
    opened: list[Index] = []
    opening = seconds(lambda: opened.append(Index.open(folder, encoder)))
    (index,) = opened
    for question in asked:  # warm: what is asked has been asked before, and forgotten again but for the file cache
        index.search(question)
    times = [1000 * seconds(partial(index.search, question)) for question in asked]
    memory = int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE / 1e6
    with Store.open(folder) as store:
        keywords, vectors = open_keywords(store, folder), open_vectors(store, folder)
    said = [1000 * seconds(partial(_said, keywords, question)) for question in asked]
    near = [1000 * seconds(partial(vectors.search, encoder.encode_question(question), POOL)) for question in asked]
    return {"opening": opening, "search": times, "memory": memory, "words": said, "vectors": near}


def _said(keywords: Keywords, question: str) -> object:
    return keywords.search(query_terms(question), [spelled(word.text) for word in words(question)], POOL)


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]))))
