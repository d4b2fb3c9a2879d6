"""What became of a brief's citations in an index that may have changed since."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, takewhile

from assistant.briefs.data import AROUND, Brief, Checked, Reissued, Saved, content_hash
from assistant.data import Change
from assistant.quotations.altered import aligned, changes, extent
from assistant.quotations.cutting import citable
from assistant.quotations.spelling import Quoted, Stretch
from index.data import Article, Passage
from index.searching import Index
from index.store import NoArticle

READ = 200  # articles that are looked through for words whose own article has them no more
TELLING = 8  # words that say by themselves where they are from; fewer need what stood around them
ALIKE = 0.5  # of the words, that what an article has now is taken for what became of them
_RECORD = ("title", "source", "author", "published", "published_basis", "url")


@dataclass(frozen=True, slots=True)
class _Place:
    """A place where saved words stand, and how much around it is as it was: characters, of both sides together."""

    passage: Passage
    around: int


def verified(index: Index, brief: Brief, shown: Mapping[int, str] | None = None) -> tuple[Checked, ...]:
    """What became of each citation of a brief, by number; `shown` is what the document shows in place of quotes that
    were edited by hand.
    """

    @cache
    def article(id: str) -> Article | None:
        try:
            return index.article(id)
        except NoArticle:
            return None

    edited = shown or {}
    checked = ((saved, _checked(index, saved, article(saved.article))) for saved in brief.citations)
    return tuple(replace(one, shown=edited.get(saved.number)) for saved, one in checked)


def _checked(index: Index, saved: Saved, article: Article | None) -> Checked:
    if article is None:
        return _elsewhere(index, saved, None) or Checked(saved, "gone")
    stands = Passage(article, saved.start, saved.end)
    if stands.text == saved.exact:
        return _found(saved, "stands", stands)
    if place := _nearest_place(saved, article):
        return _found(saved, "stands" if place.passage.start == saved.start else "moved", place.passage)
    now, differing = _now(saved, article)
    moved = _elsewhere(index, saved, article)
    if moved and not now:
        return moved
    changed = Checked(saved, "changed", now, differing, edited=True, record=_reissued(saved, article))
    return replace(changed, also=moved.now) if moved else changed


def _found(saved: Saved, footing: str, passage: Passage) -> Checked:
    """Words that stand somewhere, with what else of the article changed."""
    edited = content_hash(passage.article) != saved.sha256
    record = _reissued(saved, passage.article)
    return Checked(saved, footing, passage, edited=edited, record=record)  # type: ignore[arg-type]  # stands or moved


def _reissued(saved: Saved, article: Article) -> tuple[Reissued, ...]:
    """What of the article's record is no longer as it was saved."""
    pairs = ((field, getattr(saved, field), getattr(article, field)) for field in _RECORD)
    return tuple(
        Reissued(field, None if then is None else str(then), None if now is None else str(now))
        for field, then, now in pairs
        if then != now
    )


# The words in an article


def _nearest_place(saved: Saved, article: Article) -> _Place | None:
    """Where the saved words stand in an article: of several places that with most of what stood around them, then the
    one nearest to where they stood; None where they do not. White space may be another than it was.
    """
    places = (_Place(passage, _around(saved, passage)) for passage in _places(saved.exact, article))
    return max(places, key=lambda one: (one.around, -abs(one.passage.start - saved.start)), default=None)


def _places(exact: str, article: Article) -> Iterator[Passage]:
    """Every place where words stand in an article."""
    words = unicodedata.normalize("NFC", exact).split()
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    return (Passage(article, found.start(), found.end()) for found in pattern.finditer(article.text) if words)


def _around(saved: Saved, passage: Passage) -> int:
    """How many characters around a passage are as they were around the saved words, counted outwards on both sides."""
    text = passage.article.text
    before, after = text[max(0, passage.start - 2 * AROUND) : passage.start], text[passage.end :][: 2 * AROUND]
    return _alike(_plain(saved.prefix)[::-1], _plain(before)[::-1]) + _alike(_plain(saved.suffix), _plain(after))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _now(saved: Saved, article: Article) -> tuple[Passage | None, tuple[Change, ...]]:
    """What an article has in place of the saved words, and the changes to it; nothing where nothing is like them."""
    quoted = Quoted.of(saved.exact)
    if not quoted.tokens:
        return None, ()
    stretch = Stretch.of(article.text, citable(article))
    alignment = aligned(quoted, stretch)
    if alignment is None or alignment.share < ALIKE:
        return None, ()
    first, end = extent(alignment)
    start, stop = stretch.tokens[first].start, stretch.tokens[end - 1].end
    return Passage(article, start, _with_stop(article.text, stop, saved.exact)), changes(alignment)


def _with_stop(text: str, end: int, exact: str) -> int:
    """The end of words with the marks that close them, where the saved words end in such a mark too."""
    if exact[-1:].isalnum():
        return end
    return end + len("".join(takewhile(lambda mark: not mark.isalnum() and not mark.isspace(), text[end : end + 4])))


# The words in other articles


def _elsewhere(index: Index, saved: Saved, own: Article | None) -> Checked | None:
    """The saved words in another article than `own`: in one with the same text, if there is one, since then the file
    has another name; else where most of what stood around them stands. None where they are in none, and for a few
    words with nothing around them as it was, which may be anybody's.
    """
    others = islice(index.verbatim(f"{saved.prefix}{saved.exact}{saved.suffix}"), READ)
    found = [
        place
        for one in others
        if (own is None or one.article.id != own.id) and (place := _nearest_place(saved, one.article))
    ]
    if not found:
        return None
    best = max(found, key=lambda one: _likelihood(saved, one))
    return _found(saved, "moved", best.passage) if _is_told_apart(saved, best) else None


def _likelihood(saved: Saved, place: _Place) -> tuple[bool, int, bool, bool]:
    """By which places in other articles are put in order: the same text, what is around the words, title and outlet."""
    article = place.passage.article
    same = (content_hash(article) == saved.sha256, article.title == saved.title, article.source == saved.source)
    return same[0], place.around, same[1], same[2]


def _is_told_apart(saved: Saved, place: _Place) -> bool:
    """Whether the place is surely of the saved words."""
    least = min(AROUND, len(_plain(saved.prefix)) + len(_plain(saved.suffix)))
    whole = content_hash(place.passage.article) == saved.sha256
    return whole or len(saved.exact.split()) >= TELLING or place.around >= max(1, least)
