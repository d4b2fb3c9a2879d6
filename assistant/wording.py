"""The short answer: the best span, in the words of its article, with what belongs to it."""

from collections.abc import Iterator, Sequence
from math import inf

from assistant.asking.questions import Question
from assistant.data import BESIDE, BETWEEN
from assistant.quoting import Found
from assistant.reading.candidates import is_answer
from assistant.reading.posts import post_of
from assistant.reading.reader import Reading
from assistant.reading.several import asks_for_several, together
from assistant.reading.stretches import lies_in
from index.folding import words

# Where no span is sure the sentence itself is the short answer: of fresh questions on news it makes two or three in a
# hundred right, and costs a point of F1 on XQuAD, where one short answer in ten then is a sentence.
OF_KIND = 0.3  # fit
AHEAD = 0.1  # of the next span's score
LONGEST = 240  # characters of a sentence that can be a short answer


def short_answer(question: Question, found: Found) -> str:
    """The words that answer, each part cut from the sentence of the best reading."""
    best = found.best
    same = [reading for reading in found.readings if reading.sentence.passage == best.sentence.passage]
    parts = list(_together(best, same, question)) if asks_for_several(question) else []
    if len(parts) < 2:  # nothing stands beside it
        parts = [_said_whole(best, question) if _is_sure(best, same) else best.sentence.passage.text]
    return BETWEEN.join(" ".join(part.split()) for part in [*parts, *_wider(best, same)])


def _is_sure(best: Reading, same: Sequence[Reading]) -> bool:
    """Whether the best span may stand for its sentence: it is of the kind asked for, and no other span of the sentence
    is about as good. A long sentence it must stand for in any case.
    """
    if len(best.sentence.passage.text) > LONGEST:
        return True
    others = (one for one in same if one.span.text not in best.span.text and best.span.text not in one.span.text)
    rival = max((one.score for one in others if not lies_in(best.span.text, one.span.text)), default=-inf)
    return best.signals.fit >= OF_KIND and best.score - rival >= AHEAD


def _together(best: Reading, same: Sequence[Reading], question: Question) -> Iterator[str]:
    """The best span and those that stand side by side with it, where the question asks for more than one."""
    sentence = best.sentence.passage
    spans = [(reading.span.start - sentence.start, reading.span.end - sentence.start) for reading in same]
    for start, end in together(sentence.text, spans[0], spans):
        yield _with_post(sentence.text, start, end, question)


def _said_whole(best: Reading, question: Question) -> str:
    """The span; the whole sentence where the question asks for no thing at all (how, whether)."""
    sentence = best.sentence.passage
    if not is_answer(question.kind):
        return sentence.text
    return _with_post(sentence.text, best.span.start - sentence.start, best.span.end - sentence.start, question)


def _with_post(sentence: str, start: int, end: int, question: Question) -> str:
    """The span, and where it names a person the post that stands beside, unless the question says all of it."""
    name = sentence[start:end]
    place = post_of(sentence, start, end) if question.kind == "person" else None
    if place is None:
        return name
    post = sentence[slice(*place)]
    asked = {word.folded for word in words(question.text)}
    return name if all(word.folded in asked for word in words(post)) else f"{name}{BESIDE}{post}"


def _wider(best: Reading, same: Sequence[Reading]) -> list[str]:
    """The stretch of days, if the same sentence says one, in which the day that was found lies: a visit from 11 to 12/3
    is also said where its talks of 11/3 are.
    """
    return list(dict.fromkeys(one.span.text for one in same if lies_in(best.span.text, one.span.text)))[:1]
