"""From bytes to text: Unicode, the encodings Vietnamese had before it, and text that was once read wrongly.

What cannot be judged by its form is judged by its words: a reading is right where they become Vietnamese syllables.
"""

import re
import string
from dataclasses import dataclass

from index.errors import TrichDanError
from index.files.legacy import LEGACY, composed, letters, shown
from index.files.syllables import different_words, evidence, is_syllable

_SAMPLE = 200_000  # characters that are judged; of a longer text in _WINDOWS pieces from all its parts
_WINDOWS = 50


@dataclass(frozen=True, slots=True)
class Decoded:
    r"""A text (NFC, lines ended by \n, no BOM, no NUL) and what it was read as: `encoding`, None for plain Unicode."""

    text: str
    encoding: str | None


class NotText(TrichDanError):
    """Bytes that cannot be read as text; `why` says it in a few words, `remedy` what to do."""

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(f"{why}; {remedy}")
        self.why = why
        self.remedy = remedy


_MARKS = (  # the first that fits: UTF-32's small-endian mark begins with that of UTF-16
    (b"\xef\xbb\xbf", "UTF-8"),
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


def decode(content: bytes) -> Decoded:
    r"""The text of a file's bytes, whatever they were written as; raises NotText for binary and for unknown encodings.

    >>> decode(b"H\xb5 N\xe9i m\xefa thu")
    Decoded(text='Hà Nội mùa thu', encoding='TCVN3')
    """
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    if marked in ("UTF-16", "UTF-32"):
        return _unicode(_strictly(content, marked))
    if b"\0" in content:
        return _unicode(_without_mark(content))
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return _unicode(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _not_unicode(content, error.start)


def mended(text: str) -> Decoded:
    r"""The same for text that is Unicode already but may hold letters once read wrongly; what is right stays as it is.

    >>> mended("Vieät Nam"), mended("HÃ\xa0 Ná»™i")
    (Decoded(text='Việt Nam', encoding='VNI'), Decoded(text='Hà Nội', encoding='UTF-8 read as windows-1252'))
    """
    text = _tidy(text)
    encoding = _legacy_in(text)
    if encoding:
        return Decoded(_legacy_lines_read(text, encoding), encoding)
    once = _without_mojibake(text)
    return Decoded(text, None) if once == text else Decoded(mended(once).text, "UTF-8 read as windows-1252")


def _tidy(text: str) -> str:
    text = text.replace("\ufeff", "").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return composed(text)


def _unicode(text: str) -> Decoded:
    if "\0" in text:
        raise _binary()
    return mended(text)


def _binary() -> NotText:
    return NotText("binary, not text", "keep only text files in the folder")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(f"not {encoding} (at byte {error.start:,})", "save it as UTF-8") from error


# What news in a Latin script is made of, UTF-16 without a mark being judged by it: letters, marks, punctuation, €, →.
_LATIN = re.compile("[\t\n\r -~\u00a0-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u22ff]")


def _without_mark(content: bytes) -> str:
    """The text of UTF-16 or UTF-32 that does not say so; raises NotText where zeros mean that it is no text."""
    for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = _sample(text)
        if "\0" not in text and len(_LATIN.findall(sample)) > 0.95 * len(sample):
            return text
    raise _binary()


def _not_unicode(content: bytes, wrong_at: int) -> Decoded:
    """The text of bytes that are not UTF-8, or not in every line; raises NotText where no reading convinces."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    others = shown(b"\n".join(line for line in lines if _utf8(line) is None))
    encoding = _legacy(others)
    if encoding:
        read = letters(shown(b"\n".join(lines)), encoding).split("\n")
        return Decoded(_tidy("\n".join(map(_better_line, lines, read))), encoding)
    if all(line.isascii() or _utf8(line) is None for line in lines) and _is_windows_1252(others):
        return Decoded(_tidy(shown(content)), "windows-1252")
    raise NotText(f"not UTF-8 (at byte {wrong_at:,}) and no Vietnamese encoding fits", "save it as UTF-8")


def _utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _better_line(line: bytes, read: str) -> str:
    """One line of a file in a legacy encoding: as read so, or as UTF-8 where it is that and makes as much sense."""
    text = None if line.isascii() else _utf8(line)
    return text if text is not None and _right(text) >= _right(read) else read


def _right(text: str) -> int:
    """How many different words with Vietnamese letters are right."""
    return evidence(different_words(text)).marked


_ODD_IN_WORD = re.compile(
    "[A-Za-z\u00c0-\u024f][\x80-\x9f\u00a1-\u00a9\u00ac\u00ae-\u00b6\u00b8-\u00bf×÷†‡ƒˆ˜‰]+[A-Za-z]"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def _is_windows_1252(text: str) -> bool:
    """Whether text shown as windows-1252 is Western prose: few accented letters, no symbols and no Vietnamese in it."""
    from ftfy.badness import is_bad

    sample = _sample(text)
    alphabetic = [character for character in sample if character.isalpha()]
    accented = sum(not character.isascii() for character in alphabetic)
    if accented > 0.08 * len(alphabetic):  # French has 4 to 6 in a hundred
        return False
    if _CONTROL.search(text) or _ODD_IN_WORD.search(sample) or is_bad(sample):
        return False
    _, before, after = _best_reading(sample)
    won = evidence(after - before)
    return won.marked <= won.marked_wrong


def _legacy(text: str) -> str | None:
    """Which legacy encoding a text shown as windows-1252 is in; None where no reading convinces, or two do alike."""
    encoding, before, after = _best_reading(_sample(text))
    return encoding if _convincing(before, after) else None


_Words = frozenset[str]


def _best_reading(sample: str) -> tuple[str | None, _Words, _Words]:
    """The legacy encoding that makes most Vietnamese of a sample, its words as they stand, and as read so.

    The encoding is None where two do equally well; the last of LEGACY, being rare, never competes with another.
    """
    readings = {encoding: different_words(letters(sample, encoding)) for encoding in LEGACY}
    gains = {encoding: _gain(words) for encoding, words in readings.items()}
    best = max(LEGACY, key=lambda encoding: gains[encoding])
    rivals = [encoding for encoding in LEGACY[:-1] if gains[encoding] == gains[best]]
    return best if rivals in ([best], []) else None, different_words(sample), readings[best]


def _gain(words: _Words) -> int:
    """How many more words of Vietnamese letters are right than are wrong."""
    found = evidence(words)
    return found.marked - found.marked_wrong


def _convincing(before: _Words, after: _Words) -> bool:
    """Whether a reading makes Vietnamese of what was none.

    Measured on news in other languages: of some ten words that a wrong reading changes, about 4 come out right at most.
    """
    lost, won, whole = evidence(before - after), evidence(after - before), evidence(after)
    if won.marked <= lost.marked or lost.marked_share > 0.5 or whole.marked + whole.plain < 2:  # "5 µm" is one word
        return False
    mostly = whole.marked_share > 0.75 and whole.share > 0.6
    quoted = whole.marked_share > 0.9 and won.marked >= 3 and whole.share > 0.35
    return mostly or quoted


def _sample(text: str) -> str:
    """The text, or of a long one as many characters as can be judged quickly, whole words from all its parts."""
    if len(text) <= _SAMPLE:
        return text
    length = _SAMPLE // _WINDOWS
    starts = range(0, len(text) - length, (len(text) - length) // _WINDOWS)
    return "\n".join(text[start : start + length].partition(" ")[2].rpartition(" ")[0] for start in starts)


_SHOWN = re.compile(f"[{re.escape(shown(bytes(range(128, 256))))}\u0080-\u009f]")
_NEVER_SHOWN = re.compile("[ăĂđĐĩĨũŨơƠưƯ\u0300-\u0323\u1ea0-\u1ef9]")  # Vietnamese letters windows-1252 has not


def _may_be_legacy(line: str) -> bool:
    return bool(_SHOWN.search(line)) and not _NEVER_SHOWN.search(line)


def _legacy_in(text: str) -> str | None:
    """The legacy encoding of those lines of a Unicode text that have no letter to show that they are right."""
    lines = [line for line in _sample(text).split("\n") if _may_be_legacy(line)]
    return _legacy("\n".join(lines)) if lines else None


def _legacy_lines_read(text: str, encoding: str) -> str:
    """The text with its legacy lines read: all, unless lines of true Vietnamese stand among them."""
    read = letters(text, encoding)
    if not _NEVER_SHOWN.search(text):
        return read
    return "\n".join(map(_mended_line, text.split("\n"), read.split("\n")))


def _mended_line(line: str, read: str) -> str:
    if not _may_be_legacy(line):
        return line
    before, after = _right(line), _right(read)
    certain = after > before or (before == 0 and _ODD_IN_WORD.search(line))
    return read if certain else line


def _mojibake() -> re.Pattern[str]:
    """A character of UTF-8 read a byte a character: a lead and what windows-1252 shows for the bytes after it."""
    after = f"[{re.escape(shown(bytes(range(128, 192))))}\u0080-\u009f]"
    return re.compile(f"[Â-ß]{after}|[à-ï]{after}{{2}}|[ð-ô]{after}{{3}}")


_MOJIBAKE = _mojibake()


def _without_mojibake(text: str) -> str:
    """The text with lines mended that are certainly UTF-8 read as windows-1252; the others stay."""
    if not _MOJIBAKE.search(text):
        return text
    return "\n".join(_line_unmixed(line) if _MOJIBAKE.search(line) else line for line in text.split("\n"))


def _line_unmixed(line: str) -> str:
    """The line mended as one; word by word where others are right, for "XÃ" and a space could be a broken à, too."""
    if not _NEVER_SHOWN.search(line):
        return _unmixed(_A_GRAVE.sub(_with_a_grave, line), line)
    return re.sub(r"\S+", lambda word: _unmixed(word[0], word[0]) if _MOJIBAKE.search(word[0]) else word[0], line)


_A_GRAVE = re.compile(r"(\S{0,24})Ã (?=(\S{0,24}))")  # à, its second byte, a no-break space, made a common one


def _with_a_grave(match: re.Match[str]) -> str:
    """The à with its second byte: "thÃ nh" is one word, "lÃ mua" two, whose space was run together with that byte."""
    import ftfy.bad_codecs  # noqa: F401  (makes the codec known)

    before, after = match.groups()
    syllable = f"{before}Ã\xa0{after}".encode("sloppy-windows-1252", "replace").decode("utf-8", "replace")
    return f"{before}Ã\xa0" if is_syllable(syllable.strip(_PUNCTUATION)) else f"{before}Ã\xa0 "


def _unmixed(restored: str, line: str) -> str:
    """The mended form of a line, whose lost bytes were restored, or the line where it is not certain to be better."""
    from ftfy import TextFixerConfig, fix_encoding
    from ftfy.badness import is_bad

    fixed = composed(fix_encoding(restored, TextFixerConfig(explain=False)))
    if fixed == restored:
        return line
    before, after = _syllables_in(line), _syllables_in(fixed)
    lost, won = len(before - after), len(after - before)
    lossless = "\ufffd" not in fixed and "\n" not in fixed
    certain = not is_bad(fixed) and (lost == 0 or won > lost)  # “TOÀN XÃ” ends in what could be an Ô
    return fixed if lossless and certain else line


def _syllables_in(line: str) -> frozenset[str]:
    """The different words with Vietnamese letters that are right, between spaces: mojibake has punctuation in words."""
    words = (word.strip(_PUNCTUATION) for word in line.split())
    return frozenset(word for word in words if not word.isascii() and is_syllable(word))


_PUNCTUATION = string.punctuation + "“”‘’…–—«»•"
