"""A web page as its blocks: the lines that a reader sees, each in its innermost element."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.files.legacy import composed
from index.files.markup_names import is_part

INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img"}
    | {"ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt"}
    | {"u", "var", "wbr", "rp", "rt", "ruby", "picture", "source", "nobr"}
)

_CELL = "\0"  # between the cells of a row; a page's own NULs are taken out before
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e]")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the page: `names` are its class, id, role and type; it holds the blocks `start` up to `end`.

    `parent` is the number of the element around it, -1 of the outermost.
    """

    tag: str
    names: str
    parent: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the page as it is shown, in its innermost element; `apart` where it begins a block, not after <br>.

    `linked` is the share of its characters in links, `targets` where these lead.
    """

    text: str
    element: int
    apart: bool
    linked: float
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows: its elements as they begin, its blocks in order."""

    elements: Sequence[Element]
    blocks: Sequence[Block]

    def around(self, block: int, most: int) -> Iterator[Element]:
        """The elements around that block that hold at most so many, innermost first."""
        number = self.blocks[block].element
        while number >= 0 and self.elements[number].end - self.elements[number].start <= most:
            yield self.elements[number]
            number = self.elements[number].parent


class Reading:
    """A page being read: told of each tag and text in order, it keeps elements as they begin, blocks as they end.

    An inline element holds a block only where it holds all of it: one that has ended may, until more text comes.
    """

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.blocks: list[Block] = []
        self._path: list[int] = []  # the elements that are open
        self._text: list[str] = []  # of the block under way
        self._says = False  # whether that is more than white space
        self._home = 0  # the element it began in
        self._linked = 0
        self._targets: list[str] = []
        self._links: list[str] = []  # the targets of the links that are open
        self._rows = 0  # how many of the open elements are rows of a table that are one line each
        self._apart = True
        self._ended: list[int] = []  # inline elements that ended in the block, with no text after them
        self._after_part = False  # whether such a one, a link or one with a name, ended right here

    def enter(self, tag: str, names: str, target: str, *, is_row: bool) -> None:
        """An element begins."""
        if tag == "br":
            self._end_line()
        elif not _is_inline(tag, names):
            self._boundary(tag)
        elif self._after_part and (tag == "a" or names):
            self._text.append(" ")
        parent = self._path[-1] if self._path else -1
        start = len(self.blocks) + self._says
        self._path.append(len(self.elements))
        self.elements.append(Element(tag, names, parent, start, start))
        if tag == "a":
            self._links.append(target)
        self._rows += is_row

    def leave(self, *, is_row: bool) -> None:
        """The innermost open element ends."""
        number = self._path.pop()
        element = self.elements[number]
        if element.tag == "a":
            self._links.pop()
        self._rows -= is_row
        is_inline = _is_inline(element.tag, element.names)
        if not is_inline and element.tag != "br":
            self._boundary(element.tag)
        self._close(number)
        if is_inline and self._says:
            self._ended.append(number)
            self._after_part = len(self._text[-1]) > 1 and (element.tag == "a" or element.names != "")

    def add(self, text: str | None) -> None:
        """Text that stands in the innermost open element."""
        if not text:
            return
        if not text.isspace():
            self._ended.clear()
            if not self._says:
                self._home, self._says = (self._path[-1] if self._path else 0), True
            if self._links:
                self._linked += len(_SPACE.sub("", text))
                self._targets.append(self._links[-1])
        if self._after_part and text[0].isupper() and self._text[-1][-1].islower():
            self._text.append(" ")
        self._after_part = False
        self._text.append(text)

    def finish(self) -> Shown:
        """What was read."""
        self._end_block(apart=True)
        return Shown(self.elements, self.blocks)

    def _close(self, number: int) -> None:
        """Let an element hold the blocks up to here."""
        element = self.elements[number]
        end = max(element.start, len(self.blocks))
        self.elements[number] = Element(element.tag, element.names, element.parent, element.start, end)

    def _boundary(self, tag: str) -> None:
        """End the block; inside a row that is one line, only its cell."""
        if self._rows and tag != "tr":
            self._text.append(_CELL if tag in ("td", "th") else " ")
        else:
            self._end_block(apart=True)

    def _end_line(self) -> None:
        if self._rows:
            self._text.append(" ")
        else:
            self._end_block(apart=not self._says)

    def _end_block(self, *, apart: bool) -> None:
        """Keep what is under way as a block, if it says anything."""
        written = _INVISIBLE.sub("", "".join(self._text)) if self._says else ""
        cells = (" ".join(cell.split()) for cell in written.split(_CELL))
        line = composed("\t".join(filter(None, cells)))
        if line:
            share = min(1.0, self._linked / (len(_SPACE.sub("", written)) or 1))
            self.blocks.append(Block(line, self._home, self._apart, share, tuple(self._targets)))
            for number in self._ended:
                self._close(number)
        self._apart = apart or (self._apart and not line)
        self._text, self._says, self._linked, self._targets = [], False, 0, []
        self._ended, self._after_part = [], False


def _is_inline(tag: str, names: str) -> bool:
    """Whether an element stands within a line: one that is called after the author or the day is a line of its own."""
    return tag in INLINE and not (names and (is_part(names, "author") or is_part(names, "date")))
