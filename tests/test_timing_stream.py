"""Operand streams: each PE sees its row and column, sums for the checksums, the flush where it belongs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from drift_hw.config import PRESETS, Config
from golden.tiles import TileError
from golden.tiling import tile_gemm
from synth.timing import stream
from synth.timing.stream import Stream, StreamError

CONFIG = PRESETS["tiny"]
PE = [("a_in", 8), ("b_in", 8), ("drain_in", 32), ("flush_in", 1)]
COLUMN_PE = [("a_in", 8), ("b_in", CONFIG.row_sum_width), ("flush_in", 1)]
ROW_PE = [("a_in", CONFIG.column_sum_width), ("b_in", 8), ("flush_in", 1)]


def two_tiles(depths: tuple[int, int] = (9, 7), seed: int = 1) -> Stream:
    random = np.random.default_rng(seed)
    R, C = CONFIG.array.rows, CONFIG.array.columns
    draw = lambda *shape: random.integers(-127, 128, shape, np.int8)  # noqa: E731
    return Stream("two", [(draw(R, k), draw(k, C)) for k in depths])


def signed(values: np.ndarray, width: int) -> np.ndarray:
    values = values.astype(np.int64)
    return values - ((values >> (width - 1)) << width)


def test_a_pe_sees_its_row_and_column() -> None:
    stream = two_tiles()
    drive = stream.drive(CONFIG, 0, PE, sites=[(0, 2, 1), (1, 3, 0)])
    a, b, drain, flush = drive.stimuli.T
    (a0, b0), (a1, b1) = stream.pairs
    assert np.array_equal(signed(a, 8), [*a0[2], *a1[3]])
    assert np.array_equal(signed(b, 8), [*b0[:, 1], *b1[:, 0]])
    assert not drain.any()
    # With the first operand, as after reset, and with the first after a tile's last.
    assert np.flatnonzero(flush).tolist() == drive.starts.tolist() == [0, 9]
    assert drive.depths.tolist() == [9, 7]


def test_checksum_pes_see_sums() -> None:
    stream = two_tiles()
    ((a, b), _) = stream.pairs
    column = stream.stimuli(CONFIG, 1, COLUMN_PE, sites=[(0, 2, 1)])
    assert np.array_equal(signed(column[:, 0], 8), a[2])
    assert np.array_equal(signed(column[:, 1], CONFIG.row_sum_width), b.astype(int).sum(1))
    row = stream.stimuli(CONFIG, 2, ROW_PE, sites=[(0, 2, 1)])
    assert np.array_equal(signed(row[:, 0], CONFIG.column_sum_width), a.astype(int).sum(0))
    assert np.array_equal(signed(row[:, 1], 8), b[:, 1])


def test_a_tile_shorter_than_the_drain_waits_with_its_last_beat() -> None:
    stream = two_tiles((2, 2))
    assert CONFIG.drain_cycles == 5
    drive = stream.drive(CONFIG, 0, PE, sites=[(0, 0, 0), (1, 0, 0)])
    a = stream.pairs[0][0][0]
    assert signed(drive.stimuli[:5, 0], 8).tolist() == [a[0], 0, 0, 0, a[1]]
    assert drive.starts.tolist() == [0, 5]
    assert drive.depths.tolist() == [2, 2]


def test_draws_come_from_the_generator_and_reach_every_place() -> None:
    stream = two_tiles()
    drawn = [
        stream.stimuli(CONFIG, 0, PE, cycles=3000, generator=np.random.default_rng(seed))
        for seed in (5, 5, 6)
    ]
    assert np.array_equal(drawn[0], drawn[1])
    assert not np.array_equal(drawn[0], drawn[2])
    assert drawn[0].shape == (3000, 4)
    firsts = {(int(a), int(b)) for a, b, _, flush in drawn[0] if flush}
    assert len(firsts) >= 30  # of 2 tiles x 16 places


def test_made_up_operands_have_their_distribution() -> None:
    demo = PRESETS["demo"]
    normal = stream.made_up("gaussian", demo, seed=3, sigma=20.0)
    values = np.concatenate([a.ravel() for a, _ in normal.pairs]).astype(float)
    assert values.std() == pytest.approx(20.0, rel=0.02)
    assert normal.depth == 1152
    uniform = stream.made_up("uniform", demo, seed=3)
    values = np.concatenate([a.ravel() for a, _ in uniform.pairs])
    assert set(values.tolist()) == set(range(-127, 128))
    assert "sigma 20" in normal.source
    assert "seed 3" in uniform.source
    again = stream.made_up("uniform", demo, seed=3)
    assert all(np.array_equal(a, b) for (a, _), (b, _) in zip(uniform.pairs, again.pairs, strict=True))


@pytest.mark.parametrize("sigma", [0.0, -3.0, float("nan"), float("inf")])
def test_sigma_is_positive(sigma: float) -> None:
    with pytest.raises(StreamError, match=r"sigma of a gaussian operand stream must be positive and finite"):
        stream.made_up("gaussian", CONFIG, seed=0, sigma=sigma)


def test_unknown_kinds_are_named() -> None:
    with pytest.raises(StreamError, match=r"unknown operand stream 'cauchy'; allowed: uniform, gaussian"):
        stream.made_up("cauchy", CONFIG, seed=0)


def test_empty_streams_are_refused() -> None:
    with pytest.raises(StreamError, match=r"\(nothing\) has no tiles; capture some"):
        Stream("nothing", [])
    with pytest.raises(StreamError, match=r"not 0 tiles of 1152"):
        stream.made_up("uniform", CONFIG, seed=0, tiles=0)
    with pytest.raises(StreamError, match=r"sites to visit, or a generator and at least one cycle"):
        two_tiles().stimuli(CONFIG, 0, PE, cycles=0, generator=np.random.default_rng(0))


def test_tiles_of_another_shape_are_refused() -> None:
    with pytest.raises(StreamError, match=r"tile 0 .* is \(4, 9\) x \(9, 4\), but the array is 16 x 16"):
        two_tiles().check(PRESETS["demo"])


def test_operands_wider_than_the_configuration_are_refused() -> None:
    narrow = CONFIG.replace(array__operand_width=6)
    with pytest.raises(StreamError, match=r"tile 0 reach from -\d+ to \d+, but 6 bits hold -32 to 31"):
        two_tiles().check(narrow)


def test_a_netlist_of_another_width_is_refused() -> None:
    with pytest.raises(StreamError, match=r"column PE need 10 bits of b_in, the netlist has 8 bits of it"):
        two_tiles().stimuli(CONFIG, 1, PE, sites=[(0, 0, 0)])
    with pytest.raises(StreamError, match=r"data PE need 8 bits of a_in, the netlist has only b_in"):
        two_tiles().stimuli(CONFIG, 0, PE[1:2], sites=[(0, 0, 0)])


def test_tile_files(tmp_path: Path) -> None:
    with pytest.raises(TileError, match=r"absent.npz does not exist; make one with: drift-hw capture"):
        stream.from_file(tmp_path / "absent.npz", CONFIG)
    (tmp_path / "text.npz").write_text("no tiles")
    with pytest.raises(TileError, match=r"damaged or no tile file"):
        stream.from_file(tmp_path / "text.npz", CONFIG)
    path = tile_file(tmp_path, CONFIG)
    found = stream.from_file(path, CONFIG)
    assert found.source == "4 tiles of the diffusion transformer (seed 9, steps 2)"
    found.check(CONFIG)
    # Operands are the same for PEs of all kinds in arrays of this size.
    assert stream.from_file(path, CONFIG.replace(array__product_register=True)).source == found.source
    with pytest.raises(StreamError, match=r"tile 0 .* but the array is 16 x 16"):
        stream.from_file(path, PRESETS["demo"])


def tile_file(folder: Path, config: Config) -> Path:
    from golden.tiles import TileCollector

    random = np.random.default_rng(2)
    a, b = (random.integers(-127, 128, shape, np.int8) for shape in ((8, 12), (12, 8)))
    collector = TileCollector(config)
    cut = tile_gemm(a, b, config)
    collector.add(cut, kind="qkv", timestep=0, block=0, head=-1, image=0)
    path = folder / "tiles.npz"
    collector.finish({"seed": 9, "steps": 2}).save(path)
    return path
