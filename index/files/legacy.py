"""Vietnamese as it was written before Unicode: the letters behind what windows-1252 shows."""

import codecs
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_ENCODINGS = Path(__file__).parent.parent / "words" / "encodings.toml"
LEGACY = ("TCVN3", "VNI", "windows-1258", "VISCII")


def shown(content: bytes) -> str:
    r"""The bytes as windows-1252 shows them; its five codes without a character become controls.

    >>> shown(b"H\xb5 N\xe9i \x93")
    'Hµ Néi “'
    """
    return codecs.charmap_decode(content, "strict", _windows_1252())[0]


def letters(text: str, encoding: str) -> str:
    """What a text shown as windows-1252 says when its codes are of one of LEGACY; NFC, other characters untouched.

    >>> letters("Hµ Néi", "TCVN3"), letters("Haø Noäi", "VNI")
    ('Hà Nội', 'Hà Nội')
    """
    if encoding == "VNI":
        pattern, pairs = _vni()
        return composed(pattern.sub(lambda match: pairs[match[0]], text))
    converted = composed(_translated(text, encoding))
    return _with_capitals(converted) if encoding == "TCVN3" else converted


def composed(text: str) -> str:
    """The text in NFC; thirty marks in a row are ended by a combining grapheme joiner (UAX #15, stream-safe text).

    Without it a file of nothing but marks takes hours: they are sorted in quadratic time.

    >>> composed("Hà Nội") == "Hà Nội"
    True
    """
    if unicodedata.is_normalized("NFC", text):
        return text
    if _NOT_LATIN.search(text):
        text = _thirty_marks().sub("\\g<0>\u034f", text)
    return unicodedata.normalize("NFC", text)


_NOT_LATIN = re.compile("[^\\x00-\u02ff\u1e00-\u1fff]{30}")  # a quick look, before the slow one, for the marks


@cache
def _thirty_marks() -> re.Pattern[str]:
    marks = "".join(mark for mark in map(chr, range(0x300, 0x1F000)) if unicodedata.combining(mark))
    return re.compile(f"[{marks}]{{30}}")


def _translated(text: str, encoding: str) -> str:
    """Each character's letter; by way of bytes where there are some for all, which is ten times as fast."""
    try:
        content = codecs.charmap_encode(text, "strict", codecs.charmap_build(_windows_1252()))[0]
    except UnicodeEncodeError:
        return text.translate(_table(encoding))
    return codecs.charmap_decode(content, "strict", _windows_1252().translate(_table(encoding)))[0]


@cache
def _windows_1252() -> str:
    """The 256 characters of windows-1252, a code without one standing for itself."""
    return "".join(bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(256))


@cache
def _known() -> dict[str, dict[str, str]]:
    return tomllib.loads(_ENCODINGS.read_text("utf-8"))


@cache
def _table(encoding: str) -> Mapping[int, str]:
    """From a character as shown to the letter its code has; a code shown as a control, too, and the Greek mu as µ."""
    if encoding == "windows-1258":  # Python has this one; its tones are combining marks
        own = {code: bytes([code]).decode("cp1258", "replace") for code in range(128, 256)}
    else:
        rows = _known()[encoding].items()
        own = {int(row, 16) + column: cell for row, cells in rows for column, cell in enumerate(cells) if cell != " "}
    table = own | {ord(_windows_1252()[code]): letter for code, letter in own.items()}
    return table | {0x3BC: table[0xB5]}  # programs that read PDFs take the one for the other


@cache
def _vni() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """The pattern of VNI's letters (a pair, or one letter that is no ASCII letter), and what each is."""
    small = {
        written: letter
        for row, cells in _known()["VNI"].items()
        for letter, written in zip(row, cells.split(), strict=True)
    }
    pairs = {written: letter for written, letter in small.items() if not written.isascii()}
    for written, letter in small.items():
        pairs |= {form: letter.upper() for form in (written.upper(), written.capitalize()) if not form.isascii()}
    marks = {
        first: "".join(pair[1] for pair in pairs if pair[:1] == first and pair[1:])
        for first in {pair[0] for pair in pairs}
    }
    whole = "".join(pair for pair in pairs if len(pair) == 1)
    return re.compile(
        "|".join([*(f"{first}[{after}]" for first, after in marks.items() if after), f"[{whole}]"])
    ), pairs


def _tone(letter: str) -> bool:
    """Whether a letter has a tone mark."""
    return not set("\u0300\u0301\u0303\u0309\u0323").isdisjoint(unicodedata.normalize("NFD", letter))


_TONED = "".join(letter for letter in map(chr, range(0xE0, 0x1EFA)) if letter.islower() and _tone(letter))
_BIG = "A-ZĂÂÊÔƠƯĐ"
# "Tớ" may be a name; "TớN" and "THớ" are in capitals.
_TO_BE_BIG = re.compile(f"[{_TONED}ăâêôơưđ][{_BIG}]|[{_BIG}]{{2}}[{_TONED}ăâêôơưđ]")
_WITHOUT_SMALL = re.compile(r"(?<![^\W\d_])[^\W\d_a-z]++(?![^\W\d_])")  # words without a small ASCII letter
_SENTENCE_START = re.compile(rf"((?:\A|[^\W\d_A-Z][.!?…]+[\"”’)]*\s+|\n[ \t]*\n)[\"“‘(]*)([{_TONED}])")


def _with_capitals(text: str) -> str:
    """The text with its capitals: TCVN3 had no codes for those with a tone; a second font showed the small ones so.

    They are capitals in a word or line whose other letters are, and where a sentence begins.

    >>> _with_capitals("THủ TƯớNG. Bà Tú. ở Hà Nội")
    'THỦ TƯỚNG. Bà Tú. Ở Hà Nội'
    """
    lines = (_line_with_capitals(line) if _TO_BE_BIG.search(line) else line for line in text.split("\n"))
    return _SENTENCE_START.sub(lambda match: match[1] + match[2].upper(), "\n".join(lines))


def _line_with_capitals(line: str) -> str:
    if not re.search("[a-z]", line):
        return line.upper()
    return _WITHOUT_SMALL.sub(lambda match: match[0].upper() if _TO_BE_BIG.search(match[0]) else match[0], line)
