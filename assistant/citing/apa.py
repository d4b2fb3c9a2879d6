"""Inline citations of the APA: each quote with (author, year), and the references in the order of their authors.

Without an author the outlet stands in its place, without a date "n.d." and why. Names are whole, so the list is ordered
by them as they are spoken.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from assistant.citing.entries import Entry, entries, suffixes
from assistant.citing.fragments import text_fragment, web_address
from assistant.citing.notes import Run, plain
from assistant.citing.tidying import ended, in_marks, one_line, turned_back
from assistant.citing.wording import day_in_words, names, says
from assistant.data import Article, Citation, Language
from index.folding import fold


def apa(citations: Iterable[Citation], language: Language = "en", accessed: date | None = None) -> str:
    """Each quote with its inline citation, a line each, and below them the list of references."""
    cited = tuple(citations)
    listed = sorted(entries(cited), key=_order)
    if not listed:
        return ""
    calls = [f"{_called(entry.article, language)} {_year(entry.article, language)}" for entry in listed]
    letters = {entry.article.id: letter for entry, letter in zip(listed, suffixes(calls, ""), strict=True)}
    quotes = [_quote(each, language, letters[each.passage.article.id]) for each in cited]
    below = [plain(reference(entry.article, language, accessed, letters[entry.article.id])) for entry in listed]
    return "\n\n".join(["\n".join(quotes), says(language).references, *below])


def in_text(article: Article, language: Language = "en", letter: str = "") -> str:
    """The inline citation: (author or outlet, year); `letter` tells it from another of the same author and year."""
    return f"({turned_back(_called(article, language))}, {_lettered(_year(article, language), letter)})"


def reference(
    article: Article, language: Language = "en", accessed: date | None = None, letter: str = ""
) -> tuple[Run, ...]:
    """The entry of the list of references."""
    words = says(language)
    title = turned_back(one_line(article.title or f"[{words.untitled[0].upper()}{words.untitled[1:]}]"))
    head, outlet = _authors(article, language), one_line(article.source or "")
    day = Run(f"({_day(article, language, letter)}). ")
    stopped = [Run(title), Run(" " if ended(title) else ". ")]
    runs = [Run(turned_back(head)), Run(" " if ended(head) else ". "), day, *stopped] if head else [*stopped, day]
    if outlet and outlet != head:
        runs += [Run(turned_back(outlet), italic=True), Run(". ")]
    return (*runs, *_place(article, language, accessed))


def _quote(citation: Citation, language: Language, letter: str) -> str:
    where = text_fragment(citation)
    said = (
        f"[{citation.number}] {''.join(in_marks(citation.quote))} {in_text(citation.passage.article, language, letter)}"
    )
    return f"{said} {where}" if where else said


def _order(entry: Entry) -> tuple[str, date, str]:
    """By author, then by day, then by title."""
    article = entry.article
    title = fold(article.title or "")
    return fold(_authors(article, "en")) or title, article.published or date.max, title


def _called(article: Article, language: Language) -> str:
    """Who an inline citation names: the authors, else the outlet, else the title."""
    found, words = names(article), says(language)
    if len(found) > 2:
        return f"{found[0]} {words.others}"
    either = one_line(article.source or "") or "".join(in_marks(article.title or article.id))
    return f" {words.ampersand} ".join(found) or either


def _authors(article: Article, language: Language) -> str:
    """Who begins a reference: every author, else the outlet; empty where neither is known."""
    found, words = names(article), says(language)
    return _enumerated(found, words.ampersand, comma=words.comma_before_and) or one_line(article.source or "")


def _enumerated(parts: Sequence[str], ampersand: str, *, comma: bool) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])}{',' * comma} {ampersand} {parts[-1]}"


def _year(article: Article, language: Language) -> str:
    return str(article.published.year) if article.published else says(language).undated


def _lettered(year: str, letter: str) -> str:
    """A year, or n.d., with the letter of its article: 2017a, n.d.-a."""
    return f"{year}{letter}" if year.isdecimal() or not letter else f"{year}-{letter}"


def _day(article: Article, language: Language, letter: str) -> str:
    """When, as a reference has it, and in brackets how that is known where nobody states it."""
    words = says(language)
    if article.published is None:
        return f"{_lettered(words.undated, letter)} [{words.no_date}]"
    year = f"{article.published.year}{letter}"
    day = day_in_words(article.published, language, words.year_first.replace("{year}", year))
    return f"{day} [{words.inferred}]" if article.published_basis == "inferred" else day


def _place(article: Article, language: Language, accessed: date | None) -> list[Run]:
    """Where the article is: its address, or the file."""
    words, address = says(language), web_address(article.url)
    if address is None:
        file = words.file.format(one_line(article.id))
        return [Run(f"[{file[0].upper()}{file[1:]}].")]
    seen = f"{words.retrieved.format(day_in_words(accessed, language))} " if accessed else ""
    return [Run(seen), Run(address, link=address)]
