"""What one line of a page looks like: running text, a headline, a dateline, a caption, several headlines in one."""

import re
from collections.abc import Sequence
from itertools import takewhile

from index.articles.dates import dateline_rest
from index.articles.lines import Line, ends_finally
from index.articles.outlets import outlet_by_code
from index.articles.phrases import (
    heading_kind,
    is_imprint,
    is_menu_shaped,
    is_section,
    key,
    keys,
    label_of,
    opening_kind,
    phrase_kind,
    shown,
)
from index.articles.signatures import authors, is_name, outlet_standing_alone, surnames

TITLE_WORDS = 30  # the longest headline; a lead that lacks its full stop is longer
CAPTION = 350  # characters of the longest caption
CAPTION_SENTENCES = 3  # of the longest caption, its credit being one
CAPTION_WORDS = 18  # a line without a full stop of so many words heads no part of an article
PERSON_WORDS = 7  # of the shortest line without a full stop that tells what someone does: no heading
LEAD_WORDS = 6  # a lead has more
NAMED = 9  # words at a caption's beginning in which its name ends
SCENE_WORDS = 30  # of the longest caption known by its words alone
TAG_WORDS = 7  # of the longest tag
LABEL_WORDS = 6  # of the longest button or heading
DATELINE_WORDS = 4  # words beside the date in a dateline: a section, a name, a place
CROSS_REFERENCE_WORDS = 15  # the shortest line of two headlines run together
ALT, ADDRESS = 500, 2000  # characters of a picture's text and address looked through

_NAME = r"(?:[^.:]|(?<=\b[^\W\d_])\.){2,50}"  # with initials: "N.L", no sentence's end
_CREDIT = re.compile(
    rf"(?:(?:Ảnh|Photos?|Đồ họa|Minh họa|Tranh|Nguồn ảnh|Ảnh tư liệu)\s?:{_NAME}"
    r"|\(?(?:Ảnh|Hình) minh (?:họa|hoạ)|\((?:Nguồn|Source)\s?:[^().:]{2,40})[.)\]*_|]{0,4}\Z",
    re.IGNORECASE,
)
_ENGLISH_CREDIT = re.compile(
    r"\bPhotos?(?: (?:by|courtesy of))?(?: [A-ZĐ][\w.'-]{0,14}){1,5}[.)]{0,2}\Z"
    r"|\. (?:[A-Z]{2,20}(?:[ /][A-Z]{2,20}){1,3}|(?:Photo )?[Ss]upplied)\Z"
    r"|\((?:AP|AFP|Reuters|VNA|VNS)[^()]{0,40}\)\Z"
)
_BRACKETED = re.compile(r"\[[^\[\]]{15,200}\]\Z")
_TAG = re.compile(r"[^\W_][^.:;]{0,40}\Z")
_AGO = re.compile(
    r"(?:\d{1,3}|một|an?) ?(?:giây|phút|giờ|ngày|tuần|tháng|minutes?|hours?|days?|weeks?) (?:trước|ago)\Z",
    re.IGNORECASE,
)
_COUNTER = re.compile(r"\(?\d{1,4}(?:[:.,]\d{1,3}){0,2} ?[kKxX%]?\)?\Z")  # beside a button or a player: 17, 3:12, 1x
_FIGURE = re.compile(
    r"[+\-–−±~<>≥≤]? ?\d{1,6}(?:[.,]\d{1,3}){0,4} ?"
    r"(?:%|‰|USD|VND|đ|đồng|tỷ|tỉ|triệu|nghìn|tấn|kg|ha|km|m2|tỷ đồng|triệu đồng)?\Z"
)
_TABLE = re.compile(
    r"\A(?:Bảng|Biểu|Biểu đồ|Table|Chart|Figure) \d{1,2}\b|\((?:Đơn vị(?: tính)?|ĐVT|Unit)s? ?:", re.IGNORECASE
)
_FILE = re.compile(r"[\w.%+-]{1,120}\.(?:jpe?g|png|gif|webp|mp4|mp3)\Z", re.IGNORECASE)
_ATTACHED = re.compile(
    r"[\w .%()+-]{1,120}\.(?:pdf|docx?|xlsx?|pptx?|odt|rtf|zip|rar|7z)(?: ?[(\[]?\d[\d.,]{0,6} ?[KMG]?B[)\]]?)?\Z",
    re.IGNORECASE,
)
_ALT = re.compile(r"[^.!?]{8,200}\b(?:ảnh|anh|hình|hinh|photo|picture|image) \d{1,2}\)?\.?\Z", re.IGNORECASE)
_CREDIT_TO_COME = re.compile(r"(?:Ảnh|Photo|Nguồn ảnh|Đồ họa|Minh họa):\Z")
_BUTTON_LINK = re.compile(r"\]\((?:#|javascript:)[^()]{0,80}\){1,2}")
_MAIL = re.compile(r"<?[\w.+-]{1,64}@[\w-]{1,40}(?:\.[\w-]{1,40}){1,4}>?\Z")
_FOLLOW = re.compile(r"(?:Theo dõi|Follow)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:\d{1,3}|[a-zđ])[.)/] |(?:Bước|Điều|Chương|Mục|Câu|Cách) \d", re.IGNORECASE)
_SERIES = re.compile(r"(?:Bài|Kỳ|Phần|Part) (?:\d{1,2}|cuối|tới|sau|tiếp(?: theo)?) ?:")
_BARE_ADDRESS = re.compile(r"<?https?://\S{4,}\Z")
_OPENERS = "“\"'‘[("
_ENTRY = re.compile(r"[|\t:]|\d\s?[-–/]\s?\d|(?<!\d)\d{1,3}\Z")  # in a row of results, a list's entry, an hour
_SEEN = re.compile(
    r"\((?:bìa |bên |thứ \w{1,4} )?(?:trái|phải|giữa|từ trái|từ phải)|từ (?:trái|phải) (?:sang|qua)|trong ảnh\b"
)


def is_prose(line: Line) -> bool:
    """Whether a line is running text: it ends as a sentence does, or is too long for a headline."""
    if is_known(line) or label_of(line.text) or is_credited(line):
        return False
    if line.size > TITLE_WORDS or (line.size > LABEL_WORDS and outlet_by_code(line.text)):
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
    return (
        is_headline(line)
        and line.size > 3
        and not _NUMBERED.match(line.text)
        and (start in _OPENERS or (start.isalnum() and not start.islower()))
    )


def is_dateline(line: Line) -> bool:
    """Whether a line says when the article appeared: a full date and hardly anything else."""
    if line.size > TITLE_WORDS or _NUMBERED.match(line.text):  # "b) Báo cáo trước ngày 20/7/2024"
        return False
    rest = dateline_rest(line.text)
    if rest and len(rest) > 1 and line.text.endswith("."):
        return False
    return rest is not None and (len(rest) <= DATELINE_WORDS or _is_named(rest))


def _is_named(words: Sequence[str]) -> bool:
    """Whether the words beside a date are a name, or names with capitals: a writer and an outlet."""
    capital = len(words) <= DATELINE_WORDS * 2 and all(word[:1].isupper() for word in words)
    return capital or (len(words) <= DATELINE_WORDS + 2 and is_name(" ".join(words)))


def is_ago(line: Line) -> bool:
    """Whether a line says how long ago something appeared: "5 giờ trước"."""
    return _AGO.match(line.text) is not None


def is_counter(line: Line) -> bool:
    """Whether a line is a number or an hour alone, such as beside a button."""
    return _COUNTER.match(line.text) is not None


def is_following(line: Line) -> bool:
    """Whether a line asks to follow an outlet: "Theo dõi VietNamNet trên"."""
    return line.size <= LABEL_WORDS + 2 and not line.final and _FOLLOW.match(line.text) is not None


def is_bracket(line: Line) -> bool:
    """Whether a line is a few words in brackets: "(quận Đống Đa, Hà Nội)" below a name."""
    return line.size <= LABEL_WORDS + 2 and line.text.startswith("(") and line.text.endswith(")")


def is_sequel(line: Line) -> bool:
    """Whether a line names another part of a series: "Bài 2: Lò đúc đồng cuối cùng"."""
    return is_headline(line) and _SERIES.match(line.text) is not None


def is_known(line: Line) -> bool:
    """Whether a line's words say that it is furniture, wherever it stands."""
    told = phrase_kind(line) or heading_kind(line) or opening_kind(line)
    return bool(told) or is_address(line) or is_menu_shaped(line.text)


def is_noise(line: Line) -> bool:
    """Whether a line that ends a page cannot be the article's last."""
    return is_known(line) or is_section(line.text) or is_imprint(line) or is_tagged(line)


def is_tagged(line: Line) -> bool:
    """Whether a line is a tag, or several: "#mưa lũ", "#lũ #Lào"; a heading has a space after its mark."""
    if not line.text.startswith("#") or len(line.text) > CAPTION:
        return False
    return all(_TAG.match(tag) is not None and len(tag.split()) <= TAG_WORDS for tag in line.text.split("#")[1:])


def is_address(line: Line) -> bool:
    """Whether a line is a web or mail address and nothing else."""
    return _BARE_ADDRESS.match(line.text) is not None or _MAIL.match(line.text) is not None


def is_picture_file(line: Line) -> bool:
    """Whether a line is the name of a picture's or a film's file."""
    return _FILE.match(line.text) is not None


def is_attachment(line: Line) -> bool:
    """Whether a line is the name of a document's file, perhaps with its size: "danh-sach.pdf (412 KB)"."""
    return _ATTACHED.match(line.text) is not None


def is_glued_link(line: Line) -> bool:
    """Whether a line begins with a link, and its sentence right after it: a teaser whose tags were taken away."""
    found = _marked(line.text[: ALT + ADDRESS], "[")[:1]
    return bool(found) and found[0][0] == 0 and line.text[found[0][1] : found[0][1] + 1].isupper()


def is_credit(line: Line) -> bool:
    """Whether a line says only who took a picture: "ẢNH: QUẾ LÂM", "NVCC", "TTXVN"."""
    if line.size > LABEL_WORDS:
        return False
    named = key(line.text) in keys("captions", "sources") or outlet_standing_alone(line.text) is not None
    return named or (opening_kind(line) == "credit" and is_credited(line))


def is_credited(line: Line) -> bool:
    """Whether a line ends with who took the picture."""
    if len(line.text) > CAPTION or _sentences(line.text) > CAPTION_SENTENCES:
        return False
    return _CREDIT.search(line.text[-80:]) is not None or _ENGLISH_CREDIT.search(line.text[-80:]) is not None


def is_alternative(line: Line) -> bool:
    """Whether a line is a picture's text with the picture's number: "Ghe đêm phim 2024 anh 1", "Căn bếp - Ảnh 2."."""
    return line.size <= CAPTION_WORDS + 2 and _ALT.match(line.text) is not None


def announces_credit(line: Line) -> bool:
    """Whether a line is a caption whose credit is on the next: "Hai Thạnh trở lại màn ảnh. Ảnh:"."""
    return len(line.text) <= CAPTION and line.size > 2 and _CREDIT_TO_COME.search(line.text) is not None


def is_cell(line: Line, below_picture: bool) -> bool:
    """Whether a line is the only cell of a table row, where scraped pages keep a picture and its caption."""
    if not line.text.endswith("|") or line.text.startswith("|"):
        return False
    if line.text.startswith("!["):
        return True
    return line.text.count("|") == 1 and (len(line.text) <= CAPTION or below_picture)


def _sentences(text: str) -> int:
    """About how many sentences a line is."""
    return 1 + sum(text[:-1].count(mark) for mark in (". ", "? ", "! "))


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


def says_lead_again(line: Line, lead: Line) -> bool:
    """Whether a line is a lead once more, perhaps with a dateline before it: there the article begins."""
    return lead.size > LEAD_WORDS and lead.key in line.key


def says_caption_again(line: Line, below: Line) -> bool:
    """Whether two lines are one caption, one of them perhaps with who took the picture."""
    shorter, longer = sorted((line, below), key=lambda each: each.size)
    if shorter.size < 5 or len(longer.text) > CAPTION or is_several(shorter.text):
        return False
    return shorter.key == longer.key or (longer.key.startswith(shorter.key + " ") and longer.size <= shorter.size + 6)


def is_scene(line: Line) -> bool:
    """Whether a line inside an article tells what a picture shows: a view, who stands where, someone speaking."""
    if len(line.text) > CAPTION or is_several(line.text) or line.text.endswith((":", "?", "!", ";")):
        return False
    if _SEEN.search(line.text):
        return True
    if line.size > SCENE_WORDS or shown("tense").search(line.text):
        return False
    return any(shown(kind).search(line.text) for kind in ("views", "posed", "speaking")) or _is_of_people(line)


def _is_of_people(line: Line) -> bool:
    """Whether a sentence is of nothing but what people, or someone named in full, do: it has no time, figure or speech.

    >>> from index.articles.lines import lines
    >>> _is_of_people(lines("Các đại biểu thả cá giống xuống vịnh Đá Dựng.")[0])
    True
    """
    if not PERSON_WORDS <= line.size <= CAPTION_WORDS or not line.text.endswith("."):
        return False
    shows = shown("doing").match(line.text) is not None or _names_someone(line.text)
    return shows and not shown("telling").search(line.text)


def _names_someone(text: str) -> bool:
    """Whether a line begins with a person's full name, perhaps after a title: "Nghệ nhân Phạm Văn Rôm dạy …"."""
    words = text.split()[:NAMED]
    start = next((place for place, word in enumerate(words) if word in surnames()), None)
    if start is None or not words[0][0].isupper():
        return False
    name = list(takewhile(lambda word: word[0].isupper(), words[start:]))
    return len(name) > 2 and start + len(name) < len(words) and is_name(" ".join(name))


def is_unended_caption(line: Line) -> bool:
    """Whether a line that stands alone between paragraphs, without a full stop, is too long for a heading.

    Long by itself, or less so where it begins with someone: a heading names what its part is about.
    """
    if not is_other_news(line) or line.final or is_entry(line) or line.text[-1] in '”"»)':
        return False
    return line.size >= CAPTION_WORDS or (line.size >= PERSON_WORDS and _begins_with_someone(line.text))


def _begins_with_someone(text: str) -> bool:
    """Whether a line begins with a person's name, perhaps titled, or with people and a name after them."""
    name = " ".join(takewhile(lambda word: word[0].isupper(), text.split()[:5]))
    return shown("persons").match(text) is not None or (is_name(name) and name.split()[0] in surnames())


def is_entry(line: Line) -> bool:
    """Whether a line could be one of a list's or a table's: with a colon, a bar, a score or a number at its end."""
    return _ENTRY.search(line.text) is not None


def is_bracketed(line: Line) -> bool:
    """Whether a line is a headline in square brackets, as agencies refer to another article."""
    return _BRACKETED.match(line.text) is not None and not ends_finally(line.text[:-1])


def says_alternative(line: Line, picture: str) -> bool:
    """Whether a line says what the text of a markdown picture says, perhaps with who took it."""
    text = key(picture[picture.find("[") + 1 : picture.find("](")].lstrip("!["))
    return len(text.split()) > 2 and (line.key == text or line.key.startswith(text + " "))


def is_caption_below(line: Line, picture: str) -> bool:
    """Whether a line below a markdown picture is its caption: in italics, too long for a heading, or its text again."""
    if len(line.text) > CAPTION:
        return False
    slanted = line.text[0] == line.text[-1] and line.text[0] in "*_" and line.text[:2] not in ("**", "__")
    return slanted or is_unended_caption(line) or says_alternative(line, picture)


def is_figure(line: Line) -> bool:
    """Whether a line is a number and nothing else, perhaps with its unit: "31,2", "+4,5 %", "1.906 tỷ đồng"."""
    return _FIGURE.match(line.text) is not None


def is_table_heading(line: Line) -> bool:
    """Whether a line is what stands above a table or a chart: "Bảng 1: …", "… (Đơn vị: triệu USD)"."""
    return line.size <= TITLE_WORDS and not is_several(line.text) and _TABLE.search(line.text) is not None


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
    """Where a line has markdown pictures, ![text](address), in order; a link around one is part of it.

    >>> pictures("![[Video] Lũ](a.jpg) Hà Nội"), pictures("[![Lũ](a.jpg)](b.html)")
    ([(0, 20)], [(0, 22)])
    """
    return [_with_link(text, *found) for found in _marked(text, "![")]


def _with_link(text: str, start: int, end: int) -> tuple[int, int]:
    """A picture's place with the link that it is the text of."""
    if start and text[start - 1] == "[" and text.startswith("](", end):
        close = text.find(")", end, end + ADDRESS)
        return (start - 1, close + 1) if close != -1 else (start, end)
    return start, end


def is_link(line: Line) -> bool:
    """Whether a line is nothing but markdown links to other pages, the mark of a list aside."""
    if "](" not in line.text or line.text.startswith("#"):
        return False
    text = _cut(line.text, _marked(line.text, "!["))
    found = _marked(text, "[")
    if (
        line.size <= LABEL_WORDS * 2
        and _BUTTON_LINK.search(text)
        and len(_cut(text, found).split()) <= LABEL_WORDS // 2
    ):
        return not line.final
    return bool(found) and not any(map(str.isalnum, _cut(text, found)))


def _cut(text: str, places: Sequence[tuple[int, int]]) -> str:
    """A text without some places."""
    position, rest = 0, ""
    for start, end in places:
        rest, position = rest + text[position:start], end
    return rest + text[position:]


def _marked(text: str, mark: str) -> list[tuple[int, int]]:
    """Where a text has markdown links or pictures, that begin with a mark, in order; each character is read once."""
    found: list[tuple[int, int]] = []
    start, middle, close = text.find(mark), -1, -1
    while start != -1:
        middle = middle if middle > start else text.find("](", start)
        if middle == -1:
            break
        close = close if close > middle else text.find(")", middle)
        if close == -1:
            break
        if middle - start < ALT and close - middle < ADDRESS:
            found.append((start, close + 1))
            start = text.find(mark, close)
        else:
            start = text.find(mark, start + len(mark))
    return found
