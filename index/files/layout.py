"""From the rows of printed pages to running text: what goes on in the next row, and what only heads or foots a page.

Positions decide first: a gap between rows, an indented first row, a row that ends before its column does.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from index.articles.lines import ends_finally
from index.folding import words
from index.language import language_of

EDGE = 3  # levels at the top and at the bottom of a page that may head or foot it
SAME_LEVEL = 2.0  # points between rows that stand beside each other
SAME_PLACE = 6.0  # points between the places of one header on two pages
SAME_SIZE = 1.06  # how many times larger letters of one paragraph may be: a raised figure, another face
LEADING = 1.3  # distance of rows in sizes of their letters, where no wrapped paragraph shows it
GAP = 1.2  # how many times the leading parts two paragraphs
INDENT = 0.6  # sizes of a letter by which a paragraph's first row stands in
FULL = 0.9  # share of its column that a row and the next one's first word reach where it was wrapped
BROKEN_OFF = 0.6  # the same where the sentence goes on in the next row: bold letters are wider than is reckoned
MEASURED = 4  # rows in a run that show how wide their column is
HEADING = 1.15  # how many times larger than most letters those of a headline are
INITIALS = 50  # of a document: each is looked for among all rows
INITIAL = 1.8  # how many times larger than the row after it an initial that spans rows is
LANGUAGE = 20_000  # characters of a text that show its language

_NARROW, _WIDE = frozenset("iíìỉĩịljtfrI.,:;!'’“”\"()-/ |"), frozenset("mwMWƯƠƯ%@—")
_BULLET = re.compile(r"(?:[-–—•●▪■◦*+]|\d{1,2}[.)]|[a-zđ]\))\s")
_NUMBER_ALONE = re.compile(
    r"[-–—|\s]{0,4}(?:(?:trang|page|p\.)\s{0,2})?\d{1,4}(?:\s{0,2}(?:/|of|trên)\s{0,2}\d{1,4})?[-–—|\s]{0,4}"
)
_DIGITS = re.compile(r"\d+")
_HYPHENS = "-\u2010\u00ad"
_JOINED, _NEXT, _APART = " ", "\n", "\n\n"


@dataclass(frozen=True, slots=True)
class Row:
    """What stands in one row of a page: where it begins, in points from the lower left, and how large its letters are.

    `artifact` where the file itself marks it as part of the page and not of what is told.
    """

    text: str
    page: int
    x: float
    y: float
    size: float
    artifact: bool = False


class _Run(NamedTuple):
    """Rows close below each other: where they begin and end, and whether one is seen to go on in the next."""

    left: float
    right: float
    wrapped: bool
    rows: int


def without_headers(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows of the pages, and the first of each row that heads or foots them: marked, repeated, a number alone."""
    edges = _edges(rows)
    places: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for number in edges:
        places[_key(rows[number])].append((rows[number].y, rows[number].page))
    heading = {
        number
        for number, outermost in edges.items()
        if rows[number].artifact
        or (outermost and _NUMBER_ALONE.fullmatch(rows[number].text.lower()))
        or _is_repeated(rows[number], places)
    }
    first = {_key(rows[number]): rows[number] for number in sorted(heading, reverse=True)}
    headers = sorted(first.values(), key=lambda row: (row.page, -row.y))
    return [row for number, row in enumerate(rows) if number not in heading], headers


def _edges(rows: Sequence[Row]) -> dict[int, bool]:
    """The numbers of the rows at the top and at the bottom of their pages, and whether they are the outermost."""
    pages: dict[int, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        pages[row.page].append(number)
    edges: dict[int, bool] = {}
    for numbers in pages.values():
        numbers.sort(key=lambda number: rows[number].y)
        for order in (numbers, numbers[::-1]):
            for number, level in _levels(rows, order):
                edges[number] = edges.get(number, False) or level == 0
    return edges


def _levels(rows: Sequence[Row], order: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first rows of an order and at which of EDGE levels each stands."""
    level = 0
    for before, number in zip([order[0], *order], order, strict=False):
        level += abs(rows[number].y - rows[before].y) > SAME_LEVEL
        if level == EDGE:
            return
        yield number, level


def _key(row: Row) -> str:
    """What a header says on every page: its words, numbers aside."""
    return _DIGITS.sub("#", " ".join(word.folded for word in words(row.text[:200])))


def _is_repeated(row: Row, places: dict[str, list[tuple[float, int]]]) -> bool:
    """Whether another page has the same words, numbers aside, at the same place."""
    key = _key(row)
    if not any(map(str.isalpha, key)):
        return False
    return any(page != row.page and abs(y - row.y) <= SAME_PLACE for y, page in _sampled(places[key]))


def _sampled(places: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """A few of many places, so that a row is compared with a bounded number of others."""
    return places if len(places) <= 32 else places[:: len(places) // 16]


def running_text(rows: Sequence[Row]) -> str:
    """The text of rows in reading order: a paragraph a line, blank lines between paragraphs that stand apart."""
    rows = _with_initials(rows)
    if not rows:
        return ""
    page = _Page(rows)
    pieces: list[str] = []
    for number, row in enumerate(rows[:-1]):
        pieces.extend(page.ended(number, row))
    return "".join([*pieces, rows[-1].text])


def _with_initials(rows: Sequence[Row]) -> list[Row]:
    """The rows, a large initial in one with the row whose first letter it is."""
    found = list(rows)
    initials = [row for row in rows if len(row.text) == 1 and row.text.isupper()]
    for initial in initials[:INITIALS]:
        beside = [row for row in found if _is_beside(initial, row)]
        if beside:
            first = max(beside, key=lambda row: row.y)
            found[found.index(first)] = replace(first, text=initial.text + first.text)
            found.remove(initial)
    return found


def _is_beside(initial: Row, row: Row) -> bool:
    """Whether a row begins right of a large initial, in small letters."""
    near = 0 < row.x - initial.x < 1.5 * initial.size and -0.2 * initial.size < row.y - initial.y < initial.size
    return near and initial.page == row.page and initial.size > INITIAL * row.size and row.text[0].islower()


class _Page:
    """Rows in reading order with what their neighbourhood shows: leading, columns, the size of most letters."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        text = " ".join(row.text for row in rows)
        self.words = frozenset(word.text.lower() for word in words(text))
        self.english = language_of(text[:LANGUAGE]) == "en"
        sizes: Counter[float] = Counter()
        for row in rows:
            sizes[row.size] += len(row.text)
        self.size = sizes.most_common(1)[0][0]
        self.leading = _leading(rows)
        self.runs = self._runs()

    def ended(self, number: int, row: Row) -> tuple[str, str]:
        """A row's text and what stands between it and the next row."""
        below = self.rows[number + 1]
        join = self._join(number, row, below)
        if join != _JOINED or not _is_cut(row.text, below.text):
            return row.text, join
        return (row.text[:-1] if self._is_broken_word(row, below) else row.text), ""

    def _is_broken_word(self, row: Row, below: Row) -> bool:
        """Whether a row's last hyphen only breaks a word, and is no part of it as in "héc-ta"."""
        if row.text[-1] != "-":
            return True
        whole = row.text[:-1].split()[-1] + below.text.split()[0].rstrip('.,;:!?)”"')
        return whole.lower() in self.words or (self.english and whole.isascii())

    def _join(self, number: int, row: Row, below: Row) -> str:
        """What stands between a row and the next: nothing but a space, a line end, or a blank line."""
        if not _same_size(row, below):
            return _APART
        goes_on = _goes_on(row, below)
        if not self._is_close(row, below):
            broken_off = goes_on or (self.runs[number].wrapped and _is_elsewhere(row, below) and _is_open(row, below))
            return _JOINED if broken_off and self._is_full(number) else _APART
        if row.size > HEADING * self.size:
            return _JOINED
        if _BULLET.match(below.text):
            return _NEXT
        return self._within(number, row, below, goes_on)

    def _within(self, number: int, row: Row, below: Row, goes_on: bool) -> str:
        """What stands between two rows of a run."""
        run = self.runs[number]
        if not goes_on and below.x > run.left + INDENT * below.size and _begins(row, below):
            return _APART
        if self._is_full(number) and (goes_on or run.wrapped):
            return _JOINED
        return _APART if ends_finally(row.text) else _NEXT

    def _is_close(self, row: Row, below: Row) -> bool:
        """Whether a row is the one right below another in its column."""
        drop = row.y - below.y
        return row.page == below.page and 0 < drop <= GAP * self.leading * row.size

    def _is_full(self, number: int) -> bool:
        """Whether the next row's first word would not have fitted into a row."""
        row, run = self.rows[number], self.runs[number]
        first = self.rows[number + 1].text.split(maxsplit=1)[0]
        end = row.x + row.size * (_width(row.text) + _width(" " + first))
        share = BROKEN_OFF if _goes_on(row, self.rows[number + 1]) else FULL
        return end - run.left >= share * (run.right - run.left)

    def _runs(self) -> list[_Run]:
        """For each row, the run it stands in."""
        found: list[_Run] = []
        start = 0
        for number in range(1, len(self.rows) + 1):
            if number < len(self.rows) and self._is_one_run(number):
                continue
            stretch = self.rows[start:number]
            found.extend([_run(stretch)] * len(stretch))
            start = number
        return self._widened(found)

    def _is_one_run(self, number: int) -> bool:
        above, row = self.rows[number - 1], self.rows[number]
        return _same_size(above, row) and self._is_close(above, row)

    def _widened(self, runs: list[_Run]) -> list[_Run]:
        """The runs, one of a few rows as wide as others of its page that begin where it does, and wrapped as they."""
        rights: dict[tuple[int, int, int], float] = defaultdict(float)
        wrapped: set[tuple[int, int, int]] = set()
        for row, run in zip(self.rows, runs, strict=True):
            place = _place(row, run)
            rights[place] = max(rights[place], run.right)
            wrapped |= {place} if run.wrapped else set()
        return [
            run if run.rows >= MEASURED else run._replace(right=rights[place], wrapped=place in wrapped)
            for run, place in ((run, _place(row, run)) for row, run in zip(self.rows, runs, strict=True))
        ]


def _place(row: Row, run: _Run) -> tuple[int, int, int]:
    """Where on which page a run begins, and the size of its letters."""
    return row.page, round(run.left / (2 * row.size)), round(2 * row.size)


def _run(rows: Sequence[Row]) -> _Run:
    """The run of rows close below each other."""
    left = min(row.x for row in rows)
    right = max(row.x + row.size * _width(row.text) for row in rows)
    return _Run(left, right, any(_goes_on(*pair) for pair in pairwise(rows)), len(rows))


def _leading(rows: Sequence[Row]) -> float:
    """How far rows of a paragraph stand apart, in sizes of their letters: at rows that surely go on in the next."""
    drops = Counter(
        round((row.y - below.y) / row.size, 1)
        for row, below in pairwise(rows)
        if row.page == below.page and _same_size(row, below) and _goes_on(row, below)
    )
    usual = {drop: count for drop, count in drops.items() if 0.8 <= drop <= 3}
    return max(usual, key=lambda drop: (usual[drop], -drop)) if usual else LEADING


def _begins(row: Row, below: Row) -> bool:
    """Whether a row that stands in begins a paragraph: below one that does not and is no list's, or that is ended."""
    stands_out = below.x > row.x + INDENT * below.size and not _BULLET.match(row.text)
    return stands_out or ends_finally(row.text)


def _is_cut(row: str, below: str) -> bool:
    """Whether a row ends with a hyphen inside a word."""
    return row[-1] in _HYPHENS and row[-2:-1].isalpha() and below[0].islower()


def _goes_on(row: Row, below: Row) -> bool:
    """Whether a row breaks off inside a sentence that the next goes on with."""
    return below.text[0].islower() and _is_open(row, below)


def _is_open(row: Row, below: Row) -> bool:
    """Whether a row ends no sentence and the next begins no entry of a list."""
    return not ends_finally(row.text) and not _BULLET.match(below.text)


def _is_elsewhere(row: Row, below: Row) -> bool:
    """Whether the next row begins another page or another column."""
    return row.page != below.page or below.y > row.y


def _same_size(row: Row, below: Row) -> bool:
    """Whether two rows have letters of one size."""
    return max(row.size, below.size) <= SAME_SIZE * min(row.size, below.size)


def _width(text: str) -> float:
    """About how wide a text is, in sizes of its letters."""
    return sum(0.3 if c in _NARROW else 0.8 if c in _WIDE else 0.65 if c.isupper() else 0.5 for c in text)
