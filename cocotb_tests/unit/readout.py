"""The readout: an elastic pipeline that loses, repeats and reorders nothing, whoever stalls it."""

from __future__ import annotations

from typing import Any

import cocotb
from cocotb.triggers import RisingEdge

from cocotb_tests.helpers.streams import Scoreboard, StreamDriver, StreamMonitor
from cocotb_tests.unit.bench import Bench, unit_test
from drift_hw.control.readout import Readout
from drift_hw.datapath.lane import buffer_depth
from drift_hw.datapath.requantiser import RequantiserLane

LATENCY = Readout.LATENCY

Row = tuple[int, int]
"""Number of a row since reset, and its flag."""


class ReadoutBench(Bench):
    """Announces tiles, and follows each row through the stages that the readout commands."""

    def __init__(self, dut: Any, instance: str) -> None:
        super().__init__(dut, instance)
        self.rows, self.slots = self.config.array.rows, self.config.tile_slots
        self.announced = 0  # tiles, up to the cycle before
        self.issued = 0  # rows
        self.handed = 0
        self.freed = 0  # tiles
        self.parameters_taken = 0
        self.data: Row | None = None
        self.stages: list[Row | None] = [None] * RequantiserLane.STAGES
        self.stalled = False

    def slot(self, row: int) -> int:
        """Return the slot of the tile buffer that a row is in."""
        return row // self.rows % self.slots

    def last(self, row: int) -> bool:
        """Return whether a row ends its tile."""
        return row % self.rows == self.rows - 1

    async def step(self, tile_done: bool) -> None:
        """Run a cycle and check every output of the readout against the rows that it moves."""
        flags = {"row_flag": self.random.getrandbits(1)} if self.width("row_flag") else {}
        await self.cycle(tile_done=int(tile_done), **flags)
        requantisation_valid, results_ready = (
            int(self.inputs[name].value) for name in ("requantisation_valid", "results_ready")
        )
        enable = self.read("enable")
        self._results(results_ready)
        # Parameters go with every row, and are taken with a tile's last one.
        taken = self.read("requantisation_ready") and requantisation_valid
        if enable & 1:
            assert requantisation_valid, "a row moved on without parameters"
            assert self.data is not None, "a row moved on that was never read"
        assert bool(taken) == bool(enable & 1 and self.data and self.last(self.data[0]))
        self.parameters_taken += bool(taken)
        sources = [self.data, *self.stages[:-1]]
        for stage, source in enumerate(sources):
            if enable >> stage & 1:
                self.stages[stage] = source
        if self.read("read_enable"):
            assert self.issued < self.announced * self.rows, "a row was read before its tile was done"
            assert self.read("read_address") == self.issued % buffer_depth(self.config)
            if flags:
                assert self.read("read_slot") == self.slot(self.issued)
            self.data = (self.issued, flags.get("row_flag", 0))
            self.issued += 1
        self.announced += tile_done

    def _results(self, ready: int) -> None:
        """Check what is handed over in this cycle."""
        valid = self.read("results_valid")
        assert valid or not self.stalled, "a result was withdrawn"
        self.stalled = bool(valid and not ready)
        slot_free = 0
        if valid:
            row = self.stages[-1]
            assert row is not None
            number, flag = row
            assert number == self.handed, f"row {number} was handed over in place of {self.handed}"
            assert self.read("results_last") == self.last(number)
            if self.width("result_flag"):
                assert self.read("result_flag") == flag
                assert self.read("result_slot") == self.slot(number)
            slot_free = int(ready and self.last(number))
            self.handed += ready
        assert self.read("slot_free") == slot_free
        self.freed += slot_free

    def expect(self, scoreboard: Scoreboard, tiles: int) -> None:
        """Expect the results stream of some tiles."""
        for row in range(tiles * self.rows):
            scoreboard.expect({"last": int(self.last(row))})


async def start(dut: Any, instance: str) -> ReadoutBench:
    """Return the bench after a reset, its two streams left to driver and monitor."""
    bench = await ReadoutBench.start(dut, instance)
    bench.leave("requantisation_valid", "results_ready")
    return bench


@unit_test()
async def nothing_is_lost(dut: Any, instance: str) -> None:
    """Pauses of the consumer, of the parameters and between tiles, from none to most of the time."""
    bench = await start(dut, instance)
    tiles, scoreboard = 0, Scoreboard("results")
    for idle, stall, tile in [
        (0, 0, 1),
        (0, 0.5, 1),
        (0.5, 0, 1),
        (0.8, 0.8, 0.1),
        (0, 0.9, 1),
        (0.3, 0.3, 0.5),
    ]:
        requantisation = StreamDriver(dut, f"{instance}_requantisation", idle=idle, seed=tiles)
        results = StreamMonitor(dut, f"{instance}_results", stall=stall, seed=tiles)
        more = 2 * bench.slots + 1
        tiles += more
        sending = cocotb.start_soon(requantisation.send_all([{}] * more))
        for _ in range(100 * more * bench.rows):
            room = bench.announced < tiles and bench.announced - bench.freed < bench.slots
            await bench.step(room and bench.random.random() < tile)
            if bench.freed == tiles:
                break
        bench.expect(scoreboard, more)
        scoreboard.compare(await results.wait(more * bench.rows))
        await sending
        results.stop()
        assert bench.parameters_taken == bench.freed == tiles
    scoreboard.finish()
    for _ in range(2 * LATENCY):
        await bench.step(False)
        assert not bench.read("results_valid")


@unit_test()
async def latency_and_throughput(dut: Any, instance: str) -> None:
    """Without stalls the first result comes after the latency, and then one in every cycle."""
    bench = await start(dut, instance)
    results = StreamMonitor(dut, f"{instance}_results")
    requantisation = StreamDriver(dut, f"{instance}_requantisation")
    sending = cocotb.start_soon(requantisation.send_all([{}] * bench.slots))
    await RisingEdge(dut.clk)
    # One tile, and the others before it has left.
    for _ in range(bench.slots):
        await bench.step(True)
    for _ in range(LATENCY + bench.slots * bench.rows):
        await bench.step(False)
    first = 1 + LATENCY  # the monitor saw the cycle before the first announcement
    assert results.cycles == list(range(first, first + bench.slots * bench.rows))
    assert sending.done()


@unit_test()
async def reset_at_any_moment(dut: Any, instance: str) -> None:
    """Tiles in the pipeline are gone after a reset, and new ones come out whole."""
    for cycles in range(LATENCY + 2):
        bench = ReadoutBench(dut, instance)
        if cycles == 0:
            bench = await ReadoutBench.start(dut, instance)
        full = {"requantisation_valid": 1, "results_ready": 0}
        await bench.cycle(tile_done=1, **full)
        for _ in range(cycles):
            await bench.cycle(**full)
        await bench.cycle(rst=1, **full)
        for number in range(2 * LATENCY):
            await bench.cycle(**full | {"tile_done": int(number == LATENCY)})
            assert not bench.read("results_valid"), "a result from before the reset"
        await bench.cycle(**full)
        assert bench.read("results_valid") == 1
        await bench.cycle(rst=1)
