"""The link under an answer or a verdict that adds it to the brief."""

from page.markup import element, text
from page.words import Words

PREFIX = "#b-"


def collect_link(key: str, words: Words) -> str:
    """The link that adds what has this key to the brief: `q3`, exchange 3 of the conversation; `c2`, check 2.

    Only a class and an address, since the chat drops other attributes; the page's script does the rest.
    """
    return element("a", text(words.say("collect")), class_="collect", href=f"{PREFIX}{key}")
