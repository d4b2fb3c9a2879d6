"""Every row of the database, held against its checksum: what is damaged, and what is whole."""

from collections.abc import Iterator
from contextlib import closing

from index.database import ARTICLE_COLUMNS, Connection, DatabaseError, Row, checksum

COLUMNS = {
    "files": "id, sha256, rules, stated, unread",
    "documents": "id, file, article",
    "articles": ARTICLE_COLUMNS,
    "passages": 'article, start, "end", vector',
    "sentences": 'passage, start, "end", vector',
}
_MOST = 5  # faults that are told of each kind


def faults(connection: Connection) -> Iterator[str]:
    """What is wrong with the database, for a person, some of each kind: its pages and indexes, its references, the
    checksums of its rows. The tables that articles are compared by have none: the seal and the pages speak for them.
    """
    try:
        yield from (said for (said,) in connection.execute(f"PRAGMA integrity_check({_MOST})") if said != "ok")
        lost = connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST)
        yield from (f"row {row} of {table} speaks of one of {other} that is not there" for table, row, other, _ in lost)
    except (DatabaseError, UnicodeDecodeError) as error:
        yield str(error)
    for table in COLUMNS:
        for _, fault in zip(range(_MOST), _faults_of(connection, table), strict=False):
            yield fault


def _faults_of(connection: Connection, table: str) -> Iterator[str]:
    listed = "listed" if table == "articles" else "NULL"
    try:
        columns = f"rowid, {COLUMNS[table]}, checksum, {listed}"
        statement = f"SELECT {columns} FROM {table}"  # noqa: S608 - our own names
        with closing(connection.execute(statement)) as rows:
            for id, *row in rows:
                if not is_whole(table, tuple(row)):
                    yield f"row {id} of {table} does not have its checksum"
    except (DatabaseError, UnicodeDecodeError) as error:
        yield f"{table}: {error}"


def is_whole(table: str, row: Row) -> bool:
    """Whether the columns of a row of this table have its checksum, and what a list shows of an article the other:
    these two are last.
    """
    *columns, sum, listed = row
    try:
        if sum != checksum(*columns):
            return False
        return table != "articles" or listed == checksum(columns[2], columns[3], columns[5])
    except (KeyError, UnicodeError):  # a number where there are none, or half a character
        return False


def salvaged(connection: Connection, table: str) -> Iterator[tuple[int, Row]]:
    """The rows of a table that are whole, each with its number, wherever they can be reached: from the first on, from
    the last back, and one by one between the two.
    """
    found: dict[int, Row] = {}
    ends = [_reached(connection, table, found, order) for order in ("ASC", "DESC")]
    if None not in ends:
        for id in range((ends[0] or 0) + 1, ends[1] or 0):
            _reached(connection, table, found, "ASC", id)
    for id in sorted(found):
        if is_whole(table, found[id]):
            yield id, found[id][:-2]


def _reached(
    connection: Connection, table: str, found: dict[int, Row], order: str, id: int | None = None
) -> int | None:
    """Puts the rows into `found` as far as they can be read in this order, or the one of this number; the last number
    that was read, or None where nothing was in the way.
    """
    listed, last = "listed" if table == "articles" else "NULL", 0
    which = "" if id is None else f" WHERE rowid = {id}"
    try:
        columns = f"rowid, {COLUMNS[table]}, checksum, {listed}"
        statement = f"SELECT {columns} FROM {table} NOT INDEXED{which}"  # noqa: S608 - our own names
        for last, *row in connection.execute(f"{statement} ORDER BY rowid {order}"):
            found[last] = tuple(row)
    except (DatabaseError, UnicodeDecodeError):
        return last
    return None
