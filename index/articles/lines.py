"""A text's lines as its writer meant them: one a paragraph, also where a paragraph was wrapped over several."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise

from index.data import Span
from index.folding import words

Whys = dict[int, str]  # why a line, by its number, is not body; a line that is body is missing

WIDEST = 120  # characters in the longest line that may be a wrapped one; paragraphs on one line are longer
NEIGHBOURS = 3  # lines on either side that a wrapped line is judged by
KEYED = 600  # characters of a line that its key is made of: enough to tell any two headlines or captions apart

CHAIN = 60  # lines of the longest sentence cut into pieces
PIECE = 6  # words of the longest link or bold name that cuts a sentence
RESUMES = frozenset(",.;:)!?”…]’%")  # what a line that goes on with a sentence may begin with

TAIL = 16  # characters of a line's end that tell whether it ends finally

_UNENDED = re.compile(  # a line that ends so has more to say
    r"(?:,|\(|\b(?:của|và|với|cho|từ|về|ở|tại|theo|do|bị|được|trong|là|như|the|of|and|with|by|for|to|from|at|a))\Z",
    re.IGNORECASE,
)
_SUBSCRIPT = re.compile(r"\b(?:[CNSP]?O|[CN]?H|N|Cl)\n\d{1,2}\b")  # CO₂ as a web page's text has it
_BLANKS = re.compile(r"\s*+")
_LABEL = re.compile(r"\w{1,20}: ")
_FINAL = re.compile(r"[.!?…:;。！？][)\]”\"'’»|*_]*(?:\s?[-–—]\s?[A-ZĐ]{2,6})?\Z")  # agencies sign so: "… said. — VNS"


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it; `after_gap` where a blank line, or nothing, is above it.

    `key` is its folded words, so lines that say the same have the same key however they are punctuated; `size` is how
    many they are. Both are of the line's first KEYED characters.
    """

    text: str
    start: int
    after_gap: bool
    key: str
    size: int

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.start + len(self.text)

    @property
    def continues(self) -> bool:
        """Whether it goes on with what the line right above it says."""
        return not self.after_gap and self.text[0].islower()

    @property
    def final(self) -> bool:
        """Whether it ends as a sentence does, or introduces what follows."""
        return ends_finally(self.text)


def ends_finally(text: str) -> bool:
    """Whether a text ends with a sentence's punctuation, quotes and brackets aside.

    >>> ends_finally("“Chúng tôi sẽ trở lại.”"), ends_finally("Hà Nội mưa lớn")
    (True, False)
    """
    return _FINAL.search(text[-TAIL:]) is not None


def lines(text: str) -> tuple[Line, ...]:
    """The lines of a text that are not blank, in order; a wrapped paragraph is one line."""
    found: list[Line] = []
    for span in paragraphs(text, 0, len(text)):
        between = text[found[-1].end : span.start] if found else ""
        found.append(_line(text, span, after_gap=not found or between.count("\n") > 1))
    return tuple(found)


def _line(text: str, span: Span, *, after_gap: bool) -> Line:
    folded = [word.folded for word in words(text[span.start : min(span.end, span.start + KEYED)])]
    return Line(text[span.start : span.end], span.start, after_gap, " ".join(folded), len(folded))


def paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretches between line ends, trimmed, none empty; line ends inside a wrapped paragraph, or around the links
    that a sentence is cut by where a page's every piece of text is a line, are passed over.
    """
    spans = list(_stretches(text, start, end))
    is_open, is_final = cache(partial(_is_open_at, text, spans)), cache(partial(_is_final, text, spans))
    number = 0
    while number < len(spans):
        last = _last_piece(text, spans, number, is_open, is_final)
        yield Span(spans[number].start, spans[last].end)
        number = last + 1


_Told = Callable[[int], bool]  # of a stretch's number; kept, for one stretch is in many chains


def _last_piece(text: str, spans: Sequence[Span], first: int, is_open: _Told, is_final: _Told) -> int:
    """The number of the stretch that ends a sentence cut into pieces of which one is the first; itself if none is."""
    last = first
    while last - first < CHAIN and is_open(last):
        last += 1
    while last > first and not is_final(last):
        last -= 1
    if last - first == 1:
        piece = text[spans[last].start : spans[last].end]
        return last if piece[0] in RESUMES and any(map(str.isalnum, piece)) else first
    return last


def _is_open_at(text: str, spans: Sequence[Span], number: int) -> bool:
    return number + 1 < len(spans) and _is_open(text, spans[number : number + 3])


def _is_final(text: str, spans: Sequence[Span], number: int) -> bool:
    return ends_finally(text[max(spans[number].start, spans[number].end - TAIL) : spans[number].end])


def _is_open(text: str, spans: Sequence[Span]) -> bool:
    """Whether the second of two or three stretches goes on with the sentence of the first: the second begins like no
    sentence, the first ends like none, or the second is a few words that the third goes on with.
    """
    one, two = spans[:2]
    head, tail = text[one.start : one.end][-WIDEST:], text[two.start : min(two.end, two.start + WIDEST)]
    if ends_finally(head) or text.count("\n", one.end, two.start) > 2:
        return False
    if _goes_on(tail) or _UNENDED.search(head) or head.rfind("(") > head.rfind(")"):
        return True
    third = text[spans[2].start : spans[2].start + 1] if len(spans) > 2 else ""
    link = len(tail.split()) <= PIECE and (tail[-1].isalnum() or tail[-1] in "”\"'")
    return bool(third) and link and _goes_on(third) and len(head.split()) > 2 and not head[-1].isdecimal()


def _goes_on(text: str) -> bool:
    return text[0].islower() or text[0] in RESUMES


def _stretches(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretches between line ends, trimmed, none empty; a line end inside a wrapped paragraph is passed over."""
    begin = _past_blanks(text, start, end)
    while begin < end:
        stop = text.find("\n", begin, end)
        while stop != -1 and _is_wrap(text, stop):
            stop = text.find("\n", stop + 1, end)
        stop = end if stop == -1 else stop
        if stretch := trimmed(text, begin, stop):
            yield stretch
        begin = _past_blanks(text, stop + 1, end)


def _past_blanks(text: str, start: int, end: int) -> int:
    """Where the first line with anything in it begins, from there on; the end, or past it, where there is none."""
    found = _BLANKS.match(text, start, end)
    return found.end() if found else start


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The stretch without the white space at its ends; None where there is nothing else.

    >>> trimmed("  Lào  ", 0, 7)
    Span(start=2, end=5)
    """
    stretch = text[start:end]
    inner = stretch.strip()
    if not inner:
        return None
    begin = start + len(stretch) - len(stretch.lstrip())
    return Span(begin, begin + len(inner))


def _is_wrap(text: str, newline: int) -> bool:
    """Whether the line end at `newline` only wraps a paragraph.

    A line is full when the first word of the next would not have fitted into the widest line around. Wrapped is a full
    line that breaks off before a small letter, or one among full lines of which another does.
    """
    if _SUBSCRIPT.search(text, max(0, newline - 3), newline + 3):
        return True
    above, below = _lines_above(text, newline), _lines_below(text, newline)
    if not above or not below:
        return False
    around = [*reversed(above), *below]
    width = max(map(len, around))
    pairs = list(pairwise(around))
    full = [len(upper) + 1 + len(lower.split(maxsplit=1)[0]) > width for upper, lower in pairs]
    here = len(above) - 1
    broken = [is_full and _breaks_off(*pair) for is_full, pair in zip(full, pairs, strict=True)]
    return full[here] and (broken[here] or (sum(full) > 1 and any(broken)))


def _breaks_off(upper: str, lower: str) -> bool:
    """Whether one line goes on in the next: no sentence ends, and the next begins with a small letter, not a label."""
    goes_on = lower[0].islower() and not _LABEL.match(lower)
    return goes_on and len(upper) >= WIDEST // 3 and not ends_finally(upper)


def _lines_above(text: str, newline: int) -> list[str]:
    """Up to NEIGHBOURS lines that end at `newline`, nearest first, as far as they may be wrapped ones."""
    found: list[str] = []
    stop = newline
    while len(found) < NEIGHBOURS and stop > 0:
        begin = text.rfind("\n", max(0, stop - WIDEST - 1), stop) + 1
        if begin == 0 and stop > WIDEST:
            break
        line = text[begin:stop].strip()
        if not line:
            break
        found.append(line)
        stop = begin - 1
    return found


def _lines_below(text: str, newline: int) -> list[str]:
    """Up to NEIGHBOURS lines after `newline`, in order, as far as they may be wrapped ones."""
    found: list[str] = []
    begin = newline + 1
    while len(found) < NEIGHBOURS and begin < len(text):
        stop = text.find("\n", begin, begin + WIDEST + 1)
        if stop == -1:
            if len(text) - begin > WIDEST:
                break
            stop = len(text)
        line = text[begin:stop].strip()
        if not line:
            break
        found.append(line)
        begin = stop + 1
    return found
