"""An assistant that a person can predict: three articles, and an answer for each word it knows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from threading import Event

from assistant import Answer, Citation, Coverage, Turn
from assistant.data import EVERYTHING, Change, Difference, Filter, Quotation, Summary, Verdict
from assistant.errors import TrichDanError, UsageError
from assistant.limiting import Limits
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

    A question that says "wait" sets `reached` and waits for `gate`; `remembered` is how many turns came with each,
    `limited` what each was limited to. The article on growth has a near-copy, which is told only to a question that
    says "near-copy", and in the panel.
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
        self.limited: list[Filter] = []

    def ask(self, question: str, turns: tuple[Turn, ...] = (), only: Filter = EVERYTHING) -> Answer:
        """What the question's known word stands for."""
        self.remembered.append(len(turns))
        self.limited.append(only)
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
        return Answer(question, "en", "abstained", None, "No article says so.", (), (self._near,))

    def stream(self, question: str, turns: tuple[Turn, ...] = (), only: Filter = EVERYTHING) -> Iterator[Answer]:
        """What `ask` gives; with a chat model, which takes no part in it, in two steps: its text last."""
        answer = self.ask(question, turns, only)
        yield answer
        if self.model is not None and answer.answered:
            text = f"It says so, and so does the other. {answer.text}"
            translated = replace(answer.citations[0], translation="In the words of the question.")
            yield replace(answer, text=text, model=self.model.name, citations=(translated, *answer.citations[1:]))

    def check(self, claim: str, only: Filter = EVERYTHING) -> Verdict:
        """A claim that says 8,89 is supported, one of another growth is refuted; of anything else nothing is found."""
        self._require(claim)
        growth = passage(self.growth, "Năm 2022, GRDP của Hà Nội tăng 8,89% (cả nước là 8,02%).")
        if "hostile" in claim:
            citations = tuple(Citation(number, passage(self.hostile, one)) for number, one in enumerate(PAYLOADS, 1))
            differences = tuple(Difference("name", PAYLOADS[0], one, n) for n, one in enumerate(PAYLOADS, 1))
            return Verdict(claim, "en", "refuted", PAYLOADS[0], citations, differences, ())
        if "8,89" in claim:
            return Verdict(claim, "vi", "supported", "Bài báo nói như thế [1].", (Citation(1, growth),), (), ())
        if "GRDP" in claim:
            stated = next(word for word in claim.split() if "%" in word).rstrip(".")
            why = f"Câu này nói {stated}, bài báo nói 8,89% [1]."
            differs = Difference("number", stated, "8,89%", 1)
            return Verdict(claim, "vi", "refuted", why, (Citation(1, growth),), (differs,), ())
        return Verdict(claim, "en", "not_found", "The articles neither say so nor deny it.", (), (), (self._near,))

    def quote(self, text: str, only: Filter = EVERYTHING) -> Quotation:
        """What stands in the article on the meeting is exact; with "Bangkok" for "Viêng Chăn" it is altered."""
        self._require(text)
        words = text.strip('“”"')
        if "hostile" in text:
            return Quotation(text, "en", "exact", (Citation(1, passage(self.hostile, PAYLOADS[0])),), ())
        if words in MEETING:
            return Quotation(text, "vi", "exact", (Citation(1, passage(self.meeting, words)),), ())
        if (right := words.replace("Bangkok", "Viêng Chăn")) in MEETING:
            at, stands = text.index("Bangkok"), MEETING.index(right) + right.index("Viêng Chăn")
            change = Change("changed", "Bangkok", "Viêng Chăn", Span(at, at + 7), Span(stands, stands + 10))
            return Quotation(text, "vi", "altered", (Citation(1, passage(self.meeting, right)),), (change,))
        return Quotation(text, "vi", "not_found", (), ())

    def search(self, query: str, k: int = 10, only: Filter = EVERYTHING) -> tuple[Hit, ...]:
        """One passage, whatever is looked for."""
        self._require(query)
        return (self._near,)

    def limits(self, stated: Limits) -> Filter:
        """The filter that is meant."""
        return stated.over(self.coverage().sources)

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

    def coverage(self, only: Filter = EVERYTHING) -> Coverage:
        """Three articles; within any limits, one."""
        if only:
            return Coverage(1, 0, date(2024, 3, 11), date(2024, 3, 11), ("Lao động Thủ đô",))
        return Coverage(3, 0, date(2017, 10, 26), date(2024, 3, 11), ("Lao động Thủ đô", "Thời Đại"))

    def _require(self, text: str) -> None:
        """Fails where there is no text, or it says so."""
        if not text.strip():
            raise UsageError("Nothing was given. Type something.")
        if "fail" in text:
            raise RuntimeError(f"could not look at {text!r}")

    @property
    def _near(self) -> Hit:
        return Hit(self._invited, 1, 0.5, 0.5, 1, None)

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
