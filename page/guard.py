"""What the server refuses and what it tells browsers to refuse."""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from ipaddress import ip_address
from typing import Any

from assistant.errors import UsageError

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",  # Gradio's own page needs both
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
        "object-src 'none'",
        "base-uri 'self'",
    )
)
HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)
_FILE = re.compile(r"/(?:file[=/]|proxy=|stream/)")  # Gradio's own routes to files, other servers and media
THIS_MACHINE = ("127.0.0.1", "localhost", "[::1]")

_OTHER_MCP = re.compile(r"/gradio_api/mcp/.*\w")  # the older transport over SSE, and Gradio's own list of the tools

_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[_Message, _Receive, _Send], Awaitable[None]]


class Guard:
    """An ASGI layer: answers only requests for a named host (a foreign one is how a hostile page reaches a local
    server) and from no other site's pages, takes uploads of at most so many bytes (0: none), serves no file by its
    path, and sends the security headers with every response.
    """

    def __init__(self, app: _App, hosts: tuple[str, ...], uploads: int = 0) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)
        self.uploads = uploads

    async def __call__(self, scope: _Message, receive: _Receive, send: _Send) -> None:
        """Passes the request on, or refuses it."""
        if scope["type"] == "websocket":  # nothing here speaks over one
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] != "http":
            await self.app(scope, receive, send)
        elif _host(scope) not in self.hosts:
            await _refuse(send, 400, "This server does not answer to that host name.\n")
        elif _OTHER_MCP.search(scope["path"]):
            await _refuse(send, 404, "The tools are at /gradio_api/mcp, where they are offered.\n")
        elif scope["method"] != "GET" and self._is_foreign(scope):
            await _refuse(send, 403, "This server takes nothing from another site's pages.\n")
        elif _FILE.search(scope["path"]):
            await _refuse(send, 404, "No file is served by its path.\n")
        elif scope["path"].rstrip("/").endswith("/upload"):
            await self._upload(scope, receive, send)
        else:
            await self.app(scope, receive, _with_headers(send))

    def _is_foreign(self, scope: _Message) -> bool:
        """Whether a request comes from a page of another site, as browsers say; programs say nothing."""
        origin = _header(scope, b"origin")
        return bool(origin) and _without_port(origin.partition("://")[2]) not in self.hosts

    async def _upload(self, scope: _Message, receive: _Receive, send: _Send) -> None:
        """Lets an upload through that states its length, which the server below holds it to, and is not too long."""
        stated = _header(scope, b"content-length")
        if not self.uploads:
            await _refuse(send, 404, "Nothing can be uploaded here.\n")
        elif not stated.isdecimal() or int(stated) > self.uploads:
            await _refuse(send, 413, f"At most {self.uploads:,} bytes are taken at once.\n")
        else:
            await self.app(scope, receive, _with_headers(send))


def is_loopback(name: str) -> bool:
    """Whether a server bound to this name or address is reached from this machine only."""
    try:
        return ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return name == "localhost"


def answered_hosts(server_name: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """The host names to answer to; a UsageError where other machines could connect but no name was allowed."""
    if not is_loopback(server_name) and not allowed:
        raise UsageError(
            f"Binding to {server_name} would let other machines read the articles. If that is meant, name the host "
            "they will use: --allow-host NAME, or ASSISTANT_ALLOW_HOST=NAME[,NAME]."
        )
    return (*THIS_MACHINE, *allowed)


def _host(scope: _Message) -> str:
    """The host a request names, without its port; empty where it names none."""
    return _without_port(_header(scope, b"host"))


def _header(scope: _Message, name: bytes) -> str:
    """What a request says under this name; empty where it says nothing."""
    return next((str(value, "latin-1") for key, value in scope["headers"] if key == name), "")


def _without_port(named: str) -> str:
    """The host in `host:port`, in small letters."""
    host, _, after = named.rpartition(":")
    return (host if host and after.isdigit() else named).lower()


def _with_headers(send: _Send) -> _Send:
    async def send_guarded(message: _Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *HEADERS]
        await send(message)

    return send_guarded


async def _refuse(send: _Send, status: int, sentence: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": sentence.encode()})
