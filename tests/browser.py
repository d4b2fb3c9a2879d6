"""A real headless browser for the tests, and a running chat for it to open."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ui
from page.conversation import AsksAndReads
from page.guard import THIS_MACHINE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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
def serving(assistant: AsksAndReads) -> Iterator[str]:
    """The address of a chat over this assistant, as `python ui.py` would serve it."""
    app = ui.build_app(assistant)
    _, address, _ = app.launch(prevent_thread_lock=True, **ui.launch_arguments(free_port(), THIS_MACHINE))
    yield address
    app.close(verbose=False)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
