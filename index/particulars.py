"""The particulars of a text, its figures, days and names, each with the words around it: what a mould leaves open."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from index.folding import fold
from index.names import aliases

AROUND = 3  # items on either side of a particular that say what it is of
FEWEST_WORDS = 2  # among those items; figures and names alone, as in a table, do not say it
UNSHARED = 0.2  # of the shorter text's figures may be its own, as where an outlet adds a sentence

LONGEST_NAME = 8  # words; a heading in capitals is several names

Value = tuple[str, ...]  # the numbers of a figure (11/3: 11, 3), the words of a name
Context = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A word of a text, or a particular: a figure or a name, which may be several words."""

    kind: Literal["word", "figure", "name"]
    value: Value

    @property
    def masked(self) -> str:
        """What the item is in every piece from the same mould."""
        return self.value[0] if self.kind == "word" else _MASKS[self.kind]


@dataclass(frozen=True, slots=True)
class Particulars:
    """All figures of a text, and what figures and names stand in which context."""

    figures: frozenset[Value]
    placed: Mapping[Context, frozenset[Value]]


_MASKS = {"figure": "#", "name": "@"}
_EDGE = "^"  # of the text, in a context
_NO_WORDS = {*_MASKS.values(), _EDGE}
_ITEM = re.compile(r"(\d+(?:[.,/:–-]\d+){0,4})|[^\W_]+")
_BEFORE_A_SENTENCE = frozenset(".!?…:;\n“”\"'(–-•*")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


def disagree(shorter: Particulars, longer: Particulars) -> bool:
    """Whether two texts that are alike are two stories: in the same words around it, one has another figure or name
    than the other; or too many of the shorter text's figures are not in the longer.
    """
    shared = shorter.placed.keys() & longer.placed.keys()
    if not all(_said_too(shorter.placed[context], longer.placed[context]) for context in shared):
        return True
    own = len(shorter.figures) - len(_said_too(shorter.figures, longer.figures))
    return own > UNSHARED * len(shorter.figures)


def particulars(text: str) -> Particulars:
    """The figures and names of a text with what is around them.

    The first item of a text is in no context: it is often the code of an outlet, "(TTXVN)", "VOV.VN".
    """
    items = list(items_of(text))
    edge = [_EDGE] * AROUND
    masked = [*edge, *(item.masked for item in items), *edge]
    placed: dict[Context, set[Value]] = {}
    for at, item in enumerate(items[1:], 1):
        context = (*masked[at : at + AROUND], *masked[at + AROUND + 1 : at + 2 * AROUND + 1])
        if item.kind != "word" and sum(key not in _NO_WORDS for key in context) >= FEWEST_WORDS:
            placed.setdefault((item.kind, *context), set()).add(item.value)
    figures = frozenset(item.value for item in items if item.kind == "figure")
    return Particulars(figures, {context: frozenset(values) for context, values in placed.items()})


def items_of(text: str) -> Iterator[Item]:
    """The words, figures and names of a text in order. A name is a run of words with capitals; a word with a capital at
    the beginning of a sentence is one only in a run, or all in capitals.

    >>> [item.value for item in items_of("Sáng 11-3, ông Đinh Tiến Dũng")]
    [('sang',), ('11', '3'), ('ong',), ('dinh', 'tien', 'dung')]
    """
    run: list[str] = []
    begins, end = True, 0  # whether the run, or the next one, begins a sentence; where the last item ended
    for match in _ITEM.finditer(text):
        gap, end = text[end : match.start()], match.end()
        capital = match[0][0].isupper()
        if run and not (capital and gap == " " and len(run) < LONGEST_NAME):
            yield _named(run, begins)
            run = []
        if not run:
            begins = match.start() == 0 or (gap != "." and not _BEFORE_A_SENTENCE.isdisjoint(gap))
        if capital:
            run.append(match[0])
        else:
            yield Item("figure", numbers(match[0])) if match[1] else Item("word", (fold(match[0]),))
    if run:
        yield _named(run, begins)


def _named(run: Sequence[str], begins: bool) -> Item:
    acronym = len(run[0]) > 1 and run[0].isupper()
    return Item("word" if begins and len(run) == 1 and not acronym else "name", tuple(map(fold, run)))


def numbers(figure: str) -> Value:
    """The numbers of a figure, the same in either way of writing.

    >>> numbers("1.250"), numbers("8,90"), numbers("02-9"), numbers("2.9.2024")
    (('1250',), ('8.90',), ('2', '9'), ('2', '9', '2024'))
    """
    parts: list[str] = []
    for part in re.split(r"[/:–-]", figure):
        if _THOUSANDS.fullmatch(part):
            parts.append(re.sub(r"[.,]", "", part))
        elif len(points := re.split(r"[.,]", part)) > 2:
            parts.extend(points)
        else:
            parts.append(".".join(points))
    return tuple(part.lstrip("0") or "0" for part in parts)


def _said_too(values: frozenset[Value], others: frozenset[Value]) -> list[Value]:
    """Those values that the others say too: as they are, in short (11/3 for 11/3/2024, Dũng for Đinh Tiến Dũng), or by
    another name (Vientiane for Viêng Chăn).
    """
    parts = {part for other in others for part in _parts(other)}
    return [v for v in values if v in parts or not others.isdisjoint([*_parts(v), *_other_names(v)])]


def _parts(value: Value) -> list[Value]:
    return [value[start:end] for start in range(len(value)) for end in range(start + 1, len(value) + 1)]


def _other_names(value: Value) -> list[Value]:
    return [tuple(map(fold, name.split())) for name in aliases().get(value, ())]
