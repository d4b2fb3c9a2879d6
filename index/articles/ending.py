"""Where an article ends on its page: at its signature, its closing "./.", or a heading such as "Tin khác"."""

from collections.abc import Mapping, Sequence
from itertools import accumulate, islice, takewhile

from index.articles.lines import Line
from index.articles.outlets import outlet_by_code
from index.articles.phrases import heading_kind, is_imprint, opening_kind, phrase_kind
from index.articles.shapes import (
    is_bracket,
    is_credited,
    is_dateline,
    is_known,
    is_label,
    is_noise,
    is_other_news,
    is_prose,
    is_several,
    is_tagged,
)
from index.articles.signatures import authors, outlet_named
from index.articles.wording import SENTENCES, Wording, share_pair

SENTENCE = 50  # and of one of two in a row, with no headline between them
PARAGRAPH = 100  # characters of the shortest paragraph that shows that an article goes on
TELLING = 180  # characters of the shortest that no lead of another article is, being several sentences
HEADLINES = 3  # lines at a page's end, of HEADLINE_WORDS on average, that are a list of other news
CLOSING = frozenset({"share bar", "tags"})  # kinds of opening phrases that may close an article
WELL_UNDER_WAY = 3  # sentences above a button or a tag that may close an article
BOXES = frozenset({"related news", "poll", "widget", "attachments"})  # kinds of headings inside articles
WROTE = ("Theo ", "Bài ", "Bài: ", "Tin ", "Tin: ", "Thực hiện", "Tác giả", "By ", "Nguồn")
NEAR = 12  # lines below a heading that show whether the article goes on
OF_IT = 2  # sentences of them that say the article's words
LABELS = 6  # short lines right above the end, after a sentence: nothing follows, so they head no part of the article
HEADLINE_WORDS = 9  # a poem of six and eight syllables has fewer


def end_of_article(page: Sequence[Line], first: int, whys: Mapping[int, str]) -> int:
    """The number of the first line below an article whose first sentence is line `first`.

    `whys` holds the lines already known not to be the article.
    """
    below = _Below(page, first, whys)
    end = next((number for number in range(first + 1, len(page)) if below.ends(number)), None)
    end = _trimmed(page, first, whys) if end is None else end
    labels = next((count for count in range(LABELS + 1) if not is_label(page[end - 1 - count])), LABELS + 1)
    closed = labels <= LABELS and end - labels > first and not page[end - 1 - labels].text.endswith(":")
    return end - labels if closed and page[end - 1 - labels].final else end


class _Below:
    """What follows each line of a page, looked through once."""

    def __init__(self, page: Sequence[Line], first: int, whys: Mapping[int, str]) -> None:
        self.page = page
        self.whys = whys
        self.paragraphs = [self._is_paragraph(number) for number in range(len(page))]
        self.longest_run = self._longest_runs()
        self.remaining = _counted_from_the_end(self.paragraphs)
        self.sentences = _counted_from_the_end([is_prose(line) and line.size > 5 for line in page])
        self.sentences_here = self._sentences_up_to_headings()
        self.above = [0, *accumulate(is_prose(line) for line in page)]
        self.signed_above = {line.key for line in page[:first] if authors(line.text)}
        self.wordings: dict[int, Wording] = {}
        self.last = max((number for number in range(len(page)) if self._is_article(number)), default=0)
        self.signed = any(authors(line.text) is not None for line in page[self.last + 1 : self.last + 3])

    def ends(self, number: int) -> bool:
        """Whether the article has ended before this line."""
        line = self.page[number]
        if self.page[number - 1].text.endswith("./."):
            return not self.goes_on(number, run=2)
        if number in self.whys:
            return False
        if kind := heading_kind(line):
            if kind == "comments" and self.above[number] >= WELL_UNDER_WAY:  # above that it is a button
                return not self.goes_on(number + 1, run=3)
            return not (
                self.goes_on(number + 1, run=2)
                or self.tells_on(number + 1)
                or self.is_of_it(number + 1)
                or (kind in BOXES and self._follows(number + 1))
            )
        if self.above[number] >= WELL_UNDER_WAY and _is_button(line):
            return self.sentences_here[number] == 0 and not self.goes_on(number, run=2)
        return _is_signed(line) and self._closes(number)

    def goes_on(self, number: int, run: int) -> bool:
        """Whether the article goes on at or below this line: paragraphs in a row, or a last one, signed or alone."""
        if number >= len(self.page):
            return False
        closed = self.last >= number and self.paragraphs[self.last] and (self.remaining[number] == 1 or self.signed)
        return self.longest_run[number] >= run or closed

    def tells_on(self, number: int) -> bool:
        """Whether a paragraph that no lead could be stands at or below a line, up to a heading: several sentences, and
        no headline above them that they share words with. In an interview no two such stand in a row.
        """
        near = takewhile(
            lambda each: heading_kind(self.page[each]) is None, range(number, min(number + NEAR, len(self.page)))
        )
        return any(self._is_telling(each) for each in near)

    def _is_telling(self, number: int) -> bool:
        line = self.page[number]
        told = self.paragraphs[number] and is_several(line.text) and len(line.text) >= TELLING
        return told and number > 0 and not share_pair(self.page[number - 1], line)

    def is_of_it(self, number: int) -> bool:
        """Whether most of the first sentences at or below a line, up to a heading, say words that stand above it."""
        near = takewhile(lambda line: heading_kind(line) is None, self.page[number : number + NEAR])
        sentences = [line for line in near if is_prose(line) and line.size > 5]
        close = sum(self._wording(number).says([line]) for line in sentences)
        return close >= OF_IT and 2 * close > len(sentences)

    def _follows(self, number: int) -> bool:
        """Whether the article's last sentences stand below a box, though they are short."""
        return self.sentences_follow(number) or self.is_signed_below(number) or self.is_last(number)

    def is_last(self, number: int) -> bool:
        """Whether one sentence stands below the headlines at a line, right above what closes an article: not a lead,
        which shares words with its headline.
        """
        near = takewhile(
            lambda each: heading_kind(self.page[each]) is None, range(number, min(number + NEAR, len(self.page)))
        )
        found = [each for each in near if _is_sentence(self.page[each])]
        if len(found) != 1 or found[0] == number or found[0] + 1 >= len(self.page):
            return False
        sentence, headline = self.page[found[0]], self.page[found[0] - 1]
        closed = _is_button(self.page[found[0] + 1]) or _is_signed(self.page[found[0] + 1])
        return closed and not share_pair(headline, sentence)

    def sentences_follow(self, number: int) -> bool:
        """Whether two sentences stand in a row at or below a line, up to a heading: leads have headlines between."""
        near = list(takewhile(lambda line: heading_kind(line) is None, self.page[number : number + NEAR]))
        return any(map(_is_of_article, near, near[1:]))

    def is_signed_below(self, number: int) -> bool:
        """Whether a sentence at or below a line has the name below it that stands above the article."""
        for below in range(number, min(number + NEAR, len(self.page))):
            if self.page[below].key in self.signed_above:
                return any(map(_is_sentence, self.page[number:below]))
        return False

    def _wording(self, number: int) -> Wording:
        """The words of the sentences above a line, the first ones of them where they are many."""
        count = min(self.above[number], SENTENCES)
        if count not in self.wordings:
            sentences = (line for line in self.page[:number] if is_prose(line))
            self.wordings[count] = Wording(islice(sentences, count))
        return self.wordings[count]

    def _closes(self, number: int) -> bool:
        """Whether a line that may be a signature is one: what is below it is not the article."""
        below = next((n for n in range(number + 1, len(self.page)) if not self._goes_with_signature(n)), None)
        if below is None:
            return True
        if is_noise(self.page[below]) or is_imprint(self.page[below]) or self._is_doubled(below + 1):
            return not self.goes_on(below, run=2)
        if _says_who_wrote(self.page[number]):
            return not self.goes_on(below, run=2) and not self.sentences_follow(below)
        return self.sentences[number + 1] == 0 or self._signs(number, below)

    def _signs(self, number: int, below: int) -> bool:
        """Whether a name right behind a sentence is the signature though sentences follow: not paragraphs in a row, no
        name that comes again, as of one who answers, and none that says the article's words.
        """
        above = next((each for each in range(number - 1, 0, -1) if each not in self.whys), 0)
        ended = is_prose(self.page[above]) or is_known(self.page[above]) or is_credited(self.page[above])
        if self.above[number] < WELL_UNDER_WAY or not ended or self.longest_run[below] > 1 or self.is_of_it(below):
            return False
        key, near = self.page[number].key, self.page[below : below + NEAR]
        again = any(line.key == key for line in self.page[below:])
        if key not in self.signed_above and (again or self.sentences_follow(below)):
            return False
        return not any(self._wording(number).says([line]) for line in near if len(line.text) >= PARAGRAPH)

    def _goes_with_signature(self, number: int) -> bool:
        line = self.page[number]
        if heading_kind(line):
            return False
        known = number in self.whys or phrase_kind(line) or opening_kind(line) or is_label(line) or is_bracket(line)
        return bool(known) or is_dateline(line) or _is_signed(line)

    def _is_article(self, number: int) -> bool:
        """Whether a line may be the last of an article: no signature, nothing known to be furniture."""
        return not is_noise(self.page[number]) and not self._goes_with_signature(number)

    def _is_paragraph(self, number: int) -> bool:
        """Whether a line is a paragraph that no teaser has: long, ended, with no headline said twice around it."""
        line = self.page[number]
        if number in self.whys or len(line.text) < PARAGRAPH or not line.final or outlet_by_code(line.text):
            return False
        if is_known(line) or is_imprint(line) or is_credited(line):
            return False
        return not self._is_doubled(number - 1) and not self._is_between_the_same(number)

    def _is_doubled(self, number: int) -> bool:
        """Whether a line and the one above say the same."""
        return 0 < number < len(self.page) and self.page[number].key == self.page[number - 1].key

    def _is_between_the_same(self, number: int) -> bool:
        """Whether the lines above and below say the same."""
        return 0 < number < len(self.page) - 1 and self.page[number - 1].key == self.page[number + 1].key

    def _sentences_up_to_headings(self) -> list[int]:
        """For each line, how many sentences stand there and after, up to the next heading of something else."""
        counts = [0] * (len(self.page) + 1)
        for number in reversed(range(len(self.page))):
            line = self.page[number]
            sentence = is_prose(line) and line.size > 5 and not is_imprint(line)
            counts[number] = 0 if heading_kind(line) else counts[number + 1] + sentence
        return counts

    def _longest_runs(self) -> list[int]:
        """For each line, how many paragraphs stand in a row at most from there on; pictures do not part them."""
        runs, row, best = [0] * len(self.page), 0, 0
        for number in reversed(range(len(self.page))):
            if number not in self.whys:
                row = row + 1 if self.paragraphs[number] else 0
            best = max(best, row)
            runs[number] = best
        return runs


def _says_who_wrote(line: Line) -> bool:
    """Whether a line says that its name is the author's: "Theo Minh Long (Báo Giao thông)", no name alone."""
    return bool(authors(line.text)) and line.text.startswith(WROTE)


def _is_sentence(line: Line) -> bool:
    """Whether a line is a sentence of some article, with no dateline code, which a lead would have."""
    return is_prose(line) and len(line.text) >= SENTENCE and not is_noise(line) and outlet_by_code(line.text) is None


def _is_of_article(line: Line, below: Line) -> bool:
    return _is_sentence(line) and _is_sentence(below)


def _is_button(line: Line) -> bool:
    """Whether a line is of a share bar or a tag."""
    return bool(phrase_kind(line)) or is_tagged(line) or opening_kind(line) in CLOSING


def _is_signed(line: Line) -> bool:
    """Whether a line could be a signature or name a source."""
    from_elsewhere = is_bracket(line) and line.key.startswith("theo ")
    return from_elsewhere or authors(line.text) is not None or outlet_named(line.text) is not None


def _counted_from_the_end(marks: Sequence[bool]) -> list[int]:
    """For each place, how many marks are set there and after; a 0 past the end."""
    counts = [0] * (len(marks) + 1)
    for number in reversed(range(len(marks))):
        counts[number] = counts[number + 1] + marks[number]
    return counts


def _trimmed(page: Sequence[Line], first: int, whys: Mapping[int, str]) -> int:
    """The end of a page whose article has no closing line: without the last lines of furniture and of other news."""
    end = len(page)
    while end > first + 1 and (end - 1 in whys or is_noise(page[end - 1])):
        end -= 1
    start = end
    while start > first + 1 and (start - 1 in whys or is_other_news(page[start - 1])):
        start -= 1
    listed = [page[number].size for number in range(start, end) if number not in whys]
    introduced = page[start - 1].text.endswith(":")
    if introduced or len(listed) < HEADLINES or sum(listed) < HEADLINE_WORDS * len(listed):
        return end
    return start
