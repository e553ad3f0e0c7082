"""DVFS controller: takes regulator and clock generator from one operating point to another, safely."""

from __future__ import annotations

from enum import IntEnum

from amaranth.hdl import Cat, Module, Mux, Signal, Value
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block
from drift_hw.config import Config
from drift_hw.control.records import POINT_BITS
from drift_hw.protect.checker import multiplex

CODE_BITS = 16
"""Bits of a voltage or frequency code."""
LIMIT_BITS = 24
"""Bits of the longest time that a phase may take, in cycles."""
PAUSE = 4
"""Cycles between a request that was given up and the next one: the device sees that it fell."""


class Step(IntEnum):
    """What is changed; a sequence runs through all three and leaves out what need not change.

    To a lower voltage the frequency falls first; the last step then finds it as it should be. To a higher
    voltage the first step does nothing.
    """

    FIRST_FREQUENCY = 0
    VOLTAGE = 1
    LAST_FREQUENCY = 2


class Phase(IntEnum):
    """Where a sequence is."""

    IDLE = 0
    PREPARE = 1
    """The request is low: wait until the acknowledge is."""
    REQUEST = 2
    """The request is high: wait for the acknowledge."""
    RELEASE = 3
    """The request has fallen: wait until the acknowledge has."""


class Dvfs(Block):
    """Sequencer of two four-phase handshakes.

    A switch starts when `point_request` finds it idle and the codes present are not those of the target;
    these are sampled then. A phase expires when its condition does not hold `limit` cycles after it began:
    `timeout` pulses, `fallback` is set, and all three steps towards point 0 follow, whatever the codes
    present, for a device that did not acknowledge may be anywhere between; a step that expires is begun
    again after `PAUSE` cycles. `clear_fallback` takes effect after that sequence. An index beyond the table
    is point 0.
    Latency: `point_settled` is combinational; a switch takes a cycle per step left out, and three or more
    per other step. Throughput: one switch at a time.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        ports = {
            "points_table": In(config.power.points * 2 * CODE_BITS),
            "voltage_limit": In(LIMIT_BITS),
            "clock_limit": In(LIMIT_BITS),
            "point_request": In(1),
            "point_target": In(POINT_BITS),
            "clear_fallback": In(1),
            "regulator_acknowledge": In(1),
            "clock_acknowledge": In(1),
            "point_settled": Out(1),
            "point": Out(POINT_BITS),
            "point_changing": Out(1),
            "switching": Out(1),
            "fallback": Out(1),
            "timeout": Out(1),
            "switched": Out(1),
            "regulator_request": Out(1),
            "regulator_code": Out(CODE_BITS),
            "clock_request": Out(1),
            "clock_code": Out(CODE_BITS),
        }
        super().__init__(config, "drift_dvfs", ports)

    def elaborate(self, platform: object) -> Module:
        """Build target selection, steps, handshakes and fallback."""
        m = self.module()
        self._phase = Signal(Phase, name="phase")
        self._step = Signal(Step, name="step")
        self._present = Signal(2 * CODE_BITS, name="present_codes")
        self._target = Signal(2 * CODE_BITS, name="target_codes", reset_less=True)
        self._recovering = Signal(name="recovering")
        start = self._select(m)
        rise, acknowledged, advance = self._handshake(m)
        step, phase = self._step, self._phase
        # Every way from phase to phase; a timeout overrules them.
        with m.If(start):
            m.d.sync += phase.eq(Phase.PREPARE)
        with m.If(rise):
            m.d.sync += phase.eq(Phase.REQUEST)
        with m.If(acknowledged):
            m.d.sync += phase.eq(Phase.RELEASE)
        with m.If(advance):
            m.d.sync += [phase.eq(Phase.PREPARE), step.eq(step + 1)]
        with m.If(self.switched):
            m.d.sync += [phase.eq(Phase.IDLE), step.eq(Step.FIRST_FREQUENCY), self._recovering.eq(0)]
        m.d.comb += self.switched.eq(advance & (step == Step.LAST_FREQUENCY))
        self._timer(m, start | rise | acknowledged | advance)
        self._fallback(m)
        return m

    def _select(self, m: Module) -> Value:
        """Choose the codes to go to and tell whether they are present; return the start of a switch."""
        points = self.config.power.points
        wanted = Signal(POINT_BITS, name="wanted")
        codes = Signal(2 * CODE_BITS, name="wanted_codes")
        differ = Signal(name="codes_differ")
        start = Signal()
        entries = [self.points_table[n * len(codes) : (n + 1) * len(codes)] for n in range(points)]
        m.d.comb += [
            wanted.eq(Mux(self.fallback | (self.point_target >= points), 0, self.point_target)),
            codes.eq(multiplex(m, "point", entries, wanted)),
            differ.eq(self._present != codes),
            self.switching.eq(self._phase != Phase.IDLE),
            self.point_settled.eq(
                ~(self.switching | differ | self.regulator_acknowledge | self.clock_acknowledge)
            ),
            start.eq(~self.switching & self.point_request & differ),
        ]
        m.d.comb += self.point_changing.eq(self.point_settled & (self.point != wanted))
        with m.If(self.point_settled):
            m.d.sync += self.point.eq(wanted)
        with m.If(start):
            m.d.sync += self._target.eq(codes)
        return start

    def _handshake(self, m: Module) -> tuple[Value, Value, Value]:
        """Run a step; return when its request rises, when that is acknowledged, and when the step ends."""
        needed, frequency_code = self._need(m)
        is_voltage = Signal(name="step_is_voltage")
        acknowledge = Signal()
        self._pause = Signal(range(PAUSE + 1), name="pause")
        rise = Signal(name="request_rises")
        acknowledged = Signal()
        advance = Signal()
        self._blocked = Signal(name="blocked")
        m.d.comb += [
            is_voltage.eq(self._step == Step.VOLTAGE),
            acknowledge.eq(Mux(is_voltage, self.regulator_acknowledge, self.clock_acknowledge)),
            rise.eq((self._phase == Phase.PREPARE) & needed & ~acknowledge & (self._pause == 0)),
            acknowledged.eq((self._phase == Phase.REQUEST) & acknowledge),
            advance.eq(
                ((self._phase == Phase.PREPARE) & ~needed) | ((self._phase == Phase.RELEASE) & ~acknowledge)
            ),
            self._blocked.eq(
                ((self._phase == Phase.PREPARE) & needed & acknowledge)
                | ((self._phase == Phase.REQUEST) & ~acknowledge)
                | ((self._phase == Phase.RELEASE) & acknowledge)
            ),
        ]
        voltage, frequency = self._present[:CODE_BITS], self._present[CODE_BITS:]
        for request, code, present, own, new in (
            (self.regulator_request, self.regulator_code, voltage, is_voltage, self._target[:CODE_BITS]),
            (self.clock_request, self.clock_code, frequency, ~is_voltage, frequency_code),
        ):
            with m.If(rise & own):
                m.d.sync += [request.eq(1), code.eq(new)]
            with m.If(acknowledged & own):
                m.d.sync += present.eq(code)
            with m.If(acknowledged | self.timeout):
                m.d.sync += request.eq(0)
        return rise, acknowledged, advance

    def _need(self, m: Module) -> tuple[Value, Value]:
        """Return whether the present step changes a code, and the frequency that it changes to."""
        voltage, frequency = self._present[:CODE_BITS], self._present[CODE_BITS:]
        target_voltage, target_frequency = self._target[:CODE_BITS], self._target[CODE_BITS:]
        needed = Signal(name="step_needed")
        lower = Signal(name="frequency_is_lower")
        changes = {
            Step.FIRST_FREQUENCY: (target_voltage < voltage) & (target_frequency != frequency),
            Step.VOLTAGE: target_voltage != voltage,
            Step.LAST_FREQUENCY: target_frequency != frequency,
        }
        here = [change & (self._step == step) for step, change in changes.items()]
        m.d.comb += [
            # On the way to point 0 the codes present are not certain: every step is taken.
            needed.eq(self._recovering | Cat(here).any()),
            lower.eq(
                self._recovering & (self._step == Step.FIRST_FREQUENCY) & (frequency < target_frequency)
            ),
        ]
        return needed, Mux(lower, frequency, target_frequency)

    def _timer(self, m: Module, restart: Value) -> None:
        """Count the cycles of a phase: it times out when it is blocked at its limit."""
        waited = Signal(LIMIT_BITS, name="waited")
        limit = Mux(self._step == Step.VOLTAGE, self.voltage_limit, self.clock_limit)
        m.d.comb += self.timeout.eq(self._blocked & (waited >= limit))
        m.d.sync += waited.eq(Mux(restart | self.timeout, 0, waited + 1))
        with m.If(self.timeout):
            m.d.sync += self._pause.eq(PAUSE)
        with m.Elif(self._pause != 0):
            m.d.sync += self._pause.eq(self._pause - 1)

    def _fallback(self, m: Module) -> None:
        """Hold point 0 after a timeout, and go there; a way to point 0 that times out repeats its step."""
        clear_waits = Signal()
        clear = Signal()
        m.d.comb += clear.eq(self.clear_fallback | clear_waits)
        m.d.sync += clear_waits.eq(clear & self._recovering & ~self.switched)
        with m.If(clear & (~self._recovering | self.switched)):
            m.d.sync += self.fallback.eq(0)
        with m.If(self.timeout):
            m.d.sync += [self.fallback.eq(1), self._recovering.eq(1), self._phase.eq(Phase.PREPARE)]
        with m.If(self.timeout & ~self._recovering):
            m.d.sync += [
                self._step.eq(Step.FIRST_FREQUENCY),
                self._target.eq(self.points_table[: 2 * CODE_BITS]),
            ]
