"""What is said around the articles' own words: why there is no answer, what was looked for, and where."""

import tomllib
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from assistant.asking.questions import Kind, understand
from assistant.data import Coverage, Language
from assistant.refusing import Refusal
from assistant.replies import Looked, covered, held, refusal_text, understood_as
from index.filters import EVERYTHING, Filter

REPLIES = Path(__file__).parent.parent / "assistant" / "words" / "replies.toml"
JUNE = (date(2024, 6, 1), date(2024, 6, 9))
OUTLETS = ("Hà Nội Mới", "Lao Động", "Nhân Dân", "Thời Đại", "Tuổi Trẻ")
ALL = Coverage(12, 3, *JUNE, OUTLETS)
ONE = Coverage(1, 0, JUNE[0], JUNE[0], ("Nhân Dân",))


def looked_for(question: str, refusal: Refusal | None = None) -> str:
    """The sentence of a refusal that says what was looked for."""
    text = refusal_text(understand(question), refusal or Refusal("too_far"), Looked(EVERYTHING, ONE, ONE))
    return text.split(". ")[1]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who did Đinh Tiến Dũng meet in Bangkok?", "Looked for a person, with: Đinh Tiến Dũng, Bangkok"),
        ("Đinh Tiến Dũng gặp ai ở Băng Cốc?", "Đã tìm tên người, cùng với: Đinh Tiến Dũng, Băng Cốc"),
        ("ai da gap Dinh Tien Dung o Bang Coc", "Đã tìm tên người, cùng với: Dinh Tien Dung, Bang Coc"),
        ("How many people died in the flood in Huế?", "Looked for a number, with: people, flood, Huế"),
        ("Who won the football match?", "Looked for a person, with: football match"),
        ("Giá vàng ở Huế là bao nhiêu?", "Đã tìm số tiền, cùng với: Giá vàng, Huế"),
        ("Who won?", "Looked for a person"),
    ],
)
def test_what_was_looked_for_reads_well(question: str, said: str) -> None:
    """The kind of answer, and the names, numbers and nouns of the question; no verb, nouns side by side together."""
    assert looked_for(question) == said


def test_a_kind_is_said_once() -> None:
    """Where the reason names the kind already, what was looked for does not."""
    question = "Who did Đinh Tiến Dũng meet in Bangkok?"

    assert looked_for(question, Refusal("no_kind")) == "Looked for: Đinh Tiến Dũng, Bangkok"


@pytest.mark.parametrize(
    ("coverage", "language", "said"),
    [
        (
            ALL,
            "en",
            "12 articles by Hà Nội Mới, Lao Động, Nhân Dân and 2 more outlets: "
            "9 from 1 June 2024 to 9 June 2024, 3 without a known date",
        ),
        (
            ALL,
            "vi",
            "12 bài của Hà Nội Mới, Lao Động, Nhân Dân và 2 báo khác: "
            "9 bài từ 1/6/2024 đến 9/6/2024, 3 bài không rõ ngày",
        ),
        (ONE, "en", "1 article by Nhân Dân, of 1 June 2024"),
        (Coverage(2, 2, None, None, ()), "en", "2 articles, none with a known date"),
        (
            Coverage(1200, 0, *JUNE, OUTLETS[:4]),
            "en",
            "1,200 articles by Hà Nội Mới, Lao Động, Nhân Dân and 1 more outlet, from 1 June 2024 to 9 June 2024",
        ),
        (Coverage(0, 0, None, None, ()), "vi", "0 bài"),
    ],
)
def test_what_an_index_covers(coverage: Coverage, language: Language, said: str) -> None:
    """How many articles, of which outlets (the first few, and how many more) and days, and how many are undated."""
    assert covered(coverage, language) == said


def test_a_refusal_is_three_short_sentences() -> None:
    """Why, what was looked for, where."""
    question = understand("Who did Đinh Tiến Dũng meet in Bangkok?")

    assert refusal_text(question, Refusal("unknown_name", ("Bangkok",)), Looked(EVERYTHING, ALL, ALL)) == (
        "No article names “Bangkok”. "
        "Looked for a person, with: Đinh Tiến Dũng, Bangkok. "
        "The index has 12 articles by Hà Nội Mới, Lao Động, Nhân Dân and 2 more outlets: "
        "9 from 1 June 2024 to 9 June 2024, 3 without a known date."
    )


def test_within_limits_the_limits_are_said() -> None:
    """Not all that the index covers; what days leave out because its own is unknown is said."""
    looked = Looked(Filter(*JUNE, ("Nhân Dân",)), ONE, ALL)

    assert held(looked, "en") == (
        "The index has 1 article from 1 June 2024 to 9 June 2024 by Nhân Dân. "
        "3 articles without a known date are in no range of days."
    )


def test_a_question_understood_otherwise_is_shown() -> None:
    """In the language of the question."""
    assert [understood_as("en", "And in Hanoi?"), understood_as("vi", "Còn ở Hà Nội?")] == [
        "Understood as: And in Hanoi?",
        "Được hiểu là: Còn ở Hà Nội?",
    ]


def test_both_languages_say_the_same() -> None:
    """The same keys in both, and a word for every kind of answer."""
    table = tomllib.loads(REPLIES.read_text("utf-8"))

    def keys(said: dict[str, object]) -> set[str]:
        nested = ((key, value) for key, value in said.items() if isinstance(value, dict))
        return set(said) | {f"{key}.{inner}" for key, value in nested for inner in keys(value)}

    assert keys(table["en"]) == keys(table["vi"])
    assert set(get_args(Kind)) <= set(table["en"]["kinds"])
