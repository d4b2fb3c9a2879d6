"""What stands beside the conversation, in a real headless browser, over the fake assistant."""

from typing import TYPE_CHECKING

import pytest

from page.words import words
from tests.browser import needs_chromium
from tests.visiting import PHONE, Visit, Visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = needs_chromium

EVERYTHING = "since=None until=None sources="
LIMITED = "1 of 3 articles"


def choose(page: "Page", outlet: str) -> None:
    """Ticks an outlet, or takes its tick away."""
    page.click(f"#beside .outlets label:has-text('{outlet}')")


def told(page: "Page", sentence: str) -> None:
    """Waits until the column says this of what is left."""
    page.locator(f"#limits-said:text-is('{sentence}')").wait_for(state="attached")


def limited_to(reader: Visit) -> str:
    """What a question is limited to now, as the fake assistant tells it."""
    reader.ask("limits", ".notice")
    return reader.page.locator(".notice p:not(.label)").last.inner_text()


def test_a_question_is_limited_to_what_was_chosen(visit: Visiting) -> None:
    """Days and outlets, however fast they come one after another; cleared, to nothing."""
    page = (reader := visit()).page
    assert limited_to(reader) == EVERYTHING
    page.fill("#beside .since", "2024-01-01")
    page.fill("#beside .until", "2024-12-31")
    choose(page, "Lao động Thủ đô")
    choose(page, "Thời Đại")
    choose(page, "Thời Đại")
    page.locator("#limited .what:text-is('only 2024, Lao động Thủ đô')").wait_for(state="attached")
    told(page, LIMITED)
    page.locator("html:not(.limiting)").wait_for(state="attached")  # all that was chosen is known
    assert limited_to(reader) == "since=2024-01-01 until=2024-12-31 sources=Lao động Thủ đô"
    page.click("#beside .clear")
    told(page, "All 3 articles are asked.")
    assert limited_to(reader) == EVERYTHING
    assert page.input_value("#beside .since") == ""
    assert page.locator("#beside input:checked").count() == 0


def test_days_the_wrong_way_round_are_told_and_nothing_is_asked(visit: Visiting) -> None:
    """In the page's language, also when that changes; what was typed stays."""
    page = (reader := visit(locale="vi-VN")).page
    page.fill("#beside .since", "2024-05-02")
    page.fill("#beside .until", "2024-05-01")
    told(page, words("vi").say("days_exchanged"))
    assert limited_to(reader) == words("vi").say("days_exchanged")
    page.click("#language label:has-text('English')")
    told(page, words("en").say("days_exchanged"))
    assert [page.input_value(f"#beside .{end}") for end in ("since", "until")] == ["2024-05-02", "2024-05-01"]
    page.fill("#beside .since", "2024-05-01")
    told(page, LIMITED)
    assert limited_to(reader) == "since=2024-05-01 until=2024-05-01 sources="


def test_limits_are_set_by_the_keyboard(visit: Visiting) -> None:
    """Tab to the day and type it, on to the outlets, tick by Space; focus stays where it is when the answer comes."""
    page = (reader := visit()).page
    focused = "() => document.activeElement.className"
    page.focus("#ask-tab-button")
    while page.evaluate(focused) != "since":
        page.keyboard.press("Tab")
    page.keyboard.type("01012024")
    told(page, LIMITED)
    assert page.evaluate(focused) == "since"
    while page.evaluate(focused) != "narrow":
        page.keyboard.press("Tab")
    page.keyboard.type("thoi dai")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.locator("#limited .what:text-is('only from 1 January 2024, Thời Đại')").wait_for(state="attached")
    assert page.evaluate("() => document.activeElement.value") == "Thời Đại"
    assert limited_to(reader) == "since=2024-01-01 until=None sources=Thời Đại"


def test_a_long_list_is_narrowed_without_marks_and_keeps_what_was_chosen(visit: Visiting) -> None:
    """Of outlets beginning with "tap chi d" there are two; what is chosen stays; what nobody is called is said."""
    page = visit().page
    shown = page.locator("#beside .outlets li:not([hidden]) .name")
    choose(page, "Thời Đại")
    page.fill("#beside .narrow", "tap chi d")
    assert shown.all_inner_texts() == ["Thời Đại", "Tạp chí Dân tộc", "Tạp chí Điện ảnh"]
    told(page, LIMITED)
    choose(page, "Thời Đại")
    told(page, "All 3 articles are asked.")
    assert shown.all_inner_texts() == ["Tạp chí Dân tộc", "Tạp chí Điện ảnh"]
    page.fill("#beside .narrow", "Le Monde")
    assert page.inner_text("#beside .outlets .none") == words("en").say("no_outlet_found")


def test_a_phone_folds_the_column_and_tells_the_limits_at_the_question_box(visit: Visiting) -> None:
    """One button unfolds it, Done and Escape fold it; the limits and what clears them stay in sight."""
    page = (reader := visit(viewport=PHONE)).page
    assert not page.is_visible("#beside")
    page.click("#limited .unfold")
    assert page.evaluate("() => document.activeElement.id") == "limits-title"
    assert not page.is_visible("#question")
    choose(page, "Thời Đại")
    told(page, LIMITED)
    assert page.evaluate("() => document.documentElement.scrollWidth") == PHONE["width"]
    page.click("#beside .fold")
    assert page.inner_text("#limited .what") == "only Thời Đại"
    assert page.evaluate("() => document.activeElement.className") == "unfold"
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.is_visible("#question")
    page.click("#limited .clear")
    page.locator("#limited .what").wait_for(state="detached")
    assert limited_to(reader) == EVERYTHING


def test_a_source_folds_the_column_and_closing_it_unfolds_it(visit: Visiting) -> None:
    """On a desk of 1280 pixels there is no room for three."""
    page = (reader := visit()).page
    assert page.is_visible("#beside")
    assert not page.is_visible("#limited")
    reader.ask("Vientiane")
    page.click("a.cite >> nth=0")
    reader.cited()
    page.locator("#limited").wait_for()
    assert not page.is_visible("#beside")
    page.keyboard.press("Escape")
    page.locator("#beside").wait_for()
    assert not page.is_visible("#limited")


def test_an_example_is_asked_from_the_column_once_there_is_a_conversation(visit: Visiting) -> None:
    """Before, the empty chat offers it itself; it is limited as any question."""
    page = (reader := visit()).page
    assert not page.is_visible("#beside summary")
    reader.ask("Who did he meet in Bangkok?", ".refusal")
    choose(page, "Thời Đại")
    told(page, LIMITED)
    page.click("#beside summary")
    page.click("#beside .example >> nth=1")
    page.locator(".answer").wait_for()
    assert page.inner_text(".answer .short") == "8,89%"
    assert page.is_visible("#beside .example >> nth=0")
    assert page.locator("#beside input:checked").count() == 1


def test_the_column_keeps_up_with_the_index(visit: Visiting) -> None:
    """When the page is looked at again, a newer generation is told; what was typed and has the focus stays."""
    page = (reader := visit()).page
    generation = "#beside .index dd >> nth=3"
    before = page.inner_text(generation)
    reader.ask("rebuilt GRDP")
    page.fill("#beside .narrow", "thoi")
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    page.locator(f"#beside .index dd:text-is('{int(before) + 1}')").wait_for(state="attached")
    assert page.input_value("#beside .narrow") == "thoi"
    assert page.evaluate("() => document.activeElement.className") == "narrow"
    assert page.locator("#beside .outlets li:not([hidden])").count() == 1


def test_what_an_outlet_is_called_does_nothing(visit: Visiting) -> None:
    """A script for a name is text, and can be chosen as any other."""
    page = (reader := visit()).page
    choose(page, "window.owned")
    told(page, LIMITED)
    assert limited_to(reader) == """since=None until=None sources=<script>window.owned = "script"</script>"""
    assert page.evaluate("() => window.owned") is None


@pytest.mark.parametrize("system", ["light", "dark"])
def test_light_or_dark_is_remembered(browser: "Browser", address: str, system: str) -> None:
    """The choice holds against the system's, also when that changes and after a reload; "System" follows it."""
    other = {"light": "dark", "dark": "light"}[system]
    context = browser.new_context(color_scheme=system, locale="en-US")  # type: ignore[arg-type]
    page = context.new_page()

    def is_dark(wanted: str) -> None:
        page.wait_for_function("dark => document.body.classList.contains('dark') === dark", arg=wanted == "dark")

    page.goto(address)
    page.locator("#theme select").wait_for()
    is_dark(system)
    page.select_option("#theme select", other)
    is_dark(other)
    page.reload()
    page.locator("#theme select").wait_for()
    is_dark(other)
    assert page.input_value("#theme select") == other
    page.emulate_media(color_scheme=other)  # type: ignore[arg-type]
    page.emulate_media(color_scheme=system)  # type: ignore[arg-type]
    is_dark(other)
    page.select_option("#theme select", "system")
    is_dark(system)
    page.emulate_media(color_scheme=other)  # type: ignore[arg-type]
    is_dark(other)
    context.close()
