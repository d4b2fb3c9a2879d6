"""What the commands print of a verdict on a claim, and of what became of a quotation."""

from dataclasses import replace
from datetime import date

from assistant.data import Change, Citation, Difference, Quotation, Verdict
from assistant.rendering.objects import quotation_object, verdict_object
from assistant.rendering.verdicts import quotation_text, verdict_text
from index.data import Article, Hit, Passage, Span

TEXT = "Sáng 11/3, cầu Vàm Sáo được thông xe. Cầu dài 320 m."
BRIDGE = Article(
    "a/bridge.txt", TEXT, "Thông xe cầu", "Lao Động Thủ Đô", None, date(2024, 3, 11), "stated", None,
    (Span(0, len(TEXT)),), (),
)  # fmt: skip
OPENED, LENGTH = Passage(BRIDGE, 0, 37), Passage(BRIDGE, 38, len(TEXT))
WHERE = "Lao Động Thủ Đô · Thông xe cầu · 2024-03-11 · a/bridge.txt"
LONGER = Verdict(
    "The bridge is 350 m long.",
    "en",
    "refuted",
    "The articles say it differently.",
    (Citation(1, LENGTH),),
    (Difference("number", "350 m", "320 m", 1),),
    (),
)
SHORTENED = Quotation(
    "Sáng 12/3, cầu được thông xe",
    "vi",
    "altered",
    (Citation(1, OPENED),),
    (
        Change("changed", "12/3", "11/3", Span(5, 9), Span(5, 9)),
        Change("left_out", "", "Vàm Sáo", Span(14, 14), Span(15, 22)),
    ),
)


def test_a_verdict_comes_first_then_the_differences_then_the_quotes() -> None:
    """In a word and a sentence; each difference names its citation; each quote its place."""
    assert verdict_text(LONGER).split("\n\n") == [
        "Refuted. The articles say it differently.",
        "    claim: 350 m; article: 320 m [1]",
        f"[1] “Cầu dài 320 m.”\n    {WHERE}, 38–52",
    ]


def test_a_difference_that_the_sentence_has_told_is_not_told_again() -> None:
    """Only where both the claim's words and the article's stand in it."""
    told = replace(LONGER, why="Claim: 350 m; article: 320 m [1].")
    assert verdict_text(told).split("\n\n")[:2] == [
        "Refuted. Claim: 350 m; article: 320 m [1].",
        f"[1] “Cầu dài 320 m.”\n    {WHERE}, 38–52",
    ]
    half = replace(LONGER, why="It is not 350 m long.")
    assert verdict_text(half).split("\n\n")[1] == "    claim: 350 m; article: 320 m [1]"


def test_each_sentence_of_a_claim_has_its_own_verdict() -> None:
    """Below the one on the whole, with the sentence."""
    opened = replace(LONGER, claim="It opened.", verdict="supported", why="Borne out.", citations=(), differences=())
    whole = replace(LONGER, claim="It opened. The bridge is 350 m long.", parts=(opened, LONGER))
    assert verdict_text(whole).split("\n\n")[1:3] == [
        "Supported. Borne out.\n    “It opened.”",
        "Refuted. The articles say it differently.\n    “The bridge is 350 m long.”",
    ]


def test_what_is_not_found_shows_the_nearest_passages_as_no_evidence() -> None:
    """Under a label, and with no number in brackets."""
    hit = Hit(OPENED, 1, 0.9, 0.9, 1, 1)
    verdict = Verdict("Cầu bị sập.", "vi", "not_found", "Không bài nào nói điều này.", (), (), (hit,))
    assert verdict_text(verdict).split("\n\n") == [
        "Không tìm thấy. Không bài nào nói điều này.",
        "Những đoạn gần nhất (không phải câu trả lời):",
        f"1. “Sáng 11/3, cầu Vàm Sáo được thông xe.”\n    {WHERE}",
    ]


def test_a_model_that_had_a_vote_is_named() -> None:
    """Beside the notes, in the text and in the object."""
    voted = replace(LONGER, model="nli-small")
    assert verdict_text(voted).split("\n\n")[-1] == "nli-small had a vote."
    assert verdict_object(voted, None)["model"] == "nli-small"


def test_a_verdict_as_an_object_has_the_frozen_keys_first() -> None:
    """Those that scripts read, then what was added to them."""
    record = verdict_object(LONGER, 7)
    assert list(record)[:7] == ["schema", "id", "claim", "verdict", "why", "citations", "differences"]
    assert (record["id"], record["verdict"]) == (7, "refuted")
    assert record["differences"] == [{"kind": "number", "claim": "350 m", "article": "320 m", "citation": 1}]


def test_an_altered_quotation_says_word_by_word_how() -> None:
    """What was changed, what was left out, and where the real words stand."""
    assert quotation_text(SHORTENED).split("\n\n") == [
        "Bị sửa.",
        "    sửa: “12/3”; bài báo: “11/3”\n    bỏ bớt: “Vàm Sáo”",
        f"[1] “Sáng 11/3, cầu Vàm Sáo được thông xe.”\n    {WHERE}, 0–37",
    ]


def test_a_quotation_as_an_object_has_the_frozen_keys_first() -> None:
    """A change has its words and its offsets on both sides."""
    record = quotation_object(SHORTENED, None)
    assert list(record)[:6] == ["schema", "id", "quote", "status", "citations", "differences"]
    assert record["differences"][0] == {
        "kind": "changed", "quote": "12/3", "article": "11/3", "at": [5, 9], "stands": [5, 9],
    }  # fmt: skip
