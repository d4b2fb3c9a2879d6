"""The captions on a web page: what stands with a picture in one small element, or right under it."""

from collections.abc import Iterator

from index.articles.shapes import CAPTION
from index.files.blocks import Shown

LEVELS = 8  # elements between a picture and the figure or table that sets it
BLOCKS = 2  # of the longest caption: its words, and who took the picture

CENTRED = "centred"  # among an element's names where its style or an attribute centres it

_SETTINGS = frozenset({"figure", "table"})
_TEXTS = frozenset({"table", "blockquote", "pre", "ul", "ol"})
_SLANTED = frozenset({"i", "em"})


def captions(page: Shown) -> set[int]:
    """The blocks that are captions by where they stand; what names say of them is told elsewhere."""
    found: set[int] = set()
    for picture, element in enumerate(page.elements):
        if element.tag == "img":
            found.update(_set_with(page, picture))
            if element.start < len(page.blocks) and _is_slanted(page, element.start):
                found.add(element.start)
    return found


def _set_with(page: Shown, picture: int) -> Iterator[int]:
    """The blocks in the figure or table that is made for a picture."""
    number = picture
    for _ in range(LEVELS):
        number = page.elements[number].parent
        if number < 0:
            return
        element = page.elements[number]
        if element.tag in _SETTINGS:
            held = range(element.start, element.end)
            short = sum(len(page.blocks[block].text) for block in held[: BLOCKS + 1]) <= CAPTION
            if len(held) <= BLOCKS and short and not _holds_text(page, number):
                yield from held
            return


def _holds_text(page: Shown, number: int) -> bool:
    """Whether a figure is one of words: a quotation, a list, a table."""
    after = number + 1
    while after < len(page.elements) and page.elements[after].parent >= number:
        if page.elements[after].tag in _TEXTS:
            return True
        after += 1
    return False


def _is_slanted(page: Shown, number: int) -> bool:
    """Whether a block is short, centred, and all in italics."""
    if len(page.blocks[number].text) > CAPTION:
        return False
    around = list(page.around(number, 1))
    return any(each.tag in _SLANTED for each in around) and any(_is_centred(each.tag, each.names) for each in around)


def _is_centred(tag: str, names: str) -> bool:
    return tag == "center" or CENTRED in names
