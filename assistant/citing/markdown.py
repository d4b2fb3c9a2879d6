"""Sources in Markdown: nothing of an article is markup there, and only addresses of the web are links."""

import re
from collections.abc import Iterable
from datetime import date

from assistant.citing.entries import Entry, entries
from assistant.citing.fragments import text_fragment, web_address
from assistant.citing.notes import Run, also_in, note, source
from assistant.citing.tidying import in_marks
from assistant.citing.wording import says
from assistant.data import Citation, Language

# As entities what could begin HTML, since not every program takes a backslash there; ! before a link makes a picture,
# $ is mathematics to some, { code to MDX, :// and www. a link by themselves
_SPECIAL = re.compile(r"[\\`*_{}\[\]|~$!#]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_OPENING = re.compile(r"\A(?:\d{1,9}(?=[.)])|(?=[-+=:]))")  # what would make a list or a line of a paragraph
_IN_ADDRESS = str.maketrans({"(": "%28", ")": "%29", "[": "%5B", "]": "%5D", "&": "&amp;"})


def escaped(text: str) -> str:
    r"""The text as Markdown shows it letter by letter.

    >>> escaped("<b>1*2*3</b> [x](javascript:y)")
    '&lt;b&gt;1\\*2\\*3&lt;/b&gt; \\[x\\](javascript:y)'
    """
    return _SPECIAL.sub(r"\\\g<0>", text).translate(_ENTITIES)


def marked(runs: Iterable[Run]) -> str:
    """Runs in Markdown; fit to begin a line."""
    return _OPENING.sub(r"\g<0>\\", "".join(map(_marked, runs)))


def markdown_footnote(citation: Citation, language: Language = "en", accessed: date | None = None) -> str:
    """A footnote in Markdown, without the "[^1]: " before it; the title leads to the quoted words."""
    return marked(note(citation, language, accessed, linked=True))


def markdown(citations: Iterable[Citation], language: Language = "en", accessed: date | None = None) -> str:
    """A list of the sources, each with its quotes under it, and with their numbers."""
    return "\n".join(_item(entry, language, accessed) for entry in entries(citations))


def _item(entry: Entry, language: Language, accessed: date | None) -> str:
    address = web_address(entry.article.url)
    above = (*source(entry.article, address, language, accessed, linked=True), Run("."))
    lines = [f"- {marked((*above, *also_in(entry.citations[0], language)))}"]
    return "\n".join([*lines, *(f"  - {_quote(citation, language)}" for citation in entry.citations)])


def _quote(citation: Citation, language: Language) -> str:
    """A quote with its number, and a link to its words."""
    shown = marked([Run(f"[{citation.number}] {''.join(in_marks(citation.quote))}")])
    where = text_fragment(citation)
    return f"{shown} ({_marked(Run(says(language).in_article, link=where))})" if where else shown


def _marked(run: Run) -> str:
    """A run in Markdown."""
    text = escaped(run.text)
    if run.link:
        text = f"[{text}]({run.link.translate(_IN_ADDRESS)})"
    return f"*{text}*" if run.italic else text
