"""The source panel as HTML: an article as clean paragraphs, with the cited words marked where they stand."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant.data import elsewhere
from page.elsewhere import elsewhere_html
from page.links import Reference, Spans
from page.markup import element, text
from page.words import Words

if TYPE_CHECKING:
    from assistant.data import Article, Summary

_Range = tuple[int, int]


def source_html(
    article: "Article",
    reference: Reference,
    link: str,
    words: Words,
    copies: "Sequence[Summary]" = (),
    today: date | None = None,
) -> str:
    """The article with the reference's first span as `<mark class="cited">` and its others as `<mark class="also">`; of
    a passage that answers nothing, which the panel says, as `<mark class="near">`.

    The text of the first mark is the citation's quote, character for character. The reference, read from `link`, must
    fit the article. `copies` are the article's near-copies.
    """
    return _panel(
        " · ".join((article.source or words.say("no_outlet"), words.day(article.published))),
        element("h2", text(article.title or words.say("untitled")), id="source-title", tabindex="-1")
        + _byline(article, words, today or date.today())
        + (element("p", text(words.say("near_only")), class_="near-only") if reference.near else "")
        + elsewhere_html(article, elsewhere(article, copies), words)
        + element("div", "".join(_body(article, reference)), class_="body")
        + _left_out(article, words),
        link,
        words,
    )


def source_notice_html(sentence: str, link: str, words: Words) -> str:
    """A sentence in place of a source that cannot be shown."""
    return _panel(
        words.say("source"),
        element("h2", text(words.say("no_source")), id="source-title", tabindex="-1")
        + element("p", text(sentence), class_="panel-notice"),
        link,
        words,
    )


def _panel(running_head: str, inner: str, link: str, words: Words) -> str:
    """The sheet, under a head that stays while it scrolls; its link tells the page when another source has come."""
    close = element("button", "×", class_="close", type="button", aria_label=words.say("close"))
    head = element("div", element("p", text(running_head), class_="outlet") + close, class_="head")
    return element(
        "section", head + inner, class_="sheet", role="region", aria_labelledby="source-title", data_link=link
    )


def _byline(article: "Article", words: Words, today: date) -> str:
    """Author, date, how the date is known and how long ago it is, and the link to the original."""
    basis = words.say(article.published_basis)
    age = words.age(article.published, today)
    when = f"{words.day(article.published)} ({basis})" + (f", {age}" if age else "") if article.published else basis
    lines = [words.say("by", author=article.author) if article.author else "", when]
    written = " · ".join(text(line) for line in lines if line)
    return element("p", written, class_="byline") + _original(article.url, words)


def _original(url: str | None, words: Words) -> str:
    """The link to the article's own page; nothing where it has none."""
    address = web_address(url)
    if address is None:
        return ""
    label = text(words.say("original", host=urlsplit(address).netloc))
    link = element("a", label, href=address, target="_blank", rel="noopener noreferrer")
    return element("p", link, class_="original")


def web_address(url: str | None) -> str | None:
    """The address of an article's own page; None where it has none, or one that is not of the web."""
    try:
        address = urlsplit(url or "")
    except ValueError:
        return None
    return url if address.scheme in {"http", "https"} and address.netloc else None


def _body(article: "Article", reference: Reference) -> Iterator[str]:
    """The article's paragraphs, without a first one that only repeats the title."""
    for number, (start, end) in enumerate(_paragraphs(article, reference.spans)):
        inside = _marked(article.text, (start, end), reference)
        repeats_title = number == 0 and article.text[start:end] == article.title and "<mark" not in inside
        if not repeats_title:
            yield element("p", inside)


def _paragraphs(article: "Article", spans: Spans) -> list[_Range]:
    """The body's lines, without the white space around them; lines that one cited span touches are kept together."""
    lines = [line for span in article.body for line in _lines(article.text, (span.start, span.end))]
    merged: list[_Range] = []
    for start, end in sorted([*lines, *spans]):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _lines(whole: str, span: _Range) -> Iterator[_Range]:
    """The lines of a span that are not blank, trimmed."""
    start = span[0]
    for line in whole[span[0] : span[1]].split("\n"):
        if line.strip():
            begin = start + len(line) - len(line.lstrip())
            yield (begin, begin + len(line.strip()))
        start += len(line) + 1


def _marked(whole: str, paragraph: _Range, reference: Reference) -> str:
    """The paragraph with its marks: the first span is never cut; the others yield to it and join each other."""
    if not reference.spans:
        return text(whole[paragraph[0] : paragraph[1]])
    cited = reference.spans[0]
    first = "near" if reference.near else "cited"
    others = [piece for span in _joined(reference.spans[1:]) for piece in _without(span, cited)]
    written, position = [], paragraph[0]
    for start, end in sorted([cited, *others]):
        if start >= paragraph[0] and end <= paragraph[1]:
            kind = first if (start, end) == cited else "also"
            written += [text(whole[position:start]), element("mark", text(whole[start:end]), class_=kind)]
            position = end
    return "".join([*written, text(whole[position : paragraph[1]])])


def _joined(spans: Iterable[_Range]) -> list[_Range]:
    """The spans in order, those that overlap as one."""
    joined: list[_Range] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _without(span: _Range, taken: _Range) -> Iterator[_Range]:
    """What is left of a span outside another one."""
    for start, end in ((span[0], min(span[1], taken[0])), (max(span[0], taken[1]), span[1])):
        if start < end:
            yield (start, end)


def _left_out(article: "Article", words: Words) -> str:
    """Everything that is not the article's body nor its title, folded away, with why it was left out."""
    pieces = [
        element("dt", text(words.reason(omission.why)))
        + "".join(
            element("dd", text(article.text[start:end]))
            for start, end in _lines(article.text, (omission.span.start, omission.span.end))
        )
        for omission in article.left_out
        if article.text[omission.span.start : omission.span.end].strip() != article.title
    ]
    if not pieces:
        return ""
    summary = element("summary", text(words.say("left_out")))
    explanation = element("p", text(words.say("left_out_more")), class_="explanation")
    return element("details", summary + explanation + element("dl", "".join(pieces)), class_="left-out")
