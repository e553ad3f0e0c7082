"""Glue between pytest and cocotb: build a design, run a cocotb test module on it, show what failed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import cocotb_tools.config
import find_libpython

from drift_hw.sim.verilator import Build, BuildOptions, build, launcher

PARAMETERS = "DRIFT_HW_TEST_PARAMETERS"
"""Environment variable that carries the parameters of `run_cocotb` to the test module, as JSON."""

WAVES = "DRIFT_HW_WAVES"
"""Environment variable that names a folder: every cocotb run writes its waveforms there."""


def run_cocotb(
    verilog: str,
    top: str,
    test_module: str,
    *,
    parameters: Mapping[str, Any] | None = None,
    seed: int = 1,
    power_up_seed: int = 0,
    waves: Path | None = None,
    timeout: float = 600,
) -> None:
    """Run every `@cocotb.test()` of a module on a design; raise `AssertionError` when one fails.

    Args:
        verilog: text that holds the module `top`; its clock is the input `clk`.
        top: the design under test, `dut` in the tests.
        test_module: importable name, e.g. "cocotb_tests.core_tiles".
        parameters: plain values (JSON) that `helpers.bench.parameters()` returns inside.
        seed: of Python's `random` in the tests.
        power_up_seed: 0 powers up at zero, any other value at random levels.
        waves: FST file to write, one nanosecond per clock cycle; `$DRIFT_HW_WAVES` names a folder for all.
        timeout: seconds until the simulator is stopped.
    """
    __tracebackhide__ = True
    if waves is None and (folder := os.environ.get(WAVES)):
        test = os.environ.get("PYTEST_CURRENT_TEST", test_module).split("::")[-1].split(" ")[0]
        waves = Path(folder).absolute() / f"{test.replace('/', '-')}.fst"
    if waves is not None:
        waves.parent.mkdir(parents=True, exist_ok=True)
    built = build(verilog, top, BuildOptions(trace=waves is not None))
    with tempfile.TemporaryDirectory(prefix="drift-hw-test-") as name:
        results = Path(name) / "results.xml"
        command: list[str | Path] = [
            *(launcher(), built.library, cocotb_tools.config.lib_name_path("vpi", "verilator")),
            *("--power-up-seed", str(power_up_seed)),
        ]
        if waves is not None:
            command += ["--waves", waves]
        environment = _environment(built, test_module, parameters or {}, seed, results)
        try:
            done = subprocess.run(
                command,
                env=environment,
                cwd=name,
                timeout=timeout,
                check=False,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        except subprocess.TimeoutExpired as expired:
            output = expired.output.decode() if isinstance(expired.output, bytes) else expired.output
            raise AssertionError(
                f"{test_module} did not end in {timeout} s:\n{_tail(output or '')}"
            ) from None
        failures = _failures(results)
        # What the tests print (rates, counts) is for pytest to show.
        sys.stdout.write(done.stdout)
        if failures is None or (done.returncode != 0 and not failures):
            raise AssertionError(
                f"{test_module} on {top} gave no results, exit code {done.returncode}:\n{_tail(done.stdout)}"
            )
        if failures:
            raise AssertionError(f"{test_module} on {top} failed:\n" + "\n".join(failures))


def _environment(
    built: Build, test_module: str, parameters: Mapping[str, Any], seed: int, results: Path
) -> dict[str, str]:
    """Return the environment that starts cocotb in the simulator (what cocotb's own runner sets)."""
    library = find_libpython.find_libpython()
    if library is None:
        raise AssertionError("cocotb needs the shared library of Python: apt install libpython3-dev")
    design = {"library": str(built.library), "top": built.top, "trace": built.options.trace}
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), *filter(None, sys.path)]),
        "PYGPI_PYTHON_BIN": sys.executable,
        "GPI_USERS": f"{library};{cocotb_tools.config.pygpi_entry_point()}",
        "COCOTB_TOPLEVEL": built.top,
        "COCOTB_TEST_MODULES": test_module,
        "COCOTB_RANDOM_SEED": str(seed),
        "COCOTB_RESULTS_FILE": str(results),
        "COCOTB_TRUST_INERTIAL_WRITES": "1",
        "COCOTB_ANSI_OUTPUT": "0",
        "TOPLEVEL_LANG": "verilog",
        PARAMETERS: json.dumps({"design": design, "parameters": parameters}),
    }


def _failures(results: Path) -> list[str] | None:
    """Return a description of each failed test in cocotb's results file; None when there are no results."""
    if not results.is_file():
        return None
    cases = list(ElementTree.parse(results).getroot().iter("testcase"))
    if not cases:
        return None
    described = []
    for case in cases:
        for child in case:
            if child.tag in {"failure", "error"}:
                detail = (child.text or child.get("message") or "").strip()
                described.append(f"{case.get('name')}: {child.get('message', '')}\n{_tail(detail)}")
    return described


def _tail(text: str, lines: int = 40) -> str:
    return "\n".join(text.splitlines()[-lines:])
