"""Whether questions that lean on the turns before them are understood, and those that stand by themselves left alone.

The conversations are `tests/conversations.jsonl`: turns with the readings that are right (`understood`; without it the
question stands by itself), the short answer that was given (null: a refusal) and a quote where one counts. `half` says
whether a conversation was written before the rules ("before"), after their first version ("after") or last of all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.data import Answer, Citation, Status, Turn
from assistant.talk.conversation import resolve
from benchmarks.figures import Figure, share
from benchmarks.golden import HERE, LANGUAGES, rows
from index.data import Article, Passage, Span
from index.folding import words
from index.language import language_of

CONVERSATIONS = HERE.parent / "tests" / "conversations.jsonl"


@dataclass(frozen=True, slots=True)
class Said:
    """A question after some turns, and the readings of it that are right; none where it stands by itself."""

    id: str
    question: str
    turns: tuple[Turn, ...]
    readings: tuple[str, ...]
    half: str

    @property
    def right(self) -> bool:
        """Whether it is understood rightly: case and punctuation do not count, every mark does."""
        meant = resolve(self.question, self.turns)
        return _plain(meant) in map(_plain, self.readings) if self.readings else meant == self.question


def conversations(path: Path = CONVERSATIONS) -> tuple[Said, ...]:
    """Every question that has turns before it, those turns understood as they should be."""
    return tuple(said for row in rows(path) for said in _said(row))


def talk_figures(said: Sequence[Said]) -> Iterator[Figure]:
    """Of each language, the share understood of those that lean on what came before, and left alone of the others; on
    all, and on those written last where there are any.
    """
    for part, chosen in (("", said), (", written last", [one for one in said if one.half == "last"])):
        for code in reversed(LANGUAGES):
            spoken = [one for one in chosen if language_of(one.question) == code]
            leaning = {one.id: one.right for one in spoken if one.readings}
            alone = {one.id: one.right for one in spoken if not one.readings}
            if leaning:
                yield share(f"{LANGUAGES[code]}{part}: leaning on the turns before, understood", leaning)
            if alone:
                yield share(f"{LANGUAGES[code]}{part}: standing by itself, left as it is", alone)


def _said(row: Mapping[str, Any]) -> Iterator[Said]:
    turns: tuple[Turn, ...] = ()
    for number, turn in enumerate(row["turns"], 1):
        readings = tuple(turn.get("understood", ()))
        if turns:
            yield Said(f"{row['id']}.{number}", turn["question"], turns, readings, row["half"])
        turns = (*turns, _turn(turn, readings))


def _turn(turn: Mapping[str, Any], readings: Sequence[str]) -> Turn:
    """The exchange as the assistant would have it."""
    question, short = turn["question"], turn["short_answer"]
    quote = turn.get("quote") or short or ""
    page = Article("a.txt", quote, None, None, None, None, "unknown", None, (Span(0, len(quote)),), ())
    cited = (Citation(1, Passage(page, 0, len(quote))),) if short else ()
    understood = readings[0] if readings else None
    status: Status = "answered" if short else "abstained"
    said = Answer(question, language_of(question), status, short, quote, cited, (), understood=understood)
    return Turn(question, said)


def _plain(text: str) -> str:
    return " ".join(word.text.lower() for word in words(text))
