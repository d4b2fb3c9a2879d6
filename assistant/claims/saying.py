"""Why a verdict is what it is, in the claim's language: the sentences of `words/claims.toml`."""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.claims.deciding import Decision
from assistant.data import Citation, Difference, Judgement, Language


def why(
    decision: Decision, citations: Sequence[Citation], differences: Sequence[Difference], language: Language
) -> str:
    """A sentence or two: where the claim is borne out or contradicted, and how the two differ; or what is not found."""
    say = _table()[language]
    if decision.verdict == "not_found":
        return str(say[f"nothing_{decision.reason}"]).format(what=_what(decision, say))
    said = str(say[f"{decision.verdict}_{decision.reason}"]).format(marks=_marks(citations))
    return " ".join([said, *(difference_text(one, language) for one in differences)])


def difference_text(difference: Difference, language: Language) -> str:
    """The claim's words beside the article's: "Claim: 9.5 %; article: 8,89 % [1]."."""
    words = {"claim": difference.claim, "article": difference.article, "number": difference.citation}
    return str(_table()[language]["difference"]).format(**words)


def overall(verdicts: Sequence[Judgement], language: Language) -> str:
    """How many sentences of a claim are supported, refuted and not found."""
    say = _table()[language]
    counts = Counter(verdicts)
    told = [str(say["count"][one]).format(counts[one]) for one in ("supported", "refuted", "not_found") if counts[one]]
    return str(say["overall"]).format(count=len(verdicts), told=", ".join(told))


def unread(count: int, language: Language) -> str:
    """The note on sentences of a claim that ask something and were not judged."""
    return str(_table()[language]["questions"]).format(count=count)


def _marks(citations: Sequence[Citation]) -> str:
    return "".join(f"[{one.number}]" for one in citations)


def _what(decision: Decision, say: Mapping[str, Any]) -> str:
    """What the nearest evidence does not say."""
    if not decision.compared:
        return ""
    best = decision.compared[0]
    missing = best.missing if decision.reason == "missing" else [best.whole.added]
    return ", ".join(f"“{words}”" for words in missing if words)


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((files("assistant") / "words" / "claims.toml").read_text("utf-8"))
