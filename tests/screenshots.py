"""`python -m tests.screenshots`: the chat over the seeds in each of its states, on a desk and a phone, light and dark.

Writes docs/images/STATE-DEVICE-SCHEME.webp. Needs Chromium and an index of the seeds (`make index`).
"""

import io
import subprocess
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.browser import ROOT, chromium, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

OUT = ROOT / "docs" / "images"
DEVICES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
SCHEMES = ("light", "dark")
QUALITY = 82  # of WebP: the letters stay sharp, and all pictures together are about 2 MB
SETTLED = 700  # milliseconds for what slides and fades


def start(page: "Page") -> None:
    """Before the first question."""


def answer(page: "Page") -> None:
    """A cited answer."""
    _ask(page, "Who did Đinh Tiến Dũng meet in Vientiane?")


def quote(page: "Page") -> None:
    """The quote, outlet and date that a number shows."""
    answer(page)
    page.focus("#chat a.cite >> nth=0")
    page.hover("#chat a.cite >> nth=0")


def source(page: "Page") -> None:
    """The article beside the answer, the quote marked."""
    answer(page)
    page.click("#chat a.cite >> nth=0")
    page.wait_for_selector("html.reading mark.cited")


def follow_up(page: "Page") -> None:
    """A question that was understood by the one before."""
    answer(page)
    _ask(page, "When was that?")


def refusal(page: "Page") -> None:
    """A refusal with what is nearest."""
    _ask(page, "Who did Đinh Tiến Dũng meet in Bangkok?", ".refusal")
    page.click("#chat .refusal summary")


def check(page: "Page") -> None:
    """A claim that the articles refute."""
    _check(page, "claim", "Năm 2022, GRDP của Hà Nội tăng 9,5%.")


def quotation(page: "Page") -> None:
    """A quotation that was altered."""
    _check(page, "quotation", "“Nhờ những chính sách toàn diện, tỷ lệ hộ nghèo tại Hà Nội chỉ còn 2,7%.”")


def brief(page: "Page") -> None:
    """Citations collected for a brief."""
    answer(page)
    page.click("#chat a.collect >> nth=0")
    _ask(page, "GRDP của Hà Nội năm 2022 tăng bao nhiêu?")
    page.click("#chat a.collect >> nth=1")
    page.click("#brief-tab-button")


def articles(page: "Page") -> None:
    """The articles."""
    page.click("#articles-tab-button")
    page.wait_for_selector("#articles table")


STATES: tuple[Callable[["Page"], None], ...] = (
    start, answer, quote, source, follow_up, refusal, check, quotation, brief, articles,
)  # fmt: skip


def main() -> int:
    """Takes the pictures, all or those of the states that are named; returns the exit code."""
    wanted = sys.argv[1:] or [state.__name__ for state in STATES]
    with _chat() as address, chromium() as browser:
        for state in STATES:
            for device, viewport in DEVICES.items():
                for scheme in SCHEMES:
                    if state.__name__ in wanted:
                        options: Any = {"viewport": viewport, "color_scheme": scheme, "locale": _locale(device, scheme)}
                        context = browser.new_context(**options)
                        page = context.new_page()
                        page.goto(address)
                        page.wait_for_selector("#question textarea")
                        page.wait_for_timeout(SETTLED)
                        state(page)
                        page.wait_for_timeout(SETTLED)
                        _save(page.screenshot(), OUT / f"{state.__name__}-{device}-{scheme}.webp")
                        context.close()
    return 0


def _locale(device: str, scheme: str) -> str:
    """Half of the pictures in each language of the page."""
    return "en-US" if (device == "desk") == (scheme == "light") else "vi-VN"


def _ask(page: "Page", question: str, result: str = ".answer") -> None:
    before = page.locator(f"#chat {result}").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.locator(f"#chat {result}").nth(before).wait_for()


def _check(page: "Page", kind: str, text: str) -> None:
    page.click("#check-tab-button")
    page.check(f'#check-tab input[value="{kind}"]')
    page.fill("#check-tab textarea", text)
    page.press("#check-tab textarea", "Enter")
    page.locator("#check-tab .answer").first.wait_for()


def _save(png: bytes, file: Path) -> None:
    from PIL import Image

    Image.open(io.BytesIO(png)).save(file, "WEBP", quality=QUALITY, method=6)


@contextmanager
def _chat() -> "Iterator[str]":
    """The address of the chat over the index that the settings name."""
    command = [sys.executable, "ui.py", "--port", str(free_port())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as chat:
        assert chat.stdout is not None
        try:
            yield chat.stdout.readline().split()[4]
        finally:
            chat.terminate()


if __name__ == "__main__":
    sys.exit(main())
