"""What became of a brief's citations, as text for a terminal and as a JSON object."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.briefs.data import Brief, Checked, all_hold
from assistant.briefs.wording import as_seen, says
from assistant.data import Language
from assistant.rendering.objects import change_object

SCHEMA = 1
SHORT = 60  # characters of a quote in the table
LONG = 300  # of what stands there now


def checked_text(brief: Brief, checked: Sequence[Checked]) -> str:
    """A line for each citation: its number, what became of it, the article, the beginning of the quote; below it what
    there is to say. Last how many there are of each.
    """
    words = says(brief.language)["footing"]
    width = max((len(words[_footing(one)]) for one in checked), default=0)
    lines = [line for one in checked for line in _lines(one, brief.language, width)]
    return "\n".join([*lines, *([""] if lines else []), _total(checked, brief.language)])


def checked_object(brief: Brief, checked: Sequence[Checked]) -> dict[str, Any]:
    """What `verify --json` prints."""
    return {
        "schema": SCHEMA,
        "title": brief.title,
        "made": brief.made.isoformat(),
        "holds": all_hold(checked),
        "citations": [_object(one) for one in checked],
    }


def _footing(one: Checked) -> str:
    return "edited" if one.shown else one.footing


def _lines(one: Checked, language: Language, width: int) -> Iterator[str]:
    footing, saved = says(language)["footing"][_footing(one)], one.citation
    yield f"[{saved.number}] {footing:<{width}}  {as_seen(saved.article)}  “{_cut(saved.exact, SHORT)}”"
    yield from (f"    {remark}" for remark in remarks(one, language))


def remarks(one: Checked, language: Language) -> Iterator[str]:
    """What there is to say of a citation that was checked, a line each."""
    words = says(language)
    say = words["remarks"]
    if one.shown:
        yield say["shown"].format(quote=_cut(one.shown, LONG))
    elif one.shown is not None:
        yield say["not_shown"]
    yield from _place(one, say)
    for change in one.changes:
        yield words[change.kind].format(given=as_seen(change.quoted), article=as_seen(change.article))
    if one.also:
        article = as_seen(one.also.article.id)
        yield say["also"].format(article=article, start=one.also.start, end=one.also.end)
    if one.edited and one.footing != "changed":
        yield say["edited"]
    for field in one.record:
        then, now = (as_seen(value) if value else say["nothing"] for value in (field.then, field.now))
        yield say["record"].format(field=words["fields"][field.field], then=then, now=now)


def _place(one: Checked, say: dict[str, str]) -> Iterator[str]:
    """Where the words are now, or what is there in their place."""
    if one.footing == "gone":
        yield say["gone"]
    elif one.footing == "changed":
        yield say["now"].format(quote=_cut(one.now.text, LONG)) if one.now else say["no_more"]
        if one.now and not one.changes:
            yield say["typography"]
    elif one.footing == "moved" and one.now:
        key = "moved_within" if one.now.article.id == one.citation.article else "moved_to"
        yield say[key].format(article=as_seen(one.now.article.id), start=one.now.start, end=one.now.end)


def _total(checked: Sequence[Checked], language: Language) -> str:
    say, footings = says(language)["remarks"], says(language)["footing"]
    if not checked:
        return str(say["total_none"])
    counts = Counter(map(_footing, checked))
    parts = ", ".join(f"{counts[name]} {word}" for name, word in footings.items() if counts[name])
    return str(say["total" if len(checked) > 1 else "total_one"].format(count=len(checked), parts=parts))


def _cut(text: str, most: int) -> str:
    """A text on one line, and no longer than this."""
    line = as_seen(text)
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _object(one: Checked) -> dict[str, Any]:
    now, also = one.now, one.also
    return {
        "number": one.citation.number,
        "standing": one.footing,
        "holds": one.holds,
        "article": one.citation.article,
        "start": one.citation.start,
        "end": one.citation.end,
        "quote": one.citation.exact,
        "now": now and {"article": now.article.id, "start": now.start, "end": now.end, "text": now.text},
        "differences": [change_object(change) for change in one.changes],
        "also": also and {"article": also.article.id, "start": also.start, "end": also.end},
        "article_changed": one.edited,
        "record": [{"field": field.field, "then": field.then, "now": field.now} for field in one.record],
        "shown": one.shown,
    }
