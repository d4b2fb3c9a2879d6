"""The fuzzing of the readers, for a moment, and that it would notice."""

import os
import signal
from pathlib import Path

import pytest

from tests import fuzz


def test_four_hundred_damaged_files_are_read_or_reported(tmp_path: Path) -> None:
    """The first files of seed 1, under limits of time and memory: none is fatal."""
    tally = fuzz.fuzz(seconds=300, seed=1, most=400, kept=tmp_path)

    assert (tally.fatal, tally.outcomes.total()) == ([], 400)
    assert min(tally.outcomes["read"], tally.outcomes["reported"]) > 50


@pytest.mark.parametrize("ill", ["raises", "dies", "eats"])
def test_what_is_fatal_is_seen_and_kept(ill: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that raises anything else, kills its process or has no end of memory: the file is kept, others go on."""

    def checked(name: str, content: bytes) -> str:
        if content != good:
            return "read"
        return {"raises": raises, "dies": dies, "eats": eats}[ill]()

    made = fuzz.files(5)
    good = [next(made)[1] for _ in range(4)][-1]
    monkeypatch.setattr("tests.fuzz.checked", checked)

    tally = fuzz.fuzz(seconds=60, seed=5, most=8, kept=tmp_path)

    assert tally.outcomes == {"read": 7, "fatal": 1}
    assert [path.read_bytes() for path in tally.fatal] == [good]


def raises() -> str:
    raise KeyError


def dies() -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return "read"


def eats() -> str:
    return str(len(bytearray(2 * fuzz.MEMORY)))


def test_one_seed_makes_the_same_files() -> None:
    """What was found once can be found again."""
    one, other = fuzz.files(7), fuzz.files(7)

    assert [next(one) for _ in range(50)] == [next(other) for _ in range(50)]
