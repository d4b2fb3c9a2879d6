"""What stands above an article's first sentence: its title, dateline and byline, and a page's menus and share bars."""

from collections.abc import Sequence
from itertools import islice

from index.articles.dates import dateline_rest
from index.articles.lines import Line, Whys
from index.articles.outlets import outlet_by_code
from index.articles.phrases import (
    heading_kind,
    is_masthead,
    is_menu_shaped,
    is_section,
    label_of,
    opening_kind,
    phrase_kind,
)
from index.articles.shapes import (
    LABEL_WORDS,
    is_address,
    is_ago,
    is_caption_below,
    is_counter,
    is_credited,
    is_dateline,
    is_following,
    is_headline,
    is_prose,
    is_tagged,
    says_again,
    says_lead_again,
)
from index.articles.signatures import authors, outlet_named, outlet_standing_alone
from index.articles.wording import SENTENCES, Wording

MENU = 4  # lines of at most as many words in a row that are a menu
BREADCRUMB = 5  # words of the longest entry of a menu that is taken for a title where none is closer
ENDING = frozenset({"dateline", "signature", "source"})  # kinds of lines that end a box above the first sentence
NOTICES = 8  # lines above a markdown title that may hold sentences
CANDIDATES = 20  # lines that may be the title, looked for in the whole page
TITLE = 20  # words of the longest line that its words alone make the title; a lead is longer


def first_sentence(page: Sequence[Line], whys: Whys) -> int | None:
    """The number of the first line of running text; None where there is none.

    Not sentences above a markdown title that are strange to what follows it: notices of cookies, of browsers.
    """
    first = _first_from(page, whys, 0)
    if first is None:
        return None
    below = _first_from(page, whys, first + 1)
    if below is not None and says_lead_again(page[below], page[first]):
        return below
    marked = [number for number in range(min(first + NOTICES, len(page))) if page[number].text.startswith("# ")]
    below = _first_from(page, whys, marked[0]) if marked else None
    if below is None or below == first:
        return first
    wording = Wording(_sentences(page, below, whys))
    notices = [page[number] for number in range(first, marked[0]) if is_prose(page[number])]
    return below if all(wording.is_strange([notice]) for notice in notices) else first


def _first_from(page: Sequence[Line], whys: Whys, start: int) -> int | None:
    return next((number for number in range(start, len(page)) if number not in whys and is_prose(page[number])), None)


def _sentences(page: Sequence[Line], first: int, whys: Whys) -> list[Line]:
    """The first sentences of the article, from a line on."""
    below = (page[number] for number in range(first, len(page)) if number not in whys and is_prose(page[number]))
    return list(islice(below, SENTENCES))


def above(page: Sequence[Line], first: int, whys: Whys) -> Whys:
    """Why lines above the first sentence are not body; one that nothing is known of may be a lead, and is."""
    title = _title(page, first, whys)
    found: Whys = {} if title is None else _listed(page, range(title + 1, first), whys)
    for number in range(first):
        if number in whys or number in found:
            continue
        if number == title:
            found[number] = "title"
        elif title is not None and says_again(page[number], page[title]):
            found[number] = "title said again"
        elif says_lead_again(page[first], page[number]):
            found[number] = "said again below"
        elif why := _kind(page[number]):
            entry = why == "signature" and _is_above(number, title) and page[number].size <= MENU
            found[number] = "menu" if entry else why
        elif _is_entry(page, number, title):
            found[number] = "menu"
        elif whys.get(number - 1) == "picture" and is_caption_below(page[number], page[number - 1].text):
            found[number] = "caption"
    below = range(0 if title is None else title + 1, first)
    for rows in () if title is None else (_before_title_again, _buttons):
        found |= rows(page, below, whys | found)
    return found | _menu(page, below, whys | found)


def _is_entry(page: Sequence[Line], number: int, title: int | None) -> bool:
    """Whether a line that nothing else is known of is above the title, or below it a path or a button."""
    return title is not None and (number < title or _is_small(page, number) or is_path(page[number].text))


def _is_small(page: Sequence[Line], number: int) -> bool:
    """Whether a line below a title is a button in small letters: no sentence, none that another goes on with."""
    line = page[number]
    return line.size <= MENU and line.text[0].islower() and not line.final and page[number - 1].size <= LABEL_WORDS * 2


def _buttons(page: Sequence[Line], numbers: range, whys: Whys) -> Whys:
    """A few words on each of two lines or more below the dateline: buttons, not headings, of which one would do."""
    dated = max((number for number in numbers if whys.get(number) == "dateline"), default=numbers.stop)
    left = [number for number in range(dated + 1, numbers.stop) if number not in whys]
    few = [number for number in left if page[number].size <= BREADCRUMB and not page[number].final]
    plain = all(page[number].text[0].isalpha() for number in few)
    return dict.fromkeys(few, "share bar") if len(few) == len(left) > 1 and plain else {}


def _before_title_again(page: Sequence[Line], numbers: range, whys: Whys) -> Whys:
    """The short lines between the title and where it is said again: the page's menu, where a head states the title."""
    last = max((number for number in numbers if whys.get(number) == "title said again"), default=numbers.start)
    between = [number for number in range(numbers.start, last) if number not in whys]
    return dict.fromkeys([number for number in between if page[number].size <= LABEL_WORDS], "menu")


def _listed(page: Sequence[Line], numbers: range, whys: Whys) -> Whys:
    """A box such as "Tin liên quan" between the title and the first sentence, with the headlines strange to this."""
    wording = Wording(_sentences(page, numbers.stop, whys))
    found: Whys = {}
    under = None
    for number in numbers:
        under = heading_kind(page[number]) or under
        kind = _kind(page[number])
        if heading_kind(page[number]):
            found[number] = under or ""
        elif under and number not in whys and kind is None and _is_in_box(page[number], wording):
            found[number] = under
        elif kind in ENDING:
            under = None
    return found


def _is_in_box(line: Line, wording: Wording) -> bool:
    return line.size <= TITLE and not line.final and (line.size <= MENU or wording.is_strange([line]))


def _is_above(number: int, title: int | None) -> bool:
    """Whether a line stands above the title, where no one signs."""
    return title is not None and number < title


def _title(page: Sequence[Line], first: int, whys: Whys) -> int | None:
    """The number of the headline among the lines above the first sentence; None where there is none.

    A line labelled or marked so, or else one that the page says again, or else the first that is long enough, or else
    the first, even where it could be a name ("Johannes Kepler") or a date ("Thời tiết Hà Nội ngày 26/10/2017").
    """
    above = [number for number in range(first) if number not in whys]
    labelled = [number for number in above if (label_of(page[number].text) or ("",))[0] == "title"]
    marked = [number for number in above if page[number].text.startswith("# ")]
    short = [number for number in above if is_headline(page[number]) and not page[number + 1].continues]
    likely = [number for number in short if _kind(page[number]) is None]
    named = [number for number in likely if not is_masthead(page[number].text)]
    likely = named if any(page[number].size > 3 for number in named) else likely
    long_enough = _from_the_title_on(page, [number for number in likely if page[number].size > 3], first, whys)
    said_again = [number for number in long_enough[:CANDIDATES] if _is_said_again(page, number)]
    opening = [number for number in short if number == above[0] and _may_be_title(page[number])]
    return next(iter([*labelled, *marked, *said_again, *long_enough, *likely, *opening]), None)


def _is_said_again(page: Sequence[Line], number: int) -> bool:
    """Whether another line says a line's words, perhaps with the outlet's name or a picture's number after them."""
    said = page[number].key
    return any(line.key.startswith(said) for place, line in enumerate(page) if place != number)


def _from_the_title_on(page: Sequence[Line], likely: Sequence[int], first: int, whys: Whys) -> Sequence[int]:
    """The likely lines without those before the first whose words the article says too, where a menu shows why.

    It stands between them; a line short enough to be an entry may have it above, or be strange to the article.
    """
    if len(likely) < 2:
        return likely
    wording = Wording(_sentences(page, first, whys))
    for place, number in enumerate(likely):
        if not BREADCRUMB < page[number].size <= TITLE:
            continue
        if place and (
            _is_entry_above(page, likely[0], number, wording) or _is_section_above(page, likely[0], number, wording)
        ):
            return likely[place:]
        if not wording.is_close([page[number]]):
            continue
        short = page[likely[0]].size <= BREADCRUMB
        menu = any(
            _is_button(page[other]) for other in range(0 if short else likely[0] + 1, number) if other != likely[0]
        )
        return likely[place:] if menu or (short and wording.is_strange([page[likely[0]]])) else likely
    return likely


def _is_entry_above(page: Sequence[Line], entry: int, title: int, wording: Wording) -> bool:
    """Whether the first likely title is the last entry of a menu: it is short, a section is right above it, a date or a
    name between it and the next, and the article says more of that one's words.
    """
    if page[entry].size > BREADCRUMB or not entry or not is_section(page[entry - 1].text):
        return False
    between = {_kind(page[number]) for number in range(entry + 1, title)}
    return not between.isdisjoint(ENDING) and wording.says_more([page[title]], [page[entry]])


def _is_section_above(page: Sequence[Line], entry: int, title: int, wording: Wording) -> bool:
    """Whether the first likely title is a section that no list knows: right above a longer one, of which the article
    says enough, and which the date or the writer follows.
    """
    followed = title == entry + 1 and _kind(page[title + 1]) in ENDING
    return page[entry].size <= BREADCRUMB and followed and wording.says([page[title]])


def _is_button(line: Line) -> bool:
    """Whether a line is of a menu or a share bar, and no byline."""
    return bool(phrase_kind(line) or is_section(line.text)) or (line.size <= 3 and _kind(line) is None)


def _may_be_title(line: Line) -> bool:
    """Whether a line has the shape of a name, or more than a dateline's words beside a date."""
    return authors(line.text) is not None or len(dateline_rest(line.text) or ()) > 2


def _kind(line: Line) -> str | None:
    """What a line above the first sentence is, where it tells."""
    if labelled := label_of(line.text):
        return "address" if labelled[0] == "url" else labelled[0]
    if is_address(line):
        return "address"
    if is_counter(line) or is_following(line):
        return "share bar"
    if is_dateline(line) or is_ago(line):
        return "dateline"
    if kind := phrase_kind(line) or heading_kind(line) or opening_kind(line):
        return kind
    if is_section(line.text) or _is_path(line.text) or is_menu_shaped(line.text):
        return "menu"
    if is_tagged(line):
        return "tags"
    if authors(line.text) is not None:
        return "signature"
    if outlet_standing_alone(line.text) or outlet_named(line.text) or _is_code(line):
        return "source"
    return "caption" if is_credited(line) else None


def _is_path(text: str) -> bool:
    """Whether a text is the way to a page: "Trang chủ / Bạn đọc / Tư vấn", "Đời sống > Gương sáng"."""
    parts = text.split(" / ")
    return " > " in text or " » " in text or len(parts) > 2 or (len(parts) == 2 and is_section(parts[0]))


def is_path(text: str) -> bool:
    """The same where the title is known and the sections are not: "Tin tức - Sự kiện / Nghiên cứu khoa học"."""
    parts = [part.split() for part in text.split(" / ")]
    return len(parts) > 1 and all(part and len(part) <= BREADCRUMB + 1 and part[0][0].isupper() for part in parts)


def _is_code(line: Line) -> bool:
    """Whether a line is an outlet's dateline code alone: "SGGPO", "(Dân trí)"."""
    return line.size <= 3 and outlet_by_code(f"({line.text.strip('() -')})") is not None


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
