"""Text folded for matching: lower case, no marks, đ as d; and the words of a text, each with where it stands."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    """What one character becomes: usually one character, none for a combining mark, several for a ligature."""
    lower = unicodedata.normalize("NFKD", character).casefold()  # only decomposed does ℠ show its capitals
    decomposed = unicodedata.normalize("NFKD", lower)
    return "".join("d" if c == "đ" else c for c in decomposed if not unicodedata.combining(c))


def fold(text: str) -> str:
    """The text in lower case without marks; `đ` becomes `d`.

    >>> fold("Đinh Tiến Dũng")
    'dinh tien dung'
    """
    return "".join(map(_fold_character, text))


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters and digits: as written, folded, and where it stands."""

    text: str
    folded: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of a text in order; Vietnamese is written a syllable a word.

    >>> [word.folded for word in words("Thủ đô Viêng Chăn, 8,89%")]
    ['thu', 'do', 'vieng', 'chan', '8', '89']
    """
    for match in _WORD.finditer(text):
        yield Word(match.group(), fold(match.group()), match.start(), match.end())


_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")  # huyền, sắc, ngã, hỏi, nặng


@lru_cache(maxsize=65536)
def spelled(word: str) -> str:
    """The word in lower case with its tone mark moved to the end, so that `hoà` and `hòa` are one spelling.

    >>> spelled("Hoà") == spelled("hòa"), spelled("hoa") == spelled("hòa")
    (True, False)
    """
    decomposed = unicodedata.normalize("NFD", word.lower())
    letters = "".join(c for c in decomposed if c not in _TONES)
    return unicodedata.normalize("NFC", letters) + "".join(c for c in decomposed if c in _TONES)
