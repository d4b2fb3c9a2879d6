"""How many attributes the tags of a web page have: libxml2 takes the square of their number, minutes for 100,000."""

import re
from collections.abc import Iterator

MAX_ATTRIBUTES = 1_000  # of one tag; a page's longest has some 50

_BEGINS = re.compile(r"<(?:!--|[a-zA-Z][^\s/>]*+)")
_NEXT = re.compile(r"""[\s/]*+(?:(?P<end>>)|[^\s/>=]*+\s*+(?:=\s*+(?:"[^"]*+"|'[^']*+'|(?P<open>["'])|[^\s>]*+))?+)""")
_RAW = frozenset({"<script", "<style", "<textarea", "<title", "<xmp", "<iframe", "<noembed", "<noframes"})


def has_too_many(source: str) -> bool:
    """Whether any tag of a page has more than MAX_ATTRIBUTES; comments and scripts have none.

    >>> has_too_many("<p " + "a=1 " * 1000 + ">"), has_too_many("<p " + "a='>' " * 1001 + ">")
    (False, True)
    """
    return any(count > MAX_ATTRIBUTES for count in _counts(source))


def _counts(source: str) -> Iterator[int]:
    """How many attributes each tag has, as HTML says where names and values end; of a tag without an end, too."""
    position = 0
    while begins := _BEGINS.search(source, position):
        position = begins.end()
        if begins[0] == "<!--":
            position = _past(source, "-->", position)
            continue
        count, position = _in_tag(source, position)
        yield count
        if (tag := begins[0].lower()) in _RAW:
            position = _past(source, f"</{tag[1:]}", position)


def _in_tag(source: str, position: int) -> tuple[int, int]:
    """How many attributes stand from there to the tag's end, and where that is."""
    count = 0
    while count <= MAX_ATTRIBUTES and (found := _NEXT.match(source, position)):
        if found["open"] or found.end() == position:  # quotation marks that nothing closes, or the page's end
            return count, len(source)
        position = found.end()
        if found["end"]:
            break
        count += 1
    return count, position


def _past(source: str, end: str, position: int) -> int:
    """Where what comes after this end begins; the page's end where it has none."""
    found = re.compile(re.escape(end), re.IGNORECASE).search(source, position)
    return found.end() if found else len(source)
