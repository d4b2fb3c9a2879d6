"""Days and the stretches of days they lie in, as a sentence writes them without a year: 11/3, từ ngày 11 đến 12/3."""

import re
from dataclasses import dataclass

_STRETCH = re.compile(
    r"(?<![\d/])(\d{1,2})(?:/(\d{1,2}))?\s*(?:-|–|đến|tới)\s*(?:hết |ngày )*(\d{1,2})/(\d{1,2})(?![\d/])"
)
_DAY = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])")


@dataclass(frozen=True, slots=True, order=True)
class Day:
    """A day of a year that is not said."""

    month: int
    day: int


def stretch(text: str) -> tuple[Day, Day] | None:
    """The first and last day that a text says, where it says a stretch of days.

    >>> stretch("từ ngày 11 đến 12/3")
    (Day(month=3, day=11), Day(month=3, day=12))
    """
    found = _STRETCH.search(text)
    if found is None:
        return None
    first, first_month, last, month = found.groups()
    return Day(int(first_month or month), int(first)), Day(int(month), int(last))


def lies_in(day: str, whole: str) -> bool:
    """Whether a text's one day lies in the stretch that another says.

    >>> lies_in("11/3", "ngày 11 đến 12/3"), lies_in("9/3", "ngày 11 đến 12/3")
    (True, False)
    """
    one, days = _DAY.search(day), stretch(whole)
    if one is None or days is None or stretch(day) is not None:
        return False
    return days[0] <= Day(int(one[2]), int(one[1])) <= days[1]
