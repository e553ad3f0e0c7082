"""DVFS controller and statistics of each point, cycle by cycle against models, with devices of all kinds."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from random import Random

import pytest

from drift_hw.config import PRESETS
from drift_hw.emit import block_verilog
from drift_hw.power.dvfs import PAUSE, Dvfs
from drift_hw.power.statistics import PointStatistics
from drift_hw.sim.model import Model
from drift_hw.sim.verilator import BuildOptions, build

FAST = BuildOptions(optimise="-O0")
"""Small blocks, short runs."""
TINY = PRESETS["tiny"]
HIGHEST = 0xFFFFFFFF


def broken(text, pattern, replacement):
    text, count = re.subn(pattern, replacement, text)
    assert count == 1, f"{pattern} matches {count} times"
    return text


def lockstep(text, top, model, stimuli):
    """Run Verilog and model on the same inputs, from random levels; return how often each output was high."""
    high = Counter()
    with Model(build(text, top, FAST), power_up_seed=3) as dut:
        dut.reset()
        outputs = [name for name, port in dut.ports.items() if not port.is_input]
        for cycle, inputs in enumerate(stimuli):
            for name, value in inputs.items():
                dut.write(name, value)
            expected = model.clock(inputs)
            dut.settle()
            for name in outputs:
                found = dut.read(name)
                assert found == expected[name], (
                    f"cycle {cycle}: {name} is {found:#x}, not {expected[name]:#x}"
                )
                high[name] += found > 0
            dut.clock(1)
    return high


# -- DVFS controller ---------------------------------------------------------------------------------------


class ExpiredError(Exception):
    """A phase of the model took too long."""


class Controller:
    """What the controller does, as a story: a generator that goes from cycle to cycle.

    Between two `yield`s it sees the inputs of a cycle, sets pulses of that cycle and registers of the next.
    """

    def __init__(self, points):
        self.points = points
        self.reset()

    def reset(self):
        self.request = {"regulator": 0, "clock": 0}
        self.code = {"regulator": 0, "clock": 0}
        self.present = {"regulator": 0, "clock": 0}
        self.point = self.fallback = self.switching = self.recovering = self.clear_waits = 0
        self.story = self.life()

    def clock(self, inputs):
        self.inputs = inputs
        target = inputs["point_target"]
        wanted = 0 if self.fallback or target >= self.points else target
        self.wanted = self.codes(wanted)
        quiet = not (self.acknowledge("regulator") or self.acknowledge("clock"))
        outputs = {
            "point_settled": int(not self.switching and self.present == self.wanted and quiet),
            "point": self.point,
            "point_changing": 0,
            "switching": self.switching,
            "fallback": self.fallback,
        }
        for device in self.request:
            outputs |= {f"{device}_request": self.request[device], f"{device}_code": self.code[device]}
        self.timeout = self.switched = 0
        on_the_way = self.recovering
        next(self.story)
        outputs |= {"timeout": self.timeout, "switched": self.switched}
        if outputs["point_settled"]:
            outputs["point_changing"] = int(self.point != wanted)
            self.point = wanted
        self.clear_waits |= inputs["clear_fallback"]
        if not on_the_way or self.switched:
            self.fallback &= not self.clear_waits
            self.clear_waits = 0
        self.fallback |= self.timeout
        if inputs["rst"]:
            self.reset()
        return outputs

    def codes(self, index):
        entry = self.inputs["points_table"] >> 32 * index
        return {"regulator": entry & 0xFFFF, "clock": entry >> 16 & 0xFFFF}

    def acknowledge(self, device):
        return self.inputs[f"{device}_acknowledge"]

    def life(self):
        while True:
            if self.inputs["point_request"] and self.present != self.wanted:
                target = self.wanted
                self.switching = 1
                yield
                try:
                    yield from self.switch(target)
                except ExpiredError:
                    yield from self.go_to_point_0()
                self.switched = 1
                self.switching = self.recovering = 0
            yield

    def switch(self, target):
        down = target["regulator"] < self.present["regulator"]
        if down and target["clock"] != self.present["clock"]:
            yield from self.step("clock", target["clock"])
        yield
        if target["regulator"] != self.present["regulator"]:
            yield from self.step("regulator", target["regulator"])
        yield
        if target["clock"] != self.present["clock"]:
            yield from self.step("clock", target["clock"])

    def go_to_point_0(self):
        self.recovering = 1
        target = self.codes(0)
        lower = min(target["clock"], self.present["clock"])
        pause = PAUSE
        yield
        steps = ("clock", lower), ("regulator", target["regulator"]), ("clock", target["clock"])
        for number, (device, code) in enumerate(steps):
            if number:
                yield
            while True:
                try:
                    yield from self.step(device, code, pause)
                    break
                except ExpiredError:
                    pause = PAUSE
                    yield
            pause = 0

    def step(self, device, code, pause=0):
        yield from self.wait(device, 0, pause)
        self.request[device], self.code[device] = 1, code
        yield
        yield from self.wait(device, 1)
        self.request[device], self.present[device] = 0, code
        yield
        yield from self.wait(device, 0)

    def wait(self, device, level, pause=0):
        limit = "voltage_limit" if device == "regulator" else "clock_limit"
        for waited in itertools.count():
            if self.acknowledge(device) == level:
                if waited >= pause:
                    return
            elif waited >= self.inputs[limit]:
                self.timeout = 1
                self.request = {"regulator": 0, "clock": 0}
                raise ExpiredError
            yield


class Device:
    """A regulator or clock generator: often prompt, sometimes late, dead for a while, or out of order."""

    def __init__(self, random):
        self.random = random
        self.level = self.delay = 0

    def acknowledge(self, request):
        if self.delay:
            self.delay -= 1
        elif self.level != request or self.random.random() < 0.002:
            self.level ^= 1
            late = self.random.random()
            self.delay = 0 if late < 0.5 else self.random.randrange(8 if late < 0.95 else 60)
        return self.level


def requests(model, random, cycles):
    """Inputs of a controller in a world of few codes, so that they are often equal; the table changes too."""
    devices = {"regulator": Device(random), "clock": Device(random)}

    def table():
        return sum(random.choice((0, 1, 7, 0xFFFF)) << 16 * n for n in range(2 * model.points))

    inputs = {"points_table": table(), "voltage_limit": 9, "clock_limit": 5, "point_target": 0}
    wish = 0
    for _ in range(cycles):
        if random.random() < 0.03:
            wish = 1
            inputs["point_target"] = (
                random.randrange(16) if random.random() < 0.2 else random.randrange(model.points)
            )
        if random.random() < 0.005:
            inputs["points_table"] = table()
        if random.random() < 0.002:
            inputs |= {"voltage_limit": random.randrange(20), "clock_limit": random.randrange(20)}
        yield inputs | {
            "rst": int(random.random() < 0.001),
            "point_request": wish,
            "clear_fallback": int(random.random() < 0.01),
            "regulator_acknowledge": devices["regulator"].acknowledge(model.request["regulator"]),
            "clock_acknowledge": devices["clock"].acknowledge(model.request["clock"]),
        }
        wish &= random.random() > 0.002 and (model.switching or model.present != model.wanted)


def run_dvfs(points, *mutation, cycles=10_000):
    text = block_verilog(Dvfs(TINY.replace(power__points=points)))
    model = Controller(points)
    stimuli = requests(model, Random(points), cycles)
    return lockstep(broken(text, *mutation) if mutation else text, "drift_dvfs", model, stimuli)


@pytest.mark.parametrize("points", [2, 3, 4, 16])
def test_the_controller_follows_its_model(points):
    high = run_dvfs(points)
    assert high["switched"] > 100
    assert high["timeout"] > 50
    assert 1000 < high["fallback"] < 9000
    assert high["point_settled"] > 1000


@pytest.mark.parametrize(
    "mutation",
    [
        (r"timeout \? 3'h4", "timeout ? 3'h0"),
        (r"waited >= ", "waited > "),
        (r"= clear & recovering;", "= 1'h0;"),
        (r"\? points_table\[31:0\]", "? points_table[63:32]"),
        (r"= fallback \| ", "= "),
        (r"(assign step_needed =) recovering \|", r"\1"),
        (r"if \(point_settled\) point", "if (switched) point"),
    ],
    ids=["no_pause", "limit", "clear_is_lost", "safe_point", "fallback_is_left", "steps_skipped", "point"],
)
def test_the_model_finds_a_wrong_controller(mutation):
    with pytest.raises(AssertionError, match=r"^cycle \d+: "):
        run_dvfs(4, *mutation)


def test_a_switch_in_detail():
    """To more voltage and back, with devices that answer at once; the orders of the contract."""
    config = TINY.replace(power__points=2)
    with Model(build(block_verilog(Dvfs(config)), "drift_dvfs", FAST), power_up_seed=7) as dut:
        dut.reset()
        dut.write("points_table", 0x0050_0010_0040_0020)  # point 0: 0x20, 0x40; point 1: 0x10, 0x50
        dut.write("voltage_limit", 3)
        dut.write("clock_limit", 3)
        dut.write("point_request", 1)
        seen = []
        for target in (0, 1, 0):
            dut.write("point_target", target)
            dut.settle()
            assert not dut.read("point_settled")
            for _ in range(10):
                for device in ("regulator", "clock"):
                    request = dut.read(f"{device}_request")
                    if request and not dut.read(f"{device}_acknowledge"):
                        seen.append((device, dut.read(f"{device}_code")))
                    dut.write(f"{device}_acknowledge", request)
                dut.clock(1)
            dut.settle()
            assert dut.read("point_settled")
            dut.clock(1)
            assert dut.read("point") == target
        assert seen == [
            *(("regulator", 0x20), ("clock", 0x40)),
            *(("clock", 0x50), ("regulator", 0x10)),
            *(("regulator", 0x20), ("clock", 0x40)),
        ]
        assert not dut.read("fallback")


# -- statistics --------------------------------------------------------------------------------------------


class Statistics:
    """Counts two cycles late; `start` is what every counter is reset and cleared to."""

    def __init__(self, config, start):
        self.config, self.start = config, start
        self.now = {name: [start] * config.power.points for name in ("tiles", "flagged", "flags", "largest")}
        self.arriving = None

    def clock(self, inputs):
        outputs = {
            name: sum(value << 32 * n for n, value in enumerate(values)) for name, values in self.now.items()
        }
        if self.arriving is not None:
            self.add(*self.arriving)
        self.arriving = self.arrival(inputs)
        if inputs["clear"]:
            self.arriving = None
            self.now = {name: [self.start] * len(values) for name, values in self.now.items()}
        return outputs

    def arrival(self, inputs):
        flags = magnitude = None
        if inputs["check_valid"]:
            flags = inputs["check_row_flags"].bit_count() + inputs["check_column_flags"].bit_count()
        if inputs["row_delta_valid"]:
            width = self.config.array.accumulator_width
            value = inputs["row_delta_value"]
            magnitude = min(HIGHEST, (1 << width) - value if value >> (width - 1) else value)
        return inputs["point"], flags, magnitude

    def add(self, point, flags, magnitude):
        if flags is not None:
            for name, amount in (("tiles", 1), ("flagged", int(flags > 0)), ("flags", flags)):
                self.now[name][point] = min(HIGHEST, self.now[name][point] + amount)
        if magnitude is not None:
            self.now["largest"][point] = max(self.now["largest"][point], magnitude)


def checks(config, random, cycles):
    width = config.array.accumulator_width
    for _ in range(cycles):
        sparse = random.random() < 0.5
        yield {
            "point": random.randrange(config.power.points),
            "clear": int(random.random() < 0.002),
            "check_valid": int(random.random() < 0.5),
            "check_row_flags": 0 if sparse else random.getrandbits(config.array.rows),
            "check_column_flags": 0 if sparse else random.getrandbits(config.array.columns),
            "row_delta_valid": int(random.random() < 0.5),
            "row_delta_value": random.choice(
                (random.getrandbits(width), random.getrandbits(4), 1 << (width - 1), (1 << width) - 1)
            )
            >> (random.randrange(width) if random.random() < 0.9 else 0),
        }


GEOMETRIES = {
    "tiny": TINY,
    "odd": TINY.replace(array__rows=5, array__columns=3, array__accumulator_width=40, power__points=3),
    "one": TINY.replace(array__rows=1, array__columns=1, array__accumulator_width=16, power__points=16),
    "large": TINY.replace(array__rows=128, array__columns=100, memory__data_width=1024),
}


def run_statistics(config, *mutation, start=0, cycles=4000):
    text = block_verilog(PointStatistics(config))
    if start:  # the only way to reach the end of a counter in time
        count = 4 * config.power.points
        text, found = re.subn(r"\] <= 32'd0;", f"] <= 32'd{start};", text)
        assert found == count, f"{found} counters are reset, not {count}"
    model = Statistics(config, start)
    stimuli = checks(config, Random(config.hash), cycles)
    text = broken(text, *mutation) if mutation else text
    return lockstep(text, "drift_point_statistics", model, stimuli)


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_statistics_follow_their_model(geometry):
    run_statistics(GEOMETRIES[geometry])


@pytest.mark.parametrize("geometry", ["tiny", "large"])
def test_statistics_saturate(geometry):
    run_statistics(GEOMETRIES[geometry], start=HIGHEST - 5)


@pytest.mark.parametrize(
    ("mutation", "start"),
    [
        ((r"row_delta_value\[31\] \? \w+ : row_delta_value", "row_delta_value"), 0),
        ((r"(\w+ = check_row_flags &) 4'h5", r"\1 4'h4"), 0),
        ((r"tiles_select\[0\] = registered_point", "tiles_select[0] = point"), 0),
        ((r"(flags_total =) ([^;]*);", r"\1 33'h0ffffffff & (\2);"), HIGHEST - 5),
    ],
    ids=["sign", "row_flag", "point", "wraps"],
)
def test_the_model_finds_wrong_statistics(mutation, start):
    with pytest.raises(AssertionError, match=r"^cycle \d+: "):
        run_statistics(TINY, *mutation, start=start)
