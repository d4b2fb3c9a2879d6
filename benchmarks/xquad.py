"""XQuAD: 240 Vietnamese paragraphs with 1190 questions in Vietnamese and English, and an index of them.

Not part of the project (CC BY-SA 4.0). Read as it is published (`xquad.vi.json`, `xquad.en.json`) or as JSON lines
(`xquad_vi_paragraphs.jsonl`, `xquad_questions.jsonl`).
"""

import hashlib
import json
import os
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.golden import rows
from index.building import build
from index.encoder import Encoder, Vector
from index.errors import UsageError

VARIABLE = "BENCHMARK_XQUAD"
LINES = ("xquad_vi_paragraphs.jsonl", "xquad_questions.jsonl")
PUBLISHED = ("xquad.vi.json", "xquad.en.json")
NOT_AT_HAND = (
    f"XQuAD is not at hand: get {' and '.join(PUBLISHED)} of google-deepmind/xquad on GitHub (CC BY-SA 4.0) and name"
    f" their folder with --xquad FOLDER or {VARIABLE}."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in each language; its answer stands in paragraph `paragraph` (from 0), characters `start` to `end`."""

    id: str
    paragraph: int
    questions: Mapping[str, str]
    answer: str
    start: int

    @property
    def end(self) -> int:
        """Where the answer ends."""
        return self.start + len(self.answer)

    @property
    def article(self) -> str:
        """The id of the article that its paragraph becomes."""
        return article_name(self.paragraph)

    @property
    def tuned(self) -> bool:
        """Whether it belongs to the even paragraphs, which the program's numbers were tuned on."""
        return self.paragraph % 2 == 0


@dataclass(frozen=True, slots=True)
class XQuad:
    """The paragraphs in order, and the questions."""

    paragraphs: tuple[str, ...]
    questions: tuple[Asked, ...]

    def sample(self, count: int | None) -> "XQuad":
        """The same paragraphs with only so many questions, evenly spread; with all of them where `count` is None."""
        all_of_them = len(self.questions)
        if count is None or count >= all_of_them:
            return self
        return replace(self, questions=tuple(self.questions[i * all_of_them // count] for i in range(count)))


def article_name(paragraph: int) -> str:
    """The file that a paragraph is written to, which is its article's id."""
    return f"{paragraph:03}.txt"


def find_xquad(option: Path | None, environ: Mapping[str, str] = os.environ) -> Path | None:
    """The folder that holds XQuAD: the one on the command line, or the variable's; None where neither names one."""
    return option or (Path(environ[VARIABLE]) if environ.get(VARIABLE) else None)


def read_xquad(folder: Path) -> XQuad:
    """XQuAD in either form; raises UsageError where the folder has neither, or something else under its names."""
    forms: tuple[tuple[tuple[str, str], Callable[[Path, Path], XQuad]], ...] = (
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


def _published(vietnamese: Path, english: Path) -> XQuad:
    paragraphs = list(_paragraphs(vietnamese))
    in_english = {one["id"]: one["question"] for paragraph in _paragraphs(english) for one in paragraph["qas"]}
    questions = tuple(
        Asked(
            id=one["id"],
            paragraph=number,
            questions={"vi": one["question"], "en": in_english[one["id"]]},
            answer=one["answers"][0]["text"],
            start=one["answers"][0]["answer_start"],
        )
        for number, paragraph in enumerate(paragraphs)
        for one in paragraph["qas"]
    )
    return XQuad(tuple(paragraph["context"] for paragraph in paragraphs), questions)


def _paragraphs(path: Path) -> Iterator[dict[str, Any]]:
    for article in json.loads(path.read_text("utf-8"))["data"]:
        yield from article["paragraphs"]


def _lines(paragraphs: Path, questions: Path) -> XQuad:
    texts = {row["pid"]: row["text"] for row in rows(paragraphs)}
    numbers = {id: number for number, id in enumerate(texts)}
    asked = tuple(
        Asked(
            id=row["qid"],
            paragraph=numbers[row["pid"]],
            questions={"vi": row["question_vi"], "en": row["question_en"]},
            answer=row["answer_vi"],
            start=row["answer_start_vi"],
        )
        for row in rows(questions)
    )
    return XQuad(tuple(texts.values()), asked)


def _normalised(xquad: XQuad) -> XQuad:
    """The same in NFC, which is what the program's offsets count."""
    questions = tuple(
        replace(one, answer=_nfc(one.answer), start=len(_nfc(xquad.paragraphs[one.paragraph][: one.start])))
        for one in xquad.questions
    )
    return XQuad(tuple(map(_nfc, xquad.paragraphs)), questions)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def built_index(paragraphs: Sequence[str], encoder: Encoder, cache: Path) -> Path:
    """The folder of an index of these paragraphs, an article each, brought up to date by the program's own `build`.

    It is kept in the cache under what is indexed and by which encoder, so that the second run embeds nothing.
    """
    key = hashlib.sha256("\0".join([encoder.name, *paragraphs]).encode()).hexdigest()[:12]
    folder = cache / f"xquad-{key}"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="trich-dan-xquad-") as temporary:
        for number, text in enumerate(paragraphs):
            Path(temporary, article_name(number)).write_bytes(text.encode())
        build(Path(temporary), folder, encoder)
    return folder


class RememberingEncoder:
    """Another encoder that embeds each question once, however many ways of finding are compared."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors: dict[str, Vector] = {}

    @property
    def name(self) -> str:
        """The other's name: the vectors are its."""
        return self._encoder.name

    @property
    def dimension(self) -> int:
        """The other's."""
        return self._encoder.dimension

    def encode_passages(self, texts: Sequence[str]) -> Vector:
        """What the other gives."""
        return self._encoder.encode_passages(texts)

    def encode_question(self, text: str) -> Vector:
        """What the other gave when it was first asked."""
        if text not in self._vectors:
            self._vectors[text] = self._encoder.encode_question(text)
        return self._vectors[text]


def parts(questions: Sequence[Asked]) -> tuple[tuple[str, tuple[Asked, ...]], ...]:
    """All questions, those of the half that the numbers were tuned on, and those of the other, each under its name."""
    return (
        ("", tuple(questions)),
        (", tuned half", tuple(one for one in questions if one.tuned)),
        (", other half", tuple(one for one in questions if not one.tuned)),
    )
