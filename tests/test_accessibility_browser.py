"""What axe, an accessibility checker, finds on the page in each of its states: nothing."""

from typing import TYPE_CHECKING

import pytest

from tests.browser import needs_chromium
from tests.visiting import DESK, PHONE, Visit, Visiting

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = needs_chromium


def _start(reader: Visit) -> None:
    """Nothing was asked yet."""


def _answered(reader: Visit) -> None:
    """A question was answered."""
    reader.ask("Who did Đinh Tiến Dũng meet in Vientiane?")


def _reading(reader: Visit) -> None:
    """A source stands beside its answer."""
    _answered(reader)
    reader.page.click("a.cite >> nth=0")
    reader.cited()


def _refused(reader: Visit) -> None:
    """A question was refused, and the nearest passages are shown."""
    reader.ask("Who did he meet in Bangkok?", ".refusal")
    reader.page.click(".refusal summary")


def _carded(reader: Visit) -> None:
    """A number shows its quote."""
    _answered(reader)
    reader.page.focus("#chat a.cite >> nth=0")
    reader.page.hover("#chat a.cite >> nth=0")
    reader.page.locator("[role=tooltip]").wait_for()


def _checked(reader: Visit) -> None:
    """A claim was refuted."""
    reader.turn_to("check")
    reader.page.fill("#check-tab textarea", "GRDP của Hà Nội tăng 9,5%.")
    reader.page.press("#check-tab textarea", "Enter")
    reader.page.locator("#check-tab .answer").wait_for()


def _collected(reader: Visit) -> None:
    """An answer is in the brief."""
    _answered(reader)
    reader.page.click("#chat a.collect")
    reader.turn_to("brief")
    reader.page.locator("#brief-tab .quote >> nth=0").wait_for()


def _listed(reader: Visit) -> None:
    """The articles are listed."""
    reader.turn_to("articles")
    reader.page.locator("#articles-list table").wait_for()


STATES = (_start, _answered, _carded, _reading, _refused, _checked, _collected, _listed)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_nothing_on_the_page_is_out_of_reach(visit: Visiting, viewport: dict[str, int], dark: bool) -> None:
    """Contrast, names, roles and order in every state, on a desk and a phone, in light and dark."""
    found = {}
    for state in STATES:
        reader = visit(viewport=viewport, dark=dark)
        state(reader)
        found[state.__name__] = _violations(reader.page)
        reader.page.close()
    assert found == {state.__name__: [] for state in STATES}


def _violations(page: "Page") -> list[str]:
    """What axe finds wrong, each with the first element it is found at."""
    from axe_playwright_python.sync_playwright import Axe

    violations = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['target']} ({len(each['nodes'])})" for each in violations]
