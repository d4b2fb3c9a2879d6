"""Articles that share the words of a text, beside an oracle that counts them."""

import math
from itertools import pairwise

import pytest

from index.building import build
from index.filters import Filter
from index.folding import words
from index.keywords import Entry, Keywords, Term, tokens
from index.searching import Index
from index.store import Summary
from index.verbatim import TITLE, Titles, title_spans
from tests.fakes import LetterEncoder
from tests.seeds import EXPECTED, SEEDS

HANOI = "000_bab0be991bfed72a.txt"
POVERTY = "tỷ lệ hộ nghèo tại Hà Nội chỉ còn 1,7%"
PASSAGES = ("giá gạo tăng", "giá dầu giảm và giá gạo tăng", "mưa lớn")


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("verbatim") / "index"
    build(SEEDS, folder, LetterEncoder())
    return Index.open(folder, LetterEncoder())


def one_way(*found: str) -> list[Term]:
    return [Term(((token,),)) for token in found]


def rounded(found: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """Shares to four places: the search engine counts in 32 bits."""
    return [(id, round(share, 4)) for id, share in found]


def test_a_passage_shares_what_the_terms_it_holds_are_worth() -> None:
    """Each term once, by its idf; the oracle is written out."""
    keywords = Keywords.build(None, [Entry(number, text) for number, text in enumerate(PASSAGES)])
    wanted = ("gia", "gao", "gia_gao", "mua")
    said = [set(tokens([word.folded for word in words(text)])) for text in PASSAGES]
    counts = {token: sum(token in one for one in said) for token in wanted}
    worth = {token: math.log(1 + (len(said) - count + 0.5) / (count + 0.5)) for token, count in counts.items()}
    shares = {id: sum(worth[token] for token in wanted if token in one) for id, one in enumerate(said)}
    reach = sum(worth.values())
    expected = sorted(shares.items(), key=lambda each: -each[1])
    assert rounded(keywords.holding(one_way(*wanted), 10)) == rounded([(id, share / reach) for id, share in expected])


def test_no_terms_are_held_by_none() -> None:
    """Nor terms that no passage holds."""
    keywords = Keywords.build(None, [Entry(1, "giá gạo tăng")])
    assert (keywords.holding([], 5), keywords.holding(one_way("dau"), 5)) == ([], [])


def test_terms_are_held_in_any_of_their_ways() -> None:
    """Kỳ and kì are one word."""
    keywords = Keywords.build(None, [Entry(1, "học kì mới"), Entry(2, "học phí mới")])
    assert rounded(keywords.holding([Term((("ky",), ("ki",)))], 5)) == [(1, 1.0)]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_article_shares_all_of_what_stands_in_it(seeds: Index, name: str) -> None:
    """Wherever passages cut it: across the end of every passage, too."""
    article = seeds.article(name)
    for span in article.body:
        found = list(words(article.text[span.start : span.end]))
        for at in range(0, len(found) - 30, 30):
            text = article.text[span.start + found[at].start : span.start + found[at + 29].end]
            first = next(iter(seeds.verbatim(text)))
            assert (first.article.id, first.share > 0.9) == (name, True)
            around = [(one.start, one.end) for one in first.spans]
            start = span.start + found[at].start
            assert any(begin <= start < end or begin - len(text) <= start < end for begin, end in around)


def test_words_in_any_order_are_found_without_pairs(seeds: Index) -> None:
    """The words of a sentence the other way about; no pair of them stands anywhere."""
    turned = " ".join(reversed(POVERTY.split()))
    first = next(iter(seeds.scattered(turned)))
    assert (first.article.id, round(first.share, 4)) == (HANOI, 1.0)


def test_a_title_is_a_place(seeds: Index) -> None:
    """It stands in the text, but is no part of the body."""
    article = seeds.article(HANOI)
    first = next(iter(seeds.verbatim(EXPECTED[HANOI]["title"].upper())))
    assert (first.article.id, first.spans[0]) == (HANOI, *title_spans(article))
    assert [one.why for one in article.left_out if one.span == first.spans[0]] == [TITLE]


def test_titles_share_the_words_and_pairs_of_a_text() -> None:
    """The oracle counts them; what has less than half is not named, nor what the filter does not admit."""
    given = {"a": "Bão lớn vào Huế", "b": "Bão vào Huế", "c": "Giá gạo"}
    titles = Titles.of([Summary(id, title, "Báo", None) for id, title in given.items()])
    wanted = ["bao", "vao", "hue"]
    sought = {*wanted, *map("_".join, pairwise(wanted))}
    said = {id: set(tokens([word.folded for word in words(title)])) for id, title in given.items()}
    shares = {id: len(sought & one) / len(sought) for id, one in said.items()}
    assert titles.sharing("bão vào Huế") == {"b": 1.0, "a": pytest.approx(shares["a"])}
    assert titles.sharing("bão vào Huế", Filter(sources=("Báo khác",))) == {}
    assert Titles.of([]).sharing("bão vào Huế") == {}


def test_what_is_around_an_article_is_found_to_the_letter(seeds: Index) -> None:
    """No passage has it; the article that it stands beside is named."""
    teaser = EXPECTED["001_b916f5b25537c5e9.txt"]["never_cited"][1]
    assert [article.id for article in seeds.outside(teaser)] == ["001_b916f5b25537c5e9.txt"]
    assert list(seeds.outside(teaser, Filter(sources=("Báo khác",)))) == []


def test_a_filter_limits_the_articles(seeds: Index) -> None:
    """As it limits a search."""
    only = Filter(sources=(EXPECTED[HANOI]["source"],))
    assert {one.article.id for one in seeds.verbatim("Hà Nội và Viêng Chăn hợp tác", only)} == {HANOI}
