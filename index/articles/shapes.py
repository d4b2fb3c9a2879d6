"""What one line of a page looks like: running text, a headline, a dateline, a caption, several headlines in one."""

import re

from index.articles.dates import dateline_rest
from index.articles.lines import Line
from index.articles.outlets import outlet_by_code
from index.articles.phrases import heading_kind, is_imprint, is_section, key, keys, label_of, opening_kind, phrase_kind
from index.articles.signatures import authors, is_name

TITLE_WORDS = 30  # the longest headline; a lead that lacks its full stop is longer
CAPTION = 350  # characters of the longest caption
LABEL_WORDS = 6  # of the longest button or heading
DATELINE_WORDS = 4  # words beside the date in a dateline: a section, a name, a place
CROSS_REFERENCE_WORDS = 15  # the shortest line of two headlines run together
ALT, ADDRESS = 500, 2000  # characters of a picture's text and address looked through

_CREDIT = re.compile(
    r"(?:(?:Ảnh|Photo|Đồ họa|Nguồn ảnh)\s?:[^.:]{2,50}|\(?(?:Ảnh|Hình) minh (?:họa|hoạ))[.)]{0,3}\Z", re.IGNORECASE
)
_BARE_ADDRESS = re.compile(r"<?https?://\S{4,}\Z")
_OPENERS = "“\"'‘[("


def is_prose(line: Line) -> bool:
    """Whether a line is running text: it ends as a sentence does, or is too long for a headline."""
    if is_known(line) or label_of(line.text) or is_credited(line):
        return False
    if line.size > TITLE_WORDS or outlet_by_code(line.text):
        return True
    if line.text.startswith("#") or line.text.endswith(("?", "!", "…", "...", ":")) or is_dateline(line):
        return False
    return line.final and line.size > 1 and authors(line.text) is None


def is_headline(line: Line) -> bool:
    """Whether a line could be a headline: short, and no sentence's end."""
    return line.size <= TITLE_WORDS and not line.text.endswith((".", ":", ",", ";"))


def is_label(line: Line) -> bool:
    """Whether a line could be a button, a tag or a heading of a page: a few words, no sentence, no list entry."""
    if line.size > LABEL_WORDS or line.final or not line.text[0].isalpha():
        return False
    return not any(map(str.isdecimal, line.text))


def is_other_news(line: Line) -> bool:
    """Whether a line could be the headline of another article: no list entry, no table row."""
    start = line.text[0]
    return is_headline(line) and line.size > 3 and (start in _OPENERS or (start.isalnum() and not start.islower()))


def is_dateline(line: Line) -> bool:
    """Whether a line says when the article appeared: a full date and hardly anything else."""
    rest = dateline_rest(line.text) if line.size <= TITLE_WORDS else None
    return rest is not None and (len(rest) <= DATELINE_WORDS or (len(rest) <= 6 and is_name(" ".join(rest))))


def is_known(line: Line) -> bool:
    """Whether a line's words say that it is furniture, wherever it stands."""
    return bool(phrase_kind(line) or heading_kind(line) or opening_kind(line)) or is_address(line)


def is_noise(line: Line) -> bool:
    """Whether a line that ends a page cannot be the article's last."""
    tagged = all(word.startswith("#") and len(word) > 1 for word in line.text.split())
    return is_known(line) or is_section(line.text) or is_imprint(line) or tagged


def is_address(line: Line) -> bool:
    """Whether a line is a web address and nothing else."""
    return _BARE_ADDRESS.match(line.text) is not None


def is_credited(line: Line) -> bool:
    """Whether a line ends with who took the picture."""
    return len(line.text) <= CAPTION and _CREDIT.search(line.text[-80:]) is not None


def is_cell(line: Line, below_picture: bool) -> bool:
    """Whether a line is the only cell of a table row, where scraped pages keep a picture and its caption."""
    if not line.text.endswith("|") or line.text.startswith("|"):
        return False
    if line.text.startswith("!["):
        return True
    return line.text.count("|") == 1 and (len(line.text) <= CAPTION or below_picture)


def is_several(text: str) -> bool:
    """Whether a line is more than one sentence."""
    return any(mark in text[:-1] for mark in (". ", "? ", "! ", "; "))


def says_again(line: Line, title: Line) -> bool:
    """Whether a line is the title once more, perhaps with "ảnh 1" after it."""
    stated = label_of(title.text)
    said = key(stated[1]) if stated else title.key
    if title.size < 3 or not line.key.startswith(said):
        return False
    return line.key == said or (line.size <= title.size + 3 and line.key[-1].isdecimal())


def says_caption_again(line: Line, below: Line) -> bool:
    """Whether two lines are one caption, one of them perhaps with who took the picture."""
    shorter, longer = sorted((line, below), key=lambda each: each.size)
    if shorter.size < 5 or len(longer.text) > CAPTION or is_several(shorter.text):
        return False
    return shorter.key == longer.key or (longer.key.startswith(shorter.key + " ") and longer.size <= shorter.size + 6)


def is_run_together(line: Line, seams: int) -> bool:
    """Whether a line is several headlines in one: no sentence ends in it, yet new ones seem to begin, so many at least.

    Of sentences whose full stop is taken away, one in nine has one seam, one in sixty two.
    """
    if line.size < CROSS_REFERENCE_WORDS or line.final or is_several(line.text) or line.text.count(",") > 2:
        return False
    tokens = line.text.split()
    return sum(map(_is_seam, tokens, tokens[1:], tokens[2:])) >= seams


def _is_seam(before: str, token: str, after: str) -> bool:
    """Whether a headline begins at `token`: one capital amid small letters, after a word that calls for no name."""
    if not (before[0].islower() and token[0].isupper() and token[1:].islower() and after[0].islower()):
        return False
    return (before[-1].isalnum() or before[-1] in "”\"')") and key(before) not in keys("binders", "words")


def pictures(text: str) -> list[tuple[int, int]]:
    """Where a line has markdown pictures, ![text](address), in order.

    >>> pictures("![[Video] Lũ](a.jpg) Hà Nội")
    [(0, 20)]
    """
    found: list[tuple[int, int]] = []
    start = text.find("![")
    while start != -1:
        middle = text.find("](", start, start + ALT)
        close = text.find(")", middle, middle + ADDRESS) if middle != -1 else -1
        if close == -1:
            start = text.find("![", start + 2)
        else:
            found.append((start, close + 1))
            start = text.find("![", close)
    return found
