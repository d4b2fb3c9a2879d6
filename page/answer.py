"""One exchange as HTML: the question, and its answer, refusal or failure, or that it is being looked for.

The chat shows a message as Markdown with its HTML sanitised. Each message is a single HTML block on one line, its text
escaped, so there is no Markdown in it to read.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.data import Answer, Citation, Disagreement
from page.elsewhere import elsewhere_html
from page.links import href
from page.markup import element, text
from page.words import Words

if TYPE_CHECKING:
    from assistant.data import Article

_NUMBER = re.compile(r"\s*\[(\d{1,4})\]")
_LONGEST_QUESTION = 600  # characters shown of a question; a longer one is a mistake, and is answered with a sentence


def question_html(question: str, words: Words) -> str:
    """The question as it was asked; of a very long one the beginning, and how long it was."""
    if len(question) <= _LONGEST_QUESTION:
        return element("div", text(question), class_="question")
    cut = words.say("shorter", count=len(question))
    return element("div", text(question[:_LONGEST_QUESTION] + "…"), class_="question") + element(
        "p", text(cut), class_="cut"
    )


def notice_html(sentence: str, words: Words) -> str:
    """A failure in a sentence."""
    heading = element("p", text(words.say("trouble")), class_="label")
    return element("div", heading + element("p", text(sentence)), class_="notice")


def waiting_html(words: Words) -> str:
    """What stands in the place of an answer that is being looked for."""
    return element("p", text(words.say("waiting")), class_="waiting")


def answer_html(answer: Answer, words: Words) -> str:
    """An answer with its quotes, or a refusal without any citation."""
    return _answered(answer, words) if answer.answered else _refused(answer, words)


def source_line(article: "Article", words: Words) -> str:
    """Outlet, date and title of an article, or that they are not known; the title, often long, comes last."""
    return " ".join(
        (
            element("span", text(article.source or words.say("no_outlet")), class_="outlet"),
            element("span", "· " + text(words.day(article.published)), class_="day"),
            element("span", "· " + text(article.title or words.say("untitled")), class_="title"),
        )
    )


def _answered(answer: Answer, words: Words) -> str:
    links = {citation.number: _link(citation, answer, words) for citation in answer.citations}
    emphasis = [name for name, _ in answer.parts] if answer.says_more_than_quotes else []
    blocks = [
        _short(answer) if answer.says_more_than_quotes else "",
        element("p", _with_links(answer.text, links), class_="text") if _adds_to_quotes(answer) else "",
        element("p", text(words.say("written_by", model=answer.model)), class_="note") if answer.model else "",
        *(element("p", text(note), class_="note") for note in answer.notes),
        *(_quote(citation, answer, emphasis, links, words) for citation in answer.citations),
        *(_disagreement(each, links, words) for each in answer.disagreements),
        _copy_button(words),
    ]
    return element("div", "".join(blocks), class_="answer")


def _short(answer: Answer) -> str:
    """The short answer, large; the posts of the people it names smaller, each under its name."""
    if not any(post for _, post in answer.parts):
        return element("p", text(answer.short_answer or ""), class_="short")
    posts = (element("span", text(post), class_="post") if post else "" for _, post in answer.parts)
    names = (text(name) for name, _ in answer.parts)
    named = zip(names, posts, strict=True)
    return "".join(element("p", f"{name} {post}".strip(), class_="short") for name, post in named)


def _copy_button(words: Words) -> str:
    """The button that copies the answer with its sources; the page shows its second label for a moment when it has."""
    labels = element("span", text(words.say("copy"))) + element("span", text(words.say("copied")), hidden="")
    return element("button", labels, class_="copy", type="button")


def _link(citation: Citation, answer: Answer, words: Words) -> str:
    article = citation.passage.article
    title = f"{words.say('open_source', number=citation.number)}: {article.source or words.say('no_outlet')}"
    return element("a", f"[{citation.number}]", class_="cite", href=href(citation, answer), title=title)


def _quote(citation: Citation, answer: Answer, emphasis: Sequence[str], links: Mapping[int, str], words: Words) -> str:
    """A cited sentence: its number, its words, their translation if there is one, and where they stand."""
    quote = element("blockquote", _emphasised(citation.quote, emphasis))
    article = citation.passage.article
    source = element("p", source_line(article, words), class_="source")
    also_in = elsewhere_html(article, citation.elsewhere, words)
    translated = words.say("translation", model=answer.model, text=citation.translation)
    translation = element("p", text(translated), class_="translation", lang="en") if citation.translation else ""
    return element("div", links[citation.number] + quote + translation + source + also_in, class_="quote")


def _emphasised(quote: str, said: Sequence[str]) -> str:
    """The quote, with what the short answer says in bold, once each, where it stands there word for word."""
    found = sorted((quote.find(one), quote.find(one) + len(one)) for one in said if one in quote)
    written, position = "", 0
    for start, end in found:
        if start >= position:
            written += text(quote[position:start]) + element("strong", text(quote[start:end]))
            position = end
    return written + text(quote[position:])


def _with_links(paragraph: str, links: Mapping[int, str]) -> str:
    """The paragraph with its numbers as links; a number that points nowhere is left out."""
    pieces = _NUMBER.split(paragraph)
    written = [text(pieces[0])]
    for number, following in zip(pieces[1::2], pieces[2::2], strict=True):
        link = links.get(int(number))
        written.append((f"&nbsp;{link}" if link else "") + text(following))
    return "".join(written)


def _adds_to_quotes(answer: Answer) -> bool:
    """Whether the answer's paragraph says more than its quotes and its short answer, which stand there anyway."""
    rest = _words_only(answer.text)
    shown = (*(citation.quote for citation in answer.citations), answer.short_answer or "")
    for piece in filter(None, map(_words_only, shown)):
        rest = rest.replace(piece, " ")
    return any(character.isalnum() for character in rest)


def _words_only(paragraph: str) -> str:
    """The paragraph without its numbers, its white space single."""
    return " ".join(_NUMBER.sub(" ", paragraph).split())


def _disagreement(disagreement: Disagreement, links: Mapping[int, str], words: Words) -> str:
    """The values the articles give for the same thing, each with its number and date."""
    rows = [
        element(
            "p",
            element("strong", text(value))
            + f" {links.get(citation.number, '')} "
            + element("span", text(words.day(citation.passage.article.published)), class_="day"),
        )
        for value, citation in disagreement.values
    ]
    heading = element("p", text(disagreement.what), class_="label")
    return element("div", heading + "".join(rows), class_="disagreement")


def _refused(answer: Answer, words: Words) -> str:
    heading = element("p", text(words.say("refused")), class_="label")
    body = heading + element("p", text(_NUMBER.sub("", answer.text)), class_="reason")
    body += "".join(element("p", text(note), class_="note") for note in answer.notes)
    if answer.nearest:
        summary = element("summary", text(words.count("nearest", len(answer.nearest))))
        passages = (
            element(
                "div",
                element("blockquote", text(hit.passage.text))
                + element("p", source_line(hit.passage.article, words), class_="source"),
                class_="near",
            )
            for hit in answer.nearest
        )
        body += element("details", summary + "".join(passages))
    return element("div", body, class_="refusal")
