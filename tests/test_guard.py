"""What the server refuses: other sites' pages, files by their path, what is not open, and bodies that are too long."""

import asyncio
import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from typing import Any

import pytest

from page import guard as module
from page.connections import MOST
from page.guard import LONGEST_BODY, LONGEST_EVENT, OPEN, THIS_MACHINE, TOOLS, UPLOADS, Guard
from tests.browser import ROOT, serving

HOST = "127.0.0.1:7860"
ASK = "/gradio_api/call/ask"
EVENT = "/gradio_api/queue/join"

_Message = MutableMapping[str, Any]


def answer(
    method: str, path: str, uploads: int = 0, pieces: tuple[bytes, ...] = (), **headers: str
) -> tuple[int, dict[bytes, bytes], bytes]:
    """The status and headers of a guarded server's answer, and the body that reached it; it answers 200."""
    stated = {"host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [(name.encode(), value.encode()) for name, value in stated.items()],
    }
    sent: list[_Message] = []
    coming = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    reached = bytearray()

    async def app(scope: _Message, receive: Any, send: Any) -> None:
        more = True
        while more:
            message = await receive()
            reached.extend(message.get("body", b""))
            more = message.get("more_body", False)
        allow = [(b"access-control-allow-origin", b"*")]
        await send({"type": "http.response.start", "status": 200, "headers": allow})

    async def receive() -> _Message:
        return coming.pop(0) if coming else {"type": "http.request"}

    async def send(message: _Message) -> None:
        sent.append(message)

    guard = Guard(app, (*THIS_MACHINE, "news.example"), uploads)
    guard.started = True
    asyncio.run(guard(scope, receive, send))
    return int(sent[0]["status"]), dict(sent[0]["headers"]), bytes(reached)


def status(method: str, path: str, uploads: int = 0, **headers: str) -> int:
    """The status alone."""
    return answer(method, path, uploads, (), **headers)[0]


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("http://127.0.0.1:7860", 200),
        ("http://localhost:7860", 200),
        ("http://[::1]:7860", 200),
        ("https://news.example", 200),
        ("https://NEWS.example:8443", 200),
        ("https://evil.example", 403),
        ("https://news.example.evil.example", 403),
        ("https://evil.example/news.example", 403),
        ("http://127.0.0.1:7860@evil.example", 403),
        ("null", 403),
    ],
)
def test_nothing_is_told_to_another_sites_page(origin: str, expected: int) -> None:
    """A form or a script elsewhere can send a request in a reader's name; browsers say where it comes from."""
    for path in ("/gradio_api/queue/join", "/gradio_api/upload", "/gradio_api/call/ask"):
        assert status("POST", path, uploads=100, origin=origin, content_length="10") == expected
    assert status("GET", "/config", origin=origin) == expected
    refused = status("OPTIONS", "/gradio_api/queue/join", origin=origin)
    assert refused == (404 if expected == 200 else 403)


def test_programs_that_say_no_origin_are_answered() -> None:
    """They are no browser, so no page sends them; and a page may be opened from a link anywhere, which says none."""
    assert status("POST", ASK) == 200
    assert status("GET", "/", referer="https://evil.example/") == 200


def test_no_other_site_may_read_what_is_answered() -> None:
    """Gradio's leave to do so is taken out; the policy is on every answer."""
    for method, path in (("GET", "/"), ("GET", "/nowhere"), ("PUT", "/")):
        headers = answer(method, path)[1]
        assert b"access-control-allow-origin" not in headers
        assert b"default-src 'self'" in headers[b"content-security-policy"]


@pytest.mark.parametrize("path", ["/gradio_api/upload", "/gradio_api/upload/"])
def test_uploads_are_taken_only_where_that_is_allowed(path: str) -> None:
    """And at most so many bytes, which the request states and the server then holds it to."""
    assert status("POST", path, content_length="10") == 404
    assert status("POST", path, uploads=10, content_length="10") == 200
    assert status("POST", path, uploads=10, content_length="11") == 413
    assert status("POST", path, uploads=10, content_length="-1") == 413
    assert status("POST", path, uploads=10, transfer_encoding="chunked") == 411
    assert status("POST", path, uploads=10, content_length="1", transfer_encoding="chunked") == 411


@pytest.mark.parametrize(("path", "most"), [(ASK, LONGEST_BODY), (EVENT, LONGEST_EVENT), ("/gradio_api/mcp", 0)])
def test_a_body_that_is_too_long_is_not_read(path: str, most: int) -> None:
    """A megabyte for a call, eight for an event, which may open a brief: what is longer ends the connection."""
    for length in (str(most + 1), str(10**8), "9" * 30, "1e3", "٣", "+5", "0x10"):
        code, headers, reached = answer("POST", path, pieces=(b"[",), content_length=length)
        assert (code, headers[b"connection"], reached) == (413 if most else 404, b"close", b"")
    if most:
        assert answer("POST", path, pieces=(b"[1,", b"2]"), content_length=str(most))[2] == b"[1,2]"
        assert status("POST", path, transfer_encoding="chunked") == 411


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a body, then nothing: refused when its time is up, and the program behind never sees it."""
    monkeypatch.setattr(module, "BODY_WITHIN", 0.05)
    sent: list[_Message] = []
    came = [{"type": "http.request", "body": b"[", "more_body": True}]

    async def app(scope: _Message, receive: Any, send: Any) -> None:
        raise AssertionError("It was reached.")

    async def receive() -> _Message:
        if not came:
            await asyncio.sleep(2)
        return came.pop()

    async def send(message: _Message) -> None:
        sent.append(message)

    stated = [(b"host", HOST.encode()), (b"content-length", b"5")]
    scope: _Message = {"type": "http", "method": "POST", "path": ASK, "headers": stated}
    asyncio.run(Guard(app, THIS_MACHINE)(scope, receive, send))
    assert sent[0]["status"] == 408


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/tmp/gradio/0123/article.txt",
        "/gradio_api/file/tmp/gradio/0123/article.txt",
        "/file=/etc/passwd",
        "/gradio_api/proxy=https://evil.example",
        "/gradio_api/stream/1/2/3/playlist.m3u8",
        "/assets/../../../etc/passwd",
        "/static/..",
        "/assets//etc/passwd/..",
        "//gradio_api/file=/etc/passwd",
        "/GRADIO_API/file=/etc/passwd",
        "/gradio_api/FILE=/etc/passwd",
        "/gradio_api/./file=/etc/passwd",
        "/gradio_api%2ffile=/etc/passwd",
        "/gradio_api/call/ask/../../file=/etc/passwd",
        "/\n/gradio_api/file=/etc/passwd",
        "/assets/x\n/gradio_api/file=/etc/passwd",
    ],
)
def test_no_file_is_served_by_its_path(path: str) -> None:
    """However it is written. What one reader uploads no other can fetch, and nothing is fetched from elsewhere."""
    assert [status(method, path, uploads=10) for method in ("GET", "HEAD", "POST")] == [404, 404, 404]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "OPTIONS", "get", "PROPFIND"])
def test_no_other_method_is_answered(method: str) -> None:
    """The page and the clients need GET, HEAD and POST."""
    assert [status(method, path) for path in ("/", ASK, EVENT)] == [404] * 3


LIST = """
from tabs.app import build_app, switch_off_telemetry
switch_off_telemetry()
from gradio.routes import App
from tests.fake_assistant import FakeAssistant
def walk(routes):
    for route in routes:
        inner = getattr(route, "original_router", None)
        yield from walk(inner.routes) if inner else [route]
app = App.create_app(build_app(FakeAssistant()), app_kwargs={"openapi_url": None}, mcp_server=False)
print("\\n".join(sorted({f"{method} {route.path.rstrip('/') or '/'}" for route in walk(app.routes)
                        for method in route.methods})))
"""
ANSWERED = """
GET /
GET /assets/{path:path}
GET /config
GET /favicon.ico
GET /gradio_api/call/{api_name}/{event_id}
GET /gradio_api/heartbeat/{session_hash}
GET /gradio_api/info
GET /gradio_api/queue/data
GET /manifest.json
GET /robots.txt
GET /static/{path:path}
GET /svelte/{path:path}
GET /theme.css
HEAD /
POST /gradio_api/call/{api_name}
POST /gradio_api/queue/join
"""
WITH_UPLOADS = """
GET /gradio_api/upload_progress
POST /gradio_api/upload
"""
NEVER = """
GET /gradio_api/app_id
GET /gradio_api/call/v2/{api_name}/{event_id}
GET /gradio_api/custom_component/{id}/{environment}/{type}/{file_name}
GET /gradio_api/deep_link
GET /gradio_api/dev/reload
GET /gradio_api/file/{path:path}
GET /gradio_api/file={path_or_url:path}
GET /gradio_api/login_check
GET /gradio_api/openapi.json
GET /gradio_api/proxy={url_path:path}
GET /gradio_api/queue/status
GET /gradio_api/run-history/buckets
GET /gradio_api/run-history/records
GET /gradio_api/run-history/records/{endpoint}/{record_id}/assets/{asset_id}
GET /gradio_api/runs
GET /gradio_api/startup-events
GET /gradio_api/stream/{session_hash}/{run}/{component_id}/playlist-file
GET /gradio_api/stream/{session_hash}/{run}/{component_id}/playlist.m3u8
GET /gradio_api/stream/{session_hash}/{run}/{component_id}/{segment_id}.{ext}
GET /gradio_api/theme.css
GET /gradio_api/token
GET /gradio_api/user
GET /gradio_api/vibe-code
GET /logout
GET /monitoring
GET /monitoring/summary
GET /monitoring/{key}
GET /pwa_icon
GET /pwa_icon/{size}
HEAD /gradio_api/file={path_or_url:path}
HEAD /gradio_api/proxy={url_path:path}
POST /gradio_api/api/{api_name}
POST /gradio_api/call/v2/{api_name}
POST /gradio_api/cancel
POST /gradio_api/component_server
POST /gradio_api/process_recording
POST /gradio_api/reset
POST /gradio_api/run-history/connect
POST /gradio_api/run/{api_name}
POST /gradio_api/stream/{event_id}
POST /gradio_api/stream/{event_id}/close
POST /gradio_api/undo-vibe-edit
POST /gradio_api/vibe-code
POST /gradio_api/vibe-edit
POST /gradio_api/vibe-starter-queries
POST /login
"""


def test_every_route_of_gradio_was_decided_on() -> None:
    """A new one of a new version is noticed here, and is closed until someone opens it."""
    run = subprocess.run([sys.executable, "-c", LIST], capture_output=True, text=True, cwd=ROOT, check=True)
    routes = set(run.stdout.split("\n")[:-1])
    known = {line for lines in (ANSWERED, WITH_UPLOADS, NEVER) for line in lines.strip().split("\n")}
    assert routes == known


def test_only_the_routes_that_are_meant_are_open() -> None:
    """Each with an ordinary value in its braces."""
    values = {"{path:path}": "x.js", "{api_name}": "ask", "{event_id}": "0a", "{session_hash}": "0a", "{size}": "1"}

    def opened(lines: str, uploads: int) -> list[str]:
        asked = lines.strip().split("\n")
        for name, value in values.items():
            asked = [line.replace(name, value) for line in asked]
        parts = (line.split(" ") for line in asked)
        return [path for method, path in parts if status(method, path, uploads) == 200]

    assert len(opened(ANSWERED, 0)) == len(ANSWERED.strip().split("\n"))
    assert [opened(lines, 0) for lines in (WITH_UPLOADS, NEVER)] == [[], []]
    assert len(opened(WITH_UPLOADS, 10)) == 2
    assert opened(NEVER, 10) == []
    assert status("POST", "/gradio_api/call/select") == 404
    assert {tuple(routes) for routes in (OPEN, UPLOADS, TOOLS)} == {
        ("GET", "HEAD", "POST"),
        ("GET", "POST"),
        ("GET", "POST", "DELETE"),
    }


# ---- as it is served ----


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Where a chat is served."""
    with serving() as address:
        yield int(address.rstrip("/").rpartition(":")[2])


def sent(port: int, *pieces: bytes) -> bytes:
    """All that the server answers to these bytes, until it ends the connection or says nothing for some seconds."""
    with socket.create_connection(("127.0.0.1", port), timeout=15) as connection:
        answered = b""
        try:
            for piece in pieces:
                connection.sendall(piece)
            while piece := connection.recv(65536):
                answered += piece
        except ConnectionError:  # it has hung up on what it does not want
            pass
        return answered


def test_what_is_refused_before_gradio_sees_it(port: int) -> None:
    """A preflight, which Gradio's own layers would answer, and its errors: with the policy all of them."""
    asked: tuple[tuple[str, str, dict[str, str]], ...] = (
        (
            "OPTIONS",
            "/gradio_api/queue/join",
            {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"},
        ),
        ("GET", "/gradio_api/startup-events", {}),
        ("GET", "/assets/%2e%2e/%2e%2e/etc/passwd", {}),
        ("GET", "/gradio_api/%66ile=/etc/passwd", {}),
        ("GET", "/gradio_api%2ffile=/etc/passwd", {}),
        ("GET", "/assets/nothing.js", {}),
        ("POST", "/gradio_api/call/ask", {}),
    )
    seen = []
    for method, path, headers in asked:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        response.read()
        allowed = [name for name in response.headers if name.lower().startswith("access-control")]
        seen.append((response.status, "default-src 'self'" in response.headers["content-security-policy"], allowed))
        connection.close()
    assert seen == [(code, True, []) for code in (403, 404, 404, 404, 404, 404, 422)]


def test_a_hundred_megabytes_are_not_taken(port: int) -> None:
    """The answer comes before they do, and the connection is closed; in chunks likewise."""
    head = f"POST {EVENT} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    stated = sent(port, f"{head}Content-Length: 100000000\r\n\r\n".encode(), b"[" * 1000)
    chunked = sent(port, f"{head}Transfer-Encoding: chunked\r\n\r\n".encode(), b"5\r\n[1,2]\r\n")
    assert (stated.split(b"\r\n")[0], chunked.split(b"\r\n")[0]) == (
        b"HTTP/1.1 413 Request Entity Too Large",
        b"HTTP/1.1 411 Length Required",
    )
    assert all(b"connection: close" in answered for answered in (stated, chunked))


def test_endless_headers_are_not_taken(port: int) -> None:
    """Sixteen kilobytes of them are the most."""
    many = b"".join(b"X-%d: y\r\n" % number for number in range(5000))
    answered = sent(port, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n", many, b"\r\n")
    assert answered == b"" or answered.split(b" ")[1] in (b"400", b"431")  # by the one below, if it came in pieces


def test_a_head_is_short() -> None:
    """At most a hundred headers, of sixteen kilobytes, though uvicorn takes more where they come in one piece."""
    many = {f"x_{number}": "y" for number in range(100)}
    assert [status("GET", "/", 0, **headers) for headers in ({"x": "y" * 16_000}, {"x": "y" * 17_000}, many)] == [
        200,
        431,
        431,
    ]


def test_silent_connections_shut_nobody_out(port: int) -> None:
    """More of them than the server keeps: the oldest make room, and who asks is answered."""
    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(MOST + 20)]
    try:
        assert (
            sent(port, b"GET /theme.css HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")[:12]
            == b"HTTP/1.1 200"
        )
        idle[0].settimeout(5)
        with suppress(ConnectionResetError):
            assert idle[0].recv(1) == b""  # the first was closed, before its time was up
    finally:
        for connection in idle:
            connection.close()
