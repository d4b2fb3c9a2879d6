"""Text folded for matching: lower case, no marks, đ as d; and the words of a text, each with where it stands."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_STROKED = "đðɖ"  # Vietnamese đ, and the letters of Iceland and of Africa that old fonts and keyboards put for it


def _fold_character(character: str) -> str:
    """What one character becomes: usually one character, none for a combining mark, several for a ligature."""
    lower = unicodedata.normalize("NFKD", character).casefold()  # only decomposed does ℠ show its capitals
    decomposed = unicodedata.normalize("NFKD", lower)
    return "".join("d" if c in _STROKED else c for c in decomposed if not unicodedata.combining(c))


class _Folded(dict[int, str]):
    """What characters become, by their codes; reckoned when one is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold_character(chr(code))
        return self[code]


_FOLDED = _Folded()


def fold(text: str) -> str:
    """The text in lower case without marks; `đ` becomes `d`.

    >>> fold("Đinh Tiến Dũng")
    'dinh tien dung'
    """
    return text.translate(_FOLDED)


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


def written_words(text: str) -> list[str]:
    """The words of a text in order as written, where nothing else of them is wanted.

    >>> written_words("Thủ đô Viêng Chăn, 8,89%")
    ['Thủ', 'đô', 'Viêng', 'Chăn', '8', '89']
    """
    return _WORD.findall(text)


_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")  # huyền, sắc, ngã, hỏi, nặng
_Y_OR_I = re.compile(r"(qu|[hklmstv])y")  # quý and quí, kỳ and kì: Vietnamese desks differ over nothing else
_LIKE_D = str.maketrans("ðɖÐƉ", "đđĐĐ")


@lru_cache(maxsize=65536)
def spelled(word: str) -> str:
    """The word in lower case, its tone mark at the end and its lone y an i: `hoà` and `hòa`, `Mỹ` and `Mĩ`, are one
    spelling.

    >>> spelled("Hoà") == spelled("hòa"), spelled("Mỹ") == spelled("Mĩ"), spelled("hoa") == spelled("hòa")
    (True, True, False)
    """
    decomposed = unicodedata.normalize("NFD", word.lower().translate(_LIKE_D))
    letters = "".join(c for c in decomposed if c not in _TONES)
    if alike := _Y_OR_I.fullmatch(letters):
        letters = f"{alike[1]}i"
    return unicodedata.normalize("NFC", letters) + "".join(c for c in decomposed if c in _TONES)


def other_spelling(folded: str) -> str | None:
    """The folded word with its lone y as i or the other way about; None where desks do not differ over it.

    >>> other_spelling("ky"), other_spelling("qui"), other_spelling("kinh")
    ('ki', 'quy', None)
    """
    if len(folded) < 2 or _Y_OR_I.fullmatch(f"{folded[:-1]}y") is None:
        return None
    return {"y": f"{folded[:-1]}i", "i": f"{folded[:-1]}y"}.get(folded[-1])


_COMBINED = re.compile("[\u0300-\u036f]+")


def composed(text: str) -> str:
    """The text in NFC, as articles are kept, without what cannot be seen; a tone typed before the mark of its letter
    goes behind it.

    >>> composed("Viê\u0323\u0302t") == composed("Vie\u0323\u0302t") == composed("Vi\u200bệt") == "Việt"
    True
    """
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf")
    decomposed = unicodedata.normalize("NFD", seen)
    return unicodedata.normalize("NFC", _COMBINED.sub(lambda marks: _in_order(marks[0]), decomposed))


def _in_order(marks: str) -> str:
    """Combining marks, the tones last, each once."""
    return "".join(sorted(dict.fromkeys(marks), key=lambda mark: mark in _TONES))


def bare(text: str) -> str:
    """The text without marks, its case kept, as typed on a foreign keyboard.

    >>> bare("Đinh Tiến Dũng")
    'Dinh Tien Dung'
    """
    letters = unicodedata.normalize("NFD", text.translate(str.maketrans("đĐ", "dD")))
    return unicodedata.normalize("NFC", "".join(c for c in letters if not unicodedata.combining(c)))
