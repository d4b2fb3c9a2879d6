"""Every file of an index, damaged in every way: `python -m tests.damage [--flips N]` counts what becomes of each.

The index has two generations and lies at rest. After each damage it is asked as a reader asks, looked at by `verify`
and put right by `repair`, and built again where that is the remedy. An answer that is another one, or an error that is
not a sentence with the remedy, is wrong.
"""

import argparse
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from assistant import Assistant
from index.building import build
from index.errors import IndexUnusable, NoIndex
from index.last_run import NAME
from index.repairing import repair
from index.searching import Index
from index.store import Store
from index.verifying import verify
from tests.fakes import LetterEncoder
from tests.three_articles import BRIDGE, FLOOD, RICE

FLIPS = 200  # bits of each file
_QUESTIONS = ("Giá gạo xuất khẩu tăng bao nhiêu?", "nước sông Hương", "cầu Thủ Thiêm dài bao nhiêu?")
_LOOSE = ("lock", ".lock", "index.sqlite3-wal", "index.sqlite3-shm")  # hold nothing while nobody writes


@dataclass(frozen=True, slots=True)
class Damage:
    """A file of the index, what is done to it, and its bytes afterwards (None: it is gone)."""

    file: str
    what: str
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a damage: whether `verify` named the file, what a reader had, what `repair` did; and what is
    wrong, empty where nothing is.
    """

    damage: Damage
    found: bool
    read: str
    repaired: str
    wrong: str


class Trial:
    """Three indexes at rest in a folder: one to be damaged, its generation before, and another index."""

    def __init__(self, place: Path) -> None:
        self.articles = place / "articles"
        self.before, self.other, self.kept = place / "before", place / "other", place / "kept"
        self.folder = place / "index"
        self._make(place)
        self.original = _files(self.kept)
        self._put_back()
        self.expected = seen(self.folder)

    def _make(self, place: Path) -> None:
        self.articles.mkdir()
        for name, text in (("flood", FLOOD), ("rice", RICE), ("again", FLOOD.replace("Huế", "Vinh"))):
            (self.articles / f"{name}.txt").write_text(text)
        build(self.articles, self.folder, LetterEncoder())
        shutil.copytree(self.folder, self.before)
        (self.articles / "bridge.txt").write_text(BRIDGE)
        (self.articles / "rice.txt").write_text(RICE.replace("8,89%", "9,5%"))
        build(self.articles, self.folder, LetterEncoder())
        shutil.copytree(self.folder, self.kept)
        elsewhere = place / "elsewhere"
        elsewhere.mkdir()
        for number in range(3):  # generations, so that the other index is the newer one
            (elsewhere / f"{number}.txt").write_text(RICE.replace("8,89%", f"{number},1%"))
            build(elsewhere, self.other, LetterEncoder())

    def damages(self, flips: int) -> Iterator[Damage]:
        """Every damage, file by file."""
        random = Random(8)  # noqa: S311 - the same places every time
        for file, content in self.original.items():
            yield Damage(file, "deleted", None)
            for what, cut in _cut(content):
                yield Damage(file, what, cut)
            for one in (self.before, self.other):
                if (swapped := self._same(file, one)) is not None and swapped != content:
                    yield Damage(file, f"of {one.name}", swapped)
            for number in range(flips if content else 0):
                place = (2 * number + 1) * len(content) // (2 * flips)
                bit = 1 << random.randrange(8)
                flipped = content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :]
                yield Damage(file, f"bit {bit} of byte {place}", flipped)

    def _same(self, file: str, other: Path) -> bytes | None:
        """The file of another generation or index that has this one's part there."""
        kind = file.partition("-")[0] if file not in (NAME,) and "/" not in file else file
        ending = file.rpartition(".")[2]
        if "/" in file:
            found = sorted(other.glob(f"keywords-*/*{ending}"))
        else:
            found = sorted(path for path in other.glob(f"{kind}*") if path.is_file() and path.name.endswith(ending))
        return found[0].read_bytes() if found else None

    def outcome(self, damage: Damage) -> Outcome:
        """What becomes of a damage."""
        self._harm(damage)
        found, named = self._verified(damage)
        read = self._read()
        self._harm(damage)
        repaired, wrong = self._repaired()
        if read == "another answer" or read.startswith("no sentence"):
            wrong = read
        elif named and not found:
            wrong = "verify says that it is whole"
        return Outcome(damage, found, read, repaired, wrong)

    def _put_back(self) -> None:
        while self.folder.exists():  # a thread of tantivy's may put its lock into it meanwhile
            shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.kept, self.folder)

    def _harm(self, damage: Damage) -> None:
        self._put_back()
        path = self.folder / damage.file
        path.unlink()
        if damage.content is not None:
            path.write_bytes(damage.content)

    def _verified(self, damage: Damage) -> tuple[bool, bool]:
        """Whether `verify` named the file, and whether it must: all that is read of it is not what it was."""
        optional = damage.file.endswith(_LOOSE) or (damage.file == NAME and damage.content is None)
        try:
            verified = verify(self.folder)
        except (NoIndex, IndexUnusable) as error:
            return str(self.folder) in str(error), True
        named = [each.file for each in verified.files if each.condition != "whole"]
        return any(damage.file == each or damage.file.startswith(f"{each}/") for each in named), not optional

    def _read(self) -> str:
        """What a reader has: the same answers, another, or a sentence with its remedy."""
        without_run = (*self.expected[:-1], None)  # what the last run did is told where it can be
        try:
            return "the same" if seen(self.folder) in (self.expected, without_run) else "another answer"
        except (NoIndex, IndexUnusable) as error:
            said = str(error)
            return "refused" if "python -m index" in said and str(self.folder) in said else f"no sentence: {said}"
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            return f"no sentence: {error!r}"

    def _repaired(self) -> tuple[str, str]:
        """What `repair` did, and what is wrong after it and, where it is asked for, a run."""
        try:
            done = repair(self.folder)
        except (NoIndex, IndexUnusable) as error:
            remedied = "build" in str(error) and str(self.folder) in str(error)
            return "refused", "" if remedied else f"repair names no remedy: {error}"
        except Exception as error:  # noqa: BLE001 - as above
            return "failed", f"repair: {error!r}"
        if not verify(self.folder).is_whole:
            return "failed", "not whole after repair"
        if done.kept is not None:
            build(self.articles, self.folder, LetterEncoder())
        right = seen(self.folder)[1:-1] == self.right
        how = "whole" if not done.made else "made again" if done.kept is None else f"kept {done.kept}"
        return how, "" if right else "another answer after repair"

    @property
    def right(self) -> tuple[object, ...]:
        """What is to be read of the articles, whatever number their passages have."""
        return self.expected[1:-1]


def seen(folder: Path) -> tuple[object, ...]:
    """What a reader reads: the generation, answers, hits, lists; last, what the last run did."""
    assistant = Assistant(Index.open(folder, LetterEncoder()))
    with Store.open(folder) as store:
        listed = store.articles()
        ids = [each.id for each in listed]
        own = (listed, [store.article(id) for id in ids], store.near_copies(ids), store.facts(), store.coverage())
        counted = (store.details(ids), store.outlets(), store.sources(), store.passage_count(), store.published(ids))
        found = [each.id for each in store.containing("gạo", 10)]
        generation = store.generation
    answers = [assistant.ask(question).text for question in _QUESTIONS]
    hits = [
        [(hit.passage.text, hit.rank, round(hit.score, 9)) for hit in assistant.search(question, k=5)]
        for question in _QUESTIONS
    ]
    return generation, own, counted, found, answers, hits, assistant.last_run()


def _files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _cut(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The content truncated to 0, 1, half, by 1, by 4096 bytes, and with a tail of noughts, where that is another."""
    size = len(content)
    cuts = {"to 0": 0, "to 1": 1, "to half": size // 2, "by 1": size - 1, "by 4096": size - 4096}
    yield from ((f"cut {what}", content[:end]) for what, end in cuts.items() if 0 <= end < size)
    tail = min(4096, size)
    if content[size - tail :].strip(b"\0"):
        yield "tail of noughts", content[: size - tail] + bytes(tail)
    yield "noughts put after it", content + bytes(4096)


def outcomes(flips: int, beginning: Sequence[str] = (), every: int = 1) -> Iterator[Outcome]:
    """What becomes of every damage, with so many bits flipped in each file; of the files whose names begin so, and of
    the keywords' (there are many) every so manieth.
    """
    with TemporaryDirectory(prefix="trich-dan-damage-") as place:
        trial = Trial(Path(place).resolve())
        for number, damage in enumerate(trial.damages(flips)):
            wanted = not beginning or damage.file.startswith(tuple(beginning))
            if wanted and (number % every == 0 or not damage.file.startswith("keywords")):
                yield trial.outcome(damage)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a row for each file, and what is wrong; the exit code is 1 where anything is."""
    parser = argparse.ArgumentParser(prog="python -m tests.damage", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", nargs="*", help="what the names of the files begin with; else all")
    parser.add_argument("--flips", type=int, default=FLIPS, metavar="N", help="bits flipped in each file")
    rows: dict[str, Counter[str]] = {}
    given = parser.parse_args(arguments)
    for one in outcomes(given.flips, given.file):
        row = rows.setdefault(one.damage.file, Counter())
        row.update(["damages", *(["found"] if one.found else []), one.read, f"repair: {one.repaired.split()[0]}"])
        if one.wrong:
            row["wrong"] += 1
            sys.stdout.write(f"WRONG {one.damage.file}: {one.damage.what}: {one.wrong}\n")
    for file, row in rows.items():
        sys.stdout.write(f"{file}: {', '.join(f'{count} {what}' for what, count in row.items())}\n")
    total = sum(rows.values(), Counter())
    sys.stdout.write(f"all: {', '.join(f'{count} {what}' for what, count in total.items())}\n")
    return int(total["wrong"] > 0)


if __name__ == "__main__":
    sys.exit(main())
