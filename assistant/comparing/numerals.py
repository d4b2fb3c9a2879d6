"""Numbers as they are written, in figures or in Vietnamese or English words, as exact values.

"252.000 tỷ"  ->  252 000 * 10^9, or 252 * 10^9 where the point is read as the English read it
"hai mươi ba", "twenty-three", "23"  ->  23
"3 triệu rưỡi", "three and a half million"  ->  3 500 000

The words are in `words/amounts.toml`.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from importlib.resources import files
from itertools import takewhile
from math import prod
from typing import Any

from index.folding import fold

MOST = 20  # words of a number in words: no number has more, and a text of number words is read in bounded time
LONGEST = 30  # figures of a number that are still read: more are a code, and a sum over them would be slow


@dataclass(frozen=True, slots=True)
class Figure:
    """One reading of a number, and what one more in its last figure is worth: 0.01 in 8,89."""

    value: Fraction
    step: Fraction


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text, characters `start` to `end`: every way to read it, the likelier first.

    `scale` is what the words such as triệu or million at its end come to, 1 where there are none; `spelled` is whether
    it is all in words.
    """

    start: int
    end: int
    figures: tuple[Figure, ...]
    scale: Fraction
    spelled: bool


def numerals(text: str, marked: bool) -> Iterator[Numeral]:
    """The numbers of a text in lower case, in its order; a text without Vietnamese marks is read without them."""
    table = _table(marked)
    for run in _runs(text, table):
        position = 0
        while position < len(run):
            parsed = _parse(run[position:])
            if parsed is None:
                position += 1
                continue
            count, numeral = parsed
            yield numeral
            position += count


def figures(written: str) -> tuple[Figure, ...]:
    """Every way to read a number in figures: with a point or comma for thousands, or for decimals.

    >>> [str(figure.value) for figure in figures("1.234")], [str(figure.value) for figure in figures("8,89")]
    (['1234', '617/500'], ['889/100'])
    """
    plain, part = _split_part(re.sub(r"\s", "", written))
    found = [*_grouped(plain), *_decimal(plain)]
    return tuple(Figure(one.value + part, part or one.step) for one in found)


def _split_part(written: str) -> tuple[str, Fraction]:
    """The figures without a fraction sign behind them, and what that is worth."""
    part = _PARTS.get(written[-1], Fraction(0))
    return (written[:-1], part) if part else (written, part)


_PARTS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}


def _grouped(plain: str) -> Iterator[Figure]:
    """The number read as whole, its marks standing between thousands."""
    if re.fullmatch(r"\d+|[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?:,\d{3})+", plain):
        yield Figure(Fraction(re.sub(r"[.,]", "", plain)), Fraction(1))


def _decimal(plain: str) -> Iterator[Figure]:
    """The number read with its last mark before decimals."""
    parts = re.fullmatch(r"(\d+|\d{1,3}(?:\.\d{3})+(?=,)|\d{1,3}(?:,\d{3})+(?=\.))[.,](\d+)", plain)
    if parts:
        whole = re.sub(r"[.,]", "", parts[1])
        yield Figure(Fraction(f"{whole}.{parts[2]}"), Fraction(1, 10 ** len(parts[2])))


@dataclass(frozen=True, slots=True)
class _Token:
    """A part of a number: a figure, or a word of some `kind` that is worth `value`."""

    start: int
    end: int
    kind: str
    value: Fraction
    readings: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class _Table:
    """The words of numbers: the pattern that finds them and figures, and what each is."""

    pattern: re.Pattern[str]
    words: Mapping[str, tuple[str, Fraction]]


@cache
def _table(marked: bool) -> _Table:
    source = amount_words()
    words = {word: (kind, Fraction(value)) for kind in _KINDS for word, value in source[kind].items()}
    words |= {word: ("joint", Fraction(0)) for word in source["ambiguous"]["joints"]}
    words |= {word: ("rest", Fraction(1, 2)) for word in source["ambiguous"]["halves"]}
    words |= {word: ("half", Fraction(1, 2)) for word in source["ambiguous"]["half"]}
    if not marked:
        words = {fold(word): ("muoi" if fold(word) == "muoi" else meant[0], meant[1]) for word, meant in words.items()}
        words |= {word: ("following", words[word][1]) for word in source["ambiguous"]["folded"]}
    spelled = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    five = _five(marked)
    return _Table(re.compile(rf"(?P<figure>{_FIGURE})|(?<![\w])(?:(?P<five>{five})|(?P<word>{spelled}))(?!\w)"), words)


def _five(marked: bool) -> str:
    """The pattern of năm where it is five; in a text without marks it is never one by itself."""
    if not marked:
        return r"(?!)"
    table = amount_words()["ambiguous"]
    years = "".join(rf"(?<!(?<!\w){re.escape(word)} )" for word in table["yearly"])
    return rf"(?<!\d )(?<!,)(?<!\.){years}năm(?= (?:{'|'.join(map(re.escape, table['counted']))})(?! dân| ta)(?!\w))"


# Not what follows the letters of a code (A320, Covid-19), but what follows those of a currency; thousands are set apart
# by a narrow space, or by marks.
_FIGURE = (
    r"(?:(?<![\w.,])(?<![^\W\d_][-–/])|(?<=vnd)|(?<=vnđ)|(?<=usd)|(?<=eur))"
    r"(?:\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+(?!\d)|\d+(?:[.,]\d+)*[½¼¾]?)|[½¼¾]"
)


_KINDS = ("digits", "later", "following", "teens", "tens", "times", "scales")


@cache
def amount_words() -> Mapping[str, Any]:
    """The word lists of numbers, amounts and times."""
    return tomllib.loads((files("assistant") / "words" / "amounts.toml").read_text("utf-8"))


def _runs(text: str, table: _Table) -> Iterator[list[_Token]]:
    """The parts of numbers that stand side by side, so many at most."""
    run: list[_Token] = []
    for token in _tokens(text, table):
        if run and (len(run) == MOST or not _joined(text, run[-1], token)):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _joined(text: str, one: _Token, other: _Token) -> bool:
    between = text[one.end : other.start]
    return between in (" ", "\u00a0") or (between == "-" and not one.readings and not other.readings)


def _tokens(text: str, table: _Table) -> Iterator[_Token]:
    for match in table.pattern.finditer(text):
        if match["five"]:
            yield _Token(match.start(), match.end(), "digits", Fraction(5))
        elif match["figure"] is None:
            kind, value = table.words[match["word"]]
            yield _Token(match.start(), match.end(), kind, value)
        elif len(match["figure"]) <= LONGEST and (readings := _figure_readings(match["figure"])):
            yield _Token(match.start(), match.end(), "figure", readings[0].value, readings)


def _figure_readings(written: str) -> tuple[Figure, ...]:
    return (Figure(_PARTS[written], _PARTS[written]),) if written in _PARTS else figures(written)


@dataclass(frozen=True, slots=True)
class _Sum:
    """A number while it is put together: what is done, the section under a scale, and the part that waits for one.

    `scale` is the last scale, `last` what the last word multiplied by, `step` what its last figure is worth; `open` is
    whether a digit may follow, `whole` whether a number may end here.
    """

    total: Fraction = Fraction(0)
    section: Fraction = Fraction(0)
    unit: Fraction | None = None
    scale: Fraction = Fraction(0)
    last: Fraction = Fraction(1)
    step: Fraction = Fraction(1)
    open: bool = True
    whole: bool = False

    @property
    def value(self) -> Fraction:
        """What it comes to so far."""
        return self.total + self.section + (self.unit or 0)


def _parse(run: Sequence[_Token]) -> tuple[int, Numeral] | None:
    """How many parts the longest number at the start of a run has, and that number; None where none begins there."""
    sums = list(_sums(run, 0))
    count = max((at for at, one in enumerate(sums, 1) if one.whole), default=0)
    if not count:
        return None
    readings = max(len(token.readings) for token in run[:count]) or 1
    others = (list(_sums(run[:count], reading)) for reading in range(1, readings))
    found = [sums[count - 1], *(other[-1] for other in others if len(other) == count)]
    scales = takewhile(lambda token: token.kind == "scales", reversed(run[:count]))
    spelled = not any(token.readings for token in run[:count])
    read = tuple(dict.fromkeys(Figure(one.value, one.step) for one in found))
    return count, Numeral(
        run[0].start, run[count - 1].end, read, prod((token.value for token in scales), start=Fraction(1)), spelled
    )


def _sums(run: Sequence[_Token], reading: int) -> Iterator[_Sum]:
    """The sum after each part of a run, for as long as it goes on as a number; figures are read in one way."""
    whole = _Sum()
    for token, following in zip(run, [*run[1:], None], strict=True):
        multiplied = following is not None and following.kind in ("times", "scales")
        figure = token.readings[min(reading, len(token.readings) - 1)] if token.readings else None
        step = _figure(whole, figure) if figure else _STEPS[token.kind](whole, token.value, multiplied)
        if step is None:
            return
        whole = step
        yield whole


def _figure(to: _Sum, figure: Figure) -> _Sum | None:
    """A figure begins a number, or goes on with one below a scale: 2 tỷ 300 triệu; only a scale can end that."""
    if to.unit is not None or to.section or (to.total and figure.value >= to.scale):
        return None
    return replace(to, unit=figure.value, step=figure.step, open=False, whole=not to.total, last=Fraction(1))


def _digit(to: _Sum, value: Fraction, multiplied: bool) -> _Sum | None:
    if to.unit is not None or not to.open:
        return None
    return replace(to, unit=value, step=Fraction(1), whole=True, last=Fraction(1))


def _later(to: _Sum, value: Fraction, multiplied: bool) -> _Sum | None:
    """năm is five only before what multiplies it, or after linh: hai mươi năm is twenty years."""
    return _digit(to, value, multiplied) if multiplied or (to != _Sum() and not to.whole) else None


def _following(to: _Sum, value: Fraction, multiplied: bool) -> _Sum | None:
    return _digit(to, value, multiplied) if multiplied or to != _Sum() else None


def _ten(to: _Sum, value: Fraction, multiplied: bool) -> _Sum | None:
    if to.unit is not None or not to.open or to.section % 100:
        return None
    return replace(to, section=to.section + value, step=Fraction(1), whole=True, last=Fraction(1))


def _muoi(to: _Sum, value: Fraction, multiplied: bool) -> _Sum | None:
    """Without marks mười, ten, and mươi, times ten, are one word."""
    return _ten(to, value, multiplied) if to.unit is None else _times(to, value, multiplied)


def _teen(to: _Sum, value: Fraction, multiplied: bool) -> _Sum | None:
    ten = _ten(to, value, multiplied)
    return replace(ten, open=False) if ten else None


def _times(to: _Sum, value: Fraction, multiplied: bool) -> _Sum | None:
    """A part times ten, a dozen, a hundred: in "hai trăm ba mươi" the last digit only, in "twenty-five hundred" all."""
    if to.unit is None and (value < 100 or not to.section):
        return None
    if value >= 100 and to.section >= 100:
        return None
    times = (to.section + (to.unit or 0)) * value if value >= 100 else to.section + (to.unit or 0) * value
    return replace(to, section=times, unit=None, open=True, whole=True, last=value)


def _scale(to: _Sum, value: Fraction, multiplied: bool) -> _Sum | None:
    """A section times a scale; a scale upon a scale (nghìn tỷ) multiplies all that stands before."""
    section = to.section + (to.unit or 0)
    if not section and not to.total:
        return None
    if to.total and (not section or value > to.scale):
        total = (to.total + section) * value
    else:
        total = to.total + section * value
    done = replace(to, total=total, section=Fraction(0), unit=None, scale=value, last=value)
    return replace(done, step=to.step * value, open=True, whole=True)


def _rest(to: _Sum, value: Fraction, multiplied: bool) -> _Sum | None:
    """Half of what was counted last: 3 triệu rưỡi, two and a half."""
    if to == _Sum() or not to.whole:
        return None
    total = to.total + to.last * value if to.unit is None else to.total
    unit = to.unit + value if to.unit is not None else None
    return replace(to, total=total, unit=unit, step=to.last / 10, open=False)


def _half(to: _Sum, value: Fraction, multiplied: bool) -> _Sum | None:
    return replace(to, unit=value, open=False, whole=True, step=Fraction(1, 10)) if to == _Sum() else None


def _joint(to: _Sum, value: Fraction, multiplied: bool) -> _Sum | None:
    return replace(to, whole=False) if to.last >= 100 and to.unit is None else None


_STEPS: Mapping[str, Callable[[_Sum, Fraction, bool], _Sum | None]] = {
    "digits": _digit,
    "later": _later,
    "following": _following,
    "teens": _teen,
    "tens": _ten,
    "muoi": _muoi,
    "times": _times,
    "scales": _scale,
    "rest": _rest,
    "half": _half,
    "joint": _joint,
}
