"""What the folder's owner states of the articles, beside them, overrides what is read from them."""

import json
from datetime import date
from pathlib import Path

import pytest

from index.files.data import Metadata, Override
from index.files.sidecar import Sidecar, is_sidecar, read_sidecar

STATED = """\
columns: {text: noi_dung, export.csv: {text: body}}
articles:
  a.txt: {author: Nguyễn An, published: 2017-10-26}
  b.txt:
    published: null
    source: Báo Mây
    author: [Đoàn Nghĩa, Trần Khởi]
  export.csv: {source: Báo Mây}
  export.csv#7: {title: Mưa lớn, url: "https://maybao.vn/7"}
"""


def sidecar(tmp_path: Path, text: str | bytes, name: str = "articles.yaml") -> Sidecar:
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_sidecar(tmp_path)


def stated(**fields: object) -> Override:
    return Override(Metadata(**fields), frozenset(fields))  # type: ignore[arg-type]  # each field as its name says


def test_fields_are_as_stated(tmp_path: Path) -> None:
    """Only the fields that are named count; one stated to be null is not known, whatever the article says."""
    found = sidecar(tmp_path, STATED)

    assert found.problems == ()
    assert found.of("a.txt") == stated(author="Nguyễn An", published=date(2017, 10, 26))
    assert found.of("b.txt") == stated(published=None, source="Báo Mây", author="Đoàn Nghĩa, Trần Khởi")
    assert found.of("c.txt") == Override()


def test_what_is_stated_of_an_export_holds_for_its_rows(tmp_path: Path) -> None:
    """A row has what is stated of its file, and of itself above that."""
    found = sidecar(tmp_path, STATED)

    assert found.of("export.csv#7") == stated(source="Báo Mây", title="Mưa lớn", url="https://maybao.vn/7")
    assert found.of("export.csv#8") == stated(source="Báo Mây")


def test_columns_are_of_all_exports_or_of_one(tmp_path: Path) -> None:
    """What is stated of one export counts above what is stated of all."""
    found = sidecar(tmp_path, STATED)

    assert found.columns_of("export.csv") == {"text": "body"}
    assert found.columns_of("other.jsonl") == {"text": "noi_dung"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("articles.yml", "- {article: a.txt, author: Nguyễn An, published: null}\n- columns: {text: nd}\n"),
        ("articles.yaml", "columns: {text: nd}\narticles:\n- article: ./a.txt\n  author: Nguyễn An\n  published:\n"),
        (
            "articles.jsonl",
            '{"article": "a.txt", "author": "Nguyễn An", "published": null}\n{"columns": {"text": "nd"}}',
        ),
    ],
)
def test_lists_say_the_same(tmp_path: Path, name: str, text: str) -> None:
    """A list of entries, in YAML or a line each in JSON, states what a table does."""
    found = sidecar(tmp_path, text, name)

    assert found.problems == ()
    assert found.of("a.txt") == stated(author="Nguyễn An", published=None)
    assert found.columns_of("x.csv") == {"text": "nd"}


def test_ids_are_compared_as_people_write_them(tmp_path: Path) -> None:
    """Decomposed letters, backward slashes and a leading ./ are the same file."""
    found = sidecar(tmp_path, 'articles: {"tin\\\\Mu\u031ba.txt": {author: An Bình}}')

    assert found.of("tin/Mưa.txt") == stated(author="An Bình")


def test_a_digest_changes_with_what_is_stated(tmp_path: Path) -> None:
    """It is of a file with its rows and columns, empty where nothing is stated, and changes with any of them."""
    before = sidecar(tmp_path, STATED)
    after = sidecar(tmp_path, STATED.replace("Mưa lớn", "Mưa to"))
    columns = sidecar(tmp_path, STATED.replace("text: noi_dung", "text: nd"))
    files = ("a.txt", "b.txt", "c.txt", "export.csv", "other.csv")

    assert [before.digest_of(file) == after.digest_of(file) for file in files] == [True, True, True, False, True]
    assert [before.digest_of(file) == columns.digest_of(file) for file in files] == [True, True, True, False, False]
    assert before.digest_of("c.txt") == ""


def test_entries_of_no_article_are_told(tmp_path: Path) -> None:
    """Each names the nearest article there is; of many the rest are counted."""
    found = sidecar(tmp_path, "articles: {tin/mua-lon.txt: {author: An}, x.csv: {source: Y}, zzz.txt: {source: Y}}")

    assert found.unknown(["2017/mua-lon.txt", "mua-nho.txt", "x.csv#1"]) == [
        "tin/mua-lon.txt: no such article; did you mean 2017/mua-lon.txt?",
        "zzz.txt: no such article",
    ]

    many = sidecar(tmp_path, "articles:\n" + "".join(f"  q{n}.txt: {{author: An}}\n" for n in range(25)))
    assert many.unknown([])[-1] == "and 5 more of no article"


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("{autor: An}", "a.txt: no field autor; did you mean author?"),
        (
            "{published: 05/06/2024}",
            "a.txt: published is 05/06/2024 (day and month could change places); write it as 2024-03-12",
        ),
        ("{published: 2017}", "a.txt: published is 2017 (no full date); write it as 2024-03-12"),
        ("{published: 2017-02-30}", "a.txt: no newspaper has the day 2017-02-30"),
        ("{url: maybao.vn}", "a.txt: url does not begin with http:// or https:// (maybao.vn)"),
        ("{title: {vi: Mưa}}", "a.txt: title is not a line of text"),
        ("Mưa", "a.txt: not a table of fields, as in {author: Nguyễn An}"),
        ("{columns: nd}", "columns is not a table such as {text: noi_dung}"),
        ("{columns: {txet: nd}}", "columns: no field txet; did you mean text?"),
        ("{columns: {text: []}}", "columns: text names no column"),
    ],
)
def test_a_bad_entry_is_named_and_the_rest_holds(tmp_path: Path, entry: str, problem: str) -> None:
    """The line and what is wrong with it; all other fields and entries count."""
    found = sidecar(tmp_path, f"articles:\n  b.txt: {{author: An}}\n  a.txt: {entry}\n")

    assert found.problems == (f"articles.yaml, line 3: {problem}",)
    assert (found.of("a.txt"), found.of("b.txt")) == (Override(), stated(author="An"))


def test_a_day_may_be_written_otherwise(tmp_path: Path) -> None:
    """Any full date that can be read one way only, with or without the hour."""
    text = "articles: {a.txt: {published: 26/10/2017}, b.txt: {published: 2017-10-26T20:09:00+07:00}}"
    found = sidecar(tmp_path, text)

    assert [found.of(id).metadata.published for id in ("a.txt", "b.txt")] == [date(2017, 10, 26)] * 2


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("articles:\n  a.txt: &x {author: An}\n  b.txt: *x\n", "line 3: an alias; write out what it stands for"),
        ("[" * 1000, "line 1: nested too deep"),
        ("Mưa lớn", "line 1: neither a table of articles nor a list of them"),
        ("article: {}", "line 1: no field article; did you mean articles?"),
        ("articles: 7", "line 1: articles is neither a table nor a list"),
        ("articles:\n- author: An\n", "line 2: names no article, as in {article: 2017/a.txt, author: …}"),
        ("articles:\n  a.txt: {}\n  a.txt: {}\n", "line 3: a.txt is named twice; what is stated last counts"),
        ("a: !!python/object/apply:os.system [ls]", "line 1: no field a"),
        (b"\xff\x00\x01", "binary, not text"),
        (b"#" * 1_000_001, "too big (1,000,001 characters > 1,000,000); write it as articles.jsonl"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(tmp_path: Path, text: str | bytes, problem: str) -> None:
    """Broken, built to be too much, or something else: a sentence with the line, and nothing is stated."""
    found = sidecar(tmp_path, text)

    separator = ", " if problem.startswith("line") else ": "
    assert found.problems == (f"articles.yaml{separator}{problem}",)
    assert found.of("a.txt") == Override()


def test_broken_yaml_names_the_place(tmp_path: Path) -> None:
    """The line and the column; in whose words depends on how yaml was built."""
    (problem,) = sidecar(tmp_path, "articles: [a\n c: 'd").problems

    assert problem.startswith("articles.yaml, line 2: not YAML: ")
    assert problem.endswith(" (column 3)")


def test_bad_lines_of_json_are_told(tmp_path: Path) -> None:
    """Each by its number; the others hold; half characters are no matter."""
    rows = [json.dumps({"article": "a.txt", "title": "\ud83d Mưa"}), "{bad", "[]", "", '{"article": 7}']
    found = sidecar(tmp_path, "\n".join(rows), "articles.jsonl")

    named = "names no article, as in {article: 2017/a.txt, author: …}"
    assert found.of("a.txt") == stated(title="? Mưa")
    assert found.problems == (
        "articles.jsonl, line 2: not JSON",
        f"articles.jsonl, line 3: {named}",
        f"articles.jsonl, line 5: {named}",
    )


def test_nothing_beside_the_articles(tmp_path: Path) -> None:
    """A folder without such a file states nothing."""
    found = read_sidecar(tmp_path)

    assert found == Sidecar()
    assert (found.of("a.txt"), found.columns_of("a.csv"), found.digest_of("a.txt")) == (Override(), {}, "")
    assert found.unknown([]) == []


def test_one_file_states_it_all(tmp_path: Path) -> None:
    """Of two files the first is read, and the other told of."""
    (tmp_path / "articles.yml").write_text("articles: {a.txt: {author: Bình}}")
    found = sidecar(tmp_path, "articles: {a.txt: {author: An}}")

    assert found.of("a.txt") == stated(author="An")
    assert found.problems == ("articles.yml is not read: articles.yaml is there, too",)


@pytest.mark.parametrize(
    ("name", "start", "expected"),
    [
        ("articles.yaml", b"", True),
        ("Articles.YML", b"", True),
        ("articles.jsonl", b'{"article": "a.txt", "title": "M"}\n{"article"', True),
        ("articles.jsonl", b'\xef\xbb\xbf\n{"columns": {"text": "nd"}}', True),
        ("articles.jsonl", b'{"article": "a.txt", "text": "M"}', False),
        ("articles.jsonl", json.dumps({"article": "Mưa lớn. " * 100}).encode(), False),
        ("articles.jsonl", b'{"id": 1, "content": "M', False),
        ("articles.jsonl", b"", False),
        ("other.jsonl", b'{"article": "a.txt"}', False),
    ],
)
def test_an_export_is_no_sidecar(name: str, start: bytes, expected: bool) -> None:
    """`articles.jsonl` tells of articles only where its rows name some and have no text of their own."""
    assert is_sidecar(Path(name), start) is expected
