"""Links: an article's own address, and the one that shows a browser the quoted words (WICG text fragments).

https://wicg.github.io/scroll-to-text-fragment/: `#:~:text=[prefix-,]textStart[,textEnd][,-suffix]`. A browser marks the
first place that fits, whole words only, each term within one block of the page; a line of the article counts as one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, product
from urllib.parse import quote, urlsplit

from assistant.citing.tidying import one_line
from assistant.data import Citation
from index.data import Span

EXACT = 60  # characters of the longest quote that a link has whole; of a longer one it has the first and last words
_ENDS = (4, 6, 9, 14)  # words at each end of a longer quote, as few as tell it apart
_AROUND = ((0, 0), (3, 0), (3, 3), (6, 6), (12, 12))  # words before and after it, where it occurs more than once
_TOKEN = re.compile(r"\S+")
_FULL_STOP = re.compile(r"\.\Z")  # what makes links of addresses in a text leaves it out
_SAFE = "!#$%&'()*+,/:;=?@[]_~-."  # what an address may have as it is; the rest is percent-encoded


@dataclass(frozen=True, slots=True)
class Directive:
    """The terms of a text fragment; without `end`, `start` is the whole quote."""

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        """The directive as a link has it."""
        start, end, prefix, suffix = map(_encoded, (self.start, self.end, self.prefix, self.suffix))
        terms = [f"{prefix}-" if prefix else "", start, end, f"-{suffix}" if suffix else ""]
        return _FULL_STOP.sub("%2E", f"text={','.join(filter(None, terms))}")


def web_address(url: str | None) -> str | None:
    """The address, fit for any format, if it is one of the web (http or https); None for every other.

    >>> web_address("https://bao.vn/lũ lụt.html"), web_address("javascript:alert(1)")
    ('https://bao.vn/l%C5%A9%20l%E1%BB%A5t.html', None)
    """
    address = quote(one_line(url or ""), safe=_SAFE, errors="replace")
    try:
        parts = urlsplit(address)
        known = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return address if known else None


def text_fragment(citation: Citation) -> str | None:
    """The link to the quoted words in the article's page; None without an address of the web, or without words."""
    passage = citation.passage
    address = web_address(passage.article.url)
    span = _whole_words(passage.article.text, Span(passage.start, passage.end))
    if address is None or span is None:
        return None
    page, _, fragment = address.partition("#")
    return f"{page}#{fragment.partition(':~:')[0]}:~:{directive(passage.article.text, span)}"


def link(citation: Citation) -> str | None:
    """The best link there is to a quote: to its words, to its article, or none."""
    return text_fragment(citation) or web_address(citation.passage.article.url)


def directive(text: str, span: Span) -> Directive:
    """The shortest directive by which a browser marks this span of the text, which begins and ends with whole words.

    Where none of those that are tried does, the longest: the reader comes near.
    """
    tried = list(_directives(text, span))
    return next((each for each in tried if marked(each, text) == span), tried[-1])


def marked(wanted: Directive, text: str) -> Span | None:
    """What a browser would mark of a text: the first place that fits; None where none does."""
    around = (_pattern(wanted.prefix) + r"\s*", rf"(?=\s*{_pattern(wanted.suffix)})" if wanted.suffix else "")
    before, after = around[0] if wanted.prefix else "", around[1]
    start = re.compile(f"{before}({_pattern(wanted.start)}){'' if wanted.end else after}", re.IGNORECASE)
    first = start.search(text)
    if first is None or not wanted.end:
        return Span(*first.span(1)) if first else None
    last = re.compile(_pattern(wanted.end) + after, re.IGNORECASE).search(text, first.end())
    return Span(first.start(1), last.end()) if last else None


def _directives(text: str, span: Span) -> Iterator[Directive]:
    """Directives for a span, the shortest first; the whole of a long quote only where its ends do not tell it apart."""
    quoted = text[span.start : span.end]
    lines = [line.split() for line in quoted.split("\n") if line.strip()]
    whole = [Directive(" ".join(lines[0]))] if len(lines) == 1 else []
    short = whole if len(quoted) <= EXACT else []
    cores = short or [core for words in _ENDS if (core := _ends(lines, words))]
    for (before, after), core in chain(product(_AROUND, cores), product(_AROUND, whole)):
        prefix = _last_words(text[: span.start], before)
        suffix = _first_words(text[span.end :], after)
        yield Directive(core.start, core.end, prefix, suffix)


def _ends(lines: list[list[str]], words: int) -> Directive | None:
    """A directive of the first and last words of a quote's lines; None where the two would meet."""
    first, last = lines[0], lines[-1]
    if len(lines) == 1 and len(first) < 2 * words:
        return None
    return Directive(" ".join(first[:words]), " ".join(last[-words:]))


def _last_words(before: str, words: int) -> str:
    """The last words of the line that ends a text, at most so many."""
    line = before.rstrip().rpartition("\n")[2]
    return " ".join(line.split()[-words:]) if words else ""


def _first_words(after: str, words: int) -> str:
    """The first words of the line that begins a text, at most so many."""
    line = after.lstrip().partition("\n")[0]
    return " ".join(line.split()[:words])


def _whole_words(text: str, span: Span) -> Span | None:
    """The span without white space around it, and with the rest of the words it cuts; None where it has no text."""
    found = list(_TOKEN.finditer(text, span.start, span.end))
    if not found:
        return None
    start, end = found[0].start(), found[-1].end()
    while start and _in_word(text, start):
        start -= 1
    while end < len(text) and _in_word(text, end):
        end += 1
    return Span(start, end)


def _in_word(text: str, at: int) -> bool:
    """Whether an offset lies within a word."""
    return text[at - 1].isalnum() and text[at].isalnum()


def _pattern(term: str) -> str:
    """A term as a regular expression: its words, any white space of a line between them, and no half of a word."""
    body = r"[^\S\n]+".join(map(re.escape, term.split()))
    before = r"(?<![^\W_])" if term[:1].isalnum() else ""
    after = r"(?![^\W_])" if term[-1:].isalnum() else ""
    return f"{before}{body}{after}"


def _encoded(term: str) -> str:
    """A term percent-encoded, with the signs that the syntax of a directive uses."""
    return quote(term, safe="", errors="replace").replace("-", "%2D")
