"""Texts are cut into the tokens that the library `tokenizers` and the wheel's own engine cut them into."""

import unicodedata
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from benchmarks.encoding import CEngine
from index.e5_tokens import Tokens
from index.e5_wheel import make_tokenizer, read_wheel, weights_file
from tests.fakes import tiny_wheel

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
ODD = [
    "",
    " ",
    "two  spaces   and\ta tab",
    "a\u00adsoft hyphen, zero\u200bwidth, \ufeffmark",
    "control\x01\x7f characters",
    "½ năm, ﬁle, Ｎｏ．１, ①, ™, ㌀",
    "▁ stands for a ▁space▁",
    "👍🏽 tốt quá!!! 252.000 tỷ đồng (8,89%)",
    "漢字 и кириллица, กข, 한국, 𝒜𐍈",
    "\ue000\ue001\ue002 unknown \ue000",
    "https://example.org/a?b=c#d",
]


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return Tokens(read_wheel(weights_file()))


@pytest.fixture(scope="module")
def library() -> Tokenizer:
    return make_tokenizer(read_wheel(weights_file()))


@pytest.fixture(scope="module")
def engine() -> CEngine:
    return CEngine()


def lines(seed: Path) -> list[str]:
    return unicodedata.normalize("NFC", seed.read_text("utf-8-sig")).splitlines()


@pytest.mark.parametrize("seed", SEEDS, ids=lambda file: file.stem)
def test_the_librarys_tokens(tokens: Tokens, library: Tokenizer, seed: Path) -> None:
    """Every line of every seed has the numbers that the library gives it."""
    expected = [library.encode(f"passage: {line}").ids for line in lines(seed)]

    assert expected == [tokens.of(f"passage: {line}", 10_000) for line in lines(seed)]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda file: file.stem)
def test_as_many_tokens_as_the_engine_counts(tokens: Tokens, engine: CEngine, seed: Path) -> None:
    """Every line of every seed has as many tokens as the wheel's own engine gives it."""
    expected = [engine.token_count(line, False) for line in lines(seed)]

    assert expected == [len(tokens.of(f"passage: {line}", 10_000)) for line in lines(seed)]


@pytest.mark.parametrize("text", ODD)
def test_odd_characters(tokens: Tokens, library: Tokenizer, text: str) -> None:
    """Spaces, controls, ligatures, other scripts and characters nobody knows are cut as by the library."""
    assert library.encode(f"query: {text}").ids == tokens.of(f"query: {text}", 10_000)


def test_any_characters(tokens: Tokens, library: Tokenizer) -> None:
    """A thousand texts of characters drawn at random are cut as by the library."""
    draw = np.random.default_rng(0)
    texts = [f"query: {''.join(draw.choice(list(''.join(ODD)), size=draw.integers(40)))}" for _ in range(1000)]

    assert [library.encode(text).ids for text in texts] == [tokens.of(text, 10_000) for text in texts]


def test_a_text_cannot_name_special_tokens(tokens: Tokens) -> None:
    """A text that says "</s>" or "<mask>" has the tokens of those characters, not what they stand for."""
    special = read_wheel(weights_file()).special

    assert special.isdisjoint(tokens.of("</s> <s> <pad> <mask>", 100)[1:-1])


def test_the_limit(tokens: Tokens) -> None:
    """A text of too many tokens keeps its first, and its end is marked all the same."""
    whole = tokens.of("Hà Nội " * 50, 10_000)

    assert [*whole[:9], whole[-1]] == tokens.of("Hà Nội " * 50, 10)


def test_no_two_pieces_have_one_hash(tokens: Tokens) -> None:
    """All pieces of the vocabulary are told apart by their hashes."""
    assert len(np.unique(tokens._pieces._hashes)) == len(read_wheel(weights_file()).scores) - 5


def test_letters(tmp_path: Path) -> None:
    """A word is the mark and its letters; characters of no piece are one unknown one together."""
    (tmp_path / "tiny.bin").write_bytes(tiny_wheel())
    tokens = Tokens(read_wheel(tmp_path / "tiny.bin"))
    mark, a, b, unknown = 4, 5, 6, 3

    assert [0, mark, a, b, mark, b, 2] == tokens.of("ab b", 16)
    assert [0, mark, a, unknown, b, 2] == tokens.of("aĐĐĐb", 16)
