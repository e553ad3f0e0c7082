"""Trace rows: what an injected fault did, by its outputs alone, and the rates over a campaign."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from drift_hw.config import PRESETS
from drift_hw.errors import UserError
from drift_hw.files import OutputError
from golden.array import ArrayRun, run
from golden.faults import FaultError, FaultList, Kind, Register
from golden.schedule import dense_schedule, first_faulty_cycle
from golden.trace import Trace, campaign, trace

CONFIG = PRESETS["tiny"]
DEPTH = 6
FIRST = first_faulty_cycle(CONFIG)
SCHEDULE = dense_schedule(CONFIG, [DEPTH] * 3, FIRST)


def at_tiles(*tiles: int, **fields: object) -> FaultList:
    """An accumulator event of PE (0,0) in the middle of each of these tiles."""
    cycle = [FIRST + DEPTH * tile + 4 for tile in tiles]
    event = {"register": Register.ACCUMULATOR, "row": 0, "column": 0, "mask": 1 << 11} | fields
    return FaultList.of(CONFIG, cycle=cycle, **event)


def outputs(tiles: int = 3) -> ArrayRun:
    return ArrayRun(
        np.zeros((tiles, 4, 4), np.int64),
        row_deltas=np.zeros((tiles, 4), np.int64),
        column_deltas=np.zeros((tiles, 4), np.int64),
    )


def outcome(errors: dict[tuple[int, int], int], rows: dict[int, int], columns: dict[int, int]):
    """The row of one event whose tile came out with these errors and deltas."""
    faulty = outputs()
    for (i, j), error in errors.items():
        faulty.accumulators[1, i, j] = error
    for i, delta in rows.items():
        faulty.row_deltas[1, i] = delta
    for j, delta in columns.items():
        faulty.column_deltas[1, j] = delta
    rows_found = trace(at_tiles(1), SCHEDULE, outputs(), faulty, threshold=10).rows
    assert len(rows_found) == 1
    assert rows_found["tile"][0] == 1
    return rows_found[0]


class TestOutcomes:
    def test_masked(self) -> None:
        row = outcome({}, {}, {})
        assert row["masked"]
        assert not row["flagged"]
        assert row["largest_error"] == 0

    def test_caught(self) -> None:
        row = outcome({(0, 2): -2048}, {0: -2048}, {2: -2048})
        assert [row[name] for name in ("masked", "flagged", "escaped", "false_alarm")] == [0, 1, 0, 0]
        assert row["largest_error"] == 2048
        counts = ("critical_elements", "missed_elements", "masked_elements", "innocent_elements")
        assert [row[name] for name in counts] == [1, 0, 1, 0]

    def test_small_errors_are_neither_flagged_nor_escaped(self) -> None:
        row = outcome({(0, 2): 1023}, {0: 1023}, {2: 1023})
        assert [row[name] for name in ("masked", "flagged", "escaped", "critical_elements")] == [0, 0, 0, 0]

    def test_cancelling_errors_escape(self) -> None:
        row = outcome({(0, 1): 4096, (0, 2): -4096}, {0: 0}, {1: 4096, 2: -4096})
        assert [row[name] for name in ("flagged", "escaped", "false_alarm")] == [1, 1, 0]
        assert [row[name] for name in ("critical_elements", "missed_elements", "masked_elements")] == [
            2,
            2,
            0,
        ]

    def test_innocent_elements_are_false_alarms(self) -> None:
        diagonal = {(0, 0): 4096, (1, 1): 4096}
        row = outcome(diagonal, {0: 4096, 1: 4096}, {0: 4096, 1: 4096})
        assert [row[name] for name in ("escaped", "false_alarm")] == [0, 1]
        assert [row[name] for name in ("masked_elements", "innocent_elements")] == [4, 2]

    def test_error_in_a_checksum_alone(self) -> None:
        row = outcome({}, {3: 5}, {})
        assert [row[name] for name in ("masked", "flagged", "largest_error")] == [0, 0, 0]

    def test_errors_wrap(self) -> None:
        """From one end of the range to the other is an error of one."""
        clean, faulty = outputs(), outputs()
        clean.accumulators[1, 0, 0], faulty.accumulators[1, 0, 0] = 2**31 - 1, -(2**31)
        assert trace(at_tiles(1), SCHEDULE, clean, faulty, threshold=10).rows["largest_error"] == 1


class TestTrace:
    def test_real_runs(self) -> None:
        random = np.random.default_rng(0)
        a = random.integers(-128, 128, (3, 4, DEPTH), dtype=np.int8)
        b = random.integers(-128, 128, (3, DEPTH, 4), dtype=np.int8)
        faults = at_tiles(0, 2, kind=Kind.FLIP)
        clean, faulty = run(CONFIG, a, b, SCHEDULE), run(CONFIG, a, b, SCHEDULE, faults)
        rows = trace(faults, SCHEDULE, clean, faulty, threshold=10, run_number=7).rows
        assert rows["tile"].tolist() == [0, 2]
        assert rows["run"].tolist() == [7, 7]
        assert rows["largest_error"].tolist() == [2048, 2048]
        assert rows["masked_elements"].tolist() == [1, 1]
        assert np.array_equal(rows["cycle"], faults.events["cycle"])

    def test_after_the_last_tile(self) -> None:
        row = trace(at_tiles(3), SCHEDULE, outputs(), outputs(), threshold=10).rows[0]
        assert (row["tile"], row["masked"]) == (-1, True)

    def test_refuses(self) -> None:
        with pytest.raises(
            FaultError, match="tile 1 has 2 fault events, and a trace can tell the effect of one"
        ):
            trace(at_tiles(1, 1, row=[0, 1]), SCHEDULE, outputs(), outputs(), threshold=10)
        with pytest.raises(UserError, match="a trace needs the checks; set protection"):
            trace(at_tiles(1), SCHEDULE, outputs(), replace(outputs(), row_deltas=None), threshold=10)
        with pytest.raises(UserError, match="integer from 0 to 31, not 32"):
            trace(at_tiles(1), SCHEDULE, outputs(), outputs(), threshold=32)


def tiles(count: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    shape = (count, 4, 24)
    return tuple(
        np.clip(random.normal(0, 30, s).round(), -128, 127).astype(np.int8) for s in (shape, (count, 24, 4))
    )


class TestCampaign:
    def test_same_seed_same_bytes(self, tmp_path: Path) -> None:
        written = []
        for number, seed in enumerate((1, 1, 2)):
            found = campaign(CONFIG, *tiles(5), 120, seed=seed, kinds=list(Kind), tiles_per_run=50)
            written.append(found.write_csv(tmp_path / f"{number}.csv").read_bytes())
        assert written[0] == written[1] != written[2]

    def test_rates_are_those_of_the_rows(self) -> None:
        found = campaign(CONFIG, *tiles(5), 600, seed=1, kinds=list(Kind), tiles_per_run=100)
        summary, rows = found.summary(), found.rows
        assert summary["injections"] == len(rows) == 600
        assert summary["critical_elements"] > summary["missed_elements"] > 0
        assert summary["miss_rate"] == rows["missed_elements"].sum() / rows["critical_elements"].sum()
        assert summary["escaped"] == (rows["missed_elements"] > 0).sum()
        # A fault that changes nothing is not flagged, and nothing is flagged that changes nothing.
        assert not (rows["masked"] & (rows["flagged"] | (rows["largest_error"] > 0))).any()
        parts = found.by_register()
        registers = ("a", "b", "product", "accumulator")
        assert set(parts) == {
            *registers,
            *(f"checksum_{lane}_{name}" for lane in ("row", "column") for name in registers),
        }
        for field in ("injections", "masked", "missed_elements", "masked_elements"):
            assert sum(part[field] for part in parts.values()) == summary[field]
        # One product or accumulator is one element: its row and its column both show it. Checksum PEs harm no
        # output.
        for name in ("product", "accumulator"):
            assert parts[name]["missed_elements"] == 0
            assert parts[name]["critical_elements"] > 0
        for name in parts:
            if name.startswith("checksum"):
                assert parts[name]["critical_elements"] == 0
                assert parts[name]["miss_rate"] is None

    def test_files(self, tmp_path: Path) -> None:
        found = campaign(CONFIG, *tiles(5), 60, seed=1, kinds=[Kind.RANDOM], tiles_per_run=25, progress=True)
        with found.write_csv(tmp_path / "trace.csv").open(newline="") as file:
            lines = list(csv.DictReader(file))
        assert len(lines) == 60
        assert [line["register"] for line in lines] == found.registers.tolist()
        assert {line["kind"] for line in lines} == {"random"}
        assert {line["run"] for line in lines} == {"0", "1", "2"}
        for line, row in zip(lines, found.rows, strict=True):
            assert sum(1 << int(bit) for bit in line["bits"].split()) == row["mask"]
            assert sum(1 << int(bit) for bit in line["toggled_bits"].split()) == row["toggle"]
            assert int(line["cycle"]) == row["cycle"]
            assert line["masked"] == str(int(row["masked"]))
        content = json.loads(found.write_json(tmp_path / "trace.json").read_text())
        assert (content["config"], content["seed"], content["threshold"]) == (CONFIG.hash, 1, 10)
        assert content["summary"] == found.summary()
        assert content["registers"] == found.by_register()
        for write in (found.write_csv, found.write_json):
            with pytest.raises(OutputError, match="it is a folder"):
                write(tmp_path)

    def test_nothing_injected(self) -> None:
        found = Trace(CONFIG, 10, campaign(CONFIG, *tiles(1), 1, seed=0).rows[:0])
        assert found.summary()["miss_rate"] is None
        assert found.by_register() == {}

    def test_refuses(self) -> None:
        for count, tiles_per_run, used in ((0, 1, 1), (1, 0, 1), (1, 1, 0)):
            with pytest.raises(UserError, match="at least one injection, one tile, and one tile per run"):
                campaign(CONFIG, *tiles(used), count, seed=0, tiles_per_run=tiles_per_run)
        with pytest.raises(UserError, match="a trace needs the checks"):
            campaign(CONFIG.replace(protection__abft=False), *tiles(2), 5, seed=0)
