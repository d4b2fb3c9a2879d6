"""What a measurement gives, and the small functions that reckon it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from index.folding import fold, words

Unit = Literal[
    "%",
    "points",
    "µs",
    "ms",
    "s",
    "a second",
    "articles",
    "passages",
    "texts",
    "strings",
    "answers",
    "questions",
    "requests and errors",
    "citations",
    "sentences",
    "characters",
    "files",
    "MB",
    "MB more",
    "MB a minute",
    "threads",
    "generations",
    "GB",
]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value; `of` is over how many things, `misses` names those that were not right.

    `least` and `most` are what the project promises of it, in the same unit; None where it promises nothing. Figures
    that have a `column` stand side by side: `what` is then their row.
    """

    what: str
    value: float
    unit: Unit
    least: float | None = None
    most: float | None = None
    of: int | None = None
    misses: tuple[str, ...] = ()
    column: str = ""

    @property
    def held(self) -> bool | None:
        """Whether the promise was kept; None where there is none."""
        if self.least is None and self.most is None:
            return None
        return (self.least is None or self.value >= self.least) and (self.most is None or self.value <= self.most)


@dataclass(frozen=True, slots=True)
class Section:
    """The figures of one measurement; `note` says what a reader must know beside them, as why there are none."""

    title: str
    figures: tuple[Figure, ...]
    note: str = ""


def share(what: str, right: Mapping[str, bool], least: float | None = None, *, named: bool = True) -> Figure:
    """Per cent of the things that are right, by their ids; 0 of none. `named` lists the ids of the others."""
    misses = tuple(id for id, is_right in right.items() if not is_right)
    value = 100 * (len(right) - len(misses)) / len(right) if right else 0.0
    return Figure(what, value, "%", least=least, of=len(right), misses=misses if named else ())


def rank_of(wanted: str, ranked: Iterable[str]) -> int | None:
    """The place of `wanted`, from 1, among the different items of `ranked`; None where it is not there."""
    different = list(dict.fromkeys(ranked))
    return different.index(wanted) + 1 if wanted in different else None


def recall_at_k(ranks: Sequence[int | None], k: int) -> float:
    """The share of questions, 0 to 1, whose right item came among the first k; 0 where there are none."""
    return mean([float(rank is not None and rank <= k) for rank in ranks])


def token_f1(said: str, gold: str) -> float:
    """The harmonic mean of precision and recall of the folded words, 0 to 1, as SQuAD reckons it."""
    ours, theirs = ([word.folded for word in words(text)] for text in (said, gold))
    common = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * common / (len(ours) + len(theirs)) if common else 0.0


def says_any(text: str, answers: Iterable[str]) -> bool:
    """Whether the text, folded, has any of these answers, folded."""
    return any(fold(answer) in fold(text) for answer in answers)


def mean(values: Sequence[float]) -> float:
    """The mean; 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least `percent` of the values do not exceed (nearest rank)."""
    return sorted(values)[max(ceil(len(values) * percent / 100), 1) - 1]
