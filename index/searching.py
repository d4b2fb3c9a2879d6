"""The index, open: a question becomes ranked passages, and passages sentences.

    score = half the passage's cosine + half its nearest sentence's cosine + FUSION_WEIGHT * the words' share

The words' share is BM25 over the best the question could reach, so words in a language no article uses weigh nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Self

from index.data import Article, Hit, Passage, Sentence
from index.derived import open_keywords, open_vectors
from index.encoder import Encoder, Vector
from index.errors import UsageError
from index.folding import Word, fold, spelled, words
from index.keywords import Keywords, terms
from index.names import aliases
from index.queries import query_terms
from index.spelling import one_slip_apart
from index.store import Store, Summary
from index.vectors import Vectors

FUSION_WEIGHT = 0.1  # of the words; tuned on half of XQuAD's questions in both languages, .05 to .4
SENTENCE_SHARE = 0.5  # of the nearest sentence in the cosine; tuned likewise, 0 to .7
POOL = 100  # passages each signal puts forward
SIFTED = 40  # of those, how many have their sentences read
SAID_TOO = 0.8  # share of a passage's runs of words that a near-copy has, for both to be one hit
RUN = 3  # words
LONG_WORD = 6  # letters; shorter words are one slip away from too many others
LONGEST_QUESTION = 2000  # characters; the sentence model reads about as many, and nobody asks in more


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A passage that a signal put forward: its cosine, and the words' share."""

    id: int
    cosine: float
    share: float

    @property
    def score(self) -> float:
        return self.cosine + FUSION_WEIGHT * self.share


@dataclass(frozen=True, slots=True)
class _Found:
    """A passage that was read: its final score, and its sentences with their cosines."""

    id: int
    score: float
    passage: Passage
    sentences: tuple[tuple[Passage, float], ...]


class Index:
    """One generation of an index, with everything that finds in it."""

    def __init__(self, store: Store, vectors: Vectors, keywords: Keywords, encoder: Encoder) -> None:
        self._store = store
        self._vectors = vectors
        self._keywords = keywords
        self._encoder = encoder
        self._encoded = lru_cache(maxsize=64)(encoder.encode_question)

    @classmethod
    def open(cls, folder: Path, encoder: Encoder) -> Self:
        """The index in a folder, as last committed; what is missing or torn of it is rebuilt from its database.

        Raises NoIndex where there is none, IndexUnusable where another encoder built it or it cannot be read.
        """
        store = Store.open(folder)
        store.require_encoder(encoder.name)
        return cls(store, open_vectors(store, folder), open_keywords(store, folder), encoder)

    def newest(self) -> "Index":
        """The index of the newest generation: itself, or another where one has been committed since."""
        return Index.open(self._store.folder, self._encoder) if self._store.behind() else self

    def article(self, article_id: str) -> Article:
        """The article of this id; raises NoArticle where there is none."""
        return self._store.article(article_id)

    def articles(self) -> tuple[Summary, ...]:
        """Every article without its text, by id."""
        return tuple(self._store.articles())

    def also_in(self, article_id: str) -> tuple[Summary, ...]:
        """The near-copies of an article, without their text, by id: the same story as others printed it."""
        return tuple(self._store.also_in(article_id))

    def passage_count(self) -> int:
        """How many passages there are."""
        return self._store.passage_count()

    def search(self, question: str, k: int = 10) -> tuple[Hit, ...]:
        """The k passages that fit a question best, best first; raises UsageError for an empty or endless question."""
        return tuple(hit for hit, _ in self._find(question, k))

    def evidence(self, question: str, k: int) -> tuple[Sentence, ...]:
        """Every sentence of the k best passages with its cosine to the question: by passage, best first, then as they
        stand. Raises as `search` does.
        """
        return tuple(
            Sentence(passage, hit, similarity)
            for hit, sentences in self._find(question, k)
            for passage, similarity in sentences
        )

    def holds(self, text: str) -> bool:
        """Whether some passage says every pair of words of a name (or its one word), in any case and marks."""
        tokens = [term.alternatives[0][0] for term in terms(text)]
        pairs = [token for token in tokens if "_" in token]
        return all(map(self._keywords.known, pairs or tokens))

    def meant(self, word: str) -> str | None:
        """What a long word that no passage has may have been meant to be: a word of the passages or of a known name,
        one slip away. None where there is none, and for a short word, which is one slip away from too many.
        """
        folded = fold(word)
        if len(folded) < LONG_WORD or self._keywords.known(folded):
            return None
        named = (part for name in aliases() for part in name if one_slip_apart(folded, part))
        return next(iter([*self._keywords.similar(folded), *named]), None)

    def rarity(self, text: str) -> float:
        """How rare a name or word is, 0 (in every passage) to 1 (in none): the idf of its rarest word or pair of words,
        of the highest. A word typed with marks counts as it is spelled.
        """
        found = list(words(text))
        pairs = ("_".join((one.folded, other.folded)) for one, other in pairwise(found))
        idfs = [*map(self._keywords.rarity, pairs), *map(self._idf, found)]
        return max(idfs, default=0.0) / self._keywords.rarest

    def _idf(self, word: Word) -> float:
        marked = word.text.lower() != word.folded
        return self._keywords.rarity_as_spelled(word.text) if marked else self._keywords.rarity(word.folded)

    def _find(self, question: str, k: int) -> list[tuple[Hit, tuple[tuple[Passage, float], ...]]]:
        question = checked_question(question)
        vector = self._encoded(question)
        near = [id for id, _ in self._vectors.search(vector, POOL)]
        said = dict(
            self._keywords.search(query_terms(question), [spelled(word.text) for word in words(question)], POOL)
        )
        ids = list(dict.fromkeys([*near, *said]))
        cosines = self._vectors.similarities(vector, ids)
        pool = [_Candidate(id, cosine, said.get(id, 0.0)) for id, cosine in zip(ids, cosines, strict=True)]
        sifted = sorted(pool, key=lambda one: (-one.score, one.id))[: max(SIFTED, k)]
        found = sorted(self._with_sentences(vector, sifted), key=lambda one: (-one.score, one.id))
        best = self._told_once(found)[:k]
        by_vector = {id: rank for rank, id in enumerate(near, 1)}
        by_words = {id: rank for rank, id in enumerate(said, 1)}
        return [
            (Hit(one.passage, rank, one.score, by_vector.get(one.id), by_words.get(one.id)), one.sentences)
            for rank, one in enumerate(best, 1)
        ]

    def _told_once(self, found: Sequence[_Found]) -> list[_Found]:
        """What was found, without the passages that say what a near-copy found before them says too."""
        near = self._store.near_copies({one.passage.article.id for one in found})
        kept: list[_Found] = []
        for one in found:
            copies = [other for other in kept if other.passage.article.id in near[one.passage.article.id]]
            if not any(says_too(other.passage.article, one.passage) for other in copies):
                kept.append(one)
        return kept

    def _with_sentences(self, vector: Vector, candidates: Sequence[_Candidate]) -> Iterator[_Found]:
        """The candidates with their passages and sentences; the nearest sentence's cosine goes into their own."""
        ids = [candidate.id for candidate in candidates]
        passages = dict(zip(ids, self._store.passages(ids), strict=True))
        similar: dict[int, list[tuple[Passage, float]]] = {id: [] for id in ids}
        owners = {(passage.article.id, passage.start): id for id, passage in passages.items()}
        owner = 0
        for sentence, of in self._store.sentences_of(ids):
            owner = owners.get((sentence.article.id, sentence.start), owner)
            similar[owner].append((sentence, float(of.astype(vector.dtype) @ vector)))
        for candidate in candidates:
            sentences = tuple(similar[candidate.id])
            nearest = max((cosine for _, cosine in sentences), default=candidate.cosine)
            cosine = (1 - SENTENCE_SHARE) * candidate.cosine + SENTENCE_SHARE * nearest
            yield _Found(candidate.id, cosine + FUSION_WEIGHT * candidate.share, passages[candidate.id], sentences)


def says_too(article: Article, passage: Passage) -> bool:
    """Whether an article's body has nearly all runs of words of a passage of another."""
    said = {run for span in article.body for run in _runs(article.text[span.start : span.end])}
    runs = _runs(passage.text)
    return sum(run in said for run in runs) >= SAID_TOO * len(runs)


def _runs(text: str) -> list[tuple[str, ...]]:
    """The runs of RUN words of a text; a shorter text is one."""
    folded = [word.folded for word in words(text)]
    return [tuple(folded[at : at + RUN]) for at in range(max(1, len(folded) - RUN + 1))]


def checked_question(question: str) -> str:
    """The question without white space around it; raises UsageError where nothing or too much is left."""
    stripped = " ".join(question.split())
    if not any(character.isalnum() for character in stripped):
        raise UsageError("The question is empty: ask something in English or Vietnamese.")
    if len(stripped) > LONGEST_QUESTION:
        raise UsageError(
            f"The question is too long: {len(stripped)} characters > {LONGEST_QUESTION}. Ask in a sentence."
        )
    return stripped
