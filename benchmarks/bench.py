"""What is measured, and with what: the indexes and the ways of finding, each made once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assistant.assistant import Assistant
from benchmarks.claims import NOT_AT_HAND as NO_CLAIMS
from benchmarks.claims import Claim, read_claims
from benchmarks.collection import Collection, RememberingEncoder, built_index
from benchmarks.golden import SEEDS
from benchmarks.news import NOT_AT_HAND as NO_NEWS
from benchmarks.news import read_news
from benchmarks.passages import SIZES
from benchmarks.soak import MINUTES
from benchmarks.thousand import thousand_texts
from benchmarks.viquad import NOT_AT_HAND as NO_VIQUAD
from benchmarks.viquad import read_viquad
from benchmarks.ways import WHOLE, Way, own_way, rivals
from benchmarks.xquad import NOT_AT_HAND as NO_XQUAD
from benchmarks.xquad import read_xquad
from index.encoder import Encoder
from index.errors import UsageError
from index.files.listing import listing
from index.searching import Index


@dataclass(frozen=True)
class Bench:
    """What is measured, and with what. Everything costly is made when it is first asked for, and once."""

    index: Path
    encoder: Encoder
    cache: Path
    xquad: Path | None
    news: Path | None
    viquad: Path | None
    claims: Path | None
    sample: int | None
    sizes: tuple[int, ...] = SIZES
    minutes: float = MINUTES  # of the soak

    def opened(self) -> Assistant:
        """A new assistant over the seeds; raises UsageError where the index is of other articles."""
        return Assistant(self.opened_index())

    def opened_index(self) -> Index:
        """The index of the seeds, newly opened; raises UsageError where it is of other articles."""
        index = Index.open(self.index, self.encoder)
        held, wanted = {summary.id for summary in index.articles()}, set(listing(SEEDS).files)
        if held != wanted:
            raise UsageError(
                f"The index in {self.index} is not of the {len(wanted)} articles in {SEEDS.name}/ but of {len(held)}:"
                f" build one with python -m index {SEEDS.name}/ --index DIR and name it with --index DIR."
            )
        return index

    @cached_property
    def assistant(self) -> Assistant:
        """The assistant over the seeds."""
        return self.opened()

    @cached_property
    def paragraphs(self) -> Collection:
        """XQuAD, or as many of its questions as were asked for."""
        if self.xquad is None:
            raise UsageError(NO_XQUAD)
        return read_xquad(self.xquad).sample(self.sample)

    @cached_property
    def articles(self) -> Collection:
        """The news, or as many of their questions as were asked for."""
        if self.news is None:
            raise UsageError(NO_NEWS)
        return read_news(self.news).sample(self.sample)

    @cached_property
    def viquad_paragraphs(self) -> Collection:
        """UIT-ViQuAD 2.0, or as many of its questions as were asked for."""
        if self.viquad is None:
            raise UsageError(NO_VIQUAD)
        return read_viquad(self.viquad).sample(self.sample)

    @cached_property
    def checked_claims(self) -> tuple[Collection, tuple[Claim, ...]]:
        """ViFactCheck's articles and claims."""
        if self.claims is None:
            raise UsageError(NO_CLAIMS)
        return read_claims(self.claims)

    @cached_property
    def remembering(self) -> RememberingEncoder:
        """The encoder, for questions that are asked several times."""
        return RememberingEncoder(self.encoder)

    @property
    def kept(self) -> Path:
        """The folder of what is built once."""
        return self.cache / "benchmarks"

    @property
    def missing(self) -> str:
        """Which of the two collections are not at hand; empty where both are."""
        return " ".join(said for said, at in {NO_XQUAD: self.xquad, NO_NEWS: self.news}.items() if at is None)

    def over(self, texts: Sequence[str], name: str = "xquad") -> Path:
        """The index of these texts."""
        return built_index(name, texts, self.encoder, self.kept)

    def answering(self, collection: Collection) -> Assistant:
        """An assistant over the texts of a collection."""
        return Assistant(self.index_of(collection))

    def index_of(self, collection: Collection) -> Index:
        """The index of the texts of a collection."""
        return Index.open(self.over(collection.texts, collection.name), self.remembering)

    def thousand(self) -> Assistant:
        """A new assistant over a thousand articles, whose questions no cache has met."""
        return Assistant(Index.open(self.over(thousand_texts(), "thousand"), self.encoder))

    @cached_property
    def paragraph_ways(self) -> Mapping[str, Way]:
        """The ways of finding a paragraph of XQuAD."""
        return self._ways(self.paragraphs)

    @cached_property
    def news_ways(self) -> Mapping[str, Way]:
        """The ways of finding a news article."""
        return self._ways(self.articles)

    def _ways(self, over: Collection) -> Mapping[str, Way]:
        """The index of a collection, then its rivals."""
        index = Index.open(self.over(over.texts, over.name), self.remembering)
        return {WHOLE: own_way(index), **rivals(index, over.texts, self.remembering, self.kept)}
