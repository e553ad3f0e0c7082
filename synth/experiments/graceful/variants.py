"""The ways to build a PE that are compared, and what the drain makes of their accumulators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drift_hw.block import Block
from drift_hw.config import CARRY_START, Config
from drift_hw.datapath.processing_element import ProcessingElement
from synth.experiments.graceful.elements import SplitElement

Integers = NDArray[np.int64]
Words = NDArray[np.uint64]


@dataclass(frozen=True)
class Part:
    """Bits of the register `accumulator` that the drain adds to a result."""

    first: int
    width: int
    weight: int
    """The lowest bit counts 2**weight."""
    late: int = 0
    """Cycles that they leave after the others."""


@dataclass(frozen=True)
class Variant:
    """One way to build the PE."""

    name: str
    config: Config
    block: Callable[[Config], Block]
    recipe: str
    """Entry of `synth.yosys.RECIPES`."""
    booth: bool
    parts: Sequence[Part]
    bits: int
    """Bits of a result that count: at drain, those above are copies of the highest of them."""
    limit: int | None = None
    """Magnitude that results are clamped to at drain."""

    @property
    def latency(self) -> int:
        """Cycles from the flush marker's to that in which the tile's last product is accumulated."""
        return self.config.accumulator_latency - 2

    def drained(self, words: Words, last: Integers) -> Integers:
        """Return results of tiles whose last product the accumulator captures at the end of cycles `last`.

        `words` (cycles,) is what the accumulator captured at the end of each cycle.
        """
        total = np.zeros(len(last), np.int64)
        for part in self.parts:
            bits = words[last + part.late] >> np.uint64(part.first) & np.uint64((1 << part.width) - 1)
            total += bits.astype(np.int64) << part.weight
        spare = 64 - self.bits
        total = (total << spare) >> spare
        return total if self.limit is None else np.clip(total, -self.limit, self.limit)


def variants(depth: int) -> list[Variant]:
    """Return the ways that are compared; accumulators have 32 bits, or what K up to `depth` needs."""
    operand = Config().array.operand_width
    largest = depth << (2 * operand - 2)
    narrow = largest.bit_length() + 1

    def of(
        name: str,
        width: int,
        *,
        product: bool = False,
        carry_save: bool = False,
        block: Callable[[Config], Block] = ProcessingElement,
        recipe: str = "balanced",
        booth: bool = True,
        bits: int | None = None,
        limit: int | None = None,
    ) -> Variant:
        config = Config().replace(
            array__accumulator_width=width, array__product_register=product, array__carry_save=carry_save
        )
        if carry_save:
            parts = [Part(0, width, 0), Part(width, width - CARRY_START, CARRY_START)]
        elif block is SplitElement:
            parts = [Part(0, 2 * operand, 0), Part(2 * operand, width - 2 * operand, 2 * operand, late=1)]
        else:
            parts = [Part(0, width, 0)]
        return Variant(name, config, block, recipe, booth, parts, bits or width, limit)

    return [
        of("merged 32", 32),
        of("merged 32, clamped", 32, limit=largest),
        of(f"merged 32, {narrow} bits drained", 32, bits=narrow),
        of("merged 32, plain multiplier", 32, booth=False),
        of(f"merged {narrow}", narrow),
        of(f"merged {narrow}, fast", narrow, recipe="speed"),
        of("product register 32", 32, product=True),
        of(f"product register {narrow}", narrow, product=True),
        of(f"product register {narrow}, small", narrow, product=True, recipe="area"),
        of(f"product register {narrow}, plain", narrow, product=True, booth=False),
        of(f"split {narrow}", narrow, block=SplitElement),
        of(f"product register, split {narrow}", narrow, product=True, block=SplitElement),
        of(f"carry-save {narrow}", narrow, carry_save=True),
        of(f"carry-save {narrow}, small", narrow, carry_save=True, recipe="area"),
        of("carry-save 32, small", 32, carry_save=True, recipe="area"),
    ]
