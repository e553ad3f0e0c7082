"""A diffusion transformer (DiT) with adaLN-Zero blocks, its GEMMs open to be replaced.

Parameter names, shapes and arithmetic are those of the official DiT release, so that its state dicts
load; the code is written from the paper (Peebles and Xie, arXiv 2212.09748) and a description of the
checkpoint. Shapes in the comments: N images, T tokens, D hidden size, H heads, d = D / H, p patch size,
S = sqrt(T) patches per side, C input channels, O output channels.

Every matrix product inside a block goes through one callable, `Gemm`, so that it can be quantised, run
on a simulated array, or have faults injected, without touching the model.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple, Protocol, cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from drift_hw.errors import UserError

KINDS = ("qkv", "qk", "av", "proj", "fc1", "fc2")
"""The six GEMMs of a block, in order of execution: `qk` is Q x K^T, `av` is attention x V, both per head."""

LINEAR_KINDS = ("qkv", "proj", "fc1", "fc2")
"""The GEMMs whose second operand is a weight."""


PREDICTIONS = ("velocity", "noise")
"""What a network may predict; `golden.diffusion.PROCESSES` has the process of each."""


class Layer(NamedTuple):
    """Which GEMM of the network: `kind` is one of `KINDS`, `block` counts from 0."""

    kind: str
    block: int


class Gemm(Protocol):
    """A callable that does one GEMM of a block, a @ b + bias.

    `a` is (N, T, K) and `b` (K, out) for a linear layer, with `bias` (out,); `a` is (N, H, T, K) and `b`
    (N, H, K, out) for `qk` and `av`, with no bias. Returns a's shape with its last axis replaced by out.
    """

    def __call__(self, layer: Layer, a: Tensor, b: Tensor, bias: Tensor | None) -> Tensor:
        """Return the product; arguments as described for the class."""
        ...


def float_gemm(layer: Layer, a: Tensor, b: Tensor, bias: Tensor | None) -> Tensor:
    """Return a @ b + bias in the operands' own floating-point type: the reference `Gemm`."""
    return a @ b if bias is None else functional.linear(a, b.T, bias)


@dataclass(frozen=True)
class DiTConfig:
    """Architecture of a DiT; the default sizes are DiT-XL/2 at 256 x 256 pixels (32 x 32 latents).

    Raises `UserError` for sizes that do not divide or are not positive.
    """

    input_size: int = 32
    """Side of the square input in pixels (of the latent, for latent diffusion)."""
    patch_size: int = 2
    """Side of a patch; divides `input_size`."""
    in_channels: int = 4
    """Channels of the input."""
    hidden_size: int = 1152
    """Width D of the tokens; a multiple of 4 (position embedding) and of `num_heads`."""
    depth: int = 28
    """Number of blocks."""
    num_heads: int = 16
    """Attention heads."""
    mlp_ratio: float = 4.0
    """Width of the MLP over `hidden_size`."""
    num_classes: int = 1000
    """Classes; class index `num_classes` is the null class of classifier-free guidance."""
    learn_sigma: bool = True
    """Predict a variance channel for every input channel as well."""
    predicts: str = "velocity"
    """What the other channels are, of `PREDICTIONS`: it decides how images are sampled."""

    def __post_init__(self) -> None:
        for name in (
            "input_size",
            "patch_size",
            "in_channels",
            "hidden_size",
            "depth",
            "num_heads",
            "num_classes",
        ):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise UserError(f"DiT {name} must be an integer of at least 1, not {value!r}")
        if self.predicts not in PREDICTIONS:
            raise UserError(f"DiT predicts must be of {', '.join(PREDICTIONS)}, not {self.predicts!r}")
        if not self.mlp_ratio * self.hidden_size >= 1:
            raise UserError(f"DiT mlp_ratio must make an MLP of at least one feature, not {self.mlp_ratio}")
        if self.input_size % self.patch_size:
            raise UserError(f"DiT patch_size {self.patch_size} must divide input_size {self.input_size}")
        if self.hidden_size % 4 or self.hidden_size % self.num_heads:
            raise UserError(
                f"DiT hidden_size {self.hidden_size} must be a multiple of 4 and of "
                f"num_heads {self.num_heads}"
            )

    @property
    def tokens(self) -> int:
        """Number of tokens T of one image."""
        return (self.input_size // self.patch_size) ** 2

    @property
    def head_size(self) -> int:
        """Width d of one attention head."""
        return self.hidden_size // self.num_heads

    @property
    def out_channels(self) -> int:
        """Channels of the prediction: twice `in_channels` with `learn_sigma`."""
        return self.in_channels * (2 if self.learn_sigma else 1)

    @property
    def guided_channels(self) -> int:
        """Channels that guidance extrapolates: 3 of 4 latent ones, as the official sampler does, else all."""
        return 3 if self.in_channels == 4 else self.in_channels

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as plain values."""
        return asdict(self)


def _preset(hidden_size: int, depth: int, num_heads: int, patch_size: int) -> DiTConfig:
    return DiTConfig(
        hidden_size=hidden_size, depth=depth, num_heads=num_heads, patch_size=patch_size, predicts="noise"
    )


PRESETS: Mapping[str, DiTConfig] = {
    f"DiT-{size}/{patch}": _preset(*shape, patch)
    for size, shape in {
        "XL": (1152, 28, 16),
        "L": (1024, 24, 16),
        "B": (768, 12, 12),
        "S": (384, 12, 6),
    }.items()
    for patch in (2, 4, 8)
} | {
    "mnist": DiTConfig(
        input_size=28,
        patch_size=4,
        in_channels=1,
        hidden_size=96,
        depth=4,
        num_heads=4,
        num_classes=10,
        learn_sigma=False,
    )
}
"""The published sizes for 256 x 256 ImageNet, and `mnist`, the network whose weights are shipped."""


def modulate(x: Tensor, shift: Tensor, scale: Tensor) -> Tensor:
    """Return x * (1 + scale) + shift for x (N, T, D) with shift and scale (N, D)."""
    return x * (1 + scale.unsqueeze(1)) + shift.unsqueeze(1)


def timestep_embedding(timestep: Tensor, width: int, period: float = 10000.0) -> Tensor:
    """Return the sinusoidal embedding (N, width), cosines first, of timesteps (N,); `width` is even."""
    half = width // 2
    exponent = torch.arange(half, dtype=torch.float32, device=timestep.device) / half
    angle = timestep[:, None].float() * torch.exp(-math.log(period) * exponent)
    return torch.cat([angle.cos(), angle.sin()], dim=1)


def position_embedding(width: int, side: int) -> Tensor:
    """Return the fixed embedding (side * side, width) of a square grid, tokens row by row.

    The first half of the channels encodes the horizontal position, the second the vertical one, each as
    sines and then cosines. `width` is a multiple of 4.
    """
    quarter = width // 4
    frequency = 1.0 / 10000 ** (torch.arange(quarter, dtype=torch.float64) / quarter)
    angle = torch.arange(side, dtype=torch.float64)[:, None] * frequency  # (S, D/4)
    axis = torch.cat([angle.sin(), angle.cos()], dim=1)  # (S, D/2)
    horizontal = axis[None, :, :].expand(side, side, -1)
    vertical = axis[:, None, :].expand(side, side, -1)
    return torch.cat([horizontal, vertical], dim=2).reshape(side * side, width).float()


class PatchEmbedding(nn.Module):
    """Cuts the image into patches and projects each to a token."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        patch = config.patch_size
        self.proj = nn.Conv2d(config.in_channels, config.hidden_size, kernel_size=patch, stride=patch)

    def forward(self, x: Tensor) -> Tensor:
        """Map (N, C, S*p, S*p) to (N, T, D)."""
        x = self.proj(x)  # (N, D, S, S)
        return x.flatten(2).transpose(1, 2)  # (N, T, D)


class TimestepEmbedder(nn.Module):
    """Embeds the diffusion timestep: sinusoids, then a two-layer MLP."""

    frequencies = 256

    def __init__(self, hidden_size: int) -> None:
        super().__init__()
        self.mlp = nn.Sequential(
            nn.Linear(self.frequencies, hidden_size), nn.SiLU(), nn.Linear(hidden_size, hidden_size)
        )

    def forward(self, timestep: Tensor) -> Tensor:
        """Map timesteps (N,) to (N, D)."""
        frequencies = timestep_embedding(timestep, self.frequencies)  # (N, 256)
        return cast(Tensor, self.mlp(frequencies))  # (N, D)


class LabelEmbedder(nn.Module):
    """Embeds the class label; the last row is the null class."""

    def __init__(self, num_classes: int, hidden_size: int) -> None:
        super().__init__()
        self.embedding_table = nn.Embedding(num_classes + 1, hidden_size)

    def forward(self, label: Tensor) -> Tensor:
        """Map labels (N,) to (N, D)."""
        return cast(Tensor, self.embedding_table(label))  # (N, D)


class Attention(nn.Module):
    """Multi-head self-attention, its two products written out."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        self.heads = config.num_heads
        self.qkv = nn.Linear(config.hidden_size, 3 * config.hidden_size)
        self.proj = nn.Linear(config.hidden_size, config.hidden_size)

    def forward(self, x: Tensor, block: int, gemm: Gemm) -> Tensor:
        """Map (N, T, D) to (N, T, D)."""
        count, tokens, width = x.shape
        head_size = width // self.heads
        qkv = gemm(Layer("qkv", block), x, self.qkv.weight.T, self.qkv.bias)  # (N, T, 3D)
        qkv = qkv.reshape(count, tokens, 3, self.heads, head_size)  # (N, T, 3, H, d)
        q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)  # each (N, H, T, d)
        logits = gemm(Layer("qk", block), q, k.transpose(-2, -1), None)  # (N, H, T, T)
        attention = (logits * head_size**-0.5).softmax(dim=-1)  # (N, H, T, T)
        x = gemm(Layer("av", block), attention, v, None)  # (N, H, T, d)
        x = x.transpose(1, 2).reshape(count, tokens, width)  # (N, T, D)
        return gemm(Layer("proj", block), x, self.proj.weight.T, self.proj.bias)  # (N, T, D)


class Mlp(nn.Module):
    """Two linear layers with a tanh-approximated GELU between."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        width = int(config.hidden_size * config.mlp_ratio)
        self.fc1 = nn.Linear(config.hidden_size, width)
        self.fc2 = nn.Linear(width, config.hidden_size)

    def forward(self, x: Tensor, block: int, gemm: Gemm) -> Tensor:
        """Map (N, T, D) to (N, T, D)."""
        x = gemm(Layer("fc1", block), x, self.fc1.weight.T, self.fc1.bias)  # (N, T, mlp_ratio * D)
        x = functional.gelu(x, approximate="tanh")  # (N, T, mlp_ratio * D)
        return gemm(Layer("fc2", block), x, self.fc2.weight.T, self.fc2.bias)  # (N, T, D)


def _norm(x: Tensor) -> Tensor:
    """Layer normalisation without parameters over the last axis."""
    return functional.layer_norm(x, x.shape[-1:], eps=1e-6)


class Block(nn.Module):
    """A transformer block, conditioned by shift, scale and gate of both branches (adaLN-Zero)."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        self.attn = Attention(config)
        self.mlp = Mlp(config)
        self.adaLN_modulation = nn.Sequential(
            nn.SiLU(), nn.Linear(config.hidden_size, 6 * config.hidden_size)
        )

    def forward(self, x: Tensor, condition: Tensor, block: int, gemm: Gemm) -> Tensor:
        """Map tokens (N, T, D) with condition (N, D) to (N, T, D)."""
        attention, mlp = self.adaLN_modulation(condition).chunk(2, dim=1)  # each (N, 3D)
        shift, scale, gate = attention.chunk(3, dim=1)  # each (N, D)
        x = x + gate.unsqueeze(1) * self.attn(modulate(_norm(x), shift, scale), block, gemm)  # (N, T, D)
        shift, scale, gate = mlp.chunk(3, dim=1)  # each (N, D)
        x = x + gate.unsqueeze(1) * self.mlp(modulate(_norm(x), shift, scale), block, gemm)  # (N, T, D)
        return x  # (N, T, D)

    def linears(self) -> tuple[nn.Linear, nn.Linear, nn.Linear, nn.Linear]:
        """Return the layers of `LINEAR_KINDS`, in that order."""
        return self.attn.qkv, self.attn.proj, self.mlp.fc1, self.mlp.fc2


class FinalLayer(nn.Module):
    """Projects tokens back to patches."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        self.linear = nn.Linear(config.hidden_size, config.patch_size**2 * config.out_channels)
        self.adaLN_modulation = nn.Sequential(
            nn.SiLU(), nn.Linear(config.hidden_size, 2 * config.hidden_size)
        )

    def forward(self, x: Tensor, condition: Tensor) -> Tensor:
        """Map tokens (N, T, D) with condition (N, D) to patches (N, T, p*p*O)."""
        shift, scale = self.adaLN_modulation(condition).chunk(2, dim=1)  # each (N, D)
        return cast(Tensor, self.linear(modulate(_norm(x), shift, scale)))  # (N, T, p*p*O)


class DiT(nn.Module):
    """The diffusion transformer. Weights are random until loaded; `initialise` draws those of training."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        self.config = config
        side = config.input_size // config.patch_size
        self.x_embedder = PatchEmbedding(config)
        self.t_embedder = TimestepEmbedder(config.hidden_size)
        self.y_embedder = LabelEmbedder(config.num_classes, config.hidden_size)
        self.pos_embed = nn.Parameter(
            position_embedding(config.hidden_size, side).unsqueeze(0), requires_grad=False
        )
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.depth))
        self.final_layer = FinalLayer(config)

    @property
    def device(self) -> torch.device:
        """Where its weights are."""
        return self.pos_embed.device

    def forward(self, x: Tensor, timestep: Tensor, label: Tensor, gemm: Gemm = float_gemm) -> Tensor:
        """Predict from noisy images x (N, C, S*p, S*p), timesteps (N,) and labels (N,): (N, O, S*p, S*p).

        Timesteps are those of the schedule in training (0 to 999); `gemm` does the blocks' products.
        """
        x = self.x_embedder(x) + self.pos_embed  # (N, T, D)
        condition = self.t_embedder(timestep) + self.y_embedder(label)  # (N, D)
        for index, block in enumerate(self.blocks):
            x = block(x, condition, index, gemm)  # (N, T, D)
        x = self.final_layer(x, condition)  # (N, T, p*p*O)
        return self.unpatchify(x)  # (N, O, S*p, S*p)

    def unpatchify(self, x: Tensor) -> Tensor:
        """Lay patches (N, T, p*p*O), channels last within a patch, out as images (N, O, S*p, S*p)."""
        side, patch = self.config.input_size // self.config.patch_size, self.config.patch_size
        x = x.reshape(-1, side, side, patch, patch, self.config.out_channels)  # (N, S, S, p, p, O)
        x = x.permute(0, 5, 1, 3, 2, 4)  # (N, O, S, p, S, p)
        return x.reshape(-1, self.config.out_channels, side * patch, side * patch)  # (N, O, S*p, S*p)

    def guided(
        self, x: Tensor, timestep: Tensor, label: Tensor, guidance: float, gemm: Gemm = float_gemm
    ) -> Tensor:
        """Predict with classifier-free guidance: unconditional + guidance * (conditional - unconditional).

        Arguments and result as in `forward`. Both branches run as one batch of 2N, conditional first. Only
        the first `guided_channels` are extrapolated; the others are the conditional prediction.
        """
        null = torch.full_like(label, self.config.num_classes)
        both = self(x.repeat(2, 1, 1, 1), timestep.repeat(2), torch.cat([label, null]), gemm)
        conditional, unconditional = both.chunk(2)  # each (N, O, S*p, S*p)
        channels = self.config.guided_channels
        extrapolated = torch.lerp(unconditional[:, :channels], conditional[:, :channels], guidance)
        return torch.cat([extrapolated, conditional[:, channels:]], dim=1)  # (N, O, S*p, S*p)

    def initialise(self, generator: torch.Generator) -> None:
        """Draw the weights to start training from: every block is the identity, the output zero."""
        for module in self.modules():
            if isinstance(module, nn.Linear | nn.Conv2d):
                nn.init.xavier_uniform_(module.weight.flatten(1), generator=generator)
                if module.bias is not None:
                    nn.init.zeros_(module.bias)
        nn.init.normal_(self.y_embedder.embedding_table.weight, std=0.02, generator=generator)
        for index in (0, 2):
            nn.init.normal_(cast(nn.Linear, self.t_embedder.mlp[index]).weight, std=0.02, generator=generator)
        zeroed = [cast(Block, block).adaLN_modulation[1] for block in self.blocks]
        for module in (*zeroed, self.final_layer.adaLN_modulation[1], self.final_layer.linear):
            nn.init.zeros_(cast(nn.Linear, module).weight)
