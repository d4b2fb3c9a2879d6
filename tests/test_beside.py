"""What stands beside the conversation, without a browser."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant import Assistant, Coverage, Filter, Limits
from assistant.data import EVERYTHING
from page.beside import Limited, Shelf, column_html, limited, line_html, only, shelf, summary
from page.conversation import respond
from page.desk import Desk
from page.masthead import theme_html
from page.words import words
from tests.fake_assistant import PAYLOADS, FakeAssistant
from tests.test_ui import Reading

ENGLISH = words("en")
TODAY = date(2026, 3, 12)
EXCHANGED = Limits("2024-05-02", "2024-05-01")


class Library(FakeAssistant):
    """Five articles, four of them undated, of one outlet."""

    def coverage(self, only: Filter = EVERYTHING) -> Coverage:
        """All five, of the days only the dated one; none where another outlet is chosen."""
        if only.sources not in ((), ("Nhân Dân",)):
            return Coverage(0, 0, None, None, ())
        day = date(2024, 3, 11)
        if only.since or only.until:
            return Coverage(1, 0, day, day, ("Nhân Dân",))
        return Coverage(5, 4, day, day, ("Nhân Dân",))


class Broken(FakeAssistant):
    """An index that cannot be looked at."""

    def coverage(self, only: Filter = EVERYTHING) -> Coverage:
        """Nothing."""
        raise RuntimeError("torn")


def column(limits: Limits = Limits(), assistant: Any = None, examples: tuple[str, ...] = ()) -> Reading:  # noqa: B008
    """The column in English over this assistant."""
    assistant = assistant or FakeAssistant()
    return Reading(column_html(shelf(assistant), limited(limits, assistant, ENGLISH), examples, ENGLISH, TODAY))


def attributes(reading: Reading, tag: str, **wanted: str) -> list[dict[str, str | None]]:
    """The attributes of the elements that have these."""
    return [given for name, given in reading.tags if name == tag and wanted.items() <= given.items()]


# ---- what limits mean ----


def test_limits_are_the_very_days_and_outlets_that_were_stated() -> None:
    """An outlet is meant by its whole name, not by a part of it, and also where the index has it no more."""
    stated = Limits("2023-01-01", None, ("Hà", "Gone"))
    assert only(stated, ENGLISH) == Filter(date(2023, 1, 1), None, ("Hà", "Gone"))
    assert only(Limits(), ENGLISH) == EVERYTHING


@pytest.mark.parametrize("language", ["en", "vi"])
def test_days_the_wrong_way_round_are_told_in_the_language_of_the_page(language: Any) -> None:
    """In the column, at the question box and in place of an answer; nothing is asked."""
    said, fake = words(language), FakeAssistant()
    sentence = said.say("days_exchanged")
    assert only(EXCHANGED, said) == sentence
    assert limited(EXCHANGED, fake, said) == Limited(EXCHANGED, sentence, wrong=True)
    assert Reading(line_html(limited(EXCHANGED, fake, said), said)).inside("span.wrong") == sentence
    *_, (_, conversation, _) = respond(Desk(fake), "GRDP", (), language, only(EXCHANGED, said))
    assert [exchange.outcome for exchange in conversation] == [sentence]
    assert fake.limited == []


@pytest.mark.parametrize(
    ("stated", "sentence"),
    [
        (Limits(), "All 5 articles are asked."),
        (Limits(since="2024-01-01"), "1 of 5 articles; 4 undated ones are left out"),
        (Limits(sources=("Nhân Dân",)), "5 of 5 articles"),
        (Limits(until="2024-12-31", sources=("Tuổi Trẻ",)), "0 of 5 articles"),
    ],
)
def test_the_column_says_how_many_articles_are_left(stated: Limits, sentence: str) -> None:
    """And how many are left out only because nobody knows their day."""
    assert limited(stated, Library(), ENGLISH) == Limited(stated, sentence)


@pytest.mark.parametrize(
    ("stated", "english", "vietnamese"),
    [
        (Limits(), "", ""),
        (Limits("2023-01-01", "2024-12-31", ("Nhân Dân",)), "only 2023–2024, Nhân Dân", "chỉ 2023–2024, Nhân Dân"),
        (Limits("2023-01-01", "2023-12-31"), "only 2023", "chỉ 2023"),
        (Limits("2023-05-01"), "only from 1 May 2023", "chỉ từ 1/5/2023"),
        (Limits(None, "2023-05-01"), "only to 1 May 2023", "chỉ đến 1/5/2023"),
        (Limits("2023-05-01", "2023-05-01"), "only 1 May 2023", "chỉ 1/5/2023"),
        (Limits("2023-05-01", "2023-06-02"), "only 1 May 2023 – 2 June 2023", "chỉ 1/5/2023 – 2/6/2023"),
        (Limits(sources=("A", "B", "C")), "only A, B and 1 more outlet", "chỉ A, B và 1 tòa soạn nữa"),
        (Limits(sources=("A", "B", "C", "D")), "only A, B and 2 more outlets", "chỉ A, B và 2 tòa soạn nữa"),
    ],
)
def test_limits_are_told_in_a_few_words(stated: Limits, english: str, vietnamese: str) -> None:
    """For the line at the question box: whole years as years, at most two outlets by name."""
    assert (summary(stated, ENGLISH), summary(stated, words("vi"))) == (english, vietnamese)


# ---- the column ----


def test_the_boxes_for_days_have_the_range_of_the_articles_and_no_value() -> None:
    """What is typed stays in the browser, whatever Python sends."""
    for stated in (Limits(), Limits("2024-01-01", "2024-12-31")):
        boxes = attributes(column(stated), "input", type="date")
        assert boxes == [
            {"type": "date", "class": name, "min": "2017-10-26", "max": "2024-03-11"} for name in ("since", "until")
        ]


def test_days_the_wrong_way_round_are_marked_in_their_boxes() -> None:
    """With the sentence that says so as their description."""
    reading = column(EXCHANGED)
    assert (
        len(attributes(reading, "input", type="date", **{"aria-invalid": "true", "aria-describedby": "limits-said"}))
        == 2
    )
    assert attributes(reading, "p", id="limits-said") == [
        {"id": "limits-said", "class": "said wrong", "role": "status"}
    ]


def test_each_outlet_is_a_choice_with_the_number_of_its_articles() -> None:
    """By its exact name, as text; one that was chosen and is there no more has no article."""
    reading = column(Limits(sources=("Gone",)))
    names = [name for name, _ in FakeAssistant().outlets()]
    assert [box["value"] for box in attributes(reading, "input", type="checkbox")] == [*names, "Gone"]
    assert reading.inside("span.count") == "1" * len(names) + "0"
    assert PAYLOADS[0] in reading.inside("span.name")
    assert "script" not in {tag for tag, _ in reading.tags}


def test_a_long_list_of_outlets_can_be_narrowed() -> None:
    """From nine on; without any outlet there is nothing to choose from."""
    index = shelf(FakeAssistant())
    few, none = replace(index, outlets=index.outlets[:8]), replace(index, outlets=())
    searches = [
        len(attributes(Reading(column_html(each, Limited(Limits(), ""), (), ENGLISH, TODAY)), "input", type="search"))
        for each in (index, few, none)
    ]
    assert searches == [1, 0, 0]
    assert "Outlets" not in column_html(none, Limited(Limits(), ""), (), ENGLISH, TODAY)


def test_limits_can_be_taken_away_only_where_there_are_some() -> None:
    """The button is hidden else; at the question box there is none."""
    shown = [attributes(column(stated), "button", **{"class": "clear"})[0] for stated in (Limits(), EXCHANGED)]
    assert [button.get("hidden") for button in shown] == ["", None]
    lines = [line_html(limited(stated, FakeAssistant(), ENGLISH), ENGLISH) for stated in (Limits(), EXCHANGED)]
    assert ["clear" in line for line in lines] == [False, True]


def test_the_index_is_named_and_counted() -> None:
    """Its folder's name without where it is, what it holds, its newest day and that day's age, its generation."""
    reading = column(assistant=Library())
    assert [reading.inside(element) for element in ("dt.None", "dd.None")] == [
        "NameHoldsNewestUndatedGeneration",
        "three5 articles, 1 outlet11 March 2024 · 2 years ago47",
    ]


def test_an_index_knows_its_name_state_and_outlets(assistant: Assistant) -> None:
    """The real one tells the same things as the fake."""
    index = shelf(assistant)
    assert index == Shelf(assistant.name, assistant.state, assistant.coverage(), assistant.outlets())
    assert (index.name, index.state.number) == ("built", 1)
    assert sorted(name for name, _ in index.outlets) == list(assistant.sources())
    assert [assistant.coverage(Filter(sources=(name,))).articles for name, _ in index.outlets] == [
        articles for _, articles in index.outlets
    ]


def test_examples_are_buttons_and_none_is_nothing() -> None:
    """Folded away; without any there is no heading either."""
    reading = column(examples=("Who & where?",))
    assert (reading.inside("button.example"), reading.inside("summary.None")) == ("Who & where?", "Examples")
    assert "details" not in {tag for tag, _ in column().tags}


def test_an_index_that_cannot_be_looked_at_leaves_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """In the column and at the question box; where it failed is written to stderr, without its message."""
    said = limited(Limits(since="2024-01-01"), Broken(), ENGLISH)
    assert said == Limited(Limits(since="2024-01-01"), ENGLISH.say("beside_broken"), wrong=True)
    assert Reading(column_html(said.said, said, (), ENGLISH, TODAY)).inside("p.said wrong") == said.said
    assert capsys.readouterr().err.startswith("ui: RuntimeError (its message is left out")


def test_light_and_dark_are_chosen_in_the_language_of_the_page() -> None:
    """Three choices; the values are the same in both languages."""
    choices = [Reading(theme_html(words(language))) for language in ("en", "vi")]
    assert [[option["value"] for option in attributes(each, "option")] for each in choices] == [
        ["system", "light", "dark"]
    ] * 2
    assert [each.inside("select.None") for each in choices] == ["SystemLightDark", "Theo máySángTối"]
