"""What the assistant says around the articles' own words, from `words/replies.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.data import Coverage, Language
from assistant.questions import Question
from assistant.refusing import Refusal
from index.filters import Filter


@dataclass(frozen=True, slots=True)
class Looked:
    """Where an answer was looked for: the limits, the articles within them, and those of the same outlets on any day.

    `outside` is whether the nearest passages that are shown are from outside the limits.
    """

    only: Filter
    inside: Coverage
    around: Coverage
    outside: bool = False


def refusal_text(question: Question, refusal: Refusal, looked: Looked) -> str:
    """Why there is no answer, and what was looked for in how many articles."""
    say = _replies()[question.language]
    if not looked.inside.articles and looked.only:
        why = nothing_within(looked, question.language)
    else:
        names = ", ".join(f"“{name}”" for name in refusal.names)
        what = ", ".join(dict.fromkeys(item.text for item in question.items if item.kind != "pair")) or question.text
        articles = _counted(say, "articles", looked.inside.articles)
        limits = _limits(looked.only, question.language)
        why = say[refusal.reason].format(names=names, kind=say["kinds"][question.kind])
        why += " " + say["looked_for"].format(what=what, articles=" ".join(filter(None, [articles, limits])))
        why += _undated(looked, say)
    return f"{why} {say['outside']}" if looked.outside else str(why)


def nothing_within(looked: Looked, language: Language) -> str:
    """That no article is within the limits, and which days those of the same outlets, or all, are of."""
    say, around = _replies()[language], looked.around
    said: str = say["none_within"].format(limits=_limits(looked.only, language))
    if around.oldest and around.newest:
        of = _limits(Filter(around.oldest, around.newest, looked.only.sources), language)
        dated = _counted(say, "articles", around.articles - around.undated)
        said += " " + say["covers"].format(articles=f"{dated} {of}")
    return said + _undated(looked, say)


def _undated(looked: Looked, say: Mapping[str, Any]) -> str:
    """A sentence on the articles that days leave out because nobody knows theirs; empty where there are none."""
    count = looked.around.undated if looked.only.since or looked.only.until else 0
    return " " + _counted(say, "undated", count) if count else ""


def _limits(only: Filter, language: Language) -> str:
    """The limits as they stand in a sentence: "from 1 June to 30 June 2024 by Nhân Dân"; empty where there are none."""
    say = _replies()[language]
    since, until = (day_text(day, language) if day else "" for day in (only.since, only.until))
    days = "on" if since == until else "between" if since and until else "since" if since else "until"
    parts = [say["limits"][days].format(since=since, until=until)] if since or until else []
    parts += [say["limits"]["by"].format(sources=", ".join(only.sources))] if only.sources else []
    return " ".join(parts)


def day_text(day: date, language: Language) -> str:
    """A day as a newspaper of this language writes it.

    >>> day_text(date(2024, 6, 1), "en"), day_text(date(2024, 6, 1), "vi")
    ('1 June 2024', '1/6/2024')
    """
    table = _table("interface.toml")[language]
    return str(table["date"]).format(day=day.day, month=table["months"][day.month - 1], year=day.year)


def _counted(say: Mapping[str, Any], key: str, count: int) -> str:
    """The words for this many: `key_one` for 1."""
    return str(say[f"{key}_one" if count == 1 else key]).format(count=count)


def read_as(language: Language, slips: Mapping[str, str]) -> list[str]:
    """A sentence for each word that was read as another."""
    return [_replies()[language]["read_as"].format(typed=typed, read=read) for typed, read in slips.items()]


def _replies() -> Mapping[str, Mapping[str, Any]]:
    """What is said, by language."""
    return _table("replies.toml")


@cache
def _table(name: str) -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((files("assistant") / "words" / name).read_text("utf-8"))
