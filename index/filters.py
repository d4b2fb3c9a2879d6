"""What a search is limited to: days of publication and outlets."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Filter:
    """Only articles published from `since` to `until` (both days included) by one of `sources`; what is None or empty
    limits nothing. An article without a date is in no stretch of days, one without an outlet of no outlet.
    """

    since: date | None = None
    until: date | None = None
    sources: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.since or self.until or self.sources)

    def admits(self, published: date | None, source: str | None) -> bool:
        """Whether an article of that day and outlet, both as its record has them, is let through.

        >>> Filter(since=date(2024, 6, 1)).admits(date(2024, 6, 1), None)
        True
        >>> Filter(sources=("Nhân Dân",)).admits(None, None)
        False
        """
        if self.sources and source not in self.sources:
            return False
        if not (self.since or self.until):
            return True
        return published is not None and (self.since or published) <= published <= (self.until or published)


EVERYTHING = Filter()
