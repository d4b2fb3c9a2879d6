"""What passages say: how they write a name, and how much of what a question looks for one sentence has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.folding import fold, written_words
from index.keywords import Keywords, Term
from index.mending import ways_written
from index.names import Form
from index.store import Store

LOOKED_AT = 5  # passages that are asked how they write a name


class Said:
    """The vocabulary of all passages. A token is a folded word, or two that stand together, joined by an underscore."""

    def __init__(self, keywords: Keywords, store: Store) -> None:
        self._keywords = keywords
        self._store = store

    def count(self, token: str) -> int:
        """How many passages say it."""
        return self._keywords.count(token)

    def beginning(self, prefix: str) -> Iterable[str]:
        """The tokens that begin so, commonest first."""
        return self._keywords.beginning(prefix)

    def written(self, name: Form) -> Sequence[str]:
        """How passages write these folded words where they stand side by side, the commonest way first."""
        tokens = tuple(map("_".join, pairwise(name))) or name
        found = self._keywords.search([Term((tokens,))], [], LOOKED_AT)
        return ways_written(name, (passage.text for passage in self._store.passages([id for id, _ in found])))


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of saying a term: runs of folded words, each with a space on either side, and what it is worth."""

    runs: tuple[str, ...]
    worth: float


@dataclass(frozen=True, slots=True)
class Sought:
    """A question's terms, each in its ways, dearest first, and what the dearest of all terms are worth together."""

    terms: tuple[tuple[_Way, ...], ...]
    reach: float

    @classmethod
    def of(cls, wanted: Sequence[Term], keywords: Keywords) -> "Sought":
        """These terms, worth what the passages make of them: the sum of the idf of a way's tokens."""
        ways = tuple(tuple(sorted(_ways(term, keywords), key=lambda way: -way.worth)) for term in wanted)
        return cls(ways, sum(map(keywords.reach, wanted)))

    def shares(self, texts: Sequence[str]) -> list[float]:
        """The share of the reach that each of a passage's sentences says, 0 to 1: of each term the dearest way all of
        whose words it has. How often it says them does not count: a sentence is short.
        """
        if self.reach <= 0:
            return [0.0] * len(texts)
        said = [f" {' '.join(written_words(fold(text)))} " for text in texts]
        together = "".join(said)
        terms = [ways for ways in self.terms if _worth(ways, together)]  # most of them no sentence says
        return [sum([_worth(ways, each) for ways in terms]) / self.reach for each in said]


def _worth(ways: Sequence[_Way], said: str) -> float:
    for way in ways:
        for run in way.runs:
            if run not in said:
                break
        else:
            return way.worth
    return 0.0


def _ways(term: Term, keywords: Keywords) -> list[_Way]:
    known = (way for way in term.alternatives if all(map(keywords.known, way)))
    return [_Way(tuple(map(_run, way)), sum(map(keywords.rarity, way))) for way in known]


def _run(token: str) -> str:
    return f" {token.replace('_', ' ')} "
