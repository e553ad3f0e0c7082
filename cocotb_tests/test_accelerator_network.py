"""The transformer on the accelerator's Verilog: a whole block, whole images, a block of DiT-XL/2's shape.

Verilog and golden model run under one driver (`golden.twin`): after every submission all of memory is
compared, and after it, or at the end, every register.
"""

from __future__ import annotations

import numpy as np
import pytest
import torch

from drift_hw.config import PRESETS, Config
from drift_hw.control.descriptor import Policy
from drift_hw.imaging import CLEAN, POLICIES, Experiment, pictures
from drift_hw.sim.accelerator import RtlBackend
from drift_hw.sim.device import Device
from drift_hw.sim.jobs import BlockSettings, Job
from golden.checkpoint import DIT_WEIGHTS, load_dit
from golden.diffusion import sample
from golden.dit import KINDS
from golden.models import NETWORKS
from golden.on_device import DeviceBackend
from golden.quantised import Calibration, GemmJob, QuantisedDiT, Site, exact
from golden.twin import Twin

STEPS = 50
TIMESTEPS = {"sensitive, checkpoint": 0, "checkpoint": 11, "tolerant": 25, "last, sensitive": STEPS - 1}
"""Every class of timesteps there is, with two leading and one trailing sensitive ones."""
BLOCK = 1


class OneBlock:
    """A backend of `QuantisedDiT` that runs one block at some timesteps on a device, the rest in PyTorch."""

    def __init__(self, device: Device) -> None:
        self.on_device = DeviceBackend(device)
        self.ran: list[Site] = []

    def __call__(self, job: GemmJob) -> torch.Tensor:
        if job.site.block != BLOCK or job.site.timestep not in TIMESTEPS.values():
            return exact(job)
        self.ran.append(job.site)
        result = self.on_device(job)
        assert torch.equal(result, exact(job)), job.site
        return result


def run_block(config: Config) -> None:
    with RtlBackend(config, memory_bytes=1 << 20, power_up_seed=1) as rtl:
        device = Device(Twin(rtl))
        device.configure(
            points=[(900, 2000), (700, 2000)],
            blocks=[BlockSettings(tolerant=1, sensitive=0)] * config.power.blocks,
            leading=2,
            trailing=1,
            timesteps=STEPS,
        )
        backend = OneBlock(device)
        network = QuantisedDiT(load_dit(DIT_WEIGHTS), Calibration.load(), backend)
        sample(network.model, torch.tensor([3]), seed=5, steps=STEPS, gemm=network.gemm)
        assert backend.ran == [Site(kind, BLOCK, step) for step in TIMESTEPS.values() for kind in KINDS]
        points = device.statistics()
        assert points[0].tiles == points[1].tiles > 0, "two of the four timesteps are sensitive"
        assert device.counters()["point_switches"] == 3
        assert device.counters()["checkpoint_write_beats"] > 0


def test_a_block_of_the_transformer_at_every_class_of_timesteps() -> None:
    run_block(PRESETS["demo"])


@pytest.mark.regress
def test_a_block_of_the_transformer_on_32_x_32() -> None:
    run_block(PRESETS["drift"])


@pytest.mark.regress
@pytest.mark.parametrize("policy", POLICIES)
def test_whole_images(policy: str) -> None:
    """50 steps, every GEMM in the Verilog: the same pixels as golden.

    Images survive with a recovery; without one they are ruined, since results are clamped by channel not at
    the same but at four times the rate.
    """
    experiment = Experiment(rate=2e-4) if policy == "none" else Experiment()
    (picture,) = pictures(PRESETS["drift"], experiment, (policy,))
    assert picture.submissions == experiment.steps * 4 * len(KINDS)
    if policy == CLEAN:
        assert picture.psnr == np.inf  # `pictures` itself compares with the network in PyTorch
    elif policy == "none":
        assert picture.psnr < 12, "a rate at which the unprotected image is ruined"
    elif "rollback" in policy or policy == "recompute":
        assert picture.psnr > 20
        assert picture.digit == experiment.label


@pytest.mark.regress
def test_a_block_of_the_shape_of_dit_xl_2() -> None:
    """Random weights, 256 tokens, all six products; two of them with faulty memory timing."""
    config = PRESETS["drift"]
    random = np.random.default_rng(0)

    def operands(*shape: int) -> np.ndarray:
        return random.integers(-127, 128, shape, dtype=np.int8)

    with RtlBackend(config, memory_bytes=64 << 20, power_up_seed=2) as rtl:
        device = Device(Twin(rtl))
        for gemm in NETWORKS["DiT-XL/2"].block:
            bias = random.integers(-(1 << 16), 1 << 16, gemm.n)
            multiplier = random.integers(1 << 12, 1 << 14, gemm.n)
            layers = [
                device.layer(operands(gemm.k, gemm.n), bias, multiplier, 24, name=gemm.kind, checkpoint=True)
                for _ in range(gemm.count)
            ]
            jobs = [Job(layer, operands(gemm.m, gemm.k)) for layer in layers]
            results = device.run_many(jobs)
            for job, result in zip(jobs, results, strict=True):
                assert result.output.shape == (gemm.m, gemm.n)
                assert len(np.unique(result.output)) > 100, "the requantisation spreads the results"
                assert result.status.masked_tiles == 0, job.layer.name
            for layer in layers:
                device.free(layer)


def test_recompute_runs_flagged_tiles_again_at_the_safe_point() -> None:
    """Without faults at the safe point the second pass is clean: the output is exact whatever happened."""
    from golden.faults import Kind, Register
    from golden.injection import bernoulli_faults
    from golden.schedule import first_faulty_cycle

    config = PRESETS["tiny"].replace(faults__ports=True)
    random = np.random.default_rng(3)
    with RtlBackend(config, memory_bytes=1 << 20, power_up_seed=3) as rtl:
        twin = Twin(rtl)
        device = Device(twin)
        device.configure(
            points=[(900, 2000), (700, 2000)],
            blocks=[BlockSettings(1, 1, correct=False, action=Policy.RECOMPUTE)] * config.power.blocks,
            threshold=0,
        )
        a = random.integers(-127, 128, (40, 60), dtype=np.int8)
        b = random.integers(-127, 128, (60, 40), dtype=np.int8)
        clean = device.gemm(a, b, shift=12)
        first = first_faulty_cycle(config)
        faults = bernoulli_faults(
            config,
            1e-5,
            cycles=(first, first + 20_000),
            rng=1,
            kind=Kind.FLIP,
            registers=[Register.ACCUMULATOR],
        )
        twin.faults(faults, points=0b10)
        device.clear()
        assert np.array_equal(device.gemm(a, b, shift=12), clean)
        counters = device.counters()
        assert counters["recomputed_tiles"] > 10
        assert counters["failed_recomputations"] == 0
        assert counters["point_switches"] >= 1
        twin.faults(faults, points=0b11)
        device.gemm(a, b, shift=12)
        assert device.counters()["failed_recomputations"] > 0, "faults at the safe point are not repaired"
