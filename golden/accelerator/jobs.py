"""Descriptors as the accelerator reads them: their fields, checked and resolved by the registers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from drift_hw.config import Config
from drift_hw.control.descriptor import (
    DIMENSION_BITS,
    FIELDS,
    FLAGS,
    RECOMPUTE_TILES,
    STATUS_BYTES,
    STATUS_FIELDS,
    STATUS_OFFSET,
    Code,
    Policy,
)
from drift_hw.control.timesteps import has_checkpoint, is_sensitive
from drift_hw.memory.layout import Bytes, Layout
from golden.accelerator.registers import Registers


@dataclass(frozen=True)
class Job:
    """A job, resolved; `code` is PENDING when it can run, else why it is refused.

    Names are those of the descriptor; `point`, `correct`, `action` and `checkpoint_write` are what the
    registers make of it.
    """

    index: int
    """Of its descriptor in the ring."""
    code: Code
    m: int
    k: int
    n: int
    block: int
    timestep: int
    a: int
    b: int
    output: int
    table: int
    checkpoint: int
    abft: bool
    row_major: bool
    checkpoint_read: bool
    checkpoint_write: bool
    correct: bool
    action: int
    point: int


def resolve(config: Config, registers: Registers, index: int, data: Bytes) -> Job:
    """Return the job that the bytes of its descriptor say, checked."""
    fields = {
        field.name: int.from_bytes(data[field.offset : field.offset + field.width // 8].tobytes(), "little")
        for field in FIELDS
    }
    flags = {name: (fields["flags"] >> low) & ((1 << width) - 1) for name, (low, width) in FLAGS.items()}
    block, timestep = fields["block"], fields["timestep"]
    known = block < config.power.blocks

    def of_block(field: str) -> int:
        return registers.get("BLOCK", field, block) if known else 0

    abft = flags["abft"] if config.protection.abft else 0
    correct, action = (
        (flags[name] if flags["override"] else of_block(name)) * abft for name in ("correct", "action")
    )
    sensitive = is_sensitive(
        timestep,
        registers.get("TIMESTEPS"),
        registers.get("SENSITIVE", "leading"),
        registers.get("SENSITIVE", "trailing"),
    )
    point = of_block("sensitive" if sensitive else "tolerant")
    due = has_checkpoint(timestep, registers.get("CHECKPOINT_INTERVAL"))
    return Job(
        index=index,
        code=_check(config, fields, flags, action),
        m=fields["m"],
        k=fields["k"],
        n=fields["n"],
        block=block,
        timestep=timestep,
        a=fields["a"],
        b=fields["b"],
        output=fields["output"],
        table=fields["table"],
        checkpoint=fields["checkpoint"],
        abft=bool(abft),
        row_major=bool(flags["row_major"]),
        checkpoint_read=bool(flags["checkpoint_read"]),
        checkpoint_write=bool(flags["checkpoint_write"]) and due,
        correct=bool(correct),
        action=action,
        point=point if point < config.power.points else 0,
    )


def _check(config: Config, fields: dict[str, int], flags: dict[str, int], action: int) -> Code:
    """Return why a job is refused, PENDING when it is not."""
    layout, known = Layout(config), sum((1 << width) - 1 << low for low, width in FLAGS.values())
    m, k, n, width = fields["m"], fields["k"], fields["n"], config.memory.address_width
    output = layout.output_bytes(m, n, row_major=bool(flags["row_major"]))
    tensors = {
        "a": (layout.bus, layout.a_bytes(m, k)),
        "b": (layout.bus, layout.b_bytes(k, n)),
        "table": (layout.bus, layout.table_bytes(n)),
        "output": (layout.output_alignment, output),
    }
    if flags["checkpoint_read"] or flags["checkpoint_write"]:
        tensors["checkpoint"] = (layout.output_alignment, output)
    reserved = fields["flags"] & ~known or fields["reserved"]
    unheard = not flags["override"] and (flags["correct"] or flags["action"])
    sized = all(1 <= size < 1 << DIMENSION_BITS for size in (m, k, n))
    tiles = layout.row_blocks(m) * layout.column_blocks(n)
    failures = {
        Code.RESERVED_BITS: reserved or unheard,
        Code.DIMENSION: not sized or (action == Policy.RECOMPUTE and tiles > RECOMPUTE_TILES),
        Code.BLOCK: fields["block"] >= config.power.blocks,
        Code.POLICY: action > max(Policy),
        Code.ALIGNMENT: any(
            fields[name] % alignment or fields[name] >> width for name, (alignment, _) in tensors.items()
        ),
        Code.WRAP: any(fields[name] + size > 1 << width for name, (_, size) in tensors.items()),
    }
    return next((code for code, failed in failures.items() if failed), Code.PENDING)


def status(code: Code, response: int = 0, masked_tiles: int = 0, address: int = 0) -> Bytes:
    """Return the bytes that the accelerator writes to the descriptor at `STATUS_OFFSET`."""
    values = {"code": code, "response": response, "masked_tiles": masked_tiles, "address": address}
    data = np.zeros(STATUS_BYTES, np.uint8)
    for field in STATUS_FIELDS:
        start, size = field.offset - STATUS_OFFSET, field.width // 8
        data[start : start + size] = np.frombuffer(int(values[field.name]).to_bytes(size, "little"), np.uint8)
    return data
