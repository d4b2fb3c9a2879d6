"""The five articles as they were read: their records, where their bodies begin and end, and what is never found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.assistant import Assistant
from benchmarks.figures import Figure, share
from benchmarks.golden import HERE, plain, rows
from index.data import Article

_MOST_HITS = 1000  # as many as the command line gives; the seeds have some 30 passages


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of an article: `published` holds each acceptable date (None: unknown) with its basis, `furniture`
    strings of the page around it.
    """

    article: str
    title: str
    source: str
    author: str | None
    published: tuple[tuple[str | None, str], ...]
    body_starts: str
    body_ends: str
    furniture: tuple[str, ...]


def records(path: Path = HERE / "articles.jsonl") -> tuple[Record, ...]:
    """The record of each seed."""
    return tuple(
        Record(
            article=row["article"],
            title=row["title"],
            source=row["source"],
            author=row["author"],
            published=tuple(zip(row["published"], row["published_basis"], strict=True)),
            body_starts=row["body_starts"],
            body_ends=row["body_ends"],
            furniture=tuple(row["never_cited"]),
        )
        for row in rows(path)
    )


def furniture(known: Sequence[Record]) -> tuple[str, ...]:
    """The page furniture of all records."""
    return tuple(text for record in known for text in record.furniture)


def seed_figures(assistant: Assistant, known: Sequence[Record]) -> Iterator[Figure]:
    """Each field of the records, over the articles; then page furniture found."""
    read = {record.article: assistant.article(record.article) for record in known}
    for field, is_right in _FIELDS.items():
        right: Mapping[str, bool] = {record.article: is_right(read[record.article], record) for record in known}
        yield share(f"{field}, as a person reads it", right, least=100)
    strings = furniture(known)
    found = tuple(text for text in strings if is_found(assistant, text))
    yield Figure("page furniture found", len(found), "strings", most=0, of=len(strings), misses=found)


def is_found(assistant: Assistant, text: str) -> bool:
    """Whether searching for a text brings up a passage that has it."""
    return any(plain(text) in plain(hit.passage.text) for hit in assistant.search(text, _MOST_HITS))


def _is_published(article: Article, record: Record) -> bool:
    date = article.published.isoformat() if article.published else None
    return (date, article.published_basis) in record.published


def _is_begun(article: Article, record: Record) -> bool:
    return article.text[article.body[0].start :].startswith(record.body_starts)


def _is_ended(article: Article, record: Record) -> bool:
    return article.text[: article.body[-1].end].endswith(record.body_ends)


_FIELDS: Mapping[str, Callable[[Article, Record], bool]] = {
    "title": lambda article, record: article.title == record.title,
    "source": lambda article, record: article.source == record.source,
    "author": lambda article, record: article.author == record.author,
    "date and its basis": _is_published,
    "beginning of the body": _is_begun,
    "end of the body": _is_ended,
}
