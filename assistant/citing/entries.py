"""A bibliography has one entry an article, whatever is quoted from it; each entry has a key of its own."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from assistant.data import Article, Citation
from index.folding import fold

_OTHER = re.compile("[^a-z0-9]+")
_TITLE = 3  # words of the title in a key


@dataclass(frozen=True, slots=True)
class Entry:
    """An article with what is quoted of it, in the order it is cited; `key` names it in a bibliography."""

    key: str
    citations: tuple[Citation, ...]

    @property
    def article(self) -> Article:
        """The article."""
        return self.citations[0].passage.article


def entries(citations: Iterable[Citation]) -> tuple[Entry, ...]:
    """An entry for each article, in the order they are first cited; the same words cited twice are one quote.

    A key is made of ASCII letters and digits: outlet, year (or "nd") and the title's first words. Articles of which
    these are the same get a, b, c … in the order of their files, so that no key depends on the order of citing.
    """
    cited: dict[str, dict[tuple[int, int], Citation]] = {}
    for citation in citations:
        passage = citation.passage
        cited.setdefault(passage.article.id, {}).setdefault((passage.start, passage.end), citation)
    groups = [tuple(group.values()) for group in cited.values()]
    keys = _keys([group[0].passage.article for group in groups])
    return tuple(Entry(keys[group[0].passage.article.id], group) for group in groups)


def suffixes(names: Sequence[str], separator: str) -> list[str]:
    """For each of several names, in order, what tells it from the others like it: nothing, or a, b, c …

    >>> suffixes(["An 2017", "Bình 2017", "An 2017"], "")
    ['a', '', 'b']
    """
    often, seen, found = Counter(names), Counter[str](), []
    for name in names:
        seen[name] += 1
        found.append(separator + _letters(seen[name]) if often[name] > 1 else "")
    return found


def _keys(articles: Iterable[Article]) -> dict[str, str]:
    """A key for each article, by its id."""
    ordered = sorted(articles, key=lambda article: article.id)
    bases = [_base(article) for article in ordered]
    # a base has no hyphen, so no base with a letter is another base
    return {
        article.id: base + suffix for article, base, suffix in zip(ordered, bases, suffixes(bases, "-"), strict=True)
    }


def _base(article: Article) -> str:
    """The key that an article would have alone."""
    title = [word for word in _OTHER.split(fold(article.title or "")) if word][:_TITLE]
    outlet = _ascii(article.source or "")
    year = str(article.published.year) if article.published else "nd"
    return f"{outlet}{year}{''.join(title) or _ascii(article.id)}"


def _ascii(text: str) -> str:
    return _OTHER.sub("", fold(text))


def _letters(number: int) -> str:
    """The a, b, …, z, aa, ab … of a number from 1."""
    rest, letter = divmod(number - 1, 26)
    return (_letters(rest) if rest else "") + ascii_lowercase[letter]
