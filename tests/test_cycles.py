"""The cycle model against cycles that the Verilog took, and the published networks that it is asked about."""

from __future__ import annotations

import pytest

from drift_hw.config import PRESETS
from golden.cycles import (
    MemoryTiming,
    array_cycles,
    batch_cycles,
    job_cycles,
    step_cycles,
    tile_cycles,
    traffic,
    utilisation,
)
from golden.models import NETWORKS, GemmShape, dit_block

FAST, SLOW = MemoryTiming(0, 0), MemoryTiming(100, 0)
HALF = MemoryTiming(bandwidth=32.0)

# Register busy_cycles of one submission, simulated: preset, (M, K, N, jobs), memory, checkpoints written,
# cycles, and by how many per mille the model may be off.
MEASURED = [
    ("drift", (32, 1, 32, 1), None, False, 309, 5),
    ("drift", (128, 32, 128, 1), None, False, 1184, 5),
    ("drift", (32, 64, 32, 1), None, False, 387, 5),
    ("drift", (32, 64, 32, 1), FAST, False, 271, 5),
    ("drift", (32, 64, 32, 1), SLOW, False, 469, 5),
    ("drift", (32, 256, 32, 1), None, False, 579, 5),
    ("drift", (128, 256, 128, 1), None, False, 4459, 10),
    ("drift", (128, 64, 128, 1), HALF, False, 2180, 30),
    ("drift", (49, 24, 49, 2), None, False, 720, 5),
    ("drift", (49, 24, 49, 16), None, False, 3856, 5),
    ("drift", (32, 32, 32, 8), None, False, 967, 10),
    ("drift", (64, 64, 64, 16), None, False, 4703, 5),
    ("drift", (98, 96, 288, 1), None, False, 3793, 5),
    ("drift", (98, 384, 96, 1), None, False, 5069, 30),
    ("drift", (98, 96, 384, 1), None, True, 4961, 5),
    ("demo", (16, 1, 16, 1), None, False, 253, 5),
    ("demo", (64, 128, 64, 1), None, False, 2331, 5),
    ("demo", (49, 24, 49, 16), None, False, 8364, 10),
    ("demo", (16, 16, 16, 16), None, False, 1475, 5),
    ("demo", (98, 96, 288, 1), None, False, 12375, 5),
    ("demo", (98, 384, 96, 1), None, False, 16495, 10),
    ("demo", (98, 96, 384, 1), None, True, 16419, 5),
    ("tiny", (4, 8, 4, 1), None, False, 225, 20),
    ("tiny", (4, 4, 4, 16), None, False, 1509, 5),
    ("tiny", (98, 384, 96, 1), None, False, 236122, 10),
]


@pytest.mark.parametrize("measured", MEASURED, ids=lambda measured: "-".join(map(str, measured[:2])))
def test_measured_cycles(measured) -> None:
    preset, shape, memory, checkpoint, cycles, error = measured
    *sizes, count = shape
    gemm = GemmShape("layer", *sizes, count)
    model = batch_cycles(PRESETS[preset], [gemm], memory, checkpoint=checkpoint)
    assert abs(model - cycles) <= cycles * error / 1000, (model, cycles)


class TestBounds:
    drift = PRESETS["drift"]

    def test_of_a_tile(self) -> None:
        assert tile_cycles(self.drift, 1152) == 1152
        # Two tiles in the tile buffer, for `tile_latency` each.
        assert tile_cycles(self.drift, 1) == (self.drift.tile_latency - 1) / 2
        slow_drain = self.drift.replace(array__drain_segment=1)
        assert tile_cycles(slow_drain, 1) >= slow_drain.drain_cycles

    def test_traffic(self) -> None:
        gemm = GemmShape("fc2", 64, 6144, 96)
        panel, tables, tile = 6144 * 32, 256, 1024
        fits = traffic(self.drift, gemm)
        assert fits.read == 2 * panel + 6 * (panel + tables) + 64
        assert fits.written == 6 * tile + 64
        assert traffic(self.drift, gemm, checkpoint=True).written == 12 * tile + 64
        larger = GemmShape("fc2", 64, 6145, 96)
        assert traffic(self.drift, larger).read == 12 * (panel + 64) + 6 * tables + 64

    def test_what_bounds_a_job(self) -> None:
        gemm = GemmShape("qkv", 256, 1152, 3456)
        assert job_cycles(self.drift, gemm, MemoryTiming()) == array_cycles(self.drift, [gemm])
        starved = MemoryTiming(bandwidth=8.0)
        assert job_cycles(self.drift, gemm, starved) == pytest.approx(traffic(self.drift, gemm).total / 8)
        small = GemmShape("qk", 1, 1, 1)
        assert (
            job_cycles(self.drift, small, MemoryTiming(400))
            > 400
            > job_cycles(self.drift, small, MemoryTiming())
        )

    def test_more_takes_longer(self) -> None:
        """Each argument counts, and jobs of one submission overlap."""
        gemm = GemmShape("proj", 98, 96, 96)
        once = batch_cycles(self.drift, [gemm])
        twice = batch_cycles(self.drift, [gemm, gemm])
        assert once < twice < 2 * once
        assert batch_cycles(self.drift, [GemmShape("proj", 98, 96, 96, 2)]) == twice
        assert batch_cycles(self.drift, [gemm], checkpoint=True) > once
        assert batch_cycles(self.drift, [gemm], MemoryTiming(read_latency=100)) > once
        assert batch_cycles(self.drift, [gemm], MemoryTiming(bandwidth=16.0)) > once


class TestNetworks:
    # GMAC of a sampling step as published; the model leaves out adaLN and embeddings.
    PUBLISHED = (
        ("DiT-XL/2", 118.62),
        ("DiT-L/2", 80.70),
        ("DiT-B/2", 23.01),
        ("DiT-S/2", 6.06),
        ("PixArt-256", 149.05),
        ("PixArt-1024", 617.99),
    )

    @pytest.mark.parametrize(("name", "published"), PUBLISHED)
    def test_work_and_utilisation(self, name: str, published: float) -> None:
        network = NETWORKS[name]
        assert 0.99 * published < network.macs / 1e9 < published
        share = network.macs / (1024 * step_cycles(PRESETS["drift"], network))
        assert 0.97 < share < 1

    def test_all_are_published(self) -> None:
        assert {name for name, _ in self.PUBLISHED} == set(NETWORKS)

    def test_utilisation_is_work_over_cycles(self) -> None:
        gemms = NETWORKS["DiT-S/2"].block[:1]
        share = utilisation(PRESETS["drift"], gemms)
        assert share == gemms[0].macs / 1024 / batch_cycles(PRESETS["drift"], gemms)

    def test_images_are_stacked_where_they_can_be(self) -> None:
        from golden.dit import PRESETS as NETWORK_SIZES

        config = NETWORK_SIZES["mnist"]
        assert dit_block(config, images=2) == (
            GemmShape("qkv", 98, 96, 288),
            GemmShape("qk", 49, 24, 49, 8),
            GemmShape("av", 49, 49, 24, 8),
            GemmShape("proj", 98, 96, 96),
            GemmShape("fc1", 98, 96, 384),
            GemmShape("fc2", 98, 384, 96),
        )
