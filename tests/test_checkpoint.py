"""Checkpoints: the official layout, training checkpoints, the shipped weights, and every refusal."""

import argparse
import json
import re

import pytest
import torch

from drift_hw.errors import UserError
from golden.checkpoint import (
    CLASSIFIER_WEIGHTS,
    DIT_WEIGHTS,
    WEIGHTS,
    CheckpointError,
    build_dit,
    hash_file,
    load_classifier,
    load_dit,
    read_description,
    read_state,
    save_weights,
)
from golden.dit import PRESETS, DiT, DiTConfig

torch.set_num_threads(1)

TINY = DiTConfig(
    input_size=4, patch_size=2, in_channels=1, hidden_size=8, depth=1, num_heads=2, num_classes=3
)


def official_shapes() -> dict[str, tuple[int, ...]]:
    """Names and shapes of the official DiT-XL/2 checkpoint, written out from its description."""
    shapes: dict[str, tuple[int, ...]] = {"pos_embed": (1, 256, 1152)}

    def layer(name: str, *shape: int) -> None:
        shapes[f"{name}.weight"] = shape
        shapes[f"{name}.bias"] = shape[:1]

    layer("x_embedder.proj", 1152, 4, 2, 2)
    layer("t_embedder.mlp.0", 1152, 256)
    layer("t_embedder.mlp.2", 1152, 1152)
    shapes["y_embedder.embedding_table.weight"] = (1001, 1152)
    for block in range(28):
        layer(f"blocks.{block}.attn.qkv", 3456, 1152)
        layer(f"blocks.{block}.attn.proj", 1152, 1152)
        layer(f"blocks.{block}.mlp.fc1", 4608, 1152)
        layer(f"blocks.{block}.mlp.fc2", 1152, 4608)
        layer(f"blocks.{block}.adaLN_modulation.1", 6912, 1152)
    layer("final_layer.linear", 32, 1152)
    layer("final_layer.adaLN_modulation.1", 2304, 1152)
    return shapes


@pytest.fixture
def state() -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    return {name: torch.randn(t.shape, generator=generator) for name, t in DiT(TINY).state_dict().items()}


def test_an_official_state_dict_loads():
    shapes = official_shapes()
    assert len(shapes) == 292
    state = {name: torch.empty(shape, device="meta") for name, shape in shapes.items()}
    assert sum(tensor.numel() for tensor in state.values()) == 675_129_632
    model = build_dit(state, PRESETS["DiT-XL/2"])
    assert {name: tuple(t.shape) for name, t in model.state_dict().items()} == shapes


def test_the_first_wrong_tensor_of_an_official_state_dict_is_named():
    shapes = official_shapes() | {"blocks.17.mlp.fc2.weight": (4608, 1152)}
    state = {name: torch.empty(shape, device="meta") for name, shape in shapes.items()}
    expected = (
        "state dict: blocks.17.mlp.fc2.weight has shape (4608, 1152) where the network has (1152, 4608); "
        "choose the configuration that the checkpoint was trained with"
    )
    with pytest.raises(CheckpointError, match=re.escape(expected)):
        build_dit(state, PRESETS["DiT-XL/2"])


def test_a_training_checkpoint_gives_its_moving_average(tmp_path, state):
    path = tmp_path / "0400000.pt"
    raw = {name: torch.zeros_like(tensor) for name, tensor in state.items()}
    arguments = argparse.Namespace(model="DiT-XL/2", image_size=256)
    torch.save({"model": raw, "ema": state, "opt": {"state": {}}, "args": arguments}, path)
    loaded = load_dit(path, TINY).state_dict()
    assert loaded.keys() == state.keys()
    assert all(torch.equal(loaded[name], state[name]) for name in state)


@pytest.mark.parametrize("wrap", [lambda state: state, lambda state: {"model": state, "step": 3}])
def test_a_state_dict_loads_with_or_without_its_wrapping(tmp_path, state, wrap):
    torch.save(wrap(state), tmp_path / "weights.pt")
    assert read_state(tmp_path / "weights.pt").keys() == state.keys()


def test_half_precision_becomes_float32(state):
    model = build_dit({name: tensor.half() for name, tensor in state.items()}, TINY)
    assert {tensor.dtype for tensor in model.state_dict().values()} == {torch.float32}


def test_loaded_weights_are_those_that_run(state):
    model, scaled = (build_dit(s, TINY) for s in (state, {n: 2 * t for n, t in state.items()}))
    x, one = torch.ones(1, 1, 4, 4), torch.ones(1, dtype=torch.int64)
    with torch.no_grad():
        assert torch.isfinite(model(x, one, one)).all()
        assert not torch.allclose(model(x, one, one), scaled(x, one, one))


def test_missing_and_unexpected_tensors_are_named(state):
    del state["blocks.0.attn.proj.bias"]
    with pytest.raises(CheckpointError, match=r"state dict lacks blocks\.0\.attn\.proj\.bias \(8,\)"):
        build_dit(state, TINY)
    state["blocks.0.attn.proj.bias"] = torch.zeros(8)
    state["blocks.1.attn.qkv.weight"] = torch.zeros(1)
    with pytest.raises(
        CheckpointError, match=r"has blocks\.1\.attn\.qkv\.weight, which the network does not"
    ):
        build_dit(state, TINY)


@pytest.mark.parametrize("name", ["weights.pt", "weights.safetensors"])
def test_files_that_are_no_checkpoint_are_refused(tmp_path, name):
    path = tmp_path / name
    with pytest.raises(CheckpointError, match=r"does not exist; give a \.pt or \.safetensors file"):
        read_state(path)
    path.write_bytes(b"no weights at all")
    with pytest.raises(CheckpointError, match="is damaged or no checkpoint"):
        read_state(path)


@pytest.mark.parametrize("suffix", [".pt", ".safetensors"])
def test_a_truncated_file_is_refused(tmp_path, state, suffix):
    path = tmp_path / f"weights{suffix}"
    if suffix == ".pt":
        torch.save(state, path)
    else:
        save_weights(path, state, {})
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(CheckpointError, match="is damaged or no checkpoint"):
        read_state(path)


def test_code_in_a_file_is_not_run(tmp_path):
    torch.save({"model": {"weight": argparse.ArgumentParser}}, tmp_path / "code.pt")
    with pytest.raises(CheckpointError, match="is damaged or no checkpoint"):
        read_state(tmp_path / "code.pt")


@pytest.mark.parametrize("content", [[1, 2], {"epoch": 3}, {"ema": {"weight": 1.0}}])
def test_other_content_is_refused(tmp_path, content):
    torch.save(content, tmp_path / "other.pt")
    with pytest.raises(CheckpointError, match="holds no state dict"):
        read_state(tmp_path / "other.pt")


def test_a_description_is_needed_without_a_configuration(tmp_path, state):
    path = tmp_path / "weights.safetensors"
    save_weights(path, state, {"architecture": TINY.to_dict()})
    assert load_dit(path).config == TINY
    with pytest.raises(CheckpointError, match="is described as no DiT"):
        load_dit(CLASSIFIER_WEIGHTS)
    path.with_suffix(".json").write_text("{}")
    with pytest.raises(CheckpointError, match=r"weights\.json has no key `architecture`"):
        load_dit(path)
    path.with_suffix(".json").unlink()
    with pytest.raises(CheckpointError, match=r"can not read .*weights\.json, the description of"):
        load_dit(path)


def test_saved_weights_come_back_and_are_the_same_bytes(tmp_path, state):
    backwards = dict(reversed(state.items()))
    for name, content in (("one", state), ("two", backwards)):
        save_weights(tmp_path / f"{name}.safetensors", content, {"architecture": TINY.to_dict()})
    one, two = tmp_path / "one.safetensors", tmp_path / "two.safetensors"
    assert one.read_bytes() == two.read_bytes()
    assert hash_file(one) == hash_file(two)
    loaded = read_state(one)
    assert all(torch.equal(loaded[name], state[name]) for name in state)


def test_hash_of_a_missing_file(tmp_path):
    with pytest.raises(CheckpointError, match=r"can not read .*absent"):
        hash_file(tmp_path / "absent")


# -- what is shipped --------------------------------------------------------------------------------


def test_the_shipped_weights_fit_and_are_described():
    assert sum(file.stat().st_size for file in WEIGHTS.iterdir()) <= 6_000_000
    description = read_description(DIT_WEIGHTS)
    config = load_dit(DIT_WEIGHTS).config
    assert config == PRESETS["mnist"]
    assert config.hidden_size >= 96
    assert config.depth >= 4
    scores = description["scores"]
    assert scores["samples"] >= 1000
    assert scores["steps"] == 50
    assert scores["class_accuracy.float32"] >= 0.98
    assert abs(scores["class_accuracy.float32"] - scores["class_accuracy.int8"]) <= 0.01
    assert {"training", "data", "versions"} <= description.keys()


def test_the_shipped_classifier_loads():
    assert read_description(CLASSIFIER_WEIGHTS)["scores"]["test_accuracy"] >= 0.99
    logits = load_classifier()(torch.full((2, 1, 28, 28), -1.0))
    assert logits.shape == (2, 10)


def test_a_classifier_of_other_shapes_is_refused(tmp_path):
    state = read_state(CLASSIFIER_WEIGHTS)
    state["output.bias"] = torch.zeros(11)
    save_weights(tmp_path / "eleven.safetensors", state, {})
    with pytest.raises(UserError, match=r"output\.bias has shape \(11,\) where the network has \(10,\)"):
        load_classifier(tmp_path / "eleven.safetensors")


def test_descriptions_are_plain_json():
    for file in WEIGHTS.glob("*.json"):
        assert isinstance(json.loads(file.read_text()), dict)
