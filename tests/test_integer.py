"""Exact integer arithmetic, compared with Python integers and with brute force."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
import torch

from drift_hw.errors import UserError
from golden import integer
from golden.integer import (
    absmax_scale,
    int_mm_is_exact,
    matmul,
    quantise,
    quantise_multiplier,
    requantise,
    round_half_up,
    wrap,
)


def operands(*shape: int, seed: int = 0) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(-128, 128, shape, dtype=torch.int8, generator=generator)


@pytest.fixture(params=["int_mm", "float64"])
def either_path(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to multiply: the fast one, and the one for machines whose fast one is not exact."""
    if request.param == "float64":
        monkeypatch.setattr(integer, "int_mm_is_exact", lambda device: False)
    elif not int_mm_is_exact():
        pytest.skip("torch._int_mm is not exact on this machine, so that it is never used")
    return request.param


class TestMatmul:
    @pytest.mark.parametrize(
        "shape", [(1, 1, 1), (1, 9, 1), (3, 1, 5), (17, 33, 7), (64, 300, 1), (2, 4608, 31)]
    )
    def test_equals_wide_integers(self, shape: tuple[int, int, int], either_path: str) -> None:
        rows, depth, columns = shape
        a, b = operands(rows, depth), operands(depth, columns, seed=1)
        result = matmul(a, b)
        assert result.dtype == torch.int32
        assert np.array_equal(result.numpy(), a.numpy().astype(np.int64) @ b.numpy().astype(np.int64))

    @pytest.mark.parametrize("left", [-128, 127])
    @pytest.mark.parametrize("right", [-128, 127])
    def test_extremes(self, left: int, right: int, either_path: str) -> None:
        a = torch.full((5, 4608), left, dtype=torch.int8)
        b = torch.full((4608, 6), right, dtype=torch.int8)
        assert (matmul(a, b) == left * right * 4608).all()

    def test_beyond_int32(self) -> None:
        depth = integer.INT32_DEPTH + 1
        a = torch.full((1, depth), -128, dtype=torch.int8)
        result = matmul(a, a.T)
        assert result.dtype == torch.int64
        assert result.item() == 2**14 * depth == 2**31
        assert matmul(a[:, 1:], a.T[1:]).item() == 2**31 - 2**14

    def test_batches_broadcast(self, either_path: str) -> None:
        a, b = operands(3, 1, 5, 7), operands(4, 7, 9, seed=1)
        expected = np.matmul(a.numpy().astype(np.int64), b.numpy().astype(np.int64))
        assert np.array_equal(matmul(a, b).numpy(), expected)
        assert np.array_equal(matmul(a[0, 0], b).numpy(), expected[0])
        assert torch.equal(matmul(a, b[2]), torch.from_numpy(expected[:, 2:3]).int())

    def test_operands_in_any_memory_order(self, either_path: str) -> None:
        a, b = operands(7, 5).T, operands(9, 7, seed=1).T[:, ::2]
        assert np.array_equal(matmul(a, b).numpy(), a.numpy().astype(np.int64) @ b.numpy().astype(np.int64))

    @pytest.mark.parametrize(
        ("a", "b", "message"),
        [
            (
                torch.zeros(2, 3),
                operands(3, 2),
                "operand a of an integer GEMM must be int8, not torch.float32",
            ),
            (
                operands(2, 3),
                torch.zeros(3, 2, dtype=torch.int32),
                "operand b .* must be int8, not torch.int32",
            ),
            (operands(3), operands(3, 2), r"must be a matrix .* not of shape \(3,\)"),
            (operands(2, 0), operands(0, 2), r"every dimension >= 1, not of shape \(2, 0\)"),
            (operands(2, 3), operands(4, 2), r"can not multiply \(2, 3\) by \(4, 2\): K is 3 and 4"),
            (operands(2, 2, 3), operands(3, 3, 2), "leading dimensions differ"),
        ],
    )
    def test_refuses(self, a: torch.Tensor, b: torch.Tensor, message: str) -> None:
        with pytest.raises(UserError, match=message):
            matmul(a, b)

    def test_inexact_kernel_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def saturating(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
            # As kernels do that add pairs of products in 16 bits.
            pairs = torch.zeros(a.shape[0], b.shape[1])
            for k in range(0, a.shape[1], 2):
                pairs += (a[:, k : k + 2].float() @ b[k : k + 2].float()).clamp(-32768, 32767)
            return pairs.int()

        monkeypatch.setattr(torch, "_int_mm", saturating)
        assert not int_mm_is_exact.__wrapped__()

    def test_missing_kernel_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def missing(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
            raise RuntimeError("not implemented")

        monkeypatch.setattr(torch, "_int_mm", missing)
        assert not int_mm_is_exact.__wrapped__()


class TestWrap:
    @pytest.mark.parametrize("width", [1, 4, 16, 31, 32, 48, 63, 64])
    def test_equals_modulo(self, width: int) -> None:
        edge = 1 << (width - 1)
        values = [0, 1, -1, edge - 1, -edge, *(v for v in (edge, -edge - 1, 3 * edge + 5) if abs(v) < 2**62)]
        expected = [(v + edge) % (2 * edge) - edge for v in values]
        assert wrap(torch.tensor(values), width).tolist() == expected

    @pytest.mark.parametrize("width", [0, 65])
    def test_refuses(self, width: int) -> None:
        with pytest.raises(UserError, match=f"can not wrap integers to {width} bits"):
            wrap(torch.zeros(1), width)


class TestQuantise:
    def test_halves_go_up(self) -> None:
        x = torch.tensor([0.5, -0.5, 1.5, -1.5, 2.4999998, 0.49999997])
        assert round_half_up(x).tolist() == [1, 0, 2, -1, 2, 0]

    def test_per_tensor(self) -> None:
        x = torch.tensor([[1.0, -2.54], [0.5, 0.0]])
        scale = absmax_scale(x)
        assert scale.shape == ()
        assert quantise(x, scale).tolist() == [[50, -127], [25, 0]]

    def test_per_channel(self) -> None:
        x = torch.tensor([[1.0, -2.0], [0.0, 0.0], [8.0, 4.0]])
        scale = absmax_scale(x, channel=0)
        assert scale.tolist() == pytest.approx([2 / 127, 1.0, 8 / 127])
        assert quantise(x, scale[:, None]).tolist() == [[64, -127], [0, 0], [127, 64]]
        assert torch.equal(absmax_scale(x.T, channel=1), scale)

    def test_limit_clamps(self) -> None:
        assert quantise(torch.tensor([100.0, -100.0]), 1.0, limit=7).tolist() == [7, -7]
        assert (
            quantise(torch.tensor([100.0]), absmax_scale(torch.tensor([100.0]), limit=7), limit=7).item() == 7
        )

    @pytest.mark.parametrize("bad", [0.0, -1.0, math.nan, math.inf])
    def test_refuses_scales(self, bad: float) -> None:
        with pytest.raises(UserError, match="quantisation scales must be positive and finite"):
            quantise(torch.ones(2), bad)

    def test_refuses_values(self) -> None:
        with pytest.raises(UserError, match="can not quantise: there is a NaN"):
            quantise(torch.tensor([1.0, math.nan]), 1.0)
        with pytest.raises(UserError, match="an absmax scale needs finite values"):
            absmax_scale(torch.tensor([1.0, math.inf]))
        with pytest.raises(UserError, match=r"needs floating point values, not torch.int64 of shape \(2,\)"):
            absmax_scale(torch.ones(2, dtype=torch.int64))
        with pytest.raises(UserError, match=r"not torch.float32 of shape \(0,\)"):
            absmax_scale(torch.ones(0))

    @pytest.mark.parametrize("limit", [0, 128])
    def test_refuses_limits(self, limit: int) -> None:
        with pytest.raises(UserError, match=f"must be from 1 to 127, not {limit}"):
            quantise(torch.ones(1), 1.0, limit)


class TestQuantiseMultiplier:
    @pytest.mark.parametrize("width", [4, 8, 14])
    def test_nearest_and_normalised(self, width: int) -> None:
        scale = 2.0 ** torch.linspace(-(63 - width), width - 0.05, 400, dtype=torch.float64)
        multiplier, shift = quantise_multiplier(scale, width)
        assert ((multiplier >= 1 << (width - 1)) & (multiplier < 1 << width)).all()
        assert ((shift >= 0) & (shift <= 63)).all()
        for value, m, s in zip(scale.tolist(), multiplier.tolist(), shift.tolist(), strict=True):
            # Half a unit in the last place of the multiplier.
            assert abs(Fraction(value) - Fraction(m, 1 << s)) <= Fraction(1, 2 << s)

    def test_rounding_up_carries(self) -> None:
        multiplier, shift = quantise_multiplier(torch.tensor([0.9999999, 1.0]))
        assert multiplier.tolist() == [8192, 8192]
        assert shift.tolist() == [13, 13]

    @pytest.mark.parametrize("bad", [0.0, -0.5, math.nan, math.inf])
    def test_refuses_what_is_no_scale(self, bad: float) -> None:
        with pytest.raises(UserError, match="requantisation scales must be positive and finite, not"):
            quantise_multiplier(torch.tensor([1.0, bad]))

    @pytest.mark.parametrize("bad", [16384.0, 16383.9, 2.0**-51, 1e-300])
    def test_refuses_what_it_can_not_represent(self, bad: float) -> None:
        with pytest.raises(UserError, match="can not be represented: with a multiplier of 14 bits"):
            quantise_multiplier(bad)
        smallest, shift = quantise_multiplier(2.0**-50)
        assert (smallest.item(), shift.item()) == (8192, 63)

    @pytest.mark.parametrize("width", [3, 15])
    def test_refuses_widths(self, width: int) -> None:
        with pytest.raises(UserError, match=f"multiplier width must be from 4 to 14, not {width}"):
            quantise_multiplier(1.0, width)


class TestRequantise:
    def test_equals_the_contract_in_fractions(self) -> None:
        random = np.random.default_rng(0)
        edges = np.array([-(2**47), 2**47 - 1, -1, 0, 1, 2**31 - 1, -(2**31)])
        small = random.integers(-300, 300, 2000)
        accumulator = np.concatenate([random.choice(edges, 1000), small])
        bias = np.concatenate([random.choice(edges, 1000), random.integers(-300, 300, 2000)])
        multiplier = np.concatenate([random.choice([0, 1, 2**14 - 1], 1000), random.integers(0, 64, 2000)])
        shift = np.concatenate([random.integers(0, 64, 1000), random.integers(0, 8, 2000)])
        result = requantise(*(torch.from_numpy(x) for x in (accumulator, bias, multiplier, shift)))
        assert result.dtype == torch.int8
        for y, a, b, m, s in zip(
            result.tolist(), *(x.tolist() for x in (accumulator, bias, multiplier, shift)), strict=True
        ):
            exact = math.floor(Fraction((a + b) * m, 1 << s) + Fraction(1, 2))
            assert y == max(-127, min(127, exact))

    def test_halves_go_up(self) -> None:
        accumulator = torch.tensor([1, -1, 3, -3, 2, -2])
        assert requantise(accumulator, 0, 1, 1).tolist() == [1, 0, 2, -1, 1, -1]

    def test_per_column_and_limit(self) -> None:
        accumulator = torch.full((2, 3), 100, dtype=torch.int32)
        result = requantise(accumulator, torch.tensor([0, 1, -300]), 1, torch.tensor([0, 1, 2]), limit=60)
        assert result.tolist() == [[60, 51, -50]] * 2

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (
                (2**47, 0, 1, 0),
                "accumulator must be from -140737488355328 to 140737488355327, not 140737488355328",
            ),
            ((0, -(2**47) - 1, 1, 0), "bias must be from .* not -140737488355329"),
            ((0, 0, -1, 0), "multiplier must be from 0 to 16383, not -1"),
            ((0, 0, 16384, 0), "multiplier must be from 0 to 16383, not 16384"),
            ((0, 0, 1, 64), "shift must be from 0 to 63, not 64"),
            ((0, 0.5, 1, 0), "bias must be integers, not torch.float32"),
        ],
    )
    def test_refuses(self, arguments: tuple[int, ...], message: str) -> None:
        accumulator, *others = arguments
        with pytest.raises(UserError, match=message):
            requantise(torch.tensor([accumulator]), *others)

    def test_refuses_limits(self) -> None:
        with pytest.raises(UserError, match="must be from 1 to 127, not 128"):
            requantise(torch.tensor([0]), 0, 1, 0, limit=128)
