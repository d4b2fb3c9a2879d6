"""The spans of an article that are cited for a quotation: the words, and what belongs to them at either end."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.quotations.spelling import Quoted, Stretch, Token
from index.articles.sentences import sentences
from index.data import Article, Passage, Span
from index.verbatim import title_spans

_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"), ("{", "}"))
_QUOTES = re.compile(r"[\s\"'“”„‟‘’‚‛«»‹›`´]+")


def citable(article: Article) -> list[Span]:
    """The spans of an article's text that may be cited, in order: its body and its title."""
    return sorted([*article.body, *title_spans(article)])


def exact_passages(article: Article, found: Sequence[Token], quoted: Quoted) -> tuple[Passage, ...]:
    """The words as the article has them, with the stop or bracket that the quotation has too, and what closes a bracket
    or quote among them; a passage for each span of the body that they lie in.
    """
    passages, done = [], 0
    for span, words in _parts(citable(article), found):
        done += len(words)
        before, after = _beside(quoted, done - len(words), done, len(found))
        start = _back(article.text, words[0].start, span.start, before)
        end = _on(article.text, words[-1].end, span.end, after)
        closed = _closed(article.text, Span(start, end), span)
        passages.append(Passage(article, closed.start, closed.end))
    return tuple(passages)


def _beside(quoted: Quoted, first: int, last: int, count: int) -> tuple[str, str]:
    """What the quotation has before and behind these of the words that it was found in, but quotes and white space.

    Where words were left out between them, only what is at its ends is known.
    """
    between = [_QUOTES.sub("", gap) for gap in quoted.between]
    known = len(quoted.tokens) == count
    before = between[first] if known or first == 0 else ""
    after = between[-1] if last == count else between[last] if known else ""
    return before, after


def sentence_passages(article: Article, found: Sequence[Token]) -> tuple[Passage, ...]:
    """The whole sentences that these words stand in; a passage for each span of the body that they lie in."""
    return tuple(_sentences(article, span, words) for span, words in _parts(citable(article), found))


def _sentences(article: Article, span: Span, words: Sequence[Token]) -> Passage:
    """The sentences of a span of the body that words stand in, from the first to the last."""
    touched = [
        one
        for one in sentences(article.text, span.start, span.end)
        if one.start < words[-1].end and words[0].start < one.end
    ]
    return Passage(article, touched[0].start, touched[-1].end)


def around(article: Article, spans: Sequence[Span], margin: int, *, bare: bool) -> Iterator[Stretch]:
    """The words of these spans and of so many characters on either side, what lies together in one stretch."""
    parts = citable(article)
    for wide in _merged([Span(span.start - margin, span.end + margin) for span in spans]):
        cut = (_cut(article.text, part, wide) for part in parts if part.start < wide.end and wide.start < part.end)
        yield Stretch.of(article.text, cut, bare=bare)


def left_out(article: Article, *, bare: bool) -> Stretch:
    """The words of an article's text that are not cited: the page around it."""
    titles = set(title_spans(article))
    spans = (omission.span for omission in article.left_out if omission.span not in titles)
    return Stretch.of(article.text, spans, bare=bare)


def _merged(spans: Sequence[Span]) -> Iterator[Span]:
    """The spans, those that touch as one."""
    start, end = spans[0].start, spans[0].end
    for span in sorted(spans)[1:]:
        if span.start > end:
            yield Span(start, end)
            start, end = span.start, span.end
        end = max(end, span.end)
    yield Span(start, end)


def _cut(text: str, part: Span, wide: Span) -> Span:
    """What two spans have in common, without the pieces of words that the second cuts."""
    start, end = max(part.start, wide.start), min(part.end, wide.end)
    while part.start < start < end and not text[start - 1].isspace():
        start += 1
    while start < end < part.end and not text[end].isspace():
        end -= 1
    return Span(start, end)


def _parts(spans: Sequence[Span], found: Sequence[Token]) -> Iterator[tuple[Span, list[Token]]]:
    """The words by the span of the article that they lie in."""

    def place(word: Token) -> Span:
        return next(span for span in spans if span.start <= word.start < span.end)

    return ((span, list(words)) for span, words in groupby(found, place))


def _back(text: str, start: int, least: int, before: str) -> int:
    """Where the words begin, with what both texts have in front of them."""
    for character in reversed(before):
        if start <= least or text[start - 1] != character:
            break
        start -= 1
    return start


def _on(text: str, end: int, most: int, after: str) -> int:
    """Where the words end, with what both texts have behind them."""
    for character in after:
        if end >= most or text[end] != character:
            break
        end += 1
    return end


def _closed(text: str, span: Span, within: Span) -> Span:
    """The span, with the quote or bracket right behind it that closes one in it, or before it that opens one."""
    start, end = span.start, span.end
    for opens, closes in _PAIRS:
        opened = text.count(opens, start, end) - text.count(closes, start, end)
        if opened > 0 and end < within.end and text[end] == closes:
            end += 1
        if opened < 0 and start > within.start and text[start - 1] == opens:
            start -= 1
    return Span(start, end)
