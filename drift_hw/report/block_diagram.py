"""A drawing of the accelerator: the blocks of `docs/accelerator.md`, with the sizes of a configuration."""

from __future__ import annotations

from drift_hw.config import Config
from drift_hw.report.drawing import Canvas, document

LINE = 15
"""Distance of two lines of text."""
LEFT, MIDDLE, RIGHT, END = 20.0, 300.0, 580.0, 790.0
"""Left edges of the columns of blocks, and the right edge of the last one."""


def draw_accelerator(config: Config) -> str:
    """Return an SVG document of the accelerator that `config` describes, light or dark as the screen."""
    canvas = Canvas()
    memory, protected = config.memory, config.protection.abft
    narrow, wide, last = 190, RIGHT - MIDDLE - 50, END - RIGHT
    bus = f"{memory.data_width} bit"

    _block(canvas, "block", (LEFT, 10), (narrow, 34), "host")
    _block(canvas, "block", (MIDDLE, 10), (END - MIDDLE, 34), "DRAM")
    _block(canvas, "block", (LEFT, 96), (narrow, 54), "registers", "counters, interrupt")
    _block(canvas, "block", (LEFT, 186), (narrow, 84), "job control", "4 jobs in flight,", "tile by tile")
    scratchpads = f"A: {memory.panel_words:,} words", f"B: {memory.stream_words:,} words"
    _block(canvas, "block", (MIDDLE, 96), (wide, 70), "read path", *scratchpads)
    _block(canvas, "block", (RIGHT, 96), (last, 54), "write path", "results, checkpoints")
    _block(canvas, "block", (MIDDLE, 216), (wide, 54), "feeder", "one beat per cycle")
    action = "roll back, recompute, zero" if protected else "nothing without checksums"
    _block(canvas, "sum" if protected else "block", (RIGHT, 216), (last, 54), "recovery", action)
    points = f"{config.power.points} operating points"
    _block(canvas, "block", (LEFT, 330), (narrow, 54), "DVFS controller", points)
    _core(canvas, config)

    _bus(canvas, LEFT + 95, "AXI4-Lite", "32 bit", both=True)
    _bus(canvas, MIDDLE + 90, "AXI4 read", bus)
    _bus(canvas, RIGHT + 105, "AXI4 write", bus, up=True)
    _wire(canvas, (115, 150), (115, 184))
    _wire(canvas, (210, 206), (260, 206), (260, 112), (298, 112), note="loads", at=(216, 201))
    _wire(canvas, (300, 146), (282, 146), (282, 226), (212, 226), note="descriptors", at=(214, 221))
    _wire(canvas, (210, 254), (298, 254), note="tiles", at=(216, 249))
    _wire(canvas, (390, 166), (390, 214), note="A, B, table", at=(398, 194))
    _wire(canvas, (530, 140), (554, 140), (554, 236), (578, 236), note="checkpoint", at=(560, 190))
    _wire(canvas, (390, 270), (390, 318), note="operands", at=(398, 298))
    _wire(canvas, (705, 320), (705, 272), note="results, mask", at=(697, 298), anchor="end")
    _wire(canvas, (705, 216), (705, 152), note="tiles", at=(713, 190))
    _wire(canvas, (320, 270), (320, 298), (115, 298), (115, 328), note="operating point", at=(122, 314))
    _wire(canvas, (115, 330), (115, 298), (320, 298), (320, 272))
    _wire(canvas, (60, 384), (60, 414), note="regulator", at=(60, 430), anchor="middle")
    _wire(canvas, (160, 384), (160, 414), note="clock generator", at=(160, 430), anchor="middle")
    size = f"{config.array.rows} rows and {config.array.columns} columns"
    return document(canvas, 810, 444, f"Accelerator around an array of {size}")


def _core(canvas: Canvas, config: Config) -> None:
    """Draw the array core, and what the checksums add to it."""
    canvas.box("block", MIDDLE, 320, (END - MIDDLE, 92))
    canvas.text(MIDDLE + 14, 338, "core", anchor="start")
    size = f"{config.array.rows} x {config.array.columns} PEs"
    _block(canvas, "pe", (314, 346), (146, 54), "array", f"{size}, int{config.array.operand_width}")
    canvas.line("wire", (460, 386), (632, 386), arrow=True)
    _block(canvas, "block", (634, 366), (142, 34), "requantiser")
    if config.protection.abft:
        canvas.line("wire", (460, 352), (478, 352), arrow=True)
        _block(canvas, "sum", (480, 330), (132, 44), "checker", "row, column sums")
    if config.correction_entries:
        canvas.line("wire", (612, 344), (632, 344), arrow=True)
        canvas.line("wire", (705, 358), (705, 364), arrow=True)
        _block(canvas, "sum", (634, 328), (142, 30), "corrector")


def _block(
    canvas: Canvas, kind: str, corner: tuple[float, float], size: tuple[float, float], *lines: str
) -> None:
    """Draw a box with its name and notes in the middle."""
    (x, y), (width, height) = corner, size
    canvas.box(kind, x, y, size)
    first = y + height / 2 - (len(lines) - 1) * LINE / 2 + 4
    for number, line in enumerate(lines):
        canvas.text(x + width / 2, first + number * LINE, line, "note" if number else "")


def _wire(
    canvas: Canvas,
    *points: tuple[float, float],
    note: str = "",
    at: tuple[float, float] = (0, 0),
    anchor: str = "start",
) -> None:
    """Draw an arrow through points, and what it carries."""
    canvas.line("wire", *points, arrow=True)
    if note:
        canvas.text(*at, note, "note", anchor)


def _bus(canvas: Canvas, x: float, name: str, width: str, *, up: bool = False, both: bool = False) -> None:
    """Draw a bus between the upper row and the blocks, data going down, up or both ways."""
    ends = ((x, 44.0), (x, 94.0)), ((x, 96.0), (x, 46.0))
    for points in ends if both else (ends[up],):
        canvas.line("drain", *points, arrow=True)
    canvas.text(x + 8, 67, name, "note", "start")
    canvas.text(x + 8, 81, width, "note", "start")
