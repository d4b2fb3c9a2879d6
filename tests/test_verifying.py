"""`verify` says of each file of an index whether it is whole, `repair` puts right what is not."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import pytest

from index.__main__ import main
from index.building import build
from index.database import DATABASE, Damaged, DiskFull
from index.errors import IndexBusy, IndexUnusable, NoIndex
from index.last_run import NAME, last_run
from index.locking import NotWritable, writing
from index.repairing import Repaired, repair
from index.sealing import SEAL
from index.searching import Index
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


def test_a_changed_row_of_a_large_index_is_found(built: Path, articles: Path) -> None:
    """Where the bytes are too many to be held against the seal, the rows without checksums are: by `verify`, and by a
    run, which puts nothing over them.
    """
    with patch("index.sealing.AT_ONCE", 0):
        (articles / "flood.txt").unlink()
        build(articles, built, LetterEncoder())
        content = (built / SEAL).read_bytes()
        altered(built, "UPDATE lines SET story = story + 1 WHERE article = (SELECT min(article) FROM lines)")
        (built / SEAL).write_bytes(content)

        Store.open(built).close()
        assert "a changed row in a table that articles are compared by" in verify(built).files[0].why
        (articles / "bridge.txt").unlink()
        with pytest.raises(Damaged, match="a changed row in a table"):
            build(articles, built, LetterEncoder())
        assert repair(built).kept == 2
        assert verify(built).is_whole


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


@pytest.fixture
def shut(articles: Path) -> Iterator[Path]:
    """An index without its vectors in a folder that everyone may read and nobody may write, read by a user who is
    nobody (who is not root is one already).
    """
    above = Path(tempfile.mkdtemp(prefix="trich-dan-test-"))  # pytest's own are closed to other users
    above.chmod(0o755)
    folder = above / "index"
    build(articles, folder, LetterEncoder())
    (folder / "vectors-1.faiss").unlink()
    for path in [*folder.rglob("*"), folder]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    yield folder
    if is_root:
        os.seteuid(0)
    for path in [folder, *folder.glob("*/")]:
        path.chmod(0o755)
    shutil.rmtree(above)


def test_a_read_only_index_is_verified_and_not_repaired(shut: Path) -> None:
    """Who may only read it can have it looked at; a repair says that it cannot write, and where else it could."""
    assert [each.file for each in verify(shut).files if each.condition != "whole"] == ["vectors-1.faiss"]
    with pytest.raises(NotWritable, match=r"Cannot write the index in .*: Permission denied\. Name another place"):
        repair(shut)


def test_an_index_of_another_encoder_is_verified_and_repaired(built: Path, articles: Path) -> None:
    """Neither needs the sentence model; who asks or builds with another is told both and what to do."""
    altered(built, "UPDATE articles SET listed = listed + 1 WHERE key = 1")
    assert conditions(built)[DATABASE] == "damaged"
    assert repair(built).kept == 2

    with Store.open(built) as store:
        assert store.encoder_name == "letters"
    for use in (Index.open, lambda folder, encoder: build(articles, folder, encoder)):
        with pytest.raises(IndexUnusable, match=r"built with the encoder letters, and this is words: .*--index DIR"):
            use(built, LetterEncoder("words"))


def test_the_database_of_an_index_of_another_encoder_keeps_its_encoder(
    built: Path, articles: Path, tmp_path: Path
) -> None:
    """What is saved of it was made by its own model, whatever the seal beside it says."""
    build(articles, tmp_path / "other", LetterEncoder("words"))
    shutil.copy(tmp_path / "other" / DATABASE, built)

    assert repair(built).kept == 3
    with Store.open(built) as store:
        assert store.encoder_name == "words"


def test_a_new_database_that_is_not_on_the_disk_takes_no_place(built: Path) -> None:
    """Where the disk was full and a part of it lies in its log, the damaged one stays, and is still told as damaged."""
    content = (built / SEAL).read_bytes()
    altered(built, "INSERT INTO near VALUES (1, 2)")
    (built / SEAL).write_bytes(content)
    damaged = (built / DATABASE).read_bytes()

    with (
        patch("index.repairing.settled", return_value=False),
        pytest.raises(DiskFull, match=r"could not be repaired.*Free some space"),
    ):
        repair(built)
    assert ((built / DATABASE).read_bytes(), conditions(built)[DATABASE]) == (damaged, "damaged")


def test_a_reader_keeps_its_locks_while_others_open_and_close(built: Path, articles: Path) -> None:
    """Whoever closes a file gives up all locks of his process on it: had we read the database's file ourselves, a
    writer in another process would take it for nobody's, and the reader would see parts of two generations.
    """
    writer = (
        "import sys, pathlib; from index.building import build; from tests.fakes import LetterEncoder;"
        " build(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), LetterEncoder())"
    )
    with Store.open(built) as store:
        for path in articles.rglob("*.txt"):
            path.write_text(path.read_text() + f"\nThêm một câu về {path.stem}.\n")
        Store.open(built).close()
        assert store.is_sealed()
        subprocess.run([sys.executable, "-c", writer, str(articles), str(built)], check=True)
        assert (store.faults(), store.generation, (built / f"{DATABASE}-wal").exists()) == ([], 1, True)
    with Store.open(built) as store:
        assert (store.faults(), store.generation) == ([], 2)


def test_a_changed_number_of_the_last_run_is_no_report(built: Path) -> None:
    """What it says has a checksum; it is told by `verify`, and a repair takes it away."""
    content = (built / NAME).read_text()
    (built / NAME).write_text(content.replace('"added": 3', '"added": 7'))

    assert (last_run(built), conditions(built)[NAME]) == (None, "to be made again")
    assert repair(built) == Repaired((NAME,))
    assert not (built / NAME).exists()
