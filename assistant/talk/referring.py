"""Pronouns and pointing words of an English question, put in the words of the turns before."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

from assistant.talk.constituents import Part, parts
from assistant.talk.phrases import alternation, compiled, listed, table
from assistant.talk.spoken import Before, is_country, joined, put

_PRONOUN = re.compile(r"\b(he|him|his|she|her|they|them|their|it(?!['’]s)|its)\b", re.IGNORECASE)
_REACHED = ("to", "by", "from", "after", "before")  # prepositions whose object is not the subject: with him may be
_OPENED = re.compile(
    r"\A(?:(?:and|but|so) )?(?:\w+ )?(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE
)
_ASKED = re.compile(rf"{_OPENED.pattern}(?: (?:is|are|was|were|do|does|did|has|have|had|will))?", re.IGNORECASE)
Role = Literal["subject", "object", "of"]

_SHE = ("she", "her")
_HE = ("he", "him", "his")
_MANY = ("they", "them", "their")


def english_referred(question: str, before: Before) -> str:
    """An English question with what its pronouns and pointing words stand for, where that can be told."""
    if not re.search(
        r"\b(?:he|him|his|she|her|they|them|their|its?|the|there|then|that|this)\b", question, re.IGNORECASE
    ):
        return question
    resolved = _english_pronouns(question, before)
    resolved = _pair(resolved, before)
    resolved = _there(resolved, before)
    resolved = _then(resolved, before)
    resolved = _english_pointed(resolved, before)
    return _taken_up(resolved, before) if resolved == question else resolved


def _english_pronouns(question: str, before: Before) -> str:
    named = parts(question) if _PRONOUN.search(question) else ()
    taken: dict[str, str] = {}
    result, end = "", 0
    for found in _PRONOUN.finditer(question):
        word = found[1].lower()
        role = _role(question, found, word)
        if _is_bound(question, found, role, named):
            continue
        stands_for = taken.get(_sort(word)) or _antecedent(
            word, before, [part.text for part in named] + [*taken.values()]
        )
        if stands_for is None:
            continue
        taken[_sort(word)] = stands_for
        name = _possessed(stands_for) if role == "of" else stands_for
        result += question[end : found.start()] + (name[0].upper() + name[1:] if not found.start() else name)
        end = found.end()
    return result + question[end:]


def _pair(question: str, before: Before) -> str:
    """The two leaders: the two people last spoken of together."""
    found = compiled(table("english")["pair"]).search(question)
    names = before.people() if found else ()
    return put(question, found, joined(names, "en")) if found and len(names) == 2 else question


def _sort(word: str) -> str:
    for sort in (_HE, _SHE, _MANY):
        if word in sort:
            return sort[0]
    return "it"


def _possessed(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _antecedent(word: str, before: Before, but: Sequence[str]) -> str | None:
    sort = _sort(word)
    if sort == "he":
        return before.person("man", but)
    if sort == "she":
        return before.person("woman", but)
    if sort == "they":
        names = before.people()
        return joined(names, "en") if names else before.things()
    return before.thing()


def _role(question: str, found: re.Match[str], word: str) -> Role:
    """What a pronoun is in its clause: subject, object, or `of` (his, their, and her before a noun)."""
    if word in ("his", "their", "its"):
        return "of"
    follows = question[found.end() :].strip().split(" ")[0].strip("?,.")
    if word == "her":
        return "object" if not follows or follows in listed("english", "stops") else "of"
    if word == "it":
        led = question[: found.start()].split()
        opens = (
            not led or led[-1].lower().strip(",") in listed("english", "aux") or re.search(_joints(), f" {led[-1]} ")
        )
        return "subject" if opens or follows in listed("english", "aux") else "object"
    return "object" if word in ("him", "them") else "subject"


@cache
def _joints() -> str:
    return rf" (?:{alternation('english', 'joints')}) "


def _is_bound(question: str, found: re.Match[str], role: Role, named: Sequence[Part]) -> bool:
    """Whether a pronoun may stand for something in the same question, or for nothing at all."""
    word = found[1].lower()
    if found[1].isupper() and len(word) > 1 and not question.isupper():
        return True  # IT
    if word == "it" and compiled(table("english")["dummy"]).search(question):
        return True
    if _is_ahead(question, found):
        return True
    led = re.sub(r"\bthe \w+ of \Z", "", question[: found.start()])  # the name of his wife is no wife
    if role == "subject" and _inverted(led):
        return False
    if role == "of" and _has_subject(led):
        return True
    phrases = _phrases(led, named, personal=word in (*_HE, *_SHE))
    if question.islower() and (subject := _ASKED.sub("", led).strip()):  # typed without capitals: names do not show
        phrases.append(len(led) - len(subject))
    if role != "object" or not phrases:
        return bool(phrases)
    between = f" {led[min(phrases) :]} "
    return bool(re.search(_joints(), between) or re.search(r" to (?!\Z)\w+ |ing ", between) or _may_reflect(led))


def _may_reflect(led: str) -> bool:
    """Whether a preposition stands before an object that the subject may be as well: took it with him."""
    last = led.split()[-2:]
    if len(last) < 2 or last[0] in ("is", "are", "was", "were"):
        return False
    return last[1] in listed("english", "stops") | listed("leads", "en") and last[1] not in _REACHED


def _is_ahead(question: str, found: re.Match[str]) -> bool:
    """Whether a pronoun comes before what it may stand for: in a clause or phrase that opens the question."""
    opener = rf"(?:{alternation('english', 'clause_openers')}) (?!which|what|whom|how)"
    if re.match(opener, question, re.IGNORECASE) and "," in question:
        return True
    asked = re.search(r"\b(?:who|whom|what|which|when|where|why|how)\b", question, re.IGNORECASE)
    return asked is not None and asked.start() > found.start() and bool(parts(question[asked.start() :]))


def _has_subject(led: str) -> bool:
    """Whether a subject stands before his or their that they may belong to: who lost | his, did he sell | their."""
    asked = re.match(r"(who|which|what|how many)\b ?(.*)", led, re.IGNORECASE | re.DOTALL)
    aux = alternation("english", "aux")
    if asked and not re.match(rf"(?:{aux})\b", asked[2]):
        return asked[1].lower() != "what" or bool(re.search(rf"\b(?:{aux}) \w", asked[2]))
    if asked and asked[1].lower() == "who" and not re.match(r"(?:do|does|did)\b|(?:is|are|was|were) *\Z", asked[2]):
        return True
    return bool(re.search(rf"\b(?:{aux}) (?!not\b)\w", led, re.IGNORECASE))


def _inverted(led: str) -> bool:
    """Whether a pronoun comes right after the auxiliary of a question's first clause: which year did | he."""
    aux = alternation("english", "aux")
    opened = re.sub(
        r"\A(?:(?:and|but|so) )?(?:\w+ )?(?:who|whom|whose|what|which|when|where|why|how)\b", "", led, flags=re.I
    )
    return bool(re.search(rf"\b(?:{aux}) $", led, re.IGNORECASE)) and not re.search(_joints(), opened)


def _phrases(led: str, named: Sequence[Part], personal: bool) -> list[int]:
    """Where what a pronoun may stand for ends: names, and nouns with a determiner, which or how many before them."""
    places = [part.end for part in named if part.kind == "place"] if personal else []
    names = [part.end for part in named if part.end <= len(led) and part.kind != "date"]
    nouns = re.finditer(r"\b(?:the|an?|each|every|some|any|most|many|which|no|all) (?!of\b)\w+", led, re.IGNORECASE)
    return [end for end in (*names, *(noun.end() for noun in nouns)) if end not in places]


def _there(question: str, before: Before) -> str:
    found = re.search(r"\b(from |to |in )?there\b", question, re.IGNORECASE)
    if found is None or compiled(table("english")["existential"]).search(question):
        return question
    led = question[: found.start()]
    if any(part.kind == "place" for part in parts(question)) or re.search(r"\b(?:in|at|to|from) (?:the|an?) ", led):
        return question
    if (place := before.place()) is None:
        return question
    goes = re.search(
        r"\b(?:go|goes|went|gone|travel|travelled|come|came|arrive|fly|flew|move|moved|return|returned) $", led
    )
    lead = found[1] or ("to " if goes else "in ")
    return f"{led}{lead}{place}{question[found.end() :]}"


def _then(question: str, before: Before) -> str:
    found = re.search(r"\b(?:at that time|at that moment|(?:back |by |since )?then)(?=\W*\Z)", question, re.IGNORECASE)
    if found is None or any(part.kind == "date" for part in parts(question)) or (date := before.date()) is None:
        return question
    lead = "since" if found[0].lower().startswith("since") else _on(date)
    return f"{question[: found.start()]}{lead} {date}{question[found.end() :]}"


def _on(date: str) -> str:
    """The preposition before a date: in a year, on a day."""
    return "in" if re.fullmatch(r"(?:\w+ )?\d{4}(?: ?[-–] ?\d{4})?|[A-Za-z]+|tháng .*|năm .*", date) else "on"


def _english_pointed(question: str, before: Before) -> str:
    """That company, this city, that year: the newest of the kind, where no name of the kind is in the question."""
    found = re.search(
        r"\b((?:in|on|at|by|since|during) )?(that|this) (\w+)\b(?! (?:of|that|which|who))", question, re.IGNORECASE
    )
    if found is None:
        return question
    lead, points, noun = found[1] or "", found[2].lower(), found[3].lower()
    kinds = {part.kind for part in parts(question)}
    name = before.phrase(noun, "en")
    if name is None and noun in listed("english", "place_nouns") and "place" not in kinds:
        name = before.place(is_country(noun))
    if name is None and noun in listed("english", "body_nouns") and "body" not in kinds:
        name = before.body()
    if name is None and noun in listed("english", "person_nouns") and "person" not in kinds:
        name = before.person()
    if name is None and noun in listed("english", "date_nouns") and points == "that" and "date" not in kinds:
        name, lead = before.date(), ""
        name = f"{_on(name)} {name}" if name else None
    if name is None:
        return question
    shown = f"{lead}{name}"
    shown = shown if found.start() else shown[0].upper() + shown[1:]
    return f"{question[: found.start()]}{shown}{question[found.end() :]}"


def _taken_up(question: str, before: Before) -> str:
    """The programme: a noun of the turn before with its whole phrase, in a question without names of its own."""
    found = re.search(rf"\bthe ([a-z]+)(?=\W*\Z| (?!(?:{alternation('english', 'not_taken_up')})\b)\w)", question)
    if found is None or parts(question):
        return question
    phrase = before.turns[0].phrase(found[1], "en")
    return f"{question[: found.start()]}{phrase}{question[found.end() :]}" if phrase else question
