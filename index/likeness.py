"""Whether two articles tell the same story in nearly the same words.

    signature, bands    to be stored with an article: two articles with a band in common may be near-copies
    same_story          the last word on two articles, from their texts

Candidates are found by MinHash over runs of words (Broder 1997), cut into bands (Leskovec, Rajaraman, Ullman, Mining of
Massive Datasets, 3.4). Daily pieces come from a mould: today's price of gold and yesterday's share most of their words
and are two stories. So the last word also asks whether the texts' figures, days and names agree.

MinHash is written out here: importing datasketch takes .6 s, a third of what an update of one article may take. The
tests hold it against datasketch, which gives the same numbers.
"""

import re
import zlib
from functools import cache, lru_cache
from hashlib import blake2b, shake_128

import numpy as np
import numpy.typing as npt

from index.data import Article
from index.folding import fold
from index.particulars import Particulars, disagree, particulars

Signature = bytes  # 128 numbers of 32 bits, little-endian
Shingles = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.uint32]

SHINGLE = 4  # words in a run: two unrelated articles share at most .04 of theirs; a changed word costs only four runs
FEWEST = 30  # words; a shorter body is a caption or a notice, whose likeness says nothing
LONGEST = 50_000  # characters of a body that are compared, some twenty pages
ALIKE = 0.4  # the least resemblance of near-copies: one may be cut to half of the other
CONTAINED = 0.8  # the least share of the shorter text in the longer; a follow-up repeats less of what it follows
DAYS = 6  # at most between two printings of one story; what comes back after a week is the next of its kind

_PERMUTATIONS = 128
_BANDS, _ROWS = 42, 3  # found together at a resemblance of .4 with probability .94, of .5 with .996, of .04 with .003
_NUMBERS = np.dtype("<u4")
_AT_ONCE = 4096  # runs of words; all permutations of a batch are in memory together, 2 MB
_KEPT = 64  # bodies whose runs of words are kept: pieces from one mould are held against each other again and again
_WORD = re.compile(r"[^\W_]+")
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio (Knuth, Sorting and Searching, 6.4)


def signature(text: str) -> Signature | None:
    """The MinHash of a body's runs of words, in any case and marks; None where it is too short to tell anything.

    For each of 128 permutations h → a·h + b mod 2³² (a odd) the least that any run becomes. The same on every machine.
    """
    runs = _mixed(_shingles(text[:LONGEST]).astype(np.uint32))
    if not len(runs):
        return None
    factors, shifts = _permutations()
    least = np.full(_PERMUTATIONS, 0xFFFFFFFF, np.uint32)
    for first in range(0, len(runs), _AT_ONCE):
        permuted = runs[first : first + _AT_ONCE, None] * factors + shifts
        least = np.minimum(least, permuted.min(axis=0))
    return least.astype(_NUMBERS).tobytes()


def bands(signature: Signature) -> tuple[int, ...]:
    """A number of 64 bits with sign for each band of the signature; two texts with an equal one may be near-copies."""
    size = _ROWS * _NUMBERS.itemsize
    return tuple(
        int.from_bytes(
            blake2b(signature[at : at + size], digest_size=8, salt=bytes([at // size])).digest(), signed=True
        )
        for at in range(0, _BANDS * size, size)
    )


def same_story(one: Article, other: Article) -> bool:
    """Whether two articles are printings of one story: most of the shorter stands in the longer in the same words, no
    figure, day or name is another in the same place, and both are of the same days, where both are dated.

    A copy that was brought up to date ("12 dead", "14 dead") is another story: an answer must be able to cite both.
    """
    if one.published and other.published and abs((one.published - other.published).days) > DAYS:
        return False
    bodies = (body_text(article)[:LONGEST] for article in (one, other))
    shorter, longer = sorted(bodies, key=lambda body: (len(_runs(body)), body))
    return _mostly_within(_runs(shorter), _runs(longer)) and not disagree(_particulars(shorter), _particulars(longer))


def body_text(article: Article) -> str:
    """What of the article's text is the article, a line between its spans."""
    return "\n".join(article.text[span.start : span.end] for span in article.body)


def _mostly_within(shorter: Shingles, longer: Shingles) -> bool:
    common = len(np.intersect1d(shorter, longer, assume_unique=True))
    alike = common >= ALIKE * (len(shorter) + len(longer) - common)
    return alike and 0 < common >= CONTAINED * len(shorter)


@lru_cache(maxsize=_KEPT)
def _runs(body: str) -> Shingles:
    return _shingles(body)


@lru_cache(maxsize=_KEPT)
def _particulars(body: str) -> Particulars:
    return particulars(body)


@cache
def _permutations() -> tuple[Numbers, Numbers]:
    """The factors, all odd, and shifts of the permutations: numbers without a pattern."""
    drawn = np.frombuffer(shake_128(b"permutations").digest(2 * 4 * _PERMUTATIONS), _NUMBERS).astype(np.uint32)
    return drawn[:_PERMUTATIONS] | np.uint32(1), drawn[_PERMUTATIONS:]


def _mixed(runs: Numbers) -> Numbers:
    """Each number with its bits spread over all of it (MurmurHash3's last step): a·h + b alone would keep an order."""
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        runs = (runs ^ (runs >> np.uint32(shift))) * np.uint32(factor)
    return runs ^ (runs >> np.uint32(16))


def _shingles(text: str) -> Shingles:
    """A hash for each run of words, each once, growing; none for fewer words than `FEWEST`."""
    codes = np.array(
        [zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in _WORD.findall(fold(text))], np.uint64
    )
    if len(codes) < FEWEST:
        return np.empty(0, np.uint64)
    runs = np.zeros(len(codes) - SHINGLE + 1, np.uint64)
    for place in range(SHINGLE):
        runs = runs * _MIX + codes[place : place + len(runs)]
    return np.unique(runs >> np.uint64(32))
