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
from assistant.data import Filter
from assistant.limiting import FORMS, Limits
from assistant.model.chat_model import EXAMPLE, TIMEOUT
from assistant.rendering import (
    answer_object,
    answer_text,
    evidence_text,
    hits_text,
    search_object,
    short_text,
    written_text,
)
from index.errors import TrichDanError, UsageError

FOUND, NOT_FOUND = 0, 3
INTERRUPTED, PIPE_CLOSED = 130, 141  # as a shell has them: 128 and the signal's number


@dataclass(frozen=True, slots=True)
class Request:
    """One input of a command: its text, the id it came with, how many passages, from which articles."""

    text: str
    identity: object
    k: int
    only: Filter


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command found: as a JSON object, as text, and whether it was found; `aside` is for standard error."""

    json: dict[str, Any]
    text: str
    found: bool
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A command: the name of its input in a batch's lines, and what it does with one."""

    key: str
    help: str
    run: Callable[[Assistant, Request], Outcome]


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of one command. A failure is one line on standard error, never a traceback."""
    try:
        code = _run(_parser().parse_args(arguments))
        sys.stdout.flush()
    except TrichDanError as error:
        _complain(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read the output has had enough; what is left must not be flushed at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    return code


def ask(assistant: Assistant, request: Request) -> Outcome:
    """A cited answer, or a refusal."""
    started = time.perf_counter()
    answer = assistant.ask(request.text, only=request.only)
    elapsed = (time.perf_counter() - started) * 1000
    return Outcome(answer_object(answer, request.identity, elapsed), answer_text(answer), answer.answered)


def search(assistant: Assistant, request: Request) -> Outcome:
    """The k best passages."""
    hits = assistant.search(request.text, request.k, request.only)
    aside = "" if hits or not request.only else assistant.nothing_found(request.text, request.only)
    return Outcome(search_object(request.text, hits, request.identity), hits_text(hits), bool(hits), aside)


COMMANDS = {
    "ask": Command("question", "a cited answer to a question", ask),
    "search": Command("query", "the passages that fit a query best", search),
}


def _run(options: argparse.Namespace) -> int:
    command = COMMANDS[options.command]
    if (options.text is None) == (options.batch is None):
        raise UsageError(f"Give one {command.key} in quotation marks, or --batch FILE.jsonl, not both and not neither.")
    limits = Limits(options.since, options.until, tuple(options.source))
    limits.days()  # what cannot be a day is told before anything is opened
    assistant = _opened(options)
    if options.batch is None:
        request = Request(options.text, None, options.k, assistant.limits(limits))
        if assistant.model and not options.json:
            return FOUND if _tell_as_written(assistant, request) else NOT_FOUND
        outcome = command.run(assistant, request)
        _tell(outcome, as_json=options.json)
        return FOUND if outcome.found else NOT_FOUND
    with _lines(options.batch) as lines:
        for line in lines:
            print(_line(_batched(assistant, command, line, options.k, limits)), flush=True)  # noqa: T201 (as in _tell)
    return FOUND


def _opened(options: argparse.Namespace) -> Assistant:
    """The assistant over the index that the options name, with their chat model; a search has none."""
    return Assistant.open(options.index, options.model, options.model_url, options.model_timeout)


def _tell_as_written(assistant: Assistant, request: Request) -> bool:
    """Prints an answer while a chat model writes it: the short answer, each sentence once it is checked, the quotes.
    Returns whether it is an answer.

    Where the model fails after all, what the articles say follows whole, with the note that says why.
    """
    answers = assistant.stream(request.text, only=request.only)
    first = last = next(answers)
    if first.answered:
        _say(short_text(first))
    before = ""
    for last in answers:
        if last.model and last.text != before:
            _say(written_text(last, before))
            before = last.text
    _say(evidence_text(last) if last.answered and (last.model or not before) else answer_text(last), end="\n")
    return last.answered


def _say(text: str, end: str = "\n\n") -> None:
    """Prints a part of an answer at once, and a blank line after it."""
    if text:
        print(text, end=end, flush=True)  # noqa: T201 (as in _tell)


def _tell(outcome: Outcome, *, as_json: bool) -> None:
    """Prints what a command found."""
    if outcome.aside:
        _complain(outcome.aside)
    if as_json or outcome.text:
        print(_line(outcome.json) if as_json else outcome.text)  # noqa: T201 (the command's result)


def _batched(assistant: Assistant, command: Command, line: str, k: int, limits: Limits) -> dict[str, Any]:
    """The object for one line of a batch; for a line that cannot be taken, its id and the error."""
    identity: object = None
    try:
        request = json.loads(line)
        identity = request.get("id") if isinstance(request, dict) else None
        if not isinstance(request, dict) or not isinstance(request.get(command.key), str):
            raise UsageError(f'Not an object with a text under "{command.key}": {line.strip()[:80]}')
        only = assistant.limits(_own_limits(request, limits))
        return command.run(assistant, Request(request[command.key], identity, k, only)).json
    except (TrichDanError, ValueError) as error:
        return {"schema": 1, "id": identity, "error": str(error)}


def _own_limits(request: dict[str, Any], limits: Limits) -> Limits:
    """The limits of a line of a batch: each that it states itself instead of the command's; null limits nothing."""
    sources = request.get("source", limits.sources) or ()
    return Limits(
        _own_day(request, "from", limits.since),
        _own_day(request, "to", limits.until),
        tuple(map(str, sources)) if isinstance(sources, list | tuple) else (str(sources),),
    )


def _own_day(request: dict[str, Any], key: str, otherwise: str | None) -> str | None:
    """The day under a key of a line; one without it has the command's, and a bare number is a year."""
    stated = request.get(key, otherwise)
    return None if stated is None else str(stated)


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
        sub.add_argument("--from", dest="since", metavar="DATE", help=f"only articles from then on: {FORMS}")
        sub.add_argument("--to", dest="until", metavar="DATE", help="only articles up to then, that day or month too")
        sub.add_argument(
            "--source", action="append", default=[], metavar="OUTLET", help="only articles of this outlet; repeatable"
        )
        sub.add_argument(
            "-k", type=_count, default=10, help="how many passages (10)" if name == "search" else argparse.SUPPRESS
        )
        _add_model(sub, shown=name == "ask")
    return parser


def _add_model(parser: argparse.ArgumentParser, *, shown: bool) -> None:
    """The options that choose a chat model; nothing else does, and a command that has no use for one takes none."""
    if not shown:
        parser.set_defaults(model=None, model_url=None, model_timeout=TIMEOUT)
        return
    parser.add_argument(
        "--model",
        metavar="PROVIDER:NAME",
        help=f"a chat model that writes the answer out, each sentence checked: {EXAMPLE.removeprefix('--model ')}",
    )
    parser.add_argument("--model-url", metavar="URL", help="where it runs, if not at its provider's own address")
    parser.add_argument(
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


def _line(item: dict[str, Any]) -> str:
    return json.dumps(item, ensure_ascii=False)


def _complain(sentence: str) -> None:
    print(" ".join(sentence.split()), file=sys.stderr)  # noqa: T201 (the one place that speaks beside the result)
