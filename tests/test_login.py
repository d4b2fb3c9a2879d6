"""A chat that only its users may open, as it is served: nothing of it is seen without a log-in, all of it with one."""

import http.client
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from page.users import WRONG, add_user
from page.words import words
from tests.browser import ROOT, free_port, needs_chromium, serving
from tests.fake_assistant import FakeAssistant
from tests.visiting import Visit, _watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LAN, MINH = "Lan Phương", "minh"
PASSWORD = "mật khẩu dài"  # noqa: S105 - the tests' own
ENGLISH = words("en")
PATHS = (
    "",
    "config",
    "theme.css",
    "page/newsreader.woff2",
    "static/fonts/SourceSansPro/SourceSansPro-Bold.woff2",
    "gradio_api/info",
    "gradio_api/startup-events",
    "gradio_api/queue/data?session_hash=x",
    "gradio_api/heartbeat/x",
    "gradio_api/mcp",
    "gradio_api/upload",
    "nowhere",
)


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat that is served, and the file of its users."""

    address: str
    users: Path


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    """One for two users."""
    file = tmp_path_factory.mktemp("users") / "users"
    for name in (LAN, MINH):
        add_user(file, name, PASSWORD)
    with serving("--users", str(file)) as address:
        yield Chat(address, file)


def login(name: str, password: str = PASSWORD) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{name}:{password}".encode()).decode()}


def answered(address: str, headers: dict[str, str], body: bytes | None = None, source: str = "127.0.0.1") -> Any:
    """The status, the headers and the body that a program gets."""
    host, _, path = address.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=30, source_address=(source, 0))
    try:
        connection.request("POST" if body is not None else "GET", f"/{path}", body, headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def test_nothing_is_seen_without_a_login(chat: Chat) -> None:
    """The page, its parts, the API, uploads, what is not there: the same answer, with the policy and the challenge."""
    told = (401, 'Basic realm="Trich Dan", charset="UTF-8"', True, words("vi").say("log_in") + "\n")
    for path in PATHS:
        for body in (None, b"{}"):
            status, headers, said = answered(chat.address + path, {"Accept-Language": "vi"}, body)
            policy = "default-src 'self'" in headers["content-security-policy"]
            assert (status, headers["www-authenticate"], policy, said.decode()) == told  # some below never end


def test_programs_log_in_as_curl_does(chat: Chat) -> None:
    """And get the objects that all get."""
    body = json.dumps({"data": ["GRDP", "", "", None]}).encode()
    headers = login(LAN) | {"Content-Type": "application/json"}
    status, _, said = answered(f"{chat.address}gradio_api/call/ask", headers, body)
    event = json.loads(said)["event_id"]
    stream = answered(f"{chat.address}gradio_api/call/ask/{event}", headers)[2].decode()
    data = next(line for line in stream.splitlines() if line.startswith("data: "))
    assert (status, json.loads(data.removeprefix("data: "))[0]["short_answer"]) == (200, "8,89%")


def test_the_client_of_gradio_logs_in(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the header, which it sends with every request."""
    monkeypatch.setenv("GRADIO_ANALYTICS_ENABLED", "False")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_DISABLE_TELEMETRY", True)
    from gradio_client import Client  # type: ignore[import-untyped]

    client = Client(chat.address, headers=login(LAN), verbose=False, download_files=False)
    assert client.predict("GRDP", api_name="/ask")["short_answer"] == "8,89%"


@needs_chromium
def test_a_reader_logs_in_and_asks(chat: Chat, browser: "Browser") -> None:
    """The browser's own question for name and password, then the page with its events, fonts and sources."""
    context = browser.new_context(
        http_credentials={"username": LAN, "password": PASSWORD},
        locale="en-US",
        viewport={"width": 1280, "height": 800},
    )
    reader = Visit(context.new_page())
    _watch(reader, chat.address)
    reader.page.goto(chat.address)
    reader.page.locator("#question textarea").wait_for()
    reader.ask("GRDP")
    reader.page.click("a.cite >> nth=0")
    assert reader.cited() == FakeAssistant().ask("GRDP").citations[0].quote
    context.close()
    assert reader.faults == []


def test_another_sites_page_cannot_use_a_login(chat: Chat) -> None:
    """The browser would send it along: refused, and no header lets that page read what is answered."""
    for origin in ("https://evil.example", "null", "http://127.0.0.1.evil.example"):
        for body in (None, b"{}"):
            status, headers, _ = answered(f"{chat.address}config", login(LAN) | {"Origin": origin}, body)
            allowed = [name for name in headers if name.lower().startswith("access-control")]
            assert (status, allowed) == (403, [])
    status, headers, _ = answered(f"{chat.address}config", login(LAN) | {"Origin": chat.address.rstrip("/")})
    assert (status, [name for name in headers if name.lower().startswith("access-control")]) == (200, [])


def test_wrong_passwords_are_soon_too_many(chat: Chat) -> None:
    """From another address of this machine; whoever is logged in does not notice."""
    assert answered(chat.address, login(LAN))[0] == 200
    tried = [answered(chat.address, login(f"{n}", "wrong"), source="127.0.0.9") for n in range(WRONG + 1)]
    assert [status for status, _, _ in tried] == [401] * WRONG + [429]
    assert (tried[-1][1]["retry-after"], tried[-1][2].decode()) == ("60", ENGLISH.say("log_in_later") + "\n")
    assert [answered(chat.address, login(LAN), source=source)[0] for source in ("127.0.0.1", "127.0.0.9")] == [200] * 2


def test_a_user_is_removed_from_a_running_chat(chat: Chat) -> None:
    """The next request of his is refused."""
    add_user(chat.users, MINH, PASSWORD)
    assert answered(chat.address, login(MINH))[0] == 200
    kept = [line for line in chat.users.read_text("utf-8").splitlines(keepends=True) if not line.startswith(MINH)]
    chat.users.write_text("".join(kept), "utf-8")
    assert [answered(chat.address, login(name))[0] for name in (MINH, LAN)] == [401, 200]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            [],
            "name the host they will use: --allow-host NAME, or ASSISTANT_ALLOW_HOST=NAME[,NAME]; and who may: --users",
        ),
        (["--allow-host", "news.example"], "Say who may: --users FILE, or ASSISTANT_USERS=FILE"),
        (["--allow-host", "news.example", "--users", "/nowhere/users"], "--users /nowhere/users: cannot be read"),
    ],
)
def test_nothing_listens_for_other_machines_without_a_login(arguments: list[str], sentence: str) -> None:
    """Exit 2, with the remedy, before anything is opened."""
    port = str(free_port())
    command = [sys.executable, "-m", "tests.serve_chat", "--port", port, *arguments]
    environment = os.environ | {"GRADIO_SERVER_NAME": "0.0.0.0"}  # noqa: S104 - it is to be refused
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=60, check=False)
    assert (run.returncode, run.stdout, sentence in run.stderr) == (2, "", True)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/")


def test_all_addresses_are_served_with_hosts_and_users(chat: Chat) -> None:
    """Then it is: the named host is answered, others are not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_SERVER_NAME", "0.0.0.0")  # noqa: S104 - as its owner means it here
        patch.setenv("ASSISTANT_USERS", str(chat.users))
        with serving("--allow-host", "news.example") as address:
            hosts = ("news.example", "127.0.0.1", "evil.example")
            seen = [answered(address.replace("localhost", "127.0.0.1"), login(LAN) | {"Host": one})[0] for one in hosts]
    assert seen == [200, 200, 400]


def test_a_reader_is_answered_while_a_program_asks_fifty(chat: Chat) -> None:
    """The program's questions wait, and the reader's does not wait for them: end to end, each as another user."""
    add_user(chat.users, MINH, PASSWORD)
    kinds = {"Content-Type": "application/json"}

    def ask(name: str, question: str) -> dict[str, Any]:
        body = json.dumps({"data": [question, "", "", None]}).encode()
        event = json.loads(answered(f"{chat.address}gradio_api/call/ask", login(name) | kinds, body)[2])["event_id"]
        stream = answered(f"{chat.address}gradio_api/call/ask/{event}", login(name))[2].decode()
        done: dict[str, Any] = json.loads(stream.rpartition("data: ")[2])[0]
        return done

    order: list[str] = []

    def one_of_many() -> None:
        ask(MINH, "takes its time, GRDP")
        order.append(MINH)

    flood = [Thread(target=one_of_many) for _ in range(50)]
    for thread in flood:
        thread.start()
    answer = ask(LAN, "GRDP")
    order.append(LAN)
    for thread in flood:
        thread.join(30)
    assert answer["short_answer"] == "8,89%"
    assert order.index(LAN) < 30  # first come, first served, it would be the last
