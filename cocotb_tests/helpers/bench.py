"""Inside the simulator: the parameters of the run, clock and reset, the C++ harness under cocotb."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from cocotb.clock import Clock
from cocotb.triggers import RisingEdge

from cocotb_tests.helpers.runner import PARAMETERS
from drift_hw.sim.model import Model
from drift_hw.sim.verilator import Build, BuildOptions

PERIOD = 1
"""Clock period in nanoseconds."""


def parameters() -> dict[str, Any]:
    """Return the parameters that `run_cocotb` was called with."""
    chosen: dict[str, Any] = json.loads(os.environ[PARAMETERS])["parameters"]
    return chosen


def attached_model() -> Model:
    """Return the design under test as a `Model`: whole runs in C++, without Python in the loop.

    The model runs the clock itself: use it in a test without `start`. Simulated time goes on.
    """
    design = json.loads(os.environ[PARAMETERS])["design"]
    options = BuildOptions(trace=design["trace"])
    return Model.attached(Build(Path(design["library"]), design["top"], options, 0.0))


async def start(dut: Any, *, reset_cycles: int = 2) -> None:
    """Start the clock and reset the design (where it has `rst`); inputs are zero before.

    Returns just after a rising edge with reset low from now on.
    """
    for port in dut:
        if port._name != "clk" and attached_model().ports[port._name].is_input:
            port.value = 0
    Clock(dut.clk, PERIOD, unit="ns").start()
    if hasattr(dut, "rst"):
        dut.rst.value = 1
        for _ in range(reset_cycles):
            await RisingEdge(dut.clk)
        dut.rst.value = 0
    await RisingEdge(dut.clk)
