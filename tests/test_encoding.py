"""The benchmark of the encoder: the texts it encodes are as long as it says."""

from pathlib import Path

import numpy as np

from benchmarks.calibrating import own_texts, prefixed
from benchmarks.encoding import PASSAGE_TOKENS, CEngine, of_length
from index.e5_tokens import Tokens
from index.e5_wheel import read_wheel, weights_file

ROOT = Path(__file__).parent.parent


def test_texts_of_a_length() -> None:
    """Texts of 136 tokens have as many with their prefix, or as many fewer as the word after them has."""
    tokens = Tokens(read_wheel(weights_file()))
    texts = of_length(PASSAGE_TOKENS)
    lengths = [len(tokens.of(f"passage: {text}", 512)) for text in texts]

    assert max(lengths) == PASSAGE_TOKENS
    assert np.median(lengths) >= PASSAGE_TOKENS - 2
    assert len(set(texts)) == len(texts) > 20


def test_the_engine_to_compare_with() -> None:
    """The wheel's engine gives unit vectors, a question's other than a passage's."""
    engine = CEngine()
    question, (passage,) = engine.encode_question("Ai?"), engine.encode_passages(["Ai?"])

    np.testing.assert_allclose([1, 1], [np.linalg.norm(question), np.linalg.norm(passage)], atol=1e-5)
    assert 0.8 < question @ passage < 0.999


def test_texts_to_measure_on(tmp_path: Path) -> None:
    """Paragraphs that are long enough, on one line, as passages; the beginning of every third as a question."""
    (tmp_path / "seeds").mkdir()
    paragraphs = [f"Đoạn {number} của một bài báo\nnói về mưa ở Hà Nội." for number in range(4)]
    (tmp_path / "seeds" / "a.txt").write_text("\n\n".join(["Ngắn", *paragraphs]), "utf-8")
    lines = [" ".join(paragraph.split()) for paragraph in paragraphs]

    assert lines == list(own_texts(tmp_path))
    assert [
        f"passage: {lines[0]}",
        f"query: {lines[0]}",
        f"passage: {lines[1]}",
        f"passage: {lines[2]}",
        f"passage: {lines[3]}",
        f"query: {lines[3]}",
    ] == list(prefixed(own_texts(tmp_path)))
