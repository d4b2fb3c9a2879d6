"""Which articles share the words of a text: where a quotation is looked for."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from typing import Self
from zlib import crc32

import numpy as np
import numpy.typing as npt

from index.data import Article, Span
from index.filters import EVERYTHING, Filter
from index.folding import composed, fold, other_spelling, words, written_words
from index.keywords import Keywords, Term, tokens
from index.store import Place, Store, Summary

RAREST = 48  # words of a text, and as many pairs of words, that passages are looked up by
PASSAGES = 100  # that share most; all that may say the whole text, where these all do
MANY = 2000  # passages that are looked through even then
WHOLE = 0.95  # the share of a passage that may say the whole text
LONGEST_TITLE = 40  # words
IN_TITLE = 0.5  # the share of a text's words and pairs that a title must have
TITLES = 20  # that share most
READABLE = 20_000  # articles whose texts may all be read for a quotation, 6 µs each
CONTAINING = 8  # of them that are looked at
TITLE = "title"  # why a title is not the article's body


@dataclass(frozen=True, slots=True)
class Sharing:
    """An article that shares words with a text: where (passages, and its title, in order), and how much of what the
    rarest words and pairs of words are worth it has in one place, 0 to 1. Passages that share little are not named.
    """

    article: Article
    spans: tuple[Span, ...]
    share: float


@dataclass(frozen=True, slots=True)
class _Shared:
    """What an article that was not read yet shares."""

    spans: tuple[Span, ...]
    share: float


class Verbatim:
    """All passages and titles, by their words and pairs of words in any case and marks."""

    def __init__(self, keywords: Keywords, store: Store) -> None:
        self._keywords = keywords
        self._store = store
        self._titles = lru_cache(maxsize=1)(lambda: Titles.of(store.articles()))

    def sharing(self, text: str, only: Filter = EVERYTHING) -> Iterator[Sharing]:
        """The articles that share most with a text, of those that a filter admits, the most first; each is read when it
        is asked for. A title counts like a passage.
        """
        seen = composed(text)
        found = self._passages(_rarest_pairs(seen, self._keywords) + _rarest_words(seen, self._keywords), only)
        return self._read(self._by_article(found, len(seen)), self._titles().sharing(seen, only))

    def scattered(self, text: str, only: Filter = EVERYTHING) -> Iterator[Sharing]:
        """The same by words alone, of which an article must have most in one passage, in whatever order."""
        found = self._passages(_rarest_words(composed(text), self._keywords), only)
        return self._read(self._by_article(found, 0), {})

    def _read(self, shared: Mapping[str, _Shared], titled: Mapping[str, float]) -> Iterator[Sharing]:
        """The articles of passages and of titles, those that share most first."""
        none = _Shared((), 0.0)
        best = {id: max(shared.get(id, none).share, titled.get(id, 0.0)) for id in [*shared, *titled]}
        for id, share in sorted(best.items(), key=lambda pair: (-pair[1], pair[0])):
            article = self._store.article(id)
            title = title_spans(article) if id in titled else ()
            if spans := tuple(sorted([*shared.get(id, none).spans, *title])):
                yield Sharing(article, spans, share)

    def titled(self, text: str, only: Filter = EVERYTHING) -> Iterator[Article]:
        """The articles whose title has all words and pairs of words of a text, be it in their text or only stated."""
        return (
            self._store.article(id) for id, share in self._titles().sharing(composed(text), only).items() if share == 1
        )

    def outside(self, text: str, only: Filter = EVERYTHING) -> Iterator[Article]:
        """A few of the articles whose text has these characters; of an index of more than READABLE articles none."""
        found = self._store.containing(text, CONTAINING) if self._store.article_count() <= READABLE else []
        return (article for article in found if only.admits(article.published, article.source))

    def _passages(self, wanted: Sequence[Term], only: Filter) -> list[tuple[int, float]]:
        """Passages with their shares, the highest first."""
        found = self._keywords.holding(wanted, PASSAGES, only)
        if len(found) == PASSAGES and found[-1][1] >= WHOLE:
            found = self._keywords.holding(wanted, MANY, only)
        return found

    def _by_article(self, found: Sequence[tuple[int, float]], length: int) -> dict[str, _Shared]:
        """By article, those of its passages that share most, as they stand, and what those share together that lie
        within a text's length of each other: a quotation may begin in one and end in the next.
        """
        places = self._store.places([id for id, _ in found])
        by_article: dict[str, list[tuple[Place, float]]] = defaultdict(list)
        for id, share in found:
            by_article[places[id].article].append((places[id], share))
        return {article: _shared(pairs, length) for article, pairs in by_article.items()}


def _shared(pairs: Sequence[tuple[Place, float]], length: int) -> _Shared:
    """What an article shares, of whose passages these do."""
    ordered = sorted(pairs, key=lambda pair: pair[0].start)
    least = max(share for _, share in pairs) / 2
    spans = tuple(Span(place.start, place.end) for place, share in ordered if share >= least)
    return _Shared(spans, min(1.0, max(_near(ordered[at:], length) for at in range(len(ordered)))))


def _near(pairs: Sequence[tuple[Place, float]], length: int) -> float:
    """What the first passage and those that begin less than so many characters behind it share together."""
    end = pairs[0][0].end + length
    return sum(share for place, share in pairs if place.start < end)


def title_spans(article: Article) -> Iterator[Span]:
    """Where the article's title stands in its text, which no passage has."""
    return (omission.span for omission in article.left_out if omission.why == TITLE)


def _rarest_words(text: str, keywords: Keywords) -> list[Term]:
    """The rarest words of a text that any passage has."""
    return _rarest([word.folded for word in words(text)], keywords)


def _rarest_pairs(text: str, keywords: Keywords) -> list[Term]:
    """The rarest pairs of words of a text that any passage has."""
    return _rarest(["_".join(pair) for pair in pairwise(word.folded for word in words(text))], keywords)


def _rarest(found: Sequence[str], keywords: Keywords) -> list[Term]:
    ways = ([way for way in _ways(token) if keywords.known(way)] for token in dict.fromkeys(found))
    known = sorted((way for way in ways if way), key=lambda way: sum(map(keywords.count, way)))
    return [Term(tuple((token,) for token in way)) for way in known[:RAREST]]


def _ways(token: str) -> list[str]:
    """A word or a pair of words, with a lone i or y as either desk writes it."""
    ways = [""]
    for word in token.split("_"):
        either = filter(None, [word, other_spelling(word)])
        ways = [f"{before}_{way}".lstrip("_") for way in either for before in ways]
    return ways


Codes = npt.NDArray[np.uint32]


class Titles:
    """The titles of all articles, by the codes of their words and pairs of words."""

    def __init__(self, summaries: Sequence[Summary], codes: Codes, numbers: Codes) -> None:
        self._summaries = summaries
        self._codes = codes  # growing
        self._numbers = numbers  # of the summary that has each

    @classmethod
    def of(cls, summaries: Sequence[Summary]) -> Self:
        """The titles of these articles."""
        found = [(code, number) for number, each in enumerate(summaries) for code in _codes(each.title or "")]
        table = np.array(found, np.uint32).reshape(-1, 2)
        ordered = table[np.argsort(table[:, 0], kind="stable")]
        return cls(summaries, ordered[:, 0].copy(), ordered[:, 1].copy())

    def sharing(self, text: str, only: Filter = EVERYTHING) -> Mapping[str, float]:
        """By id, the share that the titles have which share most of a text's words and pairs; none of a long text."""
        wanted = _codes(text)
        if not wanted or not len(self._codes) or len(wanted) > 2 * LONGEST_TITLE:
            return {}
        asked = np.array(sorted(wanted), np.uint32)
        starts, ends = (np.searchsorted(self._codes, asked, side) for side in ("left", "right"))
        held = [self._numbers[start:end] for start, end in zip(starts, ends, strict=True)]
        counts = np.bincount(np.concatenate(held), minlength=len(self._summaries)) / len(wanted)
        likely = np.flatnonzero(counts >= IN_TITLE)
        best = likely[np.argsort(-counts[likely], kind="stable")]
        summaries = ((self._summaries[number], float(counts[number])) for number in best)
        admitted = ((each.id, share) for each, share in summaries if only.admits(each.published, each.source))
        return dict(islice(admitted, TITLES))


def _codes(text: str) -> set[int]:
    return {crc32(token.encode()) for token in tokens(written_words(fold(text)))}
