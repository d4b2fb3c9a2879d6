"""What a run has embedded and not yet committed, in a file of its own beside the database."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Self

from index.database import PASSAGE_NUMBERS, Connection, DatabaseError, checksum, connected_beside, to_bytes, to_vector
from index.encoder import Vector

UNFINISHED = "unfinished.sqlite3"


class Unfinished:
    """Vectors by text, kept until the run that needs them has committed, so that an interrupted run loses little.

    It is only ever a help: where its file is damaged or cannot be written, nothing is kept.
    """

    def __init__(self, folder: Path, encoder: str) -> None:
        self._path = folder / UNFINISHED
        self._encoder = encoder
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        if self._connection is not None:
            self._connection.close()

    def vectors(self, texts: Iterable[str]) -> dict[str, Vector]:
        """The vectors of those of the texts that were kept."""
        found: dict[str, Vector] = {}
        try:
            connection = self._connected()
            for text in texts:
                key = self._key(text)
                row = connection.execute("SELECT vector, checksum FROM vectors WHERE text = ?", (key,)).fetchone()
                if row is not None and row[1] == checksum(key, row[0]):
                    found[text] = to_vector(row[0], PASSAGE_NUMBERS)
        except DatabaseError:
            self.discard()
        return found

    def keep(self, vectors: Mapping[str, Vector]) -> None:
        """The next run will find these vectors if this one does not get to its end."""
        rows = [(self._key(text), to_bytes(vector, PASSAGE_NUMBERS)) for text, vector in vectors.items()]
        try:
            connection = self._connected()
            connection.execute("BEGIN")
            connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", [(*row, checksum(*row)) for row in rows]
            )
            connection.execute("COMMIT")
        except DatabaseError:
            self.discard()

    def discard(self) -> None:
        """Nothing is kept any longer, and nothing is left on a disk that lets go of it."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):  # it is known by its texts, so the next run is not misled by it
                self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    def _key(self, text: str) -> bytes:
        """What stands for the text as this encoder reads it."""
        return sha256(f"{self._encoder}\n{text}".encode()).digest()

    def _connected(self) -> Connection:
        """The file, made at first use and, where it was discarded, begun anew at the next."""
        if self._connection is None:
            self._connection = connected_beside(self._path)
            self._connection.execute(
                "CREATE TABLE IF NOT EXISTS vectors (text BLOB PRIMARY KEY, vector BLOB, checksum INTEGER)"
            )
        return self._connection
