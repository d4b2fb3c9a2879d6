"""Verdicts on claims, and what became of quotations, as text for a terminal."""

from assistant.data import Change, Difference, Quotation, Verdict
from assistant.rendering.quotes import WIDTH, cited, filled, nearest, says


def verdict_text(verdict: Verdict) -> str:
    """The verdict in a word and why; that on each sentence, where the claim has several; how claim and articles
    differ; the quotes, or what is nearest.
    """
    sentences = [f"{_judged(part)}\n    “{part.claim}”" for part in verdict.parts]
    quotes = [cited(one, verdict.language) for one in verdict.citations]
    blocks = [_judged(verdict), *sentences, _differences(verdict), *quotes, *nearest(verdict.nearest, verdict.language)]
    return "\n\n".join(filter(None, [*blocks, *verdict_remarks(verdict)]))


def quotation_text(quotation: Quotation) -> str:
    """Exact, altered or not found; what was changed; and each place where the words stand."""
    say = says(quotation.language)
    changes = "\n".join(f"    {_changed(one, quotation)}" for one in quotation.changes)
    quotes = [cited(one, quotation.language) for one in quotation.citations]
    return "\n\n".join(filter(None, [f"{say[quotation.status]}.", changes, *quotes, *map(filled, quotation.notes)]))


def verdict_remarks(verdict: Verdict) -> list[str]:
    """What is said beside a verdict: its notes, and which model had a vote."""
    voted = [says(verdict.language)["voted"].format(verdict.model)] if verdict.model else []
    return [*verdict.notes, *voted]


def tells(why: str, difference: Difference) -> bool:
    """Whether a verdict's sentence has both the claim's words and the article's."""
    return difference.claim in why and difference.article in why


def _judged(verdict: Verdict) -> str:
    return filled(f"{says(verdict.language)[verdict.verdict]}. {verdict.why}".strip())


def _differences(verdict: Verdict) -> str:
    """A line for each difference that `why` has not told: what the claim has, and what the article."""
    differs = says(verdict.language)["differs"]
    untold = (one for one in verdict.differences if not tells(verdict.why, one))
    lines = (differs.format(claim=one.claim, article=one.article, number=one.citation) for one in untold)
    return "\n".join(f"    {line}" for line in lines)


def _changed(change: Change, quotation: Quotation) -> str:
    words = {"quoted": " ".join(change.quoted.split()), "article": " ".join(change.article.split())}
    line = says(quotation.language)[change.kind].format(**words)
    return line if len(line) <= 3 * WIDTH else f"{line[: 3 * WIDTH]}…"
