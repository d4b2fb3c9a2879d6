"""The assistant as parts of a LangChain program: the one door to LangChain.

retriever = article_retriever(assistant, k=4)        # a BaseRetriever; each Document carries its offsets
retriever = article_retriever(assistant, since="2024-06", sources=["Nhân Dân"])        # only from these articles
tool = cited_answer_tool(assistant)                  # a tool an agent can call; its answers are cited or refusals
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

from assistant.assistant import Assistant
from assistant.limiting import FORMS, Limits
from assistant.rendering import SCHEMA, answer_object, hit_object
from index.data import Hit
from index.errors import UsageError

if TYPE_CHECKING:
    from langchain.tools import BaseTool
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever


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

    only = assistant.limits(Limits(_written(since), _written(until), tuple(sources)))

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


def _written(day: date | str | None) -> str | None:
    return None if day is None else str(day)


def _document(hit: Hit) -> "Document":
    from langchain_core.documents import Document

    metadata = hit_object(hit)
    return Document(page_content=metadata.pop("text"), metadata=metadata)
