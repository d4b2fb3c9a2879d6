"""Footnotes, as Chicago's notes have newspaper articles: author, “title,” *outlet*, date, address; then the quote.

A note is a sequence of runs, so that each kind of document writes it in its own way: `plain` here, `markdown.marked`, a
DOCX elsewhere. Vietnamese notes have the day as "ngày 28/6/2024" and the comma behind the mark.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.citing.fragments import link
from assistant.citing.tidying import ended, in_marks, one_line, turned_back
from assistant.citing.wording import date_remark, dated, day_in_words, listed, says, signed
from assistant.data import Article, Citation, Language, name_elsewhere
from index.store import Summary

_ALSO = 3  # near-copies of a cited article that are named


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a note: its text, whether it is in italics, and the address that it leads to, if any."""

    text: str
    italic: bool = False
    link: str | None = None


def footnote(citation: Citation, language: Language = "en", accessed: date | None = None) -> str:
    """A footnote as plain text, without a number; outlets stand between asterisks. Markdown has one of its own."""
    return plain(note(citation, language, accessed))


def footnotes(citations: Iterable[Citation], language: Language = "en", accessed: date | None = None) -> str:
    """A numbered footnote for each citation, a line each; full every time, since each is pasted where it is needed."""
    return "\n".join(f"{each.number}. {footnote(each, language, accessed)}" for each in citations)


def inline(citation: Citation, language: Language = "en") -> str:
    """Outlet and day in brackets, to stand in a sentence; without an outlet what else names the article.

    In Vietnamese (Kinh tế & Đô thị, 30/6/2024), in English (Kinh tế & Đô thị, June 30, 2024).
    """
    article, words = citation.passage.article, says(language)
    called = article.source or article.author or article.title or article.id
    if article.published is None:
        return f"({one_line(called)}, {words.undated})"
    day = day_in_words(article.published, language, words.short_day)
    mark = f" [{words.inferred_short}]" if article.published_basis == "inferred" else ""
    return f"({one_line(called)}, {day}{mark})"


def note(
    citation: Citation, language: Language = "en", accessed: date | None = None, *, linked: bool = False
) -> tuple[Run, ...]:
    """A footnote's runs: the source, the quote, near-copies of the article; `linked` as `source` has it."""
    article = citation.passage.article
    before, quote, after = in_marks(citation.quote)
    stop = "" if ended(quote) else "."
    said = Run(f". {before}{quote}{after}{stop}")
    return (*source(article, link(citation), language, accessed, linked=linked), said, *also_in(citation, language))


def source(
    article: Article, address: str | None, language: Language, accessed: date | None, *, linked: bool
) -> tuple[Run, ...]:
    """An article's runs in a note, without a full stop: author, title, outlet, date, and the address or the file.

    `linked` puts the address under the title, where there is one, and does not write it out.
    """
    words, title = says(language), _title(article, language, address if linked else None)
    parts = [[Run(turned_back(signed(article, language)))]] if article.author else []
    rest = [[Run(turned_back(one_line(article.source)), italic=True)]] if article.source else []
    rest.append([Run(dated(article, language))])
    if accessed and address:
        rest.append([Run(words.accessed.format(day_in_words(accessed, language)))])
    if address and not (linked and article.title):
        rest.append([Run(address, link=address)])
    if not address:
        rest.append([Run(words.file.format(one_line(article.id)))])
    return (*_joined(parts), *([Run(", ")] if parts else []), *title, *_joined(rest))


def also_in(citation: Citation, language: Language) -> Iterator[Run]:
    """The runs of a sentence that names the first near-copies of a cited article; none where there is no copy."""
    copies = citation.elsewhere
    if not copies:
        return
    words, article = says(language), citation.passage.article
    named = [_copy(article, copy, language) for copy in copies[:_ALSO]]
    left = len(copies) - len(named)
    parts = [*named, *([[Run(words.more.format(left))]] if left else [])]
    yield Run(f" {words.also_in} ")
    for place, part in enumerate(parts):
        yield from [Run(_between(place, len(parts), language))] * (place > 0)
        yield from part
    yield Run(".")


def remarks(citation: Citation, language: Language) -> list[str]:
    """What an export's record has no field for: how the date is known, the file where there is no address, and
    near-copies.
    """
    article = citation.passage.article
    file = None if link(citation) else says(language).file.format(one_line(article.id))
    copies = "".join(run.text for run in also_in(citation, language)).strip().removesuffix(".")
    return [remark for remark in (date_remark(article, language), file, copies[:1].lower() + copies[1:]) if remark]


def quotes(citations: Iterable[Citation]) -> Iterator[str]:
    """For each quote of an entry its number, the quote in marks, and its link, if there is one."""
    for citation in citations:
        where = link(citation)
        yield f"[{citation.number}] {''.join(in_marks(citation.quote))}{f' {where}' if where else ''}"


def plain(runs: Iterable[Run]) -> str:
    """Runs as plain text, italics between asterisks."""
    return "".join(f"*{run.text}*" if run.italic else run.text for run in runs)


def _title(article: Article, language: Language, address: str | None) -> list[Run]:
    """The title in marks with the comma where the language has it, or that there is none."""
    words = says(language)
    if not article.title:
        return [Run(f"{words.untitled}, ")]
    before, title, after = in_marks(article.title)
    comma = f",{after} " if words.comma_in_marks else f"{after}, "
    return [Run(before), Run(title, link=address), Run(comma)]


def _copy(article: Article, copy: Summary, language: Language) -> list[Run]:
    """A near-copy's outlet, or its file where that says more, and its day."""
    called = name_elsewhere(article, copy)
    day = f" ({day_in_words(copy.published, language)})" if copy.published else ""
    return [Run(turned_back(one_line(called)), italic=called == copy.source), *([Run(day)] if day else [])]


def _between(place: int, count: int, language: Language) -> str:
    """What stands before the part at a place, from 1, of a list of so many."""
    return listed(["\0"] * count, language).split("\0")[place]


def _joined(parts: Sequence[Sequence[Run]]) -> Iterator[Run]:
    """Parts with commas between them."""
    for place, part in enumerate(parts):
        if place:
            yield Run(", ")
        yield from part
