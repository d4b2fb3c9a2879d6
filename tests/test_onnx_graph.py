"""A graph written as bytes is what ONNX Runtime runs, with the results that numpy has."""

from typing import Any

import numpy as np
import pytest

from index.e5_engine import open_session
from index.onnx_graph import Graph


def run(graph: Graph, **inputs: Any) -> Any:
    return open_session(graph.to_bytes()).run(None, inputs)


@pytest.mark.parametrize("length", [1, 3, 200])
def test_a_product_and_a_sum(length: int) -> None:
    """Constants, two operators and an input whose first axis has any length."""
    draw = np.random.default_rng(length)
    given, matrix, row = (draw.normal(size=size).astype(np.float32) for size in ((length, 4), (4, 5), (5,)))
    graph = Graph()
    product = graph.add("MatMul", [graph.input("given", np.float32, ("any", 4)), graph.constant(matrix)])
    graph.output("made", graph.add("Add", [product, graph.constant(row)]), np.float32, ("any", 5))

    (made,) = run(graph, given=given)

    np.testing.assert_allclose(given @ matrix + row, made, rtol=1e-5, atol=1e-6)


def test_attributes() -> None:
    """Whole numbers, negative ones among them, and others reach the operator."""
    graph = Graph()
    given = graph.input("given", np.float32, ("any", 3))
    weights = [graph.constant(np.full(3, value, np.float32)) for value in (2, 1)]
    graph.output(
        "made", graph.add("LayerNormalization", [given, *weights], axis=-1, epsilon=0.5), np.float32, ("any", 3)
    )

    (made,) = run(graph, given=np.array([[1, 2, 6]], np.float32))

    np.testing.assert_allclose(2 * np.array([[-2, -1, 3]]) / np.sqrt(14 / 3 + 0.5) + 1, made, rtol=1e-6)


def test_what_lies_otherwise_in_memory() -> None:
    """A constant given as the view of another array, turned, is written in its own order."""
    matrix = np.arange(6, dtype=np.float32).reshape(2, 3)
    graph = Graph()
    product = graph.add("MatMul", [graph.input("given", np.float32, (1, 3)), graph.constant(matrix.T)])
    graph.output("made", product, np.float32, (1, 2))

    (made,) = run(graph, given=np.array([[1, 10, 100]], np.float32))

    assert made.tolist() == [[210, 543]]
