"""What stands beside the conversation, as HTML: what a question is limited to, examples, and which index answers."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from assistant.data import Coverage, Filter, State
from assistant.errors import TrichDanError, UsageError
from assistant.limiting import Limits
from page.desk import report
from page.markup import element, text
from page.words import Words

if TYPE_CHECKING:
    from page.desk import AsksAndReads

SEARCHED = 8  # outlets: where there are more, a box narrows their list
NAMED = 2  # outlets named at the question box
LAST_DAY = "9999-12-31"  # a browser's box for a year takes as many digits as this has
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The index that answers: its name, which generation it is, and what it holds."""

    name: str
    state: State
    coverage: Coverage
    outlets: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Limited:
    """What questions are limited to, and the sentence that says how many articles are left, or why it cannot be."""

    stated: Limits
    said: str
    wrong: bool = False


def shelf(assistant: "AsksAndReads") -> Shelf:
    """The index that the assistant answers from."""
    return Shelf(assistant.name, assistant.state, assistant.coverage(), assistant.outlets())


def only(stated: Limits, words: Words) -> Filter | str:
    """The filter that is meant, outlets by their own names; or the sentence that says why there is none."""
    try:
        since, until = stated.days()
    except UsageError:
        return words.say("days_exchanged")
    return Filter(since, until, stated.sources)


def limits_of(only: Filter) -> Limits:
    """The limits as they are stated for a filter."""
    since, until = (day.isoformat() if day else None for day in (only.since, only.until))
    return Limits(since, until, only.sources)


def limited(stated: Limits, assistant: "AsksAndReads", words: Words) -> Limited:
    """These limits with what they leave of the articles."""
    admitted = only(stated, words)
    if isinstance(admitted, str):
        return Limited(stated, admitted, wrong=True)
    left = attempted(lambda: Limited(stated, _left(admitted, assistant, words)), words)
    return Limited(stated, left, wrong=True) if isinstance(left, str) else left


def attempted(work: Callable[[], T], words: Words) -> T | str:
    """What the work returns, or a sentence that says why there is none."""
    try:
        return work()
    except TrichDanError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - the edge of the program, as in `Desk.attempts`
        report(error)
        return words.say("beside_broken")


def column_html(index: Shelf | str, limits: Limited, examples: Sequence[str], words: Words, today: date) -> str:
    """The column: the limits, questions to click, and the index, or a sentence in its place. It carries what was
    stated, so that the page knows when it has been heard.
    """
    if isinstance(index, Shelf):
        parts = [_days(index.coverage, limits.wrong, words), _outlets(index.outlets, limits.stated.sources, words)]
        parts += [_said(limits, words), _examples(examples, words), _index(index, words, today)]
    else:
        parts = [element("p", text(index), class_="said wrong", role="status")]
    stated = json.dumps([limits.stated.since, limits.stated.until, limits.stated.sources])
    return element(
        "aside", _head(words) + "".join(parts),
        class_="beside", aria_label=words.say("beside"), lang=words.language, data_stated=stated,
    )  # fmt: skip


def line_html(limits: Limited, words: Words) -> str:
    """The line at the question box while the column is folded: what unfolds it, and what questions are limited to."""
    unfold = element("button", text(words.say("limits")), type="button", class_="unfold")
    if limits.stated == Limits():
        return element("div", unfold, class_="limited", lang=words.language)
    said = limits.said if limits.wrong else summary(limits.stated, words)
    sentence = element("span", text(said), class_="wrong" if limits.wrong else "what")
    clear = element(
        "button", text(words.say("clear")), type="button", class_="clear", aria_label=words.say("clear_limits")
    )
    return element("div", unfold + sentence + clear, class_="limited", lang=words.language)


def summary(stated: Limits, words: Words) -> str:
    """The limits in a few words: `only 2023–2024, Nhân Dân`; empty where there are none."""
    more = len(stated.sources) - NAMED
    named = ", ".join(stated.sources[:NAMED]) + (f" {words.count('outlets_more', more)}" if more > 0 else "")
    parts = ", ".join(filter(None, (_stretch(stated, words), named)))
    return words.say("only", limits=parts) if parts else ""


def _left(only: Filter, assistant: "AsksAndReads", words: Words) -> str:
    """How many articles a filter leaves, and how many have no day to go by."""
    everything = assistant.coverage().articles
    if not only:
        return words.count("all_articles", everything)
    said = words.say("some_articles", inside=assistant.coverage(only).articles, all=everything)
    undated = assistant.coverage(Filter(sources=only.sources)).undated if only.since or only.until else 0
    return said + (words.count("undated_out", undated) if undated else "")


def _stretch(stated: Limits, words: Words) -> str:
    """The days stated, in a few words; whole years as years."""
    since, until = stated.days()
    if since and until and (since.month, since.day, until.month, until.day) == (1, 1, 12, 31):
        return str(since.year) if since.year == until.year else f"{since.year}–{until.year}"
    if since and until:
        return words.day(since) if since == until else f"{words.day(since)} – {words.day(until)}"
    if since:
        return words.say("from_day", day=words.day(since))
    return words.say("to_day", day=words.day(until)) if until else ""


def _head(words: Words) -> str:
    """The column's heading, and what folds it where it unfolds."""
    heading = element("h2", text(words.say("limits")), id="limits-title", tabindex="-1")
    return element(
        "div", heading + element("button", text(words.say("done")), type="button", class_="fold"), class_="head"
    )


def _days(coverage: Coverage, wrong: bool, words: Words) -> str:
    """The boxes for the first and the last day. They have no value here: what is typed stays in the browser."""
    ends = ("since", words.say("since")), ("until", words.say("until"))
    first = coverage.oldest.isoformat() if coverage.oldest else None
    last = coverage.newest.isoformat() if coverage.newest else LAST_DAY
    boxes = (
        element(
            "label",
            element("span", text(label))
            + element(
                "input", "", type="date", class_=name, min=first, max=last,
                aria_invalid="true" if wrong else None, aria_describedby="limits-said" if wrong else None,
            ),
        )
        for name, label in ends
    )  # fmt: skip
    return element("fieldset", element("legend", text(words.say("published"))) + "".join(boxes), class_="days")


def _outlets(outlets: Sequence[tuple[str, int]], chosen: Sequence[str], words: Words) -> str:
    """The outlets to choose from; one that was chosen and is there no more has no article."""
    listed = [*outlets, *((name, 0) for name in chosen if name not in dict(outlets))]
    if not listed:
        return ""
    legend = element("legend", text(words.say("outlets_title")))
    search = element(
        "input", "", type="search", class_="narrow", placeholder=words.say("narrow"), aria_label=words.say("narrow")
    )
    rows = "".join(_outlet(name, articles, words) for name, articles in listed)
    inner = legend + (search if len(listed) > SEARCHED else "") + element("ul", rows)
    none = element("p", text(words.say("no_outlet_found")), class_="none", role="status", hidden="")
    return element("fieldset", inner + none, class_="outlets")


def _outlet(name: str, articles: int, words: Words) -> str:
    box = element("input", "", type="checkbox", value=name)
    count = element("span", str(articles), class_="count", title=words.count("articles", articles))
    return element("li", element("label", box + element("span", text(name), class_="name") + count))


def _said(limits: Limited, words: Words) -> str:
    """How many articles the limits leave, or what is wrong with them; and what takes them all away."""
    sentence = element(
        "p", text(limits.said), id="limits-said", class_="said wrong" if limits.wrong else "said", role="status"
    )
    clear = element(
        "button",
        text(words.say("clear_limits")),
        type="button",
        class_="clear",
        hidden="" if limits.stated == Limits() else None,
    )
    return element("div", sentence + clear, class_="left")


def _examples(examples: Sequence[str], words: Words) -> str:
    """The questions to click, folded; nothing where there are none."""
    if not examples:
        return ""
    rows = (element("li", element("button", text(question), type="button", class_="example")) for question in examples)
    return element(
        "details", element("summary", text(words.say("examples"))) + element("ul", "".join(rows)), class_="examples"
    )


def _index(index: Shelf, words: Words, today: date) -> str:
    """Which index: what it is called, what it holds, and which state of it this is."""
    coverage = index.coverage
    held = words.count("articles", coverage.articles)
    if coverage.sources:
        held += ", " + words.count("outlets", len(coverage.sources))
    facts = [
        (words.say("index_name"), index.name),
        (words.say("index_holds"), held),
        (words.say("index_newest"), _newest(coverage.newest, words, today)),
        (words.say("index_undated"), str(coverage.undated) if coverage.undated else ""),
        (words.say("index_generation"), str(index.state.number)),
    ]
    rows = "".join(element("dt", text(label)) + element("dd", text(fact)) for label, fact in facts if fact)
    return element("section", element("h2", text(words.say("index"))) + element("dl", rows), class_="index")


def _newest(day: date | None, words: Words, today: date) -> str:
    """The newest article's day, and how long ago that was."""
    return " · ".join(filter(None, (words.day(day), words.age(day, today)))) if day else ""
