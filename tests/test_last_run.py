"""What the last run did is kept beside the index: written by every run, and no part of the index."""

import json
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant import Assistant
from index.building import BuildReport, build
from index.last_run import NAME, LastRun, keep, last_run
from index.searching import Index
from index.store import Store
from tests.fakes import LetterEncoder

ENCODER = LetterEncoder()


def told(report: BuildReport, run: LastRun) -> dict[str, object]:
    """What the report says of all that is kept of it."""
    kept = {field.name: getattr(report, field.name) for field in fields(LastRun) if field.name != "finished"}
    return kept | {"skipped": tuple((each.article, each.why) for each in report.skipped), "finished": run.finished}


def test_a_run_is_kept_as_it_was_reported(articles: Path, folder: Path) -> None:
    """Every number, every file skipped and why, every copy and every format that is not read."""
    (articles / "empty.txt").write_text("")
    (articles / "again.txt").write_text((articles / "flood.txt").read_text())
    (articles / "photo.jpg").write_text("x")
    report = build(articles, folder, ENCODER)
    run = last_run(folder)
    assert run
    assert {field.name: getattr(run, field.name) for field in fields(LastRun)} == told(report, run)
    assert run.skipped == (("empty.txt", "empty; delete it or put the article's text in it"),)
    assert run.duplicates == (("flood.txt", "again.txt"),)
    assert run.ignored == {".jpg": 1}


def test_a_run_that_changes_nothing_is_kept_without_a_generation(articles: Path, folder: Path) -> None:
    """Readers do not load anything anew for it, and see what was skipped."""
    build(articles, folder, ENCODER)
    with Store.open(folder) as store:
        reader = Assistant(Index.open(folder, ENCODER))
        (articles / "empty.txt").write_text("")
        build(articles, folder, ENCODER)
        assert not store.behind()
    run = reader.last_run()
    assert run and (run.generation, run.unchanged, [file for file, _ in run.skipped]) == (1, 3, ["empty.txt"])


def test_an_index_without_a_report_answers_all_the_same(articles: Path, folder: Path) -> None:
    """As one that an older program made; nor is the report shown of a run before that program's."""
    build(articles, folder, ENCODER)
    kept = (folder / NAME).read_bytes()
    (folder / NAME).unlink()
    assert last_run(folder) is None
    (articles / "flood.txt").unlink()
    build(articles, folder, ENCODER)
    (folder / NAME).write_bytes(kept)
    assistant = Assistant(Index.open(folder, ENCODER))
    assert assistant.last_run() is None
    assert assistant.coverage().articles == 2


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "{}", '{"schema": 1, "finished": "yesterday"}', "[" * 100_000, "\xff", '"text"', "null"],
)
def test_a_report_that_cannot_be_read_is_none(folder: Path, content: str) -> None:
    """Nothing else is wrong for it."""
    folder.mkdir()
    (folder / NAME).write_text(content, encoding="latin-1")
    assert last_run(folder) is None


def test_every_torn_report_is_none(articles: Path, folder: Path) -> None:
    """Cut anywhere it is no report, and never half of one."""
    build(articles, folder, ENCODER)
    content = (folder / NAME).read_bytes()
    for length in range(len(content)):
        (folder / NAME).write_bytes(content[:length])
        assert last_run(folder) is None


def test_names_that_are_no_text_are_kept(articles: Path, folder: Path) -> None:
    """A file whose name is not UTF-8 is told with its bytes."""
    (articles.joinpath("tin\udcff.txt")).write_text("Tin")
    build(articles, folder, ENCODER)
    run = last_run(folder)
    assert run and [why for _, why in run.skipped] == ["its name is not UTF-8"]
    assert run.skipped[0][0] == "tin\\udcff.txt"


def test_a_report_is_replaced_whole(articles: Path, folder: Path) -> None:
    """It is JSON that others may read, stamped with its hour; a disk that takes no more is no failure of the run."""
    report = build(articles, folder, ENCODER)
    keep(folder, report, datetime(2024, 3, 11, 8, 30, tzinfo=UTC))
    record = json.loads((folder / NAME).read_text())
    assert (record["schema"], record["finished"]) == (1, "2024-03-11T08:30:00+00:00")
    (folder / NAME).unlink()
    (folder / NAME).mkdir()
    keep(folder, report)
    assert last_run(folder) is None
    assert not (folder / f".{NAME}.part").exists()
