"""Names and posts of a claim against those of the evidence: borne out, another in the same place, or not there."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from assistant.asking.syllables import is_syllable
from assistant.comparing.alignment import Aligned
from assistant.comparing.contrasts import Contrast, Filler, compared, contrast
from assistant.comparing.moments import lowered
from assistant.comparing.phrases import comparing_words, split, whole
from assistant.comparing.terms import Term, located, reading_of
from assistant.model.naming import unnamed
from assistant.reading.persons import persons
from index.data import Span
from index.folding import fold, spelled, words
from index.names import aliases, cities, form

LADDER = "ladders"
LONG_NAME = 5  # letters of a foreign last name that is nobody else's
VAGUE = 0.75  # of the frame that two names of no known kind must share


def names_apart(claim: str, evidence: Sequence[str], pair: Aligned, context: Sequence[str] = ()) -> Iterator[Contrast]:
    """Where the evidence has another name or post than the claim in the same place."""
    yield from _posts_swapped(claim, evidence, pair)
    yield from _posts_apart(claim, evidence, pair)
    missing = lacking(claim, evidence, context)
    mine = [one for name in missing for one in _fillers(claim, name, pair.claim, 0)]
    other = [
        one
        for which, text in enumerate(evidence)
        for name in lacking(text, (claim,))
        for one in _fillers(text, name, pair.evidence.terms, which)
    ]
    mine = [
        one for one in mine if fold(claim[one.start : one.end]) not in {fold(_text(evidence, two)) for two in other}
    ]
    for result in compared(pair, mine, other, lambda one, other: False, _are_of_a_kind):
        if result.filler.tag == "thing" and result.frame < VAGUE:
            continue
        if one := contrast("name", claim, evidence, result):
            yield one


@lru_cache(maxsize=4096)
def _lacking(text: str, evidence: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in unnamed(text, evidence) if not any(character.isdecimal() for character in name))


def lacking(text: str, evidence: Sequence[str], context: Sequence[str] = ()) -> tuple[str, ...]:
    """The names of a text that the evidence has not, in any way of writing them, but for forms of address and posts.

    A person is named by a last name too where the context, which is the rest of the article, has the whole name.
    """
    lacks = _lacking(text, tuple(evidence))
    return tuple(name for name in lacks if not _is_post(name) and not _is_meant(name, text, evidence, context))


def shortened(text: str, evidence: Sequence[str], context: Sequence[str] = ()) -> tuple[str, ...]:
    """The names of a text that the evidence has only in a shorter form."""
    return tuple(name for name in _lacking(text, tuple(evidence)) if _is_meant(name, text, evidence, context))


def _is_meant(name: str, text: str, evidence: Sequence[str], context: Sequence[str]) -> bool:
    """Whether the evidence means a name by a shorter one: initials, a last name, a plural."""
    there = {word.text for one in evidence for word in words(one)}
    own = [word.text for word in words(name)]
    after = re.match(r"(?: \w+){0,3} ?\(([A-ZĐ][A-ZĐ-]{1,7})\)", text[text.find(name) + len(name) :])
    if (after and after[1] in there) or _initials(own) & there or f"{name}s" in there:
        return True
    if name.isupper() and any(name in _initials([word.text for word in words(one)]) for one in evidence):
        return True
    if len(own) == 1 and name in there:
        return True  # Đức of Lê Minh Đức, which is also a country
    last = own[-1]
    foreign = len(last) >= LONG_NAME and not is_syllable(last)
    return len(own) > 1 and last in there and (foreign or any(_has(one, name) for one in context))


def _has(text: str, name: str) -> bool:
    """Whether a text has all words of a name side by side, with their marks or without."""
    said, wanted = ([word.folded for word in words(one)] for one in (text, name))
    return f" {' '.join(wanted)} " in f" {' '.join(said)} "


def _initials(found: Sequence[str]) -> set[str]:
    """What a run of words may be called by its first letters (TQ of Trung Quốc), two to six of them."""
    letters = "".join(word[0].upper() for word in found)
    return {letters[a:b] for a in range(len(letters)) for b in range(a + 2, min(a + 7, len(letters) + 1))}


def _is_post(name: str) -> bool:
    found = _any_post(True).fullmatch(lowered(name))
    return found is not None


def _fillers(text: str, name: str, terms: Sequence[Term], which: int) -> Iterator[Filler]:
    """A name where it first stands in a text, with what kind of name it is."""
    start = text.find(name)
    if start < 0:
        return
    end = start + len(name)
    if (place := located(terms, start, end, which)) is not None:
        yield Filler(place, start, end, _kind(text, start, end), which)


def _text(evidence: Sequence[str], one: Filler) -> str:
    return evidence[one.which][one.start : one.end]


def _kind(text: str, start: int, end: int) -> str:
    """What a name is of: a place, a person, a body or neither, as far as the text tells."""
    if _begins_body(text[start:end].lower()):
        return "body"
    if _is_place(text[start:end]):
        return "place"
    before = text[max(0, start - 24) : start].lower().rstrip()
    for kind in ("place", "body"):
        if whole(tuple(_nouns()[kind]), True).search(before) and _ends_with(before, kind):
            return kind
    if any(one.start < end and start < one.end for one in _persons(text)):
        return "person"
    return "thing"


def _is_place(name: str) -> bool:
    """Whether a gazetteer knows a name; one of a single syllable by its marks too, where it has any.

    >>> _is_place("Bỉ"), _is_place("Bi"), _is_place("Bí")
    (True, True, False)
    """
    own = form(name)
    known = (*aliases().get(own, ()), *cities().get(own, ()))
    return any(len(own) > 1 or name.isascii() or spelled(name) == spelled(one) for one in known)


@lru_cache(maxsize=512)
def _persons(text: str) -> tuple[Filler, ...]:
    return tuple(Filler((0, 0), one.start, one.end, None) for one in persons(text))


def _ends_with(before: str, kind: str) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(noun)}\Z", before) for noun in _nouns()[kind])


def _begins_body(name: str) -> bool:
    return any(name.startswith(f"{noun} ") for noun in _nouns()["body"])


@cache
def _nouns() -> Mapping[str, tuple[str, ...]]:
    """What names of places and of bodies begin with, or follow."""
    return {kind: tuple(split(says)) for kind, says in comparing_words()["nouns"].items()}


def _are_of_a_kind(one: Filler, other: Filler) -> bool:
    return one.tag == other.tag


def _posts_apart(claim: str, evidence: Sequence[str], pair: Aligned) -> Iterator[Contrast]:
    """Posts in the place of others: a deputy for the head, one minister for another."""
    mine = list(_posts(claim, pair.claim, 0))
    other = [one for n, text in enumerate(evidence) for one in _posts(text, pair.evidence.terms, n)]
    for result in compared(pair, mine, other, _same_post, _other_post):
        if one := contrast("post", claim, evidence, result):
            yield one


def _posts_swapped(claim: str, evidence: Sequence[str], pair: Aligned) -> Iterator[Contrast]:
    """Two posts that the claim gives to each other's holders."""
    mine = _holders(claim, list(_posts(claim, pair.claim, 0)))
    there = [
        held for n, text in enumerate(evidence) for held in _holders(text, list(_posts(text, pair.evidence.terms, n)))
    ]
    for post, holder in mine:
        for other, held in there:
            if held & holder and not _same_post(post, other) and _are_swapped(post, other, holder, mine, there):
                at, stands = Span(post.start, post.end), Span(other.start, other.end)
                says = evidence[other.which][other.start : other.end]
                yield Contrast("post", claim[post.start : post.end], says, at, other.which, stands, 1.0)


_Held = tuple[Filler, frozenset[str]]  # a post and the words of the name behind it


def _are_swapped(
    post: Filler, other: Filler, holder: frozenset[str], mine: Sequence[_Held], there: Sequence[_Held]
) -> bool:
    """Whether the claim has the other post for somebody, whom the evidence gives the first."""
    somebody = [names for one, names in mine if _same_post(one, other) and not names & holder]
    return any(_same_post(post, one) and names & them for one, names in there for them in somebody)


def _holders(text: str, posts: Sequence[Filler]) -> list[_Held]:
    """Each post with the words with a capital right behind it."""
    result = []
    for one in posts:
        names = []
        for word in words(text[one.end : one.end + 40]):
            if not word.text[0].isupper():
                break
            names.append(word.folded)
        if names:
            result.append((one, frozenset(names)))
    return result


@dataclass(frozen=True, slots=True)
class _Post:
    """What a post may be, each a list and a line of it, and the word behind it."""

    lines: frozenset[tuple[str, int]]
    follows: str


def _same_post(one: Filler, other: Filler) -> bool:
    return isinstance(one.tag, _Post) and isinstance(other.tag, _Post) and bool(one.tag.lines & other.tag.lines)


def _other_post(one: Filler, other: Filler) -> bool:
    """Whether both are of one list, or of the same body, and none of what they may be is the same."""
    if not isinstance(one.tag, _Post) or not isinstance(other.tag, _Post) or one.tag.lines & other.tag.lines:
        return False
    lists = {name for name, _ in one.tag.lines} & {name for name, _ in other.tag.lines}
    ladders = all(name.startswith(LADDER) for post in (one.tag, other.tag) for name, _ in post.lines)
    return bool(lists) or (ladders and one.tag.follows == other.tag.follows != "")


def _posts(text: str, terms: Sequence[Term], which: int) -> Iterator[Filler]:
    """The posts of a text."""
    reading = reading_of(text)
    for match in _any_post(reading.marked).finditer(lowered(text)):
        place = located(terms, match.start(), match.end(), which)
        if place is not None:
            after = next(words(text[match.end() : match.end() + 20]), None)
            tag = _Post(_lines(reading.marked)[match.group()], after.folded if after and after.start == 1 else "")
            yield Filler(place, match.start(), match.end(), tag, which)


@cache
def _lines(marked: bool) -> Mapping[str, frozenset[tuple[str, int]]]:
    """For each name of a post its lists and its lines there."""
    offices = tomllib.loads((files("assistant") / "words" / "offices.toml").read_text("utf-8"))
    ladders = {f"{LADDER}{number}": lines for number, lines in enumerate(offices.pop(LADDER))}
    table: dict[str, set[tuple[str, int]]] = {}
    for name, lines in (offices | ladders).items():
        for number, line in enumerate(lines):
            for one in split(line):
                table.setdefault(one if marked else fold(one), set()).add((name, number))
    return {one: frozenset(where) for one, where in table.items()}


@cache
def _any_post(marked: bool) -> re.Pattern[str]:
    return whole(tuple(sorted(_lines(marked))), True)
