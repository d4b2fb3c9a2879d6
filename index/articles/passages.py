"""What can be found and cited: articles cut into passages of whole sentences, and passages into sentences."""

from collections.abc import Iterator, Sequence

from index.articles.lines import trimmed
from index.articles.sentences import sentences
from index.data import Article, Passage, Span

TARGET = (
    900  # characters: some 260 tokens of Vietnamese, half of what the sentence model reads, and one or two paragraphs
)
LONGEST = 1600  # characters: some 460 tokens; the sentence model reads 512 and drops the rest in silence
LEAST = 300  # characters of a last passage worth standing alone; a shorter one joins the one before it

_CLAUSES = ("; ", ": ", ", ", " – ", " - ", ") ")


def passages(article: Article) -> tuple[Passage, ...]:
    """The passages of an article in order: each sentence of its body in exactly one, none over LONGEST characters.

    A passage ends where text that is not the article begins, and rather at a paragraph's end than inside one.
    """
    return tuple(Passage(article, start, end) for span in article.body for start, end in _packed(article.text, span))


def passage_sentences(passage: Passage) -> tuple[Passage, ...]:
    """The sentences of a passage in order, as passages of the same article."""
    found = sentences(passage.article.text, passage.start, passage.end)
    return tuple(Passage(passage.article, span.start, span.end) for span in found)


def _packed(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """The passages of one stretch of the body, about equally long."""
    units = [piece for sentence in sentences(text, span.start, span.end) for piece in _pieces(text, sentence)]
    aim = (span.end - span.start) / max(1, round((span.end - span.start) / TARGET))
    groups: list[list[Span]] = []
    for unit in units:
        if groups and not _is_full(text, groups[-1], unit, aim):
            groups[-1].append(unit)
        else:
            groups.append([unit])
    for group in _without_tail(groups):
        yield group[0].start, group[-1].end


def _is_full(text: str, group: Sequence[Span], unit: Span, aim: float) -> bool:
    """Whether a passage is nearer to its aim without the next sentence than with it.

    At a paragraph's end two thirds of the aim are enough.
    """
    without, together = group[-1].end - group[0].start, unit.end - group[0].start
    if together > LONGEST:
        return True
    if "\n" in text[group[-1].end : unit.start] and without >= 2 * aim / 3:
        return True
    return without >= LEAST and abs(without - aim) < abs(together - aim)


def _without_tail(groups: list[list[Span]]) -> list[list[Span]]:
    """The groups with a last one that is too short to stand alone joined to the one before."""
    if len(groups) > 1:
        *before, last = groups
        if last[-1].end - last[0].start < LEAST and last[-1].end - before[-1][0].start <= LONGEST:
            return [*before[:-1], before[-1] + last]
    return groups


def _pieces(text: str, sentence: Span) -> Iterator[Span]:
    """A sentence whole, or in pieces of about TARGET characters where it is longer than LONGEST."""
    start = sentence.start
    while sentence.end - start > LONGEST:
        cut = _cut(text, start + TARGET // 2, start + TARGET)
        if piece := trimmed(text, start, cut):
            yield piece
        start = cut
    if piece := trimmed(text, start, sentence.end):
        yield piece


def _cut(text: str, earliest: int, latest: int) -> int:
    """Where to cut between two offsets: after the last clause, or else the last space, or else at the second."""
    clause = max(text.rfind(mark, earliest, latest) + len(mark) for mark in _CLAUSES)
    if clause > earliest:
        return clause
    space = max(text.rfind(" ", earliest, latest), text.rfind("\n", earliest, latest))
    return space + 1 if space != -1 else latest
