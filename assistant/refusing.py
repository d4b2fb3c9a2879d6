"""When the articles do not say: a refusal has a reason, and the reader is told which."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.items import Item
from assistant.matching import matches
from assistant.questions import Question
from assistant.reader import Reading, Signals
from index.data import Article

# How much an answer must be supported, by the language of the question: words of an English question are found in
# Vietnamese only through the lexicon, and cosines across languages are lower. Calibrated on questions of XQuAD, news
# and the seeds, answerable and not (benchmarks/README.md).
LEAST_SUPPORT = {"en": 8.85, "vi": 9.35}
LEAST_CONTEXT = (
    0.53  # of what the question speaks of, weighted by rarity, the passage and its title must say this share
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer: a name that no article has, one that the evidence has not, no span of the kind, or no
    sentence near enough. `names` are the question's words for what is missing.
    """

    reason: Literal["unknown_name", "missing_name", "no_kind", "too_far"]
    names: tuple[str, ...] = ()


def unknown_names(question: Question, known: Callable[[str], bool]) -> Refusal | None:
    """The refusal for names that stand in no article in any form; None where there are none such."""
    unknown = tuple(item.text for item in question.names if not any(map(known, item.forms)))
    return Refusal("unknown_name", unknown) if unknown else None


def supported(question: Question, readings: Sequence[Reading]) -> list[Reading] | Refusal:
    """The readings whose article says every name and year of the question, if the best is well enough supported."""
    if not readings:
        return Refusal("no_kind")
    articles = {reading.span.article.id: reading.span.article for reading in readings}
    missing = {id: _missing(question, article) for id, article in articles.items()}
    complete = [reading for reading in readings if not missing[reading.span.article.id]]
    if not complete:
        return Refusal("missing_name", tuple(item.text for item in missing[readings[0].span.article.id]))
    best = complete[0].signals
    if support(best) < LEAST_SUPPORT[question.language] or best.context < LEAST_CONTEXT:
        return Refusal("too_far")
    return complete


def support(signals: Signals) -> float:
    """How well a span is supported as an answer: how near its passage is, and how much of the question it says."""
    return 8.0 * signals.passage + 2.3 * signals.covered + 1.95 * signals.context


def _missing(question: Question, article: Article) -> tuple[Item, ...]:
    """The names and years of the question that neither the article's words nor its date have."""
    required = [item for item in question.items if item.kind == "name" or _stands_alone(item, question.text)]
    if not required:
        return ()
    said = {match.item for match in matches(required, _words_of(article), question.marked)}
    year = str(article.published.year) if article.published else ""
    return tuple(item for item in required if item not in said and item.text != year)


def _stands_alone(item: Item, text: str) -> bool:
    """Whether two to four figures stand by themselves: a year, or the 33 of SEA Games 33, but no part of 8,89 %."""
    around = text[: item.start][-1:], text[item.start + len(item.text) :][:1]
    return item.kind == "number" and 2 <= len(item.text) <= 4 and all(one in ("", " ", "?") for one in around)


def _words_of(article: Article) -> str:
    """The title and the body: what an article says, without the page around it."""
    parts: Iterable[str] = (article.text[span.start : span.end] for span in article.body)
    return "\n".join([article.title or "", *parts])
