"""The chat: `python ui.py` answers questions in a browser, each answer with its quotes and the articles they are from.

Presentation only: what is said comes from `assistant`, how it is written as HTML from `page`. This module is the door
to Gradio, which is imported inside functions because it takes seconds.
"""

import argparse
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import TrichDanError, UsageError
from assistant.model.chat_model import EXAMPLE, TIMEOUT
from page.conversation import ANSWERING_AT_ONCE, PATIENCE, AsksAndReads, Conversation, Desk, Message, messages, respond
from page.guard import Guard, answered_hosts
from page.masthead import masthead_html, welcome_html
from page.words import LANGUAGES, Words, preferred_language, words

if TYPE_CHECKING:
    import gradio as gr
    from starlette.routing import Route

    from assistant import Assistant

PAGE = Path(__file__).parent / "page"
PORT = 7860
IN_LINE = 32  # questions taken from the queue at once: those being answered, and those that wait for `PATIENCE` seconds
OPENING_AT_ONCE = 8  # sources


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of the page; `shown` is the link of the source in the panel, `conversation` what was said."""

    masthead: "gr.HTML"
    language: "gr.Radio"
    chat: "gr.Chatbot"
    question: "gr.Textbox"
    restart: "gr.Button"
    source: "gr.HTML"
    conversation: "gr.State"
    shown: "gr.State"

    @property
    def spoken(self) -> "list[gr.HTML | gr.Radio | gr.Chatbot | gr.Textbox | gr.Button]":
        """The components that change with the language, in the order of `_speak`."""
        return [self.language, self.masthead, self.chat, self.question, self.restart, self.source]


def build_app(assistant: AsksAndReads, *, at_once: int = ANSWERING_AT_ONCE, patience: float = PATIENCE) -> "gr.Blocks":
    """The page over this assistant, ready to launch.

    `at_once` questions are answered together; one that has waited for its turn `patience` seconds is told to come back.
    """
    _switch_off_telemetry()
    import gradio as gr
    from gradio.events import api

    desk = Desk(assistant, at_once, patience)
    app = gr.Blocks(title="Trích Dẫn", analytics_enabled=False, fill_height=True)
    with app:
        parts = _parts(desk)
        _wire_conversation(desk, parts)
        _wire_language(app, desk, parts)

        def ask(question: str) -> dict[str, Any]:
            """Answers a question over the articles: a short answer, and the sentences it rests on."""
            return desk.record(question)

        api(ask, api_name="ask", concurrency_limit=IN_LINE)
    return app


def launch_arguments(port: int, hosts: tuple[str, ...]) -> dict[str, Any]:
    """What `Blocks.launch` is given: nothing leaves the machine, nothing is uploaded, only `hosts` are answered.

    The address to bind to is left to Gradio, which takes it from GRADIO_SERVER_NAME and else is 127.0.0.1.
    """
    _switch_off_telemetry()
    from starlette.middleware import Middleware

    return {
        "server_port": port,
        "quiet": True,
        "share": False,
        "ssr_mode": False,
        "run_history": False,
        "enable_monitoring": False,
        "footer_links": [],
        "max_file_size": 1,  # byte: nothing is uploaded
        "state_session_capacity": 1000,  # conversations kept in memory
        "favicon_path": PAGE / "favicon.png",
        "theme": _theme(),
        "head": _head(),
        "app_kwargs": {"middleware": [Middleware(Guard, hosts=hosts)], "routes": [_font_route()]},
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Serves the chat until it is interrupted; returns the exit code."""
    options = _options(argv)
    from assistant import Assistant

    try:
        hosts = answered_hosts(os.environ.get("GRADIO_SERVER_NAME", "127.0.0.1"), _allowed(options.allow_host))
        port = _port(options.port)
        chosen = (options.model, options.model_url, options.model_timeout)
        return _serve(Assistant.open(options.index, *chosen), port, hosts)
    except TrichDanError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code


def _serve(assistant: "Assistant", port: int, hosts: tuple[str, ...]) -> int:
    """Serves until Ctrl-C; a TrichDanError when the port is taken."""
    app = build_app(assistant)
    try:
        _, address, _ = app.launch(prevent_thread_lock=True, **launch_arguments(port, hosts))
    except OSError as error:
        raise TrichDanError(
            f"Port {port} is taken by another program, or not open to you. Choose another: --port {port % 65535 + 1}"
        ) from error
    sys.stdout.write(f"The chat is at {address} (Ctrl-C stops it)\n")
    sys.stdout.flush()
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        app.close(verbose=False)
    return 130


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python ui.py", description="The chat, in a browser.")
    parser.add_argument("--index", type=Path, metavar="DIR", help="the index to answer from (default: the setting's)")
    parser.add_argument("--port", type=int, help=f"default: GRADIO_SERVER_PORT, or {PORT}")
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a name or address by which other machines may reach this server; needed with a GRADIO_SERVER_NAME that "
        "is not this machine's own. Everyone who can connect can read the articles",
    )
    parser.add_argument(
        "--model",
        metavar="PROVIDER:NAME",
        help=f"a chat model that writes the answers out, each sentence checked: {EXAMPLE.removeprefix('--model ')}. "
        "Without it nothing leaves this machine",
    )
    parser.add_argument("--model-url", metavar="URL", help="where it runs, if not at its provider's own address")
    parser.add_argument("--model-timeout", type=float, default=TIMEOUT, metavar="SECONDS", help=f"default: {TIMEOUT:g}")
    return parser.parse_args(argv)


def _allowed(named: list[str]) -> tuple[str, ...]:
    """The host names given as options, or else in the environment."""
    from_environment = os.environ.get("ASSISTANT_ALLOW_HOST", "").split(",")
    return tuple(name.strip() for name in named or from_environment if name.strip())


def _port(option: int | None) -> int:
    """The port to serve on; a UsageError where it is none."""
    stated = os.environ.get("GRADIO_SERVER_PORT") or str(PORT) if option is None else str(option)
    if not stated.isdecimal() or not 1 <= int(stated) <= 65535:
        raise UsageError(f"A port is a number from 1 to 65535, not {stated!r}. Example: --port {PORT}")
    return int(stated)


def _switch_off_telemetry() -> None:
    """Before Gradio is imported: it would look up names at once."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"


def _theme() -> "gr.themes.Base":
    """Gradio's plainest theme. Of its own fonts only these weights hold Vietnamese letters."""
    import gradio as gr

    sans = gr.themes.LocalFont("Source Sans Pro", weights=(400, 700))
    mono = gr.themes.LocalFont("IBM Plex Mono", weights=(400, 700))
    return gr.themes.Base(font=[sans, "system-ui", "sans-serif"], font_mono=[mono, "monospace"])


def _head() -> str:
    """The page's own style, and the font of what is read."""
    font = '<link rel="preload" href="page/newsreader.woff2" as="font" type="font/woff2" crossorigin>'
    return f"{font}<style>{(PAGE / 'style.css').read_text(encoding='utf-8')}</style>"


def _font_route() -> "Route":
    """The one file that is served by name."""
    from starlette.requests import Request
    from starlette.responses import FileResponse
    from starlette.routing import Route

    def font(request: Request) -> FileResponse:
        return FileResponse(
            PAGE / "newsreader.woff2", media_type="font/woff2", headers={"cache-control": "max-age=86400"}
        )

    return Route("/page/newsreader.woff2", font)


def _parts(desk: Desk) -> Parts:
    """The components, in the order they stand on the page."""
    import gradio as gr

    said = words("en")
    with gr.Row(elem_id="top"):
        masthead = gr.HTML(_masthead(desk, said), apply_default_css=False, elem_id="masthead")
        language = gr.Radio(
            [("Tiếng Việt", "vi"), ("English", "en")],
            value="en",
            label=said.say("language"),
            show_label=False,
            container=False,
            elem_id="language",
        )
    chat = _chat(desk, said)
    with gr.Row(elem_id="desk"):
        question = _question(said)
        restart = gr.Button(said.say("new"), variant="secondary", elem_id="restart", scale=0)
    behaviour = (PAGE / "behaviour.js").read_text(encoding="utf-8")
    source = gr.HTML("", apply_default_css=False, js_on_load=behaviour, elem_id="source")
    return Parts(masthead, language, chat, question, restart, source, gr.State(()), gr.State(None))


def _masthead(desk: Desk, said: Words) -> str:
    """The top of the page in this language."""
    return masthead_html(desk.assistant.coverage(), said, desk.assistant.model)


def _chat(desk: Desk, said: Words) -> "gr.Chatbot":
    """The conversation: sanitised HTML, no formulas, none of Gradio's own buttons, which would copy without sources."""
    import gradio as gr

    return gr.Chatbot(
        **_chat_words(desk, said),
        show_label=False,
        elem_id="chat",
        layout="panel",
        buttons=[],
        latex_delimiters=[],
        allow_tags=False,
        allow_file_downloads=False,
        autoscroll=False,  # behaviour.js brings the newest question to the top; this would show the end of its answer
        scale=1,
    )


def _question(said: Words) -> "gr.Textbox":
    """The question box."""
    import gradio as gr

    return gr.Textbox(
        **_question_words(said),
        show_label=False,
        container=False,
        lines=1,
        max_lines=6,
        autofocus=True,
        elem_id="question",
        scale=1,
    )


def _chat_words(desk: Desk, said: Words) -> dict[str, Any]:
    """What the chat says in this language."""
    offered = [{"text": question} for question in desk.offered()]
    return {"label": said.say("conversation"), "placeholder": welcome_html(said), "examples": offered}


def _question_words(said: Words) -> dict[str, Any]:
    """What the question box says in this language."""
    return {"label": said.say("question"), "placeholder": said.say("placeholder"), "submit_btn": said.say("ask")}


def _wire_conversation(desk: Desk, parts: Parts) -> None:
    """Asking, clicking an example, starting over, and opening a source."""
    import gradio as gr

    state = [parts.conversation, parts.language]
    answered = [parts.question, parts.conversation, parts.chat]

    def answer(
        question: str, conversation: Conversation, language: str
    ) -> Iterator[tuple[str, Conversation, list[Message]]]:
        yield from respond(desk, question, conversation, language)

    def answer_example(
        event: gr.SelectData, conversation: Conversation, language: str
    ) -> Iterator[tuple[str, Conversation, list[Message]]]:
        yield from respond(desk, str(event.value["text"]), conversation, language)

    def open_source(event: gr.EventData, language: str) -> tuple[str, str]:
        link = str(getattr(event, "link", ""))
        return desk.source(link, LANGUAGES[language]), link

    asked: dict[str, Any] = {"concurrency_limit": IN_LINE, "concurrency_id": "ask", "show_progress": "hidden"}
    private: dict[str, Any] = {"api_visibility": "private"}
    parts.question.submit(answer, [parts.question, *state], answered, **asked, **private)
    parts.chat.example_select(answer_example, state, answered, **asked, **private)
    parts.restart.click(lambda: ("", (), []), None, answered, show_progress="hidden", **private)
    parts.source.select(
        open_source,
        parts.language,
        [parts.source, parts.shown],
        trigger_mode="always_last",
        concurrency_limit=OPENING_AT_ONCE,
        show_progress="hidden",
        **private,
    )


def _wire_language(app: "gr.Blocks", desk: Desk, parts: Parts) -> None:
    """The language of the page: the browser's when it opens, then the reader's choice."""
    import gradio as gr

    def greet(request: gr.Request) -> list[Any]:
        return _speak(desk, preferred_language(request.headers.get("accept-language")), (), None)

    def switch(language: str, conversation: Conversation, shown: str | None) -> list[Any]:
        return _speak(desk, language, conversation, shown)

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    app.load(greet, None, parts.spoken, concurrency_limit=OPENING_AT_ONCE, **quiet)
    parts.language.input(
        switch,
        [parts.language, parts.conversation, parts.shown],
        parts.spoken,
        concurrency_limit=OPENING_AT_ONCE,
        **quiet,
    )


def _speak(desk: Desk, language: str, conversation: Conversation, shown: str | None) -> list[Any]:
    """Everything on the page in this language, in the order of `Parts.spoken`."""
    import gradio as gr

    spoken = LANGUAGES[language]
    said = words(spoken)
    shown_messages: Any = messages(conversation, spoken)
    return [
        gr.Radio(value=language, label=said.say("language")),
        _masthead(desk, said),
        gr.Chatbot(value=shown_messages, **_chat_words(desk, said)),
        gr.Textbox(**_question_words(said)),
        gr.Button(said.say("new")),
        desk.source(shown, spoken) if shown else gr.HTML(),
    ]


if __name__ == "__main__":
    sys.exit(main())
