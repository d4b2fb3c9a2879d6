"""Words marked where they stand in a text: exactly there, or not at all."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from page.markup import element, text

Stretch = tuple[int, int]
Look = Literal["off", "own", "gap"]

_NAMES = {"off": "del", "own": "mark", "gap": "span"}
_COMBINING = "\u0300-\u036f"  # a word does not end before one


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text: words that are "off", the article's "own" words in their place, or a "gap" where words are
    missing, which is empty. `said` is what a screen reader says before it.
    """

    start: int
    end: int
    look: Look
    said: str


def marked(plain: str, marks: Iterable[Mark]) -> str:
    """The text as HTML with its marks, of which none overlap. It reads as the text itself: what is said before a mark
    is an attribute, drawn by the style.
    """
    written, position = [], 0
    for mark in sorted(marks, key=lambda one: (one.start, one.end)):
        inside = text(plain[mark.start : mark.end])
        written += [
            text(plain[position : mark.start]),
            element(_NAMES[mark.look], inside, class_=mark.look, data_said=mark.said),
        ]
        position = mark.end
    return "".join([*written, text(plain[position:])])


def apart(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks without those that overlap one before them."""
    kept: list[Mark] = []
    for mark in marks:
        if all(mark.end <= one.start or one.end <= mark.start for one in kept):
            kept.append(mark)
    return tuple(kept)


def place(words: str, whole: str) -> Stretch | None:
    """Where words stand in a text: as written, or else whatever their case, marks and white space; None where they do
    not stand there as whole words, or in several places.

    >>> place("8,89%", "tăng 8,89% (cả nước 18,89%)"), place("VIENG CHAN", "tại Viêng  Chăn"), place("an", "an, an")
    ((5, 10), (4, 15), None)
    """
    found = _stretches(words, whole) or _folded_stretches(words, whole)
    return found[0] if len(found) == 1 else None


def _stretches(words: str, whole: str) -> list[Stretch]:
    """All places of words in a text, whatever the white space between them."""
    pieces = words.split()
    if not pieces:
        return []
    before = r"(?<!\w)(?<!\d[.,])" if _in_word(words.strip()[0]) else ""
    after = rf"(?![\w{_COMBINING}])(?![.,]\d)" if _in_word(words.strip()[-1]) else ""
    pattern = before + r"\s+".join(map(re.escape, pieces)) + after
    return [found.span() for found in re.finditer(pattern, whole)]


def _folded_stretches(words: str, whole: str) -> list[Stretch]:
    """The same without regard to case and marks."""
    folded = [(letter, at) for at, character in enumerate(whole) for letter in _fold(character)]
    wanted = "".join(map(_fold, words))
    found = _stretches(wanted, "".join(letter for letter, _ in folded))
    return [(folded[start][1], _past_marks(whole, folded[end - 1][1] + 1)) for start, end in found]


def _past_marks(whole: str, end: int) -> int:
    """The end of a letter with the combining marks after it."""
    while end < len(whole) and unicodedata.combining(whole[end]):
        end += 1
    return end


@cache
def _fold(character: str) -> str:
    """A character in lower case without its marks: nothing of a mark, d of đ."""
    parts = unicodedata.normalize("NFD", character.casefold()).replace("đ", "d")
    return "".join(part for part in parts if not unicodedata.combining(part))


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"
