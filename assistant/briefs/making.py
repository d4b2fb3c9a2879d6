"""A brief out of what the assistant says: its citations numbered through the whole of it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from assistant.briefs.data import Brief, Differing, Entry, Part, Saved
from assistant.briefs.wording import says
from assistant.data import Answer, Citation, Language, Quotation, Verdict
from index.language import language_of

Said = Answer | Verdict | Quotation
_MARK = re.compile(r"\[(\d{1,6})\]")


def made_of(said: Iterable[Said | Entry], title: str, made: date) -> Brief:
    """The brief of what was said, in order; an Entry without citations stands as it is. Its language is that of most
    entries, the title's where they tie; without a title it is called a brief.
    """
    entries: list[Entry] = []
    count = 0
    for one in said:
        entries.append(one if isinstance(one, Entry) else entry_of(one, count))
        count += len(entries[-1].citations)
    language = _language(entries, title)
    return Brief(title or says(language)["title"], made, language, tuple(entries))


def entry_of(said: Said, before: int = 0) -> Entry:
    """One entry, its citations numbered on from those `before` it, as its text marks them."""
    if isinstance(said, Answer):
        return _of_answer(said, before)
    return _of_verdict(said, before) if isinstance(said, Verdict) else _of_quotation(said, before)


def marks(text: str, quotes: Iterable[str], numbers: Iterable[int] | None = None) -> list[re.Match[str]]:
    """The marks [n] in a text that stand for citations of these numbers, of any where none are given, in order; a
    bracketed number within a quote is the article's own.

    >>> [mark[0] for mark in marks("“Theo [1] thì” [1]", ["Theo [1] thì"], [1])]
    ['[1]']
    """
    own = [span for quote in quotes if _MARK.search(quote) for span in _spans(" ".join(quote.split()), text)]
    known = None if numbers is None else set(numbers)
    found = (mark for mark in _MARK.finditer(text) if known is None or int(mark[1]) in known)
    return [mark for mark in found if not any(start <= mark.start() < end for start, end in own)]


def _spans(words: str, text: str) -> list[tuple[int, int]]:
    """Where words stand in a text."""
    return [(found.start(), found.end()) for found in re.finditer(re.escape(words), text)]


def marker(quotes: Iterable[str], renumber: Mapping[int, int]) -> Callable[[str], str]:
    """What gives a text its marks as they are numbered now. A bracketed number that is neither a mark nor of a quote
    but of a claim, say, is put in parentheses: under other numbers it could become one.

    >>> marker(["gạo [2]"], {1: 7})("“[7]” sai: gạo [2] [1]")
    '“(7)” sai: gạo [2] [7]'
    """
    said = list(quotes)

    def mark(text: str) -> str:
        if not renumber:
            return text
        pieces, at = [], 0
        for found in marks(text, said):
            number = int(found[1])
            pieces += [text[at : found.start()], f"[{renumber[number]}]" if number in renumber else f"({found[1]})"]
            at = found.end()
        return "".join([*pieces, text[at:]])

    return mark


def _of_answer(answer: Answer, before: int) -> Entry:
    text, renumber = _marked(_with_values(answer), answer.citations, before)
    return Entry(
        kind="question",
        asked=answer.understood or answer.question,
        language=answer.language,
        status=answer.status,
        text=text,
        short=answer.short_answer if answer.says_more_than_quotes else None,
        notes=answer.notes,
        citations=_saved(answer.citations, renumber),
        model=answer.model,
    )


def _of_verdict(verdict: Verdict, before: int) -> Entry:
    text, renumber = _marked(verdict.why, verdict.citations, before)
    mark = marker([citation.quote for citation in verdict.citations], renumber)
    return Entry(
        kind="claim",
        asked=verdict.claim,
        language=verdict.language,
        status=verdict.verdict,
        text=text,
        differences=tuple(
            Differing(one.kind, one.claim, one.article, renumber.get(one.citation)) for one in verdict.differences
        ),
        parts=tuple(Part(part.claim, part.verdict, mark(part.why)) for part in verdict.parts),
        notes=verdict.notes,
        citations=_saved(verdict.citations, renumber),
        model=verdict.model,
    )


def _of_quotation(quotation: Quotation, before: int) -> Entry:
    text, renumber = _marked("", quotation.citations, before)
    return Entry(
        kind="quotation",
        asked=quotation.quote,
        language=quotation.language,
        status=quotation.status,
        text=text,
        differences=tuple(
            Differing(one.kind, one.quoted, one.article, before + 1 if quotation.citations else None)
            for one in quotation.changes
        ),
        notes=quotation.notes,
        citations=_saved(quotation.citations, renumber),
    )


def _with_values(answer: Answer) -> str:
    """The answer's text, each disagreement in it with its values and their citations."""
    text = answer.text
    for one in answer.disagreements:
        if one.values:
            values = "; ".join(f"{value} [{citation.number}]" for value, citation in one.values)
            told = f"{one.what} ({values})"
            text = text.replace(one.what, told, 1) if one.what in text else f"{text}\n{told}"
    return text


def _marked(text: str, citations: Sequence[Citation], before: int) -> tuple[str, Mapping[int, int]]:
    """The text with a mark for each citation, what it does not mark at its end, and each number as it is now: they
    count on from those `before`, in the order of the marks, which is the order in which Word numbers footnotes.
    """
    numbers = [citation.number for citation in citations]
    marked = [int(mark[1]) for mark in marks(text, [citation.quote for citation in citations], numbers)]
    missing = [number for number in numbers if number not in marked]
    text = " ".join(filter(None, [text.rstrip(), *(f"[{number}]" for number in missing)]))
    renumber = {old: new for new, old in enumerate(dict.fromkeys([*marked, *missing]), before + 1)}
    return marker([citation.quote for citation in citations], renumber)(text), renumber


def _saved(citations: Sequence[Citation], renumber: Mapping[int, int]) -> tuple[Saved, ...]:
    saved = (Saved.of(citation, renumber[citation.number]) for citation in citations)
    return tuple(sorted(saved, key=lambda one: one.number))


def _language(entries: Sequence[Entry], title: str) -> Language:
    counts = Counter(entry.language for entry in entries)
    return language_of(title) if counts["en"] == counts["vi"] else max(counts, key=counts.__getitem__)
