"""How far a text reads as Vietnamese: the share of its words that can be Vietnamese syllables."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_SYLLABLES = Path(__file__).parent.parent / "words" / "syllables.toml"
_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
_STOPPED = ("c", "ch", "k", "p", "t")  # a syllable that ends so is spoken sắc or nặng, and no other tone is written
_BEFORE_FRONT = {"c": False, "g": False, "ng": False, "k": True, "gh": True, "ngh": True}
# Letters and, beside them, what wrong readings leave between letters: symbols of Latin-1, controls, stray marks.
_ASCII_LETTER = re.compile("[A-Za-z]")
_WORD = re.compile("[A-Za-z\u007f-\u009f\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u1fff\u3040-\ud7ff\ufffd]+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many words have letters beyond ASCII (`marked`) or none (`plain`), and cannot be Vietnamese (`…_wrong`)."""

    marked: int
    marked_wrong: int
    plain: int
    plain_wrong: int

    @property
    def marked_share(self) -> float:
        """Of the words with letters beyond ASCII, how many can be Vietnamese; 0 where there are none."""
        return self.marked / max(1, self.marked + self.marked_wrong)

    @property
    def share(self) -> float:
        """Of all words, how many can be Vietnamese; 0 where there are none."""
        right = self.marked + self.plain
        return right / max(1, right + self.marked_wrong + self.plain_wrong)


def different_words(text: str) -> frozenset[str]:
    """The words of a text, once each, with whatever a wrong reading left between their letters.

    >>> sorted(different_words("Hµ Néi, Hµ Nam"))
    ['Hµ', 'Nam', 'Néi']
    """
    return frozenset(_WORD.findall(text))


def evidence(words: Iterable[str]) -> Evidence:
    """The evidence of words in NFC; one without an ASCII letter ("à", "·") proves nothing and is not counted.

    >>> evidence(["Hà", "Nội", "µ", "Facebook"])
    Evidence(marked=2, marked_wrong=0, plain=0, plain_wrong=1)
    """
    counts = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
    for word in words:
        marked = not word.isascii()
        if not marked or _ASCII_LETTER.search(word):
            counts[marked, is_syllable(word)] += 1
    return Evidence(counts[True, True], counts[True, False], counts[False, True], counts[False, False])


def is_syllable(word: str) -> bool:
    """Whether a word is spelled as a Vietnamese syllable: small, in capitals or with one capital in front.

    >>> [is_syllable(word) for word in ("Nghiễng", "nghoa", "HỌC", "học", "hòc", "Hµ")]
    [True, False, True, True, False, False]
    """
    return len(word) <= len("nghiêng") and _is_short_syllable(word)


@lru_cache(maxsize=65536)
def _is_short_syllable(word: str) -> bool:
    if not (word[1:].islower() or word.isupper() or len(word) == 1):
        return False
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in decomposed if mark in _TONES]
    letters = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
    if len(tones) > 1 or letters not in _toneless():
        return False
    return not tones or tones[0] in "\u0301\u0323" or not letters.endswith(_STOPPED)


@cache
def _toneless() -> frozenset[str]:
    """Every syllable that can be spelled, without its tone; about 3,000."""
    known = tomllib.loads(_SYLLABLES.read_text("utf-8"))
    rimes = frozenset(known["rimes"].split())
    return rimes | {syllable for onset in known["onsets"] for syllable in _spelled(onset, rimes)}


def _spelled(onset: str, rimes: frozenset[str]) -> Iterator[str]:
    """The syllables of an onset: "gi" and "iêng" are spelled "giêng", "qu" and "uynh" "quynh"."""
    for rime in rimes:
        front = rime[0] in "eêiy"
        if onset[-1] == rime[0]:
            yield onset + rime[1:]
        elif _BEFORE_FRONT.get(onset, front) == front:
            yield onset + rime
