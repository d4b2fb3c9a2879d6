"""Sources as CSL-JSON (citation-style-language.org), which Zotero, pandoc and Word's plug-ins read."""

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from assistant.citing.entries import Entry, entries
from assistant.citing.fragments import link, web_address
from assistant.citing.notes import quotes, remarks
from assistant.citing.tidying import one_line
from assistant.citing.wording import is_vietnamese, names
from assistant.data import Article, Citation, Language

_TAG = re.compile(r"<(?=[^\s\d])")  # what could begin a tag, which CSL has a few of and some programs pass on whole


def csl_json(citations: Iterable[Citation], language: Language = "en", accessed: date | None = None) -> str:
    r"""A JSON array with an item for each article.

    A name is "literal", so that no style turns it about; `annote` has the quotes, `custom` has them to the character.
    Every < is written \u003c, so that the text is harmless within a page of HTML too.
    """
    items = [_item(entry, language, accessed) for entry in entries(citations)]
    return json.dumps(items, ensure_ascii=False, indent=2).replace("<", "\\u003c")


def _item(entry: Entry, language: Language, accessed: date | None) -> dict[str, Any]:
    article, address = entry.article, web_address(entry.article.url)
    fields = {
        "id": entry.key,
        "type": "article-newspaper",
        "title": _inert(article.title or ""),
        "container-title": _inert(article.source or ""),
        "author": [{"literal": _inert(name)} for name in names(article)],
        "issued": _day(article.published),
        "URL": address,
        "accessed": _day(accessed) if address else None,
        "language": "vi" if is_vietnamese(article) else None,  # an English style would capitalise every word
        "note": _inert("; ".join(remarks(entry.citations[0], language))),
        "annote": "\n".join(map(_inert, quotes(entry.citations))),
        "custom": _custom(article, entry.citations),
    }
    return {name: value for name, value in fields.items() if value}


def _custom(article: Article, citations: Iterable[Citation]) -> dict[str, Any]:
    """What the program itself knows: the file, how the date is known, and the quotes as they stand in the text."""
    quoted = [
        {
            "number": citation.number,
            "quote": _whole(citation.quote),
            "start": citation.passage.start,
            "end": citation.passage.end,
            "url": link(citation),
        }
        for citation in citations
    ]
    return {"article": _whole(article.id), "published_basis": article.published_basis, "quotes": quoted}


def _inert(text: str) -> str:
    """The text on one line; a word joiner, which nobody sees, keeps < from beginning a tag: CSL has no other escape."""
    return _TAG.sub("<\u2060", one_line(text))


def _day(day: date | None) -> dict[str, Any] | None:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else None


def _whole(text: str) -> str:
    """The text without halves of surrogate pairs, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
