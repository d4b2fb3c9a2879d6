"""What may be an answer, and what all the kinds of answers are found with."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.asking.people import people
from index.folding import Word, words


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of a sentence that is of the kind asked for; `fit`, 0 to 1, says how surely it is of that kind.

    `start` and `end` count from the sentence's start.
    """

    start: int
    end: int
    fit: float


def capital_runs(sentence: str) -> Iterator[list[Word]]:
    """Maximal runs of words with a capital, joined by a space, a hyphen, an initial's point, or a foreign particle."""
    run: list[Word] = []
    particles: list[Word] = []
    for word in words(sentence):
        joined = bool(run) and sentence[(particles or run)[-1].end : word.start] in (" ", "-", ". ", "’", "'")
        if word.text[0].isupper() and (joined or not run) and word.text not in people("openers"):
            run.extend([*particles, word])
            particles = []
        elif joined and not particles and word.text in people("particles"):
            particles = [word]
        else:
            if run:
                yield run
            run, particles = ([word] if word.text[0].isupper() and word.text not in people("openers") else []), []
    if run:
        yield run


def alternatives(texts: Sequence[str] | frozenset[str]) -> str:
    """The texts as alternatives of a regular expression, longest first."""
    return "|".join(re.escape(text) for text in sorted(texts, key=lambda t: (-len(t), t)))


@cache
def measures() -> tuple[frozenset[str], ...]:
    """The units of each kind of measure, in lower case."""
    table = tomllib.loads((files("assistant") / "words" / "values.toml").read_text("utf-8"))["measures"]
    return tuple(frozenset(unit.lower() for unit in units) for units in table.values())


@cache
def values(table: str) -> tuple[str, ...]:
    """A table of `words/values.toml`."""
    return tuple(tomllib.loads((files("assistant") / "words" / "values.toml").read_text("utf-8"))[table])
