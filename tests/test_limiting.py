"""What a reader states as limits: days and outlets."""

from datetime import date

import pytest

from assistant.limiting import Limits, outlets_meant, stretch_stated
from index.errors import UsageError
from index.filters import EVERYTHING, Filter

KNOWN = ["Báo Gia Lai", "Hà Nội Mới", "Hải Quan", "Lao Động", "Lao Động Thủ Đô", "Nhân Dân", "VnExpress"]


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2024-06-28", date(2024, 6, 28), date(2024, 6, 28)),
        ("28/6/2024", date(2024, 6, 28), date(2024, 6, 28)),
        ("28-06-2024", date(2024, 6, 28), date(2024, 6, 28)),
        ("2/3/2024", date(2024, 3, 2), date(2024, 3, 2)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2/2023", date(2023, 2, 1), date(2023, 2, 28)),
        (" 2024 ", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_day_a_month_or_a_year_is_a_stretch(text: str, since: date, until: date) -> None:
    """The day stands before the month, as in Vietnam, unless the year is first."""
    assert stretch_stated(text) == (since, until)


@pytest.mark.parametrize(
    "text", ["", "hôm qua", "24", "2024-13", "31/6/2024", "6/28/2024", "28/6-2024", "0000", "2024-"]
)
def test_what_is_no_day_is_refused_with_the_ways_to_write_one(text: str) -> None:
    """What was given, and the forms."""
    with pytest.raises(UsageError) as failure:
        stretch_stated(text)
    assert str(failure.value) == (
        f"Not a day, month or year: {text!r}. Write it as 2024-06-28, 28/6/2024, 2024-06, 6/2024 or 2024."
    )


def test_the_first_day_of_from_and_the_last_of_to_count() -> None:
    """--from 2023 --to 6/2024 is a year and a half."""
    assert Limits("2023", "6/2024").over(KNOWN) == Filter(date(2023, 1, 1), date(2024, 6, 30))


def test_no_limits_limit_nothing() -> None:
    """Nothing stated, nothing left out."""
    assert Limits().over(KNOWN) == EVERYTHING


def test_days_the_wrong_way_round_are_told() -> None:
    """Both as they were given."""
    with pytest.raises(UsageError, match=r"^No day lies from 2024 to 6/2023: the first is later\. Exchange them\.$"):
        Limits("2024", "6/2023").days()


@pytest.mark.parametrize(
    ("stated", "meant"),
    [
        ("Nhân Dân", ("Nhân Dân",)),
        ("nhan dan", ("Nhân Dân",)),
        ("NHÂN DÂN", ("Nhân Dân",)),
        ("Báo Nhân Dân điện tử", ("Nhân Dân",)),
        ("nhandan.vn", ("Nhân Dân",)),
        ("HNMO", ("Hà Nội Mới",)),
        ("gia lai", ("Báo Gia Lai",)),
        ("lao động", ("Lao Động",)),
        ("thủ đô", ("Lao Động Thủ Đô",)),
        ("dong", ("Lao Động", "Lao Động Thủ Đô")),
        ("ha", ("Hà Nội Mới",)),
        ("hà", ("Hà Nội Mới",)),
    ],
)
def test_an_outlet_is_meant_by_its_name_a_part_or_its_site(stated: str, meant: tuple[str, ...]) -> None:
    """In any case and marks; the whole name goes before a part, and all that have the part are meant."""
    assert outlets_meant(stated, KNOWN) == meant


def test_an_outlet_spelled_exactly_goes_before_one_with_other_marks() -> None:
    """Hải Quân is not Hải Quan, where both are there."""
    assert outlets_meant("hải quân", [*KNOWN, "Hải Quân"]) == ("Hải Quân",)
    assert outlets_meant("hai quan", [*KNOWN, "Hải Quân"]) == ("Hải Quan", "Hải Quân")


@pytest.mark.parametrize(
    ("stated", "known", "said"),
    [
        ("VnExpres", KNOWN, "No article is by 'VnExpres'. Of 7 outlets the nearest: VnExpress, "),
        ("???", KNOWN, "No article is by '???'. Of 7 outlets the nearest: "),
        ("Nhân Dân", [], "No article is by 'Nhân Dân': no article in the index names its outlet."),
    ],
)
def test_an_outlet_that_the_index_has_not_is_told_with_the_nearest(stated: str, known: list[str], said: str) -> None:
    """Three of those that are there."""
    with pytest.raises(UsageError) as failure:
        outlets_meant(stated, known)
    assert str(failure.value).startswith(said)


def test_several_outlets_are_any_of_them() -> None:
    """Each once, though two names mean it."""
    assert Limits(sources=("nhan dan", "Báo Nhân Dân", "vnexpress")).over(KNOWN).sources == ("Nhân Dân", "VnExpress")
