"""Which sentences speak of what is asked, before anybody looks for an answer in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from assistant.asking.items import Item
from assistant.asking.locating import agreement
from assistant.asking.matching import Match, matches
from assistant.asking.timing import published_in, says_time
from assistant.asking.weighing import Weighed, weight_share
from assistant.reading.signals import Signals, score
from index.data import Article, Hit, Passage, Sentence

LEAD = 1000.0  # characters into the body over which the lead's advantage falls to a third; a few paragraphs
LYING = frozenset({"nằm", "nam", "located", "based", "situated"})


@dataclass(frozen=True, slots=True)
class Relevant:
    """A sentence, where it says what the question speaks of, what speaks for it, and its score (higher is better)."""

    sentence: Sentence
    said: tuple[Match, ...]
    signals: Signals
    score: float

    @property
    def passage(self) -> Passage:
        """The sentence's own words."""
        return self.sentence.passage


def relevant(asked: Weighed, sentences: Sequence[Sentence]) -> list[Relevant]:
    """The sentences, the most relevant first; scores are natural logarithms, so that one that is lower by 0.7 is half
    as likely to be the one that answers.
    """
    around = {id(hit): _around(hit, asked) for hit in {id(s.hit): s.hit for s in sentences}.values()}
    weighed = [_weighed(asked, sentence, around[id(sentence.hit)]) for sentence in sentences]
    return sorted(weighed, key=lambda one: (-one.score, one.passage.article.id, one.passage.start))


def _around(hit: Hit, asked: Weighed) -> frozenset[Item]:
    """The question's items that the passage or its article's title says."""
    text = f"{hit.passage.article.title or ''}\n{hit.passage.text}"
    said = frozenset(match.item for match in matches(asked.question.items, text, asked.question.marked))
    return said | _timely(asked, text, hit.passage.article)


def _timely(asked: Weighed, text: str, article: Article) -> frozenset[Item]:
    """The items of the times that a text says or its article is of."""
    said = (time.items for time in asked.times if published_in(time, article) or says_time(time, text))
    return frozenset[Item]().union(*said)


def _weighed(asked: Weighed, sentence: Sentence, around: frozenset[Item]) -> Relevant:
    """A sentence with what speaks for it; `around` is what its passage says."""
    text, article = sentence.passage.text, sentence.passage.article
    said = matches(asked.question.items, text, asked.question.marked)
    signals = Signals(
        similarity=sentence.similarity,
        words=sentence.share,
        passage=sentence.hit.support,
        covered=weight_share({match.item for match in said} | _timely(asked, text, article), asked.rarity),
        context=weight_share(around, asked.rarity),
        silent=float(any(map(_tells, asked.rarity)) and not any(map(_tells, around))),
        place=agreement(text, asked.place, asked.question.marked),
        lead=exp(-(sentence.passage.start - article.body[0].start) / LEAD),
    )
    return Relevant(sentence, said, signals, score(signals))


def _tells(item: Item) -> bool:
    """Whether an item says what is asked about the names; that something lies somewhere says nothing."""
    return item.kind in ("word", "number") and item.text.lower() not in LYING
