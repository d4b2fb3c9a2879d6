"""Where sentences begin and end, in Vietnamese and in English."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from index.articles.lines import paragraphs
from index.data import Span

LOOK_BACK = 24  # characters before a full stop that tell an abbreviation, an initial or a number from a word

_MARKS = ".!?…"
_CLOSERS = ")]”\"'’»›"
_DASHES = "-–—"
_END = re.compile(r"(?P<marks>(?:[.!?…]+(?:/\.)?|[。！？]+))(?P<closers>[)\]”\"'’»›]*)")
_NEXT_WORDS = re.compile(r"[^\w\s]{0,3}\s{0,2}[^\w\s]{0,2}(\w{1,30})(\.?)(?:\s{1,2}(\w{1,30}))?")
_TOKEN = re.compile(r"[\w.&]+\Z")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\Z")
_INITIAL = re.compile(r"[A-ZĐ]\Z")  # Á and Ý are words
_RUN_TOGETHER = re.compile(r"[^\W\d_][^\W\d_]{0,9}(?![\w.@/])")
_PLAIN_WORD = re.compile(r"(?:\A|[\s(“\"‘,])[^\W\d_]{2,}\Z")


def sentences(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The sentences in a stretch of text, in order, trimmed; together every character that is not white space.

    A line's end always ends one, except inside a wrapped paragraph.

    >>> text = "TS. Nguyễn Văn A đến TP. HCM. Ông về ngày 26.10.2017."
    >>> [text[span.start:span.end] for span in sentences(text, 0, len(text))]
    ['TS. Nguyễn Văn A đến TP. HCM.', 'Ông về ngày 26.10.2017.']
    """
    return tuple(span for paragraph in paragraphs(text, start, end) for span in _split(text, paragraph))


def _split(text: str, paragraph: Span) -> Iterator[Span]:
    """The sentences of one paragraph."""
    begin = paragraph.start
    for match in _END.finditer(text, paragraph.start, paragraph.end):
        if match.start() < begin:
            continue
        ahead = _after_space(text, match.end(), paragraph.end)
        if ahead < paragraph.end and _ends_sentence(text, match, begin, ahead):
            yield Span(begin, match.end())
            begin = ahead
    yield Span(begin, paragraph.end)


def _after_space(text: str, position: int, end: int) -> int:
    while position < end and text[position].isspace():
        position += 1
    return position


def _ends_sentence(text: str, match: re.Match[str], begin: int, ahead: int) -> bool:
    """Whether the marks of `match` end the sentence that began at `begin`; the text goes on at `ahead`."""
    marks, closers = match["marks"], match["closers"]
    if marks[0] in "。！？":
        return True
    if ahead == match.end():
        return _is_run_together(text, match)
    if text[ahead] in _MARKS or (closers.strip(")]") and text[ahead] in _DASHES):  # “…!” – ông nói
        return False
    following = _NEXT_WORDS.match(text, ahead)
    if following is None or following[1][0].islower():
        return False
    if marks != "." or closers:
        return True
    earliest = max(begin, match.start() - LOOK_BACK)
    return not _is_abbreviated(text[earliest : match.start()], earliest == begin, following)


def _is_run_together(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence ends though no space follows, as in "hợp tác.Ông nói": after it, a word with a capital."""
    before = text[max(0, match.start() - LOOK_BACK) : match.start()]
    after = _RUN_TOGETHER.match(text, match.end())
    if after is None or not _PLAIN_WORD.search(before):
        return False
    word = _word_before(before)
    return word.islower() and word not in _words("titles") and after[0][0].isupper() and not after[0][1:].isupper()


def _word_before(before: str) -> str:
    token = _TOKEN.search(before)
    return token[0].rpartition(".")[2] if token else ""


def _is_abbreviated(before: str, opens: bool, following: re.Match[str]) -> bool:
    """Whether a full stop belongs to an abbreviation, an initial or the number of a list's entry.

    It stands after `before`, which `opens` the sentence or is the last of it, and before the words of `following`.
    """
    found = _TOKEN.search(before)
    if found is None:
        return False
    token, earlier, following_word = found[0], before[: found.start()].split(), following[1]
    last = token.rpartition(".")[2]
    if last.isdecimal():
        return _is_numbering(token, opens and not earlier, earlier)
    if _is_listed(last, "titles") or (following_word[0].isdecimal() and _is_listed(last, "numbers")):
        return True
    goes_on = following_word.lower() not in _words("beginnings")
    if _is_listed(last, "places"):
        named = following_word[0].isdecimal() or (following[3] or "a")[0].isupper()
        return named or (goes_on and len(last) > 1)
    if _is_listed(token, "either") or (_DOTTED.match(token) and token.isupper()):
        return goes_on
    return bool(_INITIAL.match(last)) and goes_on and _is_among_names(earlier, following)


def _is_among_names(earlier: list[str], following: re.Match[str]) -> bool:
    """Whether a single capital is an initial: it opens the sentence, follows a name, or another initial follows it."""
    chain = len(following[1]) == 1 and following[2] == "."
    return not earlier or earlier[-1][0].isupper() or chain


def _is_numbering(token: str, opens: bool, earlier: list[str]) -> bool:
    """Whether a number and its full stop head a list's entry or a part: "1. Nội dung", "Điều 1. Phạm vi"."""
    if opens:
        return len(token) <= 5
    return bool(earlier) and earlier[-1].lower() in _words("parts")


def _is_listed(word: str, field: str) -> bool:
    return word in _words(field) or word.lower() in _words(field)


@cache
def _words(field: str) -> frozenset[str]:
    """One list of `words/abbreviations.toml`."""
    table = tomllib.loads((files("index") / "words" / "abbreviations.toml").read_text("utf-8"))
    return frozenset(table[field].split())
