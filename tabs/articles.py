"""The tab *Articles*: what there is to ask, what was read and skipped, and where it is allowed adding to it."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.adding import SUFFIXES, add
from assistant.building import Progress
from assistant.catalogue import ORDERS
from assistant.errors import TrichDanError
from page.answer import notice_html
from page.articles import (
    LONGEST,
    View,
    adding_html,
    counts_html,
    found,
    handed_in_html,
    last_run_html,
    list_html,
    progress_html,
    rebuilt_html,
    search_html,
)
from page.desk import Desk
from page.masthead import masthead_html
from page.rebuilding import Rebuilding
from page.words import LANGUAGES, Words, words
from tabs.common import OPENING_AT_ONCE, QUIET, Spoken, asker, script

if TYPE_CHECKING:
    import gradio as gr

_FAR = 100_000  # the last leaf that may be asked for


@dataclass(frozen=True, slots=True)
class Adding:
    """The components for adding files: what is said, the two buttons, one of which only rebuilds, and how it goes."""

    intro: "gr.HTML"
    files: "gr.UploadButton"
    rebuild: "gr.Button"
    going: "gr.HTML"


@dataclass(frozen=True, slots=True)
class ArticlesParts:
    """The components of the tab; `view` is what the list shows. Without leave to add files there is no `adding`."""

    search: "gr.HTML"
    table: "gr.HTML"
    counts: "gr.HTML"
    last_run: "gr.HTML"
    view: "gr.State"
    adding: Adding | None


def build(desk: Desk) -> ArticlesParts:
    """The components, in the order they stand on the page."""
    import gradio as gr

    said = words("en")
    with gr.Row(elem_id="articles"):
        with gr.Column(elem_id="articles-main"):
            search = gr.HTML(search_html(View(), said), apply_default_css=False, elem_id="articles-search")
            table = gr.HTML("", apply_default_css=False, js_on_load=script("articles"), elem_id="articles-list")
        with gr.Column(elem_id="articles-side"):
            adding = _adding(said) if desk.allowed.articles else None
            counts = gr.HTML("", apply_default_css=False, elem_id="articles-counts")
            last_run = gr.HTML("", apply_default_css=False, elem_id="articles-last-run")
    return ArticlesParts(search, table, counts, last_run, gr.State(View()), adding)


def wire(desk: Desk, parts: ArticlesParts, language: "gr.Radio", masthead: "gr.HTML") -> Spoken:
    """Searching, sorting, turning the leaf, adding and rebuilding; returns what speaks a language."""
    import gradio as gr

    def look(event: gr.EventData, view: View, chosen: str) -> tuple[View, str]:
        seen = _asked_for(event, view)
        return seen, _list(desk, seen, words(LANGUAGES[chosen]))

    def keep_up(view: View, chosen: str) -> list[str]:
        return _shown(desk, view, words(LANGUAGES[chosen]))

    quick: dict[str, Any] = {"concurrency_limit": OPENING_AT_ONCE}
    state = [parts.view, language]
    # Not "always_last", which drops the data of the event that it puts off.
    parts.table.select(look, state, [parts.view, parts.table], trigger_mode="multiple", **quick, **QUIET)
    parts.table.tick(keep_up, state, [parts.table, parts.counts, parts.last_run], **quick, **QUIET)
    if parts.adding:
        _wire_adding(desk, parts, parts.adding, language, masthead)
    return _spoken(desk, parts)


def _adding(said: Words) -> Adding:
    import gradio as gr

    with gr.Column(elem_id="articles-adding"):
        intro = gr.HTML(adding_html(said), apply_default_css=False)
        with gr.Row(elem_id="articles-buttons"):
            files = gr.UploadButton(
                said.say("adding_files"), file_count="multiple", file_types=sorted(SUFFIXES), elem_id="articles-files"
            )
            rebuild = gr.Button(said.say("rebuild"), elem_id="articles-rebuild")
        going = gr.HTML("", apply_default_css=False, elem_id="articles-going")
    return Adding(intro, files, rebuild, going)


def _wire_adding(desk: Desk, parts: ArticlesParts, adding: Adding, language: "gr.Radio", masthead: "gr.HTML") -> None:
    """Files that are handed in are put into the folder, and the index is made anew; the button does only that."""
    import gradio as gr

    rebuilding = Rebuilding(desk)
    folder = desk.allowed.articles or Path()
    outputs = [adding.going, masthead, parts.table, parts.counts, parts.last_run]

    def take(files: list[str] | None, view: View, chosen: str) -> Iterator[list[Any]]:
        said = words(LANGUAGES[chosen])
        handed_in = _or_notice(desk, lambda: _take([Path(file) for file in files or ()], folder, said), said)
        yield [handed_in + progress_html(None, said), *[gr.skip()] * 4]
        yield from rebuild(view, chosen, handed_in)

    def rebuild(view: View, chosen: str, handed_in: str = "") -> Iterator[list[Any]]:
        said = words(LANGUAGES[chosen])
        for told in rebuilding.run(folder, said):
            if isinstance(told, Progress):
                yield [handed_in + progress_html(told, said), *[gr.skip()] * 4]
            else:
                yield [handed_in + rebuilt_html(told, said), *_fresh(desk, view, said)]

    state = [parts.view, language]
    working: dict[str, Any] = {"concurrency_limit": OPENING_AT_ONCE, "concurrency_id": "rebuild"}
    adding.files.upload(take, [adding.files, *state], outputs, **working, **QUIET)
    adding.rebuild.click(rebuild, state, outputs, **working, **QUIET)


def _take(files: list[Path], folder: Path, said: Words) -> str:
    """Puts the files into the folder; what became of each. They are taken away from where Gradio had put them."""
    try:
        return handed_in_html(add(files, folder), said)
    except TrichDanError as error:
        return notice_html(str(error), said)
    finally:
        for file in files:
            with suppress(OSError):  # it may be gone already, or its folder may hold another
                file.unlink()
                file.parent.rmdir()


def _fresh(desk: Desk, view: View, said: Words) -> list[str]:
    """The masthead, the list, the counts and the last run as they are now."""
    masthead = masthead_html(desk.assistant.coverage(), said, desk.assistant.model)
    return [masthead, *_shown(desk, view, said)]


def _shown(desk: Desk, view: View, said: Words) -> list[str]:
    """The list, the counts and the last run."""
    counts = _or_notice(desk, lambda: counts_html(desk.assistant.counts(), said), said)
    last_run = _or_notice(desk, lambda: last_run_html(desk.assistant.last_run(), said), said)
    return [_list(desk, view, said), counts, last_run]


def _list(desk: Desk, view: View, said: Words) -> str:
    """The list, or a sentence in its place."""

    def work() -> str:
        seen, leaf = found(desk.assistant.leaf, view)
        return list_html(leaf, seen, said)

    return _or_notice(desk, work, said)


def _or_notice(desk: Desk, work: Callable[[], str], said: Words) -> str:
    """The HTML that the work makes, or the sentence that says why there is none."""
    made = desk.serving(asker()).attempt(lambda: [work()], said.language)
    return notice_html(made, said) if isinstance(made, str) else made[0]


def _asked_for(event: "gr.EventData", view: View) -> View:
    """What the reader wants to look at now; where that makes no sense, what he looked at."""
    match [getattr(event, name, None) for name in ("wanted", "order", "descending", "leaf", "asked")]:
        case [str(wanted), order, bool(descending), int(leaf), int(asked)] if order in ORDERS:
            return View(wanted[:LONGEST], order, descending, min(max(leaf, 0), _FAR), asked)
        case _:
            return view


def _spoken(desk: Desk, parts: ArticlesParts) -> Spoken:
    """What of the tab changes with the language."""
    import gradio as gr

    def say(chosen: str, view: View) -> list[Any]:
        said = words(LANGUAGES[chosen])
        shown: list[Any] = [search_html(view, said), *_shown(desk, view, said)]
        if parts.adding:
            shown += [adding_html(said), gr.UploadButton(said.say("adding_files")), gr.Button(said.say("rebuild"))]
        return shown

    components: list[Any] = [parts.search, parts.table, parts.counts, parts.last_run]
    if parts.adding:
        components += [parts.adding.intro, parts.adding.files, parts.adding.rebuild]
    return Spoken(components, say, [parts.view])
