"""Vectors by nearness: FAISS against a dot product."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from index.encoder import Vector
from index.vectors import Vectors


def unit_vectors(count: int, dimension: int, seed: int = 7) -> Vector:
    matrix = np.random.default_rng(seed).normal(size=(count, dimension))
    unit: Vector = (matrix / np.linalg.norm(matrix, axis=1, keepdims=True)).astype(np.float32)
    return unit


def some_ids(count: int) -> NDArray[np.int64]:
    """Ids in no order and with gaps."""
    return np.random.default_rng(11).permutation(3 * count)[:count].astype(np.int64)


def test_search_is_a_sorted_dot_product() -> None:
    """The k nearest, their order and their scores are those of a plain dot product."""
    ids, matrix = some_ids(300), unit_vectors(300, 16)
    vectors = Vectors.build(ids, matrix)

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

    scores = Vectors.build(ids, matrix).similarities(question, asked)

    assert (matrix[[40, 3, 40]] @ question).tolist() == pytest.approx(scores, abs=1e-6)


def test_similarities_of_nothing_are_none() -> None:
    """No ids, no similarities."""
    vectors = Vectors.build(some_ids(5), unit_vectors(5, 4))

    assert vectors.similarities(unit_vectors(1, 4)[0], []) == []


def test_an_unknown_id_is_a_key_error() -> None:
    """An id without a vector is not a similarity of zero."""
    vectors = Vectors.build(np.array([1, 2]), unit_vectors(2, 4))

    with pytest.raises(KeyError, match="no vector for one of the ids"):
        vectors.similarities(unit_vectors(1, 4)[0], [1, 3])


def test_equal_scores_are_in_the_order_of_ids() -> None:
    """The same text in two articles has the same score; which comes first does not depend on when it was added."""
    same = np.array([[1, 0], [1, 0], [1, 0]], np.float32)
    vectors = Vectors.build(np.array([9, 2, 5]), same)

    assert vectors.search(np.array([1, 0], np.float32), 3) == [(2, 1.0), (5, 1.0), (9, 1.0)]


def test_more_than_there_are_is_all_there_are() -> None:
    """Asking for more than there are gives all, and no id of -1, FAISS's word for nothing."""
    vectors = Vectors.build(np.array([4, 6]), np.eye(2, dtype=np.float32))

    assert vectors.search(np.array([0, 1], np.float32), 100) == [(6, 1.0), (4, 0.0)]


def test_an_empty_index_finds_nothing() -> None:
    """No vectors, no hits; a k of nought neither."""
    empty = Vectors.build(np.empty(0, np.int64), np.empty((0, 4), np.float32))

    assert (len(empty), empty.search(unit_vectors(1, 4)[0], 3)) == (0, [])
    assert Vectors.build(np.array([1]), unit_vectors(1, 4)).search(unit_vectors(1, 4)[0], 0) == []


def test_bytes_come_back_as_the_same_index() -> None:
    """What is serialised is read back with the same answers."""
    ids, matrix = some_ids(100), unit_vectors(100, 8)
    question = unit_vectors(1, 8, seed=8)[0]
    vectors = Vectors.build(ids, matrix)

    again = Vectors.from_bytes(vectors.to_bytes())

    assert vectors.search(question, 100) == again.search(question, 100)
    assert vectors.to_bytes() == again.to_bytes()


def test_the_same_id_twice_is_refused() -> None:
    """FAISS takes an id twice in silence; here it is an error that says how many."""
    with pytest.raises(ValueError, match="an id more than once: 3 ids, 2 different ones"):
        Vectors.build(np.array([1, 2, 1]), unit_vectors(3, 4))


def test_ids_and_rows_must_be_as_many() -> None:
    """Two ids for three rows are refused with both numbers."""
    with pytest.raises(ValueError, match=r"not a row for each id: 2 ids, a matrix of shape \(3, 4\)"):
        Vectors.build(np.array([1, 2]), unit_vectors(3, 4))


def test_a_question_of_another_dimension_is_refused() -> None:
    """A vector of another model is refused with both dimensions."""
    vectors = Vectors.build(np.array([1]), unit_vectors(1, 4))

    with pytest.raises(ValueError, match=r"shape \(5,\) != \(4,\)"):
        vectors.search(unit_vectors(1, 5)[0], 1)


@pytest.mark.parametrize("data", [b"", b"IxM2", b"no index at all" * 10])
def test_bytes_that_are_no_index_are_refused(data: bytes) -> None:
    """Bytes of something else raise ValueError."""
    with pytest.raises(ValueError, match="not a vector index"):
        Vectors.from_bytes(data)


def test_an_index_of_another_kind_is_refused() -> None:
    """A FAISS index without ids is none of ours."""
    import faiss

    data = bytes(faiss.serialize_index(faiss.index_factory(4, "Flat")))

    with pytest.raises(ValueError, match=r"IndexFlat.* != IndexIDMap2"):
        Vectors.from_bytes(data)


def test_every_thread_searches_with_one_thread() -> None:
    """OpenMP counts threads per thread: a search from any of them is set to one."""
    import faiss

    vectors = Vectors.build(np.array([1]), unit_vectors(1, 4))
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
    vectors, questions = Vectors.build(some_ids(200), unit_vectors(200, 16)), unit_vectors(64, 16, seed=8)
    expected = [vectors.search(question, 5) for question in questions]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda question: vectors.search(question, 5), questions))

    assert expected == found
