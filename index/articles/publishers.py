"""Who publishes, where no list has it: known by the words that such names open with (`words/publishers.toml`).

A newspaper or a site says what it is ("Báo …", "Trang thông tin điện tử …"); a ministry or a school has one of its own.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from index.articles.phrases import key, keys
from index.folding import fold

LONGEST = 100  # characters of the longest name
WORDS = 14  # syllables of the longest name
OWN = 8  # syllables that a name may have after the words that it opens with

OPENING = 6  # syllables of the longest words that a name opens with
PLACE = 4  # syllables of the longest proper name in one

_VOWEL = re.compile("[aeiouy]")
_PLACES = frozenset({"tỉnh", "huyện", "quận", "xã", "phường", "phố", "tp", "tp."})
_END = re.compile(
    r"[.,;:|()\[\]\"“”/•·\n]|\s[-–—]\s(?!Truyền hình)|\s(?:khi|ghi rõ|giữ|All|trên)\s|\d{4}", re.IGNORECASE
)


def media_name(text: str) -> str | None:
    """The newspaper, broadcaster or site that a text opens with the name of; None where it opens with none.

    >>> media_name("Báo Vùng Cao. Ghi rõ nguồn"), media_name("Báo in"), media_name("Bộ Y tế")
    ('Báo Vùng Cao', None, None)
    """
    return _named(text, _openings("media"))


def institution_name(text: str) -> str | None:
    """The same for a ministry, an office, a school: "TRƯỜNG ĐẠI HỌC BÁCH NGHỆ" is "Trường Đại học Bách Nghệ"."""
    return _named(text, _openings("institutions"))


def institution_in_capitals(line: str) -> str | None:
    """The institution whose name is a whole line in capitals, if no other thing can be meant.

    Behind one word such as "Bộ" only fields of work and a place: no "SỞ HỮU TRÍ TUỆ", no headline "BỘ Y TẾ KHUYẾN CÁO".

    >>> institution_in_capitals("SỞ Y TẾ TỈNH LAI PHONG"), institution_in_capitals("SỞ HỮU TRÍ TUỆ")
    ('Sở Y tế tỉnh Lai Phong', None)
    """
    name = institution_name(line) if line.isupper() else None
    tokens = line.lower().split()
    opened = _opened(tokens, _openings("institutions"))
    if name is None or key(name) != key(line):
        return None
    fields = _covered(tokens[opened:])
    rest = tokens[opened + fields :]
    placed = not rest or tokens[opened + fields - 1] in _PLACES or key(" ".join(rest)) in keys("signature", "places")
    return name if len(rest) <= PLACE and (opened > 1 or (fields and placed)) else None


def _covered(tokens: Sequence[str]) -> int:
    """How many of the words in lower case the known phrases of such names cover, from the first on."""
    place = 0
    while length := next((n for n in range(4, 0, -1) if " ".join(tokens[place : place + n]) in _written()), 0):
        place += length
        if place >= len(tokens):
            break
    return min(place, len(tokens))


def is_bare(text: str) -> bool:
    """Whether a text is only the words that a site's name opens with: the name is on the next line.

    >>> is_bare("CỔNG THÔNG TIN ĐIỆN TỬ"), is_bare("Cổng thông tin điện tử Chính phủ")
    (True, False)
    """
    return tuple(text.lower().split()) in _openings("media") and len(text.split()) > 1


def is_no_source(text: str) -> bool:
    """Whether words that stand for an outlet name none: "Tổng hợp", "Internet"."""
    folded = key(text)
    return any(folded == word or folded.startswith(f"{word} cua ") for word in _sources())


def is_department(text: str) -> bool:
    """Whether words that stand for an author are a part of an organisation: "Phòng Truyền thông"."""
    tokens = text.split()
    if not 2 <= len(tokens) <= OWN or not _is_proper(tokens[1:]):
        return False
    return text.startswith(tuple(f"{word} " for word in table()["departments"]))


def opens_with(text: str, kind: str) -> int:
    """How many characters of a text are words of that list that it opens with, and the space after them; 0: none.

    >>> opens_with("Bút ký DUY LỮ", "genres"), opens_with("Kỳ Duyên", "genres")
    (7, 0)
    """
    tokens = text.split(" ")[:OPENING]
    for length in range(min(len(tokens) - 1, 3), 0, -1):
        opening = " ".join(tokens[:length])
        if opening.lower() in _listed(kind):
            return len(opening) + 1
    return 0


def is_place(name: str) -> bool:
    """Whether a text is the name of another country, or of one of its parts, or of a town."""
    return name.lower() in _elsewhere() or name.lower() in _towns()


def is_menu(name: str) -> bool:
    """Whether a text in the shape of an English name is words of a page's menus: "Latest Update".

    >>> is_menu("Latest Update"), is_menu("Newspaper's Archive"), is_menu("John Smith")
    (True, True, False)
    """
    parts = name.lower().replace("’", "'").split()
    return name.isascii() and any(part.endswith("'s") or part in _menus() for part in parts)


@cache
def table() -> Mapping[str, Any]:
    """The lists of the file as they stand."""
    return tomllib.loads((files("index") / "words" / "publishers.toml").read_text("utf-8"))


def _named(text: str, openings: frozenset[tuple[str, ...]]) -> str | None:
    """The name at the beginning of a text, up to what ends it, if it opens so and goes on with a name."""
    line = text[: LONGEST + 1].strip(" *_#\"“”'®©|-–—")
    end = _END.search(line)
    name = line[: end.start()].strip() if end else line
    tokens = name.split()
    if len(name) > LONGEST or not 2 <= len(tokens) <= WORDS:
        return None
    opened = _opened(tokens, openings)
    own = tokens[opened:]
    if not opened or not 0 < len(own) <= OWN or not tokens[0][0].isupper() or own[-1].lower() in _PLACES:
        return None
    if key(own[0]) in _makes() or " ".join(own).lower() in _elsewhere() or not (name.isupper() or _is_proper(own)):
        return None
    return as_written(name) if name.isupper() else name


def _opened(tokens: Sequence[str], openings: frozenset[tuple[str, ...]]) -> int:
    """How many of the words are the longest opening that these begin with."""
    lowered = [token.lower() for token in tokens[:OPENING]]
    return next((n for n in range(len(lowered), 0, -1) if tuple(lowered[:n]) in openings), 0)


def _is_proper(own: Sequence[str]) -> bool:
    """Whether words are those of a name: each opens with a capital, or is of a phrase that names have."""
    place = 0
    while place < len(own):
        lowered = [token.lower() for token in own[place : place + 4]]
        length = next((n for n in range(len(lowered), 0, -1) if " ".join(lowered[:n]) in _written()), 0)
        if not length and not own[place][0].isupper():
            return False
        place += length or 1
    return own[0][0].isupper() or own[0].lower() in _PLACES or own[0] == "thành"


def as_written(capitals: str) -> str:
    """A name in capitals as such names are written.

    >>> as_written("BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"), as_written("TRANG TIN ĐẢNG BỘ TỈNH LAI PHONG")
    ('Bộ Nông nghiệp và Môi trường', 'Trang tin Đảng bộ tỉnh Lai Phong')
    """
    tokens = capitals.split()
    written: list[str] = []
    while tokens:
        length = next((n for n in range(4, 0, -1) if " ".join(tokens[:n]).lower() in _written()), 0)
        said = " ".join(tokens[: length or 1]).lower()
        written.append(_written()[said] if length else _capital(tokens[0]))
        tokens = tokens[length or 1 :]
    return (whole := " ".join(written))[:1].upper() + whole[1:]


def _capital(token: str) -> str:
    """A syllable with a capital; an abbreviation, which has no vowel, as it is."""
    return token.capitalize() if _VOWEL.search(fold(token)) else token


@cache
def _openings(kind: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(opening.lower().split()) for opening in table()[kind])


@cache
def _written() -> Mapping[str, str]:
    """Phrases in lower case with how they are written."""
    tables = table()
    openings = {opening.lower(): opening for opening in (*tables["media"], *tables["institutions"])}
    return openings | {phrase.lower(): phrase for phrase in tables["written"]}


@cache
def _makes() -> frozenset[str]:
    return frozenset(map(key, table()["makes"]))


@cache
def _elsewhere() -> frozenset[str]:
    return frozenset(name.lower() for name in table()["elsewhere"])


@cache
def _listed(kind: str) -> frozenset[str]:
    return frozenset(word.lower() for word in table()[kind])


@cache
def _towns() -> frozenset[str]:
    return frozenset(name.strip().lower() for name in table()["towns"].split(","))


@cache
def _sources() -> frozenset[str]:
    return frozenset(map(key, table()["sources"]))


@cache
def _menus() -> frozenset[str]:
    return frozenset(table()["menus"].split())
