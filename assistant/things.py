"""Anything else in a sentence: what the noun asked for names, titles, names, and what the question leaves out."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from assistant.matching import matches, words_of
from assistant.people import people
from assistant.persons import alias_length, persons
from assistant.questions import Question
from assistant.spans import Candidate, alternatives, capital_runs, values
from index.folding import Word, spelled, words
from index.language import function_words
from index.names import compounds

PERSON_NEAR = 12  # characters after `do`, with a form of address between, within which a name says by whom
LEFT_OUT = 0.3  # how well a stretch fits that is only what the question does not say


def things(sentence: str, question: Question) -> Iterator[Candidate]:
    """What the question's head noun names ("chương trình …"), then titles, names, and what the question leaves out."""
    for head in question.head:
        yield from _phrases(sentence, head)
    for candidate in names(sentence):
        yield Candidate(candidate.start, candidate.end, 0.5 * candidate.fit)
    yield from _unsaid(sentence, question)


def titles(sentence: str, question: Question) -> Iterator[Candidate]:
    """What something may be called: a name, else what the question leaves out."""
    yield from names(sentence)
    yield from _unsaid(sentence, question)


def names(sentence: str) -> Iterator[Candidate]:
    """Titles in quotation marks, names with capitals, and codes of letters and figures (MQ-9)."""
    for match in re.finditer(r"[“\"]([^”\"]{3,120})[”\"]", sentence):
        yield Candidate(match.start(1), match.end(1), 1.0)
    for match in re.finditer(r"\b[A-ZĐ][A-Za-z]*[- ]?\d[\w-]*", sentence):
        yield Candidate(match.start(), match.end(), 0.9)
    for run in capital_runs(sentence):
        if len(run) > 1:
            yield Candidate(run[0].start, _whole_word(sentence, run[-1]), 0.4 if _is_known(run) else 0.8)


def _is_known(run: Sequence[Word]) -> bool:
    """Whether a name is a known place's, or begins like that of a post or body: seldom what a thing is called."""
    return alias_length(run) == len(run) or run[0].text in people("not_first")


def _whole_word(sentence: str, last: Word) -> int:
    """The end of the word that a capitalised syllable begins: Bộ Quốc phòng, where only two have a capital."""
    after = next(words(sentence[last.end : last.end + 12]), None)
    if after is None or sentence[last.end : last.end + after.start] != " ":
        return last.end
    return last.end + after.end if (spelled(last.text), spelled(after.text)) in compounds() else last.end


def reasons(sentence: str, question: Question) -> Iterator[Candidate]:
    """Clauses that begin with a word of cause or purpose; then what the question leaves out."""
    for match in _cause_pattern().finditer(sentence):
        end = clause_around(sentence, match.start(), match.end())[1]
        if not any(match.end() <= person.start <= match.end() + PERSON_NEAR for person in persons(sentence)):
            yield Candidate(match.start(), end, 0.8)
    yield from _unsaid(sentence, question)


@cache
def _cause_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives(values('causes'))})\b", re.IGNORECASE)


def _unsaid(sentence: str, question: Question) -> Iterator[Candidate]:
    """Clauses without what the question already says: the answer stands where the question word stood."""
    said = [(match.start, match.end) for match in matches(question.items, sentence, question.marked)]
    functional = function_words("vi")
    run: list[Word] = []
    for word in [*words(sentence), None]:
        broken = run and word is not None and _CLAUSE_END.search(sentence[run[-1].end : word.start])
        if word is not None and not broken and not any(start <= word.start < end for start, end in said):
            run.append(word)
            continue
        kept = _trimmed(run, functional)
        if kept:
            yield Candidate(kept[0].start, kept[-1].end, LEFT_OUT)
        run = (
            [word] if word is not None and broken and not any(start <= word.start < end for start, end in said) else []
        )


_CLAUSE_END = re.compile(r"[;:()–]|,\s")


def clause_around(sentence: str, start: int, end: int) -> tuple[int, int]:
    """From where to where the clause runs that a stretch of a sentence stands in.

    >>> clause_around("Sáng nay, đoàn thăm Huế; chiều về.", 15, 19)
    (10, 23)
    """
    before = [match.end() for match in _CLAUSE_END.finditer(sentence, 0, start)]
    after = _CLAUSE_END.search(sentence, end)
    return (before[-1] if before else 0), (after.start() if after else len(sentence))


def _trimmed(run: Sequence[Word], functional: frozenset[str]) -> Sequence[Word]:
    """The words without the function words at either end."""
    kept = [position for position, word in enumerate(run) if word.text.lower() not in functional]
    return run[kept[0] : kept[-1] + 1] if kept else ()


def _phrases(sentence: str, head: str) -> Iterator[Candidate]:
    """Noun phrases that begin with these words, up to punctuation (but a list goes on) or a word that ends a phrase."""
    wanted = words_of(head).spellings
    spellings = words_of(sentence).spellings
    if not set(wanted) <= set(spellings):
        return
    found = list(words(sentence))
    for position in range(len(found) - len(wanted) + 1):
        if spellings[position : position + len(wanted)] == wanted:
            end = _phrase_end(sentence, found[position:], len(wanted))
            if end > found[position + len(wanted) - 1].end:
                yield Candidate(
                    found[position].start, end, _telling(sentence[found[position].start : end], len(wanted))
                )


def _telling(phrase: str, head: int) -> float:
    """How much a noun phrase tells past its head: a name or several words identify a thing, one adjective does not."""
    rest = list(words(phrase))[head:]
    named = any(word.text[0].isupper() or word.text.isdecimal() for word in rest)
    return 1.0 if named or len(rest) > 2 else 0.4


def _phrase_end(sentence: str, ahead: Sequence[Word], head: int) -> int:
    stops = set(values("phrase_ends"))
    for before, word in pairwise(ahead[head - 1 :]):
        gap = sentence[before.end : word.start]
        if gap.strip(" -–\"“”'") not in ("", ",") or (gap.startswith(",") and word.text[0].isupper()):
            return before.end
        if word.text.lower() in stops:
            return before.end
    return ahead[-1].end
