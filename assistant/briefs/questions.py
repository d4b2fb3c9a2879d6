"""A list of questions, claims and quotations, and the brief that answers it."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Protocol

from assistant.briefs.data import Brief, Entry, Kind
from assistant.briefs.making import Said, made_of
from assistant.briefs.wording import table
from assistant.data import EVERYTHING, Answer, Filter, Quotation, Turn, Verdict
from index.errors import UsageError
from index.folding import fold
from index.language import language_of

COMMENT = "#"
SHOWN = 300  # characters of a line that cannot be taken

Progress = Callable[[int, int, str], None]


class Answering(Protocol):
    """Who answers: the assistant, or a stand-in."""

    def ask(self, question: str, turns: tuple[Turn, ...] = (), only: Filter = EVERYTHING) -> Answer:
        """An answer or a refusal; raises UsageError for a question that is none."""
        ...

    def check(self, claim: str, only: Filter = EVERYTHING) -> Verdict:
        """The verdict on a claim; raises UsageError for one that is none."""
        ...

    def quote(self, text: str, only: Filter = EVERYTHING) -> Quotation:
        """Where a quotation stands; raises UsageError for one that is none."""
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """What a line of a list asks for."""

    kind: Kind
    text: str


def lines_of(content: bytes, where: str) -> tuple[Line, ...]:
    """What a file's lines ask for, blank ones and comments left out; raises UsageError where it is not UTF-8, or asks
    for nothing.
    """
    try:
        text = unicodedata.normalize("NFC", content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UsageError(f"{where}: not UTF-8 at byte {error.start}. Save it as UTF-8.") from error
    found = tuple(map(line_of, _asked(text.split("\n"))))
    if not found:
        raise UsageError(
            f"{where}: no question in it. Put one on each line; “claim: …” and “quote: …” are no questions."
        )
    return found


def line_of(text: str) -> Line:
    """What a line asks for: a claim or a quotation where it says so before a colon, else a question.

    >>> line_of("Kiểm: GRDP tăng 9,5 %."), line_of("Ai đã gặp ông Dũng?").kind
    (Line(kind='claim', text='GRDP tăng 9,5 %.'), 'question')
    """
    before, colon, after = text.partition(":")
    kind = _kinds().get(" ".join(fold(before).split())) if colon else None
    return (
        Line(kind, _unquoted(after.strip()) if kind == "quotation" else after.strip())
        if kind
        else Line("question", text)
    )


def answered(
    assistant: Answering,
    lines: Iterable[Line],
    title: str,
    only: Filter = EVERYTHING,
    progress: Progress | None = None,
    made: date | None = None,
) -> Brief:
    """The brief that answers each line, made today unless on another day. A line that cannot be taken gets an entry
    that says why; `progress` is told before each line how many there were before it, of how many, and its text.
    """
    return made_of(_said(assistant, tuple(lines), only, progress), title, made or date.today())


def _said(
    assistant: Answering, lines: tuple[Line, ...], only: Filter, progress: Progress | None
) -> Iterator[Said | Entry]:
    for number, line in enumerate(lines):
        if progress:
            progress(number, len(lines), line.text)
        try:
            yield _answer(assistant, line, only)
        except UsageError as error:
            asked = line.text if len(line.text) <= SHOWN else f"{line.text[:SHOWN]}…"
            yield Entry(line.kind, asked, language_of(asked), "unread", str(error))


def _answer(assistant: Answering, line: Line, only: Filter) -> Said:
    if line.kind == "claim":
        return assistant.check(line.text, only=only)
    return assistant.quote(line.text, only=only) if line.kind == "quotation" else assistant.ask(line.text, only=only)


def _asked(lines: Iterable[str]) -> Iterator[str]:
    stripped = (line.strip() for line in lines)
    return (line for line in stripped if line and not line.startswith(COMMENT))


def _unquoted(text: str) -> str:
    """A quotation without the marks around it, which are of who quotes."""
    for before, after in ("“”", '""', "«»"):
        if len(text) > 1 and text[0] == before and text[-1] == after and before not in text[1:-1]:
            return text[1:-1].strip()
    return text


@cache
def _kinds() -> dict[str, Kind]:
    return {word: kind for kind, words in table()["kinds"].items() for word in words}
