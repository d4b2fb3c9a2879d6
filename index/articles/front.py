"""What a scraper wrote above a page's text: front matter between "---", or lines such as "title: …" and "url: …"."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from index.articles.outlets import host_of
from index.data import Span
from index.files.data import Metadata
from index.files.head import day_of
from index.folding import fold

MOST = 60  # lines of the longest head
LONGEST = 4000  # characters of its longest line, a description
FENCE = "---"

_FIELD = re.compile(r"([^\W\d_][\w:. -]{0,30}?)\s{0,3}:(?:\s{1,9}(.*))?\Z")
_ITEM = re.compile(r"\s{0,8}-\s{1,4}(.+)\Z")
_PARTED = re.compile(r"[\s:._-]+")

Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Front:
    """A scraper's head: where it stands in the text, and what it says of the article."""

    span: Span
    metadata: Metadata


def front_matter(text: str) -> Front | None:
    r"""The head that a scraper wrote above a text; None where the text opens with none.

    >>> front_matter("---\ntitle: Lũ ở Lào\ndate: 2017-10-26\n---\nLũ rút.").metadata.published
    datetime.date(2017, 10, 26)
    """
    found = _fenced(text) or _bare(text)
    if found is None:
        return None
    fields, end = found
    start = len(text) - len(text.lstrip())
    if not text[end:].strip():  # nothing below it: it is all there is to read
        return None
    return Front(Span(start, end), _metadata(fields))


def _rows(text: str) -> Iterator[tuple[str, int]]:
    """The first lines of a text from the first with words, each with where it ends."""
    start = len(text) - len(text.lstrip())
    for _ in range(MOST):
        end = text.find("\n", start, start + LONGEST)
        if end < 0:
            return
        row = text[start:end].rstrip()
        yield row, start + len(row)
        start = end + 1


def _fenced(text: str) -> tuple[Fields, int] | None:
    """The fields between two lines "---" and where the second ends, if at least one is known and none is prose."""
    rows = list(_rows(text))
    if not rows or rows[0][0] != FENCE:
        return None
    close = next((place for place, (row, _) in enumerate(rows[1:], 1) if row in (FENCE, "...")), None)
    fields = _fields([row for row, _ in rows[1:close]]) if close else None
    return (fields, rows[close][1]) if close and fields and _known(fields) else None


def _bare(text: str) -> tuple[Fields, int] | None:
    """The fields in the first lines, each a known one, and where they end: two or more, one as only scrapers write."""
    taken: list[str] = []
    end = 0
    for row, row_end in _rows(text):
        match = _FIELD.match(row)
        if match is None or not _is_key(match[1]):
            break
        taken.append(row)
        end = row_end
    fields = _fields(taken) or {}
    return (fields, end) if len(_known(fields)) > 1 and _sure() & fields.keys() else None


def _fields(rows: Sequence[str]) -> Fields | None:
    """What lines "key: value" say, with the items of lists below a key; None where a line is neither."""
    fields: dict[str, list[str]] = {}
    last: list[str] = []
    for row in rows:
        field, item = _FIELD.match(row), _ITEM.match(row)
        if field:
            last = fields.setdefault(_key(field[1]), [])
            last.extend(_values(field[2] or ""))
        elif item:
            last.extend(_values(item[1]))
        elif row.strip() and not row.startswith((" ", "#")):  # a value goes on in lines set in; "#" remarks
            return None
    return fields


def _values(written: str) -> Iterator[str]:
    """The values in "a", "'a'" or "[a, b]"; none in what only opens a block."""
    value = written.strip()
    parts = value[1:-1].split(",") if value.startswith("[") and value.endswith("]") else [value]
    for part in parts:
        bare = part.strip().strip("\"'").strip()
        if bare and bare not in ("|", ">", "null", "~", "None", "[]"):
            yield bare


def _metadata(fields: Fields) -> Metadata:
    """The record that the fields tell."""
    addresses = [value for value in _said(fields, "url") if host_of(value)]
    sources = list(_said(fields, "source"))
    addresses += [value for value in sources if host_of(value)]
    names = [value for value in sources if not host_of(value)]
    return Metadata(
        title=next(_said(fields, "title"), None),
        source=next(iter(names), None),
        author=_authors(fields),
        published=next(filter(None, map(_day, _said(fields, "published"))), None),
        url=next(iter(addresses), None),
    )


def _authors(fields: Fields) -> str | None:
    """The names in the first field of authors."""
    named = next((fields[key] for key in _table()["fields"]["author"] if fields.get(key)), [])
    return ", ".join(dict.fromkeys(named)) or None


def _day(stamp: str) -> date | None:
    """The day of a stamp in the zone of Vietnam."""
    days = day_of(stamp, vietnamese=True)
    return days[1] if days else None


def _said(fields: Fields, field: str) -> Iterator[str]:
    """What the keys of a field of the record say, the surest first."""
    return (value for key in _table()["fields"][field] for value in fields.get(key, ()))


def _key(written: str) -> str:
    """A key as it is compared: "og:site_name" is "og site name"."""
    return _PARTED.sub(" ", fold(written)).strip()


def _is_key(written: str) -> bool:
    """Whether a word before a colon is a key of such a head."""
    return _key(written) in _telling() | frozenset(_table()["others"]["keys"])


def _known(fields: Fields) -> frozenset[str]:
    """Which of the keys tell the record."""
    return _telling() & fields.keys()


@cache
def _telling() -> frozenset[str]:
    return frozenset(key for names in _table()["fields"].values() for key in names)


@cache
def _sure() -> frozenset[str]:
    return frozenset(_table()["sure"]["keys"])


@cache
def _table() -> Mapping[str, Any]:
    """The lists of the file as they stand."""
    return tomllib.loads((files("index") / "words" / "front.toml").read_text("utf-8"))
