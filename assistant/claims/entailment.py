"""The vote of an entailment model, where one was chosen: it adds to what the rules found and overrules no value."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from assistant.claims.claimed import Claimed
from assistant.claims.deciding import Decision
from index.entailing import Vote as Vote

SURE = 0.8  # probability from which a vote counts; set by judgement, no model is at hand to tune it on


class Entailment(Protocol):
    """A model that says of a premise and a statement whether the one bears out the other."""

    @property
    def name(self) -> str:
        """What the model is called beside a verdict that it had a vote in."""
        ...

    def votes(self, pairs: Sequence[tuple[str, str]]) -> Sequence[Vote]:
        """The probabilities for each pair of evidence and claim, in order."""
        ...


def voted(claim: Claimed, decision: Decision, entailment: Entailment) -> Decision:
    """The decision after the model's vote on the nearest evidence. Where the rules found nothing, it may find for or
    against the claim, unless a value or name is missing; what the rules call borne out, it may call into doubt.
    """
    if decision.verdict == "refuted" or not decision.compared:
        return decision
    best = decision.compared[0]
    (vote,) = entailment.votes([("\n".join(best.evidence.texts), claim.sought)])
    if decision.verdict == "supported":
        return replace(decision, verdict="not_found", reason="doubted") if vote.contradiction >= SURE else decision
    if best.missing or best.differing:
        return decision
    if vote.entailment >= SURE:
        return replace(decision, verdict="supported", compared=(best,), reason="voted")
    if vote.contradiction >= SURE:
        return replace(decision, verdict="refuted", compared=(best,), reason="voted")
    return decision
