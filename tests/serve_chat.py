"""`python -m tests.serve_chat`: `python ui.py` with the fake assistant in place of a real one; with `--index DIR`, the
real one over an index that the fake encoder made; with `--crowded`, one question at a time and little patience.

Each name that is looked up, other than this machine's own, is told on standard output: there should be none.
"""

import socket
import sys
from functools import partial
from pathlib import Path
from typing import Any

import ui
from assistant import Assistant
from assistant.model.chat_model import ChatModel
from index.searching import Index
from tabs.app import build_app
from tests.fake_assistant import FakeAssistant
from tests.fakes import LetterEncoder

_look_up = socket.getaddrinfo


def _open(
    folder: Path | None = None, model: str | None = None, model_url: str | None = None, model_timeout: float = 0
) -> Assistant | FakeAssistant:
    """The assistant over the index in the folder; else the fake, with a chat model that is never asked."""
    if folder:
        return Assistant(Index.open(folder, LetterEncoder()))
    return FakeAssistant(ChatModel.open(model, model_url, model_timeout) if model else None)


def _tell(host: Any, *arguments: Any, **options: Any) -> Any:
    """What the real look-up gives."""
    if host not in {"127.0.0.1", "localhost", "::1", None}:
        sys.stdout.write(f"looked up {host}\n")
        sys.stdout.flush()
    return _look_up(host, *arguments, **options)


if __name__ == "__main__":
    socket.getaddrinfo = _tell
    Assistant.open = _open  # type: ignore[method-assign,assignment]
    if "--crowded" in sys.argv:
        sys.argv.remove("--crowded")
        ui.build_app = partial(build_app, at_once=1, patience=0.2)  # type: ignore[attr-defined]
    sys.exit(ui.main())
