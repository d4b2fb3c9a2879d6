"""Questions about all articles together: how many there are, of which outlets and days, which is the newest.

What an index holds no article says. So the answer is counted, and what it cites are articles that were counted: all of
them where they are few, else the newest, "among them".
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

from assistant.data import Answer, Citation, Language, Summary
from assistant.limiting import outlets_meant
from assistant.record.bylines import date_line, headline, source_line
from assistant.replies import Looked, articles_held, day_known, held, nothing_within, record_words
from index.articles.outlets import outlet_by_name
from index.data import Passage
from index.errors import UsageError
from index.filters import EVERYTHING, Filter
from index.folding import fold, words
from index.language import folded_function_words, function_words
from index.searching import Index
from index.times import hinted

INSTANCES = 3  # articles cited of those counted
OUTLETS = 6  # outlets named, each with an article of its own

OfMany = Literal["count", "outlets", "days", "newest", "oldest"]


def limited(
    within: str | None, sources: Sequence[str], only: Filter = EVERYTHING, today: date | None = None
) -> Filter | None:
    """What a question limits the articles to ("Nhân Dân in June 2024"), besides `only`; None where its words are not
    an outlet and days and nothing else, or no article could be within both.
    """
    if not within:
        return only
    named, days = _outlets(within, sources), _days(within, today)
    if named is None or not (named or days):
        return None
    since, until = days or (None, None)
    both = tuple(name for name in named if name in only.sources) if only.sources and named else only.sources or named
    since = max(filter(None, (only.since, since)), default=None)
    until = min(filter(None, (only.until, until)), default=None)
    apart = (named and not both) or (since and until and since > until)
    return None if apart else Filter(since, until, both)


def _days(within: str, today: date | None) -> tuple[date | None, date | None] | None:
    """The first and last day of the one stretch of days that words name; None where they name none, or of any year."""
    hint = hinted(within, today)
    if hint is None or len(hint.stretches) != 1 or hint.stretches[0].yearly:
        return None
    return hint.stretches[0].since, hint.stretches[0].until


def _outlets(within: str, sources: Sequence[str]) -> tuple[str, ...] | None:
    """The outlets that words name besides days; None where what they name is no outlet."""
    said = _folded(within)
    named = tuple(source for source in sources if f" {_folded(source)} " in f" {said} ")
    taken = {word for source in named for word in _folded(source).split()}
    rest = [word.text for word in words(within) if word.folded not in taken and not _is_of_days(word.folded)]
    if not rest:
        return named
    try:
        return named + outlets_meant(" ".join(rest), sources)
    except UsageError:  # an outlet that is known, but not here, has no article; anything else is none
        outlet = outlet_by_name(" ".join(rest))
        return (*named, outlet.name) if outlet else None


def _is_of_days(folded: str) -> bool:
    """Whether a word says nothing but when, or nothing at all."""
    return folded.isdecimal() or any(
        folded in said for said in (_day_words(), function_words("en"), folded_function_words())
    )


def _folded(text: str) -> str:
    return " ".join(word.folded for word in words(text))


def answer_of_many(index: Index, question: str, field: OfMany, only: Filter, language: Language) -> Answer:
    """The answer, with the articles it rests on cited; a refusal where no article is within the limits, or none of them
    has what is asked for.
    """
    every = sorted(
        (one for one in index.articles() if only.admits(one.published, one.source)),
        key=lambda one: (-(one.published or date.min).toordinal(), one.id),
    )
    looked = Looked(only, index.coverage(only), index.coverage(replace(only, since=None, until=None)))
    held = _Held(index, question, language, looked)
    if not every:
        return held.refused(nothing_within(looked, language))
    if field == "count":
        return held.count(every)
    if field == "outlets":
        return held.outlets([one for one in every if one.source])
    dated = [one for one in every if one.published]
    if field == "days":
        return held.days(dated)
    return held.one(dated if field == "newest" else dated[::-1])


@dataclass(frozen=True, slots=True)
class _Held:
    """What is said of the articles that an index holds, within limits. Lists of them begin with the newest."""

    index: Index
    question: str
    language: Language
    looked: Looked

    def count(self, every: Sequence[Summary]) -> Answer:
        """How many they are, the newest of them cited."""
        shown = [headline(self.index.article(one.id)) for one in every[:INSTANCES]]
        said = held(self.looked, self.language)
        among = f" {self._say('among')}" if len(every) > INSTANCES else ""
        return self._cited(articles_held(self.language, len(every)), said + among, shown)

    def outlets(self, every: Sequence[Summary]) -> Answer:
        """Their outlets, an article of each cited; of many the first."""
        if not every:
            return self.refused(self._say("no_outlets"))
        first = {one.source: one for one in reversed(every) if one.source}
        names = sorted(first)[:OUTLETS]
        shown = [source_line(self.index.article(first[name].id)) for name in names]
        more = self._say("more").format(count=len(first) - OUTLETS) if len(first) > OUTLETS else ""
        numbered = ", ".join(f"{name} [{number}]" for number, name in enumerate(names, 1))
        return self._cited(", ".join(names) + more, numbered + more, shown)

    def days(self, dated: Sequence[Summary]) -> Answer:
        """From which day to which they are, the oldest and the newest cited."""
        if not dated:
            return self.refused(self._say("none_dated"))
        ends = [self.index.article(one.id) for one in dict.fromkeys([dated[-1], dated[0]])]
        days = [day_known(article, self.language) or "" for article in ends]
        short, said = map(self._from_to, (days, [f"{day} [{number}]" for number, day in enumerate(days, 1)]))
        return self._cited(short, f"{said}\n{held(self.looked, self.language)}", list(map(date_line, ends)))

    def _from_to(self, days: Sequence[str]) -> str:
        return self._say("days").format(oldest=days[0], newest=days[-1]) if len(days) > 1 else days[0]

    def one(self, dated: Sequence[Summary]) -> Answer:
        """The headline of the first, and its outlet and day."""
        if not dated:
            return self.refused(self._say("none_dated"))
        article = self.index.article(dated[0].id)
        shown = list(dict.fromkeys([headline(article), date_line(article)]))
        called = " ".join(shown[0].text.split())
        told = ", ".join(filter(None, [article.source, day_known(article, self.language)]))
        return self._cited(called, f"{called} [1] ({told}) [{len(shown)}]", shown)

    def refused(self, why: str) -> Answer:
        """The refusal for this reason."""
        return Answer(self.question, self.language, "abstained", None, why, (), ())

    def _say(self, key: str) -> str:
        return str(record_words(self.language)[key])

    def _cited(self, short: str, text: str, shown: Sequence[Passage]) -> Answer:
        citations = tuple(
            Citation(number, passage, self.index.also_in(passage.article.id)) for number, passage in enumerate(shown, 1)
        )
        quotes = [f"“{' '.join(citation.quote.split())}” [{citation.number}]" for citation in citations]
        return Answer(self.question, self.language, "answered", short, "\n".join([text, *quotes]), citations, ())


@cache
def _day_words() -> frozenset[str]:
    """Words that say nothing but when, without marks, in both languages."""
    table = tomllib.loads((files("assistant") / "words" / "records.toml").read_text("utf-8"))["within"]
    return frozenset(fold(word) for language in ("en", "vi") for word in table[language].split())
