"""What is answered over XQuAD, whether the cited sentence has the answer, and what is refused where nothing has it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.assistant import Assistant
from assistant.data import Answer
from benchmarks.collection import Asked, parts
from benchmarks.figures import Figure, mean, share, token_f1
from benchmarks.golden import LANGUAGES
from index.data import Passage


@dataclass(frozen=True, slots=True)
class Read:
    """How one question was answered; a refusal counts as wrong, since every question has an answer."""

    answered: bool
    first: bool
    any: bool
    f1: float


def reading_figures(questions: Sequence[Asked], assistant: Assistant) -> Iterator[Figure]:
    """Of each language, on all questions and on each half: answered, the answer cited first or at all, and token F1."""
    for code in reversed(LANGUAGES):
        read = {one.id: judged(assistant.ask(one.questions[code]), one) for one in questions}
        for part, chosen in parts(questions):
            results = [read[one.id] for one in chosen]
            yield from _figures(f"{LANGUAGES[code]}{part}", results)


def refusing_figures(questions: Sequence[Asked], without: Mapping[int, Assistant]) -> Iterator[Figure]:
    """Of each language, the share refused where the paragraph with the answer is left out.

    `without` has an assistant over the other half of the paragraphs, by whether the question's number is even (0) or
    odd (1). The rest of the same Wikipedia article is mostly there, so these are hard to refuse, and a few of them are
    answered by it rightly.
    """
    for code in reversed(LANGUAGES):
        refused = {one.id: not without[one.paragraph % 2].ask(one.questions[code]).answered for one in questions}
        for part, chosen in parts(questions):
            yield share(f"{LANGUAGES[code]}{part}: refused", {one.id: refused[one.id] for one in chosen}, named=False)


def judged(answer: Answer, asked: Asked) -> Read:
    """How well the answer fits."""
    holds = [holds_answer(citation.passage, asked) for citation in answer.citations]
    return Read(
        answered=answer.answered,
        first=holds[:1] == [True],
        any=any(holds),
        f1=token_f1(answer.short_answer or "", asked.answer),
    )


def holds_answer(quote: Passage, asked: Asked) -> bool:
    """Whether the quote has the very characters of the paragraph that are the answer."""
    return quote.article.id == asked.article and quote.start <= asked.start and asked.end <= quote.end


def _figures(what: str, results: Sequence[Read]) -> Iterator[Figure]:
    measures: dict[str, list[float]] = {
        "answered, not refused": [one.answered for one in results],
        "the first cited sentence has the answer": [one.first for one in results],
        "the same, of those answered": [one.first for one in results if one.answered],
        "a cited sentence has the answer": [one.any for one in results],
        "token F1 of the short answer": [one.f1 for one in results],
    }
    for name, values in measures.items():
        yield Figure(f"{what}: {name}", 100 * mean(values), "%", of=len(values))
