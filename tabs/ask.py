"""The tab *Ask*: the conversation, the question box, and what a question is limited to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from page.conversation import Conversation, Message, messages, respond
from page.desk import Desk
from page.masthead import welcome_html
from page.words import LANGUAGES, Words, words
from tabs.common import IN_LINE, QUIET, Spoken

if TYPE_CHECKING:
    import gradio as gr


@dataclass(frozen=True, slots=True)
class AskParts:
    """The components of the tab; `conversation` is what was said."""

    chat: "gr.Chatbot"
    question: "gr.Textbox"
    restart: "gr.Button"
    conversation: "gr.State"


def build(desk: Desk) -> AskParts:
    """The components, in the order they stand on the page."""
    import gradio as gr

    said = words("en")
    chat = _chat(desk, said)
    with gr.Row(elem_id="desk"):
        question = _question(said)
        restart = gr.Button(said.say("new"), variant="secondary", elem_id="restart", scale=0)
    return AskParts(chat, question, restart, gr.State(()))


def wire(desk: Desk, parts: AskParts, language: "gr.Radio") -> Spoken:
    """Asking, clicking an example and starting over; returns what speaks a language."""
    import gradio as gr

    state = [parts.conversation, language]
    answered = [parts.question, parts.conversation, parts.chat]

    def answer(
        question: str, conversation: Conversation, chosen: str
    ) -> Iterator[tuple[str, Conversation, list[Message]]]:
        yield from respond(desk, question, conversation, chosen)

    def answer_example(
        event: gr.SelectData, conversation: Conversation, chosen: str
    ) -> Iterator[tuple[str, Conversation, list[Message]]]:
        yield from respond(desk, str(event.value["text"]), conversation, chosen)

    asked: dict[str, Any] = {"concurrency_limit": IN_LINE, "concurrency_id": "ask"}
    parts.question.submit(answer, [parts.question, *state], answered, **asked, **QUIET)
    parts.chat.example_select(answer_example, state, answered, **asked, **QUIET)
    parts.restart.click(lambda: ("", (), []), None, answered, **QUIET)
    return _spoken(desk, parts)


def _spoken(desk: Desk, parts: AskParts) -> Spoken:
    """What of the tab changes with the language."""
    import gradio as gr

    def say(language: str, conversation: Conversation) -> list[Any]:
        spoken = LANGUAGES[language]
        said = words(spoken)
        # Without a value where nothing was said: the page's greeting may come after the first question was asked.
        shown: dict[str, Any] = {"value": messages(conversation, spoken)} if conversation else {}
        return [
            gr.Chatbot(**shown, **_chat_words(desk, said)),
            gr.Textbox(**_question_words(said)),
            gr.Button(said.say("new")),
        ]

    return Spoken([parts.chat, parts.question, parts.restart], say, [parts.conversation])


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


def _question_words(said: Words) -> dict[str, Any]:
    """What the question box says in this language."""
    return {"label": said.say("question"), "placeholder": said.say("placeholder"), "submit_btn": said.say("ask")}
