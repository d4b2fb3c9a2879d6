"""When an article appeared: heads of made-up articles in the manner of many outlets, each with its true date."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index.articles.dates import dateline_rest, full_dates
from index.articles.leads import lead_day
from index.articles.publication import address_day
from index.articles.record import article_from_document
from index.files.data import Document, Metadata, Override

HEADS = Path(__file__).parent / "heads.txt"


def heads() -> Iterator[tuple[Document, date | None, str]]:
    """Each head of the file as a document, with the day it appeared and the basis."""
    for number, block in enumerate(HEADS.read_text("utf-8").split("\n= ")[1:]):
        first, _, text = block.partition("\n")
        day, basis = first.split()
        beside: dict[str, str] = {}
        while text.startswith("@ "):
            line, _, text = text.partition("\n")
            key, _, beside[key] = line.removeprefix("@ ").partition(": ")
        days = {key: date.fromisoformat(beside[key]) for key in ("published", "made") if key in beside}
        metadata = Metadata(published=days.get("published"), url=beside.get("url"))
        document = Document(f"{number}.txt", text.strip(), metadata, made=days.get("made"))
        yield document, None if day == "none" else date.fromisoformat(day), basis


@pytest.mark.parametrize(("document", "day", "basis"), list(heads()))
def test_the_day_of_a_head(document: Document, day: date | None, basis: str) -> None:
    """Stated, from what stands beside the text, inferred, or honestly unknown: never another day."""
    article = article_from_document(document)

    assert (article.published, article.published_basis) == (day, basis)


def test_what_the_owner_states_of_the_day_wins() -> None:
    """A date in a sidecar goes before the page's own; "no date" leaves none, and says nothing of the other fields."""
    text = "Xưởng mộc mở cửa\n26/10/2017 20:09\nNgười thợ già dạy nghề không lấy tiền. Lớp có mười hai em."
    document = Document("a.txt", text, Metadata(published=date(2017, 10, 26), author="Quỳnh Dương"))
    other = Override(Metadata(published=date(2016, 1, 2)), frozenset({"published"}))
    none = Override(fields=frozenset({"published"}))
    articles = [article_from_document(document, stated) for stated in (other, none, Override())]

    assert [(article.published, article.published_basis, article.author) for article in articles] == [
        (date(2016, 1, 2), "stated", "Quỳnh Dương"),
        (None, "unknown", "Quỳnh Dương"),
        (date(2017, 10, 26), "stated", "Quỳnh Dương"),
    ]


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://bao.vn/2017/10/26/lu-o-lao", date(2017, 10, 26)),
        ("https://bao.vn/lu-o-lao-2017-10-26.html", date(2017, 10, 26)),
        ("https://bao.vn/lu-o-lao_20171026.htm", date(2017, 10, 26)),
        ("https://bao.vn/lu-o-lao-20171026200912345.htm", date(2017, 10, 26)),
        ("https://web.archive.org/web/20210101000000/https://bao.vn/lu-o-lao-3661234.html", None),
        ("https://bao.vn/lu-o-lao-3661234.html", None),
        ("https://bao.vn/lu-o-lao-c20171026.epi", None),
        ("https://bao.vn/lu-o-lao-20171399.html", None),
        ("https://bao.vn/19450902/tuyen-ngon", None),
        ("https://bao.vn/tim?ngay=/2017/10/26/", None),
        ("", None),
    ],
)
def test_an_address_tells_the_day_or_nothing(address: str, day: date | None) -> None:
    """Year, month and day in a row, or a number to the second, are the day; an article's number is none."""
    assert address_day(address) == day


@pytest.mark.parametrize(
    ("lead", "day"),
    [
        ("Sáng nay (26/10), xã họp.", (26, 10)),
        ("Tối qua 25.10, xã họp.", (25, 10)),
        ("Xã đã họp. Chiều 26 tháng 10, dân về dự.", (26, 10)),
        ("Thứ Năm, 26/10, xã họp.", (26, 10)),
        ("Theo lời mời của huyện, chiều 26/10, tại đình, xã họp.", (26, 10)),
        ("Trong hai ngày 26-27/10, xã họp.", None),
        ("Ngày 26/10/2017, xã họp.", None),
        ("Ngày 26/10, xã sẽ họp.", None),
        ("Ngày 26/10, ông Vũ cho biết xã sẽ họp.", (26, 10)),
        ("Ngày 26/10 hằng năm, xã họp.", None),
        ("Ngày 26/10, bệnh nhân được đưa đi cấp cứu.", None),
        ("Ngày 26/10, xã họp. Ngày 28/10, xã họp lại.", None),
        ("Sáng 2/3 số hộ đã về dự, 26/10 là ngày hội.", (2, 3)),
    ],
)
def test_the_day_in_a_lead(lead: str, day: tuple[int, int] | None) -> None:
    """The day that one of the first sentences opens with, as far as the news can be of it."""
    found = lead_day(lead)

    assert (found and (found.day, found.month)) == day


def test_dates_of_many_makes() -> None:
    """Vietnamese and English, in words and in numbers; an American order only where no other can be meant."""
    text = "26 thg 10, 2017; Tháng Mười 26, 2017; Th10 26, 2017; 10/26/2017; ngày 26, tháng 10, năm 2017; 26/13/2017"

    assert [found.day for found in full_dates(text)] == [date(2017, 10, 26)] * 5


@pytest.mark.parametrize("made", [date.min, date.max])
def test_a_file_of_an_impossible_day_tells_nothing(made: date) -> None:
    """The first and the last day of the calendar, which broken files give, break nothing and pin no year."""
    document = Document("a.pdf", "Chiều 26/10, xã Hạ Vũ họp bàn về nghề mộc.", made=made)

    assert article_from_document(document).published is None


def test_a_long_line_is_read_in_one_pass() -> None:
    """A megabyte of days, codes and years in one line is looked through without going back and forth."""
    line = "Sáng nay (26/10), năm 2017 tổng kết quý III/2017 đến " * 20_000
    article = article_from_document(Document("a.txt", line, Metadata(url="https://bao.vn/" + "20171026-" * 10_000)))

    assert article.text == line


def test_a_line_of_dates_without_end_is_no_dateline() -> None:
    """What a dateline says besides its date is not looked for in a line of any length: it would be the square of it."""
    assert dateline_rest("Thứ Năm 26/10/2017") == []
    assert dateline_rest("Thứ Năm 26/10/2017 " * 100) is None
