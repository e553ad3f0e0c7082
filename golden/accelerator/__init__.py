"""The golden model of the whole accelerator: `docs/accelerator.md` in software, at registers and memory."""

from golden.accelerator.backend import GoldenBackend
from golden.accelerator.faulty import Trace
from golden.accelerator.memory import ErrorRange

__all__ = ["ErrorRange", "GoldenBackend", "Trace"]
