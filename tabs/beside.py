"""What stands beside the conversation: what its questions are limited to, examples, and which index answers."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from assistant.data import Filter
from assistant.limiting import Limits
from page import beside
from page.beside import Shelf, attempted, column_html, limited, line_html, shelf
from page.desk import Desk
from page.masthead import masthead_html
from page.words import LANGUAGES, Words, words
from tabs.common import OPENING_AT_ONCE, QUIET, Spoken, script

if TYPE_CHECKING:
    import gradio as gr

MOST = 1000  # outlets taken from one reader


@dataclass(frozen=True, slots=True)
class BesideParts:
    """The column; the line that stands at the question box while it is folded, to be rendered there; the limits as
    they were stated; and what was last shown of the index.
    """

    column: "gr.HTML"
    line: "gr.HTML"
    limits: "gr.State"
    shown: "gr.State"


def build(desk: Desk) -> BesideParts:
    """The components; the line is not on the page yet."""
    import gradio as gr

    column, line = _said(desk, Limits(), words("en"))
    return BesideParts(
        gr.HTML(column, apply_default_css=False, js_on_load=script("beside"), elem_id="beside"),
        gr.HTML(line, apply_default_css=False, elem_id="limited", render=False),
        gr.State(Limits()),
        gr.State(None),
    )


def wire(desk: Desk, parts: BesideParts, language: "gr.Radio", masthead: "gr.HTML") -> Spoken:
    """Stating limits, and keeping up with the index; returns what speaks a language."""
    import gradio as gr

    def state(event: gr.EventData, language: str) -> tuple[str, str, Limits]:
        stated = _stated(event)
        return *_said(desk, stated, words(LANGUAGES[language])), stated

    def keep_up(language: str, limits: Limits, shown: object) -> Any:
        said = words(LANGUAGES[language])
        newest = attempted(lambda: (desk.assistant.state, date.today()), said)
        if newest == shown or isinstance(newest, str):
            return [gr.skip()] * 3
        html = masthead_html(desk.assistant.coverage(), said, desk.assistant.model)
        return [_said(desk, limits, said)[0], html, newest]

    def say(language: str, limits: Limits) -> list[Any]:
        return [*_said(desk, limits, words(LANGUAGES[language]))]

    quick: dict[str, Any] = {"concurrency_limit": OPENING_AT_ONCE}
    heard = [parts.column, parts.line, parts.limits]
    parts.column.select(state, language, heard, trigger_mode="multiple", **quick, **QUIET)
    followed = [parts.column, masthead, parts.shown]
    parts.column.tick(keep_up, [language, parts.limits, parts.shown], followed, **quick, **QUIET)
    return Spoken([parts.column, parts.line], say, [parts.limits])


def only(limits: Limits, language: str) -> Filter | str:
    """The filter that is meant by the limits, or the sentence that says why there is none."""
    return beside.only(limits, words(LANGUAGES[language]))


def _said(desk: Desk, limits: Limits, said: Words) -> tuple[str, str]:
    """The column and the line."""
    left = limited(limits, desk.assistant, said)
    index: Shelf | str = attempted(lambda: shelf(desk.assistant), said)
    return column_html(index, left, desk.offered(), said, date.today()), line_html(left, said)


def _stated(event: "gr.EventData") -> Limits:
    """The limits that the page states."""
    since, until, sources = (getattr(event, name, None) for name in ("since", "until", "sources"))
    named = [source for source in sources if isinstance(source, str)] if isinstance(sources, list) else []
    return Limits(_day(since), _day(until), tuple(dict.fromkeys(named[:MOST])))


def _day(stated: object) -> str | None:
    """A day as a browser's box gives it; None for anything else."""
    try:
        return date.fromisoformat(str(stated)).isoformat()
    except ValueError:
        return None
