"""The commands `python -m index ARTICLES`, which builds or updates, `show ARTICLE`, `verify` and `repair`."""

import argparse
import dataclasses
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from index.building import build
from index.data import Article
from index.encoder import Encoder, open_encoder
from index.errors import TrichDanError, UsageError
from index.following import following
from index.repairing import repair, told_of_repair
from index.reporting import ProgressLine, plain, told
from index.settings import Settings, settings
from index.store import Store
from index.verifying import told_of_files, verify

SCHEMA = 1  # of the JSON printed here; scripts read it
INTERRUPTED, PIPE_CLOSED = 130, 141  # as a shell has them: 128 and the signal's number

_USAGE = (
    "python -m index ARTICLES [--index DIR] [--json] [--watch]\n"
    "       python -m index show ARTICLE [--index DIR] [--json]\n"
    "       python -m index verify [--index DIR] [--json]\n"
    "       python -m index repair [--index DIR] [--json]"
)


class _Parser(argparse.ArgumentParser):
    """Arguments; a wrong one is a sentence, raised like every other."""

    def error(self, message: str) -> NoReturn:
        """Raises UsageError: what is wrong, and where to look."""
        raise UsageError(f"{message[:1].upper()}{message[1:]}. Usage: {_USAGE}")


def main(arguments: Sequence[str]) -> int:
    """The exit code, once the command is done: 0, or that of the error, which is told on standard error in a line."""
    try:
        code = _run(arguments, settings(os.environ))
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
    return code


def _run(arguments: Sequence[str], given: Settings) -> int:
    """Runs the command; the exit code where it says more than that all went well."""
    asked = _parser().parse_intermixed_args(list(arguments))
    folder = Path(asked.index).expanduser() if asked.index else given.index
    match asked.words:
        case ["show", article]:
            if asked.watch:
                raise UsageError(f"Only a folder can be watched, not an article. Usage: {_USAGE}")
            _show(article, folder, as_json=asked.json)
        case ["verify" | "repair" as command]:
            if asked.watch:
                raise UsageError(f"Only a folder can be watched, not an index. Usage: {_USAGE}")
            return _verify(folder, as_json=asked.json) if command == "verify" else _repair(folder, as_json=asked.json)
        case ["show"]:
            raise UsageError(f"Show which article? To index a folder named show, write ./show. Usage: {_USAGE}")
        case [articles]:
            _build(Path(articles).expanduser(), folder, given, asked)
        case words:
            raise UsageError(f"One folder of articles at a time, and here are {len(words)}. Usage: {_USAGE}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m index",
        usage=_USAGE,
        description="Makes the folder ARTICLES searchable, or brings its index up to date; shows how one was read.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "words", nargs="+", metavar="ARTICLES", help="a folder of articles; or: show ARTICLE, verify, repair"
    )
    parser.add_argument("--index", metavar="DIR", help="where the index is (else ASSISTANT_INDEX, else index/built)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--watch", action="store_true", help="go on, and keep up with the folder until interrupted")
    return parser


def _build(articles: Path, folder: Path, given: Settings, asked: argparse.Namespace) -> None:
    encoder = open_encoder(given.encoder, given.cache)
    if not asked.watch:
        _run_once(articles, folder, encoder, as_json=asked.json)
        return
    with following(articles, folder) as changes:
        _run_once(articles, folder, encoder, as_json=asked.json)
        _say(f"Watching {articles}; Ctrl-C ends it.")
        for _ in changes:
            try:
                _run_once(articles, folder, encoder, as_json=asked.json)
            except TrichDanError as error:  # another run holds the index, or the folder is empty just now
                _say(str(error))


def _run_once(articles: Path, folder: Path, encoder: Encoder, *, as_json: bool) -> None:
    with ProgressLine(sys.stderr) as progress:
        report = build(articles, folder, encoder, progress.report)
    if as_json:
        _print_json(dataclasses.asdict(report))
    else:
        sys.stdout.write(told(report, folder))
    sys.stdout.flush()


def _verify(folder: Path, *, as_json: bool) -> int:
    """Says of each file of the index whether it is whole: 0 where all are, else 1."""
    verified = verify(folder)
    if as_json:
        _print_json(dataclasses.asdict(verified) | {"whole": verified.is_whole})
    else:
        sys.stdout.write(told_of_files(verified, folder))
    return 0 if verified.is_whole else TrichDanError.exit_code


def _repair(folder: Path, *, as_json: bool) -> int:
    """Puts the index right, and says what that took."""
    repaired = repair(folder)
    if as_json:
        _print_json(dataclasses.asdict(repaired))
    else:
        sys.stdout.write(told_of_repair(repaired, folder))
    return 0


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
    lines = [f"{name + ':':<11}{plain(value or 'not stated')}" for name, value in facts.items()]
    lines += ["", *map(plain, _body_text(article).split("\n")), ""]
    for omission in article.left_out:
        span = omission.span
        lines.append(f"left out {span.start}–{span.end} ({omission.why}): {plain(article.text[span.start : span.end])}")
    return "\n".join(lines).rstrip("\n") + "\n"


def _print_json(content: dict[str, object]) -> None:
    sys.stdout.write(json.dumps({"schema": SCHEMA, **content}, ensure_ascii=False) + "\n")


def _say(sentence: str) -> None:
    sys.stderr.write(f"{plain(sentence)}\n")


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))
