"""`python -m benchmarks` measures, and prints the command, the machine and one table; exit 1 where a promise failed."""

import argparse
import json
import os
import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assistant.assistant import Assistant
from benchmarks.figures import Section
from benchmarks.finding import finders, finding_figures
from benchmarks.golden import FURTHER, SEEDS, given, golden_figures, golden_questions
from benchmarks.pages import html_pages, page_figures, text_pages
from benchmarks.reading import reading_figures, refusing_figures
from benchmarks.scale import ARTICLES, scale_figures
from benchmarks.seeds import furniture, records, seed_figures
from benchmarks.speed import THREADS, indexing_figures, process_figures, question_figures
from benchmarks.table import as_json, machine, table
from benchmarks.xquad import NOT_AT_HAND, VARIABLE, RememberingEncoder, XQuad, built_index, find_xquad, read_xquad
from index.encoder import Encoder, open_encoder
from index.errors import TrichDanError, UsageError
from index.files.listing import listing
from index.searching import Index
from index.settings import settings

SCHEMA = 1  # of the JSON printed here
KEPT, FAILED, INTERRUPTED = 0, 1, 130


@dataclass(frozen=True)
class Bench:
    """What is measured, and with what. Everything costly is made when it is first asked for, and once."""

    index: Path
    encoder: Encoder
    cache: Path
    xquad: Path | None
    sample: int | None

    def opened(self) -> Assistant:
        """A new assistant over the seeds; raises UsageError where the index is of other articles."""
        index = Index.open(self.index, self.encoder)
        held, wanted = {summary.id for summary in index.articles()}, set(listing(SEEDS).files)
        if held != wanted:
            raise UsageError(
                f"The index in {self.index} is not of the {len(wanted)} articles in {SEEDS.name}/ but of {len(held)}:"
                f" build one with python -m index {SEEDS.name}/ --index DIR and name it with --index DIR."
            )
        return Assistant(index)

    @cached_property
    def assistant(self) -> Assistant:
        """The assistant over the seeds."""
        return self.opened()

    @cached_property
    def paragraphs(self) -> XQuad:
        """XQuAD, or as many of its questions as were asked for."""
        if self.xquad is None:
            raise UsageError(NOT_AT_HAND)
        return read_xquad(self.xquad).sample(self.sample)

    @cached_property
    def remembering(self) -> RememberingEncoder:
        """The encoder, for questions that are asked several times."""
        return RememberingEncoder(self.encoder)

    def over(self, paragraphs: Sequence[str]) -> Path:
        """The index of these paragraphs."""
        return built_index(paragraphs, self.encoder, self.cache / "benchmarks")


def seeds(bench: Bench) -> Section:
    """The records of the five articles."""
    return Section("seeds: the five articles as read", tuple(seed_figures(bench.assistant, records())))


def pages(bench: Bench) -> Section:
    """The marked pages: body or furniture."""
    figures = (*page_figures("scraped text", text_pages()), *page_figures("saved pages", html_pages()))
    return Section("pages: body or furniture", figures)


def golden(bench: Bench) -> Section:
    """The golden questions."""
    answers = given(bench.assistant, golden_questions())
    return Section("golden: the golden questions", tuple(golden_figures(answers, SEEDS, furniture(records()))))


def further(bench: Bench) -> Section:
    """The further questions, written by someone who had seen only the articles."""
    answers = given(bench.assistant, golden_questions(FURTHER))
    return Section("further: questions on the seeds by another hand", tuple(golden_figures(answers, SEEDS, ())))


def speed(bench: Bench) -> Section:
    """How fast. Questions come first, before sentence-transformers is loaded too."""
    questions = [one.question for one in golden_questions()]
    figures = [
        *question_figures(bench.opened(), questions),
        *process_figures(SEEDS, questions[0]),
        *indexing_figures(SEEDS, bench.encoder),
    ]
    note = f"Times on a busy machine say little; sentence-transformers had {os.environ['OMP_NUM_THREADS']} threads."
    return Section("speed: five articles", tuple(figures), note)


def finding(bench: Bench) -> Section:
    """The paragraph found, by each way of finding."""
    title = "finding: the right paragraph among XQuAD's 240"
    if bench.xquad is None:
        return Section(title, (), NOT_AT_HAND)
    ways = finders(bench.over(bench.paragraphs.paragraphs), bench.remembering)
    return Section(title, tuple(finding_figures(bench.paragraphs.questions, ways)))


def reading(bench: Bench) -> Section:
    """The answer given over XQuAD."""
    title = "reading: XQuAD's questions answered over all its paragraphs"
    if bench.xquad is None:
        return Section(title, (), NOT_AT_HAND)
    assistant = Assistant(Index.open(bench.over(bench.paragraphs.paragraphs), bench.remembering))
    return Section(title, tuple(reading_figures(bench.paragraphs.questions, assistant)))


def refusing(bench: Bench) -> Section:
    """What is refused over the half of XQuAD that has no answer."""
    title = "refusing: XQuAD's questions asked of the half without their paragraph"
    if bench.xquad is None:
        return Section(title, (), NOT_AT_HAND)
    others = {half: bench.over(bench.paragraphs.paragraphs[1 - half :: 2]) for half in (0, 1)}
    without = {half: Assistant(Index.open(folder, bench.remembering)) for half, folder in others.items()}
    return Section(title, tuple(refusing_figures(bench.paragraphs.questions, without)))


def scale(bench: Bench) -> Section:
    """A newsroom's folder of thousands of articles."""
    title = f"scale: a newsroom's folder of {ARTICLES:,} made-up articles"
    return Section(title, tuple(scale_figures(bench.encoder)))


MEASUREMENTS: dict[str, Callable[[Bench], Section]] = {
    "seeds": seeds,
    "pages": pages,
    "golden": golden,
    "further": further,
    "speed": speed,
    "finding": finding,
    "reading": reading,
    "refusing": refusing,
    "scale": scale,
}
LONG = frozenset({"scale"})  # takes minutes, and is measured only where it is named


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 where every promise was kept, 1 where one was not; that of the error where something failed."""
    os.environ.setdefault("OMP_NUM_THREADS", THREADS)  # read by torch when it is loaded, which is later
    options = _parser().parse_args(arguments)
    try:
        sections = _measured(options)
    except TrichDanError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    command = _command(arguments, os.environ)
    if options.json:
        print(json.dumps(_printed(command, sections), ensure_ascii=False))
    else:
        print(f"{command}\n{machine()}\n\n{table(sections)}")
    return FAILED if any(figure.held is False for section in sections for figure in section.figures) else KEPT


def _command(arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    """The command that was given, with the variable that counts for it."""
    stated = f"{VARIABLE}={shlex.quote(environ[VARIABLE])} " if environ.get(VARIABLE) else ""
    return stated + shlex.join(["python", "-m", "benchmarks", *arguments])


def _measured(options: argparse.Namespace) -> list[Section]:
    chosen = settings(os.environ)
    encoder = open_encoder(chosen.encoder, chosen.cache)
    bench = Bench(options.index or chosen.index, encoder, chosen.cache, find_xquad(options.xquad), options.sample)
    wanted = [name for name in MEASUREMENTS if name in (options.only or MEASUREMENTS.keys() - LONG)]
    sections = {}
    for name in sorted(wanted, key=lambda name: name != "speed"):  # first, while no cache has met the questions
        print(f"measuring {name} …", file=sys.stderr)
        sections[name] = MEASUREMENTS[name](bench)
    return [sections[name] for name in wanted]


def _printed(command: str, sections: Sequence[Section]) -> dict[str, object]:
    return {"schema": SCHEMA, "command": command, "machine": machine(), "sections": as_json(sections)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measures how well and how fast, and prints one table."
    )
    parser.add_argument("--index", type=Path, metavar="DIR", help="an index of seeds/, where it is not the usual one")
    parser.add_argument("--xquad", type=Path, metavar="FOLDER", help="a folder that holds XQuAD")
    parser.add_argument("--only", nargs="+", choices=MEASUREMENTS, metavar="NAME", help=", ".join(MEASUREMENTS))
    parser.add_argument("--sample", type=_count, metavar="N", help="ask only N of XQuAD's questions, evenly spread")
    parser.add_argument("--json", action="store_true", help="print a JSON object")
    return parser


def _count(text: str) -> int:
    """A number of questions from a command line."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"not a number from 1 up: {text!r}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
