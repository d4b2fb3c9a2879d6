"""Choosing the span, and knowing when none will do."""

import pytest

from assistant.asking.locating import agreement, asked_place
from assistant.asking.matching import matches
from assistant.asking.questions import understand
from assistant.asking.weighing import Weighed
from assistant.reading.reader import RuleReader
from assistant.reading.relevance import relevant
from assistant.refusing import Refusal, complete, supported, unknown_names
from index.data import Article, Hit, Passage, Sentence, Span


def sentence(text: str, similarity: float = 0.9, score: float = 1.0, title: str | None = None) -> Sentence:
    """An article of one sentence, found with these scores."""
    article = Article("a.txt", text, title, None, None, None, "unknown", None, (Span(0, len(text)),), ())
    passage = Passage(article, 0, len(text))
    return Sentence(passage, Hit(passage, 1, score, score, 1, 1), similarity, 0.5)


def read(question: str, *texts: str) -> list[str]:
    reader = RuleReader(lambda form: 0.5)
    return [reading.span.text for reading in reader.read(understand(question), [sentence(text) for text in texts])]


@pytest.mark.parametrize(
    ("question", "text", "best"),
    [
        ("Who did Lê Văn Hùng meet?", "Ông Lê Văn Hùng gặp bà Maria Santos tại Huế.", "Maria Santos"),
        ("Ai tiếp bà Maria Santos?", "Ông Lê Văn Hùng tiếp bà Maria Santos tại Huế.", "Lê Văn Hùng"),
        ("Khi nào cầu thông xe?", "Khởi công năm 2019, cầu thông xe ngày 2/9/2023.", "ngày 2/9/2023"),
        ("How much did exports grow?", "Năm 2023 xuất khẩu tăng 12,5%, nhập khẩu tăng 3%.", "12,5%"),
        ("Dự án nào được khởi công?", "Sáng nay, dự án cầu Rạch Miễu 2 được khởi công.", "dự án cầu Rạch Miễu 2"),
    ],
)
def test_the_span_of_the_kind_nearest_to_what_is_asked(question: str, text: str, best: str) -> None:
    """Kind, nearness, and not saying again what the question says."""
    assert read(question, text)[0] == best


def test_what_the_question_says_is_no_answer() -> None:
    """Who did Hùng meet is not answered with Hùng."""
    assert "Lê Văn Hùng" not in read("Who did Lê Văn Hùng meet?", "Lê Văn Hùng gặp bà Maria Santos.")


def test_every_span_is_cut_from_its_sentence() -> None:
    """A reader cannot invent."""
    one = sentence("Sáng 5/6, ông Trần Văn Nam khánh thành 12 km đường tại Huế.")
    for question in ("Ai khánh thành?", "Khi nào?", "Ở đâu?", "Bao nhiêu km?", "Cái gì?"):
        for reading in RuleReader(lambda form: 0.5).read(understand(question), [one]):
            span = reading.span
            assert span.text == one.passage.article.text[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        ("Đoàn Hà Nội hội đàm tại Thủ đô Viêng Chăn.", -1.0),
        ("Ông tiếp đoàn tại Hà Nội.", 1.0),
        ("Đoàn Viêng Chăn làm việc với Thành ủy Hà Nội.", 0.0),
        ("Chuyến thăm diễn ra tại Việt Nam.", 0.0),
    ],
)
def test_what_happens_elsewhere_speaks_against_a_sentence(text: str, agrees: float) -> None:
    """Only words of place count, and a country says nothing of its city."""
    question = understand("Who did he receive in Hanoi?")
    assert agreement(text, asked_place(question), question.marked) == agrees


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("Ai tiếp đoàn?", "Hai bên tiếp tục đổi mới.", []),
        ("Ai tiếp đoàn?", "Ông tiếp đoàn Lào.", ["tiếp", "tiếp đoàn", "đoàn"]),
        ("Nói gì về Pháp?", "Sở Tư pháp làm việc.", []),
        ("Nói gì về Pháp?", "Đại sứ quán Pháp mở cửa.", ["Pháp"]),
        ("hoà bình là gì?", "vì hòa bình", ["hòa bình"]),
        ("hoa binh la gi?", "vì hòa bình", ["hòa bình"]),
    ],
)
def test_a_word_is_found_whole(question: str, text: str, said: list[str]) -> None:
    """A syllable of another word is not the word; either place of the tone mark is."""
    understood = understand(question)
    found = {text[m.start : m.end] for m in matches(understood.items, text, understood.marked)}
    assert sorted(found) == sorted(said)


def outcome(question: str, *sentences: Sentence) -> Refusal | None:
    """What is said of these sentences; every item is as rare as any other, and every name is known."""
    understood = understand(question)
    ranked = complete(understood, relevant(Weighed.of(understood, lambda form: 0.5), sentences), lambda name: True)
    if isinstance(ranked, Refusal):
        return ranked
    return supported(understood, ranked, RuleReader(lambda form: 0.5).read(understood, sentences))


def test_no_span_of_the_kind_is_a_reason_to_refuse() -> None:
    """There is no amount of money in the sentence."""
    assert outcome("How much did the bridge cost?", sentence("Cầu được khánh thành sáng nay.")) == Refusal("no_kind")


def test_a_year_that_the_article_does_not_say_is_a_reason_to_refuse() -> None:
    """2019 must be in the evidence."""
    said = sentence("Năm 2021, ông Trần Văn Nam khánh thành cầu.")
    assert outcome("Who opened the bridge in 2019?", said) == Refusal("missing_name", ("2019",))


def test_a_sentence_that_is_far_from_the_question_is_a_reason_to_refuse() -> None:
    """The same words, found at a cosine that unrelated texts have."""
    question, text = "Ai khánh thành cầu?", "Ông Trần Văn Nam khánh thành cầu."
    assert outcome(question, sentence(text, 0.9, 0.95)) is None
    assert outcome(question, sentence(text, 0.75, 0.78)) == Refusal("too_far")


def test_sentences_are_ranked_by_what_they_say_of_the_question() -> None:
    """Of two that are as near in meaning, the one that is set in the place asked about comes first."""
    question = understand("Ai tiếp đoàn tại Huế?")
    texts = ["Ông Lê Văn Hùng tiếp đoàn tại Vinh.", "Ông Lê Văn Hùng tiếp đoàn tại Huế."]
    ranked = relevant(Weighed.of(question, lambda form: 0.5), [sentence(text) for text in texts])
    assert [one.passage.text for one in ranked] == [texts[1], texts[0]]


@pytest.mark.parametrize(
    ("question", "held", "unknown"),
    [
        ("Who did he meet in Bangkok?", [], ("Bangkok",)),
        ("Who did he meet in Bangkok?", ["Băng Cốc"], None),
        ("When did Nguyễn Văn Bình resign?", ["Nguyễn"], ("Nguyễn Văn Bình",)),
        ("What do the Methodists teach?", [], None),
        ("Where is Kearney Street?", ["Kearney"], None),
        ("Where is Kearney Street?", [], ("Kearney",)),
        ("Who did he meet in Pakse?", [], ("Pakse",)),
        ("What did Macron say?", [], ("Macron",)),
        ("Who visited Luang Namtha?", ["Luang"], ("Luang Namtha",)),
        ("Đại hội XIV diễn ra khi nào?", [], None),
        ("Tướng Gaafar là ai?", ["Gaafar"], None),
    ],
)
def test_a_name_that_no_article_has_is_a_reason_to_refuse(
    question: str, held: list[str], unknown: tuple[str, ...] | None
) -> None:
    """But not one that the articles may write otherwise: translated, in figures, or without the word before it."""
    refusal = unknown_names(understand(question), lambda name: name in held)
    assert refusal == (Refusal("unknown_name", unknown) if unknown else None)
