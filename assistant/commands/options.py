"""What may stand on the command line."""

import argparse
from pathlib import Path
from typing import NoReturn

from assistant.briefs.commands import HELP, add_brief, add_verify
from assistant.citing.styles import STYLES
from assistant.commands.inquiries import COMMANDS, OF, Command
from assistant.limiting import FORMS
from assistant.model.chat_model import EXAMPLE, TIMEOUT
from index.errors import UsageError

WRITTEN_OUT = ("ask", "brief")  # the commands whose result a chat model may write out
ONE_BY_ONE = ("cite",)  # the commands that take no batch and give no JSON


class _Parser(argparse.ArgumentParser):
    """A parser whose failures are UsageErrors."""

    def error(self, message: str) -> NoReturn:
        """Raises what argparse would print."""
        raise UsageError(f"{self.prog}: {message}. See {self.prog} --help.")


def parser() -> argparse.ArgumentParser:
    """What reads the arguments of `python -m assistant`; its failures are UsageErrors."""
    whole = _Parser(prog="python -m assistant", description="Answers questions over the index, with exact citations.")
    whole.add_argument("--index", type=Path, metavar="DIR", help="the index, where it is not the usual one")
    commands = whole.add_subparsers(dest="command", required=True, parser_class=_Parser)
    for name, command in COMMANDS.items():
        sub = commands.add_parser(name, help=command.help, description=command.help)
        sub.add_argument("--index", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        _add_text(sub, name, command)
        _add_limits(sub)
        _add_model(sub, shown=name in WRITTEN_OUT)
    _add_documents(commands)
    return whole


def _add_documents(commands: "argparse._SubParsersAction[_Parser]") -> None:
    """The commands whose input is a file: a list of questions, and a brief."""
    for name, add in {"brief": add_brief, "verify": add_verify}.items():
        sub = commands.add_parser(name, help=HELP[name], description=HELP[name])
        sub.add_argument("--index", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        add(sub)
        if name == "brief":
            _add_limits(sub)
        _add_model(sub, shown=name in WRITTEN_OUT)


def _add_text(sub: argparse.ArgumentParser, name: str, command: Command) -> None:
    """What a command is given, and in what form it gives its result."""
    sub.add_argument("text", nargs="?", metavar=command.key.upper(), help=f"the {command.key}, in quotation marks")
    if name in ONE_BY_ONE:
        sub.add_argument("--style", choices=STYLES, default=STYLES[0], help=f"how to cite ({STYLES[0]})")
        sub.add_argument("--of", choices=OF, default=OF[0], help=f"what the text is ({OF[0]})")
        sub.set_defaults(json=False, batch=None)
    else:
        sub.add_argument("--json", action="store_true", help="print a JSON object")
        sub.add_argument("--batch", metavar="FILE", help="answer a file of JSON lines, or - for standard input")
        sub.set_defaults(style=STYLES[0], of=OF[0])
    sub.add_argument(
        "-k", type=_count, default=10, help="how many passages (10)" if name == "search" else argparse.SUPPRESS
    )


def _add_limits(sub: argparse.ArgumentParser) -> None:
    """From which articles."""
    sub.add_argument("--from", dest="since", metavar="DATE", help=f"only articles from then on: {FORMS}")
    sub.add_argument("--to", dest="until", metavar="DATE", help="only articles up to then, that day or month too")
    sub.add_argument(
        "--source", action="append", default=[], metavar="OUTLET", help="only articles of this outlet; repeatable"
    )


def _add_model(sub: argparse.ArgumentParser, *, shown: bool) -> None:
    """The options that choose a chat model; nothing else does, and a command that has no use for one takes none."""
    if not shown:
        sub.set_defaults(model=None, model_url=None, model_timeout=TIMEOUT)
        return
    sub.add_argument(
        "--model",
        metavar="PROVIDER:NAME",
        help=f"a chat model that writes the answer out, each sentence checked: {EXAMPLE.removeprefix('--model ')}",
    )
    sub.add_argument("--model-url", metavar="URL", help="where it runs, if not at its provider's own address")
    sub.add_argument(
        "--model-timeout",
        type=float,
        default=TIMEOUT,
        metavar="SECONDS",
        help=f"how long a reply of it may take ({TIMEOUT:g})",
    )


def _count(text: str) -> int:
    """A number of passages from a command line."""
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"not a number from 1 to 1000: {text!r}")
    return int(text)
