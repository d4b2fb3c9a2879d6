"""A time in a question ranks what is found, and never leaves anything out."""

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from index.building import build
from index.filters import EVERYTHING, Filter
from index.searching import Index
from index.store import Store
from tests.fakes import LetterEncoder

PRICES = {"2023-03-10": "640", "2023-11-02": "460", "2024-06-05": "406", "2024-06-27": "604"}  # alike to a letter count


@pytest.fixture(scope="module")
def prices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index of one outlet's prices on four days, and an article without a date."""
    articles, folder = tmp_path_factory.mktemp("articles"), tmp_path_factory.mktemp("index") / "built"
    for day, price in PRICES.items():
        (articles / f"{day}.txt").write_text(f"Giá gạo\n\nGạo Lạc Khê bán {price} nghìn đồng một tạ.", "utf-8")
    (articles / "undated.txt").write_text("Xe buýt\n\nXe buýt 777 chạy sớm.", "utf-8")
    stated = [f"  {day}.txt: {{published: {day}, source: VOV}}\n" for day in PRICES]
    (articles / "articles.yaml").write_text(f"articles:\n{''.join(stated)}", "utf-8")
    build(articles, folder, LetterEncoder())
    return folder


@pytest.mark.parametrize(
    ("when", "first"),
    [
        ("tháng 11/2023", "2023-11-02.txt"),
        ("tháng 3 năm 2023", "2023-03-10.txt"),
        ("hôm qua", "2024-06-27.txt"),
        ("mới nhất", "2024-06-27.txt"),
        ("đầu tháng sáu", "2024-06-05.txt"),
        ("năm 1945", "2023-03-10.txt"),
    ],
)
def test_of_passages_alike_the_one_of_that_time_comes_first(prices: Path, when: str, first: str) -> None:
    """Where no article is of that time, everything stays as it is; the others are still found."""
    index = Index.open(prices, LetterEncoder())
    hits = index.search(f"giá gạo Lạc Khê {when}", 5, today=date(2024, 6, 28))
    assert hits[0].passage.article.id == first
    assert {hit.passage.article.id for hit in hits} == {*(f"{day}.txt" for day in PRICES), "undated.txt"}


def test_coverage_is_that_of_the_articles_a_filter_admits(prices: Path) -> None:
    """Counted by the database as the filter itself would."""
    days = (None, date(2023, 1, 1), date(2023, 11, 2), date(2024, 12, 31))
    filters = [Filter(since, until, of) for since, until, of in product(days, days, ((), ("VOV",), ("VOV", "HNM")))]
    with Store.open(prices) as store:
        for only in filters:
            admitted = [one for one in store.articles() if only.admits(one.published, one.source)]
            dated = sorted(one.published for one in admitted if one.published)
            covered = store.coverage(only)
            assert (covered.articles, covered.undated) == (len(admitted), len(admitted) - len(dated))
            assert (covered.oldest, covered.newest) == ((dated[0], dated[-1]) if dated else (None, None))
            assert covered.sources == tuple(sorted({one.source for one in admitted if one.source}))
        assert store.coverage(EVERYTHING) == store.coverage()
