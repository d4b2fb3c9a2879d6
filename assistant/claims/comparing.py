"""A sentence of a claim held against evidence: what differs, what is missing, how much of the rest is borne out."""

from dataclasses import dataclass

from assistant.claims.bearing import Borne, borne
from assistant.claims.claimed import Claimed
from assistant.claims.finding import Evidence, dated
from assistant.comparing.contrasts import Contrast
from assistant.comparing.differences import Comparison, differences
from assistant.comparing.values import dates
from index.data import Passage

# How surely a difference is one of the same thing, to refute: the share of the words around it that both have, times
# that of the claim's other words that the evidence bears. Tuned on half of ViFactCheck and half of 150 others.
BELIEVED = 0.37
NAMED = 0.6  # where two names differ: a sentence has room for many, and the other may have another part in it
RUN = 0.12  # of a claim, what a run of words may be that stand nowhere; tuned as BELIEVED was


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
    differ; `translated` is the share that is borne in other words too, or in another language. `leaning` is
    whether the comparison by itself leans to support, and `short` whether no run of words that are nowhere is long;
    `figures` whether the claim has as many values as words, so that its words stand apart.
    """

    evidence: Evidence
    differing: tuple[Differing, ...]
    missing: tuple[str, ...]
    whole: Borne
    frame: Borne
    translated: float
    leaning: bool
    short: bool
    figures: bool


def compared(claim: Claimed, evidence: Evidence) -> Compared:
    """The sentence beside the evidence, and beside what stands before it, where only the year is missing."""
    found = _held_against(claim, evidence)
    if years := [one.claim for one in found.missing if one.kind == "date" and _is_year(one.claim)]:
        evidence = dated(claim, evidence, years)
        found = _held_against(claim, evidence)
    firm = [one for one in found.differences if one.firm and one.which < len(evidence.quotes)]  # a title is no quote
    frame = borne(claim, evidence, [(one.at.start, one.at.end) for one in firm])
    around = max(frame.share, found.borne)
    believed = [one for one in firm if one.frame * around >= (NAMED if one.kind == "name" else BELIEVED)]
    doubtful = [one.claim for one in found.differences if one.firm and one not in believed]
    missing = dict.fromkeys([*(one.claim for one in found.missing if one.kind != "word"), *doubtful])
    differing = tuple(_differing(one, evidence) for one in believed)
    return Compared(
        evidence,
        differing,
        tuple(missing),
        whole=borne(claim, evidence),
        frame=frame,
        translated=found.borne,
        leaning=found.leaning == "supported",
        short=found.longest <= RUN,
        figures=len(claim.values) >= len(claim.weights),
    )


def _held_against(claim: Claimed, evidence: Evidence) -> Comparison:
    return differences(claim.text, evidence.texts, evidence.article.published)


def _is_year(text: str) -> bool:
    """Whether a stretch of a claim is of a time without a day: a year, a month, a half-year."""
    times = dates(text)
    return bool(times) and all(stretch.first.day is None for time in times for stretch in time.readings)


def _differing(one: Contrast, evidence: Evidence) -> Differing:
    return Differing(one.kind, one.claim, one.evidence, (one.at.start, one.at.end), evidence.quotes[one.which])
