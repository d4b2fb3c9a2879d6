r"""Sources as BibTeX, written by pybtex, which no other module knows.

The type is @article with the outlet as `journal`: what Zotero writes for a newspaper article, and what it and JabRef
read with every field in its place (@misc has no place for an outlet, and plain BibTeX does not know @online). `year`
and `month` are for BibTeX, `date` is for biblatex. Titles and names stand in braces of their own: no style may make
their capitals small or turn a name about. Quotes are in `annote`, which styles leave out of a printed bibliography.
"""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Any

from assistant.citing.entries import Entry, entries
from assistant.citing.fragments import web_address
from assistant.citing.notes import quotes, remarks
from assistant.citing.tidying import one_line
from assistant.citing.wording import is_vietnamese, names
from assistant.data import Citation, Language

# pybtex's own encoder leaves \, { and $ alone, so that a title could bring in commands, and loses every ~; so this
# module encodes all of TeX's signs. Letters stay as they are, in UTF-8.
_TEX = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_JOINED = frozenset(["--", "``", "''", "<<", ">>", ",,", "?`", "!`"])  # what TeX prints as one sign: -- as –


def bibtex(citations: Iterable[Citation], language: Language = "en", accessed: date | None = None) -> str:
    """An @article for each article."""
    from pybtex.database import BibliographyData
    from pybtex.database.output.bibtex import Writer

    writer = Writer(encoding="UTF-8")
    writer._encode = lambda text: text  # its values are TeX already
    written = {entry.key: _entry(entry, language, accessed) for entry in entries(citations)}
    text: str = writer.to_string(BibliographyData(written))
    return text.strip()


def tex(text: str) -> str:
    r"""The text as TeX sets it letter by letter.

    >>> tex(r"8,89% & {x} -- \input"), tex("Đinh Tiến Dũng")
    ('8,89\\% \\& {\\textbraceleft}x{\\textbraceright} -{}- {\\textbackslash}input', 'Đinh Tiến Dũng')
    """
    pairs = pairwise(f"{text} ")
    return "".join(_TEX.get(sign, sign) + "{}" * (sign + after in _JOINED) for sign, after in pairs)


def _entry(entry: Entry, language: Language, accessed: date | None) -> Any:
    from pybtex.database import Entry as Written
    from pybtex.database import Person

    article, day, address = entry.article, entry.article.published, web_address(entry.article.url)
    fields = {
        "title": f"{{{tex(one_line(article.title))}}}" if article.title else None,
        "journal": tex(one_line(article.source or "")),
        "year": str(day.year) if day else None,
        "month": str(day.month) if day else None,
        "date": day.isoformat() if day else None,
        "url": address,  # as it is: the packages that print addresses take it so
        "urldate": accessed.isoformat() if accessed and address else None,
        "langid": "vietnamese" if is_vietnamese(article) else None,
        "note": tex("; ".join(remarks(entry.citations[0], language))),
        "annote": tex(" ".join(quotes(entry.citations))),
    }
    people = [Person(last=f"{{{tex(name)}}}") for name in names(article)]
    given = {name: value for name, value in fields.items() if value}
    return Written("article", fields=given, persons={"author": people} if people else {})
