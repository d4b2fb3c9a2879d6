"""Answers over the five articles: cited to the letter, or refused."""

import json
from pathlib import Path

import pytest

from assistant import Assistant, Turn
from index.building import build
from index.encoder import Encoder
from index.errors import UsageError
from index.folding import fold
from index.searching import Index
from tests.near_copies import STORIES

ROOT = Path(__file__).parent.parent
GOLDEN = [json.loads(line) for line in (ROOT / "benchmarks" / "questions.jsonl").read_text("utf-8").splitlines()]


def test_the_first_question(assistant: Assistant) -> None:
    """Who met whom in Vientiane, though another article spells it so and tells of Hanoi."""
    answer = assistant.ask("Who did Đinh Tiến Dũng meet in Vientiane?")
    assert (answer.status, answer.language) == ("answered", "en")
    assert answer.short_answer == (
        "Anouphap Tounalom — Bí thư Trung ương Đảng Nhân dân Cách mạng Lào, Bí thư Thành ủy, "
        "Chủ tịch Hội đồng nhân dân Thủ đô Viêng Chăn"
    )
    assert answer.citations[0].passage.article.id == "001_b916f5b25537c5e9.txt"


@pytest.mark.parametrize("question", [q for q in GOLDEN if q["answers"]], ids=lambda q: q["id"])
def test_a_golden_question_is_cited_from_its_article(assistant: Assistant, question: dict[str, str]) -> None:
    """Some quote of the right article holds an accepted answer."""
    answer = assistant.ask(question["question"])
    quotes = [fold(c.quote) for c in answer.citations if c.passage.article.id == question["article"]]
    assert any(fold(accepted) in quote for accepted in question["answers"] for quote in quotes)


@pytest.mark.parametrize("question", [q["question"] for q in GOLDEN])
def test_every_quote_stands_in_the_file(assistant: Assistant, question: str) -> None:
    """The file, read without the program, has the quoted words at the offsets."""
    for citation in assistant.ask(question).citations:
        text = (ROOT / "seeds" / citation.passage.article.id).read_text("utf-8-sig")
        assert text[citation.passage.start : citation.passage.end] == citation.quote


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",
        "Thủ đô của Pháp là gì?",
        "Who did Đinh Tiến Dũng meet in Bangkok?",
        "Đinh Tiến Dũng gặp ai ở Băng Cốc?",
        "How much did the Justice Department building in Vientiane cost?",
        "How old is Đinh Tiến Dũng?",
        "Hà Nội có bao nhiêu bệnh viện?",
        "When was Anouphap Tounalom born?",
    ],
)
def test_a_refusal_has_no_citation_and_shows_what_is_nearest(assistant: Assistant, question: str) -> None:
    """What the articles do not say is not answered."""
    answer = assistant.ask(question)
    assert (answer.status, answer.short_answer, answer.citations) == ("abstained", None, ())
    assert len(answer.nearest) == 3


def test_a_refusal_names_what_no_article_names(assistant: Assistant) -> None:
    """The wrong premise is told."""
    answer = assistant.ask("Who did Đinh Tiến Dũng meet in Bangkok?")
    assert answer.text == (
        "No article names “Bangkok”. Looked for a person, with: Đinh Tiến Dũng, Bangkok. The index has 5 articles by "
        "Hà Nội Mới, Lao Động Thủ Đô, Nhân Dân and 1 more outlet: 1 of 26 October 2017, 4 without a known date."
    )


def test_a_refusal_is_in_the_language_of_the_question(assistant: Assistant) -> None:
    """Vietnamese is answered in Vietnamese."""
    assert assistant.ask("Đinh Tiến Dũng gặp ai ở Băng Cốc?").text.startswith("Không bài nào nhắc đến “Băng Cốc”.")


def test_a_question_without_marks_is_answered_alike(assistant: Assistant) -> None:
    """A foreign keyboard is no hindrance."""
    answer = assistant.ask("vo van thuong hoi dam truc tuyen voi ai")
    assert answer.short_answer is not None
    assert answer.short_answer.startswith("Bounthong Chitmany — ")


def test_a_slip_in_a_name_is_mended_and_told(assistant: Assistant) -> None:
    """Vientane is read as Vientiane, and the answer says so; the question stays as typed."""
    answer = assistant.ask("Who did Dinh Tien Dung meet in Vientane?")
    assert answer.short_answer is not None
    assert answer.short_answer.startswith("Anouphap Tounalom — ")
    assert answer.question == "Who did Dinh Tien Dung meet in Vientane?"
    assert answer.notes == ("“Vientane” was read as “Vientiane”.",)


def test_why_is_answered_with_a_clause_or_a_whole_sentence(assistant: Assistant) -> None:
    """Never with a fragment that only lacks the question's words."""
    answer = assistant.ask("Did Đinh Tiến Dũng visit Laos?")
    assert answer.short_answer == answer.citations[0].quote
    assert not answer.says_more_than_quotes


def test_a_day_is_given_with_the_stretch_it_lies_in(assistant: Assistant) -> None:
    """The visit is from 11 to 12/3, and the talks of it on 11/3."""
    answer = assistant.ask("Đoàn đại biểu Thủ đô Hà Nội thăm Viêng Chăn vào ngày nào?")
    assert answer.short_answer is not None
    assert "11 đến 12/3" in answer.short_answer


def test_the_same_question_gets_the_same_answer(assistant: Assistant) -> None:
    """Nothing depends on chance or on what was asked before."""
    first, *others = [assistant.ask("GRDP của Hà Nội năm 2022 tăng bao nhiêu?") for _ in range(3)]
    assert others == [first, first]
    assert first.short_answer == "8,89%"


@pytest.mark.parametrize("question", ["", "???", "a" * 100_000])
def test_what_is_no_question_is_a_usage_error(assistant: Assistant, question: str) -> None:
    """An empty or endless question is told so."""
    with pytest.raises(UsageError):
        assistant.ask(question)


def test_a_story_in_two_outlets_is_cited_once_and_the_other_is_named(tmp_path: Path, encoder: Encoder) -> None:
    """The second outlet's own lead and ending make it another file, not another source."""
    lead, *rest = STORIES["visit"]
    copied = ["Đô trưởng Savanna đến Kim Đô", lead.replace("(HNMO) -", "VOV.VN -"), *rest[:-1], "Đoàn ở lại ba ngày."]
    for name, story in {"one.txt": STORIES["visit"], "two.txt": copied, "port.txt": STORIES["port"]}.items():
        (tmp_path / name).write_text("\n\n".join(story), "utf-8")
    build(tmp_path, tmp_path / "built", encoder)
    answer = Assistant(Index.open(tmp_path / "built", encoder)).ask("Trường Hữu nghị có bao nhiêu phòng học?")
    assert answer.short_answer == "24"
    cited_or_named = [(c.passage.article.id, *(copy.id for copy in c.also_in)) for c in answer.citations]
    assert sorted(cited_or_named[0]) == ["one.txt", "two.txt"]


def test_coverage_says_how_much_there_is(assistant: Assistant) -> None:
    """Five articles of four outlets."""
    coverage = assistant.coverage()
    assert (coverage.articles, coverage.sources) == (5, ("Hà Nội Mới", "Lao Động Thủ Đô", "Nhân Dân", "Thời Đại"))


def test_a_follow_up_is_understood_and_shown(assistant: Assistant) -> None:
    """When was that: the question before, with its answer filled in."""
    question = "Who did Đinh Tiến Dũng meet in Vientiane?"
    answer = assistant.ask("When was that?", (Turn(question, assistant.ask(question)),))
    assert answer.question == "When was that?"
    assert answer.understood == "When did Đinh Tiến Dũng meet Anouphap Tounalom in Vientiane?"
    assert answer.notes == ("Understood as: When did Đinh Tiến Dũng meet Anouphap Tounalom in Vientiane?",)
    assert answer.short_answer is not None
    assert "11 đến 12/3" in answer.short_answer


def test_a_question_about_an_article_is_answered_from_its_record(assistant: Assistant) -> None:
    """Who wrote it: whose name stands under the article cited last."""
    question = "Who did Đinh Tiến Dũng meet in Vientiane?"
    answer = assistant.ask("Who wrote it?", (Turn(question, assistant.ask(question)),))
    assert (answer.short_answer, answer.citations[0].quote) == ("Hoàng Phúc", "Hoàng Phúc")


def test_a_time_is_found_however_it_is_written(assistant: Assistant) -> None:
    """The article of 26/10/2017 says "Chiều 26-10", and shares no word with October 2017."""
    answer = assistant.ask("Who received the Lao delegation in Hanoi in October 2017?")
    assert answer.short_answer is not None
    assert answer.short_answer.startswith("Ngô Thị Thanh Hằng")


def test_articles_that_disagree_are_both_cited_and_the_older_is_named(tmp_path: Path, encoder: Encoder) -> None:
    """Two outlets give two figures for the same thing; each value has its citation, the newer first."""
    told = {
        "one.txt": (
            "Kinh tế tháng sáu\n\nHà Nội Mới - 28/06/2024\n\nUBND thành phố cho biết GRDP sáu tháng đầu năm 2024 của "
            "Bến Nghé tăng 6,00% so với cùng kỳ. Thu ngân sách vượt dự toán."
        ),
        "two.txt": (
            "Nhìn lại nửa năm\n\nVOV - 10/07/2024\n\nCục Thống kê công bố GRDP sáu tháng đầu năm 2024 của Bến Nghé "
            "tăng 6,45% so với cùng kỳ. Khách du lịch đến đông hơn."
        ),
    }
    for name, text in told.items():
        (tmp_path / name).write_text(text, "utf-8")
    build(tmp_path, tmp_path / "built", encoder)
    index = Index.open(tmp_path / "built", encoder)
    answer = Assistant(index).ask("How much did the GRDP of Bến Nghé grow in the first half of 2024?")
    [disagreement] = answer.disagreements
    values = [(value, citation.passage.article.id) for value, citation in disagreement.values]
    assert values == [("6,45%", "two.txt"), ("6,00%", "one.txt")]
    assert "28 June 2024, the older" in disagreement.what
    assert all(citation in answer.citations for _, citation in disagreement.values)
    assert disagreement.what in answer.text
