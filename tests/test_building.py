"""Building: only what changed is embedded, and whatever goes wrong, the index answers from one whole generation."""

import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest

from index import building, derived, embedding
from index.building import RULES, BuildReport, Progress, build
from index.database import DATABASE
from index.derived import complete, open_keywords, open_vectors
from index.encoder import Vector
from index.errors import IndexBusy, IndexUnusable, NoIndex, TrichDanError, UsageError
from index.files.listing import Listing, listing
from index.gathering import Skipped
from index.keywords import Keywords, terms
from index.locking import NotWritable, writing
from index.sealing import SEAL
from index.store import Store
from index.unfinished import UNFINISHED
from tests.fakes import LetterEncoder
from tests.test_store import all_vectors, sentences_of
from tests.three_articles import FLOOD, RICE


def passage_vectors(folder: Path) -> dict[str, list[float]]:
    """By text, the vector of each passage and sentence in the index."""
    with Store.open(folder) as store:
        ids, matrix = all_vectors(store)
        texts = {entry.id: entry.text for entry in store.entries()}
        passages = zip([texts[id] for id in ids.tolist()], matrix.tolist(), strict=True)
        sentences = sentences_of(store, ids.tolist())
        return {**{passage.text: vector.tolist() for passage, vector in sentences}, **dict(passages)}


def article_ids(folder: Path) -> list[str]:
    with Store.open(folder) as store:
        return [summary.id for summary in store.articles()]


def ids_of(folder: Path, article: str) -> list[int]:
    """The ids of the article's passages."""
    with Store.open(folder) as store:
        ids = store.passage_ids().tolist()
        return [id for id, passage in zip(ids, store.passages(ids), strict=True) if passage.article.id == article]


def answers(folder: Path) -> tuple[list[int], list[int]]:
    """Opened as a reader does: the ids nearest to a question, and those with its words, each sorted."""
    with Store.open(folder) as store:
        vectors, keywords = open_vectors(store, folder), open_keywords(store, folder)
        count = store.passage_count()
        near = vectors.search(LetterEncoder().encode_question("giá gạo"), count)
        found = keywords.search(terms("giá gạo"), ["giá", "gạo"], count)
        texts = {entry.id: entry.text for entry in store.entries()}
        assert sorted(texts) == sorted(id for id, _ in near)
        assert [id for id, _ in found if "gạo" not in texts[id]] == []
        return sorted(id for id, _ in near), sorted(id for id, _ in found)


def counts(report: BuildReport) -> tuple[int, int, int, int, int]:
    """What a report counts of articles: read, added, changed, removed, unchanged."""
    return report.read, report.added, report.changed, report.removed, report.unchanged


def first_report(texts: int, passages: int, seconds: float) -> BuildReport:
    """What a first run over the three articles reports."""
    return BuildReport(
        read=3,
        added=3,
        changed=0,
        moved=0,
        removed=0,
        unchanged=0,
        skipped=(),
        problems=(),
        ignored={},
        articles=3,
        duplicates=(),
        near_copies=0,
        undated=1,
        encodings={},
        passages=passages,
        embedded=texts,
        generation=1,
        seconds=seconds,
    )


def test_a_first_run_indexes_every_article(articles: Path, folder: Path) -> None:
    """All articles are added, each text is embedded once, and the report says so."""
    encoder = LetterEncoder()

    report = build(articles, folder, encoder)

    texts = passage_vectors(folder)
    with Store.open(folder) as store:
        passages = store.passage_count()
    assert report == first_report(len(texts), passages, report.seconds)
    assert encoder.passages == len(texts)
    assert article_ids(folder) == ["bridge.txt", "flood.txt", "kinh tế/rice.txt"]
    assert {text: pytest.approx(encoder.encode_question(text).tolist(), abs=1e-3) for text in texts} == texts


def test_a_second_run_embeds_nothing(articles: Path, folder: Path) -> None:
    """With nothing changed the encoder is asked for its name only, and the generation stays."""
    build(articles, folder, LetterEncoder())

    class Nameable:
        name = "letters"

    report = build(articles, folder, Nameable())  # type: ignore[arg-type] # all of an encoder but its name is missing

    assert (counts(report), report.embedded, report.generation) == ((3, 0, 0, 0, 3), 0, 1)


def test_a_changed_article_alone_is_embedded(articles: Path, folder: Path) -> None:
    """Of a changed article only the texts that are new are embedded; the others keep their passages' ids."""
    encoder = LetterEncoder()
    build(articles, folder, encoder)
    before, others = encoder.passages, [*ids_of(folder, "flood.txt"), *ids_of(folder, "bridge.txt")]
    (articles / "kinh tế" / "rice.txt").write_text(RICE.replace("7 triệu", "8 triệu"))

    report = build(articles, folder, encoder)

    changed = [text for text in passage_vectors(folder) if "8 triệu" in text]
    assert (counts(report), report.generation) == ((3, 0, 1, 0, 2), 2)
    assert len(changed) == report.embedded == encoder.passages - before
    assert others == [*ids_of(folder, "flood.txt"), *ids_of(folder, "bridge.txt")]


def test_an_added_article_alone_is_embedded(articles: Path, folder: Path) -> None:
    """A new file costs its own texts."""
    build(articles, folder, LetterEncoder())
    before = passage_vectors(folder).keys()
    (articles / "new.md").write_text(
        FLOOD.replace("Huế", "Đà Nẵng").replace("Hải", "Sơn").replace("hai ngày", "ba ngày")
    )

    report = build(articles, folder, LetterEncoder())

    assert (counts(report), report.generation) == ((4, 1, 0, 0, 3), 2)
    assert len(passage_vectors(folder).keys() - before) == report.embedded


def test_a_removed_article_is_gone(articles: Path, folder: Path) -> None:
    """A deleted file takes its passages along; nothing is embedded."""
    build(articles, folder, LetterEncoder())
    (articles / "flood.txt").unlink()

    report = build(articles, folder, LetterEncoder())

    assert (counts(report), report.embedded, report.generation) == ((2, 0, 0, 1, 2), 0, 2)
    assert article_ids(folder) == ["bridge.txt", "kinh tế/rice.txt"]
    assert not any("Huế" in text for text in passage_vectors(folder))


def test_updating_ends_where_building_anew_would(articles: Path, folder: Path, tmp_path: Path) -> None:
    """After additions, changes and removals, the index is that of a first run over the same files, to the last bit."""
    build(articles, folder, LetterEncoder())
    (articles / "flood.txt").write_text(FLOOD.replace("300", "400"))
    (articles / "bridge.txt").rename(articles / "cầu.txt")
    build(articles, folder, LetterEncoder())
    (articles / "kinh tế" / "rice.txt").write_text(RICE + "\nMột sentence cuối cùng được thêm vào bài viết này.\n")
    build(articles, folder, LetterEncoder())

    build(articles, tmp_path / "anew", LetterEncoder())

    assert passage_vectors(tmp_path / "anew") == passage_vectors(folder)
    assert article_ids(tmp_path / "anew") == article_ids(folder)


def test_content_decides_not_the_clock(articles: Path, folder: Path) -> None:
    """A touched file is not indexed again; other content under the same time and size is."""
    build(articles, folder, LetterEncoder())
    file = articles / "flood.txt"
    os.utime(file, (1, 1))
    assert counts(build(articles, folder, LetterEncoder())) == (3, 0, 0, 0, 3)

    file.write_text(FLOOD.replace("300", "301"))
    os.utime(file, (1, 1))

    assert counts(build(articles, folder, LetterEncoder())) == (3, 0, 1, 0, 2)
    assert any("301 hộ" in text for text in passage_vectors(folder))


def test_other_rules_make_every_article_again(articles: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the program reads articles otherwise, all are made again; texts that stay the same keep their vectors."""
    build(articles, folder, LetterEncoder())
    before = passage_vectors(folder)
    monkeypatch.setattr(building, "RULES", RULES[:-1])

    report = build(articles, folder, LetterEncoder())

    assert (counts(report), report.embedded, report.generation) == ((3, 0, 3, 0, 0), 0, 2)
    assert passage_vectors(folder) == before


def test_the_rules_are_all_that_reads_an_article() -> None:
    """Every module that reading, recording and splitting import, and every word list these name, is among the rules."""
    package = Path(building.__file__).parent
    needed, ahead = set(), ["files/documents.py", "articles/record.py", "articles/passages.py"]
    while ahead:
        module = ahead.pop()
        needed.add(module)
        source = (package / module).read_text()
        imported = [node.module for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
        local = [
            f"{name.removeprefix('index.').replace('.', '/')}.py"
            for name in imported
            if name and name.startswith("index.")
        ]
        ahead += [name for name in local if name not in needed and name != "errors.py"]
        needed |= {f"words/{words.name}" for words in (package / "words").iterdir() if words.name in source}

    covered = {file.relative_to(package).as_posix() for rule in RULES for file in package.glob(rule)}
    assert sorted(needed - covered) == []


def test_progress_counts_to_the_end(articles: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress is told after each batch and each group of articles, and ends at all of them."""
    monkeypatch.setattr(embedding, "BATCH", 4)
    told: list[Progress] = []

    report = build(articles, folder, LetterEncoder(), told.append)

    assert [progress.embedded for progress in told] == sorted(progress.embedded for progress in told)
    assert len(told) > report.embedded / 4
    assert told[-1] == Progress("embedding", 3, 3, report.embedded)
    assert [each.done for each in told if each.stage == "reading"] == [1, 2, 3]
    assert [each.done for each in told if each.stage == "comparing"] == [1, 2, 3]


def test_small_groups_make_the_same_index(
    articles: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many articles are gathered and how many texts are embedded at once changes nothing in the index."""
    build(articles, folder, LetterEncoder())
    monkeypatch.setattr(embedding, "BATCH", 1)
    monkeypatch.setattr(building, "GROUP", 1)

    build(articles, tmp_path / "small", LetterEncoder())

    assert passage_vectors(folder) == passage_vectors(tmp_path / "small")


def test_an_unreadable_file_is_skipped(articles: Path, folder: Path) -> None:
    """A file that is no text is reported with the reason, and the others are indexed."""
    (articles / "binary.txt").write_bytes(bytes(range(256)))
    (articles / "empty.txt").write_bytes(b"")
    (articles / "link.txt").symlink_to(articles / "flood.txt")

    report = build(articles, folder, LetterEncoder())

    assert counts(report) == (3, 3, 0, 0, 0)
    assert [skipped.article for skipped in report.skipped] == ["binary.txt", "empty.txt", "link.txt"]
    assert [skipped.why.split(";")[0] for skipped in report.skipped] == ["binary, not text", "empty", "a link"]


def test_an_unreadable_file_alone_makes_no_generation(articles: Path, folder: Path) -> None:
    """A file that cannot be read is tried at each run, and is no reason to write."""
    (articles / "empty.txt").write_bytes(b"")
    build(articles, folder, LetterEncoder())

    report = build(articles, folder, LetterEncoder())

    assert (counts(report), report.generation, len(report.skipped)) == ((3, 0, 0, 0, 3), 1, 1)


def test_an_article_that_became_unreadable_stays(articles: Path, folder: Path) -> None:
    """What was indexed is kept until the file is deleted or readable again, and the report says so."""
    build(articles, folder, LetterEncoder())
    before = passage_vectors(folder)
    (articles / "flood.txt").write_bytes(b"\0\0\0")

    report = build(articles, folder, LetterEncoder())

    assert passage_vectors(folder) == before
    assert counts(report) == (2, 0, 0, 0, 2)
    assert [skipped.article for skipped in report.skipped] == ["flood.txt"]
    assert report.skipped[0].why.endswith("; the index keeps it as it was")


def test_a_closed_folder_keeps_its_articles(articles: Path, folder: Path) -> None:
    """Articles below a folder that cannot be listed for now are not taken for deleted."""
    build(articles, folder, LetterEncoder())
    shutil.rmtree(articles / "kinh tế")
    found = replace(listing(articles), passed={"kinh tế": "permission denied"})
    with patch("index.building.listing", return_value=found):
        report = build(articles, folder, LetterEncoder())

    assert report.skipped == (Skipped("kinh tế", "permission denied"),)
    assert article_ids(folder) == ["bridge.txt", "flood.txt", "kinh tế/rice.txt"]


def test_a_folder_without_articles_changes_nothing(articles: Path, folder: Path, tmp_path: Path) -> None:
    """An empty folder is an error that says what to do, and an index that is there stays as it was."""
    build(articles, folder, LetterEncoder())
    (tmp_path / "empty").mkdir()

    with pytest.raises(
        TrichDanError, match=r"No articles in .*empty: put \.txt, \.md, .* or \.csv files into it"
    ) as caught:
        build(tmp_path / "empty", folder, LetterEncoder())

    assert caught.value.exit_code == 1
    assert article_ids(folder) == ["bridge.txt", "flood.txt", "kinh tế/rice.txt"]


def test_a_folder_that_is_not_there_is_a_usage_error(folder: Path, tmp_path: Path) -> None:
    """A misspelt folder is named, and no index is made."""
    with pytest.raises(UsageError, match="no such folder"):
        build(tmp_path / "gone", folder, LetterEncoder())

    assert not folder.exists()


def test_nothing_readable_makes_no_index(folder: Path, tmp_path: Path) -> None:
    """A folder of files none of which can be read is an error that names one of them."""
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "one.txt").write_bytes(b"")

    with pytest.raises(TrichDanError, match=r"None of the articles can be read; one\.txt, for one: empty"):
        build(tmp_path / "bad", folder, LetterEncoder())

    with pytest.raises(NoIndex):
        Store.open(folder)


def test_nothing_readable_leaves_the_index_that_is_there(articles: Path, folder: Path, tmp_path: Path) -> None:
    """When all articles are gone and what is there cannot be read, the index is not emptied."""
    build(articles, folder, LetterEncoder())
    before = passage_vectors(folder)
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "one.txt").write_bytes(b"")

    with pytest.raises(TrichDanError, match="None of the articles can be read"):
        build(tmp_path / "bad", folder, LetterEncoder())

    assert passage_vectors(folder) == before


def test_another_encoder_is_refused(articles: Path, folder: Path) -> None:
    """An index of another encoder is not written: both are named, with the remedy."""
    build(articles, folder, LetterEncoder())
    before = passage_vectors(folder)
    (articles / "flood.txt").unlink()

    with pytest.raises(
        IndexUnusable, match=r"built with the encoder letters, and this is words: .*--index DIR.* delete"
    ):
        build(articles, folder, LetterEncoder("words"))

    assert passage_vectors(folder) == before


class Longer(LetterEncoder):
    """An encoder of the same name with one number more."""

    def __init__(self) -> None:
        super().__init__()
        self.dimension += 1

    def encode_passages(self, texts: Sequence[str]) -> Vector:
        """The letters' rows with a nought at the end."""
        return np.hstack([LetterEncoder().encode_passages(texts), np.zeros((len(texts), 1), np.float32)])


class Broken(LetterEncoder):
    """An encoder whose vectors are not numbers."""

    def encode_passages(self, texts: Sequence[str]) -> Vector:
        """Rows of not-a-number."""
        return np.full((len(texts), self.dimension), np.nan, np.float32)


@pytest.mark.parametrize("encoder", [Longer(), Broken()])
def test_vectors_that_do_not_fit_are_refused(articles: Path, folder: Path, encoder: LetterEncoder) -> None:
    """A model that was exchanged under its name, or is broken, does not get into the index."""
    build(articles, folder, LetterEncoder())
    before = passage_vectors(folder)
    (articles / "flood.txt").write_text(FLOOD.replace("300", "400"))

    with pytest.raises(TrichDanError, match=r"The encoder letters gave .* vectors of shape .* expected"):
        build(articles, folder, encoder)

    assert passage_vectors(folder) == before


class Stopping(LetterEncoder):
    """An encoder that is interrupted after so many texts."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after = after

    def encode_passages(self, texts: Sequence[str]) -> Vector:
        """The letters' rows, until the user presses Ctrl-C."""
        if self.passages >= self.after:
            raise KeyboardInterrupt
        return super().encode_passages(texts)


def test_an_interrupted_run_goes_on_where_it_was(articles: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index stays as it was, and what had been embedded is not embedded again by the next run."""
    monkeypatch.setattr(embedding, "BATCH", 2)
    stopping = Stopping(after=6)
    with pytest.raises(KeyboardInterrupt):
        build(articles, folder, stopping)
    with pytest.raises(NoIndex):
        Store.open(folder)

    report = build(articles, folder, LetterEncoder())

    assert (stopping.passages, report.embedded) == (6, len(passage_vectors(folder)) - 6)
    assert not (folder / UNFINISHED).exists()


def test_a_second_writer_is_told_who_writes(articles: Path, folder: Path) -> None:
    """The second of two writers fails at once, naming the first; readers are not disturbed."""
    build(articles, folder, LetterEncoder())
    with writing(folder):
        with pytest.raises(IndexBusy, match=rf"is being written by process {os.getpid()} \(.+\): try again"):
            build(articles, folder, LetterEncoder())
        assert answers(folder)

    assert counts(build(articles, folder, LetterEncoder())) == (3, 0, 0, 0, 3)


def test_a_dead_writer_blocks_nobody(articles: Path, folder: Path) -> None:
    """The lock of a process that was killed is free, whatever its file says."""
    script = (
        "import os, sys, pathlib\nfrom index.locking import writing\n"
        "with writing(pathlib.Path(sys.argv[1])):\n    os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(folder)], check=False)

    assert (folder / "lock").read_text().startswith("process ")
    assert counts(build(articles, folder, LetterEncoder())) == (3, 3, 0, 0, 0)


def test_the_lock_does_not_tell_the_question(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command's arguments may hold a question: the lock names the command only."""
    monkeypatch.setattr(sys, "argv", ["/somewhere/assistant/__main__.py", "ask", "Ai gặp ai?"])

    with writing(folder):
        assert (folder / "lock").read_text() == f"process {os.getpid()} (python -m assistant)"
    assert (folder / "lock").read_text() == ""


def test_a_file_in_place_of_the_index_is_said(articles: Path, folder: Path) -> None:
    """An index path that is a file is refused with the remedy, and the file is left."""
    folder.write_text("a file")

    with pytest.raises(
        IndexUnusable, match="is not a folder, and an index is one: name another place with --index DIR"
    ):
        build(articles, folder, LetterEncoder())

    assert folder.read_text() == "a file"


def derived_files(folder: Path) -> list[Path]:
    """The files made from the database that hold anything; the locks of tantivy do not."""
    files = [*folder.glob("vectors-*"), *folder.glob("keywords-*/*")]
    return sorted(file for file in files if file.suffix != ".lock")


def derived_names(folder: Path) -> list[str]:
    """What lies beside the database, but for its own files and the lock."""
    own = (DATABASE, SEAL, "lock", "last")
    return sorted(path.name for path in folder.iterdir() if path.name.split("-")[0] not in own)


def put_in_place(path: Path, content: bytes) -> None:
    """Another file under the name: cutting the one that a search still maps would end this process (SIGBUS)."""
    path.unlink()
    path.write_bytes(content)


def torn(content: bytes) -> Iterator[bytes]:
    """A file's content after what can happen to it: cut off, a tail of noughts, one bit flipped in five places."""
    for end in (0, 1, len(content) // 2, -1):
        yield content[:end]
    yield content[: len(content) // 2] + bytes(len(content) - len(content) // 2)
    for place in range(0, len(content), max(len(content) // 5, 1)):
        yield content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :]


def test_a_torn_derived_file_is_noticed(articles: Path, folder: Path) -> None:
    """Whatever happens to whichever file, it is not taken for whole."""
    build(articles, folder, LetterEncoder())
    assert len(derived_files(folder)) > 5

    for file in derived_files(folder):
        content = file.read_bytes()
        with Store.open(folder) as store:
            for damaged in torn(content):
                put_in_place(file, damaged)
                assert (file.name, complete(store, folder)) == (file.name, damaged == content)
            put_in_place(file, content)
            assert complete(store, folder)


@pytest.mark.parametrize("name", ["vectors-1.faiss", "keywords-1/manifest.json", "keywords-1/meta.json"])
def test_a_reader_repairs_a_torn_file_without_embedding(articles: Path, folder: Path, name: str) -> None:
    """A reader answers as before, without an encoder, and what it saves is whole."""
    build(articles, folder, LetterEncoder())
    expected = answers(folder)
    put_in_place(folder / name, (folder / name).read_bytes()[:-1])

    assert answers(folder) == expected
    with Store.open(folder) as store:
        assert complete(store, folder)


@pytest.mark.parametrize("name", ["vectors-1.faiss", "keywords-1"])
def test_a_run_repairs_what_is_missing_or_torn(articles: Path, folder: Path, name: str) -> None:
    """A run with nothing to index still puts right what is derived, and embeds nothing for it."""
    build(articles, folder, LetterEncoder())
    expected = answers(folder)
    for path in (folder / name).glob("*"):
        put_in_place(path, b"")
    (folder / name).rename(folder / f"{name}.gone")

    report = build(articles, folder, LetterEncoder())

    with Store.open(folder) as store:
        assert (report.embedded, report.generation, complete(store, folder)) == (0, 1, True)
    assert answers(folder) == expected


def test_derived_files_of_another_index_are_not_believed(articles: Path, folder: Path, tmp_path: Path) -> None:
    """Files of the same generation number from another index are whole, but of other texts: they are replaced."""
    build(articles, folder, LetterEncoder())
    expected = answers(folder)
    (articles / "kinh tế" / "rice.txt").unlink()
    build(articles, tmp_path / "other", LetterEncoder())
    shutil.rmtree(folder / "keywords-1")
    for name in ("keywords-1", "vectors-1.faiss"):
        (tmp_path / "other" / name).rename(folder / name)

    assert answers(folder) == expected


def test_other_keyword_rules_make_the_keywords_again(
    articles: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the program cuts words otherwise, what was saved with the old rules is not searched with the new."""
    build(articles, folder, LetterEncoder())
    with Store.open(folder) as store:
        assert complete(store, folder)
        monkeypatch.setattr(derived, "_KEYWORD_RULES", ("keywords.py",))
        assert not complete(store, folder)
        open_keywords(store, folder)
        assert complete(store, folder)


def test_a_generation_without_derived_files_answers(articles: Path, folder: Path) -> None:
    """A run that ends after its commit and before the rest leaves a new generation, which the next reader completes."""
    build(articles, folder, LetterEncoder())
    (articles / "flood.txt").unlink()
    with patch("index.building._save_derived", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        build(articles, folder, LetterEncoder())
    assert derived_names(folder) == ["keywords-1", "vectors-1.faiss"]

    near, _ = answers(folder)

    assert near == sorted([*ids_of(folder, "bridge.txt"), *ids_of(folder, "kinh tế/rice.txt")])
    assert derived_names(folder) == ["keywords-2", "vectors-2.faiss"]


def test_older_generations_are_removed(articles: Path, folder: Path) -> None:
    """After a run only the newest generation's files are there, and nothing half made."""
    build(articles, folder, LetterEncoder())
    (folder / "temporary-keywords").mkdir()
    (folder / "temporary-vectors").write_bytes(b"half")
    (articles / "flood.txt").unlink()

    build(articles, folder, LetterEncoder())

    assert sorted(path.name for path in folder.iterdir()) == [
        DATABASE,
        "keywords-2",
        "last-run.json",
        "lock",
        SEAL,
        "vectors-2.faiss",
    ]


def test_a_reader_of_the_old_generation_gets_its_own(articles: Path, folder: Path) -> None:
    """A reader that opened before a swap, and its files after, answers from its generation and saves nothing old."""
    build(articles, folder, LetterEncoder())
    flood = ids_of(folder, "flood.txt")
    with Store.open(folder) as store:
        (articles / "flood.txt").unlink()
        build(articles, folder, LetterEncoder())
        vectors, keywords = open_vectors(store, folder), open_keywords(store, folder)
        found = keywords.search(terms("sông Hương"), [], 10)

    assert len(vectors) > len(flood) > 0
    assert {id for id, _ in found} <= set(flood)
    assert found
    assert derived_names(folder) == ["keywords-2", "vectors-2.faiss"]


def test_saved_files_are_what_a_reader_opens(articles: Path, folder: Path) -> None:
    """With everything in place a reader builds nothing."""
    build(articles, folder, LetterEncoder())

    with patch.object(Keywords, "build", side_effect=AssertionError), patch("index.vectors.Vectors.build") as built:
        answers(folder)

    assert built.call_count == 0


@contextmanager
def nobody() -> Iterator[None]:
    """The block as a user who may not write what root made; a user who is not root is one already."""
    with ExitStack() as stack:
        if os.geteuid() == 0:
            os.seteuid(65534)
            stack.callback(os.seteuid, 0)
        yield


@pytest.fixture
def closed(articles: Path) -> Iterator[Path]:
    """An index in a folder that everyone may read and nobody may write."""
    above = Path(tempfile.mkdtemp(prefix="trich-dan-test-"))  # pytest's own are closed to other users
    above.chmod(0o755)
    folder = above / "index"
    build(articles, folder, LetterEncoder())
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield folder
    for path in [folder, *folder.glob("*/")]:
        path.chmod(0o755)
    shutil.rmtree(above)


def test_a_read_only_index_answers(closed: Path) -> None:
    """Where nothing can be written, what was saved is read, though SQLite and tantivy would both write."""
    with nobody(), patch.object(Keywords, "build", side_effect=AssertionError):
        with Store.open(closed) as store:
            assert not store.behind()
        assert answers(closed)


def test_a_read_only_index_without_derived_files_answers(closed: Path) -> None:
    """Where they are missing too, they are made in memory."""
    expected = answers(closed) if os.geteuid() == 0 else None
    closed.chmod(0o755)
    (closed / "keywords-1").chmod(0o755)
    shutil.rmtree(closed / "keywords-1")
    (closed / "vectors-1.faiss").unlink()
    closed.chmod(0o555)

    with nobody():
        assert answers(closed) == (expected or answers(closed))
    assert not (closed / "vectors-1.faiss").exists()


def test_a_read_only_index_is_not_built(closed: Path, articles: Path) -> None:
    """A run that cannot write says where, why and what to do."""
    with (
        patch("index.building.listing", return_value=Listing({"bridge.txt": articles / "bridge.txt"}, {}, {})),
        nobody(),
        pytest.raises(NotWritable, match=r"Cannot write the index in .*: Permission denied\. Name another place"),
    ):
        build(articles, closed, LetterEncoder())


def test_a_report_can_be_compared(articles: Path, folder: Path) -> None:
    """Two runs over the same files report the same, but for the time."""
    report = build(articles, folder, LetterEncoder())
    shutil.rmtree(folder)

    assert replace(build(articles, folder, LetterEncoder()), seconds=0) == replace(report, seconds=0)
