"""The tab Check, without a browser: verdicts as HTML, marks where words differ, and what a failure leaves."""

import re
from dataclasses import replace
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.data import Change, Citation, Difference, Quotation, Verdict
from index.data import Article, Passage, Span
from page.checking import Check, Checks, Kind, Step, checked_html, examples, kind_of, respond, results_html
from page.desk import Desk
from page.links import href
from page.marking import Mark, apart, marked, place
from page.words import check_examples, words
from tests.fake_assistant import MEETING, PAYLOADS, FakeAssistant, passage
from tests.test_ui import Reading

ENGLISH, VIETNAMESE = words("en"), words("vi")
FAKE = FakeAssistant()
GREW = "GRDP của Hà Nội tăng 12%."
SAID = "Năm 2022, GRDP của Hà Nội tăng 8,89% (cả nước là 8,02%)."
MET = "“Chiều 11/3, tại Thủ đô Bangkok, đồng chí Đinh Tiến Dũng đã hội đàm”"
DIFFERS = Difference("number", "12%", "8,89%", 1)
REFUTED = FAKE.check(GREW)


def checked(given: str, outcome: Verdict | Quotation | str | None, kind: Kind = "claim") -> Reading:
    """A check as it is read in English."""
    return Reading(checked_html(Check(1, given, kind, outcome), ENGLISH))


def attributes(reading: Reading, tag: str, name: str) -> list[str | None]:
    """An attribute of all elements of this tag, in order."""
    return [found[name] for each, found in reading.tags if each == tag and name in found]


# ---- claims ----


def test_a_refuted_claim_stands_beside_the_sentence_that_refutes_it() -> None:
    """The verdict in a word, why with its number, both texts word for word, and in each what differs."""
    reading = checked(GREW, REFUTED)
    assert reading.inside("h2.verdict short") == "Refuted"
    assert reading.inside("p.given") == GREW
    assert reading.inside("blockquote.None") == SAID
    assert (reading.inside("del.off"), reading.inside("mark.own")) == ("12%", "8,89%")
    assert attributes(reading, "del", "data-said") == ["differs (number):"]
    assert attributes(reading, "mark", "data-said") == ["the article says (number):"]
    assert reading.inside("a.cite") == "[1][1]"  # in the sentence and before the quote
    assert reading.inside("p.source") == "Thời Đại · undated · Hà Nội tăng trưởng cao nhất trong 10 năm"
    assert reading.inside("ul.differences") == ""  # the sentence above has told it


def test_each_verdict_is_said_in_a_word_and_has_its_own_class() -> None:
    """In both languages; no two verdicts look the same."""
    outcomes: list[tuple[Kind, Verdict | Quotation]] = [
        ("claim", FAKE.check("GRDP tăng 8,89%")),
        ("claim", REFUTED),
        ("claim", FAKE.check("elephants")),
        ("quotation", FAKE.quote("Hai bên điểm lại")),
        ("quotation", FAKE.quote(MET)),
        ("quotation", FAKE.quote("elephants")),
    ]
    said = [
        [
            (Reading(html).inside("h2.verdict short"), re.findall('class="(check [a-z_ ]+)"', html))
            for kind, outcome in outcomes
            for html in [checked_html(Check(1, "x", kind, outcome), language)]
        ]
        for language in (ENGLISH, VIETNAMESE)
    ]
    classes = ["supported", "refuted", "not_found", "exact", "altered", "not_found"]
    english = ["Supported", "Refuted", "Not found", "Exact", "Altered", "Not found"]
    vietnamese = ["Được xác nhận", "Bị bác bỏ", "Không tìm thấy", "Đúng nguyên văn", "Đã bị sửa", "Không tìm thấy"]
    assert said == [
        [(word, [f"check answer {name}"]) for word, name in zip(spoken, classes, strict=True)]
        for spoken in (english, vietnamese)
    ]


@pytest.mark.parametrize("kind", ["claim", "quotation"])
def test_what_is_not_found_has_no_citation(kind: Kind) -> None:
    """Nothing to copy or to collect; the nearest passages of a claim are folded away, as neither for nor against it."""
    outcome = FAKE.check("elephants") if kind == "claim" else FAKE.quote("elephants")
    reading = checked("elephants", outcome, kind)
    links = attributes(reading, "a", "class")
    buttons = attributes(reading, "button", "class")
    near = "The nearest passage, which neither supports nor refutes it"
    expected = (["open"], near) if kind == "claim" else ([], "")
    assert (links, reading.inside("summary.None")) == expected
    assert buttons == ["again"]


def test_a_difference_that_cannot_be_placed_is_told_in_words() -> None:
    """Words that stand there twice or not at all, and those that overlap others, are marked nowhere."""
    twice = "Tăng 12% rồi lại 12%."
    verdict = replace(REFUTED, claim=twice, why="The article says otherwise.")
    reading = checked(twice, verdict)
    assert (reading.inside("del.off"), reading.inside("mark.own")) == ("", "8,89%")
    assert reading.inside("ul.differences") == "number: “12%” in the claim, “8,89%” in the article"
    one_sided = replace(verdict, differences=(Difference("negation", "không", "", 1),))
    assert checked(twice, one_sided).inside("ul.differences") == "negation: “không” in the claim, not in the article"
    other_side = replace(verdict, differences=(Difference("strange", "", "không", 1),))
    assert checked(twice, other_side).inside("ul.differences") == "wording: “không” in the article, not in the claim"


def test_each_sentence_of_a_claim_has_its_own_verdict_and_a_quote_is_shown_once() -> None:
    """Each beside its own quotes; one that both cite stands with the first, with all that differs from it marked."""
    right = replace(FAKE.check("GRDP tăng 8,89%"), claim="GRDP tăng 8,89%.")
    wrong = replace(REFUTED, claim=GREW)
    lost = FAKE.check("Elephants fly.")
    whole = replace(
        wrong, claim=f"GRDP tăng 8,89%. {GREW} Elephants fly.", why="Of 3 sentences: …", parts=(right, wrong, lost)
    )
    reading = checked(whole.claim, whole)
    headings = ("Sentence 1 of 3: Supported", "Sentence 2 of 3: Refuted", "Sentence 3 of 3: Not found")
    assert reading.inside("h3.verdict text") == "".join(headings)
    assert reading.inside("p.given") == "GRDP tăng 8,89%." + GREW + "Elephants fly."
    assert attributes(reading, "div", "class").count("quote") == 1
    assert reading.inside("mark.own") == "8,89%"
    assert reading.inside("p.above") == "[1] Its quote is shown above."
    assert reading.inside("summary.None") == "The nearest passage, which neither supports nor refutes it"


def test_notes_the_model_and_near_copies_are_told() -> None:
    """Each in a line of its own."""
    near = Citation(1, REFUTED.citations[0].passage, FAKE.also_in(FAKE.growth.id))
    reading = checked(
        GREW, replace(REFUTED, citations=(near,), notes=("Questions are not judged.",), model="nli-small")
    )
    assert reading.inside("p.note") == "Questions are not judged.nli-small had a vote."
    assert reading.inside("p.also-in") == "Also in Kinh tế Đô thị (4 January 2023)"


def test_a_citation_link_names_the_other_citations_beside_it() -> None:
    """As in an answer, so that the panel marks them too."""
    html = checked_html(Check(1, "hostile", "claim", FAKE.check("hostile")), ENGLISH)
    citations = FAKE.check("hostile").citations
    assert {href(one, citations) for one in citations} <= set(re.findall(r'href="([^"]*)"', html))


# ---- quotations ----


def test_an_altered_quotation_shows_word_by_word_what_was_altered() -> None:
    """What was changed is struck, and underlined are the article's words in its place."""
    reading = checked(MET, FAKE.quote(MET), "quotation")
    assert reading.inside("p.given") == MET
    assert reading.inside("blockquote.None") in MEETING
    assert (reading.inside("del.off"), reading.inside("mark.own")) == ("Bangkok", "Viêng Chăn")
    assert reading.inside("p.text").endswith("changed: “Bangkok”; article: “Viêng Chăn”")  # for what is copied


def test_words_put_in_and_left_out_are_marked_where_they_are() -> None:
    """A gap where words of the article are missing, which itself has no text."""
    article = Article("a", "Một hai ba bốn.", None, None, None, None, "unknown", None, (Span(0, 15),), ())
    changes = (
        Change("left_out", "", "hai", Span(4, 4), Span(4, 7)),
        Change("put_in", "năm", "", Span(7, 10), Span(10, 10)),
    )
    said = "Một ba năm bốn."
    cited = (Citation(1, Passage(article, 0, 15)),)
    reading = checked(said, Quotation(said, "vi", "altered", cited, changes), "quotation")
    assert (reading.inside("p.given"), reading.inside("blockquote.None")) == (said, article.text)
    assert (reading.inside("del.off"), reading.inside("span.gap"), reading.inside("mark.own")) == ("năm", "", "hai")
    elsewhere = (Citation(1, Passage(article, 8, 15)),)
    outside = checked(said, Quotation(said, "vi", "altered", elsewhere, changes), "quotation")
    assert (outside.inside("mark.own"), outside.inside("ul.differences")) == ("", "left out: “hai”")
    moved = tuple(replace(one, at=Span(40, 43)) for one in changes)
    nowhere = checked(said, Quotation(said, "vi", "altered", cited, moved), "quotation")
    assert (nowhere.inside("del.off"), nowhere.inside("ul.differences")) == ("", "left out: “hai”put in: “năm”")


def test_an_exact_quotation_shows_all_its_places() -> None:
    """Each with its source, and how many there are."""
    once = passage(FAKE.meeting, "Thủ đô")
    again = Passage(FAKE.meeting, MEETING.rindex("Thủ đô"), MEETING.rindex("Thủ đô") + 6)
    exact = Quotation("Thủ đô", "vi", "exact", (Citation(1, once), Citation(2, again)), ())
    reading = checked("Thủ đô", exact, "quotation")
    assert reading.inside("a.cite") == "[1][2]"
    assert reading.inside("blockquote.None") == "Thủ đô" * 2
    assert reading.inside("p.text") == "A quotation: Thủ đôThese very words stand in 2 places."


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ("“Hai bên.”", "quotation"),
        (' "Hai bên." ', "quotation"),
        ("«Hai bên.»", "quotation"),
        ("Ông nói “Hai bên.”", "claim"),
        ("“Hà Nội” và “Huế”", "claim"),
        ('"Hà Nội" và "Huế"', "claim"),
        ("““", "claim"),
        ("“”", "claim"),
        ('"', "claim"),
        ("", "claim"),
    ],
)
def test_a_text_wholly_within_quotation_marks_is_a_quotation(given: str, kind: Kind) -> None:
    """One pair of marks around the whole, with words between."""
    assert kind_of(given) == kind


# ---- marks ----


@pytest.mark.parametrize(
    ("sought", "whole", "found"),
    [
        ("9%", "tăng 19% rồi 8,9% và 9%.", "9%"),
        ("8", "8,89% và 18", None),
        ("2022", "năm 2022", "2022"),
        ("vieng  chan", "tại Viêng\nChăn nay", "Viêng\nChăn"),
        ("Đà", "đá, Đà", "Đà"),
        ("da", "đá, Đà", None),
        ("Viên", "tại Viêng Chăn", None),
        ("the", "the\u0301 nào", "the\u0301"),
        ("", "tại", None),
        (" ", "tại", None),
        ("ss", "Straße", None),
    ],
)
def test_words_are_found_whole_and_once_or_not_at_all(sought: str, whole: str, found: str | None) -> None:
    """As written before any other case or mark; of several places none."""
    at = place(sought, whole)
    assert (whole[at[0] : at[1]] if at else None) == found


@given(st.text(max_size=60), st.text(max_size=8))
def test_what_is_found_is_in_the_text(whole: str, sought: str) -> None:
    """Whatever the texts, the place is of at least one letter and inside."""
    at = place(sought, whole)
    assert at is None or 0 <= at[0] < at[1] <= len(whole)


@given(st.text(min_size=1, max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=5))
def test_marked_text_reads_back_as_the_text(plain: str, spans: list[tuple[int, int]]) -> None:
    """Wherever the marks are."""
    cut = [(min(start, len(plain)), min(start + length, len(plain))) for start, length in spans]
    marks = apart(Mark(*one, "off", "x") for one in cut)
    shown = "".join(data for _, data in Reading(marked(plain, marks)).pieces)
    assert shown == plain.replace("\0", "\N{REPLACEMENT CHARACTER}")


@given(st.text(min_size=1), st.text(min_size=1), st.text(max_size=5), st.text(max_size=5))
def test_claim_and_quote_read_as_they_are(claim: str, quote: str, mine: str, theirs: str) -> None:
    """Whatever they say and whatever is said to differ."""
    article = Article("a", quote, None, None, None, None, "unknown", None, (Span(0, len(quote)),), ())
    cited = (Citation(1, Passage(article, 0, len(quote))),)
    differing = (Difference("word", mine, theirs, 1),)
    reading = checked(claim, Verdict(claim, "vi", "refuted", "Vì [1].", cited, differing, ()))
    shown = (reading.inside("p.given"), reading.inside("blockquote.None"))
    assert shown == tuple(one.replace("\0", "\N{REPLACEMENT CHARACTER}") for one in (claim.strip(), quote))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_checked_and_what_articles_say_is_text(payload: str) -> None:
    """The same tags and attributes as for plain words, wherever the payload stands."""

    def written(said: str) -> list[str]:
        whole = Span(0, len(said))
        article = Article("a", said, said, said, said, None, "unknown", said, (whole,), ())
        cited = (Citation(1, Passage(article, 0, len(said))),)
        differing = (Difference(said, said, said, 1), Difference("name", "?", said, 1))
        change = Change("changed", said, said, whole, whole)
        outcomes: list[tuple[Kind, Verdict | Quotation | str | None]] = [
            ("claim", Verdict(said, "vi", "refuted", "Vì.", cited, differing, (), notes=(said,), model=said)),
            ("quotation", Quotation(said, "vi", "altered", cited, (change,), (said,))),
            ("claim", said),
            ("claim", None),
        ]
        return [results_html((Check(1, said, kind, outcome),), ENGLISH) for kind, outcome in outcomes]

    for hostile, plain in zip(written(payload), written("x" * len(payload)), strict=True):
        tags = [[(tag, sorted(names)) for tag, names in Reading(html).tags] for html in (hostile, plain)]
        assert tags[0] == tags[1]


# ---- the tab ----


def run(desk: Desk, given: str, before: Checks = (), kind: Kind = "claim") -> list[Step]:
    """What the tab shows, step by step."""
    return list(respond(desk, given, kind, before, "en"))


def test_a_check_is_looked_for_and_then_told() -> None:
    """First busy with the box empty, then with its verdict, which is announced; the box is the reader's then."""
    (empty, waiting, busy), (box, done, shown) = run(Desk(FakeAssistant()), GREW)
    assert (empty, box) == ("", None)
    assert (waiting, done) == ((Check(1, GREW, "claim", None),), (Check(1, GREW, "claim", REFUTED),))
    assert attributes(Reading(busy), "div", "aria-busy") == ["true"]
    assert Reading(busy).inside("p.waiting") == "Looking through the articles… 0 s"
    assert attributes(Reading(shown), "div", "data-told") == [f"1 Refuted. {REFUTED.why}"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [("fail", ENGLISH.say("broken")), (" ", "Nothing was given. Type something.")],
)
def test_a_failure_leaves_a_sentence_and_its_text_in_the_box(given: str, sentence: str) -> None:
    """It is shown until the next check; those before it stay."""
    desk = Desk(FakeAssistant())
    *_, (_, before, _) = run(desk, GREW)
    *_, (box, failed, shown) = run(desk, given, before)
    reading = Reading(shown)
    assert (box, failed[-1].outcome, reading.inside("div.notice")) == (given, sentence, "Not checked yet" + sentence)
    assert attributes(reading, "section", "class") == ["check failed", "check answer refuted"]
    *_, (_, after, _) = run(desk, MET, failed, "quotation")
    assert [(one.number, one.text) for one in after] == [(1, GREW), (3, MET)]


def test_a_busy_desk_says_so() -> None:
    """With one turn taken, the next is told to come back."""
    fake = FakeAssistant()
    desk = Desk(fake, at_once=1, patience=0.05)
    slow = Thread(target=desk.outcome, args=("wait", (), "en"))
    slow.start()
    assert fake.reached.wait(10)
    *_, (box, checks, _) = run(desk, GREW)
    fake.gate.set()
    slow.join()
    assert (box, checks[-1].outcome) == (GREW, ENGLISH.say("busy"))


def test_an_endless_text_that_fails_is_shown_by_its_beginning() -> None:
    """100 KB are not echoed."""
    reading = checked("x" * 100_000, "It is too long.")
    assert reading.inside("p.given") == "x" * 600 + "…"
    assert reading.inside("p.note") == "The text has 100000 characters; only its beginning is shown here."


def test_an_outcome_that_cannot_be_shown_is_a_failure_like_any_other() -> None:
    """A malformed verdict is told as a sentence."""
    fake = FakeAssistant()
    fake.check = lambda *_: replace(REFUTED, why=None)  # type: ignore[method-assign,arg-type]
    *_, (_, checks, _) = run(Desk(fake), GREW)
    assert checks[-1].outcome == ENGLISH.say("broken")


def test_twenty_checks_are_kept_the_newest_first() -> None:
    """Numbers go on counting."""
    desk, checks = Desk(FakeAssistant()), tuple[Check, ...]()
    for _ in range(22):
        *_, (_, checks, shown) = run(desk, GREW, checks)
    assert [one.number for one in checks] == list(range(3, 23))
    assert re.findall(r'id="check-(\d+)"', shown)[:2] == ["22", "21"]


def test_examples_are_offered_for_articles_that_are_there() -> None:
    """Of the examples' articles the fake has one; with none offered there is no heading either."""
    offered = examples(Desk(FakeAssistant()))
    assert {one.article for one in check_examples()} - {one.article for one in offered} == {"000_bab0be991bfed72a.txt"}
    assert Reading(results_html((), ENGLISH, offered)).inside("button.example") == "".join(one.text for one in offered)
    assert results_html((), ENGLISH) == '<div class="checks"></div>'


def test_the_examples_come_out_as_they_should(assistant: Assistant) -> None:
    """With the real articles: one claim supported, one refuted, a quotation altered by one word."""
    supported, refuted, altered = (one.text for one in check_examples())
    assert [assistant.check(supported).verdict, assistant.check(refuted).verdict] == ["supported", "refuted"]
    assert [kind_of(one) for one in (supported, refuted, altered)] == ["claim", "claim", "quotation"]
    changes = assistant.quote(altered).changes
    assert [(one.kind, one.quoted, one.article) for one in changes] == [("changed", "2,7", "1,7")]
    reading = checked(altered, assistant.quote(altered), "quotation")
    assert (reading.inside("del.off"), reading.inside("mark.own")) == ("2,7", "1,7")
