"""What is derived of a large index: read when it is wanted, and never believed where it is damaged."""

import ast
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest

from index import derived, vectors
from index.building import build
from index.derived import complete, open_vectors
from index.errors import IndexUnusable
from index.store import Store
from index.vectors import Vectors
from tests.fakes import LetterEncoder
from tests.three_articles import FLOOD

WIDTH = 72  # bytes of a row of codes, of 36 letters and figures


@pytest.fixture
def large(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index whose vectors are kept as those of a large one."""
    monkeypatch.setattr(vectors, "EXACT", 10)
    monkeypatch.setattr(derived, "LARGE", 10)
    for number in range(40):
        (articles / f"{number}.txt").write_text(FLOOD.replace("Huế", f"Huế {number}").replace("300", f"{number}00"))
    build(articles, tmp_path / "index", LetterEncoder())
    return tmp_path / "index"


def codes_begin(folder: Path, name: str) -> int:
    """Where the codes begin in the file: they are all that stands at its end."""
    with Store.open(folder) as store:
        return (folder / name).stat().st_size - WIDTH * store.passage_count()


def replaced(path: Path, content: bytes) -> None:
    """Another file under the name: what is mapped stays as it is."""
    path.unlink()
    path.write_bytes(content)


def found(folder: Path) -> list[tuple[int, float]]:
    """What is nearest to a question, opened as a reader does."""
    with Store.open(folder) as store:
        return open_vectors(store, folder).search(LetterEncoder().encode_question("lũ ở Huế"), 5)


def torn(content: bytes, begin: int) -> Iterator[bytes]:
    """A file's content after what can happen to its codes: cut off, longer, noughts, one bit flipped."""
    yield content[:begin]
    yield content[:-1]
    yield content + b"\0"
    yield content[:begin] + bytes(len(content) - begin)
    for place in (begin, (begin + len(content)) // 2, len(content) - 1):
        yield content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def test_torn_codes_are_noticed_by_a_run(large: Path, articles: Path) -> None:
    """A run looks at every code, without FAISS, and makes the file again where one is another."""
    path, expected = large / "vectors-1.faiss", found(large)
    content, begin = path.read_bytes(), codes_begin(large, "vectors-1.faiss")

    with Store.open(large) as store:
        assert complete(store, large)
        for damaged in torn(content, begin):
            replaced(path, damaged)
            assert not complete(store, large)
    build(articles, large, LetterEncoder())

    assert (path.read_bytes(), found(large)) == (content, expected)


def test_a_reader_reads_only_the_codes_it_wants(large: Path) -> None:
    """It opens a file of the right size, and says what is damaged when it comes to it."""
    path = large / "vectors-1.faiss"
    content = path.read_bytes()
    replaced(path, content[:-1] + bytes([content[-2] ^ 1]))

    with Store.open(large) as store, patch.object(Vectors, "build", side_effect=AssertionError):
        opened = open_vectors(store, large)
        ids = store.passage_ids().tolist()
    question = LetterEncoder().encode_question("lũ")

    assert len(opened.similarities(question, ids[:-1])) == len(ids) - 1
    with pytest.raises(IndexUnusable, match="run `python -m index` on the articles again"):
        opened.similarities(question, ids[-1:])


@pytest.mark.parametrize("cut", [-1, 10, 200])
def test_a_reader_makes_again_what_is_cut(large: Path, cut: int) -> None:
    """A file of another size is not opened, but made again from the database."""
    expected, path = found(large), large / "vectors-1.faiss"
    replaced(path, path.read_bytes()[:cut])

    assert found(large) == expected
    with Store.open(large) as store:
        assert complete(store, large)


def test_damaged_codes_are_not_handed_on(large: Path, articles: Path, tmp_path: Path) -> None:
    """An update that starts from a damaged file finds out, and builds anew from the database."""
    path, size = large / "vectors-1.faiss", codes_begin(large, "vectors-1.faiss")
    content = path.read_bytes()
    replaced(path, content[: size + 3] + bytes([content[size + 3] ^ 1]) + content[size + 4 :])
    (articles / "41.txt").write_text("Giá gạo tăng mạnh trong ngày hôm nay.")

    with patch.object(Vectors, "advanced", side_effect=Vectors.advanced) as advanced:
        build(articles, large, LetterEncoder())
    build(articles, tmp_path / "anew", LetterEncoder())

    assert advanced.call_count == 1
    with Store.open(large) as store:
        assert complete(store, large)
        assert np.array_equal(open_vectors(store, large).ids(), store.passage_ids())


def test_a_large_index_that_becomes_small_is_compared_whole(large: Path, articles: Path) -> None:
    """Where the size asks for the other kind, the vectors are made anew."""
    assert codes_begin(large, "vectors-1.faiss") > 0
    with Store.open(large) as store:
        count = store.passage_count()
    with patch.object(vectors, "EXACT", count), patch.object(derived, "LITTLE", 1.0):
        (articles / "0.txt").unlink()
        build(articles, large, LetterEncoder())
        with Store.open(large) as store:
            assert open_vectors(store, large).fits(1)


def test_a_read_only_large_index_without_vectors_answers(large: Path) -> None:
    """Where they cannot be saved, the codes are kept in memory."""
    expected = found(large)
    (large / "vectors-1.faiss").unlink()

    with patch("index.derived._write", side_effect=OSError(28, "No space left on device")):
        assert found(large) == expected
    assert not (large / "vectors-1.faiss").exists()


# FAISS's indexes that are opened as a map of their file end the process when they are changed, and those that keep ids
# take one twice in silence.
UNSAFE = {"read_index", "read_index_binary", "write_index", "IO_FLAG_MMAP", "IO_FLAG_MMAP_IFC", "add_with_ids"}
UNSAFE |= {"IndexIDMap", "IndexIDMap2", "merge_on_disk", "OnDiskInvertedLists", "index_factory"}


def names_of(source: str) -> set[str]:
    """Every name, attribute and text of a source."""
    nodes = list(ast.walk(ast.parse(source)))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return texts | {getattr(node, key) for node in nodes for key in ("attr", "id", "name") if hasattr(node, key)}


def test_nothing_changes_a_mapped_index_nor_keeps_ids_in_faiss() -> None:
    """FAISS's index is always made of bytes in memory, and ids are kept beside it, growing."""
    root = Path(vectors.__file__).parent.parent
    paths = [path for package in ("index", "assistant", "page", "tabs") for path in root.glob(f"{package}/**/*.py")]
    assert len(paths) > 100
    assert {path.name for path in paths if names_of(path.read_text("utf-8")) & UNSAFE} == set()
    assert {path.name for path in paths if "remove_ids" in names_of(path.read_text("utf-8"))} == {"vectors.py"}


def test_each_unsafe_use_of_faiss_would_be_found() -> None:
    """However it is written."""
    for source in ("faiss.read_index(p, faiss.IO_FLAG_MMAP)", "from faiss import IndexIDMap2", "x.add_with_ids(v, i)"):
        assert names_of(source) & UNSAFE


def test_an_opened_index_may_be_changed(large: Path) -> None:
    """What is opened from a file is in memory: vectors are taken out and put in, and the file stays as it was."""
    path = large / "vectors-1.faiss"
    content = path.read_bytes()
    with Store.open(large) as store:
        opened = open_vectors(store, large)
        ids = opened.ids()
        kept = Vectors.advanced(opened, ids[:10], ids[:0], store.vectors_of)
        assert kept.ids().tolist() == ids[10:].tolist()
    assert path.read_bytes() == content
