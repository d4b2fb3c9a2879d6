"""UIT-ViQuAD 2.0: Vietnamese paragraphs with questions of which some have no answer there.

Not part of the project (no licence is stated). Read as JSON lines: `viquad2_paragraphs.jsonl` (`pid`, `title`, `text`)
and `viquad2_questions.jsonl` (`qid`, `pid`, `question_vi`, `answerable`, and where it is true `answer_vi` and
`answer_start_vi`, which counts the characters of the paragraph's text). Each paragraph becomes an article: its title,
an empty line, its text.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.collection import Asked, Collection, headed, nfc
from benchmarks.golden import rows
from index.errors import UsageError

VARIABLE = "BENCHMARK_VIQUAD"
PARAGRAPHS, QUESTIONS = "viquad2_paragraphs.jsonl", "viquad2_questions.jsonl"
NOT_AT_HAND = (
    f"UIT-ViQuAD 2.0 is not at hand: put {PARAGRAPHS} and {QUESTIONS} (benchmarks/README.md says what they are) into a"
    f" folder and name it with --viquad FOLDER or {VARIABLE}."
)


def find_viquad(option: Path | None, environ: Mapping[str, str] = os.environ) -> Path | None:
    """The folder that holds it: the one on the command line, or the variable's; None where neither names one."""
    return option or (Path(environ[VARIABLE]) if environ.get(VARIABLE) else None)


def read_viquad(folder: Path) -> Collection:
    """The paragraphs and their questions, every second of which is kept apart; raises UsageError where the folder has
    none, or something else by their names.
    """
    paragraphs, questions = folder / PARAGRAPHS, folder / QUESTIONS
    if not (paragraphs.is_file() and questions.is_file()):
        raise UsageError(f"{folder}: {PARAGRAPHS} and {QUESTIONS} are not both there. {NOT_AT_HAND}")
    try:
        return _collection(rows(paragraphs), rows(questions))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{folder}: {PARAGRAPHS} or {QUESTIONS} is not as expected ({error!r}).") from error


def _collection(paragraphs: Sequence[Mapping[str, Any]], questions: Sequence[Mapping[str, Any]]) -> Collection:
    numbers = {row["pid"]: number for number, row in enumerate(paragraphs)}
    asked = (_asked(row, line, numbers[row["pid"]], paragraphs) for line, row in enumerate(questions))
    return Collection("viquad", tuple(headed(row["title"], row["text"])[0] for row in paragraphs), tuple(asked))


def _asked(row: Mapping[str, Any], line: int, number: int, paragraphs: Sequence[Mapping[str, Any]]) -> Asked:
    text = paragraphs[number]["text"]
    _, before = headed(paragraphs[number]["title"], text)
    answer, start = (row["answer_vi"], row["answer_start_vi"]) if row["answerable"] else ("", 0)
    at = before + len(nfc(text[:start]))
    return Asked(row["qid"], number, {"vi": row["question_vi"]}, nfc(answer), at, apart=line % 2 == 1)
