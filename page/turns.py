"""Whose turn it is: so many at once, and the next to whoever has had the least.

Fair queueing with the longest line dropped from (P. McKenney, Stochastic fairness queueing, 1990): one who asks a
hundred questions at once waits for them himself.
"""

import threading
from collections import deque
from dataclasses import dataclass, field


@dataclass(eq=False, slots=True)
class Place:
    """A place in the line: `decided` once a turn was `given` for it or it was refused. `late` is a turn that nobody
    waits for any more, while its work goes on.
    """

    asker: str
    given: bool = False
    late: bool = False
    decided: threading.Event = field(default_factory=threading.Event)


@dataclass(slots=True)
class _Asker:
    """Someone with a turn or in the line: how many turns are under way, and when the last ended, or else he came."""

    last: int
    under_way: int = 0
    line: "deque[Place]" = field(default_factory=deque)


class Turns:
    """Gives at most `at_once` turns, and lets at most `waiting` wait. A turn that is given back goes to the waiting
    asker who has the fewest, and among those to the one who has been without the longest. Where the line is full, the
    newest question of the asker with the most in it makes room, or the newcomer is refused if that is him.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        self.at_once = at_once
        self.waiting = waiting
        self._askers: dict[str, _Asker] = {}
        self._clock = 0
        self._late = 0
        self._lock = threading.Lock()

    def join(self, asker: str) -> Place:
        """A turn where one is free, else a place in the line; refused at once where there is none, or where every turn
        is held by work that nobody waits for any more.
        """
        with self._lock:
            one = self._askers.setdefault(asker, _Asker(self._tick()))
            place = Place(asker)
            one.line.append(place)
            if self._under_way() < self.at_once:
                self._give_next()
            elif self._late == self.at_once:
                self._refuse_newest(one)
            elif self._in_line() > self.waiting:
                self._refuse_newest(self._longest(one))
            return place

    def wait(self, place: Place, patience: float) -> bool:
        """Whether the turn came within so many seconds; if not, the place is given up."""
        place.decided.wait(patience)
        with self._lock:
            if not place.decided.is_set():
                self._refuse(place)
            return place.given

    def give_back(self, place: Place) -> None:
        """Ends a turn; the next is given it."""
        with self._lock:
            one = self._askers[place.asker]
            place.given = False
            one.under_way -= 1
            one.last = self._tick()
            self._late -= place.late
            self._forget(place.asker)
            self._give_next()

    def leave(self, place: Place) -> None:
        """Says that the work of this turn took too long, and is not waited for; it keeps the turn until it ends."""
        with self._lock:
            self._late += place.given and not place.late
            place.late = place.given

    def _give_next(self) -> None:
        """Gives a turn to the waiting asker whose turn it is, where anyone waits."""
        waiting = [one for one in self._askers.values() if one.line]
        if waiting:
            next_one = min(waiting, key=lambda one: (one.under_way, one.last))
            next_one.under_way += 1
            place = next_one.line.popleft()
            place.given = True
            place.decided.set()

    def _longest(self, newcomer: _Asker) -> _Asker:
        """The asker with the most in the line; the newcomer where he is among those."""
        return max(self._askers.values(), key=lambda one: (len(one.line), one is newcomer))

    def _refuse_newest(self, one: _Asker) -> None:
        self._refuse(one.line[-1])

    def _refuse(self, place: Place) -> None:
        self._askers[place.asker].line.remove(place)
        place.decided.set()
        self._forget(place.asker)

    def _forget(self, asker: str) -> None:
        """Keeps nothing of who has neither a turn nor a place: if he comes again, he is behind who waits."""
        one = self._askers[asker]
        if not one.line and not one.under_way:
            del self._askers[asker]

    def _under_way(self) -> int:
        return sum(one.under_way for one in self._askers.values())

    def _in_line(self) -> int:
        return sum(len(one.line) for one in self._askers.values())

    def _tick(self) -> int:
        self._clock += 1
        return self._clock
