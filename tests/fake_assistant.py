"""An assistant that a person can predict: three articles, and an answer for each word it knows."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event

from assistant import Answer, Citation, Coverage, Turn
from assistant.briefs.data import Brief, Checked
from assistant.catalogue import Counts, Leaf, Order, counts, entries, leaf
from assistant.data import EVERYTHING, Change, Difference, Disagreement, Filter, Quotation, State, Summary, Verdict
from assistant.errors import NoArticle, TrichDanError, UsageError
from assistant.limiting import Limits
from assistant.model.writing import Model
from index.building import BuildReport, Progress, ReportProgress
from index.data import Article, Hit, Omission, Passage, Span
from index.last_run import LastRun

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
RECOUNT = "Hà Nội tính lại tăng trưởng\n\nGRDP của Hà Nội năm 2022 tăng 8,8%, theo số liệu tính lại.\n"
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

    A question that says "wait" sets `reached` and waits for `gate`; one that says "takes its time" takes a third of a
    second; `remembered` is how many turns came with each,
    `limited` what each was limited to. The article on growth has a near-copy, which is told only to a question that
    says "near-copy", and in the panel; another article says otherwise, which is told to one that says "disagree". One
    that says "slow" is written out by the chat model for some seconds, a word a step; one that begins with "And" is
    understood as one about Vientiane; one that says "limits" fails with what it was limited to; one that says "rebuilt"
    finds the index built anew.
    """

    def __init__(self, model: Model | None = None) -> None:
        self.model = model
        self.name = "three"
        self.state = State(7, "a")
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
        self.recount = _article(
            "recount.txt",
            RECOUNT,
            source="Báo Bến Nghé",
            author="Lê Thị Hoa",
            published=date(2023, 3, 29),
            published_basis="stated",
            url="https://news.invalid/recount",
        )
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
        self._obey(question, only)
        if "hostile" in question:
            return cited(question, PAYLOADS[0], *(passage(self.hostile, payload) for payload in PAYLOADS))
        if "disagree" in question:
            return self._disagreeing(question)
        if question.startswith("And "):
            meant = f"Who did Đinh Tiến Dũng meet in Vientiane {question.removeprefix('And ')}"
            notes = (f"Understood as: {meant}", "“Vientane” was read as “Vientiane”.")
            return replace(cited(question, "Anouphap Tounalom", self._met), understood=meant, notes=notes)
        growth = passage(self.growth, "Năm 2022, GRDP của Hà Nội tăng 8,89% (cả nước là 8,02%).")
        if "near-copy" in question:
            return cited(question, "8,89%", growth, also_in=(summary(self.copy),))
        if "GRDP" in question:
            return cited(question, "8,89%", growth)
        if "Vientiane" in question:
            return cited(question, "Anouphap Tounalom", self._met, self._invited)
        return Answer(question, "en", "abstained", None, "No article says so.", (), (self._near,))

    def stream(self, question: str, turns: tuple[Turn, ...] = (), only: Filter = EVERYTHING) -> Iterator[Answer]:
        """What `ask` gives; with a chat model, which takes no part in it, in two steps: its text last."""
        answer = self.ask(question, turns, only)
        yield answer
        if self.model is not None and answer.answered:
            for count in range(1, 60 if "slow" in question else 1):
                self.gate.wait(0.1)
                yield replace(answer, text="It says so. " * count + answer.text, model=self.model.name)
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

    def verify(self, brief: Brief, shown: Mapping[int, str] | None = None) -> tuple[Checked, ...]:
        """Each citation stands, but for those of articles that are not here."""
        here = (self.meeting.id, self.growth.id, self.hostile.id, self.copy.id)
        said = shown or {}
        return tuple(
            Checked(saved, "stands" if saved.article in here else "gone", shown=said.get(saved.number))
            for saved in brief.citations
        )

    def search(self, query: str, k: int = 10, only: Filter = EVERYTHING) -> tuple[Hit, ...]:
        """One passage, whatever is looked for."""
        self._require(query)
        return (self._near,)

    def limits(self, stated: Limits) -> Filter:
        """The filter that is meant."""
        return stated.over(self.coverage().sources)

    def outlets(self) -> tuple[tuple[str, int], ...]:
        """Those of the articles, and as many more as make a long list."""
        return (
            ("Lao động Thủ đô", 1),
            ("Thời Đại", 1),
            (PAYLOADS[0], 1),
            *((f"Tạp chí {name}", 1) for name in ("Dân tộc", "Điện ảnh", "Khoa học", "Kiến trúc", "Thủ đô", "Ý tưởng")),
        )

    def leaf(self, wanted: str, order: Order, descending: bool, first: int, most: int) -> Leaf:
        """A leaf of the list of the three."""
        return leaf(entries(self._all), wanted, order, descending, first, most)

    def counts(self) -> Counts:
        """The counts of the three."""
        return counts(self._all)

    def last_run(self) -> LastRun | None:
        """A run that read three files, skipped one and found a copy."""
        return LastRun(
            finished=datetime(2024, 3, 12, 8, 30, tzinfo=UTC),
            read=3, added=1, changed=0, moved=0, removed=0, unchanged=2,
            skipped=(("torn.pdf", "damaged (no end) <b>"),),
            problems=(),
            ignored={".xlsx": 2},
            duplicates=(("again.txt", self.meeting.id),),
            near_copies=0, undated=1, encodings={}, generation=2, seconds=1.25,
        )  # fmt: skip

    def rebuild(self, articles: Path, report_progress: ReportProgress | None = None) -> BuildReport:
        """Fails where the folder is called "busy"; else it is done at once."""
        if articles.name == "busy":
            raise TrichDanError("Another process is writing the index.")
        if report_progress:
            report_progress(Progress("reading", 1, 3, 0))
        return BuildReport(
            read=3, added=1, changed=0, moved=0, removed=0, unchanged=2, skipped=(), problems=(), ignored={},
            articles=3, duplicates=(), near_copies=0,
            undated=1, encodings={}, passages=9, embedded=4, generation=3, seconds=0.5,
        )  # fmt: skip

    def article(self, article_id: str) -> Article:
        """One of the three, or the near-copy."""
        for article in (self.meeting, self.growth, self.hostile, self.copy, self.recount):
            if article.id == article_id:
                return article
        raise NoArticle(f"There is no article {article_id}.")

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

    @staticmethod
    def _tell(only: Filter) -> None:
        """Fails with what a question was limited to."""
        raise UsageError(f"since={only.since} until={only.until} sources={'|'.join(only.sources)}")

    def _require(self, text: str) -> None:
        """Fails where there is no text, or it says so."""
        if not text.strip():
            raise UsageError("Nothing was given. Type something.")
        if "fail" in text:
            raise RuntimeError(f"could not look at {text!r}")

    def _obey(self, question: str, only: Filter) -> None:
        """Waits, fails or finds the index built anew, as the question says."""
        if "limits" in question:
            self._tell(only)
        if "rebuilt" in question:
            self.state = State(self.state.number + 1, question)
        if "wait" in question:
            self.reached.set()
            self.gate.wait(10)
        if "takes its time" in question:
            self.gate.wait(0.3)
        if "fail" in question:
            raise RuntimeError(f"could not answer {question!r}")

    def _disagreeing(self, question: str) -> Answer:
        """Two articles that give different values."""
        recount = passage(self.recount, "GRDP của Hà Nội năm 2022 tăng 8,8%, theo số liệu tính lại.")
        growth = passage(self.growth, "Năm 2022, GRDP của Hà Nội tăng 8,89% (cả nước là 8,02%).")
        answer = cited(question, "8,89%", growth, recount)
        first, second = answer.citations
        what = "Các bài nêu khác nhau: 8,8% (Báo Bến Nghé, 29/3/2023) và 8,89% (Thời Đại)."
        differing = Disagreement(what, (("8,8%", second), ("8,89%", first)))
        return replace(answer, text=f"{answer.text} {what}", disagreements=(differing,))

    @property
    def _all(self) -> list[Summary]:
        return [summary(one) for one in (self.meeting, self.growth, self.hostile)]

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
