"""Policy of a job: operating point, recovery and checkpoint, from descriptor and registers."""

from __future__ import annotations

from amaranth.hdl import Const, Module, Mux, Signal, Value
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block, place
from drift_hw.config import Config
from drift_hw.control.descriptor import FLAGS, Policy
from drift_hw.control.divider import Divider
from drift_hw.control.records import POINT_BITS
from drift_hw.control.registers import register_map

ACTION_BITS = FLAGS["action"][1]
"""Bits of an action as software writes it: more than there are policies."""
BLOCK_FIELDS = {
    "tolerant": POINT_BITS,
    "sensitive": POINT_BITS,
    "correct": 1,
    "action": ACTION_BITS,
}


class JobPolicy(Block):
    """Resolves at `start`; without checks in the configuration or the job's `abft`, recovery is off.

    A block beyond the table has zeros; a point beyond it is point 0. `action` can be no `Policy`.
    Latency: 17 cycles, for the remainder of timestep / interval; outputs stay until the next `start`.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        self.divider = Divider(config)
        ports = {
            "start": In(1),
            "block_index": In(16),
            "timestep": In(16),
            **{f"flag_{name}": In(FLAGS[name][1]) for name in ("abft", "correct", "action", "override")},
            "flag_checkpoint_write": In(1),
            "checkpoint_interval": In(16),
            "timesteps": In(16),
            "leading": In(16),
            "trailing": In(16),
            "blocks_table": In(32 * config.power.blocks),
            "point": Out(POINT_BITS),
            "abft": Out(1),
            "correct": Out(1),
            "action": Out(ACTION_BITS),
            "checkpoint_write": Out(1),
        }
        super().__init__(config, "drift_job_policy", ports)
        self.blocks = (self.divider,)

    def elaborate(self, platform: object) -> Module:
        """Build the lookup, the choice of the point and the rule of the interval."""
        m = self.module()
        block = self._block(m)
        points = self.config.power.points
        sensitive = Signal()
        point = Signal(POINT_BITS, name="chosen_point")
        m.d.comb += [
            sensitive.eq((self.timestep < self.leading) | (self.timestep + self.trailing >= self.timesteps)),
            point.eq(Mux(sensitive, block["sensitive"], block["tolerant"])),
        ]
        known = point < points if points < 1 << POINT_BITS else Const(1)
        abft = self.flag_abft if self.config.protection.abft else Const(0)
        correct = Mux(self.flag_override, self.flag_correct, block["correct"])
        action = Mux(self.flag_override, self.flag_action, block["action"])
        resolved = (
            (self.point, Mux(known, point, 0)),
            (self.abft, abft),
            (self.correct, abft & correct if self.config.correction_entries else Const(0)),
            (self.action, Mux(abft, action, Policy.NONE)),
        )
        for target, value in resolved:
            held = Signal(len(target), name=f"resolved_{target.name}", reset_less=True)
            with m.If(self.start):
                m.d.sync += held.eq(value)
            m.d.comb += target.eq(held)
        m.d.comb += self.checkpoint_write.eq(self.flag_checkpoint_write & self._due(m))
        return m

    def _block(self, m: Module) -> dict[str, Value]:
        """Return the fields of the block's register."""
        fields = {
            field.name: (field.low, field.low + field.width)
            for field in register_map(self.config)["BLOCK"].fields
        }
        block = {name: Signal(width, name=f"block_{name}") for name, width in BLOCK_FIELDS.items()}
        with m.Switch(self.block_index):
            for number in range(self.config.power.blocks):
                entry = self.blocks_table[32 * number : 32 * (number + 1)]
                with m.Case(number):
                    m.d.comb += [block[name].eq(entry[low:high]) for name, (low, high) in fields.items()]
        return block

    def _due(self, m: Module) -> Value:
        """Return whether the timestep is one at which checkpoints are written."""
        interval = Signal(16, reset_less=True)
        busy, quotient, remainder = (
            Signal(len(port), name=f"{name}_interval_{port.name}")
            for name, port in (
                ("unused", self.divider.busy),
                ("unused", self.divider.quotient),
                ("timestep", self.divider.remainder),
            )
        )
        with m.If(self.start):
            m.d.sync += interval.eq(self.checkpoint_interval)
        place(
            m,
            self,
            self.divider,
            "interval_divider",
            start=self.start,
            dividend=self.timestep,
            divisor=interval,
            busy=busy,
            quotient=quotient,
            remainder=remainder,
        )
        # With interval 1 every timestep has remainder 0, which is 1 % 1.
        hit = (self.timestep == 0) | (interval == 1) | (remainder == 1)
        return hit & (interval != 0)
