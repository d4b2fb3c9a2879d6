"""The assistant: everything the chat and the commands ask of the index, over its newest generation."""

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

from assistant.answering import answer
from assistant.data import Answer, Summary, Turn
from assistant.reader import RuleReader
from index.data import Article, Hit
from index.encoder import open_encoder
from index.searching import Index
from index.settings import settings


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the index covers; the dates are None where no article has one."""

    articles: int
    passages: int
    oldest: date | None
    newest: date | None
    sources: tuple[str, ...]


class Assistant:
    """Answers from one index, whichever generation of it is the newest."""

    def __init__(self, index: Index) -> None:
        self._index = index

    @classmethod
    def open(cls, folder: Path | None = None) -> Self:
        """The assistant over the index in a folder, or in the one that the settings name.

        Raises NoIndex where there is none, NoModel where its sentence model cannot be had.
        """
        chosen = settings(os.environ)
        return cls(Index.open(folder or chosen.index, open_encoder(chosen.encoder, chosen.cache)))

    def ask(self, question: str, turns: tuple[Turn, ...] = ()) -> Answer:
        """A cited answer, or a refusal with the nearest passages; raises UsageError for a question that is none."""
        index = self._newest()
        return answer(index, RuleReader(index.rarity), question)

    def search(self, query: str, k: int = 10) -> tuple[Hit, ...]:
        """The k passages that fit best, best first."""
        return self._newest().search(query, k)

    def article(self, article_id: str) -> Article:
        """The article of this id; raises NoArticle where the index has none."""
        return self._newest().article(article_id)

    def also_in(self, article_id: str) -> tuple[Summary, ...]:
        """The near-copies of an article: the same story as others printed it."""
        return self._newest().also_in(article_id)

    def coverage(self) -> Coverage:
        """How much the index covers, and of when and whom."""
        index = self._newest()
        articles = index.articles()
        dates = sorted(article.published for article in articles if article.published)
        sources = sorted({article.source for article in articles if article.source})
        oldest, newest = (dates[0], dates[-1]) if dates else (None, None)
        return Coverage(len(articles), index.passage_count(), oldest, newest, tuple(sources))

    def _newest(self) -> Index:
        self._index = self._index.newest()
        return self._index
