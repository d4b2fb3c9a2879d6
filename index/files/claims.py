"""What a file's properties claim, believed only where its text bears it out: a form's title stays in its copies."""

from datetime import date, datetime

from index.articles.dates import EARLIEST, LATEST
from index.folding import words

TITLE = range(3, 31)  # words in a headline
SIGNATURE = 8  # words of the longest line that can be a signature
_ENDS = (" | ", " - ", " – ", " :: ")  # between a headline and an outlet's name


def headline(claimed: str | None, text: str) -> str | None:
    """A claimed title, without an outlet's name before or after it, if it is a headline that is a line of the text.

    >>> headline("Lũ rút ở Lào | Báo Mây", "Lũ rút ở Lào")
    'Lũ rút ở Lào'
    """
    said = _words(text)
    lines = {_words(line) for line in text.split("\n")}
    whole = " ".join((claimed or "").split())
    parts = [part for mark in _ENDS for part in (whole.rpartition(mark)[0], whole.partition(mark)[2])]
    likely = [title for title in (whole, *parts) if len(_words(title).split()) in TITLE and _words(title) in said]
    return max(likely, key=lambda title: (_words(title) in lines, len(title)), default=None)


def author(claimed: str | None, text: str) -> str | None:
    """A claimed author of two names or more, if a short line of the text names them: a signature."""
    name = " ".join((claimed or "").split())
    told = _words(name)
    if len(told.split()) < 2:
        return None
    lines = (_words(line) for line in text.split("\n"))
    return name if any(told in line and len(line.split()) <= SIGNATURE for line in lines) else None


def day(claimed: datetime | None) -> date | None:
    """The day of a claimed time, if it can be one."""
    return claimed.date() if claimed and EARLIEST <= claimed.year <= LATEST else None


def _words(text: str) -> str:
    """A text's folded words, a space around each."""
    return f" {' '.join(word.folded for word in words(text))} "
