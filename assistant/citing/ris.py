"""Sources as RIS, written by rispy, which no other module knows: type NEWS, the outlet in T2, a quote in each N1.

An author without a comma in AU is one name to every program that reads RIS; so where an author's own words have commas
("Ban Thời sự, Đài Huế") these become dashes, which tear nothing.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from assistant.citing.entries import Entry, entries
from assistant.citing.fragments import web_address
from assistant.citing.notes import quotes, remarks
from assistant.citing.tidying import one_line
from assistant.citing.wording import is_vietnamese, names
from assistant.data import Citation, Language


def ris(citations: Iterable[Citation], language: Language = "en", accessed: date | None = None) -> str:
    """A record for each article; empty without citations."""
    from rispy import RisWriter

    writer: Any = RisWriter()
    writer.set_header = lambda count: ""  # its "1." above each record is no line of RIS
    written: str = writer.formats([_record(entry, language, accessed) for entry in entries(citations)])
    return written.removesuffix("\n")


def _record(entry: Entry, language: Language, accessed: date | None) -> dict[str, Any]:
    """The record by rispy's names for the tags; each value is one line, since a second could pass for another tag."""
    article, day, address = entry.article, entry.article.published, web_address(entry.article.url)
    fields = {
        "type_of_reference": "NEWS",
        "id": entry.key,
        "title": one_line(article.title or ""),
        "secondary_title": one_line(article.source or ""),
        "authors": [name.replace(", ", " - ").replace(",", " - ") for name in names(article)],
        "year": f"{day.year:04}" if day else None,
        "date": _day(day),
        "language": "vi" if is_vietnamese(article) else None,
        "urls": [address.replace(";", "%3B")] if address else None,  # a semicolon parts two addresses
        "access_date": _day(accessed) if address else None,
        "notes": [*quotes(entry.citations), *remarks(entry.citations[0], language)],
        "accession_number": one_line(article.id),
    }
    return {name: value for name, value in fields.items() if value}


def _day(day: date | None) -> str | None:
    """A day as the format has it, with the slash before what it has no more of."""
    return f"{day.year:04}/{day.month:02}/{day.day:02}/" if day else None
