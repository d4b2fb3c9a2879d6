"""The tables of `benchmarks/README.md`, each between two marks, replaced by what has just been measured."""

import re
from collections.abc import Sequence
from pathlib import Path

from benchmarks.table import Measured
from index.errors import UsageError

README = Path(__file__).with_name("README.md")


def write_readme(measured: Sequence[Measured], path: Path = README) -> None:
    """Puts every section that has figures between its marks; raises UsageError where a section has none there."""
    text = path.read_text("utf-8")
    for one in measured:
        if one.section.figures:
            text = replaced(text, one.name, one.as_markdown(), path)
    path.write_text(text, "utf-8")


def replaced(text: str, name: str, block: str, path: Path = README) -> str:
    """The text with this block between the marks of that name.

    >>> replaced("a <!-- x -->old<!-- end of x --> b", "x", "new").split()
    ['a', '<!--', 'x', '-->', 'new', '<!--', 'end', 'of', 'x', '-->', 'b']
    """
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    marks = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if len(marks.findall(text)) != 1:
        raise UsageError(f"{path.name}: not once {begin} … {end}: put both lines where the table of {name} belongs.")
    return marks.sub(lambda _: f"{begin}\n\n{block}\n\n{end}", text)
