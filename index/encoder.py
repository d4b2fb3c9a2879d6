"""The sentence model behind two methods: passages in bulk, one question at once."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


class Encoder(Protocol):
    """A sentence model. Vectors are float32 of unit length, so a dot product is a cosine."""

    @property
    def name(self) -> str:
        """What is written in the index, and must match when it is opened: model, weights and prefixes."""
        ...

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vector:
        """One row a text, in order: shape (len(texts), dimension)."""
        ...

    def encode_question(self, text: str) -> Vector:
        """The question's vector: shape (dimension,)."""
        ...
