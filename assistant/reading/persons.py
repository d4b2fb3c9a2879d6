"""People in a sentence, told from places and bodies by family names, foreign spelling and forms of address."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.asking.people import Table, people
from assistant.asking.syllables import is_syllable
from assistant.reading.spans import Candidate, capital_runs
from index.articles.signatures import surnames
from index.folding import Word, spelled, words
from index.names import aliases, compounds, spelling

AT = 0.4  # how well a name fits that follows tại or ở, of what it fits elsewhere
LONGEST_NAME = 5  # words in a Vietnamese name with its middle names


def persons(sentence: str) -> Iterator[Candidate]:
    """Names of people: a Vietnamese family name with what follows it, or foreign words with capitals."""
    for run in capital_runs(sentence):
        if re.match(r"\.\w", sentence[run[-1].end :]):
            continue  # Chinhphu.vn
        whole = _whole_words(sentence, run)
        cue = _cue(sentence, run[0].start)
        person = _person(whole, cue) if whole else None
        if person is not None and not _is_no_person(sentence[person.start : person.end]):
            yield replace(person, fit=AT * person.fit) if _ends_with(cue, "at") else person


def _is_no_person(name: str) -> bool:
    """Whether a name is a province's, or ends as those of cups, clubs and firms do (Asian Cup)."""
    return name in people("provinces") or name.split()[-1] in people("endings")


def _whole_words(sentence: str, run: Sequence[Word]) -> Sequence[Word]:
    """The run without a last syllable that begins a common word: "Đoàn Văn" of Đoàn Văn phòng Trung ương. A longer run
    may be a name before any word, and stays.
    """
    after = next(words(sentence[run[-1].end : run[-1].end + 12]), None)
    if len(run) > 2 or after is None or sentence[run[-1].end : run[-1].end + after.start] != " ":
        return run
    return run[:-1] if (spelled(run[-1].text), spelled(after.text)) in compounds() else run


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
        if word.text in surnames() and _is_full_name(rest) and not _begins_later(rest):
            return Candidate(rest[0].start, rest[-1].end, 1.0 if titled or len(rest) > 2 else 0.6)
        if not is_syllable(word.text) and not word.text.isupper():
            return Candidate(word.start, run[-1].end, 1.0 if titled else 0.8 if len(rest) > 1 else 0.5)
    if addressed and not stripped and run[0].text not in people("not_first"):
        return Candidate(run[0].start, run[-1].end, 0.7 if len(run) > 1 else 0.4)
    return None


def _is_full_name(rest: Sequence[Word]) -> bool:
    """Whether a family name is followed by a given one, not by the first syllable of a post (Phó Bí thư)."""
    return len(rest) > 2 or (len(rest) == 2 and rest[1].text not in people("not_first"))


def _begins_later(rest: Sequence[Word]) -> bool:
    """Whether a family name is no more than a word before one of the usual ones: Công Thương Nguyễn Hồng Diên."""
    usual = people("usual")
    return rest[0].text not in usual and any(word.text in usual for word in rest[1:-1])


def _without_place(run: Sequence[Word]) -> tuple[Sequence[Word], bool]:
    """The run without the places and bodies it begins with ("Hà Nội" Ngô Thị Hằng), and whether there were any."""
    stripped = False
    while run:
        length = alias_length(run)
        if not length and run[0].text in people("not_first"):
            length = 1
        if not length:
            return run, stripped
        run, stripped = run[length:], True
    return run, stripped


def alias_length(run: Sequence[Word]) -> int:
    """How many words at the start of the run are a place or body of the alias table."""
    for length in range(len(run), 0, -1):
        group = aliases().get(tuple(word.folded for word in run[:length]), ())
        if group and any(spelling(name) == tuple(spelled(word.text) for word in run[:length]) for name in group):
            return length  # as spelled: Vân Nam is a province, the Văn Nam of Trần Văn Nam is not
    return 0


def _cue(sentence: str, start: int) -> str:
    """The few words right before an offset, in lower case; empty after punctuation."""
    before = sentence[max(0, start - 30) : start].lower()
    return re.split(r"[^\w\s]", before)[-1].strip()


def _ends_with(cue: str, table: Table) -> bool:
    return any(cue == one or cue.endswith(f" {one}") for one in people(table))
