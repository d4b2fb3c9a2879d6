"""What tells a person's name from a place, a body or the start of a sentence: the tables of `words/people.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

Table = Literal[
    "before",
    "not_after",
    "not_first",
    "openers",
    "particles",
    "place_nouns",
    "prepositions",
    "inside",
    "grounds",
    "not_there",
    "groups",
    "usual",
    "bodies",
    "joining",
    "provinces",
    "endings",
    "at",
]


@cache
def people(table: Table) -> frozenset[str]:
    """A table's entries, as written there: separated by bars, or by white space where there are none."""
    text: str = tomllib.loads((files("assistant") / "words" / "people.toml").read_text("utf-8"))[table]
    return frozenset(one.strip() for one in (text.split("|") if "|" in text else text.split()))
