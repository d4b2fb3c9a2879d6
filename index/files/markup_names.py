"""What an element of a web page is, by its class, id, role and type: the names of `words/markup.toml`."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from index.folding import fold

PARTICULARS = 400  # characters of a line that are looked through
REMEMBERED = 4096  # names whose kind is kept: a page gives most of its elements one of a few

_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((files("index") / "words" / "markup.toml").read_text("utf-8"))


@lru_cache(maxsize=REMEMBERED)
def kind_of(names: str) -> str | None:
    """Why an element of these names is no part of the article; None where they do not tell.

    >>> kind_of("boxTinLienQuan"), kind_of("share-bar left"), kind_of("shareholders")
    ('related news', 'share bar', None)
    """
    written, lowered = _split(names), names.lower()
    for kind, table in _words()["furniture"].items():
        if not written.isdisjoint(table["names"]) or any(part in lowered for part in table["parts"]):
            return str(kind)
    return None


@lru_cache(maxsize=REMEMBERED)
def is_part(names: str, part: str) -> bool:
    """Whether an element of these names is called a "title", a "lead", an "author" or a "date"."""
    return not _split(names).isdisjoint(_words()["parts"][part])


def is_imprint(text: str) -> bool:
    """Whether a line says what only a paper's particulars do: its licence, its editor, its rights."""
    folded = fold(text[:PARTICULARS])
    return any(words in folded for words in _words()["imprint"]["says"])


def meta_names(field: str) -> Sequence[str]:
    """The names of the <meta> elements that state a field, the best first."""
    names: Sequence[str] = _words()["meta"][field]
    return names


def _split(names: str) -> frozenset[str]:
    """The words of names: "detail-authorTop" is of detail, author and top."""
    return frozenset(name.lower() for name in _NAME.findall(names))
