"""The tab Brief in a real browser: collecting, arranging, keeping, and files that are read back."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant.briefs.objects import dumped
from assistant.briefs.saving import opened, written
from page.words import words
from tests.brief_parts import whole
from tests.browser import needs_chromium
from tests.fake_assistant import PAYLOADS, FakeAssistant
from tests.visiting import DESK, PHONE, Visit, Visiting

if TYPE_CHECKING:
    from playwright.sync_api import Route

pytestmark = needs_chromium

GROWTH, MET = "GRDP of Hanoi?", "Who went to Vientiane?"
QUOTES = [
    citation.quote for question in (GROWTH, MET) for citation in FakeAssistant().ask(question).citations
]  # as they stand in the articles
KEPT = "trich-dan-brief"


@pytest.fixture
def fresh(visit: Visiting) -> Iterator[Visiting]:
    """A visit; what its browser kept is forgotten afterwards."""
    readers: list[Visit] = []

    def open_page(*arguments: Any, **options: Any) -> Visit:
        readers.append(visit(*arguments, **options))
        return readers[-1]

    yield open_page
    for reader in readers:
        reader.page.evaluate("() => localStorage.clear()")


def collect(reader: Visit, question: str) -> None:
    """Asks, and adds the answer to the brief."""
    before = reader.page.locator("a.collected").count()
    reader.ask(question)
    reader.page.locator("#chat a.collect:not(.collected)").last.click()
    reader.page.locator("a.collected").nth(before).wait_for()


def with_brief(reader: Visit) -> Visit:
    """The reader, with two answers in the brief and its tab open."""
    collect(reader, GROWTH)
    collect(reader, MET)
    reader.turn_to("brief")
    reader.page.locator("#brief .entry").nth(1).wait_for()
    return reader


def asked(reader: Visit) -> list[str]:
    """What the entries are about, in order."""
    return reader.page.locator("#brief h2").all_inner_texts()


def says(reader: Visit, sentence: str) -> None:
    """Waits until the tab says so."""
    reader.page.locator(f"#brief .sentence:text-is({json.dumps(sentence)})").wait_for()


def focused(reader: Visit, id: str) -> None:
    """Waits until this has the focus."""
    reader.page.wait_for_function("id => document.activeElement.id === id", arg=id)


def reload(reader: Visit) -> None:
    """Loads the page again. Gradio says on the console that this broke off what it was listening to, where the server
    had not hung up yet: that is no fault of the page.
    """
    before = len(reader.faults)
    reader.page.reload()
    reader.page.locator("#question textarea").wait_for()
    broken_off = ("AbortError", "Connection errored out")
    reader.faults[before:] = [fault for fault in reader.faults[before:] if not any(one in fault for one in broken_off)]


def downloaded(reader: Visit, form: str, folder: Path) -> Path:
    """The file that a button gives, under the name the browser gives it."""
    with reader.page.expect_download() as download:
        reader.page.click(f"#brief-as-{form}")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_an_answer_is_collected_by_one_click(fresh: Visiting) -> None:
    """The link says that it is, the tab's name counts, a screen reader is told; the same again changes nothing."""
    reader = fresh()
    collect(reader, GROWTH)
    assert reader.page.inner_text("a.collected") == "In the brief"
    reader.page.locator("#brief-tab-button:text-is('Brief (1)')").wait_for()
    reader.page.locator("[role=status]:text-is('Added to the brief.')").wait_for(state="attached")
    reader.page.click("a.collected")
    reader.page.locator("[role=status]:text-is('This is in the brief already.')").wait_for(state="attached")
    reader.ask("Bangkok?", ".refusal")
    reader.ask("fail please", ".notice")
    assert reader.page.locator("a.collect").count() == 1
    reader.turn_to("brief")
    assert asked(reader) == [GROWTH]
    assert reader.page.locator("#brief blockquote").all_text_contents() == QUOTES[:1]


def test_a_verdict_is_collected_beside_an_answer(fresh: Visiting) -> None:
    """The numbers run on; [2] opens the source of the verdict's quote."""
    reader = fresh()
    collect(reader, GROWTH)
    reader.turn_to("check")
    reader.page.fill("#check-given textarea, #check-given input", "GRDP tăng 9,5%.")
    reader.page.click("#check-go")
    reader.page.click("#check a.collect")
    reader.page.locator("#check a.collected").wait_for()
    reader.turn_to("brief")
    assert asked(reader) == [GROWTH, "GRDP tăng 9,5%."]
    assert reader.page.inner_text("#brief .verdict") == "Refuted."
    reader.page.click("#brief .quote a.cite >> nth=1")
    assert (reader.cited(), reader.page.inner_text("#brief a.current")) == (QUOTES[0], "[2]")


def test_a_brief_is_arranged_by_keyboard(fresh: Visiting) -> None:
    """The focus goes with what is moved, to what follows what is removed, and back with what is brought back."""
    reader = with_brief(fresh())
    page = reader.page
    assert page.get_attribute("#brief-up-1", "aria-label") == f"Move up: {MET}"
    page.focus("#brief-up-1")
    page.keyboard.press("Enter")
    focused(reader, "brief-up-0")
    assert (asked(reader), page.locator("#brief .quote a.cite").all_inner_texts()) == (
        [MET, GROWTH], ["[1]", "[2]", "[3]"],
    )  # fmt: skip
    page.keyboard.press("Enter")  # it is at the top already
    page.keyboard.press("Tab")
    focused(reader, "brief-down-0")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    says(reader, "Removed.")
    focused(reader, "brief-remove-0")
    assert (asked(reader), page.inner_text("#brief-tab-button")) == ([GROWTH], "Brief (1)")
    page.focus("#brief-undo")
    page.keyboard.press("Enter")
    focused(reader, "brief-remove-0")
    assert asked(reader) == [MET, GROWTH]
    page.focus("#brief-uncite-2")
    page.keyboard.press("Space")
    says(reader, "Removed.")
    focused(reader, "brief-uncite-2")
    assert page.locator("#brief blockquote").all_text_contents() == [QUOTES[1], QUOTES[0]]


def test_nothing_is_lost_on_a_reload(fresh: Visiting) -> None:
    """The brief, its order and title; and an answer that is in it says so when it is asked for again."""
    reader = with_brief(fresh())
    reader.page.fill("#brief-title", "Hội đàm <b>ở</b> Viêng Chăn")
    reader.page.press("#brief-title", "Enter")
    reader.page.click("#brief-down-0")
    says(reader, "Moved to place 2 of 2.")
    reload(reader)
    reader.page.locator("#brief-tab-button:text-is('Brief (2)')").wait_for()
    reader.ask(GROWTH)
    reader.page.locator("a.collected").wait_for()
    reader.turn_to("brief")
    reader.page.locator("#brief .entry").first.wait_for()
    assert (asked(reader), reader.page.input_value("#brief-title")) == ([MET, GROWTH], "Hội đàm <b>ở</b> Viêng Chăn")


def test_a_kept_brief_that_is_torn_is_put_aside(fresh: Visiting) -> None:
    """It is told, and nothing else breaks."""
    reader = fresh()
    collect(reader, MET)
    reader.page.evaluate('([key]) => localStorage.setItem(key, \'{"program": "trich-\')', [KEPT])
    reload(reader)
    reader.page.wait_for_function("([key]) => localStorage.getItem(`${key}-torn`) !== null", arg=[KEPT])
    assert reader.page.evaluate("([key]) => localStorage.getItem(key)", [KEPT]) is None
    collect(reader, GROWTH)
    reader.turn_to("brief")
    assert asked(reader) == [GROWTH]


def test_a_server_that_lost_the_brief_is_given_it_again(fresh: Visiting) -> None:
    """Where the two speak of another brief, the browser's is the one that is added to."""
    reader = fresh()
    collect(reader, GROWTH)
    asked_for = []

    def forget(route: "Route") -> None:
        request: Any = route.request.post_data_json
        if event := request.get("event_data"):
            asked_for.append(event["action"])
            event["stamp"] = "of another brief" if len(asked_for) == 1 else event["stamp"]
        route.continue_(post_data=json.dumps(request))

    reader.page.route("**/queue/join*", forget)
    collect(reader, MET)
    assert asked_for == ["collect", "restore", "collect"]
    reader.turn_to("brief")
    assert asked(reader) == [GROWTH, MET]


def test_every_document_is_read_back_to_the_letter(fresh: Visiting, tmp_path: Path) -> None:
    """Markdown, Word and JSON carry the brief; the quotes are those of the articles."""
    reader = with_brief(fresh())
    reader.page.fill("#brief-title", "Hội đàm: đợt 1")
    reader.page.select_option("#brief-style", "apa")
    files = {form: downloaded(reader, form, tmp_path) for form in ("markdown", "docx", "json")}
    read = {form: opened(path) for form, path in files.items()}
    assert [[saved.exact for saved in one.brief.citations] for one in read.values()] == [QUOTES] * 3
    assert {one.brief.title for one in read.values()} == {"Hội đàm: đợt 1"}
    assert [one.shown for one in read.values()] == [{}] * 3
    assert {path.name.rsplit("-", 3)[0] for path in files.values()} == {"hoi-dam-dot-1"}
    # A Word file says when it was packed, to two seconds; the others are the same to the byte.
    assert files["markdown"].read_bytes() == written(read["markdown"].brief, "markdown", "apa")
    assert files["json"].read_bytes() == written(read["json"].brief, "json")


def test_sources_are_read_by_other_programs(fresh: Visiting, tmp_path: Path) -> None:
    """BibTeX by pybtex, RIS by rispy, CSL-JSON as JSON: an entry for each article, with its title."""
    import rispy
    from pybtex.database import parse_file

    reader = with_brief(fresh())
    fake = FakeAssistant()
    titles = [fake.growth.title, fake.meeting.title]
    bibtex = parse_file(str(downloaded(reader, "bibtex", tmp_path)), "bibtex")
    assert [entry.fields["title"].strip("{}") for entry in bibtex.entries.values()] == titles
    with downloaded(reader, "ris", tmp_path).open(encoding="utf-8") as file:
        assert [entry["title"] for entry in rispy.load(file)] == titles
    csl = json.loads(downloaded(reader, "csl-json", tmp_path).read_text("utf-8"))
    assert [item["title"] for item in csl] == titles


def test_a_brief_is_copied_checked_and_opened(fresh: Visiting, tmp_path: Path) -> None:
    """The clipboard has the quotes; each citation says what became of it; a file takes the place of what was there."""
    reader = with_brief(fresh())
    reader.page.click("#brief-copy")
    says(reader, "The brief was copied, with its sources.")
    text = reader.page.evaluate("() => navigator.clipboard.readText()")
    assert [f"> {quote}" in text for quote in QUOTES] == [True] * 3
    reader.page.click("#brief-verify")
    says(reader, "All 3 citations stand.")
    assert reader.page.locator("#brief .footing").all_inner_texts() == ["Stands"] * 3
    for form, name in (("docx", "a.docx"), ("markdown", "b.md"), ("json", "c.json")):
        path = tmp_path / name
        path.write_bytes(written(whole(), form))  # type: ignore[arg-type]  # the formats' names
        reader.page.set_input_files("#brief-file", path)
        says(reader, f"Opened {name}.")
        assert reader.page.locator("#brief blockquote").all_text_contents() == [one.exact for one in whole().citations]
    reader.page.click("#brief-verify")
    says(reader, "4 citations are not as they were saved; see each.")
    reader.page.set_input_files("#brief-file", files={"name": "d.md", "mimeType": "text/plain", "buffer": b"# no"})
    reader.page.locator("#brief .sentence:has-text('“d.md” is not a brief')").wait_for()
    big: Any = {"name": "e.json", "mimeType": "text/plain", "buffer": b" " * 5_000_001}
    reader.page.set_input_files("#brief-file", files=big)
    says(reader, "The file is larger than 5 MB. Choose another.")


def test_the_brief_speaks_the_readers_language(fresh: Visiting) -> None:
    """Also the links, the tab's label and a title that was written; nothing of the brief changes."""
    reader = with_brief(fresh(locale="vi-VN"))
    say = words("vi").say
    reader.page.fill("#brief-title", "Hội đàm")
    assert reader.page.inner_text("#brief-remove-0") == say("brief_remove")
    reader.page.click("#language label:has-text('English')")
    reader.page.locator("#brief-tab-button:text-is('Brief (2)')").wait_for()
    assert reader.page.inner_text("#brief-remove-0") == "Remove"
    # The title was being kept while the language changed: the page notices, and shows it after all.
    reader.page.wait_for_function("() => document.querySelector('#brief-title').value === 'Hội đàm'")
    assert asked(reader) == [GROWTH, MET]
    reader.turn_to("ask")
    assert reader.page.locator("a.collect").all_inner_texts() == ["In the brief"] * 2


def test_on_a_phone_nothing_is_cut_off(fresh: Visiting) -> None:
    """No sideways scroll, and whatever is operated is large enough for a thumb."""
    reader = with_brief(fresh(viewport=PHONE))
    reader.page.click("#brief-remove-0")
    reader.page.locator("#brief-undo").wait_for()
    assert reader.page.evaluate("() => document.querySelector('#brief-tab').scrollWidth") == PHONE["width"]
    small = """() => [...document.querySelectorAll('#brief button, #brief select, #brief .button, #brief-title')]
      .filter((each) => each.getBoundingClientRect().height < 44).map((each) => each.id)"""
    assert reader.page.evaluate(small) == []


@pytest.mark.parametrize(("viewport", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"])
def test_nothing_in_the_brief_is_out_of_reach(fresh: Visiting, viewport: dict[str, int], scheme: Any) -> None:
    """What axe, an accessibility checker, finds on an empty, a full and a checked brief: nothing."""
    from axe_playwright_python.sync_playwright import Axe

    reader = fresh(viewport=viewport)
    reader.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    reader.page.evaluate("([key, brief]) => localStorage.setItem(key, brief)", [KEPT, dumped(whole())])
    found: Callable[[], list[str]] = lambda: [  # noqa: E731 - three times the same question
        f"{each['id']}: {each['nodes'][0]['target']}" for each in Axe().run(reader.page).response["violations"]
    ]
    reader.turn_to("brief")
    empty = found()
    reload(reader)
    reader.page.locator("#brief-tab-button:has-text('(4)')").wait_for()
    reader.turn_to("brief")
    reader.page.click("#brief-verify")
    reader.page.locator("#brief .footing").first.wait_for()
    reader.page.click("#brief-remove-0")
    reader.page.locator("#brief-undo").wait_for()
    assert (empty, found()) == ([], [])


def test_what_an_article_says_does_nothing_in_the_brief(fresh: Visiting) -> None:
    """Scripts, images, forms, frames, styles and templates are text, collected, moved and reloaded."""
    reader = fresh()
    reader.ask("hostile " + " ".join(PAYLOADS))
    reader.page.click("a.collect")
    reader.page.locator("a.collected").wait_for()
    reload(reader)
    reader.page.locator("#brief-tab-button:text-is('Brief (1)')").wait_for()
    reader.turn_to("brief")
    quotes = reader.page.locator("#brief blockquote").all_text_contents()
    assert sorted(quotes) == sorted(PAYLOADS)
    active = "img, form, iframe, script, svg, style, link, [onerror], [onload]"
    assert reader.page.evaluate("active => document.querySelectorAll('#brief').length === 1 &&"
        " document.querySelector('#brief').querySelectorAll(active).length", active) == 0  # fmt: skip
    assert reader.page.evaluate("() => window.owned") is None
