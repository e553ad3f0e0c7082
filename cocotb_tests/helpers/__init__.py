"""What every testbench uses: start cocotb on a design, drive and watch its streams, compare.

    from cocotb_tests.helpers import run_cocotb                          # in test_*.py, run by pytest
    from cocotb_tests.helpers.bench import parameters, start             # in the cocotb test module
    from cocotb_tests.helpers.streams import Scoreboard, StreamDriver, StreamMonitor

`test_*.py` builds and starts only; the module that it names holds the `@cocotb.test()` coroutines and runs
inside the simulator.
"""

from cocotb_tests.helpers.runner import run_cocotb

__all__ = ["run_cocotb"]
