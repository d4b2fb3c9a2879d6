"""How a passage that was put forward is scored, and how a story told twice becomes one hit.

    score = .4 * the passage's cosine
          + the most that one of its sentences has of .6 * its own cosine + .1 * its words' share
          + .1 * the passage's words' share

The words' share is BM25 over the best the question could reach, so words in a language no article uses weigh nothing.
The words of an English question are found through a dictionary, and count half. A passage published in the days that
the question speaks of gains a hundredth.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from index.data import Article, Passage, Span
from index.folding import words
from index.language import Language

SAID_TOO = 0.8  # share of a passage's runs of words that a near-copy has, for both to be one hit
RUN = 3  # words


@dataclass(frozen=True, slots=True)
class Weights:
    """What each signal counts; 0 or False switches it off. Tuned on halves of XQuAD's questions in both languages, of
    Vietnamese questions on news and of others on an encyclopedia.
    """

    sentence: float = 0.6  # share of the nearest sentence in the cosine
    words: float = 0.1
    sentence_words: float = 0.1
    translated: float = 0.5  # of both, where the question is English
    names: bool = True  # other names, and the dictionary
    # of the days that a question speaks of, in a cosine's hundredths; more loses English questions where other articles
    # fit those days (tried .005 to .05 on news questions that say their article's month or year, one half)
    time: float = 0.01

    def of(self, language: Language) -> "Weights":
        """The same for a question in this language."""
        share = self.translated if language == "en" else 1.0
        return replace(self, words=share * self.words, sentence_words=share * self.sentence_words)


WEIGHTS = Weights()
SUPPORT = Weights(sentence=0.5, words=0.1)  # with these the reader's numbers were tuned; of the others it has its own


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that a signal put forward: its cosine with the question, and the words' share."""

    id: int
    cosine: float
    share: float


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate whose sentences were read: the id of its article, its score, how well it supports an answer, and its
    sentences with their cosines.
    """

    id: int
    article: str
    score: float
    support: float
    sentences: tuple[tuple[Span, float], ...]


def sift(pool: Iterable[Candidate], weights: Weights, count: int) -> list[Candidate]:
    """The candidates worth having their sentences read, best first."""
    return sorted(pool, key=lambda one: (-(one.cosine + weights.words * one.share), one.id))[:count]


def found(candidate: Candidate, article: str, sentences: Sequence[tuple[Span, float]], weights: Weights) -> Found:
    """The candidate with its sentences read, scored without their words. A passage without sentences is one."""
    nearest = max((cosine for _, cosine in sentences), default=candidate.cosine)
    similarity = _between(candidate.cosine, nearest, weights.sentence)
    support = _between(candidate.cosine, nearest, SUPPORT.sentence) + SUPPORT.words * candidate.share
    return Found(candidate.id, article, similarity + weights.words * candidate.share, support, tuple(sentences))


def _between(passage: float, sentence: float, share: float) -> float:
    return (1 - share) * passage + share * sentence


def worded(one: Found, shares: Sequence[float], weights: Weights) -> Found:
    """The same scored with its sentences' words too, given the share that each sentence says; the sentence that counts
    is the best by both.
    """
    pairs = [
        (weights.sentence * cosine, weights.sentence_words * share)
        for (_, cosine), share in zip(one.sentences, shares, strict=True)
    ]
    if not pairs:
        return one
    return replace(one, score=one.score + max(map(sum, pairs)) - max(near for near, _ in pairs))


def order(one: Found) -> tuple[float, int]:
    """What sorts the best first, equals by id."""
    return -one.score, one.id


def timed(found: Iterable[Found], fits: Iterable[float], weights: Weights) -> list[Found]:
    """What was found, each scored higher the better it fits the days that the question speaks of."""
    return [replace(one, score=one.score + weights.time * fit) for one, fit in zip(found, fits, strict=True)]


def told_once(
    found: Sequence[Found],
    near_copies: Mapping[str, frozenset[str]],
    passages: Callable[[Sequence[int]], Sequence[Passage]],
) -> list[Found]:
    """What was found, without the passages that say what a near-copy found before them says too. `passages` are read
    only where two of those found are near-copies of each other.
    """
    kept: list[Found] = []
    for one in found:
        copies = [other.id for other in kept if other.article in near_copies[one.article]]
        if copies:
            passage, *others = passages([one.id, *copies])
            if any(says_too(other.article, passage) for other in others):
                continue
        kept.append(one)
    return kept


def says_too(article: Article, passage: Passage) -> bool:
    """Whether an article's body has nearly all runs of words of a passage of another."""
    said = {run for span in article.body for run in _runs(article.text[span.start : span.end])}
    runs = _runs(passage.text)
    return sum(run in said for run in runs) >= SAID_TOO * len(runs)


def _runs(text: str) -> list[tuple[str, ...]]:
    """The runs of RUN words of a text; a shorter text is one."""
    folded = [word.folded for word in words(text)]
    return [tuple(folded[at : at + RUN]) for at in range(max(1, len(folded) - RUN + 1))]
