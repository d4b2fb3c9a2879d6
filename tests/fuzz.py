"""Damaged files without end, read under limits: `python -m tests.fuzz [--seconds N] [--seed N]`.

Each run takes a good file of one format, changes some of its bytes, reads it, splits it and cuts it into passages, in a
process with so much time and memory. It is `read` or `reported`; anything else, a crash, a hang and too much memory
among it, is `fatal`, and the file is kept. The last line printed is what came of all; the exit code is 1 where any was
fatal. One seed gives the same files in the same order.
"""

import argparse
import io
import multiprocessing
import random
import resource
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import gettempdir

from tests.test_inputs import SOUP, WHOLE, checked, mutated

ROOT = Path(__file__).parents[1]
SECONDS = 60  # of processor time for one file of some kilobytes, which takes a hundredth of one
MEMORY = 3_000_000_000  # bytes of address space, beside what the process has from the start


@dataclass(slots=True)
class Tally:
    """What came of the runs so far: how many of each outcome, and the files that were fatal."""

    outcomes: Counter[str] = field(default_factory=Counter)
    fatal: list[Path] = field(default_factory=list)

    def __str__(self) -> str:
        counted = ", ".join(f"{self.outcomes[outcome]:,} {outcome}" for outcome in ("read", "reported", "fatal"))
        return f"{self.outcomes.total():,} runs: {counted}"


@cache
def good_files() -> Mapping[str, bytes]:
    """A good file of each format, and the seeds."""
    seeds = {f"seed {path.name}": path.read_bytes() for path in sorted((ROOT / "seeds").iterdir()) if path.is_file()}
    kinds = (".txt", ".md", ".html", ".pdf", ".docx", ".csv", ".jsonl", ".mhtml")
    return {**WHOLE, **{name: content for name, content in seeds.items() if name.endswith(kinds)}}


def files(seed: int) -> Iterator[tuple[str, bytes]]:
    """Damaged files without end, each with a name of its format: the same ones for the same seed."""
    chance = random.Random(seed)  # noqa: S311  # nothing is kept secret by it
    names = sorted(good_files())
    while True:
        name = chance.choice(names)
        content = good_files()[name]
        if name.endswith(".docx") and chance.random() < 0.7:  # inside its archive; else its checksums notice
            yield name, _inside(content, chance)
        elif chance.random() < 0.1:
            yield name, b"".join(chance.choices(SOUP, k=chance.randrange(60)))
        elif chance.random() < 0.1:
            yield name, _spliced(content, good_files()[chance.choice(names)], chance)
        else:
            yield name, mutated(content, chance)


def _inside(content: bytes, chance: random.Random) -> bytes:
    """The Word file with one of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(["word/document.xml", *sorted(parts)])
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, held in {**parts, name: mutated(parts[name], chance)}.items():
            archive.writestr(zipfile.ZipInfo(part), held, zipfile.ZIP_DEFLATED)  # of one day, for one seed
    return written.getvalue()


def _spliced(one: bytes, other: bytes, chance: random.Random) -> bytes:
    """The beginning of one file and the end of another."""
    return one[: chance.randrange(len(one) + 1)] + other[chance.randrange(len(other) + 1) :]


def fuzz(seconds: float, seed: int, most: int = sys.maxsize, kept: Path | None = None) -> Tally:
    """What came of the files of a seed, as many as are read in so much time, at most so many."""
    tally, made, ends = Tally(), files(seed), time.monotonic() + seconds
    while tally.outcomes.total() < most and time.monotonic() < ends:
        batch = [next(made) for _ in range(min(200, most - tally.outcomes.total()))]
        _read_batch(batch, tally, kept or Path(gettempdir()), ends)
    return tally


def _read_batch(batch: list[tuple[str, bytes]], tally: Tally, kept: Path, ends: float) -> None:
    """Reads files in a process of their own, and goes on after one that it died of in another."""
    while batch and time.monotonic() < ends:
        outcomes = _in_a_process(batch, ends)
        tally.outcomes.update("read" if each == "read" else "reported" for each in outcomes if not each.startswith("!"))
        done = len(outcomes)
        died = done < len(batch) and time.monotonic() < ends
        for number in [place for place, each in enumerate(outcomes) if each.startswith("!")] + [done] * died:
            tally.outcomes["fatal"] += 1
            tally.fatal.append(_keep(kept, *batch[number]))
        batch = batch[done + died :]


def _in_a_process(batch: list[tuple[str, bytes]], ends: float) -> list[str]:
    """The outcomes of files in order, as far as the process came that read them."""
    receiver, sender = multiprocessing.get_context("fork").Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_read_all, args=(batch, sender))
    process.start()
    sender.close()
    outcomes: list[str] = []
    try:
        while len(outcomes) < len(batch) and receiver.poll(max(0.0, ends - time.monotonic())):
            outcomes.append(receiver.recv())
    except EOFError:
        pass  # it died
    process.kill()
    process.join()
    return outcomes


def _read_all(batch: list[tuple[str, bytes]], sender: Connection) -> None:
    """Reads files under limits of memory and time, and tells what came of each; one that is fatal begins with `!`."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MEMORY, resource.RLIM_INFINITY))
    for name, content in batch:
        used = int(time.process_time()) + SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (used, resource.RLIM_INFINITY))
        try:
            sender.send(checked(f"a{Path(name).suffix}", content))
        except Exception:  # noqa: BLE001  # what else came out is what is looked for
            sender.send(f"!{traceback.format_exc()}")


def _keep(folder: Path, name: str, content: bytes) -> Path:
    """Where a file was put that was fatal."""
    path = folder / f"fatal-{abs(hash(content)):x}{Path(name).suffix}"
    path.write_bytes(content)
    return path


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0 where nothing was fatal."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Read damaged files without end.")
    parser.add_argument("--seconds", type=float, default=60, help="how long (60)")
    parser.add_argument("--seed", type=int, default=1, help="which files (1)")
    options = parser.parse_args(arguments)
    tally = fuzz(options.seconds, options.seed)
    for path in tally.fatal:
        print(path)  # noqa: T201  # the command's result
    print(tally)  # noqa: T201
    return 1 if tally.fatal else 0


if __name__ == "__main__":
    sys.exit(main())
