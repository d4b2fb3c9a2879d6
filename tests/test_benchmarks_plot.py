"""Whether the plot of cost against size draws what was measured."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks.plot import Line, Panel, Scale, drawn, main, read_panels, short, ticks_around, write_plot
from index.errors import UsageError

SVG = "{http://www.w3.org/2000/svg}"


def results(*figures: tuple[str, str, float]) -> dict[str, Any]:
    """What a run prints, as far as the plot reads it."""
    cells = [{"what": what, "column": column, "value": value} for what, column, value in figures]
    measured = {"name": "passages", "day": "2026-11-22", "machine": "2 cores <idle>", "figures": cells}
    return {"command": "python -m benchmarks", "sections": [{"name": "seeds"}, measured]}


MEASURED = results(
    ("100,000 passages", "search, median", 6.0),
    ("10,000 passages", "search, median", 2.0),
    ("10,000 passages", "recall@10", 99.0),
    ("10,000 passages", "search, 95th percentile", 0.0),
    ("10,000 passages", "opening", 0.1),
)


def test_the_lines_are_the_columns_by_size() -> None:
    """What has no place in a panel, and what a logarithm cannot show, is left out; so is an empty panel."""
    assert read_panels(MEASURED) == (
        Panel("A search, ms", (Line("median", ((10_000.0, 2.0), (100_000.0, 6.0))),)),
        Panel("Opening the index, s", (Line("opening", ((10_000.0, 0.1),)),)),
    )


def test_without_figures_there_is_nothing_to_draw() -> None:
    """The sentence names the command that measures them."""
    with pytest.raises(UsageError, match="python -m benchmarks --only passages --json"):
        read_panels(results())


@pytest.mark.parametrize("value", [1.0, 10.0, 31.6227766, 1000.0])
def test_an_axis_is_logarithmic(value: float) -> None:
    """Each decade is as long as the next."""
    assert Scale(1, 1000, 0, 300).at(value) == pytest.approx({1.0: 0, 10.0: 100, 1000.0: 300}.get(value, 150))


@pytest.mark.parametrize(("low", "high"), [(0.4, 48), (0.12, 1.9), (7, 7), (999, 1001), (1e-3, 1e6), (10, 100)])
def test_ticks_are_round_and_hold_every_value_between_them(low: float, high: float) -> None:
    """Two at least, growing, the first not above the least value and the last not below the greatest."""
    ticks = ticks_around(low, high)
    assert (ticks[0] <= low, ticks[-1] >= high, len(ticks) > 1) == (True, True, True)
    assert ticks == sorted(set(ticks))
    assert all(f"{tick:.0e}"[0] in "125" for tick in ticks)


def test_the_plot_is_an_svg_for_light_and_dark() -> None:
    """One line and its points a column, its name and values written beside them; the machine below, escaped."""
    text = drawn(read_panels(MEASURED), "2 cores <idle>")
    root = ElementTree.fromstring(text)  # noqa: S314  # our own text
    said = [each.text for each in root.iter(f"{SVG}text")]
    assert len(list(root.iter(f"{SVG}polyline"))) == 2
    assert len(list(root.iter(f"{SVG}circle"))) == 3
    assert {"A search, ms", "median", "2", "6", "10 k", "100 k", "0.1", "2 cores <idle>"} <= set(said)
    assert "prefers-color-scheme: dark" in text


def test_points_lie_inside_their_panel() -> None:
    """Sizes grow to the right, costs upwards."""
    line = Line("median", ((1e4, 2.0), (1e5, 6.0), (1e6, 31.0)))
    root = ElementTree.fromstring(drawn([Panel("A search, ms", (line,))], ""))  # noqa: S314  # our own text
    points = [(float(each.attrib["cx"]), float(each.attrib["cy"])) for each in root.iter(f"{SVG}circle")]
    assert points == sorted(points)
    assert [y for _, y in points] == sorted((y for _, y in points), reverse=True)
    assert all(0 < x < 480 and 56 < y < 334 for x, y in points)


def test_labels_of_lines_that_end_together_stand_apart() -> None:
    """Two lines through one point have two legible names."""
    lines = tuple(Line(name, ((1e4, 1.0), (1e5, 2.0))) for name in ("one", "other"))
    root = ElementTree.fromstring(drawn([Panel("A search, ms", lines)], ""))  # noqa: S314  # our own text
    heights = [float(each.attrib["y"]) for each in root.iter(f"{SVG}text") if each.text in ("one", "other")]
    assert heights[1] - heights[0] >= 15


def test_the_command_writes_the_plot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From the JSON of a run; anything else is refused by its name."""
    file, svg = tmp_path / "results.json", tmp_path / "cost.svg"
    file.write_text(json.dumps(MEASURED), "utf-8")
    assert (main([str(file), str(svg)]), svg.read_text("utf-8")[:4]) == (0, "<svg")
    file.write_text("{}", "utf-8")
    assert main([str(file), str(svg)]) == 2
    assert re.search(r"results\.json: not results of python -m benchmarks", capsys.readouterr().err)


def test_a_run_that_writes_its_tables_draws_the_plot_too(tmp_path: Path) -> None:
    """With its command, day and machine below; a run that measured something else leaves the plot of another day."""
    path = tmp_path / "cost.svg"
    write_plot(MEASURED, path)
    drawing = path.read_text("utf-8")
    write_plot({"sections": [{"name": "seeds"}]}, path)
    assert path.read_text("utf-8") == drawing
    assert "python -m benchmarks; 2026-11-22; 2 cores &lt;idle&gt;" in drawing


def test_numbers_are_short() -> None:
    """Two digits below ten, whole ones above, thousands from ten thousand on."""
    assert [short(value) for value in (0.05, 9.96, 10.4, 999.6, 25_000, 2_500_000)] == [
        "0.05",
        "10",
        "10",
        "1,000",
        "25 k",
        "2.5 M",
    ]
