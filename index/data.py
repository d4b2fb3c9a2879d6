"""The data: text is stored once, in an article; everything else is a span of it.

Every offset counts characters of `Article.text`, start inclusive, end exclusive.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Basis = Literal["stated", "metadata", "inferred", "unknown"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text: characters `start` up to, not including, `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Omission:
    """A span of an article's text that is not the article, and why: "menu", "teaser", "caption said twice" …"""

    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its whole text, what of it is the article (`body`), and who published it when.

    `id` is the file's path below the folder, with forward slashes. `body` and the spans of `left_out` are in order, do
    not overlap, and together hold every character that is not white space. `published` is None where no date is known;
    `published_basis` says how it is known.
    """

    id: str
    text: str
    title: str | None
    source: str | None
    author: str | None
    published: date | None
    published_basis: Basis
    url: str | None
    body: tuple[Span, ...]
    left_out: tuple[Omission, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one article that can be found and cited; `text` is cut from the article, never stored."""

    article: Article
    start: int
    end: int

    @property
    def text(self) -> str:
        """The passage's own words, exactly as the article has them."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found: `rank` from 1, `score` (higher is nearer), and its rank by meaning and by words.

    `support` says how well the passage as a whole supports an answer: its nearness in meaning and a little of its
    words, on the scale that a reader's thresholds are calibrated on, whatever becomes of the ranking.
    `vector_rank` and `keyword_rank` say why it is here; None where that signal did not find it.
    """

    passage: Passage
    rank: int
    score: float
    support: float
    vector_rank: int | None
    keyword_rank: int | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a passage that was found, the cosine of the question with it, and the share of the question's
    words that it says, 0 to 1.
    """

    passage: Passage
    hit: Hit
    similarity: float
    share: float
