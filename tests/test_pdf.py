"""PDFs become articles: whole paragraphs in reading order, what only heads or foots the pages apart."""

import io
import logging
import zlib
from datetime import date
from pathlib import Path

import pypdf
import pytest

from index.data import Omission, Span
from index.files import pdf as reader
from index.files.content import Unreadable
from index.files.data import Document, Metadata
from index.files.pdf import read_pdf
from tests.pdf_writer import Shown, column, document, pdf, stream

PATH = Path("a.pdf")
LEAD = """Sáng 12/3, tại thị trấn Mây Hồng, ủy ban
huyện khai trương bến đò mới bắc qua sông
Lạch Giá, nối hai xã bị chia cắt suốt mùa
nước nổi."""
NEXT = """Bà Đoàn Thị Nghĩa cho biết trước đây học
sinh phải đi vòng mười bảy cây số mới tới
được trường."""
LEAD_TOLD, NEXT_TOLD = LEAD.replace("\n", " "), NEXT.replace("\n", " ")


def read(content: bytes) -> Document:
    (found,) = read_pdf("a.pdf", PATH, content)
    assert isinstance(found, Document)
    return found


def why(content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        list(read_pdf("a.pdf", PATH, content))
    return caught.value.why


def test_paragraphs_apart_are_lines() -> None:
    """A wrapped paragraph is one line, a gap between paragraphs a blank one."""
    expected = Document("a.pdf", f"{LEAD_TOLD}\n\n{NEXT_TOLD}", is_marked=True)

    assert read(pdf([column(f"{LEAD}\n\n{NEXT}", 50, 700)])) == expected


def test_an_indented_row_begins_a_paragraph() -> None:
    """Without a gap between paragraphs, the first row of each standing in parts them."""
    assert read(pdf([column(f"  {LEAD}\n  {NEXT}", 50, 700)])).text == f"{LEAD_TOLD}\n\n{NEXT_TOLD}"


def test_a_short_row_ends_a_paragraph() -> None:
    """With neither gap nor indent, a sentence that ends clearly before its column does ends the paragraph."""
    assert read(pdf([column(f"{LEAD}\n{NEXT}", 50, 700)])).text == f"{LEAD_TOLD}\n\n{NEXT_TOLD}"


def test_letters_are_composed() -> None:
    """Marks that follow their letter, and letters that print as one, are read as the letters they are."""
    assert read(pdf([[Shown("Vie\u0302\u0323t Nam oﬃce", 50, 700)]])).text == "Vi\u1ec7t Nam office"


def test_columns_follow_each_other() -> None:
    """A paragraph goes on from the foot of one column to the head of the next."""
    left, right = LEAD.rsplit("\n", 2)[0], LEAD.split("\n", 2)[2]
    page = [*column(left, 50, 700), *column(f"{right}\n\n{NEXT}", 300, 700)]

    assert read(pdf([page])).text == f"{LEAD_TOLD}\n\n{NEXT_TOLD}"


def test_a_headline_of_two_rows_is_one() -> None:
    """Large letters are a headline: wrapped, it is still one line, apart from the article."""
    page = [*column("Bến đò mới nối hai\nxã Lạch Giá", 50, 760, size=20, leading=24), *column(LEAD, 50, 700)]

    assert read(pdf([page])).text == f"Bến đò mới nối hai xã Lạch Giá\n\n{LEAD_TOLD}"


def test_lists_and_short_rows_stay_rows() -> None:
    """Entries of a list and lines that the writer broke are not run together."""
    listed = "Chương trình gồm có những phần sau đây:\n- Múa lân của xã\n- Đua thuyền\n- Hát ru"

    assert read(pdf([column(listed, 50, 700)])).text == listed


def test_an_initial_belongs_to_its_word() -> None:
    """A large first letter that spans rows is the first of the word beside it."""
    page = [Shown("S", 50, 690, 30), *column(LEAD[1:], 75, 700)]

    assert read(pdf([page])).text == LEAD_TOLD


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("Rừng ngập mặn rộng thêm hai nghìn héc-\nta trong mười năm, tỉnh cho biết.", "nghìn héc-ta trong"),
        ("Chuyến bay khởi hành từ thủ đô Vien\u00ad\ntiane lúc mờ sáng, trễ hai giờ.", "thủ đô Vientiane lúc"),
        ("The province said on Monday that the govern-\nment will pay for all of the repairs.", "the government will"),
    ],
)
def test_a_hyphen_at_a_row_s_end(rows: str, told: str) -> None:
    """A Vietnamese word keeps its hyphen; one that only breaks a word at the row's end goes."""
    assert told in read(pdf([column(rows, 50, 700)])).text


def test_headers_and_page_numbers_stand_once_at_the_end() -> None:
    """What repeats at the edges of pages, numbers aside, is kept once, below the text, and known to be no part."""
    rows = f"{LEAD}\n\n{NEXT}".split("\n")
    parts = ["\n".join(rows[:2]), "\n".join(rows[2:6]), "\n".join(rows[6:])]
    pages = [
        [Shown(f"Báo Mây Hồng số {31 + n}", 50, 800, 8), *column(part, 50, 700), Shown(f"- {n} -", 290, 30, 8)]
        for n, part in enumerate(parts, 1)
    ]

    found = read(pdf(pages))

    text = f"{LEAD_TOLD}\n\n{NEXT_TOLD}"
    header, number = Span(len(text) + 2, len(text) + 20), Span(len(text) + 22, len(text) + 27)
    assert found.text == f"{text}\n\nBáo Mây Hồng số 32\n\n- 1 -"
    assert found.known == (Omission(header, "page header"), Omission(number, "page header"))


def test_what_repeats_elsewhere_is_text() -> None:
    """A headline is no header of the page although every page has it at its head."""
    pages = [
        [*column("Bến đò Mây Hồng", 50, 740, size=20), *column(LEAD, 50, 700)],
        [Shown("Bến đò Mây Hồng", 50, 800, 8), *column(NEXT, 50, 700)],
        [Shown("Bến đò Mây Hồng", 50, 800, 8), *column("Lễ bế mạc vào chiều mai.", 50, 700)],
    ]
    told = ["Bến đò Mây Hồng", LEAD_TOLD, NEXT_TOLD, "Lễ bế mạc vào chiều mai.", "Bến đò Mây Hồng"]

    assert read(pdf(pages)).text == "\n\n".join(told)


def test_a_printed_page_says_where_it_is_from() -> None:
    """What a browser marks as no part, the page's address and the day of printing, is a header also on one page."""
    address = "https://maybao.vn/ben-do-lach-gia-123.html"
    page = [
        Shown("22/11/2026, 18:28 Bến đò", 30, 820, 8, artifact=True),
        *column(LEAD, 50, 700),
        Shown(f"{address} 1/1", 30, 20, 8, artifact=True),
    ]

    found = read(pdf([page]))

    assert found.metadata == Metadata(url=address)
    assert found.text == f"{LEAD_TOLD}\n\n22/11/2026, 18:28 Bến đò\n\n{address} 1/1"
    assert [omission.why for omission in found.known] == ["page header", "page header"]


def test_words_are_not_parted_where_the_font_changes() -> None:
    """As Chrome prints Vietnamese in two fonts, each placed from the row's start, no word falls apart."""
    steps = """BT /F 10 Tf 1 0 0 1 50 700 Tm {B} Tj ET
    BT /F 10 Tf 1 0 0 1 50 700 Tm 5 0 Td {ế} Tj ET
    BT /F 10 Tf 1 0 0 1 50 700 Tm 10 0 Td {n đ} Tj ET
    BT /F 10 Tf 1 0 0 1 50 700 Tm 25 0 Td {ò} Tj ET"""

    assert read(pdf([steps])).text == "Bến đò"


def test_forms_are_read_where_they_are_drawn() -> None:
    """A drawing inside a page's drawing, as of half transparent text, is read in place and as whole words."""
    content = pdf([column(LEAD, 50, 700)])
    steps = content[content.rindex(b"stream\nBT") + 7 : content.rindex(b"\nendstream")]
    moved = steps.replace(b"1 0 0 1 50 700 Tm", b"1 0 0 1 0 700 Tm 50 0 Td", 1)
    form = stream(moved, "/Type /XObject /Subtype /Form /Resources << /Font << /F 3 0 R >> >>")
    drawn = b"<< /Type /Page /Parent 2 0 R /Contents 8 0 R /Resources << /XObject << /X 9 0 R >> >> >>"
    parts = content.split(b"endobj\n")
    objects = [part.partition(b"obj\n")[2].rstrip(b"\n") for part in parts[:6]]

    assert read(document([*objects, drawn, stream(b"q 1 0 0 1 0 -20 cm /X Do Q"), form])).text == LEAD_TOLD


def test_a_font_of_before_unicode_is_read() -> None:
    """Letters of the old three-byte fonts become Vietnamese, and the document says what it was."""
    old = "S¸ng 12/3, t¹i thÞ trÊn M©y Hång, ñy ban huyÖn khai tr­¬ng bÕn ®ß míi b¾c qua s«ng"

    found = read(pdf([[Shown(old, 50, 700)]]))

    assert (found.text, found.encoding) == (
        "Sáng 12/3, tại thị trấn Mây Hồng, ủy ban huyện khai trương bến đò mới bắc qua sông",
        "TCVN3",
    )


@pytest.mark.parametrize(
    ("title", "believed"),
    [
        ("Bến đò mới ở Lạch Giá", "Bến đò mới ở Lạch Giá"),
        ("Bến đò mới ở Lạch Giá | Báo Mây", "Bến đò mới ở Lạch Giá"),
        ("Microsoft Word - bai 3.doc", None),
        ("Mây Hồng", None),
    ],
)
def test_a_title_is_believed_where_the_text_has_it(title: str, believed: str | None) -> None:
    """A property is a headline only if the text has it, too; the author of a file is nobody's signature."""
    page = [*column("Bến đò mới ở Lạch Giá", 50, 760, size=20), *column(LEAD, 50, 700)]

    found = read(pdf([page], {"Title": title, "Author": "Đoàn Thị Nghĩa", "CreationDate": "D:20240312091500+07'00'"}))

    assert (found.metadata, found.made) == (Metadata(title=believed), date(2024, 3, 12))


@pytest.mark.parametrize("made", ["yesterday", "D:2024xx", "D:00010101000000Z"])
def test_a_day_that_is_none_is_not_told(made: str) -> None:
    """A time of making that no calendar has is passed over."""
    assert read(pdf([column(LEAD, 50, 700)], {"CreationDate": made})).made is None


# What cannot be read


def locked(password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([column(LEAD, 50, 700)])))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_a_password_is_asked_of_nobody() -> None:
    """A PDF that opens without a password is read though it is encrypted; one that needs it says so."""
    assert read(locked("")).text == LEAD_TOLD
    assert why(locked("bí mật")) == "encrypted"


def test_a_scan_says_so() -> None:
    """Pages without a letter are a scan, as far as anyone can tell."""
    assert why(pdf([[], []])) == "no text in it: a scan?"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"<html>", pdf([column(LEAD, 50, 700)])[:900]])
def test_a_broken_file_says_so(content: bytes) -> None:
    """What is no PDF, or half of one, is broken."""
    assert why(content).startswith(("broken (", "no text in it"))


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive of a thousand articles is no article; both numbers are told."""
    monkeypatch.setattr(reader, "MAX_PAGES", 2)

    assert why(pdf([column(LEAD, 50, 700)] * 3)) == "too long (3 pages > 2)"


def test_too_much_on_its_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither letters nor drawing steps go on without end."""
    content = pdf([column(LEAD, 50, 700)])
    monkeypatch.setattr(reader, "MAX_CHARACTERS", 100)
    assert why(content) == "too big (more than 100 characters)"
    monkeypatch.setattr(reader, "MAX_OPERATIONS", 10)
    assert why(content) == "too big (more than 10 drawing steps)"


def around(content: bytes, resources: str = "", *more: bytes) -> bytes:
    """A PDF of one page with these drawing steps."""
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << {resources} >> >>"
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return document([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page.encode(), content, b"null", b"<< >>", *more])


def test_a_stream_that_unpacks_to_too_much() -> None:
    """A hundred megabytes packed into a hundred kilobytes are not unpacked."""
    bomb = stream(zlib.compress(b"q " * 50_000_000, 1), "/Filter /FlateDecode")

    assert why(around(bomb)).startswith("made to be too much (")


def test_objects_that_hold_themselves() -> None:
    """Pages that are their own parents, and drawings that draw themselves, come to an end."""
    pages = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"
    form = stream(b"/X Do /X Do", "/Type /XObject /Subtype /Form /Resources << /XObject << /X 7 0 R >> >>")

    assert why(document([b"<< /Type /Catalog /Pages 2 0 R >>", pages])).startswith(("broken (", "no text in it"))
    assert why(around(stream(b"/X Do"), "/XObject << /X 7 0 R >>", form)) == "no text in it: a scan?"
    assert why(around(b"4 0 R")).startswith(("broken (", "no text in it"))


def test_nothing_is_said_on_the_side(caplog: pytest.LogCaptureFixture) -> None:
    """What pypdf has to say of a damaged file is not heard, and its logger is left as it was."""
    damaged = pdf([column(LEAD, 50, 700)]).replace(b"startxref\n", b"startxref\n9")

    assert read(damaged).text == LEAD_TOLD
    assert (caplog.records, logging.getLogger("pypdf").level) == ([], logging.NOTSET)
