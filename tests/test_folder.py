"""A newsroom's folder over time: files are copied, moved, renamed, exported and told of, and the index follows."""

import json
import shutil
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from index import derived
from index.articles.common import WHY
from index.building import BuildReport, build
from index.data import Article
from index.searching import Index
from index.store import Store
from tests.fakes import LetterEncoder
from tests.test_building import answers, article_ids, ids_of, passage_vectors
from tests.three_articles import FLOOD, RICE


def counted(report: BuildReport) -> dict[str, int]:
    """What a report counts of articles, zeros aside."""
    names = ("read", "added", "changed", "moved", "removed", "unchanged", "embedded")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


def article(folder: Path, id: str) -> Article:
    with Store.open(folder) as store:
        return store.article(id)


# Moved and copied


def test_a_moved_file_keeps_its_passages(articles: Path, folder: Path) -> None:
    """A renamed file is the same article under another name: nothing is embedded, and its passages keep their ids."""
    build(articles, folder, LetterEncoder())
    before = ids_of(folder, "flood.txt")
    (articles / "flood.txt").rename(articles / "kinh tế" / "lũ.txt")

    report = build(articles, folder, LetterEncoder())

    assert counted(report) == {"read": 3, "moved": 1, "unchanged": 2}
    assert article_ids(folder) == ["bridge.txt", "kinh tế/lũ.txt", "kinh tế/rice.txt"]
    assert ids_of(folder, "kinh tế/lũ.txt") == before


def test_a_renamed_folder_moves_its_articles(articles: Path, folder: Path) -> None:
    """All files below a folder move with it."""
    build(articles, folder, LetterEncoder())
    (articles / "kinh tế").rename(articles / "economy")

    report = build(articles, folder, LetterEncoder())

    assert counted(report) == {"read": 3, "moved": 1, "unchanged": 2}
    assert article_ids(folder) == ["bridge.txt", "economy/rice.txt", "flood.txt"]


def test_an_exact_copy_is_one_article(articles: Path, folder: Path) -> None:
    """A file that says the same as another adds nothing but its name, which the report tells."""
    (articles / "z copy.txt").write_bytes((articles / "flood.txt").read_bytes())

    report = build(articles, folder, LetterEncoder())

    assert report.duplicates == (("z copy.txt", "flood.txt"),)
    assert (report.read, report.articles) == (4, 3)
    assert article_ids(folder) == ["bridge.txt", "flood.txt", "kinh tế/rice.txt"]
    assert article(folder, "z copy.txt") == article(folder, "flood.txt")


def test_composed_and_decomposed_files_are_one_article(articles: Path, folder: Path) -> None:
    """The same words in NFC and NFD, with Windows line ends or a byte order mark, are copies."""
    (articles / "nfd.txt").write_text(unicodedata.normalize("NFD", FLOOD))
    (articles / "windows.txt").write_bytes(b"\xef\xbb\xbf" + FLOOD.replace("\n", "\r\n").encode())

    report = build(articles, folder, LetterEncoder())

    assert report.duplicates == (("nfd.txt", "flood.txt"), ("windows.txt", "flood.txt"))


def test_a_copy_outlives_what_it_was_a_copy_of(articles: Path, folder: Path) -> None:
    """When the first of two copies is deleted, the other is the article, and nothing is embedded for it."""
    shutil.copy(articles / "flood.txt", articles / "later.txt")
    build(articles, folder, LetterEncoder())
    before = ids_of(folder, "flood.txt")
    (articles / "flood.txt").unlink()

    report = build(articles, folder, LetterEncoder())

    assert (counted(report), report.duplicates) == ({"read": 3, "removed": 1, "unchanged": 3 - 0}, ())
    assert ids_of(folder, "later.txt") == before


def test_a_folder_brought_up_to_date_is_one_built_anew(articles: Path, folder: Path, tmp_path: Path) -> None:
    """After copies, moves, changes and deletions the index holds what a new one would."""
    shutil.copy(articles / "flood.txt", articles / "copy.txt")
    build(articles, folder, LetterEncoder())
    (articles / "flood.txt").write_text(FLOOD.replace("Huế", "Đà Nẵng"))
    (articles / "kinh tế" / "rice.txt").rename(articles / "rice.txt")
    build(articles, folder, LetterEncoder())
    (articles / "copy.txt").rename(articles / "a.txt")
    (articles / "bridge.txt").unlink()
    build(articles, folder, LetterEncoder())

    build(articles, tmp_path / "anew", LetterEncoder())

    assert article_ids(folder) == article_ids(tmp_path / "anew") == ["a.txt", "flood.txt", "rice.txt"]
    assert passage_vectors(folder) == passage_vectors(tmp_path / "anew")
    assert [article(folder, id) for id in article_ids(folder)] == [
        article(tmp_path / "anew", id) for id in article_ids(folder)
    ]


# The same story elsewhere

STORY = """Lũ lớn ở Huế

({code}) - Chiều 15/11/2023, nước sông Hương lên nhanh và ngập nhiều tuyến đường ở trung tâm thành phố Huế.

Ông Lê Văn Hải, Chủ tịch phường Phú Hội, cho biết 300 hộ dân đã được sơ tán đến trường học và nhà văn hóa.

Các trường học đóng cửa hai ngày, chợ Đông Ba ngừng họp từ sáng sớm để tiểu thương chuyển hàng lên cao.

Theo đài khí tượng thủy văn, mực nước tại trạm Kim Long lúc 16 giờ là 3,4 mét, dưới báo động ba mười phân.
{more}
"""


def test_the_same_story_in_two_outlets_is_found_once(articles: Path, folder: Path) -> None:
    """Two printings of a wire story are near-copies: a search shows one of them, and says where else it stands."""
    more = "\nTối cùng ngày, lực lượng cứu hộ đã tiếp cận được mười hai hộ dân bị cô lập bên kia sông Bạch Yến.\n"
    (articles / "flood.txt").write_text(STORY.format(code="TTXVN", more=""))
    (articles / "vov.txt").write_text(STORY.format(code="VOV.VN", more=more))

    report = build(articles, folder, LetterEncoder())

    index = Index.open(folder, LetterEncoder())
    assert report.near_copies == 2
    assert [each.id for each in index.also_in("flood.txt")] == ["vov.txt"]
    assert [each.id for each in index.also_in("vov.txt")] == ["flood.txt"]
    found = [hit.passage for hit in index.search("300 hộ dân ở Huế đã được sơ tán đi đâu?")]
    assert sum("300 hộ dân" in passage.text for passage in found) == 1


# Lines of an outlet


def page(number: int, outlet: str) -> str:
    """A page of an outlet, with a line of its own above and below each of its articles."""
    place, name = ("Huế", "Vinh", "Hội An", "Cần Thơ", "Đà Lạt")[number], ("An", "Bình", "Chi", "Dũng", "Em")[number]
    return f"""Đọc báo giấy tại các sạp trong thành phố mỗi sáng

({outlet}) - Sáng {number + 10}/5/2023, thành phố {place} khởi công cây cầu thứ {number + 2} bắc qua con sông lớn nhất.

Ông Lê Văn {name}, giám đốc ban quản lý, cho biết cây cầu {place} dài {number + 4}20 mét sẽ xong sau hai năm.

Cầu nối khu phố cổ {place} với bờ bên kia, nơi có {number + 3} trường học và một bệnh viện của tỉnh.

Tòa soạn luôn mong nhận được thư, bài và ảnh của bạn đọc gần xa gửi về mỗi ngày.
"""


def test_lines_that_an_outlet_prints_on_every_page_are_not_body(tmp_path: Path, folder: Path) -> None:
    """What four different stories of one outlet share above and below themselves is left out, and says why."""
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(3):
        (pages / f"{number}.txt").write_text(page(number, "VOV.VN"))
    build(pages, folder, LetterEncoder())
    assert "bạn đọc gần xa" in passage_text(folder, "0.txt")

    (pages / "3.txt").write_text(page(3, "VOV.VN"))
    report = build(pages, folder, LetterEncoder())

    shared = "Tòa soạn luôn mong nhận được thư, bài và ảnh của bạn đọc gần xa gửi về mỗi ngày."
    for number in range(4):
        whole = article(folder, f"{number}.txt")
        told = {whole.text[each.span.start : each.span.end] for each in whole.left_out if each.why == WHY}
        assert shared in told
        assert shared not in passage_text(folder, f"{number}.txt")
        assert "khởi công" in passage_text(folder, f"{number}.txt")
    assert (report.added, report.unchanged) == (1, 3)


def test_lines_are_body_again_when_too_few_pages_have_them(tmp_path: Path, folder: Path) -> None:
    """What three stories share may be chance: after one of four is deleted, the index is as if it had never been."""
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(4):
        (pages / f"{number}.txt").write_text(page(number, "VOV.VN"))
    build(pages, folder, LetterEncoder())
    (pages / "3.txt").unlink()
    build(pages, folder, LetterEncoder())

    build(pages, tmp_path / "anew", LetterEncoder())

    assert [article(folder, id) for id in article_ids(folder)] == [
        article(tmp_path / "anew", id) for id in article_ids(folder)
    ]
    assert passage_vectors(folder) == passage_vectors(tmp_path / "anew")


def test_another_outlet_may_print_the_same_line(tmp_path: Path, folder: Path) -> None:
    """A line is an outlet's own only among its own articles."""
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(5):
        (pages / f"{number}.txt").write_text(page(number, "VOV.VN" if number else "TTXVN"))

    build(pages, folder, LetterEncoder())

    assert "bạn đọc gần xa" in passage_text(folder, "0.txt")
    assert "bạn đọc gần xa" not in passage_text(folder, "1.txt")


def passage_text(folder: Path, id: str) -> str:
    """The text of all passages of an article."""
    with Store.open(folder) as store:
        ids = store.passage_ids().tolist()
        return "\n".join(passage.text for passage in store.passages(ids) if passage.article.id == id)


# Exports and sidecars

ROWS = [
    {"id": "lu", "title": "Lũ lớn ở Huế", "text": FLOOD, "date": "2023-11-15", "source": "TTXVN"},
    {"id": "gao", "title": "Giá gạo xuất khẩu tăng", "text": RICE, "author": "Lê Na", "url": "https://example.org/gao"},
]


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def test_each_row_of_an_export_is_an_article(tmp_path: Path, folder: Path) -> None:
    """A row's columns are its record, and a changed row touches only its own passages."""
    exports = tmp_path / "exports"
    exports.mkdir()
    write_rows(exports / "export.jsonl", ROWS)
    build(exports, folder, LetterEncoder())
    before = ids_of(folder, "export.jsonl#lu")
    flood = article(folder, "export.jsonl#lu")
    assert (flood.title, flood.source, flood.published, flood.published_basis) == (
        *("Lũ lớn ở Huế", "TTXVN"),
        *(date(2023, 11, 15), flood.published_basis),
    )

    write_rows(exports / "export.jsonl", [ROWS[0], {**ROWS[1], "text": RICE.replace("7 triệu", "8 triệu")}])
    report = build(exports, folder, LetterEncoder())

    assert counted(report) == {"read": 2, "changed": 1, "unchanged": 1, "embedded": report.embedded}
    assert ids_of(folder, "export.jsonl#lu") == before
    assert report.embedded == 2  # a passage and a sentence


def test_what_is_stated_beside_the_articles_wins(articles: Path, folder: Path) -> None:
    """A sidecar sets title, author and date; nothing is embedded again, and without it all is as before."""
    build(articles, folder, LetterEncoder())
    before = article(folder, "flood.txt")
    (articles / "articles.yaml").write_text(
        "articles:\n  flood.txt: {author: Trần Văn An, published: 2023-11-16, source: Báo Huế}\n"
    )

    report = build(articles, folder, LetterEncoder())

    found = article(folder, "flood.txt")
    assert counted(report) == {"read": 3, "changed": 1, "unchanged": 2}
    assert (found.author, found.published, found.published_basis, found.source) == (
        *("Trần Văn An", date(2023, 11, 16)),
        *("stated", "Báo Huế"),
    )
    (articles / "articles.yaml").unlink()
    build(articles, folder, LetterEncoder())
    assert article(folder, "flood.txt") == before


# A large index


def test_a_small_change_of_a_large_index_is_as_good_as_building_anew(
    articles: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where what is derived is brought up to date in place, it finds what a new one finds."""
    monkeypatch.setattr(derived, "LARGE", 1)
    monkeypatch.setattr(derived, "LITTLE", 1.0)
    for number in range(20):
        (articles / f"{number}.txt").write_text(FLOOD.replace("Huế", f"Huế {number}").replace("300", f"{number}00"))
    build(articles, folder, LetterEncoder())
    (articles / "kinh tế" / "rice.txt").write_text(RICE.replace("7 triệu", "8 triệu"))
    (articles / "3.txt").unlink()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("index.vectors.Vectors.build", None)  # neither is built: both are brought up to date
        patched.setattr("index.keywords.Keywords.build", None)
        build(articles, folder, LetterEncoder())
    build(articles, tmp_path / "anew", LetterEncoder())

    found = [len(ids) for ids in answers(folder)]
    assert found == [len(ids) for ids in answers(tmp_path / "anew")]
    assert passage_vectors(folder) == passage_vectors(tmp_path / "anew")
