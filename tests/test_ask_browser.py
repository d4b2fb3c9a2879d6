"""The tab *Ask* in a real headless browser, with a chat model that text leaves for, and likes that are kept."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from page.words import words
from tests.browser import needs_chromium, serving
from tests.fake_assistant import FakeAssistant
from tests.visiting import PHONE, Visit, Visiting

pytestmark = needs_chromium

MODEL = ("--model", "openai:far", "--model-url", "https://far.invalid/v1")
MET = "Who did Đinh Tiến Dũng meet in Vientiane?"


@pytest.fixture(scope="module")
def likes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that likes are kept in."""
    return tmp_path_factory.mktemp("likes") / "likes.jsonl"


@pytest.fixture(scope="module")
def address(likes: Path) -> Iterator[str]:
    """Where the chat is served."""
    with serving(*MODEL, "--feedback", str(likes)) as address:
        yield address


def whole(reader: Visit, question: str) -> None:
    """Asks, and waits until the answer is whole."""
    before = reader.page.locator(".offers").count()
    reader.ask(question)
    reader.page.locator(".offers").nth(before).wait_for()


def test_an_answer_that_grows_is_stopped(visit: Visiting) -> None:
    """What stands is left; the button asks again; the next question, typed meanwhile, is still in the box."""
    reader = visit()
    reader.ask("slow GRDP")
    reader.page.locator(".answer .text").wait_for()
    reader.page.fill("#question textarea", "GRDP")
    reader.page.click("#question button:has-text('Stop')")
    reader.page.locator(".answer .stopped").wait_for()
    reader.page.locator("#question button:has-text('Ask')").wait_for()
    assert reader.page.input_value("#question textarea") == "GRDP"
    whole(reader, "GRDP")
    assert reader.page.locator(".answer .stopped").count() == 1
    assert reader.page.locator(".question").all_inner_texts() == ["slow GRDP", "GRDP"]
    assert words("en").say("written_far", model="openai:far") in reader.page.inner_text(".answer >> nth=1")


def test_a_question_that_takes_long_counts_its_seconds_and_is_stopped(visit: Visiting) -> None:
    """With nothing found yet it says so; started over while one is under way, the conversation stays empty."""
    reader = visit()
    reader.page.fill("#question textarea", "wait")
    reader.page.press("#question textarea", "Enter")
    reader.page.locator(".waiting .seconds >> text=1 s").wait_for()
    reader.page.click("#question button:has-text('Stop')")
    reader.page.locator(".notice").wait_for()
    assert words("en").say("stopped_empty") in reader.page.inner_text(".notice")
    reader.ask("slow GRDP")
    reader.page.click("#restart")
    reader.page.locator("#question button:has-text('Ask')").wait_for()
    assert reader.page.locator(".question").count() == 0
    whole(reader, "GRDP")
    assert reader.page.locator(".question").count() == 1


def test_a_number_shows_its_quote_beside_it(visit: Visiting) -> None:
    """Quote, outlet, day and age; it can be moved into, does not cover the number, and Escape takes it away."""
    reader = visit()
    whole(reader, MET)
    article = FakeAssistant().meeting
    reader.page.hover(".text a.cite >> nth=0")
    card = reader.page.locator("#card")
    card.wait_for()
    assert card.locator("blockquote").text_content() == FakeAssistant().ask(MET).citations[0].quote
    assert card.locator(".outlet").text_content() == article.source
    assert (card.locator(".age").text_content() or "").endswith(" ago")
    assert reader.page.get_attribute(".text a.cite >> nth=0", "aria-describedby") == "card"
    link, shown = reader.page.locator(".text a.cite >> nth=0").bounding_box(), card.bounding_box()
    assert link is not None
    assert shown is not None
    assert shown["y"] >= link["y"] + link["height"] or shown["y"] + shown["height"] <= link["y"]
    card.hover()
    reader.page.wait_for_timeout(400)  # ms: longer than the card stays when the pointer is elsewhere
    assert card.is_visible()
    reader.page.keyboard.press("Escape")
    assert not card.is_visible()
    assert reader.page.get_attribute(".text a.cite >> nth=0", "aria-describedby") is None


def test_a_number_shows_its_quote_on_focus(visit: Visiting) -> None:
    """By the keyboard; Enter opens the source without it, and coming back does not bring it up again."""
    reader = visit()
    whole(reader, MET)
    while reader.page.evaluate("() => document.activeElement.className") != "cite":
        reader.page.keyboard.press("Shift+Tab")
    assert reader.page.is_visible("#card")
    reader.page.keyboard.press("Enter")
    reader.cited()
    assert not reader.page.is_visible("#card")
    reader.page.keyboard.press("Escape")
    assert reader.page.evaluate("() => document.activeElement.className") == "cite"
    assert not reader.page.is_visible("#card")


def test_on_a_phone_nothing_behind_the_source_is_reached(visit: Visiting) -> None:
    """Tab stays in the panel; "back" closes it, not the conversation, and focus returns to the number."""
    reader = visit(viewport=PHONE)
    whole(reader, MET)
    reader.page.click(".quote a.cite >> nth=1")
    reader.cited()
    inside = "() => document.activeElement === document.body || !!document.activeElement.closest('#source')"
    for _ in range(4):
        reader.page.keyboard.press("Tab")
        assert reader.page.evaluate(inside)
    reader.page.go_back()
    reader.page.locator("html:not(.reading)").wait_for()
    assert reader.page.evaluate("() => document.activeElement.textContent") == "[2]"
    assert reader.page.locator("[inert]").count() == 0
    assert reader.page.locator(".answer").count() == 1


def test_a_passage_near_a_question_opens_in_its_article(visit: Visiting) -> None:
    """From a refusal, marked as near, and said to be no answer."""
    reader = visit()
    reader.ask("Who did Đinh Tiến Dũng meet in Bangkok?", ".refusal")
    reader.page.click(".refusal summary")
    reader.page.click(".near a.open")
    reader.page.locator("html.reading mark.near").wait_for()
    assert reader.page.text_content("mark.near") == FakeAssistant().ask("Bangkok").nearest[0].passage.text
    assert words("en").say("near_only") in reader.page.inner_text("#source")


def test_a_like_is_kept_and_shown(visit: Visiting, likes: Path) -> None:
    """One click, one line in the file."""
    reader = visit()
    whole(reader, "disagree GRDP")
    reader.page.click("a.feedback >> text=Not helpful")
    reader.page.locator(".kept").wait_for()
    assert reader.page.inner_text("a.pressed") == "Not helpful"
    [kept] = [json.loads(line) for line in likes.read_text(encoding="utf-8").splitlines()]
    assert (kept["question"], kept["liked"], len(kept["citations"])) == ("disagree GRDP", False, 2)
