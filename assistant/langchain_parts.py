"""The assistant as parts of a LangChain program: the one door to LangChain.

retriever = article_retriever(assistant, k=4)        # a BaseRetriever; each Document carries its offsets
tool = cited_answer_tool(assistant)                  # a tool an agent can call; its answers are cited or refusals
"""

import json
from typing import TYPE_CHECKING

from assistant.assistant import Assistant
from assistant.rendering import answer_object, hit_object
from index.data import Hit

if TYPE_CHECKING:
    from langchain.tools import BaseTool
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever


def article_retriever(assistant: Assistant, k: int = 4) -> "BaseRetriever":
    """A retriever over the index: the k best passages, best first.

    `page_content` is the passage; `metadata` holds article, title, source, published, start, end, score and the two
    ranks, so that `article.text[start:end]` is the content to the letter.
    """
    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever

    class ArticleRetriever(BaseRetriever):
        """The index as LangChain sees it."""

        def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
            return [_document(hit) for hit in assistant.search(query, k)]

    return ArticleRetriever()


def cited_answer_tool(assistant: Assistant) -> "BaseTool":
    """A tool named `ask_the_articles` that takes a question and gives the JSON object of `ask --json`."""
    from langchain.tools import tool

    @tool
    def ask_the_articles(question: str) -> str:
        """Answer a question from the news articles, citing their exact words, or say that they do not say."""
        return json.dumps(answer_object(assistant.ask(question), None, 0.0), ensure_ascii=False)

    return ask_the_articles


def _document(hit: Hit) -> "Document":
    from langchain_core.documents import Document

    metadata = hit_object(hit)
    return Document(page_content=metadata.pop("text"), metadata=metadata)
