"""More than one answer: whether a question asks for it, and which spans of a sentence stand side by side."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import takewhile

from assistant.asking.questions import Question, unmarked
from assistant.reading.posts import post_of
from assistant.reading.spans import alternatives
from index.language import function_words

Span = tuple[int, int]


def asks_for_several(question: Question) -> bool:
    """Whether a question asks for more than one thing: Which countries …?, những ai, các nước nào, gồm những gì."""
    lower = question.text.lower()
    patterns = _asking(question.language, question.marked)
    return any(pattern.search(lower) for pattern in patterns) or (question.language == "en" and _asks_in_plural(lower))


def _asks_in_plural(lower: str) -> bool:
    """Whether a plural stands among the three words after which or what, before any function word."""
    asked = re.search(r"\b(?:which|what)((?: [\w-]+){1,3})", lower)
    nouns = asked.group(1).split() if asked else []
    return any(map(_is_plural, takewhile(lambda noun: noun not in function_words("en"), nouns)))


def _is_plural(noun: str) -> bool:
    """Whether an English noun has the look of a plural."""
    if noun in _table()["plural"].split():
        return True
    return noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and noun not in _table()["singular"].split()


@cache
def _asking(language: str, marked: bool) -> tuple[re.Pattern[str], ...]:
    spell = str if marked or language == "en" else unmarked
    return tuple(re.compile(spell(pattern)) for pattern in _table()[language])


def together(sentence: str, best: Span, others: Sequence[Span]) -> tuple[Span, ...]:
    """The spans that stand side by side with the best one (A, B và C), with it, in the sentence's order.

    What belongs to a span may stand between: its post, brackets. Two that only a comma parts may be a thing and what is
    said of it (Huế, Việt Nam): a comma alone joins three or more.

    >>> together("Ông A, bà B và ông C dự họp.", (19, 20), [(4, 5), (10, 11), (19, 20)])
    ((4, 5), (10, 11), (19, 20))
    """
    row = _row(best, others)
    at = row.index(best)
    first = last = at
    while first > 0 and _joined(sentence, row[first - 1], row[first]):
        first -= 1
    while last + 1 < len(row) and _joined(sentence, row[last], row[last + 1]):
        last += 1
    found = tuple(row[first : last + 1])
    return found if len(found) > 2 or _conjoined(sentence, found) else (best,)


def _row(best: Span, others: Sequence[Span]) -> list[Span]:
    """The best span and, longest first, those that overlap none taken before, in the sentence's order."""
    row = [best]
    for start, end in sorted(others, key=lambda span: (span[0] - span[1], span)):
        if all(end <= taken[0] or taken[1] <= start for taken in row):
            row.append((start, end))
    return sorted(row)


def _joined(sentence: str, one: Span, other: Span) -> bool:
    """Whether two spans are parted only by what joins equals."""
    return _joint().fullmatch(_between(sentence, one, other)) is not None


def _conjoined(sentence: str, spans: Sequence[Span]) -> bool:
    """Whether two spans have more than a comma between them."""
    return len(spans) == 2 and _between(sentence, *spans) != ","


def _between(sentence: str, one: Span, other: Span) -> str:
    """What stands between two spans, without the posts of either and what is in brackets."""
    posts = [post for span in (one, other) if (post := post_of(sentence, *span)) is not None]
    left, kept = one[1], ""
    for start, end in sorted(post for post in posts if one[1] <= post[0] and post[1] <= other[0]):
        kept, left = kept + sentence[left : max(left, start)], max(left, end)
    return " ".join(_BRACKETS.sub("", kept + sentence[left : other[0]]).split())


_BRACKETS = re.compile(r"\s?\([^()]{0,80}\)")


@cache
def _joint() -> re.Pattern[str]:
    """Commas and joining words, one at least, and forms of address."""
    words = {name: alternatives(_table()[name].split("|")) for name in ("joints", "before")}
    return re.compile(rf"(?:[,;] ?)*(?:[,;]|\b(?:{words['joints']})\b) ?(?:\b(?:{words['before']})\b)?", re.IGNORECASE)


@cache
def _table() -> dict:  # type: ignore[type-arg]  # of lists under the languages, of texts under the others
    return tomllib.loads((files("assistant") / "words" / "several.toml").read_text("utf-8"))
