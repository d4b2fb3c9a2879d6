"""Text of an article as a line of something else: nothing said otherwise, only white space and what is around it."""

import re
from collections.abc import Iterator

_APART = re.compile("[ \x00-\x1f\x7f-\x9f\u2028\u2029]+")  # spaces, ends of lines, controls: what ends a line somewhere
_HALVES = re.compile("[\ud800-\udfff]")  # halves of surrogate pairs, which no file can hold
_DOUBLE = re.compile('[“”„‟"＂]')
_POINTED = re.compile("[«»]")
_ENDS = tuple(".!?…")
_EMBEDDING = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c")  # direction turned, and what turns it back
_ISOLATE = dict.fromkeys("\u2066\u2067\u2068", "\u2069")


def one_line(text: str) -> str:
    r"""The text on one line, every word as it stands; a break of lines or a control character becomes a space.

    >>> one_line("Lũ ở Huế\n\nChiều 15/11 ")
    'Lũ ở Huế Chiều 15/11'
    """
    return _APART.sub(" ", _HALVES.sub("\ufffd", text)).strip()


def in_marks(text: str) -> tuple[str, str, str]:
    """The mark before a text, the text on one line, and the mark after it.

    Marks that the text has itself stay as they are, since turning “ ” into ‘ ’ would quote what nobody printed; around
    them stand « », so that the eye and a program see where the quote ends. Only where it has both kinds it gets “ ”.

    >>> "".join(in_marks("vai trò “cầu nối”")), "".join(in_marks("vai trò cầu nối"))
    ('«vai trò “cầu nối”»', '“vai trò cầu nối”')
    """
    pointed = bool(_DOUBLE.search(text)) and not _POINTED.search(text)
    before, after = "«»" if pointed else "“”"
    return before, turned_back(one_line(text)), after


def turned_back(text: str) -> str:
    """The text with every turn of the writing direction that it leaves open closed, so that what follows stands."""
    return text + "".join(reversed(list(_left_open(text))))


def ended(text: str) -> bool:
    """Whether a text ends a sentence by itself, in whatever marks it stands: "hiệu quả hơn.”"."""
    return text.rstrip("”’\"'»)]").endswith(_ENDS)


def _left_open(text: str) -> Iterator[str]:
    """What would close the turns of direction that are open at the end, the outermost first."""
    waiting: list[str] = []
    for character in text:
        closes = _EMBEDDING.get(character) or _ISOLATE.get(character)
        if closes:
            waiting.append(closes)
        elif waiting and character == waiting[-1]:
            waiting.pop()
    yield from waiting
