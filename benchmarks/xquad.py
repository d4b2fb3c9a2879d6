"""XQuAD: 240 Vietnamese paragraphs with 1190 questions in Vietnamese and English.

Not part of the project (CC BY-SA 4.0). Read as it is published (`xquad.vi.json`, `xquad.en.json`) or as JSON lines
(`xquad_vi_paragraphs.jsonl`, `xquad_questions.jsonl`).
"""

import json
import os
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.collection import Asked, Collection, nfc
from benchmarks.golden import rows
from index.errors import UsageError

VARIABLE = "BENCHMARK_XQUAD"
WORDS = Path(__file__).parent / "words" / "xquad.toml"
LINES = ("xquad_vi_paragraphs.jsonl", "xquad_questions.jsonl")
PUBLISHED = ("xquad.vi.json", "xquad.en.json")
NOT_AT_HAND = (
    f"XQuAD is not at hand: get {' and '.join(PUBLISHED)} of google-deepmind/xquad on GitHub (CC BY-SA 4.0) and name"
    f" their folder with --xquad FOLDER or {VARIABLE}."
)


def find_xquad(option: Path | None, environ: Mapping[str, str] = os.environ) -> Path | None:
    """The folder that holds XQuAD: the one on the command line, or the variable's; None where neither names one."""
    return option or (Path(environ[VARIABLE]) if environ.get(VARIABLE) else None)


def read_xquad(folder: Path) -> Collection:
    """XQuAD in either form; raises UsageError where the folder has neither, or something else under its names."""
    forms: tuple[tuple[tuple[str, str], Callable[[Path, Path], Collection]], ...] = (
        (PUBLISHED, _published),
        (LINES, _lines),
    )
    for names, read in forms:
        first, second = (folder / name for name in names)
        if first.is_file() and second.is_file():
            try:
                return _normalised(read(first, second))
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise UsageError(f"{folder}: {' or '.join(names)} is not XQuAD as expected ({error!r}).") from error
    raise UsageError(f"{folder}: neither {' and '.join(PUBLISHED)} nor {' and '.join(LINES)} there. {NOT_AT_HAND}")


def _published(vietnamese: Path, english: Path) -> Collection:
    paragraphs, apart = list(_paragraphs(vietnamese)), kept_apart()
    in_english = {one["id"]: one["question"] for _, paragraph in _paragraphs(english) for one in paragraph["qas"]}
    questions = tuple(
        Asked(
            id=one["id"],
            paragraph=number,
            questions={"vi": one["question"], "en": in_english[one["id"]]},
            answer=one["answers"][0]["text"],
            start=one["answers"][0]["answer_start"],
            apart=title in apart,
        )
        for number, (title, paragraph) in enumerate(paragraphs)
        for one in paragraph["qas"]
    )
    return Collection("xquad", tuple(paragraph["context"] for _, paragraph in paragraphs), questions)


def _paragraphs(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The paragraphs in order, each with the title of its article."""
    for article in json.loads(path.read_text("utf-8"))["data"]:
        yield from ((article["title"], paragraph) for paragraph in article["paragraphs"])


def kept_apart() -> frozenset[str]:
    """The titles of the articles that were kept apart while the reading and the refusing were tuned."""
    return frozenset(tomllib.loads(WORDS.read_text("utf-8"))["apart"])


def _lines(paragraphs: Path, questions: Path) -> Collection:
    texts = {row["pid"]: row["text"] for row in rows(paragraphs)}
    numbers = {id: number for number, id in enumerate(texts)}
    titles = kept_apart()
    apart = {row["pid"] for row in rows(paragraphs) if row.get("title_en") in titles}
    asked = tuple(
        Asked(
            id=row["qid"],
            paragraph=numbers[row["pid"]],
            questions={"vi": row["question_vi"], "en": row["question_en"]},
            answer=row["answer_vi"],
            start=row["answer_start_vi"],
            apart=row["pid"] in apart,
        )
        for row in rows(questions)
    )
    return Collection("xquad", tuple(texts.values()), asked)


def _normalised(xquad: Collection) -> Collection:
    """The same in NFC, which is what the program's offsets count."""
    questions = tuple(
        replace(one, answer=nfc(one.answer), start=len(nfc(xquad.texts[one.paragraph][: one.start])))
        for one in xquad.questions
    )
    return replace(xquad, texts=tuple(map(nfc, xquad.texts)), questions=questions)
