"""Every regular expression of the program, against text made from it to be slow: none takes the square of its text.

Texts are made from each pattern as Python reads it: what stands before a repetition, then the repeated piece again and
again, then a character that fits nothing. A pattern that is linear is done in some thousandth of the time it is given;
one that is not takes many times as much at these lengths.
"""

import ast
import importlib
import inspect
import random
import re
import signal
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from itertools import product
from pathlib import Path
from re import _constants as code  # type: ignore[attr-defined]  # Python's own reading of a pattern
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType, ModuleType
from typing import Any

import pytest

PACKAGES = ("index", "assistant", "page", "tabs")
ROOT = Path(__file__).parents[1]
SECONDS = 1  # of processor time for one text; what is linear needs a quarter at most

# Characters of the longest text that a module's patterns are given, the longest name first. An article or a page may
# have many more than are tried here; what is the square of its text shows at these.
WHOLE = 30_000
LENGTHS = {
    "index.articles.sentences._TOKEN": 24,  # LOOK_BACK: what stands before a full stop
    "index.articles.sentences._DOTTED": 24,
    "index.articles.sentences._PLAIN_WORD": 24,
    "index.times": 2000,  # a question: index.searching.LONGEST_QUESTION
    "index": WHOLE,
    "assistant.briefs": WHOLE,
    "assistant.record": 400,  # assistant.record.records.LONGEST
    "assistant": 2000,  # a question, a claim, a sentence of an article, which is at most a passage of 1,600
    "page.answer": 2000,
    "page": WHOLE,
    "tabs": WHOLE,
    "ui": WHOLE,
}
USES = frozenset({"match", "fullmatch", "search", "findall", "finditer", "sub", "subn", "split"})


@dataclass(frozen=True, slots=True)
class Used:
    """A pattern, where it stands, and whether it is looked for throughout a text or only at one place."""

    pattern: re.Pattern[Any]
    where: str
    throughout: bool


class Slow(Exception):
    """A pattern took too long."""


# Finding them


@cache
def sources() -> Mapping[str, ast.Module]:
    """The syntax tree of every module of the program, by its name."""
    paths = [ROOT / "ui.py", *(path for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py")))]
    names = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in paths}
    return {names[path]: ast.parse(path.read_text("utf-8")) for path in paths}


@cache
def all_uses() -> list[Used]:
    """Every pattern once: of the modules, of what they keep in a cache (made from word lists), written in a call."""
    found: dict[tuple[Any, int, bool], Used] = {}
    for name, tree in sources().items():
        for used in [*written_in_calls(name, tree), *([] if name.endswith("__main__") else kept(name, tree))]:
            found.setdefault((used.pattern.pattern, used.pattern.flags, used.throughout), used)
    return list(found.values())


def kept(name: str, tree: ast.Module) -> Iterator[Used]:
    """The patterns in a module's names, and in what its cached functions return."""
    module, methods = importlib.import_module(name), methods_called(tree)
    for own, value in vars(module).items():
        if is_imported(value, module):
            continue
        said = methods.get(own, set())
        throughout = not said or not said <= {"match", "fullmatch"}
        for pattern in patterns_in(value if not hasattr(value, "cache_info") else results(value)):
            yield Used(pattern, f"{name}.{own}", throughout)


def methods_called(tree: ast.Module) -> Mapping[str, set[str]]:
    """What is called on each name of a module that is used for nothing but calls on it."""
    called: dict[str, set[str]] = defaultdict(set)
    loads: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in USES:
            called[node.value.id].add(node.attr)
            counted[node.value.id] += 1
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            loads[node.id] += 1
    return {name: methods for name, methods in called.items() if counted[name] == loads[name]}


def is_imported(value: object, module: ModuleType) -> bool:
    """Whether a function, class or module is another's, and met there."""
    of_another = getattr(value, "__module__", module.__name__) != module.__name__
    return inspect.ismodule(value) or (callable(value) and of_another)


def results(function: Any) -> list[object]:
    """What a cached function returns for nothing, or, one that makes a pattern, for what the program's calls give."""
    signature = inspect.signature(function)
    if not signature.parameters:
        return [function()]
    if "Pattern" not in str(signature.return_annotation):
        return []
    kinds = [str(each.annotation) for each in signature.parameters.values()]
    given = (node.args for node in calls() if is_named(node.func, function.__name__))
    tried = {tuple(each) for args in given if len(args) == len(kinds) for each in product(*map(may_be, args, kinds))}
    return [function(*arguments) for arguments in sorted(tried, key=str)]


@cache
def calls() -> list[ast.Call]:
    """Every call in the program."""
    return [node for tree in sources().values() for node in ast.walk(tree) if isinstance(node, ast.Call)]


def is_named(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def may_be(node: ast.expr, kind: str) -> Sequence[object]:
    """What an argument may be: what is written; of a truth value both, of a language two; else nothing is known."""
    if isinstance(node, ast.Constant):
        return [node.value]
    if "bool" in kind:
        return [False, True]
    return ["vi", "en"] if "Language" in kind or is_named(node, "language") else []


def patterns_in(value: object, depth: int = 5) -> Iterator[re.Pattern[Any]]:
    """The patterns in a value and the values it holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth and (held := values_in(value)):
        for each in held:
            yield from patterns_in(each, depth - 1)


def values_in(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return value.values()
    if isinstance(value, list | tuple | set | frozenset):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return [getattr(value, each.name, None) for each in fields(value)]
    return ()


def written_in_calls(name: str, tree: ast.Module) -> Iterator[Used]:
    """The patterns that stand in a call of `re` itself, as in re.search("…", text)."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
        if of_re and node.func.attr in USES and isinstance(node.args[0], ast.Constant):
            flags = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)} & {"IGNORECASE"}
            pattern = re.compile(str(node.args[0].value), re.IGNORECASE if flags else 0)
            yield Used(pattern, f"{name}:{node.lineno}", node.func.attr not in ("match", "fullmatch"))


# Texts that are slow to look through


def texts(pattern: re.Pattern[Any], length: int) -> set[str]:
    """Texts of a length that a pattern nearly fits, again and again."""
    flags = pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    tree = parser.parse(pattern.pattern, flags)
    chance = random.Random(1)  # noqa: S311  # the same at each run
    found = {(" ", ""), ("a", ""), ("7", "")} if length == WHOLE else set()
    whole = sample(tree, chance)
    found |= {(whole, ""), (whole[:-1], "")}
    for before, repeated in repetitions(tree, "", chance):
        piece = sample(repeated, chance)
        found |= {(piece, before), (before + piece, "")}
    return {start + piece * (length // len(piece)) + "\1" for piece, start in found if piece}


def repetitions(tree: Iterable[Any], before: str, chance: random.Random) -> Iterator[tuple[str, Any]]:
    """What a pattern repeats without end or many times, each with text that leads up to it."""
    for kind, value in tree:
        if kind in REPEATS:
            if value[1] >= 8:
                yield before, value[2]
            yield from repetitions(value[2], before, chance)
        for part in parts(kind, value):
            yield from repetitions(part, before, chance)
        before += one(kind, value, chance)


REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)


def parts(kind: Any, value: Any) -> list[Any]:
    """The patterns inside one piece of a pattern that is no repetition."""
    if kind is code.BRANCH:
        branches: list[Any] = value[1]
        return branches[:20]
    if kind is code.SUBPATTERN:
        return [value[3]]
    if kind in (code.ASSERT, code.ASSERT_NOT):
        return [value[1]]
    return [value] if kind is code.ATOMIC_GROUP else []


def sample(tree: Iterable[Any], chance: random.Random) -> str:
    """A text that a pattern fits, as far as that is quickly told."""
    return "".join(one(kind, value, chance) for kind, value in tree)


def one(kind: Any, value: Any, chance: random.Random) -> str:
    """A text that one piece of a pattern fits."""
    if kind is code.LITERAL:
        return chr(value)
    if kind is code.IN:
        return member(value)
    if kind in (code.ANY, code.NOT_LITERAL):
        return "a" if value != ord("a") else "b"
    if kind in REPEATS:
        least, most, repeated = value
        return "".join(sample(repeated, chance) for _ in range(least or min(most, chance.randrange(2))))
    if kind in (code.ASSERT, code.ASSERT_NOT):
        return ""
    inside = parts(kind, value)
    return sample(chance.choice(inside), chance) if inside else ""


def member(items: list[Any]) -> str:
    """The first character of some usual ones that a class has, else the first that it names."""
    pattern = re.compile("[a]")
    for character in "a7 é.,-/:Á\n\"'<>|_&=@#*":
        if belongs(items, character):
            return character
    named = [value[0] if kind is code.RANGE else value for kind, value in items if kind in (code.LITERAL, code.RANGE)]
    return chr(named[0]) if named else pattern.pattern[1]


def belongs(items: list[Any], character: str) -> bool:
    """Whether a character is of a class."""
    if items[0][0] is code.NEGATE:
        return not belongs(items[1:], character) if items[1:] else True
    for kind, value in items:
        if kind is code.LITERAL and value == ord(character):
            return True
        if kind is code.RANGE and value[0] <= ord(character) <= value[1]:
            return True
        if kind is code.CATEGORY and re.match(CATEGORIES[value], character):
            return True
    return False


CATEGORIES = {
    code.CATEGORY_DIGIT: r"\d",
    code.CATEGORY_NOT_DIGIT: r"\D",
    code.CATEGORY_SPACE: r"\s",
    code.CATEGORY_NOT_SPACE: r"\S",
    code.CATEGORY_WORD: r"\w",
    code.CATEGORY_NOT_WORD: r"\W",
}


# Running them


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Stops what takes more processor time than that."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Slow

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def length_of(where: str) -> int:
    """The characters of the longest text that the patterns there are given."""
    name = where.partition(":")[0]
    while name not in LENGTHS:
        name = name.rpartition(".")[0]
    return LENGTHS[name]


def slow_text(used: Used, length: int, seconds: float = SECONDS) -> str | None:
    """The beginning and the end of a text that a pattern takes too long over; None where there is none."""
    for text in sorted(texts(used.pattern, length)):
        subject = text.encode("latin-1", "replace") if isinstance(used.pattern.pattern, bytes) else text
        try:
            with limited(seconds):
                look(used, subject)
        except Slow:
            return f"{text[:40]!r}…{text[-20:]!r}"
    return None


def look(used: Used, subject: Any) -> None:
    if not used.throughout:
        used.pattern.match(subject)
        used.pattern.fullmatch(subject)
        return
    for _ in used.pattern.finditer(subject):
        pass


def test_no_pattern_takes_the_square_of_its_text() -> None:
    """Patterns of code and of word lists, each against texts made from it, as long as what it reads."""
    slow = {used.where: found for used in all_uses() if (found := slow_text(used, length_of(used.where)))}

    assert slow == {}


def test_patterns_are_found_in_code_and_in_word_lists() -> None:
    """The test above sees a module's own, those in a call, and those made from word lists."""
    found = {used.where.partition(":")[0].rpartition(".")[0] for used in all_uses()}

    assert {"index.folding", "index.articles.phrases", "assistant.record.records", "index.files.pages"} <= found
    assert len(all_uses()) > 500


@pytest.mark.parametrize(
    ("pattern", "length"),
    [(r"(a+)+b", 40), (r"(?:a|a)*b", 40), (r"\s+$", WHOLE), (r"\d*\d*x", WHOLE), (r"(?:[a-z]+,?)*;", 60)],
)
def test_what_is_slow_is_seen(pattern: str, length: int) -> None:
    """The usual mistakes do not come to their end: loops in loops, choices that overlap, blanks up to an end."""
    assert slow_text(Used(re.compile(pattern), "here", throughout=True), length, 0.2) is not None
