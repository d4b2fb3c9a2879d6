"""The top of the page and what stands in the chat before the first question, as HTML."""

from typing import TYPE_CHECKING

from page.markup import element, text
from page.words import Words

if TYPE_CHECKING:
    from assistant import Coverage


def masthead_html(coverage: "Coverage", words: Words) -> str:
    """The name, what the program is, and how many articles of which outlets and years it answers from."""
    name = element("h1", text(words.say("name")), lang="vi")
    tagline = element("p", text(words.say("tagline")), class_="tagline")
    counted = element("p", text(_counted(coverage, words)), class_="coverage", title=", ".join(coverage.sources))
    return element(
        "div", name + element("div", tagline + counted, class_="about"), class_="masthead", lang=words.language
    )


def welcome_html(words: Words) -> str:
    """What the empty chat says."""
    return element(
        "div",
        element("p", text(words.say("welcome")), class_="welcome")
        + element("p", text(words.say("welcome_more")), class_="welcome-more"),
    )


def _counted(coverage: "Coverage", words: Words) -> str:
    """Such as `5 articles · 3 outlets · 2017–2024`; years only where dates are known."""
    years = sorted({day.year for day in (coverage.oldest, coverage.newest) if day})
    parts = [words.count("articles", coverage.articles)]
    if coverage.sources:
        parts.append(words.count("outlets", len(coverage.sources)))
    if years:
        parts.append("–".join(map(str, years)))
    return " · ".join(parts)
