"""A folder of articles becomes an index, or brings one up to date.

    gathering   files are read: what is new, changed, moved, gone; copies are one article
    comparing   an outlet's own lines are set apart; the same story told twice is noted
    embedding   passages and sentences get their vectors

One run is one transaction: readers go from the generation before to the generation after, and a run that fails leaves
the first as it was. What such a run had embedded is kept aside, and the next goes on from there.
"""

import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.articles.passages import passage_sentences, passages
from index.comparing import relate, set_common_apart
from index.data import Passage
from index.database import DiskFull, require_encoder
from index.derived import complete, refresh, source_digest
from index.embedding import Embedding
from index.encoder import Encoder, Vector
from index.errors import TrichDanError
from index.files.listing import FORMATS, listing
from index.files.sidecar import Sidecar, read_sidecar, sidecar_files
from index.gathering import Gathered, Skipped, Work, counts, gather, work_to_do
from index.last_run import keep
from index.locking import writing
from index.store import Store
from index.unfinished import Unfinished
from index.writer import Embedded, Known, Writer

ROOM = 40  # bytes on the disk for a byte of an article, the log included, as of the seeds; told before any is stored
GROUP = 512  # texts of whole articles gathered before any is embedded, so that few batches are left half full

# The files that decide what becomes of a file's bytes, and which articles are alike. When one of them changes, every
# article is made again, but only the texts that come out different are embedded again.
RULES = (
    "files/*.py",
    "articles/*.py",
    "words/abbreviations.toml",
    "words/columns.toml",
    "words/encodings.toml",
    "words/function_words.toml",
    "words/front.toml",
    "words/furniture.toml",
    "words/markup.toml",
    "words/outlets.toml",
    "words/publishers.toml",
    "words/surnames.txt",
    "words/syllables.toml",
    "data.py",
    "folding.py",
    "language.py",
    "likeness.py",
    "particulars.py",
)

Stage = Literal["reading", "comparing", "embedding"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage of a run has come: the files or articles done (or skipped), all of them, the texts embedded."""

    stage: Stage
    done: int
    total: int
    embedded: int


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a run did.

    `read` counts the documents added, changed, moved and unchanged; `problems` are sentences about what is stated
    beside the articles; `ignored` counts files in formats that are not read, by ending. `articles` is what the index
    now has. An article may be several files: `duplicates` are the others, each with the article that it is a copy of.
    `undated` and `near_copies` count articles; `encodings` what was read in a legacy encoding, by its name. `passages`
    are all that the index now has; `embedded` the texts the encoder was given: passages, and sentences where there are
    several.
    """

    read: int
    added: int
    changed: int
    moved: int
    removed: int
    unchanged: int
    skipped: tuple[Skipped, ...]
    problems: tuple[str, ...]
    ignored: Mapping[str, int]
    articles: int
    duplicates: tuple[tuple[str, str], ...]
    near_copies: int
    undated: int
    encodings: Mapping[str, int]
    passages: int
    embedded: int
    generation: int
    seconds: float


ReportProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class _Cut:
    """An article cut into passages, and each passage into sentences; and the vectors that its texts have already."""

    key: int
    known: Known
    passages: tuple[tuple[Passage, tuple[Passage, ...]], ...]

    def size(self) -> int:
        """How many texts it has."""
        return sum(1 + len(sentences) for _, sentences in self.passages)


def build(articles: Path, folder: Path, encoder: Encoder, report_progress: ReportProgress | None = None) -> BuildReport:
    """Makes the index in `folder` hold the articles below `articles` and no others; says what that took.

    Only new and changed files are read, cut and embedded; where there are none, the encoder is asked for nothing but
    its name. A file that cannot be read is skipped, and stays in the index as it was if it is there: a file closed for
    a moment, or half copied, is no reason to lose evidence, and who wants it gone deletes it.

    Raises UsageError where there is no such folder, TrichDanError where no article in it can be read, IndexBusy where
    another process is writing the index, IndexUnusable where it is of another encoder, of a newer format or damaged;
    what was in the index is then still there.
    """
    started = time.monotonic()
    sidecar = read_sidecar(articles)
    found = listing(articles, besides=sidecar_files(articles))
    if not found.files:
        raise TrichDanError(f"No articles in {articles}: put {FORMATS} into it, or name another folder.")
    with (
        writing(folder),
        _writer(folder, found.files.values()) as writer,
        Unfinished(folder, encoder.name) as unfinished,
    ):
        if writer.generation is not None:
            require_encoder(folder, writer.generation, encoder.name)
        work = work_to_do(found, sidecar, source_digest(RULES), writer.files())
        run = _Run(work, sidecar, writer, Embedding(encoder, unfinished, writer.generation), report_progress)
        try:
            run.write(encoder.name)
        except DiskFull:
            unfinished.discard()  # room is what is wanted now, more than the work
            raise
        unfinished.discard()
        with Store.open(folder) as store:
            _save_derived(store, folder)
            report = run.report(store, time.monotonic() - started)
        keep(folder, report)
        return report


class _Run:
    """One run, under way: what it has done so far."""

    def __init__(
        self,
        work: Work,
        sidecar: Sidecar,
        writer: Writer,
        embedding: Embedding,
        report_progress: ReportProgress | None,
    ) -> None:
        self.work = work
        self.sidecar = sidecar
        self.writer = writer
        self.embedding = embedding
        self.report_progress = report_progress
        self.before = writer.documents()
        self.after = self.before
        self.gathered = Gathered(list(work.skipped))
        self.done = 0
        self.total = 0

    def write(self, encoder: str) -> None:
        """Commits the next generation; where nothing changed, the one that is there stays."""
        try:
            self.gathered = gather(self.work, self.sidecar, self.writer, self.before, self._tell_reading)
            if self.writer.changing() and self.writer.article_count():
                self._fill()
                self.after = self.writer.documents()
                self.writer.commit(encoder, self.embedding.dimension())
        except DiskFull as error:
            raise DiskFull(f"{error} {_room(self.writer.folder, self._needed())}") from error
        if self.writer.changing() or self.writer.generation is None:
            first = self.gathered.skipped[0]
            raise TrichDanError(f"None of the articles can be read; {first.article}, for one: {first.why}.")

    def report(self, store: Store, seconds: float) -> BuildReport:
        """What was done; `store` is the generation it led to."""
        count, facts, gathered = counts(self.before, self.after), store.facts(), self.gathered
        unchanged = count.unchanged - gathered.kept(self.before)
        return BuildReport(
            read=count.added + count.changed + count.moved + unchanged,
            added=count.added,
            changed=count.changed,
            moved=count.moved,
            removed=count.removed,
            unchanged=unchanged,
            skipped=tuple(sorted(gathered.skipped, key=lambda skipped: skipped.article)),
            problems=(
                *self.sidecar.problems,
                *(f"what is stated of {said}" for said in self.sidecar.unknown(self.after)),
            ),
            ignored=self.work.ignored,
            articles=facts.articles,
            duplicates=facts.copies,
            near_copies=facts.near_copies,
            undated=facts.undated,
            encodings=dict(sorted(gathered.encodings.items())),
            passages=store.passage_count(),
            embedded=self.embedding.count,
            generation=store.generation,
            seconds=seconds,
        )

    def _problems(self) -> tuple[str, ...]:
        """What is wrong with what is stated beside the articles."""
        return *self.sidecar.problems, *(f"what is stated of {each}" for each in self.sidecar.unknown(self.after))

    def _fill(self) -> None:
        """Gives every article that is new, or whose body is another now, its near-copies and its passages."""
        new = [key for key in self.gathered.new if key not in self.writer.orphans()]
        keys = sorted({*new, *set_common_apart(self.writer, new)})
        self.total = len(keys)
        relate(self.writer, keys, self._tell_comparing)
        for group in _groups(map(self._cut, keys)):
            self._put(group)

    def _cut(self, key: int) -> _Cut:
        """The article of this key, cut."""
        found = passages(self.writer.article(key))
        known = self.writer.known(self.gathered.former.get(key, key))
        return _Cut(key, known, tuple((passage, passage_sentences(passage)) for passage in found))

    def _put(self, group: Sequence[_Cut]) -> None:
        """Embeds and stores these articles."""
        missing = dict.fromkeys(text for cut in group for text in _missing(cut, cut.known))
        found = self.embedding.vectors(missing, self._tell_embedding)
        for cut in group:
            self.writer.put_passages(cut.key, _embedded(cut, cut.known, found))
            self.done += 1
        self._tell_embedding()

    def _tell_reading(self, done: int) -> None:
        self._tell("reading", done, len(self.work.files))

    def _tell_comparing(self, done: int) -> None:
        self._tell("comparing", done, self.total)

    def _tell_embedding(self) -> None:
        self._tell("embedding", self.done, self.total)

    def _tell(self, stage: Stage, done: int, total: int) -> None:
        if self.report_progress is not None:
            self.report_progress(Progress(stage, done, total, self.embedding.count))

    def _needed(self) -> int:
        """The bytes that the run needs on the disk, judged by the articles done so far; the log holds it all again."""
        if not self.done:
            return _needed(file.path for file in self.work.files)
        return 2 * self.writer.written * max(self.total, len(self.work.files)) // self.done


def _writer(folder: Path, files: Iterable[Path]) -> Writer:
    """The writer of the index; where not even its database can be opened for want of room, that says what is needed."""
    try:
        return Writer.open(folder)
    except DiskFull as error:
        raise DiskFull(f"{error} {_room(folder, _needed(files))}") from error


def _needed(files: Iterable[Path]) -> int:
    """The bytes that these files need on the disk, by their size: what a run says before it has stored anything."""
    return ROOM * sum(path.stat().st_size for path in files if path.exists())


def _room(folder: Path, needed: int) -> str:
    """What is needed, what there is, and what to do."""
    free = shutil.disk_usage(folder).free
    return (
        f"It needs about {needed / 1e6:,.1f} MB and {free / 1e6:,.1f} MB are free; the index is as it was."
        " Free some space, or build it elsewhere with --index DIR."
    )


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
