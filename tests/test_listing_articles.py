"""The list of articles: searched, sorted and counted, and what it says of each; no text is searched for it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.catalogue import Counts, Order, counts, entries, leaf
from index.building import build
from index.errors import TrichDanError
from index.searching import Index
from index.store import Details, Store, Summary
from tests.fakes import LetterEncoder

FLOOD = Summary("2023/flood.txt", "Lũ lớn ở Huế", "Báo Thừa", date(2023, 11, 15))
RICE = Summary("rice.txt", "Giá gạo tăng", "An ninh", date(2024, 1, 2))
DOOR = Summary("door.txt", "Đường mới", None, date(2023, 11, 1))
BARE = Summary("bare.txt", None, "Báo Thừa", None)
ALL = (BARE, FLOOD, DOOR, RICE)


def found(wanted: str) -> list[str]:
    """The ids of what is found, in the order of the titles."""
    return [one.id for one in leaf(entries(ALL), wanted, "title", False, 0, 50).articles]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ("", ["door.txt", "rice.txt", "2023/flood.txt", "bare.txt"]),
        ("lũ lớn", ["2023/flood.txt"]),
        ("lu HUE", ["2023/flood.txt"]),
        ("hu", ["2023/flood.txt"]),
        ("uế", []),
        ("duong", ["door.txt"]),
        ("đường", ["door.txt"]),
        ("bao thua", ["2023/flood.txt", "bare.txt"]),
        ("huế thừa", ["2023/flood.txt"]),
        ("2023 flood", ["2023/flood.txt"]),
        ("bare.txt", ["bare.txt"]),
        ("  ,;%_'\"*  ", ["door.txt", "rice.txt", "2023/flood.txt", "bare.txt"]),
        ("lũ gạo", []),
    ],
)
def test_articles_are_found_by_the_words_of_title_outlet_and_id(wanted: str, ids: list[str]) -> None:
    """All words wanted, or their beginnings, in any order and case, with marks and without."""
    assert found(wanted) == ids


@pytest.mark.parametrize(
    ("order", "descending", "ids"),
    [
        ("published", True, ["rice.txt", "2023/flood.txt", "door.txt", "bare.txt"]),
        ("published", False, ["door.txt", "2023/flood.txt", "rice.txt", "bare.txt"]),
        ("source", False, ["rice.txt", "2023/flood.txt", "bare.txt", "door.txt"]),
        ("source", True, ["bare.txt", "2023/flood.txt", "rice.txt", "door.txt"]),
        ("title", True, ["2023/flood.txt", "rice.txt", "door.txt", "bare.txt"]),
    ],
)
def test_what_an_article_lacks_comes_last(order: Order, descending: bool, ids: list[str]) -> None:
    """Upwards and downwards; equals are in the order of their ids."""
    assert [one.id for one in leaf(entries(ALL), "", order, descending, 0, 50).articles] == ids


def test_leaves_follow_each_other() -> None:
    """All leaves together are the list, and each tells how many there are."""
    leaves = [leaf(entries(ALL), "", "title", False, first, 3) for first in (0, 3, 6)]
    assert [[one.id for one in each.articles] for each in leaves] == [
        ["door.txt", "rice.txt", "2023/flood.txt"],
        ["bare.txt"],
        [],
    ]
    assert [each.found for each in leaves] == [4, 4, 4]


def test_months_and_outlets_are_counted() -> None:
    """Each month from the first to the last, those without an article too; outlets the most first, none at the end."""
    assert counts(ALL) == Counts(
        months=((date(2023, 11, 1), 2), (date(2023, 12, 1), 0), (date(2024, 1, 1), 1)),
        outlets=(("Báo Thừa", 2), ("An ninh", 1), (None, 1)),
        undated=1,
    )
    assert counts(()) == Counts((), (), 0)
    assert counts((BARE,)) == Counts((), (("Báo Thừa", 1),), 1)


def test_what_is_said_of_each_article_is_counted(articles: Path, folder: Path) -> None:
    """Its passages, its copies and near-copies, and where its day is from; unknown ids are left out."""
    (articles / "again.txt").write_text((articles / "flood.txt").read_text())
    build(articles, folder, LetterEncoder())
    with Store.open(folder) as store:
        details = store.details(["again.txt", "bridge.txt", "nowhere.txt"])
        passages = {id: len([place for place in places(store) if place == id]) for id in details}
    basis = details["bridge.txt"].published_basis
    assert details == {
        "again.txt": Details("inferred", passages["again.txt"], 1, 0),
        "bridge.txt": Details(basis, passages["bridge.txt"], 0, 0),
    }


def places(store: Store) -> list[str]:
    """The article of each passage."""
    return [place.article for place in store.places(store.passage_ids().tolist()).values()]


def test_the_assistant_lists_what_the_newest_generation_has(articles: Path, folder: Path) -> None:
    """After a rebuild of its own, with its own sentence model, the list, the counts and the run are new."""
    encoder = LetterEncoder()
    build(articles, folder, encoder)
    assistant = Assistant(Index.open(folder, encoder))
    before = assistant.leaf("", "title", False, 0, 2)
    assert (before.found, [one.title for one in before.articles]) == (
        3,
        ["Giá gạo xuất khẩu tăng", "Khánh thành cầu Thủ Thiêm"],
    )
    assert {id: each.passages > 0 for id, each in before.details.items()} == {
        "kinh tế/rice.txt": True,
        "bridge.txt": True,
    }

    (articles / "catfish.txt").write_text(
        "Cá tra được giá\n\nGiá cá tra tại Đồng Tháp đạt 29.500 đồng một ki-lô-gam.\n"
    )
    stages: list[str] = []
    report = assistant.rebuild(articles, lambda progress: stages.append(progress.stage))
    assert (report.added, report.unchanged, report.generation) == (1, 3, 2)
    assert list(dict.fromkeys(stages)) == ["reading", "comparing", "embedding"]
    after = assistant.leaf("ca tra", "title", False, 0, 2)
    assert [one.id for one in after.articles] == ["catfish.txt"]
    assert sum(number for _, number in assistant.counts().outlets) == 4
    run = assistant.last_run()
    assert run and (run.added, run.generation) == (1, 2)


def test_a_rebuild_that_fails_leaves_the_list_as_it_was(articles: Path, folder: Path, tmp_path: Path) -> None:
    """The error is a sentence."""
    encoder = LetterEncoder()
    build(articles, folder, encoder)
    assistant = Assistant(Index.open(folder, encoder))
    (tmp_path / "empty").mkdir()
    with pytest.raises(TrichDanError, match="No articles in"):
        assistant.rebuild(tmp_path / "empty")
    assert assistant.leaf("", "title", False, 0, 50).found == 3


def test_titles_that_differ_only_in_marks_stand_together() -> None:
    """Đ stands with D, as nobody looks for it behind Z."""
    titled = [
        replace(FLOOD, id=f"{n}.txt", title=title) for n, title in enumerate(["Đê vỡ", "Zalo", "Dê núi", "Ẩm thực"])
    ]
    assert [one.title for one in leaf(entries(titled), "", "title", False, 0, 9).articles] == [
        "Ẩm thực", "Dê núi", "Đê vỡ", "Zalo",
    ]  # fmt: skip
