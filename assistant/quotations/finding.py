"""A quotation in, where it stands out: exact, altered, or not found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from assistant.data import Citation, Language, Quotation
from assistant.quotations.altered import Alignment, aligned, changes, common_words, extent, likeness
from assistant.quotations.cutting import around, exact_passages, left_out, sentence_passages
from assistant.quotations.exact import LEFT_OUT, places
from assistant.quotations.notes import note
from assistant.quotations.remarks import remarks
from assistant.quotations.spelling import Quoted, Stretch, Token
from index.data import Article, Passage, Span
from index.errors import UsageError
from index.filters import EVERYTHING, Filter
from index.language import language_of
from index.searching import Index
from index.verbatim import RAREST, Sharing

LONGEST = 5000  # characters of a quotation: two pages
FEW = 3  # words that say nothing of where they are from, unless they are rare
MOST_PLACES = 20  # cited
MOST_READ = 200  # articles that are read for one quotation
PAIRS_LOST = 2  # of the pairs of words of a quotation, where passages cut it, and one more in PASSAGE characters
PASSAGE = 900
NEAR = 12  # articles that share most are looked through for words that were altered
LAID = 8  # stretches of them that the quotation is laid along
# Of an altered quotation's words stand close together in an article half, and this many more. Tuned on the sentences of
# one set of news, cut to their first 4 to 30 words, against the articles of another: 1 in 60 of those has so many.
BEYOND_HALF = 1.5
SURE = 0.8  # of the words: then what is around articles is not looked through
WORD = 6  # characters with the space, by which words left out are counted in characters
EDGE = 100  # characters beyond
OPENING = 1000  # characters of an article that tell its language


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An article that shares words with a quotation, and the stretches of it that do."""

    article: Article
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where words of a quotation stand in an article: from its first such word to the last."""

    article: Article
    words: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class _Laid:
    """An article that a quotation is laid along."""

    article: Article
    alignment: Alignment

    @property
    def place(self) -> _Place:
        """Where it lies."""
        start, end = extent(self.alignment)
        return _Place(self.article, self.alignment.stretch.tokens[start:end])


@dataclass(frozen=True, slots=True)
class _Sought:
    """A quotation that is looked for in the articles that share most of its words, the most first."""

    index: Index
    only: Filter
    quoted: Quoted
    candidates: tuple[_Candidate, ...]

    @property
    def language(self) -> Language:
        """The quotation's."""
        return language_of(self.quoted.text)

    def among(self, sharing: Iterable[Sharing]) -> "_Sought":
        """The same quotation among these articles, cut to the stretches that may have it."""
        margin = len(self.quoted.text) + WORD * LEFT_OUT * len(self.quoted.gaps) + EDGE
        cut = ((one.article, around(one.article, one.spans, margin, bare=self.quoted.bare)) for one in sharing)
        return replace(self, candidates=tuple(_Candidate(article, tuple(stretches)) for article, stretches in cut))


def find_quotation(index: Index, text: str, only: Filter = EVERYTHING) -> Quotation:
    """Whether words stand in the articles that a filter admits: exactly, with all places, the earliest published first;
    altered, with the nearest sentences and what was changed; or not at all. Raises UsageError for an empty or an
    endless quotation.
    """
    sharing = index.verbatim(checked_quotation(text), only)
    readings = [_Sought(index, only, quoted, ()) for quoted in _readings(text)]
    read = list(_likely(sharing, _least(readings[0].quoted)))
    first = [reading.among(read) for reading in readings]
    if found := _exactly(first):
        return found
    further = list(islice(sharing, NEAR))
    second = [reading.among(further) for reading in readings]
    sought = replace(first[-1], candidates=(*first[-1].candidates, *second[-1].candidates))
    return _exactly(second) or _nearest(sought) or _not_found(sought)


def checked_quotation(text: str) -> str:
    """The quotation as it was given; raises UsageError where nothing or too much is left of it but white space."""
    if not any(character.isalnum() for character in text):
        raise UsageError("The quotation is empty: give the words that are to be found.")
    if len(text.strip()) > LONGEST:
        raise UsageError(
            f"The quotation is too long: {len(text.strip())} characters > {LONGEST}. Give it a paragraph at a time."
        )
    return text


def _readings(text: str) -> list[Quoted]:
    """The quotation as spelled; and where it has no marks at all, without regard to them too."""
    quoted = Quoted.of(text)
    return [quoted, Quoted.of(text, bare=True)] if quoted.is_bare else [quoted]


def _least(quoted: Quoted) -> float:
    """What an article shares at least that has all words of a quotation: a pair of them is lost between two passages.

    >>> _least(Quoted.of("bốn từ thôi nhé")), round(_least(Quoted.of("một " * 40)), 2)
    (0.66..., 0.95)
    """
    lost = PAIRS_LOST + len(quoted.text) / PASSAGE
    return 1 - lost / (min(len(quoted.tokens), RAREST) + 2)


def _likely(sharing: Iterator[Sharing], least: float) -> Iterator[Sharing]:
    """The articles that may have all words, and the one after them."""
    for one in islice(sharing, MOST_READ):
        yield one
        if one.share < least:
            return


def _exactly(readings: Iterable[_Sought]) -> Quotation | None:
    """The places where all words stand, as spelled or else without marks; None where there are none."""
    return next(filter(None, map(_exact, readings)), None)


def _exact(sought: _Sought) -> Quotation | None:
    """The places where all words stand; None where there is none. A word or two or three that stand in many places are
    not traced.
    """
    quoted = sought.quoted
    found = [
        _Place(one.article, stretch.tokens[start:end])
        for one in sought.candidates
        for stretch in one.stretches
        for start, end in places(quoted, stretch)
    ]
    if not found:
        return None
    if len(quoted.tokens) <= FEW and len(found) > MOST_PLACES:
        return _without(sought, note(sought.language, "short", count=len(quoted.tokens)))
    return _cited(sought, found, full=len(sought.candidates) == MOST_READ)


def _cited(sought: _Sought, found: Sequence[_Place], *, full: bool) -> Quotation:
    """An exact quotation with its places, the earliest first, those in near-copies of an article cited left out;
    `full` where there may be more than were looked at.
    """
    language, told = sought.language, _told_once(sought.index, sorted(found, key=_age))
    passages = [exact_passages(place.article, place.words, sought.quoted) for place in told[:MOST_PLACES]]
    citations = _citations(sought.index, [passage for parts in passages for passage in parts])
    notes = [note(language, name) for name in remarks(sought.quoted, told[0].article.text, told[0].words)]
    if any(len(parts) > 1 for parts in passages):
        notes.append(note(language, "parted"))
    if more := len(told) - MOST_PLACES if len(told) > MOST_PLACES else 0:
        notes.append(note(language, "many" if full else "more", count=more))
    return Quotation(sought.quoted.text, language, "exact", citations, (), tuple(notes))


def _told_once(index: Index, found: Sequence[_Place]) -> list[_Place]:
    """The places but those in near-copies of an article before."""
    told: list[_Place] = []
    copies: dict[str, frozenset[str]] = {}
    for place in found:
        id = place.article.id
        if id not in copies and not any(id in others for others in copies.values()):
            copies[id] = frozenset(copy.id for copy in index.also_in(id))
        if id in copies:
            told.append(place)
    return told


def _age(place: _Place) -> tuple[date, str, int]:
    """By which places are put in order: the earliest published first, those without a day last."""
    return place.article.published or date.max, place.article.id, place.words[0].start


def _citations(index: Index, passages: Sequence[Passage]) -> tuple[Citation, ...]:
    copies = {passage.article.id: index.also_in(passage.article.id) for passage in passages}
    return tuple(Citation(number, one, copies[one.article.id]) for number, one in enumerate(passages, 1))


def _nearest(sought: _Sought) -> Quotation | None:
    """The sentences that a quotation was altered from; None where none has enough of its words."""
    nearest = _laid_nearest(sought)
    if nearest is None or not nearest.alignment.in_order:
        scattered = islice(sought.index.scattered(sought.quoted.text, sought.only), NEAR)
        others = _laid_nearest(sought.among(scattered))
        nearest = _nearer(filter(None, [nearest, others]))
    if nearest is None:
        return None
    place, differing = nearest.place, changes(nearest.alignment)
    if not differing:
        return _cited(sought, [place], full=False)
    if nearest.alignment.share < SURE and (beside := _outside(sought)):
        return _without(sought, beside)
    names = [*(["bare"] if sought.quoted.bare else []), *(["order"] if nearest.alignment.is_shuffled else [])]
    notes = tuple(note(sought.language, name) for name in names)
    citations = _citations(sought.index, sentence_passages(place.article, place.words))
    return Quotation(sought.quoted.text, sought.language, "altered", citations, differing, notes)


def _laid_nearest(sought: _Sought) -> _Laid | None:
    """The quotation laid along the stretch that is nearest to it; None where none has enough of its words."""
    stretches = ((one.article, stretch) for one in sought.candidates for stretch in one.stretches)
    counted = [(common_words(sought.quoted, stretch), article, stretch) for article, stretch in stretches]
    needed = len(sought.quoted.tokens) / 2 + BEYOND_HALF
    likely = sorted((one for one in counted if one[0] >= needed), key=lambda one: -one[0])[:LAID]
    laid = ((article, aligned(sought.quoted, stretch)) for _, article, stretch in likely)
    return _nearer(_Laid(article, one) for article, one in laid if one and one.common >= needed)


def _nearer(laid: Iterable[_Laid]) -> _Laid | None:
    """Of articles that the quotation is laid along the nearest; of equally near ones that whose words look most like
    those changed, then the one published first.
    """
    every = list(laid)
    most = max((one.alignment.nearness for one in every), default=0)
    best = [one for one in every if one.alignment.nearness == most]
    return min(best, key=lambda one: (-likeness(one.alignment), *_age(one.place)), default=None)


def _not_found(sought: _Sought) -> Quotation:
    """Nothing cited, and why, where that can be said."""
    language, count = sought.language, len(sought.quoted.tokens)
    if count <= FEW:
        return _without(sought, note(language, "short", count=count))
    if beside := _outside(sought):
        return _without(sought, beside)
    nearest = [language_of(one.article.text[:OPENING]) for one in sought.candidates[:FEW]]
    is_translated = bool(nearest) and language not in nearest
    return _without(sought, *([note(language, "translation")] if is_translated else []))


def _outside(sought: _Sought) -> str | None:
    """The note that says that all words stand around an article, or in a title stated beside it, where they do."""
    quoted = sought.quoted
    for article in sought.index.titled(quoted.text, sought.only):
        title = article.title or ""
        if places(quoted, Stretch.of(title, [Span(0, len(title))], bare=quoted.bare)):
            return note(sought.language, "title", title=title, article=article.id)
    for article in sought.index.outside(quoted.plainest, sought.only):
        if places(quoted, left_out(article, bare=quoted.bare)):
            return note(sought.language, "outside", title=article.title or article.id, article=article.id)
    return None


def _without(sought: _Sought, *notes: str) -> Quotation:
    """A quotation that was not found."""
    return Quotation(sought.quoted.text, sought.language, "not_found", (), (), notes)
