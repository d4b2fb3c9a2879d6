"""How much of a line its article says elsewhere: the headline of another article shares hardly a word with it.

Measured on 80 Vietnamese news articles: of the titles of other articles 80 to 90 % are strange to an article, of its
own 1 to 6 %; not close to it are 96 % of the others and 6 to 17 % of its own, fewer the longer it is. Put between
paragraphs, a title of another article is left out in 77 % of articles, a line of the article's own words in 1 to 5 %.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from index.articles.lines import KEYED, Line

PAIRS, WORDS = 0.1, 0.5  # shares of a line's word pairs, and of its words, below which it is strange to the article
CLOSE = 0.2  # share of a line's word pairs from which on it is close to the article
LEAD_PAIRS, LEAD_WORDS = 0.05, 0.4  # as the first, of a sentence: so are 2 to 4 % of an article's own, 70 % of others'
SENTENCES = 40  # of an article that a line is compared with; more would only be slower
ENOUGH = 60  # words of the shortest article that a headline is judged by
MUCH = 150  # words of the shortest article that a sentence is judged by

_WORD = re.compile(r"[^\W_]+")


class Wording:
    """What an article says: its words and pairs of neighbouring words, each as often as it has them."""

    def __init__(self, article: Iterable[Line]) -> None:
        self.terms: Counter[str] = Counter()
        self.size = 0
        for line in article:
            self.terms.update(_terms(line))
            self.size += line.size

    def is_strange(self, stretch: Sequence[Line], *, counted: Sequence[Line] = ()) -> bool:
        """Whether the article says hardly a word of these lines; `counted` are left out of it."""
        if self.size - sum(line.size for line in counted) < ENOUGH:
            return False
        pairs, words = self._shares(stretch, counted)
        return pairs < PAIRS and words < WORDS

    def is_teaser(self, headline: Line, lead: Line) -> bool:
        """Whether two lines are of another article: strange to this one, the second saying some of the first's words.

        `lead` is among the lines that this is made of. A heading and its paragraph are told from them only in an
        article long enough for few of its sentences to be strange to the others.
        """
        if self.size - lead.size < MUCH or not self.is_strange([headline], counted=[lead]):
            return False
        pairs, words = self._shares([lead], [lead])
        return share_pair(headline, lead) and pairs < LEAD_PAIRS and words < LEAD_WORDS

    def is_lead_of_other(self, headline: Line, lead: Line) -> bool:
        """Whether a sentence, one of those that this is made of, is the lead of a headline above it: it says some of
        the headline's words, and hardly any of the article's.
        """
        pairs, words = self._shares([lead], [lead])
        strange = pairs < LEAD_PAIRS and words < LEAD_WORDS
        return self.size - lead.size >= ENOUGH and strange and share_pair(headline, lead)

    def is_close(self, stretch: Sequence[Line]) -> bool:
        """Whether the article says enough of lines, none of its own, for them to be of it; so where it is too short."""
        return self.size < ENOUGH or self._shares(stretch, ())[0] >= CLOSE

    def says_more(self, stretch: Sequence[Line], other: Sequence[Line]) -> bool:
        """Whether the article says more of some lines' word pairs than of others', by share; none of its own."""
        return self._shares(stretch, ())[0] > self._shares(other, ())[0]

    def says(self, stretch: Sequence[Line]) -> bool:
        """The same, but not where it is too short."""
        return self.size >= ENOUGH and self.is_close(stretch)

    def _shares(self, stretch: Sequence[Line], counted: Sequence[Line]) -> tuple[float, float]:
        """The shares of the stretch's word pairs and of its words that the article has, apart from `counted`."""
        own = Counter(term for line in counted for term in _terms(line))
        said = {term: self.terms[term] > own[term] for line in stretch for term in _terms(line)}
        pairs = [is_said for term, is_said in said.items() if " " in term]
        words = [is_said for term, is_said in said.items() if " " not in term]
        return _mean(pairs), _mean(words)


def share_pair(line: Line, other: Line) -> bool:
    """Whether two lines share a pair of neighbouring words, as a headline does with its lead."""
    return any(" " in term for term in set(_terms(line)) & set(_terms(other)))


def _terms(line: Line) -> Iterator[str]:
    """The words of a line and their pairs, with their marks: "đàn bà" and "dân ba" are two."""
    words = _WORD.findall(line.text[:KEYED].casefold())
    yield from words
    yield from map(" ".join, pairwise(words))


def _mean(marks: Sequence[bool]) -> float:
    return sum(marks) / len(marks) if marks else 0.0
