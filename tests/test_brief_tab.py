"""The tab Brief without a browser: what is collected, arranged, delivered and read back."""

import json
from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.briefs.arranging import added, has, moved, without_citation, without_entry
from assistant.briefs.data import Brief, Saved
from assistant.briefs.making import made_of, marks
from assistant.briefs.objects import dumped, loaded
from assistant.briefs.saving import FORMATS, opened_bytes, written
from assistant.data import Answer, Difference, Quotation, Verdict
from page.brief import brief_html, told_html
from page.collecting import collect_link
from page.desk import Desk
from page.editing import LONGEST_TITLE, Action, Collection, Done, Page, act, collected, file_name
from page.links import href, saved_href
from page.words import words
from tests.brief_parts import ANSWER, FLOODED, GROWN, MOVED_OUT, QUOTATION, REFUSAL, SHUT, TONS, citation, whole
from tests.brief_parts import article as an_article
from tests.fake_assistant import PAYLOADS, FakeAssistant

HERE = FakeAssistant()
GROWTH = HERE.ask("GRDP?")
MET = HERE.ask("Vientiane?")
NEW = Collection()

# Briefs that nobody would write: quotes and answers with bracketed numbers of their own, marks in any order.

WORDS = st.sampled_from(["lũ", "gạo", "[1]", "[2]", "[7]", "300", "(x", ")", "“", "”", "Huế."])
SENTENCES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@st.composite
def answers(draw: st.DrawFn) -> Answer | Verdict | Quotation:
    """An answer, verdict or quotation over an article of a few odd sentences; some are marked, some twice, in order."""
    quotes = draw(st.lists(SENTENCES, min_size=1, max_size=4, unique=True))
    source = an_article("\n".join(["Đầu đề", *(f"{place} {quote}." for place, quote in enumerate(quotes))]))
    citations = tuple(citation(source, f"{place} {quote}.", place + 1) for place, quote in enumerate(quotes))
    said = [
        f"{draw(st.sampled_from([each.quote, draw(SENTENCES), '']))} [{each.number}]"
        for each in draw(st.permutations(citations))
        if draw(st.booleans())
    ]
    text = draw(st.sampled_from([" ", "\n", ". "])).join([*said, draw(SENTENCES)])
    kind = draw(st.sampled_from([Answer, Verdict, Quotation]))
    if kind is Answer:
        return Answer(draw(SENTENCES), "vi", "answered", draw(SENTENCES), text, citations, ())
    if kind is Verdict:
        differences = (Difference("number", "1", "2", draw(st.sampled_from(citations)).number),)
        return Verdict(draw(SENTENCES), "vi", "refuted", text, citations, differences, ())
    return Quotation(draw(SENTENCES), "vi", "exact", citations, ())


STEPS = st.lists(
    st.tuples(st.sampled_from(["move", "remove", "uncite"]), st.integers(0, 5), st.integers(0, 5)), max_size=6
)


def taken(brief: Brief, step: tuple[str, int, int]) -> Brief:
    """The brief after a step."""
    kind, one, other = step
    if kind == "move":
        return moved(brief, one, other)
    return without_entry(brief, one) if kind == "remove" else without_citation(brief, one)


def nameless(saved: Saved) -> Saved:
    """A citation whatever its number."""
    return replace(saved, number=0)


@given(st.lists(answers(), min_size=1, max_size=4), STEPS)
def test_however_it_is_arranged_numbers_run_from_1_in_the_order_of_the_marks(
    said: list[Any], steps: list[tuple[str, int, int]]
) -> None:
    """Every mark has its citation and every citation its mark; a move loses and invents none; it is read back equal."""
    brief = made_of(said, "Tập", date(2024, 7, 1))
    for step in steps:
        before, brief = brief, taken(brief, step)
        pairs = (sorted(map(repr, map(nameless, one.citations))) for one in (before, brief))
        had, has_ = map(set, pairs)
        assert has_ <= had
        if step[0] == "move":
            assert [len(before.citations), had] == [len(brief.citations), has_]
    assert [saved.number for saved in brief.citations] == list(range(1, len(brief.citations) + 1))
    for entry in brief.entries:
        numbers = [saved.number for saved in entry.citations]
        marked = [int(mark[1]) for mark in marks(entry.text, [saved.exact for saved in entry.citations])]
        assert list(dict.fromkeys(marked)) == numbers
        assert all(one.citation in numbers for one in entry.differences)
    assert loaded(dumped(brief), "it") == brief


@given(st.lists(answers(), min_size=2, max_size=4), st.integers(0, 3), st.integers(0, 3))
def test_a_move_and_its_way_back_change_nothing(said: list[Any], one: int, other: int) -> None:
    """Also not the text around the marks."""
    brief = made_of(said, "Tập", date(2024, 7, 1))
    there = moved(brief, one, other)
    assert (moved(there, other, one) if there != brief else there) == brief


def test_a_removed_citation_takes_along_what_it_alone_bore_out() -> None:
    """Its sentence, its part of the short answer, its difference; the others keep their words."""
    answer = Answer(
        "Sao?", "vi", "answered", "300 hộ · hai ngày", f"“{MOVED_OUT}” [1] “{SHUT}” [2]",
        (citation(FLOODED, MOVED_OUT, 1), citation(FLOODED, SHUT, 2)), (),
    )  # fmt: skip
    brief = without_citation(made_of([QUOTATION, answer], "", date(2024, 7, 1)), 2)
    entry = brief.entries[1]
    assert (entry.text, entry.short, [saved.exact for saved in entry.citations]) == (
        f"“{SHUT}” [2]",
        "hai ngày",
        [SHUT],
    )


def test_a_sentence_with_another_citation_stays_and_loses_the_mark() -> None:
    """What two bear out stands on the other."""
    both = (citation(FLOODED, SHUT, 1), citation(FLOODED, MOVED_OUT, 2))
    answer = Answer("Sao?", "vi", "answered", None, "Cả hai bài nói thế [1] [2].", both, ())
    entry = without_citation(made_of([answer], "", date(2024, 7, 1)), 1).entries[0]
    assert (entry.text, entry.citations[0].exact) == ("Cả hai bài nói thế [1].", MOVED_OUT)


def test_the_last_citation_takes_its_entry_along() -> None:
    """A verdict without a quote says nothing that could be checked."""
    brief = without_citation(whole(), 3)
    assert [entry.kind for entry in brief.entries] == ["question", "question", "quotation"]
    assert [saved.exact for saved in brief.citations] == [MOVED_OUT, SHUT, SHUT]


def test_what_was_collected_is_known_again_though_a_citation_was_removed() -> None:
    """It is not collected twice; the same words asked about other articles are."""
    brief = without_citation(added(Collection().brief, ANSWER), 2)
    other = replace(ANSWER, citations=(citation(GROWN, TONS),))
    assert (has(brief, ANSWER), has(brief, other), has(brief, QUOTATION)) == (True, False, False)


def test_a_follow_up_stands_in_the_brief_as_it_was_understood() -> None:
    """Without the conversation "And in 2022?" asks nothing."""
    answer = replace(GROWTH, question="And in 2022?", understood="GRDP in 2022?")
    assert added(NEW.brief, answer).entries[0].asked == "GRDP in 2022?"


# The page


@dataclass(frozen=True, slots=True)
class Said:
    """An exchange or a check."""

    number: int
    outcome: object


CONVERSATION = (
    Said(1, GROWTH), Said(2, MET), Said(3, REFUSAL), Said(4, "Something failed."), Said(5, None),
)  # fmt: skip
CHECKS = (Said(1, HERE.check("GRDP tăng 9,5%.")), Said(2, HERE.quote("Hai bên điểm lại kết quả hợp tác.")))
PAGE = Page(Desk(HERE), CONVERSATION, CHECKS, "en")


def do(name: str, collection: Collection = NEW, page: Page = PAGE, **given_: Any) -> Done:
    """What comes of an action by a browser that knows the same brief."""
    return act(page, collection, Action(name, stamp=collection.stamp, **given_))


def of(*keys: str, page: Page = PAGE) -> Collection:
    """A brief in which these were collected."""
    collection = Collection()
    for key in keys:
        collection = do("collect", collection, page, text=f"#b-{key}").collection
    return collection


def test_the_link_to_collect_has_a_class_and_an_address_only() -> None:
    """The chat drops every other attribute."""
    assert collect_link("q3", words("en")) == '<a class="collect" href="#b-q3">Add to brief</a>'


def test_what_is_collected_stands_at_the_end_and_is_known() -> None:
    """From the conversation and from the checks, under numbers that run on."""
    collection = of("q2", "c1", "q1", "c2")
    assert [entry.kind for entry in collection.brief.entries] == ["question", "claim", "question", "quotation"]
    assert [saved.number for saved in collection.brief.citations] == [1, 2, 3, 4, 5]
    assert collected(collection.brief, CONVERSATION, CHECKS) == ("q1", "q2", "c1", "c2")
    assert collection.brief.made == date.today()


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("q1", "This is in the brief already."),
        ("q3", "There is no citation here to add to the brief."),
        ("q4", "This answer is no longer on the page. Ask again, then add it to the brief."),
        ("q5", "This answer is no longer on the page. Ask again, then add it to the brief."),
        ("q99", "This answer is no longer on the page. Ask again, then add it to the brief."),
        ("x1", "This answer is no longer on the page. Ask again, then add it to the brief."),
        ("", "This answer is no longer on the page. Ask again, then add it to the brief."),
    ],
)
def test_what_cannot_be_collected_says_why(key: str, sentence: str) -> None:
    """The brief is as it was."""
    before = of("q1")
    assert do("collect", before, text=f"#b-{key}") == Done(before, sentence)


def test_entries_are_moved_removed_and_brought_back() -> None:
    """The focus stays on what was moved, goes to what follows what was removed, and back to what was brought back."""
    collection = of("q1", "q2", "c1")
    up = do("up", collection, at=2)
    assert ([entry.asked for entry in up.collection.brief.entries], up.focus) == (
        ["GRDP?", "GRDP tăng 9,5%.", "Vientiane?"], "brief-up-1",
    )  # fmt: skip
    gone = do("remove", up.collection, at=1)
    assert ([entry.asked for entry in gone.collection.brief.entries], gone.focus) == (
        ["GRDP?", "Vientiane?"], "brief-remove-1",
    )  # fmt: skip
    back = do("undo", gone.collection)
    assert (back.collection.brief, back.focus) == (up.collection.brief, "brief-remove-1")
    cut = do("uncite", collection, at=3)
    assert ([saved.number for saved in cut.collection.brief.citations], cut.focus) == ([1, 2, 3], "brief-uncite-3")
    assert do("undo", cut.collection).collection.brief == collection.brief
    cleared = do("clear", collection)
    assert (cleared.collection.brief.entries, cleared.focus) == ((), "brief-title")
    assert do("undo", cleared.collection).collection.brief == collection.brief


@pytest.mark.parametrize("action", ["up", "down", "remove", "uncite", "undo", "nonsense", "show"])
def test_an_action_that_points_nowhere_changes_nothing(action: str) -> None:
    """An old page may ask for what is no more."""
    collection = of("q1")
    assert do(action, collection, at=99).collection == collection


def test_a_browser_that_knows_another_brief_is_told_so() -> None:
    """The server may have lost the brief: nothing is done to what the reader does not see."""
    assert act(PAGE, of("q1"), Action("remove", stamp="another")) == Done(of("q1"), stale=True)


def test_a_title_is_one_line() -> None:
    """And not longer than a title."""
    done = do("title", of("q1"), text=" Lũ \n ở\ud800 Huế ")
    assert done.collection.brief.title == "Lũ ở Huế"
    assert len(do("title", text="x" * 1000).collection.brief.title) == LONGEST_TITLE


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("style", ["footnote", "apa", "markdown"])
def test_a_delivered_document_is_the_brief(form: str, style: str) -> None:
    """Read back, every citation is as it was collected."""
    collection = do("title", of("q2", "c1", "c2"), text="Hội đàm").collection
    done = do("deliver", collection, text=form, style=style)
    assert done.file is not None
    read = opened_bytes(done.file.content, done.file.name)
    assert (read.brief, read.shown) == (replace(collection.brief, language="en"), {})
    ending = {"markdown": "md"}.get(form, form)
    assert done.file.name == f"hoi-dam-{date.today().isoformat()}.{ending}"


def test_what_is_copied_has_no_data_in_it() -> None:
    """It is pasted where a person reads it."""
    done = do("copy", of("q1"))
    assert done.file is not None
    text = done.file.content.decode()
    assert text.startswith("# Brief\n\nMade on ") and "trich-dan-brief" not in text
    assert f"> {GROWTH.citations[0].quote}" in text


def test_sources_are_delivered_alone() -> None:
    """CSL-JSON is JSON, its file does not take the name of the brief's own."""
    done = do("deliver", of("q1", "q2"), text="csl-json")
    assert done.file is not None
    assert [item["title"] for item in json.loads(done.file.content)] == [
        HERE.growth.title, HERE.meeting.title,
    ]  # fmt: skip
    assert done.file.name == f"brief-{date.today().isoformat()}-csl.json"


@pytest.mark.parametrize("style", ["nonsense", "bibtex", ""])
def test_an_unknown_style_is_told_not_raised(style: str) -> None:
    """Whatever the page asks for."""
    collection = of("q1")
    done = do("deliver", collection, text="docx", style=style)
    assert (done.collection, done.file) == (collection, None)
    assert done.sentence


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Đê vỡ ở Huế?/..", "de-vo-o-hue-2024-07-01.md"),
        ("../../etc/passwd\0", "etc-passwd-2024-07-01.md"),
        ("<b>CON</b>", "b-con-b-2024-07-01.md"),
        ("北京", "brief-2024-07-01.md"),
        ("x" * 500, f"{'x' * 60}-2024-07-01.md"),
    ],
)
def test_a_file_has_a_name_that_any_system_takes(title: str, name: str) -> None:
    """Plain letters of the title, and the day."""
    assert file_name(title, date(2024, 7, 1), ".md", "brief") == name


def test_the_brief_is_checked_again() -> None:
    """What became of each citation stands beside it; a document's edited quote is told too."""
    kept = Collection(replace(whole(), entries=of("q1").brief.entries))
    done = do("verify", kept)
    assert done.sentence == "The citation stands."
    assert '<p class="footing stands"><strong>stands</strong></p>' in brief_html(done.collection, words("en"))
    done = do("verify", Collection(whole()))
    assert done.sentence == "4 citations are not as they were saved; see each."
    assert brief_html(done.collection, words("vi")).count('<p class="footing gone"><strong>không còn</strong>') == 4


@pytest.mark.parametrize("form", FORMATS)
def test_a_brief_that_was_written_before_is_opened(form: Any) -> None:
    """In place of the one that was, which an undo brings back."""
    before = of("q1")
    content = b64encode(written(whole(), form)).decode()
    done = do("open", before, text=content, file="a.md")
    assert (done.collection.brief, done.sentence) == (whole(), "Opened a.md.")
    assert do("undo", done.collection).collection.brief == before.brief


def test_an_edited_document_says_so_when_it_is_opened_and_checked() -> None:
    """What was saved is shown; the check tells what the document had, also after a move."""
    text = written(of("q1", "q2").brief, "markdown").decode().replace("> Năm 2022, GRDP", "> Năm 2023, GRDP")
    done = do("open", text=b64encode(text.encode()).decode(), file="a.md")
    assert done.sentence.startswith("Opened a.md. Quotes in the document were edited by hand")
    turned = do("down", done.collection, at=0).collection
    checked = do("verify", turned).collection.checked
    assert [one.shown and one.shown[:8] for one in checked] == [None, None, "Năm 2023"]


@pytest.mark.parametrize("content", ["", "!!!", b64encode(b"not a brief").decode(), b64encode(b"PK\x03\x04").decode()])
def test_a_file_that_is_no_brief_is_told(content: str) -> None:
    """In a sentence, and the brief is as it was."""
    before = of("q1")
    done = do("open", before, text=content, file="<b>.md")
    assert done.collection == before
    assert done.sentence.startswith("“<b>.md” is not a brief that this program wrote, or it is torn. (")
    assert "<b>.md" not in brief_html(before, words("en"), done)


def test_a_file_that_is_too_large_is_told() -> None:
    """Before it is read."""
    assert do("open", text="A" * 7_000_000, file="a").sentence == "The file is larger than 5 MB. Choose another."


def test_what_the_browser_kept_is_given_back() -> None:
    """Whatever the server has; a torn one is told, to be put aside."""
    kept = of("q1", "c1").brief
    page = Page(Desk(HERE), (), (), "vi")
    assert act(page, NEW, Action("restore", text=dumped(kept))).collection.brief == kept
    torn = act(page, NEW, Action("restore", text=dumped(kept)[:-40]))
    assert (torn.collection, torn.torn, torn.sentence) == (NEW, True, words("vi").say("brief_torn"))


def test_a_fault_leaves_the_brief_and_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """Also where nobody thought of it."""

    def fail(*_: object) -> bytes:
        raise RuntimeError(GROWTH.question)

    monkeypatch.setattr("page.editing.written", fail)
    before = of("q1")
    done = do("deliver", before, text="json")
    assert (done.collection, done.sentence) == (before, words("en").say("brief_broken"))
    assert GROWTH.question not in capsys.readouterr().err


def test_a_saved_citation_has_the_link_that_its_answer_gave_it() -> None:
    """The panel opens the same words and marks the same others."""
    entry = added(NEW.brief, MET).entries[0]
    assert [saved_href(saved, entry.citations) for saved in entry.citations] == [
        href(one, MET.citations) for one in MET.citations
    ]


def test_what_articles_titles_and_questions_say_is_text() -> None:
    """Nothing of it is an element or an attribute, nor is what a file from elsewhere says."""
    hostile = HERE.ask("hostile")
    page = replace(PAGE, conversation=(Said(1, replace(hostile, question=PAYLOADS[0])), Said(2, HERE.check("hostile"))))
    done = do("title", of("q1", "q2", page=page), text='" autofocus onfocus="window.owned=1')
    html = brief_html(done.collection, words("en"), replace(done, sentence=PAYLOADS[1]))
    html += told_html(done.collection, words("en"), ("q1",), replace(done, sentence=PAYLOADS[1]), PAYLOADS[1])
    assert not any(f"<{name}" in html for name in ("script", "img", "form", "iframe", "svg", "style", "link"))
    assert 'value="&quot; autofocus onfocus=&quot;window.owned=1"' in html
    assert "javascript:" not in "".join(part.split('"')[0] for part in html.split('href="')[1:])


def test_half_a_character_in_a_file_from_elsewhere_does_no_harm() -> None:
    """The page is sent as UTF-8."""
    brief = replace(of("q1").brief, title="x\ud800")
    assert brief_html(Collection(brief), words("en")).encode()


def test_an_empty_brief_says_how_to_fill_it() -> None:
    """And offers to open one, but nothing to take along."""
    html = brief_html(NEW, words("en"))
    assert "puts it here" in html
    assert ("brief-file" in html, "brief-as-docx" in html, "brief-verify" in html) == (True, False, False)
