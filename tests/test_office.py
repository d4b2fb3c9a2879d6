"""Word files become articles: what is seen of them, in its order, and nothing that was deleted."""

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordFile

from index.files import office
from index.files.content import Unreadable
from index.files.data import Document, Metadata
from index.files.office import read_word

PATH = Path("a.docx")
LEAD = "Sáng 12/3, tại thị trấn Mây Hồng, huyện khai trương bến đò mới."
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(*fillings: Callable[[WordFile], object]) -> bytes:
    """A Word file with a lead and what else is filled in."""
    file = docx.Document()
    file.add_paragraph(LEAD)
    for fill in fillings:
        fill(file)
    written = BytesIO()
    file.save(written)
    return written.getvalue()


def with_xml(xml: str) -> bytes:
    """A Word file whose lead is followed by these elements."""
    return rewritten(word(), lambda text: text.replace("<w:sectPr", f"{xml}<w:sectPr", 1))


def rewritten(content: bytes, change: Callable[[str], str]) -> bytes:
    """A Word file with its main part changed."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = change(parts["word/document.xml"].decode()).encode()
    return zipped(parts)


def zipped(parts: dict[str, bytes]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return written.getvalue()


def read(content: bytes) -> Document:
    (found,) = read_word("a.docx", PATH, content)
    assert isinstance(found, Document)
    return found


def why(content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        list(read_word("a.docx", PATH, content))
    return caught.value.why


def test_paragraphs_are_lines_apart() -> None:
    """Paragraphs and headings are lines with a blank one between; empty ones are none; a line end inside stays."""
    content = word(
        lambda file: file.add_heading("Hai bờ nối lại"),
        lambda file: file.add_paragraph("  "),
        lambda file: file.add_paragraph("Bà Nghĩa nói:\n“Nay thì  khác.”"),
    )

    text = f"{LEAD}\n\nHai bờ nối lại\n\nBà Nghĩa nói:\n“Nay thì khác.”"

    assert read(content) == Document("a.docx", text, is_marked=True)


def test_a_table_is_a_row_a_line() -> None:
    """Cells stand apart on their row's line, in place among the paragraphs; a picture's frame is no table."""

    def fill(file: WordFile) -> None:
        table = file.add_table(2, 2)
        cells = [cell for row in table.rows for cell in row.cells]
        for cell, text in zip(cells, ("Xã", "Giờ", "Lạch\nGiá", "5:00"), strict=True):
            cell.text = text
        file.add_paragraph("Giá vé không đổi.")
        file.add_table(1, 1).rows[0].cells[0].text = "Bến đò mới. Ảnh: Mây Hồng"

    assert read(word(fill)).text == (
        f"{LEAD}\n\nXã | Giờ\nLạch Giá | 5:00\n\nGiá vé không đổi.\n\nBến đò mới. Ảnh: Mây Hồng"
    )


def test_changes_are_read_as_accepted() -> None:
    """What was inserted is text; what was deleted, moved away or hidden is not; a link's words are."""
    changed = (
        f"<w:p {W}><w:ins w:id='1'><w:r><w:t>Thêm </w:t></w:r></w:ins>"
        "<w:del w:id='2'><w:r><w:delText>bớt </w:delText></w:r></w:del>"
        "<w:moveFrom w:id='3'><w:r><w:t>dời </w:t></w:r></w:moveFrom>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn </w:t></w:r>"
        "<w:hyperlink><w:r><w:t>liên</w:t><w:noBreakHyphen/><w:t>kết</w:t></w:r></w:hyperlink></w:p>"
    )

    assert read(with_xml(changed)).text == f"{LEAD}\n\nThêm liên-kết"


def test_a_text_box_is_read_once() -> None:
    """Its words follow the paragraph it hangs on; the copy for old programs is passed over."""
    box = "<w:txbxContent><w:p><w:r><w:t>Vé: 5.000 đồng</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    held = (
        f"<w:p {W} {mc}><w:r><w:t>Đò chạy từ mờ sáng.</w:t><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )

    assert read(with_xml(held)).text == f"{LEAD}\n\nĐò chạy từ mờ sáng.\n\nVé: 5.000 đồng"


def test_headers_and_footers_are_not_read() -> None:
    """What stands on every page is no part of the article."""

    def fill(file: WordFile) -> None:
        file.sections[0].header.paragraphs[0].text = "Báo Mây Hồng"
        file.sections[0].footer.paragraphs[0].text = "Trang 1"

    assert read(word(fill)).text == LEAD


def test_old_fonts_are_read() -> None:
    """Text in the letters of a font of before Unicode becomes Vietnamese."""
    old = "S¸ng 12/3, t¹i thÞ trÊn M©y Hång, ñy ban huyÖn khai tr­¬ng bÕn ®ß míi b¾c qua s«ng"
    content = rewritten(word(), lambda text: text.replace(LEAD, old))

    assert (read(content).text, read(content).encoding) == (
        "Sáng 12/3, tại thị trấn Mây Hồng, ủy ban huyện khai trương bến đò mới bắc qua sông",
        "TCVN3",
    )


# What stands beside the text


def properties(title: str, author: str) -> Callable[[WordFile], None]:
    def fill(file: WordFile) -> None:
        file.core_properties.title, file.core_properties.author = title, author
        file.core_properties.created = datetime(2024, 3, 12, 9, 15)
        file.core_properties.modified = datetime(2025, 1, 1)

    return fill


def test_the_title_is_what_is_styled_so() -> None:
    """A paragraph in the style of titles is the headline, whatever the file's properties say."""
    content = word(
        lambda file: file.add_paragraph("Bến đò mới ở Lạch Giá", style="Title"), properties("Mẫu tin 2019 của sở", "x")
    )

    assert read(content).metadata == Metadata(title="Bến đò mới ở Lạch Giá")


@pytest.mark.parametrize(
    ("title", "author", "believed"),
    [
        (
            "Huyện khai trương bến đò mới",
            "Đoàn Thị Nghĩa",
            Metadata("Huyện khai trương bến đò mới", author="Đoàn Thị Nghĩa"),
        ),
        ("Mẫu công văn số 3", "Trần Văn Khởi", Metadata()),
        ("", "Nghĩa", Metadata()),
    ],
)
def test_properties_are_believed_where_the_text_bears_them_out(title: str, author: str, believed: Metadata) -> None:
    """A title must stand in the text, an author sign it; the day of making is told, that of a change is not."""
    found = read(word(lambda file: file.add_paragraph("Đoàn Thị Nghĩa"), properties(title, author)))

    assert (found.metadata, found.made) == (believed, date(2024, 3, 12))


def test_the_day_of_a_template_is_nobodys() -> None:
    """A file that a program made from its template says when that was made: it is not told."""
    assert read(word()).made is None


# What cannot be read


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "broken (BadZipFile)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Word file (.doc) by another name"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"{\\rtf1 S\\'e1ng}", "an RTF file by another name"),
        (zipped({"mimetype": b"application/epub+zip"}), "no Word file"),
        (word()[:2000], "broken (BadZipFile)"),
        (rewritten(word(), lambda text: text[:-40]), "broken (XMLSyntaxError)"),
        (rewritten(word(), lambda text: text.replace(LEAD, " ")), "no text in it"),
    ],
)
def test_what_is_no_word_file_says_what_it_is(content: bytes, reason: str) -> None:
    """Another format by that name, a broken and an empty file each say so."""
    assert why(content) == reason


def test_a_file_that_declares_too_much_is_not_opened() -> None:
    """Two hundred megabytes, honestly declared, are refused with both numbers."""
    content = zipped({"[Content_Types].xml": b"", "word/document.xml": b"", "word/media/a.bin": bytes(200_000_000)})

    assert why(content) == "too big unpacked (200,000,000 bytes > 50,000,000)"


def test_a_file_that_lies_about_its_size_is_not_unpacked() -> None:
    """Where a part declares less than it holds, no more than it declares is ever unpacked."""
    content = zipped({"[Content_Types].xml": b"", "word/document.xml": b" " * 30_000_000})
    size = (30_000_000).to_bytes(4, "little")
    assert content.count(size) == 2

    assert why(content.replace(size, (1000).to_bytes(4, "little"))) == "broken (BadZipFile)"


def test_text_packed_like_a_bomb() -> None:
    """Nothing anyone writes packs to a thousandth."""
    content = zipped({"[Content_Types].xml": b"", "word/document.xml": b" " * 19_000_000})

    assert why(content).startswith("packed like no text (19,000,000 bytes in ")


def test_too_many_parts_and_too_much_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the number of parts nor the size of one is without bound."""
    monkeypatch.setattr(office, "MAX_XML", 100)
    assert why(word()).startswith("too much text (")
    monkeypatch.setattr(office, "MAX_PARTS", 3)
    assert why(word()).startswith("too many parts (")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str) -> None:
    """A document type, with which a kilobyte becomes a gigabyte, is in no Word file."""
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    content = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": laughs.encode(encoding)})

    assert why(content) == "XML entities in it, as no Word file has"


def test_tables_in_tables_come_to_an_end() -> None:
    """A file nested deeper than anyone writes is read or broken, not without end."""
    deep = f"<w:tbl {W}><w:tr><w:tc>" * 60 + "<w:p><w:r><w:t>đáy</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * 60
    assert read(with_xml(deep)).text == f"{LEAD}\n\nđáy"

    deeper = f"<w:tbl {W}><w:tr><w:tc>" * 3000 + "</w:tc></w:tr></w:tbl>" * 3000
    assert why(with_xml(deeper)) == "broken (XMLSyntaxError)"
