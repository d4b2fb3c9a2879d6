"""The tab *Ask*: the conversation, the question box, and what a question is limited to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.limiting import Limits
from page.answer import asides_html
from page.conversation import (
    Conversation,
    Message,
    Step,
    is_growing,
    messages,
    respond,
    stop,
    surroundings,
)
from page.desk import Desk
from page.feedback import rated
from page.masthead import welcome_html
from page.words import LANGUAGES, Words, words
from tabs import beside
from tabs.beside import BesideParts, only
from tabs.common import IN_LINE, OPENING_AT_ONCE, QUIET, Spoken, asker, script

if TYPE_CHECKING:
    import gradio as gr

    Shown = tuple[gr.Textbox, Conversation, list[Message]]


@dataclass(frozen=True, slots=True)
class AskParts:
    """The components of the tab; `beside` stands beside the conversation, `conversation` is what was said, `asides` is
    not seen: it hears of likes, and holds what the page says by itself.
    """

    beside: BesideParts
    chat: "gr.Chatbot"
    question: "gr.Textbox"
    restart: "gr.Button"
    conversation: "gr.State"
    asides: "gr.HTML"


def build(desk: Desk) -> AskParts:
    """The components, in the order they stand on the page."""
    import gradio as gr

    said = words("en")
    with gr.Row(elem_id="asking"):
        column = beside.build(desk)
        with gr.Column(elem_id="conversation"):
            chat = _chat(desk, said)
            column.line.render()  # type: ignore[no-untyped-call]
            with gr.Row(elem_id="desk"):
                question = _question(said)
                restart = gr.Button(said.say("new"), variant="secondary", elem_id="restart", scale=0)
    asides = gr.HTML(asides_html(said), apply_default_css=False, js_on_load=script("asides"), elem_id="asides")
    return AskParts(column, chat, question, restart, gr.State(()), asides)


def wire(desk: Desk, parts: AskParts, language: "gr.Radio") -> Spoken:
    """Asking, clicking an example, stopping and starting over; returns what speaks a language."""
    import gradio as gr

    state = [parts.conversation, language]
    limited = [*state, parts.beside.limits]
    answered = [parts.question, parts.conversation, parts.chat]

    def answer(question: str, conversation: Conversation, chosen: str, limits: Limits) -> "Iterator[Shown]":
        steps = respond(desk.serving(asker()), question, conversation, chosen, only(limits, chosen))
        yield from _shown(desk, steps, chosen)

    # Gradio gives an event only to a handler whose annotations it can read, which `Shown` is not.
    def answer_example(event: gr.SelectData, conversation: Conversation, chosen: str, limits: Limits) -> Iterator[Any]:
        yield from answer(str(event.value["text"]), conversation, chosen, limits)

    def answer_beside(event: gr.EventData, conversation: Conversation, chosen: str, limits: Limits) -> Iterator[Any]:
        yield from answer(str(getattr(event, "question", "")), conversation, chosen, limits)

    def restart(conversation: Conversation, chosen: str) -> "Shown":
        stop(conversation, drop=True)
        return _box(words(LANGUAGES[chosen]), ""), (), []

    asked: dict[str, Any] = {"concurrency_limit": IN_LINE, "concurrency_id": "ask"}
    parts.question.submit(answer, [parts.question, *limited], answered, **asked, **QUIET)
    parts.chat.example_select(answer_example, limited, answered, **asked, **QUIET)
    parts.beside.column.submit(answer_beside, limited, answered, **asked, **QUIET)
    # Not by Gradio's `cancels`: it closes the stream of events, and what else was on its way to the page is lost.
    parts.question.stop(stop, parts.conversation, None, concurrency_limit=OPENING_AT_ONCE, **QUIET)
    parts.restart.click(restart, state, answered, concurrency_limit=OPENING_AT_ONCE, **QUIET)
    _wire_feedback(desk, parts, language)
    return _spoken(desk, parts)


def _shown(desk: Desk, steps: Iterator[Step], language: str) -> "Iterator[Shown]":
    """The steps of an answer with the question box as it is meanwhile: its button stops a chat model that writes."""
    said = words(LANGUAGES[language])
    for box, conversation, shown in steps:
        yield _box(said, box, stops=desk.assistant.model is not None and is_growing(conversation)), conversation, shown


def _box(said: Words, box: str | None = None, *, stops: bool = False) -> "gr.Textbox":
    """The question box, its text only where that changes, with the button that asks or the one that stops."""
    import gradio as gr

    value: dict[str, Any] = {} if box is None else {"value": box}
    return gr.Textbox(**value, **_buttons(said, stops=stops))


def _wire_feedback(desk: Desk, parts: AskParts, language: "gr.Radio") -> None:
    """A like or dislike is kept where the owner allows it, and shown with its answer."""
    import gradio as gr

    def rate(event: gr.EventData, conversation: Conversation, chosen: str) -> tuple[Conversation, list[Message]]:
        told = rated(conversation, str(getattr(event, "link", "")), desk.allowed.feedback)
        return told, messages(told, LANGUAGES[chosen], surroundings(desk))

    parts.asides.select(
        rate,
        [parts.conversation, language],
        [parts.conversation, parts.chat],
        concurrency_limit=OPENING_AT_ONCE,
        **QUIET,
    )


def _spoken(desk: Desk, parts: AskParts) -> Spoken:
    """What of the tab changes with the language."""
    import gradio as gr

    def say(language: str, conversation: Conversation) -> list[Any]:
        spoken = LANGUAGES[language]
        said = words(spoken)
        # Without a value where nothing was said: the page's greeting may come after the first question was asked.
        shown: dict[str, Any] = {"value": messages(conversation, spoken, surroundings(desk))} if conversation else {}
        stops = desk.assistant.model is not None and is_growing(conversation)
        return [
            gr.Chatbot(**shown, **_chat_words(desk, said)),
            gr.Textbox(**_question_words(said, stops=stops)),
            gr.Button(said.say("new")),
            asides_html(said),
        ]

    return Spoken([parts.chat, parts.question, parts.restart, parts.asides], say, [parts.conversation])


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
        autoscroll=False,  # source.js brings the newest question to the top; this would show the end of its answer
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


def _question_words(said: Words, *, stops: bool = False) -> dict[str, Any]:
    """What the question box and its button say in this language."""
    return {"label": said.say("question"), "placeholder": said.say("placeholder"), **_buttons(said, stops=stops)}


def _buttons(said: Words, *, stops: bool) -> dict[str, Any]:
    """The button in the question box: one that asks, or one that stops the answer."""
    if stops:
        return {"submit_btn": False, "stop_btn": said.say("stop")}
    return {"submit_btn": said.say("ask"), "stop_btn": False}
