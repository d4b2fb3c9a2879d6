"""The commands `python -m index ARTICLES`, which builds or updates, and `python -m index show ARTICLE`."""

import argparse
import dataclasses
import io
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, TextIO

from index.building import BuildReport, Progress, build
from index.data import Article
from index.encoder import open_encoder
from index.errors import TrichDanError, UsageError
from index.settings import Settings, settings
from index.store import Store

SCHEMA = 1  # of the JSON printed here; scripts read it
INTERRUPTED, PIPE_CLOSED = 130, 141  # as a shell has them: 128 and the signal's number

_USAGE = "python -m index ARTICLES [--index DIR] [--json]\n       python -m index show ARTICLE [--index DIR] [--json]"
_EVERY = 1.0  # seconds between two lines of progress where they cannot be written over each other


class _Parser(argparse.ArgumentParser):
    """Arguments; a wrong one is a sentence, raised like every other."""

    def error(self, message: str) -> NoReturn:
        """Raises UsageError: what is wrong, and where to look."""
        raise UsageError(f"{message[:1].upper()}{message[1:]}. Usage: {_USAGE}")


def main(arguments: Sequence[str]) -> int:
    """The exit code, once the command is done: 0, or that of the error, which is told on standard error in a line."""
    try:
        _run(arguments, settings(os.environ))
        sys.stdout.flush()
    except TrichDanError as error:
        _say(str(error))
        return error.exit_code
    except BrokenPipeError:  # whoever read the output has had enough; what is left must not be flushed at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except OSError as error:
        _say(f"{error}.")
        return TrichDanError.exit_code
    except KeyboardInterrupt:
        _say("Interrupted; the same command goes on from there.")
        return INTERRUPTED
    return 0


def _run(arguments: Sequence[str], given: Settings) -> None:
    asked = _parser().parse_intermixed_args(list(arguments))
    folder = Path(asked.index).expanduser() if asked.index else given.index
    match asked.words:
        case ["show", article]:
            _show(article, folder, as_json=asked.json)
        case ["show"]:
            raise UsageError(f"Show which article? To index a folder named show, write ./show. Usage: {_USAGE}")
        case [articles]:
            _build(Path(articles).expanduser(), folder, given, as_json=asked.json)
        case words:
            raise UsageError(f"One folder of articles at a time, and here are {len(words)}. Usage: {_USAGE}")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m index",
        usage=_USAGE,
        description="Makes the folder ARTICLES searchable, or brings its index up to date; shows how one was read.",
        allow_abbrev=False,
    )
    parser.add_argument("words", nargs="+", metavar="ARTICLES", help="a folder of articles; or: show ARTICLE")
    parser.add_argument("--index", metavar="DIR", help="where the index is (else ASSISTANT_INDEX, else index/built)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _build(articles: Path, folder: Path, given: Settings, *, as_json: bool) -> None:
    encoder = open_encoder(given.encoder, given.cache)
    progress = _ProgressLine(sys.stderr)
    try:
        report = build(articles, folder, encoder, progress.report)
    finally:
        progress.end()
    if as_json:
        _print_json(dataclasses.asdict(report))
    else:
        sys.stdout.write(_told(report, folder))


def _show(article_id: str, folder: Path, *, as_json: bool) -> None:
    with Store.open(folder) as store:
        article = store.article(article_id)
    if as_json:
        _print_json(_record(article))
    else:
        sys.stdout.write(_card(article))


def _record(article: Article) -> dict[str, object]:
    """The article's record, in the frozen form of `show`. `body_text` is the body's spans, a blank line between two."""
    return {
        "article": article.id,
        "title": article.title,
        "source": article.source,
        "author": article.author,
        "published": article.published.isoformat() if article.published else None,
        "published_basis": article.published_basis,
        "url": article.url,
        "body": [[span.start, span.end] for span in article.body],
        "body_text": _body_text(article),
        "left_out": [
            {"start": omission.span.start, "end": omission.span.end, "why": omission.why}
            for omission in article.left_out
        ],
    }


def _body_text(article: Article) -> str:
    return "\n\n".join(article.text[span.start : span.end] for span in article.body)


def _card(article: Article) -> str:
    """The article's record for a person: what is known of it, its body, and what was left out and why."""
    published = f"{article.published or 'no date'} ({article.published_basis})"
    facts = {
        "article": article.id,
        "title": article.title,
        "source": article.source,
        "author": article.author,
        "published": published,
        "url": article.url,
    }
    lines = [f"{name + ':':<11}{_line(value or 'not stated')}" for name, value in facts.items()]
    lines += ["", *map(_line, _body_text(article).split("\n")), ""]
    for omission in article.left_out:
        span = omission.span
        lines.append(f"left out {span.start}–{span.end} ({omission.why}): {_line(article.text[span.start : span.end])}")
    return "\n".join(lines).rstrip("\n") + "\n"


def _told(report: BuildReport, folder: Path) -> str:
    """The summary of a run for a person."""
    lines = [f"skipped {_line(skipped.article)}: {skipped.why}" for skipped in report.skipped]
    lines.append(
        f"{report.read} articles: {report.added} added, {report.changed} changed, {report.removed} removed,"
        f" {report.unchanged} unchanged, {len(report.skipped)} skipped"
    )
    lines.append(
        f"{report.passages} passages in {folder}, generation {report.generation};"
        f" {report.embedded} texts embedded in {report.seconds:.1f} s"
    )
    return "\n".join(lines) + "\n"


class _ProgressLine:
    """Progress on a stream: one line written over and over on a terminal, a line now and then elsewhere."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._written = float("-inf")
        self._open = False

    def report(self, progress: Progress) -> None:
        """Shows how far the run has come."""
        line = f"{progress.articles} of {progress.total} new or changed articles, {progress.embedded} texts embedded"
        if self._stream.isatty():
            self._stream.write(f"\r{line}\x1b[K")
            self._open = True
        elif progress.articles == progress.total or time.monotonic() - self._written >= _EVERY:
            self._stream.write(f"{line}\n")
            self._written = time.monotonic()
        self._stream.flush()

    def end(self) -> None:
        """Ends the line that is still open, so that what follows has its own."""
        if self._open:
            self._stream.write("\n")


def _line(text: str) -> str:
    """The text on one line, without anything a terminal would obey; what a file is called, others decide."""
    return "".join(character if character.isprintable() else " " for character in text)


def _print_json(content: dict[str, object]) -> None:
    sys.stdout.write(json.dumps({"schema": SCHEMA, **content}, ensure_ascii=False) + "\n")


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))
