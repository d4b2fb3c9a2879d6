"""A brief: what was asked and said, and each citation with all that is needed to find its words again."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.citing.fragments import link
from assistant.data import Change, Citation, Judgement, Language, Standing, Status
from index.data import Article, Basis, Passage

AROUND = 32  # characters kept before and after a quote: some six words, as the annotators of web pages keep
Kind = Literal["question", "claim", "quotation"]
Outcome = Status | Judgement | Standing | Literal["unread"]  # unread: the line could not be taken
Footing = Literal["stands", "moved", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class Saved:
    """A citation as a brief keeps it: the record of its article, the exact words with those before and after them,
    where they stood, the sha256 of the article's text, and the link that leads a browser to the words.
    """

    number: int
    article: str
    title: str | None
    source: str | None
    author: str | None
    published: date | None
    published_basis: Basis
    url: str | None
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    sha256: str
    link: str | None = None

    @classmethod
    def of(cls, citation: Citation, number: int) -> "Saved":
        """A citation under the number that it has in the brief."""
        passage, article = citation.passage, citation.passage.article
        return cls(
            number=number,
            article=article.id,
            title=article.title,
            source=article.source,
            author=article.author,
            published=article.published,
            published_basis=article.published_basis,
            url=article.url,
            start=passage.start,
            end=passage.end,
            exact=passage.text,
            prefix=article.text[max(0, passage.start - AROUND) : passage.start],
            suffix=article.text[passage.end : passage.end + AROUND],
            sha256=content_hash(article),
            link=link(citation),
        )

    @property
    def seal(self) -> str:
        """The sha256 of the words and their place: what is edited by hand no longer has it."""
        sealed = (self.article, self.sha256, str(self.start), str(self.end), self.prefix, self.exact, self.suffix)
        return hashlib.sha256("\0".join(sealed).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def citation(self) -> Citation:
        """The citation over an excerpt: of its article's text there is only what was saved of it."""
        excerpt = Article(
            id=self.article,
            text=self.prefix + self.exact + self.suffix,
            title=self.title,
            source=self.source,
            author=self.author,
            published=self.published,
            published_basis=self.published_basis,
            url=self.url,
            body=(),
            left_out=(),
        )
        start = len(self.prefix)
        return Citation(self.number, Passage(excerpt, start, start + len(self.exact)))


@dataclass(frozen=True, slots=True)
class Differing:
    """Where what was given and an article differ: of which kind, in its words and in the article's, which stand in the
    citation of this number.
    """

    kind: str
    given: str
    article: str
    citation: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """One sentence of a claim, the verdict on it, and why, with [n] marks."""

    asked: str
    status: Outcome
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One question, claim or quotation, and what was said to it.

    `text` carries a mark [n] for each of the citations: the answer, the refusal, why the verdict, or the marks alone.
    `short` is the short answer, where it says more than the quotes.
    """

    kind: Kind
    asked: str
    language: Language
    status: Outcome
    text: str
    short: str | None = None
    differences: tuple[Differing, ...] = ()
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()
    citations: tuple[Saved, ...] = ()
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """Entries under a title; their citations are numbered from 1 through the whole brief."""

    title: str
    made: date
    language: Language
    entries: tuple[Entry, ...]

    @property
    def citations(self) -> tuple[Saved, ...]:
        """All citations, by number."""
        return tuple(citation for entry in self.entries for citation in entry.citations)


@dataclass(frozen=True, slots=True)
class Reissued:
    """What of an article's record is no longer as it was saved: "published" or "source", say; then and now."""

    field: str
    then: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a citation.

    Stands: the same words at the same place. Moved: they are at `now`, elsewhere in the article or in another one.
    Changed: the article is there and its words are not; `now` is what it has instead, where anything is like them, with
    the `changes` from the saved words to it. Gone: neither. `edited` is whether the article changed at all, `record`
    what of its record did; `also` is where else the words stand, where they have changed here. `shown` is what the
    document shows in place of the quote, where it was edited by hand; empty where it no longer shows it.
    """

    citation: Saved
    footing: Footing
    now: Passage | None = None
    changes: tuple[Change, ...] = ()
    edited: bool = False
    record: tuple[Reissued, ...] = ()
    also: Passage | None = None
    shown: str | None = None

    @property
    def holds(self) -> bool:
        """Whether the brief can go on citing as it does."""
        return self.footing == "stands" and not self.shown


def content_hash(article: Article) -> str:
    """The sha256 of an article's text as UTF-8."""
    return hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()


def all_hold(checked: Sequence[Checked]) -> bool:
    """Whether every citation stands, and is shown as it was saved."""
    return all(one.holds for one in checked)
