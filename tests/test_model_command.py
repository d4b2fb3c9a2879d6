"""`ask --model …`: the terminal and the JSON, with a real server on this machine."""

import json
from pathlib import Path

import pytest

from assistant.commands.main import main
from assistant.model.chat_model import TRACING
from tests.chat_server import chat_server
from tests.test_assistant_command import ANSWER_KEYS, CITATION_KEYS, QUESTION

SAID = "Đinh Tiến Dũng held talks with the delegation of Vientiane led by Anouphap Tounalom [1]."
INVENTED = "He met Joe Biden [1]."


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What opening a model changes in the environment ends with the test; no key is set."""
    for variable in (*TRACING, "no_proxy", "NO_PROXY", "OPENAI_API_KEY"):
        monkeypatch.setenv(variable, "")
        monkeypatch.delenv(variable)


def ask(capsys: pytest.CaptureFixture[str], index: Path, *arguments: str) -> tuple[int, str, str]:
    code = main(["--index", str(index), "ask", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_terminal_shows_the_short_answer_then_checked_sentences_then_quotes(
    capsys: pytest.CaptureFixture[str], seeds_folder: Path
) -> None:
    """And that a model wrote it, and what was taken out of what it wrote."""
    with chat_server(f"{SAID} {INVENTED}", "") as server:
        code, out, err = ask(capsys, seeds_folder, QUESTION, "--model", "openai:tiny", "--model-url", server.url)
    blocks = out.strip().split("\n\n")
    assert (code, err) == (0, "")
    assert "Anouphap Tounalom" in blocks[0]
    assert blocks[1] == SAID
    assert blocks[2].startswith("[1] “")
    assert "1 sentence of openai:tiny was taken out: the passages it cites do not bear it out." in blocks
    assert blocks[-1] == "Written by openai:tiny; each sentence was checked against the quotes."
    assert "Joe Biden" not in out


def test_the_json_keeps_its_keys_and_has_the_final_answer(
    capsys: pytest.CaptureFixture[str], seeds_folder: Path
) -> None:
    """What the model wrote and the notes are in the text; a translation is labelled as one."""
    translation = "[1] " + "The delegation of Hanoi held talks with the delegation of Vientiane. " * 3
    with chat_server(SAID, translation) as server:
        arguments = (QUESTION, "--json", "--model", "openai:tiny", "--model-url", server.url)
        code, out, _ = ask(capsys, seeds_folder, *arguments)
    answer = json.loads(out)
    assert (code, list(answer), list(answer["citations"][0])) == (0, ANSWER_KEYS, CITATION_KEYS)
    lines = answer["text"].splitlines()
    assert lines[0] == SAID
    assert any(line.startswith("[1] Translation by openai:tiny: The delegation of Hanoi") for line in lines)


def test_a_model_that_fails_leaves_what_the_articles_say(
    capsys: pytest.CaptureFixture[str], seeds_folder: Path
) -> None:
    """The answer is that without a model, and one note more; it exits as an answer."""
    _, without, _ = ask(capsys, seeds_folder, QUESTION)
    with chat_server("failure") as server:
        code, out, err = ask(capsys, seeds_folder, QUESTION, "--model", "openai:tiny", "--model-url", server.url)
    note = "openai:tiny did not answer (error 500 of its server); the answer stands as the articles say it."
    assert (code, out, err) == (0, f"{without.rstrip()}\n\n{note}\n", "")


def test_a_refusal_asks_no_model(capsys: pytest.CaptureFixture[str], seeds_folder: Path) -> None:
    """The articles do not say, whatever a model would."""
    question = "What is the capital of France?"
    _, without, _ = ask(capsys, seeds_folder, question)
    with chat_server("Paris [1].") as server:
        code, out, _ = ask(capsys, seeds_folder, question, "--model", "openai:tiny", "--model-url", server.url)
    assert (code, out, server.requests) == (3, without, [])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--model", "tiny"), 2, "named by provider and name"),
        (("--model", "nobody:tiny"), 5, "of no provider that LangChain knows"),
        (("--model", "openai:tiny"), 5, "OPENAI_API_KEY"),
        (("--model-url", "http://127.0.0.1:1/v1"), 2, "--model which it is"),
        (("--model", "openai:tiny", "--model-timeout", "soon"), 2, "invalid float value: 'soon'"),
    ],
)
def test_a_model_that_cannot_be_had_is_told_in_a_line(
    capsys: pytest.CaptureFixture[str], seeds_folder: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    """5 where it cannot be had, 2 where it was not named rightly; nothing on standard output."""
    result, out, err = ask(capsys, seeds_folder, QUESTION, *arguments)
    assert (result, out, err.count("\n"), said in err) == (code, "", 1, True)


def test_a_search_has_no_use_for_a_model(capsys: pytest.CaptureFixture[str], seeds_folder: Path) -> None:
    """It takes none."""
    code = main(["--index", str(seeds_folder), "search", "Laos", "--model", "openai:tiny"])
    assert (code, "--model" in capsys.readouterr().err) == (2, True)
