"""When a question speaks of: its years, months, days, "hôm qua", "last week", "the latest", as hints that rank.

    hinted("Hà Nội tháng 6/2024", today)  ->  Hint((Stretch(2024-06-01, 2024-06-30),))

The words are in `words/times.toml`. A hint never leaves an article out: what is asked about 1945 may have been written
in 2024, and then no article lies in the stretch and the hint says nothing.
"""

import calendar
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from index.folding import fold

LATE = 3.0  # days past an event in which it is still news
LATE_SHARE = 0.2  # of the stretch, added to these: what happened in a year is reported into March
NEWS = 90.0  # days over which an article is half as new as the newest
LEAP = 2000  # the year that stands for any year: it has a 29 February
MOST_UNITS = 1000  # units of time back from today that are still counted

Unit = Literal["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days from `since` to `until`, both included; None is without end. Those of a `yearly` one are of any year,
    and stand in the year LEAP.
    """

    since: date | None
    until: date | None
    yearly: bool = False

    def fits(self, published: date) -> float:
        """How well an article of that day may report on these: 1 in them, less shortly after, 0 elsewhere.

        >>> january = Stretch(date(2024, 1, 1), date(2024, 1, 31))
        >>> [round(january.fits(day), 2) for day in (date(2023, 12, 31), date(2024, 1, 9), date(2024, 2, 3))]
        [0.0, 1.0, 0.67]
        """
        return max(_fits(since, until, published) for since, until in self._near(published))

    def _near(self, published: date) -> Iterator[tuple[date | None, date | None]]:
        """The stretch, or of a yearly one the two that could hold the day."""
        if not self.yearly or self.since is None or self.until is None:
            yield self.since, self.until
            return
        for year in (published.year - 1, published.year):
            if year >= date.min.year and year + self.until.year - LEAP <= date.max.year:
                yield _moved(self.since, year - LEAP), _moved(self.until, year - LEAP)


@dataclass(frozen=True, slots=True)
class Hint:
    """When a question may speak of: any of these stretches of days; `newest` where it asks for the latest.

    `relative` are the characters, start and end, of words that mean something only on the day they are said: "hôm qua".
    """

    stretches: tuple[Stretch, ...] = ()
    newest: bool = False
    relative: tuple[tuple[int, int], ...] = ()

    def fits(self, published: Sequence[date | None]) -> list[float]:
        """For each of these days of publication how well it fits, 0 to 1: 0 for None, and for all where none fits.

        The latest is what is newest among them.
        """
        dated = [day for day in published if day]
        if self.stretches or not dated:
            return [max((one.fits(day) for one in self.stretches), default=0.0) if day else 0.0 for day in published]
        last = max(dated)
        return [1 / (1 + (last - day).days / NEWS) if day and self.newest else 0.0 for day in published]


@dataclass(frozen=True, slots=True)
class _Time:
    """Words of a question that say when, characters `start` to `end`; without a stretch they ask for the newest."""

    start: int
    end: int
    stretch: Stretch | None
    relative: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    """A way of saying when; `unit` and `count` are set where its words need no number."""

    kind: Literal["date", "ago", "past", "newest"]
    pattern: re.Pattern[str]
    unit: Unit | None = None
    count: int = 1


def hinted(question: str, today: date | None = None) -> Hint | None:
    """When the question speaks of; None where it does not say. Without `today` only what is said absolutely counts.

    >>> hinted("What happened yesterday?", date(2024, 3, 1)).stretches
    (Stretch(since=datetime.date(2024, 2, 29), until=datetime.date(2024, 2, 29), yearly=False),)
    """
    text, marked = _comparable(question)
    times = sorted(_times(text, marked, today), key=lambda time: time.start)
    stretches = _joined([time for time in times if time.stretch], text, marked)
    relative = tuple((time.start, time.end) for time in times if time.relative)
    newest = any(time.stretch is None for time in times)
    return Hint(tuple(dict.fromkeys(stretches)), newest, relative) if times else None


def _comparable(question: str) -> tuple[str, bool]:
    """The question in lower case, as long as it was, and whether it has Vietnamese marks."""
    text = "".join(character.lower() if len(character.lower()) == 1 else character for character in question)
    return text, text != fold(text)


def _times(text: str, marked: bool, today: date | None) -> Iterator[_Time]:
    """What says when in a text, each character counted once."""
    taken: list[tuple[int, int]] = []
    for rule in _rules(marked):
        for found in rule.pattern.finditer(text):
            start, end = found.span()
            stretch = None if rule.kind == "newest" else _stretch(rule, found.groupdict(), today)
            if any(start < other_end and other < end for other, other_end in taken):
                continue
            if stretch or rule.kind == "newest":
                taken.append((start, end))
                yield _Time(start, end, stretch, rule.kind in ("ago", "past"))


def _joined(times: Sequence[_Time], text: str, marked: bool) -> Iterator[Stretch]:
    """The stretches of the times in a text: two with "to" between are one, and one after "since" has no end."""
    joints = _joints(marked)
    position = 0
    while position < len(times):
        first = last = times[position]
        following = times[position + 1] if position + 1 < len(times) else None
        if following and text[first.end : following.start].strip() in joints["to"]:
            last = following
        whole = _whole(first, last)
        if whole is None:
            last, whole = first, first.stretch
        position += 1 if last is first else 2
        if whole and last is first:
            whole = _open(whole, text[: first.start], text[first.end :], joints)
        if whole:
            yield whole


def _whole(first: _Time, last: _Time) -> Stretch | None:
    """From the beginning of one to the end of another; None where that is no stretch."""
    one, other = first.stretch, last.stretch
    if one is None or other is None or one.yearly != other.yearly or one.since is None or other.until is None:
        return None
    return Stretch(one.since, other.until, one.yearly) if one.since <= other.until else None


def _open(stretch: Stretch, before: str, after: str, joints: Mapping[str, Sequence[str]]) -> Stretch:
    """The stretch without its end or beginning, where the words around it say so."""
    if stretch.yearly or stretch.since is None:
        return stretch
    if _ends(before, joints["since"]) or any(after.lstrip().startswith(word) for word in joints["to_now"]):
        return Stretch(stretch.since, None)
    if _ends(before, joints["before"]):
        return Stretch(None, stretch.since - timedelta(days=1))
    return stretch


def _ends(text: str, joints: Sequence[str]) -> bool:
    """Whether a text's last words are one of these."""
    return f" {text.rstrip()}".endswith(tuple(f" {joint}" for joint in joints))


def _stretch(rule: _Rule, said: Mapping[str, str | None], today: date | None) -> Stretch | None:
    """The stretch that a rule's words say; None where no such day is in the calendar."""
    if rule.kind == "date":
        return _date_stretch(said)
    unit = rule.unit or _unit(said["unit"] or "")
    count = _number(said["number"] or "", "number") if "number" in said else rule.count
    if today is None or count is None or count > MOST_UNITS:
        return None
    return _back(unit, count, today) if rule.kind == "ago" else Stretch(today - count * _LENGTHS[unit], today)


def _date_stretch(said: Mapping[str, str | None]) -> Stretch | None:
    """A day, month, quarter or year, from its figures and names; without a year, that of any year."""
    year = int(said.get("year") or LEAP)
    named = next((_number(said[key] or "", key) for key in ("name", "thang") if said.get(key)), None)
    month = named or int(said.get("month") or 0)
    day = int(said.get("day") or 0)
    if month > 12 >= day > 0:  # as in the United States: 6/28/2024
        month, day = day, month
    quarter = _quarter(said.get("quarter"))
    try:
        if day:
            since = until = date(year, month, day)
        elif month or quarter:
            first, last = (quarter * 3 - 2, quarter * 3) if quarter else (month, month)
            since, until = date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
        else:
            since, until = date(year, 1, 1), date(year, 12, 31)
    except ValueError:  # no such day or month
        return None
    return Stretch(since, until, yearly=not said.get("year"))


def _quarter(said: str | None) -> int | None:
    """The number of a quarter, from figures, Roman figures or a word."""
    if not said:
        return None
    return {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(said) or _number(said, "number")


def _back(unit: Unit, count: int, today: date) -> Stretch:
    """The day, week (from Monday), month or year so many before today's."""
    if unit in ("day", "week"):
        since = today - count * _LENGTHS[unit] - timedelta(days=today.weekday() if unit == "week" else 0)
        return Stretch(since, since + _LENGTHS[unit] - timedelta(days=1))
    if unit == "year":
        return Stretch(date(today.year - count, 1, 1), date(today.year - count, 12, 31))
    year, month = divmod(today.year * 12 + today.month - 1 - count, 12)
    return Stretch(date(year, month + 1, 1), date(year, month + 1, calendar.monthrange(year, month + 1)[1]))


_LENGTHS: Mapping[Unit, timedelta] = {
    "day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30), "year": timedelta(days=365),
}  # fmt: skip


def _fits(since: date | None, until: date | None, published: date) -> float:
    if since and published < since:
        return 0.0
    if until is None or published <= until:
        return 1.0
    days = (until - since).days + 1 if since else 0
    return max(0.0, 1 - (published - until).days / (LATE + LATE_SHARE * days))


def _moved(day: date, years: int) -> date:
    """The same day in another year; 29 February is the 28th where there is none."""
    year = day.year + years
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def _unit(said: str) -> Unit:
    """The unit of time that a word is."""
    found = (unit for unit in _LENGTHS if any(re.fullmatch(fold(each), fold(said)) for each in _words()["unit"][unit]))
    return next(found)


def _number(said: str, table: str) -> int | None:
    """The number that figures or a word of a table are; None for a word that is none."""
    if said.isdecimal():
        return int(said)
    entries: Mapping[str, Sequence[str]] = _words()[table]
    return next((int(n) for n, each in entries.items() if any(re.fullmatch(fold(w), fold(said)) for w in each)), None)


@cache
def _rules(marked: bool) -> tuple[_Rule, ...]:
    """The ways of saying when, the narrow first."""
    table = _words()
    rules = [_Rule("date", _pattern(says, marked)) for says in table["dates"]]
    rules += [_Rule("ago", _pattern(says, marked)) for says in table["ago"]]
    rules += [_Rule("past", _pattern(says, marked)) for says in table["past"]]
    for entry in table["back"]:
        rules += [_Rule("ago", _pattern(says, marked), entry["unit"], entry["count"]) for says in entry["says"]]
    for entry in table["rolling"]:
        rules += [_Rule("past", _pattern(says, marked), entry["unit"]) for says in entry["says"]]
    return (*rules, *(_Rule("newest", _pattern(says, marked)) for says in table["newest"]))


def _pattern(says: str, marked: bool) -> re.Pattern[str]:
    """A way of saying when as a pattern of whole words and figures."""
    table = _words()
    for name, figures in _FIGURES.items():
        words = [word for each in table.get(_LISTED.get(name, name), {}).values() for word in each]
        options = "|".join([*([figures] if figures else []), *sorted(words, key=len, reverse=True)])
        says = says.replace("{" + name + "}", f"(?P<{name}>{options})", 1)
    return re.compile(rf"(?<![\w.,/])(?:{_written(says, marked)})(?![\w/]|[.,]\d| ?%)")


_FIGURES = {
    "day": r"\d{1,2}",
    "month": r"\d{1,2}",
    "year": r"(?:19|20)\d\d",
    "quarter": "[1-4]|iv|i{1,3}",
    "number": r"\d{1,4}",
    "name": "",
    "thang": "",
    "unit": "",
}
_LISTED = {"quarter": "number"}  # the list of its words, where it has not one of its name


@cache
def _joints(marked: bool) -> Mapping[str, tuple[str, ...]]:
    """The words between two times, and before or after one."""
    table = _words()
    return {key: tuple(_written(word, marked) for word in table[key]) for key in ("to", "since", "before", "to_now")}


def _written(text: str, marked: bool) -> str:
    """Vietnamese with its marks, or without them; the signs of a pattern stay as they are."""
    return text if marked else re.sub(r"[^\x00-\x7f]+", lambda found: fold(found.group()), text)


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((files("index") / "words" / "times.toml").read_text("utf-8"))
