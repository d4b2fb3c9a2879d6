"""What is asked, a model's key and a password stand in no log, no error, no file."""

import http.client
import json
import os
import signal
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from index.errors import IndexBusy
from index.locking import LOCK, writing
from page.users import add_user
from tests.browser import free_port

ROOT = Path(__file__).parent.parent
ASKED = "Ai đã hội đàm với Anouphap Tounalom ở Viêng Chăn?"
WORD = "Tounalom"  # of the question; the seeds have it, so a file of the index may
RARE = "mật-vụ-Zubrowka"  # of another, which they have not
KEY = "sk-canary-4f1d0c"
PASSWORD = "canary mật khẩu 77"  # noqa: S105 - the tests' own


class Echoing(BaseHTTPRequestHandler):
    """A model's server that tells in its error what it was sent, key and all, as some do."""

    def do_POST(self) -> None:
        """An error of a wrong key."""
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        said = f"Incorrect API key provided: {self.headers['Authorization']}; in: {sent}"
        body = json.dumps({"error": {"message": said, "type": "invalid_request_error"}}).encode()
        self.send_response(401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Nothing."""


@contextmanager
def echoing() -> Iterator[str]:
    """The address of such a server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echoing)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def told_in(folder: Path, *secrets: str) -> list[tuple[str, str]]:
    """The files below a folder that hold one of these, in their content or their name."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [(path.name, one) for path in files for one in secrets if one.encode() in path.read_bytes() + bytes(path)]


def test_a_command_tells_no_key_and_no_question(seeds_folder: Path, tmp_path: Path) -> None:
    """Though the model's server sends both back in its error: neither in what is printed nor in a file."""
    home = tmp_path / "home"
    home.mkdir()
    env = os.environ | {"OPENAI_API_KEY": KEY, "TMPDIR": str(home), "XDG_STATE_HOME": str(home)}
    with echoing() as url:
        command = [sys.executable, "-m", "assistant", "--index", str(seeds_folder), "ask", ASKED]
        command += ["--model", "openai:m", "--model-url", url]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
    assert "error 401 of its server" in done.stdout
    assert [one for one in (KEY, "Incorrect") if one in done.stdout + done.stderr] == []
    assert [one for one in (ASKED, WORD) if one in done.stderr] == []
    assert told_in(home, KEY, ASKED) + told_in(seeds_folder, KEY, ASKED) == []


def test_the_chat_tells_no_question_and_no_password(seeds_folder: Path, tmp_path: Path) -> None:
    """Of questions that are answered, refused or malformed, and of log-ins that are right or wrong: not on its output,
    not in a file, not in its title.
    """
    users, temporary = tmp_path / "users", tmp_path / "temporary"
    temporary.mkdir()
    add_user(users, "lan", PASSWORD)
    port = free_port()
    command = [sys.executable, "-m", "tests.serve_chat", "--port", str(port), "--users", str(users)]
    env = os.environ | {"TMPDIR": str(temporary)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT, env=env
    ) as chat:
        assert chat.stdout is not None
        try:
            assert chat.stdout.readline().startswith("The chat is at")
            seen = [
                status(port, PASSWORD, {"data": [f"{RARE} GRDP", "", "", None]}),
                status(port, PASSWORD, {"data": [f"{RARE} là ai?", "not a day", "", None]}),
                status(port, PASSWORD, {"data": [RARE] * 40}),
                status(port, PASSWORD, f"{{{RARE}"),
                status(port, PASSWORD + RARE, {"data": [RARE, "", "", None]}),
            ]
            title = Path(f"/proc/{chat.pid}/cmdline").read_text() + Path(f"/proc/{chat.pid}/comm").read_text()
        finally:
            chat.send_signal(signal.SIGINT)
            said = chat.stdout.read()
            chat.wait(20)
    assert (seen[0], seen[-1]) == (200, 401)
    assert [one for one in (RARE, PASSWORD, "lan:") if one in said + title] == []
    assert told_in(temporary, RARE, PASSWORD) + told_in(users.parent, PASSWORD) == []


def status(port: int, password: str, sent: object) -> int:
    """What the chat says to a call of /ask."""
    login = b64encode(f"lan:{password}".encode()).decode()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        headers = {"Authorization": f"Basic {login}", "Content-Type": "application/json"}
        body = sent.encode() if isinstance(sent, str) else json.dumps(sent).encode()
        connection.request("POST", "/gradio_api/call/ask", body, headers)
        response = connection.getresponse()
        said = response.read()
        if response.status == 200:
            connection.request("GET", f"/gradio_api/call/ask/{json.loads(said)['event_id']}", headers=headers)
            connection.getresponse().read()
        return response.status
    finally:
        connection.close()


def test_the_lock_names_the_program_and_not_what_was_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In its file, and in the error of the one who finds it taken."""
    monkeypatch.setattr(
        sys, "argv", ["/opt/chat/assistant/__main__.py", "ask", RARE, "--model-url", f"http://{KEY}@host"]
    )
    with writing(tmp_path):
        assert (tmp_path / LOCK).read_text() == f"process {os.getpid()} (python -m assistant)"
        with pytest.raises(IndexBusy) as caught, writing(tmp_path):
            pass
    assert [one for one in (RARE, KEY) if one in str(caught.value)] == []
