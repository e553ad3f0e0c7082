"""Pixels of latents, by an autoencoder's decoder that the user brings: none is shipped, none is downloaded.

The file is a program of `torch.export`, which holds operators and weights, and no Python. It maps one latent
(1, C, S, S), as it is sampled, to its pixels (1, 3, s, s) in about -1 to 1; docs/dit-xl-2.md tells how to
write it. It runs on the CPU, image by image.
"""

from __future__ import annotations

import logging
import zipfile
from functools import lru_cache
from pathlib import Path

import torch
from torch import Tensor, nn

from drift_hw.errors import UserError
from golden.dit import DiTConfig
from golden.resilience.quality import is_latent


class DecoderError(UserError):
    """A file that is no decoder, or none of these latents."""


@lru_cache(maxsize=1)
def load_decoder(path: str) -> nn.Module:
    """Return the program in a file. Raises `DecoderError` when it is missing or none."""
    if not Path(path).is_file():
        raise DecoderError(f"decoder {path} does not exist; give a .pt2 file of torch.export.save")
    if zipfile.is_zipfile(path):
        try:
            return torch.export.load(path).module()
        except Exception as error:  # whatever its reader stumbles over
            logging.getLogger(__name__).debug("no decoder", exc_info=error)
    raise DecoderError(f"{path} is damaged or no exported program; write it with torch.export.save")


def check_decoder(path: str, drawn: DiTConfig) -> None:
    """Raise `DecoderError` unless a file makes pixels of what a network draws."""
    if not is_latent(drawn):
        raise DecoderError(
            "a decoder makes pixels of latents, and this network draws pixels; leave --decoder out"
        )
    decode(path, torch.zeros(1, drawn.in_channels, drawn.input_size, drawn.input_size))


def decode(path: str, latents: Tensor) -> Tensor:
    """Return the pixels (N, 3, s, s) float32 of latents (N, C, S, S).

    Raises `DecoderError` for a file that is no decoder, and for one that refuses these latents or makes
    anything else of them.
    """
    program = load_decoder(path)
    pixels = []
    with torch.no_grad():
        for latent in torch.split(latents, 1):
            try:
                found = program(latent)
            except Exception as error:  # guards of exported programs raise what they like
                raise DecoderError(
                    f"decoder {path} refuses latents of shape {tuple(latent.shape)}: {error}; export it for "
                    "these"
                ) from error
            if not isinstance(found, Tensor) or found.shape[:2] != (1, 3) or found.dim() != 4:
                what = tuple(found.shape) if isinstance(found, Tensor) else type(found).__name__
                raise DecoderError(f"decoder {path} must return pixels of shape (1, 3, s, s), not {what}")
            pixels.append(found.float())
    return torch.cat(pixels)
