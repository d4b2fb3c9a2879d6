"""A newsroom's folder of thousands of articles: what indexing costs beside the sentence model, and what a change costs.

The sentence model is timed on a sample. Everything else is timed over all articles with an encoder that costs nothing
and bears the sentence model's name, so that the second run and the change are the command's own, with the real model.
"""

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from zlib import crc32

import numpy as np

from benchmarks.figures import Figure
from benchmarks.generated import Newsroom, write_newsroom
from benchmarks.speed import run, seconds
from index.articles.passages import passage_sentences
from index.building import BuildReport, Progress, build
from index.encoder import Encoder, Vector
from index.store import Store

ARTICLES = 5_000
SAMPLE = 512  # texts that the sentence model is timed on
RUNS = 3  # of a whole process; the median counts
CHANGES = 9  # of a file each; the first after a rest takes half as long again
SETTLED = 0.2  # of the articles, after which memory should grow no more

_PAGE = os.sysconf("SC_PAGE_SIZE")
_STATUS = Path("/proc/self/statm")


class FreeEncoder:
    """An encoder that costs next to nothing, under the name of another: each text has a direction of its own."""

    def __init__(self, model: Encoder) -> None:
        self.name = model.name
        self.dimension = model.dimension
        self._directions = np.random.default_rng(0).standard_normal((4096, model.dimension)).astype(np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Vector:
        """One row a text, in order."""
        codes = np.array([crc32(text.encode()) for text in texts], np.int64)
        rows = self._directions[codes % 4096] + self._directions[codes // 4096 % 4096]
        unit: Vector = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    def encode_question(self, text: str) -> Vector:
        """The question's vector."""
        row: Vector = self.encode_passages([text])[0]
        return row


@dataclass(slots=True)
class Memory:
    """How much memory this process has had while a run went on, in MB; `settled` past its first fifth."""

    settled: float = 0.0
    most: float = 0.0

    def watch(self, progress: Progress) -> None:
        """Looks, while a run tells how far it has come."""
        self.look()
        if progress.stage == "embedding" and progress.done <= SETTLED * progress.total:
            self.settled = self.most

    def look(self) -> None:
        """Looks how much it is now."""
        self.most = max(self.most, int(_STATUS.read_text().split()[1]) * _PAGE / 1e6)


def scale_figures(model: Encoder, articles: int = ARTICLES) -> Iterator[Figure]:
    """Everything about a folder of so many articles."""
    with tempfile.TemporaryDirectory(prefix="trich-dan-scale-") as place:
        room = write_newsroom(Path(place) / "articles", articles)
        index = Path(place) / "index"
        memory = Memory()
        report = build(room.folder, index, FreeEncoder(model), memory.watch)
        memory.look()
        yield from cost_figures(report, room, texts_a_second(model, index))
        yield Figure("memory, past the first fifth of the articles", memory.most - memory.settled, "MB more", most=200)
        yield Figure("memory, at most", memory.most, "MB")
        yield from found_figures(report, room, index)
        yield from _again_figures(room, index)


def texts_a_second(model: Encoder, index: Path) -> float:
    """How many passages and sentences the sentence model embeds a second, of those in an index."""
    with Store.open(index) as store:
        ids = store.passage_ids()[:: max(1, store.passage_count() // SAMPLE)].tolist()
        passages = store.passages(ids)
    texts = [text.text for passage in passages for text in (passage, *passage_sentences(passage))]
    step = max(1, len(texts) // SAMPLE)
    sample = sorted(islice(texts, 0, None, step), key=len)
    model.encode_passages(sample[:64])  # loads it
    return len(sample) / seconds(
        lambda: [model.encode_passages(sample[at : at + 64]) for at in range(0, len(sample), 64)]
    )


def cost_figures(report: BuildReport, room: Newsroom, rate: float) -> Iterator[Figure]:
    """What the sentence model costs at a rate of texts a second, and everything else beside it."""
    embedding = report.embedded / rate
    yield Figure("files", room.files, "files")
    yield Figure("texts to embed", report.embedded, "texts")
    yield Figure("the sentence model, by a sample", rate, "a second", of=SAMPLE)
    yield Figure("the sentence model, all texts at that rate", embedding, "s")
    yield Figure("everything else", report.seconds, "s")
    yield Figure("everything else, of the whole", 100 * report.seconds / (report.seconds + embedding), "%", most=15)


def found_figures(report: BuildReport, room: Newsroom, index: Path) -> Iterator[Figure]:
    """Whether copies, edits and templates were told apart, and what cannot be read was said."""
    copies = {frozenset(pair) for pair in report.duplicates}
    found = sum(frozenset(pair) in copies for pair in room.copies)
    yield Figure("exact copies found", 100 * found / len(room.copies), "%", least=100, of=len(room.copies))
    with Store.open(index) as store:
        near = {id: {each.id for each in store.also_in(id)} for pair in (*room.edits, *room.twins) for id in pair}
    edits = sum(edit in near[first] for first, edit in room.edits)
    yield Figure(
        "the same story in another outlet found", 100 * edits / len(room.edits), "%", least=90, of=len(room.edits)
    )
    wrong = [id for twins in room.twins for id in twins if near[id] & set(twins)]
    yield Figure("template articles taken for the same story", len(wrong), "articles", most=0)
    told = {skipped.article for skipped in report.skipped}
    silent = [id for id in (*room.empty, *room.binary) if id not in told]
    yield Figure("unreadable files not reported", len(silent), "files", most=0)
    yield Figure("legacy encodings converted", sum(report.encodings.values()), "files", least=len(room.legacy))


def _again_figures(room: Newsroom, index: Path) -> Iterator[Figure]:
    """The command, once more and after one file has changed, as whole processes."""
    command = ["index", str(room.folder), "--index", str(index), "--json"]
    again = median(seconds(lambda: run(*command)) for _ in range(RUNS))
    yield Figure("python -m index, again, nothing changed: median", again, "s", most=3, of=RUNS)
    month = min(path for path in room.folder.iterdir() if path.is_dir())
    moved = month.rename(month.with_name("moved"))
    report = json.loads(run(*command))
    yield Figure("a month's folder renamed: embedded", report["embedded"], "texts", most=0, of=report["moved"])
    by_size = sorted(moved.glob("*.txt"), key=lambda path: path.stat().st_size)
    changed = by_size[len(by_size) // 2 :][:CHANGES]  # articles of middling length
    times, embedded = [], []
    for number, path in enumerate(changed):
        _add(path, f"Cuộc họp lúc {number + 9} giờ dời sang tuần sau.")
        times.append(seconds(lambda: embedded.append(json.loads(run(*command))["embedded"])))
    yield Figure("python -m index, one file changed: median", median(times), "s", most=2, of=CHANGES)
    yield Figure("python -m index, one file changed: embedded", max(embedded), "texts", most=60)


def _add(path: Path, sentence: str) -> None:
    """Puts a sentence after the longest paragraph of a file."""
    lines = path.read_text("utf-8").split("\n")
    longest = max(range(len(lines)), key=lambda number: len(lines[number]))
    lines[longest] = f"{lines[longest]} {sentence}"
    path.write_text("\n".join(lines), "utf-8")
