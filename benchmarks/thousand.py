"""A thousand articles, made up but for the seeds, and questions on them: how long a warm question takes there."""

import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, percentile
from benchmarks.generated import FIRST_DAY, told, write_newsroom
from benchmarks.golden import FURTHER, SEEDS, file_text, golden_questions
from benchmarks.reading import Answers
from benchmarks.speed import FIRST

WORDS = Path(__file__).parent / "words" / "thousand.toml"
ARTICLES = 1_000
STORIES = 40  # made-up articles that a question is asked on
MOST_MS = 120.0  # promised of a question at the median


def thousand_texts(articles: int = ARTICLES, seeds: Path = SEEDS) -> list[str]:
    """So many articles' texts: the seeds', and made-up ones with their pages around them. None is another's copy."""
    own = [file_text(path) for path in sorted(seeds.glob("*.txt"))]
    with tempfile.TemporaryDirectory(prefix="trich-dan-thousand-") as folder:
        write_newsroom(Path(folder), articles - len(own), copied=0, unreadable=0)
        return own + [path.read_text("utf-8") for path in sorted(Path(folder).rglob("*.txt"))]


def thousand_questions() -> Iterator[str]:
    """The golden and the further questions, and one on each of some made-up articles, in both languages; with answers
    there and without.
    """
    yield from (one.question for one in (*golden_questions(), *golden_questions(FURTHER)))
    patterns: Sequence[str] = tomllib.loads(WORDS.read_text("utf-8"))["questions"]
    for number, pattern in zip(range(STORIES), cycle(patterns), strict=False):
        cast = told(FIRST_DAY, 0, number).cast
        name = " ".join(cast["chief"].split()[-3:])
        yield pattern.format(org=cast["org"], province=cast["province"], name=name)


def thousand_figures(assistant: Answers, questions: Sequence[str]) -> Iterator[Figure]:
    """Milliseconds a question in this process, once all is loaded: all of them, those answered and those refused."""
    assistant.ask(FIRST)
    took = [_asked(assistant, question) for question in questions]
    times = [each for each, _ in took]
    what = f"a warm question on {ARTICLES:,} articles"
    yield Figure(f"{what}: median", median(times), "ms", most=MOST_MS, of=len(times))
    yield Figure(f"{what}: 95th percentile", percentile(times, 95), "ms", of=len(times))
    for name, wanted in {"answered": True, "refused": False}.items():
        chosen = [each for each, answered in took if answered == wanted]
        yield Figure(f"{what}, {name}: median", median(chosen or [0.0]), "ms", of=len(chosen))


def _asked(assistant: Answers, question: str) -> tuple[float, bool]:
    """How many milliseconds the question took, and whether it was answered."""
    started = time.perf_counter()
    answered = assistant.ask(question).answered
    return 1000 * (time.perf_counter() - started), answered
