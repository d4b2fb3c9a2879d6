"""A question in, a cited answer or a refusal out."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from assistant.asking.questions import Question, understand
from assistant.asking.weighing import Weighed
from assistant.data import Answer, Citation, Disagreement, Turn
from assistant.disagreeing import Differing, differing_text, disagreements
from assistant.model.instructing import orders
from assistant.quoting import Found, citations
from assistant.reading.candidates import is_answer
from assistant.reading.reader import Reader
from assistant.reading.relevance import Relevant, relevant
from assistant.record.records import asked_of_record, record_answer
from assistant.refusing import Refusal, complete, supported, unknown_names
from assistant.replies import Looked, read_as, refusal_text, understood_as
from assistant.talk.conversation import resolve
from assistant.wording import short_answer
from index.data import Hit, Passage, Sentence
from index.filters import EVERYTHING, Filter
from index.language import language_of
from index.searching import Index, checked_question
from index.times import hinted

READ = 8  # passages whose sentences are weighed
CLOSELY = 12  # of these sentences, how many are looked through for spans
NEAREST = 3  # passages shown beside a refusal


def answer(
    index: Index,
    reader: Reader,
    text: str,
    turns: Sequence[Turn] = (),
    only: Filter = EVERYTHING,
    today: date | None = None,
) -> Answer:
    """A cited answer, or a refusal with the nearest passages; raises UsageError for a question that is none.

    `turns` are what was said before, in the light of which "And in Hanoi?" is understood; `only` limits the articles
    that may answer; `today` is the day that "hôm qua" and "last week" are counted from.
    """
    asked = checked_question(text)
    if of_record := asked_of_record(asked):
        said = record_answer(index, of_record, turns, language_of(asked), only, today)
        if said is not None:
            return replace(said, question=asked)
    return _of_the_articles(index, reader, asked, resolve(asked, turns), only, today)


def _of_the_articles(
    index: Index, reader: Reader, asked: str, understood: str, only: Filter, today: date | None
) -> Answer:
    """What the articles say to a question as it is understood."""
    meant = index.meant(understood)
    question = _understood(meant.text, today)
    sentences = index.evidence(question.text, READ, only, today)
    outcome = _outcome(index, reader, question, sentences)
    if isinstance(outcome, Refusal):
        said = _refused(question, outcome, *_looked(index, reader, question, sentences, only))
    else:
        said = _answered(question, outcome, index)
    notes = tuple(read_as(question.language, dict(meant.slips)))
    if understood == asked:
        return replace(said, question=asked, notes=notes)
    resolved = understood_as(question.language, understood)
    return replace(said, question=asked, understood=understood, notes=(resolved, *notes))


def _outcome(index: Index, reader: Reader, question: Question, sentences: Sequence[Sentence]) -> Found | Refusal:
    """What answers and is supported, or why there is nothing."""
    if unknown := unknown_names(question, index.holds):
        return unknown
    ranked = complete(question, _ranked(Weighed.of(question, index.rarity), sentences), index.holds)
    if isinstance(ranked, Refusal):
        return ranked
    read = ranked[:CLOSELY]
    readings = reader.read(question, [one.sentence for one in read])
    return supported(question, ranked, readings) or Found(readings, read)


def _ranked(asked: Weighed, sentences: Sequence[Sentence]) -> list[Relevant]:
    """The sentences in the order of their relevance, without those that are orders to a machine: what these say is no
    news, nor what a passage is about.
    """
    ranked = relevant(asked, sentences)
    while ordered := {one.passage for one in ranked[:CLOSELY] if orders(one.passage.text)}:
        sentences = list(_without(ordered, sentences))
        ranked = relevant(asked, sentences)
    return ranked


def _without(ordered: Collection[Passage], sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """The sentences without these, which the passages that they are found in do not say either."""
    found = {id(one.hit): one.hit for one in sentences}
    hits = {key: replace(hit, passage=_silenced(hit.passage, ordered)) for key, hit in found.items()}
    return (replace(one, hit=hits[id(one.hit)]) for one in sentences if one.passage not in ordered)


def _silenced(passage: Passage, ordered: Collection[Passage]) -> Passage:
    """A passage with nothing in the place of these sentences."""
    text = passage.article.text
    for one in ordered:
        if one.article.id == passage.article.id:
            text = f"{text[: one.start]}{' ' * (one.end - one.start)}{text[one.end :]}"
    return replace(passage, article=replace(passage.article, text=text))


def _understood(text: str, today: date | None) -> Question:
    """The question, "last week" and the like not among what an article must say: there stands the day."""
    question, hint = understand(text), hinted(text, today)
    spans = hint.relative if hint else ()
    said = (item for item in question.items if not any(start <= item.start < end for start, end in spans))
    return replace(question, items=tuple(said))


def _answered(question: Question, found: Found, index: Index) -> Answer:
    """The best reading's span, and the sentences that it rests on; and what other articles say against it."""
    differing = disagreements(question, found.readings, lambda id: {copy.id for copy in index.also_in(id)})
    against = [reading.sentence.passage for one in differing for reading in one.readings]
    short, cited = short_answer(question, found), citations(found, index.also_in, against)
    disagree = tuple(_disagreement(one, question, cited) for one in differing)
    statements = [f"“{' '.join(citation.quote.split())}” [{citation.number}]" for citation in cited]
    answer = [f"{short} [1]"] if is_answer(question.kind) else []
    text = "\n".join([*answer, *statements, *(one.what for one in disagree)])
    return Answer(question.text, question.language, "answered", short, text, cited, (), disagree)


def _disagreement(differing: Differing, question: Question, cited: Sequence[Citation]) -> Disagreement:
    """The values that articles disagree in, each with its citation."""
    numbered = {citation.passage: citation for citation in cited}
    told = [(reading.span.text, numbered.get(reading.sentence.passage)) for reading in differing.readings]
    values = [(value, citation) for value, citation in told if citation]  # what a near-copy says too is not cited
    return Disagreement(differing_text(differing, question.language), tuple(values))


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
