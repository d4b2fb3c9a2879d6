"""What is said: citations, answers, refusals. A quote is a span of an article, so an invented one cannot be built."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.data import Article as Article  # what the chat shows of a source
from index.data import Hit as Hit
from index.data import Passage, Span
from index.filters import EVERYTHING as EVERYTHING  # what the chat limits a question to
from index.filters import Filter as Filter
from index.searching import LONGEST_QUESTION as LONGEST_QUESTION
from index.store import Coverage as Coverage
from index.store import Details as Details
from index.store import State as State
from index.store import Summary as Summary

Language = Literal["en", "vi"]
BETWEEN = " · "  # the parts of a short answer
BESIDE = " — "  # a name and its post
LINE = 40  # characters: a quote as short as this (a byline) is shown as the answer too
Status = Literal["answered", "abstained"]
Judgement = Literal["supported", "refuted", "not_found"]
Standing = Literal["exact", "altered", "not_found"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote; the passage is the quote. Numbers count from 1 in the order they appear in the answer.

    `also_in` are the near-copies of its article: the same story as others printed it. `translation` is the quote in the
    language of the question, where a chat model was chosen and gave one that holds; it is never the evidence.
    """

    number: int
    passage: Passage
    also_in: tuple[Summary, ...] = ()
    translation: str | None = None

    @property
    def quote(self) -> str:
        """The cited words, exactly as the article has them."""
        return self.passage.text

    @property
    def elsewhere(self) -> tuple[Summary, ...]:
        """Of the near-copies, those to be named."""
        return elsewhere(self.passage.article, self.also_in)


def elsewhere(article: Article, copies: Iterable[Summary]) -> tuple[Summary, ...]:
    """The near-copies of an article to be named, the earliest first, undated ones last: one of each outlet, and all of
    which no outlet is known. Those of the article's own outlet are named only where there is no other.
    """
    dated = sorted(copies, key=lambda copy: (copy.published or date.max, copy.id))
    others = [copy for copy in dated if copy.source is None or copy.source != article.source]
    return tuple({copy.source or copy.id: copy for copy in reversed(others)}.values())[::-1] or tuple(dated)


def name_elsewhere(article: Article, copy: Summary) -> str:
    """What a near-copy of an article is called: its outlet; its id where that is unknown or the article's own."""
    return copy.source if copy.source and copy.source != article.source else copy.id


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Cited values that articles give for the same thing, the newest article's first; `what` is the sentence that says
    so, with the outlets and days.
    """

    what: str
    values: tuple[tuple[str, Citation], ...]


def parts_of(short_answer: str) -> tuple[tuple[str, str], ...]:
    """What a short answer names, each with the post that stands beside the name, or nothing."""
    parts = (part.partition(BESIDE) for part in short_answer.split(BETWEEN))
    return tuple((name, post) for name, _, post in parts if name)


@dataclass(frozen=True, slots=True)
class Answer:
    """A cited answer or a refusal.

    Answered: `short_answer` is a few words, `text` ends each statement with its citation's number in brackets, and
    `citations` is not empty. Abstained: `short_answer` is None, `citations` is empty, `text` says what was looked for
    and not found, and `nearest` holds the nearest passages, which are not an answer. `notes` say how the question was
    read, where that is not as it was typed. `understood` is the question as it stands by itself, where it was asked in
    the light of the turns before ("And in Hanoi?"). `model` names the chat model that wrote `text`, where one did.
    """

    question: str
    language: Language
    status: Status
    short_answer: str | None
    text: str
    citations: tuple[Citation, ...]
    nearest: tuple[Hit, ...]
    disagreements: tuple[Disagreement, ...] = ()
    notes: tuple[str, ...] = ()
    understood: str | None = None
    model: str | None = None

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """What the short answer names, each with the post that stands beside the name, or nothing."""
        return parts_of(self.short_answer or "")

    @property
    def says_more_than_quotes(self) -> bool:
        """Whether the short answer is not simply one of the quotes, as it is where a whole sentence answers."""
        quotes = {" ".join(citation.quote.split()) for citation in self.citations}
        short = self.short_answer or ""
        return short not in quotes if len(short) > LINE else bool(short)

    @property
    def answered(self) -> bool:
        """Whether this is an answer, not a refusal."""
        return self.status == "answered"


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a claim and an article differ: of which kind ("number", "date", "name", "place", "negation" …), in the
    claim's words and in the article's, which stand in the citation of this number.
    """

    kind: str
    claim: str
    article: str
    citation: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the articles say to a claim.

    Supported: every part of it that can be checked stands in `citations`. Refuted: they say the same thing differently,
    and `differences` say how. Not found: neither; there are no citations, but of those of its sentences that are
    supported, and `nearest` holds the nearest passages.
    `why` says it in a sentence or two in the claim's language. `parts` are the verdicts on its sentences, where it has
    several; their citations have the numbers they have here. `model` names the entailment model that had a vote.
    """

    claim: str
    language: Language
    verdict: Judgement
    why: str
    citations: tuple[Citation, ...]
    differences: tuple[Difference, ...]
    nearest: tuple[Hit, ...]
    parts: tuple["Verdict", ...] = ()
    notes: tuple[str, ...] = ()
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a quotation has that the article has not, or the other way: words put in, left out or changed. `at` is where
    in the quotation as it was given, `stands` where in the article; what one of them has not is an empty span there.
    """

    kind: Literal["put_in", "left_out", "changed"]
    quoted: str
    article: str
    at: Span
    stands: Span


@dataclass(frozen=True, slots=True)
class Quotation:
    """Whether words stand in the articles.

    Exact: `citations` are all the places where they stand. Altered: the first citation is the nearest that does stand
    somewhere, and `changes` say word by word how it differs, in order. Not found: no citations.
    """

    quote: str
    language: Language
    status: Standing
    citations: tuple[Citation, ...]
    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange; a conversation is a tuple of these."""

    question: str
    answer: Answer
