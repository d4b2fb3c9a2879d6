"""What the assistant says around the articles' own words, from `words/replies.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.data import Language
from assistant.questions import Question
from assistant.refusing import Refusal


def refusal_text(question: Question, refusal: Refusal, articles: int) -> str:
    """Why there is no answer, and what was looked for in how many articles."""
    say = _replies()[question.language]
    names = ", ".join(f"“{name}”" for name in refusal.names)
    kind = say["kinds"][question.kind]
    what = ", ".join(dict.fromkeys(item.text for item in question.items if item.kind != "pair")) or question.text
    why = say[refusal.reason].format(names=names, kind=kind)
    return f"{why} {say['looked_for'].format(what=what, articles=articles)}"


def read_as(language: Language, slips: Mapping[str, str]) -> list[str]:
    """A sentence for each word that was read as another."""
    return [_replies()[language]["read_as"].format(typed=typed, read=read) for typed, read in slips.items()]


@cache
def _replies() -> Mapping[Language, Mapping[str, Any]]:
    table = tomllib.loads((files("assistant") / "words" / "replies.toml").read_text("utf-8"))
    return {"en": table["en"], "vi": table["vi"]}
