"""What the assistant says around the articles' own words, from `words/replies.toml`."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.asking.items import Item
from assistant.asking.questions import Question
from assistant.data import Coverage, Language
from assistant.refusing import Refusal
from index.data import Article
from index.filters import Filter
from index.folding import fold

NAMED = 3  # outlets named of those that an index covers
PHRASES = 6  # of a question that a refusal repeats


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
    """Why there is no answer, what was looked for, and in which articles: a short sentence each."""
    say = _replies()[question.language]
    if not looked.inside.articles and looked.only:
        said = [nothing_within(looked, question.language)]
    else:
        said = [_why(question, refusal, say), _what(question, refusal, say), held(looked, question.language)]
    return " ".join([*filter(None, said), *([say["outside"]] if looked.outside else [])])


def _why(question: Question, refusal: Refusal, say: Mapping[str, Any]) -> str:
    names = ", ".join(f"“{name}”" for name in refusal.names)
    return str(say[refusal.reason]).format(names=names, kind=say["kinds"][question.kind])


def _what(question: Question, refusal: Refusal, say: Mapping[str, Any]) -> str:
    """What was looked for: the kind of answer, unless the reason has just said it, and what the question names."""
    kind = say["kinds"][question.kind]
    what = ", ".join([phrase for phrase in _phrases(question) if phrase.lower() not in kind][:PHRASES])
    if question.kind in _table("replies.toml")["vague"] or refusal.reason == "no_kind":
        return str(say["looked_for"]).format(what=what) if what else ""
    return str(say["looked_for_kind" if what else "looked_for_only"]).format(kind=kind, what=what)


def _phrases(question: Question) -> list[str]:
    """The names, numbers and nouns of a question in its words, those that stand side by side together.

    What somebody does is left out: an article may say it in many ways, and "Looked for met" is no English.
    """
    shown = [item for item in question.items if item.kind != "pair" and not _is_verb(item)]
    spans: list[tuple[int, int]] = []
    named = False  # whether the last is a name, which stands by itself
    for item in sorted(shown, key=lambda item: item.start):
        start, end = item.start, item.start + len(item.text)
        beside = bool(spans) and question.text[spans[-1][1] : start] == " " and not named and item.kind != "name"
        spans = [*spans[:-1], (spans[-1][0], end)] if beside else [*spans, (start, end)]
        named = item.kind == "name"
    return list(dict.fromkeys(question.text[start:end] for start, end in spans))


def _is_verb(item: Item) -> bool:
    """Whether a word is one of the verbs that news questions are asked with, in any form; without marks, too."""
    return item.kind == "word" and fold(item.text) in _verbs()


def held(looked: Looked, language: Language) -> str:
    """What the index has: all that it covers, or how many articles are within the limits."""
    say = _replies()[language]
    if not looked.only:
        return str(say["held"]).format(articles=covered(looked.inside, language))
    within = f"{articles_held(language, looked.inside.articles)} {_limits(looked.only, language)}"
    return str(say["held"]).format(articles=within) + _undated(looked, say)


def covered(coverage: Coverage, language: Language) -> str:
    """How many articles there are, of which outlets and days: "3 articles by Nhân Dân, from 1 June to 9 June 2024"."""
    say = _replies()[language]
    said = " ".join(filter(None, [articles_held(language, coverage.articles), _by(coverage.sources, say)]))
    dated = coverage.articles - coverage.undated
    if not dated:
        return said + say["none_dated"] if coverage.articles else said
    days = _limits(Filter(coverage.oldest, coverage.newest), language)
    if not coverage.undated:
        return f"{said}, {days}"
    return said + str(say["some_dated"]).format(dated=dated, days=days, undated=coverage.undated)


def _by(sources: Sequence[str], say: Mapping[str, Any]) -> str:
    """Whose the articles are: the first few outlets, and how many more."""
    if not sources:
        return ""
    more = len(sources) - NAMED
    named = ", ".join(sources[:NAMED]) + (_counted(say, "more", more) if more > 0 else "")
    return str(say["limits"]["by"]).format(sources=named)


def articles_held(language: Language, count: int) -> str:
    """So many articles, in words.

    >>> articles_held("en", 1), articles_held("vi", 5)
    ('1 article', '5 bài')
    """
    return _counted(_replies()[language], "articles", count)


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


def day_known(article: Article, language: Language) -> str | None:
    """The day an article was published, and how it is known where its page does not state it; None where it is not."""
    if article.published is None:
        return None
    day, basis = day_text(article.published, language), article.published_basis
    return day if basis == "stated" else f"{day} ({_table('interface.toml')[language][basis]})"


def understood_as(language: Language, question: str) -> str:
    """That a question was taken for another, which stands by itself.

    >>> understood_as("en", "Who did Đinh Tiến Dũng meet in Hanoi?")
    'Understood as: Who did Đinh Tiến Dũng meet in Hanoi?'
    """
    return str(_replies()[language]["understood_as"]).format(question=question)


def read_as(language: Language, slips: Mapping[str, str]) -> list[str]:
    """A sentence for each word that was read as another."""
    return [_replies()[language]["read_as"].format(typed=typed, read=read) for typed, read in slips.items()]


def record_words(language: Language) -> Mapping[str, Any]:
    """What is said of the articles' record."""
    words: Mapping[str, Any] = _replies()[language]["record"]
    return words


def _counted(say: Mapping[str, Any], key: str, count: int) -> str:
    """The words for this many: `key_one` for 1."""
    return str(say[f"{key}_one" if count == 1 else key]).format(count=f"{count:,}")


def _replies() -> Mapping[str, Mapping[str, Any]]:
    """What is said, by language."""
    return _table("replies.toml")


@cache
def _verbs() -> frozenset[str]:
    """The verbs that news questions are asked with, without marks, the English ones in every form."""
    verbs = _table("replies.toml")["verbs"]
    english = (form for verb in verbs["en"].split() for form in _forms(verb))
    return frozenset([*english, *map(fold, verbs["vi"])])


def _forms(verb: str) -> Iterator[str]:
    """An English verb, or an irregular form of one, with the regular endings; some of these are no words."""
    stem = verb.removesuffix("e")
    short = f"{stem[:-1]}i" if stem.endswith("y") else stem
    endings = (f"{verb}s", f"{short}es", f"{short}ed", f"{stem}ed", f"{stem}ing", f"{verb}{verb[-1]}ed")
    yield from (verb, *endings)


@cache
def _table(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files("assistant") / "words" / name).read_text("utf-8"))
