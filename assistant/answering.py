"""A question in, a cited answer or a refusal out."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.candidates import is_answer
from assistant.data import Answer, Citation, Summary
from assistant.questions import Question, understand
from assistant.reader import Reader, Reading
from assistant.refusing import Refusal, supported, unknown_names
from assistant.replies import read_as, refusal_text
from assistant.stretches import lies_in
from assistant.things import LEFT_OUT, clause_around
from index.data import Hit, Passage, Sentence
from index.folding import words
from index.searching import Index, checked_question, says_too

READ = 8  # passages whose sentences are read
NEAREST = 3  # passages shown beside a refusal
MOST_CITATIONS = 3
CLAUSES = ("thing", "name", "reason")  # kinds that what the question leaves out may answer
CLOSE = 0.9  # a further citation says the same and scores at least this share of the best


def answer(index: Index, reader: Reader, text: str) -> Answer:
    """A cited answer, or a refusal with the nearest passages; raises UsageError for a question that is none."""
    asked = checked_question(text)
    question, slips = _mended(understand(asked), index)
    sentences = index.evidence(question.text, READ)
    outcome = unknown_names(question, index.holds) or supported(question, reader.read(question, sentences))
    if isinstance(outcome, Refusal):
        said = _refused(question, outcome, _hits(sentences), len(index.articles()))
    else:
        said = _answered(question, outcome, index)
    return replace(said, question=asked, notes=tuple(read_as(question.language, slips)))


def _mended(question: Question, index: Index) -> tuple[Question, dict[str, str]]:
    """The question with the slips in its names mended, and those: as typed, as read. Only a name no article has is
    mended, where one that they have is a single slip away.
    """
    unknown = unknown_names(question, index.holds)
    typed = [word.text for name in unknown.names for word in words(name)] if unknown else []
    slips = {word: meant.capitalize() for word in typed if (meant := index.meant(word))}
    text = question.text
    for word, meant in slips.items():
        text = text.replace(word, meant)
    return (understand(text), slips) if slips else (question, slips)


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


def _refused(question: Question, refusal: Refusal, nearest: Sequence[Hit], articles: int) -> Answer:
    text = refusal_text(question, refusal, articles)
    return Answer(question.text, question.language, "abstained", None, text, (), tuple(nearest[:NEAREST]))


def _hits(sentences: Sequence[Sentence]) -> list[Hit]:
    """The hits the sentences are of, best first."""
    return list({sentence.hit.rank: sentence.hit for sentence in sentences}.values())
