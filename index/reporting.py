"""What a run tells a person: how far it has come, and at its end what it did."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Never, Self, TextIO

from index.building import BuildReport, Progress, Stage
from index.gathering import Skipped

if TYPE_CHECKING:
    from tqdm import tqdm

EVERY = 1.0  # seconds between two lines of progress where they cannot be written over each other
LISTED = 20  # files skipped, copies or endings that a summary names; --json has all

_WHAT: dict[Stage, str] = {"reading": "files", "comparing": "articles", "embedding": "articles"}


class ProgressLine:
    """Progress on a stream: a bar with count, rate and time left on a terminal, a line now and then elsewhere."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._written = float("-inf")
        self._stage: Stage | None = None
        self._bar: tqdm[Never] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self._end()

    def report(self, progress: Progress) -> None:
        """Shows how far the run has come."""
        if self._stream.isatty():
            self._draw(progress)
        elif progress.done == progress.total or time.monotonic() - self._written >= EVERY:
            self._stream.write(f"{_line(progress)}\n")
            self._stream.flush()
            self._written = time.monotonic()

    def _draw(self, progress: Progress) -> None:
        bar = self._bar if self._bar is not None and progress.stage == self._stage else self._begun(progress)
        if progress.embedded:
            bar.set_postfix_str(f"{progress.embedded:,} texts", refresh=False)
        bar.update(progress.done - bar.n)

    def _begun(self, progress: Progress) -> "tqdm[Never]":
        """The bar of a stage that begins, in place of the one before."""
        from tqdm import tqdm

        self._end()
        self._stage, unit = progress.stage, f" {_WHAT[progress.stage]}"
        self._bar = tqdm(desc=progress.stage, total=progress.total, unit=unit, file=self._stream, leave=False)
        return self._bar

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def told(report: BuildReport, folder: Path) -> str:
    """The summary of a run for a person."""
    counted = {
        "added": report.added,
        "changed": report.changed,
        "moved": report.moved,
        "removed": report.removed,
        "unchanged": report.unchanged,
        "skipped": len(report.skipped),
    }
    lines = [
        *_skipped(report.skipped),
        *_first([plain(problem) for problem in report.problems], "problems"),
        *_copies(report.duplicates),
        *_ignored(report.ignored),
        f"{report.read:,} articles: " + ", ".join(f"{count:,} {what}" for what, count in counted.items()),
        *_facts(report),
        f"{report.passages:,} passages in {folder}, generation {report.generation};"
        f" {report.embedded:,} texts embedded in {report.seconds:.1f} s",
    ]
    return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    """The text on one line, without anything a terminal would obey; what a file is called, others decide."""
    return "".join(character if character.isprintable() else " " for character in text)


def _line(progress: Progress) -> str:
    what = f"{progress.stage}: {progress.done:,} of {progress.total:,} {_WHAT[progress.stage]}"
    return f"{what}, {progress.embedded:,} texts embedded" if progress.stage == "embedding" else what


def _skipped(skipped: Sequence[Skipped]) -> list[str]:
    return _first([f"skipped {plain(each.article)}: {plain(each.why)}" for each in skipped], "skipped")


def _copies(copies: Sequence[tuple[str, str]]) -> list[str]:
    return _first([f"copy {plain(copy)}: the same as {plain(of)}" for copy, of in copies], "copies")


def _ignored(ignored: Mapping[str, int]) -> list[str]:
    ranked = sorted(ignored.items(), key=lambda each: (-each[1], each[0]))
    counted = [f"{count:,} {plain(ending)}" for ending, count in ranked[:LISTED]]
    counted += [f"{sum(count for _, count in ranked[LISTED:]):,} others"] if ranked[LISTED:] else []
    return [f"not read, being of other formats: {', '.join(counted)}"] if ignored else []


def _first(lines: list[str], what: str) -> list[str]:
    """The first of the lines, and how many more there are."""
    more = len(lines) - LISTED
    return lines if more <= 0 else [*lines[:LISTED], f"… and {more:,} more {what} (--json names all)"]


def _facts(report: BuildReport) -> list[str]:
    """What there is to say of the articles: copies, the same story elsewhere, no date, legacy encodings."""
    facts = {
        "exact copies of another": len(report.duplicates),
        "that tell a story which others tell too": report.near_copies,
        "undated": report.undated,
        **{f"read as {name}": count for name, count in report.encodings.items()},
    }
    told = [f"{count:,} {what}" for what, count in facts.items() if count]
    return [f"among them {', '.join(told)}"] if told else []
