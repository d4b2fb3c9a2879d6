"""Times that a question names, found however they are written."""

from datetime import date

import pytest

from assistant.asking.questions import understand
from assistant.asking.timing import asked_times, published_in, says_time
from index.data import Article, Span


@pytest.mark.parametrize(
    ("question", "text", "says"),
    [
        ("Who came in October 2017?", "Chiều 26/10/2017, đoàn đến Huế.", True),
        ("Who came in October 2017?", "Chiều 26/11/2017, đoàn đến Huế.", False),
        ("Ai đến năm 2023?", "Ngày 5 tháng 6 năm 2023, đoàn đến Huế.", True),
        ("Ai đến ngày 5/6?", "Sáng 5-6, đoàn đến Huế.", True),
        ("Ai đến ngày 5/6?", "Sáng 6-5, đoàn đến Huế.", False),
    ],
)
def test_a_text_says_a_time_in_any_way_of_writing(question: str, text: str, says: bool) -> None:
    """As values, not as words."""
    [time] = asked_times(question, understand(question).items)
    assert says_time(time, text) is says


def test_an_article_is_of_the_time_it_was_published() -> None:
    """What it tells without a date is of its day."""
    question = "Who came in October 2017?"
    [time] = asked_times(question, understand(question).items)

    def of(day: date | None) -> Article:
        return Article("a.txt", "Đoàn đến.", None, None, None, day, "stated", None, (Span(0, 9),), ())

    days = (date(2017, 10, 26), date(2017, 11, 1), None)
    assert [published_in(time, of(day)) for day in days] == [True, False, False]


def test_a_question_without_a_time_has_none() -> None:
    """Nor has a number that is none."""
    for question in ("Who came to Huế?", "Ai dự SEA Games 33?"):
        assert asked_times(question, understand(question).items) == ()
