"""Whether the made-up newsroom is what it says it is: the scale benchmark holds the index against it."""

import re
import tomllib
import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from benchmarks.generated import WORDS, Newsroom, page, retold, told, twin, windows_1258, write_newsroom

DAY = date(2024, 3, 9)
OUTLETS = tomllib.loads(WORDS.read_text("utf-8"))["outlets"]


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return write_newsroom(tmp_path_factory.mktemp("newsroom"), articles=200, seed=4)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.txt")}


def without_figures(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def sentences(text: str) -> set[str]:
    return {sentence for sentence in re.split(r"(?<=[.?!])\s+", text) if len(sentence.split()) > 3}


def test_counts(newsroom: Newsroom) -> None:
    """The shares are of the articles asked for; unreadable files come on top, a third of each kind."""
    counts = (newsroom.articles, newsroom.stories, len(newsroom.copies), len(newsroom.edits), newsroom.files)
    assert counts == (200, 186, 4, 10, 212)
    assert [len(series) for series in newsroom.twins] == [6]
    assert [len(newsroom.empty), len(newsroom.binary), len(newsroom.legacy)] == [4, 4, 4]
    assert newsroom.files == len(contents(newsroom.folder))


def test_months(newsroom: Newsroom) -> None:
    """Articles stand in a folder a month, over two years."""
    months = {id.split("/")[0] for id in contents(newsroom.folder)}
    assert {f"{year}-{month:02}" for year in (2023, 2024) for month in range(1, 13)} == months


def test_the_same_again(newsroom: Newsroom, tmp_path: Path) -> None:
    """The same arguments write the same bytes, another seed writes others."""
    assert newsroom == replace(write_newsroom(tmp_path / "same", articles=200, seed=4), folder=newsroom.folder)
    assert contents(newsroom.folder) == contents(tmp_path / "same")
    other = write_newsroom(tmp_path / "other", articles=200, seed=5)
    assert not set(contents(newsroom.folder).values()) & set(contents(other.folder).values()) - {b""}


def test_copies(newsroom: Newsroom) -> None:
    """A copy has the bytes of the first, and no other two articles have the same."""
    files = contents(newsroom.folder)
    assert [files[first] for first, _ in newsroom.copies] == [files[copy] for _, copy in newsroom.copies]
    assert len(newsroom.copies) + len(newsroom.empty) - 1 == len(files) - len(set(files.values()))


def test_unreadable(newsroom: Newsroom) -> None:
    """Empty files are empty, binary ones are no text, and legacy ones are Windows-1258 and not UTF-8."""
    files = contents(newsroom.folder)
    assert {b""} == {files[id] for id in newsroom.empty}
    assert all(b"\0" in files[id] for id in newsroom.binary)
    for id in newsroom.legacy:
        assert "ngày" in unicodedata.normalize("NFC", files[id].decode("cp1258"))
        with pytest.raises(UnicodeDecodeError):
            files[id].decode()


def test_edits(newsroom: Newsroom) -> None:
    """An edit on disk is another page with most of the first one's sentences."""
    files = {id: content.decode(errors="ignore") for id, content in contents(newsroom.folder).items()}
    for first, edit in newsroom.edits:
        assert files[first] != files[edit]
        assert len(sentences(files[first]) & sentences(files[edit])) > 0.5 * len(sentences(files[first]))


@pytest.mark.parametrize("seed", range(20))
def test_stories(seed: int) -> None:
    """A story has the length of news; its edit has another title and lead, and lacks the last paragraph."""
    story = told(DAY, seed)
    assert 300 <= len(" ".join((story.lead, *story.paragraphs)).split()) <= 900
    edit = retold(story, seed)
    assert story.paragraphs[:-1] == edit.paragraphs
    assert not {story.title, story.lead} & {edit.title, edit.lead}


@pytest.mark.parametrize("seed", range(20))
def test_twins(seed: int) -> None:
    """Two articles of a series have every word in common, and no paragraph of figures."""
    one, other = (twin(DAY, number, seed) for number in range(2))
    assert one != other
    assert without_figures(" ".join((one.title, one.lead, *one.paragraphs))) == without_figures(
        " ".join((other.title, other.lead, *other.paragraphs))
    )


@pytest.mark.parametrize("outlet", OUTLETS, ids=[str(number) for number in range(len(OUTLETS))])
def test_pages(outlet: dict[str, str]) -> None:
    """An outlet's page has the story's lead and paragraphs, one a line, and nothing is left to fill in."""
    story = told(DAY, "pages")
    text = page(story, outlet, "pages")
    lines = text.splitlines()
    assert {outlet["code"] + story.lead, *story.paragraphs} <= set(lines)
    assert any(story.title in line for line in lines)
    assert "09/03/2024" in text
    assert not re.search(r"[{}]", text)


def test_sentences() -> None:
    """Of 200 stories hardly a sentence stands in two."""
    counts = Counter(sentence for seed in range(200) for sentence in sentences(" ".join(told(DAY, seed).paragraphs)))
    assert sum(1 for count in counts.values() if count > 1) < 0.002 * len(counts)


def test_windows_1258() -> None:
    """Every letter of Vietnamese comes back from Windows-1258, in both cases."""
    vowels = [letter + mark for letter in "aăâeêioôơuưy" for mark in ("", *"\u0300\u0301\u0303\u0309\u0323")]
    letters = unicodedata.normalize("NFC", "đ" + "".join(vowels))
    assert letters + letters.upper() == unicodedata.normalize(
        "NFC", windows_1258(letters + letters.upper()).decode("cp1258")
    )


@pytest.mark.parametrize("articles", [0, 1, 9, 30])
def test_small(articles: int, tmp_path: Path) -> None:
    """A few articles are a few articles, and none of a pair is missing."""
    newsroom = write_newsroom(tmp_path, articles=articles, unreadable=0)
    ids = {id for group in (*newsroom.copies, *newsroom.edits, *newsroom.twins) for id in group}
    assert articles == newsroom.articles == len(contents(tmp_path))
    assert ids <= set(contents(tmp_path))
