"""A slow twin of the compiled gate simulator: one queue of events, and every rule written out.

It shares the flat circuit with the simulator, and nothing else. Besides the two delay models it knows what
Icarus Verilog makes of a specify path: a scheduled change is never cancelled, but gives the output the value
that the function has when it comes due.
"""

from __future__ import annotations

import heapq
from collections import defaultdict

import numpy as np


class GateOracle:
    """Runs one circuit cycle by cycle; times are whole femtoseconds."""

    def __init__(self, circuit, rule="inertial"):
        self.circuit, self.rule = circuit, rule
        self.value = [0] * circuit.nets
        self.value[1] = 1
        self.readers = defaultdict(list)
        self.tables = [gate.table for gate in circuit.gates]
        self.delays = [
            np.rint(np.nan_to_num(gate.delays) * 1000).astype(int).tolist() for gate in circuit.gates
        ]
        for index, gate in enumerate(circuit.gates):
            for pin, net in enumerate(gate.inputs):
                self.readers[net].append((index, pin))
        self.settle(self.value)
        self.rows = [sum(self.value[net] << pin for pin, net in enumerate(g.inputs)) for g in circuit.gates]
        self.scheduled = [[] for _ in circuit.gates]
        self.queue = []
        self.history = defaultdict(list)
        self.state = [0] * len(circuit.flops)
        self.now = 0

    def settle(self, values):
        for gate in self.circuit.gates:
            row = sum(values[net] << pin for pin, net in enumerate(gate.inputs))
            values[gate.output] = gate.table >> row & 1

    def set(self, net, level, time):
        if self.value[net] == level:
            return
        self.value[net] = level
        self.history[net].append((time, level))
        for gate, pin in self.readers[net]:
            self.move(gate, pin, level, time)

    def move(self, gate, pin, level, time):
        before = self.tables[gate] >> self.rows[gate] & 1
        self.rows[gate] ^= 1 << pin
        wanted = self.tables[gate] >> self.rows[gate] & 1
        if wanted == before:
            return
        due = time + self.delays[gate][pin][level][wanted]
        waiting = self.scheduled[gate]
        output = self.value[self.circuit.gates[gate].output]
        if self.rule == "inertial":
            waiting.clear()
            if wanted != output:
                waiting.append((due, wanted))
        elif self.rule == "transport":
            while waiting and waiting[-1][0] >= due:
                waiting.pop()
            if (waiting[-1][1] if waiting else output) != wanted:
                waiting.append((due, wanted))
        heapq.heappush(self.queue, (due, gate))

    def run_until(self, end):
        while self.queue and self.queue[0][0] <= end:
            time, gate = heapq.heappop(self.queue)
            waiting = self.scheduled[gate]
            if self.rule == "path":
                level = self.tables[gate] >> self.rows[gate] & 1
            elif waiting and waiting[0][0] == time:
                level = waiting.pop(0)[1]
            else:
                continue
            self.set(self.circuit.gates[gate].output, level, time)

    def cycle(self, row, period):
        """Run one clock cycle of `period` fs; return what the flops capture, and should capture."""
        start, circuit = self.now, self.circuit
        self.history.clear()
        first = dict(enumerate(self.value))
        for (state, *_), level in zip(circuit.flops, self.state, strict=True):
            self.set(state, level, start)
        arriving = []
        for net, column, bit in circuit.inputs:
            level = int(row[column]) >> int(bit) & 1
            arriving.append((start + round(float(circuit.input_arrival_ps[level]) * 1000), net, level))
        for arrival, net, level in sorted(arriving):
            self.run_until(arrival - 1)
            self.set(net, level, arrival)
        self.now = start + period
        self.run_until(self.now)
        ideal = list(self.value)
        for (state, *_), level in zip(circuit.flops, self.state, strict=True):
            ideal[state] = level
        self.settle(ideal)
        wanted = [ideal[flop[1]] for flop in circuit.flops]
        captured = [self.at(first, index, period, start) for index in range(len(circuit.flops))]
        return captured, wanted

    def at(self, first, index, period, start):
        net = self.circuit.flops[index, 1]
        setup = np.rint(self.circuit.setups_ps[index] * 1000).astype(int)
        level = first[net]
        for time, value in self.history[net]:
            if time - start + setup[value] <= period:
                level = value
        return level

    def words(self, bits):
        words = [0] * self.circuit.words
        for (*_, word, bit), level in zip(self.circuit.flops, bits, strict=True):
            words[word] |= level << int(bit)
        return words


def closed(circuit, stimuli, period_ps, rule="inertial"):
    """Return (captured, wanted) as `engine.run_closed`."""
    oracle = GateOracle(circuit, rule)
    results = []
    for row in stimuli:
        captured, wanted = oracle.cycle(row, round(period_ps * 1000))
        results.append((oracle.words(captured), oracle.words(wanted)))
        oracle.state = captured
    return tuple(np.array(part, np.uint64) for part in zip(*results, strict=True))


def opened(circuit, stimuli, periods_ps, rule="inertial"):
    """Return (wanted, captured by period) of cycles that all start settled."""
    oracle = GateOracle(circuit, rule)
    long = round(circuit.longest_ps * 1000) * 3
    wanted, captured = [], [[] for _ in periods_ps]
    for row in stimuli:
        first = dict(enumerate(oracle.value))
        start = oracle.now
        bits, _ = oracle.cycle(row, long)
        for place, period in enumerate(periods_ps):
            seen = [oracle.at(first, f, round(period * 1000), start) for f in range(len(circuit.flops))]
            captured[place].append(oracle.words(seen))
        wanted.append(oracle.words(bits))
        oracle.state = bits
    return np.array(wanted, np.uint64), np.array(captured, np.uint64)
