"""`python -m assistant`: one text from the command line, or a file of them, and the exit code that says what came."""

import argparse
import os
import sys
from collections.abc import Sequence

from assistant.assistant import Assistant
from assistant.briefs import commands as documents
from assistant.commands.batches import batched, lines
from assistant.commands.inquiries import COMMANDS, Request
from assistant.commands.options import parser
from assistant.commands.telling import complain, tell, tell_as_written, tell_line, tell_made
from assistant.limiting import Limits
from index.errors import TrichDanError, UsageError

FOUND, NOT_FOUND = 0, 3
INTERRUPTED, PIPE_CLOSED = 130, 141  # as a shell has them: 128 and the signal's number


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of one command. A failure is one line on standard error, never a traceback."""
    try:
        code = _run(parser().parse_args(arguments))
        sys.stdout.flush()
    except TrichDanError as error:
        complain(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read the output has had enough; what is left must not be flushed at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    return code


def _run(options: argparse.Namespace) -> int:
    """Runs a command of this package: one on texts, or one on a document."""
    if options.command == "brief":
        return _brief(options)
    if options.command == "verify":
        made = documents.verify(_opened(options), options)
        tell_made(made)
        return FOUND if made.holds else NOT_FOUND
    return _inquire(options)


def _brief(options: argparse.Namespace) -> int:
    limits = _limits(options)
    documents.require_brief(options)
    assistant = _opened(options)
    tell_made(documents.brief(assistant, options, assistant.limits(limits)))
    return FOUND


def _inquire(options: argparse.Namespace) -> int:
    command = COMMANDS[options.command]
    if (options.text is None) == (options.batch is None):
        either = f"Give one {command.key} in quotation marks"
        raise UsageError(f"{either}, or --batch FILE.jsonl, not both and not neither.")
    limits = _limits(options)
    assistant = _opened(options)
    request = Request(options.text, None, assistant.limits(limits), options.k, options.of, options.style)
    if options.batch is None:
        return FOUND if _told(assistant, request, options) else NOT_FOUND
    with lines(options.batch) as given:
        for line in given:
            tell_line(batched(assistant, command, line, request, limits))
    return FOUND


def _limits(options: argparse.Namespace) -> Limits:
    """The limits as they were stated; what cannot be a day is told before anything is opened."""
    limits = Limits(options.since, options.until, tuple(options.source))
    limits.days()
    return limits


def _opened(options: argparse.Namespace) -> Assistant:
    """The assistant over the index that the options name, with their chat model, if any."""
    return Assistant.open(options.index, options.model, options.model_url, options.model_timeout)


def _told(assistant: Assistant, request: Request, options: argparse.Namespace) -> bool:
    """Prints what a command makes of one text; returns whether anything was found."""
    if assistant.model and not options.json:
        return tell_as_written(assistant, request)
    outcome = COMMANDS[options.command].run(assistant, request)
    tell(outcome, as_json=options.json)
    return outcome.found
