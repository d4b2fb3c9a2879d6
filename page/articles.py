"""The tab *Articles* as HTML: the list, the counts, what the last run read and skipped, and how a rebuild goes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.catalogue import Counts, Leaf, Order
from page.links import article_href
from page.markup import element, text
from page.words import Words

if TYPE_CHECKING:
    from assistant.adding import HandedIn
    from assistant.building import BuildReport, LastRun, Progress
    from assistant.data import Details, Summary

ON_A_LEAF = 50  # articles shown at once
LONGEST = 200  # characters that are searched for
_BARS = 60  # of months; where there are more, a bar is a year
_OUTLETS = 12  # that have a bar of their own
_NAMED = 20  # files that a list names before the rest is folded away
_KEPT = "the index keeps it as it was"  # what the index says at the end of a reason
_COLUMNS: tuple[Order, ...] = ("title", "source", "published")


@dataclass(frozen=True, slots=True)
class View:
    """What the reader looks at: the words searched for, the order, and the leaf, from 0. `asked` is the number of the
    page's request for it, which the list tells back.
    """

    wanted: str = ""
    order: Order = "published"
    descending: bool = True
    leaf: int = 0
    asked: int = 0

    @property
    def first(self) -> int:
        """The number of the first article on the leaf, from 0."""
        return self.leaf * ON_A_LEAF


def found(look: "Callable[[str, Order, bool, int, int], Leaf]", view: View) -> tuple[View, Leaf]:
    """The leaf that the reader wants, or the last one where the list has become shorter; and which that is."""
    leaf = look(view.wanted, view.order, view.descending, view.first, ON_A_LEAF)
    if leaf.articles or not leaf.found:
        return view, leaf
    last = replace(view, leaf=(leaf.found - 1) // ON_A_LEAF)
    return last, look(last.wanted, last.order, last.descending, last.first, ON_A_LEAF)


def search_html(view: View, words: Words) -> str:
    """The field that the list is searched by; the script sends what is typed."""
    label = element("label", text(words.say("articles_search")), for_="articles-wanted")
    hint = text(words.say("articles_search_hint"))
    field = (
        f'<input type="search" id="articles-wanted" autocomplete="off" maxlength="{LONGEST}"'
        f' value="{text(view.wanted)}" placeholder="{hint}">'
    )
    return element("div", label + field, class_="find", role="search")


def list_html(leaf: Leaf, view: View, words: Words) -> str:
    """The articles of a leaf as a table, how many were found, and the way to the other leaves."""
    found = element("p", text(_found_said(leaf, view, words)), class_="found", role="status")
    table = _table(leaf, view, words) if leaf.articles else ""
    return element("div", found + table, class_="listed", data_asked=str(view.asked))


def _table(leaf: Leaf, view: View, words: Words) -> str:
    """The articles of a leaf, and the way to the others."""
    caption = element("caption", text(words.say("articles_list")))
    rows = "".join(_row(article, leaf.details.get(article.id), words) for article in leaf.articles)
    passages = element("th", element("span", text(words.say("column_passages"))), scope="col", class_="passages")
    head = element("thead", element("tr", "".join(_heading(column, view, words) for column in _COLUMNS) + passages))
    return element("table", caption + head + element("tbody", rows)) + _leaves(leaf, view, words)


def counts_html(counts: Counts, words: Words) -> str:
    """How many articles there are of each month and outlet, as bars, with the numbers in tables."""
    return element("div", _months(counts, words) + _outlets(counts, words), class_="plots")


def last_run_html(run: "LastRun | None", words: Words) -> str:
    """What the last run read and skipped, and why."""
    heading = element("h2", text(words.say("last_run")))
    if run is None:
        return heading + element("p", text(words.say("last_run_unknown")))
    day = words.day(run.finished.date())
    when = words.say("last_run_when", day=day, time=f"{run.finished:%H:%M}", seconds=f"{run.seconds:.1f}")
    counted = words.say(
        "last_run_counts",
        read=run.read, added=run.added, changed=run.changed, moved=run.moved, removed=run.removed,
        unchanged=run.unchanged,
    )  # fmt: skip
    return (
        heading
        + element("p", text(when))
        + element("p", text(counted))
        + _files(
            words.count("last_run_skipped", len(run.skipped)),
            [f"{file}: {_why(why, words)}" for file, why in run.skipped],
        )
        + _files(words.count("last_run_problems", len(run.problems)), run.problems)
        + _files(words.count("last_run_copies", len(run.duplicates)), [f"{one} = {of}" for one, of in run.duplicates])
        + _files(
            words.count("last_run_ignored", sum(run.ignored.values())),
            [f"{ending}: {count}" for ending, count in run.ignored.items()],
        )
        + _files(
            words.count("last_run_encodings", sum(run.encodings.values())),
            [f"{name}: {count}" for name, count in run.encodings.items()],
        )
    )


def _why(why: str, words: Words) -> str:
    """Why a file was skipped, which the index says in English, in this language where it is known in it."""
    reasons = {
        "empty": words.say("skip_empty"),
        "no text in it": words.say("skip_no_text"),
        "no words in it": words.say("skip_no_text"),
        "no web page in it": words.say("skip_no_page"),
        "not a web page": words.say("skip_no_page"),
        "broken": words.say("skip_broken"),
        "encrypted": words.say("skip_encrypted"),
        "too ": words.say("skip_too_big"),
        "permission denied": words.say("skip_permission"),
        "a link": words.say("skip_link"),
        "not a regular file": words.say("skip_no_file"),
        "no column of text": words.say("skip_no_column"),
        "its name is not UTF-8": words.say("skip_name"),
    }
    said = next((said for beginning, said in reasons.items() if why.startswith(beginning)), "")
    if words.language == "en" or not said:
        return why
    return f"{said}; {words.say('skip_kept')}" if why.endswith(_KEPT) else said


def adding_html(words: Words) -> str:
    """What is said beside the field for files."""
    return element("h2", text(words.say("adding"))) + element("p", text(words.say("adding_more")))


def progress_html(progress: "Progress | None", words: Words) -> str:
    """How far a rebuild has come; None: it has begun."""
    if progress is None:
        return element("div", element("p", text(words.say("rebuild_begun"))) + "<progress></progress>", class_="going")
    stages = {
        "reading": words.say("rebuild_reading", done=progress.done, total=progress.total),
        "comparing": words.say("rebuild_comparing", done=progress.done, total=progress.total),
        "embedding": words.say("rebuild_embedding", done=progress.done, total=progress.total),
    }
    label = element("p", text(stages[progress.stage]), id="rebuild-stage")
    bar = (
        f'<progress max="{max(progress.total, 1)}" value="{progress.done}" aria-labelledby="rebuild-stage"></progress>'
    )
    return element("div", label + bar, class_="going")


def handed_in_html(handed_in: Iterable["HandedIn"], words: Words) -> str:
    """What became of each file that was handed in."""
    items = "".join(element("li", text(_fate(each, words))) for each in handed_in)
    return element("ul", items, class_="handed-in") if items else ""


def rebuilt_html(outcome: "BuildReport | str", words: Words) -> str:
    """What a rebuild did, or the sentence that says why it did not."""
    if isinstance(outcome, str):
        label = element("p", text(words.say("rebuild_failed")), class_="label")
        return element("div", label + element("p", text(outcome)), class_="notice", role="alert")
    done = words.say(
        "rebuilt",
        articles=outcome.articles, added=outcome.added, changed=outcome.changed, removed=outcome.removed,
        seconds=f"{outcome.seconds:.1f}",
    )  # fmt: skip
    return element("p", text(done), class_="rebuilt", role="status")


def _found_said(leaf: Leaf, view: View, words: Words) -> str:
    if not view.wanted.strip():
        return words.count("articles", leaf.found)
    return words.count("articles_found", leaf.found) if leaf.found else words.say("articles_none")


def _heading(column: Order, view: View, words: Words) -> str:
    """A column's heading, a button that sorts by it; the one that sorts says so."""
    names = {
        "title": words.say("column_title"),
        "source": words.say("column_source"),
        "published": words.say("column_published"),
    }
    sorting = view.order == column
    sort = ("descending" if view.descending else "ascending") if sorting else None
    arrow = element("span", "↓" if view.descending else "↑", aria_hidden="true") if sorting else ""
    button = element("button", f"{text(names[column])} {arrow}".strip(), type="button", data_order=column)
    return element("th", button, scope="col", aria_sort=sort, class_=column)


def _row(article: "Summary", details: "Details | None", words: Words) -> str:
    link = element("a", text(article.title or words.say("untitled")), href=article_href(article.id), title=article.id)
    copies = element("p", text(_copies(details, words)), class_="copies") if details else ""
    basis = _basis(details.published_basis, words) if details else None
    passages = element("span", text(words.count("passages", details.passages))) if details else ""
    cells = (
        element("td", link + copies, class_="title"),
        element("td", text(article.source or words.say("no_outlet")), class_="source"),
        element("td", text(words.day(article.published)), class_="published", title=basis),
        element("td", passages, class_="passages"),
    )
    return element("tr", "".join(cells))


def _copies(details: "Details", words: Words) -> str:
    """How many files are copies of an article and how many articles near-copies; empty for none."""
    said = [words.count("exact_copies", details.copies)] if details.copies else []
    said += [words.count("near_copies", details.near_copies)] if details.near_copies else []
    return ", ".join(said)


def _basis(basis: str, words: Words) -> str | None:
    """Where the day of an article is from."""
    bases = {
        "stated": words.say("stated"),
        "metadata": words.say("metadata"),
        "inferred": words.say("inferred"),
        "unknown": words.say("unknown"),
    }
    return bases.get(basis)


def _leaves(leaf: Leaf, view: View, words: Words) -> str:
    """The buttons to the leaf before and the one after; nothing where there is one leaf."""
    last = (leaf.found - 1) // ON_A_LEAF
    if not last:
        return ""
    shown = words.say("articles_shown", first=view.first + 1, last=view.first + len(leaf.articles), found=leaf.found)
    return element(
        "nav",
        _leaf_button("leaf_before", view.leaf - 1, last, words)
        + element("span", text(shown), class_="shown")
        + _leaf_button("leaf_after", view.leaf + 1, last, words),
        class_="leaves",
        aria_label=words.say("leaves"),
    )


def _leaf_button(name: str, leaf: int, last: int, words: Words) -> str:
    labels = {"leaf_before": words.say("leaf_before"), "leaf_after": words.say("leaf_after")}
    disabled = None if 0 <= leaf <= last else "disabled"
    return element("button", text(labels[name]), type="button", data_leaf=str(leaf), id=name, disabled=disabled)


def _months(counts: Counts, words: Words) -> str:
    """A bar for each month, or for each year where there are many months."""
    if not counts.months:
        return ""
    by_year = len(counts.months) > _BARS
    pairs = _years(counts.months) if by_year else [(f"{month.month}/{month.year}", n) for month, n in counts.months]
    most = max(n for _, n in pairs)
    bars = "".join(
        element("span", "", title=f"{name}: {n}", style=f"--share:{n / most:.3f}", class_="bar" if n else "bar none")
        for name, n in pairs
    )
    ends = element("p", element("span", pairs[0][0]) + element("span", pairs[-1][0]), class_="ends")
    undated = element("p", text(words.count("plot_undated", counts.undated)), class_="more") if counts.undated else ""
    title = words.say("plot_years") if by_year else words.say("plot_months")
    drawn = element("div", bars, class_="columns", aria_hidden="true") + ends
    return _plot(title, drawn + undated, [(name, n) for name, n in pairs if n], words)


def _years(months: Sequence[tuple[date, int]]) -> list[tuple[str, int]]:
    years = range(months[0][0].year, months[-1][0].year + 1)
    return [(str(year), sum(n for month, n in months if month.year == year)) for year in years]


def _outlets(counts: Counts, words: Words) -> str:
    """A bar for each of the outlets that have most articles, one for the others, one for those of none."""
    named = [(name, n) for name, n in counts.outlets if name is not None]
    rows = named[:_OUTLETS]
    if named[_OUTLETS:]:
        rows.append((words.count("plot_others", len(named) - _OUTLETS), sum(n for _, n in named[_OUTLETS:])))
    rows += [(words.say("no_outlet"), n) for name, n in counts.outlets if name is None]
    if not rows:
        return ""
    most = max(n for _, n in rows)
    bars = "".join(
        element(
            "li",
            element("span", text(name), class_="name")
            + element("span", "", class_="bar", style=f"--share:{n / most:.3f}")
            + element("span", str(n), class_="number"),
        )
        for name, n in rows
    )
    title = element("h2", text(words.say("plot_outlets")))
    return element("section", title + element("ul", bars, class_="rows"), class_="plot")


def _plot(title: str, drawn: str, pairs: Iterable[tuple[str, int]], words: Words) -> str:
    """A plot with its title, and its numbers in a table that is folded away."""
    rows = "".join(element("tr", element("th", text(name), scope="row") + element("td", str(n))) for name, n in pairs)
    numbers = element("summary", text(words.say("plot_numbers"))) + element("table", element("tbody", rows))
    return element("section", element("h2", text(title)) + drawn + element("details", numbers), class_="plot")


def _files(title: str, lines: Sequence[str]) -> str:
    """A list under its title, folded where it is long; nothing where there is none."""
    if not lines:
        return ""
    items = element("ul", "".join(element("li", text(line)) for line in lines))
    shown = "open" if len(lines) <= _NAMED else None
    return element("details", element("summary", text(title)) + items, class_="files", open=shown)


def _fate(each: "HandedIn", words: Words) -> str:
    stored = each.stored or each.name
    fates = {
        "added": words.say("fate_added", name=stored),
        "same": words.say("fate_same", name=stored),
        "format": words.say("fate_format", name=each.name),
        "too_big": words.say("fate_too_big", name=each.name),
        "empty": words.say("fate_empty", name=each.name),
        "unreadable": words.say("fate_unreadable", name=each.name),
        "too_many": words.say("fate_too_many", name=each.name),
    }
    return fates[each.fate]
