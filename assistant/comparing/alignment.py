"""Which words of a claim are which of the evidence, and how much of what stands round two words is the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.comparing.terms import Place, Reading, Searched, Term, places, reading_of, searched, stands, terms_of
from index.names import Form, folded_synonyms, form, spelling, synonyms

SMALL = 0.1  # what a function word adds to a run of words that are the same
LONG = 2.5  # a run that weighs this is placed by itself; a shorter one beside what has been placed
WINDOW = 4  # words of meaning on either side that make up the frame of a word
REACH = 4  # words that may lie between two of the evidence, for each that lies between the claim's
NEAR = 3  # terms from a run of words to those of its frame
ROOM = 4  # terms by which what stands in its place may be longer
FURTHER = 0.01  # what each term between costs, so that the nearer of two wins …
MOST = 20  # … of so many
APART = 0.5  # what a word in another sentence of the evidence counts for


@dataclass(frozen=True, slots=True)
class Aligned:
    """A claim beside some evidence: for each term of the claim all places that say it, and the one that is taken for
    it, where there is one.
    """

    claim: tuple[Term, ...]
    reading: Reading
    evidence: Searched
    places: tuple[tuple[Place, ...], ...]
    at: tuple[Place | None, ...]

    def borne(self, index: int) -> bool:
        """Whether the evidence says this term of the claim somewhere."""
        return bool(self.places[index]) or self.at[index] is not None


def aligned(claim: str, evidence: Sequence[str], today: date | None = None) -> Aligned:
    """The claim's terms beside those of the evidence."""
    reading = reading_of(claim, today)
    terms = terms_of(claim, reading_of(claim))
    said = searched(evidence, today)
    where = tuple(places(term, said) for term in terms)
    at = _placed(terms, where)
    extra = _synonymous(terms, at, said, reading) if reading.language == "vi" else {}
    return Aligned(terms, reading, said, where, tuple(extra.get(n, place) for n, place in enumerate(at)))


Run = tuple[tuple[int, Place], ...]  # terms of the claim that follow each other, as their places do


def _placed(terms: Sequence[Term], where: Sequence[Sequence[Place]]) -> list[Place | None]:
    """The place of each term: the longest runs that both have first, then single words beside them."""
    at: list[Place | None] = [None] * len(terms)
    taken: set[int] = set()
    runs = sorted(_runs(where), key=lambda run: -_weight(run, terms))
    for run in runs:
        left = _longest_left(run, at, taken, terms)
        if _weight(left, terms) >= LONG:
            _take(left, at, taken)
    for index, term in sorted(enumerate(terms), key=lambda one: -one[1].weight):
        if at[index] is None and term.carries:
            free = [place for place in where[index] if not taken.intersection(range(place[0], place[1] + 1))]
            if free:
                expected = _expected(index, at)
                _take(((index, min(free, key=lambda place: abs(place[0] - expected))),), at, taken)
    return at


def _take(run: Run, at: list[Place | None], taken: set[int]) -> None:
    for index, place in run:
        at[index] = place
        taken.update(range(place[0], place[1] + 1))


def _runs(where: Sequence[Sequence[Place]]) -> Iterator[Run]:
    """All runs that cannot be made longer."""
    starts = [{place[0]: place for place in each} for each in where]
    ends = [{place[1] for place in each} for each in where]
    for index, each in enumerate(where):
        for place in each:
            if index and place[0] - 1 in ends[index - 1]:
                continue
            run = [(index, place)]
            while (ahead := run[-1][0] + 1) < len(where) and (follows := starts[ahead].get(run[-1][1][1] + 1)):
                run.append((ahead, follows))
            yield tuple(run)


def _weight(run: Sequence[tuple[int, Place]], terms: Sequence[Term]) -> float:
    return sum(terms[index].weight or SMALL for index, _ in run)


def _longest_left(run: Run, at: Sequence[Place | None], taken: set[int], terms: Sequence[Term]) -> Run:
    """The heaviest part of a run of which nothing has been placed or taken."""
    best: Run = ()
    part: list[tuple[int, Place]] = []
    for index, place in run:
        if at[index] is None and not taken.intersection(range(place[0], place[1] + 1)):
            part.append((index, place))
            best = tuple(part) if _weight(part, terms) > _weight(best, terms) else best
        else:
            part = []
    return best


def _expected(index: int, at: Sequence[Place | None]) -> int:
    """Where a term would stand, going by the nearest one that has a place."""
    near = [(abs(n - index), n, place) for n, place in enumerate(at) if place is not None]
    if not near:
        return index
    _, n, place = min(near)
    return place[0] + index - n


def _synonymous(
    terms: Sequence[Term], at: Sequence[Place | None], said: Searched, reading: Reading
) -> dict[int, Place]:
    """Places for words that have none, by other words for the same: hỏa hoạn and vụ cháy."""
    table = synonyms() if reading.marked else folded_synonyms()
    taken = {n for place in at if place for n in range(place[0], place[1] + 1)}
    result: dict[int, Place] = {}
    for length in (3, 2, 1):
        for first in range(len(terms) - length + 1):
            span = range(first, first + length)
            if any(n in result or terms[n].value is not None for n in span) or all(at[n] for n in span):
                continue
            if not any(terms[n].carries for n in span):
                continue
            for form_ in _others(terms[first : first + length], table, reading):
                place = next((p for p in stands(form_, said, exact=True) if p[0] not in taken), None)
                if place is not None:
                    result.update(dict.fromkeys((n for n in span if at[n] is None), place))
                    break
    return result


def _others(terms: Sequence[Term], table: Mapping[str, Sequence[str]], reading: Reading) -> list[Form]:
    """The spellings of other words for some terms side by side."""
    text = " ".join(term.text.lower() for term in terms)
    key = text if reading.marked else " ".join(form(text))
    return [spelling(other) for other in table.get(key, ())]


def gap(pair: Aligned, run: Sequence[int]) -> Place | None:
    """The words of meaning that the evidence has where a claim has a run of words it has not: between the same two
    words, in their order. None where it has none there, or too many to be in their place.
    """
    left = next(
        (n for n in range(run[0] - 1, max(run[0] - NEAR, 0) - 1, -1) if pair.at[n] and pair.claim[n].carries), None
    )
    ahead = range(run[-1] + 1, min(run[-1] + NEAR, len(pair.claim) - 1) + 1)
    right = next((n for n in ahead if pair.at[n] and pair.claim[n].carries), None)
    before = pair.at[left] if left is not None else None
    after = pair.at[right] if right is not None else None
    if before is None or after is None or not 0 < after[0] - before[1] - 1 <= len(run) + ROOM:
        return None
    taken = {n for place in pair.at if place for n in range(place[0], place[1] + 1)}
    between = [n for n in range(before[1] + 1, after[0]) if pair.evidence.terms[n].carries and n not in taken]
    one_sentence = pair.evidence.terms[before[1]].which == pair.evidence.terms[after[0]].which
    return (between[0], between[-1]) if between and one_sentence else None


def frame(pair: Aligned, inside: Place, there: Place) -> float:
    """The share of the words round some of the claim's that stand round some of the evidence's, nearer ones counting
    more; `inside` are the claim's first and last term, `there` the evidence's.

    0 where nothing stands round them.
    """
    near = list(_around(pair.claim, inside))
    total = sum(weight for _, _, weight in near)
    same = sum(weight * _nearness(pair, index, far, there) for index, far, weight in near)
    return same / total if total else 0.0


def _around(terms: Sequence[Term], inside: Place) -> Iterator[tuple[int, int, float]]:
    """The words of meaning round some, with how far off they are and what they count."""
    for step, edge in ((-1, inside[0]), (1, inside[1])):
        far, index = 0, edge + step
        while 0 <= index < len(terms) and far < WINDOW:
            if terms[index].carries:
                far += 1
                yield index, far, terms[index].weight ** 0.5 / far**0.5
            index += step


def _nearness(pair: Aligned, index: int, far: int, there: Place) -> float:
    """What a word of the frame counts: 1 where it stands as near in the evidence as in the claim, or nearly."""
    found = [place for place in pair.places[index] if place[1] < there[0] or there[1] < place[0]]
    chosen = pair.at[index]
    if chosen is not None and (chosen[1] < there[0] or there[1] < chosen[0]):
        found.append(chosen)
    best = 0.0
    which = pair.evidence.terms[there[0]].which
    for place in found:
        away = max(there[0] - place[1], place[0] - there[1])
        same = pair.evidence.terms[place[0]].which == which
        worth = min(1.0, (2 + REACH * far) / away) * (1.0 if same else APART) - FURTHER * min(away - 1, MOST)
        best = max(best, worth)
    return best


def closeness(pair: Aligned, inside: Place, there: Place, apart: Sequence[Place], parted: Sequence[Place]) -> float:
    """The share of the words of its own clause, up to others of its kind, that stand with the evidence's, on the same
    side where they follow; `apart` and `parted` are the places of the others, in the claim and in the evidence.
    """
    near = _stretch(pair.claim, inside, apart)
    first, last = _stretch(pair.evidence.terms, there, parted)
    total = said = 0.0
    for index in range(near[0], near[1] + 1):
        if inside[0] <= index <= inside[1] or not pair.claim[index].carries:
            continue
        total += pair.claim[index].weight
        since = there[1] + 1 if index > inside[1] else first
        if any(since <= place[0] and place[1] <= last for place in pair.places[index]):
            said += pair.claim[index].weight
    return said / total if total else 0.0


def _stretch(terms: Sequence[Term], inside: Place, others: Sequence[Place]) -> Place:
    """The first and the last term of the clause that some are in, up to others of their kind."""
    clause = (terms[inside[0]].which, terms[inside[0]].clause)
    taken = {n for place in others for n in range(place[0], place[1] + 1)}
    first, last = inside
    while first > 0 and first - 1 not in taken and (terms[first - 1].which, terms[first - 1].clause) == clause:
        first -= 1
    while last + 1 < len(terms) and last + 1 not in taken and (terms[last + 1].which, terms[last + 1].clause) == clause:
        last += 1
    return first, last
