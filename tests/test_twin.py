"""The twin finds what differs: a golden model with a defect stands in for the Verilog."""

from __future__ import annotations

import numpy as np
import pytest

from drift_hw.config import PRESETS
from drift_hw.control.descriptor import Policy
from drift_hw.control.registers import register_map
from drift_hw.errors import UserError
from drift_hw.sim.device import BlockSettings, Device
from golden.accelerator import GoldenBackend
from golden.faults import FaultList, Kind, Register, fault_ports
from golden.twin import MismatchError, Twin

TINY = PRESETS["tiny"]
FAULTS = TINY.replace(faults__ports=True)
MEMORY = 1 << 16


class StandIn(GoldenBackend):
    """What a twin needs of a simulation. `defect` is called when a submission is through."""

    def __init__(self, config=TINY) -> None:
        super().__init__(config, MEMORY)
        self.defect = lambda: None
        self.pulses = []

    def wait(self, max_cycles: int) -> None:
        super().wait(max_cycles)
        self.defect()

    def record(self, *, trace: bool = False, writes: bool = False) -> None:
        assert not trace, "there is no trace without fault ports"

    def trace(self):
        raise AssertionError("nobody asked for a trace")

    def faults(self, writes, ports, points=0xFFFF) -> None:
        self.pulses.append((writes, ports, points))


@pytest.fixture
def rtl() -> StandIn:
    return StandIn()


def submit(twin: Twin) -> tuple[Device, np.ndarray]:
    """Run a job; return the device and its output."""
    rng = np.random.default_rng(1)
    device = Device(twin, guard=16)
    a, b = (rng.integers(-128, 128, size, np.int8) for size in ((6, 9), (9, 7)))
    output = device.gemm(a, b, multiplier=3, shift=9)
    return device, output


def test_twins_agree(rtl) -> None:
    twin = Twin(rtl)
    device, output = submit(twin)
    assert output.any()
    assert twin.submissions == 1
    device.configure(blocks=[BlockSettings(action=Policy.ZERO)], threshold=3)
    twin.compare_registers()
    device.clear()
    twin.compare_registers()
    twin.reset()
    assert device.read("THRESHOLD") == 10
    twin.compare_registers()


@pytest.mark.parametrize(
    ("addresses", "message"),
    [
        ([0x3000], "memory differs in 1 bytes from 0x3000 to 0x3000: at 0x3000 Verilog has 7, golden 0"),
        ([0x2345, 0x9001], "memory differs in 2 bytes from 0x2345 to 0x9001: at 0x2345 Verilog has 7"),
    ],
)
def test_a_byte_differs(rtl, addresses, message) -> None:
    def defect() -> None:
        rtl.memory[addresses] = 7

    twin = Twin(rtl)
    rtl.defect = defect
    with pytest.raises(MismatchError, match=message):
        submit(twin)
    assert twin.submissions == 0


@pytest.mark.parametrize(
    ("register", "index", "message"),
    [
        ("JOBS_DONE", 0, r"registers differ: JOBS_DONE\[0\]: Verilog 0x2, golden 0x1$"),
        ("PERFORMANCE_LOW", 4, r"registers differ: PERFORMANCE_LOW\[4\]: Verilog 0x[0-9a-f]+, golden 0x"),
        ("HISTOGRAM", 31, r"registers differ: HISTOGRAM\[31\]: Verilog 0x1, golden 0x0$"),
    ],
)
def test_a_register_differs(rtl, register, index, message) -> None:
    def defect() -> None:
        rtl._registers.set(register, rtl._registers.get(register, index=index) + 1, index=index)

    twin = Twin(rtl)
    rtl.defect = defect
    with pytest.raises(MismatchError, match=message):
        submit(twin)


def test_registers_are_compared_when_asked(rtl) -> None:
    twin = Twin(rtl, registers=False)
    rtl.defect = lambda: rtl._registers.set("JOBS_FAILED", 5)
    submit(twin)
    assert twin.register_differences() == {("JOBS_FAILED", 0): (5, 0)}
    with pytest.raises(MismatchError, match="JOBS_FAILED"):
        twin.compare_registers()


def test_cycles_are_not_compared(rtl) -> None:
    """The model does not predict how long anything takes."""
    twin = Twin(rtl)
    rtl.defect = lambda: rtl._registers.set_wide("PERFORMANCE_LOW", "PERFORMANCE_HIGH", 1 << 40, 0)
    submit(twin)
    assert twin.read_register(register_map(TINY)["PERFORMANCE_HIGH"].address()) == 1 << 8


def test_a_write_to_memory_between_submissions_is_no_difference(rtl) -> None:
    twin = Twin(rtl)
    submit(twin)
    twin.memory[100:200] = 3
    submit(twin)


# -- faults --------------------------------------------------------------------------------------------


def faults(**fields) -> FaultList:
    """Return two events of one flop word: bits 0 and 1 of the first accumulator and of the second."""
    events = {"cycle": [30, 30], "row": [0, 0], "column": [0, 0], "mask": [1, 2]} | fields
    return FaultList.of(FAULTS, register=[Register.A, Register.A], kind=Kind.FLIP, **events)


def test_faults_need_ports(rtl) -> None:
    with pytest.raises(UserError, match=r"faults need an accelerator with faults.ports = true"):
        Twin(rtl).faults(None)


def test_events_of_one_word_share_a_write_when_they_share_points() -> None:
    rtl = StandIn(FAULTS)
    twin = Twin(rtl)
    events = faults(row=[0, 0], column=[0, 1])
    for points, expected in (
        (0b10, [0x201]),
        (np.array([0b10, 0b10]), [0x201]),
        (np.array([0b10, 0b01]), [0x200, 0x001]),
    ):
        twin.faults(events, points)
        writes, ports, masks = rtl.pulses[-1]
        assert writes["mask"].tolist() == expected
        assert ports == fault_ports(FAULTS)
        assert np.broadcast_to(masks, len(writes)).tolist() == [0b01, 0b10][-len(writes) :]
    twin.faults(None)
    assert len(rtl.pulses[-1][0]) == 0
    twin.faults(FaultList(FAULTS, events.events[:0]), np.zeros(0, int))
    assert len(rtl.pulses[-1][0]) == 0
