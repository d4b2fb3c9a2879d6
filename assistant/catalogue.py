"""The articles as a list to look through: searched, sorted and counted by what their records say."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from index.folding import fold, written_words
from index.store import Details, Summary

Order = Literal["published", "source", "title"]
ORDERS: tuple[Order, ...] = get_args(Order)


@dataclass(frozen=True, slots=True)
class Entry:
    """An article and the words it is found by, of its title, outlet and id, without marks and in small letters; and
    what it is ordered by in each order, None where it has none.
    """

    summary: Summary
    found_by: str
    keys: Mapping[Order, str | None]


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
    return tuple(map(_entry, articles))


def leaf(catalogue: Sequence[Entry], wanted: str, order: Order, descending: bool, first: int, most: int) -> Leaf:
    """Those of the articles that have all the words wanted, or their beginnings, in this order: at most so many from
    the first on. What they are ordered by and have not comes last.
    """
    parts = [f" {word}" for word in written_words(fold(wanted))]
    found = [one for one in catalogue if all(part in one.found_by for part in parts)]
    have = [one for one in found if one.keys[order] is not None]
    lack = [one for one in found if one.keys[order] is None]
    ordered = sorted(have, key=lambda one: (one.keys[order], one.summary.id), reverse=descending) + lack
    return Leaf(tuple(one.summary for one in ordered[first : first + most]), len(ordered))


def counts(articles: Sequence[Summary]) -> Counts:
    """How many articles there are of each month and outlet."""
    by_month = Counter(one.published.replace(day=1) for one in articles if one.published)
    by_outlet = Counter(one.source for one in articles)
    outlets = sorted(by_outlet.items(), key=lambda pair: (pair[0] is None, -pair[1], pair[0] or ""))
    months = tuple((month, by_month[month]) for month in _months(min(by_month), max(by_month))) if by_month else ()
    return Counts(months, tuple(outlets), len(articles) - by_month.total())


def _entry(one: Summary) -> Entry:
    title, source = fold(one.title or ""), fold(one.source or "")
    found_by = "".join(f" {word}" for word in written_words(f"{title} {source} {fold(one.id)}"))
    published = one.published.isoformat() if one.published else None
    return Entry(one, found_by, {"published": published, "source": source or None, "title": title or None})


def _months(first: date, last: date) -> list[date]:
    """The first days of all months from one to another."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]
