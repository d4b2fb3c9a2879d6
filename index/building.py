"""A folder of articles becomes an index, or brings one up to date.

What an article is made from (its file's bytes, and the rules that read and split them) decides whether it is made
again, not the clock. One run is one transaction: readers go from the generation before to the generation after, and a
run that fails leaves the first as it was. What such a run had embedded is kept aside, and the next goes on from there.
"""

import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from index.articles.passages import passage_sentences, passages
from index.articles.record import article_from_text
from index.data import Article, Passage
from index.derived import complete, refresh, source_digest
from index.encoder import Encoder, Vector
from index.errors import TrichDanError
from index.files.content import MAX_BYTES, Unreadable
from index.files.documents import read_text
from index.files.listing import article_files, passed_over
from index.locking import writing
from index.store import DiskFull, Embedded, Generation, Known, Origin, Store, Unfinished, Writer, require_encoder

BATCH = 64  # texts the encoder is given at once
GROUP = 512  # texts of whole articles gathered before any is embedded, so that few batches are left half full

# The files that decide what becomes of an article's bytes. When one of them changes, every article is made again, but
# only the texts that come out different are embedded again.
RULES = (
    "files/*.py",
    "articles/*.py",
    "words/abbreviations.toml",
    "words/furniture.toml",
    "words/outlets.toml",
    "words/surnames.txt",
    "data.py",
    "folding.py",
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not in the index as it is now, and why."""

    article: str
    why: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: the new and changed articles done (or skipped), all of them, and the texts embedded."""

    articles: int
    total: int
    embedded: int


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a run did.

    `read` counts the articles added, changed and unchanged; `passages` all that the index now has; `embedded` the texts
    the encoder was given: passages, and sentences of passages that have several.
    """

    read: int
    added: int
    changed: int
    removed: int
    unchanged: int
    skipped: tuple[Skipped, ...]
    passages: int
    embedded: int
    generation: int
    seconds: float


ReportProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class _File:
    """An article's file that is new or changed."""

    id: str
    path: Path
    origin: Origin
    new: bool


@dataclass(frozen=True, slots=True)
class _Work:
    """What a run has to do."""

    files: tuple[_File, ...]
    removed: tuple[str, ...]
    unchanged: int
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class _Cut:
    """An article cut into passages, and each passage into sentences."""

    file: _File
    article: Article
    passages: tuple[tuple[Passage, tuple[Passage, ...]], ...]

    def size(self) -> int:
        """How many texts it has."""
        return sum(1 + len(sentences) for _, sentences in self.passages)


def build(articles: Path, folder: Path, encoder: Encoder, report_progress: ReportProgress | None = None) -> BuildReport:
    """Makes the index in `folder` hold the articles below `articles` and no others; says what that took.

    Only new and changed articles are read, cut and embedded; where there are none, the encoder is asked for nothing but
    its name. A file that cannot be read is skipped, and stays in the index as it was if it is there: a file closed for
    a moment, or half copied, is no reason to lose evidence, and who wants it gone deletes it.

    Raises UsageError where there is no such folder, TrichDanError where no article in it can be read, IndexBusy where
    another process is writing the index, IndexUnusable where it is of another encoder, of a newer format or damaged;
    what was in the index is then still there.
    """
    started = time.monotonic()
    files, passed = dict(article_files(articles)), dict(passed_over(articles))
    if not files:
        raise TrichDanError(f"No articles in {articles}: put .txt or .md files into it, or name another folder.")
    name = encoder.name
    with writing(folder), Writer.open(folder) as writer, Unfinished(folder, name) as unfinished:
        if writer.generation is not None:
            require_encoder(folder, writer.generation, name)
        work = _work(files, passed, writer.origins())
        run = _Run(work, writer, _Embedding(encoder, unfinished, writer.generation), report_progress)
        try:
            run.write(name)
        except DiskFull:
            unfinished.discard()  # room is what is wanted now, more than the work
            raise
        unfinished.discard()
        with Store.open(folder) as store:
            _save_derived(store, folder)
            return run.report(store, time.monotonic() - started)


class _Run:
    """One run, under way: what it has done so far."""

    def __init__(
        self, work: _Work, writer: Writer, embedding: "_Embedding", report_progress: ReportProgress | None
    ) -> None:
        self.work = work
        self.writer = writer
        self.embedding = embedding
        self.report_progress = report_progress
        self.skipped = list(work.skipped)
        self.added = 0
        self.changed = 0

    def write(self, encoder: str) -> None:
        """Commits the next generation; where nothing changed, the one that is there stays."""
        try:
            for id in self.work.removed:
                self.writer.remove(id)
            for group in _groups(self._cut()):
                self._put(group)
            if self.writer.changing() and self.writer.article_count():
                self.writer.commit(encoder, self.embedding.dimension())
        except DiskFull as error:
            raise DiskFull(f"{error} {self._room()}") from error
        if self.writer.changing() or self.writer.generation is None:
            first = self.skipped[0]
            raise TrichDanError(f"None of the articles can be read; {first.article}, for one: {first.why}.")

    def report(self, store: Store, seconds: float) -> BuildReport:
        """What was done; `store` is the generation it led to."""
        return BuildReport(
            read=self.added + self.changed + self.work.unchanged,
            added=self.added,
            changed=self.changed,
            removed=len(self.work.removed),
            unchanged=self.work.unchanged,
            skipped=tuple(sorted(self.skipped, key=lambda skipped: skipped.article)),
            passages=store.passage_count(),
            embedded=self.embedding.count,
            generation=store.generation,
            seconds=seconds,
        )

    def _cut(self) -> Iterator[_Cut]:
        """The new and changed articles, cut; those that cannot be read are noted.

        The file's hash was taken before it is read here: a file changed in between is stored under the hash of what it
        was, so the next run takes it again.
        """
        for file in self.work.files:
            try:
                article = article_from_text(file.id, read_text(file.path))
            except Unreadable as error:
                why = str(error).removeprefix(f"{error.path}: ")
                self.skipped.append(_skipped(file.id, why, kept=not file.new))
            else:
                cut = tuple((passage, passage_sentences(passage)) for passage in passages(article))
                yield _Cut(file, article, cut)

    def _put(self, group: Sequence[_Cut]) -> None:
        """Embeds and stores these articles."""
        known = [self.writer.known(cut.file.id) for cut in group]
        missing = dict.fromkeys(text for cut, has in zip(group, known, strict=True) for text in _missing(cut, has))
        found = self.embedding.vectors(missing, self._tell)
        for cut, has in zip(group, known, strict=True):
            self.writer.put(cut.article, cut.file.origin, _embedded(cut, has, found))
            self.added += cut.file.new
            self.changed += not cut.file.new
        self._tell()

    def _tell(self) -> None:
        if self.report_progress is not None:
            done = self.added + self.changed + len(self.skipped) - len(self.work.skipped)
            self.report_progress(Progress(done, len(self.work.files), self.embedding.count))

    def _room(self) -> str:
        """What the run needs on the disk, judged by the articles done so far; the log holds it all once more."""
        done, free = self.added + self.changed, shutil.disk_usage(self.writer.folder).free
        needed = 2 * self.writer.written * len(self.work.files) // max(done, 1)
        return (
            f"It needs about {needed / 1e6:,.1f} MB and {free / 1e6:,.1f} MB are free; the index is as it was. Free"
            f" some space, or build it elsewhere with --index DIR."
        )


class _Embedding:
    """Vectors of texts, embedded in batches and kept aside as they come; `count` is how many the encoder was given."""

    def __init__(self, encoder: Encoder, unfinished: Unfinished, before: Generation | None) -> None:
        self.count = 0
        self._encoder = encoder
        self._unfinished = unfinished
        self._dimension = before.dimension if before else None

    def dimension(self) -> int:
        """How many numbers a vector has: what the index says, or the encoder where there is no index yet."""
        return self._dimension or self._encoder.dimension

    def vectors(self, texts: Iterable[str], report: Callable[[], None]) -> dict[str, Vector]:
        """The vector of each text; `report` is called after each batch."""
        texts = sorted(texts, key=len)  # texts of a length in one batch are padded least
        if not texts:
            return {}
        dimension = self.dimension()
        kept = self._unfinished.vectors(texts)
        found = {text: vector for text, vector in kept.items() if len(vector) == dimension}
        missing = [text for text in texts if text not in found]
        for first in range(0, len(missing), BATCH):
            batch = missing[first : first + BATCH]
            vectors = dict(zip(batch, self._embed(batch, dimension), strict=True))
            self._unfinished.keep(vectors)
            found |= vectors
            report()
        return found

    def _embed(self, texts: Sequence[str], dimension: int) -> Vector:
        matrix = self._encoder.encode_passages(texts)
        if matrix.shape != (len(texts), dimension) or not np.isfinite(matrix).all():
            raise TrichDanError(
                f"The encoder {self._encoder.name} gave {len(texts)} texts vectors of shape {matrix.shape}, where"
                f" ({len(texts)}, {dimension}) was expected, all finite: set ASSISTANT_ENCODER to another, or keep"
                f" another index with --index DIR."
            )
        self.count += len(texts)
        return matrix


def _work(files: Mapping[str, Path], passed: Mapping[str, str], indexed: Mapping[str, Origin]) -> _Work:
    """What is to do so that an index of articles made from `indexed` holds these files."""
    rules = source_digest(RULES)
    work: list[_File] = []
    skipped = [_skipped(id, why, kept=id in indexed) for id, why in passed.items()]
    unchanged = 0
    for id, path in files.items():
        try:
            origin = Origin(_hash(path), rules)
        except OSError as error:
            skipped.append(_skipped(id, error.strerror or "it cannot be read", kept=id in indexed))
            continue
        if indexed.get(id) == origin:
            unchanged += 1
        else:
            work.append(_File(id, path, origin, new=id not in indexed))
    gone = (id for id in indexed.keys() - files.keys() if not _inside(id, passed))
    return _Work(tuple(work), tuple(sorted(gone)), unchanged, tuple(skipped))


def _inside(id: str, passed: Mapping[str, str]) -> bool:
    """Whether the article is one that was passed over, or below a folder that was: it may well be there still."""
    return any(id == other or id.startswith(f"{other}/") for other in passed)


def _hash(path: Path) -> str:
    """The sha256 of the file's bytes; of a file too big to be an article, of its beginning."""
    with path.open("rb") as file:
        return sha256(file.read(MAX_BYTES + 1)).hexdigest()


def _skipped(id: str, why: str, *, kept: bool) -> Skipped:
    return Skipped(id, f"{why}; the index keeps it as it was" if kept else why)


def _groups(articles: Iterable[_Cut]) -> Iterator[list[_Cut]]:
    """The articles in groups of at least GROUP texts, but for the last."""
    group: list[_Cut] = []
    for cut in articles:
        group.append(cut)
        if sum(map(_Cut.size, group)) >= GROUP:
            yield group
            group = []
    if group:
        yield group


def _missing(cut: _Cut, known: Known) -> Iterator[str]:
    """The texts whose vectors the article does not have yet. A sentence that is a whole passage shares its vector."""
    for passage, sentences in cut.passages:
        if passage.text not in known.passages:
            yield passage.text
        for sentence in sentences:
            if sentence.text not in known.sentences and sentence.text not in known.passages:
                yield sentence.text


def _embedded(cut: _Cut, known: Known, found: Mapping[str, Vector]) -> list[Embedded]:
    """The article's passages with their vectors. A vector rounded for a sentence never becomes a passage's, so that an
    index brought up to date is the same as one built anew.
    """
    of_passages = {**found, **known.passages}
    of_sentences = {**known.sentences, **of_passages}
    return [
        Embedded(
            passage,
            of_passages[passage.text],
            tuple((sentence, of_sentences[sentence.text]) for sentence in sentences),
        )
        for passage, sentences in cut.passages
    ]


def _save_derived(store: Store, folder: Path) -> None:
    """Puts right what is derived from the database; that failing, the articles are in the index all the same."""
    if complete(store, folder):
        return
    try:
        refresh(store, folder)
    except OSError as error:
        needed = store.passage_count() * store.dimension * 4  # bytes of a float32
        raise TrichDanError(
            f"The articles are in the index in {folder} (generation {store.generation}), but the files that make it"
            f" quick to open could not be saved: {error.strerror}. They need more than {needed / 1e6:,.1f} MB, and"
            f" {shutil.disk_usage(folder).free / 1e6:,.1f} MB are free. Questions are answered meanwhile; free some"
            f" space and run this again."
        ) from error
