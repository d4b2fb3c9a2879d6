"""The top of the page and what stands in the chat before the first question, as HTML."""

from typing import TYPE_CHECKING

from page.markup import element, text
from page.words import Words

if TYPE_CHECKING:
    from assistant import Coverage
    from assistant.model.writing import Model


def masthead_html(coverage: "Coverage", words: Words, model: "Model | None" = None) -> str:
    """The name, what the program is, how many articles of which outlets and years it answers from; and which chat model
    writes the answers out, and whether what it is told leaves this machine.
    """
    name = element("h1", text(words.say("name")), lang="vi")
    tagline = element("p", text(words.say("tagline")), class_="tagline")
    counted = element("p", text(_counted(coverage, words)), class_="coverage", title=", ".join(coverage.sources))
    about = element("div", tagline + counted + _model(model, words), class_="about")
    return element("div", name + about, class_="masthead", lang=words.language)


def theme_html(words: Words) -> str:
    """The choice between light and dark; which it is the browser remembers."""
    choices = (
        ("system", words.say("theme_system")),
        ("light", words.say("theme_light")),
        ("dark", words.say("theme_dark")),
    )
    options = "".join(element("option", text(label), value=name) for name, label in choices)
    return element("select", options, aria_label=words.say("theme"), lang=words.language)


def welcome_html(words: Words) -> str:
    """What the empty chat says."""
    return element(
        "div",
        element("p", text(words.say("welcome")), class_="welcome")
        + element("p", text(words.say("welcome_more")), class_="welcome-more"),
    )


def _model(model: "Model | None", words: Words) -> str:
    """The sentence about the chat model, a badge where text leaves this machine for it; nothing where there is none."""
    if model is None:
        return ""
    said = words.say("leaves", model=model.name) if model.leaves else words.say("stays", model=model.name)
    return element("p", text(said), class_="model leaves" if model.leaves else "model")


def _counted(coverage: "Coverage", words: Words) -> str:
    """Such as `5 articles · 3 outlets · 2017–2024`; years only where dates are known."""
    years = sorted({day.year for day in (coverage.oldest, coverage.newest) if day})
    parts = [words.count("articles", coverage.articles)]
    if coverage.sources:
        parts.append(words.count("outlets", len(coverage.sources)))
    if years:
        parts.append("–".join(map(str, years)))
    return " · ".join(parts)
