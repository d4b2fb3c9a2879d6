"""Finding: both signals, both languages."""

from pathlib import Path

import pytest

from index.building import build
from index.encoder import Encoder
from index.errors import IndexUnusable, NoIndex, UsageError
from index.searching import LONGEST_QUESTION, Index, checked_question
from tests.fakes import LetterEncoder

POVERTY = "tỷ lệ hộ nghèo tại Hà Nội chỉ còn 1,7%"


@pytest.mark.parametrize(
    "question",
    [
        "Tỷ lệ hộ nghèo tại Hà Nội?",
        "ty le ho ngheo tai ha noi",
        "What share of households in Hanoi is poor?",
    ],
)
def test_one_fact_is_found_in_either_language_and_without_marks(seeds_index: Index, question: str) -> None:
    """The same passage comes first however it is asked for."""
    assert POVERTY in seeds_index.search(question, 1)[0].passage.text


def test_an_english_name_finds_the_vietnamese_one(seeds_index: Index) -> None:
    """Vientiane finds the article that only writes Viêng Chăn before the one that writes Vientiane."""
    hit = seeds_index.search("talks in Vientiane between the two capitals' delegations", 1)[0]
    assert hit.passage.article.id == "001_b916f5b25537c5e9.txt"


def test_every_hit_is_cut_from_its_article_and_says_why_it_is_here(seeds_index: Index) -> None:
    """Offsets hold, ranks count from 1, scores fall, and at least one signal put each passage forward."""
    hits = seeds_index.search("Đinh Tiến Dũng hội đàm ở Viêng Chăn", 10)
    assert [hit.rank for hit in hits] == list(range(1, 11))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        passage = hit.passage
        assert passage.text == passage.article.text[passage.start : passage.end]
        assert not any(
            left.span.start < passage.end and passage.start < left.span.end for left in passage.article.left_out
        )
        assert hit.vector_rank is not None or hit.keyword_rank is not None


def test_every_sentence_lies_in_its_hit(seeds_index: Index) -> None:
    """Evidence is the sentences of the hits, best hit first."""
    sentences = seeds_index.evidence("Luật Thủ đô sửa đổi", 3)
    assert list(dict.fromkeys(sentence.hit.rank for sentence in sentences)) == [1, 2, 3]
    for sentence in sentences:
        outer, inner = sentence.hit.passage, sentence.passage
        assert outer.article.id == inner.article.id
        assert outer.start <= inner.start < inner.end <= outer.end


@pytest.mark.parametrize("question", ["", "   ", "?!…", "\x00\x07", "x" * (LONGEST_QUESTION + 1)])
def test_what_is_no_question_is_refused_in_a_sentence(question: str) -> None:
    """Empty, punctuation only, or endless."""
    with pytest.raises(UsageError, match=r"^The question is (empty|too long)"):
        checked_question(question)


def test_an_accented_name_prefers_the_spelling_that_was_typed(tmp_path: Path) -> None:
    """Two people whose names differ by a mark: each question finds its own first, and one without marks finds both."""
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text("Ông Lê Lương Minh khai mạc triển lãm tranh lụa sáng nay.", "utf-8")
    (articles / "b.txt").write_text("Ông Lê Lưỡng Minh khai mạc triển lãm tranh lụa sáng nay.", "utf-8")
    build(articles, tmp_path / "index", LetterEncoder())
    index = Index.open(tmp_path / "index", LetterEncoder())
    found = {
        question: [hit.passage.article.id for hit in index.search(question, 2)]
        for question in ("Lê Lương Minh khai mạc gì?", "Lê Lưỡng Minh khai mạc gì?", "Le Luong Minh khai mac gi?")
    }
    assert found["Lê Lương Minh khai mạc gì?"] == ["a.txt", "b.txt"]
    assert found["Lê Lưỡng Minh khai mạc gì?"] == ["b.txt", "a.txt"]
    assert set(found["Le Luong Minh khai mac gi?"]) == {"a.txt", "b.txt"}


@pytest.mark.parametrize("question", ['+title:"a b"^2 AND (x OR NOT y)~3', "Hà Nội \x00\x1b[31m", "🤖" * 50 + "Hà Nội"])
def test_odd_characters_are_searched_like_any(seeds_index: Index, question: str) -> None:
    """No character of a question is a command to the search engine."""
    assert len(seeds_index.search(question, 2)) == 2


def test_a_newer_generation_is_found_without_reopening(tmp_path: Path) -> None:
    """A reader moves on when the writer has committed."""
    articles, folder, encoder = tmp_path / "articles", tmp_path / "index", LetterEncoder()
    articles.mkdir()
    (articles / "a.txt").write_text("Bão số 3 đổ bộ vào Quảng Ninh sáng nay.", "utf-8")
    build(articles, folder, encoder)
    index = Index.open(folder, encoder)
    assert index.newest() is index
    (articles / "b.txt").write_text("Giá gạo xuất khẩu tăng mạnh trong tháng 5.", "utf-8")
    build(articles, folder, encoder)
    assert [hit.passage.article.id for hit in index.newest().search("giá gạo", 1)] == ["b.txt"]


def test_no_index_names_the_command_that_builds_one(tmp_path: Path) -> None:
    """The remedy is in the error."""
    with pytest.raises(NoIndex, match="python -m index"):
        Index.open(tmp_path / "none", LetterEncoder())


def test_an_index_answers_only_with_the_encoder_that_built_it(seeds_folder: Path, encoder: Encoder) -> None:
    """Both encoders are named."""
    with pytest.raises(IndexUnusable) as failure:
        Index.open(seeds_folder, LetterEncoder())
    assert "letters" in str(failure.value)
    assert encoder.name in str(failure.value)
