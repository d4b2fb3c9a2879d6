"""A question asked in the light of the turns before it, as it stands by itself.

    "And in Hanoi?" after "Who did Đinh Tiến Dũng meet in Vientiane?"  ->  "Who did Đinh Tiến Dũng meet in Hanoi?"

By rule, from `words/conversation.toml`: what a fragment names takes the place of what is of its kind; a bare question
word takes the place of the old one, where the answer goes; pronouns and pointing words become what they stand for. A
question that stands by itself, or whose words nothing before fits, comes back as it was.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.asking.items import is_marked
from assistant.data import Turn
from assistant.talk.asked import asked_with, english, vietnamese_with
from assistant.talk.constituents import Part, parts
from assistant.talk.phrases import alternation, compiled, listed, table
from assistant.talk.pointing import vietnamese_referred
from assistant.talk.referring import english_referred
from assistant.talk.spoken import LONGEST, Before, Spoken
from index.folding import fold
from index.language import Language, function_words, language_of

AROUND = 6  # words that may stand around a fragment: thế còn … thì như thế nào
_WRITTEN: tuple[tuple[Language, bool], ...] = (("en", True), ("vi", True), ("vi", False))  # and whether with marks
_DEFAULT_LEAD = {"en": {"place": "in", "date": "in"}, "vi": {"place": "ở", "date": ""}}


def resolve(question: str, turns: Sequence[Turn]) -> str:
    """The question as it stands by itself: the very same string where it already does, or where there are no turns."""
    text = " ".join(question.split())
    before = Before.of(turns)
    if not before.turns or not text or len(text) > LONGEST:
        return question
    resolved = _bare(text, before) or _fragment(text, before) or _referred(text, before)
    return question if resolved in (None, text) else resolved


def _referred(text: str, before: Before) -> str:
    return english_referred(text, before) if language_of(text) == "en" else vietnamese_referred(text, before)


@dataclass(frozen=True, slots=True)
class _Word:
    """A bare question word, the kind it asks for, and its language."""

    text: str
    kind: str
    language: Language


def _bare(text: str, before: Before) -> str | None:
    """The question before with another question word, where the text is nothing but one."""
    asked = _bare_word(text)
    if asked is None:
        return None
    for turn in before.turns:
        if resolved := _asked_anew(turn, asked):
            return resolved
    return None


def _bare_word(text: str) -> _Word | None:
    bare = _core(text)
    for entry in table("bare")["kinds"]:
        for language, marked in _WRITTEN:
            for pattern in entry[language]:
                if found := compiled(pattern, marked).fullmatch(bare):
                    return _Word(found["word"], entry["kind"], language)
    return None


def _core(text: str) -> str:
    """A short question in lower case without the signs around it and the words that tie it to what was said."""
    lower = text.lower().strip(" ?!.,…")
    return re.sub(r"^(?:and|but|so|ok|okay|oh|còn|con|thế|vậy|và|the|vay|va),? (?=\w)", "", lower)


def _asked_anew(turn: Spoken, asked: _Word) -> str | None:
    word = asked.text
    if asked.language != turn.language:
        word = table("word")[turn.language][asked.kind]
    if turn.language == "en":
        return asked_with(turn.question, word, asked.kind, turn.answer)
    word = word if turn.marked else fold(word)
    return vietnamese_with(turn.question, word, asked.kind, turn.answer, turn.marked)


def _fragment(text: str, before: Before) -> str | None:
    """The question before about something else, where the text is a fragment that names it."""
    found = _rest(text, before.turns[0])
    if found is None:
        return None
    rest, surely = found
    named = _named(rest)
    thing = _thing(rest, named)
    turn = before.turns[0]
    if not thing:
        return _about(turn, named) if named else None
    if not surely:
        return None
    if parallel := _parallel(rest, turn):
        return parallel
    swapped = _contrasted(turn.question, thing)
    if swapped is not None:
        return _about(turn.instead(swapped), named) if named else swapped
    return _carried(text, named, turn) if not named else None


def _rest(text: str, turn: Spoken) -> tuple[str, bool] | None:
    """What a fragment names, and whether words around it say that it is one; None for what is no fragment."""
    bare = text.strip(" ?!.…")
    if len(bare.split()) > table("fragment")["most_words"] + AROUND:
        return None
    marked = is_marked(text)
    for language, is_written in (("en", True), ("vi", marked)):
        *sure, bare_name = table("fragment")[language]
        for pattern in (*sure, bare_name):
            found = compiled(pattern, is_written).fullmatch(bare)
            if found and _is_fragment(found["rest"]):
                return found["rest"], pattern != bare_name
    alone = parts(bare)
    if text.endswith("?") and len(alone) == 1 and alone[0].text == bare:
        return (bare, False) if any(part.kind == alone[0].kind for part in turn.asked) else None
    return None


def _is_fragment(rest: str) -> bool:
    """Whether it has no verb or question word of its own."""
    if len(rest.split()) > table("fragment")["most_words"] or not re.search(r"\w", rest):
        return False
    own = table("own")
    masked = rest
    for part in parts(rest):
        masked = masked.replace(part.text, "")
    return not re.search(own["en"], masked, re.IGNORECASE) and not compiled(own["vi"], is_marked(rest)).search(masked)


def _named(rest: str) -> tuple[Part, ...]:
    """What a fragment names; after a preposition of place, whatever is there, though it was typed without capitals."""
    named = parts(rest)
    if named or (is_marked(rest) and rest != rest.lower()):
        return named
    titled = " ".join(word if _is_lead(word) else word.capitalize() for word in rest.split())
    known = tuple(part for part in parts(titled) if part.kind in ("place", "date"))
    lead, _, name = rest.partition(" ")
    if known or not name or fold(lead) not in map(fold, listed("leads", "where")):
        return tuple(
            replace(part, text=part.text if part.kind == "place" else rest[part.start : part.end]) for part in known
        )
    return (Part(name.title(), len(lead) + 1, len(rest), "place", lead.lower(), 0),) if len(name.split()) < 4 else ()


def _is_lead(word: str) -> bool:
    return fold(word) in {fold(each) for key in ("en", "vi") for each in listed("leads", key)}


def _thing(rest: str, named: Sequence[Part]) -> str:
    """What a fragment has besides names and the words that hold it together."""
    left = rest
    for part in sorted(named, key=lambda part: -part.start):
        left = left[: part.lead_start] + " " + re.sub(r"^['’]s?", "", left[part.end :])
    place = compiled(rf"{table('pointing')['place_nouns']}|{table('fragment')['around']}", is_marked(rest))
    left = place.sub(" ", left) if named else left
    kept = [word for word in left.split() if named or word.lower() not in ("the", "a", "an")]
    kept = [word for word in kept if not (named and (_is_lead(word) or word.lower() in function_words("en")))]
    return " ".join(kept).strip(" ,'’\"")


def _about(turn: Spoken, named: Sequence[Part]) -> str | None:
    """The question of a turn about these instead of what is of their kinds in it."""
    text = turn.question
    for part in named:
        text = _swapped(text, part, turn)
    return None if fold(text) == fold(turn.question) else text


def _swapped(text: str, new: Part, turn: Spoken) -> str:
    old = _replaced_by(text, new)
    if old is None:
        return _added(text, new, turn)
    if new.kind == "date":
        return text[: old.start] + _other_date(old.text, new.text, turn) + text[old.end :]
    changed = text[: old.start] + new.text + text[old.end :]
    if new.lead and old.lead and new.lead != old.lead and not (new.says_where and old.says_where):
        changed = (
            changed[: old.lead_start] + _lead_in(turn.language, new.lead) + changed[old.lead_start + len(old.lead) :]
        )
    return changed


def _lead_in(language: Language, lead: str) -> str:
    """A preposition in a language; empty where it is of the other and none is known for it."""
    own = listed("leads", language)
    return lead if lead in own or lead in map(fold, own) else str(table("leads")["across"].get(lead, ""))


def _replaced_by(text: str, new: Part) -> Part | None:
    """Which of what a question names a new name takes the place of: led by the same preposition, of the same rank
    (country or not), the last.
    """
    kinds = ("person", "body") if new.kind in ("person", "body") else (new.kind,)
    fitting = [part for part in parts(text) if part.kind in kinds and fold(part.text) != fold(new.text)]
    if new.kind == "body" and not any(part.kind == "body" for part in fitting):
        fitting = fitting[:1]
    return max(
        fitting,
        key=lambda part: (
            bool(new.lead) and (part.lead == new.lead or (part.says_where and new.says_where)),
            part.kind == new.kind,
            part.is_country == new.is_country,
            part.says_where,
            part.start,
        ),
        default=None,
    )


_YEAR = re.compile(r"(?:19|20)\d\d")


def _other_date(old: str, new: str, turn: Spoken) -> str:
    """A date in place of another: a year alone changes the year, a day or month alone keeps it."""
    year = re.fullmatch(r"(?:(?:năm|nam) )?((?:19|20)\d\d)", new, re.IGNORECASE)
    if year and len(_YEAR.findall(old)) == 1:
        return _YEAR.sub(year[1], old)
    kept = _YEAR.search(old)
    if (
        kept
        and not _YEAR.search(new)
        and re.search(r"\d|[A-Z]", new)
        and old != kept[0]
        and not old.startswith(("năm", "nam"))
    ):
        joint = "/" if "/" in old else " năm " if turn.language == "vi" else " "
        return f"{new}{joint}{kept[0]}"
    return new


def _added(text: str, new: Part, turn: Spoken) -> str:
    """The question with a name that none of its kind makes room for, at its end."""
    lead = _lead_in(turn.language, new.lead) or _DEFAULT_LEAD[turn.language].get(new.kind, "")
    shown = new.text
    if turn.language == "vi":
        lead = lead if turn.marked else fold(lead)
        if re.fullmatch(r"\d{4}", new.text):
            shown, lead = f"{'năm' if turn.marked else 'nam'} {new.text}", ""
    elif new.kind == "date" and (year := _YEAR.search(new.text)) and new.text.lower().startswith(("năm", "nam")):
        shown, lead = year[0], "in"
    if not lead and new.kind in ("person", "body"):
        return text
    stem = text.rstrip("?!. ")
    return f"{stem} {f'{lead} {shown}'.strip()}?"


def _parallel(rest: str, turn: Spoken) -> str | None:
    """The question of a Vietnamese turn about another thing of the same name: giá vàng, giá bạc."""
    topic = turn.topic() if turn.language == "vi" else None
    if topic is None or len(rest.split()) < 2 or fold(rest.split()[0]) != fold(topic.split()[0]):
        return None
    if not turn.question.startswith(topic) or fold(rest) == fold(topic):
        return None
    return f"{rest[0].upper()}{rest[1:]}{turn.question[len(topic) :]}"


def _contrasted(text: str, thing: str) -> str | None:
    """The question with a word for its counterpart (men, women), or with another noun after how many; None where it has
    neither.
    """
    marked = is_marked(text)
    names = parts(text)
    for line in table("contrasts")["lines"]:
        put = next((each for each in line if _is_word(thing, each)), "")
        others = "|".join(re.escape(each) for each in line if each != put)
        for found in compiled(others, marked, case=True).finditer(text) if put else ():
            if not any(part.start <= found.start() < part.end for part in names):
                return f"{text[: found.start()]}{put if marked else fold(put)}{text[found.end() :]}"
    return _counted(text, thing)


def _is_word(thing: str, each: str) -> bool:
    """Whether a fragment is this word, with or without marks, or what comes after its auxiliary (were injured)."""
    said = fold(thing) if not is_marked(thing) else thing.lower()
    entry = fold(each) if not is_marked(thing) else each
    return entry == said or entry == f"were {said}"


def _counted(text: str, thing: str) -> str | None:
    asked = english(text) if language_of(text) == "en" else None
    if asked is None or asked.word not in ("how many", "how much") or not asked.noun or not thing.islower():
        return None
    noun = re.split(rf" (?:{alternation('leads', 'en')}) ", asked.noun)[0]
    return re.sub(rf"(?i)\b({asked.word}) {re.escape(noun)}(?!\w)", rf"\1 {thing}", text, count=1)


def _carried(text: str, named: Sequence[Part], turn: Spoken) -> str | None:
    """A fragment about something else, with the places and dates of the question before, or what that was about."""
    kinds = {part.kind for part in named}
    carried = [part for part in turn.asked if part.kind in ("place", "date") and part.kind not in kinds]
    stem = text.rstrip("?!. ")
    stem = re.sub(r" thì (?:sao|thế nào|ra sao)\Z", "", stem)
    language = language_of(text)
    for part in carried:
        lead = part.lead or _DEFAULT_LEAD[language].get(part.kind, "")
        stem = f"{stem} {f'{lead} {part.text}'.strip()}"
    if carried:
        return f"{stem}?"
    topic = turn.topic()
    return f"{stem} {'of' if language == 'en' else 'của'} {topic}?" if topic and parts(topic) else None
