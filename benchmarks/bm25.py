"""BM25 in a few lines of numpy: the plain keyword search that the index is compared with."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.folding import words

K1, B = 1.2, 0.75  # as Lucene and tantivy have them

Scores = NDArray[np.float64]
Tokens = Callable[[str], Sequence[str]]

_LOWER = re.compile(r"\w+")


class BM25:
    """Texts by their tokens, scored for a question (Robertson and Zaragoza 2009, its idf smoothed as Lucene does)."""

    def __init__(self, texts: Iterable[str], tokens: Tokens) -> None:
        self._tokens = tokens
        counts = [Counter(tokens(text)) for text in texts]
        lengths = np.array([count.total() for count in counts], np.float64)
        self._long = K1 * (1 - B + B * lengths / max(lengths.mean(), 1.0))
        postings: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, count in enumerate(counts):
            for token, times in count.items():
                postings[token].append((number, times))
        self._postings = {token: np.array(found) for token, found in postings.items()}

    def shares(self, question: str) -> Scores:
        """Each text's score as a share, 0 to 1, of the best the question could reach, which is the sum of its tokens'
        idf; a token that no text has counts as the rarest.
        """
        scores = np.zeros(len(self._long))
        reach = 0.0
        for token in dict.fromkeys(self._tokens(question)):
            found = self._postings.get(token)
            idf = self._idf(0 if found is None else len(found))
            reach += idf
            if found is not None:
                texts, times = found.T
                scores[texts] += idf * times / (times + self._long[texts])
        return scores / reach if reach else scores

    def _idf(self, holding: int) -> float:
        return math.log(1 + (len(self._long) - holding + 0.5) / (holding + 0.5))


def lower(text: str) -> list[str]:
    """The words in lower case, as nearly every BM25 has them.

    >>> lower("Viêng Chăn, 8,89%")
    ['viêng', 'chăn', '8', '89']
    """
    return _LOWER.findall(text.lower())


def folded(text: str) -> list[str]:
    """The words without marks, and their bigrams.

    >>> folded("Viêng Chăn")
    ['vieng', 'chan', 'vieng chan']
    """
    found = [word.folded for word in words(text)]
    return [*found, *map(" ".join, pairwise(found))]
