"""Kills: a writer that dies at any call leaves the old or the new, whole, and the next one completes its work.

Here a part of the calls is tried; `python -m tests.killing` tries every one.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.skipif(
    shutil.which("cc") is None or sys.platform != "linux", reason="the library needs a C compiler"
)


def wrong(*arguments: str) -> tuple[int, list[str]]:
    """The exit code of the harness with these arguments, and what it found wrong; each work must have its row."""
    command = [sys.executable, "-m", "tests.killing", *arguments]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    lines = run.stdout.splitlines()
    assert len([line for line in lines if line.startswith("|")]) > 2, run.stderr
    return run.returncode, [line for line in lines if not line.startswith("|")]


@pytest.mark.parametrize("work", ["first run", "update", "large update", "reader repairs", "repair", "handing in"])
def test_a_writer_killed_at_a_call_loses_nothing(work: str) -> None:
    """Killed before a write, sync, rename, unlink or truncation, or in the middle of a write: a reader sees one whole
    state, none older than what was acknowledged, and the next run ends where an undisturbed one does.
    """
    assert wrong(work, "--fault", "kill", "--fault", "tear", "--spread", "6") == (0, [])


def test_a_writer_killed_at_any_moment_loses_nothing() -> None:
    """Killed at random delays, which also fall between the calls: the same holds."""
    assert wrong("update", "handing in", "--fault", "any moment", "--spread", "6") == (0, [])
