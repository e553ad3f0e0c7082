"""Official weights: the network function against one built of PyTorch's own modules, and what is refused."""

import math
import re
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from drift_hw.config import PRESETS
from drift_hw.errors import UserError
from golden.checkpoint import CheckpointError, hash_file, load_dit, read_description
from golden.dit import DiTConfig
from golden.models import dit_block
from golden.resilience.trial import network, trial
from golden.train import calibrate, import_dit
from golden.train.import_dit import official

torch.set_num_threads(1)

SMALL = DiTConfig(
    input_size=8, patch_size=2, hidden_size=24, depth=3, num_heads=3, num_classes=5, predicts="noise"
)


# -- the published architecture, of PyTorch's own modules ------------------------------------------------


class Reference(nn.Module):
    """A DiT as published, by way of what PyTorch has: fused attention, LayerNorm, GELU, PixelShuffle.

    Nothing is shared with `golden.dit`, not even how the parts are cut: weights are read by their official
    names from a flat dictionary.
    """

    def __init__(self, state: dict[str, Tensor], config: DiTConfig) -> None:
        super().__init__()
        self.state, self.config = state, config
        self.norm = nn.LayerNorm(config.hidden_size, eps=1e-6, elementwise_affine=False)

    def linear(self, name: str, x: Tensor) -> Tensor:
        return functional.linear(x, self.state[f"{name}.weight"], self.state[f"{name}.bias"])

    def condition(self, timestep: Tensor, label: Tensor) -> Tensor:
        angle = timestep.double()[:, None] / 10000 ** (torch.arange(128).double()[None] / 128)
        embedded = torch.cat([torch.cos(angle), torch.sin(angle)], -1).to(timestep.device, torch.float32)
        hidden = functional.silu(self.linear("t_embedder.mlp.0", embedded))
        return self.linear("t_embedder.mlp.2", hidden) + functional.embedding(
            label, self.state["y_embedder.embedding_table.weight"]
        )

    def attention(self, name: str, x: Tensor) -> Tensor:
        q, k, v = self.linear(f"{name}.qkv", x).tensor_split(3, dim=-1)
        heads = [t.unflatten(-1, (self.config.num_heads, -1)).movedim(-2, -3) for t in (q, k, v)]
        attended = functional.scaled_dot_product_attention(*heads)
        return self.linear(f"{name}.proj", attended.movedim(-3, -2).flatten(-2))

    def mlp(self, name: str, x: Tensor) -> Tensor:
        return self.linear(f"{name}.fc2", nn.GELU("tanh")(self.linear(f"{name}.fc1", x)))

    def adaptive(self, name: str, condition: Tensor, parts: int) -> list[Tensor]:
        found = self.linear(f"{name}.adaLN_modulation.1", functional.silu(condition))
        return list(found[:, None].tensor_split(parts, dim=-1))

    def forward(self, x: Tensor, timestep: Tensor, label: Tensor) -> Tensor:
        state, patch = self.state, self.config.patch_size
        embedded = functional.conv2d(
            x, state["x_embedder.proj.weight"], state["x_embedder.proj.bias"], stride=patch
        )
        tokens = embedded.flatten(2).mT + state["pos_embed"]
        condition = self.condition(timestep, label)
        for block in range(self.config.depth):
            name = f"blocks.{block}"
            shift1, scale1, gate1, shift2, scale2, gate2 = self.adaptive(name, condition, 6)
            inner = torch.addcmul(shift1, self.norm(tokens), scale1 + 1)
            tokens = tokens + gate1 * self.attention(f"{name}.attn", inner)
            inner = torch.addcmul(shift2, self.norm(tokens), scale2 + 1)
            tokens = tokens + gate2 * self.mlp(f"{name}.mlp", inner)
        shift, scale = self.adaptive("final_layer", condition, 2)
        patches = self.linear("final_layer.linear", torch.addcmul(shift, self.norm(tokens), scale + 1))
        # Features are (row, column, channel) of a patch; PixelShuffle wants (channel, row, column).
        side = self.config.input_size // patch
        features = patches.mT.unflatten(1, (patch * patch, -1)).transpose(1, 2).flatten(1, 2)
        return nn.PixelShuffle(patch)(features.unflatten(-1, (side, side)))

    def guided(self, x: Tensor, timestep: Tensor, label: Tensor, strength: float) -> Tensor:
        """As the official sampler has it: three channels are extrapolated, the rest is as with the label."""
        with_label = self(x, timestep, label)
        without = self(x, timestep, torch.full_like(label, self.config.num_classes))
        found = with_label.clone()
        found[:, :3] = without[:, :3] + strength * (with_label[:, :3] - without[:, :3])
        return found


def official_state(config: DiTConfig, seed: int = 0) -> dict[str, Tensor]:
    """Return random weights by the names of the official release, large enough for every part to matter."""
    generator = torch.Generator().manual_seed(seed)
    width, hidden = config.hidden_size, int(config.mlp_ratio * config.hidden_size)
    patch, channels = config.patch_size, config.in_channels
    state = {
        "pos_embed": torch.randn(1, config.tokens, width, generator=generator),
        "x_embedder.proj.weight": torch.randn(width, channels, patch, patch, generator=generator),
        "y_embedder.embedding_table.weight": torch.randn(config.num_classes + 1, width, generator=generator),
    }

    def layer(name: str, out: int, depth: int) -> None:
        state[f"{name}.weight"] = torch.randn(out, depth, generator=generator) / math.sqrt(depth)
        state[f"{name}.bias"] = 0.1 * torch.randn(out, generator=generator)

    state["x_embedder.proj.bias"] = torch.randn(width, generator=generator)
    layer("t_embedder.mlp.0", width, 256)
    layer("t_embedder.mlp.2", width, width)
    for block in range(config.depth):
        name = f"blocks.{block}"
        layer(f"{name}.attn.qkv", 3 * width, width)
        layer(f"{name}.attn.proj", width, width)
        layer(f"{name}.mlp.fc1", hidden, width)
        layer(f"{name}.mlp.fc2", width, hidden)
        layer(f"{name}.adaLN_modulation.1", 6 * width, width)
    layer("final_layer.linear", patch * patch * 2 * channels, width)
    layer("final_layer.adaLN_modulation.1", 2 * width, width)
    return state


def imported(
    folder: Path, monkeypatch: pytest.MonkeyPatch, state: dict[str, Tensor], config: DiTConfig = SMALL
) -> Path:
    """Return the file that a state dict becomes."""
    monkeypatch.setattr(import_dit, "official", lambda *_: config)
    torch.save(state, folder / "official.pt")
    import_dit.main(weights=folder / "official.pt", out=folder / "imported.safetensors")
    return folder / "imported.safetensors"


@pytest.mark.parametrize("strength", [1.0, 4.0])
def test_an_imported_network_is_the_published_function(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, strength: float
) -> None:
    state = official_state(SMALL)
    model = load_dit(imported(tmp_path, monkeypatch, state))
    reference = Reference(state, SMALL)
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(3, 4, 8, 8, generator=generator)
    timestep, label = torch.tensor([999, 500, 0]), torch.tensor([0, 4, 2])
    with torch.no_grad():
        expected = reference(x, timestep, label)
        torch.testing.assert_close(model(x, timestep, label), expected, rtol=1e-4, atol=1e-4)
        assert expected.shape == (3, 8, 8, 8)
        expected = reference.guided(x, timestep, label, strength)
        torch.testing.assert_close(
            model.guided(x, timestep, label, strength), expected, rtol=1e-4, atol=1e-4 * strength
        )


@pytest.mark.parametrize("name", ["blocks.2.attn.qkv", "blocks.0.mlp.fc2", "final_layer.adaLN_modulation.1"])
def test_every_weight_arrives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The comparison above would see one layer that is not the official one."""
    state = official_state(SMALL)
    model = load_dit(imported(tmp_path, monkeypatch, state))
    changed = Reference(state | {f"{name}.weight": state[f"{name}.weight"].roll(1, 0)}, SMALL)
    x = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        arguments = x, torch.tensor([500]), torch.tensor([1])
        assert (model(*arguments) - changed(*arguments)).abs().max() > 0.01


def test_what_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = {name: tensor.half() for name, tensor in official_state(SMALL).items()}
    path = imported(tmp_path, monkeypatch, state)
    model = load_dit(path)
    assert model.config == SMALL
    assert {name: tensor.half() for name, tensor in model.state_dict().items()}.keys() == state.keys()
    assert all(torch.equal(tensor.half(), state[name]) for name, tensor in model.state_dict().items())
    source = read_description(path)["source"]
    assert source["weights"] == f"sha256 {hash_file(tmp_path / 'official.pt')}"


def test_the_networks_of_the_release() -> None:
    config = official()
    assert (config.input_size, config.tokens, config.num_classes, config.out_channels) == (32, 256, 1000, 8)
    assert config.predicts == "noise"
    assert official(image_size=512).tokens == 1024
    assert official("DiT-S/4", 256, 10).hidden_size == 384


# -- what is refused -------------------------------------------------------------------------------------


def lacking(state: dict[str, Tensor]) -> None:
    del state["blocks.1.attn.qkv.bias"]


def misshapen(state: dict[str, Tensor]) -> None:
    state["final_layer.linear.weight"] = state["final_layer.linear.weight"][:16]
    state["final_layer.linear.bias"] = state["final_layer.linear.bias"][:16]


def unexpected(state: dict[str, Tensor]) -> None:
    state["blocks.3.attn.qkv.bias"] = torch.zeros(1)


def infinite(state: dict[str, Tensor]) -> None:
    state["blocks.1.mlp.fc1.weight"][3, 4] = torch.inf


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lacking, "official.pt lacks blocks.1.attn.qkv.bias (72,); is it of another network?"),
        (
            misshapen,
            "official.pt: final_layer.linear.weight has shape (16, 24) where the network has (32, 24); "
            "choose the configuration that the checkpoint was trained with (others that do not fit: 1)",
        ),
        (unexpected, "official.pt has blocks.3.attn.qkv.bias, which the network does not; is it of another"),
        (infinite, "official.pt: blocks.1.mlp.fc1.weight is not finite everywhere; fetch the file again"),
    ],
)
def test_other_weights_are_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[dict[str, Tensor]], None],
    message: str,
) -> None:
    state = official_state(SMALL)
    change(state)
    with pytest.raises(CheckpointError, match=re.escape(message)):
        imported(tmp_path, monkeypatch, state)
    assert [path.name for path in tmp_path.iterdir()] == ["official.pt"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"model": "DiT-XXL/2"}, "unknown --model 'DiT-XXL/2'; allowed: DiT-XL/2, DiT-XL/4, "),
        ({"model": "mnist"}, "unknown --model 'mnist'; allowed: "),
        ({"image_size": 250}, "--image-size must be a multiple of 8 pixels, the side of what one latent "),
        ({"out": Path("x.pt")}, "--out must end in .safetensors, not x.pt; name such a file"),
        ({"weights": Path("lost.pt")}, "checkpoint lost.pt does not exist; give a .pt or .safetensors file"),
    ],
)
def test_impossible_imports(tmp_path: Path, change: dict[str, object], message: str) -> None:
    arguments = {"weights": tmp_path / "lost.pt", "out": tmp_path / "x.safetensors"} | change
    with pytest.raises(UserError, match=re.escape(message)):
        import_dit.main(**arguments)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


# -- full size -------------------------------------------------------------------------------------------


@pytest.mark.regress
def test_dit_xl_2_from_import_to_a_protected_step(tmp_path: Path) -> None:
    """DiT-XL/2 with random weights: imported, calibrated, one int8 step without and with errors.

    About two minutes and 7 GB of memory, and 6 GB on the disk. `-s` shows the seconds of each part.
    """
    config = official()
    official_file, path = tmp_path / "DiT-XL-2-256x256.pt", tmp_path / "dit-xl-2.safetensors"
    with timed("making weights"):
        torch.save(official_state(config), official_file)
    with timed("import"):
        import_dit.main(weights=official_file, out=path)
    official_file.unlink()
    with timed("calibration, 1 image, 2 steps"):
        calibrate.main(weights=path, images=1, steps=2)
    parameters = {
        "config": PRESETS["drift"].to_dict(),
        "images": 1,
        "steps": 1,
        "seed": 0,
        "errors": {"model": "output", "rate": 1e-3},
        "weights": str(path),
    }
    with timed("fault-free step, and one with errors"):
        (unprotected,) = trial(**parameters)
    with timed("step with protection"):
        (protected,) = trial(**parameters, scheme="correct+rollback")
    network.cache_clear()
    results = config.depth * 2 * sum(gemm.m * gemm.n * gemm.count for gemm in dit_block(config))
    for row in (unprotected, protected):
        assert row["tally"]["elements"] == results == 223_870_976
        assert "digit" not in row
    assert protected["tally"]["corrected_elements"] > 100_000
    assert protected["psnr"] > unprotected["psnr"] + 6
    assert protected["relative_error"] < unprotected["relative_error"] / 2
    with timed("step in float"):
        (rounded,) = trial(**parameters | {"errors": {"model": "none"}}, against="float")
    assert rounded["psnr"] > 20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"peak memory {peak:.1f} GiB")
    assert peak < 16
    path.unlink()  # pytest would keep it


@contextmanager
def timed(what: str) -> Iterator[None]:
    wall, busy = time.perf_counter(), time.process_time()
    yield
    print(f"{what}: {time.perf_counter() - wall:.1f} s, {time.process_time() - busy:.1f} s of a core")
