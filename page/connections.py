"""How many connections the server keeps, and how long it waits for one to ask something."""

from asyncio import TimerHandle, Transport
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uvicorn.protocols.http.h11_impl import H11Protocol

MOST = 800  # connections at once: an open page keeps one or two
HEAD_WITHIN = 10.0  # seconds in which the head of a request must have come; uvicorn itself would wait for ever
FILES = 8192  # that may be open, where the system lets a process have as many: 1024, the usual, is soon used up


def limit_connections(most: int = MOST, head_within: float = HEAD_WITHIN) -> None:
    """Has every server of this process, which Gradio starts, keep so many connections and wait no longer."""
    from uvicorn.config import HTTP_PROTOCOLS

    _have_files()
    HTTP_PROTOCOLS["auto"] = limited(most, head_within)  # type: ignore[assignment]


class Kept:
    """The connections of a server. One that asks nothing in time is closed. One too many takes the place of the one
    that has been silent the longest; where no other is silent, it is closed itself.
    """

    def __init__(self, most: int, head_within: float) -> None:
        self._most = most
        self._head_within = head_within
        self._all: set[H11Protocol] = set()
        self._silent: dict[H11Protocol, TimerHandle] = {}  # the oldest first

    def add(self, one: "H11Protocol") -> None:
        """Counts a new one."""
        self._all.add(one)
        self.listen(one)
        if len(self._all) > self._most:
            self._drop(next(iter(self._silent)))

    def listen(self, one: "H11Protocol") -> None:
        """Waits for the head of a request, if none is being answered."""
        if one.cycle is not None and not one.cycle.response_complete:
            self._wait_no_more(one)
        elif one in self._all and one not in self._silent:
            self._silent[one] = one.loop.call_later(self._head_within, self._drop, one)

    def forget(self, one: "H11Protocol") -> None:
        """Counts it no more."""
        self._wait_no_more(one)
        self._all.discard(one)

    def _wait_no_more(self, one: "H11Protocol") -> None:
        if one in self._silent:
            self._silent.pop(one).cancel()

    def _drop(self, one: "H11Protocol") -> None:
        self.forget(one)
        one.transport.abort()


def limited(most: int, head_within: float) -> "type[H11Protocol]":
    """Connections that are kept so."""
    from uvicorn.protocols.http.h11_impl import H11Protocol

    kept = Kept(most, head_within)

    class Limited(H11Protocol):
        """A connection that says what becomes of it."""

        def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            kept.add(self)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            kept.listen(self)

        def on_response_complete(self) -> None:
            super().on_response_complete()
            kept.listen(self)

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            kept.forget(self)

    return Limited


def _have_files() -> None:
    """Lets this process have as many open files as it may."""
    try:
        import resource
    except ImportError:  # Windows, which has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
