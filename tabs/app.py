"""The page: its masthead, its tabs, and beside them the source that is being read."""

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from page.desk import ANSWERING_AT_ONCE, PATIENCE, TIME_LIMIT, Allowed, AsksAndReads, Desk
from page.masthead import masthead_html, theme_html
from page.words import LANGUAGES, preferred_language, words
from tabs import articles, ask, beside, brief, check, programs
from tabs.common import OPENING_AT_ONCE, QUIET, Spoken, script

if TYPE_CHECKING:
    import gradio as gr

TABS = ("ask", "check", "brief", "articles")


@dataclass(frozen=True, slots=True)
class Frame:
    """The components around the tabs; `shown` is the link of the source in the panel."""

    masthead: "gr.HTML"
    language: "gr.Radio"
    theme: "gr.HTML"
    source: "gr.HTML"
    shown: "gr.State"


def switch_off_telemetry() -> None:
    """Before Gradio is imported: it would look up names at once, and the client in its MCP server at the first call."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"


def _stay_home() -> None:
    """Has Gradio fetch no file from elsewhere: it would for any event that names an address, whoever sent it."""
    from gradio import processing_utils

    async def refuse(url: str, cache_dir: str) -> str:
        raise ValueError("No file is fetched from elsewhere.")

    processing_utils.async_ssrf_protected_download = refuse


def build_app(
    assistant: AsksAndReads,
    *,
    at_once: int = ANSWERING_AT_ONCE,
    patience: float = PATIENCE,
    allowed: Allowed | None = None,
    time_limit: float = TIME_LIMIT,
) -> "gr.Blocks":
    """The page over this assistant, ready to launch, with what its owner allows.

    `at_once` questions are answered together; one that has waited for its turn `patience` seconds is told to come back,
    one that takes longer than `time_limit` that it does.
    """
    switch_off_telemetry()
    import gradio as gr

    _stay_home()
    desk = Desk(assistant, at_once, patience, allowed, time_limit)
    app = gr.Blocks(title="Trích Dẫn", analytics_enabled=False, fill_height=True)
    with app:
        programs.offer(desk)  # first, or a handler called `check` takes the name, and this is /check_1
        masthead, language, theme = _top(desk)
        labels = [words("en").say(f"tab_{name}") for name in TABS]
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab(labels[0], id="ask", elem_id="ask-tab") as ask_tab:
                asking = ask.build(desk)
            with gr.Tab(labels[1], id="check", elem_id="check-tab", render_children=True) as check_tab:
                checking = check.build(desk)
            with gr.Tab(labels[2], id="brief", elem_id="brief-tab", render_children=True) as brief_tab:
                collecting = brief.build(desk)
            with gr.Tab(labels[3], id="articles", elem_id="articles-tab", render_children=True) as articles_tab:
                listing = articles.build(desk)
        source = gr.HTML("", apply_default_css=False, js_on_load=script("source", "ask"), elem_id="source")
        frame = Frame(masthead, language, theme, source, gr.State(None))
        _wire_source(desk, frame)
        spoken = [
            _frame_spoken(desk, frame, {"ask": ask_tab, "check": check_tab, "articles": articles_tab}),
            ask.wire(desk, asking, language),
            beside.wire(desk, asking.beside, language, masthead),
            check.wire(desk, checking, language),
            brief.wire(desk, collecting, language, asking.conversation, checking.checks, brief_tab),
            articles.wire(desk, listing, language, masthead),
        ]
        _wire_language(app, language, spoken)
    return app


def _top(desk: Desk) -> "tuple[gr.HTML, gr.Radio, gr.HTML]":
    """The masthead, and the choices of a language and of light or dark."""
    import gradio as gr

    said = words("en")
    with gr.Row(elem_id="top"):
        html = masthead_html(desk.assistant.coverage(), said, desk.assistant.model)
        masthead = gr.HTML(html, apply_default_css=False, elem_id="masthead")
        language = gr.Radio(
            [("Tiếng Việt", "vi"), ("English", "en")],
            value="en",
            label=said.say("language"),
            show_label=False,
            container=False,
            elem_id="language",
        )
        theme = gr.HTML(theme_html(said), apply_default_css=False, js_on_load=script("theme"), elem_id="theme")
    return masthead, language, theme


def _wire_source(desk: Desk, frame: Frame) -> None:
    """A citation that is followed, in whichever tab, opens its source."""
    import gradio as gr

    def open_source(event: gr.EventData, language: str) -> tuple[str, str]:
        link = str(getattr(event, "link", ""))
        return desk.source(link, LANGUAGES[language]), link

    frame.source.select(
        open_source,
        frame.language,
        [frame.source, frame.shown],
        trigger_mode="multiple",  # "always_last" drops the data of the event it puts off
        concurrency_limit=OPENING_AT_ONCE,
        **QUIET,
    )


def _frame_spoken(desk: Desk, frame: Frame, tabs: "dict[str, gr.Tab]") -> Spoken:
    """What of the frame changes with the language; the label of *Brief*, which counts, is that tab's own matter."""
    import gradio as gr

    def say(language: str, shown: str | None) -> list[Any]:
        spoken = LANGUAGES[language]
        said = words(spoken)
        return [
            gr.Radio(value=language, label=said.say("language")),
            masthead_html(desk.assistant.coverage(), said, desk.assistant.model),
            theme_html(said),
            *(gr.Tab(label=said.say(f"tab_{name}")) for name in tabs),
            desk.source(shown, spoken) if shown else gr.HTML(),
        ]

    return Spoken([frame.language, frame.masthead, frame.theme, *tabs.values(), frame.source], say, [frame.shown])


def _wire_language(app: "gr.Blocks", language: "gr.Radio", spoken: list[Spoken]) -> None:
    """The language of the page: the browser's when it opens, then the reader's choice."""
    import gradio as gr

    def say(chosen: str, states: tuple[Any, ...]) -> list[Any]:
        updates: list[Any] = []
        for part in spoken:
            own, states = states[: len(part.states)], states[len(part.states) :]
            updates += part.say(chosen, *own)
        return updates

    def greet(request: gr.Request, *states: Any) -> list[Any]:
        return say(preferred_language(request.headers.get("accept-language")), states)

    def switch(chosen: str, *states: Any) -> list[Any]:
        return say(chosen, states)

    states = [state for part in spoken for state in part.states]
    components = [component for part in spoken for component in part.components]
    app.load(greet, states, components, concurrency_limit=OPENING_AT_ONCE, **QUIET)
    language.input(switch, [language, *states], components, concurrency_limit=OPENING_AT_ONCE, **QUIET)
