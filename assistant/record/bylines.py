"""Where the text of an article shows what its record says: the line with the date, the byline, the title."""

from collections.abc import Iterator

from index.articles.dates import full_dates
from index.articles.leads import lead_day
from index.articles.lines import lines
from index.articles.notes import BYLINE
from index.articles.outlets import outlet_by_code, outlet_by_name
from index.articles.sentences import sentences
from index.data import Article, Passage, Span
from index.folding import fold

SHOWING = BYLINE | {
    "front matter",
    "address",
    "title",
    "below the article",
}  # what is left out and tells of the article


def date_line(article: Article) -> Passage:
    """The line that states the day the article was published, or the sentence whose day it was inferred from; its
    headline where it has neither.
    """
    day = article.published
    for span in _told(article):
        if any(found.day == day for found in full_dates(_cut(article, span))):
            return _passage(article, span)
    first = next(_sentences(article), None)
    lead = lead_day(_cut(article, first)) if first else None
    if first and day and lead and lead.of(day.year) == day:
        return _passage(article, first)
    return headline(article)


def byline(article: Article) -> Passage:
    """The line that names who wrote the article; its headline where the text names nobody."""
    names = [fold(name.strip()) for name in (article.author or "").split(",") if name.strip()]
    spans = (span for span in _told(article) if any(name in fold(_cut(article, span)) for name in names))
    found = next(spans, None)
    return _passage(article, found) if found else headline(article)


def source_line(article: Article) -> Passage:
    """The line or the opening that names the outlet, by its name, code or address; its headline where none does."""
    outlet = article.source or ""
    known = outlet_by_name(outlet)
    for span in _told(article):
        said = fold(_cut(article, span))
        if outlet and (fold(outlet) in said or any(domain in said for domain in (known.domains if known else ()))):
            return _passage(article, span)
    first = next(_sentences(article), None)
    if first and known and outlet_by_code(_cut(article, first)) == known:
        return _passage(article, first)
    return headline(article)


def address_line(article: Article) -> Passage:
    """The line with the article's address; its headline where the text has none."""
    found = next((span for span in _told(article) if article.url and article.url in _cut(article, span)), None)
    return _passage(article, found) if found else headline(article)


def headline(article: Article) -> Passage:
    """The headline as the text has it; the first sentence of the body where it has none, the whole text of no body."""
    title = next((omission.span for omission in article.left_out if omission.why == "title"), None)
    span = title or _where(article, article.title) or next(_sentences(article), None)
    return _passage(article, span or Span(0, len(article.text)))


def _where(article: Article, words: str | None) -> Span | None:
    start = article.text.find(words) if words else -1
    return Span(start, start + len(words)) if words and start >= 0 else None


def _told(article: Article) -> Iterator[Span]:
    """The lines around the article that tell of it, in order, those of its title last."""
    told = [omission for omission in article.left_out if omission.why in SHOWING]
    for omission in sorted(told, key=lambda omission: omission.why == "title"):
        start = omission.span.start
        for line in lines(article.text[start : omission.span.end]):
            yield Span(start + line.start, start + line.start + len(line.text))


def _sentences(article: Article) -> Iterator[Span]:
    """The sentences of the body, as spans of the article's text."""
    return (span for block in article.body for span in sentences(article.text, block.start, block.end))


def _cut(article: Article, span: Span) -> str:
    return article.text[span.start : span.end]


def _passage(article: Article, span: Span) -> Passage:
    return Passage(article, span.start, span.end)
