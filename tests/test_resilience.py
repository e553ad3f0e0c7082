"""Schemes of protection: what they see, do and count; and that the accelerator does the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
import torch
from flop_tables import STATIC_PS, VOLTAGE, made_up

from drift_hw.config import ArrayConfig, Config, MemoryConfig, PowerConfig, ProtectionConfig
from drift_hw.control.descriptor import Policy
from drift_hw.errors import UserError
from drift_hw.faults.context import Captures, contexts
from drift_hw.sim.device import BlockSettings, Device
from golden.abft import check_gemm
from golden.accelerator import GoldenBackend
from golden.accelerator.faulty import FIRST_BEAT
from golden.dit import KINDS
from golden.faults import EVENT, FaultList, Kind, Register, width_table
from golden.integer import requantise
from golden.on_device import DeviceBackend
from golden.quantised import GemmJob, Site, exact
from golden.recovery import correct, recover
from golden.resilience.blocks import Blocks
from golden.resilience.checksums import Action, Checksums, Detection, Unprotected
from golden.resilience.classical import Classical, Statistical
from golden.resilience.flop_schemes import Razor, TEDrop
from golden.resilience.protected import COUNTS, FaultyLayer, ProtectedBackend, Scheme, Tally
from golden.resilience.scenario import Everywhere, Where
from golden.resilience.schemes import SCHEMES, scheme
from golden.schedule import capture_latency, dense_schedule
from golden.timing.flop import FlopErrors
from golden.timing.layer import TimingBackend
from golden.timing.model import Errors, GemmRun, TimingErrors, clean_gemm, with_errors
from golden.timing.netlist import NetlistErrors
from golden.timing.output import OutputErrors
from golden.timing.shadows import NO_SHADOWS, Remedy, Shadows

SMALL = Config(
    array=ArrayConfig(rows=4, columns=3, product_register=True),
    memory=MemoryConfig(data_width=64, panel_words=64, stream_words=64),
    power=PowerConfig(blocks=2),
    protection=ProtectionConfig(correction_limit=2),
)
RATE = 0.03
SEED = 7
STEPS = 5
INTERVAL = 2


def job(
    kind: str = "proj", timestep: int = 0, *, n: int = 8, k: int = 16, images: int = 2, rows: int = 9
) -> GemmJob:
    """A linear layer, or with kind qk the products of two heads; operands change with the timestep."""
    rng = np.random.default_rng([timestep, n, k])
    heads = (2,) if kind == "qk" else ()

    def operand(*shape: int) -> torch.Tensor:
        return torch.from_numpy(rng.integers(-128, 128, shape, np.int8))

    parameters = (
        torch.from_numpy(np.asarray(values, np.int64))
        for values in (rng.integers(-500, 500, n) if not heads else 0, 200, 15)
    )
    a = operand(images, *heads, rows, k)
    b = operand(images, *heads, k, n) if heads else operand(k, n)
    return GemmJob(Site(kind, 0, timestep), a, b, *parameters, 127)


class Watching:
    """A scheme that keeps what another one was shown, and what it made of it."""

    def __init__(self, inner: Scheme) -> None:
        self.inner = inner
        self.layers: list[FaultyLayer] = []
        self.results: list[torch.Tensor] = []

    def model(self, errors: TimingErrors) -> TimingErrors:
        return self.inner.model(errors)

    def protect(self, layer: FaultyLayer, tally: Tally) -> torch.Tensor:
        self.layers.append(layer)
        self.results.append(self.inner.protect(layer, tally))
        return self.results[-1]

    def keep(self, given: GemmJob, results: torch.Tensor, tally: Tally) -> None:
        self.inner.keep(given, results, tally)


def protected(
    inner: Scheme,
    jobs: list[GemmJob],
    config: Config = SMALL,
    *,
    errors: TimingErrors | None = None,
    where: Where = Where(),  # noqa: B008 - frozen
) -> tuple[list[torch.Tensor], Watching, dict[str, int]]:
    """Run jobs under a scheme; return what came out, what the scheme saw, and the counts."""
    watching = Watching(inner)
    scenario = Everywhere(errors or OutputErrors(RATE), where)
    backend = ProtectedBackend(config, scenario, watching, SEED)
    found = [backend(each) for each in jobs]
    return found, watching, dict(backend.tally.counts)


def tiles_of(config: Config, matrix: np.ndarray) -> list[tuple[slice, slice]]:
    rows, columns = config.array.rows, config.array.columns
    return [
        (slice(top, top + rows), slice(left, left + columns))
        for top in range(0, matrix.shape[0], rows)
        for left in range(0, matrix.shape[1], columns)
    ]


def matrices(tensor: torch.Tensor) -> np.ndarray:
    return tensor.reshape(-1, *tensor.shape[-2:]).numpy()


class TestBlocks:
    SHAPE = 2, 3, 7, 8

    @pytest.mark.parametrize("chosen", [[], [0], [3, 5, 20, 35], list(range(36))])
    def test_blocks_are_those_of_a_plain_loop(self, chosen: list[int]) -> None:
        values = torch.arange(int(np.prod(self.SHAPE)), dtype=torch.int32).reshape(self.SHAPE) + 1
        blocks = Blocks(SMALL, self.SHAPE, np.array(chosen, np.int64))
        taken = blocks.take(values)
        assert taken.shape == (len(chosen), 4, 3)
        cut = [matrix[tile] for matrix in matrices(values) for tile in tiles_of(SMALL, matrix)]
        for number, block in zip(chosen, taken, strict=True):
            part = cut[number]
            assert np.array_equal(block[: part.shape[0], : part.shape[1]], part)
            assert block.sum() == part.sum(), "padding is zero"
        assert blocks.inside.sum() == sum(cut[number].size for number in chosen)

    def test_only_marked_elements_are_put_back(self) -> None:
        rng = np.random.default_rng(0)
        values = torch.zeros(self.SHAPE, dtype=torch.int8)
        chosen = np.array([2, 11, 17, 30])
        blocks = Blocks(SMALL, self.SHAPE, chosen)
        where, new = rng.random((4, 4, 3)) < 0.5, rng.integers(1, 100, (4, 4, 3))
        blocks.put(values, new, where)
        wanted = np.zeros(self.SHAPE, np.int8).reshape(6, 7, 8)
        places = [(m, tile) for m in range(6) for tile in tiles_of(SMALL, wanted[m])]
        for number, marked, block in zip(chosen, where, new, strict=True):
            matrix, tile = places[number]
            part = wanted[matrix][tile]
            size = np.s_[: part.shape[0], : part.shape[1]]
            part[marked[size]] = block[size][marked[size]]
        assert np.array_equal(matrices(values), wanted)


class TestChecksums:
    """Against `golden.recovery`, tile by tile."""

    @pytest.mark.parametrize("corrects", [False, True])
    @pytest.mark.parametrize("action", list(Action))
    @pytest.mark.parametrize("kind", ["proj", "qk"])
    def test_tile_by_tile(self, action: Action, kind: str, *, corrects: bool) -> None:
        inner = Checksums(SMALL, threshold=9, interval=INTERVAL, corrects=corrects, action=action)
        jobs = [job(kind, step) for step in range(STEPS)]
        outputs, seen, counts = protected(inner, jobs)
        checkpoint: np.ndarray | None = None
        wanted_counts = dict.fromkeys(COUNTS, 0)
        for given, output, layer, made in zip(jobs, outputs, seen.layers, seen.results, strict=True):
            wanted, tallied = self.plainly(layer, checkpoint, action, corrects=corrects)
            for name, amount in tallied.items():
                wanted_counts[name] += amount
            assert np.array_equal(matrices(made), wanted)
            assert np.array_equal(output.numpy().reshape(-1), made.numpy().reshape(-1))
            if given.site.timestep in {0, 1, 3}:
                checkpoint = wanted
                tiles = sum(len(tiles_of(SMALL, matrix)) for matrix in wanted)
                wanted_counts["checkpoint_writes"] += tiles * (action is Action.ROLLBACK)
        assert counts["corrected_elements"] > 0 or not corrects
        assert {name: counts.get(name, 0) for name in COUNTS} == wanted_counts

    @staticmethod
    def plainly(
        layer: FaultyLayer, checkpoint: np.ndarray | None, action: Action, *, corrects: bool
    ) -> tuple[np.ndarray, dict[str, int]]:
        """The rules of `golden.recovery` on each tile of each GEMM, and brute-force counts."""
        given, accumulators = layer.job, matrices(layer.accumulators).astype(np.int64)
        clean = matrices(layer.clean).astype(np.int64)
        checks = check_gemm(layer.accumulators, _stacked(given), given.b, SMALL, 9)
        rows, columns = (each.flatten(0, -2).numpy() for each in (checks.row_deltas, checks.column_deltas))
        wanted = np.zeros(accumulators.shape, np.int8)
        counts = dict.fromkeys(COUNTS, 0)
        counts["elements"] = accumulators.size
        number = masked = 0
        for matrix, (values, right) in enumerate(zip(accumulators, clean, strict=True)):
            for tile in tiles_of(SMALL, values):
                part, truth = values[tile], right[tile]
                padding = [(0, 4 - part.shape[0]), (0, 3 - part.shape[1])]
                found = correct(
                    SMALL,
                    np.pad(part, padding)[None],
                    rows[number][None],
                    columns[number][None],
                    threshold=9,
                    enabled=corrects,
                )
                mask, repaired = found.mask[0], found.corrected[0]
                counts["blocks"] += 1
                counts["flagged_blocks"] += bool(
                    (np.abs(rows[number]) >= 512).any() or (np.abs(columns[number]) >= 512).any()
                )
                counts["corrected_elements"] += int(repaired.sum())
                masked += bool(mask.any())
                if action is Action.RECOMPUTE:
                    accumulator, mask = (
                        (truth, np.full_like(mask, mask.any())) if mask.any() else (None, mask)
                    )
                else:
                    accumulator = None
                if accumulator is None:
                    accumulator = found.accumulators[0][: part.shape[0], : part.shape[1]]
                quantised = _requantised(layer, accumulator, tile)
                old = None if checkpoint is None else np.pad(checkpoint[matrix][tile], padding)[None]
                policy = {Action.ROLLBACK: Policy.ROLLBACK, Action.ZERO: Policy.ZERO}.get(action, Policy.NONE)
                out = recover(
                    np.pad(quantised, padding)[None],
                    mask[None],
                    policy,
                    checkpoint=old,
                    rows=part.shape[0],
                    columns=part.shape[1],
                )
                wanted[matrix][tile] = out.tiles[0][: part.shape[0], : part.shape[1]]
                inside = np.s_[: part.shape[0], : part.shape[1]]
                wrong, handled = part != truth, (mask | repaired)[inside]
                critical = np.abs(part - truth) >= 512
                counts["wrong_elements"] += int(wrong.sum())
                counts["critical_elements"] += int(critical.sum())
                counts["missed_elements"] += int((critical & ~handled).sum())
                again = action is Action.RECOMPUTE
                counts["innocent_elements"] += 0 if again else int((handled & ~wrong).sum())
                replaces = action in {Action.ROLLBACK, Action.ZERO}
                counts["replaced_elements"] += int(mask[inside].sum()) * replaces
                counts["checkpoint_reads"] += bool(mask.any()) * (
                    policy == Policy.ROLLBACK and old is not None
                )
                number += 1
        if action is Action.RECOMPUTE and masked:
            counts |= {"recomputed_blocks": masked, "recomputed_cycles": 16 * masked, "safe_passes": 1}
        return wanted, counts

    def test_oracle_masks_what_is_critical_and_nothing_else(self) -> None:
        outputs, seen, counts = protected(
            Checksums(SMALL, action=Action.ZERO, detection=Detection.ORACLE), [job()]
        )
        (layer,) = seen.layers
        critical = (layer.accumulators.long() - layer.clean.long()).abs().numpy() >= 1024
        wanted = np.where(critical, 0, layer.results(layer.accumulators).numpy())
        assert np.array_equal(outputs[0].reshape(wanted.shape).numpy(), wanted)
        assert counts["missed_elements"] == counts["innocent_elements"] == 0
        assert counts["replaced_elements"] == critical.sum() > 0

    @pytest.mark.parametrize(
        ("detection", "none"),
        [(Detection.NO_INNOCENTS, "innocent_elements"), (Detection.NO_MISSES, "missed_elements")],
    )
    def test_one_kind_of_mistake_at_a_time(self, detection: Detection, none: str) -> None:
        errors = OutputErrors(0.2)
        _, _, true = protected(Checksums(SMALL), [job()], errors=errors)
        _, _, counts = protected(Checksums(SMALL, detection=detection), [job()], errors=errors)
        assert true["innocent_elements"] > 0 < true["missed_elements"]
        assert counts[none] == 0
        other = ({"innocent_elements", "missed_elements"} - {none}).pop()
        assert counts[other] == true[other]

    @pytest.mark.parametrize("interval", [1, 3])
    def test_checkpoints_are_written_without_errors_too(self, interval: int) -> None:
        inner = Checksums(SMALL, interval=interval)
        jobs = [job(timestep=step) for step in range(STEPS)]
        where = Where(steps=(STEPS - 1,))
        outputs, seen, counts = protected(inner, jobs, where=where)
        assert counts["checkpoint_writes"] == 15 * len({0, *range(1 % interval, STEPS, interval)})
        last = max(step for step in (0, *range(1 % interval, STEPS - 1, interval)))
        (layer,) = seen.layers
        mask = layer.run.checks(10).mask.numpy()
        blocks = Blocks(SMALL, tuple(layer.accumulators.shape), np.arange(mask.shape[0] * mask.shape[1]))
        old = blocks.take(outputs[last].reshape(18, 8).contiguous())
        found = blocks.take(outputs[-1].reshape(18, 8).contiguous())
        flat = mask.reshape(found.shape) & blocks.inside
        assert flat.any()
        assert np.array_equal(found[flat], old[flat])


def _stacked(given: GemmJob) -> torch.Tensor:
    return given.a.flatten(0, -2) if given.b.dim() == 2 else given.a


def _requantised(layer: FaultyLayer, accumulators: np.ndarray, tile: tuple[slice, slice]) -> np.ndarray:
    given = layer.job
    bias = given.bias[tile[1]] if given.bias.dim() else given.bias
    values = torch.from_numpy(np.ascontiguousarray(accumulators))
    return requantise(values, bias, given.multiplier, given.shift, given.limit).numpy()


ACTIONS = {
    "none": (Policy.NONE, Action.NONE),
    "rollback": (Policy.ROLLBACK, Action.ROLLBACK),
    "zero": (Policy.ZERO, Action.ZERO),
    "recompute": (Policy.RECOMPUTE, Action.RECOMPUTE),
}


@pytest.mark.parametrize(("corrects", "locator"), [(False, False), (True, False), (True, True)])
@pytest.mark.parametrize("action", list(ACTIONS))
@pytest.mark.parametrize("kind", ["proj", "qk"])
def test_the_accelerator_does_the_same(kind: str, action: str, *, corrects: bool, locator: bool) -> None:
    """The same accumulators, late in the last cycle of their tiles, in the model of the accelerator."""
    if kind == "qk" and action == "recompute":
        pytest.skip("blocks of one job that are computed again move those of the next in time")
    policy, own = ACTIONS[action]
    config = SMALL.replace(faults__ports=True, protection__locator=locator)
    device = Device(GoldenBackend(config, 1 << 20))
    device.configure(
        points=[(900, 2000), (700, 2000)],
        blocks=[BlockSettings(1, 1, correct=corrects, action=policy)],
        timesteps=STEPS,
        interval=INTERVAL,
        threshold=9,
    )
    watching = Watching(Checksums(config, threshold=9, interval=INTERVAL, corrects=corrects, action=own))
    study = ProtectedBackend(config, Everywhere(OutputErrors(RATE)), watching, SEED)
    hardware = DeviceBackend(
        device, faults=lambda site, cycles: _late_in_the_end(config, watching.layers[-1]), points=0xFFFE
    )
    without_checkpoint = 0
    for step in range(STEPS):
        given = job(kind, step, rows=8, n=9)
        ours = study(given)
        assert torch.equal(ours, hardware(given)), f"step {step}"
        if action == "rollback" and step == 0:
            without_checkpoint = study.tally.counts["replaced_elements"]
    counters, counts = device.counters(), study.tally.counts
    for theirs, name in (
        ("tiles", "blocks"),
        ("flagged_tiles", "flagged_blocks"),
        ("corrected_elements", "corrected_elements"),
        ("recomputed_tiles", "recomputed_blocks"),
    ):
        extra = counts["recomputed_blocks"] if theirs == "tiles" else 0
        assert counters[theirs] == counts[name] + extra, name
    handled = counters["rolled_back_elements"] + counters["zeroed_elements"]
    assert handled + without_checkpoint == counts["replaced_elements"]
    assert counters["flagged_tiles"] > 10


def _late_in_the_end(config: Config, layer: FaultyLayer) -> FaultList:
    """Fault events after which accumulators are as those of a layer, tile after tile."""
    wrong = matrices(layer.accumulators).astype(np.int64) ^ matrices(layer.clean).astype(np.int64)
    cut = [matrix[tile] for matrix in wrong for tile in tiles_of(config, matrix)]
    schedule = dense_schedule(config, np.full(len(cut), layer.job.a.shape[-1]), FIRST_BEAT)
    ends = schedule.accept[schedule.first_beats + schedule.depths - 1]
    events = []
    for end, part in zip(ends, cut, strict=True):
        for row, column in np.argwhere(part):
            event = np.zeros((), EVENT)
            event["cycle"] = end + capture_latency(config, Register.ACCUMULATOR, row, column)
            event["register"], event["kind"] = Register.ACCUMULATOR, Kind.FLIP
            event["row"], event["column"] = row, column
            event["mask"] = int(part[row, column]) & 0xFFFFFFFF
            events.append(event)
    return FaultList(config, np.array(events, EVENT))


class Cancelling:
    """Two errors of the first tile that cancel in the sum of their row, or of their column."""

    def __init__(self, *, in_row: bool) -> None:
        one, two = np.array([1, 1]), np.array([0, 2])
        self.place = (one, two) if in_row else (two, one)

    def run(self, *_: Any) -> Any:
        raise AssertionError("only whole GEMMs are run")

    def gemm(self, config: Config, a: torch.Tensor, b: torch.Tensor, rng: np.random.Generator) -> GemmRun:
        errors = Errors(np.zeros(2, np.int64), *self.place, np.array([4096, -4096]))
        return with_errors(config, clean_gemm(config, a, b), errors, Errors.none(), Errors.none())


class TestComputedAgain:
    @pytest.mark.parametrize("in_row", [False, True])
    def test_classical_needs_a_row_or_a_column_the_accelerator_both(self, *, in_row: bool) -> None:
        errors = Cancelling(in_row=in_row)
        outputs, _, counts = protected(Classical(SMALL), [job()], errors=errors)
        assert torch.equal(outputs[0], exact(job()))
        assert (counts["recomputed_blocks"], counts["missed_elements"]) == (1, 0)
        inner = Checksums(SMALL, threshold=0, action=Action.RECOMPUTE)
        _, _, hardware = protected(inner, [job()], errors=errors)
        assert (hardware.get("recomputed_blocks", 0), hardware["missed_elements"]) == (0, 2)

    def test_classical_leaves_nothing_that_any_checksum_shows(self) -> None:
        errors = OutputErrors(0.1)
        outputs, _, counts = protected(Classical(SMALL), [job(rows=8, n=9)], errors=errors)
        assert torch.equal(outputs[0], exact(job(rows=8, n=9)))
        assert counts["missed_elements"] == counts["innocent_elements"] == 0
        assert counts["recomputed_blocks"] == counts["flagged_blocks"] > 0
        assert counts["recomputed_cycles"] == 16 * counts["recomputed_blocks"]
        assert counts["safe_passes"] == 1

    @pytest.mark.parametrize("kind", ["proj", "qk", "fc1"])
    @pytest.mark.parametrize("frequency", [1, 2, 3])
    def test_statistics_decide_block_by_block(self, kind: str, frequency: int) -> None:
        given = job(kind)
        inner = Statistical(SMALL, magnitude=14, frequency=frequency)
        _, seen, counts = protected(inner, [given], errors=OutputErrors(0.3))
        (layer,) = seen.layers
        values, clean = (matrices(each).astype(np.int64) for each in (layer.accumulators, layer.clean))
        least = 1 if kind == "proj" else frequency
        again = flagged = missed = 0
        wanted = values.copy()
        for matrix, (wrong, right) in enumerate(zip(values, clean, strict=True)):
            for tile in tiles_of(SMALL, wrong):
                large = np.abs((wrong - right)[tile].sum(0)) >= 1 << 14
                flagged += large.any()
                if large.sum() >= least:
                    again += 1
                    wanted[matrix][tile] = right[tile]
                else:
                    missed += (np.abs(wrong - right)[tile] >= 1 << 14).sum()
        expected = layer.results(torch.from_numpy(wanted).reshape(layer.accumulators.shape))
        assert torch.equal(seen.results[0], expected)
        names = "recomputed_blocks", "flagged_blocks", "missed_elements"
        assert tuple(counts.get(name, 0) for name in names) == (again, flagged, missed)
        assert 0 < again <= flagged
        assert (again < flagged) == (least > 1)


@pytest.mark.parametrize("kind", ["proj", "qk"])
def test_a_dropped_product_is_all_that_te_drop_loses_of_a_wrong_result(kind: str) -> None:
    given = job(kind)
    _, plain, _ = protected(Unprotected(), [given])
    outputs, seen, counts = protected(TEDrop(SMALL), [given])
    (wrong,), (layer,) = plain.layers, seen.layers
    lost = (layer.accumulators - layer.clean).numpy()
    hit = (wrong.accumulators != wrong.clean).numpy()
    assert counts["dropped_products"] == hit.sum() > 0, "the same results are hit as without protection"
    assert not lost[~hit].any()
    a, b = matrices(_stacked(given)).astype(int), matrices(given.b).astype(int)
    for place in np.argwhere(hit):
        *matrix, row, column = place
        number = int(np.ravel_multi_index(matrix, hit.shape[:-2])) if matrix else 0
        products = a[number, row] * b[number][:, column]
        assert -lost[tuple(place)] in products
    assert torch.equal(outputs[0], layer.results(layer.accumulators).reshape(outputs[0].shape))


def test_te_drop_loses_any_of_the_products() -> None:
    given = job(k=2, images=4)
    a, b = _stacked(given).numpy().astype(int), given.b.numpy().astype(int)
    run, cycles = OutputErrors(1.0).shadowed_gemm(
        SMALL, _stacked(given), given.b, np.random.default_rng(0), Shadows(Remedy.DROP)
    )
    lost = (clean_gemm(SMALL, _stacked(given), given.b) - run.accumulators).numpy()
    first, second = (a[:, [k]] * b[[k]] for k in range(2))
    assert ((lost == first) | (lost == second)).all()
    assert 0.4 < (lost == first).mean() < 0.6
    assert len(cycles) == lost.size


def test_razor_waits_once_for_each_cycle_with_late_captures() -> None:
    given, errors = job("qk"), OutputErrors(0.5)
    outputs, _, counts = protected(Razor(SMALL), [given], errors=errors)
    assert torch.equal(outputs[0], exact(given))
    assert counts["wrong_elements"] == 0
    rng = np.random.default_rng([SEED, KINDS.index("qk"), 0, 0])
    _, cycles = errors.shadowed_gemm(SMALL, given.a, given.b, rng, Shadows(Remedy.REPLAY))
    assert len(cycles) > len(np.unique(cycles)), "some are in one cycle"
    assert counts["replayed_cycles"] == len(np.unique(cycles))
    _, _, slower = protected(Razor(SMALL, penalty=5), [given], errors=errors)
    assert slower["replayed_cycles"] == 5 * counts["replayed_cycles"]
    # 4 matrices of 3 x 3 tiles of 16 beats each.
    first, last = cycles.min() - SMALL.accumulator_latency, cycles.max() - SMALL.accumulator_latency
    assert 0 <= first < last < 36 * 16 + 4 + 3


PLAIN = SMALL.replace(array__product_register=False, array__accumulator_width=20)
ALWAYS = {  # which contexts fail, always: so that there is one right list of events
    Register.PRODUCT: lambda region, register, context: float(register == 2 and context % 7 == 3),
    Register.ACCUMULATOR: lambda region, register, context: float(register == 3 and context % 5 == 2),
}


HALF = {Register.PRODUCT: {"product": 15}, Register.ACCUMULATOR: {"accumulator": 19}}
"""Shadows at the top bit, which half of the masks of `made_up` have."""
SHADOWS: Mapping[str, Callable[[Register], Shadows]] = {
    "none": lambda register: NO_SHADOWS,
    "drop": lambda register: Shadows(Remedy.DROP),
    "replay": lambda register: Shadows(Remedy.REPLAY),
    "drop, top bit": lambda register: Shadows(Remedy.DROP, HALF[register]),
    "replay, top bit": lambda register: Shadows(Remedy.REPLAY, HALF[register]),
    "replay, no bit": lambda register: Shadows(Remedy.REPLAY, {}),
}


@pytest.mark.parametrize("shadows_of", SHADOWS.values(), ids=SHADOWS)
@pytest.mark.parametrize("register", list(ALWAYS))
def test_flop_errors_with_a_remedy_are_those_of_a_plain_walk(
    register: Register, shadows_of: Callable[[Register], Shadows]
) -> None:
    """Slot by slot, in every PE: which captures are late, given what the remedy made of those before."""
    config, shadows = SMALL if register == Register.PRODUCT else PLAIN, shadows_of(register)
    table = made_up(config, ALWAYS[register], registers=[register], grid=(1.0, 0.9), masks=1)
    model = FlopErrors(table, VOLTAGE, 0.9 * STATIC_PS)
    given = job(k=12)
    a, b = _stacked(given), given.b
    run, cycles = model.shadowed_gemm(config, a, b, np.random.default_rng(0), shadows)
    masks = {
        int(each["context"]): int(each["mask"])
        for each in table.patterns
        if each["register"] == register and each["region"] == 0
    }
    operands = a.numpy().astype(int), b.numpy().astype(int)
    error, late, seen = _walk(config, operands, register, shadows, masks)
    assert np.array_equal((run.accumulators - clean_gemm(config, a, b)).numpy(), error)
    assert np.array_equal(np.sort(cycles), np.sort(seen))
    assert len(late) > 30
    assert (len(seen) == len(late)) == (shadows.lowest is None)
    assert (len(seen) > 10) == (shadows.lowest != {})
    assert error.any() == (shadows.remedy != Remedy.REPLAY or shadows.lowest is not None)


def _walk(
    config: Config,
    operands: tuple[np.ndarray, np.ndarray],
    register: Register,
    shadows: Shadows,
    masks: dict[int, int],
) -> tuple[np.ndarray, list[int], list[int]]:
    """Return the errors of the results, (M, N), and the cycle of each late capture, and of those seen."""
    a, b = operands
    width = int(width_table(config)[0, register])
    error, late, noticed = np.zeros((len(a), b.shape[1]), np.int64), [], []
    low = (shadows.lowest or {}).get(register.name.lower(), 99 if shadows.lowest is not None else 0)
    depth = a.shape[1]
    across = -(-b.shape[1] // 3)

    def wrapped(value: int) -> int:
        return (value + (1 << (width - 1))) % (1 << width) - (1 << (width - 1))

    for row in range(4):
        for column in range(3):
            held = previous = 0  # by the register in question, across tiles
            for tile in range(-(-len(a) // 4) * across):
                i, j = tile // across * 4 + row, tile % across * 3 + column
                left = a[i] if i < len(a) else np.zeros(depth, int)
                right = b[:, j] if j < b.shape[1] else np.zeros(depth, int)
                total = 0
                for beat, product in enumerate((left * right).tolist()):
                    if register == Register.PRODUCT:
                        before, wanted = held, product
                    else:
                        before, wanted = held, wrapped(product if beat == 0 else held + product)
                    fields = (np.array([x]) for x in (before, wanted, product, previous, beat == 0))
                    seen = Captures(*fields, after_flush=np.array([beat == 1]))
                    context = int(contexts(register, seen, width)[0])
                    captured = counted = wanted
                    if context in masks:
                        slot = tile * depth + beat
                        late.append(int(slot + capture_latency(config, register, row, column)))
                        captured = counted = wrapped(wanted ^ masks[context])
                        if masks[context] >> low:
                            noticed.append(late[-1])
                            repaired = wrapped(wanted ^ (masks[context] & ((1 << low) - 1)))
                            if shadows.remedy == Remedy.REPLAY:
                                captured = counted = repaired
                            elif shadows.remedy == Remedy.DROP and register == Register.PRODUCT:
                                counted = 0  # the register holds what is wrong, but nobody takes it
                            elif shadows.remedy == Remedy.DROP:
                                captured = counted = wrapped(repaired - product)
                    total = total + counted if register == Register.PRODUCT else captured
                    held, previous = captured, product
                if i < len(a) and j < b.shape[1]:
                    error[i, j] = total - (left * right).sum()
    return error, late, noticed


class TestBackend:
    @pytest.mark.parametrize("name", list(SCHEMES))
    def test_what_happens_depends_on_seed_and_site_only(self, name: str) -> None:
        jobs = [job(timestep=step) for step in range(3)]
        outputs, _, counts = protected(scheme(name, SMALL), jobs)
        again, _, same = protected(scheme(name, SMALL), jobs)
        assert all(torch.equal(one, other) for one, other in zip(outputs, again, strict=True))
        assert counts == same
        _, alone, _ = protected(scheme(name, SMALL), jobs[2:])
        _, after, _ = protected(scheme(name, SMALL), jobs)
        assert torch.equal(alone.layers[0].accumulators, after.layers[2].accumulators)

    def test_errors_are_those_of_the_backend_without_remedy(self) -> None:
        given = job()
        outputs, _, counts = protected(Unprotected(), [given])
        wanted = TimingBackend(SMALL, OutputErrors(RATE), SEED)(given)
        assert torch.equal(outputs[0], wanted)
        assert counts["elements"] == outputs[0].numel()

    def test_errors_strike_where_they_are_told_to(self) -> None:
        jobs = [job(kind, step) for step in range(3) for kind in ("proj", "qk")]
        outputs, seen, _ = protected(Unprotected(), jobs, where=Where(kinds=("qk",), steps=(0, 2)))
        struck = [each.job.site for each in seen.layers]
        assert struck == [Site("qk", 0, 0), Site("qk", 0, 2)]
        for given, output in zip(jobs, outputs, strict=True):
            assert torch.equal(output, exact(given)) == (given.site not in struck)

    def test_without_truth_only_what_the_hardware_sees_is_counted(self) -> None:
        blind = ProtectedBackend(SMALL, Everywhere(OutputErrors(RATE)), Checksums(SMALL), SEED, truth=False)
        output = blind(job())
        outputs, _, counts = protected(Checksums(SMALL), [job()])
        assert torch.equal(output, outputs[0])
        hidden = {"wrong_elements", "critical_elements", "missed_elements", "innocent_elements"}
        assert dict(blind.tally.counts) == {k: v for k, v in counts.items() if k not in hidden}

    def test_unknown_counts_are_a_mistake_of_the_scheme(self) -> None:
        with pytest.raises(AssertionError, match="typo"):
            Tally().add(typo=1)


BARE = SMALL.replace(protection__abft=False)
MESSAGES: dict[str, tuple[Callable[[], Any], str]] = {
    "unknown scheme": (lambda: scheme("magic", SMALL), "unknown scheme 'magic'; allowed: none, rollback"),
    "checks without ABFT": (lambda: Checksums(BARE), "there are no checks without ABFT; set protection.abft"),
    "classical without ABFT": (lambda: Classical(BARE), "there are no checks without ABFT"),
    "interval": (lambda: Checksums(SMALL, interval=0), "must be 1 timestep or more, not 0"),
    "threshold": (lambda: Classical(SMALL, threshold=32), "must be an integer from 0 to 31, not 32"),
    "frequency": (lambda: Statistical(SMALL, frequency=0), "for 1 large delta or more, not 0"),
    "kind": (lambda: Statistical(SMALL, sensitive=("fc3",)), "unknown kind of layer 'fc3'; allowed: qkv, "),
    "penalty": (lambda: Razor(SMALL, penalty=0), "a replay takes 1 cycle or more, not 0"),
    "gates": (
        lambda: TEDrop(SMALL).model(NetlistErrors(lambda *_: None)),
        "modelled for output and flop errors, not for NetlistErrors",
    ),
    "single tiles": (
        lambda: TEDrop(SMALL).model(OutputErrors(0.1)).run(SMALL, [], [], None, None),
        "modelled for whole GEMMs, not for single tiles",
    ),
    "carry-save": (
        lambda: _shadowed(SMALL.replace(array__product_register=False, array__carry_save=True), 3),
        "not modelled for carry-save accumulators; set array.carry_save = false",
    ),
    "shadows of results": (
        lambda: OutputErrors(0.1).shadowed_gemm(
            SMALL, torch.zeros(1, 1), torch.zeros(1, 1), np.random.default_rng(), Shadows(Remedy.DROP, {})
        ),
        "shadow flops at some bits only are modelled for flop errors",
    ),
    "shadows of a register": (
        lambda: TEDrop(SMALL, shadowed={"a": 0}),
        "shadow flops at register 'a': these PEs have them at product and accumulator only",
    ),
    "shadows of no product register": (
        lambda: Razor(PLAIN, shadowed={"product": 0}),
        "shadow flops at register 'product': these PEs have them at accumulator only",
    ),
    "shadows of a bit": (
        lambda: TEDrop(SMALL, shadowed={"product": 16}),
        "shadow flops from bit 16 of the product up: its bits are 0 to 15",
    ),
    "operand registers": (
        lambda: _shadowed(SMALL, 0),
        "operand registers fail at this operating point",
    ),
}


def _shadowed(config: Config, register: int) -> None:
    table = made_up(config, lambda *_: 0.1, registers=[Register(register)])
    model = FlopErrors(table, VOLTAGE, 0.9 * STATIC_PS)
    given = job()
    model.shadowed_gemm(config, _stacked(given), given.b, np.random.default_rng(0), Shadows(Remedy.DROP))


@pytest.mark.parametrize("case", list(MESSAGES))
def test_messages(case: str) -> None:
    call, message = MESSAGES[case]
    with pytest.raises(UserError) as caught:
        call()
    assert message in str(caught.value)
