"""What is measured of claims, reckoned by hand."""

import json
from datetime import date
from pathlib import Path

import pytest

from assistant.data import Citation, Judgement, Verdict
from benchmarks.claims import (
    PROMISED_NEWS,
    Checked,
    Claim,
    claim_figures,
    confusion,
    f1,
    find_claims,
    golden_claims,
    read_claims,
    worst,
)
from index.data import Article, Passage, Span
from index.errors import UsageError


def article(name: str) -> Article:
    return Article(name, "Có.", None, None, None, date(2024, 1, 2), "stated", None, (Span(0, 3),), ())


def given(id: str, right: Judgement, said: Judgement, cited: str | None = None, apart: bool = False) -> Checked:
    """A claim on article a.txt, the verdict on it and what that cites."""
    citations = (Citation(1, Passage(article(cited), 0, 3)),) if cited else ()
    verdict = Verdict("Có.", "vi", said, "Vì.", citations, (), ())
    return Checked(Claim(id, "Có.", right, "a.txt", apart), verdict)


GIVEN = (
    given("s1", "supported", "supported", "a.txt"),
    given("s2", "supported", "not_found"),
    given("r1", "refuted", "refuted", "a.txt"),
    given("r2", "refuted", "supported", "b.txt"),
    given("n1", "not_found", "not_found"),
)


def test_figures_by_hand() -> None:
    """F1 is .5 (1 of 2 and 2), .67 (1 of 2 and 1) and .67; one refuted claim of two is called supported."""
    assert [f1(GIVEN, verdict) for verdict in ("supported", "refuted", "not_found")] == [0.5, 2 / 3, 2 / 3]
    figures = {figure.what: figure for figure in claim_figures(GIVEN, PROMISED_NEWS)}
    assert {what: (round(figure.value, 1), figure.held, figure.misses) for what, figure in figures.items()} == {
        "the right verdict": (60.0, None, ("s2", "r2")),
        "macro-F1 of the three verdicts": (61.1, True, ()),
        "refuted claims called supported": (50.0, False, ("r2",)),
        "cited, from the right article": (66.7, False, ("r2",)),
        "cited or shown, from the right article": (40.0, False, ("s2", "r2", "n1")),
    }


def test_claims_kept_apart_are_reported_by_themselves() -> None:
    """The same figures follow for the claims that no rule was tuned on."""
    more = (*GIVEN, given("r3", "refuted", "refuted", apart=True))
    figures = [figure.what for figure in claim_figures(more, PROMISED_NEWS)]
    assert figures[5:] == [f"{what}, test part" for what in figures[:5]]


def test_the_confusion_matrix_is_a_sentence() -> None:
    """Every right verdict with what was given instead."""
    assert confusion(GIVEN) == (
        "Of those that are supported: 1 supported, 0 refuted, 1 not_found; of those that are refuted: 1 supported, "
        "1 refuted, 0 not_found; of those that are not_found: 0 supported, 0 refuted, 1 not_found."
    )


def test_the_worst_error_is_a_refuted_claim_called_supported() -> None:
    """Then comes what should have been found."""
    assert worst(GIVEN) == ("r2: refuted, called supported", "s2: supported, called not_found")


def test_the_golden_claims_are_ten() -> None:
    """Five in each language, each with its verdict."""
    claims = golden_claims()
    assert [claim.id for claim in claims] == [f"c{number:03}" for number in range(1, 11)]
    assert claims[2] == Claim("c003", "Hanoi's GRDP grew by 9.5% in 2022.", "refuted", "004_65434ae79e89ba3c.txt")


def test_a_folder_of_claims_is_read(tmp_path: Path) -> None:
    """Each article is a text in order; the second half of the claims is kept apart."""
    articles = [{"article_id": "x", "text": "Một."}, {"article_id": "y", "text": "Hai."}]
    claims = [
        {"cid": "1", "article_id": "y", "claim": "Hai.", "label": "Supported"},
        {"cid": "2", "article_id": "x", "claim": "Ba.", "label": "NEI"},
    ]
    for name, rows in (("articles", articles), ("claims", claims)):
        lines = "\n".join(json.dumps(row) for row in rows)
        (tmp_path / f"vifactcheck_{name}.jsonl").write_text(lines)
    collection, read = read_claims(tmp_path)
    assert collection.texts == ("Một.", "Hai.")
    assert read == (Claim("1", "Hai.", "supported", "001.txt"), Claim("2", "Ba.", "not_found", "000.txt", apart=True))


def test_a_folder_without_claims_is_refused(tmp_path: Path) -> None:
    """The sentence says which files are missing and how to name the folder."""
    with pytest.raises(UsageError, match=r"are not both there\. ViFactCheck is not at hand: .*--claims FOLDER"):
        read_claims(tmp_path)


def test_the_folder_is_named_by_option_or_variable(tmp_path: Path) -> None:
    """The option wins; without either there is none."""
    environ = {"BENCHMARK_CLAIMS": "elsewhere"}
    assert find_claims(tmp_path, environ) == tmp_path
    assert find_claims(None, environ) == Path("elsewhere")
    assert find_claims(None, {}) is None
