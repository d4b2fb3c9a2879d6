"""A brief as blocks of runs and marks, which each kind of document writes in its own way."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.briefs.data import Brief, Differing, Entry, Part, Saved
from assistant.briefs.making import marks
from assistant.briefs.wording import as_seen, says
from assistant.citing.apa import in_text, reference
from assistant.citing.fragments import web_address
from assistant.citing.notes import Run, source
from assistant.citing.tidying import in_marks
from assistant.citing.wording import day_in_words
from assistant.data import Language

SHOWN_STYLES = ("footnote", "apa", "markdown")  # those of the styles that say how a document shows its sources
_CHANGES = ("put_in", "left_out", "changed")  # of a quotation, whose citation is marked above them


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a block, in bold or not."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a footnote is referred to."""

    number: int


Piece = Words | Mark


@dataclass(frozen=True, slots=True)
class Block:
    """A title, a heading, a paragraph or an item of a list."""

    kind: Literal["title", "heading", "text", "item"]
    pieces: tuple[Piece, ...]


def blocks(brief: Brief, style: str = "footnote") -> Iterator[Block]:
    """The document's blocks in order, all but the footnotes. Every citation has its first mark in the order of the
    numbers.
    """
    say = says(brief.language)
    made = day_in_words(brief.made, brief.language)
    yield Block("title", (Words(as_seen(brief.title)),))
    yield Block("text", (Words(say["made"].format(day=made)),))
    for entry in brief.entries:
        yield from _entry(entry, brief.language, style)


def source_runs(saved: Saved, style: str, language: Language) -> tuple[Run, ...]:
    """What a footnote says of the source of a quote, ended by a full stop; in the style `markdown` its title is the
    link.
    """
    article = saved.citation.passage.article
    if style == "apa":
        return reference(article, language)
    address = saved.link or web_address(saved.url)
    return (*source(article, address, language, None, linked=style == "markdown"), Run("."))


def _entry(entry: Entry, language: Language, style: str) -> Iterator[Block]:
    say = says(language)
    asked = as_seen(entry.asked)
    heading = asked if entry.kind == "question" else say[entry.kind].format(asked="".join(in_marks(asked)))
    yield Block("heading", (Words(heading),))
    yield from _said(entry, language, style)
    for part in entry.parts:
        yield Block("item", tuple(_part(part, entry, language, style)))
    for one in filter(lambda one: not _is_told(one, entry), entry.differences):
        mark = (Mark(one.citation),) if one.citation and one.kind not in _CHANGES else ()
        yield Block("item", (Words(_differing(one, language)), *mark))
    for note in (*entry.notes, *_models(entry, language)):
        yield Block("text", (Words(as_seen(note)),))


def _said(entry: Entry, language: Language, style: str) -> Iterator[Block]:
    """The answer, a line of it a paragraph, the short one first and in bold; or the verdict, and why."""
    label = "" if entry.status in ("answered", "abstained") else says(language)[entry.status]
    lines = [line for line in entry.text.split("\n") if line.strip()]
    short = entry.short or ""
    if short and not entry.text.startswith(short):
        yield Block("text", (Words(as_seen(short), strong=True),))
    if label:
        lines[:1] = [" ".join(filter(None, [label, *lines[:1]]))]
    for number, line in enumerate(lines):
        strong = label or (short if line.startswith(short) else "")
        yield Block("text", tuple(_pieces(line, entry, style, language, strong if not number else "")))


def _part(part: Part, entry: Entry, language: Language, style: str) -> Iterator[Piece]:
    label = says(language)[part.status]
    yield Words(f"{''.join(in_marks(as_seen(part.asked)))} ")
    yield from _pieces(f"{label} {part.text}", entry, style, language, label)


def _pieces(line: str, entry: Entry, style: str, language: Language, strong: str) -> Iterator[Piece]:
    """A line in words and marks; what it begins with is in bold."""
    if strong:
        yield Words(as_seen(strong), strong=True)
        line = line[len(strong) :]
    saved = {one.number: one for one in entry.citations}
    at, quotes = 0, [one.exact for one in entry.citations]
    for mark in marks(line, quotes, saved):
        number = int(mark[1])
        before = line[at : mark.start()]
        called = f" {in_text(saved[number].citation.passage.article, language)}" if style == "apa" else ""
        if said := _spaced(before.rstrip() + called):
            yield Words(said)
        yield Mark(number)
        at = mark.end()
    if rest := _spaced(line[at:].rstrip()):
        yield Words(rest)


def _spaced(text: str) -> str:
    """A text as it is seen, the space before it kept."""
    return (" " if text[:1].isspace() else "") + as_seen(text) if text.strip() else ""


def _is_told(one: Differing, entry: Entry) -> bool:
    """Whether the reason of a verdict has said already how the two differ."""
    return entry.kind == "claim" and one.given in entry.text and one.article in entry.text


def _differing(one: Differing, language: Language) -> str:
    say = says(language)
    form = say[one.kind] if one.kind in _CHANGES else say["differs"]
    return str(form.format(given=as_seen(one.given), article=as_seen(one.article)))


def _models(entry: Entry, language: Language) -> list[str]:
    """Which model had a part in it."""
    word = "written" if entry.kind == "question" else "voted"
    return [says(language)[word].format(model=entry.model)] if entry.model else []
