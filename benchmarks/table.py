"""Figures as one table, which is also Markdown, or as JSON; and the machine they were measured on."""

import os
import platform
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, Section

HEADER = ("what", "figure", "promised", "held")

_DECIMALS = {"%": 1, "ms": 1, "s": 2, "a second": 1}  # of a value; the other units count things
_CPUS = Path("/proc/cpuinfo")


def table(sections: Sequence[Section]) -> str:
    """The table; below it what was not right, by name, and the notes."""
    lines = [HEADER, *(row for section in sections for row in _rows(section))]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADER))]
    drawn = [_drawn(line, widths) for line in lines]
    rule = f"|{'|'.join('-' * (width + 2) for width in widths)}|"
    return "\n".join([drawn[0], rule, *drawn[1:], *_below(sections)])


def _rows(section: Section) -> Iterator[tuple[str, str, str, str]]:
    yield (f"**{section.title}**", "" if section.figures else "not at hand", "", "")
    for figure in section.figures:
        yield (figure.what, _value(figure), _promise(figure), {True: "yes", False: "NO", None: ""}[figure.held])


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


def _below(sections: Sequence[Section]) -> Iterator[str]:
    for section in sections:
        missed = [figure for figure in section.figures if figure.misses]
        if missed or section.note:
            yield f"\n{section.title}:"
        yield from (f"- not right: {figure.what}: {', '.join(figure.misses)}" for figure in missed)
        yield from ([section.note] if section.note else [])


def as_json(sections: Sequence[Section]) -> list[dict[str, Any]]:
    """The sections as objects; `held` is null where nothing is promised."""
    return [
        {"title": section.title, "note": section.note, "figures": [_object(figure) for figure in section.figures]}
        for section in sections
    ]


def _object(figure: Figure) -> dict[str, Any]:
    return {
        "what": figure.what,
        "value": figure.value,
        "unit": figure.unit,
        "least": figure.least,
        "most": figure.most,
        "of": figure.of,
        "held": figure.held,
        "misses": list(figure.misses),
    }


def machine() -> str:
    """Cores, processor, Python, and how busy the machine was when asked (1.0: one core's worth).

    A busy machine's times say little.
    """
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return f"{os.cpu_count()} cores, {_processor()}, Python {platform.python_version()}, load {load}"


def _processor() -> str:
    """The processor's model, as Linux or the platform names it."""
    lines = _CPUS.read_text("utf-8").splitlines() if _CPUS.is_file() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return (models or [platform.processor() or platform.machine()])[0]
