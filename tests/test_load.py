"""Many readers and many generations: nothing is lost, nothing is crossed, and what is done with is closed."""

import gc
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.data import Answer
from index.building import build
from index.locking import writing
from index.searching import Index
from page.conversation import Conversation, respond
from page.desk import Desk
from tests.fakes import LetterEncoder
from tests.three_articles import BRIDGE, FLOOD, RICE

READERS, EACH = 32, 3
SWAPS = 5
PROC = Path("/proc/self")
needs_proc = pytest.mark.skipif(not PROC.exists(), reason="only Linux tells what a process has open")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of three articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in {"flood.txt": FLOOD, "rice.txt": RICE, "bridge.txt": BRIDGE}.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def assistant(articles: Path, tmp_path: Path) -> Assistant:
    """An assistant over them."""
    build(articles, tmp_path / "index", LetterEncoder())
    return Assistant(Index.open(tmp_path / "index", LetterEncoder()))


@contextmanager
def no_collector() -> Iterator[None]:
    """Only what nobody refers to is freed, as in a process whose collector has not come round yet."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def opened(index: Path) -> list[str]:
    """The files of an index that this process has open or mapped."""
    files = [str(one.readlink()) for one in (PROC / "fd").iterdir() if one.is_symlink()]
    mapped = {line.split(maxsplit=5)[5] for line in (PROC / "maps").read_text().splitlines() if "/" in line}
    return sorted(name.removeprefix(f"{index}/") for name in (*files, *mapped) if name.startswith(f"{index}/"))


def swap(articles: Path, index: Path, number: int) -> None:
    """Makes the next generation: one article more."""
    (articles / f"more{number}.txt").write_text(f"{FLOOD}\nLần {number}.", "utf-8")
    build(articles, index, LetterEncoder())


@needs_proc
def test_a_generation_is_closed_with_its_last_question(assistant: Assistant, articles: Path, tmp_path: Path) -> None:
    """However many generations come and go, what is open is what the newest has, without the collector's help."""
    index = tmp_path / "index"
    swap(articles, index, 0)
    assistant.ask("Giá gạo tăng bao nhiêu?")
    swap(articles, index, 1)
    assistant.ask("Giá gạo tăng bao nhiêu?")
    before = opened(index)
    with no_collector():
        for number in range(2, SWAPS):
            swap(articles, index, number)
            assistant.ask("Giá gạo tăng bao nhiêu?")
        assert kinds(opened(index)) == kinds(before)
    assert {name.split("/")[0] for name in opened(index) if "keywords" in name} == {f"keywords-{SWAPS + 1}"}


def kinds(files: list[str]) -> Counter[str]:
    """How often each file is open, but for those of the keywords: tantivy makes as many as it likes."""
    return Counter(name for name in files if not name.startswith("keywords"))


def test_a_question_under_way_keeps_its_generation(assistant: Assistant, articles: Path, tmp_path: Path) -> None:
    """A generation that others have left is read to the end by who had begun with it."""
    answers = assistant.stream("Giá gạo tăng bao nhiêu?")
    index = assistant._newest()
    swap(articles, tmp_path / "index", 1)
    assert assistant.state.number == 2
    with no_collector():
        assert (index.state.number, index.article("rice.txt").text, len(index.articles())) == (1, RICE, 3)
    assert [answer.question for answer in answers] == ["Giá gạo tăng bao nhiêu?"]


def test_what_is_still_being_saved_is_waited_for(assistant: Assistant, articles: Path, tmp_path: Path) -> None:
    """While its writer has not saved what belongs to a generation, the one before answers; once it has, or has died,
    the newest does.
    """
    index = tmp_path / "index"
    swap(articles, index, 1)
    keywords = index / "keywords-2"
    keywords.rename(index / "kept")
    with writing(index):
        assert assistant.state.number == 1
        (index / "kept").rename(keywords)
        assert assistant.state.number == 2
    swap(articles, index, 2)
    (index / "vectors-3.faiss").unlink()
    assert (assistant.state.number, (index / "vectors-3.faiss").exists()) == (3, True)


def test_a_newer_generation_is_opened_once(
    assistant: Assistant, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thirty-two who ask at once after a swap find it opened by the first of them."""
    swap(articles, tmp_path / "index", 1)
    openings: list[Path] = []
    open_index, start = Index.open, threading.Barrier(READERS)

    def counted(folder: Path, *rest: object) -> Index:
        openings.append(folder)
        return open_index(folder, *rest)  # type: ignore[arg-type]

    def asked(_: int) -> int:
        start.wait()
        return assistant.state.number

    monkeypatch.setattr(Index, "open", counted)
    with ThreadPoolExecutor(READERS) as pool:
        numbers = list(pool.map(asked, range(READERS)))
    assert (numbers, len(openings)) == ([2] * READERS, 1)


def test_thirty_two_readers_lose_and_cross_nothing(assistant: Assistant, articles: Path, tmp_path: Path) -> None:
    """Each conversation has its own questions in order, each with the answer that it gets when it is asked alone, while
    the index is swapped.
    """
    questions = ["Giá gạo tăng bao nhiêu?", "Cầu Thủ Thiêm dài bao nhiêu?", "Bao nhiêu hộ dân được sơ tán?"]
    alone = {question: said(assistant.ask(question)) for question in questions}
    desk = Desk(assistant, at_once=8, patience=60.0)

    def talked(reader: int) -> list[tuple[str, str]]:
        conversations = []
        for turn in range(EACH):  # each anew: a follow-up's answer leans on what was said before
            *_, (_, conversation, _) = respond(desk, questions[(reader + turn) % 3], (), "en")
            conversations.append(conversation)
        return [told for conversation in conversations for told in answered(conversation)]

    with ThreadPoolExecutor(READERS + 1) as pool:
        writer = pool.submit(swap_dull, articles, tmp_path / "index")
        talks = list(pool.map(talked, range(READERS)))
        writer.result()
    own = [[questions[(reader + turn) % 3] for turn in range(EACH)] for reader in range(READERS)]
    assert talks == [[(question, alone[question]) for question in asked] for asked in own]


def swap_dull(articles: Path, index: Path) -> None:
    """Makes three generations more, each of one article more that answers none of what is asked."""
    for number in range(3):
        text = f"Triển lãm tranh\n\nTriển lãm thứ {number} khai mạc ở Vinh."
        (articles / f"dull{number}.txt").write_text(text, "utf-8")
        build(articles, index, LetterEncoder())


def answered(conversation: Conversation) -> list[tuple[str, str]]:
    """Each question of a conversation with what came of it."""
    return [(one.question, said(one.outcome)) for one in conversation]


def said(outcome: Answer | str | None) -> str:
    """An answer's text, or the sentence that there is none."""
    return outcome.text if isinstance(outcome, Answer) else str(outcome)
