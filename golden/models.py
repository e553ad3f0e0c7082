"""The GEMMs of published diffusion transformers: what one block of each multiplies for one image.

Only the GEMMs that the accelerator runs are listed; adaLN and embeddings, below 1 % of the work, are not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from golden.dit import PRESETS, DiTConfig

CAPTION_TOKENS = 120
"""Text tokens that PixArt-alpha attends to."""


@dataclass(frozen=True)
class GemmShape:
    """`count` products (M, K) x (K, N) of one kind, all of one submission."""

    kind: str
    m: int
    k: int
    n: int
    count: int = 1

    @property
    def macs(self) -> int:
        """Multiply-accumulates of all of them."""
        return self.m * self.k * self.n * self.count


@dataclass(frozen=True)
class Network:
    """A network: `depth` blocks of these GEMMs, in the order in which each needs the one before."""

    name: str
    depth: int
    block: tuple[GemmShape, ...]

    @property
    def macs(self) -> int:
        """Multiply-accumulates of one sampling step of one image."""
        return self.depth * sum(gemm.macs for gemm in self.block)


def dit_block(config: DiTConfig, tokens: int | None = None, images: int = 1) -> tuple[GemmShape, ...]:
    """Return the GEMMs of a DiT block; `images` are stacked in the linear layers, attention is per image."""
    rows, width = tokens or config.tokens, config.hidden_size
    hidden, heads = int(config.mlp_ratio * width), images * config.num_heads
    return (
        GemmShape("qkv", images * rows, width, 3 * width),
        GemmShape("qk", rows, config.head_size, rows, heads),
        GemmShape("av", rows, rows, config.head_size, heads),
        GemmShape("proj", images * rows, width, width),
        GemmShape("fc1", images * rows, width, hidden),
        GemmShape("fc2", images * rows, hidden, width),
    )


def pixart_block(tokens: int) -> tuple[GemmShape, ...]:
    """Return the GEMMs of a PixArt-alpha block: that of DiT-XL/2 with cross-attention to the caption."""
    config = PRESETS["DiT-XL/2"]
    width, caption = config.hidden_size, CAPTION_TOKENS
    attention, mlp = dit_block(config, tokens)[:4], dit_block(config, tokens)[4:]
    cross = (
        GemmShape("cross_q", tokens, width, width),
        GemmShape("cross_kv", caption, width, 2 * width),
        GemmShape("cross_qk", tokens, config.head_size, caption, config.num_heads),
        GemmShape("cross_av", tokens, caption, config.head_size, config.num_heads),
        GemmShape("cross_proj", tokens, width, width),
    )
    return attention + cross + mlp


def _networks() -> dict[str, Network]:
    blocks = {
        name: (PRESETS[name].depth, dit_block(PRESETS[name]))
        for name in ("DiT-XL/2", "DiT-L/2", "DiT-B/2", "DiT-S/2")
    }
    blocks |= {
        f"PixArt-{tokens}": (PRESETS["DiT-XL/2"].depth, pixart_block(tokens)) for tokens in (256, 1024)
    }
    return {name: Network(name, depth, block) for name, (depth, block) in blocks.items()}


NETWORKS: Mapping[str, Network] = _networks()
"""The DiTs at 256 x 256 pixels (256 tokens), and PixArt-alpha at 256 and 1024 tokens."""
