"""The tab *Check*: a claim or a quotation in, what the articles say to it out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from page.checking import Checks, Kind, Step, examples, kind_of, respond, results_html
from page.desk import Desk
from page.markup import element, text
from page.words import LANGUAGES, Words, words
from tabs.common import IN_LINE, OPENING_AT_ONCE, QUIET, Spoken, asker, script

if TYPE_CHECKING:
    import gradio as gr


@dataclass(frozen=True, slots=True)
class CheckParts:
    """The components of the tab; `checks` is what was checked, the newest last; `chosen` is whether the reader chose
    the kind by hand: until then the text itself decides.
    """

    intro: "gr.HTML"
    given: "gr.Textbox"
    kind: "gr.Radio"
    rule: "gr.HTML"
    go: "gr.Button"
    shown: "gr.HTML"
    checks: "gr.State"
    chosen: "gr.State"


def build(desk: Desk) -> CheckParts:
    """The components, in the order they stand on the page."""
    import gradio as gr

    said = words("en")
    intro = gr.HTML(_intro(said), apply_default_css=False, elem_id="check-intro")
    # One line for Gradio, which then takes Enter for checking; the style makes it several.
    given = gr.Textbox(
        **_given_words(said), show_label=False, container=False, lines=1, max_lines=14, elem_id="check-given"
    )
    with gr.Row(elem_id="check-desk"):
        kind = gr.Radio(**_kind_words(said), value="claim", container=False, show_label=False, elem_id="check-kind")
        rule = gr.HTML(_rule(said), apply_default_css=False, elem_id="check-rule")
        go = gr.Button(said.say("check_do"), elem_id="check-go", scale=0)
    shown = gr.HTML(
        results_html((), said, examples(desk)), apply_default_css=False, js_on_load=script("check"), elem_id="check"
    )
    return CheckParts(intro, given, kind, rule, go, shown, gr.State(()), gr.State(False))


def wire(desk: Desk, parts: CheckParts, language: "gr.Radio") -> Spoken:
    """Checking, choosing and clicking an example; returns what speaks a language."""
    import gradio as gr

    checked = [parts.given, parts.checks, parts.shown]

    def read_as(given: str, kind: Kind, chosen: bool) -> Kind:
        return kind if chosen else kind_of(given or "")

    def turn(given: str, kind: Kind, chosen: bool) -> Any:
        meant = read_as(given, kind, chosen)
        return gr.skip() if meant == kind else meant  # so that a late answer turns back no choice made meanwhile

    def shown(steps: Iterator[Step]) -> Iterator[tuple[Any, Checks, str]]:
        for box, checks, html in steps:
            yield gr.skip() if box is None else box, checks, html

    def check(given: str, kind: Kind, chosen: bool, checks: Checks, language: str) -> Iterator[tuple[Any, Checks, str]]:
        yield from shown(respond(desk.serving(asker()), given, read_as(given, kind, chosen), checks, language))

    def check_example(event: gr.EventData, checks: Checks, language: str) -> Iterator[tuple[Any, Checks, str]]:
        given = str(getattr(event, "text", ""))
        yield from shown(respond(desk.serving(asker()), given, kind_of(given), checks, language))

    once: dict[str, Any] = {"concurrency_limit": IN_LINE, "concurrency_id": "check"}
    asked = [parts.given, parts.kind, parts.chosen, parts.checks, language]
    gr.on([parts.given.submit, parts.go.click], check, asked, checked, **once, **QUIET)
    parts.shown.select(check_example, [parts.checks, language], checked, **once, **QUIET)
    quick: dict[str, Any] = {"concurrency_limit": OPENING_AT_ONCE, "trigger_mode": "always_last"}
    # Not `input`, which Gradio tells of keys only: most of what is checked is pasted.
    parts.given.change(turn, [parts.given, parts.kind, parts.chosen], parts.kind, **quick, **QUIET)
    parts.kind.input(lambda: True, None, parts.chosen, **quick, **QUIET)
    return _spoken(desk, parts)


def _spoken(desk: Desk, parts: CheckParts) -> Spoken:
    """What of the tab changes with the language."""
    import gradio as gr

    def say(language: str, checks: Checks) -> list[Any]:
        said = words(LANGUAGES[language])
        return [
            _intro(said),
            gr.Textbox(**_given_words(said)),
            gr.Radio(**_kind_words(said)),
            _rule(said),
            gr.Button(said.say("check_do")),
            results_html(checks, said, () if checks else examples(desk)),
        ]

    spoken = [parts.intro, parts.given, parts.kind, parts.rule, parts.go, parts.shown]
    return Spoken(spoken, say, [parts.checks])


def _intro(said: Words) -> str:
    return element("h2", text(said.say("check_welcome")), class_="welcome") + element(
        "p", text(said.say("check_welcome_more")), class_="welcome-more"
    )


def _rule(said: Words) -> str:
    return element("p", text(said.say("check_rule")), class_="note")


def _given_words(said: Words) -> dict[str, Any]:
    """What the box says in this language."""
    return {"label": said.say("check_text"), "placeholder": said.say("check_placeholder")}


def _kind_words(said: Words) -> dict[str, Any]:
    """The two kinds in this language, and what the choice is called."""
    choices = [(said.say("check_claim"), "claim"), (said.say("check_quotation"), "quotation")]
    return {"label": said.say("check_kind"), "choices": choices}
