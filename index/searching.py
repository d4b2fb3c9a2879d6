"""The index, open: a question becomes ranked passages, and passages sentences."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from itertools import islice, pairwise
from pathlib import Path
from typing import Self

from index.accents import READ, lacks_marks, restored
from index.data import Article, Hit, Passage, Sentence, Span
from index.derived import is_coming, open_keywords, open_vectors
from index.encoder import Encoder, Vector
from index.errors import UsageError
from index.filters import EVERYTHING, Filter
from index.folding import Word, spelled, words
from index.keywords import Keywords, Term, terms
from index.language import language_of
from index.mending import Mended, mended
from index.queries import query_terms
from index.ranking import WEIGHTS, Candidate, Found, Weights, found, order, sift, timed, told_once, worded
from index.saying import Said, Sought
from index.store import Coverage, Details, State, Store, Summary
from index.times import Hint, hinted
from index.vectors import Vectors
from index.verbatim import Sharing, Verbatim

POOL = 50  # passages each signal puts forward
SIFTED = 20  # of those, how many have their sentences' vectors read
WORDED = 10  # of those, how many have their sentences' words read
REMEMBERED = 64  # questions
LONGEST_QUESTION = 2000  # characters; the sentence model reads about as many, and nobody asks in more


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as it is looked for: its text, names as the passages write them; its terms, and its words as spelled;
    what each signal counts, and where to look.
    """

    text: str
    terms: tuple[Term, ...]
    written: tuple[str, ...]
    weights: Weights
    only: Filter


@dataclass(frozen=True, slots=True)
class _Pool:
    """The question's vector, and what was put forward: by meaning, the nearest first; by words, with their share, the
    most first; and together.
    """

    vector: Vector
    near: tuple[int, ...]
    said: Mapping[int, float]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class _Worded:
    """What was found, scored by the words of its sentences too; its passage, and the share each sentence has."""

    found: Found
    passage: Passage
    shares: tuple[float, ...]

    def sentences(self) -> list[tuple[Span, float, float]]:
        """Its sentences with their cosines and shares."""
        pairs = zip(self.found.sentences, self.shares, strict=True)
        return [(span, similarity, share) for (span, similarity), share in pairs]


class Index:
    """One generation of an index, with everything that finds in it."""

    def __init__(
        self, store: Store, vectors: Vectors, keywords: Keywords, encoder: Encoder, weights: Weights = WEIGHTS
    ) -> None:
        self._store = store
        self._vectors = vectors
        self._keywords = keywords
        self._encoder = encoder
        self._weights = weights
        self._verbatim = Verbatim(keywords, store)
        self._encoded = lru_cache(maxsize=REMEMBERED)(encoder.encode_question)
        self._mended = lru_cache(maxsize=REMEMBERED)(partial(mended, vocabulary=Said(keywords, store)))

    @classmethod
    def open(cls, folder: Path, encoder: Encoder, weights: Weights = WEIGHTS) -> Self:
        """The index in a folder, as last committed; what is missing or torn of it is rebuilt from its database.

        Raises NoIndex where there is none, IndexUnusable where another encoder built it or it cannot be read.
        """
        store = Store.open(folder)
        store.require_encoder(encoder.name)
        return cls(store, open_vectors(store, folder), open_keywords(store, folder), encoder, weights)

    def newest(self) -> "Index":
        """The index of the newest generation: itself, or another where one has been committed since. One that its
        writer is still saving waits: to make all that is derived from it here too would take as long, and the memory.
        """
        state, folder = self._store.newest(), self._store.folder
        if state == self._store.state or is_coming(state, folder):
            return self
        return Index.open(folder, self._encoder, self._weights)

    @property
    def folder(self) -> Path:
        """Where it is."""
        return self._store.folder

    @property
    def encoder(self) -> Encoder:
        """The sentence model that reads it."""
        return self._encoder

    @property
    def state(self) -> State:
        """Which generation this reads."""
        return self._store.state

    def article(self, article_id: str) -> Article:
        """The article of this id; raises NoArticle where there is none."""
        return self._store.article(article_id.encode("utf-8", "replace").decode())  # half a character is in no id

    def articles(self) -> tuple[Summary, ...]:
        """Every article without its text, by id."""
        return tuple(self._store.articles())

    def also_in(self, article_id: str) -> tuple[Summary, ...]:
        """The near-copies of an article, without their text, by id: the same story as others printed it."""
        return tuple(self._store.also_in(article_id))

    def coverage(self, only: Filter = EVERYTHING) -> Coverage:
        """How many articles a filter admits, of which days and outlets."""
        return self._store.coverage(only)

    def sources(self) -> tuple[str, ...]:
        """The different outlets, sorted."""
        return self._store.sources()

    def outlets(self) -> tuple[tuple[str, int], ...]:
        """The different outlets, each with how many articles it has, the most first."""
        return self._store.outlets()

    def details(self, article_ids: Collection[str]) -> Mapping[str, Details]:
        """What a list says of these articles beside their summaries."""
        return self._store.details(article_ids)

    def passage_count(self) -> int:
        """How many passages there are."""
        return self._store.passage_count()

    def search(
        self, question: str, k: int = 10, only: Filter = EVERYTHING, today: date | None = None
    ) -> tuple[Hit, ...]:
        """The k passages that fit a question best, best first; raises UsageError for an empty or endless question.

        `today` is the day that "hôm qua" and "last week" are counted from; without it they mean nothing.
        """
        return tuple(hit for hit, _ in self._find(question, k, only, today))

    def evidence(
        self, question: str, k: int, only: Filter = EVERYTHING, today: date | None = None
    ) -> tuple[Sentence, ...]:
        """Every sentence of the k best passages with its cosine to the question and its share of the words: by passage,
        best first, then as they stand. Raises as `search` does.
        """
        return tuple(
            Sentence(Passage(hit.passage.article, span.start, span.end), hit, similarity, share)
            for hit, sentences in self._find(question, k, only, today)
            for span, similarity, share in sentences
        )

    def holds(self, text: str) -> bool:
        """Whether some passage says every pair of words of a name (or its one word), in any case and marks."""
        tokens = [term.alternatives[0][0] for term in terms(text)]
        pairs = [token for token in tokens if "_" in token]
        return all(map(self._keywords.known, pairs or tokens))

    def verbatim(self, text: str, only: Filter = EVERYTHING) -> Iterator[Sharing]:
        """The articles that share most of a text's words and pairs of words, in any case and marks, the most first, and
        where; each is read when it is asked for.
        """
        return self._verbatim.sharing(text, only)

    def scattered(self, text: str, only: Filter = EVERYTHING) -> Iterator[Sharing]:
        """The same by words alone, most of which stand in one passage in whatever order."""
        return self._verbatim.scattered(text, only)

    def titled(self, text: str, only: Filter = EVERYTHING) -> Iterator[Article]:
        """The articles whose title has all of a text's words and pairs of words, be it in their text or only stated."""
        return self._verbatim.titled(text, only)

    def outside(self, text: str, only: Filter = EVERYTHING) -> Iterator[Article]:
        """A few of the articles whose text has these characters, as they are, be it in what is not the article: all
        texts are read for it, so of a large index none.
        """
        return self._verbatim.outside(text, only)

    def meant(self, question: str) -> Mended:
        """The question with its names as the passages write them, and what is to be said of that."""
        return self._mended(checked_question(question))

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

    def _find(
        self, question: str, k: int, only: Filter, today: date | None
    ) -> list[tuple[Hit, list[tuple[Span, float, float]]]]:
        """The k best hits, best first, each with its sentences, their cosines and shares of the words."""
        asked = self._asked(question, only)
        pool = self._pool(asked, max(POOL, k))
        near = list(self._read(pool, sift(pool.candidates, asked.weights, max(SIFTED, k)), asked.weights))
        near = self._timed(near, hinted(asked.text, today), asked.weights)
        best = self._told_once(sorted(near, key=order))[: max(WORDED, k)]
        worded = sorted(self._worded(best, asked), key=lambda one: order(one.found))[:k]
        return [(hit, one.sentences()) for hit, one in zip(_hits(worded, pool), worded, strict=True)]

    def _asked(self, question: str, only: Filter) -> _Asked:
        """The question as it is looked for."""
        text = self.meant(question).text
        weights = self._weights.of(language_of(text))
        wanted = query_terms(text) if weights.names else terms(text)
        return _Asked(text, wanted, tuple(spelled(word.text) for word in words(text)), weights, only)

    def _pool(self, asked: _Asked, size: int) -> _Pool:
        """The passages that either signal puts forward, each at most `size`."""
        # Four times as many have their share: 0, for one that only meaning put forward, would say that it has no words.
        shares = dict(self._keywords.search(asked.terms, asked.written, 4 * size, asked.only))
        said = dict(islice(shares.items(), size))
        vector = self._vector(asked.text, said)
        among = self._store.admitted(asked.only) if asked.only else None
        near = dict(self._vectors.search(vector, size, among))
        others = [id for id in said if id not in near]
        cosines = near | dict(zip(others, self._vectors.similarities(vector, others), strict=True))
        candidates = (Candidate(id, cosine, shares.get(id, 0.0)) for id, cosine in cosines.items())
        return _Pool(vector, tuple(near), said, tuple(candidates))

    def _vector(self, question: str, said: Iterable[int]) -> Vector:
        """The question's vector; its marks are put back, where it has none, as the passages have them that say most."""
        if lacks_marks(question):
            best = self._store.passages(list(islice(said, READ)))
            question = restored(question, [passage.text for passage in best])
        return self._encoded(question)

    def _read(self, pool: _Pool, candidates: Sequence[Candidate], weights: Weights) -> Iterator[Found]:
        """The candidates with their sentences' cosines, scored by them."""
        ids = [candidate.id for candidate in candidates]
        places, sentences = self._store.places(ids), self._store.sentence_vectors(ids)
        for candidate in candidates:
            spans, matrix = sentences[candidate.id]
            similar = list(zip(spans, (matrix @ pool.vector).tolist(), strict=True))
            yield found(candidate, places[candidate.id].article, similar, weights)

    def _timed(self, near: list[Found], hint: Hint | None, weights: Weights) -> list[Found]:
        """What was found, scored by the days that the question speaks of too."""
        if hint is None:
            return near
        days = self._store.published({one.article for one in near})
        return timed(near, hint.fits([days[one.article] for one in near]), weights)

    def _told_once(self, near: Sequence[Found]) -> list[Found]:
        """What was found, without the passages that say what a near-copy found before them says too."""
        return told_once(near, self._store.near_copies({one.article for one in near}), self._store.passages)

    def _worded(self, near: Sequence[Found], asked: _Asked) -> Iterator[_Worded]:
        """What was found, scored by what its sentences say of the question too, each with its passage."""
        sought = Sought.of(asked.terms, self._keywords)
        for one, passage in zip(near, self._store.passages([one.id for one in near]), strict=True):
            text = passage.article.text
            shares = sought.shares([text[span.start : span.end] for span, _ in one.sentences])
            yield _Worded(worded(one, shares, asked.weights), passage, tuple(shares))


def _hits(best: Sequence[_Worded], pool: _Pool) -> Iterator[Hit]:
    by_vector = {id: rank for rank, id in enumerate(pool.near, 1)}
    by_words = {id: rank for rank, id in enumerate(pool.said, 1)}
    for rank, each in enumerate(best, 1):
        one = each.found
        yield Hit(each.passage, rank, one.score, one.support, by_vector.get(one.id), by_words.get(one.id))


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
