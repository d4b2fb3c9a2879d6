"""Whether the chat's readers are counted rightly: how long each waited, and whose answer came."""

import pytest

from benchmarks import chat
from benchmarks.chat import EACH, Asked
from benchmarks.figures import Figure


def test_each_of_many_users_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two users, one of whose questions brings another's answer: the times of all, and how many answers were lost."""

    def call(address: str, question: str) -> Asked:
        return Asked(float(len(question)), own=question != "lost")

    monkeypatch.setattr(chat, "_call", call)
    questions = ["a", "bb", "lost", "dddd", "eeeee", "f" * 6, "g" * 7]
    asked = 2 * EACH
    assert list(chat._crowd_figures("", questions, 2)) == [
        Figure("2 users at once, a question through the API: median", 4.0, "ms", of=asked),
        Figure("2 users at once: 95th percentile", 6.0, "ms", of=asked),
        Figure("2 users at once: answers lost or another's", 2, "answers", most=0, of=asked),
    ]
