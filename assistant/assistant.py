"""The assistant: everything the chat and the commands ask of the index, over its newest generation."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Self

from assistant.answering import answer
from assistant.data import Answer, Coverage, Summary, Turn
from assistant.limiting import Limits
from assistant.reader import RuleReader
from assistant.replies import Looked, nothing_within
from index.data import Article, Hit
from index.encoder import open_encoder
from index.filters import EVERYTHING, Filter
from index.language import language_of
from index.searching import Index
from index.settings import settings


class Assistant:
    """Answers from one index, whichever generation of it is the newest.

    `today` tells the day that "hôm qua" and "last week" in a question are counted from.
    """

    def __init__(self, index: Index, today: Callable[[], date] = date.today) -> None:
        self._index = index
        self._today = today

    @classmethod
    def open(cls, folder: Path | None = None) -> Self:
        """The assistant over the index in a folder, or in the one that the settings name.

        Raises NoIndex where there is none, NoModel where its sentence model cannot be had.
        """
        chosen = settings(os.environ)
        return cls(Index.open(folder or chosen.index, open_encoder(chosen.encoder, chosen.cache)))

    def ask(self, question: str, turns: tuple[Turn, ...] = (), only: Filter = EVERYTHING) -> Answer:
        """A cited answer from the articles that `only` admits, or a refusal with the nearest passages; raises
        UsageError for a question that is none.
        """
        index = self._newest()
        return answer(index, RuleReader(index.rarity), question, only, self._today())

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

    def article(self, article_id: str) -> Article:
        """The article of this id; raises NoArticle where the index has none."""
        return self._newest().article(article_id)

    def also_in(self, article_id: str) -> tuple[Summary, ...]:
        """The near-copies of an article: the same story as others printed it."""
        return self._newest().also_in(article_id)

    def coverage(self) -> Coverage:
        """How many articles the index covers, and of when and whom."""
        return self._newest().coverage()

    def _newest(self) -> Index:
        self._index = self._index.newest()
        return self._index
