"""Which sentences an answer quotes: the one its span stands in, and others that may well be the one that answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.data import Citation, Summary
from assistant.reading.reader import Reading
from assistant.reading.relevance import Relevant
from index.data import Passage
from index.folding import words
from index.ranking import says_too

MOST_CITATIONS = 4
# A further sentence is quoted where its score comes this near to the best: it is then at least a fiftieth as likely to
# be the one that answers. What is sure has one quote, what is not up to four; on XQuAD two on average.
NEAR_ENOUGH = 4.0
SPAN = 0.7  # what the best span of a sentence counts in this, of its score
NO_SPAN = 1.0  # what a sentence loses that has none


@dataclass(frozen=True, slots=True)
class Found:
    """What answers: the readings, best first, and the sentences they were read in, most relevant first."""

    readings: Sequence[Reading]
    relevant: Sequence[Relevant]

    @property
    def best(self) -> Reading:
        """The best reading."""
        return self.readings[0]


def citations(
    found: Found, also_in: Callable[[str], tuple[Summary, ...]], against: Sequence[Passage] = ()
) -> tuple[Citation, ...]:
    """The quotes that the answer rests on, numbered: the sentence of the best reading, those `against` it, and others
    that may answer. What two of them say alike, or a near-copy says too, is quoted once.
    """
    quotes = [found.best.sentence.passage, *against, *_likely(found)]
    return _cited_once(_distinct(quotes), also_in)[: max(MOST_CITATIONS, 1 + len(against))]


def _likely(found: Found) -> list[Passage]:
    """The sentences that may be the one that answers, the likeliest first."""
    spans: dict[tuple[str, int], float] = {}
    for reading in reversed(found.readings):
        spans[_place(reading.sentence.passage)] = reading.score
    scored = [(_likelihood(one, spans.get(_place(one.passage))), one.passage) for one in found.relevant]
    least = max(score for score, _ in scored) - NEAR_ENOUGH
    return [passage for score, passage in sorted(scored, key=lambda pair: -pair[0]) if score >= least]


def _likelihood(sentence: Relevant, best: float | None) -> float:
    """How likely a sentence is the one that answers, given the score of its best reading; a logarithm."""
    return sentence.score - NO_SPAN if best is None else sentence.score + SPAN * (best - sentence.score)


def _place(passage: Passage) -> tuple[str, int]:
    return passage.article.id, passage.start


def _distinct(quotes: Sequence[Passage]) -> list[Passage]:
    """The quotes without those that say word for word what an earlier one says."""
    said = {" ".join(word.folded for word in words(quote.text)): quote for quote in reversed(quotes)}
    return sorted(said.values(), key=quotes.index)


def _cited_once(quotes: Sequence[Passage], also_in: Callable[[str], tuple[Summary, ...]]) -> tuple[Citation, ...]:
    """The quotes as citations, without those that a near-copy cited before says too."""
    cited: list[Citation] = []
    for quote in quotes:
        copies = also_in(quote.article.id)
        near = {copy.id for copy in copies}
        articles = (citation.passage.article for citation in cited)
        if not any(article.id in near and says_too(article, quote) for article in articles):
            cited.append(Citation(len(cited) + 1, quote, copies))
    return tuple(cited)
