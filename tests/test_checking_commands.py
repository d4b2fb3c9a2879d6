"""`check`, `quote`, `cite`, `brief` and `verify` from the command line: what scripts rely on."""

import json
from pathlib import Path

import pytest

from assistant.commands.main import main
from tests.test_assistant_command import CITATION_KEYS

REFUTED = "GRDP của Hà Nội năm 2022 tăng 9,5%."
QUOTED = "ngày 28/6/2024, Quốc hội đã thông qua Luật Thủ đô sửa đổi"
WHERE = "003_ab267f7e1ec23f34.txt"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], seeds_folder: Path) -> "Run":
    return Run(capsys, seeds_folder)


class Run:
    """A command over the index of the seeds: its exit code, what it printed and what it complained of."""

    def __init__(self, capsys: pytest.CaptureFixture[str], index: Path) -> None:
        self._capsys = capsys
        self._index = index

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """Runs it."""
        code = main(["--index", str(self._index), *arguments])
        out, err = self._capsys.readouterr()
        return code, out, err


def test_a_claim_as_json_has_the_frozen_keys(run: Run) -> None:
    """A refuted claim is found: its evidence is cited, and what differs is spelled out."""
    code, out, err = run("check", REFUTED, "--json")
    verdict = json.loads(out)
    assert (code, err, verdict["verdict"]) == (0, "", "refuted")
    assert list(verdict)[:7] == ["schema", "id", "claim", "verdict", "why", "citations", "differences"]
    assert list(verdict["citations"][0]) == CITATION_KEYS
    assert [(one["kind"], one["claim"], one["article"]) for one in verdict["differences"]] == [
        ("number", "9,5%", "8,89%")
    ]


def test_what_is_not_found_exits_with_3(run: Run) -> None:
    """A claim that no article speaks of, and a quotation that stands nowhere; nothing is cited."""
    code, out, _ = run("check", "Đinh Tiến Dũng ký hiệp định thương mại tự do với Nhật Bản.", "--json")
    assert (code, json.loads(out)["verdict"], json.loads(out)["citations"]) == (3, "not_found", [])
    code, out, _ = run("quote", "Con mèo nhảy qua cửa sổ nhà hàng xóm vào lúc nửa đêm", "--json")
    assert (code, json.loads(out)["status"], json.loads(out)["citations"]) == (3, "not_found", [])


def test_a_quotation_as_json_has_the_frozen_keys(run: Run) -> None:
    """Exact, with the offsets of its place."""
    code, out, _ = run("quote", f"“{QUOTED}”", "--json")
    found = json.loads(out)
    assert (code, found["status"], found["differences"]) == (0, "exact", [])
    assert list(found)[:6] == ["schema", "id", "quote", "status", "citations", "differences"]
    assert [(one["article"], one["quote"]) for one in found["citations"]] == [(WHERE, QUOTED)]


def test_a_changed_number_is_shown_beside_the_real_one(run: Run) -> None:
    """In the terminal, with the place of the real sentence."""
    code, out, _ = run("quote", QUOTED.replace("28/6", "29/6"))
    assert code == 0
    assert out.splitlines()[0] == "Bị sửa."
    assert "29" in out.splitlines()[2]
    assert WHERE in out


@pytest.mark.parametrize(("command", "key", "text"), [("check", "claim", REFUTED), ("quote", "quote", QUOTED)])
def test_a_batch_keeps_ids_and_order(run: Run, tmp_path: Path, command: str, key: str, text: str) -> None:
    """One object a line; a line that cannot be taken has an error in its place."""
    batch = tmp_path / "batch.jsonl"
    lines = [{"id": 1, key: text}, {"id": 2, "wrong": text}, {"id": 3, key: " "}]
    batch.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    code, out, _ = run(command, "--batch", str(batch))
    given = [json.loads(line) for line in out.splitlines()]
    assert (code, [one["id"] for one in given]) == (0, [1, 2, 3])
    assert given[0][key] == text
    assert ["error" in one for one in given] == [False, True, True]


@pytest.mark.parametrize("style", ["footnote", "apa", "markdown", "bibtex", "ris", "csl-json"])
def test_every_style_has_the_exact_quote(run: Run, style: str) -> None:
    """Of a quotation's only source, on one line."""
    code, out, err = run("cite", QUOTED, "--of", "quotation", "--style", style)
    assert (code, err) == (0, "")
    assert QUOTED in " ".join(out.split())


def test_nothing_to_cite_is_said(run: Run) -> None:
    """On standard error, with exit 3: a refusal has no sources."""
    code, out, err = run("cite", "Who is the mayor of Paris?")
    assert (code, out) == (3, "")
    assert "Paris" in err


def test_a_brief_is_written_and_still_stands(run: Run, tmp_path: Path) -> None:
    """A list of a question, a claim and a quotation becomes a document; verify finds every quote of it."""
    questions, document = tmp_path / "questions.txt", tmp_path / "brief.md"
    questions.write_text(f"Tỷ lệ hộ nghèo của Hà Nội còn bao nhiêu?\nclaim: {REFUTED}\nquote: {QUOTED}\n", "utf-8")
    code, out, err = run("brief", str(questions), "--out", str(document))
    assert (code, out, err) == (0, "", f"Written: {document}\n")
    code, out, _ = run("verify", str(document), "--json")
    assert (code, {one["standing"] for one in json.loads(out)["citations"]}) == (0, {"stands"})


def test_a_brief_that_would_overwrite_is_refused_before_anything_is_asked(run: Run, tmp_path: Path) -> None:
    """Exit 2, and the file is as it was."""
    document = tmp_path / "brief.md"
    document.write_text("mine", "utf-8")
    code, _, err = run("brief", str(tmp_path / "questions.txt"), "--out", str(document))
    assert (code, document.read_text("utf-8")) == (2, "mine")
    assert "--overwrite" in err
