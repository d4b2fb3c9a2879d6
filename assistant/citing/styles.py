"""Every way to write sources, by name."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from assistant.citing.apa import apa
from assistant.citing.bibtex import bibtex
from assistant.citing.csl import csl_json
from assistant.citing.fragments import text_fragment
from assistant.citing.markdown import markdown, markdown_footnote
from assistant.citing.notes import footnote, footnotes, inline
from assistant.citing.ris import ris
from assistant.data import Citation, Language
from index.errors import UsageError

__all__ = ["STYLES", "cited", "footnote", "inline", "markdown_footnote", "text_fragment"]

Style = Callable[[Iterable[Citation], Language, date | None], str]
_WRITERS: Mapping[str, Style] = {
    "footnote": footnotes,
    "apa": apa,
    "markdown": markdown,
    "bibtex": bibtex,
    "ris": ris,
    "csl-json": csl_json,
}
STYLES = tuple(_WRITERS)


def cited(citations: Iterable[Citation], style: str, language: Language = "en", accessed: date | None = None) -> str:
    """The sources of citations, written in a style, with the words around them in a language.

    Empty without citations (of CSL-JSON an empty array); no line ends the text. `accessed` is the day the addresses
    were seen, where that is to be said. Raises UsageError for a style that is none.
    """
    writer = _WRITERS.get(style)
    if writer is None:
        raise UsageError(f"no style is called {style!r}; the styles are {', '.join(STYLES)}")
    return writer(citations, language, accessed)
