"""A real headless browser for the tests, and a running chat for it to open.

The chat runs in a process of its own, as it does for its users: Gradio leaves sockets and event loops unclosed, which
would be errors here, where warnings are.
"""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
CHROMIUM = Path("/usr/bin/chromium")  # Debian's and Ubuntu's
ARGUMENTS = (
    "--no-sandbox",  # a container's root has no other choice, and the pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
needs_chromium = pytest.mark.skipif(
    not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}; on Debian: apt-get install chromium"
)


@contextmanager
def chromium() -> Iterator["Browser"]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def serving(*arguments: str) -> Iterator[str]:
    """The address of a chat over the fake assistant, started by `ui.main` with these arguments and a free port.

    When it stops, it has said nothing more and looked up no name.
    """
    command = [sys.executable, "-m", "tests.serve_chat", "--port", str(free_port()), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as chat:
        assert chat.stdout is not None
        try:
            yield chat.stdout.readline().split()[4]
        finally:
            chat.send_signal(signal.SIGINT)
            assert (chat.stdout.read(), chat.wait(10)) == ("", 130)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
