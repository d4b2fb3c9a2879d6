"""Which sentences an answer quotes, and how many."""

from collections.abc import Sequence

from assistant.quoting import MOST_CITATIONS, Found, citations
from assistant.reading.reader import Reading
from assistant.reading.relevance import Relevant
from assistant.reading.signals import Signals
from index.data import Article, Hit, Passage, Sentence, Span

NOTHING = Signals(0, 0, 0, 0, 0, 0, 0, 0)


def found(*scored: tuple[str, float, float | None]) -> Found:
    """Sentences of one article, each with its score and that of its best span; no span where that is None."""
    text = " ".join(sentence for sentence, _, _ in scored)
    article = Article("a.txt", text, None, None, None, None, "unknown", None, (Span(0, len(text)),), ())
    ranked, readings = [], []
    for said, score, best in scored:
        passage = Passage(article, text.index(said), text.index(said) + len(said))
        sentence = Sentence(passage, Hit(passage, 1, 1.0, 1.0, 1, 1), 0.9, 0.5)
        ranked.append(Relevant(sentence, (), NOTHING, score))
        if best is not None:
            readings.append(Reading(passage, sentence, best, NOTHING))
    return Found(sorted(readings, key=lambda one: -one.score), sorted(ranked, key=lambda one: -one.score))


def quotes(of: Found) -> Sequence[str]:
    return [citation.quote for citation in citations(of, lambda article: ())]


def test_what_is_sure_has_one_quote() -> None:
    """The others are far less likely to answer."""
    assert quotes(found(("Một.", 90, 92), ("Hai.", 84, 86), ("Ba.", 80, None))) == ["Một."]


def test_what_is_not_sure_has_more_quotes_the_likeliest_first() -> None:
    """The sentence of the best span comes first all the same; one without a span is less likely."""
    assert quotes(found(("Một.", 90, 91), ("Hai.", 89, 93), ("Ba.", 89.5, None), ("Bốn.", 88.8, 91))) == [
        "Hai.",
        "Một.",
        "Bốn.",
        "Ba.",
    ]


def test_never_more_than_a_few_quotes() -> None:
    """A reader wants evidence, not the article."""
    many = [(f"Câu số {number}.", 90.0, 92.0) for number in range(9)]
    assert len(quotes(found(*many))) == MOST_CITATIONS


def test_what_is_said_twice_is_quoted_once() -> None:
    """A caption that repeats the lead is no second witness."""
    assert quotes(found(("Cầu mở.", 90, 92), ("CẦU MỞ!", 90, 91))) == ["Cầu mở."]
