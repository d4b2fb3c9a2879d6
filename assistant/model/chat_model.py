"""A chat model, where one was chosen: the one door to LangChain's chat models.

model = ChatModel.open("openai:gpt-4o-mini")                                # with OPENAI_API_KEY
model = ChatModel.open("ollama:llama3.2")                                   # at 127.0.0.1:11434
model = ChatModel.open("openai:qwen3", url="http://127.0.0.1:8080/v1")      # any server that speaks as OpenAI does
"".join(model.reply("Answer in one word.", "What is the capital of Vietnam?"))

Nothing but a call of `open` makes one: a key in the environment alone chooses nothing. What goes to the model goes
there and nowhere else: the tracing of LangChain is off whatever its variables say.
"""

import ipaddress
import os
import queue
import re
import threading
from collections.abc import Generator, Iterator, MutableMapping
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from index.errors import NoModel, TrichDanError, UsageError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

TIMEOUT = 60.0  # seconds a reply may take from the question to its last word
MOST_CHARACTERS = 8000  # of a reply, four times the longest that is asked for; what comes after is not read
EXAMPLE = "--model openai:gpt-4o-mini, ollama:llama3.2, anthropic:claude-haiku-4-5"
LOCAL = {"ollama": "http://127.0.0.1:11434"}  # where a provider's server runs if nothing else is said
EMPTY = "an empty reply"
NO_KEY = "none"  # a server of one's own asks for no key, but its client does
# LangChain sends what it is given to LangSmith where these say so, and the first two, long out of use, raise an error.
TRACING = (
    "LANGCHAIN_TRACING",
    "LANGCHAIN_HANDLER",
    "LANGCHAIN_TRACING_V2",
    "LANGSMITH_TRACING",
    "LANGSMITH_TRACING_V2",
    "LANGSMITH_GATEWAY",
)


class ModelFailed(TrichDanError):
    """The chat model did not answer: its text is the reason in a few words, such as "no answer within 60 seconds"."""


class ChatModel:
    """A chat model. `name` is the one it was chosen by; `leaves` is whether what it is told leaves this machine."""

    def __init__(self, name: str, model: "BaseChatModel", timeout: float = TIMEOUT, *, leaves: bool = True) -> None:
        self.name = name
        self.leaves = leaves
        self._model = model
        self._timeout = timeout

    @classmethod
    def open(cls, name: str, url: str | None = None, timeout: float = TIMEOUT) -> Self:
        """The model of this name, PROVIDER:NAME, at the provider's own address or at `url`; nothing is sent yet.

        Raises UsageError for a name, address or time that is none, NoModel where the model cannot be had.
        """
        provider, _, model = name.partition(":")
        if not provider.isidentifier() or not model or model != model.strip() or model.startswith("//"):
            raise UsageError(f"A chat model is named by provider and name, not {name!r}. Examples: {EXAMPLE}")
        if not 0 < timeout <= 3600:
            raise UsageError(f"A chat model's time is more than 0 and at most 3600 seconds, not {timeout:g}.")
        address = url or LOCAL.get(provider)
        leaves = not _is_loopback(_host(address)) if address else True
        options: dict[str, Any] = {"timeout": timeout, "max_retries": 0}
        if provider == "ollama":
            options = {"client_kwargs": {"timeout": timeout}}
        if address:
            options["base_url"] = address
        if url and provider == "openai" and not os.environ.get("OPENAI_API_KEY"):
            options["api_key"] = NO_KEY
        _stay_private(os.environ, None if leaves or address is None else _host(address))
        return cls(name, _opened(name, provider, model, options), timeout, leaves=leaves)

    def reply(self, system: str, asked: str) -> Generator[str, None, None]:
        """The model's reply as it comes, in pieces, at most MOST_CHARACTERS of it.

        Raises ModelFailed for one that is late, breaks off, cannot be read or is empty.
        """
        pump = _Pump(self._model, [("system", system), ("human", asked)])
        characters, blank = 0, True
        try:
            for piece in pump.pieces(monotonic() + self._timeout, self._timeout):
                text = piece[: MOST_CHARACTERS - characters]
                characters += len(text)
                blank = blank and not text.strip()
                yield text
                if characters >= MOST_CHARACTERS:
                    break
        finally:
            pump.stop()
        if blank:
            raise ModelFailed(EMPTY)


@dataclass(frozen=True, slots=True)
class _End:
    """The end of a reply: what went wrong, or None."""

    error: Exception | None


class _Pump:
    """A model's reply, read in a thread of its own, so that nobody waits longer than they said they would.

    The clients of some providers count only the seconds between two pieces, others none.
    """

    def __init__(self, model: "BaseChatModel", messages: list[tuple[str, str]]) -> None:
        self._queue: queue.Queue[str | _End] = queue.Queue()
        self._stopped = threading.Event()
        threading.Thread(target=self._run, args=(model, messages), daemon=True, name="chat model").start()

    def pieces(self, deadline: float, seconds: float) -> Iterator[str]:
        """The pieces in order; raises ModelFailed at the deadline, or where the model failed."""
        while True:
            try:
                piece = self._queue.get(timeout=max(0.0, deadline - monotonic()))
            except queue.Empty:
                raise ModelFailed(f"no answer within {seconds:g} seconds") from None
            if not isinstance(piece, _End):
                yield piece
            elif piece.error is None:
                return
            else:
                raise ModelFailed(_reason(piece.error, seconds)) from piece.error

    def stop(self) -> None:
        """Nobody listens any more: the thread ends at the next piece, or when its client gives up."""
        self._stopped.set()

    def _run(self, model: "BaseChatModel", messages: list[tuple[str, str]]) -> None:
        from langsmith import tracing_context

        try:
            with tracing_context(enabled=False):  # of this thread alone; a program around ours keeps its own
                stream = model.stream(messages)
                for chunk in stream:
                    if self._stopped.is_set():
                        break
                    self._queue.put(str(chunk.text))
        except Exception as error:  # noqa: BLE001 - every provider has its own errors, and a server can send anything
            self._queue.put(_End(error))
        else:
            self._queue.put(_End(None))


def _opened(name: str, provider: str, model: str, options: dict[str, Any]) -> "BaseChatModel":
    """LangChain's object for a model; raises NoModel where it has none."""
    from langchain.chat_models import init_chat_model

    try:
        opened: BaseChatModel = init_chat_model(model, model_provider=provider, **options)
    except ImportError as error:
        said = re.search(r"requires the ([\w-]+) package", str(error))
        package = said[1] if said else f"langchain-{provider}"
        raise NoModel(
            f"The chat model {name} needs a package that is not installed: pip install {package} "
            "(requirements-llm.txt has those of the usual providers)."
        ) from error
    except Exception as error:  # every provider has its own errors, most of them for a missing key
        if "Unsupported provider" in str(error):
            raise NoModel(
                f"The chat model {name} is of no provider that LangChain knows. Examples: {EXAMPLE}"
            ) from error
        raise NoModel(
            f"The chat model {name} cannot be opened ({type(error).__name__}): is its key in the environment, such as "
            f"{provider.upper()}_API_KEY?"
        ) from error
    return opened


def _reason(error: Exception, seconds: float) -> str:
    """Why a model failed, in a few words that hold nothing of what it was sent, nor any key."""
    status = getattr(error, "status_code", None)
    kind = type(error).__name__
    if isinstance(status, int) and status > 0:
        return f"error {status} of its server"
    if "Timeout" in kind:
        return f"no answer within {seconds:g} seconds"
    if isinstance(error, ValueError) and str(error).startswith("No generation"):  # LangChain's for no piece at all
        return EMPTY
    if "Connect" in kind or "Connection" in kind:
        return "its server cannot be reached"
    return f"its reply cannot be read: {kind}"


def _host(url: str) -> str:
    """The host of a server's address; raises UsageError where it is none."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host:
        raise UsageError(f"A chat model's address is that of a server, not {url!r}. Example: http://127.0.0.1:8080/v1")
    return host


def _is_loopback(host: str) -> bool:
    """Whether a host is this machine by its own name or address; no name is looked up.

    >>> [_is_loopback(host) for host in ("127.0.0.1", "localhost", "192.168.1.5", "localhost.example")]
    [True, True, False, False]
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _stay_private(environ: MutableMapping[str, str], host: str | None) -> None:
    """Switches LangChain's tracing off; what goes to a host of this machine goes past any proxy."""
    for variable in TRACING:
        environ.pop(variable, None)
    if host:
        past = environ.get("no_proxy") or environ.get("NO_PROXY") or ""
        environ["no_proxy"] = environ["NO_PROXY"] = ",".join(dict.fromkeys(filter(None, [*past.split(","), host])))
