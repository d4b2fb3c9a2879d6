"""The tab *Brief*: citations collected from any tab, arranged, and taken along as a document."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from page.brief import brief_html, told_html
from page.desk import Desk
from page.editing import Action, Collectable, Collection, Page, act, collected
from page.words import LANGUAGES, words
from tabs.common import OPENING_AT_ONCE, QUIET, Spoken, asker, script

if TYPE_CHECKING:
    import gradio as gr

Collectables = tuple[Collectable, ...]


@dataclass(frozen=True, slots=True)
class BriefParts:
    """The components of the tab; `collection` is the brief."""

    shown: "gr.HTML"
    collection: "gr.State"


def build(desk: Desk) -> BriefParts:
    """The components, in the order they stand on the page."""
    import gradio as gr

    html = brief_html(Collection(), words("en"))
    return BriefParts(gr.HTML(html, apply_default_css=False, js_on_load=None, elem_id="brief"), gr.State(Collection()))


def wire(
    desk: Desk,
    parts: BriefParts,
    language: "gr.Radio",
    conversation: "gr.State",
    checks: "gr.State",
    tab: "gr.Tab",
) -> Spoken:
    """Collecting, arranging and delivering; returns what speaks a language, the tab's label with its count included.

    Gradio puts what is in a tab on the page when the tab is first opened; the script, which is needed before, has its
    component here, outside of the tabs.
    """
    import gradio as gr

    told = gr.HTML(
        told_html(Collection(), words("en")), apply_default_css=False, js_on_load=script("brief"), elem_id="brief-told"
    )
    said = [parts.collection, conversation, checks]

    def do(
        event: gr.EventData, collection: Collection, conversation: Collectables, checks: Collectables, chosen: str
    ) -> list[Any]:
        page = Page(desk.serving(asker()), conversation, checks, LANGUAGES[chosen])
        done = act(page, collection, _action(event))
        now, reply = done.collection, str(getattr(event, "request", ""))
        told = told_html(now, page.words, collected(now.brief, conversation, checks), done, reply)
        return [now, told, brief_html(now, page.words, done, reply), _labelled(now, chosen)]

    def tell(collection: Collection, conversation: Collectables, checks: Collectables, chosen: str) -> str:
        return told_html(collection, words(LANGUAGES[chosen]), collected(collection.brief, conversation, checks))

    def say(chosen: str, collection: Collection, conversation: Collectables, checks: Collectables) -> list[Any]:
        told = tell(collection, conversation, checks, chosen)
        return [told, brief_html(collection, words(LANGUAGES[chosen])), _labelled(collection, chosen)]

    quick: dict[str, Any] = {"concurrency_limit": OPENING_AT_ONCE, **QUIET}
    shown = [told, parts.shown, tab]
    told.select(do, [*said, language], [parts.collection, *shown], trigger_mode="multiple", **quick)
    for heard in (conversation, checks):
        heard.change(tell, [*said, language], told, trigger_mode="always_last", **quick)
    return Spoken(shown, say, said)


def _action(event: "gr.EventData") -> Action:
    """What the script asks for; whatever it lacks is as it is by default."""
    given = {name: getattr(event, name, None) for name in ("action", "at", "text", "style", "file", "stamp")}
    at = given.pop("at")
    texts = {name: str(value) for name, value in given.items() if value is not None}
    place = at if isinstance(at, int) else 0
    return Action(texts.pop("action", ""), place, **texts)


def _labelled(collection: Collection, language: str) -> "gr.Tab":
    """The tab's label, with how many entries the brief has."""
    import gradio as gr

    said = words(LANGUAGES[language])
    count = len(collection.brief.entries)
    name = said.say("tab_brief")
    return gr.Tab(label=said.say("brief_tab", name=name, count=count) if count else name)
