"""No package that the program runs on is older than the first one without a known hole, and none may be chosen."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.pinned import pinned, required

ROOT = Path(__file__).parent.parent
TABLE: list[dict[str, Any]] = tomllib.loads((ROOT / "tests" / "safe_versions.toml").read_text("utf-8"))["package"]
LEAST = {one["name"]: Version(one["least"]) for one in TABLE}
FILES = [ROOT / "requirements.txt", ROOT / "requirements-llm.txt", ROOT / "requirements-mcp.txt"]


def test_what_is_installed_is_safe() -> None:
    """Each package of the table, with all that requirements.txt brings."""
    installed = pinned(*FILES)
    assert {
        name: installed[name] for name, least in LEAST.items() if name in installed and installed[name] < least
    } == {}


def test_what_may_be_installed_is_safe() -> None:
    """The least version that the requirements allow of a package is no earlier than the safe one."""
    bounds = [
        (canonicalize_name(one.name), Version(bound.version))
        for file in FILES
        for one in required(file)
        for bound in one.specifier
        if bound.operator in (">=", "==", "~=")
    ]
    assert [(name, least) for name, least in bounds if name in LEAST and least < LEAST[name]] == []
    assert {name for name, _ in bounds} >= {"gradio", "langchain-core", "torch", "pypdf", "python-docx", "pyyaml"}


def test_the_table_is_of_what_the_program_runs_on() -> None:
    """Each entry is of a package that is installed for it, stands once, and names what was wrong."""
    assert len(LEAST) == len(TABLE)
    assert set(LEAST) - set(pinned(*FILES)) == set()
    ids = [one for entry in TABLE for one in entry["advisories"]]
    assert [one for one in ids if not re.fullmatch(r"CVE-20\d\d-\d{4,6}|GHSA(?:-[0-9a-z]{4}){3}", one)] == []
    assert [entry["name"] for entry in TABLE if not entry["advisories"] or not entry["was"]] == []


@pytest.mark.parametrize("text", ["gradio>=4.0,<7", "torch==2.5.1"])
def test_an_unsafe_bound_would_be_found(text: str, tmp_path: Path) -> None:
    """The versions are compared as versions."""
    (tmp_path / "requirements.txt").write_text(f"# why\n{text}  # old\n", "utf-8")
    (asked,) = required(tmp_path / "requirements.txt")
    assert any(
        Version(bound.version) < LEAST[asked.name] for bound in asked.specifier if bound.operator in (">=", "==")
    )
