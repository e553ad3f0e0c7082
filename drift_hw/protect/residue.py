"""Residues modulo 127: sums without a carry that leaves, and the checksum PEs of the locator.

A word of 7 bits stands for its residue; 0 and 127 are the same. Doubling rotates it, negation inverts it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from amaranth.hdl import Cat, Const, Module, Mux, Signal, Value
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block
from drift_hw.config import LOCATOR_BITS, LOCATOR_GENERATOR, LOCATOR_MODULUS, Config


def add(m: Module, name: str, words: Sequence[Value]) -> Signal:
    """Return the sum of residues: carry-save adders whose carry goes round, then one that adds its own."""
    level = 0
    words = list(words)
    while len(words) > 2:
        reduced: list[Value] = []
        whole = len(words) - len(words) % 3
        for index in range(0, whole, 3):
            x, y, z = words[index : index + 3]
            total = Signal(LOCATOR_BITS, name=f"{name}_sum_{level}_{index // 3}")
            carry = Signal(LOCATOR_BITS, name=f"{name}_carry_{level}_{index // 3}")
            m.d.comb += [total.eq(x ^ y ^ z), carry.eq((x & y) | (x & z) | (y & z))]
            reduced += [total, carry.rotate_left(1)]
        words = [*reduced, *words[whole:]]
        level += 1
    total = Signal(LOCATOR_BITS + 1, name=f"{name}_total")
    result = Signal(LOCATOR_BITS, name=name)
    m.d.comb += [total.eq(sum(words)), result.eq(total[:LOCATOR_BITS] + total[LOCATOR_BITS])]
    return result


def multiples(word: Value, factor: int) -> list[Value]:
    """Return words whose sum is `factor` times the residue `word`."""
    factor %= LOCATOR_MODULUS
    # Minus the complement may have fewer bits.
    negative = factor.bit_count() > LOCATOR_BITS // 2
    bits = LOCATOR_MODULUS - factor if negative else factor
    rotated = [word.rotate_left(n) for n in range(LOCATOR_BITS) if bits >> n & 1]
    return [~each for each in rotated] if negative else rotated


def fields(value: Value) -> list[Value]:
    """Return words whose sum is a signed value plus `sign_offset` of its width.

    The highest bit, which counts negatively, goes in as its complement.
    """
    bits = Cat(value[:-1], ~value[-1], Const(0, -len(value) % LOCATOR_BITS))
    return [bits[start : start + LOCATOR_BITS] for start in range(0, len(bits), LOCATOR_BITS)]


def minus_products(m: Module, a: Value, residue: Value) -> list[Value]:
    """Return words whose sum is minus a signed value times a residue: one for two bits of it (Booth)."""
    bits = Cat(Const(0, 1), a, a[-1].replicate(len(a) % 2))
    words: list[Value] = []
    for start in range(0, len(bits) - 1, 2):
        low, middle, high = (bits[start + n] for n in range(3))
        once, twice = Signal(name=f"once_{start}"), Signal(name=f"twice_{start}")
        multiple = Signal(LOCATOR_BITS, name=f"multiple_{start}")
        word = Signal(LOCATOR_BITS, name=f"minus_product_{start}")
        m.d.comb += [
            once.eq(low ^ middle),
            twice.eq(Mux(high, ~(low | middle), low & middle)),
            multiple.eq(
                (residue & once.replicate(LOCATOR_BITS))
                | (residue.rotate_left(1) & twice.replicate(LOCATOR_BITS))
            ),
            # The complement of zero is zero too.
            word.eq(multiple.rotate_left(start) ^ (~high).replicate(LOCATOR_BITS)),
        ]
        words.append(word)
    return words


def sign_offset(width: int) -> int:
    """Return by how much the words of `fields` are too large, 0 to 126."""
    return int(pow(2, width - 1, LOCATOR_MODULUS))


def start_residue(config: Config) -> int:
    """Return what an accumulator of the residue column starts from, to make up for the lanes' offsets."""
    columns, offset = config.array.columns, sign_offset(config.array.accumulator_width)
    # Weights of the lanes' words, over that of what enters the first lane.
    weights = sum(pow(LOCATOR_GENERATOR, -1 - j, LOCATOR_MODULUS) for j in range(columns))
    return -offset * weights % LOCATOR_MODULUS


class ResidueSum(Block):
    """Sum of signed operands, that of lane j times 3**(-1-j): one heap of bits, one addition that carries.

    `operands` holds one for each column. Combinational.
    """

    has_clock = False

    def __init__(self, config: Config) -> None:
        array = config.array
        ports = {"operands": In(array.columns * array.operand_width), "residue": Out(LOCATOR_BITS)}
        super().__init__(config, "drift_residue_sum", ports)

    def elaborate(self, platform: object) -> Module:
        """Put every bit, times each bit of its weight, where it counts; add what is one below the other."""
        m = self.module()
        array = self.config.array
        heap: list[list[Value]] = [[] for _ in range(LOCATOR_BITS)]
        offset = 0
        for lane in range(array.columns):
            weight = pow(LOCATOR_GENERATOR, -1 - lane, LOCATOR_MODULUS)
            negative = weight.bit_count() > LOCATOR_BITS // 2
            weight = LOCATOR_MODULUS - weight if negative else weight
            for number in range(array.operand_width):
                bit = self.operands[lane * array.operand_width + number]
                # A bit that counts negatively goes in as its complement, and the offset makes up for it.
                complemented = negative != (number == array.operand_width - 1)
                for place in (number + n for n in range(LOCATOR_BITS) if weight >> n & 1):
                    heap[place % LOCATOR_BITS].append(~bit if complemented else bit)
                    offset -= complemented << place
        words: list[Value] = [Const(offset % LOCATOR_MODULUS, LOCATOR_BITS)]
        for number, bits in enumerate(zip_longest(*heap, fillvalue=Const(0, 1))):
            words.append(Signal(LOCATOR_BITS, name=f"word_{number}_partly_unused"))
            m.d.comb += words[-1].eq(Cat(bits))
        m.d.comb += self.residue.eq(add(m, "weighted", words))
        return m


class ResiduePE(Block):
    """PE of the residue column: accumulates minus a times the weighted sum of B, which it forwards down.

    It stands beside the checksum column's PE, with its timing, and drains over a bus of its own. Nothing in
    it can be faulted: its paths are short (docs/decisions/0005-detection.md).
    """

    def __init__(self, config: Config) -> None:
        ports = {
            "a_in": In(config.array.operand_width),
            "flush_in": In(1),
            "residue_in": In(LOCATOR_BITS),
            "residue_out": Out(LOCATOR_BITS),
            "drain_in": In(LOCATOR_BITS),
            "drain_out": Out(LOCATOR_BITS),
        }
        super().__init__(config, "drift_residue_pe", ports)

    def elaborate(self, platform: object) -> Module:
        """Build the registers, the product and the accumulator."""
        m = self.module()
        a, b = Signal.like(self.a_in, name="a"), Signal.like(self.residue_in, name="b")
        flush = Signal()
        m.d.sync += [a.eq(self.a_in), b.eq(self.residue_in), flush.eq(self.flush_in)]
        words = minus_products(m, a, b)
        if self.config.array.product_register:
            product, later = Signal(LOCATOR_BITS), Signal(name="flush_accumulator")
            m.d.sync += [product.eq(add(m, "multiply", words)), later.eq(flush)]
            words, flush = [product], later
        accumulator = Signal(LOCATOR_BITS)
        previous = Signal.like(accumulator)
        m.d.comb += previous.eq(Mux(flush, start_residue(self.config), accumulator))
        m.d.sync += accumulator.eq(add(m, "total", [*words, previous]))
        m.d.comb += [
            self.residue_out.eq(b),
            self.drain_out.eq(self.drain_in | (accumulator & flush.replicate(LOCATOR_BITS))),
        ]
        return m
