"""The fault port of a flop: how a timing error enters the hardware.

A late bit keeps the flop's old value (a setup violation); a flipped bit captures the complement of
what it should. Faults come through ports or from the in-fabric injector (`drift_hw.faults.injector`). With
neither in the configuration `capture` is a plain register and the netlist carries no trace of this file.
"""

from __future__ import annotations

from functools import reduce
from operator import or_

from amaranth.hdl import Module, Signal, Value
from amaranth.lib.wiring import In, Member

from drift_hw.block import Block
from drift_hw.config import Config

FAULT_KINDS = ("late", "flip")
"""Fault inputs of every register, one bit for each of its bits."""

INJECTED = ("accumulator", "product")
"""Registers that the in-fabric injector reaches, in the order of their bits in `inject_mask`."""


def registers(config: Config, a_width: int, b_width: int) -> dict[str, int]:
    """Return name -> width of the faultable registers of one PE, in the order of their codes."""
    widths = {"a": a_width, "b": b_width}
    if config.array.product_register:
        widths["product"] = a_width + b_width
    widths["accumulator"] = config.accumulator_flops
    return widths


def injected_registers(config: Config, a_width: int, b_width: int) -> dict[str, int]:
    """Return name -> width of the registers of one PE that the in-fabric injector reaches, in its order."""
    widths = registers(config, a_width, b_width)
    return {name: widths[name] for name in INJECTED if name in widths}


def fault_ports(config: Config, widths: dict[str, int], region: str = "") -> dict[str, Member]:
    """Return the fault ports of one PE; none when faults are switched off.

    `region` is part of the names ("checksum_row_"): the emitter threads ports of one name through the
    hierarchy as one vector (`drift_hw.emit.yosys.thread_faults`). The inputs from the injector of the row
    are not: `inject` selects the PE, `inject_mask` its bits, `inject_flip` what they capture.
    """
    ports: dict[str, Member] = {}
    if config.faults.ports:
        ports |= {
            f"fault_{kind}_{region}{register}": In(width)
            for kind in FAULT_KINDS
            for register, width in widths.items()
        }
    if config.faults.injector:
        bits = sum(widths.get(register, 0) for register in INJECTED)
        ports |= {"inject": In(1), "inject_mask": In(bits), "inject_flip": In(1)}
    return ports


def capture(m: Module, block: Block, register: str, flop: Signal, value: Value) -> None:
    """Register `value` in `flop`, with the faults of `register` (region and name) if there can be any."""
    late, flip = [], []
    if block.config.faults.ports:
        late.append(getattr(block, f"fault_late_{register}"))
        flip.append(getattr(block, f"fault_flip_{register}"))
    name = register.rpartition("_")[2]
    if block.config.faults.injector and name in INJECTED:
        mask = block.inject_mask
        mask = mask[: len(flop)] if name == INJECTED[0] else mask[-len(flop) :]
        hit = Signal(len(flop), name=f"{name}_hit")
        m.d.comb += hit.eq(mask & block.inject.replicate(len(flop)))
        late.append(hit & ~block.inject_flip.replicate(len(flop)))
        flip.append(hit & block.inject_flip.replicate(len(flop)))
    if not late:
        m.d.sync += flop.eq(value)
        return
    any_late, any_flip = reduce(or_, late), reduce(or_, flip)
    m.d.sync += flop.eq((any_late & flop) | (~any_late & (value[: len(flop)] ^ any_flip)))
