"""The words and patterns by which a question leans on the turns before it: `words/conversation.toml`."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from index.folding import fold


@cache
def table(name: str) -> Mapping[str, Any]:
    """A table of `words/conversation.toml`."""
    text = (files("assistant") / "words" / "conversation.toml").read_text("utf-8")
    found: Mapping[str, Any] = tomllib.loads(text)[name]
    return found


@cache
def listed(name: str, key: str) -> frozenset[str]:
    """The entries of a list in a table, separated by bars, or by white space where there are none."""
    text: str = table(name)[key]
    return frozenset(one.strip() for one in (text.split("|") if "|" in text else text.split()))


@cache
def alternation(name: str, key: str, marked: bool = True) -> str:
    """The entries of a list as alternatives of a pattern, the longest first."""
    return "|".join(
        spell(re.escape(one), marked) for one in sorted(listed(name, key), key=lambda one: (-len(one), one))
    )


def spell(pattern: str, marked: bool) -> str:
    """A pattern for Vietnamese with its marks, or without them; its signs stay as they are."""
    return pattern if marked else re.sub(r"[^\x00-\x7f]+", lambda found: fold(found.group()), pattern)


@cache
def compiled(pattern: str, marked: bool = True, case: bool = False) -> re.Pattern[str]:
    """A pattern of whole words; `case` where capitals count."""
    return re.compile(rf"(?<!\w)(?:{spell(pattern, marked)})(?!\w)", 0 if case else re.IGNORECASE)
