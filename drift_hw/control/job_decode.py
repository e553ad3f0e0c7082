"""Decode: a descriptor becomes a job to be walked, or is refused."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import or_

from amaranth.hdl import Cat, Module, Mux, Signal, Value
from amaranth.lib import data
from amaranth.lib.wiring import In, Member, Out

from drift_hw.block import Block, place
from drift_hw.config import Config, clog2
from drift_hw.control.descriptor import DIMENSION_BITS, FIELDS, FLAGS, RECOMPUTE_TILES, Code, Policy
from drift_hw.control.job_fetch import DESCRIPTOR_BITS
from drift_hw.control.job_policy import JobPolicy
from drift_hw.control.job_sizes import STEP_BITS, TENSORS, JobSizes
from drift_hw.control.records import INDEX_BITS, POINT_BITS, ROW_BYTES_BITS, SLOT_BITS

CODE_BITS = clog2(max(Code) + 1)
"""Bits of a `Code`."""


class JobRecord(data.StructLayout):
    """A job to be walked: what `JobSizes` and `JobPolicy` made of its descriptor."""

    def __init__(self, config: Config) -> None:
        super().__init__(
            {
                "slot": SLOT_BITS,
                "index": INDEX_BITS,
                "k": DIMENSION_BITS,
                **dict.fromkeys(TENSORS, config.memory.address_width),
                "checkpoint_read": 1,
                "row_major": 1,
                "last_row_block": DIMENSION_BITS,
                "last_column_block": DIMENSION_BITS,
                "last_rows": clog2(config.array.rows + 1),
                "last_columns": clog2(config.array.columns + 1),
                "row_bytes": ROW_BYTES_BITS,
                "row_step": STEP_BITS,
                "point": POINT_BITS,
                "abft": 1,
                "correct": 1,
                "action": 2,
                "checkpoint_write": 1,
            }
        )


class JobDecode(Block):
    """Checks a descriptor in the order of `Code`: `refused` pulses with why, or the job is offered.

    The descriptor is held by the fetch until `descriptor_ready`. Registers are looked at when the decode
    begins. Latency: that of `JobSizes` and 2 cycles. Throughput: one job at a time.
    """

    has_reset = True
    REGISTERS = ("checkpoint_interval", "timesteps", "leading", "trailing", "blocks_table")

    def __init__(self, config: Config) -> None:
        self.sizes = JobSizes(config)
        self.policy = JobPolicy(config)
        self.record = JobRecord(config)
        registers = {name: port for name, _, port in self.policy.ports() if name in self.REGISTERS}
        ports: dict[str, Member] = {
            "descriptor_valid": In(1),
            "descriptor_ready": Out(1),
            "descriptor": In(DESCRIPTOR_BITS),
            "index": In(INDEX_BITS),
            "slot": In(SLOT_BITS),
            "failed": In(1),
            **{name: In(len(port)) for name, port in registers.items()},
            "refused": Out(1),
            "refused_code": Out(CODE_BITS),
            "job_valid": Out(1),
            "job_ready": In(1),
            "job_fence": Out(1),
            "job_record": Out(self.record.size),
        }
        super().__init__(config, "drift_job_decode", ports)
        self.blocks = (self.sizes, self.policy)

    def elaborate(self, platform: object) -> Module:
        """Build the sequence, and connect what works out the job."""
        m = self.module()
        fields = {
            field.name: self.descriptor[8 * field.offset : 8 * field.offset + field.width] for field in FIELDS
        }
        flags = {name: fields["flags"][low : low + width] for name, (low, width) in FLAGS.items()}
        use_checkpoint = flags["checkpoint_read"] | flags["checkpoint_write"]
        start = Signal()
        addresses = {name: fields[name][: self.config.memory.address_width] for name in TENSORS}
        sizes = self._place(
            m,
            self.sizes,
            start=start,
            **{f"size_{name}": fields[name][:DIMENSION_BITS] for name in ("m", "k", "n")},
            **{f"address_{name}": value for name, value in addresses.items()},
            row_major=flags["row_major"],
            use_checkpoint=use_checkpoint,
        )
        policy = self._place(
            m,
            self.policy,
            start=start,
            block_index=fields["block"],
            timestep=fields["timestep"],
            **{f"flag_{name}": flags[name] for name in ("abft", "correct", "action", "override")},
            flag_checkpoint_write=flags["checkpoint_write"],
            **{name: getattr(self, name) for name in self.REGISTERS},
        )
        checks = self._checks(fields, flags, use_checkpoint, sizes, policy)
        # Assigned last, the code of the first check wins.
        for code, bad in reversed(checks):
            with m.If(bad):
                m.d.comb += self.refused_code.eq(code)
        accepted = self.refused_code == Code.PENDING
        with m.FSM(name="decode"):
            with m.State("IDLE"), m.If(self.descriptor_valid):
                m.d.comb += start.eq(1)
                m.next = "WORK"
            with m.State("WORK"), m.If(~sizes["busy"]):
                m.next = "DONE"
            with m.State("DONE"):
                m.d.comb += [
                    self.job_valid.eq(accepted),
                    self.refused.eq(~accepted),
                    self.descriptor_ready.eq(Mux(accepted, self.job_ready, 1)),
                ]
                with m.If(self.descriptor_ready):
                    m.next = "IDLE"

        job = data.View(self.record, self.job_record)
        known = {
            "slot": self.slot,
            "index": self.index,
            "k": fields["k"][:DIMENSION_BITS],
            **addresses,
            **{name: flags[name] for name in ("checkpoint_read", "row_major")},
            **sizes,
            **policy,
        }
        known["action"] = policy["action"][:2]
        m.d.comb += [job[name].eq(known[name]) for name, _ in self.record]
        m.d.comb += self.job_fence.eq(flags["fence"])
        return m

    def _place(self, m: Module, block: Block, **inputs: Value) -> dict[str, Value]:
        """Place `block`; return its outputs."""
        outputs = {name: Signal(len(port), name=name) for name, flow, port in block.ports() if flow is Out}
        place(m, self, block, block.module_name.removeprefix("drift_"), **inputs, **outputs)
        return outputs

    def _checks(
        self,
        fields: Mapping[str, Value],
        flags: Mapping[str, Value],
        use_checkpoint: Value,
        sizes: Mapping[str, Value],
        policy: Mapping[str, Value],
    ) -> list[tuple[Code, Value]]:
        """Return each code and whether its check fails, the first in order first."""
        known = [bit for low, width in FLAGS.values() for bit in range(low, low + width)]
        unknown = Cat(*(bit for number, bit in enumerate(fields["flags"]) if number not in known))
        recovery = flags["correct"] | flags["action"].any()
        reserved = unknown.any() | fields["reserved"].any() | (~flags["override"] & recovery)
        too_many = (policy["action"] == Policy.RECOMPUTE) & (sizes["tiles"] > RECOMPUTE_TILES)
        dimension = too_many
        for name in ("m", "k", "n"):
            dimension |= (fields[name] == 0) | fields[name][DIMENSION_BITS:].any()
        layout, width = self.sizes.layout, self.config.memory.address_width
        alignment = {"output": layout.output_alignment, "checkpoint": layout.output_alignment}
        misaligned = {
            name: fields[name][: clog2(alignment.get(name, layout.bus))].any() | fields[name][width:].any()
            for name in TENSORS
        }
        misaligned["checkpoint"] &= use_checkpoint
        return [
            (Code.FETCH_ERROR, self.failed),
            (Code.RESERVED_BITS, reserved),
            (Code.DIMENSION, dimension),
            (Code.BLOCK, fields["block"] >= self.config.power.blocks),
            (Code.POLICY, policy["action"] > max(Policy)),
            (Code.ALIGNMENT, reduce(or_, misaligned.values())),
            (Code.WRAP, sizes["wrapped"]),
        ]
