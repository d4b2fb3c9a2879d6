"""The phrases of `words/comparing.toml`, as patterns that find them whole, with and without marks."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from index.folding import fold


@cache
def comparing_words() -> Mapping[str, Any]:
    """The tables of `words/comparing.toml`."""
    return tomllib.loads((files("assistant") / "words" / "comparing.toml").read_text("utf-8"))


@cache
def entries(table: str, name: str) -> frozenset[str]:
    """The phrases of an entry, which bars separate."""
    return frozenset(split(comparing_words()[table][name]))


def split(text: str) -> list[str]:
    """The phrases between bars."""
    return [one.strip() for one in text.replace("\n", "").split("|") if one.strip()]


@cache
def pattern(table: str, name: str, marked: bool) -> re.Pattern[str]:
    """What finds the phrases of an entry in a text in lower case."""
    return whole(tuple(sorted(entries(table, name))), marked)


def found(lower: str, table: str, name: str, but: str, *, marked: bool) -> list[tuple[int, int]]:
    """Where an entry's phrases stand in a text in lower case, but for those that are part of one of another entry."""
    kept = [match.span() for match in pattern(table, but, marked).finditer(lower)]
    spans = (match.span() for match in pattern(table, name, marked).finditer(lower))
    return [(start, end) for start, end in spans if not any(start < b and a < end for a, b in kept)]


@cache
def whole(phrases: tuple[str, ...], marked: bool) -> re.Pattern[str]:
    """What finds some phrases as whole words, the longest at each place."""
    says = {one if marked else fold(one) for one in phrases}
    either = "|".join(re.escape(one) for one in sorted(says, key=lambda one: (-len(one), one)))
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])" if either else r"(?!)")
