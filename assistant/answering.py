"""A question in, a cited answer or a refusal out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from assistant.candidates import is_answer
from assistant.data import Answer, Citation, Summary
from assistant.questions import Question, understand
from assistant.reader import Reader, Reading
from assistant.refusing import Refusal, supported, unknown_names
from assistant.replies import Looked, read_as, refusal_text
from assistant.stretches import lies_in
from assistant.things import LEFT_OUT, clause_around
from index.data import Hit, Passage, Sentence
from index.filters import EVERYTHING, Filter
from index.folding import words
from index.ranking import says_too
from index.searching import Index, checked_question
from index.times import hinted

READ = 8  # passages whose sentences are read
NEAREST = 3  # passages shown beside a refusal
MOST_CITATIONS = 3
CLAUSES = ("thing", "name", "reason")  # kinds that what the question leaves out may answer
CLOSE = 0.9  # a further citation says the same and scores at least this share of the best


def answer(index: Index, reader: Reader, text: str, only: Filter = EVERYTHING, today: date | None = None) -> Answer:
    """A cited answer, or a refusal with the nearest passages; raises UsageError for a question that is none.

    `only` limits the articles that may answer; `today` is the day that "hôm qua" and "last week" are counted from.
    """
    asked = checked_question(text)
    meant = index.meant(asked)
    question = _understood(meant.text, today)
    sentences = index.evidence(question.text, READ, only, today)
    outcome = _outcome(index, reader, question, sentences)
    if isinstance(outcome, Refusal):
        said = _refused(question, outcome, *_looked(index, reader, question, sentences, only))
    else:
        said = _answered(question, outcome, index)
    return replace(said, question=asked, notes=tuple(read_as(question.language, dict(meant.slips))))


def _outcome(
    index: Index, reader: Reader, question: Question, sentences: Sequence[Sentence]
) -> list[Reading] | Refusal:
    """The readings that are supported, or why there are none."""
    return unknown_names(question, index.holds) or supported(question, reader.read(question, sentences))


def _understood(text: str, today: date | None) -> Question:
    """The question, "last week" and the like not among what an article must say: there stands the day."""
    question, hint = understand(text), hinted(text, today)
    spans = hint.relative if hint else ()
    said = (item for item in question.items if not any(start <= item.start < end for start, end in spans))
    return replace(question, items=tuple(said))


def _answered(question: Question, readings: Sequence[Reading], index: Index) -> Answer:
    """The best reading's span, and the sentences that give it."""
    best = readings[0]
    quotes = _distinct([best.sentence.passage, *(r.sentence.passage for r in readings[1:] if _agrees(r, best))])
    citations = _cited_once(quotes, index.also_in)[:MOST_CITATIONS]
    short = " ".join(" · ".join([_said_whole(best, question), *_wider(best, readings)]).split())
    statements = [f"“{' '.join(citation.quote.split())}” [{citation.number}]" for citation in citations]
    text = "\n".join(statements if not is_answer(question.kind) else [f"{short} [1]", *statements])
    return Answer(question.text, question.language, "answered", short, text, citations, nearest=())


def _said_whole(best: Reading, question: Question) -> str:
    """The span where it is a thing by itself; the clause around it where it is only what the question leaves out; the
    sentence where the question asks for no thing at all (why, how, whether).
    """
    sentence = best.sentence.passage
    if not is_answer(question.kind):
        return sentence.text
    if question.kind not in CLAUSES or best.signals.fit > LEFT_OUT:
        return best.span.text
    start, end = clause_around(sentence.text, best.span.start - sentence.start, best.span.end - sentence.start)
    return sentence.text[start:end]


def _wider(best: Reading, readings: Sequence[Reading]) -> list[str]:
    """The stretch of days, if the same sentence says one, in which the day that was found lies: a visit from 11 to 12/3
    is also said where its talks of 11/3 are.
    """
    same = (r.span.text for r in readings if r.sentence.passage == best.sentence.passage)
    return list(dict.fromkeys(text for text in same if lies_in(best.span.text, text)))[:1]


def _agrees(reading: Reading, best: Reading) -> bool:
    """Whether a reading gives the same answer nearly as well."""
    same = [word.folded for word in words(reading.span.text)] == [word.folded for word in words(best.span.text)]
    return same and reading.score >= CLOSE * best.score


def _distinct(quotes: Sequence[Passage]) -> list[Passage]:
    """The quotes without those that say word for word what an earlier one says."""
    return list({" ".join(word.folded for word in words(quote.text)): quote for quote in reversed(quotes)}.values())[
        ::-1
    ]


def _cited_once(quotes: Sequence[Passage], also_in: Callable[[str], tuple[Summary, ...]]) -> tuple[Citation, ...]:
    """The quotes as citations, without those that a near-copy cited before says too."""
    citations: list[Citation] = []
    for quote in quotes:
        copies = also_in(quote.article.id)
        near = {copy.id for copy in copies}
        cited = (citation.passage.article for citation in citations)
        if not any(article.id in near and says_too(article, quote) for article in cited):
            citations.append(Citation(len(citations) + 1, quote, copies))
    return tuple(citations)


def _refused(question: Question, refusal: Refusal, looked: Looked, nearest: Sequence[Hit]) -> Answer:
    text = refusal_text(question, refusal, looked)
    return Answer(question.text, question.language, "abstained", None, text, (), tuple(nearest[:NEAREST]))


def _looked(
    index: Index, reader: Reader, question: Question, sentences: Sequence[Sentence], only: Filter
) -> tuple[Looked, Sequence[Hit]]:
    """Where an answer was looked for in vain, and the nearest passages: those inside the limits, unless there are none,
    or an article outside them answers.
    """
    inside = index.coverage(only)
    around = index.coverage(replace(only, since=None, until=None)) if only else inside
    if not only:
        return Looked(only, inside, around), _hits(sentences)
    everywhere = index.evidence(question.text, READ)
    found = ((hit, hit.passage.article) for hit in _hits(everywhere))
    outside = [hit for hit, article in found if not only.admits(article.published, article.source)]
    if inside.articles and isinstance(_outcome(index, reader, question, everywhere), Refusal):
        outside = []
    ranked = [replace(hit, rank=rank) for rank, hit in enumerate(outside, 1)]
    return Looked(only, inside, around, outside=bool(ranked)), ranked or _hits(sentences)


def _hits(sentences: Sequence[Sentence]) -> list[Hit]:
    """The hits the sentences are of, best first."""
    return list({sentence.hit.rank: sentence.hit for sentence in sentences}.values())
