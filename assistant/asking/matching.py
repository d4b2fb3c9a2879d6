"""Where a text says what a question names: every form of every item, as whole words."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.asking.items import Item
from index.folding import spelled, words
from index.names import compounds

REMEMBERED = 512  # texts: 66 in 100 are asked again meanwhile, of four times as many 68; 14 KB each, which is 7 MB
LONGEST = 2000  # characters of one that is kept: as many take 150 KB


@dataclass(frozen=True, slots=True)
class Match:
    """An item found in a text: characters `start` up to `end`."""

    item: Item
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words by their spelling, and by their folded form, ready to be searched."""

    spans: tuple[tuple[int, int], ...]
    spellings: tuple[str, ...]
    foldings: tuple[str, ...]
    spelled_at: Mapping[str, Sequence[int]]
    folded_at: Mapping[str, Sequence[int]]


def words_of(text: str) -> Words:
    """The text's words; kept where it is no whole article, since neighbouring questions read the same sentences."""
    return _kept_words_of(text) if len(text) <= LONGEST else _words_of(text)


def _words_of(text: str) -> Words:
    found = list(words(text))
    spelled_at, folded_at = defaultdict(list), defaultdict(list)
    for position, word in enumerate(found):
        spelled_at[spelled(word.text)].append(position)
        folded_at[word.folded].append(position)
    return Words(
        tuple((word.start, word.end) for word in found),
        tuple(spelled(word.text) for word in found),
        tuple(word.folded for word in found),
        spelled_at,
        folded_at,
    )


_kept_words_of = lru_cache(maxsize=REMEMBERED)(_words_of)


def matches(items: Sequence[Item], text: str, marked: bool) -> tuple[Match, ...]:
    """Every place where the text says one of the items, in the order of the items.

    The question's own words are compared with their marks where it was typed with marks, and folded where it was not;
    what a dictionary gives as another form is always compared with its marks.
    """
    searched = words_of(text)
    return tuple(
        Match(item, searched.spans[first][0], searched.spans[last][1])
        for item in items
        for first, last in _places(item, searched, marked)
        if first < last or _is_whole(item, text, searched, first)
    )


def _is_whole(item: Item, text: str, searched: Words, position: int) -> bool:
    """Whether one syllable is the word or name that is looked for, not a part of another (tiếp of tiếp tục)."""
    if item.kind == "name" and item.known and not _stands_alone(text, searched, position):
        return False
    around = [searched.spellings[i : i + 2] for i in (position - 1, position) if i >= 0]
    return not any(pair in compounds() for pair in around)


def _stands_alone(text: str, searched: Words, position: int) -> bool:
    """Whether a word is a name of one syllable by itself (Pháp, Đức): with a capital, and not the last part of a longer
    name (tư pháp, Nguyễn Minh Đức).
    """
    start = searched.spans[position][0]
    before = text[searched.spans[position - 1][0] : start] if position else ""
    return text[start].isupper() and not (before[:1].isupper() and before.endswith(" ") and before[:-1].isalpha())


def _places(item: Item, searched: Words, marked: bool) -> Iterator[tuple[int, int]]:
    seen: set[tuple[int, int]] = set()
    for number, form in enumerate(item.forms):
        exact = number > 0 or marked
        for place in _find(form, searched, exact):
            if place not in seen:
                seen.add(place)
                yield place


def _find(form: str, searched: Words, exact: bool) -> Iterator[tuple[int, int]]:
    """The first and last word of each place where the form stands."""
    wanted = _form_words(form, exact)
    if not wanted:
        return
    where, sequence = (searched.spelled_at, searched.spellings) if exact else (searched.folded_at, searched.foldings)
    for position in where.get(wanted[0], ()):
        if sequence[position : position + len(wanted)] == wanted:
            yield position, position + len(wanted) - 1


@lru_cache(maxsize=8192)
def _form_words(form: str, exact: bool) -> tuple[str, ...]:
    return tuple(spelled(word.text) if exact else word.folded for word in words(form))
