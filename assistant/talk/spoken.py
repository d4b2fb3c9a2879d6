"""What the turns before a question spoke of, the newest first: people, places, dates, bodies, things."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from assistant.asking.items import is_marked
from assistant.asking.questions import understand
from assistant.data import Turn
from assistant.talk.asked import english_topic, inside, short_form, statement, vietnamese_phrase, vietnamese_topic
from assistant.talk.constituents import Kind, Part, parts
from assistant.talk.phrases import compiled, table
from index.folding import fold
from index.language import Language, language_of
from index.names import concepts, countries, form, lexicon

Gender = Literal["man", "woman"]

LONGEST = 400  # characters of a question that leans on another, and of what it leans on
FAR = 5  # turns back that a question may still refer to
_ADDRESS: dict[Gender, str] = {
    "man": "ông|anh|chú|cậu|mr|sir|king|prince|hoàng tử|vua",
    "woman": "bà|cô|chị|mrs|ms|miss|queen|princess|nữ hoàng|công chúa",
}
_CAPITAL = "(?-i:[A-ZÀ-ÞĂĐƠƯẤẠẢỐỔ])"
_MIDDLE: dict[str, Gender] = {"Thị": "woman", "Văn": "man"}  # middle names, and of whom


class Spoken:
    """One turn, as what it spoke of is looked for in it."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn
        self.question = turn.answer.understood or turn.question or turn.answer.question

    def instead(self, question: str) -> "Spoken":
        """The turn as if its question had been another."""
        other = Spoken(self.turn)
        other.question = question
        return other

    @cached_property
    def language(self) -> Language:
        """The language of its question."""
        return language_of(self.question)

    @cached_property
    def marked(self) -> bool:
        """Whether its question was typed with Vietnamese marks, leaving out its names, which may be an answer's."""
        typed = list(self.question)
        for part in self.asked:
            typed[part.start : part.end] = " " * (part.end - part.start)
        return is_marked("".join(typed))

    @property
    def answer(self) -> str | None:
        """Its short answer; None where it was refused, or where it is too long to be taken up."""
        short = self.turn.answer.short_answer
        return short if short and len(short) <= LONGEST else None

    @cached_property
    def kind(self) -> str:
        """The kind of answer its question asked for."""
        return understand(self.question).kind

    @cached_property
    def asked(self) -> tuple[Part, ...]:
        """What its question names."""
        return parts(self.question)

    @cached_property
    def answered(self) -> tuple[Part, ...]:
        """What its short answer names."""
        return parts(self.answer or "")

    def names(self, kind: Kind, answered: bool = False) -> tuple[str, ...]:
        """The names of a kind, those of the answer first, or only these."""
        found = [*self.answered, *(() if answered else self.asked)]
        return tuple(dict.fromkeys(part.text for part in found if part.kind == kind))

    def people(self) -> tuple[str, ...]:
        """The people, whoever answers first."""
        answer = short_form(self.answer)
        alone = [answer] if self.kind == "person" and answer and answer[0].isupper() and not self.answered else []
        return (*alone, *self.names("person"))

    def together(self) -> tuple[str, ...]:
        """The people in the order in which they were spoken of."""
        answered = [part.text for part in self.answered if part.kind == "person"]
        if len(answered) > 1:
            return tuple(answered)
        return (*(part.text for part in self.asked if part.kind == "person"), *self.people()[: len(answered) or 1])

    def place(self, country: bool | None = None) -> str | None:
        """The place: what answered where, else where the question says it was, else the last it names; `country` says
        whether it must be one.
        """
        answer = re.sub(r"^(?:tại|ở|in|at) ", "", short_form(self.answer))
        if self.kind == "place" and answer and country in (None, form(answer) in countries()):
            return answer
        named = [part for part in self.asked if part.kind == "place" and country in (None, part.is_country)]
        said = [part for part in named if part.says_where]
        return (said or named)[-1].text if named else None

    def date(self) -> str | None:
        """The date: what answered when, else what the question says."""
        answer = short_form(self.answer)
        if self.kind == "date" and answer:
            return answer
        return next((part.text for part in self.asked if part.kind == "date"), None)

    def topic(self, many: bool = False) -> str | None:
        """The thing it was about; the things, where there may be many."""
        if self.language == "en":
            return english_topic(self.question, many)
        return vietnamese_topic(self.question, self.marked)

    def phrase(self, noun: str, language: Language, marked: bool = True) -> str | None:
        """The noun phrase of its question that begins (in English: ends) with a noun and says more; where the noun is
        of the other language, with what the lexicon has for it.
        """
        if self.language == "vi":
            nouns = [noun] if language == "vi" else lexicon().get(form(noun), ())
            exact = marked and self.marked
            found = (vietnamese_phrase(one, self.question, self.answer, self.marked, exact) for one in nouns)
        else:
            said = [word.text for word in concepts(self.question) if fold(noun) in map(fold, word.others)]
            found = (_english_phrase(one, self.question) for one in ([noun] if language == "en" else said))
        return next(filter(None, found), None)

    def act(self, marked: bool) -> str | None:
        """What happened, as a Vietnamese noun phrase: việc Đinh Tiến Dũng gặp Sok Dareth."""
        if self.language == "en":
            return None
        said = statement(self.question, self.answer, self.marked).text
        return f"{'việc' if marked else 'viec'} {inside(said)}"

    def gender(self, name: str) -> Gender | None:
        """Whether a person is a man or a woman, by the form of address before the name or a middle name that tells."""
        told = " ".join([self.question, self.answer or "", *(each.quote for each in self.turn.answer.citations)])
        for gender, forms in _ADDRESS.items():
            if re.search(rf"(?<!\w)(?:{forms}) {re.escape(name)}", told, re.IGNORECASE):
                return gender
        return next((_MIDDLE[word] for word in name.split()[1:-1] if word in _MIDDLE), None)


@dataclass(frozen=True, slots=True)
class Before:
    """The turns before a question, the newest first."""

    turns: tuple[Spoken, ...]

    @classmethod
    def of(cls, turns: Sequence[Turn]) -> "Before":
        """Those of a conversation that a question may refer to."""
        spoken = (Spoken(turn) for turn in reversed(turns[-FAR:]))
        return cls(tuple(each for each in spoken if len(each.question) <= LONGEST))

    def person(self, gender: Gender | None = None, but: Sequence[str] = ()) -> str | None:
        """The person last spoken of, of a gender if it is known, and none of those named."""
        other = {fold(name) for name in but}
        answers = {fold(name) for turn in self.turns for name in turn.names("person", answered=True)}
        for turn in self.turns:
            for name in sorted(turn.people(), key=lambda name: fold(name) not in answers):
                if fold(name) not in other and (gender is None or self._gender(name) in (gender, None)):
                    return name
        return None

    def _gender(self, name: str) -> Gender | None:
        return next(filter(None, (turn.gender(name) for turn in self.turns)), None)

    def people(self) -> tuple[str, ...]:
        """The two or more people last spoken of in one turn; else the body last spoken of, or nothing."""
        for turn in self.turns:
            if len(names := tuple(dict.fromkeys(turn.together()))) > 1:
                return names
        body = self.body()
        return (body,) if body else ()

    def place(self, country: bool | None = None) -> str | None:
        """The place last spoken of; `country` says whether it must be one."""
        return next(filter(None, (turn.place(country) for turn in self.turns)), None)

    def date(self) -> str | None:
        """The date last spoken of."""
        return next(filter(None, (turn.date() for turn in self.turns)), None)

    def body(self) -> str | None:
        """The organisation last spoken of."""
        return next((name for turn in self.turns for name in turn.names("body")), None)

    def things(self) -> str | None:
        """The things the last turn that had any was about."""
        return next(filter(None, (turn.topic(many=True) for turn in self.turns)), None)

    def thing(self) -> str | None:
        """What "it" takes up: the newest turn's topic, else its body or place, unless a person is its name."""
        for turn in self.turns:
            people = {fold(name) for name in turn.people()}
            names = (turn.topic(), *turn.names("body"), *turn.names("place"))
            if found := next((each for each in names if each and fold(each) not in people), None):
                return found
        return None

    def phrase(self, noun: str, language: Language, marked: bool = True) -> str | None:
        """The noun phrase last spoken of that this noun takes up again."""
        return next(filter(None, (turn.phrase(noun, language, marked) for turn in self.turns)), None)


def joined(names: Sequence[str], language: Language, marked: bool = True) -> str:
    """Names in a row: A, B and C."""
    last = "and" if language == "en" else "và" if marked else "va"
    return f"{', '.join(names[:-1])} {last} {names[-1]}" if len(names) > 1 else "".join(names)


def _english_phrase(noun: str, question: str) -> str | None:
    """The phrase of an English question with this noun and words before it, or a name after it."""
    found = re.search(
        rf"\b(?:the|an?|which|what) ((?:(?!(?:in|of|the|to|and|at|did|was|is)\b)[\w'’-]+ ){{0,6}})({re.escape(noun)})\b"
        rf"((?: (?:of|with|between|on|for|in|at) {_CAPITAL}[\w'’-]*(?: {_CAPITAL}[\w'’-]*)*)?)",
        question,
        re.IGNORECASE,
    )
    return f"the {found[1]}{found[2]}{found[3]}" if found and (found[1] or found[3]) else None


def put(question: str, found: re.Match[str], name: str) -> str:
    """The question with a name in place of what was found, with a capital where it opens the question."""
    shown = name if found.start() else name[0].upper() + name[1:]
    return f"{question[: found.start()]}{shown}{question[found.end() :]}"


def is_country(noun: str) -> bool | None:
    """Whether a noun for a place says that it is a country; None where it may be either."""
    nouns = table("pointing")
    if compiled(nouns["country_nouns"], is_marked(noun)).fullmatch(noun):
        return True
    return None if compiled(nouns["any_place_nouns"], is_marked(noun)).fullmatch(noun) else False
