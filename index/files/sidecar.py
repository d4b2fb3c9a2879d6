"""What the folder's owner states of the articles, beside them: `articles.yaml`, or `articles.jsonl`. The door to yaml.

    columns: {text: noi_dung}               of every export; of one: {export.csv: {text: noi_dung}}
    articles:
      2017/lu-lao.txt: {author: Nguyễn An, published: 2017-10-26}
      export.csv#7:    {published: null}    it is not known

Instead of the mapping a list may stand, of {article: 2017/lu-lao.txt, author: …}; in JSON lines, one of these a line.
"""

import hashlib
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from index.articles.dates import calendar_day, full_dates
from index.errors import TrichDanError
from index.files.content import Unreadable, read_bytes
from index.files.data import Metadata, Override
from index.files.encodings import NotText, decode
from index.files.exports import FIELDS, columns_found
from index.folding import fold

NAMES = ("articles.yaml", "articles.yml", "articles.jsonl")
MAX_YAML = 1_000_000  # bytes: 5,000 articles; more are better told in JSON lines
MAX_DEPTH = 8  # levels of YAML; the deepest that means anything is the fourth
LONGEST = 2_000  # characters of a title or an address
NAMED = 20  # entries of no article that are named one by one
CANDIDATES = 2_000  # ids that one such entry is compared with
TOLD = 1_000  # problems that are told one by one

_STATED = ("title", "source", "author", "published", "url")
_NOTHING = frozenset({"", "~", "null"})
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].{0,40})?")
_EXPORTS = (".csv", ".jsonl")
_SHORT = 300  # characters of the longest id; a longer text under "article" is the article


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What is stated of articles and of exports' columns; `problems` are sentences on what could not be taken."""

    overrides: Mapping[str, Override] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    def of(self, id: str) -> Override:
        """What is stated of an article; of an export's row, what is stated of it and of the file."""
        own = self.overrides.get(_key(id), Override())
        file = self.overrides.get(_key(_file_of(id)), Override())
        return _over(file, own) if "#" in id else own

    def columns_of(self, id: str) -> Mapping[str, str]:
        """What the columns of an export hold, as stated for it or for all of the folder."""
        return {**self.columns.get("", {}), **self.columns.get(_key(id), {})}

    def digest_of(self, id: str) -> str:
        """What changes when anything stated of a file, its rows or its columns does; empty where nothing is stated."""
        if not self.digests:
            return ""
        shared = self.digests.get("", "") if id.lower().endswith(_EXPORTS) else ""
        return shared + self.digests.get(_key(id), "")

    def unknown(self, ids: Iterable[str]) -> list[str]:
        """A sentence for each entry that names none of these articles, with the nearest one; of many, a count."""
        known = {_key(each): each for id in ids for each in (id, _file_of(id))}
        named = dict.fromkeys([*self.overrides, *filter(None, self.columns)])
        lost = [name for name in named if name not in known]
        plain = [(_plain(id), id) for id in known.values()] if lost else []
        told = [f"{name}: no such article{_nearest(name, plain)}" for name in lost[:NAMED]]
        return [*told, f"and {len(lost) - NAMED:,} more of no article"] if len(lost) > NAMED else told


def is_sidecar(path: Path, start: bytes) -> bool:
    """Whether a file at the top of the folder that begins so is no article but tells of them.

    >>> is_sidecar(Path("articles.jsonl"), b'{"article": "a.txt", "author": "An"}')
    True
    >>> is_sidecar(Path("articles.jsonl"), b'{"id": 1, "content": "..."}')
    False
    """
    name = path.name.lower()
    if name != "articles.jsonl":
        return name in NAMES
    line = next((each for each in start.removeprefix(b"\xef\xbb\xbf").splitlines() if each.strip()), b"")
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and _is_entry(row)


def _is_entry(row: Mapping[str, Any]) -> bool:
    """Whether a row names an article, or states columns, and holds no text of its own."""
    named = row.get("article")
    texts = [name for name in columns_found(list(map(str, row)))["text"] if name != "article"]
    tells = isinstance(named, str) and len(named) <= _SHORT and "\n" not in named
    return (tells or isinstance(row.get("columns"), dict)) and not texts


def sidecar_files(folder: Path) -> list[Path]:
    """The files at the top of a folder that tell of its articles and are none, the one that counts first."""
    try:
        found = [folder / name for name in NAMES if (folder / name).is_file()]
    except OSError:  # the folder is closed to us, which the listing says
        return []
    return [path for path in found if path.suffix != ".jsonl" or _begins_as_sidecar(path)]


def read_sidecar(folder: Path) -> Sidecar:
    """What stands beside the articles of a folder; nothing where there is no such file."""
    found = sidecar_files(folder)
    if not found:
        return Sidecar()
    reading = _Reading(found[0].name)
    reading.problems += [f"{path.name} is not read: {found[0].name} is there, too" for path in found[1:]]
    try:
        content = read_bytes(found[0])
        text = decode(content).text
    except (Unreadable, NotText) as error:
        reading.problem(None, error.why)
        return reading.sidecar()
    (_read_lines if found[0].suffix == ".jsonl" else _read_yaml)(reading, text)
    return reading.sidecar()


def _begins_as_sidecar(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return is_sidecar(path, file.read(65_536))
    except OSError:
        return False


class _Reading:
    """What has been read of a sidecar so far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.overrides: dict[str, Override] = {}
        self.columns: dict[str, dict[str, str]] = {}
        self.said: dict[str, list[str]] = defaultdict(list)
        self.problems: list[str] = []
        self.more = 0

    def problem(self, line: int | None, what: str) -> None:
        """Takes note of what could not be taken; of many, of how many there are."""
        if len(self.problems) >= TOLD:
            self.more += 1
            return
        where = f"{self.name}, line {line:,}" if line else self.name
        self.problems.append(f"{where}: {_whole(what)}")

    def entry(self, line: int, id: str, stated: Mapping[str, Any]) -> None:
        """Takes what is stated of one article, or of a file of them."""
        key = _key(id)
        if key in self.overrides:
            self.problem(line, f"{id} is named twice; what is stated last counts")
        values: dict[str, Any] = {}
        for name, value in stated.items():
            if name == "columns":
                self.stated_columns(line, key, value)
            elif name not in _STATED:
                self.problem(line, f"{id}: no field {name}{_meant(name, (*_STATED, 'columns'))}")
            else:
                values |= self.value(line, id, name, value)
        self.overrides[key] = _over(
            self.overrides.get(key, Override()), Override(Metadata(**values), frozenset(values))
        )
        self.said[_key(_file_of(id))].append(repr((key, sorted(values.items()))))

    def value(self, line: int, id: str, name: str, value: Any) -> Mapping[str, Any]:
        """A field and its value, None where it is stated to be unknown; empty where it cannot be taken."""
        if isinstance(value, date):
            value = value.isoformat()
        if isinstance(value, list) and name == "author" and all(isinstance(each, str) for each in value):
            value = ", ".join(value)
        if value is None or (isinstance(value, str) and value.strip().lower() in _NOTHING):
            return {name: None}
        if isinstance(value, bool) or not isinstance(value, str | int | float) or len(str(value)) > LONGEST:
            self.problem(line, f"{id}: {name} is not a line of text")
            return {}
        text = " ".join(_whole(str(value)).split())
        if name == "published":
            return self.day(line, id, text)
        if name == "url" and not text.startswith(("http://", "https://")):
            self.problem(line, f"{id}: url does not begin with http:// or https:// ({text[:60]})")
            return {}
        return {name: unicodedata.normalize("NFC", text)}

    def day(self, line: int, id: str, text: str) -> Mapping[str, date]:
        """The day that a text states, and nothing else could be meant by."""
        if match := _DAY.fullmatch(text):
            if day := calendar_day(int(match[1]), int(match[2]), int(match[3])):
                return {"published": day}
            self.problem(line, f"{id}: no newspaper has the day {match[0][:10]}")
            return {}
        found = list(full_dates(text[:200]))
        if len(found) == 1 and not found[0].either_way:
            return {"published": found[0].day}
        why = "day and month could change places" if found else "no full date"
        self.problem(line, f"{id}: published is {text[:40]} ({why}); write it as 2024-03-12")
        return {}

    def stated_columns(self, line: int, key: str, value: Any) -> None:
        """Takes what the columns of one export hold, or with an empty key those of all."""
        if not isinstance(value, dict):
            self.problem(line, "columns is not a table such as {text: noi_dung}")
            return
        for name, column in value.items():
            if isinstance(column, dict) and not key and _key(name):
                self.stated_columns(line, _key(name), column)
            elif name not in FIELDS:
                self.problem(line, f"columns: no field {name}{_meant(name, FIELDS)}")
            elif not isinstance(column, str) or not column.strip():
                self.problem(line, f"columns: {name} names no column")
            else:
                self.columns.setdefault(key, {})[name] = column.strip()
                self.said[_file_of(key)].append(f"column {name} {column}")

    def sidecar(self) -> Sidecar:
        """All of it."""
        digests = {id: hashlib.sha256("\n".join(said).encode()).hexdigest() for id, said in self.said.items()}
        more = [f"{self.name}: {self.more:,} more of these"] if self.more else []
        return Sidecar(self.overrides, self.columns, digests, (*self.problems, *more))


def _read_lines(reading: _Reading, text: str) -> None:
    """Reads a sidecar of JSON lines."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            reading.problem(number, "not JSON")
            continue
        _read_entry(reading, number, row)


def _read_entry(reading: _Reading, line: int, entry: Any) -> None:
    """Reads an entry that names its article itself, or one that only states columns."""
    if isinstance(entry, dict) and entry.keys() == {"columns"}:
        reading.stated_columns(line, "", entry["columns"])
    elif not isinstance(entry, dict) or not isinstance(entry.get("article"), str) or not entry["article"].strip():
        reading.problem(line, "names no article, as in {article: 2017/a.txt, author: …}")
    else:
        reading.entry(line, entry["article"], {name: value for name, value in entry.items() if name != "article"})


def _read_yaml(reading: _Reading, text: str) -> None:
    """Reads a sidecar in YAML."""
    if len(text) > MAX_YAML:
        reading.problem(None, f"too big ({len(text):,} characters > {MAX_YAML:,}); write it as articles.jsonl")
        return
    try:
        root, lines = _parsed(reading, text)
    except _NotTaken as error:
        reading.problem(error.line, str(error))
        return
    if root is None:
        return
    if isinstance(root, list):
        root = {"articles": root}
    if not isinstance(root, dict):
        reading.problem(1, "neither a table of articles nor a list of them")
        return
    for name, value in root.items():
        if name == "columns":
            reading.stated_columns(lines.get((name,), 1), "", value)
        elif name == "articles":
            _read_articles(reading, value, lines)
        else:
            reading.problem(lines.get((name,), 1), f"no field {name}{_meant(name, ('articles', 'columns'))}")


def _read_articles(reading: _Reading, articles: Any, lines: "_Lines") -> None:
    """Reads the articles of a sidecar in YAML: a table by id, or a list."""
    if isinstance(articles, list):
        for number, entry in enumerate(articles):
            _read_entry(reading, lines.get(("articles", number)) or lines.get((number,), 1), entry)
    elif isinstance(articles, dict):
        for id, stated in articles.items():
            line = lines.get(("articles", id), 1)
            if isinstance(stated, dict):
                reading.entry(line, id, stated)
            else:
                reading.problem(line, f"{id}: not a table of fields, as in {{author: Nguyễn An}}")
    elif articles is not None:
        reading.problem(lines.get(("articles",), 1), "articles is neither a table nor a list")


# YAML


_Lines = Mapping[tuple[str | int, ...], int]  # the line on which what a path leads to is named


class _NotTaken(TrichDanError):
    """YAML that is broken, or built to be too much."""

    def __init__(self, line: int | None, why: str) -> None:
        super().__init__(why)
        self.line = line


def _parsed(reading: _Reading, text: str) -> tuple[Any, _Lines]:
    """The tables, lists and texts of a YAML document, and the lines of the first two levels; raises _NotTaken."""
    import yaml

    try:
        _check_events(text)
        node = yaml.compose(text, Loader=_loader())
    except yaml.MarkedYAMLError as error:
        line, column = (error.problem_mark.line + 1, error.problem_mark.column + 1) if error.problem_mark else (1, 1)
        raise _NotTaken(line, f"not YAML: {error.problem or error.context} (column {column:,})") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:  # a character that no YAML holds
        raise _NotTaken(None, f"not YAML: {str(error).partition(chr(10))[0]}") from error
    lines: dict[tuple[str | int, ...], int] = {}
    return (None if node is None else _value(reading, node, (), lines)), lines


def _loader() -> Any:
    """What reads plain YAML, and nothing that would be run: in C where yaml was built so, ten times as fast."""
    import yaml

    return yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


def _check_events(text: str) -> None:
    """Raises _NotTaken for YAML nested too deep or with aliases, before anything is built of it."""
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=_loader()):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH or isinstance(event, yaml.AliasEvent):
            why = "nested too deep" if depth > MAX_DEPTH else "an alias; write out what it stands for"
            raise _NotTaken(event.start_mark.line + 1 if event.start_mark else None, why)


def _value(reading: _Reading, node: Any, path: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int]) -> Any:
    """What a node says; all scalars are text, but null is None."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        table: dict[str, Any] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            if name in table:
                reading.problem(key.start_mark.line + 1, f"{name} is named twice; what is stated last counts")
            lines[(*path, name)] = key.start_mark.line + 1
            table[name] = _value(reading, value, (*path, name), lines)
        return table
    if isinstance(node, yaml.SequenceNode):
        lines |= {(*path, number): each.start_mark.line + 1 for number, each in enumerate(node.value)}
        return [_value(reading, each, (*path, number), lines) for number, each in enumerate(node.value)]
    return None if node.tag == "tag:yaml.org,2002:null" else node.value


# Names


def _key(id: str) -> str:
    """An id as it is compared: composed letters, forward slashes, nothing before it."""
    return unicodedata.normalize("NFC", _whole(id)).strip().replace("\\", "/").removeprefix("./")


def _whole(text: str) -> str:
    """A text without halves of characters, which JSON and YAML can spell and nothing can print."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _file_of(id: str) -> str:
    """The file of an article; of an export's row, the export.

    >>> _file_of("export.csv#7")
    'export.csv'
    """
    for ending in _EXPORTS:
        head, found, _ = id.partition(f"{ending}#")
        if found:
            return head + ending
    return id


def _over(below: Override, above: Override) -> Override:
    """Both, what `above` states counting where both state something."""
    stated = {name: getattr(above.metadata, name) for name in above.fields}
    return Override(replace(below.metadata, **stated), below.fields | above.fields)


def _meant(name: str, names: Sequence[str]) -> str:
    """The nearest of some names, as a question; empty where none is near."""
    near = get_close_matches(str(name)[:60].lower(), names, 1)
    return f"; did you mean {near[0]}?" if near else ""


def _nearest(name: str, ids: Sequence[tuple[str, str]]) -> str:
    """The nearest of some ids, each with its plain name, as a question; empty where none is near."""
    file = _plain(name)
    alike = [id for plain, id in ids if plain == file] or [id for plain, id in ids if _may_be_near(plain, file)]
    near = get_close_matches(name[:_SHORT], alike[:CANDIDATES], 1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else ""


def _may_be_near(plain: str, file: str) -> bool:
    """Whether two files' names begin or end alike, their endings aside."""
    return plain[:3] == file[:3] or plain.partition(".")[0][-3:] == file.partition(".")[0][-3:]


def _plain(id: str) -> str:
    """A file's name without its folder, folded."""
    return fold(id.rpartition("/")[2])
