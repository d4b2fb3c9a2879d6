"""Who wrote it and where it was taken from: the short lines around an article that name a person or an outlet."""

import re
from functools import cache, lru_cache
from importlib.resources import files

from index.articles.outlets import Outlet, host_of, name_with_marks, outlet_by_address, outlet_by_name
from index.articles.phrases import ASKED, furniture, is_section, key, keys
from index.articles.publishers import is_place, opens_with

LONGEST = 90  # characters in the longest line that can be a signature or name a source
NAME = 5  # words in the longest personal name

_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-]){0,13}\Z")
_INITIAL = re.compile(r"[A-XZĐ]\Z")  # "Ông T"; Ý and Y are names
_INITIALS = re.compile(r"(?:[^\W\d_]\s?\.\s?){1,3}[^\W\d_]{0,2}\.?\Z")
_NO_WRITER = (
    r"(?:ảnh|video|clip|đồ họa|minh họa|infographics?|photos?|trình bày|thiết kế|kỹ thuật|quay phim|dựng phim)\s?:"
)
_APART = re.compile(rf"\s{{0,2}}[/,;&|+]\s{{0,2}}|\s[-–—]\s|\s[vV]à\s|\sand\s|\.?\s(?={_NO_WRITER})", re.IGNORECASE)
_PICTURE = re.compile(_NO_WRITER, re.IGNORECASE)
_DEGREES = re.compile(
    r"(?:(?:GS|PGS|TSKH|TS|ThS|Th\.S|BS|BSCK|KTS|KS|CN|LS|NSƯT|NSND|Dr|Prof)(?:\.\s?|,\s|\s))+", re.IGNORECASE
)
_ORGANISATIONS = (
    *("báo ", "tạp chí ", "đài ", "cổng ", "trang ", "tòa soạn", "ban ", "bộ ", "sở ", "cục ", "vụ ", "phòng "),
    *("văn phòng ", "trung tâm ", "công ty ", "nhóm ", "hội ", "truyền hình ", "thông tấn"),
)
_SITE = re.compile(r"(?:https?://)?(?:www\.)?[\w-]{2,40}(?:\.[a-z]{2,6}){1,3}/?\Z", re.IGNORECASE)


@lru_cache(maxsize=ASKED)
def authors(text: str) -> tuple[str, ...] | None:
    """The persons a line is signed by, none where it only says "PV" or gives initials; None where it is no signature.

    >>> authors("Bài và ảnh: THU HÀ - Nguyễn Văn An"), authors("P.V"), authors("Hà Nội mưa lớn")
    (('Thu Hà', 'Nguyễn Văn An'), (), None)
    """
    if len(text) > LONGEST:
        return None
    parts = [part for part in _APART.split(_DEGREES.sub("", _unlabelled(text))) if part]
    people = [_person(_unlabelled(part)) for part in parts]
    if not any(person is not None for person in people):
        return None
    if any(
        person is None and outlet_by_name(part.partition("-")[0]) is None
        for person, part in zip(people, parts, strict=True)
    ):
        return None
    return tuple(person for person in people if person)


@lru_cache(maxsize=ASKED)
def outlet_named(text: str) -> str | None:
    """The outlet that a line says the article is from; None where it says none.

    >>> outlet_named("Nguồn Báo Nhân dân"), outlet_named("(Theo TTXVN)"), outlet_named("Nguồn nước sạch")
    ('Nhân Dân', 'TTXVN', None)
    """
    line = text.strip("() .*_|")
    if len(line) > LONGEST:
        return None
    first, _, rest = line.partition(" ")
    label = key(first)
    rest = rest.lstrip(": ")
    if label == "nguon" and rest:
        return _first_outlet(rest) or (rest if rest[0].isupper() and len(rest.split()) <= 6 else None)
    if label == "theo" and rest:
        return _first_outlet(rest)
    return _name_of(outlet_standing_alone(line))


def is_nobody(text: str) -> bool:
    """Whether words that stand for an author name no person: an outlet, a site, an e-mail address, an account, "PV".

    >>> [is_nobody(text) for text in ("Báo Nhân Dân", "thuha@bao.vn", "admin", "Mộc Miên", "Phở")]
    [True, True, True, False, False]
    """
    if outlet_by_name(text) or outlet_by_address(_address(text)) or _SITE.match(text) or "@" in text or "://" in text:
        return True
    if text.casefold().startswith(_ORGANISATIONS) or any(map(str.isdecimal, text)) or text.islower():
        return True
    return key(text) in keys("signature", "nobody") or not key(text)


def outlet_signed(text: str) -> Outlet | None:
    """The outlet that a signature names beside its persons: "Nguyễn An/TTXVN", "Minh Hùng (Theo Reuters)"."""
    if len(text) > LONGEST:
        return None
    parts = [part for bracketed in re.split(r"[()]", text) for part in (bracketed, *_APART.split(bracketed))]
    found = (_outlet_in(re.sub(r"\A\s*(?:[Tt]heo|PV) ", "", part)) for part in parts if _may_be_outlet(part))
    return next((outlet for outlet in found if outlet), None)


def _may_be_outlet(part: str) -> bool:
    """Whether a part of a signature is no place, no section and no common word: Quang Vinh - Đà Nẵng names no paper."""
    words = part.strip()
    return (
        bool(words) and not words.islower() and not is_section(words) and key(words) not in keys("signature", "places")
    )


def _outlet_in(part: str) -> Outlet | None:
    """The outlet that a part of a signature names, perhaps with its office: "TTXVN", "VOV-Tây Bắc", "TTXVN tại Lào"."""
    office = re.split(r"-| tại ", part)[0]
    return outlet_by_name(part) or (outlet_by_name(office) if _may_be_outlet(office) else None)


def outlet_standing_alone(text: str) -> Outlet | None:
    """The outlet whose name is the whole of a line; None where that could as well be a section or a place."""
    found = outlet_by_name(text)
    if found is None or is_section(text) or key(text) in keys("signature", "places"):
        return None
    if key(text).split()[0] in ("bao", "tap", "dai"):
        return found
    # XÂY DỰNG in a menu is no newspaper, HÀ NỘI MỚI can be none else
    written = name_with_marks(text, found) if text.isupper() else text
    known = not found.shared and any(letter.isupper() for letter in written[1:])
    return found if known else None


def is_name(text: str) -> bool:
    """Whether a text has the shape of a personal name, and is no section or place.

    >>> is_name("Quỳnh Dương"), is_name("Thời Sự"), is_name("Hà Nội"), is_name("Đường phố")
    (True, False, False, False)
    """
    tokens = text.split()
    if not 2 <= len(tokens) <= NAME or not all(_TOKEN.match(token) and token[0].isupper() for token in tokens):
        return False
    folded = key(text)
    if is_section(text) or folded in keys("signature", "places") or folded in _phrases():
        return False
    return len(tokens) <= 3 or tokens[0].capitalize() in surnames() or text.isascii()


@cache
def surnames() -> frozenset[str]:
    """Vietnamese family names, as written."""
    return frozenset((files("index") / "words" / "surnames.txt").read_text("utf-8").split())


@cache
def _phrases() -> frozenset[str]:
    """Every phrase that a page has around its article."""
    tables = furniture()
    return frozenset(
        key(phrase) for table in ("lines", "headings") for kind in tables[table].values() for phrase in kind
    )


def _person(part: str) -> str | None:
    """The person a part of a signature names; empty for "PV", initials, photographers; None where it names nobody."""
    if key(part) in keys("signature", "nobody") or _INITIALS.match(part):
        return ""
    if picture := _PICTURE.match(part):
        return _person_of_picture(part[picture.end() :].strip())
    if key(part).startswith(("nhom phong vien ", "nhom pv ")):
        return ""
    if 2 <= len(part) <= 3 and part.isupper() and part.isalpha():
        return ""
    if outlet_by_name(part.partition("-")[0]) is not None or not is_name(part) or _is_no_person(part):
        return None
    return part.title() if part.isupper() else part


def _person_of_picture(words: str) -> str | None:
    """Empty where words behind "Ảnh:" are whose it is; None where they say what it shows: "Video: Cảnh lũ về"."""
    named = not words or is_name(words) or outlet_by_name(words) is not None or _person(words) is not None
    return "" if named or len(words.split()) <= 2 else None


def _is_no_person(name: str) -> bool:
    """Whether what has the shape of a name is an office's, a place's, or how one speaks of a person: "Bà Thái"."""
    tokens = name.split()
    if opens_with(name, "openings") or is_place(name) or _INITIAL.match(tokens[-1]):
        return True
    return tokens[0] == "Ông" and tokens[1] not in ("Văn", "Thị")  # a family name is Ông only before these


def _unlabelled(text: str) -> str:
    """A signature without "Bài và ảnh:" before it, "(tổng hợp)" or "(theo …)" after it, and punctuation around it."""
    line = text.strip("*_ |-–—•~.").removesuffix(")")
    head, bracket, tail = line.partition("(")
    if bracket and _is_aside(tail):
        line = head
    line = line.strip().removeprefix("(")
    line = line[opens_with(line, "genres") :]
    for _ in range(2):
        line = _without_before(line)
    return _without_after(line).strip()


def _is_aside(bracketed: str) -> bool:
    """Whether words in brackets after names say how or for whom: "tổng hợp", "theo AP", "PV TTXVN tại Lào"."""
    said = key(bracketed)
    if any(said == word or said.startswith(f"{word} ") for word in keys("signature", "after") | {"theo"}):
        return True
    return _outlet_in(re.sub(r"\A(?:PV|Phóng viên) ", "", bracketed)) is not None


def _without_before(line: str) -> str:
    """The line without a word such as "Tác giả" before its names."""
    label, colon, rest = line.partition(":")
    if colon and key(label) in keys("signature", "before"):
        return rest.strip()
    if colon:
        return line
    tokens = line.split(" ")
    for length in (2, 1):
        if len(tokens) > length and key(" ".join(tokens[:length])) in keys("signature", "before"):
            return " ".join(tokens[length:]).strip()
    return line


def _without_after(line: str) -> str:
    """The line without a word such as "tổng hợp" after its names."""
    lowered = line.casefold()
    for word in furniture()["signature"]["after"]:
        if lowered.endswith(" " + word):
            return line[: -len(word)].rstrip(" -–(,")
    return line


def _first_outlet(text: str) -> str | None:
    """The first outlet of a list such as "Reuters, AFP"; a site that is none of the known ones by its address."""
    whole = outlet_by_name(text)
    if whole is not None:
        return whole.name
    for part in _APART.split(text):
        if found := outlet_by_name(part) or outlet_by_address(_address(part)):
            return found.name
    return host_of(_address(text)) or None if _SITE.match(text) else None


def _address(text: str) -> str:
    """A site's name as an address: "vnexpress.net" is "https://vnexpress.net"."""
    return text if "://" in text else f"https://{text}"


def _name_of(outlet: Outlet | None) -> str | None:
    return outlet.name if outlet else None
