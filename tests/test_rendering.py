"""What the commands print of an answer beside its words: where else a cited story is printed."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.data import Answer, Language, Summary, elsewhere
from assistant.rendering.answers import answer_text
from assistant.rendering.objects import answer_object
from index.data import Article, Passage, Span
from tests.fake_assistant import cited

TEXT = "Sáng 11/3, cầu Vàm Sáo được thông xe."
BRIDGE = Article(
    "a/bridge.txt", TEXT, "Thông xe cầu", "Lao Động Thủ Đô", None, date(2024, 3, 11), "stated", None,
    (Span(0, len(TEXT)),), (),
)  # fmt: skip
VOV = Summary("b/vov.txt", None, "VOV", date(2024, 3, 11))
NAMELESS = Summary("b/copy.txt", None, None, None)


def answered(*also_in: Summary, language: Language = "en") -> Answer:
    """An answer that cites the bridge, printed there too."""
    return replace(cited("q", "11/3", Passage(BRIDGE, 0, len(TEXT)), also_in=also_in), language=language)


@pytest.mark.parametrize(
    ("language", "also_in"),
    [("en", "also in: VOV (2024-03-11), b/copy.txt"), ("vi", "cũng có trong: VOV (2024-03-11), b/copy.txt")],
)
def test_the_line_under_a_quote_says_where_else_it_is_printed(language: Language, also_in: str) -> None:
    """Outlet and day where they are known, else the file."""
    line = answer_text(answered(NAMELESS, VOV, language=language)).splitlines()[-1]
    assert line == f"    Lao Động Thủ Đô · Thông xe cầu · 2024-03-11 · a/bridge.txt, 0–{len(TEXT)} · {also_in}"


def test_the_object_says_it_in_a_line_of_the_text() -> None:
    """The keys of a citation are frozen; the line comes last, after the notes."""
    answer = replace(answered(VOV), notes=("“cau” was read as “cầu”.",))
    record = answer_object(answer, None, 0)
    assert record["text"].splitlines()[1:] == ["“cau” was read as “cầu”.", "[1] also in: VOV (2024-03-11)"]
    assert record["citations"] == answer_object(answered(), None, 0)["citations"]


def test_of_many_three_are_named() -> None:
    """The earliest; the others are counted."""
    copies = [Summary(f"{day}.txt", None, f"Báo {day}", date(2024, 3, day)) for day in (15, 14, 13, 12, 11)]
    named = "[1] also in: Báo 11 (2024-03-11), Báo 12 (2024-03-12), Báo 13 (2024-03-13) and 2 more"
    assert answer_object(answered(*copies), None, 0)["text"].splitlines()[-1] == named


def test_an_outlet_is_named_once_and_the_cited_one_only_where_there_is_no_other() -> None:
    """Two files of one outlet are one name; a file of the cited outlet is named by its id, where nobody else has it."""
    later = Summary("b/vov2.txt", None, "VOV", date(2024, 3, 12))
    own = Summary("c/bridge.txt", None, "Lao Động Thủ Đô", date(2024, 3, 12))
    assert elsewhere(BRIDGE, (own, later, NAMELESS, VOV)) == (VOV, NAMELESS)
    assert answer_object(answered(own), None, 0)["text"].splitlines()[-1] == "[1] also in: c/bridge.txt (2024-03-12)"


def test_a_story_that_nobody_else_prints_has_no_such_line() -> None:
    """Neither in the text nor in the object."""
    assert "also in" not in answer_text(answered())
    assert answer_object(answered(), None, 0)["text"] == f"{TEXT} [1]"
