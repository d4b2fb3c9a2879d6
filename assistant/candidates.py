"""Spans of a sentence that could answer: people, places, dates, numbers, things. Offsets count from its start."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from assistant.matching import matches, words_of
from assistant.people import Table, people
from assistant.questions import Kind, Question
from assistant.syllables import is_syllable
from index.articles.signatures import surnames
from index.folding import Word, words
from index.language import function_words
from index.names import aliases

LONGEST_NAME = 5  # words in a Vietnamese name with its middle names


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of a sentence that is of the kind asked for; `fit`, 0 to 1, says how surely it is of that kind."""

    start: int
    end: int
    fit: float


def candidates(sentence: str, question: Question) -> tuple[Candidate, ...]:
    """The candidates of the question's kind in a sentence, in order."""
    find = _FINDERS.get(question.kind, things)
    surest = {(c.start, c.end): c for c in sorted(find(sentence, question), key=lambda c: c.fit)}
    return tuple(sorted(surest.values(), key=lambda c: (c.start, c.end)))


# People and places


def persons(sentence: str, question: Question) -> Iterator[Candidate]:
    """Names of people: a Vietnamese family name with what follows it, or foreign words with capitals."""
    for run in _capital_runs(sentence):
        person = _person(run, _cue(sentence, run[0].start))
        if person is not None:
            yield person


def _person(run: Sequence[Word], cue: str) -> Candidate | None:
    """The person a run of capitalised words names, if any; `cue` is what stands before it."""
    addressed = _ends_with(cue, "before")
    if run[0].text.lower() in people("before"):
        run, addressed = run[1:], True
    run, stripped = _without_place(run)
    if not run or (_ends_with(cue, "not_after") and not stripped) or run[0].text.isupper():
        return None
    titled = stripped or addressed
    for position, word in enumerate(run):
        rest = run[position : position + LONGEST_NAME]
        if word.text in surnames() and _is_full_name(rest):
            return Candidate(rest[0].start, rest[-1].end, 1.0 if titled or len(rest) > 2 else 0.6)
        if not is_syllable(word.text) and not word.text.isupper():
            return Candidate(word.start, run[-1].end, 1.0 if titled else 0.8 if len(rest) > 1 else 0.5)
    if addressed and not stripped and run[0].text not in people("not_first"):
        return Candidate(run[0].start, run[-1].end, 0.7 if len(run) > 1 else 0.4)
    return None


def _is_full_name(rest: Sequence[Word]) -> bool:
    """Whether a family name is followed by a given one, not by the first syllable of a post (Phó Bí thư)."""
    return len(rest) > 2 or (len(rest) == 2 and rest[1].text not in people("not_first"))


def _without_place(run: Sequence[Word]) -> tuple[Sequence[Word], bool]:
    """The run without the places and bodies it begins with ("Hà Nội" Ngô Thị Hằng), and whether there were any."""
    stripped = False
    while run:
        length = _alias_length(run)
        if not length and run[0].text in people("not_first"):
            length = 1
        if not length:
            return run, stripped
        run, stripped = run[length:], True
    return run, stripped


def _alias_length(run: Sequence[Word]) -> int:
    """How many words at the start of the run are a place or body of the alias table."""
    for length in range(len(run), 0, -1):
        group = aliases().get(tuple(word.folded for word in run[:length]), ())
        if group and (length > 1 or run[0].text in group):
            return length
    return 0


def places(sentence: str, question: Question) -> Iterator[Candidate]:
    """Places: known ones, and capitalised words after a word for a kind of place or after in, at, to."""
    found = list(words(sentence))
    named = tuple(persons(sentence, question))
    for position, word in enumerate(found):
        length = _alias_length(found[position : position + 5]) if word.text[0].isupper() else 0
        if length:
            yield Candidate(word.start, found[position + length - 1].end, 0.8)
    for match in _place_pattern().finditer(sentence):
        if not any(person.start < match.end("place") and match.start("place") < person.end for person in named):
            yield Candidate(match.start("place"), match.end("place"), 1.0 if match["noun"] else 0.6)


@cache
def _place_pattern() -> re.Pattern[str]:
    nouns = _alternatives(people("place_nouns"))
    name = r"[^\W\d_a-zà-ỹ][^\W\d_]*(?:[ -][^\W\d_a-zà-ỹ][^\W\d_]*)*"
    return re.compile(rf"\b(?:tại|ở|đến|thăm|từ|sang|về|tới|in|at|to)? ?(?P<place>(?P<noun>(?:{nouns}) )?{name})")


def _capital_runs(sentence: str) -> Iterator[list[Word]]:
    """Maximal runs of words with a capital, joined by a space, a hyphen, an initial's point, or a foreign particle."""
    run: list[Word] = []
    particles: list[Word] = []
    for word in words(sentence):
        joined = bool(run) and sentence[(particles or run)[-1].end : word.start] in (" ", "-", ". ", "’", "'")
        if word.text[0].isupper() and (joined or not run):
            run.extend([*particles, word])
            particles = []
        elif joined and not particles and word.text in people("particles"):
            particles = [word]
        else:
            if run:
                yield run
            run, particles = ([word] if word.text[0].isupper() else []), []
    if run:
        yield run


def _cue(sentence: str, start: int) -> str:
    """The few words right before an offset, in lower case; empty after punctuation."""
    before = sentence[max(0, start - 30) : start].lower()
    return re.split(r"[^\w\s]", before)[-1].strip()


def _ends_with(cue: str, table: Table) -> bool:
    return any(cue == one or cue.endswith(f" {one}") for one in people(table))


# Dates and numbers


def dates(sentence: str, question: Question) -> Iterator[Candidate]:
    """Days, months, years, centuries and their ranges."""
    for match in _date_pattern().finditer(sentence):
        yield Candidate(match.start(), match.end(), 1.0 if _RANGE.search(match.group()) else 0.85)


_RANGE = re.compile(r"\d\s*(?:-|–|đến|tới|và)\s*(?:ngày |năm |hết )*\d")  # a stretch of time says more than a day of it


@cache
def _date_pattern() -> re.Pattern[str]:
    day, month, year = r"(?<![\d.,/-])(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])(?!\d)", r"\d{4}"
    named = "giêng|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|chạp"
    to = r"\s*(?:-|–|đến|tới|và|,)\s*(?:ngày |hết ngày |hết )?"
    full = rf"(?:{day}[/.-]{month}[/.-]{year}|{day}/{month})"
    options = [
        rf"(?:ngày )?{full}{to}{full}",
        rf"(?:ngày )?{day}{to}{full}",
        rf"(?:ngày )?{day} tháng {month}(?:(?:,)? năm {year}|/{year})?",
        rf"(?:ngày )?{full}(?! ?%)",
        rf"(?:ngày|hôm|sáng|trưa|chiều|tối|đêm) {day}-{month}",  # 26-10 elsewhere may be a score
        rf"(?:ngày (?:mai|kia) )?\({full}\)",
        rf"(?:(?:đầu|giữa|cuối|hết) )?tháng (?:{month}|{named})(?:/{year}|(?:,)? năm {year})?",
        rf"(?:{month}|sáu|ba|chín) tháng (?:đầu|cuối) năm(?: {year})?",
        rf"(?:quý|quí) (?:I{{1,3}}|IV|[1-4])(?:[/ -]+(?:năm )?{year})?",
        r"(?:đầu |giữa |cuối )?thế k[ỷỉ] (?:thứ )?(?:[IVX]+|\d{1,2})(?: (?:TCN|trước Công nguyên))?",
        r"(?:những năm|thập niên|thập kỷ) (?:đầu |cuối )?\d{2,4}",
        rf"(?:(?:đầu|giữa|cuối|mùa \w+) )?năm {year}{to}(?:năm )?{year}",
        r"(?:(?:đầu|giữa|cuối|mùa \w+) )?năm \d{1,4}(?: (?:TCN|SCN|trước Công nguyên))?",
        rf"(?<![\d.,/]){year}\s?[-–]\s?{year}(?![\d.,/%])",
        r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)(?: tuần (?:này|sau|trước|tới))?",
        r"\d{1,2}(?:h| giờ)(?: ?\d{1,2}(?: phút|'|’)?)?(?!\w)",
        r"(?<![\d.,/])(?:1\d|20)\d\d(?![\d.,/%]|\w)",
    ]
    return re.compile("|".join(options), re.IGNORECASE)


def percents(sentence: str, question: Question) -> Iterator[Candidate]:
    """Percentages; "tỷ lệ" also asks for plain numbers, which fit less."""
    for match in _number_pattern().finditer(sentence):
        if match["unit"] and match["unit"].lower() in _values("percents"):
            yield Candidate(match.start(), match.end(), 1.0)
        else:
            yield Candidate(match.start(), match.end(), 0.3 * _countable(match))


def money(sentence: str, question: Question) -> Iterator[Candidate]:
    """Amounts with a currency."""
    for match in _number_pattern().finditer(sentence):
        if match["unit"] and match["unit"].lower() in map(str.lower, _values("currencies")):
            yield Candidate(match.start(), match.end(), 1.0)


def numbers(sentence: str, question: Question) -> Iterator[Candidate]:
    """Numbers in digits or words with their scale and unit; those that are part of a date fit less."""
    inside_dates = [match.span() for match in _date_pattern().finditer(sentence)]
    for match in _number_pattern().finditer(sentence):
        dated = any(start <= match.start("number") < end for start, end in inside_dates)
        if not dated:
            yield Candidate(match.start(), match.end(), _countable(match))


def _countable(match: re.Match[str]) -> float:
    """How surely a number counts something: one in words may be part of a phrase, four digits alone may be a year."""
    if match["number"][0].isdigit():
        return 0.3 if not match["unit"] and re.fullmatch(r"(?:1\d|20)\d\d", match["number"]) else 1.0
    return 0.7


def durations(sentence: str, question: Question) -> Iterator[Candidate]:
    """Numbers of years, months, days, hours."""
    for match in _number_pattern().finditer(sentence):
        after = re.match(rf"\s?(?:{_alternatives(_values('durations'))})\b(?! \d)", sentence[match.end() :])
        if after and not match["unit"]:
            yield Candidate(match.start(), match.end() + after.end(), 1.0)


def ages(sentence: str, question: Question) -> Iterator[Candidate]:
    """Numbers of years of age."""
    for match in _number_pattern().finditer(sentence):
        if match["unit"] and match["unit"].lower() in ("tuổi", "years old"):
            yield Candidate(match.start(), match.end(), 1.0)


@cache
def _number_pattern() -> re.Pattern[str]:
    figure = r"(?<![\w.,/])\d+(?:[.,]\d+)*(?:½|¼|¾)?"
    plain, joined = _alternatives(_values("digits")), _alternatives([*_values("digits"), *_values("joints")])
    spelled_out = rf"\b(?:{plain})(?: (?:{joined}))*\b"
    span = rf"(?:{figure}|{spelled_out})(?:\s?(?:-|–|đến|tới)\s?{figure})?"
    scale = _alternatives(_values("scales"))
    units = _alternatives([*_values("percents"), *_values("currencies"), *_values("units")])
    hedges = _alternatives(_values("hedges"))
    return re.compile(
        rf"(?:\b(?:{hedges}) )?(?P<number>{span})(?:\s(?:{scale})(?!\w))*(?:\s?(?P<unit>{units})(?!\w))?", re.IGNORECASE
    )


# Anything else


def things(sentence: str, question: Question) -> Iterator[Candidate]:
    """What the question's head noun names in the sentence ("chương trình …"), titles in quotation marks, names."""
    for head in question.head:
        yield from _phrases(sentence, head)
    for match in re.finditer(r"[“\"]([^”\"]{3,120})[”\"]", sentence):
        yield Candidate(match.start(1), match.end(1), 0.5)
    for run in _capital_runs(sentence):
        if len(run) > 1:
            yield Candidate(run[0].start, run[-1].end, 0.4)
    yield from _unsaid(sentence, question)


def _unsaid(sentence: str, question: Question) -> Iterator[Candidate]:
    """Clauses without what the question already says: the answer stands where the question word stood."""
    said = [(match.start, match.end) for match in matches(question.items, sentence, question.marked)]
    functional = function_words("vi")
    run: list[Word] = []
    for word in [*words(sentence), None]:
        broken = run and word is not None and _CLAUSE_END.search(sentence[run[-1].end : word.start])
        if word is not None and not broken and not any(start <= word.start < end for start, end in said):
            run.append(word)
            continue
        kept = _trimmed(run, functional)
        if kept:
            yield Candidate(kept[0].start, kept[-1].end, 0.3)
        run = (
            [word] if word is not None and broken and not any(start <= word.start < end for start, end in said) else []
        )


_CLAUSE_END = re.compile(r"[;:()–]|,\s")


def _trimmed(run: Sequence[Word], functional: frozenset[str]) -> Sequence[Word]:
    """The words without the function words at either end."""
    kept = [position for position, word in enumerate(run) if word.text.lower() not in functional]
    return run[kept[0] : kept[-1] + 1] if kept else ()


def _phrases(sentence: str, head: str) -> Iterator[Candidate]:
    """Noun phrases that begin with these words, up to punctuation (but a list goes on) or a word that ends a phrase."""
    wanted = words_of(head).spellings
    spellings = words_of(sentence).spellings
    if not set(wanted) <= set(spellings):
        return
    found = list(words(sentence))
    for position in range(len(found) - len(wanted) + 1):
        if spellings[position : position + len(wanted)] == wanted:
            end = _phrase_end(sentence, found[position:], len(wanted))
            if end > found[position + len(wanted) - 1].end:
                yield Candidate(
                    found[position].start, end, _telling(sentence[found[position].start : end], len(wanted))
                )


def _telling(phrase: str, head: int) -> float:
    """How much a noun phrase tells past its head: a name or several words identify a thing, one adjective does not."""
    rest = list(words(phrase))[head:]
    named = any(word.text[0].isupper() or word.text.isdecimal() for word in rest)
    return 1.0 if named or len(rest) > 2 else 0.4


def _phrase_end(sentence: str, ahead: Sequence[Word], head: int) -> int:
    stops = set(_values("phrase_ends"))
    for before, word in pairwise(ahead[head - 1 :]):
        gap = sentence[before.end : word.start]
        if gap.strip(" -–\"“”'") not in ("", ",") or (gap.startswith(",") and word.text[0].isupper()):
            return before.end
        if word.text.lower() in stops:
            return before.end
    return ahead[-1].end


_FINDERS = {
    "person": persons,
    "place": places,
    "date": dates,
    "duration": durations,
    "age": ages,
    "percent": percents,
    "money": money,
    "number": numbers,
}


@cache
def _values(table: str) -> tuple[str, ...]:
    return tuple(_data("values.toml")[table])


@cache
def _data(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files("assistant") / "words" / name).read_text("utf-8"))


def _alternatives(texts: Sequence[str] | frozenset[str]) -> str:
    """The texts as alternatives of a regular expression, longest first."""
    return "|".join(re.escape(text) for text in sorted(texts, key=lambda t: (-len(t), t)))


def is_answer(kind: Kind) -> bool:
    """Whether this kind of question is answered by a few words, not by sentences."""
    return kind in _FINDERS or kind == "thing"
