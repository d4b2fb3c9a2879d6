"""Folding: lower case, no marks, one place for the tone."""

from hypothesis import given
from hypothesis import strategies as st

from index.folding import fold, spelled, words


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
