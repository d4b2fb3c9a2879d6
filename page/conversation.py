"""A conversation: what was asked and what came of it, as the chat shows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.data import EVERYTHING, Answer, Filter, Language, Turn
from page.answer import answer_html, notice_html, question_html, waiting_html
from page.desk import Desk
from page.words import LANGUAGES, Words, words

REMEMBERED = 50  # exchanges a conversation keeps


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what came of it: an answer, the sentence that says why there is none, or nothing yet. `number`
    counts from 1 through the conversation.
    """

    number: int
    question: str
    outcome: Answer | str | None


Conversation = tuple[Exchange, ...]
Message = dict[str, str]


def turns(conversation: Conversation) -> tuple[Turn, ...]:
    """The exchanges that came to an answer or a refusal, which a follow-up is understood by."""
    return tuple(Turn(each.question, each.outcome) for each in conversation if isinstance(each.outcome, Answer))


def messages(conversation: Conversation, language: Language) -> list[Message]:
    """The conversation as the chat shows it."""
    said = words(language)
    shown: list[Message] = []
    for exchange in conversation:
        shown.append({"role": "user", "content": question_html(exchange.question, said)})
        shown.append({"role": "assistant", "content": _outcome_html(exchange, said)})
    return shown


def _outcome_html(exchange: Exchange, said: Words) -> str:
    match exchange.outcome:
        case Answer() as answer:
            return answer_html(answer, said)
        case str(sentence):
            return notice_html(sentence, said)
        case None:
            return waiting_html(said)


def respond(
    desk: Desk, question: str | None, conversation: Conversation, language: str, only: Filter = EVERYTHING
) -> Iterator[tuple[str, Conversation, list[Message]]]:
    """The question box, the conversation and the chat: first with the question, then with what comes of it."""
    asked, spoken = (question or "").strip(), LANGUAGES[language]
    before = conversation[-REMEMBERED + 1 :]
    number = before[-1].number + 1 if before else 1
    waiting = (*before, Exchange(number, asked, None))
    yield "", waiting, messages(waiting, spoken)
    for outcome in desk.outcomes(asked, turns(before), spoken, only):
        answered = (*before, Exchange(number, asked, outcome))
        yield "", answered, messages(answered, spoken)
