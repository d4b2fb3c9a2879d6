"""A brief's citations looked up after its articles were edited, renamed and removed."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.briefs.data import Brief, Checked, Reissued
from assistant.briefs.making import made_of
from assistant.briefs.saving import opened, save, written
from assistant.briefs.telling import checked_object, checked_text
from assistant.briefs.verifying import verified
from assistant.data import Answer
from index.building import build
from index.searching import Index
from tests.brief_parts import MADE, SHUT, TONS, citation
from tests.fakes import LetterEncoder
from tests.three_articles import BRIDGE, FLOOD

TITLE = "Giá gạo xuất khẩu tăng"
FLOODED_STREETS = "ngập nhiều tuyến đường"


def indexed(articles: Path, folder: Path) -> Index:
    """The index of the articles as they are now."""
    build(articles, folder, LetterEncoder())
    return Index.open(folder, LetterEncoder())


def brief_of(index: Index, *quotes: tuple[str, str]) -> Brief:
    """A brief that quotes these words of these articles."""
    citations = [citation(index.article(id), words, number) for number, (id, words) in enumerate(quotes, 1)]
    text = " ".join(f"“{one.quote}” [{one.number}]" for one in citations)
    return made_of([Answer("Sao?", "vi", "answered", None, text, tuple(citations), ())], "T", MADE)


Look = Callable[[], Checked]


@pytest.fixture
def shut(articles: Path, folder: Path) -> Look:
    """What becomes of a sentence of the article on the flood, once the articles are as a test leaves them."""
    brief = brief_of(indexed(articles, folder), ("flood.txt", SHUT))
    return lambda: verified(indexed(articles, folder), brief)[0]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_what_nobody_touched_stands(shut: Look) -> None:
    """At the same place, in the same article."""
    one = shut()
    assert (one.footing, one.edited, one.record, one.holds) == ("stands", False, (), True)
    assert (one.now and one.now.text) == SHUT


def test_an_edit_behind_a_quote_leaves_it_standing(shut: Look, articles: Path) -> None:
    """But it is told that the article changed."""
    (articles / "flood.txt").write_text(f"{FLOOD}\nNước đang rút dần ở các phường phía nam.\n")
    one = shut()
    assert (one.footing, one.edited, one.holds) == ("stands", True, True)


def test_an_edit_before_a_quote_moves_it(shut: Look, articles: Path) -> None:
    """The words are found at their new place."""
    edit(articles / "flood.txt", "300 hộ dân", "hơn ba trăm hộ dân")
    one = shut()
    assert (one.footing, one.edited, one.holds) == ("moved", True, False)
    assert one.now
    assert (one.now.text, one.now.article.id) == (SHUT, "flood.txt")
    assert one.now.start == one.citation.start + len("hơn ba trăm") - len("300")


def test_white_space_is_no_change(shut: Look, articles: Path) -> None:
    """The words stand, however their lines are broken."""
    edit(articles / "flood.txt", "đóng cửa hai ngày", "đóng cửa\nhai  ngày")
    one = shut()
    assert (one.footing, one.edited, one.now and one.now.text) == (
        "stands", True, "Các trường học đóng cửa\nhai  ngày.",
    )  # fmt: skip


def test_an_edit_inside_a_quote_changes_it(shut: Look, articles: Path) -> None:
    """It is told what the words are now, word by word."""
    edit(articles / "flood.txt", "hai ngày", "ba ngày")
    one = shut()
    assert (one.footing, one.holds, one.now and one.now.text) == ("changed", False, SHUT.replace("hai", "ba"))
    assert [(change.kind, change.quoted, change.article) for change in one.changes] == [("changed", "hai", "ba")]
    assert [one.citation.exact[change.at.start : change.at.end] for change in one.changes] == ["hai"]
    assert one.now
    assert [one.now.article.text[change.stands.start : change.stands.end] for change in one.changes] == ["ba"]


def test_a_sentence_taken_out_is_changed_to_nothing(shut: Look, articles: Path) -> None:
    """The article is there; nothing in it is like the words."""
    edit(articles / "flood.txt", f" {SHUT}", "")
    one = shut()
    assert (one.footing, one.now, one.changes) == ("changed", None, ())


def test_a_renamed_file_moves_its_quotes(shut: Look, articles: Path) -> None:
    """To the article with the same text."""
    (articles / "flood.txt").rename(articles / "kinh tế" / "lũ.txt")
    one = shut()
    assert (one.footing, one.edited, one.now and one.now.article.id) == ("moved", False, "kinh tế/lũ.txt")
    assert (one.now and one.now.start) == one.citation.start


def test_a_renamed_file_is_found_among_others_with_the_same_words(shut: Look, articles: Path) -> None:
    """The one with the same text goes before one that says the same elsewhere."""
    (articles / "flood.txt").rename(articles / "z.txt")
    (articles / "a.txt").write_text(f"Trường học ở Quảng Trị\n\nSáng 16/11, mưa còn to. {SHUT} Chợ cũng vắng.\n")
    one = shut()
    assert (one.footing, one.edited, one.now and one.now.article.id) == ("moved", False, "z.txt")


def test_a_renamed_and_edited_file_is_found_by_what_stood_around_the_words(shut: Look, articles: Path) -> None:
    """Of two articles with the words, the one that has them where they were."""
    (articles / "flood.txt").rename(articles / "z.txt")
    edit(articles / "z.txt", "Chiều 15/11/2023, nước", "Nước")
    (articles / "a.txt").write_text(f"Trường học ở Quảng Trị\n\nSáng 16/11, mưa còn to. {SHUT} Chợ cũng vắng.\n")
    one = shut()
    assert (one.footing, one.edited, one.now and one.now.article.id) == ("moved", True, "z.txt")


def test_a_removed_article_takes_its_quotes_along(shut: Look, articles: Path) -> None:
    """They are gone."""
    (articles / "flood.txt").unlink()
    one = shut()
    assert (one.footing, one.now, one.holds) == ("gone", None, False)


def test_a_few_words_are_not_found_in_just_any_article(articles: Path, folder: Path) -> None:
    """Where their article is gone, anybody may have said them."""
    brief = brief_of(indexed(articles, folder), ("flood.txt", FLOODED_STREETS))
    (articles / "flood.txt").unlink()
    (articles / "a.txt").write_text("Mưa ở Vinh\n\nMưa to làm ngập nhiều tuyến đường ở Vinh sáng qua.\n")
    assert verified(indexed(articles, folder), brief)[0].footing == "gone"


def test_another_article_under_the_same_name_is_not_taken_for_it(shut: Look, articles: Path) -> None:
    """The words moved with the file that has the new name."""
    (articles / "flood.txt").rename(articles / "z.txt")
    (articles / "flood.txt").write_text(BRIDGE.replace("Thủ Thiêm", "Ba Son"))
    one = shut()
    assert (one.footing, one.now and one.now.article.id) == ("moved", "z.txt")


def test_a_correction_is_told_though_a_copy_still_has_the_words(shut: Look, articles: Path) -> None:
    """Changed where it was cited; the copy is named."""
    (articles / "copy.txt").write_text(f"Tin lại\n\n{FLOOD}")
    edit(articles / "flood.txt", "hai ngày", "ba ngày")
    one = shut()
    assert (one.footing, one.also and one.also.article.id, one.also and one.also.text) == ("changed", "copy.txt", SHUT)


def test_words_that_stand_several_times_are_told_apart_by_what_is_around_them(articles: Path, folder: Path) -> None:
    """The second stays the second."""
    twice = "Tin\n\nSáng nay nước lên nhanh. Họ chờ tin mới.\n\nChiều nay nước rút dần. Họ chờ tin mới. Hết lũ.\n"
    (articles / "twice.txt").write_text(twice)
    index = indexed(articles, folder)
    brief = brief_of(index, ("twice.txt", "Họ chờ tin mới. Hết"))
    saved = replace(brief.citations[0], exact="Họ chờ tin mới.", end=brief.citations[0].end - 4, suffix=" Hết lũ.\n")
    brief = replace(brief, entries=(replace(brief.entries[0], citations=(saved,)),))
    edit(articles / "twice.txt", "Sáng nay", "Sáng sớm hôm nay, theo ghi nhận của phóng viên,")
    one = verified(indexed(articles, folder), brief)[0]
    text = (articles / "twice.txt").read_text()
    assert (one.footing, one.now and one.now.start) == ("moved", text.rindex("Họ chờ tin mới."))


def test_a_record_that_was_corrected_is_told(articles: Path, folder: Path) -> None:
    """The day and the outlet of the record, then and now; the quote stands."""
    sidecar = articles / "metadata.json"
    index = indexed(articles, folder)
    brief = brief_of(index, ("kinh tế/rice.txt", TONS))
    saved = replace(brief.citations[0], source="Báo Khác", published=MADE)
    brief = replace(brief, entries=(replace(brief.entries[0], citations=(saved,)),))
    assert not sidecar.exists()
    one = verified(index, brief)[0]
    assert (one.footing, one.holds, one.edited) == ("stands", True, False)
    assert one.record == (Reissued("source", "Báo Khác", None), Reissued("published", "2024-07-01", None))


def test_what_an_index_has_under_two_names_stands_under_both(articles: Path, folder: Path) -> None:
    """An exact copy of the file changes nothing."""
    brief = brief_of(indexed(articles, folder), ("flood.txt", SHUT))
    (articles / "a copy.txt").write_text(FLOOD)
    assert verified(indexed(articles, folder), brief)[0].footing == "stands"


@pytest.mark.parametrize("name", ["brief.md", "brief.docx", "brief.json"])
def test_a_brief_from_a_file_is_verified_alike(name: str, articles: Path, folder: Path, tmp_path: Path) -> None:
    """Whatever its format; the quote that was edited by hand is told too."""
    brief = brief_of(indexed(articles, folder), ("flood.txt", SHUT), ("kinh tế/rice.txt", TONS))
    save(tmp_path / name, written(brief, {".md": "markdown", ".docx": "docx", ".json": "json"}[Path(name).suffix]))  # type: ignore[arg-type]
    edit(articles / "flood.txt", "hai ngày", "ba ngày")
    found = opened(tmp_path / name)
    checked = verified(indexed(articles, folder), found.brief, found.shown)
    assert [one.footing for one in checked] == ["changed", "stands"]


def test_the_table_says_of_each_citation_what_became_of_it(articles: Path, folder: Path) -> None:
    """And what to do about a quote edited by hand."""
    brief = brief_of(indexed(articles, folder), ("flood.txt", SHUT), ("kinh tế/rice.txt", TONS))
    edit(articles / "flood.txt", "hai ngày", "ba ngày")
    checked = verified(indexed(articles, folder), replace(brief, language="en"), {2: "Khác."})
    assert checked_text(replace(brief, language="en"), checked).split("\n") == [
        "[1] changed         flood.txt  “Các trường học đóng cửa hai ngày.”",
        "    now: “Các trường học đóng cửa ba ngày.”",
        "    changed: “hai”; article: “ba”",
        "[2] edited by hand  kinh tế/rice.txt  “Bộ Công Thương dự báo cả nước xuất khẩu 7 triệu tấn gạo tro…”",
        "    the document shows “Khác.”, not what was saved; put the saved quote back or make the brief again",
        "",
        "2 citations: 1 changed, 1 edited by hand.",
    ]
    told = json.loads(json.dumps(checked_object(brief, checked)))
    assert (told["schema"], told["holds"]) == (1, False)
    assert [(one["number"], one["standing"], one["holds"]) for one in told["citations"]] == [
        (1, "changed", False),
        (2, "stands", False),
    ]
    assert told["citations"][0]["now"]["text"] == "Các trường học đóng cửa ba ngày."
