"""What the commands print with --json: the keys are frozen, other people's scripts read them."""

from collections.abc import Sequence
from typing import Any

from assistant.data import Answer, Change, Citation, Disagreement, Quotation, Verdict
from assistant.rendering.answers import remarks, translation_lines
from assistant.rendering.quotes import also_in_lines, iso
from index.data import Hit

SCHEMA = 1


def answer_object(answer: Answer, identity: object, elapsed_ms: float) -> dict[str, Any]:
    """What `ask --json` prints."""
    also = also_in_lines(answer.citations, answer.language)
    return {
        "schema": SCHEMA,
        "id": identity,
        "question": answer.question,
        "language": answer.language,
        "status": answer.status,
        "answered": answer.answered,
        "short_answer": answer.short_answer,
        "text": "\n".join([answer.text, *remarks(answer), *translation_lines(answer), *also]),
        "citations": [citation_object(citation) for citation in answer.citations],
        "nearest": [hit_object(hit) for hit in answer.nearest],
        "disagreements": [_disagreement_object(one) for one in answer.disagreements],
        "elapsed_ms": round(elapsed_ms, 1),
    }


def search_object(query: str, hits: Sequence[Hit], identity: object) -> dict[str, Any]:
    """What `search --json` prints."""
    return {"schema": SCHEMA, "id": identity, "query": query, "hits": [hit_object(hit) for hit in hits]}


def verdict_object(verdict: Verdict, identity: object) -> dict[str, Any]:
    """What `check --json` prints; `sentences` holds the verdict on each sentence, where the claim has several."""
    return {
        "schema": SCHEMA,
        "id": identity,
        **_judged(verdict),
        "citations": [citation_object(citation) for citation in verdict.citations],
        "differences": [
            {"kind": one.kind, "claim": one.claim, "article": one.article, "citation": one.citation}
            for one in verdict.differences
        ],
        "nearest": [hit_object(hit) for hit in verdict.nearest],
        "sentences": [{**_judged(part), "citations": [one.number for one in part.citations]} for part in verdict.parts],
        "notes": list(verdict.notes),
        "model": verdict.model,
    }


def quotation_object(quotation: Quotation, identity: object) -> dict[str, Any]:
    """What `quote --json` prints."""
    return {
        "schema": SCHEMA,
        "id": identity,
        "quote": quotation.quote,
        "status": quotation.status,
        "citations": [citation_object(citation) for citation in quotation.citations],
        "differences": [change_object(change) for change in quotation.changes],
        "notes": [*quotation.notes, *also_in_lines(quotation.citations, quotation.language)],
    }


def error_object(why: str, identity: object) -> dict[str, Any]:
    """What stands in place of any of these where there is none."""
    return {"schema": SCHEMA, "id": identity, "error": why}


def change_object(change: Change) -> dict[str, Any]:
    """A change with its words and offsets, in the quotation as it was given and in the article."""
    return {
        "kind": change.kind,
        "quote": change.quoted,
        "article": change.article,
        "at": [change.at.start, change.at.end],
        "stands": [change.stands.start, change.stands.end],
    }


def citation_object(citation: Citation) -> dict[str, Any]:
    """A citation, with the record of its article."""
    passage, article = citation.passage, citation.passage.article
    return {
        "number": citation.number,
        "article": article.id,
        "title": article.title,
        "source": article.source,
        "author": article.author,
        "published": iso(article),
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
        "published": iso(article),
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "vector_rank": hit.vector_rank,
        "keyword_rank": hit.keyword_rank,
    }


def _judged(verdict: Verdict) -> dict[str, Any]:
    return {"claim": verdict.claim, "verdict": verdict.verdict, "why": verdict.why}


def _disagreement_object(disagreement: Disagreement) -> dict[str, Any]:
    values = [{"value": value, "citation": citation.number} for value, citation in disagreement.values]
    return {"what": disagreement.what, "values": values}
