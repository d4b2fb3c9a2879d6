"""A collection: texts, questions on them, and an index of them. What XQuAD, the news and UIT-ViQuAD are once read."""

import hashlib
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.building import build
from index.encoder import Encoder, Vector

BATCH = 512  # texts given to the encoder at once


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in one language or several; its answer stands in text `paragraph` (from 0), characters `start` to
    `end`. `also` are further answers, each with where in that text it stands. Without an answer ("") that text does not
    say. `apart`: it was kept apart while the reading and the refusing were tuned.
    """

    id: str
    paragraph: int
    questions: Mapping[str, str]
    answer: str
    start: int
    also: tuple[tuple[int, str], ...] = ()
    apart: bool = False

    @property
    def end(self) -> int:
        """Where the answer ends."""
        return self.start + len(self.answer)

    @property
    def answers(self) -> tuple[tuple[int, int], ...]:
        """Every stretch of the text that answers it."""
        others = ((start, start + len(text)) for start, text in self.also)
        return ((self.start, self.end), *others) if self.answer else ()

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every answer as the text has it."""
        return (self.answer, *(text for _, text in self.also)) if self.answer else ()

    @property
    def article(self) -> str:
        """The id of the article that its text becomes."""
        return article_name(self.paragraph)

    @property
    def tuned(self) -> bool:
        """Whether it belongs to the even texts, which the numbers of the search were tuned on."""
        return self.paragraph % 2 == 0


@dataclass(frozen=True, slots=True)
class Collection:
    """The texts in order, each an article's file, and the questions. `name` is that of its index in the cache."""

    name: str
    texts: tuple[str, ...]
    questions: tuple[Asked, ...]

    def sample(self, count: int | None) -> "Collection":
        """The same texts with only so many questions, evenly spread; with all of them where `count` is None."""
        all_of_them = len(self.questions)
        if count is None or count >= all_of_them:
            return self
        return replace(self, questions=tuple(self.questions[i * all_of_them // count] for i in range(count)))


def article_name(number: int) -> str:
    """The file that a text is written to, which is its article's id."""
    return f"{number:03}.txt"


def parts(questions: Sequence[Asked]) -> tuple[tuple[str, tuple[Asked, ...]], ...]:
    """All questions, those of the half that the numbers were tuned on, and those of the other, each under its name."""
    return (
        ("", tuple(questions)),
        (", tuned half", tuple(one for one in questions if one.tuned)),
        (", other half", tuple(one for one in questions if not one.tuned)),
    )


def tuned_and_apart(questions: Sequence[Asked]) -> tuple[tuple[str, tuple[Asked, ...]], ...]:
    """All questions, those kept apart while reading and refusing were tuned, and the rest, each under its name; but
    nothing of which there is none.
    """
    named = (
        ("", tuple(questions)),
        (", test part", tuple(one for one in questions if one.apart)),
        (", tuned part", tuple(one for one in questions if not one.apart)),
    )
    return named if all(chosen for _, chosen in named) else named[:1]


def headed(title: str | None, text: str) -> tuple[str, int]:
    r"""The file of an article, in NFC: its title, an empty line, its text; and where the text begins there.

    >>> headed("Bão số 3", "Sáng 5/8 …"), headed(None, "Sáng 5/8 …")
    (('Bão số 3\n\nSáng 5/8 …', 10), ('Sáng 5/8 …', 0))
    """
    head = f"{nfc(' '.join(title.split()))}\n\n" if title and title.strip() else ""
    return head + nfc(text), len(head)


def nfc(text: str) -> str:
    """The text in NFC, which is what the program's offsets count."""
    return unicodedata.normalize("NFC", text)


def built_index(name: str, texts: Sequence[str], encoder: Encoder, cache: Path) -> Path:
    """The folder of an index of these texts, an article each, brought up to date by the program's own `build`.

    It is kept in the cache under what is indexed and by which encoder, so that the second run embeds nothing.
    """
    folder = cache / f"{name}-{_key(encoder, texts)}"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"trich-dan-{name}-") as temporary:
        for number, text in enumerate(texts):
            Path(temporary, article_name(number)).write_bytes(text.encode())
        build(Path(temporary), folder, encoder)
    return folder


def kept_vectors(texts: Sequence[str], encoder: Encoder, cache: Path) -> Vector:
    """A row for each text, embedded as a passage; kept in the cache, so that the second run embeds nothing."""
    path = cache / f"vectors-{_key(encoder, texts)}.npy"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        parts = [encoder.encode_passages(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]
        torn = path.with_suffix(".part.npy")
        np.save(torn, np.concatenate(parts), allow_pickle=False)
        torn.replace(path)
    rows: Vector = np.load(path, allow_pickle=False)
    return rows


def _key(encoder: Encoder, texts: Sequence[str]) -> str:
    return hashlib.sha256("\0".join([encoder.name, *texts]).encode()).hexdigest()[:12]


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
