"""Exports become articles: a row each, columns known by their names or as stated, bad rows told and the rest read."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from index.files.content import Unreadable
from index.files.data import Document, Metadata
from index.files.exports import columns_found, read_export

TOLD = "Sáng nay, mưa lớn trút xuống thị trấn Mây Hồng."
ENGLISH = "Heavy rain fell on the town this morning, and the ferry did not run."


def read(name: str, content: str | bytes, columns: Mapping[str, str] | None = None) -> list[Document | str]:
    """The articles of an export, a message in place of each row that is none."""
    raw = content if isinstance(content, bytes) else content.encode()
    return [str(row) if isinstance(row, Unreadable) else row for row in read_export(name, Path(name), raw, columns)]


def why(name: str, content: str | bytes, columns: Mapping[str, str] | None = None) -> str:
    with pytest.raises(Unreadable) as caught:
        read(name, content, columns)
    return str(caught.value)


def jsonl(*rows: object) -> str:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def days(name: str, content: str) -> list[date | None]:
    return [row.metadata.published for row in read(name, content) if isinstance(row, Document)]


# Columns


def test_columns_are_known_by_their_usual_names() -> None:
    """English or Vietnamese, however they are spelled."""
    row = {
        "Nội dung": TOLD,
        "tieuDe": "Mưa lớn",
        "Ngày đăng": "2024-03-12",
        "tac_gia": "Đoàn Nghĩa",
        "NGUỒN": "Báo Mây",
        "link": "https://maybao.vn/mua-lon.html",
        "thừa": 1,
    }
    said = Metadata("Mưa lớn", "Báo Mây", "Đoàn Nghĩa", date(2024, 3, 12), "https://maybao.vn/mua-lon.html")

    assert read("a.jsonl", jsonl(row)) == [Document("a.jsonl#1", TOLD, said)]


def test_the_likelier_of_two_columns_counts() -> None:
    """Of several columns that could hold the text the likeliest does; where a row has nothing in it, the next."""
    rows = jsonl({"html": "x y z", "content": TOLD}, {"content": None, "html": ENGLISH})

    assert [row.text for row in read("a.jsonl", rows) if isinstance(row, Document)] == [TOLD, ENGLISH]


def test_columns_are_as_stated() -> None:
    """What the folder's owner states counts, also against the usual names; a column is one thing."""
    rows = jsonl({"text": "tag", "Chuyện kể": TOLD, "title": "Mưa"})

    assert read("a.jsonl", rows, {"text": "chuyen ke", "title": "text"}) == [
        Document("a.jsonl#1", TOLD, Metadata(title="tag"))
    ]


def test_no_column_of_text_names_those_there_are() -> None:
    """The message says which columns were found, and how to state what they hold."""
    assert why("a.csv", "mã số,câu chuyện\n1,mưa") == (
        "a.csv: no column of text: its columns are mã số, câu chuyện; "
        "state it in articles.yaml, as in: columns: {text: noi_dung}"
    )
    assert why("a.csv", "a,b\n1,2", {"text": "c"}) == (
        "a.csv: no column c for the text: its columns are a, b; correct it in articles.yaml"
    )


def test_every_name_is_listed_once() -> None:
    """No name means two things."""
    usual = {name: field for field, names in columns_found(["content", "id", "time"]).items() for name in names}
    assert usual == {"content": "text", "id": "id", "time": "date"}


# Ids


def test_a_row_is_named_by_its_id_or_its_number() -> None:
    """Its own id where it has a short one that no row before it has; else its number, never one that is taken."""
    rows = [
        {"id": 7, "text": TOLD},
        {"id": 7, "text": TOLD},
        {"text": TOLD},
        {"id": "x" * 80, "text": TOLD},
        {"id": "3", "text": TOLD},
    ]

    found = read("a.jsonl", jsonl(*rows))

    assert [row.id for row in found if isinstance(row, Document)] == [
        "a.jsonl#7", "a.jsonl#2", "a.jsonl#row-3", "a.jsonl#4", "a.jsonl#3",
    ]  # fmt: skip


# Texts


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Mưa lớn.\\nĐò nghỉ.\\r\\nHết.", "Mưa lớn.\nĐò nghỉ.\nHết."),
        ("Mưa lớn.\r\nĐò nghỉ.", "Mưa lớn.\nĐò nghỉ."),
        ("Mưa\n\\n", "Mưa\n\\n"),
        (["Mưa lớn.", "Đò nghỉ."], "Mưa lớn.\n\nĐò nghỉ."),
        ("Vie\u0302\u0323t Nam", "Vi\u1ec7t Nam"),
        ("Mưa \ud83d đá", "Mưa \ufffd đá"),
        ("3 < 5 và <b>", "3 < 5 và <b>"),
    ],
)
def test_a_cell_becomes_text(cell: object, text: str) -> None:
    r"""Line ends are \n, also where they were written out; letters are composed and whole."""
    (found,) = read("a.jsonl", json.dumps({"text": cell}))
    assert isinstance(found, Document)
    assert found.text == text


def test_a_cell_of_html_is_read_as_a_page() -> None:
    """A text that begins with a tag is what it shows: a line for each paragraph, no script, entities as letters."""
    cell = " <p class='a'>M&#432;a <b>lớn</b></p><script>1</script><p>Hu&#7871;</p>"

    assert read("a.jsonl", jsonl({"text": cell})) == [Document("a.jsonl#1", "Mưa lớn\n\nHuế")]


# Days


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2024-03-12", date(2024, 3, 12)),
        ("2024-03-12T23:30:00+07:00", date(2024, 3, 12)),
        ("2024-03-12T18:30:00Z", date(2024, 3, 13)),  # half past one in the morning in Việt Nam
        ("2024-03-12 08:00:00.000", date(2024, 3, 12)),
        ("20240312", date(2024, 3, 12)),
        ("20240312081500", date(2024, 3, 12)),
        ("26/10/2017 20:09", date(2017, 10, 26)),
        ("12/03/2024", date(2024, 3, 12)),
        ("03/13/2024", date(2024, 3, 13)),
        ("Thứ Năm, 26/10/2017 20:09 (GMT+7)", date(2017, 10, 26)),
        ("ngày 26 tháng 10 năm 2017", date(2017, 10, 26)),
        ("Oct 26, 2017", date(2017, 10, 26)),
        ("Thu, 26 Oct 2017 20:09:00 +0700", date(2017, 10, 26)),
        (1509023340, date(2017, 10, 26)),
        (1509023340000, date(2017, 10, 26)),
        ("1509023340.5", date(2017, 10, 26)),
        ("03/12/2024 8:00 PM", None),
        ("2024-02-30", None),
        ("31/02/2024", None),
        ("26/10", None),
        ("2017", None),
        ("1/2/2017 - 3/4/2017", None),
        ("2017-10-26 và 2017-10-27", None),
        ("0000-00-00 00:00:00", None),
        ("1970-01-01T00:00:00Z", None),
        (0, None),
        (True, None),
        ("NaN", None),
        ("hôm qua", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_it_is_written(stamp: object, day: date | None) -> None:
    """In the forms that exports have; none where no calendar has it, or where it could be read two ways."""
    assert days("a.jsonl", jsonl({"text": TOLD, "date": stamp})) == [day]


def test_other_rows_show_which_number_is_the_day() -> None:
    """One date that can be read one way only tells how the others of its column are meant; two that differ, nothing."""
    month_first = jsonl({"text": TOLD, "date": "03/04/2024"}, {"text": TOLD, "date": "03/25/2024"})
    mixed = jsonl(
        {"text": TOLD, "date": "03/04/2024"}, {"text": TOLD, "date": "03/25/2024"}, {"text": TOLD, "date": "25/03/2024"}
    )

    assert days("a.jsonl", month_first) == [date(2024, 3, 4), date(2024, 3, 25)]
    assert days("a.jsonl", mixed) == [None, date(2024, 3, 25), date(2024, 3, 25)]


def test_an_english_article_has_its_clock_and_its_order() -> None:
    """A moment in UTC stays on its day, and a date of two small numbers is none."""
    rows = jsonl({"text": ENGLISH, "date": "2024-03-12T18:30:00Z"}, {"text": ENGLISH, "date": "03/12/2024"})

    assert days("a.jsonl", rows) == [date(2024, 3, 12), None]


# JSON lines


def test_a_bad_line_is_told_and_the_others_are_read() -> None:
    """Each by the number of its line; blank lines are nothing; other line ends may stand in a text."""
    content = f'{{"text": "{TOLD}\u2028"}}\n{{bad\n\n[1]\n{{"title": "Mưa"}}\n' + "[" * 100_000

    assert read("a.jsonl", content) == [
        Document("a.jsonl#1", TOLD),
        "a.jsonl#2: not JSON (at character 2); correct the line",
        "a.jsonl#4: not a JSON object; name its columns",
        "a.jsonl#5: no text in the row; fill it or delete it",
        "a.jsonl#6: nested too deep; correct the line",
    ]


def test_an_array_is_not_json_lines() -> None:
    """One array over the whole file is told once, not line by line."""
    assert why("a.jsonl", f'[\n{{"text": "{TOLD}"}}\n]') == (
        "a.jsonl: one JSON array, not an object a line; write each article on a line of its own"
    )


# CSV


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_as_programs_save_them(delimiter: str, encoding: str) -> None:
    """Any usual delimiter and encoding; quotes around cells with line ends, delimiters and quotes."""
    header = delimiter.join(("Tiêu đề", "Nội dung", "id"))
    row = delimiter.join(("Mưa", f'"{TOLD}\r\nÔng nói: ""Đò nghỉ{delimiter}""."', "a9"))

    assert read("a.csv", f"{header}\r\n{row}\r\n".encode(encoding)) == [
        Document("a.csv#a9", f'{TOLD}\nÔng nói: "Đò nghỉ{delimiter}".', Metadata(title="Mưa"))
    ]


def test_excel_s_first_line_is_no_header() -> None:
    """A line "sep=;" names the delimiter."""
    assert read("a.csv", f"sep=;\ntext;x,y,z\n{TOLD};1\n") == [Document("a.csv#1", TOLD)]


def test_a_table_in_an_old_encoding_is_read() -> None:
    """TCVN3 becomes Vietnamese, and the documents say what it was."""
    old = "S¸ng nay, t¹i thÞ trÊn M©y Hång, ñy ban huyÖn khai tr­¬ng bÕn ®ß míi b¾c qua s«ng"
    content = f'text\n"{old}"\n'.encode("cp1252")

    assert read("a.csv", content) == [
        Document(
            "a.csv#1",
            "Sáng nay, tại thị trấn Mây Hồng, ủy ban huyện khai trương bến đò mới bắc qua sông",
            encoding="TCVN3",
        )
    ]


def test_rows_of_another_width_are_told() -> None:
    """A row with too few or too many cells is told; blank rows are nothing, empty cells past the last no matter."""
    content = f'text,title\n"{TOLD}",Mưa\nmột\n\n"{TOLD}",Gió,,\nmột,hai,ba\n'

    assert read("a.csv", content) == [
        Document("a.csv#1", TOLD, Metadata(title="Mưa")),
        "a.csv#2: 1 cells, the header has 2; quote cells that hold the delimiter, a quote or a line end",
        Document("a.csv#3", TOLD, Metadata(title="Gió")),
        "a.csv#4: 3 cells, the header has 2; quote cells that hold the delimiter, a quote or a line end",
    ]


def test_a_cell_may_be_long() -> None:
    """An article longer than the 128 KB that csv allows by itself is read whole."""
    (found,) = read("a.csv", f'text\n"{TOLD * 10_000}"\n')

    assert isinstance(found, Document)
    assert found.text == TOLD * 10_000


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "", "a.csv: empty; delete it or put the articles in it"),
        ("a.csv", "\ufeff \n", "a.csv: empty; delete it or put the articles in it"),
        ("a.csv", "title,text\n", "a.csv: no rows; delete it or put the articles in it"),
        ("a.jsonl", "\n", "a.jsonl: empty; delete it or put the articles in it"),
        ("a.csv", b"text\n\xff\x00\x01", "a.csv: binary, not text; keep only text files in the folder"),
    ],
)
def test_files_without_rows_say_so(name: str, content: str | bytes, message: str) -> None:
    """An empty file, a header alone and bytes that are no text each say which they are."""
    assert why(name, content) == message
