"""Jobs of a device: layers, what runs on them, what became of them, and the checks before all that."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from drift_hw.config import SHIFT_WIDTH, Config
from drift_hw.control.descriptor import (
    DESCRIPTOR_BYTES,
    DIMENSION_BITS,
    FIELDS,
    FLAGS,
    STATUS_FIELDS,
    Code,
    Policy,
)
from drift_hw.errors import UserError
from drift_hw.sim.allocator import Buffer

Int8 = npt.NDArray[np.int8]
Bytes = npt.NDArray[np.uint8]

_RESPONSES = {2: "SLVERR", 3: "DECERR"}


def pack_descriptor(fields: Mapping[str, int], flags: Mapping[str, int]) -> bytes:
    """Return the 128 bytes of a descriptor with its status cleared; fields and flags left out are zero."""
    word = sum((int(value) & ((1 << FLAGS[name][1]) - 1)) << FLAGS[name][0] for name, value in flags.items())
    values = dict(fields)
    values["flags"] = values.get("flags", 0) | word
    data = bytearray(DESCRIPTOR_BYTES)
    for one in FIELDS:
        size = one.width // 8
        data[one.offset : one.offset + size] = values.pop(one.name, 0).to_bytes(size, "little")
    if values:
        raise KeyError(f"a descriptor has no field {', '.join(values)}")
    return bytes(data)


@dataclass(frozen=True)
class Status:
    """What the accelerator says became of a job."""

    code: Code
    response: int = 0
    """AXI response of a memory error: 2 SLVERR, 3 DECERR; else 0."""
    masked_tiles: int = 0
    """Tiles with masked elements after correction."""
    address: int = 0
    """Of a memory error."""

    @classmethod
    def from_bytes(cls, descriptor: bytes) -> Status:
        """Read the status in a descriptor's 128 bytes."""
        values = {
            one.name: int.from_bytes(descriptor[one.offset : one.offset + one.width // 8], "little")
            for one in STATUS_FIELDS
        }
        return cls(Code(values.pop("code")), **values)

    def __str__(self) -> str:
        where = f" ({_RESPONSES[self.response]} at {self.address:#x})" if self.response else ""
        return self.code.name + where


@dataclass(frozen=True)
class Recovery:
    """What one job does about errors, instead of its block's settings. Raises `UserError`."""

    correct: bool = True
    """Repair what the checks locate."""
    action: Policy = Policy.ROLLBACK
    """For the rest."""

    def __post_init__(self) -> None:
        check_action(self.action)


NOWHERE = Buffer(0, 0, "nothing")
"""Of a layer that is not in DRAM yet."""


@dataclass(eq=False)
class Layer:
    """Weights and requantisation table in DRAM, and the layer's checkpoint."""

    name: str
    k: int
    n: int
    block: int
    weights: Buffer = NOWHERE
    table: Buffer = NOWHERE
    checkpoints: bool = False
    """Write a checkpoint in the timesteps of the interval, and roll back to it."""
    checkpoint: Buffer | None = None
    """Allocated when first needed."""
    checkpoint_shape: tuple[int, bool] | None = None
    """M, and whether it is row-major."""
    checkpoint_written: bool = False
    """Whether the checkpoint holds this run's values."""
    freed: bool = False


@dataclass(frozen=True, eq=False)
class Job:
    """One GEMM: `layer` applied to `a`."""

    layer: Layer
    a: Int8
    """(M, K) operands."""
    timestep: int = 0
    """0 is the first (noise); decides about operating point and checkpoint."""
    abft: bool = True
    """Let the checks decide about recovery."""
    policy: Recovery | None = None
    """None: that of the block."""
    row_major: bool = False
    """Layout of output and checkpoint in DRAM."""
    checkpoint: Int8 | None = None
    """(M, N) values to roll back to, for a layer without checkpoints of its own."""
    output: Buffer | None = None
    """Where the output goes; None: a buffer that is freed after the run."""


@dataclass(frozen=True, eq=False)
class JobResult:
    """A job's output, and what the accelerator said about it."""

    output: Int8
    """(M, N); undefined when the job failed."""
    status: Status


class JobError(RuntimeError):
    """Jobs that the accelerator refused or that met memory errors; the first one is described."""

    def __init__(self, job: int, name: str, results: Sequence[JobResult]) -> None:
        self.job = job
        """Number of the first failed job in its submission."""
        self.status = results[job].status
        """Of this job."""
        self.results = tuple(results)
        """Of all jobs of the submission, failed ones included."""
        super().__init__(f"job {job} of {len(results)} ({name}) failed: {self.status}")


@dataclass(frozen=True)
class BlockSettings:
    """What a network block gets: operating points by sensitivity of the timestep, and the recovery."""

    tolerant: int = 0
    sensitive: int = 0
    correct: bool = True
    action: Policy = field(default=Policy.ROLLBACK)

    def __post_init__(self) -> None:
        check_action(self.action)


# -- checks ------------------------------------------------------------------------------------------


def check_action(action: object) -> None:
    """Raise `UserError` unless it is a `Policy`."""
    if not isinstance(action, Policy):
        raise UserError(f"unknown action {action!r}; allowed: {', '.join(map(str, Policy.__members__))}")


def check_range(name: str, value: object, low: int, high: int) -> int:
    """Return an integer; raises `UserError` for another type or a value beyond `low` to `high`."""
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise UserError(f"{name} must be an integer from {low} to {high}, not {value!r}") from None
    if not low <= number <= high:
        raise UserError(f"{name} must be from {low} to {high}, not {number}")
    return number


def check_matrix(config: Config, name: str, values: object, shape: tuple[int | None, int | None]) -> Int8:
    """Return operands or outputs; raises `UserError` for another type, shape (None: any) or range."""
    if not isinstance(values, np.ndarray) or values.dtype != np.int8:
        kind = values.dtype if isinstance(values, np.ndarray) else type(values).__name__
        raise UserError(f"{name} must be a numpy array of int8, not {kind}")
    if values.ndim != 2 or any(
        want is not None and want != have for want, have in zip(shape, values.shape, strict=True)
    ):
        wanted = ", ".join("any" if size is None else str(size) for size in shape)
        raise UserError(f"{name} must have shape ({wanted}), not {values.shape}")
    limit = (1 << DIMENSION_BITS) - 1
    if not all(1 <= size <= limit for size in values.shape):
        raise UserError(f"{name} must have from 1 to {limit} rows and columns, not shape {values.shape}")
    low, high = -config.output_limit - 1, config.output_limit
    if values.min() < low or values.max() > high:
        raise UserError(
            f"elements of {name} must be from {low} to {high}, not {values.min()} to {values.max()}"
        )
    return values


def check_table(config: Config, n: int, bias: object, multiplier: object, shift: object) -> dict[str, Any]:
    """Return the arguments of `Layout.pack_table`; raises `UserError` for types, shapes or values."""
    half = 1 << (config.array.accumulator_width - 1)
    ranges = {
        "bias": (bias, -half, half - 1),
        "multiplier": (multiplier, 0, (1 << config.requantiser.multiplier_width) - 1),
        "shift": (shift, 0, (1 << SHIFT_WIDTH) - 1),
    }
    checked = {}
    for name, (value, low, high) in ranges.items():
        values = np.asarray(value)
        if values.dtype.kind not in "iu":
            raise UserError(f"{name} must be integers, not {values.dtype}")
        if values.shape not in {(), (n,)}:
            raise UserError(f"{name} must be one integer or {n}, one per column, not shape {values.shape}")
        if values.min() < low or values.max() > high:
            raise UserError(f"{name} must be from {low} to {high}, not {values.min()} to {values.max()}")
        checked[name] = values
    return checked


def check_job(config: Config, place: str, job: Job) -> None:
    """Raise `UserError` for a job that does not fit its layer or the accelerator; `place` names it."""
    layer = job.layer
    if layer.freed:
        raise UserError(f"{place}: layer {layer.name} was freed")
    a = check_matrix(config, f"{place}: a", job.a, (None, layer.k))
    check_range(f"{place}: timestep", job.timestep, 0, 0xFFFF)
    if job.policy is not None and not isinstance(job.policy, Recovery):
        raise UserError(f"{place}: policy must be a Recovery or None, not {job.policy!r}")
    if job.checkpoint is not None:
        if layer.checkpoints:
            raise UserError(
                f"{place}: layer {layer.name} keeps a checkpoint of its own: give no values for it"
            )
        check_matrix(config, f"{place}: checkpoint", job.checkpoint, (len(a), layer.n))


def check_overlaps(jobs: Sequence[Job]) -> None:
    """Raise `UserError` when a job writes what another one, or itself, uses as well."""
    keepers = [job.layer for job in jobs if job.layer.checkpoints]
    for layer in keepers:
        if keepers.count(layer) > 1:
            raise UserError(f"two jobs write the checkpoint of {layer.name}: run them one after the other")
    for number, job in enumerate(jobs):
        if job.output is None:
            continue
        for other_number, other in enumerate(jobs):
            used = (other.layer.weights, other.layer.table, other.layer.checkpoint)
            for buffer in (*used, other.output if other_number != number else None):
                if buffer is not None and job.output.overlaps(buffer):
                    raise UserError(
                        f"the output of job {number}, {job.output.what} at {job.output.address:#x}, overlaps "
                        f"{buffer.what} at {buffer.address:#x} of job {other_number}: give it another buffer"
                    )
