"""The chat in a headless browser over a thousand articles, and asked by many at once: what its readers wait for."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from benchmarks.figures import Figure, percentile
from benchmarks.thousand import ARTICLES, thousand_questions, thousand_texts
from index.building import build
from index.encoder import Encoder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")  # Debian's and Ubuntu's
NOT_AT_HAND = f"Not measured: there is no browser at {CHROMIUM}."
ROOT = Path(__file__).parent.parent
QUESTIONS = 12  # asked in the browser, each of its citations clicked
USERS = (1, 8, 32)
EACH = 6  # questions that each of the users asks, one after another
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


@dataclass(frozen=True, slots=True)
class Asked:
    """A question asked through the API: how long it took, and whether its own answer came."""

    milliseconds: float
    own: bool


def chat_figures(encoder: Encoder, articles: int = ARTICLES, questions: int = QUESTIONS) -> Iterator[Figure]:
    """What a reader of so many articles waits for, and what leaves the machine; then many readers at once."""
    texts = thousand_texts(articles)
    asked = list(thousand_questions())
    with _served(texts, encoder) as address:
        yield from _browser_figures(address, asked[:questions], len(texts))
        for users in USERS:
            yield from _crowd_figures(address, asked, users)


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


def _crowd_figures(address: str, questions: Sequence[str], users: int) -> Iterator[Figure]:
    """How long questions take where so many ask at once, each one question after another."""
    with ThreadPoolExecutor(users) as pool:
        rounds = [[questions[(user * 7 + turn) % len(questions)] for turn in range(EACH)] for user in range(users)]
        asked = [one for own in pool.map(lambda own: [_call(address, one) for one in own], rounds) for one in own]
    times = [one.milliseconds for one in asked]
    who = "1 user" if users == 1 else f"{users} users at once"
    yield Figure(f"{who}, a question through the API: median", median(times), "ms", of=len(times))
    yield Figure(f"{who}: 95th percentile", percentile(times, 95), "ms", of=len(times))
    yield Figure(
        f"{who}: answers lost or another's", sum(not one.own for one in asked), "answers", most=0, of=len(asked)
    )


def _call(address: str, question: str) -> Asked:
    """Asks through the API in its two steps."""
    begun = time.perf_counter()
    body = json.dumps({"data": [question, "", "", None]}).encode()
    headers = {"content-type": "application/json"}
    call = urllib.request.Request(f"{address}gradio_api/call/ask", body, headers)  # noqa: S310 - this machine's own
    with urllib.request.urlopen(call) as reply:  # noqa: S310
        event = json.load(reply)["event_id"]
    with urllib.request.urlopen(f"{address}gradio_api/call/ask/{event}") as stream:  # noqa: S310
        lines = [line.decode() for line in stream if line.startswith(b"data: [")]
    answer: dict[str, Any] = json.loads(lines[-1].removeprefix("data: "))[0] if lines else {}
    return Asked(1000 * (time.perf_counter() - begun), answer.get("question") == question)


@contextmanager
def _served(texts: Sequence[str], encoder: Encoder) -> Iterator[str]:
    """The address of a chat over these articles."""
    with tempfile.TemporaryDirectory(prefix="trich-dan-chat-") as place:
        folder = Path(place) / "articles"
        folder.mkdir()
        for number, text in enumerate(texts):
            (folder / f"{number:04}.txt").write_text(text, "utf-8")
        build(folder, Path(place) / "index", encoder)
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        command = [sys.executable, "ui.py", "--index", str(Path(place) / "index"), "--port", str(port)]
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment) as chat:
            assert chat.stdout is not None  # noqa: S101 - for the type checker: it is a pipe
            try:
                yield chat.stdout.readline().split()[4]
            finally:
                chat.terminate()


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
