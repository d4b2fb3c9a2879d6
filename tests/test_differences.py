"""A claim compared with evidence: what is borne, what differs, what is missing."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from assistant.comparing.alignment import aligned
from assistant.comparing.differences import Comparison, differences
from assistant.comparing.names import lacking
from assistant.comparing.phrases import comparing_words, split
from assistant.comparing.terms import reading_of, terms_of
from index.folding import bare

GRDP = "Tổng sản phẩm trên địa bàn (GRDP) của Hà Nội năm 2022 tăng 8,89%, cao hơn cả nước."
# Pairs whose leaning is not what a reader would say: what the comparison cannot yet do.
BEYOND = {
    "d039",  # of all is also of most
    "d115",  # a congress is đại hội only beside its number
    "d121",  # a stretch that lies within another
}


def pairs() -> Iterator[Mapping[str, Any]]:
    for line in (Path(__file__).parent / "differences.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)


def told(found: Comparison) -> list[tuple[str, str, str]]:
    return [(one.kind, one.claim, one.evidence) for one in found.differences if one.firm]


@pytest.mark.parametrize("pair", tuple(pairs()), ids=lambda pair: pair["id"])
def test_pair(pair: Mapping[str, Any]) -> None:
    """Each made-up pair leans as a reader would say, and what refutes it is of the kind expected."""
    found = differences(pair["claim"], pair["evidence"])
    if pair["id"] in BEYOND:
        assert found.leaning == "not_found"
        return
    assert found.leaning == pair["expected"]
    if pair["expected"] == "refuted":
        assert {one.kind for one in found.refuted_by} & set(pair["kinds"])


def test_no_pair_that_should_be_refuted_leans_to_supported() -> None:
    """Whatever else goes wrong, what the evidence says otherwise is never called supported."""
    wrong = [
        pair["id"]
        for pair in pairs()
        if pair["expected"] == "refuted" and differences(pair["claim"], pair["evidence"]).leaning == "supported"
    ]
    assert wrong == []


def test_evidence_supports_itself() -> None:
    """Every sentence bears itself out in whole, typed with its marks."""
    found = {pair["evidence"][0]: differences(pair["evidence"][0], pair["evidence"]) for pair in pairs()}
    assert {text: (one.borne, one.missing, one.refuted_by) for text, one in found.items()} == dict.fromkeys(
        found, (1.0, (), ())
    )


def test_unmarked_claim_is_never_refuted_by_its_own_words() -> None:
    """A sentence typed without marks is refuted by nothing in the sentence with them."""
    refuted = [
        pair["id"] for pair in pairs() if differences(bare(pair["evidence"][0]), pair["evidence"]).leaning == "refuted"
    ]
    assert refuted == []


def test_other_pairs_evidence_refutes_nothing() -> None:
    """Evidence of something else is not believed to refute a claim, nor to support it."""
    every = list(pairs())
    wrong = [
        (one["id"], other["id"], found.leaning)
        for one, other in zip(every, every[40:] + every[:40], strict=True)
        if (found := differences(one["claim"], other["evidence"])).leaning != "not_found"
    ]
    assert wrong == []


def test_spans_cut_the_words() -> None:
    """Where a contrast stands is where its words are, in the claim and in its sentence of the evidence."""
    for pair in pairs():
        evidence = ["Đây là một câu khác.", *pair["evidence"]]
        for one in differences(pair["claim"], evidence).differences:
            assert pair["claim"][one.at.start : one.at.end] == one.claim
            assert evidence[one.which][one.stands.start : one.stands.end] == one.evidence


def test_value_in_the_same_frame_is_contrasted() -> None:
    """The number of the claim is set against the evidence's number for the same thing."""
    assert told(differences("GRDP của Hà Nội năm 2022 tăng 9,5%.", [GRDP])) == [("number", "9,5%", "8,89%")]


def test_english_value_over_vietnamese_evidence() -> None:
    """An English claim's number is set against a Vietnamese sentence's."""
    assert told(differences("Hanoi's GRDP grew by 9.5% in 2022.", [GRDP])) == [("number", "9.5%", "8,89%")]


def test_of_several_days_the_likest_is_contrasted() -> None:
    """Between two days as near, the one that has most in common with the claim's is what is set against it."""
    evidence = ["Ngày 28/6/2024, hội đồng thông qua quy chế sửa đổi, có hiệu lực từ 1/1/2025."]
    claim = "Hội đồng thông qua quy chế sửa đổi ngày 28/7/2023."
    assert told(differences(claim, evidence)) == [("date", "ngày 28/7/2023", "Ngày 28/6/2024")]


def test_numbers_that_change_places() -> None:
    """Two numbers of a sentence are matched to what they count."""
    found = differences(
        "Vụ cháy làm 3 người chết, 7 người bị thương.", ["Vụ cháy làm 7 người chết, 3 người bị thương."]
    )
    assert {claim: evidence for _, claim, evidence in told(found)} == {"3 người": "7 người", "7 người": "3 người"}


def test_yesterday_is_reckoned_from_the_articles_day() -> None:
    """What the article calls yesterday is the day before it appeared."""
    evidence = ["Hôm qua, thành phố khánh thành cầu Cẩm Lệ."]
    claim = "Thành phố khánh thành cầu Cẩm Lệ ngày 3/5/2023."
    leanings = [differences(claim, evidence, published=date(2023, 5, day)).leaning for day in (4, 10)]
    assert leanings == ["supported", "refuted"]


def test_last_name_is_whose_the_article_says() -> None:
    """A last name bears out a full name where the rest of the article has it, and only there."""
    evidence = ["Ông Lâm khai mạc hội chợ sách."]
    claim = "Ông Trần Quốc Lâm khai mạc hội chợ sách."
    contexts = [(), ("Giám đốc sở Trần Quốc Lâm có mặt từ sớm.",), ("Giám đốc sở Lê Văn Lâm có mặt từ sớm.",)]
    assert [differences(claim, evidence, context=one).leaning for one in contexts] == [
        "not_found",
        "supported",
        "not_found",
    ]


def test_initials_stand_for_a_body() -> None:
    """A body that the claim names in full and by its initials is borne out by the initials."""
    assert lacking("Ủy ban Olympic quốc tế (IOC) họp.", ["IOC họp hôm qua."]) == ()


def test_added_clause_is_missing() -> None:
    """What the claim adds is told as missing, with its share."""
    found = differences("Trường xây thư viện và mua hai trăm máy tính.", ["Trường xây thư viện."])
    assert (found.leaning, found.differences, [one.claim for one in found.missing]) == (
        "not_found",
        (),
        ["mua hai trăm máy tính"],
    )


def test_both_ways_round_is_no_role() -> None:
    """Meeting goes both ways."""
    assert differences("Ông Hùng gặp ông Lâm.", ["Ông Lâm gặp ông Hùng."]).leaning == "supported"


def test_phrase_that_only_looks_like_a_denial() -> None:
    """Neither "không chỉ" nor "không khí" denies anything."""
    evidence = ["Không khí tại chợ hoa không chỉ đông vui mà còn rộn ràng."]
    assert told(differences("Không khí tại chợ hoa đông vui.", evidence)) == []


def test_empty_texts() -> None:
    """An empty claim and no evidence are compared like any others."""
    assert differences("", [GRDP]) == Comparison(0.0, 0.0, (), ())
    assert differences("Giá vàng tăng.", []).leaning == "not_found"
    assert differences("?!", ["…"]).leaning == "not_found"


def test_terms_cut_their_text() -> None:
    """A term's characters are its text, and no two terms overlap."""
    terms = terms_of(GRDP, reading_of(GRDP))
    assert [GRDP[term.start : term.end] for term in terms] == [term.text for term in terms]
    assert all(one.end <= other.start for one, other in pairwise(terms))


def test_no_word_of_the_evidence_is_taken_twice() -> None:
    """Each word of the evidence is placed beside one of the claim at most."""
    pair = aligned("Giá vàng tăng, giá dầu tăng, giá gạo tăng.", ["Giá dầu tăng còn giá vàng giảm."])
    taken = [n for place in pair.at if place for n in range(place[0], place[1] + 1)]
    assert len(taken) == len(set(taken))


def test_word_lists_have_no_side_twice() -> None:
    """No phrase stands on two sides of one line of opposites."""
    twice = []
    for line in comparing_words()["opposites"]:
        sides = [set(split(side)) for side in line["sides"]]
        twice += [one for n, side in enumerate(sides) for other in sides[n + 1 :] for one in side & other]
    assert twice == []


def test_a_post_or_a_party_does_not_stand_for_a_place() -> None:
    """A syllable of another word spelled as a country but for its marks (Bí thư, Bỉ), and a party, are no places."""
    met = "Chiều 3/5, ông Lê Văn Hải, Bí thư Huyện ủy, hội đàm với đoàn của Đảng Nhân dân Cách mạng Lào."
    said = differences("Ông Lê Văn Hải hội đàm với đoàn của Lào tại Bangkok.", [met])
    assert [one.evidence for one in said.differences if one.claim == "Bangkok"] == []
