"""Sizes of a job: blocks, tiles and the ends of its tensors, computed serially."""

from __future__ import annotations

from amaranth.hdl import Const, Module, Mux, Signal, Value
from amaranth.lib.wiring import In, Member, Out

from drift_hw.block import Block, place
from drift_hw.config import Config, clog2
from drift_hw.control.descriptor import DIMENSION_BITS
from drift_hw.control.divider import Divider
from drift_hw.control.records import ROW_BYTES_BITS
from drift_hw.memory.layout import Layout

TENSORS = ("a", "b", "table", "output", "checkpoint")
TILE_BITS = 2 * DIMENSION_BITS
"""Bits of a number of tiles."""
SIZE_BITS = 40
"""Bits of the bytes of a tensor: 2**32 tiles of a 128-byte beat are the most."""
STEP_BITS = 26
"""Bits of the bytes from a row block's last tile to the next tile: below 128 rows of 2**18 bytes."""


def panel_beats(config: Config, k: Value, word: int) -> Value:
    """Return the beats of a panel of `k` (16 bits) words of `word` bytes, 16 bits."""
    words = config.bus_bytes // word
    return (k[clog2(words) :] + k[: clog2(words)].any())[:DIMENSION_BITS]


def panel_bytes(config: Config, k: Value, word: int) -> Value:
    """Return the bytes of a panel of `k` (16 bits) words of `word` bytes: whole beats."""
    return panel_beats(config, k, word) << clog2(config.bus_bytes)


class JobSizes(Block):
    """Divides and multiplies after `start`, while `busy`; the job's fields are held by the user.

    Blocks are counted from 0 to `last_row_block`, which has `last_rows` rows; columns alike. `wrapped`: a
    tensor in use ends beyond the address space. `row_step` is the distance in bytes from a row block's last
    output tile to the next tile. Results stay until the next `start`.
    Latency: 19 cycles, and for each of 7 products as many as its multiplier (a number of blocks, R or 1) has
    bits, and one: 120 at most.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        self.layout = Layout(config)
        self.divider = Divider(config)
        array = config.array
        ports: dict[str, Member] = {
            "start": In(1),
            **{f"size_{name}": In(DIMENSION_BITS) for name in ("m", "k", "n")},
            **{f"address_{name}": In(config.memory.address_width) for name in TENSORS},
            "row_major": In(1),
            "use_checkpoint": In(1),
            "busy": Out(1),
            "last_row_block": Out(DIMENSION_BITS),
            "last_column_block": Out(DIMENSION_BITS),
            "last_rows": Out(clog2(array.rows + 1)),
            "last_columns": Out(clog2(array.columns + 1)),
            "tiles": Out(TILE_BITS),
            "wrapped": Out(1),
            "row_bytes": Out(ROW_BYTES_BITS),
            "row_step": Out(STEP_BITS),
        }
        super().__init__(config, "drift_job_sizes", ports)
        self.blocks = (self.divider,)

    def elaborate(self, platform: object) -> Module:
        """Build the sequence: divide M and N, then one product after the other."""
        m = self.module()
        multiply, done = Signal(name="multiply"), Signal(name="done")
        row_busy = self._divide(m, "row", self.size_m, self.config.array.rows)
        column_busy = self._divide(m, "column", self.size_n, self.config.array.columns)
        self._multiply(m, multiply, done)
        with m.FSM(name="sizes") as fsm:
            with m.State("IDLE"), m.If(self.start):
                m.next = "DIVIDE"
            with m.State("DIVIDE"), m.If(~(row_busy | column_busy)):
                m.d.comb += multiply.eq(1)
                m.next = "MULTIPLY"
            with m.State("MULTIPLY"), m.If(done):
                m.next = "IDLE"
        m.d.comb += self.busy.eq(~fsm.ongoing("IDLE"))
        return m

    def _divide(self, m: Module, name: str, size: Value, lanes: int) -> Value:
        """Divide `size` - 1: the quotient is the last block's number, the remainder its last lane's."""
        busy = Signal(name=f"{name}_busy")
        remainder = Signal(DIMENSION_BITS, name=f"{name}_remainder")
        place(
            m,
            self,
            self.divider,
            f"{name}_divider",
            start=self.start,
            dividend=(size - 1)[:DIMENSION_BITS],
            divisor=Const(lanes, DIMENSION_BITS),
            busy=busy,
            quotient=getattr(self, f"last_{name}_block"),
            remainder=remainder,
        )
        m.d.comb += getattr(self, f"last_{name}s").eq(remainder[: clog2(lanes + 1)] + 1)
        return busy

    def _products(self) -> tuple[tuple[Value | int, Value | int, Value | int], ...]:
        """Return (first value, multiplicand, multiplier): tiles, the end of each tensor, `row_step`."""
        layout, rows, row_major = self.layout, self.config.array.rows, self.row_major
        row_blocks = (self.last_row_block + 1)[:DIMENSION_BITS]
        column_blocks = (self.last_column_block + 1)[:DIMENSION_BITS]
        output = (
            Mux(row_major, self.tiles << clog2(layout.b_word), self.tiles << clog2(layout.tile)),
            Mux(row_major, rows, 1),
        )
        return (
            (0, column_blocks, row_blocks),
            (self.address_a, panel_bytes(self.config, self.size_k, layout.a_word), row_blocks),
            (self.address_b, panel_bytes(self.config, self.size_k, layout.b_word), column_blocks),
            (self.address_table, layout.table_block, column_blocks),
            (self.address_output, *output),
            (self.address_checkpoint, *output),
            (
                Mux(row_major, layout.b_word, layout.tile),
                column_blocks << clog2(layout.b_word),
                Mux(row_major, rows - 1, 0),
            ),
        )

    def _multiply(self, m: Module, start: Value, done: Value) -> None:
        """Add shifted multiplicands to the first value, product after product."""
        address = self.config.memory.address_width
        total = Signal(max(address, SIZE_BITS) + 1, reset_less=True)
        multiplicand = Signal(SIZE_BITS, reset_less=True)
        multiplier = Signal(DIMENSION_BITS, reset_less=True)
        tiles = Signal(TILE_BITS, name="all_tiles", reset_less=True)
        wrapped = Signal(name="any_wrapped", reset_less=True)
        products = self._products()
        step = Signal(range(len(products) + 1), name="product", reset_less=True)
        # An end of exactly 2**address is the end of the last byte there is.
        beyond = Signal()
        m.d.comb += [
            beyond.eq((total >> address != 0) & ((total >> address != 1) | (total[:address] != 0))),
            self.tiles.eq(tiles),
            self.wrapped.eq(wrapped),
            self.row_bytes.eq((self.last_column_block + 1)[:DIMENSION_BITS] << clog2(self.layout.b_word)),
            self.row_step.eq(total[:STEP_BITS]),
            done.eq((multiplier == 0) & (step == len(products))),
        ]
        with m.If(start):
            m.d.sync += [step.eq(0), multiplier.eq(0)]
        with m.Elif(multiplier != 0):
            m.d.sync += [multiplier.eq(multiplier >> 1), multiplicand.eq(multiplicand << 1)]
            with m.If(multiplier[0]):
                m.d.sync += total.eq(total + multiplicand)
        with m.Else(), m.Switch(step):
            for number, (first, factor, count) in enumerate(products):
                with m.Case(number):
                    m.d.sync += [
                        total.eq(first),
                        multiplicand.eq(factor),
                        multiplier.eq(count),
                        step.eq(number + 1),
                    ]
                    # `total` is what the product before has come to.
                    if number == 1:
                        m.d.sync += [tiles.eq(total), wrapped.eq(0)]
                    elif 1 < number < len(products) - 1:
                        m.d.sync += wrapped.eq(wrapped | beyond)
                    elif number == len(products) - 1:
                        m.d.sync += wrapped.eq(wrapped | (beyond & self.use_checkpoint))
