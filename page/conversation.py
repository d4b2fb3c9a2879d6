"""A conversation: what was asked and what came of it, as the chat shows it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.data import EVERYTHING, LONGEST_QUESTION, Answer, Filter, Language, Turn
from page.answer import (
    Around,
    Progress,
    Rating,
    answer_html,
    notice_html,
    question_html,
    stopped_html,
    waiting_html,
)
from page.beside import limits_of, summary
from page.coming import Coming
from page.desk import Desk
from page.words import LANGUAGES, Words, words

if TYPE_CHECKING:
    from assistant import Coverage

REMEMBERED = 50  # exchanges a conversation keeps


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what came of it: an answer, the sentence that says why there is none, or nothing yet.

    `number` counts from 1 through the conversation. `only` is what the question was limited to, `progress` how far it
    has come, `covered` what the index covered when it refused, `rating` what the reader said of it.
    """

    number: int
    question: str
    outcome: Answer | str | None
    progress: Progress = "whole"
    covered: "Coverage | None" = None
    rating: Rating | None = None
    only: Filter = EVERYTHING
    coming: Coming = field(default_factory=Coming, compare=False, repr=False)

    @property
    def key(self) -> str:
        """Its address in the links of the page."""
        return f"q{self.number}"


Conversation = tuple[Exchange, ...]
Message = dict[str, str]
Step = tuple[str | None, Conversation, list[Message]]


def turns(conversation: Conversation) -> tuple[Turn, ...]:
    """The exchanges that came to an answer or a refusal, which a follow-up is understood by."""
    return tuple(Turn(each.question, each.outcome) for each in conversation if isinstance(each.outcome, Answer))


def surroundings(desk: Desk) -> Around:
    """What is shown with every answer of this desk."""
    model = desk.assistant.model
    return Around(feedback=desk.allowed.feedback is not None, leaves=bool(model and model.leaves))


def messages(conversation: Conversation, language: Language, around: Around | None = None) -> list[Message]:
    """The conversation as the chat shows it, each answer with what is shown around it."""
    said = words(language)
    shown: list[Message] = []
    for exchange in conversation:
        understood = exchange.outcome.understood if isinstance(exchange.outcome, Answer) else None
        within = summary(limits_of(exchange.only), said)
        shown.append({"role": "user", "content": question_html(exchange.question, said, understood, within)})
        shown.append({"role": "assistant", "content": _outcome_html(exchange, said, around or Around())})
    return shown


def _outcome_html(exchange: Exchange, said: Words, around: Around) -> str:
    match exchange.outcome:
        case Answer() as answer:
            return answer_html(answer, said, _around(exchange, around))
        case str(sentence):
            return notice_html(sentence, said)
        case None:
            return stopped_html(said) if exchange.progress == "stopped" else waiting_html(said)


def _around(exchange: Exchange, around: Around) -> Around:
    return replace(
        around, key=exchange.key, progress=exchange.progress, rating=exchange.rating, covered=exchange.covered
    )


def respond(
    desk: Desk, question: str | None, conversation: Conversation, language: str, only: Filter | str = EVERYTHING
) -> Iterator[Step]:
    """The question box, the conversation and the chat: first with the question, then with what comes of it. The box is
    emptied first, and then left alone (None): the next question may be in it. `only` may be the sentence that says why
    nothing can be asked.
    """
    asked, spoken, around = (question or "").strip(), LANGUAGES[language], surroundings(desk)
    before = conversation[-REMEMBERED + 1 :]
    exchange = Exchange(before[-1].number + 1 if before else 1, asked, None, "growing")

    def step(now: Exchange, box: str | None = None) -> Step:
        return box, (*before, now), messages((*before, now), spoken, around)

    refused = only if isinstance(only, str) else unanswerable(asked, words(spoken))
    if refused or isinstance(only, str):
        yield step(replace(exchange, outcome=refused, progress="whole"), "")
        return
    exchange = replace(exchange, only=only)
    yield step(exchange, "")
    for outcome in exchange.coming.heard(lambda: desk.outcomes(asked, turns(before), spoken, only)):
        exchange = _come(desk, exchange, outcome)
        yield step(exchange)
    if exchange.coming.dropped:
        yield None, (), []
    elif exchange.progress == "growing":
        yield step(replace(exchange, progress="stopped" if exchange.coming.stopped else "whole"))


def unanswerable(question: str, said: Words) -> str | None:
    """Why a question cannot be asked at all: there is none, or it is endless; None for any other."""
    if not any(character.isalnum() for character in question):
        return said.say("no_question")
    length = len(" ".join(question.split()))
    return said.say("endless", count=length, most=LONGEST_QUESTION) if length > LONGEST_QUESTION else None


def _come(desk: Desk, exchange: Exchange, outcome: Answer | str) -> Exchange:
    """The exchange with what came of it: an answer grows where a chat model goes on with it, all else is whole."""
    if isinstance(outcome, str):
        return replace(exchange, outcome=outcome, progress="whole")
    if outcome.answered:
        return replace(exchange, outcome=outcome, progress="growing" if desk.assistant.model else "whole")
    return replace(exchange, outcome=outcome, progress="whole", covered=desk.assistant.coverage())


def is_growing(conversation: Conversation) -> bool:
    """Whether the newest question is still being answered."""
    return bool(conversation) and conversation[-1].progress == "growing"


def stop(conversation: Conversation, *, drop: bool = False) -> None:
    """Ends the answer to the newest question where it is; with `drop`, the conversation with it."""
    for exchange in conversation[-1:]:
        exchange.coming.stop(drop=drop)
