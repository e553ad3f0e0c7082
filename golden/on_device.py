"""The DiT on a device: every GEMM of a sampling run as jobs of an accelerator, simulated or modelled.

A device is what `drift_hw.sim.device.Device` is; it is not imported, so that it may run on anything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from drift_hw.config import Config
from drift_hw.errors import UserError
from drift_hw.memory.layout import Bytes, Layout
from golden.accelerator import GoldenBackend
from golden.accelerator.faulty import ALL_POINTS
from golden.checkpoint import DIT_WEIGHTS, load_dit
from golden.cycles import MemoryTiming, batch_cycles
from golden.diffusion import GUIDANCE, STEPS, sample
from golden.dit import KINDS, LINEAR_KINDS, DiT
from golden.faults import EVENT, FaultList, Kind, Register, fault_ports, port_writes
from golden.injection import Sites, bernoulli_faults
from golden.models import GemmShape
from golden.quantised import Calibration, GemmJob, QuantisedDiT, Site
from golden.schedule import first_faulty_cycle
from golden.twin import Twin

Int8 = NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class DeviceJob:
    """A job for `Device.run_many`."""

    layer: Any
    a: Int8
    timestep: int
    abft: bool = True
    policy: Any = None
    row_major: bool = False
    checkpoint: Int8 | None = None
    output: Any = None


class Device(Protocol):
    """What is needed of a device."""

    backend: Any
    config: Config

    def layer(
        self,
        b: Int8,
        bias: object = 0,
        multiplier: object = 1,
        shift: object = 0,
        *,
        block: int = 0,
        checkpoint: bool = False,
        name: str = "layer",
    ) -> Any:
        """Put weights and requantisation table into DRAM."""

    def free(self, layer: Any) -> None:
        """Free a layer."""

    def run_many(self, jobs: Sequence[Any]) -> Sequence[Any]:
        """Run jobs in one submission; each result has an `output`."""


FaultPolicy = Callable[[Site, int], FaultList | None]
"""Gives the faults of a submission: (which GEMM, its expected cycles) -> events, or None for no faults.

Cycles count from the submission.
"""


def inject(backend: Any, faults: FaultList | None, points: ArrayLike = ALL_POINTS) -> None:
    """Let the backend of a device have these faults in each submission from now on.

    `points`: bit n: they happen at operating point n. Raises `FaultError` for hardware without fault ports.
    """
    if isinstance(backend, GoldenBackend | Twin):
        backend.faults(faults, points)
        return
    events = FaultList(backend.config, np.zeros(0, EVENT)) if faults is None else faults
    backend.faults(port_writes(events), fault_ports(backend.config), points)


@dataclass(frozen=True)
class FlopFaults:
    """A `FaultPolicy`: every flop bit fails in every cycle with probability `rate`, from a seed.

    The faults of a GEMM depend on the seed and its site only.
    """

    config: Config
    rate: float
    seed: int
    kind: Kind = Kind.LATE
    registers: Sequence[Register] | None = None
    sites: Sites = "all"
    margin: float = 1.2
    """Cycles that get faults, as a share of those expected."""

    def __call__(self, site: Site, cycles: int) -> FaultList:
        """Draw the faults of a GEMM that is expected to take so many cycles."""
        first = first_faulty_cycle(self.config)
        rng = np.random.default_rng([self.seed, KINDS.index(site.kind), site.block, site.timestep])
        return bernoulli_faults(
            self.config,
            self.rate,
            cycles=(first, first + max(1, int(cycles * self.margin))),
            rng=rng,
            registers=self.registers,
            kind=self.kind,
            sites=self.sites,
        )


class DeviceBackend:
    """A `golden.quantised.Backend` that runs every GEMM on a device, one submission each.

    Weights and tables are loaded once for each layer of the network; the images of a batch are stacked along
    M where they share a requantisation table (static scales), else, and in attention for each head, they are
    jobs of their own. The DiT's block is the job's block, its sampling step the job's timestep.
    """

    def __init__(
        self,
        device: Device,
        *,
        abft: bool = True,
        checkpoints: bool = True,
        faults: FaultPolicy | None = None,
        points: ArrayLike = ALL_POINTS,
    ) -> None:
        """Use a device.

        Args:
            device: ready for jobs; its registers say what blocks and timesteps get.
            abft: let the checks decide about recovery.
            checkpoints: keep checkpoints of all outputs, for rollback.
            faults: asked before every submission; None: no faults are set or cleared.
            points: bit n: these faults happen at operating point n.
        """
        self.device = device
        self._abft, self._checkpoints = abft, checkpoints
        self._faults, self._points = faults, points
        self._layout = Layout(device.config)
        self._layers: dict[tuple[str, int, int], _Loaded] = {}

    def __call__(self, job: GemmJob) -> Tensor:
        """Run a GEMM. Raises `UserError` when it is quantised for another accelerator, else as the device."""
        if job.limit != self.device.config.output_limit:
            raise UserError(
                f"the GEMM is quantised to +-{job.limit}, but the accelerator's limit is "
                f"+-{self.device.config.output_limit}; give QuantisedDiT its limit"
            )
        linear = job.site.kind in LINEAR_KINDS
        jobs = self._linear(job) if linear else self._attention(job)
        if self._faults is not None:
            n = job.b.shape[-1]
            shapes = [GemmShape(job.site.kind, one.a.shape[0], one.a.shape[1], n) for one in jobs]
            cycles = batch_cycles(self.device.config, shapes, MemoryTiming(), checkpoint=self._checkpoints)
            inject(self.device.backend, self._faults(job.site, cycles), self._points)
        outputs = [torch.from_numpy(result.output) for result in self.device.run_many(jobs)]
        return torch.stack(outputs).reshape(*job.a.shape[:-1], job.b.shape[-1])

    def free(self) -> None:
        """Free everything on the device."""
        for loaded in self._layers.values():
            self.device.free(loaded.layer)
        self._layers.clear()

    def _linear(self, job: GemmJob) -> list[DeviceJob]:
        parameters = [job.parameters(image) for image in range(len(job.a))]
        shared = all(
            torch.equal(one, other)
            for others in parameters[1:]
            for one, other in zip(parameters[0], others, strict=True)
        )
        if shared:
            rows = job.a.reshape(-1, job.a.shape[-1])
            return [self._job(job.site, -1, rows, job.b, parameters[0])]
        return [
            self._job(job.site, image, job.a[image], job.b, parameters[image]) for image in range(len(job.a))
        ]

    def _attention(self, job: GemmJob) -> list[DeviceJob]:
        heads = job.a.shape[1]
        return [
            self._job(
                job.site,
                image * heads + head,
                job.a[image, head],
                job.b[image, head],
                job.parameters(image, head),
            )
            for image in range(len(job.a))
            for head in range(heads)
        ]

    def _job(self, site: Site, part: int, a: Tensor, b: Tensor, parameters: tuple[Tensor, ...]) -> DeviceJob:
        """Return a job of `part` (image, or image and head; -1 for all), its layer up to date."""
        key = (site.kind, site.block, part)
        loaded = self._layers.get(key)
        if loaded is not None and loaded.layer_shape != b.shape:
            self.device.free(loaded.layer)
            loaded = None
        if loaded is None:
            layer = self.device.layer(
                b.numpy(),
                *(values.numpy() for values in parameters),
                block=site.block,
                checkpoint=self._checkpoints,
                name=f"{site.kind} of block {site.block}" + (f", part {part}" if part >= 0 else ""),
            )
            loaded = self._layers[key] = _Loaded(layer, b.shape)
        else:
            self._update(loaded, b, parameters)
        loaded.b, loaded.parameters = b, parameters
        return DeviceJob(loaded.layer, np.ascontiguousarray(a.numpy()), site.timestep, self._abft)

    def _update(self, loaded: _Loaded, b: Tensor, parameters: tuple[Tensor, ...]) -> None:
        """Write what has changed over what a layer has in DRAM, so that it keeps its checkpoint."""
        memory: Bytes = self.device.backend.memory
        if loaded.b is not b:
            data = self._layout.pack_b(b.numpy())
            memory[loaded.layer.weights.address :][: len(data)] = data
        if any(not torch.equal(one, other) for one, other in zip(parameters, loaded.parameters, strict=True)):
            self._check_bias(parameters[0])
            data = self._layout.pack_table(b.shape[-1], *(values.numpy() for values in parameters))
            memory[loaded.layer.table.address :][: len(data)] = data

    def _check_bias(self, bias: Tensor) -> None:
        limit = 1 << (self.device.config.array.accumulator_width - 1)
        if bool((bias.abs() >= limit).any()):
            raise UserError(f"a bias of {int(bias.abs().max())} does not fit the accumulator")


@dataclass
class _Loaded:
    """A layer on the device, and what it was last given."""

    layer: Any
    layer_shape: torch.Size
    b: Tensor | None = None
    parameters: tuple[Tensor, ...] = ()


def sample_image(
    device: Device,
    label: Sequence[int] | int,
    *,
    seed: int = 0,
    steps: int = STEPS,
    stop: int | None = None,
    guidance: float = GUIDANCE,
    model: DiT | None = None,
    calibration: Calibration | None = None,
    dynamic: bool = False,
    backend: DeviceBackend | None = None,
    on_step: Callable[[int, Tensor], None] | None = None,
) -> Tensor:
    """Generate an image of each label with every GEMM on a device: (N, C, S, S) float32, in about -1 to 1.

    Args:
        device: ready for jobs.
        label: one class or several.
        seed: of the noise.
        steps, stop, guidance, on_step: as for `golden.diffusion.sample`.
        model: the network; None: the shipped DiT.
        calibration: its ranges; None: the shipped ones.
        dynamic: as for `QuantisedDiT`.
        backend: how GEMMs become jobs; None: `DeviceBackend(device)`.

    Raises:
        UserError: as `sample`, `QuantisedDiT` and the device do.
    """
    runner = DeviceBackend(device) if backend is None else backend
    network = QuantisedDiT(
        load_dit(DIT_WEIGHTS) if model is None else model,
        Calibration.load() if calibration is None else calibration,
        runner,
        dynamic=dynamic,
        limit=device.config.output_limit,
        multiplier_width=device.config.requantiser.multiplier_width,
    )
    labels = torch.tensor([label] if isinstance(label, int) else list(label))
    try:
        return sample(
            network.model,
            labels,
            seed=seed,
            steps=steps,
            guidance=guidance,
            gemm=network.gemm,
            stop=stop,
            on_step=on_step,
        )
    finally:
        if backend is None:
            runner.free()
