"""How fast: questions in a warm process and a cold one, articles indexed anew and again. Only an idle machine tells."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median

from assistant.assistant import Assistant
from benchmarks.figures import Figure, percentile
from benchmarks.golden import HERE
from index.building import build
from index.encoder import Encoder
from index.errors import TrichDanError

RUNS = 5  # of a whole process; the median counts
THREADS = "2"  # that sentence-transformers may use while indexing
FIRST = "Is the assistant awake?"  # asked to load everything; none of those that are timed

_FOUND, _NOT_FOUND = 0, 3  # exit codes of an answer and of a refusal


def question_figures(assistant: Assistant, questions: Sequence[str]) -> Iterator[Figure]:
    """Milliseconds a question in this process, once all is loaded. Each is asked once, so no cache answers."""
    assistant.ask(FIRST)
    times = [1000 * seconds(partial(assistant.ask, question)) for question in questions]
    yield Figure("a warm question, in process: median", median(times), "ms", most=60, of=len(times))
    yield Figure("a warm question, in process: 95th percentile", percentile(times, 95), "ms", of=len(times))


def process_figures(articles: Path, question: str) -> Iterator[Figure]:
    """Seconds of whole processes, from a folder without an index on: index, index again, ask."""
    with tempfile.TemporaryDirectory(prefix="trich-dan-speed-") as folder:
        index = ["index", str(articles), "--index", folder, "--json"]
        yield Figure("python -m index seeds/, from nothing", seconds(lambda: run(*index)), "s", of=1)
        reports = []
        times = [seconds(lambda: reports.append(json.loads(run(*index)))) for _ in range(RUNS)]
        embedded = max(report["embedded"] for report in reports)
        yield Figure("python -m index seeds/, again: median", median(times), "s", most=1, of=RUNS)
        yield Figure("python -m index seeds/, again: embedded", embedded, "texts", most=0, of=RUNS)
        times = [seconds(lambda: run("assistant", "ask", question, "--index", folder)) for _ in range(RUNS)]
        yield Figure('python -m assistant ask "…", a cold process: median', median(times), "s", most=2, of=RUNS)


def indexing_figures(articles: Path, encoder: Encoder) -> Iterator[Figure]:
    """Passages, and texts embedded, a second, once the model is loaded: hence the second of two indexes counts."""
    with tempfile.TemporaryDirectory(prefix="trich-dan-first-") as first:
        build(articles, Path(first), encoder)
    with tempfile.TemporaryDirectory(prefix="trich-dan-second-") as second:
        report = build(articles, Path(second), encoder)
    passages, texts = report.passages / report.seconds, report.embedded / report.seconds
    yield Figure("passages indexed, each with its sentences", passages, "a second", of=report.passages)
    yield Figure("passages and sentences embedded", texts, "a second", of=report.embedded)


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def run(module: str, *arguments: str) -> str:
    """What `python -m MODULE …` prints, run beside this project; raises TrichDanError where it fails."""
    own = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}  # a user's shell has none
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, env=own)
    if done.returncode not in (_FOUND, _NOT_FOUND):
        raise TrichDanError(f"python -m {module} failed with exit code {done.returncode}: {done.stderr.strip()}")
    return done.stdout
