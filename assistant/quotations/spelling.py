"""The words of a quotation and of an article as they are held against each other: typography does not count.

Quotes, dashes, brackets, commas and white space are no words; a figure with its commas and points is one word, and so
are a percent sign, a minus before a figure and a question mark, without which other things are said.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from index.data import Span
from index.folding import composed, fold, spelled

# What stands in words and is no letter: marks typed apart, and what cannot be seen.
_UNSEEN = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
_TOKEN = re.compile(
    rf"[^\W_](?:[^\W_]|[\u0300-\u036f{_UNSEEN}]|(?<=\d)[.,](?=\d))*"  # also 1.250, 8,89 and PM2.5
    r"|(?<=[^\W\d_]\s)[-\u2010-\u2015\u2212](?=\d)"  # a minus, and not a dash between two figures
    r"|[%‰°$€£¥₫?]"
)
_PLAIN = re.compile(r"[^\W_]+(?: [^\W_]+){0,9}")
ELLIPSIS = re.compile(r"…|\.(?:[ \u00a0]?\.)+")


class Token(NamedTuple):
    """A word as it is compared, and where it stands in its text."""

    key: str
    start: int
    end: int


def tokens(text: str, start: int, end: int, *, bare: bool = False) -> Iterator[Token]:
    """The words of a stretch of text in order; their keys are as spelled, or without marks where `bare`.

    >>> [token.key for token in tokens("Giá HOÀ 8,89 % – “kỳ”", 0, 21, bare=True)]
    ['gia', 'hoa', '8,89', '%', 'ki']
    """
    key = _bare if bare else _spelled
    for match in _TOKEN.finditer(text, start, end):
        yield Token(key(match.group()), match.start(), match.end())


@lru_cache(maxsize=65536)
def _spelled(written: str) -> str:
    if unicodedata.category(written[0]) in ("Pd", "Sm") and len(written) == 1:  # a minus, however it is printed
        return "-"
    return spelled(unicodedata.normalize("NFKC", composed(written)))


@lru_cache(maxsize=65536)
def _bare(written: str) -> str:
    return fold(_spelled(written))


@dataclass(frozen=True)
class Quoted:
    """A quotation in its words; `gaps` are the words before which it says that words are left out (… or [...]); `bare`
    where its words are compared without marks.
    """

    text: str
    tokens: tuple[Token, ...]
    gaps: frozenset[int]
    bare: bool

    @classmethod
    def of(cls, text: str, *, bare: bool = False) -> "Quoted":
        """A quotation as it was given."""
        found = tuple(tokens(text, 0, len(text), bare=bare))
        gaps = (at for at, (one, other) in enumerate(pairwise(found), 1) if ELLIPSIS.search(text, one.end, other.start))
        return cls(text, found, frozenset(gaps), bare)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Its words as they are compared."""
        return tuple(token.key for token in self.tokens)

    @property
    def pieces(self) -> list[tuple[str, ...]]:
        """Its words between those left out."""
        edges = [0, *sorted(self.gaps), len(self.tokens)]
        return [self.keys[start:end] for start, end in pairwise(edges)]

    @property
    def between(self) -> list[str]:
        """What stands before its first word, between each and the next, and behind its last."""
        starts = [*(token.start for token in self.tokens), len(self.text)]
        ends = [0, *(token.end for token in self.tokens)]
        return [self.text[end:start] for end, start in zip(ends, starts, strict=True)]

    @property
    def is_bare(self) -> bool:
        """Whether no word of it has marks."""
        return all(token.key == fold(token.key) for token in self.tokens)

    @property
    def plainest(self) -> str:
        """The longest run of its words with single spaces between them, without the first word, which may have got a
        capital letter: what an article is likely to have to the letter.
        """
        behind = composed(self.text[self.tokens[0].end :])
        runs = _PLAIN.findall(behind) or _PLAIN.findall(composed(self.text))
        return str(max(runs, key=len))


@dataclass(frozen=True)
class Stretch:
    """The words of a part of an article, as if nothing stood between its spans; `keys` as they are compared."""

    text: str
    spans: tuple[Span, ...]
    keys: tuple[str, ...]
    bare: bool

    @classmethod
    def of(cls, text: str, spans: Iterable[Span], *, bare: bool = False) -> "Stretch":
        """The words of these spans of a text. Where they stand is only asked of few stretches, and found then."""
        cut, key = tuple(spans), _bare if bare else _spelled
        written = (_TOKEN.findall(text, span.start, span.end) for span in cut)
        return cls(text, cut, tuple(key(word) for words in written for word in words), bare)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its words with where they stand."""
        parts = (tokens(self.text, span.start, span.end, bare=self.bare) for span in self.spans)
        return tuple(token for part in parts for token in part)

    @cached_property
    def joined(self) -> str:
        """Its words with a space around each."""
        return f" {' '.join(self.keys)} "


_NOTHING = re.compile(r"[\s\"'“”„‟‘’‚‛«»‹›`´*_\u2010-\u2015\u2212-]+")
_BETWEEN_FIGURES = re.compile(rf"(?<=\d){_NOTHING.pattern}(?=\d)")


def squeezed(text: str, *, bare: bool = False) -> str:
    """The text without white space, quotes and dashes, but between two figures one space: what is parted or joined
    otherwise is the same.

    >>> squeezed("3, 4") == squeezed("3,4"), squeezed("10-20") == squeezed("1020")
    (True, False)
    """
    seen = composed(text).lower()
    plain = _NOTHING.sub(lambda gap: " " if _BETWEEN_FIGURES.match(seen, gap.start()) else "", seen)
    return fold(plain) if bare else plain
