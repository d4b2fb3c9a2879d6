"""The bundled model run by ONNX Runtime, in 8 bits: texts become vectors, 30 times as fast as by the wheel's engine.

Texts of one length go together, a few hundred tokens at a time: nothing is padded, and what a layer makes stays in the
processor's cache. Every thread runs batches of its own in one session, which has no threads itself: nothing spins.
"""

import itertools
import os
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.disk import sync
from index.e5_graph import Activations, activations_file, activations_id, build_model, damaged, read_activations
from index.e5_tokens import Tokens
from index.e5_wheel import Wheel, four_bits, read_wheel, weights_id
from index.errors import NoModel

Vector = NDArray[np.float32]

AGREEING = 0.9999  # cosine of the text's vector here and where it was measured; sums that overflow give .9992 to .9995

_TOGETHER = 512  # tokens in a batch: 256 to 512 are fastest on 2 MB of cache a core
_SUM = 4  # bytes of a checksum
_ERRORS = 3  # severity of messages from which ONNX Runtime prints them
_MOST_THREADS = 4  # more were not tried; two are 1.95 times one


class Engine:
    """Vectors of texts whose prefix stands before them already; safe to use from several threads."""

    def __init__(self, wheel: Wheel, tokens: Tokens, session: Any) -> None:
        self._limit = wheel.shape.positions
        self._rows = wheel.tensors["emb.word"].raw.reshape(wheel.shape.vocabulary, -1)
        self._positions = wheel.weights("emb.pos") + wheel.weights("emb.type")[0]
        self._tokens = tokens
        self._session = session

    def encode(self, texts: Sequence[str]) -> Vector:
        """One row of unit length a text, in order, of as many tokens as the model reads: shape (len(texts), hidden).

        A text has the same vector to the last bit whatever is encoded beside it, and on any number of threads.
        """
        tokens = [np.array(self._tokens.of(text, self._limit)) for text in texts]
        vectors = np.empty((len(texts), self._positions.shape[1]), np.float32)

        def encode(batch: list[int]) -> None:
            # Not ReduceMean in the graph: it adds in another order where a text is alone.
            vectors[batch] = self._states(np.stack([tokens[i] for i in batch])).mean(axis=1)

        _run_all(encode, batches([len(numbers) for numbers in tokens]))
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def _states(self, tokens: NDArray[np.int64]) -> Vector:
        """The state of each token of texts of one length: shape (texts, tokens, hidden)."""
        states: Vector = self._session.run(["states"], {"words": self.words(tokens)})[0]
        return states

    def words(self, tokens: NDArray[np.int64]) -> Vector:
        """What the network is given of each token: its row of the word table with that of its position."""
        rows = four_bits(self._rows[tokens.reshape(-1)].reshape(-1))
        words: Vector = rows.reshape(*tokens.shape, -1) + self._positions[: tokens.shape[1]]
        return words


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """The numbers of texts that are encoded together, of one length and about 512 tokens in all; the largest first, so
    that no thread is left with a large one at the end.

    >>> batches([200, 3, 200, 200, 3])
    [[0, 2], [3], [1, 4]]
    """
    order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    return [part for length, same in itertools.groupby(order, lambda i: lengths[i]) for part in _parts(same, length)]


def _parts(same: Iterator[int], length: int) -> Iterator[list[int]]:
    while part := list(itertools.islice(same, max(1, _TOGETHER // length))):
        yield part


def _run_all(encode: Callable[[list[int]], None], parts: Sequence[list[int]]) -> None:
    """Encodes each part, in as many threads as there is use for."""
    threads = min(_threads(), len(parts))
    if threads < 2:
        for part in parts:
            encode(part)
        return
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(encode, parts):
            pass


def _threads() -> int:
    """As many as there are processors, four at most; or what OMP_NUM_THREADS says, as for the other libraries."""
    stated = os.environ.get("OMP_NUM_THREADS", "")
    return int(stated) if stated.isdecimal() and int(stated) else min(_MOST_THREADS, os.cpu_count() or 1)


def load_engine(weights: Path, cache: Path) -> Engine | None:
    """The engine for the wheel's weights, in a fifth of a second; the model built of them is kept in `cache`.

    None where it would not do: for weights that were not measured, or on a processor that multiplies otherwise than
    where they were. NoModel where a file is damaged.
    """
    measured = read_activations(activations_file())
    if measured.weights != weights_id(weights):
        return None
    wheel = read_wheel(weights)
    with ThreadPoolExecutor(1) as pool:  # most of the work is done by libraries, side by side
        tokens = pool.submit(Tokens, wheel)
        session = open_session(_model(wheel, measured, cache))
    engine = Engine(wheel, tokens.result(), session)
    return engine if float(engine.encode([measured.text])[0] @ measured.vector) >= AGREEING else None


def _model(wheel: Wheel, measured: Activations, cache: Path) -> bytes:
    """The model of these weights: as it was kept, or built (a quarter of a second) and kept."""
    file = cache / f"multilingual-e5-small-{measured.weights}-{activations_id(activations_file())}.onnx"
    kept = _read_kept(file)
    if kept is not None:
        return kept
    try:
        model = build_model(wheel, measured.rows)
    except (ValueError, KeyError) as error:  # a layer's numbers are missing, or too few
        raise damaged(activations_file(), repr(error)) from error
    _keep(file, model)
    return model


def _read_kept(file: Path) -> bytes | None:
    """What `_keep` wrote; None where it is not there whole."""
    try:
        content = file.read_bytes()
    except OSError:
        return None
    model, checksum = content[:-_SUM], int.from_bytes(content[-_SUM:], "little")
    return model if model and zlib.crc32(model) == checksum else None


def _keep(file: Path, model: bytes) -> None:
    """Writes the model and its checksum, all at once or not at all; nothing where that cannot be."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="partial-", dir=file.parent) as temporary:
            written = Path(temporary, file.name)
            written.write_bytes(model + zlib.crc32(model).to_bytes(_SUM, "little"))
            sync(written)
            written.replace(file)
    except OSError:
        return  # it is built anew each time: a quarter of a second


def open_session(model: bytes) -> Any:
    """A session that runs the model on the thread that asks."""
    try:
        import onnxruntime
    except ImportError as error:
        raise NoModel(
            f"The bundled sentence model needs the package onnxruntime, which cannot be imported ({error}): "
            "pip install onnxruntime, or name another sentence-transformers model."
        ) from error
    onnxruntime.set_default_logger_severity(_ERRORS)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS
    # The graph is as it should be run; the next level would put SkipLayerNormalization into it.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
