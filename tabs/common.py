"""What the tabs share: which components speak a language, and the page's own files."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from page.desk import ANSWERING_AT_ONCE, WAITING

if TYPE_CHECKING:
    import gradio as gr

PAGE = Path(__file__).parent.parent / "page"
# Questions taken from Gradio's queue at once, which is first come first served: those being answered, those that wait
# for their turn, and some that are told at once that there are too many. So it is the desk that says who is next.
IN_LINE = ANSWERING_AT_ONCE + WAITING + 16
OPENING_AT_ONCE = 8  # sources, tables and whatever else is quick
THREADS = 2 * IN_LINE  # a thread for each of them, and for what is quick
PENDING = 100  # events of one asker in Gradio's queue: of a flood, the rest is refused before it is taken
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


@dataclass(frozen=True, slots=True)
class Spoken:
    """The components that change with the language, the states that their words depend on, and what says them anew:
    given the language ("en" or "vi") and the states' values, one new value or update for each component, in order.
    """

    components: list[Any]
    say: Callable[..., list[Any]]
    states: "list[gr.State]" = field(default_factory=list)


def asker() -> str:
    """Who sent the event that is being handled: a login, else an address; empty where nobody did."""
    context = sys.modules.get("gradio.context")  # not imported: without Gradio, nobody sends events
    request = context.LocalContext.request.get(None) if context else None
    return _asker(request.username, request.client) if request is not None else ""


def limit_events(app: "gr.Blocks") -> None:
    """Has the queue of a page that was launched refuse the events of who has very many in it."""
    queue = app._queue
    push = queue.push

    async def push_some(body: Any, request: Any, username: str | None) -> Any:
        who = _asker(username, request.client)
        waiting = (event for line in queue.event_queue_per_concurrency_id.values() for event in line.queue)
        if sum(_asker(event.username, event.request.client) == who for event in waiting) >= PENDING:
            return False, "Too many requests at once. Wait for the answers.", "queue_full"
        return await push(body=body, request=request, username=username)

    queue.push = push_some  # type: ignore[method-assign]


def _asker(username: str | None, client: Any) -> str:
    """Names are set apart from addresses, which a login may look like."""
    return f"user {username}" if username else f"from {client.host if client else ''}"


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
