"""Questions that lean on the turns before.

The conversations of `conversations.jsonl` are made up. `half` says when one was written: `before` the rules, or after
them (`after`, `last`, `untouched`, in that order), each first run on rules that had not seen it. A follow-up marked
`weak` is one the rules still miss.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.data import Answer, Citation, Turn
from assistant.talk.asked import asked_with, english_topic, vietnamese_with
from assistant.talk.constituents import parts
from assistant.talk.conversation import resolve
from index.data import Article, Passage, Span

ROOT = Path(__file__).parent.parent
CONVERSATIONS = Path(__file__).parent / "conversations.jsonl"
MET = "Who did Đinh Tiến Dũng meet in Vientiane?"
GREW = "GRDP của Hà Nội năm 2022 tăng bao nhiêu?"


def turn(question: str, short: str | None, understood: str | None = None, quote: str | None = None) -> Turn:
    cited = (Citation(1, passage(quote)),) if quote else ()
    status = "answered" if short else "abstained"
    answer = Answer(question, "en", status, short, "", cited, (), understood=understood)  # type: ignore[arg-type]
    return Turn(question, answer)


def passage(text: str) -> Passage:
    article = Article("a.txt", text, None, None, None, None, "unknown", None, (Span(0, len(text)),), ())
    return Passage(article, 0, len(text))


def follow_ups() -> Iterator[Any]:
    """Each follow-up of the file with the turns before it and the ways it may be understood."""
    for line in CONVERSATIONS.read_text("utf-8").splitlines():
        conversation = json.loads(line)
        turns: tuple[Turn, ...] = ()
        for each in conversation["turns"]:
            asked = each["question"]
            expected = each.get("understood", [asked])
            if turns:
                marks = [pytest.mark.xfail(strict=True)] if each.get("weak") else []
                yield pytest.param(asked, turns, expected, id=f"{conversation['id']}: {asked}", marks=marks)
            understood = expected[0] if expected[0] != asked else None
            turns = (*turns, turn(asked, each["short_answer"], understood, each.get("quote")))


def own_questions() -> Iterator[str]:
    """The questions of the project's own sets, each of which stands by itself."""
    for name in ("questions.jsonl", "further.jsonl"):
        for line in (ROOT / "benchmarks" / name).read_text("utf-8").splitlines():
            yield json.loads(line)["question"]


@pytest.mark.parametrize(("asked", "turns", "expected"), list(follow_ups()))
def test_a_follow_up_is_understood(asked: str, turns: tuple[Turn, ...], expected: list[str]) -> None:
    """A follow-up becomes one of the questions a person would make of it; one that needs nothing stays."""
    assert resolve(asked, turns) in expected


def test_most_conversations_are_of_either_language_and_many_have_a_question_that_stays() -> None:
    """The file keeps its shape: at least 30 follow-ups of each language, and 20 that may not change."""
    cases = [case.values for case in follow_ups()]
    vietnamese = sum(str(case.id).startswith("vi") for case in follow_ups())
    stays = sum(asked in expected for asked, _, expected in cases)
    assert (vietnamese >= 30, len(cases) - vietnamese >= 30, stays >= 20) == (True, True, True)


@pytest.mark.parametrize("before", [turn(MET, "Anouphap Tounalom"), turn(GREW, "8,89%"), turn(MET, None)])
def test_a_question_that_stands_by_itself_is_the_very_same(before: Turn) -> None:
    """No question of the project's own sets is changed by a turn before it."""
    assert [question for question in own_questions() if resolve(question, [before]) is not question] == []


def test_without_turns_nothing_is_changed() -> None:
    """There is nothing to lean on."""
    assert [resolve(asked, ()) for asked in ("And in Hanoi?", "Khi nào?", "")] == ["And in Hanoi?", "Khi nào?", ""]


@pytest.mark.parametrize("place", ["Hanoi", "Bangkok", "Luang Prabang", "Huế", "Ho Chi Minh City"])
@pytest.mark.parametrize("asked", ["And in {}?", "What about {}?", "còn ở {}?", "Thế còn {} thì sao?", "{}?"])
def test_another_place_is_the_same_question_with_the_place_replaced(asked: str, place: str) -> None:
    """The oracle is str.replace."""
    assert resolve(asked.format(place), [turn(MET, "Anouphap Tounalom")]) == MET.replace("Vientiane", place)


@pytest.mark.parametrize("asked", ["còn năm 2023?", "2023?", "What about 2023?", "năm 2023 thì sao?", "con nam 2023"])
def test_another_year_is_the_same_question_with_the_year_replaced(asked: str) -> None:
    """The oracle is str.replace, in either language, with marks and without."""
    assert resolve(asked, [turn(GREW, "8,89%")]) == GREW.replace("2022", "2023")


def test_a_refused_turn_still_gives_its_question() -> None:
    """What was not found in one place may be asked of another."""
    assert resolve("And in Hanoi?", [turn("Who did Võ Văn Thưởng meet in Bangkok?", None)]) == (
        "Who did Võ Văn Thưởng meet in Hanoi?"
    )


def test_a_turn_counts_as_it_was_understood() -> None:
    """The third turn follows the first through the second."""
    turns = [turn(MET, "Anouphap Tounalom"), turn("And in Hanoi?", None, "Who did Đinh Tiến Dũng meet in Hanoi?")]
    assert resolve("When?", turns) == "When did Đinh Tiến Dũng meet someone in Hanoi?"


def test_a_form_of_address_tells_a_woman_from_a_man() -> None:
    """The word she passes over who is called ông in the quote."""
    asked = "Who received Lê Minh Khái?"
    quote = "Bà Trần Hồng Hà đã tiếp ông Lê Minh Khái."
    turns = [turn("Where did Trần Hồng Hà receive Lê Minh Khái?", "Huế", quote=quote)]
    assert (resolve("When was she born?", turns), resolve("When was he born?", turns)) == (
        "When was Trần Hồng Hà born?",
        "When was Lê Minh Khái born?",
    )
    assert resolve("Where is she?", [turn(asked, "Trần Hồng Hà", quote=quote)]) == "Where is Trần Hồng Hà?"


def test_a_post_behind_the_name_is_left_out() -> None:
    """Only the name goes into the next question."""
    turns = [turn(MET, "Anouphap Tounalom — Bí thư Thành ủy Viêng Chăn")]
    assert resolve("Where was he born?", turns) == "Where was Anouphap Tounalom born?"


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "?",
        "…",
        "\x00",
        "And",
        "còn",
        "a" * 100_000,
        "it's",
        "này này",
        "(?P<x>",
        "And (*)?",
        "\\",
        "  ",
        "thì sao?",
    ],
)
@pytest.mark.parametrize("before", [turn(MET, "((("), turn("", ""), turn("???", None), turn("còn", "x " * 5_000)])
def test_what_is_no_question_comes_back(asked: str, before: Turn) -> None:
    """Signs, and words without a meaning, resolve to themselves whatever was said before."""
    assert resolve(asked, [before]) == asked


def test_white_space_alone_changes_nothing() -> None:
    """A question typed with two spaces that stands by itself is the very same string."""
    asked = "Who  is the president of Laos? "
    assert resolve(asked, [turn(MET, "Anouphap Tounalom")]) is asked


@pytest.mark.parametrize(
    ("question", "word", "kind", "answer", "expected"),
    [
        ("Who led the tour in Laos?", "when", "date", "Sok Dareth", "When did Sok Dareth lead the tour in Laos?"),
        ("Who was elected in Huế?", "when", "date", "Lê Hải", "When was Lê Hải elected in Huế?"),
        ("With whom did Lê Hải talk?", "where", "place", "Sok Dareth", "Where did Lê Hải talk with Sok Dareth?"),
        ("Did Hanoi fund the school?", "why", "reason", "yes", "Why did Hanoi fund the school?"),
        ("Which bridge did Huế build?", "when", "date", None, "When did Huế build the bridge?"),
        ("When was the bridge built?", "who", "person", "2020", "By whom was the bridge built?"),
    ],
)
def test_an_english_question_with_another_question_word(
    question: str, word: str, kind: str, answer: str | None, expected: str
) -> None:
    """The answer stands where the question word stood, and the verb takes the form it then has."""
    assert asked_with(question, word, kind, answer) == expected


def test_a_vietnamese_question_with_another_question_word() -> None:
    """The answer takes the question word's place."""
    assert vietnamese_with("Lê Hải gặp ai ở Huế?", "khi nào", "date", "Sok Dareth", True) == (
        "Lê Hải gặp Sok Dareth ở Huế khi nào?"
    )


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("When does the trade fair open?", "the trade fair"),
        ("When did Vinamilk build a plant in Huế?", "the plant"),
        ("Which law did Laos pass?", "the law"),
        ("How long is the Mỹ Thuận bridge?", "the Mỹ Thuận bridge"),
    ],
)
def test_what_an_english_question_is_about(question: str, topic: str) -> None:
    """What "it" would take up."""
    assert english_topic(question) == topic


def test_names_are_of_a_kind_and_led() -> None:
    """People, places, bodies and dates, with the preposition before them."""
    found = parts("Bộ Y tế gặp Lê Văn Hải ở Huế tháng 3/2024?")
    assert [(part.text, part.kind, part.lead) for part in found] == [
        ("Bộ Y tế", "body", ""),
        ("Lê Văn Hải", "person", ""),
        ("Huế", "place", "ở"),
        ("tháng 3/2024", "date", ""),
    ]
