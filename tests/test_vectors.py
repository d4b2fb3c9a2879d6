"""Vectors by nearness: FAISS, exact and by codes, against a dot product."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index import vectors as module
from index.encoder import Vector
from index.errors import IndexUnusable
from index.vectors import Ids, Read, Vectors, codes_whole


def unit_vectors(count: int, dimension: int, seed: int = 7) -> Vector:
    matrix = np.random.default_rng(seed).normal(size=(count, dimension))
    unit: Vector = (matrix / np.linalg.norm(matrix, axis=1, keepdims=True)).astype(np.float32)
    return unit


def some_ids(count: int) -> Ids:
    """Ids that grow, with gaps."""
    return np.sort(np.random.default_rng(11).permutation(3 * count)[:count].astype(np.int64))


def of(ids: Ids, matrix: Vector) -> Vectors:
    """The rows of the matrix under these ids."""
    return Vectors.build(ids, reader(ids, matrix))


def reader(ids: Ids, matrix: Vector) -> Read:
    """What reads the rows of the matrix by their ids."""
    return lambda wanted: matrix[np.searchsorted(ids, wanted)]


def test_search_is_a_sorted_dot_product() -> None:
    """The k nearest, their order and their scores are those of a plain dot product."""
    ids, matrix = some_ids(300), unit_vectors(300, 16)
    vectors = of(ids, matrix)

    for question in unit_vectors(20, 16, seed=8):
        scores = matrix @ question
        best = np.argsort(-scores)[:10]
        found = vectors.search(question, 10)
        assert ids[best].tolist() == [id for id, _ in found]
        assert scores[best].tolist() == pytest.approx([score for _, score in found], abs=1e-6)


def test_similarities_are_dot_products_in_the_order_asked() -> None:
    """Each id gets its own dot product, in the order of the ids, doubles included."""
    ids, matrix = some_ids(50), unit_vectors(50, 16)
    question = unit_vectors(1, 16, seed=8)[0]
    asked = [int(ids[40]), int(ids[3]), int(ids[40])]

    scores = of(ids, matrix).similarities(question, asked)

    assert (matrix[[40, 3, 40]] @ question).tolist() == pytest.approx(scores, abs=1e-6)


def test_similarities_of_nothing_are_none() -> None:
    """No ids, no similarities."""
    vectors = of(some_ids(5), unit_vectors(5, 4))

    assert vectors.similarities(unit_vectors(1, 4)[0], []) == []


def test_an_unknown_id_is_a_key_error() -> None:
    """An id without a vector is not a similarity of zero."""
    vectors = of(np.array([1, 2]), unit_vectors(2, 4))

    with pytest.raises(KeyError, match="no vector for one of the ids"):
        vectors.similarities(unit_vectors(1, 4)[0], [1, 3])


def test_equal_scores_are_in_the_order_of_ids() -> None:
    """The same text in two articles has the same score; which comes first does not depend on when it was added."""
    same = np.array([[1, 0], [1, 0], [1, 0]], np.float32)
    vectors = of(np.array([2, 5, 9]), same)

    assert vectors.search(np.array([1, 0], np.float32), 3) == [(2, 1.0), (5, 1.0), (9, 1.0)]


def test_more_than_there_are_is_all_there_are() -> None:
    """Asking for more than there are gives all, and no id of -1, FAISS's word for nothing."""
    vectors = of(np.array([4, 6]), np.eye(2, dtype=np.float32))

    assert vectors.search(np.array([0, 1], np.float32), 100) == [(6, 1.0), (4, 0.0)]


def test_an_empty_index_finds_nothing() -> None:
    """No vectors, no hits; a k of nought neither."""
    empty = of(np.empty(0, np.int64), np.empty((0, 4), np.float32))

    assert (len(empty), empty.search(unit_vectors(1, 4)[0], 3)) == (0, [])
    assert of(np.array([1]), unit_vectors(1, 4)).search(unit_vectors(1, 4)[0], 0) == []


def test_parts_come_back_as_the_same_index() -> None:
    """What is taken apart is put together with the same answers."""
    ids, matrix = some_ids(100), unit_vectors(100, 8)
    question = unit_vectors(1, 8, seed=8)[0]
    vectors = of(ids, matrix)

    again = Vectors.from_parts(*vectors.parts())

    assert vectors.search(question, 100) == again.search(question, 100)
    assert vectors.parts()[0] == again.parts()[0]


@pytest.mark.parametrize("ids", [[1, 2, 1], [1, 3, 2], [2, 2]])
def test_ids_that_do_not_grow_are_refused(ids: list[int]) -> None:
    """FAISS takes an id twice in silence; here it is an error that says how many there are."""
    with pytest.raises(ValueError, match=f"ids that do not grow: {len(ids)} ids, {len(set(ids))} different ones"):
        Vectors.build(np.array(ids), lambda wanted: unit_vectors(len(wanted), 4))


def test_a_question_of_another_dimension_is_refused() -> None:
    """A vector of another model is refused with both dimensions."""
    vectors = of(np.array([1]), unit_vectors(1, 4))

    with pytest.raises(ValueError, match=r"shape \(5,\) != \(4,\)"):
        vectors.search(unit_vectors(1, 5)[0], 1)


@pytest.mark.parametrize("head", [b"", b"IxM2", b"no index at all" * 10, b"{}\n", b"[]\n", b'{"kind": "ivf"}\n'])
def test_bytes_that_are_no_index_are_refused(head: bytes) -> None:
    """Bytes of something else raise ValueError."""
    with pytest.raises(ValueError, match="not a vector index"):
        Vectors.from_parts(head, np.empty(0, np.int16))


def test_an_index_of_another_kind_is_refused() -> None:
    """FAISS's bytes of another index than the one that is stated are none of ours."""
    import faiss

    other = bytes(faiss.serialize_index(faiss.index_factory(4, "Flat")))  # compares by distance
    head, codes = of(np.array([], np.int64), np.empty((0, 4), np.float32)).parts()

    with pytest.raises(ValueError, match=r"IndexFlatL2.* != .*IndexFlatIP"):
        Vectors.from_parts(head.splitlines(keepends=True)[0] + other, codes)


def test_every_thread_searches_with_one_thread() -> None:
    """OpenMP counts threads per thread: a search from any of them is set to one."""
    import faiss

    vectors = of(np.array([1]), unit_vectors(1, 4))
    threads: list[int] = []

    def search() -> None:
        faiss.omp_set_num_threads(2)
        vectors.search(unit_vectors(1, 4)[0], 1)
        threads.append(faiss.omp_get_max_threads())

    thread = threading.Thread(target=search)
    thread.start()
    thread.join()

    assert threads == [1]


def test_many_threads_get_the_answers_of_one() -> None:
    """Searches at the same time do not disturb each other."""
    vectors, questions = of(some_ids(200), unit_vectors(200, 16)), unit_vectors(64, 16, seed=8)
    expected = [vectors.search(question, 5) for question in questions]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda question: vectors.search(question, 5), questions))

    assert expected == found


def test_only_the_admitted_are_found() -> None:
    """A filter leaves what a dot product over the admitted finds; an id that is not there admits nothing."""
    ids, matrix = some_ids(300), unit_vectors(300, 16)
    vectors, among = of(ids, matrix), np.append(ids[::3], 10_000)

    for question in unit_vectors(10, 16, seed=8):
        scores = matrix[::3] @ question
        assert ids[::3][np.argsort(-scores)[:5]].tolist() == [id for id, _ in vectors.search(question, 5, among)]
    assert vectors.search(unit_vectors(1, 16)[0], 5, np.array([10_000])) == []
    assert vectors.search(unit_vectors(1, 16)[0], 5, np.array([], np.int64)) == []


def test_equal_vectors_have_equal_scores_to_the_last_bit() -> None:
    """A text that stands in many articles has one score, wherever its vector lies."""
    same = np.repeat(unit_vectors(1, 37), 50, axis=0)

    found = of(some_ids(50), same).search(unit_vectors(1, 37, seed=8)[0], 50)

    assert len({score for _, score in found}) == 1


# A large index


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> tuple[Ids, Vector]:
    """More vectors than are compared one by one: ids, and vectors as near to each other as a model's are."""
    monkeypatch.setattr(module, "EXACT", 100)
    monkeypatch.setattr(module, "BATCH", 700)
    monkeypatch.setattr(module, "DIRECT", 300)
    matrix = unit_vectors(2_000, 60) + 2 * unit_vectors(1, 60, seed=9)
    return some_ids(2_000), (matrix / np.linalg.norm(matrix, axis=1, keepdims=True)).astype(np.float32)


def nearest(ids: Ids, matrix: Vector, question: Vector, k: int) -> list[int]:
    """By a plain dot product."""
    best: list[int] = ids[np.argsort(-(matrix @ question))[:k]].tolist()
    return best


def share_found(ids: Ids, matrix: Vector, vectors: Vectors, among: Ids | None = None) -> float:
    """The share of the 10 nearest that a search for 100 has among its first 10."""
    questions = matrix[:50] + 0.3 * unit_vectors(len(matrix[:50]), matrix.shape[1], seed=8)
    found = [
        len(set(nearest(ids, matrix, question, 10)) & {id for id, _ in vectors.search(question, 100, among)[:10]})
        for question in questions.astype(np.float32)
    ]
    return sum(found) / len(found) / 10


def test_a_large_index_finds_what_a_dot_product_finds(large: tuple[Ids, Vector]) -> None:
    """Nearly all of the ten nearest, with cosines that are off by less than a hundredth of their spread."""
    ids, matrix = large
    vectors = of(ids, matrix)

    assert share_found(ids, matrix, vectors) >= 0.95
    scores = np.array(vectors.similarities(matrix[0], ids.tolist()))
    assert np.abs(scores - matrix @ matrix[0]).max() < 0.003
    assert vectors.search(matrix[5], 3)[0][0] == ids[5]
    assert len(vectors.search(matrix[5], 5_000)) == 2_000


@pytest.mark.parametrize("which", [slice(0, 2_000, 2), slice(0, 2_000, 20), slice(0, 2_000, 500)])
def test_a_large_index_finds_only_the_admitted(large: tuple[Ids, Vector], which: slice) -> None:
    """Whether a filter lets half through, a few or a handful."""
    ids, matrix = large
    vectors, among = of(ids, matrix), ids[which]

    assert share_found(among, matrix[which], vectors, among) > 0.9 * min(1.0, len(among) / 10)
    assert {id for id, _ in vectors.search(matrix[0], 2_000, among)} == set(among.tolist())


def test_a_large_index_finds_the_admitted_that_are_far(large: tuple[Ids, Vector]) -> None:
    """Where a filter lets through only what is least like the question, the nearest of that are found."""
    ids, matrix = large
    question = matrix[0]
    far = np.sort(np.argsort(matrix @ question)[:500])

    found = [id for id, _ in of(ids, matrix).search(question, 10, ids[far])]

    cosines = matrix[np.searchsorted(ids, found)] @ question
    assert set(found) <= set(ids[far].tolist())
    assert cosines.min() > np.sort(matrix[far] @ question)[-10] - 0.002


def test_a_large_index_comes_back_from_its_parts(large: tuple[Ids, Vector]) -> None:
    """The same answers, whether the codes are in memory or in a file; and they are whole."""
    ids, matrix = large
    vectors = of(ids, matrix)
    head, codes = vectors.parts()

    again = Vectors.from_parts(head, codes.copy())

    assert [vectors.search(each, 20) for each in matrix[:20]] == [again.search(each, 20) for each in matrix[:20]]
    assert (codes_whole(head, codes), codes_whole(head, codes[:-1]), codes_whole(head[:-999], codes)) == (
        True,
        False,
        True,  # what FAISS made is not looked at
    )


def test_a_damaged_code_is_noticed_when_it_is_used(large: tuple[Ids, Vector]) -> None:
    """Not when the index is opened: a row is read when it is wanted, and then held against its checksum."""
    ids, matrix = large
    head, codes = of(ids, matrix).parts()
    damaged = codes.copy()
    damaged[60 * 7 + 3] ^= 4

    vectors = Vectors.from_parts(head, damaged)

    assert not codes_whole(head, damaged)
    with pytest.raises(IndexUnusable, match=r"a row does not have its checksum\): run `python -m index`"):
        vectors.similarities(matrix[0], [int(ids[7])])
    assert vectors.similarities(matrix[0], [int(ids[0])]) == of(ids, matrix).similarities(matrix[0], [int(ids[0])])
    with pytest.raises(IndexUnusable, match="checksum"):
        Vectors.advanced(vectors, ids[:3], ids[:0], reader(ids, matrix))


def test_a_large_index_advances_as_if_it_were_built_anew(large: tuple[Ids, Vector]) -> None:
    """Without what is gone and with what came, it finds what a dot product finds."""
    ids, matrix = large
    before = of(ids[:1_900], matrix[:1_900])
    gone, here = ids[30:130], np.r_[0:30, 130:2_000]

    vectors = Vectors.advanced(before, gone, ids[1_900:], reader(ids, matrix))

    assert vectors.ids().tolist() == ids[here].tolist()
    assert share_found(ids[here], matrix[here], vectors) >= 0.95
    assert codes_whole(*vectors.parts())
    with pytest.raises(KeyError):
        vectors.similarities(matrix[0], [int(gone[0])])


def test_size_decides_the_kind(large: tuple[Ids, Vector]) -> None:
    """Up to EXACT vectors all are compared, above they are chosen by codes."""
    ids, matrix = large
    small, big = of(ids[:100], matrix[:100]), of(ids[:101], matrix[:101])

    assert [len(each.parts()[1]) for each in (small, big)] == [0, 101 * 60]
    assert [(each.fits(100), each.fits(101)) for each in (small, big)] == [(True, False), (False, True)]


@pytest.mark.parametrize("where", range(0, 960, 64))
def test_one_flipped_bit_never_passes(large: tuple[Ids, Vector], where: int) -> None:
    """Whichever bit of a row of codes it is."""
    head, codes = of(*large).parts()
    for bit in range(where, where + 64):
        codes[bit // 16] ^= np.array(1 << bit % 16).astype(np.int16)
        assert not codes_whole(head, codes)
        codes[bit // 16] ^= np.array(1 << bit % 16).astype(np.int16)
    assert codes_whole(head, codes)
