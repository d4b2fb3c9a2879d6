"""A server on this machine that speaks as OpenAI's does, and misbehaves as it is told to."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass
class ChatServer:
    """What the server sends, reply after reply, the last again and again; and what it was sent.

    A reply is the text to stream, or a way to fail: "failure", "garbage", "dropped", "silent", "trickle".
    """

    replies: Sequence[str]
    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    stopped: Event = field(default_factory=Event)

    def next_reply(self, request: dict[str, Any]) -> str:
        """The reply to the newest request."""
        self.requests.append(request)
        return self.replies[min(len(self.requests), len(self.replies)) - 1]


class _Handler(BaseHTTPRequestHandler):
    """One request, of the state that its server holds."""

    protocol_version = "HTTP/1.1"
    state: ChatServer

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def do_POST(self) -> None:
        """Answers one request for a chat completion."""
        length = int(self.headers["content-length"])
        reply = self.state.next_reply(json.loads(self.rfile.read(length)) | {"path": self.path})
        self.close_connection = True
        misbehave = getattr(self, f"send_{reply}", None)
        if misbehave is None:
            self.send_text(reply)
        else:
            misbehave()

    def send_failure(self) -> None:
        """An error of the server."""
        self.send_response(500)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def begin(self) -> None:
        """The head of a stream of events."""
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()

    def event(self, piece: str) -> None:
        """One event with a piece of text."""
        choice = {"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None}
        chunk = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()

    def send_text(self, text: str) -> None:
        """A whole reply, nine characters at a time."""
        self.begin()
        for start in range(0, len(text), 9):
            self.event(text[start : start + 9])
        self.wfile.write(b"data: [DONE]\n\n")

    def send_garbage(self) -> None:
        """Events that are no JSON."""
        self.begin()
        self.wfile.write(b"data: {no json\n\ndata: <html>\n\n")

    def send_dropped(self) -> None:
        """Half a reply, and a connection that ends before the length it stated."""
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("content-length", "100000")
        self.end_headers()
        self.event("Half a sentence [1]. And")

    def send_silent(self) -> None:
        """Nothing, until the test is over."""
        self.state.stopped.wait(20)

    def send_trickle(self) -> None:
        """A word every tenth of a second, without end."""
        self.begin()
        while not self.state.stopped.wait(0.1):
            try:
                self.event("word ")
            except OSError:  # the client has hung up
                return


@contextmanager
def chat_server(*replies: str) -> Iterator[ChatServer]:
    """A server that sends these replies, at `url`."""
    state = ChatServer(replies)
    with ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"state": state})) as server:
        server.daemon_threads = True
        state.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield state
        finally:
            state.stopped.set()
            server.shutdown()
            thread.join()
