"""What a thing is called elsewhere: other names of a place or body, Vietnamese for an English word.

Countries come from CLDR through babel; cities and bodies from `words/aliases.toml` and the user's own file of that
kind; more cities from GeoNames (`words/cities.tsv`); English words from `words/lexicon.tsv`, in any inflection.
"""

import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from index.articles.signatures import surnames
from index.errors import UsageError
from index.folding import Word, spelled, words
from index.language import function_words, language_of
from index.settings import ALIASES

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
        if concept is not None and concept.kind == "name" and _ends_a_person(text, found, position):
            concept, length = None, 1
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


def _ends_a_person(text: str, found: Sequence[Word], position: int) -> bool:
    """Whether the word before is a family name that goes on here: the Hải Nam of Nguyễn Hải Nam is no island."""
    before = found[position - 1] if position else None
    return before is not None and before.text in surnames() and text[before.end : found[position].start] == " "


def _is_nationality(word: Word, entries: Sequence[str]) -> bool:
    """Whether an English word with a capital is a country's in Vietnamese: Cambodian, French."""
    return word.text[0].isupper() and form(entries[0]) in countries()


def _other_names(run: Sequence[Word]) -> tuple[str, ...]:
    """The other names of what these words name.

    One word is a name only with a capital and its own marks: "Pháp" is a country, "phap" and "pháp" are not. Several
    are one in any case, and with all their marks or none ("viet nam"), unless they are common words too ("dong kinh");
    the many cities of the gazetteer only with capitals.
    """
    own = tuple(word.folded for word in run)
    group = aliases().get(own, ())
    if not group and run[0].text[0].isupper():
        group = tuple(name for name in cities().get(own, ()) if form(name) != own or _has_its_capitals(run, name))
    if not group or not _is_written(run, own, group):
        return ()
    return tuple(name for name in group if form(name) != own)


def _has_its_capitals(run: Sequence[Word], name: str) -> bool:
    """Whether words have a capital wherever the name has one (Xi'an)."""
    return all(
        one.text[0].isupper() or not other.text[0].isupper() for one, other in zip(run, words(name), strict=True)
    )


@cache
def countries() -> frozenset[Form]:
    """The folded names, in any language we have, of what CLDR has a code of two letters for, and of its parts (England)
    that share a name with it.
    """
    names = {form(name) for group in _territories() for name in group}
    others = {form(other) for name in names for other in aliases()[name]}
    return frozenset(form(other) for name in others for other in aliases()[name])


def _is_written(run: Sequence[Word], own: Form, group: Sequence[str]) -> bool:
    """Whether words are written as a name of the group that folds as they do; an abbreviation (WHO, EU) only in
    capitals.
    """
    if len(run) == 1:
        word = run[0].text
        return word[0].isupper() and any(word == n if n.isupper() else word.lower() == n.lower() for n in group)
    typed = tuple(spelled(word.text) for word in run)
    unmarked = [word.text.lower() == word.folded for word in run]
    if not any(word.text[0].isupper() for word in run):
        spellings = set(map(spelling, group))
        return typed in spellings or (all(unmarked) and spellings.issuperset(_compound_spellings().get(own, ())))
    same = (spelling(name) for name in group if form(name) == own)
    return any(all(map(lambda bare, one, other: bare or one == other, unmarked, typed, name)) for name in same)


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


def is_english(word: str) -> bool:
    """Whether a word is one of English that we know, in any inflection."""
    lower = word.lower()
    return lower in function_words("en") or any((lemma,) in lexicon() for lemma in lemmas(lower))


@lru_cache(maxsize=16384)  # words come from questions too, and there is no end to those
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
    return frozenset(_compound_spellings())


@cache
def _compound_spellings() -> Mapping[Form, frozenset[Form]]:
    """The compounds by their folded form: hòa bình is peace, hoa bình a vase."""
    table: dict[Form, set[Form]] = {}
    for phrase in {other for others in lexicon().values() for other in others}:
        if len(syllables := form(phrase)) > 1:
            table.setdefault(syllables, set()).add(spelling(phrase))
    return {folded: frozenset(spellings) for folded, spellings in table.items()}


def aliases() -> Mapping[Form, tuple[str, ...]]:
    """All names, as written, of the thing or things that a folded name stands for, with those of the user's file.

    Raises UsageError where that file cannot be read as one.
    """
    return _aliases(os.environ.get(ALIASES, ""))


@cache
def _aliases(own: str) -> Mapping[Form, tuple[str, ...]]:
    built_in = tomllib.loads(_text("aliases.toml"))
    groups = _Groups()
    for line in [*_territories(), *(line for section in built_in.values() for line in section)]:
        groups.add(line, line[:1])
    ours = frozenset(groups.table())
    for line in _lines(Path(own).expanduser()) if own else ():
        groups.add(line, [name for name in line if form(name) in ours] or line[:1])
    return groups.table()


class _Groups:
    """Names in groups, one for each thing. A name may be in several (nước Anh), which does not make them one."""

    def __init__(self) -> None:
        self._groups: list[dict[str, None]] = []
        self._first: dict[Form, int] = {}  # the group in which a folded name stood first

    def add(self, line: Sequence[str], known_by: Iterable[str]) -> None:
        """Puts the names of a line into the group that has one of those it is known by, or else into a new one."""
        at = next((self._first[form(name)] for name in known_by if form(name) in self._first), len(self._groups))
        if at == len(self._groups):
            self._groups.append({})
        self._groups[at].update(dict.fromkeys(line))
        for name in line:
            self._first.setdefault(form(name), at)

    def table(self) -> dict[Form, tuple[str, ...]]:
        """For each folded name the names of all the groups that it is in."""
        table: dict[Form, dict[str, None]] = {}
        for group in self._groups:
            for name in group:
                table.setdefault(form(name), {}).update(group)
        return {name: tuple(names) for name, names in table.items()}


def _lines(path: Path) -> Iterator[list[str]]:
    """The lines of a file of aliases; raises UsageError where it is none, saying where."""
    try:
        sections = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"{path}, named by {ALIASES}, cannot be read ({reason}). {_REMEDY}") from error
    for section, lines in sections.items():
        if not isinstance(lines, list):
            raise UsageError(f"{path}: {section} is not a list of lines. {_REMEDY}")
        for number, line in enumerate(lines, 1):
            if not _is_line(line):
                raise UsageError(f"{path}: {section}, line {number} of it: not two names or more: {line!r}. {_REMEDY}")
            yield line


_REMEDY = 'Write names of one thing as a line of a list: places = [["Vientiane", "Viêng Chăn"], ...], in UTF-8.'


def _is_line(line: object) -> bool:
    return isinstance(line, list) and len(line) > 1 and all(isinstance(name, str) and form(name) for name in line)


@cache
def cities() -> Mapping[Form, tuple[str, ...]]:
    """All names of a city that the gazetteer has and `aliases` has not."""
    table: dict[Form, tuple[str, ...]] = {}
    for line in _text("cities.tsv").splitlines():
        if not line.startswith("#"):
            names = tuple(line.split("\t"))
            table.update((form(name), names) for name in names)
    return table


def _territories() -> Iterator[list[str]]:
    """The English and Vietnamese name of each country and territory of CLDR."""
    from babel import Locale

    vietnamese = Locale("vi").territories
    for code, english in Locale("en").territories.items():
        if code.isalpha() and code in vietnamese:
            yield [english, vietnamese[code]]


def _rows(name: str) -> Iterator[tuple[str, str]]:
    for line in _text(name).splitlines():
        if line and not line.startswith("#"):
            left, _, right = line.partition("\t")
            yield left, right


def _text(name: str) -> str:
    """A data file of `words/`."""
    return (files("index") / "words" / name).read_text("utf-8")


def spelling(text: str) -> Form:
    """The spelled words of a text: with their marks, unlike `form`."""
    return tuple(spelled(word.text) for word in words(text))


def form(name: str) -> Form:
    """The folded words of a name."""
    return tuple(word.folded for word in words(name))
