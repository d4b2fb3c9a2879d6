"""Slips of the finger."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.spelling import one_slip_apart, one_slip_away, partings, transcriptions

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


@given(WORDS)
def test_all_words_one_slip_away_are_one_slip_apart(word: str) -> None:
    """What is made and what is recognised agree, both ways."""
    away = set(one_slip_away(word)) - {word}
    assert all(one_slip_apart(word, other) for other in away)
    assert neighbours(word) <= away


@given(st.text("ab", min_size=1, max_size=6), st.sets(st.tuples(st.text("ab", max_size=3), st.text("ab", max_size=3))))
def test_partings_are_all_the_ways_to_cut_a_word(word: str, pairs: set[tuple[str, str]]) -> None:
    """Against cutting it everywhere and looking."""

    def cuts(rest: str) -> list[tuple[str, ...]]:
        return [(rest,)] + [(rest[:at], *more) for at in range(1, len(rest)) for more in cuts(rest[at:])]

    expected = {cut for cut in cuts(word) if len(cut) > 1 and all(pair in pairs for pair in pairwise(cut))}
    assert set(partings(word, lambda one, other: (one, other) in pairs)) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anuphap", "anouphap"),
        ("sisoulith", "xixulit"),
        ("thongxalit", "thongsalith"),
        ("bunpon", "bounpone"),
        ("xayavong", "saiyavong"),
    ],
)
def test_a_foreign_name_has_several_transcriptions(one: str, other: str) -> None:
    """English letters and Vietnamese syllables for one sound."""
    assert (other in set(transcriptions(one))) is (other != "saiyavong")


def test_a_word_is_no_transcription_of_itself() -> None:
    """Nor is a slip: sounds are exchanged, nothing else."""
    assert "somsavat" not in set(transcriptions("somsavat"))
    assert "somsavad" not in set(transcriptions("somsavat"))
