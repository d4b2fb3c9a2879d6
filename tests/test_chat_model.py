"""The door to chat models: LangChain's own fakes, and a real server on this machine."""

import os
import socket
import threading
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel, GenericFakeChatModel
from langchain_core.messages import AIMessage

from assistant.model.chat_model import MOST_CHARACTERS, TRACING, ChatModel, ModelFailed
from index.errors import NoModel, TrichDanError, UsageError
from tests.chat_server import ChatServer, chat_server


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What opening a model changes in the environment ends with the test; no key is set."""
    for variable in (*TRACING, "no_proxy", "NO_PROXY", "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "OPENAI_API_BASE"):
        monkeypatch.setenv(variable, "")
        monkeypatch.delenv(variable)


def local(server: ChatServer, timeout: float = 10) -> ChatModel:
    return ChatModel.open("openai:tiny", server.url, timeout)


def test_a_fake_model_of_langchain_is_read_in_pieces() -> None:
    """Its words come one by one, and are its reply together."""
    model = ChatModel("fake:one", GenericFakeChatModel(messages=iter([AIMessage("Hà Nội is the capital [1].")])))
    pieces = list(model.reply("rules", "question"))
    assert (len(pieces) > 1, "".join(pieces)) == (True, "Hà Nội is the capital [1].")


def test_a_reply_is_cut_at_its_cap() -> None:
    """A model that never stops is not read to its end."""
    model = ChatModel("fake:one", FakeListChatModel(responses=["x" * (3 * MOST_CHARACTERS)]))
    assert "".join(model.reply("", "")) == "x" * MOST_CHARACTERS


@pytest.mark.parametrize("reply", ["", "  \n "])
def test_an_empty_reply_is_a_failure(reply: str) -> None:
    """As is one of white space."""
    with pytest.raises(ModelFailed, match=r"^an empty reply$"):
        list(ChatModel("fake:one", FakeListChatModel(responses=[reply])).reply("", ""))


def test_a_slow_model_is_not_waited_for() -> None:
    """Whether its client counts seconds or not."""
    model = ChatModel("fake:one", FakeListChatModel(responses=["a b c"], sleep=5), timeout=0.05)
    with pytest.raises(ModelFailed, match=r"^no answer within 0\.05 seconds$"):
        list(model.reply("", ""))


def test_a_server_of_ones_own_answers_without_a_key() -> None:
    """The rules and the question are what it is sent, and no tool."""
    with chat_server("Hà Nội tăng 8,89% [1].") as server:
        model = local(server)
        assert "".join(model.reply("rules", "question")) == "Hà Nội tăng 8,89% [1]."
    request = server.requests[0]
    assert (model.name, model.leaves, request["path"], request["model"], request["stream"]) == (
        "openai:tiny", False, "/v1/chat/completions", "tiny", True,
    )  # fmt: skip
    assert [(each["role"], each["content"]) for each in request["messages"]] == [
        ("system", "rules"),
        ("user", "question"),
    ]
    assert "tools" not in request


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("failure", "error 500 of its server"),
        ("garbage", "its reply cannot be read: JSONDecodeError"),
        ("silent", "no answer within 0.3 seconds"),
        ("trickle", "no answer within 0.3 seconds"),
    ],
)
def test_whatever_a_server_does_is_one_failure_with_its_reason(reply: str, reason: str) -> None:
    """One exception class, a few words; a server that sends a word now and then has no longer than a silent one."""
    with chat_server(reply) as server, pytest.raises(ModelFailed) as failure:
        list(local(server, 0.3).reply("", ""))
    assert str(failure.value) == reason


def test_a_reader_who_leaves_ends_the_reply() -> None:
    """Nothing goes on in the background, and the server is hung up on."""
    with chat_server("trickle") as server:
        pieces, before = local(server).reply("", ""), set(threading.enumerate())
        next(pieces)
        (reading,) = (each for each in set(threading.enumerate()) - before if each.name == "chat model")
        pieces.close()
        reading.join(10)
        assert not reading.is_alive()


def test_a_connection_that_drops_is_a_failure() -> None:
    """What came before it is told as it came; then it fails."""
    pieces = []
    with chat_server("dropped") as server, pytest.raises(ModelFailed):
        pieces += list(local(server).reply("", ""))
    assert len(server.requests) == 1


def test_a_server_that_is_not_there_is_a_failure() -> None:
    """At once, and not tried again."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with pytest.raises(ModelFailed, match=r"^its server cannot be reached$"):
        list(ChatModel.open("openai:tiny", f"http://127.0.0.1:{port}/v1").reply("", ""))


@pytest.mark.parametrize(
    ("name", "url", "timeout", "kind", "said"),
    [
        ("gpt-4o", None, 60, UsageError, "named by provider and name, not 'gpt-4o'"),
        ("openai:", None, 60, UsageError, "named by provider and name"),
        ("http://127.0.0.1/v1", None, 60, UsageError, "named by provider and name"),
        ("openai:x", "127.0.0.1:8080/v1", 60, UsageError, "Example: http://127.0.0.1:8080/v1"),
        ("openai:x", "http://[::1", 60, UsageError, "Example: http://127.0.0.1:8080/v1"),
        ("openai:x", "file:///etc/passwd", 60, UsageError, "Example: http://127.0.0.1:8080/v1"),
        ("openai:x", None, 0, UsageError, "more than 0"),
        ("openai:x", None, float("nan"), UsageError, "more than 0"),
        ("openai:x", None, 60, NoModel, "OPENAI_API_KEY"),
        ("nobody:x", None, 60, NoModel, "nobody:x is of no provider that LangChain knows"),
        ("perplexity:x", None, 60, NoModel, "pip install langchain-perplexity"),
    ],
)
def test_a_model_that_cannot_be_had_is_told_with_the_remedy(
    name: str, url: str | None, timeout: float, kind: type[TrichDanError], said: str
) -> None:
    """Wrong words are a mistake of use; a missing package, key or provider is exit 5."""
    with pytest.raises(kind) as failure:
        ChatModel.open(name, url, timeout)
    assert said in str(failure.value)
    assert (NoModel.exit_code, UsageError.exit_code) == (5, 2)


@pytest.mark.parametrize(
    ("url", "leaves"),
    [
        ("http://127.0.0.1:1/v1", False),
        ("http://localhost:1/v1", False),
        ("http://[::1]:1/v1", False),
        ("http://192.168.1.5:1/v1", True),
        ("http://localhost.example/v1", True),
        (None, True),
    ],
)
def test_only_a_model_on_this_machine_leaves_nothing_of_it(
    monkeypatch: pytest.MonkeyPatch, url: str | None, leaves: bool
) -> None:
    """Told by the address alone, which is not looked up; a proxy is for other machines."""
    monkeypatch.setenv("OPENAI_API_KEY", "not-a-key")
    monkeypatch.setenv("no_proxy", "example.org")
    assert ChatModel.open("openai:tiny", url).leaves is leaves
    assert (os.environ["no_proxy"] == "example.org") is leaves


class Called(GenericFakeChatModel):
    """A fake model that remembers which handlers its call had."""

    seen: ClassVar[list[str]] = []

    def _stream(self, messages: Any, stop: Any = None, run_manager: Any = None, **kwargs: Any) -> Iterator[Any]:
        self.seen.extend(type(handler).__name__ for handler in (run_manager.handlers if run_manager else ()))
        yield from super()._stream(messages, stop, run_manager, **kwargs)


@pytest.mark.parametrize(
    "variables",
    [
        {"LANGSMITH_TRACING": "true", "LANGSMITH_API_KEY": "k"},
        {"LANGCHAIN_TRACING_V2": "true", "LANGCHAIN_API_KEY": "k"},
        {"LANGCHAIN_TRACING": "true"},
        {"LANGSMITH_GATEWAY": "true", "LANGSMITH_API_KEY": "k"},
    ],
)
def test_tracing_stays_off_whatever_its_variables_say(
    monkeypatch: pytest.MonkeyPatch, variables: Mapping[str, str]
) -> None:
    """The question and the passages go to the model and nobody else; a gateway of LangSmith's is not gone through."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with chat_server("Yes [1].") as server:
        assert "".join(local(server).reply("", "")) == "Yes [1]."
    model = Called(messages=iter([AIMessage("Yes.")]))
    assert "".join(ChatModel("fake:one", model).reply("", "")) == "Yes."
    assert model.seen == []


def test_a_key_in_the_environment_opens_no_model(monkeypatch: pytest.MonkeyPatch, seeds_folder: Any) -> None:
    """Only a name that was given does; a setting of that kind does not exist."""
    from assistant import Assistant

    monkeypatch.setenv("OPENAI_API_KEY", "not-a-key")
    assert Assistant.open(seeds_folder).model is None
    monkeypatch.setenv("ASSISTANT_MODEL", "openai:gpt-4o-mini")
    with pytest.raises(UsageError, match="Unknown setting ASSISTANT_MODEL"):
        Assistant.open(seeds_folder)
