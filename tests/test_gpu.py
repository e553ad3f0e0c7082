"""Networks on a GPU: what no GPU is needed for. The paths that lead around numpy give the same on the CPU."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch

from drift_hw.config import PRESETS
from drift_hw.errors import UserError
from golden import gpu, integer
from golden.gpu import check_device, put, take
from golden.integer import matmul, padded_for_cuda
from golden.resilience.schemes import SCHEMES
from golden.resilience.trial import trial

torch.set_num_threads(1)


def operands(*shape: int, seed: int = 0) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(-128, 128, shape, dtype=torch.int8, generator=generator)


def wide(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """The product in 64-bit integers, one product after the other."""
    return torch.from_numpy(np.matmul(a.numpy().astype(np.int64), b.numpy().astype(np.int64)))


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], int]]:
    """Treat every tensor as if it were on a GPU; returns how many were asked about."""
    asked = []

    def is_local(tensor: torch.Tensor) -> bool:
        asked.append(tensor)
        return False

    monkeypatch.setattr(gpu, "is_local", is_local)
    monkeypatch.setattr(integer, "is_local", is_local)
    integer.int_mm_is_exact.cache_clear()
    yield lambda: len(asked)
    integer.int_mm_is_exact.cache_clear()


# -- devices ---------------------------------------------------------------------------------------------


def gpus(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: count > 0)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: count)


@pytest.mark.parametrize(
    ("name", "count", "message"),
    [
        (
            "cuda",
            0,
            f"--device cuda: PyTorch {torch.__version__} finds no CUDA GPU here; allowed: cpu. Install the "
            "driver and a PyTorch that is built for it, or leave --device out",
        ),
        ("cuda:2", 2, "--device cuda:2: there is no such GPU; allowed: cpu, cuda:0 to cuda:1"),
        (
            "mps",
            0,
            "--device mps can not run int8 networks: PyTorch has neither an int8 matrix product nor float64 "
            "there; allowed: cpu, cuda, cuda:N",
        ),
        *(
            (name, 1, f"unknown --device '{name}'; allowed: cpu, cuda, cuda:N (the GPU of number N, from 0)")
            for name in ("tpu", "cpu:0", "cuda:", "cuda:x", "cuda:-1", "")
        ),
    ],
)
def test_devices_that_are_none(monkeypatch: pytest.MonkeyPatch, name: str, count: int, message: str) -> None:
    gpus(monkeypatch, count)
    with pytest.raises(UserError, match=f"^{re.escape(message)}$"):
        check_device(name)


def test_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_device("cpu") == torch.device("cpu")
    gpus(monkeypatch, 2)
    torch.backends.cudnn.conv.fp32_precision = "tf32"  # type: ignore[attr-defined]
    assert check_device("cuda") == torch.device("cuda")
    assert check_device("cuda:1") == torch.device("cuda", 1)
    assert torch.backends.cudnn.conv.fp32_precision == "ieee"  # type: ignore[attr-defined]


# -- products --------------------------------------------------------------------------------------------


SHAPES = [(1, 1, 1), (16, 8, 8), (17, 9, 15), (40, 72, 33), (5, 4608, 7), (32, 64, 8)]


@pytest.mark.parametrize("shape", SHAPES)
def test_padding_keeps_the_product(shape: tuple[int, int, int]) -> None:
    rows, depth, columns = shape
    a, b = operands(rows, depth), operands(depth, columns, seed=1)
    left, right = padded_for_cuda(a, b)
    assert left.shape[0] > 16
    assert left.shape[1] == right.shape[0]
    assert left.shape[1] % 8 == right.shape[1] % 8 == 0
    assert left.is_contiguous()
    assert right.mT.is_contiguous()
    assert torch.equal(wide(left, right)[:rows, :columns], wide(a, b))


def test_what_fits_is_not_copied() -> None:
    a, b = operands(32, 64), operands(24, 64, seed=1).mT  # a weight: its columns are contiguous
    left, right = padded_for_cuda(a, b)
    assert left.data_ptr() == a.data_ptr()
    assert right.data_ptr() == b.data_ptr()


@pytest.mark.parametrize("shape", SHAPES)
def test_products_elsewhere_are_exact(shape: tuple[int, int, int], elsewhere: Callable[[], int]) -> None:
    rows, depth, columns = shape
    a, b = operands(2, rows, depth), operands(depth, columns, seed=1)
    product = matmul(a, b)
    assert product.dtype == torch.int32
    assert torch.equal(product.long(), wide(a, b))
    assert elsewhere()


@pytest.mark.parametrize("results", [1, 100, 1 << 26])
def test_batches_elsewhere_are_exact_however_they_are_split(
    monkeypatch: pytest.MonkeyPatch, elsewhere: Callable[[], int], results: int
) -> None:
    monkeypatch.setattr(integer, "_WIDE_RESULTS", results)
    a, b = operands(2, 3, 5, 72), operands(2, 3, 72, 9, seed=1)
    assert torch.equal(matmul(a, b).long(), wide(a, b))
    assert torch.equal(matmul(a, b[0, :1]).long(), wide(a, b[0, :1]))


def test_the_largest_sums_that_int32_holds(elsewhere: Callable[[], int]) -> None:
    """The bound of the integer kernels: 131,071 products of 2**14; one more, and the result is int64."""
    a = torch.full((1, integer.INT32_DEPTH), -128, dtype=torch.int8)
    assert matmul(a, a.mT).item() == 2**14 * integer.INT32_DEPTH < 2**31
    a = torch.full((1, integer.INT32_DEPTH + 1), -128, dtype=torch.int8)
    assert matmul(a, a.mT).item() == 2**31
    batch = matmul(a.expand(2, 1, -1), a.mT.expand(2, -1, 1))
    assert batch.dtype == torch.int64
    assert batch.flatten().tolist() == [2**31] * 2


def test_an_inexact_gpu_is_noticed(monkeypatch: pytest.MonkeyPatch, elsewhere: Callable[[], int]) -> None:
    kernel = torch._int_mm
    monkeypatch.setattr(torch, "_int_mm", lambda a, b: kernel(a, b).clamp(-32768, 32767))
    assert not integer.int_mm_is_exact("cpu")
    a = torch.full((17, 64), 127, dtype=torch.int8)
    assert torch.equal(matmul(a, a.mT).long(), wide(a, a.mT))


# -- few of many elements --------------------------------------------------------------------------------


def test_elements_are_taken_and_put(elsewhere: Callable[[], int]) -> None:
    values = torch.arange(24, dtype=torch.int32).reshape(2, 3, 4)
    place = np.array([[0, 5], [23, 5]])
    found: Any = take(values, place)
    assert found.dtype == np.int32
    assert found.tolist() == [[0, 5], [23, 5]]
    found[:] = -1
    assert values.flatten().tolist() == list(range(24))  # a copy
    put(values, np.array([5, 23]), np.array([-7, 70], np.int64))
    assert values.flatten()[[4, 5, 22, 23]].tolist() == [4, -7, 22, 70]
    assert elsewhere() == 2


# -- a whole trial ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", SCHEMES)
def test_trials_elsewhere_are_the_same(scheme: str, elsewhere: Callable[[], int]) -> None:
    """Errors strike the same results in the same bits, and every scheme makes the same of them."""
    parameters: dict[str, Any] = {
        "config": PRESETS["drift"].to_dict(),
        "images": 2,
        "steps": 3,
        "seed": 5,
        "errors": {"model": "output", "rate": 3e-3},
        "scheme": scheme,
        "truth": True,
    }
    found = trial(**parameters)
    assert elsewhere()
    with pytest.MonkeyPatch.context() as here:
        for module in (gpu, integer):
            here.setattr(module, "is_local", lambda tensor: True)
        assert trial(**parameters) == found
    assert found[0]["tally"]["elements"] > 100_000
