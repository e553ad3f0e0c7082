"""Networks that the shipped classifier can not judge: what is measured instead, nothing made up."""

from __future__ import annotations

import base64
import json
import math
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from test_import_dit import official_state

from drift_hw.campaign import rows
from drift_hw.cli import main
from drift_hw.cli.compare import quality as quality_table
from drift_hw.config import PRESETS
from drift_hw.errors import UserError
from drift_hw.report.resilience import draw
from golden.checkpoint import hash_file, save_weights
from golden.dit import PRESETS as NETWORKS
from golden.dit import DiTConfig
from golden.resilience import quality
from golden.resilience.decoder import decode, load_decoder
from golden.resilience.measured import picture
from golden.resilience.quality import (
    PSNR_CEILING,
    Estimate,
    by_reference,
    is_judged,
    is_latent,
    left_out,
    psnr,
    relative_error,
    ssim,
)
from golden.resilience.study import STUDIES
from golden.resilience.summary import Point
from golden.resilience.trial import trial
from golden.train import calibrate, evaluate

torch.set_num_threads(1)

LATENT = DiTConfig(
    input_size=16, patch_size=4, hidden_size=32, depth=2, num_heads=2, num_classes=5, predicts="noise"
)
Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A calibrated network of latents with random weights."""
    path = tmp_path_factory.mktemp("latent") / "small.safetensors"
    save_weights(path, official_state(LATENT), {"architecture": LATENT.to_dict()})
    calibrate.main(weights=path, images=4, steps=4)
    return path


def small(weights: Path, **changes: Any) -> list[dict[str, Any]]:
    parameters = {
        "config": PRESETS["demo"].to_dict(),
        "images": 3,
        "steps": 4,
        "seed": 5,
        "errors": {"model": "output", "rate": 0.003},
        "weights": str(weights),
    }
    return trial(**(parameters | changes))


# -- figures ---------------------------------------------------------------------------------------------


def latents(seed: int = 0) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    spread = torch.tensor([1.0, 10.0, 0.1, 3.0]).reshape(1, 4, 1, 1)
    return torch.randn(2, 4, 16, 16, generator=generator) * spread + 5


def test_channels_are_scaled_by_what_the_reference_spans() -> None:
    reference = latents()
    images, scaled = by_reference(reference + 1, reference)
    assert scaled.amin((2, 3)).tolist() == [[-1] * 4] * 2
    assert torch.allclose(scaled.amax((2, 3)), torch.ones(2, 4))
    span = reference.amax((2, 3)) - reference.amin((2, 3))
    assert torch.allclose((images - scaled).mean((2, 3)), 2 / span, rtol=1e-3)
    flat = torch.ones(1, 1, 16, 16)
    assert by_reference(flat + 2, flat)[0].unique().tolist() == [1.0]  # not divided by nothing


def test_psnr_of_latents_is_of_their_span() -> None:
    """An error of a tenth of each channel's span is 20 dB, whatever the channels' sizes."""
    reference = latents()
    span = reference.amax((2, 3), keepdim=True) - reference.amin((2, 3), keepdim=True)
    pair = by_reference(reference + span / 10, reference)
    assert psnr(*pair, clamped=False) == pytest.approx([20, 20], abs=1e-3)
    assert psnr(*by_reference(reference + 10 * span, reference), clamped=False) == pytest.approx([-20] * 2)


def test_ssim_of_latents_is_that_of_each_channel() -> None:
    reference, images = latents(), latents(1)
    images[:, 1:] = reference[:, 1:]
    together = ssim(*by_reference(images, reference), clamped=False)
    first = ssim(*(each[:, :1] for each in by_reference(images, reference)), clamped=False)
    assert together == pytest.approx((first + 3) / 4, abs=1e-5)
    assert (first < 0.5).all()


def test_relative_error() -> None:
    reference = latents()
    assert relative_error(reference * 1.25, reference) == pytest.approx([0.25, 0.25])
    assert relative_error(reference, reference).tolist() == [0, 0]
    for metric in (relative_error, by_reference):
        with pytest.raises(UserError, match="images are compared one by one"):
            metric(reference, reference[:1])  # type: ignore[operator]


def test_what_can_be_judged() -> None:
    assert is_judged(NETWORKS["mnist"])
    assert not is_latent(NETWORKS["mnist"])
    assert not is_judged(NETWORKS["DiT-XL/2"])
    assert is_latent(NETWORKS["DiT-XL/2"])
    assert left_out(NETWORKS["DiT-XL/2"]) == {
        "class accuracy, Frechet distance and KID": (
            "the shipped classifier reads 10 classes in 1 x 28 x 28, and this network draws 1000 classes in "
            "4 x 32 x 32 of latents"
        ),
        "LPIPS": "it compares pixels, and this network draws latents; give a --decoder of them",
    }


def test_channels_side_by_side() -> None:
    image = torch.arange(12.0).reshape(3, 2, 2)
    assert picture(image).tolist() == [[0, 1, 4, 5], [2, 3, 6, 7], [8, 9, -1, -1], [10, 11, -1, -1]]
    assert torch.equal(picture(image[:1]), image[0])


# -- trials ----------------------------------------------------------------------------------------------


def test_rows_have_what_was_measured(weights: Path) -> None:
    clean = small(weights, errors={"model": "none"})
    assert all(row["psnr"] == PSNR_CEILING and row["relative_error"] == 0 for row in clean)
    faulty = small(weights)
    assert faulty[0].keys() == {*("image", "label", "psnr", "ssim", "deviation", "relative_error", "tally")}
    assert max(row["psnr"] for row in faulty) < PSNR_CEILING
    assert min(row["relative_error"] for row in faulty) > 0
    assert [row["label"] for row in faulty] == [0, 1, 2]


def test_protection_protects_latents(weights: Path) -> None:
    unprotected, protected = small(weights), small(weights, scheme="correct+rollback")
    for worse, better in zip(unprotected, protected, strict=True):
        assert better["psnr"] > worse["psnr"] + 3
        assert better["relative_error"] < worse["relative_error"]


def test_pictures_of_latents(weights: Path) -> None:
    shown = small(weights, with_pixels=1)
    assert len(shown[0]["pixels"]) == 4 * math.ceil(32 * 32 / 3)
    assert "pixels" not in shown[1]


def test_the_integer_network_is_near_the_float_one(weights: Path) -> None:
    rounded = small(weights, errors={"model": "none"}, against="float")
    assert all(20 < row["psnr"] < PSNR_CEILING for row in rounded)


@pytest.mark.parametrize("depth", [4, 28])
def test_a_map_of_many_blocks_has_room_for_their_figures(depth: int) -> None:
    value = Estimate(20.0, 19.0, 21.0)
    points = [
        Point(key, 4, *[value] * 3, accuracy=None, frechet=None, kernel=None, relative_error=value)
        for key in [(), *((block, step) for block in range(depth) for step in (0, 9))]
    ]
    drawn = draw(STUDIES["heat-map"], points).light
    height = re.search(rb'height="([0-9.]+)pt"', base64.b64decode(drawn.partition(",")[2]))
    assert height is not None
    assert float(height[1]) > 12 * depth  # points: figures are 9 high


def test_nothing_reads_latents(weights: Path) -> None:
    with pytest.raises(UserError, match=r"safetensors can not be evaluated: the shipped classifier reads"):
        evaluate.main(weights=weights, samples=1, steps=1)


# -- the command -----------------------------------------------------------------------------------------


def test_a_study_of_latents(weights: Path, tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "out"
    arguments = ["study", "by-kind", "--weights", str(weights), "--images", "1", "--seeds", "1"]
    arguments += [
        "--steps",
        "3",
        "--rate",
        "0.01",
        "--guidance",
        "1.5",
        "--out",
        str(folder),
        "--workers",
        "1",
    ]
    assert main([*arguments, "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["left_out"] == left_out(LATENT)
    for point in found["points"]:
        assert point["accuracy"] is point["frechet"] is point["kernel"] is point["lpips"] is None
        assert len(point["relative_error"]) == 3
    table = rows(folder / "by-kind.parquet")
    assert len(table) == 1 + 6  # fault-free, then each kind; no reference of distances
    assert not {"digit", "features", "lpips", "device"} & table[0].keys()
    assert {row["guidance"] for row in table} == {1.5}
    assert main(arguments) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "relative error" in printed
    assert "read as asked" not in printed
    for figure, reason in left_out(LATENT).items():
        assert f"Without {figure}: {reason}." in printed
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "The shipped classifier can not read what this network draws" in page
    assert f"--weights {weights} --guidance 1.5" in page
    assert "read as asked" not in page
    assert "reads the digits" not in page


def test_a_comparison_of_latents(weights: Path, tmp_path: Path, capsys: Capture) -> None:
    options = "--preset tiny --policy unprotected --policy ours --rates 0.01 --images 1 --steps 3 --pdk none"
    arguments = ["compare", *options.split(), "--weights", str(weights), "--workers", "1"]
    assert main([*arguments, "--out", str(tmp_path)]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "policy dB SSIM off crit." in printed
    for figure, reason in left_out(LATENT).items():
        assert f"Without {figure}: {reason}." in printed
    found = json.loads((tmp_path / "compare.json").read_text(encoding="utf-8"))
    unprotected, ours = found["policies"]
    for line in (unprotected, ours):
        assert line["accuracy"] is line["accuracy_low"] is line["frechet"] is line["lpips"] is None
    assert unprotected["psnr"] < ours["psnr"]
    assert unprotected["relative_error"] > ours["relative_error"]
    assert found["command"][-4:-2] == ["--weights", str(weights)]
    assert "Left out: class accuracy" in (tmp_path / "report.html").read_text(encoding="utf-8")


# -- LPIPS -----------------------------------------------------------------------------------------------


PACKAGE = """
import torch

class LPIPS(torch.nn.Module):
    def __init__(self, net, verbose):
        super().__init__()

    def forward(self, one, other):
        return (one - other).abs().mean((1, 2, 3), keepdim=True)
"""


@pytest.fixture
def with_lpips(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A package and a backbone, for worker processes too: the mean absolute difference of colour images."""
    (tmp_path / "packages" / "lpips").mkdir(parents=True)
    (tmp_path / "packages" / "lpips" / "__init__.py").write_text(PACKAGE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path / "packages")
    backbone = tmp_path / "home" / "hub" / "checkpoints" / quality.ALEXNET
    backbone.parent.mkdir(parents=True)
    backbone.touch()
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "home"))
    quality._lpips_network.cache_clear()
    yield
    quality._lpips_network.cache_clear()
    sys.modules.pop("lpips", None)


@pytest.mark.usefixtures("with_lpips")
def test_lpips_is_in_every_table_where_it_can_be(tmp_path: Path, capsys: Capture) -> None:
    assert left_out(NETWORKS["mnist"]) == {}
    size = ["--images", "2", "--steps", "2", "--workers", "1", "--json"]
    assert (
        main(["study", "by-kind", *size, "--seeds", "1", "--rate", "0.01", "--out", str(tmp_path / "s")]) == 0
    )
    (found,) = json.loads(capsys.readouterr().out)
    assert found["left_out"] == {}
    clean, *faulty = (point["lpips"] for point in found["points"])
    assert clean == [0, 0, 0]
    assert all(value[0] > 0 for value in faulty)
    assert "LPIPS" in (tmp_path / "s" / "report.html").read_text(encoding="utf-8")
    options = "--preset tiny --policy safe --policy unprotected --rates 0.01 --pdk none"
    assert main(["compare", *options.split(), *size, "--out", str(tmp_path / "c")]) == 0
    result = json.loads(capsys.readouterr().out)
    safe, unprotected = result["policies"]
    assert safe["lpips"] == 0 < unprotected["lpips"]
    columns, lines = quality_table(result, "0.01")
    assert columns[5] == "LPIPS"
    assert lines[0][5] == "0.000"


def test_why_there_is_no_lpips_is_said(tmp_path: Path, capsys: Capture, monkeypatch: Any) -> None:
    monkeypatch.setattr(quality, "find_spec", lambda name: None)
    options = "--preset tiny --policy safe --rates 0.01 --pdk none --images 1 --steps 1 --workers 1"
    assert main(["compare", *options.split(), "--out", str(tmp_path)]) == 0
    assert "Without LPIPS: the package lpips is not installed." in capsys.readouterr().out


# -- decoders --------------------------------------------------------------------------------------------


class Decoder(torch.nn.Module):
    """Makes 32 x 32 pixels of three channels of a latent."""

    def __init__(self, channels: int = 3) -> None:
        super().__init__()
        self.channels = channels

    def forward(self, latent: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.interpolate(torch.tanh(latent[:, : self.channels] / 8), scale_factor=2.0)


def exported(path: Path, decoder: torch.nn.Module, side: int = 16) -> Path:
    torch.export.save(torch.export.export(decoder.eval(), (torch.zeros(1, 4, side, side),)), path)
    return path


@pytest.fixture(scope="module")
def decoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(tmp_path_factory.mktemp("decoder") / "decoder.pt2", Decoder())


def test_decoded_pixels_are_those_of_the_program(decoder: Path) -> None:
    images = latents()
    found = decode(str(decoder), images)
    assert found.shape == (2, 3, 32, 32)
    assert torch.equal(found, Decoder()(images))


@pytest.mark.usefixtures("with_lpips")
def test_pixels_are_compared_where_there_is_a_decoder(
    weights: Path, decoder: Path, tmp_path: Path, capsys: Capture
) -> None:
    plain, decoded = small(weights), small(weights, decoder=str(decoder))
    more = {"decoded_psnr", "decoded_ssim", "lpips"}
    assert [{key: row[key] for key in row if key not in more} for row in decoded] == plain
    assert all(row["lpips"] > 0 and row["decoded_psnr"] < PSNR_CEILING for row in decoded)
    options = ["--weights", str(weights), "--decoder", str(decoder), "--images", "1", "--steps", "2"]
    options += ["--workers", "1", "--json"]
    assert main(["study", "by-kind", *options, "--seeds", "1", "--out", str(tmp_path / "s")]) == 0
    (study,) = json.loads(capsys.readouterr().out)
    assert study["left_out"].keys() == {"class accuracy, Frechet distance and KID"}
    assert study["decoder"] == hash_file(decoder)
    for point in study["points"]:
        assert all(len(point[name]) == 3 for name in more)
    page = (tmp_path / "s" / "report.html").read_text(encoding="utf-8")
    assert f"--decoder {decoder}" in page
    assert "pixels: dB" in page
    command = ["compare", "--preset", "tiny", "--policy", "unprotected", "--rates", "0.01", "--pdk", "none"]
    assert main([*command, *options, "--out", str(tmp_path / "c")]) == 0
    compared = json.loads(capsys.readouterr().out)
    (line,) = compared["policies"]
    assert all(line[name] is not None for name in more)
    assert quality_table(compared, "0.01")[0][1:6] == ["dB", "SSIM", "off", "pixels: dB", "LPIPS"]
    assert "--decoder" in compared["command"]


def no_program(path: Path) -> Path:
    path.write_bytes(b"none")
    return path


def other_archive(path: Path) -> Path:
    torch.save({"weight": torch.zeros(1)}, path)
    return path


@pytest.mark.parametrize(
    "case",
    [
        (lambda path: path, "decoder x.pt2 does not exist; give a .pt2 file of torch.export.save"),
        (no_program, "x.pt2 is damaged or no exported program; write it with torch.export.save"),
        (other_archive, "x.pt2 is damaged or no exported program; write it with torch.export.save"),
        (
            lambda path: exported(path, Decoder(2)),
            "decoder x.pt2 must return pixels of shape (1, 3, s, s), not (1, 2, 32, 32)",
        ),
        (
            lambda path: exported(path, Decoder(), 8),
            "decoder x.pt2 refuses latents of shape (1, 4, 16, 16): ",
        ),
    ],
)
def test_decoders_that_are_none(
    case: tuple[Callable[[Path], Path], str],
    weights: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    make, message = case
    monkeypatch.chdir(tmp_path)
    load_decoder.cache_clear()
    make(Path("x.pt2"))
    assert main(["study", "by-kind", "--weights", str(weights), "--decoder", "x.pt2", "--out", "out"]) == 2
    assert message in capsys.readouterr().err
    assert not Path("out").exists()
    load_decoder.cache_clear()


def test_pixels_are_not_decoded(decoder: Path, tmp_path: Path, capsys: Capture) -> None:
    for command in ("study", "compare"):
        assert main([command, "--decoder", str(decoder), "--out", str(tmp_path / "out")]) == 2
        assert "this network draws pixels; leave --decoder out" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


# -- devices ---------------------------------------------------------------------------------------------


def test_a_gpu_that_is_not_there(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert main(["study", "by-kind", "--device", "cuda", "--out", str(tmp_path / "out")]) == 2
    assert "--device cuda: PyTorch" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
