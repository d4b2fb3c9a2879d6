"""Files become text: which are articles, how they are decoded, and what is said of those that cannot be."""

import os
from pathlib import Path

import pytest

from index.errors import UsageError
from index.files import content
from index.files.content import Unreadable
from index.files.documents import read_text
from index.files.listing import listing

SENTENCE = "Đồng chí Anouphap Tounalom tiếp đoàn.\n"


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_article_reads_the_same_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    """UTF-8 with and without a byte order mark and UTF-16 give one text, without the mark."""
    path = write(tmp_path / "a.txt", SENTENCE.encode(encoding))

    assert read_text(path) == SENTENCE


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_are_one_character(tmp_path: Path, ending: str) -> None:
    r"""Windows and old Mac line ends become \n."""
    assert read_text(write(tmp_path / "a.txt", ending.join(["Lào", "", "Huế"]))) == "Lào\n\nHuế"


def test_composed_and_decomposed_letters_are_one_text(tmp_path: Path) -> None:
    """NFD and NFC of one article are the same characters."""
    decomposed = write(tmp_path / "nfd.txt", "Vie\u0302\u0323t Nam")

    assert read_text(decomposed) == "Vi\u1ec7t Nam"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b" \n\t\xc2\xa0\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        ("\u200b\n***\n".encode(), "empty"),
        (b"Vi\0t Nam", "binary, not text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary, not text"),
        (b"caf\xe9", "not UTF-8 (at byte 3) and no Vietnamese encoding fits"),
        (b"\xff\xfe\x00\xd8", "not UTF-16 (at byte 2)"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(tmp_path: Path, content: bytes, why: str) -> None:
    """Empty, binary and undecodable files say which they are, and the message names the file."""
    path = write(tmp_path / "a.txt", content)

    with pytest.raises(Unreadable) as caught:
        read_text(path)

    assert caught.value.why == why
    assert str(caught.value).startswith(f"{path}: {why}; ")


def test_a_file_past_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file one byte too big says both numbers; one of exactly the limit is read."""
    monkeypatch.setattr(content, "MAX_BYTES", 5)
    assert read_text(write(tmp_path / "a.txt", "12345")) == "12345"

    with pytest.raises(Unreadable) as caught:
        read_text(write(tmp_path / "b.txt", "123456"))

    assert caught.value.why == "too big (6 bytes > 5)"


def test_a_closed_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that we may not open says so."""
    path = write(tmp_path / "a.txt", SENTENCE)

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)  # root, as which tests may run, can open everything

    with pytest.raises(Unreadable) as caught:
        read_text(path)

    assert caught.value.why == "permission denied"


def test_a_file_that_is_gone_or_a_pipe_is_refused(tmp_path: Path) -> None:
    """Neither a missing file nor a pipe that nobody writes to holds anything up."""
    os.mkfifo(tmp_path / "pipe.txt")
    reasons = []
    for name in ("gone.txt", "pipe.txt"):
        with pytest.raises(Unreadable) as caught:
            read_text(tmp_path / name)
        reasons.append(caught.value.why)

    assert reasons == ["No such file or directory", "not a regular file"]


def test_articles_are_listed_by_id(tmp_path: Path) -> None:
    """Files of every format that is read, by their path below the folder; no hidden file, no README, no sidecar; what
    is of other formats is counted by its ending.
    """
    ids = ["a b.txt", "a/B.TXT", "a/z.md", "b.txt", "c.html", "d.HTM", "e.mhtml", "f.pdf", "g.docx", "h.jsonl", "i.csv"]
    beside = ["README.md", "readme.vi.md", ".hidden.txt", ".git/d.txt", "articles.yaml", "a/README"]
    for name in (*ids[::-1], *beside, "j.doc", "k.JPG", "a/l.jpg", "m"):
        write(tmp_path / name, SENTENCE)

    found = listing(tmp_path, besides=[tmp_path / "articles.yaml"])

    assert list(found.files.items()) == [(id, tmp_path / id) for id in ids]
    assert (found.passed, found.ignored) == ({}, {".doc": 1, ".jpg": 2, "no ending": 1})


def test_odd_names_are_kept_as_they_are(tmp_path: Path) -> None:
    """Line ends, emoji, marks and 255 bytes in a name do no harm."""
    names = sorted(["dòng\nhai.txt", "🐘.txt", "\u202emục.txt", "ă" * 125 + ".txt"])
    for name in names:
        write(tmp_path / name, SENTENCE)

    assert list(listing(tmp_path).files) == names


def test_links_and_pipes_are_passed_over(tmp_path: Path) -> None:
    """Links out of the folder, loops of links, pipes and names that are not UTF-8 are reported, not read."""
    outside = write(tmp_path / "outside.txt", SENTENCE)
    folder = tmp_path / "articles"
    write(folder / "real.txt", SENTENCE)
    (folder / "link.txt").symlink_to(outside)
    (folder / "again.txt").symlink_to(folder / "real.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    os.mkfifo(folder / "pipe.txt")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt")).write_text(SENTENCE)

    assert list(listing(folder).files) == ["real.txt"]
    assert list(listing(folder).passed.items()) == [
        ("again.txt", "a link"),
        ("link.txt", "a link"),
        ("loop", "a link"),
        ("pipe.txt", "not a regular file"),
        ("self.txt", "a link"),
        ("\udcff.txt", "its name is not UTF-8"),
    ]


def test_a_folder_that_is_a_link_is_read(tmp_path: Path) -> None:
    """The folder named may be a link; ids stand below it."""
    write(tmp_path / "real" / "a.txt", SENTENCE)
    (tmp_path / "link").symlink_to(tmp_path / "real")

    assert list(listing(tmp_path / "link").files) == ["a.txt"]


def test_a_closed_folder_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that we may not list is reported; the articles beside it are read."""
    write(tmp_path / "a.txt", SENTENCE)
    write(tmp_path / "closed" / "b.txt", SENTENCE)
    real = os.scandir

    def refuse(folder: Path) -> object:
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr(os, "scandir", refuse)

    assert list(listing(tmp_path).files) == ["a.txt"]
    assert list(listing(tmp_path).passed.items()) == [("closed", "permission denied")]


def test_a_folder_that_is_none_is_a_usage_error(tmp_path: Path) -> None:
    """A missing folder and a file in its place are named, with what to do."""
    file = write(tmp_path / "a.txt", SENTENCE)

    with pytest.raises(UsageError, match=r"gone: no such folder; name the folder"):
        listing(tmp_path / "gone")
    with pytest.raises(UsageError, match=r"a\.txt: a file, not a folder; name the folder"):
        listing(file)
