"""The fault port of a flop: how a timing error enters the hardware.

A late bit keeps the flop's old value (a setup violation); a flipped bit captures the complement of
what it should. Without fault ports in the configuration `capture` is a plain register and the netlist
carries no trace of this file.
"""

from __future__ import annotations

from amaranth.hdl import Module, Signal, Value
from amaranth.lib.wiring import In, Member

from drift_hw.block import Block
from drift_hw.config import Config

FAULT_KINDS = ("late", "flip")
"""Fault inputs of every register, one bit for each of its bits."""


def registers(config: Config, a_width: int, b_width: int) -> dict[str, int]:
    """Return name -> width of the faultable registers of one PE, in the order of their codes."""
    widths = {"a": a_width, "b": b_width}
    if config.array.product_register:
        widths["product"] = a_width + b_width
    widths["accumulator"] = config.accumulator_flops
    return widths


def fault_ports(config: Config, widths: dict[str, int], region: str = "") -> dict[str, Member]:
    """Return the fault ports of one PE; none when faults are switched off.

    `region` is part of the names ("checksum_row_"): the emitter threads ports of one name through the
    hierarchy as one vector (`drift_hw.emit.yosys.thread_faults`).
    """
    if not config.faults.ports:
        return {}
    return {
        f"fault_{kind}_{region}{register}": In(width)
        for kind in FAULT_KINDS
        for register, width in widths.items()
    }


def capture(m: Module, block: Block, register: str, flop: Signal, value: Value) -> None:
    """Register `value` in `flop`, through the fault port of `register` (region and name) if there is one."""
    if not block.config.faults.ports:
        m.d.sync += flop.eq(value)
        return
    late = getattr(block, f"fault_late_{register}")
    flip = getattr(block, f"fault_flip_{register}")
    m.d.sync += flop.eq((late & flop) | (~late & (value[: len(flop)] ^ flip)))
