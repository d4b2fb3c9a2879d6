"""The golden questions: thirty on the seeds, in both languages, six of which the articles do not answer."""

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.data import Answer
from benchmarks.figures import Figure, says_any, share
from index.data import Passage

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"
FURTHER = HERE / "further.jsonl"
BLIND = HERE / "blind.jsonl"
LANGUAGES = {"en": "English", "vi": "Vietnamese"}


@dataclass(frozen=True, slots=True)
class Golden:
    """A question with its right answers, any of which will do, and the article that has them; without any, the articles
    do not say.
    """

    id: str
    language: str
    question: str
    answers: tuple[str, ...]
    article: str | None


@dataclass(frozen=True, slots=True)
class Promised:
    """At least so many per cent of the answers right, by language; of the citations; of the refusals."""

    right: Mapping[str, float]
    cited: float
    refused: float


PROMISED = Promised({"en": 92, "vi": 95}, cited=95, refused=90)
PROMISED_FURTHER = Promised({"en": 85, "vi": 85}, cited=90, refused=80)
PROMISED_BLIND = Promised({"en": 65, "vi": 65}, cited=90, refused=60)


@dataclass(frozen=True, slots=True)
class Given:
    """A golden question and the answer that was given."""

    golden: Golden
    answer: Answer


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def golden_questions(path: Path = HERE / "questions.jsonl") -> tuple[Golden, ...]:
    """The golden questions in order."""
    return tuple(
        Golden(row["id"], row["lang"], row["question"], tuple(row["answers"]), row["article"]) for row in rows(path)
    )


def given(assistant: Assistant, questions: Sequence[Golden]) -> tuple[Given, ...]:
    """The assistant's answers."""
    return tuple(Given(golden, assistant.ask(golden.question)) for golden in questions)


def golden_figures(
    answers: Sequence[Given], seeds: Path, furniture: Sequence[str], promised: Promised = PROMISED
) -> Iterator[Figure]:
    """Answers, citations and refusals by language; quotes and page furniture over all of them."""
    for code, language in LANGUAGES.items():
        asked = [one for one in answers if one.golden.language == code and one.golden.answers]
        right = {one.golden.id: is_right(one) for one in asked}
        yield share(f"{language}: the right short answer", right, least=promised.right[code])
        cited = {one.golden.id: is_cited(one) for one in asked}
        yield share(f"{language}: a citation in the right article has the answer", cited, least=promised.cited)
    refused = {one.golden.id: is_refused(one) for one in answers if not one.golden.answers}
    for code, language in LANGUAGES.items():
        ids = [one.golden.id for one in answers if one.golden.language == code and one.golden.id in refused]
        yield share(f"{language}: an unanswerable question refused", {id: refused[id] for id in ids})
    yield share("both: an unanswerable question refused, with no citation", refused, least=promised.refused)
    verbatim = {f"{id} {_place(passage)}": is_verbatim(passage, seeds) for id, passage in _shown(answers)}
    yield share("quotes that stand in the file at their offsets", verbatim, least=100)
    carrying = [id for id, passage in _shown(answers) if any(plain(text) in plain(passage.text) for text in furniture)]
    yield Figure("page furniture cited or shown", len(carrying), "citations", most=0, misses=tuple(carrying))


def is_right(one: Given) -> bool:
    """Whether the short answer has one of the right answers."""
    return says_any(one.answer.short_answer or "", one.golden.answers)


def is_cited(one: Given) -> bool:
    """Whether a citation in the right article has one of the right answers."""
    return any(
        citation.passage.article.id == one.golden.article and says_any(citation.quote, one.golden.answers)
        for citation in one.answer.citations
    )


def is_refused(one: Given) -> bool:
    """Whether nothing was answered and nothing cited."""
    return not one.answer.answered and not one.answer.citations


def is_verbatim(passage: Passage, folder: Path) -> bool:
    """Whether the quote is what the article's file has between its offsets."""
    return passage.text == file_text(folder / passage.article.id)[passage.start : passage.end]


def file_text(path: Path) -> str:
    r"""The file's text as every offset counts it: NFC, newlines as \n, no byte order mark.

    Deliberately not the program's own reading of files: what is measured must not be the measure.
    """
    text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def plain(text: str) -> str:
    """The text on one line, so that a line break hides nothing."""
    return " ".join(text.split())


def _place(passage: Passage) -> str:
    return f"{passage.article.id} {passage.start}–{passage.end}"


def _shown(answers: Sequence[Given]) -> Iterator[tuple[str, Passage]]:
    """Every passage a reader is shown, with its question's id: citations, and what is nearest to a refused question."""
    for one in answers:
        yield from ((one.golden.id, citation.passage) for citation in one.answer.citations)
        yield from ((one.golden.id, hit.passage) for hit in one.answer.nearest)
