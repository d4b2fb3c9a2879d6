"""Whether the right article, and the answer in it, is found: by the index, its rivals, and the index without a part."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.collection import Asked, parts
from benchmarks.figures import Figure, rank_of, recall_at_k
from benchmarks.ways import WHOLE, Stretch, Way

Rank = Callable[[Asked, Sequence[Stretch]], int | None]


@dataclass(frozen=True, slots=True)
class Column:
    """What is measured of each way: which question is asked, what counts as found, and among how many."""

    name: str
    question: Callable[[Asked], str]
    rank: Rank
    k: int


def by_paragraph(asked: Asked, found: Sequence[Stretch]) -> int | None:
    """The place of its article among the different articles found."""
    return rank_of(asked.article, [place.article for place in found])


def by_article(asked: Asked, found: Sequence[Stretch]) -> int | None:
    """The rank of the first hit in its article."""
    return next((rank for rank, place in enumerate(found, 1) if place.article == asked.article), None)


def by_answer(asked: Asked, found: Sequence[Stretch]) -> int | None:
    """The rank of the first hit that has an answer to the question, whole."""
    return next((rank for rank, place in enumerate(found, 1) if has_answer(asked, place)), None)


def has_answer(asked: Asked, place: Stretch) -> bool:
    """Whether the hit has the very characters of an answer."""
    spans = asked.answers if place.article == asked.article else ()
    return any(place.start <= start and end <= place.end for start, end in spans)


def in_language(code: str) -> Callable[[Asked], str]:
    """The question in that language."""
    return lambda asked: asked.questions[code]


def unaccented(asked: Asked) -> str:
    """The Vietnamese question as typed on a foreign keyboard."""
    return without_marks(asked.questions["vi"])


def without_marks(text: str) -> str:
    """The text without marks, đ as d; capitals stay.

    >>> without_marks("Đinh Tiến Dũng")
    'Dinh Tien Dung'
    """
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", "".join(letter for letter in letters if not unicodedata.combining(letter)))


PARAGRAPHS = tuple(
    Column(f"{language} @{k}", in_language(code), by_paragraph, k)
    for code, language in {"vi": "Vietnamese", "en": "English"}.items()
    for k in (1, 5)
)
ABLATED = (*PARAGRAPHS, Column("unaccented @1", unaccented, by_paragraph, 1))
NEWS = tuple(
    Column(f"{what} @{k}", in_language("vi"), rank, k)
    for what, rank in {"article": by_article, "answer": by_answer}.items()
    for k in (1, 5)
)
PROMISED = {  # recall, per cent
    "Vietnamese @1": 95.5,
    "Vietnamese @5": 99.2,
    "English @1": 80.0,
    "English @5": 95.0,
    "article @1": 80.0,
    "article @5": 91.0,
}
BELOW = 2.0  # points that an unaccented question may lose
AHEAD = 0.1  # points; less is a draw


def finding_figures(
    questions: Sequence[Asked], ways: Mapping[str, Way], columns: Sequence[Column], *, halves: bool = True
) -> Iterator[Figure]:
    """Recall of every way in every column, over all questions; of the index on each half too, if `halves`."""
    for way, find in ways.items():
        ranks = {column.name: ranks_of(questions, find, column) for column in columns}
        for part, chosen in parts(questions) if way == WHOLE and halves else parts(questions)[:1]:
            for column in columns:
                least = PROMISED.get(column.name) if halves and way == WHOLE and not part else None
                yield _recall(f"{way}{part}", column, [ranks[column.name][one.id] for one in chosen], least)


def ranks_of(questions: Sequence[Asked], find: Way, column: Column) -> dict[str, int | None]:
    """The rank of the right thing, by the question's id."""
    return {one.id: column.rank(one, find(column.question(one))) for one in questions}


def _recall(what: str, column: Column, ranks: Sequence[int | None], least: float | None = None) -> Figure:
    recall = 100 * recall_at_k(ranks, column.k)
    return Figure(what, recall, "%", least=least, of=len(ranks), column=column.name)


def lead_figures(figures: Sequence[Figure], columns: Sequence[str]) -> Iterator[Figure]:
    """How far the index is ahead of its best rival, whichever that is, in each of these columns."""
    for column in columns:
        values = {figure.what: figure.value for figure in figures if figure.column == column}
        others = [value for what, value in values.items() if not what.startswith(WHOLE)]
        lead = values[WHOLE] - max(others)
        least = AHEAD if column in PROMISED else None
        yield Figure("points ahead of the best rival", lead, "points", least=least, column=column)


def unaccented_figures(questions: Sequence[Asked], ways: Mapping[str, Way], rank: Rank, of: str) -> Iterator[Figure]:
    """Recall@1 of every way, asked with marks and without, and how many points the latter is below."""
    typed = Column(f"{of}, accented @1", in_language("vi"), rank, 1)
    plain = Column(f"{of}, unaccented @1", unaccented, rank, 1)
    for way, find in ways.items():
        first, second = (
            _recall(way, column, list(ranks_of(questions, find, column).values())) for column in (typed, plain)
        )
        most = BELOW if way == WHOLE else None
        yield from (first, second)
        yield Figure(way, first.value - second.value, "points", most=most, of=first.of, column=f"{of}, below")
