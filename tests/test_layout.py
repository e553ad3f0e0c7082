"""The memory layout: every element where the address rule says, padding zero, and back again."""

from __future__ import annotations

import numpy as np
import pytest

from drift_hw.config import PRESETS, Config
from drift_hw.memory.layout import BIAS_BITS, PAGE_BYTES, Layout, ceiling, power_of_two


def geometry(rows: int, columns: int, data_width: int) -> Layout:
    return Layout(Config().replace(array__rows=rows, array__columns=columns, memory__data_width=data_width))


LAYOUTS = {
    **{name: Layout(config) for name, config in PRESETS.items()},
    "odd": geometry(5, 12, 128),
    "column": geometry(3, 1, 128),
    "row": geometry(1, 4, 32),
    "one": geometry(1, 1, 1024),
    "tall": geometry(101, 70, 1024),
}

SIZES = [(1, 1, 1), (7, 5, 9), (64, 33, 40), (130, 3, 129)]
"""M, K, N."""


@pytest.fixture(params=LAYOUTS)
def layout(request):
    return LAYOUTS[request.param]


@pytest.fixture(params=SIZES, ids=str)
def size(request):
    return request.param


def random(*shape: int) -> np.ndarray:
    """Return operands of which none is zero: padding is told from data."""
    values = np.random.default_rng(shape).integers(-127, 127, shape).astype(np.int8)
    return np.where(values >= 0, values + 1, values).astype(np.int8)


def scattered(length: int, places: dict[int, int]) -> np.ndarray:
    """Return zeros with bytes at these places."""
    data = np.zeros(length, np.uint8)
    for place, value in places.items():
        data[place] = value & 0xFF
    return data


# The rule once more, for one element at a time, in numbers of the configuration and nothing else.


def word_bytes(lanes: int) -> int:
    return next(1 << n for n in range(8) if 1 << n >= lanes)


def padded(size: int, bus: int) -> int:
    return size + -size % bus


def test_a(layout, size):
    m, k, _ = size
    a, lanes, bus = random(m, k), layout.config.array.rows, layout.config.memory.data_width // 8
    panel = padded(k * word_bytes(lanes), bus)
    places = {
        i // lanes * panel + j * word_bytes(lanes) + i % lanes: int(a[i, j])
        for i in range(m)
        for j in range(k)
    }
    assert layout.a_bytes(m, k) == -(-m // lanes) * panel
    packed = layout.pack_a(a)
    assert packed.dtype == np.uint8
    np.testing.assert_array_equal(packed, scattered(layout.a_bytes(m, k), places))
    np.testing.assert_array_equal(layout.unpack_a(packed, m, k), a)


def test_b(layout, size):
    _, k, n = size
    b, lanes, bus = random(k, n), layout.config.array.columns, layout.config.memory.data_width // 8
    panel = padded(k * word_bytes(lanes), bus)
    places = {
        j // lanes * panel + i * word_bytes(lanes) + j % lanes: int(b[i, j])
        for i in range(k)
        for j in range(n)
    }
    assert layout.b_bytes(k, n) == -(-n // lanes) * panel
    packed = layout.pack_b(b)
    np.testing.assert_array_equal(packed, scattered(layout.b_bytes(k, n), places))
    np.testing.assert_array_equal(layout.unpack_b(packed, k, n), b)


@pytest.mark.parametrize("row_major", [False, True])
def test_output(layout, size, row_major):
    m, _, n = size
    output, array = random(m, n), layout.config.array
    rows, columns, bus = array.rows, array.columns, layout.config.memory.data_width // 8
    across, word = -(-n // columns), word_bytes(columns)
    tile = max(word_bytes(rows) * word, bus)
    places = {}
    for i in range(m):
        for j in range(n):
            if row_major:
                place = (i * across + j // columns) * word + j % columns
            else:
                place = (i // rows * across + j // columns) * tile + i % rows * word + j % columns
            places[place] = int(output[i, j])
    length = -(-m // rows) * across * (rows * word if row_major else tile)
    assert layout.output_bytes(m, n, row_major=row_major) == length
    packed = layout.pack_output(output, row_major=row_major)
    np.testing.assert_array_equal(packed, scattered(length, places))
    np.testing.assert_array_equal(layout.unpack_output(packed, m, n, row_major=row_major), output)


def test_unpacking_ignores_padding(layout, size):
    """What is beyond M, K and N may hold anything."""
    m, k, n = size
    tensors = {
        "a": ((m, k), {}),
        "b": ((k, n), {}),
        "output": ((m, n), {"row_major": False}),
        "output ": ((m, n), {"row_major": True}),
    }
    for name, (shape, options) in tensors.items():
        values = random(*shape)
        packed = getattr(layout, f"pack_{name.strip()}")(values, **options)
        filled = np.where(packed == 0, 0x5A, packed).astype(np.uint8)
        unpacked = getattr(layout, f"unpack_{name.strip()}")(filled, *shape, **options)
        np.testing.assert_array_equal(unpacked, values)


@pytest.mark.parametrize("n", [1, 5, 128, 130])
def test_table(layout, n):
    generator = np.random.default_rng(n)
    bias = generator.integers(-(1 << BIAS_BITS - 1), 1 << BIAS_BITS - 1, n)
    bias[0] = -(1 << BIAS_BITS - 1)
    multiplier, shift = generator.integers(0, 1 << 16, n), generator.integers(0, 64, n)
    columns = layout.config.array.columns
    block = padded(8 * columns, layout.config.memory.data_width // 8)
    expected = bytearray(-(-n // columns) * block)
    for j in range(n):
        place = j // columns * block + 8 * (j % columns)
        expected[place : place + 8] = (
            (int(bias[j]) % (1 << 40)).to_bytes(5, "little")
            + int(multiplier[j]).to_bytes(2, "little")
            + int(shift[j]).to_bytes(1, "little")
        )
    packed = layout.pack_table(n, bias, multiplier, shift)
    assert packed.tobytes() == bytes(expected)
    assert layout.table_bytes(n) == len(expected)
    for found, given in zip(layout.unpack_table(packed, n), (bias, multiplier, shift), strict=True):
        np.testing.assert_array_equal(found, given)


def test_table_of_scalars(layout):
    whole = layout.pack_table(9, np.full(9, -3), np.full(9, 7), np.full(9, 11))
    np.testing.assert_array_equal(layout.pack_table(9, -3, 7, 11), whole)


def test_blocks_are_aligned(layout):
    """Blocks begin at whole beats, and tiles of at most 4 KiB never cross a multiple of 4 KiB."""
    bus = layout.config.memory.data_width // 8
    for depth in (1, 2, 17):
        assert layout.panel(layout.a_word, depth) % bus == layout.panel(layout.b_word, depth) % bus == 0
    assert layout.table_block % bus == 0
    assert layout.tile % bus == layout.output_alignment % bus == 0
    assert layout.tile % layout.output_alignment == PAGE_BYTES % layout.output_alignment == 0
    assert layout.row_bytes(1000) % layout.b_word == 0
    used = layout.config.array.rows * layout.b_word
    for number in range(20):
        start = number * layout.tile
        if layout.tile <= PAGE_BYTES:
            assert start // PAGE_BYTES == (start + used - 1) // PAGE_BYTES
        else:
            assert start % PAGE_BYTES == 0


def test_sizes_of_the_presets():
    """As they are written down for users."""
    found = {name: (x.bus, x.a_word, x.b_word, x.tile, x.output_alignment) for name, x in LAYOUTS.items()}
    assert found["tiny"] == (8, 4, 4, 16, 16)
    assert found["demo"] == (32, 16, 16, 256, 256)
    assert found["drift"] == (64, 32, 32, 1024, 1024)
    assert found["large"] == (128, 128, 128, 16384, 4096)
    assert found["odd"] == (16, 8, 16, 128, 128)
    assert found["column"] == (16, 4, 1, 16, 16)


def test_units():
    assert [power_of_two(n) for n in (1, 2, 3, 4, 5, 127, 128)] == [1, 2, 4, 4, 8, 128, 128]
    assert [ceiling(n, 4) for n in (0, 1, 4, 5)] == [0, 1, 1, 2]
