"""The commands `brief` and `verify`: what may stand on their line, and what they do."""

import argparse
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from assistant.briefs.data import Brief, Checked, all_hold
from assistant.briefs.questions import Answering, Progress, answered, lines_of
from assistant.briefs.saving import FORMATS, Format, format_of, opened, require_free, save, written
from assistant.briefs.telling import checked_object, checked_text
from assistant.citing.styles import STYLES
from assistant.data import EVERYTHING, Filter
from index.errors import UsageError

HELP = {
    "brief": "a document that answers a list of questions, claims and quotations, with footnotes",
    "verify": "whether the citations of a brief still stand: moved, changed and gone ones are told",
}


class Verifying(Protocol):
    """Who looks a brief's citations up: the assistant, or a stand-in."""

    def verify(self, brief: Brief, shown: Mapping[int, str] | None = None) -> tuple[Checked, ...]:
        """What became of each citation."""
        ...


@dataclass(frozen=True, slots=True)
class Made:
    """What a command gives: text or a JSON object for standard output, a sentence for standard error, and whether all
    is as it was.
    """

    text: str = ""
    json: dict[str, Any] | None = None
    aside: str = ""
    holds: bool = True


def add_brief(sub: argparse.ArgumentParser) -> None:
    """The arguments of `brief`, but for the limits, the model and the index."""
    sub.add_argument("questions", metavar="QUESTIONS.txt", help="one on each line; - is standard input")
    sub.add_argument("--style", choices=STYLES, default=STYLES[0], help=f"how sources are shown ({STYLES[0]})")
    sub.add_argument("--format", choices=FORMATS, help="of the document (as the name of --out says, else markdown)")
    sub.add_argument("--out", type=Path, metavar="FILE", help="where it goes (standard output)")
    sub.add_argument("--title", help="of the document")
    sub.add_argument("--overwrite", action="store_true", help="replace the file of --out")


def add_verify(sub: argparse.ArgumentParser) -> None:
    """The arguments of `verify`, but for the index."""
    sub.add_argument("brief", type=Path, metavar="BRIEF", help="a document that `brief` wrote: .md, .docx or .json")
    sub.add_argument("--json", action="store_true", help="print a JSON object")


def require_brief(options: argparse.Namespace) -> Format:
    """The format that `brief` is to write; raises UsageError for options that do not go together, before anything is
    opened or asked.
    """
    form: Format = options.format or (options.out and format_of(options.out)) or "markdown"
    if form == "docx" and options.out is None:
        raise UsageError("A Word file is not for the terminal: say where it goes with --out FILE.docx.")
    if options.out is not None:
        require_free(options.out, overwrite=options.overwrite)
    return form


def brief(
    assistant: Answering, options: argparse.Namespace, only: Filter = EVERYTHING, progress: Progress | None = None
) -> Made:
    """Answers the list and writes the document: to a file, and then says where, or as text."""
    form = require_brief(options)
    content = sys.stdin.buffer.read() if options.questions == "-" else _read(Path(options.questions))
    lines = lines_of(content, options.questions)
    document = written(answered(assistant, lines, options.title or "", only, progress), form, options.style)
    if options.out is None:
        return Made(document.decode().rstrip("\n"))
    save(options.out, document, overwrite=options.overwrite)
    return Made(aside=f"Written: {options.out}")


def verify(assistant: Verifying, options: argparse.Namespace) -> Made:
    """What became of each citation of a brief."""
    found = opened(options.brief)
    checked = assistant.verify(found.brief, found.shown)
    holds = all_hold(checked)
    if options.json:
        return Made(json=checked_object(found.brief, checked), holds=holds)
    return Made(checked_text(found.brief, checked), holds=holds)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}). Give a text file, a question a line.") from error
