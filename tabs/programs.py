"""What other programs may call: the same objects as the commands print, as an API and, where it is on, as MCP tools."""

import json
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from time import perf_counter
from typing import TYPE_CHECKING, Any

from assistant.data import Filter
from assistant.errors import TrichDanError, UsageError
from assistant.limiting import Limits
from assistant.rendering.objects import answer_object, error_object, quotation_object, search_object, verdict_object
from page.desk import Desk
from page.guard import OWN
from tabs.common import IN_LINE, asker

if TYPE_CHECKING:
    import gradio as gr


MOST_PASSAGES = 1000  # of one search, as on the command line
MOST_OUTLETS = 100  # named at once
LONGEST_LIMIT = 200  # characters of a day or an outlet
DESCRIPTION = "additional_description"  # where Gradio's API has what is said of a parameter
NO_MCP = "--mcp needs what is not installed: pip install -r requirements-mcp.txt"

Work = Callable[[Filter], dict[str, Any]]


def offer(desk: Desk) -> None:
    """Adds the calls to the page that is being built; they are all that other programs can call."""
    from gradio.context import get_blocks_context
    from gradio.events import api

    programs = Programs(desk)
    for call in (programs.ask, programs.search, programs.check, programs.quote):
        api(call, api_name=call.__name__, concurrency_limit=IN_LINE, concurrency_id="programs")
        page = get_blocks_context()
        if page is not None:
            _describe(page.fns[max(page.fns)])


def require_mcp() -> None:
    """Raises a TrichDanError where the tools cannot be offered for want of what they need."""
    if find_spec("mcp") is None:
        raise TrichDanError(NO_MCP)


def speak_mcp(app: "gr.Blocks", own: str) -> None:
    """Has the tools of a page that was launched with `mcp_server=True` give JSON, where Gradio gives what Python prints
    of a dictionary; a TrichDanError where Gradio could not start them, which it tells nobody. They call the page over
    HTTP, and log in to it with `own` where their caller's login does not stand.
    """
    tools = app.mcp_server_obj
    if tools is None:
        raise TrichDanError(f"The MCP server could not be started: {app.mcp_error}")

    def written(data: Sequence[Any], root_url: str) -> list[Any]:
        return [tools.types.TextContent(type="text", text=json.dumps(one, ensure_ascii=False)) for one in data]

    def client() -> Any:
        if tools._client_instance is None:
            from gradio_client import Client  # type: ignore[import-untyped]

            headers = {"x-gradio-user": "mcp", OWN: own}
            tools._client_instance = Client(
                app.local_url, download_files=False, verbose=False, analytics_enabled=False, headers=headers
            )
        return tools._client_instance

    tools._get_or_create_client = client  # type: ignore[method-assign]
    tools.postprocess_output_data = written  # type: ignore[method-assign]
    for endpoint in tools.api_info["named_endpoints"].values():
        for parameter in endpoint["parameters"]:  # described to a model by the docstring alone, not twice
            parameter["type"] = {key: value for key, value in parameter["type"].items() if key != DESCRIPTION}


class Programs:
    """What can be called. Nothing is raised: what cannot be done is an object whose `error` says why in a sentence.

    The docstrings of its calls are their descriptions in the API and what a model is told of the tools, so they say
    what a caller must know; each parameter has a line of its own.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ask(self, question: str, since: str = "", until: str = "", sources: list[str] | None = None) -> dict[str, Any]:
        """Answers a question from the indexed news articles: a short answer, and the quotes it rests on, each with its
        article, outlet and date. Quotes are verbatim: `quote` is what the article has from character `start` to `end`.
        `status` is "answered" or "abstained". A refusal ("abstained") is a proper result: the articles do not say it.
        Do not fill it in from elsewhere; `nearest` holds the passages that came nearest, which are not an answer.
        Where nothing could be done, the object has an `error`, a sentence that says what to change.

        Args:
            question: One question, in Vietnamese or English, of at most 2000 characters. It must stand by itself.
            since: Only articles from this day on: 2024-06-28, 28/6/2024, 2024-06, 6/2024 or 2024. Empty for no limit.
            until: Only articles up to this day, month or year, itself included. Empty for no limit.
            sources: Only articles of these outlets, by name or site: ["Nhân Dân", "hanoimoi.vn"]. Null for all.

        """

        def work(only: Filter) -> dict[str, Any]:
            begun = perf_counter()
            *_, answer = self._desk.assistant.stream(question, (), only)
            return answer_object(answer, None, (perf_counter() - begun) * 1000)

        return self._done(question, (since, until, sources), work)

    def search(
        self, query: str, k: int = 10, since: str = "", until: str = "", sources: list[str] | None = None
    ) -> dict[str, Any]:
        """Finds the passages of the indexed news articles that fit a query best, best first, under `hits`. Each `text`
        is verbatim: what the article has from character `start` to `end`. A passage that is found is near the query; it
        need not answer it. No hits is a proper result.
        Where nothing could be done, the object has an `error`, a sentence that says what to change.

        Args:
            query: A question or some words, in Vietnamese or English, of at most 2000 characters.
            k: How many passages, from 1 to 1000.
            since: Only articles from this day on: 2024-06-28, 28/6/2024, 2024-06, 6/2024 or 2024. Empty for no limit.
            until: Only articles up to this day, month or year, itself included. Empty for no limit.
            sources: Only articles of these outlets, by name or site: ["Nhân Dân", "hanoimoi.vn"]. Null for all.

        """

        def work(only: Filter) -> dict[str, Any]:
            return search_object(query, self._desk.assistant.search(query, _passages(k), only), None)

        return self._done(query, (since, until, sources), work)

    def check(self, claim: str, since: str = "", until: str = "", sources: list[str] | None = None) -> dict[str, Any]:
        """Tells whether the indexed news articles bear out a claim. `verdict` is "supported", "refuted" (`differences`
        says in which figure, date, name or word) or "not_found", and `why` says it in a sentence. `citations` are the
        evidence, verbatim: `quote` is what the article has from character `start` to `end`. "not_found" is a proper
        result: the articles neither say so nor deny it. Do not turn it into a yes or a no.
        Where nothing could be done, the object has an `error`, a sentence that says what to change.

        Args:
            claim: A statement of one or a few sentences, in Vietnamese or English, of at most 2000 characters.
            since: Only articles from this day on: 2024-06-28, 28/6/2024, 2024-06, 6/2024 or 2024. Empty for no limit.
            until: Only articles up to this day, month or year, itself included. Empty for no limit.
            sources: Only articles of these outlets, by name or site: ["Nhân Dân", "hanoimoi.vn"]. Null for all.

        """

        def work(only: Filter) -> dict[str, Any]:
            return verdict_object(self._desk.assistant.check(claim, only), None)

        return self._done(claim, (since, until, sources), work)

    def quote(self, quote: str, since: str = "", until: str = "", sources: list[str] | None = None) -> dict[str, Any]:
        """Tells whether words stand in the indexed news articles, to the letter. `status` is "exact" (`citations` are
        all the places), "altered" (`differences` says word by word how the nearest place differs) or "not_found".
        Each `quote` is verbatim: what the article has from character `start` to `end`. "not_found" is a proper result:
        these articles do not have the words.
        Where nothing could be done, the object has an `error`, a sentence that says what to change.

        Args:
            quote: The words as they were quoted, of at most 5000 characters.
            since: Only articles from this day on: 2024-06-28, 28/6/2024, 2024-06, 6/2024 or 2024. Empty for no limit.
            until: Only articles up to this day, month or year, itself included. Empty for no limit.
            sources: Only articles of these outlets, by name or site: ["Nhân Dân", "hanoimoi.vn"]. Null for all.

        """

        def work(only: Filter) -> dict[str, Any]:
            return quotation_object(self._desk.assistant.quote(quote, only), None)

        return self._done(quote, (since, until, sources), work)

    def _done(self, text: Any, limits: tuple[Any, Any, Any], work: Work) -> dict[str, Any]:
        """What the work gives of the articles within the limits; where it cannot, the object that says why."""

        def within() -> dict[str, Any]:
            _require_text(text)
            return work(self._desk.assistant.limits(_stated(*limits)))

        done = self._desk.serving(asker()).attempt(within, "en")
        return error_object(done, None) if isinstance(done, str) else done


def _require_text(text: Any) -> None:
    """Raises a UsageError for what is no text, or no text that can be sent back."""
    if not isinstance(text, str):
        raise UsageError(f"A text is needed, not {_shown(text)}.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UsageError(f"Half a character at {error.start}: send the text as UTF-8.") from error


def _stated(since: Any, until: Any, sources: Any) -> Limits:
    """The limits, whoever stated them; a bare number is a year, a single outlet needs no list."""
    outlets = [sources] if isinstance(sources, str) else sources or []
    if not isinstance(outlets, list):
        raise UsageError(f"The outlets are a list of names, not {_shown(sources)}.")
    if len(outlets) > MOST_OUTLETS:
        raise UsageError(f"At most {MOST_OUTLETS} outlets can be named at once, not {len(outlets)}.")
    return Limits(_limit(since), _limit(until), tuple(filter(None, map(_limit, outlets))))


def _limit(stated: Any) -> str | None:
    """A day or an outlet as it was stated; None for none."""
    text = "" if stated is None else str(stated)
    if len(text) > LONGEST_LIMIT:
        raise UsageError(f"No day and no outlet has {len(text)} characters: {_shown(text)}.")
    return text or None


def _passages(k: Any) -> int:
    """How many passages are wanted; raises a UsageError where that is no number, or too large a one."""
    if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= MOST_PASSAGES:
        raise UsageError(f"k is a number from 1 to {MOST_PASSAGES}, not {_shown(k)}.")
    return k


def _shown(value: Any) -> str:
    """The beginning of what was given."""
    said = repr(value)
    return said if len(said) <= 40 else f"{said[:40]}…"


def _describe(function: Any) -> None:
    """Puts what the docstring says of each parameter into the API's description, where Gradio leaves it out."""
    from gradio.utils import get_function_description

    parameters = get_function_description(function.fn)[1]
    for component, (name, said) in zip(function.inputs, parameters.items(), strict=True):
        component.label = name
        component._api_info[DESCRIPTION] = said
    function.outputs[0].label = "object"
