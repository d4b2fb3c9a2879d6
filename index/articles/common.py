"""Lines that many articles of one outlet share: its furniture, where nothing on a single page gives it away."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from index.articles.lines import Line, lines, trimmed
from index.data import Article, Omission, Span
from index.folding import words

LEAST = 4  # articles of an outlet, of different stories, that have a line which is the outlet's own
LONGEST = 500  # characters of the longest line that may be: an imprint in one paragraph, with room
WHY = "on many pages of the outlet"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is compared of an article's lines: a number for each, and the one of its longest, which tells stories apart:
    several copies of one story share their lines without any of these being furniture.
    """

    story: int
    lines: frozenset[int]


def fingerprint(article: Article) -> Fingerprint:
    """The numbers of the lines of an article's body, as if nothing had been set apart as common yet."""
    body = _body_lines(article.text, _whole_body(article))
    longest = max(body, key=lambda line: len(line.text), default=None)
    short = frozenset(_number(line) for line in body if len(line.text) <= LONGEST)
    return Fingerprint(_number(longest) if longest else 0, short)


def without_common(article: Article, common: Collection[int]) -> Article:
    """The article with the lines of these numbers left out where they stand above or below all others, and elsewhere
    where they are no sentence; all of them are kept where nothing else would be.
    """
    whole = _whole_body(article)
    body = _body_lines(article.text, whole)
    shared = [_number(line) in common for line in body]
    first, last = _first(shared), len(shared) - _first(shared[::-1])
    apart = [
        line
        for place, line in enumerate(body)
        if shared[place] and (place < first or place >= last or not line.final) and len(line.text) <= LONGEST
    ]
    apart = apart if first < len(body) else []
    kept = tuple(_without(article.text, whole, apart))
    told = [*(omission for omission in article.left_out if omission.why != WHY), *_omissions(article.text, apart)]
    return replace(article, body=kept, left_out=tuple(sorted(told, key=lambda omission: omission.span)))


def _whole_body(article: Article) -> list[Span]:
    """The body's spans with what was set apart as common put back."""
    common = [omission.span for omission in article.left_out if omission.why == WHY]
    return _joined(article.text, sorted([*article.body, *common]))


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans, those with nothing but white space between them as one."""
    joined: list[Span] = []
    for span in spans:
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _body_lines(text: str, body: Sequence[Span]) -> list[Line]:
    """The lines of a text that lie wholly in its body, in order."""
    found: list[Line] = []
    place = 0
    for line in lines(text):
        while place < len(body) and body[place].end <= line.start:
            place += 1
        if place < len(body) and body[place].start <= line.start and line.end <= body[place].end:
            found.append(line)
    return found


def _number(line: Line) -> int:
    """The number that stands for a line's words: 63 bits, so that no two lines share it by chance."""
    said = " ".join(word.folded for word in words(line.text))
    return int.from_bytes(blake2b(said.encode(), digest_size=8).digest()) >> 1


def _first(shared: Sequence[bool]) -> int:
    """The place of the first line that is not shared; their count where all are."""
    return next((place for place, each in enumerate(shared) if not each), len(shared))


def _omissions(text: str, apart: Sequence[Line]) -> Iterator[Omission]:
    """What is left out, neighbours as one."""
    spans = _joined(text, [Span(line.start, line.end) for line in apart])
    return (Omission(span, WHY) for span in spans)


def _without(text: str, body: Sequence[Span], apart: Sequence[Line]) -> Iterator[Span]:
    """The spans of the body that are left when lines are taken out, trimmed."""
    for span in body:
        start = span.start
        for line in apart:
            if span.start <= line.start < span.end:
                if left := trimmed(text, start, line.start):
                    yield left
                start = line.end
        if left := trimmed(text, start, span.end):
            yield left
