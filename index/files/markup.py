"""A web page as its blocks of text, and which of them are the article: by its markup and by where its paragraphs are.

The article is the element whose paragraphs outweigh the links it holds, the headline and the lead above it, and who
signed below it. What its markup names (`words/markup.toml`) or shows to be something else is marked, not lost.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from index.articles.dates import full_dates
from index.articles.lines import ends_finally
from index.articles.outlets import host_of
from index.articles.phrases import is_section, key
from index.articles.shapes import CAPTION, LABEL_WORDS, TITLE_WORDS
from index.articles.signatures import authors, outlet_named, outlet_standing_alone, surnames
from index.files.blocks import Block, Element, Shown
from index.files.markup_names import is_imprint, is_part, kind_of
from index.files.pictures import captions

PARAGRAPH = 80  # characters of a block that is a paragraph however it ends
SENTENCE = 30  # and of one that ends as a sentence does
AGAINST = 0.5  # what a character of a label counts against the element it is in
UNVOTED = 0.3  # the same of a label that the extractor keeps, or a paragraph that it does not: a comment, a teaser
MOSTLY = 0.5  # of a block's characters in links: it leads elsewhere
NEARLY = 0.7  # the same: it is a link, with a date or a mark beside it
TOO_MUCH = 0.3  # of a page's paragraphs in one element: no furniture, whatever its name
HALF = 0.5  # of what a page gains in its best element: less, and its elements do not part article and menus
LABEL = 4  # words of the longest label, "Xem thêm tại đây"; a headline has more
TEASER, TEASER_LETTERS = 4, 600  # blocks and characters of the largest box that shows one other article
MOST_LINKS = 12  # in a list of related news inside an article
NEAR = 40  # blocks between headline and article, and NEAR_BELOW after it, that may belong to it
NEAR_BELOW = 6
LONGEST_TITLE = 300
HEADING = 3  # blocks of the largest element that is a heading, its kicker included
SHORT = 120  # characters of the longest line that signs or dates an article

_SITE = re.compile(r"(?:www\.)?[\w-]{2,40}(?:\.[a-z]{2,6}){1,3}\Z", re.IGNORECASE)
_IMPRINT = ("trang thong tin", "cong thong tin", "bao dien tu", "tap chi dien tu", "logo", "website")
_BETWEEN = (" | ", " - ", " – ", " — ", " :: ", " • ", "|")
_INLINE_KINDS = frozenset({"caption", "tags", "related news"})  # of what a span or a link alone may be
_INLINE = frozenset({"a", "b", "strong", "i", "em", "u", "span", "font", "small", "p"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """The blocks that make the document, each with why it is no part of the article, and which is the headline."""

    rows: tuple[tuple[int, str | None], ...]
    headline: int | None


def chosen(page: Shown, titles: Sequence[str], site: str | None, is_kept: Callable[[str], bool]) -> Chosen:
    """The article's blocks and those between them; `is_kept` says whether another extractor takes a block too."""
    prose = [_prose(block) for block in page.blocks]
    whys = dict.fromkeys(captions(page), "caption") | _by_names(page, prose)
    holder = _holder(page, _gains(page, prose, whys, is_kept))
    told = [number for number in range(holder.start, holder.end) if prose[number] and number not in whys]
    first, last = (told[0], told[-1]) if told else (holder.start, holder.end - 1)
    title = _headline(page, first, titles, site, whys)
    start = holder.start if title is None else max(holder.start, title)
    article = range(start, _end(page, title, holder))
    whys |= _by_links(page, article, whys, title)
    whys = _without_told_in_pictures(page, article, prose, whys) | _about_authors(page, whys)
    numbers = [*_above(page, title, start, holder, whys), *article, *_below(page, article.stop, whys)]
    around = [number for number in numbers if number != title and not first <= number <= last]
    whys |= _signatures(page, around, whys)
    return Chosen(tuple((number, None if number == title else whys.get(number)) for number in numbers), title)


def _prose(block: Block) -> int:
    """How many characters of running text a block has: none where it is short, or leads elsewhere."""
    size = len(block.text)
    is_prose = size >= PARAGRAPH or (size >= SENTENCE and ends_finally(block.text))
    return size if is_prose and block.linked < MOSTLY else 0


# By what elements are called


def _by_names(page: Shown, prose: Sequence[int]) -> dict[int, str]:
    """Why blocks are furniture by the elements they are in, the outermost first."""
    counted = [0, *accumulate(prose)]
    most = TOO_MUCH * counted[-1]
    whys: dict[int, str] = {}
    done = 0
    for element in page.elements:
        if element.end <= max(done, element.start):
            continue
        kind = _kind(element)
        if kind == "related news" and _is_lead(page, element, prose):
            continue
        if kind and (counted[element.end] - counted[element.start] <= most or element.tag == "figcaption"):
            whys |= dict.fromkeys(range(max(done, element.start), element.end), kind)
            done = element.end
    return whys


def _is_lead(page: Shown, element: Element, prose: Sequence[int]) -> bool:
    """Whether an element called "teaser" is a lead: one paragraph that leads nowhere; another article's has a link."""
    held = page.blocks[element.start : element.end]
    return len(held) == 1 and prose[element.start] > 0 and not held[0].targets


def _kind(element: Element) -> str | None:
    """Why an element is no part of the article, by its tag or its names."""
    if element.tag in ("html", "body", "article", "main", "h1"):
        return None
    if element.tag == "figcaption":
        return "caption"
    if element.tag == "nav":
        return "menu"
    kind = kind_of(element.names) if element.names else None
    if kind == "caption" and element.tag in ("table", "blockquote"):
        return None
    return kind if element.tag not in _INLINE or kind in _INLINE_KINDS else None


# Where the article is


def _gains(page: Shown, prose: Sequence[int], whys: Mapping[int, str], is_kept: Callable[[str], bool]) -> list[float]:
    """What each block adds to an element that might be the article: paragraphs for it, links and labels against it."""
    found = []
    for number, block in enumerate(page.blocks):
        if number in whys:
            found.append(UNVOTED * len(block.text) if whys[number] == "caption" else 0.0)
        elif block.linked >= MOSTLY or (len(block.text) <= CAPTION and is_imprint(block.text)):
            found.append(-float(len(block.text)))
        elif prose[number]:
            found.append(prose[number] * (1.0 if is_kept(block.text) else UNVOTED))
        elif len(block.text.split()) <= LABEL_WORDS:
            found.append(len(block.text) * (UNVOTED if is_kept(block.text) else -AGAINST))
        else:
            found.append(0.0)
    return found


def _holder(page: Shown, gains: Sequence[float]) -> Element:
    """The element that gains most, the smallest of equals; of a page without such an order the stretch that does.

    The whole page where nothing gains.
    """
    counted = [0.0, *accumulate(gains)]
    best = max(page.elements, key=lambda each: (counted[each.end] - counted[each.start], each.start - each.end))
    if counted[best.end] <= counted[best.start]:
        return page.elements[0]
    gained = [max(0.0, gain) for gain in gains]
    if sum(gained[best.start : best.end]) >= HALF * sum(gained):
        return best
    return Element("", "", -1, *_best_stretch(gains))


def _best_stretch(gains: Sequence[float]) -> tuple[int, int]:
    """Where the run of the greatest sum begins and ends."""
    best, run = (0.0, 0, 0), (0.0, 0)
    for number, gain in enumerate(gains):
        run = (run[0] + gain, run[1]) if run[0] > 0 else (gain, number)
        best = max(best, (*run, number + 1), key=lambda each: each[0])
    return best[1], best[2]


def _headline(page: Shown, first: int, titles: Sequence[str], site: str | None, whys: Collection[int]) -> int | None:
    """The block that is the headline: above the first paragraph what is likeliest, else an <h1> right below that."""
    known = [key(title) for title in titles]
    ranked = [(_rank(page, number, known, site), number) for number in range(first) if number not in whys]
    rank, number = max(ranked, default=(0, 0))
    if rank >= 2:
        return number
    below = range(first, min(first + 2, len(page.blocks)))
    return next((number for number in below if number not in whys and _rank(page, number, known, site) >= 3), None)


def _end(page: Shown, title: int | None, holder: Element) -> int:
    """Where the article ends in its element: above the next headline of the same make, which begins another article."""
    if title is None or not (named := _names_of_h1(page, title)):
        return holder.end
    below = (each for each in page.elements if each.tag == "h1" and each.names == named and each.start > title + 1)
    return min([holder.end, *(each.start for each in below)])


def _names_of_h1(page: Shown, number: int) -> str:
    return next((element.names for element in page.around(number, HEADING) if element.tag == "h1"), "")


def _rank(page: Shown, number: int, known: Sequence[str], site: str | None) -> int:
    """How much a block is the headline: 3 for an <h1>, 2 for what head or markup call so, 1 for another heading."""
    block = page.blocks[number]
    if len(block.text) > LONGEST_TITLE:
        return 0
    words = key(block.text)
    size = len(words.split())
    if size < 2 or size > TITLE_WORDS or words == key(site or "") or words.startswith(_IMPRINT):
        return 0
    if outlet_standing_alone(block.text) or is_section(block.text):
        return 0
    around = list(page.around(number, HEADING))
    tags = {element.tag for element in around}
    called = size > LABEL and block.linked < MOSTLY and any(is_part(each.names, "title") for each in around)
    stated = words in known or (
        size > LABEL and any(title.startswith(words) or title.endswith(words) for title in known)
    )
    return max(3 * ("h1" in tags), 2 * called, len(tags & {"h2", "h3"})) + 2 * stated


def _above(page: Shown, title: int | None, start: int, holder: Element, whys: Mapping[int, str]) -> list[int]:
    """The headline, what stands between it and the article, and a date right above it; without one, what is near."""
    if title is None:
        outer = page.elements[holder.parent].start if holder.parent >= 0 else start
        return [number for number in range(max(outer, start - NEAR_BELOW), start) if _heads(page, number, whys)]
    dates = [
        number
        for number in range(max(0, title - 4), title)
        if number not in whys and _is_date(page, number) and not _is_called(page, number, "not_date")
    ]
    between = range(title, start)
    if len(between) > NEAR:
        return [*dates, title, *_leads(page, between[1:], whys)]
    return dates + [number for number in between if number == title or _heads(page, number, whys)]


def _heads(page: Shown, number: int, whys: Mapping[int, str]) -> bool:
    """Whether a block between headline and article belongs to it: no link, unless it names the author."""
    return number not in whys and (page.blocks[number].linked < MOSTLY or _is_called(page, number, "author"))


def _leads(page: Shown, numbers: Sequence[int], whys: Mapping[int, str]) -> list[int]:
    """Those of the blocks that are leads by their names, or date the article."""
    return [
        number
        for number in numbers
        if number not in whys and (_is_called(page, number, "lead") or _is_date(page, number))
    ]


def _is_date(page: Shown, number: int) -> bool:
    text = page.blocks[number].text
    return len(text) <= SHORT and next(full_dates(text), None) is not None


def _is_called(page: Shown, number: int, part: str) -> bool:
    """Whether a block, or a small element around it, is called so."""
    return any(is_part(element.names, part) for element in page.around(number, TEASER))


def _below(page: Shown, end: int, whys: Mapping[int, str]) -> list[int]:
    """The blocks right below the article that say who wrote it or where it is from."""
    return [
        number
        for number in range(end, min(end + NEAR_BELOW, len(page.blocks)))
        if number not in whys and _is_called(page, number, "author") and _signs(page.blocks[number].text)
    ]


def _signs(text: str) -> bool:
    """Whether a line names persons, or an outlet as the source."""
    return authors(text) is not None or outlet_named(text) is not None


def byline(page: Shown, article: Chosen) -> str | None:
    """Who wrote the article, by what its markup calls the author's name; None where it calls nothing so."""
    for number, why in article.rows:
        text = page.blocks[number].text
        called = why in (None, "signature") and len(text) <= SHORT and _is_called(page, number, "author")
        if called and (names := authors(" ".join(word for word in text.split() if "@" not in word))):
            return ", ".join(names)
    return _signed_below(page, article)


def _signed_below(page: Shown, article: Chosen) -> str | None:
    """The persons with Vietnamese family names alone in the block right below the article's last paragraph, no link."""
    last, why = article.rows[-1] if article.rows else (len(page.blocks), None)
    if why is not None or last + 1 >= len(page.blocks) or page.blocks[last + 1].linked:
        return None
    names = authors(page.blocks[last + 1].text) or ()
    return ", ".join(names) if names and all(name.split()[0] in surnames() for name in names) else None


def _signatures(page: Shown, numbers: Sequence[int], whys: Collection[int]) -> dict[int, str]:
    """The short lines above and below an article's paragraphs that are called after the author, or a date."""
    found: dict[int, str] = {}
    for number in numbers:
        text = page.blocks[number].text
        if number in whys or len(text) > SHORT or _prose(page.blocks[number]):
            continue
        if _is_called(page, number, "author"):
            found[number] = "signature"
        elif _is_called(page, number, "date") and _is_date(page, number):
            found[number] = "dateline"
    return found


def _about_authors(page: Shown, whys: Collection[int]) -> dict[int, str]:
    """What small elements called after the author say beside names and days: who that is."""
    return {
        number: "about the author"
        for element in page.elements
        if 1 < element.end - element.start <= TEASER and element.names and is_part(element.names, "author")
        for number in range(element.start, element.end)
        if number not in whys and not _signs(page.blocks[number].text) and not _is_date(page, number)
    }


# Inside the article


def _by_links(page: Shown, numbers: range, whys: Mapping[int, str], title: int | None) -> dict[int, str]:
    """Why blocks inside the article that lead elsewhere are not of it: contents, headlines of others, their leads."""
    found: dict[int, str] = {}
    for number in numbers:
        block = page.blocks[number]
        if number == title or number in whys or block.linked < NEARLY or ends_finally(block.text.rstrip("?!…")):
            continue
        if all(target.startswith("#") for target in block.targets):
            found[number] = "menu"
        elif LABEL < len(block.text.split()) <= TITLE_WORDS:
            found[number] = "related news"
    return found | _teasers(page, numbers, found) | _labels(page, numbers, found)


def _teasers(page: Shown, numbers: range, found: Mapping[int, str]) -> dict[int, str]:
    """The leads that stand with another article's headline in one small element."""
    teasers: dict[int, str] = {}
    for element in page.elements:
        held = range(element.start, element.end)
        if not 1 < len(held) <= TEASER or held[0] not in numbers or held[-1] not in numbers:
            continue
        letters = sum(len(page.blocks[number].text) for number in held)
        if found.get(held[0]) == "related news" and letters <= TEASER_LETTERS:
            teasers |= dict.fromkeys(held, "related news")
    return teasers


def _labels(page: Shown, numbers: range, found: Mapping[int, str]) -> dict[int, str]:
    """The labels above links, such as "Tin liên quan", in elements that hold nothing else."""
    labels: dict[int, str] = {}
    for element in page.elements:
        first, below = element.start, range(element.start + 1, element.end)
        if not 1 <= len(below) <= MOST_LINKS or first in found or first not in numbers or below[-1] not in numbers:
            continue
        if len(page.blocks[first].text.split()) <= LABEL_WORDS and all(number in found for number in below):
            labels[first] = found[below[0]]
    return labels


def _without_told_in_pictures(
    page: Shown, numbers: range, prose: Sequence[int], whys: Mapping[int, str]
) -> dict[int, str]:
    """The same without captions, where they tell most of the article: a story in pictures."""
    captions = {number for number in numbers if whys.get(number) == "caption"}
    told = sum(prose[number] for number in numbers if number not in whys)
    if sum(len(page.blocks[number].text) for number in captions) <= told:
        return dict(whys)
    return {number: why for number, why in whys.items() if number not in captions}


# Titles


def apart_from_site(title: str, site: str | None, url: str | None) -> str:
    """A page's title without the outlet or the section it ends with: "Lũ ở Lào | Thời sự | Báo Dân trí"."""
    found = " ".join(title.split())
    while (head := _without_last(found, site, url)) is not None:
        found = head
    return found


def _without_last(title: str, site: str | None, url: str | None) -> str | None:
    for mark in _BETWEEN:
        head, between, tail = (part.strip() for part in title.rpartition(mark))
        if between and head and _is_site(tail, site, url):
            return head
    return None


def _is_site(text: str, site: str | None, url: str | None) -> bool:
    """Whether a text is the outlet's name or one of its sections."""
    words = key(text)
    names = {"", _unkinded(key(site or "")), host_of(url or "").partition(".")[0]}
    if words.startswith(_IMPRINT) or _unkinded(words) in names or words.replace(" ", "") in names:
        return True
    return _SITE.match(text) is not None or is_section(text) or outlet_standing_alone(text) is not None


def _unkinded(words: str) -> str:
    """An outlet's folded name without what kind of outlet it is."""
    return words.removeprefix("bao ").removeprefix("tap chi ")
