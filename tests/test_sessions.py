"""What the server keeps of who comes: open pages, a few closed ones, nothing of programs' calls."""

import asyncio
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest

from tabs.app import switch_off_telemetry
from tabs.sessions import _keep_no_statistics, keep_conversations

READER = "0fz6kq3v1xe"  # as pages name themselves


@pytest.fixture
def sessions() -> Any:
    """What keeps the sessions of a chat, for a page without parts: a whole one leaves event loops unclosed."""
    switch_off_telemetry()
    app: Any = SimpleNamespace()
    keep_conversations(app)
    queue = SimpleNamespace(pending_event_ids_session={}, pending_messages_per_session={})
    page = SimpleNamespace(
        blocks={}, default_config=SimpleNamespace(blocks={}), state_session_capacity=1000, _queue=queue
    )
    app.state_holder.set_blocks(page)
    return app.state_holder


def test_calls_are_not_kept_and_drop_no_conversation(sessions: Any) -> None:
    """After more calls than there is room for, the session of a page is still there, and they share one."""
    sessions.capacity = 3
    reader = sessions[READER]
    for call in range(30):
        sessions[f"{call:032x}"]
        sessions[f"{call:08x}-0000-4000-8000-000000000000"]

    assert list(sessions.session_data) == [READER, "calls"]
    assert sessions[READER] is reader


def test_of_closed_pages_the_last_are_kept(sessions: Any) -> None:
    """Pages that went are forgotten when others come, those that went last at the end; an open one stays."""
    with patch("tabs.sessions.CLOSED", 2):
        sessions[READER]
        for number in range(5):
            sessions[f"page{number}"].is_closed = True
        sessions["new"]

    assert list(sessions.session_data) == [READER, "page3", "page4", "new"]
    assert sorted(sessions.time_last_used) == sorted(sessions.session_data)


def test_what_waits_for_nothing_is_forgotten(sessions: Any) -> None:
    """Of whoever waits for nothing, or for what nobody fetched, Gradio's queue keeps neither events nor messages."""
    queue = sessions.blocks._queue
    queue.pending_event_ids_session.update({"gone": set(), READER: {"event"}, "never came back": {"old"}})
    queue.pending_messages_per_session.update({"gone": [], READER: []})
    sessions["new"]

    assert queue.pending_event_ids_session == {READER: {"event"}}
    assert queue.pending_messages_per_session == {READER: []}


def test_no_statistics_of_events_are_kept(sessions: Any) -> None:
    """Gradio's own queue, told so, makes no table of the events that were."""

    async def reckoned() -> tuple[int, Any]:
        from gradio.queueing import Queue

        queue = Queue(False, 1, 1, None, sessions.blocks, 1)
        _keep_no_statistics(queue)
        queue.events_recorded = 1_000_000
        event = {"function": "ask", "status": "success", "process_time": 0.1}
        return queue.ANALYTICS_MAX_EVENTS, queue.compute_analytics_summary([event])  # type: ignore[no-untyped-call]

    assert asyncio.run(reckoned()) == (1, {"functions": {}})
    assert sessions.blocks._queue.ANALYTICS_MAX_EVENTS == 1
