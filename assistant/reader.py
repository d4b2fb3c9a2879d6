"""Which span of which sentence answers. `Reader` is the port; `RuleReader` reads by rules and cannot invent."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from math import exp
from typing import Protocol, Self

from assistant.candidates import candidates
from assistant.items import Item
from assistant.locating import agreement, asked_place
from assistant.matching import Match, matches, words_of
from assistant.questions import Question
from assistant.spans import Candidate
from index.data import Hit, Passage, Sentence
from index.folding import words

NAME = 1.5  # weight of a name, of a word as rare
UNKNOWN = 2.0  # weight of what no article says
UNTRANSLATED = 0.5  # weight of an English word that the lexicon lacks
LEAD = 500.0  # characters into the body over which the lead's advantage falls to a third; a lead paragraph or two
FOCUS = 15.0  # characters of a question over which focus falls to a third
BARRIERS = {";": 60.0, ":": 30.0, ",": 10.0}  # characters that a mark between two things sets them apart by
NEAR = 60.0  # characters over which nearness falls to a third; a Vietnamese clause is about that long


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a span, each about 0 to 1."""

    similarity: float  # the question's cosine with the sentence
    passage: float  # how well the passage as a whole supports an answer
    covered: float  # share of the question's items, weighted by rarity, that the sentence says
    context: float  # the same for the passage and the article's title
    near: float  # how near to the span those items stand
    focus: float  # the same, of the items that stand next to the question word
    place: float  # 1 where the sentence tells of the asked place, -1 where only of another
    fit: float  # how surely the span is of the kind asked for
    repeats: float  # share of the span's words that the question already has
    lead: float  # 1 in the article's first sentence, falling: news says first what matters
    length: float  # words of the span past the eighth, in eights


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


# Tuned by random search on the even paragraphs of XQuAD, both languages together (benchmarks/README.md). The cosines of
# this family of models differ by hundredths, hence the large weights of the first two.
WEIGHTS = Signals(
    similarity=30.0,
    passage=25.0,
    covered=1.5,
    context=2.7,
    near=1.0,
    focus=2.0,
    place=0.8,
    fit=1.2,
    repeats=-0.6,
    lead=0.3,
    length=-0.3,
)


class RuleReader:
    """Reads by rules: a span of the right kind, in a sentence that is near in meaning and says what the question names.

    `rarity` gives how rare a word or name is among the articles, 0 to 1.
    """

    def __init__(self, rarity: Callable[[str], float]) -> None:
        self._rarity = rarity

    def read(self, question: Question, sentences: Sequence[Sentence]) -> Sequence[Reading]:
        """The readings, best first."""
        asked = _Asked.of(question, self._rarity)
        context = {id(hit): _context(hit, asked) for hit in {id(s.hit): s.hit for s in sentences}.values()}
        readings = [reading for sentence in sentences for reading in _read(asked, sentence, context[id(sentence.hit)])]
        return sorted(readings, key=lambda r: (-r.score, r.span.article.id, r.span.start, r.span.end))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with all that is reckoned from it once: how much each item tells, by its rarity and by its nearness to
    the question word; the place it asks about; the folded words of its items.
    """

    question: Question
    rarity: Mapping[Item, float]
    focus: Mapping[Item, float]
    place: Item | None
    words: frozenset[str]

    @classmethod
    def of(cls, question: Question, rarity_of: Callable[[str], float]) -> Self:
        rarity = {item: _weight(item, rarity_of, question.language == "en") for item in question.items}
        focus = {item: rarity[item] * exp(-_distance(item, question.focus) / FOCUS) for item in question.items}
        forms = [question.text, *(form for item in question.items for form in item.forms)]
        said = frozenset(word.folded for form in forms for word in words(form))
        return cls(question, rarity, focus, asked_place(question), said)


def _weight(item: Item, rarity_of: Callable[[str], float], foreign: bool) -> float:
    """How much an item tells: its rarest form that the articles have; a name tells more than a word, and what no
    article says in any form most of all: it is why a question may have no answer. Of a word that no dictionary could
    put into Vietnamese, nobody knows whether they say it.
    """
    rarities = [rarity_of(form) for form in item.forms]
    if min(rarities) >= 1:
        return UNTRANSLATED if foreign and len(item.forms) == 1 and item.kind == "word" else UNKNOWN
    return max(rarities) * NAME if item.kind == "name" else max(rarities)


def _distance(item: Item, position: int) -> int:
    """Characters between an item of the question and a position in it."""
    return max(item.start - position, position - item.start - len(item.text), 0)


def _context(hit: Hit, asked: _Asked) -> float:
    """The share of the question's items that the passage or its article's title says."""
    around = f"{hit.passage.article.title or ''}\n{hit.passage.text}"
    said = matches(asked.question.items, around, asked.question.marked)
    return _share({match.item for match in said}, asked.rarity)


def _read(asked: _Asked, sentence: Sentence, context: float) -> Iterator[Reading]:
    """The readings of one sentence; a span that the question already says is none."""
    text = sentence.passage.text
    said = matches(asked.question.items, text, asked.question.marked)
    covered = _share({match.item for match in said}, asked.rarity)
    place = agreement(text, asked.place, asked.question.marked)
    lead = exp(-(sentence.passage.start - sentence.passage.article.body[0].start) / LEAD)
    for candidate in candidates(text, asked.question):
        repeats = _repeats(text[candidate.start : candidate.end], asked)
        if repeats == 1:
            continue
        near = _nearness(candidate, said if asked.question.kind == "thing" else _outside(candidate, said), text)
        signals = Signals(
            similarity=sentence.similarity,
            passage=sentence.hit.support,
            covered=covered,
            context=context,
            near=_share(near, asked.rarity),
            focus=_share(near, asked.focus),
            place=place,
            fit=candidate.fit,
            repeats=repeats,
            lead=lead,
            length=max(0, text.count(" ", candidate.start, candidate.end) - 7) / 8,
        )
        yield Reading(_cut(sentence.passage, candidate), sentence, score(signals, WEIGHTS), signals)


def _cut(sentence: Passage, candidate: Candidate) -> Passage:
    """The candidate as a span of the article."""
    return Passage(sentence.article, sentence.start + candidate.start, sentence.start + candidate.end)


def score(signals: Signals, weights: Signals) -> float:
    """The weighted sum of the signals."""
    return float(sum(getattr(signals, name) * getattr(weights, name) for name in _SIGNALS))


_SIGNALS = tuple(field.name for field in fields(Signals))


def _share(items: Iterable[Item] | Mapping[Item, float], weights: Mapping[Item, float]) -> float:
    """The weight of these items, each to the degree given (wholly where none is), of that of all; 0 for none."""
    total = sum(weights.values())
    degrees = items if isinstance(items, Mapping) else dict.fromkeys(items, 1.0)
    return sum(weights[item] * degree for item, degree in degrees.items()) / total if total else 0.0


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


def _repeats(span: str, asked: _Asked) -> float:
    """The share of the span's words that the question already has, in any of its items' forms.

    Of a figure all or nothing: 6% is not the 6 of six months.
    """
    if any(character.isdecimal() for character in span):
        return float(span.lower() in asked.question.text.lower())
    said = words_of(span).foldings
    return sum(word in asked.words for word in said) / len(said) if said else 1.0
