"""Questions about the articles themselves, answered from their record: when, where and by whom one was published.

    asked_of_record("When was the article about the flood in Huế published?")
    ->  RecordQuestion(fields=("published",), topic="the flood in Huế", …)

How such questions are put is in `words/records.toml`. Only a question that is one from its first word to its last is
taken: when something happened, or who wrote a book, is for the articles to tell.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from assistant.asking.matching import matches
from assistant.asking.questions import understand
from assistant.asking.weighing import Weighed, weight_share
from assistant.data import Answer, Citation, Language, Turn
from assistant.record.bylines import address_line, byline, date_line, headline, source_line
from assistant.record.holdings import OfMany, answer_of_many, limited
from assistant.replies import Looked, day_known, held, nothing_within, record_words
from index.articles.phrases import key
from index.data import Article, Hit, Passage
from index.filters import EVERYTHING, Filter
from index.folding import fold, words
from index.searching import Index

LONGEST = 400  # characters of the longest question that is still about a record
READ = 10  # passages among which the article is that a topic means
NEAREST = 3  # passages shown beside a refusal
# How well its passage must support a topic for an article to be about it, and which share of what the topic speaks of,
# by rarity, it must say; by the topic's language. Set on headlines of Vietnamese news and a quarter of XQuAD's
# questions put as topics, half of them of articles that are not there. On another quarter 76 % of the Vietnamese and
# 68 % of the English ones get their article, and 13 % and 21 % of those without one get another.
LEAST_SUPPORT = {"en": 0.83, "vi": 0.88}
LEAST_CONTEXT = {"en": 0.4, "vi": 0.5}

One = Literal["published", "author", "source", "title", "url"]  # of one article
Field = One | OfMany


@dataclass(frozen=True, slots=True)
class RecordQuestion:
    """A question about the record of articles: which fields it asks for, and of which article.

    `topic` is what the article tells, in the question's words; None where the question points at an article (or is of
    all of them): at the citation `number`, or the first. `bare` is whether it points by a word alone, such as "it".
    `within` are the outlet and the days that it is limited to, in its words.
    """

    text: str
    fields: tuple[Field, ...]
    topic: str | None = None
    number: int = 1
    bare: bool = False
    within: str | None = None


def asked_of_record(question: str) -> RecordQuestion | None:
    """What a question asks of the record; None where it asks for what the articles tell."""
    text = " ".join(question.split())
    asked = text.rstrip(" ?!.…")
    if not 0 < len(asked) <= LONGEST:
        return None
    comparable = _comparable(asked)
    for fields, pattern in _patterns():
        if found := pattern.fullmatch(comparable):
            return _question(text, fields, found)
    return None


def _question(text: str, fields: tuple[Field, ...], found: re.Match[str]) -> RecordQuestion | None:
    """The question with the words of its groups as they were typed; None where its topic has no word."""
    said = {name: text[found.start(name) : found.end(name)] for name, group in found.groupdict().items() if group}
    topic = next((said[name] for name in ("topic", "quoted", "about", "news") if name in said), None)
    if topic is not None and not any(map(str.isalnum, topic)):
        return None
    within = " ".join(said[name] for name in ("paper", "within", "days") if name in said)
    number = int(said.get("number") or said.get("cited") or 1)
    return RecordQuestion(text, fields, topic, number, "pointed" in said, within or None)


def record_answer(
    index: Index,
    asked: RecordQuestion,
    turns: Sequence[Turn],
    language: Language,
    only: Filter = EVERYTHING,
    today: date | None = None,
) -> Answer | None:
    """The answer from the record, cited where the article's text shows it, or a refusal; None where the question may be
    about something else after all, and is for the articles to tell.
    """
    within = limited(asked.within, index.sources(), only, today)
    if within is None:
        return None
    if of_many := next((field for field in get_args(OfMany) if field in asked.fields), None):
        return answer_of_many(index, asked.text, of_many, within, language)
    if asked.topic is None:
        return _answer_pointed(index, asked, turns, language)
    return _answer_about(index, asked, asked.topic, language, within, today)


# The article meant


def _answer_pointed(index: Index, asked: RecordQuestion, turns: Sequence[Turn], language: Language) -> Answer | None:
    """The answer for the article that the conversation cited last."""
    cited = next((turn for turn in reversed(turns) if turn.answer.citations), None)
    if cited is None:
        return _refusal(asked, language, record_words(language)["nothing_cited"])
    if asked.bare and _speaks_of_works(cited):
        return None
    named = (citation for citation in cited.answer.citations if citation.number == asked.number)
    citation = next(named, None)
    if citation is None:
        return _refusal(asked, language, record_words(language)["no_such_citation"].format(number=asked.number))
    return _said(index, asked, citation.passage.article, language)


def _speaks_of_works(turn: Turn) -> bool:
    """Whether a turn speaks of something besides an article that was written or published: a book, a law."""
    said = f" {' '.join(word.folded for word in words(turn.question))} "
    return any(f" {work} " in said for work in _works())


def _answer_about(
    index: Index, asked: RecordQuestion, topic: str, language: Language, only: Filter, today: date | None
) -> Answer:
    """The answer for the article that a topic means: that of this headline, or the nearest if it is near enough."""
    hits = index.search(topic, READ, only, today)
    article = _titled(index, topic, hits, only) or _near(index, hits, topic)
    if article is None:
        looked = Looked(only, index.coverage(only), index.coverage(replace(only, since=None, until=None)))
        why = record_words(language)["none_about"].format(topic=topic.strip(' "“”«»'))
        why = f"{why} {held(looked, language)}" if hits else nothing_within(looked, language)
        return _refusal(asked, language, why, hits[:NEAREST])
    return _said(index, asked, article, language)


def _titled(index: Index, topic: str, hits: Sequence[Hit], only: Filter) -> Article | None:
    """The article whose headline a topic is; of those that were found first."""
    wanted = key(topic)
    found = next((hit.passage.article for hit in hits if key(hit.passage.article.title or "") == wanted), None)
    if found or not any(mark in topic for mark in '"“«'):
        return found
    every = (one for one in index.articles() if only.admits(one.published, one.source))
    same = next((one.id for one in every if key(one.title or "") == wanted), None)
    return index.article(same) if same else None


def _near(index: Index, hits: Sequence[Hit], topic: str) -> Article | None:
    """The article of the best passage that is about a topic: near enough, with all its names, and most of its words."""
    question = understand(topic)
    weights = Weighed.of(question, index.rarity).rarity
    for hit in hits:
        article = hit.passage.article
        told = "\n".join([article.title or "", *(article.text[span.start : span.end] for span in article.body)])
        said = {match.item for match in matches(question.items, told, question.marked)}
        near = hit.support >= LEAST_SUPPORT[question.language]
        named = all(name in said for name in question.names)
        if near and named and (not weights or weight_share(said, weights) >= LEAST_CONTEXT[question.language]):
            return article
    return None


# What is said


@dataclass(frozen=True, slots=True)
class _Stated:
    """What an article's record has of a field, and where its text shows it."""

    value: str
    shown: Passage


def _stated(article: Article, field: Field, language: Language) -> _Stated | None:
    """What the record has of a field; None where it has nothing."""
    values: Mapping[Field, tuple[str | None, Callable[[Article], Passage]]] = {
        "published": (day_known(article, language), date_line),
        "author": (article.author, byline),
        "source": (article.source, source_line),
        "title": (article.title, headline),
        "url": (article.url, address_line),
    }
    value, shows = values[field]
    return _Stated(value, shows(article)) if value else None


def _said(index: Index, asked: RecordQuestion, article: Article, language: Language) -> Answer:
    """What the article's record has of the fields that are asked for; a refusal where it has none of them."""
    stated = {field: _stated(article, field, language) for field in asked.fields}
    missing = [_unstated(article, field, language) for field, found in stated.items() if found is None]
    found = [one for one in stated.values() if one]
    if not found:
        return _refusal(asked, language, " ".join(missing))
    copies = index.also_in(article.id)
    passages = list(dict.fromkeys(one.shown for one in found))
    citations = tuple(Citation(number, passage, copies) for number, passage in enumerate(passages, 1))
    numbered = [f"{one.value} [{passages.index(one.shown) + 1}]" for one in found]
    quotes = [f"“{' '.join(citation.quote.split())}” [{citation.number}]" for citation in citations]
    short = " · ".join(one.value for one in found)
    text = "\n".join([" · ".join(numbered), *missing, *quotes])
    return Answer(asked.text, language, "answered", short, text, citations, ())


def _unstated(article: Article, field: Field, language: Language) -> str:
    """That an article does not say this of itself."""
    say = record_words(language)
    called = f"“{article.title}”" if article.title else article.id
    return str(say["unstated"][field].format(article=f"{called} ({article.source})" if article.source else called))


def _refusal(asked: RecordQuestion, language: Language, why: str, nearest: Sequence[Hit] = ()) -> Answer:
    return Answer(asked.text, language, "abstained", None, why, (), tuple(nearest))


# How it is asked


def _comparable(text: str) -> str:
    """The text in lower case without marks, character by character, so that offsets stay."""
    straight = text.translate(str.maketrans("’‘", "''"))
    return "".join(folded if len(folded := fold(one)) == 1 else one for one in straight)


@cache
def _patterns() -> tuple[tuple[tuple[Field, ...], re.Pattern[str]], ...]:
    """Every way to ask of the record, in both languages, with the fields that it asks for."""
    known: Mapping[str, Field] = {name: name for name in (*get_args(One), *get_args(OfMany))}
    return tuple(
        (tuple(known[field] for field in name.split()), re.compile(_whole(table, pattern)))
        for table in (_words()["en"], _words()["vi"])
        for name, patterns in table["fields"].items()
        for pattern in patterns
    )


def _whole(table: Mapping[str, Any], pattern: str) -> str:
    """A pattern with its parts put in, without marks, from the beginning of a question to its end."""
    written = f"(?:{table['opening']})?(?:{pattern})(?:{table['closing']})?"
    parts: Mapping[str, str] = table["parts"]
    while (opened := re.sub(r"\{([a-z]+)\}", lambda name: parts[name[1]], written)) != written:
        written = opened
    return re.sub(r"[^\x00-\x7f]+", lambda marked: "".join(_bare(marked[0])), written)


def _bare(text: str) -> Iterator[str]:
    return (folded if len(folded := fold(one)) == 1 else one for one in text)


@cache
def _works() -> frozenset[str]:
    """Words for what is written or published besides articles, without marks."""
    works = _words()["works"]
    return frozenset(map(fold, [*works["en"].split(), *works["vi"]]))


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((files("assistant") / "words" / "records.toml").read_text("utf-8"))
