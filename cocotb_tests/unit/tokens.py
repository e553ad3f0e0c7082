"""The token that paces the drain, as an integer."""

from __future__ import annotations

from cocotb_tests.unit.bits import mask
from drift_hw.config import Config
from drift_hw.datapath.lane import Token


class TokenFields:
    """Packs and unpacks tokens by the layout that the hardware declares."""

    def __init__(self, config: Config) -> None:
        layout = Token(config)
        self.places = {name: (layout[name].offset, layout[name].width) for name in layout.members}

    def pack(self, **values: int) -> int:
        """Return a token; fields not named are zero."""
        return sum(value << self.places[name][0] for name, value in values.items())

    def unpack(self, token: int) -> dict[str, int]:
        """Return the fields of a token."""
        return {name: token >> offset & mask(width) for name, (offset, width) in self.places.items()}
