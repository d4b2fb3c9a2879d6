"""The database's seal: what its file was, byte for byte, when its generation was saved.

SQLite trusts its own indexes, and a row that is not found has no checksum to be held against. So beside the database
lies `seal.json`: one line with the CRC-32 of the next, which has the generation, its mark, the index's own name, and
the CRC-32 of each piece of the file. It tells a changed byte anywhere, a database of an earlier generation put in place
of a later one, and that of another index.
"""

import json
import os
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

from index.disk import sync

SEAL = "seal.json"
PIECE = 1 << 20  # bytes under one CRC-32


@dataclass(frozen=True, slots=True)
class Seal:
    """What the database was: its generation's number and mark, the index it is of, the sentence model, its bytes."""

    generation: int
    mark: str
    index: str
    encoder: str
    dimension: int
    size: int
    pieces: tuple[int, ...]

    def differing(self, database: Path) -> str | None:
        """Where the file is another than it was, for a person; None where it is the same to the last byte."""
        if (size := database.stat().st_size) != self.size:
            return f"{size} bytes, not {self.size}"
        for number, crc in enumerate(pieces(database)):
            if crc != self.pieces[number]:
                return f"a changed byte between {number * PIECE} and {min((number + 1) * PIECE, size)}"
        return None


def pieces(database: Path) -> list[int]:
    """The CRC-32 of each piece of the file."""
    found = []
    with database.open("rb") as file:
        while piece := file.read(PIECE):
            found.append(zlib.crc32(piece))
    return found


def seal_of(folder: Path) -> Seal | None:
    """The seal in this folder; None where there is none, or one that is damaged."""
    try:
        first, _, second = (folder / SEAL).read_bytes().partition(b"\n")
        if first != _first(second):
            return None
        stated = json.loads(second)
        return Seal(**{**stated, "pieces": tuple(stated["pieces"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def put_seal(folder: Path, seal: Seal) -> None:
    """Puts the seal beside the database, whole or not at all."""
    content = json.dumps(asdict(seal)).encode()
    part = folder / f"temporary-{SEAL.replace('.', '_')}"
    try:
        with part.open("wb") as file:
            file.write(_first(content) + b"\n" + content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(folder / SEAL)
    finally:
        part.unlink(missing_ok=True)
    sync(folder)


def _first(content: bytes) -> bytes:
    """The first line, over the rest."""
    return b"%d" % zlib.crc32(content)
