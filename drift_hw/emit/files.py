"""The files of a configuration: Verilog, flop manifest, constraints, FuseSoC core and the configuration."""

from __future__ import annotations

from pathlib import Path

import jinja2

import drift_hw
from drift_hw.config import Config
from drift_hw.emit.manifest import manifest_csv
from drift_hw.emit.verilog import stamp, verilog
from drift_hw.files import check_writable_folder, write_text

DEFAULT_PERIOD_NS = 10.0
"""Clock period in the constraints: about what a PE reaches in an open 130 nm library."""


def contents(config: Config) -> dict[str, str]:
    """Return file name -> text of everything that is emitted for a configuration."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("drift_hw.emit"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    values = {
        "stamp": stamp(config),
        "hash": config.hash,
        "version": drift_hw.__version__,
        "rows": config.array.rows,
        "columns": config.array.columns,
        "abft": config.protection.abft,
        "period_ns": DEFAULT_PERIOD_NS,
    }
    return {
        "drift_core.v": verilog(config),
        "drift_core.flops.csv": manifest_csv(config, stamp(config)),
        "drift_core.sdc": environment.get_template("constraints.sdc.j2").render(values),
        "drift_core.core": environment.get_template("fusesoc.core.j2").render(values),
        "drift_core.toml": f"# {stamp(config)}\n{config.to_toml()}",
    }


def write(config: Config, directory: Path) -> list[Path]:
    """Write all files of a configuration into a directory and return their paths.

    Raises `drift_hw.files.OutputError` when the directory can not be written, before generating.
    """
    check_writable_folder(directory)
    return [write_text(directory / name, text) for name, text in contents(config).items()]
