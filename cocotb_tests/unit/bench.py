"""Inside the simulator: one instance of an assembled design, driven and compared a cycle at a time."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Mapping
from random import Random
from typing import Any, Protocol, Self

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import RisingEdge

from cocotb_tests.helpers.bench import PERIOD, attached_model, parameters
from drift_hw.config import Config

INSTANCES: dict[str, dict[str, Any]] = parameters()["instances"]

UnitTest = Callable[[Any, str], Coroutine[Any, Any, None]]
"""A test's coroutine function; it takes the design under test and the name of an instance."""


def unit_test(*modules: str, fault_ports: bool = False) -> Callable[[UnitTest], object]:
    """Return a decorator that makes a cocotb test for each instance of these modules (none named: of all).

    With `fault_ports`, only for instances that have them.
    """
    chosen = [
        name
        for name, info in INSTANCES.items()
        if (not modules or info["module"] in modules)
        and (info["config"]["faults"]["ports"] or not fault_ports)
    ]

    def decorate(test: UnitTest) -> object:
        values = [cocotb.Param(value=name, name=name) for name in chosen]
        return cocotb.test()(cocotb.parametrize(instance=values)(test))

    return decorate


Ports = Mapping[str, int | None]
"""Levels of ports by name; an output that is None is not known."""


class Reference(Protocol):
    """A bit-exact, cycle-exact model of a block."""

    def clock(self, inputs: Mapping[str, int]) -> Ports:
        """Return the outputs in a cycle with these inputs, then take the clock edge that ends it."""


class Bench:
    """An instance: its ports by the names that they have in the block.

    A cycle ends at a rising clock edge: inputs are set at its start, outputs are read just before the edge.
    """

    def __init__(self, dut: Any, instance: str) -> None:
        self.config = Config.from_dict(INSTANCES[instance]["config"])
        self.module: str = INSTANCES[instance]["module"]
        self.random = Random(f"{self.module} {instance}")
        self.prefix = f"{instance}_"
        self.clk = dut.clk
        self.inputs: dict[str, Any] = {}
        self.outputs: dict[str, Any] = {}
        for name, port in attached_model().ports.items():
            if name.startswith(self.prefix):
                ports = self.inputs if port.is_input else self.outputs
                ports[name.removeprefix(self.prefix)] = getattr(dut, name)
        self._levels = dict.fromkeys(self.inputs, -1)

    @classmethod
    async def start(cls, dut: Any, instance: str) -> Self:
        """Return the instance with the clock running, after a reset where it has one."""
        bench = cls(dut, instance)
        Clock(dut.clk, PERIOD, unit="ns").start()
        await bench.cycle()
        if "rst" in bench.inputs:
            await bench.cycle(rst=1)
            await bench.cycle(rst=1)
        return bench

    def width(self, port: str) -> int:
        """Return the bits of a port; 0 when there is none."""
        handle = self.inputs.get(port, self.outputs.get(port))
        return 0 if handle is None else len(handle)

    def drive(self, **inputs: int) -> None:
        """Set inputs for the present cycle; those not named are zero."""
        unknown = inputs.keys() - self.inputs.keys()
        assert not unknown, f"{self.module} has no input {unknown}"
        for name, old in self._levels.items():
            new = inputs.get(name, 0)
            if new != old:
                self.inputs[name].value = new
                self._levels[name] = new

    def leave(self, *inputs: str) -> None:
        """Leave inputs to someone else, a stream driver or monitor."""
        for name in inputs:
            del self._levels[name]

    async def cycle(self, **inputs: int) -> None:
        """Run a cycle; `read` then tells the outputs that it had."""
        self.drive(**inputs)
        await RisingEdge(self.clk)

    def read(self, port: str) -> int:
        """Return the level of an output before the edge that just came."""
        return int(self.outputs[port].value)

    def compare(self, expected: Ports, context: object) -> None:
        """Raise `AssertionError` unless every known output has the level expected."""
        for name in self.outputs:
            wanted = expected[name]
            if wanted is not None:
                found = self.read(name)
                assert found == wanted, f"{context}: {name} is {found:#x} instead of {wanted:#x}"

    async def lockstep(
        self, model: Reference, stimuli: Iterable[Mapping[str, int]], *, unknown: int = 0
    ) -> None:
        """Run block and model side by side; the outputs of the first `unknown` cycles are not compared."""
        for number, inputs in enumerate(stimuli):
            expected = model.clock(inputs)
            await self.cycle(**inputs)
            if number >= unknown:
                self.compare(expected, f"cycle {number}")
