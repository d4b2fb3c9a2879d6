"""The chat as it is served, in a process of its own, and those who ask it: readers by way of its page, as their
browsers do, and programs by its API.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from http.client import HTTPException
from pathlib import Path
from statistics import median
from typing import Any, Self

from benchmarks.collection import article_name, built_index
from benchmarks.figures import Figure, percentile
from index.e5_engine import Engine, load_engine
from index.e5_wheel import QUERY, weights_file
from index.encoder import Encoder

ROOT = Path(__file__).parent.parent
USERS = (1, 8, 32)
EACH = 6  # questions that each of the readers asks, one after another
TOGETHER = (1, 4, 8)  # questions encoded at once
ROUNDS = 5  # of which the quickest counts
LANGUAGE = "en"  # of the page
LONGEST = 120.0  # seconds that an answer is waited for; the server says after 30 that it takes too long

ANSWERED = ('class="answer', 'class="refusal')  # what an answer's HTML begins with, and not a sentence that it failed


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was asked: how long it took, whether its own answer came, and why it failed where it did."""

    milliseconds: float
    own: bool
    error: str = ""


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat that is being served: where, by which process, over which folder of articles and which index."""

    address: str
    process: int
    articles: Path
    index: Path


@contextmanager
def served(texts: Sequence[str], encoder: Encoder, kept: Path) -> Iterator[Chat]:
    """A chat over these articles, with a folder of them and an index of its own, copied from the one that is kept."""
    with tempfile.TemporaryDirectory(prefix="trich-dan-chat-") as place:
        articles, index = Path(place, "articles"), Path(place, "index")
        articles.mkdir()
        for number, text in enumerate(texts):
            (articles / article_name(number)).write_bytes(text.encode())
        shutil.copytree(built_index("thousand", texts, encoder, kept), index)
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        command = [sys.executable, "ui.py", "--index", str(index), "--port", str(port)]
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment) as chat:
            assert chat.stdout is not None  # noqa: S101 - for the type checker: it is a pipe
            try:
                yield Chat(chat.stdout.readline().split()[4], chat.pid, articles, index)
            finally:
                chat.terminate()


class Reader:
    """A conversation by way of the page: every answer must come below all that was said before it, in its order."""

    def __init__(self, address: str, event: int) -> None:
        self._address = address
        self._event = event
        self._session = secrets.token_hex(8)
        self._said: list[str] = []
        self._beat = _opened(f"{address}gradio_api/heartbeat/{self._session}")  # as long as its page is open

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self._beat.close()

    def ask(self, question: str) -> Asked:
        """Asks, and waits for the last that comes of it."""
        begun = time.perf_counter()
        data = {"data": [question, None, LANGUAGE, None], "fn_index": self._event, "session_hash": self._session}
        try:
            with _opened(f"{self._address}gradio_api/queue/join", data):
                pass
            messages = self._last()
        except (OSError, HTTPException, ValueError) as error:
            return Asked(_since(begun), own=False, error=repr(error))
        self._said.append(question)
        return Asked(_since(begun), *self._judged(messages))

    def _last(self) -> list[dict[str, Any]]:
        """The conversation as the page shows it at last; nothing where it never came."""
        messages: list[dict[str, Any]] = []
        with _opened(f"{self._address}gradio_api/queue/data?session_hash={self._session}") as stream:
            for line in stream:
                told = json.loads(line.removeprefix(b"data: ")) if line.startswith(b"data: ") else {}
                if told.get("msg") == "process_completed" and told["success"]:
                    messages = told["output"]["data"][2]
        return messages

    def _judged(self, messages: Sequence[dict[str, Any]]) -> tuple[bool, str]:
        """Whether the conversation is what this reader said, the last of it answered; and what is shown where not."""
        shown = [unescape(message["content"][0]["text"]) for message in messages]
        own = len(shown) == 2 * len(self._said) and all(map(str.__contains__, shown[::2], self._said))
        error = "" if shown and any(kind in shown[-1] for kind in ANSWERED) else f"no answer: {shown[-1:]}"
        return own and not error, error


def page_event(address: str) -> int:
    """The number of what happens when a question is entered on the page."""
    with _opened(f"{address}config") as reply:
        config = json.load(reply)
    box = next(each["id"] for each in config["components"] if each["props"].get("elem_id") == "question")
    return next(int(each["id"]) for each in config["dependencies"] if [box, "submit"] in each["targets"])


def call(address: str, question: str) -> dict[str, Any]:
    """What the API says to a question, asked in its two steps; nothing where no answer came."""
    with _opened(f"{address}gradio_api/call/ask", {"data": [question, "", "", None]}) as reply:
        event = json.load(reply)["event_id"]
    with _opened(f"{address}gradio_api/call/ask/{event}") as stream:
        lines = [line for line in stream if line.startswith(b"data: [")]
    answer: dict[str, Any] = json.loads(lines[-1].removeprefix(b"data: "))[0] if lines else {}
    return answer


def crowd_figures(address: str, questions: Sequence[str], users: int) -> Iterator[Figure]:
    """How long questions take where so many readers ask at once, each one question after another."""
    event = page_event(address)
    rounds = [[questions[(user * 7 + turn) % len(questions)] for turn in range(EACH)] for user in range(users)]
    with ThreadPoolExecutor(users) as pool:
        asked = [one for own in pool.map(lambda own: conversation(address, event, own), rounds) for one in own]
    times = [one.milliseconds for one in asked]
    who = "1 reader" if users == 1 else f"{users} readers at once"
    yield Figure(f"{who}, from a question sent to its answer: median", median(times), "ms", of=len(times))
    yield Figure(f"{who}: 95th percentile", percentile(times, 95), "ms", of=len(times))
    lost = [one for one in asked if not one.own]
    misses = tuple(one.error for one in lost)
    yield Figure(f"{who}: answers lost or another's", len(lost), "answers", most=0, of=len(asked), misses=misses)


def batch_figures(questions: Sequence[str], cache: Path) -> Iterator[Figure]:
    """What questions that come together would gain if they were encoded together."""
    engine = load_engine(weights_file(), cache)
    if engine is None:
        return
    texts = [f"{QUERY}{question}" for question in questions]
    for size in TOGETHER:
        batches = [texts[first : first + size] for first in range(0, len(texts), size)]
        took = [_took(engine, batches) / len(texts) for _ in range(ROUNDS)]
        who = "a question alone" if size == 1 else f"{size} questions together"
        yield Figure(f"the sentence model, {who}: a question", min(took), "ms", of=len(texts))


def _took(engine: Engine, batches: Sequence[Sequence[str]]) -> float:
    """Milliseconds for all of them."""
    begun = time.perf_counter()
    for batch in batches:
        engine.encode(batch)
    return _since(begun)


def conversation(address: str, event: int, questions: Sequence[str]) -> list[Asked]:
    """What became of the questions of one reader."""
    with Reader(address, event) as reader:
        return [reader.ask(question) for question in questions]


def _opened(address: str, data: dict[str, Any] | None = None) -> Any:
    """The reply to a request of this machine's own."""
    body = None if data is None else json.dumps(data).encode()
    request = urllib.request.Request(address, body, {"content-type": "application/json"})  # noqa: S310 - its own chat
    return urllib.request.urlopen(request, timeout=LONGEST)  # noqa: S310


def _since(begun: float) -> float:
    """Milliseconds."""
    return 1000 * (time.perf_counter() - begun)
