"""Models of timing errors at other fidelities than flops, whole layers under them, and fault policies."""

from __future__ import annotations

import array_oracle
import numpy as np
import pytest
import torch
from flop_tables import CAPTURES, STATIC_PS, VOLTAGE, made_up

from drift_hw.config import PRESETS, ArrayConfig, Config, FaultConfig, ProtectionConfig
from drift_hw.errors import UserError
from drift_hw.faults.table import TableError
from drift_hw.sim.device import Device
from golden.abft import check_gemm
from golden.accelerator import GoldenBackend
from golden.array import run
from golden.faults import Kind, Region, Register, port_writes, width_table
from golden.on_device import DeviceBackend
from golden.quantised import GemmJob, Site, exact
from golden.schedule import dense_schedule, first_faulty_cycle
from golden.timing.flop import FlopErrors
from golden.timing.layer import TimingBackend
from golden.timing.model import GemmRun, TimingErrors
from golden.timing.netlist import NetlistErrors, PeCaptures
from golden.timing.output import OutputErrors
from golden.timing.policy import TableFaults

SMALL = Config(array=ArrayConfig(rows=3, columns=4, operand_width=6, accumulator_width=20, drain_segment=3))
REGISTERED = SMALL.replace(array__product_register=True)
PLAIN = SMALL.replace(protection__abft=False)


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def tiles(config: Config, depths: list[int]) -> tuple:
    draw = rng(7)
    shape = config.array.rows, config.array.columns
    a = [draw.integers(-31, 32, (shape[0], depth)).astype(np.int8) for depth in depths]
    b = [draw.integers(-31, 32, (depth, shape[1])).astype(np.int8) for depth in depths]
    return a, b, dense_schedule(config, depths, first_cycle=first_faulty_cycle(config))


def matrices(rows: int, depth: int, columns: int) -> tuple[torch.Tensor, torch.Tensor]:
    draw = rng(8)
    return tuple(
        torch.from_numpy(draw.integers(-31, 32, shape).astype(np.int8))
        for shape in ((rows, depth), (depth, columns))
    )


# -- output ----------------------------------------------------------------------------------------


class TestOutput:
    def test_hits_are_as_many_and_of_the_bits_that_the_paper_says(self) -> None:
        config = PRESETS["drift"]
        a, b = matrices(320, 8, 320)
        found = OutputErrors(0.05).gemm(config, a, b, rng()).accumulators
        flipped = (found ^ (a.int() @ b.int())).numpy().astype(np.int64) & 0xFFFFFFFF
        masks = flipped[flipped != 0]
        assert len(masks) == pytest.approx(0.05 * flipped.size, rel=0.06)
        assert not (masks & (masks - 1)).any()
        counts = np.bincount(np.log2(masks).astype(int), minlength=32)
        assert counts[31] == 0
        expected = len(masks) / 31
        assert ((counts[:31] - expected) ** 2 / expected).sum() < 31 + 4 * np.sqrt(62)

    @pytest.mark.parametrize("config", [SMALL, PLAIN])
    def test_gemm_and_tiles_are_checked_by_true_checksums(self, config: Config) -> None:
        model = OutputErrors(0.2, bits=(3, 19))
        a, b = matrices(7, 30, 11)
        found = model.gemm(config, a, b, rng(1))
        assert (found.accumulators != a.int() @ b.int()).float().mean() == pytest.approx(0.2, abs=0.12)
        a_tiles, b_tiles, schedule = tiles(config, [30, 4, 9])
        seen = model.run(config, a_tiles, b_tiles, schedule, rng(1))
        clean = run(config, a_tiles, b_tiles, schedule)
        assert 0 < (seen.accumulators != clean.accumulators).sum() < 20
        if not config.protection.abft:
            assert seen.row_deltas is None
            assert found.row_deltas is None
            with pytest.raises(UserError, match=r"no checks without ABFT; set protection.abft = true"):
                found.checks(4)
            return
        checks = check_gemm(found.accumulators, a, b, config, 4)
        assert torch.equal(found.checks(4).mask, checks.mask)
        assert torch.equal(found.row_deltas, checks.row_deltas)
        assert torch.equal(found.column_deltas, checks.column_deltas)
        assert np.array_equal(seen.row_checksums, clean.row_checksums)
        errors = seen.accumulators - clean.accumulators
        assert np.array_equal(seen.row_deltas, array_oracle.to_signed(errors.sum(2), 20))
        assert np.array_equal(seen.column_deltas, array_oracle.to_signed(errors.sum(1), 20))

    def test_refusals(self) -> None:
        with pytest.raises(UserError, match=r"rate of wrong results must be from 0 to 1, not 1\.5"):
            OutputErrors(1.5)
        with pytest.raises(UserError, match="the lowest and the highest that may flip, not 5 to 3"):
            OutputErrors(0.1, bits=(5, 3))
        with pytest.raises(UserError, match="bit 30 may flip, but accumulators have 20 bits"):
            OutputErrors(0.1).gemm(SMALL, *matrices(3, 4, 5), rng())
        with pytest.raises(UserError, match=r"GEMMs are of as many matrices .* not \(2, 2\) and \(3, 2, 2\)"):
            OutputErrors(0.1).gemm(PRESETS["drift"], torch.ones(2, 2), torch.ones(3, 2, 2), rng())


# -- netlist ---------------------------------------------------------------------------------------


class ToyPe:
    """Gates that are late whenever the sum changes its sign: the upper bits keep what they held."""

    def __init__(self, config: Config, late: int = 0x3F, operands_fail: bool = False) -> None:
        self.config, self.late, self.operands_fail = config, late, operands_fail
        self.finals: dict[tuple, int] = {}

    def __call__(self, region, a, b, flush, factor) -> PeCaptures:
        widths = width_table(self.config)[region]
        captured, wanted = (np.zeros((len(a), 4), np.uint64) for _ in range(2))
        product, level = 0, 0
        width = int(widths[Register.ACCUMULATOR])
        finals = []
        for slot in range(len(a)):
            product = int(a[slot] * b[slot])
            want = (0 if flush[slot] else level) + (-product if region else product)
            mask = 0
            if (want < 0) != (level < 0) and factor > 0.5:
                mask = (want ^ level) & (self.late << (width - 6)) & ((1 << width) - 1)
            if flush[slot]:
                finals.append(level)
            new = int(array_oracle.to_signed(want ^ mask, width))
            for register, value in (
                (Register.A, int(a[slot])),
                (Register.B, int(b[slot])),
                (Register.PRODUCT, product if widths[Register.PRODUCT] else 0),
            ):
                bits = (1 << int(widths[register])) - 1
                captured[slot, register] = wanted[slot, register] = value & bits
            wanted[slot, Register.ACCUMULATOR] = want & ((1 << width) - 1)
            captured[slot, Register.ACCUMULATOR] = new & ((1 << width) - 1)
            level = new
        self.finals[region, tuple(a), tuple(b)] = [*finals[1:], level]
        if self.operands_fail:
            captured[3, Register.A] ^= np.uint64(1)
        return PeCaptures(captured, wanted, False)


class TestNetlist:
    @pytest.mark.parametrize("config", [SMALL, REGISTERED, PLAIN])
    def test_results_are_those_that_the_gates_end_in(self, config: Config) -> None:
        gates = ToyPe(config)
        a, b, schedule = tiles(config, [40, 3, 25])
        model = NetlistErrors(gates, threads=1)
        faults = model.draw(config, a, b, schedule, rng())
        assert len(faults) > 20
        assert (faults.events["register"] == Register.ACCUMULATOR).all()
        seen = model.run(config, a, b, schedule, rng())
        ends = {key: value for key, value in gates.finals.items() if key[0] == Region.DATA}
        assert sorted(map(tuple, ends.values())) == sorted(
            map(tuple, seen.accumulators.reshape(3, -1).T.tolist())
        )
        if config.protection.abft:
            rows = [value for key, value in gates.finals.items() if key[0] == Region.CHECKSUM_COLUMN]
            assert sorted(map(tuple, rows)) == sorted(map(tuple, seen.row_checksums.T.tolist()))

    def test_factors_reach_their_pe(self) -> None:
        factors = np.full((4, 5), 0.4)
        factors[1, 2] = factors[3, 0] = 1.0
        model = NetlistErrors(ToyPe(SMALL), factors=factors)
        faults = model.draw(SMALL, *tiles(SMALL, [60]), rng())
        sites = set(zip(faults.events["row"].tolist(), faults.events["column"].tolist(), strict=True))
        assert sites == {(1, 2), (3, 0)}

    def test_gemm(self) -> None:
        a, b = matrices(4, 20, 6)
        found = NetlistErrors(ToyPe(SMALL)).gemm(SMALL, a, b, rng())
        assert found.accumulators.shape == (4, 6)
        assert found.row_deltas.shape == (2, 2, 3)
        assert found.checks(4).flagged.any()
        calm = NetlistErrors(ToyPe(SMALL, late=0)).gemm(SMALL, a, b, rng())
        assert torch.equal(calm.accumulators, a.int() @ b.int())
        assert not calm.checks(0).flagged.any()

    def test_refusals(self) -> None:
        with pytest.raises(UserError, match=r"operand registers .* of the PE in row 0, column 0 fail"):
            NetlistErrors(ToyPe(SMALL, operands_fail=True)).draw(SMALL, *tiles(SMALL, [5]), rng())
        with pytest.raises(UserError, match="must be positive numbers, not -1"):
            NetlistErrors(ToyPe(SMALL), factors=[[-1.0]])
        with pytest.raises(UserError, match=r"of shape \(4, 5\)"):
            NetlistErrors(ToyPe(SMALL), factors=np.ones((3, 3))).draw(SMALL, *tiles(SMALL, [5]), rng())


# -- layers ----------------------------------------------------------------------------------------


def job(kind: str = "fc1", limit: int = 31, timestep: int = 0) -> GemmJob:
    draw = rng(9)
    shapes = ((2, 5, 20), (20, 6)) if kind == "fc1" else ((2, 3, 5, 8), (2, 3, 8, 6))
    a, b = (torch.from_numpy(draw.integers(-31, 32, shape).astype(np.int8)) for shape in shapes)
    number = torch.tensor
    return GemmJob(Site(kind, 1, timestep), a, b, number(3), number(900), number(16), limit)


MODELS: list[TimingErrors] = [
    OutputErrors(0.05, bits=(0, 19)),
    FlopErrors(made_up(SMALL, lambda region, register, context: 2e-3), VOLTAGE, 0.9 * STATIC_PS),
    NetlistErrors(ToyPe(SMALL)),
]


class TestLayer:
    @pytest.mark.parametrize("model", MODELS)
    @pytest.mark.parametrize("kind", ["fc1", "qk"])
    def test_results_deltas_and_masks_of_every_fidelity(self, model: TimingErrors, kind: str) -> None:
        seen = {}
        backend = TimingBackend(SMALL, model, 5, lambda site, run: seen.update({site: run}))
        one = job(kind)
        output = backend(one)
        assert output.dtype == torch.int8
        assert output.shape == exact(one).shape
        found = seen[one.site]
        wrong = found.accumulators != one.a.int() @ one.b.int()
        assert wrong.any()
        assert not wrong.all()
        assert torch.equal(output, found.output())
        assert not torch.equal(output, exact(one))
        checks = found.checks(4)
        assert checks.flagged.shape == ((4, 2) if kind == "fc1" else (2, 3, 2, 2))
        # Where checksum PEs never fail, deltas are those of true checksums.
        a = one.a.flatten(0, 1) if kind == "fc1" else one.a
        true = check_gemm(found.gemm.accumulators, a, one.b, SMALL, 4)
        if isinstance(model, OutputErrors):
            assert torch.equal(checks.row_deltas, true.row_deltas)
            assert torch.equal(checks.mask, true.mask)
        assert checks.flagged.any()

    def test_without_errors_it_is_exact(self) -> None:
        for kind in ("fc1", "qk"):
            model = OutputErrors(0, bits=(0, 19))
            assert torch.equal(TimingBackend(SMALL, model, 0)(job(kind)), exact(job(kind)))

    def test_errors_depend_on_seed_and_site_only(self) -> None:
        backend = TimingBackend(SMALL, MODELS[1], 5)
        first, other = backend.layer(job()), backend.layer(job(timestep=1))
        assert torch.equal(backend.layer(job()).accumulators, first.accumulators)
        assert not torch.equal(other.accumulators, first.accumulators)
        reseeded = TimingBackend(SMALL, MODELS[1], 6).layer(job())
        assert not torch.equal(reseeded.accumulators, first.accumulators)

    def test_refuses_other_quantisation(self) -> None:
        with pytest.raises(UserError, match=r"quantised to \+-127, but the accelerator's limit is \+-31"):
            TimingBackend(SMALL, OutputErrors(0), 0)(job(limit=127))

    def test_wide_accumulators(self) -> None:
        wide = Config(array=ArrayConfig(rows=3, columns=4, accumulator_width=40))
        table = made_up(wide, lambda region, register, context: 2e-3)
        a, b = matrices(3, 50, 4)
        found: GemmRun = FlopErrors(table, VOLTAGE, 0.9 * STATIC_PS).gemm(wide, a, b, rng())
        assert found.accumulators.dtype == torch.int64
        assert int(found.accumulators.abs().max()) > 1 << 32


# -- fault policy ----------------------------------------------------------------------------------


class TestPolicy:
    CONFIG = Config(array=ArrayConfig(rows=3, columns=5), faults=FaultConfig(ports=True))
    SITE = Site("fc1", 2, 7)

    def policy(self, **changes) -> TableFaults:
        table = made_up(self.CONFIG, lambda region, register, context: 1e-3 * (region + 1))
        return TableFaults(self.CONFIG, table, VOLTAGE, 0.9 * STATIC_PS, **({"seed": 1} | changes))

    def test_mean_rates_of_each_kind_of_pe(self) -> None:
        faults = self.policy()(self.SITE, 20_000)
        assert (faults.events["kind"] == Kind.FLIP).all()
        cycles = faults.events["cycle"].astype(int)
        first = first_faulty_cycle(self.CONFIG)
        assert first <= cycles.min()
        assert first + 23_900 < cycles.max() < first + 24_000
        column = faults.events["column"] == 5
        row = faults.events["row"] == 3
        for chosen, pes, rate in ((~column & ~row, 15, 2e-3), (column, 3, 4e-3), (row, 5, 6e-3)):
            expected = pes * 24_000 * rate
            assert abs(chosen.sum() - expected) < 4 * np.sqrt(expected)
        assert len(port_writes(faults))

    def test_contexts_that_only_errors_bring_about_do_not_count(self) -> None:
        table = made_up(self.CONFIG, lambda region, register, context: 1e-3 if context < 32 else 0.4)
        faults = TableFaults(self.CONFIG, table, VOLTAGE, 0.9 * STATIC_PS, seed=1)(self.SITE, 20_000)
        expected = 23 * 24_000 * 2e-3
        assert abs(len(faults) - expected) < 4 * np.sqrt(expected)

    def test_factors(self) -> None:
        factors = np.full((4, 6), 0.5)
        factors[2, 3] = 1.0
        faults = self.policy(factors=factors)(self.SITE, 5_000)
        assert set(zip(faults.events["row"], faults.events["column"], strict=True)) == {(2, 3)}

    def test_a_seed_and_a_site_fix_the_faults(self) -> None:
        one = self.policy()(self.SITE, 3_000)
        assert np.array_equal(one.events, self.policy()(self.SITE, 3_000).events)
        assert not np.array_equal(one.events, self.policy(seed=2)(self.SITE, 3_000).events)
        assert not np.array_equal(one.events, self.policy()(Site("fc1", 2, 8), 3_000).events)

    def test_devices_take_them(self) -> None:
        config = self.CONFIG.replace(
            memory__data_width=64, memory__panel_words=64, memory__stream_words=64, power__blocks=2
        )
        outputs = {}
        for rate in (0.0, 1e-3):
            table = made_up(config, lambda region, register, context, rate=rate: rate)
            policy = TableFaults(config, table, VOLTAGE, 0.9 * STATIC_PS, seed=1)
            device = Device(GoldenBackend(config, 1 << 22), guard=64)
            device.configure(timesteps=3)
            outputs[rate] = DeviceBackend(device, abft=False, checkpoints=False, faults=policy)(
                job(limit=127)
            )
        assert torch.equal(outputs[0.0], exact(job(limit=127)))
        assert not torch.equal(outputs[1e-3], outputs[0.0])

    def test_refusals(self) -> None:
        table = made_up(SMALL, lambda region, register, context: 0.1)
        with pytest.raises(TableError, match="made for PEs of another configuration"):
            TableFaults(self.CONFIG, table, VOLTAGE, STATIC_PS, seed=1)
        with pytest.raises(TableError, match=r"the table ends at 0\.900"):
            self.policy(factors=np.full((4, 6), 1.2))
        with pytest.raises(UserError, match="too many for a list; raise the voltage or the period"):
            self.policy()(self.SITE, 10**9)


def test_protection_off_has_no_checksum_pes() -> None:
    config = Config(array=ArrayConfig(rows=3, columns=4), protection=ProtectionConfig(abft=False))
    table = made_up(config, lambda region, register, context: 0.01)
    assert table.cycles[0, 1:].sum() == 0
    assert table.cycles.max() == CAPTURES
    a, b = matrices(6, 30, 8)
    found = FlopErrors(table, VOLTAGE, 0.9 * STATIC_PS).gemm(config, a, b, rng())
    assert found.row_deltas is None
    assert (found.accumulators != a.int() @ b.int()).any()
