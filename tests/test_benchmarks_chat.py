"""Whether those who ask the chat are counted rightly: how long each waited, whose answer came, and what that cost."""

import os
from collections.abc import Sequence

import pytest

from benchmarks import load
from benchmarks.figures import Figure
from benchmarks.load import EACH, Asked, Reader
from benchmarks.soak import NOT_AT_HAND, PROC, Sample, sample, slope


def test_each_of_many_readers_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two readers, one of whose questions brings another's answer: the times of all, and how many answers were lost."""

    def conversation(address: str, event: int, questions: Sequence[str]) -> list[Asked]:
        return [Asked(float(len(one)), own=one != "lost", error="" if one != "lost" else "gone") for one in questions]

    monkeypatch.setattr(load, "page_event", lambda address: 5)
    monkeypatch.setattr(load, "conversation", conversation)
    questions = ["a", "bb", "lost", "dddd", "eeeee", "f" * 6, "g" * 7]
    asked = 2 * EACH
    assert list(load.crowd_figures("", questions, 2)) == [
        Figure("2 readers at once, from a question sent to its answer: median", 4.0, "ms", of=asked),
        Figure("2 readers at once: 95th percentile", 6.0, "ms", of=asked),
        Figure("2 readers at once: answers lost or another's", 2, "answers", most=0, of=asked, misses=("gone", "gone")),
    ]


@pytest.mark.parametrize(
    ("shown", "own"),
    [
        (["A &amp; B?", '<div class="answer">1</div>', "C?", '<div class="refusal">no</div>'], True),
        (["C?", '<div class="answer">1</div>', "A & B?", '<div class="answer">2</div>'], False),  # crossed
        (["C?", '<div class="answer">1</div>'], False),  # what was said before is lost
        (["A & B?", '<div class="answer">1</div>', "C?", '<p class="notice">busy</p>'], False),
        ([], False),
    ],
)
def test_a_reader_knows_her_own_conversation(shown: list[str], own: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Her questions in their order, each with an answer, and nobody else's."""
    monkeypatch.setattr(load, "_opened", lambda *_: None)
    reader = Reader("", 5)
    reader._said = ["A & B?", "C?"]
    assert reader._judged([{"content": [{"text": text}]} for text in shown])[0] == own


def test_the_slope_leaves_out_the_warm_up() -> None:
    """Memory that jumps at first and then grows by two MB a minute."""
    memory = [100.0, 400.0, 400.0, 402.0, 404.0, 406.0]
    samples = [Sample(float(minute), mb, 9, 9, frozenset({1})) for minute, mb in enumerate(memory)]
    assert slope(samples) == pytest.approx(2.0)
    assert slope(samples[:1]) == 0.0


def test_the_slope_is_not_tilted_by_a_peak() -> None:
    """Memory that is the same but for a sample near the end."""
    memory = [400.0] * 40
    memory[37] = 500.0
    assert slope([Sample(number / 12, mb, 9, 9, frozenset({1})) for number, mb in enumerate(memory)]) == 0.0


@pytest.mark.skipif(not PROC.exists(), reason=NOT_AT_HAND)
def test_a_process_is_seen() -> None:
    """The one that runs the tests has memory, files and threads, and no generation of an index."""
    seen = sample(os.getpid(), 0.5)
    assert (seen.minutes, seen.memory > 10, seen.files > 2, seen.threads > 0) == (0.5, True, True, True)
