"""Nothing that is read can run: no call that turns data into code or commands stands anywhere in the program."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROGRAM = ("index/**/*.py", "assistant/**/*.py", "page/**/*.py", "tabs/**/*.py", "ui.py", "benchmarks/**/*.py")
# Modules that make objects, and so calls, of bytes; and those of XML that follow what a document names.
MODULES = (
    "pickle", "_pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal", "jsonpickle", "code",
    "codeop", "pty", "xmlrpc", "xml.etree", "xml.dom", "xml.sax.expatreader", "langchain_community",
)  # fmt: skip
CALLS = {
    "eval", "exec", "compile", "__import__",
    "os.system", "os.popen", "os.spawnl", "os.spawnv", "os.execv", "os.execvp", "subprocess.getoutput",
    "subprocess.getstatusoutput", "asyncio.create_subprocess_shell", "tempfile.mktemp",
    "torch.load", "torch.jit.load", "torch.hub.load", "torch.package.PackageImporter",
    "pandas.read_pickle", "pd.read_pickle",
    "yaml.load", "yaml.load_all", "yaml.full_load", "yaml.unsafe_load", "yaml.unsafe_load_all", "yaml.full_load_all",
    "langchain_core.load.load", "langchain_core.load.loads", "load.loads",
    "faiss.write_index",  # written whole or not at all is what index/derived.py does
    "importlib.import_module", "runpy.run_path", "runpy.run_module", "imp.load_source",
}  # fmt: skip
# Where from a name may not be imported, as it would then be called without the name of its module.
IMPORTS = {
    "torch": {"load"}, "os": {"system", "popen"}, "tempfile": {"mktemp"},
    "yaml": {"load", "load_all", "full_load", "unsafe_load", "Loader", "UnsafeLoader", "FullLoader"},
    "langchain_core.load": {"load", "loads"}, "langchain_core.load.load": {"load", "loads"},
    "importlib": {"import_module"}, "runpy": {"run_path", "run_module"},
}  # fmt: skip
# Options that let data be code; each may be said to be off.
OPTIONS = {
    "trust_remote_code",
    "allow_dangerous_deserialization",
    "allow_pickle",
    "shell",
    "resolve_entities",
    "load_dtd",
}


def forbidden(tree: ast.AST) -> Iterator[str]:
    """What a syntax tree has of what is forbidden."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if _is_module(one.name))
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = IMPORTS.get(node.module, set())
            yield from (f"{node.module} {one.name}" for one in node.names if one.name in names)
            yield from [node.module] if _is_module(node.module) else []
        elif isinstance(node, ast.Call):
            yield from [name for name in [ast.unparse(node.func)] if name in CALLS]
        elif isinstance(node, ast.keyword) and node.arg in OPTIONS:
            off = isinstance(node.value, ast.Constant) and node.value.value in (False, None)
            yield from [] if off else [node.arg]


def _is_module(name: str) -> bool:
    return name in MODULES or name.startswith(tuple(f"{one}." for one in MODULES))


def test_nothing_that_is_read_can_run() -> None:
    """In no module of the program, nor of the benchmarks."""
    paths = [path for pattern in PROGRAM for path in sorted(ROOT.glob(pattern))]
    assert len(paths) > 100
    found = {
        (path.relative_to(ROOT).as_posix(), what)
        for path in paths
        for what in forbidden(ast.parse(path.read_text("utf-8")))
    }
    assert found == set()


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from marshal import loads",
        "import shelve as shelf",
        "import xml.etree.ElementTree",
        "eval(text)",
        "exec(text)",
        "import torch; torch.load('weights.bin')",
        "from torch import load",
        "np.load('vectors.npy', allow_pickle=True)",
        "from yaml import load",
        "yaml.load(text, Loader=yaml.SafeLoader)",
        "from langchain_core.load import loads",
        "SentenceTransformer(name, trust_remote_code=True)",
        "FAISS.load_local(folder, encoder, allow_dangerous_deserialization=True)",
        "FAISS.load_local(folder, encoder, allow_dangerous_deserialization=trusted)",
        "subprocess.run(command, shell=True)",
        "os.system(command)",
        "faiss.write_index(index, path)",
        "etree.XMLParser(resolve_entities=True)",
    ],
)
def test_each_would_be_found(source: str) -> None:
    """However it is written."""
    assert list(forbidden(ast.parse(source))) != []


def test_what_is_safe_may_stand() -> None:
    """YAML that makes values only, options that are off, commands as lists."""
    source = (
        "yaml.safe_load(text); f(trust_remote_code=False, allow_pickle=False); re.compile(p); subprocess.run(['a'])"
    )
    assert list(forbidden(ast.parse(source))) == []
