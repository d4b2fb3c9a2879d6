"""`brief` and `verify`: what stands on their line, and what they write."""

import argparse
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.briefs.commands import Made, add_brief, add_verify, brief, verify
from assistant.briefs.data import Brief, Checked
from assistant.briefs.saving import opened
from index.errors import UsageError
from tests.brief_parts import FakeAnswering


@dataclass(frozen=True, slots=True)
class FakeVerifying:
    """Finds that everything stands, or that nothing does."""

    stands: bool

    def verify(self, brief: Brief, shown: Mapping[int, str] | None = None) -> tuple[Checked, ...]:
        """Each citation alike."""
        return tuple(Checked(one, "stands" if self.stands else "gone") for one in brief.citations)


def made(*arguments: str) -> Made:
    parser = argparse.ArgumentParser()
    add_brief(parser)
    return brief(FakeAnswering(), parser.parse_args(arguments))


def verified(*arguments: str, stands: bool = True) -> Made:
    parser = argparse.ArgumentParser()
    add_verify(parser)
    return verify(FakeVerifying(stands), parser.parse_args(arguments))


@pytest.fixture
def questions(tmp_path: Path) -> str:
    """A list of a question, a claim and a quotation."""
    path = tmp_path / "questions.txt"
    path.write_text("# thử\nBao nhiêu?\nclaim: A.\nquote: B.\n")
    return str(path)


def test_without_a_file_the_document_goes_to_standard_output(questions: str) -> None:
    """Markdown, or JSON where it is asked for."""
    assert made(questions, "--title", "Tin lũ").text.startswith("# Tin lũ\n\n")
    assert json.loads(made(questions, "--format", "json").text)["program"] == "trich-dan"
    assert made(questions, "--style", "csl-json").text.startswith("[")


@pytest.mark.parametrize("name", ["a.md", "a.docx", "a.json"])
def test_a_files_name_says_the_format(name: str, questions: str, tmp_path: Path) -> None:
    """What is written is what is read."""
    out = tmp_path / name
    assert made(questions, "--out", str(out)) == Made(aside=f"Written: {out}")
    assert [entry.status for entry in opened(out).brief.entries] == ["answered", "refuted", "altered"]
    assert out.read_bytes().startswith({"a.md": b"# ", "a.docx": b"PK", "a.json": b"{"}[name])


def test_the_list_may_be_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a minus."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("Bao nhiêu?\n".encode())))
    assert "## Bao nhiêu hộ dân đã được sơ tán?" in made("-").text


def test_what_cannot_be_written_is_told_before_anything_is_asked(questions: str, tmp_path: Path) -> None:
    """A Word file for the terminal, a file that is there, a list that is not."""
    there = tmp_path / "a.md"
    there.write_text("mine")
    for arguments, complaint in (
        ((questions, "--format", "docx"), "--out FILE.docx"),
        ((questions, "--out", str(there)), "is there already"),
        ((str(tmp_path / "none.txt"),), "cannot be read"),
    ):
        with pytest.raises(UsageError, match=complaint):
            made(*arguments)
    assert there.read_text() == "mine"
    made(questions, "--out", str(there), "--overwrite")
    assert there.read_text().startswith("# ")


def test_verify_tells_whether_all_stands(questions: str, tmp_path: Path) -> None:
    """As a table, or as a JSON object."""
    out = tmp_path / "a.md"
    made(questions, "--out", str(out))
    assert verified(str(out)).holds
    gone = verified(str(out), stands=False)
    assert (gone.holds, gone.text.endswith("4 câu trích: 4 không còn.")) == (False, True)
    told = verified(str(out), "--json").json
    assert told is not None
    assert list(told) == ["schema", "title", "made", "holds", "citations"]
    assert list(told["citations"][0]) == [
        *("number", "standing", "holds", "article", "start", "end", "quote", "now", "differences", "also"),
        *("article_changed", "record", "shown"),
    ]


def test_a_brief_that_is_not_there_is_told(tmp_path: Path) -> None:
    """With what may be given."""
    with pytest.raises(UsageError, match=r"cannot be read .*\.md, \.docx or \.json"):
        verified(str(tmp_path / "none.md"))
