"""The index without one of its signals at a time: what each is worth."""

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

from benchmarks.ways import WHOLE, Way, own_way
from index.encoder import Encoder
from index.ranking import Weights
from index.searching import Index

NAMES = {  # of the fields of Weights; another field goes by its own name
    "sentence": "the nearest sentence",
    "words": "the passage's words",
    "sentence_words": "the nearest sentence's words",
    "translated": "any words of an English question",
    "time": "the days asked about",
    "names": "other names and the dictionary",
}


def ablations(folder: Path, encoder: Encoder) -> dict[str, Way]:
    """The index in a folder, whole and without each of its signals."""
    return {name: own_way(Index.open(folder, encoder, weights)) for name, weights in switched_off()}


def switched_off() -> Iterator[tuple[str, Weights]]:
    """The weights as they are, then with each of them off, which is 0 (False of a switch) for every one."""
    usual = Weights()
    yield WHOLE, usual
    for field in fields(Weights):
        off = type(getattr(usual, field.name))(0)
        yield f"without {NAMES.get(field.name, field.name)}", replace(usual, **{field.name: off})
