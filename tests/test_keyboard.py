"""Telex and VNI keystrokes."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.folding import spelled
from index.keyboard import typed_for

TONES = {"\u0301": "s1", "\u0300": "f2", "\u0309": "r3", "\u0303": "x4", "\u0323": "j5"}
SYLLABLES = (
    "tiến",
    "đồng",
    "việt",
    "nguyễn",
    "người",
    "hương",
    "quyết",
    "thuỷ",
    "hằng",
    "đặng",
    "giáo",
    "mười",
    "tưởng",
    "được",
    "lượng",
    "xoắn",
)


def keyed(syllable: str, method: int) -> str:
    """The keys of a syllable, its tone last: in Telex (0) or VNI (1)."""
    keys, tone = "", ""
    for character in unicodedata.normalize("NFD", syllable):
        if character in TONES:
            tone = TONES[character][method]
        elif character == "đ":
            keys += ("dd", "d9")[method]
        elif character == "\u0302":
            keys += (keys[-1], "6")[method]
        elif character in "\u0306\u031b":
            keys += ("w", "8" if character == "\u0306" else "7")[method]
        else:
            keys += character
    return keys + tone


@given(st.sampled_from(SYLLABLES), st.sampled_from([0, 1]))
def test_the_keys_of_a_syllable_are_read_as_it(syllable: str, method: int) -> None:
    """Every mark, in both methods."""
    keys = keyed(syllable, method)
    assert spelled(syllable) in map(spelled, typed_for(keys))


@pytest.mark.parametrize(
    ("keys", "meant"),
    [
        ("Tieesn", "tiến"),
        ("Nguyeenx", "nguyễn"),
        ("Nguowif", "người"),
        ("DDinh", "đinh"),
        ("Hungw", "hưng"),
        ("thuyr", "thủy"),
        ("gias", "giá"),
        ("quys", "quý"),
        ("hoaf", "hòa"),
        ("Du4ng", "dũng"),
        ("Nguye6n4", "nguyễn"),
        ("Huo7ng", "hương"),
    ],
)
def test_marks_may_be_typed_at_the_letter_or_at_the_end(keys: str, meant: str) -> None:
    """As either method allows; the tone stands where it is written."""
    assert typed_for(keys) == (meant,)


@pytest.mark.parametrize("word", ["Vientiane", "Paris", "Linux", "U23", "A80", "G7", "COVID19", "Tiến", "of", ""])
def test_other_words_are_no_keystrokes(word: str) -> None:
    """Foreign words, codes, and what has its marks."""
    assert typed_for(word) == ()
