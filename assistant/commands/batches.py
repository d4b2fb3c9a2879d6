"""A file of JSON lines, each an input of a command with its own id and limits, and each given an object in return."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from assistant.assistant import Assistant
from assistant.commands.inquiries import Command, Request
from assistant.limiting import Limits
from assistant.rendering.objects import error_object
from index.errors import TrichDanError, UsageError

LONGEST_LINE = 100_000  # characters of a line: twenty times the longest quotation


def batched(assistant: Assistant, command: Command, line: str, like: Request, limits: Limits) -> dict[str, Any]:
    """The object for one line of a batch, which is a request `like` this one otherwise; for a line that cannot be
    taken, its id and the error.
    """
    identity: object = None
    try:
        read = _read(line)
        identity = read.get("id") if isinstance(read, dict) else None
        if not isinstance(read, dict) or not isinstance(read.get(command.key), str):
            raise UsageError(f'Not an object with a text under "{command.key}": {line.strip()[:80]}')
        only = assistant.limits(_own_limits(read, limits))
        return command.run(assistant, replace(like, text=read[command.key], identity=identity, only=only)).json
    except (TrichDanError, ValueError) as error:
        return error_object(str(error), identity)


@contextmanager
def lines(batch: str) -> Iterator[Iterator[str]]:
    """The lines of a batch that are not blank; `-` is standard input."""
    try:
        source: TextIO = sys.stdin if batch == "-" else Path(batch).open(encoding="utf-8")  # noqa: SIM115 (closed below)
    except OSError as error:
        raise UsageError(f"{batch}: cannot be read ({error.strerror}). Give a file of JSON lines, or - .") from error
    try:
        yield (line for line in _bounded(source) if line.strip())
    except UnicodeDecodeError as error:
        raise UsageError(f"{batch}: not UTF-8 at byte {error.start}. Save it as UTF-8.") from error
    finally:
        if source is not sys.stdin:
            source.close()


def _bounded(source: TextIO) -> Iterator[str]:
    """The lines of a file; of one that is too long its beginning, a character too much."""
    goes_on = False
    while piece := source.readline(LONGEST_LINE + 1):
        if not goes_on:
            yield piece
        goes_on = not piece.endswith("\n")


def _read(line: str) -> Any:
    """The value that a line holds; raises UsageError, or the ValueError of JSON, where it holds none."""
    if len(line) > LONGEST_LINE:
        raise UsageError(f"The line is too long: more than {LONGEST_LINE:,} characters. Give one text a line.")
    try:
        return json.loads(line)
    except RecursionError as error:
        raise UsageError("The line is nested too deep. Give one object a line.") from error


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
