"""Whatever lies in a newsroom's folder: an odd file is reported or read rightly, and the articles beside it are found.

The sentence model is the fake one, everything else is the real run. What is odd inside one format has its tests beside
that format's reader; here stands what must never disturb the others.
"""

import cProfile
import csv
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.__main__ import main
from index.articles.common import fingerprint
from index.articles.passages import passage_sentences, passages
from index.articles.record import article_from_document
from index.building import BuildReport, build
from index.data import Article, Span
from index.files.content import MAX_BYTES, Unreadable, read_bytes
from index.files.data import Document
from index.files.documents import documents
from index.files.encodings import decode
from index.gathering import Skipped
from index.likeness import body_text, signature
from index.reporting import told
from index.searching import Index
from index.store import Store
from tests.fakes import LetterEncoder
from tests.pdf_writer import column, document, pdf, stream
from tests.test_encodings import tcvn3, vni
from tests.test_office import word, zipped
from tests.three_articles import BRIDGE, FLOOD, RICE

ROOT = Path(__file__).parents[1]
GOOD = {"bridge.txt": BRIDGE, "flood.txt": FLOOD}
QUESTIONS = {"bridge.txt": "Cầu Thủ Thiêm 2 dài bao nhiêu mét?", "flood.txt": "Bao nhiêu hộ dân đã được sơ tán?"}
SAFETY = 100  # seconds after which a run is taken to hang: what grows as the square takes a quarter of an hour

PAGE = "<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two good articles."""
    found = tmp_path / "articles"
    found.mkdir()
    for name, text in GOOD.items():
        (found / name).write_text(text)
    return found


def indexed(folder: Path, *, twice: bool = True) -> BuildReport:
    """What a run over the folder reports, once both good articles were found, and a second run had nothing to do."""
    place = folder.with_name("index")
    report = build(folder, place, LetterEncoder())
    index = Index.open(place, LetterEncoder())
    for id, question in QUESTIONS.items():
        assert id in {hit.passage.article.id for hit in index.search(question)}
    if twice:
        again = build(folder, place, LetterEncoder())
        nothing = replace(report, added=0, unchanged=report.read, encodings={}, embedded=0, seconds=again.seconds)
        assert again == nothing
    return report


def articles(folder: Path) -> dict[str, Article]:
    """All articles of the index beside the folder, by id."""
    with Store.open(folder.with_name("index")) as store:
        return {summary.id: store.article(summary.id) for summary in store.articles()}


def body(article: Article) -> str:
    return "\n".join(article.text[span.start : span.end] for span in article.body)


def page(text: str, paragraph: str = "<p>{}</p>") -> str:
    """A text as a web page."""
    title, *paragraphs = filter(None, text.split("\n"))
    return PAGE.format(title=title, paragraphs="".join(map(paragraph.format, paragraphs)))


def locked_pdf() -> bytes:
    """A PDF that opens with a password only."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO(printed(RICE))))
    writer.encrypt("mật khẩu", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def printed(text: str) -> bytes:
    """A text as a PDF."""
    return pdf([column(text, 72, 760)])


def archived(html: str) -> bytes:
    """A web page with a picture as one .mhtml."""
    message = EmailMessage()
    message["Snapshot-Content-Location"] = "https://example.org/gao-123.html"
    message["Subject"] = "Giá gạo"
    message.set_content(html, subtype="html")
    message.make_related()
    message.add_related(b"\x89PNG\r\n\x1a\n\0\0", "image", "png")
    message.set_boundary("----part")  # else drawn anew at each run
    return message.as_bytes()


def typed_in_word(text: str) -> bytes:
    """A text as a Word file."""
    return word(*((lambda file, line=line: file.add_paragraph(line)) for line in text.split("\n") if line))


def rows_of_csv(*rows: dict[str, str]) -> bytes:
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def rows_of_json(*rows: object) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


# What is no article


@cache
def bomb_pdf() -> bytes:
    """A page whose drawing steps unpack to a hundred megabytes."""
    packer = zlib.compressobj()
    packed = b"".join([*(packer.compress(b"0 0 m\n" * 100_000) for _ in range(170)), packer.flush()])
    return document(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            stream(packed, "/Filter /FlateDecode"),
        ]
    )


@cache
def bomb_docx() -> bytes:
    """A Word file that declares two hundred megabytes, and has them."""
    written = io.BytesIO(word())
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/media/a.bmp", "w") as part:
        for _ in range(200):
            part.write(bytes(1_000_000))
    return written.getvalue()


BOMBS = {"bomb.pdf": bomb_pdf, "bomb.docx": bomb_docx}
REFUSED: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "empty; delete it or put the article's text in it"),
    "blank.txt": (" \t\r\n\u00a0\u3000\u200b\n".encode(), "empty; delete it or put the article's text in it"),
    "mark.md": (b"\xef\xbb\xbf", "empty; delete it or put the article's text in it"),
    "signs.txt": (b"---\n* * *\n", "empty; delete it or put the article's text in it"),
    "bytes.txt": (bytes(range(256)), "binary, not text; keep only text files in the folder"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary, not text; keep only text files in the folder"),
    "nul.txt": (FLOOD.replace(" ", " \0", 1).encode(), "binary, not text; keep only text files in the folder"),
    "not utf-8.txt": (b"S\xc3\xb4ng\xff\xfe\x9d\x81 \x8d\xc3\n", "not UTF-8"),
    "cut.txt": (FLOOD.encode()[:-9] + b"\xe1\xbb", "not UTF-8"),
    "odd utf-16.txt": (b"\xff\xfe" + FLOOD.encode("utf-16-le") + b"\0", "not UTF-16"),
    "half.pdf": (printed(RICE)[:300], "broken"),
    "text.pdf": (RICE.encode(), "broken"),
    "empty.pdf": (b"", "broken"),
    "locked.pdf": (locked_pdf(), "encrypted; save it without a password"),
    "bomb.pdf": (b"", "made to be too much"),
    "half.docx": (typed_in_word(RICE)[:2000], "broken"),
    "empty.docx": (b"", "broken"),
    "bomb.docx": (b"", "too big unpacked (200,"),
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Word file (.doc) by another name"),
    "archive.docx": (zipped({"a.txt": RICE.encode()}), "no Word file"),
    "deep.html": (page(FLOOD, "<div>" * 50_000 + "<p>{}</p>").encode(), "tags nested too deep; save the page again"),
    "empty.html": (b"", "no words in it; save the page as it is shown, with its text"),
    "scripts.html": (b"<html><script>var a = 1;</script></html>", "no words in it"),
    "really a pdf.html": (printed(RICE), "a PDF, not a web page; rename it to .pdf"),
    "picture.htm": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture, not a web page"),
    "pictures.mhtml": (archived("").replace(b"text/html", b"text/plain"), "no web page in it; save the page again"),
    "empty.mht": (b"", "no web page in it; save the page again"),
    "header.csv": (b"title,text\n", "no rows; delete it or put the articles in it"),
    "no text.csv": (b"title,price\nRice,5\n", "no column of text: its columns are title, price"),
    "array.jsonl": (b"[" + rows_of_json({"text": RICE}).strip() + b"]", "one JSON array, not an object a line"),
    "empty.jsonl": (b"\n\n", "empty; delete it or put the articles in it"),
    "really a pdf.txt": (printed(RICE), "a PDF, not plain text; rename it to .pdf"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_article_is_reported(folder: Path, name: str) -> None:
    """A file that cannot be read is skipped, with what is wrong and what to do, at each run; the others are found."""
    content, why = REFUSED[name]
    (folder / name).write_bytes(BOMBS[name]() if name in BOMBS else content)

    report = indexed(folder)

    assert [each.article for each in report.skipped] == [name]
    assert report.skipped[0].why.startswith(why)
    assert "; " in report.skipped[0].why
    assert (report.read, report.articles) == (2, 2)


@pytest.mark.parametrize("content", [b"\0", b"A"], ids=["sparse", "one line"])
def test_a_file_of_fifty_megabytes_is_refused_unread(folder: Path, content: bytes) -> None:
    """Its size is enough to know: not a byte more than the largest article's is read, in memory or from the disk."""
    with (folder / "big.txt").open("wb") as file:
        file.write(content * 50_000_000)
    read = bytes_read()

    report = indexed(folder, twice=False)

    assert report.skipped == (
        Skipped("big.txt", "too big (50,000,000 bytes > 20,000,000); split it into its articles"),
    )
    assert bytes_read() - read < MAX_BYTES


def bytes_read() -> int:
    """How many bytes this process has read from files so far."""
    return int(Path("/proc/self/io").read_text().split()[1])


# What is read as it was meant


ENCODED: dict[str, Callable[[str], bytes]] = {
    "a byte order mark": lambda text: text.encode("utf-8-sig"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16, the other way round": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "UTF-32": lambda text: text.encode("utf-32"),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "line ends of old Macs": lambda text: text.replace("\n", "\r").encode(),
    "marks after their letters": lambda text: unicodedata.normalize("NFD", text).encode(),
    "TCVN3": tcvn3,
    "VNI": vni,
}


@pytest.mark.parametrize("name", ENCODED)
def test_one_article_in_two_encodings_is_one(folder: Path, name: str) -> None:
    """However it was written down, the same article is a copy of the other, and found in NFC with plain line ends."""
    (folder / "gạo.txt").write_text(RICE)
    (folder / "gạo (1).txt").write_bytes(ENCODED[name](RICE))

    report = indexed(folder)

    assert (report.skipped, report.duplicates) == ((), (("gạo.txt", "gạo (1).txt"),))
    assert report.encodings == ({name: 1} if name in ("TCVN3", "VNI") else {})
    assert articles(folder)["gạo (1).txt"].text == RICE


def test_the_name_of_a_copy_may_be_spelled_two_ways(folder: Path) -> None:
    """Two files whose names look the same, one in composed and one in decomposed letters, are two files."""
    for form in ("NFC", "NFD"):
        (folder / unicodedata.normalize(form, "lũ lớn.txt")).write_text(RICE)

    report = indexed(folder)

    assert [unicodedata.normalize("NFC", id) for pair in report.duplicates for id in pair] == ["lũ lớn.txt"] * 2


def test_near_copies_are_counted(folder: Path) -> None:
    """The same story with a line more is an article of its own, counted as told twice."""
    story = RICE + "\n".join(f"Doanh nghiệp ở An Giang nhận thêm đơn hàng thứ {n} từ châu Phi.\n" for n in range(9))
    (folder / "a.txt").write_text(story)
    (folder / "b.txt").write_text(story + "\nMột vụ mùa được giá đang chờ nhà nông miền Tây.\n")

    report = indexed(folder)

    assert (report.near_copies, report.duplicates, report.articles) == (2, (), 4)


FORMATS: dict[str, bytes] = {
    "a.html": page(RICE).encode(),
    "b.txt": page(RICE).encode(),
    "c.md": ("<!DOCTYPE html>\n" + page(RICE)).encode("utf-16"),
    "d.mhtml": archived(page(RICE)),
    "e.pdf": printed(RICE),
    "f.docx": typed_in_word(RICE),
    "g.csv": rows_of_csv({"title": "Giá gạo", "text": RICE}),
    "h.jsonl": rows_of_json({"title": "Giá gạo", "text": RICE}),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_read(folder: Path, name: str) -> None:
    """The article comes out in every format, also a web page under another's name."""
    (folder / name).write_bytes(FORMATS[name])

    report = indexed(folder)

    id = name if not name.endswith(("csv", "jsonl")) else f"{name}#1"
    assert report.skipped == ()
    assert "đạt 560 USD một tấn." in body(articles(folder)[id])
    assert "<" not in articles(folder)[id].text


def test_front_matter_is_not_body(folder: Path) -> None:
    """What stands between two lines of --- above a Markdown file tells of the article and is never cited."""
    front = "---\ntitle: Gạo Việt\ndate: 2023-04-05\nauthor: Lê Na\ntags: [gạo, xuất khẩu]\n---\n\n"
    (folder / "rice.md").write_text(f"{front}# {RICE}")

    report = indexed(folder)

    article = articles(folder)["rice.md"]
    assert report.skipped == ()
    assert (article.title, article.published, article.author) == ("Gạo Việt", date(2023, 4, 5), "Lê Na")
    assert article.body[0].start >= len(front)
    assert "đạt 560 USD một tấn." in body(article)


NAMES = [
    "dòng\nhai.txt",
    "🐘 voi.txt",
    "\u202eục lục.txt",
    "ă" * 125 + ".txt",
    "-x.txt",
    "--index.txt",
    "export.csv#1.txt",
    "\x1b[31mđỏ.txt",
    " .txt",
    "a'b\"c;d%s{0}\\n.txt",
    "con.TXT",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_only_a_name(folder: Path, name: str) -> None:
    """Line ends, emoji, marks of direction, 255 bytes, what looks like an option or a row: the article is found."""
    (folder / name).write_text(RICE)

    report = indexed(folder)

    assert (report.skipped, report.articles) == ((), 3)
    assert name in articles(folder)
    assert all(character.isprintable() for line in told(report, folder).splitlines() for character in line)


def test_a_name_that_is_not_utf_8_is_reported(folder: Path) -> None:
    """A file so named is passed over, and a folder with all in it; the report can be printed as JSON."""
    for name in (b"th\xfb.txt", b"n\xe3m/2017.txt"):
        path = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
        path.parent.mkdir(exist_ok=True)
        path.write_text(RICE)

    report = indexed(folder)

    why = "its name is not UTF-8"
    assert report.skipped == (Skipped("n\udce3m", why), Skipped("th\udcfb.txt", why))
    assert json.dumps([each.article for each in report.skipped]) == '["n\\udce3m", "th\\udcfb.txt"]'


def test_a_file_named_as_a_row_is_one_of_two(folder: Path) -> None:
    """Where an export's row has the very id of a file, the one that is read first keeps it, and the other is told."""
    (folder / "export.csv").write_bytes(rows_of_csv({"id": "1.txt", "text": RICE}))
    (folder / "export.csv#1.txt").write_text(RICE.replace("Philippines", "Indonesia"))

    report = indexed(folder, twice=False)

    assert report.skipped == (Skipped("export.csv#1.txt", "another file has an article of that id; rename the file"),)
    assert "Philippines" in articles(folder)["export.csv#1.txt"].text


# What lies in the folder and is no file


def test_links_and_pipes_hold_nothing_up(folder: Path) -> None:
    """Links out of the folder, to nothing, to themselves and around, pipes and sockets are told of, not followed."""
    outside = folder.with_name("outside")
    outside.mkdir()
    (outside / "rice.txt").write_text(RICE)
    (folder / "out.txt").symlink_to(outside / "rice.txt")
    (folder / "gone.txt").symlink_to(outside / "gone.txt")
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "2017").symlink_to(outside)
    os.mkfifo(folder / "pipe.txt")

    report = indexed(folder)

    links = [Skipped(name, "a link") for name in ("2017", "gone.txt", "loop", "out.txt", "self.txt")]
    pipe = Skipped("pipe.txt", "not a regular file")
    assert report.skipped == tuple(sorted([*links, pipe], key=lambda each: each.article))
    assert report.articles == 2


def test_a_folder_named_like_an_article_is_a_folder(folder: Path) -> None:
    """Articles lie in a folder called articles.txt as in any other."""
    (folder / "articles.txt").mkdir()
    (folder / "articles.txt" / "rice.pdf").mkdir()
    (folder / "articles.txt" / "rice.pdf" / "rice.txt").write_text(RICE)

    report = indexed(folder)

    assert (report.skipped, sorted(articles(folder))[0]) == ((), "articles.txt/rice.pdf/rice.txt")


@pytest.mark.parametrize(("name", "is_read"), [("n", True), ("một thư mục", False)])
def test_three_hundred_folders_deep(folder: Path, name: str, is_read: bool) -> None:
    """An article at the bottom is read; where the way down is longer than any path may be, that is told."""
    inside = os.open(folder, os.O_RDONLY)
    for _ in range(300):
        os.mkdir(name, dir_fd=inside)
        deeper = os.open(name, os.O_RDONLY, dir_fd=inside)
        os.close(inside)
        inside = deeper
    with open("rice.txt", "w", opener=lambda path, flags: os.open(path, flags, dir_fd=inside)) as file:
        file.write(RICE)
    os.close(inside)

    report = indexed(folder)

    assert report.articles == (3 if is_read else 2)
    assert [each.why for each in report.skipped] == ([] if is_read else ["File name too long"])


def test_ten_thousand_empty_files_are_told_shortly(folder: Path) -> None:
    """Each is in the report; the summary names some and counts the rest."""
    for number in range(10_000):
        (folder / f"{number}.txt").touch()
    for number in range(1000):
        (folder / f"photo.{number:04}").touch()

    report = indexed(folder)

    assert (len(report.skipped), report.articles) == (10_000, 2)
    assert len(told(report, folder)) < 5_000


# What changes meanwhile


def test_a_file_that_changes_while_it_is_read_is_taken_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read of it stands until the next run, which reads it anew."""
    (folder / "rice.txt").write_text(RICE)

    def changing(id: str, path: Path, columns: object) -> Iterator[Document | Unreadable]:
        if id == "rice.txt":
            path.write_text(RICE.replace("560", "570"))
        return documents(id, path)

    with monkeypatch.context() as patched:
        patched.setattr("index.gathering.documents", changing)
        indexed(folder, twice=False)
    (folder / "rice.txt").write_text(RICE.replace("560", "580"))
    report = build(folder, folder.with_name("index"), LetterEncoder())

    assert (report.changed, report.unchanged) == (1, 2)
    assert "đạt 580 USD" in articles(folder)["rice.txt"].text


def test_a_file_that_grows_while_it_is_read_is_read_to_the_limit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was small when it was opened and has no end is given up after the largest article's bytes."""
    with (folder / "endless.txt").open("wb") as file:
        file.write(b"a" * (MAX_BYTES + 500))
    monkeypatch.setattr("os.fstat", lambda handle: (folder / "flood.txt").stat())

    report = indexed(folder, twice=False)

    assert report.skipped == (
        Skipped("endless.txt", "too big (20,000,001 bytes > 20,000,000); split it into its articles"),
    )


@pytest.mark.parametrize("known", [True, False])
def test_a_file_that_vanishes_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch, known: bool) -> None:
    """Gone between being listed and being read, a file is skipped; if it was in the index, it stays for this run."""
    if known:
        (folder / "rice.txt").write_text(RICE)
        indexed(folder)
    (folder / "rice.txt").write_text(RICE.replace("560", "570"))

    def vanishing(id: str, path: Path, columns: object) -> Iterator[Document | Unreadable]:
        if id == "rice.txt":
            path.unlink()
        return documents(id, path)

    monkeypatch.setattr("index.gathering.documents", vanishing)

    report = indexed(folder, twice=False)

    kept = "; the index keeps it as it was" if known else ""
    why = f"No such file or directory; check the file and the disk{kept}"
    assert report.skipped == (Skipped("rice.txt", why),)
    assert ("rice.txt" in articles(folder)) is known


def test_a_file_that_vanishes_before_it_is_hashed_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gone right after being listed, a file is skipped; a pipe in its place holds nothing up."""
    (folder / "gone.txt").write_text(RICE)
    (folder / "pipe.txt").write_text(RICE)

    def late(path: Path) -> bytes:
        if path.name in ("gone.txt", "pipe.txt"):
            path.unlink(missing_ok=True)
        if path.name == "pipe.txt":
            os.mkfifo(path)
        return read_bytes(path)

    monkeypatch.setattr("index.gathering.read_bytes", late)

    report = indexed(folder, twice=False)

    assert report.skipped == (
        Skipped("gone.txt", "No such file or directory; check the file and the disk"),
        Skipped("pipe.txt", "not a regular file; keep only articles in the folder"),
    )


# Exports and what the owner states


def write_exports(folder: Path) -> None:
    """An export with rows of every odd kind between good ones, and one with a row too wide."""
    halves = {"id": "\ud800", "title": "Giá \udfff gạo", "text": f"{RICE}\ud83d", "author": ["An", "\udc00"]}
    rows = [json.dumps(halves), '{"text":' + "[" * 100_000, '{"text":' * 100_000, "", "{}", '"a"', "\x00"]
    rows += [json.dumps({"text": "\0\x1b\ufeff"}), json.dumps({"text": BRIDGE.replace("2022", "2021")})]
    (folder / "kho.jsonl").write_text("\n".join(rows).replace("\0", ""))
    (folder / "x.csv").write_bytes(rows_of_csv({"id": "7", "text": RICE.replace("560", "570")}) + b"8,a,b,c\r\n")


def test_a_bad_row_is_told_and_the_others_are_articles(folder: Path) -> None:
    """Rows nested without end, halves of characters, cells too many: each by its number, the others are found."""
    write_exports(folder)

    report = indexed(folder, twice=False)

    assert {each.article: each.why.partition(";")[0] for each in report.skipped} == {
        "kho.jsonl#2": "nested too deep",
        "kho.jsonl#3": "nested too deep",
        "kho.jsonl#5": "no text in the row",
        "kho.jsonl#6": "not a JSON object",
        "kho.jsonl#8": "no text in the row",
        "x.csv#2": "4 cells, the header has 2",
    }
    found = articles(folder)
    assert sorted(found) == ["bridge.txt", "flood.txt", "kho.jsonl#9", "kho.jsonl#\ufffd", "x.csv#7"]
    assert found["kho.jsonl#\ufffd"].text == f"{RICE}\ufffd"


def test_a_bad_row_is_told_at_each_run(folder: Path) -> None:
    """`skipped` names what is not in the index as it is now, also where nothing has changed."""
    write_exports(folder)

    indexed(folder)


def test_a_cell_of_five_megabytes_is_read(folder: Path) -> None:
    """Python's csv by itself would take 128 KB; a text this long is an article like others."""
    (folder / "x.csv").write_bytes(rows_of_csv({"text": f"{RICE}\n{'.' * 5_000_000}\n\n{BRIDGE}", "title": "Gạo"}))

    report = indexed(folder)

    assert report.skipped == ()
    assert len(articles(folder)["x.csv#1"].text) > 5_000_000


BOMB = "a: &a [lol, lol, lol]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(20)
)
SIDECARS = {
    "broken": ("articles.yaml", "articles: [unclosed\n", "articles.yaml, line 2: not YAML"),
    "an alias bomb": ("articles.yaml", BOMB, "articles.yaml, line 2: an alias; write out what it stands for"),
    "nested": ("articles.yml", "[" * 50_000, "articles.yml, line 1: nested too deep"),
    "binary": ("articles.yaml", "\0", "articles.yaml: binary, not text"),
    "no such article": (
        "articles.yaml",
        "articles: {flod.txt: {author: An}}",
        "what is stated of flod.txt: no such article; did you mean flood.txt?",
    ),
    "lines": ("articles.jsonl", '{"article": "flood.txt", "author": "An"}\n[', "articles.jsonl, line 2: not JSON"),
}


@pytest.mark.parametrize("kind", SIDECARS)
def test_what_is_stated_and_cannot_be_taken_is_told(folder: Path, kind: str) -> None:
    """A sidecar that is broken, a bomb or names no article is a problem in the report, at each run, and no article."""
    name, text, problem = SIDECARS[kind]
    (folder / name).write_text(text)

    report = indexed(folder)

    assert [each[: len(problem)] for each in report.problems] == [problem]
    assert (report.skipped, report.articles) == ((), 2)


# The terminal

NASTY = "\x1b]0;gone\x07\x1b[2J\x9b31m\u202e\x08\x7f"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command: its exit code, standard output and standard error."""
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path / "index"))
    monkeypatch.setattr("index.__main__.open_encoder", lambda name, cache: LetterEncoder())

    def command(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        return (code, *capsys.readouterr())

    return command


def test_nothing_that_a_terminal_obeys_is_printed(folder: Path, run: Run) -> None:
    """Neither names nor texts nor columns nor titles reach the terminal with their control characters."""
    (folder / f"{NASTY}.txt").write_text(RICE.replace("560", f"{NASTY} 560"))
    (folder / f"{NASTY} copy.txt").write_text(RICE.replace("560", f"{NASTY} 560"))
    (folder / f"{NASTY} empty.txt").touch()
    (folder / f"a.{NASTY}").touch()
    (folder / "x.csv").write_bytes(rows_of_csv({NASTY: RICE}))
    (folder / "articles.yaml").write_text('articles: {"\\e[2J": {author: An}}')
    (folder / "y.csv").write_bytes(rows_of_csv({"title": f"Gạo {NASTY}", "author": NASTY, "text": BRIDGE + NASTY}))

    said = [run(folder), run("show", f"{NASTY}.txt"), run("show", "y.csv#1")]

    assert [code for code, _, _ in said] == [0, 0, 0]
    assert control_characters(said) == set()


def test_no_error_says_what_a_terminal_obeys(folder: Path, run: Run, tmp_path: Path) -> None:
    """An error names files: the nearest to one that is not there, one of many that cannot be read."""
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / f"{NASTY}.txt").touch()
    (folder / f"{NASTY}rice.txt").write_text(RICE)
    run(folder)

    said = [run("show", "rice.txt"), run(tmp_path / "bad", "--index", tmp_path / "other")]

    assert [code for code, _, _ in said] == [3, 1]
    assert control_characters(said) == set()


def control_characters(said: list[tuple[int, str, str]]) -> set[str]:
    printed = "".join(out + err for _, out, err in said)
    return {character for character in printed if not character.isprintable()} - {"\n"}


@pytest.mark.parametrize("name", ["-x.txt", "--index.txt", "-- show.txt"])
def test_an_article_named_as_an_option_is_shown(folder: Path, run: Run, name: str) -> None:
    """What follows -- is a name."""
    (folder / name).write_text(RICE)
    run(folder)

    code, out, _ = run("show", "--", name)

    assert (code, out.split("\n")[0]) == (0, f"article:   {name}")


# Long lines, and time

NASTY_LINES = {
    "digits": "1234567890",
    "a ": "a ",
    "brackets": "(",
    "slashes": "/",
    "captions": "Ảnh: ",
    "capitals": "HÀNỘI",
    "dates": "1/1/",
    "addresses": "x@y.",
    "mixed": 'Ông A. (1/1/2020) - Ảnh: x@y.com "B" ; http://a.b/c?d=1 — ',
    "line ends": "\n",
    "no-break spaces": "\u00a0",
    "words": "từ\n",
    "dashes": "- \n",
}
MANY_LINES = ("line ends", "words", "dashes")


def in_page(text: str) -> bytes:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"<html><body><h1>Lũ lớn ở Huế</h1><p>{escaped}</p></body></html>".encode()


WRAPS: dict[str, Callable[[str], bytes]] = {
    "txt": str.encode,
    "html": in_page,
    "csv": lambda text: rows_of_csv({"title": "Gạo", "text": text}),
    "jsonl": lambda text: rows_of_json({"title": "Gạo", "text": text}),
}


def nasty(kind: str, size: int) -> str:
    """An article with so many bytes of one kind inside a paragraph."""
    unit = NASTY_LINES[kind]
    return f"{FLOOD}Ông Hải nói: {unit * (size // len(unit.encode()))}\n\n{BRIDGE}"


READ = """
import sys
from pathlib import Path
from index.files.documents import documents
from index.files.encodings import decode

for path in sorted(Path(sys.argv[1]).iterdir()):
    (document,) = documents(path.name, path)
    print(path.stem, "Huế" in document.text, flush=True)
"""
CUT = """
import sys
from pathlib import Path
from index.articles.passages import passage_sentences, passages
from index.articles.record import article_from_text

for path in sorted(Path(sys.argv[1]).iterdir()):
    article = article_from_text(path.name, path.read_text())
    cut = [(passage, passage_sentences(passage)) for passage in passages(article)]
    print(path.stem, any("Huế" in passage.text for passage, _ in cut), flush=True)
"""
BUILD = """
import sys
from pathlib import Path
from index.building import build
from tests.fakes import LetterEncoder

report = build(Path(sys.argv[1]), Path(sys.argv[1]).with_name("index"), LetterEncoder())
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(report.articles, int(peak.split()[1]) // 1024)
"""


def said_by(script: str, folder: Path, seconds: float = SAFETY) -> list[str]:
    """The lines that a script prints of a folder; fails where it does not come to its end."""
    command = [sys.executable, "-c", script, str(folder)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=seconds, check=True)
    except subprocess.TimeoutExpired as error:
        pytest.fail(f"no end after {error.stdout!r}")
    return done.stdout.splitlines()


@pytest.mark.parametrize("wrap", WRAPS)
def test_a_megabyte_of_anything_is_read(tmp_path: Path, wrap: str) -> None:
    """A line of 1 MB, or half of that in nearly as many lines as may be, is read from every text format before anyone
    calls it hanging.
    """
    folder = tmp_path / "articles"
    folder.mkdir()
    kinds = sorted(kind for kind in NASTY_LINES if wrap != "html" or kind not in ("line ends", "no-break spaces"))
    for kind in kinds:
        size = 500_000 if kind in MANY_LINES else 1_000_000
        (folder / f"{kind}.{wrap}").write_bytes(WRAPS[wrap](nasty(kind, size)))

    assert said_by(READ, folder) == [f"{kind} True" for kind in kinds]


def test_a_line_of_a_megabyte_is_cut(tmp_path: Path) -> None:
    """No pattern that reads an article's lines and sentences is worse than linear: minutes would become hours."""
    folder = tmp_path / "articles"
    folder.mkdir()
    kinds = sorted(kind for kind in NASTY_LINES if kind not in MANY_LINES)
    for kind in kinds:
        (folder / f"{kind}.txt").write_text(nasty(kind, 1_000_000))

    assert said_by(CUT, folder) == [f"{kind} True" for kind in kinds]


def test_a_page_of_a_million_blanks_is_read(tmp_path: Path) -> None:
    """White space without end in a web page is read in no time."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for kind in ("line ends", "no-break spaces"):
        (folder / f"{kind}.html").write_bytes(in_page(nasty(kind, 1_000_000)))

    assert said_by(READ, folder, 6) == ["line ends True", "no-break spaces True"]


def test_long_lines_are_indexed_in_bounded_time_and_memory(folder: Path) -> None:
    """Long lines of each kind, and files that declare or nest without end, among good articles: all in one run, in less
    than half a gigabyte.
    """
    for kind in NASTY_LINES:
        (folder / f"{kind}.txt").write_text(nasty(kind, 20_000 if kind in MANY_LINES else 250_000))
    for name, bomb in BOMBS.items():
        (folder / name).write_bytes(bomb())
    (folder / "deep.html").write_bytes(REFUSED["deep.html"][0])
    with (folder / "big.txt").open("wb") as file:
        file.truncate(50_000_000)
    (folder / "kho.jsonl").write_text('{"text":' + "[" * 1_000_000)
    (folder / "articles.yaml").write_text(BOMB)

    ((read, megabytes),) = [line.split() for line in said_by(BUILD, folder)]

    assert int(read) == 2 + len(NASTY_LINES)
    assert int(megabytes) < 500


@pytest.mark.parametrize("kind", NASTY_LINES)
def test_work_grows_as_the_text_does(kind: str) -> None:
    """Four times the text takes about four times the calls from its bytes to its passages, never sixteen times."""
    small, large = (calls(nasty(kind, size)) for size in (2_500, 10_000))

    assert large < 6 * small


def calls(text: str) -> int:
    """How many calls, of Python's own functions too, it takes to cut this text into passages and sentences."""
    article_from_document(Document("a.txt", FLOOD))  # what is read once is read now

    def cut() -> None:
        article = article_from_document(Document("a.txt", decode(text.encode()).text))
        fingerprint(article)
        assert [passage_sentences(passage) for passage in passages(article)]
        signature(body_text(article))

    return calls_of(cut)


def calls_of(work: Callable[[], object]) -> int:
    """How many calls a piece of work takes, of Python's own functions too."""
    profile = cProfile.Profile()
    with profile:
        work()
    return sum(entry.callcount for entry in profile.getstats())


# All of it in one folder


def packed_as(kind: int) -> bytes:
    """A good Word file whose parts are packed in another way."""
    with zipfile.ZipFile(io.BytesIO(typed_in_word(RICE))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", kind) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def attributes(count: int) -> str:
    """So many attributes of a tag, all different."""
    return " ".join(f"a{number}=1" for number in range(count))


TOO_MUCH: dict[str, tuple[Callable[[], bytes], str]] = {
    "attributes.html": (
        lambda: page(RICE, f"<p {attributes(100_000)}>{{}}</p>").encode(),
        "a tag of more than 1,000 attributes; save the page again",
    ),
    "lines.txt": (lambda: (RICE + "từ\n" * 200_001).encode(), "too many lines (200,004 > 200,000); split it"),
    "lzma.docx": (lambda: packed_as(zipfile.ZIP_LZMA), "packed as no Word file is; open it in Word"),
    "nested.mhtml": (
        lambda: b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 10_000,
        "parts nested too deep; save the page again",
    ),
    "rows.csv": (lambda: b"text\n" + b"a\n" * 100_001, "too many rows (more than 100,000); split it into several"),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_would_take_minutes_is_refused(folder: Path, name: str) -> None:
    """What costs the square of its size, or memory that it only names, is not begun."""
    make, why = TOO_MUCH[name]
    (folder / name).write_bytes(make())

    report = indexed(folder, twice=False)

    assert [each.article for each in report.skipped] == [name]
    assert report.skipped[0].why.startswith(why)


def fill_with_everything(folder: Path) -> tuple[set[str], set[str]]:
    """Puts one of each odd thing into a folder; which of them can be no article, and which are read."""
    bad = {name: BOMBS[name]() if name in BOMBS else content for name, (content, _) in REFUSED.items()}
    bad |= {name: make() for name, (make, _) in TOO_MUCH.items()}
    read = {f"{number}.txt": ENCODED[kind](RICE) for number, kind in enumerate(sorted(ENCODED))}
    read |= {name: f"{RICE}\nTin số {number}.\n".encode() for number, name in enumerate(NAMES)}
    read |= {f"{kind}.txt": nasty(kind, 10_000).encode() for kind in NASTY_LINES if "/" not in kind}
    for name, content in {**bad, **read}.items():
        (folder / name).write_bytes(content)
    for name in ("sparse.txt", "one line.txt"):
        with (folder / name).open("wb") as file:
            file.write(b"A" * 50_000_000) if name.startswith("one") else file.truncate(50_000_000)
    (folder / "loop").symlink_to(folder)
    (folder / "out.txt").symlink_to(ROOT / "README.md")
    os.mkfifo(folder / "pipe.txt")
    return {*bad, "sparse.txt", "one line.txt", "loop", "out.txt", "pipe.txt"}, set(read)


def test_a_folder_of_everything_odd(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it at once, and a file that changes while it is read: each is told or indexed, and the good ones found."""
    bad, read = fill_with_everything(folder)
    (folder / "changing.txt").write_text(RICE)

    def changing(id: str, path: Path, columns: object) -> Iterator[Document | Unreadable]:
        if id == "changing.txt":
            path.write_text(RICE.replace("560", "570"))
        return documents(id, path)

    monkeypatch.setattr("index.gathering.documents", changing)
    report = indexed(folder, twice=False)

    assert {each.article for each in report.skipped} == bad
    copies = {copy for copy, _ in report.duplicates}
    assert set(articles(folder)) >= (read | {*GOOD, "changing.txt"}) - copies
    assert report.read == len(read) + len(GOOD) + 1
    assert all("; " in each.why or each.why in ("a link", "not a regular file") for each in report.skipped)
    assert all(character.isprintable() for line in told(report, folder).splitlines() for character in line)


# Bytes at random


def checked(name: str, content: bytes) -> str:
    """What becomes of a file with these bytes: `read`, or why not; fails where all else comes out."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            found = list(documents(name, path))
        except Unreadable as error:
            return error.why
    for each in found:
        assert isinstance(each, Unreadable) or (is_clean(each) and is_cut(each))
    return "read"


def is_clean(found: Document) -> bool:
    """Whether a document's text is what the index relies on, and its known spans lie in it, in order, apart."""
    text, spans = found.text, [each.span for each in found.known]
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), len(text)]
    beside = [*(getattr(found.metadata, name) or "" for name in ("title", "source", "author", "url")), found.id]
    return (
        unicodedata.is_normalized("NFC", text)
        and not {"\0", "\r"} & set(text)
        and "".join([text, *beside]).encode().decode() == "".join([text, *beside])
        and edges == sorted(edges)
        and any(map(str.isalnum, text))
    )


def is_cut(found: Document) -> bool:
    """Whether the article of a document is its text, every letter of which is body or left out, and its passages lie
    in its body.
    """
    article = article_from_document(found)
    spans = sorted([*article.body, *(each.span for each in article.left_out)])
    outside = (article.text[before.end : after.start] for before, after in pairwise([Span(0, 0), *spans, LAST]))
    cut = passages(article)
    return (
        article.text == found.text
        and not "".join(outside).strip()
        and all(one.end <= other.start for one, other in pairwise(spans))
        and all(any(span.start <= each.start < each.end <= span.end for span in article.body) for each in cut)
    )


LAST = Span(sys.maxsize, sys.maxsize)
SOUP = [
    b"<p>",
    b"</p>",
    b"<html>",
    b"<!--",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\0",
    b"\r\n",
    b"\r",
    b"\n",
    b'"',
]
SOUP += [
    b"text,title\n",
    b'{"text":"',
    b'"}\n',
    b"\\ud800",
    b"\\u0000",
    b"\\ufeff",
    b"%PDF-1.7\n",
    b"obj",
    b"endobj",
    b"PK\x03\x04",
]
SOUP += [
    b"stream\n",
    b"endstream",
    b"<<",
    b">>",
    b"/Filter /FlateDecode",
    b"trailer",
    b"xref\n0 1\n",
    b"&#0;",
    b"&#xFEFF;",
    b"&#13;",
]
SOUP += [
    "Lũ lớn ở Huế.".encode(),
    "e\u0301\u0302".encode(),
    tcvn3(FLOOD),
    "\ufeff\u200b\u2028".encode(),
    b"\x85\x1a\x1b",
    b"a",
]

any_bytes = st.one_of(
    st.binary(max_size=300), st.lists(st.sampled_from(SOUP) | st.binary(max_size=4), max_size=30).map(b"".join)
)


@pytest.mark.parametrize("ending", [".txt", ".md", ".html", ".mhtml", ".csv", ".jsonl", ".pdf", ".docx"])
@settings(max_examples=60, derandomize=True, deadline=None)
@given(content=any_bytes)
def test_any_bytes_are_read_or_refused(ending: str, content: bytes) -> None:
    """Whatever a file holds, its texts are NFC, without NULs and carriage returns, and can be encoded; or why it cannot
    be read is said.
    """
    checked(f"a{ending}", content)


@pytest.mark.parametrize("marks", [(3, 0), (1, 1)], ids=["thrice", "where files were joined"])
def test_byte_order_marks_are_gone(marks: tuple[int, int]) -> None:
    """Files that were put together bring their marks along: they are no part of the text, wherever they stand."""
    first, between = ("\ufeff" * count for count in marks)

    assert decode(f"{first}{FLOOD}{between}{RICE}".encode()).text == FLOOD + RICE


WHOLE: dict[str, bytes] = {
    **FORMATS,
    "i.txt": FLOOD.encode(),
    "j.txt": tcvn3(FLOOD + RICE),
    "k.txt": RICE.encode("utf-16"),
    "l.md": f"---\ntitle: Gạo\n---\n\n# {RICE}".encode(),
}


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The bytes with some of them changed, taken out, doubled, moved or cut off."""
    found = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at, size = chance.randrange(len(found) + 1), chance.choice((1, 1, 2, 8, 100))
        piece = chance.choice(
            (bytes(found[at : at + size]) * 2, b"", chance.randbytes(size), chance.choice(SOUP), bytes(size))
        )
        found[at : at + chance.choice((0, size))] = piece
    return bytes(found[: chance.randrange(len(found) + 1)] if chance.random() < 0.1 else found)


@pytest.mark.parametrize("name", WHOLE)
def test_damaged_files_are_read_or_refused(name: str) -> None:
    """Two hundred damaged copies of a good file of each format, the same at each run."""
    chance = random.Random(name)  # noqa: S311  # nothing is kept secret by it

    outcomes = {checked(name, mutated(WHOLE[name], chance)) for _ in range(200)}

    assert "read" in outcomes


def test_damaged_parts_of_a_word_file_are_read_or_refused() -> None:
    """The same inside its archive, whose checksums would notice any other damage."""
    chance = random.Random(1)  # noqa: S311  # as above
    with zipfile.ZipFile(io.BytesIO(WHOLE["f.docx"])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = ["word/document.xml", "word/document.xml", *sorted(parts)]

    outcomes = set()
    for name in chance.choices(names, k=200):
        outcomes.add(checked("f.docx", zipped({**parts, name: mutated(parts[name], chance)})))

    assert "read" in outcomes


def test_a_page_in_an_encoding_that_is_none_is_read() -> None:
    """An archive may name an encoding that no name can be, of bytes that are not UTF-8."""
    lines = [b"MIME-Version: 1.0", b'Content-Type: text/html; charset="a\0b"', b"", b"<p>" + tcvn3(RICE)]

    assert checked("a.mhtml", b"\n".join(lines)) == "read"


def test_damaged_files_do_no_harm_to_the_others(folder: Path) -> None:
    """A folder half of damaged files is indexed, and the good ones are found."""
    chance = random.Random(3)  # noqa: S311  # as above
    for number in range(60):
        name = chance.choice(sorted(FORMATS))
        (folder / f"{number}{name}").write_bytes(mutated(WHOLE[name], chance))

    indexed(folder, twice=False)
