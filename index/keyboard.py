"""Vietnamese typed where no input method was on: Telex (Tieens) and VNI (Tie61n) read as the syllables meant."""

import re
import unicodedata

from index.files.syllables import is_syllable
from index.folding import composed

_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_VOWEL = re.compile(r"[aeiouy]")
_TELEX_TONE = re.compile(rf"(?<=[a-z])[{''.join(_TELEX_TONES)}]")
_DOUBLED = re.compile(r"aa|ee|oo")
_VNI_MARKS = {"6": ("aeo", _CIRCUMFLEX), "7": ("ou", _HORN), "8": ("a", _BREVE)}


def typed_for(word: str) -> tuple[str, ...]:
    """The Vietnamese syllables, in lower case, that a word may be the keystrokes of; mostly none.

    >>> typed_for("Tieens"), typed_for("Vie65t"), typed_for("ddoongf"), typed_for("Vientiane")
    (('tiến',), ('việt',), ('đồng',), ())
    """
    lower = word.lower()
    if not lower.isascii() or len(lower) < 3:
        return ()
    read = (_telex(lower), _vni(lower))
    return tuple(one for one in read if one is not None and one != lower and is_syllable(one))


def _telex(word: str) -> str | None:
    """The word with its doubled letters, w and one tone letter behind the first vowel as marks."""
    first = _VOWEL.search(word)
    if first is None:
        return None
    onset, rest = word[: first.start()], word[first.start() :]
    tones = _TELEX_TONE.findall(rest)
    if len(tones) > 1:
        return None
    rest = _TELEX_TONE.sub("", rest).replace("uwow", "uow")
    if onset.startswith("dd"):
        onset = f"đ{onset[2:]}"
    elif onset == "d" and rest.endswith("d"):
        onset, rest = "đ", rest[:-1]
    rest = _DOUBLED.sub(lambda pair: pair[0][0] + _CIRCUMFLEX, rest)
    if "w" in rest:
        rest = _hooked(rest)
    return composed(_toned(onset + rest, "".join(_TELEX_TONES[tone] for tone in tones)))


def _hooked(rest: str) -> str:
    """What follows the onset, with the one w as the mark of the vowels before it: uow is ươ, aw ă."""
    before, _, after = rest.partition("w")
    if "uo" in before:
        before = before.replace("uo", f"u{_HORN}o{_HORN}", 1)
    else:
        before = re.sub(r"[aou](?=[^aou]*$)", lambda v: v[0] + (_BREVE if v[0] == "a" else _HORN), before, count=1)
    return before + after


def _vni(word: str) -> str | None:
    """The word with its figures as marks, each on the nearest letter before it that takes it."""
    tone, letters = "", ""
    for character in word:
        if character in _VNI_TONES and not tone:
            tone = _VNI_TONES[character]
        elif character in _VNI_MARKS:
            letters = _marked(letters, *_VNI_MARKS[character])
        elif character == "9" and "d" in letters:
            letters = letters.replace("d", "đ", 1)
        elif character.isalpha():
            letters += character
        else:
            return None
    return composed(_toned(letters, tone)) if letters != word else None


def _marked(letters: str, takers: str, mark: str) -> str:
    if mark == _HORN and "uo" in letters:
        return letters.replace("uo", f"u{_HORN}o{_HORN}", 1)
    at = max((letters.rfind(taker) for taker in takers), default=-1)
    return letters if at < 0 else f"{letters[: at + 1]}{mark}{letters[at + 1 :]}"


def _toned(letters: str, tone: str) -> str:
    """The letters with a tone where it is written: on the last vowel that has a mark, or else on the main one."""
    found = [m.end() for m in re.finditer(r"[aeiouy][\u0302\u0306\u031b]?", letters)]
    if not tone or not found:
        return letters
    marked = [end for end in found if unicodedata.combining(letters[end - 1])]
    closed = letters[-1] not in "aeiouy" and not unicodedata.combining(letters[-1])
    glide = letters.startswith(("qu", "gi")) and len(found) > 1
    usable = found[1:] if glide else found
    at = marked[-1] if marked else usable[-1] if closed or len(usable) == 1 else usable[-2]
    return f"{letters[:at]}{tone}{letters[at:]}"
