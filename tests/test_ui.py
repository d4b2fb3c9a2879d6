"""What the chat writes, without a browser: words, links, answers, sources, and what is refused."""

import asyncio
import json
import re
import socket
import subprocess
import sys
from collections.abc import MutableMapping
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.language_models.fake_chat_models import FakeListChatModel

import ui
from assistant.data import EVERYTHING, Filter, Summary
from assistant.errors import TrichDanError
from assistant.model.chat_model import ChatModel
from assistant.replies import Looked, held
from index.data import Article, Passage, Span
from page.answer import Around, answer_html, notice_html, question_html
from page.conversation import Exchange, messages, respond, stop
from page.desk import Desk
from page.feedback import rated
from page.guard import THIS_MACHINE, Guard, answered_hosts
from page.links import Reference, article_href, href, near_href, read, reference
from page.markup import text
from page.masthead import masthead_html
from page.source import source_html
from page.words import examples, preferred_language, words
from tabs.app import TABS
from tests.fake_assistant import PAYLOADS, FakeAssistant, cited

ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
ENGLISH = words("en")
USERS = Path("users")
EVERYWHERE = "0.0.0.0"  # noqa: S104 - it is to be refused


class Reading(HTMLParser):
    """The text of a piece of HTML as a browser would show it, by the element it is in; and every tag and attribute."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.pieces: list[tuple[tuple[str, ...], str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Opens an element, named by its tag and class."""
        self.tags.append((tag, dict(attributes)))
        self.open.append(f"{tag}.{dict(attributes).get('class')}")

    def handle_endtag(self, tag: str) -> None:
        """Closes the newest element, which must be of this tag."""
        assert self.open.pop().split(".")[0] == tag

    def handle_data(self, data: str) -> None:
        """Keeps a stretch of text."""
        self.pieces.append((tuple(self.open), data))

    def inside(self, element: str) -> str:
        """All text inside elements of this name, such as `mark.cited`."""
        return "".join(data for path, data in self.pieces if element in path)


def whole(name: str, content: str) -> Article:
    """An article that is all body."""
    return Article(name, content, None, None, None, None, "unknown", None, (Span(0, len(content)),), ())


# ---- words ----


def test_both_languages_say_the_same_things() -> None:
    """Every string is there in Vietnamese and in English, with the same braces to fill in."""
    braces = {
        language: {
            key: {field for _, field, _, _ in Formatter().parse(string) if field}
            for key, string in words(language).strings.items()
        }
        for language in ("vi", "en")
    }
    assert braces["vi"] == braces["en"]
    assert {language: len(words(language).months) for language in braces} == {"vi": 12, "en": 12}


def test_every_string_that_is_said_exists_and_every_string_is_said() -> None:
    """The keys in the code are the keys in the data file."""
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "ui.py", *(ROOT / "page").glob("*.py"), *(ROOT / "tabs").glob("*.py"))
    )
    said = set(re.findall(r'say\(\s*["\x27](\w+)["\x27]', code)) | {
        "stated",
        "metadata",
        "inferred",
        "unknown",
    }  # by `published_basis`
    said |= {f"tab_{name}" for name in TABS}
    for key in re.findall(r'count\(\s*["\x27](\w+)["\x27]', code):
        said |= {key, f"{key}_one"}
    assert set(ENGLISH.strings) == said


def test_dates_are_written_as_newspapers_write_them() -> None:
    """11 March 2024, 11/3/2024, undated, không rõ ngày."""
    days = [words(language).day(day) for language in ("en", "vi") for day in (date(2024, 3, 11), None)]
    assert days == ["11 March 2024", "undated", "11/3/2024", "không rõ ngày"]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("en-US,en;q=0.9,vi;q=0.8", "en"),
        ("fr,vi;q=0.3", "vi"),
        ("fr", "en"),
        ("vi;q=0", "en"),
        ("vi;q=many", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_the_browser_chooses_the_language(header: str | None, language: str) -> None:
    """The first of Vietnamese and English that Accept-Language asks for; English where it asks for neither."""
    assert preferred_language(header) == language


def test_every_example_is_about_a_seed() -> None:
    """The questions to click are offered for articles that are in the repository."""
    assert {example.article for example in examples()} <= {path.name for path in SEEDS}


@pytest.mark.parametrize(
    ("day", "age", "aged"),
    [
        (date(2024, 3, 11), "2 years ago", "2 năm trước"),
        (date(2025, 11, 24), "11 months ago", "11 tháng trước"),
        (date(2025, 11, 23), "1 year ago", "1 năm trước"),
        (date(2026, 10, 24), "30 days ago", "30 ngày trước"),
        (date(2026, 10, 23), "1 month ago", "1 tháng trước"),
        (date(2026, 11, 22), "yesterday", "hôm qua"),
        (date(2026, 11, 23), "today", "hôm nay"),
        (date(2026, 11, 24), "", ""),
        (None, "", ""),
    ],
)
def test_an_age_is_in_the_largest_whole_unit(day: date | None, age: str, aged: str) -> None:
    """Years, else months, else days; none for a day that is unknown or to come."""
    assert [words(language).age(day, date(2026, 11, 23)) for language in ("en", "vi")] == [age, aged]


# ---- text as HTML ----


@given(st.text())
def test_any_text_is_one_line_of_html_that_shows_it(plain: str) -> None:
    """No blank line can end the HTML block, no tag can begin, and a browser shows the very text."""
    written = text(plain)
    assert [character for character in '<>"\n\r\t\0' if character in written] == []
    assert unescape(written) == plain.replace("\0", "\N{REPLACEMENT CHARACTER}")


# ---- links ----


def test_a_link_carries_its_source_and_the_other_cited_spans_of_that_article() -> None:
    """The link of [1] leads to its own span first; an article cited by no other number is not in it."""
    fake = FakeAssistant()
    answer = fake.ask("Vientiane")
    first, second = answer.citations
    target = read(href(second, answer.citations))
    assert target == reference(second, answer.citations)
    assert target is not None
    assert (target.article, target.spans) == (
        fake.meeting.id,
        ((second.passage.start, second.passage.end), (first.passage.start, first.passage.end)),
    )
    assert re.fullmatch(r"#c-[\w-]+", href(first, answer.citations), re.ASCII)


@given(st.text() | st.from_regex(r"#c-[\w=-]{0,60}", fullmatch=True))
def test_a_link_of_another_making_is_read_as_none_or_as_a_reference(link: str) -> None:
    """Nothing that is typed after the # raises."""
    assert read(link) is None


@pytest.mark.parametrize(
    "record",
    ["[]", "{}", "[1]", '["a",[],"f"]', '["a",[[1]],"f"]', '["a",[[1,true]],"f"]', '["a",[[1,2.5]],"f"]', "[[" * 9],
)
def test_a_link_of_another_shape_is_none(record: str) -> None:
    """A link must hold an article, pairs of whole numbers and a fingerprint."""
    from base64 import urlsafe_b64encode

    assert read("#c-" + urlsafe_b64encode(record.encode()).decode()) is None


def test_a_changed_article_does_not_fit_its_link() -> None:
    """Other words at the cited offsets, or fewer of them, and the link is stale."""
    fake = FakeAssistant()
    answer = fake.ask("GRDP")
    target = reference(answer.citations[0], answer.citations)
    changed = (fake.growth.text, fake.growth.text.replace("8,89", "9,98"), fake.growth.text[:60], "")
    assert [target.fits(replace(fake.growth, text=content)) for content in changed] == [True, False, False, False]


@given(st.text())
def test_a_link_to_an_article_carries_its_id(name: str) -> None:
    """Of an article of which nothing is cited, whatever its file is called, in letters that are safe in HTML."""
    link = article_href(name)
    assert read(link) == Reference(name, (), "")
    assert re.fullmatch(r"#c-[\w-]+", link, re.ASCII)


# ---- answers ----


def test_an_answer_shows_each_quote_word_for_word_beside_its_link() -> None:
    """The short answer, the quotes and the lines that say where they are from."""
    answer = FakeAssistant().ask("GRDP")
    reading = Reading(answer_html(answer, ENGLISH))
    assert reading.inside("p.short") == "8,89%"
    assert reading.inside("blockquote.None") == answer.citations[0].quote
    assert reading.inside("strong.None") == "8,89%"
    assert reading.inside("a.cite") == "[1]"
    assert reading.inside("p.source") == "Thời Đại · undated · Hà Nội tăng trưởng cao nhất trong 10 năm"
    assert reading.inside("p.text") == ""  # it would only say the quote again


def test_a_number_that_points_nowhere_is_not_shown() -> None:
    """Of [1] and [7] in a text with one citation, [1] is a link and [7] is gone."""
    answer = replace(FakeAssistant().ask("GRDP"), text="Growth was 8.89 % [1], a record [7].")
    reading = Reading(answer_html(answer, ENGLISH))
    assert reading.inside("p.text") == "Growth was 8.89 %\xa0[1], a record."


def test_a_refusal_has_no_link_and_folds_what_is_nearest() -> None:
    """A refusal says so; its nearest passages are in a closed `details`, labelled as not an answer."""
    answer = FakeAssistant().ask("Who did he meet in Bangkok?")
    html = answer_html(replace(answer, text="No article says so [1]."), ENGLISH)
    reading = Reading(html)
    assert [of.get("class") for tag, of in reading.tags if tag == "a"] == ["open"]
    assert re.findall(r"\[\d+\]", html) == []
    assert reading.inside("p.label") == "Not in the articles"
    assert reading.inside("p.reason") == "No article says so."
    assert reading.inside("summary.None") == "The nearest passage, which is not an answer"
    assert ("details", {}) in reading.tags


def test_a_refusal_says_what_the_index_covers() -> None:
    """In a line of its own; where the refusal's own text ends with it, it is not said twice."""
    coverage = FakeAssistant().coverage()
    said = held(Looked(EVERYTHING, coverage, coverage), "en")
    answer = replace(FakeAssistant().ask("Bangkok"), text=f"No article says so. {said}")
    reading = Reading(answer_html(answer, ENGLISH, Around(covered=coverage)))
    assert reading.inside("p.reason") == "No article says so."
    assert reading.inside("p.covers") == "The index covers: 3 articles · 2017–2024 · Lao động Thủ đô, Thời Đại"
    many = replace(coverage, articles=1, undated=1, sources=tuple("abcdefghij"), oldest=None, newest=None)
    reading = Reading(answer_html(answer, words("vi"), Around(covered=many)))
    named = "a, b, c, d, e, f, g, h và 2 tòa soạn nữa"
    assert reading.inside("p.covers") == f"Kho bài có: 1 bài báo · 1 bài không rõ ngày · {named}"


def test_a_nearest_passage_opens_in_its_article_and_is_said_to_be_no_answer() -> None:
    """It is marked as near, not as cited."""
    fake = FakeAssistant()
    link = near_href(fake.ask("Bangkok").nearest[0])
    assert Reading(answer_html(fake.ask("Bangkok"), ENGLISH)).tags.count(("a", {"class": "open", "href": link})) == 1
    reading = Reading(Desk(fake).source(link, "en"))
    assert reading.inside("mark.near") == fake.ask("Bangkok").nearest[0].passage.text
    assert reading.inside("p.near-only") == ENGLISH.say("near_only")
    assert reading.inside("mark.cited") == ""


def test_where_articles_disagree_their_values_stand_side_by_side() -> None:
    """The newest article's first, each with its number, outlet, day and age; a paragraph that only says so is left
    out.
    """
    reading = Reading(answer_html(FakeAssistant().ask("disagree"), ENGLISH, Around(today=date(2026, 11, 23))))
    columns = [data for path, data in reading.pieces if "div.column" in path]
    assert columns == [
        *("8,8% ", "[2]", "Báo Bến Nghé", "29 March 2023, ", "3 years ago"),
        *("8,89% ", "[1]", "Thời Đại", "undated"),
    ]
    assert reading.inside("p.differing").startswith("Các bài nêu khác nhau")
    assert reading.inside("p.text") == ""


def test_a_follow_up_says_below_the_question_how_it_was_understood() -> None:
    """There and not among the notes, which keep the others."""
    outcome = FakeAssistant().ask("And when?")
    shown = messages((Exchange(1, "And when?", outcome),), "vi")
    question, answer = (Reading(message["content"]) for message in shown)
    assert question.inside("p.understood") == "Hiểu là: Who did Đinh Tiến Dũng meet in Vientiane when?"
    assert answer.inside("p.note") == "“Vientane” was read as “Vientiane”."


def test_a_quote_carries_the_line_it_is_copied_with() -> None:
    """Outlet, author, day, title and address, of these what is known; hidden on the page."""
    fake = FakeAssistant()
    lines = [
        Reading(answer_html(fake.ask(question), ENGLISH)).inside("p.reference") for question in ("And when?", "GRDP")
    ]
    assert lines == [
        "Lao động Thủ đô · Hoàng Phúc · 11 March 2024 · Thủ đô Hà Nội hội đàm với Thủ đô Viêng Chăn"
        " · https://news.invalid/hoi-dam",
        "Thời Đại · undated · Hà Nội tăng trưởng cao nhất trong 10 năm",
    ]
    hostile = Reading(answer_html(fake.ask("hostile"), ENGLISH))
    assert "owned='url'" not in hostile.inside("p.reference")


@pytest.mark.parametrize("question", ["GRDP", "Bangkok"])
def test_a_note_says_how_the_question_was_read(question: str) -> None:
    """With an answer and with a refusal, as text."""
    answer = replace(FakeAssistant().ask(question), notes=("“Vientane” was read as <b>.",))
    assert Reading(answer_html(answer, ENGLISH)).inside("p.note") == "“Vientane” was read as <b>."


def test_an_answer_says_where_else_the_story_is_printed() -> None:
    """Under the quote, in the language of the page, each outlet a link that opens its article."""
    fake = FakeAssistant()
    answer = fake.ask("near-copy")
    shown = [Reading(answer_html(answer, words(language))) for language in ("en", "vi")]
    assert [reading.inside("p.also-in") for reading in shown] == [
        "Also in Kinh tế Đô thị (4 January 2023)",
        "Cũng đăng trên Kinh tế Đô thị (4/1/2023)",
    ]
    assert ("a", {"href": article_href("copy.txt"), "title": fake.copy.title}) in shown[0].tags


def test_of_many_near_copies_three_are_named() -> None:
    """And how many more there are; what an outlet or a file is called stays text."""
    copies = tuple(Summary(f"{number}.txt", None, None, date(2024, 3, number)) for number in range(1, 6))
    answer = FakeAssistant().ask("GRDP")
    citation = replace(answer.citations[0], also_in=(replace(copies[0], source="<b>A</b>"), *copies[1:]))
    reading = Reading(answer_html(replace(answer, citations=(citation,)), ENGLISH))
    named = "Also in <b>A</b> (1 March 2024), 2.txt (2 March 2024), 3.txt (3 March 2024) and 2 more"
    assert reading.inside("p.also-in") == named


def test_a_sentence_that_is_the_answer_is_shown_once() -> None:
    """Where a whole sentence answers, it stands as the quote alone, and nothing in it is bold."""
    answer = FakeAssistant().ask("GRDP")
    reading = Reading(answer_html(replace(answer, short_answer=answer.citations[0].quote), ENGLISH))
    assert (reading.inside("p.short"), reading.inside("strong.None")) == ("", "")


def test_the_post_of_a_person_stands_under_the_name() -> None:
    """The name is large, the post smaller, and only the name is marked in the quote."""
    said = "Giám đốc Sở Y tế Trần Văn Nam tiếp đoàn, có bà Lê Thị Hoa."
    answer = cited("Ai?", "Trần Văn Nam — Giám đốc Sở Y tế · Lê Thị Hoa", Passage(whole("a", said), 0, len(said)))
    reading = Reading(answer_html(answer, ENGLISH))
    assert reading.inside("span.post") == "Giám đốc Sở Y tế"
    assert [name for name, _ in reading.tags].count("strong") == 2


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_an_article_says_is_text_wherever_it_is_shown(payload: str) -> None:
    """Markup in a quote, title, outlet, author or question stays text: the same tags as for plain words."""

    def written(words_: str) -> list[str]:
        article = replace(whole("a", words_), title=words_, source=words_, author=words_)
        answer = cited("q", words_, Passage(article, 0, len(words_)))
        refusal = replace(FakeAssistant().ask("Bangkok"), text=words_)
        link = href(answer.citations[0], answer.citations)
        return [
            answer_html(answer, ENGLISH),
            answer_html(refusal, ENGLISH),
            source_html(article, reference(answer.citations[0], answer.citations), link, ENGLISH),
            question_html(words_, ENGLISH),
            notice_html(words_, ENGLISH),
        ]

    for hostile, plain in zip(written(payload), written("x" * len(payload)), strict=True):
        assert [tag for tag, _ in Reading(hostile).tags] == [tag for tag, _ in Reading(plain).tags]
        assert [sorted(names) for _, names in Reading(hostile).tags] == [
            sorted(names) for _, names in Reading(plain).tags
        ]
        assert "\n" not in hostile


def test_a_very_long_question_is_shown_by_its_beginning() -> None:
    """100 KB of question are not echoed."""
    reading = Reading(question_html("x" * 100_000, ENGLISH))
    assert reading.inside("div.question") == "x" * 600 + "…"
    assert reading.inside("p.cut") == "The question has 100000 characters; only its beginning is shown here."


# ---- sources ----


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name)
@given(data=st.data())
def test_the_mark_is_the_quote_and_the_panel_is_the_article(seed: Path, data: st.DataObject) -> None:
    """Whatever spans are cited: the first mark's text is the quote, and the paragraphs hold every word of the body."""
    article = whole(seed.name, seed.read_text(encoding="utf-8").replace("\r\n", "\n"))
    offsets = st.integers(0, len(article.text) - 1)
    spans = data.draw(st.lists(st.tuples(offsets, st.integers(1, 400)), min_size=1, max_size=4))
    passages = [Passage(article, start, min(start + length, len(article.text))) for start, length in spans]
    answer = cited("q", "", *passages)
    reading = Reading(source_html(article, reference(answer.citations[0], answer.citations), "#c-x", ENGLISH))
    assert reading.inside("mark.cited") == passages[0].text
    assert "".join(reading.inside("div.body").split()) == "".join(article.text.split())


def test_the_panel_names_its_article_and_folds_away_what_is_not_it() -> None:
    """Title, author, date with its basis, link; the title is not said twice; furniture is in a closed `details`."""
    fake = FakeAssistant()
    answer = fake.ask("Vientiane")
    target = reference(answer.citations[0], answer.citations)
    reading = Reading(source_html(fake.meeting, target, "#c-x", ENGLISH, today=date(2026, 11, 23)))
    assert reading.inside("p.outlet") == "Lao động Thủ đô · 11 March 2024"
    assert reading.inside("h2.None") == fake.meeting.title
    assert reading.inside("p.byline") == "By Hoàng Phúc · 11 March 2024 (inferred from the article), 2 years ago"
    assert reading.inside("p.original") == "Original at news.invalid"
    assert reading.inside("mark.also") == answer.citations[1].quote
    assert fake.meeting.title not in reading.inside("div.body")
    assert reading.inside("dd.None") == "Có thể bạn quan tâmXem thêm tin khác"
    assert "Có thể bạn" not in reading.inside("div.body")
    reasons = [
        Reading(source_html(fake.meeting, reference(answer.citations[0], answer.citations), "#c-x", words(language)))
        for language in ("en", "vi")
    ]
    assert [each.inside("dt.None") for each in reasons] == ["teaser", "tin giới thiệu"]


def test_the_panel_says_where_else_the_story_is_printed_and_opens_it_there() -> None:
    """From the cited article to its near-copy, which has no mark, and back."""
    fake = FakeAssistant()
    desk, answer = Desk(fake), fake.ask("GRDP")
    cited_there = Reading(desk.source(href(answer.citations[0], answer.citations), "en"))
    assert cited_there.inside("p.also-in") == "Also in Kinh tế Đô thị (4 January 2023)"
    link = next(attributes["href"] for tag, attributes in cited_there.tags if tag == "a")
    copy = Reading(desk.source(link or "", "en"))
    assert copy.inside("p.outlet") == "Kinh tế Đô thị · 4 January 2023"
    assert (copy.inside("mark.cited"), copy.inside("p.also-in")) == ("", "Also in Thời Đại")
    assert copy.inside("div.body") == answer.citations[0].quote


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "https://", "http://[", "", None])
def test_an_address_that_is_not_of_the_web_is_no_link(url: str | None) -> None:
    """Only http and https addresses are offered as the original."""
    fake = FakeAssistant()
    answer = fake.ask("GRDP")
    article = replace(fake.growth, url=url)
    reading = Reading(source_html(article, reference(answer.citations[0], answer.citations), "#c-x", ENGLISH))
    assert [tag for tag, _ in reading.tags if tag == "a"] == []


# ---- the desk ----


def test_a_conversation_goes_on_after_a_failure() -> None:
    """An error becomes a sentence; the next question is answered, and knows of the one that was."""
    fake = FakeAssistant()
    desk = Desk(fake)
    conversation: tuple[Exchange, ...] = ()
    outcomes = []
    for question in ("GRDP", "fail", " ", "GRDP"):
        steps = [*respond(desk, question, conversation, "en")]
        (box, _, _), (_, conversation, _) = steps[0], steps[-1]
        outcomes.append((box, conversation[-1].outcome))
    answer = fake.ask("GRDP")
    assert outcomes == [
        ("", answer),
        ("", ENGLISH.say("broken")),
        ("", ENGLISH.say("no_question")),
        ("", answer),
    ]
    assert fake.remembered[:3] == [0, 1, 1]


def test_a_failure_is_reported_without_the_question(capsys: pytest.CaptureFixture[str]) -> None:
    """Standard error says what failed and where, and holds nothing of what was asked."""
    assert Desk(FakeAssistant()).outcome("fail: my secret", (), "en") == ENGLISH.say("broken")
    reported = capsys.readouterr().err
    assert ("RuntimeError" in reported, "fake_assistant.py" in reported, "secret" in reported) == (True, True, False)


def test_an_answer_that_cannot_be_shown_is_a_failure_like_any_other() -> None:
    """A malformed answer is told as a sentence too; it does not lock the page."""
    fake = FakeAssistant()
    no_text: Any = None
    broken = replace(fake.ask("GRDP"), text=no_text)
    fake.ask = lambda *_: broken  # type: ignore[method-assign]
    assert Desk(fake).outcome("GRDP", (), "vi") == words("vi").say("broken")


def test_more_questions_than_can_be_answered_are_told_to_come_back() -> None:
    """With one turn taken, the next asker is told that it is busy, and a later one is answered."""
    fake = FakeAssistant()
    desk = Desk(fake, at_once=1, patience=0.05)
    slow = Thread(target=desk.outcome, args=("wait", (), "en"))
    slow.start()
    assert fake.reached.wait(10)
    assert desk.outcome("GRDP", (), "en") == ENGLISH.say("busy")
    fake.gate.set()
    slow.join()
    assert desk.outcome("GRDP", (), "en") == fake.ask("GRDP")


def test_a_link_that_leads_nowhere_says_so() -> None:
    """No source, an article that is gone, one that has changed, and a failure: a sentence each."""
    fake = FakeAssistant()
    desk = Desk(fake)
    answer = fake.ask("GRDP")
    link = href(answer.citations[0], answer.citations)
    said = [Reading(desk.source("#c-nothing", "en")).inside("p.panel-notice")]
    title = fake.growth.title
    fake.growth = replace(fake.growth, text="Khác hẳn.")
    said.append(Reading(desk.source(link, "en")).inside("p.panel-notice"))
    fake.growth = replace(fake.growth, id="gone")
    said.append(Reading(desk.source(link, "en")).inside("p.panel-notice"))
    fake.article = None  # type: ignore[method-assign,assignment]
    said.append(Reading(desk.source(link, "en")).inside("p.panel-notice"))
    assert said == [
        ENGLISH.say("link_bad"),
        ENGLISH.say("link_stale", article=title),
        ENGLISH.say("link_gone"),
        ENGLISH.say("link_broken"),
    ]


def test_examples_are_offered_only_for_articles_that_are_there() -> None:
    """Of the examples' articles the fake has two, so questions about the others are not offered."""
    offered = Desk(FakeAssistant()).offered()
    there = {"001_b916f5b25537c5e9.txt", "004_65434ae79e89ba3c.txt"}
    assert offered == [example.question for example in examples() if example.article in there]


def test_a_conversation_is_shown_in_the_language_of_the_page() -> None:
    """The same exchange, with the interface's own words in either language."""
    conversation = (Exchange(1, "q", FakeAssistant().ask("Bangkok")), Exchange(2, "r", None))
    labels = [Reading(messages(conversation, spoken)[1]["content"]).inside("p.label") for spoken in ("en", "vi")]
    assert labels == ["Not in the articles", "Không có trong các bài báo"]
    assert [message["role"] for message in messages(conversation, "en")] == ["user", "assistant"] * 2
    assert (
        Reading(messages(conversation, "en")[3]["content"]).inside("p.waiting") == "Looking through the articles… 0 s"
    )


def test_the_masthead_counts_what_is_covered() -> None:
    """How many articles and outlets, and of which years."""
    coverage = FakeAssistant().coverage()
    counted = [
        Reading(masthead_html(covered, words(language))).inside("p.coverage")
        for covered in (coverage, replace(coverage, articles=1, sources=(), oldest=None, newest=None))
        for language in ("en", "vi")
    ]
    assert counted == [
        "3 articles · 2 outlets · 2017–2024",
        "3 bài báo · 2 tòa soạn · 2017–2024",
        "1 article",
        "1 bài báo",
    ]


# ---- a chat model ----

FAR, NEAR = (ChatModel("openai:far", FakeListChatModel(responses=[""]), leaves=leaves) for leaves in (True, False))


def test_an_answer_that_a_chat_model_writes_grows_in_the_chat() -> None:
    """First the question, then what the articles say, then what the model wrote, with the quote's translation."""
    shown = [chat[-1]["content"] for _, _, chat in respond(Desk(FakeAssistant(FAR)), "GRDP", (), "en")]
    readings = [Reading(content) for content in shown]
    assert [reading.inside("p.short") for reading in readings] == ["", "8,89%", "8,89%", "8,89%"]
    assert readings[1].inside("p.text") == ""
    assert readings[2].inside("p.text").startswith("It says so, and so does the other.")
    assert readings[2].inside("p.note") == ENGLISH.say("written_far", model="openai:far")
    assert [ENGLISH.say("writing") in reading.inside("p.waiting") for reading in readings] == [False, True, True, False]
    assert [reading.inside("div.offers") for reading in readings[:3]] == ["", "", ""]
    assert readings[2].inside("p.translation") == "Translation by openai:far: In the words of the question."


def test_a_refusal_is_shown_once_whatever_the_model() -> None:
    """Nothing is written out."""
    steps = list(respond(Desk(FakeAssistant(FAR)), "Bangkok", (), "en"))
    assert len(steps) == 2


@pytest.mark.parametrize(("question", "shown"), [("slow GRDP", "p.note stopped"), ("wait GRDP", "div.notice")])
def test_an_answer_is_stopped_where_it_is(question: str, shown: str) -> None:
    """What stands is left, and said to be stopped, or that there was nothing; the next question is answered."""
    desk = Desk(FakeAssistant(FAR))
    steps = respond(desk, question, (), "en")
    _, conversation, _ = next(steps)
    if question.startswith("slow"):
        _, conversation, _ = next(steps)
    stop(conversation)
    _, conversation, chat = [*steps][-1]
    assert conversation[-1].progress == "stopped"
    stopped = Reading(chat[-1]["content"])
    assert "topped" in "".join(data for path, data in stopped.pieces if shown in path)
    assert [*respond(desk, "GRDP", conversation, "en")][-1][1][-1].progress == "whole"


def test_starting_over_drops_an_answer_that_is_under_way() -> None:
    """It does not come back with the conversation."""
    steps = respond(Desk(FakeAssistant(FAR)), "slow GRDP", (), "en")
    _, conversation, _ = next(steps)
    stop(conversation, drop=True)
    assert [*steps] == [(None, (), [])]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_model_writes_is_text(payload: str) -> None:
    """Its words and its translations are escaped like an article's."""
    answer = FakeAssistant().ask("GRDP")
    hostile = replace(
        answer, text=f"{payload} [1]", model=payload, citations=(replace(answer.citations[0], translation=payload),)
    )
    written = answer_html(hostile, ENGLISH)
    tags = {tag for tag, _ in Reading(written).tags}
    assert tags <= {"div", "p", "a", "blockquote", "span", "button", "strong"}
    assert "\n" not in written


def test_the_masthead_says_where_the_text_goes() -> None:
    """To another machine or to a model on this one; nothing where no model was chosen."""
    coverage = FakeAssistant().coverage()
    said = [Reading(masthead_html(coverage, ENGLISH, model)).inside("p.model leaves") for model in (FAR, NEAR, None)]
    assert said == [ENGLISH.say("leaves", model="openai:far"), "", ""]
    stays = Reading(masthead_html(coverage, ENGLISH, NEAR)).inside("p.model")
    assert stays == ENGLISH.say("stays", model="openai:far")


def test_a_chat_model_that_cannot_be_had_ends_the_program(
    capsys: pytest.CaptureFixture[str], seeds_folder: Path
) -> None:
    """With 5 and a sentence, before anything is served."""
    assert ui.main(["--index", str(seeds_folder), "--model", "nobody:tiny"]) == 5
    assert "nobody:tiny is of no provider that LangChain knows" in capsys.readouterr().err


# ---- what readers say of answers ----


def test_a_like_is_kept_as_a_line_of_json(tmp_path: Path) -> None:
    """With the question, the answer and what it cites, of refusals too; saying it again keeps nothing, saying the
    opposite is another line; and it is shown.
    """
    file, fake = tmp_path / "likes.jsonl", FakeAssistant()
    conversation: tuple[Exchange, ...] = (
        Exchange(3, "GRDP", fake.ask("GRDP")),
        Exchange(4, "Bangkok", fake.ask("Bangkok")),
    )
    for link in ("#f-up-q3", "#f-up-q3", "#f-down-q3", "#f-down-q4", "#f-up-q9", "#f-so-q3", "#f-"):
        conversation = rated(conversation, link, file)
    kept = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    quote = fake.ask("GRDP").citations[0].passage
    assert [(one["question"], one["status"], one["short_answer"], one["liked"]) for one in kept] == [
        ("GRDP", "answered", "8,89%", True),
        ("GRDP", "answered", "8,89%", False),
        ("Bangkok", "abstained", None, False),
    ]
    assert kept[0]["citations"] == [{"article": fake.growth.id, "start": quote.start, "end": quote.end}]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", kept[0]["time"])
    assert [one.rating for one in conversation] == ["down", "down"]
    shown = Reading(messages(conversation, "en", Around(feedback=True))[1]["content"])
    pressed = {"class": "feedback pressed", "href": "#f-down-q3"}
    assert (("a", pressed) in shown.tags, shown.inside("span.kept")) == (True, "Noted.")


def test_a_like_that_cannot_be_kept_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a sentence; where nothing is to be kept, nothing is offered and nothing changes."""
    conversation = (Exchange(1, "GRDP", FakeAssistant().ask("GRDP")),)
    told = rated(conversation, "#f-up-q1", tmp_path)  # a folder
    shown = Reading(messages(told, "en", Around(feedback=True))[1]["content"])
    assert shown.inside("span.kept") == ENGLISH.say("not_kept")
    assert "IsADirectoryError" in capsys.readouterr().err
    assert rated(conversation, "#f-up-q1", None) == conversation
    assert "#f-" not in messages(conversation, "en")[1]["content"]


# ---- what is refused ----


def _response(path: str, host: str, scope_type: str = "http") -> tuple[int, set[bytes]]:
    """The status and header names that a guarded server answers with; it answers 200 to what reaches it."""
    sent: list[MutableMapping[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope = {"type": scope_type, "method": "GET", "path": path, "headers": [(b"host", host.encode())]}
    asyncio.run(Guard(app, THIS_MACHINE)(scope, receive, send))
    return sent[0].get("status", sent[0].get("code")), {name for name, _ in sent[0].get("headers", ())}


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/", "127.0.0.1:7860", 200),
        ("/", "localhost", 200),
        ("/", "[::1]:7860", 200),
        ("/", "LOCALHOST:7860", 200),
        ("/", "evil.example:7860", 400),
        ("/", "127.0.0.1.evil.example", 400),
        ("/", "", 400),
        ("/gradio_api/upload", "127.0.0.1:7860", 404),
        ("/upload/", "127.0.0.1:7860", 404),
    ],
)
def test_only_this_machine_is_answered_and_nothing_is_taken(path: str, host: str, status: int) -> None:
    """A foreign Host header and an upload are refused; every answer carries the security headers."""
    assert _response(path, host)[0] == status
    expected = {b"content-security-policy", b"x-content-type-options", b"referrer-policy"}
    assert expected <= _response(path, host)[1]


def test_no_websocket_is_opened() -> None:
    """The chat speaks over none, so nobody else does."""
    assert _response("/", "127.0.0.1", "websocket") == (1008, set())


def test_serving_other_machines_must_be_meant() -> None:
    """An address that others can reach is refused until a host is named for them, and who may log in; it is a host of
    its own.
    """
    for allowed, users, remedy in (
        ((), None, "--allow-host"),
        (("a.example",), None, "--users"),
        ((), USERS, "--allow"),
    ):
        with pytest.raises(TrichDanError, match=remedy) as refused:
            answered_hosts(EVERYWHERE, allowed, users)
        assert refused.value.exit_code == 2
    assert answered_hosts(EVERYWHERE, ("news.example",), USERS) == (*THIS_MACHINE, "news.example")
    own = answered_hosts("192.0.2.1", ("news.example",), USERS)
    assert own == (*THIS_MACHINE, "news.example", "192.0.2.1")
    assert [answered_hosts(name, ()) for name in ("127.0.0.1", "localhost", "::1")] == [THIS_MACHINE] * 3


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "sentence"),
    [
        (["--port", "0"], {}, 2, "A port is a number from 1 to 65535, not '0'. Example: --port 7860\n"),
        ([], {"GRADIO_SERVER_PORT": "web"}, 2, "A port is a number from 1 to 65535, not 'web'. Example: --port 7860\n"),
        ([], {"GRADIO_SERVER_NAME": EVERYWHERE}, 2, "--allow-host NAME"),
        (["--index", "nowhere"], {}, 4, "nowhere"),
        (["--users", "nowhere"], {}, 2, "--users nowhere: cannot be read"),
        (["--allow-host", "news.example"], {"GRADIO_SERVER_NAME": EVERYWHERE}, 2, "--users FILE"),
        (["--time-limit", "0"], {}, 2, "A question's time is more than 0 and at most 3600 seconds, not 0."),
    ],
)
def test_what_cannot_be_served_is_told_in_a_sentence(
    arguments: list[str],
    environment: dict[str, str],
    code: int,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """A bad port, an open address and a missing index have their exit codes, and no traceback."""
    monkeypatch.chdir(tmp_path)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ui.main(arguments) == code
    told = capsys.readouterr().err
    assert sentence in told
    assert "Traceback" not in told


def test_a_taken_port_is_told_with_another_to_try() -> None:
    """Exit 1, and the option that helps; no traceback."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "tests.serve_chat", "--port", port]
        run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    sentence = f"Port {port} is taken by another program, or not open to you. Choose another: --port {int(port) + 1}\n"
    assert (run.returncode, run.stderr) == (1, sentence)


def test_importing_the_chat_loads_nothing_heavy() -> None:
    """`import ui` leaves Gradio, torch and sentence-transformers alone."""
    code = "import sys, ui; print(sorted({'gradio', 'torch', 'sentence_transformers', 'starlette'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert run.stdout == "[]\n"


def test_what_a_question_was_limited_to_stands_under_it() -> None:
    """Days and outlets, in the language of the page; nothing where it was not limited."""
    only = Filter(date(2023, 1, 1), date(2024, 12, 31), ("Nhân Dân",))
    fake, shown = FakeAssistant(), dict[str, list[str]]()
    for name, limits in {"limited": only, "free": EVERYTHING}.items():
        *_, (_, _, said) = respond(Desk(fake), "GRDP", (), "vi", limits)
        shown[name] = [data for path, data in Reading(said[0]["content"]).pieces if "p.understood within" in path]
    assert shown == {"limited": ["chỉ 2023–2024, Nhân Dân"], "free": []}
    assert fake.limited == [only, EVERYTHING]
