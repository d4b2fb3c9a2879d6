"""The stretch of an article that is nearest to a quotation, and how the two differ word by word."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import Match, SequenceMatcher
from itertools import pairwise

from assistant.data import Change
from assistant.quotations.exact import LEFT_OUT
from assistant.quotations.spelling import Quoted, Stretch, Token, squeezed
from index.data import Span

SLACK = 4  # the words of a quotation are looked for among a fourth more
MARGIN = 5  # words, and half of the quotation's, on either side of them, in which it may go on
SKIPPED = 0.3  # of a word is what skipping one of the article costs: a few words that stand far off do not belong to it
NEARLY_ALL = 0.9  # of the words of a quotation that stand in an article in another order
IN_ORDER = 0.7  # at least, where it is not another order
_END = re.compile(r"[.!?…]\W{0,3}\s|\n")  # of a sentence


@dataclass(frozen=True, slots=True)
class Alignment:
    """A quotation laid along a stretch of an article: the runs of words that both have, in order.

    `common` is how many of the quotation's words stand close together there, in any order; where they stand apart since
    it leaves words out, how many stand in order.
    """

    quoted: Quoted
    stretch: Stretch
    runs: tuple[Match, ...]
    common: int

    @property
    def share(self) -> float:
        """The share of the quotation's words that stand there, 0 to 1."""
        return self.common / len(self.quoted.tokens)

    @property
    def kept(self) -> int:
        """How many of them stand there in the quotation's order."""
        return sum(run.size for run in self.runs)

    @property
    def in_order(self) -> bool:
        """Whether most of its words stand there in its order."""
        return self.kept >= IN_ORDER * len(self.quoted.tokens)

    @property
    def is_shuffled(self) -> bool:
        """Whether nearly all of its words stand there, and many of them in another order."""
        return self.share >= NEARLY_ALL and not self.in_order

    @property
    def nearness(self) -> int:
        """How near the two are: words in common count twice, and once more those in order."""
        return 2 * self.common + self.kept


@dataclass(frozen=True, slots=True)
class _Unlike:
    """Words of the quotation that stand against words of the article: from which to which of either."""

    quoted: tuple[int, int]
    article: tuple[int, int]


def common_words(quoted: Quoted, stretch: Stretch) -> int:
    """The most words of a quotation that stand close together in a stretch, in any order, or as far apart as words may
    be left out where it leaves out some.
    """
    return _most_common(quoted, stretch, _close(quoted) + _left_out(quoted))[0]


def aligned(quoted: Quoted, stretch: Stretch) -> Alignment | None:
    """The quotation laid along the part of a stretch that has most of its words; None where no word is the same."""
    close = _laid(quoted, stretch, _close(quoted))
    if close is None or not quoted.gaps:
        return close
    wide = _laid(quoted, stretch, _close(quoted) + _left_out(quoted)) or close
    return max(close, replace(wide, common=wide.kept), key=lambda one: one.nearness)


def _close(quoted: Quoted) -> int:
    """Among how many words those of a quotation are looked for."""
    return len(quoted.tokens) + len(quoted.tokens) // SLACK


def _left_out(quoted: Quoted) -> int:
    return LEFT_OUT * len(quoted.gaps)


def _laid(quoted: Quoted, stretch: Stretch, within: int) -> Alignment | None:
    """The quotation laid along so many words of a stretch, those with most of its words, and a few around them."""
    common, at = _most_common(quoted, stretch, within)
    beyond = len(quoted.tokens) // 2 + MARGIN
    first, last = max(0, at - beyond), at + within + beyond
    matcher = SequenceMatcher(None, quoted.keys, stretch.keys[first:last], autojunk=False)
    blocks = [Match(block.a, block.b + first, block.size) for block in matcher.get_matching_blocks() if block.size]
    return Alignment(quoted, stretch, tuple(_together(blocks, quoted.gaps)), common) if blocks else None


def _most_common(quoted: Quoted, stretch: Stretch, within: int) -> tuple[int, int]:
    """The most words of a quotation that stand among so many of a stretch, and the first of the place where they do."""
    needed = Counter(quoted.keys)
    held: Counter[str] = Counter()
    best = at = now = 0
    for number, key in enumerate(stretch.keys):
        if key in needed:
            held[key] += 1
            now += held[key] <= needed[key]
        if number >= within and (gone := stretch.keys[number - within]) in needed:
            now -= held[gone] <= needed[gone]
            held[gone] -= 1
        if now > best:
            best, at = now, max(0, number - within + 1)
    return best, at


def _together(blocks: Sequence[Match], gaps: frozenset[int]) -> Sequence[Match]:
    """The runs of words, one after the other, that belong together: those worth most, less what is skipped between."""
    best: tuple[float, int, int] = (0.0, 0, 0)
    worth, start = 0.0, 0
    for number, block in enumerate(blocks):
        if number:
            before = blocks[number - 1]
            marked = any(before.a + before.size <= gap <= block.a for gap in gaps)
            worth -= 0.0 if marked else SKIPPED * (block.b - before.b - before.size)
        if worth <= 0:
            worth, start = 0.0, number
        worth += block.size
        if worth > best[0]:
            best = worth, start, number + 1
    return blocks[best[1] : best[2]]


def changes(alignment: Alignment) -> tuple[Change, ...]:
    """What the quotation has otherwise than the article, in order. What the article has before and after it is not left
    out, nor what the quotation says it leaves out; words parted or joined otherwise are the same.
    """
    found = (_change(one, alignment) for one in _unlike(alignment))
    return tuple(one for one in found if one.kind != "changed" or not _alike(one, bare=alignment.quoted.bare))


def likeness(alignment: Alignment) -> float:
    """How much what was changed looks like what stands there, letter by letter: 87,8 is more like 87,5 than 68,2."""
    return sum(SequenceMatcher(None, one.quoted, one.article).ratio() for one in changes(alignment))


def _alike(change: Change, *, bare: bool) -> bool:
    return squeezed(change.quoted, bare=bare) == squeezed(change.article, bare=bare)


def extent(alignment: Alignment) -> tuple[int, int]:
    """From which to which word of the stretch the quotation lies along it, its changed words too."""
    runs = alignment.runs
    ends = [one.article for one in _unlike(alignment)]
    starts = [runs[0].b, *(start for start, end in ends if end > start)]
    return min(starts), max([runs[-1].b + runs[-1].size, *(end for start, end in ends if end > start)])


def _unlike(alignment: Alignment) -> Iterator[_Unlike]:
    """The words before, between and after the runs that both have."""
    runs, size = alignment.runs, len(alignment.quoted.tokens)
    if count := runs[0].a:
        yield _Unlike((0, count), (runs[0].b - _before(alignment, count), runs[0].b))
    for one, other in pairwise(runs):
        between = _between((one.a + one.size, other.a), (one.b + one.size, other.b), alignment.quoted.gaps)
        if between is not None:
            yield between
    end = runs[-1].a + runs[-1].size
    if count := size - end:
        after = runs[-1].b + runs[-1].size
        yield _Unlike((end, size), (after, after + _after(alignment, count)))


def _between(quoted: tuple[int, int], article: tuple[int, int], gaps: frozenset[int]) -> _Unlike | None:
    """What stands between two runs; of what the quotation says it leaves out only as many words as it has itself."""
    count, (start, end) = quoted[1] - quoted[0], article
    marked = [gap for gap in gaps if quoted[0] <= gap <= quoted[1]]
    if not marked:
        return _Unlike(quoted, article)
    if not count:
        return None
    kept = min(count, end - start)
    return _Unlike(quoted, (end - kept, end) if quoted[0] in marked else (start, start + kept))


def _before(alignment: Alignment, count: int) -> int:
    """How many words, at most `count`, stand before the first run and may be those that were changed: in the same
    sentence, or where the quotation ends one too.
    """
    quoted, article, first = alignment.quoted.tokens, alignment.stretch.tokens, alignment.runs[0].b
    taken = 0
    while taken < min(count, first):
        ours, theirs = quoted[count - taken - 1 : count - taken + 1], article[first - taken - 1 : first - taken + 1]
        if not _parted_alike(alignment, ours, theirs):
            break
        taken += 1
    return taken


def _after(alignment: Alignment, count: int) -> int:
    """The same behind the last run."""
    quoted, article, run = alignment.quoted.tokens, alignment.stretch.tokens, alignment.runs[-1]
    ends, end = run.a + run.size - 1, run.b + run.size - 1
    taken = 0
    while taken < min(count, len(article) - end - 1):
        ours, theirs = quoted[ends + taken : ends + taken + 2], article[end + taken : end + taken + 2]
        if not _parted_alike(alignment, ours, theirs):
            break
        taken += 1
    return taken


def _parted_alike(alignment: Alignment, ours: Sequence[Token], theirs: Sequence[Token]) -> bool:
    """Whether two words of the article stand in one sentence, or no more than the two of the quotation do."""
    if not _END.search(alignment.stretch.text, theirs[0].end, theirs[1].start):
        return True
    return bool(_END.search(alignment.quoted.text, ours[0].end, ours[1].start))


def _change(one: _Unlike, alignment: Alignment) -> Change:
    at = _span(alignment.quoted.tokens, *one.quoted)
    stands = _span(alignment.stretch.tokens, *one.article, first=alignment.runs[0].b)
    quoted, article = alignment.quoted.text[at.start : at.end], alignment.stretch.text[stands.start : stands.end]
    kind = "changed" if quoted and article else "put_in" if quoted else "left_out"
    return Change(kind, quoted, article, at, stands)  # type: ignore[arg-type]  # one of the three


def _span(words: Sequence[Token], start: int, end: int, first: int = 0) -> Span:
    """Where these words stand; of none, the empty span behind the word before, or before the `first` of all."""
    if start < end:
        return Span(words[start].start, words[end - 1].end)
    place = words[start - 1].end if start > first else words[start].start
    return Span(place, place)
