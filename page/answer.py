"""One exchange as HTML: the question, and its answer, refusal or failure, or that it is being looked for.

The chat shows a message as Markdown with its HTML sanitised. Each message is a single HTML block on one line, its text
escaped, so there is no Markdown in it to read.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from assistant.data import EVERYTHING, Answer, Citation, Disagreement, Language, parts_of
from assistant.replies import Looked, held
from page.collecting import collect_link
from page.elsewhere import elsewhere_html
from page.links import href, near_href
from page.markup import element, text
from page.source import web_address
from page.words import Words

if TYPE_CHECKING:
    from assistant.data import Article, Coverage, Hit

Progress = Literal["growing", "whole", "stopped"]
Rating = Literal["up", "down", "lost"]  # lost: given, and could not be kept

_NUMBER = re.compile(r"\s*\[(\d{1,4})\]")
_LONGEST_QUESTION = 600  # characters shown of a question; a longer one is a mistake, and is answered with a sentence
_OUTLETS = 8  # that are named of those the index covers


@dataclass(frozen=True, slots=True)
class Around:
    """What is shown with an answer or a refusal and is no part of it.

    `key` is its address in the conversation, such as "q3". `feedback` is whether readers may say if it helped, `rating`
    what they said, `leaves` whether text leaves this machine for the chat model, `covered` what the index covered when
    it refused, and `today` the day from which ages are counted.
    """

    key: str | None = None
    progress: Progress = "whole"
    feedback: bool = False
    rating: Rating | None = None
    leaves: bool = False
    covered: "Coverage | None" = None
    today: date = field(default_factory=date.today)


def question_html(question: str, words: Words, understood: str | None = None, within: str = "") -> str:
    """The question as it was asked, as it was understood where that is another, and what it was limited to; of a very
    long one the beginning, and how long it was.
    """
    asked, below = question, ""
    if len(question) > _LONGEST_QUESTION:
        asked = question[:_LONGEST_QUESTION] + "…"
        below = element("p", text(words.say("shorter", count=len(question))), class_="cut")
    if understood:
        below += element("p", text(words.say("understood", question=understood)), class_="understood")
    if within:
        below += element("p", text(within), class_="understood within")
    return element("div", text(asked), class_="question") + below


def notice_html(sentence: str, words: Words) -> str:
    """A failure in a sentence."""
    heading = element("p", text(words.say("trouble")), class_="label")
    return element("div", heading + element("p", text(sentence)), class_="notice")


def stopped_html(words: Words) -> str:
    """That the reader stopped the answer before there was any."""
    heading = element("p", text(words.say("stopped")), class_="label")
    return element("div", heading + element("p", text(words.say("stopped_empty"))), class_="notice")


def asides_html(words: Words) -> str:
    """What the page says by itself, where Gradio would say it in English: that the server does not answer."""
    return element("p", text(words.say("unreachable")), class_="unreachable", hidden="")


def waiting_html(words: Words) -> str:
    """What stands in the place of an answer that is being looked for; the page counts its seconds."""
    return element("p", text(words.say("waiting")) + " " + _seconds(words), class_="waiting")


def answer_html(answer: Answer, words: Words, around: Around | None = None) -> str:
    """An answer with its quotes, or a refusal without any citation."""
    around = around or Around()
    return _answered(answer, words, around) if answer.answered else _refused(answer, words, around)


def source_line(article: "Article", words: Words, today: date | None = None) -> str:
    """Outlet, date, age and title of an article, or that they are not known; the title, often long, comes last."""
    age = words.age(article.published, today or date.today())
    day = text(words.day(article.published)) + (", " + element("span", text(age), class_="age") if age else "")
    return " ".join(
        (
            element("span", text(article.source or words.say("no_outlet")), class_="outlet"),
            element("span", "· " + day, class_="day"),
            element("span", "· " + text(article.title or words.say("untitled")), class_="title"),
        )
    )


def _answered(answer: Answer, words: Words, around: Around) -> str:
    links = cite_links(answer.citations, words)
    emphasis = [name for name, _ in answer.parts] if answer.says_more_than_quotes else []
    blocks = [
        short_html(answer.short_answer or "") if answer.says_more_than_quotes else "",
        *(_disagreement(each, links, words, around.today) for each in answer.disagreements),
        element("p", with_links(answer.text, links), class_="text") if _adds_to_quotes(answer) else "",
        *_written(answer, words, around),
        *_notes(answer),
        *(_quote(citation, answer, emphasis, links, words, around.today) for citation in answer.citations),
        _offers(words, around, collectable=True),
    ]
    return element("div", "".join(blocks), class_="answer")


def short_html(short_answer: str, language: Language | None = None) -> str:
    """A short answer, large; the posts of the people it names smaller, each under its name."""
    parts = parts_of(short_answer)
    if not any(post for _, post in parts):
        return element("p", text(short_answer), class_="short", lang=language)
    posts = (element("span", text(post), class_="post") if post else "" for _, post in parts)
    named = zip((text(name) for name, _ in parts), posts, strict=True)
    return "".join(element("p", f"{name} {post}".strip(), class_="short", lang=language) for name, post in named)


def _written(answer: Answer, words: Words, around: Around) -> Iterator[str]:
    """Which chat model wrote the answer, and whether the question left this machine for it; how far it has come."""
    if answer.model:
        far, here = (words.say("written_far", model=answer.model), words.say("written_by", model=answer.model))
        yield element("p", text(far if around.leaves else here), class_="note")
    if around.progress == "growing":
        yield element("p", text(words.say("writing")) + " " + _seconds(words), class_="waiting")
    if around.progress == "stopped":
        yield element("p", text(words.say("stopped_here")), class_="note stopped")


def _seconds(words: Words) -> str:
    """Where the page counts the seconds; hidden until there is one."""
    return element("span", text(words.say("seconds", count=0)), class_="seconds", hidden="")


def _notes(answer: Answer) -> Iterator[str]:
    """How the question was read; what it was understood as is shown with the question."""
    for note in answer.notes:
        if not answer.understood or answer.understood not in note:
            yield element("p", text(note), class_="note")


def _offers(words: Words, around: Around, *, collectable: bool) -> str:
    """What can be done with an answer: copied and added to the brief; and said whether it helped, where that is kept.
    Nothing while it grows.
    """
    if around.progress == "growing":
        return ""
    offers = [copy_button(words)] if collectable else []
    if collectable and around.key:
        offers.append(collect_link(around.key, words))
    if around.feedback and around.key:
        offers += _feedback(around.key, around.rating, words)
    return element("div", " ".join(offers), class_="offers") if offers else ""


def copy_button(words: Words) -> str:
    """The button that copies the answer with its sources; the page shows its second label for a moment when it has."""
    labels = element("span", text(words.say("copy"))) + element("span", text(words.say("copied")), hidden="")
    return element("button", labels, class_="copy", type="button")


def _feedback(key: str, rating: Rating | None, words: Words) -> Iterator[str]:
    """Two links to say whether it helped, and what became of what was said."""
    for kind, label in (("up", words.say("helpful")), ("down", words.say("not_helpful"))):
        pressed = " pressed" if rating == kind else ""
        yield element("a", text(label), class_=f"feedback{pressed}", href=f"#f-{kind}-{key}")
    if rating:
        yield element("span", text(words.say("not_kept") if rating == "lost" else words.say("kept")), class_="kept")


def cite_links(citations: Sequence[Citation], words: Words) -> dict[int, str]:
    """The links [n] to the sources of citations, by their numbers."""
    return {citation.number: _link(citation, citations, words) for citation in citations}


def _link(citation: Citation, citations: Sequence[Citation], words: Words) -> str:
    article = citation.passage.article
    title = f"{words.say('open_source', number=citation.number)}: {article.source or words.say('no_outlet')}"
    return element("a", f"[{citation.number}]", class_="cite", href=href(citation, citations), title=title)


def _quote(
    citation: Citation, answer: Answer, emphasis: Sequence[str], links: Mapping[int, str], words: Words, today: date
) -> str:
    """A cited sentence with what the answer says in bold, and its translation if there is one."""
    translated = words.say("translation", model=answer.model, text=citation.translation)
    translation = element("p", text(translated), class_="translation", lang="en") if citation.translation else ""
    quote = _emphasised(citation.quote, emphasis)
    return quote_html(citation, links[citation.number], quote, words, today, translation)


def quote_html(
    citation: Citation, link: str, quote: str, words: Words, today: date | None = None, below: str = ""
) -> str:
    """A cited sentence: its number as a link, its words as HTML, what stands below them, and where they stand."""
    article = citation.passage.article
    blocks = (
        link,
        element("blockquote", quote),
        below,
        element("p", source_line(article, words, today), class_="source"),
        elsewhere_html(article, citation.elsewhere, words),
        element("p", text(_reference(article, words)), class_="reference", hidden=""),
    )
    return element("div", "".join(blocks), class_="quote")


def _reference(article: "Article", words: Words) -> str:
    """An article as a copied quote names it: outlet, author, day, title and address, of these what is known."""
    known = (
        article.source or words.say("no_outlet"),
        article.author,
        words.day(article.published),
        article.title or words.say("untitled"),
        web_address(article.url),
    )
    return " · ".join(" ".join(one.split()) for one in known if one)


def _emphasised(quote: str, said: Sequence[str]) -> str:
    """The quote, with what the short answer says in bold, once each, where it stands there word for word."""
    found = sorted((quote.find(one), quote.find(one) + len(one)) for one in said if one in quote)
    written, position = "", 0
    for start, end in found:
        if start >= position:
            written += text(quote[position:start]) + element("strong", text(quote[start:end]))
            position = end
    return written + text(quote[position:])


def with_links(paragraph: str, links: Mapping[int, str]) -> str:
    """The paragraph with its numbers as links; a number that points nowhere is left out."""
    pieces = _NUMBER.split(paragraph)
    written = [text(pieces[0])]
    for number, following in zip(pieces[1::2], pieces[2::2], strict=True):
        link = links.get(int(number))
        written.append((f"&nbsp;{link}" if link else "") + text(following))
    return "".join(written)


def _adds_to_quotes(answer: Answer) -> bool:
    """Whether the answer's paragraph says more than what stands there anyway: its quotes, its short answer, and where
    the articles disagree.
    """
    rest = _words_only(answer.text)
    quotes = (citation.quote for citation in answer.citations)
    differing = (disagreement.what for disagreement in answer.disagreements)
    for piece in filter(None, map(_words_only, (*differing, *quotes, answer.short_answer or ""))):
        rest = rest.replace(piece, " ")
    return any(character.isalnum() for character in rest)


def _words_only(paragraph: str) -> str:
    """The paragraph without its numbers, its white space single."""
    return " ".join(_NUMBER.sub(" ", paragraph).split())


def _disagreement(disagreement: Disagreement, links: Mapping[int, str], words: Words, today: date) -> str:
    """The values that articles give for the same thing, side by side, the newest article's first; above them the
    sentence that says so.
    """
    columns = "".join(
        element("div", _value(value, citation, links, words, today), class_="column")
        for value, citation in disagreement.values
    )
    heading = element("p", text(disagreement.what), class_="differing")
    return element("div", heading + element("div", columns, class_="columns"), class_="disagreement")


def _value(value: str, citation: Citation, links: Mapping[int, str], words: Words, today: date) -> str:
    """A value, large, with its number; below it whose it is and of when."""
    article = citation.passage.article
    age = words.age(article.published, today)
    day = text(words.day(article.published)) + (", " + element("span", text(age), class_="age") if age else "")
    return (
        element("p", f"{text(value)} {links.get(citation.number, '')}".strip(), class_="value")
        + element("p", text(article.source or words.say("no_outlet")), class_="outlet")
        + element("p", day, class_="day")
    )


def _refused(answer: Answer, words: Words, around: Around) -> str:
    blocks = [
        element("p", text(words.say("refused")), class_="label"),
        element("p", text(_reason(answer, around.covered)), class_="reason"),
        *_notes(answer),
        element("p", text(_covered(around.covered, words)), class_="covers") if around.covered else "",
        _nearest(answer, words, around.today) if answer.nearest else "",
        _offers(words, around, collectable=False),
    ]
    return element("div", "".join(blocks), class_="refusal")


def _reason(answer: Answer, covered: "Coverage | None") -> str:
    """Why there is no answer and what was looked for, without a number, and without what the index covers where that
    stands in a line of its own.
    """
    said = _NUMBER.sub("", answer.text)
    if covered is None:
        return said
    return said.removesuffix(held(Looked(EVERYTHING, covered, covered), answer.language)).rstrip()


def _covered(coverage: "Coverage", words: Words) -> str:
    """What the index covers: how many articles, of which years and outlets."""
    years = sorted({day.year for day in (coverage.oldest, coverage.newest) if day})
    named = coverage.sources[:_OUTLETS]
    more = len(coverage.sources) - len(named)
    outlets = ", ".join(named) + (" " + words.count("more_outlets", more) if more else "")
    parts = (
        words.count("articles", coverage.articles),
        "–".join(map(str, years)),
        words.count("undated_articles", coverage.undated) if coverage.undated else "",
        outlets,
    )
    return words.say("covers", what=" · ".join(filter(None, parts)))


def _nearest(answer: Answer, words: Words, today: date) -> str:
    """The nearest passages, folded away, each with a link that opens its article there."""
    summary = element("summary", text(words.count("nearest", len(answer.nearest))))
    passages = "".join(near_html(hit, words, today) for hit in answer.nearest)
    return element("details", summary + passages)


def near_html(hit: "Hit", words: Words, today: date | None = None) -> str:
    """A passage that is near what was asked and is no answer, with a link that opens its article there."""
    link = element("a", text(words.say("open_near")), class_="open", href=near_href(hit))
    quote = element("blockquote", text(hit.passage.text))
    source = element("p", source_line(hit.passage.article, words, today), class_="source")
    return element("div", quote + source + element("p", link), class_="near")
