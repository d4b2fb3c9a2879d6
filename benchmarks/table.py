"""Figures as tables, which are also Markdown, or as JSON; and the machine they were measured on."""

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, Section

HEADER = ("what", "figure", "promised", "held")

# A unit that is not named has none.
_DECIMALS = {"%": 1, "points": 1, "µs": 0, "ms": 1, "s": 2, "a second": 1, "sentences": 1, "MB a minute": 2, "GB": 2}
_CPUS = Path("/proc/cpuinfo")
_GIGABYTE = 1e9


@dataclass(frozen=True, slots=True)
class Measured:
    """A section with how it was had: the command, the day, the machine when it began, and how many seconds it took."""

    name: str
    section: Section
    command: str
    day: date
    machine: str
    seconds: float

    def as_markdown(self) -> str:
        """The title, the command, the machine and the table; below it what was not right, and the note."""
        how = f"{self.day.isoformat()}; {self.machine}; measured in {self.seconds:.0f} s."
        parts = [f"**{self.section.title}**", f"    {self.command}", how]
        if self.section.figures:
            parts.append(table(self.section))
        return "\n\n".join([*parts, *_below(self.section)])


def table(section: Section) -> str:
    """The table of a section: a row a figure, or a grid where its figures have columns."""
    grid = any(figure.column for figure in section.figures)
    lines = _grid(section.figures) if grid else [HEADER, *map(_row, section.figures)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    drawn = [_drawn(line, widths) for line in lines]
    rule = f"|{'|'.join('-' * (width + 2) for width in widths)}|"
    return "\n".join([drawn[0], rule, *drawn[1:]])


def _row(figure: Figure) -> tuple[str, ...]:
    return (figure.what, _value(figure), _promise(figure), {True: "yes", False: "NO", None: ""}[figure.held])


def _grid(figures: Sequence[Figure]) -> list[tuple[str, ...]]:
    """A line for each `what`, a cell for each column; over how many things comes last, where that is known."""
    columns = {figure.column: figure.unit for figure in reversed(figures)}
    columns = {figure.column: columns[figure.column] for figure in figures}
    rows: dict[str, dict[str, Figure]] = {}
    for figure in figures:
        rows.setdefault(figure.what, {})[figure.column] = figure
    counted = any(figure.of is not None for figure in figures)
    header = ["", *(f"{column}, {unit}" for column, unit in columns.items()), *(["of"] if counted else [])]
    lines = [tuple(header)]
    for what, cells in rows.items():
        drawn = [_cell(cells[column]) if column in cells else "" for column in columns]
        over = " / ".join(dict.fromkeys(str(figure.of) for figure in cells.values() if figure.of is not None))
        lines.append((what, *drawn, *([over] if counted else [])))
    return lines


def _cell(figure: Figure) -> str:
    """The value without its unit, which its column has, and what was promised.

    >>> _cell(Figure("the index", 95.88, "%", least=95.5)), _cell(Figure("the index", 2.5, "points", most=2))
    ('95.9 (≥ 95.5)', '2.5 (≤ 2: NO)')
    """
    promised = _promise(figure).replace(f" {figure.unit}", "")
    kept = "" if figure.held else ": NO"
    return f"{figure.value:,.{_DECIMALS.get(figure.unit, 0)}f}{f' ({promised}{kept})' if promised else ''}"


def _drawn(line: Sequence[str], widths: Sequence[int]) -> str:
    return f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |"


def _value(figure: Figure) -> str:
    """The value with its unit, and over how many things.

    >>> _value(Figure("the right short answer", 91.66, "%", of=12))
    '91.7 % of 12'
    """
    over = "" if figure.of is None else f" of {figure.of}" if figure.unit in ("%", "strings") else f" over {figure.of}"
    return f"{_number(figure.value, figure)}{over}"


def _promise(figure: Figure) -> str:
    least = "" if figure.least is None else f"≥ {_limit(figure.least, figure)}"
    most = "" if figure.most is None else f"≤ {_limit(figure.most, figure)}" if figure.most else "none"
    return " ".join(filter(None, (least, most)))


def _number(value: float, figure: Figure) -> str:
    return f"{value:.{_DECIMALS.get(figure.unit, 0)}f} {figure.unit}"


def _limit(value: float, figure: Figure) -> str:
    return f"{value:g} {figure.unit}"


def _below(section: Section) -> Iterator[str]:
    missed = [figure for figure in section.figures if figure.misses]
    if missed:
        yield "\n".join(f"- not right: {figure.what}: {', '.join(figure.misses)}" for figure in missed)
    if section.note:
        yield section.note


def as_json(measured: Sequence[Measured]) -> list[dict[str, Any]]:
    """The sections as objects; `held` is null where nothing is promised."""
    return [
        {
            "name": one.name,
            "title": one.section.title,
            "note": one.section.note,
            "day": one.day.isoformat(),
            "machine": one.machine,
            "seconds": round(one.seconds, 1),
            "figures": [_object(figure) for figure in one.section.figures],
        }
        for one in measured
    ]


def _object(figure: Figure) -> dict[str, Any]:
    return {
        "what": figure.what,
        "column": figure.column,
        "value": figure.value,
        "unit": figure.unit,
        "least": figure.least,
        "most": figure.most,
        "of": figure.of,
        "held": figure.held,
        "misses": list(figure.misses),
    }


def machine() -> str:
    """Cores, processor, memory, Python, and how busy the machine was when asked (1.0: one core's worth).

    A busy machine's times say little.
    """
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    cores = f"{os.cpu_count()} cores, {_processor()}, {_memory():.0f} GB"
    return f"{cores}, Python {platform.python_version()}, load {load}"


def _memory() -> float:
    """The machine's memory in GB."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GIGABYTE


def _processor() -> str:
    """The processor's model, as Linux or the platform names it."""
    lines = _CPUS.read_text("utf-8").splitlines() if _CPUS.is_file() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return (models or [platform.processor() or platform.machine()])[0]
