"""Folding: lower case, no marks, one place for the tone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.folding import bare, composed, fold, other_spelling, spelled, words


def test_marks_and_case_fold_away() -> None:
    """A name folds to what one types on a foreign keyboard."""
    assert fold("Đinh Tiến Dũng hội đàm ở VIÊNG CHĂN") == "dinh tien dung hoi dam o vieng chan"


@given(st.text())
def test_every_folded_word_is_cut_from_where_its_span_says(text: str) -> None:
    """The span of each word holds the word."""
    for word in words(text):
        assert text[word.start : word.end] == word.text
        assert fold(word.text) == word.folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    """Folded text is its own folding."""
    assert fold(fold(text)) == fold(text)


def test_either_place_of_the_tone_mark_is_one_spelling() -> None:
    """hoà and hòa are one word; hoa and hóa are others."""
    assert spelled("Hoà") == spelled("hòa")
    assert len({spelled(word) for word in ("hòa", "hoa", "hóa", "hoả")}) == 4


@pytest.mark.parametrize(("one", "other"), [("Mỹ", "Mĩ"), ("lý", "lí"), ("Kỳ", "kì"), ("quý", "quí"), ("TỶ", "tỉ")])
def test_a_lone_y_and_i_are_one_spelling(one: str, other: str) -> None:
    """Desks differ over these and over nothing else: thúy and thúi, hay and hai, are two words each."""
    assert spelled(one) == spelled(other)
    assert {spelled("thúy"), spelled("hay"), spelled("by")}.isdisjoint({spelled("thúi"), spelled("hai"), spelled("bi")})


@given(st.sampled_from(["b", "h", "k", "l", "n", "qu", "s", "th", "v"]), st.sampled_from("iya"))
def test_the_other_spelling_of_the_other_spelling_is_the_word(onset: str, vowel: str) -> None:
    """Where there is another spelling, it leads back, and both are one."""
    if (other := other_spelling(onset + vowel)) is not None:
        assert other_spelling(other) == onset + vowel
        assert spelled(other) == spelled(onset + vowel)


@pytest.mark.parametrize("letter", "ĐÐƉđðɖ")
def test_every_letter_that_looks_like_it_is_a_d_with_a_stroke(letter: str) -> None:
    """Old fonts and foreign keyboards have other letters that look alike."""
    assert fold(f"{letter}à Nẵng") == "da nang"
    assert spelled(f"{letter}à") == spelled("đà")


@given(st.text())
def test_composed_text_is_in_nfc_and_folds_the_same(text: str) -> None:
    """Only what cannot be seen is gone."""
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf")
    assert unicodedata.is_normalized("NFC", composed(text))
    assert fold(composed(text)) == fold(seen)


@given(st.text("aăâđeêioôơuưyáàảãạấẫệỗộờửựỹAĐỆ bcnt"))
def test_a_text_without_marks_keeps_its_case(text: str) -> None:
    """Folded it is what the text is folded."""
    assert bare(text).lower() == fold(text)
