"""A full disk: the old index answers, the error says what is needed and what to do, and nothing half made is left."""

import shutil
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from index.building import build
from index.database import DiskFull
from index.errors import TrichDanError
from tests.fakes import LetterEncoder
from tests.test_building import answers, derived_names
from tests.test_store import largest_file
from tests.three_articles import FLOOD

ROOT = Path(__file__).parents[1]
SIZES = [0, 4096, 40_000, 80_000, 120_000]  # bytes: no database, none of a commit, a part, nearly all


@pytest.mark.parametrize("size", SIZES)
def test_a_full_disk_leaves_the_index_and_says_what_is_needed(articles: Path, folder: Path, size: int) -> None:
    """A run that does not fit says how much it needs and how much there is, leaves no file, and the index answers."""
    build(articles, folder, LetterEncoder())
    expected, names = answers(folder), sorted(path.name for path in folder.iterdir())
    for number in range(60):
        (articles / f"{number}.txt").write_text(FLOOD.replace("Huế", f"Huế {number}"))

    with largest_file(size), pytest.raises(TrichDanError, match=r"MB are free.*Free some space|Name another place"):
        build(articles, folder, LetterEncoder())

    assert answers(folder) == expected
    assert [name for name in sorted(path.name for path in folder.iterdir()) if name not in names] == []


def test_a_first_run_without_room_says_what_is_needed(articles: Path, folder: Path) -> None:
    """Where not even the database can be made, what is needed is judged by the size of the articles."""
    no_room = patch("index.building.Writer.open", side_effect=DiskFull("The disk took no more of the index."))
    with no_room, pytest.raises(DiskFull, match=r"It needs about [\d.]+ MB and [\d.,]+ MB are free"):
        build(articles, folder, LetterEncoder())


def test_derived_files_that_do_not_fit_are_said(articles: Path, folder: Path) -> None:
    """When only the derived files cannot be saved, the articles are in, the error says so, and readers answer."""
    failing = patch("index.derived._write", side_effect=OSError(28, "No space left on device"))
    with failing, pytest.raises(TrichDanError, match=r"are in the index .*\(generation 1\).* No space left on device"):
        build(articles, folder, LetterEncoder())
    with failing:
        near, found = answers(folder)

    assert (len(near) > len(found) > 0, derived_names(folder)) == (True, [])


@pytest.mark.skipif(shutil.which("cc") is None or sys.platform != "linux", reason="the library needs a C compiler")
def test_a_disk_that_is_full_at_any_call(tmp_path: Path) -> None:
    """Where a call of a run or of handing in finds the disk full, for once or from then on, nothing is lost, the error
    has the remedy, and what is temporary is gone.
    """
    works = ["first run", "update", "handing in", "reader repairs"]
    faults = ["--fault", "full", "--fault", "full once", "--spread", "5"]
    command = [sys.executable, "-m", "tests.killing", *works, *faults]

    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    rows = [line for line in run.stdout.splitlines() if line.startswith("|")]
    assert (run.returncode, len(rows)) == (0, 2 + 2 * len(works)), run.stdout + run.stderr
