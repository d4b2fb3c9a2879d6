"""What other programs may call, as a program calls it: over the fake assistant, and the limits over the real one."""

import asyncio
import inspect
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from assistant import Assistant
from assistant.commands.inquiries import COMMANDS, Request
from assistant.data import EVERYTHING
from assistant.errors import TrichDanError
from page.desk import Desk
from page.words import words
from tabs.programs import MOST_OUTLETS, Programs, require_mcp
from tests.browser import serving
from tests.fake_assistant import MEETING, FakeAssistant

GROWTH = "GRDP của Hà Nội năm 2022 tăng bao nhiêu?"
TEXTS = {
    "ask": GROWTH,
    "search": "tỷ lệ hộ nghèo của Hà Nội",
    "check": "GRDP của Hà Nội năm 2022 tăng 7,89%.",
    "quote": "Năm 2022, GRDP của Hà Nội tăng 8,89%",
}
LIMITS = ["since", "until", "sources"]
PARAMETERS = {
    "/ask": ["question", *LIMITS],
    "/search": ["query", "k", *LIMITS],
    "/check": ["claim", *LIMITS],
    "/quote": ["quote", *LIMITS],
}


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """A program's way in."""
    with serving() as address, pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_ANALYTICS_ENABLED", "False")
        patch.setattr("huggingface_hub.constants.HF_HUB_DISABLE_TELEMETRY", True)
        from gradio_client import Client  # type: ignore[import-untyped]

        yield Client(address, verbose=False, download_files=False)


@pytest.fixture
def programs(assistant: Assistant) -> Programs:
    """The calls over the five articles."""
    return Programs(Desk(assistant))


def timeless(given: dict[str, Any]) -> dict[str, Any]:
    """An object without what the clock put into it."""
    return {key: value for key, value in given.items() if key != "elapsed_ms"}


def test_four_calls_are_public_and_described(client: Any) -> None:
    """These names with these parameters, each with a description, and no other."""
    info = client.view_api(print_info=False, return_format="dict")
    described = {
        name: [parameter["parameter_name"] for parameter in call["parameters"]]
        for name, call in info["named_endpoints"].items()
    }
    said = [
        [call["description"], *(parameter["python_type"]["description"] for parameter in call["parameters"])]
        for call in info["named_endpoints"].values()
    ]
    assert (described, info["unnamed_endpoints"]) == (PARAMETERS, {})
    assert [line for lines in said for line in lines if not line] == []
    defaults = [parameter["parameter_default"] for parameter in info["named_endpoints"]["/search"]["parameters"]]
    assert defaults == [None, 10, "", "", None]


def test_a_program_gets_what_the_command_prints(client: Any) -> None:
    """Each call by name, over the wire."""
    fake = FakeAssistant()
    quote = MEETING.splitlines()[2].split(". ")[0]
    answer = client.predict(question="GRDP", api_name="/ask")
    found = client.predict(query="GRDP", k=1, api_name="/search")
    verdict = client.predict(claim="GRDP tăng 7%", api_name="/check")
    quotation = client.predict(quote=quote, api_name="/quote")
    assert (answer["schema"], answer["id"], answer["short_answer"]) == (1, None, "8,89%")
    assert answer["citations"][0]["quote"] == fake.ask("GRDP").citations[0].quote
    assert [hit["rank"] for hit in found["hits"]] == [1]
    assert (verdict["verdict"], verdict["differences"][0]["article"]) == ("refuted", "8,89%")
    assert (quotation["status"], quotation["citations"][0]["quote"]) == ("exact", quote)


def test_limits_reach_the_assistant(client: Any) -> None:
    """Days and outlets as a reader writes them; nothing is limited by what is empty."""
    limited = client.predict("limits", "6/2024", "2024", ["lao dong thu do"], api_name="/ask")
    free = client.predict("limits", "", "", None, api_name="/ask")
    assert limited["error"] == "since=2024-06-01 until=2024-12-31 sources=Lao động Thủ đô"
    assert free["error"] == "since=None until=None sources="


def test_a_failure_is_an_object_too(client: Any) -> None:
    """What the command would say, or the sentence for what nobody foresaw; the next call is answered."""
    empty = client.predict("", api_name="/ask")
    broken = client.predict("fail", api_name="/check")
    assert empty == {"schema": 1, "id": None, "error": "The question is empty. Ask one."}
    assert broken == {"schema": 1, "id": None, "error": words("en").say("broken")}
    assert client.predict("GRDP", api_name="/ask")["status"] == "answered"


def test_who_comes_when_all_turns_are_taken_is_told(client: Any) -> None:
    """A call waits for its turn as a reader does, and no longer."""
    fake = FakeAssistant()
    programs = Programs(Desk(fake, at_once=1, patience=0.05))
    first: list[dict[str, Any]] = []
    asking = threading.Thread(target=lambda: first.append(programs.ask("wait GRDP")))
    asking.start()
    assert fake.reached.wait(10)
    second = programs.search("GRDP")
    fake.gate.set()
    asking.join(10)
    assert second == {"schema": 1, "id": None, "error": words("en").say("busy")}
    assert [answer["status"] for answer in first] == ["answered"]


@pytest.mark.parametrize("name", TEXTS)
def test_the_objects_are_the_commands_own(assistant: Assistant, programs: Programs, name: str) -> None:
    """Key for key and value for value what `--json` prints, but for the time it took."""
    printed = COMMANDS[name].run(assistant, Request(TEXTS[name], None, EVERYTHING)).json
    assert timeless(getattr(programs, name)(TEXTS[name])) == timeless(printed)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("text", ["", "  \n", "\x00\x01\x02", "x" * 100_000, "Ai \ud83d", None, 5, ["GRDP"]])
def test_an_absurd_text_gives_an_error(programs: Programs, name: str, text: Any) -> None:
    """Empty, endless, of control characters, half a character, or no text: a sentence, which can be sent."""
    given = getattr(programs, name)(text)
    assert (list(given), given["schema"], given["id"]) == (["schema", "id", "error"], 1, None)
    assert len(json.dumps(given, ensure_ascii=False).encode()) < 300


@pytest.mark.parametrize("k", [0, -1, 1001, "x", "5", 2.5, None, True, [3]])
def test_an_absurd_number_of_passages_gives_an_error(programs: Programs, k: Any) -> None:
    """The sentence names the limits, and what was given."""
    assert programs.search(GROWTH, k) == {
        "schema": 1,
        "id": None,
        "error": f"k is a number from 1 to 1000, not {k!r}.",
    }


@pytest.mark.parametrize(
    ("limits", "error"),
    [
        ({"since": "yesterday"}, "Not a day, month or year: 'yesterday'."),
        ({"since": "2024", "until": "2023"}, "No day lies from 2024 to 2023"),
        ({"until": ["2024"]}, "Not a day, month or year: \"['2024']\"."),
        ({"since": "1" * 100_000}, "No day and no outlet has 100000 characters: '1111"),
        ({"sources": ["Nowhere Times"]}, "No article is by 'Nowhere Times'."),
        ({"sources": {"name": "Thời Đại"}}, "The outlets are a list of names, not {'name': 'Thời Đại'}."),
        ({"sources": ["x"] * (MOST_OUTLETS + 1)}, "At most 100 outlets can be named at once, not 101."),
        ({"sources": ["x" * 100_000]}, "No day and no outlet has 100000 characters"),
    ],
)
def test_an_absurd_limit_gives_an_error(programs: Programs, limits: dict[str, Any], error: str) -> None:
    """Never an answer from articles that were not asked for."""
    assert [given["error"][: len(error)] for given in (programs.ask(GROWTH, **limits),)] == [error]


def test_a_year_may_be_a_number_and_one_outlet_needs_no_list(programs: Programs) -> None:
    """As in the lines of a batch."""
    loose: Any = {"since": 2017, "until": 2017, "sources": "hanoimoi.vn"}
    strict: Any = {"since": "2017", "until": "2017", "sources": ["Hà Nội Mới"]}
    found = programs.search(TEXTS["search"], 3, **loose)
    assert found == programs.search(TEXTS["search"], 3, **strict)
    assert {(hit["source"], hit["published"]) for hit in found["hits"]} == {("Hà Nội Mới", "2017-10-26")}


def test_what_the_descriptions_say_of_lengths_is_so(programs: Programs) -> None:
    """A text of just the length that a docstring names is taken, one more character is not."""
    too_long = {
        name: [getattr(programs, name)(("từ " * 2000)[: length - 1] + "a" * more).get("error", "") for more in (1, 2)]
        for name, length in {"ask": 2000, "search": 2000, "check": 2000, "quote": 5000}.items()
    }
    told = {name: ["too long" in error for error in errors] for name, errors in too_long.items()}
    assert told == {name: [False, True] for name in TEXTS}
    said = {name: f"at most {length} characters" for name, length in {"ask": 2000, "quote": 5000}.items()}
    assert [name for name, phrase in said.items() if phrase not in str(getattr(Programs, name).__doc__)] == []


def test_without_what_it_needs_the_tools_are_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence with the remedy."""
    monkeypatch.setattr("tabs.programs.find_spec", lambda name: None)
    with pytest.raises(TrichDanError) as raised:
        require_mcp()
    assert str(raised.value) == "--mcp needs what is not installed: pip install -r requirements-mcp.txt"


@pytest.fixture(scope="module")
def tools_address() -> Iterator[str]:
    """Where the tools are served; skipped where the extra is not installed."""
    pytest.importorskip("mcp")
    with serving("--mcp") as address:
        yield f"{address}gradio_api/mcp"


def used(address: str, *calls: tuple[str, dict[str, Any]]) -> tuple[list[Any], list[Any]]:
    """The tools of a server, and what the calls of them give, over streamable HTTP."""
    mcp, http = (pytest.importorskip(name) for name in ("mcp", "mcp.client.streamable_http"))

    async def use() -> tuple[list[Any], list[Any]]:
        opened = http.streamable_http_client(address)
        async with opened as (receive, send, _), mcp.ClientSession(receive, send) as session:
            await session.initialize()
            listed = (await session.list_tools()).tools
            return listed, [await session.call_tool(name, given) for name, given in calls]

    return asyncio.run(use())


def test_the_four_calls_are_tools(tools_address: str) -> None:
    """No fifth; each says what it gives and what its parameters mean; each gives the object as JSON."""
    listed, given = used(
        tools_address,
        ("ask", {"question": "GRDP"}),
        ("search", {"query": "GRDP", "k": 1, "sources": None}),
        ("check", {"claim": "GRDP tăng 7%", "sources": ["Thời Đại"]}),
        ("quote", {"quote": "no such words"}),
    )
    objects = [json.loads(result.content[0].text) for result in given]
    assert {f"/{tool.name}": list(tool.inputSchema["properties"]) for tool in listed} == PARAMETERS
    assert [tool.inputSchema["required"] for tool in listed] == [["question"], ["query"], ["claim"], ["quote"]]
    assert [tool.name for tool in listed if "proper result" not in " ".join(tool.description.split())] == []
    assert objects[0]["citations"][0]["quote"] == FakeAssistant().ask("GRDP").citations[0].quote
    assert [objects[1]["hits"][0]["rank"], objects[2]["verdict"], objects[3]["status"]] == [1, "refuted", "not_found"]


def test_a_tool_tells_a_failure(tools_address: str) -> None:
    """An object with the sentence where the assistant says it; an error where the arguments do not fit the schema."""
    _, (empty, wrong) = used(tools_address, ("ask", {"question": ""}), ("search", {"query": "GRDP", "k": "x"}))
    assert json.loads(empty.content[0].text)["error"] == "The question is empty. Ask one."
    assert (empty.isError, wrong.isError) == (False, True)


@pytest.mark.parametrize("header", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Origin": "null"}])
def test_the_tools_are_not_for_other_peoples_pages(tools_address: str, header: dict[str, str]) -> None:
    """A hostile page reaches a local server by its own name for it, or from its own origin: both are refused."""
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).encode()
    accepted = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    request = urllib.request.Request(tools_address, data=body, headers=accepted | header)  # noqa: S310 - our own
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)  # noqa: S310 - our own server
    assert refused.value.code in (400, 403)
    refused.value.close()


def test_every_call_is_described_for_a_model() -> None:
    """What it gives, that quotes are verbatim with their offsets, and that nothing found is a proper result."""
    said = {name: " ".join(str(inspect.getdoc(getattr(Programs, name))).split()) for name in TEXTS}
    wanted = ("verbatim", "from character `start` to `end`", "is a proper result", "the object has an `error`")
    assert [(name, words) for name, text in said.items() for words in wanted if words not in text] == []
