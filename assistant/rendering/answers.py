"""Answers and hits as text for a terminal."""

from collections.abc import Sequence

from assistant.data import Answer, Citation, Disagreement
from assistant.rendering.quotes import cited, filled, found, nearest, says, where
from index.data import Hit


def answer_text(answer: Answer) -> str:
    """The answer for a terminal: the short answer, what a chat model wrote, if any did, and each quote with its place;
    or the refusal and what is nearest.
    """
    if not answer.answered:
        return "\n\n".join([filled(answer.text), *remarks(answer), *nearest(answer.nearest, answer.language)])
    return "\n\n".join(filter(None, [short_text(answer), written_text(answer), evidence_text(answer)]))


def short_text(answer: Answer) -> str:
    """The short answer on its own, where it is not simply one of the quotes."""
    return filled(answer.short_answer or "") if answer.says_more_than_quotes else ""


def written_text(answer: Answer, before: str = "") -> str:
    """What a chat model wrote, after the text that was there `before`; nothing where no model did."""
    return filled(answer.text[len(before) :].strip()) if answer.model else ""


def evidence_text(answer: Answer) -> str:
    """The quotes with their places, the values that differ, and the notes."""
    quotes = [cited(one, answer.language, _translation(one, answer)) for one in answer.citations]
    return "\n\n".join([*quotes, *map(_differing, answer.disagreements), *remarks(answer)])


def hits_text(hits: Sequence[Hit]) -> str:
    """Ranked passages for a terminal."""
    return "\n\n".join(map(found, hits))


def remarks(answer: Answer) -> list[str]:
    """What is said beside an answer: its notes, and which model wrote it."""
    return [*answer.notes, *([says(answer.language)["written"].format(answer.model)] if answer.model else [])]


def translation_lines(answer: Answer) -> list[str]:
    """For each quote that was translated a line that says so; its object has no place for it."""
    return [f"[{one.number}] {_translation(one, answer)}" for one in answer.citations if one.translation]


def _differing(one: Disagreement) -> str:
    """How a disagreement is written: that there is one, then each value with its number and place."""
    values = (f"    {value} [{c.number}] {where(c.passage.article)}" for value, c in one.values)
    return "\n".join([filled(one.what), *values])


def _translation(citation: Citation, answer: Answer) -> str:
    """A quote's translation, labelled as one; empty where there is none."""
    if not citation.translation:
        return ""
    return says(answer.language)["translation"].format(answer.model, citation.translation)
