"""What a reader does to the brief: each action gives the brief as it is then, and a sentence; none ever raises."""

import binascii
import re
import unicodedata
from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Protocol

from assistant.briefs import arranging
from assistant.briefs.data import Brief, Checked, Entry, all_hold
from assistant.briefs.markdown import readable
from assistant.briefs.objects import BriefUnreadable, dumped, loaded
from assistant.briefs.saving import opened_bytes, written
from assistant.briefs.wording import as_seen
from assistant.data import Answer, Language, Quotation, Verdict
from assistant.errors import TrichDanError
from page.collecting import PREFIX
from page.desk import Desk, report
from page.words import Words, words

LARGEST = 5_000_000  # bytes of a brief that is opened or kept: some hundreds of citations
LONGEST_TITLE = 200  # characters
_LONGEST_NAME = 60  # characters of a file's name before its day
_TITLE = "brief-title"  # the field that has the focus where there is nothing better
_NEW = Brief("", date.min, "en", ())
_FORMATS: Mapping[str, tuple[str, str]] = {
    "markdown": (".md", "text/markdown;charset=utf-8"),
    "docx": (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "bibtex": (".bib", "application/x-bibtex;charset=utf-8"),
    "ris": (".ris", "application/x-research-info-systems;charset=utf-8"),
    "csl-json": ("-csl.json", "application/json"),
    "json": (".json", "application/json"),
}


class Collectable(Protocol):
    """An exchange of the conversation, or a check."""

    @property
    def number(self) -> int:
        """What its link names it by."""
        ...

    @property
    def outcome(self) -> object:
        """An answer, a verdict, a quotation; a sentence where it failed; None while there is nothing yet."""
        ...


@dataclass(frozen=True, slots=True)
class Collection:
    """The brief; as it was before the last removal, for as long as that can be undone; what became of its citations,
    where that was looked up; and by seal what an opened document shows in place of quotes that were edited by hand.
    """

    brief: Brief = _NEW
    before: Brief | None = None
    checked: tuple[Checked, ...] = ()
    edited: tuple[tuple[str, str], ...] = ()

    @property
    def stamp(self) -> str:
        """A few digits that change when the brief does: the browser tells by them that it and the server speak of the
        same one.
        """
        return sha256(dumped(self.brief).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Page:
    """What an action is done on: the desk, what was asked and checked so far, and the language of the page."""

    desk: Desk
    conversation: tuple[Collectable, ...]
    checks: tuple[Collectable, ...]
    language: Language

    @property
    def words(self) -> Words:
        """The interface's strings."""
        return words(self.language)


@dataclass(frozen=True, slots=True)
class Action:
    """What the page's script asks for; `at` is an entry's place from 0 or a citation's number, `text` a title, a link,
    a format, a file's content in base64 or the brief that the browser kept.
    """

    name: str
    at: int = 0
    text: str = ""
    style: str = "footnote"
    file: str = ""
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file for the browser to save; without a name, text for its clipboard."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an action: the brief, what to say of it, what is delivered, the id of what gets the focus.

    `stale`: the server has another brief than the browser, which is to give its own and try again. `torn`: what the
    browser kept cannot be read, and is to be put aside.
    """

    collection: Collection
    sentence: str = ""
    file: File | None = None
    focus: str = ""
    stale: bool = False
    torn: bool = False


def collected(brief: Brief, conversation: Iterable[Collectable], checks: Iterable[Collectable]) -> tuple[str, ...]:
    """The keys of what is in the brief already, such as `q1`."""
    found = [("q", each) for each in conversation] + [("c", each) for each in checks]
    return tuple(
        f"{letter}{one.number}"
        for letter, one in found
        if isinstance(one.outcome, Answer | Verdict | Quotation)
        and arranging.is_citable(one.outcome)
        and arranging.has(brief, one.outcome)
    )


def act(page: Page, collection: Collection, action: Action) -> Done:
    """What comes of an action; one that fails leaves the brief as it was, and says why."""
    try:
        if action.name != "restore" and action.stamp != collection.stamp:
            return Done(collection, stale=True)
        work = _ACTIONS.get(action.name)
        return work(page, collection, action) if work else Done(collection)
    except TrichDanError as error:
        return Done(collection, str(error))
    except Exception as error:  # noqa: BLE001 - the edge of the program: whatever it is, the reader gets a sentence
        report(error)
        return Done(collection, page.words.say("brief_broken"))


def file_name(title: str, made: date, ending: str, otherwise: str) -> str:
    """A name that any system takes, of the title's plain letters and the day.

    >>> file_name("Đê vỡ ở Huế?/..", date(2024, 7, 1), ".md", "brief")
    'de-vo-o-hue-2024-07-01.md'
    """
    folded = unicodedata.normalize("NFKD", title.lower().replace("đ", "d")).encode("ascii", "ignore").decode()
    plain = "-".join(re.findall(r"[a-z0-9]+", folded))[:_LONGEST_NAME].strip("-")
    return f"{plain or otherwise}-{made.isoformat()}{ending}"


# The actions


def _collect(page: Page, collection: Collection, action: Action) -> Done:
    said = _said(page, action.text.removeprefix(PREFIX))
    brief = collection.brief
    if said is None:
        return Done(collection, page.words.say("brief_lost"))
    if not arranging.is_citable(said):
        return Done(collection, page.words.say("brief_nothing_cited"))
    if arranging.has(brief, said):
        return Done(collection, page.words.say("brief_has"))
    grown = replace(arranging.added(brief, said), made=date.today())
    return Done(replace(collection, brief=grown, before=None), page.words.say("brief_added"))


def _said(page: Page, key: str) -> Answer | Verdict | Quotation | None:
    """What a key stands for; None where that is no longer there, or failed."""
    among = {"q": page.conversation, "c": page.checks}.get(key[:1], ())
    outcomes = (one.outcome for one in among if str(one.number) == key[1:])
    return next((one for one in outcomes if isinstance(one, Answer | Verdict | Quotation)), None)


def _move(page: Page, collection: Collection, action: Action) -> Done:
    to = action.at + (1 if action.name == "down" else -1)
    brief = arranging.moved(collection.brief, action.at, to)
    if brief == collection.brief:
        return Done(collection)
    sentence = page.words.say("brief_moved", place=to + 1, count=len(brief.entries))
    return Done(replace(collection, brief=brief, before=None), sentence, focus=f"brief-{action.name}-{to}")


def _remove(page: Page, collection: Collection, action: Action) -> Done:
    brief = arranging.without_entry(collection.brief, action.at)
    focus = f"brief-remove-{min(action.at, len(brief.entries) - 1)}" if brief.entries else _TITLE
    return _removed(page, collection, brief, focus)


def _uncite(page: Page, collection: Collection, action: Action) -> Done:
    brief = arranging.without_citation(collection.brief, action.at)
    count = len(brief.citations)
    return _removed(page, collection, brief, f"brief-uncite-{min(action.at, count)}" if count else _TITLE)


def _clear(page: Page, collection: Collection, action: Action) -> Done:
    return _removed(page, collection, replace(_NEW), _TITLE)


def _removed(page: Page, collection: Collection, brief: Brief, focus: str) -> Done:
    if brief == collection.brief:
        return Done(collection)
    return Done(replace(collection, brief=brief, before=collection.brief), page.words.say("brief_removed"), focus=focus)


def _undo(page: Page, collection: Collection, action: Action) -> Done:
    if collection.before is None:
        return Done(collection)
    back = replace(collection, brief=collection.before, before=None)
    place = _differs_at(collection.brief.entries, back.brief.entries)
    return Done(back, page.words.say("brief_undone"), focus=f"brief-remove-{place}")


def _differs_at(some: tuple[Entry, ...], others: tuple[Entry, ...]) -> int:
    """The first place at which two lists of entries are not alike in what they ask or how much they cite."""
    pairs = zip(some, others, strict=False)
    alike = (one.asked == other.asked and len(one.citations) == len(other.citations) for one, other in pairs)
    return next((place for place, same in enumerate(alike) if not same), min(len(some), len(others)))


def _title(page: Page, collection: Collection, action: Action) -> Done:
    title = as_seen(action.text)[:LONGEST_TITLE]
    return Done(replace(collection, brief=replace(collection.brief, title=title), before=None))


def _deliver(page: Page, collection: Collection, action: Action) -> Done:
    if action.text not in _FORMATS:
        return Done(collection)
    ending, kind = _FORMATS[action.text]
    brief = _to_deliver(page, collection.brief)
    in_document = action.text in ("markdown", "docx", "json")
    form, style = (action.text, action.style) if in_document else ("markdown", action.text)
    content = written(brief, form, style)  # type: ignore[arg-type]  # a format, as just looked up
    name = file_name(brief.title, brief.made, ending, page.words.say("brief_file"))
    return Done(collection, page.words.say("brief_delivered", name=name), File(name, kind, content))


def _copy(page: Page, collection: Collection, action: Action) -> Done:
    text = readable(_to_deliver(page, collection.brief), action.style)
    return Done(collection, page.words.say("brief_copied"), File("", "text/plain", text.encode()))


def _to_deliver(page: Page, brief: Brief) -> Brief:
    """The brief in the language that the reader sees it in, under some title."""
    return replace(brief, language=page.language, title=brief.title or page.words.say("brief_called"))


def _verify(page: Page, collection: Collection, action: Action) -> Done:
    edited = dict(collection.edited)
    shown = {saved.number: edited[saved.seal] for saved in collection.brief.citations if saved.seal in edited}
    checked = page.desk.attempt(lambda: page.desk.assistant.verify(collection.brief, shown), page.language)
    if isinstance(checked, str):
        return Done(collection, checked)
    said = page.words
    sentence = (
        said.count("brief_all_hold", len(checked))
        if all_hold(checked)
        else said.count("brief_not_all_hold", sum(not one.holds for one in checked))
    )
    return Done(replace(collection, checked=checked), sentence)


def _open(page: Page, collection: Collection, action: Action) -> Done:
    """The brief in a file that the reader chose, in place of the one that was."""
    if len(action.text) > LARGEST * 4 // 3 + 4:
        return Done(collection, page.words.say("brief_too_large"))
    try:
        found = opened_bytes(b64decode(action.text, validate=True), action.file)
    except (BriefUnreadable, binascii.Error) as error:
        return Done(collection, f"{page.words.say('brief_unreadable', name=action.file)} ({error})")
    edited = tuple((one.seal, found.shown[one.number]) for one in found.brief.citations if one.number in found.shown)
    opened = Collection(found.brief, collection.brief if collection.brief.entries else None, edited=edited)
    said = page.words
    name = action.file
    sentence = said.say("brief_opened_edited", name=name) if edited else said.say("brief_opened", name=name)
    return Done(opened, sentence, focus=_TITLE)


def _restore(page: Page, collection: Collection, action: Action) -> Done:
    """The brief that the browser kept."""
    if len(action.text) > LARGEST:
        return Done(collection, page.words.say("brief_torn"), torn=True)
    try:
        return Done(Collection(loaded(action.text, page.words.say("brief_called"))))
    except BriefUnreadable:
        return Done(collection, page.words.say("brief_torn"), torn=True)


_ACTIONS: Mapping[str, Callable[[Page, Collection, Action], Done]] = {
    "collect": _collect,
    "up": _move,
    "down": _move,
    "remove": _remove,
    "uncite": _uncite,
    "clear": _clear,
    "undo": _undo,
    "title": _title,
    "deliver": _deliver,
    "copy": _copy,
    "verify": _verify,
    "open": _open,
    "restore": _restore,
}
