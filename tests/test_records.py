"""Questions about the articles themselves: which are, which article they mean, and what its record answers."""

import json
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from assistant.data import Answer, Citation, Turn
from assistant.record.holdings import OfMany, limited
from assistant.record.records import One, RecordQuestion, asked_of_record, record_answer
from assistant.record.records import _patterns as patterns
from index.building import build
from index.data import Passage
from index.filters import Filter
from index.folding import bare
from index.language import language_of
from index.searching import Index
from tests.fakes import LetterEncoder

ROOT = Path(__file__).parent.parent
TODAY = date(2025, 1, 1)
MARKET = """Chợ nổi mở cửa trở lại
10:15 Thứ Bảy ngày 01/06/2024
Sáng 1/6, chợ nổi trên sông Hậu mở cửa trở lại sau hai tháng sửa bến. Hơn 80 ghe của bà con đã về bán trái cây.
Trần Thị Mai
"""
SCHOOL = """Trường làng có thư viện mới
08:00 Thứ Hai ngày 03/06/2024
Trường tiểu học ở xã Long Hòa khánh thành thư viện mới với 3.000 cuốn sách. Học sinh được mượn sách về nhà.
"""
STATED = """articles:
  school.txt: {source: Nhân Dân, author: Lê Văn Hải, url: "https://bao.example/thu-vien"}
  market.txt: {source: Hà Nội Mới}
"""


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The index of two made-up articles, the outlets stated beside them, read by letters."""
    articles, folder = tmp_path_factory.mktemp("two"), tmp_path_factory.mktemp("index") / "built"
    (articles / "market.txt").write_text(MARKET, "utf-8")
    (articles / "school.txt").write_text(SCHOOL, "utf-8")
    (articles / "articles.yaml").write_text(STATED, "utf-8")
    build(articles, folder, LetterEncoder())
    return Index.open(folder, LetterEncoder())


def cited(index: Index, *ids: str, question: str = "Chợ mở cửa khi nào?") -> tuple[Turn, ...]:
    """A conversation of one exchange that cited the first words of these articles."""
    citations = [Citation(number, Passage(index.article(id), 0, 8)) for number, id in enumerate(ids, 1)]
    return (Turn(question, Answer(question, "vi", "answered", "…", "… [1]", tuple(citations), ())),)


def said(index: Index, question: str, turns: tuple[Turn, ...] = (), only: Filter = Filter()) -> Answer:  # noqa: B008  # frozen
    """The answer of the record, which there must be."""
    asked = asked_of_record(question)
    answer = record_answer(index, asked, turns, language_of(question), only, TODAY) if asked else None
    assert answer is not None
    return answer


def shown(answer: Answer) -> list[tuple[str, str]]:
    """Of each citation the article and its words, cut from the article's text."""
    passages = [citation.passage for citation in answer.citations]
    return [(passage.article.id, passage.article.text[passage.start : passage.end]) for passage in passages]


OF_RECORD = [
    ("When was it published?", ("published",), None),
    ("When was the article about the floating market published?", ("published",), "the floating market"),
    ("Can you tell me when this article was published?", ("published",), None),
    ("What is the publication date of the article on rice prices?", ("published",), "rice prices"),
    ("When was the article “Chợ nổi mở cửa” published?", ("published",), "“Chợ nổi mở cửa”"),
    ("When and where was this article published?", ("published", "source"), None),
    ("Who wrote the article about the flood?", ("author",), "the flood"),
    ("Who is the author?", ("author",), None),
    ("Which newspaper reported that the bridge was opened?", ("source",), "the bridge was opened"),
    ("What is the source of this information?", ("source",), None),
    ("Which newspaper reported that?", ("source",), None),
    ("Báo nào đưa tin về việc này?", ("source",), None),
    ("What is the headline of the article about the library?", ("title",), "the library"),
    ("Where can I read the full article?", ("url",), None),
    ("What is the link?", ("url",), None),
    ("How many articles are there?", ("count",), None),
    ("Which outlets are covered?", ("outlets",), None),
    ("What is the newest article?", ("newest",), None),
    ("What period do the articles cover?", ("days",), None),
    ("Bài viết về chợ nổi được đăng ngày nào?", ("published",), "chợ nổi"),
    ("Bài này đăng khi nào vậy?", ("published",), None),
    ("Bài này đăng khi nào và trên báo nào?", ("published", "source"), None),
    ("Ngày đăng của bài viết này là ngày nào?", ("published",), None),
    ("Tác giả bài viết về lũ ở Huế là ai?", ("author",), "lũ ở Huế"),
    ("Ai viết bài này?", ("author",), None),
    ("Cho tôi hỏi bài báo về cầu mới do ai viết?", ("author",), "cầu mới"),
    ("Báo nào đưa tin về giá gạo?", ("source",), "giá gạo"),
    ("Bài viết về giá gạo đăng trên báo nào?", ("source",), "giá gạo"),
    ("Nguồn của bài là gì?", ("source",), None),
    ("Tiêu đề của bài là gì?", ("title",), None),
    ("Cho tôi xin link bài này", ("url",), None),
    ("Có bao nhiêu bài báo?", ("count",), None),
    ("Có những báo nào?", ("outlets",), None),
    ("Bài nào mới nhất?", ("newest",), None),
    ("Bài nào cũ nhất?", ("oldest",), None),
]

OF_THE_NEWS = [
    "When was the book about the flood published?",
    "When did the talks take place?",
    "When was the resolution issued?",
    "When was the magazine first published?",
    "Who wrote the national anthem?",
    "Who wrote the law on cooperatives?",
    "Who published the report on poverty?",
    "Who reported the crime?",
    "Who is the author of the novel?",
    "Which newspaper did he work for?",
    "What is the source of the Mekong?",
    "What is the title of his book?",
    "What does the article say about rice?",
    "How many newspapers are published in Laos?",
    "How many articles are about rice?",
    "Who published it in 1859?",
    "Ai viết bài hát này?",
    "Ai là tác giả của cuốn sách?",
    "Bài thơ được viết khi nào?",
    "Bài kiểm tra diễn ra khi nào?",
    "Báo cáo được công bố khi nào?",
    "Báo Nhân Dân ra đời khi nào?",
    "Luật có bao nhiêu điều?",
    "Nguồn vốn của dự án là gì?",
    "Nguồn của sông Mê Kông ở đâu?",
    "Bài viết nói gì về hộ nghèo?",
    "Tên bài hát là gì?",
    "Có bao nhiêu báo in ở Lào?",
    "",
    "?",
    "When was the article about ? published?",
]


@pytest.mark.parametrize(("question", "fields", "topic"), OF_RECORD)
def test_what_is_asked_of_the_record(question: str, fields: tuple[str, ...], topic: str | None) -> None:
    """The fields asked for and the words that say which article, typed with marks, without, and in lower case."""
    for way in (str, bare, str.lower):
        asked = asked_of_record(way(question))
        assert asked is not None
        assert (asked.fields, asked.topic) == (fields, way(topic) if topic else None)


@pytest.mark.parametrize("question", OF_THE_NEWS)
def test_what_the_news_tells_is_not_asked_of_the_record(question: str) -> None:
    """When something happened, who wrote a book, and where a river begins are for the articles to tell."""
    assert [asked_of_record(typed) for typed in (question, bare(question))] == [None, None]


def test_no_question_of_the_benchmarks_is_taken() -> None:
    """All of them ask for what the articles tell."""
    lines = [
        line
        for name in ("questions.jsonl", "further.jsonl")
        for line in (ROOT / "benchmarks" / name).read_text("utf-8").splitlines()
    ]
    assert [question for line in lines if asked_of_record(question := json.loads(line)["question"])] == []


def test_every_pattern_is_linear_and_of_a_known_field() -> None:
    """The longest question that is looked at, of words that begin many patterns, takes no time to speak of."""
    known = {*get_args(One), *get_args(OfMany)}
    assert [fields for fields, _ in patterns() if not set(fields) <= known] == []
    assert [asked_of_record(f"{word} " * 80) for word in ("the article about", "bài viết về", "bao nhiêu bài")] == [
        None
    ] * 3


def test_the_day_is_cited_where_the_page_states_it(two: Index) -> None:
    """It stands in the line above the article, which is left out of what is searched and can be cited all the same."""
    answer = said(two, "Bài này đăng ngày nào?", cited(two, "market.txt"))

    assert (answer.short_answer, answer.text) == (
        "1/6/2024",
        "1/6/2024 [1]\n“10:15 Thứ Bảy ngày 01/06/2024” [1]",
    )
    assert shown(answer) == [("market.txt", "10:15 Thứ Bảy ngày 01/06/2024")]


def test_who_wrote_it_is_cited_where_it_is_signed(two: Index) -> None:
    """The signature; where the author is known from beside the text alone, the headline says which article is meant."""
    signed = said(two, "Who wrote it?", cited(two, "market.txt"))
    beside = said(two, "Who wrote it?", cited(two, "school.txt"))

    assert [(answer.short_answer, shown(answer)) for answer in (signed, beside)] == [
        ("Trần Thị Mai", [("market.txt", "Trần Thị Mai")]),
        ("Lê Văn Hải", [("school.txt", "Trường làng có thư viện mới")]),
    ]


def test_two_fields_are_answered_together(two: Index) -> None:
    """Each with its own citation."""
    answer = said(two, "When and where was this article published?", cited(two, "school.txt"))

    assert answer.short_answer == "3 June 2024 · Nhân Dân"
    assert answer.text.startswith("3 June 2024 [1] · Nhân Dân [2]\n")
    assert shown(answer) == [
        ("school.txt", "08:00 Thứ Hai ngày 03/06/2024"),
        ("school.txt", "Trường làng có thư viện mới"),
    ]


def test_what_an_article_does_not_say_of_itself_is_refused(two: Index) -> None:
    """The refusal names the article, and cites nothing."""
    answer = said(two, "What is the link?", cited(two, "market.txt"))

    assert (answer.status, answer.citations) == ("abstained", ())
    assert answer.text == "The article “Chợ nổi mở cửa trở lại” (Hà Nội Mới) does not give its address."


def test_the_article_meant_is_the_one_cited_last(two: Index) -> None:
    """The first citation of the last answer that has one; or the one of the number that is said."""
    turns = (*cited(two, "school.txt"), *cited(two, "market.txt", "school.txt"))
    refused = Turn("Ai?", Answer("Ai?", "vi", "abstained", None, "Không.", (), ()))

    titles = [
        said(two, question, (*turns, refused)).short_answer
        for question in ("What is the headline?", "What is the headline of [2]?")
    ]
    assert titles == ["Chợ nổi mở cửa trở lại", "Trường làng có thư viện mới"]
    assert said(two, "What is the headline of [3]?", turns).text == "The last answer has no citation [3]."


def test_without_a_conversation_it_points_at_nothing(two: Index) -> None:
    """The refusal says how to say which article is meant."""
    answer = said(two, "When was it published?")

    assert (answer.status, answer.text.partition(".")[0]) == (
        "abstained",
        "No article has been cited in this conversation yet",
    )


def test_it_may_be_the_book_that_was_spoken_of(two: Index) -> None:
    """After a question about a book, "it" is left to the articles; "this article" is not."""
    turns = cited(two, "market.txt", question="Which book did the library buy?")
    asked, article = asked_of_record("Who wrote it?"), asked_of_record("Who wrote this article?")

    assert asked is not None
    assert article is not None
    assert record_answer(two, asked, turns, "en") is None
    assert record_answer(two, article, turns, "en") is not None


def test_a_headline_in_quotation_marks_names_its_article(two: Index) -> None:
    """Whatever the passages say."""
    answer = said(two, "Ai viết bài báo “Trường làng có thư viện mới”?")

    assert (answer.short_answer, shown(answer)[0][0]) == ("Lê Văn Hải", "school.txt")


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("Who wrote the article about the talks in Vientiane?", "001_b916f5b25537c5e9.txt"),
        ("Bài viết về hội đàm ở Viêng Chăn do ai viết?", "001_b916f5b25537c5e9.txt"),
        ("bai viet ve ho ngheo o ha noi dang ngay nao", "000_bab0be991bfed72a.txt"),
        ("When was the article about poverty in Hanoi published?", "000_bab0be991bfed72a.txt"),
    ],
)
def test_a_topic_finds_its_article(seeds_index: Index, question: str, article: str) -> None:
    """As a search does, in either language."""
    assert shown(said(seeds_index, question))[0][0] == article


@pytest.mark.parametrize("question", ["Who wrote the article about Bangkok?", "Báo nào đưa tin về trận bóng ở Tokyo?"])
def test_a_topic_that_no_article_has_is_refused(seeds_index: Index, question: str) -> None:
    """A name that stands in no article, and the nearest passages beside the refusal."""
    answer = said(seeds_index, question)

    assert (answer.status, answer.citations, len(answer.nearest)) == ("abstained", (), 3)


def test_articles_are_counted_and_some_of_them_cited(two: Index) -> None:
    """All of them where they are few; the statement says of which outlets and days they are."""
    answer = said(two, "How many articles are there?")

    assert answer.short_answer == "2 articles"
    assert answer.text.splitlines()[0] == (
        "The index has 2 articles by Hà Nội Mới, Nhân Dân, from 1 June 2024 to 3 June 2024."
    )
    assert [article for article, _ in shown(answer)] == ["school.txt", "market.txt"]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many articles does Nhân Dân have?", "1 article"),
        ("How many articles did Nhân Dân publish in 2024?", "1 article"),
        ("How many articles are there from June 2024?", "2 articles"),
        ("How many articles were published before June 3, 2024?", "1 article"),
        ("Có bao nhiêu bài của báo Hà Nội Mới?", "1 bài"),
        ("co bao nhieu bai tu thang 6/2024", "2 bài"),
        ("How many articles are there from 2019?", None),
        ("How many articles does Tuổi Trẻ have?", None),
    ],
)
def test_articles_are_counted_within_outlets_and_days(two: Index, question: str, answer: str | None) -> None:
    """Named as a person names them; none is a refusal that says which days there are."""
    assert said(two, question).short_answer == answer


@pytest.mark.parametrize(
    "question", ["How many articles does the 1992 constitution have?", "How many articles did he write?"]
)
def test_what_else_has_articles_is_left_to_the_news(two: Index, question: str) -> None:
    """A constitution and a person are no outlets."""
    asked = asked_of_record(question)

    assert asked is not None
    assert record_answer(two, asked, (), "en") is None


def test_outlets_days_and_the_newest_article(two: Index) -> None:
    """Each answer cites the articles that show it."""
    questions = (
        "Which outlets are covered?",
        "What period do the articles cover?",
        "Bài nào mới nhất?",
        "Bài nào cũ nhất?",
    )
    answers = [said(two, question) for question in questions]

    assert [answer.short_answer for answer in answers] == [
        "Hà Nội Mới, Nhân Dân",
        "from 1 June 2024 to 3 June 2024",
        "Trường làng có thư viện mới",
        "Chợ nổi mở cửa trở lại",
    ]
    assert [[article for article, _ in shown(answer)] for answer in answers] == [
        ["market.txt", "school.txt"],
        ["market.txt", "school.txt"],
        ["school.txt", "school.txt"],
        ["market.txt", "market.txt"],
    ]


def test_the_limits_of_the_chat_hold_for_the_record(two: Index) -> None:
    """What is counted is within both; where nothing can be, the question is left."""
    nhan_dan = Filter(sources=("Nhân Dân",))

    assert said(two, "How many articles are there?", only=nhan_dan).short_answer == "1 article"
    assert limited("Hà Nội Mới", two.sources(), nhan_dan, TODAY) is None


@pytest.mark.parametrize(
    ("within", "limits"),
    [
        (None, Filter()),
        ("June 2024", Filter(date(2024, 6, 1), date(2024, 6, 30))),
        ("Nhân Dân in June 2024", Filter(date(2024, 6, 1), date(2024, 6, 30), ("Nhân Dân",))),
        ("báo nhan dan", Filter(sources=("Nhân Dân",))),
        ("last year", Filter(date(2024, 1, 1), date(2024, 12, 31))),
        ("the 2013 constitution", None),
        ("him", None),
        ("June", None),
    ],
)
def test_outlets_and_days_limit_a_count(within: str | None, limits: Filter | None) -> None:
    """Only where they are all that is said."""
    assert limited(within, ("Hà Nội Mới", "Nhân Dân"), Filter(), TODAY) == limits


def test_every_record_question_keeps_its_words() -> None:
    """The whole object, once."""
    assert asked_of_record("  Who wrote   source 2? ") == RecordQuestion("Who wrote source 2?", ("author",), number=2)
