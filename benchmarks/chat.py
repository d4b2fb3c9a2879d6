"""The chat in a headless browser over a thousand articles, and asked by many at once: what its readers wait for."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from benchmarks.figures import Figure
from benchmarks.load import USERS, batch_figures, crowd_figures, served
from benchmarks.thousand import ARTICLES, thousand_questions, thousand_texts
from index.encoder import Encoder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")  # Debian's and Ubuntu's
NOT_AT_HAND = f"Not measured: there is no browser at {CHROMIUM}."
QUESTIONS = 12  # asked in the browser, each of its citations clicked
PAINT_S, CLICK_MS = 3.0, 300.0  # promised of the first paint and of a click
_FLAGS = (
    "--no-sandbox",  # a container's root has no other choice, and the pages are our own
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
# Clicks a link and waits, frame by frame, until its source is there with its mark within the window.
_CLICK = """(link) => new Promise((done) => {
  const begun = performance.now();
  link.click();
  const look = () => {
    const sheet = document.querySelector('html.reading #source .sheet');
    const mark = document.querySelector('html.reading #source mark.cited');
    const box = mark && mark.getBoundingClientRect();
    if (sheet && sheet.dataset.link === link.getAttribute('href') && box && box.top >= 0 && box.top < innerHeight)
      return done(performance.now() - begun);
    requestAnimationFrame(look);
  };
  look();
})"""


def chat_figures(
    encoder: Encoder, cache: Path, articles: int = ARTICLES, questions: int = QUESTIONS
) -> Iterator[Figure]:
    """What a reader of so many articles waits for, and what leaves the machine; then many readers at once."""
    texts = thousand_texts(articles)
    asked = list(thousand_questions())
    with served(texts, encoder, cache / "benchmarks") as chat:
        yield from _browser_figures(chat.address, asked[:questions], len(texts))
        for users in USERS:
            yield from crowd_figures(chat.address, asked, users)
    yield from batch_figures(asked, cache)


def _browser_figures(address: str, questions: Sequence[str], articles: int) -> Iterator[Figure]:
    """What one reader waits for."""
    with _chromium() as browser:
        paints = [_paint(browser, address) for _ in range(5)]
        yield Figure(
            "first paint, nothing in the browser's cache: median", median(paints) / 1000, "s", most=PAINT_S, of=5
        )
        page = browser.new_page()
        faults = _watched(page, address)
        page.goto(address)
        page.wait_for_selector("#question textarea")
        answers = [_timed(lambda question=question: _ask(page, question)) for question in questions]  # type: ignore[misc]
        yield Figure(
            f"Enter to the answer on screen, {articles:,} articles: median", median(answers), "ms", of=len(answers)
        )
        links = {link.get_attribute("href"): link for link in page.query_selector_all("#chat a.cite")}
        clicks = [float(page.evaluate(_CLICK, link)) for link in links.values()]
        what = "a click on [1] to its sentence marked and in sight"
        yield Figure(f"{what}: median", median(clicks), "ms", most=CLICK_MS, of=len(clicks))
        yield Figure(f"{what}: the slowest", max(clicks), "ms", most=CLICK_MS, of=len(clicks))
        page.keyboard.press("Escape")
        listed = _timed(lambda: _list(page))
        yield Figure(f"the tab Articles to its list of {articles:,}", listed, "ms")
        yield Figure(
            "requests that left the machine, errors in the console", len(faults), "requests and errors", most=0
        )


@contextmanager
def _chromium() -> "Iterator[Browser]":
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


def _paint(browser: "Browser", address: str) -> float:
    """Milliseconds to the first paint of a page that the browser has never seen."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#question textarea")
    painted = float(page.evaluate(_PAINT))
    context.close()
    return painted


def _watched(page: "Page", address: str) -> list[str]:
    """What the page does from now on that it should not: errors, and requests to others."""
    faults: list[str] = []
    own = {urlsplit(address).netloc, ""}
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda sent: faults.append(sent.url) if urlsplit(sent.url).netloc not in own else None)
    return faults


def _ask(page: "Page", question: str) -> None:
    """Asks, and waits for what comes of it."""
    before = page.locator("#chat .answer, #chat .refusal").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.locator("#chat .answer, #chat .refusal").nth(before).wait_for()


def _list(page: "Page") -> None:
    """Turns to the articles, and waits for their list."""
    page.click("#articles-tab-button")
    page.locator("#articles-list table tbody tr").first.wait_for()


def _timed(work: Callable[[], None]) -> float:
    """Milliseconds that it takes."""
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)
