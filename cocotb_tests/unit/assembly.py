"""Many blocks in one design, so that they share one simulator build; started from pytest.

The top `unit_top` has a clock and, for each instance NAME of a block, the block's ports as NAME_PORT. The
modules of an instance are renamed to NAME_drift_..., so that one design can hold blocks of different
configurations, and broken copies of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cocotb_tests.helpers import run_cocotb
from drift_hw.block import Block
from drift_hw.emit import block_verilog

TOP = "unit_top"
PORT = re.compile(r"^  (input|output) (?:wire|reg) (\[\d+:0\] )?(\w+);", re.MULTILINE)


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


class Assembly:
    """A design of these instances, by name."""

    def __init__(self, instances: Mapping[str, Block | Mutant]) -> None:
        ports, body, modules = ["input wire clk"], [], []
        self.parameters: dict[str, dict[str, object]] = {}
        for name, instance in instances.items():
            if isinstance(instance, Mutant):
                block, text = instance.block, instance.verilog()
            else:
                block, text = instance, block_verilog(instance)
            modules.append(re.sub(r"\bdrift_(?=\w)", f"{name}_drift_", text))
            connections = []
            # From the text: fault ports exist there only, and the block that is meant comes first.
            for direction, width, port in PORT.findall(text.partition("endmodule")[0]):
                outer = port if port == "clk" else f"{name}_{port}"
                if port != "clk":
                    ports.append(f"{direction} wire {width}{outer}")
                connections.append(f".{port}({outer})")
            body.append(f"  {name}_{block.module_name} {name} ({', '.join(connections)});")
            self.parameters[name] = {"config": block.config.to_dict(), "module": block.module_name}
        self.verilog = "\n".join([f"module {TOP}({', '.join(ports)});", *body, "endmodule", *modules])

    def run(self, test_module: str, only: Collection[str] | None = None) -> None:
        """Run a cocotb module of this package on every instance, or on some. All state powers up random.

        Raises `AssertionError` when a test fails.
        """
        chosen = {name: info for name, info in self.parameters.items() if only is None or name in only}
        run_cocotb(
            self.verilog,
            TOP,
            f"cocotb_tests.unit.{test_module}",
            parameters={"instances": chosen},
            power_up_seed=5,
        )
