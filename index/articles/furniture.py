"""Body or page furniture: which stretches of a scraped page are the article, and why the others are not.

Structure decides first (what is said twice, what follows the signature, the shape of lines), the phrases of
`words/furniture.toml` second. In doubt a line is kept.

    head     above the first sentence: title, dateline, byline, menus, share bars
    body     up to the signature, the closing "./." or a heading such as "Tin khác" that no paragraph of it follows
    below    the rest of the page
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, zip_longest

from index.articles.dates import dateline_rest
from index.articles.ending import end_of_article
from index.articles.lines import Line, lines, trimmed
from index.articles.outlets import outlet_by_code
from index.articles.phrases import heading_kind, is_imprint, is_section, label_of, opening_kind, phrase_kind
from index.articles.shapes import (
    CAPTION,
    is_address,
    is_cell,
    is_credited,
    is_dateline,
    is_headline,
    is_prose,
    is_run_together,
    is_several,
    pictures,
    says_again,
    says_caption_again,
)
from index.articles.signatures import authors, outlet_named, outlet_standing_alone
from index.data import Omission, Span

Whys = dict[int, str]  # why a line, by its number, is not body; a line that is body is missing

UNMARKED_CAPTION = 60  # characters of the longest caption where no blank line sets it off: no paragraph is shorter
MENU = 4  # lines of at most as many words in a row that are a menu

_UNKNOWN = "below the article"
_APART = frozenset({"title", "dateline", "signature", "source", "address"})  # the record reads each by itself


def split_body(text: str, known: Sequence[Omission] = ()) -> tuple[tuple[Span, ...], tuple[Omission, ...]]:
    """The spans of a text that are the article, and the others with why they are not.

    Both are in order and trimmed; every character that is not white space is in exactly one of them. The lines in a
    span of `known` are left out for its reason.
    """
    page = lines(text)
    whys = _reasons(page, _known(page, known))
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


def _reasons(page: Sequence[Line], known: Whys) -> Whys:
    """Why each line that is not body is not."""
    whys = _by_themselves(page) | known
    first = next((number for number, line in enumerate(page) if number not in whys and is_prose(line)), None)
    if len(page) < 2 or first is None:
        return whys
    whys |= _head(page, first, whys)
    end = end_of_article(page, first, whys)
    whys |= _within(page, first, end, whys)
    return whys | _below(page, end, whys)


def _known(page: Sequence[Line], known: Sequence[Omission]) -> Whys:
    """The lines that lie in a span known to be no part of the article."""
    return {
        number: omission.why
        for omission in known
        for number, line in enumerate(page)
        if omission.span.start <= line.start < omission.span.end
    }


def _by_themselves(page: Sequence[Line]) -> Whys:
    """Lines without words, pictures, and captions in the cell of a table: furniture wherever they stand."""
    whys: Whys = {}
    for number, line in enumerate(page):
        cut = pictures(line.text)
        rest = "".join(line.text[start:end] for start, end in _between(cut, len(line.text)))
        if not any(map(str.isalnum, rest)):
            whys[number] = "picture" if cut else "no words"
        elif is_cell(line, below_picture=whys.get(number - 1) == "picture"):
            whys[number] = "caption"
    return whys


# The head


def _head(page: Sequence[Line], first: int, whys: Whys) -> Whys:
    """Why lines above the first sentence are not body; one that nothing is known of may be a lead, and is."""
    title = _title(page, first, whys)
    found: Whys = {}
    for number in range(first):
        if number in whys:
            continue
        if number == title:
            found[number] = "title"
        elif title is not None and says_again(page[number], page[title]):
            found[number] = "title said again"
        elif why := _head_kind(page[number]):
            found[number] = (
                "menu" if why == "signature" and _is_above(number, title) and page[number].size <= MENU else why
            )
        elif _is_above(number, title):
            found[number] = "menu"
    return found | _menu(page, range(0 if title is None else title + 1, first), whys | found)


def _is_above(number: int, title: int | None) -> bool:
    """Whether a line stands above the title, where no one signs."""
    return title is not None and number < title


def _title(page: Sequence[Line], first: int, whys: Whys) -> int | None:
    """The number of the headline among the lines above the first sentence; None where there is none.

    A line labelled so, or else one that the page says again, or else the first that is long enough, or else the first,
    even where it could be a name ("Johannes Kepler") or a date ("Thời tiết Hà Nội ngày 26/10/2017").
    """
    above = [number for number in range(first) if number not in whys]
    labelled = [number for number in above if (label_of(page[number].text) or ("",))[0] == "title"]
    short = [number for number in above if is_headline(page[number]) and not page[number + 1].continues]
    likely = [number for number in short if _head_kind(page[number]) is None]
    below = {line.key for line in page[likely[0] + 1 :]} if likely else set()
    long_enough = [number for number in likely if page[number].size > 3]
    said_again = [number for number in long_enough if page[number].key in below]
    opening = [number for number in short if number == above[0] and _may_be_title(page[number])]
    return next(iter([*labelled, *said_again, *long_enough, *likely, *opening]), None)


def _may_be_title(line: Line) -> bool:
    """Whether a line has the shape of a name, or more than a dateline's words beside a date."""
    return authors(line.text) is not None or len(dateline_rest(line.text) or ()) > 2


def _head_kind(line: Line) -> str | None:
    """What a line above the first sentence is, where it tells."""
    if labelled := label_of(line.text):
        return "address" if labelled[0] == "url" else labelled[0]
    if is_address(line):
        return "address"
    if is_dateline(line):
        return "dateline"
    if kind := phrase_kind(line) or heading_kind(line) or opening_kind(line):
        return kind
    if is_section(line.text) or " > " in line.text or " » " in line.text:
        return "menu"
    if authors(line.text) is not None:
        return "signature"
    if outlet_standing_alone(line.text) or outlet_named(line.text):
        return "source"
    return "caption" if is_credited(line) else None


def _menu(page: Sequence[Line], numbers: range, whys: Whys) -> Whys:
    """Lines in a row that are too short for anything but the entries of a menu."""
    found: Whys = {}
    row: list[int] = []
    for number in numbers:
        short = number not in whys and page[number].size <= MENU and not page[number].final
        if short and page[number].text[0].isupper():  # 200 g gạo, of a recipe, is no entry of a menu
            row.append(number)
        else:
            row = []
        if len(row) >= MENU:
            found |= dict.fromkeys(row[-MENU:], "menu")
    return found


# The body


def _within(page: Sequence[Line], first: int, end: int, whys: Whys) -> Whys:
    """Why lines inside the article are not body: boxes, captions, cross-references, what is said twice."""
    title = next((page[number] for number in range(first) if whys.get(number) == "title"), None)
    again = {number for number in range(first + 1, end) if title is not None and says_again(page[number], title)}
    found = _said_twice(page, [number for number in range(first, end) if number not in whys and number not in again])
    for number in range(first + 1, end):
        if number in whys or number in found:
            continue
        if heading_kind(page[number]):
            found |= _box(page, number, end)
        elif why := _telling(page[number]):
            found[number] = why
        elif number in again:
            found |= {number: "title said again"} | _caption_below(page, number, end)
    known = whys | found
    return found | _cross_references(page, [number for number in range(first, end) if number not in known])


def _telling(line: Line) -> str | None:
    """What a line inside the article is that its words or its end give away."""
    if kind := phrase_kind(line):
        return kind
    if is_address(line):
        return "address"
    if len(line.text) <= CAPTION and (kind := opening_kind(line)):
        return kind
    return "caption" if is_credited(line) else None


def _box(page: Sequence[Line], heading: int, end: int) -> Whys:
    """A heading such as "Tin liên quan" inside an article, with its headlines and teasers: up to the next sentence."""
    below = heading + 1
    while below < end and (not is_prose(page[below]) or page[below - 1].key == page[below - 2].key):
        below += 1
    return dict.fromkeys(range(heading, below), heading_kind(page[heading]) or "")


def _caption_below(page: Sequence[Line], again: int, end: int) -> Whys:
    """The caption under a picture that bears the title: one sentence, set off from the paragraph below."""
    number = again + 1
    if number + 1 >= end or page[number].after_gap or is_several(page[number].text):
        return {}
    longest = CAPTION if page[number + 1].after_gap else UNMARKED_CAPTION
    return {number: "caption"} if len(page[number].text) <= longest else {}


def _said_twice(page: Sequence[Line], body: Sequence[int]) -> Whys:
    """Captions and teasers, which a page says twice; of a paragraph said twice, the second time.

    The first line of the body is never a caption: a page may say its lead twice.
    """
    found: Whys = {}
    seen: set[str] = set()
    for place, number in enumerate(body):
        line, (one, two) = page[number], [*(page[below] for below in body[place + 1 : place + 3]), None, None][:2]
        if number in found:
            continue
        if place and one and says_caption_again(line, one):
            found |= dict.fromkeys(body[place : place + 2], "caption said twice")
            if two and outlet_by_code(two.text):  # a lead with a dateline code is another article's
                found[body[place + 2]] = "teaser"
        elif place and two and line.size > 4 and line.key == two.key and not line.final:
            found |= dict.fromkeys(body[place : place + 3], "teaser")
        elif line.size > 9 and line.text in seen:
            found[number] = "said before"
        seen.add(line.text)
    return found


def _cross_references(page: Sequence[Line], body: Sequence[int]) -> Whys:
    """Headlines of other articles run together in one line right after the lead; never the last line.

    Where it clings to the lead and a blank line follows, one place where a headline seems to begin is enough.
    """
    found: Whys = {}
    for number, below in pairwise(body[1:4]):
        clings = not page[number].after_gap and page[below].after_gap
        if is_run_together(page[number], seams=1 if clings else 2):
            found[number] = "cross-references"
    return found


# Below the article


def _below(page: Sequence[Line], end: int, whys: Whys) -> Whys:
    """Why the lines after the article are not body: by the last heading above each."""
    found: Whys = {}
    under = None
    for number in range(end, len(page)):
        under = heading_kind(page[number]) or under
        if under or number not in whys:
            found[number] = under or _closing_kind(page[number])
        if found.get(number) == _UNKNOWN:  # an article is signed right below, not after a row of tags
            under = _UNKNOWN
    return found


def _closing_kind(line: Line) -> str:
    """What a line between the article and the first heading below it is."""
    if authors(line.text) is not None:
        return "signature"
    if outlet_named(line.text):
        return "source"
    if is_address(line):
        return "address"
    if is_imprint(line):
        return "imprint"
    return phrase_kind(line) or opening_kind(line) or _UNKNOWN


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
