"""An assistant that a person can predict: three articles, and an answer for each word it knows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from threading import Event

from assistant import Answer, Citation, Coverage, Turn
from assistant.data import Summary
from assistant.errors import TrichDanError, UsageError
from assistant.model.writing import Model
from index.data import Article, Hit, Omission, Passage, Span

MEETING = (
    "Thủ đô Hà Nội hội đàm với Thủ đô Viêng Chăn\n"
    "\n"
    "Chiều 11/3, tại Thủ đô Viêng Chăn, đồng chí Đinh Tiến Dũng đã hội đàm với đồng chí Anouphap Tounalom. "
    "Hai bên điểm lại kết quả hợp tác.\n"
    + "".join(f"\nHai Thủ đô đã ký thỏa thuận hợp tác thứ {number} trong giai đoạn mới.\n" for number in range(1, 31))
    + "\nNhân dịp này, đồng chí Đinh Tiến Dũng đã mời đồng chí Anouphap Tounalom sang thăm Hà Nội.\n"
    "\n"
    "Có thể bạn quan tâm\n"
    "Xem thêm tin khác\n"
)
GROWTH = "Hà Nội tăng trưởng cao nhất trong 10 năm\n\nNăm 2022, GRDP của Hà Nội tăng 8,89% (cả nước là 8,02%).\n"
TRACKER = "http://tracker.invalid/x"
PAYLOADS = (
    '<script>window.owned = "script"</script>',
    f'<img src="{TRACKER}.png" onerror="window.owned = 1">',
    f"![]({TRACKER}-markdown.png)",
    f'<form action="{TRACKER}"><button id="send">Send</button></form>',
    f'<iframe src="{TRACKER}-frame"></iframe><link rel="stylesheet" href="{TRACKER}.css">',
    "<svg onload=\"window.owned = 'svg'\"><a xlink:href=\"javascript:window.owned='a'\">x</a></svg>",
    "[click](javascript:window.owned='link') [1](2024) [1]: https://tracker.invalid/ref",
    "{{constructor}} {{#each}} ${window.owned = 'template'} `${1}`",
    f"</p></div></blockquote><style>@import '{TRACKER}-import.css'; body {{display: none}}</style>",
    f"2024. 5*3*2 $$\\href{{{TRACKER}}}{{x}}$$ &lt;b&gt; <b>đậm</b> # not a heading",
)
HOSTILE = "\n\n".join(PAYLOADS)


def _article(name: str, text: str, left_out: str = "", **record: object) -> Article:
    """An article whose body is all but its left-out end."""
    end = text.index(left_out) if left_out else len(text)
    omitted = (Omission(Span(end, len(text)), "teaser"),) if left_out else ()
    facts: dict[str, object] = {
        "source": None, "author": None, "published": None, "published_basis": "unknown", "url": None,
    }  # fmt: skip
    title = text.split("\n", 1)[0]
    return Article(id=name, text=text, title=title, body=(Span(0, end),), left_out=omitted, **{**facts, **record})  # type: ignore[arg-type]


def passage(article: Article, words: str) -> Passage:
    """These words where they first stand in the article."""
    start = article.text.index(words)
    return Passage(article, start, start + len(words))


def summary(article: Article) -> Summary:
    """An article without its text."""
    return Summary(article.id, article.title, article.source, article.published)


def cited(question: str, short_answer: str, *passages: Passage, also_in: tuple[Summary, ...] = ()) -> Answer:
    """An answer that says what its passages say; all its articles have the same near-copies."""
    citations = tuple(Citation(number, each, also_in) for number, each in enumerate(passages, 1))
    text = " ".join(f"{citation.quote} [{citation.number}]" for citation in citations)
    return Answer(question, "vi", "answered", short_answer, text, citations, ())


class FakeAssistant:
    """Answers questions with a known word in them, refuses others, and fails when told to.

    A question that says "wait" sets `reached` and waits for `gate`; `remembered` is how many turns came with each. The
    article on growth has a near-copy, which is told only to a question that says "near-copy", and in the panel.
    """

    def __init__(self, model: Model | None = None) -> None:
        self.model = model
        self.meeting = _article(
            "001_b916f5b25537c5e9.txt",
            MEETING,
            "Có thể bạn",
            source="Lao động Thủ đô",
            author="Hoàng Phúc",
            published=date(2024, 3, 11),
            published_basis="inferred",
            url="https://news.invalid/hoi-dam",
        )
        self.growth = _article("004_65434ae79e89ba3c.txt", GROWTH, source="Thời Đại")
        self.hostile = _article("hostile.txt", HOSTILE, url="javascript:window.owned='url'", source=PAYLOADS[0])
        self.copy = replace(self.growth, id="copy.txt", source="Kinh tế Đô thị", published=date(2023, 1, 4))
        self.gate = Event()
        self.reached = Event()
        self.remembered: list[int] = []

    def ask(self, question: str, turns: tuple[Turn, ...] = ()) -> Answer:
        """What the question's known word stands for."""
        self.remembered.append(len(turns))
        if not question:
            raise UsageError("The question is empty. Ask one.")
        if "wait" in question:
            self.reached.set()
            self.gate.wait(10)
        if "fail" in question:
            raise RuntimeError(f"could not answer {question!r}")
        if "hostile" in question:
            return cited(question, PAYLOADS[0], *(passage(self.hostile, payload) for payload in PAYLOADS))
        if "near-copy" in question:
            growth = passage(self.growth, "Năm 2022, GRDP của Hà Nội tăng 8,89% (cả nước là 8,02%).")
            return cited(question, "8,89%", growth, also_in=(summary(self.copy),))
        if "GRDP" in question:
            return cited(
                question, "8,89%", passage(self.growth, "Năm 2022, GRDP của Hà Nội tăng 8,89% (cả nước là 8,02%).")
            )
        if "Vientiane" in question:
            return cited(question, "Anouphap Tounalom", self._met, self._invited)
        nearest = Hit(self._invited, 1, 0.5, 0.5, 1, None)
        return Answer(question, "en", "abstained", None, "No article says so.", (), (nearest,))

    def stream(self, question: str, turns: tuple[Turn, ...] = ()) -> Iterator[Answer]:
        """What `ask` gives; with a chat model, which takes no part in it, in two steps: its text last."""
        answer = self.ask(question, turns)
        yield answer
        if self.model is not None and answer.answered:
            text = f"It says so, and so does the other. {answer.text}"
            translated = replace(answer.citations[0], translation="In the words of the question.")
            yield replace(answer, text=text, model=self.model.name, citations=(translated, *answer.citations[1:]))

    def article(self, article_id: str) -> Article:
        """One of the three, or the near-copy."""
        for article in (self.meeting, self.growth, self.hostile, self.copy):
            if article.id == article_id:
                return article
        raise TrichDanError(f"There is no article {article_id}.")

    def also_in(self, article_id: str) -> tuple[Summary, ...]:
        """The near-copy of the article on growth, and the other way round."""
        pair = (self.growth, self.copy)
        here = any(article.id == article_id for article in pair)
        return tuple(summary(article) for article in pair if article.id != article_id) if here else ()

    def coverage(self) -> Coverage:
        """Three articles."""
        return Coverage(3, 0, date(2017, 10, 26), date(2024, 3, 11), ("Lao động Thủ đô", "Thời Đại"))

    @property
    def _met(self) -> Passage:
        return passage(
            self.meeting,
            "Chiều 11/3, tại Thủ đô Viêng Chăn, đồng chí Đinh Tiến Dũng đã hội đàm với đồng chí Anouphap Tounalom.",
        )

    @property
    def _invited(self) -> Passage:
        return passage(
            self.meeting, "Nhân dịp này, đồng chí Đinh Tiến Dũng đã mời đồng chí Anouphap Tounalom sang thăm Hà Nội."
        )
