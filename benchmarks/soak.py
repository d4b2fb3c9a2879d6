"""The chat for as long as is wanted: eight who ask without pause, the index swapped under them by a real writer, and
whether memory stays flat.
"""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from itertools import combinations, count, islice
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.collection import article_name
from benchmarks.figures import Figure, Section, percentile
from benchmarks.load import ROOT, Asked, Chat, Reader, call, page_event, served
from benchmarks.thousand import thousand_questions, thousand_texts
from index.encoder import Encoder

PROC = Path("/proc")  # Linux's
NOT_AT_HAND = f"Not measured: this system tells nothing of its processes in {PROC}."
MINUTES = 10.0
READERS, PROGRAMS = 4, 4  # who ask by way of the page, and by the API
EACH = 12  # questions that a reader asks before he goes and another comes
SWAP_S = 30.0  # from one run of the writer to the next
SAMPLE_S = 5.0
# Share of the time that the slope leaves out: caches fill, and fifty closed conversations are kept (tabs/sessions.py),
# which with these readers takes two minutes.
WARM = 1 / 3
SLOPE = 1.0  # MB a minute, promised
CHANGED = 20  # articles at the end of the folder, which no question is about: each run of the writer finds one changed
ADDED = "Bản tin được bổ sung trong ngày."  # which a run of the writer finds at the end of an article, numbered
_KEYWORDS = re.compile(r"/keywords-(\d+)/")
_MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Sample:
    """What the chat's process was at a time: minutes from the start, MB in memory, open files, threads, and the
    generations of the index whose files are mapped.
    """

    minutes: float
    memory: float
    files: int
    threads: int
    generations: frozenset[int]


@dataclass(frozen=True, slots=True)
class Soaked:
    """What was seen: every question asked, the samples, in order, and the generations that the writer made."""

    asked: Sequence[Asked]
    samples: Sequence[Sample]
    written: Sequence[int]
    log: int


@dataclass(frozen=True, slots=True)
class Soak:
    """A chat, the texts of its articles as they were at first, what is asked, and when all is over."""

    chat: Chat
    texts: Mapping[str, str]
    questions: Sequence[str]
    minutes: float
    begun: float = field(default_factory=time.monotonic)

    def over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self.begun + 60 * self.minutes

    def reading(self, user: int) -> Iterator[Asked]:
        """The questions of one who asks by way of the page, and begins anew after some."""
        event, asking = page_event(self.chat.address), self._asking(user)
        while not self.over():
            with Reader(self.chat.address, event) as reader:
                for question in islice(asking, EACH):
                    yield reader.ask(question)

    def calling(self, user: int) -> Iterator[Asked]:
        """The questions of one who asks by the API, and holds every quote against its article."""
        for question in self._asking(user):
            begun = time.perf_counter()
            try:
                answer, error = call(self.chat.address, question), ""
            except (OSError, HTTPException, ValueError) as failure:
                answer, error = {}, repr(failure)
            took = 1000 * (time.perf_counter() - begun)
            own = answer.get("question") == question and all(map(self._verbatim, answer["citations"]))
            yield Asked(took, own, error or str(answer.get("error") or ""))

    def sampling(self, sampled: "list[Sample]") -> None:
        """Looks at the chat's process again and again."""
        for number in count():
            if self._waits(number * SAMPLE_S):
                return
            sampled.append(sample(self.chat.process, (time.monotonic() - self.begun) / 60))

    def writing(self, written: list[int]) -> None:
        """Changes an article and runs the writer, again and again."""
        for number in count(1):
            if self._waits(number * SWAP_S):
                return
            name = sorted(self.texts)[-1 - number % CHANGED]
            file = self.chat.articles / name
            file.write_text(f"{self.texts[name]}\n{number}. {ADDED}\n", "utf-8")
            command = [sys.executable, "-m", "index", str(self.chat.articles), "--index", str(self.chat.index)]
            subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            written.append(generation(self.chat.index))

    def _asking(self, user: int) -> Iterator[str]:
        """What this user asks, one after another until the time is up."""
        for turn in count():
            if self.over():
                return
            yield self.questions[(user * 7 + turn) % len(self.questions)]

    def _waits(self, seconds: float) -> bool:
        """Waits until so long after the start; whether the time is up then."""
        end = self.begun + min(seconds, 60 * self.minutes)
        time.sleep(max(0.0, end - time.monotonic()))
        return self.over()

    def _verbatim(self, citation: Mapping[str, Any]) -> bool:
        """Whether the article has the quote: as it was at first, or in the line that the writer's runs find there."""
        return _plain(citation["quote"]) in f"{_plain(self.texts[citation['article']])} {ADDED}"


def soak_section(encoder: Encoder, kept: Path, minutes: float = MINUTES) -> Section:
    """What a chat that is asked without pause costs after so many minutes."""
    users = READERS + PROGRAMS
    title = f"soak: {users} users without pause for {minutes:g} minutes, the index swapped each {SWAP_S:.0f} s"
    if not PROC.exists():
        return Section(title, (), NOT_AT_HAND)
    texts = thousand_texts()
    with served(texts, encoder, kept) as chat:
        named = dict(zip(map(article_name, range(len(texts))), texts, strict=True))
        soaked = _soaked(Soak(chat, named, list(thousand_questions()), minutes))
    return Section(title, tuple(soak_figures(soaked)), _by_the_minute(soaked.samples))


def _soaked(soak: Soak) -> Soaked:
    """Asks, writes and samples until the time is up; then asks once more, so that the newest generation is read."""
    samples: list[Sample] = []
    written: list[int] = [generation(soak.chat.index)]
    asking: list[Callable[[], Iterator[Asked]]] = [
        *(partial(soak.reading, user) for user in range(READERS)),
        *(partial(soak.calling, READERS + user) for user in range(PROGRAMS)),
    ]
    with ThreadPoolExecutor(len(asking) + 2) as pool:
        others = [pool.submit(soak.sampling, samples), pool.submit(soak.writing, written)]
        asked = [one for own in pool.map(lambda ask: list(ask()), asking) for one in own]
        for other in others:
            other.result()
    call(soak.chat.address, soak.questions[0])
    samples.append(sample(soak.chat.process, (time.monotonic() - soak.begun) / 60))
    log = soak.chat.index / "index.sqlite3-wal"
    return Soaked(asked, samples, written, log.stat().st_size if log.exists() else 0)


def soak_figures(soaked: Soaked) -> Iterator[Figure]:
    """What was seen, in figures."""
    yield from _asked_figures(soaked.asked)
    samples = soaked.samples
    first, last = next((one for one in samples if one.minutes >= 1), samples[-1]), samples[-1]
    yield Figure("memory after a minute", first.memory, "MB")
    yield Figure("memory at the end", last.memory, "MB")
    yield Figure("memory at its most", max(one.memory for one in samples), "MB")
    warm = f"memory a minute, from minute {WARM * last.minutes:.1f} on"
    yield Figure(warm, slope(samples), "MB a minute", most=SLOPE, of=len(samples))
    yield Figure("open files after a minute", first.files, "files")
    yield Figure("open files at the end", last.files, "files")
    yield Figure("threads after a minute", first.threads, "threads")
    yield Figure("threads at the end", last.threads, "threads")
    yield Figure("generations written", len(soaked.written), "generations")
    open_ = last.generations | {soaked.written[-1]}  # one that is not read counts as one too many
    yield Figure("generations open at the end, or not open though the newest", len(open_), "generations", most=1)
    yield Figure("the database's log at the end", soaked.log / _MB, "MB")


def _asked_figures(asked: Sequence[Asked]) -> Iterator[Figure]:
    """How many were asked, how many went wrong, and how long they took."""
    times = [one.milliseconds for one in asked]
    errors = tuple(one.error for one in asked if one.error)
    yield Figure("questions asked", len(asked), "questions")
    yield Figure("questions that failed", len(errors), "questions", most=0, misses=errors[:3])
    yield Figure("answers lost, another's, or with a quote that its article has not", _lost(asked), "answers", most=0)
    yield Figure("from a question sent to its answer: median", median(times), "ms", of=len(times))
    yield Figure("from a question sent to its answer: 95th percentile", percentile(times, 95), "ms", of=len(times))


def _lost(asked: Sequence[Asked]) -> int:
    return sum(not one.own for one in asked)


def slope(samples: Sequence[Sample]) -> float:
    """MB a minute by which memory grows after the warm-up; 0 of one sample.

    The median over all pairs of samples (H. Theil, 1950; P. Sen, 1968): what a new generation takes for the second in
    which it is opened does not tilt it, whenever it is sampled.
    """
    warm = [one for one in samples if one.minutes >= WARM * samples[-1].minutes]
    pairs = ((one, other) for one, other in combinations(warm, 2) if other.minutes > one.minutes)
    slopes = [(other.memory - one.memory) / (other.minutes - one.minutes) for one, other in pairs]
    return median(slopes) if slopes else 0.0


def sample(process: int, minutes: float) -> Sample:
    """What Linux tells of a process."""
    status = (PROC / str(process) / "status").read_text()
    told = dict(line.split(":", 1) for line in status.splitlines())
    maps = (PROC / str(process) / "maps").read_text()
    return Sample(
        minutes,
        int(told["VmRSS"].split()[0]) / 1024,
        sum(1 for _ in (PROC / str(process) / "fd").iterdir()),
        int(told["Threads"]),
        frozenset(map(int, _KEYWORDS.findall(maps))),
    )


def generation(index: Path) -> int:
    """The number of the generation whose files are in the folder: the highest, while those before are being removed."""
    return max(int(path.name.removeprefix("keywords-")) for path in index.glob("keywords-*"))


def _plain(text: str) -> str:
    """The text, whatever white space is between its words."""
    return " ".join(text.split())


def _by_the_minute(samples: Sequence[Sample]) -> str:
    """The memory at the beginning of each minute."""
    firsts = {int(one.minutes): one.memory for one in reversed(samples)}
    return f"Memory by the minute, MB: {', '.join(f'{firsts[minute]:.0f}' for minute in sorted(firsts))}."
