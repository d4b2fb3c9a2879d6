"""More than one answer."""

import pytest

from assistant.asking.questions import understand
from assistant.reading.candidates import candidates
from assistant.reading.several import asks_for_several, together


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("Who attended the ceremony?", True),
        ("Which countries signed?", True),
        ("What diseases does it cause?", True),
        ("Which two treaties were signed?", True),
        ("Những ai dự lễ?", True),
        ("Các nước nào ký hiệp định?", True),
        ("Đoàn gồm những ai?", True),
        ("nhung nuoc nao ky hiep dinh", True),
        ("Những triệu chứng của bệnh là gì?", True),
        ("Who chaired the meeting?", False),
        ("Which country signed?", False),
        ("What causes inflation?", False),
        ("Which virus causes it?", False),
        ("Ai chủ trì?", False),
        ("Nước nào ký hiệp định?", False),
        ("Các nhà khoa học lo ngại gì?", False),
        ("Năm 2005 hạn hán hơn năm nào?", False),
    ],
)
def test_a_plural_asks_for_several(question: str, several: bool) -> None:
    """A plural noun, those who take part, những and các before what is asked for."""
    assert asks_for_several(understand(question)) is several


def named_together(question: str, sentence: str, one: str) -> list[str]:
    """What stands side by side with one of the candidates."""
    spans = [(found.start, found.end) for found in candidates(sentence, understand(question)) if found.fit > 0.35]
    best = (sentence.index(one), sentence.index(one) + len(one))
    return [sentence[start:end] for start, end in together(sentence, best, spans)]


@pytest.mark.parametrize(
    ("sentence", "one", "expected"),
    [
        (
            "Dự lễ có ông Lê Văn Hùng, bà Maria Santos và ông Joko Widodo.",
            "Maria Santos",
            ["Lê Văn Hùng", "Maria Santos", "Joko Widodo"],
        ),
        (
            "Dự có đồng chí Lê Văn Hùng, Bí thư Thành ủy Huế; bà Trần Thị Hoa, Giám đốc Sở Y tế và ông Joko Widodo.",
            "Lê Văn Hùng",
            ["Lê Văn Hùng", "Trần Thị Hoa", "Joko Widodo"],
        ),
        ("Ông Lê Văn Hùng (Huế) và bà Maria Santos (Manila) dự.", "Lê Văn Hùng", ["Lê Văn Hùng", "Maria Santos"]),
        ("Ông Lê Văn Hùng tiếp bà Maria Santos.", "Lê Văn Hùng", ["Lê Văn Hùng"]),
    ],
)
def test_people_who_stand_side_by_side(sentence: str, one: str, expected: list[str]) -> None:
    """Commas, semicolons and và join them; their posts and brackets may stand between."""
    assert named_together("Những ai dự lễ?", sentence, one) == expected


def test_a_comma_alone_joins_three() -> None:
    """Huế, Việt Nam are one place; Huế, Hà Nội, Đà Nẵng three."""
    asked = "Những nơi nào?"
    assert named_together(asked, "Hội nghị tại Paris, Pháp.", "Paris") == ["Paris"]
    three = "Hội nghị tại Tokyo, Paris, Bangkok."
    assert named_together(asked, three, "Tokyo") == ["Tokyo", "Paris", "Bangkok"]
