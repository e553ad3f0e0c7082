"""DVFS controller: takes regulator and clock generator from one operating point to another, safely."""

from __future__ import annotations

from enum import IntEnum

from amaranth.hdl import Module, Mux, Signal, Value
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

    A switch starts when `point_request` finds it idle and the codes present are not those of the target; these
    are sampled then. A phase expires when its condition does not hold `limit` cycles after it began:
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
        """Build target selection and the sequence."""
        m = self.module()
        wanted = Signal(POINT_BITS, name="wanted")
        codes = Signal(2 * CODE_BITS, name="wanted_codes")
        self._select(m, wanted, codes)

        present = Signal(2 * CODE_BITS, name="present_codes")
        quiet = Signal(name="acknowledges_low")
        m.d.comb += [
            quiet.eq(~(self.regulator_acknowledge | self.clock_acknowledge)),
            self.point_settled.eq(~self.switching & quiet & (present == codes)),
        ]
        with m.If(self.point_settled):
            m.d.sync += self.point.eq(wanted)
        self._sequence(m, present, codes)
        return m

    def _select(self, m: Module, wanted: Signal, codes: Signal) -> None:
        """Choose the point to go to and its codes."""
        points = self.config.power.points
        entries = [self.points_table[n * len(codes) : (n + 1) * len(codes)] for n in range(points)]
        m.d.comb += [
            wanted.eq(Mux(self.fallback | (self.point_target >= points), 0, self.point_target)),
            codes.eq(multiplex(m, "point", entries, wanted)),
        ]

    def _sequence(self, m: Module, present: Signal, codes: Signal) -> None:
        """Run the steps of a switch or of the way to point 0."""
        phase = Signal(Phase, name="phase")
        step = Signal(Step, name="step")
        target = Signal(len(codes), name="target_codes", reset_less=True)
        recovering = Signal()
        clear_waits = Signal()
        pause = Signal(range(PAUSE + 1), name="pause")
        advance = Signal()
        voltage, frequency = present[:CODE_BITS], present[CODE_BITS:]
        target_voltage, target_frequency = target[:CODE_BITS], target[CODE_BITS:]
        is_voltage = Signal(name="step_is_voltage")
        acknowledge = Signal()
        m.d.comb += [
            is_voltage.eq(step == Step.VOLTAGE),
            acknowledge.eq(Mux(is_voltage, self.regulator_acknowledge, self.clock_acknowledge)),
            self.switching.eq(phase != Phase.IDLE),
        ]

        needed = Signal(name="step_needed")
        frequency_code = Signal(CODE_BITS, name="step_frequency")
        m.d.comb += frequency_code.eq(target_frequency)
        with m.Switch(step):
            with m.Case(Step.FIRST_FREQUENCY):
                differs = (target_voltage < voltage) & (target_frequency != frequency)
                m.d.comb += needed.eq(recovering | differs)
                with m.If(recovering & (frequency < target_frequency)):
                    m.d.comb += frequency_code.eq(frequency)
            with m.Case(Step.VOLTAGE):
                m.d.comb += needed.eq(recovering | (target_voltage != voltage))
            with m.Default():
                m.d.comb += needed.eq(recovering | (target_frequency != frequency))

        waited = Signal(LIMIT_BITS, name="waited")
        late = Signal()
        m.d.comb += late.eq(waited >= Mux(is_voltage, self.voltage_limit, self.clock_limit))
        m.d.sync += [waited.eq(waited + 1), pause.eq(Mux(pause == 0, 0, pause - 1))]

        with m.Switch(phase):
            with m.Case(Phase.IDLE):
                with m.If(self.point_request & (present != codes)):
                    m.d.sync += [phase.eq(Phase.PREPARE), step.eq(Step.FIRST_FREQUENCY), waited.eq(0)]
                    m.d.sync += target.eq(codes)
            with m.Case(Phase.PREPARE):
                with m.If(~needed):
                    m.d.comb += advance.eq(1)
                with m.Elif(~acknowledge):
                    with m.If(pause == 0):
                        m.d.sync += [phase.eq(Phase.REQUEST), waited.eq(0)]
                        with m.If(is_voltage):
                            m.d.sync += [self.regulator_request.eq(1), self.regulator_code.eq(target_voltage)]
                        with m.Else():
                            m.d.sync += [self.clock_request.eq(1), self.clock_code.eq(frequency_code)]
                with m.Elif(late):
                    m.d.comb += self.timeout.eq(1)
            with m.Case(Phase.REQUEST):
                with m.If(acknowledge):
                    m.d.sync += [phase.eq(Phase.RELEASE), waited.eq(0)]
                    m.d.sync += [self.regulator_request.eq(0), self.clock_request.eq(0)]
                    with m.If(is_voltage):
                        m.d.sync += voltage.eq(self.regulator_code)
                    with m.Else():
                        m.d.sync += frequency.eq(self.clock_code)
                with m.Elif(late):
                    m.d.comb += self.timeout.eq(1)
            with m.Case(Phase.RELEASE):
                with m.If(~acknowledge):
                    m.d.comb += advance.eq(1)
                with m.Elif(late):
                    m.d.comb += self.timeout.eq(1)

        with m.If(advance):
            m.d.sync += [phase.eq(Phase.PREPARE), step.eq(step + 1), waited.eq(0)]
            with m.If(step == Step.LAST_FREQUENCY):
                m.d.comb += self.switched.eq(1)
                m.d.sync += [phase.eq(Phase.IDLE), step.eq(Step.FIRST_FREQUENCY), recovering.eq(0)]

        # Clearing: at once, or after the way to point 0.
        leave = Signal()
        m.d.comb += leave.eq(
            Mux(recovering, self.switched & (clear_waits | self.clear_fallback), self.clear_fallback)
        )
        m.d.sync += clear_waits.eq(recovering & ~self.switched & (clear_waits | self.clear_fallback))
        with m.If(leave):
            m.d.sync += self.fallback.eq(0)

        with m.If(self.timeout):
            m.d.sync += [phase.eq(Phase.PREPARE), waited.eq(0), pause.eq(PAUSE)]
            m.d.sync += [self.regulator_request.eq(0), self.clock_request.eq(0)]
            m.d.sync += [self.fallback.eq(1), recovering.eq(1)]
            with m.If(~recovering):
                m.d.sync += [step.eq(Step.FIRST_FREQUENCY), target.eq(self._safe_codes())]

    def _safe_codes(self) -> Value:
        return self.points_table[: 2 * CODE_BITS]
