"""Whether each protection is held by a test: `python -m tests.protections [WORDS]` takes every one out, and looks.

tests/protections.toml has an entry for each: the threat, the text that keeps it away, what is put in its place, and the
tests that must fail then. It is done in a copy of the tree: for all, or for those whose threat has all the words.
"""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
_NOT_COPIED = shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__", "built", "images")
_FAILED = 1  # pytest's exit code where tests ran and some failed; others mean that they could not run
_PATIENCE = 600  # seconds for the tests of one protection


@dataclass(frozen=True, slots=True)
class Protection:
    """What keeps a threat away: text of a file, the same with the protection taken out, and the tests that notice."""

    threat: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def taken_out(self, text: str) -> str:
        """The file's text without the protection; a ValueError where it does not stand there exactly once."""
        if text.count(self.old) != 1:
            raise ValueError(f"{self.file}: stands there {text.count(self.old)} times: {self.old!r}")
        return text.replace(self.old, self.new)


def protections() -> tuple[Protection, ...]:
    """Every protection, in the order of the file."""
    entries = tomllib.loads((ROOT / "tests" / "protections.toml").read_text("utf-8"))["protection"]
    return tuple(Protection(**{**entry, "tests": tuple(entry["tests"])}) for entry in entries)


def names_of_tests(path: Path) -> frozenset[str]:
    """The names of the tests that a file defines."""
    nodes = ast.parse(path.read_text("utf-8")).body
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def noticed(protection: Protection, tree: Path) -> list[str]:
    """The tests of a protection that do not notice in this copy of the tree that it is taken out; none is right."""
    file = tree / protection.file
    text = file.read_text("utf-8")
    file.write_text(protection.taken_out(text), "utf-8")
    try:
        return [test for test in protection.tests if _outcome(test, tree) != _FAILED]
    finally:
        file.write_text(text, "utf-8")


def _outcome(test: str, tree: Path) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", test]
    # Compiled files are known by the second and the size of their source: both may be the same without a protection.
    alone = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        return subprocess.run(
            command, cwd=tree, env=alone, capture_output=True, timeout=_PATIENCE, check=False
        ).returncode
    except subprocess.TimeoutExpired:  # without its protection a test may never end: that is noticed too
        return _FAILED


def main(words: Sequence[str]) -> int:
    """Prints a line for each protection; the exit code is 1 where one can be taken out unnoticed."""
    chosen = [one for one in protections() if all(word.lower() in one.threat.lower() for word in words)]
    unnoticed = 0
    with TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=_NOT_COPIED)
        for one in chosen:
            missed = noticed(one, tree)
            unnoticed += bool(missed)
            sys.stdout.write(f"{'UNNOTICED' if missed else 'noticed  '}  {one.threat} ({one.file})\n")
            sys.stdout.writelines(f"           passes all the same: {test}\n" for test in missed)
            sys.stdout.flush()
    sys.stdout.write(f"{len(chosen)} protections, {len(chosen) - unnoticed} noticed when taken out\n")
    return int(unnoticed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
