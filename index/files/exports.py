"""Exports of a newsroom's archive: JSON lines and CSV, an article a row.

Its columns are known by the names of `words/columns.toml`, or by what the folder's owner states of them.
"""

import csv
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from io import StringIO
from itertools import chain, islice
from pathlib import Path
from typing import Any

from index.articles.dates import calendar_day, full_dates
from index.files.content import MAX_BYTES, Unreadable
from index.files.data import Document, Metadata
from index.files.encodings import NotText, decode, mended
from index.files.head import day_of
from index.files.pages import text_of_fragment
from index.folding import fold
from index.language import language_of

FIELDS = ("text", "title", "date", "author", "source", "url", "id")
MAX_ROWS = 100_000  # with more in MAX_BYTES, none would have the 200 bytes of a short notice
MAX_LISTS = 3  # lists within lists of a cell; paragraphs and names are one deep
LONGEST_ID = 64  # characters of an id that stands in a citation
LANGUAGE = 2_000  # characters of a text that show its language
SHOWN = 20  # columns named in a message
EARLIEST_NEWS, LATEST_NEWS = 1990, 2100  # a time of 1970 is a clock's zero, no day of publication

_DELIMITERS = ",;\t|"
_NOTHING = frozenset({"", "null", "none", "nan", "nat", "n/a", "na", "-", "undefined", r"\n"})
_NOT_NAME = re.compile(r"[\W_]+")
_TAG = re.compile(r"\s{0,1000}<(?:!--|!doctype|[a-z][a-z0-9]{0,15}[\s/>])", re.IGNORECASE)
_NUMERIC_DAY = re.compile(r"(?<![\d/.-])(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?![\d/.-])")
_EPOCH = re.compile(r"(\d{9,10}|\d{12,13})(?:\.\d{1,9})?")  # seconds since 1973, or milliseconds
_BASIC = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)(?:T?\d{4}(?:\d\d)?)?")
_HALF_DAY = re.compile(r"\d\s?[AP]M\b", re.IGNORECASE)  # who writes it writes the month first, too
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_REMEDY = "state it in articles.yaml, as in: columns: {text: noi_dung}"

_Row = tuple[int, "Mapping[str, Any] | Unreadable"]  # its number in the file from 1, and its columns


@dataclass(frozen=True, slots=True)
class _Survey:
    """What all rows together show: which column is what, and the first row of each id.

    `orders` has True where a date of numbers shows that its day comes first, False where one shows that its month does.
    """

    columns: Mapping[str, Sequence[str]]
    ids: Mapping[str, int]
    orders: frozenset[bool]


def read_export(
    id: str, path: Path, content: bytes, columns: Mapping[str, str] | None = None
) -> Iterator[Document | Unreadable]:
    """The articles of a .jsonl or .csv file, a row each, in order; an Unreadable in place of a row that is none.

    `columns` states what a column holds, as in {"text": "noi_dung"}; the others are known by their names. An article's
    id is the file's, "#", and the row's own id where it has a short one that no row before it has, else its number.
    Raises Unreadable where no row can be read: no rows, no column of text, no encoding.
    """
    try:
        decoded = decode(content)
    except NotText as error:
        raise Unreadable(path, error.why, error.remedy) from error
    text = decoded.text
    if not text.strip():
        raise Unreadable(path, "empty", "delete it or put the articles in it")
    survey = _survey(path, text, columns or {})
    number = 0
    for number, row in _rows(path, text):
        if isinstance(row, Unreadable):
            yield row
        else:
            yield _article(id, path, number, row, survey, decoded.encoding)
    if number == 0:
        raise Unreadable(path, "no rows", "delete it or put the articles in it")


def columns_found(names: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Which of some columns hold an article's text, title and so on, by their names, the likeliest first.

    >>> columns_found(["ID", "Nội dung", "body"])["text"]
    ['body', 'Nội dung']
    """
    by_key = {_key(name): name for name in reversed(names)}
    return {field: [by_key[key] for key in _usual()[field] if key in by_key] for field in FIELDS}


@cache
def _usual() -> Mapping[str, Sequence[str]]:
    table = tomllib.loads((files("index") / "words" / "columns.toml").read_text("utf-8"))
    return {field: list(dict.fromkeys(map(_key, table[field]))) for field in FIELDS}


def _key(name: str) -> str:
    """A column's name as it is compared."""
    return _NOT_NAME.sub("", fold(name))


# The rows


def _rows(path: Path, text: str) -> Iterator[_Row]:
    """The rows of an export, each with its number; an Unreadable in place of one that cannot be read. Raises Unreadable
    where there are too many.
    """
    rows = _json_rows(path, text) if path.suffix.lower() == ".jsonl" else _csv_rows(path, text)
    for count, row in enumerate(rows, 1):
        if count > MAX_ROWS:
            raise Unreadable(path, f"too many rows (more than {MAX_ROWS:,})", "split it into several files")
        yield row


def _json_rows(path: Path, text: str) -> Iterator[_Row]:
    """The objects of the lines; a row's number is its line's."""
    if text.lstrip()[:1] == "[":
        raise Unreadable(path, "one JSON array, not an object a line", "write each article on a line of its own")
    for number, line in enumerate(_lines(text), 1):
        if line.strip():
            yield number, _json_row(path, number, line)


def _lines(text: str) -> Iterator[str]:
    r"""The stretches between \n: other line ends may stand inside JSON."""
    start = 0
    while (stop := text.find("\n", start)) != -1:
        yield text[start:stop]
        start = stop + 1
    yield text[start:]


def _json_row(path: Path, number: int, line: str) -> Mapping[str, Any] | Unreadable:
    try:
        row = json.loads(line)
    except ValueError as error:
        where = f" (at character {error.pos + 1:,})" if isinstance(error, json.JSONDecodeError) else ""
        return _unreadable(path, number, f"not JSON{where}", "correct the line")
    except RecursionError:
        return _unreadable(path, number, "nested too deep", "correct the line")
    return row if isinstance(row, dict) else _unreadable(path, number, "not a JSON object", "name its columns")


def _csv_rows(path: Path, text: str) -> Iterator[_Row]:
    """The rows below the header; a row's number counts those."""
    csv.field_size_limit(MAX_BYTES)
    lines = StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=_delimiter(lines, text))
    header = [name.strip() for name in next(reader, [])]
    number = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number + 1, _unreadable(path, number + 1, f"not CSV ({error})", "quote its cells")
            return
        if any(cells):
            number += 1
            yield number, _csv_row(path, number, header, cells)


def _delimiter(lines: StringIO, text: str) -> str:
    """What parts the cells: as a first line "sep=;" says, which is read away, else what makes most of the header."""
    first = text[:6].lower()
    if first.startswith("sep=") and first[4:5] in _DELIMITERS and first[5:6] in ("\n", ""):
        lines.readline()
        return first[4]
    header = text.partition("\n")[0]
    return max(_DELIMITERS, key=lambda delimiter: len(next(csv.reader([header], delimiter=delimiter), [])))


def _csv_row(path: Path, number: int, header: Sequence[str], cells: Sequence[str]) -> Mapping[str, Any] | Unreadable:
    if len(cells) < len(header) or any(cell.strip() for cell in cells[len(header) :]):
        why = f"{len(cells)} cells, the header has {len(header)}"
        return _unreadable(path, number, why, "quote cells that hold the delimiter, a quote or a line end")
    row: dict[str, str] = {}
    for name, cell in zip(header, cells, strict=False):
        row.setdefault(name, cell)
    return row


def _unreadable(path: Path, number: int, why: str, remedy: str) -> Unreadable:
    return Unreadable(path.with_name(f"{path.name}#{number}"), why, remedy)


# What all rows show


def _survey(path: Path, text: str, stated: Mapping[str, str]) -> _Survey:
    """What the rows show together; raises Unreadable where there are none or no column holds a text."""
    rows = ((number, row) for number, row in _rows(path, text) if not isinstance(row, Unreadable))
    opening = list(islice(rows, 1000))  # rows of JSON may lack columns that others have
    names = list(dict.fromkeys(name for _, row in opening for name in row))
    columns = _columns(path, names, stated) if opening else dict.fromkeys(FIELDS, ())
    ids: dict[str, int] = {}
    orders: set[bool] = set()
    for number, row in chain(opening, rows):
        if found := _own_id(row, columns):
            ids.setdefault(found, number)
        orders |= _orders(_first(row, columns["date"]))
    return _Survey(columns, ids, frozenset(orders))


def _columns(path: Path, names: Sequence[str], stated: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    """Which columns hold what, as stated or by their names; raises Unreadable where none holds the text."""
    found = dict(columns_found(names))
    taken: set[str] = set()
    for field, name in stated.items():
        column = name if name in names else next((each for each in names if _key(each) == _key(name)), None)
        if column is None:
            raise Unreadable(path, f"no column {name} for the {field}: {_listed(names)}", "correct it in articles.yaml")
        found[field] = [column]
        taken.add(column)
    found = {field: [n for n in found[field] if field in stated or n not in taken] for field in FIELDS}
    if not found["text"]:
        raise Unreadable(path, f"no column of text: {_listed(names)}", _REMEDY)
    return found


def _listed(names: Sequence[str]) -> str:
    """The columns' names, of many the first, as a message has them."""
    shown = ", ".join(name[:40] for name in names[:SHOWN])
    return f"its columns are {shown}{' …' if len(names) > SHOWN else ''}"


def _own_id(row: Mapping[str, Any], columns: Mapping[str, Sequence[str]]) -> str | None:
    """The id a row states, if it is fit for a citation."""
    found = _first(row, columns["id"])
    return found if found and len(found) <= LONGEST_ID and found.isprintable() else None


def _orders(stamp: str | None) -> set[bool]:
    """Whether the day comes first in a date of numbers; empty where it could be read either way."""
    match = _NUMERIC_DAY.search(stamp or "")
    if match is None:
        return set()
    return {first for first, number in ((True, match[1]), (False, match[3])) if int(number) > 12}


# One row


def _article(
    id: str, path: Path, number: int, row: Mapping[str, Any], survey: _Survey, encoding: str | None
) -> Document | Unreadable:
    """A row's article."""
    columns = survey.columns
    text = next(filter(None, (_text_of(row.get(name)) for name in columns["text"])), "")
    if not any(map(str.isalnum, text)):
        return _unreadable(path, number, "no text in the row", "fill it or delete it")
    url = _first(row, columns["url"])
    stamp = next((row[name] for name in columns["date"] if _said(row.get(name))), None)
    metadata = Metadata(
        title=_line(_first(row, columns["title"])),
        source=_line(_first(row, columns["source"])),
        author=_line(_first(row, columns["author"])),
        published=_day(stamp, survey.orders, vietnamese=language_of(text[:LANGUAGE]) == "vi"),
        url=url if url and url.startswith(("http://", "https://")) else None,
    )
    return Document(f"{id}#{_name(number, row, survey)}", text, metadata, encoding=encoding)


def _name(number: int, row: Mapping[str, Any], survey: _Survey) -> str:
    """What tells a row from the others of its file: its id where it is the first that has it, else its number."""
    own = _own_id(row, survey.columns)
    if own and survey.ids[own] == number:
        return own
    name = str(number)
    while name in survey.ids:
        name = f"row-{name}"
    return name


def _first(row: Mapping[str, Any], columns: Sequence[str]) -> str | None:
    """What a row says in the first of some columns in which it says anything."""
    return next((said for name in columns if (said := _said(row.get(name)))), None)


def _said(value: object, lists: int = MAX_LISTS) -> str | None:
    """A cell's words; None where it says nothing, or is no word or number, or lists are in lists without end."""
    if isinstance(value, list) and lists:
        value = ", ".join(filter(None, (_said(each, lists - 1) for each in value)))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = _whole(str(value)).strip()
    return None if text.lower() in _NOTHING else text


def _line(text: str | None) -> str | None:
    """A text on one line."""
    return " ".join(mended(text).text.split()) if text else None


def _text_of(value: object, lists: int = MAX_LISTS) -> str:
    r"""An article's text from its cell: tags read as a page's, "\n" in letters as line ends, a list as paragraphs."""
    if isinstance(value, list) and lists:
        return "\n\n".join(filter(None, (_text_of(each, lists - 1) for each in value)))
    if not isinstance(value, str) or value.strip().lower() in _NOTHING:
        return ""
    text = _whole(value)
    if _TAG.match(text):
        text = text_of_fragment(text)
    if "\n" not in text and "\r" not in text:
        text = text.replace("\\r\\n", "\n").replace("\\n", "\n")
    return mended(text).text.strip()


def _whole(text: str) -> str:
    """A text without halves of characters, which JSON can spell and no file can hold."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


# The day


def _day(stamp: object, orders: frozenset[bool], *, vietnamese: bool) -> date | None:
    """The day of publication that a cell states; None for one that no calendar has, or that could be read two ways.

    A moment in UTC is of the day it was in Việt Nam where the article is Vietnamese, as for a web page.
    """
    text = _said(stamp)
    if text is None:
        return None
    if match := _BASIC.fullmatch(text):
        day = calendar_day(int(match[1]), int(match[2]), int(match[3]))
    elif match := _EPOCH.fullmatch(text):
        seconds = float(text) / (1000 if len(match[1]) > 10 else 1)
        day = (datetime(1970, 1, 1) + timedelta(seconds=seconds, hours=7 if vietnamese else 0)).date()
    elif len(numbers := dict.fromkeys(match[0] for match in _NUMERIC_DAY.finditer(text[:200]))) > 1:
        day = None
    elif numbers and (match := _NUMERIC_DAY.search(text)):
        first = _day_first(match, text, orders, vietnamese=vietnamese)
        number, month = (match[1], match[3]) if first else (match[3], match[1])
        day = None if first is None else calendar_day(int(match[4]), int(month), int(number))
    else:
        day = _as_written(text[:200], vietnamese=vietnamese)
    return day if day and EARLIEST_NEWS <= day.year <= LATEST_NEWS else None


def _day_first(match: re.Match[str], text: str, orders: frozenset[bool], *, vietnamese: bool) -> bool | None:
    """Whether the day comes first in a date of numbers: by itself, by the other rows, by the language; None unknown."""
    own = _orders(match[0])
    if own or match[1] == match[3]:
        return own != {False}
    if orders:
        return True in orders if len(orders) == 1 else None
    return True if vietnamese and not _HALF_DAY.search(text) else None


def _as_written(text: str, *, vietnamese: bool) -> date | None:
    """The day of a stamp in a standard's form, or the only one that a text names."""
    days = {found.day for found in full_dates(text)}
    found = day_of(text, vietnamese) if len(days) <= 1 else None
    return found[1] if found else None
