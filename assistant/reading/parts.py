"""Parts of a sentence that may answer where no name or figure is asked for: every stretch of words, weighed by what
stands before, after and in it.

In Vietnamese the question word stands where the answer would: of "Thuốc gây ra hậu quả gì?" the answer follows what the
sentence says for "gây ra". An English question with an auxiliary asks for what follows its last word, one without for
what comes before its verb.
"""

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from math import exp

from assistant.asking.items import Item
from assistant.asking.matching import matches, words_of
from assistant.asking.questions import Question
from assistant.reading.spans import Candidate
from index.folding import Word, words
from index.language import function_words
from index.names import compounds

Signal = tuple[str, str]  # a table of `words/parts.toml`, and its key
MOST = 6  # parts of a sentence worth weighing against other kinds of spans and other sentences
TRIED = 10  # places where a part may begin, and where it may end, that are tried: the likeliest
LONGEST = 45  # words; of the answers it was tuned on one in a hundred is longer
CLOSED = ("copula", "of", "and", "tense")  # no part ends with a word of these


@dataclass(frozen=True, slots=True)
class Clauses:
    """A sentence as its parts are weighed: for each word its class, and what parts it from the word before (`breaks`,
    one more than words); where the words of each role stand; what splits a word or a name in two.
    """

    found: Sequence[Word]
    classes: Sequence[str]
    breaks: Sequence[str]
    places: Mapping[str, Sequence[int]]
    heads: frozenset[int]
    split: frozenset[int]


def parts(sentence: str, question: Question) -> Iterator[Candidate]:
    """The likeliest parts; the likeliest has fit 1, the others less as they are less likely."""
    asked = asking(question)
    clauses = clauses_of(sentence, question, asked)
    weighed = _weighed(clauses, asked)
    best = max((score for score, _, _ in weighed), default=0.0)
    for score, first, last in sorted(weighed, key=lambda one: (-one[0], one[1], one[2]))[:MOST]:
        yield Candidate(clauses.found[first].start, clauses.found[last].end, exp(score - best))


def _weighed(clauses: Clauses, asked: str) -> list[tuple[float, int, int]]:
    """The parts tried, by their first and last word, each with its score."""
    number = range(len(clauses.found))
    opens = [_sum(opening(clauses, asked, first)) for first in number]
    closes = [_sum(closing(clauses, asked, last)) for last in number]
    begin = sorted(sorted(number, key=lambda first: -opens[first])[:TRIED])
    end = frozenset(sorted(number, key=lambda last: -closes[last])[:TRIED])
    counts = counted(clauses)
    return [
        (opens[first] + closes[last] + _sum(within(counts, asked, first, last)), first, last)
        for first in begin
        for last in whole(clauses, first)
        if last in end and counts["said"][last + 1] - counts["said"][first] <= last - first
    ]


def _sum(signals: Sequence[Signal]) -> float:
    known = weights()
    return sum(known[signal] for signal in signals if signal in known)


@cache
def weights() -> Mapping[Signal, float]:
    """How much each signal speaks for a part; what is not among them says nothing."""
    tables: dict[str, dict[str, float]] = _table()["weights"]
    return {(name, key): weight for name, table in tables.items() for key, weight in table.items()}


def whole(clauses: Clauses, first: int) -> Iterator[int]:
    """The last words that a part beginning here may have: it crosses no break, and no bracket that is not its own."""
    depth = 0
    for last in range(first, min(first + LONGEST, len(clauses.found))):
        between = clauses.breaks[last] if last > first else ""
        depth += (between == "opened") - (between == "closed")
        if between == "break" or depth < 0:
            return
        if not depth and clauses.classes[last] not in CLOSED:
            yield last


def opening(clauses: Clauses, asked: str, first: int) -> list[Signal]:
    """What speaks for or against a part that begins with this word."""
    classes, breaks = clauses.classes, clauses.breaks
    before = breaks[first] or classes[first - 1]
    said = [("since_" + role, _distance(_before(clauses.places[role], first))) for role in clauses.places]
    signals = [("after", before), ("first", classes[first]), (f"after_{asked}", before), *said]
    if (content := _content(clauses, first - 1, -1)) is not None:
        signals.append(("after_further", content))
    if first in clauses.split:
        signals.append(("splits", "first"))
    if _inside_name(clauses, first):
        signals.append(("splits", "name_first"))
    if first in clauses.heads:
        signals.append(("head", asked))
    return signals


def closing(clauses: Clauses, asked: str, last: int) -> list[Signal]:
    """What speaks for or against a part that ends with this word."""
    classes, breaks = clauses.classes, clauses.breaks
    after = breaks[last + 1] or classes[last + 1]
    said = [("until_" + role, _distance(_after(clauses.places[role], last))) for role in clauses.places]
    signals = [("before", after), ("last", classes[last]), (f"before_{asked}", after), *said]
    if (content := _content(clauses, last + 1, 1)) is not None:
        signals.append(("before_further", content))
    if last + 1 in clauses.split:
        signals.append(("splits", "last"))
    if _inside_name(clauses, last + 1):
        signals.append(("splits", "name_last"))
    return signals


def within(counts: Mapping[str, Sequence[int]], asked: str, first: int, last: int) -> list[Signal]:
    """What speaks for or against a part by what is in it."""
    length = last - first + 1
    has = {name: count[last + 1] - count[first + (name == "comma")] for name, count in counts.items()}
    commas = f"{min(has['comma'], 3)}{'and' if has['and'] else ''}"
    signals = [
        ("length", _length(length)),
        (f"length_{asked}", "short" if length < 3 else "some" if length < 7 else "many" if length < 13 else "long"),
        ("commas", commas),
        ("says", str(min(has["said"], 4))),
        ("verbs", str(min(has["verb"], 3))),
    ]
    if has["and"]:
        signals.append(("and", str(min(has["and"], 2))))
    if has["bracket"]:
        signals.append(("has", "bracket"))
    if has["head"]:
        signals.append(("has", "head"))
    if has["name"] == length:
        signals.append(("has", f"names_{asked}"))
    return signals


def counted(clauses: Clauses) -> Mapping[str, Sequence[int]]:
    """How many words or breaks of a sort there are before each word."""
    classes, breaks = clauses.classes, clauses.breaks
    said = frozenset(place for places in clauses.places.values() for place in places)
    number = range(len(classes))
    sorts = {
        "said": [one in said for one in number],
        "verb": [classes[one] in ("tense", "copula", "modal", "passive") for one in number],
        "and": [classes[one] == "and" for one in number],
        "name": [classes[one] == "name" for one in number],
        "head": [one in clauses.heads for one in number],
        "comma": [breaks[one] == "comma" for one in number],
        "bracket": [breaks[one] == "opened" for one in number],
    }
    return {name: list(accumulate(sort, initial=0)) for name, sort in sorts.items()}


def _length(length: int) -> str:
    return str(next((bound for bound in (1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30) if length <= bound), 45))


def _before(places: Sequence[int], first: int) -> int | None:
    """How many words lie between the last of these places before a word and the word."""
    at = bisect_left(places, first)
    return first - 1 - places[at - 1] if at else None


def _after(places: Sequence[int], last: int) -> int | None:
    at = bisect_right(places, last)
    return places[at] - last - 1 if at < len(places) else None


def _distance(gap: int | None) -> str:
    if gap is None:
        return "none"
    return str(next((bound for bound in (0, 1, 2, 4, 8) if gap <= bound), 16))


def _content(clauses: Clauses, at: int, step: int) -> str | None:
    """The class of the nearest word of meaning that only a few function words of the same clause part from here."""
    for gap in range(FEW):
        if not 0 <= at < len(clauses.found) or clauses.breaks[at + (step < 0)]:
            return None
        if clauses.classes[at] in MEANING:
            return clauses.classes[at] if gap else None
        at += step
    return None


FEW = 6  # words; more function words in a row are rare
MEANING = ("left", "left2", "right", "said", "name", "figure", "word")  # classes of the words that mean something


def _inside_name(clauses: Clauses, at: int) -> bool:
    """Whether the words before and at this place are both capitalised and side by side."""
    if not 0 < at < len(clauses.found) or clauses.breaks[at]:
        return False
    return clauses.found[at - 1].text[0].isupper() and clauses.found[at].text[0].isupper()


def clauses_of(sentence: str, question: Question, asked: str) -> Clauses:
    """The sentence's words as their classes."""
    found = list(words(sentence))
    ends = [0, *(word.end for word in found)]
    gaps = [sentence[end:start] for end, start in zip(ends, [*(w.start for w in found), len(sentence)], strict=True)]
    breaks = [_break(gap) for gap in gaps]
    breaks[0], breaks[-1] = breaks[0] if breaks[0] == "opened" else "start", "end"
    roles = _roles(question, asked)
    said = {
        place: roles.get(match.item, "said")
        for match in reversed(matches(question.items, sentence, question.marked))
        for place in range(*_range(found, match.start, match.end))
    }
    places: dict[str, list[int]] = {"left": [], "left2": [], "right": [], "said": []}
    for place in sorted(said):
        places[said[place]].append(place)
    spellings = words_of(sentence).spellings
    return Clauses(
        found,
        [_class(word, said.get(number)) for number, word in enumerate(found)],
        breaks,
        places,
        _heads(question.head, spellings),
        _split(spellings, gaps),
    )


def _range(found: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    """The numbers of the words between two offsets."""
    return bisect_left(found, start, key=lambda word: word.start), bisect_left(found, end, key=lambda word: word.start)


def _break(gap: str) -> str:
    """What parts two words."""
    for name, pattern in _BREAKS.items():
        if pattern.search(gap):
            return name
    return ""


_BREAKS = {
    "opened": re.compile(r"[“\"(‘\[]"),
    "closed": re.compile(r"[”)’\]]"),
    "break": re.compile(r"[;:–…]| - |[.!?]\s"),
    "comma": re.compile(r","),
}


def _class(word: Word, role: str | None) -> str:
    lower = word.text.lower()
    if (known := _classes().get(lower)) is not None:
        return known
    if role is not None:
        return role
    if lower in function_words("vi"):
        return "function"
    if word.text[0].isdecimal():
        return "figure"
    return "name" if word.text[0].isupper() and word.start else "word"


@cache
def _classes() -> Mapping[str, str]:
    return {word: name for name, line in _table()["classes"].items() for word in line.split()}


def _heads(head: Sequence[str], spellings: Sequence[str]) -> frozenset[int]:
    """Where the words for what is asked for begin."""
    wanted = [words_of(one).spellings for one in head]
    return frozenset(
        place for one in wanted for place in range(len(spellings)) if tuple(spellings[place : place + len(one)]) == one
    )


def _split(spellings: Sequence[str], gaps: Sequence[str]) -> frozenset[int]:
    """The words before which a part would split a compound."""
    pairs = range(1, len(spellings))
    return frozenset(
        place for place in pairs if gaps[place] == " " and tuple(spellings[place - 1 : place + 1]) in compounds()
    )


def _roles(question: Question, asked: str) -> Mapping[Item, str]:
    """The items next to which the answer stands: what it follows (`left`, before that `left2`), what follows it."""
    after = [item for item in question.items if item.start >= question.focus]
    if question.language == "vi":
        ended = (item for item in question.items if item.start + len(item.text) <= question.focus)
        before = [item for item in ended if item.text.lower() not in question.head]
        near = {"left2": before[-2:-1], "left": before[-1:], "right": after[:1]}
    elif asked == "subject":
        near = {"right": after[:1]}
    else:
        near = {"left2": after[:1], "left": after[-1:]}
    return {item: role for role, items in near.items() for item in items}


def asking(question: Question) -> str:
    """How a question asks: for a subject, an object, what one does, what is what, a name, a reason or a manner."""
    if question.kind in ("reason", "manner"):
        return question.kind
    if question.kind in ("name", "organisation"):
        return "name"
    if question.kind == "post":
        return "copula"
    lower = question.text.lower()
    if question.language == "vi":
        return _asking_vietnamese(question, lower)
    for how, pattern in _ENGLISH.items():
        if pattern.search(lower):
            return how
    return "object"


_AUXILIARY = "is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|may|might"
_ENGLISH = {
    "do": re.compile(r"\bwhat (?:did|do|does|will|would|can|could|must|should|has|have|had)\b.* do\b"),
    "copula": re.compile(r"^\W*what (?:is|are|was|were)\b"),
    "subject": re.compile(rf"^\W*(?:what|which|who)(?! (?:\w+ ){{0,3}}?(?:{_AUXILIARY})\b)"),
    "passive": re.compile(r"^\W*(?:what|which)(?: \w+){1,3} (?:is|are|was|were) \w+ed\b"),
}


def _asking_vietnamese(question: Question, lower: str) -> str:
    if re.search(r"\bl[àa]m g[ìi]\b", lower):
        return "do"
    if re.search(r"\bl[àa] (?:nh[ữu]ng )?g[ìi]\b", lower):
        return "copula"
    heads = {syllable for head in question.head for syllable in head.split()}
    before = (item for item in question.items if item.start < question.focus)
    return "object" if any(not heads.issuperset(item.text.lower().split()) for item in before) else "subject"


@cache
def _table() -> dict:  # type: ignore[type-arg]  # of texts under the classes, of numbers under the weights
    return tomllib.loads((files("assistant") / "words" / "parts.toml").read_text("utf-8"))
