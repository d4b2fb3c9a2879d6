"""What a reader limits a question to, as it was stated: days become dates, names the outlets that the index has."""

import calendar
import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.articles.outlets import is_code, outlet_by_address, outlet_by_name
from index.errors import UsageError
from index.filters import Filter
from index.folding import fold, spelled, words

FORMS = "2024-06-28, 28/6/2024, 2024-06, 6/2024 or 2024"
NEAREST = 3  # outlets named where none is meant
_DATE = (
    re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?"),
    re.compile(r"(?:(?P<day>\d{1,2})(?P<mark>[/.-]))?(?P<month>\d{1,2})(?:(?P=mark)|/)(?P<year>\d{4})"),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The days and outlets stated, the days as they are written and the outlets as somebody calls them."""

    since: str | None = None
    until: str | None = None
    sources: tuple[str, ...] = ()

    def over(self, known: Sequence[str]) -> Filter:
        """The filter that is meant over articles of the `known` outlets; raises UsageError for what cannot be taken."""
        since, until = self.days()
        named = [source for stated in self.sources for source in outlets_meant(stated, known)]
        return Filter(since, until, tuple(dict.fromkeys(named)))

    def days(self) -> tuple[date | None, date | None]:
        """The first and last day; raises UsageError where one is none, or they are the wrong way round."""
        since = stretch_stated(self.since)[0] if self.since else None
        until = stretch_stated(self.until)[1] if self.until else None
        if since and until and since > until:
            raise UsageError(f"No day lies from {self.since} to {self.until}: the first is later. Exchange them.")
        return since, until


def stretch_stated(text: str) -> tuple[date, date]:
    """The first and last day of the day, month or year that is written; raises UsageError where none is.

    >>> [str(day) for day in stretch_stated("6/2024")]
    ['2024-06-01', '2024-06-30']
    """
    found = next((match for form in _DATE if (match := form.fullmatch(text.strip()))), None)
    try:
        if found is None:
            raise ValueError
        year, month, day = int(found["year"]), found["month"], found["day"]
        if day:
            return date(year, int(month), int(day)), date(year, int(month), int(day))
        first, last = (int(month), int(month)) if month else (1, 12)
        return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
    except ValueError as error:  # also where the calendar has no such day
        raise UsageError(f"Not a day, month or year: {text!r}. Write it as {FORMS}.") from error


def outlets_meant(stated: str, known: Sequence[str]) -> tuple[str, ...]:
    """The known outlets that a name, a part of one or a site's address means, in their order.

    The same name with its marks goes before the same without, that before another name of the same outlet, and that
    before whole words of the name, all of which are meant. Raises UsageError with the nearest outlets where none is.

    >>> outlets_meant("nhan dan", ["Hà Nội Mới", "Nhân Dân"]), outlets_meant("hà", ["Hà Nội Mới", "Báo Hà Giang"])
    (('Nhân Dân',), ('Hà Nội Mới', 'Báo Hà Giang'))
    """
    outlet = outlet_by_name(stated) or is_code(stated) or outlet_by_address(f"https://{stated.strip()}")
    other = outlet.name if outlet else stated
    wanted, folded = _spelled(stated), _folded(stated)
    tiers = (
        [name for name in known if _spelled(name) == wanted],
        [name for name in known if _folded(name) == folded],
        [name for name in known if _folded(name) == _folded(other)],
        [name for name in known if f" {wanted} " in f" {_spelled(name)} "],
        [name for name in known if f" {folded} " in f" {_folded(name)} "] if wanted.isascii() else [],
    )
    meant = next(filter(None, tiers), []) if folded else []
    if not meant:
        raise UsageError(_unknown(stated, known))
    return tuple(meant)


def _unknown(stated: str, known: Sequence[str]) -> str:
    """The sentence about an outlet that the index has not: those that come nearest, and how many there are."""
    if not known:
        return f"No article is by {stated!r}: no article in the index names its outlet. Leave the outlet out."
    by_name = {fold(name): name for name in known}
    near = difflib.get_close_matches(fold(stated), by_name, n=NEAREST, cutoff=0)
    nearest = ", ".join(by_name[name] for name in near)
    return f"No article is by {stated!r}. Of {len(known)} outlets the nearest: {nearest}."


def _spelled(name: str) -> str:
    return " ".join(spelled(word.text) for word in words(name))


def _folded(name: str) -> str:
    return " ".join(word.folded for word in words(name))
