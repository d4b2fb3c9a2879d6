"""A claim as it is checked: sentence by sentence, each with the words that an article must say."""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Literal, Self

from assistant.asking.items import Item
from assistant.asking.questions import Question, understand
from assistant.asking.weighing import Weighed
from assistant.comparing.values import Quantity, When, dates, quantities
from index.articles.sentences import sentences
from index.errors import UsageError
from index.language import Language

LONGEST = 2000  # characters of a claim, as of a question; a speech is checked a few sentences at a time
SHORTEST = 2  # words of meaning; "That is true." is no sentence to look for


@dataclass(frozen=True, slots=True)
class Claimed:
    """A sentence of a claim. `before` are the sentences that it leans on, where it names nobody itself; `weights` say
    how much each word tells, in their order; numbers and days, which are compared by value, stand at `values`.
    """

    text: str
    before: str
    question: Question
    weights: Mapping[Item, float]
    values: tuple[int, ...]

    @classmethod
    def of(cls, text: str, before: str, rarity_of: Callable[[str], float]) -> Self:
        """The sentence, its words weighed by how rare they are among the articles."""
        question = understand(text)
        values: list[When | Quantity] = [*dates(text), *quantities(text)]
        spans = [(value.start, value.end) for value in values]
        question = replace(question, items=tuple(map(_untitled, question.items)))
        rarity = Weighed.of(question, rarity_of).rarity
        told = sorted(rarity, key=lambda item: item.start)
        weights = {item: rarity[item] for item in told if _tells(item) and not _is_inside(item, spans)}
        return cls(text, "" if question.names else before, question, weights, tuple(start for start, _ in spans))

    @property
    def language(self) -> Language:
        """The language of the sentence."""
        return self.question.language

    @property
    def states(self) -> bool:
        """Whether the sentence says something of something: a name alone, or two years, is no statement."""
        return bool(self.weights) and len(self.weights) + len(self.values) > 1

    @property
    def sought(self) -> str:
        """What to look for: the sentence, after the one it leans on."""
        return f"{self.before} {self.text}".strip()


def _tells(item: Item) -> bool:
    """Whether an item is to be looked for: a pair is two that are, and how much is compared by itself."""
    return item.kind != "pair" and item.text.lower() not in _listed("amounts")


def _untitled(item: Item) -> Item:
    """A name also without the title it begins with: an article may give Mr Hải another, or none."""
    title, _, name = item.text.partition(" ")
    return replace(item, forms=(*item.forms, name)) if name and title.lower().rstrip(".") in _listed("titles") else item


@cache
def _listed(name: Literal["titles", "amounts"]) -> frozenset[str]:
    table = tomllib.loads((files("assistant") / "words" / "claims.toml").read_text("utf-8"))
    return frozenset(table[name].split())


def _is_inside(item: Item, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= item.start and item.start + len(item.text) <= end for start, end in spans)


def checked_claim(text: str) -> str:
    """The claim on one line; raises UsageError where nothing or too much is left, or it only asks."""
    stripped = " ".join(text.split())
    if not any(character.isalnum() for character in stripped):
        raise UsageError("The claim is empty: state something in English or Vietnamese.")
    if len(stripped) > LONGEST:
        raise UsageError(
            f"The claim is too long: {len(stripped)} characters > {LONGEST}. Check a few sentences at a time."
        )
    if all(map(asks, _split(stripped))):
        raise UsageError("This is a question, not a claim: state what is to be checked, or put the question with ask.")
    return stripped


def asks(sentence: str) -> bool:
    """Whether a sentence is a question.

    >>> asks("Is it so?"), asks("“Is it so?” he asked.")
    (True, False)
    """
    return sentence.rstrip(" ”\"'’»)").endswith("?")


def claimed(text: str) -> Iterator[tuple[str, str]]:
    """The sentences of a checked claim in order, each with the one before; what asks or says next to nothing is none.

    >>> [sentence for sentence, _ in claimed("Ông An ở Huế. Có đúng không? Ông Bình ở Vinh.")]
    ['Ông An ở Huế.', 'Ông Bình ở Vinh.']
    """
    stated = [one for one in _split(text) if not asks(one)]
    telling = [one for one in stated if len(one.split()) > SHORTEST] or stated
    for before, sentence in zip(["", *telling], telling, strict=False):
        yield sentence, before


def _split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text, 0, len(text))]


def questions(text: str) -> int:
    """How many sentences of a checked claim ask, and are not judged."""
    return sum(map(asks, _split(text)))
