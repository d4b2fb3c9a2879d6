"""Whatever is typed is answered or refused in a sentence: as a question, a claim, a quotation, a search, a limit."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import Assistant, Filter, Limits, Turn
from assistant.commands.main import main
from index.building import build
from index.errors import TrichDanError
from index.searching import Index
from tests.fakes import LetterEncoder
from tests.test_inputs import calls_of

ROOT = Path(__file__).parents[1]
QUESTION = "Đồng chí Đinh Tiến Dũng dự hội đàm ở Viêng Chăn khi nào?"
CONTROL = "".join(map(chr, range(32))) + "\x7f\x80\x9f"
REFUSED = {
    "empty": "",
    "blanks": " \t\n\u3000\u200b",
    "punctuation": "?!…—“”«»()[]{}",
    "100 KB": "Giá gạo? " * 12_000,
    "100 KB in a word": "a" * 100_000,
    "control characters alone": CONTROL,
    "half a character alone": "\ud83d",
}
TAKEN = {
    "control characters": CONTROL + QUESTION,
    "a NUL": "Giá\0gạo là bao nhiêu?",
    "tantivy": '+gạo -b text:"x" AND (OR NOT) [a TO b] {a TO *} ^2 ~3 \\ / /regex.*/ a:b:c * ? IN [x] boost^1e9',
    "SQLite": "\"unclosed OR NEAR( gạo* ^b col: - + '; DROP TABLE articles; --",
    "LIKE": "% _ %% \\% gạo",
    "a question put as JSON": '{"$ne": "gạo"}',
    "HTML": "<script>alert('gạo')</script>",
    "half a character": "Giá \ud800 gạo \udfff là bao nhiêu?",
    "right to left": "\u202e?uêihn oab àl ạôg áiG\u202c \u200f",
    "Arabic": "ما هو سعر الأرز الفيتنامي؟",
    "Chinese": "越南大米价格是多少？",
    "emoji": "👩‍👩‍👧‍👦🇻🇳 giá gạo 🌾?",
    "marks after their letters": unicodedata.normalize("NFD", QUESTION),
    "marks without end": "a" + "\u0301" * 1500,
    "joiners without end": "\u200d" * 1900 + "gạo",
    "brackets without end": "(" * 1900 + "gạo",
    "figures without end": "9" * 1500,
    "no numbers": "nan inf -0 1e999 gạo",
    "no days": "năm 99999 ngày 31/2/0000 từ 2020 đến 1",
    "days": "1/1/2020 " * 200,
    "names": "Nguyễn Văn A " * 150,
    "a long word": "ộ" * 2000,
    "openings": "who is " * 280,
    "lines": "Giá gạo\n\u2028" * 200,
}


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over the seeds with the quick encoder."""
    folder = tmp_path_factory.mktemp("odd") / "index"
    build(ROOT / "seeds", folder, LetterEncoder())
    return Assistant(Index.open(folder, LetterEncoder()))


def ways(assistant: Assistant) -> dict[str, Callable[[str], object]]:
    """What can be done with a text that someone typed."""
    return {
        "ask": assistant.ask,
        "ask on": lambda text: assistant.ask(text, (Turn(QUESTION, assistant.ask(QUESTION)),)),
        "check": assistant.check,
        "quote": assistant.quote,
        "search": assistant.search,
        "outlet": lambda text: assistant.limits(Limits(sources=(text,))),
        "day": lambda text: assistant.limits(Limits(since=text)),
        "filter": lambda text: assistant.search("giá gạo", 3, Filter(sources=(text,))),
        "article": assistant.article,
    }


def outcome(way: Callable[[str], object], text: str) -> str:
    """`taken`, or the sentence that refuses it."""
    try:
        way(text)
    except TrichDanError as error:
        return str(error)
    return "taken"


@pytest.mark.parametrize("kind", REFUSED)
def test_what_says_nothing_or_too_much_is_refused_in_a_sentence(quick: Assistant, kind: str) -> None:
    """Nothing to look for, or more than anyone asks: the sentence says which, and what to do."""
    said = {name: outcome(ways(quick)[name], REFUSED[kind]) for name in ("ask", "check", "quote", "search")}

    is_endless = kind.startswith("100 KB")
    for sentence in said.values():
        assert ("is too long: 1" if is_endless else "is empty: ") in sentence
        assert sentence.endswith(".")
        assert len(sentence) < 200


@pytest.mark.parametrize("kind", [*TAKEN, *REFUSED])
def test_nothing_that_is_typed_is_an_error(quick: Assistant, kind: str) -> None:
    """An answer, a verdict, hits or a sentence, whatever is typed and wherever."""
    text = TAKEN.get(kind, REFUSED.get(kind, ""))

    said = {name: outcome(way, text) for name, way in ways(quick).items()}

    assert all(said.values())
    assert kind not in TAKEN or said["search"] == "taken"


def test_a_question_in_either_form_is_one_question(quick: Assistant) -> None:
    """Marks in their letters or after them: the same passages in the same order."""
    composed, apart = (quick.search(unicodedata.normalize(form, QUESTION)) for form in ("NFC", "NFD"))

    assert [hit.passage for hit in composed] == [hit.passage for hit in apart]
    assert composed


def test_a_query_language_is_no_language_here(quick: Assistant) -> None:
    """Signs that mean something to tantivy or SQLite mean nothing: the words between them are what is looked for."""
    plain = quick.search("giá gạo xuất khẩu")
    signs = quick.search('+giá* -"gạo OR (xuất^9 NOT /khẩu~')

    assert {hit.passage for hit in plain[:3]} & {hit.passage for hit in signs}


def test_the_work_for_a_word_is_not_the_square_of_it(quick: Assistant) -> None:
    """An endless word is nobody's slip: it is not parted and mended letter by letter."""
    short, long = (calls_of(lambda word=word: quick.ask(word)) for word in ("ộ" * 500, "ộ" * 2000))  # type: ignore[misc]

    assert long < 6 * short


def test_half_a_character_is_printed_as_its_sign(capsys: pytest.CaptureFixture[str], seeds_folder: Path) -> None:
    """The command line is given bytes that are no UTF-8: it answers, and what it prints can be read."""
    code = main(["search", "Giá gạo \udcff?", "--json", "--index", str(seeds_folder)])

    out, _ = capsys.readouterr()
    assert code == 0
    assert "Giá gạo \ufffd?" in out
