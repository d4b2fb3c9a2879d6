"""What a thing is called elsewhere: other names of a place or body, Vietnamese for an English word.

Countries come from CLDR through babel; cities and bodies from `words/aliases.toml`; English words from
`words/lexicon.tsv`, found in their inflected forms.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from index.folding import Word, spelled, words
from index.language import function_words, language_of

Form = tuple[str, ...]
USUAL = 4  # alternatives of an entry that are near enough to stand for one another
LONGEST = 6  # words in the longest name or entry worth looking for


@dataclass(frozen=True, slots=True)
class Concept:
    """Something a text speaks of, and how else an article may write it: other names, or Vietnamese for English."""

    text: str
    start: int
    end: int
    others: tuple[str, ...]
    kind: Literal["name", "word"]


def concepts(text: str) -> tuple[Concept, ...]:
    """The names, and in an English text the words, that the dictionaries have; the longest at each place, in order."""
    found = list(words(text))
    english = language_of(text) == "en"
    result: list[Concept] = []
    position = 0
    while position < len(found):
        concept, length = _longest(text, found[position : position + LONGEST], english)
        if concept is not None:
            result.append(concept)
        position += length
    return tuple(result)


def _longest(text: str, ahead: Sequence[Word], english: bool) -> tuple[Concept | None, int]:
    """The longest entry that begins here with the number of words it takes; None and 1 where none does."""
    for length in range(len(ahead), 0, -1):
        run = ahead[:length]
        start, end = run[0].start, run[-1].end
        if others := _other_names(run):
            return Concept(text[start:end], start, end, others, "name"), length
        if english and (entries := _entries([word.text for word in run])):
            kind: Literal["name", "word"] = "name" if _is_nationality(run[0], entries) else "word"
            return Concept(text[start:end], start, end, entries, kind), length
    return None, 1


def _is_nationality(word: Word, entries: Sequence[str]) -> bool:
    """Whether an English word with a capital is a country's in Vietnamese: Cambodian, French."""
    return word.text[0].isupper() and form(entries[0]) in countries()


def _other_names(run: Sequence[Word]) -> tuple[str, ...]:
    """The other names of what these words name.

    One word is a name only with a capital and its own marks: "Pháp" is a country, "phap" and "pháp" are not.
    """
    own = tuple(word.folded for word in run)
    group = aliases().get(own, ())
    if len(run) == 1 and not _is_written(run[0].text, group):
        return ()
    return tuple(name for name in group if form(name) != own)


@cache
def countries() -> frozenset[Form]:
    """The folded names, in any language we have, of what CLDR has a code of two letters for."""
    names = (name for group in _territories() for name in group)
    return frozenset(form(other) for name in names for other in aliases().get(form(name), (name,)))


def _is_written(word: str, group: Sequence[str]) -> bool:
    """Whether a name of the group is written so; an abbreviation (WHO, EU) only in capitals."""
    return word[0].isupper() and any(word == n if n.isupper() else word.lower() == n.lower() for n in group)


def _entries(run: Sequence[str]) -> tuple[str, ...]:
    """The Vietnamese for an English word or phrase in whatever inflection; empty where it is not in the lexicon.

    What may be an inflection of two words (found: find) has the Vietnamese of both.
    """
    if len(run) == 1 and run[0] in function_words("en"):  # as written: "May" is a month, "may" is not
        return ()
    lower = [word.lower() for word in run]
    forms = [(*lower[:-1], last) for last in lemmas(lower[-1])]
    if len(run) > 1:
        forms += [(first, *lower[1:]) for first in lemmas(lower[0])]
    return tuple(dict.fromkeys(other for form in forms for other in lexicon().get(form, ())))


@cache
def lemmas(word: str) -> tuple[str, ...]:
    """The word and the dictionary forms it may be an inflection of, likeliest first.

    >>> lemmas("programmes")
    ('programmes', 'programme')
    >>> lemmas("headed")
    ('headed', 'head', 'heade')
    """
    return tuple(dict.fromkeys([word, *irregular().get(word, ()), *_regular(word)]))


def _regular(word: str) -> Iterator[str]:
    """What English inflection may have made the word from."""
    if word.endswith(("ies", "ied")) and len(word) > 4:
        yield word[:-3] + "y"
    if word.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        yield word[:-2]
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        yield word[:-1]
    for ending in ("ed", "ing", "er"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            yield stem
            yield stem + "e"
            if stem[-1] == stem[-2]:
                yield stem[:-1]


@cache
def irregular() -> Mapping[str, tuple[str, ...]]:
    """The dictionary forms of irregular English words."""
    return {form: (lemma,) for form, lemma in _rows("irregular.tsv")}


@cache
def lexicon() -> Mapping[Form, tuple[str, ...]]:
    """Vietnamese for an English word or phrase, which is folded."""
    return {form(english): tuple(map(str.strip, vietnamese.split("|"))) for english, vietnamese in _rows("lexicon.tsv")}


@cache
def synonyms() -> Mapping[str, tuple[str, ...]]:
    """Vietnamese words that stand for the same English one: công trình and dự án are both a project.

    Only the first alternatives of an entry, its most usual ones, count as such.
    """
    table: dict[str, dict[str, None]] = {}
    for others in lexicon().values():
        for one in others[:USUAL]:
            table.setdefault(one, {}).update(dict.fromkeys(others[:USUAL]))
    return {one: tuple(other for other in others if other != one) for one, others in table.items()}


@cache
def folded_synonyms() -> Mapping[str, tuple[str, ...]]:
    """The same for a word typed without marks: whatever stands for any word that folds to it."""
    table: dict[str, dict[str, None]] = {}
    for one, others in synonyms().items():
        table.setdefault(" ".join(form(one)), {}).update(dict.fromkeys(others))
    return {one: tuple(others) for one, others in table.items()}


@cache
def compounds() -> frozenset[Form]:
    """The Vietnamese words of two syllables or more that the lexicon has, each syllable by its spelling."""
    phrases = (other for others in lexicon().values() for other in others)
    return frozenset(syllables for phrase in phrases if len(syllables := spelling(phrase)) > 1)


@cache
def folded_compounds() -> frozenset[Form]:
    """The same, each syllable folded."""
    phrases = (other for others in lexicon().values() for other in others)
    return frozenset(syllables for phrase in phrases if len(syllables := form(phrase)) > 1)


@cache
def aliases() -> Mapping[Form, tuple[str, ...]]:
    """All names, as written, of the thing that a folded name stands for."""
    table: dict[Form, tuple[str, ...]] = {}
    for group in [*_territories(), *_groups((files("index") / "words" / "aliases.toml").read_text("utf-8"))]:
        merged = dict.fromkeys([*group, *(other for name in group for other in table.get(form(name), ()))])
        table.update((form(name), tuple(merged)) for name in merged)
    return table


def _groups(toml: str) -> list[list[str]]:
    return [group for section in tomllib.loads(toml).values() for group in section]


def _territories() -> Iterator[list[str]]:
    """The English and Vietnamese name of each country and territory of CLDR."""
    from babel import Locale

    vietnamese = Locale("vi").territories
    for code, english in Locale("en").territories.items():
        if code.isalpha() and code in vietnamese:
            yield [english, vietnamese[code]]


def _rows(name: str) -> Iterator[tuple[str, str]]:
    for line in (files("index") / "words" / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            left, _, right = line.partition("\t")
            yield left, right


def spelling(text: str) -> Form:
    """The spelled words of a text: with their marks, unlike `form`."""
    return tuple(spelled(word.text) for word in words(text))


def form(name: str) -> Form:
    """The folded words of a name."""
    return tuple(word.folded for word in words(name))
