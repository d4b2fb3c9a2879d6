"""Files that readers hand in: whole, under a safe name, over no other; those not taken are told one by one."""

from pathlib import Path
from unittest.mock import patch

import pytest

from assistant import adding
from assistant.adding import LONGEST, HandedIn, add, safe_name
from assistant.errors import TrichDanError
from index.files.listing import listing


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    """Where the files lie that are handed in."""
    folder = tmp_path / "handed in"
    folder.mkdir()
    return folder


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """The folder of articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    return folder


def hand_in(folder: Path, name: str, content: bytes) -> Path:
    """The path of a file with this name and content."""
    (folder / name).write_bytes(content)
    return folder / name


def contents(folder: Path) -> dict[str, bytes]:
    """All that is in the folder, hidden files too."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_file_is_added_whole(handed_in: Path, articles: Path) -> None:
    """To the byte, with nothing beside it."""
    file = hand_in(handed_in, "lũ.txt", b"L\xc5\xa9 \r\n\x00")
    assert add([file], articles) == (HandedIn("lũ.txt", "added", "lũ.txt"),)
    assert contents(articles) == {"lũ.txt": b"L\xc5\xa9 \r\n\x00"}


def test_a_file_of_a_name_that_is_taken_goes_beside_it(handed_in: Path, articles: Path) -> None:
    """With a number, as often as its content is another; what is there already is not added again."""
    fates: list[HandedIn] = []
    for content in (b"one", b"two", b"three", b"two", b"one"):
        fates += add([hand_in(handed_in, "a.txt", content)], articles)
    assert [(fate.fate, fate.stored) for fate in fates] == [
        ("added", "a.txt"),
        ("added", "a (2).txt"),
        ("added", "a (3).txt"),
        ("same", "a (2).txt"),
        ("same", "a.txt"),
    ]
    assert contents(articles) == {"a.txt": b"one", "a (2).txt": b"two", "a (3).txt": b"three"}


def test_what_cannot_be_taken_is_told_and_the_rest_goes_on(handed_in: Path, articles: Path) -> None:
    """A format that is not read, nothing in it, too much in it, no file at all."""
    files = [
        hand_in(handed_in, "run.sh", b"rm -rf /"),
        hand_in(handed_in, "empty.md", b" \n"),
        hand_in(handed_in, "endless.txt", b"x" * 11),
        handed_in / "gone.txt",
        hand_in(handed_in, "good.txt", b"x" * 10),
    ]
    with patch.object(adding, "MAX_BYTES", 10):
        assert add(files, articles) == (
            HandedIn("run.sh", "format"),
            HandedIn("empty.md", "empty"),
            HandedIn("endless.txt", "too_big"),
            HandedIn("gone.txt", "unreadable"),
            HandedIn("good.txt", "added", "good.txt"),
        )
    assert contents(articles) == {"good.txt": b"x" * 10}


def test_only_so_many_are_taken_at_once(handed_in: Path, articles: Path) -> None:
    """Those past the limit are told."""
    files = [hand_in(handed_in, f"{number}.txt", b"x") for number in range(3)]
    with patch.object(adding, "MOST", 2):
        assert [each.fate for each in add(files, articles)] == ["added", "added", "too_many"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Tin nóng (2).txt", "Tin nóng (2).txt"),
        ("Tin no\u0301ng.TXT", "Tin nóng.txt"),
        ("../../etc/cron.d/x.txt", "x.txt"),
        ("..\\..\\boot.txt", "boot.txt"),
        (".hidden.txt", "hidden.txt"),
        (".txt", "article.txt"),
        ("... .txt", "article.txt"),
        ("README.md", "article README.md"),
        ("readme first.txt", "article readme first.txt"),
        ("CON.txt", "article CON.txt"),
        ("a\u202egpj.txt", "a_gpj.txt"),
        ("a\nb\x00c\x1b[31m.txt", "a_b_c__31m.txt"),
        ("<img src=x onerror=alert(1)>.txt", "_img src_x onerror_alert(1)_.txt"),
        ("a\ud800.txt", "a_.txt"),
        ("no ending", "no ending"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    """No path, nothing hidden, nothing that a terminal, a browser or Windows would obey; Vietnamese letters stay."""
    assert safe_name(name) == safe


@pytest.mark.parametrize("letter", ["a", "ữ", "漢", "🦆"])
def test_a_long_name_is_cut_between_letters(letter: str) -> None:
    """At most so many bytes, the ending kept."""
    name = safe_name(letter * 300 + ".html")
    assert len(name.encode()) <= LONGEST
    assert name.endswith(".html")
    assert set(name.removesuffix(".html")) <= {letter, "_"}


@pytest.mark.parametrize("name", ["x.txt", "README.html", ".env.md", "..csv", "a/b.jsonl"])
def test_what_is_added_is_read_as_an_article(articles: Path, name: str) -> None:
    """A safe name is never one that the index passes over."""
    stored = safe_name(name)
    (articles / stored).write_bytes(b"x")
    assert list(listing(articles).files) == [stored]


def test_a_link_in_the_folder_is_not_followed(handed_in: Path, articles: Path, tmp_path: Path) -> None:
    """What it points to stays as it was."""
    outside = tmp_path / "outside.txt"
    (articles / "a.txt").symlink_to(outside)
    assert add([hand_in(handed_in, "a.txt", b"new")], articles)[0].stored == "a (2).txt"
    assert not outside.exists()


def test_without_hard_links_a_file_is_added_all_the_same(handed_in: Path, articles: Path) -> None:
    """As on a memory card."""
    with patch.object(Path, "hardlink_to", side_effect=PermissionError(1, "Operation not permitted")):
        assert add([hand_in(handed_in, "a.txt", b"one")], articles)[0].stored == "a.txt"
        assert add([hand_in(handed_in, "a.txt", b"two")], articles)[0].stored == "a (2).txt"
    assert contents(articles) == {"a.txt": b"one", "a (2).txt": b"two"}


def test_a_folder_that_cannot_be_written_is_told(handed_in: Path, articles: Path) -> None:
    """In a sentence; nothing is left behind."""
    file = hand_in(handed_in, "a.txt", b"one")
    with (
        patch("assistant.adding.os.fsync", side_effect=OSError(28, "No space left on device")),
        pytest.raises(TrichDanError, match="cannot be written \\(No space left on device\\)"),
    ):
        add([file], articles)
    assert contents(articles) == {}
