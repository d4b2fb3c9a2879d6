"""What a question looks for among the words of the passages."""

from collections.abc import Iterator
from itertools import product

from index.folding import Word, other_spelling, words
from index.keywords import Alternative, Term, terms
from index.language import function_words, language_of
from index.names import Concept, concepts


def query_terms(question: str) -> tuple[Term, ...]:
    """The terms of a question: each name in all its forms, each English word in Vietnamese, every other word as it is.

    A word with several forms is found when any of them is. In an English question the function words are left out; in
    a Vietnamese one BM25 knows by itself that they are common, and their bigrams carry meaning.
    """
    known = concepts(question)
    forms = tuple(Term(_alternatives(concept)) for concept in known)
    if language_of(question) == "vi":
        return forms + tuple(map(_either_way, terms(question)))
    return forms + tuple(map(_either_way, _unknown(question, known)))


def _either_way(term: Term) -> Term:
    """A term of one token, also with i for y and y for i where desks differ: ky_niem and ki_niem."""
    syllables = term.alternatives[0][0].split("_")
    ways = product(*([one, *filter(None, [other_spelling(one)])] for one in syllables))
    return Term(tuple(("_".join(way),) for way in ways))


def _alternatives(concept: Concept) -> tuple[Alternative, ...]:
    return tuple(dict.fromkeys(_phrase(name) for name in (concept.text, *concept.others)))


def _phrase(name: str) -> Alternative:
    """A name as tokens that stand together only where the name does: its bigrams, or its one syllable."""
    found = terms(name)
    bigrams = tuple(term.alternatives[0][0] for term in found if "_" in term.alternatives[0][0])
    return bigrams or found[0].alternatives[0]


def _unknown(question: str, known: tuple[Concept, ...]) -> Iterator[Term]:
    """The words of an English question that no dictionary has (names, mostly), and their bigrams."""
    before: Word | None = None
    for word in words(question):
        if word.text.lower() in function_words("en") or any(c.start <= word.start < c.end for c in known):
            before = None
            continue
        yield Term(((word.folded,),))
        if before is not None:
            yield Term(((f"{before.folded}_{word.folded}",),))
        before = word
