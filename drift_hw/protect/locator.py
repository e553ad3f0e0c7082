"""The locator: which elements to repair, from the residues of rows; it takes the corrector's place.

docs/microarchitecture.md ("Locator") is the contract. A row whose delta and residue are those of one wrong
element claims its column. When the deltas of all rows that claim a column add up to the column's own,
they are repaired.
"""

from __future__ import annotations

from typing import NamedTuple

from amaranth.hdl import Cat, Const, Module, Mux, Signal, Value
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block, place
from drift_hw.config import LOCATOR_BITS, LOCATOR_GENERATOR, LOCATOR_MODULUS, Config, clog2
from drift_hw.control.readout import number_width
from drift_hw.datapath.lane import TileBank, address_width, buffer_depth
from drift_hw.protect.corrector import selected
from drift_hw.protect.residue import add, fields, sign_offset


class Logarithm(Block):
    """The exponent of a residue as a power of 3, 0 to 125; 0 for the residue zero. Combinational."""

    has_clock = False

    def __init__(self, config: Config) -> None:
        ports = {"residue": In(LOCATOR_BITS), "exponent": Out(LOCATOR_BITS), "zero": Out(1)}
        super().__init__(config, "drift_locator_logarithm", ports)

    def elaborate(self, platform: object) -> Module:
        """Build the table."""
        m = self.module()
        with m.Switch(self.residue):
            for exponent in range(LOCATOR_MODULUS - 1):
                with m.Case(pow(LOCATOR_GENERATOR, exponent, LOCATOR_MODULUS)):
                    m.d.comb += self.exponent.eq(exponent)
            with m.Default():
                m.d.comb += self.zero.eq(1)
        return m


class Claimant(Block):
    """Which column a row claims: delta and residue in, a cycle each for residue of the delta and quotient.

    Out come, `LATENCY` cycles later, the row's delta, whether it is critical, whether the row is `dirty`
    (delta or residue not zero), and, where it `claims`, the column. Throughput: a row in each cycle.
    """

    has_reset = True
    LATENCY = 2

    def __init__(self, config: Config) -> None:
        acc, column = config.array.accumulator_width, number_width(config.array.columns)
        row = {"valid": 1, "delta": acc, "flagged": 1}
        ports = {f"row_{name}": In(width) for name, width in row.items()} | {"row_residue": In(LOCATOR_BITS)}
        ports |= {name: Out(width) for name, width in row.items()}
        ports |= {"dirty": Out(1), "claims": Out(1), "column": Out(column)}
        super().__init__(config, "drift_locator_claimant", ports)
        self.logarithm = Logarithm(config)
        self.blocks = (self.logarithm,)

    def elaborate(self, platform: object) -> Module:
        """Build the two stages."""
        m = self.module()
        acc, columns = self.config.array.accumulator_width, self.config.array.columns
        first = {
            name: Signal.like(getattr(self, f"row_{name}"), name=f"first_{name}", reset_less=True)
            for name in ("delta", "flagged", "residue")
        }
        valid = Signal(name="first_valid")
        delta_residue = Signal(LOCATOR_BITS, reset_less=True)
        offset = Const(-sign_offset(acc) % LOCATOR_MODULUS, LOCATOR_BITS)
        m.d.sync += [register.eq(getattr(self, f"row_{name}")) for name, register in first.items()]
        m.d.sync += [
            valid.eq(self.row_valid),
            delta_residue.eq(add(m, "folded", [*fields(self.row_delta), offset])),
        ]

        exponents, zeros = [], []
        for name, residue in (("row", first["residue"]), ("delta", delta_residue)):
            exponent, zero = Signal(LOCATOR_BITS, name=f"{name}_exponent"), Signal(name=f"{name}_zero")
            place(m, self, self.logarithm, f"{name}_logarithm", residue=residue, exponent=exponent, zero=zero)
            exponents.append(exponent)
            zeros.append(zero)
        difference = Signal(LOCATOR_BITS + 1)
        quotient = Signal(LOCATOR_BITS)
        m.d.comb += [
            difference.eq(exponents[0] - exponents[1]),
            quotient.eq(difference + Mux(difference[-1], LOCATOR_MODULUS - 1, 0)),
        ]
        results: dict[str, Value] = {
            "delta": first["delta"],
            "flagged": first["flagged"],
            "dirty": first["delta"].any() | ~zeros[0],
            "claims": ~zeros[0] & ~zeros[1] & (quotient < columns),
            "column": columns - 1 - quotient,
        }
        m.d.sync += self.valid.eq(valid)
        for name, value in results.items():
            register = Signal.like(getattr(self, name), name=f"second_{name}", reset_less=True)
            m.d.sync += register.eq(value)
            m.d.comb += getattr(self, name).eq(register)
        return m


class Window(NamedTuple):
    """What is known of the columns of a tile, in the cycle of its end; then the next tile may begin."""

    settled: Value
    """C bits: where the column has begun, nothing of it is left."""
    critical: Value
    """C bits: its delta, or that of a row that claims it, is flagged."""
    claims: Value
    """C bits: a row claims it."""
    unclaimed: Value
    """A dirty row claims no column."""


class Locator(Block):
    """Between checker and readout: for each tile, which elements to repair, and which stay masked.

    Takes the checker's deltas with their flags, and with each row's its residue. `tile_done` is `done`,
    two cycles later. `row_corrected` says whether the row at `read_address` of the tile buffer, of a tile in
    `read_slot`, has a repaired element, `row_open` whether it has an error that stays; from the cycle after
    `read_enable` on, `correction` is that row's delta and `column_select` the column to subtract it from
    (one-hot; none where nothing is repaired).
    `open_columns` and `masked` (some element is open in both ways) are about the tile of `result_slot`.
    Latency: 2 cycles. Throughput: a row and a column in each cycle.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        array = config.array
        c, acc = array.columns, array.accumulator_width
        slot = clog2(config.tile_slots)
        ports = {
            "row_residue": In(LOCATOR_BITS),
            "row_delta_valid": In(1),
            "row_delta_value": In(acc),
            "row_flagged": In(1),
            "column_delta_valid": In(1),
            "column_delta_value": In(acc),
            "column_flagged": In(1),
            "done": In(1),
            "tile_done": Out(1),
            "read_enable": In(1),
            "read_address": In(address_width(config)),
            "read_slot": In(slot),
            "row_corrected": Out(1),
            "row_open": Out(1),
            "correction": Out(acc),
            "column_select": Out(c),
            "result_slot": In(slot),
            "open_columns": Out(c),
            "masked": Out(1),
        }
        super().__init__(config, "drift_locator", ports)
        self.claimant = Claimant(config)
        self.bank = TileBank(config, acc + number_width(c) + 2, "drift_locator_bank")
        self.blocks = (self.claimant, self.bank)

    def elaborate(self, platform: object) -> Module:
        """Build the claims, the rest of each column, and what is kept of finished tiles."""
        m = self.module()
        # Residues come with the row's last addition, its delta and flag a cycle later.
        residue = Signal.like(self.row_residue, name="residue", reset_less=True)
        m.d.sync += residue.eq(self.row_residue)
        row = {
            name: Signal(len(port), name=name)
            for name, _, port in self.claimant.ports()
            if name not in ("clk", "rst") and not name.startswith("row_")
        }
        place(
            m,
            self,
            self.claimant,
            "claimant",
            row_valid=self.row_delta_valid,
            row_delta=self.row_delta_value,
            row_flagged=self.row_flagged,
            row_residue=residue,
            **row,
        )
        stages: list[Value] = [
            Cat(self.column_delta_value, self.column_delta_valid, self.column_flagged, self.done)
        ]
        for n in range(Claimant.LATENCY):
            stages.append(Signal(len(stages[0]), name=f"column_stage_{n}"))
            m.d.sync += stages[-1].eq(stages[-2])
        column, finish = stages[-1][:-1], stages[-1][-1]
        m.d.comb += self.tile_done.eq(finish)
        window = self._window(m, row, column, finish)
        self._read(m, row, self._finished(m, window, finish))
        return m

    def _window(self, m: Module, row: dict[str, Signal], column: Value, finish: Value) -> Window:
        """Subtract claims from the deltas of their columns, in whatever order they come.

        `column` is its delta, above it `valid` and whether it is flagged.
        """
        c, acc = self.config.array.columns, self.config.array.accumulator_width
        delta, valid, flagged = column[:acc], column[acc], column[acc + 1]
        number = Signal(number_width(c), name="column_number")
        here, claimed = Signal(c, name="column_here"), Signal(c, name="column_claimed")
        m.d.comb += [
            here.eq(Cat(valid & (number == j) for j in range(c))),
            claimed.eq(Cat(row["valid"] & row["claims"] & (row["column"] == j) for j in range(c))),
        ]
        with m.If(valid):
            m.d.sync += number.eq(Mux(number == c - 1, 0, number + 1))

        rests = [Signal(acc, name=f"rest_{j}", reset_less=True) for j in range(c)]
        # Only columns that this tile has begun have a rest; that of others is 0.
        begun, critical, claims = (
            Signal(c, name=f"column_{name}") for name in ("begun", "critical", "claims")
        )
        unclaimed = Signal()
        kept = ~finish.replicate(c)
        m.d.sync += [
            begun.eq((begun & kept) | here | claimed),
            critical.eq(
                (critical & kept) | (here & flagged.replicate(c)) | (claimed & row["flagged"].replicate(c))
            ),
            claims.eq((claims & kept) | claimed),
            unclaimed.eq((unclaimed & ~finish) | (row["valid"] & row["dirty"] & ~row["claims"])),
        ]
        going_on = [Signal(name=f"{name}_goes_on") for name in ("column", "claim")]
        both = Signal()
        settled = Signal(c)
        after_column, after_claim = Signal(acc, name="after_column"), Signal(acc, name="after_claim")
        terms = [Signal(acc, name=f"term_{n}") for n in range(3)]
        total, carry = Signal(acc), Signal(acc, name="carry_partly_unused")
        m.d.comb += [
            going_on[0].eq((here & begun & kept).any()),
            going_on[1].eq((claimed & begun & kept).any()),
            both.eq((here & claimed).any()),
            after_column.eq((selected(here, rests) & going_on[0].replicate(acc)) + delta),
            # Three words become two, so that one adder is enough.
            terms[0].eq(selected(claimed, rests) & going_on[1].replicate(acc)),
            terms[1].eq(delta & both.replicate(acc)),
            terms[2].eq(~row["delta"]),
            after_claim.eq(total + Cat(Const(1, 1), carry[:-1])),
            total.eq(terms[0] ^ terms[1] ^ terms[2]),
            carry.eq((terms[0] & terms[1]) | (terms[0] & terms[2]) | (terms[1] & terms[2])),
            settled.eq(Cat(~rest.any() for rest in rests)),
        ]
        for j, rest in enumerate(rests):
            with m.If(claimed[j]):
                m.d.sync += rest.eq(after_claim)
            with m.Elif(here[j]):
                m.d.sync += rest.eq(after_column)
        return Window(settled, critical, claims, unclaimed)

    def _finished(self, m: Module, window: Window, finish: Value) -> list[Signal]:
        """Keep what is known of a tile; return the settled columns of each slot."""
        c, slots = self.config.array.columns, self.config.tile_slots
        slot = Signal(clog2(slots), name="finished_slot")
        with m.If(finish):
            m.d.sync += slot.eq(Mux(slot == slots - 1, 0, slot + 1))
        open_columns, open_rows = Signal(c, name="open_now"), Signal(name="open_rows")
        m.d.comb += [
            open_columns.eq(~window.settled & window.critical),
            open_rows.eq(window.unclaimed | (window.claims & ~window.settled).any()),
        ]
        kept = {
            name: [Signal(width, name=f"{name}_{n}", reset_less=True) for n in range(slots)]
            for name, width in (("settled", c), ("open", c), ("masked", 1))
        }
        for n in range(slots):
            with m.If(finish & (slot == n)):
                m.d.sync += [
                    kept["settled"][n].eq(window.settled),
                    kept["open"][n].eq(open_columns),
                    kept["masked"][n].eq(open_rows & open_columns.any()),
                ]
        result = Signal(slots, name="result_select")
        m.d.comb += [
            result.eq(Cat(self.result_slot == n for n in range(slots))),
            self.open_columns.eq(selected(result, kept["open"])),
            self.masked.eq(selected(result, kept["masked"])),
        ]
        return kept["settled"]

    def _read(self, m: Module, row: dict[str, Signal], settled: list[Signal]) -> None:
        """Keep the rows beside the tile buffer, and look a row's claim up as it is read."""
        c, depth = self.config.array.columns, buffer_depth(self.config)
        address = Signal(address_width(self.config), name="write_address")
        with m.If(row["valid"]):
            m.d.sync += address.eq(Mux(address == depth - 1, 0, address + 1))
        names = ("delta", "column", "claims", "dirty")
        stored = {name: Signal(len(row[name]), name=f"read_{name}") for name in names}
        # In each cycle the bank gives the row that would be read in it.
        ahead = Signal.like(self.read_address, name="address_ahead")
        following = Mux(self.read_address == depth - 1, 0, self.read_address + 1)
        m.d.comb += ahead.eq(Mux(self.read_enable, following, self.read_address))
        place(
            m,
            self,
            self.bank,
            "bank",
            write_enable=row["valid"],
            write_address=address,
            write_data=Cat(row[name] for name in names),
            read_enable=Const(1),
            read_address=ahead,
            read_data=Cat(stored.values()),
        )
        reading = Signal(len(settled), name="read_select")
        repaired = Signal(c)
        m.d.comb += [
            reading.eq(Cat(self.read_slot == n for n in range(len(settled)))),
            repaired.eq(
                Cat(stored["claims"] & (stored["column"] == j) for j in range(c)) & selected(reading, settled)
            ),
            self.row_corrected.eq(repaired.any()),
            self.row_open.eq(stored["dirty"] & ~self.row_corrected),
        ]
        correction = Signal.like(self.correction, name="correction_read", reset_less=True)
        select = Signal(c, name="column_select_read", reset_less=True)
        with m.If(self.read_enable):
            m.d.sync += [correction.eq(stored["delta"]), select.eq(repaired)]
        m.d.comb += [self.correction.eq(correction), self.column_select.eq(select)]
