"""Words that were mistyped, parted, joined or transcribed otherwise, and what they may have been meant to be."""

from collections.abc import Callable, Iterator
from itertools import islice, product
from string import ascii_lowercase

# Letters that transcriptions of one name differ in: what Lao, Khmer, Thai or Russian names have in English letters and
# in Vietnamese ones (Anouphap and A-nu-pháp, Sisoulith and Xi-xu-lít).
_SOUNDS = (
    ("ou", "u"), ("oo", "u"), ("th", "t"), ("ph", "p"), ("ph", "f"), ("kh", "k"), ("k", "c"), ("s", "x"), ("y", "i"),
    ("v", "w"), ("z", "d"), ("j", "gi"), ("ee", "i"), ("sh", "s"), ("nn", "n"), ("ll", "l"), ("ss", "s"), ("mm", "m"),
)  # fmt: skip
MOST_SOUNDS = 512  # ways to write one name that are tried


def one_slip_apart(one: str, other: str) -> bool:
    """Whether a single slip makes one word of the other (a Damerau–Levenshtein distance of 1).

    >>> [one_slip_apart("vientane", word) for word in ("vientiane", "vietnam", "vientane")]
    [True, False, False]
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, other_rest = one[start:], other[start:]
    if len(one) != len(other):
        return rest[1:] == other_rest or rest == other_rest[1:]
    return rest[1:] == other_rest[1:] or (rest[:2] == other_rest[:2][::-1] and rest[2:] == other_rest[2:])


def one_slip_away(word: str) -> Iterator[str]:
    """Every word that a single slip makes of this one: two letters swapped, one left out, changed, put in. Some come
    twice.

    >>> "dung" in set(one_slip_away("dunng")), len(set(one_slip_away("dung")))
    (True, 233)
    """
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    yield from (
        before + after[1] + after[0] + after[2:] for before, after in parts if after[1:2] not in ("", after[:1])
    )
    yield from (before + after[1:] for before, after in parts if after)
    yield from (before + c + after[1:] for before, after in parts if after for c in ascii_lowercase if c != after[0])
    yield from (before + c + after for before, after in parts for c in ascii_lowercase)


def partings(word: str, stand_together: Callable[[str, str], bool]) -> Iterator[tuple[str, ...]]:
    """Every way to part a word into two or more that stand together two by two.

    >>> list(partings("vieng" + "chan", lambda one, other: (one, other) == ("vieng", "chan")))
    [('vieng', 'chan')]
    """
    for at in range(1, len(word)):
        yield from _partings((word[:at],), word[at:], stand_together)


def _partings(
    before: tuple[str, ...], rest: str, stand_together: Callable[[str, str], bool]
) -> Iterator[tuple[str, ...]]:
    for at in range(1, len(rest) + 1):
        if stand_together(before[-1], rest[:at]):
            yield from (
                [(*before, rest)] if at == len(rest) else _partings((*before, rest[:at]), rest[at:], stand_together)
            )


def transcriptions(word: str) -> Iterator[str]:
    """The ways to write a foreign name that is said like this one, itself left out.

    >>> "anouphap" in set(transcriptions("anuphap")), "sisoulith" in set(transcriptions("xixulit"))
    (True, True)
    """
    stem = word.removesuffix("e")
    ways = product(*map(_sounded, _sounds(stem)))
    for way in islice(ways, MOST_SOUNDS):
        said = "".join(way)
        yield from (other for other in (said, f"{said}e") if other != word)  # a last e is silent


def _sounds(word: str) -> Iterator[str]:
    """The word cut into what is written in several ways, the longest first, and single letters."""
    longest = sorted({way for pair in _SOUNDS for way in pair}, key=lambda way: -len(way))
    position = 0
    while position < len(word):
        sound = next((way for way in longest if word.startswith(way, position)), word[position])
        yield sound
        position += len(sound)


def _sounded(sound: str) -> tuple[str, ...]:
    """A sound as it stands and in the other ways to write it."""
    others = (b if a == sound else a for a, b in _SOUNDS if sound in (a, b))
    return tuple(dict.fromkeys([sound, *others]))
