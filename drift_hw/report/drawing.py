"""A drawing of the array, made from the configuration: what is drawn is what is built."""

from __future__ import annotations

from dataclasses import dataclass, field

from drift_hw.config import Config

CELL = 22
"""Side of a processing element in SVG units."""
PITCH = 26
"""Distance from one processing element to the next."""
SHOWN = 16
"""Rows or columns up to which all are drawn; of more, the first ones, a gap and the last two."""

STYLE = """
.array-drawing{--ink:#1c2430;--soft:#5b6675;--pe:#dbe7fb;--pe-edge:#5b86d6;--sum:#fbe3c4;--sum-edge:#d08a2c;
--block:#eef1f5;--block-edge:#9aa5b4;--drain:#2d9d78;font-family:system-ui,sans-serif}
@media(prefers-color-scheme:dark){.array-drawing{--ink:#e6eaf0;--soft:#9aa7b8;--pe:#223a63;--pe-edge:#6f9bef;
--sum:#5a4018;--sum-edge:#e0a14a;--block:#232b36;--block-edge:#5b6675;--drain:#46c79b}}
.array-drawing text{fill:var(--ink);font-size:12px}
.array-drawing .note{fill:var(--soft);font-size:12px}
.array-drawing .pe{fill:var(--pe);stroke:var(--pe-edge)}
.array-drawing .sum{fill:var(--sum);stroke:var(--sum-edge)}
.array-drawing .block{fill:var(--block);stroke:var(--block-edge)}
.array-drawing .wire{stroke:var(--soft);fill:none}
.array-drawing .drain{stroke:var(--drain);fill:none;stroke-width:1.6}
.array-drawing .register{fill:var(--drain)}
"""


def shown_indices(count: int) -> list[int | None]:
    """Return the indices to draw of `count` rows or columns; None stands for the ones left out."""
    if count <= SHOWN:
        return list(range(count))
    return [*range(SHOWN - 3), None, count - 2, count - 1]


@dataclass
class Canvas:
    """Collects SVG elements. Kinds are the classes of `STYLE`."""

    elements: list[str] = field(default_factory=list)

    def box(self, kind: str, x: float, y: float, size: tuple[float, float], title: str = "") -> None:
        """Draw a box, its corner at (x, y), with a title that shows where the pointer is."""
        width, height = size
        inner = f"<title>{title}</title>" if title else ""
        self.elements.append(
            f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="3">'
            f"{inner}</rect>"
        )

    def text(self, x: float, y: float, content: str, kind: str = "", anchor: str = "middle") -> None:
        """Write a line of text that starts, ends or has its middle at x."""
        self.elements.append(
            f'<text class="{kind}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{content}</text>'
        )

    def line(self, kind: str, *points: tuple[float, float], arrow: bool = False) -> None:
        """Draw a line through points, with an arrow at its end."""
        path = " ".join(f"{x:g},{y:g}" for x, y in points)
        marker = f' marker-end="url(#array-arrow-{kind})"' if arrow else ""
        self.elements.append(f'<polyline class="{kind}" points="{path}"{marker}/>')


def draw_array(config: Config) -> str:
    """Return an SVG document of the array that `config` describes, light or dark as the reader's screen."""
    canvas = Canvas()
    rows, columns = shown_indices(config.array.rows), shown_indices(config.array.columns)
    checksums = config.protection.abft
    left, top = 188.0, 148.0
    first_x, first_y = left + (PITCH + 6 if checksums else 0), top + (PITCH + 6 if checksums else 0)
    right, bottom = first_x + PITCH * len(columns), first_y + PITCH * len(rows)

    _lanes(canvas, config, first_x, right)
    _operands(canvas, config, (left, top), (first_x, first_y), (right, bottom))
    segment_tops = {sum(config.segment_rows[:index]) for index in range(len(config.segment_rows))}
    for place, column in enumerate(columns):
        x = first_x + place * PITCH
        if column is None:
            continue
        canvas.line("drain", (x + CELL + 2, bottom - 6), (x + CELL + 2, 64), arrow=True)
        if checksums:
            canvas.box(
                "sum", x, top, (CELL, CELL), f"checksum PE of column {column}: column sum of A times b"
            )
    for place, row in enumerate(rows):
        y = first_y + place * PITCH
        if row is None:
            canvas.text((first_x + right) / 2, y + CELL / 2 + 4, "&#8942;")
            continue
        if checksums:
            canvas.box("sum", left, y, (CELL, CELL), f"checksum PE of row {row}: a times row sum of B")
        for column_place, column in enumerate(columns):
            x = first_x + column_place * PITCH
            if column is None:
                canvas.text(x + CELL / 2, y + CELL / 2 + 4, "&#8943;")
                continue
            canvas.box("pe", x, y, (CELL, CELL), f"PE row {row}, column {column}")
            if row in segment_tops:
                canvas.box("register", x + CELL - 1, y - 4, (6, 4), "register of the drain bus")
    _legend(canvas, config, left, bottom + 26)
    width, height = max(right + 150, 560.0), bottom + 62
    title = f"Systolic array of {config.array.rows} rows and {config.array.columns} columns"
    return document(canvas, width, height, title)


def _lanes(canvas: Canvas, config: Config, first_x: float, right: float) -> None:
    """Draw what stands above the array: lanes, checker, requantiser."""
    width = right - first_x
    canvas.box("block", first_x, 34, (width, 30))
    label = f"{config.array.columns} lanes: buffer of {config.tile_slots} tiles"
    canvas.text(first_x + width / 2, 53, label if width > 200 else "lanes")
    canvas.box("block", right + 36, 34, (104, 30))
    canvas.text(right + 88, 53, "requantiser")
    canvas.line("wire", (right + 2, 49), (right + 34, 49), arrow=True)
    canvas.line("wire", (right + 88, 34), (right + 88, 14), arrow=True)
    canvas.text(right + 80, 20, "results", "note", "end")
    if config.protection.abft:
        canvas.box("sum", right + 36, 84, (104, 30))
        canvas.text(right + 88, 103, "checker")
        canvas.line("wire", (right + 2, 58), (right + 18, 58), (right + 18, 99), (right + 34, 99), arrow=True)
        canvas.text(right + 88, 130, "deltas, flags,", "note")
        canvas.text(right + 88, 143, "mask, counters", "note")


def _operands(
    canvas: Canvas,
    config: Config,
    corner: tuple[float, float],
    first: tuple[float, float],
    end: tuple[float, float],
) -> None:
    """Draw the operand register, the two skews and, with checksums, the two operand sums."""
    (left, top), (first_x, first_y), (right, bottom) = corner, first, end
    width, height = right - first_x - (PITCH - CELL), bottom - first_y - (PITCH - CELL)
    canvas.elements.append(
        f'<polygon class="block" points="{first_x:g},{top - 16:g} {first_x + width:g},{top - 16:g} '
        f'{first_x + width:g},{top - 44:g} {first_x:g},{top - 24:g}"/>'
    )
    canvas.elements.append(
        f'<polygon class="block" points="{left - 16:g},{first_y:g} {left - 16:g},{first_y + height:g} '
        f'{left - 44:g},{first_y + height:g} {left - 24:g},{first_y:g}"/>'
    )
    middle, width_in_bits = first_y + height / 2, config.array.operand_width
    canvas.line("wire", (left - 84, middle), (left - 40, middle), arrow=True)
    canvas.text(left - 90, middle - 4, f"A: {config.array.rows} x int{width_in_bits}", "", "end")
    canvas.text(left - 90, middle + 11, "skewed by row", "note", "end")
    canvas.line("wire", (first_x - 24, top - 34), (first_x - 4, top - 34), arrow=True)
    canvas.text(first_x - 30, top - 40, f"B: {config.array.columns} x int{width_in_bits}", "", "end")
    canvas.text(first_x - 30, top - 25, "skewed by column", "note", "end")
    if config.protection.abft:
        canvas.line("wire", (left - 24, top + CELL / 2 + 4), (first_x - 4, top + CELL / 2 + 4), arrow=True)
        canvas.text(left - 30, top + CELL / 2 + 8, "sum of A", "note", "end")
        canvas.line("wire", (left + CELL / 2, top - 8), (left + CELL / 2, first_y - 2), arrow=True)
        canvas.text(left + CELL / 2 - 8, top - 2, "sum of B", "note", "end")


def _legend(canvas: Canvas, config: Config, x: float, y: float) -> None:
    """Draw what the colours mean."""
    entries = [("pe", f"{config.array.rows} x {config.array.columns} PEs", 110)]
    if config.protection.abft:
        entries.append(("sum", "checksums", 92))
    for kind, label, advance in entries:
        canvas.box(kind, x, y, (12, 12))
        canvas.text(x + 18, y + 10, label, "note", "start")
        x += advance
    canvas.line("drain", (x, y + 12), (x, y))
    segments = len(config.segment_rows)
    plural = "segments" if segments > 1 else "segment"
    canvas.text(x + 10, y + 10, f"drain bus, upwards, {segments} {plural}", "note", "start")


def document(canvas: Canvas, width: float, height: float, title: str) -> str:
    """Return the SVG document of a drawing."""
    markers = "".join(
        f'<marker id="array-arrow-{kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" '
        f'markerHeight="6" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="var(--{colour})"/></marker>'
        for kind, colour in (("wire", "soft"), ("drain", "drain"))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="array-drawing" role="img" '
        f'viewBox="0 0 {width:g} {height:g}" aria-label="{title}"><title>{title}</title>'
        f"<style>{STYLE}</style><defs>{markers}</defs>{''.join(canvas.elements)}</svg>\n"
    )
