"""Which span of which sentence answers. `Reader` is the port; `RuleReader` reads by rules and cannot invent."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp
from typing import Protocol

from assistant.asking.items import Item
from assistant.asking.matching import Match, words_of
from assistant.asking.questions import Question
from assistant.asking.weighing import Weighed, weight_share
from assistant.reading.candidates import candidates
from assistant.reading.relevance import Relevant, relevant
from assistant.reading.signals import Signals, score
from assistant.reading.spans import Candidate
from index.data import Passage, Sentence

BARRIERS = {";": 60.0, "(": 30.0, ":": 30.0, ",": 10.0}  # characters that a mark between two things sets them apart by
NEAR = 60.0  # characters over which nearness falls to a third; a Vietnamese clause is about that long


@dataclass(frozen=True, slots=True)
class Reading:
    """A span that may be the answer, the sentence it stands in, its score (higher is better), and what that is of."""

    span: Passage
    sentence: Sentence
    score: float
    signals: Signals


class Reader(Protocol):
    """Chooses spans: a question and sentences in, scored spans out."""

    def read(self, question: Question, sentences: Sequence[Sentence]) -> Sequence[Reading]:
        """The readings, best first; every span lies inside its sentence."""
        ...


class RuleReader:
    """Reads by rules: a span of the right kind, in a sentence that is near in meaning and says what the question names.

    `rarity` gives how rare a word or name is among the articles, 0 to 1.
    """

    def __init__(self, rarity: Callable[[str], float]) -> None:
        self._rarity = rarity

    def read(self, question: Question, sentences: Sequence[Sentence]) -> Sequence[Reading]:
        """The readings, best first."""
        asked = Weighed.of(question, self._rarity)
        readings = [reading for sentence in relevant(asked, sentences) for reading in _read(asked, sentence)]
        return sorted(readings, key=lambda r: (-r.score, r.span.article.id, r.span.start, r.span.end))


def _read(asked: Weighed, sentence: Relevant) -> Iterator[Reading]:
    """The readings of one sentence; a span that the question already says is none."""
    text = sentence.passage.text
    for candidate in candidates(text, asked.question):
        repeats = _repeats(text[candidate.start : candidate.end], asked)
        if repeats == 1:
            continue
        said = sentence.said if asked.question.kind == "thing" else _outside(candidate, sentence.said)
        near = _nearness(candidate, said, text)
        signals = replace(
            sentence.signals,
            fit=candidate.fit,
            near=weight_share(near, asked.rarity),
            focus=weight_share(near, asked.focus),
            # the thing asked for may be called by names that the question has: "dự án … Viêng Chăn" of a project there
            repeats=0.0 if asked.question.kind == "thing" and candidate.fit >= 1 else repeats,
            length=max(0, text.count(" ", candidate.start, candidate.end) - 7) / 8,
        )
        yield Reading(_cut(sentence.passage, candidate), sentence.sentence, score(signals), signals)


def _cut(sentence: Passage, candidate: Candidate) -> Passage:
    """The candidate as a span of the article."""
    return Passage(sentence.article, sentence.start + candidate.start, sentence.start + candidate.end)


def _outside(candidate: Candidate, said: Sequence[Match]) -> Sequence[Match]:
    """The matches that do not overlap the candidate: only what is asked for by its noun may repeat the question."""
    return [match for match in said if match.end <= candidate.start or candidate.end <= match.start]


def _nearness(candidate: Candidate, said: Sequence[Match], text: str) -> dict[Item, float]:
    """For each item said, how near it is to the candidate: 1 in it or beside it, a third at NEAR characters.

    What another clause says is farther than it stands.
    """
    nearest: dict[Item, float] = {}
    for match in said:
        between = text[match.end : candidate.start] or text[candidate.end : match.start]
        gap = len(between) + sum(BARRIERS.get(character, 0.0) for character in between)
        nearest[match.item] = max(nearest.get(match.item, 0.0), exp(-gap / NEAR))
    return nearest


def _repeats(span: str, asked: Weighed) -> float:
    """The share of the span's words that the question already has, in any of its items' forms.

    Of a figure all or nothing: 6% is not the 6 of six months.
    """
    if any(character.isdecimal() for character in span):
        return float(span.lower() in asked.question.text.lower())
    said = words_of(span).foldings
    return sum(word in asked.words for word in said) / len(said) if said else 1.0
