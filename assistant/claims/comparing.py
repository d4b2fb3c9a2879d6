"""A sentence of a claim held against evidence: what differs, what is missing, how much of the rest is borne out."""

from dataclasses import dataclass

from assistant.claims.bearing import Borne, borne
from assistant.claims.claimed import Claimed
from assistant.claims.finding import Evidence
from assistant.comparing.contrasts import Contrast
from assistant.comparing.differences import differences
from index.data import Passage

# How surely a difference is one of the same thing, to refute: the share of the words around it that both have, times
# that of the claim's other words that the evidence bears. Tuned on half of ViFactCheck and half of 150 others.
BELIEVED = 0.37
NAMED = 0.6  # where two names differ: a sentence has room for many, and the other may have another part in it


@dataclass(frozen=True, slots=True)
class Differing:
    """What the claim says in one way and a quote in another; `at` is where in the claim."""

    kind: str
    claim: str
    article: str
    at: tuple[int, int]
    quote: Passage


@dataclass(frozen=True, slots=True)
class Compared:
    """A sentence of a claim beside the evidence of one article. `missing` are its values and names that stand nowhere
    there, or differ from what may be another thing. `whole` is what is borne of all of it, `frame` of what does not
    differ; `translated` is the share that is borne where its words are those of another language.
    """

    evidence: Evidence
    differing: tuple[Differing, ...]
    missing: tuple[str, ...]
    whole: Borne
    frame: Borne
    translated: float


def compared(claim: Claimed, evidence: Evidence) -> Compared:
    """The sentence beside the evidence."""
    found = differences(claim.text, evidence.texts, evidence.article.published)
    firm = [one for one in found.differences if one.firm and one.which < len(evidence.quotes)]  # a title is no quote
    frame = borne(claim, evidence, [(one.at.start, one.at.end) for one in firm])
    around = max(frame.share, found.borne)
    believed = [one for one in firm if one.frame * around >= (NAMED if one.kind == "name" else BELIEVED)]
    doubtful = [one.claim for one in found.differences if one.firm and one not in believed]
    missing = dict.fromkeys([*(one.claim for one in found.missing if one.kind != "word"), *doubtful])
    differing = tuple(_differing(one, evidence) for one in believed)
    return Compared(evidence, differing, tuple(missing), borne(claim, evidence), frame, found.borne)


def _differing(one: Contrast, evidence: Evidence) -> Differing:
    return Differing(one.kind, one.claim, one.evidence, (one.at.start, one.at.end), evidence.quotes[one.which])
