"""No name is looked up and no other machine spoken to, from the first start through index, ask, check, brief and chat.

Two spies stand in every process: one in Python (an audit hook, which no import can pass by), one before the C library,
for what is written in other languages. Nothing of the environment helps: no variable that switches telemetry off.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.browser import free_port

ROOT = Path(__file__).parent.parent
SPY = """
import os, sys
def own(host):
    host = host.decode() if isinstance(host, bytes) else host
    return not host or host in ("localhost", "::1", "0.0.0.0", "::") or host.startswith("127.")
def tell(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if not own(host):
        with open(os.environ["LOOKUPS"], "a") as file:
            file.write(f"{event} {host}\\n")
        raise OSError("no network")
sys.addaudithook(tell)
"""
SWITCHES = re.compile(
    r"HF_|HUGGINGFACE|GRADIO|TRANSFORMERS|LANGCHAIN|LANGSMITH|DO_NOT_TRACK|ANONYMIZED|LD_PRELOAD|PYTHON"
)
QUESTION = "GRDP của Hà Nội năm 2022 tăng bao nhiêu?"
BRIEF = f"{QUESTION}\nGRDP của Hà Nội năm 2022 tăng 7,89%.\n"


@pytest.fixture
def spied(tmp_path: Path) -> tuple[dict[str, str], Path]:
    """The environment in which every process is spied on, and the file where it tells."""
    told, site = tmp_path / "lookups", tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(SPY, "utf-8")
    env = {key: value for key, value in os.environ.items() if not SWITCHES.match(key)}
    env |= {"LOOKUPS": str(told), "PYTHONPATH": str(site), "OMP_NUM_THREADS": "1"}
    if compiler := shutil.which("cc"):
        library = tmp_path / "lookups.so"
        source = str(ROOT / "tests" / "lookups.c")
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), source, "-ldl"], check=True)
        env["LD_PRELOAD"] = str(library)
    return env, told


def run(env: dict[str, str], *command: str) -> str:
    """What a command of the program prints; it ends well."""
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode in (0, 3), done.stderr
    return done.stdout


def test_the_spies_see_what_they_are_for(spied: tuple[dict[str, str], Path]) -> None:
    """Names and addresses, whoever asks; what is this machine's own is not told."""
    env, told = spied
    asks = (
        "import ctypes, socket\n"
        "def tried(call, *arguments):\n"
        "    try: call(*arguments)\n"
        "    except OSError: pass\n"
        "tried(socket.getaddrinfo, 'news.invalid', 80)\n"
        "tried(socket.gethostbyname, 'other.invalid')\n"
        "tried(socket.socket().connect, ('192.0.2.7', 80))\n"
        "socket.getaddrinfo('localhost', 80)\n"
        "ctypes.CDLL(None).gethostbyname(b'native.invalid')\n"
    )
    run(env, "-c", asks)
    seen = ["socket.getaddrinfo news.invalid", "socket.gethostbyname other.invalid", "socket.connect 192.0.2.7"]
    assert told.read_text().splitlines() == [*seen, *(["name native.invalid"] if "LD_PRELOAD" in env else [])]


def test_the_commands_look_no_name_up(spied: tuple[dict[str, str], Path], tmp_path: Path) -> None:
    """Indexing, asking, checking, and a brief with its footnotes."""
    env, told = spied
    articles, index = tmp_path / "articles", ("--index", str(tmp_path / "index"))
    articles.mkdir()
    for name in ("004_65434ae79e89ba3c.txt", "003_ab267f7e1ec23f34.txt"):
        shutil.copy(ROOT / "seeds" / name, articles)
    run(env, "-m", "index", str(articles), *index)
    assert "8,89%" in run(env, "-m", "assistant", *index, "ask", QUESTION)
    run(env, "-m", "assistant", *index, "check", "GRDP của Hà Nội năm 2022 tăng 7,89%.")
    (tmp_path / "brief.txt").write_text(BRIEF, "utf-8")
    run(env, "-m", "assistant", *index, "brief", str(tmp_path / "brief.txt"), "--out", str(tmp_path / "brief.docx"))
    assert not told.exists(), told.read_text()


def test_the_chat_looks_no_name_up(spied: tuple[dict[str, str], Path], seeds_folder: Path) -> None:
    """Started, its page fetched with all that it names, and a question asked."""
    env, told = spied
    port = free_port()
    command = [sys.executable, "ui.py", "--index", str(seeds_folder), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env) as chat:
        assert chat.stdout is not None
        try:
            assert chat.stdout.readline().startswith("The chat is at")
            address = f"http://127.0.0.1:{port}/"
            page = fetched(address)
            assert "<html" in page
            event = json.loads(fetched(f"{address}gradio_api/call/ask", {"data": [QUESTION, "", "", None]}))["event_id"]
            assert "8,89%" in fetched(f"{address}gradio_api/call/ask/{event}")
        finally:
            chat.send_signal(signal.SIGINT)
            chat.wait(20)
    assert not told.exists(), told.read_text()


def fetched(address: str, sent: object = None) -> str:
    """What the chat answers."""
    body = None if sent is None else json.dumps(sent).encode()
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})  # noqa: S310, the chat's own
    with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
        return str(response.read().decode())
