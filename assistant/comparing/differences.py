"""What a claim says that some evidence bears out, says differently, or does not say."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from assistant.comparing.alignment import Aligned, aligned, frame, gap
from assistant.comparing.contrasts import Compared, Contrast, Filler, Kind, compared, contrast
from assistant.comparing.moments import lowered
from assistant.comparing.names import lacking, names_apart, shortened
from assistant.comparing.phrases import pattern
from assistant.comparing.polarity import polarities
from assistant.comparing.roles import swapped
from assistant.comparing.terms import Term, located
from assistant.comparing.values import COUNTS, Quantity, When, agrees, contradicts, same
from index.data import Span

# These four were tried out on 63 news claims with their evidence; many values near them did as well there.
BELIEVED = 0.5  # of a frame that both must have for a contrast to refute
TOLD = 0.5  # of the claim that evidence must bear for it to be of the same event
SAID = 0.6  # of the claim that must be borne for it to be supported
ADDED = 0.15  # of the claim that one run of words that are nowhere may be
BESIDE = 3  # terms from a number to the word that says of what it is
REPLACED = 0.05  # of the claim that a word may be in whose place the evidence has another


Lack = Literal["number", "date", "name", "qualifier", "word"]


@dataclass(frozen=True, slots=True)
class Missing:
    """What a claim says and the evidence does not, and its share of the claim's content; a "qualifier" is a word that
    limits or heightens the rest (nữ, gián tiếp).
    """

    kind: Lack
    claim: str
    at: Span
    share: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """A claim beside some evidence.

    `borne` is the share of its content that the evidence says, somewhere, and `rest` the same of all that is in none of
    the firm differences: whether both are of one event. `differences` is what the evidence says in its place, surest
    first; `missing` what it does not say, in the order of the claim.
    """

    borne: float
    rest: float
    differences: tuple[Contrast, ...]
    missing: tuple[Missing, ...]

    @property
    def longest(self) -> float:
        """The share of the claim's content that the longest run of missing words has: a clause that was added."""
        return max((one.share for one in self.missing), default=0.0)

    @property
    def refuted_by(self) -> tuple[Contrast, ...]:
        """The contrasts to believe: only one of the two can be so, and they are said of the same thing."""
        if self.rest < TOLD:
            return ()
        return tuple(one for one in self.differences if one.firm and one.frame >= BELIEVED)

    @property
    def leaning(self) -> Literal["supported", "refuted", "not_found"]:
        """What this evidence alone says to the claim."""
        if self.refuted_by:
            return "refuted"
        exact = all(one.kind == "word" for one in self.missing) and not any(map(self._is_in_doubt, self.differences))
        return "supported" if exact and self.borne >= SAID and self.longest <= ADDED else "not_found"

    def _is_in_doubt(self, one: Contrast) -> bool:
        """Whether a contrast that does not refute the claim is too much for it to be supported."""
        share = max((lack.share for lack in self.missing if lack.at == one.at), default=0.0)
        planned = one.kind == "modality" and one.frame >= BELIEVED
        return one.firm or planned or (one.kind == "word" and share > REPLACED)


def differences(
    claim: str, evidence: Sequence[str], published: date | None = None, context: Sequence[str] = ()
) -> Comparison:
    """A claim of one sentence compared with sentences of one article, in order; `published` is the article's day,
    and `context` the rest of it, where whoever the evidence has by a last name is named in full.

    >>> found = differences("GRDP của Hà Nội tăng 9,5%.", ["Tổng sản phẩm (GRDP) của Hà Nội tăng 8,89%."])
    >>> [(one.kind, one.claim, one.evidence) for one in found.differences]
    [('number', '9,5%', '8,89%')]
    """
    return _differences(claim, tuple(evidence), published, tuple(context))


@lru_cache(maxsize=512)
def _differences(claim: str, evidence: tuple[str, ...], published: date | None, context: tuple[str, ...]) -> Comparison:
    pair = _with_short_names(claim, evidence, context, aligned(claim, evidence, published))
    values = list(_values_apart(pair))
    found = [one for kind, result in values if (one := contrast(kind, claim, evidence, result))]
    found += [
        *names_apart(claim, evidence, pair, context),
        *polarities(claim, evidence, pair),
        *swapped(claim, evidence),
    ]
    kept = tuple(_each_once(sorted(found, key=lambda one: (not one.firm, -one.frame, one.at.start))))
    wrong = [(one.at.start, one.at.end) for one in kept if one.kind in ("number", "date", "name", "post")]
    unborne = {result.filler.place[0] for _, result in values if not result.borne}
    missing = tuple(_missing(claim, lacking(claim, evidence, context), pair, unborne, wrong))
    kept += tuple(_replaced(claim, evidence, pair, missing))
    parts = [one for one in kept if one.firm and one.kind != "role"]  # a role is all of the claim
    apart = {n for one in parts if (place := located(pair.claim, one.at.start, one.at.end)) for n in _all(place)}
    return Comparison(_borne(pair, unborne, set()), _borne(pair, unborne, apart), kept, missing)


def _with_short_names(claim: str, evidence: Sequence[str], context: Sequence[str], pair: Aligned) -> Aligned:
    """The pair with all words of a name placed where the evidence has one of them and means it."""
    at = list(pair.at)
    for name in shortened(claim, evidence, context):
        first, last = _place(claim, name, pair) or (0, -1)
        held = next((at[n] for n in range(last, first - 1, -1) if at[n] is not None), None)
        for n in range(first, last + 1):
            at[n] = at[n] or held
    return replace(pair, at=tuple(at))


def _each_once(found: Sequence[Contrast]) -> Iterator[Contrast]:
    """The contrasts, the surest of those that have words of the claim in common."""
    taken: list[Span] = []
    for one in found:
        if not any(span.start < one.at.end and one.at.start < span.end for span in taken):
            taken.append(one.at)
            yield one


def _values_apart(pair: Aligned) -> Iterator[tuple[Kind, Compared]]:
    """What the evidence has for each number and time of the claim."""
    mine = _valued(pair.claim)
    other = _valued(pair.evidence.terms)

    def oppose(one: Filler, there: Filler) -> bool:
        return _oppose(one, there) and (not _is_count(one) or _is_of_one_thing(pair, one.place[0], there.place[0]))

    for result in compared(pair, mine, other, _agree, oppose):
        yield ("date" if isinstance(result.filler.tag, When) else "number"), result


def _valued(terms: Sequence[Term]) -> list[Filler]:
    return [
        Filler((n, n), one.start, one.end, one.value, one.which) for n, one in enumerate(terms) if one.value is not None
    ]


def _agree(one: Filler, other: Filler) -> bool:
    a, b = _bare(one, other)
    return isinstance(a, Quantity | When) and isinstance(b, Quantity | When) and (same(a, b) or agrees(a, b))


def _oppose(one: Filler, other: Filler) -> bool:
    a, b = _bare(one, other)
    both = (isinstance(a, Quantity) and isinstance(b, Quantity)) or (isinstance(a, When) and isinstance(b, When))
    if not both or not isinstance(a, Quantity | When) or not isinstance(b, Quantity | When):
        return False
    return not _agree(one, other) and contradicts(a, b)


def _bare(one: Filler, other: Filler) -> tuple[object, object]:
    """Two values, without the hedge that both have: "gần 8 năm" is not "gần 7 năm", though either may be 7."""
    a, b = one.tag, other.tag
    if isinstance(a, Quantity) and isinstance(b, Quantity) and a.hedge == b.hedge:
        return replace(a, hedge="exact"), replace(b, hedge="exact")
    return a, b


def _is_count(one: Filler) -> bool:
    """Whether a number has no unit, so that the words beside it say of what it is."""
    return isinstance(one.tag, Quantity) and all(value.family in COUNTS for value in one.tag.readings)


def _is_of_one_thing(pair: Aligned, index: int, there: int) -> bool:
    """Whether a word right beside the claim's number stands beside the evidence's: 41 học sinh, iPhone 13."""
    beside = [n for step in (1, -1) if (n := _next(pair.claim, index, step)) is not None]
    near = range(there - BESIDE, there + BESIDE + 1)
    return any(place[0] in near or place[1] in near for n in beside for place in pair.places[n])


def _next(terms: Sequence[Term], index: int, step: int) -> int | None:
    """The next word of meaning before or after a term."""
    ahead = range(index + step, len(terms) if step > 0 else -1, step)
    return next((n for n in ahead if terms[n].carries), None)


def _all(place: tuple[int, int]) -> range:
    return range(place[0], place[1] + 1)


def _borne(pair: Aligned, unborne: Set[int], without: Set[int]) -> float:
    """The share of what the claim's words weigh that the evidence says; some are left out."""
    counted = [(n, term.weight) for n, term in enumerate(pair.claim) if n not in without]
    total = sum(weight for _, weight in counted)
    said = sum(weight for n, weight in counted if pair.borne(n) and n not in unborne)
    return round(said / total, 3) if total else 0.0


def _missing(
    claim: str, without: Sequence[str], pair: Aligned, unborne: set[int], wrong: Sequence[tuple[int, int]]
) -> Iterator[Missing]:
    """The values and names that are neither borne nor contradicted, and the runs of other words that are nowhere."""
    total = sum(term.weight for term in pair.claim) or 1.0
    names = [place for name in without if (place := _place(claim, name, pair))]
    named = {n for first, last in names for n in range(first, last + 1)}
    lacks = [
        n in named or (n in unborne if term.value is not None else term.carries and not pair.borne(n))
        for n, term in enumerate(pair.claim)
    ]
    lacks = [
        lack and not any(a < term.end and term.start < b for a, b in wrong)
        for lack, term in zip(lacks, pair.claim, strict=True)
    ]
    for run in _runs(pair, lacks):
        yield _run(claim, pair, run, named, total)


def _runs(pair: Aligned, lacks: Sequence[bool]) -> Iterator[list[int]]:
    """The runs of terms that are missing; a word between two of them that is borne by itself, away from its neighbours,
    does not part them.
    """
    run: list[int] = []
    carrying = [n for n, term in enumerate(pair.claim) if term.carries or term.value is not None]
    for position, n in enumerate(carrying):
        ahead = carrying[position + 1] if position + 1 < len(carrying) else None
        if lacks[n] or (run and ahead is not None and lacks[ahead] and _is_alone(pair, n)):
            run.append(n)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_alone(pair: Aligned, n: int) -> bool:
    """Whether the evidence has a word, but neither of those beside it there."""
    place = pair.at[n]
    if place is None or pair.claim[n].value is not None:
        return place is None
    before = pair.at[n - 1] if n else None
    after = pair.at[n + 1] if n + 1 < len(pair.at) else None
    beside = (before is not None and before[1] + 1 == place[0]) or (after is not None and place[1] + 1 == after[0])
    return not beside


def _replaced(claim: str, evidence: Sequence[str], pair: Aligned, missing: Sequence[Missing]) -> Iterator[Contrast]:
    """The runs of words that are nowhere, where the evidence has others between the same two."""
    for one in missing:
        run = located(pair.claim, one.at.start, one.at.end)
        there = gap(pair, range(run[0], run[1] + 1)) if run and one.kind == "word" else None
        if run and there:
            first, last = pair.evidence.terms[there[0]], pair.evidence.terms[there[1]]
            stands = Span(first.start, last.end)
            says = evidence[first.which][stands.start : stands.end]
            yield Contrast("word", one.claim, says, one.at, first.which, stands, round(frame(pair, run, there), 3))


def _run(claim: str, pair: Aligned, run: Sequence[int], named: set[int], total: float) -> Missing:
    terms = [pair.claim[n] for n in run]
    kind: Lack = "qualifier" if any(a <= n <= b for n in run for a, b in _qualifiers(claim, pair)) else "word"
    if any(n in named for n in run):
        kind = "name"
    for term in terms:
        if term.value is not None:
            kind = "date" if isinstance(term.value, When) else "number"
    span = Span(terms[0].start, terms[-1].end)
    return Missing(kind, claim[span.start : span.end], span, round(sum(term.weight for term in terms) / total, 3))


def _qualifiers(claim: str, pair: Aligned) -> list[tuple[int, int]]:
    """The words of the claim that limit or heighten what it says and do not stand in the evidence."""
    matches = pattern("qualifiers", "says", pair.reading.marked).finditer(lowered(claim))
    found = [place for one in matches if (place := located(pair.claim, one.start(), one.end()))]
    return [place for place in found if not all(pair.borne(n) for n in range(place[0], place[1] + 1))]


def _place(claim: str, name: str, pair: Aligned) -> tuple[int, int] | None:
    start = claim.find(name)
    return located(pair.claim, start, start + len(name)) if start >= 0 else None
