"""Whether answering is measured rightly: XQuAD, the news and UIT-ViQuAD read, refusals counted, a thousand articles."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.data import Answer, Citation
from benchmarks.__main__ import main
from benchmarks.collection import Asked, Collection, built_index, tuned_and_apart
from benchmarks.disagreeing import disagreeing_figures, pairs
from benchmarks.figures import Figure
from benchmarks.golden import SEEDS, file_text, golden_questions
from benchmarks.reading import (
    CITED,
    F1,
    Read,
    judged,
    news_figures,
    reading_figures,
    refusing_figures,
    viquad_figures,
)
from benchmarks.talk import conversations, talk_figures
from benchmarks.thousand import STORIES, thousand_figures, thousand_questions, thousand_texts
from benchmarks.viquad import find_viquad, read_viquad
from benchmarks.xquad import kept_apart
from index.data import Article, Passage, Span
from index.errors import UsageError
from index.searching import Index
from tests.fakes import LetterEncoder

BRIDGE = "Cây cầu mới dài 250 mét được khánh thành sáng nay tại Huế."
SCHOOL = "Ngôi trường cũ đón 40 học sinh trở lại lớp vào tháng chín."
TEXTS = (BRIDGE, SCHOOL)
LONG = Asked("a", 0, {"vi": "Cây cầu mới dài bao nhiêu mét?", "en": "How long?"}, "250", BRIDGE.index("250"))
MANY = Asked(
    "b", 1, {"vi": "Ngôi trường cũ đón bao nhiêu học sinh?", "en": "How many?"}, "40", SCHOOL.index("40"), apart=True
)
SILENT = Asked("c", 0, {"vi": "Cây cầu mới rộng bao nhiêu mét?"}, "", 0)


class GivenAssistant:
    """An assistant that gives the answers it was given, by question; it refuses what it knows nothing of."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self._answers = answers

    def ask(self, question: str) -> Answer:
        """The answer to a question."""
        return self._answers.get(question, answer(None))


def answer(short: str | None, *citations: Passage) -> Answer:
    numbered = tuple(Citation(number, passage) for number, passage in enumerate(citations, 1))
    return Answer("?", "vi", "abstained" if short is None else "answered", short, "", numbered, ())


def quote(number: int, end: int | None = None) -> Passage:
    """The text of that number as a sentence of its article, or what of it stands before `end`."""
    text = TEXTS[number]
    page = Article(f"{number:03}.txt", text, None, None, None, None, "unknown", None, (Span(0, len(text)),), ())
    return Passage(page, 0, end or len(text))


def values(figures: Sequence[Figure]) -> dict[str, float]:
    return {figure.what: figure.value for figure in figures if figure.unit == "%"}


def test_an_answer_is_judged_by_where_its_quotes_stand() -> None:
    """The very characters of the answer, in its own text: the same digits elsewhere do not count."""
    size = len(BRIDGE)
    assert judged(answer("250", quote(0)), LONG) == Read(True, True, True, 1.0, 1, size)
    assert judged(answer("40", quote(0, LONG.end - 1), quote(0)), LONG) == Read(
        True, False, True, 0.0, 2, LONG.end - 1 + size
    )
    assert judged(answer("250", quote(1)), LONG) == Read(True, False, False, 1.0, 1, len(SCHOOL))
    assert judged(answer(None), LONG) == Read(False, False, False, 0.0)


def test_of_several_right_answers_the_best_counts() -> None:
    """Any of them in a quote, and the token F1 of the nearest; a question without an answer has none to quote."""
    other = replace(LONG, also=((BRIDGE.index("Huế"), "Huế"),))
    assert judged(answer("Huế", quote(0)), other) == Read(True, True, True, 1.0, 1, len(BRIDGE))
    assert (SILENT.answers, SILENT.wordings) == ((), ())
    assert judged(answer("250", quote(0)), SILENT) == Read(True, False, False, 0.0, 1, len(BRIDGE))


def test_what_was_kept_apart_is_told_apart() -> None:
    """All, those kept apart, the rest; where there are none of either, all of them only."""
    assert tuned_and_apart([LONG, MANY]) == (
        ("", (LONG, MANY)),
        (", test part", (MANY,)),
        (", tuned part", (LONG,)),
    )
    assert tuned_and_apart([LONG]) == (("", (LONG,)),)


def test_ten_articles_of_xquad_are_kept_apart() -> None:
    """By their titles as XQuAD has them."""
    assert len(kept_apart()) == 10
    assert "Super_Bowl_50" in kept_apart()


def test_reading_is_told_by_language_and_part() -> None:
    """Shares of all the questions, the refused ones among them; only the part kept apart has promises."""
    asked = {LONG.questions["vi"]: answer("250", quote(0)), MANY.questions["en"]: answer("học sinh", quote(1))}
    figures = list(reading_figures([LONG, MANY], GivenAssistant(asked)))
    assert [values(figures)[f"Vietnamese{part}: {CITED}"] for part in ("", ", test part", ", tuned part")] == [
        50.0,
        0.0,
        100.0,
    ]
    assert values(figures)[f"English: {CITED}"] == 50.0
    assert {one.what: one.least for one in figures if one.least is not None} == {
        f"Vietnamese, test part: {CITED}": 85.0,
        f"Vietnamese, test part: {F1}": 33.0,
        f"English, test part: {CITED}": 65.0,
        f"English, test part: {F1}": 27.0,
    }
    assert [(one.value, one.unit, one.of) for one in figures[5:7]] == [
        (1.0, "sentences", 1),
        (float(len(BRIDGE)), "characters", 1),
    ]


def test_refusing_asks_where_the_answer_is_not(tmp_path: Path) -> None:
    """A question is asked of the half that its own paragraph is not in."""
    encoder = LetterEncoder()
    indexes = {half: built_index("xquad", [TEXTS[1 - half]], encoder, tmp_path) for half in (0, 1)}
    without = {half: Assistant(Index.open(folder, encoder)) for half, folder in indexes.items()}
    refused = [not without[one.paragraph].ask(one.questions["vi"]).answered for one in (LONG, MANY)]
    figures = [one for one in refusing_figures([LONG, MANY], without) if one.what.startswith("Vietnamese")]
    assert [(one.what, one.value, one.of) for one in figures] == [
        ("Vietnamese: refused", 50.0 * sum(refused), 2),
        ("Vietnamese, test part: refused", 100.0 * refused[1], 1),
        ("Vietnamese, tuned part: refused", 100.0 * refused[0], 1),
    ]


def test_the_news_are_read_in_columns() -> None:
    """Beside the recall of the index: answered, a gold span in a cited quote, token F1."""
    asked = {LONG.questions["vi"]: answer("250", quote(0)), MANY.questions["vi"]: answer("40", quote(0))}
    figures = list(news_figures([LONG, MANY], GivenAssistant(asked)))
    assert [(one.what, one.column, one.value, one.least) for one in figures[:4]] == [
        ("the index", "answered", 100.0, None),
        ("the index", "cited", 50.0, 70.0),
        ("the index", "F1", 100.0, None),
        ("the index, test part", "answered", 100.0, None),
    ]


def test_refusals_are_counted_as_finds_are() -> None:
    """Of four questions two have no answer; one of these and one other are refused: precision and recall are a half."""
    other = replace(SILENT, id="d", questions={"vi": "Ai xây cây cầu mới?"}, apart=True)
    asked = {LONG.questions["vi"]: answer("250", quote(0)), other.questions["vi"]: answer("Huế", quote(0))}
    figures = list(viquad_figures([LONG, MANY, SILENT, other], GivenAssistant(asked)))
    assert [(one.what, one.value, one.least, one.of) for one in figures[:3]] == [
        ("refusals: of an unanswerable question (precision)", 50.0, 38.0, 2),
        ("refusals: of the unanswerable questions (recall)", 50.0, 42.0, 2),
        ("refusals: precision of refusing by chance", 50.0, None, 4),
    ]
    assert values(figures)["refusals, tuned part: of an unanswerable question (precision)"] == 100.0
    assert values(figures)[f"answerable: {CITED}"] == 50.0


def viquad(folder: Path, pid: str = "p0") -> None:
    """UIT-ViQuAD as JSON lines, one paragraph in NFD: a question with an answer, and one without."""
    paragraphs: list[dict[str, object]] = [
        {"pid": "p0", "title": "Cầu  mới", "text": BRIDGE.replace("ầ", "a\u0302\u0300")},
        {"pid": "p1", "title": "Trường", "text": SCHOOL},
    ]
    start = str(paragraphs[0]["text"]).index("250")
    questions: list[dict[str, object]] = [
        {
            "qid": "a",
            "pid": pid,
            "question_vi": "Dài bao nhiêu?",
            "answerable": True,
            "answer_vi": "250",
            "answer_start_vi": start,
        },
        {
            "qid": "b",
            "pid": "p1",
            "question_vi": "Rộng bao nhiêu?",
            "answerable": False,
            "answer_vi": None,
            "answer_start_vi": None,
        },
    ]
    for name, objects in {"paragraphs": paragraphs, "questions": questions}.items():
        text = "".join(f"{json.dumps(one)}\n" for one in objects)
        (folder / f"viquad2_{name}.jsonl").write_text(text, "utf-8")


def test_viquad_is_a_file_a_paragraph_with_its_title(tmp_path: Path) -> None:
    """In NFC, answers where they then stand; of the unanswerable there is none. Every second question is apart."""
    viquad(tmp_path)
    text = f"Cầu mới\n\n{BRIDGE}"
    assert read_viquad(tmp_path) == Collection(
        "viquad",
        (text, f"Trường\n\n{SCHOOL}"),
        (
            Asked("a", 0, {"vi": "Dài bao nhiêu?"}, "250", text.index("250")),
            Asked("b", 1, {"vi": "Rộng bao nhiêu?"}, "", len("Trường\n\n"), apart=True),
        ),
    )


def test_a_folder_without_viquad_is_told_what_to_put_there(tmp_path: Path) -> None:
    """The names expected; a file that is something else is named too."""
    with pytest.raises(UsageError, match=r"viquad2_paragraphs\.jsonl and viquad2_questions\.jsonl are not both there"):
        read_viquad(tmp_path)
    viquad(tmp_path, pid="unknown")
    with pytest.raises(UsageError, match=r"is not as expected \(KeyError\('unknown'\)\)"):
        read_viquad(tmp_path)


def test_viquads_folder_is_an_option_or_a_variable() -> None:
    """The option counts more; an empty variable names nothing."""
    environ = {"BENCHMARK_VIQUAD": "here"}
    assert find_viquad(Path("there"), environ) == Path("there")
    assert find_viquad(None, environ) == Path("here")
    assert find_viquad(None, {"BENCHMARK_VIQUAD": ""}) is None


def test_the_command_measures_viquad_where_it_is_at_hand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its folder stands in the command by its name only; without one the section says what to get."""
    monkeypatch.setattr("benchmarks.__main__.open_encoder", lambda name, cache: LetterEncoder())
    monkeypatch.setenv("ASSISTANT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    for name in ("BENCHMARK_XQUAD", "BENCHMARK_NEWS", "BENCHMARK_VIQUAD"):
        monkeypatch.delenv(name, raising=False)
    viquad(tmp_path)
    main(["--viquad", str(tmp_path), "--only", "viquad", "--json"])
    printed = json.loads(capsys.readouterr().out)
    assert printed["command"] == f"python -m benchmarks --viquad {tmp_path.name} --only viquad --json"
    assert printed["sections"][0]["figures"][2]["value"] == 50.0
    main(["--only", "viquad", "--json"])
    assert json.loads(capsys.readouterr().out)["sections"][0]["note"].startswith("UIT-ViQuAD 2.0 is not at hand: put")


def test_a_thousand_articles_have_the_seeds_among_them() -> None:
    """As many as asked for, no two the same, the same every time."""
    texts = thousand_texts(40)
    assert texts[:5] == [file_text(path) for path in sorted(SEEDS.glob("*.txt"))]
    assert (len(texts), len(set(texts))) == (40, 40)
    assert thousand_texts(40) == texts


def test_questions_on_a_thousand_articles_are_of_both_kinds() -> None:
    """The questions on the seeds, and one on each of some stories with its names in; none twice."""
    questions = list(thousand_questions())
    assert questions[:30] == [one.question for one in golden_questions()]
    assert (len(questions), len(set(questions))) == (30 + 48 + STORIES, 30 + 48 + STORIES)
    assert not any("{" in question for question in questions)


def test_a_question_on_a_thousand_articles_is_timed_answered_or_not() -> None:
    """How many were timed is part of the figure; how long they took is the machine's affair."""
    assistant = GivenAssistant({"Ai?": answer("250", quote(0))})
    assert [(one.what, one.unit, one.most, one.of) for one in thousand_figures(assistant, ["Ai?", "Gì?", "Đâu?"])] == [
        ("a warm question on 1,000 articles: median", "ms", 120.0, 3),
        ("a warm question on 1,000 articles: 95th percentile", "ms", None, 3),
        ("a warm question on 1,000 articles, answered: median", "ms", None, 1),
        ("a warm question on 1,000 articles, refused: median", "ms", None, 2),
    ]


def test_conversations_are_held_against_their_readings(tmp_path: Path) -> None:
    """A question that leans on another is right as one of its readings, one that stands by itself as it is."""
    path = tmp_path / "conversations.jsonl"
    turns = [
        {"question": "Who opened the bridge in Huế?", "short_answer": "Lê Văn Hải"},
        {"question": "And in Vinh?", "understood": ["WHO opened the bridge in Vinh"], "short_answer": None},
        {"question": "And in Vinh?", "understood": ["Who closed the bridge in Vinh?"], "short_answer": None},
        {"question": "How long is the Nhật Tân bridge?", "short_answer": "3,9 km"},
    ]
    path.write_text(f"{json.dumps({'id': 'x', 'half': 'last', 'turns': turns})}\n", "utf-8")
    said = conversations(path)
    assert [(one.id, len(one.turns), one.right) for one in said] == [
        ("x.2", 1, True),
        ("x.3", 2, False),
        ("x.4", 3, True),
    ]
    figures = list(talk_figures(said))
    assert [(one.what, one.value, one.misses) for one in figures[:2]] == [
        ("English: leaning on the turns before, understood", 50.0, ("x.3",)),
        ("English: standing by itself, left as it is", 100.0, ()),
    ]
    assert figures[2].what == "English, written last: leaning on the turns before, understood"


def test_the_conversations_at_hand_have_what_is_measured() -> None:
    """Questions in both languages, with readings and without."""
    said = conversations()
    assert {bool(one.readings) for one in said} == {True, False}
    assert len({one.id for one in said}) == len(said)


def test_pairs_that_disagree_are_counted_as_finds_are(tmp_path: Path) -> None:
    """One pair disagrees and is said to; one says the same in other units and is left alone."""
    path = tmp_path / "disagreements.jsonl"
    told = {"title": None, "source": "Báo Sáng", "published": "2024-06-28"}
    texts = [("Đập Sông Mây cao 86 m, lớn nhất tỉnh.", "Lớn nhất tỉnh, đập Sông Mây cao 92 m.")] * 2
    texts[0] = (texts[0][0], "Đập Sông Mây cao 86 mét, lớn nhất tỉnh.")
    given = [
        {
            "question": "Đập Sông Mây cao bao nhiêu mét?",
            "disagree": number == 1,
            "one": {**told, "text": one},
            "other": {**told, "text": other, "source": "Báo Chiều", "published": None},
        }
        for number, (one, other) in enumerate(texts)
    ]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in given), "utf-8")
    read = pairs(path)
    assert [(one.id, one.tuned, one.disagree, one.said) for one in read] == [
        ("line 1", True, False, False),
        ("line 2", False, True, True),
    ]
    assert [(one.what, one.value, one.of) for one in disagreeing_figures(read)] == [
        ("said to disagree: do (precision)", 100.0, 1),
        ("disagreeing: said to (recall)", 100.0, 1),
        ("said to disagree, test part: do (precision)", 100.0, 1),
        ("disagreeing, test part: said to (recall)", 100.0, 1),
    ]
