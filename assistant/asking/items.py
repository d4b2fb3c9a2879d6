"""What a question speaks of: its names, numbers and words of meaning, each in every form an article may write it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from assistant.asking.people import people
from assistant.asking.syllables import is_syllable
from index.folding import Word, fold, spelled, words
from index.language import Language, folded_function_words, function_words
from index.names import Concept, compounds, folded_compounds, folded_synonyms, synonyms


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a question speaks of, in every form an article may write it.

    A `name` is a person, place or body; a `number` is written in digits; a `word` is any other word of meaning, and a
    `pair` two that stand together. `known` is whether `forms` are all the ways to write it, as they are for a country.
    """

    text: str
    forms: tuple[str, ...]
    kind: Literal["name", "number", "word", "pair"]
    start: int
    known: bool = False


@dataclass(frozen=True, slots=True)
class _Text:
    """A question as its words are judged: `marked` where it was typed with Vietnamese marks."""

    text: str
    language: Language
    marked: bool


def items_of(text: str, language: Language, known: Sequence[Concept]) -> tuple[Item, ...]:
    """The items of a question, in its order; `known` is what the dictionaries have of it."""
    return tuple(sorted(_items(_Text(text, language, is_marked(text)), known), key=lambda item: item.start))


def is_marked(text: str) -> bool:
    """Whether a text was typed with Vietnamese marks."""
    return text.lower() != fold(text)


def _items(question: _Text, known: Sequence[Concept]) -> Iterator[Item]:
    taken = [(concept.start, concept.end) for concept in known]
    for concept in known:
        yield Item(concept.text, (concept.text, *concept.others), concept.kind, concept.start, known=True)
    left = _left(list(words(question.text)), taken)
    for run in _proper_names(question, left):
        taken.append((run[0].start, run[-1].end))
        name = question.text[run[0].start : run[-1].end]
        yield Item(name, _name_forms(name, question.language), "name", run[0].start)
    left = _left(left, taken)
    yield from _vietnamese(question, left) if question.language == "vi" else _english(question, left)


def _left(found: Sequence[Word], taken: Sequence[tuple[int, int]]) -> list[Word]:
    """The words that none of these spans has taken."""
    return [word for word in found if not any(start <= word.start < end for start, end in taken)]


def _english(question: _Text, left: Sequence[Word]) -> Iterator[Item]:
    """The numbers and words of meaning that no dictionary has."""
    for word in left:
        possessive = word.text == "s" and question.text[: word.start].endswith(("'", "’"))
        if not possessive and word.text.lower() not in function_words("en"):
            yield Item(word.text, (word.text,), _kind(word), word.start)


def _vietnamese(question: _Text, left: Sequence[Word]) -> Iterator[Item]:
    """Words that the lexicon has are taken whole (hội đàm); of the other syllables, those side by side are also taken
    in pairs, as most words have two.
    """
    before: Word | None = None
    for run in _segmented(left, question.marked):
        text = question.text[run[0].start : run[-1].end]
        if len(run) == 1 and _is_functional(run[0], question.marked):
            before = None
            continue
        yield Item(text, _forms(text, question.marked), _kind(run[0]) if len(run) == 1 else "word", run[0].start)
        if len(run) == 1 and before is not None and run[0].start - before.end == 1:
            pair = f"{before.text} {text}"
            yield Item(pair, (pair,), "pair", before.start)
        before = run[0] if len(run) == 1 else None


def _kind(word: Word) -> Literal["number", "word"]:
    return "number" if word.text.isdecimal() else "word"


def _is_functional(word: Word, marked: bool) -> bool:
    """Whether a word is of no meaning here; in a question typed without marks, by its folded form."""
    return word.text.lower() in function_words("vi") or (not marked and word.folded in folded_function_words())


def _forms(word: str, marked: bool) -> tuple[str, ...]:
    """A Vietnamese word, what may stand for it, and where it begins with a number, that in figures or words."""
    table = synonyms() if marked else folded_synonyms()
    first, *rest = word.lower().split()
    counted = (" ".join([other, *rest]) for other in table.get(first, ()) if other.isdecimal() or first.isdecimal())
    return tuple(dict.fromkeys([word, *table.get(word.lower(), ()), *counted]))


def _segmented(left: Sequence[Word], marked: bool) -> Iterator[Sequence[Word]]:
    """Vietnamese syllables as words: at each, the longest compound of the lexicon that begins there, else itself."""
    position = 0
    while position < len(left):
        length = next((n for n in (4, 3, 2) if _is_compound(left[position : position + n], n, marked)), 1)
        yield left[position : position + length]
        position += length


def _is_compound(run: Sequence[Word], length: int, marked: bool) -> bool:
    if len(run) < length or any(after.start - before.end != 1 for before, after in pairwise(run)):
        return False
    if marked:
        return tuple(spelled(word.text) for word in run) in compounds()
    return tuple(word.folded for word in run) in folded_compounds()


def _proper_names(question: _Text, left: Sequence[Word]) -> Iterator[list[Word]]:
    """Runs of words with a capital that stand side by side and name something."""
    run: list[Word] = []
    for word in [*left, None]:
        follows = bool(run) and word is not None and question.text[run[-1].end : word.start] in (" ", "-", ". ")
        if word is not None and _capital(word, question.language) and (not run or follows):
            run.append(word)
            continue
        if run and _names_something(run, question.language):
            yield run
        run = [word] if word is not None and _capital(word, question.language) else []


def _name_forms(name: str, language: Language) -> tuple[str, ...]:
    """A name, and in English what it may be the plural of: Huguenots are Huguenot in a Vietnamese article."""
    singular = name[:-1] if language == "en" and name.endswith("s") and not name.endswith("ss") else name
    return tuple(dict.fromkeys([name, singular]))


def _names_something(run: Sequence[Word], language: Language) -> bool:
    """Whether capitalised words are a name: not one Vietnamese syllable, nor the start of a body (Sở Tư pháp), nor one
    English word at the start.
    """
    if len(run) == 1:
        opening = language == "en" and run[0].start == 0
        return not is_syllable(run[0].text) and len(run[0].text) > 1 and not opening
    return run[0].text not in people("not_first")


def _capital(word: Word, language: Language) -> bool:
    return word.text[0].isupper() and word.text.lower() not in function_words(language)
