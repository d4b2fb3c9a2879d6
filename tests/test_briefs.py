"""A brief made of what the assistant says, and of a list of questions."""

import hashlib
from datetime import date

import pytest

from assistant.briefs.data import AROUND, Differing, Part, Saved
from assistant.briefs.making import entry_of, made_of
from assistant.briefs.questions import Line, answered, line_of, lines_of
from assistant.data import Answer, Filter
from index.errors import UsageError
from tests.brief_parts import (
    ANSWER,
    FLOODED,
    MADE,
    MOVED_OUT,
    QUOTATION,
    REFUSAL,
    SHUT,
    TONS,
    VERDICT,
    FakeAnswering,
    article,
    citation,
    whole,
)


def test_citations_are_numbered_through_the_brief_in_the_order_of_their_marks() -> None:
    """Word numbers footnotes so too."""
    brief = whole()
    assert [(one.number, one.exact) for one in brief.citations] == [(1, MOVED_OUT), (2, SHUT), (3, TONS), (4, SHUT)]
    assert brief.entries[0].text == (f"300 hộ [1]\n“{MOVED_OUT}” [1]\n“{SHUT}” [2]\nHai bài nói khác nhau. (300 [1])")


def test_a_citation_that_no_text_marks_is_marked_at_its_end() -> None:
    """A footnote that nothing refers to would not be shown."""
    brief = whole()
    assert (brief.entries[2].text, brief.entries[3].text) == ("The article gives another number. [3]", "[4]")


def test_a_verdict_keeps_its_differences_and_sentences_with_the_numbers_of_the_brief() -> None:
    """Both point at the brief's footnotes."""
    entry = whole().entries[2]
    assert entry.differences == (Differing("number", "9 million tons", "7 triệu tấn", 3),)
    assert entry.parts == (Part("Vietnam will export rice.", "supported", "It says so [3]."),)


def test_a_bracketed_number_within_a_quote_is_the_articles_own() -> None:
    """Only marks are numbered anew."""
    one = article("Theo nghị quyết [1] của xã, trường đóng cửa.\n")
    quote = citation(one, "Theo nghị quyết [1] của xã, trường đóng cửa.")
    said = Answer("Sao?", "vi", "answered", None, f"“{quote.quote}” [1]", (quote,), ())
    assert entry_of(said, before=6).text == f"“{quote.quote}” [7]"


def test_a_saved_citation_has_the_words_around_it_and_the_hash_of_its_article() -> None:
    """What finds the words again."""
    saved = Saved.of(citation(FLOODED, SHUT), 5)
    at = FLOODED.text.index(SHUT)
    assert (saved.number, saved.start, saved.end, saved.exact) == (5, at, at + len(SHUT), SHUT)
    assert (saved.prefix, saved.suffix) == (FLOODED.text[at - AROUND : at], "\n")
    assert saved.sha256 == hashlib.sha256(FLOODED.text.encode()).hexdigest()
    assert saved.citation.quote == SHUT


def test_the_language_of_a_brief_is_that_of_most_entries() -> None:
    """Where they tie, that of its title."""
    assert made_of([ANSWER, QUOTATION, REFUSAL], "Flood", MADE).language == "vi"
    assert made_of([ANSWER, REFUSAL], "What is known of the flood", MADE).language == "en"


def test_a_brief_without_a_title_is_called_a_brief() -> None:
    """In its language."""
    assert made_of([REFUSAL], "", MADE).title == "Brief"


def test_a_list_has_questions_claims_and_quotations() -> None:
    """Blank lines and comments are skipped, with and without a byte order mark, with any ends of lines."""
    text = "\ufeff# danh sách\r\n\r\nAi đã gặp?\r\nclaim: A.\r\n  KIEM : B.\r\ntrích: “C”\r\nVì sao: thế nào?\r\n"
    assert lines_of(text.encode(), "q.txt") == (
        Line("question", "Ai đã gặp?"),
        Line("claim", "A."),
        Line("claim", "B."),
        Line("quotation", "C"),
        Line("question", "Vì sao: thế nào?"),
    )


@pytest.mark.parametrize("before", ["quote", "Quote", "trích", "Trích", "trich", "TRÍCH DẪN"])
def test_a_quotation_is_told_by_what_stands_before_the_colon(before: str) -> None:
    """In English and Vietnamese, in any case, with and without marks."""
    assert line_of(f"{before}: hai ngày") == Line("quotation", "hai ngày")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"# nothing\n\n", "q.txt: no question in it."),
        ("Ai?".encode("utf-16"), "q.txt: not UTF-8 at byte 0."),
    ],
)
def test_a_list_that_asks_nothing_is_told(content: bytes, complaint: str) -> None:
    """In a sentence with what to do."""
    with pytest.raises(UsageError, match=complaint):
        lines_of(content, "q.txt")


def test_each_line_is_answered_by_its_kind_and_a_bad_one_says_why() -> None:
    """The rest goes on; progress and limits are passed on."""
    lines = [
        Line("question", "Bao nhiêu?"),
        Line("question", "x" * 3000),
        Line("claim", "A."),
        Line("quotation", "B."),
    ]
    told: list[tuple[int, int, str]] = []
    assistant, only = FakeAnswering(), Filter(since=date(2024, 1, 1))
    brief = answered(assistant, lines, "T", only, lambda *step: told.append(step), MADE)
    assert [(entry.kind, entry.status) for entry in brief.entries] == [
        ("question", "answered"),
        ("question", "unread"),
        ("claim", "refuted"),
        ("quotation", "altered"),
    ]
    assert brief.entries[1].text == "The question is too long. Ask in a sentence."
    assert len(brief.entries[1].asked) == 301
    assert [one.number for one in brief.citations] == [1, 2, 3, 4]
    assert [step[:2] for step in told] == [(0, 4), (1, 4), (2, 4), (3, 4)]
    assert assistant.limits == [only] * 4


def test_a_verdict_that_found_nothing_has_no_citations() -> None:
    """Nor has its text any marks."""
    assert entry_of(REFUSAL).citations == ()
    assert entry_of(VERDICT, before=2).citations[0].number == 3
