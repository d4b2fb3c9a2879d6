"""Whether the measures measure: metrics against tables made by hand, data sets against the seeds."""

import json
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.data import Answer, Citation
from benchmarks.__main__ import main
from benchmarks.collection import Asked, Collection, RememberingEncoder, built_index, kept_vectors, parts
from benchmarks.figures import Figure, Section, mean, percentile, rank_of, recall_at_k, says_any, share, token_f1
from benchmarks.golden import (
    HERE,
    SEEDS,
    Given,
    Golden,
    file_text,
    given,
    golden_figures,
    golden_questions,
    is_cited,
    is_refused,
    is_right,
    is_verbatim,
    rows,
)
from benchmarks.readme import README, replaced, write_readme
from benchmarks.sections import MEASUREMENTS
from benchmarks.seeds import furniture, records, seed_figures
from benchmarks.speed import indexing_figures, question_figures, run
from benchmarks.table import Measured, as_json, machine, table
from benchmarks.xquad import find_xquad, read_xquad
from index.articles.passages import passages
from index.building import build
from index.data import Article, Hit, Passage, Span
from index.errors import TrichDanError, UsageError
from index.searching import Index
from tests.fakes import LetterEncoder

BRIDGE = "Cây cầu mới dài 250 mét được khánh thành sáng nay tại Huế."
SCHOOL = "Ngôi trường cũ đón 40 học sinh trở lại lớp vào tháng chín."
PARAGRAPHS = (BRIDGE, SCHOOL)
QUESTIONS = (
    Asked(
        "a", 0, {"vi": "Cây cầu mới dài bao nhiêu mét?", "en": "How long is the bridge?"}, "250", BRIDGE.index("250")
    ),
    Asked("b", 1, {"vi": "Ngôi trường cũ đón bao nhiêu học sinh?", "en": "How many pupils?"}, "40", SCHOOL.index("40")),
)


def article(text: str, id: str = "bridge.txt") -> Article:
    return Article(id, text, None, None, None, None, "unknown", None, (Span(0, len(text)),), ())


def answer(short: str | None, *citations: Passage, nearest: tuple[Hit, ...] = ()) -> Answer:
    numbered = tuple(Citation(number, passage) for number, passage in enumerate(citations, 1))
    return Answer("?", "vi", "abstained" if short is None else "answered", short, "", numbered, nearest)


def values(figures: tuple[Figure, ...]) -> dict[str, float]:
    return {figure.what: figure.value for figure in figures}


@pytest.mark.parametrize(
    ("wanted", "ranked", "rank"),
    [
        ("a", ["a", "b"], 1),
        ("b", ["a", "a", "a", "b"], 2),
        ("c", ["a", "b"], None),
        ("a", [], None),
    ],
)
def test_a_rank_counts_different_articles(wanted: str, ranked: list[str], rank: int | None) -> None:
    """Several passages of one article take one place."""
    assert rank_of(wanted, ranked) == rank


@pytest.mark.parametrize(
    ("ranks", "k", "recall"),
    [
        ([1, 2, 5, 6, None], 1, 0.2),
        ([1, 2, 5, 6, None], 5, 0.6),
        ([1, 2, 5, 6, None], 6, 0.8),
        ([None], 5, 0.0),
        ([], 5, 0.0),
    ],
)
def test_recall_at_k_is_the_share_found_among_the_first_k(ranks: list[int | None], k: int, recall: float) -> None:
    """One not found counts as a miss at every k."""
    assert recall_at_k(ranks, k) == pytest.approx(recall)


@pytest.mark.parametrize(
    ("said", "gold", "f1"),
    [
        ("Viêng Chăn", "Viêng Chăn", 1.0),
        ("VIENG CHAN", "Viêng Chăn.", 1.0),
        ("thủ đô Viêng Chăn", "Viêng Chăn", 2 * (2 / 4) * (2 / 2) / (2 / 4 + 2 / 2)),
        ("một một", "một", 2 * (1 / 2) * (1 / 1) / (1 / 2 + 1 / 1)),
        ("Hà Nội", "Viêng Chăn", 0.0),
        ("", "Viêng Chăn", 0.0),
        ("", "", 0.0),
    ],
)
def test_token_f1_is_the_harmonic_mean_of_precision_and_recall(said: str, gold: str, f1: float) -> None:
    """A word said twice counts twice, marks and case do not count."""
    assert token_f1(said, gold) == pytest.approx(f1)


@pytest.mark.parametrize(("percent", "value"), [(50, 3), (95, 5), (20, 1), (21, 2), (100, 5), (0, 1)])
def test_a_percentile_is_one_of_the_values(percent: float, value: float) -> None:
    """The nearest rank, whatever the order the values came in."""
    assert percentile([5, 3, 1, 2, 4], percent) == value


def test_the_mean_of_nothing_is_nothing() -> None:
    """A half of XQuAD that a small sample does not touch has figures of 0."""
    assert (mean([]), mean([1, 0, 0, 1])) == (0.0, 0.5)


def test_answers_are_compared_without_case_and_marks() -> None:
    """Any of the alternatives will do, anywhere in the text."""
    assert says_any("khoảng 8,89 % (GRDP)", ["8.89", "grdp"])
    assert not says_any("", ["grdp"])


def test_a_share_names_what_is_not_right() -> None:
    """Per cent, over how many, and the ids of the misses unless they would be too many."""
    right = {"q1": True, "q2": False, "q3": True, "q4": True}
    assert share("right", right, least=80) == Figure("right", 75.0, "%", least=80, of=4, misses=("q2",))
    assert share("right", right, named=False).misses == ()
    assert share("right", {}) == Figure("right", 0.0, "%", of=0)


@pytest.mark.parametrize(
    ("least", "most", "held"),
    [(None, None, None), (75, None, True), (75.1, None, False), (None, 75, True), (None, 74.9, False), (0, 50, False)],
)
def test_a_promise_is_kept_up_to_its_limit(least: float | None, most: float | None, held: bool | None) -> None:
    """The limit itself is within; where nothing is promised, nothing is kept or broken."""
    assert Figure("right", 75.0, "%", least=least, most=most).held == held


GOLDEN_SECTION = Section(
    "golden: the golden questions",
    (
        Figure("short answer", 91.666, "%", least=85, of=12, misses=("q005",)),
        Figure("a warm question", 71.26, "ms", most=60, of=30),
        Figure("page furniture found", 0, "strings", most=0, of=13),
    ),
)


def measured(section: Section) -> Measured:
    return Measured("golden", section, "python -m benchmarks", date(2026, 11, 22), "2 cores, load 1.0", 12.4)


def test_the_table_is_markdown_with_a_row_a_figure() -> None:
    """The value with its unit and over how many; whether the promise was held."""
    assert table(GOLDEN_SECTION).split("\n") == [
        "| what                 | figure          | promised | held |",
        "|----------------------|-----------------|----------|------|",
        "| short answer         | 91.7 % of 12    | ≥ 85 %   | yes  |",
        "| a warm question      | 71.3 ms over 30 | ≤ 60 ms  | NO   |",
        "| page furniture found | 0 strings of 13 | none     | yes  |",
    ]


def test_figures_with_columns_stand_side_by_side() -> None:
    """A row for each thing, a column for each measure with its unit; promises in their cells, gaps where nothing is."""
    figures = (
        Figure("the index", 95.88, "%", least=95.5, of=1190, column="Vietnamese @1"),
        Figure("the index", 2.5, "points", most=2, of=400, column="below"),
        Figure("a rival", 1234.5, "%", of=1190, column="Vietnamese @1"),
        Figure("points ahead", 3.25, "points", least=0.1, column="Vietnamese @1"),
    )
    assert table(Section("finding", figures)).split("\n") == [
        "|              | Vietnamese @1, % | below, points | of         |",
        "|--------------|------------------|---------------|------------|",
        "| the index    | 95.9 (≥ 95.5)    | 2.5 (≤ 2: NO) | 1190 / 400 |",
        "| a rival      | 1,234.5          |               | 1190       |",
        "| points ahead | 3.2 (≥ 0.1)      |               |            |",
    ]


def test_the_command_and_the_machine_stand_beside_each_table() -> None:
    """Below it what was not right, and the note; a section without figures says why."""
    said = measured(GOLDEN_SECTION).as_markdown()
    assert said.split("\n\n") == [
        "**golden: the golden questions**",
        "    python -m benchmarks",
        "2026-11-22; 2 cores, load 1.0; measured in 12 s.",
        table(GOLDEN_SECTION),
        "- not right: short answer: q005",
    ]
    assert measured(Section("finding", (), "XQuAD is not at hand.")).as_markdown().split("\n\n")[3:] == [
        "XQuAD is not at hand."
    ]


def test_figures_as_json_say_whether_they_were_held() -> None:
    """`held` is worked out for whoever reads the JSON."""
    assert as_json([measured(Section("golden", (Figure("short answer", 80.0, "%", least=85, of=5),)))]) == [
        {
            "name": "golden",
            "title": "golden",
            "note": "",
            "day": "2026-11-22",
            "machine": "2 cores, load 1.0",
            "seconds": 12.4,
            "figures": [
                {
                    "what": "short answer",
                    "column": "",
                    "value": 80.0,
                    "unit": "%",
                    "least": 85,
                    "most": None,
                    "of": 5,
                    "held": False,
                    "misses": [],
                }
            ],
        }
    ]


def test_a_table_of_the_readme_is_replaced_between_its_marks() -> None:
    """What stands around it stays; a backslash is nothing special."""
    text = "a\n<!-- x -->\nold\n<!-- end of x -->\nb\n<!-- y -->\n<!-- end of y -->\n"
    assert replaced(text, "x", r"n\1w") == (
        "a\n<!-- x -->\n\nn\\1w\n\n<!-- end of x -->\nb\n<!-- y -->\n<!-- end of y -->\n"
    )
    with pytest.raises(UsageError, match=r"README\.md: not once <!-- z --> … <!-- end of z -->"):
        replaced(text, "z", "new")


def test_only_what_was_measured_is_written(tmp_path: Path) -> None:
    """A section whose data are not at hand leaves the table of another day."""
    path = tmp_path / "README.md"
    path.write_text("<!-- golden -->\n<!-- end of golden -->\n", "utf-8")
    write_readme([measured(GOLDEN_SECTION)], path)
    written = path.read_text("utf-8")
    write_readme([measured(Section("golden", (), "Not at hand."))], path)
    assert path.read_text("utf-8") == written
    assert written == f"<!-- golden -->\n\n{measured(GOLDEN_SECTION).as_markdown()}\n\n<!-- end of golden -->\n"


def test_every_measurement_has_its_place_in_the_readme() -> None:
    """`--write` finds the marks of each, once."""
    text = README.read_text("utf-8")
    assert [name for name in MEASUREMENTS if len(text.split(f"<!-- {name} -->")) != 2] == []
    assert [name for name in MEASUREMENTS if len(text.split(f"<!-- end of {name} -->")) != 2] == []


def test_the_machine_is_told_on_one_line() -> None:
    """Cores, processor, memory, Python, and how busy it is."""
    parts = machine().split(", ")
    assert [parts[0].split()[1], parts[-3].split()[1], *(part.split()[0] for part in parts[-2:])] == [
        "cores",
        "GB",
        "Python",
        "load",
    ]


@pytest.mark.parametrize("file", ["questions.jsonl", "further.jsonl"])
def test_every_golden_answer_stands_in_its_quote_and_every_quote_in_its_article(file: str) -> None:
    """The golden questions are true of the seeds' files."""
    untrue = [
        row["id"]
        for row in rows(HERE / file)
        if row["answers"]
        and not (says_any(row["quote"], row["answers"]) and row["quote"] in file_text(SEEDS / row["article"]))
    ]
    assert untrue == []


def test_every_claims_evidence_stands_in_its_article() -> None:
    """The claims are true or false by what the seeds' files say."""
    claims = rows(HERE / "claims.jsonl")
    assert [row["id"] for row in claims if row["quote"] and row["quote"] not in file_text(SEEDS / row["article"])] == []
    assert {row["verdict"] for row in claims} == {"supported", "refuted", "not_found"}


def test_every_seed_has_a_record_whose_texts_stand_in_its_file() -> None:
    """So that a misspelt piece of furniture does not pass as never found."""
    known = records()
    absent = [
        text
        for record in known
        for text in (record.body_starts, record.body_ends, *record.furniture)
        if " ".join(text.split()) not in " ".join(file_text(SEEDS / record.article).split())
    ]
    assert absent == []
    assert sorted(record.article for record in known) == sorted(path.name for path in SEEDS.glob("*.txt"))


def test_there_are_fifteen_golden_questions_in_each_language() -> None:
    """Twelve that the articles answer and three that they do not."""
    counted = {
        language: [bool(one.answers) for one in golden_questions() if one.language == language]
        for language in ("en", "vi")
    }
    assert {language: (sum(has), len(has)) for language, has in counted.items()} == {"en": (12, 15), "vi": (12, 15)}


GOLDEN = Golden("q1", "vi", "Cầu dài bao nhiêu?", ("250 mét", "250 m"), "bridge.txt")


def test_an_answer_is_right_by_its_short_answer() -> None:
    """Not by what it cites; a refusal is never right."""
    page = article(BRIDGE)
    assert is_right(Given(GOLDEN, answer("dài 250 MET")))
    assert not is_right(Given(GOLDEN, answer("40", Passage(page, 0, len(BRIDGE)))))
    assert not is_right(Given(GOLDEN, answer(None)))


def test_a_citation_counts_only_in_the_right_article() -> None:
    """The same words elsewhere are another fact; the right article without the answer shows nothing."""
    page, other = article(BRIDGE), article(BRIDGE, "other.txt")
    assert is_cited(Given(GOLDEN, answer("250 mét", Passage(other, 0, 40), Passage(page, 0, len(BRIDGE)))))
    assert not is_cited(Given(GOLDEN, answer("250 mét", Passage(other, 0, len(BRIDGE)))))
    assert not is_cited(Given(GOLDEN, answer("250 mét", Passage(page, 0, 7))))


def test_a_refusal_with_a_citation_is_none() -> None:
    """A refusal cites nothing."""
    assert is_refused(Given(GOLDEN, answer(None)))
    assert not is_refused(Given(GOLDEN, answer(None, Passage(article(BRIDGE), 0, 7))))
    assert not is_refused(Given(GOLDEN, answer("250 mét")))


def test_a_quote_is_held_against_the_file_not_the_index(tmp_path: Path) -> None:
    """What the index holds is not the measure; a byte order mark, line ends and NFD are read as offsets count them."""
    page = article(f"{BRIDGE}\n{SCHOOL}")
    path = tmp_path / page.id
    path.write_bytes(b"\xef\xbb\xbf" + f"{BRIDGE}\r\n{SCHOOL}".replace("ầ", "a\u0302\u0300").encode())
    assert is_verbatim(Passage(page, 4, len(page.text)), tmp_path)
    path.write_text(f"x{BRIDGE}\n{SCHOOL}", "utf-8")
    assert not is_verbatim(Passage(page, 4, len(page.text)), tmp_path)


def test_golden_figures_are_counted_by_language(tmp_path: Path) -> None:
    """One right answer, one wrong one, one refusal that shows page furniture."""
    (tmp_path / "bridge.txt").write_text(BRIDGE, "utf-8")
    whole = Passage(article(BRIDGE), 0, len(BRIDGE))
    silent = replace(GOLDEN, id="q3", answers=(), article=None)
    answers = [
        Given(GOLDEN, answer("250 mét", whole)),
        Given(replace(GOLDEN, id="q2", language="en"), answer("Huế", whole)),
        Given(silent, answer(None, nearest=(Hit(whole, 1, 0.5, 0.5, 1, None),))),
    ]
    assert values(tuple(golden_figures(answers, tmp_path, ["khánh  thành\nsáng nay"]))) == {
        "English: the right short answer": 0.0,
        "English: a citation in the right article has the answer": 100.0,
        "Vietnamese: the right short answer": 100.0,
        "Vietnamese: a citation in the right article has the answer": 100.0,
        "English: an unanswerable question refused": 0.0,
        "Vietnamese: an unanswerable question refused": 100.0,
        "both: an unanswerable question refused, with no citation": 100.0,
        "quotes that stand in the file at their offsets": 100.0,
        "page furniture cited or shown": 3,
    }


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over the seeds, by letters."""
    folder = tmp_path_factory.mktemp("built")
    build(SEEDS, folder, LetterEncoder())
    return Assistant(Index.open(folder, LetterEncoder()))


def test_the_seeds_are_read_as_their_records_say(assistant: Assistant) -> None:
    """Whatever the sentence model, the records are right and page furniture is not there to be found."""
    assert [figure.misses for figure in seed_figures(assistant, records())] == [()] * 7


def test_a_wrong_record_is_told_by_its_article(assistant: Assistant) -> None:
    """A date with another's basis is wrong; what stands in the body is found and is no furniture."""
    right = next(record for record in records() if record.published == (("2017-10-26", "stated"),))
    wrong = replace(right, title="x", published=(("2017-10-26", "inferred"),), furniture=(right.body_starts,))
    figures = {figure.what: figure.misses for figure in seed_figures(assistant, [wrong])}
    assert figures == {
        "title, as a person reads it": (wrong.article,),
        "source, as a person reads it": (),
        "author, as a person reads it": (),
        "date and its basis, as a person reads it": (wrong.article,),
        "beginning of the body, as a person reads it": (),
        "end of the body, as a person reads it": (),
        "page furniture found": (wrong.body_starts,),
    }


def test_quotes_are_verbatim_whatever_the_sentence_model(assistant: Assistant) -> None:
    """Every quote that is shown stands in its file, and none is page furniture."""
    figures = values(tuple(golden_figures(given(assistant, golden_questions()), SEEDS, furniture(records()))))
    assert figures["quotes that stand in the file at their offsets"] == 100.0
    assert figures["page furniture cited or shown"] == 0


def published(folder: Path) -> None:
    """XQuAD as it is published: two articles of one paragraph each, the Vietnamese one in NFD."""

    def file(language: str, contexts: tuple[str, ...]) -> dict[str, Any]:
        questions = [
            {
                "id": one.id,
                "question": one.questions[language],
                "answers": [{"text": one.answer, "answer_start": contexts[one.paragraph].find(one.answer)}],
            }
            for one in QUESTIONS
        ]
        paragraphs = [{"context": text, "qas": [one]} for text, one in zip(contexts, questions, strict=True)]
        return {"data": [{"title": "x", "paragraphs": [paragraph]} for paragraph in paragraphs]}

    decomposed = (BRIDGE.replace("ầ", "a\u0302\u0300"), SCHOOL)
    (folder / "xquad.vi.json").write_text(json.dumps(file("vi", decomposed)), "utf-8")
    (folder / "xquad.en.json").write_text(json.dumps(file("en", ("The bridge …", "The school …"))), "utf-8")


def lines(folder: Path) -> None:
    """XQuAD as JSON lines."""
    paragraphs: list[dict[str, object]] = [
        {"pid": f"p{number}", "text": text} for number, text in enumerate(PARAGRAPHS)
    ]
    questions: list[dict[str, object]] = [
        {
            "qid": one.id,
            "pid": f"p{one.paragraph}",
            "question_vi": one.questions["vi"],
            "question_en": one.questions["en"],
            "answer_vi": one.answer,
            "answer_start_vi": one.start,
        }
        for one in QUESTIONS
    ]
    for name, objects in {"xquad_vi_paragraphs.jsonl": paragraphs, "xquad_questions.jsonl": questions}.items():
        (folder / name).write_text("".join(f"{json.dumps(one)}\n" for one in objects), "utf-8")


@pytest.mark.parametrize("write", [published, lines])
def test_xquad_is_the_same_in_either_form(tmp_path: Path, write: Any) -> None:
    """As it is published or as JSON lines; in NFC, with the answers where they then stand."""
    write(tmp_path)
    assert read_xquad(tmp_path) == Collection("xquad", PARAGRAPHS, QUESTIONS)


def test_a_folder_without_xquad_is_told_what_to_get(tmp_path: Path) -> None:
    """The names expected, and where they come from; a file that is something else is named too."""
    with pytest.raises(UsageError, match=r"neither xquad\.vi\.json .* google-deepmind/xquad"):
        read_xquad(tmp_path)
    published(tmp_path)
    (tmp_path / "xquad.en.json").write_text("[]", "utf-8")
    with pytest.raises(UsageError, match="not XQuAD as expected"):
        read_xquad(tmp_path)


def test_xquads_folder_is_an_option_or_a_variable() -> None:
    """The option counts more; an empty variable names nothing."""
    environ = {"BENCHMARK_XQUAD": "here"}
    assert find_xquad(Path("there"), environ) == Path("there")
    assert find_xquad(None, environ) == Path("here")
    assert find_xquad(None, {"BENCHMARK_XQUAD": ""}) is None


def test_a_sample_is_spread_over_the_questions() -> None:
    """The same ones every time; a larger sample than there are questions is all of them."""
    many = Collection("xquad", PARAGRAPHS, tuple(replace(QUESTIONS[0], id=str(number)) for number in range(10)))
    assert [one.id for one in many.sample(4).questions] == ["0", "2", "5", "7"]
    assert (many.sample(None), many.sample(11)) == (many, many)


def test_the_halves_are_the_even_and_the_odd_paragraphs() -> None:
    """All, then those the numbers were tuned on, then those they were not."""
    even, odd = QUESTIONS
    assert parts(QUESTIONS) == (("", (even, odd)), (", tuned half", (even,)), (", other half", (odd,)))


def test_the_index_of_paragraphs_is_built_once(tmp_path: Path) -> None:
    """The second run embeds nothing; other paragraphs have another index."""
    encoder = LetterEncoder()
    first = built_index("xquad", PARAGRAPHS, encoder, tmp_path)
    embedded = encoder.passages
    assert built_index("xquad", PARAGRAPHS, encoder, tmp_path) == first
    assert encoder.passages == embedded
    assert built_index("xquad", PARAGRAPHS[:1], encoder, tmp_path) != first


def test_a_question_is_embedded_once_for_all_ways_of_finding() -> None:
    """The remembered vector is the encoder's own."""
    encoder = LetterEncoder()
    remembering = RememberingEncoder(encoder)
    vectors = [remembering.encode_question("abc").tolist() for _ in range(3)]
    assert (encoder.questions, vectors[0]) == (1, vectors[2])
    assert (remembering.name, remembering.dimension) == (encoder.name, encoder.dimension)


def test_the_vectors_of_a_rivals_chunks_are_kept(tmp_path: Path) -> None:
    """In order, whatever the batches; the second run embeds nothing, other texts have their own."""
    encoder = LetterEncoder()
    first = kept_vectors(PARAGRAPHS, encoder, tmp_path / "cache")
    assert kept_vectors(PARAGRAPHS, encoder, tmp_path / "cache").tolist() == first.tolist()
    assert (encoder.passages, first.tolist()) == (2, encoder.encode_passages(PARAGRAPHS).tolist())
    assert kept_vectors(PARAGRAPHS[:1], encoder, tmp_path / "cache").shape == (1, encoder.dimension)


def test_speed_is_told_of_questions_and_of_indexing(assistant: Assistant) -> None:
    """How many were timed is part of the figure; how long they took is the machine's affair."""
    asked = [one.question for one in golden_questions()[:3]]
    figures = [*question_figures(assistant, asked), *indexing_figures(SEEDS, LetterEncoder())]
    assert [(one.unit, one.most) for one in figures] == [
        ("ms", 60),
        ("ms", None),
        ("a second", None),
        ("a second", None),
    ]
    found = sum(len(passages(assistant.article(path.name))) for path in SEEDS.glob("*.txt"))
    assert (figures[0].of, figures[2].of) == (3, found)


def test_a_command_that_fails_is_not_timed(tmp_path: Path) -> None:
    """Its exit code and its own words are told instead."""
    with pytest.raises(TrichDanError, match="python -m assistant failed with exit code 4: "):
        run("assistant", "ask", "Ai?", "--index", str(tmp_path))


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> LetterEncoder:
    """The command with the encoder of letters, its cache in a temporary folder, and no XQuAD."""
    encoder = LetterEncoder()
    monkeypatch.setattr("benchmarks.__main__.open_encoder", lambda name, cache: encoder)
    monkeypatch.setenv("ASSISTANT_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("BENCHMARK_XQUAD", raising=False)
    monkeypatch.delenv("BENCHMARK_NEWS", raising=False)
    monkeypatch.delenv("BENCHMARK_VIQUAD", raising=False)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    return encoder


def test_the_command_prints_itself_the_machine_and_the_table(
    letters: LetterEncoder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 0 where every promise was kept; progress goes elsewhere."""
    build(SEEDS, tmp_path / "built", letters)
    code = main(["--index", str(tmp_path / "built"), "--only", "reading", "seeds"])
    out, err = capsys.readouterr()
    printed = [part.split("\n") for part in out.rstrip().split("\n\n")]
    titles = [
        ["**seeds: the five articles as read**"],
        ["**reading: XQuAD's questions answered over all its paragraphs**"],
    ]
    assert (code, err) == (0, "measuring seeds …\nmeasuring reading …\n")
    assert [part for part in printed if part[0].startswith("**")] == titles
    assert [part for part in printed if part[0].startswith("    ")] == [
        ["    python -m benchmarks --index built --only reading seeds"]
    ] * 2
    assert machine().split(", ")[0] in printed[2][0]
    assert "XQuAD is not at hand: get xquad.vi.json and xquad.en.json of google-deepmind/xquad" in printed[-1][0]


def test_the_command_measures_xquad_where_it_is_at_hand(
    letters: LetterEncoder, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As JSON, one object; a promise that was not kept makes exit 1. Where the data lie is not told."""
    lines(tmp_path)
    monkeypatch.setenv("BENCHMARK_XQUAD", str(tmp_path))
    code = main(["--only", "finding", "--sample", "1", "--json"])
    printed = json.loads(capsys.readouterr().out)
    figures = [figure for section in printed["sections"] for figure in section["figures"]]
    assert list(printed) == ["schema", "command", "machine", "sections"]
    assert (
        printed["command"] == f"BENCHMARK_XQUAD={tmp_path.name} python -m benchmarks --only finding --sample 1 --json"
    )
    assert {figure["of"] for figure in figures if "half" not in figure["what"]} == {1}
    assert code == int(any(figure["held"] is False for figure in figures))


def test_an_index_of_other_articles_is_refused(
    letters: LetterEncoder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The golden questions are about the seeds; the sentence says how to index them."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "bridge.txt").write_text(BRIDGE, "utf-8")
    build(tmp_path / "articles", tmp_path / "built", letters)
    code = main(["--index", str(tmp_path / "built"), "--only", "golden"])
    assert code == 2
    assert "is not of the 5 articles in seeds/ but of 1: build one with" in capsys.readouterr().err


def test_the_command_writes_its_tables_into_the_readme(
    letters: LetterEncoder, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it prints is what then stands there."""
    path = tmp_path / "README.md"
    path.write_text("<!-- pages -->\n<!-- end of pages -->\n", "utf-8")
    monkeypatch.setattr("benchmarks.__main__.write_readme", partial(write_readme, path=path))
    monkeypatch.setattr("benchmarks.__main__.MEASUREMENTS", {"pages": lambda bench: GOLDEN_SECTION})
    main(["--only", "pages", "--write"])
    printed = capsys.readouterr().out
    assert path.read_text("utf-8") == f"<!-- pages -->\n\n{printed}\n<!-- end of pages -->\n"


@pytest.mark.parametrize("arguments", [["--only", "everything"], ["--sample", "0"], ["--fast"]])
def test_a_wrong_option_is_a_matter_of_usage(arguments: list[str]) -> None:
    """Exit 2, as everywhere."""
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
