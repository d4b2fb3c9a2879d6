"""`python -m benchmarks.plot results.json cost.svg`: what searching costs against how many passages there are.

Made from the section "passages" of `python -m benchmarks --only passages --json`: a row of figures for each size, a
column for each cost. Both axes of every panel are logarithmic. No library: an SVG is text.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from pathlib import Path
from typing import Any

from index.errors import TrichDanError, UsageError

PANELS: Mapping[str, Mapping[str, str]] = {  # a panel's title: the columns it draws, and what its lines are called
    "A search, ms": {
        "search, 95th percentile": "95th percentile",
        "search, median": "median",
        "words, median": "of which words",
    },
    "Opening the index, s": {"opening": "opening"},
    "Memory and disk, MB": {"memory": "memory", "on disk": "on disk"},
    "Building what is derived of the database, s": {"build": "building"},
    "A change of one article, s": {"one article changed": "one article"},
}
PLOT = Path(__file__).with_name("cost.svg")
WIDTH, ROW = 960, 278  # pixels, as are all lengths below: of the plot, and of a row of two panels
HEAD, FOOT = 56, 28  # above the panels and below them
LEFT, RIGHT, TOP, BOTTOM = 58, 116, 34, 34  # of a panel, around its lines
APART = 15  # between two labels, one above the other
STEPS = (1, 2, 5)  # of the ticks in a decade, where there are few decades
FEW = 2  # decades

_SIZE = re.compile(r"([\d,]+) passages")
_STYLE = """
svg { --back: #ffffff; --ink: #1f2328; --soft: #59636e; --grid: #d8dee4;
      --line0: #0969da; --line1: #bc4c00; --line2: #1a7f37; --line3: #8250df; }
@media (prefers-color-scheme: dark) {
  svg { --back: #0d1117; --ink: #f0f6fc; --soft: #9198a1; --grid: #30363d;
        --line0: #4493f8; --line1: #f0883e; --line2: #3fb950; --line3: #ab7df8; } }
text { font: 12px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: var(--soft); }
.head { font-size: 17px; font-weight: 600; fill: var(--ink); }
.title { font-size: 13px; font-weight: 600; fill: var(--ink); }
.value { font-size: 11px; fill: var(--ink); paint-order: stroke; stroke: var(--back); stroke-width: 3px; }
.grid { stroke: var(--grid); stroke-width: 1; }
.line { fill: none; stroke-width: 2.25; stroke-linejoin: round; stroke-linecap: round; }
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A cost at each size: points (passages, cost) by size, all above 0."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """The lines that are drawn together."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """A logarithmic axis: `low` to `high`, drawn from pixel `start` to pixel `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value is drawn.

        >>> Scale(1, 100, 0, 50).at(10)
        25.0
        """
        part = (log10(value) - log10(self.low)) / (log10(self.high) - log10(self.low))
        return self.start + part * (self.end - self.start)


def read_panels(results: Mapping[str, Any]) -> tuple[Panel, ...]:
    """The panels that the results of a run have lines for; raises UsageError where there are none."""
    figures = [each for one in results["sections"] if one["name"] == "passages" for each in one["figures"]]
    panels = [Panel(title, tuple(_lines(figures, columns))) for title, columns in PANELS.items()]
    drawn = tuple(panel for panel in panels if panel.lines)
    if not drawn:
        raise UsageError("Nothing to draw: make the results with python -m benchmarks --only passages --json.")
    return drawn


def write_plot(results: Mapping[str, Any], path: Path = PLOT) -> None:
    """Draws the results into a file, where they have anything to draw."""
    if any(one["name"] == "passages" for one in results["sections"]):
        path.write_text(drawn(read_panels(results), _foot(results)), "utf-8")


def _foot(results: Mapping[str, Any]) -> str:
    """The command, the day and the machine of what is drawn."""
    one = next(one for one in results["sections"] if one["name"] == "passages")
    return f"{results['command']}; {one['day']}; {one['machine']}"


def _lines(figures: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> Iterator[Line]:
    for column, name in columns.items():
        sized = [(_SIZE.search(each["what"]), each["value"]) for each in figures if each["column"] == column]
        points = [(float(found[1].replace(",", "")), float(value)) for found, value in sized if found and value > 0]
        if points:
            yield Line(name, tuple(sorted(points)))


def drawn(panels: Sequence[Panel], foot: str) -> str:
    """The plot as SVG: two panels a row, `foot` below them."""
    rows = ceil(len(panels) / 2)
    height = HEAD + rows * ROW + FOOT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" height="{height:g}"'
        ' role="img" aria-label="Cost against the number of passages">',
        f"<style>{_STYLE}</style>",
        '<rect width="100%" height="100%" fill="var(--back)"/>',
        _text(20, 32, "What it costs, by the number of passages", "head"),
    ]
    for number, panel in enumerate(panels):
        parts += _panel(panel, (number % 2) * WIDTH / 2, HEAD + (number // 2) * ROW)
    return "\n".join([*parts, _text(20, height - 12, foot), "</svg>", ""])


def _panel(panel: Panel, left: float, top: float) -> Iterator[str]:
    sizes = sorted({size for line in panel.lines for size, _ in line.points})
    costs = [cost for line in panel.lines for _, cost in line.points]
    ticks = ticks_around(min(costs), max(costs))
    across = Scale(sizes[0] / 1.25, sizes[-1] * 1.25, left + LEFT, left + WIDTH / 2 - RIGHT)
    up = Scale(ticks[0], ticks[-1], top + ROW - BOTTOM, top + TOP)
    yield _text(left + 20, top + 16, panel.title, "title")
    for tick in ticks:
        y = up.at(tick)
        yield f'<line class="grid" x1="{across.start:.1f}" x2="{across.end:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield _text(across.start - 8, y + 4, short(tick), anchor="end")
    for size in sizes:
        yield _text(across.at(size), up.start + 20, short(size), anchor="middle")
    for number, line in enumerate(panel.lines):
        yield from _line(line, number, across, up)
    yield from _values(panel.lines, across, up)
    yield from _names(panel.lines, across, up)


def _line(line: Line, number: int, across: Scale, up: Scale) -> Iterator[str]:
    places = [(across.at(size), up.at(cost)) for size, cost in line.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline class="line" stroke="var(--line{number})" points="{path}"/>'
    for x, y in places:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="var(--line{number})"/>'


def _values(lines: Sequence[Line], across: Scale, up: Scale) -> Iterator[str]:
    """Each point's cost above it, but where another point or cost is in the way."""
    taken = [(across.at(size), up.at(cost)) for line in lines for size, cost in line.points]
    for line in lines:
        for size, cost in line.points:
            x, y = across.at(size), up.at(cost)
            for label in (y - 8, y + 18):
                others = [at for near, at in taken if abs(near - x) < 2 * APART and at != y]
                if all(abs(label - 4 - other) >= APART - 3 for other in others):
                    taken.append((x, label - 4))
                    yield _text(x, label, short(cost), "value", "middle")
                    break


def _names(lines: Sequence[Line], across: Scale, up: Scale) -> Iterator[str]:
    """What each line is, at its end; pushed down where the one above is too near."""
    ends = sorted((up.at(line.points[-1][1]), number, line.name) for number, line in enumerate(lines))
    last = -float(APART)
    for y, number, name in ends:
        last = max(y + 4, last + APART)
        yield _text(across.end + 8, last, name, style=f"fill: var(--line{number})")


def _text(x: float, y: float, said: str, kind: str = "", anchor: str = "start", style: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    styled = f' style="{style}"' if style else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{named} text-anchor="{anchor}"{styled}>{escape(said)}</text>'


def ticks_around(low: float, high: float) -> list[float]:
    """Round numbers from at most `low` to at least `high`: decades, or 1, 2, 5, 10 where they are few.

    >>> ticks_around(3, 4500), ticks_around(30, 45)
    ([1.0, 10.0, 100.0, 1000.0, 10000.0], [20.0, 50.0])
    """
    decades = range(floor(log10(low)), ceil(log10(high)) + 1)
    if log10(high / low) > FEW:
        return [10.0**decade for decade in decades]
    every = [round(step * 10.0**decade, 9) for decade in decades for step in STEPS]
    first = max((tick for tick in every if tick <= low), default=every[0])
    last = min((tick for tick in every if tick >= high and tick > first), default=every[-1])
    return [tick for tick in every if first <= tick <= last]


def short(value: float) -> str:
    """A number in two digits or as a whole one; from ten thousand on in thousands (k), from a million in millions (M).

    >>> short(0.0421), short(2.84), short(1250), short(10_000), short(1_000_000)
    ('0.042', '2.8', '1,250', '10 k', '1 M')
    """
    if value < 10_000:
        return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"
    return f"{value / 1e6:g} M" if value >= 1e6 else f"{value / 1e3:.0f} k"


def main(arguments: Sequence[str]) -> int:
    """The exit code; 2 where the results cannot be drawn."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.plot", description="Draws cost against size.")
    parser.add_argument("results", type=Path, help="what python -m benchmarks --only passages --json printed")
    parser.add_argument("svg", type=Path, help="the file to write")
    options = parser.parse_args(arguments)
    try:
        results = json.loads(options.results.read_text("utf-8"))
        options.svg.write_text(drawn(read_panels(results), _foot(results)), "utf-8")
    except (OSError, ValueError, KeyError) as error:
        print(f"{options.results}: not results of python -m benchmarks --json ({error!r}).", file=sys.stderr)
        return UsageError.exit_code
    except TrichDanError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
