"""An answer rewritten in prose by a chat model, every sentence checked before anyone sees it.

The extractive answer is what it begins with and what stands where the model fails: its short answer, its quotes, its
disagreements. A refusal is never rewritten.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from secrets import token_hex
from typing import Any, Protocol

from assistant.data import Answer, Citation, Disagreement, Summary
from assistant.model.chat_model import ModelFailed
from assistant.model.checking import Borne, checked, record, translates, without_marks
from assistant.model.instructing import instructs, readable
from index.articles.passages import passage_sentences
from index.articles.sentences import sentences
from index.data import Hit, Passage, Span
from index.language import language_of

SHOWN = 6  # passages a model is shown
MOST_SENTENCES = 12  # of a model's answer
NOTHING = "NOT STATED"  # what it is to write where the passages do not answer

_MARKS_BEHIND = re.compile(r"([.!?…]{1,3})((?:\s{0,3},?\s{0,2}\[\d{1,3}(?:\s{0,2},\s{0,2}\d{1,3}){0,9}\]){1,9})")
_NUMBERED = re.compile(r"\s{0,8}\[(\d{1,3})\]:?\s{1,4}(\S.{0,4000})")
_THINKS = "<think"
_PARTS = re.compile(r" · |[;,] | — ")  # between the parts of a short answer


class Model(Protocol):
    """A chat model: what it is called, and its reply, in pieces; a reply that fails raises ModelFailed."""

    @property
    def name(self) -> str:
        """What it was chosen by."""
        ...

    @property
    def leaves(self) -> bool:
        """Whether what it is told leaves this machine."""
        ...

    def reply(self, system: str, asked: str) -> Iterator[str]:
        """The reply to a question under these rules, as it comes."""
        ...


class Writer:
    """Rewrites answers with one chat model."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def rewrite(
        self, answer: Answer, hits: Sequence[Hit], also_in: Callable[[str], tuple[Summary, ...]] = lambda _: ()
    ) -> Iterator[Answer]:
        """The answer as it grows, sentence by checked sentence; the last is the final one, whatever the model did.

        `hits` are what the model is shown beside the answer's own quotes; `also_in` tells an article's near-copies.
        """
        if not answer.answered:
            yield answer
            return
        draft = _Draft(answer, self.model.name, _shown(answer, hits), also_in)
        try:
            yield from self._written(draft)
        except ModelFailed as failure:
            yield draft.unwritten("failed", why=str(failure))
            return
        if not draft.lines:
            yield draft.unwritten("nothing_held" if draft.taken_out else "found_none")
            return
        final = draft.answer()
        yield final
        if foreign := [one for one in final.citations if language_of(one.quote) != answer.language == "en"]:
            yield self._translated(final, foreign)

    def _written(self, draft: "_Draft") -> Iterator[Answer]:
        """The answer after each sentence that holds."""
        for sentence in _sentences(self.model.reply(*_prompt(draft.before, draft.passages))):
            if without_marks(sentence)[0].strip(" .").upper() == NOTHING or len(draft.lines) >= MOST_SENTENCES:
                return
            if draft.add(sentence):
                yield draft.answer()

    def _translated(self, answer: Answer, foreign: Sequence[Citation]) -> Answer:
        """The answer with the translations that hold of these quotes, and a note on how many there are none of."""
        system, asked = _translation_prompt(foreign)
        said: dict[int, str] = {}
        try:
            for line in "".join(self.model.reply(system, asked)).splitlines():
                if found := _NUMBERED.fullmatch(line):
                    said.setdefault(int(found[1]), readable(found[2]))
        except ModelFailed:
            said = {}
        kept = {one.number: said[one.number] for one in foreign if translates(said.get(one.number, ""), one.quote)}
        citations = tuple(replace(one, translation=kept.get(one.number)) for one in answer.citations)
        missing = len(foreign) - len(kept)
        notes = (_note(answer, "untranslated", self.model.name, missing),) if missing else ()
        return replace(_with_citations(answer, citations), notes=(*answer.notes, *notes))


@dataclass(slots=True)
class _Draft:
    """What a model has written of an answer so far: the lines that hold, and how many did not."""

    before: Answer
    model: str
    passages: Sequence[Passage]
    also_in: Callable[[str], tuple[Summary, ...]]
    lines: list[Borne] = field(default_factory=list)
    taken_out: int = 0

    def add(self, sentence: str) -> bool:
        """Takes a sentence in if it holds and says something new."""
        borne = checked(sentence, dict(enumerate(self.passages, 1)))
        if borne is None:
            self.taken_out += any(map(str.isalnum, sentence))
            return False
        if any(line.text == borne.text for line in self.lines):
            return False
        self.lines.append(borne)
        return True

    def answer(self) -> Answer:
        """The answer as far as it is written: after the quotes it cites come those of the short answer and of the
        values that disagree, where they are not among them.
        """
        quotes = [*(quote for line in self.lines for quote in line.quotes), *_kept(self.before)]
        numbers: dict[tuple[str, int, int], int] = {}
        citations: list[Citation] = []
        for quote in quotes:
            if _place(quote) not in numbers:
                numbers[_place(quote)] = len(numbers) + 1
                citations.append(Citation(len(numbers), quote, self.also_in(quote.article.id)))
        text = " ".join(_cited(line, [numbers[_place(quote)] for quote in line.quotes]) for line in self.lines)
        notes = (_note(self.before, "taken_out", self.model, self.taken_out),) if self.taken_out else ()
        written = replace(self.before, text=text, model=self.model, notes=(*self.before.notes, *notes))
        return _with_citations(written, tuple(citations))

    def unwritten(self, key: str, **values: str) -> Answer:
        """The answer as it was, and why it is not rewritten."""
        note = _say(self.before, key).format(model=self.model, **values)
        return replace(self.before, notes=(*self.before.notes, note))


def _shown(answer: Answer, hits: Sequence[Hit]) -> list[Passage]:
    """The passages a model is shown: those that the quotes stand in first, then the others, each once."""
    found = [hit.passage for hit in hits]
    own = [next((one for one in found if _holds(one, c.passage)), c.passage) for c in answer.citations]
    return list({_place(passage): passage for passage in (*own, *found)}.values())[:SHOWN]


def _kept(answer: Answer) -> Iterator[Passage]:
    """The quotes of an answer that its short answer and its disagreements rest on: the first, and each that has a part
    of the short answer which those before have not.
    """
    parts = set(_PARTS.split(answer.short_answer or ""))
    for citation in answer.citations:
        has = {part for part in parts if part in citation.quote}
        if citation.number == 1 or has:
            yield citation.passage
        parts -= has
    yield from (one.passage for each in answer.disagreements for _, one in each.values)


def _holds(passage: Passage, quote: Passage) -> bool:
    return passage.article.id == quote.article.id and passage.start <= quote.start and quote.end <= passage.end


def _place(passage: Passage) -> tuple[str, int, int]:
    return passage.article.id, passage.start, passage.end


def _prompt(answer: Answer, passages: Sequence[Passage]) -> tuple[str, str]:
    """The rules, and the passages as data with the question after them.

    A passage is one line between two that hold a mark drawn for this one question, so no article can end the data or
    begin another passage; what it says to machines is left out.
    """
    table, mark = _prompts()["write"], token_hex(8)
    system = table["system"].format(mark=mark, language=_prompts()["languages"][answer.language], none=NOTHING)
    lines = (_line(table["passage"], number, passage) for number, passage in enumerate(passages, 1))
    question = readable(answer.understood or answer.question)
    asked = table["asked"].format(**_fence(mark), passages="\n".join(lines), question=question)
    return system.strip(), asked.strip()


def _line(pattern: str, number: int, passage: Passage) -> str:
    said = (readable(one.text) for one in passage_sentences(passage))
    source = readable(record(passage.article).replace("\n", ", "))
    text = " ".join(sentence for sentence in said if not instructs(sentence))
    return pattern.format(number=number, source="" if instructs(source) else source, text=text)


def _translation_prompt(quotes: Sequence[Citation]) -> tuple[str, str]:
    """The rules of translating, and the quotes as data, each by its number."""
    mark = token_hex(8)
    fence = _fence(mark)
    lines = [f"[{one.number}] {readable(one.quote)}" for one in quotes]
    return _prompts()["translate"]["system"].format(mark=mark).strip(), "\n".join(
        [fence["begin"], *lines, fence["end"]]
    )


def _fence(mark: str) -> dict[str, str]:
    return {"begin": f"----- {mark} passages begin -----", "end": f"----- {mark} passages end -----"}


def _sentences(pieces: Iterator[str]) -> Iterator[str]:
    """The sentences of a reply, each as soon as what follows it has begun; marks of citation behind a full stop belong
    to the sentence before.
    """
    text = ""
    for piece in _aloud(pieces):
        text = _MARKS_BEHIND.sub(r"\2\1", text + piece.replace("【", "[").replace("】", "]"))
        *complete, last = sentences(text, 0, len(text)) or (Span(0, 0),)
        if complete and text[last.start] not in "[,":  # these may yet become marks of the sentence before
            yield from (text[span.start : span.end] for span in complete)
            text = text[last.start :]
    yield from (text[span.start : span.end] for span in sentences(text, 0, len(text)))


def _aloud(pieces: Iterator[str]) -> Iterator[str]:
    """A reply without what the model thinks before it, which some servers send as a first element <think>."""
    begun = ""
    for piece in pieces:
        begun += piece
        opening = begun.lstrip()
        if opening.startswith(_THINKS):
            _, closed, begun_after = opening.partition("</think")
            if not closed:
                continue
            begun = begun_after.partition(">")[2]
        elif _THINKS.startswith(opening):
            continue  # too short to tell
        yield begun
        yield from pieces


def _cited(line: Borne, numbers: Sequence[int]) -> str:
    """A sentence with its numbers before its full stop."""
    text = line.text.rstrip(".")
    end = line.text[len(text) :][:1] or ("" if text[-1:] in "!?…”" else ".")
    return f"{text} {''.join(f'[{number}]' for number in dict.fromkeys(numbers))}{end}"


def _with_citations(answer: Answer, citations: tuple[Citation, ...]) -> Answer:
    """The answer with these citations, to which its disagreements then point."""
    by_place = {_place(one.passage): one for one in citations}
    disagreements = tuple(
        Disagreement(each.what, tuple((value, by_place[_place(one.passage)]) for value, one in each.values))
        for each in answer.disagreements
    )
    return replace(answer, citations=citations, disagreements=disagreements)


def _note(answer: Answer, key: str, model: str, count: int) -> str:
    return _say(answer, f"{key}_one" if count == 1 else key).format(model=model, count=count)


def _say(answer: Answer, key: str) -> str:
    return str(_prompts()[answer.language][key])


@cache
def _prompts() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((files("assistant") / "words" / "prompts.toml").read_text("utf-8"))
