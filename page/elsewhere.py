"""The line that says where else a story is printed, each name a link that opens it in the source panel."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.data import name_elsewhere
from page.links import article_href
from page.markup import element, text
from page.words import Words

if TYPE_CHECKING:
    from assistant.data import Article, Summary

NAMED = 3  # near-copies that are named


def elsewhere_html(article: "Article", copies: "Sequence[Summary]", words: Words) -> str:
    """The near-copies of an article by outlet and day, the first few of them; nothing where there is none."""
    if not copies:
        return ""
    named = ", ".join(_linked(article, copy, words) for copy in copies[:NAMED])
    more = " " + text(words.say("and_more", count=len(copies) - NAMED)) if len(copies) > NAMED else ""
    return element("p", f"{text(words.say('also_in'))} {named}{more}", class_="also-in")


def _linked(article: "Article", copy: "Summary", words: Words) -> str:
    link = element("a", text(name_elsewhere(article, copy)), href=article_href(copy.id), title=copy.title)
    day = f" ({words.day(copy.published)})" if copy.published else ""
    return link + text(day)
