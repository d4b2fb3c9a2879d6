"""Whether a sentence that a chat model wrote is borne out by the passages it cites, and by which sentences of them.

What cannot be checked is not believed: a sentence must cite, be plain text, and say no name, number, date or quoted
word that the cited passages have not. What the passages say to machines is no evidence.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

from assistant.asking.items import Item, is_marked, items_of
from assistant.asking.matching import matches, words_of
from assistant.comparing.values import unsupported
from assistant.model.instructing import instructs, readable
from assistant.model.naming import unnamed
from assistant.model.plain import has, is_plain, is_verbatim, quotations
from index.articles.passages import passage_sentences
from index.data import Article, Passage
from index.files.syllables import is_syllable
from index.folding import fold, spelled, words
from index.language import Language, function_words, language_of
from index.names import compounds, concepts, is_english

# Of the sentence's words that can be looked for, the share that its quotes must say. Set on questions of XQuAD with
# their answers as sentences, of 38 of its articles; of the other ten it keeps, all checks together, 78 of 100 English
# sentences with the right paragraph and 7 with another of the same article; Vietnamese ones 88 and 3.
LEAST_SAID = 0.4
FEW = 3  # with fewer such words a share says nothing, and one said is enough
AS_MUCH = 0.5  # of what the best quote says of a sentence, what another passage must say to be cited beside it
MOST_QUOTES = 2  # of one passage for one sentence

_CITED = re.compile(r"\s{0,3}\[(\d{1,3}(?:\s{0,2},\s{0,2}\d{1,3}){0,9})\]")
_BULLET = re.compile(r"^\s{0,8}(?:[-*•–]\s{1,4}|\d{1,2}[.)]\s{1,4}|#{1,6}\s{1,4})")
_EMPHASIS = re.compile(r"\*{1,3}|__|`")


@dataclass(frozen=True, slots=True)
class Borne:
    """A sentence that is borne out, without its marks of citation, and the quotes that bear it, the nearest first."""

    text: str
    quotes: tuple[Passage, ...]


def checked(sentence: str, passages: Mapping[int, Passage]) -> Borne | None:
    """What a sentence says and the quotes that bear it, from the numbered passages that it cites; None where they do
    not bear it, it cites none of them, or it says what one of all these passages has a machine say.
    """
    text, numbers = without_marks(sentence)
    cited = [passages[number] for number in numbers if number in passages]
    if not any(map(str.isalpha, text)) or not cited or instructs(text):
        return None
    believed = [[one for one in passage_sentences(passage) if not instructs(one.text)] for passage in cited]
    if not holds(text, [_evidence(one) for one in chain(*believed)]):
        return None
    quotes = tuple(_nearest(text, believed))
    if not quotes or not holds(text, [_evidence(quote) for quote in quotes]):
        return None
    if not _says(text, [quote.text for quote in quotes]) or _obeys(text, quotes, passages.values()):
        return None
    return Borne(text, quotes)


def translates(text: str, quote: str) -> bool:
    """Whether a text may be shown as a quote's English: it is plain and English, says enough of the quote's words, no
    name or number that is not there, and denies nothing that the quote does not.
    """
    if not text or instructs(text) or not len(quote) / 4 <= len(text) <= 4 * len(quote):
        return False
    return language_of(text) == "en" and holds(text, [readable(quote)]) and _says(text, [quote])


def holds(text: str, evidence: Sequence[str]) -> bool:
    """Whether a text is plain and says no name, number, date or quoted words that none of the evidence has."""
    return (
        is_plain(text, evidence)
        and is_verbatim(text, evidence)
        and not unsupported(text, evidence)
        and not unnamed(text, evidence)
        and _is_readers(text, evidence)
    )


def without_marks(sentence: str) -> tuple[str, tuple[int, ...]]:
    """A sentence as plain words, its full stop kept, and the numbers that it cites, each once.

    >>> without_marks("- **Hà Nội** grew by 8.89 % [1][3, 1].")
    ('Hà Nội grew by 8.89 %.', (1, 3))
    """
    numbers = (int(number) for marks in _CITED.findall(sentence) for number in marks.split(","))
    plain = _EMPHASIS.sub("", _BULLET.sub("", _CITED.sub("", sentence)))
    return " ".join(plain.split()).replace(" .", "."), tuple(dict.fromkeys(numbers))


def record(article: Article) -> str:
    """What a reader is told of an article beside the quote: its title, outlet, author and day."""
    day = f"{article.published:%d/%m/%Y}" if article.published else ""
    return "\n".join(filter(None, [article.title, article.source, article.author, day]))


def _evidence(passage: Passage) -> str:
    """A sentence, and the record of its article where that does not speak to a machine."""
    said = record(passage.article)
    return readable(passage.text) if instructs(said) else f"{said}\n{readable(passage.text)}"


def _nearest(text: str, readable: Sequence[Sequence[Passage]]) -> Iterator[Passage]:
    """Of each cited passage the sentences that bear the text, those of the passage that says most of it first."""
    ranked = [_bearing(text, sentences) for sentences in readable if sentences]
    best = max((said for said, _ in ranked), default=0.0)
    seen: set[tuple[str, int]] = set()
    for said, quotes in sorted(ranked, key=lambda each: -each[0]):
        for quote in quotes if said >= best * AS_MUCH else ():
            if (quote.article.id, quote.start) not in seen:
                seen.add((quote.article.id, quote.start))
                yield quote


def _bearing(text: str, sentences: Sequence[Passage]) -> tuple[float, list[Passage]]:
    """The share of a text that one sentence says best, and in their order that sentence and the one that has most of
    what it lacks.
    """
    said = {one: _share(text, [one.text]) for one in sentences}
    lacks = {one: len(_missing(text, [_evidence(one)])) for one in sentences}
    chosen = [min(sentences, key=lambda one: (lacks[one] - 3 * said[one], one.start))]
    while len(chosen) < MOST_QUOTES and (left := _missing(text, [_evidence(one) for one in chosen])):
        fewer = {one: len(_missing(text, [_evidence(each) for each in (*chosen, one)])) for one in sentences}
        further = min(sentences, key=lambda one: (fewer[one], -said[one], one.start))
        if fewer[further] >= len(left):
            break
        chosen.append(further)
    return said[chosen[0]], sorted(chosen, key=lambda one: one.start)


def _missing(text: str, evidence: Sequence[str]) -> tuple[str, ...]:
    """The names, numbers, dates and quoted words of a text that the evidence has not."""
    quoted = tuple(words for words in quotations(text) if not has(words, evidence))
    return (*unsupported(text, evidence), *unnamed(text, evidence), *quoted)


def _says(text: str, quotes: Sequence[str]) -> bool:
    """Whether the quotes say enough of the text's words, and deny nothing that it affirms nor the other way about."""
    evidence = [readable(quote) for quote in quotes]
    if _share(text, evidence) < LEAST_SAID:
        return False
    return not _differs_in_denial(text, evidence) and not _is_opposite(text, "\n".join(evidence))


def _obeys(text: str, quotes: Sequence[Passage], passages: Iterable[Passage]) -> bool:
    """Whether a text says a word that its quotes have not, and that a sentence which speaks to a machine has."""
    shown = list(passages)
    said = [*(one.text for passage in shown for one in passage_sentences(passage)), *(record(p.article) for p in shown)]
    orders = [readable(one) for one in dict.fromkeys(said) if instructs(one)]
    if not orders:
        return False
    items, marked = _items(text), is_marked(text)
    borne, ordered = (_matched(items, told, marked) for told in ([_evidence(quote) for quote in quotes], orders))
    return bool(ordered - borne)


def _is_readers(text: str, evidence: Sequence[str]) -> bool:
    """Whether a text is in a language of the program: more than half of its small words are English or Vietnamese, or
    the evidence's own.
    """
    small = [word.text for word in words(text) if word.text[0].islower()]
    own = {word.folded for one in evidence for word in words(one)}
    known = [one for one in small if is_english(one) or is_syllable(one) or fold(one) in own]
    return len(small) < 2 or 2 * len(known) > len(small)


def _share(text: str, evidence: Sequence[str]) -> float:
    """The share of a text's words and names that the evidence says, in any form; of a few, 1 if any is said. Nothing
    where no word is said that can be no name: two who met did not bribe each other.

    An English word that no dictionary has cannot be looked for in Vietnamese, and does not count.
    """
    language, items = _language(text), _items(text)
    native = all(language_of(one) == language for one in evidence)
    items = [item for item in items if native or item.known or item.kind == "name"] or items
    said = _matched(items, evidence, is_marked(text))
    telling = [item for item in items if item.kind == "word" and not item.text[:1].isupper()] or items
    if telling and not any(item in said for item in telling):
        return 0.0
    return 1.0 if len(items) < FEW else len(said) / len(items)


def _items(text: str) -> list[Item]:
    """The words and names of a text."""
    return [one for one in items_of(text, _language(text), concepts(text)) if one.kind in ("word", "name")]


def _language(text: str) -> Language:
    """The language of a text's small words: a short English sentence may be of Vietnamese names but for one."""
    small = " ".join(word.text for word in words(text) if word.text[0].islower())
    return language_of(small or text)


def _matched(items: Sequence[Item], evidence: Sequence[str], marked: bool) -> set[Item]:
    """Those that the evidence says, in any form."""
    return {match.item for one in evidence for match in matches(items, one, marked)}


def _is_opposite(text: str, evidence: str) -> bool:
    """Whether a text says the one of two opposites, and the evidence only the other."""
    for one, other in _opposites():
        said, found = [[bool(side.search(each.lower())) for side in (one, other)] for each in (text, evidence)]
        if sum(said) == sum(found) == 1 and said != found:
            return True
    return False


def _differs_in_denial(text: str, evidence: Sequence[str]) -> bool:
    """Whether a text denies where nothing in the evidence does, or affirms the very word that the evidence denies."""
    own = list(_denied(text))
    theirs = [denied for one in evidence for denied in _denied(one)]
    if own:
        return not theirs
    said = _meant(text)
    return any(denied in said for denied in theirs if denied)


def _denied(text: str) -> Iterator[str]:
    """What is denied in a text: for each word of denial the word after it, spelled; empty where that means nothing."""
    language = language_of(text)
    lower = f" {readable(text).lower().replace('’', chr(39))} "
    for phrase in _listed(f"no_negation_{language}"):
        lower = lower.replace(f" {phrase} ", " … ")
    for found in _negators(language).finditer(lower):
        after = words_of(lower[found.end() : found.end() + 40]).spellings
        yield _first_word(after, language)


def _first_word(after: Sequence[str], language: Language) -> str:
    """The word that syllables begin with: the longest compound, or the first of meaning."""
    for length in (3, 2):
        if tuple(after[:length]) in compounds():
            return " ".join(after[:length])
    functional = frozenset(map(spelled, function_words(language)))
    return next((one for one in after[:1] if one not in functional), "")


def _meant(text: str) -> frozenset[str]:
    """The Vietnamese words that a text says: its own, or those that stand for its English ones."""
    language = language_of(text)
    items = items_of(text, language, concepts(text))
    forms = chain(*((item.forms if language == "en" else item.forms[:1]) for item in items if item.kind == "word"))
    return frozenset(" ".join(spelled(word.text) for word in words(form)) for form in forms)


@cache
def _negators(language: Language) -> re.Pattern[str]:
    listed = "|".join(re.escape(one) for one in sorted(_listed(language), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)" + (r"|(?<=n)'t(?!\w)" if language == "en" else ""))


@cache
def _opposites() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """The words of each two opposites."""
    return tuple((_any_word(each["one"]), _any_word(each["other"])) for each in _table()["opposites"])


def _any_word(listed: str) -> re.Pattern[str]:
    words_listed = sorted((entry.strip() for entry in listed.split("|")), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words_listed))})(?!\w)")


@cache
def _listed(key: str) -> tuple[str, ...]:
    """The entries of a list of `[negation]`."""
    return tuple(entry.strip() for entry in _table()["negation"][key].split("|"))


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((files("assistant") / "words" / "checking.toml").read_text("utf-8"))
