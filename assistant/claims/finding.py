"""Where to look: the articles that speak of what a sentence claims, each with the sentences that say most of it."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from assistant.asking.items import Item
from assistant.asking.matching import matches
from assistant.asking.weighing import weight_share
from assistant.claims.claimed import Claimed
from assistant.comparing.values import unsupported
from index.articles.passages import passage_sentences
from index.data import Article, Hit, Passage, Sentence
from index.filters import Filter
from index.searching import Index

READ = 8  # passages that are read
ARTICLES = 3  # of those, how many articles are compared
QUOTES = 3  # sentences of an article that a claim may rest on
MORE = 0.06  # of the claim's words, what a further sentence must add; tuned on ViFactCheck's first half
VALUED = 0.15  # what it counts that it has the claim's figures and days, which are the same in any language
NEARER = 0.3  # what nearness in meaning counts beside the words when a sentence is chosen
BEFORE = 3  # sentences before a quote, in which the year may stand that it is of
LONGEST = 400  # sentences of an article; of a longer one the first so many


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one article has to say: sentences of it in their order, how near the nearest of them is in meaning, and
    which of the claim's words each of them says, those of the headline last.
    """

    article: Article
    quotes: tuple[Passage, ...]
    similarity: float
    says: tuple[frozenset[Item], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """What a claim may be compared with: the sentences, and the title with the day of publication."""
        return (*(" ".join(quote.text.split()) for quote in self.quotes), headline(self.article))


def headline(article: Article) -> str:
    """What an article says of itself: its title, outlet and day."""
    day = f"{article.published:%d/%m/%Y}" if article.published else ""
    return "\n".join(filter(None, [article.title, article.source, day]))


def found(index: Index, claim: Claimed, only: Filter, today: date | None) -> tuple[list[Evidence], list[Hit]]:
    """The evidence of the best articles, best first, without near-copies of one before; and the hits it is from."""
    sentences = index.evidence(claim.sought[-2000:], READ, only, today)
    articles = {sentence.passage.article.id: sentence.passage.article for sentence in sentences}
    hits = {sentence.hit.rank: sentence.hit for sentence in sentences}
    told: set[str] = set()
    evidence: list[Evidence] = []
    for article in articles.values():
        if article.id not in told and len(evidence) < ARTICLES:
            told.update(copy.id for copy in index.also_in(article.id))
            evidence.append(evidence_of(claim, article, sentences))
    return evidence, list(hits.values())


def evidence_of(claim: Claimed, article: Article, sentences: Sequence[Sentence]) -> Evidence:
    """The sentences of an article that say most of the claim: one, and others that add to it."""
    near = {s.passage.start: s.similarity for s in sentences if s.passage.article.id == article.id}
    own = list(_sentences(article))[:LONGEST]
    says = {one.start: said_by(claim, one.text) for one in own}
    title = said_by(claim, headline(article))
    valued = {one.start: values_in(claim, one.text) for one in own}
    chosen: list[Passage] = []
    said = frozenset[Item]()
    while len(chosen) < QUOTES and own:
        gains = {
            one.start: weight_share(said | says[one.start], claim.weights)
            + NEARER * near.get(one.start, 0.0)
            + VALUED * valued[one.start]
            for one in own
        }
        best = max(own, key=lambda one: gains[one.start])
        more = said | says[best.start]
        if chosen and weight_share(more | title, claim.weights) - weight_share(said | title, claim.weights) < MORE:
            break
        chosen.append(best)
        said = more
    only_named = {start for start, items in says.items() if all(item.kind == "name" for item in items)}
    bare = {start for start in only_named if not valued[start]}
    quotes = _telling(sorted(chosen, key=lambda one: one.start), own, bare)
    return Evidence(article, quotes, max(near.values(), default=0.0), (*(says[one.start] for one in quotes), title))


def _telling(chosen: Sequence[Passage], own: Sequence[Passage], bare: Set[int]) -> tuple[Passage, ...]:
    """The quotes that say something of the claim. One that has no more than a name of it (they start at `bare`) tells
    of another doing, but right before a quote it says whose that is.
    """
    at = {one.start: place for place, one in enumerate(own)}
    kept = []
    for quote, after in zip(chosen, [*chosen[1:], None], strict=False):
        leads = after is not None and at[after.start] == at[quote.start] + 1
        if quote.start not in bare or leads:
            kept.append(quote)
    return tuple(kept or chosen)


def dated(claim: Claimed, evidence: Evidence, times: Sequence[str]) -> Evidence:
    """The evidence with the sentence right before it that has these times of the claim, if one has: a report names the
    year once.
    """
    own = list(_sentences(evidence.article))
    first = evidence.quotes[0].start if evidence.quotes else 0
    before = [one for one in own if one.start < first][-BEFORE:]
    for one in reversed(before):
        if not unsupported(" ".join(times), [one.text]):
            quotes = (one, *evidence.quotes)
            return replace(evidence, quotes=quotes, says=(said_by(claim, one.text), *evidence.says))
    return evidence


def said_by(claim: Claimed, text: str) -> frozenset[Item]:
    """Those of the claim's words that a text says, in any form."""
    said = matches(list(claim.weights), text, claim.question.marked)
    return frozenset(match.item for match in said)


def values_in(claim: Claimed, text: str) -> float:
    """The share of the claim's figures and days that a text has, 0 to 1; 0 where the claim has none."""
    if not claim.values or not any(map(str.isdecimal, text)):
        return 0.0
    return max(0.0, 1 - len(unsupported(claim.text, [text])) / len(claim.values))


def _sentences(article: Article) -> Iterator[Passage]:
    for span in article.body:
        yield from passage_sentences(Passage(article, span.start, span.end))
