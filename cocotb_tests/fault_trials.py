"""Trials of the fault regression: one run of the simulator under cocotb, and what became of its faults."""

import csv
import json
import tempfile
from pathlib import Path
from typing import Any

from cocotb_tests.helpers import run_cocotb
from drift_hw.config import Config
from drift_hw.emit import verilog


def share(*, shape: dict[str, Any], per_class: int, campaign: int, seed: int) -> list[dict[str, Any]]:
    """Run the fault regression on a core with fault ports; return a row for each stage and register.

    Args:
        shape: changes of the default configuration, as `Config.replace` takes them.
        per_class: faults of each register class, sites and third of the bits.
        campaign: faults drawn from all of these, 250 in a run from reset.
        seed: of operands and faults.

    Raises `AssertionError` when Verilog and model differ.
    """
    config = Config().replace(faults__ports=True, **shape)
    rows = []
    with tempfile.TemporaryDirectory(prefix="drift-hw-faults-") as folder:
        run_cocotb(
            verilog(config),
            "drift_core",
            "cocotb_tests.core_faults",
            parameters={
                "config": config.to_dict(),
                "seed": seed,
                "per_class": per_class,
                "campaign": campaign,
                "trace": folder,
            },
            power_up_seed=5,
            timeout=1800,
        )
        for path in sorted(Path(folder).glob("*.csv")):
            found = json.loads(path.with_suffix(".json").read_text())
            summary = found["summary"]
            assert summary["injections"] == len(list(csv.DictReader(path.read_text().splitlines())))
            assert summary["critical_elements"] > 0, "no fault was critical: the campaign shows nothing"
            assert 0 <= summary["miss_rate"] < 0.5
            rows += [
                {"stage": path.stem, "register": register} | counts
                for register, counts in found["registers"].items()
            ]
    return rows
