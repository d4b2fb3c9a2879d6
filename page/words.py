"""What the interface says, in Vietnamese or English, from `assistant/words/interface*.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.data import Language

LANGUAGES: Mapping[str, Language] = {"vi": "vi", "en": "en"}
_DEFAULT: Language = "en"


@dataclass(frozen=True, slots=True)
class Example:
    """A question to click, and the article it is about."""

    question: str
    article: str


@dataclass(frozen=True, slots=True)
class CheckExample:
    """A claim or a quotation to click, and the article it is about."""

    text: str
    article: str


@dataclass(frozen=True, slots=True)
class Words:
    """The interface's strings in one language."""

    language: Language
    strings: Mapping[str, str]
    months: Sequence[str]
    reasons: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """The string of this key, with its braces filled in."""
        return self.strings[key].format(**values)

    def count(self, key: str, count: int) -> str:
        """The string for this many: `key_one` for 1."""
        return self.say(f"{key}_one" if count == 1 else key, count=count)

    def day(self, day: date | None) -> str:
        """A date as a newspaper of this language writes it; `undated` for None."""
        if day is None:
            return self.say("undated")
        return self.say("date", day=day.day, month=self.months[day.month - 1], year=day.year)

    def age(self, day: date | None, today: date) -> str:
        """How long ago a day was, in whole days, months or years, "2 years ago"; empty for an unknown or future one."""
        if day is None or day > today:
            return ""
        months = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
        if months >= 12:
            return self.count("years_ago", months // 12)
        if months:
            return self.count("months_ago", months)
        days = (today - day).days
        return self.count("days_ago", days) if days else self.say("today")

    def reason(self, why: str) -> str:
        """Why a stretch of a page is not the article, in this language where it is known in it."""
        return self.reasons.get(why, why)


@cache
def words(language: Language) -> Words:
    """The interface's strings in this language."""
    strings = {key: value for table in (_interface(), *_tabs()) for key, value in table[language].items()}
    return Words(language, strings, strings.pop("months"), strings.pop("reasons"))


@cache
def examples() -> tuple[Example, ...]:
    """The questions to click, in order."""
    return tuple(Example(entry["question"], entry["article"]) for entry in _interface()["example"])


@cache
def check_examples() -> tuple[CheckExample, ...]:
    """What can be clicked to be checked, in order."""
    return tuple(CheckExample(entry["text"], entry["article"]) for entry in _table("interface_check")["example"])


def preferred_language(accept_language: str | None) -> Language:
    """The language of an Accept-Language header, in the order its weights ask for; English when it names neither.

    >>> preferred_language("vi-VN,vi;q=0.9,en;q=0.8")
    'vi'
    >>> preferred_language("fr, vi;q=0.4, en;q=0.6")
    'en'
    """
    named = [_weighed(choice) for choice in (accept_language or "").split(",")]
    known = [(weight, LANGUAGES[tag]) for weight, tag in named if tag in LANGUAGES and weight > 0]
    return max(known, key=lambda choice: choice[0])[1] if known else _DEFAULT


def _weighed(choice: str) -> tuple[float, str]:
    """The weight and primary language of one entry such as `vi-VN;q=0.9`; weight 0 where it cannot be read."""
    tag, _, weight = choice.partition(";q=")
    try:
        return (float(weight or 1), tag.strip().lower().partition("-")[0])
    except ValueError:
        return (0.0, "")


@cache
def _interface() -> dict[str, Any]:
    """The data file of what the whole page says, and the conversation."""
    return _table("interface")


def _tabs() -> list[dict[str, Any]]:
    """The data files of what single parts of the page say."""
    return [_table(f"interface_{name}") for name in ("beside", "check", "brief", "articles")]


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("assistant") / "words" / f"{name}.toml").read_text(encoding="utf-8"))
