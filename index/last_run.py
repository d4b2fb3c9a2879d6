"""What the last run did, kept beside the index for whoever asks later: what was read, what was skipped and why.

It is told of the index and no part of it: a file that is missing or torn is no report, and nothing else is wrong.
"""

import json
import os
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.disk import sync

if TYPE_CHECKING:
    from index.building import BuildReport

NAME = "last-run.json"
LARGEST = 20_000_000  # bytes that are read: a report of 100,000 files skipped is 10 MB


@dataclass(frozen=True, slots=True)
class LastRun:
    """What a run did, as `index.building.BuildReport` counts it, and when it ended (UTC). `skipped` are pairs: the file
    and why; `duplicates` likewise: the copy and the article it is of.
    """

    finished: datetime
    read: int
    added: int
    changed: int
    moved: int
    removed: int
    unchanged: int
    skipped: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]
    ignored: Mapping[str, int]
    duplicates: tuple[tuple[str, str], ...]
    near_copies: int
    undated: int
    encodings: Mapping[str, int]
    generation: int
    seconds: float


def keep(folder: Path, report: "BuildReport", finished: datetime | None = None) -> None:
    """Puts a run's report beside its index, whole or not at all; a disk that will not take it is no failure of the
    run.
    """
    counted = {field.name: getattr(report, field.name) for field in fields(LastRun) if field.name != "finished"}
    counted["skipped"] = [(each.article, each.why) for each in report.skipped]
    ended = (finished or datetime.now(UTC)).isoformat(timespec="seconds")
    record = {"schema": 1, "finished": ended, **counted}
    content = json.dumps({**record, "checksum": _checksum(record)}, ensure_ascii=False)
    part = folder / f".{NAME}.part"
    try:
        with part.open("wb") as file:
            file.write(content.encode("utf-8", "backslashreplace"))
            file.flush()
            os.fsync(file.fileno())
        part.replace(folder / NAME)
        sync(folder)
    except OSError:
        with suppress(OSError):
            part.unlink()


def last_run(folder: Path) -> LastRun | None:
    """What the last run did; None where that was not kept, or cannot be read."""
    try:
        with (folder / NAME).open("rb") as file:
            record = json.loads(file.read(LARGEST))
        return _read(record) if record.pop("checksum") == _checksum(record) else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _checksum(record: Mapping[str, Any]) -> int:
    """The CRC-32 of what a record says: a number in it that is another number says so."""
    return zlib.crc32(json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace"))


def _read(record: dict[str, Any]) -> LastRun:
    """The report in decoded JSON; ValueError, TypeError or KeyError where it is of another shape."""
    counts = {name: int(record[name]) for name in ("read", "added", "changed", "moved", "removed", "unchanged")}
    return LastRun(
        finished=datetime.fromisoformat(record["finished"]),
        **counts,
        skipped=_pairs(record["skipped"]),
        problems=tuple(_text(problem) for problem in record["problems"]),
        ignored=_counts(record["ignored"]),
        duplicates=_pairs(record["duplicates"]),
        near_copies=int(record["near_copies"]),
        undated=int(record["undated"]),
        encodings=_counts(record["encodings"]),
        generation=int(record["generation"]),
        seconds=float(record["seconds"]),
    )


def _pairs(pairs: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((_text(one), _text(other)) for one, other in pairs)


def _counts(counts: Mapping[str, int]) -> dict[str, int]:
    return {_text(name): int(count) for name, count in counts.items()}


def _text(value: object) -> str:
    """The text; the bytes of a name that is not UTF-8, which Python keeps as halves of characters, as numbers."""
    return str(value).encode("utf-8", "backslashreplace").decode()
