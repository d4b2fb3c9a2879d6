"""`python -m benchmarks` measures, and prints a table a section, each with the command and the machine; exit 1 where a
promise failed.
"""

import argparse
import json
import os
import shlex
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.claims import VARIABLE as CLAIMS
from benchmarks.claims import find_claims
from benchmarks.news import VARIABLE as NEWS
from benchmarks.news import find_news
from benchmarks.passages import SIZES
from benchmarks.plot import write_plot
from benchmarks.readme import write_readme
from benchmarks.sections import LONG, MEASUREMENTS
from benchmarks.soak import MINUTES
from benchmarks.speed import THREADS
from benchmarks.table import Measured, as_json, machine
from benchmarks.viquad import VARIABLE as VIQUAD
from benchmarks.viquad import find_viquad
from benchmarks.xquad import VARIABLE as XQUAD
from benchmarks.xquad import find_xquad
from index.encoder import open_encoder
from index.errors import TrichDanError
from index.settings import settings

SCHEMA = 2  # of the JSON printed here
KEPT, FAILED, INTERRUPTED = 0, 1, 130


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 where every promise was kept, 1 where one was not; that of the error where something failed."""
    os.environ.setdefault("OMP_NUM_THREADS", THREADS)  # read by torch when it is loaded, which is later
    options = _parser().parse_args(arguments)
    command = _command(arguments, os.environ)
    try:
        measured = _measured(options, command)
        if options.write:
            write_readme(measured)
            write_plot(_printed(command, measured))
    except TrichDanError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    if options.json:
        print(json.dumps(_printed(command, measured), ensure_ascii=False))
    else:
        print("\n\n".join(one.as_markdown() for one in measured))
    return FAILED if any(figure.held is False for one in measured for figure in one.section.figures) else KEPT


def _command(arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    """The command that was given, with the variables that count for it. Of a folder only the name is told: where it
    lies on this machine is nobody's affair.
    """
    stated = [
        f"{name}={shlex.quote(_name(environ[name]))}" for name in (XQUAD, NEWS, VIQUAD, CLAIMS) if environ.get(name)
    ]
    return " ".join([*stated, shlex.join(["python", "-m", "benchmarks", *map(_name, arguments)])])


def _name(argument: str) -> str:
    return Path(argument).name if os.sep in argument else argument


def _measured(options: argparse.Namespace, command: str) -> list[Measured]:
    chosen = settings(os.environ)
    encoder = open_encoder(chosen.encoder, chosen.cache)
    at_hand = (
        find_xquad(options.xquad),
        find_news(options.news),
        find_viquad(options.viquad),
        find_claims(options.claims),
    )
    sizes = tuple(options.passages)
    where = (options.index or chosen.index, encoder, chosen.cache)
    bench = Bench(*where, *at_hand, options.sample, sizes, options.minutes)
    wanted = [name for name in MEASUREMENTS if name in (options.only or MEASUREMENTS.keys() - LONG)]
    sections = {}
    for name in sorted(wanted, key=lambda name: name != "speed"):  # first, while no cache has met the questions
        print(f"measuring {name} …", file=sys.stderr)
        began, day, state = time.perf_counter(), date.today(), machine()
        section = MEASUREMENTS[name](bench)
        sections[name] = Measured(name, section, command, day, state, time.perf_counter() - began)
    return [sections[name] for name in wanted]


def _printed(command: str, measured: Sequence[Measured]) -> dict[str, object]:
    return {"schema": SCHEMA, "command": command, "machine": machine(), "sections": as_json(measured)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measures how well and how fast, and prints a table a section."
    )
    parser.add_argument("--index", type=Path, metavar="DIR", help="an index of seeds/, where it is not the usual one")
    parser.add_argument("--xquad", type=Path, metavar="FOLDER", help="a folder that holds XQuAD")
    parser.add_argument("--news", type=Path, metavar="FOLDER", help="a folder that holds the news")
    parser.add_argument("--viquad", type=Path, metavar="FOLDER", help="a folder that holds UIT-ViQuAD 2.0")
    parser.add_argument("--claims", type=Path, metavar="FOLDER", help="a folder that holds ViFactCheck")
    parser.add_argument("--only", nargs="+", choices=MEASUREMENTS, metavar="NAME", help=", ".join(MEASUREMENTS))
    parser.add_argument("--sample", type=_count, metavar="N", help="ask only N questions a collection, evenly spread")
    parser.add_argument(
        "--passages", nargs="+", type=_count, default=SIZES, metavar="N", help="sizes of the index of made-up passages"
    )
    parser.add_argument("--minutes", type=_minutes, default=MINUTES, metavar="N", help="how long the soak takes")
    parser.add_argument("--json", action="store_true", help="print a JSON object")
    parser.add_argument("--write", action="store_true", help="put the tables and the plot into benchmarks/ too")
    return parser


def _count(text: str) -> int:
    """A number of questions or passages from a command line."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"not a number from 1 up: {text!r}")
    return int(text)


def _minutes(text: str) -> float:
    """A number of minutes from a command line, of a soak in which there is time for something."""
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0.0
    if not 1 <= minutes <= 24 * 60:
        raise argparse.ArgumentTypeError(f"not a number of minutes from 1 to 1440: {text!r}")
    return minutes


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
