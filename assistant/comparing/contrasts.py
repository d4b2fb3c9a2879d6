"""What stands in the place of what: words of a claim against words of the evidence in the same frame."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.comparing.alignment import Aligned, closeness, frame
from assistant.comparing.terms import Place
from assistant.comparing.values import When
from index.data import Span

Kind = Literal["number", "date", "name", "post", "negation", "opposite", "quantifier", "modality", "role", "word"]
SOFT = ("word", "modality")  # kinds that may be another way to say the same
FRAMED = 0.35  # of the words round two fillers that both must have to be set against each other; chosen, not tuned
CLOSE = 0.75  # of a clause that another filler must share with the claim's to be in its place …
FARTHER = 0.5  # … and by so much more than the filler itself does
ABOUT = 0.25  # by so much frames may differ and be about as full
AHEAD = 0.1  # by so much the frame of another filler must be the fuller where the claim's own stands too


@dataclass(frozen=True, slots=True)
class Contrast:
    """Words of a claim and what the evidence has in their place: `at` in the claim, `stands` in sentence `which`.

    `frame` is the share of the words round them that both have: how surely they are said of the same thing.
    """

    kind: Kind
    claim: str
    evidence: str
    at: Span
    which: int
    stands: Span
    frame: float

    @property
    def firm(self) -> bool:
        """Whether only one of the two can be so."""
        return self.kind not in SOFT


@dataclass(frozen=True, slots=True)
class Filler:
    """What may stand in a frame: the first and last of its terms, where it stands, and what it is."""

    place: Place
    start: int
    end: int
    tag: object
    which: int = 0


Relation = Callable[[Filler, Filler], bool]


def likeness(one: object, other: object) -> int:
    """How many of year, month and day two times have in common: of two that are as near, the likelier to be meant."""
    if not isinstance(one, When) or not isinstance(other, When):
        return 0
    a, b = one.readings[0].first, other.readings[0].first
    both = ((a.year, b.year), (a.month, b.month), (a.day, b.day))
    return sum(mine == its for mine, its in both) + sum((mine is None) == (its is None) for mine, its in both)


@dataclass(frozen=True, slots=True)
class Compared:
    """A filler of the claim: whether the evidence has it in the same frame, or else what it has there."""

    filler: Filler
    borne: bool
    other: Filler | None = None
    frame: float = 0.0


def compared(
    pair: Aligned, claim: Sequence[Filler], evidence: Sequence[Filler], agree: Relation, oppose: Relation
) -> Iterator[Compared]:
    """What the evidence has for each filler of the claim.

    What opposes it counts only where it does not agree with another of the claim in as full a frame, and where the
    filler itself stands in no frame that is as full.
    """
    frames = {(a, b): frame(pair, a.place, b.place) for a in claim for b in evidence if agree(a, b) or oppose(a, b)}
    for rank, one in enumerate(claim):
        own = max((frames[one, other] for other in evidence if agree(one, other)), default=-1.0)
        against = [
            (frames[one, other], -abs(rank - number), number)
            for number, other in enumerate(evidence)
            if oppose(one, other) and not _is_anothers(one, other, claim, frames, agree)
        ]
        share, best = _likeliest(one, evidence, against)
        if share >= FRAMED and share > own + AHEAD:
            yield Compared(one, False, evidence[best], share)
        elif own >= 0 and (other := _swapped(pair, one, claim, evidence, agree, oppose)):
            yield Compared(one, False, other, frames[one, other])
        else:
            yield Compared(one, own >= 0)


def _likeliest(one: Filler, evidence: Sequence[Filler], against: Sequence[tuple[float, int, int]]) -> tuple[float, int]:
    """The frame and the number of what is set against a filler: of those in nearly as full a frame the most like it."""
    fullest = max(against, default=(0.0, 0, -1))[0]
    near = [each for each in against if each[0] >= fullest - ABOUT]
    share, _, best = max(near, key=lambda each: (likeness(one.tag, evidence[each[2]].tag), each), default=(0.0, 0, -1))
    return share, best


def _swapped(
    pair: Aligned, one: Filler, claim: Sequence[Filler], evidence: Sequence[Filler], agree: Relation, oppose: Relation
) -> Filler | None:
    """What the evidence has in a filler's own clause, where it has the filler itself only in another (3 người chết, 7
    người bị thương); None where that is not so.
    """
    near = {other: _close(pair, one, other, claim, evidence) for other in evidence if agree(one, other)}
    own = max(near.values())
    far = [(_close(pair, one, other, claim, evidence), -n) for n, other in enumerate(evidence) if oppose(one, other)]
    close, number = max(far, default=(0.0, 0))
    return evidence[-number] if close >= CLOSE and close - own >= FARTHER else None


def _close(pair: Aligned, one: Filler, other: Filler, claim: Sequence[Filler], evidence: Sequence[Filler]) -> float:
    apart = [filler.place for filler in claim if filler.place != one.place]
    parted = [filler.place for filler in evidence if filler.place != other.place]
    return closeness(pair, one.place, other.place, apart, parted)


def _is_anothers(
    one: Filler, other: Filler, claim: Sequence[Filler], frames: dict[tuple[Filler, Filler], float], agree: Relation
) -> bool:
    """Whether another filler of the claim is this one of the evidence, in as full a frame."""
    return any(
        third is not one and agree(third, other) and frames[third, other] >= frames[one, other] for third in claim
    )


def contrast(kind: Kind, claim: str, evidence: Sequence[str], result: Compared) -> Contrast | None:
    """The contrast that a comparison found; None where it found none."""
    if (other := result.other) is None:
        return None
    one = result.filler
    return Contrast(
        kind,
        claim[one.start : one.end],
        evidence[other.which][other.start : other.end],
        Span(one.start, one.end),
        other.which,
        Span(other.start, other.end),
        round(result.frame, 3),
    )
