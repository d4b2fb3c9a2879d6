"""The tab *Articles*."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from page.desk import Desk
from tabs.common import Spoken

if TYPE_CHECKING:
    import gradio as gr


@dataclass(frozen=True, slots=True)
class ArticlesParts:
    """The components of the tab."""

    shown: "gr.HTML"


def build(desk: Desk) -> ArticlesParts:
    """The components, in the order they stand on the page."""
    import gradio as gr

    return ArticlesParts(gr.HTML("", apply_default_css=False, elem_id="articles"))


def wire(desk: Desk, parts: ArticlesParts, language: "gr.Radio", masthead: "gr.HTML") -> Spoken:
    """What happens in the tab; returns what speaks a language."""

    def say(chosen: str) -> list[Any]:
        return [""]

    return Spoken([parts.shown], say)
