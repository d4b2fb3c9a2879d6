"""An ONNX graph put together and written as bytes, without the package onnx (31 MB): a graph is a protobuf message.

Field numbers are those of onnx.proto3 (github.com/onnx/onnx). Only what this project's graphs need is here: tensors
given as numpy arrays, nodes with int and float attributes, inputs and outputs with named or fixed sizes.
"""

import itertools
import struct
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import DTypeLike, NDArray

Attribute = int | float
Parts = list[bytes]  # of a message, joined only at the end: a model has megabytes of constants
Size = int | str  # of an axis: fixed, or a name for "any"

_IR_VERSION, _OPSET = 8, 17
_OWN = "com.microsoft"  # ONNX Runtime's own operators
_TYPES = {"float32": 1, "uint8": 2, "int8": 3, "int64": 7}  # TensorProto.DataType
_FLOAT, _INT = 1, 2  # AttributeProto.AttributeType


class Graph:
    """Nodes in the order they are run. Values go by the names that the methods hand out."""

    def __init__(self) -> None:
        self._nodes: Parts = []
        self._constants: Parts = []
        self._inputs: Parts = []
        self._outputs: Parts = []
        self._named = 0

    def input(self, name: str, kind: DTypeLike, sizes: Sequence[Size]) -> str:
        """The name of a value that is given at each run."""
        self._inputs += _value(11, name, kind, sizes)
        return name

    def output(self, name: str, value: str, kind: DTypeLike, sizes: Sequence[Size]) -> None:
        """Give a value back at each run, under `name`."""
        self._nodes += _node("Identity", [value], [name], "", {})
        self._outputs += _value(12, name, kind, sizes)

    def constant(self, array: NDArray[np.generic]) -> str:
        """The name of a value that never changes."""
        name = self._new_name()
        self._constants += _tensor(name, array)
        return name

    def add(self, operator: str, inputs: Sequence[str], **attributes: Attribute) -> str:
        """The name of what an ONNX operator makes of its inputs."""
        return self._add(operator, inputs, "", attributes)

    def add_own(self, operator: str, inputs: Sequence[str], **attributes: Attribute) -> str:
        """The name of what one of ONNX Runtime's own operators makes of its inputs."""
        return self._add(operator, inputs, _OWN, attributes)

    def _add(self, operator: str, inputs: Sequence[str], domain: str, attributes: dict[str, Attribute]) -> str:
        name = self._new_name()
        self._nodes += _node(operator, inputs, [name], domain, attributes)
        return name

    def _new_name(self) -> str:
        self._named += 1
        return f"v{self._named}"

    def to_bytes(self) -> bytes:
        """The model as a file holds it."""
        parts = [self._nodes, _text(2, "graph"), self._constants, self._inputs, self._outputs]
        versions = _message(8, _text(1, ""), _number(2, _OPSET)), _message(8, _text(1, _OWN), _number(2, 1))
        model = [_number(1, _IR_VERSION), _message(7, *parts), *versions]
        return b"".join(itertools.chain.from_iterable(model))


def _node(
    operator: str, inputs: Iterable[str], outputs: Iterable[str], domain: str, attributes: dict[str, Attribute]
) -> Parts:
    values = [_text(1, name) for name in inputs] + [_text(2, name) for name in outputs]
    given = [_message(5, *_attribute(name, value)) for name, value in attributes.items()]
    return _message(1, *values, _text(4, operator), *given, _text(7, domain))


def _attribute(name: str, value: Attribute) -> list[Parts]:
    if isinstance(value, float):
        return [_text(1, name), [_varint(2 << 3 | 5), struct.pack("<f", value)], _number(20, _FLOAT)]
    return [_text(1, name), _number(3, value), _number(20, _INT)]


def _tensor(name: str, array: NDArray[np.generic]) -> Parts:
    sizes = [_number(1, size) for size in array.shape]
    content = np.ascontiguousarray(array, array.dtype.newbyteorder("<")).tobytes()
    return _message(5, *sizes, _number(2, _TYPES[array.dtype.name]), _text(8, name), _message(9, [content]))


def _value(field: int, name: str, kind: DTypeLike, sizes: Sequence[Size]) -> Parts:
    axes = [_number(1, size) if isinstance(size, int) else _text(2, size) for size in sizes]
    shape = _message(2, *(_message(1, axis) for axis in axes))
    tensor = _message(1, _number(1, _TYPES[np.dtype(kind).name]), shape)
    return _message(field, _text(1, name), _message(2, tensor))


def _text(field: int, text: str) -> Parts:
    return _message(field, [text.encode()])


def _message(field: int, *contents: Parts) -> Parts:
    parts = [part for content in contents for part in content]
    return [_varint(field << 3 | 2), _varint(sum(map(len, parts))), *parts]


def _number(field: int, value: int) -> Parts:
    return [_varint(field << 3), _varint(value)]


def _varint(value: int) -> bytes:
    """A number in groups of seven bits, the lowest first; negative ones as 64 bits.

    >>> _varint(300).hex(), len(_varint(-1))
    ('ac02', 10)
    """
    value &= (1 << 64) - 1
    groups = bytearray()
    while value > 127:
        groups.append(value & 127 | 128)
        value >>= 7
    return bytes([*groups, value])
