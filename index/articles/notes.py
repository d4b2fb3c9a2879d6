"""What a page says around its article: the lines that were left out above and below it, each with why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.articles.phrases import label_of
from index.data import Omission, Span

BYLINE = frozenset({"signature", "dateline", "source"})
PICTURES = frozenset({"caption", "credit", "picture", "share bar", "no words"})
WRITERS = ("by ", "bài", "tác giả", "thực hiện", "tin")
LONGEST_LEAD = 700  # characters of the longest lead that stands above a byline


@dataclass(frozen=True, slots=True)
class Note:
    """A line around the article that says something of it: what, its words, and whether it stands above the article."""

    why: str
    text: str
    start: int
    above: bool

    @property
    def value(self) -> str:
        """Its words without a label such as "Tác giả:"."""
        labelled = label_of(self.text)
        return labelled[1] if labelled else self.text


def notes_around(text: str, body: Sequence[Span], left_out: Iterable[Omission]) -> list[Note]:
    """What was left out above and below the article, in order, and the byline right below its lead."""
    omissions = list(left_out)
    start, end = (body[0].start, body[-1].end) if body else (len(text), 0)
    byline = {each.span.start for each in _byline(text, body, omissions)}
    return [
        Note(each.why, text[each.span.start : each.span.end], each.span.start, each.span.start < start or inside)
        for each in omissions
        if (inside := each.span.start in byline) or each.span.start < start or each.span.start >= end
    ]


def _byline(text: str, body: Sequence[Span], omissions: Iterable[Omission]) -> Iterator[Omission]:
    """What tells of the article right below its lead, which is one line; a box further down has a byline of its own.

    Below a picture a name may be the photographer's: there only one that says that it is the writer's counts.
    """
    if not body or body[0].end - body[0].start > LONGEST_LEAD or "\n" in text[body[0].start : body[0].end]:
        return
    end, pictured = body[0].end, False
    for each in omissions:
        if each.span.start < body[0].end:
            continue
        if text[end : each.span.start].strip() or each.why not in BYLINE | PICTURES:
            return
        end, pictured = each.span.end, pictured or each.why in PICTURES
        said = text[each.span.start : each.span.end].lower()
        if each.why in BYLINE and (each.why != "signature" or not pictured or said.startswith(WRITERS)):
            yield each
