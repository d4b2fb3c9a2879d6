"""Articles cut into passages and passages into sentences: whole, exact, in order, of a length the model reads."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.marked_pages import NAMES, marked_page
from index.articles.passages import LEAST, LONGEST, TARGET, passage_sentences, passages
from index.articles.record import article_from_text
from index.articles.sentences import sentences
from index.data import Article
from index.files.documents import read_text
from index.files.listing import listing
from tests.seeds import EXPECTED, SEEDS

SEED_ARTICLES = [article_from_text(id, read_text(path)) for id, path in listing(SEEDS).files.items()]
PAGE_ARTICLES = [article_from_text(name, marked_page(name).text) for name in NAMES]
SENTENCES = st.sampled_from(
    [
        "Câu ngắn.",
        "Một câu dài hơn, có vài mệnh đề; mệnh đề sau cùng khép lại câu này ở đây.",
        "Chữ " * 120 + "hết.",
        "Một mệnh đề của câu rất dài, " * 90 + "rồi cũng hết.",
        "x" * 4000,
        "\n",
        "\n\n",
        "![ảnh](a.jpg)",
    ]
)


def check_passages(article: Article) -> None:
    found = passages(article)
    assert all(passage.text == article.text[passage.start : passage.end] for passage in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(0 < len(passage.text) <= LONGEST and passage.text == passage.text.strip() for passage in found)
    inside = [
        span for passage in found for span in article.body if span.start <= passage.start < passage.end <= span.end
    ]
    assert len(inside) == len(found)
    body = "".join(article.text[span.start : span.end] for span in article.body)
    assert "".join("".join(passage.text for passage in found).split()) == "".join(body.split())


def check_sentences(article: Article) -> None:
    for passage in passages(article):
        found = passage_sentences(passage)
        assert all(each.article is article and passage.start <= each.start < each.end <= passage.end for each in found)
        assert "".join("".join(each.text for each in found).split()) == "".join(passage.text.split())


@given(st.lists(SENTENCES, max_size=30).map(" ".join))
def test_passages_hold_the_body_once(text: str) -> None:
    """Whatever the text: exact, trimmed, in order, never over the limit, inside the body and all of it."""
    article = article_from_text("a.txt", text)
    check_passages(article)
    check_sentences(article)


@pytest.mark.parametrize("article", [*SEED_ARTICLES, *PAGE_ARTICLES], ids=lambda article: article.id)
def test_passages_of_a_page_hold_its_sentences(article: Article) -> None:
    """On every seed and page, the sentences of the passages are the sentences of the body, one for one."""
    check_passages(article)
    of_body = [span for each in article.body for span in sentences(article.text, each.start, each.end)]
    of_passages = [each for passage in passages(article) for each in passage_sentences(passage)]

    assert [(each.start, each.end) for each in of_passages] == [(span.start, span.end) for span in of_body]


@pytest.mark.parametrize("article", SEED_ARTICLES, ids=lambda article: article.id)
def test_no_passage_of_a_seed_has_furniture(article: Article) -> None:
    """The first passage begins with the article, the last ends with it, and none holds what is never cited."""
    found, expected = passages(article), EXPECTED[article.id]

    assert found[0].text.startswith(expected["body_starts"])
    assert found[-1].text.endswith(expected["body_ends"])
    assert [phrase for phrase in expected["never_cited"] for passage in found if phrase in passage.text] == []
    assert [
        each for each in article.left_out for passage in found if passage.start <= each.span.start < passage.end
    ] == []


def test_a_short_article_is_one_passage() -> None:
    """Short paragraphs share a passage."""
    article = article_from_text("a.txt", "Tên của bài báo\n\nĐoạn một.\n\nĐoạn hai. Câu nữa.\n\nĐoạn ba.")

    assert [passage.text for passage in passages(article)] == ["Đoạn một.\n\nĐoạn hai. Câu nữa.\n\nĐoạn ba."]


def test_passages_of_a_long_paragraph_are_about_equally_long() -> None:
    """Where nothing but sentences ends, each passage is near the target and no short one is left over."""
    sentence = (
        "Đây là một câu của bài báo, dài chừng một trăm chữ cái, để xem các đoạn được chia ra đều nhau hay không. "
    )
    article = article_from_text("a.txt", sentence * 40)
    lengths = [len(passage.text) for passage in passages(article)]

    assert all(TARGET * 2 / 3 <= length <= TARGET * 4 / 3 for length in lengths)


def test_a_passage_ends_where_a_picture_stands() -> None:
    """No passage reaches over text that is not the article."""
    article = article_from_text("a.txt", "Tên của bài báo\n\nĐoạn một.\n\n![ảnh](a.jpg)\n\nĐoạn hai.")

    assert [passage.text for passage in passages(article)] == ["Đoạn một.", "Đoạn hai."]


def test_a_monster_sentence_is_cut_at_its_clauses() -> None:
    """A sentence that no passage can hold is cut after clauses; one without any, at the limit."""
    clauses = article_from_text("a.txt", "Một mệnh đề của câu rất dài, " * 200 + "rồi hết.")
    found = passages(clauses)
    assert {passage.text[-1] for passage in found} == {",", "."}
    assert min(len(passage.text) for passage in found) >= LEAST

    solid = article_from_text("a.txt", "x" * 5000)
    assert sum(len(passage.text) for passage in passages(solid)) == 5000


def test_an_article_without_body_has_no_passages() -> None:
    """Nothing but a picture: nothing to cite."""
    assert passages(article_from_text("a.txt", "![ảnh](a.jpg)\n***")) == ()
