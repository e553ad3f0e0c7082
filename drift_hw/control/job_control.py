"""Job control: from descriptors in memory to loads, feeds and retirements, and back to their status.

fetch -> decode -> tile walker -> queues -> panel_load, stream_load, table_load, feed, retire
  |        |           |
  +--------+----> job table <- written, discarded, masked, errors
                       |
                  completion -> status, ring head
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from amaranth.hdl import Cat, Module, Mux, Signal, Value
from amaranth.lib import data
from amaranth.lib.wiring import In, Member, Out

from drift_hw.block import Block, place
from drift_hw.config import Config, clog2
from drift_hw.control.completion import JOB_COUNT_BITS, Completion, FirstError
from drift_hw.control.descriptor import RECOMPUTE_TILES, STATUS_BYTES
from drift_hw.control.job_decode import JobDecode
from drift_hw.control.job_fetch import JobFetch, data_bits, descriptor_beats
from drift_hw.control.job_table import JobTable
from drift_hw.control.records import INDEX_BITS, SLOT_BITS, FeedRecord, RetireRecord
from drift_hw.control.stream_queue import StreamQueue
from drift_hw.control.tile_walker import Load, TileWalker

TILES_AHEAD = 16
"""Tiles that the walker is ahead of each of its takers."""
LOADS = ("panel", "stream", "table")
MEMORY_ERRORS = ("read_error", "write_error")

Wires = Mapping[str, Mapping[str, Value]]
"""Outputs of the parts: part -> port -> signal."""


class JobControl(Block):
    """The ring of jobs; docs/accelerator.md, sections "A job" and "Blocks", is its contract.

    A first job's loads come as late as memory, `JobDecode` and 10 cycles make them; later ones overlap with
    jobs before. Throughput: a tile per cycle. With a failed descriptor, `error_address` is the descriptor's.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        address, bus = config.memory.address_width, config.memory.data_width
        self.fetch, self.decode = JobFetch(config), JobDecode(config)
        self.walker, self.table = TileWalker(config), JobTable(config)
        self.completion, self.first_error = Completion(config), FirstError(config)
        records: dict[str, Any] = dict.fromkeys(LOADS, Load(config).size)
        records |= {"feed": FeedRecord(config).size, "retire": RetireRecord(config).size}
        load_queue = StreamQueue(config, "drift_load_queue", records["panel"], TILES_AHEAD)
        self.queues = {
            name: load_queue
            if name in LOADS
            else StreamQueue(config, f"drift_{name}_queue", width, TILES_AHEAD)
            for name, width in records.items()
        }
        ports: dict[str, Member] = {
            "enable": In(1),
            "ring_base": In(address),
            "ring_entries": In(INDEX_BITS),
            "ring_tail": In(INDEX_BITS),
            "checkpoint_interval": In(16),
            "timesteps": In(16),
            "leading": In(16),
            "trailing": In(16),
            "blocks_table": In(32 * config.power.blocks),
            "clear_error": In(1),
            "descriptor_data_valid": In(1),
            "descriptor_data": In(bus),
            "descriptor_data_response": In(2),
        }
        for error in MEMORY_ERRORS:
            ports |= {
                f"{error}_valid": In(1),
                f"{error}_slot": In(SLOT_BITS),
                f"{error}_address": In(address),
                f"{error}_response": In(2),
            }
        for pulse in ("written", "discarded", "masked"):
            ports |= {f"{pulse}_valid": In(1), f"{pulse}_slot": In(SLOT_BITS)}
        ports |= {"discarded_tile": In(clog2(RECOMPUTE_TILES)), "status_written": In(1)}
        for load in ("descriptor", *LOADS):
            ports |= {f"{load}_load_valid": Out(1), f"{load}_load_ready": In(1)}
            ports |= {f"{load}_load_{name}": Out(field.width) for name, field in Load(config)}
        for record in ("feed", "retire"):
            ports |= {
                f"{record}_valid": Out(1),
                f"{record}_ready": In(1),
                f"{record}_record": Out(records[record]),
            }
        ports |= {
            "status_valid": Out(1),
            "status_ready": In(1),
            "status_address": Out(address),
            "status_data": Out(8 * STATUS_BYTES),
            "busy": Out(1),
            "restart": Out(1),
            "ring_head": Out(INDEX_BITS),
            "jobs_done": Out(JOB_COUNT_BITS),
            "jobs_failed": Out(JOB_COUNT_BITS),
            "error_valid": Out(1),
            "error_code": Out(16),
            "error_response": Out(2),
            "error_job": Out(INDEX_BITS),
            "error_address": Out(64),
            "interrupt_done": Out(1),
            "interrupt_job": Out(1),
            "interrupt_memory": Out(1),
        }
        super().__init__(config, "drift_job_control", ports)
        self.blocks = (
            *(self.fetch, self.decode, self.walker, self.table, self.completion, self.first_error),
            *dict.fromkeys(self.queues.values()),
        )

    def elaborate(self, platform: object) -> Module:
        """Connect the parts in the order in which a job meets them."""
        m = self.module()
        parts: dict[str, Block] = {
            "fetch": self.fetch,
            "decode": self.decode,
            "walker": self.walker,
            "job_table": self.table,
            "completion": self.completion,
            "first_error": self.first_error,
            **{f"{name}_queue": queue for name, queue in self.queues.items()},
        }
        wires = {
            name: {
                port: Signal(len(signal), name=f"{name}_{port}")
                for port, flow, signal in part.ports()
                if flow is Out
            }
            for name, part in parts.items()
        }
        inputs = {
            "fetch": self._fetch(m, wires),
            "decode": self._decode(wires),
            "walker": self._walker(wires),
            "job_table": self._table(wires),
            "completion": self._completion(wires),
            "first_error": self._errors(m, wires),
            **{f"{name}_queue": self._queue(m, wires, name) for name in self.queues},
        }
        for name, part in parts.items():
            place(m, self, part, name, **inputs[name], **wires[name])
        return m

    def _fetch(self, m: Module, wires: Wires) -> dict[str, Value]:
        """Rise and fall with the work there is, and fetch while there is a slot."""
        fetch, table, load = wires["fetch"], wires["job_table"], self.descriptor_load_address
        m.d.sync += self.restart.eq(~self.busy & fetch["submitted"])
        with m.If(fetch["submitted"]):
            m.d.sync += self.busy.eq(1)
        with m.Elif(table["empty"]):
            m.d.comb += self.interrupt_done.eq(self.busy)
            m.d.sync += self.busy.eq(0)
        m.d.comb += [
            self.descriptor_load_valid.eq(fetch["load_valid"]),
            load.eq(fetch["address"]),
            self.descriptor_load_beats.eq(descriptor_beats(self.config)),
            self.descriptor_load_slot.eq(fetch["slot"]),
        ]
        return {
            "run": self.busy & table["room"],
            "load_ready": self.descriptor_load_ready,
            "data_valid": self.descriptor_data_valid,
            "data": self.descriptor_data[: data_bits(self.config)],
            "data_response": self.descriptor_data_response,
            "descriptor_ready": wires["decode"]["descriptor_ready"],
            **{name: getattr(self, name) for name in ("enable", "ring_base", "ring_entries", "ring_tail")},
        }

    def _decode(self, wires: Wires) -> dict[str, Value]:
        fetch = wires["fetch"]
        names = ("descriptor_valid", "descriptor", "index", "slot", "failed")
        return {
            **{name: fetch[name] for name in names},
            **{name: getattr(self, name) for name in JobDecode.REGISTERS},
            "job_ready": wires["walker"]["job_ready"],
        }

    def _walker(self, wires: Wires) -> dict[str, Value]:
        room = Cat(wires[f"{name}_queue"]["input_ready"] for name in self.queues)
        return {
            **{name: wires["decode"][name] for name in ("job_valid", "job_fence", "job_record")},
            **{name: wires["job_table"][name] for name in ("oldest_slot", "slot_idle", "slot_full")},
            "discarded_valid": self.discarded_valid,
            "discarded_tile": self.discarded_tile,
            "room": room.all(),
        }

    def _table(self, wires: Wires) -> dict[str, Value]:
        fetch, decode, walker = wires["fetch"], wires["decode"], wires["walker"]
        return {
            **{"take": fetch["take"], "take_slot": fetch["slot"], "take_index": fetch["index"]},
            **{"emit": walker["emit"], "emit_slot": walker["slot"]},
            **{"walked": walker["walked"], "walked_slot": walker["slot"]},
            **{"refused": decode["refused"], "refused_slot": fetch["slot"]},
            "refused_code": decode["refused_code"],
            "free": wires["completion"]["free"],
            **self._pulses("written", "discarded", "masked", *MEMORY_ERRORS),
            **self._details(),
        }

    def _pulses(self, *names: str) -> dict[str, Value]:
        """Return pulses from outside, and the slots that they concern."""
        pulses = {name: getattr(self, f"{name}_valid") for name in names}
        return pulses | {f"{name}_slot": getattr(self, f"{name}_slot") for name in names}

    def _details(self) -> dict[str, Value]:
        """Return address and response of memory errors."""
        names = (f"{error}_{detail}" for error in MEMORY_ERRORS for detail in ("address", "response"))
        return {name: getattr(self, name) for name in names}

    def _completion(self, wires: Wires) -> dict[str, Value]:
        table = wires["job_table"]
        names = ("finished", "code", "response", "address", "masked_tiles")
        return {
            "ring_base": self.ring_base,
            "ring_entries": self.ring_entries,
            **{name: table[f"oldest_{name}"] for name in names},
            "status_ready": self.status_ready,
            "status_written": self.status_written,
        }

    def _errors(self, m: Module, wires: Wires) -> dict[str, Value]:
        """Connect status, counts, interrupts and the first error."""
        fetch, decode, completion = wires["fetch"], wires["decode"], wires["completion"]
        fetch_error = decode["refused"] & fetch["failed"]
        names = ("status_valid", "status_address", "status_data", "ring_head", "jobs_done", "jobs_failed")
        m.d.comb += [getattr(self, name).eq(completion[name]) for name in names]
        first = wires["first_error"]
        m.d.comb += [getattr(self, f"error_{name}").eq(value) for name, value in first.items()]
        m.d.comb += [
            self.interrupt_job.eq(completion["failed"]),
            self.interrupt_memory.eq(self.read_error_valid | self.write_error_valid | fetch_error),
        ]
        return {
            "clear": self.clear_error,
            "indices": wires["job_table"]["indices"],
            **self._pulses(*MEMORY_ERRORS),
            **self._details(),
            **{"refused": decode["refused"], "refused_slot": fetch["slot"]},
            "refused_code": decode["refused_code"],
            "refused_address": Mux(fetch["failed"], fetch["address"], 0),
            "refused_response": Mux(fetch["failed"], fetch["response"], 0),
        }

    def _queue(self, m: Module, wires: Wires, name: str) -> dict[str, Value]:
        """Connect a queue of the walker to its stream."""
        walker, queue = wires["walker"], wires[f"{name}_queue"]
        stream = f"{name}_load" if name in LOADS else name
        valid = walker["emit"]
        if name == "panel":
            valid = valid & walker["load_panel"]
        if name in LOADS:
            record = data.View(Load(self.config), queue["output_data"])
            m.d.comb += [
                getattr(self, f"{stream}_{field}").eq(record[field]) for field, _ in Load(self.config)
            ]
        else:
            m.d.comb += getattr(self, f"{stream}_record").eq(queue["output_data"])
        m.d.comb += getattr(self, f"{stream}_valid").eq(queue["output_valid"])
        return {
            "input_valid": valid,
            "input_data": walker[f"{name}_record"],
            "output_ready": getattr(self, f"{stream}_ready"),
        }
