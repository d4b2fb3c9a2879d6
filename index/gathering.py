"""Files become articles in the database: which are new, changed, moved or gone, and what each one says.

What an article is made from (its document's text, what is said of it, and the rules that read and split it) decides
whether it is made again, neither the clock nor where the file lies: a file that was moved keeps its article, and of two
files that say the same only one is an article.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from index.articles.common import fingerprint
from index.articles.record import article_from_document
from index.files.content import Unreadable, read_bytes
from index.files.data import Document
from index.files.documents import documents
from index.files.listing import Listing
from index.files.sidecar import Sidecar
from index.writer import Indexed, Origin, Writer


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a row of one, that is not in the index as it is now, and why."""

    article: str
    why: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that is new or changed."""

    id: str
    path: Path
    origin: Origin
    new: bool


@dataclass(frozen=True, slots=True)
class Work:
    """What a run has to do: the files to read, those that are gone, those that cannot be read, and how many
    there are of formats that are not read.
    """

    files: tuple[File, ...]
    removed: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    ignored: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the documents of a folder since the generation before."""

    added: int
    changed: int
    moved: int
    removed: int
    unchanged: int


@dataclass(slots=True)
class Gathered:
    """What reading the folder led to, so far.

    `new` are the keys of the articles that are new; `former`, for some of them, the key of the article that the same
    document was before: much of its text may have a vector already. `encodings`
    counts the documents that were not Unicode, by what they were read as.
    """

    skipped: list[Skipped]
    new: list[int] = field(default_factory=list)
    former: dict[int, int] = field(default_factory=dict)
    encodings: Counter[str] = field(default_factory=Counter)

    def kept(self, before: Iterable[str]) -> int:
        """How many of the documents that were there before are kept though they cannot be read now."""
        files = {each.article for each in self.skipped}
        return sum(id in files or id.partition("#")[0] in files or _inside(id, files) for id in before)


def work_to_do(found: Listing, sidecar: Sidecar, rules: str, indexed: Mapping[str, Indexed]) -> Work:
    """What is to do so that an index of the files `indexed` holds those that were found."""
    work: list[File] = []
    skipped = [_skipped(id, why, kept=id in indexed) for id, why in found.passed.items()]
    for id, path in found.files.items():
        try:
            origin = Origin(hashlib.sha256(read_bytes(path)).hexdigest(), rules, sidecar.digest_of(id))
        except Unreadable as error:
            skipped.append(_unreadable(id, error, kept=id in indexed))
            continue
        if id in indexed and indexed[id].origin == origin:
            skipped += [Skipped(row, why) for row, why in indexed[id].unread]
        else:
            work.append(File(id, path, origin, new=id not in indexed))
    gone = (id for id in indexed.keys() - found.files.keys() if not _inside(id, found.passed))
    return Work(tuple(work), tuple(sorted(gone)), tuple(skipped), found.ignored)


def gather(
    work: Work, sidecar: Sidecar, writer: Writer, before: Mapping[str, int], report: Callable[[int], None]
) -> Gathered:
    """Puts what the files say into the database, still without passages; `before` are its documents, and `report` is
    told after each file how many have been read.

    A file's hash was taken before it is read here: one that changed in between is stored under the hash of what it was,
    so the next run takes it again.
    """
    gathered = Gathered(list(work.skipped))
    for id in work.removed:
        writer.remove_file(id)
    for count, file in enumerate(work.files, 1):
        try:
            found = list(_read(file, sidecar, writer))
        except Unreadable as error:
            gathered.skipped.append(_unreadable(file.id, error, kept=not file.new))
        else:
            unread = [each for each in found if isinstance(each, Skipped)]
            read = [each for each in found if isinstance(each, Document)]
            keys = {document.id: _key(document, file, sidecar, writer, before, gathered) for document in read}
            writer.put_file(file.id, file.origin, keys, [(row.article, row.why) for row in unread])
            gathered.skipped += unread
            gathered.encodings.update(document.encoding for document in read if document.encoding)
        report(count)
    return gathered


def counts(before: Mapping[str, int], after: Mapping[str, int]) -> Counts:
    """What became of the documents, each with the key of its article: one that has another id now was moved."""
    gone = Counter(key for id, key in before.items() if id not in after)
    came = Counter(key for id, key in after.items() if id not in before)
    moved = (gone & came).total()
    stayed = before.keys() & after.keys()
    unchanged = sum(before[id] == after[id] for id in stayed)
    return Counts(came.total() - moved, len(stayed) - unchanged, moved, gone.total() - moved, unchanged)


def _read(file: File, sidecar: Sidecar, writer: Writer) -> Iterator[Document | Skipped]:
    """The file's documents, and the rows of it that are none.

    A file can be named as a row of an export is: `export.csv#1.txt`. Of the two, the one that is read first has the id.
    """
    for found in documents(file.id, file.path, sidecar.columns_of(file.id)):
        if isinstance(found, Unreadable):
            row = file.id + found.path.name.removeprefix(file.path.name)
            yield _unreadable(row, found, kept=False)
        elif "#" in found.id and writer.file_of(found.id) not in (file.id, None):
            yield Skipped(found.id, "another file has an article of that id; rename the file")
        else:
            yield found


def _key(
    document: Document, file: File, sidecar: Sidecar, writer: Writer, before: Mapping[str, int], gathered: Gathered
) -> int:
    """The key of the document's article, which is made unless there is one like it."""
    override = sidecar.of(document.id)
    made_from = _made_from(document, asdict(override), file.origin.rules)
    if (key := writer.key_of(made_from)) is not None:
        return key
    article = article_from_document(document, override)
    key = writer.add(article, made_from)
    said = fingerprint(article)
    writer.put_lines(key, article.source or "", said.story, said.lines)
    gathered.new.append(key)
    if document.id in before:
        gathered.former[key] = before[document.id]
    return key


def _made_from(document: Document, override: object, rules: str) -> str:
    """What changes when anything does that the article is made from: a sha256. Neither its id nor how it was encoded is
    part of that.
    """
    parts = {**asdict(document), "override": override, "rules": rules}
    del parts["id"], parts["encoding"]
    return hashlib.sha256(json.dumps(parts, default=_plain, sort_keys=True).encode()).hexdigest()


def _plain(value: object) -> object:
    """A value that JSON does not have as one that it has: a date as text, a set as a list in order."""
    return sorted(value) if isinstance(value, frozenset) else str(value)


def _inside(id: str, passed: Container[str]) -> bool:
    """Whether the file is one that was passed over, or below a folder that was: it may well be there still."""
    return id in passed or any(id[:place] in passed for place, letter in enumerate(id) if letter == "/")


def _unreadable(id: str, error: Unreadable, *, kept: bool) -> Skipped:
    return _skipped(id, f"{error.why}; {error.remedy}", kept=kept)


def _skipped(id: str, why: str, *, kept: bool) -> Skipped:
    return Skipped(id, f"{why}; the index keeps it as it was" if kept else why)
