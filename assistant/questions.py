"""What a question asks: the kind of answer it wants and the things it names."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Literal, get_args

from assistant.people import people
from assistant.syllables import is_syllable
from index.folding import Word, fold, spelled, words
from index.language import Language, folded_function_words, function_words, language_of
from index.names import Concept, compounds, concepts, synonyms

Kind = Literal[
    "person",
    "date",
    "duration",
    "age",
    "place",
    "percent",
    "money",
    "number",
    "reason",
    "manner",
    "yesno",
    "thing",
    "unclear",
]

TIMES = ("date", "duration", "age")  # kinds whose question words (which year, ngày nào) are nothing to look for


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
class Question:
    """A question understood: `head` is the Vietnamese for what is asked for ("which programme": chương trình), and
    `focus` the character where the question word stands, next to which stands what the answer must be near to.
    """

    text: str
    language: Language
    kind: Kind
    focus: int
    items: tuple[Item, ...]
    head: tuple[str, ...]
    plural: bool
    marked: bool

    @property
    def names(self) -> tuple[Item, ...]:
        """The people, places and bodies it names."""
        return tuple(item for item in self.items if item.kind == "name")


def understand(text: str) -> Question:
    """The question's language, kind and items."""
    language = language_of(text)
    known = concepts(text)
    items = sorted(_items(text, language, known), key=lambda item: item.start)
    kind, start, end = _asked(text, language)
    return Question(
        text=text,
        language=language,
        kind=kind,
        focus=end if language == "vi" else start,
        items=tuple(
            item for item in items if kind not in TIMES or item.kind == "name" or not start <= item.start < end
        ),
        head=_head(text, language, known),
        plural=_asks_for_several(text, language),
        marked=any(word.text.lower() != word.folded for word in words(text)),
    )


def kind_of(text: str, language: Language) -> Kind:
    """The kind of answer a question wants; "unclear" where no pattern is found.

    >>> kind_of("Who did Đinh Tiến Dũng meet in Vientiane?", "en")
    'person'
    >>> kind_of("GRDP của Hà Nội năm 2022 tăng bao nhiêu?", "vi")
    'number'
    """
    return _asked(text, language)[0]


def _asked(text: str, language: Language) -> tuple[Kind, int, int]:
    """The kind, and from where to where the words stand that say so; the question word is the last of them in
    Vietnamese, the first in English.
    """
    lower = text.lower()
    marked = lower != fold(lower)
    for kind, patterns in _patterns(language, marked):
        for pattern in patterns:
            if found := pattern.search(lower):
                return kind, found.start(), found.end()
    return "unclear", 0, 0


@cache
def _patterns(language: Language, marked: bool) -> tuple[tuple[Kind, tuple[re.Pattern[str], ...]], ...]:
    table = tomllib.loads((files("assistant") / "words" / "questions.toml").read_text("utf-8"))
    kinds = {kind: kind for kind in get_args(Kind)}
    spell = str if marked else _unmarked
    return tuple(
        (kinds[entry["kind"]], tuple(re.compile(spell(pattern)) for pattern in entry["patterns"]))
        for entry in table[language]
    )


def _unmarked(pattern: str) -> str:
    """The pattern without Vietnamese marks; its escapes stay as they are."""
    return re.sub(r"[^\x00-\x7f]+", lambda found: fold(found.group()), pattern)


def _items(text: str, language: Language, known: Sequence[Concept]) -> Iterator[Item]:
    taken = [(concept.start, concept.end) for concept in known]
    for concept in known:
        kind: Literal["name", "word"] = concept.kind
        yield Item(concept.text, (concept.text, *concept.others), kind, concept.start, known=True)
    left = [w for w in words(text) if not any(start <= w.start < end for start, end in taken)]
    for run in _proper_names(text, left, language):
        taken.append((run[0].start, run[-1].end))
        name = text[run[0].start : run[-1].end]
        yield Item(name, (name,), "name", run[0].start)
    left = [w for w in left if not any(start <= w.start < end for start, end in taken)]
    yield from _plain(text, left, language)


def _plain(text: str, left: Sequence[Word], language: Language) -> Iterator[Item]:
    """The numbers and words of meaning that no dictionary of names has.

    Vietnamese words that the lexicon has are taken whole (hội đàm); of the other syllables, those side by side are also
    taken in pairs, as most words have two.
    """
    before: Word | None = None
    for run in _segmented(left) if language == "vi" else ([word] for word in left):
        start, end = run[0].start, run[-1].end
        if len(run) > 1:
            yield Item(text[start:end], _forms(text[start:end]), "word", start)
            before = None
        elif _is_functional(run[0], text, language):
            before = None
        else:
            word = run[0]
            forms = _forms(word.text) if language == "vi" else (word.text,)
            yield Item(word.text, forms, "number" if word.text.isdecimal() else "word", start)
            if language == "vi" and before is not None and start - before.end == 1:
                pair = f"{before.text} {word.text}"
                yield Item(pair, (pair,), "pair", before.start)
            before = word


def _forms(word: str) -> tuple[str, ...]:
    """A Vietnamese word, what may stand for it, and where it begins with a number, that in figures or words."""
    first, *rest = word.lower().split()
    counted = (
        " ".join([other, *rest]) for other in synonyms().get(first, ()) if other.isdecimal() or first.isdecimal()
    )
    return tuple(dict.fromkeys([word, *synonyms().get(word.lower(), ()), *counted]))


def _segmented(left: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Vietnamese syllables as words: at each, the longest compound of the lexicon that begins there, else itself."""
    position = 0
    while position < len(left):
        length = next((n for n in (4, 3, 2) if _is_compound(left[position : position + n], n)), 1)
        yield left[position : position + length]
        position += length


def _is_compound(run: Sequence[Word], length: int) -> bool:
    touching = all(after.start - before.end == 1 for before, after in pairwise(run))
    return len(run) == length and touching and tuple(spelled(word.text) for word in run) in compounds()


def _is_functional(word: Word, text: str, language: Language) -> bool:
    """Whether a word is of no meaning here; in a question typed without marks, also by its folded form."""
    if len(word.text) == 1 and not word.text.isdecimal() and text[: word.start].endswith(("'", "’")):
        return True  # the s of Hanoi's
    folded = language == "vi" and text.lower() == fold(text)
    return word.text.lower() in function_words(language) or (folded and word.folded in folded_function_words())


def _proper_names(text: str, left: Sequence[Word], language: Language) -> Iterator[list[Word]]:
    """Runs of words with a capital that stand side by side and name something."""
    run: list[Word] = []
    for word in [*left, None]:
        follows = bool(run) and word is not None and text[run[-1].end : word.start] in (" ", "-", ". ")
        if word is not None and _capital(word, language) and (not run or follows):
            run.append(word)
            continue
        if run and _names_something(run):
            yield run
        run = [word] if word is not None and _capital(word, language) else []


def _names_something(run: Sequence[Word]) -> bool:
    """Whether capitalised words are a name: not one Vietnamese syllable, nor the start of a body (Sở Tư pháp)."""
    if len(run) == 1:
        return not is_syllable(run[0].text) and len(run[0].text) > 1
    return run[0].text not in people("not_first")


def _capital(word: Word, language: Language) -> bool:
    return word.text[0].isupper() and word.text.lower() not in function_words(language)


def _head(text: str, language: Language, known: Sequence[Concept]) -> tuple[str, ...]:
    """The Vietnamese for what is asked for: after which/what in English, before nào/gì in Vietnamese."""
    if language == "en":
        return _english_head(text, known)
    match = re.search(r"((?:[^\W\d_]+ ){1,5})(?:nào|gì)\b", text)
    if match is None:
        return ()
    named = {syllable for concept in known if concept.kind == "name" for syllable in concept.text.split()}
    before = [w for w in match.group(1).split() if w not in named and w.lower() not in function_words("vi")][-2:]
    heads = [" ".join(before[i:]).lower() for i in range(len(before))]
    return tuple(
        dict.fromkeys([*heads[:1], *(other for head in heads[:1] for other in synonyms().get(head, ())), *heads])
    )


def _english_head(text: str, known: Sequence[Concept]) -> tuple[str, ...]:
    """The last of the dictionary words that follow which/what side by side is what is asked for."""
    match = re.search(r"\b(?:which|what|how many)\b", text, re.IGNORECASE)
    if match is None:
        return ()
    position = match.end()
    found: tuple[str, ...] = ()
    for concept in sorted(known, key=lambda c: c.start):
        if concept.start < position:
            continue
        if text[position : concept.start].strip():
            break
        if concept.kind == "word":
            found = concept.others
        position = concept.end
    return found


def _asks_for_several(text: str, language: Language) -> bool:
    lower = text.lower()
    if language == "vi":
        return bool(re.search(r"\b(những|các|nhung|cac)\b", lower))
    return bool(re.search(r"\b(which|what|who)\s+(\w+\s+)?(\w+s|people)\b|\bwho (all|else) ", lower))


def same_spelling(one: str, other: str) -> bool:
    """Whether two texts are the same words, in any case and either place of the tone mark."""
    return [spelled(w.text) for w in words(one)] == [spelled(w.text) for w in words(other)]
