"""Boxes told by the shape of their lines: lists of links, facts in a frame, labels with their values."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, takewhile

from index.articles.lines import Line, Whys
from index.articles.phrases import is_menu_shaped
from index.articles.shapes import is_figure, is_link, is_prose
from index.articles.wording import Wording

HEADLINE = 5  # words of the shortest headline in a list of links
LINKS = 5  # entries of the longest list of links; a longer one may be the article's
FEW = 3  # of the longest that may say the article's words, each behind a mark that hardly a list of its own has
LABEL, VALUE = 4, 12  # words of the longest label and of the longest value of a box
PAIRS = 2  # labels with their values in the shortest box
FACTS = 3  # lines "label: value" in the shortest box
HEADING = 4  # words of its longest heading

_MARKED = re.compile(r"(?:[●•○▪■□◆◇★☆✱✦✓✔►▶▸‣→⇒»☞*+>–-]|[-–=]>|>>){1,3}\s{1,4}(?=[^\W\d_]|[\"“‘'\[(])")
_CELL = re.compile(r"\|[^|]{0,300}\|\Z")
_FRAMED = re.compile(r">\s{0,3}")
_FACT = re.compile(r"\W{0,4}[•▪●*+-]\s|[^.:]{2,40}: \S")
_ITEM = re.compile(r"(?:[^\W\d_][^.:!?]{1,40}): ?\S")


def framed(page: Sequence[Line], whys: Whys) -> Whys:
    """Boxes that markdown frames: a table of one column, a quote of facts or of a link, a heading of links."""
    found: Whys = {}
    for run in _runs(page, lambda line: _CELL.match(line.text) is not None):
        if len(run) > 1 and not any(is_prose(page[number]) for number in run):
            found |= dict.fromkeys(run, "box")
    for run in _runs(page, lambda line: line.text.startswith(">") and not line.text.startswith(">>")):
        for box in _split_at_headings(page, run):
            if any(is_link(page[number]) for number in box):
                found |= dict.fromkeys(box, "related news")
            elif _is_of_facts([_FRAMED.sub("", page[number].text) for number in box]):
                found |= dict.fromkeys(box, "box")
    return found | _of_links(page, whys | found)


def _runs(page: Sequence[Line], told: Callable[[Line], bool]) -> Iterator[list[int]]:
    """The numbers of lines in a row that are of one kind."""
    for is_told, group in groupby(range(len(page)), lambda number: told(page[number])):
        if is_told:
            yield list(group)


def _split_at_headings(page: Sequence[Line], run: Sequence[int]) -> Iterator[list[int]]:
    """The parts of a quote that a heading begins, and what is above the first."""
    part: list[int] = []
    for number in run:
        if part and _FRAMED.sub("", page[number].text).startswith(("#", "**")):
            yield part
            part = []
        part.append(number)
    yield part


def _is_of_facts(texts: Sequence[str]) -> bool:
    """Whether lines are a list of facts, perhaps with a heading; a quote has sentences."""
    facts = sum(_FACT.match(text) is not None and not text.endswith((".", "!", "?", "”")) for text in texts)
    return facts > 1 and facts >= len(texts) - 1


def _of_links(page: Sequence[Line], whys: Whys) -> Whys:
    """Markdown headings with nothing but links below them."""
    found: Whys = {}
    for number, line in enumerate(page):
        if not line.text.startswith("##") or number + 1 >= len(page) or number + 1 not in whys:
            continue
        below = list(takewhile(lambda each: each in whys, range(number + 1, len(page))))
        after = below[-1] + 1
        if any(whys[each] == "link" for each in below) and (after == len(page) or page[after].text.startswith("#")):
            found[number] = "related news"
    return found


def listed(page: Sequence[Line], body: Sequence[int], wording: Wording) -> Whys:
    """Headlines of other articles, each behind a list's mark, after a sentence: no list that the article introduces."""
    found: Whys = {}
    groups = [(marked, list(run)) for marked, run in groupby(body, lambda number: _is_marked(page[number]))]
    for place, (marked, run) in enumerate(groups):
        if not marked or not place or len(run) > LINKS or place + 1 == len(groups):
            continue
        before, lines = page[groups[place - 1][1][-1]], [page[number] for number in run]
        bare = before.text.endswith((".", ".”", '."', "”", '"', "!", "?", "…")) or not before.final
        pointed = len(run) <= FEW and all(line.text[0] not in "-–+•" for line in lines)
        spoken = any(line.text[0] in "-–" for line in lines) and not (len(run) > 1 and wording.is_strange(lines))
        if not bare or not is_prose(before) or spoken or (not pointed and wording.is_close(lines)):
            continue
        found |= dict.fromkeys(run, "related news")
    return found


def _is_marked(line: Line) -> bool:
    """Whether a line is a headline behind a mark: no sentence, no entry that a list goes on after."""
    asks = line.text[0] in "-–" and line.text.endswith("?")  # in an interview
    return (
        not asks
        and not line.text.endswith((".", ";", ",", ":", "…", "!"))
        and line.size >= HEADLINE
        and _MARKED.match(line.text) is not None
    )


def labelled(page: Sequence[Line], body: Sequence[int], wording: Wording) -> Whys:
    """Boxes of labels, each with its value on the next line, or of lines of both below a heading."""
    found: Whys = {}
    for place in range(1, len(body)):
        if body[place] in found or not is_prose(page[body[place - 1]]) or page[body[place - 1]].text.endswith(":"):
            continue
        headed = _is_heading(page[body[place]])
        for start in (place, place + 1) if headed else (place,):
            if count := _pairs(page, body[start:]):
                box = body[place : start + 2 * count]
                found |= dict.fromkeys(box, "box")
                break
        else:
            items = list(takewhile(lambda each: _is_item(page[each]), body[place + 1 :])) if headed else []
            below = place + 1 + len(items)
            inside = below < len(body) and is_prose(page[body[below]])
            if len(items) >= FACTS and inside and wording.is_strange([page[each] for each in items]):
                found |= dict.fromkeys([body[place], *items], "box")
    return found


def _is_heading(line: Line) -> bool:
    return line.size <= HEADING and not line.final and line.text[0].isupper()


def _is_item(line: Line) -> bool:
    return line.size <= VALUE and not line.final and _ITEM.match(line.text) is not None


def _pairs(page: Sequence[Line], body: Sequence[int]) -> int:
    """How many labels with their values stand in a row at the beginning; 0 where they are too few, or the values of a
    recipe or an account: mostly figures.
    """
    count = figures = 0
    while 2 * count + 1 < len(body):
        label, value = page[body[2 * count]], page[body[2 * count + 1]]
        named = label.text.endswith(":") and label.size <= LABEL and label.text[0].isupper()
        if not named or value.size > VALUE or value.final or is_menu_shaped(value.text):
            break
        figures += is_figure(value)
        count += 1
    return count if count >= PAIRS and 2 * figures <= count else 0
