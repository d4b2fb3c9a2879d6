"""The chat in a real headless browser, over the fake assistant."""

import json
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest

from page.words import words
from tests.browser import needs_chromium
from tests.fake_assistant import PAYLOADS, FakeAssistant
from tests.visiting import DESK, PHONE, Visiting

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = needs_chromium

ASKED = "Who did Đinh Tiến Dũng meet in Vientiane?"
REFUSED = "Who did Đinh Tiến Dũng meet in Bangkok?"
GROWTH = "GRDP của Hà Nội năm 2022 tăng bao nhiêu?"


def test_the_marked_text_is_the_quote(visit: Visiting) -> None:
    """Ask, click [1]: the article stands at the side, the cited words marked and in sight, the other quote lightly."""
    reader = visit()
    reader.ask(ASKED)
    answer = FakeAssistant().ask(ASKED)
    assert reader.page.inner_text(".answer .short") == "Anouphap Tounalom"
    reader.page.click("a.cite >> nth=0")
    assert reader.cited() == answer.citations[0].quote
    assert reader.page.inner_text("#source h2") == answer.citations[0].passage.article.title
    assert reader.page.text_content("mark.also") == answer.citations[1].quote
    reader.page.click("a.cite >> nth=1")
    reader.page.wait_for_function("() => document.querySelector('mark.cited').textContent.startsWith('Nhân dịp')")
    assert reader.cited() == answer.citations[1].quote
    assert _in_sight(reader.page, "mark.cited")


def test_a_near_copy_opens_from_the_answer_and_from_the_panel(visit: Visiting) -> None:
    """Under the quote and in the panel, the other outlet's name opens its article; closing returns to the quote."""
    reader = visit()
    reader.ask("near-copy")
    reader.page.click(".quote a.cite")
    reader.cited()
    reader.page.click("#source .also-in a")
    reader.page.locator("#source .outlet:has-text('Kinh tế Đô thị')").wait_for()
    assert reader.page.locator("mark").count() == 0
    reader.page.keyboard.press("Escape")
    assert reader.page.evaluate("() => document.activeElement.textContent") == "[1]"
    reader.page.click(".quote .also-in a")
    reader.page.locator("#source .outlet:has-text('Kinh tế Đô thị')").wait_for()


def test_a_source_opens_and_closes_by_the_keyboard(visit: Visiting) -> None:
    """Tab to [1], Enter opens it and moves there, Escape returns to [1]; the same source opens again."""
    reader = visit()
    reader.page.keyboard.type(ASKED)
    reader.page.keyboard.press("Enter")
    reader.page.locator(".answer").wait_for()
    for _ in range(2):
        while reader.page.evaluate("() => document.activeElement.textContent") != "[1]":
            reader.page.keyboard.press("Shift+Tab")
        reader.page.keyboard.press("Enter")
        reader.cited()
        assert reader.page.evaluate("() => document.activeElement.id") == "source-title"
        reader.page.keyboard.press("Escape")
        assert reader.page.evaluate("() => document.activeElement.textContent") == "[1]"
        assert reader.page.locator("html.reading").count() == 0
        reader.page.focus("#question textarea")


def test_a_refusal_has_no_citation(visit: Visiting) -> None:
    """Nothing to click but what unfolds the nearest passages, which are folded and said not to be an answer."""
    reader = visit()
    reader.ask(REFUSED, ".refusal")
    assert reader.page.locator("#chat a.cite").count() == 0
    assert "No article says so." in reader.page.inner_text(".refusal")
    assert not reader.page.is_visible(".near")
    reader.page.click(".refusal summary")
    assert reader.page.is_visible(".near")
    assert reader.page.inner_text(".refusal summary") == "The nearest passage, which is not an answer"


def test_the_box_stays_usable_after_a_failure(visit: Visiting) -> None:
    """A failure, an empty question and one of 100 KB each leave a sentence, and the next one is answered."""
    reader = visit()
    reader.ask("fail please", ".notice")
    assert words("en").say("broken") in reader.page.inner_text(".notice")
    reader.ask("   ", ".notice")
    reader.ask("x" * 100_000, ".notice")
    assert words("en").say("no_question") in reader.page.inner_text(".notice >> nth=1")
    assert words("en").say("endless", count=100_000, most=2000) in reader.page.inner_text(".notice >> nth=2")
    reader.ask(GROWTH)
    assert reader.page.inner_text(".answer .short") == "8,89%"


def test_an_old_answer_still_opens_its_own_source(visit: Visiting) -> None:
    """After a second answer, the first one's [1] leads to the first one's article."""
    reader = visit()
    reader.ask(GROWTH)
    reader.ask(ASKED)
    reader.page.click(".answer >> nth=0 >> a.cite")
    assert reader.cited() == FakeAssistant().ask(GROWTH).citations[0].quote
    assert reader.page.locator("a.current").count() == 1


def test_what_an_article_says_does_nothing(visit: Visiting) -> None:
    """Scripts, images, forms, frames, styles and templates in an article are text; nothing runs or is fetched."""
    reader = visit()
    reader.ask("hostile " + " ".join(PAYLOADS))
    quotes = [_shown(quote) for quote in reader.page.locator(".answer blockquote").all_text_contents()]
    assert quotes == [_shown(payload) for payload in PAYLOADS]
    for number, payload in enumerate(PAYLOADS):
        reader.page.click(f".quote a.cite >> nth={number}")
        reader.page.wait_for_function(
            "([n]) => document.querySelectorAll('.quote a.cite')[n].classList.contains('current')", arg=[number]
        )
        reader.page.wait_for_function(
            "([payload]) => document.querySelector('mark.cited')?.textContent === payload", arg=[payload]
        )
    assert (
        reader.page.locator("#chat img, #chat form, #chat iframe, #source img, #source form, #source iframe").count()
        == 0
    )
    assert reader.page.evaluate("() => window.owned") is None
    assert reader.page.is_visible("#question textarea")


def test_a_phone_shows_the_chat_and_then_the_source(visit: Visiting) -> None:
    """At 390 pixels nothing is cut off at the side; the source covers the chat and can be closed."""
    reader = visit(viewport=PHONE)
    reader.ask(ASKED)
    assert reader.page.evaluate("() => document.documentElement.scrollWidth") == PHONE["width"]
    reader.page.click("a.cite >> nth=1")
    reader.cited()
    assert _in_sight(reader.page, "mark.cited")
    box = reader.page.locator("#source .sheet").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, PHONE["width"])
    assert reader.page.evaluate("() => document.querySelector('#source .sheet').scrollWidth") <= PHONE["width"]
    reader.page.click("#source .close")
    assert not reader.page.is_visible("#source .sheet")
    assert reader.page.is_visible("#question textarea")


def test_the_page_speaks_the_readers_language(visit: Visiting) -> None:
    """Vietnamese for a Vietnamese browser; the toggle changes the interface, the conversation and the open source."""
    reader = visit(locale="vi-VN")
    assert reader.page.get_attribute("#question textarea", "placeholder") == words("vi").say("placeholder")
    reader.ask(REFUSED, ".refusal")
    reader.ask(GROWTH)
    reader.page.click("a.cite")
    reader.cited()
    assert "Không có trong các bài báo" in reader.page.inner_text("#chat")
    assert "bài không ghi ngày" in reader.page.inner_text("#source")
    reader.page.click("#language label:has-text('English')")
    reader.page.wait_for_function("() => document.documentElement.lang === 'en'")
    assert "Not in the articles" in reader.page.inner_text("#chat")
    assert "the article gives no date" in reader.page.inner_text("#source")
    assert reader.page.get_attribute("#question textarea", "placeholder") == words("en").say("placeholder")


def test_an_example_is_asked_by_a_click(visit: Visiting) -> None:
    """The first example is answered; starting over brings the examples back."""
    reader = visit()
    reader.page.click(f"#chat button.example:has-text('{ASKED}')")
    reader.page.locator(".answer").wait_for()
    assert reader.page.inner_text(".question") == ASKED
    reader.page.click("#restart")
    reader.page.locator("#chat button.example").first.wait_for()
    assert reader.page.locator(".answer").count() == 0


def test_a_link_that_leads_nowhere_says_so(visit: Visiting) -> None:
    """A citation link opened in a tab of its own shows its source, and a wrong one says that it has none."""
    reader = visit()
    reader.ask(GROWTH)
    link = reader.page.get_attribute("a.cite", "href")
    assert visit(path=link).cited() == FakeAssistant().ask(GROWTH).citations[0].quote
    lost = visit(path="#c-nothing")
    lost.page.locator("html.reading .panel-notice").wait_for()
    assert lost.page.inner_text(".panel-notice") == words("en").say("link_bad")


def test_an_answer_is_copied_with_its_sources(visit: Visiting) -> None:
    """The clipboard holds the question, the short answer, each quote and where it is from."""
    reader = visit()
    reader.ask(GROWTH)
    reader.ask(ASKED)
    reader.page.click(".copy >> nth=1")
    reader.page.locator(".copy >> nth=1 >> text='Copied'").wait_for()
    source = (
        "Lao động Thủ đô · Hoàng Phúc · 11 March 2024 · Thủ đô Hà Nội hội đàm với Thủ đô Viêng Chăn"
        " · https://news.invalid/hoi-dam"
    )
    quotes = [f"[{one.number}] “{one.quote}”\n{source}" for one in FakeAssistant().ask(ASKED).citations]
    copied = reader.page.evaluate("() => navigator.clipboard.readText()")
    assert copied == "\n\n".join([ASKED, "Anouphap Tounalom", *quotes])


def test_bold_and_serif_have_vietnamese_letters(visit: Visiting) -> None:
    """The fonts that are named are the fonts that are used: regular and bold, with every Vietnamese mark."""
    reader = visit()
    reader.ask(ASKED)
    letters = "ạảãàáâậầấẩẫăắằặẳẵđêếềệểễôốồộổỗơớờợởỡưứừựửữỹĐƯƠ"
    faces = ['400 16px "Source Sans Pro"', '700 16px "Source Sans Pro"', "400 16px Newsreader", "700 16px Newsreader"]
    loaded = reader.page.evaluate(
        "async ([faces, letters]) => { const all = []; for (const face of faces) {"
        " all.push((await document.fonts.load(face, letters)).length > 0); } return all; }",
        [faces, letters],
    )
    assert loaded == [True] * 4
    assert all(_drawn_by(reader.page, face, letters) for face in faces)


def _drawn_by(page: "Page", face: str, letters: str) -> bool:
    """Whether a font draws all these letters: each is as wide with one fallback font behind it as with another."""
    measure = """([face, letters]) => {
      const pen = document.createElement('canvas').getContext('2d');
      const widths = (fallback) => [...letters].map((letter) => {
        pen.font = `${face}, ${fallback}`; return pen.measureText(letter).width; });
      return JSON.stringify(widths('monospace')) === JSON.stringify(widths('serif')); }"""
    return bool(page.evaluate(measure, [face, letters]))


def test_the_server_answers_only_what_it_should(address: str) -> None:
    """Four calls and no other; no uploads, no foreign host; a policy with every page."""
    with urllib.request.urlopen(address + "gradio_api/info") as response:  # noqa: S310 - our own server
        assert list(json.load(response)["named_endpoints"]) == ["/ask", "/search", "/check", "/quote"]
        assert "default-src 'self'" in response.headers["content-security-policy"]
    for path, host in (("gradio_api/upload", ""), ("", "evil.example")):
        request = urllib.request.Request(address + path, headers={"Host": host} if host else {})  # noqa: S310
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)  # noqa: S310
        refused.value.close()


def test_a_program_can_ask(address: str) -> None:
    """The endpoint `/ask` gives the object that `ask --json` prints."""
    body = json.dumps({"data": [GROWTH, None, None, None]}).encode()
    request = urllib.request.Request(  # noqa: S310 - our own server
        address + "gradio_api/call/ask", data=body, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as response:  # noqa: S310
        event = json.load(response)["event_id"]
    with urllib.request.urlopen(f"{address}gradio_api/call/ask/{event}") as stream:  # noqa: S310
        data = next(line for line in stream.read().decode().splitlines() if line.startswith("data: "))
    answer = json.loads(data.removeprefix("data: "))[0]
    quote = FakeAssistant().ask(GROWTH).citations[0].quote
    assert (answer["status"], answer["citations"][0]["quote"]) == ("answered", quote)


def _in_sight(page: "Page", selector: str) -> bool:
    """Whether the element's top is within the window."""
    box = page.locator(selector).bounding_box()
    height = (page.viewport_size or DESK)["height"]
    return box is not None and 0 <= box["y"] < height


def _shown(words_: str) -> str:
    """The text with its white space as a reader sees it."""
    return " ".join(words_.split())
