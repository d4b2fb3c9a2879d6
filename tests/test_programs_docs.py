"""The page on calling the chat, run as it is written against a server over the five articles."""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import free_port

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "api.md"
EXAMPLE = re.compile(r"```(python|bash)\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)
TELLING = """
import socket, sys
look_up = socket.getaddrinfo
def tell(host, *arguments, **options):
    if host != "127.0.0.1":
        print("looked up", host)
    return look_up(host, *arguments, **options)
socket.getaddrinfo = tell
"""


@pytest.fixture(scope="module")
def port(seeds_folder: Path) -> Iterator[int]:
    """Where the chat over the seeds listens."""
    port = free_port()
    command = [sys.executable, "ui.py", "--index", str(seeds_folder), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as chat:
        assert chat.stdout is not None
        try:
            assert chat.stdout.readline().startswith("The chat is at")
            yield port
        finally:
            chat.send_signal(signal.SIGINT)
            chat.wait(20)


def examples(language: str, port: int) -> list[tuple[str, str]]:
    """The blocks in a language, asking that port, each with what it is said to print."""
    text = PAGE.read_text("utf-8").replace(":7860", f":{port}")
    return [(code, shown) for written, code, shown in EXAMPLE.findall(text) if written == language]


def test_the_python_on_the_page_prints_what_it_says(port: int) -> None:
    """One program, top to bottom, which looks no name up."""
    written = examples("python", port)
    program = TELLING + "".join(code for code, _ in written)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr) == ("".join(shown for _, shown in written), "")


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("bash")), reason="curl or bash is not installed")
def test_the_curl_on_the_page_prints_what_it_says(port: int) -> None:
    """The two steps of a call over HTTP."""
    ((code, shown),) = examples("bash", port)
    done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, timeout=120)  # noqa: S607
    assert done.stdout == shown


def test_every_block_of_code_is_run() -> None:
    """No block is left out because nothing is shown to be printed by it."""
    text = PAGE.read_text("utf-8")
    assert (len(examples("python", 0)), len(examples("bash", 0))) == (text.count("```python"), text.count("```bash"))
