"""What a line of a page is, where its words alone tell: the phrases of `words/furniture.toml`."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import Any

from index.articles.lines import Line
from index.folding import fold, words

ASKED = 4096  # lines remembered: each is asked about several times while its page is read
LONGEST = 16  # words in the longest whole-line phrase, with room
OPENING = 60  # characters in the longest opening phrase, with room


def phrase_kind(line: Line) -> str | None:
    """Why a line that never is a sentence of an article is left out; None for any other line."""
    return _by_key("lines").get(_plain(line))


def heading_kind(line: Line) -> str | None:
    """What a line announces that is not the article: related news, comments, links; None for any other line."""
    plain = _plain(line)
    return _by_key("headings").get(plain) or ("related news" if plain in _made_headings() else None)


def opening_kind(line: Line) -> str | None:
    """What a line that opens with a telling phrase is, such as "Xem thêm: …"; None for any other line."""
    beginning = _folded(line)
    return next((kind for kind, openings in _openings().items() if beginning.startswith(openings)), None)


def is_imprint(line: Line) -> bool:
    """Whether a line opens like a newspaper's own particulars: licence, address, editor."""
    return _folded(line).startswith(_imprint())


@cache
def shown(kind: str) -> re.Pattern[str]:
    """The pattern of that name in "captions", with its lists of words put in."""
    patterns = furniture()["captions"]
    lists = {name: f"(?:{'|'.join(map(re.escape, listed))})" for name, listed in patterns["words"].items()}
    return re.compile(patterns[kind].format_map(lists))


def is_section(text: str) -> bool:
    """Whether a text is the name of a newspaper's section.

    >>> is_section("THỜI SỰ"), is_section("Quỳnh Dương")
    (True, False)
    """
    return len(text) <= OPENING and key(text) in _by_key("sections")


def label_of(text: str) -> tuple[str, str] | None:
    """What a labelled line states, and its words after the label; None for any other line.

    >>> label_of("Tác giả: Quỳnh Dương")
    ('signature', 'Quỳnh Dương')
    """
    label, colon, value = text[:OPENING].partition(":")
    if not colon or (kind := _by_key("labels").get(key(label))) is None:
        return None
    return kind, text[len(label) + 1 :].strip().strip("\"'").strip() or value


@cache
def furniture() -> Mapping[str, Any]:
    """The tables of the file as they stand."""
    return tomllib.loads((files("index") / "words" / "furniture.toml").read_text("utf-8"))


@cache
def keys(table: str, field: str) -> frozenset[str]:
    """The folded phrases of one list of the file; of a string, its comma-separated phrases or its words."""
    listed = furniture()[table][field]
    if isinstance(listed, str):
        listed = listed.split(",") if "," in listed else listed.split()
    return frozenset(map(key, listed))


@lru_cache(maxsize=ASKED)
def key(text: str) -> str:
    """A phrase as it is compared: its folded words."""
    return " ".join(word.folded for word in words(text))


@cache
def _by_key(table: str) -> Mapping[str, str]:
    """Each phrase of a table's lists with its list's name."""
    return {key(phrase): kind for kind, phrases in furniture()[table].items() for phrase in phrases}


@cache
def _made_headings() -> frozenset[str]:
    """The headings put together of the words of "made": "Các tin mới hơn", "Bài viết cùng chuyên mục"."""
    before, what, after = (list(map(key, furniture()["made"][part])) for part in ("before", "what", "after"))
    return frozenset(" ".join(filter(None, parts)) for parts in product(before, what, after))


@cache
def _openings() -> Mapping[str, tuple[str, ...]]:
    return {kind: tuple(map(fold, phrases)) for kind, phrases in furniture()["openings"].items()}


@cache
def _imprint() -> tuple[str, ...]:
    return tuple(map(fold, furniture()["imprint"]["openings"]))


def _plain(line: Line) -> str:
    """The line's words without numbers: "Bình luận (3)" is "binh luan"; none of a line too long for a phrase."""
    if line.size > LONGEST:
        return ""
    return " ".join(word for word in line.key.split() if not word.isdecimal())


def _folded(line: Line) -> str:
    """The line's beginning without marks, its punctuation kept, list marks aside."""
    return _folded_beginning(line.text[:OPENING])


@lru_cache(maxsize=ASKED)
def _folded_beginning(text: str) -> str:
    return fold(text).lstrip("-*•+ ")
