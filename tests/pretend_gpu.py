"""A GPU that is not there: tensors that say they are elsewhere, and compute on the CPU.

What a real one refuses, this refuses: operands on two devices, and numpy looking at its memory. So code can
be led along all its paths for a GPU where there is none; only the rounding is the CPU's. The device is
called `meta`, which PyTorch has everywhere, since without CUDA it lets nothing be called `cuda`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_flatten, tree_map

GPU = torch.device("meta")
BETWEEN = {torch.ops.aten._to_copy.default, torch.ops.aten.copy_.default}
"""What moves values from one device to another."""
SYNCHRONISING = {
    *(torch.Tensor.item, torch.Tensor.tolist, torch.Tensor.__bool__),
    *(torch.Tensor.__int__, torch.Tensor.__float__, torch.Tensor.__index__),
}
"""What waits for a GPU and gives a number."""


class OnGpu(torch.Tensor):
    """A tensor whose `value`, on the CPU, nobody sees."""

    value: torch.Tensor

    @staticmethod
    def __new__(cls, value: torch.Tensor) -> OnGpu:
        made = torch.Tensor._make_wrapper_subclass(
            cls,
            value.size(),
            strides=value.stride(),
            storage_offset=value.storage_offset(),
            dtype=value.dtype,
            device=GPU,
        )
        made.value = value
        return made

    @classmethod
    def __torch_function__(cls, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if function in SYNCHRONISING:
            return function(args[0].value, *args[1:], **(kwargs or {}))
        with torch._C.DisableTorchFunctionSubclass():  # results are of the class that `run` gives them
            return function(*args, **(kwargs or {}))

    @classmethod
    def __torch_dispatch__(cls, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return run(function, args, kwargs or {})


class Pretending(TorchDispatchMode):
    """Sees what makes tensors of nothing, or of tensors on the CPU."""

    def __torch_dispatch__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return run(function, args, kwargs or {})


def run(function: Any, args: Any, kwargs: dict[str, Any]) -> Any:
    """Compute on the CPU; what comes out is where the operands are, or where it is told to be."""
    operands = [each for each in tree_flatten((args, kwargs))[0] if isinstance(each, torch.Tensor)]
    there = any(isinstance(each, OnGpu) for each in operands)
    if there and function not in BETWEEN:
        strangers = [each for each in operands if not isinstance(each, OnGpu) and each.dim()]
        if strangers:
            raise RuntimeError(f"{function}: tensors are on {GPU} and on the CPU")
    told = kwargs.get("device")
    if told is not None:
        there = torch.device(told) == GPU
        kwargs = kwargs | {"device": "cpu"}
    if kwargs.get("pin_memory"):
        kwargs = kwargs | {"pin_memory": False}
    owners = {id(each.value): each for each in operands if isinstance(each, OnGpu)}
    inside = tree_map(lambda each: each.value if isinstance(each, OnGpu) else each, (args, kwargs))
    found = function(*inside[0], **inside[1])

    def outside(each: Any) -> Any:
        if not isinstance(each, torch.Tensor) or isinstance(each, OnGpu):
            return each
        if id(each) in owners:  # in place
            return owners[id(each)]
        return OnGpu(each) if there else each

    return tree_map(outside, found)


@contextmanager
def pretended_gpu() -> Iterator[None]:
    """Let there be a GPU."""
    torch.__future__.set_overwrite_module_params_on_conversion(True)  # parameters are of our class then
    try:
        with Pretending():
            yield
    finally:
        torch.__future__.set_overwrite_module_params_on_conversion(False)
