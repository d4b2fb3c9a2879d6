"""What is disturbed by tests/killing.py: each work, the states it leads through, and what a reader sees of them."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from assistant.adding import add
from index import derived, vectors
from index.building import build
from index.database import Damaged, Generation, connected_to_write
from index.derived import complete, open_keywords, open_vectors
from index.errors import NoIndex
from index.keywords import terms
from index.last_run import NAME, last_run
from index.repairing import repair
from index.store import Store
from index.writer import Writer
from tests.fakes import LetterEncoder
from tests.three_articles import BRIDGE, FLOOD, RICE

QUESTION = "giá gạo xuất khẩu"
ENCODER = LetterEncoder()
FEW = 10  # passages that make an index large, where that is what is tried

Tell = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Work:
    """A work on what is in a place: `articles/`, `index/` and `handed in/` below one folder.

    `prepare` makes the place as it is before, `run` is what is disturbed, and may be run again. It tells each time that
    something was acknowledged; `seen` is what a reader sees then, and `left` what lies there at the end.
    """

    name: str
    prepare: Callable[[Path], None]
    run: Callable[[Path, Tell], None]
    seen: Callable[[Path], str]
    left: Callable[[Path], list[str]]
    is_large: bool = False

    def settings(self) -> ExitStack:
        """What the work is tried under, until it is closed."""
        stack = ExitStack()
        if self.is_large:
            stack.enter_context(patch.object(derived, "LARGE", FEW))
            stack.enter_context(patch.object(derived, "LITTLE", 1.0))
            stack.enter_context(patch.object(vectors, "EXACT", FEW))
        return stack


def first_articles(place: Path) -> None:
    """Three articles and a copy of one; nothing indexed."""
    folder = place / "articles"
    folder.mkdir(parents=True)
    (folder / "flood.txt").write_text(FLOOD)
    (folder / "rice.txt").write_text(RICE)
    (folder / "bridge.txt").write_text(BRIDGE)
    (folder / "flood again.txt").write_text(FLOOD)


def indexed(place: Path) -> None:
    """The same, indexed."""
    first_articles(place)
    build(place / "articles", place / "index", ENCODER)


def changed(place: Path) -> None:
    """The index of the three; since then an article was changed, one added, one moved and one removed."""
    indexed(place)
    folder = place / "articles"
    (folder / "rice.txt").write_text(RICE.replace("7 triệu", "8 triệu"))
    (folder / "new.txt").write_text(RICE.replace("Philippines", "Indonesia") + "\nGiá gạo nội địa cũng tăng mạnh.\n")
    (folder / "flood.txt").rename(folder / "lũ.txt")
    (folder / "bridge.txt").unlink()


def many_changed(place: Path) -> None:
    """An index of more articles, of which a few are other ones since."""
    first_articles(place)
    folder = place / "articles"
    for number in range(20):
        text = RICE.replace("Philippines", f"Nước {number}").replace("560", f"5{number}")
        (folder / f"{number}.txt").write_text(text)
    build(folder, place / "index", ENCODER)
    (folder / "0.txt").unlink()
    (folder / "1.txt").write_text(RICE.replace("7 triệu", "8 triệu"))
    (folder / "new.txt").write_text(BRIDGE.replace("Thủ Thiêm", "Cần Giờ"))


def without_derived_files(place: Path) -> None:
    """An index of which only the database is left."""
    indexed(place)
    for path in [*(place / "index").glob("vectors-*"), *(place / "index").glob("keywords-*")]:
        derived._remove(path)


def damaged(place: Path) -> None:
    """An index whose database has a row that nobody stored, in a table whose rows have no checksum."""
    indexed(place)
    with closing(connected_to_write(place / "index")) as connection:
        connection.execute("INSERT INTO near VALUES (1, 2)")


def handed_in(place: Path) -> None:
    """Three files that a reader hands in: a new one, one of a name that is taken, one that is there already."""
    first_articles(place)
    folder = place / "handed in"
    folder.mkdir()
    (folder / "1 bridge.txt").write_text(BRIDGE.replace("Thủ Thiêm", "Cần Giờ") * 50)
    (folder / "2 rice.txt").write_text(RICE * 2)
    (folder / "3 flood.txt").write_text(FLOOD)
    (place / "articles" / "2 rice.txt").write_text(RICE * 3)


def building(place: Path, tell: Tell) -> None:
    """A run of `index.building.build`; what is committed is acknowledged."""

    def commit(writer: Writer, encoder: str, dimension: int) -> Generation:
        generation = original(writer, encoder, dimension)
        tell()
        return generation

    original = Writer.commit
    with patch.object(Writer, "commit", commit):
        build(place / "articles", place / "index", ENCODER)


def reading(place: Path, tell: Tell) -> None:
    """A reader opens the index, and saves what it had to make."""
    del tell
    with Store.open(place / "index") as store:
        open_vectors(store, place / "index")
        open_keywords(store, place / "index")


def repairing(place: Path, tell: Tell) -> None:
    """A damaged index is repaired; that it was is acknowledged."""
    repair(place / "index")
    tell()


def adding(place: Path, tell: Tell) -> None:
    """Files are handed in, one after the other."""
    for file in sorted((place / "handed in").iterdir()):
        add([file], place / "articles")
        tell()


def answered(place: Path) -> str:
    """All that a reader sees of the index: its articles, passages and vectors, and what both signals find."""
    folder = place / "index"
    if (folder / NAME).exists() and last_run(folder) is None:
        raise AssertionError(f"{NAME} is torn")
    try:
        store = Store.open(folder)
    except NoIndex:
        return "no index"
    with store:
        near = dict(open_vectors(store, folder).search(ENCODER.encode_question(QUESTION), store.passage_count()))
        found = {id for id, _ in open_keywords(store, folder).search(terms(QUESTION), QUESTION.split(), len(near))}
        ids = store.passage_ids()
        vectors_of = dict(zip(ids.tolist(), store.vectors_of(ids).round(3).tolist(), strict=True))
        passages = sorted((*_said(store, id), round(near[id], 3), id in found, vectors_of[id]) for id in near)
        assert sorted(vectors_of) == sorted(near)
        listed = [(one.id, one.title, str(one.published), len(store.also_in(one.id))) for one in store.articles()]
        return json.dumps([store.generation, listed, passages, str(store.facts()), str(store.coverage())])


def refused_or_answered(place: Path) -> str:
    """The same; of a damaged index, that it says so."""
    try:
        return answered(place)
    except Damaged:
        return "damaged"


def _said(store: Store, id: int) -> tuple[str, int, int, str, int]:
    """A passage: its article, from where to where, its text, and how many sentences it has."""
    passage = store.passages([id])[0]
    sentences = store.sentence_vectors([id])[id][0]
    return passage.article.id, passage.start, passage.end, passage.text, len(sentences)


def stored(place: Path) -> str:
    """The articles that a run would read, and the sha256 of each."""
    files = sorted((place / "articles").glob("[!.]*"))
    return json.dumps([(file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in files])


def names(place: Path) -> list[str]:
    """What lies in the folders of the articles and of the index, hidden files too."""
    return sorted(path.relative_to(place).as_posix() for path in place.glob("*/*"))


def names_and_whole(place: Path) -> list[str]:
    """The same, and whether all that is derived is there and whole."""
    with Store.open(place / "index") as store:
        return [*names(place), f"complete: {complete(store, place / 'index')}"]


def names_at_rest(place: Path) -> list[str]:
    """The same, without the two small files that SQLite makes beside a database; they hold nothing then."""
    return [name for name in names_and_whole(place) if not name.endswith(("-wal", "-shm"))]


def works() -> Iterator[Work]:
    """Every work that is disturbed."""
    yield Work("first run", first_articles, building, answered, names_and_whole)
    yield Work("update", changed, building, answered, names_and_whole)
    yield Work("nothing new", indexed, building, answered, names_and_whole)
    yield Work("large update", many_changed, building, answered, names_and_whole, is_large=True)
    yield Work("reader repairs", without_derived_files, reading, answered, names_and_whole)
    yield Work("repair", damaged, repairing, refused_or_answered, names_at_rest)
    yield Work("handing in", handed_in, adding, stored, names)
