"""When the articles do not say: a refusal has a reason, and the reader is told which."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.asking.items import Item
from assistant.asking.matching import matches
from assistant.asking.questions import Question
from assistant.asking.syllables import is_syllable
from assistant.reading.reader import Reading
from assistant.reading.relevance import Relevant
from index.data import Article
from index.folding import fold, words
from index.language import Language
from index.names import concepts

# How well the best sentence must be supported, by the language of the question: words of an English question are found
# in Vietnamese only through the lexicon, and cosines across languages are lower. Calibrated on questions of XQuAD
# (without its ten test articles), news and the seeds, answerable and not (benchmarks/README.md).
LEAST_SUPPORT = {"en": 84.5, "vi": 84.0}
AHEAD = 1.4  # what being ahead of the second sentence counts, up to
FAR_AHEAD = 4.0  # of a score: some fifty times as likely
CONTEXT = {"en": 13.0, "vi": 4.0}  # what it counts that the passage and its title say what the question speaks of
FACTS = ("date", "duration", "age", "place", "percent", "money", "number")
# How English words end that are no foreign names.
_ENDING = re.compile(
    r"\w{3}(?:ists?|isms?|ians?|ships?|hoods?|tions?|ments?|ar(?:y|ies)|ances?|ences?|ics|ity|ings?|als)\Z"
)
_ROMAN = re.compile(r"[IVXLC]+")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer: a name that no article has, one that the evidence has not, no span of the kind, or no
    sentence near enough. `names` are the question's words for what is missing.
    """

    reason: Literal["unknown_name", "missing_name", "no_kind", "too_far"]
    names: tuple[str, ...] = ()


def unknown_names(question: Question, known: Callable[[str], bool]) -> Refusal | None:
    """The refusal for names that stand in no article in any form; None where there are none such."""
    unknown = tuple(item.text for item in question.names if not _is_held(item, question.language, known))
    return Refusal("unknown_name", unknown) if unknown else None


def complete(question: Question, ranked: Sequence[Relevant], known: Callable[[str], bool]) -> list[Relevant] | Refusal:
    """The sentences of articles that say every name and year of the question; a refusal where there are none."""
    required = [item for item in question.items if _is_required(item, question, known)]
    articles = {one.passage.article.id: one.passage.article for one in ranked} if required else {}
    said = {(one.passage.article.id, match.item) for one in ranked for match in one.said}
    missing = {
        id: _missing([item for item in required if (id, item) not in said], article, question.marked)
        for id, article in articles.items()
    }
    kept = [one for one in ranked if not missing.get(one.passage.article.id)]
    if kept or not ranked:
        return kept
    return Refusal("missing_name", tuple(item.text for item in missing[ranked[0].passage.article.id]))


def supported(question: Question, ranked: Sequence[Relevant], readings: Sequence[Reading]) -> Refusal | None:
    """Why the readings of these sentences do not do, most relevant first; None where they do.

    A passage that says nothing of the question but its names tells no fact of them: when somebody met guests is not
    when he was born.
    """
    if ranked and ranked[0].signals.silent and question.kind in FACTS:
        return Refusal("too_far")
    if not ranked or support(ranked, question.language) < LEAST_SUPPORT[question.language]:
        return Refusal("too_far")
    return None if readings else Refusal("no_kind")


def support(ranked: Sequence[Relevant], language: Language) -> float:
    """How well the most relevant sentence is supported: its score, how far it is ahead of the next, and how much of the
    question its passage says.
    """
    best, *others = ranked
    ahead = min(best.score - others[0].score, FAR_AHEAD) if others else 0.0
    return best.score + AHEAD * ahead + CONTEXT[language] * best.signals.context


def _is_held(item: Item, language: Language, known: Callable[[str], bool]) -> bool:
    """Whether some article may have a name: one of its forms stands in one, or it may go by another there."""
    return any(map(known, _forms(item))) or _may_be_written_otherwise(item, language, known)


def _forms(item: Item) -> tuple[str, ...]:
    """The forms of a name; also without its first word where that is a title (PGS Phạm Văn An), or has a capital only
    because it begins the question.
    """
    first, _, rest = item.text.partition(" ")
    opens = item.start == 0 and is_syllable(first)
    return (*item.forms, rest) if rest and (opens or first.isupper()) else item.forms


def _may_be_written_otherwise(item: Item, language: Language, known: Callable[[str], bool]) -> bool:
    """Whether a name in an English question may be translated in the articles (the Methodists, Kearney Street): one
    that no dictionary has, of words that look like English ones or stand in an article.
    """
    if _ROMAN.fullmatch(item.text):
        return True
    said = [word.text for word in words(item.text)]
    if language != "en" or item.known or all(map(is_syllable, said)):
        return False
    return all(_is_english(word) or (len(said) > 1 and known(word)) for word in said) and any(map(_is_english, said))


def _is_english(word: str) -> bool:
    """Whether a word is an English one, by the lexicon or by how it ends; Pakse and Macron are not."""
    return _ENDING.search(word) is not None or any(concept.kind == "word" for concept in concepts(word))


def _is_required(item: Item, question: Question, known: Callable[[str], bool]) -> bool:
    """Whether an article must say an item: a name that goes by no other, or a year."""
    if item.kind != "name":
        return _stands_alone(item, question.text)
    return any(map(known, _forms(item))) or not _may_be_written_otherwise(item, question.language, known)


def _missing(required: Sequence[Item], article: Article, marked: bool) -> tuple[Item, ...]:
    """Those that neither the article's words nor its date have."""
    if not required:
        return ()
    text = _words_of(article)
    likely = [item for item in required if _may_say(text, item)]  # spares reading nearly all articles word by word
    said = {match.item for match in matches(likely, text, marked)} if likely else set()
    year = str(article.published.year) if article.published else ""
    return tuple(item for item in required if item not in said and item.text != year)


def _may_say(text: str, item: Item) -> bool:
    """Whether a text has the letters of a form of an item, marks, case and y for i left aside."""
    letters = _letters(text)
    return any(_letters(form) in letters for form in item.forms)


@lru_cache(maxsize=256)
def _letters(text: str) -> str:
    return "".join(character for character in fold(text) if character.isalnum()).replace("y", "i")


def _stands_alone(item: Item, text: str) -> bool:
    """Whether two to four figures stand by themselves: a year, or the 33 of SEA Games 33, but no part of 8,89 %."""
    around = text[: item.start][-1:], text[item.start + len(item.text) :][:1]
    return item.kind == "number" and 2 <= len(item.text) <= 4 and all(one in ("", " ", "?") for one in around)


def _words_of(article: Article) -> str:
    """The title and the body: what an article says, without the page around it."""
    parts: Iterable[str] = (article.text[span.start : span.end] for span in article.body)
    return "\n".join([article.title or "", *parts])
