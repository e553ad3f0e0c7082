"""The files of a configuration: Verilog, registers, manifest, constraints, FuseSoC core, TOML."""

from __future__ import annotations

from pathlib import Path

import drift_hw
from drift_hw.config import Config, ConfigError
from drift_hw.emit.manifest import manifest_csv
from drift_hw.emit.registers import c_header, markdown, systemrdl
from drift_hw.emit.rendering import render
from drift_hw.emit.verilog import accelerator_verilog, around_core, stamp, verilog
from drift_hw.files import check_writable_folder, write_text

DEFAULT_PERIOD_NS = 10.0
"""Clock period in the constraints: about what a PE reaches in an open 130 nm library."""


def contents(config: Config) -> dict[str, str]:
    """Return file name -> text of everything that is emitted for a configuration.

    A configuration that has only a core (`Config.check_accelerator`) gets no files of the accelerator.
    """
    values = {
        "stamp": stamp(config),
        "hash": config.hash,
        "version": drift_hw.__version__,
        "rows": config.array.rows,
        "columns": config.array.columns,
        "abft": config.protection.abft,
        "accelerator": has_accelerator(config),
        "period_ns": DEFAULT_PERIOD_NS,
    }
    files = {"drift_core.v": verilog(config)}
    if has_accelerator(config):
        files |= {
            "drift_accelerator.v": around_core(accelerator_verilog(config), config),
            "drift_registers.h": c_header(config),
            "drift_registers.rdl": systemrdl(config),
            "drift_registers.md": markdown(config),
        }
    return files | {
        "drift_core.flops.csv": manifest_csv(config, stamp(config)),
        "drift_core.sdc": render("constraints.sdc.j2", values),
        "drift_core.core": render("fusesoc.core.j2", values),
        "drift_core.toml": f"# {stamp(config)}\n{config.to_toml()}",
    }


def has_accelerator(config: Config) -> bool:
    """Return whether an accelerator can be built around the core."""
    try:
        config.check_accelerator()
    except ConfigError:
        return False
    return True


def write(config: Config, directory: Path) -> list[Path]:
    """Write all files of a configuration into a directory and return their paths.

    Raises `drift_hw.files.OutputError` when the directory can not be written, before generating.
    """
    check_writable_folder(directory)
    return [write_text(directory / name, text) for name, text in contents(config).items()]
