"""The tab of the articles in a real headless browser, over a small index of the fake encoder's."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from index.building import build
from tests.browser import ROOT, needs_chromium, serving
from tests.fake_assistant import PAYLOADS
from tests.fakes import LetterEncoder
from tests.three_articles import BRIDGE, FLOOD, RICE
from tests.visiting import PHONE, Visit, Visiting

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Page

pytestmark = needs_chromium

FORM = "multipart/form-data; boundary=x"
SMALL = 55  # articles of a sentence each, so that there are two leaves
CATFISH = "Cá tra được giá\n\nGiá cá tra tại Đồng Tháp đạt 29.500 đồng một ki-lô-gam.\n"


@pytest.fixture(scope="module")
def articles_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of articles, with files that cannot be read."""
    folder = tmp_path_factory.mktemp("articles")
    for name, article in (("flood", FLOOD), ("rice", RICE), ("bridge", BRIDGE)):
        (folder / f"{name}.txt").write_text(article)
    for number in range(SMALL):
        (folder / f"tin-{number:02}.md").write_text(
            f"---\ntitle: Tin {number:02}\n---\n\nHuyện số {number} có tin mới.\n"
        )
    (folder / "hostile.md").write_text(f"---\ntitle: '{PAYLOADS[0]}'\nsource: '{PAYLOADS[1]}'\n---\n\nKhông có gì.\n")
    (folder / "trống.txt").write_text("")
    return folder


@pytest.fixture(scope="module")
def index_folder(articles_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its index."""
    folder = tmp_path_factory.mktemp("index") / "built"
    build(articles_folder, folder, LetterEncoder())
    return folder


@pytest.fixture(scope="module")
def address(articles_folder: Path, index_folder: Path) -> Iterator[str]:
    """Where the chat over it is served, whose readers may add articles."""
    with serving("--index", str(index_folder), "--articles", str(articles_folder)) as address:
        yield address


@pytest.fixture
def tab(visit: Visiting) -> Visit:
    """A reader of the tab."""
    return opened(visit())


def opened(reader: Visit) -> Visit:
    """The reader, once the list is there."""
    reader.turn_to("articles")
    reader.page.locator("#articles-list .found").wait_for()
    return reader


def file(name: str, content: str) -> "FilePayload":
    """A file to hand in."""
    return {"name": name, "mimeType": "text/plain", "buffer": content.encode()}


def hand_in(page: "Page", *files: "FilePayload") -> list[str]:
    """Hands the files in; what became of each, once the index is made anew."""
    page.set_input_files("#articles-adding input[type=file]", list(files))
    page.locator("#articles-going .rebuilt").wait_for()
    return page.locator("#articles-going .handed-in li").all_inner_texts()


def titles(page: "Page") -> list[str]:
    """The titles on the leaf."""
    return page.locator("#articles-list td.title a").all_inner_texts()


def told(page: "Page", sentence: str) -> None:
    """Waits until the list says this."""
    page.locator(f"#articles-list .found:text-is('{sentence}')").wait_for()


def focused(page: "Page") -> str:
    """Which control has the focus."""
    return str(page.evaluate("document.activeElement.dataset.order || document.activeElement.id"))


def test_the_list_is_searched_as_one_types(tab: Visit) -> None:
    """Without marks too; what is typed and the focus stay where they are."""
    page = tab.page
    told(page, "59 articles")
    page.focus("#articles-wanted")
    page.keyboard.type("lu lon", delay=20)
    told(page, "1 article found")
    assert titles(page) == ["Lũ lớn ở Huế"]
    page.keyboard.type(" zzz")
    page.keyboard.press("Enter")
    told(page, "No article has these words.")
    assert (page.input_value("#articles-wanted"), focused(page)) == ("lu lon zzz", "articles-wanted")
    page.fill("#articles-wanted", "")
    told(page, "59 articles")


def test_the_list_is_sorted_and_turned_by_keyboard(tab: Visit) -> None:
    """A heading sorts, again it sorts the other way; each button keeps the focus, or hands it to the other."""
    page = tab.page
    page.focus("button[data-order=title]")
    page.keyboard.press("Enter")
    page.locator("th.title[aria-sort=ascending]").wait_for()
    assert titles(page)[1:4] == ["Giá gạo xuất khẩu tăng", "Khánh thành cầu Thủ Thiêm", "Lũ lớn ở Huế"]
    page.keyboard.press("Enter")
    page.locator("th.title[aria-sort=descending]").wait_for()
    assert (titles(page)[0], focused(page)) == ("Tin 54", "title")
    page.focus("#leaf_after")
    page.keyboard.press("Enter")
    page.locator(".leaves .shown:text-is('51–59 of 59')").wait_for()
    assert (titles(page)[0], focused(page)) == ("Tin 04", "leaf_before")
    page.keyboard.press("Enter")
    page.locator(".leaves .shown:text-is('1–50 of 59')").wait_for()
    assert focused(page) == "leaf_after"


def test_an_article_is_opened_and_closed(tab: Visit) -> None:
    """Beside the list, which stays as it was; the focus goes back to its title."""
    page = tab.page
    page.fill("#articles-wanted", "flood")
    told(page, "1 article found")
    page.click("#articles-list td.title a")
    page.locator("html.reading #source-title:text-is('Lũ lớn ở Huế')").wait_for()
    page.keyboard.press("Escape")
    page.locator("html:not(.reading)").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Lũ lớn ở Huế"
    assert page.input_value("#articles-wanted") == "flood"


def test_the_last_run_says_what_was_skipped(tab: Visit) -> None:
    """And why, in the page's language, also when that changes; the search stays."""
    page = tab.page
    page.fill("#articles-wanted", "flood")
    told(page, "1 article found")
    skipped = page.locator("#articles-last-run .files li", has_text="trống.txt")
    assert skipped.inner_text() == "trống.txt: empty; delete it or put the article's text in it"
    page.click("#language label:has-text('Tiếng Việt')")
    page.locator("#articles-last-run li:text-is('trống.txt: tệp trống')").wait_for()
    told(page, "Tìm thấy 1 bài")
    assert page.input_value("#articles-wanted") == "flood"
    assert page.inner_text("#articles-files") == "Chọn tệp"


def test_a_file_is_uploaded_indexed_and_answers(tab: Visit, articles_folder: Path) -> None:
    """Without a restart: the list, the masthead and the last run are new, and a question finds what it says."""
    page = tab.page
    assert hand_in(page, file("cá tra.txt", CATFISH), file("run.sh.txt", " ")) == [
        "cá tra.txt: added",
        "run.sh.txt: empty",
    ]
    assert (articles_folder / "cá tra.txt").read_text() == CATFISH
    told(page, "60 articles")
    page.locator("#masthead .coverage", has_text="60 articles").wait_for()
    page.locator("#articles-last-run", has_text="60 read: 1 new").wait_for()
    page.set_input_files("#articles-adding input[type=file]", [file("cá tra.txt", CATFISH)])
    page.locator("#articles-going li:text-is('cá tra.txt: there already, with the same content')").wait_for()
    page.click("#ask-tab-button")
    tab.ask("Giá cá tra tại Đồng Tháp đạt bao nhiêu?")
    assert page.inner_text(".answer .short") == "29.500 đồng"
    (articles_folder / "cá tra.txt").unlink()
    opened(tab)
    page.click("#articles-rebuild")
    page.locator("#articles-going .rebuilt", has_text="1 removed").wait_for()
    told(page, "59 articles")


def test_hostile_files_are_text(tab: Visit, articles_folder: Path) -> None:
    """In their names and in what they say; nothing runs, nothing is asked of the network, nothing leaves the folder."""
    page = tab.page
    name, content = "<img src=x onerror=window.owned=1>.md", f"---\ntitle: '{PAYLOADS[2]}'\n---\n\n{PAYLOADS[3]}\n"
    before = {path.name for path in articles_folder.iterdir()}
    (told_of,) = hand_in(page, file(name, content))
    (added,) = {path.name for path in articles_folder.iterdir()} - before
    assert told_of == f"{added}: added"
    assert page.locator("#articles img, #articles script, #articles iframe, #articles form").count() == 0
    assert page.evaluate("window.owned") is None
    (articles_folder / added).unlink()
    page.click("#articles-rebuild")
    page.locator("#articles-going .rebuilt", has_text="1 removed").wait_for()


def test_a_failed_rebuild_is_told_and_can_be_tried_again(tab: Visit, index_folder: Path, articles_folder: Path) -> None:
    """As where the folder of articles is away for a moment."""
    away = articles_folder.with_name("away")
    articles_folder.rename(away)
    try:
        tab.page.click("#articles-rebuild")
        tab.page.locator("#articles-going .notice", has_text="no such folder").wait_for()
    finally:
        away.rename(articles_folder)
    tab.page.click("#articles-rebuild")
    tab.page.locator("#articles-going .rebuilt").wait_for()


def test_a_phone_has_rows_of_blocks(visit: Visiting) -> None:
    """No sideways scroll, everything within reach of a thumb."""
    page = opened(visit(viewport=PHONE, locale="vi-VN")).page
    for box in ("html", "#articles-tab"):
        assert (
            page.evaluate(
                "box => { const e = document.querySelector(box); return e.scrollWidth - e.clientWidth; }", box
            )
            == 0
        )
    assert page.evaluate("getComputedStyle(document.querySelector('#articles-list td')).display") == "block"
    heights = page.evaluate(
        "[...document.querySelectorAll('#articles :is(button, input[type=search], td a)')]"
        ".filter((e) => e.offsetParent).map((e) => e.getBoundingClientRect().height)"
    )
    assert min(heights) >= 43.9


def uploaded(address: str, **headers: str) -> tuple[int, bytes]:
    """The status and the answer to a form with a file."""
    form = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nx\r\n--x--\r\n'
    return requested(address, "POST", "/gradio_api/upload", form, {"content-type": FORM, **headers})


def requested(
    address: str, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, bytes]:
    """The status and the answer to a request."""
    with closing(HTTPConnection(urlsplit(address).netloc)) as connection:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_only_this_chats_own_page_may_upload_and_nobody_fetches(address: str) -> None:
    """A form of another site's is refused; and what was uploaded is never served."""
    assert uploaded(address, origin="https://evil.example")[0] == 403
    status, answer = uploaded(address, origin=address.rstrip("/"))
    path = Path(json.loads(answer)[0])
    fetched = requested(address, "GET", f"/gradio_api/file={path}")[0]
    path.unlink()
    path.parent.rmdir()
    assert (status, fetched) == (200, 404)


def test_a_file_elsewhere_is_not_fetched() -> None:
    """Whoever sends an event can name an address in place of a file; this is what Gradio would fetch it with."""
    script = (
        "import asyncio; from tabs.app import build_app; from tests.fake_assistant import FakeAssistant;"
        "build_app(FakeAssistant()); from gradio.processing_utils import async_ssrf_protected_download as fetch;"
        "asyncio.run(fetch('http://elsewhere.invalid/x', '.'))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1] == "ValueError: No file is fetched from elsewhere."


def test_without_leave_nothing_is_uploaded() -> None:
    """The server refuses it, and the page offers nothing of the kind."""
    with serving() as address:
        assert uploaded(address)[0] == 404
        config = json.loads(requested(address, "GET", "/config")[1])
    assert {component["type"] for component in config["components"]} & {"uploadbutton", "file"} == set()
