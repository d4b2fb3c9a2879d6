"""A claim checked: each of its sentences against what the articles say."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.claims.citing import Numbering
from assistant.claims.claimed import Claimed, checked_claim, claimed, questions
from assistant.claims.comparing import compared
from assistant.claims.deciding import Decision, decided
from assistant.claims.entailment import Entailment, voted
from assistant.claims.finding import found
from assistant.claims.saying import overall, unread, why
from assistant.data import Citation, Difference, Judgement, Verdict
from index.data import Hit
from index.filters import EVERYTHING, Filter
from index.language import language_of
from index.searching import Index

NEAREST = 3  # hits shown where nothing was found, as beside a refusal


def check(
    index: Index,
    text: str,
    only: Filter = EVERYTHING,
    today: date | None = None,
    entailment: Entailment | None = None,
) -> Verdict:
    """What the articles that `only` admits say to a claim of one or several sentences; raises UsageError for a claim
    that is empty, endless or a question. `entailment` has a vote, where one is given.
    """
    claim = checked_claim(text)
    numbering = Numbering(index.also_in)
    parts = tuple(
        _checked(index, Claimed.of(sentence, before, index.rarity), numbering, only, today, entailment)
        for sentence, before in claimed(claim)
    )
    said = parts[0] if len(parts) == 1 else _together(parts)
    left_out = questions(claim)
    notes = (unread(left_out, said.language),) if left_out else ()
    return replace(said, claim=claim, notes=notes)


def _checked(
    index: Index, claim: Claimed, numbering: Numbering, only: Filter, today: date | None, entailment: Entailment | None
) -> Verdict:
    """The verdict on one sentence."""
    evidence, hits = found(index, claim, only, today)
    decision = decided([compared(claim, one) for one in evidence if claim.states], claim.language)
    if entailment:
        decision = voted(claim, decision, entailment)
    said = _said(claim, decision, hits, numbering)
    return replace(said, model=entailment.name if entailment else None)


def _said(claim: Claimed, decision: Decision, hits: Sequence[Hit], numbering: Numbering) -> Verdict:
    """A decision as a verdict: its quotes as citations, its differences with the number of the quote they stand in."""
    citations: tuple[Citation, ...] = ()
    differences: tuple[Difference, ...] = ()
    if decision.verdict != "not_found":
        quotes = [quote for one in decision.compared for quote in one.evidence.quotes]
        citations = tuple(dict.fromkeys(map(numbering.citation, quotes)))
        differing = [each for one in decision.compared for each in one.differing]
        differences = tuple(
            Difference(one.kind, one.claim, one.article, numbering.citation(one.quote).number) for one in differing
        )
    nearest = tuple(hits[:NEAREST]) if decision.verdict == "not_found" else ()
    said = why(decision, citations, differences, claim.language)
    return Verdict(claim.text, claim.language, decision.verdict, said, citations, differences, nearest)


def _together(parts: Sequence[Verdict]) -> Verdict:
    """The verdict on all sentences: as bad as the worst; every citation and difference once, in order. A sentence
    that is borne out keeps its citations where another is not found.
    """
    verdicts = [part.verdict for part in parts]
    worst: Judgement = next(one for one in ("refuted", "not_found", "supported") if one in verdicts)
    language = language_of(" ".join(part.claim for part in parts))
    cited = {citation.number: citation for part in parts for citation in part.citations}
    return Verdict(
        claim=" ".join(part.claim for part in parts),
        language=language,
        verdict=worst,
        why=overall(verdicts, language),
        citations=tuple(cited[number] for number in sorted(cited)),
        differences=tuple(dict.fromkeys(one for part in parts for one in part.differences)),
        nearest=tuple(dict.fromkeys(hit for part in parts for hit in part.nearest)) if worst == "not_found" else (),
        parts=tuple(parts),
        model=parts[0].model,
    )
