"""The brief as HTML: its title, what can be done with it, and its entries with their quotes.

What the page's script is told stands in the attributes of an element of its own; buttons say in theirs what they do.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant.briefs.laying_out import SHOWN_STYLES
from assistant.briefs.making import marks
from assistant.briefs.objects import dumped
from assistant.briefs.telling import remarks
from assistant.briefs.wording import as_seen, says
from assistant.citing.fragments import web_address
from page.answer import short_html, source_line
from page.editing import LARGEST, LONGEST_TITLE, Collection, Done
from page.links import saved_href
from page.markup import element, text
from page.words import Words

if TYPE_CHECKING:
    from assistant.briefs.data import Checked, Differing, Entry, Part, Saved

_NAMED = 60  # characters by which a button names an entry


def brief_html(collection: Collection, words: Words, done: Done | None = None, reply: str = "") -> str:
    """The whole tab; `done` is what was just done, `reply` the number of the request that asked for it."""
    entries = collection.brief.entries
    sentence = element("span", text(done.sentence if done else ""), class_="sentence")
    undo = _button("undo", words.say("brief_undo"), id="brief-undo") if collection.before is not None else ""
    parts = [
        _head(collection, words),
        element("p", sentence + undo, class_="said"),
        element("div", _tools(words) + _whole_tools(words), class_="tools") if entries else "",
        _entries(collection, words) if entries else element("p", text(words.say("brief_empty")), class_="empty"),
        "" if entries else _opening(words),
    ]
    return _sendable(element("div", "".join(parts), class_="brief", lang=words.language, data_reply=reply))


def told_html(
    collection: Collection, words: Words, keys: Iterable[str] = (), done: Done | None = None, reply: str = ""
) -> str:
    """What the script reads: the `keys` of what is collected; of what was done, what to say, keep, deliver and focus.

    It stands outside of the tab, which is not on the page until it is opened.
    """
    told: dict[str, str | None] = {
        "data_keys": " ".join(keys),
        "data_stamp": collection.stamp,
        "data_add": words.say("collect"),
        "data_added": words.say("collected"),
        "data_unkept": words.say("brief_unkept"),
        "data_uncopied": words.say("brief_uncopied"),
        "data_large": words.say("brief_too_large"),
        "data_largest": str(LARGEST),
    }
    if done:
        told |= {"data_reply": reply, "data_sentence": done.sentence, "data_focus": done.focus or None}
        told |= {"data_stale": "yes" if done.stale else None, "data_torn": "yes" if done.torn else None}
        told |= _file(done)
        if not done.stale and not done.torn:
            told["data_brief"] = dumped(collection.brief) if collection.brief.entries else ""
    return _sendable(element("div", "", class_="told", hidden="", **told))


def _sendable(html: str) -> str:
    """HTML that can be sent: a brief from elsewhere may hold halves of characters."""
    return html.encode("utf-8", "replace").decode()


def _file(done: Done) -> dict[str, str | None]:
    """What the script makes a file of, or puts on the clipboard."""
    if done.file is None:
        return {}
    content = b64encode(done.file.content).decode()
    return {"data_file": done.file.name, "data_kind": done.file.kind, "data_content": content}


# Around the entries


def _head(collection: Collection, words: Words) -> str:
    """The title, to be written, and where the brief is kept."""
    label = element("label", text(words.say("brief_title")), for_="brief-title")
    title = element(
        "input",
        "",
        id="brief-title",
        type="text",
        value=collection.brief.title,
        placeholder=words.say("brief_called"),
        maxlength=str(LONGEST_TITLE),
        autocomplete="off",
    ).removesuffix("</input>")
    return element("div", label + title + element("p", text(words.say("brief_kept")), class_="kept"), class_="head")


def _tools(words: Words) -> str:
    """The ways to take the brief along."""
    formats = {
        "markdown": "Markdown",
        "docx": "Word (DOCX)",
        "bibtex": "BibTeX",
        "ris": "RIS",
        "csl-json": "CSL-JSON",
        "json": "JSON",
    }
    files = "".join(_button("deliver", label, id=f"brief-as-{form}", data_text=form) for form, label in formats.items())
    taken = element("span", text(words.say("brief_download")), class_="label", id="brief-download")
    group = element("div", taken + files, class_="files", role="group", aria_labelledby="brief-download")
    return element("div", _button("copy", words.say("brief_copy"), id="brief-copy") + group)


def _whole_tools(words: Words) -> str:
    """How sources are shown, and what is done with the brief as a whole."""
    styles = {
        "footnote": words.say("brief_style_footnote"),
        "apa": words.say("brief_style_apa"),
        "markdown": words.say("brief_style_markdown"),
    }
    options = "".join(element("option", text(styles[style]), value=style) for style in SHOWN_STYLES)
    label = element("label", text(words.say("brief_style")), for_="brief-style")
    style = element("div", label + element("select", options, id="brief-style"), class_="style")
    verify = _button("verify", words.say("brief_verify"), id="brief-verify")
    clear = _button("clear", words.say("brief_clear"), id="brief-clear")
    return element("div", style + verify + _opening(words) + clear)


def _opening(words: Words) -> str:
    """The choice of a file, which looks like a button."""
    attributes = {"id": "brief-file", "type": "file", "accept": ".json,.md,.markdown,.docx", "class_": "unseen"}
    chosen = element("input", "", **attributes).removesuffix("</input>")
    return element("label", text(words.say("brief_open")) + chosen, class_="button", for_="brief-file")


def _button(action: str, label: str, **attributes: str | None) -> str:
    return element("button", text(label), type="button", data_action=action, **attributes)


# The entries


def _entries(collection: Collection, words: Words) -> str:
    checked = {one.citation.seal: one for one in collection.checked}
    entries = collection.brief.entries
    written = (
        element("li", _entry_head(entry, place, len(entries), words) + _entry(entry, checked, words), class_="entry")
        for place, entry in enumerate(entries)
    )
    return element("ol", "".join(written), class_="entries", role="list")


def _entry_head(entry: "Entry", place: int, count: int, words: Words) -> str:
    """What was asked, and the buttons that move or remove the entry."""
    kinds = {
        "question": words.say("brief_question"),
        "claim": words.say("brief_claim"),
        "quotation": words.say("brief_quotation"),
    }
    return (
        element("p", text(kinds[entry.kind]), class_="label")
        + element("h2", text(as_seen(entry.asked)), lang=entry.language)
        + _moves(entry, place, count, words)
    )


def _moves(entry: "Entry", place: int, count: int, words: Words) -> str:
    """The buttons of an entry; one that can do nothing here stays where it is, so that the focus does."""
    asked = _named(entry.asked)
    buttons = (
        ("up", words.say("brief_up"), words.say("brief_up_named", asked=asked), place == 0),
        ("down", words.say("brief_down"), words.say("brief_down_named", asked=asked), place == count - 1),
        ("remove", words.say("brief_remove"), words.say("brief_remove_named", asked=asked), False),
    )
    written = (
        _button(
            action,
            label,
            id=f"brief-{action}-{place}",
            data_at=str(place),
            aria_label=named,
            aria_disabled="true" if idle else None,
        )
        for action, label, named, idle in buttons
    )
    return element("div", "".join(written), class_="moves", role="group", aria_label=words.say("brief_moves"))


def _entry(entry: "Entry", checked: "Mapping[str, Checked]", words: Words) -> str:
    """What was said, and the quotes it rests on."""
    links = {saved.number: _link(saved, entry, words) for saved in entry.citations}
    body = [
        _short(entry, words),
        *(element("p", line, class_="text") for line in _lines(entry, links)),
        _listed(_part(part, entry, links, words) for part in entry.parts),
        _listed(_differing(one, links, words) for one in entry.differences),
        *(element("p", text(note), class_="note") for note in _notes(entry, words)),
        *(_quote(saved, links[saved.number], checked.get(saved.seal), words) for saved in entry.citations),
    ]
    return element("div", "".join(body), class_="answer")


def _short(entry: "Entry", words: Words) -> str:
    """The short answer, or the verdict in a word."""
    if entry.status in ("answered", "abstained"):
        return short_html(as_seen(entry.short), entry.language) if entry.short else ""
    return element("p", text(says(words.language)[entry.status]), class_=f"verdict {entry.status}")


def _lines(entry: "Entry", links: Mapping[int, str]) -> Iterator[str]:
    """The lines of the text that say more than the quotes and the short answer, which stand there anyway."""
    shown = {as_seen(saved.exact) for saved in entry.citations} | {as_seen(entry.short or "")}
    for line in entry.text.split("\n"):
        rest = line
        for mark in reversed(marks(line, shown, links)):
            rest = rest[: mark.start()] + rest[mark.end() :]
        rest = as_seen(rest)
        for said in sorted(filter(None, shown), key=len, reverse=True):
            rest = rest.replace(said, " ")
        if any(character.isalnum() for character in rest):
            yield _with_links(line, entry, links)


def _with_links(line: str, entry: "Entry", links: Mapping[int, str]) -> str:
    """A line with its marks as links."""
    written, at = "", 0
    for mark in marks(line, [saved.exact for saved in entry.citations], links):
        written += text(line[at : mark.start()].rstrip()) + "&nbsp;" + links[int(mark[1])]
        at = mark.end()
    return written + text(line[at:])


def _part(part: "Part", entry: "Entry", links: Mapping[int, str], words: Words) -> str:
    """A sentence of a claim, with the verdict on it."""
    verdict = element("strong", text(says(words.language)[part.status]))
    return f"{text('“' + as_seen(part.asked) + '”')} {verdict} {_with_links(part.text, entry, links)}"


def _differing(one: "Differing", links: Mapping[int, str], words: Words) -> str:
    say = says(words.language)
    form = say[one.kind] if one.kind in ("put_in", "left_out", "changed") else say["differs"]
    said = form.format(given=as_seen(one.given), article=as_seen(one.article))
    return f"{text(said)} {links.get(one.citation or 0, '')}"


def _notes(entry: "Entry", words: Words) -> list[str]:
    word = says(words.language)["written" if entry.kind == "question" else "voted"]
    return [*map(as_seen, entry.notes), *([word.format(model=entry.model)] if entry.model else [])]


def _listed(items: Iterable[str]) -> str:
    """A list of what there is; nothing where there is none."""
    inner = "".join(element("li", item) for item in items)
    return element("ul", inner, class_="told-apart") if inner else ""


def _link(saved: "Saved", entry: "Entry", words: Words) -> str:
    title = f"{words.say('open_source', number=saved.number)}: {saved.source or words.say('no_outlet')}"
    return element("a", f"[{saved.number}]", class_="cite", href=saved_href(saved, entry.citations), title=title)


def _quote(saved: "Saved", link: str, checked: "Checked | None", words: Words) -> str:
    """A cited sentence: its number, its words, where they stand, what became of them, and the button to remove it."""
    remove = _button(
        "uncite",
        words.say("brief_uncite"),
        id=f"brief-uncite-{saved.number}",
        data_at=str(saved.number),
        aria_label=words.say("brief_uncite_named", number=saved.number),
    )
    quote = element("blockquote", text(saved.exact))
    source = element("p", source_line(saved.citation.passage.article, words) + _original(saved, words), class_="source")
    return element("div", link + quote + source + _footing(checked, words) + remove, class_="quote")


def _original(saved: "Saved", words: Words) -> str:
    """The link to the words in their page; nothing where the article has no page."""
    address = web_address(saved.link) or web_address(saved.url)
    if not address:
        return ""
    label = text(words.say("original", host=urlsplit(address).netloc))
    return " · " + element("a", label, href=address, target="_blank", rel="noopener noreferrer", class_="original")


def _footing(checked: "Checked | None", words: Words) -> str:
    """What became of a citation since it was saved, where that was looked up."""
    if checked is None:
        return ""
    footing = "edited" if checked.shown else checked.footing
    said = text(says(words.language)["footing"][footing])
    more = "".join(element("span", text(line), class_="remark") for line in remarks(checked, words.language))
    return element("p", element("strong", said) + more, class_=f"footing {footing}")


def _named(asked: str) -> str:
    """Enough of what was asked to tell it from others."""
    seen = as_seen(asked)
    return seen if len(seen) <= _NAMED else f"{seen[: _NAMED - 1].rstrip()}…"
