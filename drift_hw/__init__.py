"""drift-hw: a generator of timing-error-tolerant systolic accelerators, and the way to run them."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("drift-hw")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0.0.0+source"
