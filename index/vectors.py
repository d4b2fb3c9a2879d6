"""Vectors found by nearness. The only door to FAISS.

Up to EXACT passages the question's vector is compared with every one. Above, one bit a number (RaBitQ) puts candidates
forward, and sixteen bits a number put these in order: of a million passages of 384 numbers the first take 56 MB in
memory; the second, 768 MB, stay in their file until a row is wanted, and every row has a checksum.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import count
from types import ModuleType
from typing import Any, ClassVar, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vector
from index.errors import IndexUnusable

Ids = NDArray[np.int64]
Places = NDArray[np.int64]  # of vectors among all of them, from 0
Codes = NDArray[np.int16]  # a row for each vector, filled with noughts to whole words of 8 bytes
Checks = NDArray[np.uint64]  # a checksum for each row of codes
Read = Callable[[Ids], Vector]  # the vectors of these ids, a row each, in their order

LetGo = Callable[[], object]  # gives back the memory that what was read of a file took

EXACT = 25_000  # passages; as many vectors of 384 numbers are compared in 3 to 4 ms, ten times as many in 35
BATCH = 10_000  # vectors read at once
COMPARED = 1_000  # vectors compared at once: as float32 they stay in the processor's cache
SAMPLE = 10_000  # vectors, evenly spread over all, that the middle of all is reckoned from
# For each vector asked for. Of a million vectors mixed from real ones they held 1.0, .998 and .988 of the 10, 40 and
# 100 nearest.
CANDIDATES = 4
LEAST = 400  # candidates, which is what 100 vectors asked for come to
QUERY_BITS = 8  # of the question's numbers against the one bit; costs what 4 do
DIRECT = 10_000  # admitted vectors; as many are compared one by one in 4 ms,
DIRECT_SHARE = 0.05  # and this share of all in as long as it takes to choose among so many more candidates
LARGEST = 32_767  # code
LET_GO = 8  # times that rows are read of a file before its memory is given back, which takes 2 ms: 30 MB a time at most
LEAST_APART = 1e-20  # from the middle: a vector that is the middle has codes too
SLACK = 2  # times as many candidates as should be needed, where a filter lets only a share of them through

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # 2 ** 64 over the golden ratio: its multiples are spread evenly


def nothing() -> None:
    """What is to be done where nothing is."""


@dataclass(frozen=True, slots=True)
class _Stated:
    """What the first line of a head states: of which kind the vectors are, how many, and of how many numbers."""

    kind: str
    count: int
    dimension: int


class _Near(Protocol):
    """Vectors by their place: which of them are nearest, and how near."""

    kind: ClassVar[str]
    dimension: int

    @classmethod
    def build(cls, ids: Ids, read: Read) -> Self:
        """The vectors of these ids."""

    @classmethod
    def from_parts(cls, stated: "_Stated", head: memoryview, codes: Codes, let_go: LetGo) -> Self:
        """What `parts` gave; ValueError, TypeError or RuntimeError where it did not."""

    def nearest(self, vector: Vector, k: int, admitted: Places | None) -> Places:
        """At least the k nearest of those admitted, or all of them, in no order."""

    def dots(self, places: Places, vector: Vector) -> Vector:
        """The dot product of each of these with the vector."""

    def advanced(self, kept: NDArray[np.bool_], ids: Ids, read: Read) -> Self:
        """Those kept, then those of the ids."""

    def parts(self) -> tuple[bytes, Codes]:
        """What is read at once, and what is read when it is wanted."""


class Vectors:
    """Vectors by passage id, compared with a question's by dot product, in one thread.

    Made by `build`, `advanced` or `from_parts` and never changed: an index of another generation is another object, so
    no reader meets one that is half changed.
    """

    def __init__(self, ids: Ids, near: _Near) -> None:
        self._ids = ids
        self._near = near

    @classmethod
    def build(cls, ids: Ids, read: Read) -> "Vectors":
        """The vectors of these ids, which must grow; they are read in batches, so never all are in memory as they are
        read. Which of the two kinds becomes of them is a matter of how many they are.

        >>> Vectors.build(np.array([7, 9]), lambda ids: np.eye(2, dtype=np.float32)).search(np.array([0, 1]), 1)
        [(9, 1.0)]
        """
        ids = np.ascontiguousarray(ids, np.int64)
        if (np.diff(ids) <= 0).any():
            raise ValueError(f"ids that do not grow: {len(ids)} ids, {len(np.unique(ids))} different ones")
        return cls(ids, _KINDS[_kind(len(ids))].build(ids, read))

    @classmethod
    def from_parts(cls, head: bytes, codes: Codes, let_go: LetGo = nothing) -> "Vectors":
        """What `parts` gave; `codes` are flat, and not read here; once some have been, `let_go` is called. FAISS reads
        damaged bytes without complaint, so check the head before; raises ValueError where it is none.
        """
        try:
            stated, body = _stated(head)
            ids = np.frombuffer(body, np.int64, stated.count).copy()
            near: _Near = _KINDS[stated.kind].from_parts(stated, body[ids.nbytes :], codes, let_go)
        except (ValueError, TypeError, RuntimeError) as error:
            raise ValueError(f"not a vector index: {error}") from error
        return cls(ids, near)

    def parts(self) -> tuple[bytes, Codes]:
        """The whole index: what is read at once, and the codes, which are read when they are wanted."""
        stated = _Stated(self._near.kind, len(self), self._near.dimension)
        head, codes = self._near.parts()
        return b"".join([json.dumps(asdict(stated)).encode(), b"\n", self._ids.tobytes(), head]), codes

    @classmethod
    def advanced(cls, before: "Vectors", gone: Ids, ids: Ids, read: Read) -> "Vectors":
        """Those of `before` without the ids that are gone, with those of `ids`, which are past its last. It takes
        `before` for itself, which nobody may use any longer: copying would cost as much as reading the file again.

        Raises IndexUnusable where what is kept is damaged.
        """
        kept = ~np.isin(before._ids, gone)
        return cls(np.concatenate([before._ids[kept], ids]), before._near.advanced(kept, ids, read))

    def fits(self, count: int) -> bool:
        """Whether so many vectors would be of this kind too."""
        return self._near.kind == _kind(count)

    def ids(self) -> Ids:
        """The ids of all vectors, growing."""
        return self._ids

    def __len__(self) -> int:
        return len(self._ids)

    def search(self, vector: Vector, k: int, among: Ids | None = None) -> list[tuple[int, float]]:
        """The `k` nearest ids with their dot products, best first, equals by id; all of them where there are fewer.
        Where `among` is given, only these ids are admitted.
        """
        vector, k = self._checked(vector), min(k, len(self))
        admitted = None if among is None else self._places(among)
        if k < 1 or (admitted is not None and not len(admitted)):
            return []
        places = self._near.nearest(vector, k, admitted)
        scored = zip(self._ids[places].tolist(), self._near.dots(places, vector).tolist(), strict=True)
        return sorted(scored, key=lambda hit: (-hit[1], hit[0]))[:k]

    def similarities(self, vector: Vector, ids: Sequence[int]) -> list[float]:
        """The dot product of each id's vector with `vector`, in the order of `ids`; KeyError for an id unknown here."""
        if not ids:
            return []
        places = self._places(wanted := np.asarray(ids, np.int64))
        if len(places) < len(wanted):
            raise KeyError(f"no vector for one of the ids {list(ids)}")
        scores: list[float] = self._near.dots(places, self._checked(vector)).tolist()
        return scores

    def _places(self, ids: Ids) -> Places:
        """The places of these ids, in their order, without those that are not here."""
        places = np.searchsorted(self._ids, ids)
        here = places < len(self._ids)
        here[here] = self._ids[places[here]] == ids[here]
        return places[here]

    def _checked(self, vector: Vector) -> Vector:
        if vector.shape != (self._near.dimension,):
            expected = (self._near.dimension,)
            raise ValueError(f"not a vector of the index's dimension: shape {vector.shape} != {expected}")
        return np.ascontiguousarray(vector, np.float32)


class _Exact:
    """Every number as it is: FAISS compares all."""

    kind: ClassVar[str] = "exact"

    def __init__(self, index: Any) -> None:
        self._index = index
        self.dimension = int(index.d)

    @classmethod
    def build(cls, ids: Ids, read: Read) -> Self:
        faiss = _faiss()
        near = cls(faiss.IndexFlatIP(_dimension(read)))
        near._add(ids, read)
        return near

    @classmethod
    def from_parts(cls, stated: _Stated, head: memoryview, codes: Codes, let_go: LetGo) -> Self:
        if len(codes):
            raise ValueError(f"{len(codes)} bytes too many")
        return cls(_deserialized(stated, head, "IndexFlatIP"))

    def parts(self) -> tuple[bytes, Codes]:
        return bytes(_faiss().serialize_index(self._index)), np.empty(0, np.int16)

    def nearest(self, vector: Vector, k: int, admitted: Places | None) -> Places:
        faiss = _faiss()
        chosen = None if admitted is None else faiss.SearchParameters(sel=faiss.IDSelectorBatch(admitted))
        places: Places = self._index.search(vector.reshape(1, -1), k, params=chosen)[1][0]
        return places[places >= 0]

    def dots(self, places: Places, vector: Vector) -> Vector:
        _faiss()
        return _dots(self._index.reconstruct_batch(places), vector)

    def advanced(self, kept: NDArray[np.bool_], ids: Ids, read: Read) -> Self:
        self._index.remove_ids(_faiss().IDSelectorBatch(np.flatnonzero(~kept)))
        self._add(ids, read)
        return self

    def _add(self, ids: Ids, read: Read) -> None:
        for batch in _batches(len(ids)):
            self._index.add(np.ascontiguousarray(read(ids[batch]), np.float32))


class _Coded:
    """One bit a number, all of them in memory, and sixteen bits a number, of which a row is read when it is wanted.

    A vector is the middle of all + its scale * its codes. FAISS's one bit knows no filter: where one lets only a share
    through, more candidates are asked for, and where that is not enough the admitted are compared one by one.
    """

    kind: ClassVar[str] = "coded"

    def __init__(  # what it holds, each part costly
        self, index: Any, middle: Vector, scales: Vector, checks: Checks, codes: Codes, let_go: LetGo = nothing
    ) -> None:
        self._index = index
        self._middle = middle
        self._scales = scales
        self._checks = checks
        self._codes = codes
        self._let_go = let_go
        self._gathered = count(1)
        self.dimension = len(middle)

    @classmethod
    def build(cls, ids: Ids, read: Read) -> Self:
        faiss = _faiss()
        sample = np.ascontiguousarray(read(ids[:: -(-len(ids) // SAMPLE)]), np.float32)
        index = faiss.IndexRaBitQFastScan(sample.shape[1], faiss.METRIC_INNER_PRODUCT)
        index.train(sample)
        index.qb = QUERY_BITS
        near = cls._with_room(index, sample.mean(axis=0), len(ids))
        near._fill(0, ids, read)
        return near

    @classmethod
    def _with_room(cls, index: Any, middle: Vector, count: int) -> Self:
        """So many rows, of which none is filled yet."""
        codes = np.zeros((count, _width(len(middle))), np.int16)
        return cls(index, middle, np.empty(count, np.float32), np.empty(count, np.uint64), codes)

    @classmethod
    def from_parts(cls, stated: _Stated, head: memoryview, codes: Codes, let_go: LetGo) -> Self:
        checks, rows = _checked_codes(stated, head, codes)
        middle = np.frombuffer(head[checks.nbytes :], np.float32, stated.dimension).copy()
        scales = np.frombuffer(head[checks.nbytes + middle.nbytes :], np.float32, stated.count).copy()
        rest = head[checks.nbytes + middle.nbytes + scales.nbytes :]
        return cls(_deserialized(stated, rest, "IndexRaBitQFastScan"), middle, scales, checks, rows, let_go)

    def parts(self) -> tuple[bytes, Codes]:
        index = bytes(_faiss().serialize_index(self._index))
        head = (self._checks.tobytes(), self._middle.tobytes(), self._scales.tobytes(), index)
        return b"".join(head), self._codes.reshape(-1)

    def nearest(self, vector: Vector, k: int, admitted: Places | None) -> Places:
        wanted = min(max(CANDIDATES * k, LEAST), len(self._codes))
        if admitted is None:
            return self._candidates(vector, wanted)
        if len(admitted) > max(DIRECT, DIRECT_SHARE * len(self._codes)):
            more = SLACK * wanted * len(self._codes) // len(admitted)
            found = self._candidates(vector, min(more, len(self._codes)))
            lets_through = np.zeros(len(self._codes), np.bool_)
            lets_through[admitted] = True
            found = found[lets_through[found]]
            if len(found) >= min(SLACK * k, len(admitted)):
                return found[:wanted]
        return self._compared(vector, admitted, wanted)

    def _candidates(self, vector: Vector, count: int) -> Places:
        """The nearest by the one bit, nearest first."""
        _faiss()
        places: Places = self._index.search(vector.reshape(1, -1), count)[1][0]
        return places[places >= 0]

    def _compared(self, vector: Vector, places: Places, count: int) -> Places:
        """The nearest of these places, in no order."""
        if len(places) <= count:
            return places
        dots = np.concatenate([self.dots(places[batch], vector) for batch in _batches(len(places), COMPARED)])
        return places[np.argpartition(-dots, count)[:count]]

    def dots(self, places: Places, vector: Vector) -> Vector:
        codes = _whole(self._codes[places], self._checks[places])
        if next(self._gathered) % LET_GO == 0:
            self._let_go()
        residual = _dots(codes[:, : self.dimension].astype(np.float32), vector)
        dots: Vector = residual * self._scales[places] + _dots(self._middle[None], vector)
        return dots

    def advanced(self, kept: NDArray[np.bool_], ids: Ids, read: Read) -> Self:
        if not kept.all():
            self._index.remove_ids(_faiss().IDSelectorBatch(np.flatnonzero(~kept)))
        places = np.flatnonzero(kept)
        near = self._with_room(self._index, self._middle, len(places) + len(ids))
        near._scales[: len(places)], near._checks[: len(places)] = self._scales[places], self._checks[places]
        for batch in _batches(len(places)):
            near._codes[batch] = _whole(self._codes[places[batch]], near._checks[batch])
            self._let_go()
        near._fill(len(places), ids, read)
        return near

    def _fill(self, first: int, ids: Ids, read: Read) -> None:
        """Puts the vectors of these ids from the place `first` on."""
        for batch in _batches(len(ids)):
            matrix = np.ascontiguousarray(read(ids[batch]), np.float32)
            self._index.add(matrix)
            residual = matrix - self._middle
            here = slice(first + batch.start, first + batch.stop)
            self._scales[here] = np.maximum(np.abs(residual).max(axis=1), LEAST_APART) / LARGEST
            self._codes[here, : self.dimension] = np.rint(residual / self._scales[here, None])
            self._checks[here] = _checks(self._codes[here])


_KINDS: dict[str, type[_Near]] = {kind.kind: kind for kind in (_Exact, _Coded)}


def _kind(count: int) -> str:
    """The kind that so many vectors are of."""
    return _Exact.kind if count <= EXACT else _Coded.kind


def codes_whole(head: bytes, codes: Codes) -> bool:
    """Whether every code is as it was made, by a head that is whole; everything is read for that, and FAISS is not
    loaded.
    """
    try:
        stated, body = _stated(head)
        if stated.kind == _Exact.kind:
            return not len(codes)
        checks, rows = _checked_codes(stated, body[8 * stated.count :], codes)
    except (ValueError, TypeError):
        return False
    return all(np.array_equal(_checks(rows[batch]), checks[batch]) for batch in _batches(stated.count))


def _stated(head: bytes) -> tuple[_Stated, memoryview]:
    """What the first line of a head states, and the rest of it; ValueError or TypeError where it is no head."""
    end = head.find(b"\n") + 1
    stated = _Stated(**json.loads(head[:end]))
    if stated.kind not in _KINDS:
        raise ValueError(f"kind {stated.kind!r}, not one of {', '.join(_KINDS)}")
    return stated, memoryview(head)[end:]


def _checked_codes(stated: _Stated, head: memoryview, codes: Codes) -> tuple[Checks, Codes]:
    """The checksums that a head begins with, and the codes as rows that they are of."""
    checks = np.frombuffer(head, np.uint64, stated.count).copy()
    return checks, np.asarray(codes).reshape(stated.count, _width(stated.dimension))


def _whole(codes: Codes, checks: Checks) -> Codes:
    """The codes, which must have these checksums."""
    if not np.array_equal(_checks(codes), checks):
        raise IndexUnusable(
            "The file of vectors beside the index's database is damaged (a row does not have its checksum): run"
            " `python -m index` on the articles again, which makes it anew and embeds nothing for it."
        )
    return codes


def _width(dimension: int) -> int:
    """How many codes a row has."""
    return -(-dimension // 4) * 4


def _checks(codes: Codes) -> Checks:
    """A checksum of each row: its words of 8 bytes, each by a factor of its own, added up. A factor is odd, so whatever
    becomes of one word becomes of the sum.
    """
    words = codes.view(np.uint64)
    factors = np.arange(1, words.shape[1] + 1, dtype=np.uint64) * _GOLDEN | np.uint64(1)
    checks: Checks = np.einsum("ij,j->i", words, factors)
    return checks


def _dots(matrix: Vector, vector: Vector) -> Vector:
    """Each row's dot product with the vector, equal rows' equal to the last bit, as BLAS would not have them."""
    dots: Vector = np.einsum("ij,j->i", matrix, vector)
    return dots


def _dimension(read: Read) -> int:
    dimension: int = read(np.empty(0, np.int64)).shape[1]
    return dimension


def _batches(count: int, size: int = BATCH) -> Iterator[slice]:
    return (slice(first, min(first + size, count)) for first in range(0, count, size))


def _deserialized(stated: _Stated, data: memoryview, kind: str) -> Any:
    """FAISS's index, which must be of this kind and of the size that is stated."""
    index = _faiss().deserialize_index(np.frombuffer(data, np.uint8))
    found, wanted = (type(index).__name__, index.ntotal, index.d), (kind, stated.count, stated.dimension)
    if found != wanted:
        raise ValueError(f"{found} != {wanted}")
    return index


def _faiss() -> ModuleType:
    """FAISS, with one thread for the caller: OpenMP keeps that number per thread, so saying it once is not enough."""
    import faiss

    faiss.omp_set_num_threads(1)
    module: ModuleType = faiss
    return module
