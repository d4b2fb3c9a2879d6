"""A question's names as the passages write them: slips mended, keystrokes read, order and marks put right.

Only what no passage says is touched, and only where the passages say what it is read as. A name that may well be
another person's (one well-formed syllable in place of another) is left alone: better no answer than one about somebody
else.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice, pairwise, product
from typing import Protocol

from index.articles.signatures import surnames
from index.folding import Word, bare, composed, fold, other_spelling, spelled, words
from index.keyboard import typed_for
from index.language import folded_function_words, function_words, language_of
from index.names import Form, aliases, concepts, form, is_english, spelling
from index.spelling import one_slip_apart, one_slip_away, partings, transcriptions

LONG_WORD = 6  # letters; a shorter word by itself is one slip away from too many others
LONGEST_WORD = 40  # letters of the longest that is tried in parts and with slips: the work is the square of them
LONG_NAME = 8  # letters of all its words together
LOOKED_UP = 3  # readings of a name, the commonest first, that are looked for in the passages' texts
FEW = 50  # words that follow another; more follow only what is in many names, as Văn is
PARTED = 64  # transcriptions of a word that are also looked for in several words, which takes time


class Vocabulary(Protocol):
    """What the passages say. A token is a folded word, or two that stand together, joined by an underscore."""

    def count(self, token: str) -> int:
        """How many passages say it."""

    def beginning(self, prefix: str) -> Iterable[str]:
        """The tokens that begin so."""

    def written(self, name: Form) -> Sequence[str]:
        """How passages write these folded words where they stand side by side, the commonest way first."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A question as it is to be read, and what is to be said of that: as typed, as read."""

    text: str
    slips: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """A stretch of a question read otherwise; `silent` where no one would call what was typed a slip."""

    start: int
    end: int
    meant: str
    silent: bool


def mended(question: str, vocabulary: Vocabulary) -> Mended:
    """The question with its names as the passages write them."""
    text = composed(question)
    mender = _Mender(vocabulary, text)
    found = list(words(text))
    free = list(_unlisted(text, found))
    named = any(word.text[0].isupper() for word in found[1:])
    runs = list(_runs(text, free)) if named else []
    read = [one for run in runs if (one := mender.name(run)) is not None]
    in_names = {word for run in runs for word in run}
    read += mender.words([None if word in in_names else word for word in free], alone=named)
    slips = tuple((text[one.start : one.end], one.meant) for one in read if not one.silent)
    for one in sorted(read, key=lambda one: -one.start):
        text = text[: one.start] + one.meant + text[one.end :]
    return Mended(text, slips)


def _unlisted(text: str, found: Sequence[Word]) -> Iterator[Word | None]:
    """The words in order, None for those of a name that our tables have."""
    known = [range(concept.start, concept.end) for concept in concepts(text) if concept.kind == "name"]
    for one, other in pairwise(found):
        if (one.folded, other.folded) in aliases():  # one that is the same in both languages: Costa Rica
            known.append(range(one.start, other.end))
    for word in found:
        listed = any(word.start in span for span in known) or (word.text[0].isupper() and (word.folded,) in aliases())
        yield None if listed else word


def ways_written(name: Form, texts: Iterable[str]) -> list[str]:
    """How the texts write these folded words where they stand side by side, the commonest way first.

    >>> ways_written(("vieng", "chan"), ["ở Viêng Chăn", "Vientiane", "từ Viêng-chăn về Viêng Chăn"])
    ['Viêng Chăn', 'Viêng-chăn']
    """
    ways: Counter[str] = Counter()
    for text in texts:
        found = list(words(text))
        folded = _folded(found)
        for at in range(len(found) - len(name) + 1):
            if folded[at] == name[0] and folded[at : at + len(name)] == name:
                ways[text[found[at].start : found[at + len(name) - 1].end]] += 1
    return [way for way, _ in ways.most_common()]


def _runs(text: str, free: Sequence[Word | None]) -> Iterator[list[Word]]:
    """Runs of words with a capital, joined by a space or an initial's point, and what a hyphen joins to them."""
    run: list[Word] = []
    for word in [*free, None]:
        gap = text[run[-1].end : word.start] if run and word is not None else ""
        capital = word is not None and not word.text.islower() and word.text[0].isalpha() and not _begins(word, text)
        if word is not None and run and (gap == "-" or (capital and gap in (" ", ". ", "."))):
            run.append(word)
            continue
        if run:
            yield run
        run = [word] if word is not None and capital else []


def _begins(word: Word, text: str) -> bool:
    """Whether a word has its capital for beginning a question: Who, Ông, not the Do of Do Thuy My or A of A-nu-pháp."""
    lower = word.text.lower()
    english = word.start == 0 and lower in function_words("en") and text[word.end : word.end + 1] != "-"
    return english or (lower != word.folded and lower in function_words("vi"))


class _Mender:
    """Reads the names of one question, which is without Vietnamese marks or not."""

    def __init__(self, vocabulary: Vocabulary, text: str) -> None:
        self._vocabulary = vocabulary
        self._text = text
        self._marked = text.lower() != fold(text)
        self._vietnamese = language_of(text) == "vi"
        self._counts: dict[str, int] = {}

    def name(self, run: Sequence[Word]) -> _Read | None:
        """A name, also one behind a title (Chairman Dinh Tien Dunng), as it is to be read; None where as it stands."""
        for start in range(max(1, len(run) - 1)):
            part = run[start:]
            if self._held(name := _folded(part)):
                return self._remarked(part, name)
            if all(is_english(word.text) for word in part) or (len(part) == 1 and _is_syllable(name[0])):
                return None
            if (meant := self._meant(part, name)) is not None:
                return self._read(part, meant)
            if len(name[0]) == 1 or name[0] in _family_names() - folded_function_words():
                return None  # what follows is the rest of another name
        return None

    def words(self, free: Sequence[Word | None], *, alone: bool) -> Iterator[_Read]:
        """The words without a capital that nobody knows: as slips, with a neighbour or by themselves, or keystrokes.
        Beside names (`alone`) only as keystrokes.
        """
        around = ((0, 1),) if alone else ((-1, 2), (-1, 1), (0, 2), (0, 1))
        for at, word in enumerate(free):
            if word is None or self._known(word.folded) or is_english(word.text) or not word.text[0].isalpha():
                continue
            windows = (free[max(at + start, 0) : at + end] for start, end in around)
            runs = ([one for one in window if one is not None] for window in windows if None not in window)
            read = ((run, meant) for run in runs if (meant := self._small(run, alone)) is not None)
            yield from (self._read(run, meant.lower()) for run, meant in islice(read, 1))

    def _small(self, run: Sequence[Word], alone: bool) -> str | None:
        """What words without capitals were meant to be. By itself a word of an English question may be any that our
        lexicon lacks, so that it is only read as a place.
        """
        if self._vietnamese:
            return self._first(_keystrokes(run), *(() if alone else self._slips(run)))
        if alone:
            return None
        return self._first(*self._slips(run)) if len(run) > 1 else _place(_folded(run))

    def _meant(self, run: Sequence[Word], name: Form) -> str | None:
        """A name that no passage has, as one that they have, or as a place known by another name."""
        if (meant := self._first(_keystrokes(run), _respelled(name), _reordered(name), capital=True)) is not None:
            return meant
        others = (*self._slips(run), self._in_full(name), self._one_by_one(run))
        return _place(name) or self._first(*others, capital=True)

    def _slips(self, run: Sequence[Word]) -> Iterator[Iterable[Form]]:
        """The name parted or closed up otherwise, or with one slip mended; of an endless word nothing is tried."""
        name = _folded(run)
        if any(len(word) > LONGEST_WORD for word in name):
            return
        yield self._parted(name)
        yield _closed_up(name)
        yield self._mended(run)

    def _first(self, *kinds: Iterable[Form], capital: bool = False) -> str | None:
        """What the first kind of reading that passages write gives: the commonest of its names, as they write it, and
        where `capital` with capitals.
        """
        for readings in kinds:
            held = {reading for reading in readings if self._held(reading)}
            for reading in sorted(held, key=lambda name: (-self._count(name), name))[:LOOKED_UP]:
                if ways := self._ways(reading, capital):
                    return ways[0]
        return None

    def _ways(self, name: Form, capital: bool) -> list[str]:
        return [way for way in self._vocabulary.written(name) if not capital or _has_capitals(way)]

    def _parted(self, name: Form) -> Iterator[Form]:
        """With one word as several that stand together: Viengchan, Xixulit."""
        for at, word in enumerate(name):
            if len(word) >= LONG_WORD and not self._known(word):
                yield from ((*name[:at], *parts, *name[at + 1 :]) for parts in partings(word, self._together))

    def _mended(self, run: Sequence[Word]) -> Iterator[Form]:
        """With one slip in one word; in a short one only as part of a name."""
        name = _folded(run)
        least = LONG_WORD if len(name) == 1 else LONG_NAME
        if sum(map(len, name)) < least:
            return
        for at, word in enumerate(name):
            for other in set(one_slip_away(word)) - {word, ""}:
                reading = (*name[:at], other, *name[at + 1 :])
                if self._held(reading) and self._is_slip(run, at, reading):
                    yield reading

    def _is_slip(self, run: Sequence[Word], at: int, reading: Form) -> bool:
        """Whether what was typed is rather a slip than another name: it is no word of the passages nor, if it was typed
        with marks or stands in a short name, a syllable; or the rest of the name occurs in hardly any other.
        """
        typed = run[at].folded
        if not self._known(typed) and not (_is_syllable(typed) and _is_syllable(reading[at])):
            return True
        if len(run) < 3 or run[at].text.lower() != typed:
            return False
        if at == 0:
            return 2 * self._count(reading[:2]) > self._count(reading[1:3])
        before, after = reading[:at], reading[at + 1 :]
        ends = [token.partition("_")[2] for token in self._vocabulary.beginning(f"{before[-1]}_")]
        others = {end for end in ends if end != reading[at] and (not after or self._together(end, after[0]))}
        if after or len(others) > FEW:
            return not others
        return not any(self._vocabulary.written((*before, other)) for other in others)

    def _in_full(self, name: Form) -> Iterator[Form]:
        """With initials written out (Dinh T. Dung), or with the middle name left out of two words; none where several
        names of the passages fit.
        """
        readings = [self._expanded(order) for order in (name, *_reordered(name))]
        if len(name) == 2 and not any(len(word) == 1 for word in name):
            readings = [self._with_middle(*order) for order in (name, name[::-1]) if order[0] in _family_names()]
        found = {reading for some in readings for reading in some if self._vocabulary.written(reading)}
        yield from found if len(found) == 1 else ()

    def _expanded(self, name: Form) -> list[Form]:
        """The ways to write out the initials of a name whose last word is none."""
        if len(name[-1]) == 1 or not any(len(word) == 1 for word in name):
            return []
        first = [one for one in _family_names() if one.startswith(name[0])] if len(name[0]) == 1 else [name[0]]
        ways: list[Form] = [(one,) for one in first]
        for word in name[1:]:
            ways = [(*way, other) for way in ways for other in self._after(way[-1], word)]
        return ways

    def _after(self, before: str, word: str) -> list[str]:
        """What stands behind a word and is this one, or what this one is the initial of."""
        if len(word) > 1:
            return [word] if self._together(before, word) else []
        return [token.partition("_")[2] for token in self._vocabulary.beginning(f"{before}_{word}")]

    def _with_middle(self, first: str, last: str) -> list[Form]:
        middles = (token.partition("_")[2] for token in self._vocabulary.beginning(f"{first}_"))
        return [(first, middle, last) for middle in middles if self._together(middle, last)]

    def _one_by_one(self, run: Sequence[Word]) -> Iterator[Form]:
        """With every long word that nobody knows, or what hyphens join, read by itself: A-nu-pháp Tu-na-lôm."""
        ways = [[unit] if self._held(unit) else self._alone("".join(unit)) for unit in self._units(run)]
        yield from (tuple(word for unit in way for word in unit) for way in product(*ways))

    def _units(self, run: Sequence[Word]) -> list[Form]:
        """The folded words, those joined by hyphens together."""
        units: list[list[str]] = []
        for before, word in zip([None, *run], run, strict=False):
            if before is not None and self._text[before.end : word.start] == "-":
                units[-1].append(word.folded)
            else:
                units.append([word.folded])
        return [tuple(unit) for unit in units]

    def _alone(self, word: str) -> list[Form]:
        """What a long word may be by itself: a word of the passages that is a slip away or another transcription."""
        if len(word) < LONG_WORD:
            return []
        said = [word, *transcriptions(word)]
        whole = [other for other in dict.fromkeys([*one_slip_away(word), *said]) if self._known(other)]
        parted = (parts for other in said[:PARTED] for parts in partings(other, self._together))
        return [(other,) for other in whole] or list(parted)

    def _remarked(self, run: Sequence[Word], name: Form) -> _Read | None:
        """A name that passages have, in their spelling where the question has another; only a question with marks is
        held to them.
        """
        ways = self._ways(name, capital=True) if self._marked and len(name) > 1 else []
        typed = [spelled(word.text) for word in run]
        if not ways or typed in [list(spelling(way)) for way in ways]:
            return None
        pairs = zip(run, typed, spelling(ways[0]), strict=True)
        others = [(one, other) for word, one, other in pairs if word.text.lower() != word.folded and one != other]
        if sum(not _confused(*pair) for pair in others) > (len(run) > 2):
            return None  # somebody else
        return _Read(run[0].start, run[-1].end, ways[0], silent=not others)

    def _read(self, run: Sequence[Word], meant: str) -> _Read:
        """The words read so, without marks where the question has none."""
        typed, read = "".join(_folded(run)), "".join(form(meant))
        same = sorted(map(spelled, _folded(run))) == sorted(map(spelled, form(meant)))
        if not self._vietnamese:
            same = same or typed in (f"{read}s", f"{read}n") or read == f"{typed}s"  # Huguenots, Victorian
        return _Read(run[0].start, run[-1].end, meant if self._marked else bare(meant), same)

    def _held(self, name: Form) -> bool:
        return bool(name) and (
            self._known(name[0]) if len(name) == 1 else all(self._together(*two) for two in pairwise(name))
        )

    def _count(self, name: Form) -> int:
        """In how many passages the rarest pair of its words stands."""
        tokens = list(map("_".join, pairwise(name))) or list(name)
        return min(map(self._tally, tokens))

    def _known(self, word: str) -> bool:
        return self._tally(word) > 0

    def _together(self, one: str, other: str) -> bool:
        return self._tally(f"{one}_{other}") > 0

    def _tally(self, token: str) -> int:
        if token not in self._counts:
            self._counts[token] = self._vocabulary.count(token)
        return self._counts[token]


def _has_capitals(way: str) -> bool:
    """Whether each word of a name has a capital, but for what a hyphen joins."""
    return all(word.text[0].isupper() or way[: word.start].endswith("-") for word in words(way))


def _confused(one: str, other: str) -> bool:
    """Whether two spellings differ only in the tones hỏi and ngã, which the south and the centre say alike."""
    tones = str.maketrans("\u0303", "\u0309")
    return one.translate(tones) == other.translate(tones)


def _folded(run: Iterable[Word]) -> Form:
    return tuple(word.folded for word in run)


def _keystrokes(run: Sequence[Word]) -> Iterator[Form]:
    """The name with what may be keystrokes of Vietnamese read as that, where there are any."""
    ways = [[*map(fold, typed_for(word.text)), word.folded] for word in run]
    yield from (name for name in product(*ways) if name != _folded(run))


def _respelled(name: Form) -> Iterator[Form]:
    """With i for y or the other way about: Lí and Lý."""
    ways = [[word, *filter(None, [other_spelling(word)])] for word in name]
    yield from (other for other in product(*ways) if other != name)


def _reordered(name: Form) -> Iterator[Form]:
    """A Vietnamese name that was typed in another order: the family name first in each."""
    orders = {(*name[at:], *name[:at]) for at in range(1, len(name))} | {(name[-1], *name[1:-1], name[0])}
    yield from (order for order in sorted(orders) if order != name and order[0] in _family_names())


def _closed_up(name: Form) -> Iterator[Form]:
    """With two or more neighbouring words as one: Phnom Penh and Phnompenh."""
    for start in range(len(name)):
        for end in range(start + 2, len(name) + 1):
            if len(joined := "".join(name[start:end])) >= LONG_WORD:
                yield (*name[:start], joined, *name[end:])


def _place(name: Form) -> str | None:
    """The place or body of the alias table that the words are, closed up, or are a slip away from; None where all are
    Vietnamese syllables, which may name another place.
    """
    joined = "".join(name)
    if len(joined) < LONG_WORD or all(map(_is_syllable, name)):
        return None
    near = (known for known in aliases() if (other := "".join(known)) == joined or one_slip_apart(other, joined))
    return next((way for known in near for way in aliases()[known] if form(way) == known), None)


@cache
def _family_names() -> frozenset[str]:
    return frozenset(map(fold, surnames()))


@cache
def _syllables() -> frozenset[str]:
    table = tomllib.loads((files("index") / "words" / "syllables.toml").read_text("utf-8"))
    onsets, rimes = ["", *map(fold, table["onsets"])], list(map(fold, table["rimes"].split()))
    return frozenset(onset + rime for onset in onsets for rime in rimes)


def _is_syllable(folded: str) -> bool:
    """Whether a folded word could be a Vietnamese syllable."""
    return folded in _syllables()
