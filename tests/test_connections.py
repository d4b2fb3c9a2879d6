"""Which connections are kept, without a network or a clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from page.connections import Kept


@dataclass(eq=False)
class Timer:
    """What is to happen later."""

    seconds: float
    then: Callable[..., None]
    arguments: tuple[Any, ...]
    cancelled: bool = False

    def cancel(self) -> None:
        """It does not happen."""
        self.cancelled = True


@dataclass
class Loop:
    """An event loop whose time passes when it is told to."""

    timers: list[Timer] = field(default_factory=list)

    def call_later(self, seconds: float, then: Callable[..., None], *arguments: Any) -> Timer:
        """Notes what is to happen."""
        self.timers.append(Timer(seconds, then, arguments))
        return self.timers[-1]

    def pass_time(self) -> None:
        """Lets all happen that was to."""
        for timer in self.timers:
            if not timer.cancelled:
                timer.then(*timer.arguments)


@dataclass
class Cycle:
    """A request and its answer."""

    response_complete: bool = False


@dataclass(eq=False)
class Connection:
    """A connection; it is its own transport."""

    loop: Loop
    cycle: Cycle | None = None
    closed: bool = False

    @property
    def transport(self) -> "Connection":
        """Itself."""
        return self

    def abort(self) -> None:
        """Is closed."""
        self.closed = True


def kept(most: int, count: int) -> tuple[Any, Loop, list[Any]]:
    """So many connections, of which so many may be kept."""
    loop = Loop()
    connections: Any = Kept(most, 10.0)
    opened = [Connection(loop) for _ in range(count)]
    for one in opened:
        connections.add(one)
    return connections, loop, opened


def closed(opened: list[Any]) -> list[bool]:
    return [one.closed for one in opened]


def test_a_connection_that_asks_nothing_in_time_is_closed() -> None:
    """However often it sends a little; while it is answered it is left alone, afterwards it has as long again."""
    connections, loop, (silent, asking) = kept(9, 2)
    for _ in range(3):
        connections.listen(silent)  # some bytes of a head came
    asking.cycle = Cycle()
    connections.listen(asking)
    loop.pass_time()
    assert ([timer.seconds for timer in loop.timers], closed([silent, asking])) == ([10.0, 10.0], [True, False])
    asking.cycle.response_complete = True
    connections.listen(asking)
    loop.pass_time()
    assert asking.closed


def test_one_too_many_takes_the_place_of_the_oldest_silent_one() -> None:
    """Not of one that is being answered; where all are, it is closed itself."""
    connections, _, opened = kept(2, 4)
    assert closed(opened) == [True, True, False, False]
    for one in opened[2:]:
        one.cycle = Cycle()
        connections.listen(one)
    late = Connection(Loop())
    connections.add(late)
    assert closed([*opened[2:], late]) == [False, False, True]
    connections.forget(opened[2])  # it went by itself
    again = Connection(Loop())
    connections.add(again)
    assert not again.closed
