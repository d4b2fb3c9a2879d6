"""What is remembered has an end: every cache of the program is bounded, by its size or by what it can be asked."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.asking.matching import LONGEST, words_of

ROOT = Path(__file__).parent.parent
FILES = sorted([*(file for part in ("index", "assistant", "page", "tabs") for file in (ROOT / part).rglob("*.py"))])
FEW = {"Language", "bool", "Table", "Literal['titles', 'amounts']"}  # types of which there are few values

# Functions that remember all they were asked, and why there is an end to that.
TABLES = "asked only for tables and entries of the program's own data files"
PATTERNS = "asked only for patterns made of the program's own words"
BOUNDED = {
    "index/articles/phrases.py": TABLES,
    "index/articles/publishers.py": TABLES,
    "index/articles/sentences.py": TABLES,
    "index/files/legacy.py": "asked only for the few encodings it is written for",
    "index/names.py::_aliases": "asked for the one file that the environment names",
    "assistant/briefs/verifying.py::article": "made anew for each brief, and gone with it",
    "assistant/comparing/amounts.py::_hedges": TABLES,
    "assistant/comparing/phrases.py": TABLES,
    "assistant/comparing/roles.py::_verb": TABLES,
    "assistant/model/checking.py::_listed": TABLES,
    "assistant/reading/posts.py": TABLES,
    "assistant/reading/several.py::_asking": TABLES,
    "assistant/reading/spans.py::values": TABLES,
    "assistant/replies.py::_table": TABLES,
    "assistant/talk/phrases.py": PATTERNS,
    "assistant/talk/pointing.py::_pointing": PATTERNS,
    "page/marking.py::_fold": "asked for single characters, of which there are 150,000",
}


def unbounded(source: str) -> Iterator[str]:
    """The functions that remember whatever they are asked, and the caches without a size."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and any(map(_remembers_all, node.decorator_list)):
            given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
            types = {"" if one.annotation is None else ast.unparse(one.annotation) for one in given if one}
            if not types <= FEW:
                yield node.name
        if isinstance(node, ast.Call) and _name(node.func) == "lru_cache" and not _has_size(node):
            yield ast.unparse(node)


def _remembers_all(decorator: ast.expr) -> bool:
    return _name(decorator) == "cache"


def _name(expression: ast.expr) -> str:
    return ast.unparse(expression).removeprefix("functools.")


def _has_size(call: ast.Call) -> bool:
    """Whether the call states a size, and not None."""
    stated = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "maxsize")]
    return any(isinstance(one, ast.Name) or (isinstance(one, ast.Constant) and bool(one.value)) for one in stated)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("@cache\ndef f(word: str): ...", ["f"]),
        ("@functools.cache\ndef f(*words: str): ...", ["f"]),
        ("@cache\ndef f(): ...", []),
        ("@cache\ndef f(language: Language, *, marked: bool): ...", []),
        ("@lru_cache(maxsize=None)\ndef f(word: str): ...", ["lru_cache(maxsize=None)"]),
        ("g = lru_cache(None)(f)", ["lru_cache(None)"]),
        ("@lru_cache(maxsize=REMEMBERED)\ndef f(word: str): ...", []),
        ("@lru_cache\ndef f(word: str): ...", []),  # 128
    ],
)
def test_a_cache_without_end_is_seen(source: str, found: list[str]) -> None:
    """What remembers whatever it is asked, and what does not."""
    assert list(unbounded(source)) == found


def test_every_cache_is_bounded() -> None:
    """No function remembers all that readers and articles say; those that remember all they are asked are listed."""
    found = {(file.relative_to(ROOT).as_posix(), name) for file in FILES for name in unbounded(file.read_text("utf-8"))}
    unlisted = {f"{file}::{name}" for file, name in found if not {file, f"{file}::{name}"} & BOUNDED.keys()}
    unused = BOUNDED.keys() - {file for file, _ in found} - {f"{file}::{name}" for file, name in found}
    assert (unlisted, unused) == (set(), set())


def test_of_whole_articles_no_words_are_kept() -> None:
    """Sentences that are read again are remembered; a text that no passage is as long as is read anew."""
    sentence, article = "Sở Y tế Hà Nội công bố số liệu.", "dài " * LONGEST

    assert words_of(sentence) is words_of(sentence)
    assert words_of(article) is not words_of(article)
