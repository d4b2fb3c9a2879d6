"""`verify` says of each file of an index whether it is whole, `repair` puts right what is not."""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.__main__ import main
from index.building import build
from index.database import DATABASE, Damaged
from index.errors import IndexBusy, IndexUnusable, NoIndex
from index.last_run import NAME, last_run
from index.locking import writing
from index.repairing import Repaired, repair
from index.sealing import SEAL
from index.store import Store
from index.verifying import verify
from tests.fakes import LetterEncoder


@pytest.fixture
def built(articles: Path, folder: Path) -> Path:
    """An index of the three articles."""
    build(articles, folder, LetterEncoder())
    return folder


def conditions(folder: Path) -> dict[str, str]:
    """The condition of each file."""
    return {each.file: each.condition for each in verify(folder).files}


def altered(folder: Path, statement: str) -> None:
    """The database after a statement that goes round every checksum, with a seal that it has; so only the rows tell."""
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        connection.execute(statement)
        connection.commit()
    (folder / SEAL).unlink()


WHOLE = {
    DATABASE: "whole",
    SEAL: "whole",
    "vectors-1.faiss": "whole",
    "keywords-1": "whole",
    NAME: "whole",
}


def test_a_built_index_is_whole(built: Path) -> None:
    """Every file is named, the database first; nothing is changed, and there is nothing to repair."""
    assert list(conditions(built).items()) == list(WHOLE.items())
    assert repair(built) == Repaired(())


def test_an_unread_row_that_is_another_is_found(built: Path) -> None:
    """Tables without checksums are held against the seal: a pair of near-copies that nobody stored."""
    content = (built / SEAL).read_bytes()
    altered(built, "INSERT INTO near VALUES (1, 2)")
    (built / SEAL).write_bytes(content)

    with pytest.raises(Damaged, match=r"index\.sqlite3: .*or keep what is whole with `python -m index repair"):
        Store.open(built)
    assert conditions(built)[DATABASE] == "damaged"
    assert repair(built) == Repaired((DATABASE,), kept=3, lost=())
    with Store.open(built) as store:
        assert store.facts().near_copies == 0


@pytest.mark.parametrize("table", ["files", "documents", "articles", "passages", "sentences"])
def test_a_row_without_its_checksum_is_found_without_a_seal(built: Path, table: str) -> None:
    """The row is named, no seal is put over it, and what it belongs to is lost and nothing else."""
    altered(built, f"UPDATE {table} SET checksum = checksum + 1 WHERE rowid = 1")  # noqa: S608 - names given above

    assert f"row 1 of {table} does not have its checksum" in verify(built).files[0].why
    with Store.open(built) as store, pytest.raises(Damaged, match="does not have its checksum"):
        store.put_seal()
    done = repair(built)
    assert done.kept == (3 if table == "files" else 2)
    assert verify(built).is_whole


def test_a_list_that_says_another_day_is_found(built: Path) -> None:
    """What a list shows of an article has a checksum of its own."""
    altered(built, "UPDATE articles SET listed = listed + 1 WHERE key = 1")

    assert conditions(built)[DATABASE] == "damaged"


def test_what_is_lost_is_read_again(built: Path, articles: Path) -> None:
    """A repair keeps the other articles' vectors, names the lost one, and the next run embeds that alone."""
    with Store.open(built) as store:
        before = [store.article(each.id) for each in store.articles()]
    altered(built, "UPDATE articles SET text = text || '!' WHERE key = 1")

    done = repair(built)
    encoder = LetterEncoder()
    report = build(articles, built, encoder)

    assert (done.kept, len(done.lost), report.added, report.unchanged) == (2, 1, 1, 2)
    with Store.open(built) as store:
        assert [store.article(each.id) for each in store.articles()] == before


def test_a_reader_during_a_repair_goes_on(built: Path) -> None:
    """Who has the damaged database open keeps it; the new one is another file."""
    with Store.open(built) as store:
        altered(built, "UPDATE articles SET listed = listed + 1 WHERE key = 1")
        assert repair(built).kept == 2
        assert store.article_count() == 3
    with Store.open(built) as store:
        assert (store.article_count(), store.generation) == (2, 2)


def test_nothing_whole_is_refused_and_left(built: Path) -> None:
    """Where no article can be kept, the old file stays as it is, and the sentence says what to do."""
    altered(built, "UPDATE articles SET checksum = checksum + 1")
    content = (built / DATABASE).read_bytes()

    with pytest.raises(Damaged, match=r"no article of it is whole.*delete the folder and build it again"):
        repair(built)
    assert (built / DATABASE).read_bytes() == content
    assert not (built / "temporary-repair").exists()


def test_a_repair_waits_for_nobody(built: Path) -> None:
    """It is a writer like any other."""
    with writing(built), pytest.raises(IndexBusy):
        repair(built)


def test_other_indexes_than_ours_are_refused_with_the_remedy(tmp_path: Path, articles: Path, folder: Path) -> None:
    """No index, a file in its place, a newer format: each a sentence, for both commands; nothing is made there."""
    build(articles, folder, LetterEncoder())
    (folder / SEAL).unlink()
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'format'")
        connection.commit()
    (tmp_path / "file").write_text("x")
    for command in (verify, repair):
        with pytest.raises(NoIndex, match="build one with"):
            command(tmp_path / "none")
        with pytest.raises(IndexUnusable, match="is not a folder"):
            command(tmp_path / "file")
        with pytest.raises(IndexUnusable, match=r"format 99.*use the newer program"):
            command(folder)
    assert not (tmp_path / "none").exists()


def test_files_of_another_index_are_found(built: Path, articles: Path, tmp_path: Path) -> None:
    """What another index derived under the same name, and what is left of another generation."""
    (articles / "flood.txt").unlink()
    build(articles, tmp_path / "other", LetterEncoder())
    shutil.copy(tmp_path / "other" / "vectors-1.faiss", built)
    (built / "vectors-7.faiss").write_bytes(b"")

    changed = {"vectors-1.faiss": "to be made again", "vectors-7.faiss": "left over"}
    assert conditions(built) == WHOLE | changed
    assert sorted(repair(built).made) == sorted(changed)
    assert conditions(built) == WHOLE


def test_another_indexs_database_is_refused(built: Path, articles: Path, tmp_path: Path) -> None:
    """A whole database in the place of another is none of this index, whichever generation it has."""
    build(articles, tmp_path / "other", LetterEncoder())
    (articles / "flood.txt").unlink()
    build(articles, tmp_path / "other", LetterEncoder())
    shutil.copy(tmp_path / "other" / DATABASE, built)

    with pytest.raises(Damaged, match="another index than"):
        Store.open(built)
    assert conditions(built)[DATABASE] == "damaged"


def test_an_earlier_generations_database_is_refused(built: Path, articles: Path) -> None:
    """A database put back from before says less than was acknowledged."""
    content = (built / DATABASE).read_bytes()
    (articles / "flood.txt").unlink()
    build(articles, built, LetterEncoder())
    (built / DATABASE).write_bytes(content)

    with pytest.raises(Damaged, match=r"has generation 1, and seal\.json beside it is of generation 2"):
        Store.open(built)


def test_the_commands_say_what_they_found(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line for each file and the remedy; 0 where all is whole, else 1; as JSON for a script."""
    assert main(["verify", "--index", str(built)]) == 0
    assert capsys.readouterr().out.splitlines()[0] == f"{DATABASE}: whole"
    (built / "vectors-1.faiss").unlink()
    assert main(["verify", "--json", "--index", str(built)]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["whole"], [each["file"] for each in said["files"] if each["why"]]) == (False, ["vectors-1.faiss"])
    assert main(["repair", "--index", str(built)]) == 0
    assert capsys.readouterr().out == f"Repaired in {built}: vectors-1.faiss.\n"
    assert main(["repair", "--json", "--index", str(built)]) == 0
    assert json.loads(capsys.readouterr().out) == {"schema": 1, "made": [], "kept": None, "lost": []}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_index_is_verified_and_not_repaired(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who may only read it can have it looked at; a repair says that it cannot write."""
    (built / "vectors-1.faiss").unlink()
    built.chmod(0o500)
    try:
        assert main(["verify", "--index", str(built)]) == 1
        assert main(["repair", "--index", str(built)]) == 1
    finally:
        built.chmod(0o700)
    assert "Cannot write the index in" in capsys.readouterr().err


def test_a_changed_number_of_the_last_run_is_no_report(built: Path) -> None:
    """What it says has a checksum; it is told by `verify`, and a repair takes it away."""
    content = (built / NAME).read_text()
    (built / NAME).write_text(content.replace('"added": 3', '"added": 7'))

    assert (last_run(built), conditions(built)[NAME]) == (None, "to be made again")
    assert repair(built) == Repaired((NAME,))
    assert not (built / NAME).exists()
