"""Bodies in a sentence: ministries, companies, schools, clubs, by the noun they begin with; foreign ones by name."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from assistant.asking.people import people
from assistant.reading.persons import alias_length, persons
from assistant.reading.posts import FIELD, begins_post
from assistant.reading.spans import Candidate, alternatives, capital_runs
from index.folding import Word, spelled, words
from index.names import compounds

LONGEST = 160  # characters of the longest name of a body that is looked for


def bodies(sentence: str) -> Iterator[Candidate]:
    """Names of bodies with the noun they begin with (Cục Hàng không Việt Nam); then other names, but for people's."""
    taken = [(person.start, person.end) for person in persons(sentence) if person.fit == 1.0]
    found = list(_with_noun(sentence, sorted(taken)))
    yield from found
    taken = sorted([*taken, *((body.start, body.end) for body in found)])
    for run in capital_runs(sentence):
        start, end = run[0].start, run[-1].end
        if not _overlaps(taken, start, end) and (len(run) > 1 or run[0].text.isupper()):
            yield Candidate(start, end, 0.4 if alias_length(run) == len(run) else 0.6)


def _with_noun(sentence: str, people: Sequence[tuple[int, int]]) -> Iterator[Candidate]:
    """Bodies that a noun begins, none inside another or with a person in it."""
    last = 0
    for match in _noun_pattern().finditer(sentence):
        start = match.start()
        if start < last or begins_post(sentence[start : start + LONGEST]) or _overlaps(people, *match.span()):
            continue
        after = bisect_left(people, (start, 0))
        limit = min([start + LONGEST, *(person[0] for person in people[after : after + 1])])
        end = _name_end(sentence[:limit], start)
        if end > match.end():
            last = end
            yield Candidate(start, end, 1.0)


def _overlaps(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of these spans, in order and none overlapping another, overlaps this one."""
    before = bisect_left(spans, (end, 0)) - 1
    return before >= 0 and spans[before][1] > start


@cache
def _noun_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(people('bodies'))})(?!\w)", re.IGNORECASE)


def _name_end(sentence: str, start: int) -> int:
    """Where the name ends that begins with a noun: past words with a capital, the rest of a compound that one of them
    begins (Hàng không), what joins them (và Đào tạo, tỉnh Bình Định), and a ministry's commas.
    """
    ahead = list(words(sentence[start:]))
    end = start
    for number, word in enumerate(ahead):
        before = ahead[number - 1] if number else None
        if before is not None and not _is_joined(sentence, start + before.end, start + word.start):
            break
        if word.text[0].isupper() or (before is not None and _goes_on(before, word)):
            end = start + word.end
        elif not _in_noun(ahead[: number + 1]) and not _joins(ahead, number):
            break
    return end


def _is_joined(sentence: str, end: int, start: int) -> bool:
    """Whether two words of a name stand here, one ending and the next starting."""
    return _JOINED.fullmatch(sentence, end, start) is not None or _FIELDS.match(sentence, end) is not None


_JOINED = re.compile(r" |-|\. | - ")
_FIELDS = re.compile(rf", {FIELD}")


def _goes_on(before: Word, word: Word) -> bool:
    """Whether a word is the rest of a compound that a word with a capital begins."""
    return before.text[0].isupper() and (spelled(before.text), spelled(word.text)) in compounds()


def _joins(ahead: Sequence[Word], number: int) -> bool:
    """Whether a word joins a name to the capital after it, where that begins no other body."""
    after = ahead[number + 1] if number + 1 < len(ahead) else None
    if after is None or not after.text[0].isupper() or ahead[number].text not in people("joining"):
        return False
    return not _in_noun(ahead[number + 1 : number + 2])


def _in_noun(ahead: Sequence[Word]) -> bool:
    """Whether these words are still the noun a body begins with (Bệnh viện, Câu lạc bộ)."""
    text = " ".join(word.text.lower() for word in ahead)
    return any(noun == text or noun.startswith(f"{text} ") for noun in people("bodies"))
