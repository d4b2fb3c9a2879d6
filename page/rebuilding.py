"""A rebuild while the chat goes on: one at a time, in a thread of its own, told as it goes."""

import threading
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from assistant.errors import TrichDanError
from page.desk import Desk, report
from page.words import Words

if TYPE_CHECKING:
    from assistant.building import BuildReport, Progress

EVERY = 0.25  # seconds between two tellings: often enough to be seen moving


class Rebuilding:
    """Brings the index up to date with its folder, and never raises; `lock` is held while it does."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.lock = threading.Lock()

    def run(self, articles: Path, words: Words) -> "Iterator[Progress | BuildReport | str]":
        """How far it has come, a few times a second; at last what it did, or why it could not. It goes on to its end
        though nobody looks.
        """
        if not self.lock.acquire(blocking=False):
            yield words.say("rebuild_busy")
            return
        told: SimpleQueue[Progress | BuildReport | str] = SimpleQueue()
        thread = threading.Thread(target=self._work, args=(articles, words, told), name="rebuild", daemon=True)
        thread.start()
        going = True
        while going:
            thread.join(EVERY)
            going = thread.is_alive()
            while not told.empty():
                newest = told.get()
                if told.empty():
                    yield newest

    def _work(self, articles: Path, words: Words, told: "SimpleQueue[Progress | BuildReport | str]") -> None:
        try:
            told.put(self.desk.assistant.rebuild(articles, told.put))
        except TrichDanError as error:
            told.put(str(error))
        except Exception as error:  # noqa: BLE001 - the edge of the program, as in page/desk.py
            report(error)
            told.put(words.say("rebuild_broken"))
        finally:
            self.lock.release()
