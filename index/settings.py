"""The settings: a few environment variables, and nothing read from anywhere else."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.errors import UsageError

PREFIX = "ASSISTANT_"
ALIASES = "ASSISTANT_ALIASES"  # the user's own file of names that mean the same, which index/names.py reads
KNOWN = (
    "ASSISTANT_INDEX",
    "ASSISTANT_ENCODER",
    "ASSISTANT_CACHE",
    ALIASES,
    "ASSISTANT_NLI",
    "ASSISTANT_ALLOW_HOST",  # the chat's
    "ASSISTANT_USERS",  # the chat's
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the index is, which sentence model reads it (None: the bundled one), where unpacked models are kept, and
    which entailment model has a vote when a claim is checked (None: none has).
    """

    index: Path
    encoder: str | None
    cache: Path
    entailment: str | None = None


def settings(environ: Mapping[str, str]) -> Settings:
    """The settings an environment states; what it leaves out, or leaves empty, has its default.

    Raises UsageError for a variable that begins as ours do and is none: a misspelt setting must not pass unseen.
    """
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in KNOWN:
            raise UsageError(_unknown(name))
    index = environ.get("ASSISTANT_INDEX")
    cache = environ.get("ASSISTANT_CACHE")
    return Settings(
        index=Path(index).expanduser() if index else Path(__file__).resolve().parent / "built",
        encoder=environ.get("ASSISTANT_ENCODER") or None,
        cache=Path(cache).expanduser() if cache else _cache_home(environ) / "trich-dan",
        entailment=environ.get("ASSISTANT_NLI") or None,
    )


def _unknown(name: str) -> str:
    """The sentence about a setting that does not exist: the nearest that does, and all of them."""
    near = difflib.get_close_matches(name, KNOWN, n=1, cutoff=0)[0]
    return f"Unknown setting {name}: did you mean {near}? The settings are {', '.join(KNOWN)}."


def _cache_home(environ: Mapping[str, str]) -> Path:
    """The user's cache folder. The XDG base directory specification has relative paths in the variable ignored."""
    stated = Path(environ.get("XDG_CACHE_HOME", ""))
    return stated if stated.is_absolute() else Path.home() / ".cache"
