"""What each command does with one text: `ask`, `search`, `check`, `quote` and `cite`."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from assistant.assistant import Assistant
from assistant.citing.styles import cited
from assistant.data import Citation, Filter, Language
from assistant.rendering.answers import answer_text, hits_text
from assistant.rendering.objects import answer_object, quotation_object, search_object, verdict_object
from assistant.rendering.verdicts import quotation_text, verdict_text

Of = Literal["question", "claim", "quotation"]  # whose sources `cite` gives
OF: tuple[Of, ...] = get_args(Of)


@dataclass(frozen=True, slots=True)
class Request:
    """One input of a command: its text, the id it came with, from which articles; how many passages a search gives,
    and of what `cite` gives the sources in which style.
    """

    text: str
    identity: object
    only: Filter
    k: int = 10
    of: Of = "question"
    style: str = "footnote"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command found: as a JSON object, as text, and whether it was found; `aside` is for standard error."""

    json: dict[str, Any]
    text: str
    found: bool
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A command: the name of its input in a batch's lines, and what it does with one."""

    key: str
    help: str
    run: Callable[[Assistant, Request], Outcome]


def ask(assistant: Assistant, request: Request) -> Outcome:
    """A cited answer, or a refusal."""
    started = time.perf_counter()
    answer = assistant.ask(request.text, only=request.only)
    elapsed = (time.perf_counter() - started) * 1000
    return Outcome(answer_object(answer, request.identity, elapsed), answer_text(answer), answer.answered)


def search(assistant: Assistant, request: Request) -> Outcome:
    """The k best passages."""
    hits = assistant.search(request.text, request.k, request.only)
    aside = "" if hits or not request.only else assistant.nothing_found(request.text, request.only)
    return Outcome(search_object(request.text, hits, request.identity), hits_text(hits), bool(hits), aside)


def check(assistant: Assistant, request: Request) -> Outcome:
    """A verdict on a claim; refuted is found, too."""
    verdict = assistant.check(request.text, request.only)
    found = verdict.verdict != "not_found"
    return Outcome(verdict_object(verdict, request.identity), verdict_text(verdict), found)


def quote(assistant: Assistant, request: Request) -> Outcome:
    """Where a quotation stands, or how it was altered."""
    quotation = assistant.quote(request.text, request.only)
    found = quotation.status != "not_found"
    return Outcome(quotation_object(quotation, request.identity), quotation_text(quotation), found)


def cite(assistant: Assistant, request: Request) -> Outcome:
    """The sources of an answer, a verdict or a quotation, to paste; where there are none, why."""
    citations, language, otherwise = _sources(assistant, request)
    if not citations:
        return Outcome({}, "", found=False, aside=otherwise)
    return Outcome({}, cited(citations, request.style, language).rstrip("\n"), found=True)


def _sources(assistant: Assistant, request: Request) -> tuple[Sequence[Citation], Language, str]:
    """What is cited, in whose language, and what to say where nothing is."""
    if request.of == "claim":
        verdict = assistant.check(request.text, request.only)
        return verdict.citations, verdict.language, verdict.why
    if request.of == "quotation":
        quotation = assistant.quote(request.text, request.only)
        said = quotation_text(quotation)
        return quotation.citations, quotation.language, said
    answer = assistant.ask(request.text, only=request.only)
    return answer.citations, answer.language, answer.text


COMMANDS = {
    "ask": Command("question", "a cited answer to a question", ask),
    "search": Command("query", "the passages that fit a query best", search),
    "check": Command("claim", "whether the articles bear out a claim: supported, refuted or not_found", check),
    "quote": Command("quote", "whether a quotation stands in the articles: exact, altered or not_found", quote),
    "cite": Command("text", "the sources of an answer, a verdict or a quotation, to paste", cite),
}
