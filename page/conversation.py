"""A conversation and the desk that answers it: whatever goes wrong becomes a sentence and the page stays usable."""

import sys
import threading
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol

from assistant.data import Answer, Language, Turn
from assistant.errors import TrichDanError
from assistant.rendering.objects import answer_object
from page.answer import answer_html, notice_html, question_html, waiting_html
from page.links import read
from page.source import source_html, source_notice_html
from page.words import LANGUAGES, Words, examples, words

if TYPE_CHECKING:
    from assistant import Coverage
    from assistant.data import Article, Summary
    from assistant.model.writing import Model

ANSWERING_AT_ONCE = 8  # measured: 32 users wait 0.5 s at the median; with Gradio's one at a time 1.9 s
PATIENCE = 20.0  # seconds a question waits for its turn before its asker is told to try again
REMEMBERED = 50  # exchanges a conversation keeps


class AsksAndReads(Protocol):
    """What the chat asks of an assistant."""

    @property
    def model(self) -> "Model | None":
        """The chat model that writes answers out, where one was chosen."""
        ...

    def stream(self, question: str, turns: tuple[Turn, ...] = ()) -> Iterator[Answer]:
        """A cited answer or a refusal; an answer that a chat model writes as it grows, the last being the final one."""
        ...

    def article(self, article_id: str) -> "Article":
        """The article of this id; a TrichDanError when there is none."""
        ...

    def also_in(self, article_id: str) -> "tuple[Summary, ...]":
        """The near-copies of an article: the same story as others printed it."""
        ...

    def coverage(self) -> "Coverage":
        """How many articles of which outlets and years there are."""
        ...


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what came of it: an answer, the sentence that says why there is none, or nothing yet."""

    question: str
    outcome: Answer | str | None


Conversation = tuple[Exchange, ...]
Message = dict[str, str]


class Desk:
    """Answers for the page, and never raises: Gradio leaves the question box locked after an exception.

    At most `at_once` questions are answered together; one that has waited `patience` seconds is told to come back.
    """

    def __init__(self, assistant: AsksAndReads, at_once: int = ANSWERING_AT_ONCE, patience: float = PATIENCE) -> None:
        self.assistant = assistant
        self.patience = patience
        self.turns = threading.BoundedSemaphore(at_once)

    def outcomes(self, question: str, before: Conversation, language: Language) -> Iterator[Answer | str]:
        """An answer that can be shown, as it grows, or a sentence; the last stands."""
        said = words(language)
        if not self.turns.acquire(timeout=self.patience):
            yield said.say("busy")
            return
        try:
            yield from self._answers(question, before, said)
        except TrichDanError as error:
            yield str(error)
        except Exception as error:  # noqa: BLE001 - the edge of the program: whatever it is, the reader gets a sentence
            report(error)
            yield said.say("broken")
        finally:
            self.turns.release()

    def outcome(self, question: str, before: Conversation, language: Language) -> Answer | str:
        """The last of `outcomes`."""
        *_, last = self.outcomes(question, before, language)
        return last

    def source(self, link: str, language: Language) -> str:
        """The source panel for a citation link, or a sentence in it."""
        said = words(language)
        try:
            return self._source(link, said)
        except TrichDanError as error:
            return source_notice_html(str(error), link, said)
        except Exception as error:  # noqa: BLE001 - as in `outcome`
            report(error)
            return source_notice_html(said.say("link_broken"), link, said)

    def offered(self) -> list[str]:
        """The example questions whose articles are in the index."""
        return [example.question for example in examples() if self._has(example.article)]

    def record(self, question: str) -> dict[str, Any]:
        """An answer as `ask --json` prints it; where there is none, an object whose `error` says why in a sentence."""
        begun = perf_counter()
        outcome = self.outcome(question, (), "en")
        if isinstance(outcome, str):
            return {"error": outcome}
        return answer_object(outcome, None, (perf_counter() - begun) * 1000)

    def _answers(self, question: str, before: Conversation, said: Words) -> Iterator[Answer]:
        turns = tuple(Turn(each.question, each.outcome) for each in before if isinstance(each.outcome, Answer))
        for answer in self.assistant.stream(question, turns):
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

    def _has(self, article_id: str) -> bool:
        try:
            self.assistant.article(article_id)
        except TrichDanError:
            return False
        return True


def report(error: Exception) -> None:
    """Writes where an error came from to stderr, without its message: that could hold the question."""
    where = "".join(traceback.format_tb(error.__traceback__))
    sys.stderr.write(f"ui: {type(error).__name__} (its message is left out: it could hold the question)\n{where}")


def messages(conversation: Conversation, language: Language) -> list[Message]:
    """The conversation as the chat shows it."""
    said = words(language)
    shown: list[Message] = []
    for exchange in conversation:
        shown.append({"role": "user", "content": question_html(exchange.question, said)})
        shown.append({"role": "assistant", "content": _outcome_html(exchange.outcome, said)})
    return shown


def _outcome_html(outcome: Answer | str | None, said: Words) -> str:
    """What came of a question, as HTML."""
    match outcome:
        case Answer() as answer:
            return answer_html(answer, said)
        case str(sentence):
            return notice_html(sentence, said)
        case None:
            return waiting_html(said)


def respond(
    desk: Desk, question: str | None, conversation: Conversation, language: str
) -> Iterator[tuple[str, Conversation, list[Message]]]:
    """The question box, the conversation and the chat: first with the question, then with what comes of it."""
    asked, spoken = (question or "").strip(), LANGUAGES[language]
    before = conversation[-REMEMBERED + 1 :]
    waiting = (*before, Exchange(asked, None))
    yield "", waiting, messages(waiting, spoken)
    for outcome in desk.outcomes(asked, before, spoken):
        answered = (*before, Exchange(asked, outcome))
        yield "", answered, messages(answered, spoken)
