"""An entailment model behind one method: whether a premise bears out a statement, contradicts it, or neither.

Any sentence-transformers `CrossEncoder` for natural language inference, by hub id or folder; never downloaded unless
HF_HUB_OFFLINE=0 is set. Making one reads nothing; the first use does.
"""

import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.encoder import prepare_libraries
from index.errors import NoModel

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

# What the hub's models call the three: "entailment", "ENTAILMENT", "entail", "e", "supports" …
_LABELS = (("entail", "support"), ("neutral", "not enough"), ("contra", "refut"))
_DOWNLOADS = {"0", "off", "no", "false"}  # what HF_HUB_OFFLINE says where a model may be downloaded


@dataclass(frozen=True, slots=True)
class Vote:
    """How probable it is that a premise bears out a statement, says nothing of it, contradicts it; together 1."""

    entailment: float
    neutral: float
    contradiction: float


class EntailmentModel:
    """A cross-encoder for natural language inference, on the processor."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._model: CrossEncoder | None = None

    @property
    def name(self) -> str:
        """What the model is called: its hub id, or the name of its folder."""
        folder = Path(self._name).expanduser()
        return folder.name if folder.is_dir() else self._name

    def votes(self, pairs: Sequence[tuple[str, str]]) -> tuple[Vote, ...]:
        """The votes on pairs of a premise and a statement, in order; raises NoModel where the model cannot be had."""
        if not pairs:
            return ()
        with self._lock:  # a tokenizer cannot be used by two threads
            if self._model is None:
                self._model = _load(self._name)
            order = _order(_labels(self._model), self._name)
            rows = self._model.predict(list(pairs), apply_softmax=True, show_progress_bar=False).tolist()
        return tuple(Vote(*(row[at] for at in order)) for row in rows)


def _load(name: str) -> "CrossEncoder":
    """The model in memory. Code that comes with a model is never run."""
    prepare_libraries()
    folder = Path(name).expanduser()
    stays = folder.is_dir() or os.environ["HF_HUB_OFFLINE"].lower() not in _DOWNLOADS
    try:
        from sentence_transformers import CrossEncoder

        model: CrossEncoder = CrossEncoder(
            str(folder) if folder.is_dir() else name,
            device="cpu",
            local_files_only=stays,
            trust_remote_code=False,
            model_kwargs={"dtype": "float32"},
        )
        return model
    except (OSError, ValueError, RuntimeError, ImportError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise NoModel(
            f"The entailment model {name!r} cannot be loaded ({reason}): name a folder that holds one or a model in "
            "this machine's hub cache with ASSISTANT_NLI, set HF_HUB_OFFLINE=0 to let it be downloaded, or leave the "
            "setting empty to check without one."
        ) from error


def _labels(model: "CrossEncoder") -> dict[int, str]:
    """What the model calls each of its numbers."""
    labels = model.config.id2label if model.config else None
    return {int(at): str(label) for at, label in (labels or {}).items()}


def _order(labels: Mapping[int, str], name: str) -> tuple[int, ...]:
    """Where the model gives entailment, neutral and contradiction; raises NoModel where its labels are others.

    >>> _order({0: "CONTRADICTION", 1: "ENTAILMENT", 2: "NEUTRAL"}, "any")
    (1, 2, 0)
    """
    said = {at: label.lower() for at, label in labels.items()}
    found = [[at for at, label in said.items() if label.startswith(starts)] for starts in _LABELS]
    if len(said) != len(_LABELS) or any(len(places) != 1 for places in found):
        raise NoModel(
            f"The model {name!r} is none for entailment: its labels are {', '.join(map(str, labels.values()))}, not"
            " entailment, neutral and contradiction. Name another with ASSISTANT_NLI, or leave the setting empty."
        )
    return tuple(places[0] for places in found)
