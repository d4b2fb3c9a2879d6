"""BM25 over folded words: the one door to tantivy.

A passage is kept as its folded syllables and their bigrams (Vietnamese words are mostly two syllables long), and once
more as spelled, so that an accented question can prefer its own spelling. Scores are shares of the best
the query could reach, so a question in another language, which reaches nothing, weighs nothing.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.folding import spelled, words
from index.spelling import one_slip_apart

if TYPE_CHECKING:
    import tantivy

WRITER_BYTES = 64_000_000  # tantivy's buffer while building; its least is 15 MB a thread
SPELLING_WEIGHT = 0.1  # what the text as written adds: enough to part thể, thế and the, not to outweigh a word

Alternative = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a query looks for, in any of several ways; each way is a tuple of tokens."""

    alternatives: tuple[Alternative, ...]


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


class Keywords:
    """The words of all passages, searched by BM25."""

    def __init__(self, index: "tantivy.Index") -> None:
        self._index = index
        self._schema = index.schema
        self._searcher = index.searcher()
        self._documents = self._searcher.num_docs

    @classmethod
    def build(cls, folder: Path | None, passages: Iterable[tuple[int, str]]) -> Self:
        """The index of these passages (id and text), written into an empty `folder`, or in memory where it is None."""
        import tantivy

        index = tantivy.Index(_schema(), path=None if folder is None else str(folder))
        _write(index, (), passages)
        return cls(index)

    @classmethod
    def update(cls, folder: Path, gone: Sequence[int], passages: Iterable[tuple[int, str]]) -> Self:
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

    def search(self, wanted: Sequence[Term], written: Sequence[str], k: int) -> list[tuple[int, float]]:
        """Passage ids with their share of the best score these terms could reach, best first, at most k.

        `written` are the query's words as spelled: a passage that spells them so comes before one that does not.
        """
        reach = sum(map(self._reach, wanted))
        if not wanted or not self._documents or reach <= 0:
            return []
        query = self._query(wanted, written)
        found = self._searcher.search(query, limit=k, count=False).hits
        identities: list[int] = self._searcher.fast_field_values("id", [address for _, address in found])  # type: ignore[assignment]  # every document has one
        scored = [(identity, float(score) / reach) for identity, (score, _) in zip(identities, found, strict=True)]
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))

    def rarity(self, token: str) -> float:
        """The token's idf (Robertson and Spärck Jones, as Lucene smooths it); the rarest where it is unknown."""
        return self._idf(self._searcher.doc_freq("folded", token))

    def rarity_as_spelled(self, word: str) -> float:
        """The idf of a word with its marks: lương is rarer than the luong of số lượng."""
        return self._idf(self._searcher.doc_freq("written", spelled(word)))

    def similar(self, word: str) -> list[str]:
        """The folded words of the passages that begin as this one and are one slip away from it, commonest first."""
        terms = self._searcher.terms_with_prefix("folded", word[:1])
        return [term for term, _ in terms if "_" not in term and one_slip_apart(word, term)]

    @property
    def rarest(self) -> float:
        """The idf of a token that no passage holds."""
        return self._idf(0)

    def known(self, token: str) -> bool:
        """Whether any passage holds the token."""
        return self._searcher.doc_freq("folded", token) > 0

    def _idf(self, holding: int) -> float:
        return math.log(1 + (self._documents - holding + 0.5) / (holding + 0.5))

    def _reach(self, term: Term) -> float:
        """What a passage holding the term's dearest known alternative once scores; the rarest where none is known."""
        known = [a for a in term.alternatives if all(map(self.known, a))]
        return max(sum(map(self.rarity, a)) for a in known or term.alternatives[:1])

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

        spelling = [tantivy.Query.boost_query(token("written", value), SPELLING_WEIGHT) for value in set(written)]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, q) for q in [*map(term, wanted), *spelling]])


def _write(index: "tantivy.Index", gone: Sequence[int], passages: Iterable[tuple[int, str]]) -> None:
    """Takes passages out of an index and puts others in."""
    import tantivy

    writer = index.writer(heap_size=WRITER_BYTES, num_threads=1)
    if gone:  # as a query: by term, tantivy's Python takes the number for a signed one and finds none
        writer.delete_documents_by_query(tantivy.Query.term_set_query(index.schema, "id", list(gone)))
    for identity, text in passages:
        found = list(words(text))
        document = tantivy.Document()
        document.add_unsigned("id", identity)
        document.add_text("folded", " ".join(tokens([word.folded for word in found])))
        document.add_text("written", " ".join(spelled(word.text) for word in found))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()


def _schema() -> "tantivy.Schema":
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", stored=False, indexed=True, fast=True)
    builder.add_text_field("folded", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("written", tokenizer_name="whitespace", index_option="freq")
    return builder.build()
