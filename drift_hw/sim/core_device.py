"""The array core as a device: whole tiles in, whole tiles out, at the speed of the C++ loop.

Port names and timing are those of docs/microarchitecture.md.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from drift_hw.config import SHIFT_WIDTH, Config
from drift_hw.errors import UserError
from drift_hw.sim.model import Model, Sink, Source
from drift_hw.sim.packing import Integers, pack, unpack
from drift_hw.sim.verilator import Build, BuildOptions, build

TOP = "drift_core"
"""Name of the core's top module."""

_SETTLE = 8
"""Cycles run after the last expected beat, to see that nothing comes uncalled."""

Array = npt.NDArray[np.int64]


class StallError(RuntimeError):
    """The core did not deliver what it was asked for, or delivered more."""


@dataclass(frozen=True)
class Requantisation:
    """Per-column parameters of the requantiser, for every tile."""

    bias: Integers
    """(T, C) signed, accumulator_width bits."""
    multiplier: Integers
    """(T, C) unsigned, multiplier_width bits."""
    shift: Integers
    """(T, C), 0 to 63."""

    @classmethod
    def neutral(cls, tiles: int, columns: int) -> Self:
        """Return parameters that only clamp: y = clamp(acc)."""
        zeros = np.zeros((tiles, columns), dtype=np.int64)
        return cls(zeros, zeros + 1, zeros)


@dataclass(frozen=True)
class Counters:
    """The checker's counters since they were last cleared."""

    tiles: int
    flagged_tiles: int
    flagged_rows: int
    flagged_columns: int
    masked_elements: int
    largest_delta: int
    histogram: tuple[int, ...]
    """histogram[n]: row deltas with floor(log2 |delta|) = n."""


@dataclass(frozen=True)
class TileResults:
    """What the core delivered for T tiles. The checks are None without ABFT."""

    accumulators: Array
    """(T, R, C) int64, signed accumulator_width bits."""
    quantised: npt.NDArray[np.int8]
    """(T, R, C) int8."""
    accept_cycles: tuple[Array, ...]
    """Per tile, (K,) int64: the cycle in which each beat was accepted."""
    result_cycles: Array
    """(T, R) int64: the cycle in which each result row was taken."""
    cycles: int
    """Clock cycles of this run, up to and including the last expected beat."""
    mask: npt.NDArray[np.bool_] | None = None
    """(T, R, C) elements that are masked, after correction where it was asked for."""
    masked: npt.NDArray[np.bool_] | None = None
    """(T,) tiles with masked elements."""
    corrected: npt.NDArray[np.bool_] | None = None
    """(T, R) rows with a corrected element; None without a corrector."""
    row_deltas: Array | None = None
    """(T, R) int64."""
    column_deltas: Array | None = None
    """(T, C) int64."""
    row_flags: npt.NDArray[np.bool_] | None = None
    """(T, R)."""
    column_flags: npt.NDArray[np.bool_] | None = None
    """(T, C)."""
    counters: Counters | None = None
    """Counters after the run, since they were last cleared."""


def build_core(config: Config, verilog: str | None = None, options: BuildOptions | None = None) -> Build:
    """Build the simulator of a core; `verilog` replaces what the generator emits for `config`.

    Raises `drift_hw.toolchain.BuildError`.
    """
    if verilog is None:
        from drift_hw.emit import verilog as emit

        verilog = emit(config)
    return build(verilog, TOP, options)


class CoreSimulation:
    """A core under simulation. Close it, or use it in a `with` statement."""

    def __init__(
        self,
        config: Config,
        *,
        model: Model | None = None,
        verilog: str | None = None,
        options: BuildOptions | None = None,
        power_up_seed: int = 0,
        waves: Path | None = None,
    ) -> None:
        """Build the core and start it in reset.

        Args:
            config: the configuration that the Verilog was made from.
            model: a running model of it, as cocotb has one; else one is built and started.
            verilog: text to build instead of what the generator emits.
            options: how to build; by default with `trace` only when `waves` is given.
            power_up_seed: 0 powers up at zero, any other value at random levels.
            waves: FST file to write, one cycle per nanosecond.

        Raises `UserError` when a tool is missing, the build fails, or the Verilog is of another
        configuration.
        """
        self.config = config
        if model is None:
            built = build_core(config, verilog, options or BuildOptions(trace=waves is not None))
            model = Model(built, power_up_seed=power_up_seed, waves=waves)
        _check_ports(config, model)
        self.model = model
        self._first_cycle = 0  # of the model, since the last reset or restart
        self.reset()

    def close(self) -> None:
        """End the simulation and finish its waveform file."""
        self.model.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def reset(self, cycles: int = 2) -> None:
        """Reset the core; cycle numbers start at 0 after it. Threshold and counters' clear go to 0."""
        for stream in ("operands", "requantisation"):
            self.model.write(f"{stream}_valid", 0)
        self.model.write("results_ready", 0)
        self.model.write("restart", 0)
        if self.config.protection.abft:
            self.model.write("threshold", 0)
            self.model.write("counters_clear", 0)
        self.model.reset(cycles)
        self._first_cycle = 0

    def restart(self) -> None:
        """Flush the accumulators of a core without a tile in flight; cycle numbers start at 0 after it."""
        self.model.write("restart", 1)
        self.model.clock(1)
        self.model.write("restart", 0)
        self._first_cycle = self.model.cycle

    @property
    def cycle(self) -> int:
        """Number of the next rising clock edge, from reset or restart: the cycle numbers of fault lists."""
        return self.model.cycle - self._first_cycle

    def clear_counters(self) -> None:
        """Set the checker's counters to zero; takes a clock cycle."""
        self.model.write("counters_clear", 1)
        self.model.clock(1)
        self.model.write("counters_clear", 0)

    def counters(self) -> Counters:
        """Read the checker's counters."""
        read = self.model.read
        width = self.config.protection.counter_width
        packed = read("counter_histogram")
        return Counters(
            tiles=read("counter_tiles"),
            flagged_tiles=read("counter_flagged_tiles"),
            flagged_rows=read("counter_flagged_rows"),
            flagged_columns=read("counter_flagged_columns"),
            masked_elements=read("counter_masked_elements"),
            largest_delta=read("counter_largest_delta"),
            histogram=tuple(
                (packed >> (bit * width)) & ((1 << width) - 1)
                for bit in range(self.config.array.accumulator_width)
            ),
        )

    def fault_pulses(
        self, writes: npt.NDArray[np.void], ports: Sequence[tuple[str, int]]
    ) -> npt.NDArray[np.void]:
        """Return fault port writes as `run_tiles` takes them.

        Args:
            writes: fields cycle, port (index into `ports`), 32-bit word and mask, sorted by cycle.
            ports: (name, bits) of the fault ports.

        Raises `UserError` when the model has no such ports, ports of another width, or for another order.
        """
        return self.model.pulses(writes, ports)

    def run_tiles(
        self,
        a_tiles: Integers | Sequence[Integers],
        b_tiles: Integers | Sequence[Integers],
        requantisation: Requantisation | None = None,
        *,
        threshold: int = 0,
        correct: bool | npt.NDArray[np.bool_] = False,
        faults: npt.NDArray[np.void] | None = None,
        idle: float = 0.0,
        back_pressure: float = 0.0,
        seed: int = 0,
        max_cycles: int | None = None,
    ) -> TileResults:
        """Stream tiles through the core and collect everything it says about them.

        Args:
            a_tiles: T arrays (R, K) of operands, signed operand_width bits; K >= 1 may differ by tile.
            b_tiles: T arrays (K, C).
            requantisation: parameters; by default outputs are only clamped.
            threshold: flag deltas of at least 2**threshold, 0 to accumulator_width - 1.
            correct: which tiles to correct: all, none, or (T,); a core without a corrector corrects none.
            faults: fault port writes (`fault_pulses`), in the cycles of `CoreSimulation.cycle`.
            idle: probability per cycle that an operand or requantisation beat is held back.
            back_pressure: probability per cycle that the results are not taken.
            seed: of the idle and back-pressure cycles.
            max_cycles: limit; by default well above what the run needs.

        Raises `UserError` for tiles that do not fit the configuration and `StallError` when the core does
        not deliver, or delivers more than it should.
        """
        columns = self.config.array.columns
        _check_tiles(self.config, a_tiles, b_tiles)
        tiles = len(a_tiles)
        depths = np.array([tile.shape[1] for tile in a_tiles])
        chosen = requantisation or Requantisation.neutral(tiles, columns)
        corrections = np.broadcast_to(np.asarray(correct, bool), tiles)
        sources = self._sources(a_tiles, b_tiles, depths, chosen, correct=corrections, idle=idle)
        sinks = self._sinks(tiles, back_pressure)
        if self.config.protection.abft:
            self.model.write("threshold", threshold)
        if max_cycles is None:
            busy = float(depths.sum() + tiles * self.config.drain_cycles)
            slowest = (1 - idle) * (1 - back_pressure)
            max_cycles = int(4 * busy / slowest) + 4 * self.config.tile_latency + 1000
        if faults is not None and self._first_cycle:
            faults = faults.copy()
            faults["cycle"] += self._first_cycle
        cycles = self.model.run(sources, list(sinks.values()), cycles=max_cycles, pulses=faults, seed=seed)
        self._finish(sources, sinks, cycles)
        return self._collect(sources[0], sinks, depths, cycles)

    def _sources(
        self,
        a_tiles: Integers | Sequence[Integers],
        b_tiles: Integers | Sequence[Integers],
        depths: npt.NDArray[np.int64],
        requantisation: Requantisation,
        *,
        correct: npt.NDArray[np.bool_],
        idle: float,
    ) -> list[Source]:
        width = self.config.array.operand_width
        last = np.zeros((int(depths.sum()), 1), dtype=np.uint8)
        last[np.cumsum(depths) - 1] = 1
        operands = {
            "operands_a": pack(np.concatenate([tile.T for tile in a_tiles]), width),
            "operands_b": pack(np.concatenate(list(b_tiles)), width),
            "operands_last": last,
        }
        parameters = {
            "requantisation_bias": pack(requantisation.bias, self.config.array.accumulator_width),
            "requantisation_multiplier": pack(
                requantisation.multiplier, self.config.requantiser.multiplier_width
            ),
            "requantisation_shift": pack(requantisation.shift, SHIFT_WIDTH),
        }
        if self.config.correction_entries:
            parameters["requantisation_correct"] = correct.astype(np.uint8)[:, None]
        return [
            Source(self.model, f"{stream}_valid", f"{stream}_ready", payload, idle=idle)
            for stream, payload in (("operands", operands), ("requantisation", parameters))
        ]

    def _sinks(self, tiles: int, back_pressure: float) -> dict[str, Sink]:
        rows, columns, model = self.config.array.rows, self.config.array.columns, self.model
        abft = self.config.protection.abft
        payload = [
            "results_accumulator",
            "results_quantised",
            "results_last",
            *(["results_mask", "results_masked"] if abft else []),
            *(["results_corrected"] if self.config.correction_entries else []),
        ]
        sinks = {
            "results": Sink(
                model, "results_valid", "results_ready", payload, goal=tiles * rows, stall=back_pressure
            )
        }
        if abft:
            taps = {
                "row_delta": (tiles * rows, ["row_delta_value"]),
                "column_delta": (tiles * columns, ["column_delta_valid", "column_delta_value"]),
                "check": (tiles, ["check_row_flags", "check_column_flags"]),
            }
            for tap, (goal, ports) in taps.items():
                sinks[tap] = Sink(model, f"{tap}_valid", None, ports, goal=goal)
        return sinks

    def _finish(self, sources: list[Source], sinks: dict[str, Sink], cycles: int) -> None:
        """Run a few more cycles; raise `StallError` unless every sink has exactly what it should."""
        goals = {name: sink.goal for name, sink in sinks.items()}
        for sink in sinks.values():
            sink.arguments.goal = 2**64 - 1
        self.model.run(sources, list(sinks.values()), cycles=_SETTLE)
        for name, sink in sinks.items():
            if sink.counted != goals[name]:
                raise StallError(
                    f"{name}: {sink.counted} beats instead of {goals[name]} after {cycles} cycles"
                    f" ({len(sources[0].accepted_at)} operand beats were accepted)"
                )

    def _collect(
        self,
        operands: Source,
        sinks: dict[str, Sink],
        depths: npt.NDArray[np.int64],
        cycles: int,
    ) -> TileResults:
        rows, columns, width = (
            self.config.array.rows,
            self.config.array.columns,
            self.config.array.accumulator_width,
        )
        tiles = len(depths)
        shape = (tiles, rows, columns)
        results = sinks["results"]
        last = results["results_last"].reshape(tiles, rows)
        if last[:, :-1].any() or not last[:, -1].all():
            raise StallError("results_last does not mark the last row of each tile")
        outputs = TileResults(
            accumulators=unpack(results["results_accumulator"], width, columns, signed=True).reshape(shape),
            quantised=unpack(
                results["results_quantised"], self.config.array.operand_width, columns, signed=True
            )
            .astype(np.int8)
            .reshape(shape),
            accept_cycles=tuple(np.split(self._numbered(operands.accepted_at), np.cumsum(depths)[:-1])),
            result_cycles=self._numbered(results.received_at).reshape(tiles, rows),
            cycles=cycles,
        )
        if not self.config.protection.abft:
            return outputs
        checks = sinks["check"]
        masked = results["results_masked"].astype(bool).reshape(tiles, rows)
        if (masked != masked[:, :1]).any():
            raise StallError("results_masked is not the same for all rows of a tile")
        corrected = None
        if self.config.correction_entries:
            corrected = results["results_corrected"].astype(bool).reshape(tiles, rows)
        return dataclasses.replace(
            outputs,
            mask=unpack(results["results_mask"], 1, columns).astype(bool).reshape(shape),
            masked=masked[:, 0],
            corrected=corrected,
            row_deltas=unpack(sinks["row_delta"]["row_delta_value"], width, 1, signed=True).reshape(
                tiles, rows
            ),
            column_deltas=self._column_deltas(sinks["column_delta"], tiles),
            row_flags=unpack(checks["check_row_flags"], 1, rows).astype(bool),
            column_flags=unpack(checks["check_column_flags"], 1, columns).astype(bool),
            counters=self.counters(),
        )

    def _numbered(self, cycles: npt.NDArray[np.uint64]) -> Array:
        """Return cycles of the model as `cycle` numbers them."""
        return cycles.astype(np.int64) - self._first_cycle

    def _column_deltas(self, tap: Sink, tiles: int) -> Array:
        """Sort the beats of the column tap, one value per group that is valid, into (T, C)."""
        columns, lanes = self.config.array.columns, self.config.column_check_lanes
        groups = -(-columns // lanes)
        valid = unpack(tap["column_delta_valid"], 1, groups).astype(bool)
        values = unpack(tap["column_delta_value"], self.config.array.accumulator_width, groups, signed=True)
        per_group = [
            values[valid[:, group], group].reshape(tiles, min(lanes, columns - group * lanes))
            for group in range(groups)
        ]
        return np.concatenate(per_group, axis=1)


def _check_ports(config: Config, model: Model) -> None:
    array = config.array
    width = array.accumulator_width
    expected = {
        "operands_a": array.rows * array.operand_width,
        "operands_b": array.columns * array.operand_width,
        "requantisation_multiplier": array.columns * config.requantiser.multiplier_width,
        "results_accumulator": array.columns * width,
        "results_mask": array.columns * config.protection.abft,
        "results_corrected": int(config.correction_entries > 0),
        "counter_histogram": width * config.protection.counter_width * config.protection.abft,
        "fault_flip_product": array.rows
        * array.columns
        * config.product_width
        * (config.faults.ports and array.product_register),
        "cycle": 64 * config.faults.ports,
    }
    for name, bits in expected.items():
        found = model.ports[name].width if name in model.ports else 0
        if found != bits:
            raise UserError(
                f"the design's port {name} has {found} bits, but configuration {config.hash} needs {bits}:"
                " generate the Verilog again from this configuration"
            )


def _check_tiles(
    config: Config, a_tiles: Integers | Sequence[Integers], b_tiles: Integers | Sequence[Integers]
) -> None:
    rows, columns = config.array.rows, config.array.columns
    if len(a_tiles) != len(b_tiles) or len(a_tiles) == 0:
        raise UserError(
            f"as many A as B tiles are needed, at least one, not {len(a_tiles)} and {len(b_tiles)}"
        )
    low, high = -config.output_limit - 1, config.output_limit
    for number, (a, b) in enumerate(zip(a_tiles, b_tiles, strict=True)):
        if a.shape != (rows, b.shape[0]) or b.shape != (a.shape[1], columns) or b.shape[0] == 0:
            raise UserError(
                f"tile {number}: A of shape {a.shape} and B of shape {b.shape} do not fit a core of"
                f" {rows} rows and {columns} columns: A is ({rows}, K), B is (K, {columns}), K >= 1"
            )
        for name, operand in (("A", a), ("B", b)):
            if operand.min() < low or operand.max() > high:
                raise UserError(f"tile {number}: operands of {name} must be from {low} to {high}")
