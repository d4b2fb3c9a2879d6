"""What a question names, and of what kind: people, places, bodies, dates; each with the preposition that leads it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from assistant.asking.items import is_marked
from assistant.asking.people import people
from assistant.asking.syllables import is_syllable
from assistant.reading.persons import persons
from assistant.reading.spans import capital_runs
from assistant.talk.phrases import alternation, compiled, listed, spell, table
from index.articles.signatures import surnames
from index.folding import Word, fold, spelled, words
from index.language import function_words
from index.names import Concept, compounds, concepts, countries, form, is_english

Kind = Literal["person", "place", "body", "date"]

LEAD = 40  # characters before a name in which its preposition stands
SURE_PERSON = 0.6  # the fit of a family name with one given name


@dataclass(frozen=True, slots=True)
class Part:
    """Something a question names, characters `start` to `end`; `lead` is the preposition before it, where one is, and
    stands from `lead_start`.
    """

    text: str
    start: int
    end: int
    kind: Kind
    lead: str
    lead_start: int

    @property
    def is_country(self) -> bool:
        """Whether it is a country."""
        return form(self.text) in countries()

    @property
    def says_where(self) -> bool:
        """Whether the preposition before it says where."""
        return self.lead in listed("leads", "where") or self.lead in map(fold, listed("leads", "where"))


def parts(text: str) -> tuple[Part, ...]:
    """The people, places, bodies and dates of a question or an answer, in order.

    >>> [(part.text, part.kind, part.lead) for part in parts("Who did Võ Văn Thưởng meet in Vientiane in 2021?")]
    [('Võ Văn Thưởng', 'person', ''), ('Vientiane', 'place', 'in'), ('2021', 'date', 'in')]
    """
    marked = is_marked(text)
    taken: list[tuple[int, int, Kind]] = []
    for find in (_dates, _known, _provinces, _people, _others):
        for start, end, kind in find(text, marked):
            if not any(start < other_end and other < end for other, other_end, _ in taken):
                taken.append((start, end, kind))
    return tuple(_part(text, marked, start, end, kind) for start, end, kind in sorted(taken))


def _part(text: str, marked: bool, start: int, end: int, kind: Kind) -> Part:
    led = _lead(marked).search(text, max(0, start - LEAD), start)
    return Part(text[start:end], start, end, kind, led[1].lower() if led else "", led.start(1) if led else start)


@cache
def _lead(marked: bool) -> re.Pattern[str]:
    leads = f"{alternation('leads', 'en')}|{alternation('leads', 'vi', marked)}"
    nouns = f"the|the city of|{alternation('pointing', 'place_nouns', marked)}|{spell('tp|huyện|quận|xã', marked)}"
    return re.compile(rf"(?<!\w)({leads}) (?:(?:{nouns}) )?\Z", re.IGNORECASE)


def _dates(text: str, marked: bool) -> Iterator[tuple[int, int, Kind]]:
    for pattern in _date_patterns(marked):
        for found in pattern.finditer(text):
            yield found.start(), found.end(), "date"


@cache
def _date_patterns(marked: bool) -> tuple[re.Pattern[str], ...]:
    dates = table("dates")
    english = [compiled(each.replace("{months}", dates["months"]), case=True) for each in dates["en"]]
    return (*english, *(compiled(each, marked) for each in (*dates["vi"], *dates["any"])))


def _known(text: str, marked: bool) -> Iterator[tuple[int, int, Kind]]:
    """The places and bodies of the dictionaries."""
    for concept in concepts(text):
        if concept.kind == "name":
            yield concept.start, concept.end, "body" if _is_body(concept) else "place"


def _is_body(concept: Concept) -> bool:
    names = (concept.text, *concept.others)
    return any(word.folded in listed("bodies", "words") for name in names for word in words(name))


def _provinces(text: str, marked: bool) -> Iterator[tuple[int, int, Kind]]:
    for found in compiled(alternation("provinces", "names", marked), case=True).finditer(text):
        yield found.start(), found.end(), "place"


def _people(text: str, marked: bool) -> Iterator[tuple[int, int, Kind]]:
    shown = _opening_lowered(text)
    for person in persons(shown):
        name = list(words(shown[person.start : person.end]))
        if person.fit >= SURE_PERSON and (len(name) > 1) and not _names_a_body(name):
            yield person.start, person.end, "person"
    for run in capital_runs(shown) if not marked else ():
        if 1 < len(run) < 5 and run[0].folded in _folded_surnames() and all(is_syllable(word.text) for word in run):
            yield run[0].start, run[-1].end, "person"


@cache
def _folded_surnames() -> frozenset[str]:
    return frozenset(map(fold, surnames()))


def _names_a_body(name: Sequence[Word]) -> bool:
    """Whether one of the words is no part of a person's name: Ministry of Finance, Bộ Y tế."""
    if name[0].text.isupper() or any(word.folded in listed("bodies", "words") for word in name):
        return True
    foreign = [word for word in name if not is_syllable(word.text)]
    return bool(foreign) and all(is_english(word.text) for word in foreign)


def _others(text: str, marked: bool) -> Iterator[tuple[int, int, Kind]]:
    """What else has capitals: bodies, and works and products, which are asked after in the same words."""
    shown = _opening_lowered(text)
    for run in capital_runs(shown):
        if len(run) == 1 and (run[0].start == 0 or len(run[0].text) == 1) and is_syllable(run[0].text):
            continue
        end = _whole(shown, run[-1])
        if shown[run[0].start : end].lower() not in people("before") | people("place_nouns"):
            yield run[0].start, end, "body"


def _whole(text: str, last: Word) -> int:
    """The end of the word that a capitalised syllable begins (Bộ Y tế), and of the number after it (Thủ Thiêm 2)."""
    after = next(words(text[last.end : last.end + 12]), None)
    if after is None or text[last.end : last.end + after.start] != " ":
        return last.end
    belongs = after.text.isdecimal() or (spelled(last.text), spelled(after.text)) in compounds()
    return last.end + after.end if belongs else last.end


def _opening_lowered(text: str) -> str:
    """The text with the function words it opens with in lower case: they are no part of a name."""
    found = list(words(text))
    shown = text
    for word in found[:3]:
        lower = word.text.lower()
        if lower not in function_words("en") and lower not in function_words("vi"):
            break
        shown = shown[: word.start] + lower + shown[word.end :]
    return shown
