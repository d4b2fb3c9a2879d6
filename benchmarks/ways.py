"""Ways of finding: the index, and what it is compared with. Each takes a question and gives places, best first."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.bm25 import BM25, folded, lower
from benchmarks.collection import article_name, kept_vectors
from index.articles.passages import passages
from index.data import Passage
from index.encoder import Encoder
from index.searching import Index

WHOLE = "the index"
DEPTH = 40  # hits looked at; a paragraph of XQuAD makes at most five, so five paragraphs are among them
CHUNK = 800  # characters of a plain chunk
SCORE_WEIGHT = 0.3  # of BM25 beside the cosine: the best of plain score fusion on half of XQuAD
FUSION_K = 60  # of reciprocal rank fusion, as in Cormack, Clarke and Büttcher 2009

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of an article that was found."""

    article: str
    start: int
    end: int


Way = Callable[[str], Sequence[Stretch]]


def own_way(index: Index) -> Way:
    """The index itself."""
    return cache(lambda question: [_stretch(hit.passage) for hit in index.search(question, DEPTH)])


def rivals(index: Index, texts: Sequence[str], encoder: Encoder, folder: Path) -> dict[str, Way]:
    """What the index is compared with, over the same texts and by the same sentence model; `folder` keeps vectors."""
    from benchmarks.quick_start import quick_start  # imports LangChain

    found = [passage for one in index.articles() for passage in passages(index.article(one.id))]
    ours = [(_stretch(passage), passage.text) for passage in found]
    ways = {
        "LangChain quick start": quick_start(texts, encoder, folder),
        **_over_passages(ours, encoder, folder),
        "score fusion over chunks of 800": _score_fusion(list(chunks(texts)), encoder, folder),
    }
    return {name: cache(way) for name, way in ways.items()}


def chunks(texts: Sequence[str]) -> Iterator[tuple[Stretch, str]]:
    """The texts in plain pieces, wherever that cuts them.

    >>> [(piece.start, piece.end, len(text)) for piece, text in chunks(["x" * 1000])]
    [(0, 800, 800), (800, 1000, 200)]
    """
    for number, text in enumerate(texts):
        for start in range(0, len(text), CHUNK):
            end = min(start + CHUNK, len(text))
            yield Stretch(article_name(number), start, end), text[start:end]


def _over_passages(ours: Sequence[tuple[Stretch, str]], encoder: Encoder, folder: Path) -> Mapping[str, Way]:
    texts = [text for _, text in ours]
    places = [place for place, _ in ours]
    meaning = cosines(texts, encoder, folder)
    plain, said = BM25(texts, lower).shares, BM25(texts, folded).shares
    return {
        "cosine alone": lambda q: best(places, meaning(q)),
        "BM25, lower case": lambda q: best(places, plain(q)),
        "BM25, folded words and bigrams": lambda q: best(places, said(q)),
        "reciprocal rank fusion": lambda q: best(places, rank_fused([meaning(q), said(q)])),
    }


def _score_fusion(pieces: Sequence[tuple[Stretch, str]], encoder: Encoder, folder: Path) -> Way:
    texts = [text for _, text in pieces]
    meaning, said = cosines(texts, encoder, folder), BM25(texts, folded).shares
    places = [place for place, _ in pieces]
    return lambda question: best(places, meaning(question) + SCORE_WEIGHT * said(question))


def cosines(texts: Sequence[str], encoder: Encoder, folder: Path) -> Callable[[str], Scores]:
    """The cosine of every text to a question."""
    rows = kept_vectors(texts, encoder, folder)
    return lambda question: (rows @ encoder.encode_question(question)).astype(np.float64)


def rank_fused(signals: Iterable[Scores]) -> Scores:
    """Reciprocal rank fusion: for each text the sum over the signals of 1 / (60 + rank), where it scores at all.

    >>> rank_fused([np.array([0.9, 0.1, 0.0])]).tolist() == [1 / 61, 1 / 62, 0]  # the third is not found
    True
    """
    lists = [(scores, np.argsort(np.argsort(-scores, kind="stable"))) for scores in signals]
    fused: Scores = sum((np.where(s > 0, 1 / (FUSION_K + 1 + ranks), 0.0) for s, ranks in lists), np.zeros(1))
    return fused


def best(places: Sequence[Stretch], scores: Scores) -> list[Stretch]:
    """The places that score best, at most `DEPTH`, equals in their order; none that scores nothing."""
    return [places[i] for i in np.argsort(-scores, kind="stable")[:DEPTH] if scores[i] > 0]


def _stretch(passage: Passage) -> Stretch:
    return Stretch(passage.article.id, passage.start, passage.end)
