"""What the server refuses and what it tells browsers to refuse."""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from page.users import WHILE, Login, Users
from page.words import preferred_language, words

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
    (b"cross-origin-resource-policy", b"same-origin"),
)
CHALLENGE = (b"www-authenticate", b'Basic realm="Trich Dan", charset="UTF-8"')
OWN = "x-trich-dan-own"
THIS_MACHINE = ("127.0.0.1", "localhost", "[::1]")

MOST_HEADERS = 100
LONGEST_HEAD = 16_384  # bytes
LONGEST_BODY = 1_000_000  # bytes of a request that is no upload
LONGEST_EVENT = 8_000_000  # bytes of what the page sends: a brief that is opened is 5 MB, a third more as base64
BODY_WITHIN = 30.0  # seconds in which a body must have come, and in which the next part of an upload must

# All that is answered: what the page and the clients of Gradio ask for, and the four calls. Gradio's other routes
# serve files, media and other servers, run what is not public, or tell of the server.
OPEN = {
    "GET": re.compile(
        r"/|/config|/theme\.css|/favicon\.ico|/robots\.txt|/manifest\.json|/page/newsreader\.woff2"
        r"|/(?:assets|static|svelte)/(?!.*\.\.)[\w./@-]+"
        r"|/gradio_api/(?:info|queue/data|heartbeat/\w+|call/(?:ask|search|check|quote)/\w+)/?"
    ),
    "HEAD": re.compile(r"/"),
    "POST": re.compile(r"/gradio_api/(?:queue/join|call/(?:ask|search|check|quote))/?"),
}
UPLOADS = {"GET": re.compile(r"/gradio_api/upload_progress"), "POST": re.compile(r"/gradio_api/upload/?")}
TOOLS = {method: re.compile(r"/gradio_api/mcp/?") for method in ("GET", "POST", "DELETE")}  # streamable HTTP
_STARTUP = "/gradio_api/startup-events"  # Gradio asks this of itself, once, when it is launched
_EVENT = re.compile(r"/gradio_api/queue/join/?")

_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[_Message, _Receive, _Send], Awaitable[None]]


class Refused(Exception):
    """A request that is not answered, and why; where it `closes`, the connection ends, whatever more would come."""

    def __init__(self, status: int, sentence: str, *headers: tuple[bytes, bytes], closes: bool = False) -> None:
        super().__init__(sentence)
        self.status = status
        self.headers = (*headers, (b"connection", b"close")) if closes else headers


class Guard:
    """The outermost ASGI layer. It answers only requests for a named host (a foreign one is how a hostile page reaches
    a local server) and from no other site's pages, of users only where there are some, for what is open; it takes
    bodies of a limited length, and uploads of at most so many bytes (0: none), and sends the security headers with
    every response. The server's own programs send `own`, which nobody else knows, under the name OWN.
    """

    def __init__(
        self, app: _App, hosts: tuple[str, ...], uploads: int = 0, users: Users | None = None, *, tools: bool = False
    ) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)
        self.uploads = uploads
        self.login = Login(users) if users else None
        self.open = (OPEN, *((UPLOADS,) if uploads else ()), *((TOOLS,) if tools else ()))
        self.own = secrets.token_urlsafe(32)
        self.started = False

    async def __call__(self, scope: _Message, receive: _Receive, send: _Send) -> None:
        """Passes the request on, or refuses it."""
        if scope["type"] == "websocket":  # nothing here speaks over one
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] != "http":
            await self.app(scope, receive, send)
        else:
            try:
                receive = await self._admitted(scope, receive)
            except Refused as refused:
                await _refuse(send, refused)
            else:
                await self.app(scope, receive, _with_headers(send))

    async def _admitted(self, scope: _Message, receive: _Receive) -> _Receive:
        """What the request's body is received by; raises Refused where it is not answered."""
        _require_short_head(scope)
        self._require_place(scope)
        if self._is_startup(scope):
            return receive
        scope["user"] = await self._user(scope)
        _require_open(scope, self.open)
        _require_length(scope, self._most(scope))
        if UPLOADS["POST"].fullmatch(scope["path"]):
            return _in_time(receive)
        return await _whole(receive) if _has_body(scope) else receive

    def _require_place(self, scope: _Message) -> None:
        """Refuses what is for another host, or from another site's page, as browsers say; programs say nothing."""
        if _host(scope) not in self.hosts:
            raise Refused(400, "This server does not answer to that host name.")
        origin = _header(scope, b"origin")
        if origin and _without_port(origin.partition("://")[2]) not in self.hosts:
            raise Refused(403, "This server answers no other site's pages.")

    def _is_startup(self, scope: _Message) -> bool:
        """Whether this is what Gradio asks of itself, the first time that it is asked."""
        first = not self.started and (scope["method"], scope["path"]) == ("GET", _STARTUP)
        self.started |= first
        return first

    async def _user(self, scope: _Message) -> str | None:
        """The name that the request logs in with; None where there are no users. The server's own are nobody."""
        if self.login is None:
            return None
        given = _header(scope, b"authorization")
        if not given and secrets.compare_digest(_header(scope, OWN.encode()).encode(), self.own.encode()):
            return ""
        name = await self.login.name(given, asker_address(scope))
        if isinstance(name, str):
            return name
        said = words(preferred_language(_header(scope, b"accept-language")))
        if name.why == "too_many":
            raise Refused(429, said.say("log_in_later"), (b"retry-after", b"%d" % WHILE))
        raise Refused(401, said.say("log_in"), CHALLENGE)

    def _most(self, scope: _Message) -> int:
        """How many bytes the body may have."""
        if UPLOADS["POST"].fullmatch(scope["path"]):
            return self.uploads
        return LONGEST_EVENT if _EVENT.fullmatch(scope["path"]) else LONGEST_BODY


def is_loopback(name: str) -> bool:
    """Whether a server bound to this name or address is reached from this machine only."""
    try:
        return ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return name == "localhost"


def answered_hosts(server_name: str, allowed: tuple[str, ...], users: Path | None = None) -> tuple[str, ...]:
    """The host names to answer to, the address that is bound to among them; a UsageError where other machines could
    connect but no name was allowed, or nobody has to log in.
    """
    if is_loopback(server_name):
        return (*THIS_MACHINE, *allowed)
    if not allowed:
        raise UsageError(
            f"Binding to {server_name} would let other machines read the articles. If that is meant, name the host "
            "they will use: --allow-host NAME, or ASSISTANT_ALLOW_HOST=NAME[,NAME]; and who may: --users FILE."
        )
    if not users:
        raise UsageError(
            f"Binding to {server_name} would let everyone who can connect read the articles. Say who may: "
            "--users FILE, or ASSISTANT_USERS=FILE; python ui.py --users FILE --add-user NAME makes it."
        )
    everywhere = not server_name.strip("[]:0.")
    return (*THIS_MACHINE, *allowed, *(() if everywhere else (server_name,)))


def asker_address(scope: _Message) -> str:
    """The address that a request comes from."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def _require_short_head(scope: _Message) -> None:
    """Refuses very many headers; uvicorn takes as many as come in one piece."""
    headers = scope["headers"]
    if len(headers) > MOST_HEADERS or sum(len(name) + len(value) for name, value in headers) > LONGEST_HEAD:
        raise Refused(431, f"At most {MOST_HEADERS} headers are taken, of {LONGEST_HEAD:,} bytes.", closes=True)


def _require_open(scope: _Message, routes: Iterable[Mapping[str, re.Pattern[str]]]) -> None:
    """Refuses what none of these routes is."""
    method, path = scope["method"], scope["path"]
    if not any(method in each and each[method].fullmatch(path) for each in routes):
        raise Refused(404, "There is nothing here.", closes=_has_body(scope))


def _require_length(scope: _Message, most: int) -> None:
    """Refuses a body that is too long, or does not state its length, which the server below would hold it to."""
    stated = _header(scope, b"content-length") or "0"
    if _header(scope, b"transfer-encoding"):
        raise Refused(411, "State how long the body is (Content-Length).", closes=True)
    if not (stated.isascii() and stated.isdecimal()) or len(stated) > 15 or int(stated) > most:
        raise Refused(413, f"At most {most:,} bytes are taken at once.", closes=True)


def _has_body(scope: _Message) -> bool:
    """Whether a body comes after the head of a request."""
    return bool(_header(scope, b"transfer-encoding")) or _header(scope, b"content-length") not in ("", "0")


async def _whole(receive: _Receive) -> _Receive:
    """Gives the body in one piece, once all of it has come; refuses one that is slow."""
    pieces: list[bytes] = []
    more = True
    try:
        async with asyncio.timeout(BODY_WITHIN):
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Refused(400, "The body of the request broke off.", closes=True)
                pieces.append(message.get("body", b""))
                more = message.get("more_body", False)
    except TimeoutError:
        raise Refused(408, "The body of the request did not come in time.", closes=True) from None
    given: list[_Message] = [{"type": "http.request", "body": b"".join(pieces), "more_body": False}]

    async def receive_whole() -> _Message:
        return given.pop() if given else await receive()

    return receive_whole


def _in_time(receive: _Receive) -> _Receive:
    """Receives the body of a request, whose next piece must come in time; afterwards, whatever comes."""
    more = True

    async def receive_in_time() -> _Message:
        nonlocal more
        if not more:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), BODY_WITHIN)
        except TimeoutError:
            return {"type": "http.disconnect"}
        more = message.get("more_body", False)
        return message

    return receive_in_time


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
    """Sends with the security headers, and without Gradio's own, by which other sites may read what is answered."""

    async def send_guarded(message: _Message) -> None:
        if message["type"] == "http.response.start":
            kept = [one for one in message.get("headers", ()) if not one[0].lower().startswith(b"access-control-")]
            message["headers"] = [*kept, *HEADERS]
        await send(message)

    return send_guarded


async def _refuse(send: _Send, refused: Refused) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS, *refused.headers]
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{refused}\n".encode()})
