"""Vectors found by nearness. The only door to FAISS."""

from collections.abc import Sequence
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vector

Ids = NDArray[np.int64]


class Vectors:
    """Vectors by passage id, compared with a question's by dot product: exact, one thread, in memory.

    Made by `build` or `from_bytes` and never changed: an index of another generation is another object, so no reader
    meets one that is half changed.
    """

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, ids: Ids, matrix: Vector) -> "Vectors":
        """The rows of `matrix`, shape (len(ids), dimension), under their ids. FAISS would take an id twice in silence.

        >>> Vectors.build(np.array([7, 9]), np.eye(2, dtype=np.float32)).search(np.array([0, 1], np.float32), 1)
        [(9, 1.0)]
        """
        if matrix.ndim != 2 or len(ids) != len(matrix):
            raise ValueError(f"not a row for each id: {len(ids)} ids, a matrix of shape {matrix.shape}")
        if len(np.unique(ids)) != len(ids):
            raise ValueError(f"an id more than once: {len(ids)} ids, {len(np.unique(ids))} different ones")
        faiss = _faiss()
        index = faiss.index_factory(matrix.shape[1], "IDMap2,Flat", faiss.METRIC_INNER_PRODUCT)
        index.add_with_ids(np.ascontiguousarray(matrix, np.float32), np.ascontiguousarray(ids, np.int64))
        return cls(index)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Vectors":
        """What `to_bytes` gave. FAISS reads damaged bytes without complaint, so check them before; raises ValueError
        where they are no such index.
        """
        faiss = _faiss()
        try:
            index = faiss.deserialize_index(np.frombuffer(data, np.uint8))
        except RuntimeError as error:
            raise ValueError(f"not a vector index: {error}") from error
        if not isinstance(index, faiss.IndexIDMap2):
            raise ValueError(f"not the expected kind of vector index: {type(index).__name__} != IndexIDMap2")
        return cls(index)

    def ids(self) -> Ids:
        """The ids of all vectors, in the order they were added."""
        found: Ids = _faiss().vector_to_array(self._index.id_map).astype(np.int64)
        return found

    @classmethod
    def advanced(cls, before: "Vectors", gone: Ids, ids: Ids, matrix: Vector) -> "Vectors":
        """Those of `before` without the ids that are gone, with the rows of `matrix` under theirs. It takes `before`
        for itself, which nobody may use any longer: copying would cost as much as reading the file again.
        """
        before._index.remove_ids(gone)
        if len(ids):
            before._index.add_with_ids(np.ascontiguousarray(matrix, np.float32), ids)
        return cls(before._index)

    def to_bytes(self) -> bytes:
        """The whole index, as FAISS lays it out."""
        return bytes(_faiss().serialize_index(self._index))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, vector: Vector, k: int) -> list[tuple[int, float]]:
        """The `k` nearest ids with their dot products, best first, equals by id; all of them where there are fewer."""
        k = min(k, len(self))
        if k < 1:
            return []
        _faiss()
        scores, ids = self._index.search(self._row(vector), k)
        found = zip(ids[0].tolist(), scores[0].tolist(), strict=True)
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def similarities(self, vector: Vector, ids: Sequence[int]) -> list[float]:
        """The dot product of each id's vector with `vector`, in the order of `ids`; KeyError for an id unknown here."""
        if not ids:
            return []
        try:
            rows = self._index.reconstruct_batch(np.asarray(ids, np.int64))
        except RuntimeError as error:
            raise KeyError(f"no vector for one of the ids {list(ids)}") from error
        scores: list[float] = (rows @ self._row(vector)[0]).tolist()
        return scores

    def _row(self, vector: Vector) -> Vector:
        """The vector as FAISS wants it: a matrix of one row."""
        if vector.shape != (self._index.d,):
            raise ValueError(f"not a vector of the index's dimension: shape {vector.shape} != ({self._index.d},)")
        return np.ascontiguousarray(vector, np.float32).reshape(1, -1)


def _faiss() -> ModuleType:
    """FAISS, with one thread for the caller: OpenMP keeps that number per thread, so saying it once is not enough."""
    import faiss

    faiss.omp_set_num_threads(1)
    module: ModuleType = faiss
    return module
