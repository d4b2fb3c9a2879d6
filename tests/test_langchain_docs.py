"""The page on LangChain, run as it is written."""

import contextlib
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "langchain.md"
EXAMPLE = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)


def examples() -> Iterator[tuple[str, str]]:
    """Each block of code with what it is said to print; they share their names, as one program does."""
    yield from EXAMPLE.findall(PAGE.read_text("utf-8"))


def test_the_page_prints_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every block runs, in order, in a folder with the seeds and nothing else, and prints what the page shows."""
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    printed = []
    for code, _ in examples():
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(compile(code, str(PAGE), "exec"), names)  # noqa: S102  # the page is ours
        printed.append(out.getvalue())

    assert printed == [shown for _, shown in examples()]


def test_every_block_of_code_is_run() -> None:
    """No block is left out because nothing is shown to be printed by it."""
    assert len(list(examples())) == PAGE.read_text("utf-8").count("```python")
