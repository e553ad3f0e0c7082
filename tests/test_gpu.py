"""Networks on a GPU: what no GPU is needed for. The paths that lead around numpy give the same on the CPU."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from flop_tables import STATIC_PS, VOLTAGE, made_up
from pretend_gpu import GPU, pretended_gpu

from drift_hw.config import PRESETS
from drift_hw.errors import UserError
from golden import gpu, integer
from golden.checkpoint import DIT_WEIGHTS, load_dit
from golden.gpu import check_device, put, take
from golden.integer import matmul, padded_for_cuda
from golden.quantised import calibrate, exact
from golden.resilience import trial as trial_module
from golden.resilience.scales import Scaling
from golden.resilience.schemes import SCHEMES
from golden.resilience.trial import trial
from synth.operating import images

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
    assert left.shape[0] % 8 == 0
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


# -- whole trials, on a GPU that is not there --------------------------------------------------------------


@pytest.fixture
def pretended(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(trial_module, "check_device", torch.device)
    integer.int_mm_is_exact.cache_clear()
    with pretended_gpu():
        yield
    integer.int_mm_is_exact.cache_clear()


SMALL: dict[str, Any] = {
    "config": PRESETS["drift"].to_dict(),
    "images": 1,
    "steps": 2,
    "seed": 5,
    "errors": {"model": "output", "rate": 3e-3},
}


@pytest.mark.usefixtures("pretended")
def test_the_pretended_gpu_refuses_what_a_real_one_does() -> None:
    there = torch.arange(3).to(GPU)
    assert there.device == GPU
    assert (there + 1).cpu().tolist() == [1, 2, 3]
    with pytest.raises(RuntimeError, match="tensors are on meta and on the CPU"):
        there + torch.arange(3)
    with pytest.raises((RuntimeError, TypeError), match="numpy"):
        there.numpy()


@pytest.mark.usefixtures("pretended")
@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_scheme_makes_the_same_of_the_same_errors(scheme: str) -> None:
    found = trial(**SMALL, scheme=scheme, truth=True, device=str(GPU))
    assert found == trial(**SMALL, scheme=scheme, truth=True)
    assert found[0]["tally"]["elements"] > 100_000


@pytest.mark.usefixtures("pretended")
@pytest.mark.parametrize("scaling", [Scaling.STATIC, Scaling.DYNAMIC, Scaling.TOKEN])
def test_every_scaling(scaling: Scaling) -> None:
    parameters = SMALL | {"scaling": str(scaling), "scheme": "rollback", "against": "float"}
    assert trial(**parameters, device=str(GPU)) == trial(**parameters)


@pytest.mark.usefixtures("pretended")
@pytest.mark.parametrize("scheme", ["correct+rollback", "te-drop"])
def test_late_captures_of_a_table(scheme: str, tmp_path: Path) -> None:
    config = PRESETS["demo"]
    path = tmp_path / "table.npz"
    made_up(config, lambda *_: 1e-5).save(path)
    errors = {"model": "flop", "table": str(path), "voltage": VOLTAGE, "period_ps": 0.95 * STATIC_PS}
    parameters = SMALL | {"config": config.to_dict(), "errors": errors, "scheme": scheme, "truth": True}
    found = trial(**parameters, device=str(GPU))
    assert found == trial(**parameters)
    assert found[0]["tally"]["wrong_elements"] > 0


@pytest.mark.usefixtures("pretended")
def test_calibration() -> None:
    model = load_dit(DIT_WEIGHTS)
    here = calibrate(model, images=2, steps=2)
    assert calibrate(model.to(GPU), images=2, steps=2) == here


@pytest.mark.usefixtures("pretended")
def test_images_of_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "check_device", torch.device)
    sampling = images.Sampling(images=4, steps=2)
    found, here = (images._sampled(sampling, 0, exact, device) for device in (str(GPU), "cpu"))
    assert all(np.array_equal(one, other) for one, other in zip(found, here, strict=True))
