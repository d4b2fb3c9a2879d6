"""The tab of the articles as HTML, and how a rebuild is told; over the fake assistant."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event

import pytest

from assistant.adding import Fate, HandedIn
from assistant.building import BuildReport, LastRun, Progress
from assistant.catalogue import Counts, Leaf
from assistant.data import Details, Language, Summary
from index.building import ReportProgress
from page.articles import (
    ON_A_LEAF,
    View,
    adding_html,
    counts_html,
    found,
    handed_in_html,
    last_run_html,
    list_html,
    progress_html,
    rebuilt_html,
    search_html,
)
from page.desk import Desk
from page.links import article_href
from page.rebuilding import Rebuilding
from page.words import words
from tests.fake_assistant import PAYLOADS, FakeAssistant

OURS = {
    "a",
    "button",
    "caption",
    "details",
    "div",
    "h2",
    "h3",
    "input",
    "label",
    "li",
    "p",
    "section",
    "span",
    "summary",
}
OURS |= {"table", "tbody", "td", "th", "thead", "tr", "ul"}
EN, VI = words("en"), words("vi")
FLOOD = Summary("flood.txt", "Lũ lớn ở Huế", "Báo Thừa", date(2023, 11, 15))
BARE = Summary("bare.txt", None, None, None)
DETAILS = {"flood.txt": Details("inferred", 2, 1, 3), "bare.txt": Details("unknown", 1, 0, 0)}
LEAF = Leaf((FLOOD, BARE), 2, DETAILS)
RUN = LastRun(
    finished=datetime(2024, 3, 12, 8, 30, tzinfo=UTC),
    read=3, added=1, changed=0, moved=0, removed=0, unchanged=2,
    skipped=(), problems=(), ignored={}, duplicates=(),
    near_copies=0, undated=0, encodings={}, generation=2, seconds=1.25,
)  # fmt: skip


def plain(html: str) -> str:
    """The text of some HTML, a space where a tag was."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_a_row_says_what_is_known_of_an_article() -> None:
    """Its title opens it; the day says where it is from; what is not known is said in words."""
    html = list_html(LEAF, View(), EN)
    assert plain(html) == (
        "2 articles The articles in the index Title Outlet Published ↓ Passages"
        " Lũ lớn ở Huế 1 exact copy, 3 near-copies Báo Thừa 15 November 2023 2 passages"
        " Untitled article unknown outlet undated 1 passage"
    )
    assert f'<a href="{article_href("flood.txt")}" title="flood.txt">Lũ lớn ở Huế</a>' in html
    assert re.findall(r'<td class="published" title="([^"]*)">', html) == [EN.say("inferred"), EN.say("unknown")]


@pytest.mark.parametrize(
    ("view", "sorts"),
    [
        (View(), {"published": "descending"}),
        (View(order="title", descending=False), {"title": "ascending"}),
        (View(order="source", descending=True), {"source": "descending"}),
    ],
)
def test_only_the_column_that_sorts_says_so(view: View, sorts: dict[str, str]) -> None:
    """To a screen reader by aria-sort, to others by an arrow."""
    html = list_html(LEAF, view, EN)
    headings = re.findall(r'<th scope="col"(?: aria-sort="(\w+)")? class="(\w+)">', html)
    assert {column: sort for sort, column in headings if sort} == sorts
    assert html.count("aria-hidden") == 1


def test_the_list_says_which_leaf_it_shows() -> None:
    """The way on is a button, which is off at either end; one leaf has none."""
    many = tuple(replace(FLOOD, id=f"{n}.txt") for n in range(ON_A_LEAF))
    first = list_html(Leaf(many, 120), View(), EN)
    last = list_html(Leaf(many[:20], 120), View(leaf=2), EN)
    middle = list_html(Leaf(many, 120), View(leaf=1), VI)
    shown = [plain(html[html.index("<nav") :]) for html in (first, middle, last)]
    assert shown == [
        "Previous 1–50 of 120 Next",
        "Trang trước 51–100 trong 120 Trang sau",
        "Previous 101–120 of 120 Next",
    ]
    off = [re.findall(r'id="(\w+)" disabled', html) for html in (first, middle, last)]
    assert off == [["leaf_before"], [], ["leaf_after"]]
    assert "<nav" not in list_html(Leaf(many, 50), View(), EN)


def test_what_was_found_is_counted() -> None:
    """Nothing found is said in a sentence, without an empty table."""
    assert plain(list_html(Leaf((), 0), View("zzz"), EN)) == "No article has these words."
    assert plain(list_html(Leaf((FLOOD,), 1), View("huế"), VI)).startswith("Tìm thấy 1 bài ")
    assert 'data-asked="7"' in list_html(Leaf((), 0), View(asked=7), EN)


def test_a_leaf_that_is_no_longer_there_is_the_last_one() -> None:
    """As when the list has become shorter since."""
    assistant = FakeAssistant()
    view, leaf = found(assistant.leaf, View(leaf=9))
    assert (view, leaf) == (View(leaf=0), assistant.leaf("", "published", True, 0, ON_A_LEAF))
    assert found(assistant.leaf, View("zzz", leaf=9))[1] == Leaf((), 0)


def test_the_search_field_is_labelled_and_keeps_what_is_searched() -> None:
    """In either language."""
    html = search_html(View('"><b>'), VI)
    assert '<label for="articles-wanted">Tìm bài báo</label>' in html
    assert 'value="&quot;&gt;&lt;b&gt;"' in html


def test_months_are_bars_with_exact_numbers() -> None:
    """Every month on the line, those without an article empty; the table names only the others."""
    counts = Counts(((date(2023, 11, 1), 4), (date(2023, 12, 1), 0), (date(2024, 1, 1), 1)), (), 2)
    html = counts_html(counts, EN)
    assert re.findall(r'title="([^"]*)" style="--share:([\d.]+)"', html) == [
        ("11/2023: 4", "1.000"),
        ("12/2023: 0", "0.000"),
        ("1/2024: 1", "0.250"),
    ]
    assert plain(html) == "Articles per month 11/2023 1/2024 2 undated articles Exact numbers 11/2023 4 1/2024 1"


def test_many_months_are_drawn_as_years() -> None:
    """A bar of a pixel says nothing."""
    months = tuple((date(2018 + n // 12, n % 12 + 1, 1), 1) for n in range(61))
    assert plain(counts_html(Counts(months, (), 0), EN)).startswith("Articles per year 2018 2023 Exact numbers 2018 12")


def test_outlets_are_bars_and_the_small_ones_are_told_together() -> None:
    """The most first; then the others; then the articles of which no outlet is known."""
    outlets = (*((f"Báo {n}", 20 - n) for n in range(14)), (None, 3))
    told = plain(counts_html(Counts((), outlets, 0), VI))
    assert told.startswith("Số bài theo tòa soạn Báo 0 20 Báo 1 19")
    assert told.endswith("Báo 11 9 2 tòa soạn khác 15 không rõ báo 3")
    assert counts_html(Counts((), (), 0), EN) == '<div class="plots"></div>'


def test_the_last_run_is_told() -> None:
    """When, how many, and each file that was skipped with its reason."""
    run = replace(
        RUN,
        skipped=(("torn.pdf", "broken (PdfReadError); print it to a new PDF"), ("odd.txt", "something new")),
        problems=("what is stated of x.txt",),
        ignored={".jpg": 2},
        duplicates=(("again.txt", "flood.txt"),),
        encodings={"TCVN3": 1},
    )
    assert plain(last_run_html(run, EN)) == (
        "The last run 12 March 2024, 08:30 UTC, in 1.2 seconds"
        " 3 read: 1 new, 0 changed, 0 moved, 2 as before; 0 removed."
        " 2 files skipped, and why torn.pdf: broken (PdfReadError); print it to a new PDF odd.txt: something new"
        " 1 problem in what is stated beside the articles what is stated of x.txt"
        " 1 copy of another article again.txt = flood.txt"
        " 2 files in formats that are not read .jpg: 2"
        " 1 article converted from a legacy encoding TCVN3: 1"
    )
    assert plain(last_run_html(None, EN)) == f"The last run {EN.say('last_run_unknown')}"


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("empty; delete it or put the article's text in it", "tệp trống"),
        ("too big (1 bytes > 0); split it into its articles", "quá lớn, hãy tách thành từng bài"),
        (
            "permission denied; allow reading it; the index keeps it as it was",
            "không được phép đọc; vẫn giữ bản đã đọc trước đây",
        ),
        ("something new", "something new"),
    ],
)
def test_reasons_are_told_in_the_readers_language(why: str, said: str) -> None:
    """Where they are known in it; else as the index says them."""
    html = last_run_html(replace(RUN, skipped=(("a.txt", why),)), VI)
    assert f"<li>a.txt: {said}</li>" in html


def test_long_lists_are_folded() -> None:
    """Twenty lines are open, more are one click away."""
    few = last_run_html(replace(RUN, skipped=(("a.txt", "empty"),) * 20), EN)
    many = last_run_html(replace(RUN, skipped=(("a.txt", "empty"),) * 21), EN)
    assert [' open="open"' in html for html in (few, many)] == [True, False]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_an_article_or_a_file_is_markup(payload: str) -> None:
    """Titles, outlets, ids, names of files and reasons are text."""
    hostile = Summary(payload, payload, payload, None)
    run = replace(RUN, skipped=((payload, payload),), problems=(payload,), ignored={payload: 1}, encodings={payload: 1})
    html = "".join(
        [
            list_html(Leaf((hostile,), 1), View(payload), EN),
            search_html(View(payload), EN),
            counts_html(Counts((), ((payload, 1),), 0), EN),
            last_run_html(run, VI),
            handed_in_html([HandedIn(payload, "added", payload), HandedIn(payload, "format")], EN),
            rebuilt_html(payload, EN),
        ]
    )
    tags = set(re.findall(r"<(\w+)", html))
    assert tags <= OURS
    assert " onerror=" not in re.sub(r'"[^"]*"|>[^<]*<', "", html)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_fate_is_told(language: Language) -> None:
    """A sentence for each file, by the name it is kept under."""
    fates: tuple[Fate, ...] = ("added", "same", "format", "too_big", "empty", "unreadable", "too_many")
    html = handed_in_html(
        [HandedIn("a.txt", fate, "b.txt" if fate == "added" else None) for fate in fates], words(language)
    )
    said = re.findall(r"<li>([^<]*)</li>", html)
    assert [each.split(":")[0] for each in said] == ["b.txt", *["a.txt"] * 6]
    assert len(set(said)) == 7
    assert handed_in_html([], words(language)) == ""
    assert words(language).say("adding") in adding_html(words(language))


def test_progress_is_a_bar_that_is_named() -> None:
    """By its stage and numbers; before there are any it only moves."""
    assert 'max="10" value="3" aria-labelledby="rebuild-stage"' in progress_html(Progress("embedding", 3, 10, 7), EN)
    assert plain(progress_html(Progress("reading", 3, 10, 0), VI)) == "Đang đọc: 3 trong 10 tệp"
    assert 'max="1"' in progress_html(Progress("comparing", 0, 0, 0), EN)
    assert progress_html(None, EN).endswith("<progress></progress></div>")


class Slow(FakeAssistant):
    """Tells `steps` stages as fast as it can, and then waits for its gate."""

    steps = 500
    failure: Exception | None = None

    def rebuild(self, articles: Path, report_progress: ReportProgress | None = None) -> BuildReport:
        """What the fake one gives, later."""
        for step in range(self.steps):
            assert report_progress
            report_progress(Progress("reading", step, self.steps, 0))
        self.reached.set()
        self.gate.wait(10)
        if self.failure:
            raise self.failure
        return super().rebuild(articles)


def test_a_rebuild_is_told_now_and_then_and_at_its_end() -> None:
    """However many steps it has; what it did comes last."""
    assistant = Slow()
    telling = Rebuilding(Desk(assistant)).run(Path("articles"), EN)
    first = next(telling)
    assert isinstance(first, Progress)
    assistant.gate.set()
    rest = list(telling)
    assert isinstance(rest[-1], BuildReport)
    assert len(rest) < 20


def test_only_one_rebuild_at_a_time() -> None:
    """The second is told at once; the first goes on though nobody looks, and then it is the next one's turn."""
    assistant = Slow()
    rebuilding = Rebuilding(Desk(assistant))
    assert isinstance(next(rebuilding.run(Path("articles"), EN)), Progress)
    assert list(rebuilding.run(Path("articles"), VI)) == [VI.say("rebuild_busy")]
    assistant.gate.set()
    with rebuilding.lock:
        pass
    assert isinstance(list(rebuilding.run(Path("articles"), EN))[-1], BuildReport)


def test_a_rebuild_that_fails_is_told_and_can_be_tried_again(capsys: pytest.CaptureFixture[str]) -> None:
    """A sentence of the index as it is; a fault of the program without what it says, which could be anything."""
    assistant = Slow()
    assistant.gate = Event()
    assistant.gate.set()
    rebuilding = Rebuilding(Desk(assistant))
    assert list(rebuilding.run(Path("busy"), EN))[-1] == "Another process is writing the index."
    assistant.failure = RuntimeError("secret")
    assert list(rebuilding.run(Path("articles"), EN))[-1] == EN.say("rebuild_broken")
    assert "secret" not in capsys.readouterr().err
    assistant.failure = None
    outcome = list(rebuilding.run(Path("articles"), EN))[-1]
    assert isinstance(outcome, BuildReport)
    assert plain(rebuilt_html(outcome, EN)).startswith("The index has 3 articles: 1 new, ")
    assert plain(rebuilt_html("No room.", EN)) == "The index was not brought up to date No room."
