"""Where the words of a quotation stand, one after the other."""

from collections.abc import Iterator, Sequence

from assistant.quotations.spelling import Quoted, Stretch

LEFT_OUT = 150  # words at most between two pieces of a quotation: a long paragraph


def places(quoted: Quoted, stretch: Stretch) -> list[tuple[int, int]]:
    """Where a stretch of an article says all words of a quotation: from which of its words to which, in order. Words
    may be left out where the quotation says so.
    """
    whole = [(start, start + len(quoted.tokens)) for start in _starts(quoted.keys, stretch)]
    return whole or (list(_in_pieces(quoted.pieces, stretch)) if quoted.gaps else [])


def _starts(keys: Sequence[str], stretch: Stretch) -> Iterator[int]:
    """The words of a stretch at which these begin."""
    sought, at, word, counted = f" {' '.join(keys)} ", 0, 0, 0
    while (at := stretch.joined.find(sought, at)) >= 0:
        word, counted = word + stretch.joined.count(" ", counted, at), at
        yield word
        at += 1


def _in_pieces(pieces: Sequence[Sequence[str]], stretch: Stretch) -> Iterator[tuple[int, int]]:
    """Where all pieces stand in order, each near the one before; of those that end together the shortest."""
    starts = [list(_starts(piece, stretch)) for piece in pieces]
    shortest: dict[int, int] = {}
    for first in starts[0]:
        end: int | None = first + len(pieces[0])
        for piece, begins in zip(pieces[1:], starts[1:], strict=True):
            end = next((at + len(piece) for at in begins if end is not None and end <= at <= end + LEFT_OUT), None)
        if end is not None:
            shortest[end] = first
    return ((start, end) for end, start in shortest.items())
