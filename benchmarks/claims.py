"""Claims with their verdicts: the ten golden ones on the seeds, and ViFactCheck or anything in its shape.

ViFactCheck is not part of the project. Read as JSON lines: `vifactcheck_articles.jsonl` (`article_id`, `text`) and
`vifactcheck_claims.jsonl` (`cid`, `article_id`, `claim`, `label`: Supported, Refuted or NEI). Each article becomes a
file. The rules were tuned on the first half of the claims, in their order; the other half is reported by itself.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.data import Judgement, Verdict
from benchmarks.collection import Collection, article_name, nfc
from benchmarks.figures import Figure, mean, share
from benchmarks.golden import HERE, rows
from index.data import Article
from index.errors import UsageError

VARIABLE = "BENCHMARK_CLAIMS"
ARTICLES, CLAIMS = "vifactcheck_articles.jsonl", "vifactcheck_claims.jsonl"
NOT_AT_HAND = (
    f"ViFactCheck is not at hand: put {ARTICLES} and {CLAIMS} (benchmarks/README.md says what they are) into a folder"
    f" and name it with --claims FOLDER or {VARIABLE}."
)
VERDICTS: tuple[Judgement, ...] = ("supported", "refuted", "not_found")
_LABELS: Mapping[str, Judgement] = {"Supported": "supported", "Refuted": "refuted", "NEI": "not_found"}
BLIND = HERE / "claims_blind.jsonl"
WORST = 10  # errors that are shown


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with the right verdict and the article that has the evidence; `apart`: no rule was tuned on it."""

    id: str
    text: str
    verdict: Judgement
    article: str | None
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim and the verdict that was given."""

    claim: Claim
    verdict: Verdict

    @property
    def is_right(self) -> bool:
        """Whether it is the right one."""
        return self.claim.verdict == self.verdict.verdict

    @property
    def shown(self) -> tuple[Article, ...]:
        """The articles that are cited, or where none is, those of the nearest passages."""
        cited = [citation.passage.article for citation in self.verdict.citations]
        return tuple(cited or [hit.passage.article for hit in self.verdict.nearest])


@dataclass(frozen=True, slots=True)
class Promised:
    """What is promised of a set of claims, in per cent: right verdicts or macro-F1 over the three at least, refuted
    claims called supported at most, evidence from the right article at least.
    """

    right: float | None = None
    macro: float | None = None
    betrayed: float = 0.0
    article: float | None = None


PROMISED = Promised(right=90)
PROMISED_BLIND_CLAIMS = Promised(betrayed=25)  # only the state of things
PROMISED_NEWS = Promised(macro=55, betrayed=15, article=95)


def golden_claims(path: Path = HERE / "claims.jsonl") -> tuple[Claim, ...]:
    """The golden claims in order."""
    return tuple(Claim(row["id"], row["claim"], row["verdict"], row["article"]) for row in rows(path))


def find_claims(option: Path | None, environ: Mapping[str, str] = os.environ) -> Path | None:
    """The folder that holds ViFactCheck: that on the command line, or the variable's; None where neither names one."""
    return option or (Path(environ[VARIABLE]) if environ.get(VARIABLE) else None)


def read_claims(folder: Path) -> tuple[Collection, tuple[Claim, ...]]:
    """The articles and the claims; raises UsageError where the folder has none, or something else by their names."""
    articles, claims = folder / ARTICLES, folder / CLAIMS
    if not (articles.is_file() and claims.is_file()):
        raise UsageError(f"{folder}: {ARTICLES} and {CLAIMS} are not both there. {NOT_AT_HAND}")
    try:
        return _read(rows(articles), rows(claims))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{folder}: {ARTICLES} or {CLAIMS} is not as expected ({error!r}).") from error


def _read(
    articles: Sequence[Mapping[str, Any]], claims: Sequence[Mapping[str, Any]]
) -> tuple[Collection, tuple[Claim, ...]]:
    names = {row["article_id"]: article_name(number) for number, row in enumerate(articles)}
    read = (
        Claim(row["cid"], nfc(row["claim"]), _LABELS[row["label"]], names[row["article_id"]], line >= len(claims) // 2)
        for line, row in enumerate(claims)
    )
    return Collection("claims", tuple(nfc(row["text"]) for row in articles), ()), tuple(read)


def checked(check: Callable[[str], Verdict], claims: Sequence[Claim]) -> tuple[Checked, ...]:
    """The claims with the verdicts that are given on them."""
    return tuple(Checked(claim, check(claim.text)) for claim in claims)


def claim_figures(given: Sequence[Checked], promised: Promised) -> Iterator[Figure]:
    """Verdicts, and where the evidence is from: over all claims, and over those kept apart where some are."""
    apart = [one for one in given if one.claim.apart]
    for part, chosen in (("", given), (", test part", apart)) if apart else (("", given),):
        yield share(f"the right verdict{part}", {one.claim.id: one.is_right for one in chosen}, promised.right)
        macro = 100 * mean([f1(chosen, verdict) for verdict in VERDICTS])
        yield Figure(f"macro-F1 of the three verdicts{part}", macro, "%", least=promised.macro, of=len(chosen))
        yield _betrayed(f"refuted claims called supported{part}", chosen, promised.betrayed)
        cited = [one for one in chosen if one.verdict.citations]
        yield _from_the_right_article(f"cited, from the right article{part}", cited, promised.article)
        yield _from_the_right_article(f"cited or shown, from the right article{part}", chosen, promised.article)


def f1(given: Sequence[Checked], verdict: Judgement) -> float:
    """The harmonic mean of precision and recall of a verdict, 0 to 1; 0 where nobody gave it, or should have."""
    right = sum(one.is_right for one in given if one.claim.verdict == verdict)
    meant = sum(one.claim.verdict == verdict for one in given)
    said = sum(one.verdict.verdict == verdict for one in given)
    return 2 * right / (meant + said) if meant + said else 0.0


def _betrayed(what: str, given: Sequence[Checked], most: float) -> Figure:
    refuted = [one for one in given if one.claim.verdict == "refuted"]
    wrong = tuple(one.claim.id for one in refuted if one.verdict.verdict == "supported")
    value = 100 * len(wrong) / len(refuted) if refuted else 0.0
    return Figure(what, value, "%", most=most, of=len(refuted), misses=wrong)


def _from_the_right_article(what: str, given: Sequence[Checked], least: float | None) -> Figure:
    """How many of the claims that an article decides are shown evidence from that one."""
    about = {one.claim.id: one for one in given if one.claim.article is not None}
    right = {id: any(article.id == one.claim.article for article in one.shown) for id, one in about.items()}
    return share(what, right, least)


def confusion(given: Sequence[Checked]) -> str:
    """How many claims of each right verdict were given which, in a sentence."""
    counted = Counter((one.claim.verdict, one.verdict.verdict) for one in given)
    told = (f"{verdict}: " + ", ".join(f"{counted[verdict, said]} {said}" for said in VERDICTS) for verdict in VERDICTS)
    return f"Of those that are {'; of those that are '.join(told)}."


def _seen(verdict: Verdict) -> str:
    kinds = dict.fromkeys(difference.kind for difference in verdict.differences)
    return f"{verdict.verdict} for its {' and '.join(kinds)}" if kinds else verdict.verdict


def worst(given: Sequence[Checked]) -> tuple[str, ...]:
    """The ten worst errors, each with the kinds of difference that were seen: first refuted claims called supported,
    then others called supported, then those called refuted, then what was not found. No word of a claim is told.
    """
    gravity: Mapping[Judgement, int] = {"supported": 0, "refuted": 1, "not_found": 2}
    wrong = [one for one in given if not one.is_right]
    wrong.sort(key=lambda one: (gravity[one.verdict.verdict], one.claim.verdict != "refuted"))
    return tuple(f"{one.claim.id}: {one.claim.verdict}, called {_seen(one.verdict)}" for one in wrong[:WORST])
