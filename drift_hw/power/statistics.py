"""Error statistics of each operating point: what the checker saw while the array ran at it."""

from __future__ import annotations

from amaranth.hdl import Module, Mux, Signal, Value
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block
from drift_hw.config import Config
from drift_hw.control.records import POINT_BITS
from drift_hw.protect.checker import multiplex, population_count

COUNTER_BITS = 32
"""Bits of every statistic; they saturate."""


class PointStatistics(Block):
    """Per point: tiles checked, tiles flagged, flagged rows and columns, and the largest |row delta|.

    The taps are the checker's; `point` is that of the tiles in the array, for it changes only when there are
    none. `clear` wins over what arrives in the same cycle. Latency from a tap to its statistic: 2 cycles.
    Throughput: a tile and a row each cycle.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        self.statistics = config.power.points * COUNTER_BITS
        ports = {
            "point": In(POINT_BITS),
            "clear": In(1),
            "check_valid": In(1),
            "check_row_flags": In(config.array.rows),
            "check_column_flags": In(config.array.columns),
            "row_delta_valid": In(1),
            "row_delta_value": In(config.array.accumulator_width),
            "tiles": Out(self.statistics),
            "flagged": Out(self.statistics),
            "flags": Out(self.statistics),
            "largest": Out(self.statistics),
        }
        super().__init__(config, "drift_point_statistics", ports)

    def elaborate(self, platform: object) -> Module:
        """Build one stage that sizes what arrived, and one that adds it to the statistics of its point."""
        m = self.module()
        array = self.config.array
        point = Signal(POINT_BITS, name="registered_point", reset_less=True)
        tile = Signal(name="tile_arrived")
        row = Signal(name="row_arrived")
        flags = Signal(range(array.rows + array.columns + 1), name="tile_flags", reset_less=True)
        magnitude = Signal(COUNTER_BITS, name="row_magnitude", reset_less=True)
        m.d.sync += [
            point.eq(self.point),
            tile.eq(self.check_valid & ~self.clear),
            row.eq(self.row_delta_valid & ~self.clear),
            flags.eq(
                population_count(m, "row_count", self.check_row_flags)
                + population_count(m, "column_count", self.check_column_flags)
            ),
            magnitude.eq(self._magnitude(m)),
        ]
        for name, arrived, added in (
            ("tiles", tile, 1),
            ("flagged", tile, flags.any()),
            ("flags", tile, flags),
        ):
            total = Signal(COUNTER_BITS + 1, name=f"{name}_total")
            m.d.comb += total.eq(self._present(m, name, point) + added)
            self._update(m, name, point, arrived, total[:-1] | total[-1].replicate(COUNTER_BITS))
        larger = magnitude > self._present(m, "largest", point)
        self._update(m, "largest", point, row & larger, magnitude)
        return m

    def _magnitude(self, m: Module) -> Value:
        """Return |row delta|, saturated."""
        width = self.config.array.accumulator_width
        magnitude = Signal(width, name="delta_magnitude")
        m.d.comb += magnitude.eq(Mux(self.row_delta_value[-1], -self.row_delta_value, self.row_delta_value))
        if width <= COUNTER_BITS:
            return magnitude
        return magnitude[:COUNTER_BITS] | magnitude[COUNTER_BITS:].any().replicate(COUNTER_BITS)

    def _entries(self, name: str) -> list[Value]:
        vector = getattr(self, name)
        return [vector[start : start + COUNTER_BITS] for start in range(0, self.statistics, COUNTER_BITS)]

    def _present(self, m: Module, name: str, point: Value) -> Value:
        """Return a statistic of a point."""
        present = Signal(COUNTER_BITS, name=f"{name}_present")
        m.d.comb += present.eq(multiplex(m, name, self._entries(name), point))
        return present

    def _update(self, m: Module, name: str, point: Value, when: Value, value: Value) -> None:
        """Set a statistic of a point to a value, or all of them to zero."""
        for number, entry in enumerate(self._entries(name)):
            with m.If(when & (point == number)):
                m.d.sync += entry.eq(value)
        with m.If(self.clear):
            m.d.sync += getattr(self, name).eq(0)
