"""What a line of a page is, where its words alone tell: the phrases of `words/furniture.toml`."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import Any

from index.articles.lines import Line
from index.folding import fold, words

ASKED = 4096  # lines remembered: each is asked about several times while its page is read
LONGEST = 16  # words in the longest whole-line phrase, with room
OPENING = 60  # characters in the longest opening phrase, with room
PATTERN = 600  # characters of the longest line that a pattern is of: a notice
ROW = 200  # characters of the longest row of a menu
MENU_ROW = 600  # characters of the longest menu told by its shape
BUTTON = 9  # words of the longest button
BUTTON_PART = 3  # words of the longest phrase that one is put together of
ENTRY, ENTRIES = 5, 3  # words of its longest entry; entries of the shortest row that has nothing between them

_NUMBER = r"\d{1,4}(?:[.,]\d{1,3}){0,3} ?(?:k|m|tr|nghin|trieu)?"
_CLOCK = r"\d{1,2}(?::\d{2}){1,2}"
_BETWEEN = re.compile(r" ?[|>»›•·▸→] ?| / ")
_SHAPED = re.compile(  # between the entries of any menu
    r"\s{0,9}[|›»>·•◦‣▸→∙❯┃¦⋅]\s{0,9}|\s[/~]\s|\t\s{0,9}|\s{2,9}"
)
_MENU_MARKS = "|›»◦·>"  # of these, two short entries are enough
_ENDS = (".", ",", ":", ";", "?", "!", "”", "…")
_WORD = re.compile(r"[^\W_]+")


def phrase_kind(line: Line) -> str | None:
    """Why a line that never is a sentence of an article is left out; None for any other line."""
    kind = _by_key("lines").get(_plain(line)) or _by_pattern(line.text) or _menu_kind(line.text)
    return kind or (
        "share bar" if line.size <= BUTTON and not line.text.endswith(".") and _is_button(line.key) else None
    )


@lru_cache(maxsize=ASKED)
def _is_button(words: str) -> bool:
    """Whether folded words are what a button does, to what and where: "chia se len zalo", "print this page"."""
    tokens = words.split()
    told: list[frozenset[str] | None] = [frozenset(), *(None for _ in tokens)]  # which parts the first words have
    for stop in range(1, len(tokens) + 1):
        for start in range(max(0, stop - BUTTON_PART), stop):
            before, phrase = told[start], " ".join(tokens[start:stop])
            if before is None or len(told[stop] or ()) > 1:
                continue
            part = next((part for part in ("acts", "objects", "between") if phrase in keys("buttons", part)), None)
            if part:
                told[stop] = max(told[stop] or frozenset(), before | {part} - {"between"}, key=len)
    return len(told[-1] or ()) > 1


@lru_cache(maxsize=ASKED)
def is_menu_shaped(text: str) -> bool:
    """Whether a text is short entries with bars, arrows or gaps between them, whatever they are; never the title.

    >>> is_menu_shaped("Lịch đấu | Kết quả | Bảng điểm"), is_menu_shaped("Nhà  Vườn  Ao"), is_menu_shaped("Huế | 3 | 1")
    (True, True, False)
    """
    if len(text) > MENU_ROW or text.endswith((".", ";", "!")):
        return False
    parts = [part.strip(" *_#()[]") for part in _SHAPED.split(text) if part.strip()]
    entries = [part for part in parts if part and part[0].isupper() and len(part.split()) <= ENTRY + 1]
    if len(entries) < len(parts) or any(part.endswith(_ENDS) for part in parts):
        return False
    two = len(parts) == 2 and any(mark in text for mark in _MENU_MARKS) and max(map(len, map(str.split, parts))) <= 3
    return len(parts) >= ENTRIES or two


def _menu_kind(text: str) -> str | None:
    return "menu" if is_menu_row(text) or (len(text) <= OPENING and _leads_back(text)) else None


@lru_cache(maxsize=ASKED)
def is_menu_row(text: str) -> bool:
    """Whether a text is nothing but entries of a menu, or buttons, in a row.

    >>> is_menu_row("Trang chủ | Thời sự"), is_menu_row("Facebook Twitter Zalo"), is_menu_row("Giáo dục Sức khỏe")
    (True, True, False)
    """
    if len(text) > ROW:
        return False
    parts = [part for part in _BETWEEN.split(text) if part.strip()]
    if len(parts) > 1:
        return all(_entry(key(part)) for part in parts)
    named = _WORD.findall(text)
    return len(named) >= ENTRIES and "," not in text and _is_split(named)


def _is_split(named: Sequence[str]) -> bool:
    """Whether words can be split into ENTRIES entries or more, each beginning with a capital."""
    most = [0, *(-1 for _ in named)]  # entries that the first words can be split into, -1 where they cannot
    for stop in range(1, len(named) + 1):
        for start in range(max(0, stop - ENTRY), stop):
            if most[start] >= 0 and named[start][0].isupper() and _entry(key(" ".join(named[start:stop]))):
                most[stop] = max(most[stop], most[start] + 1)
    return most[-1] >= ENTRIES


def _entry(words: str) -> bool:
    """Whether folded words are an entry of a menu or a button."""
    return words in keys("sections", "names") or words in _by_key("lines")


def _leads_back(text: str) -> bool:
    """Whether a text is a button that leads to a section: "Trở lại Thời sự"."""
    words = key(text)
    return any(
        words.removeprefix(f"{back} ") in keys("sections", "names")
        for back in keys("sections", "back")
        if words.startswith(back)
    )


@lru_cache(maxsize=ASKED)
def _by_pattern(text: str) -> str | None:
    if len(text) > PATTERN:
        return None
    folded = fold(text)
    return next((kind for kind, pattern in _patterns().items() if pattern.fullmatch(folded)), None)


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """The patterns of each kind as one, with what a number and an hour look like put in."""
    return {
        kind: re.compile("|".join(patterns).format(n=_NUMBER, clock=_CLOCK))
        for kind, patterns in furniture()["patterns"].items()
    }


def heading_kind(line: Line) -> str | None:
    """What a line announces that is not the article: related news, comments, links; None for any other line."""
    plain = _plain(line)
    return _by_key("headings").get(plain) or ("related news" if plain in _made_headings() else None)


def opening_kind(line: Line) -> str | None:
    """What a line that opens with a telling phrase is, such as "Xem thêm: …"; None for any other line."""
    beginning = _folded(line)
    found = next((kind for kind, openings in _openings().items() if beginning.startswith(openings)), None)
    return found or _announced(line)


def _announced(line: Line) -> str | None:
    """What a heading of other news announces in its own line: "Có thể bạn quan tâm: Giá gạo tăng"."""
    heading, colon, rest = line.text[:OPENING].partition(":")
    said = key(heading) if colon and rest else ""
    related = _by_key("headings").get(said) == "related news" or said in _made_headings()
    return "related news" if said and related else None


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
    return len(text) <= OPENING and key(text) in keys("sections", "names")


def is_masthead(text: str) -> bool:
    """Whether a text in capitals is the name of an office: "ỦY BAN NHÂN DÂN TỈNH LÂM SƠN"."""
    words = key(text) + " "
    return text.isupper() and any(words.startswith(f"{kind} ") for kind in keys("sections", "mastheads"))


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
    return " ".join(word for word in line.key.split() if not word.rstrip("km").isdecimal())


def _folded(line: Line) -> str:
    """The line's beginning without marks, its punctuation kept, list marks aside."""
    return _folded_beginning(line.text[:OPENING])


@lru_cache(maxsize=ASKED)
def _folded_beginning(text: str) -> str:
    return fold(text).lstrip("-*•+ ")
