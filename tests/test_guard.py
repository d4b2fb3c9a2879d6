"""What the server refuses: other sites' pages, files by their path, and uploads where nobody allowed them."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from page.guard import THIS_MACHINE, Guard

HOST = "127.0.0.1:7860"


def status(method: str, path: str, uploads: int = 0, **headers: str) -> int:
    """The status of a guarded server's answer; it answers 200 to what reaches it."""
    stated = {"host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [(name.encode(), value.encode()) for name, value in stated.items()],
    }
    sent: list[MutableMapping[str, Any]] = []

    async def app(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    asyncio.run(Guard(app, (*THIS_MACHINE, "news.example"), uploads)(scope, receive, send))
    return int(sent[0]["status"])


@pytest.mark.parametrize(
    ("origin", "answer"),
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
def test_nothing_is_taken_from_another_sites_page(origin: str, answer: int) -> None:
    """A form or a script elsewhere can send a request in a reader's name; browsers say where it comes from."""
    for path in ("/gradio_api/queue/join", "/gradio_api/upload", "/gradio_api/call/ask"):
        assert status("POST", path, uploads=100, origin=origin, content_length="10") == answer
    assert status("OPTIONS", "/gradio_api/queue/join", origin=origin) == answer


def test_programs_that_say_no_origin_are_answered() -> None:
    """They are no browser, so no page sends them; and a page may be opened from a link anywhere."""
    assert status("POST", "/gradio_api/call/ask") == 200
    assert status("GET", "/", origin="https://evil.example") == 200


@pytest.mark.parametrize("path", ["/gradio_api/upload", "/gradio_api/upload/", "/upload"])
def test_uploads_are_taken_only_where_that_is_allowed(path: str) -> None:
    """And at most so many bytes, which the request states and the server then holds it to."""
    assert status("POST", path, content_length="10") == 404
    assert status("POST", path, uploads=10, content_length="10") == 200
    assert status("POST", path, uploads=10, content_length="11") == 413
    assert status("POST", path, uploads=10, content_length="-1") == 413
    assert status("POST", path, uploads=10, transfer_encoding="chunked") == 413


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/tmp/gradio/0123/article.txt",
        "/gradio_api/file/tmp/gradio/0123/article.txt",
        "/file=/etc/passwd",
        "/gradio_api/proxy=https://evil.example",
        "/gradio_api/stream/1/2/3/playlist.m3u8",
    ],
)
def test_no_file_is_served_by_its_path(path: str) -> None:
    """What one reader uploads no other can fetch, and nothing is fetched for anybody from elsewhere."""
    assert [status(method, path, uploads=10) for method in ("GET", "HEAD", "POST")] == [404, 404, 404]
