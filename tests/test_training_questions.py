"""Our own questions: every answer stands in its text, none is there twice, and what was promised of them holds."""

import json
import unicodedata
from typing import Any

import pytest

from benchmarks.golden import HERE

OWN = HERE.parent / "training" / "questions"
ROWS: list[dict[str, Any]] = [
    json.loads(line) for file in sorted(OWN.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()
]
QUESTIONS = [question for row in ROWS for question in row["questions"]]


def test_every_answer_stands_in_its_text() -> None:
    """An answer is words of the article, without blanks at its ends; what has none says why."""
    wrong = [
        question["id"]
        for row in ROWS
        for question in row["questions"]
        if not all(answer == answer.strip() != "" and answer in row["text"] for answer in question["answers"])
        or bool(question["answers"]) == bool(question.get("why"))
    ]
    assert wrong == []


def test_texts_are_articles() -> None:
    """A text is in NFC, begins with its title, and has the length of a news article."""
    wrong = [
        row["id"]
        for row in ROWS
        if unicodedata.normalize("NFC", row["text"]) != row["text"]
        or not row["text"].startswith(f"{row['title']}\n\n")
        or not 200 <= len(row["text"].split()) <= 650
    ]
    assert wrong == []


def test_nothing_is_there_twice() -> None:
    """Ids, titles and paragraphs are each other's own, and so are the questions of an article."""
    ids = [row["id"] for row in ROWS] + [question["id"] for question in QUESTIONS]
    paragraphs = [paragraph for row in ROWS for paragraph in row["text"].split("\n\n")[1:]]
    asked = [(row["id"], question["question"].casefold()) for row in ROWS for question in row["questions"]]

    assert [len(set(ids)), len(set(paragraphs)), len(set(asked))] == [len(ids), len(paragraphs), len(asked)]


@pytest.mark.parametrize("kind", ["English", "unanswered"])
def test_a_third_is(kind: str) -> None:
    """About a third is asked in English, and about a third is not answered by its article; of either of the other."""
    english = [question for question in QUESTIONS if question["language"] == "en"]
    unanswered = [question for question in QUESTIONS if not question["answers"]]
    both = [question for question in english if not question["answers"]]
    share = {"English": len(english), "unanswered": len(unanswered)}[kind] / len(QUESTIONS)

    assert 0.3 <= share <= 0.4
    assert 0.25 <= len(both) / len(english) <= 0.45
