"""The desk between the page and the assistant: it admits so many at once, and never raises."""

import sys
import traceback
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Protocol, TypeVar

from assistant.data import EVERYTHING, Answer, Filter, Language, Turn
from assistant.errors import NoArticle, TrichDanError
from page.answer import answer_html
from page.links import read
from page.source import source_html, source_notice_html
from page.turns import Place, Turns
from page.words import Words, examples, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant import Coverage
    from assistant.briefs.data import Brief, Checked
    from assistant.building import BuildReport, LastRun, Progress
    from assistant.catalogue import Counts, Leaf, Order
    from assistant.data import Article, Hit, Quotation, State, Summary, Verdict
    from assistant.limiting import Limits
    from assistant.model.writing import Model

ANSWERING_AT_ONCE = 8  # measured: 32 users wait 0.5 s at the median; with Gradio's one at a time 1.9 s
WAITING = 56  # questions that wait for their turn; more at once would wait for longer than anyone's patience
PATIENCE = 20.0  # seconds a question waits for its turn before its asker is told to try again
TIME_LIMIT = 30.0  # seconds that work may take before its asker is told so; a question takes less than one
T = TypeVar("T")


class AsksAndReads(Protocol):
    """What the chat asks of an assistant."""

    @property
    def model(self) -> "Model | None":
        """The chat model that writes answers out, where one was chosen."""
        ...

    @property
    def name(self) -> str:
        """What the index is called."""
        ...

    @property
    def state(self) -> "State":
        """Which generation of the index is the newest."""
        ...

    def stream(self, question: str, turns: tuple[Turn, ...] = (), only: Filter = EVERYTHING) -> Iterator[Answer]:
        """A cited answer or a refusal; an answer that a chat model writes as it grows, the last being the final one."""
        ...

    def check(self, claim: str, only: Filter = EVERYTHING) -> "Verdict":
        """Whether the articles bear out a claim."""
        ...

    def quote(self, text: str, only: Filter = EVERYTHING) -> "Quotation":
        """Where a quotation stands, or how it was altered."""
        ...

    def verify(self, brief: "Brief", shown: "Mapping[int, str] | None" = None) -> "tuple[Checked, ...]":
        """What became of each citation of a brief."""
        ...

    def search(self, query: str, k: int = 10, only: Filter = EVERYTHING) -> "tuple[Hit, ...]":
        """The k passages that fit best."""
        ...

    def limits(self, stated: "Limits") -> Filter:
        """The filter that is meant by days and outlets as they were stated."""
        ...

    def article(self, article_id: str) -> "Article":
        """The article of this id; a TrichDanError when there is none."""
        ...

    def also_in(self, article_id: str) -> "tuple[Summary, ...]":
        """The near-copies of an article: the same story as others printed it."""
        ...

    def leaf(self, wanted: str, order: "Order", descending: bool, first: int, most: int) -> "Leaf":
        """A leaf of the list of articles."""
        ...

    def counts(self) -> "Counts":
        """How many articles there are of each month and outlet."""
        ...

    def last_run(self) -> "LastRun | None":
        """What the last run that made the index read and skipped; None where that is not known."""
        ...

    def rebuild(self, articles: Path, report_progress: "Callable[[Progress], None] | None" = None) -> "BuildReport":
        """Brings the index up to date with its folder of articles; a TrichDanError where it cannot."""
        ...

    def coverage(self, only: Filter = EVERYTHING) -> "Coverage":
        """How many articles of which outlets and years a filter admits."""
        ...

    def outlets(self) -> tuple[tuple[str, int], ...]:
        """The outlets of the articles, each with how many of them it has, the most first."""
        ...


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the owner of the server has switched on: the folder of articles that readers may add files to, and the file
    that their likes and dislikes are kept in; None is off. `tools`: other programs' models may use the calls.
    """

    articles: Path | None = None
    feedback: Path | None = None
    tools: bool = False


class Desk:
    """Answers for the page, and never raises: Gradio leaves the question box locked after an exception.

    At most `at_once` questions are answered together, and the turns go round among the askers (page/turns.py). One that
    has waited `patience` seconds is told to come back, and one whose work takes longer than `time_limit` seconds is
    told so; the work keeps its turn until it ends, so that late work does not pile up.
    """

    def __init__(
        self,
        assistant: AsksAndReads,
        at_once: int = ANSWERING_AT_ONCE,
        patience: float = PATIENCE,
        allowed: Allowed | None = None,
        time_limit: float = TIME_LIMIT,
    ) -> None:
        self.assistant = assistant
        self.patience = patience
        self.time_limit = time_limit
        self.allowed = allowed or Allowed()
        self.turns = Turns(at_once, WAITING)
        self.asker = ""

    def serving(self, asker: str) -> "Desk":
        """The same desk with its same turns, for what this asker wants."""
        desk = copy(self)
        desk.asker = asker
        return desk

    def attempts(self, work: Callable[[], Iterator[T]], language: Language) -> Iterator[T | str]:
        """What the work yields once it is its turn; a sentence in place of what fails or takes too long, or of all
        where it must wait for too long.
        """
        said = words(language)
        place = self.turns.join(self.asker)
        if not self.turns.wait(place, self.patience):
            yield said.say("busy")
            return
        came: SimpleQueue[tuple[T | str, ...]] = SimpleQueue()
        left = Event()
        Thread(target=self._work, args=(place, work, said, came, left), name="question", daemon=True).start()
        end = monotonic() + self.time_limit
        try:
            while one := came.get(timeout=max(0.0, end - monotonic())):
                yield from one
        except Empty:
            self.turns.leave(place)
            yield said.say("too_long", seconds=f"{self.time_limit:g}")
        finally:
            left.set()

    def _work(
        self,
        place: Place,
        work: Callable[[], Iterator[T]],
        said: Words,
        came: "SimpleQueue[tuple[T | str, ...]]",
        left: Event,
    ) -> None:
        """Puts what the work yields where it is waited for, and gives the turn back when it has ended; nobody waiting,
        it ends with what it yields next.
        """
        try:
            for one in work():
                if left.is_set():
                    break
                came.put((one,))
        except TrichDanError as error:
            came.put((str(error),))
        except Exception as error:  # noqa: BLE001 - the edge of the program: whatever it is, the reader gets a sentence
            report(error)
            came.put((said.say("broken"),))
        finally:
            self.turns.give_back(place)
            came.put(())

    def attempt(self, work: Callable[[], T], language: Language) -> T | str:
        """What the work returns once it is its turn, or a sentence that says why there is none."""

        def once() -> Iterator[T]:
            yield work()

        *_, last = self.attempts(once, language)
        return last

    def outcomes(
        self, question: str, turns: tuple[Turn, ...], language: Language, only: Filter = EVERYTHING
    ) -> Iterator[Answer | str]:
        """An answer that can be shown, as it grows, or a sentence; the last stands."""
        return self.attempts(lambda: self._answers(question, turns, words(language), only), language)

    def outcome(
        self, question: str, turns: tuple[Turn, ...], language: Language, only: Filter = EVERYTHING
    ) -> Answer | str:
        """The last of `outcomes`."""
        *_, last = self.outcomes(question, turns, language, only)
        return last

    def source(self, link: str, language: Language) -> str:
        """The source panel for a citation link, or a sentence in it."""
        said = words(language)
        try:
            return self._source(link, said)
        except NoArticle:
            return source_notice_html(said.say("link_gone"), link, said)
        except TrichDanError as error:
            return source_notice_html(str(error), link, said)
        except Exception as error:  # noqa: BLE001 - as in `attempts`
            report(error)
            return source_notice_html(said.say("link_broken"), link, said)

    def offered(self) -> list[str]:
        """The example questions whose articles are in the index."""
        return [example.question for example in examples() if self.has(example.article)]

    def has(self, article_id: str) -> bool:
        """Whether there is an article of this id."""
        try:
            self.assistant.article(article_id)
        except TrichDanError:
            return False
        return True

    def _answers(self, question: str, turns: tuple[Turn, ...], said: Words, only: Filter) -> Iterator[Answer]:
        for answer in self.assistant.stream(question, turns, only):
            answer_html(answer, said)  # one that cannot be shown fails here, where it can be told
            yield answer

    def _source(self, link: str, said: Words) -> str:
        reference = read(link)
        if reference is None:
            return source_notice_html(said.say("link_bad"), link, said)
        article = self.assistant.article(reference.article)
        if not reference.fits(article):
            stale = said.say("link_stale", article=article.title or article.id)
            return source_notice_html(stale, link, said)
        return source_html(article, reference, link, said, self.assistant.also_in(article.id))


def report(error: Exception) -> None:
    """Writes where an error came from to stderr, without its message: that could hold the question."""
    where = "".join(traceback.format_tb(error.__traceback__))
    sys.stderr.write(f"ui: {type(error).__name__} (its message is left out: it could hold the question)\n{where}")
