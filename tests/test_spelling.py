"""Slips of the finger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.spelling import one_slip_apart

WORDS = st.text("abcd", max_size=6)


@pytest.mark.parametrize(
    ("typed", "meant", "slip"),
    [
        ("vientane", "vientiane", True),
        ("vientianee", "vientiane", True),
        ("vientaine", "vientiane", True),
        ("vientiene", "vientiane", True),
        ("vientiane", "vientiane", False),
        ("vientan", "vientiane", False),
        ("hanoi", "vientiane", False),
    ],
)
def test_one_letter_left_out_put_in_swapped_or_changed(typed: str, meant: str, slip: bool) -> None:
    """One slip is forgiven, none is no slip, two are another word."""
    assert one_slip_apart(typed, meant) is slip


def neighbours(word: str) -> set[str]:
    """Every word one slip away, by trying each: the obvious way."""
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    dropped = {a + b[1:] for a, b in splits if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
    changed = {a + letter + b[1:] for a, b in splits if b for letter in "abcd"}
    added = {a + letter + b for a, b in splits for letter in "abcd"}
    return (dropped | swapped | changed | added) - {word}


@given(WORDS, WORDS)
def test_it_is_what_trying_every_slip_finds(one: str, other: str) -> None:
    """The quick way and the obvious one agree."""
    assert one_slip_apart(one, other) == (other in neighbours(one))
