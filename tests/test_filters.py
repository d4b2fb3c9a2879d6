"""What a search is limited to."""

from datetime import date

import pytest

from index.filters import EVERYTHING, Filter

JUNE = Filter(date(2024, 6, 1), date(2024, 6, 30))


@pytest.mark.parametrize(
    ("only", "published", "source", "admitted"),
    [
        (EVERYTHING, None, None, True),
        (JUNE, date(2024, 5, 31), None, False),
        (JUNE, date(2024, 6, 1), None, True),
        (JUNE, date(2024, 6, 30), "Nhân Dân", True),
        (JUNE, date(2024, 7, 1), None, False),
        (JUNE, None, "Nhân Dân", False),
        (Filter(since=date(2024, 6, 1)), date(2030, 1, 1), None, True),
        (Filter(until=date(2024, 6, 1)), date(1990, 1, 1), None, True),
        (Filter(until=date(2024, 6, 1)), None, None, False),
        (Filter(sources=("Nhân Dân", "VOV")), None, "VOV", True),
        (Filter(sources=("Nhân Dân",)), date(2024, 6, 1), "Báo Nhân Dân", False),
        (Filter(sources=("Nhân Dân",)), None, None, False),
    ],
)
def test_both_days_count_and_what_is_not_known_is_left_out(
    only: Filter, published: date | None, source: str | None, admitted: bool
) -> None:
    """An article without a date is in no stretch of days, one without an outlet of none."""
    assert only.admits(published, source) is admitted


def test_only_what_limits_is_a_filter() -> None:
    """EVERYTHING is none."""
    assert [bool(only) for only in (EVERYTHING, Filter(), JUNE, Filter(sources=("VOV",)))] == [False, False, True, True]
