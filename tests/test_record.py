"""An article's record: who published it, who wrote it and when, only where the page says so."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from benchmarks.marked_pages import NAMES, marked_page
from index.articles.outlets import outlet_by_address, outlet_by_code, outlet_by_name, outlets
from index.articles.phrases import furniture
from index.articles.record import article_from_document, article_from_text
from index.articles.signatures import outlet_signed
from index.data import Omission, Span
from index.files.data import Document, Metadata, Override
from index.files.documents import read_text
from tests.seeds import EXPECTED, SEEDS

RECORDS = Path(__file__).parent / "records.txt"
BODY = "Câu mở đầu của bài báo. Câu thứ hai của bài báo."


def published(text: str) -> tuple[str | None, str]:
    article = article_from_text("a.txt", text)
    return (article.published.isoformat() if article.published else None), article.published_basis


def dated(line: str) -> tuple[str | None, str]:
    return published(f"Tên của bài báo\n\n{line}\n\n{BODY}")


def source_of(text: str) -> str | None:
    return article_from_text("a.txt", text).source


@pytest.mark.parametrize("id", sorted(EXPECTED))
def test_the_record_of_a_seed(id: str) -> None:
    """Title, outlet and author of each seed are as printed; its date is stated, pinned down, or honestly unknown."""
    article, expected = article_from_text(id, read_text(SEEDS / id)), EXPECTED[id]

    assert (article.id, article.title, article.source, article.author, article.url) == (
        *(id, expected["title"], expected["source"], expected["author"]),
        None,
    )
    stated = article.published and article.published.isoformat()
    assert (stated, article.published_basis) in expected["published"]


@pytest.mark.parametrize("name", NAMES)
def test_the_record_of_a_page(name: str) -> None:
    """Pages of many makes give the record written beside them."""
    page = marked_page(name)
    article = article_from_text(name, page.text)
    found = {
        "title": article.title,
        "source": article.source,
        "author": article.author,
        "published": article.published and article.published.isoformat(),
        "basis": article.published_basis,
        "url": article.url,
    }

    assert {key: found[key] for key in page.record} == page.record


def records() -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Each head or tail of the file with the author, the outlet, and the day with its basis."""
    for block in RECORDS.read_text("utf-8").split("\n= ")[1:]:
        first, _, text = block.partition("\n")
        author, outlet, day = first.split(" | ")
        yield text.strip(), (author, outlet, day)


@pytest.mark.parametrize(("text", "expected"), list(records()))
def test_the_record_of_a_head_or_tail(text: str, expected: tuple[str, str, str]) -> None:
    """Bylines of many manners, what scrapers write above a text, mastheads and imprints: as said, or honestly none."""
    article = article_from_text("a.txt", text)
    day = f"{article.published or 'none'} {article.published_basis}"

    assert (article.author or "none", article.source or "none", day) == expected


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Giàng A Súa (Cán bộ văn hóa xã)", "Giàng A Súa"),
        ("Giàng A Súa (Trung tâm Truyền thông huyện)", "Giàng A Súa"),
        ("Giàng A Súa (phóng to ảnh)", None),
        ("Nhà Văn Hóa (Cán bộ xã)", None),
    ],
)
def test_a_signature_may_say_the_office(line: str, author: str | None) -> None:
    """Where a page is marked, a name with an office in brackets right below its article is who wrote it."""
    text = f"Tên dài của một bài báo\n\n{BODY}\n\n{line}\n\nIn trang\n\nTin khác"
    known = tuple(Omission(Span(start, len(text)), "below the article") for start in [text.index(line)])

    assert article_from_document(Document("a.html", text, known=known, is_marked=True)).author == author


@pytest.mark.parametrize(
    ("words", "outlet"),
    [
        ("Báo Ha Noi Moi", "Hà Nội Mới"),
        ("Báo Thanh Hoá", "Báo Thanh Hóa"),
        ("Hải quân", "Hải quân Việt Nam"),
        ("HAI QUAN", "Hải quan"),
        ("Vietnam+", "VietnamPlus"),
        ("Tạp chí trực tuyến Znews", "Znews"),
        ("Vietnam", None),
        ("Phù Yên", None),
        ("từ Chính phủ", None),
        ("Tin Thể thao", None),
        ("Tin mới", None),
        ("Trang Quốc tế", None),
    ],
)
def test_only_an_outlets_own_words_name_it(words: str, outlet: str | None) -> None:
    """Marks tell names apart where they are written, and only the words for a kind of outlet are left aside."""
    found = outlet_by_name(words)

    assert (found.name if found else None) == outlet


@pytest.mark.parametrize("line", ["Minh Vân - Đà Nẵng", "Trần Thị Bưởi (Thanh Hà, Hải Dương)", "Bùi Vân, thanh niên"])
def test_a_place_beside_a_signature_is_no_outlet(line: str) -> None:
    """Where somebody is from is not the paper of that place."""
    assert outlet_signed(line) is None


def test_a_plain_paragraph_has_no_record() -> None:
    """A text that says nothing of its origin gets nothing: every field is None and the date unknown."""
    article = article_from_text("a.txt", BODY)

    assert (article.title, article.source, article.author, article.published, article.url) == (None,) * 5
    assert article.published_basis == "unknown"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Đối ngoại | 20:09 Thứ Năm ngày 26/10/2017", "2017-10-26"),
        ("26/10/2017 20:09", "2017-10-26"),
        ("Thứ Ba, 12/3/2024 | 08:00 GMT+7", "2024-03-12"),
        ("Thứ Ba, ngày 12 tháng 3 năm 2024", "2024-03-12"),
        ("Cập nhật: 12-03-2024 08:00", "2024-03-12"),
        ("Ngày đăng: 12.3.2024", "2024-03-12"),
        ("Lượt xem: 7.370 | Gửi lúc: 05/12/2013 15:42:27", "2013-12-05"),
        ("2024-03-12T08:00:00+07:00", "2024-03-12"),
        ("March 12, 2024", "2024-03-12"),
        ("12 Mar 2024, 8:00 AM", "2024-03-12"),
        ("Nguyễn Thị Thu Hà - 12/03/2024", "2024-03-12"),
    ],
)
def test_a_dateline_states_the_date(line: str, expected: str) -> None:
    """A line with a full date and hardly anything else, between title and article, is when it appeared."""
    assert dated(line) == (expected, "stated")


@pytest.mark.parametrize("line", ["Ngày 12/3", "12/3", "31/2/2024 08:00", "Tháng 3/2024", "12/3/24", "1/1/1888 08:00"])
def test_less_than_a_date_is_unknown(line: str) -> None:
    """A day and a month, a month and a year, and days that no calendar has are not dates."""
    assert dated(line) == (None, "unknown")


def test_the_day_it_appeared_goes_before_the_day_it_changed() -> None:
    """Of two lines the one that says "cập nhật" is not taken."""
    lines = "Cập nhật: 14/3/2024 10:00\nThứ Ba, 12/3/2024 08:00"

    assert dated(lines) == ("2024-03-12", "stated")


def test_dates_in_teasers_do_not_count() -> None:
    """Dates below the article and in its text are not when it appeared."""
    text = f"Tên của bài báo\n\n{BODY} Luật ban hành ngày 28/6/2024.\n\nTin khác\n\nMột tin khác\n12/03/2025 08:00"

    assert published(text) == (None, "unknown")


def test_the_day_a_page_was_looked_at_is_not_its_date() -> None:
    """A date over the menus above the title is the reader's day, unless the lead speaks of the same days."""
    page = "Thứ Sáu, 05/09/2025 10:22\nTrang chủ\nThời sự\nTên của bài báo\n\n"

    assert published(f"{page}{BODY}") == (None, "unknown")
    assert published(f"{page}Sáng 12/3, đoàn đến thăm. {BODY}") == (None, "unknown")
    assert published(f"{page}Sáng 4/9, đoàn đến thăm. {BODY}") == ("2025-09-05", "stated")


def test_an_english_date_of_numbers_may_be_either() -> None:
    """In English 03/12/2024 is March or December: it is not taken; 23/12/2024 can only be one."""
    english = "A title of some words\n\n{}\n\nThe first sentence of the article. The second one."

    assert published(english.format("03/12/2024 08:00")) == (None, "unknown")
    assert published(english.format("23/12/2024 08:00")) == ("2024-12-23", "stated")


def test_a_day_in_the_lead_is_dated_by_the_dates_around_it() -> None:
    """A past and a coming full date with one such day between them give the year that the body speaks of."""
    body = "Ngày 8/8, đoàn đến thăm. Năm 2024 tăng 6%. Ngày 28/6/2024, họ đã thông qua luật, có hiệu lực từ 1/1/2025."

    assert published(f"Tên của bài báo\n\n{body} Năm 2024 là năm tăng tốc.") == ("2024-08-08", "inferred")


@pytest.mark.parametrize(
    "body",
    [
        "Ngày 8/8, đoàn đến thăm và làm việc. Năm 2024 tăng 6%. Năm 2024 tốt. Năm 2024 hết.",
        "Ngày 8/8, đoàn đến thăm. Luật đã thông qua ngày 28/6/2019, có hiệu lực từ 1/1/2020. Năm 2023, 2023, 2023.",
        "Ngày 8/8, đoàn đến thăm. Ngày 28/6/2019, họ đã thông qua luật, có hiệu lực từ 1/1/2022. 2019, 2019, 2019.",
        "Chiều 17/2, đoàn đến thăm trong năm 2022.",
        "Sáng 30/4/1975, xe tăng tiến vào dinh.",
        "Sáng 11/9/2001, hai tòa tháp sụp đổ. Ông Nam kể lại năm 2021.",
        "Ngày 28/6/2024, Quốc hội đã thông qua luật.",
        "Ngày 31/2, đoàn đến thăm. Ngày 28/1/2024, họ đã họp, có hiệu lực từ 1/5/2024. 2024, 2024, 2024.",
    ],
)
def test_a_year_that_nothing_pins_down_stays_unknown(body: str) -> None:
    """A wrong date is worse than none: a year that is only mentioned, history, and long spans date nothing."""
    assert published(f"Tên của bài báo\n\n{body}") == (None, "unknown")


def test_a_full_date_that_opens_the_article_dates_it() -> None:
    """News that opens with the part of a day and its full date is of that day, plans for later years aside."""
    body = "(HNMO) - Sáng 12/3/2024, đoàn đến thăm. Kế hoạch đến năm 2030 được thông qua."

    assert published(f"Tên của bài báo\n\n{body}") == ("2024-03-12", "inferred")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (f"(LĐTĐ) {BODY}", "Lao Động Thủ Đô"),
        (f"(HNMO) - {BODY}", "Hà Nội Mới"),
        (f"VOV.VN - {BODY}", "VOV"),
        (f"Viêng Chăn (TTXVN 8/8) - {BODY}", "TTXVN"),
        (f"(Baovungcao.vn) - {BODY}", "baovungcao.vn"),
        (f"(Thành ủy) - {BODY}", None),
        (f"Thông tấn xã Việt Nam (TTXVN) mở lớp học. {BODY}", None),
        (f"Tên của bài báo | Báo Dân trí\n\n{BODY}", "Dân trí"),
        (f"Tên của bài báo - Kinh tế\n\n{BODY}", None),
        (f"Tên của bài báo\n\n{BODY}\n\nNguồn Báo Nhân dân", "Nhân Dân"),
        (f"Tên của bài báo\n\n{BODY}\n\n(Theo VnExpress)", "VnExpress"),
        (f"Tên của bài báo\n\n{BODY}\n\nNguồn: Báo Vùng Cao", "Báo Vùng Cao"),
        (f"Tên của bài báo\n\n{BODY}\n\nThu Hà/TTXVN", "TTXVN"),
        (f"Tên của bài báo\n\n{BODY}\n\n![a](https://cdn.tuoitre.vn/a.jpg)", "Tuổi Trẻ"),
        (f"Tên của bài báo\n\n{BODY}\n\n![a](https://cdn.example.org/a.jpg)", None),
        (f"Tên của bài báo\n\n{BODY}\n\n© Bản quyền thuộc Báo Thanh Niên", "Thanh Niên"),
        (f"Tên của bài báo\n\n{BODY} Theo Reuters, giá dầu tăng.", None),
    ],
)
def test_the_outlet_is_what_the_page_says(text: str, source: str | None) -> None:
    """By dateline code, after the title, as the source, by the site of its pictures, by its imprint; else nothing."""
    assert source_of(text) == source


PAGE = "Tên dài của một bài báo làng\n26/10/2017 20:09\n\n" + BODY


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (f"Báo Nghệ An điện tử\nTrang chủ\nThời sự\n{PAGE}", "Báo Nghệ An"),
        (f"BÁO VÙNG CAO\nTrang chủ\nThời sự\n{PAGE}", "Báo Vùng Cao"),
        (f"ĐẢNG CỘNG SẢN VIỆT NAM\nTRANG TIN ĐẢNG BỘ TỈNH LAI PHONG\n{PAGE}", "Trang tin Đảng bộ tỉnh Lai Phong"),
        (f"CỔNG THÔNG TIN ĐIỆN TỬ\nBỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG\n{PAGE}", "Bộ Nông nghiệp và Môi trường"),
        (f"UBND TỈNH LAI PHONG\nSỞ Y TẾ\nTin tức\n{PAGE}", "Sở Y tế tỉnh Lai Phong"),
        (f"SỞ HỮU TRÍ TUỆ\nTin tức\n{PAGE}", None),
        (f"BỘ Y TẾ KHUYẾN CÁO\nTin tức\n{PAGE}", None),
        (f"Báo Anh khen làng nghề\nTin tức\n{PAGE}", None),
        (f"SGGPO\n{PAGE}", "Sài Gòn Giải Phóng"),
        (f"{PAGE}\n\nTin khác\n\nTheo dõi Báo Thanh Niên trên Google News", "Thanh Niên"),
        (f"{PAGE}\n\n© 2024 Trường Đại học Bách Nghệ. Thiết kế bởi Tổ Web", "Trường Đại học Bách Nghệ"),
        (f"{PAGE}\n\nCopyrights 2012 Viet Nam News, All rights reserved.", "Vietnam News"),
        (f"{PAGE}\n\nBản quyền thuộc Báo Vùng Cao. Ghi rõ nguồn khi phát hành lại", "Báo Vùng Cao"),
        (f"{PAGE}\n\nBáo điện tử Vùng Cao\nGiấy phép số 12/GP-BTTTT", "Báo điện tử Vùng Cao"),
        (f"{PAGE}\n\nTrang thông tin điện tử tổng hợp\nGiấy phép số 12/GP-BTTTT", None),
        (f"{PAGE}\n\nLiên kết website\nBáo Nhân Dân\nCổng thông tin điện tử tỉnh Lai Phong", None),
        (f"{PAGE}\n\nGiấy phép số 12/GP-BTTTT\nEmail: toasoan@baonghean.vn", "Báo Nghệ An"),
        (f"{PAGE}\n\n![a](https://nld.mediacdn.vn/a.jpg)", "Người Lao Động"),
        (f"{PAGE} “Chúng tôi sẽ trở lại.” — VNS", "Vietnam News"),
        (f"{PAGE}\n\nNguồn: Tổng hợp", None),
        (f"{PAGE}\n\n(Nguồn: Internet)", None),
        (f"Tên dài của một bài báo làng - Báo Vùng Cao\n\n{BODY}", "Báo Vùng Cao"),
    ],
)
def test_a_page_names_itself(text: str, source: str | None) -> None:
    """At its top, where to follow it, in its imprint, by its letter box, its pictures' host; a link names another."""
    assert source_of(text) == source


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ({"url": "https://vietnamnews.chep.vn/a.htm"}, "Vietnam News"),
        ({"url": "https://laodong.lamdong.gov.vn/a.htm"}, "laodong.lamdong.gov.vn"),
        ({"title": "Tên dài của một bài báo - Báo Vùng Cao", "url": "https://vungcao.vn/a.htm"}, "Báo Vùng Cao"),
        ({"title": "Báo Cần Thơ Online"}, "Báo Cần Thơ"),
        ({"title": "Báo Anh khen Việt Nam"}, None),
    ],
)
def test_a_site_is_named_by_its_host_and_its_title(said: dict[str, str], source: str | None) -> None:
    """A host that bears a known site's own word is that outlet's, an office's is not; a title may end with the site."""
    assert article_from_document(beside(**said)).source == source


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("Thu Hà\n26/10/2017 20:09", "Thu Hà"),
        ("Học trò trong xưởng mộc. Ảnh: Minh Anh\nĐức Anh", None),
        ("Học trò trong xưởng mộc. Ảnh: Minh Anh\nBài: Đức Anh", "Đức Anh"),
    ],
)
def test_a_byline_right_below_the_lead_is_read(byline: str, author: str | None) -> None:
    """The name and the date between lead and text; a name below a picture is its photographer's."""
    lead = "Người thợ già ở làng dạy nghề không lấy tiền của ai."
    article = article_from_text("a.txt", f"Tên dài của một bài báo làng\n\n{lead}\n{byline}\n{BODY}")

    assert article.author == author


def test_the_date_below_the_title_goes_before_the_one_above() -> None:
    """The day after the lead's may be the day the page was looked at, though the article could be of it."""
    page = "Thứ 3, 02/04/2024 08:11\nThời sự\nTên của bài báo\nThứ 2, 01/04/2024 | 16:02\n\nSáng 1/4, đoàn đến thăm. "

    assert published(page + BODY) == ("2024-04-01", "stated")


def test_words_of_a_menu_are_no_author() -> None:
    """English words of a page around the article have the shape of names."""
    text = f"The river rose again\n\nMary Jones\n\n{BODY}\n\nNewspaper's Archive\n(Latest Update"

    assert article_from_text("a.txt", text).author == "Mary Jones"


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Quỳnh Dương", "Quỳnh Dương"),
        ("THU HÀ", "Thu Hà"),
        ("Bài và ảnh: Nguyễn Văn An", "Nguyễn Văn An"),
        ("Thu Hà - Minh Anh", "Thu Hà, Minh Anh"),
        ("Thu Hà (tổng hợp)", "Thu Hà"),
        ("Theo Hoàng Thùy/Báo VnExpress", "Hoàng Thùy"),
        ("Bài: Thu Hà - Ảnh: Đức Anh", "Thu Hà"),
        ("By John Smith", "John Smith"),
        ("P.V", None),
        ("T.H", None),
        ("TTXVN", None),
        ("Hà Nội", None),
        ("Hết", None),
    ],
)
def test_the_author_is_who_signed(line: str, author: str | None) -> None:
    """The name alone below the last paragraph; initials, agencies and towns name nobody."""
    assert article_from_text("a.txt", f"Tên của bài báo\n\n{BODY}\n\n{line}").author == author


def test_a_byline_above_the_article_names_its_author() -> None:
    """A labelled name, a name alone and a name beside the date are read alike."""
    lines = ["Tác giả: Quỳnh Dương", "Quỳnh Dương", "Nguyễn Thu Hà | 12/3/2024 08:00"]
    authors = [article_from_text("a.txt", f"Tên của bài báo\n{line}\n\n{BODY}").author for line in lines]

    assert authors == ["Quỳnh Dương", "Quỳnh Dương", "Nguyễn Thu Hà"]


def test_a_name_can_be_a_title() -> None:
    """A first line that is a person's name heads an article about them."""
    article = article_from_text("a.txt", f"Johannes Kepler\n\n{BODY}")

    assert (article.title, article.author) == ("Johannes Kepler", None)


def test_an_address_of_its_own_is_the_url() -> None:
    """A bare address above or below the article is its own; one in the text, of a picture or of a site is not."""
    address = "https://example.org/tin/lao-2024.html"
    page = "Tên của bài báo\n\n{}\n\n" + BODY

    assert article_from_text("a.txt", page.format(address)).url == address
    assert article_from_text("a.txt", page.format(f"Link: {address}")).url == address
    bare = "bao.vn/tho-moc-mo-cua-20241030114512398.htm\n" + page.format("")
    assert article_from_text("a.txt", bare).url == "https://bao.vn/tho-moc-mo-cua-20241030114512398.htm"
    others = [
        "https://example.org/",
        "https://example.org/a.jpg",
        "https://www.facebook.com/trang/1",
        f"Xem tại {address}.",
    ]
    assert [article_from_text("a.txt", page.format(other)).url for other in others] == [None] * 4


def test_front_matter_tells_everything() -> None:
    """The head of a markdown file is read as it is labelled; its date stands beside the text."""
    head = "---\ntitle: Lũ ở Lào\nauthor: Quỳnh Dương\ndate: 2024-03-12\nsource: Báo Nhân dân\n---\n\n"
    article = article_from_text("a.md", head + BODY)

    assert (article.title, article.source, article.author) == ("Lũ ở Lào", "Nhân Dân", "Quỳnh Dương")
    assert (article.published, article.published_basis) == (date(2024, 3, 12), "metadata")
    assert [article.text[span.start : span.end] for span in article.body] == [BODY]


TITLE = "Tên dài của một bài báo"


def beside(text: str = "", **said: str) -> Document:
    """A page with a headline and that text, and what stands beside it."""
    metadata = Metadata(said.get("title"), said.get("source"), said.get("author"), None, said.get("url"))
    return Document("a.html", f"{TITLE}\n\n{BODY}\n\n{text}".strip(), metadata)


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("Tên khác của bài báo", "Tên khác của bài báo"),
        ("Tên khác của bài báo | Báo Dân trí", "Tên khác của bài báo"),
        ("Tên khác của bài báo - Thế giới - VnExpress", "Tên khác của bài báo"),
        ("Tên khác - và tên nữa - nhandan.vn", "Tên khác - và tên nữa"),
        ("Tên khác của bài báo - Chuyện làng", "Tên khác của bài báo"),
        ("Báo Dân trí", TITLE),
        ("Chuyện làng", TITLE),
        ("Thời sự", TITLE),
        ("Tên dài của một…", TITLE),
        ("Tên dài của một", TITLE),
        ("Microsoft Word - bai viet.doc", TITLE),
        ("bai viet so 1.docx", TITLE),
        ("Untitled", TITLE),
        ("", TITLE),
    ],
)
def test_the_title_beside_the_text_is_weighed(given: str, title: str) -> None:
    """It is taken without its site's name, unless it only says who published it, or begins the page's own."""
    assert article_from_document(beside(title=given, source="Chuyện làng")).title == title


@pytest.mark.parametrize(
    ("said", "text", "source"),
    [
        ({"source": "Báo Nhân dân điện tử"}, "", "Nhân Dân"),
        ({"source": "vnexpress.net"}, "", "VnExpress"),
        ({"source": "VnExpress - Tin nhanh"}, "", "VnExpress"),
        ({"source": "Chuyện làng"}, "", "Chuyện làng"),
        ({"url": "https://tuoitre.vn/a.htm"}, "", "Tuổi Trẻ"),
        ({"url": "https://chuyenlang.vn/a.htm"}, "", "chuyenlang.vn"),
        ({"url": "https://nhandan.vn/a.html"}, "Nguồn: TTXVN", "Nhân Dân"),
        ({"source": "TTXVN", "url": "https://nhandan.vn/a.html"}, "", "Nhân Dân"),
        ({"url": "https://web.archive.org/web/2017/https://nhandan.vn/a"}, "", "Nhân Dân"),
        ({"url": "https://baomoi.com/a.epi"}, "Nguồn: Báo Nhân dân", "Nhân Dân"),
        ({"source": "TTXVN"}, "", "TTXVN"),
        ({"url": "https://www.reuters.com/world/a"}, "", "Reuters"),
        ({}, "Nguồn: TTXVN", "TTXVN"),
        ({}, "Nguồn: TTXVN\n\n© Bản quyền thuộc Báo Thanh Niên", "Thanh Niên"),
        ({}, "© 2017 VnExpress. Toàn bộ bản quyền thuộc VnExpress", "VnExpress"),
        ({}, "Thu Hà/TTXVN\n\n® Ghi rõ nguồn “VietNamNet” khi phát hành lại thông tin từ trang này", "VietNamNet"),
        ({}, "Thu Hà (PV TTXVN tại Lào)", "TTXVN"),
        ({}, "Thu Hà/VOV-Tây Bắc", "VOV"),
    ],
)
def test_who_published_goes_before_who_wrote(said: dict[str, str], text: str, source: str) -> None:
    """The site is the outlet; an agency is where no site is known, a gatherer of others' news where nothing is."""
    assert article_from_document(beside(text, **said)).source == source


@pytest.mark.parametrize(
    ("given", "author"),
    [
        ("Thu Hà; Đức Anh", "Thu Hà, Đức Anh"),
        ("TS. Nguyễn Văn An", "Nguyễn Văn An"),
        ("Vân", "Vân"),
        ("Phòng Truyền thông", "Phòng Truyền thông"),
        ("Thu Hà, TTXVN", "Thu Hà"),
        ("By Mary Jones", "Mary Jones"),
        ("admin", "Quỳnh Dương"),
        ("thuha@bao.vn", "Quỳnh Dương"),
        ("https://bao.vn/thu-ha", "Quỳnh Dương"),
        ("VnExpress", "Quỳnh Dương"),
        ("Chuyện làng", "Quỳnh Dương"),
        ("Tạp chí điện tử Chuyện làng", "Quỳnh Dương"),
        ("PV", "Quỳnh Dương"),
        ("T.H", "Quỳnh Dương"),
    ],
)
def test_the_author_beside_the_text_is_weighed(given: str, author: str) -> None:
    """A person is taken; an outlet, an address, an account and nobody leave it to the signature."""
    assert article_from_document(beside("Quỳnh Dương", author=given, source="Chuyện làng")).author == author


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Bài, ảnh: Thu Hà", "Thu Hà"),
        ("Bài: Thu Hà. Ảnh: Đức Anh", "Thu Hà"),
        ("Nội dung: Thu Hà | Trình bày: Đức Anh", "Thu Hà"),
        ("Thực hiện: Thu Hà - Minh Khuê", "Thu Hà, Minh Khuê"),
        ("Theo Thu Hà (VOV)", "Thu Hà"),
        ("Thu Hà/Người Đưa Tin", "Thu Hà"),
        ("Thu Hà (PV TTXVN tại Lào)", "Thu Hà"),
        ("Thu Hà (tổng hợp từ Reuters)", "Thu Hà"),
        ("PGS.TS Nguyễn Văn An", "Nguyễn Văn An"),
        ("Nhà báo Thu Hà", "Thu Hà"),
        ("Thu Hà và nhóm PV", "Thu Hà"),
        ("PV (t/h)", None),
        ("Nhóm phóng viên Thời sự", None),
    ],
)
def test_signatures_of_many_makes(line: str, author: str | None) -> None:
    """Degrees, offices, photographers and designers are not part of who wrote it."""
    assert article_from_text("a.txt", f"{TITLE}\n\n{BODY}\n\n{line}").author == author


def test_the_address_beside_the_text_goes_first() -> None:
    """The page's own address counts where none stands beside it."""
    page = "https://bao.vn/tin/a.html"

    assert article_from_document(beside(page, url="https://bao.vn/tin/b.html")).url == "https://bao.vn/tin/b.html"
    assert article_from_document(beside(page)).url == page


def test_the_owner_wins_field_by_field() -> None:
    """What the owner states is taken as it is, also that something is not known; the rest is as the page says."""
    document = beside("Quỳnh Dương", title="Tên khác của bài báo", url="https://tuoitre.vn/a.htm")
    stated = Override(Metadata(title="Tên của chủ", source="Chuyện làng"), frozenset({"title", "source", "author"}))
    article = article_from_document(document, stated)

    assert (article.title, article.source, article.author, article.url) == (
        *("Tên của chủ", "Chuyện làng", None),
        "https://tuoitre.vn/a.htm",
    )


def test_an_address_that_the_owner_states_tells_the_outlet() -> None:
    """Its site and its day are read as if they stood in the file."""
    stated = Override(Metadata(url="https://tuoitre.vn/2017/10/26/a.htm"), frozenset({"url"}))
    article = article_from_document(beside(), stated)

    assert (article.source, article.published, article.published_basis) == ("Tuổi Trẻ", date(2017, 10, 26), "metadata")


def test_every_outlet_is_found_by_what_its_table_says() -> None:
    """Each code, name and domain of the data file leads to its own outlet: none is shadowed by another."""
    by_code = [(code, outlet_by_code(f"({code}) - Sáng nay")) for outlet in outlets() for code in outlet.codes]
    by_name = [outlet_by_name(outlet.name) for outlet in outlets()]
    by_address = [outlet_by_address(f"https://www.{domain}/a") for outlet in outlets() for domain in outlet.domains]

    assert by_code == [(code, outlet) for outlet in outlets() for code in outlet.codes]
    assert by_name == list(outlets())
    assert by_address == [outlet for outlet in outlets() for _ in outlet.domains]


def test_no_phrase_is_listed_under_two_reasons() -> None:
    """A whole line has one reason to be left out."""
    lists = [phrases for table in ("lines", "headings") for phrases in furniture()[table].values()]
    phrases = [phrase.casefold() for listed in lists for phrase in listed]

    assert sorted(phrases) == sorted(set(phrases))
