"""How much of the marked pages' articles is body, and how much of the page around them is not, in characters."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.figures import Figure, share
from benchmarks.marked_html import MarkedHtml, kept, marked_html
from benchmarks.marked_pages import NAMES, MarkedPage, marked_page
from index.articles.record import article_from_document, article_from_text
from index.data import Article
from index.files.data import Document
from index.files.documents import documents

KEPT, DROPPED = 98.0, 95.0  # per cent of the article, of the furniture


@dataclass(frozen=True, slots=True)
class Split:
    """A marked page as it was split: characters of its article and of its furniture, and how many went right."""

    name: str
    body: int
    kept: int
    furniture: int
    dropped: int

    @property
    def body_kept(self) -> float:
        """Per cent of the article that is body; 100 where there is none."""
        return _per_cent(self.kept, self.body)

    @property
    def furniture_dropped(self) -> float:
        """Per cent of the furniture that is not body; 100 where there is none."""
        return _per_cent(self.dropped, self.furniture)


def text_pages(names: Iterable[str] = NAMES) -> list[Split]:
    """The pages of scraped text, split."""
    return [split_text(name, marked_page(name)) for name in names]


def html_pages() -> list[Split]:
    """The saved pages, split."""
    return [_split_html(page) for page in marked_html()]


def page_figures(kind: str, pages: Sequence[Split]) -> Iterator[Figure]:
    """Both shares over all pages, then the pages of which each holds; the others are named with their share."""
    body, furniture = sum(page.body for page in pages), sum(page.furniture for page in pages)
    kept, dropped = sum(page.kept for page in pages), sum(page.dropped for page in pages)
    yield Figure(f"{kind}: characters of the article kept", _per_cent(kept, body), "%", least=KEPT)
    yield Figure(f"{kind}: characters of furniture left out", _per_cent(dropped, furniture), "%", least=DROPPED)
    whole = {f"{page.name} ({page.body_kept:.1f} %)": page.body_kept >= KEPT for page in pages}
    yield share(f"{kind}: pages that keep {KEPT:g} % of their article", whole)
    clean = {f"{page.name} ({page.furniture_dropped:.1f} %)": page.furniture_dropped >= DROPPED for page in pages}
    yield share(f"{kind}: pages that leave out {DROPPED:g} % of their furniture", clean)


def split_text(name: str, page: MarkedPage) -> Split:
    """A page of marked lines as it is split; of a line partly in the body, what is in it counts."""
    article = article_from_text(name, page.text)
    sizes = {mark: sum(end - start for each, start, end in page.marked if each == mark) for mark in "+-"}
    inside = {mark: sum(_in_body(article, *lines[1:]) for lines in page.marked if lines[0] == mark) for mark in "+-"}
    return Split(name, sizes["+"], inside["+"], sizes["-"], sizes["-"] - inside["-"])


def _in_body(article: Article, start: int, end: int) -> int:
    """How many characters of a stretch are body."""
    return sum(max(0, min(end, span.end) - max(start, span.start)) for span in article.body)


def _split_html(page: MarkedHtml) -> Split:
    document = next(documents(page.path.name, page.path))
    if not isinstance(document, Document):
        raise document
    measured = kept(page, article_from_document(document))
    lost, left = sum(map(len, measured.lost)), sum(map(len, measured.left))
    return Split(page.path.name, measured.body, measured.body - lost, measured.furniture, measured.furniture - left)


def _per_cent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 100.0
