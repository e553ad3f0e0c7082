"""The DiT on a device: the same pixels as the reference, whatever the device runs on."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from drift_hw.config import PRESETS, ArrayConfig, Config, MemoryConfig, PowerConfig
from drift_hw.control.descriptor import Policy
from drift_hw.errors import UserError
from drift_hw.sim.device import BlockSettings, Device
from golden.accelerator import GoldenBackend
from golden.accelerator.faulty import FIRST_BEAT
from golden.cycles import batch_cycles
from golden.diffusion import sample
from golden.dit import KINDS, DiT, DiTConfig
from golden.faults import FaultList, Kind, Register
from golden.models import GemmShape
from golden.on_device import DeviceBackend, FlopFaults, inject, sample_image
from golden.quantised import Calibration, GemmJob, QuantisedDiT, Site, calibrate, exact
from golden.schedule import first_faulty_cycle

SMALL = DiTConfig(
    input_size=8,
    patch_size=2,
    in_channels=1,
    hidden_size=16,
    depth=2,
    num_heads=2,
    num_classes=3,
    learn_sigma=False,
)
ODD = Config(
    array=ArrayConfig(rows=5, columns=3),
    memory=MemoryConfig(data_width=64, panel_words=64, stream_words=64),
    power=PowerConfig(blocks=2),
)
STEPS = 3


@pytest.fixture(scope="module")
def network() -> tuple[DiT, Calibration]:
    torch.manual_seed(0)
    model = DiT(SMALL).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(std=0.2)
    return model, calibrate(model, images=4, steps=STEPS)


def device(config: Config = PRESETS["tiny"], **settings) -> Device:
    made = Device(GoldenBackend(config, 1 << 22), guard=64)
    made.configure(**({"timesteps": STEPS, "interval": 2} | settings))
    return made


def reference(network: tuple[DiT, Calibration], labels: list[int], *, dynamic: bool = False) -> torch.Tensor:
    quantised = QuantisedDiT(*network, exact, dynamic=dynamic)
    return sample(network[0], torch.tensor(labels), seed=4, steps=STEPS, gemm=quantised.gemm)


def on(made: Device, network: tuple[DiT, Calibration], labels: list[int], **options) -> torch.Tensor:
    return sample_image(
        made, labels, seed=4, steps=STEPS, model=network[0], calibration=network[1], **options
    )


class TestPixels:
    @pytest.mark.parametrize("config", [PRESETS["tiny"], PRESETS["demo"], ODD], ids=["tiny", "demo", "odd"])
    @pytest.mark.parametrize("dynamic", [False, True])
    def test_equal_to_the_reference(self, network, config: Config, dynamic: bool) -> None:
        made = device(config)
        found = on(made, network, [2, 0], dynamic=dynamic)
        assert torch.equal(found, reference(network, [2, 0], dynamic=dynamic))
        # Everything on the device is freed: an empty device again.
        assert len(made.allocator._taken) == 1

    def test_shipped_network(self) -> None:
        found = sample_image(device(PRESETS["drift"]), 7, seed=1, steps=50, stop=1)
        network = QuantisedDiT(load_shipped(), Calibration.load())
        expected = sample(network.model, torch.tensor([7]), seed=1, steps=50, stop=1, gemm=network.gemm)
        assert torch.equal(found, expected)

    def test_a_backend_serves_several_runs(self, network) -> None:
        made = device()
        backend = DeviceBackend(made)
        for labels in ([1], [0, 2], [1]):
            assert torch.equal(on(made, network, labels, backend=backend), reference(network, labels))

    def test_images_share_a_job_where_tables_allow(self, network) -> None:
        """Two images: 4 + 2 * 2 * 2 * 2 jobs for a block's step with static scales, else more."""
        jobs = {}
        for dynamic in (False, True):
            made = device()
            on(made, network, [1], dynamic=dynamic)
            jobs[dynamic] = made.read("JOBS_DONE")
        submissions = SMALL.depth * STEPS
        assert jobs[False] == submissions * (4 + 2 * 2 * SMALL.num_heads)
        assert jobs[True] == submissions * (4 * 2 + 2 * 2 * SMALL.num_heads)


def load_shipped() -> DiT:
    from golden.checkpoint import DIT_WEIGHTS, load_dit

    return load_dit(DIT_WEIGHTS)


class TestFaults:
    settings = {  # noqa: RUF012
        "points": [(9, 1), (5, 1)],
        "blocks": [BlockSettings(1, 0), BlockSettings(1, 0)],
        "leading": 1,
    }

    def run(self, network, rate: float, points: int = 0xFFFF, **options):
        made = device(**self.settings)
        backend = DeviceBackend(made, faults=FlopFaults(made.config, rate, 3), points=points, **options)
        return on(made, network, [1], backend=backend), made.counters(), made.statistics()

    def test_recovery_is_seen_in_the_image(self, network) -> None:
        clean = reference(network, [1])
        image, counters, _ = self.run(network, 1e-5)
        assert counters["corrected_elements"] > 0
        assert counters["rolled_back_elements"] > 0
        again, same, _ = self.run(network, 1e-5)
        assert torch.equal(image, again)
        assert counters == same
        bare, others, _ = self.run(network, 1e-5, abft=False)
        assert others["rolled_back_elements"] == others["corrected_elements"] == 0
        assert others["flagged_tiles"] > 0
        assert (bare - clean).abs().mean() > (image - clean).abs().mean() > 0

    def test_without_checkpoints_elements_become_zero(self, network) -> None:
        _, counters, _ = self.run(network, 1e-5, checkpoints=False)
        assert counters["missing_checkpoints"] > 0
        assert counters["rolled_back_elements"] == counters["checkpoint_write_beats"] == 0

    def test_only_at_the_points_of_the_mask(self, network) -> None:
        _, counters, statistics = self.run(network, 1e-5, 0b10)
        assert counters["flagged_tiles"] > 0
        assert [one.flagged > 0 for one in statistics[:2]] == [False, True]
        assert all(one.tiles > 0 for one in statistics[:2])

    def test_policy_is_asked_for_each_submission_and_may_decline(self, network) -> None:
        made, asked = device(), []

        def policy(site: Site, cycles: int) -> FaultList | None:
            asked.append((site, cycles))
            if site != ("fc1", 1, 1):
                return None
            return FlopFaults(made.config, 1e-3, 0)(site, cycles)

        image = on(made, network, [1], backend=DeviceBackend(made, faults=policy))
        assert [site for site, _ in asked] == [
            Site(kind, block, step) for step in range(STEPS) for block in range(SMALL.depth) for kind in KINDS
        ]
        tokens, width = SMALL.tokens, SMALL.hidden_size
        shape = GemmShape("qkv", 2 * tokens, width, 3 * width)
        assert asked[0][1] == batch_cycles(made.config, [shape], checkpoint=True)
        assert 0 < made.counters()["flagged_tiles"] <= (2 * tokens // 4) * width
        assert not torch.equal(image, reference(network, [1]))

    def test_flop_faults_depend_on_seed_and_site(self) -> None:
        config = PRESETS["tiny"]
        faults = FlopFaults(config, 1e-3, 1, kind=Kind.FLIP, registers=[Register.ACCUMULATOR], sites="data")
        events = faults(Site("qk", 1, 2), 500).events
        assert len(events) > 20
        assert set(events["register"]) == {Register.ACCUMULATOR}
        assert set(events["kind"]) == {Kind.FLIP}
        assert events["cycle"].min() >= first_faulty_cycle(config)
        assert events["cycle"].max() < first_faulty_cycle(config) + 600
        assert (faults(Site("qk", 1, 2), 500).events == events).all()
        others = [faults(site, 500).events for site in (Site("qk", 1, 3), Site("qk", 0, 2), Site("av", 1, 2))]
        others.append(FlopFaults(config, 1e-3, 2)(Site("qk", 1, 2), 500).events)
        assert all(len(one) != len(events) or (one != events).any() for one in others)

    def test_hardware_gets_port_writes(self) -> None:
        config = PRESETS["tiny"].replace(faults__ports=True)

        class Hardware:
            def __init__(self) -> None:
                self.config = config

            def faults(self, writes, ports, points) -> None:
                self.found = writes, ports, points

        hardware = Hardware()
        event = FaultList.of(config, cycle=40, register=Register.ACCUMULATOR, row=0, column=1, mask=1 << 5)
        inject(hardware, event, 0b100)
        writes, ports, points = hardware.found
        assert writes.tolist() == [(40, [name for name, _ in ports].index("fault_late_accumulator"), 1, 32)]
        assert points == 0b100
        inject(hardware, None)
        assert len(hardware.found[0]) == 0


class TestCheckpoints:
    def test_written_as_the_interval_says(self, network) -> None:
        beats = []
        for interval in (0, 1, 2):
            made = device(interval=interval)
            on(made, network, [1])
            beats.append(made.counters()["checkpoint_write_beats"])
        # Steps 0, 1 and 2; with interval 2 steps 0 and 1.
        assert beats[0] == 0
        assert 2 * beats[1] == 3 * beats[2] > 0

    def test_rollback_takes_the_output_of_an_earlier_step(self) -> None:
        made = device(interval=4, threshold=0, blocks=[BlockSettings(correct=False, action=Policy.ROLLBACK)])
        config, generator = made.config, torch.Generator().manual_seed(0)

        def job(step: int) -> GemmJob:
            a, b = (
                torch.randint(-100, 100, shape, generator=generator, dtype=torch.int8)
                for shape in ((1, 2, 4, 6), (1, 2, 6, 4))
            )
            zero = torch.zeros((), dtype=torch.int64)
            return GemmJob(Site("qk", 0, step), a, b, zero, zero + 1, zero + 7, 127)

        def everything(site: Site, cycles: int) -> FaultList | None:
            if site.timestep < 3:
                return None
            # A flip in each row and column while the only tile of the first head runs.
            place = np.arange(4)
            return FaultList.of(
                config,
                cycle=FIRST_BEAT + 4 + 2 * place,
                register=Register.ACCUMULATOR,
                row=place,
                column=place,
                mask=1 << 20,
                kind=Kind.FLIP,
            )

        backend = DeviceBackend(made, faults=everything)
        jobs = [job(step) for step in range(4)]
        outputs = [backend(one) for one in jobs]
        for step in range(3):
            assert torch.equal(outputs[step], exact(jobs[step]))
        assert torch.equal(outputs[3][0, 0], outputs[1][0, 0])
        assert torch.equal(outputs[3][0, 1], exact(jobs[3])[0, 1])


class TestRefusals:
    def test_quantised_for_another_accelerator(self) -> None:
        made = device(PRESETS["tiny"].replace(array__operand_width=6))
        zero = torch.zeros((), dtype=torch.int64)
        a, b = torch.ones((1, 2, 3), dtype=torch.int8), torch.ones((3, 2), dtype=torch.int8)
        with pytest.raises(UserError, match=r"quantised to \+-127, but the accelerator's limit is \+-31"):
            DeviceBackend(made)(GemmJob(Site("qkv", 0, 0), a, b, zero, zero, zero, 127))

    def test_bias_that_does_not_fit(self) -> None:
        backend = DeviceBackend(device())
        zero = torch.zeros((), dtype=torch.int64)
        a, b = torch.ones((1, 2, 3), dtype=torch.int8), torch.ones((3, 2), dtype=torch.int8)
        backend(GemmJob(Site("qkv", 0, 0), a, b, zero, zero, zero, 127))
        with pytest.raises(UserError, match="a bias of 2147483648 does not fit the accumulator"):
            backend(GemmJob(Site("qkv", 0, 0), a, b, zero + (1 << 31), zero, zero, 127))

    def test_more_blocks_than_the_accelerator_has(self) -> None:
        backend = DeviceBackend(device())
        zero = torch.zeros((), dtype=torch.int64)
        a, b = torch.ones((1, 2, 3), dtype=torch.int8), torch.ones((3, 2), dtype=torch.int8)
        with pytest.raises(UserError, match="block must be from 0 to 7, not 8"):
            backend(GemmJob(Site("qkv", 8, 0), a, b, zero, zero, zero, 127))

    def test_narrow_operands(self, network) -> None:
        config = PRESETS["tiny"].replace(array__operand_width=6, requantiser__multiplier_width=9)
        quantised = QuantisedDiT(*network, exact, limit=31, multiplier_width=9)
        expected = sample(network[0], torch.tensor([1]), seed=4, steps=STEPS, gemm=quantised.gemm)
        assert torch.equal(on(device(config), network, [1]), expected)
