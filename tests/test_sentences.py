"""Where sentences begin and end, in Vietnamese and English, exact and complete."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.lines import lines
from index.articles.sentences import sentences
from index.files.documents import read_text
from index.files.listing import listing
from tests.seeds import SEEDS

PIECES = st.sampled_from(
    [
        *(
            "Ông",
            "ông",
            "TP.",
            "TS.",
            "HCM.",
            "1.300",
            "26.10.2017.",
            "…",
            "...",
            "./.",
            "“",
            ".”",
            "(",
            ".)",
            "?!",
            "J.",
        ),
        *("U.S.", "No. 5", "v.v.", "\n", "\n\n", "  ", "Đà Nẵng", "1.", "-", "–", "。", "Điều 3."),
    ]
)


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text, 0, len(text))]


def check_cover(text: str, start: int, end: int) -> None:
    found = sentences(text, start, end)
    assert all(start <= span.start < span.end <= end for span in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(text[span.start : span.end] == text[span.start : span.end].strip() for span in found)
    covered = "".join(text[span.start : span.end] for span in found)
    assert "".join(covered.split()) == "".join(text[start:end].split())


@given(st.text() | st.lists(PIECES, max_size=30).map(" ".join), st.integers(0, 40), st.integers(0, 40))
def test_sentences_hold_every_character_once(text: str, cut: int, keep: int) -> None:
    """Whatever the text and the stretch of it: in order, trimmed, apart, nothing but white space left out."""
    start = min(cut, len(text))
    check_cover(text, start, min(len(text), start + keep))
    check_cover(text, 0, len(text))


@pytest.mark.parametrize(("id", "path"), list(listing(SEEDS).files.items()))
def test_sentences_of_a_seed(id: str, path: object) -> None:
    """All characters of each seed are in a sentence, and none spans two lines."""
    text = read_text(SEEDS / id)
    check_cover(text, 0, len(text))

    assert [sentence for sentence in split(text) if "\n" in sentence] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Đoàn đến TP. Hồ Chí Minh và Tp.HCM, ở Q. Ba Đình, P. 5 và TP. Huế hôm qua.",
        "TS. Nguyễn Văn A, PGS.TS. Trần B và ThS. Lê C cùng dự.",
        "Thu hơn 252.000 tỷ đồng, đạt 61,7% ngày 26.10.2017 lúc 8.30 trên trang VOV.VN.",
        "Ông Donald J. Trump, bà J. K. Rowling và V.G. Lukonin gặp nhau.",
        "The U.S. President met Mr. Smith at 5 p.m. near No. 5 Lê Lợi St. on Sept. 9.",
        "Giá vàng, giá dầu... tăng mạnh… trong tuần.",
        "“Ai đến?” ông hỏi, rồi “đi thôi!” – Ông Nam đáp.",
        "Các loại gạo, ngô, v.v. đều tăng giá.",
        "Điều 1. Phạm vi điều chỉnh của luật này.",
        "1. Nội dung thứ nhất của nghị quyết.",
        "Chiềng Sinh (Điện Biên) giảm nghèo xuống dưới 3% (theo chuẩn 2022).",
    ],
)
def test_one_sentence_stays_one(sentence: str) -> None:
    """Abbreviations, initials, numbers, ellipses and quoted questions do not end a sentence."""
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    "expected",
    [
        ["Đồng chí đã vui vẻ nhận lời.", "Hai bên ký thỏa thuận./.", "Hết."],
        ["Ông nói: “Chúng tôi sẽ trở lại.”", "Đoàn về nước."],
        ["Ai đến?!", "Không ai cả!", "Thật ư…", "Đúng vậy."],
        ["Dự án ở TP.HCM.", "Theo ông Nam, giá tăng 6%.", "6 tháng đầu năm đạt 94%."],
        ["Họ bổ sung vitamin C.", "Ngoài ra còn có kẽm."],
        ["Trưng bày văn hóa Đông Nam Á.", "Nhà trưng bày mở cửa."],
        ["UBND TP.", "Theo dõi các quận."],
        ["(Ông nói vậy.)", "“Bà cũng vậy.”", "Tôi cũng vậy."],
        ["He moved to the U.S.", "The company grew.", "It closed in 2017.", '"Why?"', "Nobody knows."],
        ["Gạo, ngô, v.v.", "Không loại nào giảm giá."],
        ["这是一句。", "第二句！"],
    ],
)
def test_sentences_end_where_they_end(expected: list[str]) -> None:
    """Full stops, marks in a row, quotes and brackets, and "./." end a sentence before a capital or a number."""
    assert split(" ".join(expected)) == expected


def test_a_missing_space_is_seen() -> None:
    """Scraped text that runs two sentences together is cut between them; sites and codes are not."""
    assert split("Hai bên tăng cường hợp tác.Ông nói vậy trên Chinhphu.vn và TP.HCM.") == [
        "Hai bên tăng cường hợp tác.",
        "Ông nói vậy trên Chinhphu.vn và TP.HCM.",
    ]


def test_a_line_end_ends_a_sentence() -> None:
    """A line without a full stop is a sentence: captions, headings, list entries."""
    assert split("Quang cảnh buổi tiếp\nĐoàn đến thăm.\n\n- một\n- hai") == [
        *("Quang cảnh buổi tiếp", "Đoàn đến thăm.", "- một", "- hai")
    ]


WRAPPED = """Chiếc xe tải cũ chở máy chiếu và một tấm màn vá rời thị xã
lúc bốn giờ chiều. Đến bản Nà Lếch, trời đã tối mịt nhưng sân
trường đông kín người. Đội trưởng căng màn giữa hai cây xoan."""


def test_a_wrapped_paragraph_is_read_through() -> None:
    """Line ends that only wrap a paragraph end no sentence, and the paragraph is one line."""
    assert [sentence.split("\n") for sentence in split(WRAPPED)] == [
        ["Chiếc xe tải cũ chở máy chiếu và một tấm màn vá rời thị xã", "lúc bốn giờ chiều."],
        ["Đến bản Nà Lếch, trời đã tối mịt nhưng sân", "trường đông kín người."],
        ["Đội trưởng căng màn giữa hai cây xoan."],
    ]
    assert [line.text for line in lines(f"Tên bài\n\n{WRAPPED}\n\nHết.")] == ["Tên bài", WRAPPED, "Hết."]


def test_a_subscript_on_its_own_line_is_read_through() -> None:
    """CO₂ as a web page's text has it does not end a sentence."""
    assert split("Buồng chứa khí O\n2 tinh khiết. Hết.") == ["Buồng chứa khí O\n2 tinh khiết.", "Hết."]


@pytest.mark.parametrize("pattern", ["A. ", "1. ", "TP. ", "“a.” ", "a.      ", ". ", ".", "VOV.VN", "(", "a, "])
def test_a_long_line_of_one_pattern_is_split(pattern: str) -> None:
    """No rule goes back over what it has read: 200 kB on one line come out covered."""
    text = pattern * (200_000 // len(pattern))
    check_cover(text, 0, len(text))
