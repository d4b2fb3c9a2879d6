"""What a page says around its article: the lines that were left out above and below it, each with why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.articles.phrases import label_of
from index.data import Omission, Span


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
    """What was left out, above and below the article, in order."""
    start, end = (body[0].start, body[-1].end) if body else (len(text), 0)
    return [
        Note(each.why, text[each.span.start : each.span.end], each.span.start, each.span.start < start)
        for each in left_out
        if each.span.start < start or each.span.start >= end
    ]
