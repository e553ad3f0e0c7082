"""The feeder against an independent model: masked operands, parameters, point gate, under any stalls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from drift_hw.config import PRESETS, Config, clog2
from drift_hw.control.feeder import MACS_BITS, Feeder
from drift_hw.emit.verilog import block_verilog
from drift_hw.memory.layout import Layout
from drift_hw.sim.model import Model, Sink, Source
from drift_hw.sim.packing import pack, unpack
from drift_hw.sim.verilator import build

CONFIGS = {
    "tiny": PRESETS["tiny"],
    "odd": Config().replace(array__rows=5, array__columns=12, memory__data_width=128),
    "narrow": Config().replace(
        array__rows=3, array__columns=2, memory__data_width=32, protection__abft=False, array__operand_width=6
    ),
}
POINT_WIDTH = 4


@dataclass
class Tiles:
    """Random tiles as the feeder is given them, and what it should make of them."""

    config: Config
    words: np.ndarray
    rows: np.ndarray
    columns: np.ndarray
    correct: np.ndarray
    release: np.ndarray
    a: np.ndarray
    b: np.ndarray
    tables: list[tuple[np.ndarray, ...]]

    @classmethod
    def draw(cls, config: Config, count: int, seed: int) -> Tiles:
        random = np.random.default_rng(seed)
        r, c, w = config.array.rows, config.array.columns, config.array.operand_width
        words = random.integers(1, 12, count)
        low, high = -(1 << (w - 1)), 1 << (w - 1)
        tables = [
            (
                random.integers(-(1 << 31), 1 << 31, c),
                random.integers(0, 1 << config.requantiser.multiplier_width, c),
                random.integers(0, 64, c),
            )
            for _ in range(count)
        ]
        return cls(
            config,
            words,
            random.integers(1, r + 1, count),
            random.integers(1, c + 1, count),
            random.integers(0, 2, count),
            random.integers(0, 2, count),
            random.integers(low, high, (int(words.sum()), r)),
            random.integers(low, high, (int(words.sum()), c)),
            tables,
        )

    def records(self, points: np.ndarray) -> np.ndarray:
        """Pack the feed records, lowest field first."""
        array = self.config.array
        fields = [
            (self.words, 16),
            (self.release, 1),
            (self.rows, clog2(array.rows + 1)),
            (self.columns, clog2(array.columns + 1)),
            (points, POINT_WIDTH),
            (self.correct, 1),
            (np.zeros(len(self.words), np.int64), 16 + 32 + 1),
        ]
        beats = []
        for number in range(len(self.words)):
            value, place = 0, 0
            for values, width in fields:
                value |= int(values[number]) << place
                place += width
            beats.append(list(value.to_bytes(-(-place // 8), "little")))
        return np.array(beats, np.uint8)


def feeder_model(config: Config, text: str | None = None) -> Model:
    model = Model(build(text or block_verilog(Feeder(config)), "drift_feeder"), power_up_seed=5)
    model.reset(2)
    return model


def run(config: Config, seed: int, text: str | None = None) -> None:
    """Stream tiles through the feeder with random stalls everywhere, and check everything it hands on."""
    tiles = Tiles.draw(config, 40, seed)
    r, c, w = config.array.rows, config.array.columns, config.array.operand_width
    acc, beats, count = config.array.accumulator_width, int(tiles.words.sum()), len(tiles.words)
    table = np.concatenate([Layout(config).pack_table(c, *entries) for entries in tiles.tables])
    with feeder_model(config, text) as model:
        model.write("point_settled", 1)
        payloads = {
            "feed": {"feed_record": tiles.records(np.zeros(count, np.int64))},
            "panel_word": {"panel_word_data": pack(tiles.a, w)},
            "stream_word": {"stream_word_data": pack(tiles.b, w)},
            "table_beat": {"table_beat_data": table.reshape(-1, config.bus_bytes)},
        }
        sources = [
            Source(model, f"{name}_valid", f"{name}_ready", payload, idle=0.3)
            for name, payload in payloads.items()
        ]
        corrector = ["requantisation_correct"] if config.correction_entries else []
        parameters = [f"requantisation_{name}" for name in ("bias", "multiplier", "shift")]
        outputs = {
            "operands": (beats, ["operands_a", "operands_b", "operands_last"]),
            "requantisation": (count, parameters + corrector),
            "panel_read": (count, ["panel_read_words", "panel_read_release"]),
            "stream_read": (count, ["stream_read_words"]),
        }
        sinks = {
            name: Sink(model, f"{name}_valid", f"{name}_ready", ports, goal=goal, stall=0.3)
            for name, (goal, ports) in outputs.items()
        }
        model.run(sources, list(sinks.values()), cycles=100 * beats, seed=seed)
        assert [sink.counted for sink in sinks.values()] == [goal for goal, _ in outputs.values()]

        tile_of = np.repeat(np.arange(count), tiles.words)
        a = np.where(np.arange(r) < tiles.rows[tile_of, None], tiles.a, 0)
        b = np.where(np.arange(c) < tiles.columns[tile_of, None], tiles.b, 0)
        assert (unpack(sinks["operands"]["operands_a"], w, r, signed=True) == a).all()
        assert (unpack(sinks["operands"]["operands_b"], w, c, signed=True) == b).all()
        last = np.zeros(beats, np.int64)
        last[np.cumsum(tiles.words) - 1] = 1
        assert (sinks["operands"]["operands_last"][:, 0] == last).all()
        widths = (acc, config.requantiser.multiplier_width, 6)
        for index, (name, width) in enumerate(zip(parameters, widths, strict=True)):
            expected = np.stack([entries[index] for entries in tiles.tables])
            found = unpack(sinks["requantisation"][name], width, c, signed=name.endswith("bias"))
            assert (found == expected).all(), name
        if corrector:
            assert (sinks["requantisation"][corrector[0]][:, 0] == tiles.correct).all()
        for name in ("panel", "stream"):
            words = unpack(sinks[f"{name}_read"][f"{name}_read_words"], 16, 1)[:, 0]
            assert (words == tiles.words).all(), name
        assert (sinks["panel_read"]["panel_read_release"][:, 0] == tiles.release).all()


@pytest.mark.parametrize("name", CONFIGS)
def test_feeder_hands_on_masked_words_and_parameters(name: str) -> None:
    for seed in range(3):
        run(CONFIGS[name], seed)


def test_a_feeder_that_does_not_mask_padding_is_found() -> None:
    config = CONFIGS["tiny"]
    text = block_verilog(Feeder(config))
    broken = text.replace(
        "assign operands_b = stream_word_data & {", "assign operands_b = stream_word_data | {"
    )
    assert broken != text
    with pytest.raises(AssertionError):
        run(config, 0, broken)


def test_tiles_follow_each_other_without_a_gap() -> None:
    """All words are there: as many cycles as beats, plus the two in which the first tile starts."""
    config = CONFIGS["tiny"]
    tiles = Tiles.draw(config, 30, 1)
    beats = int(tiles.words.sum())
    with feeder_model(config) as model:
        model.write("point_settled", 1)
        for name in ("panel_word_valid", "stream_word_valid", "panel_read_ready", "stream_read_ready"):
            model.write(name, 1)
        feed = Source(
            model, "feed_valid", "feed_ready", {"feed_record": tiles.records(np.zeros(30, np.int64))}
        )
        sink = Sink(model, "operands_valid", "operands_ready", ["operands_last"], goal=beats)
        cycles = model.run([feed], [sink], cycles=4 * beats)
        short = int(
            (tiles.words[:-1] == 1).sum()
        )  # a tile of one beat leaves no time for the next one's start
        assert cycles <= beats + 3 + 2 * short


def test_the_point_changes_only_while_the_core_is_empty() -> None:
    config = CONFIGS["tiny"]
    tiles = Tiles.draw(config, 3, 2)
    points = np.array([0, 2, 2])
    with feeder_model(config) as model:
        for name in ("panel_word_valid", "stream_word_valid", "panel_read_ready", "stream_read_ready"):
            model.write(name, 1)
        model.write("operands_ready", 1)
        model.write("point_settled", 1)
        records = tiles.records(points)
        _hand(model, records[0])
        assert _fed(model, 40) == tiles.words[0]
        _hand(model, records[1])
        assert model.read("point_target") == 0
        # The second tile waits: the first is still in the core.
        assert _fed(model, 20) == 0
        assert model.read("point_request") == 0
        model.write("point_settled", 0)
        model.write("tile_taken", 1)
        model.clock(1)
        model.write("tile_taken", 0)
        assert _fed(model, 5) == 0
        assert (model.read("point_target"), model.read("point_request")) == (2, 1)
        assert _fed(model, 20) == 0, "not before the point is settled"
        model.write("point_settled", 1)
        assert _fed(model, 40) == tiles.words[1]
        _hand(model, records[2])
        assert _fed(model, 40) == tiles.words[2], "the same point: no need for an empty core"


def _hand(model: Model, record: np.ndarray) -> None:
    """Hand over a feed record, which the feeder takes at once."""
    model.write("feed_record", int.from_bytes(bytes(record), "little"))
    model.write("feed_valid", 1)
    model.settle()
    assert model.read("feed_ready")
    model.clock(1)
    model.write("feed_valid", 0)


def _fed(model: Model, cycles: int) -> int:
    """Run cycles one by one and count the beats handed to the core."""
    beats = 0
    for _ in range(cycles):
        model.settle()
        beats += model.read("operands_valid") & model.read("operands_ready")
        model.clock(1)
    return beats


def test_useful_products_are_counted() -> None:
    config = CONFIGS["odd"]
    tiles = Tiles.draw(config, 5, 3)
    with feeder_model(config) as model:
        model.write("point_settled", 1)
        for name in ("panel_word_valid", "stream_word_valid", "panel_read_ready", "stream_read_ready"):
            model.write(name, 1)
        feed = Source(
            model, "feed_valid", "feed_ready", {"feed_record": tiles.records(np.zeros(5, np.int64))}
        )
        sink = Sink(model, "operands_valid", "operands_ready", ["macs"], goal=int(tiles.words.sum()))
        model.run([feed], [sink], cycles=1000)
        macs = unpack(sink["macs"], MACS_BITS, 1).sum()
        assert macs == (tiles.words * tiles.rows * tiles.columns).sum()
