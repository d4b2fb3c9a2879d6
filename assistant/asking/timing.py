"""The times that a question names, and whether a text or its article is of them, however they are written.

"in October 2017" is said by "Chiều 26-10" in an article of 26/10/2017, though they share no word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.asking.items import Item
from assistant.comparing.moments import Moment, Stretch, When, dates
from assistant.comparing.values import agrees
from index.data import Article


@dataclass(frozen=True, slots=True)
class AskedTime:
    """A time that a question names, and the items that its words are."""

    when: When
    items: frozenset[Item]


def asked_times(text: str, items: Sequence[Item]) -> tuple[AskedTime, ...]:
    """The times of a question with these items; not those that have none."""
    found = (AskedTime(when, _within(when, items)) for when in dates(text) if when.certain)
    return tuple(time for time in found if time.items)


def _within(when: When, items: Sequence[Item]) -> frozenset[Item]:
    return frozenset(item for item in items if when.start <= item.start < when.end)


def published_in(time: AskedTime, article: Article) -> bool:
    """Whether the article was published at a time."""
    if article.published is None:
        return False
    day = Moment(article.published.year, article.published.month, article.published.day)
    return agrees(time.when, When(0, 0, (Stretch(day, day),)))


def says_time(time: AskedTime, text: str) -> bool:
    """Whether a text says the time, or one that lies in it."""
    figures = {str(part) for reading in time.when.readings for part in _figures(reading)}
    if not any(figure in text for figure in figures):  # spares looking for dates in nearly all texts
        return False
    return any(agrees(time.when, when) for when in _dates(text))


def _figures(reading: Stretch) -> list[int]:
    """A figure that every way of writing a time has: its month, or else its year."""
    parts = [(one.month or one.year) for one in (reading.first, reading.last)]
    return [part for part in parts if part is not None]


@lru_cache(maxsize=1024)
def _dates(text: str) -> tuple[When, ...]:
    return dates(text)
