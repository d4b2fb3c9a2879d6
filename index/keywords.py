"""BM25 over folded words: the one door to tantivy.

A passage is kept as its folded syllables and their bigrams (Vietnamese words are mostly two syllables long), and once
more as spelled, so that an accented question can prefer its own spelling. Scores are shares of the best
the query could reach, so a question in another language, which reaches nothing, weighs nothing.
"""

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.filters import EVERYTHING, Filter
from index.folding import fold, spelled, words, written_words

if TYPE_CHECKING:
    import tantivy

WRITER_BYTES = 64_000_000  # tantivy's buffer while building; its least is 15 MB a thread
SPELLING_WEIGHT = 0.1  # what the text as written adds: enough to part thể, thế and the, not to outweigh a word
# Entries of tantivy's lists that a query reads, 6 ns each: so many, or so many a passage where that is more. A question
# has 3 to 8 a passage. Of the golden questions' ten hits among made-up passages, whose vectors have nothing to do with
# their words, .98 were those with all entries where 3 a passage were read (100,000 passages), .93 where 1 was (a
# million); of the first hits 1.0 and .97.
POSTINGS = 300_000
POSTINGS_EACH = 1
REMEMBERED = 65_536  # words and pairs of words, with how many passages hold them

_HALF = re.compile(r"[\ud800-\udfff]")  # of a character

Alternative = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a query looks for, in any of several ways; each way is a tuple of tokens."""

    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as it is put in: its id and text, and the day and the outlet of its article."""

    id: int
    text: str
    published: date | None = None
    source: str | None = None


def tokens(folded: Sequence[str]) -> Iterator[str]:
    """The syllables, then their bigrams, joined by an underscore.

    >>> list(tokens(["vieng", "chan"]))
    ['vieng', 'chan', 'vieng_chan']
    """
    yield from folded
    yield from map("_".join, pairwise(folded))


def terms(text: str) -> tuple[Term, ...]:
    """What a text says as terms of one alternative each, doubles dropped."""
    return tuple(Term(((token,),)) for token in dict.fromkeys(tokens([word.folded for word in words(text)])))


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What a part of a query costs, and how much it tells passages apart."""

    postings: int
    worth: float


class Keywords:
    """The words of all passages, searched by BM25."""

    def __init__(self, index: "tantivy.Index") -> None:
        self._index = index
        self._schema = index.schema
        self._searcher = index.searcher()
        self._documents = self._searcher.num_docs
        self._frequency = lru_cache(REMEMBERED)(self._searcher.doc_freq)

    @classmethod
    def build(cls, folder: Path | None, passages: Iterable[Entry]) -> Self:
        """The index of these passages, written into an empty `folder`, or in memory where it is None."""
        import tantivy

        index = tantivy.Index(_schema(), path=None if folder is None else str(folder))
        _write(index, (), passages)
        return cls(index)

    @classmethod
    def update(cls, folder: Path, gone: Sequence[int], passages: Iterable[Entry]) -> Self:
        """The index in this folder, which is written, without the passages that are gone and with these."""
        import tantivy

        index = tantivy.Index.open(str(folder))
        _write(index, gone, passages)
        return cls(index)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The index that `build` wrote into this folder."""
        import tantivy

        return cls(tantivy.Index.open(str(folder)))

    def search(
        self, wanted: Sequence[Term], written: Sequence[str], k: int, only: Filter = EVERYTHING
    ) -> list[tuple[int, float]]:
        """Passage ids with their share of the best score these terms could reach, best first, at most k; of the
        articles that `only` admits.

        `written` are the query's words as spelled: a passage that spells them so comes before one that does not.
        """
        reach = sum(map(self.reach, wanted))
        if not wanted or not self._documents or reach <= 0:
            return []
        query = self._among(only, self._query(*self._affordable(wanted, list(dict.fromkeys(written)))))
        return [(id, score / reach) for id, score in self._best(query, k)]

    def _best(self, query: "tantivy.Query", k: int) -> list[tuple[int, float]]:
        """The ids of the passages that score highest, best first, with their scores."""
        found = self._searcher.search(query, limit=k, count=False).hits
        identities: list[int] = self._searcher.fast_field_values("id", [address for _, address in found])  # type: ignore[assignment]  # every document has one
        scored = [(identity, float(score)) for identity, (score, _) in zip(identities, found, strict=True)]
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))

    def holding(self, wanted: Sequence[Term], k: int, only: Filter = EVERYTHING) -> list[tuple[int, float]]:
        """Passage ids with the share of these terms that they hold, each by its idf, how often not counted; the most
        first, at most k; of the articles that `only` admits.
        """
        affordable, _ = self._affordable(wanted, [])
        reach = sum(map(self._worth, affordable))
        if not wanted or reach <= 0:
            return []
        return [(id, score / reach) for id, score in self._best(self._among(only, self._held(affordable)), k)]

    def rarity(self, token: str) -> float:
        """The token's idf (Robertson and Spärck Jones, as Lucene smooths it); the rarest where it is unknown."""
        return self._idf(self.count(token))

    def rarity_as_spelled(self, word: str) -> float:
        """The idf of a word with its marks: lương is rarer than the luong of số lượng."""
        return self._idf(self._frequency("written", spelled(word)))

    def beginning(self, prefix: str) -> list[str]:
        """The tokens that begin so, commonest first; a short prefix takes long in a large index."""
        return [token for token, _ in self._searcher.terms_with_prefix("folded", prefix)]

    @property
    def rarest(self) -> float:
        """The idf of a token that no passage holds."""
        return self._idf(0)

    def known(self, token: str) -> bool:
        """Whether any passage holds the token."""
        return self.count(token) > 0

    def count(self, token: str) -> int:
        """How many passages hold the token."""
        return self._frequency("folded", token)

    def _idf(self, holding: int) -> float:
        return math.log(1 + (self._documents - holding + 0.5) / (holding + 0.5))

    def reach(self, term: Term) -> float:
        """What a passage holding the term's dearest known alternative once scores; the rarest where none is known."""
        known = [a for a in term.alternatives if all(map(self.known, a))]
        return max(sum(map(self.rarity, a)) for a in known or term.alternatives[:1])

    def _affordable(self, wanted: Sequence[Term], written: Sequence[str]) -> tuple[list[Term], list[str]]:
        """Of the terms and spellings, in their order, those that tell passages apart most, as many as may be read: in a
        small index all of them, and always one.
        """
        readable = max(POSTINGS, POSTINGS_EACH * self._documents)
        asked = [self._weighed(term) for term in wanted] + [self._weighed_as_spelled(word) for word in written]
        order = sorted(range(len(asked)), key=lambda each: -asked[each].worth)
        afforded = bisect_right(list(accumulate(asked[each].postings for each in order)), readable)
        kept = set(order[: max(1, afforded)])
        terms = [term for number, term in enumerate(wanted) if number in kept]
        return terms, [word for number, word in enumerate(written, len(wanted)) if number in kept]

    def _weighed(self, term: Term) -> "_Weighed":
        counts = [min(map(self.count, way)) for way in term.alternatives]
        return _Weighed(sum(counts), self._idf(max(counts)))

    def _weighed_as_spelled(self, word: str) -> "_Weighed":
        count = self._frequency("written", word)
        return _Weighed(count, SPELLING_WEIGHT * self._idf(count))

    def _query(self, wanted: Sequence[Term], written: Sequence[str]) -> "tantivy.Query":
        import tantivy

        def token(field: str, value: str) -> tantivy.Query:
            return tantivy.Query.term_query(self._schema, field, value, index_option="freq")

        def alternative(tokens: Alternative) -> tantivy.Query:
            should = [(tantivy.Occur.Must, token("folded", value)) for value in tokens]
            return should[0][1] if len(should) == 1 else tantivy.Query.boolean_query(should)

        def term(term: Term) -> tantivy.Query:
            ways = [alternative(tokens) for tokens in term.alternatives]
            return ways[0] if len(ways) == 1 else tantivy.Query.disjunction_max_query(ways)

        spelling = [tantivy.Query.boost_query(token("written", value), SPELLING_WEIGHT) for value in written]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, q) for q in [*map(term, wanted), *spelling]])

    def _worth(self, term: Term) -> float:
        return self._weighed(term).worth

    def _held(self, wanted: Sequence[Term]) -> "tantivy.Query":
        """The query that scores a passage by which of these terms it holds, in whichever of the ways."""
        import tantivy

        def held(term: Term) -> tantivy.Query:
            return tantivy.Query.const_score_query(self._query([term], []), self._worth(term))

        return tantivy.Query.boolean_query([(tantivy.Occur.Should, held(term)) for term in wanted])

    def _among(self, only: Filter, query: "tantivy.Query") -> "tantivy.Query":
        """The query, limited to the passages that a filter admits; their scores are as without it."""
        import tantivy

        limits = []
        if only.since or only.until:
            since, until = (only.since or date.min).toordinal(), (only.until or date.max).toordinal()
            limits.append(tantivy.Query.range_query(self._schema, "day", tantivy.FieldType.Unsigned, since, until))
        if only.sources:
            named = [source for source in only.sources if not _HALF.search(source)]  # tantivy takes none, nor has any
            limits.append(tantivy.Query.term_set_query(self._schema, "source", named))
        if not limits:
            return query
        without_score = [tantivy.Query.const_score_query(limit, 0.0) for limit in limits]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, each) for each in (query, *without_score)])


def _write(index: "tantivy.Index", gone: Sequence[int], passages: Iterable[Entry]) -> None:
    """Takes passages out of an index and puts others in."""
    import tantivy

    writer = index.writer(heap_size=WRITER_BYTES, num_threads=1)
    if gone:  # as a query: by term, tantivy's Python takes the number for a signed one and finds none
        writer.delete_documents_by_query(tantivy.Query.term_set_query(index.schema, "id", list(gone)))
    for entry in passages:
        found = [_folded_and_spelled(word) for word in written_words(entry.text)]
        document = tantivy.Document()
        document.add_unsigned("id", entry.id)
        if entry.published is not None:
            document.add_unsigned("day", entry.published.toordinal())
        if entry.source is not None:
            document.add_text("source", entry.source)
        document.add_text("folded", " ".join(tokens([folded for folded, _ in found])))
        document.add_text("written", " ".join([as_spelled for _, as_spelled in found]))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()


@lru_cache(maxsize=65536)  # a language's words come again and again; a third of a million passages' time is saved
def _folded_and_spelled(word: str) -> tuple[str, str]:
    return fold(word), spelled(word)


def _schema() -> "tantivy.Schema":
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", stored=False, indexed=True, fast=True)
    builder.add_unsigned_field("day", stored=False, indexed=False, fast=True)
    builder.add_text_field("source", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("folded", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("written", tokenizer_name="whitespace", index_option="freq")
    return builder.build()
