"""A brief as a JSON object, schema 1, and back; its places are the selectors of the W3C Web Annotation model.

brief     {"program": "trich-dan", "schema": 1, "title", "made", "language", "entries"}
entry     {"kind": question | claim | quotation, "asked", "language", "status", "short_answer", "text", "differences",
           "sentences", "notes", "model", "citations"}
citation  {"number", "article", "title", "source", "author", "published", "published_basis", "url", "start", "end",
           "quote", "sha256" (of the article's text), "link" (to the words in its page), "seal" (of the quote and its
           place), "target"}
target    {"@context", "type": "SpecificResource", "source": the address or the article's id,
           "selector": [{"type": "TextQuoteSelector", "exact", "prefix", "suffix"},
                        {"type": "TextPositionSelector", "start", "end"}]}
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar, get_args
from urllib.parse import quote

from assistant.briefs.data import Brief, Differing, Entry, Kind, Outcome, Part, Saved
from assistant.data import Judgement, Language, Standing, Status
from index.data import Basis
from index.errors import TrichDanError

SCHEMA = 1
PROGRAM = "trich-dan"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_OUTCOMES = {
    "question": ("unread", *get_args(Status)),
    "claim": ("unread", *get_args(Judgement)),
    "quotation": ("unread", *get_args(Standing)),
}
_T = TypeVar("_T")


class BriefUnreadable(TrichDanError):
    """A file is no brief, or one that is torn, edited in what must not be edited, or of a newer schema."""


def dumped(brief: Brief) -> str:
    """The brief as JSON in ASCII, so that no editor, encoding or normalisation changes a letter of a quote."""
    return json.dumps(brief_object(brief), indent=2) + "\n"


def loaded(text: str, where: str) -> Brief:
    """The brief in a JSON text of a file; raises BriefUnreadable, which names the file, where there is none."""
    try:
        item = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(where, f"its JSON is broken ({error})") from error
    return brief_of(item, where)


# Out


def brief_object(brief: Brief) -> dict[str, Any]:
    """The brief as a JSON object."""
    return {
        "program": PROGRAM,
        "schema": SCHEMA,
        "title": brief.title,
        "made": brief.made.isoformat(),
        "language": brief.language,
        "entries": [_entry_object(entry) for entry in brief.entries],
    }


def _entry_object(entry: Entry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "asked": entry.asked,
        "language": entry.language,
        "status": entry.status,
        "short_answer": entry.short,
        "text": entry.text,
        "differences": [
            {"kind": one.kind, "given": one.given, "article": one.article, "citation": one.citation}
            for one in entry.differences
        ],
        "sentences": [{"asked": part.asked, "status": part.status, "text": part.text} for part in entry.parts],
        "notes": list(entry.notes),
        "model": entry.model,
        "citations": [citation_object(citation) for citation in entry.citations],
    }


def citation_object(saved: Saved) -> dict[str, Any]:
    """A saved citation: the keys that the commands give it, and what finds its words again."""
    return {
        "number": saved.number,
        "article": saved.article,
        "title": saved.title,
        "source": saved.source,
        "author": saved.author,
        "published": saved.published.isoformat() if saved.published else None,
        "published_basis": saved.published_basis,
        "url": saved.url,
        "start": saved.start,
        "end": saved.end,
        "quote": saved.exact,
        "sha256": saved.sha256,
        "link": saved.link,
        "seal": saved.seal,
        "target": {
            "@context": CONTEXT,
            "type": "SpecificResource",
            "source": saved.url or quote(saved.article, errors="surrogatepass"),
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": saved.exact,
                    "prefix": saved.prefix,
                    "suffix": saved.suffix,
                },
                {"type": "TextPositionSelector", "start": saved.start, "end": saved.end},
            ],
        },
    }


# Back


def brief_of(item: object, where: str) -> Brief:
    """The brief that a JSON object is; raises BriefUnreadable, which names the file, for any other object."""
    if not isinstance(item, dict) or item.get("program") != PROGRAM:
        raise _unreadable(where, "it is no brief of this program")
    schema = item.get("schema")
    if isinstance(schema, int) and schema > SCHEMA:
        raise BriefUnreadable(
            f"{where}: a brief of schema {schema}, which a newer version of this program wrote; this one reads up to"
            f" {SCHEMA}. Update the program."
        )
    try:
        brief = _brief(item)
    except _Wrong as wrong:
        raise _unreadable(where, str(wrong)) from wrong
    _require_untouched(brief, item, where)
    return brief


class _Wrong(ValueError):
    """What an object has in place of what is expected."""


def _brief(item: Mapping[str, Any]) -> Brief:
    return Brief(
        title=_get(item, "title", _text),
        made=_get(item, "made", _day),
        language=_get(item, "language", _one_of(*get_args(Language))),
        entries=_get(item, "entries", _each(_entry)),
    )


def _entry(item: object) -> Entry:
    entry = _object(item)
    kind: Kind = _get(entry, "kind", _one_of(*get_args(Kind)))
    outcome: Callable[[object], Outcome] = _one_of(*_OUTCOMES[kind])
    return Entry(
        kind=kind,
        asked=_get(entry, "asked", _text),
        language=_get(entry, "language", _one_of(*get_args(Language))),
        status=_get(entry, "status", outcome),
        text=_get(entry, "text", _text),
        short=_get(entry, "short_answer", _or_none(_text)),
        differences=_get(entry, "differences", _each(_differing)),
        parts=_get(entry, "sentences", _each(lambda part: _part(part, outcome))),
        notes=_get(entry, "notes", _each(_text)),
        citations=_get(entry, "citations", _each(_saved)),
        model=_get(entry, "model", _or_none(_text)),
    )


def _differing(item: object) -> Differing:
    one = _object(item)
    return Differing(
        kind=_get(one, "kind", _text),
        given=_get(one, "given", _text),
        article=_get(one, "article", _text),
        citation=_get(one, "citation", _or_none(_count)),
    )


def _part(item: object, outcome: Callable[[object], Outcome]) -> Part:
    part = _object(item)
    return Part(_get(part, "asked", _text), _get(part, "status", outcome), _get(part, "text", _text))


def _saved(item: object) -> Saved:
    citation = _object(item)
    words = _selector(citation, "TextQuoteSelector")
    return Saved(
        number=_get(citation, "number", _count),
        article=_get(citation, "article", _text),
        title=_get(citation, "title", _or_none(_text)),
        source=_get(citation, "source", _or_none(_text)),
        author=_get(citation, "author", _or_none(_text)),
        published=_get(citation, "published", _or_none(_day)),
        published_basis=_get(citation, "published_basis", _one_of(*get_args(Basis))),
        url=_get(citation, "url", _or_none(_text)),
        start=_get(citation, "start", _count),
        end=_get(citation, "end", _count),
        exact=_get(citation, "quote", _text),
        prefix=_get(words, "prefix", _text),
        suffix=_get(words, "suffix", _text),
        sha256=_get(citation, "sha256", _text),
        link=_get(citation, "link", _or_none(_text)),
    )


def _selector(citation: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    """A citation's selector of a type."""
    selectors = _get(_get(citation, "target", _object), "selector", _each(_object))
    found = next((one for one in selectors if one.get("type") == kind), None)
    if found is None:
        raise _Wrong(f"a citation has no {kind}")
    return found


def _require_untouched(brief: Brief, item: Mapping[str, Any], where: str) -> None:
    """Raises BriefUnreadable where a citation's words or place are not those that were saved, or their numbers are not
    1, 2, 3 …
    """
    objects = [citation for entry in item["entries"] for citation in entry["citations"]]
    for number, (saved, one) in enumerate(zip(brief.citations, objects, strict=True), 1):
        if saved.number != number:
            raise _unreadable(where, f"citation {saved.number} stands where {number} is expected")
        if one.get("seal") != saved.seal or not _same_selectors(one, saved):
            raise BriefUnreadable(
                f"{where}: citation {number} was edited by hand: its words or place are not those that were saved. Take"
                " the file from before that, or make the brief again; to quote other words, ask for them."
            )


def _same_selectors(item: Mapping[str, Any], saved: Saved) -> bool:
    """Whether a citation's selectors say what its other keys do."""
    return bool(item["target"]["selector"] == citation_object(saved)["target"]["selector"])


def _unreadable(where: str, why: str) -> BriefUnreadable:
    return BriefUnreadable(
        f"{where}: {why}. Give a brief that `python -m assistant brief` wrote, as it wrote it, or make it again."
    )


# What a value must be


def _get(item: Mapping[str, Any], key: str, read: Callable[[object], _T]) -> _T:
    if key not in item:
        raise _Wrong(f'it lacks "{key}"')
    try:
        return read(item[key])
    except _Wrong as wrong:
        raise _Wrong(f"{wrong}, in “{key}”" if "in “" not in str(wrong) else str(wrong)) from wrong


def _object(item: object) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise _Wrong(f"no object: {_shown(item)}")
    return item


def _text(item: object) -> str:
    if not isinstance(item, str):
        raise _Wrong(f"no text: {_shown(item)}")
    return item


def _count(item: object) -> int:
    if not isinstance(item, int) or isinstance(item, bool) or item < 0:
        raise _Wrong(f"no number from 0 up: {_shown(item)}")
    return item


def _day(item: object) -> date:
    try:
        return date.fromisoformat(_text(item))
    except ValueError as error:
        raise _Wrong(f"no day: {_shown(item)}") from error


def _or_none(read: Callable[[object], _T]) -> Callable[[object], _T | None]:
    return lambda item: None if item is None else read(item)


def _each(read: Callable[[object], _T]) -> Callable[[object], tuple[_T, ...]]:
    def all_of(item: object) -> tuple[_T, ...]:
        if not isinstance(item, list):
            raise _Wrong(f"no list: {_shown(item)}")
        return tuple(map(read, item))

    return all_of


def _one_of(*allowed: Any) -> Callable[[object], Any]:
    def one(item: object) -> Any:
        if item not in allowed:
            raise _Wrong(f"none of {', '.join(map(str, allowed))}: {_shown(item)}")
        return item

    return one


def _shown(item: object) -> str:
    return json.dumps(item, default=str)[:60]
