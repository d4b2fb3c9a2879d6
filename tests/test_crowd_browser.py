"""More readers than can be answered, in a real headless browser."""

from collections.abc import Iterator

import pytest

from page.words import words
from tests.browser import needs_chromium, serving
from tests.visiting import Visiting

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where a chat is served that answers one question at a time."""
    with serving("--crowded") as address:
        yield address


def test_a_reader_who_comes_too_many_is_told_and_answered_later(visit: Visiting) -> None:
    """While one question takes its time another is told that it is busy; its box stays usable, and it is answered."""
    slow, reader = visit(), visit()
    slow.page.fill("#question textarea", "wait, Vientiane")
    slow.page.press("#question textarea", "Enter")
    slow.page.locator("#chat .waiting").wait_for()
    reader.ask("GRDP", ".notice")
    assert words("en").say("busy") in reader.page.inner_text(".notice")
    slow.page.locator("#chat .answer").wait_for()
    reader.ask("GRDP")
    assert reader.page.inner_text(".answer .short") == "8,89%"
