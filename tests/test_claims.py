"""A claim in, a verdict out."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from assistant.claims.checking import check
from assistant.claims.claimed import claimed
from assistant.data import Difference, Verdict
from benchmarks.claims import golden_claims
from index.building import build
from index.entailing import Vote
from index.errors import UsageError
from index.searching import Index
from tests.fakes import LetterEncoder

OPENING = """Khánh thành cầu Thủ Thiêm

Sáng 28/4/2022, Thành phố Hồ Chí Minh khánh thành cầu Thủ Thiêm 2, dài 1.465 mét, vốn đầu tư 3.100 tỷ đồng.

Ông Lê Văn Hải phát biểu tại buổi lễ. Cây cầu nối hai bờ sông Sài Gòn.
"""
LATER = """Cầu Thủ Thiêm sau một năm

Cầu Thủ Thiêm 2 khánh thành ngày 28/4/2022, dài 1.732 mét, vốn đầu tư 3.100 tỷ đồng, theo Thành phố Hồ Chí Minh.
"""
HARVEST = """Được mùa lúa

Nông dân huyện Thoại Sơn thu hoạch 7 triệu tấn lúa trong vụ hè thu.
"""


class Voting:
    """An entailment model that always votes alike, and keeps what it was asked."""

    name = "voting"

    def __init__(self, entailment: float, contradiction: float) -> None:
        self._vote = Vote(entailment, 1 - entailment - contradiction, contradiction)
        self.asked: list[tuple[str, str]] = []

    def votes(self, pairs: Sequence[tuple[str, str]]) -> list[Vote]:
        """The same vote on each pair."""
        self.asked += pairs
        return [self._vote for _ in pairs]


def index_of(folder: Path, **articles: str) -> Index:
    """An index of these articles; one whose name ends in a year was published in its June."""
    (folder / "articles").mkdir()
    stated: list[str] = []
    for name, text in articles.items():
        (folder / "articles" / f"{name}.txt").write_text(text)
        if name[-4:].isdecimal():
            stated.append(f"  {name}.txt: {{published: {name[-4:]}-06-01}}\n")
    (folder / "articles" / "articles.yaml").write_text(f"articles:\n{''.join(stated)}")
    build(folder / "articles", folder / "index", LetterEncoder())
    return Index.open(folder / "index", LetterEncoder())


@pytest.fixture
def bridge(tmp_path: Path) -> Index:
    """The index of an article on a bridge and one on a harvest."""
    return index_of(tmp_path, opening=OPENING, harvest=HARVEST)


def quotes(verdict: Verdict) -> list[str]:
    return [citation.quote for citation in verdict.citations]


def test_what_the_article_says_is_supported(bridge: Index) -> None:
    """The quote is the sentence that says it, cut from the article."""
    verdict = check(bridge, "Cầu Thủ Thiêm 2 dài 1.465 mét.")
    assert (verdict.verdict, verdict.why) == ("supported", "Bài báo nói đúng như vậy [1].")
    assert quotes(verdict) == [OPENING.split("\n")[2]]
    assert (verdict.differences, verdict.nearest, verdict.parts) == ((), (), ())


def test_another_value_refutes(bridge: Index) -> None:
    """The difference has the words of both, and the number of the quote."""
    verdict = check(bridge, "Cầu Thủ Thiêm 2 dài 1.645 mét.")
    assert verdict.verdict == "refuted"
    assert verdict.differences == (Difference("number", "1.645 mét", "1.465 mét", 1),)
    assert verdict.why == "Bài báo nói khác [1]. Nhận định: 1.645 mét; bài báo: 1.465 mét [1]."


def test_what_is_added_is_not_found(bridge: Index) -> None:
    """Absence refutes nothing; the nearest passages are shown and nothing is cited."""
    verdict = check(bridge, "Cầu Thủ Thiêm 2 dài 1.465 mét, do Nhật Bản tài trợ.")
    assert (verdict.verdict, verdict.citations, verdict.differences) == ("not_found", (), ())
    assert verdict.why == "Các bài báo không nói “Nhật Bản” trong việc này."
    assert next(hit.passage.article.id for hit in verdict.nearest) == "opening.txt"


@pytest.mark.parametrize("text", ["Thủ Thiêm!", "28/4/2022 và 2021.", "Không."])
def test_what_states_nothing_is_not_found(bridge: Index, text: str) -> None:
    """That a name or a day stands in an article bears nothing out."""
    assert (check(bridge, text).verdict, check(bridge, text).citations) == ("not_found", ())


def test_a_claim_without_marks_is_checked_too(bridge: Index) -> None:
    """Marks do not count where none were typed."""
    assert check(bridge, "cau Thu Thiem 2 dai 1.465 met").verdict == "supported"


def test_evidence_may_stand_in_two_sentences(bridge: Index) -> None:
    """They are of one article, and cited in its order."""
    verdict = check(bridge, "Cầu Thủ Thiêm 2 nối hai bờ sông Sài Gòn, khánh thành ngày 28/4/2022.")
    assert verdict.verdict == "supported"
    assert quotes(verdict) == [OPENING.split("\n")[2], "Cây cầu nối hai bờ sông Sài Gòn."]


def test_each_sentence_has_its_verdict(bridge: Index) -> None:
    """The whole is as bad as its worst sentence; the citations are numbered through."""
    text = "Cầu Thủ Thiêm 2 dài 1.465 mét. Nông dân huyện Thoại Sơn thu hoạch 9 triệu tấn lúa."
    verdict = check(bridge, text)
    assert (verdict.claim, verdict.verdict, verdict.why) == (
        text,
        "refuted",
        "Trong 2 câu: 1 câu có căn cứ, 1 câu bị bác bỏ.",
    )
    assert [part.verdict for part in verdict.parts] == ["supported", "refuted"]
    assert [[citation.number for citation in part.citations] for part in verdict.parts] == [[1], [2]]
    assert verdict.differences == (Difference("number", "9 triệu tấn", "7 triệu tấn", 2),)
    assert [citation.passage.article.id for citation in verdict.citations] == ["opening.txt", "harvest.txt"]


def test_a_claim_in_part_not_found_cites_only_for_what_is_supported(bridge: Index) -> None:
    """Its supported sentence has its citation all the same."""
    verdict = check(bridge, "Cầu Thủ Thiêm 2 dài 1.465 mét. Ông Trần Văn Sửu hát quan họ ở Bắc Ninh.")
    assert (verdict.verdict, verdict.citations) == ("not_found", verdict.parts[0].citations)
    assert [len(part.citations) for part in verdict.parts] == [1, 0]


def test_articles_that_disagree_are_both_shown(tmp_path: Path) -> None:
    """Nobody knows which is newer: the claim counts as refuted."""
    index = index_of(tmp_path, opening=OPENING, later=LATER)
    verdict = check(index, "Cầu Thủ Thiêm 2 dài 1.465 mét, vốn đầu tư 3.100 tỷ đồng.")
    assert verdict.verdict == "refuted"
    assert verdict.why.startswith("Các bài báo nói khác nhau [1][2]: một bài nói như vậy, bài kia nói khác.")
    assert [citation.passage.article.id for citation in verdict.citations] == ["opening.txt", "later.txt"]
    assert verdict.differences == (Difference("number", "1.465 mét", "1.732 mét", 2),)


@pytest.mark.parametrize(("opening", "expected"), [("opening2024", "supported"), ("opening2021", "refuted")])
def test_of_articles_that_disagree_the_newer_decides(tmp_path: Path, opening: str, expected: str) -> None:
    """Both are cited."""
    index = index_of(tmp_path, later2023=LATER, **{opening: OPENING})
    verdict = check(index, "Cầu Thủ Thiêm 2 dài 1.465 mét, vốn đầu tư 3.100 tỷ đồng.")
    assert (verdict.verdict, len(verdict.citations)) == (expected, 2)


def test_the_articles_may_be_limited(tmp_path: Path) -> None:
    """An outlet or a day that leaves none out of which to judge leaves nothing."""
    from index.filters import Filter

    index = index_of(tmp_path, opening2022=OPENING)
    verdict = check(index, "Cầu Thủ Thiêm 2 dài 1.465 mét.", Filter(since=date(2023, 1, 1)))
    assert (verdict.verdict, verdict.why, verdict.nearest) == ("not_found", "Không bài báo nào nói đến việc này.", ())


@pytest.mark.parametrize("text", ["", " … ", "x" * 2001, "Ai khánh thành cầu Thủ Thiêm?"])
def test_what_is_no_claim_is_refused(bridge: Index, text: str) -> None:
    """Empty, endless, or only a question: a sentence says so, and what to do."""
    with pytest.raises(UsageError, match=r"^(The claim is (empty|too long): .*\.|This is a question, .*\.)$"):
        check(bridge, text)


def test_a_question_among_statements_is_left_out(bridge: Index) -> None:
    """A note says so."""
    verdict = check(bridge, "Cầu Thủ Thiêm 2 dài 1.465 mét. Có đúng không?")
    assert (verdict.verdict, verdict.parts) == ("supported", ())
    assert verdict.notes == ("Câu hỏi không được xét; bỏ qua 1 câu.",)


def test_a_sentence_keeps_the_one_before() -> None:
    """What "he" is stands there."""
    assert list(claimed("Ông An ở Huế. Ông ấy dạy học.")) == [
        ("Ông An ở Huế.", ""),
        ("Ông ấy dạy học.", "Ông An ở Huế."),
    ]


def test_a_model_may_support_what_rules_do_not_find(bridge: Index) -> None:
    """It is named, and the nearest sentences are cited."""
    model = Voting(entailment=0.9, contradiction=0.05)
    verdict = check(bridge, "Chiếc cầu bắc ngang dòng sông Sài Gòn.", entailment=model)
    assert (verdict.verdict, verdict.model) == ("supported", "voting")
    assert verdict.why == "Bài báo nói như vậy bằng lời khác [1]."
    assert [statement for _, statement in model.asked] == ["Chiếc cầu bắc ngang dòng sông Sài Gòn."]


@pytest.mark.parametrize(
    ("claim", "votes", "expected"),
    [
        ("Cầu Thủ Thiêm 2 dài 1.645 mét.", (0.99, 0.0), "refuted"),
        ("Cầu Thủ Thiêm 2 do Nhật Bản tài trợ.", (0.99, 0.0), "not_found"),
        ("Cầu Thủ Thiêm 2 dài 1.465 mét.", (0.0, 0.9), "not_found"),
        ("Cầu Thủ Thiêm 2 dài 1.465 mét.", (0.0, 0.5), "supported"),
        ("Chiếc cầu bắc ngang dòng sông Sài Gòn.", (0.0, 0.9), "refuted"),
    ],
)
def test_a_model_overrules_no_value_or_name(
    bridge: Index, claim: str, votes: tuple[float, float], expected: str
) -> None:
    """It may doubt what rules call supported, and find the contrary of a claim; another value stays another value."""
    assert check(bridge, claim, entailment=Voting(*votes)).verdict == expected


def test_without_a_model_none_is_named(bridge: Index) -> None:
    """Nobody voted."""
    assert check(bridge, "Cầu Thủ Thiêm 2 dài 1.465 mét.").model is None


@pytest.mark.parametrize("claim", golden_claims(), ids=lambda claim: claim.id)
def test_golden_claims(seeds_index: Index, claim: object) -> None:
    """Each has its verdict; what is found is cited from the right article."""
    from benchmarks.claims import Claim

    assert isinstance(claim, Claim)
    verdict = check(seeds_index, claim.text)
    assert verdict.verdict == claim.verdict
    assert {citation.passage.article.id for citation in verdict.citations} == ({claim.article} - {None})


def test_every_citation_stands_in_its_article(seeds_index: Index) -> None:
    """A quote is what the article has at its offsets, and the numbers count from 1."""
    for claim in golden_claims():
        cited = check(seeds_index, claim.text).citations
        assert [one.number for one in cited] == list(range(1, len(cited) + 1))
        assert [one.quote for one in cited] == [
            one.passage.article.text[one.passage.start : one.passage.end] for one in cited
        ]
