"""The assistant as parts of a LangChain program: the one door to LangChain.

retriever = article_retriever(assistant, k=4)        # a BaseRetriever; each Document carries its offsets
retriever = article_retriever(assistant, since="2024-06", sources=["Nhân Dân"])        # only from these articles
tool = cited_answer_tool(assistant)                  # a tool an agent can call; its answers are cited or refusals
answers = cited_answers(assistant)                   # a Runnable; answers.invoke("…") is an Answer
chain = cited_answers(assistant) | (lambda answer: answer.text)
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, overload

from assistant.assistant import Assistant
from assistant.data import Answer, Turn
from assistant.limiting import FORMS, Limits
from assistant.rendering.objects import SCHEMA, answer_object, hit_object
from index.data import Hit
from index.errors import UsageError

if TYPE_CHECKING:
    from langchain.tools import BaseTool
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever
    from langchain_core.runnables import Runnable

REMEMBERED = 3  # questions of a history that are asked again, so that the next can point back at them
KEYS = ("question", "turns", "history", "since", "until", "sources")  # what a question's mapping may hold


@overload
def cited_answers(assistant: Assistant, as_object: Literal[False] = False) -> "Runnable[Any, Answer]": ...
@overload
def cited_answers(assistant: Assistant, as_object: Literal[True]) -> "Runnable[Any, dict[str, Any]]": ...
@overload
def cited_answers(assistant: Assistant, as_object: bool) -> "Runnable[Any, Any]": ...
def cited_answers(assistant: Assistant, as_object: bool = False) -> "Runnable[Any, Any]":
    """A Runnable from a question to its Answer, or with `as_object` to the JSON object of `ask --json`.

    A question is a string, or a mapping: `question`; the conversation before it, either as `turns`, a sequence of Turn,
    or as `history`, the messages so far in any of LangChain's forms; and the limits `since`, `until` and `sources`, as
    in `article_retriever`. Raises UsageError for any other, and for limits that cannot be taken.
    """
    from langchain_core.runnables import RunnableLambda

    def cited_answer(asked: str | Mapping[str, Any]) -> Answer | dict[str, Any]:
        answer = _answer(assistant, _asked(asked))
        return answer_object(answer, None, 0.0) if as_object else answer

    return RunnableLambda(cited_answer)


def article_retriever(
    assistant: Assistant,
    k: int = 4,
    since: date | str | None = None,
    until: date | str | None = None,
    sources: Sequence[str] = (),
) -> "BaseRetriever":
    """A retriever over the index: the k best passages, best first; none where no article is within the limits.

    The limits are those of the commands' --from, --to and --source; raises UsageError for what cannot be taken.
    `page_content` is the passage; `metadata` holds article, title, source, published, start, end, score and the two
    ranks, so that `article.text[start:end]` is the content to the letter.
    """
    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever

    only = assistant.limits(_limits(since, until, sources))

    class ArticleRetriever(BaseRetriever):
        """The index as LangChain sees it."""

        def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
            return [_document(hit) for hit in assistant.search(query, k, only)]

    return ArticleRetriever()


def cited_answer_tool(assistant: Assistant) -> "BaseTool":
    """A tool named `ask_the_articles` that takes a question, and what to limit it to, and gives the JSON object of
    `ask --json`; for limits that cannot be taken, an object whose `error` says how to write them.
    """
    from langchain.tools import tool

    @tool
    def ask_the_articles(
        question: str,
        since: Annotated[str | None, f"only articles published from then on: {FORMS}"] = None,
        until: Annotated[str | None, "only articles published up to then, written likewise"] = None,
        source: Annotated[str | None, "only articles of this newspaper or broadcaster"] = None,
    ) -> str:
        """Answer a question from the news articles, citing their exact words, or say that they do not say."""
        try:
            only = assistant.limits(Limits(since, until, (source,) if source else ()))
            said = answer_object(assistant.ask(question, only=only), None, 0.0)
        except UsageError as error:  # the model that called can mend what it wrote
            said = {"schema": SCHEMA, "error": str(error)}
        return json.dumps(said, ensure_ascii=False)

    return ask_the_articles


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as the Runnable was given it; `earlier` are the questions before it whose answers it was not given."""

    question: str
    limits: Limits
    turns: tuple[Turn, ...] = ()
    earlier: tuple[str, ...] = ()


def _asked(given: str | Mapping[str, Any]) -> _Asked:
    """What is asked; raises UsageError for what is neither a string nor a mapping with a question and known keys."""
    if isinstance(given, str):
        return _Asked(given, Limits())
    if not isinstance(given, Mapping) or not isinstance(given.get("question"), str):
        raise UsageError(f"Not a question: {given!r}. Give a string, or a mapping with the string under 'question'.")
    if unknown := [key for key in given if key not in KEYS]:
        raise UsageError(f"Unknown beside a question: {unknown[0]!r}. Known are {', '.join(KEYS)}.")
    limits = _limits(given.get("since"), given.get("until"), given.get("sources") or ())
    return _Asked(given["question"], limits, tuple(given.get("turns") or ()), _questions(given.get("history") or ()))


def _questions(history: Sequence[Any]) -> tuple[str, ...]:
    """What a person asked in the last messages of a history."""
    from langchain_core.messages import convert_to_messages

    said = [str(message.text) for message in convert_to_messages(history) if message.type == "human"]
    return tuple(text for text in said if any(map(str.isalnum, text)))[-REMEMBERED:]


def _answer(assistant: Assistant, asked: _Asked) -> Answer:
    """The answer; a question before it is answered again, since the same question has the same answer."""
    only = assistant.limits(asked.limits)
    turns = asked.turns
    for question in asked.earlier:
        turns = (*turns, Turn(question, assistant.ask(question, turns, only)))
    return assistant.ask(asked.question, turns, only)


def _limits(since: date | str | None, until: date | str | None, sources: Sequence[str] | str) -> Limits:
    """The limits as they are stated; one outlet may stand by itself."""
    named = (sources,) if isinstance(sources, str) else tuple(sources)
    return Limits(_written(since), _written(until), named)


def _written(day: date | str | None) -> str | None:
    return None if day is None else str(day)


def _document(hit: Hit) -> "Document":
    from langchain_core.documents import Document

    metadata = hit_object(hit)
    return Document(page_content=metadata.pop("text"), metadata=metadata)
