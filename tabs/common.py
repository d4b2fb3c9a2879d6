"""What the tabs share: which components speak a language, and the page's own files."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import gradio as gr

PAGE = Path(__file__).parent.parent / "page"
IN_LINE = 32  # questions taken from the queue at once: those being answered, and those that wait for their turn
OPENING_AT_ONCE = 8  # sources, tables and whatever else is quick
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


@dataclass(frozen=True, slots=True)
class Spoken:
    """The components that change with the language, the states that their words depend on, and what says them anew:
    given the language ("en" or "vi") and the states' values, one new value or update for each component, in order.
    """

    components: list[Any]
    say: Callable[..., list[Any]]
    states: "list[gr.State]" = field(default_factory=list)


def script(*names: str) -> str:
    """The page's scripts of these names, to run one after another when a component is there (`js_on_load`); each sees
    its `element` and `trigger`, and keeps its own names to itself.
    """
    sources = ((PAGE / "scripts" / f"{name}.js").read_text(encoding="utf-8") for name in names)
    return "\n".join(f"(() => {{\n{source}\n}})();" for source in sources)


def styles() -> str:
    """The page's whole style: its frame first, then its parts."""
    files = sorted((PAGE / "styles").glob("*.css"), key=lambda file: (file.stem != "base", file.stem))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)
