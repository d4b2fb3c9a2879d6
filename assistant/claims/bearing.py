"""How much of a claim some evidence bears out, and what the claim adds to it."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from assistant.asking.items import Item
from assistant.asking.weighing import weight_share
from assistant.claims.claimed import Claimed
from assistant.claims.finding import Evidence


@dataclass(frozen=True, slots=True)
class Borne:
    """The weight of the claim's words that the evidence says together with a neighbour, of that of all; the longest
    stretch of the claim that it does not say at all, and what that weighs.

    A word counts where one sentence says it and a word that stands beside it in the claim: words picked here and there
    from an article bear nothing out. Somebody who says a thing otherwise changes a word now and then; somebody who adds
    something adds several in a row.
    """

    share: float
    added: str
    added_weight: float


def borne(claim: Claimed, evidence: Evidence, apart: Sequence[tuple[int, int]] = ()) -> Borne:
    """What the evidence bears out of the claim; the stretches `apart`, which differ, are not asked for."""
    items = [item for item in claim.weights if not _lies_in(item, apart)]
    weights = {item: claim.weights[item] for item in items}
    runs = _stretches(items, frozenset().union(*evidence.says), claim.values)
    added = max(runs, key=lambda run: sum(claim.weights[item] for item in run), default=[])
    text = claim.text[added[0].start : added[-1].start + len(added[-1].text)] if added else ""
    share = weight_share(_together(items, evidence.says), weights) if weights else 1.0
    return Borne(share, text, sum(claim.weights[item] for item in added))


def _together(items: Sequence[Item], says: Sequence[Set[Item]]) -> Iterator[Item]:
    """The words that some sentence says with one of their neighbours; a single one, that any says."""
    for at, item in enumerate(items):
        beside = [*items[max(0, at - 1) : at], *items[at + 1 : at + 2]]
        if any(item in said and (not beside or any(other in said for other in beside)) for said in says):
            yield item


def _lies_in(item: Item, spans: Sequence[tuple[int, int]]) -> bool:
    return any(item.start < end and start < item.start + len(item.text) for start, end in spans)


def _stretches(items: Sequence[Item], said: Set[Item], values: Sequence[int]) -> list[list[Item]]:
    """The runs of words that are not said, in the claim's order; what stands at `values` parts them."""
    runs: list[list[Item]] = [[]]
    for item in items:
        if item in said or (runs[-1] and any(_end(runs[-1][-1]) <= at < item.start for at in values)):
            runs.append([])
        if item not in said:
            runs[-1].append(item)
    return [run for run in runs if run]


def _end(item: Item) -> int:
    return item.start + len(item.text)
