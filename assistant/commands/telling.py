"""The one place of the command line that prints: results on standard output, everything else on standard error."""

import json
import re
import sys
from typing import Any

from assistant.assistant import Assistant
from assistant.briefs.commands import Made
from assistant.commands.inquiries import Outcome, Request
from assistant.rendering.answers import answer_text, evidence_text, short_text, written_text

_HALF = re.compile(r"[\ud800-\udfff]")  # of a character


def tell(outcome: Outcome, *, as_json: bool) -> None:
    """Prints what a command found."""
    if outcome.aside:
        complain(outcome.aside)
    if as_json:
        tell_line(outcome.json)
    elif outcome.text:
        _say(outcome.text, end="\n")


def tell_made(made: Made) -> None:
    """Prints what a command made of a file."""
    if made.aside:
        complain(made.aside)
    if made.json is not None:
        tell_line(made.json)
    else:
        _say(made.text, end="\n")


def tell_line(item: dict[str, Any]) -> None:
    """Prints a JSON object on a line of its own."""
    _say(json.dumps(item, ensure_ascii=False), end="\n")


def tell_as_written(assistant: Assistant, request: Request) -> bool:
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


def complain(sentence: str) -> None:
    """Prints a sentence on standard error."""
    print(" ".join(sentence.split()), file=sys.stderr)  # noqa: T201 (the one place that speaks beside the result)


def _say(text: str, end: str = "\n\n") -> None:
    """Prints a part of a result at once, and by default a blank line after it; half a character, which cannot be
    printed, as the sign for one that is missing.
    """
    if text:
        print(_HALF.sub("\ufffd", text), end=end, flush=True)  # noqa: T201 (the command's result)
