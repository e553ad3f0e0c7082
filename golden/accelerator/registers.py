"""The register file: values at addresses, with the access rules of `drift_hw.control.registers`."""

from __future__ import annotations

from drift_hw.config import Config
from drift_hw.control.registers import REGISTER_BYTES, Access, Register, register_map
from drift_hw.errors import UserError

_WORD = (1 << 32) - 1


class Registers:
    """All registers after reset; `read` and `write` are the bus side, the rest is the hardware side."""

    def __init__(self, config: Config) -> None:
        self.map = {register.name: register for register in register_map(config)}
        self._places: dict[int, Register] = {}
        self._values: dict[int, int] = {}
        for register in self.map.values():
            reset = sum(field.reset << field.low for field in register.fields)
            for index in range(register.count or 1):
                self._places[register.address(index)] = register
                self._values[register.address(index)] = reset

    def read(self, address: int) -> int:
        """Return a register's 32 bits. Raises `UserError` where the bus answers SLVERR."""
        self._register(address)
        return self._values[address]

    def write(self, address: int, value: int) -> tuple[Register, set[str]]:
        """Write 32 bits; return the register and the names of its pulse fields that were written 1.

        Raises `UserError` where the bus answers SLVERR, and for a value that is no 32 bits.
        """
        register = self._register(address)
        if not 0 <= value <= _WORD:
            raise UserError(f"a register holds 32 bits: the value must be from 0 to {_WORD}, not {value}")
        present, pulses = self._values[address], set()
        for field in register.fields:
            mask = ((1 << field.width) - 1) << field.low
            if field.access is Access.READ_WRITE:
                present = (present & ~mask) | (value & mask)
            elif field.access is Access.WRITE_ONE_CLEAR:
                present &= ~(value & mask)
            elif field.access is Access.PULSE and value & mask:
                pulses.add(field.name)
        self._values[address] = present
        return register, pulses

    def _register(self, address: int) -> Register:
        register = self._places.get(address)
        if register is None:
            raise UserError(
                f"there is no register at {address:#x} (SLVERR); addresses are multiples of "
                f"{REGISTER_BYTES} that drift_hw.control.registers lists"
            )
        return register

    def get(self, name: str, field: str = "value", index: int = 0) -> int:
        """Return a field."""
        register = self.map[name]
        found = register.field(field)
        return (self._values[register.address(index)] >> found.low) & ((1 << found.width) - 1)

    def set(self, name: str, value: int, field: str = "value", index: int = 0) -> None:
        """Drive a field, modulo its width."""
        register = self.map[name]
        found = register.field(field)
        mask = (1 << found.width) - 1
        address = register.address(index)
        self._values[address] = (self._values[address] & ~(mask << found.low)) | ((value & mask) << found.low)

    def add(self, name: str, amount: int, index: int = 0, *, limit: int) -> None:
        """Count up to `limit`."""
        self.set(name, min(self.get(name, index=index) + amount, limit), index=index)

    def wide(self, low: str, high: str, index: int = 0) -> int:
        """Return the 64 bits of two registers."""
        return self.get(low, index=index) | self.get(high, index=index) << 32

    def set_wide(self, low: str, high: str, value: int, index: int = 0) -> None:
        """Drive the 64 bits of two registers, modulo 2**64."""
        self.set(low, value, index=index)
        self.set(high, value >> 32, index=index)
