"""Checksum arithmetic against its definition, element by element."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest
import torch

from drift_hw.config import PRESETS, ArrayConfig, Config, ProtectionConfig
from drift_hw.errors import UserError
from golden import abft
from golden.abft import Checks, Counters, check, check_gemm, checked_gemm, checksums, untile
from golden.integer import matmul


def operands(*shape: int, seed: int = 0, limit: int = 128) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(-limit, limit, shape, dtype=torch.int8, generator=generator)


def as_signed(value: int, width: int) -> int:
    half = 1 << (width - 1)
    return (value + half) % (2 * half) - half


def deltas_by_definition(c, a, b, width):
    """Row and column deltas of one block by the formula of the contract, in Python integers."""
    c, a, b = (np.asarray(x).astype(object) for x in (c, a, b))
    rows = [as_signed(int(c[i].sum() - (a[i] * b.sum(1)).sum()), width) for i in range(len(c))]
    columns = [as_signed(int(c[:, j].sum() - (a.sum(0) * b[:, j]).sum()), width) for j in range(c.shape[1])]
    return rows, columns


CONFIGS = [
    PRESETS["tiny"],
    Config(array=ArrayConfig(rows=3, columns=5, accumulator_width=16)),
    Config(array=ArrayConfig(rows=1, columns=7, accumulator_width=48)),
    Config(array=ArrayConfig(rows=6, columns=1, accumulator_width=33)),
]


@pytest.mark.parametrize("config", CONFIGS)
class TestDeltas:
    def test_no_fault_no_delta(self, config: Config) -> None:
        for shape in ((1, 1, 1), (13, 40, 11), (4, 200, 5)):
            a, b = operands(shape[0], shape[1]), operands(shape[1], shape[2], seed=1)
            result, checks = checked_gemm(a, b, config, 0)
            width = config.array.accumulator_width
            exact = a.numpy().astype(np.int64) @ b.numpy().astype(np.int64)
            assert result.tolist() == [[as_signed(int(x), width) for x in row] for row in exact]
            assert not checks.row_deltas.any()
            assert not checks.column_deltas.any()
            assert not checks.flagged.any()

    @pytest.mark.parametrize("dtype", [torch.int32, torch.int64])
    @pytest.mark.parametrize("transposed", [False, True])
    def test_any_result_in_blocks(self, config: Config, dtype: torch.dtype, transposed: bool) -> None:
        a, b = operands(13, 40), operands(40, 11, seed=1)
        if transposed:
            b = operands(11, 40, seed=1).T
        random = np.random.default_rng(0)
        result = torch.from_numpy(random.integers(-(2**31), 2**31, (13, 11))).to(dtype)
        result[:4, :4] = 2**31 - 1  # sums that overflow 32 bits
        result[4:9] = -(2**31)
        checks = check_gemm(result, a, b, config, 10)
        rows, columns, width = config.array.rows, config.array.columns, config.array.accumulator_width
        assert checks.row_deltas.shape == (-(-13 // rows), -(-11 // columns), rows)
        assert checks.column_deltas.shape == (-(-13 // rows), -(-11 // columns), columns)
        for i, j in np.ndindex(*checks.row_deltas.shape[:2]):
            above, left = slice(i * rows, (i + 1) * rows), slice(j * columns, (j + 1) * columns)
            by_row, by_column = deltas_by_definition(result[above, left], a[above], b[:, left], width)
            assert checks.row_deltas[i, j].tolist() == by_row + [0] * (rows - len(by_row))
            assert checks.column_deltas[i, j].tolist() == by_column + [0] * (columns - len(by_column))

    def test_tiles(self, config: Config) -> None:
        rows, columns, width = config.array.rows, config.array.columns, config.array.accumulator_width
        a, b = operands(4, rows, 9), operands(4, 9, columns, seed=1)
        result = torch.randint(
            -(2**15), 2**15, (4, rows, columns), generator=torch.Generator().manual_seed(2)
        )
        checks = check(result, a, b, config, 3)
        for t in range(4):
            by_row, by_column = deltas_by_definition(result[t], a[t], b[t], width)
            assert checks.row_deltas[t].tolist() == by_row
            assert checks.column_deltas[t].tolist() == by_column


def test_largest_tile_and_extremes() -> None:
    """256 operands of -128 make the widest sums there are."""
    a, b = torch.full((256, 50), -128, dtype=torch.int8), torch.full((50, 256), -128, dtype=torch.int8)
    for left, right in ((a, b), (a, ~b), (~a, ~b)):
        rows, columns = checksums(left, right)
        expected = int(left[0, 0]) * int(right[0, 0]) * 256 * 50
        assert (rows == expected).all()
        assert (columns == expected).all()
    with pytest.raises(UserError, match="at most 256 rows and columns, not 257 x 1"):
        checksums(operands(257, 2), operands(2, 1))


def test_batches_of_gemms() -> None:
    config = PRESETS["tiny"]
    a, b = operands(2, 3, 10, 6), operands(2, 3, 6, 9, seed=1)
    result, checks = checked_gemm(a, b, config, 0)
    result[1, 2, 5, 8] += 3
    checks = check_gemm(result, a, b, config, 0)
    alone = check_gemm(result[1, 2], a[1, 2], b[1, 2], config, 0)
    assert torch.equal(checks.row_deltas[1, 2], alone.row_deltas)
    assert torch.equal(checks.mask[1, 2], alone.mask)
    assert int(checks.flagged.sum()) == 1


class TestFlags:
    def test_threshold_is_inclusive_and_magnitude(self) -> None:
        row_deltas = torch.tensor([[0, 1023, 1024, -1023, -1024, -(2**31)]])
        column_deltas = torch.tensor([[-5, 2**31 - 1]])
        checks = Checks(row_deltas, column_deltas, 10)
        assert checks.row_flags.tolist() == [[False, False, True, False, True, True]]
        assert checks.column_flags.tolist() == [[False, True]]
        assert checks.mask.nonzero().tolist() == [[0, 2, 1], [0, 4, 1], [0, 5, 1]]
        assert Checks(row_deltas, column_deltas, 31).row_flags.tolist() == [[False] * 5 + [True]]
        assert Checks(row_deltas, column_deltas, 0).row_flags.sum() == 5

    def test_mask_over_the_whole_gemm(self) -> None:
        config = PRESETS["tiny"]
        a, b = operands(10, 8), operands(8, 11, seed=1)
        result = matmul(a, b)
        result[9, 10] += 1 << 12
        result[1, 2] -= 1 << 12
        mask = untile(check_gemm(result, a, b, config, 10).mask, 10, 11)
        assert mask.shape == (10, 11)
        assert mask.nonzero().tolist() == [[1, 2], [9, 10]]

    def test_cancellation_in_a_row_is_missed(self) -> None:
        """What real checksums can not see stays unseen: the mask never looks at the injected errors."""
        config = PRESETS["tiny"]
        a, b = operands(4, 8), operands(8, 4, seed=1)
        result = matmul(a, b)
        result[0, 1] += 1 << 20
        result[0, 3] -= 1 << 20
        checks = check(result, a, b, config, 0)
        assert not checks.row_flags.any()
        assert checks.column_flags.tolist() == [False, True, False, True]
        assert bool(checks.flagged)
        assert not checks.mask.any()

    def test_tiles_and_blocks_agree(self) -> None:
        config = PRESETS["tiny"]
        a, b = operands(4, 8), operands(8, 8, seed=1)
        result = matmul(a, b)
        result[2, 5] += 77
        checks = check_gemm(result, a, b, config, 5)
        tile = check(result[:, 4:], a, b[:, 4:], config, 5)
        assert torch.equal(checks.mask[0, 1], tile.mask)


class TestRefusals:
    config = PRESETS["tiny"]

    @pytest.mark.parametrize("threshold", [-1, 32, 1.5, True])
    def test_threshold(self, threshold: int) -> None:
        with pytest.raises(UserError, match=f"integer from 0 to 31, not {threshold!r}"):
            checked_gemm(operands(4, 4), operands(4, 4), self.config, threshold)

    def test_tile_shape(self) -> None:
        with pytest.raises(UserError, match=r"accumulators of a tile must be 4 x 4, not \(4, 5\)"):
            check(torch.zeros(4, 5, dtype=torch.int32), operands(4, 3), operands(3, 5), self.config, 0)
        with pytest.raises(UserError, match=r"operands of a tile must be 4 x 4, not \(3, 4\)"):
            check(torch.zeros(4, 4, dtype=torch.int32), operands(3, 3), operands(3, 4), self.config, 0)

    def test_result_shape(self) -> None:
        with pytest.raises(UserError, match=r"shape \(4, 5\) is not a product of \(4, 3\) and \(3, 4\)"):
            check_gemm(torch.zeros(4, 5, dtype=torch.int32), operands(4, 3), operands(3, 4), self.config, 0)

    def test_operand_width(self) -> None:
        narrow = Config(array=ArrayConfig(operand_width=4))
        checked_gemm(operands(4, 4, limit=8), operands(4, 4, limit=8), narrow)
        for wrong in (8, -9):
            bad = torch.full((4, 4), wrong, dtype=torch.int8)
            with pytest.raises(UserError, match=f"operands of 4 bits must be from -8 to 7, not {wrong}"):
                checked_gemm(operands(4, 4, limit=8), bad, narrow)


class TestCounters:
    def test_by_definition(self) -> None:
        config = Config(array=ArrayConfig(rows=2, columns=3, accumulator_width=16))
        checks = Checks(
            torch.tensor([[0, 1], [-32768, 1024], [3, -2]]),
            torch.tensor([[0, 0, 0], [1024, -2000, 7], [4096, 0, 0]]),
            10,
        )
        counters = Counters(config)
        counters.accumulate(checks)
        assert (counters.tiles, counters.flagged_tiles) == (3, 2)
        assert (counters.flagged_rows, counters.flagged_columns) == (2, 3)
        assert counters.masked_elements == 4
        assert counters.largest_delta == 32768
        expected = {0: 1, 1: 2, 10: 1, 15: 1}
        assert counters.histogram == [expected.get(n, 0) for n in range(16)]
        counters.clear()
        assert counters == Counters(config)

    def test_histogram_is_exact_at_powers_of_two(self) -> None:
        config = Config(array=ArrayConfig(rows=2, columns=1, accumulator_width=48))
        for n in range(1, 48):
            counters = Counters(config)
            counters.accumulate(Checks(torch.tensor([[-(2**n), 2**n - 1]]), torch.zeros(1, 1).long(), 0))
            bits = [math.floor(math.log2(2**n)), n - 1]
            assert [k for k, count in enumerate(counters.histogram) if count] == sorted(set(bits))

    def test_saturate(self) -> None:
        config = Config(array=ArrayConfig(rows=4, columns=4), protection=ProtectionConfig(counter_width=8))
        everything = Checks(torch.full((70, 4), 1 << 10), torch.full((70, 4), -(1 << 11)), 10)
        counters = Counters(config)
        for _ in range(4):
            counters.accumulate(everything)
        assert counters.tiles == counters.flagged_tiles == 255
        assert counters.flagged_rows == counters.flagged_columns == counters.masked_elements == 255
        assert counters.histogram[10] == 255
        assert counters.largest_delta == 1 << 10

    def test_order_of_accumulation_does_not_matter(self) -> None:
        config = PRESETS["tiny"]
        random = torch.Generator().manual_seed(0)
        deltas = [torch.randint(-3000, 3000, (20, 4), generator=random) for _ in range(2)]
        whole, parts = Counters(config), Counters(config)
        whole.accumulate(Checks(deltas[0], deltas[1], 10))
        for tile in range(20):
            parts.accumulate(Checks(deltas[0][tile], deltas[1][tile], 10))
        assert whole == parts
        assert 0 < whole.flagged_tiles <= 20


def test_checked_gemm_is_quick() -> None:
    """256 x 1152 x 4608 with every check in well under a second; `drift-hw bench golden-gemm` measures it."""
    a, b = operands(256, 1152), operands(1152, 4608, seed=1)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # threads that wait for each other on a busy machine would be all it measures
    times = []
    for _ in range(5):
        start = time.perf_counter()
        checked_gemm(a, b, PRESETS["drift"])
        times.append(time.perf_counter() - start)
    torch.set_num_threads(threads)
    assert min(times) < 0.5


def test_sums_split_into_bytes() -> None:
    sums = torch.tensor([-32768, -32767, -129, -128, -1, 0, 127, 128, 255, 256, 32512])
    high, low = abft._bytes(sums)
    assert torch.equal(high.long() * 256 + low.long(), sums)
