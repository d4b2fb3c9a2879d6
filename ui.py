"""The chat: `python ui.py` answers questions in a browser, each answer with its quotes and the articles they are from.

Presentation only: what is said comes from `assistant`, how it is written as HTML from `page`, and which components show
it from `tabs`. This module serves them.
"""

import argparse
import os
import sys
import threading
from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from assistant.adding import MAX_BYTES
from assistant.errors import TrichDanError, UsageError
from assistant.model.chat_model import EXAMPLE, TIMEOUT
from page.desk import Allowed
from page.guard import Guard, answered_hosts
from tabs.app import build_app, switch_off_telemetry
from tabs.common import PAGE, styles
from tabs.programs import require_mcp, speak_mcp

if TYPE_CHECKING:
    import gradio as gr
    from starlette.routing import Route

    from assistant import Assistant

PORT = 7860
UPLOADED = 10 * MAX_BYTES  # bytes taken at once
REST = 0.01  # seconds between two looks at an empty queue: Gradio's .001 kept a processor 8 % busy with nothing to do


def launch_arguments(port: int, hosts: tuple[str, ...], allowed: Allowed | None = None) -> dict[str, Any]:
    """What `Blocks.launch` is given: nothing leaves the machine, only `hosts` are answered, and nothing is uploaded
    unless that is allowed.

    The address to bind to is left to Gradio, which takes it from GRADIO_SERVER_NAME and else is 127.0.0.1.
    """
    switch_off_telemetry()
    from starlette.middleware import Middleware

    uploads = bool(allowed and allowed.articles)
    guard = Middleware(Guard, hosts=hosts, uploads=UPLOADED if uploads else 0)
    return {
        "server_port": port,
        "quiet": True,
        "share": False,
        "ssr_mode": False,
        "mcp_server": bool(allowed and allowed.tools),  # said either way, or GRADIO_MCP_SERVER would switch it on
        "run_history": False,
        "enable_monitoring": False,
        "footer_links": [],
        "max_file_size": MAX_BYTES if uploads else 1,  # byte
        "state_session_capacity": 1000,  # conversations kept in memory
        "favicon_path": PAGE / "favicon.png",
        "theme": _theme(),
        "head": _head(),
        "app_kwargs": {"middleware": [guard], "routes": [_font_route()]},
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Serves the chat until it is interrupted; returns the exit code."""
    options = _options(argv)
    from assistant import Assistant

    try:
        hosts = answered_hosts(os.environ.get("GRADIO_SERVER_NAME", "127.0.0.1"), _host_names(options.allow_host))
        port, allowed = _port(options.port), _switched_on(options.articles, options.feedback, options.mcp)
        chosen = (options.model, options.model_url, options.model_timeout)
        assistant = Assistant.open(options.index, *chosen)
        with TemporaryDirectory(prefix="trich-dan-") as own:
            os.environ["GRADIO_TEMP_DIR"] = own  # the default is shared with other programs, and is never emptied
            return _serve(assistant, port, hosts, allowed)
    except TrichDanError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code


def _serve(assistant: "Assistant", port: int, hosts: tuple[str, ...], allowed: Allowed) -> int:
    """Serves until Ctrl-C; a TrichDanError when the port is taken."""
    app = build_app(assistant, allowed=allowed)
    try:
        with redirect_stdout(StringIO()):  # Gradio tells where the tools are, `quiet` or not
            _, address, _ = app.launch(prevent_thread_lock=True, **launch_arguments(port, hosts, allowed))
    except OSError as error:
        raise TrichDanError(
            f"Port {port} is taken by another program, or not open to you. Choose another: --port {port % 65535 + 1}"
        ) from error
    if allowed.tools:
        speak_mcp(app)
    app._queue.sleep_when_free = REST
    tools = f"; its MCP tools are at {address}gradio_api/mcp" if allowed.tools else ""
    sys.stdout.write(f"The chat is at {address} (Ctrl-C stops it){tools}\n")
    sys.stdout.flush()
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        app.close(verbose=False)
    return 130


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python ui.py", description="The chat, in a browser.")
    parser.add_argument("--index", type=Path, metavar="DIR", help="the index to answer from (default: the setting's)")
    parser.add_argument("--port", type=int, help=f"default: GRADIO_SERVER_PORT, or {PORT}")
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a name or address by which other machines may reach this server; needed with a GRADIO_SERVER_NAME that "
        "is not this machine's own. Everyone who can connect can read the articles",
    )
    parser.add_argument(
        "--model",
        metavar="PROVIDER:NAME",
        help=f"a chat model that writes the answers out, each sentence checked: {EXAMPLE.removeprefix('--model ')}. "
        "Without it nothing leaves this machine",
    )
    parser.add_argument(
        "--articles",
        type=Path,
        metavar="FOLDER",
        help="the folder that the index is made from: lets everyone who can open the chat add articles to it, and have "
        "the index made anew. Without it nothing is uploaded",
    )
    parser.add_argument(
        "--feedback",
        type=Path,
        metavar="FILE",
        help="keep what readers like and dislike in this file, a line of JSON each, with their questions. Without it "
        "nothing is kept",
    )
    parser.add_argument(
        "--mcp",
        action="store_true",
        help="offer what programs can call as MCP tools too, at /gradio_api/mcp; needs requirements-mcp.txt",
    )
    parser.add_argument("--model-url", metavar="URL", help="where it runs, if not at its provider's own address")
    parser.add_argument("--model-timeout", type=float, default=TIMEOUT, metavar="SECONDS", help=f"default: {TIMEOUT:g}")
    return parser.parse_args(argv)


def _switched_on(articles: Path | None, feedback: Path | None, tools: bool) -> Allowed:
    """What the owner allows; a UsageError where there is no such folder, or the file cannot be there."""
    if articles and not articles.is_dir():
        raise UsageError(f"--articles {articles}: there is no such folder. Name the one that the index is made from.")
    if feedback and (feedback.is_dir() or not feedback.parent.is_dir()):
        raise UsageError(f"--feedback {feedback}: cannot be a file. Name one in a folder that is there.")
    if tools:
        require_mcp()
    return Allowed(articles, feedback, tools)


def _host_names(named: list[str]) -> tuple[str, ...]:
    """The host names given as options, or else in the environment."""
    from_environment = os.environ.get("ASSISTANT_ALLOW_HOST", "").split(",")
    return tuple(name.strip() for name in named or from_environment if name.strip())


def _port(option: int | None) -> int:
    """The port to serve on; a UsageError where it is none."""
    stated = os.environ.get("GRADIO_SERVER_PORT") or str(PORT) if option is None else str(option)
    if not stated.isdecimal() or not 1 <= int(stated) <= 65535:
        raise UsageError(f"A port is a number from 1 to 65535, not {stated!r}. Example: --port {PORT}")
    return int(stated)


def _theme() -> "gr.themes.Base":
    """Gradio's plainest theme. Of its own fonts only these weights hold Vietnamese letters."""
    import gradio as gr

    sans = gr.themes.LocalFont("Source Sans Pro", weights=(400, 700))
    mono = gr.themes.LocalFont("IBM Plex Mono", weights=(400, 700))
    return gr.themes.Base(font=[sans, "system-ui", "sans-serif"], font_mono=[mono, "monospace"])


def _head() -> str:
    """The page's own style, and the font of what is read."""
    font = '<link rel="preload" href="page/newsreader.woff2" as="font" type="font/woff2" crossorigin>'
    return f"{font}<style>{styles()}</style>"


def _font_route() -> "Route":
    """The one file that is served by name."""
    from starlette.requests import Request
    from starlette.responses import FileResponse
    from starlette.routing import Route

    def font(request: Request) -> FileResponse:
        return FileResponse(
            PAGE / "newsreader.woff2", media_type="font/woff2", headers={"cache-control": "max-age=86400"}
        )

    return Route("/page/newsreader.woff2", font)


if __name__ == "__main__":
    sys.exit(main())
