"""Whether the names in a text stand in some evidence, in any way of writing them."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from assistant.asking.items import Item, is_marked
from assistant.asking.matching import matches, words_of
from index.folding import Word, spelled, words
from index.language import Language, function_words, language_of
from index.names import Concept, compounds, concepts, is_english, synonyms

BETWEEN = 1  # words that may stand between those of a name: Nguyễn Văn Hùng is also Nguyễn Hùng
JOINED = (" ", "-", ". ", "’", "'")  # what stands between the words of one name


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in a text: its words in order, and what else it is called where a dictionary has it."""

    text: str
    words: tuple[Word, ...]
    others: tuple[str, ...] = ()


def unnamed(text: str, evidence: Sequence[str]) -> tuple[str, ...]:
    """The names of a text that stand nowhere in the evidence, as they are written, in order, each once.

    Marks, case and the order of a name's words do not count, nor under which of its names a place or body stands
    (Vientiane, Viêng Chăn). All words of a name must stand together in one of the texts: one's family name beside
    another's given name is nobody. An English word with a capital stands where its Vietnamese does.

    >>> unnamed("Dinh Tien Dung met Anouphap Mangnomek in Vientiane.", ["Ông Đinh Tiến Dũng gặp Anouphap ở Viêng Chăn"])
    ('Anouphap Mangnomek',)
    """
    missing = (name.text for name in _names(text) if not any(_stands(name, one) for one in evidence))
    return tuple(dict.fromkeys(missing))


def _names(text: str) -> Iterator[_Name]:
    """The names of a text: those the dictionaries have, and all other words with a capital, run by run."""
    language = language_of(text)
    known = concepts(text)
    found = list(words(text))
    for concept in known:
        inside = [word for word in found if concept.start <= word.start < concept.end]
        if _is_name(concept, inside, found, text):
            yield _Name(concept.text, tuple(inside), concept.others)
    taken = [(concept.start, concept.end) for concept in known]
    run: list[Word] = []
    for word in found:
        capital = word.text[0].isupper() and not any(start <= word.start < end for start, end in taken)
        joined = bool(run) and text[run[-1].end : word.start] in JOINED
        if run and not (capital and joined):
            yield from _named(run, found, text, language)
            run = []
        if capital:
            run.append(word)
    yield from _named(run, found, text, language)


def _is_name(concept: Concept, inside: Sequence[Word], found: Sequence[Word], text: str) -> bool:
    """Whether an entry of the dictionaries is used as a name: an English word where it has a capital by itself (Apple),
    neither at the start of a sentence nor beside a name, as posts stand (Secretary Đinh Tiến Dũng).
    """
    if concept.kind == "name":
        return True
    if all(word.text.lower() in _no_names("en") for word in inside):
        return False
    if not all(word.text[0].isupper() for word in inside) or _opens(inside[0], text):
        return False
    around = [word for word in found if text[word.end : concept.start] == " " or text[concept.end : word.start] == " "]
    return not any(word.text[0].isupper() for word in around)


def _named(run: Sequence[Word], found: Sequence[Word], text: str, language: Language) -> Iterator[_Name]:
    """The name that a run of words with capitals is, without those that have one for another reason."""
    named = [word for word in run if word.text.lower() not in _no_names(language)]
    if named and _opens(named[0], text) and _is_common(named[0], found, language):
        named = named[1:]
    if named and (len(named) > 1 or len(named[0].text) > 1):
        yield _Name(text[named[0].start : named[-1].end], tuple(named))


def _opens(word: Word, text: str) -> bool:
    """Whether a word opens the text or a sentence of it, where any has a capital."""
    before = text[: word.start].rstrip(" “\"'‘«(")
    return not before or before[-1] in ".!?…:"


def _is_common(word: Word, found: Sequence[Word], language: Language) -> bool:
    """Whether a word that opens a sentence is an ordinary one of the language."""
    lower = word.text.lower()
    if lower in function_words(language) or (language == "en" and is_english(word.text)):
        return True
    after = next((other for other in found if other.start > word.start), None)
    following = after is not None and (spelled(lower), spelled(after.text)) in compounds()
    return language == "vi" and (following or lower in synonyms())


def _stands(name: _Name, evidence: str) -> bool:
    """Whether a text has a name: one of the names a dictionary gives, or its words side by side."""
    folded = [word.folded for word in name.words]
    singular = [*folded[:-1], folded[-1].removesuffix("s")]  # Huguenots are Huguenot in Vietnamese
    if any(_side_by_side(one, evidence, single=not name.others) for one in (folded, singular)):
        return True
    if not name.others:
        return _in_two(name, evidence)
    forms = (name.text, *name.others, *(other[5:] for other in name.others if other.startswith("nước ")))
    item = Item(name.text, forms, "name", 0, known=True)
    return bool(matches([item], evidence, is_marked(name.text)))


def _in_two(name: _Name, evidence: str) -> bool:
    """Whether a long run is two names that both stand there: of a body and of who leads it."""
    folded = [word.folded for word in name.words]
    return any(
        _side_by_side(folded[:cut], evidence) and _side_by_side(folded[cut:], evidence)
        for cut in range(2, len(folded) - 1)
    )


def _side_by_side(folded: Sequence[str], evidence: str, *, single: bool = True) -> bool:
    """Whether these words stand in a text in any order, with one more word between them at most, which has a capital as
    they have; `single` is whether one word will do.
    """
    if len(folded) == 1 and not single:
        return False
    searched = words_of(evidence)
    wanted, reach = Counter(folded), len(folded) + BETWEEN * (len(folded) > 1)
    for at in (at for first in set(folded) for at in searched.folded_at.get(first, ())):
        for length in range(len(folded), reach + 1):
            if wanted <= Counter(searched.foldings[at : at + length]):
                if _is_one_name(
                    evidence, searched.spans[at : at + length], searched.foldings[at : at + length], wanted
                ):
                    return True
                break
    return False


def _is_one_name(
    evidence: str, spans: Sequence[tuple[int, int]], foldings: Sequence[str], wanted: Mapping[str, int]
) -> bool:
    """Whether nothing parts words that stand side by side: no comma, no word between without a capital."""
    gaps = (evidence[before:after] for (_, before), (after, _) in pairwise(spans))
    if any(not gap.isspace() and gap not in JOINED for gap in gaps):
        return False
    return all(evidence[start].isupper() or word in wanted for (start, _), word in zip(spans, foldings, strict=True))


@cache
def _no_names(language: Language) -> frozenset[str]:
    table = tomllib.loads((files("assistant") / "words" / "checking.toml").read_text("utf-8"))
    return frozenset(entry.strip() for entry in table["capitals"][language].split("|"))
