"""What is said beside a quotation that was looked for, from `words/quotations.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from assistant.data import Language


def note(language: Language, name: str, **filled: object) -> str:
    """The note of that name in a language, filled in; with a `count` of 1 in the singular.

    >>> note("en", "more", count=1)
    'It stands in 1 more place.'
    """
    say = _notes()[language]
    return say[f"{name}_one" if filled.get("count") == 1 else name].format(**filled)


@cache
def _notes() -> Mapping[str, Mapping[str, str]]:
    table: Mapping[str, Mapping[str, str]] = tomllib.loads(
        (files("assistant") / "words" / "quotations.toml").read_text("utf-8")
    )
    return table
