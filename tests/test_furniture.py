"""Body or page furniture: every character is one or the other, and the rules hold on pages of many makes."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.marked_pages import NAMES, marked_page
from index.articles.furniture import split_body
from index.articles.record import article_from_text
from index.data import Span
from index.files.documents import read_text
from index.files.listing import article_files
from tests.seeds import EXPECTED, SEEDS

SEED_TEXTS = [(id, read_text(path)) for id, path in article_files(SEEDS)]
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
    """On pages of many makes no line of the page around the article is body."""
    page = marked_page(name)

    assert page.lines_in_body("-", article_from_text(name, page.text)) == []


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
    text = f"Tiêu đề của bài\n\n{paragraph}\nTin liên quan\nMột tin khác\n{paragraph} Hai.\n{paragraph} Ba."

    assert body_of(text) == [paragraph, f"{paragraph} Hai.\n{paragraph} Ba."]


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
    """A page that says its first paragraph twice keeps the first."""
    lead = "Đoạn mở đầu của bài báo được trang này in hai lần liền nhau."
    text = f"Tên bài báo\n\n{lead}\n\n{lead}\n\nĐoạn hai của bài."

    assert body_of(text) == [lead, "Đoạn hai của bài."]
    assert why_of(text, lead) is None


def test_a_picture_inside_a_paragraph_is_cut_out() -> None:
    """Markdown for a picture is never cited; the words around it are kept."""
    assert body_of("Tên bài báo\n\nTrước ảnh ![lời](a.jpg) sau ảnh. Hết.") == ["Trước ảnh", "sau ảnh. Hết."]


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
    ],
)
def test_long_texts_of_one_pattern_are_split(pattern: str) -> None:
    """No rule goes back over what it has read: 100 kB of anything come out covered."""
    check_cover("Tiêu đề của bài\n\nSáng nay bài báo mở đầu bằng một câu.\n\n" + pattern * (100_000 // len(pattern)))
