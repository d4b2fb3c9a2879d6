"""Things asked for by their noun: what the noun names in a sentence ("chương trình …"), else its likeliest parts."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.asking.matching import words_of
from assistant.asking.questions import Question
from assistant.reading.parts import asking, parts
from assistant.reading.spans import Candidate, alternatives, values
from index.folding import Word, words
from index.names import compounds

PART = 0.94  # how well the likeliest part fits: less than what begins with the noun asked for and tells anything
LAW = 1.5  # how well a law with its number fits where one is asked for
DEFINING = ("copula", "do")  # ways to ask that are not answered with the noun they name (what is the goal of …)
DESCRIBED = 0.4  # how well a phrase without a name fits after là, which says what something is like, not which it is


def things(sentence: str, question: Question) -> Iterator[Candidate]:
    """What the question's head noun names ("chương trình …"), and the likeliest parts."""
    yield from _laws(sentence, question.head)
    if asking(question) not in DEFINING:
        for head in question.head:
            yield from _phrases(sentence, head)
    for part in parts(sentence, question):
        yield Candidate(part.start, part.end, PART * part.fit)


def _laws(sentence: str, head: Sequence[str]) -> Iterator[Candidate]:
    """Laws, decrees and plans by their number, where one of their kind is asked for (Nghị định 49/2017/NĐ-CP)."""
    kinds = [law for law in values("laws") if law.lower() in head]
    if not kinds:
        return
    for match in re.finditer(rf"(?<!\w)(?:{alternatives(kinds)})(?: số)?:? \d[\w/.-]*\w", sentence, re.IGNORECASE):
        yield Candidate(match.start(), match.end(), LAW)


def _phrases(sentence: str, head: str) -> Iterator[Candidate]:
    """Noun phrases that begin with these words, up to punctuation (but a list goes on) or a word that ends a phrase."""
    wanted = words_of(head).spellings
    spellings = words_of(sentence).spellings
    if not set(wanted) <= set(spellings):
        return
    found = list(words(sentence))
    for position in range(len(found) - len(wanted) + 1):
        if spellings[position : position + len(wanted)] == wanted and not _ends_word(spellings, position, len(wanted)):
            end = _phrase_end(sentence, found[position:], len(wanted))
            if end > found[position + len(wanted) - 1].end:
                start = found[position].start
                named = _telling(sentence[start:end], len(wanted))
                described = named < 1.0 and position > 0 and found[position - 1].text == "là"
                yield Candidate(start, end, DESCRIBED if described else named)


def _ends_word(spellings: Sequence[str], position: int, length: int) -> bool:
    """Whether one syllable is the second of a longer word: the hình of mô hình."""
    return length == 1 and position > 0 and tuple(spellings[position - 1 : position + 1]) in compounds()


def _telling(phrase: str, head: int) -> float:
    """How much a noun phrase tells past its head: a name identifies a thing, several words describe it, one may not."""
    rest = list(words(phrase))[head:]
    if any(word.text[0].isupper() for word in rest):
        return 1.0
    return 0.95 if len(rest) > 2 or any(word.text.isdecimal() for word in rest) else 0.4


def _begins_anew(after: str) -> bool:
    """Whether what follows a comma is no further word of a list: a name, or someone addressed."""
    return after[0].isupper() or after.startswith(_ADDRESSES)


_ADDRESSES = ("đồng chí ", "ông ", "bà ")


def _phrase_end(sentence: str, ahead: Sequence[Word], head: int) -> int:
    stops = set(values("phrase_ends"))
    for before, word in pairwise(ahead[head - 1 :]):
        gap = sentence[before.end : word.start]
        if gap.strip(" -–\"“”'") not in ("", ",") or (gap.startswith(",") and _begins_anew(sentence[word.start :])):
            return before.end
        if word.text.lower() in stops:
            return before.end
    return ahead[-1].end
