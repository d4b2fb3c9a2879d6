"""What is on its way to the page, until the reader stops it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Coming:
    """What comes of a question. A thread of its own waits for it, so that stopping need not wait for a chat model that
    says nothing; the thread ends when the model next says something.

    `stopped` is whether the reader stopped it, `dropped` whether with the conversation that it belonged to.
    """

    stopped: bool = False
    dropped: bool = False
    _came: "SimpleQueue[Any]" = field(default_factory=SimpleQueue)

    def heard(self, work: Callable[[], Iterator[T]]) -> Iterator[T]:
        """What the work yields, as it comes; no more after it was stopped."""
        Thread(target=self._hear, args=(work,), daemon=True).start()
        try:
            while not self.stopped and (came := self._came.get()):
                yield from came
        except GeneratorExit:  # the page is gone
            self.stopped = True
            raise

    def stop(self, *, drop: bool = False) -> None:
        """Ends what comes, at once."""
        self.stopped, self.dropped = True, drop
        self._came.put(())

    def _hear(self, work: Callable[[], Iterator[Any]]) -> None:
        try:
            for one in work():
                if self.stopped:
                    break
                self._came.put((one,))
        finally:
            self._came.put(())
