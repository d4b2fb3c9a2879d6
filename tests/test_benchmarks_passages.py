"""The benchmark of a million passages, at a few hundred: what it makes is like what it is made of."""

from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.passages import (
    IN_ARTICLE,
    Chains,
    Directions,
    GivenEncoder,
    nearest,
    passages_figures,
    write_passages,
)
from index.folding import words
from index.store import Store
from tests.fakes import LetterEncoder
from tests.test_store import all_vectors, sentences_of

SAID = ["Nước sông Hương lên nhanh", "Nước sông Hồng lên chậm", "Giá gạo lên nhanh"] * 20


def test_chains_follow_the_texts_they_are_made_of() -> None:
    """So many words, with a capital and a full stop; most words follow one that they follow there; twice the same."""
    texts = Chains(SAID, seed=1).texts(200, 12)
    known = {(one, other) for text in SAID for one, other in pairwise(text.split())}

    said = [[word.text for word in words(text)] for text in texts]
    pairs = [pair for text in said for pair in pairwise(text[1:])]
    assert {len(text) for text in said} == {12}
    assert all(text[0] == text[0].upper() and text.endswith(".") for text in texts)
    assert sum(pair in known for pair in pairs) > len(pairs) / 2
    assert texts == Chains(SAID, seed=1).texts(200, 12)


def test_directions_are_unit_vectors_as_far_apart_as_the_real_ones() -> None:
    """The middle and the spread stay; what is near another is nearer to it than any other is, as a rule."""
    real = LetterEncoder().encode_passages([*SAID[:3], "Bão số 3", "Lũ lớn", "Thủ đô Viêng Chăn", "Hộ nghèo"])
    directions = Directions(real, seed=1)
    some = directions.some(3_000)
    near = directions.near(some[:100])

    assert np.allclose(np.linalg.norm(some, axis=1), 1, atol=1e-5)
    assert np.abs(some.mean(axis=0) - real.mean(axis=0)).max() < 0.05
    assert (near * some[:100]).sum(axis=1).mean() > (near @ some.T).mean() + 0.05


def test_made_passages_are_an_index_like_any(tmp_path: Path) -> None:
    """As many as asked for, a few in an article, each with its sentences; the nearest are by a plain dot product."""
    real = LetterEncoder().encode_passages(SAID[:3])
    write_passages(tmp_path, 21, "letters", Chains(SAID, 1), Directions(real, 1))

    with Store.open(tmp_path) as store:
        ids, matrix = all_vectors(store)
        sentences = sentences_of(store, ids.tolist())
        best = nearest(store, ids, matrix[:2], 3)
        assert (len(ids), store.article_count()) == (21, -(-21 // IN_ARTICLE))
        assert all(passage.text[-1] == "." for passage, _ in sentences)
        assert " ".join(passage.text for passage, _ in sentences[:5]) == store.passages([1])[0].text
    assert best == [ids[np.argsort(-(matrix @ each), kind="stable")[:3]].tolist() for each in matrix[:2]]


def test_a_given_encoder_knows_its_questions() -> None:
    """And gives what it does not know the vector of one of them."""
    encoder = GivenEncoder("letters", {"một": np.ones(4, np.float32)})

    assert [encoder.encode_question(text).tolist() for text in ("một", "mot")] == [[1.0] * 4] * 2
    assert encoder.dimension == 4
    assert encoder.encode_passages(["một"]).tolist() == [[1.0] * 4]


def test_a_row_of_the_table_has_every_cost() -> None:
    """One row a size; recall is of an exact search here, so it is all."""
    figures = {figure.column: figure for figure in passages_figures(LetterEncoder(), [40])}

    assert {figure.what for figure in figures.values()} == {"40 passages"}
    assert list(figures) == [
        "build",
        "on disk",
        "opening",
        "memory",
        "search, median",
        "search, 95th percentile",
        "words, median",
        "words, 95th percentile",
        "vectors, median",
        "recall@10",
        "one article changed",
    ]
    assert (figures["recall@10"].value, figures["recall@10"].held) == (100.0, True)
