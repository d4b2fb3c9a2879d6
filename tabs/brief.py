"""The tab *Brief*."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from page.desk import Desk
from tabs.common import Spoken

if TYPE_CHECKING:
    import gradio as gr


@dataclass(frozen=True, slots=True)
class BriefParts:
    """The components of the tab."""

    shown: "gr.HTML"


def build(desk: Desk) -> BriefParts:
    """The components, in the order they stand on the page."""
    import gradio as gr

    return BriefParts(gr.HTML("", apply_default_css=False, elem_id="brief"))


def wire(desk: Desk, parts: BriefParts, language: "gr.Radio", conversation: "gr.State", checks: "gr.State") -> Spoken:
    """What happens in the tab; returns what speaks a language."""

    def say(chosen: str) -> list[Any]:
        return [""]

    return Spoken([parts.shown], say)
