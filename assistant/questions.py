"""What a question asks: the kind of answer it wants and the things it names."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from index.folding import Word, fold, spelled, words
from index.language import Language, folded_function_words, function_words, language_of
from index.names import Concept, concepts

Kind = Literal[
    "person", "date", "duration", "place", "percent", "money", "number", "reason", "manner", "yesno", "thing", "unclear"
]


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
    """A question understood: `head` is the Vietnamese for what is asked for ("which programme": chương trình)."""

    text: str
    language: Language
    kind: Kind
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
    head = _head(text, language, known)
    return Question(
        text=text,
        language=language,
        kind=kind_of(text, language),
        items=tuple(sorted(_items(text, language, known), key=lambda item: item.start)),
        head=head,
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
    lower = text.lower()
    marked = lower != fold(lower)
    for kind, patterns in _patterns(language, marked):
        if any(pattern.search(lower) for pattern in patterns):
            return kind
    return "unclear"


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
    yield from _plain(left, language)


def _plain(left: Sequence[Word], language: Language) -> Iterator[Item]:
    """The numbers and words of meaning that no dictionary has, and in Vietnamese the pairs they form."""
    functional = function_words(language)
    folded = folded_function_words() if all(w.text.lower() == w.folded for w in left) and language == "vi" else frozenset()
    before: Word | None = None
    for word in left:
        if word.text.lower() in functional or word.folded in folded:
            before = None
            continue
        yield Item(word.text, (word.text,), "number" if word.text.isdecimal() else "word", word.start)
        if language == "vi" and before is not None and word.start - before.end == 1:
            pair = f"{before.text} {word.text}"
            yield Item(pair, (pair,), "pair", before.start)
        before = word


def _proper_names(text: str, left: Sequence[Word], language: Language) -> Iterator[list[Word]]:
    """Runs of words with a capital that stand side by side; a lone capital at the start of a sentence is no name."""
    run: list[Word] = []
    for word in [*left, None]:
        follows = bool(run) and word is not None and text[run[-1].end : word.start] in (" ", "-", ". ")
        if word is not None and _capital(word, language) and (not run or follows):
            run.append(word)
            continue
        if len(run) > 1 or (run and run[0].start > 0 and text[: run[0].start].strip(" \"'“‘")):
            yield run
        run = [word] if word is not None and _capital(word, language) else []


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
    return tuple(dict.fromkeys(" ".join(before[i:]).lower() for i in range(len(before))))


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
