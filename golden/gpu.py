"""Where a network runs: on the CPU, or on a GPU with CUDA.

On a GPU the network's float parts, the integer GEMMs and the requantisation run there. Errors are drawn on
the CPU, from the same seeds, so that they strike the same results in the same bits on every device; they and
the checks that see them are few numbers beside the GEMMs, and are worked on on the CPU, too.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from drift_hw.errors import UserError

CPU = "cpu"


def check_device(name: str) -> torch.device:
    """Return the device of this name: `cpu`, `cuda`, or `cuda:N` for the GPU of that number, from 0.

    For a GPU, products of floats are set to full precision in this process: without that PyTorch may round
    operands of convolutions to 10 bits. Raises `UserError` for other names and for a GPU that is not there.
    """
    kind, colon, number = name.partition(":")
    if kind == "mps":
        raise UserError(
            f"--device {name} can not run int8 networks: PyTorch has neither an int8 matrix product nor "
            "float64 there; allowed: cpu, cuda, cuda:N"
        )
    if not (name == CPU or (kind == "cuda" and (not colon or (number.isascii() and number.isdigit())))):
        raise UserError(
            f"unknown --device {name!r}; allowed: cpu, cuda, cuda:N (the GPU of number N, from 0)"
        )
    if name == CPU:
        return torch.device(CPU)
    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if not count:
        raise UserError(
            f"--device {name}: PyTorch {torch.__version__} finds no CUDA GPU here; allowed: cpu. Install the "
            "driver and a PyTorch that is built for it, or leave --device out"
        )
    if number and int(number) >= count:
        raise UserError(f"--device {name}: there is no such GPU; allowed: cpu, cuda:0 to cuda:{count - 1}")
    torch.backends.cuda.matmul.fp32_precision = "ieee"
    torch.backends.cudnn.conv.fp32_precision = "ieee"  # type: ignore[attr-defined]
    return torch.device(name)


def is_local(tensor: Tensor) -> bool:
    """Return whether numpy can look at a tensor where it is."""
    return tensor.device.type == CPU


def take(values: Tensor, place: NDArray[np.int64]) -> NDArray[Any]:
    """Return a copy of elements of `values`, of any shape and device, by index when flattened."""
    flat = values.reshape(-1)
    if is_local(values):
        found: NDArray[Any] = flat.numpy()[place]
        return found
    index = torch.from_numpy(place.reshape(-1)).to(flat.device)
    return flat[index].cpu().numpy().reshape(place.shape)


def put(values: Tensor, place: NDArray[np.int64], new: NDArray[Any]) -> None:
    """Write elements of contiguous `values` in place: (n,) each, where `take` finds them."""
    flat = values.view(-1)
    if is_local(values):
        flat.numpy()[place] = new
    else:
        flat[torch.from_numpy(place).to(flat.device)] = torch.from_numpy(new).to(flat.device, flat.dtype)
