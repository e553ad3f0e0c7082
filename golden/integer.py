"""Integer arithmetic of the accelerator: exact int8 GEMM, wrap-around, quantisation, requantisation.

There is one rounding rule: the nearest integer, halves up, floor(x + 1/2). `round_half_up` applies it
to real numbers, `requantise` to integers exactly as the hardware does (docs/microarchitecture.md).
"""

from __future__ import annotations

import functools
import itertools
import math

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from drift_hw.errors import UserError
from golden.gpu import is_local

INT32_DEPTH = (2**31 - 1) // 2**14
"""Largest K for which any int8 GEMM fits int32: 131,071."""

MULTIPLIER_WIDTH = 14
"""Bits of the unsigned requantiser multiplier when nothing else is said."""

MAX_SHIFT = 63
"""Largest requantiser shift."""

MAX_ACCUMULATOR_WIDTH = 48
"""Bits of the widest accumulator and bias: with a 14-bit multiplier every step still fits int64."""


# -- matrix product ---------------------------------------------------------------------------------


@functools.cache
def int_mm_is_exact(device: str = "cpu") -> bool:
    """Whether `torch._int_mm` is exact on a device; checked once per process on extreme values.

    Some kernels accumulate pairs of products in 16 bits, with saturation: only extreme operands show it.
    """
    generator = torch.Generator().manual_seed(0)
    extremes = torch.tensor([-128, 127, -127, -1, 0], dtype=torch.int8)

    def matrices(shape: tuple[int, int]) -> list[Tensor]:
        filled = [torch.full(shape, value, dtype=torch.int8) for value in (-128, 127)]
        return [*filled, extremes[torch.randint(len(extremes), shape, generator=generator)]]

    for rows, depth, columns in ((1, 1, 1), (5, 7, 3), (33, 64, 17), (64, 4608, 48)):
        for a, b in itertools.product(matrices((rows, depth)), matrices((depth, columns))):
            try:
                product = _int_mm(a.to(device), b.to(device)).cpu()
            except RuntimeError:
                return False
            if not torch.equal(product.long(), (a.double() @ b.double()).long()):
                return False
    return True


def padded_for_cuda(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """Return `a` (M, K) and `b` (K, N) with zeros behind them, as `torch._int_mm` wants them on a GPU.

    There M must exceed 16, K and N must be multiples of 8, and `b` is quickest (on some GPUs: only accepted)
    with its columns contiguous; M is made a multiple of 8, too, as some kernels ask for. The product of the
    results has that of the arguments in its first M rows and N columns. What needs no change is not copied.
    """
    (rows, depth), columns = a.shape, b.shape[1]
    deeper, longer = -depth % 8, max(-rows % 8, 24 - rows)
    lanes = b.mT.contiguous()
    if deeper or longer:
        a = functional.pad(a, (0, deeper, 0, longer))
    if deeper or columns % 8:
        lanes = functional.pad(lanes, (0, deeper, 0, -columns % 8))
    return a.contiguous(), lanes.mT


def _int_mm(a: Tensor, b: Tensor) -> Tensor:
    """Return the product of int8 matrices (M, K) and (K, N), int32, by the device's own integer kernel."""
    if is_local(a):
        return torch._int_mm(a, b)
    return torch._int_mm(*padded_for_cuda(a, b))[: len(a), : b.shape[1]].contiguous()


def _wide_product(a: Tensor, b: Tensor) -> Tensor:
    """Return the product in float64: exact for K < 2**39, when every partial sum is below 2**53.

    Batches are split, so that no more than `_WIDE_RESULTS` results are wide at a time.
    """
    if b.ndim == 2:
        return _as_integers(torch.matmul(a.double(), b.double()), a.shape[-1])
    batch = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    left, right = (x.expand(*batch, *x.shape[-2:]).reshape(-1, *x.shape[-2:]) for x in (a, b))
    part = max(1, _WIDE_RESULTS // (a.shape[-2] * b.shape[-1]))
    products = [
        _as_integers(torch.bmm(one.double(), other.double()), a.shape[-1])
        for one, other in zip(torch.split(left, part), torch.split(right, part), strict=True)
    ]
    return torch.cat(products).reshape(*batch, a.shape[-2], b.shape[-1])


_WIDE_RESULTS = 1 << 26
"""Half a gigabyte."""


def _as_integers(product: Tensor, depth: int) -> Tensor:
    return product.to(torch.int64 if depth > INT32_DEPTH else torch.int32)


def matmul(a: Tensor, b: Tensor) -> Tensor:
    """Return the exact product of integer matrices, on their device.

    On a CPU and on a GPU the results are the same: both are exact. On a GPU, matrices go through its int8
    units, batches through float64.

    Args:
        a: int8 (..., M, K), M and K >= 1.
        b: int8 (..., K, N), N >= 1; leading dimensions broadcast against those of `a`.

    Returns:
        int32 (..., M, N); int64 when K > 131,071, where int32 might overflow.

    Raises:
        UserError: dtypes other than int8, empty dimensions, or shapes that do not match.
    """
    for name, operand in (("a", a), ("b", b)):
        if operand.dtype != torch.int8:
            raise UserError(f"operand {name} of an integer GEMM must be int8, not {operand.dtype}")
        if operand.ndim < 2 or 0 in operand.shape:
            raise UserError(
                f"operand {name} of an integer GEMM must be a matrix (or a batch of them) with every "
                f"dimension >= 1, not of shape {tuple(operand.shape)}"
            )
    depth = a.shape[-1]
    if b.shape[-2] != depth:
        raise UserError(
            f"can not multiply {tuple(a.shape)} by {tuple(b.shape)}: K is {depth} and {b.shape[-2]}"
        )
    try:
        batch = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    except ValueError as error:
        raise UserError(
            f"can not multiply {tuple(a.shape)} by {tuple(b.shape)}: leading dimensions differ"
        ) from error

    if depth > INT32_DEPTH or not int_mm_is_exact(str(a.device)):
        return _wide_product(a, b)
    if b.ndim == 2:
        return _int_mm(a.reshape(-1, depth), b).reshape(*a.shape[:-1], b.shape[-1])
    if not is_local(a):  # a GPU takes long to start each of many small products
        return _wide_product(a, b)
    left = a.expand(*batch, *a.shape[-2:]).reshape(-1, *a.shape[-2:])
    right = b.expand(*batch, *b.shape[-2:]).reshape(-1, *b.shape[-2:])
    result = torch.empty((len(left), a.shape[-2], b.shape[-1]), dtype=torch.int32)
    for one, other, out in zip(left, right, result, strict=True):
        torch._int_mm(one, other, out=out)
    return result.reshape(*batch, *result.shape[-2:])


def wrap(x: Tensor, width: int) -> Tensor:
    """Return integers `x` (any shape) modulo 2**width, read as signed: int64; width 1 to 64."""
    if not 1 <= width <= 64:
        raise UserError(f"can not wrap integers to {width} bits: the width must be from 1 to 64")
    return (x.to(torch.int64) << (64 - width)) >> (64 - width)


# -- quantisation of real numbers ------------------------------------------------------------------


def round_half_up(x: Tensor) -> Tensor:
    """Return real `x` (any shape) rounded to the nearest whole number, halves up, in the dtype of `x`.

    The comparison is exact; floor(x + 0.5) is not (the sum rounds 0.49999997 up to 1).
    """
    whole = torch.floor(x)
    return whole + (x - whole >= 0.5).to(x.dtype)


def absmax_scale(x: Tensor, limit: int = 127, channel: int | None = None) -> Tensor:
    """Return the scale that maps the largest magnitude of `x` to `limit`.

    Args:
        x: floating point, any shape with at least one element.
        limit: largest quantised magnitude, 1 to 127 (`Config.output_limit`).
        channel: dimension that keeps a scale per index (the output channels); None for one scale in all.

    Returns:
        Scale in the dtype of `x`: a scalar, or (channels,). Where `x` is all zero the scale is 1.

    Raises:
        UserError: `x` is empty, not floating point or not finite, or `limit` is out of range.
    """
    _check_limit(limit)
    if not x.is_floating_point() or x.numel() == 0:
        raise UserError(
            f"an absmax scale needs floating point values, not {x.dtype} of shape {tuple(x.shape)}"
        )
    largest = x.abs().max() if channel is None else x.abs().movedim(channel, 0).flatten(1).amax(1)
    if not bool(torch.isfinite(largest).all()):
        raise UserError("an absmax scale needs finite values, but there is a NaN or an infinity among them")
    scale = largest / limit
    return torch.where(scale > 0, scale, torch.ones_like(scale))


def quantise(x: Tensor, scale: Tensor | float, limit: int = 127) -> Tensor:
    """Return clamp(round(x / scale), -limit, limit), halves up.

    Args:
        x: floating point, any shape, finite.
        scale: positive, broadcast against `x` (one per tensor, or shaped for the channel dimension).
        limit: largest quantised magnitude, 1 to 127.

    Returns:
        int8 of the broadcast shape.

    Raises:
        UserError: a scale that is not positive and finite, values that are not finite, or a bad `limit`.
    """
    _check_limit(limit)
    scale = torch.as_tensor(scale, dtype=x.dtype, device=x.device)
    if not bool((torch.isfinite(scale) & (scale > 0)).all()):
        raise UserError("quantisation scales must be positive and finite")
    if not bool(torch.isfinite(x).all()):
        raise UserError("can not quantise: there is a NaN or an infinity among the values")
    return round_half_up(x / scale).clamp(-limit, limit).to(torch.int8)


def _check_limit(limit: int) -> None:
    if not 1 <= limit <= 127:
        raise UserError(f"the largest quantised magnitude must be from 1 to 127, not {limit}")


# -- requantisation of accumulators ----------------------------------------------------------------


def quantise_multiplier(
    scale: Tensor | float, multiplier_width: int = MULTIPLIER_WIDTH
) -> tuple[Tensor, Tensor]:
    """Return the (multiplier, shift) nearest to each real scale: scale = multiplier / 2**shift.

    Args:
        scale: positive, any shape; taken as float64. From 2**(multiplier_width - 64) to below
            2**multiplier_width - 1/2.
        multiplier_width: bits of the multiplier, 4 to 14. It is normalised: its top bit is set.

    Returns:
        int64 multiplier (2**(multiplier_width-1) to 2**multiplier_width - 1) and int64 shift (0 to 63),
        both of the shape of `scale`.

    Raises:
        UserError: a scale that is not positive and finite or that no multiplier and shift represent.
    """
    if not 4 <= multiplier_width <= MULTIPLIER_WIDTH:
        raise UserError(f"multiplier width must be from 4 to {MULTIPLIER_WIDTH}, not {multiplier_width}")
    scale = torch.as_tensor(scale, dtype=torch.float64)
    bad = ~(torch.isfinite(scale) & (scale > 0))
    if bool(bad.any()):
        raise UserError(f"requantisation scales must be positive and finite, not {scale[bad].flatten()[0]:g}")
    fraction, exponent = torch.frexp(scale)
    multiplier = round_half_up(fraction * 2**multiplier_width).to(torch.int64)
    carried = multiplier == 2**multiplier_width
    multiplier = torch.where(carried, multiplier >> 1, multiplier)
    shift = multiplier_width - exponent.to(torch.int64) - carried.to(torch.int64)
    bad = (shift < 0) | (shift > MAX_SHIFT)
    if bool(bad.any()):
        raise UserError(
            f"requantisation scale {scale[bad].flatten()[0]:g} can not be represented: with a multiplier of "
            f"{multiplier_width} bits and a shift of 0 to {MAX_SHIFT} scales go from "
            f"{math.ldexp(1, multiplier_width - 1 - MAX_SHIFT):g} to below {2**multiplier_width - 0.5}"
        )
    return multiplier, shift


def requantise(
    accumulator: Tensor,
    bias: Tensor | int,
    multiplier: Tensor | int,
    shift: Tensor | int,
    limit: int = 127,
) -> Tensor:
    """Return clamp(floor((accumulator + bias) * multiplier / 2**shift + 1/2), -limit, limit), exactly.

    Args:
        accumulator: integer (..., N), signed, at most 48 bits.
        bias: integer, signed, at most 48 bits; broadcast, usually (N,). The sum does not wrap.
        multiplier: integer 0 to 2**14 - 1; broadcast, usually (N,).
        shift: integer 0 to 63; broadcast, usually (N,).
        limit: largest output magnitude, 1 to 127 (`Config.output_limit`).

    Returns:
        int8 of the broadcast shape.

    Raises:
        UserError: any value out of the ranges above, or a floating point argument.
    """
    _check_limit(limit)
    bound = 2 ** (MAX_ACCUMULATOR_WIDTH - 1)
    accumulator = _integers("accumulator", accumulator, -bound, bound - 1)
    device = accumulator.device
    bias = _integers("bias", bias, -bound, bound - 1).to(device)
    multiplier = _integers("multiplier", multiplier, 0, 2**MULTIPLIER_WIDTH - 1).to(device)
    shift = _integers("shift", shift, 0, MAX_SHIFT).to(device)
    product = (accumulator + bias) * multiplier
    # The bit below the cut is the half: adding it to the floor rounds halves up without widening anything.
    half = torch.where(shift > 0, (product >> (shift - 1).clamp(min=0)) & 1, 0)
    return ((product >> shift) + half).clamp(-limit, limit).to(torch.int8)


def _integers(name: str, value: Tensor | int, low: int, high: int) -> Tensor:
    tensor = torch.as_tensor(value)
    if tensor.is_floating_point() or tensor.is_complex() or tensor.dtype == torch.bool:
        raise UserError(f"requantisation {name} must be integers, not {tensor.dtype}")
    info = torch.iinfo(tensor.dtype)
    if tensor.numel() and (info.min < low or info.max > high):
        smallest, largest = (int(x) for x in torch.aminmax(tensor))
        if smallest < low or largest > high:
            wrong = smallest if smallest < low else largest
            raise UserError(f"requantisation {name} must be from {low} to {high}, not {wrong}")
    return tensor.to(torch.int64)
