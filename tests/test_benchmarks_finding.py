"""Whether finding is measured rightly: rivals against oracles, ranks against tables made by hand, the news as read."""

import json
import math
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.__main__ import main
from benchmarks.ablations import ablations, switched_off
from benchmarks.bm25 import BM25, K1, B, folded, lower
from benchmarks.collection import Asked, Collection, built_index
from benchmarks.figures import Figure
from benchmarks.finding import (
    NEWS,
    PARAGRAPHS,
    by_answer,
    by_article,
    by_paragraph,
    finding_figures,
    lead_figures,
    unaccented,
    unaccented_figures,
)
from benchmarks.news import find_news, read_news
from benchmarks.quick_start import CHUNK, quick_start
from benchmarks.ways import WHOLE, Stretch, best, own_way, rank_fused, rivals
from index.errors import UsageError
from index.ranking import Weights
from index.searching import Index
from tests.fakes import LetterEncoder

BRIDGE = "Cây cầu mới dài 250 mét được khánh thành sáng nay tại Huế."
SCHOOL = "Ngôi trường cũ đón 40 học sinh trở lại lớp vào tháng chín."
TEXTS = (BRIDGE, SCHOOL)
LONG = Asked("a", 0, {"vi": "Cây cầu mới dài bao nhiêu mét?", "en": "How long?"}, "250", BRIDGE.index("250"))
MANY = Asked("b", 1, {"vi": "Ngôi trường đón bao nhiêu học sinh?", "en": "How many?"}, "40", SCHOOL.index("40"))
QUESTIONS = (LONG, MANY)


def whole(number: int) -> Stretch:
    return Stretch(f"{number:03}.txt", 0, len(TEXTS[number]))


@pytest.fixture(scope="module")
def letters() -> LetterEncoder:
    """The encoder a person can compute."""
    return LetterEncoder()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, letters: LetterEncoder) -> Path:
    """An index of the two texts."""
    return built_index("xquad", TEXTS, letters, tmp_path_factory.mktemp("cache"))


def test_bm25_is_the_formula() -> None:
    """Robertson's sum over the question's tokens, over what they could reach; an unknown token is the rarest."""
    texts = ["a b b", "a c", "d"]
    mean = 6 / 3

    def idf(holding: int) -> float:
        return math.log(1 + (3 - holding + 0.5) / (holding + 0.5))

    def score(times: int, length: int) -> float:
        return times / (times + K1 * (1 - B + B * length / mean))

    reach = idf(2) + idf(1) + idf(0)
    expected = [(idf(2) * score(1, 3) + idf(1) * score(2, 3)) / reach, idf(2) * score(1, 2) / reach, 0.0]
    assert BM25(texts, str.split).shares("a b x b").tolist() == pytest.approx(expected)
    assert BM25(texts, str.split).shares("").tolist() == [0.0, 0.0, 0.0]


def test_bm25_in_lower_case_needs_the_marks_and_folded_does_not() -> None:
    """What a plain keyword search misses of a question typed on a foreign keyboard."""
    question = "Cay cau moi"
    assert BM25(TEXTS, lower).shares(question).tolist() == [0.0, 0.0]
    assert np.argmax(BM25(TEXTS, folded).shares(question)) == 0


def test_rank_fusion_looks_only_at_ranks() -> None:
    """1 / (60 + rank), summed: second in both lists beats first in one."""
    fused = rank_fused([np.array([9.0, 0.1, 0.0]), np.array([0.0, 0.1, 9.0])])
    assert fused.tolist() == pytest.approx([1 / 61, 1 / 62 + 1 / 62, 1 / 61])


def test_the_best_places_come_first_and_what_scores_nothing_not_at_all() -> None:
    """Equals in their order."""
    places = [Stretch(id, 0, 1) for id in "abcd"]
    assert [place.article for place in best(places, np.array([0.5, 0.0, 0.9, 0.5]))] == ["c", "a", "d"]


def test_the_quick_start_says_where_its_chunks_stand(tmp_path: Path, letters: LetterEncoder) -> None:
    """A text longer than a chunk becomes several, each with its offsets."""
    long = " ".join(f"{BRIDGE} {SCHOOL}" for _ in range(12))
    found = quick_start([long, BRIDGE], letters, tmp_path)(BRIDGE)
    chunks = sorted((place.start, place.end) for place in found if place.article == "000.txt")
    assert found[0] == Stretch("001.txt", 0, len(BRIDGE))
    assert (len(chunks), chunks[0][0], chunks[-1][1]) == (2, 0, len(long))
    assert all(0 < end - start <= CHUNK for start, end in chunks)


def test_every_rival_finds_the_text_with_the_questions_words(
    folder: Path, letters: LetterEncoder, tmp_path: Path
) -> None:
    """Over two texts even letters tell them apart; each says where."""
    index = Index.open(folder, letters)
    ways = {WHOLE: own_way(index), **rivals(index, TEXTS, letters, tmp_path)}
    found = {way: [find(one.questions["vi"])[0].article for one in QUESTIONS] for way, find in ways.items()}
    assert found == {way: ["000.txt", "001.txt"] for way in ways}
    assert ways[WHOLE](LONG.questions["vi"])[0] == whole(0)


def test_the_index_is_measured_without_each_of_its_signals(folder: Path, letters: LetterEncoder) -> None:
    """Whole first; without a signal something counts otherwise, or nothing would be measured."""
    weights = dict(switched_off())
    assert next(iter(weights.items())) == (WHOLE, Weights())
    assert weights["without the nearest sentence"] == replace(Weights(), sentence=0)
    assert len(set(weights.values())) == len(weights) == 1 + len(fields(Weights))
    ways = ablations(folder, letters)
    assert {find(LONG.questions["vi"])[0] for find in ways.values()} == {whole(0)}


FOUND = (Stretch("001.txt", 0, 9), Stretch("001.txt", 9, 20), Stretch("000.txt", 0, 17), Stretch("000.txt", 10, 40))


def test_a_paragraph_is_ranked_among_paragraphs_an_article_among_hits_an_answer_by_its_characters() -> None:
    """Two hits in one article take one place among paragraphs, two among hits; half an answer is none."""
    assert (LONG.start, LONG.end) == (16, 19)
    ranks = (by_paragraph(LONG, FOUND), by_article(LONG, FOUND), by_answer(LONG, FOUND))
    assert ranks == (2, 3, 4)
    assert (by_paragraph(LONG, ()), by_article(LONG, FOUND[:2]), by_answer(LONG, FOUND[:3])) == (None, None, None)


def test_any_of_several_answers_will_do() -> None:
    """A question that two people answered by different stretches is answered by either."""
    also = Asked("a", 0, LONG.questions, "250", LONG.start, ((0, BRIDGE[:3]),))
    assert by_answer(also, FOUND) == 3


def test_finding_is_told_of_the_index_by_halves_and_of_every_rival() -> None:
    """A way that always says the first text is right for half of the questions; only the index promises."""

    def first(question: str) -> Sequence[Stretch]:
        return (whole(0),)

    figures = [
        one for one in finding_figures(QUESTIONS, {WHOLE: first, "a rival": first}, PARAGRAPHS) if one.column[-1] == "1"
    ]
    assert [(one.what, one.column, one.value, one.least, one.of) for one in figures] == [
        ("the index", "Vietnamese @1", 50.0, 95.5, 2),
        ("the index", "English @1", 50.0, 80.0, 2),
        ("the index, tuned half", "Vietnamese @1", 100.0, None, 1),
        ("the index, tuned half", "English @1", 100.0, None, 1),
        ("the index, other half", "Vietnamese @1", 0.0, None, 1),
        ("the index, other half", "English @1", 0.0, None, 1),
        ("a rival", "Vietnamese @1", 50.0, None, 2),
        ("a rival", "English @1", 50.0, None, 2),
    ]


def test_an_ablation_promises_nothing_and_has_no_halves() -> None:
    """One row a way."""
    figures = finding_figures(QUESTIONS, {WHOLE: lambda question: (whole(0),)}, NEWS, halves=False)
    assert [(one.what, one.column, one.least) for one in figures] == [(WHOLE, column.name, None) for column in NEWS]


def test_the_lead_is_over_whichever_rival_is_best() -> None:
    """In points; a draw is no lead, and the index's own halves are no rivals."""
    values = {WHOLE: 80.0, f"{WHOLE}, other half": 90.0, "one": 70.0, "another": 80.0}
    figures = [Figure(what, value, "%", column="article @1") for what, value in values.items()]
    lead = list(lead_figures(figures, ["article @1"]))
    assert lead == [Figure("points ahead of the best rival", 0.0, "points", least=0.1, column="article @1")]
    assert lead[0].held is False


def test_an_unaccented_question_has_lost_its_marks_and_nothing_else() -> None:
    """đ is d; capitals and digits stay."""
    asked = Asked("a", 0, {"vi": "Ông Đinh Tiến Dũng ở đâu năm 2017?"}, "", 0)
    assert unaccented(asked) == "Ong Dinh Tien Dung o dau nam 2017?"


def test_what_marks_are_worth_is_told_in_points() -> None:
    """A way that needs the marks falls by as much as it found."""

    def needs_marks(question: str) -> Sequence[Stretch]:
        return (whole(0),) if "â" in question else ()

    figures = list(unaccented_figures(QUESTIONS, {WHOLE: needs_marks}, by_article, "news"))
    assert figures == [
        Figure(WHOLE, 50.0, "%", of=2, column="news, accented @1"),
        Figure(WHOLE, 0.0, "%", of=2, column="news, unaccented @1"),
        Figure(WHOLE, 50.0, "points", most=2.0, of=2, column="news, below"),
    ]


def news(folder: Path, **changed: object) -> None:
    """Two articles, the first in NFD with a title, and a question on each."""
    articles: list[dict[str, object]] = [
        {"aid": "x1", "split": "dev", "title": " Khánh thành\ncầu ", "text": BRIDGE.replace("ầ", "a\u0302\u0300")},
        {"aid": "x2", "split": "dev", "title": None, "text": SCHOOL},
    ]
    decomposed = str(articles[0]["text"])
    questions: list[dict[str, object]] = [
        {
            "qid": "a",
            "aid": "x1",
            "question_vi": "Cầu dài bao nhiêu?",
            "answers": [
                {"text": "250", "answer_start": decomposed.index("250")},
                {"text": "250 mét", "answer_start": decomposed.index("250")},
                {"text": "250", "answer_start": 0},
            ],
        },
        {"qid": "b", "aid": "x2", "question_vi": "Ai?", "answers": [{"text": "ai", "answer_start": 0}], **changed},
    ]
    for name, objects in {"vinewsqa_articles.jsonl": articles, "vinewsqa_questions.jsonl": questions}.items():
        (folder / name).write_text("".join(f"{json.dumps(one)}\n" for one in objects), "utf-8")


def test_the_news_are_files_with_their_titles(tmp_path: Path) -> None:
    """In NFC, answers where they then stand; a question with no answer where it is said to be is left out."""
    news(tmp_path)
    text = f"Khánh thành cầu\n\n{BRIDGE}"
    at = text.index("250")
    asked = Asked("a", 0, {"vi": "Cầu dài bao nhiêu?"}, "250", at, ((at, "250 mét"),))
    assert read_news(tmp_path) == Collection("news", (text, SCHOOL), (asked,))


def test_a_folder_without_news_is_told_what_to_put_there(tmp_path: Path) -> None:
    """The names expected; a file that is something else is named too."""
    with pytest.raises(UsageError, match=r"vinewsqa_articles\.jsonl and vinewsqa_questions\.jsonl are not both there"):
        read_news(tmp_path)
    news(tmp_path, aid="unknown")
    with pytest.raises(UsageError, match=r"is not as expected \(KeyError\('unknown'\)\)"):
        read_news(tmp_path)


def test_the_news_folder_is_an_option_or_a_variable() -> None:
    """The option counts more; an empty variable names nothing."""
    environ = {"BENCHMARK_NEWS": "here"}
    assert find_news(Path("there"), environ) == Path("there")
    assert find_news(None, environ) == Path("here")
    assert find_news(None, {"BENCHMARK_NEWS": ""}) is None


def test_the_command_measures_the_news_where_they_are_at_hand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The news alone: what needs XQuAD says what is missing."""
    monkeypatch.setattr("benchmarks.__main__.open_encoder", lambda name, cache: LetterEncoder())
    monkeypatch.setenv("ASSISTANT_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("BENCHMARK_XQUAD", raising=False)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    news(tmp_path)
    main(["--news", str(tmp_path), "--only", "news", "unaccented", "ablations", "--json"])
    sections = {one["name"]: one for one in json.loads(capsys.readouterr().out)["sections"]}
    columns = {name: list(dict.fromkeys(each["column"] for each in one["figures"])) for name, one in sections.items()}
    names = [column.name for column in NEWS]
    read = ["answered", "cited", "F1"]
    below = ["news, accented @1", "news, unaccented @1", "news, below"]
    assert columns == {"news": [*names, *read], "unaccented": below, "ablations": names}
    assert sections["news"]["note"] == ""
    assert all(sections[name]["note"].startswith("XQuAD is not at hand") for name in ("unaccented", "ablations"))
