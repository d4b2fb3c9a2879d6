"""What stands in briefs around the articles' own words, from `words/briefs.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.data import Language


@cache
def table() -> Mapping[str, Any]:
    """All of it."""
    return tomllib.loads((files("assistant") / "words" / "briefs.toml").read_text("utf-8"))


def says(language: Language) -> Mapping[str, Any]:
    """What is said in a language."""
    words: Mapping[str, Any] = table()[language]
    return words


def as_seen(text: str) -> str:
    r"""What a reader sees of a text in any document: its words with single spaces, without characters that no document
    can hold. Two texts that are seen alike are the same quote, however an editor broke the lines.

    >>> as_seen("Lũ\n lớn\x00 ở Huế\ud800")
    'Lũ lớn ở Huế'
    """
    return " ".join("".join(filter(_is_seen, text)).split())


def _is_seen(character: str) -> bool:
    """Whether XML may hold a character (https://www.w3.org/TR/xml/#charsets), white space of any kind included."""
    code = ord(character)
    if character.isspace():
        return True
    return code >= 0x20 and code != 0x7F and not 0xD800 <= code <= 0xDFFF and code not in (0xFFFE, 0xFFFF)
