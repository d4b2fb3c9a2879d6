"""What is answered over texts with questions, whether a cited sentence has the answer, and what is refused where
nothing has it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.data import Answer
from benchmarks.collection import Asked, tuned_and_apart
from benchmarks.figures import Figure, mean, share, token_f1
from benchmarks.golden import LANGUAGES
from benchmarks.ways import WHOLE
from index.data import Passage

CITED, F1 = "a cited sentence has the answer", "token F1 of the short answer"
XQUAD = {  # promised of the test part, per cent, by language
    "vi": {CITED: 85.0, F1: 33.0},
    "en": {CITED: 65.0, F1: 27.0},
}
NEWS_CITED = 70.0  # promised of the news, per cent
PRECISION, RECALL = 38.0, 42.0  # promised of the refusals of UIT-ViQuAD's questions, per cent


class Answers(Protocol):
    """What is measured: the assistant, or in a test another that answers."""

    def ask(self, question: str) -> Answer:
        """The answer to a question, or a refusal."""


@dataclass(frozen=True, slots=True)
class Read:
    """How one question was answered: whether the sentence cited first, and any, has the answer, and how many sentences
    and characters are cited.
    """

    answered: bool
    first: bool
    any: bool
    f1: float
    sentences: int = 0
    characters: int = 0


def reading_figures(questions: Sequence[Asked], assistant: Answers) -> Iterator[Figure]:
    """Of each language, on all questions, on those kept apart and on the rest. Every question has an answer, so a
    refusal counts as wrong.
    """
    for code in reversed(LANGUAGES):
        read = {one.id: judged(assistant.ask(one.questions[code]), one) for one in questions}
        for part, chosen in tuned_and_apart(questions):
            promised = XQUAD[code] if part == ", test part" else {}
            yield from _figures(f"{LANGUAGES[code]}{part}", [read[one.id] for one in chosen], promised)


def refusing_figures(questions: Sequence[Asked], without: Mapping[int, Answers]) -> Iterator[Figure]:
    """Of each language, the share refused where the paragraph with the answer is left out.

    `without` has an assistant over the other half of the paragraphs, by whether the question's number is even (0) or
    odd (1). The rest of the same Wikipedia article is mostly there, so these are hard to refuse, and a few of them are
    answered by it rightly.
    """
    for code in reversed(LANGUAGES):
        refused = {one.id: not without[one.paragraph % 2].ask(one.questions[code]).answered for one in questions}
        for part, chosen in tuned_and_apart(questions):
            yield share(f"{LANGUAGES[code]}{part}: refused", {one.id: refused[one.id] for one in chosen}, named=False)


def news_figures(questions: Sequence[Asked], assistant: Answers) -> Iterator[Figure]:
    """What is answered and cited over the news, in the columns of a table of ways of finding."""
    read = {one.id: judged(assistant.ask(one.questions["vi"]), one) for one in questions}
    for part, chosen in tuned_and_apart(questions):
        results = [read[one.id] for one in chosen]
        columns: dict[str, list[float]] = {
            "answered": [one.answered for one in results],
            "cited": [one.any for one in results],
            "F1": [one.f1 for one in results],
        }
        for column, values in columns.items():
            least = NEWS_CITED if column == "cited" and not part else None
            yield Figure(f"{WHOLE}{part}", 100 * mean(values), "%", least=least, of=len(values), column=column)


def viquad_figures(questions: Sequence[Asked], assistant: Answers) -> Iterator[Figure]:
    """What is refused of questions of which some have no answer, and how those that have one are answered; on all, on
    those kept apart and on the rest.
    """
    read = {one.id: judged(assistant.ask(one.questions["vi"]), one) for one in questions}
    for part, chosen in tuned_and_apart(questions):
        refused = {one.id: not one.wordings for one in chosen if not read[one.id].answered}
        silent = {one.id: not read[one.id].answered for one in chosen if not one.wordings}
        promised = (None, None) if part else (PRECISION, RECALL)
        what = f"refusals{part}"
        yield share(f"{what}: of an unanswerable question (precision)", refused, promised[0], named=False)
        yield share(f"{what}: of the unanswerable questions (recall)", silent, promised[1], named=False)
        chance = {one.id: not one.wordings for one in chosen}
        yield share(f"{what}: precision of refusing by chance", chance, named=False)
        yield from _figures(f"answerable{part}", [read[one.id] for one in chosen if one.wordings], {})


def judged(answer: Answer, asked: Asked) -> Read:
    """How well the answer fits; of several right ones the best counts."""
    quotes = [citation.passage for citation in answer.citations]
    holds = [holds_answer(quote, asked) for quote in quotes]
    return Read(
        answered=answer.answered,
        first=holds[:1] == [True],
        any=any(holds),
        f1=max((token_f1(answer.short_answer or "", wording) for wording in asked.wordings), default=0.0),
        sentences=len(quotes),
        characters=sum(quote.end - quote.start for quote in quotes),
    )


def holds_answer(quote: Passage, asked: Asked) -> bool:
    """Whether the quote has the very characters of the text that are an answer."""
    spans = asked.answers if quote.article.id == asked.article else ()
    return any(quote.start <= start and end <= quote.end for start, end in spans)


def _figures(what: str, results: Sequence[Read], promised: Mapping[str, float]) -> Iterator[Figure]:
    said = [one for one in results if one.answered]
    measures: dict[str, list[float]] = {
        "answered, not refused": [one.answered for one in results],
        "the first cited sentence has the answer": [one.first for one in results],
        "the same, of those answered": [one.first for one in said],
        CITED: [one.any for one in results],
        F1: [one.f1 for one in results],
    }
    for name, values in measures.items():
        yield Figure(f"{what}: {name}", 100 * mean(values), "%", least=promised.get(name), of=len(values))
    yield Figure(f"{what}: cited in an answer", mean([one.sentences for one in said]), "sentences", of=len(said))
    yield Figure(f"{what}: cited in an answer", mean([one.characters for one in said]), "characters", of=len(said))
