"""Small circuits with delays for tests of the timing simulator."""

from __future__ import annotations

import functools
from dataclasses import replace

import numpy as np
from synth_libraries import osu018

from synth.netlist import Module
from synth.timing.circuit import Circuit
from synth.timing.delays import Delays, extract
from synth.timing.module import TimedModule, timed, timed_module

MAC = """
module mac(a_in, b_in, flush_in, a_out, b_out, accumulator_out, clk);
  input wire [1:0] a_in;
  input wire [1:0] b_in;
  input wire flush_in;
  output reg [1:0] a_out;
  output reg [1:0] b_out;
  output reg [3:0] accumulator_out;
  input wire clk;
  reg flush;
  wire [3:0] product;
  assign product = $signed(a_out) * $signed(b_out);
  always @(posedge clk)
    a_out <= a_in;
  always @(posedge clk)
    b_out <= b_in;
  always @(posedge clk)
    flush <= flush_in;
  always @(posedge clk)
    accumulator_out <= (flush ? 4'd0 : accumulator_out) + product;
endmodule
"""


@functools.cache
def mac() -> tuple[TimedModule, Delays]:
    """Return a multiply-accumulate of 2-bit operands and a 4-bit accumulator, with delays of OSU018."""
    module = timed_module(MAC, "mac", osu018())
    return module, extract(module, osu018())


def hand(cells, inputs, arcs, setup=(0.0, 0.0), arrival=(100.0, 100.0)):
    """Return (module, delays) of cells {name: (type, {pin: net})}; input x is net x, all flops share `clk`.

    `arcs` gives each (instance, pin, output) a table [[fall-fall, fall-rise], [rise-fall, rise-rise]] in ps.
    Flops are the control flops, by name.
    """
    names = [*inputs, "clk", *(net for _, pins in cells.values() for net in pins.values())]
    numbers = {name: index + 2 for index, name in enumerate(dict.fromkeys(names))}
    module = Module.from_json(
        "hand",
        {
            "ports": {
                name: {"direction": "input", "bits": [numbers[name]]}
                for name in dict.fromkeys([*inputs, "clk"])
            },
            "cells": {
                name: {"type": kind, "connections": {pin: [numbers[net]] for pin, net in pins.items()}}
                for name, (kind, pins) in cells.items()
            },
            "netnames": {name: {"bits": [number]} for name, number in numbers.items()},
        },
    )
    circuit = timed(module, osu018(), recipe="none", period_ns=1.0)
    return circuit, Delays(
        netlist_hash=circuit.netlist_hash,
        voltage=1.8,
        temperature=25.0,
        corner="by hand",
        source="assumed",
        arcs=tuple(arcs),
        picoseconds=np.array([np.array(table, float) for table in arcs.values()]).reshape(-1, 2, 2),
        data_pins=("D",) * len(circuit.flops),
        setup=np.tile(np.array(setup, float), (len(circuit.flops), 1)),
        arrivals=np.zeros((len(circuit.flops), 2)),
        input_arrival_ps=np.array(arrival, float),
    )


def flop(data, output, fall=50.0, rise=50.0):
    """Return (cell, arcs of an instance by name) of a flop."""
    return ("DFFPOSX1", {"CLK": "clk", "D": data, "Q": output}), [[np.nan, np.nan], [fall, rise]]


def untied(delays: Delays, seed: int, spread_ps: float = 0.02) -> Delays:
    """Return delays that differ by up to `spread_ps` from output to output: no two events coincide."""
    generator = np.random.default_rng(seed)
    outputs = {(name, output) for name, _, output in delays.arcs}
    offsets = {key: generator.uniform(0, spread_ps, 2).round(3) for key in sorted(outputs)}
    shifts = np.array([offsets[name, output] for name, _, output in delays.arcs])
    return replace(delays, picoseconds=np.round(delays.picoseconds + shifts[:, None, :], 3))


def circuit(pair) -> Circuit:
    """Return the circuit of (module, delays) in OSU018."""
    module, delays = pair
    return Circuit.of(module, osu018().cells, delays)


def stimuli(circuit: Circuit, cycles: int, seed: int) -> np.ndarray:
    """Return uniform stimuli."""
    generator = np.random.default_rng(seed)
    columns = [generator.integers(0, 1 << width, cycles, np.uint64) for _, width in circuit.ports]
    return np.stack(columns, axis=1)


def captured(run, periods: int) -> np.ndarray:
    """Return (periods, cycles, words) what an open-loop run captured."""
    found = np.repeat(run.wanted[None], periods, axis=0)
    found[run.wrong["period"], run.wrong["cycle"], run.wrong["word"]] ^= run.wrong["mask"]
    return found
