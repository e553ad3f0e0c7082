"""The accelerator: AXI4-Lite control, AXI4 memory, interrupt, regulator and clock handshakes.

`docs/accelerator.md` draws it and is its contract.
"""

from __future__ import annotations

from amaranth.hdl import Cat, Const, Module, Signal, Value
from amaranth.lib.wiring import In, Member, Out

from drift_hw.block import FAULT_PREFIX, Block, place
from drift_hw.config import Config
from drift_hw.control.counters import Counters
from drift_hw.control.feeder import Feeder
from drift_hw.control.job_control import JobControl
from drift_hw.control.register_file import RegisterFile
from drift_hw.control.registers import PERFORMANCE_COUNTERS, RECOVERY_COUNTERS
from drift_hw.core import Core
from drift_hw.faults.injector import Injector
from drift_hw.memory.read_path import ReadPath
from drift_hw.memory.write_path import WritePath
from drift_hw.power.dvfs import Dvfs
from drift_hw.power.statistics import PointStatistics
from drift_hw.protect.recovery import Recovery

TOP = "drift_accelerator"
"""Name of the top module."""

_OUTSIDE = ("s_axil_", "m_axi_", "regulator_", "trace_")
"""Ports of blocks that are ports of the top: by prefix, and by name."""
_ALSO_OUTSIDE = ("irq", "clock_request", "clock_code", "clock_acknowledge")
_UNUSED = (
    ("core", "results_accumulator"),
    ("core", "column_delta_valid"),
    ("core", "column_delta_value"),
    ("core", "inject_seed_out"),
)
"""Outputs of blocks that nothing needs here."""


class Accelerator(Block):
    """Job control, memory paths, core, recovery and DVFS controller behind standard buses.

    Latency of a job: `golden.cycles` states it. Throughput: a beat (R x C multiply-accumulates) per cycle
    while memory delivers. Raises `ConfigError` for a configuration that has only a core.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        config.check_accelerator()
        self.parts: dict[str, Block] = {
            "registers": RegisterFile(config),
            "counters": Counters(config),
            "jobs": JobControl(config),
            "read_path": ReadPath(config),
            "feeder": Feeder(config),
            "core": Core(config),
            "recovery": Recovery(config),
            "write_path": WritePath(config),
            "dvfs": Dvfs(config),
        }
        if config.faults.injector:
            self.parts["injector"] = Injector(config)
        if config.protection.abft:
            self.parts["statistics"] = PointStatistics(config)
        ports: dict[str, Member] = {}
        for block in self.parts.values():
            for name, flow, signal in block.ports():
                if self._outside(name):
                    ports[name] = Member(flow, len(signal))
        if config.faults.ports:
            ports["cycle"] = Out(64)
            ports["operating_point"] = Out(4)
            ports |= {
                name: In(len(signal))
                for name, _, signal in self.parts["core"].ports()
                if name.startswith(FAULT_PREFIX)
            }
        super().__init__(config, TOP, ports)
        self.blocks = tuple(self.parts.values())

    @staticmethod
    def _outside(name: str) -> bool:
        """Whether a port of a block is a port of the top."""
        return name in _ALSO_OUTSIDE or name.startswith(_OUTSIDE)

    def elaborate(self, platform: object) -> Module:
        """Connect ports of equal name; what remains is listed here, and read as (block, port) <- value."""
        m = self.module()
        wires = {name: self._wires(name, block) for name, block in self.parts.items()}
        for name, block in self.parts.items():
            connections = {
                port: getattr(self, port) if self._outside(port) else wires[name][port]
                for port, _, _ in block.ports()
                if port not in ("clk", "rst") and not port.startswith(FAULT_PREFIX)
            }
            place(m, self, block, name, **connections)
        sources = self._sources(wires)
        outputs = self._outputs(wires)
        for name, block in self.parts.items():
            for port, flow, signal in block.ports():
                if flow is not In or port in ("clk", "rst") or port.startswith(FAULT_PREFIX):
                    continue
                if self._outside(port):
                    continue
                source = sources.pop((name, port), None)
                if source is None:
                    if port not in outputs:
                        raise TypeError(f"{block.module_name}.{port} has no source")
                    source = outputs[port]
                if len(source) != len(signal):
                    raise TypeError(f"{block.module_name}.{port} has {len(signal)} bits, not {len(source)}")
                m.d.comb += wires[name][port].eq(source)
        if sources:
            raise TypeError(f"no such inputs: {sorted(sources)}")
        if self.config.faults.ports:
            m.d.comb += [
                self.cycle.eq(wires["core"]["cycle"]),
                self.operating_point.eq(wires["dvfs"]["point"]),
            ]
        return m

    def _wires(self, name: str, block: Block) -> dict[str, Signal]:
        """Return a wire for each inner port of a block."""
        return {
            port: Signal(len(signal), name=f"{'unused_' * ((name, port) in _UNUSED)}{name}_{port}")
            for port, _, signal in block.ports()
            if port not in ("clk", "rst") and not self._outside(port) and not port.startswith(FAULT_PREFIX)
        }

    def _outputs(self, wires: dict[str, dict[str, Signal]]) -> dict[str, Value]:
        """Return the sources of inputs by their name alone: outputs whose name no other block has."""
        found: dict[str, list[Value]] = {}
        for name, block in self.parts.items():
            for port, flow, _ in block.ports():
                if flow is Out and port in wires[name]:
                    found.setdefault(port, []).append(wires[name][port])
        return {port: values[0] for port, values in found.items() if len(values) == 1}

    def _sources(self, wires: dict[str, dict[str, Signal]]) -> dict[tuple[str, str], Value]:
        """Return (block, input) -> source wherever names differ."""
        registers, jobs, core, recovery = (wires[name] for name in ("registers", "jobs", "core", "recovery"))
        dvfs, reader, writer, feeder = (wires[name] for name in ("dvfs", "read_path", "write_path", "feeder"))
        address = self.config.memory.address_width
        base = Cat(registers["ring_base_low"], registers["ring_base_high"])[:address]
        tile_taken = core["results_valid"] & core["results_last"] & recovery["results_ready"]
        sources: dict[tuple[str, str], Value] = {
            ("jobs", "enable"): registers["control_enable"],
            ("jobs", "ring_base"): base,
            ("jobs", "leading"): registers["sensitive_leading"],
            ("jobs", "trailing"): registers["sensitive_trailing"],
            ("jobs", "blocks_table"): registers["block"],
            ("jobs", "clear_error"): registers["control_clear_error"],
            ("feeder", "tile_taken"): tile_taken,
            # What the array captured while it was idle must not enter the first tile at another point.
            ("core", "clear"): dvfs["point_changing"] & feeder["core_empty"],
            ("dvfs", "points_table"): registers["point"],
            ("dvfs", "clear_fallback"): registers["control_clear_fallback"],
            ("counters", "clear"): registers["control_clear_performance"],
            ("counters", "busy_cycles"): jobs["busy"],
            ("counters", "memory_stall_cycles"): feeder["stalled"],
            ("counters", "read_beats"): reader["count_read"],
            ("counters", "write_beats"): writer["count_write"],
            ("counters", "row_activations"): self._sum("activations", reader, writer, checkpoint=True),
            ("counters", "checkpoint_read_beats"): reader["count_checkpoint_read"],
            ("counters", "checkpoint_write_beats"): writer["count_checkpoint_write"],
            ("counters", "checkpoint_row_activations"): self._sum("checkpoint_activations", reader, writer),
            ("counters", "point_switches"): dvfs["switched"],
            ("counters", "settle_cycles"): dvfs["switching"],
            ("counters", "corrected_elements"): recovery["corrected"],
            ("counters", "rolled_back_elements"): recovery["rolled_back"],
            ("counters", "missing_checkpoints"): recovery["missing"],
            ("counters", "zeroed_elements"): recovery["zeroed"],
            ("counters", "recomputed_tiles"): recovery["recomputed"],
            ("counters", "failed_recomputations"): recovery["failed"],
            ("registers", "status_busy"): jobs["busy"],
            ("registers", "status_switching"): dvfs["switching"],
            ("registers", "status_fallback"): dvfs["fallback"],
            ("registers", "status_error"): jobs["error_valid"],
            ("registers", "status_point"): dvfs["point"],
            ("registers", "interrupt_status_done_set"): jobs["interrupt_done"],
            ("registers", "interrupt_status_job_set"): jobs["interrupt_job"],
            ("registers", "interrupt_status_memory_set"): jobs["interrupt_memory"],
            ("registers", "interrupt_status_dvfs_set"): dvfs["timeout"],
            ("registers", "error_code_code"): jobs["error_code"],
            ("registers", "error_code_response"): jobs["error_response"],
            ("registers", "error_address_low"): jobs["error_address"][:32],
            ("registers", "error_address_high"): jobs["error_address"][32:],
        }
        if self.config.faults.injector:
            sources["injector", "point"] = dvfs["point"]
        return sources | self._tables(wires)

    @staticmethod
    def _sum(name: str, *paths: dict[str, Signal], checkpoint: bool = False) -> Value:
        """Add the amounts of both memory paths, with `checkpoint` those of checkpoints too, as 5 bits."""
        names = [name, f"checkpoint_{name}"] if checkpoint else [name]
        total: Value = Const(0)
        for path in paths:
            for part in names:
                total = total + path[part]
        return total[:5]

    def _tables(self, wires: dict[str, dict[str, Signal]]) -> dict[tuple[str, str], Value]:
        """Return the sources of the registers that are arrays, and of the checker's."""
        core, counters = wires["core"], wires["counters"]
        config = self.config
        count, acc = config.protection.counter_width, config.array.accumulator_width
        performance = [
            counters["performance"][64 * n : 64 * n + 64] for n in range(len(PERFORMANCE_COUNTERS))
        ]
        sources: dict[tuple[str, str], Value] = {
            ("registers", "performance_low"): Cat(value[:32] for value in performance),
            ("registers", "performance_high"): Cat(value[32:] for value in performance),
            ("registers", "recovery"): counters["recovery"][: 32 * len(RECOVERY_COUNTERS)],
        }
        names = ("tiles", "flagged_tiles", "flagged_rows", "flagged_columns", "masked_elements")
        points = {"tiles": "tiles", "flagged": "flagged", "flags": "flags", "largest": "largest"}

        def extended(value: Value, width: int) -> Value:
            return Cat(value, Const(0, width - len(value)))

        if not config.protection.abft:
            zeros = {
                "checker_counters": 5 * 32,
                "largest_delta": 32,
                "largest_delta_high": 32,
                "histogram": acc * 32,
            }
            zeros |= {f"point_{name}": 32 * config.power.points for name in points}
            return sources | {("registers", name): Const(0, width) for name, width in zeros.items()}
        largest = extended(core["counter_largest_delta"], 64)
        histogram = core["counter_histogram"]
        sources |= {
            ("core", "counters_clear"): wires["registers"]["control_clear_checker"],
            ("registers", "checker_counters"): Cat(extended(core[f"counter_{name}"], 32) for name in names),
            ("registers", "largest_delta"): largest[:32],
            ("registers", "largest_delta_high"): largest[32:],
            ("registers", "histogram"): Cat(
                extended(histogram[n * count : (n + 1) * count], 32) for n in range(acc)
            ),
            ("statistics", "point"): wires["dvfs"]["point"],
            ("statistics", "clear"): wires["registers"]["control_clear_statistics"],
        }
        return sources | {
            ("registers", f"point_{name}"): wires["statistics"][port] for name, port in points.items()
        }
