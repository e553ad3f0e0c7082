"""Verilog of a configuration: every block's module once, users before what they use, deterministic bytes."""

from __future__ import annotations

import gc
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from amaranth.back import rtlil
from amaranth.hdl._ir import PortDirection
from amaranth.lib.wiring import In

import drift_hw
from drift_hw.block import Block
from drift_hw.config import Config
from drift_hw.core import Core
from drift_hw.emit.yosys import run_yosys
from drift_hw.top import Accelerator


def modules(top: Block) -> list[Block]:
    """Return the distinct blocks from `top` down, each after the blocks that instantiate it."""
    found: dict[str, Block] = {}

    def visit(block: Block) -> None:
        found.pop(block.module_name, None)
        found[block.module_name] = block
        for child in block.blocks:
            visit(child)

    visit(top)
    return list(found.values())


def block_verilog(top: Block) -> str:
    """Return the Verilog of a block and of all blocks below it, stamped with configuration hash and version.

    Flops have no initial values: standard cells have none, and reset does all that is needed.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        blocks = modules(top)
        script = []
        for block in blocks:
            ports = {
                port: (signal, PortDirection.Input if flow is In else PortDirection.Output)
                for port, flow, signal in block.ports()
            }
            with _no_garbage_collection():
                text = rtlil.convert(block, name=block.module_name, ports=ports, emit_src=False)
            (folder / f"{block.module_name}.il").write_text(text, encoding="utf-8")
            script.append(f"read_rtlil {block.module_name}.il")
            # Folds a block's inner Amaranth modules (a memory) into it; other blocks are not read yet.
            script += [f"select {block.module_name}", "flatten", "select -clear"]
        script += [
            "thread_faults",
            "delete */t:$meminit_v2",
            "proc -noopt",
            "pmuxtree",
            "setattr -unset init */w:*",
            "opt_clean -purge",
            "opt_dff -simple-dffe",
            "wreduce",
            "match_widths",
            "opt_clean -purge",
            "name_unused",
            "memory_collect",
            "write_verilog -noattr design.v",
        ]
        run_yosys(script, folder)
        text = (folder / "design.v").read_text(encoding="utf-8")
    return _header(top.config) + _tidy(_ordered(text, blocks))


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Amaranth makes millions of small objects that live on: looking through them takes 40 % of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def verilog(config: Config) -> str:
    """Return the complete Verilog of `drift_core` for a configuration."""
    return block_verilog(Core(config))


def accelerator_verilog(config: Config) -> str:
    """Return the complete Verilog of `drift_accelerator`, the core included, for a configuration.

    Raises `drift_hw.config.ConfigError` for a configuration that has only a core.
    """
    return block_verilog(Accelerator(config))


def around_core(text: str, config: Config) -> str:
    """Return the Verilog of an accelerator without its core, which has a file of its own."""
    core = {block.module_name for block in modules(Core(config))}
    return _header(config) + "\n".join(module for name, module in _modules(text) if name not in core)


def stamp(config: Config) -> str:
    """Return the line that says what made a file, and from which configuration."""
    return f"drift-hw {drift_hw.__version__}, configuration {config.hash}"


def _header(config: Config) -> str:
    lines = [stamp(config), *config.to_toml().splitlines()]
    return "".join(f"// {line}".rstrip() + "\n" for line in lines)


def _ordered(text: str, blocks: list[Block]) -> str:
    """Put the modules in the order of `blocks`: the top, after which the file is named, first."""
    found = dict(_modules(text))
    return "\n".join(found[block.module_name] for block in blocks)


def _modules(text: str) -> Iterator[tuple[str, str]]:
    """Yield name and text of each module."""
    for match in re.finditer(r"^module (\w+).*?^endmodule\n", text, re.M | re.S):
        yield match[1], match[0]


def _tidy(text: str) -> str:
    """Merge Yosys' `output x; reg x;` pairs into one line, and write repeated bits short."""
    pattern = r"^  (input|output) ((?:\[\d+:\d+\] )?)(\w+);\n  (wire|reg) (?:\[\d+:\d+\] )?\3;\n"
    text = re.sub(pattern, r"  \1 \4 \2\3;\n", text, flags=re.MULTILINE)

    def repeated(match: re.Match[str]) -> str:
        return f"{{{match[0].count(',') + 1}{{{match[1]}}}}}"

    return re.sub(r"(?<![\w.])(\w+(?:\[\d+\])?)(?:, \1(?![\w\[]))+", repeated, text)
