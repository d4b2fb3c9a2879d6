"""The quotes of a verdict as citations, numbered through all the sentences of a claim."""

from collections.abc import Callable

from assistant.data import Citation, Summary
from index.data import Passage
from index.ranking import says_too


class Numbering:
    """Gives each quote its citation, the first time a new one: what a near-copy cited before says too is that one."""

    def __init__(self, also_in: Callable[[str], tuple[Summary, ...]]) -> None:
        self._also_in = also_in
        self._cited: list[Citation] = []

    def citation(self, quote: Passage) -> Citation:
        """The citation of a quote."""
        copies = self._also_in(quote.article.id)
        near = {copy.id for copy in copies}
        for one in self._cited:
            told = one.passage.article
            same = told.id == quote.article.id and one.passage.start == quote.start
            if same or (told.id in near and says_too(told, quote)):
                return one
        self._cited.append(Citation(len(self._cited) + 1, quote, copies))
        return self._cited[-1]
