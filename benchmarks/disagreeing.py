"""Whether articles that give different values for the same thing are said to disagree, and others are not.

The pairs are `tests/disagreements.jsonl`, made up: a question, two articles of a sentence or two that both seem to
answer it, and whether they disagree.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.asking.questions import understand
from assistant.disagreeing import disagreements
from assistant.reading.reader import RuleReader
from benchmarks.figures import Figure, share
from benchmarks.golden import HERE, rows
from index.data import Article, Basis, Hit, Passage, Sentence, Span

PAIRS = HERE.parent / "tests" / "disagreements.jsonl"
NEAR = 0.9  # both articles are equally near to the question, and no word is rarer than another
SAID = 0.5


@dataclass(frozen=True, slots=True)
class Pair:
    """A question that two articles seem to answer, whether they disagree, and whether rules were tuned on it."""

    id: str
    question: str
    articles: tuple[Article, Article]
    disagree: bool
    tuned: bool

    @property
    def said(self) -> bool:
        """Whether the assistant says that they do, having read the sentences of both."""
        read = RuleReader(lambda term: SAID).read(understand(self.question), [*map(_sentence, self.articles, (1, 2))])
        return bool(disagreements(understand(self.question), read, lambda id: ()))


def pairs(path: Path = PAIRS) -> tuple[Pair, ...]:
    """The pairs in order; every second is kept apart."""
    return tuple(_pair(row, line) for line, row in enumerate(rows(path)))


def disagreeing_figures(given: Sequence[Pair]) -> Iterator[Figure]:
    """How many of those said to disagree do, and how many of those that do are said to; on all, and on those that were
    kept apart.
    """
    said = {pair.id: pair.said for pair in given}
    for part, chosen in (("", given), (", test part", [pair for pair in given if not pair.tuned])):
        told = {pair.id: pair.disagree for pair in chosen if said[pair.id]}
        real = {pair.id: said[pair.id] for pair in chosen if pair.disagree}
        yield share(f"said to disagree{part}: do (precision)", told)
        yield share(f"disagreeing{part}: said to (recall)", real)


def _pair(row: Mapping[str, Any], line: int) -> Pair:
    articles = _article(row["one"], "one"), _article(row["other"], "other")
    return Pair(f"line {line + 1}", row["question"], articles, row["disagree"], tuned=line % 2 == 0)


def _article(row: Mapping[str, Any], name: str) -> Article:
    text = row["text"]
    published = date.fromisoformat(row["published"]) if row["published"] else None
    basis: Basis = "stated" if published else "unknown"
    body = (Span(0, len(text)),)
    return Article(f"{name}.txt", text, row["title"], row["source"], None, published, basis, None, body, ())


def _sentence(article: Article, rank: int) -> Sentence:
    """The article as the sentence that was found."""
    passage = Passage(article, 0, len(article.text))
    return Sentence(passage, Hit(passage, rank, NEAR, NEAR, rank, rank), NEAR, SAID)
