"""The tab Check in a real headless browser, over the fake assistant."""

from typing import TYPE_CHECKING

import pytest

from page.words import words
from tests.browser import needs_chromium
from tests.fake_assistant import FakeAssistant
from tests.visiting import DESK, PHONE, Visit, Visiting

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = needs_chromium

GREW = "GRDP của Hà Nội tăng 12%."
MET = "“Chiều 11/3, tại Thủ đô Bangkok, đồng chí Đinh Tiến Dũng đã hội đàm”"
BOX = "#check-given textarea"


def check(reader: Visit, given: str, result: str = ".check.answer") -> None:
    """Types a text in the tab, presses Enter and waits for what comes of it on top."""
    told = "document.querySelector('.checks').dataset.told"
    if not reader.page.locator(BOX).is_visible():
        reader.turn_to("check")
    reader.page.fill(BOX, given)
    before = reader.page.evaluate(told)
    reader.page.press(BOX, "Enter")
    reader.page.wait_for_function(f"before => {told} && {told} !== before", arg=before)
    reader.page.locator(f".checks > :first-child{result}").wait_for()


def test_a_refuted_claim_leads_to_the_sentence_that_refutes_it(visit: Visiting) -> None:
    """Marks side by side, read out; copied with sources; a click on [1] opens the article with the quote marked."""
    reader = visit()
    check(reader, GREW)
    page = reader.page
    assert page.inner_text("h2.verdict") == "Refuted"
    assert (page.inner_text("del.off"), page.inner_text("mark.own")) == ("12%", "8,89%")
    assert _beside(page, ".sides > div >> nth=0", ".sides > div >> nth=1")
    quote = FakeAssistant().check(GREW).citations[0].quote
    read_out = f"Refuted. {FakeAssistant().check(GREW).why}"
    page.locator("[role=status]", has_text=read_out).wait_for(state="attached")
    page.click(".check .copy")
    page.locator(".check .copy", has_text="Copied").wait_for()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied.split("\n\n")[:2] == [f"A claim: {GREW}", "Refuted"]
    assert copied.split("\n\n")[-1].startswith(f"[1] “{quote}”\n")
    page.click(".check .quote a.cite")
    assert reader.cited() == quote
    assert page.input_value(BOX) == ""


def test_a_quotation_says_by_its_marks_that_it_is_one(visit: Visiting) -> None:
    """Typing it turns the choice, until the reader has chosen; its altered word is marked in both."""
    reader = visit()
    reader.turn_to("check")
    page = reader.page
    page.fill(BOX, MET)
    page.locator("#check-kind input[value=quotation]:checked").wait_for(state="attached")
    page.fill(BOX, GREW)
    page.locator("#check-kind input[value=claim]:checked").wait_for(state="attached")
    check(reader, MET)
    assert page.inner_text("h2.verdict") == "Altered"
    assert (page.inner_text("del.off"), page.inner_text("mark.own")) == ("Bangkok", "Viêng Chăn")
    page.fill(BOX, "“Elephants fly.”")
    page.locator("#check-kind input[value=quotation]:checked").wait_for(state="attached")
    with page.expect_response(lambda response: "/queue/join" in response.url):
        page.check("#check-kind input[value=claim]")
    page.press(BOX, "Enter")
    page.locator(".check.not_found").wait_for()
    assert page.locator(".check.not_found").locator("a.cite, .copy, a.collect").count() == 0
    page.locator(".check.not_found summary").click()
    assert page.locator(".check.not_found .near").is_visible()


def test_a_failure_leaves_a_usable_box(visit: Visiting) -> None:
    """The text that failed, and an empty one, leave a sentence; what is checked next is checked."""
    reader = visit()
    for given in ("fail", ""):
        check(reader, given, ".failed")
        assert reader.page.input_value(BOX) == given
    check(reader, GREW)
    assert reader.page.locator(".check").count() == 1


def test_all_of_it_by_the_keyboard(visit: Visiting) -> None:
    """From the tab to the box, the choice, the button, the citation and back; Shift+Enter begins a line."""
    reader = visit()
    page = reader.page
    page.focus("#check-tab-button")
    page.keyboard.press("Enter")
    for _ in ("brief", "articles", "box"):
        page.keyboard.press("Tab")
    page.keyboard.type("GRDP tăng")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("12%")
    assert page.input_value(BOX) == "GRDP tăng\n12%"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.locator("#check-kind input[value=quotation]:checked").wait_for(state="attached")
    page.keyboard.press("ArrowLeft")
    page.locator("#check-kind input[value=claim]:checked").wait_for(state="attached")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".check.refuted").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert reader.cited() == FakeAssistant().check(GREW).citations[0].quote
    page.keyboard.press("Escape")
    assert page.evaluate("() => document.activeElement.textContent") == "[1]"
    page.focus(".check .again")
    page.keyboard.press("Enter")
    assert (page.input_value(BOX), page.evaluate("() => document.activeElement.tagName")) == (
        "GRDP tăng\n12%",
        "TEXTAREA",
    )


def test_a_phone_shows_one_under_the_other(visit: Visiting) -> None:
    """Nothing scrolls sideways, and what is touched is big enough."""
    reader = visit(viewport=PHONE)
    check(reader, GREW)
    page = reader.page
    assert not _beside(page, ".sides > div >> nth=0", ".sides > div >> nth=1")
    assert page.evaluate("() => document.querySelector('#check-tab').scrollWidth") <= PHONE["width"]
    heights = [page.locator(one).first.bounding_box() for one in ("#check-go", ".check .copy", "#check-kind label")]
    assert [box is not None and box["height"] >= 44 for box in heights] == [True] * 3


def test_results_speak_the_language_of_the_page(visit: Visiting) -> None:
    """The examples, the box and the verdicts change with it; what was checked stays as it is."""
    vietnamese = words("vi")
    reader = visit(locale="vi-VN")
    reader.turn_to("check")
    page = reader.page
    assert page.inner_text("#check-go") == vietnamese.say("check_do")
    page.click("#check .example >> nth=1")
    page.locator(".check.refuted").wait_for()
    assert page.inner_text("h2.verdict") == "Bị bác bỏ"
    page.click("#language label:has-text('English')")
    page.locator("h2.verdict:has-text('Refuted')").wait_for()
    assert page.inner_text("#check-kind label >> nth=1").strip() == "A quotation"
    assert page.inner_text("del.off") == "12%"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_out_of_reach(visit: Visiting, scheme: str) -> None:
    """Contrast, names, roles and order with each verdict, and hostile articles do nothing."""
    from axe_playwright_python.sync_playwright import Axe

    reader = visit(viewport=DESK)
    reader.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    for given, verdict in (("8,89", "supported"), ("elephants", "not_found"), (GREW, "refuted"), (MET, "altered")):
        check(reader, given, f".check.{verdict}")
    check(reader, "“Hai bên điểm lại”", ".check.exact")
    check(reader, "hostile claim", ".check.refuted")
    violations = Axe().run(reader.page).response["violations"]
    assert [(each["id"], each["nodes"][0]["target"]) for each in violations] == []
    assert reader.page.evaluate("() => window.owned") is None


def _beside(page: "Page", left: str, right: str) -> bool:
    """Whether one element stands wholly to the left of another."""
    one, other = page.locator(left).bounding_box(), page.locator(right).bounding_box()
    assert one is not None
    assert other is not None
    return one["x"] + one["width"] <= other["x"] + 1
