"""When a question speaks of."""

from datetime import date

import pytest

from index.times import Hint, Stretch, hinted

TODAY = date(2024, 6, 28)  # a Friday


def days(question: str, today: date | None = TODAY) -> list[tuple[str, str]]:
    """The first and last day of each stretch that a question says, without a year where it is of any year."""
    hint = hinted(question, today)
    cut = {stretch: 5 if stretch.yearly else 0 for stretch in (hint.stretches if hint else ())}
    return [(str(each.since)[at:], str(each.until)[at:]) for each, at in cut.items()]


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("Hà Nội năm 2023 ra sao?", "2023-01-01", "2023-12-31"),
        ("ha noi nam 2023 ra sao", "2023-01-01", "2023-12-31"),
        ("GRDP Hà Nội 2022?", "2022-01-01", "2022-12-31"),
        ("What happened in 2017?", "2017-01-01", "2017-12-31"),
        ("Tháng 6/2024 có gì?", "2024-06-01", "2024-06-30"),
        ("thang 2 nam 2024", "2024-02-01", "2024-02-29"),
        ("tháng năm 2024", "2024-05-01", "2024-05-31"),
        ("the floods of June 2024", "2024-06-01", "2024-06-30"),
        ("Sept. 2024", "2024-09-01", "2024-09-30"),
        ("quý II/2024", "2024-04-01", "2024-06-30"),
        ("the second quarter of 2024", "2024-04-01", "2024-06-30"),
        ("Q4 2024", "2024-10-01", "2024-12-31"),
        ("ngày 28 tháng 6 năm 2024", "2024-06-28", "2024-06-28"),
        ("vào 28/6/2024", "2024-06-28", "2024-06-28"),
        ("June 28, 2024", "2024-06-28", "2024-06-28"),
        ("28th of June 2024", "2024-06-28", "2024-06-28"),
        ("6/28/2024", "2024-06-28", "2024-06-28"),
        ("2024-06-28", "2024-06-28", "2024-06-28"),
        ("sáng 28/6", "06-28", "06-28"),
        ("ngày 28 tháng 6", "06-28", "06-28"),
        ("on 28 June", "06-28", "06-28"),
        ("tháng tư", "04-01", "04-30"),
        ("in May", "05-01", "05-31"),
    ],
)
def test_years_months_and_days_are_understood(question: str, since: str, until: str) -> None:
    """In both languages, as newspapers and their readers write them; without a year they are of any year."""
    assert days(question) == [(since, until)]


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("Hôm qua ai thắng?", "2024-06-27", "2024-06-27"),
        ("hom qua ai thang", "2024-06-27", "2024-06-27"),
        ("Who won yesterday?", "2024-06-27", "2024-06-27"),
        ("hôm kia", "2024-06-26", "2024-06-26"),
        ("the day before yesterday", "2024-06-26", "2024-06-26"),
        ("sáng nay", "2024-06-28", "2024-06-28"),
        ("last week's visit", "2024-06-17", "2024-06-23"),
        ("tuần trước", "2024-06-17", "2024-06-23"),
        ("tuần qua", "2024-06-21", "2024-06-28"),
        ("ba ngày trước", "2024-06-25", "2024-06-25"),
        ("3 days ago", "2024-06-25", "2024-06-25"),
        ("a week ago", "2024-06-17", "2024-06-23"),
        ("cách đây hai tháng", "2024-04-01", "2024-04-30"),
        ("in the past 3 days", "2024-06-25", "2024-06-28"),
        ("3 ngày qua", "2024-06-25", "2024-06-28"),
        ("tháng trước", "2024-05-01", "2024-05-31"),
        ("this month", "2024-06-01", "2024-06-30"),
        ("năm ngoái", "2023-01-01", "2023-12-31"),
        ("nam ngoai", "2023-01-01", "2023-12-31"),
        ("5 năm trước", "2019-01-01", "2019-12-31"),
        ("năm nay", "2024-01-01", "2024-12-31"),
    ],
)
def test_relative_times_are_counted_from_the_day_of_the_question(question: str, since: str, until: str) -> None:
    """A week begins on Monday."""
    assert days(question) == [(since, until)]


@pytest.mark.parametrize(
    ("question", "stretches"),
    [
        ("from 2017 to 2019", [("2017-01-01", "2019-12-31")]),
        ("từ năm 2017 đến năm 2020", [("2017-01-01", "2020-12-31")]),
        ("niên khóa 2023-2024", [("2023-01-01", "2024-12-31")]),
        ("between March 2024 and June 2024", [("2024-03-01", "2024-06-30")]),
        ("since 2020", [("2020-01-01", "None")]),
        ("từ 2017 đến nay", [("2017-01-01", "None")]),
        ("trước năm 2020", [("None", "2019-12-31")]),
        ("GRDP năm 2022 so với 2021", [("2022-01-01", "2022-12-31"), ("2021-01-01", "2021-12-31")]),
        ("2020 đến 2019", [("2020-01-01", "2020-12-31"), ("2019-01-01", "2019-12-31")]),
    ],
)
def test_two_times_are_one_stretch_or_two(question: str, stretches: list[tuple[str, str]]) -> None:
    """From the one to the other where the words between say so; open where "since" or "before" stands in front."""
    assert days(question) == stretches


@pytest.mark.parametrize(
    "question",
    [
        "Who did he meet?",
        "What may happen?",
        "ngày 30/2/2024",
        "thắng 6-0",
        "tăng 8,89 %",
        "1.2024 tỷ",
        "the 1990s",
        "ba ngày trước khi bầu cử",
        "năm 200 trước Công nguyên",
        "",
    ],
)
def test_what_says_no_time_gives_no_hint(question: str) -> None:
    """Scores, shares, verbs, and days that no calendar has."""
    assert hinted(question, TODAY) is None


def test_without_a_today_only_what_is_said_absolutely_counts() -> None:
    """Nothing is counted from a day that nobody stated."""
    assert days("năm 2023, tuần trước", today=None) == [("2023-01-01", "2023-12-31")]


def test_the_words_of_a_relative_time_are_told() -> None:
    """No article needs to say "last week"."""
    question = "Who met whom in Hà Nội last week, and in 2017?"
    hint = hinted(question, TODAY)
    assert hint is not None
    assert [question[start:end] for start, end in hint.relative] == ["last week"]


@pytest.mark.parametrize(
    ("published", "fits"),
    [
        (date(2016, 12, 31), 0.0),
        (date(2017, 1, 1), 1.0),
        (date(2017, 12, 31), 1.0),
        (date(2018, 1, 31), 1 - 31 / 76),
        (date(2018, 6, 1), 0.0),
    ],
)
def test_what_happened_in_a_year_is_reported_into_the_next(published: date, fits: float) -> None:
    """In it, shortly after it, but never before it."""
    assert Stretch(date(2017, 1, 1), date(2017, 12, 31)).fits(published) == pytest.approx(fits)


def test_a_day_of_any_year_fits_in_each() -> None:
    """Also over New Year, and for 29 February in a year that has none."""
    new_year = Stretch(date(2000, 12, 31), date(2000, 12, 31), yearly=True)
    leap_day = Stretch(date(2000, 2, 29), date(2000, 2, 29), yearly=True)
    assert [new_year.fits(date(year, 12, 31)) for year in (1, 2017, 2024)] == [1.0, 1.0, 1.0]
    assert new_year.fits(date(2018, 1, 1)) == pytest.approx(1 - 1 / 3.2)
    assert (leap_day.fits(date(2023, 2, 28)), leap_day.fits(date(2024, 2, 28))) == (1.0, 0.0)


def test_the_newest_of_the_articles_fits_best_where_the_latest_is_asked_for() -> None:
    """Half as well ninety days before it; nothing where no day is known."""
    hint = hinted("Tin mới nhất về cầu Vàm Sáo?", TODAY)
    assert hint == Hint(newest=True)
    assert Hint(newest=True).fits([date(2020, 1, 1), None, date(2019, 10, 3)]) == [1.0, 0.0, 0.5]
    assert Hint(newest=True).fits([None, None]) == [0.0, 0.0]


def test_a_time_that_no_article_lies_in_changes_nothing() -> None:
    """Yesterday of an archive, and the year of what is told in it."""
    hint = hinted("Trận chiến năm 1945 được kể hôm qua", TODAY)
    assert hint is not None
    assert hint.fits([date(2017, 10, 26), date(2023, 2, 17), None]) == [0.0, 0.0, 0.0]


def test_any_question_is_taken() -> None:
    """Figures without end, numbers past every calendar, characters that change their length in lower case."""
    for question in ("9" * 2000, "999 năm trước", "9999 years ago", "İ năm 2023", "0/0/2000", "năm " * 400):
        hinted(question, date(2024, 2, 29))
    assert days("999 weeks ago") == [("2005-05-02", "2005-05-08")]
