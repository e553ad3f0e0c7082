"""Integer inference, tiling, the tile file, and capture from the shipped network."""

import json

import numpy as np
import pytest
import torch

from drift_hw.config import PRESETS, Config
from drift_hw.errors import UserError
from golden.capture import capture
from golden.checkpoint import (
    DIT_WEIGHTS,
    hash_file,
    load_classifier,
    load_dit,
    read_description,
    read_state,
    save_weights,
)
from golden.classifier import classify
from golden.diffusion import sample
from golden.dit import KINDS, LINEAR_KINDS, DiT, float_gemm
from golden.integer import matmul, requantise
from golden.quantised import Calibration, GemmJob, QuantisedDiT, calibrate, exact
from golden.tiles import TileError, TileSet, assemble, tile_gemm

torch.set_num_threads(1)

ODD = Config().replace(array__rows=5, array__columns=7)


@pytest.fixture(scope="module")
def model() -> DiT:
    return load_dit(DIT_WEIGHTS)


def run(model: DiT, steps: int = 3, **options) -> tuple[torch.Tensor, list[tuple[GemmJob, torch.Tensor]]]:
    """Sample two digits; return them with every job and its result."""
    jobs = []

    def backend(job: GemmJob) -> torch.Tensor:
        jobs.append((job, exact(job)))
        return jobs[-1][1]

    quantised = QuantisedDiT(model, Calibration.load(), backend, **options)
    return sample(model, torch.tensor([3, 5]), seed=0, steps=steps, gemm=quantised.gemm), jobs


@pytest.fixture(scope="module")
def jobs(model):
    return run(model)[1]


# -- integer inference ------------------------------------------------------------------------------


def test_every_product_is_a_job(jobs):
    sites = [tuple(job.site) for job, _ in jobs]
    assert sites == [(kind, block, step) for step in range(3) for block in range(4) for kind in KINDS]
    for job, result in jobs:
        assert job.a.dtype == job.b.dtype == result.dtype == torch.int8
        assert result.shape == (*job.a.shape[:-1], job.b.shape[-1])
        assert job.a.abs().max() <= 127  # -128 is not used
        assert len(job.a) == 4  # two digits, both branches of guidance


@pytest.mark.parametrize("dynamic", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_a_job_computes_its_product(model, kind, dynamic):
    """Dequantised results lie within the rounding of operands and result from the float product."""
    seen = {}
    errors = []

    def backend(job):
        seen["job"] = job
        return exact(job)

    quantised = QuantisedDiT(model, Calibration.load(), backend, dynamic=dynamic)

    def gemm(step):
        integer = quantised.gemm(step)

        def both(layer, a, b, bias):
            result, expected = integer(layer, a, b, bias), float_gemm(layer, a, b, bias)
            if layer.kind == kind:
                errors.append(((result - expected).norm() / expected.norm()).item())
            return expected

        return both

    sample(model, torch.tensor([3]), seed=0, steps=2, gemm=gemm)
    assert len(errors) == 8
    assert max(errors) < 0.08


def test_results_that_are_operands_pass_on_unchanged(jobs):
    results = {tuple(job.site): result for job, result in jobs}
    for job, _ in jobs:
        kind, block, step = job.site
        if kind in ("qk", "av"):
            qkv = results["qkv", block, step].reshape(4, 49, 3, 4, 24).permute(2, 0, 3, 1, 4)
            if kind == "qk":
                assert torch.equal(job.a, qkv[0])
                assert torch.equal(job.b, qkv[1].transpose(-2, -1))
            else:
                assert torch.equal(job.b, qkv[2])
        if kind == "proj":
            assert torch.equal(job.a, results["av", block, step].transpose(1, 2).reshape(4, 49, 96))


def test_weights_have_a_scale_per_output_channel(jobs):
    for job, _ in jobs:
        if job.site.kind in LINEAR_KINDS:
            assert (job.b.abs().amax(dim=0) == 127).all()


def test_parameters_of_one_image_give_its_result(model):
    for dynamic in (False, True):
        for job, result in run(model, steps=1, dynamic=dynamic)[1]:
            if job.site.kind in LINEAR_KINDS:
                a, b, expected, head = job.a[2], job.b, result[2], -1
            else:
                a, b, expected, head = job.a[2, 1], job.b[2, 1], result[2, 1], 1
            bias, multiplier, shift = job.parameters(2, head)
            assert bias.shape == multiplier.shape == shift.shape == (b.shape[-1],)
            assert torch.equal(requantise(matmul(a, b), bias, multiplier, shift, job.limit), expected)


def test_static_scales_come_from_the_calibration_and_dynamic_ones_from_the_image(model):
    def operands(factor, dynamic):
        """Largest magnitude of operand `a` for each job and image, and the share at the limit."""
        ranges = {name: value * factor for name, value in Calibration.load().ranges.items()}
        jobs = []

        def backend(job):
            jobs.append(job.a)
            return exact(job)

        quantised = QuantisedDiT(model, Calibration(ranges), backend, dynamic=dynamic)
        sample(model, torch.tensor([0, 1]), seed=0, steps=1, gemm=quantised.gemm)
        first = jobs[0].abs()  # the same float values in every case
        return first.flatten(1).amax(dim=1), (first == 127).double().mean().item()

    normal, share = operands(1, dynamic=False)
    assert (normal < 127).any()
    assert share < 0.001
    wide, _ = operands(10, dynamic=False)
    assert (wide.double() - normal / 10).abs().max() <= 1
    _, clamped = operands(0.1, dynamic=False)
    assert clamped > 0.1
    for factor in (1, 10, 0.1):
        measured, share = operands(factor, dynamic=True)
        assert (measured == 127).all()
        assert share < 0.01


def test_a_fault_in_one_job_reaches_the_image(model):
    clean, _ = run(model)
    for kind in KINDS:

        def faulty(job, kind=kind):
            result = exact(job)
            if job.site == (kind, 0, 0):
                result = torch.full_like(result, 127)
            return result

        quantised = QuantisedDiT(model, Calibration.load(), faulty)
        image = sample(model, torch.tensor([3, 5]), seed=0, steps=3, gemm=quantised.gemm)
        assert not torch.equal(image, clean)


def test_operands_of_fewer_bits(model):
    for job, result in run(model, steps=1, limit=7, multiplier_width=6)[1]:
        assert max(job.a.abs().max(), job.b.abs().max(), result.abs().max()) <= 7
        assert job.multiplier.max() < 64


def test_int8_digits_are_read_as_asked_and_look_like_float32_ones(model):
    labels = torch.arange(10)
    images = [
        sample(model, labels, seed=0, steps=20, gemm=gemm)
        for gemm in (lambda step: float_gemm, QuantisedDiT(model, Calibration.load()).gemm)
    ]
    for image in images:
        assert (classify(load_classifier(), image) == labels).sum() >= 9
    error = (images[0] - images[1]).square().mean() / 4
    assert -10 * torch.log10(error) > 25


def test_calibration_covers_what_it_saw_and_round_trips(model, tmp_path):
    found = calibrate(model, images=2, steps=2, seed=3)
    largest = {}

    def watch(layer, a, b, bias):
        name = f"{layer.block}.{layer.kind}.a"
        largest[name] = max(largest.get(name, 0), a.abs().max().item())
        return float_gemm(layer, a, b, bias)

    sample(model, torch.tensor([0, 1]), seed=3, steps=2, gemm=lambda step: watch)
    assert len(largest) == 24
    assert {name: found.ranges[name] for name in largest} == largest
    found.save(tmp_path / "scales.json")
    assert Calibration.load(tmp_path / "scales.json") == found


def test_bad_calibrations_are_refused(model, tmp_path):
    ranges = dict(Calibration.load().ranges)
    del ranges["3.fc2.out"]
    with pytest.raises(UserError, match=r"no positive range for 3\.fc2\.out; calibrate this network again"):
        QuantisedDiT(model, Calibration(ranges))
    shipped = Calibration.load()
    few = shipped.channels | {"2.fc1.out": (1.0, 2.0)}
    with pytest.raises(UserError, match=r"has 2 ranges of channels for 2\.fc1\.out, which has 384 channels"):
        QuantisedDiT(model, Calibration(shipped.ranges, {}, few))
    path = tmp_path / "scales.json"
    for text in (None, "no json", "[]", '{"source": {}}', '{"source": {}, "ranges": {"a": "x"}}'):
        if text is not None:
            path.write_text(text)
        with pytest.raises(UserError, match=r"scales\.json is no calibration .* golden\.train\.calibrate"):
            Calibration.load(path)


# -- tiling -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rows", "columns"), [(5, 7), (1, 7), (6, 1), (1, 1), (32, 32)])
@pytest.mark.parametrize("shape", [(1, 1, 1), (5, 3, 7), (6, 4, 8), (49, 24, 33), (10, 9, 14)])
def test_tiles_assemble_to_the_product(rows, columns, shape):
    M, K, N = shape
    config = Config().replace(array__rows=rows, array__columns=columns)
    generator = np.random.default_rng(0)
    a = generator.integers(-128, 128, (M, K), dtype=np.int8)
    b = generator.integers(-128, 128, (K, N), dtype=np.int8)
    bias = generator.integers(-1000, 1000, N)
    tiles = tile_gemm(a, b, config, bias=bias, multiplier=np.arange(1, N + 1), shift=3)
    count = -(-M // rows) * -(-N // columns)
    assert tiles.a.shape == (count, rows, K)
    assert tiles.b.shape == (count, K, columns)
    results = tiles.a.astype(np.int64) @ tiles.b.astype(np.int64)
    product = assemble(results, tiles.row0, tiles.column0, (M, N))
    assert np.array_equal(product, a.astype(np.int64) @ b.astype(np.int64))
    shifted = assemble(results + tiles.bias[:, None], tiles.row0, tiles.column0, (M, N))
    assert np.array_equal(shifted, product + bias)
    padding = tiles.column0[:, None] + np.arange(columns) >= N
    assert not results.transpose(0, 2, 1)[padding].any()
    assert not tiles.multiplier[padding].any()
    assert (tiles.shift[~padding] == 3).all()
    assert list(zip(tiles.row0, tiles.column0, strict=True)) == [
        (row, column) for row in range(0, M, rows) for column in range(0, N, columns)
    ]


@pytest.mark.parametrize(
    ("a", "b"), [((2, 3), (4, 2)), ((2, 0), (0, 2)), ((0, 2), (2, 2)), ((2,), (2, 2)), ((1, 2, 2), (2, 2))]
)
def test_shapes_that_are_no_gemm_are_refused(a, b):
    with pytest.raises(TileError, match="can not tile a GEMM of"):
        tile_gemm(np.zeros(a, np.int8), np.zeros(b, np.int8), ODD)


def test_operands_that_do_not_fit_are_refused():
    four = ODD.replace(array__operand_width=4)
    good = np.full((2, 2), -8, np.int8)
    assert tile_gemm(good, good, four).a.min() == -8
    with pytest.raises(
        TileError, match=r"operand B must be integers from -8 to 7 \(array.operand_width = 4\)"
    ):
        tile_gemm(good, good + 16, four)
    with pytest.raises(TileError, match="operand A must be integers from -128 to 127"):
        tile_gemm(np.zeros((2, 2)), good, ODD)
    with pytest.raises(TileError, match="operand A must be integers from -128 to 127"):
        tile_gemm(np.full((2, 2), 128), good, ODD)


def test_missing_and_repeated_tiles_are_refused():
    tiles = tile_gemm(np.ones((6, 2), np.int8), np.ones((2, 8), np.int8), ODD)
    results = tiles.a @ tiles.b
    with pytest.raises(TileError, match=r"cover element \(0, 7\) of \(6, 8\) 0 times"):
        assemble(results[[0, 2, 3]], tiles.row0[[0, 2, 3]], tiles.column0[[0, 2, 3]], (6, 8))
    again = [0, 1, 2, 3, 0]
    with pytest.raises(TileError, match=r"cover element \(0, 0\) of \(6, 8\) 2 times"):
        assemble(results[again], tiles.row0[again], tiles.column0[again], (6, 8))


# -- capture ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tiles() -> TileSet:
    return capture(PRESETS["drift"], steps=3)


def test_captured_tiles_are_those_of_the_sampler(model):
    """Reassembled and requantised, they give what the sampler's own jobs gave."""
    captured = capture(ODD, timesteps=[0, -1], blocks=[-1], heads=[1, 3], images=2, steps=3)
    quantised_jobs = []

    def backend(job):
        quantised_jobs.append((job, exact(job)))
        return quantised_jobs[-1][1]

    quantised = QuantisedDiT(model, Calibration.load(), backend)
    sample(model, torch.tensor([0, 1]), seed=0, steps=3, gemm=quantised.gemm)
    compared = 0
    for job, result in quantised_jobs:
        kind, block, step = job.site
        if block != 3 or step == 1:
            continue
        for head in (-1,) if kind in LINEAR_KINDS else (1, 3):
            for image in range(4):
                part = captured.select(kind=kind, block=block, timestep=step, head=head, image=image)
                outputs = np.stack(
                    [
                        requantise(
                            matmul(torch.from_numpy(tile.a), torch.from_numpy(tile.b)),
                            torch.from_numpy(tile.bias),
                            torch.from_numpy(tile.multiplier),
                            torch.from_numpy(tile.shift),
                        ).numpy()
                        for tile in part
                    ]
                )
                expected = (result[image] if head < 0 else result[image, head]).numpy()
                assert np.array_equal(assemble(outputs, part.row0, part.column0, expected.shape), expected)
                compared += len(part)
    assert compared == len(captured)


def test_default_sites(tiles):
    assert sorted(set(tiles.timestep.tolist())) == [0, 1, 2]
    assert sorted(set(tiles.block.tolist())) == [0, 3]
    assert sorted(set(tiles.head.tolist())) == [-1, 0]
    assert sorted(set(tiles.image.tolist())) == [0, 1]
    assert sorted(set(tiles.kind.tolist())) == list(range(6))
    depths = {KINDS[kind]: int(depth) for kind, depth in zip(tiles.kind, tiles.depth, strict=True)}
    assert depths == {"qkv": 96, "qk": 24, "av": 49, "proj": 96, "fc1": 96, "fc2": 384}
    assert tiles.config_hash == PRESETS["drift"].hash
    edge = next(tile for tile in tiles if tile.row0 == 32)
    assert (edge.rows, edge.columns) == (17, 32)
    assert not edge.a[17:].any()
    assert edge.a[:17].any()


def test_the_last_attention_tile_is_padded_on_both_sides(tiles):
    last = tiles.select(kind="qk").tile(3)
    assert (last.row0, last.column0, last.rows, last.columns) == (32, 32, 17, 17)
    assert not last.b[:, 17:].any()
    assert not last.multiplier[17:].any()
    assert last.multiplier[:17].all()


def test_selectors(tiles):
    part = tiles.select(kind=["qk", "fc2"], timestep=[0, 2], block=0)
    found = {(tile.kind, tile.timestep, tile.block) for tile in part}
    assert found == {(kind, step, 0) for kind in ("qk", "fc2") for step in (0, 2)}
    whole = [tile for tile in tiles if tile.kind in ("qk", "fc2") and tile.timestep != 1 and tile.block == 0]
    assert len(whole) == len(part)
    for one, other in zip(whole, part, strict=True):
        assert np.array_equal(one.a, other.a)
        assert np.array_equal(one.b, other.b)
        assert np.array_equal(one.bias, other.bias)
    empty = tiles.select(head=2)
    assert len(empty) == 0
    assert list(empty) == []
    with pytest.raises(TileError, match="unknown GEMM kind 'fc3'; allowed: qkv, qk, av, proj, fc1, fc2"):
        tiles.select(kind="fc3")
    with pytest.raises(IndexError):
        empty.tile(0)


def test_tiles_per_site_keeps_the_first_and_the_last():
    every = capture(PRESETS["demo"], kinds=["qkv"], timesteps=[0], blocks=[0], steps=1)
    few = capture(PRESETS["demo"], kinds=["qkv"], timesteps=[0], blocks=[0], steps=1, tiles_per_site=3)
    for image in (0, 1):
        all_of_it, kept = every.select(image=image), few.select(image=image)
        assert (len(all_of_it), len(kept)) == (4 * 18, 3)
        for mine, theirs in ((0, 0), (2, 71)):
            assert np.array_equal(kept.tile(mine).a, all_of_it.tile(theirs).a)
            assert np.array_equal(kept.tile(mine).b, all_of_it.tile(theirs).b)


def test_no_step_too_many_is_run_and_progress_is_told():
    told = []
    capture(
        ODD, timesteps=[1], steps=50, kinds=["qk"], progress=lambda done, total: told.append((done, total))
    )
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kinds": ["qkv", "adaLN"]}, "unknown GEMM kind 'adaLN'; allowed: qkv, qk, av, proj, fc1, fc2"),
        ({"kinds": []}, "kinds must be at least 1, not 0"),
        ({"timesteps": [3]}, "timestep 3 does not exist; allowed: 0 to 2, or -1 for the last"),
        ({"timesteps": []}, "no timestep chosen"),
        ({"blocks": [-5]}, "block -5 does not exist; allowed: 0 to 3"),
        ({"heads": [4]}, "head 4 does not exist; allowed: 0 to 3"),
        ({"images": 0}, "images must be at least 1, not 0"),
        ({"tiles_per_site": 0}, "tiles_per_site must be at least 1, not 0"),
        ({"steps": 0}, "sampling steps must be from 1 to 1000, not 0"),
    ],
)
def test_impossible_captures_are_refused(options, message):
    with pytest.raises(UserError, match=message):
        capture(ODD, **({"steps": 3} | options))


def test_a_calibration_of_other_weights_is_refused(tmp_path):
    other = tmp_path / "other.safetensors"
    state = read_state(DIT_WEIGHTS)
    state["blocks.0.mlp.fc1.bias"] += 1
    save_weights(other, state, read_description(DIT_WEIGHTS))
    with pytest.raises(
        UserError, match=r"scales\.json was measured on other weights than .*other\.safetensors"
    ):
        capture(ODD, weights=other, steps=1)
    found = calibrate(load_dit(other), images=1, steps=1)
    found.save(tmp_path / "other-scales.json")
    tiles = capture(ODD, weights=other, scales=tmp_path / "other-scales.json", steps=1, kinds=["fc1"])
    assert tiles.source["weights"] == f"sha256 {hash_file(other)}"
    shipped = capture(ODD, steps=1, kinds=["fc1"])
    assert shipped.source["weights"] == f"sha256 {hash_file(DIT_WEIGHTS)}"
    assert not np.array_equal(tiles.select(block=0).bias, shipped.select(block=0).bias)


# -- the tile file ----------------------------------------------------------------------------------


def test_the_file_round_trips_and_is_the_same_bytes(tiles, tmp_path):
    tiles.save(tmp_path / "one.npz")
    capture(PRESETS["drift"], steps=3).save(tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    loaded = TileSet.load(tmp_path / "one.npz", PRESETS["drift"])
    assert loaded.source == tiles.source
    assert loaded.size == (32, 32)
    assert len(loaded) == len(tiles)
    for one, other in zip(loaded, tiles, strict=True):
        assert one.a.tobytes() == other.a.tobytes()
        assert one.b.tobytes() == other.b.tobytes()
        assert (one.kind, one.timestep, one.row0, one.rows) == (
            other.kind,
            other.timestep,
            other.row0,
            other.rows,
        )


def test_another_configuration_is_refused(tiles, tmp_path):
    tiles.save(tmp_path / "tiles.npz")
    demo, drift = PRESETS["demo"], PRESETS["drift"]
    message = (
        rf"configuration {drift.hash} \(array of 32 x 32\), not for {demo.hash} \(16 x 16\); capture again"
    )
    with pytest.raises(TileError, match=message):
        TileSet.load(tmp_path / "tiles.npz", demo)
    assert len(TileSet.load(tmp_path / "tiles.npz")) == len(tiles)


def test_files_that_are_no_tile_file_are_refused(tmp_path):
    path = tmp_path / "tiles.npz"
    with pytest.raises(TileError, match=r"does not exist; make one with: drift-hw capture"):
        TileSet.load(path)
    for content in (b"", b"no archive", b"PK\x03\x04 damaged"):
        path.write_bytes(content)
        with pytest.raises(TileError, match="is damaged or no tile file"):
            TileSet.load(path)
    np.savez(path, a=np.zeros(3))
    with pytest.raises(TileError, match="is damaged or no tile file"):
        TileSet.load(path)


def test_incomplete_files_are_refused(tiles, tmp_path):
    path = tmp_path / "tiles.npz"
    tiles.save(path)
    with np.load(path) as file:
        content = dict(file)
    header = json.loads(str(content["header"]))

    def rewrite(**changes):
        np.savez(path, **{name: value for name, value in (content | changes).items() if value is not None})

    rewrite(header=np.array(json.dumps(header | {"format": 2})))
    with pytest.raises(TileError, match="has tile format 2, this program reads 1; capture again"):
        TileSet.load(path)
    rewrite(multiplier=None)
    with pytest.raises(TileError, match="lacks the int64 array 'multiplier'"):
        TileSet.load(path)
    rewrite(a=content["a"].astype(np.int16))
    with pytest.raises(TileError, match="lacks the int8 array 'a'"):
        TileSet.load(path)
    rewrite(b=content["b"][:-1])
    with pytest.raises(TileError, match=r"array 'b' has shape"):
        TileSet.load(path)
    rewrite(block=content["block"][1:])
    with pytest.raises(TileError, match=r"array 'block' has shape"):
        TileSet.load(path)


def test_a_truncated_file_is_refused(tiles, tmp_path):
    path = tmp_path / "tiles.npz"
    tiles.save(path)
    whole = path.read_bytes()
    for length in (len(whole) // 2, len(whole) - 40):
        path.write_bytes(whole[:length])
        with pytest.raises(TileError, match="is damaged or no tile file"):
            TileSet.load(path)
