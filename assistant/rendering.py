"""Answers, citations and hits as JSON objects (whose keys are frozen: other people's scripts read them) and as text."""

import textwrap
from collections.abc import Sequence
from typing import Any

from assistant.data import Answer, Citation, Disagreement, Language, name_elsewhere
from index.data import Article, Hit

SCHEMA = 1
WIDTH = 100  # columns of terminal text
NAMED = 3  # near-copies of a cited article that are named


def answer_object(answer: Answer, identity: object, elapsed_ms: float) -> dict[str, Any]:
    """What `ask --json` prints."""
    return {
        "schema": SCHEMA,
        "id": identity,
        "question": answer.question,
        "language": answer.language,
        "status": answer.status,
        "answered": answer.answered,
        "short_answer": answer.short_answer,
        "text": "\n".join([answer.text, *_remarks(answer), *_translation_lines(answer), *_also_in_lines(answer)]),
        "citations": [citation_object(citation) for citation in answer.citations],
        "nearest": [hit_object(hit) for hit in answer.nearest],
        "disagreements": [_disagreement_object(one) for one in answer.disagreements],
        "elapsed_ms": round(elapsed_ms, 1),
    }


def search_object(query: str, hits: Sequence[Hit], identity: object) -> dict[str, Any]:
    """What `search --json` prints."""
    return {"schema": SCHEMA, "id": identity, "query": query, "hits": [hit_object(hit) for hit in hits]}


def citation_object(citation: Citation) -> dict[str, Any]:
    """A citation, with the record of its article."""
    passage, article = citation.passage, citation.passage.article
    return {
        "number": citation.number,
        "article": article.id,
        "title": article.title,
        "source": article.source,
        "author": article.author,
        "published": _iso(article),
        "published_basis": article.published_basis,
        "url": article.url,
        "start": passage.start,
        "end": passage.end,
        "quote": citation.quote,
    }


def hit_object(hit: Hit) -> dict[str, Any]:
    """A passage that was found, with its ranks."""
    passage, article = hit.passage, hit.passage.article
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "article": article.id,
        "title": article.title,
        "source": article.source,
        "published": _iso(article),
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "vector_rank": hit.vector_rank,
        "keyword_rank": hit.keyword_rank,
    }


def answer_text(answer: Answer) -> str:
    """The answer for a terminal: the short answer, what a chat model wrote, if any did, and each quote with its place;
    or the refusal and what is nearest.
    """
    if not answer.answered:
        nearest = [_quoted(f"{hit.rank}.", hit.passage.text, _where(hit.passage.article)) for hit in answer.nearest]
        label = _NEAREST[answer.language]
        return "\n\n".join(
            [textwrap.fill(answer.text, WIDTH), *_remarks(answer), *([label, *nearest] if nearest else [])]
        )
    return "\n\n".join(filter(None, [short_text(answer), written_text(answer), evidence_text(answer)]))


def short_text(answer: Answer) -> str:
    """The short answer on its own, where it is not simply one of the quotes."""
    return textwrap.fill(answer.short_answer or "", WIDTH) if answer.says_more_than_quotes else ""


def written_text(answer: Answer, before: str = "") -> str:
    """What a chat model wrote, after the text that was there `before`; nothing where no model did."""
    return textwrap.fill(answer.text[len(before) :].strip(), WIDTH) if answer.model else ""


def evidence_text(answer: Answer) -> str:
    """The quotes with their places, the values that differ, and the notes."""
    quotes = [
        _quoted(
            f"[{citation.number}]", citation.quote, _stands(citation, answer.language), _translation(citation, answer)
        )
        for citation in answer.citations
    ]
    return "\n\n".join([*quotes, *map(_differing, answer.disagreements), *_remarks(answer)])


def hits_text(hits: Sequence[Hit]) -> str:
    """Ranked passages for a terminal."""
    return "\n\n".join(_quoted(f"{hit.rank}.", hit.passage.text, _where(hit.passage.article)) for hit in hits)


_NEAREST = {"en": "Nearest passages (not an answer):", "vi": "Những đoạn gần nhất (không phải câu trả lời):"}


_WRITTEN = {
    "en": "Written by {}; each sentence was checked against the quotes.",
    "vi": "Do {} viết; từng câu đã được đối chiếu với các câu trích.",
}
_TRANSLATION = {"en": "Translation by {}: {}", "vi": "Bản dịch của {}: {}"}


def _remarks(answer: Answer) -> list[str]:
    """What is said beside an answer: its notes, and which model wrote it."""
    return [*answer.notes, *([_WRITTEN[answer.language].format(answer.model)] if answer.model else [])]


def _differing(one: Disagreement) -> str:
    """How a disagreement is written: that there is one, then each value with its number and place."""
    values = (f"    {value} [{c.number}] {_where(c.passage.article)}" for value, c in one.values)
    return "\n".join([textwrap.fill(one.what, WIDTH), *values])


def _translation(citation: Citation, answer: Answer) -> str:
    """A quote's translation, labelled as one; empty where there is none."""
    if not citation.translation:
        return ""
    return _TRANSLATION[answer.language].format(answer.model, citation.translation)


def _translation_lines(answer: Answer) -> list[str]:
    """For each quote that was translated a line that says so; its object has no place for it."""
    return [f"[{one.number}] {_translation(one, answer)}" for one in answer.citations if one.translation]


def _quoted(label: str, quote: str, where: str, translation: str = "") -> str:
    """A quote with its label, its translation, if any, and where it stands."""
    body = textwrap.fill(" ".join(quote.split()), WIDTH, initial_indent=f"{label} “", subsequent_indent="    ")
    below = [textwrap.fill(translation, WIDTH, initial_indent="    ", subsequent_indent="    ")] if translation else []
    return "\n".join([f"{body}”", *below, f"    {where}"])


def _where(article: Article) -> str:
    """Outlet, title, date and file, as far as known."""
    parts = [article.source, article.title, _iso(article) or "undated", article.id]
    return " · ".join(part for part in parts if part)


def _stands(citation: Citation, language: Language) -> str:
    """Where a quote stands, to the character, and where else its article is printed."""
    place = f"{_where(citation.passage.article)}, {citation.passage.start}–{citation.passage.end}"
    return " · ".join([place, *_also_in(citation, language)])


def _also_in_lines(answer: Answer) -> list[str]:
    """For each citation of a story that others printed too, a line that names them; its object has no place for it."""
    return [
        f"[{citation.number}] {also_in}"
        for citation in answer.citations
        for also_in in _also_in(citation, answer.language)
    ]


def _also_in(citation: Citation, language: Language) -> list[str]:
    """In one string where else the cited article is printed, "also in: VOV (2024-03-11), b/copy.txt"; else nothing."""
    copies = citation.elsewhere
    named = [
        name_elsewhere(citation.passage.article, copy) + (f" ({copy.published})" if copy.published else "")
        for copy in copies[:NAMED]
    ]
    more = f" {_MORE[language].format(len(copies) - NAMED)}" if len(copies) > NAMED else ""
    return [f"{_ALSO_IN[language]}: {', '.join(named)}{more}"] if named else []


_ALSO_IN = {"en": "also in", "vi": "cũng có trong"}
_MORE = {"en": "and {} more", "vi": "và {} bài nữa"}


def _iso(article: Article) -> str | None:
    return article.published.isoformat() if article.published else None


def _disagreement_object(disagreement: Disagreement) -> dict[str, Any]:
    values = [{"value": value, "citation": citation.number} for value, citation in disagreement.values]
    return {"what": disagreement.what, "values": values}
