"""The locator: its rule, its residues in `golden`, its arithmetic, and the remedies side by side."""

from __future__ import annotations

import functools
import json
import re

import numpy as np
import pytest
import torch
from amaranth.hdl import Module, Signal
from amaranth.sim import Simulator

from cocotb_tests.helpers.core import random_tiles
from drift_hw.config import PRESETS, Config, ConfigError
from drift_hw.control.descriptor import Policy
from drift_hw.errors import UserError
from drift_hw.protect.residue import add, fields, minus_products, multiples, sign_offset
from drift_hw.sim.accelerator import RtlBackend
from drift_hw.sim.device import BlockSettings, Device
from golden.array import run
from golden.dit import KINDS
from golden.experiments import detection
from golden.experiments.remedies import REMEDIES, Evidence
from golden.faults import FaultList, Kind, Register
from golden.injection import random_faults
from golden.locator import column_weights, locate, row_residues
from golden.quantised import GemmJob, Site
from golden.recovery import correct
from golden.schedule import dense_schedule, first_faulty_cycle
from golden.timing.model import Errors, clean_gemm, with_errors
from golden.timing.output import OutputErrors
from golden.twin import Twin

THRESHOLD = 4


def config_of(rows: int, columns: int, width: int = 32) -> Config:
    return Config().replace(
        array__rows=rows,
        array__columns=columns,
        array__accumulator_width=width,
        array__drain_segment=4,
        protection__locator=True,
    )


def signed(value: int, width: int) -> int:
    return (int(value) + (1 << (width - 1))) % (1 << width) - (1 << (width - 1))


def by_hand(config: Config, rows, columns, residues):
    """The rule, element by element: repaired elements, open rows, open columns."""
    r, c, width = config.array.rows, config.array.columns, config.array.accumulator_width
    claims = {}
    for i in range(r):
        weights = [pow(3, c - 1 - j, 127) for j in range(c)]
        if rows[i] % 127 and residues[i]:
            for j in range(c):
                if (weights[j] * int(rows[i]) - int(residues[i])) % 127 == 0:
                    claims[i] = j
    repaired, open_columns = [], []
    for j in range(c):
        mine = [i for i in claims if claims[i] == j]
        if signed(int(columns[j]) - sum(int(rows[i]) for i in mine), width) == 0:
            repaired += [(i, j) for i in mine]
        elif any(abs(int(delta)) >= 1 << THRESHOLD for delta in [columns[j], *(rows[i] for i in mine)]):
            open_columns.append(j)
    done = {i for i, _ in repaired}
    return sorted(repaired), [i for i in range(r) if (rows[i] or residues[i]) and i not in done], open_columns


def cases(config: Config, rng: np.random.Generator, count: int):
    """Errors that agree, add up and cancel; and then checks that are wrong themselves."""
    r, c, width = config.array.rows, config.array.columns, config.array.accumulator_width
    for n in range(count):
        errors = np.zeros((r, c), np.int64)
        bits = rng.integers(0, width, 3)
        for _ in range(rng.integers(0, 9)):
            place = rng.integers(r), rng.integers(c)
            kind = rng.integers(4)
            size = 127 * rng.integers(1, 9) if kind == 0 else 1 << rng.choice(bits)
            errors[place] = signed(size * rng.choice([-1, 1]), width)
        rows = np.array([signed(x, width) for x in errors.sum(1)])
        columns = np.array([signed(x, width) for x in errors.sum(0)])
        residues = row_residues(errors[None])[0]
        if n % 3 == 0:
            rows[rng.integers(r)] ^= 1 << rng.integers(width - 1)
            columns[rng.integers(c)] ^= 1 << rng.integers(width - 1)
            residues[rng.integers(r)] = rng.integers(127)
        yield errors, rows, columns, residues


@pytest.mark.parametrize("shape", [(4, 4, 32), (3, 4, 16), (6, 5, 25), (1, 2, 32)])
def test_rule_is_the_one_by_hand(shape) -> None:
    config, rng = config_of(*shape), np.random.default_rng(shape)
    tiles = list(cases(config, rng, 600))
    rows, columns, residues = (np.stack([tile[n] for tile in tiles]) for n in (1, 2, 3))
    found = locate(config, rows, columns, residues, threshold=THRESHOLD)
    seen = np.zeros(3, int)
    for tile, (_, *checks) in enumerate(tiles):
        repaired, open_rows, open_columns = by_hand(config, *checks)
        assert np.argwhere(found.repairs[tile]).tolist() == [list(place) for place in repaired]
        assert np.flatnonzero(found.open_rows[tile]).tolist() == open_rows
        assert np.flatnonzero(found.open_columns[tile]).tolist() == open_columns
        seen += len(repaired), len(open_rows), len(open_columns)
    assert (seen > 50).all()


def test_errors_that_lists_can_not_tell_apart() -> None:
    """Equal deltas, cancelled rows and columns: all are repaired, or masked."""
    config = config_of(8, 8)
    errors = np.zeros((4, 8, 8), np.int64)
    errors[0, [1, 5], [2, 6]] = 1 << 20  # rows and columns agree either way round
    errors[1, [1, 5], 3] = [1 << 20, -(1 << 20)]  # the column shows nothing
    errors[2, 4, [3, 6]] = [1 << 20, -(1 << 20)]  # the row shows nothing
    errors[3, range(8), range(8)] = 1 << 12  # more than any list holds
    result = correct(
        config,
        errors,
        errors.sum(2),
        errors.sum(1),
        threshold=10,
        row_residues=row_residues(errors),
    )
    assert not result.accumulators[[0, 1, 3]].any()
    assert not result.mask[[0, 1, 3]].any()
    assert np.argwhere(result.mask[2]).tolist() == [[4, 3], [4, 6]]
    off = correct(
        config,
        errors,
        errors.sum(2),
        errors.sum(1),
        threshold=10,
        enabled=[False] * 4,
        row_residues=row_residues(errors),
    )
    assert not off.corrected.any()
    assert off.mask.sum((1, 2)).tolist() == [4, 0, 0, 64]


def test_single_errors_are_always_repaired() -> None:
    config, rng = config_of(32, 32), np.random.default_rng(0)
    errors = np.zeros((2000, 32, 32), np.int64)
    tile = np.arange(2000)
    errors[tile, rng.integers(32, size=2000), rng.integers(32, size=2000)] = 1 << rng.integers(31, size=2000)
    result = correct(
        config, errors, errors.sum(2), errors.sum(1), threshold=10, row_residues=row_residues(errors)
    )
    assert not result.accumulators.any()
    assert not result.mask.any()


def test_weights_are_distinct() -> None:
    for columns in (1, 32, 126):
        assert len(set(column_weights(columns).tolist())) == columns
    assert column_weights(3).tolist() == [9, 3, 1]


def test_residues_are_needed() -> None:
    config = config_of(2, 2)
    with pytest.raises(UserError, match=r"corrected by residues too; give them"):
        correct(config, np.zeros((1, 2, 2)), np.zeros((1, 2)), np.zeros((1, 2)), threshold=3)


def test_array_has_the_residues_of_its_errors() -> None:
    """Also where sums wrap, which deltas do not see."""
    for width in (32, 16):
        config, rng = config_of(5, 6, width), np.random.default_rng(width)
        depths = [40, 9, 200]
        a, b = random_tiles(config, rng, depths)
        first = first_faulty_cycle(config)
        schedule = dense_schedule(config, np.array(depths), first_cycle=first)
        faults = random_faults(
            config,
            60,
            cycles=(first, first + 250),
            rng=rng,
            kinds=[Kind.FLIP],
            registers=[Register.ACCUMULATOR],
        )
        result = run(config, a, b, schedule, faults)
        clean = run(config, a, b, schedule, FaultList(config, faults.events[:0]))
        exact = np.stack([x.astype(int) @ y.astype(int) for x, y in zip(a, b, strict=True)])
        assert np.array_equal(result.row_residues, row_residues(result.accumulators - exact))
        assert result.row_residues.any()
        assert clean.row_residues.any() == (width == 16)


def test_gemm_has_the_residues_of_its_errors() -> None:
    config, rng = config_of(6, 6), np.random.default_rng(3)
    a, b = (
        torch.from_numpy(rng.integers(-128, 128, shape, dtype=np.int8)) for shape in ((2, 9, 7), (2, 7, 11))
    )
    count = 2 * 2 * 2 * 36
    place = rng.choice(count, 40, replace=False)
    tile, row, column = np.unravel_index(place, (8, 6, 6))
    value = 1 << rng.integers(0, 31, 40)
    errors = np.zeros((8, 6, 6), np.int64)
    errors[tile, row, column] = value
    found = with_errors(
        config, clean_gemm(config, a, b), Errors(tile, row, column, value), Errors.none(), Errors.none()
    )
    assert found.row_residues is not None
    assert found.row_residues.shape == (2, 2, 2, 6)
    assert np.array_equal(found.row_residues.reshape(8, 6).numpy(), row_residues(errors))
    without = with_errors(
        config.replace(protection__locator=False),
        clean_gemm(config, a, b),
        Errors(tile, row, column, value),
        Errors.none(),
        Errors.none(),
    )
    assert without.row_residues is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[protection]\nlocator = true\ncorrection_limit = 0",
            "protection.locator repairs what the checksums find: set protection.abft = true and "
            "protection.correction_limit to at least 1 (which with a locator is no limit), or "
            "protection.locator = false",
        ),
        (
            "[array]\nrows = 4\ncolumns = 6\n[protection]\nlocator = true",
            "array.columns is 6, but with protection.locator it must be at most 5: there are 126 weights, "
            "and a tile's columns must be checked before the next tile has drained, in 5 cycles",
        ),
        ("[protection]\nlocator = 1", "protection.locator must be true or false, not 1"),
    ],
)
def test_configurations_without_room_for_it(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(message)):
        Config.from_toml(text)


def test_arithmetic_modulo_127() -> None:
    """Sums, products and folded words of the hardware against plain integers."""
    m = Module()
    a, word, residue = Signal(8), Signal(25), Signal(7)
    outputs = {
        "folded": add(m, "folded", fields(word)),
        "weighted": add(m, "weighted", [*fields(word), *multiples(residue, 3)]),
        "many": add(m, "many", multiples(residue, 93)),
        "product": add(m, "product", minus_products(m, a, residue)),
        "narrow": add(m, "narrow", minus_products(m, a[:5], residue)),
    }
    rng = np.random.default_rng(0)

    async def bench(context) -> None:
        for n in range(1500):
            x, y, z = (int(rng.integers(1 << bits)) for bits in (8, 25, 7))
            x, z = ((0, 128, 255)[n % 3], (0, 127, 1)[n // 3 % 3]) if n < 9 else (x, z)
            for signal, value in ((a, x), (word, y), (residue, z)):
                context.set(signal, value)
            whole = signed(y, 25) + sign_offset(25)
            expected = {
                "folded": whole,
                "weighted": whole + 3 * z,
                "many": 93 * z,
                "product": -signed(x, 8) * z,
                "narrow": -signed(x, 5) * z,
            }
            for name, value in expected.items():
                assert context.get(outputs[name]) % 127 == value % 127, (name, x, y, z)

    simulator = Simulator(m)
    simulator.add_testbench(bench)
    simulator.run()


@functools.cache
def evidence() -> Evidence:
    """Tiles with ten wrong results each, of one flipped bit."""
    rng = np.random.default_rng(5)
    tiles, size = 300, 32
    errors = np.zeros((tiles, size, size), np.int64)
    hit = rng.random(errors.shape) < 0.01
    errors[hit] = (1 << rng.integers(0, 31, hit.sum())) * rng.choice([-1, 1], hit.sum())
    rows, columns = ((errors.sum(axis) << 32) >> 32 for axis in (2, 1))
    return Evidence(config_of(32, 32), 10, errors, rows, columns, row_residues(errors))


def test_remedies_side_by_side() -> None:
    tiles = evidence()
    figures = {}
    for name, remedy in REMEDIES.items():
        left, mask = remedy(tiles)
        assert left.shape == mask.shape == tiles.errors.shape
        escaped = (np.abs(left) >= 1 << 10) & ~mask
        innocent = mask & (tiles.errors == 0)
        figures[name] = np.array([escaped.sum(), innocent.sum()]) / tiles.critical.sum()
    assert figures["unprotected"].tolist() == [1, 0]
    assert figures["oracle"].tolist() == [0, 0]
    assert figures["innocents only"][0] == figures["misses only"][1] == 0
    assert figures["misses only"][0] == figures["rows x columns"][0] > 0
    assert figures["locator"][0] < 0.1 * figures["rows x columns"][0]
    assert figures["locator"][1] < 0.3 * figures["lists"][1]
    assert figures["halves"][1] < figures["rows x columns"][1]


def test_nothing_wrong_changes_nothing() -> None:
    tiles = evidence()
    clean = tiles._replace(
        errors=tiles.errors * 0,
        row_deltas=tiles.row_deltas * 0,
        column_deltas=tiles.column_deltas * 0,
        row_residues=tiles.row_residues * 0,
    )
    for remedy in REMEDIES.values():
        left, mask = remedy(clean)
        assert not left.any()
        assert not mask.any()


def test_images_are_measured(tmp_path, capsys) -> None:
    """Two steps of two images: the figures are there, and what an oracle masks is all that is wrong."""
    path = tmp_path / "figures.json"
    chosen = ["--remedies", "unprotected", "locator", "oracle", "--json", str(path)]
    detection.main(["--rates", "1e-2", "--images", "2", "--steps", "2", *chosen])
    figures = {figure["remedy"]: figure for figure in json.loads(path.read_text())}
    wild, located, perfect = figures.values()
    assert wild["results"] == located["results"] == perfect["results"]
    assert 0.009 < wild["wrong"] / wild["results"] < 0.011
    assert wild["masked"] == wild["repaired"] == perfect["escaped"] == perfect["innocent"] == 0
    assert perfect["masked"] == perfect["critical"]
    assert located["repaired"] > 0.5 * located["wrong"]
    assert wild["psnr_db"] + 10 < min(located["psnr_db"], perfect["psnr_db"])
    assert len(capsys.readouterr().out.splitlines()) == 5


def test_tiles_are_put_together_again() -> None:
    backend = detection.Protected(config_of(4, 5), OutputErrors(0.5), "unprotected", 3)
    rng = np.random.default_rng(0)
    for heads in ((), (2, 3)):
        a, b = (
            torch.from_numpy(rng.integers(-128, 128, (*heads, *shape), dtype=np.int8))
            for shape in ((9, 6), (6, 11))
        )
        a = a if heads else a[None]
        unit = (torch.tensor(value) for value in (0, 1, 0))
        job = GemmJob(Site("qk" if heads else "fc1", 0, 0), a, b, *unit, 127)
        drawn = OutputErrors(0.5).gemm(
            backend.config,
            a if heads else a[0],
            b,
            np.random.default_rng([3, KINDS.index(job.site.kind), 0, 0]),
        )
        assert torch.equal(
            backend(job).flatten(), drawn.accumulators.clamp(-127, 127).to(torch.int8).flatten()
        )


def test_the_accelerator_locates_as_its_model_does() -> None:
    """Verilog and golden model of the whole accelerator: memory and registers are equal after every job."""
    config = PRESETS["tiny"].replace(faults__ports=True, protection__locator=True)
    rng, first = np.random.default_rng(1), first_faulty_cycle(config)
    with RtlBackend(config, memory_bytes=1 << 16, power_up_seed=3) as rtl:
        twin = Twin(rtl)
        device = Device(twin, guard=16)
        for action in (Policy.ZERO, Policy.RECOMPUTE):
            settings = BlockSettings(correct=True, action=action)
            device.configure(blocks=[settings] * config.power.blocks, threshold=8)
            for _ in range(3):
                faults = random_faults(
                    config,
                    120,
                    cycles=(first, first + 900),
                    rng=rng,
                    kinds=[Kind.FLIP],
                    registers=[Register.ACCUMULATOR],
                )
                twin.faults(faults)
                a, b = (rng.integers(-128, 128, shape, np.int8) for shape in ((21, 30), (30, 18)))
                device.gemm(a, b, multiplier=3, shift=9)
                twin.compare_registers()
        counters = device.counters()
    assert min(counters[f"{what}_elements"] for what in ("corrected", "zeroed")) > 20
    assert counters["recomputed_tiles"] > 5
