"""Which paragraph is found, by everything together and by each signal alone: what every part is worth."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.figures import Figure, rank_of, recall_at_k
from benchmarks.golden import LANGUAGES
from benchmarks.xquad import Asked, parts
from index.derived import open_keywords, open_vectors
from index.encoder import Encoder
from index.folding import spelled, words
from index.keywords import Term, terms
from index.queries import query_terms
from index.searching import FUSION_WEIGHT, Index
from index.store import Store

DEPTH = 40  # passages looked at; a paragraph of XQuAD makes at most five, so five paragraphs are among them
FUSION_K = 60  # of reciprocal rank fusion, as in Cormack, Clarke and Büttcher 2009
PROMISED = {"vi": 94.0, "en": 74.0}  # recall@1, per cent
WHOLE = "the index"

Finder = Callable[[str], Sequence[str]]  # a question in, the articles of the best passages out, best first
Scored = Sequence[tuple[int, float]]  # passage ids with their scores, best first


def finders(folder: Path, encoder: Encoder) -> dict[str, Finder]:
    """The index itself, then its rivals, each made of parts of the same index."""
    store = Store.open(folder)
    vectors, keywords, index = open_vectors(store, folder), open_keywords(store, folder), Index.open(folder, encoder)
    ids = store.passage_vectors()[0].tolist()
    articles = {id: passage.article.id for id, passage in zip(ids, store.passages(ids), strict=True)}

    def meaning(question: str) -> Scored:
        return vectors.search(encoder.encode_question(question), len(vectors))

    def said(question: str, wanted: Sequence[Term]) -> Scored:
        return keywords.search(wanted, [spelled(word.text) for word in words(question)], len(vectors))

    def listed(scored: Scored) -> Sequence[str]:
        return [articles[id] for id, _ in scored[:DEPTH]]

    return {
        WHOLE: lambda q: [hit.passage.article.id for hit in index.search(q, DEPTH)],
        "cosine + words, no sentences": lambda q: listed(added(meaning(q), said(q, query_terms(q)), FUSION_WEIGHT)),
        "cosine alone": lambda q: listed(meaning(q)),
        "BM25 alone": lambda q: listed(said(q, terms(q))),
        "BM25 with other names and a dictionary, alone": lambda q: listed(said(q, query_terms(q))),
        "reciprocal rank fusion of cosine and BM25": lambda q: listed(rank_fused([meaning(q), said(q, terms(q))])),
    }


def added(first: Scored, second: Scored, weight: float) -> Scored:
    """The first's scores plus the second's times a weight, best first; what one lacks counts as 0 there."""
    totals = defaultdict(float, first)
    for id, score in second:
        totals[id] += weight * score
    return _best_first(totals)


def rank_fused(lists: Iterable[Scored]) -> Scored:
    """Reciprocal rank fusion: the sum over the lists of 1 / (60 + rank), best first."""
    totals: defaultdict[int, float] = defaultdict(float)
    for scored in lists:
        for rank, (id, _) in enumerate(scored, 1):
            totals[id] += 1 / (FUSION_K + rank)
    return _best_first(totals)


def _best_first(totals: Mapping[int, float]) -> Scored:
    return sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))


def finding_figures(questions: Sequence[Asked], ways: Mapping[str, Finder]) -> Iterator[Figure]:
    """Recall@1 and @5 by paragraph, of each language: the index on all questions and on each half, then its rivals."""
    for code in reversed(LANGUAGES):
        for way, find in ways.items():
            ranks = {one.id: rank_of(one.article, find(one.questions[code])) for one in questions}
            for part, chosen in parts(questions) if way == WHOLE else parts(questions)[:1]:
                least = PROMISED[code] if way == WHOLE and not part else None
                yield from _recalls(f"{LANGUAGES[code]}, {way}{part}", [ranks[one.id] for one in chosen], least)


def _recalls(what: str, ranks: Sequence[int | None], least: float | None) -> Iterator[Figure]:
    yield Figure(f"{what}: recall@1", 100 * recall_at_k(ranks, 1), "%", least=least, of=len(ranks))
    yield Figure(f"{what}: recall@5", 100 * recall_at_k(ranks, 5), "%", of=len(ranks))
