"""The database: what goes in comes out, one generation at a time, and damage never passes for content."""

import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from unittest.mock import patch

import numpy as np
import pytest

from index import database
from index.data import Article, Omission, Passage, Span
from index.database import DATABASE, DiskFull
from index.encoder import Vector
from index.errors import IndexUnusable, NoIndex, TrichDanError
from index.filters import Filter
from index.keywords import Entry
from index.store import Facts, NoArticle, Place, Store, Summary
from index.unfinished import UNFINISHED, Unfinished
from index.vectors import Ids
from index.writer import Embedded, Indexed, Known, Origin, Writer
from tests.fakes import LetterEncoder

ENCODER = LetterEncoder()
ORIGIN = Origin("0" * 64, "rules")

FLOOD = Article(
    id="a/lũ lụt.txt",
    text="Lũ lớn ở Huế\n\nNước sông Hương lên nhanh. Người dân sơ tán.\n\nTin khác",
    title="Lũ lớn ở Huế",
    source="Báo Thừa",
    author=None,
    published=date(2023, 11, 15),
    published_basis="stated",
    url="https://example.org/lu",
    body=(Span(0, 12), Span(14, 57)),
    left_out=(Omission(Span(59, 67), "menu"),),
)
RICE = Article(
    id="b.txt",
    text="Giá gạo tăng 8,89%.\n\nXuất khẩu đạt 5 triệu tấn.",
    title=None,
    source=None,
    author="Lê Na",
    published=None,
    published_basis="unknown",
    url=None,
    body=(Span(0, 47),),
    left_out=(),
)


def spans(article: Article, *texts: str) -> list[Passage]:
    """The passages of an article that say these texts."""
    return [Passage(article, article.text.index(text), article.text.index(text) + len(text)) for text in texts]


def embedded(passage: Passage, *sentences: str) -> Embedded:
    """The passage with its vector, and those of its sentences."""
    inside = spans(passage.article, *sentences)
    vectors = ENCODER.encode_passages([sentence.text for sentence in inside])
    pairs = tuple(zip(inside, vectors, strict=True))
    return Embedded(passage, ENCODER.encode_question(passage.text), pairs)


def flood_passages(article: Article = FLOOD) -> list[Embedded]:
    title, body = spans(article, "Lũ lớn ở Huế", "Nước sông Hương lên nhanh. Người dân sơ tán.")
    return [
        embedded(title, "Lũ lớn ở Huế"),
        embedded(body, "Nước sông Hương lên nhanh.", "Người dân sơ tán."),
    ]


def rice_passages(article: Article = RICE) -> list[Embedded]:
    return [embedded(passage, passage.text) for passage in spans(article, "Giá gạo tăng 8,89%.", "Xuất khẩu đạt 5")]


def put(writer: Writer, article: Article, origin: Origin, passages: list[Embedded]) -> int:
    """The key of an article that is all of the file of its id."""
    key = writer.key_of(article.text)
    if key is None:
        key = writer.add(article, made_from=article.text)
    writer.put_file(article.id, origin, {article.id: key})
    writer.put_passages(key, passages)
    return key


def put_both(folder: Path) -> None:
    """Generation 1: two articles of two passages each."""
    with Writer.open(folder) as writer:
        put(writer, FLOOD, ORIGIN, flood_passages())
        put(writer, RICE, replace(ORIGIN, sha256="1" * 64), rice_passages())
        writer.commit(ENCODER.name, ENCODER.dimension)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of the two articles."""
    put_both(tmp_path)
    return tmp_path


def all_vectors(store: Store) -> tuple[Ids, Vector]:
    """The ids of all passages and their vectors."""
    return store.passage_ids(), store.vectors_of(store.passage_ids())


def sentences_of(store: Store, ids: Sequence[int]) -> list[tuple[Passage, Vector]]:
    """Every sentence of these passages with its vector."""
    articles = [passage.article for passage in store.passages(ids)]
    return [
        (Passage(article, span.start, span.end), vector)
        for article, (spans, matrix) in zip(articles, store.sentence_vectors(ids).values(), strict=True)
        for span, vector in zip(spans, matrix, strict=True)
    ]


def everything(folder: Path) -> tuple[object, ...]:
    """All that a reader can read, in a form that can be compared."""
    with Store.open(folder) as store:
        ids, matrix = all_vectors(store)
        return (
            store.generation,
            store.encoder_name,
            [store.article(summary.id) for summary in store.articles()],
            store.passages(ids.tolist()),
            [(sentence, vector.tolist()) for sentence, vector in sentences_of(store, ids.tolist())],
            matrix.tolist(),
            [(entry.id, entry.text) for entry in store.entries()],
            store.facts(),
            store.near_copies([summary.id for summary in store.articles()]),
        )


@contextmanager
def changed(folder: Path, statement: str, *parameters: object) -> Iterator[None]:
    """The database after a statement of somebody else's."""
    connection = sqlite3.connect(folder / DATABASE)
    connection.execute(statement, parameters)
    connection.commit()
    connection.close()
    yield


def test_an_article_comes_back_as_it_went_in(folder: Path) -> None:
    """Every field, date and span of an article is kept."""
    with Store.open(folder) as store:
        assert (store.article("a/lũ lụt.txt"), store.article("b.txt")) == (FLOOD, RICE)


def test_articles_are_listed_without_their_text(folder: Path) -> None:
    """The list has id, title, outlet and date of each, by id."""
    with Store.open(folder) as store:
        assert list(store.articles()) == [
            Summary("a/lũ lụt.txt", "Lũ lớn ở Huế", "Báo Thừa", date(2023, 11, 15)),
            Summary("b.txt", None, None, None),
        ]
        assert (store.article_count(), store.passage_count()) == (2, 4)


def test_passages_come_in_the_order_asked(folder: Path) -> None:
    """Many ids at once, in any order, doubles included."""
    expected = [*flood_passages(), *rice_passages()]

    with Store.open(folder) as store:
        found = store.passages([4, 1, 3, 4])

    assert [expected[position].passage for position in (3, 0, 2, 3)] == found


def test_a_passage_that_is_not_there_is_damage(folder: Path) -> None:
    """Ids come from what is derived from this generation: one that is missing means rows are lost."""
    with Store.open(folder) as store, pytest.raises(IndexUnusable, match="no passage 99"):
        store.passages([1, 99])


def test_sentences_come_with_their_vectors(folder: Path) -> None:
    """Sentences of several passages: in the order of the passages asked, then of the text; vectors to 16 bits."""
    title, body = flood_passages()

    with Store.open(folder) as store:
        found = sentences_of(store, [2, 1])

    expected = [*body.sentences, *title.sentences]
    assert [sentence for sentence, _ in expected] == [sentence for sentence, _ in found]
    assert [vector.tolist() for _, vector in expected] == [
        pytest.approx(vector.tolist(), abs=1e-3) for _, vector in found
    ]
    assert {vector.dtype for _, vector in found} == {np.dtype(np.float32)}


def test_places_are_passages_without_articles(folder: Path) -> None:
    """The article's id and the offsets, in the order asked; an id that is not there is damage."""
    with Store.open(folder) as store:
        places = store.places([4, 1, 3])
        assert list(places) == [4, 1, 3]
        assert places == {
            id: Place(passage.article.id, passage.start, passage.end)
            for id, passage in zip([4, 1, 3], store.passages([4, 1, 3]), strict=True)
        }
        with pytest.raises(IndexUnusable, match="no passage 99"):
            store.places([1, 99])
        assert store.places([]) == {}


def test_a_passage_without_sentences_has_none(folder: Path) -> None:
    """Every passage that was asked for is there, with a row for each sentence, be it none."""
    with Writer.open(folder) as writer:
        title = spans(RICE, "Giá gạo tăng 8,89%.")[0]
        put(writer, replace(RICE, id="bare.txt", text=f"{RICE.text} "), ORIGIN, [embedded(title)])
        writer.commit(ENCODER.name, ENCODER.dimension)

    with Store.open(folder) as store:
        found = store.sentence_vectors([2, 5, 1])
        assert [(id, len(spans), matrix.shape) for id, (spans, matrix) in found.items()] == [
            (2, 2, (2, ENCODER.dimension)),
            (5, 0, (0, ENCODER.dimension)),
            (1, 1, (1, ENCODER.dimension)),
        ]
        assert store.sentence_vectors([]) == {}


def test_places_and_sentence_vectors_are_held_against_their_checksums(folder: Path) -> None:
    """A changed row is told, although no article is read."""
    with (
        changed(folder, "UPDATE passages SET start = 1 WHERE id = 2"),
        changed(folder, "UPDATE sentences SET vector = x'00' WHERE passage = 3"),
        Store.open(folder) as store,
    ):
        with pytest.raises(IndexUnusable, match="a row does not have its checksum"):
            store.places([1, 2])
        with pytest.raises(IndexUnusable, match="a row does not have its checksum"):
            store.vectors_of(np.array([1, 2]))
        with pytest.raises(IndexUnusable, match="a row does not have its checksum"):
            store.sentence_vectors([1, 3])


@pytest.mark.parametrize(
    ("only", "admitted"),
    [
        (Filter(), [1, 2, 3, 4]),
        (Filter(since=date(2023, 11, 15), until=date(2023, 11, 15)), [1, 2]),
        (Filter(since=date(2023, 11, 16)), []),
        (Filter(until=date(2023, 11, 14)), []),
        (Filter(sources=("Báo Thừa", "Báo Thiếu")), [1, 2]),
        (Filter(sources=("báo thừa",)), []),
        (Filter(since=date(2023, 1, 1), sources=("Báo Thừa",)), [1, 2]),
    ],
)
def test_a_filter_admits_passages_by_their_article(folder: Path, only: Filter, admitted: list[int]) -> None:
    """The ids of all passages of the articles that `Filter.admits`, growing."""
    with Store.open(folder) as store:
        by_article = [
            id for id, passage in enumerate(store.passages([1, 2, 3, 4]), 1)
            if only.admits(passage.article.published, passage.article.source)
        ]  # fmt: skip
        assert store.admitted(only).tolist() == by_article == admitted


def test_a_changed_day_is_noticed_where_it_lets_an_article_through(folder: Path) -> None:
    """What a filter goes by is held against its checksum."""
    with (
        changed(folder, "UPDATE articles SET published = '2024-01-01' WHERE source IS NOT NULL"),
        Store.open(folder) as store,
        pytest.raises(IndexUnusable, match="a row does not have its checksum"),
    ):
        store.admitted(Filter(since=date(2024, 1, 1)))


def test_outlets_are_sorted_and_different(folder: Path) -> None:
    """Each once, or with its articles the most first; an article without an outlet adds none."""
    with Writer.open(folder) as writer:
        put(writer, replace(FLOOD, id="c.txt", text=f"{FLOOD.text}!", source="An ninh"), ORIGIN, [])
        put(writer, replace(FLOOD, id="d.txt", text=f"{FLOOD.text}!!"), ORIGIN, [])
        writer.commit(ENCODER.name, ENCODER.dimension)

    with Store.open(folder) as store:
        assert store.sources() == ("An ninh", "Báo Thừa")
        assert store.outlets() == (("Báo Thừa", 2), ("An ninh", 1))


def test_vectors_come_by_id(folder: Path) -> None:
    """Some of the vectors, to the last bit; none of none; an id that is not there is damage."""
    with Store.open(folder) as store:
        matrix = all_vectors(store)[1]
        assert np.array_equal(store.vectors_of(np.array([1, 3, 4])), matrix[[0, 2, 3]])
        assert store.vectors_of(np.array([], np.int64)).shape == (0, ENCODER.dimension)
        with pytest.raises(IndexUnusable, match="no passage 7"):
            store.vectors_of(np.array([1, 7]))


def test_entries_have_the_day_and_the_outlet_of_their_article(folder: Path) -> None:
    """What the keywords are made of, all or past an id."""
    with Store.open(folder) as store:
        texts = {entry.id: entry.text for entry in store.entries()}
        assert list(store.entries(after=1)) == [
            Entry(2, texts[2], FLOOD.published, FLOOD.source),
            Entry(3, texts[3]),
            Entry(4, texts[4]),
        ]


def test_an_index_without_the_list_of_days_is_read_and_gets_it(folder: Path) -> None:
    """An earlier program of this format made no index of days: its database answers, and a run adds it."""
    with changed(folder, "DROP INDEX articles_listed"), Store.open(folder) as store:
        assert store.admitted(Filter(since=date(2023, 1, 1))).tolist() == [1, 2]

    with Writer.open(folder) as writer:
        writer.remove_file(RICE.id)
        writer.commit(ENCODER.name, ENCODER.dimension)

    connection = sqlite3.connect(folder / DATABASE)
    assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'articles_listed'").fetchall()
    connection.close()


def test_passage_vectors_are_exact(folder: Path) -> None:
    """All vectors in one matrix, a row for each id, to the last bit."""
    expected = [entry.vector for entry in [*flood_passages(), *rice_passages()]]

    with Store.open(folder) as store:
        ids, matrix = all_vectors(store)

    assert ids.tolist() == [1, 2, 3, 4]
    assert np.array_equal(np.stack(expected), matrix)


def test_passage_texts_are_what_the_spans_say(folder: Path) -> None:
    """Every passage's id and text."""
    expected = [entry.passage.text for entry in [*flood_passages(), *rice_passages()]]

    with Store.open(folder) as store:
        assert list(enumerate(expected, start=1)) == [(entry.id, entry.text) for entry in store.entries()]


def test_a_changed_article_gets_new_passage_ids(folder: Path) -> None:
    """Ids are never given twice, and the other article keeps its own."""
    with Writer.open(folder) as writer:
        put(writer, RICE, ORIGIN, rice_passages())
        writer.commit(ENCODER.name, ENCODER.dimension)
    with Writer.open(folder) as writer:
        writer.remove_file(RICE.id)
        put(writer, RICE, ORIGIN, rice_passages()[:1])
        writer.commit(ENCODER.name, ENCODER.dimension)

    with Store.open(folder) as store:
        assert (store.generation, all_vectors(store)[0].tolist()) == (3, [1, 2, 7])


def test_a_removed_article_takes_its_passages_along(folder: Path) -> None:
    """Nothing of a removed article is left in any table; the other is untouched."""
    with Writer.open(folder) as writer:
        writer.remove_file(FLOOD.id)
        writer.commit(ENCODER.name, ENCODER.dimension)

    with Store.open(folder) as store:
        assert [summary.id for summary in store.articles()] == ["b.txt"]
        assert all_vectors(store)[0].tolist() == [3, 4]
        assert len(sentences_of(store, [3, 4])) == 2
    connection = sqlite3.connect(folder / DATABASE)
    assert connection.execute("SELECT count(*) FROM sentences").fetchall() == [(2,)]
    connection.close()


def test_what_is_not_committed_is_not_there(folder: Path) -> None:
    """A writer that ends without a commit leaves the generation before."""
    before = everything(folder)
    with Writer.open(folder) as writer:
        writer.remove_file(FLOOD.id)
        assert before == everything(folder)

    assert before == everything(folder)


def test_a_reader_stays_with_its_generation(folder: Path) -> None:
    """Whoever has opened a generation reads it to the end, and is told that there is a newer one."""
    with Store.open(folder) as store:
        assert not store.behind()
        with Writer.open(folder) as writer:
            writer.remove_file(FLOOD.id)
            writer.commit(ENCODER.name, ENCODER.dimension)
        assert (store.behind(), store.article(FLOOD.id), store.generation) == (True, FLOOD, 1)

    with Store.open(folder) as store:
        assert (store.behind(), store.generation) == (False, 2)


def test_a_reader_goes_on_when_the_index_is_gone(folder: Path) -> None:
    """Deleting the folder does not take from a reader what it has open."""
    with Store.open(folder) as store:
        for path in folder.iterdir():
            path.unlink()
        assert (store.behind(), store.article(FLOOD.id)) == (False, FLOOD)


def test_two_generations_never_have_the_same_mark(tmp_path: Path) -> None:
    """Two indexes of the same articles have the same number, and different marks."""
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    put_both(tmp_path / "one")
    put_both(tmp_path / "two")

    with Store.open(tmp_path / "one") as one, Store.open(tmp_path / "two") as two:
        assert one.generation == two.generation
        assert one.state != two.state


def test_origins_and_known_vectors_are_what_was_put(folder: Path) -> None:
    """A writer finds what each file was made from, and an article's vectors by text."""
    title, body = flood_passages()
    with Writer.open(folder) as writer:
        assert {FLOOD.id: Indexed(ORIGIN), RICE.id: Indexed(replace(ORIGIN, sha256="1" * 64))} == writer.files()
        known = writer.known(writer.documents()[FLOOD.id])
        assert Known({}, {}) == writer.known(1000)

    assert {entry.passage.text: entry.vector.tolist() for entry in (title, body)} == {
        text: vector.tolist() for text, vector in known.passages.items()
    }
    assert list(known.sentences) == ["Lũ lớn ở Huế", "Nước sông Hương lên nhanh.", "Người dân sơ tán."]


def test_two_files_that_say_the_same_are_one_article(folder: Path) -> None:
    """The article has the first file's name, is found by either, and outlives either."""
    with Writer.open(folder) as writer:
        writer.put_file("a copy.txt", ORIGIN, {"a copy.txt": writer.documents()[FLOOD.id]})
        writer.commit(ENCODER.name, ENCODER.dimension)
    with Store.open(folder) as store:
        assert store.facts() == Facts(2, 1, 0, (("a/lũ lụt.txt", "a copy.txt"),))
        assert [store.article(id).id for id in ("a copy.txt", FLOOD.id)] == ["a copy.txt", "a copy.txt"]
        assert [summary.id for summary in store.articles()] == ["a copy.txt", "b.txt"]

    with Writer.open(folder) as writer:
        writer.remove_file("a copy.txt")
        writer.commit(ENCODER.name, ENCODER.dimension)
    with Store.open(folder) as store:
        assert (store.article(FLOOD.id), store.passage_count()) == (FLOOD, 4)


def test_near_copies_are_found_from_either(folder: Path) -> None:
    """A pair is a pair both ways, and is gone with one of its articles."""
    with Writer.open(folder) as writer:
        keys = writer.documents()
        writer.put_near(keys[RICE.id], keys[FLOOD.id])
        writer.commit(ENCODER.name, ENCODER.dimension)
    with Store.open(folder) as store:
        assert [[each.id for each in store.also_in(id)] for id in (FLOOD.id, RICE.id)] == [[RICE.id], [FLOOD.id]]
        assert store.near_copies([FLOOD.id, RICE.id]) == {
            FLOOD.id: frozenset({RICE.id}),
            RICE.id: frozenset({FLOOD.id}),
        }
        assert store.facts().near_copies == 2

    with Writer.open(folder) as writer:
        writer.remove_file(FLOOD.id)
        writer.commit(ENCODER.name, ENCODER.dimension)
    with Store.open(folder) as store:
        assert (store.also_in(RICE.id), store.facts().near_copies) == ([], 0)


def test_an_older_format_is_refused_to_readers_and_replaced_by_a_writer(folder: Path) -> None:
    """An index of an older program cannot be read; the next run takes its place."""
    with Writer.open(folder) as writer:
        writer.remove_file(RICE.id)
        with patch.object(database, "FORMAT", 1):
            writer.commit(ENCODER.name, ENCODER.dimension)

    with pytest.raises(IndexUnusable, match=r"has format 1, and this program reads 3: build it again with `python"):
        Store.open(folder)
    with Writer.open(folder) as writer:
        assert (writer.generation, writer.files(), writer.documents()) == (None, {}, {})
        put(writer, RICE, ORIGIN, rice_passages())
        writer.commit(ENCODER.name, ENCODER.dimension)
    with Store.open(folder) as store:
        assert ([summary.id for summary in store.articles()], store.generation) == ([RICE.id], 3)


def test_an_unknown_article_names_the_nearest(folder: Path) -> None:
    """A path from outside the folder, or a slip, is answered with the id that was meant; exit 3."""
    with Store.open(folder) as store:
        with pytest.raises(NoArticle, match=r"did you mean b\.txt\?") as caught:
            store.article("seeds/b.txt")
        with pytest.raises(NoArticle, match=r"did you mean a/lũ lụt\.txt\?"):
            store.article("a/lu lut.txt")
        with pytest.raises(NoArticle, match="an article's id is its path below the folder"):
            store.article("zzzzzz")
    assert caught.value.exit_code == 3


def test_no_folder_is_no_index(tmp_path: Path) -> None:
    """Where there is no folder, the error names the command that builds it there."""
    with pytest.raises(NoIndex) as caught:
        Store.open(tmp_path / "gone")

    folder = tmp_path / "gone"
    assert str(caught.value) == (
        f"No index in {folder}: build one with `python -m index ARTICLES --index {folder}`, where ARTICLES is the"
        " folder of articles."
    )


@pytest.mark.parametrize("content", [None, b"", b"x"])
def test_a_folder_without_a_generation_is_no_index(tmp_path: Path, content: bytes | None) -> None:
    """No database, or the beginning of one that a first run left when it was killed; the next run builds it."""
    if content is not None:
        (tmp_path / DATABASE).write_bytes(content)

    with pytest.raises(NoIndex, match="python -m index ARTICLES"):
        Store.open(tmp_path)

    put_both(tmp_path)
    with Store.open(tmp_path) as store:
        assert store.article(RICE.id) == RICE


def test_a_writer_that_never_committed_leaves_no_index(tmp_path: Path) -> None:
    """A first run that ends early leaves a database that is no index, and that the next run uses."""
    with Writer.open(tmp_path) as writer:
        put(writer, RICE, ORIGIN, rice_passages())
    with pytest.raises(NoIndex):
        Store.open(tmp_path)

    put_both(tmp_path)

    with Store.open(tmp_path) as store:
        assert store.generation == 1


def test_a_file_in_place_of_the_folder_is_said(tmp_path: Path) -> None:
    """An index path that is a file is refused with the remedy."""
    (tmp_path / "index").write_text("a file")

    with pytest.raises(IndexUnusable, match="is not a folder, and an index is one: name another with --index DIR"):
        Store.open(tmp_path / "index")


def test_a_newer_format_is_refused(folder: Path) -> None:
    """An index of a newer program is not guessed at: both formats are named."""
    with (
        changed(folder, "UPDATE meta SET value = '7' WHERE key = 'format'"),
        pytest.raises(IndexUnusable, match="has format 7, and this program reads up to 3: use the newer program"),
    ):
        Store.open(folder)
    with pytest.raises(IndexUnusable, match="format 7"):
        Writer.open(folder)


def test_another_encoder_is_refused_by_name(folder: Path) -> None:
    """Vectors of two models cannot be compared; both are named, with what to do."""
    with Store.open(folder) as store:
        store.require_encoder("letters")
        with pytest.raises(IndexUnusable, match=r"built with the encoder letters, and this is words: .*--index DIR"):
            store.require_encoder("words")


@pytest.mark.parametrize("content", [b"not a database\n" * 50, bytes(8192)])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    """Something else under the database's name: an error that says to delete and build again."""
    (tmp_path / DATABASE).write_bytes(content)

    with pytest.raises(IndexUnusable, match=r"is damaged .*: delete the folder and build it again"):
        Store.open(tmp_path)


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    """A database without our tables is none of ours, and is not written into."""
    with changed(tmp_path, "CREATE TABLE notes (text)"), pytest.raises(IndexUnusable, match="none of ours"):
        Store.open(tmp_path)
    with pytest.raises(IndexUnusable, match="none of ours"):
        Writer.open(tmp_path)


def outcome(folder: Path) -> object:
    """All that can be read, or that it is refused."""
    try:
        return everything(folder)
    except TrichDanError as error:
        return next(kind for kind in (IndexUnusable, NoIndex, TrichDanError) if isinstance(error, kind))


@pytest.mark.parametrize("cut", [100, 0.5, -1, -4096])
def test_a_truncated_database_is_refused(folder: Path, cut: float) -> None:
    """Wherever a database is cut off, it is refused, not read as a smaller one."""
    content = (folder / DATABASE).read_bytes()
    end = int(len(content) * cut) if 0 < cut < 1 else int(cut)
    (folder / DATABASE).write_bytes(content[:end])

    assert outcome(folder) is IndexUnusable


@pytest.mark.parametrize("left", [0, 1])
def test_a_database_cut_to_nothing_is_no_index(folder: Path, left: int) -> None:
    """A file without even a header is a database without tables: no index, and the next run builds one."""
    (folder / DATABASE).write_bytes((folder / DATABASE).read_bytes()[:left])

    assert outcome(folder) is NoIndex


def test_a_database_with_a_zeroed_end_is_refused(folder: Path) -> None:
    """A tail of zeros, as a crashed file system leaves it, is damage."""
    content = (folder / DATABASE).read_bytes()
    (folder / DATABASE).write_bytes(content[:-4096] + bytes(4096))

    assert outcome(folder) is IndexUnusable


def test_a_flipped_bit_never_changes_what_is_read(folder: Path) -> None:
    """Of 400 single flipped bits, each is refused or changes nothing that a reader reads."""
    random = Random(3)  # noqa: S311 - the same bits every time
    original, expected = (folder / DATABASE).read_bytes(), everything(folder)
    told = 0
    for _ in range(400):
        content = bytearray(original)
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)
        (folder / DATABASE).write_bytes(content)
        for ending in ("-wal", "-shm"):
            (folder / f"{DATABASE}{ending}").unlink(missing_ok=True)
        found = outcome(folder)
        told += found is IndexUnusable
        assert found in (expected, IndexUnusable, NoIndex)
    assert told > 0  # few: most of so small a file is empty room in its pages, where a bit means nothing


def test_a_damaged_database_is_not_written(folder: Path) -> None:
    """Nothing is added to a database that is not sound: damage would spread into the next generation."""
    content = bytearray((folder / DATABASE).read_bytes())
    content[4096 * 3 + 3 : 4096 * 3 + 8] = b"\xff" * 5
    (folder / DATABASE).write_bytes(content)

    with Writer.open(folder) as writer, pytest.raises(IndexUnusable, match="is damaged"):
        writer.remove_file(FLOOD.id)
        writer.commit(ENCODER.name, ENCODER.dimension)
    assert (folder / DATABASE).read_bytes() == content


def test_many_threads_read_one_store(folder: Path) -> None:
    """Eight threads on one store read what one reads."""
    with Store.open(folder) as store, ThreadPoolExecutor(8) as pool:
        expected = store.passages([1, 2, 3, 4])
        found = list(pool.map(lambda _: store.passages([1, 2, 3, 4]), range(100)))

    assert [expected] * 100 == found


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file of this process may grow beyond `size` bytes: a full disk that needs no disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_leaves_the_generation_before(folder: Path) -> None:
    """A commit that does not fit is an error that says so, and readers have what they had."""
    before = everything(folder)
    long = replace(RICE, id="long.txt", text="dài " * 200_000, body=(Span(0, 800_000),))
    with largest_file(300_000), Writer.open(folder) as writer, pytest.raises(DiskFull, match="took no more"):
        put(writer, long, ORIGIN, [])
        writer.commit(ENCODER.name, ENCODER.dimension)

    assert before == everything(folder)


def test_a_killed_writer_leaves_the_generation_before(folder: Path) -> None:
    """Kill -9 in the middle of a transaction that has reached the log: the next reader and writer go on."""
    before = everything(folder)
    script = (
        "import os, sys, pathlib, index.writer as s\n"
        "w = s.Writer.open(pathlib.Path(sys.argv[1])); w.remove_file('b.txt')\n"
        "w._connection.execute('PRAGMA cache_size = 1')\n"
        "w._connection.execute('UPDATE articles SET text = hex(zeroblob(1000000))')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(folder)], check=False)

    assert (folder / f"{DATABASE}-wal").stat().st_size > 100_000
    assert before == everything(folder)
    with Writer.open(folder) as writer:
        writer.remove_file(RICE.id)
        assert writer.commit(ENCODER.name, ENCODER.dimension).number == 2


def vectors_of(*texts: str) -> dict[str, Vector]:
    return {text: ENCODER.encode_question(text) for text in texts}


def plain(vectors: dict[str, Vector]) -> dict[str, list[float]]:
    return {text: vector.tolist() for text, vector in vectors.items()}


def test_unfinished_vectors_are_found_by_the_next_run(tmp_path: Path) -> None:
    """What was kept is found again, exactly; what was not is not; and discarding leaves no file."""
    with Unfinished(tmp_path, "letters") as unfinished:
        unfinished.keep(vectors_of("một", "hai"))

    with Unfinished(tmp_path, "letters") as unfinished:
        assert plain(vectors_of("hai")) == plain(unfinished.vectors(["hai", "ba"]))
        unfinished.discard()
    assert list(tmp_path.iterdir()) == []


def test_unfinished_vectors_are_of_one_encoder(tmp_path: Path) -> None:
    """Another encoder finds nothing of what this one left."""
    with Unfinished(tmp_path, "letters") as unfinished:
        unfinished.keep(vectors_of("một"))

    with Unfinished(tmp_path, "words") as unfinished:
        assert unfinished.vectors(["một"]) == {}


@pytest.mark.parametrize("cut", [1, 2000, -1, -4096])
def test_a_damaged_unfinished_file_holds_nothing(tmp_path: Path, cut: int) -> None:
    """A torn file is no error and no content: it is begun anew."""
    with Unfinished(tmp_path, "letters") as unfinished:
        unfinished.keep(vectors_of("một"))
    torn = (tmp_path / UNFINISHED).read_bytes()[:cut]
    (tmp_path / UNFINISHED).write_bytes(torn)

    with Unfinished(tmp_path, "letters") as unfinished:
        assert unfinished.vectors(["một"]).keys() <= {"một"}
        unfinished.keep(vectors_of("hai"))
        unfinished.keep(vectors_of("ba"))
        assert {"ba"} <= unfinished.vectors(["một", "hai", "ba"]).keys()


def test_a_vector_with_a_flipped_bit_is_not_found(tmp_path: Path) -> None:
    """Each kept vector has its checksum."""
    with Unfinished(tmp_path, "letters") as unfinished:
        unfinished.keep(vectors_of("một"))
    vector = vectors_of("một")["một"].astype("<f4").tobytes()
    content = (tmp_path / UNFINISHED).read_bytes()
    flipped = vector[:8] + bytes([vector[8] ^ 1]) + vector[9:]
    assert vector in content
    (tmp_path / UNFINISHED).write_bytes(content.replace(vector, flipped))

    with Unfinished(tmp_path, "letters") as unfinished:
        assert unfinished.vectors(["một"]) == {}
