"""The golden model of the whole accelerator: `docs/accelerator.md` in software, at registers and memory."""

from golden.accelerator.backend import GoldenBackend

__all__ = ["GoldenBackend"]
