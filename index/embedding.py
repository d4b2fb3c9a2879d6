"""Texts become vectors: in batches, each text once, and kept aside as they come."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from index.database import Generation
from index.encoder import Encoder, Vector
from index.errors import TrichDanError
from index.unfinished import Unfinished

BATCH = 64  # texts the encoder is given at once


class Embedding:
    """Vectors of texts; `count` is how many texts the encoder was given."""

    def __init__(self, encoder: Encoder, unfinished: Unfinished, before: Generation | None) -> None:
        self.count = 0
        self._encoder = encoder
        self._unfinished = unfinished
        self._dimension = before.dimension if before else None

    def dimension(self) -> int:
        """How many numbers a vector has: what the index says, or the encoder where there is no index yet."""
        return self._dimension or self._encoder.dimension

    def vectors(self, texts: Iterable[str], report: Callable[[], None]) -> dict[str, Vector]:
        """The vector of each text; `report` is called after each batch."""
        texts = sorted(texts, key=len)  # texts of a length in one batch are padded least
        if not texts:
            return {}
        dimension = self.dimension()
        kept = self._unfinished.vectors(texts)
        found = {text: vector for text, vector in kept.items() if len(vector) == dimension}
        missing = [text for text in texts if text not in found]
        for first in range(0, len(missing), BATCH):
            batch = missing[first : first + BATCH]
            vectors = dict(zip(batch, self._embed(batch, dimension), strict=True))
            self._unfinished.keep(vectors)
            found |= vectors
            report()
        return found

    def _embed(self, texts: Sequence[str], dimension: int) -> Vector:
        matrix = self._encoder.encode_passages(texts)
        if matrix.shape != (len(texts), dimension) or not np.isfinite(matrix).all():
            raise TrichDanError(
                f"The encoder {self._encoder.name} gave {len(texts)} texts vectors of shape {matrix.shape}, where"
                f" ({len(texts)}, {dimension}) was expected, all finite: set ASSISTANT_ENCODER to another, or keep"
                f" another index with --index DIR."
            )
        self.count += len(texts)
        return matrix
