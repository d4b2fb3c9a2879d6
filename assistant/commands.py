"""The commands `ask` and `search`: one question from the command line, or a file of them, one JSON object a line."""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TextIO

from assistant.assistant import Assistant
from assistant.rendering import answer_object, answer_text, hits_text, search_object
from index.errors import TrichDanError, UsageError

FOUND, FAILED, NOT_FOUND, INTERRUPTED = 0, 1, 3, 130


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command found: as a JSON object, as text, and whether it was found."""

    json: dict[str, Any]
    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Command:
    """A command: the name of its input in a batch's lines, and what it does with one."""

    key: str
    help: str
    run: Callable[[Assistant, str, object, int], Outcome]


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of one command. A failure is one line on standard error, never a traceback."""
    try:
        options = _parser().parse_args(arguments)
        return _run(options)
    except TrichDanError as error:
        _complain(error)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read has gone: flush to nowhere
        return FAILED


def ask(assistant: Assistant, question: str, identity: object, k: int) -> Outcome:
    """A cited answer, or a refusal."""
    started = time.perf_counter()
    answer = assistant.ask(question)
    elapsed = (time.perf_counter() - started) * 1000
    return Outcome(answer_object(answer, identity, elapsed), answer_text(answer), answer.answered)


def search(assistant: Assistant, query: str, identity: object, k: int) -> Outcome:
    """The k best passages."""
    hits = assistant.search(query, k)
    return Outcome(search_object(query, hits, identity), hits_text(hits), bool(hits))


COMMANDS = {
    "ask": Command("question", "a cited answer to a question", ask),
    "search": Command("query", "the passages that fit a query best", search),
}


def _run(options: argparse.Namespace) -> int:
    command = COMMANDS[options.command]
    if (options.text is None) == (options.batch is None):
        raise UsageError(f"Give one {command.key} in quotation marks, or --batch FILE.jsonl, not both and not neither.")
    assistant = Assistant.open(options.index)
    if options.batch is None:
        outcome = command.run(assistant, options.text, None, options.k)
        print(_line(outcome.json) if options.json else outcome.text)  # noqa: T201 (the command's result)
        return FOUND if outcome.found else NOT_FOUND
    with _lines(options.batch) as lines:
        for line in lines:
            print(_line(_batched(assistant, command, line, options.k)), flush=True)  # noqa: T201 (as above)
    return FOUND


def _batched(assistant: Assistant, command: Command, line: str, k: int) -> dict[str, Any]:
    """The object for one line of a batch; for a line that cannot be taken, its id and the error."""
    identity: object = None
    try:
        request = json.loads(line)
        identity = request.get("id") if isinstance(request, dict) else None
        if not isinstance(request, dict) or not isinstance(request.get(command.key), str):
            raise UsageError(f'Not an object with a text under "{command.key}": {line.strip()[:80]}')
        return command.run(assistant, request[command.key], identity, k).json
    except (TrichDanError, ValueError) as error:
        return {"schema": 1, "id": identity, "error": str(error)}


@contextmanager
def _lines(batch: str) -> Iterator[Iterator[str]]:
    """The lines of a batch that are not blank; `-` is standard input."""
    try:
        source: TextIO = sys.stdin if batch == "-" else Path(batch).open(encoding="utf-8")  # noqa: SIM115 (closed below)
    except OSError as error:
        raise UsageError(f"{batch}: cannot be read ({error.strerror}). Give a file of JSON lines, or - .") from error
    try:
        yield (line for line in source if line.strip())
    except UnicodeDecodeError as error:
        raise UsageError(f"{batch}: not UTF-8 at byte {error.start}. Save it as UTF-8.") from error
    finally:
        if source is not sys.stdin:
            source.close()


class _Parser(argparse.ArgumentParser):
    """A parser whose failures are UsageErrors."""

    def error(self, message: str) -> NoReturn:
        """Raises what argparse would print."""
        raise UsageError(f"{self.prog}: {message}. See {self.prog} --help.")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m assistant", description="Answers questions over the index, with exact citations.")
    parser.add_argument("--index", type=Path, metavar="DIR", help="the index, where it is not the usual one")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    for name, command in COMMANDS.items():
        sub = commands.add_parser(name, help=command.help, description=command.help)
        sub.add_argument("text", nargs="?", metavar=command.key.upper(), help=f"the {command.key}, in quotation marks")
        sub.add_argument("--index", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        sub.add_argument("--json", action="store_true", help="print a JSON object")
        sub.add_argument("--batch", metavar="FILE", help="answer a file of JSON lines, or - for standard input")
        sub.add_argument(
            "-k", type=_count, default=10, help="how many passages (10)" if name == "search" else argparse.SUPPRESS
        )
    return parser


def _count(text: str) -> int:
    """A number of passages from a command line."""
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"not a number from 1 to 1000: {text!r}")
    return int(text)


def _line(item: dict[str, Any]) -> str:
    return json.dumps(item, ensure_ascii=False)


def _complain(error: TrichDanError) -> None:
    print(" ".join(str(error).split()), file=sys.stderr)  # noqa: T201 (the one place that speaks of errors)
