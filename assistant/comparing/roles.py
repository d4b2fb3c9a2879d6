"""Who did it to whom: a claim that has the one in the other's place says another thing.

The verbs are in `words/comparing.toml`; those that go both ways (to meet, to agree) are none of them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.comparing.contrasts import Contrast
from assistant.comparing.moments import lowered
from assistant.comparing.phrases import comparing_words, pattern, split, whole
from assistant.comparing.terms import Reading, Term, reading_of, terms_of
from index.data import Span
from index.names import Form

FAR = 12  # words within which the one who does it and the one it is done to are looked for


@dataclass(frozen=True, slots=True)
class _Deed:
    """A verb with who does it and to whom; `line` is which verb it is."""

    line: int
    doer: frozenset[str]
    done_to: frozenset[str]
    start: int
    end: int


def swapped(claim: str, evidence: Sequence[str]) -> Iterator[Contrast]:
    """Where the evidence has the claim's doer and the one it is done to the other way about, and never the same way."""
    mine = _deeds(claim)
    others = [(which, deed) for which, text in enumerate(evidence) for deed in _deeds(text)]
    for deed in mine:
        alike = [(which, other) for which, other in others if other.line == deed.line]
        if any(_meet(deed.doer, one.doer) and _meet(deed.done_to, one.done_to) for _, one in alike):
            continue
        for which, one in alike:
            if _meet(deed.doer, one.done_to) and _meet(deed.done_to, one.doer):
                at, stands = Span(deed.start, deed.end), Span(one.start, one.end)
                says = evidence[which][one.start : one.end]
                yield Contrast("role", claim[deed.start : deed.end], says, at, which, stands, 1.0)
                break


def _meet(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one.isdisjoint(other)


def _deeds(text: str) -> list[_Deed]:
    reading = reading_of(text)
    terms = terms_of(text, reading)
    return [
        deed
        for line in range(len(comparing_words()["deeds"]))
        for match in _verb(line, reading.marked).finditer(lowered(text))
        if (deed := _deed(text, terms, reading, line, match.start(), match.end()))
    ]


@cache
def _verb(line: int, marked: bool) -> re.Pattern[str]:
    return whole(tuple(split(comparing_words()["deeds"][line])), marked)


def _deed(text: str, terms: Sequence[Term], reading: Reading, line: int, start: int, end: int) -> _Deed | None:
    """The deed that a verb tells where a name stands on either side of it; passive where it says so."""
    left, right = _name_before(text, terms, start), _name_after(text, terms, end)
    if left is None or right is None:
        return None
    first, last = left[0].start, right[-1].end
    one, other = _called(left), _called(right)
    if _is_passive(text, reading, start, end, right[0].start):
        one, other = other, one
    return _Deed(line, one - other, other - one, first, last)


def _is_passive(text: str, reading: Reading, start: int, end: int, until: int) -> bool:
    """Whether what stands before the verb is whom it is done to: được A tiếp, was received by A."""
    lower = lowered(text)
    if reading.language == "en":
        return pattern("passive", "en", True).search(lower[end:until]) is not None
    return pattern("passive", "vi", reading.marked).search(lower[max(0, start - 60) : start]) is not None


def _called(name: Sequence[Term]) -> frozenset[str]:
    """What a name may be called by: each of its words, or each of the names a dictionary has."""
    return frozenset(
        _joined(one) for term in name for one in (term.folded if term.name and len(term.folded) > 1 else [*term.folded])
    )


def _joined(one: Form) -> str:
    return " ".join(one)


def _name_before(text: str, terms: Sequence[Term], start: int) -> list[Term] | None:
    """The last name that ends before a verb, in its sentence."""
    return _first_name(text, [term for term in terms if term.end <= start][-FAR:][::-1], start)


def _name_after(text: str, terms: Sequence[Term], end: int) -> list[Term] | None:
    """The first name that begins after a verb, in its sentence."""
    return _first_name(text, [term for term in terms if term.start >= end][:FAR], end)


def _first_name(text: str, terms: Sequence[Term], at: int) -> list[Term] | None:
    """The first name among some terms, going away from a place in the text; its terms in their order."""
    nouns = [
        match.span() for kind in ("body", "place") for match in pattern("nouns", kind, True).finditer(lowered(text))
    ]
    name: list[Term] = []
    for term in terms:
        if _parts(text[min(at, term.end) : max(at, term.start)]):
            break
        at = term.end if term.start >= at else term.start
        if term.value is None and text[term.start].isupper() and not any(a <= term.start < b for a, b in nouns):
            name.append(term)
        elif name:
            break
    return sorted(name, key=lambda term: term.start) or None


def _parts(between: str) -> bool:
    """Whether a sentence ends between two words."""
    return any(mark in between for mark in ".;!?") and " " in between
