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
from dataclasses import dataclass
from getpass import getpass
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from assistant.adding import MAX_BYTES
from assistant.errors import TrichDanError, UsageError
from assistant.model.chat_model import EXAMPLE, TIMEOUT
from page.connections import limit_connections
from page.desk import TIME_LIMIT, Allowed
from page.guard import Guard, answered_hosts
from page.memory import EVERY, give_back_holes, give_back_memory
from page.users import Users, add_user
from tabs.app import build_app, switch_off_telemetry
from tabs.common import PAGE, THREADS, limit_events, styles
from tabs.programs import require_mcp, speak_mcp
from tabs.sessions import keep_conversations

if TYPE_CHECKING:
    import gradio as gr
    from gradio.routes import App
    from starlette.requests import Request
    from starlette.routing import Route

    from assistant import Assistant

PORT = 7860
UPLOADED = 10 * MAX_BYTES  # bytes taken at once
REST = 0.01  # seconds between two looks at an empty queue: Gradio's .001 kept a processor 8 % busy with nothing to do


@dataclass(frozen=True, slots=True)
class Served:
    """Where and to whom the chat is served: the port, the host names that are answered to, what the owner allows, and
    who may log in (None: everyone who can connect).
    """

    port: int
    hosts: tuple[str, ...]
    allowed: Allowed
    users: Users | None = None


def launch_arguments(served: Served, app: "App") -> dict[str, Any]:
    """What `Blocks.launch` is given: nothing leaves the machine, and nothing is uploaded unless that is allowed.

    The address to bind to is left to Gradio, which takes it from GRADIO_SERVER_NAME and else is 127.0.0.1.
    """
    return {
        "server_port": served.port,
        "quiet": True,
        "share": False,
        "ssr_mode": False,
        "mcp_server": served.allowed.tools,  # said either way, or GRADIO_MCP_SERVER would switch it on
        "run_history": False,
        "enable_monitoring": False,
        "footer_links": [],
        "max_file_size": MAX_BYTES if served.allowed.articles else 1,  # byte
        "max_threads": THREADS,
        "state_session_capacity": 1000,  # conversations kept in memory
        "favicon_path": PAGE / "favicon.png",
        "theme": _theme(),
        "head": _head(),
        "auth_dependency": _logged_in if served.users else None,
        "_app": app,
    }


def guarded(served: Served) -> "tuple[App, Guard]":
    """Gradio's server with the guard around it, and the guard. As one of its `middleware` it would have others around
    itself, which answer too.
    """
    switch_off_telemetry()
    from gradio.routes import App, ORJSONResponse

    class Guarded(App):
        """Gradio's server, which answers what the guard passes on."""

        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            await guard(scope, receive, send)

    app = Guarded(default_response_class=ORJSONResponse, routes=[_font_route()], openapi_url=None)
    keep_conversations(app)
    uploads = UPLOADED if served.allowed.articles else 0
    guard = Guard(super(Guarded, app).__call__, served.hosts, uploads, served.users, tools=served.allowed.tools)
    return app, guard


def main(argv: Sequence[str] | None = None) -> int:
    """Serves the chat until it is interrupted; returns the exit code."""
    options = _options(argv)
    give_back_memory()
    from assistant import Assistant

    try:
        if options.add_user is not None:
            return _add_user(_users_file(options.users), options.add_user)
        served = _served(options)
        # A model writes the answer, and may translate what it cites: two replies, each within its own time.
        limit = _time_limit(options.time_limit) + (2 * options.model_timeout if options.model else 0)
        chosen = (options.model, options.model_url, options.model_timeout)
        assistant = Assistant.open(options.index, *chosen)
        with TemporaryDirectory(prefix="trich-dan-") as own:
            os.environ["GRADIO_TEMP_DIR"] = own  # the default is shared with other programs, and is never emptied
            return _serve(assistant, served, limit)
    except TrichDanError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code


def _serve(assistant: "Assistant", served: Served, time_limit: float) -> int:
    """Serves until Ctrl-C; a TrichDanError when the port is taken."""
    page = build_app(assistant, allowed=served.allowed, time_limit=time_limit)
    app, guard = guarded(served)
    limit_connections()
    try:
        with redirect_stdout(StringIO()):  # Gradio tells where the tools are, `quiet` or not
            _, address, _ = page.launch(prevent_thread_lock=True, **launch_arguments(served, app))
    except OSError as error:
        raise TrichDanError(
            f"Port {served.port} is taken by another program, or not open to you. "
            f"Choose another: --port {served.port % 65535 + 1}"
        ) from error
    if served.allowed.tools:
        speak_mcp(page, guard.own)
    limit_events(page)
    page._queue.sleep_when_free = REST
    tools = f"; its MCP tools are at {address}gradio_api/mcp" if served.allowed.tools else ""
    sys.stdout.write(f"The chat is at {address} (Ctrl-C stops it){tools}\n")
    sys.stdout.flush()
    try:
        while not threading.Event().wait(EVERY):
            give_back_holes()
    except KeyboardInterrupt:
        page.close(verbose=False)
    return 130


def _served(options: argparse.Namespace) -> Served:
    """Where and to whom; a UsageError where that cannot be, or should not."""
    users = _users_file(options.users)
    name = os.environ.get("GRADIO_SERVER_NAME") or "127.0.0.1"
    hosts = answered_hosts(name, _host_names(options.allow_host), users)
    allowed = _switched_on(options.articles, options.feedback, options.mcp)
    return Served(_port(options.port), hosts, allowed, Users.open(users) if users else None)


def _users_file(option: Path | None) -> Path | None:
    """The file of who may log in, as an option or in the environment."""
    stated = os.environ.get("ASSISTANT_USERS")
    return option or (Path(stated).expanduser() if stated else None)


def _add_user(file: Path | None, name: str) -> int:
    """Asks for a password and writes the user into the file; returns the exit code."""
    if file is None:
        raise UsageError(f"Say where: python ui.py --users FILE --add-user {name}")
    password = _password(name)
    changed = add_user(file, name, password)
    sys.stdout.write(f"{name} {'has a new password' if changed else 'may log in'}: {file}\n")
    return 0


def _password(name: str) -> str:
    """What is typed twice the same, unseen; a line of standard input where nobody types."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass(f"Password of {name}: ")
    if getpass("Again: ") != password:
        raise UsageError("The two are not the same. Nothing was changed.")
    return password


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
        "is not this machine's own, together with --users",
    )
    parser.add_argument(
        "--users",
        type=Path,
        metavar="FILE",
        help="who may log in, a line each as --add-user writes it: nobody else is answered. Behind a proxy that speaks "
        "TLS, or passwords can be read on their way",
    )
    parser.add_argument(
        "--add-user",
        metavar="NAME",
        help="write this user into the file of --users, with a password that is asked for, and serve nothing",
    )
    parser.add_argument(
        "--time-limit",
        type=float,
        default=TIME_LIMIT,
        metavar="SECONDS",
        help=f"that a question may take, with a chat model beside its time (default: {TIME_LIMIT:g})",
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


def _time_limit(stated: float) -> float:
    """The seconds that a question may take; a UsageError where they are none."""
    if not 0 < stated <= 3600:
        raise UsageError(f"A question's time is more than 0 and at most 3600 seconds, not {stated:g}.")
    return stated


def _logged_in(request: "Request") -> str | None:
    """The user of a request, as the guard knows it: what Gradio calls the user's name."""
    name: str | None = request.scope.get("user")
    return name


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
