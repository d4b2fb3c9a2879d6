"""A brief as its reader arranges it: entries collected, moved and removed, citations removed, all numbered anew.

Whatever is done, the citations are numbered from 1 in the order of the marks in the text, and every mark has its
citation, as Word's footnotes want it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.briefs.data import Brief, Entry, Saved
from assistant.briefs.making import Said, entry_of, marker, marks
from assistant.briefs.wording import as_seen
from assistant.data import BESIDE, BETWEEN

_CLOSING = ".,;:!?…)”\"'"  # what may follow a mark and still belongs to what it marks
_PAIRS = ("()", "“”", "«»")
_Mark = re.Match[str]


def is_citable(said: Said) -> bool:
    """Whether it has a citation to collect; a refusal has none."""
    return bool(said.citations)


def has(brief: Brief, said: Said) -> bool:
    """Whether the brief has this already, perhaps with some citations removed since."""
    entry = entry_of(said)
    return any(_same(one, entry) for one in brief.entries)


def added(brief: Brief, said: Said) -> Brief:
    """The brief with what was said at its end."""
    return replace(brief, entries=(*brief.entries, entry_of(said, len(brief.citations))))


def moved(brief: Brief, at: int, to: int) -> Brief:
    """The brief with one entry, counted from 0, at another's place; places that are none change nothing."""
    places = range(len(brief.entries))
    if at not in places or to not in places:
        return brief
    entries = list(brief.entries)
    entries.insert(to, entries.pop(at))
    return _numbered(brief, entries)


def without_entry(brief: Brief, at: int) -> Brief:
    """The brief without one entry, counted from 0."""
    return _numbered(brief, [entry for place, entry in enumerate(brief.entries) if place != at])


def without_citation(brief: Brief, number: int) -> Brief:
    """The brief without one citation and what it alone bore out; without its entry, where it was the only one."""
    entries = (_without(entry, number) for entry in brief.entries)
    return _numbered(brief, [entry for entry in entries if entry])


def _same(one: Entry, other: Entry) -> bool:
    """Whether two entries are of the same question, claim or quotation, and cite the same words."""
    places, others = ({(each.article, each.start, each.end) for each in entry.citations} for entry in (one, other))
    return (one.kind, one.asked, one.status) == (other.kind, other.asked, other.status) and places <= others


def _numbered(brief: Brief, entries: Iterable[Entry]) -> Brief:
    """The brief of these entries, their citations numbered from 1."""
    numbered: list[Entry] = []
    count = 0
    for entry in entries:
        numbered.append(_renumbered(entry, count))
        count += len(entry.citations)
    return replace(brief, entries=tuple(numbered))


def _renumbered(entry: Entry, before: int) -> Entry:
    """The entry, its citations numbered on from those `before` it."""
    renumber = {saved.number: new for new, saved in enumerate(entry.citations, before + 1)}
    mark = marker([saved.exact for saved in entry.citations], renumber)
    return replace(
        entry,
        text=mark(entry.text),
        differences=tuple(replace(one, citation=renumber.get(one.citation or 0)) for one in entry.differences),
        parts=tuple(replace(part, text=mark(part.text)) for part in entry.parts),
        citations=tuple(replace(saved, number=renumber[saved.number]) for saved in entry.citations),
    )


# A citation removed


def _without(entry: Entry, number: int) -> Entry | None:
    """The entry without one of its citations; None where it has no other."""
    left = tuple(saved for saved in entry.citations if saved.number != number)
    if len(left) == len(entry.citations):
        return entry
    if not left:
        return None
    quotes = [saved.exact for saved in entry.citations]
    removed = next(saved for saved in entry.citations if saved.number == number)
    return replace(
        entry,
        text=_text_without(entry, number, left),
        short=_short_without(entry.short, removed, left),
        differences=tuple(one for one in entry.differences if one.citation != number),
        parts=tuple(
            replace(part, text=_cut(part.text, number, quotes))
            for part in entry.parts
            if {int(mark[1]) for mark in _known(part.text, entry.citations)} != {number}
        ),
        citations=left,
    )


def _text_without(entry: Entry, number: int, left: Sequence[Saved]) -> str:
    """The entry's text without what only this citation bore out. Where a sentence cannot be taken out of it cleanly it
    is the quotes that are left, or for a claim or a quotation their marks.
    """
    statements = list(_statements(entry.text, _known(entry.text, entry.citations)))
    kept = [one for one in statements if set(one.numbers) != {number}]
    quotes = [saved.exact for saved in entry.citations]
    pieces = [_cut(one.text, number, quotes) if number in one.numbers else one.text for one in kept]
    text = "\n".join(filter(None, (line.strip() for line in "".join(pieces).split("\n"))))
    expected = [each for one in kept for each in one.numbers if each != number]
    whole = all(_is_balanced(one.text) for one in statements if one not in kept)
    if whole and [int(mark[1]) for mark in marks(text, [saved.exact for saved in left])] == expected:
        return text
    said = [f"{as_seen(saved.exact)} " if entry.kind == "question" else "" for saved in left]
    return " ".join(f"{quote}[{saved.number}]" for quote, saved in zip(said, left, strict=True))


@dataclass(frozen=True, slots=True)
class _Statement:
    """A stretch of a text and the numbers of the marks that end it; without marks, words that need none."""

    text: str
    numbers: tuple[int, ...]


def _statements(text: str, found: Sequence[_Mark]) -> Iterator[_Statement]:
    """A text in stretches, each ended by the marks that stand together and what closes it; none goes over a line."""
    at = 0
    for group in _together(text, found):
        end = group[-1].end()
        end += len(text[end:]) - len(text[end:].lstrip(_CLOSING))
        start = max(at, text.rfind("\n", 0, group[0].start()) + 1)
        yield _Statement(text[at:start], ())
        yield _Statement(text[start:end], tuple(int(mark[1]) for mark in group))
        at = end
    yield _Statement(text[at:], ())


def _together(text: str, found: Sequence[_Mark]) -> Iterator[list[_Mark]]:
    """The marks in groups: those with nothing but spaces between them."""
    group: list[_Mark] = []
    for mark in found:
        if group and text[group[-1].end() : mark.start()].strip(" "):
            yield group
            group = []
        group.append(mark)
    if group:
        yield group


def _known(text: str, citations: Sequence[Saved]) -> list[_Mark]:
    """The marks of these citations in a text."""
    return marks(text, [saved.exact for saved in citations], [saved.number for saved in citations])


def _cut(text: str, number: int, quotes: Sequence[str]) -> str:
    """A text without the marks of this number and the spaces before them."""
    pieces, at = [], 0
    for mark in marks(text, quotes, [number]):
        pieces.append(text[at : mark.start()].rstrip(" "))
        at = mark.end()
    return "".join([*pieces, text[at:]])


def _is_balanced(text: str) -> bool:
    """Whether each bracket and quotation mark that is opened is closed."""
    return all(text.count(pair[0]) == text.count(pair[1]) for pair in _PAIRS)


def _short_without(short: str | None, removed: Saved, left: Sequence[Saved]) -> str | None:
    """The short answer without the parts that stood only in the removed quote; None where nothing is left."""
    parts = [part for part in (short or "").split(BETWEEN) if part]
    kept = (part for part in parts if not _says(removed, part) or any(_says(saved, part) for saved in left))
    return BETWEEN.join(kept) or None


def _says(saved: Saved, part: str) -> bool:
    """Whether a quote has the name or value of a part of the short answer."""
    return as_seen(part.partition(BESIDE)[0]) in as_seen(saved.exact)
