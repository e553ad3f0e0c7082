"""The checker, fed with deltas directly: flags at every threshold, mask, taps, counters."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import torch

from cocotb_tests.unit.bench import Bench, unit_test
from cocotb_tests.unit.bits import fields, packed, signed
from drift_hw.config import Config
from drift_hw.protect.checker import Checker
from golden.abft import Checks, Counters

torch.set_num_threads(1)


@dataclass
class Tile:
    """Deltas to inject and what golden says of them."""

    rows: list[int]
    columns: list[int]
    threshold: int
    checks: Checks = field(init=False)

    def __post_init__(self) -> None:
        self.checks = Checks(torch.tensor(self.rows), torch.tensor(self.columns), self.threshold)

    @property
    def row_flags(self) -> list[int]:
        """1 for each flagged row."""
        return [int(flag) for flag in self.checks.row_flags]

    @property
    def column_flags(self) -> int:
        """The flags of the columns as a vector."""
        return packed((int(flag) for flag in self.checks.column_flags), 1)


class CheckerBench(Bench):
    """Injects tiles with the timing of the lanes, and reads rows and results like the readout."""

    def __init__(self, dut: Any, instance: str) -> None:
        super().__init__(dut, instance)
        self.acc = self.config.array.accumulator_width
        self.counters = Counters(self.config)
        self.finished = 0  # tiles since reset

    def reset(self) -> None:
        """Forget what was before a reset."""
        self.finished = 0
        self.counters.clear()

    async def run(self, tiles: Sequence[Tile], *, stall: float = 0.0) -> None:
        """Run tiles of one threshold through the checker; compare flags, taps and counters."""
        await _Run(self, tiles, stall).run()
        for tile in tiles:
            self.counters.accumulate(tile.checks)
        self.finished += len(tiles)
        await self.compare_counters()

    async def compare_counters(self) -> None:
        """Compare the counters, some cycles after the last tile."""
        for _ in range(Checker.FLAG_LATENCY):
            await self.cycle()
        for name in (
            "tiles",
            "flagged_tiles",
            "flagged_rows",
            "flagged_columns",
            "masked_elements",
            "largest_delta",
        ):
            found, wanted = self.read(f"counter_{name}"), getattr(self.counters, name)
            assert found == wanted, f"counter_{name} is {found} instead of {wanted}"
        count = self.config.protection.counter_width
        assert fields(self.read("counter_histogram"), count, self.acc) == self.counters.histogram

    def delta(self, threshold: int) -> int:
        """Return a random delta: on either side of the threshold, an extreme, or anything."""
        edge = 1 << threshold
        special = (edge, -edge, edge - 1, 1 - edge, edge + 1, -1 - edge, 0, 0, 1, -1, 1 << (self.acc - 1))
        if self.random.random() < 0.7:
            return signed(self.random.choice(special), self.acc)
        return signed(self.random.getrandbits(self.acc) >> self.random.randrange(self.acc), self.acc)

    def tile(self, threshold: int) -> Tile:
        """Return a tile of random deltas."""
        array = self.config.array
        rows, columns = ([self.delta(threshold) for _ in range(n)] for n in (array.rows, array.columns))
        return Tile(rows, columns, threshold)


class _Run:
    """Some tiles on their way: `started` >= `done` >= `read` >= `released`."""

    def __init__(self, bench: CheckerBench, tiles: Sequence[Tile], stall: float) -> None:
        self.bench, self.config, self.tiles, self.stall = bench, bench.config, tiles, stall
        self.threshold = tiles[0].threshold
        self.started = self.done = self.released = 0
        self.row = 0  # rows read, of all tiles
        self.rows_at: dict[int, int] = {}
        self.columns_at: dict[int, list[tuple[int, int]]] = {}
        self.done_at: deque[int] = deque()
        columns, size = self.config.array.columns, self.config.column_check_lanes
        self.groups = [range(first, min(first + size, columns)) for first in range(0, columns, size)]
        self.row_taps = deque(delta for tile in tiles for delta in tile.rows)
        self.column_taps = [deque(tile.columns[j] for tile in tiles for j in group) for group in self.groups]
        self.next_start = 0

    async def run(self) -> None:
        """Run until every tile is released."""
        rows, slots = self.config.array.rows, self.config.tile_slots
        cycle = 0
        while self.released < len(self.tiles):
            if self._may_start(cycle):
                self._start(cycle)
            # Rows of a tile can be read from the cycle after `done` on, its slot is free some time after.
            read = self.row < self.done * rows and self._goes()
            slot_offset = self.bench.finished
            inputs = self._deltas(cycle) | {
                "threshold": self.threshold,
                "read_enable": int(read),
                "read_slot": (slot_offset + self.row // rows) % slots,
                "result_slot": (slot_offset + self.released) % slots,
            }
            await self.bench.cycle(**inputs)
            self._compare(cycle)
            self.row += read
            self.released += self.row >= (self.released + 1) * rows and self._goes()
            cycle += 1
            assert cycle < 200 * len(self.tiles) * (rows + self.config.array.columns), "it does not end"
        assert not self.row_taps
        assert not any(self.column_taps)

    def _goes(self) -> bool:
        return self.bench.random.random() >= self.stall

    def _may_start(self, cycle: int) -> bool:
        free = self.started - self.released < self.config.tile_slots
        return self.started < len(self.tiles) and cycle >= self.next_start and free

    def _start(self, cycle: int) -> None:
        """Plan a tile: rows leave at the last lane, columns one lane after the other."""
        tile, config = self.tiles[self.started], self.config
        array = config.array

        def drained(row: int) -> int:
            return cycle + row + row // config.segment_rows[0]

        for i, delta in enumerate(tile.rows):
            self.rows_at[drained(i) + array.columns - 1] = delta
        for j, delta in enumerate(tile.columns):
            self.columns_at.setdefault(drained(array.rows - 1) + j, []).append((j, delta))
        self.done_at.append(drained(array.rows - 1) + array.columns - 1 + Checker.FLAG_LATENCY)
        self.next_start = cycle + config.drain_cycles
        self.started += 1

    def _deltas(self, cycle: int) -> dict[str, int]:
        """Return what the lanes deliver in a cycle; a row sum without its mark means nothing."""
        acc, columns = self.bench.acc, self.config.array.columns
        deltas, marks = [0] * columns, [0] * columns
        for j, delta in self.columns_at.pop(cycle, []):
            deltas[j], marks[j] = delta, 1
        return {
            "row_valid": int(cycle in self.rows_at),
            "row_sum": packed([self.rows_at.pop(cycle, self.bench.random.getrandbits(acc))], acc),
            "column_delta": packed(deltas, acc),
            "column_done": packed(marks, 1),
        }

    def _compare(self, cycle: int) -> None:
        bench, rows = self.bench, self.config.array.rows
        if bench.read("row_delta_valid"):
            assert signed(bench.read("row_delta_value"), bench.acc) == self.row_taps.popleft()
        values = fields(bench.read("column_delta_value"), bench.acc, len(self.groups))
        for group, valid in enumerate(fields(bench.read("column_delta_valid"), 1, len(self.groups))):
            if valid:
                assert signed(values[group], bench.acc) == self.column_taps[group].popleft()
        # What waits for the readout.
        if self.row < self.done * rows:
            tile = self.tiles[self.row // rows]
            assert bench.read("row_flag") == tile.row_flags[self.row % rows], f"row {self.row}"
        if self.released < self.done:
            wanted = self.tiles[self.released].column_flags
            assert bench.read("column_flags") == wanted, f"column flags of tile {self.released}"
        due = bool(self.done_at) and self.done_at[0] == cycle
        assert bench.read("done") == bench.read("check_valid") == int(due), f"cycle {cycle}"
        if due:
            tile = self.tiles[self.done]
            assert bench.read("check_row_flags") == packed(tile.row_flags, 1), f"tile {self.done}"
            assert bench.read("check_column_flags") == tile.column_flags, f"tile {self.done}"
            self.done_at.popleft()
            self.done += 1


def one_hot_tile(config: Config, threshold: int, row: int, column: int) -> Tile:
    """Return a tile with exactly the threshold in one row, and minus that in one column."""
    rows, columns = [0] * config.array.rows, [0] * config.array.columns
    width = config.array.accumulator_width
    rows[row], columns[column] = signed(1 << threshold, width), signed(-1 << threshold, width)
    return Tile(rows, columns, threshold)


@unit_test()
async def every_threshold(dut: Any, instance: str) -> None:
    """Deltas on both sides of each threshold, of both signs, and -2**(n-1), whose magnitude has no sign."""
    bench = await CheckerBench.start(dut, instance)
    for threshold in range(bench.acc):
        await bench.run([bench.tile(threshold) for _ in range(4)])
    assert bench.counters.largest_delta == 1 << (bench.acc - 1)


@unit_test()
async def every_row_and_column(dut: Any, instance: str) -> None:
    """A single delta flags its own row or column and no other."""
    bench = await CheckerBench.start(dut, instance)
    array = bench.config.array
    places = [(n % array.rows, n % array.columns) for n in range(2 * max(array.rows, array.columns))]
    await bench.run([one_hot_tile(bench.config, 10, row, column) for row, column in places])


@unit_test()
async def slots_in_flight(dut: Any, instance: str) -> None:
    """Tiles as fast as they drain while the readout stalls: each keeps its own flags."""
    bench = await CheckerBench.start(dut, instance)
    for stall in (0.0, 0.4, 0.9):
        await bench.run([bench.tile(bench.acc // 2) for _ in range(6 * bench.config.tile_slots)], stall=stall)


@unit_test()
async def counters_saturate_and_clear(dut: Any, instance: str) -> None:
    """Counters of 8 bits stop at 255; `counters_clear` clears them all, and they count again."""
    bench = await CheckerBench.start(dut, instance)
    array, low = bench.config.array, -(1 << (bench.acc - 1))
    everything = Tile([low] * array.rows, [low] * array.columns, 3)
    nothing = Tile([7] * array.rows, [0] * array.columns, 3)
    row_only = Tile([8] + [0] * (array.rows - 1), [0] * array.columns, 3)
    column_only = Tile([0] * array.rows, [8] + [0] * (array.columns - 1), 3)
    await bench.run([everything] * 300)
    if bench.config.protection.counter_width == 8:
        assert bench.counters.tiles == bench.counters.histogram[bench.acc - 1] == 255
    for tile in (nothing, row_only, column_only):
        await bench.run([tile])
    await bench.cycle(counters_clear=1)
    bench.counters.clear()
    await bench.compare_counters()
    await bench.run([nothing, row_only, everything, column_only, nothing])


@unit_test()
async def reset_in_mid_tile(dut: Any, instance: str) -> None:
    """After a reset the first tile has the first slot and the counters start from zero."""
    bench = await CheckerBench.start(dut, instance)
    columns = bench.config.array.columns
    for marks in (0, 1, (1 << columns) - 1):
        await bench.run([bench.tile(4), bench.tile(4)])
        await bench.cycle(row_valid=1, column_done=marks, rst=1)
        bench.reset()
        await bench.run([bench.tile(4)])
        await bench.cycle(row_valid=1, row_sum=-1 % (1 << bench.acc), column_done=1)
        await bench.cycle(rst=1)
        bench.reset()
        await bench.run([bench.tile(4)] * (bench.config.tile_slots + 1))
