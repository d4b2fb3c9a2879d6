"""A quote as text: with its label, where it stands, and where else its article is printed."""

import textwrap
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from assistant.data import Citation, Language, name_elsewhere
from index.data import Article, Hit

WIDTH = 100  # columns of terminal text
NAMED = 3  # near-copies of a cited article that are named


@cache
def says(language: Language) -> Mapping[str, str]:
    """The words that stand beside quotes, in a language."""
    table = tomllib.loads((files("assistant") / "words" / "rendering.toml").read_text("utf-8"))
    return dict(table[language])


def filled(text: str) -> str:
    """A paragraph in lines of the terminal's width."""
    return textwrap.fill(text, WIDTH)


def quoted(label: str, quote: str, where: str, below: str = "") -> str:
    """A quote with its label, what is said of it below, if anything, and where it stands."""
    body = textwrap.fill(" ".join(quote.split()), WIDTH, initial_indent=f"{label} “", subsequent_indent="    ")
    said = [textwrap.fill(below, WIDTH, initial_indent="    ", subsequent_indent="    ")] if below else []
    return "\n".join([f"{body}”", *said, f"    {where}"])


def cited(citation: Citation, language: Language, below: str = "") -> str:
    """A citation: its number, its quote, and where it stands, to the character."""
    return quoted(f"[{citation.number}]", citation.quote, stands(citation, language), below)


def nearest(hits: Iterable[Hit], language: Language) -> list[str]:
    """The nearest passages under a label that says that they answer nothing; empty where there are none."""
    passages = [found(hit) for hit in hits]
    return [says(language)["nearest"], *passages] if passages else []


def found(hit: Hit) -> str:
    """A passage that was found, with its rank."""
    return quoted(f"{hit.rank}.", hit.passage.text, where(hit.passage.article))


def where(article: Article) -> str:
    """Outlet, title, date and file, as far as known."""
    parts = [article.source, article.title, iso(article) or "undated", article.id]
    return " · ".join(part for part in parts if part)


def stands(citation: Citation, language: Language) -> str:
    """Where a quote stands, to the character, and where else its article is printed."""
    place = f"{where(citation.passage.article)}, {citation.passage.start}–{citation.passage.end}"
    return " · ".join([place, *also_in(citation, language)])


def also_in_lines(citations: Iterable[Citation], language: Language) -> list[str]:
    """For each citation of a story that others printed too, a line that names them; its object has no place for it."""
    return [f"[{one.number}] {also}" for one in citations for also in also_in(one, language)]


def also_in(citation: Citation, language: Language) -> list[str]:
    """In one string where else the cited article is printed, "also in: VOV (2024-03-11), b/copy.txt"; else nothing."""
    copies = citation.elsewhere
    named = [
        name_elsewhere(citation.passage.article, copy) + (f" ({copy.published})" if copy.published else "")
        for copy in copies[:NAMED]
    ]
    more = f" {says(language)['more'].format(len(copies) - NAMED)}" if len(copies) > NAMED else ""
    return [f"{says(language)['also_in']}: {', '.join(named)}{more}"] if named else []


def iso(article: Article) -> str | None:
    """The day an article was published, as 2024-06-28."""
    return article.published.isoformat() if article.published else None
