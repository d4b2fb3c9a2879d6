"""A question put anew: another question word in it, the answer where the old one stood, its topic, its statement."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.talk.constituents import parts
from assistant.talk.phrases import alternation, compiled, listed, spell, table
from index.folding import Word, fold, spelled, words
from index.names import folded_compounds, irregular, lemmas

_HAVE = ("has", "have", "had")
MOST_FILLED = 12  # words of an answer that still goes into a question


@dataclass(frozen=True, slots=True)
class English:
    """An English question taken apart: "With whom did X meet?" is with, whom, -, did, "X meet".

    `noun` stands after which, what, how many; `aux` is empty where the question word is the subject of a plain verb,
    which `rest` then begins with.
    """

    lead: str
    word: str
    noun: str
    aux: str
    rest: str

    @property
    def is_argument(self) -> bool:
        """Whether the question word is subject or object: its place must be filled where it goes."""
        if self.lead or self.word in ("when", "where", "why", "how"):
            return False
        return self.word in ("who", "whom", "what", "which", "whose") or (self.word == "how many" and bool(self.noun))

    @property
    def thing(self) -> str:
        """What which, what, how many ask for, as a thing known: the building project in Vientiane."""
        return f"the {self.noun}" if self.noun and self.word in ("what", "which", "how many") else ""


_ENGLISH = re.compile(
    r"(?:(?:and|but|so|then) )?(?:(in|on|at|by|with|to|from|for|of|since|until|against) )?"
    r"(whom?|whose|what|which|when|where|why|"
    r"how(?: (?:many|much|long|old|far|fast|often|tall|high|big|large|deep|wide))?)"
    r"\b ?(.*)",
    re.IGNORECASE | re.DOTALL,
)
_POLAR = re.compile(
    r"(?:(?:and|but|so) )?(is|are|was|were|do|does|did|has|have|had|will|would|can|could) (.*)", re.I | re.S
)


def english(question: str) -> English | None:
    """The parts of an English question; None where it is none that we know."""
    text = question.strip().rstrip("?!. ")
    found = _ENGLISH.match(text)
    if found is None:
        polar = _POLAR.match(text)
        return English("", "", "", polar[1].lower(), polar[2]) if polar else None
    lead, word, tail = (found[1] or "").lower(), found[2].lower(), found[3]
    tokens = list(words(tail))
    at_aux = next((at for at, token in enumerate(tokens) if token.text in listed("english", "aux")), None)
    at_verb = _plain_verb(word, tokens)
    if at_verb is not None and (at_aux is None or at_verb < at_aux):
        start = tokens[at_verb].start
        return English(lead, word, tail[:start].strip(), "", tail[start:])
    if at_aux is None:
        return None
    aux = tokens[at_aux]
    has = aux.text in _HAVE and not any(_is_past(token.text) for token in tokens[at_aux + 1 :])
    if has and word in ("who", "which", "what", "how many"):  # a verb by itself: who has power
        return English(lead, word, tail[: aux.start].strip(), "", tail[aux.start :])
    return English(lead, word, tail[: aux.start].strip(), aux.text.lower(), tail[aux.end :].strip())


def _plain_verb(word: str, tokens: Sequence[Word]) -> int | None:
    """Where the plain verb stands whose subject the question word is: at once after who, behind the noun of which."""
    if word in ("who", "what") and tokens and tokens[0].text not in listed("english", "aux"):
        return 0 if word == "who" or _verb(tokens[0].text) else None
    if word in ("which", "what", "how many", "whose"):
        return next((at for at, token in enumerate(tokens) if at and _is_past(token.text)), None)
    return None


def _is_past(token: str) -> bool:
    if token.endswith("ed") and len(token) > 4 and token[0].islower():
        return True
    return token in irregular() and irregular()[token][0] in _verbs() and token not in listed("english", "aux")


def _verb(token: str) -> str | None:
    """The base form of a verb; None for what is no verb we know."""
    return next((one for one in lemmas(token) if one in _verbs()), None)


@cache
def _verbs() -> frozenset[str]:
    nouns = {
        "man",
        "woman",
        "child",
        "foot",
        "half",
        "life",
        "wife",
        "knife",
        "leaf",
        "thief",
        "wolf",
        "shelf",
        "scarf",
    }
    inflected = {
        base for form, bases in irregular().items() for base in bases if not form.endswith(("men", "es", "ia"))
    }
    return listed("english", "verbs") | (inflected - nouns)


def subject_and_verb(rest: str) -> tuple[int, int]:
    """Where the subject ends and where the verb does, of what comes after do, does, did; (0, 0) where nobody can tell.

    >>> rest = "the National Assembly pass the amended Capital Law"
    >>> [rest[:end] for end in subject_and_verb(rest)]
    ['the National Assembly', 'the National Assembly pass']
    """
    tokens = [token for token in words(rest) if token.text != "s"]
    for bound in [*_bounds(tokens), len(tokens)]:
        inside = range(1, bound)
        known = [at for at in inside if tokens[at].text in _verbs()]
        lower = [at for at in inside if tokens[at].text.islower() and at == bound - 1]
        plain = [at for at in lower if tokens[at - 1].text not in listed("english", "determiners")]
        if at := max(known or plain, default=0):
            return tokens[at - 1].end + _possessive(rest, tokens[at - 1]), tokens[at].end
    return 0, 0


def _bounds(tokens: Sequence[Word]) -> Iterator[int]:
    """Where a stretch of words may end that begins with the subject: before a determiner or preposition, or a name."""
    for at, token in enumerate(tokens):
        named = token.text[0].isupper() and tokens[at - 1].text in _verbs()
        if at and (named or token.text in listed("english", "stops") | listed("english", "determiners")):
            yield at


def _possessive(rest: str, token: Word) -> int:
    return 2 if rest[token.end : token.end + 2] in ("'s", "’s") else 0


def asked_with(question: str, word: str, kind: str, answer: str | None) -> str | None:
    """An English question asked with another question word, the answer filled in; None where that cannot be done.

    >>> asked_with("Who led the tour in Laos?", "when", "date", "Sok Dareth")
    'When did Sok Dareth lead the tour in Laos?'
    """
    was = english(question)
    if was is None:
        return None
    if kind in ("person", "number"):
        return _argument(was, word, kind)
    if not was.is_argument:
        ending = f" {was.lead} {_person(answer)}" if was.word == "whom" and was.lead and _person(answer) else ""
        return _sentence(word, was.aux, f"{was.rest}{ending}") if was.aux else None
    filler = _filler(was, answer)
    if not was.aux:
        verb, _, rest = was.rest.partition(" ")
        base = _verb(verb) or lemmas(verb)[-1]
        return _sentence(word, _do(verb, base), f"{filler} {base} {rest}")
    if was.aux in ("do", "does", "did"):
        return _sentence(word, was.aux, _filled(was.rest, filler))
    if was.word in ("what", "which") and not was.noun:
        return _sentence(word, was.aux, was.rest)
    if was.aux in _HAVE and (gap := _after_participles(was.rest)):
        return _sentence(word, was.aux, was.rest[:gap], filler, was.rest[gap:])
    if re.search(r" to \w+\Z", was.rest):  # which conference is Laos to host
        return _sentence(word, was.aux, was.rest, filler)
    return _sentence(word, was.aux, f"{filler} {was.rest}")


def _after_participles(rest: str) -> int:
    """Where the object stood that was asked for in "has Hanoi restored": behind the participles; 0 where the question
    word was their subject.
    """
    tokens = list(words(rest))
    past = [at for at, token in enumerate(tokens) if _is_past(token.text)]
    return tokens[past[-1]].end if past and past[0] > 0 else 0


def _do(verb: str, base: str) -> str:
    if verb == base:
        return "do"
    return "does" if verb.endswith("s") else "did"


def _argument(was: English, word: str, kind: str) -> str | None:
    """The question asked by who or how many: for another subject or object at its place, else as it comes."""
    if kind == "number" and was.noun and word == "how many":
        word = f"how many {was.noun}"
    if was.is_argument:
        return _sentence(word, was.aux, was.rest)
    if kind == "person" and was.aux in ("is", "are", "was", "were") and word == "who":
        word = "by whom"
    return _sentence(word, was.aux, was.rest) if was.aux else None


def _sentence(word: str, *others: str) -> str:
    said = " ".join(" ".join([word, *others]).split())
    return f"{said[0].upper()}{said[1:]}?"


def _filled(rest: str, filler: str) -> str:
    """The filler behind the verb, and behind a preposition that was left without its object (meet with in Huế)."""
    _, end = subject_and_verb(rest)
    if not end:
        return rest
    stranded = re.match(rf" (?:{alternation('leads', 'en')})(?= (?:{alternation('leads', 'en')}) |\Z)", rest[end:])
    end += stranded.end() if stranded else 0
    return f"{rest[:end]} {filler}{rest[end:]}"


def _filler(was: English, answer: str | None) -> str:
    """What goes where the question word stood: the name that answers, else the thing asked for."""
    if was.word in ("who", "whom"):
        return _person(answer) or "someone"
    short = short_form(answer)
    if was.word == "how many":
        return f"{short} {was.noun}" if short and short[-1].isdigit() else was.noun
    if was.noun and not (short and short[0].isupper()):
        return was.thing
    return short or "something"


def _person(answer: str | None) -> str:
    people = [part.text for part in parts(answer or "") if part.kind == "person"]
    return people[0] if people else short_form(answer)


def short_form(answer: str | None) -> str:
    """An answer as it goes into a question: without the post behind a name; empty where it is long.

    >>> short_form("Anouphap Tounalom — Bí thư Thành ủy")
    'Anouphap Tounalom'
    """
    text = re.split(r" [—–] |[(;]", answer or "")[0].strip(" .,:\"“”'")
    return text if len(text.split()) <= MOST_FILLED else ""


def english_topic(question: str, many: bool = False) -> str | None:
    """The thing an English question is about, as "it" (or with `many` "they") would take it up; None where it is about
    none.
    """
    was = english(question)
    if was is None:
        return None
    if was.word in ("what", "which", *(("how many",) if many else ())) and was.noun and not was.lead:
        return was.thing
    if was.aux in ("do", "does", "did"):
        return _do_topic(was.rest)
    return _noun_phrase(was.rest) if was.aux else _object(was.rest.partition(" ")[2])


def _do_topic(rest: str) -> str | None:
    """The object where the subject is a name or a body, else the subject."""
    ends, verb = subject_and_verb(rest)
    if not ends:
        return None
    subject = rest[:ends].strip()
    agent = subject.split()[-1][0].isupper() or subject.split()[-1] in listed("english", "body_nouns") | listed(
        "english", "person_nouns"
    )
    if agent and (thing := _object(rest[verb:].strip())):
        return thing
    return subject


def _object(rest: str) -> str | None:
    """The noun phrase at the start of what follows a verb: the plant, an agreement with Laos."""
    found = re.match(r"(?:the|an?) ", rest)
    if found is None:
        return None
    return _noun_phrase(f"the {rest[found.end() :]}")


def _noun_phrase(text: str) -> str | None:
    """The noun phrase a text begins with, up to a participle, or a preposition with no name behind it."""
    tokens = list(words(text))
    end = 0
    for at, token in enumerate(tokens):
        if token.text in listed("english", "stops") and not _belongs(tokens[at - 1 : at + 3]):
            break
        if at and (_is_past(token.text) or token.text in listed("english", "aux")) and tokens[at - 1].text != "the":
            break
        end = token.end
    phrase = text[:end].strip()
    return phrase if phrase and fold(phrase) not in listed("english", "determiners") else None


def _belongs(around: Sequence[Word]) -> bool:
    """Whether a preposition with a name behind it is part of the noun phrase: the treaty with Cambodia."""
    return around[1].text in ("with", "between", "and") and len(around) > 2 and around[2].text[0].isupper()


# Vietnamese: the question word stands where the answer would.


@dataclass(frozen=True, slots=True)
class Statement:
    """A Vietnamese question without its question word; `dropped` is whether that said when, why or how."""

    text: str
    dropped: bool


def statement(question: str, answer: str | None, marked: bool) -> Statement:
    """The question as a statement: the answer where the question word stood.

    >>> statement("Đinh Tiến Dũng gặp ai ở Viêng Chăn?", "Sok Dareth", True).text
    'Đinh Tiến Dũng gặp Sok Dareth ở Viêng Chăn'
    """
    text = question.strip().rstrip("?!. ")
    for each in table("asked")["dropped"]:
        if found := compiled(each, marked).search(text):
            return Statement(" ".join(f"{text[: found.start()]} {text[found.end() :]}".split()), dropped=True)
    for each in table("asked")["filled"]:
        if found := compiled(each, marked).search(text):
            said = " ".join(_put(text, found, answer, marked).split())
            return Statement(re.sub(spell(r" là\Z", marked), "", said), dropped=False)
    return Statement(text, dropped=False)


def _put(text: str, found: re.Match[str], answer: str | None, marked: bool) -> str:
    before, asked, after = text[: found.start()], fold(found[0]), text[found.end() :]
    if asked.endswith("ai"):
        return f"{before}{_person(answer)}{after}"
    short = short_form(answer)
    if asked in ("bao nhieu", "may"):
        return f"{before}{_without_end(short, after)}{after}"
    if not short and asked == "dau":
        before = re.sub(r"(?:ở|tại|đến|từ|o|tai|den|tu) \Z", "", before)
    return f"{before}{_without_start(short, before)}{after}"


def _without_start(short: str, before: str) -> str:
    """The answer without the words that stand before it already: chương trình | chương trình phòng, chống ma túy."""
    led, said = short.split(), fold(before).split()
    for length in range(min(4, len(led)), 0, -1):
        if [fold(word) for word in led[:length]] == said[-length:]:
            return " ".join(led[length:])
    return short


def _without_end(short: str, after: str) -> str:
    """The answer without the words that stand after it already: 300 hộ | hộ."""
    ended, said = short.split(), fold(after).split()
    for length in range(min(4, len(ended) - 1), 0, -1):
        if [fold(word) for word in ended[-length:]] == said[:length]:
            return " ".join(ended[:-length])
    return short


def vietnamese_with(question: str, word: str, kind: str, answer: str | None, marked: bool) -> str | None:
    """A Vietnamese question asked with another question word, the answer filled in."""
    said = statement(question, answer, marked).text
    if not said:
        return None
    if kind == "reason":
        return f"{word[0].upper()}{word[1:]} {inside(said)}?"
    if kind == "person" and fold(word) in ("ai", "nhung ai", "nguoi nao"):
        asked = compiled(table("asked")["filled"][0], marked).search(question)
        if asked:
            return question
        word = spell("do ai", marked)
    return f"{said} {word}?"


def inside(text: str) -> str:
    """A statement as it goes inside a sentence: its first word in lower case, unless a name begins with it."""
    first = next(words(text), None)
    if first is None or first.text.isupper() or any(part.start == 0 for part in parts(text)):
        return text
    return text[0].lower() + text[1:]


def vietnamese_topic(question: str, marked: bool) -> str | None:
    """The noun phrase a Vietnamese question begins with, which is what it is about; None where it begins otherwise."""
    text = question.strip().rstrip("?!. ")
    phrase = _until_stop(text, marked)
    first = next(words(phrase), None)
    if first is None or compiled("ai|có|vì|tại|khi|ở|trong|theo|từ|sau|trước|bao|những ai", marked).match(text):
        return None
    asked = compiled(spell("nào|gì", marked)).match(text, len(phrase) + 1)
    return phrase if len(phrase) < len(text) and asked is None else None


def vietnamese_phrase(noun: str, question: str, answer: str | None, marked: bool, exact: bool) -> str | None:
    """The noun phrase of a question that begins with this noun and says more: luật, Luật Thủ đô; where it asks for it
    (công trình nào), with the answer; `exact` is whether marks count. None where none is.
    """
    asking = _without_adverbials(question, marked)
    if asked := compiled(rf"({re.escape(noun)})(?: \w+){{0,3}} {spell('nào', marked)}", marked).search(asking):
        short = short_form(answer)
        return f"{asked[1]} {_without_start(short, asked[1])}" if short else None
    own = [spelled(word.text) if exact else word.folded for word in words(noun)]
    found = list(words(question))
    for at in range(len(found) - len(own) + 1):
        run = found[at : at + len(own) + 1]
        same = [spelled(word.text) if exact else word.folded for word in run[: len(own)]] == own
        if same and not _begins_a_word(run, len(own)) and not _is_in_a_name(question, run[0].start):
            phrase = _until_stop(question[run[0].start :].rstrip("?!. "), marked)
            if len(list(words(phrase))) > len(own):
                return phrase
    return None


def _without_adverbials(question: str, marked: bool) -> str:
    """The question without khi nào, ngày nào."""
    for each in table("asked")["dropped"]:
        question = compiled(each, marked).sub("", question)
    return question


def _is_in_a_name(question: str, start: int) -> bool:
    """Whether a syllable is a later one of a name: An, of Nghệ An."""
    return any(part.start < start < part.end for part in parts(question))


def _begins_a_word(found: Sequence[Word], length: int) -> bool:
    """Whether one syllable is but the first of a word: công, of công ty."""
    if length > 1 or len(found) < 2 or found[1].text[0].isupper():
        return False
    return (found[0].folded, found[1].folded) in folded_compounds()


def _until_stop(text: str, marked: bool) -> str:
    """The text up to the first word that ends a noun phrase, from its second word on."""
    end = len(text)
    for stop in _stop(marked).finditer(text, len(text.split(" ")[0]) + 1):
        before = fold(text[: stop.start()]).split()[-1]
        if (before, fold(stop[0])) not in folded_compounds():  # the bị of quai bị, mumps
            end = stop.start()
            break
    return re.split(r"[,;:?]", text[:end])[0].strip()


@cache
def _stop(marked: bool) -> re.Pattern[str]:
    phrase = table("phrase")
    measured = f"(?:{phrase['measured']})(?= (?:{phrase['measure']}))"
    asked = "|".join(table("asked")["dropped"])
    return compiled(f"{asked}|{measured}|{alternation('phrase', 'stops')}", marked, case=True)
