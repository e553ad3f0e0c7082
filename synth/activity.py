"""Switching activity of real tiles: run them through the RTL and record what every sample instance sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drift_hw.config import SHIFT_WIDTH, Config
from drift_hw.errors import UserError
from drift_hw.sim.model import Model, Sink, Source
from drift_hw.sim.verilator import BuildOptions, build
from synth.bench import Cut
from synth.netlist import identifier
from synth.templates import render

THRESHOLD = 10
"""Threshold exponent of the run: the paper's."""
MAX_BEATS = 512
"""Beats that are simulated, about: whole tiles, at least two."""


class TilesError(UserError):
    """Operand tiles that do not fit the configuration; the message says which and what fits."""


@dataclass(frozen=True)
class OperandTiles:
    """Operand tiles to stream through the array, one behind the other."""

    pairs: Sequence[tuple[NDArray[np.int8], NDArray[np.int8]]]
    """Per tile A (rows, K) and B (K, columns), int8; K may differ from tile to tile."""
    source: str
    """Where they came from, for the report."""

    def check(self, config: Config) -> None:
        """Raise `TilesError` unless there are at least two tiles of the array's shape and operand width."""
        rows, columns = config.array.rows, config.array.columns
        if len(self.pairs) < 2:
            raise TilesError(
                f"power needs at least 2 tiles, one behind the other, not {len(self.pairs)}; capture more"
            )
        limit = config.output_limit + 1
        for index, (a, b) in enumerate(self.pairs):
            if a.ndim != 2 or b.shape != (a.shape[1], columns) or len(a) != rows or not a.size:
                raise TilesError(
                    f"tile {index} of shape {a.shape} x {b.shape} does not fit a {rows}x{columns} array; "
                    f"give ({rows}, K) x (K, {columns}), K from 1"
                )
            low, high = min(a.min(), b.min()), max(a.max(), b.max())
            if low < -limit or high >= limit:
                raise TilesError(
                    f"operands of tile {index} reach from {low} to {high}; "
                    f"{config.array.operand_width} bits hold {-limit} to {limit - 1}"
                )

    def limited(self) -> OperandTiles:
        """Return at most about `MAX_BEATS` beats: tiles evenly spaced from first to last, at least two."""
        beats = sum(a.shape[1] for a, _ in self.pairs)
        count = max(2, min(len(self.pairs), MAX_BEATS * len(self.pairs) // beats))
        chosen = np.linspace(0, len(self.pairs) - 1, count).round().astype(int)
        return OperandTiles([self.pairs[index] for index in chosen], self.source)


def gaussian_tiles(
    config: Config, *, seed: int, depth: int | None = None, sigma: float = 20.0
) -> OperandTiles:
    """Return made-up tiles of K = `depth`: normal operands, for when there are no captured ones.

    `sigma` is in steps of an 8-bit operand: the spread of activations and weights, not their values.
    """
    array = config.array
    k = max(2 * array.rows, 96) if depth is None else depth
    generator = np.random.default_rng(seed)
    limit = config.output_limit

    def draw(*shape: int) -> NDArray[np.int8]:
        values = generator.normal(0.0, sigma * limit / 127, shape).round()
        return values.clip(-limit, limit).astype(np.int8)

    pairs = [(draw(array.rows, k), draw(k, array.columns)) for _ in range(max(3, MAX_BEATS // k))]
    return OperandTiles(pairs, f"made-up normal operands, sigma {sigma:g}, K {k}, seed {seed}")


@dataclass(frozen=True)
class Recording:
    """What entered each cut, cycle by cycle."""

    inputs: tuple[NDArray[np.uint8], ...]
    """Per cut (cycles, width) 0/1, the lowest bit first: what holds from one clock edge to the next."""
    start: int
    """First cycle of the steady state: one tile is done, the next one follows."""
    beats: int
    """Beats accepted from `start` on."""

    @property
    def cycles(self) -> int:
        """Cycles of the steady state."""
        return len(self.inputs[0]) - self.start


def packed_operands(values: NDArray[np.int8], width: int) -> NDArray[np.uint8]:
    """Pack (beats, operands) int8 into (beats, bytes): `width` bits each, operand 0 in the low bits."""
    bits = (values.astype(np.uint8)[..., None] >> np.arange(width, dtype=np.uint8)) & 1
    return np.packbits(bits.reshape(len(values), -1), axis=1, bitorder="little")


def _requantisation(config: Config, tiles: OperandTiles) -> tuple[int, int]:
    """Return the multiplier and shift that bring these tiles' largest result to the largest output."""
    largest = max(int(np.abs(a.astype(np.int64) @ b.astype(np.int64)).max()) for a, b in tiles.pairs)
    scale = config.output_limit / max(1, largest)
    width = config.requantiser.multiplier_width
    shift = min((1 << SHIFT_WIDTH) - 1, int(np.floor(np.log2(((1 << width) - 1) / scale))))
    return max(1, round(scale * 2.0**shift)), shift


def _recorder(config: Config, tiles: OperandTiles, cuts: Sequence[Cut], name: str) -> str:
    """Return the Verilog of `drift_core` with the inputs of each cut as outputs."""
    array = config.array
    multiplier, shift = _requantisation(config, tiles)

    def per_column(value: int, bits: int) -> str:
        return f"{{{array.columns}{{{bits}'d{value}}}}}"

    return render(
        "recorder.v",
        name=name,
        top="drift_core",
        inputs=[
            ("clk", ""),
            ("rst", ""),
            ("operands_valid", ""),
            ("operands_a", f"[{array.rows * array.operand_width - 1}:0] "),
            ("operands_b", f"[{array.columns * array.operand_width - 1}:0] "),
            ("operands_last", ""),
        ],
        widths=[piece.width for piece in cuts],
        bias=per_column(0, array.accumulator_width),
        multiplier=per_column(multiplier, config.requantiser.multiplier_width),
        shift=per_column(shift, SHIFT_WIDTH),
        abft=config.protection.abft,
        corrector=config.correction_entries > 0,
        threshold=f"{config.threshold_width}'d{min(THRESHOLD, array.accumulator_width - 1)}",
        samples=[
            ", ".join(".".join(["dut", *map(identifier, path)]) for path in reversed(piece.recorded))
            for piece in cuts
        ],
    )


def record(verilog: str, config: Config, tiles: OperandTiles, cuts: Sequence[Cut]) -> Recording:
    """Run tiles through the emitted Verilog of `config` and record the inputs of each cut.

    `config` must be without fault ports. Raises `TilesError`, and `drift_hw.sim.BuildError` when there is no
    simulator to be had.
    """
    tiles.check(config)
    tiles = tiles.limited()
    name = "drift_recorder"
    text = verilog + _recorder(config, tiles, cuts, name)
    built = build(text, name, BuildOptions(optimise="-O1"))
    width = config.array.operand_width
    a = np.concatenate([packed_operands(a.T, width) for a, _ in tiles.pairs])
    b = np.concatenate([packed_operands(b, width) for _, b in tiles.pairs])
    depths = [a.shape[1] for a, _ in tiles.pairs]
    last = np.zeros((len(a), 1), dtype=np.uint8)
    last[np.cumsum(depths) - 1] = 1
    ports = [f"sample{index}" for index in range(len(cuts))]
    limit = 2 * len(a) + len(depths) * 2 * config.drain_cycles + 16
    with Model(built) as model:
        payload = {"operands_a": a, "operands_b": b, "operands_last": last}
        source = Source(model, "operands_valid", "operands_ready", payload)
        sink = Sink(model, "always_valid", None, ports, goal=limit)
        model.reset()
        model.run([source], [sink], cycles=limit)
        accepted = source.accepted_at.astype(np.int64)
        if len(accepted) < len(a):
            raise RuntimeError(f"the array took {len(accepted)} of {len(a)} beats in {limit} cycles")
        # A tap shows what stands before a clock edge: row n+1 is what follows edge n.
        stop = int(accepted[-1])
        inputs = tuple(
            np.unpackbits(sink[port][1 : stop + 1], axis=1, bitorder="little")[:, : piece.width]
            for port, piece in zip(ports, cuts, strict=True)
        )
    start = int(accepted[depths[0]])
    return Recording(inputs, start, int(np.count_nonzero((accepted >= start) & (accepted < stop))))
