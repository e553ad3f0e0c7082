"""Many blocks in one design, so that they share one simulator build; started from pytest.

The top `unit_top` has a clock and, for each instance NAME of a block, the block's ports as NAME_PORT. The
modules of an instance are renamed to NAME_drift_..., so that one design can hold blocks of different
configurations, and broken copies of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from amaranth.lib.wiring import In

from cocotb_tests.helpers import run_cocotb
from drift_hw.block import Block
from drift_hw.emit import block_verilog

TOP = "unit_top"


@dataclass(frozen=True)
class Mutant:
    """A block whose emitted Verilog is broken on purpose: a unit test that passes on it is no test."""

    block: Block
    pattern: str
    """Regular expression that must match the text."""
    replacement: str
    matches: int = 1
    """How often it must match."""

    def verilog(self) -> str:
        """Return the broken text. Raises `AssertionError` unless the pattern matches as often as stated."""
        text = block_verilog(self.block)
        broken, count = re.subn(self.pattern, self.replacement, text)
        assert count == self.matches, f"{self.pattern!r} matches {count} times in:\n{text}"
        assert broken != text, f"{self.pattern!r} changes nothing"
        return broken


def assemble(instances: Mapping[str, Block | Mutant]) -> str:
    """Return the Verilog of `unit_top` with these instances."""
    ports, body, modules = ["input wire clk"], [], []
    for name, instance in instances.items():
        mutated = isinstance(instance, Mutant)
        block = instance.block if mutated else instance
        text = instance.verilog() if mutated else block_verilog(block)
        modules.append(re.sub(r"\bdrift_(?=\w)", f"{name}_drift_", text))
        connections = []
        for port, flow, signal in block.ports():
            outer = "clk"
            if port != "clk":
                outer = f"{name}_{port}"
                width = f"[{len(signal) - 1}:0] " if len(signal) > 1 else ""
                ports.append(f"{'input' if flow is In else 'output'} wire {width}{outer}")
            connections.append(f".{port}({outer})")
        body.append(f"  {name}_{block.module_name} {name} ({', '.join(connections)});")
    return "\n".join([f"module {TOP}({', '.join(ports)});", *body, "endmodule", *modules])


def run_blocks(
    test_module: str,
    instances: Mapping[str, Block | Mutant],
    *,
    only: str | None = None,
    power_up_seed: int = 5,
) -> None:
    """Run a cocotb module of this package on every instance (or `only` one) of an assembled design.

    Raises `AssertionError` when a test fails. All state powers up at random levels.
    """
    parameters = {}
    for name, instance in instances.items():
        block = instance.block if isinstance(instance, Mutant) else instance
        if only in (None, name):
            parameters[name] = {"config": block.config.to_dict(), "module": block.module_name}
    run_cocotb(
        assemble(instances),
        TOP,
        f"cocotb_tests.unit.{test_module}",
        parameters={"instances": parameters},
        power_up_seed=power_up_seed,
    )
