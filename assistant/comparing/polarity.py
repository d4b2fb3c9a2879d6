"""Whether two sentences say so or not: negation and how far it reaches, opposites, how much of something, and whether
it has happened.

The words are in `words/comparing.toml`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.comparing.alignment import Aligned, frame
from assistant.comparing.contrasts import Compared, Contrast, Filler, Kind, Relation, compared, contrast
from assistant.comparing.moments import lowered
from assistant.comparing.phrases import comparing_words, found, pattern, split, whole
from assistant.comparing.terms import Place, Reading, Term, located, reading_of
from index.data import Span
from index.folding import fold, spelled, words
from index.names import compounds

SCOPE = 2  # words of meaning that a negation reaches
FARTHER = 0.5  # of what a denied word counts, what the one behind it does: "không rõ dịch vụ" denies no service
WIDE = 5  # … and may reach
BESIDE = 1  # terms between two opposites that are said together
NEARLY = 0.15  # by so much a frame may be the less full and still be as good
FRAMED = 0.4  # of the words round a word that is denied only once that both must have; chosen, not tuned
_STOP = re.compile(r"[.;:!?,()\"“”]|(?<=\s)(?:Trong|Theo|Tại|Ngày|Sau|Trước|Ông|Bà|Các|Những|Khi)(?=\s)")


def polarities(claim: str, evidence: Sequence[str], pair: Aligned) -> Iterator[Contrast]:
    """Where the one denies what the other says, or says the opposite, more or less of it, or of another time."""
    yield from _negations(claim, evidence, pair)
    yield from _opposites(claim, evidence, pair)
    yield from _tagged("quantifier", "quantifiers", claim, evidence, pair)
    yield from _tagged("modality", "modality", claim, evidence, pair)


def cues(text: str, reading: Reading) -> list[tuple[int, int]]:
    """Where a text says that something is not so."""
    return found(lowered(text), "negation", reading.language, "none", marked=reading.marked)


@dataclass(frozen=True, slots=True)
class _Cue:
    """Where a text denies something: what the denial surely reaches, in order, and what it may reach."""

    start: int
    end: int
    reaches: tuple[int, ...]
    may_reach: frozenset[int]


def _negations(claim: str, evidence: Sequence[str], pair: Aligned) -> Iterator[Contrast]:
    """What is denied in the one and said in the other."""
    mine = _cues(claim, pair.claim, 0)
    there = [cue for which, text in enumerate(evidence) for cue in _cues(text, pair.evidence.terms, which)]
    back = {n: index for index, place in enumerate(pair.at) if place for n in range(place[0], place[1] + 1)}
    denied = frozenset().union(*(cue.may_reach for cue in mine))
    denied_there = frozenset().union(*(cue.may_reach for cue in there))
    for cue in mine:
        first = next((n for n in cue.reaches if pair.at[n] is not None), None)
        if first is not None and not _is_denied(pair.at[first], denied_there):
            yield from _negation(claim, evidence, pair, first, cue, None)
    for cue in there:
        index = next((back[n] for n in cue.reaches if n in back), None)
        if index is not None and index not in denied and not _is_denied_twice(pair, index, denied):
            yield from _negation(claim, evidence, pair, index, None, cue)


def _is_denied(place: Place | None, denied: frozenset[int]) -> bool:
    return place is not None and not denied.isdisjoint(range(place[0], place[1] + 1))


def _is_denied_twice(pair: Aligned, index: int, denied: frozenset[int]) -> bool:
    """Whether the claim has the word a second time, and denies it there."""
    return any(pair.claim[n].spelled == pair.claim[index].spelled for n in denied)


def _negation(
    claim: str, evidence: Sequence[str], pair: Aligned, index: int, mine: _Cue | None, other: _Cue | None
) -> Iterator[Contrast]:
    """The contrast in a word that only one of the two denies, with the word that denies where it stands."""
    place = pair.at[index]
    if place is None or _is_said_otherwise(pair, index, place, mine is not None, evidence):
        return
    share = frame(pair, (index, index), place)
    if share < FRAMED:
        return
    term, first, last = pair.claim[index], pair.evidence.terms[place[0]], pair.evidence.terms[place[1]]
    text = evidence[first.which]
    at = Span(mine.start if mine else term.start, _end_of_word(claim, term.end))
    stands = Span(other.start if other else first.start, _end_of_word(text, last.end))
    says = text[stands.start : stands.end]
    if _is_farther(mine, index) or (other and not _reaches_first(other, place)):
        share *= FARTHER
    yield Contrast("negation", claim[at.start : at.end], says, at, first.which, stands, round(share, 3))


def _is_farther(cue: _Cue | None, index: int) -> bool:
    """Whether a term of the claim is not what stands right behind its negation."""
    return cue is not None and cue.reaches[0] != index


def _reaches_first(cue: _Cue, place: Place) -> bool:
    """Whether a place in the evidence has what stands right behind its negation."""
    return place[0] <= cue.reaches[0] <= place[1]


def _end_of_word(text: str, end: int) -> int:
    """Where a word of two syllables ends whose first ends here."""
    after = next(words(text[end : end + 12]), None)
    before = [*words(text[max(0, end - 12) : end])][-1]
    both = after is not None and after.start == 1 and (spelled(before.text), spelled(after.text)) in compounds()
    return end + after.end if both and after else end


def _is_said_otherwise(pair: Aligned, index: int, place: Place, denies: bool, evidence: Sequence[str]) -> bool:
    """Whether the evidence has another place for the word, denied as in the claim, in nearly as full a frame."""
    denied = frozenset(
        n
        for which, text in enumerate(evidence)
        for cue in _cues(text, pair.evidence.terms, which)
        for n in cue.may_reach
    )
    least = frame(pair, (index, index), place) - NEARLY
    others = [other for other in pair.places[index] if other != place]
    return any(_is_denied(one, denied) == denies and frame(pair, (index, index), one) >= least for one in others)


def _cues(text: str, terms: Sequence[Term], which: int) -> list[_Cue]:
    """Where a sentence denies something, and what."""
    reading = reading_of(text)
    stops = _stops(text, reading)
    result = []
    for start, end in cues(text, reading):
        until = min((stop for stop in stops if stop >= end), default=len(text))
        ahead = [n for n, one in enumerate(terms) if one.which == which and one.carries and end <= one.start < until]
        result.append(_Cue(start, end, tuple(ahead[:SCOPE]), frozenset(ahead[:WIDE])))
    return result


def _stops(text: str, reading: Reading) -> list[int]:
    """Where a denial ends at the latest."""
    stops = [match.start() for match in pattern("stops", "says", reading.marked).finditer(lowered(text))]
    return [*stops, *(match.start() for match in _STOP.finditer(text))]


def _denied(text: str, terms: Sequence[Term], which: int) -> frozenset[int]:
    """The terms of a sentence that are denied; two denials undo each other."""
    reached = Counter(n for cue in _cues(text, terms, which) for n in cue.reaches)
    return frozenset(n for n, times in reached.items() if times % 2)


def _opposites(claim: str, evidence: Sequence[str], pair: Aligned) -> Iterator[Contrast]:
    """Where one has the opposite of what the other has; what is denied counts as its opposite."""
    mine = list(sides(claim, pair.claim, 0))
    other = [one for n, text in enumerate(evidence) for one in sides(text, pair.evidence.terms, n)]
    for result in _best(compared(pair, mine, other, _same_side, _other_side)):
        if result.other and _is_beside(result.filler, result.other, mine):
            continue
        if one := contrast("opposite", claim, evidence, result):
            yield one


def _is_beside(one: Filler, other: Filler, mine: Sequence[Filler]) -> bool:
    """Whether the claim has both sides next to each other (trực tiếp và gián tiếp)."""
    return any(_same_side(third, other) and _between(one, third) <= BESIDE for third in mine if third is not one)


def _between(one: Filler, other: Filler) -> int:
    """How many terms stand between two."""
    return max(one.place[0] - other.place[1], other.place[0] - one.place[1]) - 1


def _best(results: Iterator[Compared]) -> list[Compared]:
    """One comparison for each place of the claim."""
    best: dict[int, Compared] = {}
    for one in results:
        before = best.get(one.filler.start)
        if before is None or one.frame > before.frame:
            best[one.filler.start] = one
    return list(best.values())


def _same_side(one: Filler, other: Filler) -> bool:
    return _related(one, other, apart=False)


def _other_side(one: Filler, other: Filler) -> bool:
    return _related(one, other, apart=True)


def _related(one: Filler, other: Filler, *, apart: bool) -> bool:
    """Whether two phrases are of one line of opposites, and on two sides of it or, where one is denied, the same."""
    a, b = one.tag, other.tag
    if not isinstance(a, tuple) or not isinstance(b, tuple) or a[0] != b[0]:
        return False
    if a[2] != b[2]:
        return bool(a[1] != b[1]) and not apart  # not rising is falling, near enough; negation itself sees "not rising"
    return bool(a[1] != b[1]) == apart


def sides(text: str, terms: Sequence[Term], which: int) -> Iterator[Filler]:
    """The phrases of a text that have opposites, each with its line, its side, and whether it is denied."""
    reading = reading_of(text)
    lower = lowered(text)
    denied = _denied(text, terms, which)
    matches = [match for match in _any_side(reading.marked).finditer(lower) if _is_word(text, match.span(), reading)]
    for match in matches:
        place = located(terms, match.start(), match.end(), which)
        if place is None:
            continue
        no = any(n in denied for n in range(place[0], place[1] + 1))
        for line, side in _lines(reading.marked)[match.group()]:
            yield Filler(place, match.start(), match.end(), (line, side, no), which)


@cache
def _lines(marked: bool) -> Mapping[str, tuple[tuple[int, int], ...]]:
    """For each phrase the lines it is in, with its side there."""
    table: dict[str, dict[tuple[int, int], None]] = {}
    for line, entry in enumerate(comparing_words()["opposites"]):
        for side, says in enumerate(entry["sides"]):
            for one in split(says):
                table.setdefault(one if marked else fold(one), {})[line, side] = None
    return {says: tuple(where) for says, where in table.items()}


@cache
def _any_side(marked: bool) -> re.Pattern[str]:
    return whole(tuple(sorted(_lines(marked))), True)


def _is_word(text: str, span: tuple[int, int], reading: Reading) -> bool:
    """Whether one syllable is a word by itself, not a part of another (đầu of đầu tư)."""
    if reading.language == "en" or " " in text[slice(*span)]:
        return True
    if text[span[0]].isupper() and text[: span[0]].rstrip(" “\"'(")[-1:] not in ("", ".", "!", "?", ":"):
        return False  # the Nam of a name
    before = [spelled(word.text) for word in words(text[max(0, span[0] - 12) : span[0]])][-1:]
    after = [spelled(word.text) for word in words(text[span[1] : span[1] + 12])][:1]
    own = spelled(text[slice(*span)])
    return not any(pair in compounds() for pair in (*((b, own) for b in before), *((own, a) for a in after)))


def _tagged(kind: Kind, table: str, claim: str, evidence: Sequence[str], pair: Aligned) -> Iterator[Contrast]:
    """Where the claim says more or less of something, or says it as done, than the article."""
    mine = list(_phrases(table, claim, pair.claim, 0))
    other = [one for n, text in enumerate(evidence) for one in _phrases(table, text, pair.evidence.terms, n)]
    for result in compared(pair, mine, other, _alike, _RELATIONS[kind]):
        if one := contrast(kind, claim, evidence, result):
            yield one


def _phrases(table: str, text: str, terms: Sequence[Term], which: int) -> Iterator[Filler]:
    reading = reading_of(text)
    taken: list[tuple[int, int]] = []
    names = sorted(comparing_words()[table], reverse=True)
    spans = [
        (m.start(), m.end(), name)
        for name in names
        for m in pattern(table, name, reading.marked).finditer(lowered(text))
    ]
    for start, end, name in sorted(spans, key=lambda span: span[0] - span[1]):
        place = located(terms, start, end, which)
        if place is not None and not any(a < end and start < b for a, b in taken):
            taken.append((start, end))
            yield Filler(place, start, end, name, which)


def _alike(one: Filler, other: Filler) -> bool:
    return one.tag == other.tag


def _quantified(one: Filler, other: Filler) -> bool:
    """Whether what the claim says of so many cannot be, or goes further than, what the article says."""
    against: list[str] = comparing_words()["quantified"][str(one.tag)]
    return other.tag in against


def _is_only_planned(one: Filler, other: Filler) -> bool:
    """Whether the claim says as done what the article says as planned."""
    return one.tag == "done" and other.tag == "planned"


_RELATIONS: Mapping[Kind, Relation] = {"quantifier": _quantified, "modality": _is_only_planned}
