"""An article's author, outlet and date in words of a language."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from assistant.citing.tidying import one_line
from assistant.data import Article, Language
from index.articles.signatures import authors
from index.language import language_of

_NAMED = 3  # authors that a note names; of more it names the first, as Chicago does
_LEAD = 2000  # characters that tell an article's language


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a language, and its habits; see words/citing.toml."""

    months: str
    day: str
    short_day: str
    year_first: str
    undated: str
    no_date: str
    inferred: str
    inferred_short: str
    untitled: str
    file: str
    accessed: str
    retrieved: str
    also_in: str
    more: str
    and_: str
    comma_before_and: bool
    comma_in_marks: bool
    ampersand: str
    others: str
    references: str
    in_article: str


@cache
def says(language: Language) -> Words:
    """The words that stand around a source, in a language."""
    table = tomllib.loads((files("assistant") / "words" / "citing.toml").read_text("utf-8"))
    return Words(**{"and_" if name == "and" else name: value for name, value in table[language].items()})


# Who


def names(article: Article) -> tuple[str, ...]:
    """The article's authors, each name whole: no program may take Đinh for a given name. None where none is known.

    Several only where every part of what the record has is a person's name as it stands there; else it is one author.
    """
    signed = one_line(article.author or "")
    found = authors(signed) or ()
    whole = len(found) > 1 and all(name in signed for name in found)
    if whole and _letters("".join(found)) == _letters(signed):
        return found
    return (signed,) if signed else ()


def listed(parts: Sequence[str], language: Language) -> str:
    """Parts as a sentence lists them: "A and B", "A, B, and C"."""
    words = says(language)
    if len(parts) < 3:
        return f" {words.and_} ".join(parts)
    return f"{', '.join(parts[:-1])}{',' * words.comma_before_and} {words.and_} {parts[-1]}"


def signed(article: Article, language: Language) -> str:
    """The authors as a note has them; empty where none is known."""
    found = names(article)
    return listed(found, language) if len(found) <= _NAMED else f"{found[0]} {says(language).others}"


def is_vietnamese(article: Article) -> bool:
    """Whether the article is in Vietnamese: what keeps a program from capitalising its headline as an English one."""
    return language_of(f"{article.title or ''} {article.text[:_LEAD]}") == "vi"


# When


def day_in_words(day: date, language: Language, pattern: str = "") -> str:
    """A day as a text of that language has it, or by one of the patterns of its words.

    >>> day_in_words(date(2024, 6, 28), "en"), day_in_words(date(2024, 6, 28), "vi")
    ('June 28, 2024', 'ngày 28/6/2024')
    """
    words = says(language)
    month = words.months.split()[day.month - 1]
    return (pattern or words.day).format(day=day.day, month=month, number=day.month, year=day.year)


def dated(article: Article, language: Language) -> str:
    """When the article appeared, marked where that is inferred; "n.d." and why, where no date is known."""
    words = says(language)
    if article.published is None:
        return f"{words.undated} ({words.no_date})"
    day = day_in_words(article.published, language)
    return f"{day} [{words.inferred}]" if article.published_basis == "inferred" else day


def date_remark(article: Article, language: Language) -> str | None:
    """What is to be said of the date where a field has only the date itself, or nothing: how it is known."""
    words = says(language)
    if article.published is None:
        return f"{words.undated} ({words.no_date})"
    return words.inferred if article.published_basis == "inferred" else None


def _letters(text: str) -> str:
    """The letters and what marks them, without the signs and the "và" that stand between names."""
    parts = (part for part in text.split() if part.casefold() not in {"và", "and"})
    return "".join(c for c in "".join(parts) if c not in ",;&|/+-–—")
