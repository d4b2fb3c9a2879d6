"""Body or page furniture: every character is one or the other, and the rules hold on pages of many makes."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.marked_pages import NAMES, marked_page
from index.articles.furniture import LONGEST, split_body
from index.articles.record import article_from_text
from index.data import Omission, Span
from index.files.documents import read_text
from index.files.listing import listing
from tests.seeds import EXPECTED, SEEDS

SEED_TEXTS = [(id, read_text(path)) for id, path in listing(SEEDS).files.items()]
LIKE_ARTICLES = {  # in doubt a line is kept
    "citydesk_en.txt": ["Make text bigger"],
    "infonet_flat.txt": ["Cùng bàn luận", "Người Hà Nội còn nghe đài không?"],
    "thethaovanhoa_song_han.txt": [
        "Link xem trực tiếp Sông Hàn vs Thép Gia Bảo, 19h00 hôm nay",
        "Dự đoán nhà cái: Sông Hàn chấp nửa trái",
    ],
    "znews_phim_ghe_dem.txt": [
        "Đọc được sách gì?",
        "Mục Xuất bản giới thiệu tủ sách điện ảnh dành cho độc giả yêu phim.",
        "Trailer phim Ghe đêm",
        "Phim khởi chiếu tại rạp từ ngày 16/8.",
    ],
    "anhphongsu.txt": ["Đường đi Mường Tấc", "Các địa điểm nên ghé ở Phù Yên", "Lịch lễ hội cơm mới"],
    "sggp.txt": [
        "Trao học bổng “Tiếp bước” cho con ngư dân",
        "Sáng 15-9, hơn 80 con em ngư dân xã đảo Tân Hải nhận học bổng từ nguồn đóng góp của các chủ tàu.",
    ],
}
PARAGRAPHS = (
    "Sáng nay, xã Thanh Hà khởi công cây cầu mới dài 86 mét bắc qua sông Nậm Rốm, thay cầu treo đã dùng hai mươi năm.",
    "Theo ông Lò Văn Tướng, Chủ tịch xã, cầu mới rộng năm mét, xe tải nhẹ qua được, vốn xây dựng mười bốn tỷ đồng. "
    "Nhà thầu của huyện làm cầu, người dân ba bản góp ngày công đắp đường vào mố cầu ở hai bên bờ sông.",
    "Trước đây mỗi mùa lũ, gần 200 học sinh bên kia sông phải nghỉ học vì cầu treo bị cấm, có năm nghỉ đến mười "
    "ngày liền, cô giáo phải chèo thuyền sang dạy.",
    "Cây cầu dự kiến xong trước mùa lũ năm sau, khi đó đường từ xã lên huyện ngắn đi bảy cây số. Nhà trường sẽ mở thêm "
    "hai lớp cho học sinh bên kia sông, người dân các bản chở ngô, chở lúa ra chợ huyện bằng xe tải.",
)
LINES = st.sampled_from(
    [
        "",
        " ",
        "Một tiêu đề đủ dài cho trang",
        "(LĐTĐ) Ngày 8/8, đoàn đến thăm và làm việc.",
        "Câu thứ nhất. Câu thứ hai dài hơn, có nhiều chữ hơn để thành một đoạn văn thật sự trong bài báo này.",
        "Chú thích của một bức ảnh trong bài",
        "Hoàng Phúc",
        "Nguồn: Báo Nhân dân",
        "Tin khác",
        "Bình luận (3)",
        "Hết bài./.",
        "![ảnh](a.jpg) lời ảnh |",
        "Trước ![ảnh](a.jpg) sau.",
        "20:09 Thứ Năm ngày 26/10/2017",
        "https://example.org/bai",
        "***",
        "---",
        "title: Tên",
    ]
)


def body_of(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_body(text)[0]]


def why_of(text: str, line: str) -> str | None:
    start = text.index(line)
    return next((each.why for each in split_body(text)[1] if each.span.start <= start < each.span.end), None)


def spans_in_order(text: str) -> list[Span]:
    body, left_out = split_body(text)
    return sorted([*body, *(each.span for each in left_out)])


def check_cover(text: str) -> None:
    body, left_out = split_body(text)
    spans = spans_in_order(text)
    assert list(body) == sorted(body)
    assert [each.span for each in left_out] == sorted(each.span for each in left_out)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(text[span.start : span.end] == text[span.start : span.end].strip() != "" for span in spans)
    covered = "".join(text[span.start : span.end] for span in spans)
    assert "".join(covered.split()) == "".join(text.split())


@given(st.text())
def test_every_character_is_body_or_left_out(text: str) -> None:
    """Whatever the text, spans are in order, trimmed, apart, and hold every character that is not white space."""
    check_cover(text)


@given(st.lists(LINES, max_size=25).map("\n".join))
def test_every_character_of_a_page_is_body_or_left_out(text: str) -> None:
    """The same for pages made of all the lines that the rules know."""
    check_cover(text)


@given(st.lists(LINES, max_size=25).map("\n".join))
def test_a_page_with_a_word_has_a_body(text: str) -> None:
    """In doubt lines are kept: no page that says something comes out empty."""
    if any(map(str.isalnum, text)):
        body, left_out = split_body(text)
        assert body or {each.why for each in left_out} == {"no words"} or "picture" in {each.why for each in left_out}


@pytest.mark.parametrize(("id", "text"), SEED_TEXTS)
def test_the_body_of_a_seed_is_its_article(id: str, text: str) -> None:
    """It begins and ends with the article's own words and holds nothing of the page around it."""
    body, expected = "\n".join(body_of(text)), EXPECTED[id]
    check_cover(text)

    assert body.startswith(expected["body_starts"])
    assert body.endswith(expected["body_ends"])
    assert [phrase for phrase in expected["never_cited"] if phrase in body] == []


@pytest.mark.parametrize(("id", "text"), SEED_TEXTS)
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n \n\n"])
def test_blank_lines_do_not_decide(id: str, text: str, gap: str) -> None:
    """The body of a seed begins and ends alike when its page comes with fewer or more blank lines."""
    body = "\n".join(body_of(re.sub(r"\n\s*", gap, text)))

    assert body.startswith(EXPECTED[id]["body_starts"])
    assert body.endswith(EXPECTED[id]["body_ends"])


def test_captions_and_cross_references_of_a_seed_are_left_out() -> None:
    """What stands inside an article but is not of it: a line of other headlines, captions under the title."""
    text = dict(SEED_TEXTS)["003_ab267f7e1ec23f34.txt"]

    assert why_of(text, "Đồng chí Nguyễn Thị Thu Thủy làm Phó Chánh Văn phòng") == "cross-references"
    assert why_of(text, "Quang cảnh buổi tiếp.") == "caption"
    assert why_of(text, "10 sự kiện nổi bật của ngành khoa học") == "related news"


@pytest.mark.parametrize("name", NAMES)
def test_no_line_of_an_article_is_lost(name: str) -> None:
    """On pages of many makes every line of the article is body."""
    page = marked_page(name)

    assert page.lines_in_body("+", article_from_text(name, page.text)) == page.lines("+")


@pytest.mark.parametrize("name", NAMES)
def test_no_furniture_is_body(name: str) -> None:
    """On pages of many makes no line of the page around the article is body but those that only a reader can tell."""
    page = marked_page(name)

    assert page.lines_in_body("-", article_from_text(name, page.text)) == LIKE_ARTICLES.get(name, [])


@pytest.mark.parametrize(
    "text",
    [
        "Một đoạn văn duy nhất, không có tiêu đề. Nó có hai câu.",
        "Một dòng không có dấu chấm",
        "Đoạn thứ nhất của bài có đầy đủ dấu câu.\n\nĐoạn thứ hai cũng vậy.",
        "Nguyễn Văn An",
        "Tin khác",
        "Thơ\nMột câu sáu chữ ở đây\nMột câu tám chữ đứng ngay bên này",
    ],
)
def test_a_plain_text_is_all_body(text: str) -> None:
    """Where nothing shows a page around it, a text keeps every word."""
    assert "".join("".join(body_of(text)).split()) == "".join(text.split())


def test_a_first_short_line_is_the_title() -> None:
    """A headline, a blank line and paragraphs: the headline is not body, since no sentence of it can be cited."""
    assert body_of("Lũ lớn ở Lào\n\nNước dâng cao ba mét. Không ai bị thương.") == [
        "Nước dâng cao ba mét. Không ai bị thương."
    ]


def test_an_article_goes_on_after_a_box() -> None:
    """A box of related news between paragraphs does not end the article."""
    paragraph = (
        "Đoạn này đủ dài để cho thấy bài báo vẫn tiếp tục, với nhiều chữ hơn hẳn một dòng dẫn của tin khác trên trang."
    )
    text = f"Tiêu đề của bài\n\n{paragraph} Một.\nTin liên quan\nMột tin khác\n{paragraph} Hai.\n{paragraph} Ba."

    assert body_of(text) == [f"{paragraph} Một.", f"{paragraph} Hai.\n{paragraph} Ba."]


def test_a_last_signed_paragraph_after_a_box_is_kept() -> None:
    """One paragraph after a box is the article's where it ends the page or is signed."""
    paragraph = (
        "Đoạn này đủ dài để cho thấy bài báo vẫn tiếp tục, với nhiều chữ hơn hẳn một dòng dẫn của tin khác trên trang."
    )
    text = f"Tiêu đề của bài\n\nMở đầu của bài.\nXem thêm\nMột tin khác\n{paragraph}\nThu Hà"

    assert body_of(text) == ["Mở đầu của bài.", paragraph]


def test_a_phrase_inside_a_sentence_is_a_sentence() -> None:
    """Words of a menu within a paragraph are the paragraph's."""
    text = "Tiêu đề của bài\n\nBạn đọc có thể xem thêm tin khác tại trang chủ.\nBình luận của ông rất sắc sảo."

    assert body_of(text) == [text.split("\n\n")[1]]


def test_a_name_above_a_paragraph_is_no_signature() -> None:
    """People who are quoted in turn, each under their name, stay in the article."""
    text = "Ba ý kiến\n\nBa người nói.\n\nPhan Thị Hồng\n\nTôi làm muối, tôi thấy vui.\n\nHết vụ tôi nghỉ."

    assert "Phan Thị Hồng" in body_of(text)[0]


def test_a_list_after_a_colon_is_kept() -> None:
    """Entries without full stops at an article's end are its own where a colon introduces them."""
    text = "Tên bài báo\n\nBài báo có câu mở đầu.\nKết quả gồm:\nĐổi con dấu\nNiêm yết lịch\nCấp biển số"

    assert body_of(text) == [text.split("\n\n")[1]]


def test_a_lead_said_twice_is_kept_once() -> None:
    """A page that says its first paragraph twice keeps the second, where the article begins."""
    lead = "Đoạn mở đầu của bài báo được trang này in hai lần liền nhau."
    text = f"Tên bài báo\n\n{lead}\n\n{lead}\n\nĐoạn hai của bài."

    assert body_of(text) == [f"{lead}\n\nĐoạn hai của bài."]
    assert why_of(text, lead) == "said again below"


def test_a_picture_inside_a_paragraph_is_cut_out() -> None:
    """Markdown for a picture is never cited; the words around it are kept."""
    assert body_of("Tên bài báo\n\nTrước ảnh ![lời](a.jpg) sau ảnh. Hết.") == ["Trước ảnh", "sau ảnh. Hết."]


def around(*lines: str) -> str:
    """An article of four paragraphs, with these lines after its second."""
    return "\n".join(["Khởi công cầu mới qua sông Nậm Rốm", *PARAGRAPHS[:2], *lines, *PARAGRAPHS[2:]])


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Chuyện người đàn bà giữ ngọn hải đăng cuối cùng", "related news"),
        ("[Chuyện người đàn bà giữ ngọn hải đăng]", "related news"),
        ("[Chuyện ngọn hải đăng](https://example.org/hai-dang)Suốt ba mươi năm bà không rời đảo.", "related news"),
        ("- [Giữ ngọn hải đăng](https://example.org/hai-dang)", "link"),
        ("Bài mới hơn", "related news"),
        ("Ông Lò Văn Tướng xem bản vẽ cây cầu mới", "caption"),
        ("Toàn cảnh nơi xây cầu mới.", "caption"),
        ("Ông Lò Văn Tướng (trái) bên mố cầu cũ.", "caption"),
        ("Đồng chí Lò Văn Tướng phát biểu tại lễ khởi công.", "caption"),
        ("*Cầu treo cũ. Ảnh: N.L*", "caption"),
        ("Học sinh qua cầu treo. VNA/VNS Photo Minh Chau", "caption"),
        ("#cầu treo", "tags"),
        ("cau-treo-1.jpg", "picture"),
        ("bandoc@example.org", "address"),
        ("Theo dõi VOV trên", "share bar"),
        ("Bình luận", "comments"),
        ("Cỡ chữ: A+ A-", "share bar"),
        ("Cỡ chữ: Nhỏ Vừa Lớn", "share bar"),
        ("0:00 / 3:25", "share bar"),
        ("1.274 lượt xem", "share bar"),
        ("♡ 86", "share bar"),
        ("Thời gian đọc: 3 phút", "share bar"),
        ("Báo Vùng Cao trên Google News", "share bar"),
        ("Quét mã QR để tải ứng dụng", "share bar"),
        ("Trở lại Thời sự", "menu"),
        ("Trang chủ › Xã hội › Giao thông", "menu"),
        ("THỜI SỰ THẾ GIỚI KINH TẾ VĂN HÓA", "menu"),
        ("1 2 3 … Trang sau", "menu"),
        ("#cầu treo #miền núi", "tags"),
        ("danh-sach ho dan.pdf (412 KB)", "attachments"),
        ("Toàn văn quyết định tại đây.", "links"),
        ("Trang này dùng cookie để nâng cao trải nghiệm của bạn.", "notice"),
        ("© 2024 Báo Vùng Cao", "imprint"),
        ("Nguồn: Sở Giao thông", "credit"),
        ("28°C", "widget"),
        ("5 giờ trước", "dateline"),
        ("Các đại biểu xúc những xẻng đất đầu tiên.", "caption"),
        ("Nghệ nhân Phạm Văn Rôm dạy chiêng cho các em nhỏ.", "caption"),
        ("Villagers cross the old bridge at Nam Rom on foot.", "caption"),
        ("Workers at the old bridge site. HILL POST", "caption"),
    ],
)
def test_a_line_between_paragraphs_is_left_out(line: str, why: str) -> None:
    """What is no part of an article is left out where it stands inside it, and the article goes on."""
    text = around(line)

    assert body_of(text) == ["\n".join(PARAGRAPHS[:2]), "\n".join(PARAGRAPHS[2:])]
    assert why_of(text, line) == why


@pytest.mark.parametrize(
    "line",
    [
        "Cây cầu của ba bản",
        "Vì sao phải bắc cây cầu mới?",
        "**Một quyển sổ chưa khép lại của ông giáo**",
        "## Người giữ ngọn hải đăng cuối cùng trên đảo",
        "Bà con bản Nà Lếch vui lắm.",
        "Trả lời:",
        "Trần Thị Bưởi (Thanh Hà, Hải Dương)",
        "Sông Lam Trẻ - Than Uông Bí: 3-2",
        "- Ông còn nhớ trận lũ năm ấy không",
        "Ông Tướng nói: “Bà con chờ cây cầu này đã hai mươi năm”",
        "b) Báo cáo tỉnh trước ngày 20/7/2024.",
        "1/12",
        "12 tỷ đồng",
        "Đồng ý.",
        "Kết quả",
        "Giáo dục Sức khỏe",
        "Các đại biểu đã xúc những xẻng đất đầu tiên.",
        "Anh Vừ A Sùng nói vậy.",
    ],
)
def test_a_line_between_paragraphs_is_kept(line: str) -> None:
    """Headings, questions, short paragraphs, results and who asked or answered are the article's."""
    text = around(line)

    assert body_of(text) == ["\n".join([*PARAGRAPHS[:2], line, *PARAGRAPHS[2:]])]


def test_a_teaser_that_nothing_marks_is_left_out() -> None:
    """A headline and a lead whose words the article never says are another article's."""
    teaser = ("Thợ gốm già truyền nghề qua điện thoại", "Mỗi tối, thợ gốm 80 tuổi dạy cháu gái nặn bình từ xa.")

    assert body_of(around(*teaser)) == ["\n".join(PARAGRAPHS[:2]), "\n".join(PARAGRAPHS[2:])]


def test_nothing_is_guessed_where_the_format_tells() -> None:
    """A line that nothing marks is kept in a text whose format has shown what is furniture."""
    text = "Quảng cáo\n" + around("Chuyện người đàn bà giữ ngọn hải đăng cuối cùng")
    known = Omission(Span(0, 9), "advertisement")

    assert "giữ ngọn hải đăng" in "".join(text[span.start : span.end] for span in split_body(text, [known])[0])


def test_nothing_is_guessed_in_a_marked_document() -> None:
    """The same where nothing was left out, but the format would have told."""
    text = around("Chuyện người đàn bà giữ ngọn hải đăng cuối cùng")

    assert [each.why for each in split_body(text, is_marked=True)[1]] == ["title"]


def test_a_table_of_a_cell_a_line_is_left_out() -> None:
    """Figures without their rows tell nothing: the heading, the cells and the source go, what follows stays."""
    cells = (
        "Mức nước sông theo ngày (Đơn vị: m)",
        "Ngày",
        "Mức",
        "1/8",
        "3,2",
        "2/8",
        "3,9",
        "3/8",
        "4,4",
        "4/8",
        "4,1",
    )

    assert body_of(around(*cells, "Nguồn: Tổng hợp")) == ["\n".join(PARAGRAPHS[:2]), "\n".join(PARAGRAPHS[2:])]


def test_counts_go_with_their_buttons() -> None:
    """A number beside a button is its count; alone it may be the article's."""
    assert body_of(around("Thích", "1.2K", "Bình luận", "12")) == ["\n".join(PARAGRAPHS[:2]), "\n".join(PARAGRAPHS[2:])]
    assert body_of(around("12")) == ["\n".join([*PARAGRAPHS[:2], "12", *PARAGRAPHS[2:]])]


def test_short_last_sentences_after_a_box_are_kept() -> None:
    """The article goes on below a box where sentences stand in a row, or where it is signed as above."""
    box = ("Tin liên quan", "Thợ gốm già truyền nghề cho cháu qua điện thoại")
    last = (
        "Xã dự kiến thông xe cây cầu vào dịp Tết Nguyên đán.",
        "Nhà trường sẽ tặng hoa cho những người thợ đã dựng cây cầu.",
    )
    page = "\n".join(["Khởi công cầu mới qua sông Nậm Rốm", "Hoàng Phúc", *PARAGRAPHS, *box])

    assert body_of(f"{page}\n{last[0]}\n{last[1]}\nTừ khóa:") == ["\n".join(PARAGRAPHS), "\n".join(last)]
    assert body_of(f"{page}\n{last[0]}\nHoàng Phúc\nTrang chủ") == ["\n".join(PARAGRAPHS), last[0]]


def test_a_box_takes_the_lead_of_its_headline() -> None:
    """A sentence below a headline of a box is its lead where it says the headline's words and none of the article's."""
    teaser = ("Có thể bạn quan tâm", "Thợ gốm già truyền nghề", "Mỗi tối, thợ gốm 80 tuổi dạy cháu gái nặn bình từ xa.")

    assert body_of(around(*teaser)) == ["\n".join(PARAGRAPHS[:2]), "\n".join(PARAGRAPHS[2:])]


def test_a_box_above_the_first_sentence_is_left_out() -> None:
    """Headlines under such a heading between title and lead are other articles'; a strange line alone is kept."""
    title, *rest = around().split("\n")
    other = "Thợ gốm già truyền nghề cho cháu qua điện thoại"

    assert body_of("\n".join([title, "TIN LIÊN QUAN", other, *rest])) == ["\n".join(PARAGRAPHS)]
    assert body_of("\n".join([title, other, *rest])) == ["\n".join([other, *PARAGRAPHS])]


def test_a_caption_clings_to_its_picture() -> None:
    """Where blank lines part paragraphs, a line right below a picture is its caption."""
    page = [*PARAGRAPHS[:2], "![](cau.jpg)\nCây cầu treo cũ ở bản Nà Lếch", "Cây cầu của ba bản", *PARAGRAPHS[2:]]

    assert why_of("\n\n".join(page), "Cây cầu treo cũ") == "caption"
    assert why_of("\n\n".join(page), "Cây cầu của ba bản") is None


def test_headlines_in_a_row_between_paragraphs_are_left_out() -> None:
    """Two headlines of other articles between paragraphs need no heading to be known."""
    links = ("Thợ gốm già truyền nghề cho cháu qua điện thoại", "Ngư dân trẻ lập đội vớt rác trên vịnh mỗi sáng")

    assert body_of(around(*links)) == ["\n".join(PARAGRAPHS[:2]), "\n".join(PARAGRAPHS[2:])]


def test_news_in_brief_is_kept() -> None:
    """Where each paragraph has a headline of its own and shares no word with the next, all are the article."""
    items = (
        "Hải đăng đảo Cồn được sơn lại sau ba mươi năm",
        "Thợ leo lên bằng dây, mỗi ngày sơn được chừng mười mét vuông rồi nghỉ vì gió.",
        "Chợ gốm họp thêm phiên chiều thứ bảy hằng tuần",
        "Ban quản lý kê thêm sáu chục sạp tre, miễn tiền chỗ cho nghệ nhân trên bảy mươi.",
        "Giá thanh long tăng gấp ba vì thương lái gom hàng",
        "Nhà vườn cho biết trái loại một bán được ba mươi nghìn, cao nhất từ đầu vụ.",
        "Đội bóng nữ vùng cao lần đầu vào chung kết",
        "Các cô gái Mông tập luyện trên nương, giày đi mượn, bàn thắng do chị nuôi ghi.",
    )
    text = "\n".join(["Tin vắn trong ngày", "Sau đây là những tin đáng chú ý.", *items])

    assert body_of(text) == ["\n".join(["Sau đây là những tin đáng chú ý.", *items])]


def test_a_table_of_contents_is_left_out() -> None:
    """Lines that are said again further down, as headings, are the table of contents."""
    parts = ("Nền móng", "Mố trụ", "Mặt cầu")
    text = around(
        "Nội dung:", *parts, PARAGRAPHS[0] + " Sau đây là chi tiết.", *(f"{n}. {p}" for n, p in enumerate(parts))
    )

    assert "Nội dung:" not in "\n".join(body_of(text))
    assert "0. Nền móng\n1. Mố trụ\n2. Mặt cầu" in "\n".join(body_of(text))


def test_a_verse_between_paragraphs_is_kept() -> None:
    """Lines of six and eight syllables are a poem's, not headlines."""
    verse = ("Ai về qua bến sông Mã", "Hỏi thăm cô lái đò xưa có còn")

    assert body_of(around(*verse)) == ["\n".join([*PARAGRAPHS[:2], *verse, *PARAGRAPHS[2:]])]


def test_the_title_is_the_line_whose_words_the_article_says() -> None:
    """A menu's long entry, said nowhere else, is not the title."""
    text = "\n".join(["Trang chủ", "Đất và Người quê ta hôm nay", "Thể thao", around()])

    assert why_of(text, "Khởi công cầu mới qua sông Nậm Rốm") == "title"
    assert why_of(text, "Đất và Người quê ta hôm nay") == "menu"


def test_the_last_entry_of_a_menu_is_no_title() -> None:
    """A short line under a section, with a date below it, is one more section; so is an office's name in capitals."""
    title, *rest = around().split("\n")
    menus = (
        ["Thể thao", "Bóng đá Việt Nam", "12/03/2024 10:00"],
        ["UBND TỈNH LÂM SƠN VÙNG CAO", "Tin tức", "Trang chủ"],
    )

    for menu in menus:
        assert [why_of("\n".join([*menu, title, *rest]), line) for line in (menu[-2], title)] == ["menu", "title"]


def test_a_menu_below_a_stated_title_is_left_out() -> None:
    """Where a page's head states its title first, the short lines up to where the page prints it are its menu."""
    title, *rest = around().split("\n")
    page = [f"title: {title}", "TRƯỜNG ĐẠI HỌC BÁCH NGHỆ", "Cán bộ", title, "Tin tức - Sự kiện / Đường bộ", *rest]

    assert body_of("\n".join(page)) == ["\n".join(PARAGRAPHS)]


def test_a_lead_far_above_its_article_is_kept_once() -> None:
    """The article begins where its lead is said last, below the names and buttons."""
    title, *rest = around().split("\n")
    page = [title, PARAGRAPHS[0], "Trang chủ", "Hoàng Phúc", "12/03/2024 10:00", "Cỡ chữ", "1x", "In bài", *rest]

    assert body_of("\n".join(page)) == ["\n".join(PARAGRAPHS)]


def test_a_notice_above_a_marked_title_is_left_out() -> None:
    """A sentence above a markdown title is of the page where the article says none of its words."""
    text = "Trang này chỉ hiển thị đúng trên máy tính đời mới.\n# " + around()

    assert body_of(text) == ["\n".join(PARAGRAPHS)]


def test_a_byline_below_the_lead_is_left_out() -> None:
    """Who wrote it, and when, may stand below the first paragraph."""
    text = "\n".join(["Khởi công cầu mới", PARAGRAPHS[0], "Nguyễn Thị Duyên", "09/04/2024 08:30", *PARAGRAPHS[1:]])

    assert body_of(text) == [PARAGRAPHS[0], "\n".join(PARAGRAPHS[1:])]
    assert (why_of(text, "Nguyễn Thị Duyên"), why_of(text, "09/04/2024")) == ("signature", "dateline")


def test_a_button_closes_an_article_that_no_one_signed() -> None:
    """After a share bar, lines without a sentence are a page's."""
    text = "\n".join(
        ["Khởi công cầu mới", *PARAGRAPHS, "Bản in", "Lễ hội đua thuyền", "04/06/2024", "Đường hoa mùa xuân"]
    )

    assert body_of(text) == ["\n".join(PARAGRAPHS)]


def test_a_caption_and_its_credit_on_two_lines_are_left_out() -> None:
    """A line above "NVCC" is a caption."""
    assert body_of(around("Khởi công xây cầu trong mưa", "NVCC")) == [
        "\n".join(PARAGRAPHS[:2]),
        "\n".join(PARAGRAPHS[2:]),
    ]


def test_a_text_of_more_lines_than_any_page_is_kept_whole() -> None:
    """Nothing is looked for in it but what is already known."""
    text = "Tin khác\n" + "a\n" * LONGEST + "b"
    known = Omission(Span(0, 8), "page header")

    assert split_body(text, [known]) == ((Span(9, len(text)),), (known,))


@pytest.mark.parametrize(
    "pattern",
    [
        "![](x)",
        "![",
        "Tin khác\n",
        "Hoàng Phúc\n",
        "A. ",
        "(",
        "1/",
        "Tác giả: ",
        "a\n",
        "Nói hai lần ở đây nhé các bạn.\n",
        "[](",
        "[a](b) ",
        "Ảnh: ",
        "# a\n",
        "1x\n",
    ],
)
def test_long_texts_of_one_pattern_are_split(pattern: str) -> None:
    """No rule goes back over what it has read: 100 kB of anything come out covered."""
    check_cover("Tiêu đề của bài\n\nSáng nay bài báo mở đầu bằng một câu.\n\n" + pattern * (100_000 // len(pattern)))


@pytest.mark.parametrize(
    "menu", ["Xóm trên | Xóm dưới | Chợ phiên", "Lối sống  Góc bếp  Vườn sau", "Mở đầu › Chuyện quê › Người thợ"]
)
def test_a_line_of_menu_shape_is_never_the_title(menu: str) -> None:
    """Short entries with bars, gaps or arrows between them are a menu, whatever their words."""
    assert why_of(f"{menu}\n{around()}", menu) == "menu"


def test_a_sentence_cut_by_links_is_whole() -> None:
    """Where each piece of a page's text is a line, the pieces of a sentence stay together, also below a box."""
    pieces = "“Cầu xong thì trẻ con đi học không nghỉ buổi nào”,\nLò Văn Tướng\nnói với\nBáo Bản\n."
    box = ("Tin liên quan", "Thợ gốm già truyền nghề cho cháu qua điện thoại")

    assert body_of(around(*box, pieces)) == ["\n".join(PARAGRAPHS[:2]), "\n".join([pieces, *PARAGRAPHS[2:]])]


def test_a_name_below_the_last_paragraph_signs_though_a_teaser_follows() -> None:
    """What follows a signature is not the article unless paragraphs come."""
    below = ("Lò Thị Ban", "Thợ gốm già truyền nghề", "Mỗi tối, thợ gốm 80 tuổi dạy cháu gái nặn bình từ xa.")

    assert why_of("\n".join([around(), *below]), "Lò Thị Ban") == "signature"
    assert body_of("\n".join([around(), *below])) == ["\n".join(PARAGRAPHS)]


def test_headlines_behind_marks_are_links_but_not_a_list_introduced() -> None:
    """A list of links follows a sentence; a list of the article follows a colon."""
    links = ("● Thợ gốm già truyền nghề cho cháu", "● Ngư dân trẻ lập đội vớt rác trên vịnh")

    assert body_of(around(*links)) == ["\n".join(PARAGRAPHS[:2]), "\n".join(PARAGRAPHS[2:])]
    assert body_of(around("Xã sẽ làm hai việc:", *links)) == [
        "\n".join([*PARAGRAPHS[:2], "Xã sẽ làm hai việc:", *links, *PARAGRAPHS[2:]])
    ]


def test_a_frame_of_facts_is_left_out_and_a_framed_quote_kept() -> None:
    """Markdown sets both off alike: facts have no sentence."""
    quote = "> “Cầu này là của ba bản”, ông Tướng nói."

    assert why_of(around("> CON SỐ\n> • Dài: 86 mét\n> • Rộng: 5 mét"), "> CON SỐ") == "box"
    assert why_of(around(quote), quote) is None
