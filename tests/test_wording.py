"""The short answer: the span with what belongs to it, or the sentence."""

import pytest

from assistant.asking.questions import understand
from assistant.asking.weighing import Weighed
from assistant.quoting import Found
from assistant.reading.reader import RuleReader
from assistant.reading.relevance import relevant
from assistant.wording import short_answer
from tests.test_reader import sentence


def said(question: str, text: str) -> str:
    """The short answer that one sentence gives."""
    understood, one = understand(question), [sentence(text)]
    readings = RuleReader(lambda form: 0.5).read(understood, one)
    return short_answer(understood, Found(readings, relevant(Weighed.of(understood, lambda form: 0.5), one)))


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        (
            "Ai tiếp đoàn?",
            "Giám đốc Sở Y tế Trần Văn Nam tiếp đoàn tại Huế.",
            "Trần Văn Nam — Giám đốc Sở Y tế",
        ),
        ("Giám đốc Sở Y tế là ai?", "Giám đốc Sở Y tế Trần Văn Nam tiếp đoàn tại Huế.", "Trần Văn Nam"),
        ("Khi nào đoàn thăm Huế?", "Từ ngày 11 đến 12/3, đoàn thăm Huế.", "ngày 11 đến 12/3"),
        (
            "Những ai dự họp?",
            "Dự họp có ông Trần Văn Nam, bà Lê Thị Hoa và ông Phạm Minh Đức.",
            "Trần Văn Nam · Lê Thị Hoa · Phạm Minh Đức",
        ),
    ],
)
def test_the_span_comes_with_what_belongs_to_it(question: str, text: str, short: str) -> None:
    """A post that the question does not say, the stretch of days, everybody where all are asked for."""
    assert said(question, text) == short


@pytest.mark.parametrize("question", ["Did the delegation visit Huế?", "Đoàn nói gì?", "Cầu được xây như thế nào?"])
def test_what_no_few_words_answer_is_answered_with_the_sentence(question: str) -> None:
    """Whether, how, and what somebody said."""
    text = "Sáng nay, đoàn thăm cầu ở Huế và cho biết cầu rất đẹp."
    assert said(question, text) == text
