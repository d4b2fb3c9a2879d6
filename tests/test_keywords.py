"""BM25 over folded words, against ten lines that anyone can check."""

import math
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from index import keywords as module
from index.filters import Filter
from index.folding import spelled, words
from index.keywords import Entry, Keywords, Term, terms, tokens

PASSAGES = [
    (7, "Chiều 11/3, tại Thủ đô Viêng Chăn, hai đoàn hội đàm."),
    (9, "Ông Thongsalith Mangnomek thăm Hà Nội; thủ đô Vientiane gửi lời chào."),
    (12, "Tỷ lệ hộ nghèo tại Hà Nội chỉ còn 1,7%."),
]


def entries(passages: Sequence[tuple[int, str]]) -> list[Entry]:
    """The passages, of articles without a day and an outlet."""
    return [Entry(id, text) for id, text in passages]


@pytest.fixture(scope="module")
def keywords() -> Keywords:
    return Keywords.build(None, entries(PASSAGES))


def oracle(query: str) -> dict[int, float]:
    """BM25 (k1 1.2, b .75) of the query's tokens over those of each passage."""
    documents = {i: list(tokens([w.folded for w in words(text)])) for i, text in PASSAGES}
    mean = sum(map(len, documents.values())) / len(documents)
    scores = dict.fromkeys(documents, 0.0)
    for token in dict.fromkeys(tokens([w.folded for w in words(query)])):
        holding = sum(token in document for document in documents.values())
        idf = math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
        for identity, document in documents.items():
            count = Counter(document)[token]
            scores[identity] += idf * 2.2 * count / (count + 1.2 * (0.25 + 0.75 * len(document) / mean))
    return scores


def reach(query: str) -> float:
    documents = [set(tokens([w.folded for w in words(text)])) for _, text in PASSAGES]
    wanted = dict.fromkeys(tokens([w.folded for w in words(query)]))
    holdings = [sum(token in document for document in documents) for token in wanted]
    return sum(math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5)) for holding in holdings)


@pytest.mark.parametrize("query", ["hộ nghèo Hà Nội", "thu do", "Viêng Chăn hội đàm"])
def test_scores_are_bm25_as_a_share_of_the_best_reachable(keywords: Keywords, query: str) -> None:
    """The scores of tantivy are those of the textbook."""
    expected = {i: score / reach(query) for i, score in oracle(query).items() if score}
    assert dict(keywords.search(terms(query), [], 10)) == pytest.approx(expected, rel=1e-4)


def test_a_question_without_diacritics_finds_the_accented_passage(keywords: Keywords) -> None:
    """Both sides are folded."""
    assert keywords.search(terms("vieng chan"), [], 1)[0][0] == 7


def test_an_accented_word_prefers_its_own_spelling() -> None:
    """thể, thế and the fold alike; the one that is spelled so comes first."""
    index = Keywords.build(None, entries([(1, "như thể"), (2, "như thế"), (3, "như the")]))
    assert index.search(terms("thế"), [spelled("thế")], 3)[0][0] == 2


def test_a_term_is_found_in_any_of_its_forms(keywords: Keywords) -> None:
    """Vientiane and Viêng Chăn are one thing, and a passage that has either has it whole."""
    found = keywords.search([Term((("vientiane",), ("vieng_chan",)))], [], 10)
    assert {identity for identity, _ in found} == {7, 9}


def test_words_of_another_language_reach_nothing(keywords: Keywords) -> None:
    """An English question scores no passage, so it is the sentence model that decides."""
    assert keywords.search(terms("which households were impoverished"), [], 10) == []


@pytest.mark.parametrize("query", ['+("a" OR b)^2~ [x TO y] {z} \\ / * ? : !', "", "   ", "\x00\x1b"])
def test_no_character_is_syntax(keywords: Keywords, query: str) -> None:
    """A query is words, never a query language."""
    assert keywords.search(terms(query), [], 10) == []


def test_what_was_built_is_what_is_opened(tmp_path: Path) -> None:
    """The folder holds the whole index."""
    built = Keywords.build(tmp_path, entries(PASSAGES))
    assert Keywords.open(tmp_path).search(terms("hộ nghèo"), [], 3) == built.search(terms("hộ nghèo"), [], 3)


def test_an_index_of_nothing_finds_nothing() -> None:
    """Emptiness is no error."""
    assert Keywords.build(None, []).search(terms("Hà Nội"), [], 3) == []


def test_rarity_falls_with_the_passages_that_hold_a_token(keywords: Keywords) -> None:
    """Two hold ha_noi, one vieng_chan, none bangkok."""
    assert keywords.rarity("ha_noi") < keywords.rarity("vieng_chan") < keywords.rarity("bangkok") == keywords.rarest


def test_count_and_beginning_say_what_the_passages_hold(keywords: Keywords) -> None:
    """How many hold a token, and which begin so, the commonest first."""
    assert [keywords.count(token) for token in ("ha_noi", "vieng", "bangkok")] == [2, 1, 0]
    assert keywords.beginning("ha")[:2] == ["ha", "ha_noi"]


# Filters

NEWS = [
    Entry(number, f"giá gạo lần {number}", None if number % 5 == 0 else date(2024, 1, 1) + timedelta(number), source)
    for number, source in enumerate(("Báo Sáng", "báo sáng", "Báo Tối", None) * 10, start=1)
]


@pytest.mark.parametrize(
    "only",
    [
        Filter(),
        Filter(since=date(2024, 1, 10)),
        Filter(until=date(2024, 1, 10)),
        Filter(since=date(2024, 1, 10), until=date(2024, 1, 10)),
        Filter(since=date(2024, 1, 20), until=date(2024, 1, 10)),
        Filter(sources=("Báo Sáng",)),
        Filter(sources=("Báo Tối", "báo sáng", "no such outlet")),
        Filter(since=date(2024, 1, 7), until=date(2024, 2, 2), sources=("Báo Sáng", "Báo Tối")),
    ],
)
def test_a_filter_lets_through_what_it_admits_with_its_score(only: Filter) -> None:
    """By the day and by the outlet to the letter; an article without either is in no stretch of days, of no outlet."""
    index = Keywords.build(None, NEWS)
    everything = dict(index.search(terms("giá gạo"), [], 100))

    found = dict(index.search(terms("giá gạo"), [], 100, only))

    assert found == {each.id: everything[each.id] for each in NEWS if only.admits(each.published, each.source)}


def test_a_filter_does_not_make_a_passage_fit() -> None:
    """A passage that is admitted and has none of the words is not found."""
    assert Keywords.build(None, NEWS).search(terms("Hà Nội"), [], 10, Filter(sources=("Báo Sáng",))) == []


# A large index


def test_a_large_index_leaves_out_the_commonest_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """What tells passages apart least is not looked for where its lists are long; all of it is where they are short."""
    passages = [(number, f"giá gạo {'tăng' if number % 3 else 'giảm'} ở làng {number}") for number in range(1, 31)]
    index = Keywords.build(None, entries(passages))
    wanted = terms("giá gạo giảm 6")
    every = index.search(wanted, [], 30)

    monkeypatch.setattr(module, "POSTINGS", 12)
    monkeypatch.setattr(module, "POSTINGS_EACH", 0)
    rare = index.search(wanted, [], 30)

    assert [id for id, _ in every[:10]] == [id for id, _ in rare]
    assert {id for id, _ in rare} == set(range(3, 31, 3))
    assert len(every) == 30
    monkeypatch.setattr(module, "POSTINGS", 0)
    assert [id for id, _ in index.search(terms("giá"), [], 30)] == list(range(1, 31))
