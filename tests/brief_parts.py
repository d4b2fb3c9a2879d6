"""What the tests of briefs share: an article, and what was said of it."""

from datetime import date

from assistant.briefs.data import Brief
from assistant.briefs.making import made_of
from assistant.data import (
    Answer,
    Change,
    Citation,
    Difference,
    Disagreement,
    Filter,
    Quotation,
    Turn,
    Verdict,
)
from index.data import Article, Passage, Span
from index.errors import UsageError
from tests.three_articles import FLOOD, RICE

MADE = date(2024, 7, 1)


def article(text: str, name: str = "flood.txt", url: str | None = None) -> Article:
    """An article with a record."""
    return Article(
        id=name,
        text=text,
        title=text.split("\n", 1)[0],
        source="Báo Huế",
        author="Lê Văn Hải",
        published=date(2023, 11, 16),
        published_basis="stated",
        url=url,
        body=(Span(0, len(text)),),
        left_out=(),
    )


def citation(one: Article, words: str, number: int = 1) -> Citation:
    """These words where they first stand in the article."""
    start = one.text.index(words)
    return Citation(number, Passage(one, start, start + len(words)))


FLOODED = article(FLOOD, url="https://news.invalid/lũ-lớn?a=1&b=2")
GROWN = article(RICE, "kinh tế/rice.txt")
SHUT = "Các trường học đóng cửa hai ngày."
MOVED_OUT = "Ông Lê Văn Hải, Chủ tịch xã, cho biết 300 hộ dân đã được sơ tán."
TONS = "Bộ Công Thương dự báo cả nước xuất khẩu 7 triệu tấn gạo trong năm nay."
ANSWER = Answer(
    "Bao nhiêu hộ dân đã được sơ tán?",
    "vi",
    "answered",
    "300 hộ",
    f"300 hộ [2]\n“{MOVED_OUT}” [2]\n“{SHUT}” [1]\nHai bài nói khác nhau.",
    (citation(FLOODED, SHUT, 1), citation(FLOODED, MOVED_OUT, 2)),
    (),
    (Disagreement("Hai bài nói khác nhau.", (("300", citation(FLOODED, MOVED_OUT, 2)),)),),
    notes=("“sơ tan” được đọc là “sơ tán”.",),
)
REFUSAL = Answer("Who won?", "en", "abstained", None, "The articles do not say.", (), ())
VERDICT = Verdict(
    "Vietnam will export 9 million tons of rice.",
    "en",
    "refuted",
    "The article gives another number.",
    (citation(GROWN, TONS),),
    (Difference("number", "9 million tons", "7 triệu tấn", 1),),
    (),
    parts=(
        Verdict("Vietnam will export rice.", "en", "supported", "It says so [1].", (citation(GROWN, TONS),), (), ()),
    ),
    model="a model",
)
QUOTATION = Quotation(
    "Các trường học đóng cửa ba ngày",
    "vi",
    "altered",
    (citation(FLOODED, SHUT),),
    (Change("changed", "ba", "hai", Span(24, 26), Span(0, 3)),),
)


def whole() -> Brief:
    """A brief with one entry of each kind."""
    return made_of([ANSWER, REFUSAL, VERDICT, QUOTATION], "Lũ và gạo *2023*", MADE)


class FakeAnswering:
    """Says the same to each kind of line, and remembers the limits; an endless line is none."""

    def __init__(self) -> None:
        self.limits: list[Filter] = []

    def ask(self, question: str, turns: tuple[Turn, ...] = (), only: Filter = Filter()) -> Answer:  # noqa: B008 (frozen)
        """The answer, or the refusal for a question in English."""
        self.limits.append(only)
        if len(question) > 2000:
            raise UsageError("The question is too long. Ask in a sentence.")
        return REFUSAL if question.startswith("Who") else ANSWER

    def check(self, claim: str, only: Filter = Filter()) -> Verdict:  # noqa: B008 (frozen)
        """The verdict."""
        self.limits.append(only)
        return VERDICT

    def quote(self, text: str, only: Filter = Filter()) -> Quotation:  # noqa: B008 (frozen)
        """The quotation."""
        self.limits.append(only)
        return QUOTATION
