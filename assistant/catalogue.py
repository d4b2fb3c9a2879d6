"""The articles as a list to look through: searched, sorted and counted by what their records say."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from index.folding import fold, words
from index.store import Details, Summary

Order = Literal["published", "source", "title"]
ORDERS: tuple[Order, ...] = get_args(Order)


@dataclass(frozen=True, slots=True)
class Entry:
    """An article and the words it is found by: of its title, outlet and id, without marks and in small letters."""

    summary: Summary
    found_by: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf of the list: its articles, and how many are found in all; by id, what else is known of its articles."""

    articles: tuple[Summary, ...]
    found: int
    details: Mapping[str, Details] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many articles there are of each month, in order and with those between that have none, and of each outlet,
    the most first (None: no outlet is known); `undated` are in no month.
    """

    months: tuple[tuple[date, int], ...]
    outlets: tuple[tuple[str | None, int], ...]
    undated: int


def entries(articles: Sequence[Summary]) -> tuple[Entry, ...]:
    """The articles with the words they are found by."""
    return tuple(
        Entry(one, " ".join(word.folded for word in words(f"{one.title or ''} {one.source or ''} {one.id}")))
        for one in articles
    )


def leaf(catalogue: Sequence[Entry], wanted: str, order: Order, descending: bool, first: int, most: int) -> Leaf:
    """Those of the articles that have all the words wanted, or their beginnings, in this order: at most so many from
    the first on. What they are ordered by and have not comes last.
    """
    parts = [word.folded for word in words(wanted)]
    found = [one.summary for one in catalogue if all(f" {part}" in f" {one.found_by}" for part in parts)]
    have = [one for one in found if _key(one, order) is not None]
    lack = [one for one in found if _key(one, order) is None]
    ordered = sorted(have, key=lambda one: (_key(one, order), one.id), reverse=descending) + lack
    return Leaf(tuple(ordered[first : first + most]), len(ordered))


def counts(articles: Sequence[Summary]) -> Counts:
    """How many articles there are of each month and outlet."""
    by_month = Counter(one.published.replace(day=1) for one in articles if one.published)
    by_outlet = Counter(one.source for one in articles)
    outlets = sorted(by_outlet.items(), key=lambda pair: (pair[0] is None, -pair[1], pair[0] or ""))
    months = tuple((month, by_month[month]) for month in _months(min(by_month), max(by_month))) if by_month else ()
    return Counts(months, tuple(outlets), len(articles) - by_month.total())


def _key(one: Summary, order: Order) -> str | None:
    """What an article is ordered by; None where it has none."""
    if order == "published":
        return one.published.isoformat() if one.published else None
    stated = one.source if order == "source" else one.title
    return fold(stated) if stated else None


def _months(first: date, last: date) -> list[date]:
    """The first days of all months from one to another."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]
