"""A reader's visit to the chat in a real browser: fixtures for the tests of each part.

`conftest.py` gives them to every test. A module whose chat is served otherwise defines an `address` of its own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.browser import chromium, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the chat is served."""
    with serving() as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One browser for all tests."""
    with chromium() as browser:
        yield browser


@dataclass
class Visit:
    """A reader on a fresh page, and the faults of that page: errors, and requests to anyone but the server."""

    page: "Page"
    faults: list[str] = field(default_factory=list)

    def ask(self, question: str, result: str = ".answer") -> None:
        """Types a question, presses Enter and waits for what comes of it."""
        before = self.page.locator(result).count()
        self.page.fill("#question textarea", question)
        self.page.press("#question textarea", "Enter")
        self.page.locator(result).nth(before).wait_for()

    def turn_to(self, tab: str) -> None:
        """Opens a tab by its id: "ask", "check", "brief" or "articles"."""
        self.page.click(f"#{tab}-tab-button")
        self.page.locator(f"#{tab}-tab").wait_for()

    def cited(self) -> str | None:
        """The marked text once the panel is open."""
        self.page.locator("html.reading mark.cited").wait_for()
        return self.page.text_content("mark.cited")


Visiting = Callable[..., Visit]


@pytest.fixture(scope="module")
def readers(browser: "Browser") -> Callable[..., "BrowserContext"]:
    """One browser context for each kind of reader: after the first visit Gradio's scripts come from its cache."""

    @cache
    def reader(locale: str, width: int, height: int) -> "BrowserContext":
        viewport: Any = {"width": width, "height": height}
        permissions = ["clipboard-read", "clipboard-write"]
        return browser.new_context(locale=locale, viewport=viewport, reduced_motion="reduce", permissions=permissions)

    return reader


@pytest.fixture
def visit(readers: Callable[..., "BrowserContext"], address: str) -> Iterator[Visiting]:
    """Opens the chat for a reader; afterwards, no page had an error or asked anything of another server."""
    visits: list[Visit] = []

    def open_page(path: str = "", locale: str = "en-US", viewport: dict[str, int] = DESK, dark: bool = False) -> Visit:
        reader = Visit(readers(locale, **viewport).new_page())
        visits.append(reader)
        _watch(reader, address)
        reader.page.emulate_media(color_scheme="dark" if dark else "light")
        reader.page.goto(address + path)
        reader.page.locator("#question textarea").wait_for()
        reader.page.wait_for_function("language => document.documentElement.lang === language", arg=locale[:2])
        return reader

    yield open_page
    for reader in visits:
        reader.page.close()
    faults = [fault for reader in visits for fault in reader.faults]
    assert faults == [], faults


def _watch(reader: Visit, address: str) -> None:
    """Notes what the page does that it should not."""
    own = urlsplit(address).netloc
    page, faults = reader.page, reader.faults
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
    page.on(
        "request",
        lambda request: None if urlsplit(request.url).netloc in {own, ""} else faults.append(f"request: {request.url}"),
    )
