"""The assistant: everything the chat and the commands ask of the index, over its newest generation."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Self

from assistant import catalogue
from assistant.answering import answer
from assistant.briefs.data import Brief, Checked
from assistant.briefs.verifying import verified
from assistant.claims.checking import check
from assistant.claims.entailment import Entailment
from assistant.data import Answer, Coverage, Quotation, State, Summary, Turn, Verdict
from assistant.limiting import Limits
from assistant.model.chat_model import EXAMPLE, TIMEOUT, ChatModel
from assistant.model.writing import SHOWN, Model, Writer
from assistant.quotations.finding import find_quotation
from assistant.reading.reader import RuleReader
from assistant.replies import Looked, nothing_within
from index.data import Article, Hit
from index.encoder import open_encoder
from index.entailing import EntailmentModel
from index.errors import UsageError
from index.filters import EVERYTHING, Filter
from index.language import language_of
from index.last_run import LastRun, last_run
from index.searching import Index
from index.settings import settings

if TYPE_CHECKING:
    from index.building import BuildReport, ReportProgress


class Assistant:
    """Answers from one index, whichever generation of it is the newest.

    `today` tells the day that "hôm qua" and "last week" in a question are counted from. `model` is the chat model that
    writes answers out, where one was chosen; `entailment` has a vote on claims, where one was.
    """

    def __init__(
        self,
        index: Index,
        today: Callable[[], date] = date.today,
        model: Model | None = None,
        entailment: Entailment | None = None,
    ) -> None:
        self._index = index
        self._turning = Lock()  # to a newer generation: one thread opens it, and the others do not open it too
        self._today = today
        self.model = model
        self._entailment = entailment
        self._catalogue: tuple[State, tuple[catalogue.Entry, ...]] | None = None

    @property
    def name(self) -> str:
        """What the index's folder is called, without where it is."""
        return self._index.folder.resolve().name

    @property
    def state(self) -> State:
        """Which generation of the index is the newest."""
        return self._newest().state

    @classmethod
    def open(
        cls,
        folder: Path | None = None,
        model: str | None = None,
        model_url: str | None = None,
        model_timeout: float = TIMEOUT,
    ) -> Self:
        """The assistant over the index in a folder, or in the one that the settings name; with the chat model of this
        name, if one is named, at this address, whose replies may take so many seconds.

        Raises NoIndex where there is no index, NoModel where its sentence model or the chat model cannot be had.
        """
        if model_url and not model:
            raise UsageError(f"--model-url says where a chat model runs, --model which it is. Examples: {EXAMPLE}")
        chosen = settings(os.environ)
        index = Index.open(folder or chosen.index, open_encoder(chosen.encoder, chosen.cache))
        entailment = EntailmentModel(chosen.entailment) if chosen.entailment else None
        return cls(
            index,
            model=ChatModel.open(model, model_url, model_timeout) if model else None,
            entailment=entailment,
        )

    def ask(self, question: str, turns: tuple[Turn, ...] = (), only: Filter = EVERYTHING) -> Answer:
        """A cited answer from the articles that `only` admits, or a refusal with the nearest passages; raises
        UsageError for a question that is none.
        """
        *_, final = self.stream(question, turns, only)
        return final

    def stream(self, question: str, turns: tuple[Turn, ...] = (), only: Filter = EVERYTHING) -> Iterator[Answer]:
        """The same as it grows: first what the articles say; then, with a chat model, what that makes of it, sentence
        by checked sentence. The last is what `ask` gives.
        """
        index = self._newest()
        said = answer(index, RuleReader(index.rarity), question, turns, only, self._today())
        yield said
        if self.model and said.answered:
            hits = index.search(said.understood or said.question, SHOWN, only, self._today())
            yield from Writer(self.model).rewrite(said, hits, index.also_in)

    def check(self, claim: str, only: Filter = EVERYTHING) -> Verdict:
        """Whether the articles that `only` admits bear out a claim of one or several sentences; raises UsageError for
        what is none.
        """
        return check(self._newest(), claim, only, self._today(), self._entailment)

    def quote(self, text: str, only: Filter = EVERYTHING) -> Quotation:
        """Where a quotation stands in the articles that `only` admits, or how it was altered; raises UsageError for an
        empty or endless one.
        """
        return find_quotation(self._newest(), text, only)

    def verify(self, brief: Brief, shown: Mapping[int, str] | None = None) -> tuple[Checked, ...]:
        """What became of each citation of a brief: it stands, moved, changed or is gone; `shown` are the quotes as the
        document shows them, where it was opened from one.
        """
        return verified(self._newest(), brief, shown)

    def search(self, query: str, k: int = 10, only: Filter = EVERYTHING) -> tuple[Hit, ...]:
        """The k passages that fit best, best first, of the articles that `only` admits."""
        return self._newest().search(query, k, only, self._today())

    def nothing_found(self, query: str, only: Filter) -> str:
        """What to tell the reader where a search found nothing: no article is within the limits. In the query's
        language.
        """
        index = self._newest()
        around = index.coverage(replace(only, since=None, until=None))
        return nothing_within(Looked(only, index.coverage(only), around), language_of(query))

    def limits(self, stated: Limits) -> Filter:
        """The filter that is meant by days and outlets as they were stated; raises UsageError for what cannot be."""
        return stated.over(self.sources() if stated.sources else ())

    def sources(self) -> tuple[str, ...]:
        """The outlets of the articles, in order of the alphabet."""
        return self._newest().sources()

    def outlets(self) -> tuple[tuple[str, int], ...]:
        """The outlets of the articles, each with how many of them it has, the most first."""
        return self._newest().outlets()

    def article(self, article_id: str) -> Article:
        """The article of this id; raises NoArticle where the index has none."""
        return self._newest().article(article_id)

    def also_in(self, article_id: str) -> tuple[Summary, ...]:
        """The near-copies of an article: the same story as others printed it."""
        return self._newest().also_in(article_id)

    def coverage(self, only: Filter = EVERYTHING) -> Coverage:
        """How many articles a filter admits, and of when and whom."""
        return self._newest().coverage(only)

    def leaf(self, wanted: str, order: catalogue.Order, descending: bool, first: int, most: int) -> catalogue.Leaf:
        """A leaf of the list of articles: at most so many from the first on, of those that have the words wanted."""
        index = self._newest()
        found = catalogue.leaf(self._listed(index), wanted, order, descending, first, most)
        return replace(found, details=index.details([article.id for article in found.articles]))

    def counts(self) -> catalogue.Counts:
        """How many articles there are of each month and outlet."""
        return catalogue.counts([entry.summary for entry in self._listed(self._newest())])

    def last_run(self) -> LastRun | None:
        """What the last run that made the index read and skipped; None where that was not kept."""
        index = self._newest()
        run = last_run(index.folder)
        return run if run and run.generation == index.state.number else None  # an older program keeps none

    def rebuild(self, articles: Path, report_progress: "ReportProgress | None" = None) -> "BuildReport":
        """Brings the index up to date with its folder of articles, with the sentence model that is open already; says
        what that took. Questions are answered from the generation before meanwhile. Raises as `index.building.build`.
        """
        from index.building import build

        index = self._newest()
        return build(articles, index.folder, index.encoder, report_progress)

    def _listed(self, index: Index) -> tuple[catalogue.Entry, ...]:
        """Every article as this generation lists it; what the newest lists is remembered."""
        remembered = self._catalogue
        if remembered is None or remembered[0] != index.state:
            self._catalogue = remembered = (index.state, catalogue.entries(index.articles()))
        return remembered[1]

    def _newest(self) -> Index:
        with self._turning:
            self._index = self._index.newest()
            return self._index
