"""What an exact quotation has otherwise than the article without being altered: marks, capitals, punctuation."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.quotations.spelling import ELLIPSIS, Quoted, Token

_PUNCTUATION = frozenset(",;:.!()[]{}/")


def remarks(quoted: Quoted, text: str, stands: Sequence[Token]) -> Iterator[str]:
    """The names of the notes on a quotation whose words stand so in an article's text.

    Capitals at the start and of a whole headline do not count, nor punctuation at either end.
    """
    if quoted.bare:
        yield "bare"
    if len(stands) != len(quoted.tokens):  # words were left out between them
        return
    if not quoted.bare and _capitals_differ(quoted, text, stands):
        yield "case"
    between = zip(_between(quoted.text, quoted.tokens), _between(text, stands), strict=True)
    if any(_punctuation(one) != _punctuation(other) for one, other in between if not _is_apart(other)):
        yield "marks"


def _capitals_differ(quoted: Quoted, text: str, stands: Sequence[Token]) -> bool:
    if _is_headline(quoted.text, quoted.tokens) or _is_headline(text, stands):
        return False
    return _capitals(quoted.text, quoted.tokens)[1:] != _capitals(text, stands)[1:]


def _capitals(text: str, words: Sequence[Token]) -> list[tuple[bool, bool]]:
    """Of each word whether it begins with a capital, and whether it is all capitals."""
    written = (text[word.start : word.end] for word in words)
    return [(word[0].isupper(), word.isupper()) for word in written]


def _is_headline(text: str, words: Sequence[Token]) -> bool:
    return text[words[0].start : words[-1].end].isupper()


def _between(text: str, words: Sequence[Token]) -> list[str]:
    """What stands between each word and the next."""
    return [text[one.end : other.start] for one, other in pairwise(words)]


def _is_apart(between: str) -> bool:
    """Whether something that is no part of the article stands between two words."""
    return any(character.isalnum() for character in between)


def _punctuation(between: str) -> str:
    return "".join(character for character in ELLIPSIS.sub("", between) if character in _PUNCTUATION)
