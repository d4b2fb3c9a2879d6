"""The part of a sentence that answers where no name or figure is asked for."""

import pytest

from assistant.asking.questions import understand
from assistant.reading.parts import MOST, asking, parts


def said(question: str, sentence: str) -> list[str]:
    """The parts, likeliest first."""
    found = sorted(parts(sentence, understand(question)), key=lambda one: -one.fit)
    return [sentence[one.start : one.end] for one in found]


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("Muối nở là gì?", "Muối nở là một loại bột dùng làm bánh.", "một loại bột dùng làm bánh"),
        ("Điều gì gây ra lũ lụt?", "Nạn phá rừng gây ra lũ lụt.", "Nạn phá rừng"),
        ("What causes floods?", "Nạn phá rừng gây ra lũ lụt.", "Nạn phá rừng"),
        ("Vì sao trận đấu bị hoãn?", "Trận đấu bị hoãn vì mưa lớn.", "mưa lớn"),
        ("Bộ sách được gọi là gì?", "Bộ sách được gọi là “Mưa trên phố” từ đó.", "Mưa trên phố"),
    ],
)
def test_the_answer_stands_where_the_question_word_stood(question: str, sentence: str, answer: str) -> None:
    """After what the question says before its question word, before what it says after it."""
    assert said(question, sentence)[0] == answer


@pytest.mark.parametrize(
    ("question", "how"),
    [
        ("Thuốc có tác dụng gì?", "object"),
        ("Điều gì gây ra lũ lụt?", "subject"),
        ("Ông ấy đã làm gì?", "do"),
        ("ong ay da lam gi", "do"),
        ("Muối nở là gì?", "copula"),
        ("Vì sao mưa?", "reason"),
        ("What causes floods?", "subject"),
        ("What does the drug cause?", "object"),
        ("What did he do?", "do"),
        ("What is the goal?", "copula"),
        ("What law was passed?", "passive"),
    ],
)
def test_how_a_question_asks(question: str, how: str) -> None:
    """For a subject, an object, what one does, what is what."""
    assert asking(understand(question)) == how


def test_a_part_crosses_no_break_and_leaves_no_bracket_open() -> None:
    """Neither a semicolon nor one bracket of two stands in it."""
    sentence = "Thuốc (loại mới) gây sốt; nó rẻ (hai đồng) và dễ tìm."
    found = said("Thuốc gây ra gì?", sentence)
    assert 0 < len(found) <= MOST
    assert all(";" not in part and part.count("(") == part.count(")") for part in found)


def test_a_sentence_without_words_has_no_parts() -> None:
    """Nor has an empty one."""
    assert [said("Cái gì?", sentence) for sentence in ("", "...", "( ; )")] == [[], [], []]
