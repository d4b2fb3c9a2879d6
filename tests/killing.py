"""Every work, disturbed at each call that it makes of the disk: `python -m tests.killing [WORK] [--fault FAULT]`.

The program is loaded once, under tests/killing.c; for every n a child is forked whose n-th call kills it, is cut short
or fails. What it leaves is judged: a reader sees one whole state, none older than what was acknowledged; the work done
once more ends where an undisturbed one does; and nothing half made is left then.
"""

import argparse
import ctypes
import errno
import json
import mmap
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from index.errors import TrichDanError
from tests.works import Work, works

SOURCE = Path(__file__).with_name("killing.c")
KINDS = ("create", "write", "sync", "rename", "unlink", "truncate", "link", "folder")
ALL = (1 << len(KINDS)) - 1
KILLED = 9


def mask(*kinds: str) -> int:
    """The kinds as the library knows them, a bit each."""
    return sum(1 << KINDS.index(kind) for kind in kinds)


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens at the n-th call, and at which kinds of call; `code` is the library's, `error` an errno."""

    name: str
    what: str
    code: int
    kinds: int = ALL
    error: int = 0

    @property
    def kills(self) -> bool:
        """Whether the process ends of it."""
        return self.code in (1, 2)

    @property
    def is_full(self) -> bool:
        """Whether the disk takes no more: what is temporary must be gone at once, and what is needed be said."""
        return self.error == errno.ENOSPC


COUNTING = Fault("none", "nothing", 0)
ANY_MOMENT = Fault("any moment", "the process is killed after a random delay", 0)
MOMENTS = 40  # kills at random delays, where each call is tried
_TAKES_ROOM = mask("create", "write", "sync", "link", "folder")
FAULTS = (
    Fault("kill", "the process is killed before the call", 1),
    Fault("tear", "half of a write is done, and the process is killed", 2, mask("write")),
    Fault("full once", "the disk is full for one call", 3, _TAKES_ROOM, errno.ENOSPC),
    Fault("full", "the disk is full from then on, after half of the write", 5, _TAKES_ROOM, errno.ENOSPC),
    Fault("error once", "one call fails", 3, ALL, errno.EIO),
    ANY_MOMENT,
)


class Report(ctypes.Structure):
    """What the library tells of a child; it lies in memory that parent and child share."""

    _fields_ = (
        ("counted", ctypes.c_int64),
        ("by_kind", ctypes.c_int64 * len(KINDS)),
        ("struck", ctypes.c_int64),
        ("told", ctypes.c_int64),
        ("path", ctypes.c_char * 512),
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What is right of a work: the states that it leads through, what is left at its end, its calls by kind, and how
    many seconds it takes.
    """

    states: tuple[str, ...]
    left: list[str]
    calls: tuple[int, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one disturbance: the call that it struck, the state that was left (its number), what the program
    said of it, and what is wrong; empty where nothing is.
    """

    call: str
    state: int
    said: str = ""
    wrong: str = ""


def library(folder: Path) -> Path | None:
    """The library, compiled into the folder; None where there is no compiler."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    made = folder / "killing.so"
    subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-pthread", "-o", str(made), str(SOURCE)], check=True)
    return made


class Disturber:
    """Runs a work in children, each disturbed at another call. `scratch` is where they work."""

    def __init__(self, work: Work, scratch: Path) -> None:
        self.work = work
        self.before = scratch / "before"
        self.place = scratch / "place"
        self.preloaded = ctypes.CDLL(None)  # loaded before the program, so its calls are the first of their name
        self.memory = mmap.mmap(-1, ctypes.sizeof(Report))
        self.report = Report.from_buffer(self.memory)

    def known(self) -> Known:
        """What is right, as an undisturbed child finds it. What is loaded once is loaded here, for all the children."""

        def look() -> dict[str, Any]:
            self.work.prepare(self.before)
            self._fresh()
            states = [self.work.seen(self.place)]
            self.work.run(self.place, lambda: states.append(self.work.seen(self.place)))
            left = self.work.left(self.place)
            return {"states": [*states, self.work.seen(self.place)], "left": left}

        with self.work.settings(), TemporaryDirectory(dir=self.before.parent) as warm:
            self.work.prepare(Path(warm) / "place")
            self.work.run(Path(warm) / "place", lambda: None)
            self.work.seen(Path(warm) / "place")
        found = self._child(look)
        if "wrong" in found:
            raise RuntimeError(found["wrong"])
        self._fresh()
        started = time.perf_counter()
        self._child(lambda: self._disturbed(COUNTING, 0))
        seconds = time.perf_counter() - started
        states = tuple(dict.fromkeys(found["states"]))
        return Known(states, found["left"], tuple(self.report.by_kind), seconds)

    def outcome(self, fault: Fault, n: int, known: Known) -> Outcome | None:
        """What becomes of the work when its n-th call is disturbed; None where it makes fewer calls."""
        self._fresh()
        if fault.kills:
            status, _ = self._ended(lambda: self._disturbed(fault, n))
            struck = self.report.struck >= 0
            found: dict[str, Any] = {"state": -1, "wrong": f"the child ended with {status}" if struck else ""}
            if status == KILLED:
                found = self._child(lambda: self._judged(known))
        else:
            found = self._child(lambda: self._failed(fault, n, known))
            struck = self.report.struck >= 0
        if not struck and not found.get("wrong"):
            return None
        return Outcome(f"{KINDS[self.report.struck]} {self._path()}", **found)

    def killed_after(self, delay: float, known: Known) -> Outcome:
        """What becomes of the work when it is killed after so many seconds."""
        self._fresh()
        reading, writing = os.pipe()
        if not (child := os.fork()):
            self._answer(lambda: self._disturbed(COUNTING, 0), writing)
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)
        os.close(writing)
        return Outcome("moment", **self._child(lambda: self._judged(known)))

    def _path(self) -> str:
        return os.path.relpath(os.fsdecode(self.report.path), self.place)

    def _fresh(self) -> None:
        """The place as it is before the work."""
        shutil.rmtree(self.place, ignore_errors=True)
        if self.before.exists():
            shutil.copytree(self.before, self.place)
        ctypes.memset(ctypes.addressof(self.report), 0, ctypes.sizeof(Report))

    def _tell(self) -> None:
        self.report.told += 1

    def _disturbed(self, fault: Fault, n: int) -> dict[str, Any]:
        """Runs the work with the fault armed."""
        self._arm(fault, n)
        self.work.run(self.place, self._tell)
        self.preloaded.disarm()
        return {}

    def _arm(self, fault: Fault, n: int) -> None:
        self.preloaded.arm(
            os.fsencode(self.place),
            fault.code,
            fault.error,
            fault.kinds,
            ctypes.c_int64(n),
            ctypes.c_void_p(ctypes.addressof(self.report)),
        )

    def _failed(self, fault: Fault, n: int, known: Known) -> dict[str, Any]:
        """Runs the work with a fault that it outlives, and judges what it said and left in the same process."""
        said = ""
        try:
            self._disturbed(fault, n)
        except TrichDanError as error:
            said = f"{type(error).__name__}: {error}".replace(str(self.place), "PLACE")
        self.preloaded.disarm()
        wrong = self._wrong_of_full(said, known) if fault.is_full else ""
        wrong = f"called damaged: {said}" if " is damaged " in said else wrong
        judged = self._judged(known)
        return {**judged, "said": said, "wrong": wrong or judged["wrong"]}

    def _wrong_of_full(self, said: str, known: Known) -> str:
        """What is wrong on a full disk, before anything is tried again."""
        right = {*known.left, *(path.relative_to(self.before).as_posix() for path in self.before.glob("*/*"))}
        over = {path.relative_to(self.place).as_posix() for path in self.place.glob("*/*")} - right
        over = {name for name in over if not name.endswith(("-wal", "-shm", "lock"))}
        if said and over:
            return f"left on the full disk: {sorted(over)}"
        remedies = (" MB are free", "Free some space", "Name another place", "whether its disk is full")
        return "" if not said or any(remedy in said for remedy in remedies) else f"no remedy: {said}"

    def _judged(self, known: Known) -> dict[str, Any]:
        """Which state is there, by its number, and what is wrong."""
        state = -1
        try:
            seen = self.work.seen(self.place)
            if seen not in known.states:
                return {"state": state, "wrong": f"neither the old nor the new: {seen[:300]}"}
            state = known.states.index(seen)
            told = min(self.report.told, len(known.states) - 1)
            if state < told:
                return {"state": state, "wrong": f"acknowledged and lost: {state} < {told}"}
            self.work.run(self.place, lambda: None)
            if (left := self.work.left(self.place)) != known.left:
                return {"state": state, "wrong": f"left: {sorted(set(left) ^ set(known.left))}"}
            if self.work.seen(self.place) != known.states[-1]:
                return {"state": state, "wrong": "the next run ends elsewhere"}
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            return {"state": state, "wrong": f"{error!r} {traceback.format_exc(limit=-3)}"}
        return {"state": state, "wrong": ""}

    def _child(self, function: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """What the function gives, run in a child; what it raises is what is wrong."""
        status, found = self._ended(function)
        return {"state": -1, "wrong": f"the child ended with {status}"} if found is None else found

    def _ended(self, function: Callable[[], dict[str, Any]]) -> tuple[int, dict[str, Any] | None]:
        """How a child that runs the function ended, and what the function gave."""
        reading, writing = os.pipe()
        if not (child := os.fork()):
            self._answer(function, writing)
        os.close(writing)
        with open(reading, "rb") as pipe:  # noqa: PTH123 - a descriptor
            told = pipe.read()
        return os.waitpid(child, 0)[1], json.loads(told) if told else None

    def _answer(self, function: Callable[[], dict[str, Any]], pipe: int) -> None:
        """Sends what the function gives, and ends this process."""
        try:
            with self.work.settings():
                told = function()
        except BaseException as error:  # noqa: BLE001 - it must not run the parent's code
            told = {"state": -1, "wrong": f"{error!r} {traceback.format_exc(limit=-4)}"}
        self.preloaded.disarm()
        with open(pipe, "wb") as file:
            file.write(json.dumps(told).encode())
        os._exit(0)


@dataclass(frozen=True, slots=True)
class Row:
    """A work and a fault: how many states the work leads through, and what became of each call that was disturbed."""

    work: str
    fault: str
    states: int
    outcomes: tuple[Outcome, ...]

    @property
    def wrong(self) -> list[str]:
        """What is wrong, with the call it is wrong at."""
        return [f"{number}: {one.call}: {one.wrong}" for number, one in enumerate(self.outcomes, 1) if one.wrong]

    def line(self) -> str:
        """The row as the table has it."""
        at = Counter(one.call.split()[0] for one in self.outcomes)
        left = Counter(one.state for one in self.outcomes)
        calls = ", ".join(f"{count} {kind}" for kind, count in at.items())
        states = " ".join(f"{left[state]}" for state in range(self.states))
        failed = sum(bool(one.said) for one in self.outcomes)
        counts = f"{len(self.outcomes)} | {calls} | {states} | {failed} | {len(self.wrong)}"
        return f"| {self.work} | {self.fault} | {counts} |"


HEAD = """| work | fault | n | at which calls | left: states from the old to the new | said | wrong |
|---|---|---:|---|---|---:|---:|"""


def row(work: Work, fault: Fault, spread: int = 0) -> Row:
    """The work, disturbed at every n, or (`spread`) at so many of them."""
    with TemporaryDirectory(prefix="trich-dan-kills-") as scratch:
        disturber = Disturber(work, Path(scratch).resolve())
        known = disturber.known()
        return Row(work.name, fault.name, len(known.states), tuple(_outcomes(disturber, known, fault, spread)))


def _outcomes(disturber: Disturber, known: Known, fault: Fault, spread: int) -> Iterator[Outcome]:
    if fault is ANY_MOMENT:
        delays = random.Random(8)  # noqa: S311 - no secret
        for _ in range(spread or MOMENTS):
            yield disturber.killed_after(delays.uniform(0, known.seconds), known)
        return
    calls = zip(KINDS, known.calls, strict=True)
    count = sum(number for kind, number in calls if fault.kinds & mask(kind))
    for n in _numbers(count, spread):
        if (outcome := disturber.outcome(fault, n, known)) is None:
            return
        yield outcome


def _numbers(count: int, spread: int) -> Iterator[int]:
    """1 to `count` and on, since a run may make a few more calls than the one that was counted; or some of them."""
    if spread and spread < count:
        yield from dict.fromkeys(1 + (count - 1) * step // max(spread - 1, 1) for step in range(spread))
    else:
        yield from range(1, 2 * count + 10)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a row for each work and fault; the exit code is 1 where anything is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.killing", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("work", nargs="*", help="the works; else all")
    parser.add_argument("--fault", action="append", help="the faults; else all")
    parser.add_argument("--spread", type=int, default=0, metavar="N", help="disturb so many calls; else every one")
    given = parser.parse_args(arguments)
    if not hasattr(ctypes.CDLL(None), "disarm"):
        return _loaded_again(sys.argv[1:] if arguments is None else arguments)
    sys.stdout.write(f"{HEAD}\n")
    wrong = 0
    for work in (one for one in works() if not given.work or one.name in given.work):
        for fault in (one for one in FAULTS if not given.fault or one.name in given.fault):
            made = row(work, fault, given.spread)
            sys.stdout.write(f"{made.line()}\n" + "".join(f"    {line}\n" for line in made.wrong))
            sys.stdout.flush()
            wrong += len(made.wrong)
    return int(wrong > 0)


def _loaded_again(arguments: Sequence[str]) -> int:
    """The same, in a process that has the library."""
    with TemporaryDirectory(prefix="trich-dan-kills-") as folder:
        made = library(Path(folder))
        if made is None:
            sys.stderr.write("There is no C compiler (cc) here: nothing was disturbed.\n")
            return 2
        alone = {**os.environ, "LD_PRELOAD": str(made), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        return subprocess.run([sys.executable, "-m", "tests.killing", *arguments], env=alone, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
