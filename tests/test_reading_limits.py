"""Every limit on what is read: with the limit lowered to just below what a file has, the file is refused and says so.

The files are plain good ones, so nothing but the limit refuses them; `docs/architecture.md` has the table of all.
"""

import json
import zlib
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from assistant.commands.batches import LONGEST_LINE, lines
from assistant.commands.main import main
from index.files.content import Unreadable
from index.files.documents import documents
from index.files.sidecar import Sidecar, read_sidecar
from tests.pdf_writer import document, stream
from tests.test_inputs import archived, page, printed, rows_of_csv, typed_in_word
from tests.three_articles import FLOOD, RICE

LINES = "".join(f"Dòng {number} nói một điều.\n" for number in range(9))
TAGGED = page(RICE).replace("<h1>", "<h1 " + " ".join(f"a{number}=1" for number in range(9)) + ">")

PACKED = document(
    [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        stream(zlib.compress(b"0 0 m\n" * 99), "/Filter /FlateDecode"),
    ]
)

REFUSED: dict[str, tuple[int, str, bytes, str]] = {
    "index.files.content.MAX_BYTES": (100, "a.txt", RICE.encode(), "too big ("),
    "index.files.documents.MAX_LINES": (8, "a.txt", LINES.encode(), "too many lines (9 > 8); split it"),
    "index.files.exports.MAX_ROWS": (1, "a.csv", rows_of_csv({"text": RICE}, {"text": FLOOD}), "too many rows (more"),
    "index.files.attributes.MAX_ATTRIBUTES": (8, "a.html", TAGGED.encode(), "a tag of more than"),
    "index.files.pages.MOST_ELEMENTS": (2, "a.html", page(RICE).encode(), "too many tags (more than 2); split it"),
    "index.files.pages.MAX_NESTED": (0, "a.mhtml", archived(page(RICE)), "parts nested too deep; save the page"),
    "index.files.pdf.MAX_PAGES": (0, "a.pdf", printed(RICE), "too long (1 pages > 0); split it"),
    "index.files.pdf.MAX_OPERATIONS": (3, "a.pdf", printed(RICE), "too big (more than 3 drawing steps); print it"),
    "index.files.pdf.MAX_CHARACTERS": (9, "a.pdf", printed(RICE), "too big (more than 9 characters); split it"),
    "index.files.pdf.MAX_UNPACKED": (9, "a.pdf", PACKED, "made to be too much ("),
    "index.files.office.MAX_UNPACKED": (900, "a.docx", typed_in_word(RICE), "too big unpacked ("),
    "index.files.office.MAX_XML": (900, "a.docx", typed_in_word(RICE), "too much text ("),
    "index.files.office.MAX_PARTS": (3, "a.docx", typed_in_word(RICE), "too many parts ("),
    "index.files.office.MAX_RATIO": (0, "a.docx", typed_in_word(RICE), "packed like no text ("),
}


@pytest.fixture
def reads(tmp_path: Path) -> Callable[[str, bytes], str]:
    """Reads a file of that name and content: `read`, or why it is refused, with what to do."""

    def outcome(name: str, content: bytes) -> str:
        (tmp_path / name).write_bytes(content)
        try:
            return next((f"{found.why}; {found.remedy}" for found in documents(name, tmp_path / name)
                         if isinstance(found, Unreadable)), "read")  # fmt: skip
        except Unreadable as error:
            return f"{error.why}; {error.remedy}"

    return outcome


@pytest.mark.parametrize("limit", REFUSED)
def test_what_is_over_a_limit_is_refused(
    limit: str, reads: Callable[[str, bytes], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A good file is read, and with the limit below what it has it is refused for that."""
    lowered, name, content, why = REFUSED[limit]
    monkeypatch.setattr("index.files.office.SMALL", 0 if "RATIO" in limit else 1_000_000)
    assert "RATIO" in limit or not reads(name, content).startswith(why)

    monkeypatch.setattr(limit, lowered)

    assert reads(name, content).startswith(why)
    assert "; " in reads(name, content)


def test_a_row_of_too_many_lines_is_one_row_less(
    reads: Callable[[str, bytes], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The row is told by its number, and the rows beside it are articles."""
    monkeypatch.setattr("index.files.documents.MAX_LINES", 8)
    (tmp_path / "a.csv").write_bytes(rows_of_csv({"text": FLOOD}, {"text": LINES}, {"text": RICE}))

    first, second, third = documents("a.csv", tmp_path / "a.csv")

    assert isinstance(second, Unreadable)
    assert (second.path.name, second.why) == ("a.csv#2", "too many lines (9 > 8)")
    assert not isinstance(first, Unreadable)
    assert not isinstance(third, Unreadable)
    assert (first.id, third.id) == ("a.csv#1", "a.csv#3")


def test_blank_lines_are_no_lines(reads: Callable[[str, bytes], str], monkeypatch: pytest.MonkeyPatch) -> None:
    """White space without end between two paragraphs makes no article too long."""
    monkeypatch.setattr("index.files.documents.MAX_LINES", 8)

    assert reads("a.txt", b"Gi\xc3\xa1 g\xe1\xba\xa1o." + b"\n \t\n" * 500_000 + b"T\xc4\x83ng.") == "read"


def test_lists_in_lists_without_end_say_nothing(reads: Callable[[str, bytes], str]) -> None:
    """A cell may hold a list of paragraphs, not lists nine hundred deep; the rows beside it are read."""
    deep = '{"text": ' + "[" * 900 + '"a"' + "]" * 900 + ', "title": ' + "[" * 900 + "]" * 900 + "}"

    assert reads("a.jsonl", f"{deep}\n{json.dumps({'text': [RICE]})}\n".encode()).startswith("no text in the row")
    assert reads("b.jsonl", json.dumps({"text": [[RICE]], "author": [["An"]]}).encode()) == "read"


# What the owner states


def test_a_sidecar_has_its_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many characters, too deep, too long a title, too many mistakes: each is told in a line."""
    monkeypatch.setattr("index.files.sidecar.MAX_YAML", 300)
    assert stated(tmp_path, "#" * 301).problems == (
        "articles.yaml: too big (301 characters > 300); write it as articles.jsonl",
    )
    assert stated(tmp_path, "[" * 9).problems == ("articles.yaml, line 1: nested too deep",)
    monkeypatch.setattr("index.files.sidecar.LONGEST", 9)
    assert len(stated(tmp_path, "articles: {a.txt: {title: a very long title}}").problems) == 1
    monkeypatch.setattr("index.files.sidecar.TOLD", 2)
    assert stated(tmp_path, "articles: {a: 1, b: 2, c: 3, d: 4}").problems[2:] == ("articles.yaml: 2 more of these",)


def stated(folder: Path, text: str) -> Sidecar:
    """What a sidecar with that text states."""
    (folder / "articles.yaml").write_text(text)
    return read_sidecar(folder)


# What is asked line by line


def test_a_line_of_a_batch_has_its_limit(
    capsys: pytest.CaptureFixture[str], seeds_folder: Path, tmp_path: Path
) -> None:
    """A line too long or nested without end is answered with a sentence in its place, and the others are too."""
    batch = tmp_path / "batch.jsonl"
    long = json.dumps({"query": "a" * 3 * LONGEST_LINE})
    halves = '{"query": "G\\ud800ạo?", "id": "\\udfff"}'
    batch.write_text("\n".join([long, "[" * 50_000, halves, json.dumps({"query": "Giá gạo?"})]), "utf-8")

    code = main(["search", "--batch", str(batch), "--index", str(seeds_folder)])

    out, _ = capsys.readouterr()
    told = [json.loads(line) for line in out.splitlines()]
    assert (code, len(told)) == (0, 4)
    assert told[0]["error"] == "The line is too long: more than 100,000 characters. Give one text a line."
    assert told[1]["error"] == "The line is nested too deep. Give one object a line."
    assert "error" not in told[3]


def test_no_more_of_a_line_is_kept_than_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line without end is read in pieces, and only its beginning goes on."""
    monkeypatch.setattr("sys.stdin", StringIO("a" * 5 * LONGEST_LINE + "\nb\n\nc"))

    with lines("-") as given:
        assert [len(line) for line in given] == [LONGEST_LINE + 1, 2, 1]
