"""Pronouns and pointing words of a Vietnamese question, put in the words of the turns before."""

import re
from functools import cache

from assistant.asking.items import is_marked
from assistant.talk.asked import inside, vietnamese_topic
from assistant.talk.constituents import Kind, parts
from assistant.talk.phrases import compiled, spell, table
from assistant.talk.spoken import Before, Gender, is_country, joined, put
from index.folding import fold, spelled
from index.names import compounds, folded_compounds


def vietnamese_referred(question: str, before: Before) -> str:
    """A Vietnamese question with what its pronouns and pointing words stand for, where that can be told."""
    marked = is_marked(question)
    resolved = _people(question, before, marked)
    resolved = _where_and_when(resolved, before, marked)
    resolved = _pointed(resolved, before, marked)
    return _named_in_short(resolved, before, marked) if resolved == question else resolved


def _named_in_short(question: str, before: Before, marked: bool) -> str:
    """What a question is about, by the first words of a phrase of the turn before: the whole phrase, in a question
    without names of its own.
    """
    topic = vietnamese_topic(question, marked)
    if topic is None or len(topic.split()) < 2 or parts(question) or before.turns[0].language != "vi":
        return question
    phrase = before.turns[0].phrase(topic, "vi", marked)
    return f"{phrase[0].upper()}{phrase[1:]}{question[len(topic) :]}" if phrase else question


def _people(question: str, before: Before, marked: bool) -> str:
    chosen: dict[Gender | None, str] = {}
    asked = question
    for gender, pattern in _personal(marked):
        found = _pointing(pattern, marked).search(question)
        if found is None or _is_title(found) or _stands_for_own(question, found, marked):
            continue
        if name := chosen.get(gender) or before.person(gender, [part.text for part in parts(asked)]):
            chosen[gender] = chosen[None] = name
            question = put(question, found, name)
    found = _pointing(table("pointing")["people" if marked else "people_unmarked"], marked).search(question)
    if found is None or _stands_for_own(question, found, marked) or not _is_theirs(found, marked):
        return question
    names = joined(before.people(), "vi", marked)
    return put(question, found, names) if names else question


@cache
def _personal(marked: bool) -> tuple[tuple[Gender | None, str], ...]:
    """The patterns for one person, with the gender they tell."""
    pointing = table("pointing")
    genders: tuple[Gender, ...] = ("man", "woman")
    told = [(gender, pattern) for gender in genders for pattern in (pointing[gender], _alone(gender, marked))]
    return (*told, (None, pointing["anyone"]))


@cache
def _pointing(pattern: str, marked: bool) -> re.Pattern[str]:
    """A pattern of pointing words; without marks đó is also độ, đỏ, do, and points only before a verb or at the end."""
    if not marked:
        pattern = pattern.replace("đó", rf"đó(?=\W*\Z| (?:{table('pointing')['before']})(?!\w))")
    return compiled(pattern, marked)


def _is_title(found: re.Match[str]) -> bool:
    """Whether a form of address belongs to the name behind it (ông Hải), or is itself a name (của Anh)."""
    after = found.string[found.end() : found.end() + 2].strip()
    return after[:1].isupper() or (found.start() > 0 and found[0][0].isupper())


def _alone(key: str, marked: bool) -> str:
    """A form of address that opens the question, or that a preposition governs, with no name behind it: a pronoun."""
    pointing = table("pointing")
    forms = pointing[f"bare_{key}" if marked else f"bare_{key}_unmarked"]
    governed = "|".join(f"(?<={word})" for word in pointing["after"])
    return (
        rf"\A(?:{forms})(?= (?:{pointing['before']})(?!\w))"
        rf"|(?:{governed})(?:{forms})(?! (?:{pointing['not_alone']})(?!\w))"
    )


def _is_theirs(found: re.Match[str], marked: bool) -> bool:
    """Whether họ is they, of whom nobody in the question may be meant: not the family name, nor behind a clause."""
    pointing = table("pointing")
    led, after = found.string[: found.start()], found.string[found.end() :].strip()
    for each in table("asked")["dropped"]:
        led = compiled(rf"\A(?:{each})", marked).sub("", led)
    if compiled(pointing["surname"], marked).match(after) or compiled(pointing["noun_before"], marked).search(led):
        return False
    return not led or not compiled(rf"{table('phrase')['joints']}|{pointing['saying']}", marked).search(led)


def _stands_for_own(question: str, found: re.Match[str], marked: bool) -> bool:
    """Whether a pronoun may stand for a name before it in the question: one that a joint parts from it."""
    led = question[: found.start()]
    names = [part.end for part in parts(question) if part.kind in ("person", "body") and part.end <= found.start()]
    joints = compiled(table("phrase")["joints"], marked)
    asked = compiled("ai|người nào" if led != led.lower() or not led else r"\A\w+", marked).search(led)
    first = min([*names, *([asked.end()] if asked else [])], default=None)
    return first is not None and bool(joints.search(f"{led[first:]} ") or led[first:].rstrip().endswith(","))


def _where_and_when(question: str, before: Before, marked: bool) -> str:
    pointing = table("pointing")
    found = _pointing(pointing["place"], marked).search(question)
    if found and not _names(question, "place") and (place := before.place()):
        lead = next((found[name] for name in ("lead", "lead2", "lead3") if found[name]), "")
        question = put(question, found, f"{lead.lower()}{place}")
    found = _pointing(pointing["date"], marked).search(question)
    if found and not _names(question, "date") and (date := before.date()):
        question = put(question, found, _dated(date, marked))
    return question


def _names(question: str, kind: Kind) -> bool:
    """Whether a question has a name of a kind itself."""
    return any(part.kind == kind for part in parts(question))


def _dated(date: str, marked: bool) -> str:
    """A date with the noun before it that Vietnamese wants: năm 2022, ngày 12/3."""
    if re.fullmatch(r"\d{4}", date):
        return spell(f"năm {date}", marked)
    return spell(f"ngày {date}", marked) if re.match(r"\d{1,2}/\d", date) else date


def _pointed(question: str, before: Before, marked: bool) -> str:
    """Dự án này, việc đó, nó."""
    pointing = table("pointing")
    if found := _pointing(pointing["act"], marked).search(question):
        own = compiled(table("phrase")["joints"], marked).search(question[: found.start()])
        act = None if own or "," in question[: found.start()] else before.turns[0].act(marked)
        return put(question, found, act) if act else question
    for found in _pointing(pointing["noun"], marked).finditer(question):
        if (taken := _taken_up_by(found, before, marked)) is not None:
            start, name = taken
            shown = inside(name) if start else name[0].upper() + name[1:]
            return f"{question[:start]}{shown}{question[found.end() :]}"
    found = compiled(pointing["thing" if marked else "thing_unmarked"], marked).search(question)
    if found and (thing := before.thing()):
        return put(question, found, inside(thing))
    return question


def _taken_up_by(found: re.Match[str], before: Before, marked: bool) -> tuple[int, str] | None:
    """Where the noun before này or đó starts, and what it takes up, for the longest noun that takes up anything."""
    syllables = list(re.finditer(r"\S+", found["noun"]))
    offset = found.start("noun")
    for first in range(len(syllables)):
        noun = found["noun"][syllables[first].start() :].strip()
        if first and _is_word(syllables[first - 1][0], syllables[first][0], marked):
            continue  # the bố of tuyên bố
        if name := _named_by(noun, before, marked):
            return offset + syllables[first].start(), name
        if len(syllables) - first > 1 and tuple(map(spelled, noun.lower().split())) in compounds():
            return None
    return None


def _is_word(one: str, other: str, marked: bool) -> bool:
    """Whether two syllables are a word of the lexicon."""
    return (
        ((spelled(one), spelled(other)) in compounds()) if marked else ((fold(one), fold(other)) in folded_compounds())
    )


def _named_by(noun: str, before: Before, marked: bool) -> str | None:
    if compiled(table("pointing")["not_noun"], marked).fullmatch(noun):
        return None
    if phrase := before.phrase(noun, "vi", marked) or _headed(noun, before, marked):
        return phrase
    pointing = table("pointing")
    if compiled(pointing["place_nouns"], marked).fullmatch(noun):
        return before.place(is_country(noun))
    if compiled(pointing["body_nouns"], marked).fullmatch(noun):
        return before.body()
    return None


def _headed(noun: str, before: Before, marked: bool) -> str | None:
    """The phrase that the last syllable of a noun begins: cây cầu, Cầu Thủ Thiêm."""
    first, _, rest = noun.partition(" ")
    classifies = compiled(table("pointing")["classifiers"], marked).fullmatch(first)
    return before.phrase(rest, "vi", marked) if rest and classifies else None
