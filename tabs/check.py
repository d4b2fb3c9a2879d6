"""The tab *Check*."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from page.desk import Desk
from tabs.common import Spoken

if TYPE_CHECKING:
    import gradio as gr


@dataclass(frozen=True, slots=True)
class CheckParts:
    """The components of the tab; `checks` is what was checked."""

    shown: "gr.HTML"
    checks: "gr.State"


def build(desk: Desk) -> CheckParts:
    """The components, in the order they stand on the page."""
    import gradio as gr

    return CheckParts(gr.HTML("", apply_default_css=False, elem_id="check"), gr.State(()))


def wire(desk: Desk, parts: CheckParts, language: "gr.Radio") -> Spoken:
    """What happens in the tab; returns what speaks a language."""

    def say(chosen: str) -> list[Any]:
        return [""]

    return Spoken([parts.shown], say)
