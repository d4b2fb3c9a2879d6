"""Body or page furniture: which stretches of a scraped page are the article, and why the others are not.

Structure decides first (what is said twice, what follows the signature, the shape of lines), the phrases of
`words/furniture.toml` second. In doubt a line is kept.

    above    above the first sentence: title, dateline, byline, menus, share bars
    inside   up to the signature, the closing "./." or a heading such as "Tin khác" that no paragraph of it follows
    below    the rest of the page
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from index.articles.above import above, first_sentence
from index.articles.boxes import framed
from index.articles.ending import end_of_article
from index.articles.inside import inside
from index.articles.lines import Line, Whys, lines, trimmed
from index.articles.phrases import heading_kind, is_imprint, opening_kind, phrase_kind
from index.articles.shapes import is_address, is_attachment, is_cell, is_link, is_picture_file, is_tagged, pictures
from index.articles.signatures import authors, outlet_named
from index.data import Omission, Span

LONGEST = 4000  # line ends of the longest text looked through; the longest page of a newspaper has a tenth

_UNKNOWN = "below the article"
_TURNED = frozenset({"credit", "tags"})  # right above a line that is no signature, though it could be a name
_APART = frozenset({"title", "dateline", "signature", "source", "address"})  # the record reads each by itself


def split_body(
    text: str, known: Sequence[Omission] = (), *, is_marked: bool = False
) -> tuple[tuple[Span, ...], tuple[Omission, ...]]:
    """The spans of a text that are the article, and the others with why they are not.

    Both are in order and trimmed; every character that is not white space is in exactly one of them. The lines in a
    span of `known` are left out for its reason; with them, or where its format has marked a text, no line that nothing
    gives away is guessed at.
    """
    if text.count("\n") > LONGEST:
        return _kept_whole(text, known)
    page = lines(text)
    whys = _reasons(page, _known(page, known), guess=not known and not is_marked)
    if len(whys) == len(page):  # a page without a sentence: all its words are kept
        whys = {number: "no words" for number, line in enumerate(page) if not line.size}
    body: list[Span] = []
    left_out: list[Omission] = []
    for span, why in _merged(_pieces(page, whys)):
        if why is None:
            body.append(span)
        else:
            left_out.append(Omission(span, why))
    return tuple(body), tuple(left_out)


def _kept_whole(text: str, known: Sequence[Omission]) -> tuple[tuple[Span, ...], tuple[Omission, ...]]:
    """A text of more lines than any page has: all of it but what is known to be no part of the article."""
    omissions = sorted(known, key=lambda omission: omission.span)
    stretches = _between([(omission.span.start, omission.span.end) for omission in omissions], len(text))
    return tuple(filter(None, (trimmed(text, *stretch) for stretch in stretches))), tuple(omissions)


def _reasons(page: Sequence[Line], known: Whys, *, guess: bool) -> Whys:
    """Why each line that is not body is not; `guess` at lines that nothing gives away."""
    whys = _by_themselves(page) | known
    first = first_sentence(page, whys)
    if len(page) < 2 or first is None:
        return whys
    whys |= above(page, first, whys)
    end = end_of_article(page, first, whys)
    whys |= inside(page, first, end, whys, guess=guess)
    return whys | _below(page, end, whys)


def _known(page: Sequence[Line], known: Sequence[Omission]) -> Whys:
    """The lines that lie in a span known to be no part of the article."""
    starts = [line.start for line in page]
    return {
        number: omission.why
        for omission in known
        for number in range(bisect_left(starts, omission.span.start), bisect_left(starts, omission.span.end))
    }


def _by_themselves(page: Sequence[Line]) -> Whys:
    """Lines without words, pictures, and captions in the cell of a table: furniture wherever they stand."""
    whys: Whys = {}
    for number, line in enumerate(page):
        cut = pictures(line.text)
        rest = "".join(line.text[start:end] for start, end in _between(cut, len(line.text)))
        if not any(map(str.isalnum, rest)):
            whys[number] = "picture" if cut else "no words"
        elif is_picture_file(line):
            whys[number] = "picture"
        elif is_attachment(line):
            whys[number] = "attachments"
        elif is_link(line):
            whys[number] = "link"
        elif is_cell(line, below_picture=whys.get(number - 1) == "picture"):
            whys[number] = "caption"
    return framed(page, whys) | whys


# Below the article


def _below(page: Sequence[Line], end: int, whys: Whys) -> Whys:
    """Why the lines after the article are not body: by the last heading above each."""
    found: Whys = {}
    under = None
    written = {page[number].key for number, why in whys.items() if why == "signature" and number < end}
    for number in range(end, len(page)):
        under = heading_kind(page[number]) or under
        if under or number not in whys:
            found[number] = under or _closing_kind(page[number])
        if found.get(number) == "signature" and found.get(number - 1) in _TURNED:
            found[number] = _UNKNOWN
        if found.get(number) == found.get(number - 1) == "signature" and page[number - 1].key in written:
            found[number] = _UNKNOWN  # the writer named above, then a tag: "Khương Mai", "Hàng Lọng"
        if found.get(number) == _UNKNOWN:  # an article is signed right below, not after a row of tags
            under = _UNKNOWN
    return found


def _closing_kind(line: Line) -> str:
    """What a line between the article and the first heading below it is."""
    if (signed := authors(line.text)) is not None:
        return "signature" if signed or opening_kind(line) != "credit" else "credit"
    if outlet_named(line.text):
        return "source"
    if is_address(line):
        return "address"
    if is_imprint(line):
        return "imprint"
    return "tags" if is_tagged(line) else phrase_kind(line) or opening_kind(line) or _UNKNOWN


# Lines to spans


def _pieces(page: Sequence[Line], whys: Mapping[int, str]) -> Iterator[tuple[Span, str | None]]:
    """The spans of the lines, each with why it is not body; pictures inside a line of the body are cut out."""
    for number, line in enumerate(page):
        why = whys.get(number)
        cut = pictures(line.text) if why is None else []
        for left, picture in zip_longest(_between(cut, len(line.text)), cut):
            if span := trimmed(line.text, *left):
                yield Span(line.start + span.start, line.start + span.end), why
            if picture:
                yield Span(line.start + picture[0], line.start + picture[1]), "picture"


def _between(cut: Iterable[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """The stretches that are left of a length when stretches are cut out of it, empty ones too."""
    position = 0
    for start, end in cut:
        yield position, start
        position = end
    yield position, length


def _merged(pieces: Iterable[tuple[Span, str | None]]) -> list[tuple[Span, str | None]]:
    """Neighbours of one kind as one span, except those that the record reads by themselves."""
    merged: list[tuple[Span, str | None]] = []
    for span, why in pieces:
        if merged and merged[-1][1] == why and why not in _APART:
            merged[-1] = Span(merged[-1][0].start, span.end), why
        else:
            merged.append((span, why))
    return merged
