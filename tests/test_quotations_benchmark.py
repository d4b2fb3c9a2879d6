"""What the benchmark of quotations calls right."""

from pathlib import Path

import pytest

from assistant.data import Citation, Quotation
from benchmarks.quotations import WAYS, Drawn, Told, drawn, quotation_figures, sentences_of
from index.building import build
from index.data import Article, Passage, Span
from index.searching import Index
from tests.fakes import LetterEncoder

TEXT = "Năm nay cả xã trồng 12 ha lúa. Mưa về sớm hơn mọi năm nhiều."
ARTICLE = Article("a.txt", TEXT, None, None, None, None, "unknown", None, (Span(0, len(TEXT)),), ())
SENTENCES = [["Năm nay cả xã trồng được 12 ha lúa.", "Mưa.", "Mưa về sớm hơn mọi năm rất nhiều."]]


def test_every_long_sentence_is_drawn_in_each_way_once() -> None:
    """Short ones are not; only those with a number have one changed, by one digit, into one that stands nowhere."""
    made = list(drawn(SENTENCES, 300))
    assert [one.way for one in made] == [WAYS[0], WAYS[2]] * 2 + [WAYS[1]]
    assert {one.sentence for one in made} == {SENTENCES[0][0], SENTENCES[0][2]}
    for one in made:
        if one.way == WAYS[0]:
            assert one.text == one.sentence
        elif one.way == WAYS[2]:
            assert (sorted(one.text.split()), one.text != one.sentence) == (sorted(one.sentence.split()), True)
        else:
            old, new = one.number
            assert (old, one.text) == ("12", one.sentence.replace("12", new))
            assert sum(a != b for a, b in zip(old, new, strict=True)) == 1


def test_the_same_seed_draws_the_same() -> None:
    """Another seed another order."""
    assert list(drawn(SENTENCES, 2, seed=3)) == list(drawn(SENTENCES, 2, seed=3))


@pytest.mark.parametrize(
    ("cited", "right"),
    [(Span(0, 30), True), (Span(0, 29), True), (Span(0, 10), False), (Span(30, len(TEXT)), False)],
)
def test_exact_is_right_where_all_words_are_cited(cited: Span, right: bool) -> None:
    """Not a part of them, and not another sentence."""
    sentence = TEXT[:30]
    citation = Citation(1, Passage(ARTICLE, cited.start, cited.end))
    said = Quotation(sentence, "vi", "exact", (citation,), ())
    assert Told(Drawn("1", WAYS[0], sentence, sentence), said, 1.0).is_right is right
    assert not Told(Drawn("1", WAYS[2], sentence, sentence), said, 1.0).is_right


def test_a_figure_for_each_way_and_the_time(tmp_path: Path) -> None:
    """All right on a small folder."""
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text(" ".join(SENTENCES[0]) + "\n", "utf-8")
    build(articles, tmp_path / "index", LetterEncoder())
    index = Index.open(tmp_path / "index", LetterEncoder())
    assert list(sentences_of(index)) == SENTENCES
    figures = list(quotation_figures(index, "small"))
    assert [(one.value, one.of) for one in figures[:3]] == [(100.0, 2), (100.0, 1), (100.0, 2)]
    assert [one.unit for one in figures[3:]] == ["ms", "ms"]
