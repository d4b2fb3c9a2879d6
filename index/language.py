"""Which of the two languages a question is in, and which of its words carry nothing."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from index.folding import fold, words

Language = Literal["en", "vi"]


@cache
def function_words(language: Language) -> frozenset[str]:
    """The language's function words as written, in lower case."""
    table = tomllib.loads((files("index") / "words" / "function_words.toml").read_text("utf-8"))
    return frozenset(table[language].split())


@cache
def folded_function_words() -> frozenset[str]:
    """The Vietnamese function words without marks."""
    return frozenset(map(fold, function_words("vi")))


def language_of(text: str) -> Language:
    """English or Vietnamese, by the function words; where they tie, by whether there are Vietnamese marks.

    >>> language_of("Who did Đinh Tiến Dũng meet in Vientiane?")
    'en'
    >>> language_of("dinh tien dung gap ai o vieng chan")
    'vi'
    """
    found = [word.text.lower() for word in words(text)]
    marked = any(word != fold(word) for word in found)
    vietnamese = function_words("vi") if marked else folded_function_words()
    english = sum(word in function_words("en") for word in found)
    native = sum(word in vietnamese for word in found)
    if english == native:
        return "vi" if marked else "en"
    return "en" if english > native else "vi"
