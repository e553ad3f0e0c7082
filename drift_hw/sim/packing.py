"""Packed port values: element 0 in the low bits, bits packed into bytes, lowest first."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.integer[Any]] | npt.NDArray[np.bool_]


def pack(values: Integers, width: int) -> npt.NDArray[np.uint8]:
    """Pack integers (beats, elements), each taken modulo 2**width, into (beats, bytes) uint8; width 1 to 64.

    >>> pack(np.array([[1, -2]]), 4)
    array([[225]], dtype=uint8)
    """
    beats, elements = values.shape
    if width in {8, 16, 32, 64}:
        narrow = np.ascontiguousarray(values, dtype=np.dtype(f"<i{width // 8}"))
        return narrow.view(np.uint8).reshape(beats, -1)
    words = np.ascontiguousarray(values, dtype=np.dtype("<i8")).view(np.uint8).reshape(beats, elements, 8)
    if width % 8 == 0:
        return np.ascontiguousarray(words[:, :, : width // 8]).reshape(beats, -1)
    bits = np.unpackbits(words[:, :, : -(-width // 8)], axis=2, count=width, bitorder="little")
    return np.packbits(bits.reshape(beats, elements * width), axis=1, bitorder="little")


def unpack(
    packed: npt.NDArray[np.uint8], width: int, elements: int, *, signed: bool = False
) -> npt.NDArray[np.int64]:
    """Return the (beats, elements) integers of `pack`; width 1 to 63, or 64 when signed.

    >>> unpack(np.array([[225]], dtype=np.uint8), 4, 2, signed=True)
    array([[ 1, -2]])
    """
    beats = len(packed)
    if width in {8, 16, 32, 64}:
        narrow = np.ascontiguousarray(packed).view(np.dtype(f"<{'i' if signed else 'u'}{width // 8}"))
        return narrow.astype(np.int64)
    words = np.zeros((beats, elements, 8), dtype=np.uint8)
    size = -(-width // 8)
    if width % 8 == 0:
        words[:, :, :size] = packed.reshape(beats, elements, size)
    else:
        bits = np.unpackbits(packed, axis=1, count=elements * width, bitorder="little")
        words[:, :, :size] = np.packbits(bits.reshape(beats, elements, width), axis=2, bitorder="little")
    values = words.reshape(beats, elements * 8).view("<i8").astype(np.int64, copy=False)
    if signed and width < 64:
        values = (values << (64 - width)) >> (64 - width)
    return values
