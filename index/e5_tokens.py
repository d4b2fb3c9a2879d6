"""Texts as the numbers of the bundled model's pieces: the tokenizer of XLM-R, ready in a twentieth of a second.

A text is normalised and cut at its spaces; each word becomes the pieces of the vocabulary whose scores add up to most
(a Unigram model: Kudo 2018). Words are remembered, so most cost one look. The library `tokenizers` gives the same
numbers (a test compares them) but takes a second and 275 MB to read the 250,000 pieces.
"""

import re
import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.e5_wheel import Wheel

_MARK = "▁"  # stands before every word
_LONGEST = 16  # characters of a piece; the longest of multilingual-e5's 250,000 has as many
_SPACES = re.compile(" {2,}")
_REMEMBERED = 1 << 16  # words, 10 MB of them
_UNKNOWN = 10  # how much worse than the worst piece a character of none is, as in SentencePiece
_AT_ONCE = 1 << 13  # pieces hashed together: what that takes stays in the processor's cache
_BASE = 0x9E3779B97F4A7C15  # of the hash: any odd number with no pattern in its 64 bits


class Tokens:
    """Cuts texts into tokens; safe to use from several threads."""

    def __init__(self, wheel: Wheel) -> None:
        self._first, self._last, self._unknown = wheel.bos, wheel.eos, wheel.unk
        self._rules = {ord(odd): to for odd, to in wheel.normalisation.items() if to in ("", " ")}  # the rest is NFKC
        self._pieces = _Pieces(wheel)
        self._scores = wheel.scores.astype(np.float64)
        self._scores[wheel.unk] = wheel.scores.min() - _UNKNOWN
        self._of_word = lru_cache(_REMEMBERED)(self._cut)

    def of(self, text: str, limit: int) -> list[int]:
        """The numbers of a text's tokens between those of `<s>` and `</s>`; at most `limit` in all."""
        text = unicodedata.normalize("NFKC", text.translate(self._rules))[: limit * _LONGEST]
        marked = _SPACES.sub(" ", text).replace(" ", _MARK)
        words = (marked if marked.startswith(_MARK) else _MARK + marked).split(_MARK)[1:]
        inner = [number for word in words for number in self._of_word(_MARK + word)]
        return [self._first, *inner[: limit - 2], self._last]

    def _cut(self, word: str) -> tuple[int, ...]:
        """The numbers of the pieces that are a word's best cut; characters of no piece are one unknown one together."""
        best = [0.0] + [float("-inf")] * len(word)  # of all cuts of the word up to there
        last = [(0, 0)] * (len(word) + 1)  # where the best cut's last piece begins, and its number
        for start, end, number, score in self._parts(word):
            if best[start] + score > best[end]:
                best[end], last[end] = best[start] + score, (start, number)
        return self._traced(last)

    def _parts(self, word: str) -> list[tuple[int, int, int, float]]:
        """Every part of the word that is a piece: where it begins and ends, its number and its score, as they begin.

        A character that is no piece is an unknown one.
        """
        text = np.frombuffer(word.encode(), np.uint8)
        bounds = np.append(np.flatnonzero(text & 0xC0 != 0x80), len(text))  # UTF-8: the bytes that begin a character
        starts = np.arange(len(word))[:, None]
        ends = np.minimum(starts + np.arange(1, _LONGEST + 1), len(word))  # some twice, which changes nothing
        numbers = self._pieces.numbers(text, bounds[starts], bounds[ends])
        numbers[:, 0] = np.where(numbers[:, 0] < 0, self._unknown, numbers[:, 0])
        row, column = np.nonzero(numbers >= 0)
        found = numbers[row, column]
        return list(zip(*(part.tolist() for part in (row, ends[row, column], found, self._scores[found])), strict=True))

    def _traced(self, last: list[tuple[int, int]]) -> tuple[int, ...]:
        """The numbers of a cut, read from its end."""
        numbers: list[int] = []
        at = len(last) - 1
        while at > 0:
            at, number = last[at]
            if not (number == self._unknown and numbers and numbers[-1] == number):
                numbers.append(number)
        return tuple(reversed(numbers))


class _Pieces:
    """The numbers of pieces by their text: sorted by a hash, where a dictionary takes five times as long to make.

    The hash of bytes b0 b1 b2 … is b0 + b1 * BASE + b2 * BASE² …, modulo 2 ** 64. So those of all parts of a text are
    differences of its running sums, divided by a power of the base.
    """

    def __init__(self, wheel: Wheel) -> None:
        offsets, count = wheel.offsets, len(wheel.scores)
        hashes = np.concatenate(
            [_hashes_of(wheel.text, offsets[first : first + _AT_ONCE + 1]) for first in range(0, count, _AT_ONCE)]
        )
        order = np.argsort(hashes)
        self._numbers = order[~np.isin(order, list(wheel.special))]  # a text that says "<s>" has no such piece
        self._hashes = hashes[self._numbers]

    def numbers(self, text: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
        """The number of the piece that is each part of a text, -1 where there is none: shape as `starts` and `ends`."""
        wanted = _hashes(text, starts, ends)
        at = np.minimum(np.searchsorted(self._hashes, wanted), len(self._hashes) - 1)
        return np.where(self._hashes[at] == wanted, self._numbers[at], -1)


def _hashes_of(text: NDArray[np.uint8], offsets: NDArray[np.int64]) -> NDArray[np.uint64]:
    """The hash of each piece between two offsets."""
    inside = offsets - offsets[0]
    return _hashes(text[offsets[0] : offsets[-1]], inside[:-1], inside[1:])


def _hashes(text: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.uint64]:
    """The hash of each part of a text."""
    sums = np.zeros(len(text) + 1, np.uint64)
    np.cumsum((text.astype(np.uint64) + 1) * _powers(_BASE, len(text)), out=sums[1:])
    hashes: NDArray[np.uint64] = (sums[ends] - sums[starts]) * _powers(pow(_BASE, -1, 1 << 64), len(text) + 1)[starts]
    return hashes


def _powers(base: int, count: int) -> NDArray[np.uint64]:
    """The powers of a number from 0 up, modulo 2 ** 64."""
    factors = np.full(count, base, np.uint64)
    factors[:1] = 1
    powers: NDArray[np.uint64] = np.multiply.accumulate(factors)
    return powers
