"""What the server keeps of who comes: a conversation of each page that is open, of a few that were closed, and nothing
of a program's call.
"""

import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradio.blocks import Blocks
    from gradio.queueing import Queue
    from gradio.routes import App
    from gradio.state_holder import SessionState

CLOSED = 50  # pages that went, the last: a laptop that wakes up finds its conversation
# By which Gradio knows a program's call, and gradio_client itself; a page's own name is shorter.
_CALL = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CALLS = "calls"  # the one session that they share: what they say is not kept


def keep_conversations(app: "App") -> None:
    """Has a server keep no session for a program's call, and only the last of pages that are closed.

    Gradio keeps one of each, 80 KB and the conversation, closed ones for an hour; and after a thousand of them drops
    that of whoever was silent for longest, though the page may be open. Its queue forgets what it did as well.
    """
    from gradio.state_holder import StateHolder

    class Conversations(StateHolder):
        """The sessions of the pages, and one for all calls."""

        def set_blocks(self, blocks: "Blocks") -> None:
            super().set_blocks(blocks)
            _keep_no_statistics(blocks._queue)

        def __getitem__(self, session_id: str) -> "SessionState":
            key = _CALLS if _CALL.fullmatch(session_id) else session_id
            if key not in self.session_data:
                self._forget()
            return super().__getitem__(key)

        def _forget(self) -> None:
            """Lets go of the pages that were closed first, and of what is empty in Gradio's queue."""
            with self.lock:
                closed = [key for key, session in self.session_data.items() if session.is_closed]
                for key in closed[: -CLOSED or None]:
                    del self.session_data[key]
                    self.time_last_used.pop(key, None)
            _forget_delivered(self.blocks._queue)

    app.state_holder = Conversations()  # type: ignore[no-untyped-call]  # Gradio's


def _keep_no_statistics(queue: "Queue") -> None:
    """Has a queue keep no list of its last 10,000 events, of which it would make a table after each: 9 ms of work."""
    queue.ANALYTICS_MAX_EVENTS = 1
    queue.ANAYLTICS_CACHE_FREQUENCY = sys.maxsize  # events from one table to the next


def _forget_delivered(queue: "Queue") -> None:
    """Lets go of the messages and the list of events of whoever waits for nothing. Gradio keeps the last 2,000 of the
    former, and of the latter all.
    """
    waiting, messages = queue.pending_event_ids_session, queue.pending_messages_per_session
    for key in [key for key, events in list(waiting.items()) if not events or key not in messages]:
        waiting.pop(key, None)
        messages.pop(key, None)
