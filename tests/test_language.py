"""English or Vietnamese."""

import pytest

from index.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Who did Đinh Tiến Dũng meet in Vientiane?", "en"),
        ("Đinh Tiến Dũng gặp ai ở Viêng Chăn?", "vi"),
        ("dinh tien dung gap ai o vieng chan", "vi"),
        ("GRDP của Hà Nội năm 2022 tăng bao nhiêu?", "vi"),
        ("Hanoi GRDP 2022?", "en"),
        ("Viêng Chăn", "vi"),
        ("how much did GRDP grow", "en"),
        ("", "en"),
    ],
)
def test_function_words_tell_the_language(text: str, language: str) -> None:
    """A Vietnamese name does not make an English question Vietnamese, nor missing marks a Vietnamese one English."""
    assert language_of(text) == language
