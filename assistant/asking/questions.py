"""What a question asks: the kind of answer it wants and the things it names."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from assistant.asking.items import Item, is_marked, items_of
from assistant.asking.people import people
from index.folding import fold, spelled, words
from index.language import Language, function_words, language_of
from index.names import Concept, compounds, concepts, synonyms

Kind = Literal[
    "person",
    "date",
    "duration",
    "age",
    "place",
    "name",
    "organisation",
    "post",
    "percent",
    "money",
    "number",
    "reason",
    "manner",
    "statement",
    "yesno",
    "thing",
    "unclear",
]

TIMES = ("date", "duration", "age")  # kinds whose question words (which year, ngày nào) are nothing to look for


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
    marked: bool

    @property
    def names(self) -> tuple[Item, ...]:
        """The people, places and bodies it names."""
        return tuple(item for item in self.items if item.kind == "name")


def understand(text: str) -> Question:
    """The question's language, kind and items."""
    language = language_of(text)
    known = concepts(text)
    items = items_of(text, language, known)
    kind, start, end = _asked(_without_names(text, items) if language == "vi" else text, language)
    kind = "post" if kind == "person" and _names_one(text) else kind
    return Question(
        text=text,
        language=language,
        kind=kind,
        focus=end if language == "vi" else start,
        items=tuple(
            item for item in items if kind not in TIMES or item.kind == "name" or not start <= item.start < end
        ),
        head=_head(text, language, known, kind, end),
        marked=is_marked(text),
    )


def _asked(text: str, language: Language) -> tuple[Kind, int, int]:
    """The kind, and from where to where the words stand that say so; the question word is the last of them in
    Vietnamese, the first in English.
    """
    lower = text.lower()
    for kind, patterns in _patterns(language, is_marked(text)):
        for pattern in patterns:
            found = pattern.search(lower)
            if found and not _is_relative(lower, found.start(), language):
                return kind, found.start(), found.end()
    return "unclear", 0, 0


def _without_names(text: str, items: Sequence[Item]) -> str:
    """The text with its names blotted out, each character for one: Tiền Giang asks for no money."""
    for item in items:
        if item.kind == "name" and " " in item.text:
            text = text[: item.start] + "_" * len(item.text) + text[item.start + len(item.text) :]
    return text


def _is_relative(lower: str, position: int, language: Language) -> bool:
    """Whether "who", "where" or "when" only says of which thing an English question speaks, since another question word
    begins it: the fee for tenants who move.
    """
    if language != "en" or not _RELATIVE.match(lower, position):
        return False
    first = _FIRST.search(lower)
    return first is not None and first.start() < position and lower[:position].rstrip(" ,")[-4:] != " and"


_RELATIVE = re.compile(r"(?:who|whom|whose|where|when)\b")
_FIRST = re.compile(r"\b(?:what|which|who|whom|whose|when|where|why|how)\b")


def _names_one(text: str) -> bool:
    """Whether a question names the person and asks who that is: the answer is a post (Who was Trần Văn Nam?)."""
    found = _WHO_ONE_IS.fullmatch(text)
    named = (found["en"] or found["vi"]).split() if found else []
    named = named[named[:1] != [] and named[0].lower() in people("before") :]
    return len(named) > 1 and all(word[0].isupper() for word in named)


_WHO_ONE_IS = re.compile(r"\W*(?:who (?:is|was) (?P<en>[^?]+?)|(?P<vi>[^?]+?) là ai)\W*", re.IGNORECASE)


@cache
def _patterns(language: Language, marked: bool) -> tuple[tuple[Kind, tuple[re.Pattern[str], ...]], ...]:
    table = _table()
    kinds = {kind: kind for kind in get_args(Kind)}
    spell = str if marked else unmarked
    return tuple(
        (kinds[entry["kind"]], tuple(re.compile(spell(_spelled_out(pattern))) for pattern in entry["patterns"]))
        for entry in table[language]
    )


@cache
def _table() -> dict:  # type: ignore[type-arg]  # of lists under the languages, a text under the verbs
    return tomllib.loads((files("assistant") / "words" / "questions.toml").read_text("utf-8"))


def _spelled_out(pattern: str) -> str:
    """The pattern with what <modifier> stands for."""
    return pattern.replace("<modifier>", rf"(?:(?!(?:{_NO_MODIFIER})\b)\w+ )")


_NO_MODIFIER = "did|does|do|was|is|are|were|has|have|had|will|would|can|could|should|of|for|in|on|at|by|who|that|the"


def unmarked(pattern: str) -> str:
    """The pattern without Vietnamese marks; its escapes stay as they are."""
    return re.sub(r"[^\x00-\x7f]+", lambda found: fold(found.group()), pattern)


def _head(text: str, language: Language, known: Sequence[Concept], kind: Kind, end: int) -> tuple[str, ...]:
    """The Vietnamese for what is asked for: after which/what in English, before nào/gì in Vietnamese."""
    if language == "en":
        return _english_head(text, known, kind, end)
    if counted := re.search(r"\b(?:bao nhiêu|mấy) ((?:[^\W\d_]+ ?){1,3})", text):
        return _counted(counted.group(1))
    match = re.search(r"((?:[^\W\d_]+ ){1,5})(?:nào|gì)\b", text)
    if match is None:
        return ()
    named = {syllable for concept in known if concept.kind == "name" for syllable in concept.text.split()}
    noun = _noun([word for word in match.group(1).split() if word not in named])
    return tuple(dict.fromkeys([noun, *synonyms().get(noun, ()), *noun.split()[-1:]])) if noun else ()


def _noun(before: Sequence[str]) -> str:
    """The noun that syllables end with: the longest compound of the lexicon, or the last two that carry meaning."""
    lower = [syllable.lower() for syllable in before]
    for length in range(min(5, len(lower)), 1, -1):
        if tuple(map(spelled, lower[-length:])) in compounds():
            return " ".join(lower[-length:])
    meaning: list[str] = []
    for syllable in reversed(lower[-2:]):
        if syllable in function_words("vi"):
            break
        meaning.insert(0, syllable)
    return " ".join(meaning)


def _counted(after: str) -> tuple[str, ...]:
    """What is to be counted, from the words after how many: the longest compound they begin with, or the first."""
    found = [word.text.lower() for word in words(after)]
    length = next((n for n in (3, 2) if tuple(map(spelled, found[:n])) in compounds()), 1)
    noun = " ".join(found[:length])
    return (noun, *synonyms().get(noun, ())) if noun not in function_words("vi") else ()


def _is_verb(after: str) -> bool:
    """Whether a verb follows what (What caused it?)."""
    first = after.split(maxsplit=1)[:1]
    return any(word.endswith("ed") or word in _table()["verbs"].split() for word in first)


_NAMES = re.compile(r"\s*(?:[A-ZĐ][\w'’-]*\s+)*")  # Which ASEAN conference asks for a conference


def _english_head(text: str, known: Sequence[Concept], kind: Kind, end: int) -> tuple[str, ...]:
    """The Vietnamese for the noun after which, what, what is the, how many.

    Of a place the noun that makes it one (which *country* hosts), of a number the first (how many *people* died); else
    the last of the words side by side (which building *project*), and after it those before.
    """
    nouns = [concept for concept in known if concept.kind == "word"]
    if kind == "place":
        return next((noun.others for noun in nouns if noun.start < end <= noun.end), ())
    match = re.search(r"\b(?:what (?:is|was|are|were) the|which|what|how many)\b", text, re.IGNORECASE)
    if match is None or _is_verb(text[match.end() :]):
        return ()
    position = match.end()
    found: list[Concept] = []
    for noun in sorted(nouns, key=lambda c: c.start):
        if noun.start >= position and _NAMES.fullmatch(text, position, noun.start):
            found.append(noun)
            position = noun.end
    wanted = found[:1] if kind == "number" else reversed(found)
    return tuple(dict.fromkeys(other for noun in wanted for other in noun.others))
