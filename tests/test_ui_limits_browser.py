"""A question that takes too long, in a real headless browser."""

from collections.abc import Iterator

import pytest

from page.words import words
from tests.browser import needs_chromium, serving
from tests.visiting import Visiting

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where a chat is served that gives a question half a second."""
    with serving("--time-limit", "0.5") as address:
        yield address


def test_a_reader_whose_question_takes_too_long_is_told_and_asks_on(visit: Visiting) -> None:
    """In the language of the page; the box stays usable, and the next question is answered."""
    reader = visit(locale="vi-VN")
    reader.ask("wait, Vientiane", ".notice")
    assert words("vi").say("too_long", seconds="0.5") in reader.page.inner_text(".notice")
    reader.ask("GRDP")
    assert reader.page.inner_text(".answer .short") == "8,89%"
