"""Carry-save arithmetic: partial products, and the adders that never carry on.

docs/microarchitecture.md ("Carry-save accumulators") defines the tree to the bit, since the golden model
replays it: which of sum and carry a late bit strikes decides what becomes of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from amaranth.hdl import Cat, Const, Module, Signal, Value

from drift_hw.config import CARRY_START, Config


def partial_products(a: Value, b: Value, width: int, *, negate: bool) -> list[Value]:
    """Return words whose sum is the signed product, or minus it, modulo 2**width (Baugh and Wooley).

    One word for each bit of the narrower operand (of b, if they are equal), and a constant one. No word is
    negative: a bit that counts negatively goes in as its complement, and the constant makes up for it.
    """
    wide, narrow = (a, b) if len(a) >= len(b) else (b, a)
    sign = 1 << (len(wide) - 1)
    words: list[Value] = []
    constant = 0
    for weight, bit in enumerate(narrow):
        complement = sign - 1 if weight == len(narrow) - 1 else sign
        if negate:
            complement ^= 2 * sign - 1
        constant -= complement << weight
        bits = (wide & bit.replicate(len(wide))) ^ complement
        words.append(Cat(Const(0, weight), bits, Const(0, width))[:width])
    return [*words, Const(constant % (1 << width), width)]


def compress(m: Module, words: Sequence[Value]) -> tuple[Value, Value]:
    """Return two words with the sum of `words`, all of one width, modulo 2**width.

    Level by level, each three words in order become two, sum and carry, and one or two left over go behind.
    """
    width = len(words[0])
    level = 0
    while len(words) > 2:
        reduced: list[Value] = []
        whole = len(words) - len(words) % 3
        for index in range(0, whole, 3):
            x, y, z = words[index : index + 3]
            start = CARRY_START if len(words) == 3 else 1
            total = Signal(width, name=f"sum_{level}_{index // 3}")
            carry = Signal(width - start, name=f"carry_{level}_{index // 3}")
            m.d.comb += total.eq(x ^ y ^ z)
            x, y, z = (word[start - 1 : -1] for word in (x, y, z))
            m.d.comb += carry.eq((x & y) | (x & z) | (y & z))
            reduced += [total, Cat(Const(0, start), carry)]
        words = [*reduced, *words[whole:]]
        level += 1
    return words[0], words[1]


def pack(total: Value, carry: Value) -> Value:
    """Return sum and carry as flops and buses hold them: without the carry's lowest bits, which are 0."""
    return Cat(total, carry[CARRY_START:])


def unpack(words: Value, width: int) -> tuple[Value, Value]:
    """Return sum and carry, `width` bits each."""
    return words[:width], Cat(Const(0, CARRY_START), words[width:])


def resolve(m: Module, config: Config, drained: Value, name: str) -> Value:
    """Return the accumulator that a drain bus carries: with `carry_save`, signal `name`, the words' sum."""
    if not config.array.carry_save:
        return drained
    width = config.array.accumulator_width
    resolved = Signal(width, name=name)
    total, carry = unpack(drained, width)
    m.d.comb += resolved.eq(total + carry)
    return resolved
