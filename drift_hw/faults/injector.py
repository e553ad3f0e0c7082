"""The in-fabric injector: faults at random in synthesised hardware, for emulation on an FPGA.

One shift register chooses a bit for all rows, and its thresholds; one in each row chooses a column and a
random word, and compares. What is below the threshold drives the fault input of that PE. With
`faults.injector` = false nothing of this is built. `drift_hw.faults.fabric` says what the numbers mean.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from amaranth.hdl import Cat, Module, Mux, Signal, Value
from amaranth.lib.wiring import In, Member, Out

from drift_hw.block import Block, place
from drift_hw.config import Config, clog2
from drift_hw.control.records import POINT_BITS
from drift_hw.faults.fabric import (
    SEED_WORDS,
    STATE_BITS,
    STEP_BITS,
    TAP,
    THRESHOLD_BITS,
    bit_codes,
    column_codes,
    injected_bits,
    injector_rows,
    quiet_cycles,
    regions,
)
from drift_hw.protect.checker import multiplex, population_count

COUNTER_BITS = 32
"""Bits of the counter of faults, which saturates."""


def inject_ports(config: Config, kinds: Sequence[str], rows: int = 1) -> dict[str, Member]:
    """Return the ports for the injectors of so many rows with these kinds of PEs: none without an injector.

    In: `inject_load` takes `inject_seed_in` as the first row's state, its state as the next one's, and so on;
    `inject_step` goes on to the next states; `inject_enable`, without which there are no faults;
    `inject_flip`, what they are; the bit of this cycle, and its threshold in each region. Out:
    `inject_seed_out`, the last row's state; `inject_hit`, the rows that have a fault in this cycle.
    """
    if not config.faults.injector:
        return {}
    return {
        "inject_load": In(1),
        "inject_step": In(1),
        "inject_enable": In(1),
        "inject_flip": In(1),
        "inject_bit": In(clog2(bit_codes(config))),
        **{f"inject_{region}": In(THRESHOLD_BITS) for region in kinds},
        "inject_seed_in": In(STATE_BITS),
        "inject_seed_out": Out(STATE_BITS),
        "inject_hit": Out(rows),
    }


def inject_chain(parent: Block, parts: Sequence[Block]) -> list[dict[str, Value]]:
    """Return what each of these rows, or groups of rows, connects its `inject_ports` to: a chain of them."""
    if not parent.config.faults.injector:
        return [{} for _ in parts]
    links = [Signal(STATE_BITS, name=f"inject_seed{n}") for n in range(1, len(parts))]
    links = [parent.inject_seed_in, *links, parent.inject_seed_out]
    connections: list[dict[str, Value]] = []
    first = 0
    for number, part in enumerate(parts):
        rows = len(part.inject_hit)
        chained = {
            "inject_seed_in": links[number],
            "inject_seed_out": links[number + 1],
            "inject_hit": parent.inject_hit[first : first + rows],
        }
        names = [name for name, _, _ in part.ports() if name.startswith("inject_")]
        connections.append({name: getattr(parent, name) for name in names} | chained)
        first += rows
    return connections


def fault_inputs(
    m: Module, row: Block, injectors: tuple[RowInjector, ...]
) -> Callable[[int, str], dict[str, Value]]:
    """Place the injector of a row, if it has one; return what column j and region say a PE connects to."""
    if not injectors:
        return lambda j, region: {}
    (injector,) = injectors
    select = Signal(injector.columns, name="inject_select")
    mask = Signal(injector.bits, name="inject_mask")
    own = {"select": select, "mask": mask}
    through = {name: getattr(row, name) for name, _, _ in injector.ports() if name.startswith("inject_")}
    place(m, row, injector, "injector", **own, **through)

    def inputs(j: int, region: str) -> dict[str, Value]:
        bits = len(injected_bits(row.config, region))
        return {"inject": select[j], "inject_mask": mask[:bits], "inject_flip": row.inject_flip}

    return inputs


def shift_register(m: Module, block: Block, seed: Value) -> tuple[Signal, Value]:
    """Build a shift register that loads `seed` or steps; return its state and its fresh bits."""
    state = Signal(STATE_BITS, name="shift_register", reset_less=True)
    with m.If(block.inject_load):
        m.d.sync += state.eq(seed)
    with m.Elif(block.inject_step):
        m.d.sync += state.eq(Cat(state[STEP_BITS:], state[:STEP_BITS] ^ state[TAP:]))
    return state, state[TAP:]


class RowInjector(Block):
    """Proposes a column of its row each cycle, and faults the chosen bit there at random.

    In, out: `inject_ports`. Out besides: `select`, the PE that is hit in this cycle (column C: the checksum
    PE); `mask`, its bit as in `injected_bits`. Latency: bit, thresholds and state of a step hit in the next
    one, `inject_enable` in its own. Throughput: a proposal per cycle.
    """

    def __init__(self, config: Config, *, checksum_row: bool = False) -> None:
        self.regions = regions(config)[2:] if checksum_row else regions(config)[:2]
        self.columns = config.array.columns + len(self.regions) - 1
        self.bits = max(len(injected_bits(config, region)) for region in self.regions)
        ports = inject_ports(config, self.regions)
        ports |= {"select": Out(self.columns), "mask": Out(self.bits)}
        del ports["inject_flip"]
        name = "drift_checksum_row_injector" if checksum_row else "drift_row_injector"
        super().__init__(config, name, ports)

    def elaborate(self, platform: object) -> Module:
        """Compare in one cycle, hit in the next."""
        m = self.module()
        state, fresh = shift_register(m, self, self.inject_seed_in)
        codes = clog2(column_codes(self.config))
        word, column = fresh[:THRESHOLD_BITS], fresh[THRESHOLD_BITS : THRESHOLD_BITS + codes]
        threshold = Signal(THRESHOLD_BITS, name="threshold")
        m.d.comb += threshold.eq(getattr(self, f"inject_{self.regions[0]}"))
        if len(self.regions) > 1:
            with m.If(column == self.config.array.columns):
                m.d.comb += threshold.eq(getattr(self, f"inject_{self.regions[1]}"))
        chosen = Signal(self.columns, name="chosen")
        proposed = Signal(self.columns, name="proposed", reset_less=True)
        bit = Signal(self.bits, name="chosen_bit", reset_less=True)
        below = Signal(name="below")
        m.d.comb += [
            chosen.eq(Cat(column == index for index in range(self.columns))),
            below.eq(word < threshold),
        ]
        with m.If(self.inject_step):
            m.d.sync += [
                proposed.eq(chosen & below.replicate(self.columns)),
                bit.eq(Cat(self.inject_bit == index for index in range(self.bits))),
            ]
        m.d.comb += [
            self.select.eq(proposed & self.inject_enable.replicate(self.columns)),
            self.mask.eq(bit),
            self.inject_hit.eq(self.select.any()),
            self.inject_seed_out.eq(state),
        ]
        return m


class Injector(Block):
    """Chooses the bit of each cycle and its thresholds, says when there are faults, and counts them.

    In: the registers `injector_*`; `busy`, while which it steps; `restart`, after which there are no faults
    for `quiet_cycles`; `point`. Out: what goes to all rows; `inject_seed_in`, its own state, which the first
    row takes when `inject_load` moves states along the chain; `injector_count`. Latency, in steps: a state
    chooses the bit of the faults two later, as the states of the rows choose the column and compare for
    those of the next; a fault is counted 2 cycles later. Throughput: a proposal per row and cycle.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        self.counts = {region: len(injected_bits(config, region)) for region in regions(config)}
        ports: dict[str, Member] = {
            "injector_enable": In(1),
            "injector_flip": In(1),
            "injector_load": In(1),
            "injector_clear": In(1),
            "injector_points": In(1 << POINT_BITS),
            "injector_seed": In(32 * SEED_WORDS),
            **{f"injector_{region}": In(count * THRESHOLD_BITS) for region, count in self.counts.items()},
            "busy": In(1),
            "restart": In(1),
            "point": In(POINT_BITS),
            "injector_count": Out(COUNTER_BITS),
        }
        to_rows = inject_ports(config, regions(config), injector_rows(config))
        del to_rows["inject_seed_out"]
        super().__init__(
            config, "drift_injector", ports | {name: port.flip() for name, port in to_rows.items()}
        )

    def elaborate(self, platform: object) -> Module:
        """Build the choice, the gate and the counter."""
        m = self.module()
        m.d.comb += [
            self.inject_load.eq(self.injector_load),
            self.inject_step.eq(self.busy & ~self.injector_load),
            self.inject_flip.eq(self.injector_flip),
        ]
        state, fresh = shift_register(m, self, self.injector_seed[:STATE_BITS])
        m.d.comb += self.inject_seed_in.eq(state)
        bit = fresh[: len(self.inject_bit)]
        with m.If(self.inject_step):
            m.d.sync += self.inject_bit.eq(bit)
        for region, count in self.counts.items():
            table = getattr(self, f"injector_{region}")
            entries = [table[n * THRESHOLD_BITS : (n + 1) * THRESHOLD_BITS] for n in range(count)]
            with m.If(self.inject_step):
                m.d.sync += getattr(self, f"inject_{region}").eq(multiplex(m, region, entries, bit))
        self._gate(m)
        self._count(m)
        return m

    def _gate(self, m: Module) -> None:
        """Let faults happen at the points asked for, once the array is known."""
        quiet = quiet_cycles(self.config)
        age = Signal(range(quiet + 1), name="age")
        known = age == quiet
        with m.If(self.restart):
            m.d.sync += age.eq(0)
        with m.Elif(~known):
            m.d.sync += age.eq(age + 1)
        here = multiplex(m, "point", list(self.injector_points), self.point)
        m.d.comb += self.inject_enable.eq(
            self.injector_enable & here & known & self.inject_step & ~self.restart
        )

    def _count(self, m: Module) -> None:
        amount = Signal(range(len(self.inject_hit) + 1), name="amount")
        total = Signal(COUNTER_BITS + 1, name="total")
        m.d.sync += amount.eq(population_count(m, "fault_count", self.inject_hit))
        m.d.comb += total.eq(self.injector_count + amount)
        saturated = total[:-1] | total[-1].replicate(COUNTER_BITS)
        m.d.sync += self.injector_count.eq(Mux(self.injector_clear, 0, saturated))
