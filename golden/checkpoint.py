"""Weights in and out: official state dicts, training checkpoints, and the networks shipped here.

The shipped weights are safetensors files with a JSON description of the same name beside them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import safetensors
import safetensors.torch
import torch
from torch import Tensor

from drift_hw.errors import UserError
from drift_hw.files import atomic, write_json
from golden.classifier import Classifier
from golden.dit import DiT, DiTConfig

WEIGHTS = Path(__file__).parent / "weights"
"""Folder of the shipped networks."""

DIT_WEIGHTS = WEIGHTS / "dit-mnist.safetensors"
"""The trained class-conditional DiT."""

CLASSIFIER_WEIGHTS = WEIGHTS / "classifier-mnist.safetensors"
"""The digit classifier."""


class CheckpointError(UserError):
    """A checkpoint that can not be read or does not fit the network."""


def read_state(path: Path | str) -> dict[str, Tensor]:
    """Read the tensors of a safetensors file, a PyTorch state dict, or a training checkpoint.

    Of a training checkpoint, a dictionary {model, ema, opt, args}, the moving average `ema` is taken. No
    code in the file is executed. Raises `CheckpointError` when the file is missing or is none of these.
    """
    path = Path(path)
    if not path.is_file():
        raise CheckpointError(f"checkpoint {path} does not exist; give a .pt or .safetensors file")
    try:
        if path.suffix == ".safetensors":
            return dict(safetensors.torch.load_file(path))
        # Official training checkpoints carry their command line as an argparse.Namespace.
        with torch.serialization.safe_globals([argparse.Namespace]):
            content = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # damaged files raise whatever their reader stumbles over
        raise CheckpointError(
            f"{path} is damaged or no checkpoint; give a PyTorch or .safetensors file that holds only weights"
        ) from error
    if isinstance(content, Mapping):
        for part in ("ema", "model"):
            if isinstance(content.get(part), Mapping):
                content = content[part]
                break
    if not isinstance(content, Mapping) or not all(isinstance(value, Tensor) for value in content.values()):
        raise CheckpointError(f"{path} holds no state dict; give named tensors, or a checkpoint with `ema`")
    return dict(content)


def check_state(state: Mapping[str, Tensor], expected: Mapping[str, Tensor], source: str) -> None:
    """Raise `CheckpointError` naming the first missing, misshapen or unexpected tensor, if there is one.

    `expected` is the state dict of the network, on any device; `source` names the checkpoint in the message,
    which also says how many more tensors do not fit.
    """
    missing = [name for name in expected if name not in state]
    unexpected = [name for name in state if name not in expected]
    misshapen = [
        name for name, tensor in expected.items() if name in state and state[name].shape != tensor.shape
    ]
    others = len(missing) + len(misshapen) + len(unexpected) - 1
    more = f" (others that do not fit: {others})" if others > 0 else ""
    if missing:
        name = missing[0]
        raise CheckpointError(
            f"{source} lacks {name} {tuple(expected[name].shape)}; is it of another network?{more}"
        )
    if misshapen:
        name = misshapen[0]
        raise CheckpointError(
            f"{source}: {name} has shape {tuple(state[name].shape)} where the network has "
            f"{tuple(expected[name].shape)}; choose the configuration that the checkpoint was trained with"
            f"{more}"
        )
    if unexpected:
        raise CheckpointError(
            f"{source} has {unexpected[0]}, which the network does not; is it of another network?{more}"
        )


def build_dit(state: Mapping[str, Tensor], config: DiTConfig, source: str = "state dict") -> DiT:
    """Return the DiT of that configuration with these weights, as float32 and ready to infer.

    Raises `CheckpointError` when names or shapes do not match.
    """
    with torch.device("meta"):  # no memory, and no time for weights that are about to be replaced
        model = DiT(config)
    check_state(state, model.state_dict(), source)
    model.load_state_dict({name: tensor.float() for name, tensor in state.items()}, assign=True)
    return model.eval()


def load_dit(path: Path | str, config: DiTConfig | None = None) -> DiT:
    """Return the DiT in a checkpoint; without `config`, as the JSON description beside it says.

    Raises `CheckpointError` when the file is missing, damaged or of another network, `UserError` for sizes
    that make no DiT.
    """
    if config is None:
        architecture = read_description(path)["architecture"]
        try:
            config = DiTConfig(**architecture)
        except TypeError as error:
            raise CheckpointError(
                f"{path} is described as no DiT ({architecture}); give another file"
            ) from error
    return build_dit(read_state(path), config, str(path))


def load_classifier(path: Path | str = CLASSIFIER_WEIGHTS) -> Classifier:
    """Return the digit classifier in a checkpoint. Raises `CheckpointError` as `load_dit` does."""
    state, model = read_state(path), Classifier()
    check_state(state, model.state_dict(), str(path))
    model.load_state_dict(state)
    return model.eval()


def read_description(path: Path | str) -> dict[str, Any]:
    """Return the JSON description of the weights in `path`: the file of that name ending in .json.

    Raises `CheckpointError` when it is missing or malformed.
    """
    description = Path(path).with_suffix(".json")
    try:
        content = json.loads(description.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CheckpointError(
            f"can not read {description}, the description of {path} ({error}); give a configuration instead"
        ) from error
    if not isinstance(content, dict) or "architecture" not in content:
        raise CheckpointError(f"{description} has no key `architecture`; give a configuration instead")
    return content


def save_weights(path: Path, state: Mapping[str, Tensor], description: Mapping[str, Any]) -> None:
    """Write tensors as safetensors to `path` and their description beside it, each atomically.

    The same arguments give the same bytes. Raises `UserError` when the folder can not be written.
    """
    ordered = {name: state[name].detach().contiguous() for name in sorted(state)}
    with atomic(path) as temporary:
        safetensors.torch.save_file(ordered, temporary)
    write_json(path.with_suffix(".json"), description)


def hash_file(path: Path | str) -> str:
    """Return the SHA-256 of a file's content, hexadecimal. Raises `CheckpointError` when it is not there."""
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise CheckpointError(f"can not read {path}: {error.strerror}") from error
