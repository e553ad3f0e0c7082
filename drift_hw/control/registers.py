"""The one declaration of the control and status registers (AXI4-Lite, 32 bits each).

Hardware (`control.register_file`), SystemRDL, C header, Markdown and the Python driver are all made from
`register_map(config)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from drift_hw.config import Config
from drift_hw.faults.fabric import SEED_WORDS, THRESHOLD_BITS, injected_bits, regions

REGISTER_BYTES = 4
IDENTIFICATION = 0x44524654
"""ASCII `DRFT`."""
VERSION = 0x0001_0000
"""Major (16 bits), minor (16 bits) of the register map and descriptor format."""
ADDRESS_BITS = 12
"""The registers take 4 KiB of address space."""


class Access(StrEnum):
    """Who changes a field, and how."""

    READ_ONLY = "ro"
    """Hardware drives it."""
    CONSTANT = "constant"
    """Fixed by the configuration; `reset` is its value."""
    READ_WRITE = "rw"
    """Software writes it, hardware uses it."""
    WRITE_ONE_CLEAR = "w1c"
    """Hardware sets bits with a one-cycle pulse; writing 1 clears them; a set in the same cycle wins."""
    PULSE = "pulse"
    """Writing 1 gives the hardware a one-cycle pulse; reads as 0."""


@dataclass(frozen=True)
class Field:
    """A field of a register; `low` is its lowest bit."""

    name: str
    low: int
    width: int
    access: Access
    doc: str
    reset: int = 0


@dataclass(frozen=True)
class Register:
    """A register, or an array of `count` of them `stride` bytes apart."""

    name: str
    offset: int
    doc: str
    fields: tuple[Field, ...]
    count: int | None = None
    stride: int = REGISTER_BYTES

    def address(self, index: int = 0) -> int:
        """Return the byte address; raises `IndexError` beyond an array's end."""
        if not 0 <= index < (self.count or 1):
            raise IndexError(f"register {self.name} has no index {index}")
        return self.offset + index * self.stride

    def field(self, name: str) -> Field:
        """Return a field by its name; raises `KeyError`."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"register {self.name} has no field {name}")


@dataclass(frozen=True)
class RegisterMap:
    """All registers of a configuration, by increasing offset."""

    registers: tuple[Register, ...]

    def __iter__(self) -> Iterator[Register]:
        return iter(self.registers)

    def __getitem__(self, name: str) -> Register:
        for register in self.registers:
            if register.name == name:
                return register
        raise KeyError(f"no register {name}")


_RO, _RW, _CONSTANT = Access.READ_ONLY, Access.READ_WRITE, Access.CONSTANT

INTERRUPTS = (
    ("done", "busy fell: the ring is empty, or CONTROL.enable is 0, and no job is in flight"),
    ("job", "a job finished with a status other than DONE"),
    ("memory", "a read or write got SLVERR or DECERR"),
    ("dvfs", "regulator or clock generator did not acknowledge in time: the safe point is held"),
)
"""Bits of INTERRUPT_STATUS and INTERRUPT_MASK, from bit 0; `irq` is high while any unmasked one is set."""

PERFORMANCE_COUNTERS = (
    ("busy_cycles", "cycles from a submission to its last job's end"),
    ("memory_stall_cycles", "cycles in which the array waited for operands"),
    ("macs", "multiply-accumulates that are no padding, recomputed tiles included"),
    ("read_beats", "data beats read"),
    ("write_beats", "data beats written"),
    ("row_activations", "DRAM rows opened: one open row of 2**PAGE_SHIFT bytes for each stream"),
    ("checkpoint_read_beats", "of read_beats: checkpoints"),
    ("checkpoint_write_beats", "of write_beats: checkpoints"),
    ("checkpoint_row_activations", "of row_activations: checkpoints read and written"),
    ("point_switches", "changes of the operating point"),
    ("settle_cycles", "cycles of these changes, in which the array idles"),
)
"""64 bits each: PERFORMANCE_LOW[n], PERFORMANCE_HIGH[n]."""

RECOVERY_COUNTERS = (
    ("corrected_elements", "elements repaired by subtraction"),
    ("rolled_back_elements", "masked elements replaced by their checkpoint"),
    ("missing_checkpoints", "tiles rolled back to zero because there is no checkpoint"),
    ("zeroed_elements", "masked elements replaced by zero (action ZERO)"),
    ("recomputed_tiles", "tiles run again at the safe point"),
    ("failed_recomputations", "of them, still with masked elements"),
)
"""32 bits each, saturating: RECOVERY[n]. Padding elements count like others."""

CHECKER_COUNTERS = ("tiles", "flagged_tiles", "flagged_rows", "flagged_columns", "masked_elements")
"""CHECKER[n], counter_width bits, saturating: before correction."""


def register_map(config: Config) -> RegisterMap:
    """Return the registers of an accelerator of this configuration."""
    array, memory, power = config.array, config.memory, config.power
    whole = (Field("value", 0, 32, _RO, "value"),)

    def constant(*fields: tuple[str, int, int, int, str]) -> tuple[Field, ...]:
        return tuple(
            Field(name, low, width, _CONSTANT, doc, value) for name, low, width, value, doc in fields
        )

    def one(
        name: str, offset: int, doc: str, width: int = 32, *, access: Access = _RW, reset: int = 0
    ) -> Register:
        return Register(name, offset, doc, (Field("value", 0, width, access, doc, reset),))

    digest = int(config.hash, 16)
    registers = [
        one("IDENTIFICATION", 0x000, "ASCII DRFT", access=_CONSTANT, reset=IDENTIFICATION),
        one("VERSION", 0x004, "major and minor of this map", access=_CONSTANT, reset=VERSION),
        one("HASH_LOW", 0x008, "configuration hash, low", access=_CONSTANT, reset=digest & 0xFFFFFFFF),
        one("HASH_HIGH", 0x00C, "configuration hash, high", access=_CONSTANT, reset=digest >> 32),
        Register(
            "GEOMETRY",
            0x010,
            "the array",
            constant(
                ("rows", 0, 9, array.rows, "rows R"),
                ("columns", 9, 9, array.columns, "columns C"),
                ("operand_width", 18, 4, array.operand_width, "bits of an operand"),
                ("accumulator_width", 22, 6, array.accumulator_width, "bits of an accumulator"),
                ("abft", 28, 1, int(config.protection.abft), "checksums and checker are built"),
                ("corrector", 29, 1, int(config.correction_entries > 0), "the corrector is built"),
                ("fault_ports", 30, 1, int(config.faults.ports), "flops have fault ports: simulation only"),
                *(
                    [("injector", 31, 1, 1, "the in-fabric injector is built")]
                    if config.faults.injector
                    else []
                ),
            ),
        ),
        Register(
            "CAPABILITIES",
            0x014,
            "limits",
            constant(
                ("blocks", 0, 8, power.blocks, "entries of BLOCK"),
                ("points", 8, 8, power.points, "entries of POINT"),
                ("bus_bytes", 16, 8, config.bus_bytes, "bytes of a bus beat"),
                ("address_width", 24, 7, memory.address_width, "bits of an address"),
            ),
        ),
        Register(
            "SCRATCHPAD",
            0x018,
            "words that the scratchpads hold",
            constant(
                ("panel_words", 0, 17, memory.panel_words, "of A: K up to here is read once per row block"),
            ),
        ),
        Register(
            "CONTROL",
            0x020,
            "control",
            (
                Field("enable", 0, 1, _RW, "fetch jobs; 0 stops after those already fetched"),
                Field("clear_fallback", 1, 1, Access.PULSE, "leave the held safe point"),
                Field("clear_performance", 2, 1, Access.PULSE, "zero performance and recovery counters"),
                Field("clear_checker", 3, 1, Access.PULSE, "zero the checker's counters"),
                Field("clear_statistics", 4, 1, Access.PULSE, "zero the statistics of all points"),
                Field("clear_error", 5, 1, Access.PULSE, "forget the first error"),
            ),
        ),
        Register(
            "STATUS",
            0x024,
            "status",
            (
                Field("busy", 0, 1, _RO, "jobs are submitted and not finished"),
                Field("switching", 1, 1, _RO, "the operating point is being changed"),
                Field("fallback", 2, 1, _RO, "held at the safe point after a timeout"),
                Field("error", 3, 1, _RO, "ERROR_CODE, ERROR_JOB and ERROR_ADDRESS are valid"),
                Field("point", 8, 4, _RO, "present operating point"),
            ),
        ),
        Register(
            "INTERRUPT_STATUS",
            0x028,
            "interrupts",
            tuple(
                Field(name, bit, 1, Access.WRITE_ONE_CLEAR, doc) for bit, (name, doc) in enumerate(INTERRUPTS)
            ),
        ),
        Register(
            "INTERRUPT_MASK",
            0x02C,
            "1 lets the interrupt through",
            tuple(Field(name, bit, 1, _RW, doc) for bit, (name, doc) in enumerate(INTERRUPTS)),
        ),
        one("RING_BASE_LOW", 0x030, "address of the descriptor ring, a multiple of 4096, low"),
        one("RING_BASE_HIGH", 0x034, "high"),
        one("RING_ENTRIES", 0x038, "descriptors in the ring, 2 to 65535", 16),
        one("RING_TAIL", 0x03C, "index after the last submitted descriptor: writing it submits", 16),
        one("RING_HEAD", 0x040, "index of the oldest unfinished descriptor", 16, access=_RO),
        one("JOBS_DONE", 0x044, "jobs finished, failed ones included, modulo 2**32", access=_RO),
        one("JOBS_FAILED", 0x048, "jobs finished with another status than DONE, modulo 2**32", access=_RO),
        Register(
            "ERROR_CODE",
            0x04C,
            "the first error since clear_error",
            (Field("code", 0, 16, _RO, "status code"), Field("response", 16, 2, _RO, "AXI response")),
        ),
        one("ERROR_JOB", 0x050, "ring index of its job", 16, access=_RO),
        one("ERROR_ADDRESS_LOW", 0x054, "address of a memory error, low", access=_RO),
        one("ERROR_ADDRESS_HIGH", 0x058, "high", access=_RO),
        one("THRESHOLD", 0x060, "deltas of at least 2**value are flagged", config.threshold_width, reset=10),
        one(
            "CHECKPOINT_INTERVAL",
            0x064,
            "n: write when timestep = 0 or timestep % n = 1 % n; 0: never",
            16,
            reset=10,
        ),
        one("TIMESTEPS", 0x068, "sampling steps of a run", 16, reset=50),
        Register(
            "SENSITIVE",
            0x06C,
            "sensitive timesteps",
            (
                Field("leading", 0, 16, _RW, "the first so many", 2),
                Field("trailing", 16, 16, _RW, "the last so many"),
            ),
        ),
        one("PAGE_SHIFT", 0x070, "log2 of the bytes of a DRAM row, 10 to 16", 5, reset=11),
        one("VOLTAGE_LIMIT", 0x074, "cycles until the regulator must have acknowledged", 24, reset=100_000),
        one(
            "CLOCK_LIMIT", 0x078, "cycles until the clock generator must have acknowledged", 24, reset=100_000
        ),
        *(
            Register(
                f"PERFORMANCE_{half}",
                offset,
                f"performance counters, {half.lower()}",
                whole,
                len(PERFORMANCE_COUNTERS),
                8,
            )
            for half, offset in (("LOW", 0x080), ("HIGH", 0x084))
        ),
        Register("RECOVERY", 0x0E0, "recovery counters", whole, len(RECOVERY_COUNTERS)),
        Register("CHECKER", 0x100, "checker's counters", whole, len(CHECKER_COUNTERS)),
        Register("LARGEST_DELTA", 0x118, "largest |row delta|, low 32 bits", whole),
        Register("LARGEST_DELTA_HIGH", 0x11C, "high", whole),
        Register(
            "HISTOGRAM", 0x180, "row deltas with floor(log2 |delta|) = n", whole, array.accumulator_width
        ),
        Register(
            "POINT",
            0x400,
            "operating points; 0 is the safe one",
            (
                Field("voltage", 0, 16, _RW, "code of the regulator: higher is more"),
                Field("frequency", 16, 16, _RW, "code of the clock generator: higher is more"),
            ),
            power.points,
        ),
        Register("POINT_TILES", 0x440, "tiles checked at each point, saturating", whole, power.points),
        Register("POINT_FLAGGED", 0x480, "of them flagged, saturating", whole, power.points),
        Register("POINT_FLAGS", 0x4C0, "flagged rows and columns, saturating", whole, power.points),
        Register("POINT_LARGEST", 0x500, "largest |row delta|, low 32 bits, saturating", whole, power.points),
        Register(
            "BLOCK",
            0x800,
            "what each network block gets",
            (
                Field("tolerant", 0, 4, _RW, "operating point of tolerant timesteps"),
                Field("sensitive", 4, 4, _RW, "operating point of sensitive timesteps"),
                Field("correct", 8, 1, _RW, "correct elements", 1),
                Field(
                    "action", 9, 3, _RW, "`Policy` for what is left: 0 none 1 rollback 2 recompute 3 zero", 1
                ),
            ),
            power.blocks,
        ),
    ]
    if config.faults.injector:
        registers += _injector(config)
    return RegisterMap(tuple(registers))


def _injector(config: Config) -> list[Register]:
    """Return the registers of the in-fabric injector (`drift_hw.faults.injector`)."""
    thresholds = {
        region: (
            Field(
                "value", 0, THRESHOLD_BITS, _RW, "of 2**32: probability that the bit, proposed, is faulted"
            ),
        )
        for region in regions(config)
    }
    return [
        Register(
            "INJECTOR",
            0x900,
            "in-fabric injector",
            (
                Field("enable", 0, 1, _RW, "there are faults"),
                Field("flip", 1, 1, _RW, "faulted bits capture: 0 their old value, 1 the complement"),
                Field("load", 2, 1, Access.PULSE, "move all states on, and INJECTOR_SEED into the chooser's"),
                Field("clear", 3, 1, Access.PULSE, "zero INJECTOR_COUNT"),
                Field("points", 16, 16, _RW, "bit n: there are faults at operating point n"),
            ),
        ),
        Register(
            "INJECTOR_COUNT",
            0x904,
            "faults since they were cleared",
            (Field("value", 0, 32, _RO, "faults, saturating"),),
        ),
        Register(
            "INJECTOR_SEED",
            0x910,
            "state that INJECTOR.load takes",
            (Field("value", 0, 32, _RW, "127 bits, lowest first, not all zero"),),
            SEED_WORDS,
        ),
        *(
            Register(
                f"INJECTOR_{region.upper()}",
                offset,
                f"thresholds of {region.replace('_', ' ')} PEs: bits of the accumulator, then of the product",
                thresholds[region],
                len(injected_bits(config, region)),
            )
            for region, offset in zip(regions(config), (0xA00, 0xB00, 0xC00), strict=False)
        ),
    ]
