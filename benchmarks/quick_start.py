"""The LangChain quick start: what its own tutorial on semantic search builds, with this project's sentence model.

The splitter, its sizes, the store and the search are the tutorial's ("Build a semantic search engine with LangChain",
docs.langchain.com). Nothing of ours finds anything here.
"""

from collections.abc import Sequence
from pathlib import Path

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import InMemoryVectorStore
from langchain_text_splitters import RecursiveCharacterTextSplitter

from benchmarks.collection import article_name, kept_vectors
from benchmarks.ways import DEPTH, Stretch, Way
from index.encoder import Encoder

CHUNK, OVERLAP = 1000, 200  # characters


class SentenceModel(Embeddings):
    """An encoder as LangChain wants one."""

    def __init__(self, encoder: Encoder, cache: Path) -> None:
        self._encoder = encoder
        self._cache = cache

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """A vector a text."""
        rows: list[list[float]] = kept_vectors(texts, self._encoder, self._cache).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """The question's vector."""
        row: list[float] = self._encoder.encode_question(text).tolist()
        return row


def quick_start(texts: Sequence[str], encoder: Encoder, cache: Path) -> Way:
    """The quick start over these texts."""
    articles = [Document(text, metadata={"source": article_name(number)}) for number, text in enumerate(texts)]
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True)
    store = InMemoryVectorStore(SentenceModel(encoder, cache))
    store.add_documents(documents=splitter.split_documents(articles))
    return lambda question: [_place(found) for found in store.similarity_search(question, k=DEPTH)]


def _place(found: Document) -> Stretch:
    start = found.metadata["start_index"]
    return Stretch(found.metadata["source"], start, start + len(found.page_content))
