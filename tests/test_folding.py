"""Folding: lower case, no marks, and a way back."""

from hypothesis import given
from hypothesis import strategies as st

from index.folding import fold, fold_with_map, spelled, words


def test_marks_and_case_fold_away() -> None:
    """A name folds to what one types on a foreign keyboard."""
    assert fold("Đinh Tiến Dũng hội đàm ở VIÊNG CHĂN") == "dinh tien dung hoi dam o vieng chan"


def test_a_ligature_folds_into_several_characters_that_map_back_to_it() -> None:
    """Folding can change a text's length; the map keeps offsets true."""
    folded = fold_with_map("ﬁnal ½")
    assert folded.text == "final 1⁄2"
    assert folded.span(0, 2) == (0, 1)
    assert folded.span(6, 9) == (5, 6)


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


@given(st.text())
def test_the_map_has_an_origin_for_every_folded_character(text: str) -> None:
    """The whole folded text comes from the whole text, in order."""
    folded = fold_with_map(text)
    assert folded.text == fold(text)
    assert len(folded.origins) == len(folded.text)
    assert list(folded.origins) == sorted(folded.origins)


def test_either_place_of_the_tone_mark_is_one_spelling() -> None:
    """hoà and hòa are one word; hoa and hóa are others."""
    assert spelled("Hoà") == spelled("hòa")
    assert len({spelled(word) for word in ("hòa", "hoa", "hóa", "hoả")}) == 4
