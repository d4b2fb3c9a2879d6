"""`python -m assistant`: what scripts rely on."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.commands.main import main

ROOT = Path(__file__).parent.parent
ANSWER_KEYS = """
schema id question language status answered short_answer text citations nearest disagreements elapsed_ms
""".split()  # noqa: SIM905 (read as the design writes them)
CITATION_KEYS = """
number article title source author published published_basis url start end quote
""".split()  # noqa: SIM905 (as above)
HIT_KEYS = """
rank score article title source published start end text vector_rank keyword_rank
""".split()  # noqa: SIM905 (as above)
QUESTION = "Who did Đinh Tiến Dũng meet in Vientiane?"


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_an_answer_as_json_has_the_frozen_keys(capsys: pytest.CaptureFixture[str], seeds_folder: Path) -> None:
    """Other people's scripts read these."""
    code, out, err = ask(capsys, "--index", str(seeds_folder), "ask", QUESTION, "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert list(answer) == ANSWER_KEYS
    assert list(answer["citations"][0]) == CITATION_KEYS
    assert (answer["schema"], answer["answered"]) == (1, True)
    assert answer["short_answer"].startswith("Anouphap Tounalom — Bí thư ")


def test_a_search_as_json_has_the_frozen_keys(capsys: pytest.CaptureFixture[str], seeds_folder: Path) -> None:
    """As many hits as asked for, with both ranks."""
    code, out, _ = ask(capsys, "search", "hộ nghèo", "-k", "3", "--json", "--index", str(seeds_folder))
    found = json.loads(out)
    assert (code, list(found), len(found["hits"])) == (0, ["schema", "id", "query", "hits"], 3)
    assert list(found["hits"][0]) == HIT_KEYS


def test_a_refusal_exits_with_3(capsys: pytest.CaptureFixture[str], seeds_folder: Path) -> None:
    """The text says why, then what is nearest, labelled as no answer."""
    code, out, _ = ask(capsys, "ask", "What is the capital of France?", "--index", str(seeds_folder))
    assert code == 3
    assert "Nearest passages (not an answer):" in out


def test_the_terminal_shows_the_short_answer_first_and_where_each_quote_stands(
    capsys: pytest.CaptureFixture[str], seeds_folder: Path
) -> None:
    """Answer, number, quote, outlet, file and offsets."""
    _, out, _ = ask(capsys, "ask", QUESTION, "--index", str(seeds_folder))
    assert out.startswith("Anouphap Tounalom — Bí thư ")
    assert "[1] “" in out
    assert "Lao Động Thủ Đô" in out
    assert "001_b916f5b25537c5e9.txt" in out


def test_a_batch_answers_line_by_line_and_a_bad_line_in_its_place(
    capsys: pytest.CaptureFixture[str], seeds_folder: Path, tmp_path: Path
) -> None:
    """Order and ids are kept; a line that cannot be taken has an error, and the rest goes on."""
    batch = tmp_path / "batch.jsonl"
    lines = [
        json.dumps({"id": "a", "question": QUESTION}),
        "{not json",
        "",
        json.dumps({"id": 7, "query": "wrong key"}),
        json.dumps({"id": "e", "question": " "}),
        json.dumps({"id": "b", "question": "What is the capital of France?"}),
    ]
    batch.write_text("\n".join(lines), "utf-8")
    code, out, _ = ask(capsys, "ask", "--batch", str(batch), "--index", str(seeds_folder))
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [answer["id"] for answer in answers] == ["a", None, 7, "e", "b"]
    assert [answer.get("answered") for answer in answers] == [True, None, None, None, False]
    assert ["error" in answer for answer in answers] == [False, True, True, True, False]


def test_a_batch_is_read_from_standard_input(
    capsys: pytest.CaptureFixture[str], seeds_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hyphen stands for it."""
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"id": 1, "query": "hộ nghèo"}\n'))
    code, out, _ = ask(capsys, "search", "--batch", "-", "-k", "1", "--index", str(seeds_folder))
    assert (code, json.loads(out)["id"]) == (0, 1)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["ask"], 2, "Give one question in quotation marks, or --batch FILE.jsonl"),
        (["ask", "a b", "--batch", "x"], 2, "not both and not neither"),
        (["ask", "a b", "--colour"], 2, "unrecognized arguments: --colour"),
        (["sing", "a b"], 2, "invalid choice: 'sing'"),
        (["search", "a b", "-k", "0"], 2, "not a number from 1 to 1000: '0'"),
        (["ask", "--batch", "/nowhere.jsonl"], 2, "/nowhere.jsonl: cannot be read"),
        (["ask", "   "], 2, "The question is empty"),
        (["ask", "x" * 100_000], 2, "The question is too long: 100000 characters"),
    ],
)
def test_what_cannot_be_taken_is_told_in_a_line(
    capsys: pytest.CaptureFixture[str], seeds_folder: Path, arguments: list[str], code: int, said: str
) -> None:
    """A sentence with what and the remedy, nothing on standard output, no traceback."""
    result, out, err = ask(capsys, "--index", str(seeds_folder), *arguments)
    assert (result, out, err.count("\n")) == (code, "", 1)
    assert said in err


def test_no_index_exits_with_4_and_the_command_that_builds_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The remedy is a command."""
    code, _, err = ask(capsys, "ask", QUESTION, "--index", str(tmp_path / "none"))
    assert code == 4
    assert "python -m index" in err


def test_an_unknown_setting_is_refused(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt setting must not pass unseen."""
    monkeypatch.setenv("ASSISTANT_INDX", "x")
    code, _, err = ask(capsys, "ask", QUESTION)
    assert code == 2
    assert "did you mean ASSISTANT_INDEX" in err


def test_a_whole_process_says_nothing_but_its_answer(seeds_folder: Path) -> None:
    """Standard output is the answer, standard error is silent, and no proxy or network setting is needed."""
    run = subprocess.run(
        [sys.executable, "-m", "assistant", "ask", QUESTION, "--index", str(seeds_folder), "--json"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(run.stdout)["short_answer"].startswith("Anouphap Tounalom — Bí thư ")
    assert run.stderr == ""


def test_a_closed_pipe_is_quiet(seeds_folder: Path) -> None:
    """`… | head` ends the program without a word, as a shell's own tools are ended."""
    asked = subprocess.Popen(
        [sys.executable, "-m", "assistant", "search", "--batch", "-", "--index", str(seeds_folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert asked.stdin and asked.stdout and asked.stderr
    asked.stdin.write(b'{"id": 1, "query": "Laos"}\n')
    asked.stdin.flush()
    first = asked.stdout.readline()
    asked.stdout.close()
    asked.stdin.write(b'{"id": 2, "query": "Laos"}\n' * 3)
    asked.stdin.close()
    told = asked.stderr.read()
    asked.stderr.close()
    assert (first[:25], told, asked.wait()) == (b'{"schema": 1, "id": 1, "q', b"", 141)
