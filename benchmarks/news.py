"""Vietnamese news articles with questions on them, answers by their offsets: UIT-ViNewsQA or anything in its shape.

Not part of the project (its licence is not stated). Read as JSON lines: `vinewsqa_articles.jsonl` (`aid`, `title`,
`text`) and `vinewsqa_questions.jsonl` (`qid`, `aid`, `question_vi`, `answers` with `text` and `answer_start` in the
article's text). Each article becomes a file as a newsroom has them: its title, an empty line, its text.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.collection import Asked, Collection, headed, nfc
from benchmarks.golden import rows
from index.errors import UsageError

VARIABLE = "BENCHMARK_NEWS"
ARTICLES, QUESTIONS = "vinewsqa_articles.jsonl", "vinewsqa_questions.jsonl"
NOT_AT_HAND = (
    f"The news are not at hand: put {ARTICLES} and {QUESTIONS} (benchmarks/README.md says what they are) into a folder"
    f" and name it with --news FOLDER or {VARIABLE}."
)


def find_news(option: Path | None, environ: Mapping[str, str] = os.environ) -> Path | None:
    """The folder that holds the news: the one on the command line, or the variable's; None where neither names one."""
    return option or (Path(environ[VARIABLE]) if environ.get(VARIABLE) else None)


def read_news(folder: Path) -> Collection:
    """The articles and their questions; raises UsageError where the folder has none, or something else by their names.

    A question none of whose answers stands where it is said to is left out.
    """
    articles, questions = folder / ARTICLES, folder / QUESTIONS
    if not (articles.is_file() and questions.is_file()):
        raise UsageError(f"{folder}: {ARTICLES} and {QUESTIONS} are not both there. {NOT_AT_HAND}")
    try:
        return _collection(rows(articles), rows(questions))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{folder}: {ARTICLES} or {QUESTIONS} is not as expected ({error!r}).") from error


def _collection(articles: Sequence[Mapping[str, Any]], questions: Sequence[Mapping[str, Any]]) -> Collection:
    numbers = {row["aid"]: number for number, row in enumerate(articles)}
    asked = (_asked(row, line, numbers[row["aid"]], articles) for line, row in enumerate(questions))
    texts = tuple(headed(row.get("title"), row["text"])[0] for row in articles)
    return Collection("news", texts, tuple(one for one in asked if one is not None))


def _asked(row: Mapping[str, Any], line: int, number: int, articles: Sequence[Mapping[str, Any]]) -> Asked | None:
    """The question, its answers where they stand in the file; None where none of them does. Every second line is kept
    apart.
    """
    text = articles[number]["text"]
    _, before = headed(articles[number].get("title"), text)
    found: dict[tuple[int, str], None] = {}
    for answer in row["answers"]:
        start, said = answer["answer_start"], answer["text"]
        if said and text[start : start + len(said)] == said:
            at = before + len(nfc(text[:start]))
            found[at, nfc(said)] = None
    if not found:
        return None
    (start, answer), *others = found
    return Asked(row["qid"], number, {"vi": row["question_vi"]}, answer, start, tuple(others), apart=line % 2 == 1)
