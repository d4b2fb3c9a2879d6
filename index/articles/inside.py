"""What stands inside an article and is not of it: captions, teasers, boxes, cross-references, what is said twice.

What a line's own words tell comes first, what is said twice second; then lines without a full stop that stand alone
between paragraphs, judged by whether the article says their words too.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from index.articles.boxes import labelled, listed
from index.articles.lines import Line, Whys
from index.articles.outlets import outlet_by_code
from index.articles.phrases import heading_kind, label_of, opening_kind, phrase_kind
from index.articles.shapes import (
    CAPTION,
    announces_credit,
    is_address,
    is_ago,
    is_alternative,
    is_bracketed,
    is_caption_below,
    is_counter,
    is_credit,
    is_credited,
    is_dateline,
    is_entry,
    is_figure,
    is_following,
    is_glued_link,
    is_headline,
    is_known,
    is_other_news,
    is_prose,
    is_run_together,
    is_scene,
    is_sequel,
    is_several,
    is_table_heading,
    is_tagged,
    is_unended_caption,
    says_again,
    says_caption_again,
)
from index.articles.signatures import authors
from index.articles.wording import Wording

UNMARKED_CAPTION = 60  # characters of the longest caption where no blank line sets it off: no paragraph is shorter
BYLINE = 4  # lines below the lead that may still say when and by whom
NEAR = 30  # lines above a box in which other questions show that the article asks them
CREDIT = 12  # words of the longest line of credits; one that goes on is a sentence
HEADING = 6  # words of the longest heading of a part of an article that could be nothing else
HEADLINE = 9  # words of headlines on average; a poem of six and eight syllables has fewer
LONE = 8  # words of the shortest headline that is told by its words alone: an article's own headings are shorter
ALONE = 20  # words of the longest headline that stands alone
CONTENTS = 3  # entries of the shortest table of contents
ANNOUNCED = 5  # words of the longest line above one: "Nội dung bài viết:"
TEASER = 300  # characters of the longest lead of another article
BUTTONS = frozenset({"share bar", "comments"})
CELL = 6  # words of the longest cell
COLUMNS = 4  # cells above a table's first figure: the names of its columns, and of the first row
FIGURES = 4  # in the shortest table
FEW = 2  # headlines strange to an article; more, one for three paragraphs, are its own: it is news in brief


def inside(page: Sequence[Line], first: int, end: int, whys: Whys, *, guess: bool) -> Whys:
    """Why lines from the first sentence of an article to its end are not body.

    `guess` at lines that nothing marks: not where the text's format has told the page around the article already.
    """
    title = next((page[number] for number in range(first) if whys.get(number) == "title"), None)
    again = {number for number in range(first + 1, end) if title is not None and says_again(page[number], title)}
    found = _lead_twice(page, first, end, whys) | _byline(page, first, end)
    apart = whys.keys() | found.keys() | again
    found |= _said_twice(page, [number for number in range(first, end) if number not in apart])
    coded = outlet_by_code(page[first].text) is not None
    wording = Wording(page[number] for number in range(first, end) if number not in apart and is_prose(page[number]))
    for number in range(first + 1, end):
        line = page[number]
        if whys.get(number) == "picture":
            found |= _caption_of_picture(page, number, end)
        if number in whys or number in found:
            continue
        if heading_kind(line):
            found |= _box(page, number, end, wording)
        elif telling := _telling(page, number):
            found |= {number: telling} | _captions_beside(page, number, telling, range(first, end))
        elif number in again:
            found |= {number: "title said again"} | _caption_below(page, number, end)
        elif number > first + 1 and outlet_by_code(line.text) and _is_lead(line) and (coded or number - 1 in found):
            found |= _coded_teaser(page, number, first, whys | found)
    if guess:
        for box in (listed, labelled):
            found |= box(page, [number for number in range(first, end) if number not in whys | found], wording)
        found |= _tables(page, [number for number in range(first + 1, end) if number not in whys | found])
    found |= _beside_buttons(page, range(first + 1, end), whys | found)
    known = whys | found
    found |= _cross_references(page, [number for number in range(first, end) if number not in known])
    return found | (_guessed(page, first, end, whys | found, wording) if guess else {})


def _guessed(page: Sequence[Line], first: int, end: int, known: Whys, wording: Wording) -> Whys:
    """Why lines that nothing marks are not body."""
    asked = _asked_last(page, [number for number in range(first, end) if number not in known], wording)
    return asked | _standing_alone(page, [number for number in range(first, end) if number not in known | asked])


def _coded_teaser(page: Sequence[Line], number: int, first: int, known: Whys) -> Whys:
    """A lead with a dateline code inside an article, and its headline above it."""
    headed = number - 1 > first and number - 1 not in known and is_other_news(page[number - 1])
    return dict.fromkeys([number - 1, number] if headed else [number], "teaser")


# By their own words


def _telling(page: Sequence[Line], number: int) -> str | None:
    """What a line inside the article is that its words or its end give away."""
    line = page[number]
    introduces = line.text.endswith(":") and number + 1 < len(page) and is_prose(page[number + 1])
    if not introduces and (kind := phrase_kind(line)):
        return kind
    if is_address(line):
        return "address"
    if is_tagged(line):
        return "tags"
    if len(line.text) <= CAPTION and (kind := opening_kind(line)):
        return None if kind == "credit" and line.size > CREDIT else kind
    if is_bracketed(line) or is_glued_link(line):
        return "related news"
    if is_following(line):
        return "share bar"
    if is_credit(line) or _is_source_of_figures(line) or _is_credit_announced(page, number):
        return "credit"
    if is_ago(line) and page[number - 1].final:
        return "dateline"
    return "caption" if any(told(line) for told in (is_alternative, announces_credit, is_credited, is_scene)) else None


def _is_credit_announced(page: Sequence[Line], number: int) -> bool:
    """Whether the line above a few words is a caption that ends with "Ảnh:"."""
    return announces_credit(page[number - 1]) and page[number].size <= ANNOUNCED


def _is_source_of_figures(line: Line) -> bool:
    """Whether a line says where a table's or a picture's figures are from: "Nguồn: Tổng cục Thống kê"."""
    labelled = label_of(line.text)
    return labelled is not None and labelled[0] == "source" and line.size <= CREDIT and not line.text.endswith(".")


def _captions_beside(page: Sequence[Line], credit: int, telling: str, article: range) -> Whys:
    """The caption whose credit stands on the next line, or on the one before; the one below a picture's text."""
    if is_alternative(page[credit]):
        return _below_alternative(page, credit + 1, article.stop)
    if telling != "credit":
        return {}
    beside = [number for number in (credit - 1, credit + 1) if article.start < number < article.stop]
    return dict.fromkeys([number for number in beside if _is_captioned(page[number])][:1], "caption")


def _is_captioned(line: Line) -> bool:
    """Whether a line beside a credit may be the caption."""
    marked = line.text.startswith(("#", "**"))
    return len(line.text) <= CAPTION and not line.final and not marked and line.size > 3 and not is_dateline(line)


def _byline(page: Sequence[Line], first: int, end: int) -> Whys:
    """The line with the day on which the article appeared, where it stands below the lead, and the name beside it; a
    name alone where it is said to be the author's: "by Minh Chau".
    """
    found: Whys = {}
    for number in range(first + 1, min(first + 1 + BYLINE, end)):
        if _says_who_wrote(page[number]):
            found[number] = "signature"
        if is_dateline(page[number]):
            found[number] = "dateline"
            beside = [near for near in (number - 1, number + 1) if first < near < end]
            found |= {near: "signature" for near in beside if authors(page[near].text) is not None}
    return found


def _says_who_wrote(line: Line) -> bool:
    """Whether a line names persons, and says that they wrote the article."""
    called = (label_of(line.text) or ("",))[0] == "signature" or line.text[:3].lower() == "by "
    return called and authors(line.text) is not None


def _lead_twice(page: Sequence[Line], first: int, end: int, whys: Whys) -> Whys:
    """The lead, where it is said again right below: there it begins the article, perhaps with a dateline."""
    below = [number for number in range(first + 1, min(first + 1 + BYLINE, end)) if number not in whys]
    lead = page[first]
    again = any(lead.key in page[number].key for number in below)
    return {first: "said again below"} if again and lead.size > HEADING else {}


def _box(page: Sequence[Line], heading: int, end: int, wording: Wording) -> Whys:
    """A heading such as "Tin liên quan" inside an article, with its headlines and teasers: up to the article's next
    sentence.

    A question or a heading right above that sentence is the article's: where the article has other questions, or the
    line is short and the headlines are not.
    """
    below = heading + 1
    while below < end and not (is_prose(page[below]) and _goes_on(page, heading, below, wording)):
        below += 1
    if heading + 1 < below - 1 and below < end and _heads_part(page, heading, below - 1, wording):
        below -= 1
    return dict.fromkeys(range(heading, below), heading_kind(page[heading]) or "")


def _goes_on(page: Sequence[Line], heading: int, below: int, wording: Wording) -> bool:
    """Whether a sentence below a box is the article's: no headline of the box is said twice or has it for its lead."""
    headline = page[below - 1]
    if headline.key == page[below - 2].key:
        return False
    return below == heading + 1 or not (
        _is_lead(page[below]) and is_other_news(headline) and wording.is_lead_of_other(headline, page[below])
    )


def _heads_part(page: Sequence[Line], heading: int, last: int, wording: Wording) -> bool:
    """Whether the last line of a box heads what follows it."""
    if page[last].text.endswith("?"):
        return sum(page[number].text.endswith("?") for number in range(max(heading - NEAR, 0), heading)) > 1
    shortest = min(page[number].size for number in range(heading + 1, last))
    others = [page[number] for number in range(heading + 1, last)]
    said = wording.says([page[last]]) and not all(wording.says([line]) for line in others)
    if page[last].size < ALONE and said and not page[last].final and not is_unended_caption(page[last]):
        return not is_known(page[last]) and not is_dateline(page[last])
    return page[last].size < min(HEADING, shortest) and not is_known(page[last]) and not is_dateline(page[last])


def _caption_below(page: Sequence[Line], again: int, end: int) -> Whys:
    """The caption under a picture that bears the title: one sentence, set off from the paragraph below."""
    number = again + 1
    if number + 1 >= end or is_several(page[number].text):
        return {}
    if is_unended_caption(page[number]):
        return {number: "caption"}
    if page[number].after_gap:
        return {}
    longest = CAPTION if page[number + 1].after_gap else UNMARKED_CAPTION
    return {number: "caption"} if len(page[number].text) <= longest else {}


def _caption_of_picture(page: Sequence[Line], picture: int, end: int) -> Whys:
    """The caption under a markdown picture, where it is one or clings to it while paragraphs are set off."""
    number = picture + 1
    if number >= end:
        return {}
    clings = number + 1 < len(page) and not page[number].after_gap and page[number + 1].after_gap
    set_off = clings and page[picture].after_gap and _may_be_caption(page[number])
    return {number: "caption"} if set_off or is_caption_below(page[number], page[picture].text) else {}


def _below_alternative(page: Sequence[Line], number: int, end: int) -> Whys:
    """The caption below a picture's text, where it is too long for a heading and no sentence."""
    if number >= end or page[number].size <= HEADING or not is_other_news(page[number]) or page[number].final:
        return {}
    return {number: "caption"}


def _may_be_caption(line: Line) -> bool:
    """Whether a line has the shape of a caption: one sentence, no heading with a mark."""
    return len(line.text) <= CAPTION and line.size > 2 and line.text[0] not in "#*-_>|" and not is_several(line.text)


# By what stands beside


def _beside_buttons(page: Sequence[Line], numbers: range, whys: Whys) -> Whys:
    """The counts beside buttons ("Thích", "1.2K"), and what is named above a widget's values ("Thời tiết", "Vinh")."""
    found: Whys = {}
    for number in numbers:
        near = {(whys | found).get(number - 1), whys.get(number + 1)}
        if number not in whys and is_counter(page[number]) and not near.isdisjoint(BUTTONS):
            found[number] = "share bar"
    for number in reversed(numbers):
        line = page[number]
        named = line.size <= ANNOUNCED and not line.final and number not in whys
        if named and (whys | found).get(number + 1) == "widget" and not line.text.startswith(("#", "*")):
            found[number] = "widget"
    return found


def _tables(page: Sequence[Line], body: Sequence[int]) -> Whys:
    """Tables scraped a cell a line, with their headings: no reader can tell which figure is whose."""
    found: Whys = {}
    for _, group in groupby(body, lambda number: _may_be_cell(page[number])):
        run = list(group)
        figures = [place for place, number in enumerate(run) if is_figure(page[number])]
        if len(figures) < FIGURES:
            continue
        cells = run[max(0, figures[0] - COLUMNS) : figures[-1] + 1]
        if 3 * len(figures) >= len(cells):
            heading = [number for number in (cells[0] - 1,) if number in body and not page[number].final]
            found |= dict.fromkeys([*heading, *cells], "table")
    return found


def _may_be_cell(line: Line) -> bool:
    """Whether a line could be a cell of a table, or its heading."""
    return (
        is_figure(line)
        or is_table_heading(line)
        or (line.size <= CELL and not line.final and line.text[0] not in "-•*#>|")
    )


# By what is said twice


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


# By standing alone


def _asked_last(page: Sequence[Line], body: Sequence[int], wording: Wording) -> Whys:
    """A headline that asks, below an article that asks nothing else and is strange to it."""
    if not body:
        return {}
    last = page[body[-1]]
    asked = last.text.endswith("?") and HEADLINE <= last.size <= ALONE and not is_several(last.text)
    alone = asked and len(body) > FIGURES and not any(page[number].text.endswith("?") for number in body[:-1])
    return {body[-1]: "related news"} if alone and wording.is_strange([last], counted=[last]) else {}


def _standing_alone(page: Sequence[Line], body: Sequence[int]) -> Whys:
    """Captions, headlines and teasers of other articles that nothing marks, between paragraphs.

    In an article with headings of its own, or with more than a few such lines, a line above a sentence may be one more.
    """
    wording = Wording(page[number] for number in body if is_prose(page[number]))
    headings = _headings(page, body)
    found: Whys = {}
    doubtful: set[int] = set()
    headed, alone = False, 0
    for before, row, after in _rows(page, body):
        if contents := _contents(page, before, row, headings):
            found |= contents
        elif not page[before].text.endswith(":"):
            whys = _of_row(page, row, after, wording)
            found |= whys
            headed = headed or (not whys and after is not None and _is_heading(page, row))
            if after is not None and _is_doubtful(page, row, whys):
                doubtful |= {row[-1], *(whys.keys() - set(row))}
            alone += len(row) == 1 and row[0] in doubtful
    many = alone > FEW and 3 * alone > sum(page[number].final for number in body)
    return {number: why for number, why in found.items() if number not in doubtful or not (headed or many)}


def _is_doubtful(page: Sequence[Line], row: Sequence[int], whys: Whys) -> bool:
    """Whether the last line of a row, left out as another article's, could head the sentence below it."""
    strange = whys.get(row[-1], "caption") != "caption"
    return strange and not any(is_dateline(page[number]) for number in row)


def _is_heading(page: Sequence[Line], row: Sequence[int]) -> bool:
    """Whether a line that stands alone may head a part of the article, with no mark of its own."""
    line = page[row[0]]
    return len(row) == 1 and line.text[0].isalnum() and is_headline(line) and not is_entry(line)


def _headings(page: Sequence[Line], body: Sequence[int]) -> dict[str, int]:
    """The last place in the article of each line, by its words without a number before them."""
    return {_unnumbered(page[number]): number for number in body}


def _unnumbered(line: Line) -> str:
    return line.key.lstrip("0123456789 ")


def _contents(page: Sequence[Line], before: int, row: Sequence[int], headings: Mapping[str, int]) -> Whys:
    """A table of contents, with the line that announces it: most of its entries head a part of the article below it."""
    if len(row) < CONTENTS:
        return {}
    repeated = sum(headings[_unnumbered(page[number])] > row[-1] for number in row)
    if 2 * repeated <= len(row):
        return {}
    announced = [before] if page[before].text.endswith(":") and page[before].size <= ANNOUNCED else []
    return dict.fromkeys([*announced, *row], "contents")


def _rows(page: Sequence[Line], body: Sequence[int]) -> Iterator[tuple[int, list[int], int | None]]:
    """Lines in a row that no full stop ends, each row with the line before it and the one after, if there is one."""
    before = None
    groups = [(ended, list(row)) for ended, row in groupby(body, lambda number: page[number].final)]
    for place, (ended, row) in enumerate(groups):
        after = groups[place + 1][1][0] if place + 1 < len(groups) else None
        if not ended and before is not None:
            yield before, row, after
        before = row[-1]


def _of_row(page: Sequence[Line], row: Sequence[int], after: int | None, wording: Wording) -> Whys:
    """Why lines of a row are not body, if they are not: all of them, or the one that is too long for a heading."""
    lines = [page[number] for number in row]
    longer = [number for number in row if page[number].size > HEADING and is_other_news(page[number])]
    if any(is_dateline(line) or is_ago(line) for line in lines) or (after is None and any(map(is_sequel, lines))):
        return dict.fromkeys(row, "related news") if longer and (after is None or len(row) > 2) else {}
    if any(map(is_entry, lines)):
        return {}
    if len(longer) == 1 and (len(row) == 1 or (len(row) == 2 and page[longer[0]].size >= HEADLINE)):
        return _alone(page, longer[0], after, wording)
    announced = 2 < len(row) <= FIGURES and len(longer) == len(row) - 1 and lines[0].size < HEADING
    if announced and after is not None and row[0] not in longer and wording.is_strange(lines[1:]):
        return dict.fromkeys(row, "related news")
    if len(longer) < len(row) or sum(line.size for line in lines) < HEADLINE * len(row):
        return {}
    return {} if wording.is_close(lines) else dict.fromkeys(row, "related news")


def _alone(page: Sequence[Line], number: int, after: int | None, wording: Wording) -> Whys:
    """Why a line without a full stop that stands alone is not body, and the lead of another article right below it.

    No headline of another article is the last line of this one, above its signature, or ends with a bracket: that may
    be who answers or asks.
    """
    line = page[number]
    headline = after is not None and line.size <= ALONE and not line.text.endswith(")")
    if headline and after == number + 1 and _is_lead(page[after]) and wording.is_teaser(line, page[after]):
        return {number: "teaser", after: "teaser"}
    if headline and line.size >= LONE and wording.is_strange([line]):
        return {number: "related news"}
    return {number: "caption"} if is_unended_caption(line) else {}


def _is_lead(line: Line) -> bool:
    """Whether a paragraph could be the lead of another article: one sentence, not long."""
    return len(line.text) <= TEASER and not is_several(line.text) and not line.text.endswith((":", "?", "!"))
