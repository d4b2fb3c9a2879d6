"""Which span of which sentence answers. `Reader` is the port; `RuleReader` reads by rules and cannot invent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from math import exp
from typing import Protocol

from assistant.candidates import Candidate, candidates
from assistant.matching import Match, matches
from assistant.questions import Item, Question
from index.data import Passage, Sentence
from index.folding import words

NEAR = 60.0  # characters over which nearness falls to a third; a Vietnamese clause is about that long


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a span, each about 0 to 1."""

    similarity: float  # the question's cosine with the sentence
    passage: float  # the score of the passage
    covered: float  # share of the question's items, weighted by rarity, that the sentence says
    context: float  # the same for the passage and the article's title
    near: float  # how near to the span those items stand
    fit: float  # how surely the span is of the kind asked for
    repeats: float  # share of the span's words that the question already has
    lead: float  # 1 in the article's first sentence, falling: news says first what matters
    length: float  # words of the span past the eighth, in eights


@dataclass(frozen=True, slots=True)
class Reading:
    """A span that may be the answer, the sentence it stands in, how well it is supported (higher is better), and why."""

    span: Passage
    sentence: Sentence
    score: float
    signals: Signals


class Reader(Protocol):
    """Chooses spans: a question and sentences in, scored spans out."""

    def read(self, question: Question, sentences: Sequence[Sentence]) -> Sequence[Reading]:
        """The readings, best first; every span lies inside its sentence."""
        ...


# Tuned by random search on the even paragraphs of XQuAD, both languages together (benchmarks/README.md). The cosines of
# this family of models differ by hundredths, hence the large weights of the first two.
WEIGHTS = Signals(
    similarity=22.0, passage=19.0, covered=1.6, context=2.7, near=1.8, fit=1.4, repeats=-0.6, lead=0.3, length=-0.3
)


class RuleReader:
    """Reads by rules: a span of the right kind, in a sentence that is near in meaning and says what the question names.

    `rarity` gives how rare a word or name is among the articles, 0 to 1.
    """

    def __init__(self, rarity: Callable[[str], float]) -> None:
        self._rarity = rarity

    def read(self, question: Question, sentences: Sequence[Sentence]) -> Sequence[Reading]:
        """The readings, best first."""
        weights = {item: self._weight(item) for item in question.items}
        readings = [reading for sentence in sentences for reading in _read(question, sentence, weights)]
        return sorted(readings, key=lambda r: (-r.score, r.span.article.id, r.span.start))

    def _weight(self, item: Item) -> float:
        """How much an item tells: its rarest form that the articles have; a name tells more than a word."""
        rarity = max(map(self._rarity, item.forms))
        return rarity * {"name": 1.5, "number": 1.0, "word": 1.0, "pair": 1.0}[item.kind]


def _read(question: Question, sentence: Sentence, weights: dict[Item, float]) -> list[Reading]:
    text = sentence.passage.text
    said = matches(question.items, text, question.marked)
    around = f"{sentence.passage.article.title or ''}\n{sentence.hit.passage.text}"
    context = _share(matches(question.items, around, question.marked), weights)
    return [
        _reading(question, sentence, candidate, said, context, weights) for candidate in candidates(text, question)
    ]


def _reading(
    question: Question,
    sentence: Sentence,
    candidate: Candidate,
    said: Sequence[Match],
    context: float,
    weights: dict[Item, float],
) -> Reading:
    passage = sentence.passage
    span = Passage(passage.article, passage.start + candidate.start, passage.start + candidate.end)
    signals = Signals(
        similarity=sentence.similarity,
        passage=sentence.hit.score,
        covered=_share(said, weights),
        context=context,
        near=_nearness(candidate, said, weights),
        fit=candidate.fit,
        repeats=_repeats(span.text, question),
        lead=exp(-(passage.start - passage.article.body[0].start) / 500),
        length=max(0, len(span.text.split()) - 8) / 8,
    )
    return Reading(span, sentence, score(signals, WEIGHTS), signals)


def score(signals: Signals, weights: Signals) -> float:
    """The weighted sum of the signals."""
    return sum(getattr(signals, f.name) * getattr(weights, f.name) for f in fields(Signals))


def _share(said: Sequence[Match], weights: dict[Item, float]) -> float:
    """The weight of the items said, of that of all."""
    total = sum(weights.values())
    return sum(weights[item] for item in {match.item for match in said}) / total if total else 0.0


def _nearness(candidate: Candidate, said: Sequence[Match], weights: dict[Item, float]) -> float:
    """The weight of the items said outside the candidate, each fallen with its distance, of that of all."""
    total = sum(weights.values())
    nearest: dict[Item, float] = {}
    for match in said:
        if match.start < candidate.end and candidate.start < match.end:
            continue
        gap = max(candidate.start - match.end, match.start - candidate.end, 0)
        nearest[match.item] = max(nearest.get(match.item, 0.0), exp(-gap / NEAR))
    return sum(weights[item] * closeness for item, closeness in nearest.items()) / total if total else 0.0


def _repeats(span: str, question: Question) -> float:
    asked = {word.folded for word in words(question.text)} | {w.folded for i in question.items for f in i.forms for w in words(f)}
    said = [word.folded for word in words(span)]
    return sum(word in asked for word in said) / len(said) if said else 1.0
