"""The post or unit that stands beside a person's name: before it, or after it in apposition."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from assistant.reading.persons import persons
from assistant.reading.spans import alternatives

LONGEST = 240  # characters from a name within which its post begins or ends; the longest of the seeds has 110

FIELD = r"[A-ZĐ]\w+ [^\W\dA-ZĐ]\w* và [A-ZĐ]"  # after a comma that belongs to a ministry: Văn hóa, Thể thao và Du lịch


def post_of(sentence: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the post or unit of the person named from `start` to `end` stands; None where none stands beside the name.

    A post right before the name comes first, unless it is a mere title and more is said after it.

    >>> sentence = "Giám đốc Sở Y tế Trần Văn Nam tiếp bà Maria Santos, Trưởng đoàn."
    >>> [sentence[slice(*post_of(sentence, *name))] for name in ((17, 29), (38, 50))]
    ['Giám đốc Sở Y tế', 'Trưởng đoàn']
    """
    before = _before(sentence, start)
    if before is None or sentence[slice(*before)].lower() in _entries("titles"):
        return _after(sentence, end) or before
    return before


def begins_post(text: str) -> bool:
    """Whether a text begins as a post does."""
    return _begins("posts").match(text) is not None


def _before(sentence: str, start: int) -> tuple[int, int] | None:
    """The post that ends right before a name, with those before it that commas join to it."""
    end = _without_address(sentence, start)
    apart = sentence[end : end + 1] == ","  # Giám đốc Sở Y tế, ông Trần Văn Nam
    first = _post_ending(sentence, end, whole=apart)
    while first is not None and _COMMA.search(sentence, max(0, first - 2), first):
        further = _post_ending(sentence, len(sentence[:first].rstrip(" ,")), whole=True)
        if further is None:
            break
        first = further
    return (first, end) if first is not None else None


def _without_address(sentence: str, start: int) -> int:
    """Where what stands before a name ends, without the forms of address right before the name."""
    end = len(sentence[:start].rstrip())
    while (address := _address().search(sentence, max(0, end - 12), end)) is not None:
        end = len(sentence[: address.start()].rstrip(" ,"))
    return end


@cache
def _address() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?i:{alternatives(_entries('address'))})\.?\Z")


def _post_ending(sentence: str, end: int, whole: bool) -> int | None:
    """Where the post begins that ends here: at the first word for one after whatever ends another. With `whole`, it
    must stand right there: what a comma sets apart from the name may be the end of anything.
    """
    low = max(0, end - LONGEST)
    clause = max((match.end() for match in _BREAK.finditer(sentence, low, end)), default=low)
    stop = max((match.end() for match in _stops(sentence, clause, end)), default=clause)
    people = (low + person.end for person in persons(sentence[low:end]))
    stop = max([stop, *(person for person in people if person < end)])
    found = _begins("posts").search(sentence, stop, end)
    if found is None or (whole and sentence[stop : found.start()].strip()):
        return None
    return found.start()


def _after(sentence: str, end: int) -> tuple[int, int] | None:
    """The post or unit that follows a name, after a comma, a dash, a bracket or `là`, with those commas join to it."""
    joint = _JOINT.match(sentence, end)
    first = _begins("posts", "units").match(sentence, joint.end()) if joint else None
    if first is None:
        return None
    last = _post_end(sentence, first.start())
    while (comma := _NEXT.match(sentence, last)) is not None:
        further = _begins("posts").match(sentence, comma.end())
        if further is None or _names_someone(sentence, further.start()):
            break
        last = _post_end(sentence, further.start())
    return (first.start(), last) if last > first.start() and not _names_someone(sentence, first.start()) else None


def _names_someone(sentence: str, start: int) -> bool:
    """Whether the post that begins here is the next person's (…, Giám đốc Sở Y tế Trần Văn Nam)."""
    end = _post_end(sentence, start)
    return any(person.end == end - start for person in persons(sentence[start:end]) if person.start > 0)


def _post_end(sentence: str, start: int) -> int:
    """Where a post ends that begins here: at punctuation, or before a word that is none of a post."""
    found = _BREAK.search(sentence, start)
    clause = found.start() if found else len(sentence)
    stop = min((match.start() for match in _stops(sentence, start, min(clause, start + LONGEST))), default=clause)
    return start + len(sentence[start:stop].rstrip(" .!?"))


def _stops(sentence: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The words between two offsets that end a post."""
    for match in _ends().finditer(sentence, start, end):
        if match.group() != "và" or _starts_anew(sentence, match.end() + 1):
            yield match


def _starts_anew(sentence: str, start: int) -> bool:
    """Whether what follows `và` is no part of a body's name: another post, a form of address, or no capital."""
    return not sentence[start : start + 1].isupper() or _begins("posts", "address").match(sentence, start) is not None


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(_entries('ends') | {'và'})})(?!\w)")


_BREAK = re.compile(rf"[;:()“”\"…]|,\s(?!{FIELD})|\.\s|\s[-–]\s")
_COMMA, _NEXT = re.compile(r",\s\Z"), re.compile(r",\s")
_JOINT = re.compile(r"(?:,\s|\s[-–]\s|\s\(|\slà\s)(?:nay |hiện |hiện là |hiện nay là )?")


@cache
def _begins(*tables: str) -> re.Pattern[str]:
    """What an entry of one of these tables begins, in any case."""
    entries = alternatives([entry for table in tables for entry in _entries(table)])
    return re.compile(rf"(?<!\w)(?:{entries})(?!\w)", re.IGNORECASE)


@cache
def _entries(table: str) -> frozenset[str]:
    text: str = tomllib.loads((files("assistant") / "words" / "posts.toml").read_text("utf-8"))[table]
    return frozenset(entry for one in text.split("|") if (entry := one.strip()))
