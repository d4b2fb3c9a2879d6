"""The database's seal: what it was, byte for byte, when its generation was saved.

SQLite trusts its own indexes, and a row that is not found has no checksum to be held against. So beside the database
lies `seal.json`: one line with the CRC-32 of the next, which has the generation, its mark, the index's own name, the
CRC-32 of each piece of the database, and that of the rows that have none of their own. It tells a changed byte
anywhere, a database of an earlier generation put in place of a later one, and that of another index.

The bytes are had from SQLite and never from the file: whoever closes a file gives up all the locks that his process has
on it (POSIX has it so), those of SQLite's own connections too, and a writer would then take a reader's pages away.
"""

import json
import os
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.disk import sync

if TYPE_CHECKING:
    from index.database import Connection

SEAL = "seal.json"
AT_ONCE = 100_000_000  # bytes of a database that is held against its pieces, a second a GB; SQLite gives it whole
PIECE = 1 << 20  # bytes under one CRC-32

_WITHOUT_CHECKSUMS = ("sqlite_master", "sqlite_sequence", "lines", "common", "bands", "near")
_ROWS = 1000  # read at once


@dataclass(frozen=True, slots=True)
class Seal:
    """What the database was: its generation's number and mark, the index it is of, the sentence model, its bytes, the
    CRC-32 of each piece of them (none of a large one) and of the rows that have none.
    """

    generation: int
    mark: str
    index: str
    encoder: str
    dimension: int
    size: int
    pieces: tuple[int, ...]
    rows: int

    def differing(self, connection: "Connection") -> str | None:
        """Where the database is another than it was, for a person; None where it is the same, as far as its bytes are
        kept. Of a large one only `other_rows` tells.
        """
        if (size := size_of(connection)) != self.size:
            return f"{size} bytes, not {self.size}"
        for number, crc in enumerate(pieces_of(connection)):
            if number >= len(self.pieces) or crc != self.pieces[number]:
                return f"a changed byte between {number * PIECE} and {min((number + 1) * PIECE, size)}"
        return None

    def other_rows(self, connection: "Connection") -> str | None:
        """What is wrong where the rows that have no checksums are others than they were; None where they are not."""
        return None if rows_of(connection) == self.rows else "a changed row in a table that articles are compared by"


def size_of(connection: "Connection") -> int:
    """The bytes of the database, as the connection sees it, be they in its file or still in its log."""
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    return int(pages * connection.execute("PRAGMA page_size").fetchone()[0])


def pieces_of(connection: "Connection") -> tuple[int, ...]:
    """The CRC-32 of each piece of the database, as the connection sees it; none where it is large."""
    if size_of(connection) > AT_ONCE:
        return ()
    with memoryview(connection.serialize()) as content:
        return tuple(zlib.crc32(content[at : at + PIECE]) for at in range(0, len(content), PIECE))


def rows_of(connection: "Connection") -> int:
    """A CRC-32 of all rows that have none of their own, in the order in which they lie."""
    crc = 0
    for table in _WITHOUT_CHECKSUMS:
        rows = connection.execute(f"SELECT * FROM {table} NOT INDEXED")  # noqa: S608 - our own names
        while some := rows.fetchmany(_ROWS):
            crc = zlib.crc32(repr(some).encode("utf-8", "backslashreplace"), crc)
    return crc


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
