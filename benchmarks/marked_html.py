"""Saved web pages in the image of other outlets, made up word for word, each with what is said to be its article.

Beside a page `X.html` or `X.mhtml` a file `X.toml` has the record expected (title, source, author, published, basis,
url; "none" where the page says none), the lines of the article, and strings around it that a reader sees.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from index.data import Article

FOLDER = Path(__file__).parent / "pages" / "html"
SUFFIXES = (".html", ".htm", ".mhtml", ".mht")
FIELDS = ("title", "source", "author", "published", "basis", "url")


@dataclass(frozen=True, slots=True)
class MarkedHtml:
    """A saved page, the record expected, and the lines that are its article and that are not."""

    path: Path
    record: dict[str, str | None]
    body: tuple[str, ...]
    furniture: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Of a page's article and of its furniture: how many characters there are, and which lines went wrong."""

    body: int
    lost: tuple[str, ...]
    furniture: int
    left: tuple[str, ...]

    @property
    def body_kept(self) -> float:
        """The share of the article's characters that are body."""
        return 1 - sum(map(len, self.lost)) / self.body

    @property
    def furniture_dropped(self) -> float:
        """The share of the furniture's characters that are not body."""
        return 1 - sum(map(len, self.left)) / self.furniture


def marked_html(folder: Path = FOLDER) -> list[MarkedHtml]:
    """The marked pages of a folder, by name."""
    return [_marked(path) for path in sorted(folder.iterdir()) if path.suffix in SUFFIXES]


def _marked(path: Path) -> MarkedHtml:
    table = tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))
    record = {field: None if table[field] == "none" else str(table[field]) for field in FIELDS if field in table}
    return MarkedHtml(path, record, tuple(map(_plain, table["body"])), tuple(map(_plain, table["furniture"])))


def kept(page: MarkedHtml, article: Article) -> Kept:
    """How much of a page's article is body, and how much of its furniture is not, each line whole or not at all.

    A line of furniture whose words a line of the article has too is looked for beside that line.
    """
    return kept_in(page, "\n".join(article.text[span.start : span.end] for span in article.body))


def kept_in(page: MarkedHtml, text: str) -> Kept:
    """The same for a text that is taken for the body as it is."""
    body = _plain(text)
    lost = tuple(line for line in page.body if line not in body)
    for line in sorted(page.body, key=len, reverse=True):
        body = body.replace(line, "\n", 1)
    left = tuple(line for line in page.furniture if line in body)
    return Kept(sum(map(len, page.body)), lost, sum(map(len, page.furniture)), left)


def record_of(article: Article) -> dict[str, str | None]:
    """An article's record as the marks write it."""
    published = article.published.isoformat() if article.published else None
    found = (article.title, article.source, article.author, published, article.published_basis, article.url)
    return dict(zip(FIELDS, found, strict=True))


def _plain(text: str) -> str:
    return " ".join(text.split())
