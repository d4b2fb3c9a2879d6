"""The marks of a question that was typed without them."""

import random
from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from math import prod
from unicodedata import normalize

import pytest

from index.accents import ALONE, lacks_marks, likeliest, restored
from index.folding import bare, fold, written_words

TEXTS = (
    "Nhà máy điện gió ở Bạc Liêu phát điện từ tháng 3. Công ty sẽ bán điện cho cả nước.",
    "Cơ quan chức năng đã kiểm tra cổ phần của công ty.\nCô giáo mở cửa lớp; cờ đỏ treo trước cổng trường.",
    "Thủ đô Viêng Chăn có 8,89% số hộ dùng nước máy, theo ông Bounkham.",
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Nha may dien gio phat dien tu thang may?", "Nhà máy điện gió phát điện từ tháng mấy?"),
        ("co quan chuc nang da kiem tra gi", "cơ quan chức năng đã kiểm tra gì"),
        ("CO PHAN cua cong ty la bao nhieu?", "CỔ PHẦN của công ty là bao nhiêu?"),
        ("Vieng Chan co bao nhieu ho?", "Viêng Chăn có bao nhiêu hộ?"),
        ("Ong Bounkham   ban gi (8,89%)…", "Ông Bounkham   bán gì (8,89%)…"),
        ("Vi sao o Bac Lieu lai nhu the nao?", "Vì sao ở Bạc Liêu lại như thế nào?"),
    ],
)
def test_a_question_gets_the_marks_of_the_passages(question: str, expected: str) -> None:
    """Spelled as the passages have it and as questions are asked; its case, spaces and signs stay."""
    assert restored(question, TEXTS) == expected


def test_without_passages_the_usual_words_are_spelled() -> None:
    """The question's own words and the lexicon's compounds need no passage."""
    assert restored("Tai sao kinh te the gioi lai nhu the?", ()) == "Tại sao kinh tế thế giới lại như thế?"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Ong Bounkham noi gi ve cong ty?", True),
        ("Viêng Chăn co bao nhieu ho dung nuoc may?", True),
        ("Viêng Chăn có bao nhiêu hộ dùng nước máy?", False),
        ("Theo ông Nam, hai công ty ra sao?", False),
        ("Theo báo La Stampa, công ty bán điện cho các nước nào?", False),
        ("Who did Bounkham meet in Vientiane?", False),
        (normalize("NFD", "Viêng Chăn co bao nhieu ho dung nuoc may?"), False),
        ("", False),
        ("8,89%?", False),
    ],
)
def test_a_question_lacks_marks_where_words_that_have_them_stand_bare(question: str, expected: bool) -> None:
    """Not an English one, nor one with the few bare words that Vietnamese has."""
    assert lacks_marks(question) == expected


def test_a_typed_mark_stays() -> None:
    """What was typed with marks is meant so, whatever the passages have, and helps its neighbours."""
    assert restored("Ai mo cưa lop o truoc cong truong nao?", TEXTS) == "Ai mở cưa lớp ở trước cổng trường nào?"


@pytest.mark.parametrize(
    "question",
    [
        "Thủ đô Viêng Chăn có bao nhiêu hộ dùng nước máy?",
        normalize("NFD", "Công ty bán điện cho ai?"),
        normalize("NFD", "Viêng Chăn co bao nhieu ho dung nuoc may?"),
        "Theo ông Nam, hai công ty ra sao?",
        "Who sells electricity in Bac Lieu?",
        "",
        "???",
    ],
)
def test_what_lacks_no_marks_passes_unchanged(question: str) -> None:
    """A question with its marks, in either normal form, in English, or without words."""
    assert restored(question, TEXTS) == question


def test_other_letters_pass_unchanged() -> None:
    """Numbers, names in other scripts, letters of other languages, and what cannot be seen."""
    question = "Cong ty Straße ở İzmir và Москва 東京 ban dien cho ai o\u200b dau nam 2023, x2y\U0001f600?"
    spelled_out = restored(question, TEXTS)
    assert spelled_out == "Công ty Straße ở İzmir và Москва 東京 bán điện cho ai ở\u200b đâu năm 2023, x2y\U0001f600?"


def test_passages_after_the_last_worth_reading_are_not_read() -> None:
    """The word of a passage that its words hardly found says nothing."""
    far = ["Không có gì."] * 20
    assert restored("Zuong o dau?", [*far, "Zường ở đây."]) == "Zuong ở đâu?"
    assert restored("Zuong o dau?", [*far[:19], "Zường ở đây."]) == "Zường ở đâu?"


def test_nothing_but_marks_changes() -> None:
    """Whatever is typed: as long, the same without marks, and nothing with a mark touched."""
    rng = random.Random(4)  # noqa: S311 - the same cases in every run
    pieces = [
        *written_words(bare(" ".join(TEXTS))),
        *[
            "la",
            "gi",
            "o",
            "dau",
            "bao",
            "ai",
            "CO",
            "Ở",
            "ß",
            "é",
            "ŉ",
            "ﬁ",
            "İ",
            "q9",
            "x\u0301",
            "\u200b",
            "đ",
            "Đ",
            "I",
        ],
    ]
    signs = ["", " ", "  ", "?", ", ", "\u0301", "\n", "\U0001f600", "_", "'"]
    for _ in range(300):
        question = "".join(rng.choice(pieces) + rng.choice(signs) for _ in range(rng.randrange(12))) + " o dau la gi"
        after = restored(question, TEXTS)
        assert (len(after), fold(after)) == (len(question), fold(question))
        assert [new for old, new in zip(question, after, strict=True) if not old.isascii()] == [
            old for old in question if not old.isascii()
        ]


def every_way(
    choices: Sequence[Mapping[str, float]], pairs: Mapping[tuple[str, str], float]
) -> dict[tuple[str, ...], float]:
    """Each way to spell the syllables with its chance: the oracle."""

    def chance(before: str, befores: Mapping[str, float], counts: Mapping[str, float], one: str) -> float:
        stood = max(befores[before], sum(pairs.get((before, other), 0.0) for other in counts))
        return (pairs.get((before, one), 0.0) + ALONE * counts[one] / sum(counts.values())) / (stood + ALONE)

    return {
        way: prod(
            chance(before, befores, counts, one)
            for (before, one), (befores, counts) in zip(
                pairwise(["", *way]), pairwise([{"": 0.0}, *choices]), strict=True
            )
        )
        for way in product(*choices)
    }


def test_the_likeliest_spelling_is_the_best_of_all() -> None:
    """No way to spell the syllables has a greater chance, of all there are."""
    rng = random.Random(4)  # noqa: S311 - the same cases in every run
    for _ in range(200):
        choices = [
            {f"{place}{letter}": rng.choice([0.01, 1.0, 2.5, 7.0]) for letter in "abcd"[: rng.randint(1, 4)]}
            for place in range(rng.randrange(6))
        ]
        neighbours = [pair for both in pairwise(choices) for pair in product(*both)]
        pairs = {pair: rng.choice([0.3, 1.0, 4.0]) for pair in neighbours if rng.random() < 0.4}
        ways = every_way(choices, pairs)
        assert ways[likeliest(choices, pairs)] == pytest.approx(max(ways.values()))


def test_a_pair_outweighs_a_commoner_word() -> None:
    """Cơ is rarer than có, but it is the one that stands before quan."""
    choices = [{"có": 9.0, "cơ": 2.0}, {"quan": 2.0, "quân": 3.0}]
    assert likeliest(choices, {("cơ", "quan"): 2.0}) == ("cơ", "quan")
    assert likeliest(choices, {}) == ("có", "quân")
