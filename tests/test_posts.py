"""The post that stands beside a person's name."""

import pytest

from assistant.reading.persons import persons
from assistant.reading.posts import post_of
from tests.seeds import SEEDS


def posts(sentence: str) -> list[tuple[str, str | None]]:
    """Everyone the sentence names, with the post beside the name."""
    named = [(one.start, one.end) for one in persons(sentence)]
    found = [(sentence[start:end], post_of(sentence, start, end)) for start, end in named]
    return [(name, sentence[slice(*post)] if post else None) for name, post in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Bí thư Thành ủy Huế Lê Văn Hùng dự lễ.", [("Lê Văn Hùng", "Bí thư Thành ủy Huế")]),
        (
            "Đồng chí Lê Văn Hùng, Ủy viên Trung ương Đảng, Bí thư Thành ủy Huế chủ trì.",
            [("Lê Văn Hùng", "Ủy viên Trung ương Đảng, Bí thư Thành ủy Huế")],
        ),
        (
            "Chiều 2/3, Ủy viên Trung ương Đảng, Bí thư Thành ủy Huế Lê Văn Hùng tiếp bà Maria Santos, Đại sứ.",
            [("Lê Văn Hùng", "Ủy viên Trung ương Đảng, Bí thư Thành ủy Huế"), ("Maria Santos", "Đại sứ")],
        ),
        ("Ông Lê Văn Hùng - Giám đốc Sở Y tế Huế - cho biết.", [("Lê Văn Hùng", "Giám đốc Sở Y tế Huế")]),
        ("Bác sĩ Lê Văn Hùng, Bệnh viện Bạch Mai, cho biết.", [("Lê Văn Hùng", "Bệnh viện Bạch Mai")]),
        ("Bác sĩ Lê Văn Hùng khám cho trẻ em.", [("Lê Văn Hùng", "Bác sĩ")]),
        (
            "Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch Lê Văn Hùng phát biểu.",
            [("Lê Văn Hùng", "Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch")],
        ),
        ("Giám đốc Sở Y tế Huế, ông Lê Văn Hùng, trả lời.", [("Lê Văn Hùng", "Giám đốc Sở Y tế Huế")]),
        ("Đồng chí Lê Văn Hùng cảm ơn bà Maria Santos.", [("Lê Văn Hùng", None), ("Maria Santos", None)]),
        (
            "Ông Lê Văn Hùng, Giám đốc Sở Y tế Trần Thị Hoa cùng dự.",
            [("Lê Văn Hùng", None), ("Trần Thị Hoa", "Giám đốc Sở Y tế")],
        ),
    ],
)
def test_a_post_before_or_after_a_name(sentence: str, expected: list[tuple[str, str | None]]) -> None:
    """Before it or in apposition, whole, and nobody else's."""
    assert posts(sentence) == expected


def test_a_post_never_overlaps_its_name() -> None:
    """In every line of the seeds."""
    for path in SEEDS.glob("*.txt"):
        for line in path.read_text("utf-8").splitlines():
            for one in persons(line):
                post = post_of(line, one.start, one.end)
                assert post is None or post[0] < post[1] <= one.start or one.end <= post[0] < post[1]
