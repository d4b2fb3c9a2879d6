"""Questions limited to days and outlets, over four articles: what is answered, and what the reader is told."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant import EVERYTHING, Answer, Assistant, Filter, Limits
from assistant.commands.main import main
from assistant.langchain_parts import article_retriever, cited_answer_tool
from index.building import build
from index.encoder import Encoder
from index.errors import UsageError
from index.searching import Index

ARTICLES = {
    "cau-2023.txt": "Thông xe cầu Vàm Sáo\n\nCầu Vàm Sáo được thông xe với tổng vốn 120 tỷ đồng. Cầu dài 450 mét.",
    "cau-2024.txt": "Sửa cầu Vàm Sáo\n\nCầu Vàm Sáo được sửa chữa với tổng vốn 15 tỷ đồng. Cầu đóng cửa hai tuần.",
    "gao.txt": "Gạo xuất khẩu tăng giá\n\nGiá gạo xuất khẩu đạt 640 USD một tấn. Nông dân vùng Lạc Khê được mùa.",
    "le-hoi.txt": "Lễ hội hoa Lạc Khê\n\nLễ hội hoa Lạc Khê có 30 nghìn khách tham dự. Khách đi dạo bên bờ sông.",
}
STATED = """articles:
  cau-2023.txt: {published: 2023-03-10, source: Nhân Dân}
  cau-2024.txt: {published: 2024-06-05, source: Nhân Dân}
  gao.txt: {published: 2024-06-20, source: VOV}
  le-hoi.txt: {published: null, source: Lao Động}
"""
BRIDGE = "Cầu Vàm Sáo được thông xe với tổng vốn bao nhiêu?"
TODAY = date(2024, 6, 28)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """The folder of an index of four articles, three of them dated, of three outlets."""
    articles, built = tmp_path_factory.mktemp("articles"), tmp_path_factory.mktemp("index") / "built"
    for name, text in ARTICLES.items():
        (articles / name).write_text(text, "utf-8")
    (articles / "articles.yaml").write_text(STATED, "utf-8")
    build(articles, built, encoder)
    return built


@pytest.fixture(scope="module")
def limited(folder: Path, encoder: Encoder) -> Iterator[Assistant]:
    """The assistant over them, on 28 June 2024."""
    yield Assistant(Index.open(folder, encoder), lambda: TODAY)


def cited(answer: Answer) -> list[str]:
    return [citation.passage.article.id for citation in answer.citations]


def near(answer: Answer) -> list[str]:
    return [hit.passage.article.id for hit in answer.nearest]


def test_an_answer_comes_only_from_what_the_limits_let_through(limited: Assistant) -> None:
    """The same question, another year, another article."""
    question = "Vốn của cầu Vàm Sáo là bao nhiêu tỷ đồng?"
    one = limited.ask(question, only=Filter(until=date(2023, 12, 31)))
    other = limited.ask(question, only=Filter(since=date(2024, 1, 1), sources=("Nhân Dân",)))
    assert (one.short_answer, cited(one)) == ("120 tỷ đồng", ["cau-2023.txt"])
    assert (other.short_answer, cited(other)) == ("15 tỷ đồng", ["cau-2024.txt"])


def test_where_no_article_is_within_the_limits_the_reader_is_told_what_there_is(limited: Assistant) -> None:
    """The limits, the days the outlet's articles are of, and that what is shown is from outside."""
    answer = limited.ask(BRIDGE, only=Filter(date(2020, 6, 1), date(2020, 6, 30), ("Nhân Dân",)))
    assert (answer.status, answer.citations) == ("abstained", ())
    assert answer.text == (
        "Không có bài nào từ 1/6/2020 đến 30/6/2020 của Nhân Dân. Kho bài có 2 bài từ 10/3/2023 đến 5/6/2024 của "
        "Nhân Dân. Những đoạn gần nhất được nêu nằm ngoài giới hạn này."
    )
    assert near(answer)[0] == "cau-2023.txt"
    assert [hit.rank for hit in answer.nearest] == [1, 2, 3]


def test_it_is_told_in_english_too_and_that_undated_articles_are_left_out(limited: Assistant) -> None:
    """An article of unknown date may be of those days; the reader should know of it."""
    answer = limited.ask("How many visitors came to the flower festival?", only=Filter(since=date(2025, 1, 1)))
    assert answer.text == (
        "No article from 1 January 2025 on is in the index. It has 3 articles from 10 March 2023 to 20 June 2024. "
        "1 article without a known date is in no range of days. The nearest passages shown are from outside these "
        "limits."
    )


def test_where_an_article_outside_the_limits_answers_its_passages_are_the_nearest(limited: Assistant) -> None:
    """The one article within them does not say; it is not shown instead of the one that does."""
    answer = limited.ask(BRIDGE, only=Filter(sources=("VOV",)))
    assert answer.text.endswith(" Kho bài có 1 bài của VOV. Những đoạn gần nhất được nêu nằm ngoài giới hạn này.")
    assert (answer.status, near(answer)[0], "gao.txt" in near(answer)) == ("abstained", "cau-2023.txt", False)


def test_where_nothing_answers_the_nearest_passages_are_within_the_limits(limited: Assistant) -> None:
    """Nothing is gained by showing others."""
    answer = limited.ask("What is the capital of France?", only=Filter(sources=("VOV",)))
    assert near(answer) == ["gao.txt"]
    assert answer.text.endswith(" The index has 1 article by VOV.")


def test_a_search_gives_only_what_is_within_the_limits(limited: Assistant) -> None:
    """All of it, however far from the query."""
    hits = limited.search("cầu Vàm Sáo", 10, Filter(since=date(2024, 6, 1)))
    assert [hit.passage.article.id for hit in hits] == ["cau-2024.txt", "gao.txt"]
    assert limited.search("cầu Vàm Sáo", 10, Filter(since=date(2025, 1, 1))) == ()


def test_stated_limits_become_a_filter_of_the_outlets_there_are(limited: Assistant) -> None:
    """Names as somebody calls them."""
    assert limited.limits(Limits(since="2024", sources=("nhan dan",))) == Filter(date(2024, 1, 1), None, ("Nhân Dân",))
    assert limited.limits(Limits()) == EVERYTHING
    assert limited.sources() == ("Lao Động", "Nhân Dân", "VOV")


def test_coverage_is_of_all_articles(limited: Assistant) -> None:
    """How many, the first and last day known, the outlets."""
    coverage = limited.coverage()
    assert (coverage.articles, coverage.undated, coverage.oldest, coverage.newest, coverage.sources) == (
        4, 1, date(2023, 3, 10), date(2024, 6, 20), ("Lao Động", "Nhân Dân", "VOV"),
    )  # fmt: skip


def test_a_time_counted_from_today_is_nothing_an_article_must_say(limited: Assistant) -> None:
    """No article says "last week"; the one of 20 June is found all the same."""
    answer = limited.ask("Giá gạo xuất khẩu tuần trước là bao nhiêu?")
    assert (answer.short_answer, cited(answer)) == ("640 USD", ["gao.txt"])


def run(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> tuple[int, str, str]:
    code = main([*arguments, "--index", str(folder)])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_commands_take_the_limits(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """--from and --to with a month or year, --source as often as wanted."""
    code, out, err = run(capsys, folder, "ask", BRIDGE, "--to", "2023", "--json")
    assert (code, json.loads(out)["short_answer"], err) == (0, "120 tỷ đồng", "")
    code, out, _ = run(capsys, folder, "search", "cầu", "--source", "vov", "--source", "lao dong", "--json")
    assert (code, sorted(hit["article"] for hit in json.loads(out)["hits"])) == (0, ["gao.txt", "le-hoi.txt"])


def test_a_search_with_nothing_in_range_says_so_and_exits_with_3(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    """On standard error; standard output is empty, or the object with no hits."""
    said = (
        "Không có bài nào ngày 28/6/2024. Kho bài có 3 bài từ 10/3/2023 đến 20/6/2024. 1 bài không rõ ngày không thuộc "
        "khoảng ngày nào.\n"
    )
    day = ("--from", "28/6/2024", "--to", "2024-06-28")
    assert run(capsys, folder, "search", "cầu Vàm Sáo", *day) == (3, "", said)
    code, out, err = run(capsys, folder, "search", "cầu Vàm Sáo", *day, "--json")
    assert (code, json.loads(out)["hits"], err) == (3, [], said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--from", "hôm qua"], "Not a day, month or year: 'hôm qua'. Write it as 2024-06-28, 28/6/2024, "),
        (["--from", "2024", "--to", "2023"], "No day lies from 2024 to 2023: the first is later. Exchange them."),
        (["--source", "Nhan Danh"], "No article is by 'Nhan Danh'. Of 3 outlets the nearest: Nhân Dân, "),
    ],
)
def test_limits_that_cannot_be_taken_are_told_in_a_line(
    capsys: pytest.CaptureFixture[str], folder: Path, arguments: list[str], said: str
) -> None:
    """Exit 2, like any option that cannot be taken."""
    code, out, err = run(capsys, folder, "ask", BRIDGE, *arguments)
    assert (code, out, err.count("\n"), err[: len(said)]) == (2, "", 1, said)


def test_a_line_of_a_batch_has_limits_of_its_own(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    """They go before those of the command, each for itself; null limits nothing, and a bad one is that line's error."""
    lines: list[dict[str, object]] = [
        {"id": 1, "query": "cầu"},
        {"id": 2, "query": "cầu", "from": "2024-06-10"},
        {"id": 3, "query": "cầu", "from": 2023, "to": "2023"},
        {"id": 4, "query": "cầu", "from": None, "source": ["VOV", "lao động"]},
        {"id": 5, "query": "cầu", "source": "nobody"},
        {"id": 6, "query": "cầu", "from": "2025"},
    ]
    batch = tmp_path / "batch.jsonl"
    batch.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    code, out, _ = run(capsys, folder, "search", "--batch", str(batch), "--from", "2024", "-k", "4")
    answers = [json.loads(line) for line in out.splitlines()]
    found = [sorted(hit["article"] for hit in answer.get("hits", ())) for answer in answers]
    assert code == 0
    assert found == [["cau-2024.txt", "gao.txt"], ["gao.txt"], ["cau-2023.txt"], ["gao.txt", "le-hoi.txt"], [], []]
    assert answers[4]["error"].startswith("No article is by 'nobody'.")
    assert "error" not in answers[5]


def test_a_retriever_gives_only_what_is_within_its_limits(limited: Assistant) -> None:
    """Days as dates or as they are written, outlets as somebody calls them; none where nothing is within them."""
    june = article_retriever(limited, since="2024-06", until=date(2024, 6, 30), sources=["nhan dan"])
    assert [document.metadata["article"] for document in june.invoke("gạo")] == ["cau-2024.txt"]
    assert article_retriever(limited, since="2025").invoke("gạo") == []
    with pytest.raises(UsageError, match="Not a day, month or year"):
        article_retriever(limited, since="soon")


def test_a_tool_takes_limits_and_says_how_to_write_them(limited: Assistant) -> None:
    """Each optional and described; what cannot be taken is told to the model that called, which can mend it."""
    tool = cited_answer_tool(limited)
    assert {name: "description" in field for name, field in tool.args.items()} == {
        "question": False, "since": True, "until": True, "source": True,
    }  # fmt: skip
    asked = {"question": BRIDGE, "until": "2023", "source": "nhan dan"}
    assert json.loads(tool.invoke(asked))["short_answer"] == "120 tỷ đồng"
    assert "2024-06-28, 28/6/2024" in json.loads(tool.invoke({"question": BRIDGE, "since": "soon"}))["error"]
